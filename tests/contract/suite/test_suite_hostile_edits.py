"""An edit that the store does not keep is undone from the journal, and what could not be put back is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.model.errors import Kind, OwnCode, StoreError
from core.model.jobs import Fate, State
from core.model.ops import CopyObject, HeadObject
from core.model.requests import Edit
from core.model.values import Pin, Props
from core.sandbox.server import Sandbox
from tests.contract.suite.test_suite_engine import lost
from tests.contract.suite.test_suite_hostile import MODES, a_world
from tests.doubles.store_under_test import sandbox_under_test
from tests.doubles.suite_fixture import SuiteFixture, suite_fixture

CHANGE = Edit(headers={"content-type": "text/new"}, user={"new": "1", "camera": "y200"})
WRITES = ("CopyObject", "CompleteUpload")
Forget = Callable[[str], None]


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(world=a_world()) as running:
        yield running


@pytest.fixture(params=["oss", "cos", "s3"])
def rig(request: pytest.FixtureRequest, sandbox: Sandbox, tmp_path: Path) -> Iterator[SuiteFixture]:
    with suite_fixture(sandbox_under_test(sandbox, request.param, request.param), tmp_path) as opened:
        yield opened


@pytest.fixture
def forget(sandbox: Sandbox, rig: SuiteFixture) -> Forget:
    """Make the store forget one name of metadata at every write."""

    def take_away(operation: str, name: str) -> None:
        bucket = next(name for name in sandbox.world.buckets if rig.source.startswith(name))  # COS adds the account
        made = sandbox.world.get(bucket, "film")
        if operation in WRITES and made is not None:
            user = {each: value for each, value in made.user.items() if each != name}
            sandbox.world.swap(bucket, "film", made, replace(made, user=user))

    def begin(name: str) -> None:
        rig.tap.after = lambda operation: take_away(operation, name)

    return begin


def size_for(rig: SuiteFixture, mode: str) -> int | None:
    if mode == "parts":
        rig.skip_without("acl_of_parts")
    return rig.part_size if mode == "parts" else None


def described_by_another(rig: SuiteFixture, user: dict[str, str]) -> None:
    """Another program gives the film other metadata; its bytes stay."""
    now = rig.call(HeadObject(rig.ref("film")))
    op = CopyObject(now.ref, source=now.ref, pin=Pin.of(now), props=Props(user=user), replace=True)
    rig.call(replace(op, source_site=rig.stores.site("a", rig.source)))


@MODES
@pytest.mark.parametrize("change", [CHANGE, Edit(user={"new": "1", "also": "2"})], ids=["changes", "additions"])
def test_an_edit_of_which_the_store_forgets_something_is_undone_and_says_so(
    rig: SuiteFixture, forget: Forget, mode: str, change: Edit
) -> None:
    before = rig.richest_film()
    forget("new")
    (row,) = rig.run(rig.edit("film", change, part_size=size_for(rig, mode)))
    assert row.error is not None
    assert (row.state, row.error.code, row.error.message) == (State.FAILED, OwnCode.EDIT_UNDONE, "x-meta new")
    assert row.notes == ()
    rig.tap.calm()
    assert rig.look_closely(rig.ref("film")) == before
    assert rig.body(rig.ref("film")) == rig.film_bytes
    assert rig.uploads() == []


@MODES
def test_what_the_store_forgets_of_the_old_state_is_named_with_its_value_and_put_back_by_a_retry(
    rig: SuiteFixture, forget: Forget, mode: str
) -> None:
    before = rig.richest_film()
    forget("title")
    (row,) = rig.run(rig.edit("film", CHANGE, part_size=size_for(rig, mode)))
    assert row.error is not None
    assert (row.state, row.error.code, row.error.message) == (State.FAILED, OwnCode.EDIT_NOT_UNDONE, "x-meta title")
    assert [(note.name, note.fate, note.before) for note in row.notes] == [
        ("x-meta title", Fate.LOST, before.user["title"])
    ]
    rig.tap.calm()
    rig.engine.retry(jobs=[row.id])
    again = rig.finish(row.batch)
    assert again.error is not None
    assert (again.error.code, again.notes) == (OwnCode.EDIT_UNDONE, ())
    assert rig.look_closely(rig.ref("film")) == before
    assert rig.body(rig.ref("film")) == rig.film_bytes


def test_a_store_that_refuses_to_take_the_old_state_back_is_told_with_what_the_object_had(
    rig: SuiteFixture, forget: Forget
) -> None:
    rig.richest_film()
    forget("title")

    def refuse(operation: str) -> None:
        if operation == "CopyObject" and rig.tap.count("CopyObject") > copies + 1:
            raise StoreError(Kind.DENIED, status=403, code="AccessDenied")

    copies = rig.tap.count("CopyObject")
    rig.tap.before = refuse
    (row,) = rig.run(rig.edit("film", CHANGE))
    assert row.error is not None
    assert (row.error.kind, row.error.code) == (Kind.DENIED, OwnCode.EDIT_NOT_UNDONE)
    names = ["content-type", "x-meta camera", "x-meta new", "x-meta title"]
    assert row.error.message == f"{', '.join(names)}: AccessDenied"
    assert [note.name for note in row.notes if note.fate is Fate.LOST] == names


def test_a_lost_answer_to_the_undoing_is_followed_by_a_look(rig: SuiteFixture, forget: Forget) -> None:
    before = rig.richest_film()
    forget("new")
    take_away, copies = rig.tap.after, rig.tap.count("CopyObject")
    assert take_away is not None

    def lose(operation: str) -> None:
        take_away(operation)
        if operation == "CopyObject" and rig.tap.count("CopyObject") == copies + 2:
            lost()

    rig.tap.after = lose
    (row,) = rig.run(rig.edit("film", CHANGE))
    assert row.error is not None
    assert (row.state, row.error.code, rig.tap.count("CopyObject")) == (State.FAILED, OwnCode.EDIT_UNDONE, copies + 2)
    rig.tap.calm()
    assert rig.look_closely(rig.ref("film")) == before


def test_what_another_program_wrote_after_the_edit_is_left_as_it_is(rig: SuiteFixture) -> None:
    rig.richest_film()

    def describe(operation: str) -> None:
        if operation == "CopyObject":
            rig.tap.calm()
            described_by_another(rig, {"theirs": "1"})

    rig.tap.after = describe
    (row,) = rig.run(rig.edit("film", CHANGE))
    assert row.error is not None
    assert (row.state, row.error.code) == (State.FAILED, OwnCode.EDIT_NOT_TAKEN)
    assert rig.look(rig.ref("film")).user == {"theirs": "1"}


def test_what_another_program_wrote_just_before_the_undoing_is_left_as_it_is(rig: SuiteFixture, forget: Forget) -> None:
    rig.richest_film()
    forget("new")
    copies = rig.tap.count("CopyObject")

    def overwrite(operation: str) -> None:
        if operation == "CopyObject" and rig.tap.count("CopyObject") == copies + 2:
            rig.tap.calm()
            rig.put("film", b"theirs", props=Props(user={"theirs": "1"}))

    rig.tap.before = overwrite
    (row,) = rig.run(rig.edit("film", CHANGE))
    assert row.error is not None
    assert (row.error.kind, row.error.code) == (Kind.SOURCE_CHANGED, OwnCode.EDIT_NOT_UNDONE)
    assert (rig.body(rig.ref("film")), rig.look(rig.ref("film")).user) == (b"theirs", {"theirs": "1"})
