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
from tests.gui.pane_fixture import PaneFixture, pane_fixture

PHOTOS = Place("Studio", "holiday-photos")
RAW = Place("Studio", "holiday-photos", "raw/")
OFFLINE = StoreError(Kind.OFFLINE, "ListObjects")


@pytest.fixture
def rig(qtbot: QtBot, tasks: Callable[..., Tasks], browser: FakeBrowser) -> PaneFixture:
    return pane_fixture(qtbot, tasks, browser)


# ---------------------------------------------------------------- waiting, emptiness, failure


def test_while_the_first_page_is_awaited_the_pane_says_so(rig: PaneFixture, qtbot: QtBot) -> None:
    rig.browser.gate.clear()
    rig.pane.go(PHOTOS)
    qtbot.waitUntil(lambda: rig.pane.notice.isVisible())
    assert rig.pane.notice.title.text() == "Loading…"
    assert rig.pane.notice.bar.isVisible()
    rig.browser.gate.set()
    rig.wait()
    assert rig.shows_rows


def test_an_empty_folder_is_called_empty(rig: PaneFixture) -> None:
    rig.go(Place("Studio", "empty-bucket"))
    assert rig.pane.notice.isVisible()
    assert rig.pane.notice.title.text() == "This folder is empty"


def test_a_failure_shows_what_to_do_and_a_way_to_try_again(rig: PaneFixture) -> None:
    rig.browser.fail["Studio:holiday-photos/"] = OFFLINE
    rig.go(PHOTOS)
    notice = rig.pane.notice
    assert notice.title.text() == "holiday-photos cannot be shown"
    assert "could not be reached" in notice.text.text()
    assert notice.detail.text() == "ListObjects"
    rig.browser.fail.clear()
    notice.buttons[0].click()
    rig.wait()
    assert rig.shows_rows


def test_a_page_that_fails_later_keeps_the_rows_and_can_be_asked_for_again(rig: PaneFixture) -> None:
    rig.go(RAW)
    rig.browser.fail["Studio:holiday-photos/raw/"] = OFFLINE
    bar = rig.pane.objects.verticalScrollBar()
    bar.setValue(bar.maximum())
    rig.wait()
    asked = rig.pages
    assert rig.pane.objects_model.rowCount() == 1000
    assert "could not be reached" in rig.pane.footer.label.text()
    bar.setValue(bar.maximum() - 1)
    assert rig.pages == asked  # not again and again while the user scrolls
    rig.browser.fail.clear()
    rig.pane.footer.again.click()
    rig.wait()
    assert rig.pane.objects_model.rowCount() == 2000
    assert not rig.pane.footer.again.isVisible()


def test_a_key_that_may_not_list_buckets_is_offered_its_start_path(rig: PaneFixture) -> None:
    rig.go(Place("Partner"))
    texts = [button.text() for button in rig.pane.notice.buttons]
    assert texts == ["Retry", "Open Partner:partner-drop/inbox/"]
    rig.pane.notice.buttons[1].click()
    rig.wait()
    assert rig.names == ["report.pdf"]


def test_an_answer_for_a_place_that_was_left_is_dropped(rig: PaneFixture, qtbot: QtBot) -> None:
    rig.browser.gate.clear()
    rig.pane.go(RAW)
    rig.pane.go(PHOTOS)
    rig.browser.gate.set()
    rig.wait()
    assert rig.names[0] == "2024"
    assert rig.pane.objects_model.rowCount() == 8


def test_a_reload_keeps_the_rows_until_the_answer_comes_and_the_cursor_after_it(rig: PaneFixture, qtbot: QtBot) -> None:
    rig.go(PHOTOS)
    rig.select("panorama.tif")
    rig.browser.world["Studio"]["holiday-photos"].entries.append(entry("new.txt"))
    rig.browser.gate.clear()
    rig.pane.reload()
    assert "new.txt" not in rig.names
    assert len(rig.names) == 8
    rig.browser.gate.set()
    rig.wait()
    assert "new.txt" in rig.names
    assert [item.name for item in rig.pane.table.selected()] == ["panorama.tif"]


def test_a_reload_that_fails_keeps_the_rows(rig: PaneFixture) -> None:
    rig.go(PHOTOS)
    rig.browser.fail["Studio:holiday-photos/"] = OFFLINE
    rig.pane.reload()
    rig.wait()
    assert len(rig.names) == 8
    rig.browser.fail.clear()
    rig.pane.footer.again.click()
    rig.wait()
    assert len(rig.names) == 8
    assert not rig.pane.footer.again.isVisible()


def test_buckets_that_cannot_be_listed_again_stay_and_can_be_asked_for_once_more(rig: PaneFixture) -> None:
    rig.go(Place("Studio"))
    rig.browser.fail["Studio:"] = OFFLINE
    rig.pane.reload()
    rig.wait()
    assert len(rig.names) == 4
    rig.browser.fail.clear()
    rig.pane.footer.again.click()
    rig.wait()
    assert not rig.pane.footer.has_failed


def test_a_reload_keeps_a_selection_of_several_rows_and_selects_nothing_else(rig: PaneFixture) -> None:
    rig.go(RAW)
    table = rig.pane.objects
    table.choose(400)
    rig.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    bar = table.verticalScrollBar()
    bar.setValue(5000)
    rig.pane.reload()
    rig.wait()
    assert [item.name for item in table.selected()] == ["IMG_0400.dng", "IMG_0401.dng"]
    assert bar.value() == 5000
    table.clearSelection()
    rig.pane.reload()
    rig.wait()
    assert table.selected_count() == 0


def test_nothing_is_open_before_an_account_is_chosen(rig: PaneFixture) -> None:
    assert rig.pane.notice.title.text() == "Nothing is open"
    assert not rig.pane.address.up.isEnabled()
    rig.pane.reload()
    assert rig.browser.calls == []
