"""The editor's fields on a small screen: the one that has the keyboard is in sight."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from core.model.values import known
from gui.editor.one_dialog import EditOneDialog
from tests.gui.editor_fixture import PROPS, EditorFixture, info, item
from tests.gui.queue_fixture import quiet  # noqa: F401

_HEIGHT = 460


@pytest.fixture
def dialog(qtbot: QtBot) -> Iterator[EditOneDialog]:
    editor = EditorFixture("p/a.jpg")
    many = {f"name-{at}": "value" for at in range(6)}
    editor.browser.objects["p/a.jpg"] = info("p/a.jpg", replace(PROPS, user=many, tags=known(many)))
    made = EditOneDialog(editor.engine, editor.browser, editor.tasks, item("p/a.jpg"))  # type: ignore[arg-type]
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    editor.tasks.finish()
    made.resize(made.width(), _HEIGHT)
    QApplication.processEvents()
    yield made
    made.done(QDialog.DialogCode.Rejected)


def is_in_sight(dialog: EditOneDialog, field: QWidget) -> bool:
    top = field.mapTo(dialog.area.viewport(), QPoint(0, 0)).y()
    return top >= 0 and top + field.height() <= dialog.area.viewport().height()


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_Backtab])
def test_the_tabulator_key_never_leads_out_of_sight(dialog: EditOneDialog, key: Qt.Key) -> None:
    seen = set()
    for _ in range(60):
        QTest.keyClick(dialog.focusWidget(), key)
        QApplication.processEvents()
        field = dialog.focusWidget()
        if dialog.form.isAncestorOf(field):
            seen.add(field)
            assert is_in_sight(dialog, field), field.accessibleName()
    assert dialog.form.storage_class.combo in seen


def test_a_field_that_gets_the_keyboard_otherwise_is_scrolled_to(dialog: EditOneDialog) -> None:
    combo = dialog.form.storage_class.combo
    combo.setFocus(Qt.FocusReason.ShortcutFocusReason)
    QApplication.processEvents()
    assert is_in_sight(dialog, combo)


def test_a_row_that_is_added_is_in_sight(dialog: EditOneDialog) -> None:
    for rows in (dialog.form.user, dialog.form.tags):
        rows.add_button.setFocus()
        for _ in range(5):
            rows.add_button.click()
            QApplication.processEvents()
            assert is_in_sight(dialog, rows.rows[-1].name)


def test_a_field_stays_in_sight_when_the_window_gets_lower(dialog: EditOneDialog) -> None:
    dialog.resize(dialog.width(), 900)
    QApplication.processEvents()
    dialog.form.storage_class.combo.setFocus()
    dialog.resize(dialog.width(), _HEIGHT)
    QApplication.processEvents()
    assert is_in_sight(dialog, dialog.form.storage_class.combo)


def test_enter_on_the_cross_of_a_row_takes_it_away(dialog: EditOneDialog) -> None:
    cross = dialog.form.user.rows[0].remove
    cross.setFocus()
    QTest.keyClick(cross, Qt.Key.Key_Return)
    assert len(dialog.form.user.rows) == 5
    assert dialog.isVisible()
