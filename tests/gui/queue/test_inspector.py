"""Beside the queue: what was not done and why, and the report on one job."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QTableView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from core.model.errors import Kind, KnownError, StoreError
from core.model.jobs import Fate, Note, Reason, Refused, State
from core.model.reports import JobReport
from core.model.requests import CopyRequest, JobKind
from core.model.values import Level, ObjectInfo, Props
from gui.queue.failure_list import PAGE
from gui.queue.inspector import Inspector
from gui.queue.text import QueueLine
from tests.gui.queue_fixture import Engine, LateTasks, batch, job, part_job, quiet, ref  # noqa: F401

DENIED = StoreError(Kind.DENIED, "CopyObject", 403, "AccessDenied", request_id="REQ7")


class InspectorFixture:
    """An inspector with its stand-ins."""

    def __init__(self) -> None:
        self.engine, self.tasks = Engine(), LateTasks()
        self.view = Inspector(self.engine, self.tasks)  # type: ignore[arg-type]
        self.problems: list[Exception] = []
        self.view.failed.connect(self.problems.append)

    def show(self, line: QueueLine | None) -> None:
        self.view.show_line(line)
        self.tasks.finish()

    def have_failures(self, count: int) -> QueueLine:
        """A folder of which so many objects failed."""
        self.engine.known[2] = [
            job(1000 + n, 2, State.FAILED, error=DENIED, source=ref(f"a2/{n:04}.txt")) for n in range(count)
        ]
        counts = {State.DONE: 5, State.FAILED: count}
        return QueueLine(batch(2, State.FAILED, many=True, jobs=5 + count, counts=counts, kind=JobKind.RENAME), None)

    def tabs(self) -> list[str]:
        return [self.view.tabText(at) for at in range(self.view.count()) if self.view.isTabVisible(at)]


@pytest.fixture
def inspector(qtbot: QtBot) -> Iterator[InspectorFixture]:
    made = InspectorFixture()
    qtbot.addWidget(made.view)
    made.view.resize(360, 400)
    made.view.show()
    yield made
    made.view.close()


def test_the_tabulator_key_reaches_a_page_that_stands_alone(inspector: InspectorFixture, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column, before = QVBoxLayout(window), QLineEdit()
    column.addWidget(before)
    column.addWidget(inspector.view)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    inspector.show(
        QueueLine(batch(1, State.DONE), part_job(11, 1, State.DONE))
    )  # two pages, so the tabs take the keyboard
    inspector.show(QueueLine(batch(3, State.DONE, kind=JobKind.DELETE), job(31, 3, State.DONE, kind=JobKind.DELETE)))
    assert inspector.tabs() == ["Report"]
    before.setFocus()
    QTest.keyClick(before, Qt.Key.Key_Tab)
    assert inspector.view.report.table.hasFocus()
    inspector.view.setParent(None)


def test_each_row_has_the_pages_that_say_something_of_it(inspector: InspectorFixture) -> None:
    running, done = part_job(11, 1), part_job(11, 1, State.DONE)
    inspector.show(QueueLine(batch(1), running))
    assert (inspector.tabs(), inspector.view.currentWidget()) == (["Parts", "Report"], inspector.view.grid)
    inspector.show(QueueLine(batch(1, State.DONE), done))
    assert inspector.view.currentWidget() is inspector.view.grid  # the same row: what the user looks at stays
    inspector.show(None)
    inspector.show(QueueLine(batch(1, State.DONE), done))
    assert inspector.view.currentWidget() is inspector.view.report
    inspector.show(QueueLine(batch(3, kind=JobKind.DELETE), job(31, 3, kind=JobKind.DELETE)))
    assert inspector.tabs() == ["Report"]
    inspector.show(inspector.have_failures(1))
    assert inspector.tabs() == ["Not done"]


def test_what_was_not_done_is_listed_with_the_reason_of_each(inspector: InspectorFixture) -> None:
    line = inspector.have_failures(2)
    inspector.engine.known[2][1] = job(1001, 2, State.REFUSED, refused=Refused(Reason.CHANGED), source=ref("a2/b.txt"))
    inspector.show(line)
    wrong = inspector.view.failures
    assert wrong.title.text() == "2 not renamed"
    assert wrong.model.index(0, 0).data() == "0000.txt"
    assert "permission" in wrong.model.index(0, 1).data()
    assert "no longer what it was" in wrong.model.index(1, 1).data()


def test_the_reason_of_the_selected_object_is_told_in_full(inspector: InspectorFixture) -> None:
    inspector.show(inspector.have_failures(2))
    wrong = inspector.view.failures
    assert not wrong.why.isVisible()
    wrong.table.selectRow(1)
    assert wrong.why.isVisible()
    assert "REQ7" in wrong.why.text()


def test_the_list_is_read_page_by_page(inspector: InspectorFixture) -> None:
    inspector.show(inspector.have_failures(PAGE + 30))
    model = inspector.view.failures.model
    assert model.rowCount() == PAGE
    assert model.canFetchMore(QModelIndex())
    model.fetchMore(QModelIndex())
    inspector.tasks.finish()
    assert model.rowCount() == PAGE + 30
    assert not model.canFetchMore(QModelIndex())
    assert len({row.id for row in model.jobs}) == PAGE + 30


def test_a_newer_failure_joins_the_list_and_the_selection_stays(inspector: InspectorFixture) -> None:
    inspector.show(inspector.have_failures(2))
    inspector.view.failures.table.selectRow(1)
    inspector.show(inspector.have_failures(3))
    assert inspector.view.failures.model.rowCount() == 3
    assert [at.row() for at in inspector.view.failures.table.selectionModel().selectedRows()] == [1]


def test_a_list_that_comes_late_is_not_shown_for_another_batch(inspector: InspectorFixture) -> None:
    inspector.view.show_line(inspector.have_failures(2))
    inspector.view.show_line(None)
    inspector.tasks.finish()
    assert inspector.view.failures.model.rowCount() == 0


def test_an_unchanged_row_is_not_read_again_with_every_frame(inspector: InspectorFixture) -> None:
    line = inspector.have_failures(2)
    inspector.show(line)
    inspector.view.show_line(line)
    assert inspector.tasks.waiting == []


def test_the_failed_ones_can_be_retried_from_the_list(inspector: InspectorFixture, qtbot: QtBot) -> None:
    inspector.show(inspector.have_failures(2))
    with qtbot.waitSignal(inspector.view.retry):
        inspector.view.failures.retry_button.click()


def test_the_list_can_be_copied_with_the_stores_own_words(inspector: InspectorFixture) -> None:
    inspector.show(inspector.have_failures(2))
    inspector.view.failures.copy_button.click()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("Studio: photos/a2/0000.txt: ")
    assert "AccessDenied" in lines[0]


def test_the_report_of_an_ended_job_is_read_once(inspector: InspectorFixture) -> None:
    here = ref("a")
    info = ObjectInfo(here, 5, "E", props=Props({"content-type": "image/jpeg"}))
    inspector.engine.reports[11] = JobReport(CopyRequest(here, here), info, info)
    lost = Note("acl", Fate.LOST, "public-read", "private")
    done = QueueLine(batch(1, State.DONE), job(11, 1, State.DONE, verified=Level.CRC64, mode="simple", notes=(lost,)))
    inspector.show(done)
    names = [line.name for line in inspector.view.report.model.lines]
    assert names == ["Verified by", "Requests sent", "ACL", "Content-Type"]
    inspector.view.show_line(done)
    assert inspector.tasks.waiting == []
    assert inspector.view.report.model.lines[-1].text == "kept: image/jpeg"


def test_the_report_of_another_job_is_never_shown(inspector: InspectorFixture) -> None:
    here = ref("a")
    info = ObjectInfo(here, 5, "E", props=Props({"content-type": "image/jpeg"}))
    inspector.engine.reports[11] = JobReport(CopyRequest(here, here), info, info)
    inspector.view.show_line(QueueLine(batch(1, State.DONE), job(11, 1, State.DONE, verified=Level.CRC64)))
    inspector.view.show_line(QueueLine(batch(3, State.DONE), job(31, 3, State.DONE, verified=Level.CRC64)))
    inspector.tasks.finish()
    assert "Content-Type" not in [line.name for line in inspector.view.report.model.lines]


def test_a_journal_that_cannot_be_read_is_told(inspector: InspectorFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = KnownError("The disk is gone.")

    def fail(*_args: object, **_more: object) -> None:
        raise problem

    monkeypatch.setattr(inspector.engine, "jobs", fail)
    inspector.show(inspector.have_failures(1))
    assert inspector.problems == [problem]


def test_everything_is_named_and_reached_by_the_keyboard(inspector: InspectorFixture, qtbot: QtBot) -> None:
    inspector.show(inspector.have_failures(2))
    inside = inspector.view
    inside.activateWindow()
    qtbot.waitUntil(inside.isActiveWindow)
    for widget in [*inside.findChildren(QTableView), *inside.findChildren(QPushButton), inside]:
        if widget.isVisible():
            assert QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
    inside.failures.table.setFocus()
    QTest.keyClick(inside.failures.table, Qt.Key.Key_Down)
    reached = []
    for _ in range(4):
        QTest.keyClick(QApplication.focusWidget() or inside, Qt.Key.Key_Tab)
        reached.append(QApplication.focusWidget())
    assert {inside.failures.retry_button, inside.failures.copy_button} <= set(reached)
