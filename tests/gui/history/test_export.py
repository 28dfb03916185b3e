"""The history as a table for other programs."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from core.model.errors import KnownError
from core.model.jobs import State
from gui.history.export import write_history
from gui.history.history_dialog import is_found
from tests.gui.queue_fixture import batch, ref

ROWS = (
    batch(2, State.DONE, source=ref("photos/a"), target=ref("b/a")),
    batch(1, State.FAILED, source=ref("films/x"), target=ref("b/x")),
)


def read(offset: int, limit: int) -> tuple[object, ...]:
    return ROWS[offset : offset + min(limit, 1)]  # a page of one


def test_all_that_is_looked_for_is_written_page_by_page(tmp_path: Path) -> None:
    path = tmp_path / "history.csv"
    assert write_history(path, read, lambda _: True) == 2  # type: ignore[arg-type]
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["id"], row["state"]) for row in rows] == [("2", "done"), ("1", "failed")]
    assert rows[0]["source"].endswith("/photos/a")
    assert write_history(path, read, lambda row: is_found(row, "FILMS")) == 1  # type: ignore[arg-type]


def test_a_cell_is_never_taken_for_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "history.csv"
    row = batch(1, State.DONE, source=ref("a", account="=cmd"), target=ref("b"))
    write_history(path, lambda offset, _: () if offset else (row,), lambda _: True)
    assert "'=cmd:" in path.read_text("utf-8-sig")


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="cannot be written"):
        write_history(tmp_path / "none" / "x.csv", read, lambda _: True)  # type: ignore[arg-type]
