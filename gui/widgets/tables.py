"""Tables whose rows are selected whole: the view, and how its cells are painted. Knows no model."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from gui.widgets import style

Index = QModelIndex | QPersistentModelIndex

#: The height of a row.
ROW = 28
_PAD = 5


class RowsTable(QTableView):
    """Home and End go to the first and the last row: where rows are selected whole, columns are nowhere to go to."""

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:  # noqa: N802 - Qt's name
        """Where a key leads to."""
        ends = {
            QAbstractItemView.CursorAction.MoveHome: 0,
            QAbstractItemView.CursorAction.MoveEnd: self.model().rowCount() - 1,
        }
        if action in ends:
            return self.model().index(ends[action], max(0, self.currentIndex().column()))
        return super().moveCursor(action, modifiers)


class RowDelegate(QStyledItemDelegate):
    """Rows that are selected whole: no frame around the one cell that has the keyboard."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: N802 - Qt's name
        super().initStyleOption(option, index)
        option.state &= ~QStyle.StateFlag.State_HasFocus


class RoomyDelegate(RowDelegate):
    """Rows of text that may take several lines, with room between one and the next."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's name
        return super().sizeHint(option, index) + QSize(0, style.STEP)


class PaddedDelegate(RowDelegate):
    """Keeps the texts of a row as far apart as the titles above them; the ground is drawn over the whole cell."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        ground = QStyleOptionViewItem(option)
        self.initStyleOption(ground, index)
        look = option.widget.style()
        look.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, ground, painter, option.widget)
        inside = QStyleOptionViewItem(option)
        inside.rect = option.rect.adjusted(_PAD, 0, -_PAD, 0)
        super().paint(painter, inside, index)


def align_titles(head: QHeaderView) -> None:
    """Let the titles of a table begin where its plain cells do."""
    head.setHighlightSections(False)
    head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    head.setStyleSheet("QHeaderView::section { padding-left: 3px; }")


def dress(table: QTableView) -> None:
    """Let a table of plain texts look and act like all others: rows that are selected whole and cannot be typed in."""
    table.verticalHeader().hide()
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)  # else the Tab key never leaves the table
    table.setItemDelegate(RowDelegate(table))
    table.setShowGrid(False)
    table.setWordWrap(False)
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setHighlightSections(False)
