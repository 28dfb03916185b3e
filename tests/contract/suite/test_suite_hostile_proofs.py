"""What proves a copy depends on its bytes and on its source, and no source is deleted that is its own copy."""

from __future__ import annotations

import posixpath
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.model.errors import Kind, OwnCode
from core.model.jobs import State
from core.model.ops import HeadObject
from core.model.requests import OnExisting, Options
from core.model.values import Level
from core.sandbox.extents import of_bytes
from core.sandbox.sample import large, normal
from core.sandbox.server import Sandbox
from tests.contract.suite.test_suite_engine import lost
from tests.contract.suite.test_suite_hostile import MODES, a_world, habit, opened, size_for
from tests.doubles.store_under_test import sandbox_under_test
from tests.doubles.suite_fixture import SuiteFixture, suite_fixture


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(world=a_world()) as running:
        yield running


@pytest.fixture(params=["s3", "oss", "cos"])
def any_store(request: pytest.FixtureRequest, sandbox: Sandbox, tmp_path: Path) -> Iterator[SuiteFixture]:
    """Each protocol in its turn."""
    level = Level.PART_ETAGS if request.param == "s3" else Level.CRC64
    with suite_fixture(sandbox_under_test(sandbox, request.param, request.param, level), tmp_path) as rig:
        yield rig


@pytest.fixture
def s3(sandbox: Sandbox, tmp_path: Path) -> Iterator[SuiteFixture]:
    with opened(sandbox, tmp_path) as rig:
        yield rig


def film_of_parts(rig: SuiteFixture, sandbox: Sandbox) -> None:
    """A source that was itself made of parts, so that no copy in one piece can have its ETag."""
    now = rig.clock.now() - 60
    sandbox.world.put(rig.source, "film", replace(large(of_bytes(rig.film_bytes), now, 3), etag="ab" * 16 + "-3"))


@MODES
def test_a_copy_of_the_wrong_source_on_a_store_without_pins_is_never_called_more_than_equal_in_size(
    sandbox: Sandbox, s3: SuiteFixture, mode: str
) -> None:
    film_of_parts(s3, sandbox)
    s3.other_film("other")
    habit(sandbox, ignore_copy_conditions=True, misread_sources=lambda key: "other" if key == "film" else key)
    (row,) = s3.run(s3.rename("film", "copy", options=Options(size_for(s3, mode))))
    assert row.error is not None
    assert (row.state, row.error.code, row.verified) == (State.FAILED, OwnCode.NOT_PROVEN, Level.SIZE)
    assert s3.body(s3.ref("film")) == s3.film_bytes, "the source is kept, for its copy is of something else"


@MODES
def test_a_store_that_holds_pins_is_put_to_the_test_once_and_then_believed(
    sandbox: Sandbox, s3: SuiteFixture, mode: str
) -> None:
    for key in ("one", "two"):
        film_of_parts(s3, sandbox)
        row = s3.done(s3.rename("film", key, options=Options(size_for(s3, mode))))
        assert row.verified is Level.PART_ETAGS
        assert s3.body(s3.ref(key)) == s3.film_bytes
    assert s3.tap.count("TestPin") == 1


@MODES
def test_a_store_that_ignores_pins_keeps_the_source_unless_the_size_is_proof_enough(
    sandbox: Sandbox, s3: SuiteFixture, mode: str
) -> None:
    film_of_parts(s3, sandbox)
    habit(sandbox, ignore_copy_conditions=True)
    (row,) = s3.run(s3.rename("film", "copy", options=Options(size_for(s3, mode))))
    assert row.error is not None
    assert (row.state, row.error.code, row.verified) == (State.FAILED, OwnCode.NOT_PROVEN, Level.SIZE)
    assert s3.body(s3.ref("copy")) == s3.body(s3.ref("film")) == s3.film_bytes
    assert s3.uploads() == []
    told = s3.engine.preview(s3.rename("film", "other", options=Options(size_for(s3, mode))))
    assert told.only_size, "what was found out is told beforehand the next time"
    s3.done(s3.rename("film", "other", options=Options(size_for(s3, mode), trust=Level.SIZE)))
    assert s3.body(s3.ref("other")) == s3.film_bytes


def test_the_test_of_a_pin_does_no_harm_where_the_target_is_not_to_be_overwritten(
    sandbox: Sandbox, s3: SuiteFixture
) -> None:
    film_of_parts(s3, sandbox)
    standing = s3.put("copy", b"theirs")
    (row,) = s3.run(s3.rename("film", "copy"))
    assert row.state is State.REFUSED
    assert s3.call(HeadObject(standing.ref)) == standing
    assert s3.tap.count("TestPin") == 0


def _lose_first(rig: SuiteFixture, operation: str) -> None:
    left = [1]

    def lose(seen: str) -> None:
        if seen == operation and left[0]:
            left[0] = 0
            lost()

    rig.tap.after = lose


@pytest.mark.parametrize(("mode", "operation"), [("simple", "CopyObject"), ("parts", "CompleteUpload")])
def test_a_copy_in_doubt_that_no_checksum_settles_is_asked_about_or_made_again(
    sandbox: Sandbox, s3: SuiteFixture, mode: str, operation: str
) -> None:
    film_of_parts(s3, sandbox)
    habit(sandbox, opaque_part_etags=True)
    _lose_first(s3, operation)
    row = s3.copy("film", part_size=size_for(s3, mode))
    assert row.error is not None
    assert (row.state, row.error.kind, s3.tap.count(operation)) == (State.FAILED, Kind.EXISTS, 1)
    assert s3.body(s3.copy_ref("film")) == s3.film_bytes
    _lose_first(s3, operation)
    row = s3.copy("film", part_size=size_for(s3, mode), on=OnExisting.OVERWRITE)
    assert (row.state, row.verified) == (State.DONE, Level.PART_ETAGS)
    assert s3.body(s3.copy_ref("film")) == s3.film_bytes
    assert s3.uploads() == []


def _as_a_path(key: str) -> str:
    return posixpath.normpath(key)


def _in_one_case(key: str) -> str:
    return unicodedata.normalize("NFC", key).casefold()


@pytest.mark.parametrize(
    ("name", "other", "one_name"),
    [
        ("a//b", "a/b", _as_a_path),
        ("dir/./x", "dir/x", _as_a_path),
        ("K", "k", _in_one_case),
        ("caf\u00e9", "cafe\u0301", _in_one_case),
    ],
)
def test_two_names_of_one_object_are_found_out_before_anything_is_deleted(
    sandbox: Sandbox, any_store: SuiteFixture, name: str, other: str, one_name: Callable[[str], str]
) -> None:
    rig = any_store
    habit(sandbox, one_name=one_name)
    rig.put(name, b"the only copy")
    options = Options(on_existing=OnExisting.OVERWRITE)
    (row,) = rig.run(rig.rename(name, other, options=options))
    assert row.error is not None
    assert (row.state, row.error.code) == (State.FAILED, OwnCode.SAME_OBJECT)
    assert rig.body(rig.ref(name)) == b"the only copy"


@pytest.mark.parametrize(("name", "other"), [("a//b", "a/b"), ("K", "k")])
def test_names_that_differ_by_little_are_two_objects_where_the_store_has_two(
    any_store: SuiteFixture, sandbox: Sandbox, name: str, other: str
) -> None:
    rig = any_store
    older = normal(of_bytes(b"one of two"), rig.clock.now() - 60)
    sandbox.world.put(rig.source.removesuffix("-1250000000"), name, older)
    rig.done(rig.rename(name, other))
    assert rig.keys(rig.source) == [other]
    assert rig.body(rig.ref(other)) == b"one of two"
