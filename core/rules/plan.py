"""How to copy one object. Pure functions of what is known; nothing here touches the network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.model.jobs import PartPlan, Plan, Reason, Refused, RestorePlan, SetPlan, SimplePlan, Skipped
from core.model.limits import Features, Limits
from core.model.requests import Edit, JobKind, OnExisting, Options
from core.model.values import (
    BucketInfo,
    Expected,
    ObjectInfo,
    ObjectKind,
    ObjectRef,
    Props,
    RestoreState,
    Sight,
    key_bytes,
)
from core.rules.props import cannot_state, difference, edited, touches_bytes

MIB = 1024 * 1024

#: Parts for each worker: enough waves that a slow part at the end does not leave the others idle for long.
WAVES = 4
#: Below this a part's request costs more time than its bytes; above it progress jumps and a lost part hurts.
EASY_MIN = 16 * MIB
EASY_MAX = 1024 * MIB
#: Names beside a target that stands are numbered up to here; when none is free, it counts as a conflict after all.
NAMES_MAX = 100
#: What a restored source mends.
_FROZEN = frozenset({Reason.ARCHIVED, Reason.RESTORING})


@dataclass(frozen=True, slots=True)
class PlanInputs:
    """All that a plan depends on.

    Attributes:
        target_before: the object that stands at the target now, None when there is none or nobody looked.
        same_provider: whether source and target speak to the same provider.
        same_store: whether the two accounts are known to speak to one store, see `core.rules.providers.is_one_store`.
        limits, features: the target's.
        workers: how many parts can run side by side.
        asked_version: the version of the source that was asked for; None for the current one.
    """

    source: ObjectInfo
    target: ObjectRef
    source_bucket: BucketInfo
    target_bucket: BucketInfo
    target_before: ObjectInfo | None
    same_provider: bool
    same_store: bool
    limits: Limits
    features: Features
    options: Options
    workers: int = 16
    kind: JobKind = JobKind.COPY
    edit: Edit = Edit()
    expect: Expected | None = None
    asked_version: str | None = None

    @property
    def wanted(self) -> Props:
        """What the target's properties shall be."""
        return edited(self.source.props, self.edit)


def plan_copy(inputs: PlanInputs) -> Plan:
    """Choose how to copy, or say why not. The order of the checks is the order in which they help the user."""
    if inputs.expect is not None and not inputs.expect.fits(inputs.source):
        return Refused(Reason.CHANGED)
    if inputs.kind is JobKind.EDIT:
        return _plan_edit(inputs)
    refused = _refuse_place(inputs) or _refuse_key(inputs) or _refuse_source(inputs)
    if refused is not None and refused.reason not in _FROZEN:
        return refused
    if inputs.target_before is not None and inputs.options.on_existing is not OnExisting.OVERWRITE:
        settled = _settle(inputs, inputs.target_before)
        if settled is not None:
            return settled
    if refused is not None:
        return refused if inputs.options.restore is None else RestorePlan()
    if inputs.source.kind is ObjectKind.SYMLINK:
        return SimplePlan()  # HEAD shows the size of what the link points to
    return plan_size(inputs.source.size, inputs.limits, inputs.options, workers=inputs.workers)


def _settle(inputs: PlanInputs, before: ObjectInfo) -> Plan | None:
    """What a target that stands already means; None to overwrite it."""
    choice = inputs.options.on_existing
    if _are_markers(inputs.source, before):
        # A rename writes it once more, so that the old folder does not stay behind.
        return None if inputs.kind is JobKind.RENAME else Skipped()
    if choice is OnExisting.SKIP:
        return Skipped()
    if choice is OnExisting.DIFFERENT:
        return Skipped() if are_equal(inputs.source, before) else None
    return Refused(Reason.EXISTS)


def _plan_edit(inputs: PlanInputs) -> Plan:
    """Plan a change of properties. What is so already is not written again."""
    if inputs.edit.tags and not inputs.wanted.tags.is_known:
        return Refused(Reason.TAGS_DENIED)
    change = difference(inputs.source.props, inputs.wanted)
    if change.is_empty and not _is_set_blindly(inputs):
        return Skipped()
    if not touches_bytes(change):
        return SetPlan()
    refused = _refuse_rewriting(inputs.source) or _refuse_source(inputs)
    if refused is not None:
        return RestorePlan() if refused.reason in _FROZEN and inputs.options.restore is not None else refused
    plan = plan_size(inputs.source.size, inputs.limits, inputs.options, workers=inputs.workers)
    if isinstance(plan, PartPlan) and inputs.wanted.tags.sight is Sight.DENIED and inputs.source.tag_count != 0:
        return Refused(Reason.TAGS_DENIED)  # parts carry no tags, and these are the only ones that there are
    return plan


def _refuse_rewriting(source: ObjectInfo) -> Refused | None:
    """Why an object would be less than it is after it was written anew."""
    if source.kind is ObjectKind.APPENDABLE:
        return Refused(Reason.APPEND_KEPT)
    if source.kind is ObjectKind.SYMLINK:
        return Refused(Reason.LINK_KEPT)
    others = ", ".join(cannot_state(source.props))
    return Refused(Reason.NOT_CARRIED, others) if others else None


def _is_set_blindly(inputs: PlanInputs) -> bool:
    """Whether an ACL, or all the tags, are given where the present ones cannot be read."""
    now, edit = inputs.source.props, inputs.edit
    return (edit.acl is not None and not now.acl.is_known) or (edit.clear_tags and not now.tags.is_known)


def free_key(key: str, number: int) -> str:
    """Another name beside `key`: "a/b.txt" becomes "a/b (2).txt", and ".tar.gz" stays together."""
    folder, slash, name = key.rpartition("/")
    stem, dot, suffix = name.rpartition(".")
    if not stem:
        stem, dot, suffix = name, "", ""
    if stem.endswith(".tar") and stem != ".tar":
        stem, suffix = stem.removesuffix(".tar"), f"tar.{suffix}"
    return f"{folder}{slash}{stem} ({number}){dot}{suffix}"


def other_keys(key: str, after: str | None) -> Iterator[str]:
    """The names beside `key` that are tried in turn, those that come after the name that was tried last, or all."""
    names = [free_key(key, number) for number in range(2, NAMES_MAX)]
    return iter(names[names.index(after) + 1 :] if after in names else names)


def plan_size(size: int, limits: Limits, options: Options, *, workers: int = 16, force_parts: bool = False) -> Plan:
    """Choose between one call and parts by the size alone.

    A part size that the user set asks for parts wherever the object is larger than one of them. `force_parts`
    is for a store that refused one call as too large.
    """
    asked = options.part_size
    if not force_parts and size <= limits.simple_max and (asked is None or size <= asked):
        return SimplePlan()
    return plan_parts(size, limits, asked=asked, workers=workers)


def plan_parts(size: int, limits: Limits, *, asked: int | None = None, workers: int = 16) -> PartPlan | Refused:
    """Cut `size` bytes into parts within the limits; an asked part size is obeyed or refused, never bent."""
    if size > limits.multipart_max:
        return Refused(Reason.TOO_LARGE, str(limits.multipart_max))
    part_size = _easy_part_size(size, limits, workers) if asked is None else asked
    if part_size < limits.part_min and part_size < size:
        return Refused(Reason.PART_TOO_SMALL, str(limits.part_min))
    if part_size > limits.part_max:
        return Refused(Reason.PART_TOO_LARGE, str(limits.part_max))
    count = max(1, -(-size // part_size))
    if count > limits.parts_max:
        return Refused(Reason.TOO_MANY_PARTS, str(-(-size // limits.parts_max)))
    return PartPlan(part_size, count, size - (count - 1) * part_size)


def _easy_part_size(size: int, limits: Limits, workers: int) -> int:
    wave = -(-size // max(1, WAVES * workers))
    easy = min(max(wave, EASY_MIN), EASY_MAX)
    needed = max(easy, -(-size // limits.parts_max), limits.part_min)
    whole_mib = -(-needed // MIB) * MIB
    return min(whole_mib, limits.part_max)


def _are_markers(source: ObjectInfo, target: ObjectInfo) -> bool:
    """Whether both are empty markers of folders: a folder that is there already stands in nobody's way."""
    return all(info.size == 0 and info.ref.key.endswith("/") for info in (source, target))


def are_equal(source: ObjectInfo, target: ObjectInfo) -> bool:
    """Whether an overwritten target would be the same as before, as far as HEAD tells."""
    if source.crc64 is not None and target.crc64 is not None:
        same_bytes = source.crc64 == target.crc64
    else:
        same_bytes = source.etag == target.etag
    one, other = source.props, target.props
    return same_bytes and source.size == target.size and (one.headers, one.user) == (other.headers, other.user)


def refuse_region(
    source: BucketInfo,
    target: BucketInfo,
    features: Features,
    *,
    same_provider: bool,
    same_store: bool,
    same_account: bool,
) -> Refused | None:
    """Why the store of `target` cannot read from `source` at all."""
    if not same_store:
        return Refused(Reason.OTHER_STORE if same_provider else Reason.OTHER_PROVIDER)
    if not same_account and not features.cross_account:
        return Refused(Reason.OTHER_ACCOUNT)
    here, there = source.region, target.region
    if here and there and here != there and not features.cross_region:
        return Refused(Reason.OTHER_REGION, f"{here} > {there}")
    return None


def _refuse_place(inputs: PlanInputs) -> Refused | None:
    source, target = inputs.source.ref, inputs.target
    refused = refuse_region(
        inputs.source_bucket,
        inputs.target_bucket,
        inputs.features,
        same_provider=inputs.same_provider,
        same_store=inputs.same_store,
        same_account=source.account == target.account,
    )
    if refused is not None:
        return refused
    # Two accounts may lead to one store, so their names tell nothing: what is left here is one bucket by its name.
    is_same = (source.bucket, source.key) == (target.bucket, target.key)
    # An older version may be copied onto the key that it is a version of: that restores it. A rename would go on to
    # delete it, and without versions the copy has taken its place.
    may_be = inputs.asked_version is not None and inputs.kind is not JobKind.RENAME
    return Refused(Reason.ONTO_ITSELF) if is_same and not may_be else None


def _refuse_key(inputs: PlanInputs) -> Refused | None:
    key = inputs.target.key
    if not key:
        return Refused(Reason.KEY_EMPTY)
    if len(key_bytes(key)) > inputs.limits.key_max:
        return Refused(Reason.KEY_TOO_LONG, str(inputs.limits.key_max))
    if key[0] in "/\\" and not inputs.features.leading_slash:
        return Refused(Reason.KEY_LEADING_SLASH)
    return None


def _refuse_source(inputs: PlanInputs) -> Refused | None:
    source = inputs.source
    if source.kind is ObjectKind.APPENDABLE and not inputs.features.copies_appendable:
        return Refused(Reason.APPENDABLE)
    if source.kind is ObjectKind.SYMLINK and source.ref.bucket != inputs.target.bucket:
        return Refused(Reason.LINK)  # CopyObject copies the link itself (oss-copy-2021)
    if source.restore is RestoreState.FROZEN:
        return Refused(Reason.ARCHIVED, source.props.storage_class)
    if source.restore is RestoreState.RESTORING:
        return Refused(Reason.RESTORING)
    user = inputs.wanted.user
    if sum(len(name) + len(value.encode()) for name, value in user.items()) > inputs.limits.user_metadata_max:
        return Refused(Reason.METADATA_TOO_LARGE, str(inputs.limits.user_metadata_max))
    return None
