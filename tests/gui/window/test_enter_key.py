"""The key Enter: it presses the button that has the keyboard, also where that one is never the default."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QVBoxLayout
from pytestqt.qtbot import QtBot

from core.model.requests import OnExisting
from gui.queue.conflict_dialog import ConflictDialog
from gui.settings.price_table import PriceTable
from gui.widgets.sheet_parts import only_when_focused
from tests.gui.account_fixture import AccountFixture, fill
from tests.gui.queue_fixture import quiet  # noqa: F401

Shown = Callable[[QDialog], QDialog]


@pytest.fixture
def shown(qtbot: QtBot) -> Iterator[Shown]:
    made: list[QDialog] = []

    def show(dialog: QDialog) -> QDialog:
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        made.append(dialog)
        return dialog

    yield show
    for dialog in made:
        dialog.close()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_presses_a_button_only_while_it_has_the_keyboard(shown: Shown, key: Qt.Key) -> None:
    dialog, pressed = QDialog(), list[str]()
    column = QVBoxLayout(dialog)
    line, plain, usual = QLineEdit(), QPushButton("plain"), QPushButton("usual")
    for widget in (line, plain, usual):
        column.addWidget(widget)
    usual.setDefault(True)
    only_when_focused(plain)
    plain.clicked.connect(lambda: pressed.append("plain"))
    usual.clicked.connect(lambda: pressed.append("usual"))
    shown(dialog)
    for widget in (line, plain, usual):
        widget.setFocus()
        QTest.keyClick(widget, key)
    assert pressed == ["usual", "plain", "usual"]


def test_a_button_that_is_never_the_default_answers_a_conflict_by_enter(shown: Shown) -> None:
    dialog = ConflictDialog()
    answers: list[tuple[object, bool]] = []
    dialog.answered.connect(lambda *answer: answers.append(answer))
    shown(dialog)
    QTest.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_Return)
    assert answers == []  # it comes while something else is typed
    button = dialog.buttons[OnExisting.SKIP]
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert answers == [(OnExisting.SKIP, False)]


def test_enter_on_the_test_of_an_account_tests_and_saves_nothing(qtbot: QtBot) -> None:
    rig = AccountFixture(qtbot)
    dialog = rig.open()
    fill(dialog)
    dialog.test_button.setFocus()
    QTest.keyClick(dialog.test_button, Qt.Key.Key_Return)
    assert dialog.busy.isVisible()
    assert dialog.result() != QDialog.DialogCode.Accepted
    rig.close()


def test_enter_on_the_reset_of_the_prices_resets_and_closes_nothing(shown: Shown) -> None:
    dialog, pressed = QDialog(), list[bool]()
    column = QVBoxLayout(dialog)
    table, usual = PriceTable(), QPushButton("OK")
    for widget in (table, usual):
        column.addWidget(widget)
    usual.setDefault(True)
    usual.clicked.connect(dialog.accept)
    table.reset.clicked.connect(lambda: pressed.append(True))
    shown(dialog)
    table.reset.setEnabled(True)
    table.reset.setFocus()
    QTest.keyClick(table.reset, Qt.Key.Key_Return)
    assert pressed
    assert dialog.isVisible()
