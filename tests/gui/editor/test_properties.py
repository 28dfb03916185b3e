"""The properties of an object: what the store knows, what can be done with special objects, and what can be copied."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from core.model.errors import Kind, StoreError
from core.model.limits import Features
from core.model.values import ObjectInfo, ObjectKind, ObjectRef, Props, RestoreState, Seen, Sight, known
from core.rules.providers import provider
from core.system.clock import Cancel
from gui.editor import properties_text as object_text
from gui.editor.properties_dialog import PropertiesDialog
from gui.editor.properties_text import Close
from gui.qt.tasks import Tasks
from gui.text import phrases
from gui.text.place import Item, ItemKind
from tests.gui.fakes import NOON
from tests.gui.stubs import BrowserStub

ITEM = Item(ItemKind.OBJECT, "Studio", "photos", "a.jpg", 5)
INFO = ObjectInfo(
    ITEM.ref,
    5,
    "E1",
    NOON,
    crc64=7,
    props=Props({"content-type": "image/jpeg"}, {"author": "Li Hua"}, known({"t": "1"}), known("private"), "IA"),
)
OSS = provider("oss").features


@dataclass
class Store(BrowserStub):
    """A browser with one object. Thread: any."""

    info: ObjectInfo = INFO
    points_to: str | StoreError = "b.jpg"
    can: Features = OSS
    fail: StoreError | None = None
    asked: list[tuple[str, str | None]] = field(default_factory=list)

    def stat(self, ref: ObjectRef, cancel: Cancel) -> ObjectInfo:
        self.asked.append(("stat", ref.version))
        if self.fail is not None:
            raise replace(self.fail)
        return self.info

    def link_target(self, ref: ObjectRef, cancel: Cancel) -> str:
        self.asked.append(("link", ref.version))
        if isinstance(self.points_to, StoreError):
            raise replace(self.points_to)
        return self.points_to

    def features(self, account: str) -> Features:
        return self.can


@pytest.fixture
def show(qtbot: QtBot, tasks: Callable[..., Tasks]) -> Iterator[Callable[..., PropertiesDialog]]:
    made: list[PropertiesDialog] = []
    runner = tasks("browse")

    def build(store: Store, *, version: str | None = None) -> PropertiesDialog:
        dialog = PropertiesDialog(store, runner, ITEM, version=version)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(dialog)
        dialog.show()
        made.append(dialog)
        qtbot.waitUntil(lambda: dialog.area.isVisible() or bool(dialog.notice.buttons))
        return dialog

    yield build
    for dialog in made:
        dialog.close()


Show = Callable[..., PropertiesDialog]


def said(dialog: PropertiesDialog) -> dict[str, str]:
    return {label.accessibleName(): label.text() for label in dialog.area.findChildren(QLabel)}


def allowed(info: ObjectInfo, features: Features | None = OSS) -> dict[str, str]:
    group = next((one for one in object_text.groups(Close(info, "", features)) if "can be done" in one.title), None)
    return {} if group is None else dict(group.pairs)


def test_a_restored_object_tells_until_when_it_can_be_read(show: Show) -> None:
    info = replace(INFO, restore=RestoreState.RESTORED, readable_until=NOON)
    assert said(show(Store(info)))["Archive"] == f"is restored and can be read until {phrases.when(NOON)}"
    assert object_text.archive(replace(info, readable_until=None)) == "is restored and can be read"


def test_a_link_tells_what_it_points_to(show: Show) -> None:
    dialog = show(Store(replace(INFO, kind=ObjectKind.SYMLINK)))
    assert said(dialog)["Points to"] == "b.jpg"


@pytest.mark.parametrize("kind", [Kind.DENIED, Kind.NOT_FOUND, Kind.UNSUPPORTED])
def test_a_link_that_cannot_be_read_does_not_hide_the_rest(show: Show, kind: Kind) -> None:
    dialog = show(Store(replace(INFO, kind=ObjectKind.SYMLINK), StoreError(kind)))
    assert said(dialog)["Points to"] == "not known"
    assert said(dialog)["ETag"] == "E1"


def test_only_a_link_costs_a_request_more(show: Show) -> None:
    store = Store()
    show(store)
    assert store.asked == [("stat", None)]


def test_a_lock_is_shown_among_the_facts_of_an_object() -> None:
    others = {"object-lock-mode": "COMPLIANCE", "object-lock-retain-until-date": "2040-01-01T00:00:00Z"}
    shown = object_text.groups(Close(replace(INFO, props=replace(INFO.props, others=others))))
    facts = dict(shown[0].pairs)
    assert (facts["Lock"], facts["Locked until"]) == ("COMPLIANCE", "2040-01-01T00:00:00Z")


def test_nothing_is_said_of_what_can_be_done_with_a_plain_object() -> None:
    assert allowed(INFO) == {}


def test_what_the_provider_allows_for_append_objects_is_said_before() -> None:
    info = replace(INFO, kind=ObjectKind.APPENDABLE)
    assert allowed(info)["Copy and rename"].startswith("not by this provider")
    assert "tags and ACL only" in allowed(info)["Edit"]
    copies = replace(OSS, copies_appendable=True, acl=False)
    assert "not" not in allowed(info, copies)["Copy and rename"]
    assert "tags only" in allowed(info, copies)["Edit"]
    assert "not possible" in allowed(info, replace(OSS, tags=False, acl=False))["Edit"]


def test_what_can_be_done_with_links_and_archived_objects_is_said_before() -> None:
    assert "only inside its bucket" in allowed(replace(INFO, kind=ObjectKind.SYMLINK))["Copy and rename"]
    assert "restored" in allowed(replace(INFO, restore=RestoreState.FROZEN))["Read and copy"]
    assert allowed(replace(INFO, restore=RestoreState.RESTORED)) == {}


def test_all_is_copied_as_text(show: Show) -> None:
    dialog = show(Store())
    dialog.copy_all.click()
    text = QGuiApplication.clipboard().text()
    for line in ("  Key: a.jpg", "  ETag: E1", "  author: Li Hua", "  t: 1", "User metadata"):
        assert line in text.splitlines()


def test_what_may_not_be_read_is_said() -> None:
    info = replace(INFO, props=Props(tags=Seen(None, Sight.DENIED), acl=Seen(None, Sight.DENIED)))
    assert object_text.as_text(object_text.groups(Close(info))).count("not readable with this key") == 2


def test_editing_is_asked_for_with_the_item_and_closes_the_dialog(show: Show, qtbot: QtBot) -> None:
    dialog = show(Store())
    with qtbot.waitSignal(dialog.edit_wanted) as wanted:
        dialog.edit.click()
    assert wanted.args == [ITEM]
    assert not dialog.isVisible()


def test_an_older_version_is_shown_and_cannot_be_edited(show: Show) -> None:
    store = Store(replace(INFO, ref=replace(ITEM.ref, version="v1")))
    dialog = show(store, version="v1")
    assert store.asked == [("stat", "v1")]
    assert not dialog.edit.isVisible()
    assert not dialog.hint.isVisible()


def test_an_object_with_versions_names_the_key_that_shows_them(show: Show) -> None:
    assert "Ctrl+Shift+V" in show(Store(replace(INFO, ref=replace(ITEM.ref, version="v3")))).hint.text()
    assert not show(Store()).hint.isVisible()


def test_a_failure_is_told_with_the_vendors_words_and_can_be_retried(show: Show, qtbot: QtBot) -> None:
    store = Store(fail=StoreError(Kind.DENIED, "HeadObject", 403, "AccessDenied", "no", "R1"))
    dialog = show(store)
    assert "not allowed" in dialog.notice.text.text()
    assert "R1" in dialog.notice.detail.text()
    assert not dialog.copy_all.isEnabled()
    store.fail = None
    dialog.notice.buttons[0].click()
    qtbot.waitUntil(dialog.area.isVisible)


def test_every_value_is_reached_and_selected_by_keyboard(show: Show) -> None:
    values = [label for label in show(Store()).area.findChildren(QLabel) if label.accessibleName()]
    assert len(values) > 10
    for label in values:
        assert label.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByKeyboard
        assert label.focusPolicy() & Qt.FocusPolicy.TabFocus
