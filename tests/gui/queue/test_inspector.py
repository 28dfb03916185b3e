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
from tests.gui.queue_rows import Engine, LateTasks, batch, job, part_job, quiet, ref  # noqa: F401

DENIED = StoreError(Kind.DENIED, "CopyObject", 403, "AccessDenied", request_id="REQ7")


class Desk:
    """An inspector with its stand-ins."""

    def __init__(self) -> None:
        self.engine, self.tasks = Engine(), LateTasks()
        self.inside = Inspector(self.engine, self.tasks)  # type: ignore[arg-type]
        self.problems: list[Exception] = []
        self.inside.failed.connect(self.problems.append)

    def show(self, line: QueueLine | None) -> None:
        self.inside.show_line(line)
        self.tasks.finish()

    def have_wrong(self, count: int) -> QueueLine:
        """A folder of which so many objects failed."""
        self.engine.known[2] = [
            job(1000 + n, 2, State.FAILED, error=DENIED, source=ref(f"a2/{n:04}.txt")) for n in range(count)
        ]
        counts = {State.DONE: 5, State.FAILED: count}
        return QueueLine(batch(2, State.FAILED, many=True, jobs=5 + count, counts=counts, kind=JobKind.RENAME), None)

    def tabs(self) -> list[str]:
        return [self.inside.tabText(at) for at in range(self.inside.count()) if self.inside.isTabVisible(at)]


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    made = Desk()
    qtbot.addWidget(made.inside)
    made.inside.resize(360, 400)
    made.inside.show()
    yield made
    made.inside.close()


def test_the_tabulator_key_reaches_a_page_that_stands_alone(desk: Desk, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column, before = QVBoxLayout(window), QLineEdit()
    column.addWidget(before)
    column.addWidget(desk.inside)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    desk.show(QueueLine(batch(1, State.DONE), part_job(11, 1, State.DONE)))  # two pages, so the tabs take the keyboard
    desk.show(QueueLine(batch(3, State.DONE, kind=JobKind.DELETE), job(31, 3, State.DONE, kind=JobKind.DELETE)))
    assert desk.tabs() == ["Report"]
    before.setFocus()
    QTest.keyClick(before, Qt.Key.Key_Tab)
    assert desk.inside.report.table.hasFocus()
    desk.inside.setParent(None)


def test_each_row_has_the_pages_that_say_something_of_it(desk: Desk) -> None:
    running, done = part_job(11, 1), part_job(11, 1, State.DONE)
    desk.show(QueueLine(batch(1), running))
    assert (desk.tabs(), desk.inside.currentWidget()) == (["Parts", "Report"], desk.inside.grid)
    desk.show(QueueLine(batch(1, State.DONE), done))
    assert desk.inside.currentWidget() is desk.inside.grid  # the same row: what the user looks at stays
    desk.show(None)
    desk.show(QueueLine(batch(1, State.DONE), done))
    assert desk.inside.currentWidget() is desk.inside.report
    desk.show(QueueLine(batch(3, kind=JobKind.DELETE), job(31, 3, kind=JobKind.DELETE)))
    assert desk.tabs() == ["Report"]
    desk.show(desk.have_wrong(1))
    assert desk.tabs() == ["Not done"]


def test_what_was_not_done_is_listed_with_the_reason_of_each(desk: Desk) -> None:
    line = desk.have_wrong(2)
    desk.engine.known[2][1] = job(1001, 2, State.REFUSED, refused=Refused(Reason.CHANGED), source=ref("a2/b.txt"))
    desk.show(line)
    wrong = desk.inside.failures
    assert wrong.title.text() == "2 not renamed"
    assert wrong.model.index(0, 0).data() == "0000.txt"
    assert "permission" in wrong.model.index(0, 1).data()
    assert "no longer what it was" in wrong.model.index(1, 1).data()


def test_the_reason_of_the_selected_object_is_told_in_full(desk: Desk) -> None:
    desk.show(desk.have_wrong(2))
    wrong = desk.inside.failures
    assert not wrong.why.isVisible()
    wrong.table.selectRow(1)
    assert wrong.why.isVisible()
    assert "REQ7" in wrong.why.text()


def test_the_list_is_read_page_by_page(desk: Desk) -> None:
    desk.show(desk.have_wrong(PAGE + 30))
    model = desk.inside.failures.model
    assert model.rowCount() == PAGE
    assert model.canFetchMore(QModelIndex())
    model.fetchMore(QModelIndex())
    desk.tasks.finish()
    assert model.rowCount() == PAGE + 30
    assert not model.canFetchMore(QModelIndex())
    assert len({row.id for row in model.jobs}) == PAGE + 30


def test_a_newer_failure_joins_the_list_and_the_selection_stays(desk: Desk) -> None:
    desk.show(desk.have_wrong(2))
    desk.inside.failures.table.selectRow(1)
    desk.show(desk.have_wrong(3))
    assert desk.inside.failures.model.rowCount() == 3
    assert [at.row() for at in desk.inside.failures.table.selectionModel().selectedRows()] == [1]


def test_a_list_that_comes_late_is_not_shown_for_another_batch(desk: Desk) -> None:
    desk.inside.show_line(desk.have_wrong(2))
    desk.inside.show_line(None)
    desk.tasks.finish()
    assert desk.inside.failures.model.rowCount() == 0


def test_an_unchanged_row_is_not_read_again_with_every_frame(desk: Desk) -> None:
    line = desk.have_wrong(2)
    desk.show(line)
    desk.inside.show_line(line)
    assert desk.tasks.waiting == []


def test_the_failed_ones_can_be_retried_from_the_list(desk: Desk, qtbot: QtBot) -> None:
    desk.show(desk.have_wrong(2))
    with qtbot.waitSignal(desk.inside.retry):
        desk.inside.failures.retry_button.click()


def test_the_list_can_be_copied_with_the_stores_own_words(desk: Desk) -> None:
    desk.show(desk.have_wrong(2))
    desk.inside.failures.copy_button.click()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("Studio: photos/a2/0000.txt: ")
    assert "AccessDenied" in lines[0]


def test_the_report_of_an_ended_job_is_read_once(desk: Desk) -> None:
    here = ref("a")
    info = ObjectInfo(here, 5, "E", props=Props({"content-type": "image/jpeg"}))
    desk.engine.reports[11] = JobReport(CopyRequest(here, here), info, info)
    lost = Note("acl", Fate.LOST, "public-read", "private")
    done = QueueLine(batch(1, State.DONE), job(11, 1, State.DONE, verified=Level.CRC64, mode="simple", notes=(lost,)))
    desk.show(done)
    names = [line.name for line in desk.inside.report.model.lines]
    assert names == ["Verified by", "Requests sent", "ACL", "Content-Type"]
    desk.inside.show_line(done)
    assert desk.tasks.waiting == []
    assert desk.inside.report.model.lines[-1].text == "kept: image/jpeg"


def test_the_report_of_another_job_is_never_shown(desk: Desk) -> None:
    here = ref("a")
    info = ObjectInfo(here, 5, "E", props=Props({"content-type": "image/jpeg"}))
    desk.engine.reports[11] = JobReport(CopyRequest(here, here), info, info)
    desk.inside.show_line(QueueLine(batch(1, State.DONE), job(11, 1, State.DONE, verified=Level.CRC64)))
    desk.inside.show_line(QueueLine(batch(3, State.DONE), job(31, 3, State.DONE, verified=Level.CRC64)))
    desk.tasks.finish()
    assert "Content-Type" not in [line.name for line in desk.inside.report.model.lines]


def test_a_journal_that_cannot_be_read_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = KnownError("The disk is gone.")

    def fail(*_args: object, **_more: object) -> None:
        raise problem

    monkeypatch.setattr(desk.engine, "jobs", fail)
    desk.show(desk.have_wrong(1))
    assert desk.problems == [problem]


def test_everything_is_named_and_reached_by_the_keyboard(desk: Desk, qtbot: QtBot) -> None:
    desk.show(desk.have_wrong(2))
    inside = desk.inside
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
