"""The editor of one object says what a change takes, and asks for that and no more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox
from pytestqt.qtbot import QtBot

from core.model.errors import Kind, KnownError, StoreError
from core.model.jobs import PartPlan, Plan, Reason, Refused, SetPlan, Skipped
from core.model.requests import Edit, JobKind
from core.model.values import Expected, known
from tests.gui.editor_fixture import PROPS, EditorFixture, Open, info, item, one_editor, plan, rows, type_in
from tests.gui.queue_fixture import quiet  # noqa: F401


@pytest.fixture
def editor() -> EditorFixture:
    return EditorFixture("a.jpg")


@pytest.fixture
def open_(qtbot: QtBot, editor: EditorFixture) -> Iterator[Open]:
    with one_editor(qtbot, editor) as build:
        yield build


# ---------------------------------------------------------------- what it takes


def test_a_copy_in_parts_is_told_before_it_is_queued(open_: Open, editor: EditorFixture, qtbot: QtBot) -> None:
    editor.engine.plan = PartPlan(1024, 2, 1024)
    dialog = open_()
    type_in(dialog.form.headers["content-type"].value, "image/png")
    plan(dialog, editor, qtbot)
    assert "rewrites all 2 KiB in 2 part" in dialog.remarks.text


def test_the_requests_by_kind_and_the_cost_are_told_before_it_is_queued(
    open_: Open, editor: EditorFixture, qtbot: QtBot
) -> None:
    dialog = open_()
    type_in(dialog.form.headers["content-type"].value, "image/png")
    plan(dialog, editor, qtbot)
    assert dialog.remarks.labels[-1].text().startswith("Requests: 3 (HeadObject 2, CopyObject 1). Cost: unknown")


def test_a_price_table_that_cannot_be_read_keeps_nobody_from_a_change(
    open_: Open, editor: EditorFixture, qtbot: QtBot
) -> None:
    editor.engine.fail_estimate = KnownError("The prices cannot be read.")
    dialog = open_()
    type_in(dialog.form.headers["content-type"].value, "image/png")
    plan(dialog, editor, qtbot)
    assert dialog.go_on.isEnabled()
    assert "Requests" not in dialog.remarks.text


@pytest.mark.parametrize("found", [Skipped(), Refused(Reason.ARCHIVED, "Archive")])
def test_what_is_not_done_takes_no_requests(open_: Open, editor: EditorFixture, qtbot: QtBot, found: Plan) -> None:
    editor.engine.plan = found
    dialog = open_()
    type_in(dialog.form.headers["content-type"].value, "image/png")
    plan(dialog, editor, qtbot)
    assert "Requests" not in dialog.remarks.text


def test_tags_alone_are_told_to_be_set_directly(open_: Open, editor: EditorFixture, qtbot: QtBot) -> None:
    editor.engine.plan = SetPlan()
    dialog = open_()
    type_in(dialog.form.tags.rows[0].value, "winter")
    plan(dialog, editor, qtbot)
    assert "set directly" in dialog.remarks.text


def test_an_answer_about_what_was_typed_before_is_thrown_away(open_: Open, editor: EditorFixture, qtbot: QtBot) -> None:
    dialog = open_()
    type_in(dialog.form.headers["content-type"].value, "image/png")
    qtbot.waitUntil(lambda: bool(editor.tasks.waiting))
    type_in(dialog.form.headers["content-type"].value, "image/jpeg")  # as it was
    editor.tasks.finish()
    assert not dialog.go_on.isEnabled()
    assert dialog.remarks.text == ""


def test_a_refusal_is_told_and_nothing_can_be_queued(open_: Open, editor: EditorFixture, qtbot: QtBot) -> None:
    editor.engine.plan = Refused(Reason.ARCHIVED, "Archive")
    dialog = open_()
    type_in(dialog.form.headers["content-type"].value, "image/png")
    plan(dialog, editor, qtbot)
    assert "archived" in dialog.remarks.text
    assert not dialog.go_on.isEnabled()
    assert not dialog.again.isVisible()  # to read it again would change nothing


def test_an_object_that_changed_is_read_again_and_what_was_typed_is_kept(
    open_: Open, editor: EditorFixture, qtbot: QtBot
) -> None:
    dialog = open_()
    type_in(dialog.form.headers["content-type"].value, "image/png")
    editor.engine.plan = Refused(Reason.CHANGED)
    plan(dialog, editor, qtbot)
    newer = info("a.jpg", replace(PROPS, user={"camera": "x200"}, tags=known({})), etag="E2")
    editor.browser.objects["a.jpg"] = newer
    assert dialog.again.isVisible()
    QTest.mouseClick(dialog.again, Qt.MouseButton.LeftButton)
    editor.tasks.finish()
    assert rows(dialog) == [("Content type", "image/jpeg", "image/png")]
    assert [each.row.value for each in dialog.form.user.rows] == ["x200"]
    assert dialog.request.expect == Expected.of(newer)
    assert dialog.edit == Edit(headers={"content-type": "image/png"})


def test_a_look_that_failed_can_be_repeated(open_: Open, editor: EditorFixture, qtbot: QtBot) -> None:
    dialog = open_()
    editor.engine.fail = StoreError(Kind.OFFLINE, "HeadObject", message="no route")
    type_in(dialog.form.headers["content-type"].value, "image/png")
    plan(dialog, editor, qtbot)
    assert "could not be reached" in dialog.remarks.text
    editor.engine.fail = None
    dialog.again.click()
    plan(dialog, editor, qtbot)
    assert dialog.go_on.isEnabled()
    assert not dialog.again.isVisible()


# ---------------------------------------------------------------- ending


def test_control_and_return_go_on_with_exactly_what_was_asked_for(
    open_: Open, editor: EditorFixture, qtbot: QtBot
) -> None:
    dialog = open_()
    line = dialog.form.headers["content-language"].value
    type_in(line, "pt")
    plan(dialog, editor, qtbot)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert dialog.isVisible()  # alone it is pressed too easily
    QTest.keyClick(line, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.result() == QDialog.DialogCode.Accepted
    request = dialog.request
    assert request.kind is JobKind.EDIT
    assert request.source == request.target == item("a.jpg").ref
    assert request.edit == Edit(headers={"content-language": "pt"})
    assert request.expect == Expected.of(editor.browser.objects["a.jpg"])


def test_escape_leaves_at_once_when_nothing_was_typed(open_: Open) -> None:
    dialog = open_()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_escape_asks_before_it_throws_something_away(open_: Open, qtbot: QtBot) -> None:
    dialog = open_()
    type_in(dialog.form.headers["content-language"].value, "pt")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    box.reject()
    assert dialog.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    again = QApplication.activeModalWidget()
    assert isinstance(again, QMessageBox)
    (agree,) = [each for each in again.buttons() if again.buttonRole(each) is QMessageBox.ButtonRole.AcceptRole]
    agree.click()
    assert not dialog.isVisible()
    assert dialog.result() == QDialog.DialogCode.Rejected


def test_closing_while_the_store_is_asked_gives_the_question_up(open_: Open, editor: EditorFixture) -> None:
    dialog = open_(read=False)
    (asked,) = editor.tasks.waiting
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert asked.dropped
