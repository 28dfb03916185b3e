"""The requests that an estimate of undo and of versions tells are those that the engine sends, on each protocol."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.forecast import estimator as estimating
from core.model.jobs import Reason, State
from core.model.requests import CopyRequest as Copy
from core.model.requests import DeleteRequest, Edit, JobKind, OnExisting, Options
from core.sandbox.world import Versioning
from gui.actions.submit import list_request
from tests.doubles.estimate_fixture import TAGS, EstimateFixture


#: What was done to the object, one letter each: written, deleted.
@pytest.mark.parametrize("past", ["wd", "wdd", "wddd", "wdwd", "dwdd", "wddwddd"])
def test_a_deleted_object_is_taken_back_with_the_calls_that_were_told(fixture: EstimateFixture, past: str) -> None:
    fixture.live("a", past)
    request = DeleteRequest(fixture.ref("a"), kind=JobKind.UNDELETE)
    told = fixture.estimate(request)
    assert (told.exact, told.deletes) == (True, len(past) - len(past.rstrip("d")))
    assert fixture.run(request) == {State.DONE: 1}
    assert dict(told.calls) == fixture.sent


def test_what_nothing_hides_and_what_has_no_version_is_told_before_it_is_undeleted(fixture: EstimateFixture) -> None:
    for key, past in (("stands", "wdw"), ("lost", "dd"), ("hidden", "wdd")):
        fixture.live(key, past)
    jobs = [DeleteRequest(fixture.ref(key), kind=JobKind.UNDELETE) for key in ("stands", "lost", "hidden", "never")]
    told = fixture.estimate(*jobs)
    assert (told.objects, told.deletes, told.missing) == (4, 2, 2)
    assert dict(told.refused) == {Reason.STILL_THERE: 1}
    assert fixture.run(list_request(jobs), *jobs) == {State.DONE: 1, State.REFUSED: 1, State.FAILED: 2}
    assert dict(told.calls) == fixture.sent


def test_of_very_many_deleted_objects_at_least_the_first_marker_is_counted(
    fixture: EstimateFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = [DeleteRequest(fixture.ref(key), kind=JobKind.UNDELETE) for key in ("a", "b", "c")]
    for job in jobs:
        fixture.live(job.source.key, "wdd")
    monkeypatch.setattr(estimating, "LOOK_MAX", 2)
    told = fixture.estimate(*jobs)
    assert (told.drawn, told.exact, told.calls_most) == (True, False, None)
    assert dict(told.calls) == {"DeleteObject": 3, "ListVersions": 3}
    told = fixture.engine.estimate(jobs, exactly=True)
    assert fixture.run(list_request(jobs), *jobs) == {State.DONE: 3}
    assert (told.exact, dict(told.calls)) == (True, fixture.sent)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("kind", [JobKind.RENAME, JobKind.EDIT, JobKind.DELETE])
def test_what_was_done_is_undone_with_the_calls_that_were_told(
    fixture: EstimateFixture, kind: JobKind, count: int
) -> None:
    fixture.sandbox.world.buckets["source"].versioning = Versioning.ENABLED
    for number in range(count):
        fixture.put(f"in/{number}", tags=TAGS)
    edit = Edit(tags={"project": "c"}, user={"a": "b"}) if kind is JobKind.EDIT else Edit()
    to = "out/" if kind is JobKind.RENAME else ""
    assert fixture.run(fixture.folder(kind, to, edit=edit)) == {State.DONE: count}
    told, ended = fixture.undo_last()
    assert (told.objects, ended) == (count, {State.DONE: count})
    assert dict(told.calls) == fixture.sent


@pytest.mark.parametrize("count", [1, 3])
def test_versions_are_deleted_for_good_with_the_calls_that_were_told(fixture: EstimateFixture, count: int) -> None:
    bucket = fixture.sandbox.world.buckets["source"]
    bucket.versioning = Versioning.ENABLED
    for _ in range(4):
        fixture.put("a", 1000)
    listed = fixture.versions("a")
    jobs = [DeleteRequest(replace(fixture.ref("a"), version=version)) for version in listed[1 : 1 + count]]
    told = fixture.estimate(*jobs)
    assert (told.deletes, told.size, told.markers) == (count, 1000 * count, 0)
    assert fixture.run(list_request(jobs), *jobs) == {State.DONE: count}
    assert dict(told.calls) == fixture.sent


def test_a_version_becomes_the_current_one_with_the_calls_that_were_told(fixture: EstimateFixture) -> None:
    fixture.sandbox.world.buckets["source"].versioning = Versioning.ENABLED
    fixture.put("a", tags=TAGS)
    fixture.put("a")
    here = fixture.ref("a")
    older = replace(here, version=fixture.versions("a")[1])
    request = Copy(older, here, Options(on_existing=OnExisting.OVERWRITE))
    told = fixture.estimate(request)
    assert fixture.run(request) == {State.DONE: 1}
    assert dict(told.calls) == fixture.sent
