"""Targets that stand already, and batches that are answered or begun anew while others are at work."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.journal.records import JobRecord
from core.model.errors import Kind
from core.model.jobs import State, Want
from core.model.requests import (
    CopyRequest,
    JobKind,
    OnExisting,
    Options,
    PrefixRequest,
)
from core.rules.plan import NAMES_MAX
from core.sandbox.settings import Seen, answer
from core.sandbox.world import Kind as Made
from core.sandbox.world import Version
from tests.doubles.changes import folder, keys, ref, run
from tests.doubles.engine_fixture import TARGET, EngineFixture, engine_fixture


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[EngineFixture]:
    with engine_fixture(tmp_path) as opened:
        yield opened


# ---------------------------------------------------------------- conflicts


@pytest.mark.parametrize(
    ("wish", "state", "written"),
    [
        (OnExisting.REFUSE, State.REFUSED, None),
        (OnExisting.ASK, State.REFUSED, None),
        (OnExisting.SKIP, State.SKIPPED, None),
        (OnExisting.OVERWRITE, State.DONE, "d/x.tar.gz"),
        (OnExisting.DIFFERENT, State.DONE, "d/x.tar.gz"),
        (OnExisting.KEEP_BOTH, State.DONE, "d/x (3).tar.gz"),
    ],
)
def test_a_target_that_stands_is_treated_as_the_user_wishes(
    rig: EngineFixture, wish: OnExisting, state: State, written: str | None
) -> None:
    source = rig.put("d/x.tar.gz", 100)
    old = rig.put("d/x.tar.gz", 50, bucket=TARGET)
    rig.put("d/x (2).tar.gz", 50, bucket=TARGET)
    (row,) = run(rig, CopyRequest(ref("d/x.tar.gz"), ref("d/x.tar.gz", TARGET), Options(on_existing=wish)))
    assert (row.state, row.asks) == (state, wish is OnExisting.ASK)
    if written is None:
        assert rig.target("d/x.tar.gz") == old
        return
    made = rig.target(written)
    assert made is not None
    assert (row.target.key, made.content.crc64()) == (written, source.content.crc64())
    assert (written == "d/x.tar.gz") or rig.target("d/x.tar.gz") == old


def test_a_target_that_is_equal_already_is_left_alone_when_only_differences_are_wanted(rig: EngineFixture) -> None:
    rig.put("x", 100)
    old = rig.put("x", 100, bucket=TARGET)
    (row,) = run(rig, CopyRequest(ref("x"), ref("x", TARGET), Options(on_existing=OnExisting.DIFFERENT)))
    assert (row.state, rig.target("x")) == (State.SKIPPED, old)


def test_an_answer_for_the_whole_batch_stands_for_the_jobs_that_are_still_to_come(rig: EngineFixture) -> None:
    for name in "abc":
        rig.put(f"d/{name}", 10)
        rig.put(f"d/{name}", 20, bucket=TARGET)
    request = PrefixRequest(ref("d/"), ref("d/", TARGET), Options(on_existing=OnExisting.ASK))
    batch = rig.engine.submit(request)
    rig.engine.run_until_idle()
    assert [row.asks for row in rig.engine.jobs(batch)] == [True] * 3
    rig.engine.retry(batches=[batch], on_existing=OnExisting.KEEP_BOTH)
    rig.engine.run_until_idle()
    assert keys(rig, bucket=TARGET) == sorted([f"d/{name}" for name in "abc"] + [f"d/{name} (2)" for name in "abc"])


def test_a_batch_counts_what_waits_for_an_answer_now_and_after_a_restart(rig: EngineFixture) -> None:
    for name in "abc":
        rig.put(f"d/{name}", 10)
    for name in "bc":
        rig.put(f"d/{name}", 20, bucket=TARGET)
    asks, refuses = (Options(on_existing=wish) for wish in (OnExisting.ASK, OnExisting.REFUSE))
    batch = rig.engine.submit(PrefixRequest(ref("d/"), ref("d/", TARGET), asks))
    rig.engine.submit(PrefixRequest(ref("d/"), ref("d/", TARGET), refuses))
    rig.engine.run_until_idle()
    assert [row.asks for row in rig.engine.snapshot().batches] == [2, 0]
    rig.restart()
    assert [row.asks for row in rig.engine.snapshot().batches] == [2, 0]
    first = next(row for row in rig.engine.jobs(batch) if row.asks)
    rig.engine.retry(jobs=[first.id], on_existing=OnExisting.OVERWRITE)
    rig.engine.run_until_idle()
    assert [row.asks for row in rig.engine.snapshot().batches] == [1, 0]


def test_a_name_that_somebody_takes_in_between_is_not_overwritten_but_another_one_is_found(rig: EngineFixture) -> None:
    rig.put("x", 100)
    rig.put("x", 50, bucket=TARGET)
    theirs: list[Version] = []

    def race(seen: Seen) -> None:
        if seen.operation == "CopyObject" and not theirs:
            theirs.append(rig.put("x (2)", 70, bucket=TARGET))

    rig.on(race)
    (row,) = run(rig, CopyRequest(ref("x"), ref("x", TARGET), Options(on_existing=OnExisting.KEEP_BOTH)))
    assert (row.state, row.target.key, rig.target("x (2)")) == (State.DONE, "x (3)", theirs[0])


@pytest.mark.parametrize("taken", [1, 3])
def test_beside_links_that_lead_nowhere_and_may_not_be_overwritten_another_name_is_found(
    rig: EngineFixture, taken: int
) -> None:
    """HEAD does not find such a link, and yet the store refuses to write there."""
    rig.put("x", 100)
    links = [rig.put(name, 50, bucket=TARGET, kind=Made.SYMLINK) for name in ("x", "x (2)", "x (3)")[:taken]]
    (row,) = run(rig, CopyRequest(ref("x"), ref("x", TARGET), Options(on_existing=OnExisting.KEEP_BOTH)))
    assert (row.state, row.target.key) == (State.DONE, f"x ({taken + 1})")
    assert rig.target("x") is links[0]


def test_a_job_that_finds_no_free_name_at_all_fails_and_overwrites_nothing(rig: EngineFixture) -> None:
    rig.put("x", 100)
    rig.on(lambda seen: answer(409, "FileAlreadyExists") if seen.operation == "CopyObject" else None)
    (row,) = run(rig, CopyRequest(ref("x"), ref("x", TARGET), Options(on_existing=OnExisting.KEEP_BOTH)))
    assert row.error is not None
    assert (row.state, row.error.kind, rig.sent("CopyObject")) == (State.FAILED, Kind.EXISTS, NAMES_MAX - 1)


def test_a_job_that_ends_while_others_are_loaded_is_not_begun_again(
    rig: EngineFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        rig.put(f"e/{number}", -1)
    batch = rig.engine.submit(folder("e/", "f/", JobKind.RENAME))
    asked: list[int] = []

    def resume_once(seen: Seen) -> None:
        if seen.operation == "CopyObject" and not asked:
            asked.append(batch)
            rig.engine.command(Want.RUN, batches=[batch])  # after this all waiting jobs are read once more

    read = rig.journal.rows

    def slow_read(*args: Any, **more: Any) -> tuple[JobRecord, ...]:
        found = read(*args, **more)
        if asked == [batch]:
            asked.append(0)
            rig.engine.run_until_idle()  # what other workers do meanwhile
        return found

    rig.on(resume_once)
    monkeypatch.setattr(rig.journal, "rows", slow_read)
    rig.engine.run_until_idle()
    assert asked == [batch, 0]
    assert {row.state for row in rig.engine.jobs(batch)} == {State.DONE}
    assert rig.engine.snapshot().batches[0].counts == {State.DONE: 3}
    assert rig.sent("CopyObject") == 3
