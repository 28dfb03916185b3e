"""Targets that exist: what is asked, how often, and what is done with the answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialog, QWidget
from pytestqt.qtbot import QtBot

from core.model.errors import Kind, StoreError
from core.model.jobs import State
from core.model.reports import Frame, JobRow
from core.model.requests import JobKind, OnExisting
from core.model.values import ObjectInfo, ObjectRef, Props
from core.system.clock import Cancel
from gui.queue import conflict_text
from gui.queue.conflict_dialog import ConflictDialog, Side
from gui.queue.conflicts import KEPT, ConflictController, asking
from tests.gui.queue_fixture import Engine, LateTasks, batch, job, quiet, ref  # noqa: F401
from tests.gui.stubs import BrowserStub

SINCE = 1000.0


class Browser(BrowserStub):
    """Every object is as it is told to be."""

    def __init__(self) -> None:
        self.infos: dict[str, ObjectInfo] = {}
        self.asked: list[ObjectRef] = []

    def stat(self, ref: ObjectRef, cancel: Cancel) -> ObjectInfo:
        if not cancel.is_set:
            self.asked.append(ref)
        if ref.key not in self.infos:
            raise StoreError(Kind.NOT_FOUND, "HeadObject", 404)
        return self.infos[ref.key]


class ConflictFixture:
    def __init__(self, window: QWidget) -> None:
        self.engine, self.browser = Engine(), Browser()
        self.browse, self.clerk = LateTasks(), LateTasks()
        self.window = window
        self.controller = ConflictController(
            self.engine,
            self.browser,
            browse=self.browse,  # type: ignore[arg-type]
            clerk=self.clerk,  # type: ignore[arg-type]
            window=window,
            since=SINCE,
        )

    def frame(self, *jobs: JobRow, **more: Any) -> None:
        self.controller.take_frame(Frame(jobs=jobs, **more))

    @property
    def dialog(self) -> ConflictDialog:
        assert self.controller.dialog is not None
        return self.controller.dialog

    def click(self, choice: OnExisting, *, for_all: bool = False) -> None:
        self.dialog.for_all.setChecked(for_all)
        self.dialog.buttons[choice].click()
        self.clerk.finish()

    def retried(self) -> list[tuple[Any, ...]]:
        return [call[2:] for call in self.engine.calls if call[0] == "retry"]


@pytest.fixture
def conflicts(qtbot: QtBot) -> Iterator[ConflictFixture]:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    made = ConflictFixture(window)
    yield made
    if made.controller.dialog is not None:
        made.controller.dialog.hide()
    window.close()


def asks(number: int, of: int = 1, finished: float = SINCE + 1, **more: Any) -> JobRow:
    return job(number, of, State.REFUSED, asks=True, finished=finished, **more)


def info(key: str, size: int = 10, modified: float | None = 5.0, **more: Any) -> ObjectInfo:
    return ObjectInfo(ref(key), size, more.pop("etag", "E"), modified, props=Props(storage_class="IA"), **more)


# ---------------------------------------------------------------- asking


def test_a_copy_that_asks_is_asked_about_and_answered(conflicts: ConflictFixture) -> None:
    conflicts.frame(asks(7))
    assert conflicts.dialog.isVisible()
    assert not conflicts.dialog.isModal()
    assert "“7” exists" in conflicts.dialog.heading.text()
    conflicts.click(OnExisting.OVERWRITE)
    assert conflicts.retried() == [((7,), OnExisting.OVERWRITE)]
    assert conflicts.controller.dialog is None


@pytest.mark.parametrize("choice", [OnExisting.SKIP, OnExisting.OVERWRITE, OnExisting.KEEP_BOTH, OnExisting.DIFFERENT])
def test_each_button_is_its_choice(conflicts: ConflictFixture, choice: OnExisting) -> None:
    conflicts.frame(asks(7))
    conflicts.click(choice)
    assert conflicts.retried() == [((7,), choice)]


def test_other_refusals_are_not_asked_about(conflicts: ConflictFixture) -> None:
    conflicts.frame(job(1, 1, State.REFUSED), job(2, 1, State.DONE))
    assert conflicts.controller.dialog is None


def test_one_question_at_a_time(conflicts: ConflictFixture) -> None:
    conflicts.frame(asks(1), asks(2), asks(3, of=2))
    first = conflicts.dialog
    assert len(conflicts.window.findChildren(ConflictDialog)) == 1
    conflicts.click(OnExisting.SKIP)
    assert conflicts.dialog is first
    assert "“2”" in first.heading.text()
    conflicts.click(OnExisting.SKIP)
    conflicts.click(OnExisting.SKIP)
    assert conflicts.retried() == [((n,), OnExisting.SKIP) for n in (1, 2, 3)]
    assert conflicts.controller.dialog is None


def test_a_question_waits_until_an_open_dialog_is_closed(conflicts: ConflictFixture, qtbot: QtBot) -> None:
    other = QDialog(conflicts.window)
    other.open()
    conflicts.frame(asks(1))
    assert conflicts.controller.dialog is None
    other.reject()
    qtbot.waitUntil(lambda: conflicts.controller.dialog is not None)
    assert conflicts.dialog.isVisible()


def test_the_same_row_twice_is_one_question(conflicts: ConflictFixture) -> None:
    conflicts.frame(asks(1))
    conflicts.click(OnExisting.SKIP)
    conflicts.frame(asks(1))
    assert conflicts.controller.dialog is None


def test_a_copy_that_asks_again_after_a_retry_is_asked_about_again(conflicts: ConflictFixture) -> None:
    conflicts.frame(asks(1))
    conflicts.click(OnExisting.KEEP_BOTH)
    conflicts.frame(asks(1, finished=SINCE + 2))
    assert conflicts.dialog.isVisible()


def test_what_an_earlier_run_has_left_is_not_asked_about(conflicts: ConflictFixture) -> None:
    conflicts.frame(asks(1, finished=SINCE - 1))
    assert conflicts.controller.dialog is None


def test_a_question_that_is_settled_elsewhere_goes(conflicts: ConflictFixture) -> None:
    conflicts.frame(asks(1), asks(2))
    conflicts.frame(job(1, 1, State.RUNNING))
    assert "“2”" in conflicts.dialog.heading.text()
    conflicts.frame(gone=(1,))
    assert conflicts.controller.dialog is None


# ---------------------------------------------------------------- for all


def test_an_answer_for_all_is_for_the_batch(conflicts: ConflictFixture) -> None:
    conflicts.frame(asks(1), asks(2), asks(3, of=2), batches=(batch(1, State.REFUSED, many=True),))
    assert "(2)" in conflicts.dialog.for_all.text()
    conflicts.click(OnExisting.OVERWRITE, for_all=True)
    assert conflicts.retried() == [((1, 2), OnExisting.OVERWRITE)]
    assert "“3”" in conflicts.dialog.heading.text()
    assert not conflicts.dialog.for_all.isChecked()


def test_an_answer_for_all_holds_for_those_that_come_later(conflicts: ConflictFixture) -> None:
    conflicts.frame(asks(1), batches=(batch(1, many=True),))
    assert "so far" in conflicts.dialog.for_all.text()
    conflicts.click(OnExisting.SKIP, for_all=True)
    conflicts.frame(asks(2), asks(3))
    conflicts.clerk.finish()
    assert conflicts.retried() == [((1,), OnExisting.SKIP), ((2, 3), OnExisting.SKIP)]
    assert conflicts.controller.dialog is None


def test_a_batch_that_is_begun_anew_is_asked_about_anew(conflicts: ConflictFixture) -> None:
    conflicts.frame(asks(1), batches=(batch(1, many=True),))
    conflicts.click(OnExisting.SKIP, for_all=True)
    conflicts.frame(batches=(batch(1, State.DONE, many=True),))
    conflicts.frame(batches=(batch(1, many=True),))
    conflicts.frame(asks(4))
    assert conflicts.dialog.isVisible()


def test_a_single_copy_offers_nothing_for_all(conflicts: ConflictFixture) -> None:
    conflicts.frame(asks(1), batches=(batch(1),))
    assert not conflicts.dialog.for_all.isVisible()


def test_more_questions_than_are_kept_are_all_answered(conflicts: ConflictFixture) -> None:
    count = KEPT + 20
    conflicts.engine.known[1] = [asks(n) for n in range(count)] + [job(count, 1, State.REFUSED)]
    conflicts.frame(*conflicts.engine.known[1])
    assert conflicts.controller.count == count
    conflicts.click(OnExisting.SKIP, for_all=True)
    assert conflicts.retried() == [(tuple(range(count)), OnExisting.SKIP)]


def test_questions_that_are_not_kept_are_fetched_when_their_turn_comes(conflicts: ConflictFixture) -> None:
    conflicts.engine.known[1] = [asks(n) for n in range(KEPT + 1)]
    conflicts.frame(*conflicts.engine.known[1])
    for _ in range(KEPT):
        conflicts.click(OnExisting.SKIP)
    assert f"“{KEPT}”" in conflicts.dialog.heading.text()
    assert conflicts.controller.count == 1


def test_the_journal_is_read_page_by_page(conflicts: ConflictFixture) -> None:
    conflicts.engine.known[1] = [asks(n) for n in range(2500)]
    assert len(asking(conflicts.engine, 1)) == 2500
    assert len(asking(conflicts.engine, 1, limit=7)) == 7


# ---------------------------------------------------------------- later


@pytest.mark.parametrize("way", ["button", "escape", "cross"])
def test_deciding_later_asks_nothing_more(conflicts: ConflictFixture, way: str) -> None:
    conflicts.frame(asks(1), asks(2), batches=(batch(1, many=True),))
    if way == "button":
        conflicts.dialog.later.click()
    elif way == "escape":
        QTest.keyClick(conflicts.dialog, Qt.Key.Key_Escape)
    else:
        conflicts.dialog.close()
    conflicts.frame(asks(3))
    assert conflicts.controller.dialog is None
    assert conflicts.retried() == []


def test_a_retry_in_the_queue_asks_what_was_put_off(conflicts: ConflictFixture) -> None:
    conflicts.frame(asks(1), batches=(batch(1, State.REFUSED, many=True),))
    conflicts.dialog.later.click()
    conflicts.frame(job(1, 1, State.WAITING), batches=(batch(1, State.WAITING, many=True),))
    conflicts.frame(asks(1, finished=SINCE + 9), batches=(batch(1, State.REFUSED, many=True),))
    assert conflicts.dialog.isVisible()


def test_a_retry_that_ends_before_anybody_sees_it_run_asks_all_the_same(conflicts: ConflictFixture) -> None:
    conflicts.frame(asks(1), asks(2), batches=(batch(1, State.REFUSED, many=True),))
    conflicts.dialog.later.click()
    conflicts.frame(asks(1, finished=SINCE + 9), batches=(batch(1, State.REFUSED, many=True),))
    assert "“1”" in conflicts.dialog.heading.text()
    conflicts.click(OnExisting.SKIP)
    assert conflicts.controller.dialog is None  # nobody has tried the other one again


def test_an_answer_that_cannot_be_given_is_told(conflicts: ConflictFixture, qtbot: QtBot) -> None:
    def fail(**_: Any) -> None:
        raise StoreError(Kind.BUG)

    conflicts.engine.retry = fail  # type: ignore[method-assign]
    conflicts.frame(asks(1))
    with qtbot.waitSignal(conflicts.controller.failed):
        conflicts.click(OnExisting.SKIP)


# ---------------------------------------------------------------- what is shown


def test_both_objects_are_shown_side_by_side(conflicts: ConflictFixture) -> None:
    conflicts.browser.infos = {"a1/1": info("a1/1", 2048, 5e8, crc64=1), "b1/1": info("b1/1", 1024, 4e8, crc64=2)}
    conflicts.frame(asks(1))
    assert "Looking" in conflicts.dialog.cells[Side.SOURCE, "size"].text()
    conflicts.browse.finish()
    cells = {key: label.text() for key, label in conflicts.dialog.cells.items()}
    assert cells[Side.SOURCE, "place"] == "Studio: photos/a1/1"
    assert cells[Side.SOURCE, "size"] == "2 KiB (2,048 bytes) (larger)"
    assert cells[Side.SOURCE, "changed"].endswith("(newer)")
    assert not cells[Side.TARGET, "changed"].endswith("(newer)")
    assert cells[Side.TARGET, "class"] == "IA"
    assert "differ" in conflicts.dialog.content.text()


def test_a_look_that_fails_leaves_the_question_as_it_is(conflicts: ConflictFixture) -> None:
    conflicts.browser.infos = {"a1/1": info("a1/1")}
    conflicts.frame(asks(1))
    conflicts.browse.finish()
    assert "no such object" in conflicts.dialog.cells[Side.TARGET, "size"].text()
    conflicts.click(OnExisting.OVERWRITE)
    assert conflicts.retried()


def test_a_look_for_an_earlier_question_is_given_up(conflicts: ConflictFixture) -> None:
    conflicts.browser.infos = {key: info(key) for key in ("a1/1", "b1/1", "a1/2", "b1/2")}
    conflicts.frame(asks(1), asks(2))
    conflicts.click(OnExisting.SKIP)
    conflicts.browse.finish()
    assert [asked.key for asked in conflicts.browser.asked] == ["a1/2", "b1/2"]


def test_the_other_name_is_told(conflicts: ConflictFixture) -> None:
    conflicts.frame(asks(1))
    assert "“1 (2)”" in conflicts.dialog.other_name.text()
    assert "original" not in conflicts.dialog.other_name.text()
    conflicts.frame(gone=(1,))
    conflicts.frame(asks(5, of=2, kind=JobKind.RENAME))
    assert "original is deleted only after" in conflicts.dialog.other_name.text()


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (info("a", 1), info("b", 2), "different sizes"),
        (info("a", crc64=1), info("b", crc64=1), "the same: the store's CRC-64s"),
        (info("a", crc64=1), info("b", crc64=2), "CRC-64s are not equal"),
        (info("a"), info("b"), "as far as the ETags tell"),
        (info("a"), info("b", etag="F"), "not known"),
    ],
)
def test_no_more_is_said_of_the_contents_than_is_known(one: ObjectInfo, other: ObjectInfo, said: str) -> None:
    assert said in conflict_text.content(one, other)


def test_no_key_that_is_typed_by_chance_answers(conflicts: ConflictFixture) -> None:
    conflicts.frame(asks(1))
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_S):
        QTest.keyClick(conflicts.dialog, key)
        QTest.keyClick(conflicts.dialog.heading, key)
    conflicts.clerk.finish()
    assert conflicts.retried() == []
    assert conflicts.dialog.isVisible()


def test_everything_that_can_be_used_has_a_name(conflicts: ConflictFixture) -> None:
    conflicts.frame(asks(1), asks(2), batches=(batch(1, many=True),))
    for button in conflicts.dialog.findChildren(QAbstractButton):
        assert button.text() or button.accessibleName()
    assert all(cell.accessibleName() for cell in conflicts.dialog.cells.values())


@pytest.mark.parametrize("differs", ["yes", "no"])
def test_equal_bytes_with_other_properties_are_told_from_what_is_equal_altogether(differs: str) -> None:
    one = info("a", crc64=1)
    other = replace(info("b", crc64=1), props=Props({"content-type": "x/y"} if differs == "yes" else {}))
    said = conflict_text.content(one, other)
    assert said.startswith("The contents are the same: the store's CRC-64s are equal.")
    assert ("Other properties differ" in said) == (differs == "yes")


def test_enter_skips_after_a_moment_and_chooses_nothing_before(conflicts: ConflictFixture, qtbot: QtBot) -> None:
    conflicts.frame(asks(7))
    dialog = conflicts.dialog
    QTest.keyClick(dialog, Qt.Key.Key_Return)  # typed for something else
    assert conflicts.retried() == []
    dialog._calm.setInterval(0)
    dialog._calm.start()
    qtbot.waitUntil(dialog.buttons[OnExisting.SKIP].isDefault)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    conflicts.clerk.finish()
    assert conflicts.retried() == [((7,), OnExisting.SKIP)]
