"""Floor 4, engine: carry out one step of one job against the stores.

Each step takes what is known and returns what is known afterwards. Failures are raised as `StoreError`; deciding
about them is the engine's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from core.clock import Clock
from core.errors import Kind, StoreError
from core.jobs import CHECKSUMS, CopyRequest, Facts, OnExisting, PartFact, PartPlan
from core.layers import Counting
from core.ops import (
    AbortUpload,
    CompleteUpload,
    CopyObject,
    CopyPart,
    CreateUpload,
    GetAcl,
    HeadObject,
    ListParts,
    ListUploads,
    PutAcl,
    PutObject,
    Store,
    Written,
)
from core.plan import plan_size
from core.proof import MismatchError, is_copy, is_same_part, proven_level
from core.steps import Step, forget_upload
from core.stores import Stores
from core.survey import Survey, head_or_none
from core.values import ObjectInfo, ObjectRef, PartInfo, Site, UploadInfo

#: How much earlier than our clock the store may date an upload that we have just made.
_CLOCK_MARGIN_S = 120.0
#: What an object has that nobody gave an ACL: the vendors call it by one of these words.
_DEFAULT_ACLS = frozenset({"", "default", "private"})
#: The vendors advise to abort until the upload is gone, because parts in flight survive an abort.
_ABORT_TRIES = 5


@dataclass(frozen=True, slots=True)
class Task:
    """What a step works on.

    Attributes:
        parts: the finished parts as far as this run knows them, by number.
        note: commits facts that must be in the journal before a request is sent.
        owner_of: tells which job, if any, has recorded an upload id as its own.
        count: called once for every request that is sent.
        workers: how many parts can run side by side; for planning.
    """

    job: int
    request: CopyRequest
    facts: Facts
    parts: dict[int, PartFact]
    note: Callable[[Facts], None]
    owner_of: Callable[[str], int | None]
    count: Callable[[], None]
    workers: int

    @property
    def target(self) -> ObjectRef:
        return self.request.target

    @property
    def source(self) -> ObjectRef:
        """The source as it was planned: with its version where the store has one."""
        info = self.facts.source
        return self.request.source if info is None else replace(self.request.source, version=info.ref.version)

    @property
    def create_only(self) -> bool:
        return self.request.options.on_existing is not OnExisting.OVERWRITE and not self.facts.doubted

    @property
    def parted(self) -> PartPlan:
        if not isinstance(self.facts.plan, PartPlan):
            raise StoreError(Kind.BUG, message="a part step without a part plan")
        return self.facts.plan


@dataclass(frozen=True, slots=True)
class Learned:
    """What is known after a step. `parts` replaces the part rows when it is not None."""

    facts: Facts
    parts: tuple[PartFact, ...] | None = None


class Performer:
    """Carries out steps. Thread: any; each call uses the transport of the thread it runs in."""

    def __init__(self, stores: Stores, clock: Clock) -> None:
        self._stores = stores
        self._clock = clock

    def step(self, step: Step, task: Task) -> Learned:
        """Carry out an exclusive step."""
        return _STEPS[step](self, task)

    def part(self, task: Task, number: int, attempts: int) -> PartFact:
        """Copy one part; raise `StoreError` when the store shows that it copied something else."""
        plan, began = task.parted, self._clock.monotonic()
        first, last = plan.span(number)
        result = self._target(task).call(
            CopyPart(
                task.target,
                upload_id=_upload_id(task.facts),
                number=number,
                source=task.source,
                pin=task.facts.pin,
                first=first,
                last=last,
                source_site=self._source_site(task),
            )
        )
        if result.ranged is False:
            raise StoreError(Kind.INVALID, op="CopyPart", code="RangeIgnored", message=f"bytes {first}-{last}")
        part = PartInfo(number, plan.size_of(number), result.etag, result.crc64)
        return PartFact(part, self._clock.monotonic() - began, attempts)

    # ------------------------------------------------------------ looking

    def _stat(self, task: Task) -> Learned:
        overwrites = task.request.options.on_existing is OnExisting.OVERWRITE
        found = self._survey(task).of(task.request, workers=task.workers, look_at_target=not overwrites)
        facts = replace(
            task.facts, source=found.source, target_before=found.target_before, looked=not overwrites, plan=found.plan
        )
        return Learned(facts)

    # ------------------------------------------------------------ one call

    def _copy(self, task: Task) -> Learned:
        facts = replace(task.facts, copying=self._clock.now())
        task.note(facts)
        op = CopyObject(
            task.target,
            source=task.source,
            pin=facts.pin,
            props=_source(facts).props,
            create_only=task.create_only,
            source_site=self._source_site(task),
        )
        try:
            result = self._target(task).call(op)
        except StoreError as error:
            if error.kind is Kind.EXISTS:
                self._look_again(task)  # one vendor has one code for a target that stands and a source that changed
            if error.kind is not Kind.NOT_FOUND or not _is_marker(facts):
                raise
            result = self._write_marker(task)
        return Learned(replace(facts, written=True, result_etag=result.etag, result_crc64=result.crc64))

    def _write_marker(self, task: Task) -> Written:
        """Write the marker of a folder where the store lists it and yet does not find it as a source to copy."""
        source = self._survey(task).with_tags(_source(task.facts))
        op = PutObject(task.target, body=b"", props=source.props, create_only=task.create_only)
        return self._target(task).call(op)

    def after_refusal(self, step: Step, task: Task, facts: Facts, error: StoreError) -> Learned | None:
        """What a definite refusal teaches that lets the job go on another way; None when `error` stands.

        A store that finds the source too large for one call gets parts. A target that stands where an earlier copy
        of ours got no answer may be that copy, and an upload that is gone at its completion may have been
        completed: `copying` and `completing` stay, so the next step is to look.
        """
        if step is Step.COPY and error.kind is Kind.TOO_LARGE:
            limits, options = self._stores.limits(task.target.account), task.request.options
            plan = plan_size(facts.pin.size, limits, options, workers=task.workers, force_parts=True)
            return Learned(replace(facts, copying=None, plan=plan))
        late_copy = step is Step.COPY and error.kind is Kind.EXISTS and facts.doubted
        late_completion = step is Step.COMPLETE and error.kind is Kind.NO_UPLOAD and facts.completing is not None
        return Learned(facts) if late_copy or late_completion else None

    # ------------------------------------------------------------ parts

    def _create(self, task: Task) -> Learned:
        source = self._survey(task).with_tags(_source(task.facts))
        facts = replace(task.facts, source=source, creating=self._clock.now())
        task.note(facts)
        op = CreateUpload(task.target, props=_source(facts).props, create_only=task.create_only)
        return Learned(replace(facts, upload_id=self._target(task).call(op)))

    def _find_upload(self, task: Task) -> Learned:
        """Adopt the one upload that can be ours; never touch one that may be another's."""
        since = (task.facts.creating or 0.0) - _CLOCK_MARGIN_S
        ours = [
            upload
            for upload in self._uploads(task)
            if upload.key == task.target.key
            and (upload.initiated is None or upload.initiated >= since)
            and task.owner_of(upload.upload_id) is None
        ]
        if len(ours) == 1:
            return Learned(replace(task.facts, upload_id=ours[0].upload_id))
        return Learned(replace(task.facts, creating=None))

    def _uploads(self, task: Task) -> Iterator[UploadInfo]:
        marker: tuple[str, str] | None = ("", "")
        while marker is not None:
            op = ListUploads(task.target.bucket, prefix=task.target.key, key_marker=marker[0], id_marker=marker[1])
            page = self._target(task).call(op)
            yield from page.uploads
            if page.next == marker:
                raise StoreError(Kind.INVALID, op="ListUploads", code="ListStuck", message="the list does not advance")
            marker = page.next

    def _list_parts(self, task: Task) -> Learned:
        """Take over the parts that the store has and that are what the plan says; drop the rest."""
        try:
            held = self._parts_held(task)
        except StoreError as error:
            if error.kind is Kind.NO_UPLOAD:
                return Learned(forget_upload(task.facts), parts=())
            raise
        plan, mine = task.parted, task.parts
        good = [part for part in held if part.number <= plan.count and part.size == plan.size_of(part.number)]
        kept = tuple(
            PartFact(
                replace(part, crc64=_crc_of(part, mine)),
                mine[part.number].seconds if part.number in mine else 0.0,
                mine[part.number].attempts if part.number in mine else 1,
            )
            for part in good
        )
        done = sum(1 << (part.number - 1) for part in good)
        return Learned(replace(task.facts, done=done), parts=kept)

    def _parts_held(self, task: Task) -> list[PartInfo]:
        store, upload_id = self._target(task), _upload_id(task.facts)
        held: list[PartInfo] = []
        marker: int | None = 0
        while marker is not None:
            page = store.call(ListParts(task.target, upload_id=upload_id, marker=marker))
            held += page.parts
            if page.next is not None and page.next <= marker:
                raise StoreError(Kind.INVALID, op="ListParts", code="ListStuck", message="the list does not advance")
            marker = page.next
        return held

    def _complete(self, task: Task) -> Learned:
        """Check every part's size and ETag against the store's own list, then join them."""
        parts = tuple(task.parts[number].part for number in range(1, task.parted.count + 1))
        held = {part.number: part for part in self._parts_held(task)}
        wrong = [p.number for p in parts if p.number not in held or not is_same_part(p, held[p.number])]
        if wrong:
            kept = tuple(fact for number, fact in task.parts.items() if number not in set(wrong))
            done = sum(1 << (fact.part.number - 1) for fact in kept)
            return Learned(replace(task.facts, done=done), parts=kept)
        listing = ";".join(f"{part.number}={part.etag}" for part in parts)
        facts = replace(task.facts, completing=hashlib.sha256(listing.encode()).hexdigest())
        task.note(facts)
        acl = _source(facts).props.acl
        op = CompleteUpload(
            task.target,
            upload_id=_upload_id(facts),
            parts=parts,
            create_only=task.create_only,
            acl=acl.value or "" if acl.is_known else "",
        )
        result = self._target(task).call(op)
        return Learned(replace(facts, written=True, result_etag=result.etag, result_crc64=result.crc64))

    # ------------------------------------------------------------ doubt

    def _resolve(self, task: Task) -> Learned:
        """Find out whether the copy or the completion that got no answer was carried out."""
        facts = task.facts
        if facts.completing is not None and self._upload_lives(task):
            return Learned(replace(facts, completing=None))
        target = head_or_none(self._target(task), task.target)
        if target is not None and is_copy(target, facts, margin_s=_CLOCK_MARGIN_S):
            return Learned(replace(facts, written=True, result_etag=target.etag, result_crc64=target.crc64))
        if facts.completing is not None:
            raise StoreError(
                Kind.AMBIGUOUS, op="CompleteUpload", code="UploadGone", message="neither the upload nor its object"
            )
        return Learned(replace(facts, copying=None, doubted=True))

    def _upload_lives(self, task: Task) -> bool:
        try:
            self._target(task).call(ListParts(task.target, upload_id=_upload_id(task.facts), limit=1))
        except StoreError as error:
            if error.kind is Kind.NO_UPLOAD:
                return False
            raise
        return True

    def _abort(self, task: Task) -> Learned:
        op = AbortUpload(task.target, upload_id=_upload_id(task.facts))
        for _ in range(_ABORT_TRIES):
            self._target(task).call(op)
            if not self._upload_lives(task):
                return Learned(replace(task.facts, aborted=True))
        raise StoreError(Kind.TRANSIENT, op="AbortUpload", code="UploadLives", message="the upload is still there")

    # ------------------------------------------------------------ proof

    def _verify(self, task: Task) -> Learned:
        """Compare source and target by what the stores say of both; raise when they differ."""
        target = self._target(task).call(HeadObject(task.target))
        parts = [task.parts[number].part for number in sorted(task.parts)]
        try:
            level = proven_level(task.facts, target, parts)
        except MismatchError as mismatch:
            raise StoreError(Kind.INVALID, op="Verify", code="VerifyFailed", message=str(mismatch)) from None
        if level not in CHECKSUMS and not self._stores.features(task.source.account).honours_pin:
            self._look_again(task, code="ChangedUnnoticed")
        self._carry_acl(task)
        return Learned(replace(task.facts, verified=level))

    def _carry_acl(self, task: Task) -> None:
        """Set an ACL that is more than the default where the store did not take it with the copy, as some do."""
        acl = _source(task.facts).props.acl
        if not acl.is_known or acl.value is None or acl.value in _DEFAULT_ACLS:
            return
        found = self._survey(task).seen(GetAcl(task.target), task.target.account)
        if found.is_known and found.value != acl.value:
            self._target(task).call(PutAcl(task.target, acl=acl.value))

    def _look_again(self, task: Task, *, code: str = "") -> None:
        """Raise when the source is no longer what was planned."""
        store = self._counted(task.source.account, task.count)
        now, then = store.call(HeadObject(task.source)), _source(task.facts)
        if (now.etag, now.size) != (then.etag, then.size):
            message = "the source changed while it was copied, and the store did not say so"
            raise StoreError(Kind.SOURCE_CHANGED, op="HeadObject", code=code, message=message)

    # ------------------------------------------------------------ places

    def _survey(self, task: Task) -> Survey:
        return Survey(self._stores, lambda account: self._counted(account, task.count))

    def _target(self, task: Task) -> Store:
        return self._counted(task.target.account, task.count)

    def _counted(self, account: str, count: Callable[[], None]) -> Store:
        return Counting(self._stores.bare(account), count)

    def _source_site(self, task: Task) -> Site:
        return self._stores.site(task.request.source.account, task.request.source.bucket)


_STEPS: dict[Step, Callable[[Performer, Task], Learned]] = {
    Step.STAT: Performer._stat,
    Step.COPY: Performer._copy,
    Step.FIND_UPLOAD: Performer._find_upload,
    Step.CREATE: Performer._create,
    Step.LIST_PARTS: Performer._list_parts,
    Step.COMPLETE: Performer._complete,
    Step.RESOLVE: Performer._resolve,
    Step.VERIFY: Performer._verify,
    Step.ABORT: Performer._abort,
}


# ---------------------------------------------------------------- small reads


def _source(facts: Facts) -> ObjectInfo:
    if facts.source is None:
        raise StoreError(Kind.BUG, message="a step that needs the source ran before it was known")
    return facts.source


def _is_marker(facts: Facts) -> bool:
    source = _source(facts)
    return source.size == 0 and source.ref.key.endswith("/")


def _upload_id(facts: Facts) -> str:
    if facts.upload_id is None:
        raise StoreError(Kind.BUG, message="a part step ran before there was an upload")
    return facts.upload_id


def _crc_of(part: PartInfo, mine: dict[int, PartFact]) -> int | None:
    """The part's CRC-64 from the list or, where the list has none, from our own record of the very same part."""
    if part.crc64 is not None or part.number not in mine:
        return part.crc64
    own = mine[part.number].part
    return own.crc64 if own.etag == part.etag else None
