"""What several wishes have in common, as the head of the batch that they are queued in."""

from __future__ import annotations

from core.model.requests import CopyRequest, JobKind, ListRequest, OnExisting, Options
from gui.actions.intents import head_of
from tests.gui.queue_rows import ref


def test_the_head_of_a_batch_has_the_folder_and_the_options_of_its_wishes() -> None:
    options = Options(on_existing=OnExisting.ASK)
    wishes = [CopyRequest(ref(f"in/a{number}"), ref(f"out/a{number}"), options) for number in range(3)]
    assert head_of(wishes) == ListRequest(ref("in/"), ref("out/"), JobKind.COPY, options)
