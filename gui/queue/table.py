"""The table of the queue. Turns mouse and keys into commands; decides nothing about the queue."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from gui.queue.delegates import BAR, DELEGATES, CellDelegate, arrow_area
from gui.queue.model import Key, Part, QueueModel
from gui.queue.text import Column, QueueLine
from gui.widgets import style
from gui.widgets.tables import RowsTable

WIDTHS = {
    Column.STATE: 140,
    Column.PROGRESS: 140,
    Column.SPEED: 112,
    Column.LEFT: 80,
    Column.MODE: 84,
    Column.RESULT: 108,
}
#: The names get what the other columns leave; below this the table scrolls sideways.
ROUTE_MIN = 200


class QueueTable(RowsTable):
    """Rows of one fixed height, selected whole.

    Signals:
        toggled: open or close that folder batch.
        more: the "more" row of that batch was asked for.
        deleted: the Delete key.
    """

    toggled = Signal(int)
    more = Signal(int)
    deleted = Signal()

    def __init__(self, model: QueueModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.queue = model
        self.setModel(model)
        self._delegates = {column: kind(self) for column, kind in DELEGATES.items()}
        self.setItemDelegate(CellDelegate(self))
        for column, delegate in self._delegates.items():
            self.setItemDelegateForColumn(column, delegate)
        self.setAccessibleName(self.tr("Queue"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)  # else the Tab key never leaves the table
        self.setFrameShape(QTableView.Shape.NoFrame)
        self._set_sizes()

    def chosen(self) -> Iterator[QueueLine]:
        """The selected rows, found through ranges: a list of a hundred thousand indexes would take seconds."""
        for span in self.selectionModel().selection().toList():
            if span.left() == 0:
                rows = range(span.top(), span.bottom() + 1)
                yield from (self.queue.line(row) for row in rows if not self.isRowHidden(row))

    def current(self) -> QueueLine | None:
        """The row that the keyboard stands on, if it is selected."""
        index = self.currentIndex()
        if not index.isValid() or not self.selectionModel().isRowSelected(index.row(), QModelIndex()):
            return None
        return self.queue.line(index.row())

    def show_only(self, shows: Callable[[QueueLine], bool] | None) -> None:
        """Hide the rows of tasks that are not to be seen; None shows all."""
        for row in range(self.queue.rowCount()):
            hidden = shows is not None and not shows(self.queue.line(row))
            if hidden != self.isRowHidden(row):
                self.setRowHidden(row, hidden)

    def go_to(self, row: int) -> None:
        """Select a row alone and scroll to it. Keys that are held down, which `selectRow` heeds, do not matter."""
        alone = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(self.queue.index(row, 0), alone)
        self.scrollTo(self.queue.index(row, 0))

    # ------------------------------------------------------------ events

    def event(self, event: QEvent) -> bool:
        """Keep Delete for the table, even where the window has a shortcut on it."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Delete
        ):
            event.accept()
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._set_sizes()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._keep_in_sight(event.oldSize().height())
        taken = sum(self.columnWidth(column) for column in Column if column is not Column.ROUTE)
        self.setColumnWidth(Column.ROUTE, max(ROUTE_MIN, self.viewport().width() - taken))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        line = self.current()
        key = event.key()
        if key == Qt.Key.Key_Delete:
            self.deleted.emit()
        elif line is not None and line.more and key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.more.emit(line.batch.id)
        elif line is not None and line.expands and _toggles(line, Qt.Key(key)):
            self.toggled.emit(line.batch.id)
        elif line is not None and (line.child or line.more) and key == Qt.Key.Key_Left:
            self._go_to_head(line)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() is not Qt.MouseButton.LeftButton or not index.isValid():
            return
        line = self.queue.line(index.row())
        on_arrow = index.column() == Column.STATE and arrow_area(self.visualRect(index)).contains(
            event.position().toPoint()
        )
        if line.expands and on_arrow:
            self.toggled.emit(line.batch.id)
        elif line.more:
            self.more.emit(line.batch.id)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and self.queue.line(index.row()).expands:
            self.toggled.emit(self.queue.line(index.row()).batch.id)
        else:
            super().mouseDoubleClickEvent(event)

    # ------------------------------------------------------------ inside

    def _go_to_head(self, line: QueueLine) -> None:
        """From an object to the folder that it stands below."""
        head = self.queue.row(Key(line.batch.id, Part.BATCH))
        if head is not None:
            self.selectRow(head)

    def _keep_in_sight(self, height_before: int) -> None:
        """The details below take room from the table when a task ends: its row must not go out of sight."""
        spot = self.visualRect(self.currentIndex())
        if spot.isValid() and spot.top() >= 0 and spot.bottom() < height_before:
            self.scrollTo(self.currentIndex())

    def _set_sizes(self) -> None:
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(0)
        rows.setDefaultSectionSize(self.fontMetrics().height() + BAR + style.STEP + style.STEP // 2)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsMovable(True)
        head.setTextElideMode(Qt.TextElideMode.ElideRight)
        for column, width in WIDTHS.items():
            self.setColumnWidth(column, width)


def _toggles(line: QueueLine, key: Qt.Key) -> bool:
    if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
        return True
    return key == (Qt.Key.Key_Left if line.opened else Qt.Key.Key_Right)
