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
from tests.doubles.engine_fixture import MIB
from tests.doubles.estimate_fixture import TAGS, EstimateFixture


def dropped(fixture: EstimateFixture, kind: JobKind, options: Options) -> list[Copy]:
    """Single objects of all sizes as a drop names them; two of their targets stand already."""
    fixture.put("small")
    fixture.put("empty", 0)
    fixture.put("tagged", tags=TAGS)
    fixture.put("public", 3 * MIB, acl="public-read")
    fixture.put("large", 12 * MIB)
    fixture.put("large-rich", 11 * MIB, tags=TAGS, acl="public-read")
    for name in ("small", "large"):
        fixture.put(f"out/{name}", bucket="target")
    names = ("small", "empty", "tagged", "public", "large", "large-rich")
    return [Copy(fixture.ref(name), fixture.ref(f"out/{name}", "target"), options, kind) for name in names]


@pytest.mark.parametrize("kind", [JobKind.COPY, JobKind.RENAME])
@pytest.mark.parametrize("choice", [choice for choice in OnExisting if choice is not OnExisting.ASK])
def test_several_dropped_objects_are_taken_as_one_batch_with_the_calls_that_were_told(
    fixture: EstimateFixture, kind: JobKind, choice: OnExisting
) -> None:
    jobs = dropped(fixture, kind, Options(part_size=5 * MIB, on_existing=choice))
    told = fixture.estimate(*jobs)
    stays = choice in (OnExisting.SKIP, OnExisting.REFUSE)
    assert (told.objects, told.conflicts, told.exact) == (6, 2, True)
    assert (told.simple, told.parted, told.parts) == ((3, 1, 3) if stays else (4, 2, 6))
    ended = fixture.run(list_request(jobs), *jobs)
    assert ended[State.DONE] == (4 if stays else 6)
    assert dict(told.calls) == fixture.sent


def test_what_the_user_will_be_asked_about_may_take_any_number_of_further_calls(fixture: EstimateFixture) -> None:
    jobs = dropped(fixture, JobKind.COPY, Options(part_size=5 * MIB, on_existing=OnExisting.ASK))
    told = fixture.estimate(*jobs)
    assert (told.conflicts, told.calls_most, told.exact) == (2, None, False)
    assert fixture.run(list_request(jobs), *jobs) == {State.DONE: 4, State.REFUSED: 2}
    assert dict(told.calls) == fixture.sent


@pytest.mark.parametrize("kind", [JobKind.COPY, JobKind.RENAME])
def test_what_was_looked_at_is_counted_without_another_look(fixture: EstimateFixture, kind: JobKind) -> None:
    read_cache, engine = ReadCache(), fixture.engine
    jobs = dropped(fixture, kind, Options(part_size=5 * MIB, on_existing=OnExisting.OVERWRITE))
    alone = fixture.estimate(*jobs)
    for job in jobs:
        engine.preview(replace(job, options=Options()), read_cache=read_cache)
    fixture.sandbox.seen.clear()
    assert engine.estimate(jobs, read_cache=read_cache) == alone
    # Parts carry no tags, and one call was planned before; where HEAD hides their number they were read for that too.
    is_new = kind is JobKind.RENAME and fixture.stores.features("a").counts_tags
    tags = {"GetTags"} if is_new else set()
    assert set(fixture.sent) == {"GetBucketVersioning"} | tags
    fixture.sandbox.seen.clear()
    others = [replace(job, options=Options(part_size=6 * MIB, on_existing=OnExisting.SKIP)) for job in jobs]
    told = engine.estimate(others, read_cache=read_cache)
    assert fixture.sent == {}
    assert told == fixture.estimate(*others)


@pytest.mark.parametrize("kind", [JobKind.COPY, JobKind.RENAME])
def test_a_single_object_is_taken_with_the_calls_that_were_told(fixture: EstimateFixture, kind: JobKind) -> None:
    fixture.put("a", tags=TAGS, acl="public-read")
    request = Copy(fixture.ref("a"), fixture.ref("b", "target"), kind=kind)
    told = fixture.estimate(request)
    assert fixture.run(request) == {State.DONE: 1}
    assert dict(told.calls) == fixture.sent


def test_a_large_object_is_edited_in_parts_with_the_calls_that_were_told(fixture: EstimateFixture) -> None:
    fixture.put("in/large", 12 * MIB, tags=TAGS)
    one = Copy(fixture.ref("in/large"), fixture.ref("in/large"), Options(part_size=5 * MIB), JobKind.EDIT)
    request = replace(one, edit=Edit(headers={"cache-control": "no-cache"}))
    told = fixture.estimate(request)
    assert (told.parted, told.parts) == (1, 3)
    assert fixture.run(request) == {State.DONE: 1}
    assert dict(told.calls) == fixture.sent


def test_an_archived_object_is_restored_and_then_copied_with_at_least_the_calls_that_were_told(
    fixture: EstimateFixture,
) -> None:
    fixture.put("a", 1000, storage_class="Archive")
    request = Copy(fixture.ref("a"), fixture.ref("b", "target"), Options(restore=Restore()))
    told = fixture.estimate(request)
    assert (told.restores, told.simple, told.calls_most) == (1, 1, None)
    assert fixture.run(request) == {State.DONE: 1}
    waits = fixture.sent["HeadObject"] - told.calls["HeadObject"]
    assert waits >= 0
    assert {**told.calls, "HeadObject": told.calls["HeadObject"] + waits} == fixture.sent


def test_several_named_objects_are_deleted_together(fixture: EstimateFixture) -> None:
    jobs = [DeleteRequest(fixture.ref(f"in/{number}")) for number in range(5)]
    for number in range(5):
        fixture.put(f"in/{number}", 1000)
    told = fixture.estimate(*jobs)
    assert (told.deletes, told.size, dict(told.calls)) == (5, 5000, {"DeleteObjects": 1})
    batch = ListRequest(fixture.ref("in/"), fixture.ref("in/"), kind=JobKind.DELETE)
    assert fixture.run(batch, *jobs) == {State.DONE: 5}
    assert dict(told.calls) == fixture.sent


@pytest.mark.parametrize("kind", [JobKind.COPY, JobKind.RENAME])
def test_of_very_many_named_objects_the_folders_are_listed_instead_of_a_look_at_each(
    fixture: EstimateFixture, monkeypatch: pytest.MonkeyPatch, kind: JobKind
) -> None:
    jobs = dropped(fixture, kind, Options(part_size=5 * MIB, on_existing=OnExisting.SKIP))
    gone = Copy(fixture.ref("gone"), fixture.ref("out/gone", "target"), jobs[0].options, kind)
    fixture.put("deeper/one")
    monkeypatch.setattr(estimating, "LOOK_MAX", 3)
    fixture.sandbox.seen.clear()
    told = fixture.estimate(*jobs, gone)
    assert (fixture.sent["ListObjects"], fixture.sent["HeadObject"]) == (2, 1)
    assert (told.objects, told.conflicts, told.skipped, told.simple, told.parted) == (7, 2, 2, 3, 1)
    assert (told.missing, told.exact) == (1, False)
    told = fixture.estimate(*jobs)
    assert fixture.run(list_request(jobs), *jobs) == {State.DONE: 4, State.SKIPPED: 2}
    assert told.calls_most is not None
    assert told.requests < sum(fixture.sent.values()) <= told.requests + told.calls_most


def test_very_many_named_objects_are_deleted_as_was_told_without_a_look_at_each(
    fixture: EstimateFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = [DeleteRequest(fixture.ref(f"in/{number}")) for number in range(5)]
    for number in range(5):
        fixture.put(f"in/{number}", 1000)
    monkeypatch.setattr(estimating, "LOOK_MAX", 3)
    fixture.sandbox.seen.clear()
    told = fixture.estimate(*jobs)
    assert "HeadObject" not in fixture.sent
    assert (told.deletes, told.size, dict(told.calls)) == (5, 5000, {"DeleteObjects": 1})
    assert fixture.run(list_request(jobs), *jobs) == {State.DONE: 5}
    assert dict(told.calls) == fixture.sent


def test_named_objects_whose_folder_may_not_be_listed_are_looked_at(
    fixture: EstimateFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = dropped(fixture, JobKind.COPY, Options(part_size=5 * MIB, on_existing=OnExisting.SKIP))
    monkeypatch.setattr(estimating, "LOOK_MAX", 3)
    fixture.sandbox.settings = replace(
        fixture.sandbox.settings,
        on_request=lambda seen: answer(403, "AccessDenied") if seen.operation.startswith("ListObjects") else None,
    )
    told = fixture.estimate(*jobs)
    assert (told.objects, told.conflicts, told.exact) == (6, 2, True)
    assert fixture.run(list_request(jobs), *jobs) == {State.DONE: 4, State.SKIPPED: 2}
    assert dict(told.calls) == fixture.sent
