"""`--dry-run`: what would be done, object by object and as a sum. Nothing is changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from core.cli import messages as sentences
from core.cli.output import Out, count_text, printable, size_text, table
from core.cli.rows import DONE, place_text
from core.cli.session import CommandSession
from core.model.jobs import Fate, Note, PartPlan, Reason, RestorePlan, SetPlan, Skipped
from core.model.reports import Preview
from core.model.requests import CopyRequest, JobKind, JobRequest, OnExisting, PrefixRequest
from core.model.values import ObjectInfo
from core.rules.conditions import stays
from core.rules.estimate import Estimate
from core.rules.prices import Charge, Cost
from core.rules.proof import can_prove
from core.rules.props import foreseen, keeps_source
from core.store.read_cache import ReadCache
from core.system.clock import Cancel, Clock

_CHARGES = {
    Charge.WRITES: "requests that write or list",
    Charge.READS: "requests that read",
    Charge.TRAFFIC: "traffic between regions",
    Charge.EARLY: "deletion before the least time of storage",
    Charge.RETRIEVAL: "reading from this storage class",
    Charge.RESTORE: "restoring from the archive",
}
_CONFLICTS = {
    OnExisting.REFUSE: "they are refused",
    OnExisting.OVERWRITE: "they are replaced",
    OnExisting.SKIP: "they are left as they are",
    OnExisting.KEEP_BOTH: "they stay, and the new objects get other names",
    OnExisting.DIFFERENT: "those that differ are replaced",
    OnExisting.ASK: "you are asked about them",
}
_BESIDE = {
    OnExisting.OVERWRITE: "replaces an object",
    OnExisting.DIFFERENT: "replaces an object that differs",
    OnExisting.KEEP_BOTH: "beside an object of this name, under another one",
    OnExisting.ASK: "you are asked, because an object of this name exists",
}
#: Where what is going to be done is not told by the word for what was done.
_TO_BE = {JobKind.RESTORE: "restored"}
#: Properties that a user knows by another word.
_NAMES = {"acl": "ACL"}
_KEPT = "sources with properties that cannot be copied or read, or without the proof that --trust asks for"
_CENT = Decimal("0.01")
#: Seconds before the progress line is drawn, and drawn anew: what is done sooner needs none.
_REDRAW_S = 0.1


def dry_run(
    requests: Sequence[JobRequest | PrefixRequest],
    each: Iterable[JobRequest | PrefixRequest],
    out: Out,
    session: CommandSession,
    *,
    event: str,
    quick: bool,
) -> int:
    """Tell of `each` in a line of its own, then the sum over `requests`; returns 1 when something would be refused.

    Args:
        event: names the JSON line of the sum.
        quick: go by the listing alone where there are many objects, and tell a range.
    """
    read_cache = ReadCache()  # what the lines have asked, the sum need not ask again
    try:
        refused = _tell_each((session.engine.preview(one, read_cache=read_cache) for one in each), out, session)
        estimate = count(requests, out, session, read_cache, exactly=not quick)
    except KeyboardInterrupt:
        if requests[0].kind.copies and not quick:
            out.remark("Stopped; nothing was done. Add --quick to be told a range, by the listing alone.")
        raise
    tell_estimate(requests, estimate, out, event=event)
    return 1 if refused or estimate.refused or estimate.missing else 0


def count(
    requests: Sequence[JobRequest | PrefixRequest],
    out: Out,
    session: CommandSession,
    read_cache: ReadCache | None = None,
    *,
    exactly: bool = False,
) -> Estimate:
    """What the requests would do; a terminal sees how far it has come. Raises as `Engine.estimate` does."""
    cancel, line = Cancel(), ProgressLine("Counting", out, session.clock)
    try:
        return session.engine.estimate(requests, cancel, line.tell, read_cache, exactly=exactly)
    finally:
        cancel.set()  # after Ctrl+C, for those who still look
        out.end_progress()


class ProgressLine:
    """The progress line of a count."""

    def __init__(self, doing: str, out: Out, clock: Clock) -> None:
        """`doing`: the first word of the line."""
        self._doing = doing
        self._out = out
        self._clock = clock
        self._due = clock.monotonic() + _REDRAW_S

    def tell(self, count: int) -> None:
        """Say how many objects there were so far, unless that was said just now or nobody sees it."""
        now = self._clock.monotonic()
        if now >= self._due and self._out.shows_progress:
            self._due = now + _REDRAW_S
            self._out.progress(f"{self._doing}: {count_text(count, 'object', 'objects')} so far")


def _tell_each(previews: Iterable[Preview], out: Out, session: CommandSession) -> int:
    """Returns how many would be refused."""
    refused, line = 0, ProgressLine("Looking", out, session.clock)
    for number, preview in enumerate(previews, 1):
        refused += _verdict(preview)[0] == "refuse"
        tell_preview(preview, out)
        line.tell(number)
    return refused


# ---------------------------------------------------------------- one object


def tell_preview(preview: Preview, out: Out) -> None:
    """One line about one object."""
    said, why = _verdict(preview)
    if out.json:
        out.row(_preview_row(preview, said, why))
        return
    source, target = printable(place_text(preview.request.source)), printable(place_text(preview.request.target))
    names = source if source == target else f"{source} > {target}"
    if why is not None:
        out.say(f"refuse  {names}: {printable(why['message'])}")
    elif said == "skip":
        is_set = preview.request.kind is JobKind.EDIT
        out.say(f"skip    {names}: {'it is so already' if is_set else 'it exists'}")
    else:
        out.say(f"{said:7} {names}: {_how(preview)}")


def _preview_row(preview: Preview, said: str, why: dict[str, str] | None) -> dict[str, Any]:
    plan, request = preview.plan, preview.request
    parted = plan if isinstance(plan, PartPlan) else None
    notes = _missed(preview)
    return {
        "event": "plan",
        "kind": request.kind.value,
        "state": said,
        "source": place_text(request.source),
        "target": place_text(request.target),
        "size": preview.size,
        "mode": None if preview.refused is not None or plan is None else plan.kind,
        "parts": parted.count if parted is not None else 0,
        "part_size": parted.part_size if parted is not None else None,
        "exists": preview.target_exists,
        "lost": [note.name for note in notes if note.fate is Fate.LOST],
        "unread": [note.name for note in notes if note.fate is Fate.UNREAD],
        "kept": _stays(preview),
        "error": why,
    }


def _how(preview: Preview) -> str:
    """Size and way of one object's plan, and what else the user should know before."""
    plan, request = preview.plan, preview.request
    if isinstance(plan, SetPlan):
        return "set without a copy"
    facts = [size_text(preview.size)]
    if isinstance(plan, PartPlan):
        facts[0] += f" in {count_text(plan.count, 'part', 'parts')} of {size_text(plan.part_size)}"
    elif isinstance(plan, RestorePlan):
        facts[0] += " after it is restored from the archive"
    elif request.kind.copies:
        facts[0] += " in one call"
    if preview.target_exists and request.kind in (JobKind.COPY, JobKind.RENAME):
        facts.append(_BESIDE[request.options.on_existing])
    if preview.crosses:
        facts.append(f"from region to region ({preview.crosses}), which is charged")
    if preview.accounts:
        facts.append(f"with the key of {request.target.account}, which must be allowed to read the source")
    return ", ".join(facts + _about_source(preview))


def _about_source(preview: Preview) -> list[str]:
    """What else becomes of the source than that it is copied, renamed or deleted."""
    notes, options = _missed(preview), preview.request.options
    names = " and its ".join(_NAMES.get(note.name, note.name) for note in notes)
    if _stays(preview):
        whys = [f"no copy has, or this key may not read, its {names}"] if keeps_source(notes, options) else []
        source, only_size = preview.source, preview.only_size
        if source is not None and not can_prove(source, options.trust, only_size=only_size):
            whys.append("the store has no CRC-64 of it, and nothing else proves a copy as well as --trust asks")
        return [f"the source is kept, because {'; and because '.join(whys)}"]
    told = [f"the source is deleted although this key may not read its {names}"] if notes else []
    return told + (["older versions stay behind a delete marker"] if preview.leaves_marker else [])


def _missed(preview: Preview) -> tuple[Note, ...]:
    """What of the source of a rename no copy has, or this key may not read, and what becomes of it."""
    renamed = _renamed(preview)
    return tuple(foreseen(*renamed, preview.plan)) if renamed else ()


def _stays(preview: Preview) -> bool:
    """Whether this is a rename that is bound to keep its source."""
    renamed = _renamed(preview)
    return renamed is not None and stays(*renamed, preview.plan, only_size=preview.only_size)


def _renamed(preview: Preview) -> tuple[CopyRequest, ObjectInfo] | None:
    """The rename and its source; None for all other kinds, and where the source was not looked at."""
    request = preview.request
    if not isinstance(request, CopyRequest) or request.kind is not JobKind.RENAME or preview.source is None:
        return None
    return request, preview.source


def _verdict(preview: Preview) -> tuple[str, dict[str, str] | None]:
    refused, request = preview.refused, preview.request
    on_existing = request.options.on_existing
    exists = preview.target_exists and request.kind in (JobKind.COPY, JobKind.RENAME)
    if refused is not None:
        return "refuse", {"kind": refused.reason.value, "code": "", "message": sentences.of_refusal(refused)}
    if exists and on_existing is OnExisting.REFUSE:
        return "refuse", {"kind": Reason.EXISTS.value, "code": "", "message": sentences.of_reason(Reason.EXISTS)}
    if isinstance(preview.plan, Skipped) or (exists and on_existing is OnExisting.SKIP):
        return "skip", None
    return request.kind.value, None


# ---------------------------------------------------------------- the sum


def tell_estimate(
    requests: Sequence[JobRequest | PrefixRequest], estimate: Estimate, out: Out, *, event: str = "estimate"
) -> None:
    """The whole plan: objects, troubles, requests, cost."""
    request = requests[0]
    if out.json:
        out.row({"event": event, "kind": request.kind.value, **estimate_row(estimate)})
        return
    for line in table(estimate_facts(request, estimate)):
        out.say(line)
    for reason, count in estimate.refused.items():
        out.say(f"  {count:,} refused ({reason.value}): {printable(sentences.of_reason(reason))}")
    out.say("Nothing was done.")


def estimate_row(estimate: Estimate) -> dict[str, Any]:
    """An estimate for programs. `requests_most` is None when nobody can tell."""
    most = estimate.calls_most
    return {
        "objects": estimate.objects,
        "size": estimate.size,
        "simple": estimate.simple,
        "parted": estimate.parted,
        "parts": estimate.parts,
        "set_only": estimate.set_only,
        "deletes": estimate.deletes,
        "restores": estimate.restores,
        "skipped": estimate.skipped,
        "missing": estimate.missing,
        "conflicts": estimate.conflicts,
        "markers": estimate.markers,
        "kept": estimate.kept,
        "unread": estimate.unread,
        "refused": {reason.value: count for reason, count in estimate.refused.items()},
        "calls": dict(estimate.calls),
        "requests": estimate.requests,
        "requests_most": None if most is None else estimate.requests + most,
        "crosses": estimate.crosses,
        "traffic": estimate.traffic,
        "early": [
            {"storage_class": e.storage_class, "age_days": e.age_days, "size": e.size, "count": e.count}
            for e in estimate.early
        ],
        "exact": estimate.exact,
        "cost": None if estimate.cost is None else _cost_row(estimate.cost),
    }


def _cost_row(cost: Cost) -> dict[str, Any]:
    # As text: money is no binary fraction.
    return {
        "total": str(cost.total),
        "monthly": None if cost.monthly is None else str(cost.monthly),
        "currency": cost.currency,
        "lines": {charge.value: None if amount is None else str(amount) for charge, amount in cost.lines},
    }


def estimate_facts(request: JobRequest | PrefixRequest, estimate: Estimate) -> list[tuple[str, str]]:
    """An estimate in rows, without those that say nothing."""
    rows = [
        ("objects", _objects(request.kind, estimate)),
        ("how", _ways(estimate)),
        ("exist already", _some(estimate.conflicts, _CONFLICTS[request.options.on_existing])),
        ("skipped", _some(estimate.skipped, "nothing is to be done")),
        ("missing", _some(estimate.missing, _missing(request.kind))),
        ("refused", _some(sum(estimate.refused.values()), "they stay as they are")),
        ("restored", _some(estimate.restores, "from the archive, which takes minutes to days")),
        ("deleted", _deleted(request.kind, estimate)),
        ("unread", _some(estimate.unread, "sources that are deleted although this key may not read their ACL or tags")),
        ("kept", _some(estimate.kept, _KEPT)),
        ("requests", _requests(estimate)),
        ("regions", f"{estimate.crosses}, {size_text(estimate.traffic)}, charged" if estimate.crosses else ""),
        ("cost", _cost(estimate)),
    ]
    return [row for row in rows if row[1]]


def _objects(kind: JobKind, estimate: Estimate) -> str:
    to_be = f"to be {_TO_BE.get(kind) or DONE[kind]}"
    if kind is JobKind.UNDELETE:  # the size of what a delete marker hides is not asked for
        return f"{estimate.objects:,} {to_be}"
    return f"{estimate.objects:,}, {size_text(estimate.size)} {to_be}"


def _missing(kind: JobKind) -> str:
    return "the bucket has no version of them" if kind is JobKind.UNDELETE else "they are not there"


def _some(count: int, what: str) -> str:
    return f"{count:,}, {what}" if count else ""


def _ways(estimate: Estimate) -> str:
    ways = (
        f"{estimate.simple:,} copied in one call each" if estimate.simple else "",
        f"{estimate.parted:,} in {count_text(estimate.parts, 'part', 'parts')}" if estimate.parted else "",
        f"{estimate.set_only:,} set without a copy" if estimate.set_only else "",
    )
    return ", ".join(way for way in ways if way)


def _deleted(kind: JobKind, estimate: Estimate) -> str:
    if not estimate.deletes or kind is JobKind.UNDELETE:
        return ""
    if kind is JobKind.RENAME:
        return f"{count_text(estimate.deletes, 'source', 'sources')}, each when its copy is verified"
    if not estimate.markers:
        return f"{estimate.deletes:,}, for good: no versions are kept"
    return f"{estimate.deletes:,}; {estimate.markers:,} stay as older versions behind delete markers"


def _requests(estimate: Estimate) -> str:
    least, more = estimate.requests, estimate.calls_most
    figure = f"{least:,} to {least + more:,}" if more else f"{least:,}"
    if more is None or (not more and not estimate.exact):
        figure = f"at least {least:,}"
    calls = sorted(estimate.calls.items(), key=lambda call: (-call[1], call[0]))
    each = ", ".join(f"{op} {count:,}" for op, count in calls)
    return f"{figure} ({each})" if each else figure


def _cost(estimate: Estimate) -> str:
    cost = estimate.cost
    if cost is None:
        return "not known: there is no price of this provider"
    telling = [(charge, amount) for charge, amount in cost.lines if amount is None or amount >= _CENT]
    lines = [f"{_CHARGES[charge]} {money(amount, cost.currency)}" for charge, amount in telling]
    least = "at least " if cost.unknown or not estimate.exact or estimate.calls_most != 0 else ""
    said = f"{least}{money(cost.total, cost.currency)}" + (f" ({', '.join(lines)})" if lines else "")
    more = sum(estimate.usage.stored.values())
    if more <= 0:
        return said
    each = "an unknown amount" if cost.monthly is None else money(cost.monthly, cost.currency)
    return f"{said}; {size_text(more)} more are stored for {each} a month"


def money(amount: Decimal | None, currency: str) -> str:
    """An amount with two decimals; one below a cent says so instead of being nothing."""
    if amount is None:
        return "not known"
    if 0 < amount < _CENT:
        return f"less than 0.01 {currency}"
    return f"{amount.quantize(_CENT, rounding=ROUND_HALF_EVEN):,} {currency}"
