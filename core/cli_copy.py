"""Floor 4, the command line: copies and unfinished jobs. Each command returns its exit code."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from typing import Any

from core import sentences
from core.browse import Browser
from core.cli_args import Place
from core.cli_crew import Crew, Paused
from core.cli_out import Out, count_text, printable, size_text, table, time_text
from core.cli_report import Report, place_text
from core.clock import Cancel
from core.errors import KnownError
from core.jobs import CopyRequest, OnExisting, Options, PartPlan, PrefixRequest, Preview, Reason, State, Want
from core.listing import target_of
from core.records import BatchRecord
from core.steps import keeps_upload

#: What a shell reports of a program that Ctrl+C has ended.
INTERRUPTED = 130


def make_request(options: argparse.Namespace) -> CopyRequest | PrefixRequest:
    """What a `cp` command line asks for."""
    source: Place = options.source
    target: Place = options.target
    wishes = Options(options.part_size, OnExisting(options.if_exists))
    if options.recursive:
        return PrefixRequest(source.ref(_as_prefix(source.key)), target.ref(_as_prefix(target.key)), wishes)
    if not source.key:
        raise KnownError("The source names no object. Write NAME:BUCKET/KEY, or copy all of it with --recursive.")
    key = target.key or ""
    if not key or key.endswith("/"):
        key += _name_of(source.key)
    return CopyRequest(source.ref(), target.ref(key), wishes)


def _as_prefix(key: str | None) -> str:
    return key if key and key.endswith("/") else f"{key}/" if key else ""


def _name_of(key: str) -> str:
    """The last name of a key; a folder marker keeps its slash."""
    return key[key.rstrip("/").rfind("/") + 1 :] if key.rstrip("/") else key


# ---------------------------------------------------------------- cp


def copy_command(options: argparse.Namespace, out: Out, crew: Crew) -> int:
    """Copy an object or a prefix, and wait for it."""
    request = make_request(options)
    for ref in (request.source, request.target):
        crew.stores.account(ref.account)
    if options.dry_run:
        return _dry_run(request, out, crew)
    batch = crew.engine.submit(request)
    return _carry_out([batch], out, crew, Report(out))


def _carry_out(batches: list[int], out: Out, crew: Crew, report: Report) -> int:
    """Work on batches until they end, then forget those that need no second try."""
    try:
        with crew:
            crew.follow(batches, report.take)
    except Paused:
        out.end_progress()
        ids = " ".join(str(batch) for batch in batches)
        each = f"job {ids} goes" if len(batches) == 1 else "they go"
        out.remark(f"Paused; {each} on with: bucketferry jobs resume{' ' + ids if len(batches) == 1 else ''}")
        return INTERRUPTED
    out.end_progress()
    crew.engine.clear(batch for batch in batches if batch not in report.resumable)
    return report.finish()


# ---------------------------------------------------------------- cp --dry-run


def _dry_run(request: CopyRequest | PrefixRequest, out: Out, crew: Crew) -> int:
    """Say what would be done with each object; nothing is written, neither to a store nor to the journal."""
    refused = objects = size = 0
    first = crew.engine.preview(request)
    previews: Iterable[Preview] = [first]
    if isinstance(request, PrefixRequest) and first.refused is None:
        previews = (crew.engine.preview(copy) for copy in _copies(request, crew))
    for preview in previews:
        objects += 1
        size += preview.size or 0
        refused += _is_refused(preview)
        _tell_preview(preview, out)
    if not out.json:
        summary = f"{count_text(objects, 'object', 'objects')}, {size_text(size)}"
        out.say(f"Nothing was copied: {summary}{f', {refused:,} refused' if refused else ''}.")
    return 1 if refused else 0


def _copies(request: PrefixRequest, crew: Crew) -> Iterator[CopyRequest]:
    source = request.source
    for page in Browser(crew.stores).walk(source.account, source.bucket, source.key, Cancel()):
        copies = (target_of(request, entry.key) for entry in page.entries)
        yield from (copy for copy in copies if copy.target.key)


def _is_refused(preview: Preview) -> bool:
    wish = preview.request.options.on_existing
    return preview.refused is not None or (preview.target_exists and wish is OnExisting.REFUSE)


def _tell_preview(preview: Preview, out: Out) -> None:
    plan, request = preview.plan, preview.request
    parted = plan if isinstance(plan, PartPlan) else None
    said, why = _verdict(preview)
    if out.json:
        out.row(
            {
                "event": "plan",
                "state": said,
                "source": place_text(request.source),
                "target": place_text(request.target),
                "size": preview.size,
                "mode": None if preview.refused is not None or plan is None else plan.kind,
                "parts": parted.count if parted is not None else 0,
                "part_size": parted.part_size if parted is not None else None,
                "exists": preview.target_exists,
                "error": why,
            }
        )
        return
    names = f"{printable(place_text(request.source))} > {printable(place_text(request.target))}"
    how = "in one call"
    if parted is not None:
        how = f"in {count_text(parted.count, 'part', 'parts')} of {size_text(parted.part_size)}"
    if why is not None:
        out.say(f"refuse  {names}: {printable(why['message'])}")
    elif said == "skip":
        out.say(f"skip    {names}: it exists")
    else:
        replaces = ", replaces an object" if preview.target_exists else ""
        traffic = f", from region to region ({preview.crosses}), which is charged" if preview.crosses else ""
        out.say(f"copy    {names}: {size_text(preview.size)} {how}{replaces}{traffic}")


def _verdict(preview: Preview) -> tuple[str, dict[str, str] | None]:
    refused, wish = preview.refused, preview.request.options.on_existing
    if refused is not None:
        why = {"kind": refused.reason.value, "code": "", "message": sentences.of_refusal(refused)}
        return "refuse", why
    if preview.target_exists and wish is OnExisting.REFUSE:
        why = {"kind": Reason.EXISTS.value, "code": "", "message": sentences.REFUSALS[Reason.EXISTS]}
        return "refuse", why
    if preview.target_exists and wish is OnExisting.SKIP:
        return "skip", None
    return "copy", None


# ---------------------------------------------------------------- jobs


def jobs_command(options: argparse.Namespace, out: Out, crew: Crew) -> int:
    """List, resume or cancel what an earlier run has left."""
    match options.action:
        case "resume":
            return _resume(options, out, crew)
        case "cancel":
            return _cancel(options, out, crew)
        case _:
            return _list(out, crew)


def _is_unfinished(record: BatchRecord) -> bool:
    if any(record.counts.get(state) for state in (State.WAITING, State.RUNNING, State.PAUSED, State.FAILED)):
        return True
    if record.cursor is None or record.want is Want.CANCEL:
        return False
    return record.error is None or (sentences.as_refusal(record.error) is None and keeps_upload(record.error))


def _list(out: Out, crew: Crew) -> int:
    found = [record for record in crew.journal.batches() if _is_unfinished(record)]
    if out.json:
        for record in found:
            out.row(_batch_row(record))
        return 0
    if not found:
        out.say("No unfinished jobs.")
        return 0
    head = ("ID", "STATE", "DONE", "SIZE", "SINCE", "SOURCE", "TARGET")
    rows = [
        (
            str(record.id),
            _state_text(record),
            f"{record.counts.get(State.DONE, 0):,}/{sum(record.counts.values()):,}",
            size_text(sum(record.sizes.values())),
            time_text(record.created),
            place_text(record.request.source),
            place_text(record.request.target),
        )
        for record in found
    ]
    for line in table([head, *rows], right=frozenset({0, 2, 3})):
        out.say(line)
    return 0


def _batch_row(record: BatchRecord) -> dict[str, Any]:
    return {
        "id": record.id,
        "state": _state_text(record),
        "source": place_text(record.request.source),
        "target": place_text(record.request.target),
        "recursive": isinstance(record.request, PrefixRequest),
        "objects": sum(record.counts.values()),
        "done": record.counts.get(State.DONE, 0),
        "failed": record.counts.get(State.FAILED, 0),
        "size": sum(record.sizes.values()),
        "created": record.created,
    }


def _state_text(record: BatchRecord) -> str:
    if record.want is not Want.RUN:
        return {Want.PAUSE: "paused", Want.CANCEL: "cancelling"}[record.want]
    live = sum(record.counts.get(state, 0) for state in (State.WAITING, State.RUNNING, State.PAUSED))
    return "unfinished" if live or record.cursor is not None else "failed"


def _take_over(number: int | None, crew: Crew) -> list[BatchRecord]:
    """The unfinished batches, or the one named, now in this engine's hands."""
    found = [record for record in crew.journal.batches() if _is_unfinished(record)]
    if number is not None:
        found = [record for record in found if record.id == number]
        if not found:
            raise KnownError(f"There is no unfinished job {number}. See which there are with: bucketferry jobs")
    mine = set(crew.engine.recover([record.id for record in found])) if found else set()
    if found and not mine:
        raise KnownError("Another Bucketferry that runs now works on it already. Pause it there, or close that one.")
    return [record for record in found if record.id in mine]


def _resume(options: argparse.Namespace, out: Out, crew: Crew) -> int:
    records = _take_over(options.id, crew)
    if not records:
        if not out.json:
            out.say("No unfinished jobs.")
        return 0
    for record in records:
        _retry(record, crew)
    ids = [record.id for record in records]
    crew.engine.wish(Want.RUN, batches=ids)
    return _carry_out(ids, out, crew, Report(out))


def _retry(record: BatchRecord, crew: Crew) -> None:
    """Let what failed in a batch begin again; what was refused or cancelled stays so."""
    if record.error is not None:
        crew.engine.retry(batches=[record.id])
    failed = crew.engine.jobs(record.id, states=(State.FAILED,), limit=-1)
    if failed:
        crew.engine.retry(jobs=[row.id for row in failed])


def _cancel(options: argparse.Namespace, out: Out, crew: Crew) -> int:
    for record in _take_over(options.id, crew):
        # A failed job may have kept its upload for another try; only a job that waits again can be cancelled.
        _retry(record, crew)
        crew.engine.wish(Want.CANCEL, batches=[record.id])
    return _carry_out([options.id], out, crew, Report(out, cancelled_is_fine=True))
