"""The history as a table for other programs (CSV, RFC 4180). Pure, but for the file that it writes."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from core.model.errors import KnownError
from core.model.jobs import State
from core.model.reports import BatchRow
from core.model.values import ObjectRef

_PAGE = 500
_TITLES = ("id", "queued", "kind", "state", "objects", "done", "failed", "bytes", "verified", "source", "target")
#: A spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Read = Callable[[int, int], Sequence[BatchRow]]


def write_history(path: Path, read: Read, wanted: Callable[[BatchRow], bool]) -> int:
    """Write all batches that are wanted, the newest first; returns how many. Raises `KnownError`.

    `read(offset, limit)` gives a page of them. Times are UTC.
    """
    count = 0
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:  # with the mark by which Excel knows UTF-8
            table = csv.writer(file)
            table.writerow(_TITLES)
            for row in filter(wanted, _all(read)):
                table.writerow(_safe(cell) for cell in _cells(row))
                count += 1
    except OSError as error:
        raise KnownError(f"The file {path} cannot be written: {error.strerror}. Choose another place.") from None
    return count


def _all(read: Read) -> Iterator[BatchRow]:
    offset = 0
    while page := read(offset, _PAGE):
        yield from page
        offset += len(page)


def _cells(row: BatchRow) -> Iterator[str]:
    yield str(row.id)
    yield datetime.fromtimestamp(row.created, UTC).isoformat(timespec="seconds")
    yield row.kind.value
    yield row.state.value
    yield str(row.jobs)
    yield str(row.counts.get(State.DONE, 0))
    yield str(row.counts.get(State.FAILED, 0) + row.counts.get(State.REFUSED, 0))
    yield str(row.size)
    yield "" if row.verified is None else row.verified.value
    yield _place(row.source)
    yield _place(row.target)


def _place(ref: ObjectRef) -> str:
    return f"{ref.account}:{ref.bucket}/{ref.key}"


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
