"""What stands in the place of a table that has no rows: loading, empty, failed, or nothing chosen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from gui.widgets import icons, style
from gui.widgets.plain import PlainLabel
from gui.widgets.sheet_parts import only_when_focused

_SIGN = 48
_WIDTH = 440


class NoticePage(QWidget):
    """An icon, a title, a sentence and buttons, in the middle of the page."""

    def __init__(self) -> None:
        super().__init__()
        self._icon = ""
        self._sign, self.title, self.text, self.detail = PlainLabel(), PlainLabel(), PlainLabel(), PlainLabel()
        self.bar = QProgressBar()
        self.buttons: tuple[QPushButton, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # so that the keyboard can be here and not in the other pane
        self._lay_out()

    def _lay_out(self) -> None:
        font = self.title.font()
        font.setPointSizeF(font.pointSizeF() * 1.2)
        font.setWeight(font.Weight.DemiBold)
        self.title.setFont(font)
        column = QVBoxLayout()
        column.setSpacing(style.STEP)
        for label in (self._sign, self.title, self.text, self.detail):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setTextFormat(Qt.TextFormat.PlainText)
            column.addWidget(label)
        for label in (self.title, self.text, self.detail):
            label.setWordWrap(True)
        for label in (self.text, self.detail):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.detail.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setFixedSize(160, 4)
        self.bar.setAccessibleName(self.tr("Loading"))
        column.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignHCenter)
        self._row = QHBoxLayout()
        self._row.setSpacing(style.STEP)
        column.addSpacing(style.STEP)
        column.addLayout(self._row)
        inner = QWidget()
        inner.setLayout(column)
        inner.setMaximumWidth(_WIDTH)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(inner, 100)
        across.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*(4 * [2 * style.STEP]))
        whole.addStretch(2)
        whole.addLayout(across)
        whole.addStretch(3)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)

    def show_busy(self, title: str) -> None:
        """Say that something is under way."""
        self._show("", title, "", detail="", busy=True)

    def show_text(self, icon: str, title: str, text: str = "", *, detail: str = "") -> None:
        """Say something and offer nothing."""
        self._show(icon, title, text, detail=detail, busy=False)

    def offer(self, text: str, then: Callable[[], object], *, is_first: bool = False) -> QPushButton:
        """Add a button; the first one is the one that is meant."""
        button = QPushButton(text)
        button.clicked.connect(lambda: then())
        only_when_focused(button)  # outside of a dialog Enter presses no button by itself
        if is_first:
            style.make_primary(button)
        self.buttons = (*self.buttons, button)
        self._row.insertWidget(self._row.count() - 1, button)
        return button

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def _show(self, icon: str, title: str, text: str, *, detail: str, busy: bool) -> None:
        self._icon = icon
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._row.addStretch(1)
        self._row.addStretch(1)
        self.buttons = ()
        for label, said in ((self.title, title), (self.text, text), (self.detail, detail)):
            label.setText(said)
            label.setVisible(bool(said))
        self.bar.setVisible(busy)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self._draw()

    def _draw(self) -> None:
        self._sign.setVisible(bool(self._icon))
        if self._icon:
            tints = style.tints(self.palette())
            colour = tints.bad if self._icon == "error" else tints.edge
            self._sign.setPixmap(icons.pixmap(self._icon, _SIGN, colour, ratio=self.devicePixelRatioF()))
