"""From chosen rows to a queued change: the editor that fits opens, and what was shown is what is queued."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from core.model.errors import KnownError
from core.model.requests import CopyRequest, Edit, JobKind, PrefixRequest
from core.model.values import Account, Credentials, Expected
from core.sandbox.extents import of_bytes
from core.sandbox.sample import normal
from core.sandbox.server import Sandbox
from core.sandbox.settings import Settings
from core.sandbox.world import Bucket, KeyPair, World
from core.store.browser import Browser
from core.store.stores import Stores
from gui.editor.editing import EditController
from gui.editor.many_dialog import EditManyDialog
from gui.editor.one_dialog import EditOneDialog
from gui.qt.tasks import Tasks
from gui.text.place import Item, ItemKind
from tests.doubles.clock import FakeClock
from tests.gui.editor_fixture import EditorFixture, PlanDialog, item
from tests.gui.queue_fixture import quiet  # noqa: F401


@pytest.fixture
def editor() -> EditorFixture:
    return EditorFixture("p/a.jpg", "p/b.jpg")


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[QWidget]:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    yield made
    for dialog in made.findChildren(QDialog):
        dialog.done(QDialog.DialogCode.Rejected)
    made.close()


@pytest.fixture
def editing(editor: EditorFixture, window: QWidget) -> EditController:
    return EditController(
        engine=editor.engine,
        browser=editor.browser,
        browse=editor.tasks,  # type: ignore[arg-type]
        clerk=editor.tasks,  # type: ignore[arg-type]
        planning=editor.planning,
        window=window,
    )


def only(kind: type[QDialog]) -> QDialog:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, kind)
    return dialog


def accept_one(editing: EditController, editor: EditorFixture, qtbot: QtBot) -> None:
    """Open the editor of one object, change its language, and go on."""
    editing.edit([item("p/a.jpg")])
    dialog = only(EditOneDialog)
    assert isinstance(dialog, EditOneDialog)
    editor.tasks.finish()
    dialog.form.headers["content-language"].line.setText("pt")
    qtbot.waitUntil(lambda: bool(editor.tasks.waiting))
    editor.tasks.finish()
    QTest.mouseClick(dialog.go_on, Qt.MouseButton.LeftButton)


def test_without_anything_chosen_nothing_opens(editing: EditController) -> None:
    editing.edit([])
    assert QApplication.activeModalWidget() is None


def test_one_object_is_queued_pinned_and_off_the_gui_thread(
    editing: EditController,
    editor: EditorFixture,
    qtbot: QtBot,
) -> None:
    accept_one(editing, editor, qtbot)
    assert editor.engine.queued == []
    with qtbot.waitSignal(editing.queued) as told:
        editor.tasks.finish()
    assert told.args == [1, 1]
    (request,) = editor.engine.queued
    assert request.edit == Edit(headers={"content-language": "pt"})
    assert request.expect == Expected.of(editor.browser.objects["p/a.jpg"])
    assert editor.engine.asked[-1] == request  # what was looked at is what is queued


def test_a_queue_that_cannot_be_written_is_told(editing: EditController, editor: EditorFixture, qtbot: QtBot) -> None:
    accept_one(editing, editor, qtbot)
    editor.engine.fail = KnownError("The disk is full. Free some space, then retry.")
    with qtbot.waitSignal(editing.failed) as told:
        editor.tasks.finish()
    assert told.args == [editor.engine.fail]


def test_a_cancelled_editor_queues_nothing(editing: EditController, editor: EditorFixture) -> None:
    editing.edit([item("p/a.jpg")])
    only(EditOneDialog).reject()
    editing.edit([item("p/a.jpg"), item("p/b.jpg")])
    only(EditManyDialog).reject()
    editor.tasks.finish()
    assert editor.engine.queued == []
    assert editor.planning.plans == []


@pytest.mark.parametrize(
    "chosen",
    [
        [item("p/a.jpg"), item("p/b.jpg")],
        [item("p/")],
        [Item(ItemKind.BUCKET, "Studio", "photos")],
        [item("p/"), item("p/a.jpg"), item("p/b.jpg")],
    ],
)
def test_many_objects_go_through_the_plan(editing: EditController, editor: EditorFixture, chosen: list[Item]) -> None:
    editing.edit(chosen)
    dialog = only(EditManyDialog)
    assert isinstance(dialog, EditManyDialog)
    editor.tasks.finish()
    dialog.form.tags.clear.setChecked(True)
    QTest.mouseClick(dialog.go_on, Qt.MouseButton.LeftButton)
    ((requests, title),) = editor.planning.plans
    assert len(requests) == len(chosen)
    for request in requests:
        assert isinstance(request, CopyRequest | PrefixRequest)
        assert request.kind is JobKind.EDIT
        assert request.edit == Edit(clear_tags=True)
    assert title


# ---------------------------------------------------------------- a store of its own


class _Book(dict[str, Account]):
    def get(self, name: str) -> Account:  # type: ignore[override]
        return self[name]


@pytest.fixture
def browser() -> Iterator[Browser]:
    """A browser of the embedded store, with one object that has everything."""
    clock = FakeClock(unix=1_767_225_600.0)
    world = World(["cn-hangzhou"])
    key = world.add_key(KeyPair("TESTKEY", "test-secret-of-the-editor", "owner"))
    world.add_bucket(Bucket("photos", "owner", "cn-hangzhou", clock.now()))
    rich = replace(
        normal(of_bytes(b"ferry"), clock.now()),
        headers={"content-type": "image/jpeg", "expires": "0", "content-language": "pt"},
        user={"title": "渡船", "camera": "x100"},
        tags={"project": "a b"},
        acl="public-read",
        storage_class="IA",
    )
    world.put("photos", "a.jpg", rich)
    with Sandbox(world=world, clock=clock, settings=Settings()) as sandbox:
        offer = sandbox.offers[0]
        account = Account("Studio", offer.provider, offer.endpoint, offer.region, key_id=key.key_id)
        yield Browser(Stores(_Book(Studio=account), lambda _: Credentials(key.key_id, key.secret), clock))


def test_what_a_store_tells_is_what_the_fields_show(
    browser: Browser, tasks: Callable[..., Tasks], window: QWidget, qtbot: QtBot
) -> None:
    at_work = tasks("browse", 2)
    editing = EditController(
        engine=EditorFixture().engine,
        browser=browser,
        browse=at_work,
        clerk=at_work,
        planning=PlanDialog(),
        window=window,
    )
    editing.edit([item("a.jpg")])
    dialog = only(EditOneDialog)
    assert isinstance(dialog, EditOneDialog)
    qtbot.waitUntil(dialog.form.isVisible)
    form = dialog.form
    assert form.headers["expires"].row.value == "0"
    assert not form.headers["expires"].sentence.isVisible()  # odd, but not ours to judge
    assert {row.row.name: row.row.value for row in form.user.rows} == {"camera": "x100", "title": "渡船"}
    assert [row.row.value for row in form.tags.rows] == ["a b"]
    assert form.acl.combo.currentText().startswith("public-read")
    assert form.storage_class.combo.currentText() == "IA"
    assert form.storage_class.combo.count() == len(browser.storage_classes("Studio"))
    assert dialog.edit.is_empty


def test_a_folder_of_a_store_is_looked_into(
    browser: Browser, tasks: Callable[..., Tasks], window: QWidget, qtbot: QtBot
) -> None:
    at_work = tasks("browse", 2)
    dialog = EditManyDialog(browser, at_work, [Item(ItemKind.BUCKET, "Studio", "photos")], window)
    dialog.open()
    qtbot.waitUntil(lambda: dialog.table.rowCount() == 1)
    cell = dialog.table.item(0, 0)
    assert cell is not None
    assert cell.text() == "a.jpg"
