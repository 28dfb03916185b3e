"""The grid of parts: where its cells lie, what it says of them, and that it is cheap to paint."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QHelpEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from core.model.jobs import State
from core.model.reports import CELLS, Cell, PartGrid
from gui.queue.part_grid import PITCH_MAX, PartCanvas, PartGridView, fit
from gui.widgets import style
from tests.gui.queue_fixture import MIB, job, part_grid, part_job, quiet  # noqa: F401

SIZE = (620, 240)


@pytest.fixture
def canvas(qtbot: QtBot) -> Iterator[PartCanvas]:
    canvas = PartCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(*SIZE)
    canvas.show()
    yield canvas
    canvas.close()


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[PartGridView]:
    view = PartGridView()
    qtbot.addWidget(view)
    view.resize(*SIZE)
    view.show()
    yield view
    view.close()


def middle(canvas: PartCanvas, cell: int) -> QPoint:
    x, y = canvas.shape.corner(cell)
    half = (canvas.shape.pitch - canvas.shape.gap) / 2
    return QPointF(canvas.margin + x + half, canvas.margin + y + half).toPoint()


@given(count=st.integers(1, 10_000), width=st.integers(100, 2000), height=st.integers(100, 1000))
def test_every_cell_fits_and_is_found_where_it_is_drawn(count: int, width: int, height: int) -> None:
    shape = fit(count, width, height)
    assert 1 <= shape.pitch <= PITCH_MAX
    assert shape.columns * shape.pitch <= width
    assert shape.rows * shape.pitch <= height
    for cell in {0, 1, count // 2, count - 1} & set(range(count)):
        x, y = shape.corner(cell)
        assert shape.cell_at(x, y) == cell
        assert shape.cell_at(x + shape.pitch - 1, y + shape.pitch - 1) == cell
    assert shape.cell_at(*shape.corner(count)) in {None} if count % shape.columns else True
    assert shape.cell_at(-1, 0) is None
    assert shape.cell_at(0, -1) is None
    assert shape.cell_at(0, shape.rows * shape.pitch) is None


@given(count=st.integers(1, 10_000), width=st.integers(100, 1000), height=st.integers(100, 500))
def test_larger_cells_would_not_fit(count: int, width: int, height: int) -> None:
    shape = fit(count, width, height)
    larger = shape.pitch + 1
    if shape.pitch < PITCH_MAX:
        assert -(-count // (width // larger)) * larger > height


@pytest.mark.parametrize("count", [1, 10, 100, 1_000, 10_000])
def test_a_click_finds_its_part(canvas: PartCanvas, count: int) -> None:
    canvas.show_grid(part_grid(count))
    found: list[int] = []
    canvas.pointed.connect(found.append)
    for cell in (0, count // 2, count - 1):
        QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=middle(canvas, cell))
        assert canvas.current == cell
        assert found[-1] == cell + 1


@pytest.mark.parametrize("count", [1, 10, 10_000])
@pytest.mark.parametrize("scheme", [style.LIGHT, style.DARK])
def test_every_state_is_painted_in_its_colour(canvas: PartCanvas, count: int, scheme: style.Tints) -> None:
    states = CELLS[:count]
    canvas.setPalette(style.palette(scheme))
    canvas.show_grid(part_grid(count, states=states))
    canvas.clearFocus()  # else the ring of the current cell covers its neighbours
    picture = QImage(canvas.size(), QImage.Format.Format_RGB32)
    picture.fill(QColor(scheme.window))
    canvas.render(picture)
    for cell, state in enumerate(states):
        at = middle(canvas, cell)
        if canvas.shape.has_marks:
            at -= QPoint(canvas.shape.pitch // 3, 0)
        assert QColor(picture.pixel(at)).name() == scheme.cells[state]


def test_ten_thousand_parts_are_painted_as_one_image(canvas: PartCanvas) -> None:
    canvas.show_grid(part_grid(10_000))
    assert not canvas.shape.is_boxed
    assert canvas.shape.count == 10_000
    canvas.show_grid(part_grid(100))
    assert canvas.shape.is_boxed
    assert canvas.shape.has_marks


def test_the_arrow_keys_walk_over_the_cells(canvas: PartCanvas) -> None:
    canvas.show_grid(part_grid(100))
    columns = canvas.shape.columns
    for key, goal in (
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_Down, 1 + columns),
        (Qt.Key.Key_Left, columns),
        (Qt.Key.Key_Up, 0),
        (Qt.Key.Key_Up, 0),
        (Qt.Key.Key_Left, 0),
        (Qt.Key.Key_End, 99),
        (Qt.Key.Key_Right, 99),
        (Qt.Key.Key_Down, 99),
        (Qt.Key.Key_Home, 0),
    ):
        QTest.keyClick(canvas, key)
        assert canvas.current == goal


def test_the_current_cell_is_described_for_a_screen_reader(canvas: PartCanvas) -> None:
    canvas.show_grid(part_grid(10, states=[Cell.DONE, Cell.FAILED]))
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas.accessibleDescription().startswith("Part 2: failed")


def test_a_part_is_told_with_its_bytes_attempts_and_time() -> None:
    made = part_grid(3, last=100, states=[Cell.DONE, Cell.RETRIED, Cell.WAITING])
    canvas = PartCanvas()
    canvas.show_grid(PartGrid(made.job, made.size, made.plan, made.cells, bytes((1, 3, 0)), (2.0, 4.5, 0.0)))
    assert canvas.tell(2) == "Part 2: retried · 1 MiB · bytes 1,048,576 to 2,097,151 · 3 attempt(s) · 4.5 s"
    assert canvas.tell(3) == "Part 3: waiting · 100 B · bytes 2,097,152 to 2,097,251"
    assert canvas.tell(0) == ""
    assert canvas.tell(4) == ""


def test_hovering_shows_the_part_as_a_tooltip(canvas: PartCanvas) -> None:
    canvas.show_grid(part_grid(10, states=[Cell.DONE]))
    at = middle(canvas, 3)
    QApplication.sendEvent(canvas, QHelpEvent(QEvent.Type.ToolTip, at, canvas.mapToGlobal(at)))
    assert QToolTip.text().startswith("Part 4: waiting")
    QToolTip.hideText()


def test_the_cell_of_the_keyboard_stays_while_the_copy_goes_on(canvas: PartCanvas) -> None:
    canvas.show_grid(part_grid(10))
    QTest.keyClick(canvas, Qt.Key.Key_End)
    canvas.show_grid(part_grid(10, states=[Cell.DONE]))
    assert canvas.current == 9
    canvas.show_grid(part_grid(5, job=2))
    assert canvas.current == 0


def test_the_heading_counts_the_states(view: PartGridView) -> None:
    states = [Cell.DONE] * 64 + [Cell.RUNNING] * 16 + [Cell.RETRIED]
    view.show_job(part_job(1, 1, parts=128), part_grid(128, states=states))
    assert view.heading.text() == "128 MiB in 128 part(s) of 1 MiB · 16 running · 64 done · 1 retried"


def test_a_simple_copy_shows_one_honest_bar(view: PartGridView) -> None:
    view.show_job(job(1, 1, State.RUNNING, size=5 * MIB, mode="simple"))
    assert view.bar.isVisible()
    assert not view.canvas.isVisible()
    assert view.note.text() == "One request: the store reports no progress inside it."


def test_a_grid_of_another_job_is_not_shown(view: PartGridView) -> None:
    view.show_job(part_job(1, 1), part_grid(10, job=7))
    assert not view.canvas.isVisible()


def test_the_last_grid_stays_until_the_next_one_comes(view: PartGridView) -> None:
    view.show_job(part_job(1, 1), part_grid(10))
    view.show_job(part_job(1, 1))
    assert view.canvas.isVisible()
    view.show_job(part_job(2, 2))
    assert not view.canvas.isVisible()


def test_a_finished_copy_shows_all_parts_done(view: PartGridView) -> None:
    view.show_job(part_job(1, 1, State.DONE, parts=10))
    assert "10 done" in view.heading.text()


def test_a_copy_that_has_just_ended_shows_all_parts_done_and_keeps_what_is_known_of_them(view: PartGridView) -> None:
    seen = replace(part_grid(4, states=[Cell.DONE, Cell.RUNNING]), attempts=bytes((1, 2, 0, 0)))
    view.show_job(part_job(1, 1, parts=4), seen)
    view.show_job(part_job(1, 1, State.DONE, parts=4))
    assert "4 done" in view.heading.text()
    assert "running" not in view.heading.text()
    assert "2 attempt" in view.canvas.tell(2)


def test_nothing_selected_says_so(view: PartGridView) -> None:
    view.show_job(None)
    assert view.note.text() == "Select a copy to see its parts."
    assert not view.bar.isVisible()


def test_what_the_mouse_points_at_is_also_written_below(view: PartGridView) -> None:
    view.show_job(part_job(1, 1), part_grid(10))
    QTest.mouseMove(view.canvas, middle(view.canvas, 4))
    assert view.pointed_at.text().startswith("Part 5")
