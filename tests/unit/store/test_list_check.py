"""Unit: whatever a store lists, what comes through lies under the prefix, each row once; or the list is given up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.errors import StoreError
from core.model.ops import (
    ListObjects,
    ListOp,
    ListUploads,
    ListVersions,
    ObjectPage,
    Op,
    R,
    UploadPage,
    VersionPage,
)
from core.model.values import Entry, UploadInfo, VersionEntry
from core.rules import messages
from core.store import list_check
from core.store.reads import pages

CODES = {"ListStuck", "ListWrong"}
KEYS = st.sampled_from(["f/", "f/a", "f/b", "f/b/c", "f/z", "f", "aa/x", "g/x", "F/a", "f/\U0001f600", "f/\ufffd"])
PAGES = st.lists(st.tuples(st.lists(KEYS, max_size=4), st.sampled_from("123456")), min_size=1, max_size=8)


@dataclass
class Store:
    """Answers with any pages, whatever it is asked."""

    pages: list[Any]
    asked: int = 0

    def call(self, op: Op[R]) -> R:
        self.asked += 1
        return cast("R", self.pages[min(self.asked, len(self.pages)) - 1])


def objects(keys: list[str], token: str | None) -> ObjectPage:
    return ObjectPage(tuple(Entry(key, 1, "E", None, "") for key in keys), (), token)


def versions(keys: list[str], token: str | None) -> VersionPage:
    return VersionPage(tuple(VersionEntry(key, "v", True, False, None) for key in keys), token and (token, ""))  # type: ignore[arg-type]


def uploads(keys: list[str], token: str | None) -> UploadPage:
    return UploadPage(tuple(UploadInfo(key, "u") for key in keys), token and (token, ""))  # type: ignore[arg-type]


def rows(page: Any) -> list[str]:
    names = {ObjectPage: "entries", VersionPage: "versions", UploadPage: "uploads"}
    return [row.key for row in getattr(page, names[type(page)])]


LISTS = {
    "objects": (ListObjects("b", prefix="f/"), objects),
    "versions": (ListVersions("b", prefix="f/"), versions),
    "uploads": (ListUploads("b", prefix="f/"), uploads),
}


@pytest.mark.parametrize("name", LISTS)
@given(hostile=PAGES, ends=st.booleans())
def test_of_hostile_pages_comes_only_what_lies_under_the_prefix_each_once_or_the_list_is_given_up(
    name: str, hostile: list[tuple[list[str], str]], ends: bool
) -> None:
    first, page = cast("tuple[ListOp[Any], Any]", LISTS[name])
    made = [page(keys, None if ends and at == len(hostile) - 1 else token) for at, (keys, token) in enumerate(hostile)]
    store, came = Store(made), []
    reason = ""
    try:
        for one in pages(lambda: store, first):
            came += rows(one)
    except StoreError as error:
        reason = error.code
    assert reason in CODES or came == [key for keys, _ in hostile for key in keys]
    assert not reason or reason in messages.CODES
    assert all(key.startswith("f/") for key in came)
    assert len(came) == len(set(came))
    assert store.asked <= len(hostile) + 1


@given(first=st.lists(KEYS, unique=True, max_size=6), cut=st.integers(0, 6))
def test_a_list_in_any_order_is_read_whole(first: list[str], cut: int) -> None:
    store = Store([objects(first[:cut], "1"), objects(first[cut:], None)])
    came = [key for page in pages(lambda: store, ListObjects("b")) for key in rows(page)]
    assert came == first


def test_a_prefix_outside_of_the_one_that_was_asked_for_is_an_error_too() -> None:
    store = Store([ObjectPage((), ("g/",), None)])
    with pytest.raises(StoreError) as caught:
        list(pages(lambda: store, ListObjects("b", prefix="f/", delimiter="/")))
    assert caught.value.code == "ListWrong"


def test_what_is_remembered_of_a_list_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_check, "REMEMBERED_MOST", 3)
    check = list_check.ListCheck(ListObjects("b"))
    for at in range(20):
        check.take(objects([f"k{at}"], None), None)
    with pytest.raises(StoreError):
        check.take(objects(["k16"], None), None)
    check.take(objects(["k0"], None), None)


@pytest.mark.parametrize(("bound", "keys"), [("EMPTY_MOST", []), ("PAGES_MOST", ["x"])])
def test_a_list_with_ever_new_tokens_ends_all_the_same(
    bound: str, keys: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_check, bound, 20)
    store = Store([objects([f"{key}{at:03}" for key in keys], f"t{at}") for at in range(100)])
    with pytest.raises(StoreError) as caught:
        list(pages(lambda: store, ListObjects("b")))
    assert (caught.value.code, store.asked) == ("ListStuck", 20)
