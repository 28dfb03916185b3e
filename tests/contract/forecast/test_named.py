"""The requests that an estimate of named objects tells are those that the engine sends, on each protocol."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.forecast import estimator as estimating
from core.model.jobs import State
from core.model.requests import CopyRequest as Copy
from core.model.requests import DeleteRequest, Edit, JobKind, ListRequest, OnExisting, Options, Restore
from core.sandbox.settings import answer
from core.store.read_cache import ReadCache
from gui.actions.submit import list_request
from tests.doubles.bench import MIB
from tests.doubles.ground import TAGS, Ground


def dropped(ground: Ground, kind: JobKind, options: Options) -> list[Copy]:
    """Single objects of all sizes as a drop names them; two of their targets stand already."""
    ground.put("small")
    ground.put("empty", 0)
    ground.put("tagged", tags=TAGS)
    ground.put("public", 3 * MIB, acl="public-read")
    ground.put("large", 12 * MIB)
    ground.put("large-rich", 11 * MIB, tags=TAGS, acl="public-read")
    for name in ("small", "large"):
        ground.put(f"out/{name}", bucket="target")
    names = ("small", "empty", "tagged", "public", "large", "large-rich")
    return [Copy(ground.ref(name), ground.ref(f"out/{name}", "target"), options, kind) for name in names]


@pytest.mark.parametrize("kind", [JobKind.COPY, JobKind.RENAME])
@pytest.mark.parametrize("choice", [choice for choice in OnExisting if choice is not OnExisting.ASK])
def test_several_dropped_objects_are_taken_as_one_batch_with_the_calls_that_were_told(
    ground: Ground, kind: JobKind, choice: OnExisting
) -> None:
    jobs = dropped(ground, kind, Options(part_size=5 * MIB, on_existing=choice))
    told = ground.estimate(*jobs)
    stays = choice in (OnExisting.SKIP, OnExisting.REFUSE)
    assert (told.objects, told.conflicts, told.exact) == (6, 2, True)
    assert (told.simple, told.parted, told.parts) == ((3, 1, 3) if stays else (4, 2, 6))
    ended = ground.run(list_request(jobs), *jobs)
    assert ended[State.DONE] == (4 if stays else 6)
    assert dict(told.calls) == ground.sent


def test_what_the_user_will_be_asked_about_may_take_any_number_of_further_calls(ground: Ground) -> None:
    jobs = dropped(ground, JobKind.COPY, Options(part_size=5 * MIB, on_existing=OnExisting.ASK))
    told = ground.estimate(*jobs)
    assert (told.conflicts, told.calls_most, told.exact) == (2, None, False)
    assert ground.run(list_request(jobs), *jobs) == {State.DONE: 4, State.REFUSED: 2}
    assert dict(told.calls) == ground.sent


@pytest.mark.parametrize("kind", [JobKind.COPY, JobKind.RENAME])
def test_what_was_looked_at_is_counted_without_another_look(ground: Ground, kind: JobKind) -> None:
    read_cache, engine = ReadCache(), ground.engine
    jobs = dropped(ground, kind, Options(part_size=5 * MIB, on_existing=OnExisting.OVERWRITE))
    alone = ground.estimate(*jobs)
    for job in jobs:
        engine.preview(replace(job, options=Options()), read_cache=read_cache)
    ground.sandbox.seen.clear()
    assert engine.estimate(jobs, read_cache=read_cache) == alone
    tags = {"GetTags"} if kind is JobKind.RENAME else set()  # parts carry none, and one call was planned before
    assert set(ground.sent) == {"GetBucketVersioning"} | tags
    ground.sandbox.seen.clear()
    others = [replace(job, options=Options(part_size=6 * MIB, on_existing=OnExisting.SKIP)) for job in jobs]
    told = engine.estimate(others, read_cache=read_cache)
    assert ground.sent == {}
    assert told == ground.estimate(*others)


@pytest.mark.parametrize("kind", [JobKind.COPY, JobKind.RENAME])
def test_a_single_object_is_taken_with_the_calls_that_were_told(ground: Ground, kind: JobKind) -> None:
    ground.put("a", tags=TAGS, acl="public-read")
    request = Copy(ground.ref("a"), ground.ref("b", "target"), kind=kind)
    told = ground.estimate(request)
    assert ground.run(request) == {State.DONE: 1}
    assert dict(told.calls) == ground.sent


def test_a_large_object_is_edited_in_parts_with_the_calls_that_were_told(ground: Ground) -> None:
    ground.put("in/large", 12 * MIB, tags=TAGS)
    one = Copy(ground.ref("in/large"), ground.ref("in/large"), Options(part_size=5 * MIB), JobKind.EDIT)
    request = replace(one, edit=Edit(headers={"cache-control": "no-cache"}))
    told = ground.estimate(request)
    assert (told.parted, told.parts) == (1, 3)
    assert ground.run(request) == {State.DONE: 1}
    assert dict(told.calls) == ground.sent


def test_an_archived_object_is_restored_and_then_copied_with_at_least_the_calls_that_were_told(ground: Ground) -> None:
    ground.put("a", 1000, storage_class="Archive")
    request = Copy(ground.ref("a"), ground.ref("b", "target"), Options(restore=Restore()))
    told = ground.estimate(request)
    assert (told.restores, told.simple, told.calls_most) == (1, 1, None)
    assert ground.run(request) == {State.DONE: 1}
    waits = ground.sent["HeadObject"] - told.calls["HeadObject"]
    assert waits >= 0
    assert {**told.calls, "HeadObject": told.calls["HeadObject"] + waits} == ground.sent


def test_several_named_objects_are_deleted_together(ground: Ground) -> None:
    jobs = [DeleteRequest(ground.ref(f"in/{number}")) for number in range(5)]
    for number in range(5):
        ground.put(f"in/{number}", 1000)
    told = ground.estimate(*jobs)
    assert (told.deletes, told.size, dict(told.calls)) == (5, 5000, {"DeleteObjects": 1})
    batch = ListRequest(ground.ref("in/"), ground.ref("in/"), kind=JobKind.DELETE)
    assert ground.run(batch, *jobs) == {State.DONE: 5}
    assert dict(told.calls) == ground.sent


@pytest.mark.parametrize("kind", [JobKind.COPY, JobKind.RENAME])
def test_of_very_many_named_objects_the_folders_are_listed_instead_of_a_look_at_each(
    ground: Ground, monkeypatch: pytest.MonkeyPatch, kind: JobKind
) -> None:
    jobs = dropped(ground, kind, Options(part_size=5 * MIB, on_existing=OnExisting.SKIP))
    gone = Copy(ground.ref("gone"), ground.ref("out/gone", "target"), jobs[0].options, kind)
    ground.put("deeper/one")
    monkeypatch.setattr(estimating, "LOOK_MAX", 3)
    ground.sandbox.seen.clear()
    told = ground.estimate(*jobs, gone)
    assert (ground.sent["ListObjects"], ground.sent["HeadObject"]) == (2, 1)
    assert (told.objects, told.conflicts, told.skipped, told.simple, told.parted) == (7, 2, 2, 3, 1)
    assert (told.missing, told.exact) == (1, False)
    told = ground.estimate(*jobs)
    assert ground.run(list_request(jobs), *jobs) == {State.DONE: 4, State.SKIPPED: 2}
    assert told.calls_most is not None
    assert told.requests < sum(ground.sent.values()) <= told.requests + told.calls_most


def test_very_many_named_objects_are_deleted_as_was_told_without_a_look_at_each(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = [DeleteRequest(ground.ref(f"in/{number}")) for number in range(5)]
    for number in range(5):
        ground.put(f"in/{number}", 1000)
    monkeypatch.setattr(estimating, "LOOK_MAX", 3)
    ground.sandbox.seen.clear()
    told = ground.estimate(*jobs)
    assert "HeadObject" not in ground.sent
    assert (told.deletes, told.size, dict(told.calls)) == (5, 5000, {"DeleteObjects": 1})
    assert ground.run(list_request(jobs), *jobs) == {State.DONE: 5}
    assert dict(told.calls) == ground.sent


def test_named_objects_whose_folder_may_not_be_listed_are_looked_at(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = dropped(ground, JobKind.COPY, Options(part_size=5 * MIB, on_existing=OnExisting.SKIP))
    monkeypatch.setattr(estimating, "LOOK_MAX", 3)
    ground.sandbox.settings = replace(
        ground.sandbox.settings,
        on_request=lambda seen: answer(403, "AccessDenied") if seen.operation.startswith("ListObjects") else None,
    )
    told = ground.estimate(*jobs)
    assert (told.objects, told.conflicts, told.exact) == (6, 2, True)
    assert ground.run(list_request(jobs), *jobs) == {State.DONE: 4, State.SKIPPED: 2}
    assert dict(told.calls) == ground.sent
