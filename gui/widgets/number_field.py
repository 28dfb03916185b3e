"""A field for a number that is typed over, not into. Knows nothing of what it counts."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QShowEvent
from PySide6.QtWidgets import QSpinBox

#: A field that gets the focus so is about to be typed into.
_BY_KEY = frozenset(
    {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason}
)


class NumberField(QSpinBox):
    """What is typed replaces the number that stands there, also when a window opens with the focus here."""

    _is_fresh = True  # since it was shown it has not had the focus

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._is_fresh = True

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusInEvent(event)
        # A window that is come back to leaves a half-typed number alone.
        opens = self._is_fresh and event.reason() is not Qt.FocusReason.MouseFocusReason
        if opens or event.reason() in _BY_KEY:
            self.selectAll()
        self._is_fresh = False
