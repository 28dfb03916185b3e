"""Pages of what a bucket holds: order, markers, prefixes, delimiters. All vendors list alike."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Generic, TypeVar

from core.sandbox.world import Bucket, Version

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
