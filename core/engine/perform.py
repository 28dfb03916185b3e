"""Carry out one step of one job against the stores.

Each step takes what is known and returns what is known afterwards. Failures are raised as `StoreError`; deciding
about them is the engine's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace

from core.engine import finish
from core.engine.context import Learned, Task
from core.forecast.inspection import head_or_none
from core.model.errors import Kind, StoreError, stuck
from core.model.jobs import Facts, Fate, PartFact, Skipped
from core.model.ops import (
    AbortUpload,
    CompleteUpload,
    CopyObject,
    CopyPart,
    CreateUpload,
    HeadObject,
    ListParts,
    ListUploads,
    PutObject,
    Written,
)
from core.model.requests import JobKind, OnExisting
from core.model.values import Expected, ObjectInfo, PartInfo, UploadInfo
from core.rules.plan import other_keys, plan_size
from core.rules.proof import is_copy, is_same_part, telling_etag
from core.rules.props import edited, is_described_anew, report
from core.rules.steps import Step, forget_upload
from core.system.clock import Clock

#: How much earlier than our clock the store may date an upload that we have just made.
_CLOCK_MARGIN_S = 120.0
#: The vendors advise to abort until the upload is gone, because parts in flight survive an abort.
_ABORT_TRIES = 5


class Performer:
    """Carries out steps. Thread: any; each call uses the transport of the thread it runs in."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def step(self, step: Step, task: Task) -> Learned:
        """Carry out an exclusive step."""
        return _STEPS[step](self, task)

    def delete(self, tasks: list[Task]) -> list[Facts | StoreError]:
        """Delete the objects, or the sources of renames, of several jobs at once; each has an outcome of its own."""
        return finish.delete(tasks)

    def part(self, task: Task, number: int, attempts: int) -> PartFact:
        """Copy one part; raise `StoreError` when the store shows that it copied something else."""
        plan, began = task.parted, self._clock.monotonic()
        first, last = plan.span(number)
        result = task.at_target.call(
            CopyPart(
                task.target,
                upload_id=task.upload_id,
                number=number,
                source=task.source,
                pin=task.facts.pin,
                first=first,
                last=last,
                source_site=task.source_site,
            )
        )
        if result.ranged is False:
            raise StoreError(Kind.INVALID, op="CopyPart", code="RangeIgnored", message=f"bytes {first}-{last}")
        part = PartInfo(number, plan.size_of(number), result.etag, result.crc64)
        return PartFact(part, self._clock.monotonic() - began, attempts)

    # ------------------------------------------------------------ looking

    def _stat(self, task: Task) -> Learned:
        copy, key = task.copy, task.facts.target_key
        looks = copy.options.on_existing is not OnExisting.OVERWRITE
        found = task.survey.of(copy, workers=task.workers, look_at_target=looks, key=key)
        return Learned(
            replace(
                task.facts,
                source=task.survey.complete(copy, found.source, found.plan),
                target_before=found.target_before,
                target_key=found.key,
                plan=found.plan,
                thawing=None,
            )
        )

    # ------------------------------------------------------------ one call

    def _copy(self, task: Task) -> Learned:
        pinned = task.stores.features(task.source.account).honours_pin and not task.facts.doubted
        if task.copy.kind is JobKind.EDIT and not pinned:
            _check_unchanged(task)
        facts = replace(task.facts, copying=self._clock.now())
        task.note(facts)
        op = CopyObject(
            task.target,
            source=task.source,
            pin=facts.pin,
            props=task.wanted,
            # Some stores refuse to copy an object onto itself unless something is stated anew.
            replace=task.copy.is_in_place or is_described_anew(task.copy.edit),
            create_only=task.create_only,
            source_site=task.source_site,
        )
        try:
            result = task.at_target.call(op)
        except StoreError as error:
            if error.kind is Kind.EXISTS:
                task.look_again()  # one vendor has one code for a target that stands and a source that changed
                return self._came_late(replace(task, facts=facts), error)
            if error.kind is not Kind.NOT_FOUND or not _is_marker(task.planned):
                raise
            result = self._write_marker(task)
        return Learned(replace(facts, written=True, result_etag=result.etag))

    def _came_late(self, task: Task, error: StoreError) -> Learned:
        """A target that appears where an earlier copy got no answer may be its work; any other is another's."""
        target = head_or_none(task.at_target, task.target) if task.facts.doubted else None
        if target is None or not self._is_ours(task, target):
            raise error
        return Learned(replace(task.facts, written=True, result_etag=telling_etag(target, task.facts, ())))

    def _write_marker(self, task: Task) -> Written:
        """Write the marker of a folder where the store lists it and yet does not find it as a source to copy."""
        source = task.survey.with_tags(task.planned)
        props = edited(source.props, task.copy.edit)
        op = PutObject(task.target, body=b"", props=props, create_only=task.create_only)
        return task.at_target.call(op)

    def after_refusal(self, step: Step, task: Task, facts: Facts, error: StoreError) -> Learned | None:
        """What a definite refusal teaches that lets the job go on another way; None when `error` stands.

        A store that finds the source too large for one call gets parts. An upload that is gone at its completion may
        have been completed: `completing` stays, so the next step is to look.
        """
        wish = task.request.options.on_existing
        if step is Step.COPY and error.kind is Kind.TOO_LARGE:
            limits, options = task.stores.limits(task.target.account), task.request.options
            plan = plan_size(facts.pin.size, limits, options, workers=task.workers, force_parts=True)
            return Learned(replace(facts, copying=None, plan=plan))
        late_completion = step is Step.COMPLETE and error.kind is Kind.NO_UPLOAD and facts.completing is not None
        if late_completion:
            return Learned(facts)
        if step is not Step.COPY or error.kind is not Kind.EXISTS:
            return None
        # Somebody else wrote the target since it was looked at, or it is a link that leads nowhere, which HEAD does not
        # find. So this name is taken, whatever another look shows.
        if wish is OnExisting.SKIP:
            return Learned(replace(facts, copying=None, plan=Skipped()))
        name = next(other_keys(task.request.target.key, after=facts.target_key), None)
        return Learned(Facts(target_key=name)) if wish is OnExisting.KEEP_BOTH and name is not None else None

    # ------------------------------------------------------------ parts

    def _create(self, task: Task) -> Learned:
        source = task.survey.with_tags(task.planned)
        facts = replace(task.facts, source=source, creating=self._clock.now())
        task.note(facts)
        op = CreateUpload(task.target, props=edited(source.props, task.copy.edit), create_only=task.create_only)
        return Learned(replace(facts, upload_id=task.at_target.call(op)))

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
            page = task.at_target.call(op)
            yield from page.uploads
            if page.next == marker:
                raise stuck("ListUploads")
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
        store, upload_id = task.at_target, task.upload_id
        held: list[PartInfo] = []
        marker: int | None = 0
        while marker is not None:
            page = store.call(ListParts(task.target, upload_id=upload_id, marker=marker))
            held += page.parts
            if page.next is not None and page.next <= marker:
                raise stuck("ListParts")
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
        if task.copy.kind is JobKind.EDIT:
            _check_unchanged(task)
        _check_free(task)
        listing = ";".join(f"{part.number}={part.etag}" for part in parts)
        facts = replace(task.facts, completing=hashlib.sha256(listing.encode()).hexdigest())
        task.note(facts)
        acl = task.wanted.acl
        op = CompleteUpload(
            task.target,
            upload_id=task.upload_id,
            parts=parts,
            create_only=task.create_only,
            acl=acl.value or "" if acl.is_known else "",
        )
        result = task.at_target.call(op)
        return Learned(replace(facts, written=True, result_etag=result.etag))

    # ------------------------------------------------------------ doubt

    def _resolve(self, task: Task) -> Learned:
        """Find out whether the copy or the completion that got no answer was carried out."""
        facts = task.facts
        if facts.completing is not None and self._upload_lives(task):
            return Learned(replace(facts, completing=None))
        target = head_or_none(task.at_target, task.target)
        if target is not None and self._is_ours(task, target):
            parts = [task.parts[number].part for number in sorted(task.parts)]
            return Learned(replace(facts, written=True, result_etag=telling_etag(target, facts, parts)))
        if facts.completing is not None:
            raise StoreError(
                Kind.AMBIGUOUS, op="CompleteUpload", code="UploadGone", message="neither the upload nor its object"
            )
        return Learned(replace(facts, copying=None, doubted=True))

    @staticmethod
    def _is_ours(task: Task, target: ObjectInfo) -> bool:
        """Whether the target is the copy in doubt. What is copied onto itself differs in its properties alone."""
        if not is_copy(target, task.facts, margin_s=_CLOCK_MARGIN_S):
            return False
        if not task.copy.is_in_place:
            return True
        usual = task.stores.features(task.target.account).usual_acl
        wrong = report(task.planned, task.wanted, target, usual_acl=usual)
        return not any(note.fate is Fate.LOST for note in wrong)

    def _upload_lives(self, task: Task) -> bool:
        try:
            task.at_target.call(ListParts(task.target, upload_id=task.upload_id, limit=1))
        except StoreError as error:
            if error.kind is Kind.NO_UPLOAD:
                return False
            raise
        return True

    def _abort(self, task: Task) -> Learned:
        op = AbortUpload(task.target, upload_id=task.upload_id)
        for _ in range(_ABORT_TRIES):
            task.at_target.call(op)
            if not self._upload_lives(task):
                return Learned(replace(task.facts, aborted=True))
        raise StoreError(Kind.TRANSIENT, op="AbortUpload", code="UploadLives", message="the upload is still there")


_STEPS: dict[Step, Callable[[Performer, Task], Learned]] = {
    Step.STAT: Performer._stat,
    Step.COPY: Performer._copy,
    Step.FIND_UPLOAD: Performer._find_upload,
    Step.CREATE: Performer._create,
    Step.LIST_PARTS: Performer._list_parts,
    Step.COMPLETE: Performer._complete,
    Step.RESOLVE: Performer._resolve,
    Step.ABORT: Performer._abort,
    Step.THAW: lambda performer, task: finish.thaw(task, now=performer._clock.now()),
    Step.AWAIT: lambda performer, task: finish.await_thaw(task, now=performer._clock.now()),
    Step.SET: lambda _, task: finish.set_props(task),
    Step.VERIFY: lambda _, task: finish.verify(task),
    Step.UNDELETE: lambda _, task: finish.undelete(task),
}


def _check_unchanged(task: Task) -> None:
    """Raise when the object that is about to be written onto itself has changed, where the store does not look."""
    if not Expected.of(task.planned).fits(task.at_source.call(HeadObject(task.request.source))):
        message = "the object changed while it was written anew"
        raise StoreError(Kind.SOURCE_CHANGED, op="HeadObject", message=message)


def _check_free(task: Task) -> None:
    """Raise when a target stands that was not there when the parts were begun, which may be days ago.

    Not every store can be told to refuse it, and some stop doing so in a bucket that has ever kept versions.
    """
    if task.create_only and head_or_none(task.at_target, task.target) is not None:
        message = "it was written while the parts were copied, and was left as it is"
        raise StoreError(Kind.EXISTS, op="HeadObject", message=message)


def _is_marker(source: ObjectInfo) -> bool:
    return source.size == 0 and source.ref.key.endswith("/")


def _crc_of(part: PartInfo, mine: dict[int, PartFact]) -> int | None:
    """The part's CRC-64 from the list or, where the list has none, from our own record of the very same part."""
    if part.crc64 is not None or part.number not in mine:
        return part.crc64
    own = mine[part.number].part
    return own.crc64 if own.etag == part.etag else None
