"""What is told of running copies: each end once, the right exit code, and what can be tried again."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from core.cli.output import Out
from core.cli.report import TOLD_MAX, Report
from core.model.errors import Kind, StoreError
from core.model.jobs import Fate, Note, Reason, Refused, State, Want
from core.model.reports import BatchRow, Frame, JobRow
from core.model.requests import JobKind
from core.model.values import Level, ObjectRef

SOURCE = ObjectRef("mine", "photos", "cat.jpg")
TARGET = ObjectRef("mine", "backup", "cat.jpg")


class Printed:
    """A report with its two streams."""

    def __init__(self, *, as_json: bool = False, given_up: frozenset[int] | None = None) -> None:
        self._stdout, self._stderr = io.StringIO(), io.StringIO()
        out = Out(json=as_json, stdout=self._stdout, stderr=self._stderr)
        self.report = Report(out, given_up=given_up)

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
            "batch": 7,
            "kind": "copy",
            "state": "done",
            "source": "mine:photos/cat.jpg",
            "version": None,
            "target": "mine:backup/cat.jpg",
            "size": 5,
            "mode": "parts",
            "parts": 2,
            "requests": 9,
            "verified": "part-crc64",
            "notes": [],
            "leftovers": [],
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
    assert printed.out.startswith("1 of 2 copied (1 B). Skipped: 1.")


@pytest.mark.parametrize(("given_up", "code"), [(None, 1), (frozenset[int](), 0)])
def test_cancelling_is_a_failure_unless_it_was_asked_for(given_up: frozenset[int] | None, code: int) -> None:
    printed = Printed(given_up=given_up)
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
        "All 3 copied (4 KiB).",
        "  2 verified: CRC-64 equal",
        "  1 size only: the store offers no checksum",
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


# ---------------------------------------------------------------- kinds


@pytest.mark.parametrize(
    ("kind", "head"),
    [
        (JobKind.COPY, "All 10,000 copied"),
        (JobKind.RENAME, "All 10,000 renamed"),
        (JobKind.EDIT, "All 10,000 changed"),
        (JobKind.DELETE, "All 10,000 deleted"),
        (JobKind.UNDELETE, "All 10,000 brought back"),
        (JobKind.RESTORE, "All 10,000 being restored"),
    ],
)
def test_a_batch_that_did_all_says_so_in_its_own_word(kind: JobKind, head: str) -> None:
    printed = Printed()
    printed.take(*(job(State.DONE, number, kind=kind, verified=Level.CRC64) for number in range(10_000)))
    assert printed.report.finish() == 0
    assert printed.out.splitlines()[0] == f"{head}."
    assert printed.err == ""


def test_of_many_failures_the_first_are_told_and_the_others_counted() -> None:
    printed = Printed()
    error = StoreError(Kind.DENIED, code="AccessDenied")
    printed.take(
        *(job(State.FAILED, number, kind=JobKind.RENAME, error=error) for number in range(60)),
        job(State.DONE, 60, kind=JobKind.RENAME, verified=Level.CRC64),
        batches=(BatchRow(7, True, SOURCE, TARGET, State.FAILED, Want.RUN, jobs=61),),
    )
    assert printed.report.finish() == 1
    lines = printed.err.splitlines()
    assert len([line for line in lines if line.startswith("failed: ")]) == TOLD_MAX
    assert lines[-2] == "... and 10 more. See all with: bucketferry history 7"
    assert lines[-1] == "Try what failed again with: bucketferry jobs resume 7"
    assert printed.out.splitlines()[0] == "1 of 61 renamed. Failed: 60."


def test_a_rename_that_could_not_delete_its_source_says_that_the_copy_stands() -> None:
    printed = Printed()
    error = StoreError(Kind.DENIED, op="DeleteObject", code="AccessDenied")
    printed.take(job(State.FAILED, kind=JobKind.RENAME, verified=Level.CRC64, error=error))
    assert printed.report.finish() == 1
    assert "Copied and verified; the source could not be deleted: The access key is not allowed" in printed.err


def test_a_rename_that_kept_its_source_on_purpose_says_why() -> None:
    printed = Printed(as_json=True)
    error = StoreError(Kind.UNSUPPORTED, op="DeleteObject", code="NotProven")
    printed.take(job(State.FAILED, kind=JobKind.RENAME, verified=Level.SIZE, error=error))
    assert printed.rows[0]["error"]["message"].startswith("The copy stands, but it is proven less well")


@pytest.mark.parametrize(
    ("kind", "more", "line"),
    [
        (
            JobKind.RENAME,
            {"size": 12, "mode": "simple", "verified": Level.CRC64},
            "mine:photos/cat.jpg > mine:backup/cat.jpg: 12 B, verified: CRC-64 equal; the source is deleted",
        ),
        (JobKind.EDIT, {"mode": "set"}, "mine:photos/cat.jpg > mine:backup/cat.jpg: set without a copy"),
        (JobKind.DELETE, {"target": SOURCE}, "mine:photos/cat.jpg: deleted."),
        (JobKind.UNDELETE, {"target": SOURCE}, "mine:photos/cat.jpg: brought back."),
    ],
)
def test_the_one_object_of_a_batch_is_told_by_its_name(kind: JobKind, more: dict[str, Any], line: str) -> None:
    printed = Printed()
    row = JobRow(1, 7, SOURCE, more.pop("target", TARGET), State.DONE, Want.RUN, kind=kind, **more)
    printed.take(row)
    assert printed.report.finish() == 0
    assert printed.out == line + "\n"


@pytest.mark.parametrize(
    ("kind", "said"),
    [(JobKind.EDIT, "nothing was changed"), (JobKind.RESTORE, "not archived"), (JobKind.COPY, "the target exists")],
)
def test_one_object_that_was_left_as_it_is_says_why(kind: JobKind, said: str) -> None:
    printed = Printed()
    printed.take(job(State.SKIPPED, kind=kind))
    assert printed.report.finish() == 0
    assert said in printed.out


def test_a_property_that_got_lost_is_told_and_is_in_the_json() -> None:
    note = Note("tags", Fate.LOST, "a=b")
    printed = Printed()
    printed.take(job(State.DONE, verified=Level.CRC64, notes=(note,)))
    printed.report.finish()
    assert "  tags lost: a=b > (none)" in printed.out
    told = Printed(as_json=True)
    told.take(job(State.DONE, verified=Level.CRC64, notes=(note,)))
    assert told.rows[0]["notes"] == [{"name": "tags", "fate": "lost", "before": "a=b", "after": ""}]


def test_several_that_lost_a_property_are_counted() -> None:
    printed = Printed()
    lossy = (Note("acl", Fate.LOST, "public-read"),)
    printed.take(job(State.DONE, 1, verified=Level.CRC64, notes=lossy), job(State.DONE, 2, verified=Level.CRC64))
    printed.report.finish()
    assert "  1 without a property of the source; see which with: bucketferry history" in printed.out


def test_a_job_that_asks_has_not_ended_before_it_is_answered() -> None:
    printed = Printed(as_json=True)
    printed.report.asks = True
    row = job(State.REFUSED, refused=Refused(Reason.EXISTS), asks=True)
    printed.take(row)
    assert (printed.rows, list(printed.report.asking)) == ([], [1])
    printed.report.end(row)
    assert printed.report.finish() == 1


def test_nobody_is_waited_for_where_nobody_can_answer() -> None:
    printed = Printed()
    printed.take(job(State.REFUSED, refused=Refused(Reason.EXISTS), asks=True))
    assert printed.report.asking == {}
    assert printed.report.finish() == 1


def test_the_wait_for_an_archive_is_told_once() -> None:
    printed = Printed()
    printed.take(job(State.RUNNING, 1, restoring=True), job(State.RUNNING, 2, restoring=True))
    printed.take(job(State.RUNNING, 1, restoring=True))
    assert printed.err.count("Waiting for archived objects to be restored") == 1
    assert "bucketferry jobs resume 7" in printed.err


def test_what_had_failed_before_it_was_given_up_is_no_new_failure() -> None:
    printed = Printed(given_up=frozenset({1, -7}))
    error = StoreError(Kind.DENIED, code="AccessDenied")
    batch = BatchRow(7, True, SOURCE, TARGET, State.FAILED, Want.CANCEL, jobs=2, error=error)
    printed.take(job(State.FAILED, 1, error=error), job(State.CANCELLED, 2), batches=(batch,))
    assert (printed.report.finish(), printed.report.resumable) == (0, set())
    assert (printed.out, printed.err) == ("Given up.\n", "")


def test_an_upload_that_could_not_be_dropped_is_a_failure_of_giving_up() -> None:
    printed = Printed(given_up=frozenset({1}))
    printed.take(job(State.FAILED, 2, error=StoreError(Kind.OFFLINE)))
    assert printed.report.finish() == 1
