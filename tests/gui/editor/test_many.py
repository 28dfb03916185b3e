"""The editor of many objects: keep, set or remove each field, and a preview that grows while one types."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QDialog, QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

from core.model.errors import Kind, StoreError
from core.model.requests import CopyRequest, Edit, PrefixRequest
from core.model.values import Expected, Seen, Sight
from gui.editor.inputs import WayCombo
from gui.editor.inspection import LOOK_MAX
from gui.editor.many_dialog import EditManyDialog
from gui.editor.model import Way
from tests.gui.editor_fixture import PROPS, EditorFixture, cells, info, item
from tests.gui.queue_fixture import quiet  # noqa: F401

Open = Callable[..., EditManyDialog]
DENIED = StoreError(Kind.DENIED, "HeadObject", 403, "AccessDenied", "no")


@pytest.fixture
def editor() -> EditorFixture:
    return EditorFixture("p/a.jpg", "p/b.jpg", "p/sub/c.jpg")


@pytest.fixture
def open_(qtbot: QtBot, editor: EditorFixture) -> Iterator[Open]:
    made: list[EditManyDialog] = []

    def build(*keys: str, read: bool = True) -> EditManyDialog:
        dialog = EditManyDialog(editor.browser, editor.tasks, [item(key) for key in keys])  # type: ignore[arg-type]
        qtbot.addWidget(dialog)
        made.append(dialog)
        dialog.show()
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        if read:
            editor.tasks.finish()
        return dialog

    yield build
    for dialog in made:
        dialog.done(QDialog.DialogCode.Rejected)


def rows(dialog: EditManyDialog) -> list[tuple[str, ...]]:
    QApplication.processEvents()  # the table is made once in a turn of the event loop
    return cells(dialog.table)


def choose(combo: WayCombo | None, way: Way) -> None:
    """Choose by keys, as a person does without a mouse."""
    assert combo is not None
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Home)
    for _ in range(combo.findData(way.value)):
        QTest.keyClick(combo, Qt.Key.Key_Down)


def set_header(dialog: EditManyDialog, name: str, text: str) -> None:
    field = dialog.form.headers[name]
    choose(field.way, Way.SET)
    QTest.keyClicks(field.value, text)


# ---------------------------------------------------------------- fields


def test_nothing_is_touched_before_it_is_asked_for(open_: Open) -> None:
    dialog = open_("p/a.jpg", "p/b.jpg")
    assert dialog.edit.is_empty
    assert not dialog.go_on.isEnabled()
    assert rows(dialog) == [("a.jpg", "stays as it is", "", ""), ("b.jpg", "stays as it is", "", "")]


def test_a_value_can_only_be_typed_where_one_is_set(open_: Open) -> None:
    dialog = open_("p/a.jpg", "p/b.jpg")
    field = dialog.form.headers["cache-control"]
    for way, enabled in ((Way.KEEP, False), (Way.SET, True), (Way.REMOVE, False)):
        choose(field.way, way)
        assert field.value.isEnabled() is enabled


def test_a_content_type_cannot_be_removed(open_: Open) -> None:
    combo = open_("p/a.jpg", "p/b.jpg").form.headers["content-type"].way
    assert combo is not None
    assert combo.findData(Way.REMOVE.value) < 0


def test_the_preview_tells_old_and_new_for_each_object(open_: Open, editor: EditorFixture) -> None:
    editor.browser.objects["p/b.jpg"] = info("p/b.jpg", replace(PROPS, headers={"content-type": "image/png"}, user={}))
    dialog = open_("p/a.jpg", "p/b.jpg")
    set_header(dialog, "content-type", "image/png")
    choose(dialog.form.headers["cache-control"].way, Way.REMOVE)
    dialog.form.user.add_button.click()
    row = dialog.form.user.rows[0]
    choose(row.way, Way.REMOVE)
    QTest.keyClicks(row.name, "camera")
    assert not row.value.isEnabled()
    assert rows(dialog) == [
        ("a.jpg", "Content type", "image/jpeg", "image/png"),
        ("a.jpg", "Cache control", "max-age=60", "(none)"),
        ("a.jpg", "Metadata camera", "x100", "(none)"),
        ("b.jpg", "stays as it is", "", ""),
    ]
    assert "1" in dialog.heading.text()
    assert dialog.edit == Edit({"content-type": "image/png", "cache-control": None}, {"camera": None})


def test_all_others_can_be_removed(open_: Open) -> None:
    dialog = open_("p/a.jpg", "p/b.jpg")
    dialog.form.tags.clear.setFocus()
    QTest.keyClick(dialog.form.tags.clear, Qt.Key.Key_Space)
    assert dialog.edit == Edit(clear_tags=True)
    assert rows(dialog)[0] == ("a.jpg", "Tag project", "summer", "(none)")
    assert "set directly" in dialog.remarks.text


def test_tags_that_may_not_be_read_are_shown_as_that(open_: Open, editor: EditorFixture) -> None:
    editor.browser.objects["p/a.jpg"] = info("p/a.jpg", replace(PROPS, tags=Seen(None, Sight.DENIED)))
    dialog = open_("p/a.jpg", "p/b.jpg")
    dialog.form.tags.clear.setChecked(True)
    assert rows(dialog)[0] == ("a.jpg", "Tags", "(not readable)", "(none)")


def test_acl_and_class_are_kept_until_one_is_chosen(open_: Open) -> None:
    dialog = open_("p/a.jpg", "p/b.jpg")
    for choice in (dialog.form.acl, dialog.form.storage_class):
        choice.combo.setFocus()
        QTest.keyClick(choice.combo, Qt.Key.Key_End)
    assert dialog.edit == Edit(acl="public-read", storage_class="DeepColdArchive")
    assert "Everybody" in dialog.remarks.text
    assert "restored" in dialog.remarks.text


def test_a_missing_value_is_marked_and_stops_the_change(open_: Open) -> None:
    dialog = open_("p/a.jpg", "p/b.jpg")
    field = dialog.form.headers["expires"]
    choose(field.way, Way.SET)
    assert "Remove" in field.sentence.text()
    assert not dialog.go_on.isEnabled()
    field.value.setFocus()
    QTest.keyClicks(field.value, "2027-01-01")
    QTest.keyClick(field.value, Qt.Key.Key_Tab)
    assert not field.sentence.isVisible()
    assert dialog.go_on.isEnabled()


def test_the_tabulator_key_goes_through_a_row_before_the_box_below_it(open_: Open) -> None:
    dialog = open_("p/a.jpg", "p/b.jpg")
    user = dialog.form.user
    user.add_button.click()
    user.add_button.click()
    expected = [user.add_button, *(stop for row in user.rows for stop in row.stops), user.clear]
    expected[0].setFocus()
    for after in expected[1:]:
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        assert after.hasFocus(), after.accessibleName()


# ---------------------------------------------------------------- looking


def test_objects_are_looked_at_one_after_the_other_and_shown_as_they_come(open_: Open, editor: EditorFixture) -> None:
    dialog = open_("p/a.jpg", "p/b.jpg", "p/sub/c.jpg", read=False)
    editor.tasks.waiting.pop(0).finish()  # what can be chosen
    assert editor.browser.looked_at == []
    assert len(editor.tasks.waiting) == 2  # the panes share the threads
    editor.tasks.waiting.pop(0).finish()
    assert [row[0] for row in rows(dialog)] == ["a.jpg"]
    assert dialog.progress.isVisible()
    assert (dialog.progress.value(), dialog.progress.maximum()) == (1, 3)
    editor.tasks.finish()
    assert [row[0] for row in rows(dialog)] == ["a.jpg", "b.jpg", "sub/c.jpg"]
    assert not dialog.progress.isVisible()
    assert not dialog.stop_button.isVisible()


def test_looking_can_be_stopped_and_gone_on_with(open_: Open, editor: EditorFixture) -> None:
    dialog = open_("p/a.jpg", "p/b.jpg", "p/sub/c.jpg", read=False)
    editor.tasks.waiting.pop(0).finish()
    editor.tasks.waiting.pop(0).finish()
    rows(dialog)
    QTest.mouseClick(dialog.stop_button, Qt.MouseButton.LeftButton)
    editor.tasks.finish()
    assert len(rows(dialog)) == 1
    assert "2" in dialog.looked.text()
    QTest.mouseClick(dialog.stop_button, Qt.MouseButton.LeftButton)
    editor.tasks.finish()
    assert len(rows(dialog)) == 3


def test_an_object_that_cannot_be_read_says_why_in_its_row(open_: Open) -> None:
    dialog = open_("p/a.jpg", "p/gone.jpg")
    assert rows(dialog)[1][0] == "gone.jpg"
    assert "no such object" in rows(dialog)[1][1]


def test_of_very_many_objects_the_first_are_looked_at_and_the_rest_is_counted(
    open_: Open, editor: EditorFixture
) -> None:
    keys = [f"n/{number:03}" for number in range(LOOK_MAX + 30)]
    editor.browser.objects = {key: info(key) for key in keys}
    dialog = open_(*keys)
    assert len(rows(dialog)) == LOOK_MAX
    assert len(editor.browser.looked_at) == LOOK_MAX
    assert "30" in dialog.looked.text()


def test_a_folder_is_listed_to_look_at_what_is_in_it(open_: Open, editor: EditorFixture) -> None:
    dialog = open_("p/")
    assert [row[0] for row in rows(dialog)] == ["p/a.jpg", "p/b.jpg", "p/sub/c.jpg"]
    assert "follow" not in dialog.looked.text()


def test_a_folder_with_more_pages_does_not_claim_a_number(open_: Open, editor: EditorFixture) -> None:
    editor.browser.page_size = 2
    dialog = open_("p/")
    assert len(rows(dialog)) == 2
    assert "The others follow" in dialog.looked.text()


def test_folders_behind_very_many_objects_are_only_promised(open_: Open, editor: EditorFixture) -> None:
    keys = [f"n/{number:03}" for number in range(LOOK_MAX)]
    editor.browser.objects = {key: info(key) for key in keys}
    dialog = open_("m/", *keys)
    assert len(rows(dialog)) == LOOK_MAX
    assert "The others follow" in dialog.looked.text()
    assert not dialog.stop_button.isVisible()


def test_a_folder_that_cannot_be_listed_stands_there_with_the_reason(
    open_: Open, editor: EditorFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def walk(*_: object) -> object:
        raise DENIED

    monkeypatch.setattr(editor.browser, "walk", walk)
    dialog = open_("p/sub/", "p/a.jpg")
    assert [row[0] for row in rows(dialog)] == ["a.jpg", "sub"]
    assert "not allowed" in rows(dialog)[1][1]


# ---------------------------------------------------------------- ending


def test_what_was_looked_at_is_pinned_and_folders_are_asked_for_whole(open_: Open, editor: EditorFixture) -> None:
    dialog = open_("p/sub/", "p/a.jpg", "p/gone.jpg")
    set_header(dialog, "content-language", "pt")
    folder, first, gone = dialog.requests()
    assert isinstance(folder, PrefixRequest)
    assert folder.edit == dialog.edit
    assert isinstance(first, CopyRequest)
    assert first.expect == Expected.of(editor.browser.objects["p/a.jpg"])
    assert isinstance(gone, CopyRequest)
    assert gone.expect is None


def test_control_and_return_go_on(open_: Open) -> None:
    dialog = open_("p/a.jpg", "p/b.jpg")
    set_header(dialog, "content-language", "pt")
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.result() == QDialog.DialogCode.Accepted


def test_escape_asks_before_it_throws_something_away(open_: Open, editor: EditorFixture) -> None:
    dialog = open_("p/a.jpg", "p/b.jpg")
    dialog.form.user.clear.setChecked(True)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    box.reject()
    assert dialog.isVisible()
    dialog.form.user.clear.setChecked(False)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_closing_gives_up_what_was_asked_of_the_store(open_: Open, editor: EditorFixture) -> None:
    dialog = open_("p/a.jpg", "p/b.jpg", read=False)
    editor.tasks.waiting.pop(0).finish()
    waiting = list(editor.tasks.waiting)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert waiting
    assert all(each.dropped for each in waiting)


def test_every_control_has_a_name_for_readers_who_do_not_see_it(open_: Open) -> None:
    dialog = open_("p/a.jpg", "p/b.jpg")
    dialog.form.user.add_button.click()
    nameless = [
        each
        for kind in (QAbstractButton, QLineEdit, QComboBox)
        for each in dialog.findChildren(kind)
        if each.isVisible()
        and not each.objectName().startswith("qt_")
        and not isinstance(each.parentWidget(), QComboBox)
        and not QAccessible.queryAccessibleInterface(each).text(QAccessible.Text.Name)
    ]
    assert nameless == []
