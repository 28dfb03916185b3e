"""What is printed, and how. JSON lines for programs; aligned, quiet text for people."""

from __future__ import annotations

import json
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TextIO

from core.rules.figures import SIZE_UNITS, SMALL_OBJECT, short_size

#: Exit codes. 1: something failed or was refused, and standard error says what and why. 2: the command line cannot be
#: understood or not be meant so. 130: Ctrl+C, by the number that shells use for it.
DONE, FAILED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130


class Out:
    """Where answers (standard output) and remarks (standard error) go.

    Attributes:
        json: whether answers are JSON lines.
    """

    def __init__(self, *, json: bool, stdout: TextIO | None = None, stderr: TextIO | None = None) -> None:
        self.json = json
        self._stdout = stdout or sys.stdout
        self._stderr = stderr or sys.stderr
        self._bar = 0

    def row(self, values: Mapping[str, Any]) -> None:
        """Print a JSON line now: a program may wait for it. ASCII only, so that no locale can spoil it."""
        self._print(self._stdout, json.dumps(values, ensure_ascii=True, separators=(",", ":")))

    def say(self, text: str) -> None:
        """Print an answer for people."""
        self._print(self._stdout, text)

    def remark(self, text: str) -> None:
        """Print what is not the answer: a failure, a hint."""
        self._print(self._stderr, text)

    def _print(self, stream: TextIO, text: str) -> None:
        self.end_progress()
        stream.write(_encodable(text, stream) + "\n")
        stream.flush()

    # ------------------------------------------------------------ questions

    @property
    def can_ask(self) -> bool:
        """Whether a person sees a question and can answer it. Never while answers are for a program."""
        return not self.json and sys.stdin.isatty() and self._stderr.isatty()

    def ask(self, question: str) -> str | None:
        """Put a question and read the line that is typed; None at the end of input. Call only where `can_ask`."""
        self.end_progress()
        self._stderr.write(_encodable(question, self._stderr))
        self._stderr.flush()
        return sys.stdin.readline() or None

    # ------------------------------------------------------------ progress

    @property
    def shows_progress(self) -> bool:
        """Whether somebody looks at standard error."""
        return self._stderr.isatty()

    def progress(self, view: View | str) -> None:
        """Draw the progress line, or a sentence instead, over the last one. Call only where `shows_progress`."""
        width = shutil.get_terminal_size().columns - 1
        line = shorten(view, width) if isinstance(view, str) else render(view, width)
        self._stderr.write("\r" + _encodable(line, self._stderr) + "\x1b[K")
        self._stderr.flush()
        self._bar = 1

    def end_progress(self) -> None:
        """Take the progress line away."""
        if self._bar:
            self._bar = 0
            self._stderr.write("\r\x1b[K")
            self._stderr.flush()


def _encodable(text: str, stream: TextIO) -> str:
    encoding = stream.encoding or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)


# ---------------------------------------------------------------- figures


def size_text(size: int | None) -> str:
    """Bytes for people, such as "1.5 GiB"; "" when not known."""
    if size is None:
        return ""
    figure, places, unit = short_size(size)
    return f"{figure:.{places}f} {SIZE_UNITS[unit]}"


def time_text(seconds: float | None) -> str:
    """A Unix time as local date and time; "" when not known."""
    if seconds is None:
        return ""
    return datetime.fromtimestamp(seconds, tz=UTC).astimezone().strftime("%Y-%m-%d %H:%M")


def left_text(seconds: float | None) -> str:
    """Seconds left as "1:05", "2:00:00", or "" when not known."""
    if seconds is None:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02} left" if hours else f"{minutes}:{rest:02} left"


def count_text(number: int, one: str, many: str) -> str:
    """ "1 object", "1,000 objects"."""
    return f"1 {one}" if number == 1 else f"{number:,} {many}"


# ---------------------------------------------------------------- text that is safe to show


def printable(text: str) -> str:
    """The text with everything escaped that could move the cursor, change colours or hide: keys may hold anything."""
    if text.isprintable():
        return text
    return "".join(char if _is_plain(char) else char.encode("unicode_escape").decode("ascii") for char in text)


def _is_plain(char: str) -> bool:
    return char.isprintable() or unicodedata.category(char) == "Zs"


def cells(text: str) -> int:
    """How many columns of a terminal the text takes: Chinese characters take two, marks on letters none."""
    return sum(_cells_of(char) for char in text)


def _cells_of(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def shorten(text: str, width: int) -> str:
    """The text in at most `width` columns, the middle left out: both ends of a key tell keys apart."""
    if cells(text) <= width:
        return text
    if width < 2:
        return ""
    head, tail = "", ""
    for left, right in zip(text, reversed(text), strict=True):
        if cells(head + left + tail) + 1 > width:
            break
        head += left
        if cells(head + right + tail) + 1 > width:
            break
        tail = right + tail
    return f"{head}…{tail}"


def table(rows: Iterable[Sequence[str]], *, right: frozenset[int] = frozenset()) -> list[str]:
    """Lines of aligned columns; the columns in `right` are flush right."""
    found = [tuple(printable(cell) for cell in row) for row in rows]
    if not found:
        return []
    widths = [max(cells(row[column]) for row in found) for column in range(len(found[0]))]
    return ["  ".join(_fit(cell, widths[i], i in right) for i, cell in enumerate(row)).rstrip() for row in found]


def _fit(text: str, width: int, right: bool) -> str:
    gap = " " * max(0, width - cells(text))
    return gap + text if right else text + gap


# ---------------------------------------------------------------- the progress line


@dataclass(frozen=True, slots=True)
class View:
    """What the progress line shows.

    Attributes:
        done, size: bytes; `size` grows while a prefix is being listed.
        items, items_done: objects, shown when there are several.
    """

    what: str
    done: int
    size: int
    speed: float = 0.0
    left_s: float | None = None
    items: int = 1
    items_done: int = 0
    listing: bool = False
    objects_speed: float = 0.0
    silent_s: float = 0.0


def render(view: View, width: int) -> str:
    """The progress line in at most `width` columns; on a narrow terminal it leaves out what matters least."""
    share = min(1.0, view.done / view.size) if view.size else 0.0
    facts = [f"{int(share * 100):3d}%", f"{size_text(view.done)} of {size_text(view.size)}"]
    if view.items > 1 or view.listing:
        facts.append(f"{view.items_done:,} of {view.items:,}{'+' if view.listing else ''} objects")
    if view.silent_s:
        facts.append(f"silent for {int(view.silent_s)} s")
    elif view.objects_speed and view.speed < SMALL_OBJECT * view.objects_speed:
        facts.append(f"{view.objects_speed:,.0f} objects/s")
    elif view.speed > 0:
        facts.append(f"{size_text(int(view.speed))}/s")
    if view.left_s is not None and not view.silent_s:
        facts.append(left_text(view.left_s))
    while len(facts) > 1 and cells("  ".join(facts)) > width:
        facts.pop()
    text = "  ".join(facts)
    room = width - cells(text) - 2
    bar = _bar(share, min(24, room)) if room >= 6 else ""
    room -= cells(bar) + 2
    what = shorten(printable(view.what), room) if room >= 8 else ""
    return "  ".join(part for part in (what, bar, text) if part)


def _bar(share: float, width: int) -> str:
    inside = width - 2
    full = int(share * inside)
    return "[" + "#" * full + "-" * (inside - full) + "]"
