"""A pane of the browser with its stand-in."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.browser.pane import BrowserPane
from gui.qt.tasks import Tasks
from gui.text.place import Place
from tests.gui.fakes import FakeBrowser


class PaneFixture:
    """A pane with its stand-in."""

    def __init__(self, pane: BrowserPane, browser: FakeBrowser, qtbot: QtBot) -> None:
        self.pane, self.browser, self._qtbot = pane, browser, qtbot

    def wait(self) -> None:
        """Until nothing is on its way."""
        self._qtbot.waitUntil(lambda: not self.pane.loader.is_busy)

    def go(self, place: Place) -> None:
        self.pane.go(place)
        self.wait()

    @property
    def names(self) -> list[str]:
        rows = self.pane.table.rows
        return [str(rows.index(row, 0).data()) for row in range(rows.rowCount())]

    @property
    def pages(self) -> int:
        """How many pages were asked of the store."""
        return sum(call[0] == "page" for call in self.browser.calls)

    @property
    def shows_rows(self) -> bool:
        return self.pane.table.isVisible()

    def select(self, name: str) -> None:
        self.pane.table.choose(self.names.index(name))

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.pane.table, key, modifier)
        self.wait()


def pane_fixture(qtbot: QtBot, tasks: Callable[..., Tasks], browser: FakeBrowser) -> PaneFixture:
    """A pane at no place, shown."""

    def start_of(account: str) -> Place:
        return Place("Partner", "partner-drop", "inbox/") if account == "Partner" else Place()

    pane = BrowserPane(browser, tasks("browse", 3), "Left pane", start_of=start_of)
    qtbot.addWidget(pane)
    pane.resize(640, 480)
    pane.show()
    qtbot.waitExposed(pane)
    return PaneFixture(pane, browser, qtbot)
