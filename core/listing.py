"""Floor 4, engine: find the objects of a prefix while the first of them are already being copied."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.errors import Kind, StoreError
from core.jobs import CopyRequest, PrefixRequest, Reason, Refused
from core.ops import ListObjects
from core.stores import Stores


@dataclass(frozen=True, slots=True)
class Page:
    """Jobs that follow from one page of a listing, with their sizes; `cursor` is None at the end."""

    jobs: tuple[tuple[CopyRequest, int], ...]
    cursor: str | None


def refuse_prefix(request: CopyRequest | PrefixRequest) -> Refused | None:
    """A prefix cannot be copied onto or into itself: the listing would find its own copies without end."""
    if not isinstance(request, PrefixRequest):
        return None
    src, dst = request.source, request.target
    same_place = (src.account, src.bucket) == (dst.account, dst.bucket)
    if not same_place or not dst.key.startswith(src.key):
        return None
    return Refused(Reason.ONTO_ITSELF if dst.key == src.key else Reason.INTO_ITSELF)


def target_of(request: PrefixRequest, key: str) -> CopyRequest:
    """The copy of one key under the prefix."""
    source = replace(request.source, key=key, version=None)
    target = replace(request.target, key=request.target.key + key[len(request.source.key) :])
    return CopyRequest(source, target, request.options)


def next_page(stores: Stores, request: PrefixRequest, cursor: str) -> Page:
    """List the keys behind `cursor` ("" for the beginning); raise `StoreError`."""
    src = request.source
    page = stores.bare(src.account).call(ListObjects(src.bucket, prefix=src.key, start_after=cursor))
    copies = [(target_of(request, entry.key), entry.size) for entry in page.entries]
    # The marker of the prefix itself would become an object without a name in the root of a bucket.
    jobs = tuple((copy, size) for copy, size in copies if copy.target.key)
    if page.next is None:
        return Page(jobs, None)
    last = max((entry.key for entry in page.entries), key=lambda key: key.encode("utf-8"), default=cursor)
    if last == cursor:
        raise StoreError(Kind.INVALID, op="ListObjects", code="ListStuck", message="the list does not advance")
    return Page(jobs, last)
