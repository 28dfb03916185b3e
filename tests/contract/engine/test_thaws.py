"""Contract: a copy that waits for its archived source gives up on a store that does not keep its word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.cli import messages as sentences
from core.engine.active_job import ACTIVE_MAX
from core.model.errors import Cancelled
from core.model.jobs import State
from core.model.requests import CopyRequest, Options, PrefixRequest, Restore
from core.model.values import ObjectRef
from core.sandbox.settings import Fault, Seen
from tests.doubles.engine_fixture import SOURCE, TARGET, EngineFixture, engine_fixture

REQUEST = CopyRequest(
    ObjectRef("sandbox", SOURCE, "ice"), ObjectRef("sandbox", TARGET, "ice"), Options(restore=Restore(days=2))
)

HOURS_S = 12 * 3600.0


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[EngineFixture]:
    with engine_fixture(tmp_path) as opened:
        opened.put("ice", 100, storage_class="Archive")
        yield opened


def forget(rig: EngineFixture, times: int) -> None:
    """The store accepts so many restores and forgets them: whoever looks sees an archived object."""

    def fate(seen: Seen) -> Fault | None:
        held = rig.world.get(SOURCE, "ice")
        if seen.operation == "HeadObject" and held is not None and rig.sent("RestoreObject") <= times:
            rig.world.swap(SOURCE, "ice", held, replace(held, ready=None, readable_until=0.0))
        return None

    rig.on(fate)


def test_a_restore_that_is_accepted_again_and_again_and_never_begins_ends_the_job_with_a_sentence(
    rig: EngineFixture,
) -> None:
    forget(rig, times=1000)
    began = rig.clock.now()
    row = rig.finish(rig.engine.submit(REQUEST))
    assert row.error is not None
    assert (row.state, row.error.code, rig.sent("RestoreObject")) == (State.FAILED, "NotRestored", 3)
    assert rig.clock.now() - began < 600
    assert "did not carry it out" in sentences.of_row(row)
    assert rig.target("ice") is None


def test_one_restore_that_got_lost_is_asked_for_again(rig: EngineFixture) -> None:
    forget(rig, times=2)
    row = rig.finish(rig.engine.submit(REQUEST))
    assert (row.state, row.error, rig.sent("RestoreObject")) == (State.DONE, None, 3)


def test_a_retry_asks_the_store_anew(rig: EngineFixture) -> None:
    forget(rig, times=1000)
    row = rig.finish(rig.engine.submit(REQUEST))
    rig.calm()
    rig.engine.retry(jobs=[row.id])
    assert rig.finish(row.batch).state is State.DONE
    assert rig.sent("RestoreObject") == 4


def test_all_of_a_folder_are_restored_at_once_and_not_some_after_the_others(rig: EngineFixture) -> None:
    """A restore takes hours, so whoever waits for one leaves room for others of the folder, archived or not."""
    for number in range(2 * ACTIVE_MAX):
        rig.put(f"d/{number:03}", 100, storage_class="Archive")
    rig.put("d/warm", 100)
    asked: list[int] = []

    def note(seen: Seen) -> None:
        if seen.operation == "CopyObject":
            asked.append(rig.sent("RestoreObject"))

    rig.on(note)
    request = PrefixRequest(ObjectRef("sandbox", SOURCE, "d/"), ObjectRef("sandbox", TARGET, "d/"), REQUEST.options)
    batch = rig.engine.submit(request)
    rig.engine.run_until_idle()
    assert {row.state for row in rig.engine.jobs(batch)} == {State.DONE}
    assert sorted(asked)[1:] == [2 * ACTIVE_MAX] * (2 * ACTIVE_MAX)


def test_a_restore_that_takes_long_is_asked_about_less_and_less_often(rig: EngineFixture) -> None:
    def freeze(seen: Seen) -> None:
        held = rig.world.get(SOURCE, "ice")
        if held is not None and held.ready is not None and held.ready < began + HOURS_S:
            rig.world.swap(SOURCE, "ice", held, replace(held, ready=began + HOURS_S))

    began = rig.clock.now()
    rig.on(freeze)
    assert rig.finish(rig.engine.submit(REQUEST)).state is State.DONE
    assert rig.sent("HeadObject") < 100
    assert began + HOURS_S <= rig.clock.now() < began + HOURS_S + 900


def test_the_count_outlives_the_program(rig: EngineFixture) -> None:
    forget(rig, times=1000)
    batch = rig.engine.submit(REQUEST)
    rig.clock.cancel_after = 1
    with pytest.raises(Cancelled):
        rig.engine.run_until_idle()
    assert rig.sent("RestoreObject") == 1
    rig.clock.cancel_after = None
    rig.restart()
    assert rig.finish(batch).state is State.FAILED
    assert rig.sent("RestoreObject") == 3
