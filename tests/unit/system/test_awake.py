"""The computer is kept awake while work goes on, and no longer."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from core.system.awake import Awake


def test_it_is_asked_for_once_and_given_back_in_the_same_thread() -> None:
    told: list[tuple[str, int]] = []
    entered, left = threading.Event(), threading.Event()

    @contextmanager
    def keep() -> Iterator[None]:
        told.append(("on", threading.get_ident()))
        entered.set()
        yield
        told.append(("off", threading.get_ident()))
        left.set()

    awake = Awake(keep)
    awake.switch(on=True)
    awake.switch(on=True)
    assert entered.wait(5)
    assert awake.is_on
    awake.switch(on=False)
    awake.switch(on=False)
    assert left.wait(5)
    assert [what for what, _ in told] == ["on", "off"]
    assert told[0][1] == told[1][1] != threading.get_ident()


def test_a_desktop_that_refuses_changes_nothing() -> None:
    tried = threading.Event()

    @contextmanager
    def refuse() -> Iterator[None]:
        tried.set()
        raise OSError("no such service")
        yield

    awake = Awake(refuse)
    awake.switch(on=True)
    assert tried.wait(5)
    awake.switch(on=False)
    assert not awake.is_on
