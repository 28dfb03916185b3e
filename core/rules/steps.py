"""What to do next for one job. Running, pausing and resuming are this one function.

The order of a copy: Stat > (plan) > Copy, or Create > Parts > Complete > Verify; a rename goes on to Delete, and only
then. A change of tags or ACL alone is Stat > Set > Verify. A step that a crash or a lost
answer left in doubt is never repeated blindly: FindLeftover and Resolve look at the store first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from core.model.errors import Kind, OwnCode, Sent, StoreError
from core.model.jobs import Facts, PartPlan, Refused, RestorePlan, SetPlan, SimplePlan, Skipped, State, Want
from core.model.requests import JobKind


class Step(StrEnum):
    """One exclusive step of a job: while it runs, nothing else of that job does."""

    STAT = "stat"  # look at source and target, and plan
    RESTORE = "restore"  # ask the store to restore an archived source
    AWAIT = "await"  # has the source been restored?
    COPY = "copy"
    FIND_LEFTOVER = "find-leftover"  # CreateUpload may have been carried out: name what it may have left behind
    CREATE = "create"
    LIST_PARTS = "list-parts"  # after a restart the store's list is the truth
    COMPLETE = "complete"
    RESOLVE = "resolve"  # CopyObject or CompleteUpload may have been carried out: was it?
    SET = "set"  # give the object other tags or another ACL, in its place
    VERIFY = "verify"
    DELETE = "delete"  # the object, or the source of a rename; many go in one request
    UNDELETE = "undelete"
    ABORT = "abort"


@dataclass(frozen=True, slots=True)
class Parts:
    """Parts that are still missing; any number of them may run side by side."""


@dataclass(frozen=True, slots=True)
class End:
    """Nothing is left to do."""

    state: State


Next = Step | Parts | End

#: Faults that the user or time can mend while the copied parts keep their worth.
_MENDABLE = frozenset(
    {
        Kind.DENIED,
        Kind.ENCRYPTED,
        Kind.BAD_CREDENTIALS,
        Kind.CREDENTIALS_EXPIRED,
        Kind.CLOCK_SKEW,
        Kind.OFFLINE,
        Kind.TRANSIENT,
        Kind.THROTTLED,
        Kind.QUOTA,
        Kind.WRONG_REGION,
        Kind.BUG,
    }
)


#: An account can be saved again; of a copy whose source was kept only the deletion is missing.
_MENDABLE_CODES = frozenset(
    {
        OwnCode.UNKNOWN_ACCOUNT,
        OwnCode.EDIT_NOT_UNDONE,
        OwnCode.NOT_PROVEN,
        OwnCode.OTHER_ETAG,
        OwnCode.PARTS_DISAGREE,
        OwnCode.PROPERTY_LOST,
        OwnCode.PROPERTY_UNREAD,
    }
)


def keeps_upload(error: StoreError) -> bool:
    """Whether a job that failed so keeps its unfinished upload for a retry."""
    return error.kind in _MENDABLE or error.code in _MENDABLE_CODES


def next_step(kind: JobKind, facts: Facts, want: Want, error: StoreError | None, *, listed: bool) -> Next:
    """Say what comes next.

    Args:
        error: why the job has failed; None while it has not.
        listed: whether the parts of the upload are known from the store or from this run, not only from a journal
            that another run wrote.
    """
    if error is not None:
        return _close(facts, State.FAILED, keep=keeps_upload(error))
    if want is Want.CANCEL and not (facts.written or facts.deleted):
        if _in_doubt(facts):
            return Step.RESOLVE
        return _close(facts, State.CANCELLED, keep=False)
    return _next_of_copy(kind, facts, listed=listed) if kind.copies else _next_in_place(kind, facts)


def _next_in_place(kind: JobKind, facts: Facts) -> Next:
    if isinstance(facts.plan, Refused):
        return End(State.REFUSED)
    if facts.written or facts.deleted or isinstance(facts.plan, Skipped):
        return End(State.SKIPPED if isinstance(facts.plan, Skipped) else State.DONE)
    return {JobKind.RESTORE: Step.RESTORE, JobKind.UNDELETE: Step.UNDELETE}.get(kind, Step.DELETE)


def _next_of_copy(kind: JobKind, facts: Facts, *, listed: bool) -> Next:
    if facts.written:
        if facts.verified is None:
            return Step.VERIFY
        return Step.DELETE if kind is JobKind.RENAME and not facts.deleted else End(State.DONE)
    match facts.plan:
        case None:
            return Step.STAT
        case Refused():
            return End(State.REFUSED)
        case Skipped():
            return End(State.SKIPPED)
        case RestorePlan():
            return Step.RESTORE if facts.restoring is None else Step.AWAIT
        case SetPlan():
            return Step.SET
        case SimplePlan():
            return Step.COPY if facts.copying is None else Step.RESOLVE
        case PartPlan() as plan:
            return _next_of_parts(facts, plan, listed=listed)


def _in_doubt(facts: Facts) -> bool:
    return facts.copying is not None or facts.completing is not None


def _next_of_parts(facts: Facts, plan: PartPlan, *, listed: bool) -> Next:
    if facts.upload_id is None:
        return Step.CREATE if facts.creating is None else Step.FIND_LEFTOVER
    if facts.completing is not None:
        return Step.RESOLVE
    if not listed:
        return Step.LIST_PARTS
    if facts.done.bit_count() < plan.count:
        return Parts()
    return Step.COMPLETE


def _close(facts: Facts, state: State, *, keep: bool) -> Next:
    """End the job; before that drop an upload of ours that nobody will go on with."""
    if keep or facts.aborted or facts.written:
        return End(state)
    if facts.upload_id is not None:
        return Step.ABORT
    if facts.creating is not None:
        return Step.FIND_LEFTOVER
    return End(state)


def not_sent(step: Step, facts: Facts) -> Facts:
    """The facts after the store refused `step`, or it never left: nothing is in doubt."""
    match step:
        case Step.COPY:
            return replace(facts, copying=None)
        case Step.CREATE:
            return replace(facts, creating=None)
        case Step.COMPLETE:
            return replace(facts, completing=None)
        case _:
            return facts


def in_doubt(step: Step, error: StoreError) -> bool:
    """Whether a failed step may have been carried out, so that the next step must look."""
    unclear = error.sent is Sent.MAYBE or error.kind is Kind.AMBIGUOUS
    return step in (Step.COPY, Step.CREATE, Step.COMPLETE) and unclear


def forget_upload(facts: Facts) -> Facts:
    """The facts after the store has lost our upload: begin a new one, with the same plan and pin."""
    return replace(facts, creating=None, upload_id=None, done=0, completing=None, aborted=False)


def for_retry(facts: Facts, error: StoreError | None) -> Facts:
    """The facts with which a job that ended starts again: its upload where it was kept, else nothing."""
    if error is None or not keeps_upload(error):
        return Facts()
    live = facts.upload_id is not None and not facts.aborted
    # Of what is written only the verification, or the deletion of the source, is missing.
    return facts if live or facts.written else Facts()


def after_restart(kind: JobKind, facts: Facts) -> Facts:
    """The facts with which another run goes on with an unfinished job.

    Between two runs anything may have happened to a copy, so the source of a rename is deleted only after one more
    look at it. A plan that nothing was sent for is out of date: what it would overwrite may have changed.
    """
    if _is_only_planned(facts):
        return Facts(target_key=facts.target_key)
    return replace(facts, verified=None) if kind is JobKind.RENAME and not facts.deleted else facts


def _is_only_planned(facts: Facts) -> bool:
    sent = facts.creating is not None or facts.upload_id is not None or facts.copying is not None or facts.doubted
    return isinstance(facts.plan, SimplePlan | PartPlan | SetPlan) and not sent and not facts.written
