"""The way to a place as a row of buttons. Knows places; opens nothing itself."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolButton, QWidget

from gui.text.place import Place, shown

_GAP = 2
_LABEL_MAX = 28


class CrumbBar(QWidget):
    """One button for the account, the bucket and each part of the prefix.

    Where the room does not suffice, the first parts go into a menu: the last one is where the user is.

    Signals:
        chosen: the `Place` of the button that was pressed.
        clicked_beside: the free room was clicked; the user wants to type.
    """

    chosen = Signal(object)
    clicked_beside = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._places: tuple[Place, ...] = ()
        self.buttons: tuple[QToolButton, ...] = ()
        self._more = self._button("…", self.tr("Places before"))
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        self._more.setMenu(self._menu)
        self._more.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setStyleSheet("QToolButton { padding: 2px 3px; }")

    def show_place(self, place: Place) -> None:
        """Show the way to this place."""
        for button in self.buttons:
            button.hide()
            button.deleteLater()
        self._places = place.crumbs
        self.buttons = tuple(self._crumb(at) for at in self._places)
        self._lay_out()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(200, self._more.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._lay_out()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if event.button() is Qt.MouseButton.LeftButton:
            self.clicked_beside.emit()
        else:
            super().mousePressEvent(event)

    def _crumb(self, place: Place) -> QToolButton:
        text = shown(place.name)
        if len(text) > _LABEL_MAX:
            text = f"{text[: _LABEL_MAX // 2]}…{text[-_LABEL_MAX // 2 :]}"
        # Two ampersands show one; a single one would mark a key.
        label = text.replace("&", "&&") + (" ›" if place != self._places[-1] else "")
        button = self._button(label, self.tr("Go to {place}").format(place=shown(place.name)))
        button.setToolTip(str(place))
        button.clicked.connect(lambda: self.chosen.emit(place))
        return button

    def _button(self, text: str, spoken: str) -> QToolButton:
        button = QToolButton(self)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        button.setText(text)
        button.setAccessibleName(spoken)
        button.setAutoRaise(True)
        button.setCursor(Qt.CursorShape.ArrowCursor)
        return button

    def _lay_out(self) -> None:
        hidden = self._hidden()
        self._menu.clear()
        for place in self._places[:hidden]:
            self._menu.addAction(shown(place.name).replace("&", "&&"), partial(self.chosen.emit, place))
        self._more.setVisible(bool(hidden))
        at = 0
        for button in (*([self._more] if hidden else []), *self.buttons[hidden:]):
            size = button.sizeHint()
            button.resize(min(size.width(), max(0, self.width() - at)), size.height())
            button.move(QPoint(at, (self.height() - size.height()) // 2))
            button.show()
            at += size.width() + _GAP
        for button in self.buttons[:hidden]:
            button.hide()

    def _hidden(self) -> int:
        """How many places at the beginning find no room; the last one always has some."""
        widths = [button.sizeHint().width() + _GAP for button in self.buttons]
        for hidden in range(max(0, len(widths) - 1)):
            room = self.width() - (self._more.sizeHint().width() + _GAP if hidden else 0)
            if sum(widths[hidden:]) <= room:
                return hidden
        return max(0, len(widths) - 1)
