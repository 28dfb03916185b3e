"""Find the objects of a prefix while the first of them are already being copied."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

from core.forecast.inspection import refuse_overlap, refuse_places
from core.model.errors import Kind, OwnCode, StoreError
from core.model.jobs import Refused
from core.model.limits import Features
from core.model.ops import ListObjects, ObjectPage, Store
from core.model.requests import (
    BatchRequest,
    JobKind,
    PrefixRequest,
)
from core.model.values import Entry, ObjectRef, key_bytes
from core.store.reads import pages
from core.store.stores import Stores

#: Tells the keys that the pages before have brought.
Taken = Callable[[], Iterable[str]]
#: So many objects of a list that is not in the order of bytes are kept in mind at once.
UNORDERED_MAX = 50_000


@dataclass(frozen=True, slots=True)
class Page:
    """The objects of one page of a listing that something is to be done with; `cursor` is None at the end."""

    entries: tuple[Entry, ...]
    cursor: str | None


def refuse_prefix(request: BatchRequest) -> Refused | None:
    """Why a prefix cannot be copied, as far as that is known without asking: it lies in itself, in one account."""
    if not isinstance(request, PrefixRequest) or request.source.account != request.target.account:
        return None
    return refuse_overlap(request)


def is_edited(entry: Entry) -> bool:
    """Whether the edit of a folder changes this object: its own marker has no properties to speak of."""
    return entry.size > 0 or not entry.key.endswith("/")


def concerns(request: PrefixRequest, entry: Entry, features: Features) -> bool:
    """Whether an object of the listing is meant at all."""
    match request.kind:
        case JobKind.EDIT:
            return is_edited(entry)
        case JobKind.RESTORE:
            return entry.storage_class in features.archived_classes
        case JobKind.DELETE:
            return True
    # The marker of the prefix itself would become an object without a name in the root of a bucket.
    return bool(request.target.key + entry.key[len(request.source.key) :])


def next_page(stores: Stores, request: PrefixRequest, cursor: str, taken: Taken) -> Page:
    """List the keys behind `cursor` ("" for the beginning); raise `StoreError`.

    A cursor is kept in the journal. It holds the last key and the store's own token for what follows: only the token
    is a place in an order that is not by bytes, and only the key is good for ever. Where the token is no longer good,
    a store that is known to list by bytes goes on behind the key. Any other list, and one whose order turns out not to
    be by bytes, is read anew and whole, less what was taken: what is deleted meanwhile may make the rest of it look as
    if it were in order. So no key is missed, and none comes twice.
    """
    src = request.source
    refused = refuse_places(stores, request) if cursor == "" and request.kind.copies else None
    if refused is not None:
        # Every single object would be refused for the same reason.
        raise StoreError(Kind.UNSUPPORTED, op="ListObjects", code=refused.reason.value, message=refused.detail)
    after, token = _read_cursor(cursor)

    def store() -> Store:
        return stores.bare(src.account)

    features = stores.features(src.account)
    page = _page_behind(store, src, after, token)
    if page is None and token and features.ordered_lists:
        page = _page_behind(store, src, after, "")
    if page is None:
        page = _all_but(store, src, taken)
    wanted = tuple(entry for entry in page.entries if concerns(request, entry, features))
    return Page(wanted, None if page.next is None else _cursor(page.entries[-1].key, page.next))


def _page_behind(store_of: Callable[[], Store], src: ObjectRef, after: str, token: str) -> ObjectPage | None:
    """The next page with a key in it, or the last one; None where the token or the order does not hold."""
    first = ListObjects(src.bucket, prefix=src.key, token=token, start_after="" if token else after)
    try:
        page = next(page for page in pages(store_of, first) if page.entries or page.next is None)
    except StoreError as error:
        if not token or error.kind is not Kind.INVALID or error.code in (OwnCode.LIST_WRONG, OwnCode.LIST_STUCK):
            raise
        return None
    keys = [after, *(entry.key for entry in page.entries)]
    in_order = all(key_bytes(one) < key_bytes(other) for one, other in pairwise(keys))
    return page if in_order else None


def _all_but(store_of: Callable[[], Store], src: ObjectRef, taken: Taken) -> ObjectPage:
    """All objects of the list, whatever its order is, but those that were taken before."""
    found: dict[str, Entry] = {}
    for page in pages(store_of, ListObjects(src.bucket, prefix=src.key)):
        found |= {entry.key: entry for entry in page.entries}
        if len(found) > UNORDERED_MAX:
            message = f"more than {UNORDERED_MAX} objects in an order of the store's own"
            raise StoreError(Kind.UNSUPPORTED, op="ListObjects", code=OwnCode.LIST_TOO_LONG, message=message)
    for key in taken():
        found.pop(key, None)
    return ObjectPage(tuple(found.values()), (), None)


def _cursor(after: str, token: str) -> str:
    return "\0" + json.dumps([after, token])


def _read_cursor(cursor: str) -> tuple[str, str]:
    """The last key and the token of a cursor; one of an older journal is the key alone."""
    if not cursor.startswith("\0"):
        return cursor, ""
    after, token = json.loads(cursor[1:])
    return after, token
