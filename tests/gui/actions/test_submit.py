"""Which requests are a batch together."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from core.model.requests import (
    BatchRequest,
    CopyRequest,
    DeleteRequest,
    JobKind,
    JobRequest,
    ListRequest,
    OnExisting,
    Options,
    PrefixRequest,
)
from gui.actions.submit import submit_all
from tests.gui.queue_fixture import ref
from tests.gui.stubs import EngineStub


class Engine(EngineStub):
    """Records what is queued."""

    def __init__(self) -> None:
        self.queued: list[tuple[BatchRequest, Sequence[JobRequest]]] = []

    def submit(self, request: BatchRequest, jobs: Sequence[JobRequest] = ()) -> int:
        self.queued.append((request, jobs))
        return len(self.queued)


def test_several_objects_are_one_batch_with_their_folders_and_options() -> None:
    options, engine = Options(on_existing=OnExisting.ASK), Engine()
    requests = [CopyRequest(ref(f"in/a{number}"), ref(f"out/a{number}"), options) for number in range(3)]
    assert submit_all(engine, requests) == [1]
    assert engine.queued == [(ListRequest(ref("in/"), ref("out/"), JobKind.COPY, options), requests)]


@pytest.mark.parametrize(
    ("keys", "at"),
    [(("p/a1", "p/a2", "p/"), "p/"), (("p/q/a", "p/r/a"), "p/"), (("a", "b"), ""), (("p/a", "p/ab"), "p/")],
)
def test_a_batch_names_the_folder_that_its_objects_share(keys: tuple[str, ...], at: str) -> None:
    engine = Engine()
    submit_all(engine, [CopyRequest(ref(key), ref(key), kind=JobKind.EDIT) for key in keys])
    assert engine.queued[0][0] == ListRequest(ref(at), ref(at), JobKind.EDIT)


def test_folders_and_a_single_object_are_batches_of_their_own() -> None:
    engine = Engine()
    folders = [PrefixRequest(ref(key), ref(key), kind=JobKind.DELETE) for key in ("p/", "q/")]
    one = DeleteRequest(ref("a"))
    assert submit_all(engine, [one, *folders]) == [1, 2, 3]
    assert engine.queued == [(folders[0], ()), (folders[1], ()), (one, ())]
