"""Deleting by keyboard: nothing goes without a question, and the question says whether it can be taken back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.model.errors import Kind, StoreError
from core.model.requests import DeleteRequest, JobKind, ListRequest, PrefixRequest
from core.model.values import ObjectRef
from gui.actions.deleting import DeleteDialog
from gui.actions.plan_dialog import PlanDialog
from gui.text.place import Place
from gui.window.action_table import Act
from tests.gui.hands import RESEARCH, Hands
from tests.gui.support import WindowFixture


@pytest.fixture
def hands(scene: WindowFixture, qtbot: QtBot) -> Hands:
    return Hands(scene, qtbot)


def begin(hands: Hands, *keys: str) -> DeleteDialog:
    hands.choose(*keys)
    hands.press(Qt.Key.Key_Delete)
    return hands.dialog(DeleteDialog)


def test_delete_names_the_object_and_deletes_what_was_shown(hands: Hands) -> None:
    dialog = begin(hands, "read me.txt")
    assert "read me.txt" in dialog.question.text()
    hands.bot.waitUntil(dialog.yes.isEnabled)
    assert "cannot be undone" in dialog.remark.text
    assert "\nCost: " in dialog.remark.text
    QTest.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
    (request,) = hands.queued()
    assert isinstance(request, DeleteRequest)
    assert request.source == ObjectRef("Studio", "holiday-photos", "read me.txt")
    assert request.expect is not None
    assert request.expect.size == 640


def test_enter_keeps_the_object(hands: Hands) -> None:
    dialog = begin(hands, "read me.txt")
    hands.bot.waitUntil(dialog.yes.isEnabled)
    assert dialog.keep.hasFocus()
    QTest.keyClick(dialog.keep, Qt.Key.Key_Return)
    assert hands.is_gone(DeleteDialog)
    assert hands.scene.engine.requests == []


def test_escape_keeps_the_object(hands: Hands) -> None:
    dialog = begin(hands, "read me.txt")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert hands.is_gone(DeleteDialog)
    assert hands.scene.engine.requests == []


def test_a_bucket_that_keeps_versions_says_that_it_can_be_undone(hands: Hands) -> None:
    hands.scene.browser.versioned = {"research-data"}
    hands.go(RESEARCH)
    dialog = begin(hands, "notes.md")
    hands.bot.waitUntil(dialog.yes.isEnabled)
    assert "can be undone" in dialog.remark.text


def test_a_long_sentence_is_shown_to_its_end(hands: Hands) -> None:
    dialog = begin(hands, "read me.txt")
    label = dialog.remark.label
    hands.bot.waitUntil(dialog.yes.isEnabled)
    dialog.show_failure("The store did not answer, so it is not known whether this could be undone. " * 4)
    hands.bot.waitUntil(lambda: label.height() >= label.heightForWidth(label.width()) > 60)


def test_what_could_not_be_looked_at_is_not_deleted_before_it_was(hands: Hands) -> None:
    hands.scene.engine.fail["read me.txt"] = StoreError(Kind.OFFLINE, "HeadObject")
    dialog = begin(hands, "read me.txt")
    hands.bot.waitUntil(dialog.again.isVisible)
    assert not dialog.yes.isEnabled()
    hands.scene.engine.fail.clear()
    dialog.again.click()
    hands.bot.waitUntil(dialog.yes.isEnabled)


def test_several_objects_are_counted_and_become_one_batch(hands: Hands) -> None:
    hands.choose("read me.txt", "panorama.tif")
    hands.press(Qt.Key.Key_Delete)
    plan = hands.dialog(PlanDialog)
    assert hands.scene.engine.requests == []
    plan.accept()
    (batch,) = hands.queued()
    assert isinstance(batch, ListRequest)
    assert batch.kind is JobKind.DELETE
    (jobs,) = hands.scene.engine.jobs_of.values()
    assert {job.source.key for job in jobs} == {"read me.txt", "panorama.tif"}
    assert all(isinstance(job, DeleteRequest) for job in jobs)


def test_a_folder_among_objects_is_a_batch_of_its_own(hands: Hands) -> None:
    hands.choose("albums/", "read me.txt")
    hands.press(Qt.Key.Key_Delete)
    hands.dialog(PlanDialog).accept()
    folder, single = hands.queued(2)
    assert isinstance(folder, PrefixRequest)
    assert (folder.kind, folder.source, folder.target) == (JobKind.DELETE, folder.target, folder.source)
    assert isinstance(single, DeleteRequest)


def test_a_plan_that_is_cancelled_deletes_nothing(hands: Hands) -> None:
    hands.choose("albums/")
    hands.press(Qt.Key.Key_Delete)
    hands.dialog(PlanDialog).reject()
    assert hands.is_gone(PlanDialog)
    assert hands.scene.engine.requests == []


def test_buckets_cannot_be_deleted(hands: Hands) -> None:
    hands.go(Place("Studio"))
    hands.choose("empty-bucket")
    assert not hands.scene.window.actions_by_name[Act.DELETE].isEnabled()
    hands.scene.window.objects.deleting.delete(hands.scene.window.panes.selected())
    assert hands.scene.window.notice.isVisible()


def test_delete_in_the_filter_box_deletes_letters(hands: Hands) -> None:
    hands.choose("read me.txt")
    box = hands.pane.address.filter
    box.setFocus()
    box.setText("ab")
    box.setCursorPosition(0)
    QTest.keyClick(box, Qt.Key.Key_Delete)
    assert box.text() == "b"
    assert not any(dialog.isVisible() for dialog in hands.scene.window.findChildren(DeleteDialog))
