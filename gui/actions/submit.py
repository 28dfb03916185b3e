"""How requests get into the queue: which of them are a batch together."""

from __future__ import annotations

from collections.abc import Sequence
from os.path import commonprefix

from core.model.requests import JobRequest, ListRequest, PrefixRequest
from core.model.values import ObjectRef
from gui.qt.contracts import EngineApi


def submit_all(engine: EngineApi, requests: Sequence[JobRequest | PrefixRequest]) -> list[int]:
    """Queue requests of one kind; returns the ids of their batches. Blocks for a commit of each.

    Each folder is a batch. Several objects are one batch together, so that one answer can be for all of them; their
    sources and their targets lie in one bucket each, and their options are the same. One object is a batch by itself.
    """
    batches = [engine.submit(request) for request in requests if isinstance(request, PrefixRequest)]
    objects = [request for request in requests if not isinstance(request, PrefixRequest)]
    if len(objects) > 1:
        return [*batches, engine.submit(list_request(objects), objects)]
    return batches + [engine.submit(request) for request in objects]


def list_request(requests: Sequence[JobRequest]) -> ListRequest:
    """What the requests of one batch have in common."""
    first = requests[0]
    source, target = (_folder_of(refs) for refs in ([r.source for r in requests], [r.target for r in requests]))
    return ListRequest(source, target, first.kind, first.options)


def _folder_of(refs: Sequence[ObjectRef]) -> ObjectRef:
    common = commonprefix([ref.key for ref in refs])  # noqa: RUF071 - by letters; its last "/" counts
    return ObjectRef(refs[0].account, refs[0].bucket, common[: common.rfind("/") + 1])
