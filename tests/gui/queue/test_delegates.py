"""How a path is cut where there is no room for all of it."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication

from core.model.jobs import State
from core.model.requests import JobKind
from gui.queue.delegates import KINDS, fitted, kind_icon, shortened, state_colour, state_icon
from gui.queue.text import QueueLine
from gui.widgets import icons, style
from tests.gui.queue_fixture import batch, job


@pytest.fixture
def metrics(qapp: QApplication) -> QFontMetrics:
    return QFontMetrics(qapp.font())


@pytest.mark.parametrize("path", ["backup-archive/laptops/2025-03.tar", "holiday-photos/2025/Lisbon/"])
def test_the_last_name_of_a_path_stays_whole(metrics: QFontMetrics, path: str) -> None:
    name = path.rstrip("/").rpartition("/")[2]
    width = metrics.horizontalAdvance(path) * 2 // 3
    cut = shortened(path, width, metrics=metrics)
    assert f"/{name}" in cut
    assert cut.startswith(path[:3])
    assert "…" in cut
    assert metrics.horizontalAdvance(cut) <= width


@pytest.mark.parametrize("path", ["holiday-photos/2025/Lisbon/", "holiday-photos/raw/2024-archive/"])
def test_where_there_is_room_for_the_name_only_the_way_to_it_goes_first(metrics: QFontMetrics, path: str) -> None:
    name = path.rstrip("/").rpartition("/")[2] + "/"
    assert shortened(path, metrics.horizontalAdvance(f"…/{name}") + 1, metrics=metrics) == f"…/{name}"
    assert shortened(path, metrics.horizontalAdvance(f"/{name}"), metrics=metrics) == name


@pytest.mark.parametrize("kind", JobKind)
def test_every_kind_of_job_has_an_icon_of_its_own(kind: JobKind) -> None:
    line = QueueLine(batch(1, kind=kind), None)
    assert not icons.icon(kind_icon(line)).isNull()
    assert len(set(KINDS.values())) == len(JobKind)
    assert kind_icon(QueueLine(batch(2, kind=kind, undoes=1), None)) == "undo"


def test_a_done_row_that_lacks_something_is_marked_and_one_that_asks_too() -> None:
    lossy = QueueLine(batch(1, State.DONE, many=True, lost=3), None)
    assert state_icon(lossy) == "warning"
    assert state_colour(style.LIGHT, lossy) == style.LIGHT.warn
    asking = job(1, 1, State.REFUSED, asks=True)
    assert state_icon(QueueLine(batch(1, State.FAILED, many=True, asks=2), None)) == "question"
    assert state_icon(QueueLine(batch(1, State.REFUSED), asking)) == "question"
    assert state_icon(QueueLine(batch(1, State.DONE), job(1, 1, State.DONE))) == icons.STATES[State.DONE]


def test_both_names_of_a_task_stay_whole_as_long_as_there_is_room_for_them(metrics: QFontMetrics) -> None:
    source, target = "holiday-photos/raw/2024/", "2024-archive-of-all/"
    room = metrics.horizontalAdvance("…/2024/ → " + target) + 2
    assert fitted(source, target, room, metrics=metrics) == "…/2024/ → " + target
    wide = metrics.horizontalAdvance(f"{source} → {target}") + 2
    assert fitted(source, target, wide, metrics=metrics) == f"{source} → {target}"
    assert fitted(source, "", wide, metrics=metrics) == source


def test_a_path_that_fits_is_not_cut(metrics: QFontMetrics) -> None:
    assert shortened("a/b.txt", 10_000, metrics=metrics) == "a/b.txt"


@pytest.mark.parametrize("path", ["x" * 80 + ".bin", "photos/" + "x" * 80 + ".bin"])
def test_a_name_that_is_too_long_itself_is_cut_in_its_middle(metrics: QFontMetrics, path: str) -> None:
    width = metrics.horizontalAdvance("x" * 30)
    cut = shortened(path, width, metrics=metrics)
    assert cut.endswith(".bin")
    assert metrics.horizontalAdvance(cut) <= width


def test_two_names_that_are_too_long_are_cut_where_they_are_the_same(metrics: QFontMetrics) -> None:
    source, target = "photos/IMG_20240101_holiday_in_Lisbon_001.jpg", "IMG_20240101_holiday_in_Lisbon_017.jpg"
    room = metrics.horizontalAdvance("IMG_2024…_001.jpg → IMG_2024…_017.jpg")
    cut = fitted(source, target, room, metrics=metrics)
    one, other = cut.split(" → ")
    assert one.startswith("IMG_")
    assert one.endswith("…01.jpg")
    assert other.endswith("…17.jpg")
    assert metrics.horizontalAdvance(cut) <= room
    moved = fitted("old/" + "x" * 80 + ".bin", "new/" + "x" * 80 + ".bin", room, metrics=metrics)
    assert moved.count(".bin") == 2
