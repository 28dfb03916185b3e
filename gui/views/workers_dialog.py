"""Window floor: the question how many workers there are to be. It only asks; the window carries the answer out."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from core.jobs import WORKERS, WORKERS_MAX
from gui import phrases, style

_WIDTH, _NUMBER = 440, 96


class WorkersDialog(QDialog):
    """A number from 1 to 64, and what it means.

    Signals:
        chosen: the number, when the user agrees to another one.
    """

    chosen = Signal(int)

    def __init__(self, now: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Workers"))
        self._now = now
        self.number = QSpinBox()
        self.number.setRange(1, WORKERS_MAX)
        self.number.setValue(now)
        self.number.setMaximumWidth(_NUMBER)
        self.number.setAccessibleName(self.tr("Number of workers"))
        label = QLabel(self.tr("&Number of workers"))
        label.setBuddy(self.number)
        self.meaning = QLabel(
            self.tr(
                "Each worker copies one object or one part at a time, so this is how many requests to the stores are "
                "under way at once. More workers are faster with large objects, until the store slows them down. "
                "The usual number is {usual}. A change holds at once, also for copies that are running."
            ).format(usual=phrases.number(WORKERS))
        )
        self.meaning.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        style.make_primary(buttons.button(QDialogButtonBox.StandardButton.Ok))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.accepted.connect(self._tell)
        self.finished.connect(self.deleteLater)
        form = QFormLayout()
        form.setHorizontalSpacing(2 * style.STEP)
        form.addRow(label, self.number)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(4 * [2 * style.STEP]))
        column.setSpacing(2 * style.STEP)
        column.addLayout(form)
        column.addWidget(self.meaning)
        column.addStretch(1)
        column.addWidget(buttons)
        self.setFixedWidth(_WIDTH)
        self.number.selectAll()

    def _tell(self) -> None:
        if self.number.value() != self._now:
            self.chosen.emit(self.number.value())
