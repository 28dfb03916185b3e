"""An account that is marked as read-only: nothing that writes is sent with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.model.errors import Kind, OwnCode, StoreError
from core.model.jobs import State
from core.model.ops import ListOp, Op
from core.model.requests import JobKind
from core.model.values import Account, ObjectRef
from core.store.browser import Browser
from core.system.clock import Cancel
from tests.doubles.engine_fixture import MIB, SOURCE, Book, EngineFixture, engine_fixture, request


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[EngineFixture]:
    with engine_fixture(tmp_path) as opened:
        yield opened


def mark(rig: EngineFixture) -> None:
    book = rig.stores._accounts
    assert isinstance(book, Book)
    account: Account = book["sandbox"]
    book["sandbox"] = replace(account, read_only=True)


def test_what_would_write_is_refused_before_anything_is_sent(rig: EngineFixture) -> None:
    rig.put("a", 10)
    mark(rig)
    for kind in (JobKind.COPY, JobKind.RENAME):
        with pytest.raises(StoreError) as caught:
            rig.engine.submit(replace(request("a", "b"), kind=kind))
        assert (caught.value.kind, caught.value.code) == (Kind.DENIED, OwnCode.READ_ONLY)
    assert rig.sandbox.seen.all() == ()
    assert rig.journal.batches() == ()


def test_work_that_was_queued_before_the_mark_writes_no_more(rig: EngineFixture) -> None:
    rig.put("a", 6 * MIB)
    batch = rig.engine.submit(request("a", part_size=MIB))
    mark(rig)
    row = rig.finish(batch)
    assert row.state is State.FAILED
    assert row.error is not None
    assert row.error.code == OwnCode.READ_ONLY
    assert all(seen.method in ("GET", "HEAD") for seen in rig.sandbox.seen.all())


def test_a_new_folder_is_refused_and_reading_goes_on(rig: EngineFixture) -> None:
    rig.put("a", 10)
    mark(rig)
    browser = Browser(rig.stores)
    with pytest.raises(StoreError):
        browser.make_folder("sandbox", SOURCE, "new/", Cancel())
    assert browser.stat(ObjectRef("sandbox", SOURCE, "a"), Cancel()).size == 10


def test_only_operations_that_read_say_that_they_do_not_write() -> None:
    def all_below(kind: type[Op[Any]]) -> set[type[Op[Any]]]:
        return {kind}.union(*map(all_below, kind.__subclasses__()))

    every = [each for each in all_below(Op) if each not in (Op, ListOp)]
    reading = {each.__name__ for each in every if not each.writes}
    assert all(name.startswith(("Get", "Head", "List")) for name in reading), reading
    writing = {each.__name__ for each in every if each.writes}
    assert not any(name.startswith(("Get", "Head", "List")) for name in writing), writing
