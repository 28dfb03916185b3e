"""The words and the JSON rows for jobs of every kind. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from core.cli import messages as sentences
from core.cli.output import count_text, printable, size_text
from core.model.errors import StoreError
from core.model.jobs import Fate, Note, Refused, State
from core.model.reports import BatchRow, JobRow
from core.model.requests import JobKind
from core.model.values import ObjectRef
from core.rules.messages import as_refusal

#: What was done, as in "All 3 copied".
DONE = {
    JobKind.COPY: "copied",
    JobKind.RENAME: "renamed",
    JobKind.EDIT: "changed",
    JobKind.DELETE: "deleted",
    JobKind.UNDELETE: "brought back",
    JobKind.RESTORE: "being restored",
}
#: What there is nothing of, as in "Nothing to copy".
TO_DO = {
    JobKind.COPY: "copy",
    JobKind.RENAME: "rename",
    JobKind.EDIT: "change",
    JobKind.DELETE: "delete",
    JobKind.UNDELETE: "bring back",
    JobKind.RESTORE: "restore",
}
_LEFT = {
    JobKind.EDIT: "is as it shall be already; nothing was changed",
    JobKind.RESTORE: "is not archived; there is nothing to restore",
}
_FATES = {Fate.CHANGED: "changed", Fate.LOST: "lost", Fate.UNREAD: "could not be read"}


def place_text(ref: ObjectRef) -> str:
    """NAME:BUCKET/KEY, as it is typed."""
    return f"{ref.account}:{ref.bucket}/{ref.key}"


def names_text(row: JobRow | BatchRow) -> str:
    """The object that a row is about; source and target where they differ."""
    source, target = printable(place_text(row.source)), printable(place_text(row.target))
    version = f" (version {printable(row.source.version)})" if row.source.version else ""
    return f"{source}{version}" if source == target else f"{source}{version} > {target}"


# ---------------------------------------------------------------- for programs


def progress_row(row: JobRow) -> dict[str, Any]:
    """One change of a job under way."""
    return {
        "event": "progress",
        "job": row.id,
        "batch": row.batch,
        "kind": row.kind.value,
        "state": row.state.value,
        "source": place_text(row.source),
        "target": place_text(row.target),
        "size": row.size,
        "done_bytes": row.done_bytes,
        "parts": row.parts,
        "parts_done": row.parts_done,
        "restoring": row.restoring,
    }


def end_row(row: JobRow, error: dict[str, str] | None) -> dict[str, Any]:
    """The last line of one job."""
    return {
        "event": "end",
        "job": row.id if row.id > 0 else None,
        "batch": row.batch,
        "kind": row.kind.value,
        "state": row.state.value,
        "source": place_text(row.source),
        "version": row.source.version,
        "target": place_text(row.target),
        "size": row.size,
        "mode": row.mode or None,
        "parts": row.parts,
        "requests": row.requests,
        "verified": row.verified.value if row.verified is not None else "none",
        "notes": [note_row(note) for note in row.notes],
        "leftovers": [{"upload_id": left.upload_id, "begun": left.initiated} for left in row.leftovers],
        "error": error,
    }


def note_row(note: Note) -> dict[str, str]:
    return {"name": note.name, "fate": note.fate.value, "before": note.before, "after": note.after}


def error_row(row: JobRow | BatchRow) -> dict[str, str] | None:
    """Why a job or a batch did not do all; None when nothing went wrong."""
    refused, error = refusal_of(row), row.error
    if refused is not None:
        return {"kind": refused.reason.value, "code": "", "message": sentences.of_refusal(refused)}
    if error is not None:
        return {"kind": error.kind.value, "code": error.code, "message": sentences.of_row(row)}
    return None


def refusal_of(row: JobRow | BatchRow) -> Refused | None:
    """The refusal of a job, or of a batch, which is recorded as an error there."""
    if row.error is None:
        return row.refused
    return as_refusal(row.error) if isinstance(row.error, StoreError) else None


# ---------------------------------------------------------------- for people


def note_text(note: Note) -> str:
    """One property that is not simply the same."""
    change = f": {note.before or '(none)'} > {note.after or '(none)'}" if note.before or note.after else ""
    return printable(f"{note.name} {_FATES[note.fate]}{change}")


def single_lines(row: JobRow) -> Iterator[str]:
    """What became of the one object of a batch, when nothing went wrong."""
    names = names_text(row)
    if row.state is State.SKIPPED:
        yield f"{names} {_LEFT.get(row.kind, 'was left as it is: the target exists')}."
        return
    match row.kind:
        case JobKind.RESTORE:
            yield f"{names} is being restored. That takes minutes to days; bucketferry stat says when it is readable."
        case JobKind.DELETE | JobKind.UNDELETE:
            yield f"{names}: {DONE[row.kind]}."
        case _:
            yield f"{names}: {_copied_text(row)}"
    told = {Fate.CHANGED} if row.kind is JobKind.EDIT else set()  # an edit has told its changes beforehand
    yield from (f"  {note_text(note)}" for note in row.notes if note.fate not in told)


def _copied_text(row: JobRow) -> str:
    if row.mode == "set":
        return "set without a copy"
    parts = f" in {count_text(row.parts, 'part', 'parts')}" if row.parts else ""
    gone = "; the source is deleted" if row.kind is JobKind.RENAME else ""
    return f"{size_text(row.size)}{parts}, {sentences.of_level(row.verified)}{gone}"
