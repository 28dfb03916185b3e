"""Window floor: all that is known of one object, as text that can be selected. Asks the store through the tasks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from core.values import Encryption, ObjectInfo, ObjectKind, RestoreState, Seen, Sight
from gui import phrases, style
from gui.loader import Looks
from gui.models.place import Item, shown
from gui.tasks import Request, Tasks
from gui.views import messages
from gui.views.notice_page import NoticePage

#: The names of all groups take this much room, so that the values stand below each other.
_NAMES = 140

Pairs = Iterable[tuple[str, str]]


class PropertiesDialog(QDialog):
    """The properties of an object, as the store reports them now."""

    def __init__(self, browser: Looks, tasks: Tasks, item: Item, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._browser, self._tasks, self._item = browser, tasks, item
        self._request: Request | None = None
        self.setWindowTitle(self.tr("Properties of {name}").format(name=shown(item.name)))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.notice = NoticePage()
        self.area = QScrollArea()
        self.area.setAccessibleName(self.tr("Properties"))
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*(4 * [2 * style.STEP]))
        whole.addWidget(self.notice, 1)
        whole.addWidget(self.area, 1)
        whole.addWidget(buttons)
        self.resize(560, 600)
        self._load()

    def done(self, result: int) -> None:
        """Close the dialog, and give up the question to the store."""
        if self._request is not None:
            self._request.drop()
        super().done(result)

    def _load(self) -> None:
        self.notice.show_busy(self.tr("Loading…"))
        ref = self._item.ref
        self._request = self._tasks.run(
            lambda cancel: self._browser.stat(ref, cancel), self._show_info, failed=self._show_failure, owner=self
        )

    def _show_failure(self, problem: Exception) -> None:
        self.notice.show_text("error", self.tr("The properties cannot be shown"), messages.sentence(problem))
        self.notice.offer(self.tr("Retry"), self._load, is_first=True)

    def _show_info(self, info: ObjectInfo) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, style.STEP, 0)
        column.setSpacing(style.STEP)
        for title, pairs in self._groups(info):
            self._add_group(column, title, tuple(pairs))
        column.addStretch(1)
        self.notice.hide()
        self.area.setWidget(body)
        self.area.show()

    def _add_group(self, column: QVBoxLayout, title: str, pairs: tuple[tuple[str, str], ...]) -> None:
        heading = QLabel(title)
        font = heading.font()
        font.setWeight(font.Weight.DemiBold)
        heading.setFont(font)
        column.addWidget(heading)
        form = QFormLayout()
        form.setContentsMargins(style.STEP, 0, 0, style.STEP)
        form.setHorizontalSpacing(2 * style.STEP)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name, value in pairs or ((self.tr("none"), ""),):
            label, text = QLabel(name), QLabel(value)
            for part in (label, text):
                part.setTextFormat(Qt.TextFormat.PlainText)
                part.setWordWrap(part is text)
            text.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            text.setAccessibleName(name)
            label.setMinimumWidth(_NAMES)
            form.addRow(label, text)
        column.addLayout(form)

    # ------------------------------------------------------------ what is said

    def _groups(self, info: ObjectInfo) -> tuple[tuple[str, Pairs], ...]:
        props = info.props
        return (
            (self.tr("Object"), self._facts(info)),
            (self.tr("Checks"), self._checks(info)),
            (self.tr("Content headers"), sorted(props.headers.items())),
            (self.tr("User metadata"), sorted(props.user.items())),
            (self.tr("Tags"), self._tags(props.tags)),
        )

    def _facts(self, info: ObjectInfo) -> Pairs:
        props, ref = info.props, info.ref
        yield self.tr("Account"), ref.account
        yield self.tr("Bucket"), ref.bucket
        yield self.tr("Key"), ref.key
        if ref.version:
            yield self.tr("Version"), ref.version
        yield self.tr("Size"), phrases.exact_size(info.size)
        yield self.tr("Modified"), phrases.when(info.modified) or self.tr("not known")
        yield self.tr("Made by"), self._kind(info.kind)
        yield self.tr("Storage class"), props.storage_class or self.tr("not known")
        if info.restore is not RestoreState.NOT_NEEDED:
            yield self.tr("Archive"), self._restore(info.restore)
        yield self.tr("ACL"), self._seen(props.acl, props.acl.value or "")
        yield self.tr("Encryption"), self._seen(props.encryption, self._encryption(props.encryption.value))

    def _checks(self, info: ObjectInfo) -> Pairs:
        yield self.tr("ETag"), info.etag
        crc = self.tr("not offered by the store") if info.crc64 is None else str(info.crc64)
        yield self.tr("CRC-64"), crc

    def _tags(self, tags: Seen[Mapping[str, str]]) -> Pairs:
        if not tags.is_known:
            return ((self._seen(tags, ""), ""),)
        return sorted((tags.value or {}).items())

    def _seen(self, seen: Seen[Any], value: str) -> str:
        if seen.sight is Sight.DENIED:
            return self.tr("not readable with this key")
        return value if seen.is_known else self.tr("not known")

    def _encryption(self, value: Encryption | None) -> str:
        words = "" if value is None else f"{value.algorithm} {value.key_id}".strip()
        return words or self.tr("none")

    def _kind(self, kind: ObjectKind) -> str:
        return {
            ObjectKind.NORMAL: self.tr("one upload"),
            ObjectKind.MULTIPART: self.tr("an upload in parts"),
            ObjectKind.APPENDABLE: self.tr("appending"),
            ObjectKind.SYMLINK: self.tr("a link to another object"),
        }[kind]

    def _restore(self, state: RestoreState) -> str:
        return {
            RestoreState.NOT_NEEDED: "",
            RestoreState.FROZEN: self.tr("must be restored before it can be read"),
            RestoreState.RESTORING: self.tr("is being restored"),
            RestoreState.RESTORED: self.tr("is restored and can be read"),
        }[state]
