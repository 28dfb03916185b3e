"""Where a pane is, and how to go elsewhere: buttons, the way, the address as text, and the filter."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QWidget,
)

from gui.text.place import Place, shown
from gui.text.visible import tip
from gui.widgets import icons, style

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
        button.setToolTip(tip(str(place)))
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


_ICON = QSize(18, 18)
#: So long after the last key the rows are filtered.
_FILTER_MS = 120


class AddressBar(QWidget):
    """The bar above a pane's table.

    Signals:
        chosen: a `Place` of the way was pressed.
        typed: an address was entered; its text.
        filtered: the text in the filter box, shortly after it was typed.
        left_filter: the user is done with the filter box and wants the rows.
    """

    chosen = Signal(object)
    typed = Signal(str)
    filtered = Signal(str)
    left_filter = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._place = Place()
        self.back = self._button("back", self.tr("Back"))
        self.forward = self._button("forward", self.tr("Forward"))
        self.up = self._button("up", self.tr("Up"))
        self.reload = self._button("reload", self.tr("Reload"))
        self.crumbs = CrumbBar()
        self.edit = QLineEdit()
        self.filter = QLineEdit()
        self._timer = QTimer(self)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.edit.setAccessibleName(self.tr("Address"))
        self.edit.setPlaceholderText(self.tr("account:bucket/folder/"))
        self.edit.setFrame(False)
        self.filter.setAccessibleName(self.tr("Filter the loaded rows"))
        self.filter.setPlaceholderText(self.tr("Filter"))
        self.filter.setClearButtonEnabled(True)
        for cross in self.filter.findChildren(QAbstractButton):
            cross.setAccessibleName(self.tr("Clear the filter"))
        self.filter.setMinimumWidth(64)
        self.filter.setMaximumWidth(180)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.crumbs)
        self._pages.addWidget(self.edit)
        frame = QFrame()
        frame.setObjectName("address")
        frame.setFrameShape(QFrame.Shape.StyledPanel)
        frame.setAutoFillBackground(True)
        frame.setBackgroundRole(QPalette.ColorRole.Base)
        inside = QHBoxLayout(frame)
        inside.setContentsMargins(2, 1, 2, 1)
        inside.addWidget(self._pages)
        row = QHBoxLayout(self)
        half = style.STEP // 2
        row.setContentsMargins(half, half, half, half)
        row.setSpacing(half)
        for button in (self.back, self.forward, self.up, self.reload):
            row.addWidget(button)
        row.addWidget(frame, 3)
        row.addWidget(self.filter, 1)

    def _connect(self) -> None:
        self._timer.setSingleShot(True)
        self._timer.setInterval(_FILTER_MS)
        self._timer.timeout.connect(lambda: self.filtered.emit(self.filter.text()))
        self.filter.textChanged.connect(lambda _: self._timer.start())
        self.crumbs.chosen.connect(self.chosen)
        self.crumbs.clicked_beside.connect(self.begin_typing)
        self.edit.returnPressed.connect(self._enter)
        self.edit.installEventFilter(self)
        self.filter.installEventFilter(self)

    def _button(self, icon: str, name: str) -> QToolButton:
        button = QToolButton()
        button.setAutoRaise(True)
        button.setIconSize(_ICON)
        button.setAccessibleName(name)
        button.setToolTip(name)
        icons.dress(button, icon)
        return button

    # ------------------------------------------------------------ what a pane does

    def show_place(self, place: Place) -> None:
        """Show where the pane is; what was typed is gone, the filter's text too."""
        self._place = place
        self.crumbs.show_place(place)
        self.edit.setText(str(place))
        self._end_typing()
        self.filter.clear()
        self._timer.stop()

    def begin_typing(self) -> None:
        """Let the user type an address."""
        self.edit.setText(str(self._place))
        self._pages.setCurrentWidget(self.edit)
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.edit.selectAll()

    def begin_filtering(self) -> None:
        """Let the user type into the filter box."""
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    @property
    def is_typing(self) -> bool:
        """Whether the keyboard is in the address or in the filter box."""
        return self.edit.hasFocus() or self.filter.hasFocus()

    def _enter(self) -> None:
        text = self.edit.text()
        self._end_typing()
        self.typed.emit(text)

    def _end_typing(self) -> None:
        self._pages.setCurrentWidget(self.crumbs)

    # ------------------------------------------------------------ Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if watched is self.edit and event.type() is QEvent.Type.FocusOut:
            self._end_typing()
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._is_used(watched, event)
        return False

    def _is_used(self, watched: QObject, event: QKeyEvent) -> bool:
        """Escape gives up; Down and Enter go from the filter to the rows."""
        key = event.key()
        if watched is self.edit and key == Qt.Key.Key_Escape:
            self._end_typing()
            self.left_filter.emit()
            return True
        if watched is self.filter and key in (Qt.Key.Key_Escape, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if key == Qt.Key.Key_Escape:
                self.filter.clear()
            self.left_filter.emit()
            return True
        return False
