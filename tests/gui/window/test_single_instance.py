"""A second start finds the window that is open on the same data, and no other."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

import gui
from gui.qt.single_instance import SingleInstance, ring


@pytest.fixture
def bell(qtbot: QtBot, tmp_path: Path) -> Iterator[SingleInstance]:
    made = SingleInstance(tmp_path)
    yield made
    made.close()


def ring_beside(qtbot: QtBot, folder: Path) -> bool:
    """Ring from a process of its own, as a second start does, while this one answers."""
    code = (
        "import sys; from pathlib import Path; from gui.qt.single_instance import ring; "
        "sys.exit(not ring(Path(sys.argv[1])))"
    )
    # The blocking calls of a socket keep the interpreter's lock, so that a thread would silence the bell as well.
    with subprocess.Popen([sys.executable, "-c", code, str(folder)], cwd=Path(gui.__file__).parents[1]) as caller:
        qtbot.waitUntil(lambda: caller.poll() is not None, timeout=30_000)
    return caller.returncode == 0


def test_a_ring_is_heard_and_answered(bell: SingleInstance, qtbot: QtBot, tmp_path: Path) -> None:
    heard: list[str] = []
    bell.rung.connect(lambda: heard.append("rung"))
    assert ring_beside(qtbot, tmp_path)
    assert ring_beside(qtbot, tmp_path)
    assert heard == ["rung", "rung"]


def test_another_data_folder_has_another_bell(bell: SingleInstance, qtbot: QtBot, tmp_path: Path) -> None:
    assert not ring_beside(qtbot, tmp_path / "other")


def test_nobody_answers_where_no_window_is_open(qtbot: QtBot, tmp_path: Path) -> None:
    assert not ring_beside(qtbot, tmp_path)


def test_a_window_that_does_not_answer_is_not_waited_for_long(bell: SingleInstance, tmp_path: Path) -> None:
    assert not ring(tmp_path, limit_ms=50)  # nobody runs the event loop meanwhile


def test_what_a_crash_has_left_is_not_in_the_way(qtbot: QtBot, tmp_path: Path) -> None:
    crashed = SingleInstance(tmp_path)
    later = SingleInstance(tmp_path)
    assert ring_beside(qtbot, tmp_path)
    later.close()
    crashed.close()
