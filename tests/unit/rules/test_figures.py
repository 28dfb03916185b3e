"""Sizes are short, and never say more than is there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.figures import SIZE_UNITS, short_size


@pytest.mark.parametrize(
    ("size", "figure"),
    [
        (0, (0, 0, 0)),
        (1023, (1023, 0, 0)),
        (1024, (1, 0, 1)),
        (1536, (1.5, 1, 1)),
        (1_048_575, (1023, 0, 1)),
        (53_656_167_435_468, (48.8, 1, 4)),
        ((12 << 30) - 1, (11.9, 1, 3)),
        (1 << 63, (8, 0, 6)),
        (1 << 80, (1_048_576, 0, 6)),
    ],
)
def test_a_size_has_the_largest_unit_that_it_reaches(size: int, figure: tuple[float, int, int]) -> None:
    assert short_size(size) == figure


@given(st.integers(1, (1 << 63) - 1))
def test_a_size_is_never_rounded_up(size: int) -> None:
    figure, places, unit = short_size(size)
    steps, step = round(figure * 10**places), 1 << 10 * unit
    assert steps * step <= size * 10**places + step // 10**9
    assert size * 10**places < (steps + 10**places) * step
    assert f"{figure:.{places}f} {SIZE_UNITS[unit]}".count("0.") == 0 or figure >= 1
    assert len(f"{figure:.{places}f}".replace(".", "")) <= 4
