"""One pane over a stand-in for the store: where it goes, what it loads, and what it says when that fails."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fakes import GIB, FakeBrowser, FakeBucket, bucket, entry
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.errors import Kind, StoreError
from gui.models.listing import Column
from gui.models.place import Item, Place
from gui.tasks import Tasks
from gui.views.browser_pane import BrowserPane
from gui.views.pane_table import PaneTable

PHOTOS = Place("Studio", "holiday-photos")
RAW = Place("Studio", "holiday-photos", "raw/")
OFFLINE = StoreError(Kind.OFFLINE, "ListObjects")


class Bench:
    """A pane with its stand-in."""

    def __init__(self, pane: BrowserPane, browser: FakeBrowser, qtbot: QtBot) -> None:
        self.pane, self.browser, self._qtbot = pane, browser, qtbot

    def wait(self) -> None:
        """Until nothing is on its way."""
        self._qtbot.waitUntil(lambda: not self.pane.loader.is_busy)

    def go(self, place: Place) -> None:
        self.pane.go(place)
        self.wait()

    @property
    def names(self) -> list[str]:
        rows = self.pane.table.rows
        return [str(rows.index(row, 0).data()) for row in range(rows.rowCount())]

    @property
    def pages(self) -> int:
        """How many pages were asked of the store."""
        return sum(call[0] == "page" for call in self.browser.calls)

    @property
    def shows_rows(self) -> bool:
        return self.pane.table.isVisible()

    def select(self, name: str) -> None:
        self.pane.table.choose(self.names.index(name))

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.pane.table, key, modifier)
        self.wait()


@pytest.fixture
def bench(qtbot: QtBot, tasks: Callable[..., Tasks], browser: FakeBrowser) -> Bench:
    def start_of(account: str) -> Place:
        return Place("Partner", "partner-drop", "inbox/") if account == "Partner" else Place()

    pane = BrowserPane(browser, tasks("browse", 3), "Left pane", start_of=start_of)
    qtbot.addWidget(pane)
    pane.resize(640, 480)
    pane.show()
    qtbot.waitExposed(pane)
    return Bench(pane, browser, qtbot)


# ---------------------------------------------------------------- going


def test_an_account_shows_its_buckets_with_region_and_class(bench: Bench) -> None:
    bench.go(Place("Studio"))
    assert bench.names == ["cold-archive", "empty-bucket", "holiday-photos", "research-data"]
    rows = bench.pane.buckets_model
    assert [rows.index(0, column).data() for column in (1, 3)] == ["cn-shanghai", "Archive"]
    assert bench.pane.footer.label.text() == "4 bucket(s)"


def test_a_bucket_shows_folders_first_then_objects(bench: Bench) -> None:
    bench.go(PHOTOS)
    assert bench.names == ["2024", "2025", "albums", "raw", "原始素材", "holiday.mp4", "panorama.tif", "read me.txt"]
    assert bench.pane.footer.label.text() == "5 folder(s) · 3 object(s)"


def test_enter_goes_in_and_backspace_comes_back_to_the_folder_that_was_left(bench: Bench) -> None:
    bench.go(PHOTOS)
    bench.select("2025")
    bench.press(Qt.Key.Key_Return)
    assert bench.pane.place == Place("Studio", "holiday-photos", "2025/")
    assert bench.names == ["lake"]
    bench.press(Qt.Key.Key_Backspace)
    current = bench.pane.table.current()
    assert bench.pane.place == PHOTOS
    assert current is not None
    assert current.key == "2025/"
    bench.press(Qt.Key.Key_Backspace)
    assert bench.pane.place == Place("Studio")
    assert bench.pane.table.current() == Item("bucket", "Studio", "holiday-photos")  # type: ignore[arg-type]


def test_a_double_click_opens_a_folder(bench: Bench) -> None:
    bench.go(PHOTOS)
    table = bench.pane.table
    at = table.visualRect(table.rows.index(0, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    bench.wait()
    assert bench.pane.place.prefix == "2024/"


def test_enter_on_an_object_asks_for_its_properties(bench: Bench, qtbot: QtBot) -> None:
    bench.go(PHOTOS)
    bench.select("holiday.mp4")
    with qtbot.waitSignal(bench.pane.properties_wanted) as asked:
        bench.press(Qt.Key.Key_Enter)
    assert asked.args[0].key == "holiday.mp4"
    assert asked.args[0].size == 5 * GIB + 12_345


def test_the_buttons_and_the_mouse_go_back_and_forward(bench: Bench) -> None:
    pane = bench.pane
    bench.go(PHOTOS)
    bench.go(RAW)
    assert not pane.address.forward.isEnabled()
    pane.address.back.click()
    bench.wait()
    assert pane.place == PHOTOS
    assert pane.address.forward.isEnabled()
    at = QPointF(5, 5)
    forward = Qt.MouseButton.ForwardButton
    event = QMouseEvent(QMouseEvent.Type.MouseButtonPress, at, at, forward, forward, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(pane.table.viewport(), event)
    bench.wait()
    assert pane.place == RAW


def test_each_part_of_the_way_is_a_button(bench: Bench) -> None:
    bench.go(Place("Studio", "holiday-photos", "2024/beach/"))
    crumbs = bench.pane.address.crumbs
    assert [button.text().removesuffix(" ›") for button in crumbs.buttons] == [
        "Studio",
        "holiday-photos",
        "2024",
        "beach",
    ]
    crumbs.buttons[2].click()
    bench.wait()
    assert bench.pane.place.prefix == "2024/"


def test_a_way_that_is_too_long_keeps_its_end_and_offers_the_rest_in_a_menu(bench: Bench) -> None:
    bench.pane.resize(420, 300)
    bench.go(Place("Studio", "holiday-photos", "a-rather-long-name/another-long-name/the-last/"))
    crumbs = bench.pane.address.crumbs
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


def test_an_address_can_be_typed(bench: Bench) -> None:
    bench.go(PHOTOS)
    edit = bench.pane.address.edit
    bench.pane.address.begin_typing()
    assert edit.text() == "Studio:holiday-photos/"
    assert edit.hasSelectedText()
    edit.setText("Studio:research-data/genomes/")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    bench.wait()
    assert bench.names == ["HG002.bam", "HG002.bam.bai"]
    assert not edit.isVisible()


def test_escape_gives_up_the_typing(bench: Bench) -> None:
    bench.go(PHOTOS)
    bench.pane.address.begin_typing()
    bench.pane.address.edit.setText("elsewhere")
    QTest.keyClick(bench.pane.address.edit, Qt.Key.Key_Escape)
    assert bench.pane.place == PHOTOS
    assert bench.pane.table.hasFocus()


def test_the_address_of_an_object_opens_its_folder_and_selects_it(bench: Bench, qtbot: QtBot) -> None:
    bench.pane.address.typed.emit("Studio:holiday-photos/2024/beach/dusk.jpg")
    qtbot.waitUntil(lambda: bench.pane.place.prefix == "2024/beach/" and not bench.pane.loader.is_busy)
    assert [item.key for item in bench.pane.table.selected()] == ["2024/beach/dusk.jpg"]


# ---------------------------------------------------------------- pages


def test_scrolling_to_the_end_loads_the_next_page(bench: Bench) -> None:
    bench.go(RAW)
    assert bench.pages == 1
    assert bench.pane.footer.label.text() == "1,000 of 1,000+ loaded"
    bar = bench.pane.objects.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    assert bench.pages == 1
    bar.setValue(bar.maximum())
    bench.wait()
    assert bench.pane.objects_model.rowCount() == 2000
    bar.setValue(bar.maximum())
    bench.wait()
    assert bench.pane.objects_model.rowCount() == 2400
    assert bench.pane.footer.label.text() == "2,400 object(s)"
    bar.setValue(bar.maximum())
    assert bench.pages == 3


def test_a_new_page_moves_neither_the_rows_nor_the_selection(bench: Bench) -> None:
    bench.go(RAW)
    table = bench.pane.objects
    table.choose(900)
    bar = table.verticalScrollBar()
    bar.setValue(bar.maximum() - 10)
    before = bar.value()
    bench.wait()
    assert bar.value() == before
    assert [item.key for item in table.selected()] == ["raw/IMG_0900.dng"]


def test_keyboard_end_goes_on_through_the_pages(bench: Bench) -> None:
    bench.go(RAW)
    bench.pane.focus_rows()
    bench.press(Qt.Key.Key_End)
    assert bench.pane.objects_model.rowCount() == 2000
    bench.press(Qt.Key.Key_End)
    assert bench.pane.objects_model.rowCount() == 2400
    bench.press(Qt.Key.Key_Home, Qt.KeyboardModifier.ShiftModifier)
    assert bench.pane.objects.selected_count() == 2000


def test_sorting_a_part_says_that_it_is_a_part(bench: Bench) -> None:
    bench.go(RAW)
    bench.pane.objects.sortByColumn(Column.SIZE, Qt.SortOrder.DescendingOrder)
    bench.pane._show_state()
    assert bench.pane.footer.label.text() == "1,000 of 1,000+ loaded; sorted over the loaded ones"


def test_load_all_goes_on_until_the_end(bench: Bench, qtbot: QtBot) -> None:
    bench.browser.page_size = 100
    bench.go(RAW)
    footer = bench.pane.footer
    assert footer.all.isVisible()
    footer.all.click()
    qtbot.waitUntil(lambda: bench.pane.objects_model.rowCount() == 2400)
    assert not footer.all.isVisible()
    assert footer.label.text() == "2,400 object(s)"


def test_load_all_can_be_stopped(bench: Bench, qtbot: QtBot) -> None:
    bench.browser.page_size = 100
    bench.go(RAW)
    bench.browser.gate.clear()
    bench.pane.footer.all.click()
    assert bench.pane.footer.all.text() == "Stop loading"
    bench.pane.footer.all.click()
    bench.browser.gate.set()
    bench.wait()
    assert bench.pane.objects_model.rowCount() == 200
    assert bench.pane.footer.all.text() == "Load all"


def test_an_empty_page_that_is_not_the_last_is_passed_over(bench: Bench) -> None:
    entries = [entry("p/"), *(entry(f"p/{n}") for n in range(3))]
    entries[0] = entry("p/", 0)  # the folder's marker fills the first page alone
    bench.browser.world["Studio"]["odd"] = FakeBucket(bucket("odd"), entries)
    bench.browser.page_size = 1
    bench.go(Place("Studio", "odd", "p/"))
    assert "0" in bench.names
    assert bench.shows_rows


# ---------------------------------------------------------------- filter and selection


def test_the_filter_hides_rows_and_says_so(bench: Bench, qtbot: QtBot) -> None:
    bench.go(RAW)
    bench.pane.address.begin_filtering()
    QTest.keyClicks(bench.pane.address.filter, "img_00")
    qtbot.waitUntil(lambda: bench.pane.objects_model.rowCount() == 100)
    assert bench.pane.footer.label.text() == "100 of 1,000+ loaded match"
    QTest.keyClick(bench.pane.address.filter, Qt.Key.Key_Down)
    assert bench.pane.objects.hasFocus()
    bench.pane.address.begin_filtering()
    QTest.keyClick(bench.pane.address.filter, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: bench.pane.objects_model.rowCount() == 1000)


def test_a_filter_that_hides_nearly_all_does_not_load_the_whole_bucket(bench: Bench, qtbot: QtBot) -> None:
    bench.go(RAW)
    bench.pane.address.filter.setText("IMG_0007")
    qtbot.waitUntil(lambda: bench.pane.objects_model.rowCount() == 1)
    QApplication.processEvents()
    assert bench.pages == 1
    assert bench.pane.footer.more.isVisible()
    bench.pane.footer.more.click()
    bench.wait()
    assert bench.pages == 2


def test_another_folder_begins_without_a_filter(bench: Bench, qtbot: QtBot) -> None:
    bench.go(PHOTOS)
    bench.pane.address.filter.setText("2025")
    qtbot.waitUntil(lambda: bench.names == ["2025"])
    bench.go(Place("Studio", "research-data"))
    assert bench.names == ["genomes", "spectra", "notes.md"]
    assert bench.pane.address.filter.text() == ""


def test_the_footer_sums_up_the_selection(bench: Bench) -> None:
    bench.go(PHOTOS)
    bench.select("read me.txt")
    assert bench.pane.footer.selection.text() == "1 selected, 640 B"
    bench.press(Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert bench.pane.footer.selection.text() == "2 selected, 812 MiB"
    bench.pane.table.selectAll()
    assert bench.pane.footer.selection.text() == "8 selected"


def test_tab_leaves_the_table(bench: Bench) -> None:
    bench.go(PHOTOS)
    bench.pane.focus_rows()
    QTest.keyClick(bench.pane.table, Qt.Key.Key_Tab)
    assert not bench.pane.table.hasFocus()


# ---------------------------------------------------------------- waiting, emptiness, failure


def test_while_the_first_page_is_awaited_the_pane_says_so(bench: Bench, qtbot: QtBot) -> None:
    bench.browser.gate.clear()
    bench.pane.go(PHOTOS)
    qtbot.waitUntil(lambda: bench.pane.notice.isVisible())
    assert bench.pane.notice.title.text() == "Loading…"
    assert bench.pane.notice.bar.isVisible()
    bench.browser.gate.set()
    bench.wait()
    assert bench.shows_rows


def test_an_empty_folder_is_called_empty(bench: Bench) -> None:
    bench.go(Place("Studio", "empty-bucket"))
    assert bench.pane.notice.isVisible()
    assert bench.pane.notice.title.text() == "This folder is empty"


def test_a_failure_shows_what_to_do_and_a_way_to_try_again(bench: Bench) -> None:
    bench.browser.fail["Studio:holiday-photos/"] = OFFLINE
    bench.go(PHOTOS)
    notice = bench.pane.notice
    assert notice.title.text() == "holiday-photos cannot be shown"
    assert "could not be reached" in notice.text.text()
    assert notice.detail.text() == "ListObjects"
    bench.browser.fail.clear()
    notice.buttons[0].click()
    bench.wait()
    assert bench.shows_rows


def test_a_page_that_fails_later_keeps_the_rows_and_can_be_asked_for_again(bench: Bench) -> None:
    bench.go(RAW)
    bench.browser.fail["Studio:holiday-photos/raw/"] = OFFLINE
    bar = bench.pane.objects.verticalScrollBar()
    bar.setValue(bar.maximum())
    bench.wait()
    asked = bench.pages
    assert bench.pane.objects_model.rowCount() == 1000
    assert "could not be reached" in bench.pane.footer.label.text()
    bar.setValue(bar.maximum() - 1)
    assert bench.pages == asked  # not again and again while the user scrolls
    bench.browser.fail.clear()
    bench.pane.footer.again.click()
    bench.wait()
    assert bench.pane.objects_model.rowCount() == 2000
    assert not bench.pane.footer.again.isVisible()


def test_a_key_that_may_not_list_buckets_is_offered_its_start_path(bench: Bench) -> None:
    bench.go(Place("Partner"))
    texts = [button.text() for button in bench.pane.notice.buttons]
    assert texts == ["Retry", "Open Partner:partner-drop/inbox/"]
    bench.pane.notice.buttons[1].click()
    bench.wait()
    assert bench.names == ["report.pdf"]


def test_an_answer_for_a_place_that_was_left_is_dropped(bench: Bench, qtbot: QtBot) -> None:
    bench.browser.gate.clear()
    bench.pane.go(RAW)
    bench.pane.go(PHOTOS)
    bench.browser.gate.set()
    bench.wait()
    assert bench.names[0] == "2024"
    assert bench.pane.objects_model.rowCount() == 8


def test_a_reload_keeps_the_rows_until_the_answer_comes_and_the_cursor_after_it(bench: Bench, qtbot: QtBot) -> None:
    bench.go(PHOTOS)
    bench.select("panorama.tif")
    bench.browser.world["Studio"]["holiday-photos"].entries.append(entry("new.txt"))
    bench.browser.gate.clear()
    bench.pane.reload()
    assert "new.txt" not in bench.names
    assert len(bench.names) == 8
    bench.browser.gate.set()
    bench.wait()
    assert "new.txt" in bench.names
    assert [item.name for item in bench.pane.table.selected()] == ["panorama.tif"]


def test_a_reload_that_fails_keeps_the_rows(bench: Bench) -> None:
    bench.go(PHOTOS)
    bench.browser.fail["Studio:holiday-photos/"] = OFFLINE
    bench.pane.reload()
    bench.wait()
    assert len(bench.names) == 8
    bench.browser.fail.clear()
    bench.pane.footer.again.click()
    bench.wait()
    assert len(bench.names) == 8
    assert not bench.pane.footer.again.isVisible()


def test_buckets_that_cannot_be_listed_again_stay_and_can_be_asked_for_once_more(bench: Bench) -> None:
    bench.go(Place("Studio"))
    bench.browser.fail["Studio:"] = OFFLINE
    bench.pane.reload()
    bench.wait()
    assert len(bench.names) == 4
    bench.browser.fail.clear()
    bench.pane.footer.again.click()
    bench.wait()
    assert not bench.pane.footer.has_failed


def test_a_reload_keeps_a_selection_of_several_rows_and_selects_nothing_else(bench: Bench) -> None:
    bench.go(RAW)
    table = bench.pane.objects
    table.choose(400)
    bench.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    bar = table.verticalScrollBar()
    bar.setValue(5000)
    bench.pane.reload()
    bench.wait()
    assert [item.name for item in table.selected()] == ["IMG_0400.dng", "IMG_0401.dng"]
    assert bar.value() == 5000
    table.clearSelection()
    bench.pane.reload()
    bench.wait()
    assert table.selected_count() == 0


def test_nothing_is_open_before_an_account_is_chosen(bench: Bench) -> None:
    assert bench.pane.notice.title.text() == "Nothing is open"
    assert not bench.pane.address.up.isEnabled()
    bench.pane.reload()
    assert bench.browser.calls == []


@pytest.mark.parametrize("key", [Qt.Key.Key_Home, Qt.Key.Key_Up, Qt.Key.Key_PageUp])
def test_the_first_row_can_be_selected_by_the_keyboard_where_it_stands_on_it_already(bench: Bench, key: Qt.Key) -> None:
    bench.go(RAW)
    bench.pane.focus_rows()
    assert bench.pane.objects.selected_count() == 0
    bench.press(key)
    assert [item.key for item in bench.pane.objects.selected()] == ["raw/IMG_0000.dng"]


def spot(table: PaneTable, row: int) -> QPoint:
    return table.visualRect(table.rows.index(row, 0)).center()


def select_apart(table: PaneTable) -> None:
    """The first and the third row."""
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot(table, 0))
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, spot(table, 2))


def test_a_drag_with_shift_takes_only_what_was_selected(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Shift means a move: a row in between must not go along."""
    bench.go(RAW)
    table, dragged = bench.pane.objects, list[list[str]]()
    monkeypatch.setattr(table, "run_drag", lambda _: dragged.append([item.key for item in table.selected()]))
    select_apart(table)
    left, shift = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier
    QTest.mousePress(table.viewport(), left, shift, spot(table, 0))
    far = QPointF(spot(table, 0) + QPoint(0, 2 * QApplication.startDragDistance()))
    move = QMouseEvent(QEvent.Type.MouseMove, far, far, Qt.MouseButton.NoButton, left, shift)
    QApplication.sendEvent(table.viewport(), move)
    assert dragged == [["raw/IMG_0000.dng", "raw/IMG_0002.dng"]]


def test_a_click_with_shift_on_a_selected_row_still_selects_up_to_it(bench: Bench) -> None:
    bench.go(RAW)
    table = bench.pane.objects
    select_apart(table)
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, spot(table, 0))
    assert [item.name for item in table.selected()] == ["IMG_0000.dng", "IMG_0001.dng", "IMG_0002.dng"]
