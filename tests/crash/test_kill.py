"""The program is killed outright at the worst moments of a copy, and a new one goes on: whole, once, and tidy.

The store itself pulls the trigger: when it sees the chosen request it kills the client, and then carries the
request out or not. So every moment is exact, and nothing waits.
"""

from __future__ import annotations

import os
import signal
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from core.sandbox.extents import generated
from core.sandbox.sample import large
from core.sandbox.server import Sandbox
from core.sandbox.settings import Fault, Seen, drop_after, drop_before
from core.sandbox.world import Bucket, KeyPair, World
from tests.doubles.engine_fixture import MIB, RICH, SOURCE, TARGET
from tests.doubles.program import Program

PARTS, WORKERS = 12, 4
KEY = "film \u6e21\u8239.mov"
START = 1_735_700_000.0
#: What killed the client, and which request of that kind, counted over all parts.
MOMENTS = [
    ("InitiateMultipartUpload", 1),
    ("UploadPartCopy", 1),
    ("UploadPartCopy", 7),
    ("UploadPartCopy", PARTS),
    ("ListParts", 1),
    ("CompleteMultipartUpload", 1),
    ("HeadObject", 2),
]


@pytest.fixture
def store() -> Iterator[Sandbox]:
    world = World()
    world.add_key(KeyPair("CRASHKEY", "secret-of-the-crash-test", "owner"))
    for name in (SOURCE, TARGET):
        world.add_bucket(Bucket(name, "owner", "cn-hangzhou", START))
    source = large(generated("film", PARTS * MIB - 5), START, 3)
    world.put(SOURCE, KEY, replace(source, **RICH))
    with Sandbox(world=world) as sandbox:
        yield sandbox


def kill_at(store: Sandbox, operation: str, number: int, fault: Fault, child: list[subprocess.Popen[str]]) -> None:
    """Kill the child, once, at the `number`-th request of that operation."""
    seen_so_far: list[Seen] = []

    def trigger(seen: Seen) -> Fault | None:
        if seen.operation != operation or child[0].poll() is not None:
            return None
        seen_so_far.append(seen)
        if len(seen_so_far) != number:
            return None
        os.kill(child[0].pid, signal.SIGKILL)
        return fault

    store.settings = replace(store.settings, on_request=trigger)


@pytest.mark.parametrize("fault", [drop_before(), drop_after()], ids=["before", "after"])
@pytest.mark.parametrize(("operation", "number"), MOMENTS, ids=[f"{name}-{count}" for name, count in MOMENTS])
def test_a_part_copy_killed_at_any_moment_is_finished_by_the_next_run(
    store: Sandbox, home: Path, operation: str, number: int, fault: Fault
) -> None:
    program = Program(store, home)
    child: list[subprocess.Popen[str]] = []
    kill_at(store, operation, number, fault, child)
    child.append(
        program.start("cp", f"box:{SOURCE}/{KEY}", f"box:{TARGET}/", "--part-size", str(MIB), "--workers", str(WORKERS))
    )
    child[0].communicate(timeout=60)
    assert child[0].returncode == -signal.SIGKILL

    (end,) = [row for row in program.rows("jobs", "resume") if row.get("event") == "end"]
    assert (end["state"], end["verified"], end["error"]) == ("done", "crc64", None)
    if (operation, fault) == ("InitiateMultipartUpload", drop_after()):
        # An upload whose id never reached us may be another program's: it is named and left alone.
        leftovers = end["leftovers"]
        assert isinstance(leftovers, list)
        assert store.world.buckets[TARGET].uploads.pop(leftovers[0]["upload_id"]).parts == {}
    _assert_whole_and_tidy(store)
    done = Counter(seen.part for seen in store.seen.all("UploadPartCopy") if seen.status == 200)
    twice = sum(done.values()) - PARTS
    assert twice <= WORKERS, "only parts whose answers never came to be recorded are copied again"
    assert sum(seen.status == 200 for seen in store.seen.all("CompleteMultipartUpload")) <= 1
    assert program.rows("jobs") == []


@pytest.mark.parametrize("fault", [drop_before(), drop_after()], ids=["before", "after"])
def test_a_simple_copy_killed_in_the_middle_is_finished_by_the_next_run(
    store: Sandbox, home: Path, fault: Fault
) -> None:
    program = Program(store, home)
    child: list[subprocess.Popen[str]] = []
    kill_at(store, "CopyObject", 1, fault, child)
    words = ("cp", f"box:{SOURCE}/{KEY}", f"box:{TARGET}/", "--if-exists", "refuse")
    child.append(program.start(*words))
    child[0].communicate(timeout=60)
    assert child[0].returncode == -signal.SIGKILL

    (end,) = [row for row in program.rows("jobs", "resume") if row.get("event") == "end"]
    assert (end["state"], end["verified"]) == ("done", "crc64")
    _assert_whole_and_tidy(store)


@pytest.mark.parametrize(("protocol", "suffix"), [("cos", "-1250000000"), ("s3", "")])
@pytest.mark.parametrize(("operation", "number"), [("UploadPartCopy", 3), ("CompleteMultipartUpload", 1)])
def test_the_other_protocols_go_on_after_a_kill_as_well(
    store: Sandbox, home: Path, protocol: str, suffix: str, operation: str, number: int
) -> None:
    size, part = 6 * 5 * MIB - 5, 5 * MIB
    # S3 shows metadata outside ASCII as encoded words, so these would not compare as the world keeps them.
    rich = RICH | {"user": {"title": "ferry"}}
    store.world.put(SOURCE, KEY, replace(large(generated("film", size), START, 3), **rich))
    program = Program(store, home, protocol)
    child: list[subprocess.Popen[str]] = []
    kill_at(store, operation, number, drop_after(), child)
    words = ("cp", f"box:{SOURCE}{suffix}/{KEY}", f"box:{TARGET}{suffix}/", "--part-size", str(part), "--workers", "4")
    child.append(program.start(*words))
    child[0].communicate(timeout=60)
    assert child[0].returncode == -signal.SIGKILL

    (end,) = [row for row in program.rows("jobs", "resume") if row.get("event") == "end"]
    assert (end["state"], end["error"], end["parts"]) == ("done", None, 6)
    _assert_whole_and_tidy(store, rich)
    assert sum(seen.status == 200 for seen in store.seen.all("UploadPartCopy")) <= 6 + WORKERS


def test_a_killed_copy_can_be_cancelled_by_the_next_run_and_leaves_nothing(store: Sandbox, home: Path) -> None:
    program = Program(store, home)
    child: list[subprocess.Popen[str]] = []
    kill_at(store, "UploadPartCopy", 5, drop_after(), child)
    child.append(program.start("cp", f"box:{SOURCE}/{KEY}", f"box:{TARGET}/", "--part-size", str(MIB)))
    child[0].communicate(timeout=60)
    assert len(store.world.buckets[TARGET].uploads) == 1
    (job,) = program.rows("jobs")
    program.rows("jobs", "cancel", str(job["id"]))
    assert not store.world.buckets[TARGET].uploads
    assert store.world.get(TARGET, KEY) is None
    assert program.rows("jobs") == []


def _assert_whole_and_tidy(store: Sandbox, rich: Mapping[str, object] = RICH) -> None:
    source, target = store.world.get(SOURCE, KEY), store.world.get(TARGET, KEY)
    assert source is not None
    assert target is not None
    assert target.content.crc64() == source.content.crc64()
    assert {name: getattr(target, name) for name in rich} == rich
    assert not store.world.buckets[TARGET].uploads
