"""What is queued for a change of properties. Pure; no widgets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.model.requests import CopyRequest, Edit, JobKind, ListRequest, PrefixRequest
from core.model.values import Expected, ObjectInfo, ObjectRef
from gui.text.place import Item, ItemKind

#: Two objects are a batch; one is a job of its own.
_SEVERAL = 2


def of_object(ref: ObjectRef, edit: Edit, info: ObjectInfo | None) -> CopyRequest:
    """The change of one object; when it was looked at, it must still be what it was then."""
    expect = Expected.of(info) if info is not None else None
    return CopyRequest(ref, ref, kind=JobKind.EDIT, edit=edit, expect=expect)


def of_items(
    items: Sequence[Item], edit: Edit, looked_at: Mapping[ObjectRef, ObjectInfo]
) -> tuple[CopyRequest | PrefixRequest, ...]:
    """The same change of objects, folders and whole buckets, in their order."""
    return tuple(
        of_object(item.ref, edit, looked_at.get(item.ref))
        if item.kind is ItemKind.OBJECT
        else PrefixRequest(item.ref, item.ref, kind=JobKind.EDIT, edit=edit)
        for item in items
    )


def batch_of(requests: Sequence[CopyRequest | PrefixRequest]) -> ListRequest | None:
    """What the single objects among the requests have in common; None when there are not several."""
    refs = [request.source for request in requests if isinstance(request, CopyRequest)]
    if len(refs) < _SEVERAL:
        return None
    at = ObjectRef(refs[0].account, refs[0].bucket, _common_folder([ref.key for ref in refs]))
    return ListRequest(at, at, kind=JobKind.EDIT)


def _common_folder(keys: Sequence[str]) -> str:
    first, last = min(keys), max(keys)  # what these two begin with, all between them begin with
    same = next((at for at, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    return first[: first.rfind("/", 0, same) + 1]
