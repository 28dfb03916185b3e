"""Speed and time left come from what was committed only, and what stands still is told as such."""

from __future__ import annotations

import pytest

from core.engine.pace import SILENCE_S, WINDOW_S, Meter, eta_of_many_s, eta_s


def filled(*, every: float, amount: int, until: float) -> Meter:
    meter = Meter()
    meter.begin(0.0)
    for number in range(1, round(until / every) + 1):
        meter.add(number * every, amount)
    return meter


def test_the_speed_is_the_mean_over_the_time_that_was_looked_at() -> None:
    assert filled(every=1.0, amount=100, until=10.0).speed(10.0) == pytest.approx(100.0)


def test_old_bytes_no_longer_count() -> None:
    meter = Meter()
    meter.begin(0.0)
    meter.add(WINDOW_S / 2, 1000)
    meter.add(WINDOW_S, 1000)
    assert meter.speed(WINDOW_S) == pytest.approx(2000 / WINDOW_S)
    assert meter.speed(WINDOW_S + WINDOW_S / 2 + 1) == pytest.approx(1000 / WINDOW_S)


def test_what_was_fast_and_ends_nothing_more_stands_still_within_seconds() -> None:
    meter = filled(every=0.1, amount=2**28, until=20.0)
    assert meter.speed(20.0 + SILENCE_S / 2) > 0
    assert meter.silent_s(20.0 + SILENCE_S / 2) == 0.0
    assert meter.speed(20.0 + SILENCE_S + 0.1) == 0.0
    assert meter.silent_s(20.0 + SILENCE_S + 0.1) == pytest.approx(SILENCE_S + 0.1)


def test_parts_that_end_in_slow_waves_do_not_stand_still_between_them() -> None:
    meter = Meter()
    meter.begin(0.0)
    for wave in (20.0, 40.0, 60.0):
        for number in range(16):
            meter.add(wave + number / 100, 2**28)
    assert meter.silent_s(60.0 + 20.0) == 0.0
    assert meter.speed(80.0) > 0
    assert meter.silent_s(60.0 + 60.0) > 0


def test_before_the_first_end_nobody_knows_whether_it_stands_still() -> None:
    meter = Meter()
    meter.begin(0.0)
    assert (meter.speed(60.0), meter.silent_s(60.0)) == (0.0, 0.0)


def test_a_pause_is_no_silence() -> None:
    meter = filled(every=1.0, amount=100, until=10.0)
    meter.go_on(600.0)
    assert meter.silent_s(602.0) == 0.0
    assert meter.silent_s(600.0 + SILENCE_S + 1) > 0


def test_nothing_is_known_before_the_first_bytes() -> None:
    assert Meter().speed(5.0) == 0.0
    assert eta_s(100, 0.0) is None
    assert eta_s(100, 50.0) == 2.0


# ---------------------------------------------------------------- objects and bytes


def test_what_is_left_like_what_was_done_takes_as_long_by_objects_as_by_bytes() -> None:
    assert eta_of_many_s((100, 100_000), (10.0, 10_000.0)) == pytest.approx(10.0)


def test_larger_objects_at_the_end_take_longer_than_their_number_and_shorter_than_their_bytes_say() -> None:
    found = eta_of_many_s((10, 10 * 2**20), (100.0, 100 * 2**10))
    assert found is not None
    assert 0.1 < found < 102.4


def test_only_one_of_the_two_is_enough() -> None:
    assert eta_of_many_s((50, 0), (10.0, 0.0)) == 5.0  # deletions
    assert eta_of_many_s((1, 1000), (0.0, 100.0)) == 10.0  # the parts of one object
    assert eta_of_many_s((1, 1000), (0.0, 0.0)) is None
