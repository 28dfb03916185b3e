"""Figures as the reader's language writes them. Knows QLocale; knows no job and no store.

All functions use the default locale (`QLocale()`), so they are for the GUI thread after start-up.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QDateTime, QLocale

from core.rules.figures import SMALL_OBJECT, short_size
from gui.text.translate import QT_TRANSLATE_NOOP, words

UNITS = (
    QT_TRANSLATE_NOOP("words", "{n} B"),
    QT_TRANSLATE_NOOP("words", "{n} KiB"),
    QT_TRANSLATE_NOOP("words", "{n} MiB"),
    QT_TRANSLATE_NOOP("words", "{n} GiB"),
    QT_TRANSLATE_NOOP("words", "{n} TiB"),
    QT_TRANSLATE_NOOP("words", "{n} PiB"),
    QT_TRANSLATE_NOOP("words", "{n} EiB"),
)

MINUTE, HOUR, DAY = 60, 3600, 86400


def number(n: int) -> str:
    """A whole number with the locale's group separators."""
    return QLocale().toString(n)


def size(n: int | None) -> str:
    """Bytes as `core.rules.figures` shortens them, such as "96 MiB", "1.5 GiB"; "" for None."""
    if n is None:
        return ""
    figure, places, unit = short_size(n)
    return words.tr(UNITS[unit]).format(n=QLocale().toString(figure, "f", places))


def exact_size(n: int) -> str:
    """The size with the exact number of bytes behind it: "1.5 GiB (1,610,612,736 bytes)"."""
    exact = words.tr("%Ln byte(s)", None, n) if n < 1024 else ""
    if exact:
        return exact
    return words.tr("{size} ({n} bytes)").format(size=size(n), n=number(n))


def speed(bytes_a_second: float) -> str:
    """A speed such as "12.3 MiB/s"; "" for none."""
    if bytes_a_second <= 0:
        return ""
    return words.tr("{size}/s").format(size=size(int(bytes_a_second)))


def pace(bytes_a_second: float, objects_a_second: float, silent_s: float) -> str:
    """How fast it goes: "12.3 MiB/s", or "85 objects/s" where they are small, or "silent for 8 s"; "" for none."""
    if silent_s:
        return words.tr("silent for {time}").format(time=eta(silent_s))
    if objects_a_second and bytes_a_second < SMALL_OBJECT * objects_a_second:
        return words.tr("{number} objects/s").format(number=number(max(1, round(objects_a_second))))
    return speed(bytes_a_second)


def percent(done: int, whole: int) -> str:
    """The share as a whole percentage, rounded down: 100 % means all of it."""
    share = 100 if whole <= 0 else min(100, done * 100 // whole)
    return words.tr("{n}%").format(n=number(share))


def eta(seconds: float | None) -> str:
    """Time left, coarser the longer it is: "12 s", "3 min 20 s", "2 h 5 min", "3 d 4 h"; "" when unknown."""
    if seconds is None or not math.isfinite(seconds):
        return ""
    return _span(max(1, math.ceil(seconds)))


def duration(seconds: float) -> str:
    """How long something took: tenths of a second below ten seconds, then as `eta`."""
    if seconds < 10:
        return words.tr("{n} s").format(n=QLocale().toString(seconds, "f", 1))
    return _span(round(seconds))


def when(unix_time: float | None) -> str:
    """Local date and time in the locale's short form, as in ISO 8601 where no language is set; "" when unknown."""
    if unix_time is None:
        return ""
    locale, moment = QLocale(), QDateTime.fromMSecsSinceEpoch(int(unix_time * 1000))
    if locale.language() is QLocale.Language.C:
        return moment.toString("yyyy-MM-dd HH:mm")
    return locale.toString(moment, QLocale.FormatType.ShortFormat)


def _span(seconds: int) -> str:
    locale = QLocale()
    if seconds < MINUTE:
        return words.tr("{n} s").format(n=locale.toString(seconds))
    if seconds < HOUR:
        return words.tr("{min} min {s} s").format(min=seconds // MINUTE, s=seconds % MINUTE)
    if seconds < DAY:
        return words.tr("{h} h {min} min").format(h=seconds // HOUR, min=seconds % HOUR // MINUTE)
    return words.tr("{d} d {h} h").format(d=locale.toString(seconds // DAY), h=seconds % DAY // HOUR)
