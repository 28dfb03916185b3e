"""A count that takes its time: how far it is, and a button that ends it."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QVBoxLayout, QWidget

from gui.actions.estimate_panel import EstimatePanel
from gui.widgets import style

_WIDTH = 420


class BusySheet(QDialog):
    """It shows the number that it is told; rejecting it means that nobody waits any more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Counting"))
        self.panel = EstimatePanel()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.buttons.rejected.connect(self.reject)
        self._leave_return_alone()
        column = QVBoxLayout(self)
        column.setContentsMargins(*(4 * [2 * style.STEP]))
        column.setSpacing(2 * style.STEP)
        column.addWidget(self.panel)
        column.addWidget(self.buttons)
        self.setFixedWidth(_WIDTH)
        self.show_count(0)

    def _leave_return_alone(self) -> None:
        """Return that was meant for the sheet before, or for the one that comes, gives nothing up; Escape does."""
        for button in self.buttons.buttons():
            if isinstance(button, QPushButton):
                button.setAutoDefault(False)

    def show_count(self, count: int) -> None:
        """So many objects were found so far."""
        self.panel.show_count(count)
