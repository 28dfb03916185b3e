"""Names that a user gives to objects and folders. Pure functions of texts, without Qt.

A store takes nearly any key. What is refused here would lie where no pane can show it, or would be taken for
something else by the programs that read it. How long a key may be is the store's to say.
"""

from __future__ import annotations

import unicodedata
from enum import StrEnum

from gui.text.place import Item, ItemKind, shown


class Flaw(StrEnum):
    """Why a name cannot be given."""

    EMPTY = "empty"
    EDGE = "edge"  # a "/" at its beginning or end
    GAP = "gap"  # two "/" in a row
    DOTS = "dots"  # "." or "..", which URLs and file systems read as a way
    UNSEEN = "unseen"  # characters that cannot be seen


def flaw(name: str) -> Flaw | None:
    """What is wrong with a name, which may name folders on its way: "a/b.txt"; None when it can be given."""
    parts = name.split("/")
    if not name.strip():
        return Flaw.EMPTY
    if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in name):
        return Flaw.UNSEEN
    if not parts[0] or not parts[-1]:
        return Flaw.EDGE
    if not all(parts):
        return Flaw.GAP
    return Flaw.DOTS if {".", ".."} & set(parts) else None


def stem(name: str) -> int:
    """How many letters of an object's name stand before its ending: that is what is mostly changed.

    A name that only begins with a dot has no ending, and "a.tar.gz" has the ending "tar.gz".
    """
    at = name.rfind(".")
    if at <= 0:
        return len(name)
    if name[:at].lower().endswith(".tar") and at > len(".tar"):
        at -= len(".tar")
    return at


def given(item: Item) -> str:
    """The name to begin with when an item is renamed: without a folder's "/"."""
    return shown(item.name) if item.kind is ItemKind.PREFIX else item.name
