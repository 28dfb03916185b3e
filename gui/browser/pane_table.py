"""The table of a pane. Turns keys, clicks and drags into signals; loads and copies nothing itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import cast

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView

from gui.browser import drag_and_drop as dnd
from gui.browser.drag_and_drop import DropGuide, EdgeScroller
from gui.browser.rows import RowsModel, Sign
from gui.text.place import Item, Place
from gui.widgets import icons
from gui.widgets.tables import ROW, PaddedDelegate

_ICON = 18
#: The selection of so many rows is restored after a reload.
_MARKS_MAX = 5000
#: The next page is asked for when fewer rows than this many screens lie below.
_AHEAD = 2
#: The keys that move from row to row.
_TRAVELS = frozenset(
    {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
)


@dataclass(frozen=True, slots=True)
class Marks:
    """Which rows are selected and which one has the keyboard, by key, so that they can be found again.

    Attributes:
        row: where the keyboard was, for when its row is gone.
        scroll: the position of the scroll bar, None to scroll to the row with the keyboard.
    """

    selected: frozenset[str] = frozenset()
    current: str = ""
    row: int = -1
    scroll: int | None = None

    @classmethod
    def on(cls, key: str) -> Marks:
        """One row, selected and with the keyboard."""
        return cls(frozenset({key}), key) if key else cls()


class PaneTable(QTableView):
    """Buckets or the content of a folder.

    Signals:
        opened: the `Item` that was double-clicked or that got Enter.
        left_upwards: Backspace.
        went: +1 or -1, the forward or the back button of the mouse.
        near_end: fewer rows than two screens lie below what is seen.
        items_dropped: the items, the `Place` that they were dropped on, and whether they are to be moved.
        got_focus: the keyboard is here.
        menu_wanted: a context menu is wanted at this global `QPoint`.
    """

    opened = Signal(object)
    left_upwards = Signal()
    went = Signal(int)
    near_end = Signal()
    items_dropped = Signal(object, object, bool)
    got_focus = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(self, rows: RowsModel, widths: tuple[int, ...]) -> None:
        super().__init__()
        self.rows = rows
        self._place = Place()
        self._mark: QRect | None = None
        self._caption = ""
        #: A press that has become neither a click nor a drag yet.
        self._held: QMouseEvent | None = None
        #: A row that will come, and what was selected when that was said.
        self._expected = ("", frozenset[str]())
        self.setModel(rows)
        self._set_up()
        self._set_up_headers(widths)
        self.dress()
        self.doubleClicked.connect(lambda index: self.opened.emit(rows.item_at(index.row())))
        self.verticalScrollBar().valueChanged.connect(lambda _: self.look_ahead())
        guide = DropGuide(self.viewport(), self._place_at)
        guide.hovering.connect(self._show_mark)
        guide.dropped.connect(self.items_dropped)
        scroller = EdgeScroller(self)
        guide.hovering.connect(scroller.follow)
        scroller.scrolled.connect(self._show_mark)

    def _set_up(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(PaddedDelegate(self))
        self.setIconSize(QSize(_ICON, _ICON))
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setSortingEnabled(True)
        self.sortByColumn(0, Qt.SortOrder.AscendingOrder)

    def _set_up_headers(self, widths: tuple[int, ...]) -> None:
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)  # or every page would be measured
        rows.setDefaultSectionSize(ROW)
        columns.setHighlightSections(False)
        columns.setMinimumSectionSize(64)
        columns.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        columns.setAccessibleName(self.tr("Columns"))
        for column, width in enumerate(widths, start=1):
            self.setColumnWidth(column, width)

    def dress(self) -> None:
        """Draw the rows' icons in the colours of the palette."""
        self.rows.set_icons({sign: icons.icon(sign.value) for sign in Sign})

    # ------------------------------------------------------------ rows

    def stand_at(self, place: Place) -> None:
        """What is shown lies in this place; drops beside a folder go there."""
        self._place, self._expected = place, ("", frozenset())

    def selected_count(self) -> int:
        """How many rows are selected. Counted by ranges: a list of a hundred thousand indexes takes seconds."""
        return sum(area.height() for area in self._areas())

    def selected(self) -> Iterator[Item]:
        """The selected rows from top to bottom."""
        for area in sorted(self._areas(), key=lambda area: area.top()):
            for row in range(area.top(), area.bottom() + 1):
                yield self.rows.item_at(row)

    def _areas(self) -> Iterable[QItemSelectionRange]:
        # A sequence, which PySide6's own types do not tell.
        return cast(Iterable[QItemSelectionRange], self.selectionModel().selection())

    def current(self) -> Item | None:
        """The row with the keyboard."""
        index = self.currentIndex()
        return self.rows.item_at(index.row()) if index.isValid() else None

    def expect(self, key: str, *, instead_of: str = "") -> None:
        """Select this row when it comes with a reload, unless other rows are selected by then.

        With `instead_of`, only while no more than the row of that key is selected.
        """
        if not instead_of or all(item.row_key == instead_of for item in islice(self.selected(), 2)):
            self._expected = (key, self.marks().selected)

    def marks(self) -> Marks:
        """What `put_marks` needs to restore the selection; of very many rows only the one with the keyboard."""
        current = self.current()
        few = self.selected_count() <= _MARKS_MAX
        selected = frozenset(item.row_key for item in self.selected()) if few else frozenset()
        key = current.row_key if current is not None else ""
        return Marks(selected, key, self.currentIndex().row(), self.verticalScrollBar().value())

    def put_marks(self, marks: Marks) -> None:
        """Select the marked rows that are there, or the one that was expected. What is not loaded is not waited for."""
        expected, was_selected = self._expected
        wanted = marks.selected | {marks.current, expected}
        keys = ((row, self.rows.item_at(row).row_key) for row in range(self.rows.rowCount()))
        found = {key: row for row, key in keys if key in wanted}
        if expected in found and marks.selected == was_selected:
            marks, self._expected = Marks.on(expected), ("", frozenset())
        chosen, last = QItemSelection(), self.rows.columnCount() - 1
        for key in marks.selected & found.keys():
            chosen.select(self.rows.index(found[key], 0), self.rows.index(found[key], last))
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        row = found.get(marks.current, min(marks.row, self.rows.rowCount() - 1))
        if row >= 0:
            index = self.rows.index(row, 0)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
            if marks.scroll is None:
                self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
        if marks.scroll is not None:
            self.verticalScrollBar().setValue(marks.scroll)

    def choose(self, row: int) -> None:
        """Select one row and scroll to it."""
        index = self.rows.index(row, 0)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(index, flags)
        self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)

    def look_ahead(self) -> None:
        """Report when the end of what is loaded comes near."""
        last = self.rowAt(self.viewport().height() - 1)  # -1: there is room below the last row
        below = 0 if last < 0 else self.rows.rowCount() - 1 - last
        if below * ROW < _AHEAD * self.viewport().height():
            self.near_end.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self.look_ahead()

    # ------------------------------------------------------------ keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            item = self.current()
            if item is not None:
                self.opened.emit(item)
        elif plain and event.key() == Qt.Key.Key_Backspace:
            self.left_upwards.emit()
        else:
            super().keyPressEvent(event)
            if plain and event.key() in _TRAVELS and not self.selectionModel().hasSelection():
                self._choose_current()

    def _choose_current(self) -> None:
        """Qt selects only what it moves to: the only row of a folder would be out of the keyboard's reach."""
        if self.currentIndex().isValid():
            self.choose(self.currentIndex().row())

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:  # noqa: N802 - Qt's name
        """Home and End go to the first and the last row, as in every list of files."""
        ends = {
            QAbstractItemView.CursorAction.MoveHome: 0,
            QAbstractItemView.CursorAction.MoveEnd: self.rows.rowCount() - 1,
        }
        if action in ends:
            return self.rows.index(ends[action], max(0, self.currentIndex().column()))
        return super().moveCursor(action, modifiers)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        step = {Qt.MouseButton.BackButton: -1, Qt.MouseButton.ForwardButton: 1}.get(event.button())
        self._held = event.clone() if self._may_begin_a_move(event) else None
        if step is not None:
            self.went.emit(step)
        elif self._held is None:
            super().mousePressEvent(event)

    def _may_begin_a_move(self, event: QMouseEvent) -> bool:
        """Whether Shift is held on a selected row: Qt would select all rows up to it, and those would be moved."""
        index = self.indexAt(event.position().toPoint())
        is_shift = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        return event.button() == Qt.MouseButton.LeftButton and is_shift and self.selectionModel().isSelected(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if self._held is None:
            super().mouseMoveEvent(event)
        elif (event.position() - self._held.position()).manhattanLength() >= QApplication.startDragDistance():
            self._held = None
            self.startDrag(Qt.DropAction.MoveAction)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if self._held is not None:  # a click after all
            pressed, self._held = self._held, None
            super().mousePressEvent(pressed)
        super().mouseReleaseEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        index = self.currentIndex()
        if event.reason() is QContextMenuEvent.Reason.Keyboard and index.isValid():
            self.menu_wanted.emit(self.viewport().mapToGlobal(self.visualRect(index).center()))
        else:
            self.menu_wanted.emit(event.globalPos())

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusInEvent(event)
        self.got_focus.emit()
        self.put_cursor()

    def put_cursor(self) -> None:
        """Give the keyboard a row to begin at, where it has none; it is not selected by that."""
        if not self.currentIndex().isValid() and self.rows.rowCount():
            self.selectionModel().setCurrentIndex(self.rows.index(0, 0), QItemSelectionModel.SelectionFlag.NoUpdate)

    # ------------------------------------------------------------ drag and drop

    def startDrag(self, _actions: Qt.DropAction) -> None:  # noqa: N802 - Qt's name
        items = tuple(self.selected())
        if items:
            drag = QDrag(self)
            drag.setMimeData(dnd.mime_of(items))
            drag.setPixmap(dnd.drag_pixmap(items, self))
            drag.setHotSpot(QPoint(-_ICON // 2, -_ICON // 2))
            self.run_drag(drag)

    def run_drag(self, drag: QDrag) -> None:
        """Carry the drag out; returns when it has ended."""
        drag.exec(Qt.DropAction.CopyAction | Qt.DropAction.MoveAction, Qt.DropAction.CopyAction)

    def _place_at(self, point: QPoint) -> Place | None:
        """A folder or a bucket under the pointer, else the place that is shown; an account alone takes nothing."""
        index = self.indexAt(point)
        inside = self.rows.item_at(index.row()).inside if index.isValid() else None
        return inside or (self._place if self._place.bucket else None)

    def _show_mark(self, point: QPoint | None, moves: bool) -> None:
        place = None if point is None else self._place_at(point)
        mark = None if point is None else self._mark_at(self.indexAt(point))
        caption = "" if place is None else dnd.caption(place, moves=moves)
        if (mark, caption) != (self._mark, self._caption):
            self._mark, self._caption = mark, caption
            self.viewport().update()

    def _mark_at(self, index: QModelIndex) -> QRect:
        if index.isValid() and self.rows.item_at(index.row()).inside is not None:
            return QRect(0, self.rowViewportPosition(index.row()), self.viewport().width(), self.rowHeight(index.row()))
        return self.viewport().rect()

    @property
    def caption(self) -> str:
        """What is said of a drop at the mark."""
        return self._caption

    @property
    def mark(self) -> QRect | None:
        """What is highlighted as the target of a drag, in the viewport's coordinates."""
        return self._mark

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        if self._mark is not None:
            dnd.paint_mark(self.viewport(), self._mark, self._caption)


def first_items(table: PaneTable, limit: int) -> tuple[Item, ...]:
    """At most `limit` of the selected items."""
    return tuple(islice(table.selected(), limit))
