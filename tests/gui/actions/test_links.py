"""Links: for how long, to the clipboard, and never without the warning."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.model.errors import Kind, StoreError
from core.model.values import ObjectRef
from gui.actions.links import LinkDialog
from gui.text.place import Item, ItemKind
from gui.window.action_table import Act
from tests.gui.hands import CTRL, SHIFT, Hands
from tests.gui.support import WindowFixture

FILE = Item(ItemKind.OBJECT, "Studio", "holiday-photos", "read me.txt", 640)


@pytest.fixture
def hands(scene: WindowFixture, qtbot: QtBot) -> Hands:
    return Hands(scene, qtbot)


def begin(hands: Hands) -> LinkDialog:
    hands.choose("read me.txt")
    hands.press(Qt.Key.Key_C, CTRL | SHIFT)
    dialog = hands.dialog(LinkDialog)
    hands.bot.waitUntil(dialog.copy.isEnabled)
    return dialog


def test_a_link_for_an_hour_is_shown_with_a_warning_and_copied(hands: Hands) -> None:
    dialog = begin(hands)
    assert dialog.seconds == 3600
    assert "Expires=3600" in dialog.link.toPlainText()
    assert "Anybody" in dialog.remark.text
    QTest.mouseClick(dialog.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == dialog.link.toPlainText()


def test_another_time_signs_another_link(hands: Hands) -> None:
    dialog = begin(hands)
    dialog.unit.setCurrentIndex(2)
    dialog.figure.setValue(2)
    assert not dialog.copy.isEnabled()  # the old link is not for that time
    hands.bot.waitUntil(lambda: "Expires=172800" in dialog.link.toPlainText())


def test_return_copies_the_link_that_is_shown(hands: Hands) -> None:
    dialog = begin(hands)
    QGuiApplication.clipboard().clear()
    dialog.figure.setFocus()
    QTest.keyClick(dialog.figure, Qt.Key.Key_Return)
    assert QGuiApplication.clipboard().text() == dialog.link.toPlainText() != ""


def test_no_time_is_offered_that_the_provider_refuses(hands: Hands) -> None:
    dialog = begin(hands)
    dialog.unit.setCurrentIndex(2)
    assert dialog.figure.maximum() == 7


def test_a_provider_of_short_links_offers_no_days(qtbot: QtBot) -> None:
    dialog = LinkDialog(FILE, 3600)
    qtbot.addWidget(dialog)
    assert [dialog.unit.itemData(at) for at in range(dialog.unit.count())] == [60, 3600]
    assert dialog.figure.maximum() == 1


def test_a_link_that_cannot_be_signed_says_why(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_ref: ObjectRef, _seconds: int) -> str:
        raise StoreError(Kind.BAD_CREDENTIALS, "GetLink", code="NoSecret")

    monkeypatch.setattr(hands.scene.browser, "link", fail)
    hands.choose("read me.txt")
    hands.press(Qt.Key.Key_C, CTRL | SHIFT)
    dialog = hands.dialog(LinkDialog)
    hands.bot.waitUntil(lambda: bool(dialog.remark.text))
    assert not dialog.copy.isEnabled()


def test_only_one_object_has_a_link(hands: Hands) -> None:
    act = hands.scene.window.actions_by_name[Act.LINK]
    hands.choose("albums/")
    assert not act.isEnabled()
    hands.choose("read me.txt", "panorama.tif")
    assert not act.isEnabled()
