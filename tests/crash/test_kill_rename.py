"""The program is killed in the middle of renaming a folder; the next run ends with every object at one place, once."""

from __future__ import annotations

import os
import signal
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.sandbox.extents import of_bytes
from core.sandbox.sample import normal
from core.sandbox.server import Sandbox
from core.sandbox.settings import Fault, Seen, drop_after, drop_before
from core.sandbox.world import Bucket, KeyPair, World
from tests.doubles.engine_fixture import RICH, SOURCE
from tests.doubles.program import Program

OLD, NEW = "old/", "new/"
START = 1_735_700_000.0
RICH_EVERY = 97  # every so many objects one has all the properties that there are


@pytest.fixture
def store() -> Iterator[Sandbox]:
    world = World()
    world.add_key(KeyPair("CRASHKEY", "secret-of-the-crash-test", "owner"))
    world.add_bucket(Bucket(SOURCE, "owner", "cn-hangzhou", START))
    with Sandbox(world=world) as sandbox:
        yield sandbox


def fill(store: Sandbox, count: int) -> list[str]:
    """Small objects under the old prefix, in two folders, each with bytes of its own; returns their names."""
    names = [f"{'a b' if number % 2 else 'c/d'}/{number:05} \u6e21.txt" for number in range(count)]
    for number, name in enumerate(names):
        made = normal(of_bytes(name.encode()), START)
        rich = RICH if number % RICH_EVERY == 0 else {}
        store.world.put(SOURCE, OLD + name, replace(made, **rich))
    return names


def kill_at(
    store: Sandbox, operation: str, number: int, fault: Fault | None, child: list[subprocess.Popen[str]]
) -> None:
    """Kill the child when the store sees its `number`-th request of that operation; "" counts them all."""
    seen_so_far = [0]

    def trigger(seen: Seen) -> Fault | None:
        if operation not in ("", seen.operation):
            return None
        seen_so_far[0] += 1
        if seen_so_far[0] != number:
            return None
        os.kill(child[0].pid, signal.SIGKILL)
        return fault

    store.settings = replace(store.settings, on_request=trigger, remember=1_000_000)


def rename_and_be_killed(program: Program, child: list[subprocess.Popen[str]]) -> None:
    place = f"box:{SOURCE}/"
    child.append(program.start("mv", place + OLD, place + NEW, "--recursive"))
    child[0].communicate(timeout=120)
    assert child[0].returncode == -signal.SIGKILL


def assert_moved_once(store: Sandbox, names: list[str]) -> None:
    """All objects at the new prefix, whole and by themselves, and each of them copied one time."""
    held = store.world.buckets[SOURCE].objects
    assert sorted(held) == sorted(NEW + name for name in names)
    for number, name in enumerate(names):
        (version,) = held[NEW + name]
        assert version.content.read(0, version.content.length) == name.encode()
        if number % RICH_EVERY == 0:
            assert {what: getattr(version, what) for what in RICH} == RICH
    copied = Counter(seen.key for seen in store.seen.all("CopyObject") if seen.status == 200)
    assert set(copied.values()) <= {1}
    assert not store.world.buckets[SOURCE].uploads


@pytest.mark.parametrize("fault", [drop_before(), drop_after()], ids=["before", "after"])
@pytest.mark.parametrize(
    ("operation", "number"),
    [
        ("ListObjectsV2", 1),
        ("", 100),
        ("CopyObject", 1),
        ("CopyObject", 99),
        ("DeleteMultipleObjects", 1),
        ("DeleteMultipleObjects", 2),
    ],
)
def test_a_folder_rename_that_is_killed_anywhere_is_finished_by_the_next_run(
    store: Sandbox, home: Path, operation: str, number: int, fault: Fault
) -> None:
    names = fill(store, 130)
    program = Program(store, home)
    child: list[subprocess.Popen[str]] = []
    kill_at(store, operation, number, fault, child)
    rename_and_be_killed(program, child)
    program.rows("jobs", "resume")
    assert_moved_once(store, names)
    assert program.rows("jobs") == []


@pytest.mark.slow
@pytest.mark.timeout(900)  # twice 10,000 copies, on a machine that may be busy
def test_a_rename_of_10000_objects_that_is_killed_in_the_middle_ends_with_10000_objects(
    store: Sandbox, home: Path
) -> None:
    names = fill(store, 10_000)
    program = Program(store, home)
    child: list[subprocess.Popen[str]] = []
    kill_at(store, "CopyObject", 5_000, None, child)
    rename_and_be_killed(program, child)
    held = tuple(store.world.buckets[SOURCE].objects)  # what the killed program had sent may still be carried out
    assert {key.partition("/")[2] for key in held} == set(names)
    assert 0 < sum(key.startswith(NEW) for key in held) < 10_000
    program.rows("jobs", "resume")
    assert_moved_once(store, names)
    assert program.rows("jobs") == []
