"""A sentence with a sign in front of it, inside a dialog. It keeps its room, so that nothing jumps."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.widgets import icons, style
from gui.widgets.notice_bar import Tone
from gui.widgets.plain import PlainLabel

_ICON = 18
#: Room for so many lines is kept free.
_LINES = 2


class Remark(QWidget):
    """What is to be known about that which the user is about to do."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """`name` is what screen readers call it."""
        super().__init__(parent)
        self._tone: Tone = "info"
        self._sign, self.label = PlainLabel(), PlainLabel()
        self.label.setWordWrap(True)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.label.setAccessibleName(name)
        self.label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._sign.setFixedWidth(_ICON)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.STEP)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.label, 1)
        self._make_room()

    @property
    def text(self) -> str:
        return self.label.text()

    def say(self, text: str, tone: Tone = "info") -> None:
        """Show a sentence in place of the last one; "" for none."""
        self._tone = tone
        self.label.setText(text)
        self.label.setAccessibleDescription(text)
        self.label.setForegroundRole(QPalette.ColorRole.PlaceholderText if tone == "info" else QPalette.ColorRole.Text)
        self._colour()
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._make_room()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._colour()

    def _make_room(self) -> None:
        """A window does not grow for a label that wraps, so a long sentence would lose its end."""
        kept = _LINES * self.label.fontMetrics().lineSpacing()
        width = self.width() - self._sign.width() - style.STEP
        self.label.setMinimumHeight(max(kept, self.label.heightForWidth(width)))

    def _colour(self) -> None:
        if not self.label.text():
            self._sign.clear()
            return
        tints = style.tints(self.palette())
        colour = {"info": tints.accent, "warning": tints.warn, "error": tints.bad}[self._tone]
        self._sign.setPixmap(icons.pixmap(self._tone, _ICON, colour, ratio=self.devicePixelRatioF()))
