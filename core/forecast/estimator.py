"""What a batch will do, found out by looking at what it would touch. Nothing is changed.

Objects are looked at as the engine's first step does it, so their requests are known exactly. Of more than `LOOK_MAX`
only the listing is read, and of objects that were named the listing of their folders, unless the caller wants to know
exactly. Conflicts in a folder are found by listing the target beside the source, not by a look at each.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace

from core.forecast.batch_inspection import BatchInspector, Item, Look
from core.forecast.folders import Folders
from core.forecast.inspection import crossing, refuse_places
from core.forecast.listing import concerns, refuse_prefix
from core.model.errors import StoreError
from core.model.jobs import LOOK_MAX, PartPlan, Plan, Reason, SimplePlan
from core.model.ops import GetVersioning, ListObjects
from core.model.requests import (
    CopyRequest,
    DeleteRequest,
    JobKind,
    JobRequest,
    OnExisting,
    PrefixRequest,
    RestoreRequest,
)
from core.model.values import Entry, ObjectInfo, ObjectKind, ObjectRef, RestoreState, key_bytes
from core.rules.conditions import GROUPS, goes_alone, is_lost, is_ordinary, lists_of_undelete, stays
from core.rules.estimate import Copy, Estimate, Groups, Tally, calls_more, priced
from core.rules.plan import NAMES_MAX
from core.rules.prices import Prices
from core.rules.proof import answer_proves, pinned_operation, proves_only_size, rests_on_pin
from core.rules.props import edited, foreseen, shape_of
from core.store.read_cache import ReadCache
from core.store.reads import pages
from core.store.stores import Stores, is_refusal
from core.system.clock import Cancel, Clock

#: The target is listed as long as that takes no more than so many pages, and so many for each page of the source.
_TARGET_PAGES, _TARGET_PAGES_EACH = 16, 4
_DAY_S = 86_400


def estimate(
    stores: Stores,
    requests: Sequence[JobRequest | PrefixRequest],
    *,
    workers: int,
    clock: Clock,
    cancel: Cancel,
    tell: Callable[[int], None] = lambda _: None,
    prices: Prices | None = None,
    together: bool | None = None,
    read_cache: ReadCache | None = None,
    exactly: bool = False,
) -> Estimate:
    """Find out what the requests would do. Raises `StoreError`, or `Cancelled` by `cancel`. Blocks on the network.

    Args:
        tell: called in the calling thread with the number of objects that were found and looked at so far.
        prices: for the cost; None for an estimate without one, which `core.rules.estimate.priced` can still give it.
        together: whether the requests for single objects make one batch; by default when there are several.
        read_cache: what was asked before and need not be asked again.
        exactly: look at each object, however many there are. That takes some three requests for each.
    """
    looker = BatchInspector(stores, workers, cancel, read_cache or ReadCache())
    surveyor = _Surveyor(stores, looker, clock, cancel, tell, exactly=exactly)
    surveyor.run(requests, together=together)
    providers = {stores.account(ref.account).provider for one in requests for ref in (one.source, one.target)}
    found = replace(surveyor.tally.result(), provider=providers.pop() if len(providers) == 1 else "")
    return found if prices is None else priced(found, prices)


class _Surveyor:
    """One estimate in the making. Not for several threads."""

    def __init__(
        self,
        stores: Stores,
        looker: BatchInspector,
        clock: Clock,
        cancel: Cancel,
        tell: Callable[[int], None],
        *,
        exactly: bool,
    ) -> None:
        self.tally = Tally()
        self._stores = stores
        self._looker = looker
        self._now = clock.now()
        self._cancel = cancel
        self._tell = tell
        self._exactly = exactly
        self._told = 0
        self._pending: list[Item] = []
        self._blurred = False
        self._groups: list[Groups] = []
        self._tested: set[tuple[str, type]] = set()
        self._read_back: set[tuple[str, Hashable]] = set()
        self._versioning: dict[tuple[str, str], str] = {}

    def run(self, requests: Sequence[JobRequest | PrefixRequest], *, together: bool | None) -> None:
        named = [request for request in requests if not isinstance(request, PrefixRequest)]
        joint = len(named) > 1 if together is None else together
        shared = self._new_groups(named[0].kind) if joint and named else None
        items = [Item(request, shared or self._new_groups(None)) for request in named]
        if len(items) > LOOK_MAX and not self._exactly:
            items = [item for item in map(self._beside_named(named), items) if not self._is_found(item)]
        for request in requests:
            self.tally.crosses = self.tally.crosses or crossing(self._stores, request)
            if isinstance(request, PrefixRequest):
                self._prefix(request)
        self._look_at([*items, *self._pending])
        for groups in self._groups:
            self.tally.calls += groups.calls()

    def _look_at(self, items: list[Item]) -> None:
        for look in self._looker.looks(items):
            self._progress()
            self._settle(look)

    def _beside_named(self, requests: Sequence[JobRequest]) -> Callable[[Item], Item]:
        """There are too many named objects to look at each: list their folders, and give each item its lines there."""
        pages = _TARGET_PAGES + _TARGET_PAGES_EACH * len(requests) // 1000
        sources, targets = Folders(self._looker.store, pages), Folders(self._looker.store, pages)
        sources.read(request.source for request in requests if request.kind is not JobKind.UNDELETE)
        targets.read(request.target for request in requests if isinstance(request, CopyRequest))

        def beside(item: Item) -> Item:
            request = item.request
            listed, stands = targets.knows(request.target), targets.lines.get(request.target)
            return replace(item, entry=sources.lines.get(request.source), listed=listed, stands=stands)

        return beside

    def _is_found(self, item: Item) -> bool:
        """Take a named object like one of a folder, if it has a line. A version has none, and a deleted object."""
        if item.request.kind is JobKind.UNDELETE:
            self._progress()
            self._settle(Look(item, None))
        elif item.entry is None:
            return False
        else:
            self._found(item)
        return True

    def _new_groups(self, kind: JobKind | None) -> Groups:
        """`kind` of a batch with several objects; None for a job of its own."""
        groups = Groups(1 if kind is None else GROUPS.get(kind, 1))
        self._groups.append(groups)
        return groups

    def _progress(self) -> None:
        self._told += 1
        self._tell(self._told)

    # ------------------------------------------------------------ folders

    def _prefix(self, request: PrefixRequest) -> None:
        refused = refuse_prefix(request) or refuse_places(self._stores, request)
        if refused is not None:
            self.tally.refuse_folder(refused.reason)
            return
        features = self._stores.features(request.source.account)
        groups = self._new_groups(request.kind)
        for entry, listed, stands in self._beside(request):
            if concerns(request, entry, features):
                ordinary = is_ordinary(request, entry, self._stores.limits(request.target.account), features)
                self._found(Item(request.of(entry.key), groups, entry, listed, stands, ordinary))

    def _found(self, item: Item) -> None:
        """Take an object of a folder: settle it by the listing alone, or keep it to be looked at."""
        drawn = self._looker.drawn(item.request.source, item.entry)
        request = item.request
        if isinstance(request, CopyRequest):
            look = self._looker.guess(item, request, drawn) if self._blurred and drawn is not None else None
        else:
            look = None if _is_veiled(item) else Look(item, drawn)
        if look is not None:
            self._progress()
            self._settle(look)
            return
        self._pending.append(item)
        if len(self._pending) > LOOK_MAX:
            self._relieve()

    def _relieve(self) -> None:
        """There are too many objects to keep in mind."""
        held, self._pending = self._pending, []
        if self._exactly:
            self._look_at(held)
            return
        self._blurred = self.tally.drawn = True
        for item in held:
            self._found(item)

    def _beside(self, request: PrefixRequest) -> Iterator[tuple[Entry, bool, Entry | None]]:
        """The source's objects, each with whether the target was listed so far, and what stands there."""
        src, dst = request.source, request.target
        listed = _Listed()
        if request.kind not in (JobKind.COPY, JobKind.RENAME):
            for entry in self._walk(src, listed, counted=True):
                yield entry, False, None
            return
        others = self._walk(dst, listed, counted=False)
        other, before = self._next(others, listed), b""
        for entry in self._walk(src, listed, counted=True):
            wanted = _order(entry, src)
            # Lists in an order of their own cannot be read side by side: then each object is looked at.
            listed.refused = listed.refused or wanted < before
            before = wanted
            while other is not None and listed.compares and (passed := _order(other, dst)) < wanted:
                other = self._next(others, listed)
                listed.refused = listed.refused or (other is not None and _order(other, dst) < passed)
            is_listed = listed.compares
            stands = other if is_listed and other is not None and _order(other, dst) == wanted else None
            yield entry, is_listed, stands

    @staticmethod
    def _next(others: Iterator[Entry], listed: _Listed) -> Entry | None:
        """The next object at the target; none where the key may not list it: then each is looked at."""
        try:
            return next(others, None)
        except StoreError as error:
            if not is_refusal(error):
                raise
            listed.refused = True
            return None

    def _walk(self, place: ObjectRef, listed: _Listed, *, counted: bool) -> Iterator[Entry]:
        """All objects under a prefix, in the order of the listing, in the pages in which the engine lists."""
        store = self._looker.store(place.account)
        for page in pages(lambda: store, ListObjects(place.bucket, prefix=place.key)):
            self._cancel.check()
            if counted:
                listed.source += 1
                self.tally.calls["ListObjects", ""] += 1
            else:
                listed.target += 1
            yield from page.entries

    # ------------------------------------------------------------ adding up

    def _settle(self, look: Look) -> None:
        request, tally = look.item.request, self.tally
        tally.count("objects")
        match request:
            case CopyRequest():
                self._settle_copy(look, request)
            case DeleteRequest(kind=JobKind.UNDELETE):
                self._settle_undelete(look)
            case DeleteRequest():
                self._settle_delete(look, request)
            case RestoreRequest():
                self._settle_restore(look, request)

    def _settle_copy(self, look: Look, request: CopyRequest) -> None:
        tally, source = self.tally, look.source
        if source is None or look.plan is None:
            tally.count("missing")
            tally.calls["HeadObject", ""] += 1
            return
        here, there = (self._stores.features(ref.account) for ref in (request.source, request.target))
        crosses = bool(crossing(self._stores, request))
        copy = Copy(request, source, look.plan, here, there, look.before, crosses)
        copy = replace(copy, is_read_back=self._is_read_back(look.item, copy))
        tally.count("conflicts", int(look.conflicts))
        tally.calls += look.reads
        tally.copy(copy)
        if self._blurred and look.item.entry is not None:
            keeps_both = look.conflicts and request.options.on_existing is OnExisting.KEEP_BOTH
            tally.more(calls_more(copy) + (NAMES_MAX if keeps_both else 0))
        if look.item.stands is not None and look.item.stands.kind is ObjectKind.SYMLINK:
            tally.more(None)  # a link may lead nowhere, which comes out only when the store refuses to overwrite it
        if look.again is not None:
            copy = replace(copy, plan=look.again)
            tally.calls += look.reads
            tally.copy(copy)
        if isinstance(copy.plan, SimplePlan | PartPlan):
            self._after_copy(look, copy)

    def _after_copy(self, look: Look, copy: Copy) -> None:
        """What a copy makes room for, and whether the store's way with pins has to be found out first."""
        request, source = copy.request, copy.source
        tested, rests = (request.target.account, type(copy.plan)), rests_on_pin(source, copy.plan, copy.features)
        if rests and self._holds_pin(copy) is None and tested not in self._tested:
            self._tested.add(tested)
            storage_class = edited(source.props, request.edit).storage_class
            self.tally.calls[pinned_operation(copy.plan), storage_class] += 1
        overwritten = source if request.is_in_place else look.before
        if overwritten is not None and request.options.on_existing is not OnExisting.KEEP_BOTH:
            self._goes(request.target, overwritten)
        if request.kind is JobKind.RENAME:
            self.tally.calls["HeadObject", source.props.storage_class] += 1
            only_size = proves_only_size(source, copy.plan, copy.features, holds_pin=self._holds_pin(copy))
            if stays(request, source, copy.plan, only_size=only_size):
                self.tally.count("kept")
                self.tally.more(int(only_size))  # it may wait among those that are deleted, which may take a group more
            else:
                self.tally.count("unread", int(any(foreseen(request, source, copy.plan))))
                self._deleted(look, request.source, source, copy.plan)

    def _is_read_back(self, item: Item, copy: Copy) -> bool:
        """Whether a copy is looked at: of the ordinary ones of a folder, the first with properties of its kinds."""
        request = copy.request
        if (
            not item.is_ordinary
            or not request.edit.is_empty
            or not answer_proves(copy.source, copy.plan, copy.features)
        ):
            return True
        place, shape = request.target, shape_of(copy.source)
        is_first = not (self._stores.keeps(place, shape) or (place.bucket, shape) in self._read_back)
        if is_first and not any(foreseen(request, copy.source, copy.plan)):
            self._read_back.add((place.bucket, shape))
        return is_first

    def _holds_pin(self, copy: Copy) -> bool | None:
        return self._stores.holds_pin(copy.request.target.account, pinned_operation(copy.plan))

    def _settle_delete(self, look: Look, request: DeleteRequest) -> None:
        if request.expect is not None:
            self.tally.calls["HeadObject", ""] += 1
            if look.item.entry is None and (look.source is None or not request.expect.fits(look.source)):
                self.tally.count("missing")
                return
        if look.source is not None:
            self.tally.count("size", look.source.size)
        self._deleted(look, request.source, look.source, None)

    def _settle_undelete(self, look: Look) -> None:
        tally = self.tally
        if look.held is None:
            # Older delete markers may come to light, one after the other.
            tally.drawn = True
            tally.more(None)
            lists, removed = 1, 1
        elif is_lost(look.held):
            tally.count("missing")
            lists, removed = 1, 0
        else:
            lists, removed = lists_of_undelete(look.held)
            if not removed:
                tally.refuse(Reason.STILL_THERE)
        tally.calls["ListVersions", ""] += lists * max(1, look.reads["ListVersions", ""])
        tally.calls["DeleteObject", ""] += removed
        tally.count("deletes", removed)

    def _settle_restore(self, look: Look, request: RestoreRequest) -> None:
        tally, source = self.tally, look.source
        if source is None:
            tally.count("missing")
            tally.calls["HeadObject", ""] += 1
            return
        here = source.props.storage_class
        tally.calls["HeadObject", here] += 1
        if source.restore is RestoreState.NOT_NEEDED:
            tally.count("skipped")
            return
        tally.calls["RestoreObject", here] += 1
        tally.count("size", source.size)
        tally.restore(here, request.restore.tier, source.size)

    def _deleted(self, look: Look, ref: ObjectRef, source: ObjectInfo | None, plan: Plan | None) -> None:
        self.tally.count("deletes")
        look.item.groups.add((ref.account, ref.bucket), is_alone=goes_alone(look.item.request, source, plan))
        if ref.version is None and self._keeps_versions(ref):
            self.tally.count("markers")
        if source is not None:
            self._goes(ref, source)

    def _goes(self, ref: ObjectRef, info: ObjectInfo) -> None:
        """The object stops being stored, unless the bucket keeps it as an older version."""
        if ref.version is None and self._keeps_versions(ref) == "enabled":
            return
        age = None if info.modified is None else max(0, int((self._now - info.modified) // _DAY_S))
        self.tally.goes(info.props.storage_class, age, info.size)

    def _keeps_versions(self, ref: ObjectRef) -> str:
        """What the bucket's versioning is; "" also where the key may not know."""
        place = (ref.account, ref.bucket)
        if place not in self._versioning:
            try:
                self._versioning[place] = self._looker.store(ref.account).call(GetVersioning(ref.bucket))
            except StoreError as error:
                if not is_refusal(error):
                    raise
                self._versioning[place] = ""
        return self._versioning[place]


@dataclass(slots=True)
class _Listed:
    """How many pages were listed of the source and of the target, and whether the target may be listed at all."""

    source: int = 0
    target: int = 0
    refused: bool = False

    @property
    def compares(self) -> bool:
        """Whether to go on listing the target: it may be a bucket of millions beside a folder of three."""
        return not self.refused and self.target <= _TARGET_PAGES + _TARGET_PAGES_EACH * self.source


def _is_veiled(item: Item) -> bool:
    """Whether the listing shows a link where what is done depends on what the link leads to."""
    is_link = item.entry is not None and item.entry.kind is ObjectKind.SYMLINK
    return is_link and isinstance(item.request, RestoreRequest)


def _order(entry: Entry, place: ObjectRef) -> bytes:
    """By what stores sort the names under a prefix."""
    return key_bytes(entry.key[len(place.key) :])
