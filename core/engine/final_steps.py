"""The steps at which a job is not about bytes: restore, set, verify, delete and undelete.

Each takes what is known and returns what is known afterwards; failures are raised as `StoreError`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import NoReturn

from core.engine.context import StepContext, StepResult
from core.model.errors import Kind, OwnCode, StoreError
from core.model.jobs import Facts, Fate, Reason, Refused, SetPlan, SimplePlan, Skipped
from core.model.ops import (
    CopyObject,
    DeleteObject,
    DeleteObjects,
    Deletions,
    GetAcl,
    GetTags,
    HeadObject,
    NotDeleted,
    Op,
    PutAcl,
    PutTags,
    RestoreObject,
)
from core.model.requests import DeleteRequest, JobKind, JobRequest, Options, Restore, RestoreRequest
from core.model.values import CHECKSUMS, Expected, Level, ObjectInfo, Pin, RestoreState, Seen, Sight, T, known
from core.rules.conditions import (
    is_lost,
    latest_of,
    looks_after_copy,
    may_hide_again,
    puts_acl,
    puts_tags,
    reads_acl_back,
    reads_tags_back,
)
from core.rules.plan import plan_size
from core.rules.proof import MismatchError, has_other_etag, may_be_one, proven_level, shows_bytes
from core.rules.props import difference, differences, is_foreign, names_of, report
from core.store.reads import head_or_none, seen, versions_of

#: Seconds between two looks at an object that is being restored: the fastest way takes a minute, the slowest two days.
#: So a tenth of the time that it has taken so far, within these bounds.
_POLL_S, _POLL_MAX_S = 30.0, 900.0
#: How often a store may accept a restore and yet show the object archived. A request can get lost, and a readable copy
#: can run out while nobody looks, but a store that does so again and again will not stop, and each request may cost.
_RESTORES_MAX = 3
#: Answers of stores that cannot delete several objects with one request; older ones find the request malformed.
_NOT_OFFERED = frozenset({Kind.UNSUPPORTED, Kind.INVALID})


# ---------------------------------------------------------------- the archive


def restore(context: StepContext, *, now: float) -> StepResult:
    """Ask for the source to be restored."""
    request = context.request
    if isinstance(request, RestoreRequest):
        source = context.at_source.call(HeadObject(request.source))
        if source.restore is RestoreState.NOT_NEEDED:
            return StepResult(replace(context.facts, source=source, plan=Skipped()))
        how, facts = request.restore, replace(context.facts, source=source, written=True)
    else:
        how, facts = request.options.restore or Restore(), context.facts
    context.at_source.call(RestoreObject(context.source, days=how.days, tier=how.tier))
    return StepResult(replace(facts, restoring=now, restores=facts.restores + 1))


def await_restore(context: StepContext, *, now: float) -> StepResult:
    """See how far the restoring is; when it is done, everything is looked at anew.

    Raises `StoreError` when the store has accepted the restore again and again and does not carry it out.
    """
    state = context.at_source.call(HeadObject(context.source)).restore
    match state:
        case RestoreState.RESTORING:
            so_far = now - (context.facts.restoring or now)
            return StepResult(context.facts, later_s=min(max(_POLL_S, so_far / 10), _POLL_MAX_S))
        case RestoreState.FROZEN if context.facts.restores >= _RESTORES_MAX:
            message = f"accepted {context.facts.restores} times, and the object is still archived"
            raise StoreError(Kind.UNSUPPORTED, op="RestoreObject", code=OwnCode.NOT_RESTORED, message=message)
        case RestoreState.FROZEN:
            return StepResult(
                replace(context.facts, restoring=None), later_s=_POLL_S
            )  # the request was lost, or has run out
        case _:
            return StepResult(Facts(target_key=context.facts.target_key))


# ---------------------------------------------------------------- tags and ACL in their place


def set_props(context: StepContext) -> StepResult:
    """Give the object its new tags and its new ACL. Both say what shall be, so they may be sent again."""
    planned, found = context.planned, context.at_target.call(HeadObject(context.target))
    # The date is not compared: a change of the ACL may give an object a new one.
    if (found.etag, found.size) != (planned.etag, planned.size):
        message = "it was overwritten since it was looked at, and was left as it is"
        raise StoreError(Kind.SOURCE_CHANGED, op="HeadObject", message=message)
    now, wanted, edit = planned.props, context.wanted, context.copy.edit
    if puts_tags(now, edit):
        context.at_target.call(PutTags(context.target, tags=wanted.tags.value or {}))
    if puts_acl(now, edit):
        context.at_target.call(PutAcl(context.target, acl=wanted.acl.value or ""))
    return StepResult(replace(context.facts, written=True, result_etag=planned.etag))


# ---------------------------------------------------------------- proof


def verify(context: StepContext) -> StepResult:
    """Compare source and target by what the stores say of both; raise when they differ."""
    context = _with_what_was_hidden(context)
    target = _look_at_copy(context)
    parts = [context.parts[number].part for number in sorted(context.parts)]
    try:
        pinned = context.facts.pinned or context.stores.features(context.target.account).honours_pin
        level = proven_level(context.facts, target, parts, pinned=pinned)
    except MismatchError as mismatch:
        raise StoreError(Kind.INVALID, op="Verify", code=OwnCode.VERIFY_FAILED, message=str(mismatch)) from None
    features = context.stores.features(context.source.account)
    is_proven = level in CHECKSUMS or shows_bytes(context.planned, target)
    looks = looks_after_copy(context.copy, features, is_proven=is_proven)
    # A copy that was verified before is only looked at once more; its source may be deleted already.
    if looks and context.facts.result is None:
        context.recheck(code=OwnCode.CHANGED_UNNOTICED)
    found = _read_back(context, target)
    usual = context.stores.features(context.target.account).usual_acl
    notes = report(context.planned, context.wanted, found, usual_acl=usual)
    lost = names_of(notes, Fate.LOST)
    if lost and context.copy.kind is JobKind.EDIT:
        _undo_edit(context, found, lost)
    return StepResult(replace(context.facts, verified=level, result=found, notes=notes))


def _undo_edit(context: StepContext, found: ObjectInfo, lost: str) -> NoReturn:
    """Give an object back the properties that it had, because the store did not keep all of an edit.

    Raises `StoreError`, which tells what became of the edit. This may be repeated, for it is done after a look.
    """
    before = context.planned
    if not _can_write_back(context, found):
        raise StoreError(Kind.INVALID, op="Verify", code=OwnCode.EDIT_NOT_TAKEN, message=lost)
    usual = context.stores.features(context.target.account).usual_acl
    back = replace(context, request=replace(context.copy, edit=difference(found.props, before.props)))
    now, notes = found, differences(before, found, usual_acl=usual)
    try:
        if names_of(notes, Fate.LOST):
            context.note(replace(context.facts, notes=notes))
            now = _write_back(back, found)
            notes = differences(before, now, usual_acl=usual)
    except StoreError as error:
        # What may have been done is looked at by the next verification.
        kind = Kind.TRANSIENT if error.kind is Kind.AMBIGUOUS else error.kind
        said = ": ".join(part for part in (names_of(notes, Fate.LOST), error.code, error.message) if part)
        raise replace(error, kind=kind, code=OwnCode.EDIT_NOT_UNDONE, message=said) from None
    gone = names_of(notes, Fate.LOST)
    context.note(replace(context.facts, notes=notes, result_etag=now.etag))
    code = OwnCode.EDIT_NOT_UNDONE if gone else OwnCode.EDIT_UNDONE
    raise StoreError(Kind.INVALID, op="Verify", code=code, message=gone or lost)


def _can_write_back(context: StepContext, found: ObjectInfo) -> bool:
    """Whether an edit wrote the object anew, one call can do so again, and nobody else has changed it since."""
    limits = context.stores.limits(context.target.account)
    in_one = isinstance(plan_size(found.size, limits, Options(), workers=context.workers), SimplePlan)
    is_ours = not has_other_etag(context.facts, found)
    is_ours &= not is_foreign(context.planned.props, context.wanted, found.props)
    return in_one and is_ours and not isinstance(context.facts.plan, SetPlan) and context.request.source.version is None


def _write_back(context: StepContext, found: ObjectInfo) -> ObjectInfo:
    """Write the object as it was `found` onto itself with the properties that are wanted; how it is then."""
    op = CopyObject(
        context.target,
        source=found.ref,
        pin=Pin.of(found),
        props=context.wanted,
        replace=True,
        source_site=context.source_site,
    )
    context.at_target.call(op)
    return _read_back(context, _look_at_copy(context))


def _look_at_copy(context: StepContext) -> ObjectInfo:
    """The target. Some stores show for some seconds what was before the copy, so that nothing is there is not final."""
    found = head_or_none(context.at_target, context.target)
    if found is None:
        message = "the store says that the copy is made, and does not find it"
        raise StoreError(Kind.TRANSIENT, op="HeadObject", status=404, code=OwnCode.COPY_UNSEEN, message=message)
    return found


def _with_what_was_hidden(context: StepContext) -> StepContext:
    """When a copy is verified again: the context with the ACL and the tags that this key could not read before.

    Since then it may have been given the right to. A source that is another one now has nothing to tell; the look
    before the deletion finds that out.
    """
    planned, facts, store = context.planned, context.facts, context.at_source
    tags, acl = planned.props.tags, planned.props.acl
    if facts.result is None or context.copy.kind is JobKind.EDIT or Sight.DENIED not in (tags.sight, acl.sight):
        return context
    found = head_or_none(store, context.source)
    if found is None or not Expected.of(planned).fits(found):
        return context
    if tags.sight is Sight.DENIED:
        tags = seen(store, GetTags(found.ref))
    if acl.sight is Sight.DENIED:
        acl = seen(store, GetAcl(found.ref))
    source = replace(planned, tag_count=found.tag_count, props=replace(planned.props, tags=tags, acl=acl))
    return replace(context, facts=replace(facts, source=source))


def _read_back(context: StepContext, target: ObjectInfo) -> ObjectInfo:
    """The target with its tags and its ACL, as far as they matter; what the store did not take is set once more."""
    wanted, edit, features = context.wanted, context.copy.edit, context.stores.features(context.target.account)
    tags: Seen[Mapping[str, str]] = known({}) if target.tag_count == 0 else target.props.tags
    if reads_tags_back(wanted, edit, features):
        tags = _insist(
            context, GetTags(context.target), PutTags(context.target, tags=wanted.tags.value or {}), wanted.tags.value
        )
    acl = target.props.acl
    if reads_acl_back(wanted, edit, features):
        word = wanted.acl.value or ""
        acl = _insist(context, GetAcl(context.target), PutAcl(context.target, acl=word), word)
    return replace(target, props=replace(target.props, tags=tags, acl=acl))


def _insist(context: StepContext, look: Op[T], put: Op[None], wanted: T | None) -> Seen[T]:
    """Read a property back; where it is not as it shall be, set it and read it again."""
    found = seen(context.at_target, look)
    if not found.is_known or found.value == wanted:
        return found
    context.at_target.call(put)
    return seen(context.at_target, look)


# ---------------------------------------------------------------- deleting


def delete(tasks: Sequence[StepContext]) -> list[Facts | StoreError]:
    """Delete objects of one bucket with one request; the outcomes in the order of `tasks`.

    `core.engine.groups` tells which go together: names that no document can hold come alone.
    """
    outcomes: dict[int, Facts | StoreError] = {context.job: _look_before(context) for context in tasks}
    doomed = [context for context in tasks if outcomes[context.job] == context.facts]
    if len(doomed) == 1:
        outcomes[doomed[0].job] = _delete_one(doomed[0])
    elif doomed:
        outcomes |= _delete_together(doomed)
    return [outcomes[context.job] for context in tasks]


def _look_before(context: StepContext) -> Facts | StoreError:
    """The facts as they are when the object may be deleted; other facts when it is gone already."""
    request = context.request
    try:
        expected = request.expect if isinstance(request, DeleteRequest) else Expected.of(context.planned)
        if expected is None:
            return context.facts
        found = head_or_none(context.at_source, request.source)
        if found is None:
            return replace(context.facts, deleted=True)
        if request.kind is JobKind.RENAME and context.facts.result is not None:
            _check_two(found, context.facts.result)
        if not expected.fits(found):
            message = "it was overwritten or changed in between, and was not deleted"
            raise StoreError(Kind.SOURCE_CHANGED, op="DeleteObject", message=message)
        if request.kind is JobKind.RENAME:
            _check_copy(request, context.facts)
    except StoreError as error:
        return error
    return context.facts


def _check_two(source: ObjectInfo, target: ObjectInfo) -> None:
    """Raise `StoreError` when the source may be its own copy under another name."""
    if may_be_one(source, target):
        message = "the source has the date of the copy"
        raise StoreError(Kind.UNSUPPORTED, op="DeleteObject", code=OwnCode.SAME_OBJECT, message=message)


def _check_copy(request: JobRequest, facts: Facts) -> None:
    """Raise `StoreError` when the copy is not good enough for its source to be deleted."""
    if facts.verified is Level.SIZE and facts.result is not None and has_other_etag(facts, facts.result):
        message = f"{facts.result_etag} was answered, {facts.result.etag} is shown"
        raise StoreError(Kind.UNSUPPORTED, op="DeleteObject", code=OwnCode.OTHER_ETAG, message=message)
    if facts.verified is None or Level.weakest([facts.verified, request.options.trust]) is not request.options.trust:
        reached = "" if facts.verified is None else facts.verified.value
        raise StoreError(Kind.UNSUPPORTED, op="DeleteObject", code=OwnCode.NOT_PROVEN, message=reached)
    lost, unread = (names_of(facts.notes, fate) for fate in (Fate.LOST, Fate.UNREAD))
    if lost:
        raise StoreError(Kind.UNSUPPORTED, op="DeleteObject", code=OwnCode.PROPERTY_LOST, message=lost)
    if unread and not request.options.unread:
        raise StoreError(Kind.UNSUPPORTED, op="DeleteObject", code=OwnCode.PROPERTY_UNREAD, message=unread)


def _delete_one(context: StepContext) -> Facts | StoreError:
    try:
        context.at_source.call(DeleteObject(context.request.source))
    except StoreError as error:
        return error
    return _gone(context)


def _delete_together(tasks: list[StepContext]) -> dict[int, Facts | StoreError]:
    names: dict[tuple[str, str | None], list[StepContext]] = {}
    if len({(context.source.account, context.source.bucket) for context in tasks}) != 1:
        raise StoreError(Kind.BUG, message="objects of several buckets for one request")
    for context in tasks:
        names.setdefault((context.request.source.key, context.request.source.version), []).append(context)
    stores, account = tasks[0].stores, tasks[0].source.account
    if stores.lacks(account, DeleteObjects):
        return {context.job: _delete_one(context) for context in tasks}
    try:
        told = tasks[0].at_source.call(DeleteObjects(tasks[0].source.bucket, objects=tuple(names)))
    except StoreError as error:
        if error.kind not in _NOT_OFFERED:
            return {context.job: error for context in tasks}
        stores.note_lack(account, DeleteObjects)
        return {context.job: _delete_one(context) for context in tasks}
    if not told.gone and not told.kept:
        stores.note_lack(account, DeleteObjects)  # nobody knows what it did; looks will show
    return _told_of(names, told)


def _told_of(
    names: Mapping[tuple[str, str | None], Sequence[StepContext]], told: Deletions
) -> dict[int, Facts | StoreError]:
    """What the answer says of each object, by job; what it does not name is looked at."""
    outcomes: dict[int, Facts | StoreError] = {}
    for row in told.kept:
        for context in names.get((row.key, row.version)) or names.get((row.key, None), ()):
            outcomes[context.job] = _kept(context, row)
    for name, contexts in names.items():
        for context in contexts:
            if context.job not in outcomes:
                outcomes[context.job] = _gone(context) if name in told.gone else _delete_unnamed(context)
    return outcomes


def _delete_unnamed(context: StepContext) -> Facts | StoreError:
    """What an answer does not name counts as deleted only when a look shows so; else it is deleted by itself."""
    try:
        found = head_or_none(context.at_source, context.request.source)
    except StoreError as error:
        return error
    return _gone(context) if found is None else _delete_one(context)


def _gone(context: StepContext) -> Facts:
    return replace(context.facts, deleted=True)


def _kept(context: StepContext, row: NotDeleted) -> StoreError:
    kind = context.stores.provider(context.source.account).kind_of(row.code, 200, row.message) or Kind.INVALID
    return StoreError(kind, op="DeleteObjects", status=200, code=row.code, message=row.message)


# ---------------------------------------------------------------- undeleting


#: Looks at one object: each deletion while it was deleted has left a marker, and nobody deletes so often.
_MARKERS_MOST = 1_000


def undelete(context: StepContext) -> StepResult:
    """Remove the delete markers that hide the object's versions. A deletion that was sent twice has left two."""
    removed: set[str] = set()
    while True:
        held = list(chain.from_iterable(versions_of(lambda: context.at_target, context.target)))
        if is_lost(held):
            message = "the bucket has no version of it"
            raise StoreError(Kind.NOT_FOUND, op="ListVersions", code=OwnCode.NO_VERSION, message=message)
        latest = latest_of(held)
        if not latest.is_marker or latest.version in removed:
            break
        if len(removed) >= _MARKERS_MOST:
            message = f"{len(removed)} delete markers were removed, and the store shows yet another one"
            raise StoreError(Kind.INVALID, op="ListVersions", code=OwnCode.LIST_STUCK, message=message)
        context.at_target.call(DeleteObject(replace(context.target, version=latest.version)))
        removed.add(latest.version)
        if not may_hide_again(held):
            break
        # Not every store lists markers in their place, so only a new look tells what is the latest now.
    facts = context.facts
    return StepResult(replace(facts, written=True) if removed else replace(facts, plan=Refused(Reason.STILL_THERE)))
