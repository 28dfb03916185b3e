"""Links to objects: for how long they are good, signed off the GUI thread."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from core.model.values import ObjectRef
from gui.qt.contracts import BrowserApi
from gui.qt.tasks import Request, Tasks
from gui.text.figures import DAY, HOUR, MINUTE
from gui.text.place import Item, ItemKind, shown
from gui.widgets import messages, style
from gui.widgets.plain import PlainLabel
from gui.widgets.remark import Remark
from gui.widgets.sheet_parts import number_box

_SIZE = (560, 360)
_QUIET_MS = 150
_FIGURE_MAX = 999


class LinkDialog(QDialog):
    """For how long, the link to be copied, and a warning.

    Signals:
        wanted: a link that is good for so many seconds.
    """

    wanted = Signal(int)

    def __init__(self, item: Item, longest_s: int, parent: QWidget | None = None) -> None:
        """`longest_s` is the most that the provider allows, in seconds."""
        super().__init__(parent)
        self._longest_s = longest_s
        self._asked_s = 0
        self.setWindowTitle(self.tr("Link to {name}").format(name=shown(item.name)))
        self.figure = number_box()
        self.unit = QComboBox()
        self.link = QPlainTextEdit()
        self.remark = Remark(self.tr("What the link allows"))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.copy = self.buttons.addButton(self.tr("&Copy"), QDialogButtonBox.ButtonRole.ActionRole)
        self._quiet = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._lay_out()
        self.copy.setDefault(True)
        self._connect()
        self._limit()

    @property
    def seconds(self) -> int:
        """How long the link is to be good for."""
        return min(self.figure.value() * int(self.unit.currentData()), self._longest_s)

    def _lay_out(self) -> None:
        for text, seconds in ((self.tr("minutes"), MINUTE), (self.tr("hours"), HOUR), (self.tr("days"), DAY)):
            if seconds <= self._longest_s:
                self.unit.addItem(text, seconds)
        self.unit.setCurrentIndex(min(1, self.unit.count() - 1))
        self.unit.setAccessibleName(self.tr("Unit of time"))
        self.figure.setAccessibleName(self.tr("How long the link is good"))
        self.link.setReadOnly(True)
        self.link.setAccessibleName(self.tr("Link"))
        self.link.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.link.setWordWrapMode(self.link.wordWrapMode().WrapAnywhere)
        self.link.setTabChangesFocus(True)
        style.make_primary(self.copy)
        label = PlainLabel(self.tr("&Good for"))
        label.setBuddy(self.figure)
        row = QHBoxLayout()
        row.setSpacing(style.STEP)
        for part in (self.figure, self.unit):
            row.addWidget(part)
        row.addStretch(1)
        form = QFormLayout()
        form.setHorizontalSpacing(2 * style.STEP)
        form.addRow(label, row)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*(4 * [2 * style.STEP]))
        whole.setSpacing(2 * style.STEP)
        whole.addLayout(form)
        whole.addWidget(self.link, 1)
        whole.addWidget(self.remark)
        whole.addWidget(self.buttons)
        self.resize(*_SIZE)

    def _connect(self) -> None:
        self.unit.currentIndexChanged.connect(self._limit)
        self.figure.valueChanged.connect(self._ask_soon)
        self.unit.currentIndexChanged.connect(self._ask_soon)
        self._quiet.timeout.connect(self.ask)
        self.copy.clicked.connect(self._copy)
        self.buttons.rejected.connect(self.reject)

    def _limit(self) -> None:
        """No figure is offered that the provider would refuse."""
        self.figure.setRange(1, max(1, min(_FIGURE_MAX, self._longest_s // int(self.unit.currentData()))))

    def _ask_soon(self) -> None:
        if self.seconds == self._asked_s:  # Return in the field tells of a change where there is none
            self._quiet.stop()
            self.copy.setEnabled(bool(self.link.toPlainText()))
            return
        self.copy.setEnabled(False)
        self._quiet.start()

    def ask(self) -> None:
        """Want a link for the time that stands there."""
        self.copy.setEnabled(False)
        self.link.clear()
        self._asked_s = self.seconds
        self.wanted.emit(self.seconds)

    # ------------------------------------------------------------ what a controller shows

    def show_link(self, link: str) -> None:
        """The link that was wanted."""
        self.link.setPlainText(link)
        self.copy.setEnabled(True)
        self.remark.say(
            self.tr(
                "Anybody who has this link can read the object without a key until that time is over. "
                "It can only be taken back by deleting the object or the access key."
            ),
            "warning",
        )

    def show_failure(self, text: str) -> None:
        """There is no link."""
        self.link.clear()
        self._asked_s = 0
        self.remark.say(text, "error")

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.link.toPlainText())
        self.remark.say(self.tr("The link is on the clipboard. Anybody who has it can read the object."), "warning")
        self.copy.setFocus(Qt.FocusReason.OtherFocusReason)


class LinkController(QObject):
    """Shows a link that can be copied.

    Signals:
        failed: why there can be no link at all.
    """

    failed = Signal(object)

    def __init__(self, browser: BrowserApi, *, browse: Tasks, window: QWidget) -> None:
        super().__init__(window)
        self._browser, self._browse, self._window = browser, browse, window

    def show(self, item: Item) -> None:
        """Show a link to an object."""
        if item.kind is ItemKind.OBJECT:
            self._browse.run(
                lambda _cancel: self._browser.presign_max_s(item.account),
                partial(self._open, item),
                failed=self.failed.emit,
                owner=self,
            )

    def _open(self, item: Item, longest_s: int) -> None:
        dialog = LinkDialog(item, longest_s, self._window)
        _Signing(self._browser, self._browse, dialog, item.ref)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        dialog.ask()


class _Signing(QObject):
    """One dialog: the link always belongs to the time that stands there."""

    def __init__(self, browser: BrowserApi, browse: Tasks, dialog: LinkDialog, ref: ObjectRef) -> None:
        super().__init__(dialog)
        self._browser, self._browse, self._dialog, self._ref = browser, browse, dialog, ref
        self._request: Request | None = None
        dialog.wanted.connect(self._sign)

    def _sign(self, seconds: int) -> None:
        if self._request is not None:
            self._request.drop()
        self._request = self._browse.run(
            lambda _cancel: self._browser.link(self._ref, seconds),
            self._dialog.show_link,
            failed=lambda problem: self._dialog.show_failure(messages.sentence(problem)),
            owner=self,
        )
