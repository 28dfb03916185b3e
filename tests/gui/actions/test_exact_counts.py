"""Counting in two stages: a range at once, then the exact number; and how a question tells both."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from core.model.errors import Kind, StoreError
from core.model.requests import CopyRequest, JobKind, JobRequest, PrefixRequest
from core.rules.estimate import Estimate
from gui.actions.counting import CostNote, Counting
from gui.qt.tasks import Tasks
from tests.gui.counting_engine import EXACT, FOLDER, RANGE, TOTAL, CountingEngine
from tests.gui.queue_fixture import LateTasks, quiet, ref  # noqa: F401

DENIED = StoreError(Kind.DENIED, "HeadObject")


class Told:
    """All that a counting tells, in order."""

    def __init__(self, counting: Counting) -> None:
        self.done: list[Estimate] = []
        self.failed: list[Exception] = []
        self.unrefined: list[Exception] = []
        self.refining: list[tuple[int, int]] = []
        self.counted: list[int] = []
        counting.done.connect(self.done.append)
        counting.failed.connect(self.failed.append)
        counting.unrefined.connect(self.unrefined.append)
        counting.refining.connect(lambda count, total: self.refining.append((count, total)))
        counting.counted.connect(self.counted.append)


class CountingFixture:
    def __init__(self, window: QWidget, engine: CountingEngine | None = None, *, refines: bool = True) -> None:
        self.engine, self.tasks = engine or CountingEngine(), LateTasks()
        given: Tasks = self.tasks  # type: ignore[assignment]
        self.counting = Counting(self.engine, given, window, refines=refines)
        self.told = Told(self.counting)

    def step(self) -> None:
        """Do the one thing that was asked for."""
        (asked,) = self.tasks.waiting
        self.tasks.waiting.clear()
        asked.finish()


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[QWidget]:
    window = QWidget()
    qtbot.addWidget(window)
    yield window
    window.close()


def test_a_range_is_told_at_once_and_is_then_made_exact(window: QWidget) -> None:
    fixture = CountingFixture(window)
    fixture.counting.start([FOLDER])
    fixture.step()
    assert fixture.told.done == [RANGE]
    assert fixture.told.refining == [(0, TOTAL)]
    assert fixture.counting.is_going_on
    fixture.step()
    assert fixture.told.done == [RANGE, EXACT]
    assert fixture.engine.counted == [((FOLDER,), False), ((FOLDER,), True)]
    assert not fixture.counting.is_going_on


def test_what_is_exact_at_once_is_counted_once(window: QWidget) -> None:
    fixture = CountingFixture(window, CountingEngine(first=replace(EXACT, objects=3)))
    fixture.counting.start([FOLDER])
    fixture.tasks.finish()
    fixture.counting.refine()
    assert fixture.tasks.waiting == []
    assert fixture.engine.stages == [False]
    assert fixture.told.refining == []


def test_there_is_never_a_third_count(window: QWidget) -> None:
    fixture = CountingFixture(window, CountingEngine(second=replace(EXACT, drawn=True)))
    fixture.counting.start([FOLDER])
    fixture.tasks.finish()
    fixture.counting.refine()
    assert fixture.tasks.waiting == []
    assert fixture.engine.stages == [False, True]


def test_a_count_for_which_the_range_is_enough_stays_one_count(window: QWidget) -> None:
    fixture = CountingFixture(window, refines=False)
    fixture.counting.start([FOLDER])
    fixture.tasks.finish()
    assert fixture.engine.stages == [False]


def test_it_goes_on_from_a_range_that_was_counted_elsewhere(window: QWidget) -> None:
    fixture = CountingFixture(window)
    fixture.counting.go_on_from([FOLDER], RANGE)
    fixture.tasks.finish()
    assert fixture.engine.counted == [((FOLDER,), True)]
    assert fixture.told.done == [EXACT]
    fixture.counting.go_on_from([FOLDER], EXACT)
    assert fixture.tasks.waiting == []


def test_the_second_count_can_be_stopped_and_gone_on_with(window: QWidget) -> None:
    fixture = CountingFixture(window)
    fixture.counting.start([FOLDER])
    fixture.step()
    (second,) = fixture.tasks.waiting
    fixture.counting.stop()
    assert second.dropped
    fixture.step()
    assert fixture.told.done == [RANGE]
    fixture.counting.refine()
    fixture.step()
    assert fixture.told.done == [RANGE, EXACT]


def test_whoever_hears_of_the_range_can_stop_what_follows(window: QWidget) -> None:
    fixture = CountingFixture(window)
    fixture.counting.done.connect(fixture.counting.stop)
    fixture.counting.start([FOLDER])
    fixture.tasks.finish()
    assert fixture.told.done == [RANGE]
    assert fixture.told.refining == []


def test_a_second_count_that_fails_takes_nothing_back_and_can_be_tried_again(window: QWidget) -> None:
    fixture = CountingFixture(window, CountingEngine(fail_exactly=DENIED))
    fixture.counting.start([FOLDER])
    fixture.tasks.finish()
    assert (fixture.told.done, fixture.told.failed, fixture.told.unrefined) == ([RANGE], [], [DENIED])
    fixture.engine.fail_exactly = None
    fixture.counting.refine()
    fixture.tasks.finish()
    assert fixture.told.done == [RANGE, EXACT]


def test_a_first_count_that_fails_is_not_followed(window: QWidget) -> None:
    fixture = CountingFixture(window, CountingEngine(fail=DENIED))
    fixture.counting.start([FOLDER])
    fixture.tasks.finish()
    fixture.counting.refine()
    assert (fixture.told.failed, fixture.told.unrefined) == ([DENIED], [])
    assert fixture.tasks.waiting == []


def test_other_requests_give_the_second_count_up_and_are_counted_in_both_stages(window: QWidget) -> None:
    fixture = CountingFixture(window)
    other = replace(FOLDER, target=ref("c/"))
    fixture.counting.start([FOLDER])
    fixture.step()
    (second,) = fixture.tasks.waiting
    fixture.counting.start([other])
    assert second.dropped
    assert fixture.told.counted == [0]  # what showed the second count shows at once that it is over
    fixture.tasks.finish()
    assert fixture.engine.counted[-2:] == [((other,), False), ((other,), True)]
    assert fixture.told.done == [RANGE, RANGE, EXACT]


def test_what_is_to_be_counted_is_looked_for_once(window: QWidget) -> None:
    fixture, found = CountingFixture(window), list[int]()

    def find() -> Sequence[PrefixRequest]:
        found.append(1)
        return [FOLDER]

    fixture.counting.start_found(find)
    fixture.tasks.finish()
    assert fixture.engine.stages == [False, True]
    assert found == [1]


def test_it_tells_how_many_of_all_objects_it_has_looked_at(
    qtbot: QtBot, tasks: Callable[..., Tasks], window: QWidget
) -> None:
    engine = CountingEngine(waits=True)
    counting = Counting(engine, tasks(), window)
    told = Told(counting)
    counting.start([FOLDER])
    qtbot.waitUntil(lambda: (77, TOTAL) in told.refining)
    with qtbot.waitSignal(counting.done) as done:
        engine.gate.set()
    assert done.args == [EXACT]


# ---------------------------------------------------------------- in a question


class Asking:
    """A question that stands open and tells what agreeing takes."""

    def __init__(self, window: QWidget, engine: CountingEngine) -> None:
        self.engine, self.tasks = engine, LateTasks()
        self.box = QMessageBox(QMessageBox.Icon.Question, "Undo", "Undo it?", QMessageBox.StandardButton.Yes, window)
        self.box.setInformativeText("Queued long ago.")
        given: Tasks = self.tasks  # type: ignore[assignment]
        CostNote(self.box, engine, given, self._find)
        self.box.open()

    def _find(self) -> Sequence[JobRequest]:
        return [CopyRequest(ref("b"), ref("a"), kind=JobKind.RENAME)] * TOTAL

    def step(self) -> list[str]:
        """Do one count; return the lines that are told then."""
        self.tasks.waiting.pop(0).finish()
        QApplication.processEvents()
        return self.told

    @property
    def told(self) -> list[str]:
        return self.box.informativeText().split("\n\n")[1].splitlines()


def test_a_question_tells_the_range_first_and_then_the_exact_number(window: QWidget) -> None:
    asking = Asking(window, CountingEngine())
    *figures, last = asking.step()
    assert any("2,000 to 8,000" in line for line in figures)
    assert last == "Counting exactly: 0 of 2,000 objects so far"
    size = asking.box.size()
    told = asking.step()
    assert any(line.startswith("Requests: 2,345 (") for line in told)
    assert "Counting" not in asking.box.informativeText()
    assert asking.box.size() == size  # the buttons stay where they are
    assert [len(requests) for requests, _ in asking.engine.counted] == [TOTAL, TOTAL]


def test_a_question_keeps_its_range_where_the_exact_number_cannot_be_told(window: QWidget) -> None:
    asking = Asking(window, CountingEngine(fail_exactly=DENIED))
    asking.step()
    *figures, last = asking.step()
    assert any("2,000 to 8,000" in line for line in figures)
    assert last.startswith("It could not be counted exactly: ")


def test_an_answer_ends_the_second_count(window: QWidget) -> None:
    asking = Asking(window, CountingEngine())
    asking.step()
    (second,) = asking.tasks.waiting
    asking.box.button(QMessageBox.StandardButton.Yes).click()
    assert second.dropped
