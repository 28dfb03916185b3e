"""Unit: all lists of a store are read by one pager."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from core.model.errors import Kind, StoreError
from core.model.ops import (
    BucketPage,
    ListBuckets,
    ListObjects,
    ListOp,
    ListParts,
    ListUploads,
    ListVersions,
    ObjectPage,
    Op,
    PartPage,
    R,
    UploadPage,
    VersionPage,
)
from core.model.values import ObjectRef
from core.store.reads import pages

REF = ObjectRef("work", "photos", "a.jpg")
#: Each list with its pages, two tokens of which differ, and how the empty page with a token is made.
LISTS: Mapping[str, tuple[ListOp[Any], Any, tuple[Any, Any]]] = {
    "buckets": (ListBuckets(), lambda token: BucketPage((), token), ("m", "n")),
    "objects": (ListObjects("photos"), lambda token: ObjectPage((), (), token), ("m", "n")),
    "objects behind a key": (
        ListObjects("photos", start_after="k"),
        lambda token: ObjectPage((), (), token),
        ("k", "n"),
    ),
    "versions": (ListVersions("photos"), lambda token: VersionPage((), token), (("k", ""), ("k", "1"))),
    "uploads": (ListUploads("photos"), lambda token: UploadPage((), token), (("k", "1"), ("k", "2"))),
    "parts": (ListParts(REF, upload_id="u"), lambda token: PartPage((), token), (7, 9)),
}


@dataclass
class Pages:
    """Answers with one page after another."""

    answers: list[Any]
    asked: list[Op[Any]] = field(default_factory=list)

    def call(self, op: Op[R]) -> R:
        self.asked.append(op)
        return cast("R", self.answers.pop(0))


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_followed_by_the_tokens_of_the_store_through_empty_pages(name: str) -> None:
    first, page, (one, other) = LISTS[name]
    store = Pages([page(one), page(other), page(None)])
    assert [found.next for found in pages(lambda: store, first)] == [one, other, None]
    assert store.asked == [first, first.after(one), first.after(other)]


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("back", ["to the beginning", "to itself", "to an earlier page"])
def test_a_list_that_leads_back_is_stuck(name: str, back: str) -> None:
    first, page, (one, other) = LISTS[name]
    tokens = {"to the beginning": [first.START], "to itself": [one, one], "to an earlier page": [one, other, one]}[back]
    store = Pages([page(token) for token in tokens])
    with pytest.raises(StoreError) as caught:
        list(pages(lambda: store, first))
    assert (caught.value.kind, caught.value.code, caught.value.op) == (Kind.INVALID, "ListStuck", type(first).__name__)
    assert store.answers == []


def test_a_page_is_asked_for_when_it_is_due() -> None:
    store = Pages([BucketPage((), "m"), BucketPage((), None)])
    found = pages(lambda: store, ListBuckets())
    assert store.asked == []
    next(found)
    assert store.asked == [ListBuckets()]
