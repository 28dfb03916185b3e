"""Unit: where the files are."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from core.cli import main as cli
from core.model.errors import KnownError
from core.system.paths import find_paths

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such file modes")


def test_one_variable_puts_everything_into_one_folder(tmp_path: Path) -> None:
    paths = find_paths({"BUCKETFERRY_HOME": str(tmp_path / "home")})
    for file in (paths.accounts, paths.journal, paths.logs):
        assert file.is_relative_to(tmp_path / "home")


def test_a_relative_home_does_not_move_with_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert find_paths({"BUCKETFERRY_HOME": "here"}).config == tmp_path / "here"


@pytest.mark.skipif(sys.platform != "linux", reason="the XDG variables are Linux's")
def test_without_it_the_desktops_own_places_are_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    paths = find_paths({})
    assert paths.config == tmp_path / "CONFIG" / "bucketferry"
    assert paths.data == tmp_path / "DATA" / "bucketferry"
    assert paths.logs.is_relative_to(tmp_path / "STATE" / "bucketferry")


def test_finding_the_folders_makes_none(tmp_path: Path) -> None:
    find_paths({"BUCKETFERRY_HOME": str(tmp_path / "home")})
    assert list(tmp_path.iterdir()) == []


@POSIX
def test_all_folders_that_are_made_are_for_the_user_alone(tmp_path: Path) -> None:
    paths = find_paths({"BUCKETFERRY_HOME": str(tmp_path / "a" / "b")})
    paths.create()
    for folder in (tmp_path / "a", paths.config, paths.data, paths.logs):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def modes(home: Path) -> dict[str, int]:
    found = {path.name: stat.S_IMODE(path.lstat().st_mode) for path in home.rglob("*")}
    return found | {"": stat.S_IMODE(home.stat().st_mode)}


@POSIX
def test_what_is_there_of_an_earlier_version_becomes_private(tmp_path: Path) -> None:
    home = tmp_path / "home"
    for folder in (home, home / "logs", home / "instances"):
        folder.mkdir(mode=0o755)
    for name in ("accounts.json", "journal.db", "journal.db-wal", "window.ini", "logs/crash.log", "instances/1.lock"):
        (home / name).write_text("")
    for path in (home, *home.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    find_paths({"BUCKETFERRY_HOME": str(home)}).create()
    folders = {"", "logs", "instances"}
    assert {name: mode for name, mode in modes(home).items() if mode != (0o700 if name in folders else 0o600)} == {}


@POSIX
def test_a_folder_that_holds_other_things_keeps_its_mode_and_theirs(tmp_path: Path) -> None:
    home, other = tmp_path / "home", tmp_path / "other"
    home.mkdir()
    for path in (home / "letter.txt", home / "accounts.json", other):
        path.write_text("")
        path.chmod(0o644)
    (home / "journal.db").symlink_to(other)
    home.chmod(0o755)
    find_paths({"BUCKETFERRY_HOME": str(home)}).create()
    assert {"": 0o755, "letter.txt": 0o644, "accounts.json": 0o600, "logs": 0o700}.items() <= modes(home).items()
    assert stat.S_IMODE(other.stat().st_mode) == 0o644


@POSIX
def test_a_command_leaves_files_that_are_for_the_user_alone(home: Path, capfd: pytest.CaptureFixture[str]) -> None:
    home.mkdir()
    home.chmod(0o755)
    (home / "accounts.json").write_text('{"format": 1, "accounts": []}')
    (home / "accounts.json").chmod(0o644)
    before = os.umask(0o022)
    try:
        assert cli.main(["jobs"]) == 0
    finally:
        assert os.umask(before) == 0o022
    capfd.readouterr()
    assert {"journal.db", "accounts.json", "bucketferry.log"} <= modes(home).keys()
    assert [name for name, mode in modes(home).items() if mode & 0o077] == []


@pytest.mark.parametrize("where", ["file", "file/below"])
def test_a_folder_that_cannot_be_made_is_a_sentence_with_the_way_out(tmp_path: Path, where: str) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(KnownError) as caught:
        find_paths({"BUCKETFERRY_HOME": str(tmp_path / where)}).create()
    text = str(caught.value)
    assert str(tmp_path / where) in text
    assert "BUCKETFERRY_HOME" in text
    assert "Errno" not in text


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_in_a_place_without_permission_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0o500)
    with pytest.raises(KnownError, match="cannot be made: Permission denied"):
        find_paths({"BUCKETFERRY_HOME": str(tmp_path / "locked" / "home")}).create()
