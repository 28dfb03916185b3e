"""What is said of an object and of the one that stands at its target. Pure functions of core's values."""

from __future__ import annotations

from core.model.values import ObjectInfo, ObjectRef
from core.rules.plan import are_equal, free_key
from gui.text import phrases
from gui.text.place import leaf, shown
from gui.text.translate import together, words

#: The number that the first free name beside a target usually has.
_SECOND = 2


def question(target: ObjectRef) -> str:
    return words.tr("“{name}” exists at the target").format(name=shown(leaf(target.key)))


def other_name(target: ObjectRef) -> str:
    """The name that a copy gets when both are kept, as far as it is known before."""
    name = shown(leaf(free_key(target.key, _SECOND)))
    return words.tr("“Keep both” names the copy “{name}”, or gives it the next free number.").format(name=name)


def changed(one: ObjectInfo, other: ObjectInfo | None) -> str:
    """When an object was changed, and whether it is the newer one."""
    said = phrases.when(one.modified)
    if other is None or one.modified is None or other.modified is None or one.modified <= other.modified:
        return said
    return words.tr("{date} (newer)").format(date=said)


def size(one: ObjectInfo, other: ObjectInfo | None) -> str:
    """The size, and whether it is the larger one."""
    said = phrases.exact_size(one.size)
    if other is None or one.size <= other.size:
        return said
    return words.tr("{size} (larger)").format(size=said)


def content(one: ObjectInfo, other: ObjectInfo) -> str:
    """Whether the bytes are the same, as far as the store's checksums tell, and the properties that are compared."""
    if one.size != other.size:
        return words.tr("The contents differ: they are of different sizes.")
    if one.crc64 is not None and other.crc64 is not None:
        if one.crc64 == other.crc64:
            return together(words.tr("The contents are the same: the store's CRC-64s are equal."), _beside(one, other))
        return words.tr("The contents differ: the store's CRC-64s are not equal.")
    if one.etag and one.etag == other.etag:
        return together(words.tr("The contents are the same as far as the ETags tell."), _beside(one, other))
    return words.tr("Whether the contents differ is not known: the store offers no checksum of both.")


def _beside(one: ObjectInfo, other: ObjectInfo) -> str:
    """What differs besides the bytes; "" when "Only if different" would leave the target as it is."""
    if are_equal(one, other):
        return ""
    return words.tr("Other properties differ, so “Only if different” replaces the target.")
