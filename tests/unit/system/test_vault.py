"""Unit: secrets are found, kept where it is safe, and never shown; a locked keyring never blocks."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.model.values import Account, Credentials
from core.system.vault import Kept, KeyringLockedError, Vault, find_keyring, variable
from tests.doubles.keyring import BlockedKeyring, BrokenKeyring, FakeKeyring

WORK = Account("work", "oss", "https://a.example", key_id="KEY")
SECRET = Credentials("KEY", "the-secret")
TEMPORARY = Credentials("KEY", "the-secret", token="t" * 2000, expires=1_700_000_000.0)


def vault(keyring: Any = None, *, limit_s: float = 10.0, **environ: str) -> Vault:
    return Vault(environ=environ, open_keyring=lambda: keyring, limit_s=limit_s)


# ---------------------------------------------------------------- keyring


@pytest.mark.parametrize(
    "credentials",
    [
        SECRET,
        TEMPORARY,
        Credentials("KEY", "sécret 密"),
        Credentials("KEY", "the-secret", proxy_password="p@ss word"),
        Credentials("KEY", "the-secret", customer_key="abc="),
    ],
    ids=["pair", "sts", "text", "proxy", "customer"],
)
def test_a_secret_in_the_keyring_is_there_in_the_next_run(credentials: Credentials) -> None:
    keyring = FakeKeyring()
    assert vault(keyring).save(WORK, credentials) is Kept.KEYRING
    assert vault(keyring).load(WORK) == credentials


def test_an_entry_of_an_earlier_version_has_no_password_for_a_proxy() -> None:
    keyring = FakeKeyring()
    keyring.entries["bucketferry", "work"] = '{"key_id": "KEY", "secret": "the-secret", "token": null, "expires": null}'
    assert vault(keyring).load(WORK) == SECRET


def test_the_password_of_a_proxy_comes_from_the_environment_with_the_secret() -> None:
    environ = {variable("SECRET", "work"): "the-secret", variable("PROXY_PASSWORD", "work"): "p@ss word"}
    found = Vault(environ=environ, open_keyring=lambda: None).load(WORK)
    assert found is not None
    assert found.proxy_password == "p@ss word"
    assert "p@ss" not in repr(found)


def test_accounts_do_not_share_secrets() -> None:
    keyring = FakeKeyring()
    vault(keyring).save(WORK, SECRET)
    assert vault(keyring).load(Account("home", "oss", "https://a.example", key_id="KEY")) is None


def test_a_secret_of_another_key_is_not_given_out() -> None:
    keyring = FakeKeyring()
    vault(keyring).save(WORK, SECRET)
    assert vault(keyring).load(Account("work", "oss", "https://a.example", key_id="OTHER")) is None


def test_without_a_keyring_a_secret_lives_for_this_run_and_the_caller_is_told() -> None:
    box = vault(None)
    assert box.save(WORK, SECRET) is Kept.MEMORY
    assert box.load(WORK) == SECRET
    assert vault(None).load(WORK) is None


def test_a_forgotten_secret_is_gone_and_forgetting_twice_is_no_error() -> None:
    keyring = FakeKeyring()
    box = vault(keyring)
    box.save(WORK, SECRET)
    box.forget(WORK)
    box.forget(WORK)
    assert box.load(WORK) is None
    assert keyring.entries == {}


def test_whether_there_is_a_keyring_can_be_asked() -> None:
    assert vault(FakeKeyring()).has_keyring()
    assert not vault(None).has_keyring()


@pytest.mark.expects_log("was not written by this program")
@pytest.mark.parametrize("text", ["plain", "[]", "{}", '{"key_id": "KEY"}'])
def test_an_entry_that_is_not_ours_is_no_secret(text: str) -> None:
    keyring = FakeKeyring()
    keyring.entries["bucketferry", "work"] = text
    assert vault(keyring).load(WORK) is None


def test_windows_keeps_no_long_token_but_this_run_does() -> None:
    keyring = type("WinVaultKeyring", (FakeKeyring,), {"__module__": "keyring.backends.Windows"})()
    box = vault(keyring)
    assert box.save(WORK, SECRET) is Kept.KEYRING
    assert box.save(WORK, TEMPORARY) is Kept.MEMORY
    assert box.load(WORK) == TEMPORARY


# ---------------------------------------------------------------- locked and broken


@pytest.fixture
def blocked() -> Iterator[BlockedKeyring]:
    keyring = BlockedKeyring()
    yield keyring
    keyring.unlock.set()


def test_a_locked_keyring_is_reported_after_the_limit_and_not_prompted_for_twice(blocked: BlockedKeyring) -> None:
    box = vault(blocked, limit_s=0.02)
    for _ in range(3):
        with pytest.raises(KeyringLockedError, match="locked"):
            box.load(WORK)
    assert blocked.asked == 1


def test_a_secret_that_a_locked_keyring_does_not_take_serves_this_run(blocked: BlockedKeyring) -> None:
    box = vault(blocked, limit_s=0.02)
    assert box.save(WORK, SECRET) is Kept.MEMORY
    assert box.load(WORK) == SECRET


def test_a_keyring_that_is_unlocked_later_is_used(blocked: BlockedKeyring) -> None:
    blocked.entries["bucketferry", "work"] = '{"key_id": "KEY", "secret": "s", "token": null, "expires": null}'
    box = Vault(environ={}, open_keyring=lambda: blocked, limit_s=0.02)
    with pytest.raises(KeyringLockedError):
        box.load(WORK)
    blocked.unlock.set()
    patient = Vault(environ={}, open_keyring=lambda: blocked, limit_s=10.0)
    assert patient.load(WORK) == Credentials("KEY", "s")


@pytest.mark.expects_log("the keyring failed: KeyringLocked")
def test_a_keyring_that_says_it_is_locked_is_locked() -> None:
    from keyring.errors import KeyringLocked

    with pytest.raises(KeyringLockedError):
        vault(BrokenKeyring(KeyringLocked("the-secret"))).load(WORK)


@pytest.mark.expects_log("the keyring failed: RuntimeError$")
def test_a_broken_keyring_is_no_keyring_and_its_words_are_not_repeated() -> None:
    box = vault(BrokenKeyring(RuntimeError("the-secret")))
    assert box.load(WORK) is None
    assert box.save(WORK, SECRET) is Kept.MEMORY


# ---------------------------------------------------------------- environment


@pytest.mark.parametrize(
    ("name", "expected"),
    [("work", "WORK"), ("my-account.2", "MY_ACCOUNT_2"), ("Wörk", "W_RK"), ("a b", "A_B"), ("工作", "__")],
)
def test_the_variable_is_the_name_in_capitals_with_underscores(name: str, expected: str) -> None:
    assert variable("SECRET", name) == f"BUCKETFERRY_SECRET_{expected}"


def test_the_environment_goes_before_what_is_saved() -> None:
    keyring = FakeKeyring()
    vault(keyring).save(WORK, SECRET)
    assert vault(keyring, BUCKETFERRY_SECRET_WORK="other").load(WORK) == Credentials("KEY", "other")


def test_the_environment_may_bring_a_token() -> None:
    box = vault(BUCKETFERRY_SECRET_WORK="s", BUCKETFERRY_TOKEN_WORK="t")
    assert box.load(WORK) == Credentials("KEY", "s", token="t")


def test_an_empty_variable_is_none() -> None:
    assert vault(BUCKETFERRY_SECRET_WORK="").load(WORK) is None


def test_a_secret_from_the_environment_needs_no_keyring(blocked: BlockedKeyring) -> None:
    assert vault(blocked, BUCKETFERRY_SECRET_WORK="s").load(WORK) == Credentials("KEY", "s")
    assert blocked.asked == 0


# ---------------------------------------------------------------- leaks


def test_every_secret_is_told_to_the_log_before_it_is_used() -> None:
    told: list[str] = []
    box = Vault(environ={}, open_keyring=lambda: None, on_secret=told.append)
    box.save(WORK, TEMPORARY)
    box.load(WORK)
    assert set(told) == {"the-secret", "t" * 2000}


def test_nothing_of_the_vault_prints_a_secret() -> None:
    box = vault(None)
    box.save(WORK, TEMPORARY)
    assert "the-secret" not in repr(vars(box))


# ---------------------------------------------------------------- which keyring


@pytest.mark.parametrize(
    "backend", ["keyring.backends.null.Keyring", "keyring.backends.fail.Keyring", "no.such.module.Keyring"]
)
def test_a_keyring_that_is_not_known_to_be_secure_is_not_used(backend: str) -> None:
    code = "from core.system.vault import find_keyring; print(find_keyring())"
    environ = {**os.environ, "PYTHON_KEYRING_BACKEND": backend}
    done = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=True)
    assert done.stdout == "None\n"


def test_a_chain_is_searched_for_a_secure_keyring_and_is_not_used_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring

    secure = type("Keyring", (FakeKeyring,), {"__module__": "keyring.backends.SecretService"})()
    plain = type("PlaintextKeyring", (FakeKeyring,), {"__module__": "keyrings.alt.file"})()
    chain = type("ChainerBackend", (FakeKeyring,), {"backends": [plain, secure]})()
    monkeypatch.setattr(keyring, "get_keyring", lambda: chain)
    assert find_keyring() is secure
    monkeypatch.setattr(keyring, "get_keyring", lambda: plain)
    assert find_keyring() is None


def test_keyring_is_not_imported_before_a_secret_is_wanted() -> None:
    code = "import sys, core.system.vault; print('keyring' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


# ---------------------------------------------------------------- a real one

_DAEMON = """
import os, subprocess, sys, time
daemon = subprocess.Popen(
    ["gnome-keyring-daemon", "--unlock", "--components=secrets", "--foreground"],
    stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
)
daemon.stdin.write(b"test"); daemon.stdin.close()
import jeepney.io.blocking
from jeepney import DBusAddress, new_method_call
bus = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
with jeepney.io.blocking.open_dbus_connection() as connection:
    owned = new_method_call(bus, "NameHasOwner", "s", ("org.freedesktop.secrets",))
    for _ in range(200):
        if connection.send_and_get_reply(owned).body[0]:
            break
        time.sleep(0.05)
try:
    sys.exit(subprocess.call([sys.executable, "-c", sys.argv[1]]))
finally:
    daemon.terminate(); daemon.wait()
"""

_RUN = """
from core.system.vault import Kept, Vault, find_keyring
from core.model.values import Account, Credentials
assert type(find_keyring()).__module__ == "keyring.backends.SecretService", find_keyring()
account = Account("wörk", "oss", "https://a.example", key_id="KEY")
secret = Credentials("KEY", "sécret 密", token="t" * 5000)
assert Vault(environ={}).load(account) is None
assert Vault(environ={}).save(account, secret) is Kept.KEYRING
assert Vault(environ={}).load(account) == secret
Vault(environ={}).forget(account)
assert Vault(environ={}).load(account) is None
print("done")
"""


def test_a_real_secret_service_keeps_and_forgets_a_secret(tmp_path: Path) -> None:
    missing = [name for name in ("dbus-run-session", "gnome-keyring-daemon") if shutil.which(name) is None]
    if missing:
        pytest.skip(f"needs {' and '.join(missing)}: on Debian, the packages dbus-daemon and gnome-keyring")
    pytest.importorskip("jeepney", reason="keyring's Secret Service backend needs it")
    runtime = tmp_path / "run"
    runtime.mkdir(mode=0o700)
    dropped = ("PYTHON_KEYRING_BACKEND", "DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS")
    environ = {name: value for name, value in os.environ.items() if name not in dropped}
    environ |= {"HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(runtime)}
    environ |= {f"XDG_{kind}_HOME": str(tmp_path / kind) for kind in ("DATA", "CONFIG", "CACHE", "STATE")}
    environ["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    command = ["dbus-run-session", "--", sys.executable, "-c", textwrap.dedent(_DAEMON), _RUN]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (0, "done\n"), done.stderr
