"""A pane that waits, that has nothing to show, that fails, and that is loaded again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.model.errors import Kind, StoreError
from gui.qt.tasks import Tasks
from gui.text.place import Place
from tests.gui.fakes import FakeBrowser, entry
from tests.gui.pane_bench import Bench, pane_bench

PHOTOS = Place("Studio", "holiday-photos")
RAW = Place("Studio", "holiday-photos", "raw/")
OFFLINE = StoreError(Kind.OFFLINE, "ListObjects")


@pytest.fixture
def bench(qtbot: QtBot, tasks: Callable[..., Tasks], browser: FakeBrowser) -> Bench:
    return pane_bench(qtbot, tasks, browser)


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
