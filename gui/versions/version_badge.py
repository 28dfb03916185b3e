"""How the state of a version is painted: a word in a rounded frame. Changes nothing."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from gui.browser.pane_table import PaddedDelegate
from gui.browser.rows import Index
from gui.versions.version_model import BADGE_ROLE, Badge
from gui.widgets import style

_PAD = style.STEP


class BadgeDelegate(PaddedDelegate):
    """Draws the word of the cell as a badge."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell = QStyleOptionViewItem(option)
        self.initStyleOption(cell, index)
        cell.widget.style().drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, cell, painter, cell.widget)
        metrics, rect = cell.fontMetrics, cell.rect
        text = metrics.elidedText(cell.text, Qt.TextElideMode.ElideRight, rect.width() - 4 * _PAD)
        height = metrics.height() + 4
        top = rect.y() + (rect.height() - height) // 2
        frame = QRect(rect.x() + _PAD, top, metrics.horizontalAdvance(text) + 2 * _PAD, height)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colour(style.tints(cell.palette), index.data(BADGE_ROLE))), 1))
        painter.drawRoundedRect(frame, height / 2, height / 2)
        painter.drawText(frame, int(Qt.AlignmentFlag.AlignCenter), text)
        painter.restore()


def colour(tints: style.Tints, badge: Badge) -> str:
    """Only what the object is now stands out."""
    return {Badge.CURRENT: tints.ok, Badge.DELETED: tints.warn}.get(badge, tints.muted)
