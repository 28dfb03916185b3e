"""One contract for all stores: the engine kills, loses, pauses and cancels, and every store ends as it should."""

from __future__ import annotations

import pytest

from core.model.errors import Kind, Sent, StoreError
from core.model.jobs import State, Want
from core.model.ops import CreateUpload, HeadObject
from tests.doubles.suite_fixture import SuiteFixture


def nth(stage: SuiteFixture, operation: str, number: int, do: object) -> None:
    """Once, when the `number`-th request of that operation is about to be sent."""
    left = [number]

    def before(seen: str) -> None:
        left[0] -= seen == operation
        if left[0] == 0:
            left[0] = -1
            assert callable(do)
            do()

    stage.tap.before = before


def lost() -> None:
    raise StoreError(Kind.TRANSIENT, code="ConnectionLost", message="cut by the test", sent=Sent.MAYBE)


def assert_whole(stage: SuiteFixture, key: str = "film") -> None:
    assert stage.body(stage.copy_ref(key)) == stage.film_bytes
    assert stage.uploads() == []


def test_a_killed_copy_is_finished_by_a_fresh_engine_without_copying_a_part_twice(stage: SuiteFixture) -> None:
    stage.rich_film()
    nth(stage, "CopyPart", 3, stage.engine.stop)
    batch = stage.engine.submit(stage.request("film", part_size=stage.part_size))
    stage.engine.run_until_idle()
    stage.restart()
    row = stage.finish(batch)
    assert (row.state, row.error, row.verified) == (State.DONE, None, stage.under_test.level)
    assert (stage.tap.count("CopyPart"), stage.tap.count("CreateUpload")) == (3, 1)
    assert_whole(stage)


@pytest.mark.parametrize("operation", ["CreateUpload", "CopyPart", "CompleteUpload"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_program_that_dies_around_a_request_leaves_nothing_that_the_next_one_cannot_finish(
    stage: SuiteFixture, operation: str, when: str
) -> None:
    if (operation, when) == ("CreateUpload", "after"):
        stage.skip_without("upload_time")
    stage.film()
    dead = [False]

    def die(seen: str) -> None:
        if dead[0] or seen == operation:
            dead[0] = True
            stage.engine.stop()
            lost()

    setattr(stage.tap, when, die)
    batch = stage.engine.submit(stage.request("film", part_size=stage.part_size))
    stage.engine.run_until_idle()
    assert dead == [True]
    stage.restart()
    row = stage.finish(batch)
    assert (row.state, row.error) == (State.DONE, None)
    assert_whole(stage)


@pytest.mark.parametrize("operation", ["CreateUpload", "CopyPart", "CompleteUpload", "CopyObject"])
def test_an_answer_that_is_lost_is_looked_into_and_the_copy_ends_once_and_whole(
    stage: SuiteFixture, operation: str
) -> None:
    if operation == "CreateUpload":
        stage.skip_without("upload_time")
    source = stage.rich_film()
    left = [1]

    def lose(seen: str) -> None:
        if seen == operation and left[0]:
            left[0] = 0
            lost()

    stage.tap.after = lose
    row = stage.copy("film", part_size=None if operation == "CopyObject" else stage.part_size)
    assert (row.state, row.error, left) == (State.DONE, None, [0])
    assert_whole(stage)
    assert stage.look(stage.copy_ref("film")) == stage.look(source.ref)
    if operation in ("CompleteUpload", "CreateUpload"):
        assert stage.tap.count(operation) == 1


def test_a_paused_copy_goes_on_with_the_parts_that_it_has(stage: SuiteFixture) -> None:
    stage.film()
    nth(stage, "CopyPart", 2, lambda: stage.engine.command(Want.PAUSE, batches=[1]))
    row = stage.finish(stage.engine.submit(stage.request("film", part_size=stage.part_size)))
    assert (row.state, row.parts_done, len(stage.uploads())) == (State.PAUSED, 2, 1)
    stage.engine.command(Want.RUN, batches=[1])
    row = stage.finish(1)
    assert (row.state, stage.tap.count("CopyPart")) == (State.DONE, 3)
    assert_whole(stage)


def test_a_cancelled_copy_leaves_neither_an_upload_nor_a_target(stage: SuiteFixture) -> None:
    stage.film()
    nth(stage, "CopyPart", 2, lambda: stage.engine.command(Want.CANCEL, batches=[1]))
    row = stage.finish(stage.engine.submit(stage.request("film", part_size=stage.part_size)))
    assert (row.state, row.error) == (State.CANCELLED, None)
    assert (stage.uploads(), stage.keys(stage.target)) == ([], [])


def test_a_cancelled_copy_leaves_the_uploads_of_others_alone(stage: SuiteFixture) -> None:
    stage.film()
    theirs = stage.call(CreateUpload(stage.copy_ref("film")))
    nth(stage, "CopyPart", 2, lambda: stage.engine.command(Want.CANCEL, batches=[1]))
    stage.finish(stage.engine.submit(stage.request("film", part_size=stage.part_size)))
    assert stage.uploads() == [theirs]


def test_a_prefix_is_copied_with_every_odd_name_that_the_store_can_hold(stage: SuiteFixture) -> None:
    names = ["p/a", "p/a b+c%2e", "p/deep/er/\u732b \U0001f408", "p/q?v=1#f", "p/z "]
    names += [key for key in ("p/", "p/a//b", "p/x/../y") if _folder_of(key) not in stage.under_test.lost_keys]
    for name in (*names, "other"):
        stage.put(name, name.encode())
    stage.engine.submit(stage.prefix("p/", "q/"))
    stage.engine.run_until_idle()
    (row,) = stage.engine.snapshot().batches
    assert (row.state, row.counts) == (State.DONE, {State.DONE: len(names)})
    assert sorted(stage.keys(stage.target)) == sorted("q" + name[1:] for name in names)
    assert stage.body(stage.copy_ref("q/a b+c%2e")) == b"p/a b+c%2e"


def test_the_marker_of_a_folder_is_copied_with_what_is_in_it(stage: SuiteFixture) -> None:
    stage.put("p/", b"")
    stage.put("p/a")
    stage.engine.submit(stage.prefix("p/", "q/"))
    stage.engine.run_until_idle()
    (row,) = stage.engine.snapshot().batches
    # A store that has a folder for every key made "q/" itself if "q/a" came first, and need not list that.
    skipped = row.counts.get(State.SKIPPED, 0)
    assert row.counts.get(State.DONE, 0) + skipped == 2
    assert stage.keys(stage.target) in (["q/", "q/a"], ["q/a"] if skipped else [])


def _folder_of(key: str) -> str:
    """The odd key of the list of objects that is odd in the same way."""
    return {"p/": "dir/", "p/a//b": "a//b", "p/x/../y": "a/../b"}[key]


def test_a_row_counts_the_requests_that_were_sent(stage: SuiteFixture) -> None:
    stage.film()
    stage.stores.bucket("a", stage.source)
    stage.stores.bucket("a", stage.target)
    before = len(stage.tap.sent)
    row = stage.copy("film", part_size=stage.part_size)
    assert row.requests == len(stage.tap.sent) - before
    assert stage.call(HeadObject(stage.copy_ref("film"))).size == row.size
