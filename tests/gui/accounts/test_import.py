"""Accounts of other programs in the window: shown first, and only what is ticked is saved."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.model.values import Account, Credentials
from core.system.account_files import Candidate
from gui.accounts.import_dialog import ImportDialog, ImportServices
from tests.gui.account_fixture import Book, Vault
from tests.gui.queue_fixture import LateTasks

FOUND = (
    Candidate("ossutil", Path("/x"), Account("Studio", "oss", "https://a.example", key_id="K"), Credentials("K", "s")),
    Candidate(
        "aws", Path("/y"), Account("login", "aws", ""), obstacle="It takes its key from the environment (env_auth)."
    ),
)


def test_all_are_shown_and_what_is_ticked_is_saved_under_a_free_name(qtbot: QtBot) -> None:
    book, vault, tasks = Book(), Vault(), LateTasks()
    dialog = ImportDialog(ImportServices(tasks, book, vault, lambda: FOUND))  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    tasks.finish()
    assert dialog.table.rowCount() == 2
    assert not dialog.yes.isEnabled()
    rows = dialog.table.model()
    assert not rows.flags(rows.index(1, 0)) & Qt.ItemFlag.ItemIsUserCheckable
    assert "env_auth" in rows.index(1, 4).data()
    rows.setData(rows.index(0, 0), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    assert dialog.yes.text() == "Take over 1 account(s)"
    saved: list[list[str]] = []
    dialog.imported.connect(saved.append)
    dialog.yes.click()
    tasks.finish()
    assert saved == [["Studio (2)"]]
    assert book.get("Studio (2)").endpoint == "https://a.example"
    assert vault.secrets["Studio (2)"] == Credentials("K", "s")


def test_nothing_found_is_said(qtbot: QtBot) -> None:
    tasks = LateTasks()
    dialog = ImportDialog(ImportServices(tasks, Book(), Vault(), tuple))  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    tasks.finish()
    assert "None of these programs" in dialog.remark.text
