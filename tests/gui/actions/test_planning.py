"""From requests to a plan that is shown, and to the queue."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from core.model.errors import Kind, StoreError
from core.model.requests import (
    BatchRequest,
    CopyRequest,
    DeleteRequest,
    JobKind,
    JobRequest,
    ListRequest,
    OnExisting,
    Options,
    PrefixRequest,
)
from core.model.values import Level
from core.rules.estimate import Estimate
from core.store.read_cache import ReadCache
from core.system.clock import Cancel
from gui.actions.counting import Counting
from gui.actions.estimate_panel import CountDialog
from gui.actions.plan_dialog import PlanDialog
from gui.actions.planning import PlanController
from gui.qt.tasks import Tasks
from gui.settings.preferences import Settings
from tests.gui.queue_fixture import LateTasks, quiet, ref  # noqa: F401
from tests.gui.stubs import EngineStub

DELETES = [DeleteRequest(ref(key)) for key in ("a", "b")]
LIST = ListRequest(ref(""), ref(""), JobKind.DELETE)


class Engine(EngineStub):
    """Counts as it is told, and records what is queued."""

    def __init__(self) -> None:
        self.answer = Estimate(objects=2, deletes=2, markers=2)
        self.fail: Exception | None = None
        self.counted: list[tuple[JobRequest | PrefixRequest, ...]] = []
        self.queued: list[tuple[BatchRequest, tuple[JobRequest, ...]]] = []
        self.gate = threading.Event()
        self.gate.set()

    def estimate(
        self,
        requests: Sequence[JobRequest | PrefixRequest],
        cancel: Cancel | None = None,
        tell: Callable[[int], None] = lambda _: None,
        read_cache: ReadCache | None = None,
        *,
        exactly: bool = False,
    ) -> Estimate:
        tell(41)
        while not self.gate.wait(0.005):
            assert cancel is not None
            cancel.check()
        self.counted.append(tuple(requests))
        if self.fail is not None:
            raise self.fail
        return self.answer

    def submit(self, request: BatchRequest, jobs: Sequence[JobRequest] = ()) -> int:
        self.queued.append((request, tuple(jobs)))
        return len(self.queued)


class PlanningFixture:
    def __init__(self, planning: PlanController, engine: Engine, tasks: LateTasks, window: QWidget) -> None:
        self.controller, self.engine, self.tasks, self.window = planning, engine, tasks, window
        self.looking: list[int] = []
        self.queued: list[tuple[int, int]] = []
        self.failed: list[Exception] = []
        planning.looking.connect(self.looking.append)
        planning.queued.connect(lambda batch, count: self.queued.append((batch, count)))
        planning.failed.connect(self.failed.append)

    def dialog(self) -> PlanDialog:
        self.tasks.finish()
        return next(dialog for dialog in self.window.findChildren(PlanDialog) if dialog.isVisible())

    def accept(self) -> None:
        self.dialog().accept()
        self.tasks.finish()


@pytest.fixture
def planning(qtbot: QtBot, tmp_path: Path) -> Iterator[PlanningFixture]:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    engine, tasks = Engine(), LateTasks()
    settings = Settings(tmp_path)
    settings.set_on_existing(OnExisting.SKIP)
    settings.set_trust(Level.CRC64)
    given: Tasks = tasks  # type: ignore[assignment]
    planning = PlanController(engine, browse=given, clerk=given, window=window, settings=settings)
    yield PlanningFixture(planning, engine, tasks, window)
    for dialog in window.findChildren(PlanDialog):
        dialog.close()
    window.close()


def test_new_prices_are_counted_with_at_once(planning: PlanningFixture) -> None:
    planning.controller.show_plan(DELETES)
    dialog = planning.dialog()
    planning.engine.answer = Estimate(objects=2, deletes=2, calls={"DeleteObjects": 77})
    planning.controller.prices_changed.emit()
    planning.tasks.finish()
    assert len(planning.engine.counted) == 2
    assert "77" in " ".join(label.text() for label in dialog.findChildren(QLabel))


def test_what_is_agreed_to_is_queued_as_one_batch(planning: PlanningFixture) -> None:
    planning.controller.show_plan(DELETES)
    assert planning.looking == [2]
    planning.accept()
    assert planning.engine.queued == [(LIST, tuple(DELETES))]
    assert planning.queued == [(1, 1)]
    assert planning.looking == [2, 0]


def test_folders_stay_batches_of_their_own_beside_a_list(planning: PlanningFixture) -> None:
    folder = PrefixRequest(ref("x/"), ref("x/"), kind=JobKind.DELETE)
    planning.controller.show_plan([*DELETES, folder])
    planning.accept()
    assert planning.engine.queued == [(folder, ()), (LIST, tuple(DELETES))]


def test_nothing_is_queued_when_the_dialog_is_left(planning: PlanningFixture) -> None:
    planning.controller.show_plan(DELETES)
    planning.dialog().reject()
    planning.tasks.finish()
    assert planning.engine.queued == []


def test_nothing_is_asked_about_nothing(planning: PlanningFixture) -> None:
    planning.controller.show_plan([])
    assert planning.looking == []
    assert not planning.tasks.waiting


def test_a_rename_that_says_nothing_gets_the_users_usual_options(planning: PlanningFixture) -> None:
    planning.engine.answer = Estimate(objects=1, simple=1)
    said = Options(on_existing=OnExisting.OVERWRITE)
    planning.controller.show_plan(
        [
            CopyRequest(ref("a"), ref("b"), kind=JobKind.RENAME),
            CopyRequest(ref("a"), ref("c"), said),
            CopyRequest(ref("a"), ref("a"), kind=JobKind.EDIT),
        ]
    )
    planning.tasks.finish()
    usual = Options(on_existing=OnExisting.SKIP, trust=Level.CRC64)
    assert [request.options for request in planning.engine.counted[0]] == [usual, said, Options()]


def test_another_choice_is_counted_and_queued_also_for_the_list(planning: PlanningFixture) -> None:
    planning.engine.answer = Estimate(objects=2, simple=2, conflicts=1)
    names = (("a1", "b1"), ("a2", "b2"))
    planning.controller.show_plan([CopyRequest(ref(old), ref(new), kind=JobKind.RENAME) for old, new in names])
    dialog = planning.dialog()
    dialog.existing.choose(OnExisting.OVERWRITE)
    planning.tasks.finish()
    assert planning.engine.counted[-1][0].options.on_existing is OnExisting.OVERWRITE
    planning.accept()
    (queued, jobs) = planning.engine.queued[0]
    assert queued.options.on_existing is jobs[0].options.on_existing is OnExisting.OVERWRITE


def test_a_count_that_fails_is_told(planning: PlanningFixture) -> None:
    planning.engine.fail = StoreError(Kind.DENIED, "ListObjects")
    planning.controller.show_plan(DELETES)
    planning.tasks.finish()
    assert planning.failed == [planning.engine.fail]
    assert planning.looking == [2, 0]
    assert not planning.window.findChildren(PlanDialog)


def test_a_count_that_is_given_up_shows_nothing(planning: PlanningFixture) -> None:
    planning.controller.show_plan(DELETES)
    planning.controller.give_up()
    planning.tasks.finish()
    assert planning.looking == [2, 0]
    assert not planning.window.findChildren(PlanDialog)
    planning.controller.give_up()
    assert planning.looking == [2, 0]


def test_another_plan_gives_the_earlier_one_up(planning: PlanningFixture) -> None:
    planning.controller.show_plan(DELETES)
    planning.controller.show_plan(DELETES[:1])
    planning.tasks.finish()
    assert len([dialog for dialog in planning.window.findChildren(PlanDialog) if dialog.isVisible()]) == 1


def test_a_long_count_shows_how_far_it_is_and_can_be_stopped(
    qtbot: QtBot, tasks: Callable[..., Tasks], tmp_path: Path
) -> None:
    window, engine = QWidget(), Engine()
    qtbot.addWidget(window)
    window.show()
    engine.gate.clear()
    browse = tasks()
    planning = PlanController(
        engine, browse=browse, clerk=browse, window=window, settings=Settings(tmp_path), busy_after_ms=1
    )
    planning.show_plan(DELETES)
    qtbot.waitUntil(lambda: any(dialog.isVisible() for dialog in window.findChildren(CountDialog)))
    (busy,) = window.findChildren(CountDialog)
    qtbot.waitUntil(lambda: "41" in busy.panel.said.text())
    with qtbot.waitSignal(planning.looking) as told:
        busy.reject()
    assert told.args == [0]
    assert engine.counted == []
    qtbot.waitUntil(lambda: not window.findChildren(CountDialog))


def test_a_quick_count_shows_no_other_dialog(planning: PlanningFixture) -> None:
    planning.controller.show_plan(DELETES)
    planning.dialog()
    QApplication.processEvents()
    assert not planning.window.findChildren(CountDialog)


def test_a_count_that_was_stopped_makes_room_for_another(qtbot: QtBot, tasks: Callable[..., Tasks]) -> None:
    parent, engine = QWidget(), Engine()
    qtbot.addWidget(parent)
    counting = Counting(engine, tasks(), parent)
    engine.gate.clear()
    counting.start(DELETES)
    with qtbot.waitSignal(counting.counted):
        pass
    assert counting.is_going_on
    counting.stop()
    assert not counting.is_going_on
    engine.gate.set()
    with qtbot.waitSignal(counting.done) as done:
        counting.start(DELETES[:1])
    assert done.args == [engine.answer]
    assert engine.counted[-1] == tuple(DELETES[:1])


@pytest.fixture
def dialog(qtbot: QtBot) -> CountDialog:
    made = CountDialog()
    qtbot.addWidget(made)
    made.open()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_return_gives_the_count_not_up(dialog: CountDialog) -> None:
    for widget in (dialog, *dialog.findChildren(QPushButton)):
        QTest.keyClick(widget, Qt.Key.Key_Return)
    assert dialog.isVisible()


def test_escape_gives_the_count_up(dialog: CountDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.rejected):
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
