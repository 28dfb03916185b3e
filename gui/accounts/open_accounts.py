"""The accounts that are open: those of the account book, and those that live for this run only.

Knows the contracts of the book and the vault; shows nothing. Thread: any.
"""

from __future__ import annotations

import threading

from core.model.values import Account, Credentials
from gui.qt.contracts import AccountBookApi, SecretStoreApi
from gui.text.place import Place


class OpenAccounts:
    """All accounts by name. A temporary one is written nowhere, nor is its secret."""

    def __init__(self, book: AccountBookApi, vault: SecretStoreApi) -> None:
        self._book, self._vault = book, vault
        self._lock = threading.Lock()
        # guarded by self._lock
        self._temporary: dict[str, tuple[Account, Credentials]] = {}

    def names(self) -> tuple[str, ...]:
        """The temporary ones first, then those of the book."""
        lent = self.temporary()
        return (*lent, *(name for name in self._book.names() if name not in lent))

    def temporary(self) -> tuple[str, ...]:
        with self._lock:
            return tuple(self._temporary)

    def get(self, name: str) -> Account:
        """Raise `KeyError` for an unknown name."""
        with self._lock:
            lent = self._temporary.get(name)
        return self._book.get(name) if lent is None else lent[0]

    def put(self, account: Account) -> None:
        """Save an account in the book. Writes to the disk."""
        self._book.put(account)

    def lend(self, account: Account, credentials: Credentials) -> None:
        """Add an account for this run."""
        with self._lock:
            self._temporary[account.name] = account, credentials

    def credentials(self, account: Account) -> Credentials | None:
        """The account's key pair. May block for seconds, and raise `KnownError`."""
        with self._lock:
            lent = self._temporary.get(account.name)
        return self._vault.load(account) if lent is None else lent[1]

    def remove(self, name: str) -> None:
        """Forget an account with its secret. May block for seconds, and raise `KnownError`."""
        with self._lock:
            lent = self._temporary.pop(name, None)
        if lent is None:
            account = self._book.get(name)
            self._book.remove(name)
            self._vault.forget(account)

    def known(self, name: str) -> Account | None:
        """The account, None for an unknown name. Memory only."""
        try:
            return self.get(name)
        except KeyError:
            return None

    def start_of(self, name: str) -> Place:
        """Where the account opens that has a start path; nowhere for the others. Memory only."""
        try:
            path = self.get(name).start_path
        except KeyError:
            return Place()
        return Place.parse(path, Place(name)) if path else Place()
