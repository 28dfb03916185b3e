"""How a path is cut where there is no room for all of it."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication

from gui.delegates import shortened


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


def test_a_path_that_fits_is_not_cut(metrics: QFontMetrics) -> None:
    assert shortened("a/b.txt", 10_000, metrics=metrics) == "a/b.txt"


@pytest.mark.parametrize("path", ["x" * 80 + ".bin", "photos/" + "x" * 80 + ".bin"])
def test_a_name_that_is_too_long_itself_is_cut_in_its_middle(metrics: QFontMetrics, path: str) -> None:
    width = metrics.horizontalAdvance("x" * 30)
    cut = shortened(path, width, metrics=metrics)
    assert cut.endswith(".bin")
    assert metrics.horizontalAdvance(cut) <= width
