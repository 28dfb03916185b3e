"""Find the objects of a prefix while the first of them are already being copied."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.forecast.inspection import refuse_overlap, refuse_places
from core.model.errors import Kind, StoreError
from core.model.jobs import Refused
from core.model.limits import Features
from core.model.ops import ListObjects
from core.model.requests import (
    BatchRequest,
    CopyRequest,
    DeleteRequest,
    JobKind,
    JobRequest,
    OnExisting,
    Options,
    PrefixRequest,
    RestoreRequest,
)
from core.model.values import Entry, ObjectRef
from core.store.reads import pages
from core.store.stores import Stores

#: Choices that never overwrite, and never ask whether to.
_GENTLE = frozenset({OnExisting.REFUSE, OnExisting.SKIP, OnExisting.KEEP_BOTH})


@dataclass(frozen=True, slots=True)
class Page:
    """Jobs that follow from one page of a listing, with their sizes; `cursor` is None at the end."""

    jobs: tuple[tuple[JobRequest, int], ...]
    cursor: str | None


def refuse_prefix(request: BatchRequest) -> Refused | None:
    """Why a prefix cannot be copied, as far as that is known without asking: it lies in itself, in one account."""
    if not isinstance(request, PrefixRequest) or request.source.account != request.target.account:
        return None
    return refuse_overlap(request)


def request_of(request: PrefixRequest, key: str) -> JobRequest:
    """What is to be done with one key under the prefix."""
    source = replace(request.source, key=key, version=None)
    match request.kind:
        case JobKind.DELETE:
            return DeleteRequest(source)
        case JobKind.RESTORE:
            return RestoreRequest(source, request.restore)
    target = replace(request.target, key=request.target.key + key[len(request.source.key) :])
    return CopyRequest(source, target, _options(request, target), request.kind, request.edit)


def _options(request: PrefixRequest, target: ObjectRef) -> Options:
    """The choices for one object. What stands inside the source is to be copied itself, so it is not overwritten."""
    source, options = request.source, request.options
    is_inside = target.bucket == source.bucket and target.key.startswith(source.key)
    if request.kind is JobKind.EDIT or not is_inside or options.on_existing in _GENTLE:
        return options
    return replace(options, on_existing=OnExisting.REFUSE)


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


def next_page(stores: Stores, request: PrefixRequest, cursor: str) -> Page:
    """List the keys behind `cursor` ("" for the beginning); raise `StoreError`.

    The cursor is a key, because it is kept in the journal, and no store promises how long its tokens are good for.
    """
    src = request.source
    refused = refuse_places(stores, request) if cursor == "" and request.kind.copies else None
    if refused is not None:
        # Every single object would be refused for the same reason.
        raise StoreError(Kind.UNSUPPORTED, op="ListObjects", code=refused.reason.value, message=refused.detail)
    last = cursor
    for page in pages(lambda: stores.bare(src.account), ListObjects(src.bucket, prefix=src.key, start_after=cursor)):
        last = max((entry.key for entry in page.entries), key=str.encode, default=cursor)
        if last.encode() > cursor.encode():
            break  # of a page without a new key no cursor can be made, so the store's own token is followed
    features = stores.features(src.account)
    wanted = [entry for entry in page.entries if concerns(request, entry, features)]
    jobs = tuple((request_of(request, entry.key), entry.size) for entry in wanted)
    return Page(jobs, None if page.next is None else last)
