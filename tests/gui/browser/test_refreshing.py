"""Panes are loaded again when what they show has changed: soon, gently, and not more often than that."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from core.model.jobs import State, Want
from core.model.reports import BatchRow, Frame, JobRow
from core.model.requests import JobKind
from core.model.values import ObjectRef
from gui.browser.refreshing import Refreshing
from gui.text.place import Place
from tests.gui.fakes import NOON, entry
from tests.gui.hands import PHOTOS, Hands
from tests.gui.support import WindowFixture, row_of

RAW = Place("Studio", "holiday-photos", "raw/")
OTHER = Place("Studio", "research-data")


def ref(key: str, bucket: str = "holiday-photos") -> ObjectRef:
    return ObjectRef("Studio", bucket, key)


@dataclass
class FakePane:
    place: Place
    is_at_rest: bool = True
    refreshed: int = 0

    def refresh(self) -> None:
        self.refreshed += 1


def batch(state: State, source: ObjectRef, target: ObjectRef, kind: JobKind = JobKind.COPY) -> BatchRow:
    many = source.key.endswith("/")
    return BatchRow(1, many, source, target, state, Want.RUN, 1, {state: 1}, created=NOON, kind=kind)


def job(number: int, state: State, source: ObjectRef, target: ObjectRef, kind: JobKind = JobKind.COPY) -> JobRow:
    return JobRow(number, 1, source, target, state, Want.RUN, kind=kind)


class RefreshFixture:
    """Panes at some places, without a clock that a test has to wait for."""

    def __init__(self, *places: Place) -> None:
        self.root = QObject()
        self.panes = [FakePane(place) for place in places]
        self.refreshing = Refreshing(self.panes, self.root)

    @property
    def changed(self) -> list[str]:
        """The prefixes of the panes that wait for being loaded."""
        return [pane.place.prefix for pane in self.refreshing._changed]

    def see(self, *rows: BatchRow | JobRow) -> list[str]:
        batches = tuple(row for row in rows if isinstance(row, BatchRow))
        jobs = tuple(row for row in rows if isinstance(row, JobRow))
        self.refreshing.take_frame(Frame(batches, jobs))
        return self.changed


@pytest.fixture
def rig(qapp: QObject) -> RefreshFixture:
    return RefreshFixture(PHOTOS, RAW, OTHER)


@pytest.mark.parametrize(
    ("kind", "changed"),
    [
        (JobKind.COPY, ["raw/"]),
        (JobKind.RENAME, ["", "raw/"]),
    ],
)
def test_a_copy_changes_its_target_and_a_rename_both_ends(kind: JobKind, changed: list[str]) -> None:
    rig = RefreshFixture(PHOTOS, RAW)
    rig.panes[0].place = Place("Studio", "research-data")
    assert rig.see(batch(State.DONE, ref("a", "research-data"), ref("raw/a"), kind)) == changed


@pytest.mark.parametrize("kind", [JobKind.EDIT, JobKind.DELETE, JobKind.UNDELETE, JobKind.RESTORE])
def test_what_happens_to_an_object_changes_the_panes_above_it(rig: RefreshFixture, kind: JobKind) -> None:
    assert rig.see(batch(State.DONE, ref("raw/a"), ref("raw/a"), kind)) == ["", "raw/"]


def test_a_folder_changes_the_panes_inside_it(rig: RefreshFixture) -> None:
    rig.panes[1].place = replace(RAW, prefix="raw/deep/down/")
    assert rig.see(batch(State.DONE, ref("raw/"), ref("raw/"), JobKind.DELETE)) == ["", "raw/deep/down/"]


def test_another_bucket_or_account_changes_nothing(rig: RefreshFixture) -> None:
    there = ObjectRef("Partner", "holiday-photos", "a")
    assert rig.see(batch(State.DONE, there, there, JobKind.DELETE)) == []
    assert rig.see(replace(batch(State.DONE, ref("a", "x"), ref("a", "x")), id=2)) == []


@pytest.mark.parametrize("state", [State.SKIPPED, State.REFUSED])
def test_a_folder_of_which_only_some_were_copied_has_changed_the_target(rig: RefreshFixture, state: State) -> None:
    row = batch(state, ref("raw/"), ref("raw/", "research-data"))
    assert rig.see(replace(row, counts={state: 1, State.DONE: 1})) == [OTHER.prefix]


@pytest.mark.parametrize("state", [State.SKIPPED, State.REFUSED, State.RUNNING, State.WAITING])
def test_what_did_nothing_yet_changes_nothing(rig: RefreshFixture, state: State) -> None:
    assert rig.see(batch(state, ref("b"), ref("a"))) == []


def test_a_rename_that_failed_may_have_written_its_copy(rig: RefreshFixture) -> None:
    assert "" in rig.see(batch(State.FAILED, ref("b"), ref("a"), JobKind.RENAME))


def test_an_end_that_is_told_of_twice_is_followed_once(rig: RefreshFixture) -> None:
    row = batch(State.DONE, ref("b"), ref("a"))
    assert rig.see(row) == [""]
    rig.refreshing._reload()
    assert rig.see(row) == []
    assert rig.see(replace(row, state=State.RUNNING), row) == [""]  # it was retried


def test_the_first_object_of_a_folder_makes_the_folder_appear_and_the_next_ones_do_not(rig: RefreshFixture) -> None:
    folder = batch(State.RUNNING, ref("old/"), ref("new/"))
    assert rig.see(folder, job(1, State.DONE, ref("old/a"), ref("new/a"))) == [""]
    rig.refreshing._reload()
    assert rig.see(job(2, State.DONE, ref("old/b"), ref("new/b"))) == []


def test_objects_appear_in_the_pane_that_shows_their_folder_while_the_batch_goes_on(rig: RefreshFixture) -> None:
    rig.see(batch(State.RUNNING, ref("old/"), ref("raw/")), job(1, State.DONE, ref("old/a"), ref("raw/a")))
    rig.refreshing._reload()
    assert rig.see(job(2, State.DONE, ref("old/b"), ref("raw/b"))) == ["raw/"]


def test_a_pane_that_is_busy_waits_its_turn(rig: RefreshFixture) -> None:
    rig.panes[0].is_at_rest = False
    rig.see(batch(State.DONE, ref("raw/b"), ref("raw/a")))
    rig.refreshing._reload()
    assert [pane.refreshed for pane in rig.panes] == [0, 1, 0]
    assert rig.changed == [""]
    rig.panes[0].is_at_rest = True
    rig.refreshing._reload()
    assert [pane.refreshed for pane in rig.panes] == [1, 1, 0]


def test_changes_that_come_after_a_reload_wait_for_a_second(rig: RefreshFixture) -> None:
    timer = rig.refreshing._timer
    rig.see(batch(State.DONE, ref("raw/b"), ref("raw/a")))
    assert timer.interval() < 1000  # the first one is shown soon
    rig.refreshing._reload()
    assert timer.isActive()
    assert timer.interval() == 1000
    rig.see(replace(batch(State.DONE, ref("raw/b"), ref("raw/a")), id=2))
    assert timer.interval() == 1000  # no sooner than that, however much ends


# ---------------------------------------------------------------- in the window


@pytest.fixture
def hands(scene: WindowFixture, qtbot: QtBot) -> Hands:
    return Hands(scene, qtbot)


def remove(hands: Hands, key: str) -> None:
    """The object is gone, and the engine says so."""
    held = hands.scene.browser.world["Studio"]["holiday-photos"].entries
    held[:] = [item for item in held if item.key != key]
    hands.scene.engine.show(replace(batch(State.DONE, ref(key), ref(key), JobKind.DELETE), id=hash(key) % 10_000))


def test_a_deleted_row_goes_and_the_keyboard_stays_where_it_was(hands: Hands) -> None:
    hands.choose("holiday.mp4")
    remove(hands, "holiday.mp4")
    hands.bot.waitUntil(lambda: row_of(hands.pane.table.rows, "holiday.mp4") is None)
    current = hands.pane.table.current()
    assert current is not None
    assert current.key == "panorama.tif"
    assert hands.pane.table.selected_count() == 0  # what takes its place is not chosen for the next Delete


def test_the_selection_and_the_place_in_a_long_list_stay(hands: Hands) -> None:
    hands.go(RAW)
    pane = hands.pane
    pane.table.scrollToBottom()
    hands.bot.waitUntil(lambda: pane.table.rows.loaded > 1000 and not pane.loader.is_busy)
    loaded = pane.table.rows.loaded
    hands.choose("raw/IMG_1100.dng", "raw/IMG_1101.dng")
    before = pane.table.verticalScrollBar().value()
    remove(hands, "raw/IMG_0003.dng")
    hands.bot.waitUntil(lambda: row_of(pane.table.rows, "raw/IMG_0003.dng") is None)
    assert [item.key for item in pane.table.selected()] == ["raw/IMG_1100.dng", "raw/IMG_1101.dng"]
    assert pane.table.verticalScrollBar().value() == before
    assert pane.table.rows.loaded in (loaded, loaded - 1)


def test_nothing_moves_while_the_user_types_a_filter(hands: Hands) -> None:
    hands.pane.address.filter.setFocus()
    hands.bot.waitUntil(lambda: hands.pane.address.is_typing)
    assert not hands.pane.is_at_rest
    hands.pane.focus_rows()
    assert hands.pane.is_at_rest


def test_a_list_of_very_many_pages_is_not_loaded_again_but_says_that_it_is_old(hands: Hands) -> None:
    hands.scene.browser.page_size = 100
    hands.go(RAW)
    pane = hands.pane
    pane.loader.go_on(True)
    hands.bot.waitUntil(lambda: not pane.loader.has_more)
    asked = len(hands.scene.browser.calls)
    pane.refresh()
    assert len(hands.scene.browser.calls) == asked
    assert "changed since then" in pane.footer.label.text()
    pane.reload()
    hands.bot.waitUntil(lambda: not pane.loader.is_busy)
    assert "changed since then" not in pane.footer.label.text()


def test_an_object_that_comes_is_shown_in_its_place(hands: Hands) -> None:
    hands.scene.browser.world["Studio"]["holiday-photos"].entries.append(entry("map.png"))
    hands.scene.engine.show(batch(State.DONE, ref("map.png", "research-data"), ref("map.png")))
    hands.bot.waitUntil(lambda: row_of(hands.pane.table.rows, "map.png") is not None)
