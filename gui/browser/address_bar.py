"""Where a pane is, and how to go elsewhere: buttons, the way, the address as text, and the filter."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QLineEdit, QStackedWidget, QToolButton, QWidget

from gui.browser.crumb_bar import CrumbBar
from gui.text.place import Place
from gui.widgets import icons, style

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
