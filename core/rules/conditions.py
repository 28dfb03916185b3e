"""Whether a step has to send a request, where that depends on the object, its store or the user's choices.

The steps of `core.engine` ask before they send it, and `core.rules.estimate` when it counts it. Pure functions.
"""

from __future__ import annotations

from collections.abc import Sequence

from core.model.jobs import PartPlan, Plan, RestorePlan, SimplePlan
from core.model.limits import Features, Limits
from core.model.ops import DeleteObjects
from core.model.requests import CopyRequest, Edit, JobKind, JobRequest, OnExisting, PrefixRequest
from core.model.values import Entry, ObjectInfo, ObjectKind, Props, Sight, VersionEntry
from core.rules.plan import plan_size
from core.rules.proof import can_prove
from core.rules.props import difference, edited, foreseen, is_usual_acl, keeps_source

# ---------------------------------------------------------------- folders

#: Choices about a target that stands which need no other object to be decided on.
_EACH_BY_ITSELF = frozenset(OnExisting) - {OnExisting.KEEP_BOTH}


def is_ordinary(request: PrefixRequest, entry: Entry, limits: Limits, source_features: Features) -> bool:
    """Whether an object of a folder is, by all that its line in the listing says, copied by one call.

    Such objects lie together in the journal, see `core.engine.ordinary`.
    """
    if request.kind is not JobKind.COPY or request.options.on_existing not in _EACH_BY_ITSELF:
        return False
    if entry.kind is not ObjectKind.NORMAL or entry.storage_class in source_features.archived_classes:
        return False
    return isinstance(plan_size(entry.size, limits, request.options, workers=1), SimplePlan)


# ---------------------------------------------------------------- copies


def asks_for_tags(source: ObjectInfo, features: Features) -> bool:
    """Whether the source's tags have to be read: they are not known, and HEAD does not say that there are none."""
    return source.props.tags.sight is Sight.UNKNOWN and source.tag_count != 0 and features.tags


def reads_tags_first(request: CopyRequest, source: ObjectInfo, plan: Plan | None, features: Features) -> bool:
    """Whether the source's tags are read when the copy is planned, and not only while it is made.

    Parts carry none, so a rename keeps a source whose tags this key may not read. One call lets the store carry them,
    and where HEAD hides their number nothing but the tags themselves shows whether it did.
    """
    if isinstance(plan, PartPlan):
        return request.kind is JobKind.RENAME
    return isinstance(plan, SimplePlan | RestorePlan) and source.tag_count is None and not features.counts_tags


def looks_before_copy(request: CopyRequest, source_features: Features, *, doubted: bool = False) -> bool:
    """Whether an object is looked at before one call writes it onto itself: the store does not look by itself.

    `doubted`: an earlier call got no answer.
    """
    return request.kind is JobKind.EDIT and (doubted or not source_features.honours_pin)


def must_be_free(request: CopyRequest, before: ObjectInfo | None) -> bool:
    """Whether the target must not exist when it is written. `before`: what stood there when the plan was made."""
    return not (request.options.on_existing is OnExisting.OVERWRITE or before is not None or request.is_in_place)


def looks_after_copy(request: CopyRequest, source_features: Features, *, is_proven: bool) -> bool:
    """Whether the source is looked at after the copy: nothing else shows that it stayed what it was.

    `is_proven`: checksums of both sides are compared, or the ETags of both are the MD5 of the bytes.
    """
    return not (is_proven or source_features.honours_pin or request.is_in_place)


def reads_tags_back(wanted: Props, edit: Edit, features: Features) -> bool:
    """Whether a copy's tags are read: it shall have some, or they were changed."""
    return features.tags and wanted.tags.is_known and bool(wanted.tags.value or edit.tags or edit.clear_tags)


def reads_acl_back(wanted: Props, edit: Edit, features: Features) -> bool:
    """Whether a copy's ACL is read: it shall be another than the usual one, or it was given."""
    is_given = edit.acl is not None or not is_usual_acl(wanted.acl.value, features.usual_acl)
    return features.acl and wanted.acl.is_known and is_given


# ---------------------------------------------------------------- tags and ACL in their place


def puts_tags(now: Props, edit: Edit) -> bool:
    """Whether an edit sets the tags. Where the present ones may not be read, all of them were given."""
    return bool(difference(now, edited(now, edit)).tags) or (edit.clear_tags and not now.tags.is_known)


def puts_acl(now: Props, edit: Edit) -> bool:
    """Whether an edit sets the ACL."""
    return edit.acl is not None and edited(now, edit).acl != now.acl


# ---------------------------------------------------------------- deletions

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
    if not DeleteObjects.can_name(request.source.key) or isinstance(plan, PartPlan):
        return True
    return isinstance(request, CopyRequest) and source is not None and stays(request, source, plan)


# ---------------------------------------------------------------- undeletions


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
    """How often an object with these versions is listed to undelete it, and how many markers are removed."""
    left, removed = list(held), 0
    latest = latest_of(left)
    while latest.is_marker:
        more = may_hide_again(left)
        left.remove(latest)
        removed += 1
        if not more:
            return removed, removed
        latest = max(left, key=lambda entry: entry.modified or 0.0)  # of several, the one that is listed first
    return removed + 1, removed
