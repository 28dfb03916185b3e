"""The editor of one object over the stand-ins of a store and an engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from gui.editor.one_dialog import EditOneDialog
from tests.gui.editor_desk import EditorDesk, cells, item

Open = Callable[..., EditOneDialog]


@contextmanager
def one_editor(qtbot: QtBot, desk: EditorDesk) -> Iterator[Open]:
    """What opens the editor of "a.jpg" and, unless told otherwise, lets it read; closed in the end."""
    made: list[EditOneDialog] = []

    def build(*, read: bool = True) -> EditOneDialog:
        dialog = EditOneDialog(desk.engine, desk.browser, desk.tasks, item("a.jpg"))  # type: ignore[arg-type]
        made.append(dialog)
        dialog.show()
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        if read:
            desk.tasks.finish()
        return dialog

    yield build
    for dialog in made:
        dialog.done(QDialog.DialogCode.Rejected)
        dialog.deleteLater()  # not closed once more, which asks about what was typed


def rows(dialog: EditOneDialog) -> list[tuple[str, ...]]:
    return cells(dialog.table)


def type_in(edit: QWidget, text: str) -> None:
    """Replace what stands in a line, by keys."""
    line = edit.lineEdit() if isinstance(edit, QComboBox) else edit
    assert isinstance(line, QLineEdit)
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text) if text else QTest.keyClick(line, Qt.Key.Key_Delete)


def plan(dialog: EditOneDialog, desk: EditorDesk, qtbot: QtBot) -> None:
    """Wait until the engine is asked what the change takes, and let it answer."""
    qtbot.waitUntil(lambda: bool(desk.tasks.waiting))
    desk.tasks.finish()
