"""Labels and message boxes that show text as it is. Qt's own take a text for markup when it looks like it.

What a store or a file says may be in any of them, and markup loads pictures and leads to addresses. So nothing else in
the window makes a `QLabel` or a `QMessageBox`; a test holds that.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMessageBox, QTableWidgetItem, QWidget

from gui.text.visible import tip, visible_lines

S = TypeVar("S")
_Role = Qt.ItemDataRole


class PlainLabel(QLabel):
    """Shows control characters and direction marks, and takes nothing for markup."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        if text:
            self.setText(text)

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        super().setText(visible_lines(text))


class PlainBox(QMessageBox):
    """The same for a question or a message, whose second text Qt leaves open to markup."""

    def __init__(self, icon: QMessageBox.Icon, title: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(icon, title, "", parent=parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        super().setText(visible_lines(text))

    def setInformativeText(self, text: str) -> None:  # noqa: N802 - Qt's name
        if text and not self.informativeText():
            super().setInformativeText(" ")  # it makes the label, which then is plain before it holds the text
            for label in self.findChildren(QLabel):
                label.setTextFormat(Qt.TextFormat.PlainText)
        super().setInformativeText(visible_lines(text))


class PlainItem(QTableWidgetItem):
    """The same for a cell of a table, and for its tool tip."""

    def data(self, role: int) -> Any:
        return _plain(super().data(role), role)


def plain_data(data: Callable[[S, Any, int], object]) -> Callable[..., Any]:
    """The same for all that a model's `data(index, role)` gives out: a decorator."""

    @wraps(data)
    def plain(self: S, index: Any, role: int = _Role.DisplayRole) -> Any:
        return _plain(data(self, index, role), role)

    return plain


def _plain(value: object, role: int) -> object:
    if not isinstance(value, str):
        return value
    return tip(value) if role == _Role.ToolTipRole else visible_lines(value)
