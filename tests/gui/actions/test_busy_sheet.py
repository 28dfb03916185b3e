"""The dialog of a count: what its keys do."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from gui.actions.estimate_panel import CountDialog


@pytest.fixture
def sheet(qtbot: QtBot) -> CountDialog:
    made = CountDialog()
    qtbot.addWidget(made)
    made.open()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_return_gives_the_count_not_up(sheet: CountDialog) -> None:
    for widget in (sheet, *sheet.findChildren(QPushButton)):
        QTest.keyClick(widget, Qt.Key.Key_Return)
    assert sheet.isVisible()


def test_escape_gives_the_count_up(sheet: CountDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(sheet.rejected):
        QTest.keyClick(sheet, Qt.Key.Key_Escape)
