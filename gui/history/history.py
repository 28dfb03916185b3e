"""The history and undo, put together: the dialog, the questions, and the engine's answers.

Nothing is taken back without a question that names it and says what it means and takes. What blocks goes through the
tasks: what may ask a store goes through `browse`, so that a dead network does not hold up what only writes (`clerk`).
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from core.model.errors import KnownError
from core.model.reports import BatchRow, Frame
from core.system.clock import Cancel
from gui.actions.counting import CostNote
from gui.history import history_model as past
from gui.history.history_dialog import PAGE, HistoryDialog
from gui.qt.contracts import EngineApi
from gui.qt.tasks import Tasks
from gui.queue import text as queue_text
from gui.queue.choices import is_undoable
from gui.text import phrases
from gui.text import summaries as outcomes
from gui.text.translate import together, words
from gui.widgets import messages


class HistoryController(QObject):
    """The history of a window.

    Signals:
        queued: a batch that takes another back was queued, under this number.
        failed: it did not work; the argument is the exception.
        told: a sentence that is no failure.
    """

    queued = Signal(int)
    failed = Signal(object)
    told = Signal(str)

    def __init__(self, engine: EngineApi, *, browse: Tasks, clerk: Tasks, window: QWidget) -> None:
        super().__init__(window)
        self._engine, self._browse, self._clerk, self._window = engine, browse, clerk, window
        self.dialog: HistoryDialog | None = None
        self.question: QMessageBox | None = None

    def show(self) -> None:
        """Open the history, or bring it to the front."""
        if self.dialog is None:
            self.dialog = HistoryDialog(self._engine, self._browse, self._window)
            self.dialog.undo_wanted.connect(self._ask)
            self.dialog.forget_wanted.connect(self._ask_forget)
            self.dialog.failed.connect(self.failed)
            self.dialog.destroyed.connect(self._drop_dialog)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def take_frame(self, frame: Frame) -> None:
        """Keep the open history up to date."""
        if self.dialog is not None:
            self.dialog.take_frame(frame)

    def undo(self, row: BatchRow) -> None:
        """Take one batch back: look whether that is possible, ask, and queue what does it."""

        def go_on(possible: bool) -> None:
            if possible:
                self._ask(row)
            else:
                self.failed.emit(KnownError(past.impossible(row)))

        if not (row.state.is_end and is_undoable(row)):
            self.failed.emit(KnownError(past.meaning(row)))
            return
        self._browse.run(lambda _cancel: self._engine.can_undo(row.id), go_on, failed=self.failed.emit, owner=self)

    def undo_last(self) -> None:
        """Take the newest batch back that can be taken back, after a dialog that names it."""

        def go_on(row: BatchRow | None) -> None:
            if row is None:
                self.told.emit(words.tr("There is nothing to undo."))
            elif not row.state.is_end:
                said = words.tr("“{task}” is not finished. Cancel it or wait for its end; then undo it.")
                self.told.emit(said.format(task=queue_text.task(row)))
            else:
                self._ask(row)

        self._browse.run(
            lambda cancel: newest_undoable(self._engine, cancel), go_on, failed=self.failed.emit, owner=self
        )

    # ------------------------------------------------------------ inside

    def _ask(self, row: BatchRow) -> None:
        told = [
            words.tr("Queued on {when}.").format(when=phrases.when(row.created)),
            past.said_of(row),
            past.meaning(row),
        ]
        self.question = messages.ask(
            self._parent(),
            words.tr("Undo “{task}”?").format(task=queue_text.task(row)),
            more=together(*told),
            yes=words.tr("&Undo"),
            no=words.tr("&Leave it"),
            is_safe=True,
            then=lambda: self._undo(row),
            prepare=lambda box: CostNote(box, self._engine, self._browse, lambda: self._engine.reversal(row.id)[1]),
        )

    def _undo(self, row: BatchRow) -> None:
        def go_on(batch: int) -> None:
            if self.dialog is not None:
                self.dialog.reload()
            self.queued.emit(batch)

        self._browse.run(lambda _cancel: self._engine.undo(row.id), go_on, failed=self.failed.emit, owner=self)

    def _ask_forget(self) -> None:
        self.question = messages.ask(
            self._parent(),
            words.tr("Forget the history?"),
            more=words.tr(
                "Everything that was cleared from the queue is dropped from the history for good, and can then not be "
                "undone. What is in the queue stays. No object is touched."
            ),
            yes=words.tr("Forget it"),
            no=words.tr("Keep it"),
            then=self._forget,
        )

    def _forget(self) -> None:
        def go_on(_nothing: None) -> None:
            if self.dialog is not None:
                self.dialog.reload()

        self._clerk.run(lambda _cancel: self._engine.forget_history(), go_on, failed=self.failed.emit, owner=self)

    def _parent(self) -> QWidget:
        return self.dialog if self.dialog is not None and self.dialog.isVisible() else self._window

    def _drop_dialog(self) -> None:
        self.dialog = None


def newest_undoable(engine: EngineApi, cancel: Cancel) -> BatchRow | None:
    """The newest batch that can be taken back and was not, or one that could be but has not ended yet.

    What takes another back is passed over, so that undoing again and again walks back in time. Reads the journal, and
    may ask a store.
    """
    undone: set[int] = set()
    offset = 0
    while page := engine.history(offset=offset, limit=PAGE):
        for row in page:
            cancel.check()
            if row.undoes is not None:
                undone |= {row.undoes} if past.takes_back(row) else set()
            elif row.id not in undone and _is_next(engine, row):
                return row
        offset += len(page)
    return None


def _is_next(engine: EngineApi, row: BatchRow) -> bool:
    if not row.state.is_end:
        return row.kind in outcomes.UNDO_MEANINGS
    return is_undoable(row) and engine.can_undo(row.id)
