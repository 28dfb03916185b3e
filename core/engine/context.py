"""What a step of one job works on, and what it learns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from core.forecast.inspection import Inspector
from core.model.errors import Kind, OwnCode, StoreError
from core.model.jobs import Facts, PartFact, PartPlan
from core.model.ops import HeadObject, Store
from core.model.requests import CopyRequest, JobRequest
from core.model.values import ObjectInfo, ObjectRef, Props, Site
from core.rules.conditions import must_be_free
from core.rules.proof import rests_on_pin
from core.rules.props import edited
from core.store.layers import CountingStore
from core.store.stores import Stores


@dataclass(frozen=True, slots=True)
class StepContext:
    """What a step works on.

    Attributes:
        stores: where requests go; each call uses the transport of the thread it runs in.
        parts: the finished parts as far as this run knows them, by number.
        note: commits facts that must be in the journal before a request is sent.
        owner_of: tells which job, if any, has recorded an upload id as its own.
        count: called once for every request that is sent.
        workers: how many parts can run side by side; for planning.
    """

    job: int
    request: JobRequest
    facts: Facts
    stores: Stores
    parts: dict[int, PartFact]
    note: Callable[[Facts], None]
    owner_of: Callable[[str], int | None]
    count: Callable[[], None]
    workers: int

    # ------------------------------------------------------------ what is asked for

    @property
    def copy(self) -> CopyRequest:
        if not isinstance(self.request, CopyRequest):
            raise StoreError(Kind.BUG, message="a step of a copy for something else")
        return self.request

    @property
    def target(self) -> ObjectRef:
        """Where the copy goes: to the name that was asked for, or to one beside it that was free."""
        key = self.facts.target_key
        return self.request.target if key is None else replace(self.request.target, key=key)

    @property
    def source(self) -> ObjectRef:
        """The source as it was planned: with its version where the store has one."""
        info = self.facts.source
        return self.request.source if info is None else replace(self.request.source, version=info.ref.version)

    @property
    def planned(self) -> ObjectInfo:
        """The source as it was when the plan was made."""
        if self.facts.source is None:
            raise StoreError(Kind.BUG, message="a step that needs the source ran before it was known")
        return self.facts.source

    @property
    def wanted(self) -> Props:
        """What the target's properties shall be."""
        return edited(self.planned.props, self.copy.edit)

    @property
    def create_only(self) -> bool:
        """Whether the store itself shall refuse to overwrite."""
        return must_be_free(self.copy, self.facts.target_before)

    @property
    def parted(self) -> PartPlan:
        if not isinstance(self.facts.plan, PartPlan):
            raise StoreError(Kind.BUG, message="a part step without a part plan")
        return self.facts.plan

    @property
    def upload_id(self) -> str:
        if self.facts.upload_id is None:
            raise StoreError(Kind.BUG, message="a part step ran before there was an upload")
        return self.facts.upload_id

    @property
    def rests_on_pin(self) -> bool:
        """Whether only the pin ties the copy to its source, and the provider does not promise to hold it."""
        features = self.stores.features(self.target.account)
        return not features.honours_pin and rests_on_pin(self.planned, self.facts.plan, features)

    # ------------------------------------------------------------ where it goes

    def store(self, account: str) -> Store:
        """An account's store, which counts what is sent."""
        return CountingStore(self.stores.bare(account), self.count)

    @property
    def at_target(self) -> Store:
        return self.store(self.target.account)

    @property
    def at_source(self) -> Store:
        return self.store(self.source.account)

    @property
    def source_site(self) -> Site:
        return self.stores.site(self.source.account, self.source.bucket)

    @property
    def survey(self) -> Inspector:
        return Inspector(self.stores, self.store)

    def recheck(self, *, code: OwnCode | None = None) -> None:
        """Raise when the source is no longer what was planned."""
        now, then = self.at_source.call(HeadObject(self.source)), self.planned
        if (now.etag, now.size) != (then.etag, then.size):
            message = "the source changed while it was copied, and the store did not say so"
            raise StoreError(Kind.SOURCE_CHANGED, op="HeadObject", code=code or "", message=message)


@dataclass(frozen=True, slots=True)
class StepResult:
    """What is known after a step.

    Attributes:
        parts: replaces the part rows when it is not None.
        later_s: seconds before which the job is not worth another step.
    """

    facts: Facts
    parts: tuple[PartFact, ...] | None = None
    later_s: float = 0.0
