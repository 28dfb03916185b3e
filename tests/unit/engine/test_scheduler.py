"""Whose turn it is: fairness between jobs, lanes that close, and a processor budget."""

from __future__ import annotations

import math
from dataclasses import replace

from core.engine.active_job import ACTIVE_MAX, BatchRun, Run
from core.engine.intake import make_run
from core.engine.scheduler import (
    ACTIVE_ALL,
    CpuBudget,
    EndItem,
    Lane,
    LoadItem,
    PartItem,
    Scheduler,
    StepItem,
)
from core.journal.records import BatchRecord, JobRecord
from core.model.jobs import Facts, PartFact, PartPlan, RestorePlan, State, Want
from core.model.requests import CopyRequest
from core.model.values import ObjectInfo, ObjectRef, PartInfo
from core.rules.steps import Step

REQUEST = CopyRequest(ObjectRef("a", "b", "k"), ObjectRef("a", "c", "k"))


def parted(number: int, count: int, done: int = 0) -> Run:
    source = ObjectInfo(REQUEST.source, 10 * count, "E")
    facts = Facts(source=source, plan=PartPlan(10, count, 10), creating=1.0, upload_id=f"U{number}")
    run = make_run(JobRecord(number, 1, REQUEST, State.WAITING, Want.RUN, facts))
    run.listed = True
    for part in range(1, done + 1):
        run.parts[part] = PartFact(PartInfo(part, 10, "E"))
    return run


def fresh(number: int) -> Run:
    return make_run(JobRecord(number, 1, REQUEST, State.WAITING, Want.RUN, Facts()))


def scheduler(*runs: Run) -> Scheduler:
    made = Scheduler(cpu_share=None)
    for run in runs:
        made.enqueue(run)
    return made


def taken(made: Scheduler, count: int, now: float = 0.0) -> list[tuple[int, int | str]]:
    items = [made.pick(now)[0] for _ in range(count)]
    return [
        (item.run.id, item.number if isinstance(item, PartItem) else item.step.value)
        for item in items
        if isinstance(item, PartItem | StepItem)
    ]


def test_jobs_take_turns_so_a_large_copy_does_not_hold_up_a_small_one() -> None:
    made = scheduler(parted(1, 10_000), fresh(2), parted(3, 2))
    assert taken(made, 6) == [(1, 1), (2, "stat"), (3, 1), (1, 2), (3, 2), (1, 3)]


def waiting_batch(number: int) -> BatchRun:
    record = BatchRecord(number, REQUEST, Want.RUN, None, None, 0.0, "me")
    return BatchRun(record, {State.WAITING: 1}, {}, waiting_in_journal=True)


def test_a_batch_that_waits_in_the_journal_is_loaded_while_a_large_copy_keeps_all_workers_busy() -> None:
    made = scheduler(parted(1, 10_000))
    made.add_batch(waiting_batch(2))
    items = [made.pick(0.0)[0] for _ in range(3)]
    assert any(isinstance(item, LoadItem) for item in items)


def test_batches_are_loaded_in_their_order_and_only_as_many_jobs_as_memory_should_hold() -> None:
    made = scheduler()
    for number in (1, 2):
        made.add_batch(waiting_batch(number))
    made.active = ACTIVE_ALL
    assert made.pick(0.0) == (None, math.inf)
    made.active -= 1
    item, _ = made.pick(0.0)
    assert isinstance(item, LoadItem)
    assert item.batch.id == 1


def test_an_exclusive_step_is_handed_out_once_and_nothing_beside_it() -> None:
    made = scheduler(fresh(1))
    assert taken(made, 3) == [(1, "stat")]
    assert made.pick(0.0) == (None, math.inf)


def test_a_full_lane_hands_out_nothing_until_a_request_comes_back() -> None:
    run = parted(1, 10)
    made = scheduler(run)
    made.lane("a").window = 2
    assert taken(made, 5) == [(1, 1), (1, 2)]
    run.flying.discard(1)
    made.lane("a").in_flight -= 1
    made.enqueue(run)
    assert taken(made, 5) == [(1, 3)]


def test_a_throttled_lane_halves_waits_and_recovers_slowly() -> None:
    lane = Lane(window=16)
    lane.throttle(until=5.0)
    assert (lane.window, lane.opens(4.0), lane.opens(5.0)) == (8, 5.0, None)
    for _ in range(8):
        lane.succeed()
    assert 8.9 < lane.window < 9.1
    for _ in range(10):
        lane.throttle(0.0)
    assert lane.window == 1.0


def test_a_part_that_failed_is_sent_again_at_its_time_and_before_later_ones() -> None:
    run = parted(1, 4)
    made = scheduler(run)
    assert taken(made, 2) == [(1, 1), (1, 2)]
    assert run.board is not None
    run.board.fail(1, until=10.0)
    run.flying.discard(1)
    made.enqueue(run)
    assert taken(made, 3, now=5.0) == [(1, 3), (1, 4)]
    assert made.pick(5.0) == (None, 10.0)
    assert taken(made, 1, now=10.0) == [(1, 1)]
    assert run.board.attempts[0] == 2


def test_the_speed_counts_from_the_moment_at_which_the_first_part_was_handed_out() -> None:
    run = parted(1, 40)
    made = scheduler(run)
    taken(made, 4, now=100.0)
    for _ in range(4):
        run.meter.add(102.0, 10)
    assert run.meter.speed(102.0) == 20.0


def test_a_paused_job_comes_to_rest_only_when_its_parts_are_back() -> None:
    run = parted(1, 4)
    made = scheduler(run)
    taken(made, 1)
    run.want = Want.PAUSE
    made.enqueue(run)
    assert made.pick(0.0)[0] is None
    run.flying.clear()
    made.enqueue(run)
    assert made.pick(0.0)[0] == EndItem(run, State.PAUSED)


def test_the_processor_budget_closes_when_it_is_spent_and_opens_with_time() -> None:
    budget = CpuBudget(0.5)
    assert budget.opens(100.0) is None
    budget.spend(0.30)
    opens = budget.opens(100.0)
    assert opens is not None
    assert 100.4 < opens < 100.6
    assert budget.opens(opens + 0.001) is None
    assert CpuBudget(None).opens(0.0) is None


def test_a_batch_counts_each_of_its_jobs_in_exactly_one_state() -> None:
    record = BatchRecord(1, REQUEST, Want.RUN, None, None, 0.0, "me")
    batch = BatchRun(record, {State.WAITING: 3}, {State.WAITING: 30})
    run = fresh(1)
    run.started = True
    batch.active[1] = run
    assert batch.row(0.0, None).counts == {State.RUNNING: 1, State.WAITING: 2}
    batch.active.clear()
    batch.move(10, State.WAITING, State.DONE)
    row = batch.row(0.0, None)
    assert (row.counts, row.size, row.done_bytes) == ({State.WAITING: 2, State.DONE: 1}, 30, 10)


def test_a_step_that_was_put_off_waits_for_its_time() -> None:
    run = fresh(1)
    run.not_before = 7.0
    made = scheduler(run)
    assert made.pick(1.0) == (None, 7.0)
    item, _ = made.pick(7.0)
    assert item == StepItem(run, Step.STAT)


def test_a_job_that_waits_for_a_restore_leaves_room_and_goes_on_at_its_time_or_when_it_is_wished() -> None:
    first, second = fresh(1), fresh(2)
    batch = waiting_batch(1)
    made = scheduler(first, second)
    made.add_batch(batch)
    batch.waiting_in_journal = False
    for run, due in ((first, 7.0), (second, 9.0)):
        run.record = replace(run.record, facts=Facts(plan=RestorePlan(), restoring=1.0))
        run.not_before = due
        batch.active[run.id] = run
    assert made.pick(1.0) == (None, 7.0)
    assert batch.room == ACTIVE_MAX
    second.want, second.not_before = Want.PAUSE, 0.0
    made.enqueue(second)
    assert made.pick(2.0)[0] == EndItem(second, State.PAUSED)
    assert made.pick(7.0)[0] == StepItem(first, Step.AWAIT)
    assert made.pick(9.0) == (None, math.inf)
