"""What a person does in the window, for tests: going to places, choosing rows, pressing keys."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from core.model.requests import BatchRequest
from gui.browser.pane import BrowserPane
from gui.text.place import Place
from tests.gui.support import WindowFixture, row_of

PHOTOS = Place("Studio", "holiday-photos")
RESEARCH = Place("Studio", "research-data")
PLAIN = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
D = TypeVar("D", bound=QDialog)


class Hands:
    """Works in the left pane of a window, with the right one open beside it."""

    def __init__(self, scene: WindowFixture, qtbot: QtBot) -> None:
        self.scene, self.bot = scene, qtbot
        panes = scene.window.panes
        self.pane, self.other = panes.left, panes.right
        self.go(PHOTOS)
        self.go(RESEARCH, self.other)
        panes.focus(self.pane)

    def go(self, place: Place, pane: BrowserPane | None = None) -> None:
        show(self.bot, pane or self.pane, place)

    def choose(self, *keys: str) -> None:
        """Select the rows of these keys."""
        table = self.pane.table
        rows = [row_of(table.rows, key) for key in keys]
        table.clearSelection()
        for row in rows:
            assert row is not None
            index = table.rows.index(row, 0)
            model = table.selectionModel()
            model.setCurrentIndex(index, model.SelectionFlag.Select | model.SelectionFlag.Rows)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
        QTest.keyClick(self.pane.table, key, modifier)

    def dialog(self, kind: type[D]) -> D:
        """The open dialog of this kind, as soon as it is there, in front."""
        found = dialog_of(self.scene, kind, self.bot)
        found.activateWindow()
        self.bot.waitUntil(found.isActiveWindow)
        return found

    def is_gone(self, kind: type[QDialog]) -> bool:
        """Whether no dialog of this kind is open, after what is on its way has come."""
        self.bot.waitUntil(lambda: not any(dialog.isVisible() for dialog in self.scene.window.findChildren(kind)))
        return True

    def queued(self, count: int = 1) -> list[BatchRequest]:
        self.bot.waitUntil(lambda: len(self.scene.engine.requests) >= count)
        return self.scene.engine.requests


def show(qtbot: QtBot, pane: BrowserPane, place: Place) -> None:
    """Go to a place and wait until it is loaded."""
    pane.go(place)
    qtbot.waitUntil(lambda: not pane.loader.is_busy)


def dialog_of(scene: WindowFixture, kind: type[D], qtbot: QtBot) -> D:
    """The open dialog of this kind, as soon as it is there."""
    qtbot.waitUntil(lambda: any(dialog.isVisible() for dialog in scene.window.findChildren(kind)))
    return next(dialog for dialog in scene.window.findChildren(kind) if dialog.isVisible())
