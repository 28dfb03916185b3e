"""The queue with its actions, the details of the selected row and its parts.

Knows the engine's facade and the tasks. What may block goes through the tasks; only `watch` is called directly,
because it touches nothing but memory.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from core.model.jobs import State
from core.model.reports import BatchRow, Frame, JobRow, PartGrid, Totals
from core.model.requests import OnExisting
from gui.qt.contracts import EngineApi
from gui.qt.tasks import Tasks
from gui.queue import choices as queue_choice
from gui.queue.actions import QueueActions, TermsNow
from gui.queue.filter_bar import FilterBar
from gui.queue.inspector import Inspector
from gui.queue.job_details import JobDetails
from gui.queue.model import Key, Part, QueueModel
from gui.queue.table import QueueTable
from gui.text import phrases
from gui.widgets import icons, style
from gui.widgets.plain import PlainLabel

#: Jobs of a folder that are loaded at once.
PAGE = 1000
#: What somebody who opens a folder looks for first.
BAD = (State.FAILED, State.REFUSED)
T = TypeVar("T")
_SIGN = 48
#: So soon after a change the rows are looked through again: a large queue must not be at each frame.
_FILTER_MS = 300


class QueuePanel(QWidget):
    """All batches, what can be done with them, and what happens inside the selected one.

    Signals:
        failed: a command could not be carried out; the argument is the exception.
        undo_wanted: the user wants this batch, a `BatchRow`, taken back.
        place_wanted: the user wants to see this object or folder, an `ObjectRef`.
        again_wanted: the user wants to do once more what this row, a `QueueLine`, is about.
    """

    failed = Signal(object)
    undo_wanted = Signal(object)
    place_wanted = Signal(object)
    again_wanted = Signal(object)

    def __init__(
        self, engine: EngineApi, tasks: Tasks, parent: QWidget | None = None, *, terms: TermsNow = lambda: None
    ) -> None:
        """`terms` is asked at each retry; see `core.engine.engine.Engine.retry`."""
        super().__init__(parent)
        self._engine, self._tasks = engine, tasks
        self._watched: int | None = None
        self._was_running = False  # the watched job, when it was last seen
        self._was_shown = False
        self._loading: dict[int, list[JobRow]] = {}  # what frames told of a batch while its jobs were read
        self._outdated: set[int] = set()  # what was changed by a command while its jobs were read
        self._asked: dict[int, int] = {}
        self.setAccessibleName(self.tr("Queue"))
        self.model = QueueModel(self)
        self.table = QueueTable(self.model)
        self.actions_of_queue = QueueActions(engine, tasks, table=self.table, panel=self, terms=terms)
        self.filter = FilterBar()
        self._filtering = QTimer(self, singleShot=True, interval=_FILTER_MS)
        self.details = JobDetails()
        self.inside = Inspector(engine, tasks)
        self.grid = self.inside.grid
        self.halted = PlainLabel()
        self.totals = PlainLabel()
        self._lay_out()
        self._connect()
        self.show_frame(Frame())

    @property
    def menu_actions(self) -> Sequence[QAction]:
        """All actions, for a menu of the window."""
        return self.actions_of_queue.all

    def show_frame(self, frame: Frame) -> None:
        """Take in what changed since the last frame."""
        was_empty = not self.model.rowCount()
        rewritten = [batch.id for batch in frame.batches if self._was_rewritten(batch)]
        self.model.show_frame(frame)
        for job in frame.jobs:
            if job.batch in self._loading:
                self._loading[job.batch].append(job)
        for batch in rewritten:
            self._renew(batch)
        self._pages.setCurrentIndex(1 if self.model.rowCount() else 0)
        if was_empty:
            self.table.scrollToBottom()  # the newest task, and what an earlier run of the program has left unfinished
        self.totals.setText(_sum(frame.totals))
        self.halted.setVisible(bool(frame.halted))
        self.halted.setText(self.tr("Nothing is being done: {reason}").format(reason=frame.halted))
        if self.filter.hides and (frame.batches or frame.gone) and not self._filtering.isActive():
            self._filtering.start()
        self._show_current(frame)
        self.actions_of_queue.update_enabled()

    def _filter(self) -> None:
        """Show the tasks that are looked for, by their state as it is now."""
        self.table.show_only(self.filter.shows if self.filter.hides else None)
        self.actions_of_queue.update_enabled()

    def select(self, batch: int) -> None:
        """Select a batch and scroll to it; it is shown whatever was looked for."""
        if self.filter.hides:
            self.filter.clear()
        row = self.model.row(Key(batch, Part.BATCH))
        if row is not None:
            self.table.go_to(row)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        if not self._was_shown:
            self._was_shown = True
            QTimer.singleShot(0, self.table.scrollToBottom)  # once it has its size

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            icons.redress(self)
            self._colour()

    # ------------------------------------------------------------ making

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        bar = QHBoxLayout()
        bar.setContentsMargins(0, 0, style.STEP, 0)
        bar.addWidget(self.actions_of_queue.tool_bar(), 1)
        bar.addWidget(self.totals)
        bar.addSpacing(style.STEP)
        bar.addWidget(self.filter)
        whole.addLayout(bar)
        self.totals.setAccessibleName(self.tr("Sum of the queue"))
        self.halted.setWordWrap(True)
        self.halted.setMargin(style.STEP)
        self.halted.setAccessibleName(self.tr("Why nothing is being done"))
        whole.addWidget(self.halted)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        column.addWidget(self.details)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(left)
        self.splitter.addWidget(self.inside)
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setCollapsible(0, False)
        self.splitter.setSizes([1000, 340])
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty_page())
        self._pages.addWidget(self.splitter)
        whole.addWidget(self._pages, 1)
        self._colour()

    def _empty_page(self) -> QWidget:
        page = QWidget()
        self._sign = PlainLabel()
        title = PlainLabel(self.tr("Nothing is queued"))
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 1.2)
        font.setWeight(font.Weight.DemiBold)
        title.setFont(font)
        hint = PlainLabel(
            self.tr(
                "Drag an object or a folder onto the other pane, or copy it and paste it there. What is "
                "being done appears here."
            )
        )
        hint.setWordWrap(True)
        column = QVBoxLayout(page)
        column.setContentsMargins(*(4 * [3 * style.STEP]))
        column.setSpacing(style.STEP)
        column.addStretch(1)
        for label in (self._sign, title, hint):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        column.addStretch(1)
        return page

    def _connect(self) -> None:
        self.filter.changed.connect(self._filter)
        self._filtering.timeout.connect(self._filter)
        self.table.toggled.connect(self._toggle)
        self.table.more.connect(self._load)
        self.table.deleted.connect(self.actions_of_queue.delete)
        self.table.selectionModel().selectionChanged.connect(self._select)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._show_menu)
        self.actions_of_queue.failed.connect(self.failed)
        self.details.retry.connect(lambda: self._retry_current(None))
        self.details.choose.connect(self._retry_current)
        self.actions_of_queue.undo_wanted.connect(self.undo_wanted)
        self.actions_of_queue.place_wanted.connect(self.place_wanted)
        self.actions_of_queue.again_wanted.connect(self.again_wanted)
        self.inside.retry.connect(lambda: self._retry_current(None))
        self.inside.failed.connect(self.failed)

    def _colour(self) -> None:
        tints = style.tints(self.palette())
        self._sign.setPixmap(icons.pixmap("queue", _SIGN, tints.edge, ratio=self.devicePixelRatioF()))
        self.halted.setStyleSheet(f"color: {tints.bad}; background: {tints.base}; font-weight: 600;")

    # ------------------------------------------------------------ the current row

    def _select(self) -> None:
        self._show_current(Frame())
        self.actions_of_queue.update_enabled()
        line = self.table.current()
        if line is not None and line.job is None and not line.batch.many:
            self._load(line.batch.id)

    def _show_current(self, frame: Frame) -> None:
        line = self.table.current()
        job = line.job if line is not None else None
        self._watch(job)
        self.details.show_line(line)
        grid = frame.grid if frame.grid is not None and frame.grid.job == self._watched else None
        self.inside.show_line(line, grid)

    def _watch(self, job: JobRow | None) -> None:
        number = None if job is None else job.id
        is_other, has_stopped = number != self._watched, self._was_running
        self._watched = number
        self._was_running = job is not None and job.state is State.RUNNING
        if is_other:
            self._engine.watch(number)
        if job is not None and job.mode == "parts" and not self._was_running and (is_other or has_stopped):
            self._look_up(job.id)

    def _look_up(self, job: int) -> None:
        """Frames carry the parts of active jobs only; those of one that rests or has ended are in the journal."""

        def show(grid: PartGrid | None) -> None:
            if grid is not None:
                self._show_current(Frame(grid=grid))

        self._tasks.run(lambda _cancel: self._engine.grid(job), show, failed=self.failed.emit, owner=self)

    def _retry_current(self, on_existing: OnExisting | None) -> None:
        line = self.table.current()
        if line is not None:
            self.actions_of_queue.retry_line(line, on_existing)

    def _show_menu(self, at: QPoint) -> None:
        self.actions_of_queue.menu().popup(self.table.viewport().mapToGlobal(at))

    # ------------------------------------------------------------ jobs of a folder

    def _toggle(self, batch: int) -> None:
        if self.model.is_open(batch):
            self.model.close(batch)
            return
        self.model.open(batch)
        self._asked[batch] = 0

        def show(jobs: tuple[JobRow, ...]) -> None:
            self.model.add_page(batch, jobs)
            self._load(batch)

        self._ask(batch, lambda: self._engine.jobs(batch, limit=PAGE, states=BAD), show)

    def _load(self, batch: int) -> None:
        """Show the next page of a batch's jobs, in the order in which they were found."""
        offset = self._asked.get(batch, 0)

        def show(jobs: tuple[JobRow, ...]) -> None:
            self._asked[batch] = offset + PAGE
            self.model.add_page(batch, jobs)

        self._ask(batch, lambda: self._engine.jobs(batch, offset=offset, limit=PAGE), show)

    def _was_rewritten(self, batch: BatchRow) -> bool:
        row = self.model.row(Key(batch.id, Part.BATCH))
        if row is None or not self.model.is_open(batch.id):
            return False
        return queue_choice.were_rewritten(self.model.line(row).batch, batch)

    def _renew(self, batch: int) -> None:
        """Read what is shown of a batch once more."""
        if batch in self._loading:
            self._outdated.add(batch)
            return
        shown = self._asked.get(batch, 0)

        def read() -> tuple[tuple[JobRow, ...], tuple[JobRow, ...]]:
            bad = self._engine.jobs(batch, limit=PAGE, states=BAD)
            return bad, self._engine.jobs(batch, limit=shown)

        def show(found: tuple[tuple[JobRow, ...], tuple[JobRow, ...]]) -> None:
            bad, page = found
            self.model.renew(batch, [*bad, *page], has_all_bad=len(bad) < PAGE)

        self._ask(batch, read, show)

    def _ask(self, batch: int, read: Callable[[], T], show: Callable[[T], None]) -> None:
        """Read jobs off the GUI thread and show them, unless some of that batch are already on their way."""
        if batch in self._loading:
            return
        self._loading[batch] = []

        def take(found: T) -> None:
            newer = tuple(self._loading.pop(batch))
            show(found)
            self.model.show_frame(Frame(jobs=newer))  # later than what was read, or followed by a frame that is
            self._show_current(Frame())
            if batch in self._outdated:
                self._outdated.discard(batch)
                self._renew(batch)

        def give_up(problem: Exception) -> None:
            self._loading.pop(batch)
            self.failed.emit(problem)

        self._tasks.run(lambda _cancel: read(), take, failed=give_up, owner=self)


def _sum(totals: Totals) -> str:
    """ "3 running · 12 waiting · 45 MiB/s"; "" when nothing is to be done."""
    counts = ((State.RUNNING, totals.running), (State.WAITING, totals.waiting), (State.FAILED, totals.failed))
    words = [f"{phrases.state(state)} {phrases.number(count)}" for state, count in counts if count]
    return " · ".join([*words, *filter(None, [phrases.pace(totals.speed, totals.objects_speed, totals.silent_s)])])
