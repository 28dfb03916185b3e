"""The encrypted file of secrets, and the vault that uses it where no keyring is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.model.errors import KnownError, SecretsLockedError
from core.model.values import Account, Credentials
from core.system.secrets_file import FileState, SecretsFile, WrongPassphraseError
from core.system.vault import PASSPHRASE, Kept, Vault, variable

WORK = Account("work", "oss", "https://a.example", key_id="KEY")
SECRET = Credentials("KEY", "the-secret")
WORDS = "four quiet words here"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "secrets.json"


def file_at(path: Path) -> SecretsFile:
    return SecretsFile(path, n=2**4)


def vault(path: Path, environ: dict[str, str] | None = None) -> Vault:
    return Vault(environ=environ or {}, open_keyring=lambda: None, file=file_at(path))


def test_a_secret_comes_back_with_the_passphrase_and_stands_nowhere_in_the_clear(path: Path) -> None:
    first = file_at(path)
    assert first.state is FileState.NONE
    first.open(WORDS)
    first.put("work", "the-secret")
    text = path.read_text("utf-8")
    assert "the-secret" not in text
    assert WORDS not in text
    assert path.stat().st_mode & 0o077 == 0
    second = file_at(path)
    assert (second.state, second.holds("work"), second.get("home")) == (FileState.LOCKED, True, None)
    with pytest.raises(SecretsLockedError):
        second.get("work")
    second.open(WORDS)
    assert second.get("work") == "the-secret"


def test_a_wrong_passphrase_opens_nothing_and_changes_nothing(path: Path) -> None:
    file_at(path).open(WORDS)
    before = path.read_bytes()
    with pytest.raises(WrongPassphraseError):
        file_at(path).open("another")
    assert path.read_bytes() == before


def test_a_secret_is_forgotten_without_the_passphrase(path: Path) -> None:
    first = file_at(path)
    first.open(WORDS)
    first.put("work", "the-secret")
    file_at(path).remove("work")
    assert not file_at(path).holds("work")


@pytest.mark.parametrize("change", [{"n": 2**40}, {"salt": "?"}, {"secrets": {"work": 1}}, {"format": 99}])
def test_a_damaged_or_newer_file_is_told_and_left_alone(path: Path, change: dict[str, object]) -> None:
    file_at(path).open(WORDS)
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **change}), "utf-8")
    before = path.read_bytes()
    with pytest.raises(KnownError, match="file of secrets"):
        file_at(path).open(WORDS)
    assert path.read_bytes() == before


def test_a_token_that_was_put_under_another_name_gives_no_secret_of_another_key(path: Path) -> None:
    box = vault(path)
    box.open_file(WORDS)
    box.save(WORK, SECRET)
    data = json.loads(path.read_text("utf-8"))
    data["secrets"]["home"] = data["secrets"]["work"]
    path.write_text(json.dumps(data), "utf-8")
    again = vault(path)
    again.open_file(WORDS)
    assert again.load(Account("home", "oss", "https://b.example", key_id="OTHER")) is None


def test_without_a_keyring_an_open_file_keeps_the_secret_for_the_next_run(path: Path) -> None:
    box = vault(path)
    assert box.save(WORK, SECRET) is Kept.MEMORY
    box.open_file(WORDS)  # a new file takes what the memory has
    assert box.save(WORK, SECRET) is Kept.FILE
    next_run = vault(path)
    with pytest.raises(SecretsLockedError):
        next_run.load(WORK)
    next_run.open_file(WORDS)
    assert next_run.load(WORK) == SECRET
    next_run.forget(WORK)
    assert vault(path).load(WORK) is None


def test_a_new_file_keeps_what_was_in_memory_only(path: Path) -> None:
    box = vault(path)
    box.save(WORK, SECRET)
    box.open_file(WORDS)
    next_run = vault(path)
    next_run.open_file(WORDS)
    assert next_run.load(WORK) == SECRET


def test_the_environment_has_the_passphrase_where_nobody_can_type_it(path: Path) -> None:
    environ = {PASSPHRASE: WORDS}
    assert vault(path, environ).save(WORK, SECRET) is Kept.FILE
    assert vault(path, environ).load(WORK) == SECRET


def test_a_secret_of_the_environment_needs_no_passphrase(path: Path) -> None:
    box = vault(path)
    box.open_file(WORDS)
    box.save(WORK, SECRET)
    assert vault(path, {variable("SECRET", "work"): "other"}).load(WORK) == Credentials("KEY", "other")
