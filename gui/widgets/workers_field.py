"""The choice of a number of workers, with what it means."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.model.jobs import WORKERS, WORKERS_MAX
from gui.text import phrases
from gui.widgets import style
from gui.widgets.sheet_parts import lead_to, number_box, wrapped

_NUMBER = 96


class WorkersField(QWidget):
    """A number from 1 to 64."""

    def __init__(self, now: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = number_box()
        self.number.setRange(1, WORKERS_MAX)
        self.number.setValue(now)
        self.number.setMaximumWidth(_NUMBER)
        self.number.setAccessibleName(self.tr("Number of workers"))
        self.meaning = wrapped()
        self.meaning.setText(
            self.tr(
                "Each worker copies one object or one part at a time, so this is how many requests to the stores are "
                "under way at once. More workers are faster with large objects, until the store slows them down. "
                "The usual number is {usual}. A change holds at once, also for copies that are running."
            ).format(usual=phrases.number(WORKERS))
        )
        self.meaning.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.STEP // 2)
        column.addWidget(self.number, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.meaning)
        lead_to(self, self.number)
