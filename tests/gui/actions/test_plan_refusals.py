"""The plan dialog where something is refused: of what it says so, and that the reason is in sight."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from core.model.jobs import Reason
from core.model.requests import (
    CopyRequest,
    DeleteRequest,
    Edit,
    JobKind,
    Options,
    PrefixRequest,
    Restore,
    RestoreRequest,
)
from core.rules.estimate import Estimate
from gui.actions import plan_text
from gui.actions.plan_dialog import PlanDialog
from gui.actions.plan_text import Request
from gui.text import refusals as refusal_text
from tests.gui.queue_fixture import MIB, quiet, ref  # noqa: F401

Make = Callable[..., PlanDialog]

INTO_ITSELF = PrefixRequest(ref("raw/"), ref("raw/old/"), kind=JobKind.RENAME)
FOLDER_REFUSED = Estimate(refused={Reason.INTO_ITSELF: 1}, folders={Reason.INTO_ITSELF: 1})


@pytest.fixture
def make(qtbot: QtBot) -> Iterator[Make]:
    made: list[PlanDialog] = []

    def build(requests: list[Request] | Request, estimate: Estimate, **more: Any) -> PlanDialog:
        dialog = PlanDialog(requests if isinstance(requests, list) else [requests], estimate, **more)
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        made.append(dialog)
        return dialog

    yield build
    for dialog in made:
        dialog.close()


def said(dialog: PlanDialog) -> dict[str, str]:
    return {title: label.text() for title, label in dialog.panel.facts.said.items()}


def test_a_folder_that_is_refused_is_told_as_a_folder_with_the_reason_in_sight(make: Make) -> None:
    dialog = make(INTO_ITSELF, FOLDER_REFUSED)
    assert dialog.heading.text() == "This cannot be renamed"
    assert dialog.place.text() == "Studio: photos/raw/ → photos/raw/old/"
    shown = said(dialog)
    assert list(shown) == ["Refused"]
    assert shown["Refused"].startswith("1 folder(s), which stay as they are\n")
    assert "The target lies inside the source" in shown["Refused"]
    assert "Choose a target outside of the source." in shown["Refused"]
    assert not dialog.panel.facts.arrows


def test_where_nothing_can_be_done_there_is_no_button_that_begins(make: Make) -> None:
    dialog = make(INTO_ITSELF, FOLDER_REFUSED)
    assert not dialog.start_button.isVisible()
    assert not dialog.prices.isVisible()
    QTest.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Rejected
    assert not dialog.isVisible()


def test_two_regions_are_named_where_they_are_the_reason(make: Make) -> None:
    refused = {Reason.OTHER_REGION: 1}
    dialog = make(INTO_ITSELF, Estimate(refused=refused, folders=refused, crosses="cn-hangzhou > cn-shanghai"))
    assert "(cn-hangzhou → cn-shanghai)" in said(dialog)["Refused"]


def test_all_reasons_are_in_sight_when_everything_is_refused(make: Make) -> None:
    estimate = Estimate(objects=5, refused={Reason.APPENDABLE: 2, Reason.KEY_TOO_LONG: 3})
    shown = said(make(INTO_ITSELF, estimate))["Refused"]
    assert shown.splitlines() == [
        "5 object(s), which stay as they are",
        "2: written by appending, which the store does not copy",
        "3: the target's name is too long for the store",
    ]


def test_the_only_reason_is_in_sight_when_others_go_on(make: Make) -> None:
    dialog = make(INTO_ITSELF, Estimate(objects=5, simple=3, refused={Reason.KEY_TOO_LONG: 2}))
    assert said(dialog)["Refused"] == (
        "2 object(s), which stay as they are: the target's name is too long for the store"
    )
    assert dialog.heading.text().startswith("Move the folder")
    assert dialog.start_button.isVisible()


def test_a_refused_folder_takes_nothing_from_the_objects_beside_it(make: Make) -> None:
    requests = [INTO_ITSELF, CopyRequest(ref("a"), ref("raw/old/a"), kind=JobKind.RENAME)]
    refused = {Reason.INTO_ITSELF: 1, Reason.APPENDABLE: 1}
    dialog = make(requests, Estimate(objects=3, simple=2, refused=refused, folders={Reason.INTO_ITSELF: 1}))
    assert dialog.start_button.text() == "Move 2 object(s)"
    assert said(dialog)["Refused"] == "1 folder(s) and 1 object(s), which stay as they are"


@pytest.mark.parametrize(
    ("estimate", "hopeless"),
    [
        (Estimate(objects=2, refused={Reason.APPENDABLE: 2}), True),
        (Estimate(objects=2, refused={Reason.APPENDABLE: 1}, missing=1), True),
        (Estimate(objects=2, refused={Reason.APPENDABLE: 1}, skipped=1), False),  # one is as it should be
        (Estimate(objects=2, simple=1, refused={Reason.APPENDABLE: 1}), False),
        (Estimate(objects=2, refused={Reason.EXISTS: 2}, conflicts=2), False),  # another choice helps
        (Estimate(objects=1, refused={Reason.ARCHIVED: 1}), False),  # a restore helps
        (Estimate(), False),
    ],
)
def test_nothing_is_hopeless_that_a_choice_could_change(estimate: Estimate, hopeless: bool) -> None:
    assert refusal_text.is_hopeless(JobKind.RENAME, estimate) is hopeless


def test_a_choice_that_helps_brings_the_button_back(make: Make) -> None:
    dialog = make(INTO_ITSELF, Estimate(objects=2, refused={Reason.APPENDABLE: 2}))
    dialog.show_estimate(Estimate(objects=2, simple=1, refused={Reason.APPENDABLE: 1}))
    assert dialog.heading.text().startswith("Move the folder")
    assert dialog.start_button.isVisible()
    assert dialog.start_button.isEnabled()


def test_what_is_restored_first_is_not_told_as_refused() -> None:
    estimate = Estimate(objects=2, simple=1, refused={Reason.ARCHIVED: 1})
    titles = {fact.title for fact in plan_text.facts(JobKind.RENAME, estimate, Options(restore=Restore()))}
    assert "Refused" not in titles


@pytest.mark.parametrize(
    ("request_", "text"),
    [
        (CopyRequest(ref("a"), ref("b"), kind=JobKind.RENAME), "This cannot be renamed"),
        (CopyRequest(ref("a"), ref("b")), "This cannot be copied"),
        (CopyRequest(ref("a"), ref("a"), kind=JobKind.EDIT, edit=Edit(acl="private")), "This cannot be edited"),
        (DeleteRequest(ref("a")), "This cannot be deleted"),
        (DeleteRequest(ref("a"), kind=JobKind.UNDELETE), "This cannot be undeleted"),
        (RestoreRequest(ref("a")), "This cannot be restored"),
    ],
)
def test_the_heading_says_what_cannot_be_done(request_: Request, text: str) -> None:
    assert refusal_text.title(request_.kind) == text


# ---------------------------------------------------------------- the key Enter


def test_enter_presses_the_button_that_has_the_keyboard(make: Make, qtbot: QtBot) -> None:
    delete = PrefixRequest(ref("raw/"), ref("raw/"), kind=JobKind.DELETE)
    for request in (delete, PrefixRequest(ref("raw/"), ref("new/"), kind=JobKind.RENAME)):
        dialog = make(request, Estimate(objects=3, simple=3, deletes=3))
        dialog.prices.setFocus()
        with qtbot.waitSignal(dialog.prices_wanted):
            QTest.keyClick(dialog.prices, Qt.Key.Key_Return)
        assert dialog.isVisible()


def test_enter_on_an_arrow_opens_its_details_and_begins_nothing(make: Make) -> None:
    dialog = make(
        PrefixRequest(ref("raw/"), ref("new/"), kind=JobKind.RENAME), Estimate(objects=1, simple=1, calls={"Head": 1})
    )
    arrow = dialog.panel.facts.arrows["Requests"]
    arrow.setFocus()
    QTest.keyClick(arrow, Qt.Key.Key_Return)
    assert arrow.isChecked()
    assert dialog.isVisible()
