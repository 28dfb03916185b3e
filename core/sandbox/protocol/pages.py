"""Pages of what a bucket holds: order, markers, prefixes, delimiters; and which parts make an object.

All vendors list alike. What is allowed, the vendors say.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import islice, pairwise
from typing import Generic, TypeVar
from xml.etree import ElementTree as Tree

from core.sandbox.protocol.call import whole_number
from core.sandbox.protocol.headers import bare
from core.sandbox.world import Bucket, Part, Upload, Version

T = TypeVar("T")

#: A key with one of its versions.
Row = tuple[str, Version]


@dataclass(slots=True)
class Folded(Generic[T]):
    """One page of items and common prefixes, which both count against the limit.

    Attributes:
        last: the name of what came last, and the item, or None when it was a prefix.
    """

    items: list[T] = field(default_factory=list)
    prefixes: list[str] = field(default_factory=list)
    truncated: bool = False
    last: tuple[str, T | None] = ("", None)


def folded(items: Iterable[T], name_of: Callable[[T], str], *, prefix: str, delimiter: str, limit: int) -> Folded[T]:
    """Fold ordered items into one page."""
    page: Folded[T] = Folded()
    for item in items:
        shared = common_prefix(name_of(item), prefix, delimiter)
        if shared and page.prefixes[-1:] == [shared]:
            continue
        if len(page.items) + len(page.prefixes) == limit:
            page.truncated = limit > 0
            break
        if shared:
            page.prefixes.append(shared)
        else:
            page.items.append(item)
        page.last = (shared, None) if shared else (name_of(item), item)
    return page


def common_prefix(key: str, prefix: str, delimiter: str) -> str:
    """What a key is folded into; "" when it is listed itself."""
    if not delimiter:
        return ""
    end = key.find(delimiter, len(prefix))
    return "" if end < 0 else key[: end + len(delimiter)]


def objects_page(bucket: Bucket, *, prefix: str, delimiter: str, marker: str, limit: int) -> Folded[Row]:
    """The current objects behind a marker.

    A marker that is a common prefix itself ends that prefix: the listing goes on behind all its keys.
    """
    rows = _current(bucket, prefix, delimiter, marker)
    return folded(rows, lambda one: one[0], prefix=prefix, delimiter=delimiter, limit=limit)


def versions_page(
    bucket: Bucket, *, prefix: str, delimiter: str, key_marker: str, id_marker: str, limit: int
) -> Folded[Row]:
    """All versions behind the markers, by key, the newest of each first."""
    start = _start(bucket, prefix, delimiter, key_marker)
    rows = _versions(bucket, prefix, start=start, key_marker=key_marker, id_marker=id_marker)
    return folded(rows, lambda one: one[0], prefix=prefix, delimiter=delimiter, limit=limit)


def _current(bucket: Bucket, prefix: str, delimiter: str, marker: str) -> Iterator[Row]:
    """Keys with their current versions, in order, after the marker; of each common prefix only the first."""
    order, at = bucket.order, _start(bucket, prefix, delimiter, marker)
    while at < len(order) and order[at].startswith(prefix):
        key = order[at]
        version = bucket.objects[key][0]
        shared = "" if version.marker else common_prefix(key, prefix, delimiter)
        at = _behind(order, shared) if shared else at + 1
        if not version.marker:
            yield key, version


def _start(bucket: Bucket, prefix: str, delimiter: str, marker: str) -> int:
    """The index of the first key of a page."""
    at = bucket.keys_after(marker, prefix)
    is_prefix = bool(marker) and common_prefix(marker, prefix, delimiter) == marker
    return max(at, _behind(bucket.order, marker)) if is_prefix else at


def _behind(order: list[str], prefix: str) -> int:
    """The index of the first key behind all that start with `prefix`."""
    last = ord(prefix[-1])
    return bisect_left(order, prefix[:-1] + chr(last + 1)) if last < 0x10FFFF else len(order)


def _versions(bucket: Bucket, prefix: str, *, start: int, key_marker: str, id_marker: str) -> Iterator[Row]:
    if id_marker and key_marker.startswith(prefix):
        ids = [version.id for version in bucket.objects.get(key_marker, ())]
        skipped = ids.index(id_marker) + 1 if id_marker in ids else len(ids)
        yield from ((key_marker, version) for version in bucket.objects.get(key_marker, ())[skipped:])
    for key in islice(bucket.order, start, None):
        if not key.startswith(prefix):
            return
        yield from ((key, version) for version in bucket.objects[key])


# ---------------------------------------------------------------- unfinished uploads


class Flaw(Enum):
    """What is wrong with the parts that are to make an object."""

    ORDER = auto()  # the numbers do not ascend, or are outside of what is allowed
    GAP = auto()  # a number between two others is missing
    MISSING = auto()  # there is no such part, or it has another ETag
    SMALL = auto()  # a part that is not the last is smaller than the least size


class PartsError(Exception):
    """The parts cannot make an object. `number`, `etag` and `size` tell of the first one that is wrong."""

    def __init__(self, flaw: Flaw, number: int = 0, etag: str = "", size: int = 0) -> None:
        super().__init__(flaw)
        self.flaw, self.number, self.etag, self.size = flaw, number, etag, size


def listed_parts(tree: Tree.Element) -> list[tuple[int, str]]:
    """Numbers and ETags of a CompleteMultipartUpload document. Raises `ValueError` unless it has some, all numbered."""
    listed = []
    for item in tree.iterfind("Part"):
        number = whole_number(item.findtext("PartNumber", "").strip())
        if number is None:
            raise ValueError("a part has no number")
        listed.append((number, bare(item.findtext("ETag", ""))))
    if not listed:
        raise ValueError("there is no part")
    return listed


def chosen_parts(
    upload: Upload, listed: Sequence[tuple[int, str]], *, number_max: int, part_min: int, gaps: bool = True
) -> list[Part]:
    """The parts that a list names, in order. Raises `PartsError`."""
    if not 1 <= listed[0][0] <= listed[-1][0] <= number_max:
        raise PartsError(Flaw.ORDER)
    for (number, _), (following, _) in pairwise(listed):
        if number >= following:
            raise PartsError(Flaw.ORDER, following)
    if not gaps and listed[-1][0] != len(listed):
        expected = next(index for index, (number, _) in enumerate(listed, 1) if number != index)
        raise PartsError(Flaw.GAP, expected)
    parts = [_named_part(upload, number, etag) for number, etag in listed]
    check_sizes(parts, part_min)
    return parts


def check_sizes(parts: Sequence[Part], part_min: int) -> None:
    """Only the last part may be small. Raises `PartsError`."""
    for part in parts[:-1]:
        if part.content.length < part_min:
            raise PartsError(Flaw.SMALL, part.number, part.etag, part.content.length)


def _named_part(upload: Upload, number: int, etag: str) -> Part:
    part = upload.parts.get(number)
    if part is None or part.etag != etag.upper():
        raise PartsError(Flaw.MISSING, number, etag)
    return part


def parts_page(upload: Upload, marker: int, limit: int) -> tuple[list[Part], bool]:
    """The parts behind a number, and whether there are more."""
    numbers = sorted(upload.parts)
    start = bisect_right(numbers, marker)
    page = [upload.parts[number] for number in numbers[start : start + limit]]
    return page, start + limit < len(numbers)


def uploads_page(
    bucket: Bucket, *, prefix: str, delimiter: str, key_marker: str, id_marker: str, limit: int
) -> Folded[Upload]:
    """Uploads by key, then by time.

    A key marker skips its key's uploads; with an id marker too, only those up to that one.
    """
    ordered = sorted(bucket.uploads.values(), key=lambda one: (one.key, one.started, one.id))
    mine = [one for one in ordered if one.key.startswith(prefix) and one.key >= key_marker]
    mine = _after(mine, key_marker, id_marker)
    if key_marker and common_prefix(key_marker, prefix, delimiter) == key_marker:
        mine = [one for one in mine if not one.key.startswith(key_marker)]
    return folded(mine, lambda one: one.key, prefix=prefix, delimiter=delimiter, limit=limit)


def _after(uploads: list[Upload], key_marker: str, id_marker: str) -> list[Upload]:
    if not key_marker:
        return uploads
    same = [one for one in uploads if one.key == key_marker]
    ids = [one.id for one in same]
    rest = [one for one in uploads if one.key > key_marker]
    return [*same[ids.index(id_marker) + 1 :], *rest] if id_marker in ids else rest
