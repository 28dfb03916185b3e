"""What is said of one job: the lines of its report, and sentences. Pure functions of core's rows and the language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from core.model.jobs import Fate, Note, State
from core.model.reports import BatchRow, JobReport, JobRow
from core.model.requests import JobKind
from core.model.values import CHECKSUMS, REDIRECT, Encryption, Level, Props, UploadInfo
from core.rules.messages import LEFTOVER
from gui.queue.text import QueueLine, lost
from gui.text import figures, names, phrases
from gui.text import summaries as outcomes
from gui.text.translate import QT_TRANSLATE_NOOP, together, words

_USER = "x-meta "

NAMES = {
    "tags": QT_TRANSLATE_NOOP("words", "Tags"),
    "acl": QT_TRANSLATE_NOOP("words", "ACL"),
    "storage-class": QT_TRANSLATE_NOOP("words", "Storage class"),
    "encryption": QT_TRANSLATE_NOOP("words", "Encryption"),
    REDIRECT: QT_TRANSLATE_NOOP("words", "Website redirect"),
    "object-lock-mode": QT_TRANSLATE_NOOP("words", "Lock"),
    "object-lock-retain-until-date": QT_TRANSLATE_NOOP("words", "Locked until"),
    "object-lock-legal-hold": QT_TRANSLATE_NOOP("words", "Legal hold"),
    "appendable": QT_TRANSLATE_NOOP("words", "Can be appended to"),
    "missing-meta": QT_TRANSLATE_NOOP("words", "Metadata that the store cannot show"),
}


class Mark(StrEnum):
    """What a line means, by the name of its icon."""

    GOOD = "ok"
    CHANGED = "edit"
    WARNING = "warning"
    UNREAD = "refused"
    PLAIN = "info"


#: What is worth a look comes first.
_ORDER = (Fate.LOST, Fate.UNREAD, Fate.CHANGED)
_MARKS = {Fate.LOST: Mark.WARNING, Fate.UNREAD: Mark.UNREAD, Fate.CHANGED: Mark.CHANGED}


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One line of the report."""

    mark: Mark
    name: str
    text: str


def lines(job: JobRow, report: JobReport | None) -> tuple[ReportLine, ...]:
    """All lines; without `report`, those that the row alone tells."""
    return (*_proof(job), *_notes(job.notes), *_leftovers(job.leftovers), *_kept(job, report))


def name(prop: str) -> str:
    """A property's name for reading, from the name that core gives it."""
    if prop in NAMES:
        return words.tr(NAMES[prop])
    if prop.startswith(_USER):
        return words.tr("Metadata “{name}”").format(name=prop.removeprefix(_USER))
    return prop.title()


def _proof(job: JobRow) -> Iterator[ReportLine]:
    if job.verified is not None:
        yield ReportLine(_proof_mark(job.verified), words.tr("Verified by"), phrases.level(job.verified))
    elif job.kind.copies and job.state is State.DONE and job.mode:
        yield ReportLine(Mark.WARNING, words.tr("Verified by"), words.tr("nothing"))
    sent = phrases.number(job.requests)
    if job.retries:
        sent = words.tr("{requests}, {retries} of them again").format(
            requests=sent, retries=phrases.number(job.retries)
        )
    yield ReportLine(Mark.PLAIN, words.tr("Requests sent"), sent)


def _proof_mark(level: Level) -> Mark:
    if level in CHECKSUMS:
        return Mark.GOOD
    return Mark.WARNING if level is Level.SIZE else Mark.PLAIN


def _notes(notes: tuple[Note, ...]) -> Iterator[ReportLine]:
    for fate in _ORDER:
        for note in notes:
            if note.fate is fate:
                yield ReportLine(_MARKS[fate], name(note.name), _fate(note))


def _leftovers(uploads: tuple[UploadInfo, ...]) -> Iterator[ReportLine]:
    for upload in uploads:
        when = words.tr("at an unknown time") if upload.initiated is None else figures.when(upload.initiated)
        said = words.tr(LEFTOVER).format(upload=upload.upload_id, when=when)
        yield ReportLine(Mark.WARNING, words.tr("Unfinished upload"), said)


def _fate(note: Note) -> str:
    before, after = note.before or words.tr("none"), note.after or words.tr("none")
    if note.fate is Fate.CHANGED:
        return words.tr("changed: {before} → {after}").format(before=before, after=after)
    if note.fate is Fate.UNREAD:
        return words.tr("could not be read, so it is not known whether it was kept")
    if not note.after:
        return words.tr("lost: {before}").format(before=before)
    return words.tr("lost: {before}; it is now {after}").format(before=before, after=after)


def _kept(job: JobRow, report: JobReport | None) -> Iterator[ReportLine]:
    """What the notes do not name was kept, once the target was looked at."""
    if report is None or report.source is None or report.result is None or job.verified is None:
        return
    noted = {note.name for note in report.notes} | {note.name for note in job.notes}
    for prop, value in _properties(report.source.props):
        if prop not in noted and value:
            yield ReportLine(Mark.GOOD, name(prop), words.tr("kept: {value}").format(value=value))


def _properties(props: Props) -> Iterator[tuple[str, str]]:
    yield from sorted(props.headers.items())
    yield from ((f"{_USER}{key}", value) for key, value in sorted(props.user.items()))
    yield "tags", ", ".join(f"{key}={value}" for key, value in sorted((props.tags.value or {}).items()))
    yield "acl", props.acl.value or ""
    yield "storage-class", names.storage_class_in_full(props.storage_class)
    yield "encryption", _cipher(props.encryption.value)
    yield from sorted(props.others.items())


def _cipher(value: Encryption | None) -> str:
    return "" if value is None else f"{value.algorithm} {value.key_id}".strip()


def explanation(line: QueueLine) -> str:
    """What happened to a row, in sentences; "" where there is nothing more to say than its cells do."""
    if line.more:
        return ""
    trouble = phrases.trouble(line.row)
    if trouble:
        return trouble
    return _of_many(line.batch) if line.expands else _of_one(line.row)


def _of_many(batch: BatchRow) -> str:
    failures = outcomes.wrong(batch)
    told = [outcomes.summary(batch)] if batch.state.is_end else []
    if failures and not batch.state.is_end:
        told.append(words.tr("So far: {failed}.").format(failed=_failed_so_far(batch, failures)))
    if failures:
        told.append(words.tr("The list beside says why of each."))
    if batch.lost:
        said = words.tr("%Ln object(s) lack a property of their source. Open the row to see which.", None, batch.lost)
        told.append(said)
    if batch.verified is not None:
        told.append(words.tr("Verified at least by: {level}.").format(level=phrases.level(batch.verified)))
    return together(*told)


def _failed_so_far(batch: BatchRow, failures: int) -> str:
    """What of a batch that goes on needs somebody to look at it; a question comes before all else."""
    return outcomes.asking(batch.asks) if batch.asks else outcomes.not_done(outcomes.operation(batch), failures)


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
        names = ", ".join(name(note.name) for note in missing)
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
