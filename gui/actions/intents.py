"""How what the user wants of objects gets into the queue. The contracts of the engine and of planning."""

from __future__ import annotations

from collections.abc import Sequence
from os.path import commonprefix

from core.model.requests import JobRequest, ListRequest
from core.model.values import ObjectRef
from gui.qt.contracts import EngineApi


def head_of(wishes: Sequence[JobRequest]) -> ListRequest:
    """What wishes of one kind have in common, as the head of their batch. Sources and targets are of one bucket each.

    Their options are the same. Not for none.
    """
    source, target = (_folder_of(refs) for refs in ([w.source for w in wishes], [w.target for w in wishes]))
    return ListRequest(source, target, wishes[0].kind, wishes[0].options)


def queue_together(engine: EngineApi, wishes: Sequence[JobRequest]) -> int:
    """Queue such wishes as one batch; returns its id. Blocks for a commit."""
    if len(wishes) == 1:
        return engine.submit(wishes[0])
    return engine.submit(head_of(wishes), wishes)


def _folder_of(refs: Sequence[ObjectRef]) -> ObjectRef:
    common = commonprefix([ref.key for ref in refs])  # noqa: RUF071 - by letters; its last "/" counts
    return ObjectRef(refs[0].account, refs[0].bucket, common[: common.rfind("/") + 1])
