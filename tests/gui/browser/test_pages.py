"""A pane whose place has many rows: pages, sorting and the filter."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.model.errors import StoreError
from core.model.ops import ObjectPage
from core.system.clock import Cancel
from gui.browser.listing import Column
from gui.qt.tasks import Tasks
from gui.text.place import Place
from tests.gui.fakes import FakeBrowser, FakeBucket, bucket, entry
from tests.gui.pane_fixture import PaneFixture, pane_fixture

PHOTOS = Place("Studio", "holiday-photos")
RAW = Place("Studio", "holiday-photos", "raw/")


@pytest.fixture
def rig(qtbot: QtBot, tasks: Callable[..., Tasks], browser: FakeBrowser) -> PaneFixture:
    return pane_fixture(qtbot, tasks, browser)


# ---------------------------------------------------------------- pages


def test_scrolling_to_the_end_loads_the_next_page(rig: PaneFixture) -> None:
    rig.go(RAW)
    assert rig.pages == 1
    assert rig.pane.footer.label.text() == "1,000 of 1,000+ loaded"
    bar = rig.pane.objects.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    assert rig.pages == 1
    bar.setValue(bar.maximum())
    rig.wait()
    assert rig.pane.objects_model.rowCount() == 2000
    bar.setValue(bar.maximum())
    rig.wait()
    assert rig.pane.objects_model.rowCount() == 2400
    assert rig.pane.footer.label.text() == "2,400 object(s)"
    bar.setValue(bar.maximum())
    assert rig.pages == 3


def test_a_new_page_moves_neither_the_rows_nor_the_selection(rig: PaneFixture) -> None:
    rig.go(RAW)
    table = rig.pane.objects
    table.choose(900)
    bar = table.verticalScrollBar()
    bar.setValue(bar.maximum() - 10)
    before = bar.value()
    rig.wait()
    assert bar.value() == before
    assert [item.key for item in table.selected()] == ["raw/IMG_0900.dng"]


def test_keyboard_end_goes_on_through_the_pages(rig: PaneFixture) -> None:
    rig.go(RAW)
    rig.pane.focus_rows()
    rig.press(Qt.Key.Key_End)
    assert rig.pane.objects_model.rowCount() == 2000
    rig.press(Qt.Key.Key_End)
    assert rig.pane.objects_model.rowCount() == 2400
    rig.press(Qt.Key.Key_Home, Qt.KeyboardModifier.ShiftModifier)
    assert rig.pane.objects.selected_count() == 2000


def test_sorting_a_part_says_that_it_is_a_part(rig: PaneFixture) -> None:
    rig.go(RAW)
    rig.pane.objects.sortByColumn(Column.SIZE, Qt.SortOrder.DescendingOrder)
    rig.pane._show_state()
    assert rig.pane.footer.label.text() == "1,000 of 1,000+ loaded; sorted over the loaded ones"


def test_load_all_goes_on_until_the_end(rig: PaneFixture, qtbot: QtBot) -> None:
    rig.browser.page_size = 100
    rig.go(RAW)
    footer = rig.pane.footer
    assert footer.all.isVisible()
    footer.all.click()
    qtbot.waitUntil(lambda: rig.pane.objects_model.rowCount() == 2400)
    assert not footer.all.isVisible()
    assert footer.label.text() == "2,400 object(s)"


def test_load_all_can_be_stopped(rig: PaneFixture, qtbot: QtBot) -> None:
    rig.browser.page_size = 100
    rig.go(RAW)
    rig.browser.gate.clear()
    rig.pane.footer.all.click()
    assert rig.pane.footer.all.text() == "Stop loading"
    rig.pane.footer.all.click()
    rig.browser.gate.set()
    rig.wait()
    assert rig.pane.objects_model.rowCount() == 200
    assert rig.pane.footer.all.text() == "Load all"


def test_load_all_ends_where_the_pages_of_the_store_go_round(
    rig: PaneFixture, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    following = {"": "1", "1": "2", "2": "1"}
    failures: list[Exception] = []
    rig.pane.loader.failed.connect(failures.append)

    def page(account: str, name: str, prefix: str, token: str, cancel: Cancel) -> ObjectPage:
        rig.browser.calls.append(("page", token))
        return ObjectPage((entry(f"raw/{token}x"),), (), following[token])

    monkeypatch.setattr(rig.browser, "page", page)
    rig.go(RAW)
    rig.pane.loader.go_on(True)
    qtbot.waitUntil(lambda: bool(failures))
    (failure,) = failures
    assert isinstance(failure, StoreError)
    assert (failure.code, rig.pages) == ("ListStuck", 3)
    assert rig.pane.objects_model.rowCount() == 2


def test_an_empty_page_that_is_not_the_last_is_passed_over(rig: PaneFixture) -> None:
    entries = [entry("p/"), *(entry(f"p/{n}") for n in range(3))]
    entries[0] = entry("p/", 0)  # the folder's marker fills the first page alone
    rig.browser.world["Studio"]["odd"] = FakeBucket(bucket("odd"), entries)
    rig.browser.page_size = 1
    rig.go(Place("Studio", "odd", "p/"))
    assert "0" in rig.names
    assert rig.shows_rows


# ---------------------------------------------------------------- filter and selection


def test_the_filter_hides_rows_and_says_so(rig: PaneFixture, qtbot: QtBot) -> None:
    rig.go(RAW)
    rig.pane.address.begin_filtering()
    QTest.keyClicks(rig.pane.address.filter, "img_00")
    qtbot.waitUntil(lambda: rig.pane.objects_model.rowCount() == 100)
    assert rig.pane.footer.label.text() == "100 of 1,000+ loaded match"
    QTest.keyClick(rig.pane.address.filter, Qt.Key.Key_Down)
    assert rig.pane.objects.hasFocus()
    rig.pane.address.begin_filtering()
    QTest.keyClick(rig.pane.address.filter, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: rig.pane.objects_model.rowCount() == 1000)


def test_a_filter_that_hides_nearly_all_does_not_load_the_whole_bucket(rig: PaneFixture, qtbot: QtBot) -> None:
    rig.go(RAW)
    rig.pane.address.filter.setText("IMG_0007")
    qtbot.waitUntil(lambda: rig.pane.objects_model.rowCount() == 1)
    QApplication.processEvents()
    assert rig.pages == 1
    assert rig.pane.footer.more.isVisible()
    rig.pane.footer.more.click()
    rig.wait()
    assert rig.pages == 2


def test_another_folder_begins_without_a_filter(rig: PaneFixture, qtbot: QtBot) -> None:
    rig.go(PHOTOS)
    rig.pane.address.filter.setText("2025")
    qtbot.waitUntil(lambda: rig.names == ["2025"])
    rig.go(Place("Studio", "research-data"))
    assert rig.names == ["genomes", "spectra", "notes.md"]
    assert rig.pane.address.filter.text() == ""


def test_the_footer_sums_up_the_selection(rig: PaneFixture) -> None:
    rig.go(PHOTOS)
    rig.select("read me.txt")
    assert rig.pane.footer.selection.text() == "1 selected, 640 B"
    rig.press(Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert rig.pane.footer.selection.text() == "2 selected, 812 MiB"
    rig.pane.table.selectAll()
    assert rig.pane.footer.selection.text() == "8 selected"
