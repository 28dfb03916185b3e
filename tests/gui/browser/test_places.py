"""Where a pane is, how that is written, and what a copy of a row is called."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.requests import CopyRequest, PrefixRequest
from core.model.values import ObjectRef
from gui.browser.navigation import History
from gui.text.place import Item, ItemKind, Place, leaf, shown

HERE = Place("Studio", "holiday-photos", "2024/")
KEYS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)


def thing(key: str, kind: ItemKind = ItemKind.OBJECT) -> Item:
    return Item(kind, "Studio", "holiday-photos", key)


def here(key: str) -> ObjectRef:
    return ObjectRef("Studio", "holiday-photos", key)


def there(key: str) -> ObjectRef:
    return ObjectRef("Partner", "drop", key)


@given(KEYS.filter(lambda key: key == key.strip()))
def test_a_place_is_read_back_from_its_text_whatever_is_in_the_prefix(key: str) -> None:
    place = Place("Studio", "holiday-photos", key if key.endswith("/") else key + "/")
    assert Place.parse(str(place), Place()) == place


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Partner:drop/in/", Place("Partner", "drop", "in/")),
        ("Partner:drop", Place("Partner", "drop")),
        ("Partner:", Place("Partner")),
        ("drop/in", Place("Studio", "drop", "in/")),
        ("oss://drop/in/x", Place("Studio", "drop", "in/x/")),
        ("s3://drop", Place("Studio", "drop")),
        ("  Partner:drop//a/ ", Place("Partner", "drop", "/a/")),
        ("drop/a:b/", Place("Studio", "drop", "a:b/")),
    ],
)
def test_an_address_is_understood_as_people_write_it(text: str, place: Place) -> None:
    assert Place.parse(text, HERE) == place


@given(KEYS)
def test_the_way_up_ends_at_the_account_and_each_step_is_shorter(key: str) -> None:
    place = Place("Studio", "b", key.rstrip("/") + "/")
    way = place.crumbs
    assert way[0] == Place("Studio")
    assert way[-1] == place
    assert all(below.up == above for above, below in pairwise(way))


def test_nowhere_has_no_way() -> None:
    assert Place().crumbs == ()
    assert str(Place()) == ""


def test_empty_parts_of_a_prefix_are_places_of_their_own() -> None:
    assert Place("a", "b", "x//").up == Place("a", "b", "x/")
    assert leaf("x//") == "/"


def test_a_folder_is_shown_without_its_slash_and_control_characters_can_be_seen() -> None:
    assert shown("photos/") == "photos"
    assert shown("/") == "/"
    assert shown("a\nb\x7f") == "a␊b␡"
    assert shown(" x ") == " x "


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (thing("2024/cat.jpg"), CopyRequest(here("2024/cat.jpg"), there("q/cat.jpg"))),
        (thing("cat.jpg"), CopyRequest(here("cat.jpg"), there("q/cat.jpg"))),
        (thing("p/x/", ItemKind.PREFIX), PrefixRequest(here("p/x/"), there("q/x/"))),
        (thing("", ItemKind.BUCKET), PrefixRequest(here(""), there("q/holiday-photos/"))),
        (thing("p/slash/"), CopyRequest(here("p/slash/"), there("q/slash/"))),
        (thing("p/.."), CopyRequest(here("p/.."), there("q/.."))),
    ],
)
def test_a_copy_keeps_its_name_under_the_target(item: Item, expected: CopyRequest | PrefixRequest) -> None:
    request = item.request_to(Place("Partner", "drop", "q/"))
    assert type(request) is type(expected)
    assert request.source == expected.source
    assert request.target == expected.target


def test_back_and_forward_work_as_in_a_web_browser() -> None:
    history = History()
    a, b, c = Place("x", "a"), Place("x", "b"), Place("x", "c")
    for place in (a, b, b, c):
        history.go(place)
    assert [history.step(-1), history.step(-1), history.step(-1)] == [b, a, a]
    assert not history.can_go_back
    assert history.step(1) == b
    history.go(a)
    assert not history.can_go_forward


def test_an_account_that_is_gone_is_gone_from_the_history_too() -> None:
    history = History()
    for place in (Place("x"), Place("y"), Place("x", "b")):
        history.go(place)
    history.forget("x")
    assert history.here == Place()
    assert history.step(-1) == Place("y")
    assert not history.can_go_back
