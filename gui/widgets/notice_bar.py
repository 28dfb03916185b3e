"""One line for what happened, which stays until it is closed or replaced. It blocks nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QWidget

from gui.widgets import icons, style
from gui.widgets.plain import PlainLabel

Tone = Literal["info", "warning", "error"]
_ICON = 18
#: Information leaves by itself; a refusal or a failure stays until it was seen.
_INFO_MS = 6000


class NoticeBar(QFrame):
    """An icon, a sentence, perhaps a button, and a cross."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone: Tone = "info"
        self._then: Callable[[], object] = _nothing
        self._sign, self.label = PlainLabel(), PlainLabel()
        self.action, self.cross = QPushButton(), QToolButton()
        self._timer = QTimer(self, singleShot=True, interval=_INFO_MS)
        self._timer.timeout.connect(self.hide)
        self.label.setWordWrap(True)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.cross.setAutoRaise(True)
        self.cross.setAccessibleName(self.tr("Close the message"))
        self.cross.setToolTip(self.tr("Close the message"))
        icons.dress(self.cross, "close")
        self.cross.clicked.connect(self.hide)
        self.action.clicked.connect(lambda: self._then())
        self.action.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(style.STEP, style.STEP // 2, style.STEP // 2, style.STEP // 2)
        row.setSpacing(style.STEP)
        row.addWidget(self._sign)
        row.addWidget(self.label, 1)
        row.addWidget(self.action)
        row.addWidget(self.cross)
        self.setObjectName("notice")
        self.setAccessibleName(self.tr("Message"))
        self._colour()  # with its border, for a layout that keeps room for the bar
        self.hide()

    def say(self, tone: Tone, text: str, *, action: str = "", then: Callable[[], object] | None = None) -> None:
        """Show a sentence in place of the last one; `action` names a button that calls `then`."""
        self._tone, self._then = tone, then or _nothing
        self.label.setText(text)
        self.setAccessibleDescription(text)
        self.action.setText(action)
        self.action.setVisible(bool(action))
        self._colour()
        self.show()
        self._timer.stop()
        if tone == "info" and not action:
            self._timer.start()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            icons.redress(self)
            self._colour()

    def _colour(self) -> None:
        tints = style.tints(self.palette())
        colour = {"info": tints.accent, "warning": tints.warn, "error": tints.bad}[self._tone]
        self._sign.setPixmap(icons.pixmap(self._tone, _ICON, colour, ratio=self.devicePixelRatioF()))
        sheet = f"#notice {{ background: {tints.raised}; border: 1px solid {colour}; border-radius: 4px; }}"
        if sheet != self.styleSheet():
            self.setStyleSheet(sheet)


def _nothing() -> None:
    """What a notice without a button does."""
