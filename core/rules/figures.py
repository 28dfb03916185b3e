"""How a number of bytes is shown, by the command line and by the window, which writes it as its locale does."""

from __future__ import annotations

#: Objects of fewer bytes than this take their time for requests: their speed is told in objects a second.
SMALL_OBJECT = 2**20
SIZE_UNITS = ("B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB")


def short_size(size: int) -> tuple[float, int, int]:
    """A size of at least 0 bytes as figure, decimal places and index of the unit.

    The unit is the largest that is not above the size. The figure has three digits ("1.5 GiB", "96 MiB"), four from
    1000 to 1023, no zeros at its end, and is cut and never rounded up: what has not reached 1 GiB is not called so.
    Only a billionth of a unit is given, because a limit such as 48.8 TiB is no whole number of bytes.
    """
    unit = min(max(size.bit_length() - 1, 0) // 10, len(SIZE_UNITS) - 1)
    whole = size >> 10 * unit
    places = 0 if unit == 0 or whole >= 100 else 1 if whole >= 10 else 2
    figure = size * 10**places + (1 << 10 * unit) // 10**9 >> 10 * unit
    while places and figure % 10 == 0:
        figure, places = figure // 10, places - 1
    return figure / 10**places, places, unit
