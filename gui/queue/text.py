"""What each column of the queue says of a row. Pure functions of core's rows and the language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import IntEnum

from PySide6.QtCore import Qt

from core.model.errors import StoreError
from core.model.jobs import Fate, Note, Refused, State
from core.model.reports import BatchRow, JobRow
from core.model.requests import JobKind
from core.model.values import Level, ObjectRef
from gui.text import phrases
from gui.text import summaries as outcomes
from gui.text.place import folder, leaf
from gui.text.translate import QT_TRANSLATE_NOOP, words
from gui.text.visible import visible


class Column(IntEnum):
    STATE = 0
    PROGRESS = 1
    SPEED = 2
    LEFT = 3
    ROUTE = 4
    MODE = 5
    RESULT = 6


TITLES = {
    Column.STATE: QT_TRANSLATE_NOOP("words", "State"),
    Column.PROGRESS: QT_TRANSLATE_NOOP("words", "Progress"),
    Column.SPEED: QT_TRANSLATE_NOOP("words", "Speed"),
    Column.LEFT: QT_TRANSLATE_NOOP("words", "Time left"),
    Column.ROUTE: QT_TRANSLATE_NOOP("words", "Task"),
    Column.MODE: QT_TRANSLATE_NOOP("words", "How"),
    Column.RESULT: QT_TRANSLATE_NOOP("words", "Verified by"),
}

#: What is done with one version of an object: a version that is copied onto its object becomes the current one.
_OF_VERSION = {
    JobKind.COPY: QT_TRANSLATE_NOOP("words", "Restore a version of {name}"),
    JobKind.DELETE: QT_TRANSLATE_NOOP("words", "Delete a version of {name}"),
}
#: Ends of a folder that are told by how many of its objects were not done.
_SHORT_ENDS = frozenset({State.FAILED, State.REFUSED})


@dataclass(frozen=True, slots=True)
class QueueLine:
    """All that is known of one table row.

    Attributes:
        job: the job of a child row or of a single-object batch; None for a folder, and where it is not loaded.
        child: the row stands below its batch.
        more: for a "more" row the number of jobs that are not shown; else 0.
    """

    batch: BatchRow
    job: JobRow | None
    child: bool = False
    opened: bool = False
    more: int = 0

    @property
    def row(self) -> JobRow | BatchRow:
        """What the columns speak of. A "more" row speaks of its batch."""
        return self.batch if self.job is None else self.job

    @property
    def kind(self) -> JobKind:
        return self.batch.kind

    @property
    def expands(self) -> bool:
        """Whether the row can be opened."""
        return self.batch.many and not self.child

    @property
    def size(self) -> int | None:
        return self.row.size

    @property
    def is_simple(self) -> bool:
        """One request: there is nothing to know between its begin and its end."""
        return self.job is not None and (self.job.mode == "simple" or not self.job.kind.copies)

    @property
    def counts_objects(self) -> bool:
        """Whether its progress is told in objects."""
        return self.job is None and outcomes.counts_objects(self.batch)

    @property
    def level(self) -> Level | None:
        return self.row.verified

    @property
    def lost(self) -> int:
        """Of a job, how many properties its target lacks; of a folder, how many targets lack some."""
        return len(lost(self.job.notes)) if self.job is not None else self.batch.lost

    @property
    def error(self) -> StoreError | None:
        return self.row.error

    @property
    def refused(self) -> Refused | None:
        return self.row.refused

    @property
    def share(self) -> float | None:
        """The done share from 0 to 1; None while it is not known."""
        if self.row.state is State.DONE:
            return 1.0
        if self.counts_objects:
            return outcomes.settled(self.batch) / self.batch.jobs if self.batch.jobs else None
        if not self.size:
            return None
        return min(1.0, self.row.done_bytes / self.size)


def lost(notes: Iterable[Note]) -> tuple[Note, ...]:
    """The properties that the target should have and has not."""
    return tuple(note for note in notes if note.fate is Fate.LOST)


def title(column: Column) -> str:
    return words.tr(TITLES[column])


def alignment(column: Column) -> Qt.AlignmentFlag:
    """Figures that change stand to the right, so that their last digits stay in one place."""
    side = Qt.AlignmentFlag.AlignRight if column in {Column.SPEED, Column.LEFT} else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def text(line: QueueLine, column: Column) -> str:
    """What a cell shows."""
    if line.more:
        return more(line) if column is Column.ROUTE else ""
    return _TEXTS[column](line)


def tip(line: QueueLine, column: Column) -> str:
    """What hovering over a cell tells: what is cut off, or what a word means."""
    if line.more:
        return ""
    if column is Column.ROUTE:
        return whole_task(line)
    if column is Column.RESULT:
        meaning = phrases.level_meaning(line.level) if line.level is not None else ""
        return "\n".join(said for said in (lacking(line), meaning) if said) or problem(line)
    if column is Column.STATE:
        return problem(line) or ended(line) or state(line)
    if column is Column.PROGRESS and line.is_simple and not line.row.state.is_end:
        return words.tr("One request: the store reports no progress inside it.")
    return text(line, column)


def spoken(line: QueueLine, column: Column) -> str:
    """What a screen reader says; the first cell tells the whole row."""
    if column is not Column.STATE or line.more:
        return text(line, column)
    told = (state(line), progress(line), route(line), result(line))
    return ", ".join(word for word in told if word)


def problem(line: QueueLine) -> str:
    """The whole sentence about what went wrong; "" when nothing did."""
    return phrases.trouble_in_full(line.row)


def ended(line: QueueLine) -> str:
    """The sum of a folder or list that has ended; "" for anything else."""
    return outcomes.summary(line.batch) if line.expands and line.batch.state.is_end else ""


def more(line: QueueLine) -> str:
    return words.tr("%Ln more (Enter)", None, line.more)


def state(line: QueueLine) -> str:
    """The state's word; for a folder how many of its objects were not done too, or instead when it has ended so.

    What waits for an answer comes before what was not done.
    """
    said = phrases.status(line.row, outcomes.operation(line.batch))
    if not line.expands or phrases.needs_answer(line.batch):
        return said
    if line.batch.asks:
        return words.tr("{state}, {failed}").format(state=said, failed=outcomes.asking(line.batch.asks))
    failures = outcomes.wrong(line.batch)
    missing = outcomes.not_done(outcomes.operation(line.batch), failures) if failures else ""
    if not missing or line.batch.state in _SHORT_ENDS:
        return missing or said
    return words.tr("{state}, {failed}").format(state=said, failed=missing)


def progress(line: QueueLine) -> str:
    """Percent and how much; the size alone where there is nothing between none and all."""
    row, whole = line.row, line.size
    if line.counts_objects:
        return _progress_in_objects(line.batch)
    if whole is None or (not whole and not line.kind.copies):
        return ""
    nothing_between = line.is_simple or row.state in {State.DONE, State.REFUSED, State.SKIPPED}
    if nothing_between:
        return phrases.size(whole)
    return words.tr("{percent} · {done} of {whole}").format(
        percent=phrases.percent(row.done_bytes, whole), done=phrases.size(row.done_bytes), whole=phrases.size(whole)
    )


def _progress_in_objects(batch: BatchRow) -> str:
    done = outcomes.settled(batch)
    if done == batch.jobs or not batch.jobs:
        return ""
    return words.tr("{done} of {jobs}").format(done=phrases.number(done), jobs=phrases.number(batch.jobs))


def speed(line: QueueLine) -> str:
    """Bytes a second, or objects where they are so small that bytes say nothing; and that nothing goes on."""
    row = line.row
    if row.state is not State.RUNNING:
        return ""
    objects = row.objects_speed if isinstance(row, BatchRow) and row.many else 0.0
    return phrases.pace(row.speed, objects, row.silent_s)


def left(line: QueueLine) -> str:
    return phrases.eta(line.row.eta_s) if line.row.state is State.RUNNING else ""


# ---------------------------------------------------------------- what it is about


def verb(line: QueueLine) -> str:
    """What is done, before the names: "Rename", "Delete 3 objects:", "Undo rename".

    "" for a copy, whose arrow says it, for a row below its folder, which says it already, and for a version, whose
    sentence has it.
    """
    batch = line.batch
    if line.child or _version_task(line.row) or (batch.kind is JobKind.COPY and batch.undoes is None):
        return ""
    said = outcomes.verb(batch)
    if _is_list(batch):
        counted = words.tr("%Ln object(s)", None, batch.jobs)
        return words.tr("{verb} {objects}:").format(verb=said, objects=counted)
    return said


def ends(line: QueueLine) -> tuple[str, str]:
    """Source and target as short as they are clear; the target is "" for what stays in its place.

    The accounts are named only where they differ, and the target's folder only where it is another one. A batch that
    takes another back shows that other.
    """
    source, target = _ends(line)
    return visible(source), visible(target)


def _ends(line: QueueLine) -> tuple[str, str]:
    source, target = line.row.source, line.row.target
    of_version = _version_task(line.row)
    if of_version:
        return words.tr(of_version).format(name=leaf(source.key)), ""
    if line.child:
        return _child_ends(line)
    if line.batch.undoes is not None:
        source, target = target, source
    if source == target:
        return _named(line.batch, f"{source.bucket}/{source.key}"), ""
    if source.account != target.account:
        return phrases.place(source), phrases.place(target)
    if outcomes.operation(line.batch) is outcomes.Operation.RENAME:
        return f"{source.bucket}/{source.key}", leaf(target.key)
    return _named(line.batch, f"{source.bucket}/{source.key}"), _target(line.batch, source, target)


def _child_ends(line: QueueLine) -> tuple[str, str]:
    source, target = line.row.source, line.row.target
    if source == target:
        return _below(source, line.batch.source), ""
    return _below(source, line.batch.source), _below(target, line.batch.target)


def _target(batch: BatchRow, source: ObjectRef, target: ObjectRef) -> str:
    """Where it goes; of what keeps its name the folder is enough."""
    if leaf(source.key) == leaf(target.key) and not _is_list(batch):
        return "/".join(folder(target)[1:])
    return _named(batch, f"{target.bucket}/{target.key}")


def _version_task(row: JobRow | BatchRow) -> str:
    """The sentence for what is done with one version where it is; "" for what is done with a whole object."""
    source, target = row.source, row.target
    is_here = replace(source, version=None) == replace(target, version=None)
    return _OF_VERSION.get(row.kind, "") if source.version is not None and is_here else ""


def _named(batch: BatchRow, common: str) -> str:
    """What the names of a list have in common is not itself a name."""
    return f"{common}…" if _is_list(batch) else common


def _is_list(batch: BatchRow) -> bool:
    """Whether its names are only what a list of objects has in common. What undoes another has that other's names."""
    return batch.named and batch.undoes is None


def route(line: QueueLine) -> str:
    """What is done with what: "Rename a/ → b/", "Delete logs/", and "a → b" for a copy."""
    source, target = ends(line)
    return " ".join(word for word in (verb(line), f"{source} → {target}" if target else source) if word)


def task(batch: BatchRow) -> str:
    """The name of a whole batch, with its verb always."""
    line = QueueLine(batch, None)
    return route(line) if verb(line) or _version_task(batch) else f"{outcomes.verb(batch)} {route(line)}"


def whole_task(line: QueueLine) -> str:
    """What is done with what, with the accounts."""
    source, target = phrases.place(line.row.source), phrases.place(line.row.target)
    of_version = _version_task(line.row)
    if of_version:
        return words.tr(of_version).format(name=source)
    said = verb(line) if not line.child and verb(line) else phrases.kind(line.kind)
    return f"{said} {source}" + (f"\n→ {target}" if target != source else "")


def mode(line: QueueLine) -> str:
    if line.job is not None:
        return phrases.mode(line.job)
    if not line.batch.many:
        return ""
    done, jobs = line.batch.counts.get(State.DONE, 0), line.batch.jobs
    if done in {0, jobs} or line.counts_objects:
        return words.tr("%Ln object(s)", None, jobs)
    return words.tr("{done} of {jobs}").format(done=phrases.number(done), jobs=phrases.number(jobs))


def result(line: QueueLine) -> str:
    """How well it is proven; what the target lacks goes before."""
    return lacking(line) or (phrases.level(line.level) if line.level is not None else "")


def lacking(line: QueueLine) -> str:
    """A warning where a target lacks a property that its source has."""
    if not line.lost or line.more:
        return ""
    if line.job is not None:
        return words.tr("Lacks %Ln property(ies)", None, line.lost)
    return words.tr("%Ln lack(s) a property", None, line.lost)


def _below(ref: ObjectRef, folder: ObjectRef) -> str:
    return ref.key.removeprefix(folder.key) or ref.key


_TEXTS = {
    Column.STATE: state,
    Column.PROGRESS: progress,
    Column.SPEED: speed,
    Column.LEFT: left,
    Column.ROUTE: route,
    Column.MODE: mode,
    Column.RESULT: result,
}
