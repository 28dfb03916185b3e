"""Names that can be given and names that cannot, and which part of one is mostly changed."""

from __future__ import annotations

import pytest

from core.model.values import ObjectRef
from gui.text.naming import Flaw, flaw, given, stem
from gui.text.place import Item, ItemKind, Place


@pytest.mark.parametrize("name", ["a", "a b.txt", "报告 1.txt", ".hidden", "a..b", "x/y.txt", "👩‍🚀.png", " a"])
def test_a_name_that_can_be_seen_and_found_again_can_be_given(name: str) -> None:
    assert flaw(name) is None


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("", Flaw.EMPTY),
        ("   ", Flaw.EMPTY),
        ("/a", Flaw.EDGE),
        ("a/", Flaw.EDGE),
        ("/", Flaw.EDGE),
        ("a//b", Flaw.GAP),
        (".", Flaw.DOTS),
        ("..", Flaw.DOTS),
        ("a/../b", Flaw.DOTS),
        ("a\nb", Flaw.UNSEEN),
        ("a\x7fb", Flaw.UNSEEN),
        ("a\ud800", Flaw.UNSEEN),
    ],
)
def test_a_name_that_would_be_lost_is_refused_with_its_reason(name: str, wrong: Flaw) -> None:
    assert flaw(name) is wrong


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("read me.txt", "read me"),
        ("a.tar.gz", "a"),
        ("A.TAR.XZ", "A"),
        (".tar.gz", ".tar"),
        (".profile", ".profile"),
        ("README", "README"),
        ("v1.2.zip", "v1.2"),
        ("end.", "end"),
    ],
)
def test_what_stands_before_the_ending_is_what_is_changed(name: str, changed: str) -> None:
    assert name[: stem(name)] == changed


def test_a_folder_is_renamed_without_its_slash_and_keeps_it() -> None:
    item = Item(ItemKind.PREFIX, "Studio", "photos", "a/b/")
    assert given(item) == "b"
    assert item.renamed("c") == ObjectRef("Studio", "photos", "a/c/")
    assert item.home == Place("Studio", "photos", "a/")


def test_an_object_stays_in_its_folder_under_the_new_name() -> None:
    item = Item(ItemKind.OBJECT, "Studio", "photos", "a/b.txt", 3)
    assert item.renamed("c.txt") == ObjectRef("Studio", "photos", "a/c.txt")
    assert item.home == Place("Studio", "photos", "a/")


def test_a_bucket_is_seen_in_its_account() -> None:
    assert Item(ItemKind.BUCKET, "Studio", "photos").home == Place("Studio")
