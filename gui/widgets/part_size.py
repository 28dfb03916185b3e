"""The choice of a part size: automatic, or a figure with a unit."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QRadioButton, QWidget

from gui.widgets import style
from gui.widgets.sheet_parts import number_box

#: Shown text and bytes; the texts are symbols and stay the same in every language.
UNITS = (("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30))
_START_MIB = 64


class PartSizeEdit(QWidget):
    """Automatic until the user says otherwise.

    Signals:
        changed: the choice is another one; read `part_size`.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.automatic = QRadioButton(self.tr("Automatic"))
        self.automatic.setChecked(True)
        self.fixed = QRadioButton(self.tr("Parts of"))
        self.figure = number_box()
        self.figure.setRange(1, 99_999)
        self.figure.setValue(_START_MIB)
        self.figure.setAccessibleName(self.tr("Part size"))
        self.unit = QComboBox()
        self.unit.setAccessibleName(self.tr("Unit of the part size"))
        for text, factor in UNITS:
            self.unit.addItem(text, factor)
        self.unit.setCurrentIndex(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.STEP)
        for widget in (self.automatic, self.fixed, self.figure, self.unit):
            row.addWidget(widget)
        row.addStretch(1)
        self.automatic.toggled.connect(self._toggle)
        self.figure.valueChanged.connect(lambda _value: self.changed.emit())
        self.unit.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self._offer()

    @property
    def part_size(self) -> int | None:
        """Bytes; None for automatic."""
        if self.automatic.isChecked():
            return None
        return self.figure.value() * int(self.unit.currentData())

    def _toggle(self) -> None:
        self._offer()
        self.changed.emit()

    def _offer(self) -> None:
        self.figure.setEnabled(self.fixed.isChecked())
        self.unit.setEnabled(self.fixed.isChecked())
