"""Which objects of a batch are deleted together, as far as that can be told before anything is sent."""

from __future__ import annotations

from core.model.jobs import PartPlan, Plan
from core.model.ops import DeleteObjects
from core.model.requests import CopyRequest, JobKind, JobRequest
from core.model.values import ObjectInfo
from core.rules.proof import can_prove
from core.rules.props import foreseen, keeps_source
from core.store.xmldoc import can_carry

#: Objects that are deleted with one request. The source of a rename is looked at once more just before, so its groups
#: are small: little time passes between the look and the deletion.
GROUPS = {JobKind.RENAME: 100, JobKind.DELETE: DeleteObjects.MOST}


def stays(request: CopyRequest, source: ObjectInfo, plan: Plan | None, *, only_size: bool = False) -> bool:
    """Whether a rename is bound to keep its source: no copy has all of it, or can be proven as the user wants it.

    `only_size`: see `core.rules.proof.proves_only_size`.
    """
    notes = foreseen(request, source, plan)
    return keeps_source(notes, request.options) or not can_prove(source, request.options.trust, only_size=only_size)


def goes_alone(request: JobRequest, source: ObjectInfo | None, plan: Plan | None) -> bool:
    """Whether an object is deleted, or kept, without waiting for others: what is copied in parts may take days."""
    if not can_carry(request.source.key) or isinstance(plan, PartPlan):
        return True
    return isinstance(request, CopyRequest) and source is not None and stays(request, source, plan)
