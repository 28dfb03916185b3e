"""What tests of the window import by name: the window over stand-ins, and ways around in it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QApplication, QWidget

from gui.browser.rows import RowsModel
from gui.window.main_window import MainWindow
from gui.window.services import Services
from tests.gui.fake_engine import FakeEngine
from tests.gui.fakes import FakeAccountBook, FakeBrowser


@dataclass
class WindowFixture:
    """A window over stand-ins, with everything that a test wants to get at."""

    window: MainWindow
    services: Services
    browser: FakeBrowser
    engine: FakeEngine
    book: FakeAccountBook
    closings: list[str]


def row_of(rows: RowsModel, key: str) -> int | None:
    """The row that shows this whole key, prefix or bucket; None when it is not shown."""
    return next((row for row in range(rows.rowCount()) if rows.item_at(row).row_key == key), None)


def close_all(window: QWidget) -> None:
    """Close a window with the dialogs above it."""
    for child in QApplication.topLevelWidgets():
        if child is not window and child.isVisible() and child.parentWidget() is window:
            child.close()
    window.close()
