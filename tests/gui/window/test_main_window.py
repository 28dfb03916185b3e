"""The whole window over stand-ins: first start, accounts, actions, what it remembers, and how it ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest
from PySide6.QtCore import QPoint, Qt, QTranslator
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QMenu,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from core.model.errors import Kind, StoreError
from core.model.jobs import State, Want
from core.model.reports import BatchRow
from core.model.values import ObjectRef
from core.rules.assets import resources
from gui.editor.properties_dialog import PropertiesDialog
from gui.text.place import Place
from gui.window.action_table import TABLE, Act
from tests.gui.fakes import canned_accounts, entry
from tests.gui.hands import dialog_of, show
from tests.gui.support import WindowFixture, row_of

PHOTOS = Place("Studio", "holiday-photos")
RAW = Place("Studio", "holiday-photos", "raw/")


# ---------------------------------------------------------------- which pane is active


def press_in(widget: QWidget, at: QPoint | None = None) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at or widget.rect().center())


def test_a_click_anywhere_in_a_pane_makes_it_the_active_one(scene: WindowFixture, qtbot: QtBot) -> None:
    panes = scene.window.panes
    show(qtbot, panes.left, RAW)
    show(qtbot, panes.right, PHOTOS)
    right = panes.right
    header = right.objects.horizontalHeader()
    for part, at in (
        (right.objects.viewport(), None),
        (right.objects.viewport(), QPoint(20, right.objects.viewport().height() - 5)),
        (header.viewport(), QPoint(20, 10)),
        (right.footer, None),
        (right.footer.label, None),
        (right.address, QPoint(1, 1)),
        (right.address.filter, None),
        (right.address.reload, None),
    ):
        panes.focus(panes.left)
        press_in(part, at)
        assert panes.active is right, part
        assert right.isAncestorOf(scene.window.focusWidget()), part


def test_a_click_on_an_empty_page_makes_its_pane_the_active_one(scene: WindowFixture, qtbot: QtBot) -> None:
    panes = scene.window.panes
    show(qtbot, panes.left, PHOTOS)
    show(qtbot, panes.right, Place("Studio", "empty-bucket"))
    panes.focus(panes.left)
    for part in (panes.right.notice, panes.right.notice.title, panes.right.notice.text):
        panes.focus(panes.left)
        press_in(part)
        assert panes.active is panes.right
        assert panes.right.isAncestorOf(scene.window.focusWidget())
    panes.focus(panes.left)
    assert panes.active is panes.left


# ---------------------------------------------------------------- actions


def test_every_action_says_what_it_does_and_no_two_share_their_keys(scene: WindowFixture) -> None:
    actions = scene.window.actions_by_name
    assert set(actions) == set(Act) == set(TABLE)
    assert all(action.text() and action.statusTip() and action.toolTip() for action in actions.values())
    queue = scene.window.queue.menu_actions
    keys = [keys_of(action) for action in [*actions.values(), *queue] if keys_of(action)]
    assert sorted(keys) == sorted(set(keys))


def test_shortcut_letters_are_for_menus_and_not_for_buttons(
    scene_of: Callable[..., WindowFixture], qapp: QApplication
) -> None:
    translator = QTranslator()
    assert translator.load("bucketferry_zh_CN", str(resources() / "i18n"))
    qapp.installTranslator(translator)
    try:
        actions = scene_of().window.actions_by_name
    finally:
        qapp.removeTranslator(translator)
    assert "(&C)" in actions[Act.COPY].text()
    assert actions[Act.COPY].iconText() == "复制"
    assert actions[Act.COPY].toolTip() == "复制 (Ctrl+C)"
    assert actions[Act.ADD_ACCOUNT].iconText() == "添加账号"


def test_every_action_stands_in_the_menu_bar(scene: WindowFixture) -> None:
    shown = {action.text() for menu in scene.window.menuBar().actions() for action in menu.menu().actions()}  # type: ignore[attr-defined]
    assert {act for act, action in scene.window.actions_by_name.items() if action.text() not in shown} == set()


def keys_of(action: QAction) -> str:
    return action.shortcut().toString(QKeySequence.SequenceFormat.PortableText)


def test_actions_are_offered_only_where_they_make_sense(scene: WindowFixture, qtbot: QtBot) -> None:
    act, panes = scene.window.actions_by_name, scene.window.panes
    assert not act[Act.COPY].isEnabled()
    assert not act[Act.UP].isEnabled()
    show(qtbot, panes.left, PHOTOS)
    panes.left.table.choose(0)
    assert act[Act.COPY].isEnabled()
    assert act[Act.UP].isEnabled()
    assert not act[Act.PROPERTIES].isEnabled()  # a folder has none
    panes.left.table.choose(6)
    assert act[Act.PROPERTIES].isEnabled()


@pytest.mark.parametrize(
    ("key", "modifier", "place"),
    [
        (Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier, Place("Studio")),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier, Place("Studio", "research-data")),
    ],
)
def test_the_keys_of_the_panes_move_about(
    scene: WindowFixture, qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier, place: Place
) -> None:
    pane = scene.window.panes.left
    show(qtbot, pane, Place("Studio", "research-data"))
    show(qtbot, pane, PHOTOS)
    scene.window.panes.focus(pane)
    QTest.keyClick(pane.table, key, modifier)
    assert pane.place == place


def test_shift_f10_opens_the_menu_of_what_has_the_keyboard(scene: WindowFixture, qtbot: QtBot) -> None:
    pane = scene.window.panes.left
    show(qtbot, pane, PHOTOS)
    pane.table.choose(0)
    scene.window.panes.focus(pane)
    QTest.keyClick(pane.table, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    menu = cast(QMenu, QApplication.activePopupWidget())
    assert scene.window.actions_by_name[Act.RENAME] in menu.actions()
    menu.close()


def test_the_keyboard_reaches_every_part_of_the_window(scene: WindowFixture, qtbot: QtBot) -> None:
    window = scene.window
    show(qtbot, window.panes.left, PHOTOS)
    show(qtbot, window.panes.right, Place("Studio", "research-data"))
    scene.engine.show(row(1, State.RUNNING))
    qtbot.waitUntil(lambda: window.queue.table.isVisible())
    for digit, widget in (
        (Qt.Key.Key_0, window.tree),
        (Qt.Key.Key_1, window.panes.left.table),
        (Qt.Key.Key_2, window.panes.right.table),
        (Qt.Key.Key_3, window.queue.table),
    ):
        QTest.keyClick(window, digit, Qt.KeyboardModifier.ControlModifier)
        assert QApplication.focusWidget() is widget
    QTest.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is window.panes.left.address.edit
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is window.panes.left.address.filter


def test_sorting_by_keyboard_turns_round_the_second_time(scene: WindowFixture, qtbot: QtBot) -> None:
    pane = scene.window.panes.left
    show(qtbot, pane, PHOTOS)
    scene.window.panes.focus(pane)
    sizes: list[list[int]] = []
    for _ in range(2):
        scene.window.actions_by_name[Act.SORT_2].trigger()
        sizes.append([pane.objects_model.item_at(row).size or 0 for row in range(5, 8)])
    assert sizes[0] == sorted(sizes[0])
    assert sizes[1] == sizes[0][::-1]


def test_properties_show_all_that_the_store_knows(scene: WindowFixture, qtbot: QtBot) -> None:
    pane = scene.window.panes.left
    show(qtbot, pane, PHOTOS)
    pane.table.choose(5)
    scene.window.actions_by_name[Act.PROPERTIES].trigger()
    dialog = dialog_of(scene, PropertiesDialog, qtbot)
    assert isinstance(dialog, PropertiesDialog)
    qtbot.waitUntil(dialog.area.isVisible)
    said = {
        label.accessibleName(): label.text() for label in dialog.area.findChildren(QWidget) if hasattr(label, "text")
    }
    assert said["Key"] == "holiday.mp4"
    assert said["CRC-64"] == "11051210869376104954"
    assert said["Size"] == "5 GiB (5,368,721,465 bytes)"
    assert (said["camera"], said["project"], said["cache-control"]) == ("X100", "summer", "max-age=3600")
    dialog.reject()


def test_properties_that_cannot_be_read_say_why(scene: WindowFixture, qtbot: QtBot) -> None:
    pane = scene.window.panes.left
    show(qtbot, pane, PHOTOS)
    scene.browser.fail["Studio:holiday-photos/holiday.mp4"] = StoreError(Kind.DENIED)
    pane.table.choose(5)
    scene.window.actions_by_name[Act.PROPERTIES].trigger()
    dialog = dialog_of(scene, PropertiesDialog, qtbot)
    assert isinstance(dialog, PropertiesDialog)
    qtbot.waitUntil(lambda: "not allowed" in dialog.notice.text.text())
    dialog.reject()


# ---------------------------------------------------------------- progress


def row(number: int, state: State, **more: Any) -> BatchRow:
    source, target = ObjectRef("Studio", "holiday-photos", "a"), ObjectRef("Studio", "research-data", "a")
    return BatchRow(number, False, source, target, state, Want.RUN, 1, {state: 1}, **more)


def test_the_status_bar_sums_up_what_is_being_copied(scene: WindowFixture, qtbot: QtBot) -> None:
    scene.engine.show(row(1, State.RUNNING, size=4 << 30, done_bytes=1 << 30))
    qtbot.waitUntil(lambda: scene.window.totals.text() == "1 GiB of 4 GiB copied · 25%")


def test_a_pane_shows_a_copy_as_soon_as_it_has_ended(scene: WindowFixture, qtbot: QtBot) -> None:
    pane = scene.window.panes.right
    show(qtbot, pane, Place("Studio", "research-data"))
    scene.browser.world["Studio"]["research-data"].entries.append(entry("a"))
    scene.engine.show(row(1, State.RUNNING))
    scene.engine.show(row(1, State.DONE))
    qtbot.waitUntil(lambda: row_of(pane.objects_model, "a") is not None)


# ---------------------------------------------------------------- accessibility


def widgets_to_name(window: QWidget) -> Iterator[QWidget]:
    kinds = (QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QScrollArea)
    for widget in window.findChildren(QWidget):
        inner = widget.objectName().startswith("qt_") or isinstance(widget, QHeaderView)
        if isinstance(widget, kinds) and not inner and not widget.isHidden():
            yield widget


def test_every_control_has_a_name_for_screen_readers(scene: WindowFixture, qtbot: QtBot) -> None:
    show(qtbot, scene.window.panes.left, PHOTOS)
    show(qtbot, scene.window.panes.right, Place("Studio"))
    scene.window.notice.say("info", "A message", action="Stop")
    unnamed = [
        f"{type(widget).__name__} in {type(widget.parent()).__name__}"
        for widget in widgets_to_name(scene.window)
        if not (widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()))
    ]
    assert unnamed == []


def test_the_two_panes_are_told_apart_by_their_names(scene: WindowFixture) -> None:
    panes = scene.window.panes
    names = {table.accessibleName() for pane in (panes.left, panes.right) for table in (pane.objects, pane.buckets)}
    assert len(names) == 4


# ---------------------------------------------------------------- what is remembered, and the end


def test_the_next_window_stands_where_this_one_was_closed(scene_of: Callable[..., WindowFixture], qtbot: QtBot) -> None:
    first = scene_of()
    show(qtbot, first.window.panes.left, Place("Studio", "holiday-photos", "2024/"))
    first.window.panes.left.objects.setColumnWidth(1, 123)
    first.window.actions_by_name[Act.SHOW_QUEUE].trigger()
    first.window.close()
    second = scene_of()
    assert second.window.panes.left.place == Place("Studio", "holiday-photos", "2024/")
    assert second.window.panes.left.objects.columnWidth(1) == 123
    assert not second.window.queue.isVisible()


def test_a_remembered_place_of_an_account_that_is_gone_is_not_opened(
    scene_of: Callable[..., WindowFixture], qtbot: QtBot
) -> None:
    first = scene_of()
    show(qtbot, first.window.panes.left, PHOTOS)
    first.window.close()
    second = scene_of(canned_accounts()[1:])
    assert second.window.panes.left.place.account == "Partner"


def test_a_chosen_theme_is_put_on_and_remembered(scene_of: Callable[..., WindowFixture]) -> None:
    first = scene_of()
    first.window.actions_by_name[Act.DARK_THEME].trigger()
    assert QApplication.palette().base().color().lightness() < 100
    first.window.close()
    second = scene_of()
    second.window.paint(None)
    assert second.window.actions_by_name[Act.DARK_THEME].isChecked()
    second.window.actions_by_name[Act.LIGHT_THEME].trigger()
    assert QApplication.palette().base().color().lightness() > 200


def test_closing_the_window_ends_the_work_once(scene: WindowFixture) -> None:
    scene.window.close()
    scene.window.close()
    assert scene.closings == ["closed"]
