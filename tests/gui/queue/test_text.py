"""What the queue says of each kind of task: its name, its progress, its end."""

from __future__ import annotations

from typing import Any

import pytest

from core.journal.history import is_undoable, undoing
from core.journal.records import BatchRecord
from core.model.errors import Kind, StoreError
from core.model.jobs import Fate, Note, Reason, Refused, State, Want
from core.model.reports import JobReport
from core.model.requests import CopyRequest, JobKind, ListRequest
from core.model.values import Level, ObjectInfo, ObjectRef, Props, known
from gui.queue import job_text
from gui.queue import text as queue_text
from gui.queue.choices import may_undo
from gui.queue.job_text import Mark, explanation
from gui.queue.text import Column, QueueLine
from gui.text import summaries as outcomes
from tests.gui.queue_fixture import MIB, batch, job, quiet, ref  # noqa: F401

HERE = ref("logs/x.jpg")
LOST = Note("x-meta camera", Fate.LOST, "Z8")


def cell(line: QueueLine, column: Column) -> str:
    return queue_text.text(line, column)


HALF = {State.DONE: 9_999, State.FAILED: 1}


def many(state: State = State.DONE, **more: Any) -> QueueLine:
    more.setdefault("jobs", 10_000)
    return QueueLine(batch(1, state, many=True, **more), None)


# ---------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (JobKind.EDIT, "Edit photos/logs/x.jpg"),
        (JobKind.DELETE, "Delete photos/logs/x.jpg"),
        (JobKind.UNDELETE, "Undelete photos/logs/x.jpg"),
        (JobKind.RESTORE, "Restore photos/logs/x.jpg"),
    ],
)
def test_what_stays_in_its_place_is_named_once(kind: JobKind, said: str) -> None:
    assert queue_text.route(QueueLine(batch(1, kind=kind, source=HERE), None)) == said


def test_a_copy_is_named_by_its_arrow_alone() -> None:
    assert queue_text.route(QueueLine(batch(1), None)) == "photos/a1/ → photos/b1/"
    assert queue_text.task(batch(1)) == "Copy photos/a1/ → photos/b1/"


def test_a_rename_in_its_folder_says_the_folder_once() -> None:
    inside = batch(1, kind=JobKind.RENAME, source=ref("2024/raw/"), target=ref("2024/films/"))
    assert queue_text.route(QueueLine(inside, None)) == "Rename photos/2024/raw/ → films/"


def test_a_rename_that_leads_elsewhere_is_a_move_in_all_words() -> None:
    moved = batch(1, kind=JobKind.RENAME, source=ref("2024/a.txt"), target=ref("2025/a.txt"))
    assert queue_text.route(QueueLine(moved, None)) == "Move photos/2024/a.txt → photos/2025/"
    elsewhere = batch(1, kind=JobKind.RENAME, source=ref("a.txt"), target=ref("b.txt", "other"))
    assert queue_text.route(QueueLine(elsewhere, None)) == "Move photos/a.txt → other/b.txt"
    folder = many(State.FAILED, kind=JobKind.RENAME, source=ref("x/"), target=ref("x/", "other"), counts=HALF)
    assert queue_text.route(folder) == "Move photos/x/ → other/"
    assert cell(folder, Column.STATE) == "1 not moved"
    assert outcomes.summary(folder.batch) == "9,999 moved, 1 not."
    inside = QueueLine(folder.batch, job(1, 1, State.RUNNING, kind=JobKind.RENAME), child=True)
    assert cell(inside, Column.STATE) == "Moving"


def test_a_list_is_not_told_as_if_the_whole_folder_went() -> None:
    said = queue_text.route(many(kind=JobKind.DELETE, named=True, jobs=3, source=ref("logs/"), target=ref("logs/")))
    assert said == "Delete 3 object(s): photos/logs/…"


def test_what_undoes_another_is_named_after_that_other() -> None:
    back = batch(2, kind=JobKind.RENAME, undoes=1, named=True, source=ref("b/"), target=ref("a/"))
    assert queue_text.route(QueueLine(back, None)) == "Undo rename photos/a/ → b/"
    again = batch(2, kind=JobKind.UNDELETE, undoes=1, named=True, source=ref("logs/"), target=ref("logs/"))
    assert queue_text.route(QueueLine(again, None)) == "Undo delete photos/logs/"


def test_the_tip_has_the_accounts() -> None:
    line = QueueLine(batch(1, kind=JobKind.RENAME, source=ref("a/x"), target=ref("a/y")), None)
    assert queue_text.tip(line, Column.ROUTE) == "Rename Studio: photos/a/x\n→ Studio: photos/a/y"


def test_below_its_folder_an_object_is_named_without_the_folder() -> None:
    of = batch(1, many=True, kind=JobKind.DELETE, source=ref("logs/"), target=ref("logs/"))
    assert queue_text.route(QueueLine(of, job(11, 1, kind=JobKind.DELETE, source=HERE), child=True)) == "x.jpg"


@pytest.mark.parametrize(("kind", "said"), [(JobKind.COPY, "Restore"), (JobKind.DELETE, "Delete")])
def test_what_is_done_with_one_version_says_so(kind: JobKind, said: str) -> None:
    version = ObjectRef("Studio", "photos", "documents/contract.txt", "V1")
    target = ObjectRef("Studio", "photos", "documents/contract.txt") if kind is JobKind.COPY else version
    one = batch(1, kind=kind, source=version, target=target)
    assert queue_text.route(QueueLine(one, None)) == f"{said} a version of contract.txt"
    assert queue_text.task(one) == f"{said} a version of contract.txt"
    tip = queue_text.tip(QueueLine(one, None), Column.ROUTE)
    assert tip == f"{said} a version of Studio: photos/documents/contract.txt"
    row = job(11, 1, kind=kind, source=version, target=target)
    below = QueueLine(batch(1, many=True, kind=kind), row, child=True)
    assert queue_text.route(below) == f"{said} a version of contract.txt"


def test_a_version_that_is_copied_elsewhere_is_a_copy() -> None:
    version = ObjectRef("Studio", "photos", "a.txt", "V1")
    assert (
        queue_text.route(QueueLine(batch(1, source=version, target=ref("b.txt")), None))
        == "photos/a.txt → photos/b.txt"
    )


# ---------------------------------------------------------------- progress


@pytest.mark.parametrize("kind", [JobKind.DELETE, JobKind.EDIT, JobKind.UNDELETE, JobKind.RESTORE])
def test_where_no_bytes_tell_progress_is_told_in_objects(kind: JobKind) -> None:
    counts = {State.DONE: 2000, State.FAILED: 500, State.WAITING: 7500}
    line = many(State.RUNNING, kind=kind, counts=counts, size=5 * MIB)
    assert cell(line, Column.PROGRESS) == "2,500 of 10,000"
    assert line.share == 0.25


@pytest.mark.parametrize("kind", [JobKind.COPY, JobKind.RENAME])
def test_a_copied_folder_is_told_in_bytes(kind: JobKind) -> None:
    line = many(State.RUNNING, kind=kind, size=4 * MIB, done_bytes=MIB)
    assert cell(line, Column.PROGRESS) == "25% · 1 MiB of 4 MiB"


def test_a_folder_that_ended_badly_never_claims_all_of_it() -> None:
    counts = {State.DONE: 10, State.FAILED: 2}
    line = many(State.FAILED, kind=JobKind.RENAME, jobs=12, counts=counts, size=3 * MIB, done_bytes=3 * MIB)
    assert cell(line, Column.PROGRESS) == "10 of 12"
    assert line.share == pytest.approx(10 / 12)


def test_a_deletion_in_flight_claims_no_progress() -> None:
    line = QueueLine(batch(1, kind=JobKind.DELETE), job(11, 1, kind=JobKind.DELETE))
    assert line.is_simple
    assert cell(line, Column.PROGRESS) == ""


def test_an_edit_that_needed_no_copy_says_so() -> None:
    line = QueueLine(batch(1, State.DONE, kind=JobKind.EDIT), job(11, 1, State.DONE, kind=JobKind.EDIT))
    assert cell(line, Column.MODE) == "set in place"
    tags, acl = Note("tags", Fate.CHANGED, "", "a=b"), Note("acl", Fate.CHANGED, "private", "default")
    for mode in ("", "set"):
        set_tags, set_both = (
            explanation(QueueLine(line.batch, job(11, 1, State.DONE, kind=JobKind.EDIT, mode=mode, notes=notes)))
            for notes in ((tags,), (tags, acl))
        )
        assert "its bytes and its date are as they were" in set_tags
        assert "its bytes are as they were. A new ACL may have changed its date." in set_both


# ---------------------------------------------------------------- ends


def test_what_is_taken_back_is_counted_in_objects_because_sizes_are_learned_one_by_one() -> None:
    half = {State.DONE: 400, State.WAITING: 600}
    line = many(State.RUNNING, kind=JobKind.RENAME, undoes=7, jobs=1000, counts=half, size=10, done_bytes=10)
    assert (line.share, cell(line, Column.PROGRESS)) == (0.4, "400 of 1,000")


def test_an_end_is_all_or_so_many_and_so_many_not() -> None:
    assert explanation(many(kind=JobKind.RENAME)) == "All 10,000 renamed."
    counts = {State.DONE: 9_998, State.FAILED: 1, State.REFUSED: 1}
    line = many(State.FAILED, kind=JobKind.RENAME, counts=counts)
    assert explanation(line).startswith("9,998 renamed, 2 not. ")
    assert cell(line, Column.STATE) == "2 not renamed"


def test_what_was_cancelled_is_among_those_that_were_not_done() -> None:
    line = many(State.CANCELLED, kind=JobKind.DELETE, counts={State.DONE: 4_000, State.CANCELLED: 6_000})
    assert explanation(line) == "4,000 deleted, 6,000 not."
    assert cell(line, Column.STATE) == "Cancelled"


def test_objects_with_nothing_to_do_are_counted_apart_and_are_no_failure() -> None:
    line = many(kind=JobKind.EDIT, counts={State.DONE: 9_000, State.SKIPPED: 1_000})
    assert explanation(line) == "9,000 edited. 1,000 left as it was."
    asking = many(State.REFUSED, jobs=3, counts={State.SKIPPED: 1, State.REFUSED: 2}, asks=2)
    assert explanation(asking).startswith("0 copied, 2 need(s) an answer. 1 left as it was.")


def test_a_batch_that_waits_for_an_answer_says_so_before_all_else() -> None:
    asking = many(State.REFUSED, jobs=10, counts={State.DONE: 2, State.REFUSED: 8}, asks=8)
    assert cell(asking, Column.STATE) == "Needs an answer"
    assert explanation(asking).startswith("2 copied, 8 need(s) an answer. ")
    mixed = many(State.FAILED, jobs=10, counts={State.REFUSED: 8, State.FAILED: 2}, asks=7)
    assert cell(mixed, Column.STATE) == "Needs an answer"
    assert explanation(mixed).startswith("0 copied, 3 not, 7 need(s) an answer. ")
    running = many(State.RUNNING, jobs=10, counts={State.RUNNING: 1, State.REFUSED: 9}, asks=9)
    assert cell(running, Column.STATE) == "Copying, 9 need(s) an answer"
    assert explanation(running).startswith("So far: 9 need(s) an answer. ")
    single = QueueLine(batch(1, State.REFUSED, asks=1), None)
    assert cell(single, Column.STATE) == "Needs an answer"


def test_an_empty_folder_has_a_sentence_too() -> None:
    assert outcomes.summary(batch(1, State.DONE, many=True, jobs=0, counts={})) == "There was no object."


@pytest.mark.parametrize("kind", JobKind)
def test_every_kind_has_its_own_words_for_its_end(kind: JobKind) -> None:
    for said in (outcomes.all_done, outcomes.some_done, outcomes.not_done):
        texts = [said(each, 7) for each in outcomes.Operation]
        assert len(set(texts)) == len(texts)
        assert all("7" in text for text in texts)
    assert (kind in outcomes.UNDO_MEANINGS) != (kind in outcomes.NO_UNDO)


@pytest.mark.parametrize("kind", JobKind)
def test_what_the_engine_can_take_back_is_what_the_window_offers(kind: JobKind) -> None:
    request = ListRequest(ref("a/"), ref("b/"), kind)
    done = BatchRecord(1, request, Want.RUN, None, None, 0.0, "", counts={State.DONE: 1})
    assert is_undoable(done) == may_undo(many(kind=kind)) == (kind in outcomes.UNDO_MEANINGS)
    if is_undoable(done):
        assert undoing(done).kind.value in outcomes.UNDO_VERBS


def test_copies_that_lack_a_property_are_marked() -> None:
    line = many(verified=Level.CRC64, lost=3)
    assert cell(line, Column.RESULT) == "3 lack(s) a property"
    assert "3 object(s) lack a property of their source. Open the row to see which." in explanation(line)
    one = QueueLine(batch(1, State.DONE), job(11, 1, State.DONE, verified=Level.CRC64, notes=(LOST,)))
    assert cell(one, Column.RESULT) == "Lacks 1 property(ies)"
    assert explanation(one).startswith("The target lacks what the source has: Metadata “camera”.")
    assert "CRC-64" in explanation(one)


def test_a_job_that_waits_for_the_archive_says_that_it_goes_on_by_itself() -> None:
    line = QueueLine(batch(1, State.WAITING), job(11, 1, State.WAITING, restoring=True))
    assert "goes on by itself" in explanation(line)


@pytest.mark.parametrize("kind", [JobKind.COPY, JobKind.RENAME, JobKind.EDIT])
def test_a_skipped_job_says_why_there_was_nothing_to_do(kind: JobKind) -> None:
    said = explanation(QueueLine(batch(1, State.SKIPPED, kind=kind), job(11, 1, State.SKIPPED, kind=kind)))
    assert said.endswith(".")
    assert len({explanation(QueueLine(batch(1, State.SKIPPED, kind=each), None)) for each in JobKind}) == 3


def test_a_half_done_rename_says_that_nothing_is_lost() -> None:
    error = StoreError(Kind.SOURCE_CHANGED, "DeleteObject")
    row = job(11, 1, State.FAILED, kind=JobKind.RENAME, verified=Level.CRC64, error=error)
    said = explanation(QueueLine(batch(1, State.FAILED, kind=JobKind.RENAME), row))
    assert said.startswith("Copied and verified; the source could not be deleted: The object was changed meanwhile")


# ---------------------------------------------------------------- undo


def test_only_what_was_done_and_has_a_way_back_may_be_undone() -> None:
    assert may_undo(many(kind=JobKind.RENAME))
    assert may_undo(many(State.FAILED, kind=JobKind.DELETE, counts={State.DONE: 1, State.FAILED: 9_999}))
    assert not may_undo(many(State.RUNNING, kind=JobKind.RENAME))
    assert not may_undo(many(State.FAILED, kind=JobKind.RENAME))
    assert not may_undo(many(kind=JobKind.COPY))
    assert not may_undo(many(kind=JobKind.RESTORE))


# ---------------------------------------------------------------- the report


def report_of(*notes: Note) -> JobReport:
    here = ObjectRef("Studio", "photos", "a")
    props = Props({"content-type": "image/jpeg"}, {"camera": "Z8"}, tags=known({"k": "v"}), storage_class="IA")
    info = ObjectInfo(here, 5, "E", props=props)
    return JobReport(CopyRequest(here, here), info, info, notes)


def test_the_report_lists_what_was_lost_first_and_what_was_kept_last() -> None:
    notes = (
        Note("content-type", Fate.CHANGED, "text/plain", "image/jpeg"),
        Note("tags", Fate.UNREAD),
        LOST,
    )
    row = job(11, 1, State.DONE, verified=Level.CRC64, requests=1200, retries=3, notes=notes)
    said = [(line.mark, line.name, line.text) for line in job_text.lines(row, report_of(*notes))]
    assert said == [
        (Mark.GOOD, "Verified by", "CRC-64 equal"),
        (Mark.PLAIN, "Requests sent", "1,200, 3 of them again"),
        (Mark.WARNING, "Metadata “camera”", "lost: Z8"),
        (Mark.UNREAD, "Tags", "could not be read, so it is not known whether it was kept"),
        (Mark.CHANGED, "Content-Type", "changed: text/plain → image/jpeg"),
        (Mark.GOOD, "Storage class", "kept: IA"),
    ]


def test_nothing_is_called_kept_before_the_target_was_looked_at() -> None:
    row = job(11, 1, State.FAILED, requests=2)
    assert [line.name for line in job_text.lines(row, report_of())] == ["Requests sent"]


def test_a_property_that_has_another_value_now_tells_both() -> None:
    note = Note("storage-class", Fate.LOST, "IA", "Standard")
    told = job_text.lines(job(11, 1, State.DONE, verified=Level.SIZE, notes=(note,)), None)
    assert told[-1].text == "lost: IA; it is now Standard"
    assert told[0].mark is Mark.WARNING


def test_a_refusal_stays_a_refusal_in_the_story() -> None:
    line = QueueLine(batch(1, State.REFUSED), job(11, 1, State.REFUSED, refused=Refused(Reason.STILL_THERE)))
    assert explanation(line) == "The object is not deleted, so there is no deletion to take back. Nothing was touched."
