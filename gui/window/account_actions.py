"""Adding, changing and removing accounts, and the sandbox. What blocks goes through the tasks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from core.model.values import Account, Credentials
from core.system.secrets_file import FileState
from gui.accounts.account_dialog import AccountDialog, AccountServices
from gui.accounts.import_dialog import ImportDialog, ImportServices
from gui.accounts.secret_keeping import PassphraseDialog
from gui.browser.pane_footer import Mend
from gui.qt.sandbox_child import NAME, SandboxChild
from gui.widgets import messages
from gui.window.services import Services


class AccountActions(QObject):
    """What the user can do to the list of accounts.

    Signals:
        changed: the list is another one, or this account is: its name.
        added: this account is a new one of the user's, to be looked at: its name; `changed` came before.
        removed: this account is gone: its name.
        sandbox_ready: the sandbox runs, and this is its account's name.
        failed: an exception.
        sandbox_failed: what the sandbox said when it did not start.
    """

    changed = Signal(str)
    added = Signal(str)
    removed = Signal(str)
    sandbox_ready = Signal(str)
    failed = Signal(object)
    sandbox_failed = Signal(str)

    def __init__(self, services: Services, window: QWidget) -> None:
        super().__init__(window)
        self._services, self._window = services, window
        self._sandbox = SandboxChild(self, words=services.sandbox)
        self._sandbox.ready.connect(self._take_sandbox)
        self._sandbox.offered.connect(self._lend)
        self._sandbox.failed.connect(self.sandbox_failed)

    def add(self) -> None:
        """Ask for a new account."""
        self._ask(None)

    def take_over(self) -> None:
        """Show the accounts of other programs, and save those that the user wants."""
        services = self._services
        asked = ImportServices(services.browse, services.accounts, services.vault, services.find_accounts)
        dialog = ImportDialog(asked, self._window)

        def show(saved: Sequence[str]) -> None:
            for name in saved:
                services.forget(name)
                self.changed.emit(name)
            for name in saved[:1]:
                self.added.emit(name)

        dialog.imported.connect(show)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def edit(self, name: str) -> None:
        """Change a saved account."""
        if name in self._services.accounts.names() and name not in self._services.accounts.temporary():
            self._ask(self._services.accounts.get(name))

    def mend(self, name: str, how: str) -> None:
        """Bring an account to work; `how` is a `Mend`."""
        if how == Mend.UNLOCK:
            self._unlock(lambda: None)
        elif name in self._services.accounts.names() and name not in self._services.accounts.temporary():
            self._ask(self._services.accounts.get(name), lacks_secret=how == Mend.SECRET)

    def unlock_first(self, then: Callable[[], object]) -> None:
        """Ask for the passphrase where secrets wait for it; `then` comes in any case, when that is over."""
        vault = self._services.vault

        def fail(problem: Exception) -> None:
            self.failed.emit(problem)
            then()

        self._services.browse.run(
            lambda _: vault.file_state() is FileState.LOCKED,
            lambda locked: self._unlock(then) if locked else then(),
            failed=fail,
            owner=self,
        )

    def _unlock(self, then: Callable[[], object]) -> None:
        """Ask for the passphrase of the file of secrets; then all accounts are shown anew."""
        dialog = PassphraseDialog(self._services.vault, self._services.browse, self._window)

        def finish(result: int) -> None:
            dialog.deleteLater()
            if result == QDialog.DialogCode.Accepted:
                for name in self._services.accounts.names():
                    self._services.forget(name)
                    self.changed.emit(name)
            then()

        dialog.finished.connect(finish)
        dialog.open()

    def remove(self, name: str) -> None:
        """Ask, then forget an account and its secret."""
        if name not in self._services.accounts.names():
            return
        messages.ask(
            self._window,
            self.tr("Remove the account {name}?").format(name=name),
            more=self.tr(
                "Its access key is forgotten on this computer. Nothing is deleted in the store. "
                "Unfinished copies of this account stop."
            ),
            yes=self.tr("Remove"),
            no=self.tr("Keep"),
            then=lambda: self._remove(name),
        )

    def start_sandbox(self) -> None:
        """Start the embedded store, or show it when it runs."""
        if self._sandbox.is_running:
            self.sandbox_ready.emit(NAME)
        else:
            self._sandbox.start()

    def stop(self) -> None:
        """End the sandbox."""
        self._sandbox.stop()

    def _ask(self, account: Account | None, *, lacks_secret: bool = False) -> None:
        services = self._services
        # The browsing threads, because a test or a locked keyring must not hold up commands to the engine.
        asked = AccountServices(services.browse, services.accounts, services.vault, services.check)
        dialog = AccountDialog(asked, account, self._window, lacks_secret=lacks_secret)

        def finish(result: int) -> None:
            saved = dialog.saved
            dialog.deleteLater()
            if result == QDialog.DialogCode.Accepted and saved is not None:
                services.forget(saved.name)
                self.changed.emit(saved.name)
                if account is None:
                    self.added.emit(saved.name)

        dialog.finished.connect(finish)
        dialog.open()

    def _remove(self, name: str) -> None:
        def tell(_: None) -> None:
            self._services.forget(name)
            self.removed.emit(name)

        def fail(problem: Exception) -> None:
            tell(None)  # the book has forgotten it even when the keyring has not
            self.failed.emit(problem)

        self._services.browse.run(lambda _cancel: self._services.accounts.remove(name), tell, failed=fail, owner=self)

    def _take_sandbox(self, account: Account, credentials: Credentials) -> None:
        self._lend(account, credentials)
        self.sandbox_ready.emit(account.name)

    def _lend(self, account: Account, credentials: Credentials) -> None:
        self._services.accounts.lend(account, credentials)
        self._services.forget(account.name)
        self.changed.emit(account.name)
