"""Renaming by keyboard: what is said while a name is typed, what is queued, and what never is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.model.errors import Kind, StoreError
from core.model.jobs import Reason, Refused, State, Want
from core.model.reports import Frame, JobRow
from core.model.requests import CopyRequest, JobKind, OnExisting, PrefixRequest
from core.model.values import ObjectRef
from gui.actions.plan_dialog import PlanDialog
from gui.actions.renaming import RenameDialog
from gui.window.action_table import Act
from tests.gui.fakes import entry
from tests.gui.hands import CTRL, RESEARCH, Hands
from tests.gui.support import WindowFixture


@pytest.fixture
def hands(scene: WindowFixture, qtbot: QtBot) -> Hands:
    return Hands(scene, qtbot)


def begin(hands: Hands, key: str) -> RenameDialog:
    hands.choose(key)
    hands.press(Qt.Key.Key_F2)
    return hands.dialog(RenameDialog)


def settled(hands: Hands, dialog: RenameDialog) -> str:
    """What the dialog says once it has looked."""
    hands.bot.waitUntil(lambda: dialog.remark.text != dialog.tr("Looking whether the name is free…"))
    return dialog.remark.text


def selected(hands: Hands) -> list[str]:
    return [item.key for item in hands.pane.table.selected()]


def reload(hands: Hands) -> None:
    hands.pane.reload()
    hands.bot.waitUntil(lambda: not hands.pane.loader.is_busy)


def carry_out(hands: Hands, key: str, *, state: State = State.DONE) -> None:
    """End the first renaming that was queued; it is written as `key`."""
    (request,) = hands.queued()
    held = hands.scene.browser.world["Studio"]["holiday-photos"].entries
    held[:] = [item for item in held if item.key not in (request.source.key, key)] + [entry(key)]
    target = replace(request.target, key=key)
    seen: list[Frame] = []
    hands.scene.services.bridge.frame_ready.connect(seen.append)
    hands.scene.engine.show(JobRow(1, 1, request.source, target, state, Want.RUN, kind=request.kind))
    hands.bot.waitUntil(lambda: any(frame.jobs for frame in seen))


def enter(dialog: RenameDialog) -> None:
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)


def test_f2_selects_the_name_without_its_ending(hands: Hands) -> None:
    dialog = begin(hands, "read me.txt")
    assert dialog.name.hasFocus()
    assert dialog.name.selectedText() == "read me"


def test_a_free_name_is_told_as_free_and_enter_queues_the_renaming(hands: Hands) -> None:
    dialog = begin(hands, "read me.txt")
    QTest.keyClicks(dialog.name, "intro")
    said = settled(hands, dialog)
    assert "deleted once the copy is verified" in said
    assert "\nCost: " in said
    enter(dialog)
    (request,) = hands.queued()
    assert isinstance(request, CopyRequest)
    assert request.kind is JobKind.RENAME
    assert request.source == ObjectRef("Studio", "holiday-photos", "read me.txt")
    assert request.target == ObjectRef("Studio", "holiday-photos", "intro.txt")


def test_enter_before_the_answer_waits_for_it_and_then_queues(hands: Hands) -> None:
    dialog = begin(hands, "read me.txt")
    dialog.name.setText("intro.txt")
    enter(dialog)
    assert dialog.isVisible()  # nothing is queued that was not looked at
    (request,) = hands.queued()
    assert request.target.key == "intro.txt"
    assert hands.is_gone(RenameDialog)


def test_a_name_that_is_taken_is_asked_about_even_when_enter_was_quicker(hands: Hands) -> None:
    dialog = begin(hands, "read me.txt")
    dialog.name.setText("panorama.tif")
    enter(dialog)
    assert "there already" in settled(hands, dialog)
    assert dialog.isVisible()
    assert hands.scene.engine.requests == []
    enter(dialog)
    (request,) = hands.queued()
    assert request.options.on_existing is OnExisting.KEEP_BOTH  # what is not chosen loses nothing


def test_each_choice_for_a_name_that_is_taken_says_what_it_takes(hands: Hands) -> None:
    dialog = begin(hands, "read me.txt")
    dialog.name.setText("panorama.tif")
    said = settled(hands, dialog)
    assert "“panorama (2).tif”" in said
    assert "\nCost: " in said
    dialog.choices[OnExisting.OVERWRITE].setChecked(True)
    assert "(2)" not in dialog.remark.text
    assert "\nCost: " in dialog.remark.text


def test_a_name_that_is_taken_is_overwritten_only_when_that_is_chosen(hands: Hands) -> None:
    dialog = begin(hands, "read me.txt")
    dialog.name.setText("panorama.tif")
    settled(hands, dialog)
    dialog.choices[OnExisting.OVERWRITE].setChecked(True)
    enter(dialog)
    assert hands.queued()[0].options.on_existing is OnExisting.OVERWRITE


def test_the_choice_goes_when_the_name_is_free_again(hands: Hands) -> None:
    dialog = begin(hands, "read me.txt")
    dialog.name.setText("panorama.tif")
    settled(hands, dialog)
    assert dialog.on_existing is not None
    dialog.name.setText("panorama 2.tif")
    settled(hands, dialog)
    assert dialog.on_existing is None


def test_another_case_is_another_name(hands: Hands) -> None:
    dialog = begin(hands, "read me.txt")
    dialog.name.setText("Read Me.txt")
    enter(dialog)
    assert hands.queued()[0].target.key == "Read Me.txt"


def test_the_same_name_does_nothing(hands: Hands) -> None:
    dialog = begin(hands, "read me.txt")
    dialog.name.setText("other")
    dialog.name.setText("read me.txt")
    enter(dialog)
    assert hands.is_gone(RenameDialog)
    assert hands.scene.engine.requests == []


@pytest.mark.parametrize("name", ["", "/a", "a/", ".."])
def test_a_name_that_cannot_be_given_is_marked_and_cannot_be_entered(hands: Hands, name: str) -> None:
    dialog = begin(hands, "read me.txt")
    dialog.name.setText("x")
    dialog.name.setText(name)
    assert dialog.remark.text
    assert not dialog.yes.isEnabled()
    enter(dialog)
    assert dialog.isVisible()


def test_escape_gives_up(hands: Hands) -> None:
    dialog = begin(hands, "read me.txt")
    QTest.keyClicks(dialog.name, "intro")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert hands.is_gone(RenameDialog)
    assert hands.scene.engine.requests == []


def test_what_the_engine_refuses_is_said_and_cannot_be_queued(hands: Hands) -> None:
    hands.scene.engine.refuse["x.txt"] = Refused(Reason.KEY_TOO_LONG)
    dialog = begin(hands, "read me.txt")
    dialog.name.setText("x.txt")
    hands.bot.waitUntil(lambda: not dialog.yes.isEnabled())
    assert dialog.remark.text
    enter(dialog)
    assert hands.scene.engine.requests == []


def test_a_look_that_fails_is_told_and_enter_looks_again(hands: Hands) -> None:
    hands.scene.engine.fail["read me.txt"] = StoreError(Kind.OFFLINE, "HeadObject")
    dialog = begin(hands, "read me.txt")
    dialog.name.setText("intro.txt")
    assert "free" not in settled(hands, dialog)
    hands.scene.engine.fail.clear()
    enter(dialog)
    assert hands.queued()[0].target.key == "intro.txt"


def test_a_bucket_that_keeps_versions_is_told_of_its_marker(hands: Hands) -> None:
    hands.scene.browser.versioned = {"research-data"}
    hands.go(RESEARCH)
    dialog = begin(hands, "notes.md")
    dialog.name.setText("more.md")
    assert "delete marker" in settled(hands, dialog)


def test_a_folder_goes_through_the_plan(hands: Hands) -> None:
    dialog = begin(hands, "albums/")
    assert dialog.name.selectedText() == "albums"
    dialog.name.setText("album")
    assert "next step" in settled(hands, dialog)
    enter(dialog)
    plan = hands.dialog(PlanDialog)
    assert plan.heading.text() == "Rename the folder “albums” to “album”"
    plan.accept()
    (request,) = hands.queued()
    assert isinstance(request, PrefixRequest)
    assert request.kind is JobKind.RENAME
    assert (request.source.key, request.target.key) == ("albums/", "album/")


def test_a_folder_whose_name_is_taken_is_told_that_the_two_become_one(hands: Hands) -> None:
    dialog = begin(hands, "albums/")
    dialog.name.setText("2025")
    enter(dialog)
    assert "become one" in settled(hands, dialog)
    assert dialog.isVisible()


def test_the_renamed_object_is_selected_when_it_comes(hands: Hands) -> None:
    dialog = begin(hands, "read me.txt")
    dialog.name.setText("about.txt")
    enter(dialog)
    carry_out(hands, "about.txt")
    hands.bot.waitUntil(lambda: selected(hands) == ["about.txt"])


def test_with_keep_both_the_new_object_is_selected_and_never_the_one_that_was_there(hands: Hands) -> None:
    dialog = begin(hands, "read me.txt")
    dialog.name.setText("panorama.tif")
    settled(hands, dialog)
    enter(dialog)
    hands.queued()
    reload(hands)  # whatever for: nothing has been renamed yet
    assert selected(hands) == ["read me.txt"]
    carry_out(hands, "panorama (2).tif")
    hands.bot.waitUntil(lambda: selected(hands) == ["panorama (2).tif"])


def test_a_renaming_that_fails_selects_nothing_else(hands: Hands) -> None:
    dialog = begin(hands, "read me.txt")
    dialog.name.setText("panorama.tif")
    settled(hands, dialog)
    enter(dialog)
    carry_out(hands, "panorama.tif", state=State.FAILED)
    reload(hands)
    assert selected(hands) == []


def test_who_has_gone_on_to_another_row_keeps_it(hands: Hands) -> None:
    dialog = begin(hands, "read me.txt")
    dialog.name.setText("about.txt")
    enter(dialog)
    hands.queued()
    hands.choose("panorama.tif")
    carry_out(hands, "about.txt")
    reload(hands)
    assert selected(hands) == ["panorama.tif"]


def test_a_folder_that_becomes_one_with_another_selects_nothing(hands: Hands) -> None:
    dialog = begin(hands, "albums/")
    dialog.name.setText("2025")
    settled(hands, dialog)
    enter(dialog)
    hands.dialog(PlanDialog).reject()
    reload(hands)
    assert [item.key for item in hands.pane.table.selected()] == ["albums/"]


def test_renaming_is_offered_for_one_object_or_folder(hands: Hands) -> None:
    act = hands.scene.window.actions_by_name[Act.RENAME]
    hands.choose("read me.txt")
    assert act.isEnabled()
    hands.choose("read me.txt", "panorama.tif")
    assert not act.isEnabled()
    hands.pane.table.clearSelection()
    assert not act.isEnabled()


def test_ctrl_a_in_the_name_selects_the_name_and_not_the_rows(hands: Hands) -> None:
    dialog = begin(hands, "read me.txt")
    QTest.keyClick(dialog.name, Qt.Key.Key_A, CTRL)
    assert dialog.name.selectedText() == "read me.txt"
    assert hands.pane.table.selected_count() == 1
