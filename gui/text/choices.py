"""What the user's choices mean, a sentence each. Texts only; they are translated where they are used.

A sentence says what will happen and what will not, so that nobody has to try a choice to learn it.
"""

from __future__ import annotations

from core.model.requests import OnExisting
from core.model.values import Level
from gui.text import names
from gui.text.translate import QT_TRANSLATE_NOOP, words

EXISTING: dict[OnExisting, str] = {
    OnExisting.ASK: QT_TRANSLATE_NOOP(
        "words", "The target is not touched, and you are asked when its turn comes. Everything else goes on."
    ),
    OnExisting.REFUSE: QT_TRANSLATE_NOOP(
        "words", "The target is not touched. The object counts as refused, and you can retry it with another choice."
    ),
    OnExisting.SKIP: QT_TRANSLATE_NOOP("words", "The target is not touched, and the object counts as dealt with."),
    OnExisting.OVERWRITE: QT_TRANSLATE_NOOP(
        "words", "The target is replaced. Where its bucket keeps no versions, its old content is lost."
    ),
    OnExisting.KEEP_BOTH: QT_TRANSLATE_NOOP(
        "words", "The target stays, and the copy gets the next free name, such as “report (2).pdf”."
    ),
    OnExisting.DIFFERENT: QT_TRANSLATE_NOOP(
        "words", "A target with the same content and properties is left alone; any other one is replaced."
    ),
}

#: What the vendors' words for an ACL mean. A word that is not here speaks for itself.
ACLS: dict[str, str] = {
    "default": QT_TRANSLATE_NOOP("words", "default: as the bucket"),
    "private": QT_TRANSLATE_NOOP("words", "private: the owner only"),
    "public-read": QT_TRANSLATE_NOOP("words", "public-read: everybody may read"),
    "public-read-write": QT_TRANSLATE_NOOP("words", "public-read-write: everybody may read and write"),
}

_PUBLIC: dict[str, str] = {
    "public-read": QT_TRANSLATE_NOOP("words", "Everybody on the internet will be able to read this, without a key."),
    "public-read-write": QT_TRANSLATE_NOOP(
        "words", "Everybody on the internet will be able to read this and to write over it, without a key."
    ),
}

TRUST: dict[Level, str] = {
    Level.CRC64: QT_TRANSLATE_NOOP("words", "CRC-64 of the whole object"),
    Level.PART_CRC64: QT_TRANSLATE_NOOP("words", "CRC-64 of all parts"),
    Level.PART_ETAGS: QT_TRANSLATE_NOOP("words", "Size and ETags"),
    Level.SIZE: QT_TRANSLATE_NOOP("words", "Size alone"),
}

TRUST_MEANINGS: dict[Level, str] = {
    Level.CRC64: QT_TRANSLATE_NOOP(
        "words",
        "The original is deleted only when the store's own CRC-64 of both objects is equal. Where a store offers none, "
        "originals stay.",
    ),
    Level.PART_CRC64: QT_TRANSLATE_NOOP(
        "words",
        "As good as a CRC-64 of the whole: those of the parts, put together, must give the original's. Where a store "
        "offers none, originals stay.",
    ),
    Level.PART_ETAGS: QT_TRANSLATE_NOOP(
        "words",
        "Without a CRC-64 it is enough that the size is right and the store kept every part as it reported it. That "
        "finds lost and mixed-up parts, but it is no checksum of the content.",
    ),
    Level.SIZE: QT_TRANSLATE_NOOP(
        "words",
        "An equal size is enough where a store offers nothing better. Damaged content of the same size would not be "
        "noticed before the original is gone.",
    ),
}

#: Whether an original is deleted of which this key may not read everything.
UNREAD: dict[bool, str] = {
    False: QT_TRANSLATE_NOOP(
        "words",
        "Where this key may not read the tags or the ACL, nobody knows whether the copy has them. Then the original "
        "stays, and the task says so.",
    ),
    True: QT_TRANSLATE_NOOP(
        "words",
        "The original is deleted even where nobody knows whether the copy has its tags and its ACL. What the copy "
        "lacks is lost then.",
    ),
}

#: The vendors' words for how fast a restore is, which they share; "" leaves it to the store.
SPEEDS: dict[str, str] = {
    "": QT_TRANSLATE_NOOP("words", "The usual one"),
    "Expedited": QT_TRANSLATE_NOOP("words", "Expedited: the fastest and the most expensive"),
    "Standard": QT_TRANSLATE_NOOP("words", "Standard"),
    "Bulk": QT_TRANSLATE_NOOP("words", "Bulk: the slowest and the cheapest"),
}


def unread(*, allowed: bool) -> str:
    """What becomes of the original of a move of which this key may not read everything."""
    return words.tr(UNREAD[allowed])


def existing(choice: OnExisting) -> str:
    """What happens to a target that exists."""
    return words.tr(EXISTING[choice])


def speed(tier: str) -> str:
    """How fast a restore is, as in a list of choices; a word that is not known here as the vendor writes it."""
    return words.tr(SPEEDS[tier]) if tier in SPEEDS else tier


def trust(level: Level) -> str:
    """The weakest proof at which a rename deletes its source, as in a list of choices."""
    return words.tr(TRUST[level])


def trust_meaning(level: Level) -> str:
    """What that proof proves and what not."""
    return words.tr(TRUST_MEANINGS[level])


def acl(word: str) -> str:
    """An ACL's word with its meaning."""
    return words.tr(ACLS[word]) if word in ACLS else word


def public(word: str) -> str:
    """What it means that an object gets this ACL; "" where nothing needs to be said."""
    return words.tr(_PUBLIC[word]) if word in _PUBLIC else ""


def archived(storage_class: str) -> str:
    """What it means that an object gets an archived storage class."""
    text = words.tr("Objects of the class {name} must be restored before they can be read again.")
    return text.format(name=names.storage_class_in_full(storage_class))
