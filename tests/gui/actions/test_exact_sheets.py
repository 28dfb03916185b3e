"""The dialogs while a range is made exact: what they show, how it is stopped, and that nobody waits for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from core.model.errors import Kind, StoreError
from core.model.jobs import Reason
from core.model.requests import BatchRequest, JobKind, OnExisting
from gui.actions.copying import CopyController
from gui.actions.drop_dialog import DropDialog
from gui.actions.plan_dialog import PlanDialog
from gui.actions.planning import PlanController
from gui.qt.tasks import Tasks
from gui.settings.preferences import Settings
from gui.text.place import Item, ItemKind, Place
from tests.gui.queue_rows import LateTasks, quiet  # noqa: F401
from tests.gui.two_counts import EXACT, FOLDER, RANGE, TwoCounts

DENIED = StoreError(Kind.DENIED, "HeadObject")
RANGE_SAID, EXACT_SAID = "2,000 to 8,000", "2,345"


class Stage:
    """A window over both ways to a dialog; each step of the work is done when the test says so."""

    def __init__(self, window: QWidget, settings: Settings) -> None:
        self.window, self.engine = window, TwoCounts()
        self.tasks = LateTasks()
        given: Tasks = self.tasks  # type: ignore[assignment]
        self.planning = PlanController(self.engine, browse=given, clerk=given, window=window, settings=settings)
        self.copying = CopyController(self.engine, browse=given, clerk=given, window=window, settings=settings)

    def step(self) -> None:
        """Do the next thing that somebody still waits for."""
        while (asked := self.tasks.waiting.pop(0)).dropped:
            pass
        asked.finish()

    def plan(self) -> PlanDialog:
        """The plan of a rename, when its range was counted."""
        self.planning.show_plan([FOLDER])
        self.step()
        return next(sheet for sheet in self.window.findChildren(PlanDialog) if sheet.isVisible())

    def drop(self) -> DropDialog:
        """The dialog of a copied folder, before anything is counted."""
        self.copying.show_plan([Item(ItemKind.PREFIX, "Studio", "photos", "a/")], Place("Studio", "backup", "copies/"))
        self.step()
        return next(sheet for sheet in self.window.findChildren(DropDialog) if sheet.isVisible())

    def either(self, kind: type[QDialog]) -> PlanDialog | DropDialog:
        """One of the dialogs, while its range is made exact."""
        if kind is PlanDialog:
            return self.plan()
        sheet = self.drop()
        self.step()
        return sheet


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Iterator[Stage]:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    yield Stage(window, Settings(tmp_path))
    for sheet in [*window.findChildren(PlanDialog), *window.findChildren(DropDialog)]:
        sheet.close()
    window.close()


EITHER = pytest.mark.parametrize("kind", [PlanDialog, DropDialog])


def requests_said(sheet: PlanDialog | DropDialog) -> str:
    return sheet.panel.facts.said["Requests"].text()


def start_button(sheet: PlanDialog | DropDialog) -> QAbstractButton:
    return sheet.start_button if isinstance(sheet, PlanDialog) else sheet.queue_button


# ---------------------------------------------------------------- both stages


def test_no_plan_is_kept_back_until_it_is_exact(stage: Stage) -> None:
    sheet = stage.plan()
    assert stage.engine.stages == [False]
    assert len(stage.tasks.waiting) == 1
    assert sheet.isVisible()
    stage.tasks.finish()
    assert stage.engine.counted == [(sheet.requests(), False), (sheet.requests(), True)]


@EITHER
def test_the_range_stands_there_while_it_is_made_exact(stage: Stage, kind: type[QDialog]) -> None:
    sheet = stage.either(kind)
    assert RANGE_SAID in requests_said(sheet)
    assert sheet.panel.said.text() == "Counting exactly: 0 of 2,000 objects so far"
    assert (sheet.panel.bar.isVisible(), sheet.panel.bar.maximum()) == (True, 2000)
    sheet.panel.show_refining(1234, 2000)
    assert sheet.panel.bar.value() == 1234
    assert sheet.panel.said.text() == "Counting exactly: 1,234 of 2,000 objects so far"
    assert start_button(sheet).isEnabled()
    stage.tasks.finish()
    assert EXACT_SAID in requests_said(sheet)
    assert not any(part.isVisible() for part in (sheet.panel.bar, sheet.panel.said, sheet.panel.button))
    assert stage.engine.stages == [False, True]


@EITHER
def test_what_stays_a_range_is_not_counted_a_third_time(stage: Stage, kind: type[QDialog]) -> None:
    stage.engine.second = RANGE
    sheet = stage.either(kind)
    stage.tasks.finish()
    assert stage.engine.stages == [False, True]
    assert RANGE_SAID in requests_said(sheet)
    assert not sheet.panel.button.isVisible()


def test_only_who_has_no_figures_yet_starts_without_counting(stage: Stage) -> None:
    sheet = stage.drop()
    assert sheet.queue_button.text() == "Start without counting"
    assert not sheet.panel.button.isVisible()
    stage.step()
    assert sheet.panel.button.isVisible()
    assert sheet.queue_button.text() == "Queue 1 copies"
    stage.step()
    assert sheet.queue_button.text() == "Queue 1 copies"


# ---------------------------------------------------------------- stopping


@EITHER
def test_it_can_be_stopped_and_gone_on_with(stage: Stage, kind: type[QDialog]) -> None:
    sheet = stage.either(kind)
    button, (second,) = sheet.panel.button, stage.tasks.waiting
    assert button.text() == "&Stop counting"
    top = button.mapTo(sheet, button.rect().topLeft())
    button.click()
    assert second.dropped
    assert RANGE_SAID in requests_said(sheet)
    assert not sheet.panel.bar.isVisible()
    assert button.text() == "Count e&xactly"
    QApplication.processEvents()
    assert button.mapTo(sheet, button.rect().topLeft()).y() == top.y()  # it stays under the pointer
    stage.tasks.finish()
    assert RANGE_SAID in requests_said(sheet)
    button.click()
    assert button.text() == "&Stop counting"
    assert sheet.panel.bar.isVisible()
    stage.tasks.finish()
    assert EXACT_SAID in requests_said(sheet)
    assert stage.engine.read_caches[-1] is not None
    assert stage.engine.read_caches[-1] is stage.engine.read_caches[-2]  # what was looked at is not asked again


@EITHER
def test_a_second_count_that_fails_keeps_the_range_and_can_be_tried_again(stage: Stage, kind: type[QDialog]) -> None:
    stage.engine.fail_exactly = DENIED
    sheet = stage.either(kind)
    stage.tasks.finish()
    assert RANGE_SAID in requests_said(sheet)
    assert sheet.panel.said.text().startswith("It could not be counted exactly: ")
    assert start_button(sheet).isEnabled()
    stage.engine.fail_exactly = None
    sheet.panel.button.click()
    stage.tasks.finish()
    assert EXACT_SAID in requests_said(sheet)
    assert not sheet.panel.said.isVisible()


@EITHER
def test_leaving_the_sheet_ends_the_count(stage: Stage, kind: type[QDialog]) -> None:
    sheet = stage.either(kind)
    (second,) = stage.tasks.waiting
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert second.dropped
    stage.tasks.finish()
    assert stage.engine.queued == []


@EITHER
def test_enter_begins_meanwhile_and_ends_the_count(stage: Stage, kind: type[QDialog]) -> None:
    sheet = stage.either(kind)
    (second,) = stage.tasks.waiting
    wanted: tuple[BatchRequest, ...] = sheet.requests()
    QTest.keyClick(sheet, Qt.Key.Key_Return)
    assert second.dropped
    stage.tasks.finish()
    assert stage.engine.queued == list(wanted)


@EITHER
def test_another_choice_gives_it_up_and_is_counted_in_both_stages(stage: Stage, kind: type[QDialog]) -> None:
    sheet = stage.either(kind)
    (second,) = stage.tasks.waiting
    sheet.existing.choose(OnExisting.OVERWRITE)
    assert second.dropped
    assert sheet.panel.bar.isVisible()
    assert sheet.panel.bar.maximum() == 0
    assert not sheet.panel.button.isVisible()
    stage.engine.counted.clear()
    stage.tasks.finish()
    asked = [
        ([one.options.on_existing for one in requests], exactly) for requests, exactly in stage.engine.counted[-2:]
    ]
    assert asked == [([OnExisting.OVERWRITE], False), ([OnExisting.OVERWRITE], True)]
    assert EXACT_SAID in requests_said(sheet)


def test_another_choice_is_counted_anew_also_after_a_stop(stage: Stage) -> None:
    sheet = stage.plan()
    sheet.panel.button.click()
    sheet.existing.choose(OnExisting.SKIP)
    assert not sheet.panel.button.isVisible()
    stage.tasks.finish()
    assert EXACT_SAID in requests_said(sheet)


def test_new_prices_are_counted_with_in_both_stages(stage: Stage) -> None:
    sheet = stage.plan()
    (second,) = stage.tasks.waiting
    stage.planning.prices_changed.emit()
    assert second.dropped
    assert sheet.panel.bar.maximum() == 0
    stage.tasks.finish()
    assert stage.engine.stages[-2:] == [False, True]


# ---------------------------------------------------------------- the keyboard


@EITHER
def test_exact_figures_leave_the_keyboard_where_it_is(stage: Stage, kind: type[QDialog], qtbot: QtBot) -> None:
    sheet = stage.either(kind)
    sheet.activateWindow()
    qtbot.waitUntil(sheet.isActiveWindow)
    sheet.existing.combo.setFocus()
    stage.tasks.finish()
    assert sheet.focusWidget() is sheet.existing.combo


@EITHER
def test_a_button_that_goes_leaves_the_keyboard_to_no_other_button(
    stage: Stage, kind: type[QDialog], qtbot: QtBot
) -> None:
    sheet = stage.either(kind)
    sheet.activateWindow()
    qtbot.waitUntil(sheet.isActiveWindow)
    sheet.panel.button.setFocus()
    QTest.keyClick(sheet.panel.button, Qt.Key.Key_Return)
    assert sheet.panel.button.hasFocus()
    assert sheet.panel.button.text() == "Count e&xactly"
    QTest.keyClick(sheet.panel.button, Qt.Key.Key_Space)
    stage.tasks.finish()
    assert sheet.focusWidget().accessibleName() == "What will be done"
    assert sheet.isVisible()


@EITHER
def test_tab_comes_from_the_figures_to_the_button_and_then_to_the_choices(stage: Stage, kind: type[QDialog]) -> None:
    stage.engine.first = replace(RANGE, refused={Reason.APPENDABLE: 1, Reason.TOO_LARGE: 2})
    sheet = stage.either(kind)
    order: list[QWidget | None] = []
    first = list(sheet.panel.facts.arrows.values())[-1]
    widget = first.nextInFocusChain()
    while widget is not None and widget is not first:
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            order.append(widget)
        widget = widget.nextInFocusChain()
    assert order[:2] == [sheet.panel.button, sheet.existing.combo]


@EITHER
@pytest.mark.parametrize("stopped", ["stopped", "counting"])
def test_each_letter_leads_to_one_thing(stage: Stage, kind: type[QDialog], stopped: str) -> None:
    stage.engine.first = replace(RANGE, refused={Reason.ARCHIVED: 1})
    sheet = stage.either(kind)
    sheet.restore.tick.click()
    sheet.restore.offer_tiers(("Expedited", "Bulk"))
    stage.step()
    if stopped == "stopped":
        sheet.panel.button.click()
    shown: list[QAbstractButton | QLabel] = [*sheet.findChildren(QAbstractButton), *sheet.findChildren(QLabel)]
    texts = [part.text() for part in shown if part.isVisible()]
    letters = [found.group(1).lower() for text in texts if (found := re.search(r"&(\w)", text))]
    assert {"i", "w", "d", "e", "x" if stopped == "stopped" else "s"} <= set(letters)
    assert len(letters) == len(set(letters))


@EITHER
def test_the_bar_and_the_button_say_what_they_are(stage: Stage, kind: type[QDialog]) -> None:
    sheet = stage.either(kind)
    assert sheet.panel.bar.accessibleName() == "The objects are being counted exactly"
    assert sheet.panel.button.toolTip() == sheet.panel.button.accessibleDescription() != ""
    sheet.panel.button.click()
    assert "three requests for each" in sheet.panel.button.toolTip()
    sheet.existing.choose(OnExisting.SKIP)
    assert sheet.panel.bar.accessibleName() == "The objects are being counted"


def test_a_final_deletion_is_exact_at_once(stage: Stage) -> None:
    stage.engine.first = replace(EXACT, deletes=2000)
    stage.planning.show_plan([replace(FOLDER, kind=JobKind.DELETE, target=FOLDER.source)])
    stage.tasks.finish()
    assert stage.engine.stages == [False]
