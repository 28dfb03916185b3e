"""Stores that speak S3 badly: each bad habit ends in a true copy or in a clear failure, never in a wrong copy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.model.errors import Kind, StoreError
from core.model.jobs import PartPlan, State
from core.model.ops import HeadObject, PutObject
from core.model.values import Level, Props, known
from core.sandbox.extents import generated
from core.sandbox.sample import large
from core.sandbox.server import Sandbox
from core.sandbox.settings import Fault, Seen, drop_after
from core.sandbox.world import KeyPair, World
from core.store.browser import Browser
from core.system.clock import Cancel
from tests.doubles.store_under_test import sandbox_under_test
from tests.doubles.suite_fixture import SuiteFixture, suite_fixture

_BEGINNING = 1_735_700_000.0
MODES = pytest.mark.parametrize("mode", ["simple", "parts"])


def a_world() -> World:
    world = World(["cn-hangzhou"])
    world.add_key(KeyPair("HOSTILEKEY", "secret-of-the-hostile", "owner"))
    return world


@contextmanager
def opened(sandbox: Sandbox, folder: Path, provider: str = "s3") -> Iterator[SuiteFixture]:
    with suite_fixture(sandbox_under_test(sandbox, "s3", provider, Level.PART_ETAGS), folder) as stage:
        yield stage


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(world=a_world()) as running:
        yield running


@pytest.fixture
def stage(sandbox: Sandbox, tmp_path: Path) -> Iterator[SuiteFixture]:
    with opened(sandbox, tmp_path) as made:
        yield made


def habit(sandbox: Sandbox, **settings: Any) -> None:
    sandbox.settings = replace(sandbox.settings, **settings)


def size_for(stage: SuiteFixture, mode: str) -> int | None:
    return stage.part_size if mode == "parts" else None


def assert_whole(stage: SuiteFixture, key: str = "film") -> None:
    assert stage.body(stage.copy_ref(key)) == stage.film_bytes
    assert stage.uploads() == []


def test_a_store_that_takes_a_part_copy_for_an_empty_part_fails_the_job_at_once_and_makes_no_object(
    sandbox: Sandbox, stage: SuiteFixture
) -> None:
    stage.film()
    habit(sandbox, empty_part_copies=True)
    row = stage.copy("film", part_size=stage.part_size)
    assert row.error is not None
    assert (row.state, row.error.kind, row.error.code) == (State.FAILED, Kind.UNSUPPORTED, "PartNotCopied")
    assert (stage.uploads(), stage.keys(stage.target)) == ([], [])
    assert stage.tap.count("CopyPart") <= 3


def test_a_resumed_copy_does_not_believe_in_empty_parts(sandbox: Sandbox, stage: SuiteFixture) -> None:
    stage.film()
    stage.tap.before = lambda operation: stage.engine.stop() if stage.tap.count("CopyPart") == 2 else None
    batch = stage.engine.submit(stage.request("film", part_size=stage.part_size))
    stage.engine.run_until_idle()
    (upload,) = sandbox.world.buckets[stage.target].uploads.values()
    upload.parts[1] = replace(upload.parts[1], content=generated("nothing", 0))
    stage.restart()
    assert stage.finish(batch).state is State.DONE
    assert_whole(stage)


@MODES
def test_a_store_that_ignores_copy_conditions_is_found_out_when_the_source_has_changed(
    sandbox: Sandbox, stage: SuiteFixture, mode: str
) -> None:
    stage.film()
    habit(sandbox, ignore_copy_conditions=True)

    def change(operation: str) -> None:
        if operation in ("CopyObject", "CopyPart"):
            stage.tap.calm()
            stage.other_film()

    stage.tap.before = change
    row = stage.copy("film", part_size=size_for(stage, mode))
    assert row.error is not None
    assert (row.state, row.error.kind, row.verified) == (State.FAILED, Kind.SOURCE_CHANGED, None)
    assert stage.uploads() == []


@MODES
def test_a_store_that_ignores_copy_conditions_copies_a_source_that_stays_as_it_is(
    sandbox: Sandbox, stage: SuiteFixture, mode: str
) -> None:
    stage.film()
    habit(sandbox, ignore_copy_conditions=True)
    row = stage.copy("film", part_size=size_for(stage, mode))
    assert (row.state, row.verified) == (State.DONE, Level.PART_ETAGS)
    assert_whole(stage)


def test_part_etags_that_are_no_md5_are_as_good_as_any(sandbox: Sandbox, stage: SuiteFixture) -> None:
    stage.film()
    habit(sandbox, opaque_part_etags=True)
    row = stage.copy("film", part_size=stage.part_size)
    assert (row.state, row.verified) == (State.DONE, Level.PART_ETAGS)
    assert_whole(stage)


def test_part_numbers_that_the_store_refuses_fail_the_job_with_the_stores_words(
    sandbox: Sandbox, stage: SuiteFixture
) -> None:
    stage.film()
    habit(sandbox, part_number_max=2)
    row = stage.copy("film", part_size=stage.part_size)
    assert row.error is not None
    assert (row.state, row.error.kind) == (State.FAILED, Kind.INVALID)
    assert "art number" in row.error.message
    assert (stage.uploads(), stage.keys(stage.target)) == ([], [])


def test_a_provider_that_is_known_to_take_1000_parts_gets_no_more(sandbox: Sandbox, tmp_path: Path) -> None:
    size = 70 << 30
    with opened(sandbox, tmp_path, "scaleway") as stage:
        sandbox.world.put(stage.source, "huge", large(generated("huge", size), _BEGINNING, 700))
        habit(sandbox, part_number_max=1000)
        preview = stage.engine.preview(stage.request("huge"))
        assert isinstance(preview.plan, PartPlan)
        assert preview.plan.count <= 1000
        row = stage.copy("huge")
        assert (row.state, row.error, row.size) == (State.DONE, None, size)
        refused = stage.copy("huge", "again", part_size=64 << 20).refused
        assert refused is not None
        assert refused.detail == str(-(-size // 1000))


@MODES
def test_a_store_without_tags_copies_all_but_the_tags(sandbox: Sandbox, stage: SuiteFixture, mode: str) -> None:
    rich = stage.rich_film()
    habit(sandbox, refuse_tags=True)
    row = stage.copy("film", part_size=size_for(stage, mode))
    assert (row.state, row.error) == (State.DONE, None)
    copied = stage.call(HeadObject(stage.copy_ref("film"))).props
    assert (copied.headers, copied.user) == (rich.props.headers, rich.props.user)
    assert stage.engine.preview(stage.request("film", "other")).refused is None


@pytest.mark.parametrize("kind", ["parts", "uploads"])
def test_a_list_that_a_copy_needs_and_that_never_ends_fails_the_job(
    sandbox: Sandbox, stage: SuiteFixture, kind: str
) -> None:
    stage.film()
    habit(sandbox, stuck_markers=True)
    if kind == "uploads":  # a creation in doubt looks through the uploads
        habit(sandbox, on_request=_lose_the_first_creation)
    job = stage.copy("film", part_size=stage.part_size)
    assert job.error is not None
    assert (job.state, job.error.kind, job.error.code) == (State.FAILED, Kind.INVALID, "ListStuck")
    assert len(stage.tap.sent) < 100


def _lose_the_first_creation(seen: Seen) -> Fault | None:
    return drop_after() if (seen.operation, seen.number) == ("CreateMultipartUpload", 1) else None


def test_a_list_of_objects_that_never_ends_is_given_up_with_that_reason(sandbox: Sandbox, stage: SuiteFixture) -> None:
    stage.film()
    habit(sandbox, stuck_markers=True)
    stage.engine.submit(stage.prefix("", "q/"))
    stage.engine.run_until_idle()
    (row,) = stage.engine.snapshot().batches
    assert row.error is not None
    assert (row.state, row.error.kind, row.error.code) == (State.FAILED, Kind.INVALID, "ListStuck")
    with pytest.raises(StoreError) as caught:
        list(Browser(stage.stores).walk("a", stage.source, "", Cancel()))
    assert caught.value.code == "ListStuck"
    assert len(stage.tap.sent) < 100


def test_a_server_that_vanishes_in_the_middle_keeps_the_upload_and_the_copy_goes_on_when_it_is_back(
    tmp_path: Path,
) -> None:
    data, folder = tmp_path / "data", tmp_path / "program"
    folder.mkdir()
    first = Sandbox(data, world=a_world()).start()
    with opened(first, folder) as stage:
        stage.film()
        stage.tap.before = lambda operation: first.stop() if stage.tap.count("CopyPart") == 2 else None
        batch = stage.engine.submit(stage.request("film", part_size=stage.part_size))
        row = stage.finish(batch)
        assert row.error is not None
        assert (row.state, row.error.kind, row.kept, row.parts_done) == (State.FAILED, Kind.OFFLINE, True, 1)
        stage.tap.calm()
        with Sandbox(data) as second:
            assert second.offers == first.offers
            copied = second.seen.count("UploadPartCopy")
            stage.engine.retry(batches=[batch])
            row = stage.finish(batch)
            assert (row.state, row.error, row.verified) == (State.DONE, None, Level.PART_ETAGS)
            assert second.seen.count("UploadPartCopy") - copied == 2
            assert_whole(stage)


def test_an_object_without_any_property_that_the_store_shows_is_still_copied(
    sandbox: Sandbox, stage: SuiteFixture
) -> None:
    stage.call(PutObject(stage.ref("bare"), body=b"x", props=Props(tags=known({}))))
    assert stage.copy("bare").state is State.DONE
