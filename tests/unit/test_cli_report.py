"""What is told of running copies: each end once, the right exit code, and what can be tried again."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from core.cli_out import Out
from core.cli_report import Report
from core.errors import Kind, StoreError
from core.jobs import BatchRow, Frame, JobRow, Level, Reason, Refused, State, Want
from core.values import ObjectRef

SOURCE = ObjectRef("mine", "photos", "cat.jpg")
TARGET = ObjectRef("mine", "backup", "cat.jpg")


class Printed:
    """A report with its two streams."""

    def __init__(self, *, as_json: bool = False, cancelled_is_fine: bool = False) -> None:
        self._stdout, self._stderr = io.StringIO(), io.StringIO()
        out = Out(json=as_json, stdout=self._stdout, stderr=self._stderr)
        self.report = Report(out, cancelled_is_fine=cancelled_is_fine)

    def take(self, *rows: JobRow, batches: tuple[BatchRow, ...] = ()) -> None:
        self.report.take(Frame(batches=batches, jobs=rows))

    @property
    def out(self) -> str:
        return self._stdout.getvalue()

    @property
    def err(self) -> str:
        return self._stderr.getvalue()

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


def job(state: State, number: int = 1, **more: Any) -> JobRow:
    return JobRow(number, 7, SOURCE, TARGET, state, Want.RUN, **more)


def test_a_copy_ends_with_one_line_that_says_all() -> None:
    printed = Printed(as_json=True)
    done = job(State.DONE, size=5, mode="parts", parts=2, requests=9, verified=Level.PART_CRC64)
    printed.take(done)
    printed.take(done)
    assert printed.rows == [
        {
            "event": "end",
            "job": 1,
            "state": "done",
            "source": "mine:photos/cat.jpg",
            "target": "mine:backup/cat.jpg",
            "size": 5,
            "mode": "parts",
            "parts": 2,
            "requests": 9,
            "verified": "part-crc64",
            "error": None,
        }
    ]
    assert printed.report.finish() == 0


def test_a_change_is_told_and_no_change_is_not() -> None:
    printed = Printed(as_json=True)
    printed.take(job(State.RUNNING, size=10, parts=2, parts_done=1))
    printed.take(job(State.RUNNING, size=10, parts=2, parts_done=1, speed=3.0))
    printed.take(job(State.RUNNING, size=10, parts=2, parts_done=2))
    assert [(row["event"], row["parts_done"]) for row in printed.rows] == [("progress", 1), ("progress", 2)]


def test_people_are_not_told_each_change() -> None:
    printed = Printed()
    printed.take(job(State.RUNNING, size=10, parts=2, parts_done=1))
    assert (printed.out, printed.err) == ("", "")


def test_a_failure_says_which_object_and_why_on_standard_error() -> None:
    printed = Printed()
    printed.take(job(State.FAILED, error=StoreError(Kind.DENIED, code="AccessDenied")))
    assert printed.report.finish() == 1
    assert printed.err.startswith("failed: mine:photos/cat.jpg > mine:backup/cat.jpg: The access key is not allowed")


def test_a_failure_says_why_in_json_too() -> None:
    printed = Printed(as_json=True)
    printed.take(job(State.FAILED, error=StoreError(Kind.NOT_FOUND, code="NoSuchKey")))
    (row,) = printed.rows
    assert (row["state"], row["verified"]) == ("failed", "none")
    assert (row["error"]["kind"], row["error"]["code"]) == ("not-found", "NoSuchKey")
    assert row["error"]["message"].startswith("There is no such object.")


def test_a_refusal_is_a_failure_with_its_own_reason() -> None:
    printed = Printed(as_json=True)
    printed.take(job(State.REFUSED, refused=Refused(Reason.ARCHIVED, "Archive")))
    assert printed.rows[0]["error"]["kind"] == "archived"
    assert printed.report.finish() == 1


def test_what_was_skipped_is_no_failure() -> None:
    printed = Printed()
    printed.take(job(State.DONE, verified=Level.CRC64, size=1), job(State.SKIPPED, 2))
    assert printed.report.finish() == 0
    assert "Skipped: 1 object." in printed.out


@pytest.mark.parametrize(("fine", "code"), [(False, 1), (True, 0)])
def test_cancelling_is_a_failure_unless_it_was_asked_for(fine: bool, code: int) -> None:
    printed = Printed(cancelled_is_fine=fine)
    printed.take(job(State.CANCELLED))
    assert printed.report.finish() == code


def test_only_a_failure_that_can_be_mended_offers_another_try() -> None:
    printed = Printed()
    printed.take(job(State.FAILED, error=StoreError(Kind.NOT_FOUND)))
    assert printed.report.resumable == set()
    printed.take(job(State.FAILED, 2, error=StoreError(Kind.OFFLINE)))
    assert printed.report.resumable == {7}
    printed.report.finish()
    assert "bucketferry jobs resume 7" in printed.err


def test_the_sum_names_every_level_that_was_reached() -> None:
    printed = Printed()
    printed.take(
        job(State.DONE, 1, size=1024, verified=Level.CRC64),
        job(State.DONE, 2, size=1024, verified=Level.CRC64),
        job(State.DONE, 3, size=2048, verified=Level.SIZE),
    )
    assert printed.report.finish() == 0
    assert printed.out.splitlines() == [
        "Copied 3 objects, 4.0 KiB.",
        "  2 verified: CRC-64 equal",
        "  1 size compared only: the store has no checksum",
    ]


def test_a_prefix_that_cannot_be_listed_fails_once() -> None:
    printed = Printed(as_json=True)
    error = StoreError(Kind.DENIED, code="AccessDenied")
    batch = BatchRow(7, True, SOURCE, TARGET, State.FAILED, Want.RUN, jobs=0, error=error)
    printed.take(batches=(batch,))
    printed.take(batches=(batch,))
    assert [row["state"] for row in printed.rows] == ["failed"]
    assert printed.report.finish() == 1


def test_a_prefix_that_is_refused_is_called_so() -> None:
    printed = Printed(as_json=True)
    error = StoreError(Kind.UNSUPPORTED, code=Reason.INTO_ITSELF.value)
    printed.take(batches=(BatchRow(7, True, SOURCE, TARGET, State.FAILED, Want.RUN, jobs=0, error=error),))
    assert [(row["state"], row["error"]["kind"]) for row in printed.rows] == [("refused", "into-itself")]
    assert printed.report.finish() == 1


def test_an_empty_prefix_is_said_to_be_empty() -> None:
    printed = Printed()
    printed.take(batches=(BatchRow(7, True, SOURCE, TARGET, State.DONE, Want.RUN, jobs=0),))
    assert printed.report.finish() == 0
    assert printed.out == "Nothing to copy.\n"
