"""The requests that an estimate of folders tells are those that the engine sends; both are counted on each protocol."""

from __future__ import annotations

import pytest

from core.forecast import estimator as estimating
from core.model.jobs import State
from core.model.requests import Edit, JobKind, OnExisting, Options, Restore
from tests.doubles.engine_fixture import MIB
from tests.doubles.estimate_fixture import TAGS, EstimateFixture


def rich_folder(fixture: EstimateFixture) -> None:
    """Small, tagged, public and large objects, and what they may meet at the target."""
    for number in range(6):
        fixture.put(f"in/small-{number}")
    fixture.put("in/tagged", tags=TAGS)
    fixture.put("in/public", acl="public-read")
    fixture.put("in/large", 12 * MIB)
    fixture.put("in/large-rich", 11 * MIB, tags=TAGS, acl="public-read")
    fixture.put("in/deep/\u6e21\u8239 1")


def test_a_folder_with_all_kinds_of_objects_is_copied_with_the_calls_that_were_told(fixture: EstimateFixture) -> None:
    rich_folder(fixture)
    request = fixture.folder(JobKind.COPY, "out/", options=Options(part_size=5 * MIB))
    told = fixture.estimate(request)
    assert (told.objects, told.simple, told.parted, told.parts, told.exact) == (11, 9, 2, 6, True)
    assert fixture.run(request) == {State.DONE: 11}
    assert dict(told.calls) == fixture.sent


def test_a_folder_with_all_kinds_of_objects_is_renamed_with_the_calls_that_were_told(fixture: EstimateFixture) -> None:
    rich_folder(fixture)
    request = fixture.folder(JobKind.RENAME, "out/", options=Options(part_size=5 * MIB))
    told = fixture.estimate(request)
    assert (told.objects, told.simple, told.parted, told.deletes) == (11, 9, 2, 11)
    assert fixture.run(request) == {State.DONE: 11}
    assert dict(told.calls) == fixture.sent


def test_what_the_listing_alone_tells_is_no_more_than_is_sent_and_the_bound_no_less(
    fixture: EstimateFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    rich_folder(fixture)
    fixture.put("out/small-3", bucket="target")
    choice = Options(part_size=5 * MIB, on_existing=OnExisting.KEEP_BOTH)
    request = fixture.folder(JobKind.COPY, "out/", options=choice)
    monkeypatch.setattr(estimating, "LOOK_MAX", 3)
    told = fixture.estimate(request)
    assert (told.objects, told.simple, told.parted, told.parts, told.exact) == (11, 9, 2, 6, False)
    assert fixture.run(request) == {State.DONE: 11}
    assert told.calls_most is not None
    assert told.requests < sum(fixture.sent.values()) <= told.requests + told.calls_most


@pytest.mark.parametrize("choice", [OnExisting.SKIP, OnExisting.REFUSE, OnExisting.OVERWRITE, OnExisting.KEEP_BOTH])
def test_conflicts_are_found_by_listing_and_counted_in_the_calls(fixture: EstimateFixture, choice: OnExisting) -> None:
    for number in range(12):
        fixture.put(f"in/{number}")
    for name in ("0", "4", "11", "100", "between"):
        fixture.put(f"out/{name}", bucket="target")
    request = fixture.folder(JobKind.COPY, "out/", options=Options(on_existing=choice))
    told = fixture.estimate(request)
    done = 12 if choice in (OnExisting.OVERWRITE, OnExisting.KEEP_BOTH) else 9
    assert (told.objects, told.conflicts, told.simple) == (12, 3, done)
    ended = fixture.run(request)
    assert ended[State.DONE] == done
    assert ended.get(State.SKIPPED, 0) == told.skipped
    assert ended.get(State.REFUSED, 0) == sum(told.refused.values())
    assert dict(told.calls) == fixture.sent


def test_targets_that_are_equal_already_are_told_from_those_that_differ(fixture: EstimateFixture) -> None:
    for name in ("equal", "other", "new"):
        fixture.put(f"in/{name}", 1000)
    content = fixture.sandbox.world.get("source", "in/equal")
    assert content is not None
    fixture.sandbox.world.put("target", "out/equal", content)
    fixture.put("out/other", bucket="target")
    request = fixture.folder(JobKind.COPY, "out/", options=Options(on_existing=OnExisting.DIFFERENT))
    told = fixture.estimate(request)
    assert (told.conflicts, told.skipped, told.simple) == (2, 1, 2)
    assert fixture.run(request) == {State.DONE: 2, State.SKIPPED: 1}
    assert dict(told.calls) == fixture.sent


def test_a_folder_of_250_is_renamed_with_the_calls_that_were_told(fixture: EstimateFixture) -> None:
    for number in range(250):
        fixture.put(f"in/{number:03}")
    request = fixture.folder(JobKind.RENAME, "out/")
    told = fixture.estimate(request)
    assert (told.objects, told.simple, told.deletes, told.calls["DeleteObjects"]) == (250, 250, 250, 3)
    assert fixture.run(request) == {State.DONE: 250}
    assert dict(told.calls) == fixture.sent


def test_a_folder_of_2500_is_deleted_with_the_calls_that_were_told(fixture: EstimateFixture) -> None:
    for number in range(2500):
        fixture.put(f"in/{number:04}")
    request = fixture.folder(JobKind.DELETE)
    told = fixture.estimate(request)
    assert (told.objects, told.deletes, told.exact) == (2500, 2500, True)
    assert fixture.run(request) == {State.DONE: 2500}
    assert dict(told.calls) == fixture.sent


def test_names_that_no_document_can_hold_are_deleted_one_by_one(fixture: EstimateFixture) -> None:
    for name in ("a", "b", "tab\there", "c"):
        fixture.put(f"in/{name}")
    request = fixture.folder(JobKind.DELETE)
    told = fixture.estimate(request)
    assert (told.calls["DeleteObject"], told.calls["DeleteObjects"]) == (1, 1)
    assert fixture.run(request) == {State.DONE: 4}
    assert dict(told.calls) == fixture.sent


@pytest.mark.parametrize(
    ("edit", "copies"),
    [
        (Edit(headers={"cache-control": "no-cache"}), True),
        (Edit(tags={"state": "final"}), False),
        (Edit(acl="public-read"), False),
    ],
    ids=["headers", "tags", "acl"],
)
def test_fifty_objects_are_edited_with_the_calls_that_were_told(
    fixture: EstimateFixture, edit: Edit, copies: bool
) -> None:
    for number in range(48):
        fixture.put(f"in/{number}")
    fixture.put("in/tagged", tags=TAGS)
    fixture.put("in/public", acl="public-read")
    request = fixture.folder(JobKind.EDIT, edit=edit)
    told = fixture.estimate(request)
    assert told.simple + told.set_only + told.skipped == 50
    assert (told.simple == 50) is copies
    left = {State.SKIPPED: told.skipped} if told.skipped else {}
    assert fixture.run(request) == {State.DONE: 50 - told.skipped} | left
    assert dict(told.calls) == fixture.sent


def test_a_folder_is_restored_with_the_calls_that_were_told(fixture: EstimateFixture) -> None:
    fixture.put("in/warm")
    for number in range(3):
        fixture.put(f"in/{number}", 1000, storage_class="Archive")
    request = fixture.folder(JobKind.RESTORE, restore=Restore(days=2))
    told = fixture.estimate(request)
    assert (told.objects, told.restores, told.exact) == (3, 3, True)
    assert fixture.run(request) == {State.DONE: 3}
    assert dict(told.calls) == fixture.sent


def test_an_estimate_changes_nothing(fixture: EstimateFixture) -> None:
    rich_folder(fixture)
    before = fixture.sandbox.world.changes
    for kind in (JobKind.COPY, JobKind.RENAME):
        fixture.estimate(fixture.folder(kind, "out/"))
    fixture.estimate(fixture.folder(JobKind.DELETE), fixture.folder(JobKind.EDIT, edit=Edit(acl="private")))
    assert fixture.sandbox.world.changes == before
