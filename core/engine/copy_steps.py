"""Carry out one step of one job against the stores.

Each step takes what is known and returns what is known afterwards. Failures are raised as `StoreError`; deciding
about them is the engine's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from core.engine import final_steps
from core.engine.context import StepContext, StepResult
from core.model.errors import Kind, OwnCode, StoreError
from core.model.jobs import Facts, Fate, PartFact, SimplePlan, Skipped
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
from core.rules.conditions import looks_before_copy
from core.rules.plan import other_keys, plan_size
from core.rules.proof import agreed_parts, is_copy
from core.rules.props import edited, is_described_anew, report
from core.rules.steps import Step, forget_upload
from core.store.reads import head_or_none, pages
from core.store.stores import is_refusal
from core.system.clock import Clock

#: How much earlier than our clock the store may date an upload that we have just made.
_CLOCK_MARGIN_S = 120.0
#: An ETag that no source has.
_NO_SUCH_ETAG = "0" * 32
#: The vendors advise to abort until the upload is gone, because parts in flight survive an abort.
_ABORT_TRIES = 5


class Performer:
    """Carries out steps. Thread: any; each call uses the transport of the thread it runs in."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def step(self, step: Step, context: StepContext) -> StepResult:
        """Carry out an exclusive step."""
        return _STEPS[step](self, context)

    def delete(self, tasks: list[StepContext]) -> list[Facts | StoreError]:
        """Delete the objects, or the sources of renames, of several jobs at once; each has an outcome of its own."""
        return final_steps.delete(tasks)

    def part(self, context: StepContext, number: int, attempts: int) -> PartFact:
        """Copy one part; raise `StoreError` when the store shows that it copied something else."""
        plan, began = context.parted, self._clock.monotonic()
        first, last = plan.span(number)
        result = context.at_target.call(
            CopyPart(
                context.target,
                upload_id=context.upload_id,
                number=number,
                source=context.source,
                pin=context.facts.pin,
                first=first,
                last=last,
                source_site=context.source_site,
            )
        )
        if result.ranged is False:
            raise StoreError(Kind.INVALID, op="CopyPart", code=OwnCode.RANGE_IGNORED, message=f"bytes {first}-{last}")
        part = PartInfo(number, plan.size_of(number), result.etag, result.crc64)
        return PartFact(part, self._clock.monotonic() - began, attempts)

    # ------------------------------------------------------------ looking

    def _stat(self, context: StepContext) -> StepResult:
        copy, key = context.copy, context.facts.target_key
        looks = copy.options.on_existing is not OnExisting.OVERWRITE
        found = context.survey.of(copy, workers=context.workers, look_at_target=looks, key=key)
        before = found.target_before
        if context.facts.doubted and before is not None:
            known = replace(context.facts, source=found.source, plan=SimplePlan())
            if self._is_ours(replace(context, facts=known), before):
                return StepResult(replace(known, written=True, result_etag=before.etag))
        return StepResult(
            replace(
                context.facts,
                source=context.survey.complete(copy, found.source, found.plan),
                target_before=found.target_before,
                target_key=found.key,
                plan=found.plan,
                restoring=None,
            )
        )

    # ------------------------------------------------------------ one call

    def _copy(self, context: StepContext) -> StepResult:
        features = context.stores.features(context.source.account)
        if looks_before_copy(context.copy, features, doubted=context.facts.doubted):
            _check_unchanged(context)
        if context.facts.doubted:
            _check_free(context)
        facts = replace(context.facts, copying=self._clock.now())
        context.note(facts)
        op = CopyObject(
            context.target,
            source=context.source,
            pin=facts.pin,
            props=context.wanted,
            # Some stores refuse to copy an object onto itself unless something is stated anew.
            replace=context.copy.is_in_place or is_described_anew(context.copy.edit),
            create_only=context.create_only,
            source_site=context.source_site,
        )
        try:
            result, pinned = _send_pinned(context, op)
        except StoreError as error:
            if error.kind is Kind.EXISTS:
                context.recheck()  # one vendor has one code for a target that stands and a source that changed
                return self._came_late(replace(context, facts=facts), error)
            if error.kind is not Kind.NOT_FOUND or not _is_marker(context.planned):
                raise
            result, pinned = self._write_marker(context), None
        facts = replace(facts, result_etag=result.etag, result_crc64=result.crc64)
        return StepResult(replace(facts, written=True, pinned=pinned))

    def _came_late(self, context: StepContext, error: StoreError) -> StepResult:
        """A target that appears where an earlier copy got no answer may be its work; any other is another's."""
        target = head_or_none(context.at_target, context.target) if context.facts.doubted else None
        if target is None or not self._is_ours(context, target):
            raise error
        return StepResult(replace(context.facts, written=True, result_etag=target.etag))

    def _write_marker(self, context: StepContext) -> Written:
        """Write the marker of a folder where the store lists it and yet does not find it as a source to copy."""
        source = context.survey.with_tags(context.planned)
        props = edited(source.props, context.copy.edit)
        op = PutObject(context.target, body=b"", props=props, create_only=context.create_only)
        return context.at_target.call(op)

    def after_refusal(self, step: Step, context: StepContext, facts: Facts, error: StoreError) -> StepResult | None:
        """What a definite refusal teaches that lets the job go on another way; None when `error` stands.

        A store that finds the source too large for one call gets parts. An upload that is gone at its completion may
        have been completed: `completing` stays, so the next step is to look.
        """
        choice = context.request.options.on_existing
        if step is Step.COPY and error.kind is Kind.TOO_LARGE:
            limits, options = context.stores.limits(context.target.account), context.request.options
            plan = plan_size(facts.pin.size, limits, options, workers=context.workers, force_parts=True)
            return StepResult(replace(facts, copying=None, plan=plan))
        late_completion = step is Step.COMPLETE and error.kind is Kind.NO_UPLOAD and facts.completing is not None
        if late_completion:
            return StepResult(facts)
        if step is not Step.COPY or error.kind is not Kind.EXISTS:
            return None
        # Somebody else wrote the target since it was looked at, or it is a link that leads nowhere, which HEAD does not
        # find. So this name is taken, whatever another look shows.
        if choice is OnExisting.SKIP:
            return StepResult(replace(facts, copying=None, plan=Skipped()))
        name = next(other_keys(context.request.target.key, after=facts.target_key), None)
        return StepResult(Facts(target_key=name)) if choice is OnExisting.KEEP_BOTH and name is not None else None

    # ------------------------------------------------------------ parts

    def _create(self, context: StepContext) -> StepResult:
        source = context.survey.with_tags(context.planned)
        facts = replace(context.facts, source=source, creating=self._clock.now())
        context.note(facts)
        op = CreateUpload(
            context.target, props=edited(source.props, context.copy.edit), create_only=context.create_only
        )
        facts = replace(facts, upload_id=context.at_target.call(op))
        return StepResult(_with_pin_tested(context, facts))

    def _find_leftover(self, context: StepContext) -> StepResult:
        """Name the uploads that a CreateUpload without an answer may have begun; a new one is begun in any case.

        None of them is known to be ours: another program may have begun it in the same second. A store that does not
        list uploads is not asked twice.
        """
        since = (context.facts.creating or 0.0) + context.stores.clock_offset_s(context.target.account)
        try:
            left = tuple(
                upload
                for upload in self._uploads(context)
                if upload.key == context.target.key
                and (upload.initiated is None or upload.initiated >= since - _CLOCK_MARGIN_S)
                and context.owner_of(upload.upload_id) is None
            )
        except StoreError as error:
            if not is_refusal(error):
                raise
            left = ()
        return StepResult(replace(context.facts, creating=None, leftovers=left))

    def _uploads(self, context: StepContext) -> Iterator[UploadInfo]:
        op = ListUploads(context.target.bucket, prefix=context.target.key)
        for page in pages(lambda: context.at_target, op):
            yield from page.uploads

    def _list_parts(self, context: StepContext) -> StepResult:
        """Keep the parts that the store lists just as the journal has them; any other is copied again."""
        try:
            held = self._parts_held(context)
        except StoreError as error:
            if error.kind is Kind.NO_UPLOAD:
                return StepResult(forget_upload(context.facts), parts=())
            raise
        result = _keeping(context, held)
        if result.facts.pinned is None:
            result = replace(result, facts=_with_pin_tested(context, result.facts))
        return result

    def _parts_held(self, context: StepContext) -> list[PartInfo]:
        op = ListParts(context.target, upload_id=context.upload_id)
        return [part for page in pages(lambda: context.at_target, op) for part in page.parts]

    def _complete(self, context: StepContext) -> StepResult:
        """Check every part's size and ETag against the store's own list, then join them."""
        checked = _keeping(context, self._parts_held(context))
        if checked.facts.done.bit_count() < context.parted.count:
            return checked
        parts = tuple(context.parts[number].part for number in range(1, context.parted.count + 1))
        if context.copy.kind is JobKind.EDIT:
            _check_unchanged(context)
        _check_free(context)
        listing = ";".join(f"{part.number}={part.etag}" for part in parts)
        facts = replace(context.facts, completing=hashlib.sha256(listing.encode()).hexdigest())
        context.note(facts)
        acl = context.wanted.acl
        op = CompleteUpload(
            context.target,
            upload_id=context.upload_id,
            parts=parts,
            create_only=context.create_only,
            acl=acl.value or "" if acl.is_known else "",
        )
        result = context.at_target.call(op)
        return StepResult(replace(facts, written=True, result_etag=result.etag))

    # ------------------------------------------------------------ doubt

    def _resolve(self, context: StepContext) -> StepResult:
        """Find out whether the copy or the completion that got no answer was carried out.

        What no checksum shows to be ours is not taken for it: it is copied again, pinned, and where a target must not
        be overwritten the store or the look before the completion refuses that, so that the user is asked.
        """
        facts = context.facts
        if facts.completing is not None and self._upload_lives(context):
            return StepResult(replace(facts, completing=None))
        target = head_or_none(context.at_target, context.target)
        if target is not None and self._is_ours(context, target):
            return StepResult(replace(facts, written=True, result_etag=target.etag))
        if facts.completing is not None:
            return StepResult(forget_upload(facts), parts=())
        return StepResult(replace(facts, copying=None, doubted=True))

    @staticmethod
    def _is_ours(context: StepContext, target: ObjectInfo) -> bool:
        """Whether the target is the copy in doubt. What is copied onto itself differs in its properties alone."""
        parts = [context.parts[number].part for number in sorted(context.parts)]
        if not is_copy(target, context.facts, parts):
            return False
        if not context.copy.is_in_place:
            return True
        usual = context.stores.features(context.target.account).usual_acl
        wrong = report(context.planned, context.wanted, target, usual_acl=usual)
        return not any(note.fate is Fate.LOST for note in wrong)

    def _upload_lives(self, context: StepContext) -> bool:
        try:
            context.at_target.call(ListParts(context.target, upload_id=context.upload_id, limit=1))
        except StoreError as error:
            if error.kind is Kind.NO_UPLOAD:
                return False
            raise
        return True

    def _abort(self, context: StepContext) -> StepResult:
        op = AbortUpload(context.target, upload_id=context.upload_id)
        for _ in range(_ABORT_TRIES):
            context.at_target.call(op)
            if not self._upload_lives(context):
                return StepResult(replace(context.facts, aborted=True))
        raise StoreError(
            Kind.TRANSIENT, op="AbortUpload", code=OwnCode.UPLOAD_LIVES, message="the upload is still there"
        )


_STEPS: dict[Step, Callable[[Performer, StepContext], StepResult]] = {
    Step.STAT: Performer._stat,
    Step.COPY: Performer._copy,
    Step.FIND_LEFTOVER: Performer._find_leftover,
    Step.CREATE: Performer._create,
    Step.LIST_PARTS: Performer._list_parts,
    Step.COMPLETE: Performer._complete,
    Step.RESOLVE: Performer._resolve,
    Step.ABORT: Performer._abort,
    Step.RESTORE: lambda performer, context: final_steps.restore(context, now=performer._clock.now()),
    Step.AWAIT: lambda performer, context: final_steps.await_restore(context, now=performer._clock.now()),
    Step.SET: lambda _, context: final_steps.set_props(context),
    Step.VERIFY: lambda _, context: final_steps.verify(context),
    Step.UNDELETE: lambda _, context: final_steps.undelete(context),
}


def _send_pinned(context: StepContext, op: CopyObject) -> tuple[Written, bool | None]:
    """Send the one call; returns also whether the store was seen to hold its pin, None where that was not tested.

    Where only the pin would tie the copy to its source and nobody knows whether the store looks at it, the first call
    names a source that does not exist. A store that carries it out has done what it would have done for the right pin.
    """
    if not context.rests_on_pin:
        return context.at_target.call(op), None
    taken: list[Written] = []

    def probe() -> bool:
        try:
            taken.append(context.at_target.call(replace(op, pin=replace(op.pin, etag=_NO_SUCH_ETAG))))
        except StoreError as error:
            is_free = error.kind is Kind.EXISTS and head_or_none(context.at_target, context.target) is None
            if error.kind is not Kind.SOURCE_CHANGED and not is_free:
                raise
        return not taken

    pinned = context.stores.holds_pin(context.target.account, CopyObject.__name__, probe)
    return taken[0] if taken else context.at_target.call(op), pinned


def _with_pin_tested(context: StepContext, facts: Facts) -> Facts:
    """The facts with `pinned`: once for each store, a part of a source that does not exist must be refused.

    It goes into our own upload, as a part that is still to be copied or one that will not be joined.
    """
    if not context.rests_on_pin:
        return facts
    plan = context.parted
    number = next((number for number in range(1, plan.count + 1) if not facts.done >> (number - 1) & 1), plan.count + 1)
    limits = context.stores.limits(context.target.account)
    first, last = plan.span(min(number, plan.count))
    op = CopyPart(
        context.target,
        upload_id=facts.upload_id or "",
        number=number,
        source=context.source,
        pin=replace(facts.pin, etag=_NO_SUCH_ETAG),
        first=first,
        last=min(last, first + limits.part_min - 1),
        source_site=context.source_site,
    )

    def probe() -> bool:
        context.note(facts)  # so that the upload is known to be ours, whatever becomes of this
        try:
            context.at_target.call(op)
        except StoreError as error:
            if error.kind is not Kind.SOURCE_CHANGED:
                raise
            return True
        return False

    return replace(facts, pinned=context.stores.holds_pin(context.target.account, CopyPart.__name__, probe))


def _check_unchanged(context: StepContext) -> None:
    """Raise when the object that is about to be written onto itself has changed, where the store does not look."""
    if not Expected.of(context.planned).fits(context.at_source.call(HeadObject(context.request.source))):
        message = "the object changed while it was written anew"
        raise StoreError(Kind.SOURCE_CHANGED, op="HeadObject", message=message)


def _check_free(context: StepContext) -> None:
    """Raise when a target stands that was not there when the copy was planned.

    Parts may have been begun days ago, and what a copy in doubt has left may be another program's work. Not every store
    can be told to refuse it, and some stop doing so in a bucket that has ever kept versions.
    """
    if context.create_only and head_or_none(context.at_target, context.target) is not None:
        message = "it was written since the copy was planned, and was left as it is"
        raise StoreError(Kind.EXISTS, op="HeadObject", message=message)


def _is_marker(source: ObjectInfo) -> bool:
    return source.size == 0 and source.ref.key.endswith("/")


def _keeping(context: StepContext, held: Iterable[PartInfo]) -> StepResult:
    """The facts with those parts of the journal alone that the store agrees with."""
    kept = agreed_parts(context.parts, held)
    done = sum(1 << (fact.part.number - 1) for fact in kept)
    return StepResult(replace(context.facts, done=done), parts=kept)
