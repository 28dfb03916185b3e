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
from tests.gui.counting_engine import EXACT, FOLDER, RANGE, CountingEngine
from tests.gui.queue_fixture import LateTasks, quiet  # noqa: F401

DENIED = StoreError(Kind.DENIED, "HeadObject")
RANGE_SAID, EXACT_SAID = "2,000 to 8,000", "2,345"


class DialogsFixture:
    """A window over both ways to a dialog; each step of the work is done when the test says so."""

    def __init__(self, window: QWidget, settings: Settings) -> None:
        self.window, self.engine = window, CountingEngine()
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
        return next(dialog for dialog in self.window.findChildren(PlanDialog) if dialog.isVisible())

    def drop(self) -> DropDialog:
        """The dialog of a copied folder, before anything is counted."""
        self.copying.show_plan([Item(ItemKind.PREFIX, "Studio", "photos", "a/")], Place("Studio", "backup", "copies/"))
        self.step()
        return next(dialog for dialog in self.window.findChildren(DropDialog) if dialog.isVisible())

    def either(self, kind: type[QDialog]) -> PlanDialog | DropDialog:
        """One of the dialogs, while its range is made exact."""
        if kind is PlanDialog:
            return self.plan()
        dialog = self.drop()
        self.step()
        return dialog


@pytest.fixture
def dialogs(qtbot: QtBot, tmp_path: Path) -> Iterator[DialogsFixture]:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    yield DialogsFixture(window, Settings(tmp_path))
    for dialog in [*window.findChildren(PlanDialog), *window.findChildren(DropDialog)]:
        dialog.close()
    window.close()


EITHER = pytest.mark.parametrize("kind", [PlanDialog, DropDialog])


def requests_said(dialog: PlanDialog | DropDialog) -> str:
    return dialog.panel.facts.said["Requests"].text()


def start_button(dialog: PlanDialog | DropDialog) -> QAbstractButton:
    return dialog.start_button if isinstance(dialog, PlanDialog) else dialog.queue_button


# ---------------------------------------------------------------- both dialogs


def test_no_plan_is_kept_back_until_it_is_exact(dialogs: DialogsFixture) -> None:
    dialog = dialogs.plan()
    assert dialogs.engine.stages == [False]
    assert len(dialogs.tasks.waiting) == 1
    assert dialog.isVisible()
    dialogs.tasks.finish()
    assert dialogs.engine.counted == [(dialog.requests(), False), (dialog.requests(), True)]


@EITHER
def test_the_range_stands_there_while_it_is_made_exact(dialogs: DialogsFixture, kind: type[QDialog]) -> None:
    dialog = dialogs.either(kind)
    assert RANGE_SAID in requests_said(dialog)
    assert dialog.panel.said.text() == "Counting exactly: 0 of 2,000 objects so far"
    assert (dialog.panel.bar.isVisible(), dialog.panel.bar.maximum()) == (True, 2000)
    dialog.panel.show_refining(1234, 2000)
    assert dialog.panel.bar.value() == 1234
    assert dialog.panel.said.text() == "Counting exactly: 1,234 of 2,000 objects so far"
    assert start_button(dialog).isEnabled()
    dialogs.tasks.finish()
    assert EXACT_SAID in requests_said(dialog)
    assert not any(part.isVisible() for part in (dialog.panel.bar, dialog.panel.said, dialog.panel.button))
    assert dialogs.engine.stages == [False, True]


@EITHER
def test_what_stays_a_range_is_not_counted_a_third_time(dialogs: DialogsFixture, kind: type[QDialog]) -> None:
    dialogs.engine.second = RANGE
    dialog = dialogs.either(kind)
    dialogs.tasks.finish()
    assert dialogs.engine.stages == [False, True]
    assert RANGE_SAID in requests_said(dialog)
    assert not dialog.panel.button.isVisible()


def test_only_who_has_no_figures_yet_starts_without_counting(dialogs: DialogsFixture) -> None:
    dialog = dialogs.drop()
    assert dialog.queue_button.text() == "Start without counting"
    assert not dialog.panel.button.isVisible()
    dialogs.step()
    assert dialog.panel.button.isVisible()
    assert dialog.queue_button.text() == "Queue 1 copies"
    dialogs.step()
    assert dialog.queue_button.text() == "Queue 1 copies"


# ---------------------------------------------------------------- stopping


@EITHER
def test_it_can_be_stopped_and_gone_on_with(dialogs: DialogsFixture, kind: type[QDialog]) -> None:
    dialog = dialogs.either(kind)
    button, (second,) = dialog.panel.button, dialogs.tasks.waiting
    assert button.text() == "&Stop counting"
    top = button.mapTo(dialog, button.rect().topLeft())
    button.click()
    assert second.dropped
    assert RANGE_SAID in requests_said(dialog)
    assert not dialog.panel.bar.isVisible()
    assert button.text() == "Count e&xactly"
    QApplication.processEvents()
    assert button.mapTo(dialog, button.rect().topLeft()).y() == top.y()  # it stays under the pointer
    dialogs.tasks.finish()
    assert RANGE_SAID in requests_said(dialog)
    button.click()
    assert button.text() == "&Stop counting"
    assert dialog.panel.bar.isVisible()
    dialogs.tasks.finish()
    assert EXACT_SAID in requests_said(dialog)
    assert dialogs.engine.read_caches[-1] is not None
    assert dialogs.engine.read_caches[-1] is dialogs.engine.read_caches[-2]  # what was looked at is not asked again


@EITHER
def test_a_second_count_that_fails_keeps_the_range_and_can_be_tried_again(
    dialogs: DialogsFixture, kind: type[QDialog]
) -> None:
    dialogs.engine.fail_exactly = DENIED
    dialog = dialogs.either(kind)
    dialogs.tasks.finish()
    assert RANGE_SAID in requests_said(dialog)
    assert dialog.panel.said.text().startswith("It could not be counted exactly: ")
    assert start_button(dialog).isEnabled()
    dialogs.engine.fail_exactly = None
    dialog.panel.button.click()
    dialogs.tasks.finish()
    assert EXACT_SAID in requests_said(dialog)
    assert not dialog.panel.said.isVisible()


@EITHER
def test_leaving_the_dialog_ends_the_count(dialogs: DialogsFixture, kind: type[QDialog]) -> None:
    dialog = dialogs.either(kind)
    (second,) = dialogs.tasks.waiting
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert second.dropped
    dialogs.tasks.finish()
    assert dialogs.engine.queued == []


@EITHER
def test_enter_begins_meanwhile_and_ends_the_count(dialogs: DialogsFixture, kind: type[QDialog]) -> None:
    dialog = dialogs.either(kind)
    (second,) = dialogs.tasks.waiting
    wanted: tuple[BatchRequest, ...] = dialog.requests()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert second.dropped
    dialogs.tasks.finish()
    assert dialogs.engine.queued == list(wanted)


@EITHER
def test_another_choice_gives_it_up_and_is_counted_in_both_stages(dialogs: DialogsFixture, kind: type[QDialog]) -> None:
    dialog = dialogs.either(kind)
    (second,) = dialogs.tasks.waiting
    dialog.existing.choose(OnExisting.OVERWRITE)
    assert second.dropped
    assert dialog.panel.bar.isVisible()
    assert dialog.panel.bar.maximum() == 0
    assert not dialog.panel.button.isVisible()
    dialogs.engine.counted.clear()
    dialogs.tasks.finish()
    asked = [
        ([one.options.on_existing for one in requests], exactly) for requests, exactly in dialogs.engine.counted[-2:]
    ]
    assert asked == [([OnExisting.OVERWRITE], False), ([OnExisting.OVERWRITE], True)]
    assert EXACT_SAID in requests_said(dialog)


def test_another_choice_is_counted_anew_also_after_a_stop(dialogs: DialogsFixture) -> None:
    dialog = dialogs.plan()
    dialog.panel.button.click()
    dialog.existing.choose(OnExisting.SKIP)
    assert not dialog.panel.button.isVisible()
    dialogs.tasks.finish()
    assert EXACT_SAID in requests_said(dialog)


def test_new_prices_are_counted_with_in_both_stages(dialogs: DialogsFixture) -> None:
    dialog = dialogs.plan()
    (second,) = dialogs.tasks.waiting
    dialogs.planning.prices_changed.emit()
    assert second.dropped
    assert dialog.panel.bar.maximum() == 0
    dialogs.tasks.finish()
    assert dialogs.engine.stages[-2:] == [False, True]


# ---------------------------------------------------------------- the keyboard


@EITHER
def test_exact_figures_leave_the_keyboard_where_it_is(
    dialogs: DialogsFixture, kind: type[QDialog], qtbot: QtBot
) -> None:
    dialog = dialogs.either(kind)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.existing.combo.setFocus()
    dialogs.tasks.finish()
    assert dialog.focusWidget() is dialog.existing.combo


@EITHER
def test_a_button_that_goes_leaves_the_keyboard_to_no_other_button(
    dialogs: DialogsFixture, kind: type[QDialog], qtbot: QtBot
) -> None:
    dialog = dialogs.either(kind)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.panel.button.setFocus()
    QTest.keyClick(dialog.panel.button, Qt.Key.Key_Return)
    assert dialog.panel.button.hasFocus()
    assert dialog.panel.button.text() == "Count e&xactly"
    QTest.keyClick(dialog.panel.button, Qt.Key.Key_Space)
    dialogs.tasks.finish()
    assert dialog.focusWidget().accessibleName() == "What will be done"
    assert dialog.isVisible()


@EITHER
def test_tab_comes_from_the_figures_to_the_button_and_then_to_the_choices(
    dialogs: DialogsFixture, kind: type[QDialog]
) -> None:
    dialogs.engine.first = replace(RANGE, refused={Reason.APPENDABLE: 1, Reason.TOO_LARGE: 2})
    dialog = dialogs.either(kind)
    order: list[QWidget | None] = []
    first = list(dialog.panel.facts.arrows.values())[-1]
    widget = first.nextInFocusChain()
    while widget is not None and widget is not first:
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            order.append(widget)
        widget = widget.nextInFocusChain()
    assert order[:2] == [dialog.panel.button, dialog.existing.combo]


@EITHER
@pytest.mark.parametrize("stopped", ["stopped", "counting"])
def test_each_letter_leads_to_one_thing(dialogs: DialogsFixture, kind: type[QDialog], stopped: str) -> None:
    dialogs.engine.first = replace(RANGE, refused={Reason.ARCHIVED: 1})
    dialog = dialogs.either(kind)
    dialog.restore.tick.click()
    dialog.restore.offer_tiers(("Expedited", "Bulk"))
    dialogs.step()
    if stopped == "stopped":
        dialog.panel.button.click()
    shown: list[QAbstractButton | QLabel] = [*dialog.findChildren(QAbstractButton), *dialog.findChildren(QLabel)]
    texts = [part.text() for part in shown if part.isVisible()]
    letters = [found.group(1).lower() for text in texts if (found := re.search(r"&(\w)", text))]
    assert {"i", "w", "d", "e", "x" if stopped == "stopped" else "s"} <= set(letters)
    assert len(letters) == len(set(letters))


@EITHER
def test_the_bar_and_the_button_say_what_they_are(dialogs: DialogsFixture, kind: type[QDialog]) -> None:
    dialog = dialogs.either(kind)
    assert dialog.panel.bar.accessibleName() == "The objects are being counted exactly"
    assert dialog.panel.button.toolTip() == dialog.panel.button.accessibleDescription() != ""
    dialog.panel.button.click()
    assert "three requests for each" in dialog.panel.button.toolTip()
    dialog.existing.choose(OnExisting.SKIP)
    assert dialog.panel.bar.accessibleName() == "The objects are being counted"


def test_a_final_deletion_is_exact_at_once(dialogs: DialogsFixture) -> None:
    dialogs.engine.first = replace(EXACT, deletes=2000)
    dialogs.planning.show_plan([replace(FOLDER, kind=JobKind.DELETE, target=FOLDER.source)])
    dialogs.tasks.finish()
    assert dialogs.engine.stages == [False]
