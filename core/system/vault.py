"""Secrets. The only module that imports keyring.

Where a secret comes from, first found first taken:

1. the environment: BUCKETFERRY_SECRET_<NAME>, with BUCKETFERRY_TOKEN_<NAME> for temporary credentials and
   BUCKETFERRY_PROXY_PASSWORD_<NAME> for the account's proxy and BUCKETFERRY_CUSTOMER_KEY_<NAME> for its customer's
   key (SSE-C). <NAME> is the account's name in upper case, every
   character but A-Z and 0-9 replaced by "_". Whoever sets a variable for one run means that run, so it goes before
   what is saved.
2. the memory of this run.
3. the desktop's keyring: Secret Service, KWallet, macOS Keychain, Windows Credential Manager. No other keyring is
   used, because some that can be installed write plain text or read a password from the terminal.
4. the encrypted file of `core.system.secrets_file`, once somebody has typed its passphrase, or BUCKETFERRY_PASSPHRASE
   has it.

A locked keyring can block until somebody types its password. So each use has a time limit, in a thread of its own.
"""

from __future__ import annotations

import json
import logging
import os
import queue
import re
import threading
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from core.model.errors import KnownError
from core.model.values import Account, Credentials
from core.rules.access import read_customer_key, trimmed
from core.system.secrets_file import FileState, SecretsFile

T = TypeVar("T")
log = logging.getLogger(__name__)

SERVICE = "bucketferry"
#: The environment variable that opens the encrypted file.
PASSPHRASE = "BUCKETFERRY_PASSPHRASE"  # noqa: S105 - a name
LIMIT_S = 5.0

_SECURE_MODULES = (
    "keyring.backends.SecretService",
    "keyring.backends.libsecret",
    "keyring.backends.kwallet",
    "keyring.backends.macOS",
    "keyring.backends.Windows",
)

#: Windows keeps at most this many bytes of UTF-16 (CRED_MAX_CREDENTIAL_BLOB_SIZE); a longer secret fails.
_WINDOWS_MAX = 2560


class Kept(StrEnum):
    """Where a secret was saved."""

    KEYRING = "keyring"
    FILE = "file"  # encrypted under a passphrase
    MEMORY = "memory"  # until the program ends


class KeyringLockedError(KnownError):
    """The keyring waits for its password, or does not answer."""

    def __init__(self) -> None:
        super().__init__("The desktop's keyring is locked or does not answer. Unlock it, then try again.")


class Keyring(Protocol):
    """What is used of a keyring backend."""

    def get_password(self, service: str, username: str, /) -> str | None: ...

    def set_password(self, service: str, username: str, password: str, /) -> None: ...

    def delete_password(self, service: str, username: str, /) -> None: ...


def variable(kind: str, account: str) -> str:
    """The environment variable for an account's "SECRET", "TOKEN", "PROXY_PASSWORD" or "CUSTOMER_KEY"."""
    return f"BUCKETFERRY_{kind}_" + re.sub(r"[^A-Z0-9]", "_", account.upper())


def find_keyring() -> Keyring | None:
    """The first secure keyring that the desktop offers, past keyring's own chain and its fall-through to others."""
    # The import takes tenths of a second, and most commands need no secret from there.
    import keyring

    try:
        chosen: Any = keyring.get_keyring()
        offered = getattr(chosen, "backends", None) or [chosen]
    except Exception as error:  # noqa: BLE001 - a backend, or the name of one in the environment, may raise anything
        log.warning("no keyring: %s", type(error).__name__)
        return None
    return next((backend for backend in offered if type(backend).__module__ in _SECURE_MODULES), None)


class Vault:
    """Finds and keeps credentials. Thread: any but the one that paints; a call may take some seconds."""

    def __init__(
        self,
        *,
        environ: Mapping[str, str] = os.environ,
        open_keyring: Callable[[], Keyring | None] = find_keyring,
        limit_s: float = LIMIT_S,
        on_secret: Callable[[str], None] = lambda _: None,
        file: SecretsFile | None = None,
    ) -> None:
        """`on_secret` is told every secret that passes, so that the log can hide it.

        `file` is where secrets go that no keyring takes, once it is open.
        """
        self._file = file
        self._environ = environ
        self._open_keyring = open_keyring
        self._limit_s = limit_s
        self._on_secret = on_secret
        self._keyring_free = threading.Lock()
        self._lock = threading.Lock()
        # guarded by self._lock
        self._memory: dict[str, Credentials] = {}

    def load(self, account: Account) -> Credentials | None:
        """The account's credentials; None when there are none for its key id.

        Raises `KeyringLockedError` when only the keyring can have them and it does not answer in time, and
        `SecretsLockedError` when they are in the encrypted file and that is not open.
        """
        found = self._from_environ(account) or self._from_memory(account)
        if found is None:
            text = self._ask(lambda keyring: keyring.get_password(SERVICE, account.name), None)
            text = text or self._from_file(account.name)
            found = _unpack(text) if text else None
        if found is None or (account.key_id and found.key_id != account.key_id):
            return None
        self._tell(found)
        return found

    def save(self, account: Account, credentials: Credentials) -> Kept:
        """Keep the credentials: in the keyring where there is a secure one that takes them, else in the encrypted file
        when that is open, else for this run only.
        """
        self._tell(credentials)
        with self._lock:
            self._memory[account.name] = credentials
        text = _pack(credentials)

        def store(keyring: Keyring) -> bool:
            if not _takes(keyring, text):
                return False
            keyring.set_password(SERVICE, account.name, text)
            return True

        try:
            is_in_keyring = self._ask(store, False)
        except KeyringLockedError:
            is_in_keyring = False
        file = self._file
        if is_in_keyring:
            if file is not None:
                file.remove(account.name)  # an older secret must not outlive this one
            return Kept.KEYRING
        if file is None or self.file_state() is not FileState.OPEN:
            return Kept.MEMORY
        file.put(account.name, text)
        return Kept.FILE

    def forget(self, account: Account) -> None:
        """Remove the account's secret from the memory, the encrypted file and the keyring.

        Raises `KeyringLockedError` when the keyring does not answer; then the secret may still be there.
        """
        with self._lock:
            self._memory.pop(account.name, None)
        if self._file is not None:
            self._file.remove(account.name)

        def remove(keyring: Keyring) -> None:
            if keyring.get_password(SERVICE, account.name) is not None:
                keyring.delete_password(SERVICE, account.name)

        self._ask(remove, None)

    def has_keyring(self) -> bool:
        """Whether this desktop has a secure keyring. Raises `KeyringLockedError` when that takes too long."""
        return self._ask(lambda _: True, False)

    def file_state(self) -> FileState:
        """Whether the encrypted file is there, and open. Reads the disk; the passphrase of the environment opens it."""
        if self._file is None:
            return FileState.NONE
        passphrase = self._environ.get(PASSPHRASE, "")
        if passphrase and self._file.state is not FileState.OPEN:
            self._on_secret(passphrase)
            self._file.open(passphrase)
        return self._file.state

    def open_file(self, passphrase: str) -> None:
        """Open the encrypted file for this run; where there is none, it is made and keeps what is in memory, too.

        Takes half a second. Raises `WrongPassphraseError`, and `KnownError` when the file cannot be used.
        """
        if self._file is None:
            return
        self._on_secret(passphrase)
        is_new = self._file.state is FileState.NONE
        self._file.open(passphrase)
        if is_new:
            with self._lock:
                held = {name: _pack(credentials) for name, credentials in self._memory.items()}
            for name, text in held.items():
                self._file.put(name, text)

    # ------------------------------------------------------------ sources

    def _from_file(self, name: str) -> str | None:
        if self._file is None or not self._file.holds(name):
            return None
        self.file_state()
        return self._file.get(name)

    def _from_environ(self, account: Account) -> Credentials | None:
        secret = trimmed(self._environ.get(variable("SECRET", account.name), ""))
        if not secret:
            return None
        token = trimmed(self._environ.get(variable("TOKEN", account.name), ""))
        proxy_password = self._environ.get(variable("PROXY_PASSWORD", account.name), "")
        key = read_customer_key(self._environ.get(variable("CUSTOMER_KEY", account.name), "")) or ""
        return Credentials(account.key_id, secret, token or None, proxy_password=proxy_password, customer_key=key)

    def _from_memory(self, account: Account) -> Credentials | None:
        with self._lock:
            return self._memory.get(account.name)

    def _ask(self, work: Callable[[Keyring], T], otherwise: T) -> T:
        """Run `work` with the keyring, in a thread with a time limit; `otherwise` when there is none or it fails.

        One call at a time: a second prompt for the same password would help nobody.
        """
        if not self._keyring_free.acquire(timeout=self._limit_s):
            raise KeyringLockedError
        answer: queue.SimpleQueue[tuple[T, bool]] = queue.SimpleQueue()

        def run() -> None:
            try:
                answer.put(_use(self._open_keyring, work, otherwise))
            finally:
                self._keyring_free.release()

        # A daemon: a prompt that nobody answers must not keep the program from ending.
        threading.Thread(target=run, name="keyring", daemon=True).start()
        try:
            result, locked = answer.get(timeout=self._limit_s)
        except queue.Empty:
            raise KeyringLockedError from None
        if locked:
            raise KeyringLockedError
        return result

    def _tell(self, credentials: Credentials) -> None:
        held = (credentials.secret, credentials.token, credentials.proxy_password, credentials.customer_key)
        for secret in held:
            if secret:
                self._on_secret(secret)


def _use(open_keyring: Callable[[], Keyring | None], work: Callable[[Keyring], T], otherwise: T) -> tuple[T, bool]:
    """The result, and whether the keyring is locked. An exception's text stays unseen: it may hold a secret."""
    try:
        keyring = open_keyring()
        return (otherwise if keyring is None else work(keyring)), False
    except Exception as error:  # noqa: BLE001 - the backends raise what their system raises
        name = type(error).__name__
        log.warning("the keyring failed: %s", name)
        return otherwise, name == "KeyringLocked"


def _takes(keyring: Keyring, text: str) -> bool:
    if not type(keyring).__module__.endswith(".Windows"):
        return True
    return len(text.encode("utf-16-le")) <= _WINDOWS_MAX


def _pack(credentials: Credentials) -> str:
    return json.dumps(
        {
            "key_id": credentials.key_id,
            "secret": credentials.secret,
            "token": credentials.token,
            "expires": credentials.expires,
            "proxy_password": credentials.proxy_password,
            "customer_key": credentials.customer_key,
        }
    )


def _unpack(text: str) -> Credentials | None:
    """None for an entry that this program did not write."""
    try:
        data = json.loads(text)
        keys = data["key_id"], data["secret"], data["token"], data["expires"]
        return Credentials(*keys, data.get("proxy_password", ""), data.get("customer_key", ""))
    except (ValueError, KeyError, TypeError):
        log.warning("the keyring's entry was not written by this program")
        return None
