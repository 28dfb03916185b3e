"""Unit: the account book survives crashes, other programs, newer versions and broken files."""

from __future__ import annotations

import json
import os
import stat
import sys
import threading
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.errors import KnownError
from core.model.values import Account, Addressing
from core.system.accounts import AccountBook, check_name

WORK = Account(
    name="Wörk 工作",
    provider="oss",
    endpoint="https://oss-cn-hangzhou.aliyuncs.com",
    region="cn-hangzhou",
    addressing=Addressing.VIRTUAL,
    key_id="KEY",
    signature="v4",
    start_path="photos/2024/",
    requester_pays=True,
)
HOME = Account("home", "oss", "https://oss-cn-beijing.aliyuncs.com")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "accounts.json"


def test_a_missing_file_is_an_empty_book(file: Path) -> None:
    book = AccountBook(file)
    assert (book.names(), book.notice) == ((), "")
    assert not file.exists()


def test_an_account_comes_back_as_it_was_saved(file: Path) -> None:
    AccountBook(file).put(WORK)
    assert AccountBook(file).get(WORK.name) == WORK


def test_an_account_replaces_the_one_with_its_name(file: Path) -> None:
    book = AccountBook(file)
    book.put(HOME)
    book.put(Account("home", "oss", "https://other.example"))
    assert book.get("home").endpoint == "https://other.example"
    assert AccountBook(file).names() == ("home",)


def test_names_are_sorted_as_a_reader_would(file: Path) -> None:
    book = AccountBook(file)
    for name in ("beta", "Alpha", "gamma"):
        book.put(Account(name, "oss", "https://a.example"))
    assert book.names() == ("Alpha", "beta", "gamma")


def test_an_unknown_name_is_a_key_error(file: Path) -> None:
    with pytest.raises(KeyError):
        AccountBook(file).get("nobody")


def test_a_removed_account_is_gone_and_removing_it_again_is_no_error(file: Path) -> None:
    book = AccountBook(file)
    book.put(HOME)
    book.remove("home")
    book.remove("home")
    assert AccountBook(file).names() == ()


def test_a_change_keeps_what_another_program_has_saved_meanwhile(file: Path) -> None:
    window, command = AccountBook(file), AccountBook(file)
    command.put(HOME)
    window.put(WORK)
    assert AccountBook(file).names() == ("home", WORK.name)
    assert window.get("home") == HOME


def test_threads_that_save_at_once_lose_nothing(file: Path) -> None:
    book = AccountBook(file)
    threads = [
        threading.Thread(target=book.put, args=(Account(f"account-{number}", "oss", "https://a.example"),))
        for number in range(16)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert len(AccountBook(file).names()) == 16


# ---------------------------------------------------------------- the file


def test_no_field_of_an_account_can_hold_a_secret() -> None:
    assert {field.name for field in fields(Account)}.isdisjoint({"secret", "token", "password"})


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such file modes")
def test_the_file_is_for_the_user_alone(file: Path) -> None:
    AccountBook(file).put(HOME)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_saving_leaves_nothing_else_behind(file: Path) -> None:
    AccountBook(file).put(HOME)
    assert list(file.parent.glob("*account*")) == [file]


@pytest.mark.parametrize("function", ["fsync", "replace"])
def test_a_save_that_fails_leaves_the_old_book_and_says_so(
    file: Path, function: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = AccountBook(file)
    book.put(HOME)
    before = file.read_bytes()

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, function, fail)
    with pytest.raises(KnownError, match="cannot be written: No space left on device"):
        book.put(WORK)
    assert file.read_bytes() == before
    assert book.names() == ("home",)
    assert list(file.parent.glob("*account*")) == [file]


BROKEN = {
    "cut-off": b'{"format": 1, "accounts": [{"na',
    "empty": b"",
    "not-text": b"\xff\xfe\x00",
    "another-shape": b"[]",
    "no-format": b'{"accounts": []}',
    "no-endpoint": b'{"format": 1, "accounts": [{"name": "a", "provider": "oss"}]}',
    "number-for-text": b'{"format": 1, "accounts": [{"name": "a", "provider": "oss", "endpoint": 7}]}',
    "text-for-yes-or-no": (
        b'{"format": 1, "accounts": [{"name": "a", "provider": "o", "endpoint": "e", "requester_pays": "no"}]}'
    ),
    "unknown-addressing": (
        b'{"format": 1, "accounts": [{"name": "a", "provider": "o", "endpoint": "e", "addressing": "x"}]}'
    ),
    "bad-name": b'{"format": 1, "accounts": [{"name": "a/b", "provider": "oss", "endpoint": "e"}]}',
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_file_is_kept_aside_and_reported(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    book = AccountBook(file)
    assert book.names() == ()
    kept = file.with_name("accounts.json.broken-1")
    assert kept.read_bytes() == content
    assert str(kept) in book.notice
    book.put(HOME)
    assert AccountBook(file).notice == ""


def test_a_second_broken_file_does_not_replace_the_first(file: Path) -> None:
    for content in (b"one", b"two"):
        file.write_bytes(content)
        AccountBook(file)
    assert [path.read_bytes() for path in sorted(file.parent.glob("*.broken-*"))] == [b"one", b"two"]


def test_a_file_that_breaks_while_the_program_runs_is_not_overwritten(file: Path) -> None:
    book = AccountBook(file)
    book.put(HOME)
    file.write_bytes(b"broken by hand")
    with pytest.raises(KnownError, match="is damaged"):
        book.put(WORK)
    assert file.read_bytes() == b"broken by hand"


def test_a_newer_book_is_left_alone(file: Path) -> None:
    content = json.dumps({"format": 2, "accounts": {"in": "a way of its own"}}).encode()
    file.write_bytes(content)
    with pytest.raises(KnownError, match="newer Bucketferry"):
        AccountBook(file)
    assert file.read_bytes() == content


def test_a_field_that_this_version_does_not_know_is_no_damage(file: Path) -> None:
    row = {"name": "home", "provider": "oss", "endpoint": "https://a.example", "shape": "round"}
    file.write_text(json.dumps({"format": 1, "accounts": [row]}))
    assert AccountBook(file).get("home") == Account("home", "oss", "https://a.example")


def test_a_file_that_cannot_be_read_is_a_sentence(file: Path) -> None:
    file.mkdir()
    with pytest.raises(KnownError, match="cannot be read"):
        AccountBook(file)


# ---------------------------------------------------------------- names


@pytest.mark.parametrize("name", ["a", "Wörk 工作", "x" * 64, "a.b-c_d", "-", "a b"])
def test_usual_names_are_taken(name: str) -> None:
    check_name(name)


@pytest.mark.parametrize(
    "name", ["", " ", " a", "a ", "x" * 65, "a:b", "a/b", "a\nb", "a\x00", "\x7f", "a\x85b", "a\u2028b"]
)
def test_names_that_cannot_be_typed_in_a_path_are_refused_with_a_sentence(name: str) -> None:
    with pytest.raises(KnownError, match=r"^An account"):
        check_name(name)


def test_a_refused_name_changes_nothing(file: Path) -> None:
    book = AccountBook(file)
    with pytest.raises(KnownError):
        book.put(Account("a/b", "oss", "https://a.example"))
    assert not file.exists()


@given(
    st.text(
        st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters=":/"), min_size=1, max_size=64
    )
    .map(str.strip)
    .filter(bool)
)
def test_every_name_that_is_taken_survives_the_file(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    file = tmp_path_factory.mktemp("book") / "accounts.json"
    AccountBook(file).put(Account(name, "oss", "https://a.example"))
    assert AccountBook(file).names() == (name,)
