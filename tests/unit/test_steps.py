"""The state machine: what comes next, from the facts alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.errors import Kind, StoreError
from core.jobs import Facts, Level, PartPlan, Reason, Refused, SimplePlan, Skipped, State, Want
from core.steps import End, Next, Parts, Step, for_retry, forget_upload, keeps_upload, next_step
from core.values import ObjectInfo, ObjectRef

SOURCE = ObjectInfo(ObjectRef("a", "b", "k"), 25, "E")
SIMPLE = Facts(source=SOURCE, plan=SimplePlan())
PARTED = Facts(source=SOURCE, plan=PartPlan(10, 3, 5))
BEGUN = replace(PARTED, creating=1.0, upload_id="U")
DENIED = StoreError(Kind.DENIED)
CHANGED = StoreError(Kind.SOURCE_CHANGED)


def after(facts: Facts, want: Want = Want.RUN, error: StoreError | None = None, *, listed: bool = True) -> Next:
    return next_step(facts, want, error, listed=listed)


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
        (replace(PARTED, creating=1.0), Step.FIND_UPLOAD),
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
        (replace(PARTED, creating=1.0), Step.FIND_UPLOAD),
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
