"""The editor of many objects where folders are among them: what is in them is shown, and queued, as it is edited."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from gui.editor.many_dialog import EditManyDialog
from tests.gui.editor_fixture import EditorFixture, item
from tests.gui.queue_fixture import quiet, ref  # noqa: F401

Open = Callable[..., EditManyDialog]


@pytest.fixture
def editor() -> EditorFixture:
    made = EditorFixture("p/a.jpg", "p/sub/", "p/sub/c.jpg", "p/empty/")
    made.browser.markers = {"p/sub/", "p/empty/"}
    return made


@pytest.fixture
def open_(qtbot: QtBot, editor: EditorFixture) -> Iterator[Open]:
    made: list[EditManyDialog] = []

    def build(*keys: str) -> EditManyDialog:
        dialog = EditManyDialog(editor.browser, editor.tasks, [item(key) for key in keys])  # type: ignore[arg-type]
        qtbot.addWidget(dialog)
        made.append(dialog)
        dialog.show()
        editor.tasks.finish()
        dialog.form.user.clear.setChecked(True)
        QApplication.processEvents()  # the table is made once in a turn of the event loop
        return dialog

    yield build
    for dialog in made:
        dialog.done(QDialog.DialogCode.Rejected)


def rows(dialog: EditManyDialog) -> list[tuple[str, str]]:
    table = dialog.table
    cells = [[table.item(row, column) for column in (0, 1)] for row in range(table.rowCount())]
    return [(name.text(), said.text()) for name, said in cells if name is not None and said is not None]


def test_a_folders_own_marker_is_not_edited_and_so_not_shown(open_: Open) -> None:
    dialog = open_("p/sub/", "p/a.jpg")
    assert [name for name, _ in rows(dialog)] == ["a.jpg", "sub/c.jpg"]
    assert dialog.heading.text() == "Preview: 2 object(s) change"
    assert dialog.looked.text() == "2 object(s) looked at."


def test_for_a_folder_with_nothing_to_edit_nothing_is_queued_and_the_table_says_so(open_: Open) -> None:
    dialog = open_("p/empty/", "p/a.jpg")
    assert rows(dialog) == [("a.jpg", "Metadata camera"), ("empty", "holds no object: nothing is queued for it")]
    assert dialog.heading.text() == "Preview: 1 object(s) change"
    assert [request.source for request in dialog.requests()] == [ref("p/a.jpg")]
    assert dialog.go_on.isEnabled()


def test_of_empty_folders_alone_nothing_can_be_begun(open_: Open) -> None:
    dialog = open_("p/empty/")
    assert not dialog.go_on.isEnabled()
    assert dialog.sum.text() == "There is no object to edit in what you chose."
    assert dialog.requests() == ()


def test_a_folder_with_further_pages_is_not_taken_for_empty(open_: Open, editor: EditorFixture) -> None:
    editor.browser.page_size = 1
    dialog = open_("p/sub/")
    assert dialog.go_on.isEnabled()
    assert [request.source for request in dialog.requests()] == [ref("p/sub/")]
