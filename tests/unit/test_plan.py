"""Planning: one call or parts, part sizes within every limit, and refusals before anything is sent."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.jobs import OnExisting, Options, PartPlan, Reason, Refused, SimplePlan, Skipped
from core.plan import Scene, plan_copy, plan_parts, plan_size
from core.providers import provider
from core.values import BucketInfo, ObjectInfo, ObjectKind, ObjectRef, Props, RestoreState

OSS = provider("oss")
GIB = 1 << 30
SOURCE = ObjectInfo(ObjectRef("a", "photos", "cat.jpg"), 100, "ETAG")
SCENE = Scene(
    source=SOURCE,
    target=ObjectRef("a", "backup", "cat.jpg"),
    source_bucket=BucketInfo("photos", region="cn-hangzhou"),
    target_bucket=BucketInfo("backup", region="cn-hangzhou"),
    target_before=None,
    same_provider=True,
    limits=OSS.limits,
    features=OSS.features,
    options=Options(),
)


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
    assert plan_parts(10 << 20, limits, wished=1 << 20) == PartPlan(1 << 20, 10, 1 << 20)
    assert plan_parts(10 << 20, limits, wished=100) == Refused(Reason.PART_TOO_SMALL, str(limits.part_min))
    assert plan_parts(20 * GIB, limits, wished=6 * GIB) == Refused(Reason.PART_TOO_LARGE, str(limits.part_max))
    assert plan_parts(3 << 40, limits, wished=1 << 20) == Refused(Reason.TOO_MANY_PARTS, str(-(-(3 << 40) // 10000)))


def test_a_part_size_that_the_user_set_asks_for_parts_below_the_limit_too() -> None:
    assert plan_size(5 << 20, OSS.limits, Options(part_size=1 << 20)) == PartPlan(1 << 20, 5, 1 << 20)
    assert plan_size(1 << 20, OSS.limits, Options(part_size=1 << 20)) == SimplePlan()


def test_an_empty_object_is_copied_in_one_call() -> None:
    assert plan_size(0, OSS.limits, Options(part_size=1 << 20)) == SimplePlan()


@pytest.mark.parametrize(
    ("scene", "reason"),
    [
        (replace(SCENE, target_bucket=BucketInfo("backup", region="cn-shanghai")), Reason.OTHER_REGION),
        (replace(SCENE, same_provider=False), Reason.OTHER_PROVIDER),
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
def test_what_cannot_be_copied_is_refused_with_its_reason(scene: Scene, reason: Reason) -> None:
    plan = plan_copy(scene)
    assert isinstance(plan, Refused)
    assert plan.reason is reason


def test_an_existing_target_is_refused_skipped_or_overwritten_as_the_user_asked() -> None:
    taken = replace(SCENE, target_before=SOURCE)
    assert plan_copy(taken) == Refused(Reason.EXISTS)
    assert plan_copy(replace(taken, options=Options(on_existing=OnExisting.SKIP))) == Skipped()
    assert plan_copy(replace(taken, options=Options(on_existing=OnExisting.OVERWRITE))) == SimplePlan()


def test_a_folder_that_is_there_already_stands_in_nobodys_way() -> None:
    marker = replace(SOURCE, ref=ObjectRef("a", "photos", "x/"), size=0)
    there = replace(marker, ref=ObjectRef("a", "backup", "x/"))
    scene = replace(SCENE, source=marker, target=there.ref, target_before=there)
    assert plan_copy(scene) == Skipped()
    assert plan_copy(replace(scene, target_before=replace(there, size=1))) == Refused(Reason.EXISTS)


def test_a_restored_object_and_a_key_of_the_longest_size_are_copied() -> None:
    thawed = replace(SOURCE, restore=RestoreState.RESTORED)
    assert plan_copy(replace(SCENE, source=thawed, target=ObjectRef("a", "b", "k" * 1023))) == SimplePlan()
