"""The account dialog with its stand-ins."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pytestqt.qtbot import QtBot

from core.model.reports import Finding, Verdict
from core.model.values import Account, Addressing, Credentials
from core.rules.providers import provider
from core.system.clock import Cancel
from core.system.secrets_file import FileState, WrongPassphraseError
from core.system.vault import Kept
from gui.accounts.account_choices import Way
from gui.accounts.account_dialog import AccountDialog, AccountServices
from gui.accounts.account_form import AccountForm
from tests.gui.queue_fixture import LateTasks

OSS = provider("oss")
SAVED = Account("Studio", "oss", "https://oss-cn-hangzhou.aliyuncs.com", "cn-hangzhou", key_id="LTAIstudio")


class Book:
    def __init__(self) -> None:
        self.accounts: dict[str, Account] = {SAVED.name: SAVED}
        self.fail: Exception | None = None

    def names(self) -> tuple[str, ...]:
        return tuple(self.accounts)

    def get(self, name: str) -> Account:
        return self.accounts[name]

    def remove(self, name: str) -> None:
        del self.accounts[name]

    def put(self, account: Account) -> None:
        if self.fail is not None:
            raise self.fail
        self.accounts[account.name] = account


class Vault:
    def __init__(self) -> None:
        self.secrets: dict[str, Credentials] = {SAVED.name: Credentials("LTAIstudio", "saved-secret")}
        self.keyring: bool | Exception = True
        self.file, self.passphrase = FileState.NONE, ""

    def load(self, account: Account) -> Credentials | None:
        return self.secrets.get(account.name)

    def save(self, account: Account, credentials: Credentials) -> Kept:
        self.secrets[account.name] = credentials
        return Kept.KEYRING

    def forget(self, account: Account) -> None:
        self.secrets.pop(account.name, None)

    def has_keyring(self) -> bool:
        if isinstance(self.keyring, Exception):
            raise self.keyring
        return self.keyring

    def file_state(self) -> FileState:
        return self.file

    def open_file(self, passphrase: str) -> None:
        if passphrase != self.passphrase and self.file is not FileState.NONE:
            raise WrongPassphraseError
        self.passphrase, self.file = passphrase, FileState.OPEN


class AccountFixture:
    """Dialogs with their stand-ins."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self.book, self.vault, self.tasks = Book(), Vault(), LateTasks()
        self.verdict: Verdict | Exception = Verdict(Finding.OK, 3)
        self.checked: list[tuple[Account, Credentials | None, Cancel]] = []
        self.opened: list[AccountDialog] = []

    def open(self, account: Account | None = None, *, lacks_secret: bool = False) -> AccountDialog:
        services = AccountServices(self.tasks, self.book, self.vault, self._check)  # type: ignore[arg-type]
        dialog = AccountDialog(services, account, lacks_secret=lacks_secret)
        self._qtbot.addWidget(dialog)
        dialog.show()
        self.opened.append(dialog)
        return dialog

    def close(self) -> None:
        for dialog in self.opened:
            dialog.close()

    def _check(self, account: Account, credentials: Credentials | None, cancel: Cancel) -> Verdict:
        self.checked.append((account, credentials, cancel))
        if isinstance(self.verdict, Exception):
            raise self.verdict
        return self.verdict


def fill(dialog: AccountDialog, name: str = "Work") -> None:
    dialog.fields.name.setText(name)
    dialog.fields.key_id.setText(" LTAIwork ")
    dialog.fields.secret.setText("geheim")


def form(**more: Any) -> AccountForm:
    base = AccountForm(
        "Work", OSS, "cn-hangzhou", Way.PUBLIC, "", Addressing.AUTO, "LTAIwork", "geheim", token="", start_path=""
    )
    return replace(base, **more)
