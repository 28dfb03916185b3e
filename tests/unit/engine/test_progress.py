"""Speed and time left come from committed bytes only."""

from __future__ import annotations

import pytest

from core.engine.active_job import WINDOW_S, Meter, eta_s


def test_the_speed_is_the_mean_over_the_time_that_was_looked_at() -> None:
    meter = Meter()
    meter.begin(0.0)
    for second in range(1, 11):
        meter.add(float(second), 100)
    assert meter.speed(10.0) == pytest.approx(100.0)


def test_old_bytes_no_longer_count_and_a_stalled_copy_slows_to_nothing() -> None:
    meter = Meter()
    meter.begin(0.0)
    meter.add(1.0, 1000)
    assert meter.speed(1.0 + WINDOW_S) == pytest.approx(1000 / WINDOW_S)
    assert meter.speed(2.0 + WINDOW_S) == 0.0


def test_nothing_is_known_before_the_first_bytes() -> None:
    assert Meter().speed(5.0) == 0.0
    assert eta_s(100, 0.0) is None
    assert eta_s(100, 50.0) == 2.0
