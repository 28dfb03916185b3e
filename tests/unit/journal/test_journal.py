"""The journal: what was committed is there after anything."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from core.journal import changes as log_of
from core.journal.journal import SCHEMA_VERSION, Journal, JournalError, _Waiting
from core.journal.records import dump, load
from core.model.errors import Kind, OwnCode, Sent, StoreError
from core.model.jobs import (
    Facts,
    Fate,
    Note,
    PartFact,
    PartPlan,
    Reason,
    Refused,
    RestorePlan,
    State,
    Want,
)
from core.model.requests import CopyRequest, JobKind, JobRequest, Options, PrefixRequest, Restore
from core.model.values import REDIRECT, Encryption, ObjectInfo, ObjectRef, PartInfo, Props, Seen, Sight, known

SOURCE = ObjectRef("a", "photos", "odd/🐈 猫 \x01..%2e")
REQUEST = CopyRequest(SOURCE, ObjectRef("b", "backup", "k"), Options(part_size=1 << 20))
PREFIX = PrefixRequest(ObjectRef("a", "photos", "x/"), ObjectRef("a", "backup", "y/"))
INFO = ObjectInfo(
    SOURCE,
    25,
    "E",
    crc64=2**64 - 1,
    props=Props(
        headers={"content-type": "image/jpeg"},
        user={"who": "\u732b"},
        tags=known({"k": "v"}),
        acl=Seen(None, Sight.DENIED),
        encryption=known(Encryption("KMS", "id")),
    ),
)
FACTS = Facts(source=INFO, plan=PartPlan(10, 3, 5), creating=5.0, upload_id="U1")
PART = PartFact(PartInfo(2, 10, "P2", 2**64 - 2), seconds=0.5, attempts=3)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.sqlite"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    opened = Journal(path)
    yield opened
    opened.close()


def states(journal: Journal, batch: int) -> dict[State, int]:
    return journal.batches([batch])[0].counts


def command(journal: Journal, want: Want, batch: int, *, active: tuple[int, ...] = ()) -> None:
    journal.commit(log_of.set_want(want, batches=[batch], jobs=[], active=active))


def test_facts_and_parts_come_back_exactly_after_the_file_was_closed(path: Path) -> None:
    first = Journal(path)
    batch = first.add_batch(REQUEST, created=1.5, owner="me")
    error = StoreError(Kind.DENIED, op="CopyPart", status=403, code="AccessDenied", sent=Sent.YES)
    first.commit(log_of.set_facts(1, FACTS), log_of.add_part(1, PART))
    first.commit(log_of.set_state(1, State.FAILED, error=error, finished=9.0, requests=7, retries=2))
    first.close()
    second = Journal(path)
    record = second.job(1)
    second.close()
    assert record is not None
    assert (record.batch, record.request, record.parts) == (batch, REQUEST, (PART,))
    assert record.facts == replace(FACTS, done=0b10)
    assert (record.error, record.requests, record.retries, record.size) == (error, 7, 2, 25)


def test_what_an_older_program_wrote_without_the_newer_properties_is_read(path: Path) -> None:
    props = replace(INFO.props, headers={REDIRECT: "/b"}, others={"object-lock-mode": "COMPLIANCE"})
    facts = replace(FACTS, source=replace(INFO, props=props))
    journal = Journal(path)
    journal.add_batch(REQUEST, created=0, owner="me")
    journal.commit(log_of.set_facts(1, facts))
    written = journal.job(1)
    journal.close()
    with closing(sqlite3.connect(path)) as database, database:
        (text,) = database.execute("SELECT facts FROM jobs WHERE id=1").fetchone()
        older = json.loads(text)
        del older["source"]["props"]["others"]
        database.execute("UPDATE jobs SET facts=? WHERE id=1", (json.dumps(older),))
    journal = Journal(path)
    read = journal.job(1)
    journal.close()
    assert written is not None
    assert written.facts == facts
    assert read is not None
    assert read.facts == replace(facts, source=replace(INFO, props=replace(props, others={})))


@pytest.mark.parametrize("plan", [Refused(Reason.ARCHIVED, "Archive"), PartPlan(1, 2, 1), None])
def test_every_plan_keeps_its_kind(journal: Journal, plan: PartPlan | Refused | None) -> None:
    journal.add_batch(REQUEST, created=0, owner="me")
    journal.commit(log_of.set_facts(1, replace(FACTS, plan=plan)))
    record = journal.job(1)
    assert record is not None
    assert record.facts.plan == plan


def test_a_code_of_our_own_is_the_same_word_in_the_journal(journal: Journal) -> None:
    journal.add_batch(REQUEST, created=0, owner="me")
    error = StoreError(Kind.UNSUPPORTED, code=OwnCode.NOT_PROVEN)
    journal.commit(log_of.set_state(1, State.FAILED, error=error, finished=1.0, requests=4, retries=0))
    record = journal.job(1)
    assert record is not None
    assert record.error == StoreError(Kind.UNSUPPORTED, code="NotProven")


def test_a_page_of_jobs_and_the_cursor_behind_it_are_one_commit(journal: Journal) -> None:
    batch = journal.add_batch(PREFIX, created=0, owner="me")
    assert journal.batches([batch])[0].cursor == ""
    journal.add_jobs(batch, [(REQUEST, 5), (REQUEST, 7)], cursor="x/b", created=0)
    record = journal.batches([batch])[0]
    assert (record.cursor, record.counts, record.sizes) == ("x/b", {State.WAITING: 2}, {State.WAITING: 12})

    def broken(db: log_of.Database) -> None:
        db.execute("INSERT INTO nowhere VALUES(1)")

    with pytest.raises(JournalError):
        journal.commit(log_of.set_batch(batch, error=None, cursor="x/z"), broken)
    assert journal.batches([batch])[0].cursor == "x/b"


def test_a_pause_stops_what_waits_and_jobs_found_later_wait_too(journal: Journal) -> None:
    batch = journal.add_batch(PREFIX, created=0, owner="me")
    journal.add_jobs(batch, [(REQUEST, 5)] * 3, cursor="x/b", created=0)
    command(journal, Want.PAUSE, batch, active=(2,))
    journal.add_jobs(batch, [(REQUEST, 5)], cursor=None, created=0)
    assert states(journal, batch) == {State.PAUSED: 3, State.WAITING: 1}
    command(journal, Want.RUN, batch)
    assert states(journal, batch) == {State.WAITING: 4}


def test_a_cancel_ends_untouched_jobs_and_leaves_begun_ones_to_be_cleaned_up(journal: Journal) -> None:
    batch = journal.add_batch(PREFIX, created=0, owner="me")
    journal.add_jobs(batch, [(REQUEST, 5)] * 3, cursor=None, created=0)
    journal.commit(log_of.set_facts(2, FACTS))
    command(journal, Want.PAUSE, batch)
    command(journal, Want.CANCEL, batch)
    assert states(journal, batch) == {State.CANCELLED: 2, State.WAITING: 1}
    assert [job.id for job in journal.jobs(batch, states=[State.WAITING])] == [2]


def test_a_wish_leaves_ended_jobs_as_they_are(journal: Journal) -> None:
    batch = journal.add_batch(REQUEST, created=0, owner="me")
    journal.commit(log_of.set_state(1, State.DONE, error=None, finished=1.0, requests=4, retries=0))
    command(journal, Want.CANCEL, batch)
    assert states(journal, batch) == {State.DONE: 1}


def test_a_job_that_was_paused_and_woken_as_the_program_died_waits_again(journal: Journal) -> None:
    batch = journal.add_batch(REQUEST, created=0, owner="dead")
    journal.commit(log_of.set_state(1, State.PAUSED, error=None, finished=None, requests=0, retries=0))
    journal.commit(log_of.claim(batch, "me"))
    assert journal.batches([batch])[0].owner == "me"
    assert states(journal, batch) == {State.WAITING: 1}


def test_the_owner_of_an_upload_is_found_and_a_foreign_one_has_none(journal: Journal) -> None:
    journal.add_batch(REQUEST, created=0, owner="me")
    journal.commit(log_of.set_facts(1, FACTS))
    assert journal.upload_owner("U1") == 1
    assert journal.upload_owner("U2") is None


def test_forgetting_a_batch_drops_its_jobs_and_parts(journal: Journal) -> None:
    batch = journal.add_batch(REQUEST, created=0, owner="me")
    journal.commit(log_of.set_facts(1, FACTS), log_of.add_part(1, PART))
    journal.commit(log_of.hide_batch(batch), log_of.forget_hidden())
    assert journal.batches() == ()
    assert journal.job(1) is None


def test_commits_of_many_threads_all_arrive(journal: Journal) -> None:
    journal.add_batch(REQUEST, created=0, owner="me")
    facts = [PartFact(PartInfo(number, 10, f"P{number}")) for number in range(1, 321)]

    def write(first: int) -> None:
        for fact in facts[first::8]:
            journal.commit(log_of.add_part(1, fact))

    threads = [threading.Thread(target=write, args=(first,)) for first in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    record = journal.job(1)
    assert record is not None
    assert record.parts == tuple(facts)
    assert record.facts.done == (1 << 320) - 1


def test_a_newer_journal_is_refused_with_a_sentence_and_left_as_it_is(path: Path) -> None:
    Journal(path).close()
    with sqlite3.connect(path) as db:
        db.execute(f"PRAGMA user_version={SCHEMA_VERSION + 1}")
    db.close()
    before = path.read_bytes()
    with pytest.raises(JournalError, match="newer version of Bucketferry"):
        Journal(path)
    assert path.read_bytes() == before


def test_a_journal_that_called_a_restore_a_thaw_is_brought_up_to_date(path: Path) -> None:
    asked = replace(REQUEST, options=Options(restore=Restore(3)))
    facts = replace(FACTS, plan=RestorePlan(), restoring=5.0, restores=2)
    with closing(Journal(path)) as journal:
        folder = replace(PREFIX, kind=JobKind.RESTORE, restore=Restore(9, "Bulk"))
        journal.add_jobs(journal.add_batch(folder, created=0, owner="me"), [(asked, 1)], cursor=None, created=0)
    older = dump(facts)
    for new, old in (('"restoring"', '"thawing"'), ('"restores"', '"thaws"'), ('"kind":"restore"', '"kind":"thaw"')):
        assert new in older
        older = older.replace(new, old)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE jobs SET facts=?, request=replace(request, '\"restore\":', '\"thaw\":')", (older,))
        db.execute("UPDATE batches SET request=replace(request, '\"restore\":', '\"thaw\":')")
        db.execute("ALTER TABLE jobs DROP COLUMN lost")
        db.execute("PRAGMA user_version=2")
    with closing(Journal(path)) as journal:
        record = journal.job(1)
        assert record is not None
        assert (record.request, record.facts.plan) == (asked, RestorePlan())
        assert (record.facts.restoring, record.facts.restores) == (5.0, 2)
        assert journal.batches([1])[0].request == folder


def test_the_losses_of_a_journal_of_version_3_are_counted_in_their_new_column(path: Path) -> None:
    notes = {
        "a": (Note("acl", Fate.LOST), Note("tags", Fate.LOST)),
        "b": (Note("acl", Fate.UNREAD), Note("x-meta k", Fate.CHANGED, before='"fate":"lost"')),
        "c": (),
    }
    with closing(Journal(path)) as journal:
        batch = journal.add_batch(PREFIX, created=0, owner="me")
        journal.add_jobs(batch, [(REQUEST, 5)] * 4, cursor=None, created=0)  # the fourth has no facts
        for job, told in enumerate(notes.values(), start=1):
            journal.commit(log_of.set_facts(job, replace(FACTS, notes=told)))
            journal.commit(log_of.set_state(job, State.DONE, error=None, finished=1.0, requests=1, retries=0))
        assert journal.batches([batch])[0].lost == 1
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("ALTER TABLE jobs DROP COLUMN lost")
        db.execute("PRAGMA user_version=3")
    with closing(Journal(path)) as journal:
        assert journal.batches([batch])[0].lost == 1
        journal.commit(log_of.set_facts(3, replace(FACTS, notes=notes["a"])))
        assert journal.batches([batch])[0].lost == 2
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT lost FROM jobs ORDER BY id").fetchall() == [(1,), (0,), (1,), (0,)]
        assert db.execute("PRAGMA user_version").fetchone() == (5,)


def test_a_damaged_journal_is_refused_with_a_sentence(path: Path) -> None:
    path.write_bytes(b"this is no database" * 500)
    with pytest.raises(JournalError, match="damaged"):
        Journal(path)


def test_a_full_disk_is_told_as_such_and_loses_nothing_that_was_committed(journal: Journal) -> None:
    batch = journal.add_batch(PREFIX, created=0, owner="me")

    def limit(db: sqlite3.Connection) -> None:
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count={pages}")

    limit(journal._write)
    with pytest.raises(JournalError, match="full"):
        journal.add_jobs(batch, [(REQUEST, 1)] * 5000, cursor="x", created=0)
    assert journal.batches([batch])[0].cursor == ""


def test_requests_and_facts_of_a_journal_that_did_not_know_a_field_have_its_default() -> None:
    asked = replace(REQUEST, options=Options(part_size=5, unread=True))
    assert load(dump(asked), JobRequest) == asked
    older = json.loads(dump(asked))
    del older["options"]["unread"]
    assert load(json.dumps(older), JobRequest) == replace(asked, options=Options(part_size=5))
    facts = json.loads(dump(replace(FACTS, restores=2)))
    del facts["restores"]
    assert load(json.dumps(facts), Facts) == FACTS


class _TooLargeError(Exception):
    """What a change raises that is no fault of the database."""


@pytest.mark.parametrize("fault", [_TooLargeError(), OverflowError(), sqlite3.IntegrityError("no"), MemoryError()])
def test_a_change_that_fails_takes_no_other_threads_change_with_it(journal: Journal, fault: Exception) -> None:
    added, told = threading.Barrier(4), dict[str, Exception | None]()

    def add(name: str) -> log_of.Change:
        def change(db: log_of.Database) -> None:
            db.execute("INSERT INTO batches(shape, request, want, created, owner) VALUES(0, ?, 'run', 0, '')", (name,))

        return change

    def fail(_: log_of.Database) -> None:
        raise fault

    def commit(name: str) -> None:
        added.wait(30)
        try:
            journal.commit(fail if name == "bad" else add(name))
            told[name] = None
        except Exception as error:  # noqa: BLE001 - what it is told is what is tested
            told[name] = error

    for _ in range(20):  # whether they meet in one group is the scheduler's choice
        threads = [threading.Thread(target=commit, args=(name,)) for name in ("one", "bad", "two", "three")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert {name for name, error in told.items() if error is not None} == {"bad"}
        assert told["bad"] is fault or isinstance(told["bad"], JournalError)
    rows = [row[0] for row in journal._select("SELECT request FROM batches", ())]
    assert sorted(rows) == sorted(["one", "two", "three"] * 20)


def test_of_a_group_each_is_told_what_became_of_its_own_change(journal: Journal) -> None:
    def fail(_: log_of.Database) -> None:
        raise OverflowError

    group = [_Waiting(()), _Waiting((fail,))]
    journal._commit_group(group)
    assert [(waiting.done, type(waiting.error)) for waiting in group] == [(True, type(None)), (True, OverflowError)]


def test_a_damaged_table_of_pages_ends_in_a_sentence(journal: Journal) -> None:
    journal.commit(lambda db: db.execute("DROP TABLE pages"))
    for read in (lambda: journal.job(1), lambda: journal.batches_of([1])):
        with pytest.raises(JournalError, match="cannot be used"):
            read()
