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
    with suite_fixture(sandbox_under_test(sandbox, "s3", provider, Level.PART_ETAGS), folder) as rig:
        yield rig


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(world=a_world()) as running:
        yield running


@pytest.fixture
def rig(sandbox: Sandbox, tmp_path: Path) -> Iterator[SuiteFixture]:
    with opened(sandbox, tmp_path) as made:
        yield made


def habit(sandbox: Sandbox, **settings: Any) -> None:
    sandbox.settings = replace(sandbox.settings, **settings)


def size_for(rig: SuiteFixture, mode: str) -> int | None:
    return rig.part_size if mode == "parts" else None


def assert_whole(rig: SuiteFixture, key: str = "film") -> None:
    assert rig.body(rig.copy_ref(key)) == rig.film_bytes
    assert rig.uploads() == []


def test_a_store_that_takes_a_part_copy_for_an_empty_part_fails_the_job_at_once_and_makes_no_object(
    sandbox: Sandbox, rig: SuiteFixture
) -> None:
    rig.film()
    habit(sandbox, empty_part_copies=True)
    row = rig.copy("film", part_size=rig.part_size)
    assert row.error is not None
    assert (row.state, row.error.kind, row.error.code) == (State.FAILED, Kind.UNSUPPORTED, "PartNotCopied")
    assert (rig.uploads(), rig.keys(rig.target)) == ([], [])
    assert rig.tap.count("CopyPart") <= 3


def test_a_resumed_copy_does_not_believe_in_empty_parts(sandbox: Sandbox, rig: SuiteFixture) -> None:
    rig.film()
    rig.tap.before = lambda operation: rig.engine.stop() if rig.tap.count("CopyPart") == 2 else None
    batch = rig.engine.submit(rig.request("film", part_size=rig.part_size))
    rig.engine.run_until_idle()
    (upload,) = sandbox.world.buckets[rig.target].uploads.values()
    upload.parts[1] = replace(upload.parts[1], content=generated("nothing", 0))
    rig.restart()
    assert rig.finish(batch).state is State.DONE
    assert_whole(rig)


@MODES
def test_a_store_that_ignores_copy_conditions_is_found_out_when_the_source_has_changed(
    sandbox: Sandbox, rig: SuiteFixture, mode: str
) -> None:
    rig.film()
    habit(sandbox, ignore_copy_conditions=True)

    def change(operation: str) -> None:
        if operation in ("CopyObject", "CopyPart"):
            rig.tap.calm()
            rig.other_film()

    rig.tap.before = change
    row = rig.copy("film", part_size=size_for(rig, mode))
    assert row.error is not None
    assert (row.state, row.error.kind, row.verified) == (State.FAILED, Kind.SOURCE_CHANGED, None)
    assert rig.uploads() == []


@MODES
def test_a_store_that_ignores_copy_conditions_copies_a_source_that_stays_as_it_is(
    sandbox: Sandbox, rig: SuiteFixture, mode: str
) -> None:
    rig.film()
    habit(sandbox, ignore_copy_conditions=True)
    row = rig.copy("film", part_size=size_for(rig, mode))
    # The ETag of one call is the MD5 that the source has; those of parts say nothing of where they came from.
    assert (row.state, row.verified) == (State.DONE, Level.PART_ETAGS if mode == "simple" else Level.SIZE)
    assert_whole(rig)


def test_part_etags_that_are_no_md5_are_as_good_as_any(sandbox: Sandbox, rig: SuiteFixture) -> None:
    rig.film()
    habit(sandbox, opaque_part_etags=True)
    row = rig.copy("film", part_size=rig.part_size)
    assert (row.state, row.verified) == (State.DONE, Level.PART_ETAGS)
    assert_whole(rig)


def test_part_numbers_that_the_store_refuses_fail_the_job_with_the_stores_words(
    sandbox: Sandbox, rig: SuiteFixture
) -> None:
    rig.film()
    habit(sandbox, part_number_max=2)
    row = rig.copy("film", part_size=rig.part_size)
    assert row.error is not None
    assert (row.state, row.error.kind) == (State.FAILED, Kind.INVALID)
    assert "art number" in row.error.message
    assert (rig.uploads(), rig.keys(rig.target)) == ([], [])


def test_a_provider_that_is_known_to_take_1000_parts_gets_no_more(sandbox: Sandbox, tmp_path: Path) -> None:
    size = 70 << 30
    with opened(sandbox, tmp_path, "scaleway") as rig:
        sandbox.world.put(rig.source, "huge", large(generated("huge", size), _BEGINNING, 700))
        habit(sandbox, part_number_max=1000)
        preview = rig.engine.preview(rig.request("huge"))
        assert isinstance(preview.plan, PartPlan)
        assert preview.plan.count <= 1000
        row = rig.copy("huge")
        assert (row.state, row.error, row.size) == (State.DONE, None, size)
        refused = rig.copy("huge", "again", part_size=64 << 20).refused
        assert refused is not None
        assert refused.detail == str(-(-size // 1000))


@MODES
def test_a_store_without_tags_copies_all_but_the_tags(sandbox: Sandbox, rig: SuiteFixture, mode: str) -> None:
    rich = rig.rich_film()
    habit(sandbox, refuse_tags=True)
    row = rig.copy("film", part_size=size_for(rig, mode))
    assert (row.state, row.error) == (State.DONE, None)
    copied = rig.call(HeadObject(rig.copy_ref("film"))).props
    assert (copied.headers, copied.user) == (rich.props.headers, rich.props.user)
    assert rig.engine.preview(rig.request("film", "other")).refused is None


@pytest.mark.parametrize("kind", ["parts", "uploads"])
def test_a_list_that_a_copy_needs_and_that_never_ends_fails_the_job(
    sandbox: Sandbox, rig: SuiteFixture, kind: str
) -> None:
    rig.film()
    habit(sandbox, stuck_markers=True)
    if kind == "uploads":  # a creation in doubt looks through the uploads
        habit(sandbox, on_request=_lose_the_first_creation)
    job = rig.copy("film", part_size=rig.part_size)
    assert job.error is not None
    assert (job.state, job.error.kind, job.error.code) == (State.FAILED, Kind.INVALID, "ListStuck")
    assert len(rig.tap.sent) < 100


def _lose_the_first_creation(seen: Seen) -> Fault | None:
    return drop_after() if (seen.operation, seen.number) == ("CreateMultipartUpload", 1) else None


def test_a_list_of_objects_that_never_ends_is_given_up_with_that_reason(sandbox: Sandbox, rig: SuiteFixture) -> None:
    rig.film()
    habit(sandbox, stuck_markers=True)
    rig.engine.submit(rig.prefix("", "q/"))
    rig.engine.run_until_idle()
    (row,) = rig.engine.snapshot().batches
    assert row.error is not None
    assert (row.state, row.error.kind, row.error.code) == (State.FAILED, Kind.INVALID, "ListStuck")
    with pytest.raises(StoreError) as caught:
        list(Browser(rig.stores).walk("a", rig.source, "", Cancel()))
    assert caught.value.code == "ListStuck"
    assert len(rig.tap.sent) < 100


def test_a_server_that_vanishes_in_the_middle_keeps_the_upload_and_the_copy_goes_on_when_it_is_back(
    tmp_path: Path,
) -> None:
    data, folder = tmp_path / "data", tmp_path / "program"
    folder.mkdir()
    first = Sandbox(data, world=a_world()).start()
    with opened(first, folder) as rig:
        rig.film()
        rig.tap.before = lambda operation: first.stop() if rig.tap.count("CopyPart") == 2 else None
        batch = rig.engine.submit(rig.request("film", part_size=rig.part_size))
        row = rig.finish(batch)
        assert row.error is not None
        assert (row.state, row.error.kind, row.kept, row.parts_done) == (State.FAILED, Kind.OFFLINE, True, 1)
        rig.tap.calm()
        with Sandbox(data) as second:
            assert second.offers == first.offers
            copied = second.seen.count("UploadPartCopy")
            rig.engine.retry(batches=[batch])
            row = rig.finish(batch)
            assert (row.state, row.error, row.verified) == (State.DONE, None, Level.PART_ETAGS)
            assert second.seen.count("UploadPartCopy") - copied == 2
            assert_whole(rig)


def test_an_object_without_any_property_that_the_store_shows_is_still_copied(
    sandbox: Sandbox, rig: SuiteFixture
) -> None:
    rig.call(PutObject(rig.ref("bare"), body=b"x", props=Props(tags=known({}))))
    assert rig.copy("bare").state is State.DONE
