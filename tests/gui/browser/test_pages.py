"""A pane whose place has many rows: pages, sorting and the filter."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.browser.listing import Column
from gui.qt.tasks import Tasks
from gui.text.place import Place
from tests.gui.fakes import FakeBrowser, FakeBucket, bucket, entry
from tests.gui.pane_bench import Bench, pane_bench

PHOTOS = Place("Studio", "holiday-photos")
RAW = Place("Studio", "holiday-photos", "raw/")


@pytest.fixture
def bench(qtbot: QtBot, tasks: Callable[..., Tasks], browser: FakeBrowser) -> Bench:
    return pane_bench(qtbot, tasks, browser)


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
