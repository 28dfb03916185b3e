"""Look at what a copy would read and overwrite, and plan it. For the first step and for previews."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypedDict

from core.model.jobs import Plan, Reason, Refused
from core.model.ops import GetAcl, GetTags, HeadObject, Store
from core.model.requests import CopyRequest, JobKind, JobRequest, OnExisting, PrefixRequest
from core.model.values import ObjectInfo, ObjectRef, Seen, Sight, known
from core.rules.conditions import asks_for_tags, reads_tags_first
from core.rules.plan import PlanInputs, other_keys, plan_copy, refuse_region
from core.rules.providers import is_one_store
from core.store.reads import head_or_none, seen
from core.store.stores import Stores


@dataclass(frozen=True, slots=True)
class Found:
    """The two ends of a copy and the plan that follows.

    Attributes:
        target_before: None also when nobody looked.
        key: the target's name where it is not the one that was asked for.
    """

    source: ObjectInfo
    target_before: ObjectInfo | None
    plan: Plan
    key: str | None = None


class Inspector:
    """Reads properties. Every method may raise `StoreError`. Thread: that of the stores it is given."""

    def __init__(self, stores: Stores, store_of: Callable[[str], Store]) -> None:
        """`store_of` gives the store through which an account is asked: counted, patient or bare."""
        self._stores = stores
        self._store_of = store_of

    def of(self, request: CopyRequest, *, workers: int, look_at_target: bool, key: str | None = None) -> Found:
        """Look at both ends of `request` and plan it. `key` is a name for the target that was chosen before."""
        source = self.look(request.source)
        if request.edit.tags or request.is_in_place:
            source = self.with_tags(source)
        target = request.target if key is None else replace(request.target, key=key)
        before = None
        if look_at_target and request.kind is not JobKind.EDIT and target.key:
            before = head_or_none(self._store_of(target.account), target)
        found = Found(source, before, self.plan(request, source, before, workers), key)
        keeps_both = request.options.on_existing is OnExisting.KEEP_BOTH
        return self._beside(request, found, workers) if keeps_both and is_existing(found.plan) else found

    def _beside(self, request: CopyRequest, found: Found, workers: int) -> Found:
        """The plan for the first free name beside a target that stands."""
        for key in other_keys(request.target.key, after=found.key):
            target = replace(request.target, key=key)
            if head_or_none(self._store_of(target.account), target) is None:
                plan = self.plan(replace(request, target=target), found.source, None, workers)
                return Found(found.source, None, plan, target.key)
        return found

    def look(self, ref: ObjectRef) -> ObjectInfo:
        """The object with its ACL, and with its tags where it says that it has some."""
        store = self._store_of(ref.account)
        info = store.call(HeadObject(ref))
        acl = seen(store, GetAcl(info.ref)) if self._stores.features(ref.account).acl else info.props.acl
        info = replace(info, props=replace(info.props, acl=acl))
        return self.with_tags(info) if info.tag_count else info

    def complete(self, request: CopyRequest, source: ObjectInfo, plan: Plan | None) -> ObjectInfo:
        """The source with what has to be known before it is copied by `plan`, and not only while it is."""
        features = self._stores.features(source.ref.account)
        return self.with_tags(source) if reads_tags_first(request, source, plan, features) else source

    def with_tags(self, info: ObjectInfo) -> ObjectInfo:
        """The object with its tags, which a store carries itself in one call, but not in parts."""
        if info.props.tags.sight is not Sight.UNKNOWN:
            return info
        tags: Seen[Mapping[str, str]] = known({})
        if asks_for_tags(info, self._stores.features(info.ref.account)):
            tags = seen(self._store_of(info.ref.account), GetTags(info.ref))
        return replace(info, props=replace(info.props, tags=tags))

    def plan(self, request: CopyRequest, source: ObjectInfo, before: ObjectInfo | None, workers: int) -> Plan:
        stores, src, dst = self._stores, request.source, request.target
        return plan_copy(
            PlanInputs(
                source=source,
                target=dst,
                source_bucket=stores.bucket(src.account, src.bucket),
                target_bucket=stores.bucket(dst.account, dst.bucket),
                target_before=before,
                **_same(stores, request),
                limits=stores.limits(dst.account),
                features=stores.features(dst.account),
                options=request.options,
                workers=workers,
                kind=request.kind,
                edit=request.edit,
                expect=request.expect,
                asked_version=src.version,
            )
        )


def is_existing(plan: Plan) -> bool:
    """Whether a copy is refused for nothing but the target that stands already."""
    return isinstance(plan, Refused) and plan.reason is Reason.EXISTS


def refuse_places(stores: Stores, request: PrefixRequest) -> Refused | None:
    """Why no object at all can be copied between the two places; raise `StoreError` when a store cannot tell."""
    src, dst = request.source, request.target
    refused = refuse_region(
        stores.bucket(src.account, src.bucket),
        stores.bucket(dst.account, dst.bucket),
        stores.features(dst.account),
        **_same(stores, request),
        same_account=src.account == dst.account,
    )
    return refused or refuse_overlap(request)


class _Same(TypedDict):
    same_provider: bool
    same_store: bool


def _same(stores: Stores, request: JobRequest | PrefixRequest) -> _Same:
    here, there = stores.account(request.source.account), stores.account(request.target.account)
    return _Same(same_provider=here.provider == there.provider, same_store=is_one_store(here, there))


def refuse_overlap(request: PrefixRequest) -> Refused | None:
    """A prefix cannot be copied onto or into itself: the listing would find its own copies without end.

    The names of the accounts are not compared, because two of them may lead to one store.
    """
    src, dst = request.source, request.target
    is_copied = request.kind in (JobKind.COPY, JobKind.RENAME)
    if not is_copied or src.bucket != dst.bucket or not dst.key.startswith(src.key):
        return None
    return Refused(Reason.ONTO_ITSELF if dst.key == src.key else Reason.INTO_ITSELF)


def crossing(stores: Stores, request: JobRequest | PrefixRequest) -> str:
    """The regions of source and target as "a > b" when they differ, else ""; raise `StoreError`."""
    src, dst = request.source, request.target
    here = stores.bucket(src.account, src.bucket).region
    there = stores.bucket(dst.account, dst.bucket).region
    return f"{here} > {there}" if here and there and here != there else ""


def two_accounts(request: JobRequest | PrefixRequest) -> str:
    """The accounts of source and target as "a > b" when they differ, else ""."""
    here, there = request.source.account, request.target.account
    return f"{here} > {there}" if here != there else ""
