"""The commands of the queue. Turns a selection into calls of the engine, through the tasks."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QToolBar, QWidget

from core.model.jobs import Want
from core.model.reports import BatchRow
from core.model.requests import OnExisting, Terms
from gui.qt.contracts import EngineApi
from gui.qt.tasks import Tasks
from gui.queue import choices as queue_choice
from gui.queue.choices import Rule
from gui.queue.model import QueueModel
from gui.queue.table import QueueTable
from gui.queue.text import QueueLine
from gui.widgets import icons, messages

#: Whether the user allows now that originals are deleted of which the key may not read everything; None for as before.
TermsNow = Callable[[], Terms | None]


class QueueActions(QObject):
    """The actions with their shortcuts; each is enabled when it makes sense for a selected row.

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

    def __init__(self, engine: EngineApi, tasks: Tasks, *, table: QueueTable, panel: QWidget, terms: TermsNow) -> None:
        """`terms` is asked at each retry."""
        super().__init__(panel)
        self._terms = terms
        self._engine, self._tasks, self._table, self._panel = engine, tasks, table, panel
        act = self._make
        self.pause = act("pause", self.tr("Pause"), "Ctrl+Shift+P", then=lambda: self._command(Want.PAUSE))
        self.resume = act("resume", self.tr("Resume"), "Ctrl+Shift+S", then=lambda: self._command(Want.RUN))
        self.cancel = act("cancel", self.tr("Cancel…"), "Ctrl+Shift+X", then=self.ask_cancel)
        self.retry = act("retry", self.tr("Retry"), "Ctrl+Shift+T", then=self._retry)
        self.undo = act("undo", self.tr("Undo…"), "Ctrl+Alt+Z", then=self._undo)
        self.clear = act("clear", self.tr("Clear finished"), "Ctrl+Shift+K", then=self._clear)
        self.show_source = act("search", self.tr("Show the source"), "Ctrl+Alt+S", then=self._show_source)
        self.show_target = act("search", self.tr("Show the target"), "Ctrl+Alt+T", then=self._show_target)
        self.again = act("copy", self.tr("Copy again…"), "Ctrl+Alt+C", then=self._again)
        self._explain(self.undo, self.tr("Take the selected task back, after a question"))
        self._explain(self.clear, self.tr("Take what is done off the queue; it stays in the history"))
        self.pause_all = act(
            "pause-all", self.tr("Pause all"), "Ctrl+Alt+P", then=lambda: self._command_all(Want.PAUSE)
        )
        self.resume_all = act(
            "resume-all", self.tr("Resume all"), "Ctrl+Alt+R", then=lambda: self._command_all(Want.RUN)
        )

    @property
    def all(self) -> tuple[QAction, ...]:
        return (
            self.pause,
            self.resume,
            self.cancel,
            self.retry,
            self.again,
            self.show_source,
            self.show_target,
            self.undo,
            self.clear,
            self.pause_all,
            self.resume_all,
        )

    def tool_bar(self) -> QToolBar:
        bar = QToolBar(self.tr("Queue actions"))
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        bar.setIconSize(QSize(18, 18))
        self._fill(bar)
        return bar

    def menu(self) -> QMenu:
        """A fresh context menu."""
        menu = QMenu(self._panel)
        menu.aboutToHide.connect(menu.deleteLater)
        self._fill(menu)
        return menu

    def update_enabled(self) -> None:
        """Enable what makes sense now."""
        for action, rule in (
            (self.pause, queue_choice.may_pause),
            (self.resume, queue_choice.may_resume),
            (self.cancel, queue_choice.may_cancel),
            (self.retry, queue_choice.may_retry),
        ):
            action.setEnabled(queue_choice.is_offered(self._table.chosen(), rule))
        self.undo.setEnabled(self._undoable() is not None)
        line = self._only()
        self.show_source.setEnabled(line is not None)
        self.show_target.setEnabled(line is not None and line.row.target != line.row.source)
        self.again.setEnabled(line is not None and queue_choice.may_do_again(line))
        for action, rule in (
            (self.pause_all, queue_choice.may_pause),
            (self.resume_all, queue_choice.may_resume),
            (self.clear, queue_choice.is_settled),
        ):
            action.setEnabled(queue_choice.is_offered(self._queue.heads(), rule))

    def retry_line(self, line: QueueLine, on_existing: OnExisting | None) -> None:
        """Try one row again, with another choice for an existing target where one is given."""
        self._try_again(*queue_choice.targets([line], queue_choice.may_retry), on_existing)

    def delete(self) -> None:
        """The Delete key: forget what has ended, and ask before anything that has not is cancelled."""
        ended, _ = queue_choice.targets(self._table.chosen(), queue_choice.may_clear)
        if ended:
            self._run(lambda: self._engine.clear(ended))
        self.ask_cancel()

    def ask_cancel(self) -> None:
        """Ask once, then cancel what is selected and has not ended."""
        batches, jobs = queue_choice.targets(self._table.chosen(), queue_choice.may_cancel)
        count = len(batches) + len(jobs)
        if not count:
            return
        messages.ask(
            self._panel,
            self.tr("Cancel %Ln task(s)?", None, count),
            more=self.tr(
                "Requests in flight end first. Parts of unfinished copies are removed from the store, so that nobody "
                "pays for them. What was finished stays as it is; it is not taken back."
            ),
            yes=self.tr("&Cancel %Ln task(s)", None, count),
            no=self.tr("&Keep going"),
            then=lambda: self._run(lambda: self._engine.command(Want.CANCEL, batches=batches, jobs=jobs)),
        )

    # ------------------------------------------------------------ inside

    @property
    def _queue(self) -> QueueModel:
        return self._table.queue

    def _make(self, icon: str, text: str, keys: str, *, then: Callable[[], None]) -> QAction:
        action = QAction(text, self._panel)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._explain(action, text.removesuffix("…"))
        icons.dress(action, icon)
        action.triggered.connect(then)
        self._panel.addAction(action)
        return action

    def _explain(self, action: QAction, text: str) -> None:
        """Give an action a tool tip that ends with its keys."""
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{text} ({keys})")

    def _fill(self, place: QToolBar | QMenu) -> None:
        place.addActions([self.pause, self.resume, self.cancel, self.retry])
        place.addSeparator()
        if isinstance(place, QMenu):
            place.addActions([self.again, self.show_source, self.show_target])
            place.addSeparator()
            place.addAction(self.undo)  # the tool bar of the window has an undo of its own, of the last task
        place.addAction(self.clear)
        place.addSeparator()
        place.addActions([self.pause_all, self.resume_all])

    def _command(self, want: Want) -> None:
        rule: Rule = queue_choice.may_pause if want is Want.PAUSE else queue_choice.may_resume
        self._send(want, *queue_choice.targets(self._table.chosen(), rule))

    def _command_all(self, want: Want) -> None:
        rule: Rule = queue_choice.may_pause if want is Want.PAUSE else queue_choice.may_resume
        self._send(want, *queue_choice.targets(self._queue.heads(), rule))

    def _send(self, want: Want, batches: tuple[int, ...], jobs: tuple[int, ...]) -> None:
        if batches or jobs:
            self._run(lambda: self._engine.command(want, batches=batches, jobs=jobs))

    def _retry(self) -> None:
        batches, jobs = queue_choice.targets(self._table.chosen(), queue_choice.may_retry)
        if batches or jobs:
            self._try_again(batches, jobs)

    def _try_again(
        self, batches: tuple[int, ...], jobs: tuple[int, ...], on_existing: OnExisting | None = None
    ) -> None:
        terms = self._terms()
        self._run(lambda: self._engine.retry(batches=batches, jobs=jobs, on_existing=on_existing, terms=terms))

    def _only(self) -> QueueLine | None:
        """The one row that is selected."""
        lines = list(islice(self._table.chosen(), 2))
        return lines[0] if len(lines) == 1 and not lines[0].more else None

    def _show_source(self) -> None:
        line = self._only()
        if line is not None:
            self.place_wanted.emit(line.row.source)

    def _show_target(self) -> None:
        line = self._only()
        if line is not None:
            self.place_wanted.emit(line.row.target)

    def _again(self) -> None:
        line = self._only()
        if line is not None:
            self.again_wanted.emit(line)

    def _undoable(self) -> BatchRow | None:
        """The one batch that is selected, if it may be taken back."""
        lines = list(islice(self._table.chosen(), 2))
        return lines[0].batch if len(lines) == 1 and queue_choice.may_undo(lines[0]) else None

    def _undo(self) -> None:
        batch = self._undoable()
        if batch is not None:
            self.undo_wanted.emit(batch)

    def _clear(self) -> None:
        ended, _ = queue_choice.targets(self._queue.heads(), queue_choice.is_settled)
        if ended:
            self._run(lambda: self._engine.clear(ended))

    def _run(self, command: Callable[[], None]) -> None:
        self._tasks.run(lambda _cancel: command(), lambda _nothing: None, failed=self.failed.emit, owner=self)
