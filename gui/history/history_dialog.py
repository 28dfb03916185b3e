"""The history: every batch that there ever was, with the way to take one back.

It stays open beside the window. The journal is read through the tasks; what is asked for leaves as a signal.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.model.reports import BatchRow, Frame
from gui.history import history_model as past
from gui.history.export import write_history
from gui.history.history_model import Column, HistoryModel
from gui.qt.contracts import EngineApi
from gui.qt.tasks import Request, Tasks
from gui.queue import text as queue_text
from gui.queue.choices import is_undoable
from gui.queue.text import QueueLine
from gui.text import phrases
from gui.text.translate import words
from gui.widgets import icons, messages, style
from gui.widgets.plain import PlainLabel
from gui.widgets.sheet_parts import only_when_focused
from gui.widgets.tables import RowDelegate, RowsTable, align_titles

#: Batches that are read at once.
PAGE = 200
_SIZE = (860, 520)
_WIDTHS = {Column.WHEN: 150, Column.STATE: 170, Column.OBJECTS: 120}


class HistoryDialog(QDialog):
    """A table, newest first; below it what became of the selected batch and what taking it back would do.

    Signals:
        undo_wanted: the user wants this `BatchRow` taken back.
        forget_wanted: the user wants the history dropped.
        failed: the journal could not be read; the argument is the exception.
    """

    undo_wanted = Signal(object)
    forget_wanted = Signal()
    failed = Signal(object)

    def __init__(self, engine: EngineApi, tasks: Tasks, parent: QWidget | None = None) -> None:
        """`tasks` are those of work that may wait for the network."""
        super().__init__(parent)
        self._engine, self._tasks = engine, tasks
        self._page: Request | None = None
        self._question: Request | None = None
        self._asked: BatchRow | None = None  # which batch, and in which state, `_question` is about
        self._verdict: bool | None = None
        self.setWindowTitle(self.tr("History"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.model = HistoryModel(self)
        self.table = RowsTable()
        self.sum = _label()
        self.sum.setAccessibleName(self.tr("What became of the selected task"))
        self.meaning = _label()
        self.meaning.setAccessibleName(self.tr("What undoing it means"))
        self.undo_button = QPushButton(self.tr("&Undo…"))
        self.search = QLineEdit()
        self.export_button = QPushButton(self.tr("&Save as CSV…"))
        self.forget_button = QPushButton(self.tr("&Forget history…"))
        self._dress()
        self._lay_out()
        self._connect()
        self.resize(*_SIZE)
        self.reload()

    def reload(self) -> None:
        """Read the newest page anew; the selected batch stays selected where that page has it."""
        if self._page is not None:
            self._page.drop()
        self._read(0)

    def take_frame(self, frame: Frame) -> None:
        """Keep up with what happens meanwhile."""
        self.model.take_frame(frame)
        self._tell()

    def current(self) -> BatchRow | None:
        """The selected batch."""
        rows = self.table.selectionModel().selectedRows()
        return self.model.rows[rows[0].row()] if rows else None

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            icons.redress(self)
            self.model.paint_with(style.tints(self.palette()))

    # ------------------------------------------------------------ making

    def _dress(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.setItemDelegate(RowDelegate(table))
        table.setAccessibleName(self.tr("All tasks, newest first"))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setAlternatingRowColors(True)
        table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 2 * style.STEP)
        head = table.horizontalHeader()
        align_titles(head)
        head.setSectionResizeMode(Column.TASK, QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS.items():
            table.setColumnWidth(column, width)
        self.model.paint_with(style.tints(self.palette()))
        icons.dress(self.undo_button, "undo")
        self.forget_button.setToolTip(self.tr("Drop what was cleared from the queue for good"))

    def _lay_out(self) -> None:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        below = QHBoxLayout()
        below.addWidget(self.undo_button)
        below.addWidget(self.forget_button)
        below.addWidget(self.export_button)
        below.addStretch(1)
        below.addWidget(buttons)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*(4 * [2 * style.STEP]))
        whole.setSpacing(style.STEP)
        self.search.setPlaceholderText(self.tr("Search the tasks that are loaded"))
        self.search.setAccessibleName(self.tr("Search the tasks that are loaded"))
        self.search.setClearButtonEnabled(True)
        self.export_button.setToolTip(
            self.tr("Write the tasks that are looked for, or all, into a table for other programs")
        )
        whole.addWidget(self.search)
        whole.addWidget(self.table, 1)
        whole.addWidget(self.sum)
        whole.addWidget(self.meaning)
        whole.addLayout(below)
        only_when_focused(self.undo_button, self.forget_button, self.export_button)
        self.table.setFocus()

    def _connect(self) -> None:
        self.model.more.connect(lambda: self._read(len(self.model.rows)))
        self.model.modelReset.connect(self._tell)
        self.table.selectionModel().selectionChanged.connect(self._tell)
        self.table.activated.connect(self._ask_undo)
        self.undo_button.clicked.connect(self._ask_undo)
        self.forget_button.clicked.connect(self.forget_wanted)
        self.export_button.clicked.connect(self._ask_file)
        self.search.textChanged.connect(lambda _: self._filter())
        for changed in (self.model.modelReset, self.model.rowsInserted):
            changed.connect(self._filter)

    # ------------------------------------------------------------ rows

    def _read(self, offset: int) -> None:
        def show(rows: tuple[BatchRow, ...]) -> None:
            self._page = None
            kept = self.current()
            put = self.model.add if offset else self.model.show
            put(rows, is_whole=len(rows) < PAGE)
            if not offset and rows:
                self.table.selectRow(next((at for at, row in enumerate(rows) if kept and row.id == kept.id), 0))
            self._tell()

        def give_up(problem: Exception) -> None:
            self._page = None
            self.failed.emit(problem)

        if offset and self._page is not None:
            return
        self._page = self._tasks.run(
            lambda _cancel: self._engine.history(offset=offset, limit=PAGE), show, failed=give_up, owner=self
        )

    def _filter(self) -> None:
        for at, row in enumerate(self.model.rows):
            self.table.setRowHidden(at, not is_found(row, self.search.text()))

    def _ask_file(self) -> None:
        """Ask where to, and write all that is looked for there, what is not loaded included."""
        title, kinds = self.tr("Save the history"), self.tr("Tables (*.csv)")
        messages.ask_where_to_save(self, title, "bucketferry-history.csv", kinds, self.export)

    def export(self, path: Path) -> None:
        """Write the history into a file."""
        wanted = partial(is_found, needle=self.search.text())

        def read(offset: int, limit: int) -> tuple[BatchRow, ...]:
            return self._engine.history(offset=offset, limit=limit)

        def tell(count: int) -> None:
            self.sum.setText(self.tr("%Ln task(s) written to {path}", None, count).format(path=path))
            self.sum.show()

        self._tasks.run(lambda _: write_history(path, read, wanted), tell, failed=self.failed.emit, owner=self)

    # ------------------------------------------------------------ the selected row

    def _tell(self) -> None:
        """Say what became of the selected batch and whether it can be taken back."""
        row = self.current()
        self.forget_button.setEnabled(bool(self.model.rows))
        if row is None:
            self._asked = None
            self.sum.clear()
            self.meaning.setText(self.tr("Nothing was done yet.") if not self.model.rows else "")
            self._offer_undo(may=False)
            return
        self.sum.setText(past.said_of(row))
        self.sum.setVisible(bool(self.sum.text()))
        undone = self.model.undone_by(row.id)
        if undone is not None:
            said = words.tr("It was undone on {when}.").format(when=phrases.when(undone.created))
            self._show_verdict(said, may=False)
        elif not (row.state.is_end and is_undoable(row)):
            self._show_verdict(past.meaning(row), may=False)
        elif row == self._asked and self._verdict is not None:
            self._show_verdict(past.meaning(row) if self._verdict else past.impossible(row), may=self._verdict)
        else:
            self._show_verdict(past.meaning(row), may=False)
            self._ask_engine(row)

    def _show_verdict(self, said: str, *, may: bool) -> None:
        self.meaning.setText(said)
        self._offer_undo(may=may)

    def _offer_undo(self, *, may: bool) -> None:
        if not may and self.focusWidget() is self.undo_button:
            self.table.setFocus()  # else the next button gets it, which forgets the history
        self.undo_button.setEnabled(may)

    def _ask_engine(self, row: BatchRow) -> None:
        if row == self._asked:
            return
        if self._question is not None:
            self._question.drop()
        self._asked, self._verdict = row, None

        def show(verdict: bool) -> None:
            self._verdict = verdict
            self._tell()

        self._question = self._tasks.run(
            lambda _cancel: self._engine.can_undo(row.id), show, failed=self.failed.emit, owner=self
        )

    def _ask_undo(self) -> None:
        row = self.current()
        if row is not None and self.undo_button.isEnabled():
            self.undo_wanted.emit(row)


def is_found(row: BatchRow, needle: str) -> bool:
    """Whether a text that is looked for stands in the names or in the state of a batch. Thread: any."""
    told = f"{queue_text.whole_task(QueueLine(row, None))} {phrases.state(row.state)}"
    return needle.strip().casefold() in told.casefold()


def _label() -> QLabel:
    label = PlainLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label
