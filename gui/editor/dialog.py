"""What the editors of one object and of many share: where things stand, keys, and the way out."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.editor.changes import ChangeTable, Remarks
from gui.editor.form import EditorForm
from gui.widgets import messages, style
from gui.widgets.notice_page import NoticePage
from gui.widgets.plain import PlainLabel
from gui.widgets.sheet_parts import only_when_focused

#: With less room the sentences below the table are cut, because labels that wrap do not say how high they are.
_RIGHT_LEAST, _TABLE_LEAST, _HEIGHT_LEAST = 340, 120, 460
#: So much is shown above and below the field that has the keyboard.
_MARGIN = 2 * style.STEP
_ENTERS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class FieldArea(QScrollArea):
    """Scrolls up and down only: it is never narrower than the fields in it, and the one with the keyboard is in sight.

    Qt scrolls to a field that the tabulator key leads to, and only if its layout is done by then.
    """

    def __init__(self) -> None:
        super().__init__()
        self._settled = QTimer(self, singleShot=True, interval=0)  # when rows that came or went have their places
        self._settled.timeout.connect(self._show_focused)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._application().focusChanged.connect(self._follow_focus)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        super().hideEvent(event)
        self._application().focusChanged.disconnect(self._follow_focus)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._settled.start()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        hint, inner = super().minimumSizeHint(), self.widget()
        bar = self.verticalScrollBar().sizeHint().width()
        return hint if inner is None else QSize(inner.minimumSizeHint().width() + bar, hint.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if watched is self.widget() and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        if watched is self.widget() and event.type() == QEvent.Type.Resize:
            self._settled.start()
        return super().eventFilter(watched, event)

    @staticmethod
    def _application() -> QApplication:
        running = QApplication.instance()
        if not isinstance(running, QApplication):
            raise TypeError(running)
        return running

    def _follow_focus(self, _before: QWidget | None, _now: QWidget | None) -> None:
        self._settled.start()

    def _show_focused(self) -> None:
        field, inner = QApplication.focusWidget(), self.widget()
        if field is not None and inner is not None and inner.isAncestorOf(field):
            self.ensureWidgetVisible(field, 0, _MARGIN)


class EditorDialog(QDialog):
    """Fields on the left, what they change on the right. Ctrl+Return goes on, Escape asks before it throws away.

    Return alone does nothing in a field: it is pressed too easily to begin a change of thousands of objects.
    """

    def __init__(self, parent: QWidget | None, *, many: bool) -> None:
        super().__init__(parent)
        self.notice = NoticePage()
        self.form = EditorForm(many=many)
        self.area = FieldArea()
        self.table = ChangeTable(self.tr("What will change"), objects=many)
        self.heading = PlainLabel()
        self.side = QVBoxLayout()
        self.remarks = Remarks(self.tr("What this means"))
        self.again = QPushButton()
        self.sum = PlainLabel()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.go_on = self.buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        self._question: QWidget | None = None
        self._put_together()
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        for keys in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            shortcut = QShortcut(QKeySequence(Qt.KeyboardModifier.ControlModifier | keys), self)
            shortcut.activated.connect(self.hurry)

    @property
    def is_changed(self) -> bool:
        """Whether leaving throws something away."""
        raise NotImplementedError

    def reject(self) -> None:
        """Leave without a change; ask first when something was typed."""
        if not self.is_changed:
            super().reject()
        elif self._question is None:
            self._ask()

    def hurry(self) -> None:
        """Go on, if that is possible."""
        self.go_on.click()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() not in _ENTERS:
            super().keyPressEvent(event)
            return
        focused = self.focusWidget()
        if isinstance(focused, QPushButton | QToolButton):
            focused.click()

    def show_notice(self) -> None:
        """Show the notice instead of the fields."""
        self.split.hide()
        self.notice.show()
        self.go_on.setEnabled(False)

    def show_fields(self) -> None:
        """Show the fields instead of the notice."""
        self.notice.hide()
        self.split.show()
        self.form.take_keyboard()

    # ------------------------------------------------------------ inside

    def _ask(self) -> None:
        box = messages.ask(
            self,
            self.tr("Throw the changes away?"),
            more=self.tr("Nothing of what you entered has been queued yet."),
            yes=self.tr("Throw away"),
            no=self.tr("Go on editing"),
            then=super().reject,
        )
        self._question = box
        box.finished.connect(self._forget_question)

    def _forget_question(self) -> None:
        self._question = None

    def _put_together(self) -> None:
        self.setMinimumHeight(_HEIGHT_LEAST)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*(4 * [2 * style.STEP]))
        whole.setSpacing(2 * style.STEP)
        whole.addWidget(self.notice, 1)
        whole.addWidget(self._both_sides(), 1)
        bottom = QHBoxLayout()
        bottom.setSpacing(2 * style.STEP)
        bottom.addWidget(self.sum, 1)
        bottom.addWidget(self.buttons)
        whole.addLayout(bottom)
        self.sum.setWordWrap(True)
        self.sum.setTextFormat(Qt.TextFormat.PlainText)
        style.make_primary(self.go_on)

    def _both_sides(self) -> QSplitter:
        self.area.setWidget(self.form)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setAccessibleName(self.tr("Properties"))
        font = self.heading.font()
        font.setWeight(font.Weight.DemiBold)
        self.heading.setFont(font)
        only_when_focused(self.again)
        self.again.hide()
        right = QWidget()
        right.setMinimumWidth(_RIGHT_LEAST)
        self.table.setMinimumHeight(_TABLE_LEAST)
        self.side = QVBoxLayout(right)
        self.side.setContentsMargins(style.STEP, 0, 0, 0)
        self.side.setSpacing(style.STEP)
        self.side.addWidget(self.heading)
        self.side.addWidget(self.table, 1)
        self.side.addWidget(self.remarks)
        self.side.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.area)
        self.split.addWidget(right)
        self.split.setStretchFactor(0, 1)
        self.split.setStretchFactor(1, 1)
        self.split.hide()
        return self.split
