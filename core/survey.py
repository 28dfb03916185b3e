"""Floor 4, engine: look at what a copy would read and overwrite, and plan it. For the first step and for previews."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from core.errors import Kind, StoreError
from core.jobs import CopyRequest, Plan, PrefixRequest, Refused
from core.ops import GetAcl, GetTags, HeadObject, Op, R, Store
from core.plan import Scene, plan_copy, refuse_region
from core.stores import Stores
from core.values import ObjectInfo, ObjectRef, Seen, Sight, known


@dataclass(frozen=True, slots=True)
class Found:
    """The two ends of a copy and the plan that follows. `target_before` is None also when nobody looked."""

    source: ObjectInfo
    target_before: ObjectInfo | None
    plan: Plan


class Survey:
    """Reads properties. Every method may raise `StoreError`. Thread: that of the stores it is given."""

    def __init__(self, stores: Stores, store_of: Callable[[str], Store]) -> None:
        """`store_of` gives the store through which an account is asked: counted, patient or bare."""
        self._stores = stores
        self._store_of = store_of

    def of(self, request: CopyRequest, *, workers: int, look_at_target: bool) -> Found:
        """Look at both ends of `request` and plan it."""
        source = self.look(request.source)
        before = head_or_none(self._store_of(request.target.account), request.target) if look_at_target else None
        plan = self.plan(request, source, before, workers)
        return Found(source, before, plan)

    def look(self, ref: ObjectRef) -> ObjectInfo:
        """The object with its ACL, and with its tags where it says that it has some."""
        info = self._store_of(ref.account).call(HeadObject(ref))
        acl = self.seen(GetAcl(info.ref), ref.account) if self._stores.features(ref.account).acl else Seen[str]()
        info = replace(info, props=replace(info.props, acl=acl))
        return self.with_tags(info) if info.tag_count else info

    def with_tags(self, info: ObjectInfo) -> ObjectInfo:
        """The object with its tags, which a store carries itself in one call, but not in parts."""
        if info.props.tags.is_known:
            return info
        tags: Seen[Mapping[str, str]] = known({})
        if info.tag_count != 0 and self._stores.features(info.ref.account).tags:
            tags = self.seen(GetTags(info.ref), info.ref.account)
        return replace(info, props=replace(info.props, tags=tags))

    def seen(self, op: Op[R], account: str) -> Seen[R]:
        """Read a property that the key may not be allowed to read, or that the store does not know."""
        try:
            return known(self._store_of(account).call(op))
        except StoreError as error:
            if error.kind is Kind.DENIED:
                return Seen(None, Sight.DENIED)
            if error.kind is Kind.UNSUPPORTED:
                return Seen(None, Sight.UNKNOWN)
            raise

    def plan(self, request: CopyRequest, source: ObjectInfo, before: ObjectInfo | None, workers: int) -> Plan:
        stores, src, dst = self._stores, request.source, request.target
        return plan_copy(
            Scene(
                source=source,
                target=dst,
                source_bucket=stores.bucket(src.account, src.bucket),
                target_bucket=stores.bucket(dst.account, dst.bucket),
                target_before=before,
                same_provider=stores.account(src.account).provider == stores.account(dst.account).provider,
                limits=stores.limits(dst.account),
                features=stores.features(dst.account),
                options=request.options,
                workers=workers,
            )
        )


def refuse_places(stores: Stores, request: PrefixRequest) -> Refused | None:
    """Why no object at all can be copied between the two buckets; raise `StoreError` when a store cannot tell."""
    src, dst = request.source, request.target
    return refuse_region(
        stores.bucket(src.account, src.bucket),
        stores.bucket(dst.account, dst.bucket),
        stores.features(dst.account),
        same_provider=stores.account(src.account).provider == stores.account(dst.account).provider,
    )


def crossing(stores: Stores, request: CopyRequest | PrefixRequest) -> str:
    """The regions of source and target as "a > b" when they differ, else ""; raise `StoreError`."""
    src, dst = request.source, request.target
    here = stores.bucket(src.account, src.bucket).region
    there = stores.bucket(dst.account, dst.bucket).region
    return f"{here} > {there}" if here and there and here != there else ""


def head_or_none(store: Store, ref: ObjectRef) -> ObjectInfo | None:
    """The object as HEAD shows it, None when there is none."""
    try:
        return store.call(HeadObject(ref))
    except StoreError as error:
        if error.kind is Kind.NOT_FOUND:
            return None
        raise
