"""The editor of one object: what is read, typed, judged and shown, and who cannot wait."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from core.model.errors import Kind, StoreError
from core.model.jobs import PartPlan
from core.model.requests import Edit
from core.model.values import Seen, Sight
from gui.editor.one_dialog import EditOneDialog
from gui.widgets import style
from tests.gui.editor_fixture import PROPS, EditorFixture, Open, info, one_editor, plan, rows, type_in
from tests.gui.queue_fixture import quiet  # noqa: F401


@pytest.fixture
def editor() -> EditorFixture:
    return EditorFixture("a.jpg")


@pytest.fixture
def open_(qtbot: QtBot, editor: EditorFixture) -> Iterator[Open]:
    with one_editor(qtbot, editor) as build:
        yield build


# ---------------------------------------------------------------- reading


def test_the_store_is_asked_in_a_task_and_its_answer_fills_the_fields(open_: Open, editor: EditorFixture) -> None:
    dialog = open_(read=False)
    assert editor.browser.looked_at == []
    assert dialog.notice.isVisible()
    editor.tasks.finish()
    assert not dialog.notice.isVisible()
    assert dialog.form.headers["content-type"].row.value == "image/jpeg"
    assert [each.row.name for each in dialog.form.user.rows] == ["camera"]
    assert [each.row.value for each in dialog.form.tags.rows] == ["summer"]
    assert dialog.form.acl.combo.currentText().startswith("private")
    assert dialog.form.storage_class.combo.currentText() == "Standard"
    assert not dialog.go_on.isEnabled()
    assert rows(dialog)[0][0] == "Nothing yet"


def test_a_failed_reading_says_why_and_can_be_tried_again(open_: Open, editor: EditorFixture) -> None:
    editor.browser.fail = StoreError(Kind.DENIED, "HeadObject", 403, "AccessDenied", "no")
    dialog = open_()
    assert "not allowed" in dialog.notice.text.text()
    editor.browser.fail = None
    QTest.mouseClick(dialog.notice.buttons[0], Qt.MouseButton.LeftButton)
    editor.tasks.finish()
    assert dialog.form.isVisible()


def test_a_bucket_whose_settings_cannot_be_read_does_not_stop_the_editor(open_: Open, editor: EditorFixture) -> None:
    editor.browser.kept_versions = StoreError(Kind.DENIED, "GetVersioning", 403, "AccessDenied", "no")
    assert open_().form.isVisible()


@pytest.mark.parametrize(("sight", "reason"), [(Sight.DENIED, "may not read"), (Sight.UNKNOWN, "does not tell")])
def test_tags_that_cannot_be_read_are_not_offered_and_stay(
    open_: Open, editor: EditorFixture, sight: Sight, reason: str
) -> None:
    editor.browser.objects["a.jpg"] = info("a.jpg", replace(PROPS, tags=Seen(None, sight)))
    dialog = open_()
    assert reason in dialog.form.tags.empty.text()
    assert not dialog.form.tags.add_button.isVisible()
    type_in(dialog.form.headers["expires"].value, "Fri, 01 Jan 2027 00:00:00 GMT")
    assert dialog.edit == Edit(headers={"expires": "Fri, 01 Jan 2027 00:00:00 GMT"})


def test_a_store_without_access_rights_says_so(open_: Open, editor: EditorFixture) -> None:
    editor.browser.acls = ()
    editor.browser.objects["a.jpg"] = info("a.jpg", replace(PROPS, acl=Seen()))
    dialog = open_()
    assert not dialog.form.acl.combo.isEnabled()
    assert "no access rights" in dialog.form.acl.reason.text()


# ---------------------------------------------------------------- changing


def test_typing_shows_old_and_new_and_the_button_counts(open_: Open, editor: EditorFixture, qtbot: QtBot) -> None:
    dialog = open_()
    type_in(dialog.form.headers["content-type"].value, "image/png")
    type_in(dialog.form.headers["cache-control"].value, "")
    assert rows(dialog) == [
        ("Content type", "image/jpeg", "image/png"),
        ("Cache control", "max-age=60", "(none)"),
    ]
    assert "2" in dialog.go_on.text()
    assert not dialog.go_on.isEnabled()  # what it takes is not known yet
    plan(dialog, editor, qtbot)
    assert dialog.go_on.isEnabled()
    assert "new date" in dialog.remarks.text


def test_rows_are_added_and_taken_away_with_the_keyboard(open_: Open, editor: EditorFixture, qtbot: QtBot) -> None:
    dialog = open_()
    user = dialog.form.user
    user.add_button.setFocus()
    QTest.keyClick(user.add_button, Qt.Key.Key_Space)
    assert user.rows[1].name.hasFocus()
    QTest.keyClicks(user.rows[1].name, "owner")
    QTest.keyClick(user.rows[1].name, Qt.Key.Key_Tab)
    assert user.rows[1].value.hasFocus()
    QTest.keyClicks(user.rows[1].value, "Li Hua")
    user.rows[0].remove.setFocus()
    QTest.keyClick(user.rows[0].remove, Qt.Key.Key_Space)
    assert user.rows[0].remove.hasFocus()
    assert dialog.edit == Edit(user={"camera": None, "owner": "Li Hua"})
    QTest.keyClick(user.rows[0].remove, Qt.Key.Key_Space)
    assert user.add_button.hasFocus()


def test_the_tabulator_key_reaches_every_field_in_the_order_in_which_they_stand(open_: Open) -> None:
    dialog = open_()
    form = dialog.form
    form.user.add_button.click()
    expected = [
        *(field.value for field in form.headers.values()),
        form.user.add_button,
        *(stop for row in form.user.rows for stop in row.stops),
        form.tags.add_button,
        *(stop for row in form.tags.rows for stop in row.stops),
        form.acl.combo,
        form.storage_class.combo,
    ]
    expected[0].setFocus()
    for before, after in pairwise(expected):
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        assert after.hasFocus(), (before.accessibleName(), after.accessibleName())


def test_a_wrong_field_is_marked_beside_itself_and_stops_the_change(
    open_: Open, editor: EditorFixture, qtbot: QtBot
) -> None:
    dialog = open_()
    expires = dialog.form.headers["expires"]
    type_in(expires.value, "soon")
    assert expires.sentence.isVisible()
    assert "Fri, 01 Jan 2027" in expires.sentence.text()
    assert expires.value.accessibleDescription() == expires.sentence.text()
    assert "corrected" in dialog.sum.text()
    QTest.keyClick(expires.value, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.isVisible()
    type_in(expires.value, "2027-01-01")
    QTest.keyClick(expires.value, Qt.Key.Key_Tab)
    assert expires.row.value == "Fri, 01 Jan 2027 00:00:00 GMT"
    assert not expires.sentence.isVisible()


def test_a_name_that_is_there_twice_is_marked_at_both_rows(open_: Open) -> None:
    dialog = open_()
    user = dialog.form.user
    user.add_button.click()
    type_in(user.rows[1].name, "Camera")
    assert all("twice" in row.sentence.text() for row in user.rows)


def test_a_tag_too_many_is_told(open_: Open, editor: EditorFixture) -> None:
    dialog = open_()
    for number in range(editor.browser.limits("").tags_max):
        dialog.form.tags.add_button.click()
        type_in(dialog.form.tags.rows[-1].name, f"t{number}")
    assert "10" in dialog.form.tags.sentence.text()
    dialog.form.tags.rows[-1].remove.click()
    assert not dialog.form.tags.sentence.isVisible()


def test_a_content_type_is_taken_as_it_was_typed(open_: Open) -> None:
    dialog = open_()
    field = dialog.form.headers["content-type"]
    type_in(field.value, "text/html")  # the list has it with a character set
    QTest.keyClick(field.line, Qt.Key.Key_Tab)
    assert field.row.value == "text/html"


def test_the_wheel_scrolls_past_a_choice_that_has_no_keyboard(open_: Open) -> None:
    dialog = open_()
    combo = dialog.form.storage_class.combo
    at, nowhere = QPointF(combo.rect().center()), QPoint()
    turn = QWheelEvent(
        at,
        QPointF(combo.mapToGlobal(at)),
        nowhere,
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(combo, turn)
    assert combo.currentIndex() == 0
    combo.setFocus()
    QApplication.sendEvent(combo, turn)
    assert combo.currentIndex() == 1


# ---------------------------------------------------------------- looks


def test_every_control_has_a_name_for_readers_who_do_not_see_it(open_: Open) -> None:
    dialog = open_()
    dialog.form.user.add_button.click()
    kinds = (QAbstractButton, QLineEdit, QComboBox)
    nameless = [
        each
        for kind in kinds
        for each in dialog.findChildren(kind)
        if each.isVisible()
        and not each.objectName().startswith("qt_")
        and not isinstance(each.parentWidget(), QComboBox)
        and not QAccessible.queryAccessibleInterface(each).text(QAccessible.Text.Name)
    ]
    assert nameless == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_fields_fit_into_the_room_that_they_have(open_: Open, scheme: style.Scheme, qtbot: QtBot) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    style.apply(app, scheme)
    dialog = open_()
    dialog.form.acl.combo.setCurrentIndex(2)
    dialog.resize(dialog.minimumSizeHint())
    qtbot.waitUntil(lambda: dialog.form.width() <= dialog.area.viewport().width(), timeout=1000)
    assert dialog.minimumSizeHint().width() <= 900


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
