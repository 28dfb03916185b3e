"""The requests that an estimate of undo and of versions tells are those that the engine sends, on each protocol."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.jobs import State
from core.requests import CopyRequest as Copy
from core.requests import DeleteRequest, Edit, JobKind, OnExisting, Options
from core.sandbox.world import Versioning
from gui.wishes import head_of
from tests.doubles.ground import BEGAN, TAGS, Ground, ground_of


@pytest.fixture(params=["oss", "cos", "s3"])
def ground(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ground]:
    with ground_of(request.param, tmp_path) as made:
        yield made


def test_a_deleted_object_is_taken_back_with_the_calls_that_were_told(ground: Ground) -> None:
    ground.sandbox.world.buckets["source"].versioning = Versioning.ENABLED
    ground.put("a")
    ground.sandbox.world.delete("source", "a", BEGAN)
    request = DeleteRequest(ground.ref("a"), kind=JobKind.UNDELETE)
    told = ground.estimate(request)
    assert ground.run(request) == {State.DONE: 1}
    assert dict(told.calls) == ground.sent


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("kind", [JobKind.RENAME, JobKind.EDIT, JobKind.DELETE])
def test_what_was_done_is_undone_with_the_calls_that_were_told(ground: Ground, kind: JobKind, count: int) -> None:
    ground.sandbox.world.buckets["source"].versioning = Versioning.ENABLED
    for number in range(count):
        ground.put(f"in/{number}", tags=TAGS)
    edit = Edit(tags={"project": "c"}, user={"a": "b"}) if kind is JobKind.EDIT else Edit()
    to = "out/" if kind is JobKind.RENAME else ""
    assert ground.run(ground.folder(kind, to, edit=edit)) == {State.DONE: count}
    told, ended = ground.undo_last()
    assert (told.objects, ended) == (count, {State.DONE: count})
    assert dict(told.calls) == ground.sent


@pytest.mark.parametrize("count", [1, 3])
def test_versions_are_deleted_for_good_with_the_calls_that_were_told(ground: Ground, count: int) -> None:
    bucket = ground.sandbox.world.buckets["source"]
    bucket.versioning = Versioning.ENABLED
    for _ in range(4):
        ground.put("a", 1000)
    listed = ground.versions("a")
    jobs = [DeleteRequest(replace(ground.ref("a"), version=version)) for version in listed[1 : 1 + count]]
    told = ground.estimate(*jobs)
    assert (told.deletes, told.size, told.markers) == (count, 1000 * count, 0)
    assert ground.run(head_of(jobs), *jobs) == {State.DONE: count}
    assert dict(told.calls) == ground.sent


def test_a_version_becomes_the_current_one_with_the_calls_that_were_told(ground: Ground) -> None:
    ground.sandbox.world.buckets["source"].versioning = Versioning.ENABLED
    ground.put("a", tags=TAGS)
    ground.put("a")
    here = ground.ref("a")
    older = replace(here, version=ground.versions("a")[1])
    request = Copy(older, here, Options(on_existing=OnExisting.OVERWRITE))
    told = ground.estimate(request)
    assert ground.run(request) == {State.DONE: 1}
    assert dict(told.calls) == ground.sent
