"""Unit: the pages in which the objects of a prefix become jobs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from core.forecast import listing
from core.forecast.listing import Page, next_page
from core.model.errors import Kind, StoreError
from core.model.ops import ListObjects, ObjectPage
from core.model.requests import JobKind, PrefixRequest
from core.model.values import Account, Entry, ObjectRef
from core.rules.providers import Provider
from core.store.stores import Stores
from tests.doubles.clock import FakeClock
from tests.doubles.wire import ACCOUNT, CREDENTIALS, PROVIDER, Asked, FakeDialect, FakeTransport

FOLDER = ObjectRef("work", "photos", "")
REQUEST = PrefixRequest(FOLDER, FOLDER, kind=JobKind.DELETE)


class Book:
    def get(self, name: str) -> Account:
        return ACCOUNT


def page(next_token: str | None, *keys: str) -> ObjectPage:
    return ObjectPage(tuple(Entry(key, 1, "E", None, "Standard") for key in keys), (), next_token)


def stores(dialect: FakeDialect, provider: Provider = PROVIDER) -> Stores:
    return Stores(
        Book(),
        lambda _: CREDENTIALS,
        FakeClock(),
        open_transport=FakeTransport,
        find_dialect=lambda _: dialect,
        find_provider=lambda _: provider,
    )


def keys(found: Page) -> list[str]:
    return [entry.key for entry in found.entries]


def walk(dialect: FakeDialect) -> Iterator[Page]:
    cursor: str | None = ""
    while cursor is not None:
        found = next_page(stores(dialect), REQUEST, cursor, set)
        yield found
        cursor = found.cursor


def test_the_next_page_begins_behind_the_last_key() -> None:
    answers = {"": page("1", "a", "b"), "1": page(None, "c")}
    dialect = FakeDialect(lambda asked: answers[asked.op.token])  # type: ignore[attr-defined]
    assert [(keys(found), found.cursor) for found in walk(dialect)] == [(["a", "b"], '\0["b", "1"]'), (["c"], None)]


def test_a_cursor_of_an_older_journal_is_the_last_key() -> None:
    dialect = FakeDialect(lambda asked: page(None, "c") if asked.op.start_after == "b" else page(None))  # type: ignore[attr-defined]
    assert keys(next_page(stores(dialect), REQUEST, "b", set)) == ["c"]


def test_an_empty_page_is_followed_by_the_token_of_the_store() -> None:
    answers = {"": page("1"), "1": page("2"), "2": page("3", "a")}
    dialect = FakeDialect(lambda asked: answers[asked.op.token])  # type: ignore[attr-defined]
    found = next_page(stores(dialect), REQUEST, "", set)
    assert (keys(found), found.cursor) == (["a"], '\0["a", "3"]')
    assert [asked.op for asked in dialect.asked] == [ListObjects("photos", token=token) for token in answers]


def test_a_store_that_does_not_begin_behind_a_key_is_listed_by_its_tokens_and_gives_each_object_once() -> None:
    answers: dict[str, Any] = {"": page("1", "a"), "1": page("2", "b"), "2": page(None, "c")}

    def answer(asked: Asked) -> Any:
        return answers[asked.op.token]  # type: ignore[attr-defined]

    assert [keys(found) for found in walk(FakeDialect(answer))] == [["a"], ["b"], ["c"]]


ORDERED = replace(PROVIDER, features=replace(PROVIDER.features, ordered_lists=True))


def without_tokens(*names: str) -> FakeDialect:
    """A store that takes no token any more."""

    def answer(asked: Asked) -> ObjectPage:
        op = asked.op
        if op.token:  # type: ignore[attr-defined]
            raise StoreError(Kind.INVALID, status=400, code="InvalidArgument")
        return page(None, *(name for name in names if name > op.start_after))  # type: ignore[attr-defined]

    return FakeDialect(answer)


def test_where_a_token_is_no_longer_good_a_list_that_is_known_to_be_in_order_goes_on_behind_its_last_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(listing, "UNORDERED_MAX", 3)
    store = stores(without_tokens("a", "b", "c", "d", "e"), ORDERED)
    assert keys(next_page(store, REQUEST, '\0["b", "old"]', list)) == ["c", "d", "e"]


def test_where_a_token_is_no_longer_good_what_looks_in_order_after_a_rename_is_taken_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The list was z, a, b, c: z came first and is gone by now."""
    store = stores(without_tokens("a", "b", "c"))
    assert keys(next_page(store, REQUEST, '\0["z", "old"]', lambda: ["z", "a"])) == ["b", "c"]
    monkeypatch.setattr(listing, "UNORDERED_MAX", 2)
    with pytest.raises(StoreError) as caught:
        next_page(store, REQUEST, '\0["z", "old"]', list)
    assert (caught.value.kind, caught.value.code) == (Kind.UNSUPPORTED, "ListTooLong")
