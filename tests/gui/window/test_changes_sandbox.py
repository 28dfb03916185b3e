"""The whole window on the embedded store: what keys and dialogs change there, seen in the store itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar
from urllib.request import urlopen

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox
from pytestqt.qtbot import QtBot

from core.model.values import Account, Credentials
from core.sandbox.server import Sandbox
from core.sandbox.world import Versioning, World
from core.system.paths import find_paths
from gui.actions.deleting import DeleteDialog
from gui.actions.drop_dialog import DropDialog
from gui.actions.folders import FolderDialog
from gui.actions.links import LinkDialog
from gui.actions.plan_dialog import PlanDialog
from gui.actions.renaming import RenameDialog
from gui.app import build
from gui.browser.pane import BrowserPane
from gui.text.place import Place
from gui.window.main_window import MainWindow
from tests.gui.support import close_all, row_of

BUCKET, FOLDER = "holiday-photos", "2025/Lisbon/"
PHOTO = f"{FOLDER}IMG_0001.jpg"
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
PATIENCE_MS = 20_000
D = TypeVar("D", bound=QDialog)


class User:
    """A person at the window."""

    def __init__(self, window: MainWindow, world: World, qtbot: QtBot) -> None:
        self.window, self.world, self.bot = window, world, qtbot

    @property
    def pane(self) -> BrowserPane:
        return self.window.panes.left

    def wait(self, *keys: str, gone: tuple[str, ...] = (), pane: BrowserPane | None = None) -> None:
        """Until the pane shows these rows, and those no more."""
        rows = (pane or self.pane).objects_model
        self.bot.waitUntil(
            lambda: (
                all(row_of(rows, key) is not None for key in keys) and all(row_of(rows, key) is None for key in gone)
            ),
            timeout=PATIENCE_MS,
        )

    def press(self, key: str, *keys: tuple[Qt.Key, Qt.KeyboardModifier]) -> None:
        """Select a row and press keys there."""
        self.window.activateWindow()
        self.bot.waitUntil(self.window.isActiveWindow)
        row = row_of(self.pane.objects_model, key)
        assert row is not None
        self.window.panes.focus(self.pane)
        self.pane.objects.choose(row)
        for each, modifier in keys:
            QTest.keyClick(self.pane.objects, each, modifier)

    def dialog(self, kind: type[D]) -> D:
        """The dialog that stands above the window."""
        self.bot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), kind), timeout=PATIENCE_MS)
        found = QApplication.activeModalWidget()
        assert isinstance(found, kind)
        return found

    def rename(self, key: str, name: str) -> None:
        self.press(key, (Qt.Key.Key_F2, Qt.KeyboardModifier.NoModifier))
        dialog = self.dialog(RenameDialog)
        dialog.name.setText(name)
        QTest.keyClick(dialog.name, Qt.Key.Key_Return)

    def undo(self) -> None:
        self.press(next(iter(self.keys_shown())), (Qt.Key.Key_Z, CTRL))
        box = self.dialog(QMessageBox)
        agree = [button for button in box.buttons() if button is not box.escapeButton()]
        agree[0].click()

    def keys_shown(self) -> list[str]:
        rows = self.pane.objects_model
        return [rows.item_at(row).row_key for row in range(rows.rowCount())]

    def has(self, key: str, bucket: str = BUCKET) -> bool:
        """Whether the store has the object."""
        return self.world.get(bucket, key) is not None


@pytest.fixture
def user(qapp: QApplication, qtbot: QtBot, sandbox: Sandbox, home: object) -> Iterator[User]:
    paths = find_paths()
    paths.create()
    window = build(qapp, paths, workers=4)
    qtbot.addWidget(window)
    window.resize(1280, 820)
    window.show()
    offer = sandbox.offers[0]
    account = Account("Sandbox", offer.provider, offer.endpoint, offer.region, key_id=offer.key_id)
    window.account_actions._take_sandbox(account, Credentials(offer.key_id, offer.secret))
    made = User(window, sandbox.world, qtbot)
    window.panes.left.go(Place("Sandbox", BUCKET, FOLDER))
    window.panes.right.go(Place("Sandbox", "documents"))
    made.wait(PHOTO)
    yield made
    close_all(window)


def test_an_object_gets_its_new_name_and_by_undo_its_old_one(user: User) -> None:
    before = user.world.get(BUCKET, PHOTO)
    user.rename(PHOTO, "tram.jpg")
    user.wait(f"{FOLDER}tram.jpg", gone=(PHOTO,))
    assert not user.has(PHOTO)
    assert [item.name for item in user.pane.objects.selected()] == ["tram.jpg"]
    user.undo()
    user.wait(PHOTO, gone=(f"{FOLDER}tram.jpg",))
    after = user.world.get(BUCKET, PHOTO)
    assert before is not None
    assert after is not None
    assert after.content == before.content


def test_a_name_that_is_taken_gets_a_number_and_loses_nothing(user: User) -> None:
    other = f"{FOLDER}IMG_0002.jpg"
    kept = user.world.get(BUCKET, other)
    user.rename(PHOTO, "IMG_0002.jpg")
    dialog = user.dialog(RenameDialog)
    user.bot.waitUntil(lambda: dialog.on_existing is not None, timeout=PATIENCE_MS)
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    user.wait(f"{FOLDER}IMG_0002 (2).jpg", gone=(PHOTO,))
    assert user.world.get(BUCKET, other) == kept
    assert [item.name for item in user.pane.objects.selected()] == ["IMG_0002 (2).jpg"]


def test_a_folder_gets_its_new_name_with_all_that_is_in_it(user: User) -> None:
    user.pane.go(Place("Sandbox", BUCKET, "2025/"))
    user.wait(FOLDER)
    held = [key for key in user.world.buckets[BUCKET].order if key.startswith(FOLDER)]
    user.rename(FOLDER, "Lisboa")
    plan = user.dialog(PlanDialog)
    plan.accept()
    user.wait("2025/Lisboa/", gone=(FOLDER,))
    user.bot.waitUntil(lambda: not any(user.has(key) for key in held), timeout=PATIENCE_MS)
    assert all(user.has(key.replace("Lisbon", "Lisboa", 1)) for key in held)


def test_a_deletion_where_versions_are_kept_can_be_taken_back(user: User) -> None:
    user.world.buckets[BUCKET].versioning = Versioning.ENABLED
    user.press(PHOTO, (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier))
    dialog = user.dialog(DeleteDialog)
    user.bot.waitUntil(dialog.yes.isEnabled, timeout=PATIENCE_MS)
    assert "can be undone" in dialog.remark.text
    dialog.yes.click()
    user.wait(gone=(PHOTO,))
    assert not user.has(PHOTO)
    user.undo()
    user.wait(PHOTO)


def test_an_object_that_was_overwritten_since_it_was_shown_is_not_deleted(user: User) -> None:
    user.press(PHOTO, (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier))
    dialog = user.dialog(DeleteDialog)
    user.bot.waitUntil(dialog.yes.isEnabled, timeout=PATIENCE_MS)
    other = user.world.get(BUCKET, f"{FOLDER}IMG_0002.jpg")
    assert other is not None
    user.world.put(BUCKET, PHOTO, replace(other))
    dialog.yes.click()
    engine = user.window.services.engine
    user.bot.waitUntil(
        lambda: any(batch.state.is_end for batch in engine.snapshot().batches),
        timeout=PATIENCE_MS,
    )
    assert user.has(PHOTO)


def test_shift_f6_moves_an_object_to_the_other_pane(user: User) -> None:
    user.press(PHOTO, (Qt.Key.Key_F6, SHIFT))
    user.dialog(DropDialog).accept()
    user.wait(gone=(PHOTO,))
    user.wait("IMG_0001.jpg", pane=user.window.panes.right)
    assert user.has("IMG_0001.jpg", "documents")
    assert not user.has(PHOTO)


def test_a_new_folder_is_there_and_selected(user: User) -> None:
    user.press(PHOTO, (Qt.Key.Key_N, CTRL | SHIFT))
    dialog = user.dialog(FolderDialog)
    dialog.name.setText("prints")
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    user.wait(f"{FOLDER}prints/")
    assert user.has(f"{FOLDER}prints/")
    assert [item.name for item in user.pane.objects.selected()] == ["prints/"]


def test_a_link_reads_the_object_without_a_key(user: User) -> None:
    user.press(PHOTO, (Qt.Key.Key_C, CTRL | SHIFT))
    dialog = user.dialog(LinkDialog)
    user.bot.waitUntil(dialog.copy.isEnabled, timeout=PATIENCE_MS)
    with urlopen(dialog.link.toPlainText(), timeout=10) as answer:
        size = len(answer.read())
    held = user.world.get(BUCKET, PHOTO)
    assert held is not None
    assert size == held.content.length
