"""One contract for all stores: the engine kills, loses, pauses and cancels, and every store ends as it should."""

from __future__ import annotations

import pytest

from core.model.errors import Kind, Sent, StoreError
from core.model.jobs import State, Want
from core.model.ops import CreateUpload, HeadObject
from tests.doubles.suite_fixture import SuiteFixture


def nth(rig: SuiteFixture, operation: str, number: int, do: object) -> None:
    """Once, when the `number`-th request of that operation is about to be sent."""
    left = [number]

    def before(seen: str) -> None:
        left[0] -= seen == operation
        if left[0] == 0:
            left[0] = -1
            assert callable(do)
            do()

    rig.tap.before = before


def lost() -> None:
    raise StoreError(Kind.TRANSIENT, code="ConnectionLost", message="cut by the test", sent=Sent.MAYBE)


def assert_whole(rig: SuiteFixture, key: str = "film", *, leftovers: int = 0) -> None:
    """The copy is the film, and nothing is left unfinished but an upload whose id never reached us."""
    assert rig.body(rig.copy_ref(key)) == rig.film_bytes
    assert len(rig.uploads()) == leftovers


def test_a_killed_copy_is_finished_by_a_fresh_engine_without_copying_a_part_twice(rig: SuiteFixture) -> None:
    rig.rich_film()
    nth(rig, "CopyPart", 3, rig.engine.stop)
    batch = rig.engine.submit(rig.request("film", part_size=rig.part_size))
    rig.engine.run_until_idle()
    rig.restart()
    row = rig.finish(batch)
    assert (row.state, row.error, row.verified) == (State.DONE, None, rig.level("parts"))
    assert (rig.tap.count("CopyPart"), rig.tap.count("CreateUpload")) == (3, 1)
    assert_whole(rig)


@pytest.mark.parametrize("operation", ["CreateUpload", "CopyPart", "CompleteUpload"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_program_that_dies_around_a_request_leaves_nothing_that_the_next_one_cannot_finish(
    rig: SuiteFixture, operation: str, when: str
) -> None:
    if (operation, when) == ("CompleteUpload", "after"):
        rig.skip_without("telling_etags")
    rig.film()
    dead = [False]

    def die(seen: str) -> None:
        if dead[0] or seen == operation:
            dead[0] = True
            rig.engine.stop()
            lost()

    setattr(rig.tap, when, die)
    batch = rig.engine.submit(rig.request("film", part_size=rig.part_size))
    rig.engine.run_until_idle()
    assert dead == [True]
    rig.restart()
    row = rig.finish(batch)
    assert (row.state, row.error) == (State.DONE, None)
    assert_whole(rig, leftovers=int((operation, when) == ("CreateUpload", "after")))


@pytest.mark.parametrize("operation", ["CreateUpload", "CopyPart", "CompleteUpload", "CopyObject"])
def test_an_answer_that_is_lost_is_looked_into_and_the_copy_ends_once_and_whole(
    rig: SuiteFixture, operation: str
) -> None:
    if operation == "CompleteUpload":
        rig.skip_without("telling_etags")
    source = rig.rich_film()
    left = [1]

    def lose(seen: str) -> None:
        if seen == operation and left[0]:
            left[0] = 0
            lost()

    rig.tap.after = lose
    row = rig.copy("film", part_size=None if operation == "CopyObject" else rig.part_size)
    assert (row.state, row.error, left) == (State.DONE, None, [0])
    assert_whole(rig, leftovers=int(operation == "CreateUpload"))
    assert rig.look(rig.copy_ref("film")) == rig.look(source.ref)
    if operation == "CompleteUpload":
        assert rig.tap.count(operation) == 1


def test_a_paused_copy_goes_on_with_the_parts_that_it_has(rig: SuiteFixture) -> None:
    rig.film()
    nth(rig, "CopyPart", 2, lambda: rig.engine.command(Want.PAUSE, batches=[1]))
    row = rig.finish(rig.engine.submit(rig.request("film", part_size=rig.part_size)))
    assert (row.state, row.parts_done, len(rig.uploads())) == (State.PAUSED, 2, 1)
    rig.engine.command(Want.RUN, batches=[1])
    row = rig.finish(1)
    assert (row.state, rig.tap.count("CopyPart")) == (State.DONE, 3)
    assert_whole(rig)


def test_a_cancelled_copy_leaves_neither_an_upload_nor_a_target(rig: SuiteFixture) -> None:
    rig.film()
    nth(rig, "CopyPart", 2, lambda: rig.engine.command(Want.CANCEL, batches=[1]))
    row = rig.finish(rig.engine.submit(rig.request("film", part_size=rig.part_size)))
    assert (row.state, row.error) == (State.CANCELLED, None)
    assert (rig.uploads(), rig.keys(rig.target)) == ([], [])


def test_a_cancelled_copy_leaves_the_uploads_of_others_alone(rig: SuiteFixture) -> None:
    rig.film()
    theirs = rig.call(CreateUpload(rig.copy_ref("film")))
    nth(rig, "CopyPart", 2, lambda: rig.engine.command(Want.CANCEL, batches=[1]))
    rig.finish(rig.engine.submit(rig.request("film", part_size=rig.part_size)))
    assert rig.uploads() == [theirs]


def test_a_prefix_is_copied_with_every_odd_name_that_the_store_can_hold(rig: SuiteFixture) -> None:
    names = ["p/a", "p/a b+c%2e", "p/deep/er/\u732b \U0001f408", "p/q?v=1#f", "p/z "]
    names += [key for key in ("p/", "p/a//b", "p/x/../y") if _folder_of(key) not in rig.under_test.lost_keys]
    for name in (*names, "other"):
        rig.put(name, name.encode())
    rig.engine.submit(rig.prefix("p/", "q/"))
    rig.engine.run_until_idle()
    (row,) = rig.engine.snapshot().batches
    assert (row.state, row.counts) == (State.DONE, {State.DONE: len(names)})
    assert sorted(rig.keys(rig.target)) == sorted("q" + name[1:] for name in names)
    assert rig.body(rig.copy_ref("q/a b+c%2e")) == b"p/a b+c%2e"


def test_the_marker_of_a_folder_is_copied_with_what_is_in_it(rig: SuiteFixture) -> None:
    rig.put("p/", b"")
    rig.put("p/a")
    rig.engine.submit(rig.prefix("p/", "q/"))
    rig.engine.run_until_idle()
    (row,) = rig.engine.snapshot().batches
    # A store that has a folder for every key made "q/" itself if "q/a" came first, and need not list that.
    skipped = row.counts.get(State.SKIPPED, 0)
    assert row.counts.get(State.DONE, 0) + skipped == 2
    assert rig.keys(rig.target) in (["q/", "q/a"], ["q/a"] if skipped else [])


def _folder_of(key: str) -> str:
    """The odd key of the list of objects that is odd in the same way."""
    return {"p/": "dir/", "p/a//b": "a//b", "p/x/../y": "a/../b"}[key]


def test_a_row_counts_the_requests_that_were_sent(rig: SuiteFixture) -> None:
    rig.film()
    rig.stores.bucket("a", rig.source)
    rig.stores.bucket("a", rig.target)
    before = len(rig.tap.sent)
    row = rig.copy("film", part_size=rig.part_size)
    assert row.requests == len(rig.tap.sent) - before
    assert rig.call(HeadObject(rig.copy_ref("film"))).size == row.size
