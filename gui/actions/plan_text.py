"""What is said of a plan before anything is queued. Pure functions of core's estimate.

A figure that may be too small says "at least"; what is not known is said to be unknown, and never shown as nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from core.model.requests import CopyRequest, JobKind, JobRequest, OnExisting, Options, PrefixRequest
from core.rules.estimate import Estimate
from gui.text import costs as cost_text
from gui.text import phrases
from gui.text import refusals as refusal_text
from gui.text.facts import Fact, Tone
from gui.text.place import leaf, shown
from gui.text.translate import together, words

Request = JobRequest | PrefixRequest


# ---------------------------------------------------------------- titles


def title(requests: Sequence[Request]) -> str:
    """What is planned, as a title: "Rename folder a/ to b/", "Delete 3 folders"."""
    folders = sum(isinstance(request, PrefixRequest) for request in requests)
    first, count = requests[0], len(requests)
    if count == 1:
        return _one_folder(first) if folders else _one_object(first)
    if folders == count:
        return _folders(first.kind, count)
    return _objects(first.kind, count) if not folders else _items(first.kind, count)


def _one_object(request: Request) -> str:
    name, other = _names(request)
    text = {
        JobKind.COPY: words.tr("Copy “{name}” to “{other}”"),
        JobKind.RENAME: words.tr("Rename “{name}” to “{other}”")
        if is_beside(request)
        else words.tr("Move “{name}” to “{other}”"),
        JobKind.EDIT: words.tr("Edit “{name}”"),
        JobKind.DELETE: words.tr("Delete “{name}”"),
        JobKind.UNDELETE: words.tr("Undelete “{name}”"),
        JobKind.RESTORE: words.tr("Restore “{name}” from the archive"),
    }[request.kind]
    return text.format(name=name, other=other)


def _one_folder(request: Request) -> str:
    name, other = _names(request)
    text = {
        JobKind.COPY: words.tr("Copy the folder “{name}” to “{other}”"),
        JobKind.RENAME: words.tr("Rename the folder “{name}” to “{other}”")
        if is_beside(request)
        else words.tr("Move the folder “{name}” to “{other}”"),
        JobKind.EDIT: words.tr("Edit all objects in “{name}”"),
        JobKind.DELETE: words.tr("Delete the folder “{name}”"),
        JobKind.UNDELETE: words.tr("Undelete the folder “{name}”"),
        JobKind.RESTORE: words.tr("Restore the folder “{name}” from the archive"),
    }[request.kind]
    return text.format(name=name, other=other)


def _names(request: Request) -> tuple[str, str]:
    """The name of the source, and that of the target as far as it differs."""
    source, target = request.source, request.target
    name = shown(leaf(source.key)) if source.key else source.bucket
    if is_beside(request) and target.key:
        return name, shown(leaf(target.key))
    same = (source.account, source.bucket) == (target.account, target.bucket)
    return name, target.key if same and target.key else f"{target.bucket}/{target.key}"


def _objects(kind: JobKind, n: int) -> str:
    return {
        JobKind.COPY: words.tr("Copy %Ln object(s)", None, n),
        JobKind.RENAME: words.tr("Move %Ln object(s)", None, n),
        JobKind.EDIT: words.tr("Edit %Ln object(s)", None, n),
        JobKind.DELETE: words.tr("Delete %Ln object(s)", None, n),
        JobKind.UNDELETE: words.tr("Undelete %Ln object(s)", None, n),
        JobKind.RESTORE: words.tr("Restore %Ln object(s)", None, n),
    }[kind]


def _folders(kind: JobKind, n: int) -> str:
    return {
        JobKind.COPY: words.tr("Copy %Ln folder(s)", None, n),
        JobKind.RENAME: words.tr("Move %Ln folder(s)", None, n),
        JobKind.EDIT: words.tr("Edit all objects in %Ln folder(s)", None, n),
        JobKind.DELETE: words.tr("Delete %Ln folder(s)", None, n),
        JobKind.UNDELETE: words.tr("Undelete %Ln folder(s)", None, n),
        JobKind.RESTORE: words.tr("Restore %Ln folder(s)", None, n),
    }[kind]


def _items(kind: JobKind, n: int) -> str:
    """For folders and objects together."""
    return {
        JobKind.COPY: words.tr("Copy %Ln item(s)", None, n),
        JobKind.RENAME: words.tr("Move %Ln item(s)", None, n),
        JobKind.EDIT: words.tr("Edit %Ln item(s)", None, n),
        JobKind.DELETE: words.tr("Delete %Ln item(s)", None, n),
        JobKind.UNDELETE: words.tr("Undelete %Ln item(s)", None, n),
        JobKind.RESTORE: words.tr("Restore %Ln item(s)", None, n),
    }[kind]


def place(requests: Sequence[Request]) -> str:
    """Where the objects lie and, of a single request, where they go: "Studio: photos/films/ → movies/"."""
    if len(requests) == 1:
        return _route(requests[0])
    places = {(request.source.account, request.source.bucket) for request in requests}
    return ", ".join(f"{account}: {name}" for account, name in sorted(places))


def _route(request: Request) -> str:
    source, target = request.source, request.target
    said = phrases.place(source)
    if said == phrases.place(target):
        return said
    if source.account != target.account:
        return f"{said} → {phrases.place(target)}"
    return f"{said} → {leaf(target.key)}" if is_beside(request) else f"{said} → {target.bucket}/{target.key}"


def start(requests: Sequence[Request], estimate: Estimate) -> str:
    """The button that goes on. It says how many objects it is about, so that nobody deletes a thousand for one."""
    kind = requests[0].kind
    count = refusal_text.actionable(kind, estimate)
    if kind is JobKind.RENAME and all(is_beside(request) for request in requests):
        return words.tr("Rename %Ln object(s)", None, count)
    return _objects(kind, count)


def is_beside(request: Request) -> bool:
    """Whether the target lies in the same folder as the source: a rename in the narrow sense, and no move."""
    source, target = request.source, request.target
    same = (source.account, source.bucket) == (target.account, target.bucket)
    return same and source.key.removesuffix(leaf(source.key)) == target.key.removesuffix(leaf(target.key))


# ---------------------------------------------------------------- deleting


def is_final(kind: JobKind, estimate: Estimate) -> bool:
    """Whether something is deleted that no version is kept of."""
    return kind is JobKind.DELETE and estimate.markers < estimate.deletes


def undo_note(requests: Sequence[Request], estimate: Estimate) -> str:
    """Whether what is deleted can be brought back; "" where nothing is deleted."""
    if requests[0].kind is not JobKind.DELETE:
        return ""
    if all(request.source.version is not None for request in requests):
        return words.tr("This cannot be undone: a version is deleted for good.")
    final = estimate.deletes - estimate.markers
    if final <= 0:
        return words.tr(
            "This can be undone: the bucket keeps versions, so the objects stay behind delete markers. They are "
            "charged as before."
        )
    if estimate.markers:
        return words.tr("Of these, %Ln cannot be undone: no version is kept of them.", None, final)
    return words.tr("This cannot be undone: no versions are kept.")


# ---------------------------------------------------------------- facts


def facts(kind: JobKind, estimate: Estimate, options: Options) -> tuple[Fact, ...]:
    """All rows of a plan, the weightiest first."""
    return tuple(
        _without_nothing(
            (
                _contents(kind, estimate),
                _how(kind, estimate),
                *_troubles(estimate, options),
                _kept_versions(kind, estimate),
                _requests(estimate),
                _traffic(estimate),
                *cost_text.facts(estimate),
            )
        )
    )


def short_facts(kind: JobKind, estimate: Estimate, options: Options) -> tuple[Fact, ...]:
    """The rows that a dialog about copies has room for."""
    return tuple(
        _without_nothing(
            (
                _contents(kind, estimate),
                *_troubles(estimate, options),
                _requests_in_line(estimate),
                _traffic(estimate),
                *cost_text.facts(estimate),
            )
        )
    )


def charged_facts(estimate: Estimate) -> tuple[Fact, ...]:
    """The rows of one object, of which a dialog tells all but what is charged: the requests by kind, and the cost."""
    return tuple(_without_nothing((_requests_in_line(estimate), *cost_text.facts(estimate))))


def _contents(kind: JobKind, estimate: Estimate) -> Fact:
    size = phrases.size(estimate.size)
    objects = words.tr("%Ln object(s)", None, refusal_text.actionable(kind, estimate))
    said = {
        JobKind.COPY: words.tr("{objects}, {size} to be copied"),
        JobKind.RENAME: words.tr("{objects}, {size} to be copied"),
        JobKind.EDIT: words.tr("{objects}, {size} to be edited"),
        JobKind.DELETE: words.tr("{objects}, {size} to be deleted"),
        JobKind.UNDELETE: "{objects}",
        JobKind.RESTORE: words.tr("{objects}, {size} to be restored"),
    }[kind]
    return Fact(words.tr("Objects"), said.format(objects=objects, size=size))


def _how(kind: JobKind, estimate: Estimate) -> Fact | None:
    """In one call, in parts, or without a copy at all."""
    if not kind.copies:
        return None
    lines = [
        words.tr("%Ln copied in one call each", None, estimate.simple) if estimate.simple else "",
        _in_parts(estimate),
        words.tr("%Ln set without a copy", None, estimate.set_only) if estimate.set_only else "",
    ]
    said = words.tr("on the server: nothing is downloaded")
    more = tuple(line for line in lines if line)
    if len(more) == 1:
        return Fact(words.tr("How"), words.tr("{said}; {how}").format(said=said, how=more[0]))
    return Fact(words.tr("How"), said, more) if more else None


def _in_parts(estimate: Estimate) -> str:
    if not estimate.parted:
        return ""
    parts = words.tr("%Ln part(s)", None, estimate.parts)
    return words.tr("%Ln copied in {parts}", None, estimate.parted).format(parts=parts)


def _troubles(estimate: Estimate, options: Options) -> tuple[Fact | None, ...]:
    """What stands in the way of some objects."""
    return (
        _conflicts(estimate, options),
        _skipped(estimate),
        _missing(estimate),
        refusal_text.fact(estimate, options),
        _restores(estimate),
        _unread(estimate),
        _originals(estimate),
    )


def _conflicts(estimate: Estimate, options: Options) -> Fact | None:
    if not estimate.conflicts:
        return None
    tone = Tone.WARN if options.on_existing in (OnExisting.OVERWRITE, OnExisting.DIFFERENT) else Tone.PLAIN
    return Fact(words.tr("Targets that exist"), _conflict(options.on_existing, estimate.conflicts), tone=tone)


def _conflict(choice: OnExisting, n: int) -> str:
    return {
        OnExisting.ASK: words.tr("%Ln; you are asked about each, or once for all", None, n),
        OnExisting.REFUSE: words.tr("%Ln; they are not touched, and their objects are refused", None, n),
        OnExisting.SKIP: words.tr("%Ln; they are not touched, and their objects are left out", None, n),
        OnExisting.OVERWRITE: words.tr("%Ln; they are replaced", None, n),
        OnExisting.KEEP_BOTH: words.tr("%Ln; they stay, and the new objects get other names", None, n),
        OnExisting.DIFFERENT: words.tr("%Ln; those that differ are replaced", None, n),
    }[choice]


def _skipped(estimate: Estimate) -> Fact | None:
    if not estimate.skipped:
        return None
    return Fact(words.tr("Left out"), words.tr("%Ln, because nothing is to be done", None, estimate.skipped))


def _missing(estimate: Estimate) -> Fact | None:
    if not estimate.missing:
        return None
    return Fact(words.tr("Missing"), words.tr("%Ln object(s) are no longer there", None, estimate.missing))


def _restores(estimate: Estimate) -> Fact | None:
    if not estimate.restores:
        return None
    said = words.tr("%Ln archived object(s); that takes minutes to days", None, estimate.restores)
    return Fact(words.tr("Restored"), said, tone=Tone.WARN)


def _originals(estimate: Estimate) -> Fact | None:
    if not estimate.kept:
        return None
    said = words.tr(
        "%Ln, because not all of each can be carried along or read, or no copy can be proven as the settings ask",
        None,
        estimate.kept,
    )
    return Fact(words.tr("Originals that stay"), said, tone=Tone.WARN)


def _unread(estimate: Estimate) -> Fact | None:
    if not estimate.unread:
        return None
    said = words.tr("%Ln of the originals that are deleted; what the copy lacks is lost", None, estimate.unread)
    return Fact(words.tr("Tags or ACL not readable"), said, tone=Tone.WARN)


def _kept_versions(kind: JobKind, estimate: Estimate) -> Fact | None:
    if not estimate.markers:
        return None
    said = words.tr("%Ln delete marker(s) remain, and behind them the versions", None, estimate.markers)
    return Fact(words.tr("Versions"), said) if kind in (JobKind.DELETE, JobKind.RENAME) else None


def _requests(estimate: Estimate) -> Fact | None:
    if not estimate.requests:
        return None
    lines = tuple(f"{op}: {phrases.number(count)}" for op, count in _by_count(estimate.calls.items()))
    return Fact(words.tr("Requests"), _how_many(estimate), lines)


def _requests_in_line(estimate: Estimate) -> Fact | None:
    """Their kinds beside the sum: where there is little to read, nothing hides behind an arrow."""
    if not estimate.requests:
        return None
    kinds = ", ".join(f"{op} {phrases.number(count)}" for op, count in _by_count(estimate.calls.items()))
    said = words.tr("{count} ({kinds})").format(count=_how_many(estimate), kinds=kinds)
    return Fact(words.tr("Requests"), said)


def _how_many(estimate: Estimate) -> str:
    """The number of requests, as exactly as it is known."""
    least, more = estimate.requests, estimate.calls_most
    if more:
        return words.tr("{least} to {most}").format(least=phrases.number(least), most=phrases.number(least + more))
    said = phrases.number(least)
    return said if estimate.exact and more is not None else words.tr("at least {figure}").format(figure=said)


def _by_count(calls: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    return sorted(((op, count) for op, count in calls if count), key=lambda call: (-call[1], call[0]))


def _traffic(estimate: Estimate) -> Fact | None:
    if not estimate.crosses:
        return None
    said = words.tr("{regions}: {size} go from one to the other, which is charged").format(
        regions=estimate.crosses.replace(" > ", " → "), size=phrases.size(estimate.traffic)
    )
    return Fact(words.tr("Regions"), said, tone=Tone.WARN)


def _without_nothing(found: Iterable[Fact | None]) -> Iterable[Fact]:
    return (fact for fact in found if fact is not None)


def cost_line(estimate: Estimate | None) -> str:
    """The requests by kind and the cost of one object; "" when nobody knows."""
    return "" if estimate is None else together(*map(_in_sentence, charged_facts(estimate)))


def cost_below(estimate: Estimate | None) -> str:
    """The same as a line of its own below a sentence."""
    said = cost_line(estimate)
    return f"\n{said}" if said else ""


def cost_lines(requests: Sequence[JobRequest], estimate: Estimate) -> str:
    """What these requests of one kind take, a line for each fact. Versions that are deleted are named elsewhere."""
    first = requests[0]
    if first.kind is JobKind.DELETE:
        return "\n".join(map(_in_sentence, charged_facts(estimate)))
    if isinstance(first, CopyRequest) and first.is_in_place:
        estimate = replace(estimate, conflicts=0)  # what stands there gives way, which is what is asked for
    options = first.options if isinstance(first, CopyRequest) else Options()
    return "\n".join(map(_in_sentence, short_facts(first.kind, estimate, options)))


def _in_sentence(fact: Fact) -> str:
    """A fact in a sentence. Of what stands in the way the details are told, too."""
    said = fact.said
    if fact.more and fact.tone is not Tone.PLAIN:
        said = words.tr("{said} ({details})").format(said=said, details="; ".join(fact.more))
    return words.tr("{title}: {said}.").format(title=fact.title, said=said)


def counting_exactly(count: int, total: int) -> str:
    """How far it is."""
    return words.tr("Counting exactly: {count} of {total} objects so far").format(
        count=phrases.number(min(count, total)), total=phrases.number(total)
    )


def not_counted_exactly(reason: str) -> str:
    """Why the figures stay as they are; `reason` is a whole sentence."""
    return words.tr("It could not be counted exactly: {reason}").format(reason=reason)
