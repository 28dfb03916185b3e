"""The way back: what takes a job back, and what there is no way back from."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.journal.history import is_undoable, reverse_of, undoing
from core.journal.records import BatchRecord, JobRecord
from core.model.jobs import Facts, SimplePlan, State, Want
from core.model.requests import (
    BatchRequest,
    CopyRequest,
    DeleteRequest,
    Edit,
    JobKind,
    JobRequest,
    ListRequest,
    PrefixRequest,
    RestoreRequest,
)
from core.model.values import Expected, Level, ObjectInfo, ObjectRef, Props, known

HERE, THERE = ObjectRef("a", "b", "old"), ObjectRef("z", "c", "new")
BEFORE = ObjectInfo(replace(HERE, version="v1"), 5, "E1", modified=10.4, props=Props(user={"n": "1"}, tags=known({})))
AFTER = ObjectInfo(replace(THERE, version="v2"), 5, "E2", modified=20.6, props=Props(user={"n": "2"}, tags=known({})))
COPIED = Facts(source=BEFORE, plan=SimplePlan(), written=True, verified=Level.CRC64, result=AFTER, deleted=True)
RENAME = CopyRequest(HERE, THERE, kind=JobKind.RENAME)
EDIT = CopyRequest(HERE, HERE, kind=JobKind.EDIT, edit=Edit(user={"n": "2"}))


def job(request: JobRequest, facts: Facts = COPIED) -> JobRecord:
    return JobRecord(1, 1, request, State.DONE, Want.RUN, facts)


def batch(request: BatchRequest, **counts: int) -> BatchRecord:
    done = {State(name): count for name, count in counts.items()}
    return BatchRecord(7, request, Want.RUN, None, None, 0.0, "me", done)


def test_a_rename_goes_back_to_the_old_name_while_the_new_one_is_what_was_verified() -> None:
    back = reverse_of(job(RENAME))
    assert back == CopyRequest(THERE, HERE, kind=JobKind.RENAME, expect=Expected.of(AFTER))


def test_a_rename_that_found_another_name_goes_back_from_that_one() -> None:
    facts = replace(COPIED, target_key="new (2)", result=replace(AFTER, ref=replace(THERE, key="new (2)")))
    back = reverse_of(job(RENAME, facts))
    assert isinstance(back, CopyRequest)
    assert (back.source, back.target) == (replace(THERE, key="new (2)"), HERE)


def test_an_edit_goes_back_by_the_difference_and_only_from_what_it_left() -> None:
    back = reverse_of(job(EDIT))
    assert back == CopyRequest(HERE, HERE, kind=JobKind.EDIT, edit=Edit(user={"n": "1"}), expect=Expected.of(AFTER))


def test_a_deletion_goes_back_by_removing_its_marker_but_a_deleted_version_is_gone() -> None:
    gone = Facts(deleted=True)
    assert reverse_of(job(DeleteRequest(HERE), gone)) == DeleteRequest(HERE, JobKind.UNDELETE)
    assert reverse_of(job(DeleteRequest(replace(HERE, version="v")), gone)) is None
    assert reverse_of(job(DeleteRequest(HERE, JobKind.UNDELETE), gone)) is None


@pytest.mark.parametrize(
    "record",
    [
        job(CopyRequest(HERE, THERE)),
        job(RestoreRequest(HERE)),
        job(RENAME, replace(COPIED, result=None)),
        job(EDIT, Facts()),
    ],
)
def test_a_copy_a_restore_and_what_the_journal_knows_too_little_of_have_no_way_back(record: JobRecord) -> None:
    assert reverse_of(record) is None


def test_the_batch_that_takes_one_back_names_it_and_goes_the_other_way() -> None:
    for kind, back in (
        (JobKind.RENAME, JobKind.RENAME),
        (JobKind.EDIT, JobKind.EDIT),
        (JobKind.DELETE, JobKind.UNDELETE),
    ):
        assert undoing(batch(PrefixRequest(HERE, THERE, kind=kind))) == ListRequest(THERE, HERE, back, undoes=7)


@pytest.mark.parametrize(
    ("record", "can"),
    [
        (batch(RENAME, done=1), True),
        (batch(PrefixRequest(HERE, THERE, kind=JobKind.RENAME), done=3, failed=1), True),
        (batch(EDIT, done=1), True),
        (batch(DeleteRequest(HERE), done=1), True),
        (batch(ListRequest(HERE, THERE, JobKind.DELETE), done=1), True),
        (batch(RENAME, failed=1), False),
        (batch(RENAME, skipped=1), False),
        (batch(CopyRequest(HERE, THERE), done=1), False),
        (batch(RestoreRequest(HERE), done=1), False),
        (batch(DeleteRequest(HERE, JobKind.UNDELETE), done=1), False),
        (batch(DeleteRequest(replace(HERE, version="v")), done=1), False),
    ],
)
def test_only_what_did_something_that_can_be_taken_back_can_be(record: BatchRecord, can: bool) -> None:
    assert is_undoable(record) is can
