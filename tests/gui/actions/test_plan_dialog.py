"""The plan dialog: its titles and figures, what it asks before it deletes, and what it hands on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QComboBox, QDialog
from pytestqt.qtbot import QtBot

from core.model.errors import Kind, StoreError
from core.model.jobs import Reason
from core.model.requests import (
    CopyRequest,
    DeleteRequest,
    Edit,
    JobKind,
    OnExisting,
    Options,
    PrefixRequest,
    Restore,
    RestoreRequest,
)
from core.rules.estimate import Estimate
from core.rules.prices import Charge, Cost
from gui.actions import plan_text
from gui.actions.plan_dialog import PlanDialog
from gui.actions.plan_text import Request
from gui.text import costs as cost_text
from gui.text import phrases
from gui.text.facts import Tone
from tests.gui.queue_fixture import MIB, quiet, ref  # noqa: F401

Make = Callable[..., PlanDialog]


def folder(kind: JobKind, source: str = "raw/", target: str = "raw/", **more: Any) -> PrefixRequest:
    return PrefixRequest(ref(source), ref(target), kind=kind, **more)


def rename(source: str = "a.txt", target: str = "b.txt", bucket: str = "photos") -> CopyRequest:
    return CopyRequest(ref(source), ref(target, bucket), kind=JobKind.RENAME)


@pytest.fixture
def make(qtbot: QtBot) -> Iterator[Make]:
    made: list[PlanDialog] = []

    def build(requests: list[Request] | Request, estimate: Estimate | None = None, **more: Any) -> PlanDialog:
        given = requests if isinstance(requests, list) else [requests]
        dialog = PlanDialog(given, estimate or Estimate(objects=3, size=MIB, simple=3), **more)
        qtbot.addWidget(dialog)
        dialog.show()
        made.append(dialog)
        return dialog

    yield build
    for dialog in made:
        dialog.close()


def said(dialog: PlanDialog) -> dict[str, str]:
    return {title: label.text() for title, label in dialog.panel.facts.said.items()}


# ---------------------------------------------------------------- titles


@pytest.mark.parametrize(
    ("requests", "title"),
    [
        ([rename()], "Rename “a.txt” to “b.txt”"),
        ([rename("x/a.txt", "y/a.txt")], "Move “a.txt” to “y/a.txt”"),
        ([rename("a.txt", "a.txt", "backup")], "Move “a.txt” to “backup/a.txt”"),
        ([folder(JobKind.RENAME, "x/a/", "x/b/")], "Rename the folder “a” to “b”"),
        ([folder(JobKind.DELETE)], "Delete the folder “raw”"),
        ([folder(JobKind.DELETE, "a/", "a/")] * 3, "Delete 3 folder(s)"),
        ([DeleteRequest(ref("a"))] * 4, "Delete 4 object(s)"),
        ([DeleteRequest(ref("a")), folder(JobKind.DELETE)], "Delete 2 item(s)"),
        ([CopyRequest(ref("a"), ref("a"), kind=JobKind.EDIT)] * 120, "Edit 120 object(s)"),
        ([folder(JobKind.EDIT)], "Edit all objects in “raw”"),
        ([RestoreRequest(ref("a"))], "Restore “a” from the archive"),
        ([PrefixRequest(ref(""), ref(""), kind=JobKind.DELETE)], "Delete the folder “photos”"),
    ],
)
def test_the_title_says_what_is_planned(requests: list[Request], title: str) -> None:
    assert plan_text.title(requests) == title


@pytest.mark.parametrize("kind", JobKind)
@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("whole", [False, True])
def test_every_kind_has_a_title(kind: JobKind, count: int, whole: bool) -> None:
    request: Request = folder(kind) if whole else CopyRequest(ref("a"), ref("b"), kind=kind)
    assert plan_text.title([request] * count)


@pytest.mark.parametrize(
    ("requests", "place"),
    [
        ([folder(JobKind.RENAME, "x/films/", "x/movies/")], "Studio: photos/x/films/ → movies/"),
        ([folder(JobKind.RENAME, "x/films/", "y/films/")], "Studio: photos/x/films/ → photos/y/films/"),
        ([rename("a.txt", "a.txt", "backup")], "Studio: photos/a.txt → backup/a.txt"),
        (
            [PrefixRequest(ref("x/"), ref("x/", account="Partner"), kind=JobKind.COPY)],
            "Studio: photos/x/ → Partner: photos/x/",
        ),
        ([folder(JobKind.DELETE, "x/", "x/")], "Studio: photos/x/"),
        ([DeleteRequest(replace(ref("a"), version="7"))], "Studio: photos/a"),
        ([DeleteRequest(ref("a")), DeleteRequest(ref("b", "backup"))], "Studio: backup, Studio: photos"),
    ],
)
def test_below_the_title_stands_what_goes_where(make: Make, requests: list[Request], place: str) -> None:
    assert make(requests).place.text() == place


def test_a_title_that_is_given_is_shown(make: Make) -> None:
    assert make(rename(), title="Bring it back").heading.text() == "Bring it back"


# ---------------------------------------------------------------- figures


def test_requests_are_told_by_kind_when_they_are_opened(make: Make) -> None:
    calls = {"HeadObject": 120, "CopyObject": 360}
    dialog = make(folder(JobKind.EDIT), Estimate(objects=120, simple=120, calls=calls))
    assert said(dialog)["Requests"] == "480"
    arrow = dialog.panel.facts.arrows["Requests"]
    arrow.setFocus()
    details = [label for label in dialog.findChildren(type(dialog.heading)) if "CopyObject" in label.text()]
    assert not details[0].isVisible()
    QTest.keyClick(arrow, Qt.Key.Key_Space)
    assert details[0].isVisible()
    assert details[0].text() == "CopyObject: 360\nHeadObject: 120"
    assert arrow.accessibleName() == "Hide the details of: Requests"


@pytest.mark.parametrize(
    ("more", "figure"),
    [
        ({}, "4"),
        ({"calls_most": 3}, "4 to 7"),
        ({"calls_most": None, "exact": False}, "at least 4"),
        ({"exact": False}, "at least 4"),
    ],
)
def test_a_figure_claims_no_more_than_is_known(make: Make, more: dict[str, Any], figure: str) -> None:
    dialog = make(folder(JobKind.EDIT), Estimate(objects=1, simple=1, calls={"HeadObject": 4}, **more))
    assert said(dialog)["Requests"] == figure


def test_how_names_calls_parts_and_what_is_set(make: Make) -> None:
    dialog = make(folder(JobKind.EDIT), Estimate(objects=9, simple=5, parted=1, parts=64, set_only=3))
    assert said(dialog)["How"] == "on the server: nothing is downloaded"
    facts = plan_text.facts(JobKind.EDIT, Estimate(objects=9, simple=5, parted=1, parts=64, set_only=3), Options())
    how = next(fact for fact in facts if fact.title == "How")
    assert how.more == ("5 copied in one call each", "1 copied in 64 part(s)", "3 set without a copy")


@pytest.mark.parametrize("choice", OnExisting)
def test_what_becomes_of_targets_that_exist_follows_the_choice(make: Make, choice: OnExisting, qtbot: QtBot) -> None:
    dialog = make(folder(JobKind.RENAME, "a/", "b/"), Estimate(objects=9, conflicts=4, refused={Reason.EXISTS: 4}))
    dialog.existing.choose(choice)
    assert said(dialog)["Targets that exist"].startswith("4; ")
    assert "Refused" not in said(dialog)
    assert dialog.requests()[0].options.on_existing is choice


def test_another_choice_asks_for_another_count(make: Make, qtbot: QtBot) -> None:
    dialog = make(folder(JobKind.RENAME, "a/", "b/"), Estimate(objects=9, simple=9, conflicts=4))
    with qtbot.waitSignal(dialog.count_wanted):
        dialog.existing.choose(OnExisting.SKIP)
    dialog.show_count(3)
    assert dialog.start_button.isEnabled()
    dialog.show_estimate(Estimate(objects=9, simple=5, skipped=4, conflicts=4))
    assert dialog.start_button.text() == "Rename 5 object(s)"
    assert said(dialog)["Left out"].startswith("4")
    dialog.show_problem(StoreError(Kind.OFFLINE))
    assert "could not be reached" in dialog.panel.said.text()


def test_without_conflicts_there_is_nothing_to_choose(make: Make) -> None:
    assert not make(folder(JobKind.RENAME, "a/", "b/")).existing.isVisible()
    assert not make(folder(JobKind.DELETE), Estimate(objects=2, conflicts=2, deletes=2)).existing.isVisible()


def test_originals_that_this_key_may_not_read_are_told_as_staying_or_as_going_all_the_same() -> None:
    estimate = Estimate(objects=9, simple=9, deletes=6, kept=3, unread=2)
    for rows in (plan_text.facts, plan_text.short_facts):
        facts = {fact.title: fact for fact in rows(JobKind.RENAME, estimate, Options())}
        stay, go = facts["Originals that stay"], facts["Tags or ACL not readable"]
        assert (stay.tone, go.tone) == (Tone.WARN, Tone.WARN)
        assert stay.said.startswith("3")
        assert go.said.startswith("2")
    assert "Originals that stay" not in {fact.title for fact in plan_text.facts(JobKind.RENAME, Estimate(), Options())}


def test_refused_objects_are_counted_by_reason(make: Make) -> None:
    estimate = Estimate(objects=9, simple=4, refused={Reason.APPENDABLE: 2, Reason.KEY_TOO_LONG: 3}, missing=1)
    facts = {fact.title: fact for fact in plan_text.facts(JobKind.RENAME, estimate, Options())}
    assert facts["Refused"].said.startswith("5 ")
    assert facts["Refused"].more[0].startswith("2: written by appending")
    assert facts["Refused"].tone is Tone.WARN
    assert facts["Missing"].said.startswith("1 ")
    dialog = make(rename(), estimate)
    assert dialog.start_button.text() == "Rename 3 object(s)"
    assert said(dialog)["Objects"].startswith("3 object(s), ")


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_a_few_words(reason: Reason) -> None:
    assert phrases.reason(reason)


def test_nothing_to_do_cannot_be_started(make: Make) -> None:
    assert not make(rename(), Estimate(objects=2, refused={Reason.APPENDABLE: 2})).start_button.isEnabled()


def test_archived_objects_are_restored_first_when_that_is_chosen(make: Make) -> None:
    dialog = make(folder(JobKind.RENAME, "a/", "b/"), Estimate(objects=2, simple=1, refused={Reason.ARCHIVED: 1}))
    assert "Refused" in said(dialog)
    dialog.restore.tick.click()
    assert "Refused" not in said(dialog)
    assert dialog.requests()[0].options.restore == Restore(7)
    assert not make(folder(JobKind.RESTORE), Estimate(objects=2, restores=2)).restore.isVisible()


def test_markers_traffic_and_early_deletion_are_told(make: Make) -> None:
    cost = Cost(Decimal("0.3"), "CNY", ((Charge.EARLY, Decimal("0.3")),))
    estimate = Estimate(objects=2, simple=2, markers=2, crosses="a > b", traffic=MIB, cost=cost)
    shown = said(make(folder(JobKind.RENAME, "a/", "b/"), estimate))
    assert "2 delete marker(s)" in shown["Versions"]
    assert shown["Regions"].startswith("a → b: 1 MiB")
    assert "0.30 CNY" in shown["Too early"]


# ---------------------------------------------------------------- money


def test_a_cost_is_told_with_its_lines() -> None:
    cost = Cost(Decimal("1.2345"), "CNY", ((Charge.WRITES, Decimal("1.23")), (Charge.READS, Decimal("0.0045"))))
    (fact,) = cost_text.facts(Estimate(cost=cost))
    assert fact.said == "1.23 CNY"
    assert fact.more == ("Requests that write or list: 1.23 CNY", "Requests that read: less than 0.01 CNY")


@pytest.mark.parametrize(
    ("total", "lines", "said"),
    [
        ("0", ((Charge.TRAFFIC, None),), "not known: Traffic between regions"),
        ("2", ((Charge.TRAFFIC, None), (Charge.WRITES, Decimal(2))), "2.00 CNY; not known: Traffic between regions"),
        ("0", (), "0.00 CNY"),
    ],
)
def test_an_unknown_price_is_never_nothing(
    total: str, lines: tuple[tuple[Charge, Decimal | None], ...], said: str
) -> None:
    assert cost_text.total(Cost(Decimal(total), "CNY", lines)) == said


def test_without_any_price_the_cost_is_unknown(make: Make) -> None:
    assert said(make(rename()))["Cost"].startswith("unknown")


@pytest.mark.parametrize("charge", Charge)
def test_every_charge_has_a_name(charge: Charge) -> None:
    assert cost_text.CHARGES[charge]


def test_the_prices_are_one_button_away(make: Make, qtbot: QtBot) -> None:
    dialog = make(rename())
    with qtbot.waitSignal(dialog.prices_wanted):
        dialog.prices.click()
    assert dialog.isVisible()


# ---------------------------------------------------------------- deleting


def test_a_deletion_that_is_final_must_be_known_to_be_so(make: Make) -> None:
    dialog = make(folder(JobKind.DELETE), Estimate(objects=1204, deletes=1204))
    assert dialog.start_button.text() == "Delete 1,204 object(s)"
    assert dialog.start_button.property("danger") is True
    assert "cannot be undone" in dialog.undo.text()
    assert not dialog.start_button.isEnabled()
    dialog.know.click()
    assert dialog.start_button.isEnabled()


def test_a_deletion_that_leaves_versions_can_be_undone(make: Make) -> None:
    dialog = make(folder(JobKind.DELETE), Estimate(objects=5, deletes=5, markers=5))
    assert "can be undone" in dialog.undo.text()
    assert not dialog.know.isVisible()
    assert dialog.start_button.isEnabled()


def test_a_deletion_of_both_kinds_says_how_many_are_final(make: Make) -> None:
    dialog = make(folder(JobKind.DELETE), Estimate(objects=5, deletes=5, markers=3))
    assert "2 cannot be undone" in dialog.undo.text()
    assert dialog.know.isVisible()


def test_a_version_is_deleted_for_good(make: Make) -> None:
    version = DeleteRequest(replace(ref("a"), version="7"))
    assert "version is deleted for good" in make(version, Estimate(objects=1, deletes=1)).undo.text()


def test_one_object_is_deleted_without_a_tick(make: Make) -> None:
    dialog = make(DeleteRequest(ref("a")), Estimate(objects=1, deletes=1))
    assert not dialog.know.isVisible()
    assert dialog.start_button.isEnabled()


def test_enter_does_not_delete_but_renames(make: Make) -> None:
    deleting = make(DeleteRequest(ref("a")), Estimate(objects=1, deletes=1))
    QTest.keyClick(deleting, Qt.Key.Key_Return)
    assert deleting.result() == QDialog.DialogCode.Rejected
    renaming = make(rename())
    QTest.keyClick(renaming, Qt.Key.Key_Return)
    assert renaming.result() == QDialog.DialogCode.Accepted


# ---------------------------------------------------------------- what is handed on


def test_requests_keep_all_but_the_choices(make: Make) -> None:
    delete = DeleteRequest(ref("a"))
    assert make(delete, Estimate(objects=1, deletes=1)).requests() == (delete,)
    edit = CopyRequest(ref("a"), ref("a"), kind=JobKind.EDIT, edit=Edit(acl="private"))
    assert make(edit).requests() == (edit,)
    move = replace(rename(), options=Options(part_size=MIB, on_existing=OnExisting.SKIP))
    assert make(move).requests() == (move,)


def test_the_keyboard_goes_through_the_dialog_from_top_to_bottom(make: Make) -> None:
    calls = {"HeadObject": 1}
    dialog = make(folder(JobKind.RENAME, "a/", "b/"), Estimate(objects=9, simple=9, conflicts=4, calls=calls))
    dialog.show_estimate(Estimate(objects=8, simple=8, conflicts=4, calls=calls))
    order = []
    first = dialog.panel.facts.arrows["Requests"]
    widget = first.nextInFocusChain()
    while widget is not None and widget is not first:
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            order.append(widget)
        widget = widget.nextInFocusChain()
    wanted = [dialog.existing.combo, dialog.prices, dialog.start_button]
    assert [each for each in order if each in wanted] == wanted
    assert order[-1].accessibleName() == "What will be done"


def test_everything_that_can_be_used_has_a_name(make: Make) -> None:
    estimate = Estimate(objects=9, simple=9, conflicts=4, refused={Reason.ARCHIVED: 1}, calls={"HeadObject": 1})
    dialog = make(folder(JobKind.RENAME, "a/", "b/"), estimate)
    dialog.restore.tick.click()
    for kind in (QAbstractButton, QComboBox, QAbstractSpinBox):
        for widget in dialog.findChildren(kind):
            if widget.isVisible() and not widget.objectName().startswith("qt_"):
                assert widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()), widget


def test_what_one_object_takes_is_a_line_below_a_sentence() -> None:
    assert plan_text.cost_below(None) == ""
    told = plan_text.cost_below(Estimate(calls={"HeadObject": 1, "DeleteObject": 1}))
    assert told.startswith("\nRequests: 2 (DeleteObject 1, HeadObject 1). Cost: ")
