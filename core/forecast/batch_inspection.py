"""Look at the objects of a batch that is not queued yet, many of them side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, wait
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from typing import Any

from core.forecast.inspection import Inspector, is_existing
from core.model.errors import Kind, StoreError
from core.model.jobs import Plan, RestorePlan
from core.model.ops import HeadObject, Op, R, Store
from core.model.requests import CopyRequest, DeleteRequest, JobKind, JobRequest, OnExisting
from core.model.values import Entry, ObjectInfo, ObjectRef, Props, RestoreState, VersionEntry, known
from core.rules.estimate import Calls, Groups
from core.store.read_cache import ReadCache
from core.store.reads import head_or_none, versions_of
from core.store.stores import Stores, is_refusal
from core.system.clock import Cancel
from core.system.daemon_pool import DaemonPool

#: Somebody waits for the result, so a look gives up sooner than a job does.
_TRIES = 3
#: Looks that run side by side: enough to hide the way to the store, few enough for a window beside them.
_THREADS = 8
#: Choices that depend on more than that the target stands.
_NEED_PROPERTIES = frozenset({OnExisting.KEEP_BOTH, OnExisting.DIFFERENT})


@dataclass(frozen=True, slots=True)
class Item:
    """One object of a batch.

    Attributes:
        entry: its line in the listing; None for one that was named.
        listed: whether the target's place was listed; then `stands` is what stands there.
        groups: where it goes to be deleted.
        is_ordinary: see `core.rules.conditions.is_ordinary`.
    """

    request: JobRequest
    groups: Groups
    entry: Entry | None = None
    listed: bool = False
    stands: Entry | None = None
    is_ordinary: bool = False


@dataclass(slots=True)
class Look:
    """What is known of an object and of what it would be copied to.

    Attributes:
        source: None where it is not there, or was not looked at.
        reads: the requests of the engine's own first look.
        plan: for a copy.
        before: what stands at the target, as far as it is known.
        conflicts: whether the target stands, whatever is to be done about it.
        again: the plan that follows once the source is restored.
        held: for an undeletion, the versions and delete markers of the object; None where they were not looked at.
    """

    item: Item
    source: ObjectInfo | None
    reads: Calls = field(default_factory=Calls)
    plan: Plan | None = None
    before: ObjectInfo | None = None
    conflicts: bool = False
    again: Plan | None = None
    held: tuple[VersionEntry, ...] | None = None


class _Tap:
    """Notes every operation before it is carried out."""

    def __init__(self, store: Store, note: Callable[[Op[Any]], None]) -> None:
        self._store = store
        self._note = note

    def call(self, op: Op[R]) -> R:
        self._note(op)
        return self._store.call(op)


class BatchInspector:
    """Looks at objects. Thread: any."""

    def __init__(self, stores: Stores, workers: int, cancel: Cancel, read_cache: ReadCache) -> None:
        """`workers`: how many parts will run side by side, for the plans; `read_cache`: what is known already."""
        self._stores = stores
        self._workers = workers
        self._cancel = cancel
        self._read_cache = read_cache

    def store(self, account: str) -> Store:
        """The account's store for the calling thread, with a few retries."""
        return self._read_cache.wrap(account, self._stores.patient(account, self._cancel, tries=_TRIES))

    def looks(self, items: Sequence[Item]) -> Iterator[Look]:
        """Look at many objects, several at a time; in any order."""
        threads = min(self._workers, _THREADS, len(items))
        if threads <= 1:
            yield from map(self.look, items)
        else:
            yield from self._side_by_side(iter(items), threads)

    def _side_by_side(self, items: Iterator[Item], threads: int) -> Iterator[Look]:
        """The first failure is raised when those that had begun have ended."""
        pool = DaemonPool(threads, "look", at_end=self._stores.close_thread)
        running = {pool.submit(self.look, item) for item in islice(items, threads)}
        try:
            while running:
                done, running = wait(running, return_when=FIRST_COMPLETED)
                if any(future.exception() for future in done):
                    wait(running)
                for future in done:
                    yield future.result()
                    running |= {pool.submit(self.look, item) for item in islice(items, 1)}
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def look(self, item: Item) -> Look:
        """Look at one object as the engine's first step does. Raises `StoreError`, or `Cancelled`."""
        self._cancel.check()
        try:
            if isinstance(item.request, CopyRequest):
                return self._look_at_copy(item, item.request)
            if item.request.kind is JobKind.UNDELETE:
                return self._look_behind(item)
            return Look(item, self.store(item.request.source.account).call(HeadObject(item.request.source)))
        except StoreError as error:
            # What is deleted already has no HEAD, and a delete marker neither; a key may delete what it may not read.
            is_deletion = isinstance(item.request, DeleteRequest) and is_refusal(error)
            if error.kind is Kind.NOT_FOUND or is_deletion:
                return Look(item, None)
            raise

    def _look_behind(self, item: Item) -> Look:
        """Behind a delete marker there is nothing that a HEAD could see."""
        ref = item.request.target
        pages = list(versions_of(lambda: self.store(ref.account), ref))
        held = tuple(chain.from_iterable(pages))
        return Look(item, None, reads=Calls({("ListVersions", ""): len(pages)}), held=held)

    def _look_at_copy(self, item: Item, request: CopyRequest) -> Look:
        reads: list[Op[Any]] = []
        survey = Inspector(self._stores, lambda account: _Tap(self.store(account), reads.append))
        choice, looks = request.options.on_existing, looks_at_target(request)
        needs_head = looks and (not item.listed or (item.stands is not None and choice in _NEED_PROPERTIES))
        found = survey.of(request, workers=self._workers, look_at_target=needs_head)
        look = Look(item, found.source, plan=found.plan, before=found.target_before)
        if item.listed and not needs_head:
            look.before = self.drawn(request.target, item.stands)
            look.plan = survey.plan(request, found.source, look.before if looks else None, self._workers)
            if looks:
                reads.append(HeadObject(request.target))
        elif not looks and not request.is_in_place:
            look.before = head_or_none(self.store(request.target.account), request.target)
        look.conflicts = look.before is not None or found.key is not None
        look.source = survey.complete(request, found.source, look.plan)
        look.reads = _calls(reads, request, found.source, look.before)
        look.again = self._after_restore(look, request, survey)
        return look

    def guess(self, item: Item, request: CopyRequest, source: ObjectInfo) -> Look:
        """What can be said without a look of an object that is known by its line in the listing."""
        if request.expect is not None:  # a line shows no metadata
            request = replace(request, expect=replace(request.expect, described=""))
        features = self._stores.features(request.source.account)
        before, looks = self.drawn(request.target, item.stands), looks_at_target(request)
        survey = Inspector(self._stores, self.store)
        plan = survey.plan(request, source, before if looks else None, self._workers)
        if is_existing(plan) and request.options.on_existing is OnExisting.KEEP_BOTH:
            plan = survey.plan(request, source, None, self._workers)
        look = Look(item, source, plan=plan, before=before, conflicts=before is not None)
        here = source.props.storage_class
        look.reads = Calls({("HeadObject", here): 1, ("GetAcl", here): int(features.acl)})
        if looks:
            look.reads["HeadObject", "" if before is None else before.props.storage_class] += 1
        look.again = self._after_restore(look, request, survey)
        return look

    def _after_restore(self, look: Look, request: CopyRequest, survey: Inspector) -> Plan | None:
        if not isinstance(look.plan, RestorePlan) or look.source is None:
            return None
        ready = replace(look.source, restore=RestoreState.RESTORED)
        return survey.plan(request, ready, None if look.conflicts else look.before, self._workers)

    def drawn(self, ref: ObjectRef, entry: Entry | None) -> ObjectInfo | None:
        """An object as its line in a listing shows it, and otherwise as most objects are."""
        if entry is None:
            return None
        features = self._stores.features(ref.account)
        is_archived = entry.storage_class in features.archived_classes
        return ObjectInfo(
            ref,
            entry.size,
            entry.etag,
            entry.modified,
            crc64=0 if features.crc64 else None,
            kind=entry.kind,
            restore=RestoreState.FROZEN if is_archived else RestoreState.NOT_NEEDED,
            tag_count=0,
            props=Props(tags=known({}), acl=known(""), storage_class=entry.storage_class),
        )


def looks_at_target(request: CopyRequest) -> bool:
    """Whether the engine's first step looks at the target."""
    return request.options.on_existing is not OnExisting.OVERWRITE and request.kind is not JobKind.EDIT


def _calls(ops: Iterable[Op[Any]], request: CopyRequest, source: ObjectInfo, before: ObjectInfo | None) -> Calls:
    """Count operations by the class of the object that they are about."""
    calls, there = Calls(), "" if before is None else before.props.storage_class
    for op in ops:
        ref = getattr(op, "ref", None)
        is_source = isinstance(ref, ObjectRef) and (ref.bucket, ref.key) == (request.source.bucket, request.source.key)
        calls[type(op).__name__, source.props.storage_class if is_source else there] += 1
    return calls
