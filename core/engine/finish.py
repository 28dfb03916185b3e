"""The steps at which a job is not about bytes: restore, set, verify, delete and undelete.

Each takes what is known and returns what is known afterwards; failures are raised as `StoreError`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain

from core.engine.context import Learned, Task
from core.forecast.inspection import head_or_none, seen
from core.model.errors import Kind, StoreError
from core.model.jobs import Facts, Fate, Reason, Refused, Skipped
from core.model.ops import (
    DeleteObject,
    DeleteObjects,
    GetAcl,
    GetTags,
    HeadObject,
    NotDeleted,
    Op,
    PutAcl,
    PutTags,
    RestoreObject,
)
from core.model.requests import DeleteRequest, JobKind, JobRequest, RestoreRequest, Thaw
from core.model.values import CHECKSUMS, Expected, Level, ObjectInfo, RestoreState, Seen, Sight, T, known
from core.rules.proof import MismatchError, proven_level
from core.rules.props import difference, is_usual_acl, names_of, report
from core.store.versions import is_lost, latest_of, may_hide_again, versions_of

#: Seconds between two looks at an object that is being restored: the fastest way takes a minute, the slowest two days.
#: So a tenth of the time that it has taken so far, within these bounds.
_POLL_S, _POLL_MAX_S = 30.0, 900.0
#: How often a store may accept a restore and yet show the object archived. A request can get lost, and a readable copy
#: can run out while nobody looks, but a store that does so again and again will not stop, and each request may cost.
_THAWS_MAX = 3


# ---------------------------------------------------------------- the archive


def thaw(task: Task, *, now: float) -> Learned:
    """Ask for the source to be restored."""
    request = task.request
    if isinstance(request, RestoreRequest):
        source = task.at_source.call(HeadObject(request.source))
        if source.restore is RestoreState.NOT_NEEDED:
            return Learned(replace(task.facts, source=source, plan=Skipped()))
        wish, facts = request.thaw, replace(task.facts, source=source, written=True)
    else:
        wish, facts = request.options.thaw or Thaw(), task.facts
    task.at_source.call(RestoreObject(task.source, days=wish.days, tier=wish.tier))
    return Learned(replace(facts, thawing=now, thaws=facts.thaws + 1))


def await_thaw(task: Task, *, now: float) -> Learned:
    """See how far the restoring is; when it is done, everything is looked at anew.

    Raises `StoreError` when the store has accepted the restore again and again and does not carry it out.
    """
    state = task.at_source.call(HeadObject(task.source)).restore
    match state:
        case RestoreState.RESTORING:
            so_far = now - (task.facts.thawing or now)
            return Learned(task.facts, later_s=min(max(_POLL_S, so_far / 10), _POLL_MAX_S))
        case RestoreState.FROZEN if task.facts.thaws >= _THAWS_MAX:
            message = f"accepted {task.facts.thaws} times, and the object is still archived"
            raise StoreError(Kind.UNSUPPORTED, op="RestoreObject", code="NotRestored", message=message)
        case RestoreState.FROZEN:
            return Learned(replace(task.facts, thawing=None), later_s=_POLL_S)  # the request was lost, or has run out
        case _:
            return Learned(Facts(target_key=task.facts.target_key))


# ---------------------------------------------------------------- tags and ACL in their place


def set_props(task: Task) -> Learned:
    """Give the object its new tags and its new ACL. Both say what shall be, so they may be sent again."""
    planned, found = task.planned, task.at_target.call(HeadObject(task.target))
    # The date is not compared: a change of the ACL may give an object a new one.
    if (found.etag, found.size) != (planned.etag, planned.size):
        message = "it was overwritten since it was looked at, and was left as it is"
        raise StoreError(Kind.SOURCE_CHANGED, op="HeadObject", message=message)
    now, wanted, edit = planned.props, task.wanted, task.copy.edit
    # Where the present tags may not be read, all of them were given.
    if difference(now, wanted).tags or (edit.clear_tags and not now.tags.is_known):
        task.at_target.call(PutTags(task.target, tags=wanted.tags.value or {}))
    if edit.acl is not None and wanted.acl != now.acl:
        task.at_target.call(PutAcl(task.target, acl=edit.acl))
    return Learned(replace(task.facts, written=True, result_etag=planned.etag))


# ---------------------------------------------------------------- proof


def verify(task: Task) -> Learned:
    """Compare source and target by what the stores say of both; raise when they differ."""
    task = _with_what_was_hidden(task)
    target = task.at_target.call(HeadObject(task.target))
    parts = [task.parts[number].part for number in sorted(task.parts)]
    try:
        level = proven_level(task.facts, target, parts)
    except MismatchError as mismatch:
        raise StoreError(Kind.INVALID, op="Verify", code="VerifyFailed", message=str(mismatch)) from None
    blind = level not in CHECKSUMS and not task.stores.features(task.source.account).honours_pin
    # A copy that was verified before is only looked at once more; its source may be deleted already.
    if blind and not task.copy.is_in_place and task.facts.result is None:
        task.look_again(code="ChangedUnnoticed")
    found = _read_back(task, target)
    usual = task.stores.features(task.target.account).usual_acl
    notes = report(task.planned, task.wanted, found, usual_acl=usual)
    lost = names_of(notes, Fate.LOST)
    if lost and task.copy.kind is JobKind.EDIT:
        raise StoreError(Kind.INVALID, op="Verify", code="EditNotTaken", message=lost)
    return Learned(replace(task.facts, verified=level, result=found, notes=notes))


def _with_what_was_hidden(task: Task) -> Task:
    """When a copy is verified again: the task with the ACL and the tags that this key could not read before.

    Since then it may have been given the right to. A source that is another one now has nothing to tell; the look
    before the deletion finds that out.
    """
    planned, facts, store = task.planned, task.facts, task.at_source
    tags, acl = planned.props.tags, planned.props.acl
    if facts.result is None or task.copy.kind is JobKind.EDIT or Sight.DENIED not in (tags.sight, acl.sight):
        return task
    found = head_or_none(store, task.source)
    if found is None or not Expected.of(planned).fits(found):
        return task
    if tags.sight is Sight.DENIED:
        tags = seen(store, GetTags(found.ref))
    if acl.sight is Sight.DENIED:
        acl = seen(store, GetAcl(found.ref))
    source = replace(planned, tag_count=found.tag_count, props=replace(planned.props, tags=tags, acl=acl))
    return replace(task, facts=replace(facts, source=source))


def _read_back(task: Task, target: ObjectInfo) -> ObjectInfo:
    """The target with its tags and its ACL, as far as they matter; what the store did not take is set once more."""
    wanted, edit, features = task.wanted, task.copy.edit, task.stores.features(task.target.account)
    tags: Seen[Mapping[str, str]] = known({}) if target.tag_count == 0 else target.props.tags
    if features.tags and wanted.tags.is_known and (wanted.tags.value or edit.tags or edit.clear_tags):
        tags = _insist(
            task, GetTags(task.target), PutTags(task.target, tags=wanted.tags.value or {}), wanted.tags.value
        )
    acl = target.props.acl
    if (
        features.acl
        and wanted.acl.is_known
        and (not is_usual_acl(wanted.acl.value, features.usual_acl) or edit.acl is not None)
    ):
        word = wanted.acl.value or ""
        acl = _insist(task, GetAcl(task.target), PutAcl(task.target, acl=word), word)
    return replace(target, props=replace(target.props, tags=tags, acl=acl))


def _insist(task: Task, look: Op[T], put: Op[None], wanted: T | None) -> Seen[T]:
    """Read a property back; where it is not as it shall be, set it and read it again."""
    found = seen(task.at_target, look)
    if not found.is_known or found.value == wanted:
        return found
    task.at_target.call(put)
    return seen(task.at_target, look)


# ---------------------------------------------------------------- deleting


def delete(tasks: Sequence[Task]) -> list[Facts | StoreError]:
    """Delete objects of one bucket with one request; the outcomes in the order of `tasks`.

    `core.engine.groups` tells which go together: names that no document can hold come alone.
    """
    outcomes: dict[int, Facts | StoreError] = {task.job: _look_before(task) for task in tasks}
    doomed = [task for task in tasks if outcomes[task.job] == task.facts]
    if len(doomed) == 1:
        outcomes[doomed[0].job] = _delete_one(doomed[0])
    elif doomed:
        outcomes |= _delete_together(doomed)
    return [outcomes[task.job] for task in tasks]


def _look_before(task: Task) -> Facts | StoreError:
    """The facts as they are when the object may be deleted; other facts when it is gone already."""
    request = task.request
    try:
        expected = request.expect if isinstance(request, DeleteRequest) else Expected.of(task.planned)
        if expected is None:
            return task.facts
        found = head_or_none(task.at_source, request.source)
        if found is None:
            return replace(task.facts, deleted=True)
        if not expected.fits(found):
            message = "it was overwritten or changed in between, and was not deleted"
            raise StoreError(Kind.SOURCE_CHANGED, op="DeleteObject", message=message)
        if request.kind is JobKind.RENAME:
            _check_copy(request, task.facts)
    except StoreError as error:
        return error
    return task.facts


def _check_copy(request: JobRequest, facts: Facts) -> None:
    """Raise `StoreError` when the copy is not good enough for its source to be deleted."""
    if facts.verified is None or Level.weakest([facts.verified, request.options.trust]) is not request.options.trust:
        reached = "" if facts.verified is None else facts.verified.value
        raise StoreError(Kind.UNSUPPORTED, op="DeleteObject", code="NotProven", message=reached)
    lost, unread = (names_of(facts.notes, fate) for fate in (Fate.LOST, Fate.UNREAD))
    if lost:
        raise StoreError(Kind.UNSUPPORTED, op="DeleteObject", code="PropertyLost", message=lost)
    if unread and not request.options.unread:
        raise StoreError(Kind.UNSUPPORTED, op="DeleteObject", code="PropertyUnread", message=unread)


def _delete_one(task: Task) -> Facts | StoreError:
    try:
        task.at_source.call(DeleteObject(task.request.source))
    except StoreError as error:
        return error
    return replace(task.facts, deleted=True)


def _delete_together(tasks: list[Task]) -> dict[int, Facts | StoreError]:
    names: dict[tuple[str, str | None], list[Task]] = {}
    if len({(task.source.account, task.source.bucket) for task in tasks}) != 1:
        raise StoreError(Kind.BUG, message="objects of several buckets for one request")
    for task in tasks:
        names.setdefault((task.request.source.key, task.request.source.version), []).append(task)
    try:
        left = tasks[0].at_source.call(DeleteObjects(tasks[0].source.bucket, objects=tuple(names)))
    except StoreError as error:
        return {task.job: error for task in tasks}
    outcomes: dict[int, Facts | StoreError] = {task.job: replace(task.facts, deleted=True) for task in tasks}
    for row in left:
        for task in names.get((row.key, row.version)) or names.get((row.key, None), []):
            outcomes[task.job] = _kept(task, row)
    return outcomes


def _kept(task: Task, row: NotDeleted) -> StoreError:
    kind = task.stores.provider(task.source.account).kind_of(row.code, 200, row.message) or Kind.INVALID
    return StoreError(kind, op="DeleteObjects", status=200, code=row.code, message=row.message)


# ---------------------------------------------------------------- undeleting


def undelete(task: Task) -> Learned:
    """Remove the delete markers that hide the object's versions. A deletion that was sent twice has left two."""
    removed: set[str] = set()
    while True:
        held = list(chain.from_iterable(versions_of(lambda: task.at_target, task.target)))
        if is_lost(held):
            message = "the bucket has no version of it"
            raise StoreError(Kind.NOT_FOUND, op="ListVersions", code="NoVersion", message=message)
        latest = latest_of(held)
        if not latest.is_marker or latest.version in removed:
            break
        task.at_target.call(DeleteObject(replace(task.target, version=latest.version)))
        removed.add(latest.version)
        if not may_hide_again(held):
            break
        # Not every store lists markers in their place, so only a new look tells what is the latest now.
    facts = task.facts
    return Learned(replace(facts, written=True) if removed else replace(facts, plan=Refused(Reason.STILL_THERE)))
