"""What is committed is meant for everyone: no path of somebody's machine, no broken text."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
#: A home folder, or the folders where a build machine keeps its checkouts.
SOMEBODYS_PATH = re.compile(r"(?<![\w.\-/])/(?:home|Users|root|work|tmp)/[\w.]|[A-Z]:\\Users\\")
BINARY = {".png", ".qm", ".ico", ".icns", ".gz"}


@pytest.fixture(scope="module")
def texts() -> dict[str, bytes]:
    """Every committed or about to be committed text file."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    paths = [ROOT / name for name in listed if name]
    return {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for path in paths
        if path.is_file() and path.suffix not in BINARY
    }


def test_no_file_names_a_place_on_somebodys_machine(texts: dict[str, bytes]) -> None:
    found = [
        f"{name}:{number}"
        for name, content in texts.items()
        for number, line in enumerate(content.decode("utf-8").splitlines(), 1)
        if SOMEBODYS_PATH.search(line)
    ]
    assert found == []


def test_every_file_has_unix_line_ends_and_ends_with_one(texts: dict[str, bytes]) -> None:
    written_here = {name: content for name, content in texts.items() if not name.startswith("tests/data/")}
    found = [name for name, content in written_here.items() if content and not content.endswith(b"\n")]
    found += [name for name, content in written_here.items() if b"\r\n" in content]
    assert found == []
