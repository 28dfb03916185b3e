"""What the command line asks at a terminal, against the embedded store on all three protocols."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.doubles.command_line import CliFixture, posix_only, read_terminal

# ---------------------------------------------------------------- questions


@pytest.fixture
def child(cli: CliFixture) -> Callable[..., tuple[int, str, str]]:
    """Runs a command line at a terminal of its own; the answers are typed beforehand."""
    import pty

    def run(*words: str, answers: str) -> tuple[int, str, str]:
        try:
            ours, theirs = pty.openpty()
        except OSError:
            pytest.skip("no terminals in this environment")
        os.write(ours, answers.encode())
        command = [sys.executable, "-m", "core", *words]
        process = subprocess.Popen(command, stdin=theirs, stdout=subprocess.PIPE, stderr=theirs, text=True)
        os.close(theirs)
        shown = b""
        while data := read_terminal(ours):
            shown += data
        os.close(ours)
        out, _ = process.communicate()
        return process.returncode, out, shown.decode()

    return run


At = Callable[..., tuple[int, str, str]]


@posix_only
@pytest.mark.parametrize("cli", ["oss"], indirect=True)
def test_a_deletion_is_asked_about_with_its_count(cli: CliFixture, child: At) -> None:
    folder = cli.at("holiday-photos", "2025/")
    code, _, shown = child("rm", folder, "--recursive", answers="n\n")
    assert code == 1
    assert "Delete 50 objects" in shown
    assert "keeps no versions" in shown
    assert len(cli.keys("holiday-photos", "2025/")) == 50
    assert child("rm", folder, "--recursive", answers="y\n")[0] == 0
    assert cli.keys("holiday-photos", "2025/") == []


@posix_only
@pytest.mark.parametrize("cli", ["oss"], indirect=True)
def test_targets_that_exist_are_asked_about_one_by_one_and_for_all(cli: CliFixture, child: At) -> None:
    source, target = cli.at("backup-archive", "laptops/"), cli.at("documents", "x/")
    cli.run("cp", cli.at("holiday-photos", "2025/Kyoto/"), cli.at("documents", "x/"), "--recursive")
    words = ["mv", cli.at("holiday-photos", "2025/Kyoto/"), target, "--recursive", "--if-exists", "ask"]
    code, out, shown = child(*words, answers="what\nk\nS\n")
    assert code == 0, shown
    assert "exists already" in shown
    assert "1 of 12 renamed" in out
    assert "Skipped: 11." in out
    assert len(cli.keys("documents", "x/")) == 13
    assert cli.run("stat", source.replace("laptops/", "laptops/2025-03.tar")).code == 0
