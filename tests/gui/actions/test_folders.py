"""New folders: the name is asked, the marker is made, and the pane shows and selects it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.model.errors import Kind, StoreError
from gui.actions.folders import FolderDialog
from gui.text.place import Place
from gui.window.action_table import Act
from tests.gui.hands import CTRL, SHIFT, Hands
from tests.gui.support import WindowFixture


@pytest.fixture
def hands(scene: WindowFixture, qtbot: QtBot) -> Hands:
    return Hands(scene, qtbot)


def begin(hands: Hands) -> FolderDialog:
    hands.press(Qt.Key.Key_N, CTRL | SHIFT)
    return hands.dialog(FolderDialog)


def test_a_folder_is_made_shown_and_selected(hands: Hands) -> None:
    dialog = begin(hands)
    assert dialog.name.selectedText() == dialog.name.text()
    QTest.keyClicks(dialog.name, "drafts")
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    assert hands.is_gone(FolderDialog)
    hands.bot.waitUntil(lambda: [item.key for item in hands.pane.table.selected()] == ["drafts/"])
    assert ("make_folder", "Studio", "holiday-photos", "drafts/") in hands.scene.browser.calls


def test_a_folder_is_made_where_the_pane_is(hands: Hands) -> None:
    hands.go(Place("Studio", "holiday-photos", "2024/"))
    dialog = begin(hands)
    dialog.name.setText("forest")
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    assert hands.is_gone(FolderDialog)
    assert ("make_folder", "Studio", "holiday-photos", "2024/forest/") in hands.scene.browser.calls


def test_a_folder_that_is_there_is_said_and_another_name_can_be_typed(hands: Hands) -> None:
    dialog = begin(hands)
    dialog.name.setText("albums")
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    hands.bot.waitUntil(lambda: "there already" in dialog.remark.text)
    dialog.name.setText("albums 2")
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    assert hands.is_gone(FolderDialog)


def test_a_name_that_cannot_be_given_is_marked(hands: Hands) -> None:
    dialog = begin(hands)
    dialog.name.setText("a//b")
    assert not dialog.yes.isEnabled()


def test_a_store_that_refuses_is_quoted(hands: Hands) -> None:
    hands.scene.browser.fail["Studio:holiday-photos/x/"] = StoreError(Kind.DENIED, "PutEmpty", 403, "AccessDenied")
    dialog = begin(hands)
    dialog.name.setText("x")
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    hands.bot.waitUntil(lambda: not dialog.name.isReadOnly() and bool(dialog.remark.text))
    assert dialog.isVisible()


def test_escape_makes_nothing(hands: Hands) -> None:
    dialog = begin(hands)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert hands.is_gone(FolderDialog)
    assert not [call for call in hands.scene.browser.calls if call[0] == "make_folder"]


def test_beside_buckets_no_folder_is_offered(hands: Hands) -> None:
    act = hands.scene.window.actions_by_name[Act.NEW_FOLDER]
    assert act.isEnabled()
    hands.go(Place("Studio"))
    assert not act.isEnabled()
