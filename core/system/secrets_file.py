"""Secrets in a file, encrypted under a passphrase, for desktops without a secure keyring. Only this module imports
cryptography.

Each account's secret is a Fernet token (AES-128-CBC with HMAC-SHA256, https://github.com/fernet/spec). The key is
made of the passphrase by scrypt with what OWASP recommends
(https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html: N=2^17, r=8, p=1). Names of accounts
stand in the clear, as they do in the account book: so it is known without the passphrase what the file holds.
"""

from __future__ import annotations

import base64
import json
import os
import threading
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from core.model.errors import KnownError, SecretsLockedError
from core.system.paths import replace_file

_FORMAT = 1
_N, _R, _P = 2**17, 8, 1
#: A file that asks for more work than this is damaged: it would take minutes and gigabytes to open.
_N_MAX, _R_MAX, _P_MAX = 2**20, 32, 16
_SALT = 16
_CHECK = b"bucketferry"


class WrongPassphraseError(KnownError):
    """The passphrase does not open the file."""

    def __init__(self) -> None:
        super().__init__("This passphrase does not open the file of secrets. Type the one that it was made with.")


class FileState(StrEnum):
    """What can be done with the file."""

    NONE = "none"  # there is no file yet; `open` makes it
    LOCKED = "locked"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class _Content:
    n: int
    r: int
    p: int
    salt: bytes
    check: str
    secrets: dict[str, str] = field(repr=False)


class SecretsFile:
    """The file. Thread: any; `open` takes about half a second of a core and 128 MiB of memory.

    A file that is damaged, or of a newer program, raises `KnownError` and is left alone.
    """

    def __init__(self, path: Path, *, n: int = _N) -> None:
        """`n` is scrypt's cost for a new file; an existing one says its own."""
        self._path, self._n = path, n
        self._lock = threading.Lock()
        # guarded by self._lock
        self._key = b""

    @property
    def state(self) -> FileState:
        with self._lock:
            if not self._path.exists():
                return FileState.NONE
            return FileState.OPEN if self._key else FileState.LOCKED

    def holds(self, name: str) -> bool:
        """Whether it has a secret of this name; no passphrase is needed to know."""
        content = self._read()
        return content is not None and name in content.secrets

    def open(self, passphrase: str) -> None:
        """Open the file for this run, or make it. Raise `WrongPassphraseError`."""
        from cryptography.fernet import Fernet, InvalidToken

        with self._lock:
            content = self._read()
            if content is None:
                salt = os.urandom(_SALT)
                key = _derive(passphrase, _Content(self._n, _R, _P, salt, "", {}))
                check = Fernet(key).encrypt(_CHECK).decode("ascii")
                self._write(_Content(self._n, _R, _P, salt, check, {}))
            else:
                key = _derive(passphrase, content)
                try:
                    Fernet(key).decrypt(content.check)
                except InvalidToken:
                    raise WrongPassphraseError from None
            self._key = key

    def get(self, name: str) -> str | None:
        """The secret text of this name. Raise `SecretsLockedError` when there is one and the file is not open."""
        from cryptography.fernet import Fernet, InvalidToken

        with self._lock:
            content = self._read()
            token = content.secrets.get(name) if content is not None else None
            if token is None:
                return None
            if not self._key:
                raise SecretsLockedError
            try:
                return Fernet(self._key).decrypt(token).decode("utf-8")
            except InvalidToken:  # another program has made the file anew
                self._key = b""
                raise SecretsLockedError from None

    def put(self, name: str, text: str) -> None:
        """Keep a secret. Raise `SecretsLockedError` when the file is not open."""
        from cryptography.fernet import Fernet

        with self._lock:
            content = self._read()
            if content is None or not self._key:
                raise SecretsLockedError
            token = Fernet(self._key).encrypt(text.encode("utf-8")).decode("ascii")
            self._write(replace(content, secrets={**content.secrets, name: token}))

    def remove(self, name: str) -> None:
        """Forget a secret; no passphrase is needed."""
        with self._lock:
            content = self._read()
            if content is not None and name in content.secrets:
                rest = {other: token for other, token in content.secrets.items() if other != name}
                self._write(replace(content, secrets=rest))

    # ------------------------------------------------------------ disk

    def _read(self) -> _Content | None:
        try:
            text = self._path.read_text("utf-8")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise KnownError(f"The file of secrets {self._path} cannot be read: {type(error).__name__}.") from None
        try:
            data = json.loads(text)
            if data["format"] > _FORMAT:
                raise KnownError(f"The file of secrets {self._path} is of a newer Bucketferry. Use that version.")
            salt = base64.b64decode(data["salt"], validate=True)
            found = _Content(data["n"], data["r"], data["p"], salt, data["check"], dict(data["secrets"]))
            is_sane = 1 < found.n <= _N_MAX and 0 < found.r <= _R_MAX and 0 < found.p <= _P_MAX
            if not is_sane or not all(isinstance(one, str) for pair in found.secrets.items() for one in pair):
                raise ValueError("a value is out of range")
        except (ValueError, KeyError, TypeError):
            raise KnownError(
                f"The file of secrets {self._path} is damaged. Nothing was changed; move it away and enter the secrets "
                "again."
            ) from None
        return found

    def _write(self, content: _Content) -> None:
        salt = base64.b64encode(content.salt).decode("ascii")
        data = {"format": _FORMAT, "kdf": "scrypt", "n": content.n, "r": content.r, "p": content.p, "salt": salt}
        text = json.dumps({**data, "check": content.check, "secrets": content.secrets}, ensure_ascii=False, indent=2)
        try:
            replace_file(self._path, f"{text}\n".encode())
        except OSError as error:
            raise KnownError(f"The file of secrets {self._path} cannot be written: {error.strerror}.") from None


def _derive(passphrase: str, content: _Content) -> bytes:
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    made = Scrypt(salt=content.salt, length=32, n=content.n, r=content.r, p=content.p).derive(passphrase.encode())
    return base64.urlsafe_b64encode(made)
