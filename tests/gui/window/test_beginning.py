"""Dead ends at the start of the program: missing secrets, unfinished work, and what is said when it is quit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from core.model.errors import Kind, OwnCode, StoreError
from core.model.reports import Frame, Totals
from core.system.secrets_file import FileState
from gui.accounts.account_dialog import AccountDialog
from gui.accounts.secret_keeping import PassphraseDialog
from gui.text.place import Place
from gui.window.action_table import Act
from gui.window.beginning import Beginning
from tests.gui.fakes import FakeVault
from tests.gui.hands import dialog_of
from tests.gui.support import WindowFixture


def fail_with(scene: WindowFixture, qtbot: QtBot, code: str) -> list[str]:
    """The buttons that the left pane offers when its account fails so."""
    scene.browser.fail["Studio:"] = StoreError(Kind.BAD_CREDENTIALS, code=code)
    pane = scene.window.panes.left
    pane.go(Place("Studio"))
    pane.reload()
    qtbot.waitUntil(lambda: pane.notice.isVisible() and bool(pane.notice.buttons))
    return [button.text() for button in pane.notice.buttons]


def test_a_missing_secret_can_be_entered_on_the_very_page(scene: WindowFixture, qtbot: QtBot) -> None:
    scene.window.panes.left.go(Place())
    assert fail_with(scene, qtbot, OwnCode.NO_SECRET) == ["Retry", "Enter the secret…", "Edit the account…"]
    scene.window.panes.left.notice.buttons[1].click()
    dialog = dialog_of(scene, AccountDialog, qtbot)
    assert isinstance(dialog, AccountDialog)
    del scene.browser.fail["Studio:"]
    dialog.fields.secret.setText("geheim")
    dialog.save_button.click()
    qtbot.waitUntil(lambda: scene.window.panes.left.buckets_model.rowCount() == 4)


def test_locked_secrets_are_opened_on_the_very_page(scene: WindowFixture, qtbot: QtBot) -> None:
    vault = scene.services.vault
    assert isinstance(vault, FakeVault)
    vault.file, vault.passphrase = FileState.LOCKED, "right"
    scene.window.panes.left.go(Place())
    assert "Open the secrets…" in fail_with(scene, qtbot, OwnCode.SECRETS_LOCKED)
    scene.window.panes.left.notice.buttons[1].click()
    dialog = dialog_of(scene, PassphraseDialog, qtbot)
    assert isinstance(dialog, PassphraseDialog)
    dialog.passphrase.setText("wrong")
    dialog._follow()
    dialog.yes.click()
    qtbot.waitUntil(lambda: "does not open" in dialog.remark.text)
    del scene.browser.fail["Studio:"]
    dialog.passphrase.setText("right")
    dialog.yes.click()
    qtbot.waitUntil(lambda: scene.window.panes.left.buckets_model.rowCount() == 4)


# ---------------------------------------------------------------- unfinished work


@pytest.fixture
def began(scene_of: Callable[..., WindowFixture], qtbot: QtBot) -> Callable[..., list[str]]:
    """Begins a window over unfinished work; what happened, in order."""

    def begin(unfinished: dict[str, int], file: FileState = FileState.NONE) -> list[str]:
        scene = scene_of()
        happened: list[str] = []
        assert isinstance(scene.services.vault, FakeVault)
        scene.services.vault.file = file
        services = replace(scene.services, unfinished=lambda: unfinished, recover=lambda: happened.append("recovered"))
        beginning = Beginning(services, scene.window.account_actions, scene.window)
        beginning.sandbox_wanted.connect(lambda: happened.append("sandbox"))
        beginning.waits.connect(lambda count, names: happened.append(f"{count} wait for {names}"))
        beginning.begin()
        if "Sandbox" in unfinished:
            qtbot.waitUntil(lambda: bool(happened))
            scene.window.account_actions.sandbox_ready.emit("Sandbox")
        if file is FileState.LOCKED:
            dialog = dialog_of(scene, PassphraseDialog, qtbot)
            assert happened == []
            dialog.reject()
        qtbot.waitUntil(lambda: "recovered" in happened)
        return happened

    return begin


def test_unfinished_work_in_the_sandbox_starts_it_and_goes_on_then(began: Callable[..., list[str]]) -> None:
    assert began({"Sandbox": 1}) == ["sandbox", "recovered"]


def test_unfinished_work_of_an_account_that_is_gone_is_told(began: Callable[..., list[str]]) -> None:
    assert began({"Studio": 1, "Gone": 2}) == ["2 wait for Gone", "recovered"]


def test_work_waits_for_the_passphrase_and_goes_on_without_it_too(began: Callable[..., list[str]]) -> None:
    assert began({"Studio": 1}, FileState.LOCKED) == ["recovered"]


def test_the_welcome_says_that_work_is_unfinished(scene_of: Callable[..., WindowFixture]) -> None:
    window = scene_of(()).window
    window.beginning.waits.emit(2, "Gone")
    assert "2 task(s)" in window.welcome.page.text.text()
    assert "Gone" in window.welcome.page.text.text()


# ---------------------------------------------------------------- quitting


def test_quitting_says_what_stops_and_that_it_goes_on_later(scene: WindowFixture, qtbot: QtBot) -> None:
    window = scene.window
    window._show_frame(Frame(totals=Totals(running=2, waiting=1)))
    window.actions_by_name[Act.QUIT].trigger()
    box = dialog_of(scene, QMessageBox, qtbot)
    assert isinstance(box, QMessageBox)
    assert "3 task(s)" in box.text()
    assert "go on by themselves at the next start" in box.informativeText()
    assert scene.closings == []
    next(button for button in box.buttons() if button.text() == "Quit").click()
    assert scene.closings == ["closed"]


def test_an_idle_window_quits_at_once(scene: WindowFixture) -> None:
    scene.window.actions_by_name[Act.QUIT].trigger()
    assert scene.closings == ["closed"]
