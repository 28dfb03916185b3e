"""A desktop's keyring in memory, one that stays locked, and one that raises."""

from __future__ import annotations

import threading


class FakeKeyring:
    """Attributes: `entries` by (service, name)."""

    def __init__(self) -> None:
        self.entries: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.entries[service, username]


class BlockedKeyring(FakeKeyring):
    """Blocks like a prompt until `unlock` is set. `asked` counts the calls."""

    def __init__(self) -> None:
        super().__init__()
        self.unlock = threading.Event()
        self.asked = 0

    def get_password(self, service: str, username: str) -> str | None:
        self.asked += 1
        self.unlock.wait(30)
        return super().get_password(service, username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self.asked += 1
        self.unlock.wait(30)
        super().set_password(service, username, password)


class BrokenKeyring(FakeKeyring):
    """Raises `error` for everything."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def get_password(self, service: str, username: str) -> str | None:
        raise self.error

    def set_password(self, service: str, username: str, password: str) -> None:
        raise self.error
