"""A pane: going to places, and selecting in them, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.browser.pane_table import PaneTable
from gui.qt.tasks import Tasks
from gui.text.place import Item, ItemKind, Place
from tests.gui.fakes import GIB, FakeBrowser
from tests.gui.pane_fixture import PaneFixture, pane_fixture

PHOTOS = Place("Studio", "holiday-photos")
RAW = Place("Studio", "holiday-photos", "raw/")


@pytest.fixture
def rig(qtbot: QtBot, tasks: Callable[..., Tasks], browser: FakeBrowser) -> PaneFixture:
    return pane_fixture(qtbot, tasks, browser)


# ---------------------------------------------------------------- going


def test_an_account_shows_its_buckets_with_region_and_class(rig: PaneFixture) -> None:
    rig.go(Place("Studio"))
    assert rig.names == ["cold-archive", "empty-bucket", "holiday-photos", "research-data"]
    rows = rig.pane.buckets_model
    assert [rows.index(0, column).data() for column in (1, 3)] == ["cn-shanghai", "Archive"]
    assert rig.pane.footer.label.text() == "4 bucket(s)"


def test_a_bucket_shows_folders_first_then_objects(rig: PaneFixture) -> None:
    rig.go(PHOTOS)
    assert rig.names == ["2024", "2025", "albums", "raw", "原始素材", "holiday.mp4", "panorama.tif", "read me.txt"]
    assert rig.pane.footer.label.text() == "5 folder(s) · 3 object(s)"


def test_enter_goes_in_and_backspace_comes_back_to_the_folder_that_was_left(rig: PaneFixture) -> None:
    rig.go(PHOTOS)
    rig.select("2025")
    rig.press(Qt.Key.Key_Return)
    assert rig.pane.place == Place("Studio", "holiday-photos", "2025/")
    assert rig.names == ["lake"]
    rig.press(Qt.Key.Key_Backspace)
    current = rig.pane.table.current()
    assert rig.pane.place == PHOTOS
    assert current is not None
    assert current.key == "2025/"
    rig.press(Qt.Key.Key_Backspace)
    assert rig.pane.place == Place("Studio")
    assert rig.pane.table.current() == Item(ItemKind.BUCKET, "Studio", "holiday-photos")


def test_a_double_click_opens_a_folder(rig: PaneFixture) -> None:
    rig.go(PHOTOS)
    table = rig.pane.table
    at = table.visualRect(table.rows.index(0, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    rig.wait()
    assert rig.pane.place.prefix == "2024/"


def test_enter_on_an_object_asks_for_its_properties(rig: PaneFixture, qtbot: QtBot) -> None:
    rig.go(PHOTOS)
    rig.select("holiday.mp4")
    with qtbot.waitSignal(rig.pane.properties_wanted) as asked:
        rig.press(Qt.Key.Key_Enter)
    assert asked.args[0].key == "holiday.mp4"
    assert asked.args[0].size == 5 * GIB + 12_345


def test_the_buttons_and_the_mouse_go_back_and_forward(rig: PaneFixture) -> None:
    pane = rig.pane
    rig.go(PHOTOS)
    rig.go(RAW)
    assert not pane.address.forward.isEnabled()
    pane.address.back.click()
    rig.wait()
    assert pane.place == PHOTOS
    assert pane.address.forward.isEnabled()
    at = QPointF(5, 5)
    forward = Qt.MouseButton.ForwardButton
    event = QMouseEvent(QMouseEvent.Type.MouseButtonPress, at, at, forward, forward, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(pane.table.viewport(), event)
    rig.wait()
    assert pane.place == RAW


def test_each_part_of_the_way_is_a_button(rig: PaneFixture) -> None:
    rig.go(Place("Studio", "holiday-photos", "2024/beach/"))
    crumbs = rig.pane.address.crumbs
    assert [button.text().removesuffix(" ›") for button in crumbs.buttons] == [
        "Studio",
        "holiday-photos",
        "2024",
        "beach",
    ]
    crumbs.buttons[2].click()
    rig.wait()
    assert rig.pane.place.prefix == "2024/"


def test_a_way_that_is_too_long_keeps_its_end_and_offers_the_rest_in_a_menu(rig: PaneFixture) -> None:
    rig.pane.resize(420, 300)
    rig.go(Place("Studio", "holiday-photos", "a-rather-long-name/another-long-name/the-last/"))
    crumbs = rig.pane.address.crumbs
    shown = [button.text() for button in crumbs.buttons if button.isVisible()]
    assert shown[-1] == "the-last"
    assert len(shown) < 5
    hidden = [action.text() for action in crumbs._menu.actions()]
    assert [text.removesuffix(" ›") for text in hidden + shown] == [
        "Studio",
        "holiday-photos",
        "a-rather-long-name",
        "another-long-name",
        "the-last",
    ]
    assert all(button.geometry().right() <= crumbs.width() for button in crumbs.buttons if button.isVisible())


def test_an_address_can_be_typed(rig: PaneFixture) -> None:
    rig.go(PHOTOS)
    edit = rig.pane.address.edit
    rig.pane.address.begin_typing()
    assert edit.text() == "Studio:holiday-photos/"
    assert edit.hasSelectedText()
    edit.setText("Studio:research-data/genomes/")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    rig.wait()
    assert rig.names == ["HG002.bam", "HG002.bam.bai"]
    assert not edit.isVisible()


def test_escape_gives_up_the_typing(rig: PaneFixture) -> None:
    rig.go(PHOTOS)
    rig.pane.address.begin_typing()
    rig.pane.address.edit.setText("elsewhere")
    QTest.keyClick(rig.pane.address.edit, Qt.Key.Key_Escape)
    assert rig.pane.place == PHOTOS
    assert rig.pane.table.hasFocus()


def test_the_address_of_an_object_opens_its_folder_and_selects_it(rig: PaneFixture, qtbot: QtBot) -> None:
    rig.pane.address.typed.emit("Studio:holiday-photos/2024/beach/dusk.jpg")
    qtbot.waitUntil(lambda: rig.pane.place.prefix == "2024/beach/" and not rig.pane.loader.is_busy)
    assert [item.key for item in rig.pane.table.selected()] == ["2024/beach/dusk.jpg"]


def test_tab_leaves_the_table(rig: PaneFixture) -> None:
    rig.go(PHOTOS)
    rig.pane.focus_rows()
    QTest.keyClick(rig.pane.table, Qt.Key.Key_Tab)
    assert not rig.pane.table.hasFocus()


@pytest.mark.parametrize("key", [Qt.Key.Key_Home, Qt.Key.Key_Up, Qt.Key.Key_PageUp])
def test_the_first_row_can_be_selected_by_the_keyboard_where_it_stands_on_it_already(
    rig: PaneFixture, key: Qt.Key
) -> None:
    rig.go(RAW)
    rig.pane.focus_rows()
    assert rig.pane.objects.selected_count() == 0
    rig.press(key)
    assert [item.key for item in rig.pane.objects.selected()] == ["raw/IMG_0000.dng"]


def spot(table: PaneTable, row: int) -> QPoint:
    return table.visualRect(table.rows.index(row, 0)).center()


def select_apart(table: PaneTable) -> None:
    """The first and the third row."""
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot(table, 0))
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, spot(table, 2))


def test_a_drag_with_shift_takes_only_what_was_selected(rig: PaneFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    """Shift means a move: a row in between must not go along."""
    rig.go(RAW)
    table, dragged = rig.pane.objects, list[list[str]]()
    monkeypatch.setattr(table, "run_drag", lambda _: dragged.append([item.key for item in table.selected()]))
    select_apart(table)
    left, shift = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier
    QTest.mousePress(table.viewport(), left, shift, spot(table, 0))
    far = QPointF(spot(table, 0) + QPoint(0, 2 * QApplication.startDragDistance()))
    move = QMouseEvent(QEvent.Type.MouseMove, far, far, Qt.MouseButton.NoButton, left, shift)
    QApplication.sendEvent(table.viewport(), move)
    assert dragged == [["raw/IMG_0000.dng", "raw/IMG_0002.dng"]]


def test_a_click_with_shift_on_a_selected_row_still_selects_up_to_it(rig: PaneFixture) -> None:
    rig.go(RAW)
    table = rig.pane.objects
    select_apart(table)
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, spot(table, 0))
    assert [item.name for item in table.selected()] == ["IMG_0000.dng", "IMG_0001.dng", "IMG_0002.dng"]
