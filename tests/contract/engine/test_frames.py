"""What the engine tells of its batches: previews, proofs, parts and sums."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.model.jobs import State, Want
from core.model.reports import BatchRow
from core.model.values import Level
from core.sandbox.settings import Fault, Seen
from tests.doubles.engine_fixture import MIB, TARGET, EngineFixture, engine_fixture, prefix, request, stop_at


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[EngineFixture]:
    with engine_fixture(tmp_path) as opened:
        yield opened


def test_a_preview_sends_nothing_that_writes_and_tells_of_a_target_that_exists(rig: EngineFixture) -> None:
    rig.put("a", 5 * MIB)
    rig.put("a", 5, bucket=TARGET)
    preview = rig.engine.preview(request("a", part_size=MIB))
    assert (preview.target_exists, preview.refused, preview.size) == (True, None, 5 * MIB)
    assert preview.plan is not None
    assert preview.plan.kind == "parts"
    assert all(seen.method in ("GET", "HEAD") for seen in rig.sandbox.seen.all())


def test_a_cleared_batch_is_gone_and_one_that_runs_is_not_cleared(rig: EngineFixture) -> None:
    rig.put("a", 10)
    batch = rig.engine.submit(request("a"))
    rig.engine.clear([batch])
    assert rig.finish(batch).state is State.DONE
    rig.engine.frame()
    rig.engine.clear([batch])
    assert rig.engine.frame().gone == (batch,)
    assert rig.journal.batches() == ()


def test_a_batch_tells_the_weakest_level_that_its_copies_have_reached_also_after_a_restart(rig: EngineFixture) -> None:
    rig.put("p/a", 10)
    rig.put("p/b", 10, shows_crc=False)
    rig.engine.submit(prefix("p/", "q/"))
    rig.engine.run_until_idle()
    levels = [rig.engine.snapshot().batches[0].verified]
    rig.restart()
    levels.append(rig.engine.snapshot().batches[0].verified)
    assert levels == [Level.PART_ETAGS, Level.PART_ETAGS]


def test_the_grid_of_a_job_that_rests_comes_from_the_journal(rig: EngineFixture) -> None:
    rig.put("a", 4 * MIB)
    rig.on(stop_at(rig, 3, Want.PAUSE))
    row = rig.finish(rig.engine.submit(request("a", part_size=MIB)))
    grid = rig.engine.grid(row.id)
    assert grid is not None
    assert (grid.cells, grid.attempts) == (b"\2\2\2\0", b"\1\1\1\0")


def test_frames_carry_the_grid_of_the_watched_job(rig: EngineFixture) -> None:
    rig.put("a", 4 * MIB)
    grids: list[bytes] = []
    rig.engine.watch(1)

    def look(seen: Seen) -> Fault | None:
        if seen.part:
            grid = rig.engine.frame().grid
            assert grid is not None
            grids.append(grid.cells)
        return None

    rig.on(look)
    rig.copy("a", part_size=MIB)
    assert grids == [b"\1\0\0\0", b"\2\1\0\0", b"\2\2\1\0", b"\2\2\2\1"]
    last = rig.engine.frame().grid
    assert last is not None
    assert last.cells == b"\2\2\2\2"
    assert rig.engine.frame().grid is None


def test_what_a_paused_copy_has_done_counts_in_the_sum(rig: EngineFixture) -> None:
    rig.put("a", 1 * MIB)
    rig.on(stop_at(rig, 3, Want.PAUSE))
    rig.engine.submit(request("a", part_size=128 * 1024))
    rig.engine.run_until_idle()
    frame = rig.engine.snapshot()
    assert frame.jobs[0].state is State.PAUSED
    assert 0 < frame.jobs[0].done_bytes == frame.totals.done_bytes == frame.batches[0].done_bytes


def test_a_store_that_falls_silent_is_told_within_seconds_and_no_speed_of_before_is_shown(rig: EngineFixture) -> None:
    rig.put("a", 8 * MIB)
    rows: list[BatchRow] = []

    def answer_slowly(seen: Seen) -> Fault | None:
        if seen.part:
            rig.clock.unix += 0.5 if seen.part < 8 else 5.0
            rig.engine.frame()
            rig.engine.pulse()
            rows.extend(rig.engine.frame().batches)
        return None

    rig.on(answer_slowly)
    rig.finish(rig.engine.submit(request("a", part_size=MIB)))
    before, silent = rows[-2:]
    assert (before.silent_s, round(before.speed)) == (0.0, round(6 * MIB / 3.5))  # the seventh part is on its way
    assert before.eta_s is not None
    assert (silent.silent_s, silent.speed, silent.eta_s) == (5.0, 0.0, None)
