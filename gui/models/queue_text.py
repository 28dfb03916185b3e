"""Window floor: what each column of the queue says of a row. Pure functions of core's rows and the language."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import Qt

from core.errors import StoreError
from core.jobs import BatchRow, JobRow, Level, Refused, State
from core.values import ObjectRef
from gui import phrases
from gui.texts import QT_TRANSLATE_NOOP, words


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
    Column.ROUTE: QT_TRANSLATE_NOOP("words", "Source → target"),
    Column.MODE: QT_TRANSLATE_NOOP("words", "How"),
    Column.RESULT: QT_TRANSLATE_NOOP("words", "Verified by"),
}


@dataclass(frozen=True, slots=True)
class Line:
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
    def expands(self) -> bool:
        """Whether the row can be opened."""
        return self.batch.prefix and not self.child

    @property
    def size(self) -> int | None:
        return self.row.size

    @property
    def is_simple(self) -> bool:
        """One request: there is nothing to know between its begin and its end."""
        return self.job is not None and self.job.mode == "simple"

    @property
    def level(self) -> Level | None:
        return self.row.verified

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
        if not self.size:
            return None
        return min(1.0, self.row.done_bytes / self.size)


def title(column: Column) -> str:
    return words.tr(TITLES[column])


def alignment(column: Column) -> Qt.AlignmentFlag:
    """Figures that change stand to the right, so that their last digits stay in one place."""
    side = Qt.AlignmentFlag.AlignRight if column in {Column.SPEED, Column.LEFT} else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def text(line: Line, column: Column) -> str:
    """What a cell shows."""
    if line.more:
        return more(line) if column is Column.ROUTE else ""
    return _TEXTS[column](line)


def tip(line: Line, column: Column) -> str:
    """What hovering over a cell tells: what is cut off, or what a word means."""
    if line.more:
        return ""
    if column is Column.ROUTE:
        return f"{phrases.place(line.row.source)}\n→ {phrases.place(line.row.target)}"
    if column is Column.RESULT:
        return phrases.level_meaning(line.level) if line.level is not None else problem(line)
    if column is Column.STATE:
        return problem(line)
    if column is Column.PROGRESS and line.is_simple and not line.row.state.is_end:
        return words.tr("One request: the store reports no progress inside it.")
    return text(line, column)


def spoken(line: Line, column: Column) -> str:
    """What a screen reader says; the first cell tells the whole row."""
    if column is not Column.STATE or line.more:
        return text(line, column)
    told = (state(line), progress(line), route(line), result(line))
    return ", ".join(word for word in told if word)


def problem(line: Line) -> str:
    """The whole sentence about what went wrong; "" when nothing did."""
    if line.error is not None:
        return phrases.error(line.error)
    return phrases.refusal(line.refused) if line.refused is not None else ""


def more(line: Line) -> str:
    return words.tr("%Ln more (Enter)", None, line.more)


def state(line: Line) -> str:
    """The state's word; for a folder how many of its jobs went wrong too, or instead when it has ended so."""
    said = phrases.status(line.row)
    wrong = _wrong(line.batch) if line.job is None and line.batch.prefix else []
    if wrong and line.batch.state in {State.FAILED, State.REFUSED}:
        said, *wrong = wrong
    for more_wrong in wrong:
        said = words.tr("{state}, {failed}").format(state=said, failed=more_wrong)
    return said


def progress(line: Line) -> str:
    """Percent and bytes; the size alone where there is nothing between none and all."""
    row, whole = line.row, line.size
    if whole is None:
        return ""
    nothing_between = line.is_simple or row.state in {State.DONE, State.REFUSED, State.SKIPPED}
    if nothing_between:
        return phrases.size(whole)
    return words.tr("{percent} · {done} of {whole}").format(
        percent=phrases.percent(row.done_bytes, whole), done=phrases.size(row.done_bytes), whole=phrases.size(whole)
    )


def speed(line: Line) -> str:
    return phrases.speed(line.row.speed) if line.row.state is State.RUNNING else ""


def left(line: Line) -> str:
    return phrases.eta(line.row.eta_s) if line.row.state is State.RUNNING else ""


def ends(line: Line) -> tuple[str, str]:
    """Source and target as short as they are clear; the accounts only where they differ."""
    source, target = line.row.source, line.row.target
    if line.child:
        return _below(source, line.batch.source), _below(target, line.batch.target)
    if source.account != target.account:
        return phrases.place(source), phrases.place(target)
    return f"{source.bucket}/{source.key}", f"{target.bucket}/{target.key}"


def route(line: Line) -> str:
    source, target = ends(line)
    return f"{source} → {target}"


def mode(line: Line) -> str:
    if line.job is not None:
        return phrases.mode(line.job)
    if not line.batch.prefix:
        return ""
    done, jobs = line.batch.counts.get(State.DONE, 0), line.batch.jobs
    if done in {0, jobs}:
        return words.tr("%Ln object(s)", None, jobs)
    return words.tr("{done} of {jobs}").format(done=phrases.number(done), jobs=phrases.number(jobs))


def result(line: Line) -> str:
    return phrases.level(line.level) if line.level is not None else ""


def _wrong(batch: BatchRow) -> list[str]:
    failed, refused = batch.counts.get(State.FAILED, 0), batch.counts.get(State.REFUSED, 0)
    said = [words.tr("%Ln failed", None, failed)] if failed else []
    return said + ([words.tr("%Ln refused", None, refused)] if refused else [])


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
