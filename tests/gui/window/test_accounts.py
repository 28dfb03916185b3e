"""The window at its first start, its accounts, its workers and its sandbox."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QMessageBox,
)
from pytestqt.qtbot import QtBot

from core.model.values import Account, Credentials
from gui.accounts.account_dialog import AccountDialog
from gui.qt.sandbox_child import NAME
from gui.settings.preferences import Settings
from gui.settings.settings_dialog import SettingsDialog
from gui.text.place import Place
from gui.window.action_table import Act
from tests.gui.fakes import canned_accounts
from tests.gui.hands import dialog_of, show
from tests.gui.support import WindowFixture

PHOTOS = Place("Studio", "holiday-photos")


# ---------------------------------------------------------------- first start, accounts, sandbox


def test_without_an_account_the_window_welcomes(scene_of: Callable[..., WindowFixture]) -> None:
    scene = scene_of(())
    window = scene.window
    assert window.welcome.isVisible()
    assert not window.panes.isVisible()
    assert [button.text() for button in window.welcome.page.buttons] == [
        "Add an account…",
        "Take over accounts…",
        "Try it with the sandbox",
    ]


def test_the_first_account_opens_at_once(scene_of: Callable[..., WindowFixture], qtbot: QtBot) -> None:
    scene = scene_of(())
    scene.book.put(canned_accounts()[0])
    scene.window.account_actions.changed.emit("Studio")
    assert not scene.window.welcome.isVisible()
    qtbot.waitUntil(lambda: scene.window.panes.left.buckets_model.rowCount() == 4)
    assert scene.window.panes.left.place == Place("Studio")


def test_a_start_with_accounts_and_nothing_remembered_opens_the_first_one_in_both_panes(scene: WindowFixture) -> None:
    panes = scene.window.panes
    assert (panes.left.place, panes.right.place) == (Place("Studio"), Place("Studio"))


def test_the_first_account_opens_where_it_is_meant_to_start(scene_of: Callable[..., WindowFixture]) -> None:
    panes = scene_of(canned_accounts()[1:]).window.panes
    assert panes.left.place == panes.right.place == Place("Partner", "partner-drop", "inbox/")


def test_a_pane_whose_account_is_gone_opens_the_first_one(scene_of: Callable[..., WindowFixture]) -> None:
    scene_of().services.settings.set_text("place-left", "Nobody:photos/")
    scene_of().services.settings.set_text("place-right", str(PHOTOS))
    panes = scene_of().window.panes
    assert (panes.left.place, panes.right.place) == (Place("Studio"), PHOTOS)


# ---------------------------------------------------------------- workers


def test_the_number_of_workers_is_asked_remembered_and_applied_at_once(
    scene: WindowFixture, qtbot: QtBot, tmp_path: Path
) -> None:
    scene.window.actions_by_name[Act.SETTINGS].trigger()
    dialog = dialog_of(scene, SettingsDialog, qtbot)
    assert isinstance(dialog, SettingsDialog)
    field = dialog.workers
    assert field.number.value() == 16
    assert (field.number.minimum(), field.number.maximum()) == (1, 64)
    assert "16" in field.meaning.text()
    field.number.setValue(40)
    dialog.buttons.button(QDialogButtonBox.StandardButton.Ok).click()
    assert ("set_workers", 40) in scene.engine.calls
    assert Settings(tmp_path).workers == 40


def test_nothing_is_applied_when_the_number_of_workers_stays(scene: WindowFixture, qtbot: QtBot) -> None:
    for end in (QDialog.accept, QDialog.reject):
        scene.window.actions_by_name[Act.SETTINGS].trigger()
        end(dialog_of(scene, SettingsDialog, qtbot))
    assert scene.engine.calls == []


@pytest.mark.parametrize("said", ["", "0", "65", "-3", "many", "1.5"])
def test_a_number_of_workers_that_cannot_be_counts_as_the_usual_one(tmp_path: Path, said: str) -> None:
    settings = Settings(tmp_path)
    settings.set_text("workers", said)
    assert settings.workers == 16


def test_a_second_start_shows_the_open_window_again(scene: WindowFixture) -> None:
    scene.window.showMinimized()
    scene.window.come_forward()
    assert not scene.window.isMinimized()
    assert scene.window.isVisible()


def test_the_sandbox_opens_two_of_its_buckets_and_is_saved_nowhere(
    scene_of: Callable[..., WindowFixture], qtbot: QtBot
) -> None:
    scene = scene_of(())
    scene.browser.world[NAME] = scene.browser.world["Studio"]
    account = Account(NAME, "oss", "http://127.0.0.1:1")
    scene.window.account_actions._sandbox.ready.emit(account, Credentials("id", "secret"))
    panes = scene.window.panes
    assert (panes.left.place.bucket, panes.right.place.bucket) == ("holiday-photos", "research-data")
    qtbot.waitUntil(lambda: panes.left.objects_model.loaded > 0 and panes.right.objects_model.loaded > 0)
    assert scene.book.names() == ()
    assert scene.services.accounts.credentials(account) == Credentials("id", "secret")
    assert not scene.window.actions_by_name[Act.EDIT_ACCOUNT].isEnabled()


def test_a_sandbox_that_does_not_start_is_told(scene_of: Callable[..., WindowFixture]) -> None:
    scene = scene_of(())
    scene.window.welcome.show_busy()
    scene.window.account_actions.sandbox_failed.emit("no port")
    assert "no port" in scene.window.welcome.page.text.text()
    assert len(scene.window.welcome.page.buttons) == 3


def test_adding_an_account_opens_the_dialog(scene: WindowFixture, qtbot: QtBot) -> None:
    scene.window.actions_by_name[Act.ADD_ACCOUNT].trigger()
    dialog = dialog_of(scene, AccountDialog, qtbot)
    dialog.reject()
    assert scene.book.names() == ("Studio", "Partner")


def test_an_account_that_was_added_opens_in_the_active_pane(scene: WindowFixture, qtbot: QtBot) -> None:
    panes = scene.window.panes
    show(qtbot, panes.left, PHOTOS)
    panes.focus(panes.right)
    scene.window.actions_by_name[Act.ADD_ACCOUNT].trigger()
    dialog = dialog_of(scene, AccountDialog, qtbot)
    assert isinstance(dialog, AccountDialog)
    for edit, said in ((dialog.fields.name, "Partner 2"), (dialog.fields.key_id, "id"), (dialog.fields.secret, "s")):
        edit.setText(said)
    scene.browser.world["Partner 2"] = {}
    dialog.save_button.click()
    qtbot.waitUntil(lambda: panes.right.place == Place("Partner 2"))
    assert panes.left.place == PHOTOS


def test_removing_an_account_asks_first_and_closes_its_panes(scene: WindowFixture, qtbot: QtBot) -> None:
    show(qtbot, scene.window.panes.left, PHOTOS)
    scene.window.account_actions.remove("Studio")
    box = dialog_of(scene, QMessageBox, qtbot)
    assert isinstance(box, QMessageBox)
    assert "Studio" in box.text()
    button = next(button for button in box.buttons() if button.text() == "Remove")
    button.click()
    qtbot.waitUntil(lambda: scene.book.names() == ("Partner",))
    qtbot.waitUntil(lambda: scene.window.panes.left.place == Place())
    assert scene.window.panes.left.notice.title.text() == "Nothing is open"


def test_a_click_on_an_account_with_a_start_path_opens_that(scene: WindowFixture, qtbot: QtBot) -> None:
    scene.window.tree.opened.emit(Place("Partner"))
    assert scene.window.panes.active.place == Place("Partner", "partner-drop", "inbox/")


def test_the_tree_opens_in_the_active_pane_and_follows_it(scene: WindowFixture, qtbot: QtBot) -> None:
    window = scene.window
    show(qtbot, window.panes.left, PHOTOS)
    show(qtbot, window.panes.right, Place("Studio", "research-data"))
    window.panes.focus(window.panes.right)
    window.tree.opened.emit(Place("Studio", "cold-archive"))
    assert window.panes.right.place.bucket == "cold-archive"
    window.panes.focus(window.panes.left)
    qtbot.waitUntil(lambda: window.tree.accounts.place_at(window.tree.currentIndex()).bucket == "holiday-photos")


# ---------------------------------------------------------------- marks


def test_a_read_only_account_is_shown_as_one_and_offers_nothing_that_writes(
    scene_of: Callable[..., WindowFixture], qtbot: QtBot
) -> None:
    studio = replace(canned_accounts()[0], read_only=True, colour="red")
    scene = scene_of((studio,))
    window = scene.window
    tree = window.tree.accounts
    assert tree.index(0, 0).data() == "Studio (read-only)"
    window.panes.left.go(PHOTOS)
    qtbot.waitUntil(lambda: window.panes.left.objects_model.rowCount() > 0)
    window.panes.left.table.choose(0)
    for act in (Act.RENAME, Act.DELETE, Act.NEW_FOLDER, Act.EDIT, Act.MOVE_ACROSS):
        assert not window.actions_by_name[act].isEnabled()
    assert window.actions_by_name[Act.COPY].isEnabled()
    item = window.panes.selected(1)[0]
    window.objects.offer([item], Place("Studio", "backup"), False)
    assert "read-only" in window.notice.label.text()
