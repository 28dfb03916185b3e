"""What a batch will do and how many requests it will send, from what is known of its objects.

Pure counting: it says what the engine's steps will send when nothing goes wrong. What depends on the object is decided
by `core.rules.conditions` for both; a test compares them, operation by operation, on a store that counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from core.model.jobs import PartPlan, Plan, Reason, Refused, RestorePlan, SetPlan, SimplePlan, Skipped
from core.model.limits import Features
from core.model.ops import ListParts
from core.model.requests import CopyRequest, JobKind, OnExisting
from core.model.values import ObjectInfo, ObjectRef
from core.rules.conditions import (
    asks_for_tags,
    looks_after_copy,
    looks_before_copy,
    must_be_free,
    puts_acl,
    puts_tags,
    reads_acl_back,
    reads_tags_back,
)
from core.rules.prices import Cost, Early, Prices, Restored, Usage, cost_of
from core.rules.proof import keeps_md5
from core.rules.props import edited

#: Requests by operation and storage class of the object, "" for none.
Calls = Counter[tuple[str, str]]

#: The pages in which the list of an upload's parts comes.
_PARTS_A_PAGE = ListParts(ObjectRef("", "", ""), upload_id="").limit
#: Requests that insist on tags, or on an ACL: read back, set once more, read again.
_INSIST = 3


@dataclass(frozen=True, slots=True)
class Estimate:
    """What is going to happen, before anything does.

    Attributes:
        objects: all that were found; the following are parts of them.
        size: bytes of those that are copied, set, deleted or restored.
        simple, parted: copies with one call and in parts; `parts` of the latter together.
        set_only: edits without a copy.
        deletes: objects, versions and sources of renames that are deleted, and delete markers that are removed.
        restores: archived objects that are restored, for themselves or to be copied then.
        skipped: left as they are, because the target stands or because all is so already.
        refused: objects that cannot be done, by reason; for a whole folder, 1.
        folders: the folders among the refused, by reason; what is in them is not counted as `objects`.
        missing: objects that were named and are not there.
        conflicts: targets that stand already, whatever is to be done about them.
        markers: delete markers that deletions leave behind, because the bucket keeps versions.
        kept: sources of renames that stay, because no copy has all their properties, this key may not read them, or no
            copy can be proven as well as it is asked.
        unread: sources that are deleted all the same, because the user allows it.
        calls: number of requests by the operation's class name.
        calls_most: how many more there may be at most; None when nobody can tell: a restore is waited for, or the
            user is going to be asked.
        crosses: the regions as "a > b" when copies cross them; `traffic` bytes do.
        early: what stops being stored, by class and age.
        drawn: whether there are objects of which only the listing's line is known: not their tags, their ACL and the
            like. A count that looks at each tells the number of requests exactly.
        exact: whether every object was looked at, and nothing waits for a restore or for an answer of the user.
        provider: whose prices hold; "" when the objects are with several.
        usage: all that is charged for.
        cost: None when no price of the provider is known; see `priced`.
    """

    objects: int = 0
    size: int = 0
    simple: int = 0
    parted: int = 0
    parts: int = 0
    set_only: int = 0
    deletes: int = 0
    restores: int = 0
    skipped: int = 0
    refused: Mapping[Reason, int] = field(default_factory=dict)
    folders: Mapping[Reason, int] = field(default_factory=dict)
    missing: int = 0
    conflicts: int = 0
    markers: int = 0
    kept: int = 0
    unread: int = 0
    calls: Mapping[str, int] = field(default_factory=dict)
    calls_most: int | None = 0
    crosses: str = ""
    traffic: int = 0
    early: tuple[Early, ...] = ()
    drawn: bool = False
    exact: bool = True
    provider: str = ""
    usage: Usage = Usage()
    cost: Cost | None = None

    @property
    def requests(self) -> int:
        """All requests together."""
        return sum(self.calls.values())


def priced(estimate: Estimate, prices: Prices) -> Estimate:
    """The estimate with what it costs by a table of prices, which may be another one than before."""
    return replace(estimate, cost=cost_of(prices, estimate.provider, estimate.usage))


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy, rename or edit, as it was looked at.

    Attributes:
        plan: RestorePlan counts the restore alone; what follows it is another `Copy`.
        before: the target that stands, as far as it is known.
        source_features, features: of the source's and of the target's store.
        crosses: whether source and target are in different regions.
        is_read_back: whether the copy is looked at; the answer may prove an ordinary one of a folder.
    """

    request: CopyRequest
    source: ObjectInfo
    plan: Plan
    source_features: Features
    features: Features
    before: ObjectInfo | None = None
    crosses: bool = False
    is_read_back: bool = True


# ---------------------------------------------------------------- what one job sends


def calls_of_copy(copy: Copy) -> Calls:
    """The requests after the look at both ends, without the deletion of a rename's source."""
    here = copy.source.props.storage_class
    there = edited(copy.source.props, copy.request.edit).storage_class
    match copy.plan:
        case SimplePlan():
            looks = looks_before_copy(copy.request, copy.source_features)
            return Calls({("CopyObject", there): 1, ("HeadObject", here): int(looks)}) + _verify(copy)
        case PartPlan(count=count):
            return Calls(dict(_parts(copy, count))) + _verify(copy)
        case SetPlan():
            return _set(copy) + _verify(copy)
        case RestorePlan():
            return Calls({("RestoreObject", here): 1, ("HeadObject", here): 1})
        case Refused() | Skipped():
            return Calls()


def _parts(copy: Copy, count: int) -> Iterator[tuple[tuple[str, str], int]]:
    source, there = copy.source, edited(copy.source.props, copy.request.edit).storage_class
    keeps_both = copy.request.options.on_existing is OnExisting.KEEP_BOTH
    before = None if keeps_both else copy.before  # the copy gets a name at which nothing stands
    if asks_for_tags(source, copy.source_features):
        yield ("GetTags", source.props.storage_class), 1
    yield ("CreateUpload", there), 1
    yield ("CopyPart", there), count
    yield ("ListParts", there), -(-count // _PARTS_A_PAGE)
    if copy.request.kind is JobKind.EDIT:
        yield ("HeadObject", source.props.storage_class), 1
    elif must_be_free(copy.request, before):
        yield ("HeadObject", ""), 1
    yield ("CompleteUpload", there), 1


def _set(copy: Copy) -> Calls:
    now, edit = copy.source.props, copy.request.edit
    here = now.storage_class
    return Calls(
        {
            ("HeadObject", here): 1,
            ("PutTags", here): int(puts_tags(now, edit)),
            ("PutAcl", here): int(puts_acl(now, edit)),
        }
    )


def _verify(copy: Copy) -> Calls:
    if not copy.is_read_back:
        return Calls()
    edit, features = copy.request.edit, copy.features
    wanted = edited(copy.source.props, edit)
    calls = Calls({("HeadObject", wanted.storage_class): 1})
    is_proven = copy.source.crc64 is not None or keeps_md5(copy.source, copy.plan, features)
    looks = looks_after_copy(copy.request, copy.source_features, is_proven=is_proven)
    calls["HeadObject", copy.source.props.storage_class] += int(looks)
    calls["GetTags", wanted.storage_class] += int(reads_tags_back(wanted, edit, features))
    calls["GetAcl", wanted.storage_class] += int(reads_acl_back(wanted, edit, features))
    return calls


def calls_more(copy: Copy) -> int:
    """How many more requests there may be for a copy of which only the listing's line is known."""
    if isinstance(copy.plan, Refused | Skipped):
        return 0
    tags = 1 + _INSIST if copy.features.tags else 0
    acl = _INSIST if copy.features.acl else 0
    return tags + acl + (0 if copy.source_features.honours_pin else 1) + (0 if copy.is_read_back else 1)


class Groups:
    """Counts the requests that delete objects in groups, as `core.engine.groups` forms them, in any order."""

    def __init__(self, most: int) -> None:
        """`most`: how many objects of a batch are deleted together."""
        self._most = most
        self._alone = 0
        self._together: Counter[object] = Counter()

    def add(self, place: object, *, is_alone: bool) -> None:
        """One more object, in a bucket that `place` stands for."""
        if is_alone:
            self._alone += 1
        else:
            self._together[place] += 1

    def calls(self) -> Calls:
        """All requests, when no more objects come."""
        calls = Calls({("DeleteObject", ""): self._alone})
        for count in self._together.values():
            sizes = [self._most] * (count // self._most) + [count % self._most]
            calls["DeleteObjects", ""] += sum(size > 1 for size in sizes)
            calls["DeleteObject", ""] += sizes.count(1)
        return calls


# ---------------------------------------------------------------- the sum


class Tally:
    """Adds up one estimate. Not for several threads."""

    def __init__(self) -> None:
        self.calls = Calls()
        self.crosses = ""
        self.drawn = False
        self._more: int | None = 0
        self._numbers: Counter[str] = Counter()
        self._refused: Counter[Reason] = Counter()
        self._folders: Counter[Reason] = Counter()
        self._retrieved: Counter[str] = Counter()
        self._stored: Counter[str] = Counter()
        self._early: dict[tuple[str, int | None], tuple[int, int]] = {}
        self._restored: dict[tuple[str, str], tuple[int, int]] = {}

    def count(self, name: str, by: int = 1) -> None:
        """Add to one of the numbers of `Estimate`, by its name."""
        self._numbers[name] += by

    def refuse(self, reason: Reason) -> None:
        self._refused[reason] += 1

    def refuse_folder(self, reason: Reason) -> None:
        """Nothing in a folder can be done, so it was not listed."""
        self.refuse(reason)
        self._folders[reason] += 1

    def more(self, by: int | None) -> None:
        """There may be `by` more requests; None for any number."""
        self._more = None if by is None or self._more is None else self._more + by

    def goes(self, storage_class: str, age_days: int | None, size: int) -> None:
        """An object stops being stored."""
        bytes_, count = self._early.get((storage_class, age_days), (0, 0))
        self._early[storage_class, age_days] = (bytes_ + size, count + 1)

    def restore(self, storage_class: str, tier: str, size: int) -> None:
        """An archived object is restored."""
        self.count("restores")
        bytes_, count = self._restored.get((storage_class, tier), (0, 0))
        self._restored[storage_class, tier] = (bytes_ + size, count + 1)

    def copy(self, copy: Copy) -> None:
        """Count a copy, rename or edit that was looked at: its plan, its requests and what they are charged with."""
        self.calls += calls_of_copy(copy)
        source = copy.source
        match copy.plan:
            case Refused(reason=reason):
                self.refuse(reason)
                if reason is Reason.EXISTS and copy.request.options.on_existing is OnExisting.ASK:
                    self.more(None)
                return
            case Skipped():
                self.count("skipped")
                return
            case RestorePlan():
                restore = copy.request.options.restore
                self.restore(source.props.storage_class, "" if restore is None else restore.tier, source.size)
                self.more(None)
                return
            case SetPlan():
                self.count("set_only")
            case SimplePlan():
                self.count("simple")
            case PartPlan(count=count):
                self.count("parted")
                self.count("parts", count)
        self.count("size", source.size)
        if not isinstance(copy.plan, SetPlan):
            self._retrieved[source.props.storage_class] += source.size
            self.count("traffic", source.size if copy.crosses else 0)
            self._store(copy)

    def _store(self, copy: Copy) -> None:
        """What is stored for more and for less by then, as if no bucket kept versions."""
        source, options = copy.source, copy.request.options
        self._stored[edited(source.props, copy.request.edit).storage_class] += source.size
        if copy.request.kind is not JobKind.COPY:
            self._stored[source.props.storage_class] -= source.size
        is_replaced = copy.request.kind is not JobKind.EDIT and options.on_existing is not OnExisting.KEEP_BOTH
        if copy.before is not None and is_replaced:
            self._stored[copy.before.props.storage_class] -= copy.before.size

    def result(self) -> Estimate:
        """The sum; without the provider and the cost."""
        by_op: Counter[str] = Counter()
        for (op, _), count in self.calls.items():
            by_op[op] += count
        early = tuple(Early(*place, *sums) for place, sums in self._early.items())
        usage = Usage(
            calls=MappingProxyType(dict(self.calls)),
            traffic=self._numbers["traffic"],
            early=early,
            restored=tuple(Restored(*place, *sums) for place, sums in self._restored.items()),
            retrieved=MappingProxyType(dict(self._retrieved)),
            stored=MappingProxyType({name: size for name, size in self._stored.items() if size}),
        )
        numbers = self._numbers
        return Estimate(
            objects=numbers["objects"],
            size=numbers["size"],
            simple=numbers["simple"],
            parted=numbers["parted"],
            parts=numbers["parts"],
            set_only=numbers["set_only"],
            deletes=numbers["deletes"],
            restores=numbers["restores"],
            skipped=numbers["skipped"],
            missing=numbers["missing"],
            conflicts=numbers["conflicts"],
            markers=numbers["markers"],
            kept=numbers["kept"],
            unread=numbers["unread"],
            traffic=numbers["traffic"],
            refused=MappingProxyType(dict(self._refused)),
            folders=MappingProxyType(dict(self._folders)),
            calls=MappingProxyType({op: count for op, count in sorted(by_op.items()) if count}),
            calls_most=self._more,
            crosses=self.crosses,
            early=early,
            drawn=self.drawn,
            exact=not self.drawn and self._more is not None,
            usage=usage,
        )
