"""Floor 4, engine: the versions of one object, and which of its delete markers hides it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from core.ops import ListVersions, Store
from core.values import ObjectRef, VersionEntry


def versions_of(store: Store, ref: ObjectRef) -> Iterator[tuple[VersionEntry, ...]]:
    """The versions and delete markers of the one key, newest first, one tuple for each request.

    Keys come in order, so the key itself comes before longer ones.
    """
    marker: tuple[str, str] | None = ("", "")
    while marker is not None:
        page = store.call(ListVersions(ref.bucket, prefix=ref.key, key_marker=marker[0], version_marker=marker[1]))
        yield tuple(entry for entry in page.versions if entry.key == ref.key)
        is_past = any(entry.key != ref.key for entry in page.versions)
        marker = None if is_past or page.next == marker else page.next


def is_lost(held: Sequence[VersionEntry]) -> bool:
    """Whether nothing is left of an object that could be brought back."""
    return all(entry.is_marker for entry in held)


def latest_of(held: Sequence[VersionEntry]) -> VersionEntry:
    """What a request without a version id means. Raises `IndexError` for no versions at all."""
    return next((entry for entry in held if entry.is_latest), held[0])


def may_hide_again(held: Sequence[VersionEntry]) -> bool:
    """Whether another marker may be the latest once the latest is removed."""
    return sum(entry.is_marker for entry in held) > 1


def lists_of_undelete(held: Sequence[VersionEntry]) -> tuple[int, int]:
    """How often `core.finish.undelete` lists an object with these versions, and how many markers it removes."""
    left, removed = list(held), 0
    hides = latest_of(left)
    while hides.is_marker:
        more = may_hide_again(left)
        left.remove(hides)
        removed += 1
        if not more:
            return removed, removed
        hides = max(left, key=lambda entry: entry.modified or 0.0)  # of several, the one that is listed first
    return removed + 1, removed
