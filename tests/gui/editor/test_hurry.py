"""The editor of one object goes on by itself when that was wished before it was known what the change takes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from core.model.jobs import PartPlan
from gui.editor.one_dialog import EditOneDialog
from tests.gui.editor_fixture import EditorFixture, Open, one_editor, plan, type_in
from tests.gui.queue_fixture import quiet  # noqa: F401


@pytest.fixture
def editor() -> EditorFixture:
    return EditorFixture("a.jpg")


@pytest.fixture
def open_(qtbot: QtBot, editor: EditorFixture) -> Iterator[Open]:
    with one_editor(qtbot, editor) as build:
        yield build


def hurried(dialog: EditOneDialog) -> EditOneDialog:
    """Type something and press Ctrl+Return before anybody has looked what it takes."""
    line = dialog.form.headers["cache-control"].value
    type_in(line, "max-age=5")
    QTest.keyClick(line, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    return dialog


def test_keys_that_come_too_early_are_not_lost(open_: Open, editor: EditorFixture, qtbot: QtBot) -> None:
    dialog = hurried(open_())
    assert "Goes on as soon as it is known" in dialog.remarks.text
    plan(dialog, editor, qtbot)
    assert dialog.result() == QDialog.DialogCode.Accepted


def test_what_is_to_be_warned_of_is_shown_first(open_: Open, editor: EditorFixture, qtbot: QtBot) -> None:
    editor.engine.plan = PartPlan(1024, 2, 1024)
    dialog = hurried(open_())
    plan(dialog, editor, qtbot)
    assert dialog.isVisible()
    assert dialog.go_on.isEnabled()


def test_who_types_on_has_not_decided_yet(open_: Open, editor: EditorFixture, qtbot: QtBot) -> None:
    dialog = hurried(open_())
    type_in(dialog.form.headers["cache-control"].value, "max-age=50")
    plan(dialog, editor, qtbot)
    assert dialog.isVisible()
