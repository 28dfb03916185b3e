"""How many requests one job sends, from what is known of its object: pure counting."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from core.model.jobs import PartPlan, Plan, Reason, Refused, RestorePlan, SetPlan, SimplePlan, Skipped
from core.model.requests import CopyRequest, Edit, JobKind, OnExisting, Options, Restore
from core.model.values import ObjectInfo, ObjectRef, Props, known
from core.rules.estimate import Calls, Copy, Groups, Tally, calls_more, calls_of_copy
from core.rules.prices import Early, Restored
from core.rules.providers import provider

OSS, S3 = provider("oss").features, provider("s3").features
SOURCE, TARGET = ObjectRef("a", "here", "k"), ObjectRef("a", "there", "k")
PLAIN = ObjectInfo(SOURCE, 1000, "E", crc64=1, props=Props(acl=known("default")))
TAGGED = replace(PLAIN, tag_count=1, props=replace(PLAIN.props, tags=known({"a": "b"})))
PUBLIC = replace(PLAIN, props=replace(PLAIN.props, acl=known("public-read")))


def copy(plan: Plan, source: ObjectInfo = PLAIN, **request: Any) -> Copy:
    kind = request.get("kind", JobKind.COPY)
    target = SOURCE if kind is JobKind.EDIT else TARGET
    return Copy(CopyRequest(SOURCE, target, **request), source, plan, OSS, OSS)


def sent(one: Copy) -> dict[str, int]:
    return {op: count for (op, _), count in calls_of_copy(one).items() if count}


def test_a_copy_by_one_call_is_written_and_looked_at() -> None:
    assert sent(copy(SimplePlan())) == {"CopyObject": 1, "HeadObject": 1}


def test_tags_are_read_back_where_there_are_some() -> None:
    assert sent(copy(SimplePlan(), TAGGED)) == {"CopyObject": 1, "HeadObject": 1, "GetTags": 1}


def test_an_acl_is_read_back_where_it_is_more_than_the_default() -> None:
    assert sent(copy(SimplePlan(), PUBLIC)) == {"CopyObject": 1, "HeadObject": 1, "GetAcl": 1}


@pytest.mark.parametrize(("count", "pages"), [(1, 1), (1000, 1), (1001, 2), (10_000, 10)])
def test_a_copy_in_parts_lists_them_a_thousand_to_the_page(count: int, pages: int) -> None:
    source = replace(PLAIN, tag_count=0)
    expected = {"CreateUpload": 1, "CopyPart": count, "ListParts": pages, "CompleteUpload": 1, "HeadObject": 2}
    assert sent(copy(PartPlan(1, count, 1), source)) == expected


def test_a_copy_in_parts_that_may_overwrite_does_not_look_whether_its_place_is_free() -> None:
    begun = copy(PartPlan(1, 3, 1), replace(PLAIN, tag_count=0))
    overwrite = replace(begun.request, options=Options(on_existing=OnExisting.OVERWRITE))
    assert sent(begun)["HeadObject"] == 2
    assert sent(replace(begun, request=overwrite))["HeadObject"] == 1
    assert sent(replace(begun, before=PLAIN))["HeadObject"] == 1


def test_tags_that_head_does_not_count_are_read_before_parts_are_made() -> None:
    assert sent(copy(PartPlan(1, 2, 1), replace(PLAIN, tag_count=None)))["GetTags"] == 1
    assert "GetTags" not in sent(copy(PartPlan(1, 2, 1), replace(PLAIN, tag_count=0)))


def test_an_edit_in_parts_looks_once_more_before_it_completes() -> None:
    edit = Edit(headers={"cache-control": "no-cache"})
    assert sent(copy(PartPlan(1, 2, 1), TAGGED, kind=JobKind.EDIT, edit=edit))["HeadObject"] == 2


def test_a_source_is_looked_at_again_where_neither_checksum_nor_pin_proves_it() -> None:
    blind = replace(copy(SimplePlan(), replace(PLAIN, crc64=None)), source_features=S3, features=S3)
    assert sent(blind)["HeadObject"] == 2
    assert sent(replace(blind, source=PLAIN))["HeadObject"] == 1
    assert sent(replace(blind, source_features=OSS))["HeadObject"] == 1


def test_tags_and_acl_alone_are_set_without_a_copy() -> None:
    edit = Edit(tags={"a": "c"}, acl="private")
    tagged = replace(TAGGED, props=replace(TAGGED.props, acl=known("public-read")))
    expected = {"PutTags": 1, "PutAcl": 1, "HeadObject": 2, "GetTags": 1, "GetAcl": 1}
    assert sent(copy(SetPlan(), tagged, kind=JobKind.EDIT, edit=edit)) == expected


@pytest.mark.parametrize("plan", [Skipped(), Refused(Reason.EXISTS)])
def test_what_is_not_done_sends_nothing_more(plan: Plan) -> None:
    assert sent(copy(plan)) == {}
    assert calls_more(copy(plan)) == 0


def test_calls_are_told_apart_by_the_class_that_they_are_charged_for() -> None:
    cold = replace(PLAIN, props=replace(PLAIN.props, storage_class="IA"))
    calls = calls_of_copy(copy(SimplePlan(), cold, edit=Edit(storage_class="Standard")))
    assert calls == Calls({("CopyObject", "Standard"): 1, ("HeadObject", "Standard"): 1})


# ---------------------------------------------------------------- deleting in groups


@pytest.mark.parametrize(
    ("count", "most", "expected"),
    [
        (0, 100, {}),
        (1, 100, {"DeleteObject": 1}),
        (2, 100, {"DeleteObjects": 1}),
        (100, 100, {"DeleteObjects": 1}),
        (101, 100, {"DeleteObjects": 1, "DeleteObject": 1}),
        (250, 100, {"DeleteObjects": 3}),
        (3, 1, {"DeleteObject": 3}),
    ],
)
def test_objects_are_deleted_in_full_groups_and_one_that_is_left_alone(
    count: int, most: int, expected: dict[str, int]
) -> None:
    groups = Groups(most)
    for _ in range(count):
        groups.add("bucket", is_alone=False)
    assert {op: number for (op, _), number in groups.calls().items() if number} == expected


def test_each_bucket_has_groups_of_its_own_in_whatever_order_the_objects_come() -> None:
    groups = Groups(1000)
    for place, is_alone in [("a", False), ("a", True), ("b", False), ("a", False), ("b", False), ("c", False)]:
        groups.add(place, is_alone=is_alone)
    assert groups.calls() == Calls({("DeleteObjects", ""): 2, ("DeleteObject", ""): 2})


# ---------------------------------------------------------------- the sum


def test_a_tally_adds_up_what_is_done_and_what_is_not() -> None:
    tally = Tally()
    for plan in (SimplePlan(), PartPlan(400, 3, 200), SetPlan(), Skipped(), Refused(Reason.LINK), Refused(Reason.LINK)):
        tally.copy(copy(plan, replace(PLAIN, tag_count=0)))
    told = tally.result()
    assert (told.simple, told.parted, told.parts, told.set_only, told.skipped) == (1, 1, 3, 1, 1)
    assert (dict(told.refused), told.size, told.exact, told.calls_most) == ({Reason.LINK: 2}, 3000, True, 0)
    assert told.requests == sum(told.calls.values()) == 1 + 1 + 1 + 3 + 1 + 1 + 1 + 1 + 2
    assert dict(told.usage.retrieved) == {"": 2000}


def test_a_copy_that_waits_for_a_restore_has_no_last_number_of_requests() -> None:
    cold = replace(PLAIN, props=replace(PLAIN.props, storage_class="Archive"))
    tally = Tally()
    tally.more(5)
    tally.copy(copy(RestorePlan(), cold, options=Options(restore=Restore(1, "Bulk"))))
    told = tally.result()
    assert (told.restores, told.calls_most, told.exact) == (1, None, False)
    assert told.usage.restored == (Restored("Archive", "Bulk", 1000, 1),)
    assert dict(told.calls) == {"HeadObject": 1, "RestoreObject": 1}


def test_what_stops_being_stored_is_summed_by_class_and_age() -> None:
    tally = Tally()
    for storage_class, age, size in [("IA", 3, 10), ("IA", 3, 5), ("IA", 4, 1), ("Archive", None, 2)]:
        tally.goes(storage_class, age, size)
    assert tally.result().early == (Early("IA", 3, 15, 2), Early("IA", 4, 1, 1), Early("Archive", None, 2, 1))


def test_bytes_cross_regions_only_when_they_are_copied() -> None:
    tally = Tally()
    for plan in (SimplePlan(), Skipped(), SetPlan()):
        tally.copy(replace(copy(plan), crosses=True))
    assert tally.result().traffic == 1000
