"""What the engine tells of its batches: previews, proofs, parts and sums."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.model.jobs import State, Want
from core.model.values import Level
from core.sandbox.settings import Fault, Seen
from tests.doubles.engine_fixture import MIB, TARGET, EngineFixture, engine_fixture, prefix, request, stop_at


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[EngineFixture]:
    with engine_fixture(tmp_path) as opened:
        yield opened


def test_a_preview_sends_nothing_that_writes_and_tells_of_a_target_that_exists(desk: EngineFixture) -> None:
    desk.put("a", 5 * MIB)
    desk.put("a", 5, bucket=TARGET)
    preview = desk.engine.preview(request("a", part_size=MIB))
    assert (preview.target_exists, preview.refused, preview.size) == (True, None, 5 * MIB)
    assert preview.plan is not None
    assert preview.plan.kind == "parts"
    assert all(seen.method in ("GET", "HEAD") for seen in desk.sandbox.seen.all())


def test_a_cleared_batch_is_gone_and_one_that_runs_is_not_cleared(desk: EngineFixture) -> None:
    desk.put("a", 10)
    batch = desk.engine.submit(request("a"))
    desk.engine.clear([batch])
    assert desk.finish(batch).state is State.DONE
    desk.engine.frame()
    desk.engine.clear([batch])
    assert desk.engine.frame().gone == (batch,)
    assert desk.journal.batches() == ()


def test_a_batch_tells_the_weakest_level_that_its_copies_have_reached_also_after_a_restart(desk: EngineFixture) -> None:
    desk.put("p/a", 10)
    desk.put("p/b", 10, shows_crc=False)
    desk.engine.submit(prefix("p/", "q/"))
    desk.engine.run_until_idle()
    levels = [desk.engine.snapshot().batches[0].verified]
    desk.restart()
    levels.append(desk.engine.snapshot().batches[0].verified)
    assert levels == [Level.PART_ETAGS, Level.PART_ETAGS]


def test_the_grid_of_a_job_that_rests_comes_from_the_journal(desk: EngineFixture) -> None:
    desk.put("a", 4 * MIB)
    desk.on(stop_at(desk, 3, Want.PAUSE))
    row = desk.finish(desk.engine.submit(request("a", part_size=MIB)))
    grid = desk.engine.grid(row.id)
    assert grid is not None
    assert (grid.cells, grid.attempts) == (b"\2\2\2\0", b"\1\1\1\0")


def test_frames_carry_the_grid_of_the_watched_job(desk: EngineFixture) -> None:
    desk.put("a", 4 * MIB)
    grids: list[bytes] = []
    desk.engine.watch(1)

    def look(seen: Seen) -> Fault | None:
        if seen.part:
            grid = desk.engine.frame().grid
            assert grid is not None
            grids.append(grid.cells)
        return None

    desk.on(look)
    desk.copy("a", part_size=MIB)
    assert grids == [b"\1\0\0\0", b"\2\1\0\0", b"\2\2\1\0", b"\2\2\2\1"]
    last = desk.engine.frame().grid
    assert last is not None
    assert last.cells == b"\2\2\2\2"
    assert desk.engine.frame().grid is None


def test_what_a_paused_copy_has_done_counts_in_the_sum(desk: EngineFixture) -> None:
    desk.put("a", 1 * MIB)
    desk.on(stop_at(desk, 3, Want.PAUSE))
    desk.engine.submit(request("a", part_size=128 * 1024))
    desk.engine.run_until_idle()
    frame = desk.engine.snapshot()
    assert frame.jobs[0].state is State.PAUSED
    assert 0 < frame.jobs[0].done_bytes == frame.totals.done_bytes == frame.batches[0].done_bytes
