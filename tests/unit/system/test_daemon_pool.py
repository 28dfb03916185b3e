"""A thread pool that nobody waits for at the end of the program."""

from __future__ import annotations

import subprocess
import sys
import threading
from concurrent.futures import CancelledError
from pathlib import Path

import pytest

from core.system.daemon_pool import DaemonPool

ROOT = Path(__file__).resolve().parents[3]


def test_results_and_failures_come_as_futures_and_each_thread_ends_with_its_own_call() -> None:
    ended: list[str] = []
    with DaemonPool(2, "test", at_end=lambda: ended.append(threading.current_thread().name)) as pool:
        assert pool.submit(divmod, 7, 2).result(10) == (3, 1)
        with pytest.raises(ZeroDivisionError):
            pool.submit(divmod, 7, 0).result(10)
        assert sorted(pool.map(abs, [-1, -2, -3])) == [1, 2, 3]
    assert sorted(ended) == ["test-0", "test-1"]


def test_what_has_not_begun_is_cancelled_with_the_pool() -> None:
    began, go_on = threading.Event(), threading.Event()

    def first() -> None:
        began.set()
        go_on.wait(10)

    pool = DaemonPool(1, "test")
    running, waiting = pool.submit(first), pool.submit(abs, 1)
    began.wait(10)
    pool.shutdown(wait=False, cancel_futures=True)
    go_on.set()
    running.result(10)
    with pytest.raises(CancelledError):
        waiting.result(10)
    assert waiting.cancelled()


def test_a_thread_that_never_ends_does_not_hold_the_program() -> None:
    code = """
import threading
from concurrent.futures import CancelledError
from core.system.daemon_pool import DaemonPool
began = threading.Event()
DaemonPool(1, "test").submit(lambda: (began.set(), threading.Event().wait()))
began.wait(10)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=60, check=False, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
