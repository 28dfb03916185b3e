"""The state machine: what comes next, from the facts alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.model.errors import Kind, StoreError
from core.model.jobs import (
    Facts,
    PartPlan,
    Plan,
    Reason,
    Refused,
    RestorePlan,
    SetPlan,
    SimplePlan,
    Skipped,
    State,
    Want,
)
from core.model.requests import JobKind
from core.model.values import Level, ObjectInfo, ObjectRef
from core.rules.steps import End, Next, Parts, Step, after_restart, for_retry, forget_upload, keeps_upload, next_step

SOURCE = ObjectInfo(ObjectRef("a", "b", "k"), 25, "E")
SIMPLE = Facts(source=SOURCE, plan=SimplePlan())
PARTED = Facts(source=SOURCE, plan=PartPlan(10, 3, 5))
BEGUN = replace(PARTED, creating=1.0, upload_id="U")
DENIED = StoreError(Kind.DENIED)
CHANGED = StoreError(Kind.SOURCE_CHANGED)


def after(facts: Facts, want: Want = Want.RUN, error: StoreError | None = None, *, listed: bool = True) -> Next:
    return next_step(JobKind.COPY, facts, want, error, listed=listed)


@pytest.mark.parametrize(
    ("facts", "following"),
    [
        (Facts(), Step.STAT),
        (Facts(plan=Refused(Reason.ARCHIVED)), End(State.REFUSED)),
        (Facts(plan=Skipped()), End(State.SKIPPED)),
        (SIMPLE, Step.COPY),
        (replace(SIMPLE, copying=1.0), Step.RESOLVE),
        (replace(SIMPLE, copying=1.0, written=True), Step.VERIFY),
        (replace(SIMPLE, written=True, verified=Level.CRC64), End(State.DONE)),
        (PARTED, Step.CREATE),
        (replace(PARTED, creating=1.0), Step.FIND_LEFTOVER),
        (BEGUN, Parts()),
        (replace(BEGUN, done=0b101), Parts()),
        (replace(BEGUN, done=0b111), Step.COMPLETE),
        (replace(BEGUN, done=0b111, completing="h"), Step.RESOLVE),
        (replace(BEGUN, done=0b111, completing="h", written=True), Step.VERIFY),
    ],
)
def test_a_copy_goes_from_step_to_step_and_looks_where_an_answer_is_missing(facts: Facts, following: Next) -> None:
    assert after(facts) == following


def test_parts_of_another_run_are_listed_before_any_is_sent() -> None:
    assert after(BEGUN, listed=False) is Step.LIST_PARTS
    assert after(replace(BEGUN, done=0b111), listed=False) is Step.LIST_PARTS


@pytest.mark.parametrize(
    ("facts", "following"),
    [
        (Facts(), End(State.CANCELLED)),
        (PARTED, End(State.CANCELLED)),
        (replace(PARTED, creating=1.0), Step.FIND_LEFTOVER),
        (BEGUN, Step.ABORT),
        (replace(BEGUN, aborted=True), End(State.CANCELLED)),
        (replace(BEGUN, completing="h"), Step.RESOLVE),
        (replace(SIMPLE, copying=1.0), Step.RESOLVE),
        (replace(SIMPLE, written=True), Step.VERIFY),
    ],
)
def test_a_cancelled_job_drops_its_own_upload_and_leaves_no_doubt_behind(facts: Facts, following: Next) -> None:
    assert after(facts, Want.CANCEL) == following


def test_a_failure_that_can_be_mended_keeps_the_upload_and_any_other_drops_it() -> None:
    assert after(BEGUN, error=DENIED) == End(State.FAILED)
    assert after(BEGUN, error=CHANGED) is Step.ABORT
    assert after(replace(BEGUN, aborted=True), error=CHANGED) == End(State.FAILED)


def test_a_job_that_starts_again_keeps_its_parts_only_where_they_keep_their_worth() -> None:
    assert for_retry(BEGUN, DENIED) == BEGUN
    assert for_retry(BEGUN, CHANGED) == Facts()
    assert for_retry(replace(BEGUN, aborted=True), DENIED) == Facts()
    assert for_retry(replace(SIMPLE, written=True), StoreError(Kind.OFFLINE)).written


def test_an_upload_that_the_store_has_lost_is_begun_anew_with_the_same_plan() -> None:
    fresh = forget_upload(replace(BEGUN, done=0b11))
    assert after(fresh) is Step.CREATE
    assert (fresh.plan, fresh.source) == (BEGUN.plan, BEGUN.source)


def test_every_kind_of_failure_says_whether_the_upload_is_kept() -> None:
    kept = {kind for kind in Kind if keeps_upload(StoreError(kind))}
    assert Kind.SOURCE_CHANGED not in kept
    assert Kind.EXISTS not in kept
    assert {Kind.OFFLINE, Kind.DENIED, Kind.CREDENTIALS_EXPIRED} <= kept


# ---------------------------------------------------------------- the other kinds

COPIED = replace(SIMPLE, written=True, verified=Level.CRC64)


@pytest.mark.parametrize(
    ("facts", "following"),
    [
        (replace(SIMPLE, written=True), Step.VERIFY),
        (COPIED, Step.DELETE),
        (replace(COPIED, deleted=True), End(State.DONE)),
        (replace(SIMPLE, written=True, deleted=True), Step.VERIFY),
        (Facts(source=SOURCE, plan=Skipped()), End(State.SKIPPED)),
        (Facts(source=SOURCE, plan=Refused(Reason.EXISTS)), End(State.REFUSED)),
    ],
)
def test_a_rename_deletes_its_source_after_the_verification_and_never_else(facts: Facts, following: Next) -> None:
    assert next_step(JobKind.RENAME, facts, Want.RUN, None, listed=True) == following


@pytest.mark.parametrize("kind", [kind for kind in JobKind if kind.copies])
def test_a_copy_that_is_not_verified_never_leads_to_a_deletion(kind: JobKind) -> None:
    for facts in (Facts(), SIMPLE, PARTED, BEGUN, replace(BEGUN, done=7), replace(BEGUN, written=True)):
        for want in Want:
            for error in (None, DENIED, CHANGED):
                assert next_step(kind, facts, want, error, listed=True) is not Step.DELETE


def test_a_rename_that_is_cancelled_after_its_copy_goes_on_so_that_no_object_is_left_twice() -> None:
    assert next_step(JobKind.RENAME, COPIED, Want.CANCEL, None, listed=True) is Step.DELETE
    assert next_step(JobKind.RENAME, SIMPLE, Want.CANCEL, None, listed=True) == End(State.CANCELLED)


def test_a_rename_that_was_interrupted_is_verified_once_more_before_its_source_goes() -> None:
    assert after_restart(JobKind.RENAME, COPIED).verified is None
    gone = replace(COPIED, deleted=True)
    assert after_restart(JobKind.RENAME, gone) == gone
    assert after_restart(JobKind.COPY, COPIED) == COPIED


@pytest.mark.parametrize("plan", [SimplePlan(), PartPlan(1, 1, 1), SetPlan()])
def test_another_run_plans_anew_what_was_planned_and_not_begun(plan: Plan) -> None:
    planned = Facts(source=COPIED.source, target_before=COPIED.source, plan=plan, target_key="k (2)")
    assert after_restart(JobKind.EDIT, planned) == Facts(target_key="k (2)")
    for begun in (
        replace(planned, copying=1.0),
        replace(planned, doubted=True),
        replace(planned, creating=1.0),
        replace(planned, creating=1.0, upload_id="U"),
        replace(planned, written=True),
    ):
        assert after_restart(JobKind.EDIT, begun) == begun


@pytest.mark.parametrize(
    ("kind", "step", "done"),
    [
        (JobKind.DELETE, Step.DELETE, Facts(deleted=True)),
        (JobKind.UNDELETE, Step.UNDELETE, Facts(written=True)),
        (JobKind.RESTORE, Step.RESTORE, Facts(source=SOURCE, written=True, restoring=1.0)),
    ],
)
def test_what_stays_in_its_place_is_one_step_and_then_done_whatever_is_wished_by_then(
    kind: JobKind, step: Step, done: Facts
) -> None:
    assert next_step(kind, Facts(), Want.RUN, None, listed=True) is step
    assert next_step(kind, Facts(), Want.CANCEL, None, listed=True) == End(State.CANCELLED)
    assert next_step(kind, Facts(), Want.RUN, DENIED, listed=True) == End(State.FAILED)
    for want in Want:
        assert next_step(kind, done, want, None, listed=True) == End(State.DONE)


def test_a_change_of_tags_alone_is_set_and_verified_without_a_copy() -> None:
    facts = Facts(source=SOURCE, plan=SetPlan())
    assert next_step(JobKind.EDIT, facts, Want.RUN, None, listed=True) is Step.SET
    written = replace(facts, written=True)
    assert next_step(JobKind.EDIT, written, Want.RUN, None, listed=True) is Step.VERIFY
    assert next_step(JobKind.EDIT, replace(written, verified=Level.CRC64), Want.RUN, None, listed=True) == End(
        State.DONE
    )


def test_an_archived_source_is_asked_for_and_then_waited_for() -> None:
    facts = Facts(source=SOURCE, plan=RestorePlan())
    assert after(facts) is Step.RESTORE
    assert after(replace(facts, restoring=1.0)) is Step.AWAIT
    assert after(replace(facts, restoring=1.0), Want.CANCEL) == End(State.CANCELLED)


@pytest.mark.parametrize("code", ["NotProven", "OtherEtag", "PropertyLost", "PropertyUnread"])
def test_a_rename_that_kept_its_source_is_looked_at_once_more_and_not_copied_when_it_is_tried_again(code: str) -> None:
    error = StoreError(Kind.UNSUPPORTED, op="DeleteObject", code=code)
    assert next_step(JobKind.RENAME, COPIED, Want.RUN, error, listed=True) == End(State.FAILED)
    again = after_restart(JobKind.RENAME, for_retry(COPIED, error))  # as every job is made active
    assert next_step(JobKind.RENAME, again, Want.RUN, None, listed=True) is Step.VERIFY
