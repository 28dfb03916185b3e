"""Reads that several rooms need: lists of many pages, what may be denied, what may not be there."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from core.model.errors import Kind, OwnCode, StoreError
from core.model.ops import HeadObject, ListOp, ListVersions, Op, P, R, Store
from core.model.values import ObjectInfo, ObjectRef, Seen, Sight, VersionEntry, known
from core.store.list_check import ListCheck


def pages(store_of: Callable[[], Store], first: ListOp[P]) -> Iterator[P]:
    """All pages of a list from `first` on, empty ones too. There is at least one; each request is sent when it is due.

    Follows the token that the store gives. Raises what the store raises, and `StoreError` (INVALID, code ListStuck or
    ListWrong) in place of a page that cannot be right, see `ListCheck.take`: nothing of it is to be acted on.

    Threads: `store_of` is called for each page, and gives the store of the thread that asks for it.
    To cancel: give a store that raises `Cancelled`, or stop asking.
    """
    check, op = ListCheck(first), first
    while True:
        page = store_of().call(op)
        if page.next is not None:
            op = op.after(page.next)
        check.take(page, None if page.next is None else op)
        yield page
        if page.next is None:
            return


def versions_under(store_of: Callable[[], Store], bucket: str, prefix: str) -> Iterator[tuple[VersionEntry, ...]]:
    """All versions and delete markers under `prefix`, one tuple for each request. Raises `StoreError`.

    `store_of` gives the store for the calling thread, which may be another one for each request.
    """
    for page in pages(store_of, ListVersions(bucket, prefix=prefix)):
        yield page.versions


def versions_of(store_of: Callable[[], Store], ref: ObjectRef) -> Iterator[tuple[VersionEntry, ...]]:
    """The versions and delete markers of the one key, newest first; see `versions_under`."""
    for page in versions_under(store_of, ref.bucket, ref.key):
        yield tuple(entry for entry in page if entry.key == ref.key)
        if any(entry.key != ref.key for entry in page):
            return  # no key sorts before one that begins it


def seen(store: Store, op: Op[R]) -> Seen[R]:
    """Read what the key may not be allowed to read, or what the store does not know."""
    try:
        return known(store.call(op))
    except StoreError as error:
        if error.kind is Kind.DENIED or error.code == OwnCode.ACL_NOT_CANNED:
            return Seen(None, Sight.DENIED)
        if error.kind is Kind.UNSUPPORTED:
            return Seen(None, Sight.UNKNOWN)
        raise


def head_or_none(store: Store, ref: ObjectRef) -> ObjectInfo | None:
    """The object as HEAD shows it, None when there is none."""
    try:
        return store.call(HeadObject(ref))
    except StoreError as error:
        if error.kind is Kind.NOT_FOUND:
            return None
        raise
