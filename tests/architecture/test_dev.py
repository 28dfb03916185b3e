"""The script that people run first: it never leaves half an environment, and says what it cannot do itself."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

import dev


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project folder of the test's own, with a .venv that does not exist yet."""
    venv = tmp_path / ".venv"
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "VENV", venv)
    monkeypatch.setattr(dev, "PYTHON", venv / "bin" / "python")
    monkeypatch.setattr(dev, "STAMP", venv / "stamp")
    monkeypatch.setattr(dev, "LOCK", tmp_path / "requirements-dev.txt")
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    dev.LOCK.write_text("httpx==0.28.1\n")
    return tmp_path


def test_an_interpreter_that_is_not_there_does_not_work(tmp_path: Path) -> None:
    assert not dev.works(tmp_path / "python")


def test_an_environment_that_fails_half_way_leaves_nothing_behind(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def half(*command: Any, **_: Any) -> int:
        dev.VENV.mkdir()
        return 1

    monkeypatch.setattr(dev, "run", half)
    with pytest.raises(dev.SetUpError):
        dev.make_venv()
    assert not dev.VENV.exists()


def test_an_interrupted_environment_leaves_nothing_behind(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*command: Any, **_: Any) -> int:
        dev.VENV.mkdir()
        raise KeyboardInterrupt

    monkeypatch.setattr(dev, "run", interrupted)
    with pytest.raises(KeyboardInterrupt):
        dev.make_venv()
    assert not dev.VENV.exists()


def test_the_project_is_installed_again_only_when_its_recipe_changed(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []

    def pip(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        calls.append(command)
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(subprocess, "run", pip)
    dev.VENV.mkdir()
    dev.install()
    dev.install()
    assert len(calls) == 1
    (place / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    dev.install()
    dev.LOCK.write_text("httpx==0.28.2\n")
    dev.install()
    assert len(calls) == 3


def test_a_failed_installation_is_tried_again_next_time(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failed = subprocess.CompletedProcess([], 1, "", "no such package\n")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: failed)
    dev.VENV.mkdir()
    with pytest.raises(dev.SetUpError):
        dev.install()
    assert not dev.STAMP.exists()


@pytest.mark.skipif(os.name == "nt", reason="packages of Debian")
def test_everyone_but_root_is_told_the_exact_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr("shutil.which", lambda _: "apt-get")
    with pytest.raises(dev.SetUpError) as stop:
        dev.apt_install(["libegl1", "libgl1"], "Qt needs shared libraries")
    assert str(stop.value) == (
        "Qt needs shared libraries. Run:\n"
        "    sudo apt-get update && sudo apt-get install -y --no-install-recommends libegl1 libgl1"
    )


def test_a_check_that_fails_does_not_hide_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def run(*command: Any, **_: Any) -> int:
        asked.append(command)
        return 1 if "format" in command else 0

    monkeypatch.setattr(dev, "run", run)
    assert dev.check() == 1
    assert len(asked) == 4


@pytest.mark.parametrize(("checked", "tested", "code"), [(0, 0, 0), (1, 0, 1), (0, 5, 5), (1, 2, 2)])
def test_a_red_check_or_a_red_test_makes_the_whole_red(
    monkeypatch: pytest.MonkeyPatch, checked: int, tested: int, code: int
) -> None:
    monkeypatch.setattr(dev, "check", lambda: checked)
    monkeypatch.setattr(dev, "run", lambda *_, **__: tested)
    assert dev.test([]) == code


@pytest.mark.parametrize("words", ["", "-x tests/unit", "-k name"])
def test_the_tests_run_side_by_side(words: str) -> None:
    assert dev.side_by_side(words.split())[:2] == ["-n", "auto"]


@pytest.mark.parametrize("words", ["-n 4", "-n0", "--numprocesses=2", "-p no:xdist", "-pno:xdist", "--pdb"])
def test_who_speaks_of_processes_has_the_last_word(words: str) -> None:
    assert dev.side_by_side(words.split()) == []


@pytest.mark.parametrize(
    ("variables", "seen"), [({}, False), ({"DISPLAY": ":0"}, True), ({"WAYLAND_DISPLAY": "w"}, True)]
)
def test_linux_has_a_display_when_its_environment_says_so(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], seen: bool
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(os, "environ", variables)
    assert dev.has_display() is seen
