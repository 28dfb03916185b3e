"""Restoring from the archive: what objects are now, what may be chosen for them, and what gets into the queue."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QPushButton, QSpinBox, QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from core.model.errors import Kind, StoreError
from core.model.requests import JobKind, PrefixRequest, Restore, RestoreRequest
from core.model.values import ObjectInfo, ObjectRef, Props, RestoreState
from core.rules.providers import StorageClass
from core.system.clock import Cancel
from gui.actions.restore_dialog import DAYS_MAX, LOOK_MAX, RestoreDialog
from gui.actions.restoring import RestoreController
from gui.qt.tasks import Tasks
from gui.text import phrases
from gui.text.place import Item, ItemKind
from tests.gui.fakes import NOON
from tests.gui.stubs import BrowserStub

CLASSES = (
    StorageClass("Standard"),
    StorageClass("Archive", archived=True, days_max=7),
    StorageClass("Cold", archived=True, tiers=("Expedited", "Standard", "Bulk")),
    StorageClass("Deep", archived=True, tiers=("Standard", "Bulk"), days_max=30),
)
#: Key: storage class and state.
STATES = {
    "frozen": ("Archive", RestoreState.FROZEN),
    "cold": ("Cold", RestoreState.FROZEN),
    "deep": ("Deep", RestoreState.FROZEN),
    "coming": ("Archive", RestoreState.RESTORING),
    "ready": ("Archive", RestoreState.RESTORED),
    "plain": ("Standard", RestoreState.NOT_NEEDED),
}


def item(key: str) -> Item:
    return Item(ItemKind.OBJECT, "Studio", "vault", key, 1)


FOLDER = Item(ItemKind.PREFIX, "Studio", "vault", "tapes/")


def ref(key: str) -> ObjectRef:
    return ObjectRef("Studio", "vault", key)


@dataclass
class Store(BrowserStub):
    """A browser that knows archived objects. Thread: any."""

    looked: list[str] = field(default_factory=list)
    classes_fail: StoreError | None = None

    def stat(self, ref: ObjectRef, cancel: Cancel) -> ObjectInfo:
        self.looked.append(ref.key)
        if ref.key not in STATES and not ref.key.isdecimal():
            raise StoreError(Kind.NOT_FOUND)
        storage_class, state = STATES.get(ref.key, ("Archive", RestoreState.FROZEN))
        until = NOON if state is RestoreState.RESTORED else None
        props = Props(storage_class=storage_class)
        return ObjectInfo(ref, 1, "E", restore=state, readable_until=until, props=props)

    def storage_classes(self, account: str) -> tuple[StorageClass, ...]:
        if self.classes_fail is not None:
            raise replace(self.classes_fail)
        return CLASSES


@dataclass
class Plan:
    got: list[tuple[object, ...]] = field(default_factory=list)

    def show_plan(self, requests: Sequence[object], *, title: str = "", over: QWidget | None = None) -> None:
        self.got.append(tuple(requests))


@dataclass
class RestoringFixture:
    store: Store
    plan: Plan
    controller: RestoreController
    qtbot: QtBot

    def restore(self, *items: Item) -> RestoreDialog:
        dialog = self.controller.restore(items)
        assert dialog is not None
        self.qtbot.waitUntil(lambda: len(self.store.looked) == len(dialog.looked_at()))
        self.qtbot.waitUntil(lambda: "looking…" not in now(dialog) and bool(dialog._classes))
        return dialog


def now(dialog: RestoreDialog) -> list[str]:
    return [dialog.table.model().index(row, 2).data() for row in range(dialog.table.rowCount())]


def tiers(dialog: RestoreDialog) -> list[str]:
    return [dialog.tier.itemData(at) for at in range(dialog.tier.count())]


@pytest.fixture
def restoring(qtbot: QtBot, tasks: Callable[..., Tasks]) -> Iterator[RestoringFixture]:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    store, plan = Store(), Plan()
    restoring = RestoreController(browser=store, browse=tasks("browse", 2), planning=plan, window=window)
    yield RestoringFixture(store, plan, restoring, qtbot)
    for dialog in window.findChildren(RestoreDialog):
        dialog.close()
    window.close()


def test_the_state_of_each_object_is_told(restoring: RestoringFixture) -> None:
    dialog = restoring.restore(*(item(key) for key in (*STATES, "gone")))
    assert now(dialog)[:4] == ["archived: cannot be read"] * 3 + ["is being restored already"]
    assert now(dialog)[4] == f"readable until {phrases.when(NOON)}"
    assert now(dialog)[5] == "can be read: nothing to restore"
    assert now(dialog)[6].startswith("There is no such object")
    assert "3 object(s) are left out" in dialog.summary.text()
    dialog.table.setCurrentCell(6, 0)
    assert dialog.meaning.text() == now(dialog)[6]
    dialog.table.setCurrentCell(4, 0)
    assert "longer" in dialog.meaning.text()


def test_one_object_goes_to_the_plan_which_tells_its_cost_with_the_days_and_the_speed(
    restoring: RestoringFixture,
) -> None:
    dialog = restoring.restore(item("cold"))
    assert tiers(dialog) == ["", "Expedited", "Standard", "Bulk"]
    assert dialog.restore == Restore(7, "")
    dialog.days.setValue(14)
    dialog.tier.setCurrentIndex(3)
    dialog.restore_button.click()
    assert restoring.plan.got == [(RestoreRequest(ref("cold"), Restore(14, "Bulk")),)]


def test_several_objects_are_planned_without_those_that_need_nothing(restoring: RestoringFixture) -> None:
    dialog = restoring.restore(*(item(key) for key in STATES))
    dialog.accept()
    (jobs,) = restoring.plan.got
    assert [job.source.key for job in jobs] == ["frozen", "cold", "deep", "ready"]  # type: ignore[attr-defined]


def test_a_speed_goes_only_to_objects_whose_class_has_it(restoring: RestoringFixture) -> None:
    dialog = restoring.restore(item("frozen"), item("cold"), item("deep"))
    dialog.tier.setCurrentIndex(dialog.tier.findData("Expedited"))
    assert [one.restore.tier for one in dialog.objects()] == ["", "Expedited", ""]


def test_the_days_keep_to_the_strictest_limit_of_the_objects(restoring: RestoringFixture) -> None:
    assert restoring.restore(item("frozen"), item("cold")).days.maximum() == 7
    restoring.store.looked.clear()
    assert restoring.restore(item("deep")).days.maximum() == 30
    restoring.store.looked.clear()
    assert restoring.restore(item("cold")).days.maximum() == DAYS_MAX


def test_nothing_can_be_queued_while_objects_are_looked_at_or_when_none_needs_it(
    restoring: RestoringFixture, qtbot: QtBot
) -> None:
    dialog = RestoreDialog([item("frozen")])
    qtbot.addWidget(dialog)
    assert not dialog.restore_button.isEnabled()
    dialog.close()
    dialog = restoring.restore(item("plain"), item("coming"))
    assert not dialog.restore_button.isEnabled()
    assert dialog.summary.text() == "There is nothing to restore."


def test_a_folder_goes_to_the_plan_and_says_what_the_store_will_refuse(restoring: RestoringFixture) -> None:
    dialog = restoring.restore(FOLDER)
    assert tiers(dialog) == ["", "Expedited", "Standard", "Bulk"]
    dialog.days.setValue(40)
    dialog.tier.setCurrentIndex(1)
    said = dialog.limits.text()
    assert "Archive are refused above 7" in said
    assert "Deep are refused above 30" in said
    assert "Deep do not have this speed" in said
    assert "Cold" not in said
    dialog.restore_button.click()
    folder = ref("tapes/")
    assert restoring.plan.got == [
        (PrefixRequest(folder, folder, kind=JobKind.RESTORE, restore=Restore(40, "Expedited")),)
    ]


def test_objects_beside_a_folder_are_planned_with_it(restoring: RestoringFixture) -> None:
    dialog = restoring.restore(FOLDER, item("frozen"), item("cold"))
    dialog.accept()
    ((first, second, folder),) = restoring.plan.got
    assert (first, second) == (RestoreRequest(ref("frozen"), Restore(7)), RestoreRequest(ref("cold"), Restore(7)))
    assert isinstance(folder, PrefixRequest)


def test_of_many_objects_only_the_first_are_looked_at(restoring: RestoringFixture) -> None:
    dialog = restoring.restore(*(item(str(number)) for number in range(LOOK_MAX + 5)))
    assert len(restoring.store.looked) == LOOK_MAX
    assert "5 more object(s) are looked at when their turn comes" in dialog.summary.text()
    assert len(dialog.objects()) == LOOK_MAX + 5


def test_without_an_answer_on_classes_the_usual_speed_is_offered(restoring: RestoringFixture) -> None:
    restoring.store.classes_fail = StoreError(Kind.INVALID, code="UnknownAccount")
    with restoring.qtbot.waitSignal(restoring.controller.failed):
        dialog = restoring.controller.restore([item("cold")])
    assert dialog is not None
    restoring.qtbot.waitUntil(dialog.restore_button.isEnabled)
    assert tiers(dialog) == [""]
    dialog.reject()


def test_cancelling_plans_nothing(restoring: RestoringFixture) -> None:
    restoring.restore(item("frozen")).reject()
    assert restoring.plan.got == []


def test_the_dialog_is_used_by_keyboard_and_everything_has_a_name(restoring: RestoringFixture) -> None:
    dialog = restoring.restore(item("cold"))
    dialog.activateWindow()
    restoring.qtbot.waitUntil(dialog.isActiveWindow)
    assert QApplication.focusWidget() is dialog.days
    seen = set()
    for _ in range(6):
        focused = QApplication.focusWidget()
        assert isinstance(focused, QSpinBox | QComboBox | QTableWidget | QPushButton)
        assert focused.accessibleName() or isinstance(focused, QPushButton)
        seen.add(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert seen >= {dialog.days, dialog.tier, dialog.table, dialog.restore_button}
    dialog.days.setFocus()
    QTest.keyClick(dialog.days, Qt.Key.Key_Return)
    assert len(restoring.plan.got) == 1


def test_that_copies_can_wait_in_the_queue_is_said(restoring: RestoringFixture) -> None:
    assert "wait in the queue" in restoring.restore(item("cold")).hint.text()


def test_nothing_is_asked_about_nothing(restoring: RestoringFixture) -> None:
    assert restoring.controller.restore([]) is None
