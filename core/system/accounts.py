"""The account book, a JSON file that the user may read. It never holds a secret.

The file is replaced as a whole, so a crash leaves the old book or the new one. A book that cannot be read is kept
under another name and reported; a book of a newer program is left alone.
"""

from __future__ import annotations

import json
import re
import threading
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from core.model.errors import KnownError
from core.model.values import Account, Addressing
from core.system.paths import replace_file

#: Raised when an older program could misread the file.
FORMAT = 1

_NAME_MAX = 64
_SWITCHES = ("requester_pays", "read_only")
#: ":" and "/" separate account, bucket and key in what a user types; control characters spoil a terminal.
_FORBIDDEN = re.compile(r"[:/\x00-\x1f\x7f-\x9f\u2028\u2029]")


def check_name(name: str) -> None:
    """Raise `KnownError` for a text that cannot name an account."""
    if not name or name != name.strip():
        raise KnownError("An account needs a name that neither begins nor ends with a space.")
    if len(name) > _NAME_MAX:
        raise KnownError(f"An account's name has at most {_NAME_MAX} characters.")
    if _FORBIDDEN.search(name):
        raise KnownError("An account's name cannot hold a colon, a slash or a control character.")


class AccountBook:
    """The saved accounts by name. Thread: any.

    Attributes:
        notice: a sentence for the user when a broken file was put aside while opening; else "".
    """

    def __init__(self, path: Path) -> None:
        """Read the file if there is one. Raise `KnownError` when it is there and cannot be used or put aside."""
        self.notice = ""
        self._path = path
        self._lock = threading.Lock()
        # guarded by self._lock; replaced, never changed
        self._accounts = self._open()

    def names(self) -> tuple[str, ...]:
        """All names, sorted without regard to case."""
        return tuple(sorted(self._accounts, key=lambda name: (name.casefold(), name)))

    def get(self, name: str) -> Account:
        """Raise `KeyError` for an unknown name."""
        return self._accounts[name]

    def put(self, account: Account) -> None:
        """Save an account, in place of the one with its name. Raise `KnownError` when that fails."""
        check_name(account.name)
        with self._lock:
            self._save({**self._read(), account.name: account})

    def remove(self, name: str) -> None:
        """Forget an account; an unknown name is no error. Its secret is the vault's to forget."""
        with self._lock:
            accounts = self._read()
            if accounts.pop(name, None) is not None:
                self._save(accounts)

    # ------------------------------------------------------------ file

    def _open(self) -> dict[str, Account]:
        try:
            return self._read()
        except _BrokenError as error:
            kept = self._put_aside()
            self.notice = (
                f"The list of accounts was damaged: {error.detail}. It was kept as {kept}, and an empty list was begun."
            )
            return {}

    def _read(self) -> dict[str, Account]:
        """The file as it is now: another program, such as the command line, may have changed it."""
        try:
            text = self._path.read_text("utf-8")
        except FileNotFoundError:
            return {}
        except UnicodeDecodeError as error:
            raise _BrokenError(self._path, "it is not UTF-8 text") from error
        except OSError as error:
            raise KnownError(
                f"The list of accounts {self._path} cannot be read: {error.strerror}. Check who may read the file."
            ) from None
        return {account.name: account for account in _parse(text, self._path)}

    def _save(self, accounts: dict[str, Account]) -> None:
        rows = [asdict(accounts[name]) for name in sorted(accounts)]
        text = json.dumps({"format": FORMAT, "accounts": rows}, ensure_ascii=False, indent=2) + "\n"
        try:
            replace_file(self._path, text.encode("utf-8"))
        except OSError as error:
            raise KnownError(
                f"The list of accounts {self._path} cannot be written: {error.strerror}. "
                "Check the free space and who may write to the folder."
            ) from None
        self._accounts = accounts

    def _put_aside(self) -> Path:
        number = 1
        while (kept := self._path.with_name(f"{self._path.name}.broken-{number}")).exists():
            number += 1
        try:
            self._path.rename(kept)
        except OSError as error:
            raise KnownError(
                f"The list of accounts {self._path} is damaged and cannot be put aside: {error.strerror}. "
                "Move the file away by hand."
            ) from None
        return kept


class _BrokenError(KnownError):
    """The file is not an account book."""

    def __init__(self, path: Path, detail: str) -> None:
        super().__init__(f"The list of accounts {path} is damaged: {detail}. Nothing was changed; repair or remove it.")
        self.detail = detail


def _parse(text: str, path: Path) -> list[Account]:
    try:
        data = json.loads(text)
        version = data["format"]
        if isinstance(version, int) and version > FORMAT:
            raise KnownError(f"The list of accounts {path} was written by a newer Bucketferry. Use that version.")
        return [_account(row) for row in data["accounts"]]
    except (ValueError, KeyError, TypeError) as error:
        raise _BrokenError(path, f"{type(error).__name__}, it is not what Bucketferry writes") from None


def _account(row: dict[str, Any]) -> Account:
    """Raise `ValueError`, `KeyError` or `TypeError` for a row that is none."""
    values = {field.name: row[field.name] for field in fields(Account) if field.name in row}
    if not all(isinstance(values.get(name, False), bool) for name in _SWITCHES):
        raise TypeError("a field is not true or false")
    if not all(isinstance(value, str) for name, value in values.items() if name not in _SWITCHES):
        raise TypeError("a field is not text")
    values["addressing"] = Addressing(values.get("addressing", Addressing.AUTO))
    account = Account(**values)
    try:
        check_name(account.name)
    except KnownError as error:
        raise ValueError(str(error)) from None
    return account
