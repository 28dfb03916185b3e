"""Planning: one call or parts, part sizes within every limit, and refusals before anything is sent."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.jobs import PartPlan, Plan, Reason, Refused, RestorePlan, SetPlan, SimplePlan, Skipped
from core.model.requests import Edit, JobKind, OnExisting, Options, Restore
from core.model.values import (
    BucketInfo,
    Expected,
    ObjectInfo,
    ObjectKind,
    ObjectRef,
    Props,
    RestoreState,
    Seen,
    Sight,
    known,
)
from core.rules.plan import PlanInputs, free_key, plan_copy, plan_parts, plan_size
from core.rules.providers import provider

OSS = provider("oss")
GIB = 1 << 30
SOURCE = ObjectInfo(ObjectRef("a", "photos", "cat.jpg"), 100, "ETAG")
SCENE = PlanInputs(
    source=SOURCE,
    target=ObjectRef("a", "backup", "cat.jpg"),
    source_bucket=BucketInfo("photos", region="cn-hangzhou"),
    target_bucket=BucketInfo("backup", region="cn-hangzhou"),
    target_before=None,
    same_provider=True,
    same_store=True,
    limits=OSS.limits,
    features=OSS.features,
    options=Options(),
)
OTHERS = replace(SCENE, target=ObjectRef("b", "backup", "cat.jpg"))


def test_an_object_up_to_the_limit_is_copied_in_one_call_and_one_byte_more_in_parts() -> None:
    limit = OSS.limits.simple_max
    assert plan_size(limit, OSS.limits, Options()) == SimplePlan()
    assert isinstance(plan_size(limit + 1, OSS.limits, Options()), PartPlan)


@given(
    size=st.one_of(st.integers(1, OSS.limits.multipart_max), st.integers(1, 1 << 40)),
    workers=st.integers(1, 64),
)
def test_parts_of_any_object_cover_it_exactly_within_all_limits(size: int, workers: int) -> None:
    plan = plan_parts(size, OSS.limits, workers=workers)
    assert isinstance(plan, PartPlan)
    assert 1 <= plan.count <= OSS.limits.parts_max
    assert plan.part_size <= OSS.limits.part_max
    assert plan.part_size >= OSS.limits.part_min
    assert (plan.count - 1) * plan.part_size + plan.last_size == size
    assert 1 <= plan.last_size <= plan.part_size
    assert plan.span(1)[0] == 0
    assert plan.span(plan.count) == (size - plan.last_size, size - 1)


@pytest.mark.parametrize(
    ("size", "count", "part_size"),
    [(12 * GIB, 64, 192 << 20), (3 * 10**12, 2794, GIB), (OSS.limits.multipart_max, 9999, 5118 << 20)],
)
def test_large_objects_get_few_parts_that_still_keep_every_worker_busy(size: int, count: int, part_size: int) -> None:
    plan = plan_parts(size, OSS.limits)
    assert isinstance(plan, PartPlan)
    assert (plan.count, plan.part_size) == (count, part_size)


def test_the_users_part_size_is_obeyed_or_refused_but_never_bent() -> None:
    limits = OSS.limits
    assert plan_parts(10 << 20, limits, asked=1 << 20) == PartPlan(1 << 20, 10, 1 << 20)
    assert plan_parts(10 << 20, limits, asked=100) == Refused(Reason.PART_TOO_SMALL, str(limits.part_min))
    assert plan_parts(20 * GIB, limits, asked=6 * GIB) == Refused(Reason.PART_TOO_LARGE, str(limits.part_max))
    assert plan_parts(3 << 40, limits, asked=1 << 20) == Refused(Reason.TOO_MANY_PARTS, str(-(-(3 << 40) // 10000)))


def test_a_part_size_that_the_user_set_asks_for_parts_below_the_limit_too() -> None:
    assert plan_size(5 << 20, OSS.limits, Options(part_size=1 << 20)) == PartPlan(1 << 20, 5, 1 << 20)
    assert plan_size(1 << 20, OSS.limits, Options(part_size=1 << 20)) == SimplePlan()


def test_an_empty_object_is_copied_in_one_call() -> None:
    assert plan_size(0, OSS.limits, Options(part_size=1 << 20)) == SimplePlan()


@pytest.mark.parametrize(
    ("inputs", "reason"),
    [
        (replace(SCENE, target_bucket=BucketInfo("backup", region="cn-shanghai")), Reason.OTHER_REGION),
        (replace(SCENE, same_provider=False, same_store=False), Reason.OTHER_PROVIDER),
        (replace(SCENE, same_store=False), Reason.OTHER_STORE),
        (replace(OTHERS, features=replace(OSS.features, cross_account=False)), Reason.OTHER_ACCOUNT),
        (replace(SCENE, target=ObjectRef("a", "photos", "cat.jpg")), Reason.ONTO_ITSELF),
        (replace(SCENE, target=ObjectRef("a", "backup", "")), Reason.KEY_EMPTY),
        (replace(SCENE, target=ObjectRef("a", "backup", "/x")), Reason.KEY_LEADING_SLASH),
        (replace(SCENE, target=ObjectRef("a", "backup", "\\x")), Reason.KEY_LEADING_SLASH),
        (replace(SCENE, target=ObjectRef("a", "backup", "é" * 512)), Reason.KEY_TOO_LONG),
        (replace(SCENE, source=replace(SOURCE, kind=ObjectKind.APPENDABLE)), Reason.APPENDABLE),
        (replace(SCENE, source=replace(SOURCE, restore=RestoreState.FROZEN)), Reason.ARCHIVED),
        (replace(SCENE, source=replace(SOURCE, restore=RestoreState.RESTORING)), Reason.RESTORING),
        (replace(SCENE, source=replace(SOURCE, props=Props(user={"n": "v" * 9000}))), Reason.METADATA_TOO_LARGE),
        (replace(SCENE, source=replace(SOURCE, size=OSS.limits.multipart_max + 1)), Reason.TOO_LARGE),
        (replace(SCENE, target_before=SOURCE), Reason.EXISTS),
    ],
)
def test_what_cannot_be_copied_is_refused_with_its_reason(inputs: PlanInputs, reason: Reason) -> None:
    plan = plan_copy(inputs)
    assert isinstance(plan, Refused)
    assert plan.reason is reason


def test_another_account_is_copied_to_where_the_store_can() -> None:
    assert OSS.features.cross_account
    assert plan_copy(OTHERS) == SimplePlan()


def test_an_existing_target_is_refused_skipped_or_overwritten_as_the_user_asked() -> None:
    taken = replace(SCENE, target_before=SOURCE)
    assert plan_copy(taken) == Refused(Reason.EXISTS)
    assert plan_copy(replace(taken, options=Options(on_existing=OnExisting.SKIP))) == Skipped()
    assert plan_copy(replace(taken, options=Options(on_existing=OnExisting.OVERWRITE))) == SimplePlan()


def test_a_folder_that_is_there_already_stands_in_nobodys_way() -> None:
    marker = replace(SOURCE, ref=ObjectRef("a", "photos", "x/"), size=0)
    there = replace(marker, ref=ObjectRef("a", "backup", "x/"))
    inputs = replace(SCENE, source=marker, target=there.ref, target_before=there)
    assert plan_copy(inputs) == Skipped()
    assert plan_copy(replace(inputs, target_before=replace(there, size=1))) == Refused(Reason.EXISTS)


def test_a_restored_object_and_a_key_of_the_longest_size_are_copied() -> None:
    restored = replace(SOURCE, restore=RestoreState.RESTORED)
    assert plan_copy(replace(SCENE, source=restored, target=ObjectRef("a", "b", "k" * 1023))) == SimplePlan()


# ---------------------------------------------------------------- edits

HERE = replace(
    SCENE,
    kind=JobKind.EDIT,
    target=SOURCE.ref,
    target_bucket=SCENE.source_bucket,
    source=replace(SOURCE, props=Props(user={"n": "1"}, tags=known({"t": "1"}), acl=known("default"))),
)
DENIED: Seen[Any] = Seen(None, Sight.DENIED)


def edit(change: Edit, inputs: PlanInputs = HERE) -> Plan:
    return plan_copy(replace(inputs, edit=change))


def seen_as(source: ObjectInfo, **props: Any) -> PlanInputs:
    return replace(HERE, source=replace(source, props=replace(HERE.source.props, **props)))


def test_an_edit_writes_anew_sets_in_place_or_does_nothing_by_what_it_changes() -> None:
    assert edit(Edit(user={"n": "2"})) == SimplePlan()
    assert edit(Edit(storage_class="IA")) == SimplePlan()
    assert edit(Edit(tags={"t": "2"})) == SetPlan()
    assert edit(Edit(acl="public-read")) == SetPlan()
    assert edit(Edit(tags={"t": "2"}, user={"n": None})) == SimplePlan()
    for same in (Edit(), Edit(user={"n": "1", "x": None}), Edit(tags={"t": "1"}), Edit(acl="default")):
        assert edit(same) == Skipped()
    large = replace(HERE, source=replace(HERE.source, size=OSS.limits.simple_max + 1))
    assert isinstance(edit(Edit(user={"n": "2"}), large), PartPlan)
    assert edit(Edit(tags={"t": "2"}), large) == SetPlan()


def test_an_object_is_made_private_where_it_has_only_the_acl_of_its_bucket() -> None:
    assert edit(Edit(acl="private")) == SetPlan()


def test_tags_and_an_acl_that_cannot_be_read_are_set_when_all_of_them_is_given_and_else_refused() -> None:
    blind = seen_as(SOURCE, tags=DENIED, acl=DENIED)
    assert edit(Edit(tags={"t": "2"}), blind) == Refused(Reason.TAGS_DENIED)
    assert edit(Edit(tags={"t": "2"}, clear_tags=True), blind) == SetPlan()
    assert edit(Edit(clear_tags=True), blind) == SetPlan()
    assert edit(Edit(acl="private"), blind) == SetPlan()
    assert edit(Edit(user={"n": "2"}), blind) == SimplePlan()  # one call lets the store carry the tags


def test_an_object_with_tags_that_cannot_be_read_is_not_written_anew_in_parts() -> None:
    """Parts carry no tags, so the only ones that there are would be lost."""
    large = replace(SOURCE, size=OSS.limits.simple_max + 1)
    change = Edit(user={"n": "2"})
    assert edit(change, seen_as(large, tags=DENIED)) == Refused(Reason.TAGS_DENIED)
    assert edit(change, seen_as(replace(large, tag_count=2), tags=DENIED)) == Refused(Reason.TAGS_DENIED)
    assert isinstance(edit(change, seen_as(replace(large, tag_count=0), tags=DENIED)), PartPlan)
    assert isinstance(edit(Edit(user={"n": "2"}, clear_tags=True), seen_as(large, tags=DENIED)), PartPlan)
    assert isinstance(edit(change, seen_as(large, tags=Seen())), PartPlan)  # the store has no tags


def test_a_change_that_was_decided_on_for_another_object_is_refused_whatever_its_kind() -> None:
    for kind in (JobKind.COPY, JobKind.RENAME, JobKind.EDIT):
        inputs = replace(HERE, kind=kind, target=OTHERS.target, edit=Edit(user={"n": "2"}))
        assert plan_copy(replace(inputs, expect=Expected("OLD", 100))) == Refused(Reason.CHANGED)
        assert plan_copy(replace(inputs, expect=Expected.of(inputs.source))) == SimplePlan()


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (replace(HERE.source, kind=ObjectKind.APPENDABLE), Reason.APPEND_KEPT),
        (replace(HERE.source, kind=ObjectKind.SYMLINK), Reason.LINK_KEPT),
        (replace(HERE.source, restore=RestoreState.FROZEN), Reason.ARCHIVED),
        (replace(HERE.source, restore=RestoreState.RESTORING), Reason.RESTORING),
        (replace(HERE.source, props=Props(tags=known({}), others={"missing-meta": "2"})), Reason.NOT_CARRIED),
    ],
)
def test_what_cannot_be_written_anew_is_not_edited_but_may_get_tags(source: ObjectInfo, reason: Reason) -> None:
    plan = edit(Edit(user={"n": "2"}), replace(HERE, source=source))
    assert isinstance(plan, Refused)
    assert plan.reason is reason
    assert edit(Edit(tags={"t": "2"}), replace(HERE, source=source)) == SetPlan()


def test_metadata_that_an_edit_makes_too_large_is_refused_and_what_it_makes_small_enough_is_not() -> None:
    plan = edit(Edit(user={"m": "v" * 9000}))
    assert isinstance(plan, Refused)
    assert plan.reason is Reason.METADATA_TOO_LARGE
    fat = seen_as(SOURCE, user={"m": "v" * 9000})
    assert edit(Edit(user={"m": None}), fat) == SimplePlan()


# ---------------------------------------------------------------- the archive, conflicts and names


@pytest.mark.parametrize("state", [RestoreState.FROZEN, RestoreState.RESTORING])
@pytest.mark.parametrize("inputs", [SCENE, replace(HERE, edit=Edit(user={"n": "2"}))], ids=["copy", "edit"])
def test_an_archived_source_is_waited_for_where_the_user_wants_that(inputs: PlanInputs, state: RestoreState) -> None:
    frozen = replace(inputs, source=replace(inputs.source, restore=state))
    assert isinstance(plan_copy(frozen), Refused)
    assert plan_copy(replace(frozen, options=Options(restore=Restore()))) == RestorePlan()


def test_nobody_pays_for_a_restore_of_what_would_be_refused_or_skipped_anyway() -> None:
    frozen = replace(SCENE, source=replace(SOURCE, restore=RestoreState.FROZEN), options=Options(restore=Restore()))
    there = replace(frozen, target_before=SOURCE)
    assert plan_copy(there) == Refused(Reason.EXISTS)
    assert plan_copy(replace(there, options=Options(on_existing=OnExisting.SKIP, restore=Restore()))) == Skipped()
    assert plan_copy(replace(frozen, target=replace(SCENE.target, key=""))) == Refused(Reason.KEY_EMPTY)


@pytest.mark.parametrize(
    ("before", "plan"),
    [
        (SOURCE, Skipped()),
        (replace(SOURCE, size=99), SimplePlan()),
        (replace(SOURCE, etag="OTHER"), SimplePlan()),
        (replace(SOURCE, props=Props(user={"n": "1"})), SimplePlan()),
        (replace(SOURCE, props=Props(headers={"content-type": "text/html"})), SimplePlan()),
    ],
)
def test_only_a_target_that_differs_is_overwritten_when_that_is_wished(before: ObjectInfo, plan: Plan) -> None:
    wish = Options(on_existing=OnExisting.DIFFERENT)
    assert plan_copy(replace(SCENE, target_before=before, options=wish)) == plan


def test_bytes_are_compared_by_checksum_where_both_have_one_and_else_by_etag() -> None:
    wish = replace(SCENE, options=Options(on_existing=OnExisting.DIFFERENT))
    one, parted = replace(SOURCE, crc64=7), replace(SOURCE, crc64=7, etag="PARTS-3")
    assert plan_copy(replace(wish, source=one, target_before=parted)) == Skipped()
    assert plan_copy(replace(wish, source=one, target_before=replace(one, crc64=8))) == SimplePlan()
    assert plan_copy(replace(wish, source=one, target_before=replace(parted, crc64=None))) == SimplePlan()


@pytest.mark.parametrize(
    ("key", "beside"),
    [
        ("a.txt", "a (2).txt"),
        ("d/x.tar.gz", "d/x (2).tar.gz"),
        ("d.e/plain", "d.e/plain (2)"),
        (".profile", ".profile (2)"),
        (".tar.gz", ".tar (2).gz"),
        ("a (2).txt", "a (2) (2).txt"),
        ("\u6e21\u8239.", "\u6e21\u8239 (2)."),
    ],
)
def test_a_name_beside_another_keeps_its_folder_and_its_suffix(key: str, beside: str) -> None:
    assert free_key(key, 2) == beside


@given(key=st.text(min_size=1), number=st.integers(2, 99))
def test_a_name_beside_another_is_never_the_same_and_stays_in_the_folder(key: str, number: int) -> None:
    beside = free_key(key, number)
    assert beside != key
    assert beside.replace(f" ({number})", "", 1) == key or f" ({number})" in key
    assert beside.rpartition("/")[0] == key.rpartition("/")[0]


def test_an_old_version_may_be_copied_onto_its_own_key_and_the_current_one_may_not() -> None:
    onto = replace(SCENE, target=SOURCE.ref, options=Options(on_existing=OnExisting.OVERWRITE))
    assert plan_copy(replace(onto, asked_version="v1")) == SimplePlan()
    assert plan_copy(onto) == Refused(Reason.ONTO_ITSELF)
