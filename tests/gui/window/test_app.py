"""The composition root: what the arguments mean, the real parts together, and that nothing is left running."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile, QThread
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from core.model.jobs import State
from core.model.requests import CopyRequest
from core.model.values import Account, Credentials, ObjectRef
from core.sandbox.server import Sandbox
from core.system.paths import Paths, find_paths
from gui import app as root
from gui.app import Faults, build
from gui.qt.sandbox_child import SandboxChild
from gui.qt.threads import EngineWorker, end_threads
from gui.settings.preferences import Settings
from gui.text.place import Place
from gui.widgets.plain import PlainBox
from gui.window.main_window import MainWindow
from tests.gui.support import row_of


def test_a_second_window_on_the_same_data_is_refused_with_a_sentence(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    said: list[str] = []
    monkeypatch.setattr(PlainBox, "exec", lambda box: said.append(box.text()))
    paths = find_paths()
    paths.create()
    lock = QLockFile(str(paths.data / "window.lock"))
    assert lock.tryLock(0)
    assert root.main() == 1
    assert "already running" in said[0]
    lock.unlock()


def test_a_second_start_brings_the_open_window_forward_and_says_nothing(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    monkeypatch.setattr(PlainBox, "exec", lambda _: pytest.fail("nothing had to be said"))
    rung: list[Path] = []

    def ring(folder: Path) -> bool:
        rung.append(folder)
        return True

    monkeypatch.setattr(root, "ring", ring)
    paths = find_paths()
    paths.create()
    lock = QLockFile(str(paths.data / "window.lock"))
    assert lock.tryLock(0)
    assert root.main() == 0
    assert rung == [paths.data]
    lock.unlock()


def test_a_file_that_cannot_be_used_ends_in_a_sentence(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    said: list[str] = []
    monkeypatch.setattr(PlainBox, "exec", lambda box: said.append(box.text()))
    home.write_text("in the way")
    assert root.main() == 1
    assert str(home) in said[0]


@pytest.fixture
def paths(home: Path) -> Paths:
    made = find_paths()
    made.create()
    return made


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, paths: Paths) -> Iterator[MainWindow]:
    made = build(qapp, paths, workers=4)
    qtbot.addWidget(made)
    made.resize(1280, 820)
    made.show()
    yield made
    made.close()


def test_the_real_parts_open_and_close_without_an_account(window: MainWindow, paths: Paths) -> None:
    assert window.welcome.isVisible()
    services = window.services
    window.close()
    assert all(thread.isFinished() for tasks in (services.browse, services.clerk) for thread in tasks.threads)
    assert list(paths.instances.glob("*.lock")) == []


@pytest.fixture
def ended(monkeypatch: pytest.MonkeyPatch) -> list[QThread]:
    """The threads that were waited for at the window's end."""
    seen: list[QThread] = []

    def watch(threads: Sequence[QThread], interrupt: Callable[[], None]) -> bool:
        seen.extend(threads)
        return end_threads(threads, interrupt)

    monkeypatch.setattr(root, "end_threads", watch)
    return seen


def workers_among(threads: Sequence[QThread]) -> int:
    assert all(thread.isFinished() for thread in threads)
    workers = [thread for thread in threads if isinstance(thread, EngineWorker)]
    return sum(thread.objectName() != "pages" for thread in workers)


def test_more_workers_are_started_when_they_are_asked_for_and_all_of_them_end(
    ended: list[QThread], window: MainWindow
) -> None:
    window.services.set_workers(9)
    window.services.set_workers(2)
    window.close()
    assert workers_among(ended) == 9


def test_the_number_of_workers_of_the_last_run_is_used_again(
    ended: list[QThread], qapp: QApplication, qtbot: QtBot, paths: Paths
) -> None:
    Settings(paths.config).set_workers(3)
    made = build(qapp, paths)
    qtbot.addWidget(made)
    made.close()
    assert workers_among(ended) == 3


def lend(window: MainWindow, sandbox: Sandbox) -> None:
    """Open the sandbox of this process in the window."""
    offer = sandbox.offers[0]
    account = Account("Sandbox", offer.provider, offer.endpoint, offer.region, key_id=offer.key_id)
    window.account_actions._take_sandbox(account, Credentials(offer.key_id, offer.secret))


def test_a_copy_from_pane_to_pane_is_done_and_verified(window: MainWindow, sandbox: Sandbox, qtbot: QtBot) -> None:
    lend(window, sandbox)
    left, right = window.panes.left, window.panes.right
    left.go(Place("Sandbox", "holiday-photos", "films/"))
    qtbot.waitUntil(lambda: row_of(left.objects_model, "films/crossing.mov") is not None)
    qtbot.waitUntil(lambda: right.objects_model.loaded > 0)
    row = row_of(left.objects_model, "films/crossing.mov")
    assert row is not None
    left.objects.choose(row)
    window.panes.activate(left)
    window.panes.copy_across()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    sheet = QApplication.activeModalWidget()
    assert isinstance(sheet, QDialog)
    sheet.accept()
    qtbot.waitUntil(lambda: row_of(right.objects_model, "crossing.mov") is not None, timeout=20_000)
    (batch,) = window.services.engine.snapshot().batches
    assert batch.state is State.DONE


def test_closing_in_the_middle_of_a_copy_leaves_it_for_the_next_start(
    qapp: QApplication, qtbot: QtBot, sandbox: Sandbox, paths: Paths
) -> None:
    first = build(qapp, paths, workers=4)
    qtbot.addWidget(first)
    lend(first, sandbox)
    source = ObjectRef("Sandbox", "research-data", "telescope/survey-2025.fits")
    target = ObjectRef("Sandbox", "backup-archive", "survey.fits")
    batches: list[int] = []
    services = first.services
    services.clerk.run(lambda _: services.engine.submit(CopyRequest(source, target)), batches.append, failed=first.tell)
    qtbot.waitUntil(lambda: bool(batches))
    first.close()
    second = build(qapp, paths, workers=4)
    qtbot.addWidget(second)
    second.beginning.recover()
    qtbot.waitUntil(lambda: second.queue.model.rowCount() == 1)
    second.close()


def test_the_sandbox_runs_as_a_child_and_ends_with_the_window(qtbot: QtBot) -> None:
    child = SandboxChild()
    with qtbot.waitSignal(child.ready, timeout=30_000) as offered:
        child.start()
    account, credentials = offered.args
    assert account.endpoint.startswith("http://127.0.0.1:")
    assert credentials.key_id == account.key_id
    assert credentials.secret
    child.stop()
    assert not child.is_running


def test_a_sandbox_that_cannot_start_says_why(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    child = SandboxChild()
    with qtbot.waitSignal(child.failed) as said:
        child.start()
    assert said.args[0]


@pytest.mark.expects_log("nobody caught this")
def test_an_exception_that_nobody_caught_goes_to_the_log_and_the_user_is_told(window: MainWindow) -> None:
    faults = Faults()
    faults.happened.connect(window.tell_fault)
    error = RuntimeError("inside")
    faults.catch(type(error), error, None)
    assert "fault of its own" in window.notice.label.text()
    assert "inside" not in window.notice.label.text()
