"""Work leaves the GUI thread, its results come back to it, and all threads end."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from core.model.errors import Kind, StoreError
from core.model.jobs import PAGES_SLOT, State, Want
from core.model.reports import BatchRow, Frame
from core.model.values import ObjectRef
from core.system.clock import Cancel
from gui.qt.bridge import FRAME_MS, Bridge
from gui.qt.gc_thread import GuiCollector
from gui.qt.tasks import Tasks
from gui.qt.threads import WorkerPool, end_threads
from tests.gui.fake_engine import FakeEngine
from tests.gui.stubs import EngineStub

MakeTasks = Callable[..., Tasks]


def fail_test(problem: Exception) -> None:
    raise problem


def tells(number: int) -> Callable[[Cancel], int]:
    return lambda _: number


def test_a_result_is_delivered_in_the_gui_thread(qtbot: QtBot, tasks: MakeTasks) -> None:
    came: list[tuple[QThread, QThread]] = []
    tasks().run(
        lambda _: QThread.currentThread(),
        lambda worker: came.append((worker, QThread.currentThread())),
        failed=fail_test,
    )
    qtbot.waitUntil(lambda: bool(came))
    worker, receiver = came[0]
    assert receiver is QThread.currentThread()
    assert worker is not receiver


def test_a_failure_goes_to_its_own_receiver(qtbot: QtBot, tasks: MakeTasks) -> None:
    came: list[Exception] = []

    def work(_: Cancel) -> None:
        raise StoreError(Kind.DENIED)

    tasks().run(work, lambda _: pytest.fail("no result was expected"), failed=came.append)
    qtbot.waitUntil(lambda: bool(came))
    assert isinstance(came[0], StoreError)


@pytest.mark.expects_log("a task failed")
def test_a_fault_of_the_program_reaches_the_receiver_and_the_thread_lives_on(qtbot: QtBot, tasks: MakeTasks) -> None:
    pool = tasks()
    came: list[object] = []
    pool.run(lambda _: 1 // 0, lambda _: None, failed=came.append)
    pool.run(lambda _: "next", came.append, failed=fail_test)
    qtbot.waitUntil(lambda: len(came) == 2)
    assert isinstance(came[0], ZeroDivisionError)
    assert came[1] == "next"


def test_one_thread_does_the_work_in_the_order_in_which_it_was_asked_for(qtbot: QtBot, tasks: MakeTasks) -> None:
    pool = tasks("clerk", 1)
    came: list[int] = []
    for number in range(200):
        pool.run(tells(number), came.append, failed=fail_test)
    qtbot.waitUntil(lambda: len(came) == 200)
    assert came == list(range(200))


def test_a_dropped_request_is_cancelled_and_never_delivered(qtbot: QtBot, tasks: MakeTasks) -> None:
    pool, started = tasks(), threading.Event()
    seen: list[bool | None] = []

    def work(cancel: Cancel) -> None:
        started.set()
        seen.append(cancel.wait(5))
        cancel.check()

    request = pool.run(work, lambda _: pytest.fail("it was dropped"), failed=fail_test)
    assert started.wait(5)
    request.drop()
    pool.run(lambda _: None, seen.append, failed=fail_test)
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert seen == [True, None]


def test_a_result_for_a_widget_that_is_gone_is_dropped(qtbot: QtBot, tasks: MakeTasks) -> None:
    pool, gate = tasks(), threading.Event()
    after: list[str] = []
    owner = QObject()
    pool.run(lambda _: gate.wait(5), lambda _: pytest.fail("its owner is gone"), failed=fail_test, owner=owner)
    with qtbot.waitSignal(owner.destroyed):
        owner.deleteLater()
    gate.set()
    pool.run(lambda _: "after", after.append, failed=fail_test)
    qtbot.waitUntil(lambda: bool(after))


def test_a_receiver_that_breaks_does_not_lose_the_other_results(qtbot: QtBot, tasks: MakeTasks) -> None:
    pool, gate = tasks(), threading.Event()
    came: list[int] = []

    def break_down(_: object) -> None:
        raise RuntimeError("broken receiver")

    pool.run(lambda _: gate.wait(5), break_down, failed=fail_test)
    for number in range(3):
        pool.run(tells(number), came.append, failed=fail_test)
    with qtbot.capture_exceptions() as caught:
        gate.set()
        qtbot.waitUntil(lambda: len(came) == 3)
    assert came == [0, 1, 2]
    assert [kind for kind, _, _ in caught] == [RuntimeError]


def test_stopping_finishes_what_was_asked_for_when_told_to(tasks: MakeTasks) -> None:
    pool = tasks()
    done: list[int] = []

    def does(number: int) -> Callable[[Cancel], None]:
        return lambda _: done.append(number)

    for number in range(20):
        pool.run(does(number), lambda _: None, failed=fail_test)
    pool.stop(finish=True)
    assert all(thread.wait(5000) for thread in pool.threads)
    assert done == list(range(20))


def test_stopping_cancels_what_is_under_way_and_closes_each_thread(tasks: MakeTasks) -> None:
    ended: list[str] = []
    pool = tasks("browse", 3, at_end=lambda: ended.append(threading.current_thread().name))
    for _ in range(5):
        pool.run(lambda cancel: cancel.wait(30), lambda _: None, failed=fail_test)
    pool.stop()
    assert all(thread.wait(5000) for thread in pool.threads)
    assert len(ended) == 3


def test_nothing_is_begun_after_the_stop(tasks: MakeTasks) -> None:
    pool = tasks()
    pool.stop()
    request = pool.run(lambda _: pytest.fail("too late"), lambda _: None, failed=fail_test)
    assert not request.is_wanted


def test_workers_live_in_the_engine_until_it_stops(engine: FakeEngine) -> None:
    pool = WorkerPool(engine, 3)
    engine.stop()
    assert end_threads(pool.threads, lambda: pytest.fail("nothing had to be interrupted"))
    assert slots(engine) == [PAGES_SLOT, 0, 1, 2]


def test_a_larger_crew_starts_the_threads_that_it_lacks_and_a_smaller_one_none(engine: FakeEngine) -> None:
    pool = WorkerPool(engine, 2)
    for size in (4, 1, 3, 5):
        pool.resize(size)
        assert pool.size == size
    engine.stop()
    assert end_threads(pool.threads, lambda: pytest.fail("nothing had to be interrupted"))
    assert slots(engine) == [PAGES_SLOT, 0, 1, 2, 3, 4]
    assert [call[1] for call in engine.calls if call[0] == "set_workers"] == [2, 4, 1, 3, 5]


def slots(engine: FakeEngine) -> list[object]:
    """Which slots were worked in."""
    return sorted((call[1] for call in engine.calls if call[0] == "work"), key=str)


def test_threads_that_hang_on_a_socket_are_interrupted_until_they_end() -> None:
    class Stubborn(EngineStub):
        """Ends only after the third interruption."""

        def __init__(self) -> None:
            self.hits = threading.Semaphore(0)

        def set_workers(self, count: int) -> None: ...

        def work(self, slot: int) -> None:
            for _ in range(3):
                self.hits.acquire()

    engine = Stubborn()
    assert end_threads(WorkerPool(engine, 1).threads, lambda: engine.hits.release(), grace_ms=10)


def test_many_changes_become_one_frame(qtbot: QtBot, engine: FakeEngine) -> None:
    bridge = Bridge()
    frames: list[Frame] = []
    bridge.frame_ready.connect(frames.append)
    engine.on_dirty = bridge.wake
    bridge.follow(engine)

    def grow(number: int) -> None:
        for size in range(200):
            show(engine, number, size)

    crowd = [threading.Thread(target=grow, args=(number,)) for number in range(8)]
    for each in crowd:
        each.start()
    for each in crowd:
        each.join()
    qtbot.waitUntil(lambda: sizes(frames) == dict.fromkeys(range(8), 199))
    assert len(frames) <= 8  # of 1,600 changes


def sizes(frames: list[Frame]) -> dict[int, int]:
    """The last size that was shown of each batch."""
    return {row.id: row.size for frame in frames for row in frame.batches}


def test_after_the_stop_no_frame_comes(qtbot: QtBot, engine: FakeEngine) -> None:
    bridge = Bridge()
    engine.on_dirty = bridge.wake
    bridge.follow(engine)
    bridge.stop()
    show(engine, 1, 1)
    with qtbot.assertNotEmitted(bridge.frame_ready, wait=2 * FRAME_MS):
        pass


def test_a_late_widget_gets_all_that_is_known(engine: FakeEngine) -> None:
    bridge = Bridge()
    frames: list[Frame] = []
    bridge.follow(engine)
    show(engine, 7, 1)
    engine.frame()
    bridge.frame_ready.connect(frames.append)
    bridge.show_all()
    assert isinstance(frames[0], Frame)
    assert [row.id for row in frames[0].batches] == [7]


def show(engine: FakeEngine, number: int, size: int) -> None:
    source = ObjectRef("Studio", "b", "k")
    engine.show(BatchRow(number, False, source, source, State.RUNNING, Want.RUN, 1, size=size))


def test_garbage_is_collected_in_the_gui_thread_and_in_no_other(collector: GuiCollector) -> None:
    """A worker that allocates a lot would otherwise destroy widgets, and Qt crashes at that."""
    homes: list[threading.Thread] = []

    class Cycle:
        def __init__(self) -> None:
            self.me = self

        def __del__(self) -> None:
            homes.append(threading.current_thread())

    def make_garbage() -> None:
        Cycle()
        keep: list[list[object]] = [[] for _ in range(5000)]
        keep.clear()

    worker = threading.Thread(target=make_garbage)
    worker.start()
    worker.join()
    assert homes == []
    gc.collect()
    assert homes == [threading.main_thread()]


def test_the_oldest_generation_that_is_due_is_collected(collector: GuiCollector) -> None:
    gc.collect()
    keep = [[n] for n in range(2 * gc.get_threshold()[0])]
    assert gc.get_count()[0] > gc.get_threshold()[0]
    collector.collect_what_is_due()
    assert gc.get_count()[0] < gc.get_threshold()[0]
    assert len(keep) > 0
