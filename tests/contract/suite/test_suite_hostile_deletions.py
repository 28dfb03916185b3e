"""A deletion counts as done only when the answer names it or a look shows it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from core.model.jobs import State
from core.model.requests import JobKind, PrefixRequest
from core.store.dialects.base import WireRequest, WireResponse
from tests.doubles.suite_fixture import SuiteFixture

KEYS = ["d/a", "d/b", "d/c"]


def is_of_several(request: WireRequest) -> bool:
    return request.method == "POST" and b"delete" in request.target.partition(b"?")[2]


def remove(rig: SuiteFixture) -> dict[State, int]:
    """Delete the folder; returns how many jobs ended how."""
    rig.engine.submit(PrefixRequest(rig.ref("d/"), rig.ref("d/"), kind=JobKind.DELETE))
    rig.engine.run_until_idle()
    return {state: count for state, count in rig.engine.snapshot().batches[-1].counts.items() if count}


def answering(rig: SuiteFixture, answer: Callable[[WireResponse], WireResponse], *, does_it: bool) -> list[WireRequest]:
    """Let the store answer deletions of several objects so, and do them or not; returns what it was sent of them."""
    send, sent = rig.tap._wire.send, list[WireRequest]()

    def misbehave(request: WireRequest) -> WireResponse:
        if not is_of_several(request):
            return send(request)
        sent.append(request)
        return answer(send(request) if does_it else WireResponse(200, (), b""))

    rig.tap._wire.send = misbehave  # type: ignore[method-assign]
    return sent


@pytest.mark.parametrize("does_it", [True, False])
def test_an_empty_answer_is_followed_by_a_look_at_each_and_what_stands_is_deleted_by_itself(
    rig: SuiteFixture, *, does_it: bool
) -> None:
    for key in KEYS:
        rig.put(key)
    sent = answering(rig, lambda _: WireResponse(200, (), b""), does_it=does_it)
    assert remove(rig) == {State.DONE: 3}
    assert (rig.keys(rig.source), len(sent)) == ([], 1)
    assert rig.tap.count("DELETE") == (0 if does_it else 3)


def test_an_object_that_the_answer_does_not_name_is_looked_at(rig: SuiteFixture) -> None:
    for key in KEYS:
        rig.put(key)
    one = re.compile(rb"<Deleted>(?:(?!</Deleted>).)*d(?:/|%2F)b(?:(?!</Deleted>).)*</Deleted>", re.DOTALL)
    answering(rig, lambda said: WireResponse(200, said.headers, one.sub(b"", said.body)), does_it=True)
    heads = rig.tap.count("HEAD")
    assert remove(rig) == {State.DONE: 3}
    assert (rig.keys(rig.source), rig.tap.count("HEAD") - heads) == ([], 1)


@pytest.mark.parametrize(
    ("status", "code"), [(400, "NotImplemented"), (400, "InvalidArgument"), (501, "NotImplemented"), (405, "")]
)
def test_a_store_that_deletes_one_by_one_is_asked_once_for_several_and_then_spoken_to_in_its_way(
    rig: SuiteFixture, status: int, code: str
) -> None:
    body = f"<Error><Code>{code}</Code><Message>no</Message></Error>".encode() if code else b""
    sent = answering(rig, lambda _: WireResponse(status, (), body), does_it=False)
    for _ in range(2):
        for key in KEYS:
            rig.put(key)
        assert remove(rig) == {State.DONE: 3}
        assert rig.keys(rig.source) == []
    assert (len(sent), rig.tap.count("DELETE")) == (1, 6)
