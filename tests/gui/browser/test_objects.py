"""The table of a folder: order, filter, pages, and what a hundred thousand rows cost."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QItemSelectionModel, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from core.model.ops import ObjectPage
from core.model.values import Entry, ObjectKind
from gui.browser import bucket_model as buckets
from gui.browser.bucket_model import BucketsModel
from gui.browser.listing import Column, Listing
from gui.browser.object_model import LARGE, ObjectsModel
from gui.browser.rows import Background, Role
from gui.text.place import Item, ItemKind, Place
from tests.gui.fakes import bucket, entry
from tests.gui.support import row_of

UP, DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
PLACE = Place("Studio", "photos", "p/")


def at_once(work: Callable[[], Any], then: Callable[[Any], object]) -> None:
    then(work())


@pytest.fixture
def model(qapp: QApplication) -> Iterator[ObjectsModel]:
    """A model that Qt's own tester watches for broken promises."""
    made = ObjectsModel(at_once)
    made.tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Warning)  # type: ignore[attr-defined]
    made.begin(PLACE)
    yield made
    del made.tester  # type: ignore[attr-defined]


def page(*names: str, size: int = 1) -> ObjectPage:
    """Objects, and folders where a name ends with a slash."""
    entries = tuple(entry("p/" + name, size) for name in names if not name.endswith("/"))
    return ObjectPage(entries, tuple("p/" + name for name in names if name.endswith("/")), None)


def column_of(model: ObjectsModel | BucketsModel, column: int = 0) -> list[str]:
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def test_folders_stand_first_and_later_pages_go_where_they_belong(model: ObjectsModel) -> None:
    model.add_page(page("a/", "b.txt", "c/"))
    model.add_page(page("d/", "e.txt"))
    assert column_of(model) == ["a", "c", "d", "b.txt", "e.txt"]


def test_names_backwards_keep_the_folders_first(model: ObjectsModel) -> None:
    model.add_page(page("a/", "b.txt", "c/"))
    model.sort(Column.NAME, DOWN)
    model.add_page(page("d/", "e.txt"))
    assert column_of(model) == ["d", "c", "a", "e.txt", "b.txt"]


def test_a_page_is_sorted_into_the_rows_that_are_there(model: ObjectsModel) -> None:
    model.sort(Column.SIZE, UP)
    model.add_page(ObjectPage((entry("p/big", 900), entry("p/small", 1)), ("p/z/",), "t"))
    model.add_page(ObjectPage((entry("p/middle", 500), entry("p/none", 0)), ("p/zz/",), None))
    assert column_of(model) == ["z", "zz", "none", "small", "middle", "big"]
    model.sort(Column.SIZE, DOWN)
    assert column_of(model) == ["z", "zz", "big", "middle", "small", "none"]


def test_dates_that_the_store_did_not_say_come_first(model: ObjectsModel) -> None:
    entries = (
        Entry("p/late", 1, "E", 200.0, "IA"),
        Entry("p/unknown", 1, "E", None, "IA"),
        Entry("p/early", 1, "E", 100.0, "Standard"),
    )
    model.add_page(ObjectPage(entries, (), None))
    model.sort(Column.MODIFIED, UP)
    assert column_of(model) == ["unknown", "early", "late"]
    model.sort(Column.STORAGE_CLASS, DOWN)
    assert column_of(model, Column.STORAGE_CLASS) == ["Standard", "IA", "IA"]


@given(
    pages=st.lists(st.lists(st.integers(0, 20), max_size=8), max_size=6),
    column=st.sampled_from(list(Column)),
    order=st.sampled_from([UP, DOWN]),
    needle=st.sampled_from(["", "1", "O", "zz"]),
)
def test_pages_in_any_order_give_what_sorting_all_at_once_gives(
    qapp: QApplication, pages: list[list[int]], column: Column, order: Qt.SortOrder, needle: str
) -> None:
    by_page, at_end = ObjectsModel(at_once), ObjectsModel(at_once)
    for model in (by_page, at_end):
        model.begin(PLACE)
    by_page.show_only(needle)
    by_page.sort(column, order)
    number = 0
    for sizes in pages:
        entries = []
        for size in sizes:
            entries.append(entry(f"p/o{number:04}", size, modified=float(size % 5), storage_class="ab"[size % 2]))
            number += 1
        folder = (f"p/f{number:04}/",)
        for model in (by_page, at_end):
            model.add_page(ObjectPage(tuple(entries), folder, "t"))
    at_end.sort(column, order)
    at_end.show_only(needle)
    assert column_of(by_page) == column_of(at_end)


def test_the_selection_follows_its_rows_through_sorting_and_new_pages(model: ObjectsModel) -> None:
    model.add_page(page("a", "b", "c", size=5))
    selection = QItemSelectionModel(model)
    rows = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    selection.select(model.index(1, 0), rows)
    model.sort(Column.SIZE, DOWN)
    model.add_page(page("d", "e", size=9))
    model.add_page(page("f/", size=9))
    assert [index.data() for index in selection.selectedRows()] == ["b"]


def test_a_filter_finds_parts_of_names_in_any_case(model: ObjectsModel) -> None:
    model.add_page(page("Summer/", "SUMMIT.jpg", "winter.jpg"))
    model.show_only("summ")
    assert column_of(model) == ["Summer", "SUMMIT.jpg"]
    model.add_page(page("mid-summer", "fall"))
    assert column_of(model) == ["Summer", "SUMMIT.jpg", "mid-summer"]
    assert model.loaded == 5
    model.show_only("")
    assert model.rowCount() == 5


def test_a_filter_drops_the_selection_because_hidden_rows_must_not_be_copied(model: ObjectsModel) -> None:
    model.add_page(page("a", "b"))
    selection = QItemSelectionModel(model)
    selection.select(model.index(0, 0), QItemSelectionModel.SelectionFlag.Select)
    model.show_only("b")
    assert not selection.hasSelection()


def test_the_folders_marker_is_not_a_row_but_an_object_of_that_name_is(model: ObjectsModel) -> None:
    model.add_page(ObjectPage((entry("p/", 0), entry("p/x", 1)), (), None))
    assert column_of(model) == ["x"]
    model.begin(PLACE)
    model.add_page(ObjectPage((entry("p/", 12),), (), None))
    assert column_of(model) == ["p/"]
    assert model.item_at(0) == Item(ItemKind.OBJECT, "Studio", "photos", "p/", 12)


def test_a_row_is_an_item_with_its_whole_key(model: ObjectsModel) -> None:
    model.add_page(page("sub/", "x.txt", size=7))
    assert model.item_at(0) == Item(ItemKind.PREFIX, "Studio", "photos", "p/sub/")
    assert model.item_at(1) == Item(ItemKind.OBJECT, "Studio", "photos", "p/x.txt", 7)
    assert row_of(model, "p/x.txt") == 1
    assert row_of(model, "p/none") is None


def test_cells_say_sizes_kinds_and_tips(model: ObjectsModel) -> None:
    appended = Entry("p/live.log", 3 << 20, "E", None, "Standard", ObjectKind.APPENDABLE)
    model.add_page(ObjectPage((appended,), ("p/sub/",), None))
    assert [model.index(1, column).data() for column in range(4)] == ["live.log", "3 MiB", "", "Standard"]
    assert [model.index(0, column).data() for column in range(1, 4)] == ["", "", ""]
    assert model.index(0, 0).data(Role.AccessibleTextRole) == "Folder sub"
    assert model.index(1, 0).data(Role.ToolTipRole) == "p/live.log\n3 MiB (3,145,728 bytes)"
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Size"


def test_a_hundred_thousand_rows_come_in_pages_without_a_reset(model: ObjectsModel) -> None:
    del model.tester  # type: ignore[attr-defined] # it looks at every row after every change
    model.tester = None  # type: ignore[attr-defined]
    resets, inserted = [], []
    model.modelReset.connect(lambda: resets.append(1))
    model.rowsInserted.connect(lambda _parent, first, last: inserted.append((first, last)))
    for number in range(100):
        model.add_page(page(*(f"{number:03}-{n:04}" for n in range(1000))))
    assert model.rowCount() == 100_000
    assert resets == []
    assert inserted == [(first, first + 999) for first in range(0, 100_000, 1000)]


def test_merging_a_page_looks_at_few_of_the_rows_that_are_there() -> None:
    """The price of a page must not grow with the list: only that of copying its short-cuts does."""
    listing = Listing()
    sizes = random.Random(1).sample(range(10**6), 40_000)
    listing.append(ObjectPage(tuple(entry(f"{n:06}", size) for n, size in enumerate(sizes)), (), "t"))
    _, _, objects = listing.arrange(Column.SIZE, "")
    _, new = listing.append(ObjectPage(tuple(entry(f"x{n:03}", n * 2000) for n in range(100)), (), None))
    asked: list[int] = []
    key = listing._key(Column.SIZE)

    def counted(row: int) -> float | str:
        asked.append(row)
        return key(row)

    listing._key = lambda column: counted  # type: ignore[method-assign]
    merged = listing.merge(objects, new, Column.SIZE)
    assert [listing.size(row) for row in merged] == sorted([*sizes, *(n * 2000 for n in range(100))])
    assert len(asked) < 100 * 20


class Later:
    """A background whose work ends when the test says so."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Callable[[], Any], Callable[[Any], object]]] = []

    def __call__(self, work: Callable[[], Any], then: Callable[[Any], object]) -> None:
        self.waiting.append((work, then))

    def end(self, at: int = 0) -> None:
        at_once(*self.waiting.pop(at))


def large(background: Background) -> ObjectsModel:
    model = ObjectsModel(background)
    model.begin(PLACE)
    model.add_page(page(*(f"{n:06}" for n in range(LARGE + 1)), size=2))
    return model


def test_many_rows_are_sorted_in_the_background_and_rows_that_come_meanwhile_are_kept(qapp: QApplication) -> None:
    later = Later()
    model = large(later)
    model.sort(Column.SIZE, UP)
    assert model.index(0, 0).data() == "000000"
    model.add_page(page("late-and-small", size=1))
    later.end()
    assert model.rowCount() == LARGE + 2
    assert model.index(0, 0).data() == "late-and-small"


def test_an_order_that_was_overtaken_by_another_one_is_dropped(qapp: QApplication) -> None:
    later = Later()
    model = large(later)
    model.sort(Column.SIZE, UP)
    model.show_only("000001")
    later.end(1)
    later.end(0)
    assert column_of(model) == ["000001"]


def test_an_order_of_the_folder_before_is_dropped(qapp: QApplication) -> None:
    later = Later()
    model = large(later)
    model.sort(Column.SIZE, UP)
    model.begin(Place("Studio", "photos", "q/"))
    later.end()
    assert model.rowCount() == 0


def test_a_row_that_is_watched_stays_the_same_row(model: ObjectsModel) -> None:
    model.add_page(page("a", "b", "c"))
    watched = QPersistentModelIndex(model.index(0, 0))
    model.sort(Column.NAME, DOWN)
    assert (watched.row(), watched.data()) == (2, "a")


def test_buckets_are_sorted_by_any_column_and_filtered(qapp: QApplication) -> None:
    model = BucketsModel()
    model.show("Studio", [bucket("b", "cn-beijing"), bucket("a", "cn-shanghai", storage_class="IA")])
    assert column_of(model) == ["a", "b"]
    model.sort(buckets.Column.REGION, UP)
    assert column_of(model) == ["b", "a"]
    model.sort(buckets.Column.REGION, DOWN)
    assert column_of(model, buckets.Column.STORAGE_CLASS) == ["IA", "Standard"]
    model.show_only("A")
    assert column_of(model) == ["a"]
    assert model.item_at(0) == Item(ItemKind.BUCKET, "Studio", "a")
    assert (row_of(model, "a"), row_of(model, "b")) == (0, None)
