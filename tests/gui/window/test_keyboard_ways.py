"""Where the keyboard goes: fields that are typed over, and tables whose rows are selected whole."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QItemSelectionModel, QStringListModel, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QSpinBox, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.actions.links import LinkDialog
from gui.text.place import Item, ItemKind
from gui.widgets.sheet_parts import number_box
from gui.widgets.tables import RowsTable

FILE = Item(ItemKind.OBJECT, "Studio", "holiday-photos", "read me.txt", 640)


def test_a_number_typed_as_the_link_dialog_opens_replaces_the_one_that_stands_there(qtbot: QtBot) -> None:
    dialog = LinkDialog(FILE, 7 * 86400)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.figure.hasFocus)
    QTest.keyClick(dialog.figure, Qt.Key.Key_2)
    assert dialog.figure.value() == 2


@pytest.mark.parametrize(
    ("reason", "value"),
    [
        (Qt.FocusReason.TabFocusReason, 2),
        (Qt.FocusReason.BacktabFocusReason, 2),
        (Qt.FocusReason.ShortcutFocusReason, 2),
        (Qt.FocusReason.ActiveWindowFocusReason, 72),
        (Qt.FocusReason.MouseFocusReason, 72),
    ],
)
def test_a_number_is_typed_over_when_a_key_leads_to_it(box: QSpinBox, reason: Qt.FocusReason, value: int) -> None:
    box.lineEdit().end(False)
    QApplication.sendEvent(box, QFocusEvent(QFocusEvent.Type.FocusOut, reason))
    QApplication.sendEvent(box, QFocusEvent(QFocusEvent.Type.FocusIn, reason))
    QTest.keyClick(box, Qt.Key.Key_2)
    assert box.value() == value


@pytest.fixture
def box(qtbot: QtBot) -> Iterator[QSpinBox]:
    """A number box with a 7 in it, which has had the focus already."""
    page = QWidget()
    qtbot.addWidget(page)
    rows = QVBoxLayout(page)
    box = number_box()
    box.setValue(7)
    rows.addWidget(QLineEdit())
    rows.addWidget(box)
    page.show()
    page.activateWindow()
    box.setFocus()
    qtbot.waitUntil(box.hasFocus)
    yield box
    page.close()


def test_home_and_end_go_to_the_first_and_the_last_row(qtbot: QtBot) -> None:
    table = RowsTable()
    qtbot.addWidget(table)
    table.setModel(QStringListModel([str(n) for n in range(100)]))
    table.selectionModel().setCurrentIndex(table.model().index(5, 0), QItemSelectionModel.SelectionFlag.ClearAndSelect)
    QTest.keyClick(table, Qt.Key.Key_End)
    assert table.currentIndex().row() == 99
    QTest.keyClick(table, Qt.Key.Key_Home)
    assert table.currentIndex().row() == 0
