"""Jobs that wait for each other, so that their objects are deleted with one request."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import pytest

from core.engine.active_job import ACTIVE_MAX, BatchRun, Run
from core.engine.groups import GROUP_WAIT_S
from core.engine.intake import make_run
from core.engine.scheduler import ACTIVE_ALL, EndItem, GroupItem, LoadItem, PartItem, Scheduler, StepItem
from core.journal.records import BatchRecord, JobRecord
from core.model.jobs import Facts, PartPlan, RestorePlan, SimplePlan, State, Want
from core.model.requests import CopyRequest, DeleteRequest, JobKind, JobRequest, Options, PrefixRequest
from core.model.values import Level, ObjectInfo, ObjectRef
from core.rules.conditions import GROUPS
from core.rules.steps import Step


def run_of(number: int, request: JobRequest, facts: Facts) -> Run:
    run = make_run(JobRecord(number, 1, request, State.WAITING, Want.RUN, facts))
    run.record = replace(run.record, facts=facts)  # of this run: it need not be verified once more
    return run


def copied(number: int, key: str = "", bucket: str = "b", **more: object) -> Run:
    """A rename whose copy is made, and neither verified nor followed by the deletion."""
    source = ObjectRef("a", bucket, key or f"k{number}")
    request = CopyRequest(source, ObjectRef("a", "c", f"k{number}"), Options(), JobKind.RENAME)
    info = ObjectInfo(source, 10, "E")
    facts = Facts(source=info, plan=SimplePlan(), written=True)
    return run_of(number, replace(request, **more), facts)  # type: ignore[arg-type]


def verified(number: int, **more: object) -> Run:
    """A rename of which only the deletion is missing."""
    run = copied(number, **more)  # type: ignore[arg-type]
    verify(run)
    return run


def verify(run: Run) -> None:
    facts = run.record.facts
    run.record = replace(run.record, facts=replace(facts, verified=Level.CRC64, result=facts.source))


def doomed(number: int) -> Run:
    """An object that is to be deleted."""
    return run_of(number, DeleteRequest(ObjectRef("a", "b", f"k{number}")), Facts())


def fresh(number: int) -> Run:
    """A rename of which nothing is known yet."""
    run = copied(number)
    run.record = replace(run.record, facts=Facts())
    return run


def planned(number: int, plan: PartPlan | RestorePlan) -> Run:
    run = copied(number)
    facts = replace(run.record.facts, plan=plan, written=False)
    if isinstance(plan, PartPlan):
        facts = replace(facts, upload_id="U", creating=1.0)
    run.learn(replace(run.record, facts=facts))
    run.listed = True
    return run


def folder(*runs: Run, kind: JobKind = JobKind.RENAME, listed: bool = True) -> tuple[Scheduler, BatchRun]:
    """A batch of many jobs, all of them active."""
    request = PrefixRequest(ObjectRef("a", "b", ""), ObjectRef("a", "c", ""), kind=kind)
    record = BatchRecord(1, request, Want.RUN, None if listed else "", None, 0.0, "me")
    batch = BatchRun(record, {State.WAITING: len(runs)}, {}, {run.id: run for run in runs})
    made = Scheduler(cpu_share=None)
    for run in runs:
        made.enqueue(run)
    made.add_batch(batch)
    made.active = len(runs)
    return made, batch


def steps(made: Scheduler, now: float = 0.0) -> list[tuple[int, Step]]:
    """All single steps that are handed out one after the other, by job."""
    found = []
    while isinstance(item := made.pick(now)[0], StepItem):
        found.append((item.run.id, item.step))
    assert item is None
    return sorted(found)


def group(made: Scheduler, now: float = 0.0) -> list[int]:
    """The jobs of the next item, which is a group."""
    item = made.pick(now)[0]
    assert isinstance(item, GroupItem)
    return sorted(run.id for run in item.runs)


def dequeued(batch: BatchRun) -> int:
    """How many jobs wait for each other."""
    return sum(run.dequeued for run in batch.active.values())


def finish(made: Scheduler, *runs: Run) -> None:
    """Each has been verified."""
    for run in runs:
        verify(run)
        run.step = None
        made.enqueue(run)


# ---------------------------------------------------------------- what is only deleted


def test_jobs_that_only_lack_the_deletion_wait_for_each_other_and_go_in_one_request() -> None:
    made, batch = folder(*(doomed(number) for number in range(1, 6)), kind=JobKind.DELETE)
    assert group(made) == [1, 2, 3, 4, 5]
    assert made.lane("a").in_flight == 1
    assert dequeued(batch) == 0
    assert made.pick(0.0) == (None, math.inf)


def test_a_group_waits_for_the_rest_of_the_list_and_not_when_nobody_wants_more() -> None:
    made, batch = folder(doomed(1), kind=JobKind.DELETE, listed=False)
    batch.listing_now = True
    assert made.pick(0.0)[0] is None
    assert dequeued(batch) == 1
    batch.record = replace(batch.record, want=Want.PAUSE)
    assert group(made) == [1]


def test_what_is_only_deleted_waits_for_its_group_as_long_as_it_takes() -> None:
    made, batch = folder(doomed(1), kind=JobKind.DELETE, listed=False)
    batch.listing_now = True
    assert made.pick(0.0)[0] is None
    assert made.pick(100 * GROUP_WAIT_S)[0] is None
    assert dequeued(batch) == 1


@pytest.mark.parametrize(("kind", "make"), [(JobKind.RENAME, verified), (JobKind.DELETE, doomed)])
def test_a_full_group_goes_though_others_may_still_come(kind: JobKind, make: Callable[[int], Run]) -> None:
    most = GROUPS[kind]
    made, batch = folder(*(make(number) for number in range(most + 5)), kind=kind, listed=False)
    batch.listing_now = True
    assert len(group(made)) == most
    assert made.pick(0.0)[0] is None
    assert dequeued(batch) == 5


def test_a_job_that_is_its_whole_batch_is_deleted_at_once() -> None:
    run = doomed(1)
    made, batch = folder(run, kind=JobKind.DELETE)
    batch.record = replace(batch.record, request=run.record.request)
    batch.loading = True
    assert group(made) == [1]


def test_a_parked_job_leaves_its_group_when_it_is_paused_or_cancelled() -> None:
    first, second = doomed(1), doomed(2)
    made, batch = folder(first, second, kind=JobKind.DELETE, listed=False)
    batch.listing_now = True
    assert made.pick(0.0)[0] is None
    assert dequeued(batch) == 2
    for run, want, state in ((first, Want.PAUSE, State.PAUSED), (second, Want.CANCEL, State.CANCELLED)):
        run.want = want
        made.enqueue(run)
        assert made.pick(0.0)[0] == EndItem(run, state)
    assert dequeued(batch) == 0


def test_jobs_that_are_deleted_with_others_leave_room_for_more_until_they_end() -> None:
    runs = [doomed(number) for number in range(ACTIVE_ALL)]
    made, batch = folder(*runs, kind=JobKind.DELETE, listed=False)
    batch.listing_now = True
    batch.waiting_in_journal = True
    assert batch.room < 0
    item = made.pick(0.0)[0]
    assert isinstance(item, LoadItem)
    assert (dequeued(batch), batch.room) == (ACTIVE_ALL, ACTIVE_MAX)
    batch.waiting_in_journal = batch.loading = batch.listing_now = False
    batch.record = replace(batch.record, cursor=None)
    assert len(group(made)) == ACTIVE_ALL
    assert batch.room == ACTIVE_MAX
    for run in runs:
        made.retire(batch, run)
    assert (batch.room, made.active, made.aside) == (ACTIVE_MAX, 0, 0)


def test_a_group_waits_for_a_throttled_lane() -> None:
    made, _ = folder(doomed(1), doomed(2), kind=JobKind.DELETE)
    made.lane("a").throttle(until=9.0)
    assert made.pick(1.0) == (None, 9.0)
    assert group(made, 9.0) == [1, 2]


# ---------------------------------------------------------------- renames


def test_copies_of_a_rename_wait_for_each_other_before_any_of_them_is_verified_however_long_that_takes() -> None:
    first, second, late = copied(1), copied(2), fresh(3)
    made, batch = folder(first, second, late)
    assert steps(made) == [(3, Step.STAT)]
    assert dequeued(batch) == 2
    assert steps(made, 100 * GROUP_WAIT_S) == []
    batch.active.pop(3)
    assert steps(made, 100 * GROUP_WAIT_S) == [(1, Step.VERIFY), (2, Step.VERIFY)]
    assert dequeued(batch) == 0
    finish(made, first, second)
    assert group(made, 100 * GROUP_WAIT_S) == [1, 2]


def test_a_full_group_is_verified_though_others_may_still_come() -> None:
    most = GROUPS[JobKind.RENAME]
    runs = [copied(number) for number in range(most + 5)]
    made, batch = folder(*runs, listed=False)
    batch.listing_now = True
    made.lane("a").window = most
    assert steps(made) == [(number, Step.VERIFY) for number in range(most)]
    made.lane("a").in_flight = 0
    assert dequeued(batch) == 5
    finish(made, *runs[:most])
    assert group(made) == list(range(most))


def test_a_group_does_not_wait_for_a_large_copy_or_a_restore() -> None:
    small, large, frozen = copied(1), planned(2, PartPlan(1, 10, 1)), planned(3, RestorePlan())
    frozen.record = replace(frozen.record, facts=replace(frozen.record.facts, restoring=0.0))
    frozen.not_before = 3600.0
    made, _ = folder(large, small, frozen)
    items = [made.pick(0.0)[0] for _ in range(4)]
    assert [item for item in items if not isinstance(item, PartItem)] == [StepItem(small, Step.VERIFY)]
    finish(made, small)
    assert any(isinstance(made.pick(0.0)[0], GroupItem) for _ in range(3))


def test_what_was_copied_in_parts_is_verified_and_deleted_by_itself_at_once() -> None:
    large = copied(1)
    large.record = replace(large.record, facts=replace(large.record.facts, plan=PartPlan(1, 10, 1)))
    made, batch = folder(large, copied(2), listed=False)
    batch.listing_now = True
    assert steps(made) == [(1, Step.VERIFY)]
    finish(made, large)
    assert group(made) == [1]
    assert dequeued(batch) == 1


@pytest.mark.parametrize(
    "more",
    [{"key": "tab\there"}, {"options": Options(trust=Level.CRC64)}],
    ids=["a name that no document can hold", "a proof that cannot be had"],
)
def test_what_cannot_be_deleted_with_others_does_not_wait_for_them(more: dict[str, object]) -> None:
    odd = copied(1, **more)  # type: ignore[arg-type]
    made, batch = folder(odd, copied(2), listed=False)
    batch.listing_now = True
    assert steps(made) == [(1, Step.VERIFY)]
    finish(made, odd)
    assert group(made) == [1]


def test_each_bucket_has_groups_of_its_own() -> None:
    runs = [copied(number, bucket="bd"[number % 2]) for number in range(6)]
    made, _ = folder(*runs)
    assert len(steps(made)) == 6
    finish(made, *runs)
    assert [group(made), group(made)] == [[0, 2, 4], [1, 3, 5]]


def test_a_verified_copy_does_not_wait_long_for_another_one_to_be_verified() -> None:
    """What happens to a verified copy goes unseen while its source waits to be deleted."""
    first, slow, last = copied(1), copied(2), copied(3)
    made, _ = folder(first, slow, last)
    assert len(steps(made)) == 3
    finish(made, first)
    assert made.pick(0.0) == (None, GROUP_WAIT_S)
    finish(made, last)
    assert made.pick(GROUP_WAIT_S / 2) == (None, GROUP_WAIT_S * 1.5)
    assert group(made, GROUP_WAIT_S * 1.5) == [1, 3]
    finish(made, slow)
    assert group(made, GROUP_WAIT_S * 1.5) == [2]


def test_a_verified_copy_whose_source_could_not_be_deleted_waits_no_longer_for_others_either() -> None:
    made, batch = folder(verified(1), listed=False)
    batch.listing_now = True
    assert made.pick(0.0) == (None, GROUP_WAIT_S)
    assert group(made, GROUP_WAIT_S) == [1]


def test_a_group_goes_without_the_one_that_fails() -> None:
    first, bad = copied(1), copied(2)
    made, _ = folder(first, bad)
    assert len(steps(made)) == 2
    finish(made, first)
    bad.step, bad.gave_up = None, True
    made.enqueue(bad)
    assert made.pick(0.0)[0] == EndItem(bad, State.FAILED)
    assert group(made) == [1]
