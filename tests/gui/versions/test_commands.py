"""Versions: what is asked before anything is done with one, and what gets into the queue."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.model.errors import Kind, StoreError
from core.model.jobs import State, Want
from core.model.ops import HeadObject
from core.model.reports import BatchRow, Frame
from core.model.requests import (
    CopyRequest,
    DeleteRequest,
    JobKind,
    ListRequest,
    OnExisting,
    Options,
)
from core.model.values import ObjectRef
from gui.editor.properties_dialog import PropertiesDialog
from gui.qt.tasks import Tasks
from gui.text.place import Place
from gui.versions import version_text
from gui.versions.version_copy_dialog import VersionCopyDialog
from gui.versions.version_model import Column, dated_name
from gui.versions.versions import version_ref
from tests.gui.fakes import NOON
from tests.gui.versions_fixture import (
    ALL,
    FOLDER,
    HISTORY,
    VersionsFixture,
    box_of,
    open_versions,
    press,
    texts,
    version,
)


@pytest.fixture
def versions(qtbot: QtBot, tasks: Callable[..., Tasks]) -> Iterator[VersionsFixture]:
    with open_versions(qtbot, tasks) as made:
        yield made


def test_restoring_copies_the_version_over_the_current_one(versions: VersionsFixture) -> None:
    versions.show()
    with versions.qtbot.waitSignal(versions.controller.queued) as told:
        versions.agree(versions.choose(2).restore, "Restore")
    source = ObjectRef("Studio", "documents", "in/a.txt", "v1")
    target = ObjectRef("Studio", "documents", "in/a.txt")
    assert versions.queued() == (CopyRequest(source, target, Options(on_existing=OnExisting.OVERWRITE)), ())
    assert told.args == [1, 1]


def test_restoring_asks_first_where_it_would_replace_a_version_for_good(versions: VersionsFixture) -> None:
    versions.store.state = "suspended"
    versions.store.entries = (version("in/a.txt", "null", latest=True), version("in/a.txt", "v1"))
    dialog = versions.show()
    versions.choose(1).restore.trigger()
    box = box_of(dialog, versions.qtbot)
    assert "takes the place" in box.informativeText()
    press(box, "Cancel")
    assert versions.queue.got == []
    versions.choose(1).restore.trigger()
    press(box_of(dialog, versions.qtbot), "Restore")
    assert isinstance(versions.queued()[0], CopyRequest)


def test_nothing_is_lost_by_restoring_so_return_agrees_once_the_question_has_told_what_it_takes(
    versions: VersionsFixture,
) -> None:
    versions.show()
    box = versions.ask(versions.choose(2).restore)
    named, meaning, told = box.informativeText().split("\n\n")
    assert named.startswith("in/a.txt, version of ")
    assert "The versions that are there stay." in meaning
    assert told.splitlines() == [
        "Objects: 1 object(s), 5 B to be copied.",
        "Requests: 1 (SomeCall 1).",
        "Cost: unknown: no price of this provider is entered.",
    ]
    assert versions.queue.got == []
    QTest.keyClick(box, Qt.Key.Key_Return)
    request, _ = versions.queued()
    assert versions.queue.counted == [((request,), None)]


def test_undeleting_names_the_objects_and_tells_what_it_takes(versions: VersionsFixture) -> None:
    versions.show(FOLDER)
    box = versions.ask(versions.choose(3).undelete)
    assert box.text() == "Undelete 1 object(s)?"
    assert box.informativeText().startswith("in/b.txt, delete marker of ")
    assert "\nRequests: 1 (SomeCall 1).\nCost: " in box.informativeText()
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert versions.queue.got == []
    QTest.keyClick(versions.ask(versions.choose(3).undelete), Qt.Key.Key_Return)
    versions.queued()


def test_deleting_for_good_counts_by_what_the_listing_told_already(versions: VersionsFixture) -> None:
    versions.show(FOLDER)
    box = versions.ask(versions.choose(1, 3, 4).remove)
    assert "\n3 selected, 12 B in all\n" in box.informativeText()
    assert (
        box.informativeText()
        .rstrip()
        .endswith("\n\nRequests: 3 (SomeCall 3).\nCost: unknown: no price of this provider is entered.")
    )
    press(box, "Keep")
    ((_requests, read_cache),) = versions.queue.counted
    assert read_cache is not None
    answers = [read_cache.get("Studio", HeadObject(version_ref(FOLDER, ALL[row]))) for row in (1, 3, 4)]
    told = [None if answer is None else answer[0] for answer in answers]
    assert [getattr(each, "size", getattr(each, "kind", None)) for each in told] == [5, Kind.NOT_FOUND, 7]


def test_undelete_takes_only_the_delete_markers_of_a_selection(versions: VersionsFixture) -> None:
    versions.show(FOLDER)
    versions.agree(versions.choose(1, 3).undelete, "Undelete")
    assert versions.queued() == (DeleteRequest(ObjectRef("Studio", "documents", "in/b.txt"), JobKind.UNDELETE), ())


def test_deleting_for_good_names_the_versions_and_is_kept_by_default(versions: VersionsFixture) -> None:
    dialog = versions.show()
    versions.choose(0).remove.trigger()
    box = box_of(dialog, versions.qtbot)
    said = box.informativeText()
    assert "in/a.txt, version of" in said
    assert "cannot be undone" in said
    assert "the one before it becomes" in said
    assert box.defaultButton().text() == "&Keep"
    press(box, "Keep")
    assert versions.queue.got == []


def test_several_versions_are_deleted_in_one_batch(versions: VersionsFixture) -> None:
    dialog = versions.show(FOLDER)
    versions.choose(1, 2, 4).remove.trigger()
    press(box_of(dialog, versions.qtbot), "Delete for good")
    batch, jobs = versions.queued()
    folder = ObjectRef("Studio", "documents", "in/")
    assert batch == ListRequest(folder, folder, JobKind.DELETE)
    assert jobs == tuple(
        DeleteRequest(ObjectRef("Studio", "documents", key, name))
        for key, name in (("in/a.txt", "v2"), ("in/a.txt", "v1"), ("in/b.txt", "w1"))
    )


def test_a_long_list_of_deletions_is_shortened() -> None:
    said = version_text.deletion([version("a", f"v{n}") for n in range(9)])
    assert said.count("version of") == 5
    assert "and 4 more" in said


def test_a_version_is_copied_to_another_name_in_its_folder(versions: VersionsFixture) -> None:
    dialog = versions.show()
    versions.choose(1).copy.trigger()
    (ask,) = dialog.findChildren(VersionCopyDialog)
    assert ask.name.text() == dated_name("a.txt", NOON)
    assert not ask.here.isVisible()
    ask.name.setText("a.txt")
    assert not ask.copy_button.isEnabled()
    assert "restore" in ask.problem.text()
    ask.name.setText("")
    assert not ask.copy_button.isEnabled()
    ask.name.setText("old/a.txt")
    QTest.keyClick(ask.name, Qt.Key.Key_Return)
    source = ObjectRef("Studio", "documents", "in/a.txt", "v2")
    assert versions.plan.got == [(CopyRequest(source, ObjectRef("Studio", "documents", "in/old/a.txt")),)]


def test_a_version_is_copied_to_the_other_pane(versions: VersionsFixture) -> None:
    dialog = versions.show(beside=Place("Partner", "drop", "x/"))
    versions.choose(1).copy.trigger()
    (ask,) = dialog.findChildren(VersionCopyDialog)
    ask.there.setChecked(True)
    assert ask.folder.text() == "Partner: drop/x/"
    ask.name.setText("a.txt")
    ask.accept()
    (request,) = versions.plan.got[0]
    assert isinstance(request, CopyRequest)
    assert request.target == ObjectRef("Partner", "drop", "x/a.txt")


def test_the_properties_are_those_of_the_version(versions: VersionsFixture) -> None:
    dialog = versions.show()
    versions.choose(2).properties.trigger()
    (shown,) = dialog.findChildren(PropertiesDialog)
    versions.qtbot.waitUntil(shown.area.isVisible)
    assert ("stat", "in/a.txt", "v1") in versions.store.asked
    assert not shown.edit.isVisible()
    shown.close()


def test_a_queue_that_fails_is_told_in_the_dialog(versions: VersionsFixture) -> None:
    versions.queue.fail = StoreError(Kind.BUG)
    dialog = versions.show()
    versions.agree(versions.choose(1).restore, "Restore")
    versions.qtbot.waitUntil(dialog.bar.isVisible)
    assert "fault of its own" in dialog.bar.label.text()


def test_the_list_is_loaded_again_when_a_wish_was_carried_out(versions: VersionsFixture) -> None:
    dialog = versions.show()
    with versions.qtbot.waitSignal(versions.controller.queued) as told:
        versions.agree(versions.choose(1).restore, "Restore")
    versions.store.entries = (version("in/a.txt", "v4", latest=True), *HISTORY[1:])
    versions.controller.take_frame(Frame((ended(told.args[0]),)))
    versions.qtbot.waitUntil(lambda: texts(dialog.model, Column.VERSION)[:1] == ["v4"])
    assert [one.version for one in dialog.chosen()] == ["v2"]


def test_a_wish_that_was_carried_out_before_it_was_confirmed_is_not_missed(versions: VersionsFixture) -> None:
    dialog = versions.show()
    versions.agree(versions.choose(1).restore, "Restore")
    versions.controller.take_frame(Frame((ended(1),)))
    asked = len(versions.store.asked)
    versions.qtbot.waitUntil(lambda: len(versions.store.asked) > asked and not dialog.loader.is_busy)


def test_a_wish_that_failed_in_the_queue_is_told(versions: VersionsFixture) -> None:
    dialog = versions.show()
    with versions.qtbot.waitSignal(versions.controller.queued):
        versions.agree(versions.choose(1).restore, "Restore")
    versions.controller.take_frame(Frame((ended(1, State.REFUSED),)))
    assert "queue says why" in dialog.bar.label.text()
    versions.qtbot.waitUntil(lambda: not dialog.loader.is_busy)


def ended(number: int, state: State = State.DONE) -> BatchRow:
    ref = ObjectRef("Studio", "documents", "in/a.txt")
    return BatchRow(number, False, ref, ref, state, Want.RUN, 1, {state: 1})
