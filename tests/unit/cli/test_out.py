"""What is printed: figures, alignment, safe text, the progress line."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.cli.output import Out, View, cells, left_text, printable, render, shorten, size_text, table


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (None, ""),
        (0, "0 B"),
        (1023, "1023 B"),
        (1024, "1 KiB"),
        (1536, "1.5 KiB"),
        (1024**2 - 1, "1023 KiB"),
        (12 * 1024**3, "12 GiB"),
        (48_800_000_000_000, "44.3 TiB"),
        (2**60, "1 EiB"),
    ],
)
def test_sizes_are_short(size: int | None, text: str) -> None:
    assert size_text(size) == text


@pytest.mark.parametrize(
    ("seconds", "text"), [(None, ""), (0.4, "0:00 left"), (65, "1:05 left"), (7200, "2:00:00 left")]
)
def test_time_left_reads_like_a_clock(seconds: float | None, text: str) -> None:
    assert left_text(seconds) == text


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("plain key.txt", "plain key.txt"),
        ("报告\u3000一.txt", "报告\u3000一.txt"),
        ("red\x1b[31m", "red\\x1b[31m"),
        ("two\nlines", "two\\nlines"),
        ("cod\u202etxt.exe", "cod\\u202etxt.exe"),
        ("\udc80", "\\udc80"),
    ],
)
def test_nothing_in_a_key_can_steer_the_terminal(key: str, shown: str) -> None:
    assert printable(key) == shown


@given(st.text())
def test_what_is_shown_has_no_control_characters(text: str) -> None:
    assert all(ord(char) >= 32 and not 127 <= ord(char) < 160 for char in printable(text))


@given(st.text(alphabet="aé中😀", max_size=60), st.integers(2, 40))
def test_a_shortened_text_fits_and_keeps_both_ends(text: str, width: int) -> None:
    short = shorten(text, width)
    assert cells(short) <= width
    if cells(text) <= width:
        assert short == text
    else:
        head, _, tail = short.partition("…")
        assert text.startswith(head)
        assert text.endswith(tail)


def test_chinese_names_do_not_push_columns_aside() -> None:
    lines = table([("中文", "1"), ("ab", "22")], right=frozenset({1}))
    assert [cells(line) for line in lines] == [8, 8]
    assert lines == ["中文   1", "ab    22"]


def test_a_json_row_is_one_ascii_line() -> None:
    stdout = io.StringIO()
    Out(json=True, stdout=stdout, stderr=io.StringIO()).row({"key": "报告\n\udc80"})
    assert stdout.getvalue().isascii()
    assert stdout.getvalue().count("\n") == 1
    assert json.loads(stdout.getvalue()) == {"key": "报告\n\udc80"}


def test_text_that_a_terminal_cannot_show_does_not_stop_the_program() -> None:
    raw = io.BytesIO()
    stdout = io.TextIOWrapper(raw, encoding="ascii")
    Out(json=False, stdout=stdout, stderr=io.StringIO()).say("报告")
    assert raw.getvalue() == b"\\u62a5\\u544a\n"


def test_progress_is_shown_only_where_somebody_looks() -> None:
    assert not Out(json=False, stdout=io.StringIO(), stderr=io.StringIO()).shows_progress
    assert Out(json=False, stdout=io.StringIO(), stderr=Terminal()).shows_progress


def test_the_progress_line_is_gone_before_anything_else_is_printed() -> None:
    stderr = Terminal()
    out = Out(json=False, stdout=io.StringIO(), stderr=stderr)
    out.progress(View("a", 1, 2))
    out.remark("failed")
    assert stderr.getvalue().endswith("\r\x1b[Kfailed\n")


def test_the_progress_line_says_what_how_far_how_fast_and_how_long() -> None:
    view = View("mine:photos/cat.jpg", 512 * 1024, 1024 * 1024, speed=1024.0, left_s=90)
    line = render(view, 100)
    assert line.startswith("mine:photos/cat.jpg  [")
    assert line.endswith("50%  512 KiB of 1 MiB  1 KiB/s  1:30 left")


def test_the_progress_line_of_a_folder_counts_objects() -> None:
    view = View("mine:photos/", 1, 4, items=2000, items_done=500, listing=True)
    assert "500 of 2,000+ objects" in render(view, 100)


@given(
    st.text(max_size=80),
    st.integers(0, 2**60),
    st.integers(0, 2**60),
    st.floats(0, 1e12),
    st.integers(1, 10**6),
    st.integers(20, 200),
)
def test_the_progress_line_fits_any_terminal(
    what: str, done: int, size: int, speed: float, items: int, width: int
) -> None:
    view = View(what, done, size, speed=speed, left_s=speed, items=items, items_done=items)
    assert cells(render(view, width)) <= width
