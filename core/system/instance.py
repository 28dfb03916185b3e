"""Which running program owns which batches of the shared journal.

Each engine holds a locked file named by its token for as long as it lives; the system drops the lock with the
process, however that ends. So a batch whose owner's file is not locked is free to be taken over.
"""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Protocol

from filelock import FileLock, Timeout


class Owner(Protocol):
    """Who works on a batch; `Instance` is one, and a test may say who is alive."""

    @property
    def token(self) -> str: ...

    def is_alive(self, token: str) -> bool: ...


class Instance:
    """One running engine."""

    def __init__(self, folder: Path) -> None:
        """Lock a new token in `folder`, which is made when it is missing."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._token = uuid.uuid4().hex
        self._lock = FileLock(self._file(self._token))
        self._lock.acquire(timeout=0)
        for file in folder.glob("*.lock"):  # what killed programs have left
            self.is_alive(file.stem)

    @property
    def token(self) -> str:
        return self._token

    def is_alive(self, token: str) -> bool:
        """Whether an engine with that token runs now, this one included. Removes what a dead one left."""
        if token == self.token:
            return True
        file = self._file(token)
        if not file.exists():
            return False
        probe = FileLock(file)
        try:
            probe.acquire(timeout=0)
        except Timeout:
            return True
        file.unlink(missing_ok=True)
        probe.release()
        return False

    def close(self) -> None:
        """Give up the token."""
        self._lock.release()
        self._file(self.token).unlink(missing_ok=True)

    def _file(self, token: str) -> Path:
        return self._folder / f"{token}.lock"
