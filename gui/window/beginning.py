"""How the window begins: unfinished work is looked at, what it needs is brought, and then it goes on."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Qt, Signal

from gui.qt.sandbox_child import NAME
from gui.window.account_actions import AccountActions
from gui.window.services import Services


class Beginning(QObject):
    """Starts the sandbox when work in it is unfinished, asks for the passphrase of secrets, and lets the work go on.

    Signals:
        waits: work is unfinished whose accounts are not here: how many tasks, and the names, by commas.
        sandbox_wanted: unfinished work needs the sandbox.
        failed: an exception; the work goes on all the same.
    """

    waits = Signal(int, str)
    sandbox_wanted = Signal()
    failed = Signal(object)

    def __init__(self, services: Services, accounts: AccountActions, parent: QObject) -> None:
        super().__init__(parent)
        self._services, self._accounts = services, accounts

    def begin(self, *, sandbox: bool = False) -> None:
        """Go through it once; `sandbox`: it is started in any case, by somebody else."""
        if sandbox:
            self._wait_for_sandbox()
            return
        self._services.clerk.run(lambda _: self._services.unfinished(), self._look, failed=self._fail, owner=self)

    def recover(self) -> None:
        """Take over what an earlier run has left unfinished, and go on with it."""
        services = self._services
        services.clerk.run(
            lambda _: services.recover(), lambda _: services.bridge.show_all(), failed=self.failed.emit, owner=self
        )

    def _look(self, unfinished: Mapping[str, int]) -> None:
        known = self._services.accounts.names()
        missing = {name: count for name, count in unfinished.items() if name not in known}
        of_sandbox = {name for name in missing if name == NAME or name.startswith(f"{NAME} ")}
        others = {name: count for name, count in missing.items() if name not in of_sandbox}
        if others:
            self.waits.emit(sum(others.values()), ", ".join(sorted(others)))
        if of_sandbox:
            self._wait_for_sandbox()
            self.sandbox_wanted.emit()
        elif unfinished:
            self._accounts.unlock_first(self.recover)
        else:
            self.recover()

    def _wait_for_sandbox(self) -> None:
        """Unfinished copies of the sandbox need its account, which is there only when it runs."""
        once = Qt.ConnectionType.SingleShotConnection
        for over in (self._accounts.sandbox_ready, self._accounts.sandbox_failed):
            over.connect(lambda _: self._accounts.unlock_first(self.recover), once)

    def _fail(self, problem: Exception) -> None:
        self.failed.emit(problem)
        self.recover()
