"""Unit: functions that wait for answers run beside each other in one thread, each as if it ran alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.model.errors import Kind, StoreError
from core.store.curl import Multiplexer
from core.store.side_by_side import OneByOne, Runner, SideBySide
from tests.doubles.plain_server import request, serving


@pytest.fixture
def runner() -> Iterator[SideBySide]:
    made = SideBySide(Multiplexer(proxies=dict))
    yield made
    made.close()


def wait_for(runner: Runner, done: list[str], count: int) -> None:
    for _ in range(1000):
        if len(done) >= count:
            return
        runner.wait(1.0)
    pytest.fail(f"only {done} ended")


def test_requests_of_many_functions_are_under_way_at_once(runner: SideBySide) -> None:
    done: list[str] = []
    with serving() as server:
        for number in range(20):
            target = b"/%d" % number

            def ask_twice(target: bytes = target) -> None:
                for _ in range(2):
                    assert runner.send(request(server.host, target=target)).status == 200
                done.append(target.decode())

            runner.start(ask_twice)
        assert done == []
        wait_for(runner, done, 20)
        assert (len(set(done)), len(server.requests)) == (20, 40)
        assert server.connections == 20


def test_a_failure_is_raised_in_the_function_that_asked_and_in_no_other(runner: SideBySide) -> None:
    done: list[str] = []

    def fail() -> None:
        with pytest.raises(StoreError) as caught:
            runner.send(request("127.0.0.1:1"))
        done.append(caught.value.kind)

    with serving() as server:
        runner.start(fail)
        runner.start(lambda: done.append(str(runner.send(request(server.host)).status)))
        wait_for(runner, done, 2)
    assert sorted(done) == ["200", Kind.OFFLINE]


def test_what_many_wait_to_be_committed_is_committed_once(runner: SideBySide) -> None:
    commits: list[int] = []
    done: list[str] = []

    def commit() -> None:
        commits.append(len(done))

    for name in "abc":

        def work(name: str = name) -> None:
            runner.join(commit)
            done.append(name)

        runner.start(work)
    assert (commits, done) == ([], [])
    wait_for(runner, done, 3)
    assert (commits, sorted(done)) == ([0], ["a", "b", "c"])


def test_a_commit_that_fails_fails_in_all_that_wait_for_it(runner: SideBySide) -> None:
    done: list[str] = []

    def commit() -> None:
        raise OSError("full")

    def work() -> None:
        with pytest.raises(OSError, match="full"):
            runner.join(commit)
        done.append("told")

    for _ in range(3):
        runner.start(work)
    wait_for(runner, done, 3)


def test_of_those_that_find_out_one_thing_only_one_does_and_the_others_wait(runner: SideBySide) -> None:
    asked: list[str] = []
    done: list[str] = []

    def find_out(name: str) -> None:
        with runner.alone("the way of the store"):
            if not asked:
                asked.append(name)
                runner.send(request(server.host))
        done.append(name)

    with serving() as server:
        for name in "abcd":
            runner.start(lambda name=name: find_out(name))  # type: ignore[misc]
        wait_for(runner, done, 4)
        assert (asked, len(server.requests), sorted(done)) == (["a"], 1, list("abcd"))


def test_where_nothing_runs_side_by_side_each_function_runs_to_its_end() -> None:
    runner, done = OneByOne(), list[str]()

    def work() -> None:
        with runner.alone("anything"):
            runner.join(lambda: done.append("committed"))
        done.append("ended")

    runner.start(work)
    assert done == ["committed", "ended"]
