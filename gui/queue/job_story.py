"""What is to be said in full of one row of the queue. Pure functions of core's rows and the language."""

from __future__ import annotations

from core.model.jobs import State
from core.model.reports import BatchRow, JobRow
from core.model.requests import JobKind
from gui.queue import report_text
from gui.queue.text import QueueLine, lost
from gui.text import phrases
from gui.text import summaries as outcomes
from gui.text.translate import together, words


def story(line: QueueLine) -> str:
    """What happened to a row, in sentences; "" where there is nothing more to say than its cells do."""
    if line.more:
        return ""
    trouble = phrases.trouble(line.row)
    if trouble:
        return trouble
    return _of_many(line.batch) if line.expands else _of_one(line.row)


def _of_many(batch: BatchRow) -> str:
    wrong = outcomes.wrong(batch)
    told = [outcomes.summary(batch)] if batch.state.is_end else []
    if wrong and not batch.state.is_end:
        told.append(words.tr("So far: {failed}.").format(failed=_wrong_so_far(batch, wrong)))
    if wrong:
        told.append(words.tr("The list beside says why of each."))
    if batch.lost:
        said = words.tr("%Ln object(s) lack a property of their source. Open the row to see which.", None, batch.lost)
        told.append(said)
    if batch.verified is not None:
        told.append(words.tr("Verified at least by: {level}.").format(level=phrases.level(batch.verified)))
    return together(*told)


def _wrong_so_far(batch: BatchRow, wrong: int) -> str:
    """What of a batch that goes on needs somebody to look at it; a question comes before all else."""
    return outcomes.asking(batch.asks) if batch.asks else outcomes.not_done(outcomes.operation(batch), wrong)


def _of_one(row: JobRow | BatchRow) -> str:
    if row.state is State.SKIPPED:
        return _skipped(row.kind)
    if row.state is State.DONE:
        return _done(row)
    if isinstance(row, JobRow) and row.restoring:
        return words.tr(
            "The store restores the source from the archive, which can take hours. This goes on by itself when it is "
            "readable."
        )
    return ""


def _skipped(kind: JobKind) -> str:
    if kind is JobKind.RENAME:
        return words.tr("The target exists and such are skipped. Both objects are as they were.")
    if kind is JobKind.COPY:
        return words.tr("The target exists and such are skipped, or it is equal already. Nothing was written.")
    return words.tr("Everything is as it should be already. Nothing was changed.")


def _done(row: JobRow | BatchRow) -> str:
    if row.kind is JobKind.RESTORE:
        return words.tr(
            "The store has begun to restore the object. That can take hours; its properties say how far it is."
        )
    if row.kind is JobKind.EDIT and isinstance(row, JobRow) and row.mode in ("", "set"):
        return _set_in_place(row)
    told = []
    missing = lost(row.notes) if isinstance(row, JobRow) else ()
    if missing:
        names = ", ".join(report_text.name(note.name) for note in missing)
        told.append(words.tr("The target lacks what the source has: {names}.").format(names=names))
    if row.verified is not None:
        told.append(phrases.level_meaning(row.verified))
    return together(*told)


def _set_in_place(row: JobRow) -> str:
    """OSS gives an object a new date with PutObjectACL, and none with PutObjectTagging."""
    if any(note.name == "acl" for note in row.notes):
        return words.tr(
            "Set in place: the object itself was not written, so its bytes are as they were. A new ACL may have "
            "changed its date."
        )
    return words.tr("Set in place: the object itself was not written, so its bytes and its date are as they were.")
