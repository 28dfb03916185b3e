"""However many objects there are, however long each takes and whatever stays: the number told is the number sent."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.engine.groups import GROUP_WAIT_S
from core.forecast import estimator as estimating
from core.model.jobs import State
from core.model.requests import CopyRequest as Copy
from core.model.requests import DeleteRequest, JobKind, ListRequest, OnExisting, Options
from core.model.values import CHECKSUMS, Expected, Level
from core.sandbox.settings import Seen, answer
from tests.doubles.engine_fixture import MIB
from tests.doubles.estimate_fixture import TAGS, EstimateFixture


def mixed_folder(fixture: EstimateFixture) -> None:
    """Small, tagged, public and large objects, and names that no document can hold."""
    for number in range(6):
        fixture.put(f"in/small-{number}")
    fixture.put("in/tagged", tags=TAGS)
    fixture.put("in/public", acl="public-read")
    for number in range(3):
        fixture.put(f"in/large-{number}", (10 + number) * MIB, tags=TAGS)
    fixture.put("in/tab\there")
    fixture.put("in/tab\tthere")
    fixture.put("out/small-3", bucket="target")


@pytest.mark.parametrize("kind", [JobKind.COPY, JobKind.RENAME])
@pytest.mark.parametrize("choice", [choice for choice in OnExisting if choice is not OnExisting.ASK])
def test_of_more_objects_than_are_looked_at_by_itself_each_is_looked_at_on_demand(
    fixture: EstimateFixture, monkeypatch: pytest.MonkeyPatch, kind: JobKind, choice: OnExisting
) -> None:
    mixed_folder(fixture)
    request = fixture.folder(kind, "out/", options=Options(part_size=5 * MIB, on_existing=choice))
    monkeypatch.setattr(estimating, "LOOK_MAX", 4)
    assert fixture.estimate(request).drawn
    told = fixture.engine.estimate([request], exactly=True)
    assert (told.objects, told.conflicts, told.drawn, told.exact, told.calls_most) == (13, 1, False, True, 0)
    assert fixture.run(request)[State.DONE] >= 12
    assert dict(told.calls) == fixture.sent


def test_a_folder_of_more_than_a_page_is_renamed_with_the_calls_that_were_told(fixture: EstimateFixture) -> None:
    """Between the pages of the listing stand objects that are not renamed, so the groups are not those of the pages."""
    for number in range(1130):
        fixture.put(f"in/{number:04}")
    for number in range(0, 700, 10):
        fixture.put(f"out/{number:04}", bucket="target")
    request = fixture.folder(JobKind.RENAME, "out/", options=Options(on_existing=OnExisting.SKIP))
    rough, told = fixture.estimate(request), fixture.engine.estimate([request], exactly=True)
    assert (told.objects, told.skipped, told.deletes, told.exact) == (1130, 70, 1060, True)
    assert rough.calls_most is not None
    assert rough.requests <= told.requests <= rough.requests + rough.calls_most
    assert fixture.run(request) == {State.DONE: 1060, State.SKIPPED: 70}
    assert (dict(told.calls), told.calls["DeleteObjects"]) == (fixture.sent, 11)


def test_a_folder_is_renamed_with_the_calls_that_were_told_however_long_its_copies_take(
    fixture: EstimateFixture,
) -> None:
    for number in range(130):
        fixture.put(f"in/{number:03}")
    fixture.put("in/large", 12 * MIB)

    def take_long(seen: Seen) -> None:
        if seen.operation in ("CopyObject", "UploadPartCopy"):
            fixture.clock.unix += 2 * GROUP_WAIT_S

    request = fixture.folder(JobKind.RENAME, "out/", options=Options(part_size=5 * MIB))
    told = fixture.estimate(request)
    fixture.sandbox.settings = replace(fixture.sandbox.settings, on_request=take_long)
    assert fixture.run(request) == {State.DONE: 131}
    assert (dict(told.calls), told.calls["DeleteObjects"]) == (fixture.sent, 2)


def test_sources_that_stay_take_no_place_among_those_that_are_deleted(fixture: EstimateFixture) -> None:
    """Those whose ACL this key may not read are kept; they lie between the others, so that no group is theirs alone."""
    for number in range(150):
        fixture.put(f"in/{number:03}" + ("-secret" if number % 2 else ""))

    def hide(seen: Seen) -> object:
        return answer(403, "AccessDenied") if seen.operation == "GetObjectACL" and "secret" in seen.key else None

    fixture.sandbox.settings = replace(fixture.sandbox.settings, on_request=hide)  # type: ignore[arg-type]
    request = fixture.folder(JobKind.RENAME, "out/")
    told = fixture.estimate(request)
    hides = fixture.stores.features("a").acl
    assert (told.kept, told.deletes) == ((75, 75) if hides else (0, 150))
    ended = fixture.run(request)
    assert ended == ({State.DONE: 75, State.FAILED: 75} if hides else {State.DONE: 150})
    assert {**told.calls} == fixture.sent


@pytest.mark.parametrize("trust", list(Level))
@pytest.mark.parametrize("shows_crc", [True, False])
def test_a_proof_that_no_copy_can_have_keeps_the_sources_as_was_told(
    fixture: EstimateFixture, trust: Level, *, shows_crc: bool
) -> None:
    for number in range(5):
        fixture.put(f"in/{number}", shows_crc=shows_crc)
    request = fixture.folder(JobKind.RENAME, "out/", options=Options(trust=trust))
    told = fixture.estimate(request)
    ended = fixture.run(request)
    assert (told.deletes, told.kept) == (ended.get(State.DONE, 0), ended.get(State.FAILED, 0))
    features = fixture.stores.features("a")
    needs = CHECKSUMS if features.copy_keeps_etag else {*CHECKSUMS, Level.PART_ETAGS}
    assert (told.kept > 0) is (trust in needs and not (features.crc64 and shows_crc))
    assert dict(told.calls) == fixture.sent


def test_objects_of_several_buckets_are_deleted_with_the_calls_that_were_told(fixture: EstimateFixture) -> None:
    places = [("source", 3), ("target", 2), ("source", 1), ("target", 4)]
    jobs = []
    for at, (bucket, count) in enumerate(places):
        for number in range(count):
            fixture.put(f"{at}-{number}", bucket=bucket)
            jobs.append(DeleteRequest(fixture.ref(f"{at}-{number}", bucket)))
    told = fixture.estimate(*jobs)
    assert dict(told.calls) == {"DeleteObjects": 2}
    assert fixture.run(ListRequest(fixture.ref(""), fixture.ref(""), JobKind.DELETE), *jobs) == {State.DONE: 10}
    assert dict(told.calls) == fixture.sent


def test_what_is_no_longer_what_it_was_is_told_to_stay(fixture: EstimateFixture) -> None:
    jobs = []
    for key in ("same", "same too", "other", "gone"):
        fixture.put(key)
        info = fixture.engine.preview(Copy(fixture.ref(key), fixture.ref("x", "target"))).source
        assert info is not None
        jobs.append(DeleteRequest(fixture.ref(key), expect=Expected.of(info)))
    fixture.put("other", 1000)
    fixture.sandbox.world.delete("source", "gone", 0.0)
    told = fixture.estimate(*jobs)
    assert (told.objects, told.deletes, told.missing) == (4, 2, 2)
    assert fixture.run(ListRequest(fixture.ref(""), fixture.ref(""), JobKind.DELETE), *jobs)[State.FAILED] == 1
    assert dict(told.calls) == fixture.sent
