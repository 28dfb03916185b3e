"""What a store shows of an object and no request can state, on the sandbox and on a server by other people.

A lock, and metadata that no header can show: a copy says that it lacks them, a rename keeps its source, an edit that
would lose them is refused before anything is written.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import boto3
import pytest

from core.model.jobs import Fate, Reason, State
from core.model.ops import GetTags, HeadObject
from core.model.reports import JobRow
from core.model.requests import Edit
from core.model.values import ObjectInfo, ObjectRef
from core.sandbox.extents import generated
from core.sandbox.sample import large
from core.sandbox.server import Sandbox
from tests.doubles.suite_fixture import SuiteFixture, suite_fixture

UNTIL = datetime.datetime(2040, 1, 1, tzinfo=datetime.UTC)
LOCKED = {"object-lock-mode", "object-lock-retain-until-date", "object-lock-legal-hold"}
MODES = pytest.mark.parametrize("mode", ["simple", "parts"])
OTHER_TYPE = Edit(headers={"content-type": "text/new"})


def size_for(rig: SuiteFixture, mode: str) -> int | None:
    return rig.part_size if mode == "parts" else None


def lost(row: JobRow) -> set[str]:
    return {note.name for note in row.notes if note.fate is Fate.LOST}


def stands(rig: SuiteFixture, info: ObjectInfo) -> bool:
    return rig.call(HeadObject(info.ref)) == info


# ---------------------------------------------------------------- locks


@pytest.fixture(params=["sandbox_aws", "moto"])
def locking(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[SuiteFixture, ObjectInfo]]:
    """A store, and a locked object of three parts' size, put by Amazon's client."""
    under_test = request.getfixturevalue(request.param)
    keys = {"aws_access_key_id": under_test.key_id, "aws_secret_access_key": under_test.secret}
    client = boto3.session.Session().client(
        "s3", endpoint_url=under_test.endpoint, region_name=under_test.region, **keys
    )
    with suite_fixture(under_test, tmp_path) as rig:
        bucket = _locking_bucket(rig, client)
        client.put_object(
            Bucket=bucket,
            Key="film",
            Body=rig.film_bytes,
            ObjectLockMode="GOVERNANCE",
            ObjectLockRetainUntilDate=UNTIL,
            ObjectLockLegalHoldStatus="ON",
        )
        yield rig, replace(rig.call(HeadObject(rig.ref("film", bucket))), ref=rig.ref("film", bucket))
    client.close()


def _locking_bucket(rig: SuiteFixture, client: Any) -> str:
    """The sandbox takes locks wherever versions are kept; others want to know when the bucket is made."""
    if rig.under_test.name.startswith("sandbox"):
        return rig.versioned()
    bucket = f"lock-{rig.source}-{id(rig)}"
    client.create_bucket(Bucket=bucket, ObjectLockEnabledForBucket=True)
    return bucket


def test_a_lock_is_read_with_the_object(locking: tuple[SuiteFixture, ObjectInfo]) -> None:
    _, film = locking
    until = film.props.others["object-lock-retain-until-date"]
    assert film.props.others.keys() == LOCKED
    assert film.props.others["object-lock-mode"] == "GOVERNANCE"
    assert datetime.datetime.fromisoformat(until) == UNTIL


@MODES
def test_a_copy_says_that_it_is_not_locked(locking: tuple[SuiteFixture, ObjectInfo], mode: str) -> None:
    rig, film = locking
    request = replace(rig.request("film", part_size=size_for(rig, mode)), source=film.ref)
    row = rig.done(request)
    assert (row.mode, lost(row)) == (mode, LOCKED)
    assert rig.call(HeadObject(rig.copy_ref("film"))).props.others == {}


@MODES
def test_a_rename_of_a_locked_object_keeps_it(locking: tuple[SuiteFixture, ObjectInfo], mode: str) -> None:
    rig, film = locking
    request = replace(rig.rename("film", "b", part_size=size_for(rig, mode)), source=film.ref)
    (row,) = rig.run(request)
    assert row.error is not None
    assert (row.state, row.error.code, row.error.op) == (State.FAILED, "PropertyLost", "DeleteObject")
    assert set(row.error.message.split(", ")) == LOCKED
    assert (rig.tap.count("DELETE"), rig.body(rig.ref("b"))) == (0, rig.film_bytes)
    assert rig.call(HeadObject(film.ref)).props == film.props


def test_a_locked_object_is_not_written_anew_but_may_get_tags(locking: tuple[SuiteFixture, ObjectInfo]) -> None:
    rig, film = locking
    (row,) = rig.run(_edit(rig, film.ref, OTHER_TYPE))
    assert row.refused is not None
    assert (row.state, row.refused.reason) == (State.REFUSED, Reason.NOT_CARRIED)
    assert set(row.refused.detail.split(", ")) == LOCKED
    assert rig.tap.count("CopyObject") == 0
    rig.done(_edit(rig, film.ref, Edit(tags={"seen": "yes"})))
    assert rig.call(GetTags(film.ref)) == {"seen": "yes"}
    assert rig.call(HeadObject(film.ref)).props.others == film.props.others


def _edit(rig: SuiteFixture, ref: ObjectRef, change: Edit) -> Any:
    return replace(rig.edit(ref.key, change), source=ref, target=ref)


# ---------------------------------------------------------------- what cannot be shown


@pytest.fixture
def hiding(sandbox_aws: Any, house: Sandbox, tmp_path: Path) -> Iterator[tuple[SuiteFixture, ObjectInfo]]:
    """A store, and an object of which one entry of the metadata cannot be shown."""
    with suite_fixture(sandbox_aws, tmp_path) as rig:
        film = large(generated("film", rig.film_size), 1_735_700_000.0, 3)
        house.world.put(rig.source, "film", replace(film, user={"title": "a b", "bell": "\x07"}))
        yield rig, rig.call(HeadObject(rig.ref("film")))


def test_metadata_that_cannot_be_shown_comes_along_where_the_store_copies_by_itself(
    hiding: tuple[SuiteFixture, ObjectInfo],
) -> None:
    rig, film = hiding
    assert (film.props.user, film.props.others) == ({"title": "a b"}, {"missing-meta": "1"})
    assert rig.copy("film").notes == ()
    assert rig.call(HeadObject(rig.copy_ref("film"))).props.others == film.props.others
    rig.done(rig.rename("film", "b"))


def test_metadata_that_cannot_be_shown_is_lost_in_parts_and_the_source_of_a_rename_stays(
    hiding: tuple[SuiteFixture, ObjectInfo],
) -> None:
    rig, film = hiding
    assert lost(rig.copy("film", part_size=rig.part_size)) == {"missing-meta"}
    (row,) = rig.run(rig.rename("film", "b", part_size=rig.part_size))
    assert row.error is not None
    assert (row.state, row.error.code, row.error.message) == (State.FAILED, "PropertyLost", "missing-meta")
    assert stands(rig, film)


def test_an_object_with_metadata_that_cannot_be_shown_is_not_written_anew(
    hiding: tuple[SuiteFixture, ObjectInfo],
) -> None:
    rig, film = hiding
    (row,) = rig.run(_edit(rig, film.ref, OTHER_TYPE))
    assert row.refused is not None
    assert (row.state, row.refused.reason, row.refused.detail) == (State.REFUSED, Reason.NOT_CARRIED, "missing-meta")
    assert stands(rig, film)


# ---------------------------------------------------------------- retention in OSS


def test_a_retained_object_of_oss_is_known_as_one_and_its_copy_is_not(
    sandbox_oss: Any, house: Sandbox, tmp_path: Path
) -> None:
    with suite_fixture(sandbox_oss, tmp_path) as rig:
        film = large(generated("film", rig.film_size), 1_735_700_000.0, 3)
        lock = {"mode": "COMPLIANCE", "retain-until-date": "2040-01-01T00:00:00.000Z"}
        house.world.put(rig.source, "film", replace(film, lock=lock))
        assert rig.call(HeadObject(rig.ref("film"))).props.others.keys() == LOCKED - {"object-lock-legal-hold"}
        assert lost(rig.copy("film")) == LOCKED - {"object-lock-legal-hold"}
