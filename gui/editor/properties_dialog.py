"""All that is known of one object, as text that can be selected. Asks the store through the tasks."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from core.model.errors import Kind, StoreError
from core.model.values import ObjectKind, ObjectRef
from core.system.clock import Cancel
from gui.editor import properties_text as object_text
from gui.editor.properties_text import Close, Group
from gui.qt.contracts import BrowserApi
from gui.qt.tasks import Request, Tasks
from gui.text import phrases
from gui.text.place import Item, shown
from gui.widgets import messages, style
from gui.widgets.notice_page import NoticePage
from gui.widgets.plain import PlainLabel

#: The names of all groups take this much room, so that the values stand below each other.
_NAMES = 140


class PropertiesDialog(QDialog):
    """The properties of an object, as the store reports them now.

    Signals:
        edit_wanted: the properties of this `Item` are to be changed; the dialog closes.
    """

    edit_wanted = Signal(object)

    def __init__(
        self,
        browser: BrowserApi,
        tasks: Tasks,
        item: Item,
        parent: QWidget | None = None,
        *,
        version: str | None = None,
    ) -> None:
        """`version` shows an older version, of which nothing can be changed."""
        super().__init__(parent)
        self._browser, self._tasks, self._item = browser, tasks, item
        self._ref = ObjectRef(item.account, item.bucket, item.key, version)
        self._request: Request | None = None
        self._groups: tuple[Group, ...] = ()
        self.setWindowTitle(self.tr("Properties of {name}").format(name=shown(item.name)))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.notice = NoticePage()
        self.hint = PlainLabel()
        self.area = QScrollArea()
        self.area.setAccessibleName(self.tr("Properties"))
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.edit = self.buttons.addButton(self.tr("&Edit…"), QDialogButtonBox.ButtonRole.ActionRole)
        self.copy_all = self.buttons.addButton(self.tr("&Copy all"), QDialogButtonBox.ButtonRole.ActionRole)
        self._lay_out()
        self.buttons.rejected.connect(self.reject)
        self.edit.clicked.connect(self._ask_edit)
        self.copy_all.clicked.connect(lambda: QGuiApplication.clipboard().setText(object_text.as_text(self._groups)))
        self._load()

    def _lay_out(self) -> None:
        self.edit.setVisible(self._ref.version is None)
        self.edit.setToolTip(self.tr("Change headers, metadata, tags, ACL or storage class"))
        self.copy_all.setToolTip(self.tr("Put all of this on the clipboard, as text"))
        self.hint.setWordWrap(True)
        self.hint.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*(4 * [2 * style.STEP]))
        whole.setSpacing(style.STEP)
        whole.addWidget(self.notice, 1)
        whole.addWidget(self.area, 1)
        whole.addWidget(self.hint)
        whole.addWidget(self.buttons)
        self.buttons.button(QDialogButtonBox.StandardButton.Close).setDefault(True)
        self.resize(600, 640)

    def done(self, result: int) -> None:
        """Close the dialog, and give up the question to the store."""
        if self._request is not None:
            self._request.drop()
        super().done(result)

    def _ask_edit(self) -> None:
        self.accept()
        self.edit_wanted.emit(self._item)

    # ------------------------------------------------------------ loading

    def _load(self) -> None:
        self._swap(self.notice)
        self.notice.show_busy(self.tr("Loading…"))
        browser, ref = self._browser, self._ref
        self._request = self._tasks.run(
            lambda cancel: _look(browser, ref, cancel), self._show_info, failed=self._show_failure, owner=self
        )

    def _show_failure(self, problem: Exception) -> None:
        detail = phrases.detail(problem) if isinstance(problem, StoreError) else ""
        title = self.tr("The properties cannot be shown")
        self.notice.show_text("error", title, messages.sentence(problem), detail=detail)
        self.notice.offer(self.tr("Retry"), self._load, is_first=True)

    def _show_info(self, seen: Close) -> None:
        self._groups = object_text.groups(seen)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, style.STEP, 0)
        column.setSpacing(style.STEP)
        for group in self._groups:
            self._add_group(column, group)
        column.addStretch(1)
        self.area.setWidget(body)
        self._swap(self.area)
        has_versions = self._ref.version is None and seen.info.ref.version is not None
        self.hint.setText(self.tr("The bucket keeps versions: Ctrl+Shift+V shows the older ones of this object."))
        self.hint.setVisible(has_versions)

    def _swap(self, page: QWidget) -> None:
        for each in (self.notice, self.area):
            each.setVisible(each is page)
        self.hint.hide()
        for button in (self.edit, self.copy_all):
            button.setEnabled(page is self.area)

    def _add_group(self, column: QVBoxLayout, group: Group) -> None:
        heading = PlainLabel(group.title)
        font = heading.font()
        font.setWeight(font.Weight.DemiBold)
        heading.setFont(font)
        column.addWidget(heading)
        form = QFormLayout()
        form.setContentsMargins(style.STEP, 0, 0, style.STEP)
        form.setHorizontalSpacing(2 * style.STEP)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name, value in group.pairs or (object_text.nothing(),):
            label, text = PlainLabel(name), PlainLabel(value)
            for part in (label, text):
                part.setTextFormat(Qt.TextFormat.PlainText)
                part.setWordWrap(part is text)
            text.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            text.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # to be selectable does not make it reachable by Tab
            text.setAccessibleName(name)
            label.setMinimumWidth(_NAMES)
            form.addRow(label, text)
        column.addLayout(form)


def _look(browser: BrowserApi, ref: ObjectRef, cancel: Cancel) -> Close:
    """The object, and what its kind makes worth knowing. Any worker thread."""
    info = browser.stat(ref, cancel)
    link = ""
    if info.kind is ObjectKind.SYMLINK:
        try:
            link = browser.link_target(ref, cancel)
        except StoreError as error:
            if error.kind not in (Kind.DENIED, Kind.NOT_FOUND, Kind.UNSUPPORTED):
                raise
    return Close(info, link, browser.features(ref.account) if object_text.is_special(info) else None)
