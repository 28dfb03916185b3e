"""Floor 3, adapters: the journal of facts, the only module that imports sqlite3.

What is in the journal has happened, or was about to happen; a wish is a column of its own. Commits are grouped:
whoever commits while another commit is under way waits for the next one, which carries all that have queued up.
Every commit is durable (WAL with synchronous=FULL) before `commit` returns. Thread: any.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from core.errors import KnownError, StoreError
from core.jobs import CopyRequest, Facts, PartFact, PrefixRequest, State, Want
from core.records import JOB_COLUMNS, BatchRecord, JobRecord, dump, read_batch, read_job, read_part

SCHEMA_VERSION = 1
_SCHEMA = """
CREATE TABLE batches(
    id INTEGER PRIMARY KEY AUTOINCREMENT, prefix INTEGER NOT NULL, request TEXT NOT NULL, want TEXT NOT NULL,
    cursor TEXT, error TEXT, created REAL NOT NULL, owner TEXT NOT NULL);
CREATE TABLE jobs(
    id INTEGER PRIMARY KEY AUTOINCREMENT, batch INTEGER NOT NULL REFERENCES batches(id) ON DELETE CASCADE,
    request TEXT NOT NULL, state TEXT NOT NULL, want TEXT NOT NULL, touched INTEGER NOT NULL DEFAULT 0,
    facts TEXT, error TEXT, size INTEGER, created REAL NOT NULL, finished REAL,
    requests INTEGER NOT NULL DEFAULT 0, retries INTEGER NOT NULL DEFAULT 0);
CREATE INDEX jobs_by_batch ON jobs(batch, state, id);
CREATE INDEX jobs_by_upload ON jobs(json_extract(facts, '$.upload_id')) WHERE touched=1;
CREATE TABLE parts(
    job INTEGER NOT NULL REFERENCES jobs(id) ON DELETE CASCADE, number INTEGER NOT NULL, size INTEGER NOT NULL,
    etag TEXT NOT NULL, crc64 TEXT, seconds REAL NOT NULL, attempts INTEGER NOT NULL,
    PRIMARY KEY(job, number)) WITHOUT ROWID;
"""


class JournalError(KnownError):
    """The journal cannot be used, and it is not the program's fault: a sentence for the user."""


Change = Callable[[sqlite3.Connection], None]


class Journal:
    """The journal in one file. Every method but the constructor may raise `JournalError`."""

    def __init__(self, path: Path | str) -> None:
        """Open or make the journal; raise `JournalError` when it is corrupt or of a newer version."""
        self._path = str(path)
        self._write = _open(self._path)
        self._read = self._write if self._path == ":memory:" else _connect(self._path)
        self._reading = threading.RLock()
        self._turn = threading.Lock()
        self._queue_lock = threading.Lock()
        self._queued: list[_Waiting] = []

    def close(self) -> None:
        with self._turn, self._reading:
            self._write.close()
            self._read.close()

    def commit(self, *changes: Change) -> None:
        """Apply `changes` in one durable transaction, together with those of other threads that wait."""
        mine = _Waiting(changes)
        with self._queue_lock:
            self._queued.append(mine)
        with self._turn:
            if not mine.done:
                with self._queue_lock:
                    group, self._queued = self._queued, []
                self._commit_group(group)
        if mine.error is not None:
            raise JournalError(_sentence(self._path, mine.error)) from mine.error

    def _commit_group(self, group: Sequence[_Waiting]) -> None:
        try:
            with self._exclusive(), _transaction(self._write):
                for waiting in group:
                    for change in waiting.changes:
                        change(self._write)
        except sqlite3.Error as error:
            for waiting in group:
                waiting.error = error
        finally:
            for waiting in group:
                waiting.done = True

    @contextmanager
    def _exclusive(self) -> Iterator[None]:
        """Keep readers off while a journal in memory, which has one connection, is written."""
        if self._read is not self._write:
            yield
            return
        with self._reading:
            yield

    def add_batch(self, request: CopyRequest | PrefixRequest, *, created: float, owner: str) -> int:
        """Record a batch; a single copy gets its one job in the same transaction. Returns the batch id."""
        made: list[int] = []

        def change(db: sqlite3.Connection) -> None:
            is_prefix = isinstance(request, PrefixRequest)
            row = (int(is_prefix), dump(request), Want.RUN, "" if is_prefix else None, created, owner)
            cursor = db.execute(
                "INSERT INTO batches(prefix, request, want, cursor, created, owner) VALUES(?,?,?,?,?,?)", row
            )
            made.append(int(cursor.lastrowid or 0))
            if isinstance(request, CopyRequest):
                _insert_jobs(db, made[0], [(request, None)], created)

        self.commit(change)
        return made[0]

    def add_jobs(
        self, batch: int, jobs: Sequence[tuple[CopyRequest, int]], *, cursor: str | None, created: float
    ) -> None:
        """Record a page of a batch's jobs with their sizes, and how far its listing has come."""

        def change(db: sqlite3.Connection) -> None:
            _insert_jobs(db, batch, jobs, created)
            db.execute("UPDATE batches SET cursor=? WHERE id=?", (cursor, batch))

        self.commit(change)

    # ------------------------------------------------------------ reading

    def batches(self, ids: Iterable[int] | None = None) -> tuple[BatchRecord, ...]:
        """Batches in the order in which they were made, all or those of `ids`."""
        where, args = ("", ()) if ids is None else _in("id", ids)
        columns = "id, prefix, request, want, cursor, error, created, owner"
        rows = self._select(f"SELECT {columns} FROM batches{where} ORDER BY id", args)  # noqa: S608 - own text only
        where, args = ("", ()) if ids is None else _in("batch", ids)
        level = "json_extract(facts, '$.verified')"
        sums = self._select(
            f"SELECT batch, state, {level}, COUNT(*), TOTAL(size) FROM jobs{where} GROUP BY batch, state, {level}",  # noqa: S608
            args,
        )
        return tuple(read_batch(row, [s[1:] for s in sums if s[0] == row[0]]) for row in rows)

    def jobs(
        self,
        batch: int | None = None,
        *,
        states: Iterable[State] | None = None,
        after: int = 0,
        offset: int = 0,
        limit: int = 1000,
    ) -> tuple[JobRecord, ...]:
        """Jobs in the order in which they were made, without their part rows."""
        where: list[str] = ["id > ?"]
        args: list[int | str] = [after]
        if batch is not None:
            where.append("batch = ?")
            args.append(batch)
        if states is not None:
            wanted = [state.value for state in states]
            where.append(f"state IN ({','.join('?' * len(wanted))})")
            args += wanted
        rows = self._select(
            f"SELECT {JOB_COLUMNS} FROM jobs WHERE {' AND '.join(where)} ORDER BY id LIMIT ? OFFSET ?",  # noqa: S608
            (*args, limit, offset),
        )
        return tuple(read_job(row) for row in rows)

    def job(self, job: int) -> JobRecord | None:
        """One job with its finished parts, `facts.done` filled in."""
        rows = self._select(f"SELECT {JOB_COLUMNS} FROM jobs WHERE id=?", (job,))  # noqa: S608 - own text only
        if not rows:
            return None
        found = self._select(
            "SELECT number, size, etag, crc64, seconds, attempts FROM parts WHERE job=? ORDER BY number", (job,)
        )
        parts = tuple(read_part(row) for row in found)
        record = read_job(rows[0])
        done = sum(1 << (fact.part.number - 1) for fact in parts)
        return replace(record, parts=parts, facts=replace(record.facts, done=done))

    def batches_of(self, jobs: Iterable[int]) -> set[int]:
        """The batches that those jobs belong to."""
        where, args = _in("id", jobs)
        return {int(row[0]) for row in self._select(f"SELECT DISTINCT batch FROM jobs{where}", args)}  # noqa: S608

    def upload_owner(self, upload_id: str) -> int | None:
        """The job that recorded this upload as its own, if any."""
        rows = self._select(
            "SELECT id FROM jobs WHERE touched=1 AND json_extract(facts, '$.upload_id')=? LIMIT 1", (upload_id,)
        )
        return int(rows[0][0]) if rows else None

    def _select(self, sql: str, args: Sequence[Any]) -> list[Any]:
        try:
            with self._reading:
                return self._read.execute(sql, args).fetchall()
        except sqlite3.Error as error:
            raise JournalError(_sentence(self._path, error)) from error


@dataclass(slots=True)
class _Waiting:
    changes: Sequence[Change]
    done: bool = False
    error: sqlite3.Error | None = None


# ---------------------------------------------------------------- changes


def set_facts(job: int, facts: Facts) -> Change:
    """Record what is known of a job, its parts aside. The size becomes that of the source."""
    size = facts.source.size if facts.source is not None else None
    text = dump(replace(facts, done=0))
    args = (text, size, job)
    return lambda db: _run(db, "UPDATE jobs SET facts=?, touched=1, size=COALESCE(?, size) WHERE id=?", args)


def add_part(job: int, fact: PartFact) -> Change:
    """Record one finished part."""
    part = fact.part
    crc64 = None if part.crc64 is None else str(part.crc64)
    row = (job, part.number, part.size, part.etag, crc64, fact.seconds, fact.attempts)
    return lambda db: _run(db, "INSERT OR REPLACE INTO parts VALUES(?,?,?,?,?,?,?)", row)


def keep_parts(job: int, facts: Iterable[PartFact]) -> Change:
    """Make the part rows of a job be exactly `facts`."""
    rows = tuple(facts)

    def change(db: sqlite3.Connection) -> None:
        db.execute("DELETE FROM parts WHERE job=?", (job,))
        for fact in rows:
            add_part(job, fact)(db)

    return change


def set_state(
    job: int, state: State, *, error: StoreError | None, finished: float | None, requests: int, retries: int
) -> Change:
    """Record a job's state and the counters of its requests."""
    args = (state.value, None if error is None else dump(error), finished, requests, retries, job)
    sql = "UPDATE jobs SET state=?, error=?, finished=?, requests=?, retries=? WHERE id=?"
    return lambda db: _run(db, sql, args)


def set_want(want: Want, *, batches: Iterable[int], jobs: Iterable[int], active: Iterable[int]) -> Change:
    """Record a wish for the jobs of `batches` and for `jobs`, as far as they have not ended.

    The state of a job that waits follows at once; a cancelled one that has an upload or a copy behind it must
    still be worked on, so it waits. `active` jobs are in the engine's hands, which writes their state itself.
    """
    state = {
        Want.RUN: "'waiting'",
        Want.PAUSE: "'paused'",
        Want.CANCEL: "CASE touched WHEN 1 THEN 'waiting' ELSE 'cancelled' END",
    }[want]
    wheres = (_in("batch", batches), _in("id", jobs))
    on_batches, (busy, busy_ids) = _in("id", batches), _in("id", active)
    live = "state IN ('waiting', 'paused')"

    def change(db: sqlite3.Connection) -> None:
        db.execute(f"UPDATE batches SET want=?{on_batches[0]}", (want.value, *on_batches[1]))  # noqa: S608 - own text
        for where, ids in wheres:
            db.execute(f"UPDATE jobs SET want=?{where} AND {live}", (want.value, *ids))  # noqa: S608 - own text only
            idle = f"NOT id{busy.removeprefix(' WHERE id')}"
            db.execute(f"UPDATE jobs SET state={state}{where} AND {live} AND {idle}", (*ids, *busy_ids))  # noqa: S608

    return change


def set_batch(batch: int, *, error: StoreError | None, cursor: str | None) -> Change:
    """Record how the listing of a batch stands."""
    args = (None if error is None else dump(error), cursor, batch)
    return lambda db: _run(db, "UPDATE batches SET error=?, cursor=? WHERE id=?", args)


def set_request(job: int, request: CopyRequest) -> Change:
    """Record that the user changed what a job was asked for."""
    args = (dump(request), job)
    return lambda db: _run(db, "UPDATE jobs SET request=? WHERE id=?", args)


def restart(job: int, facts: Facts) -> Change:
    """Make a job that has ended wait again, with the facts that it may keep."""
    live = facts.upload_id is not None

    def change(db: sqlite3.Connection) -> None:
        db.execute("UPDATE jobs SET state='waiting', want='run', error=NULL, finished=NULL WHERE id=?", (job,))
        set_facts(job, facts)(db)
        if not live:
            db.execute("DELETE FROM parts WHERE job=?", (job,))

    return change


def resume_batch(batch: int) -> Change:
    """Let a batch go on: its listing too, if that had failed."""
    return lambda db: _run(db, "UPDATE batches SET want='run', error=NULL WHERE id=?", (batch,))


def claim(batch: int, owner: str) -> Change:
    """Record which running program works on a batch.

    A job may say that it is paused although it is wished to run, when the program died between the two.
    """

    def change(db: sqlite3.Connection) -> None:
        db.execute("UPDATE batches SET owner=? WHERE id=?", (owner, batch))
        db.execute("UPDATE jobs SET state='waiting' WHERE batch=? AND state='paused' AND want<>'pause'", (batch,))

    return change


def forget_batch(batch: int) -> Change:
    """Drop a batch with its jobs and parts."""
    return lambda db: _run(db, "DELETE FROM batches WHERE id=?", (batch,))


# ---------------------------------------------------------------- rows


def _run(db: sqlite3.Connection, sql: str, args: Sequence[Any]) -> None:
    db.execute(sql, args)


def _insert_jobs(
    db: sqlite3.Connection, batch: int, jobs: Iterable[tuple[CopyRequest, int | None]], created: float
) -> None:
    db.executemany(
        "INSERT INTO jobs(batch, request, state, want, size, created) "
        "SELECT id, ?, CASE want WHEN 'pause' THEN 'paused' ELSE 'waiting' END, want, ?, ? FROM batches WHERE id=?",
        [(dump(request), size, created, batch) for request, size in jobs],
    )


def _in(column: str, ids: Iterable[int]) -> tuple[str, tuple[int, ...]]:
    wanted = tuple(ids)
    return f" WHERE {column} IN ({','.join('?' * len(wanted))})", wanted


# ---------------------------------------------------------------- the file


def _connect(path: str) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=False)
    db.execute("PRAGMA foreign_keys=ON")
    return db


def _open(path: str) -> sqlite3.Connection:
    try:
        db = _connect(path)
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=FULL")
        with _transaction(db):
            version = int(db.execute("PRAGMA user_version").fetchone()[0])
            if version == 0:
                for statement in _SCHEMA.strip().rstrip(";").split(";"):
                    db.execute(statement)
                db.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
    except (sqlite3.Error, OSError) as error:
        raise JournalError(_sentence(path, error)) from error
    if version > SCHEMA_VERSION:
        db.close()
        raise JournalError(
            f"The journal {path} was written by a newer version of Bucketferry. Install that version, or move the "
            "file away to begin a new journal."
        )
    return db


@contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[None]:
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def _sentence(path: str, error: BaseException) -> str:
    text = str(error)
    if "full" in text:
        return (
            f"The disk that holds the journal {path} is full. Free some space; the unfinished copies go on from there."
        )
    if "malformed" in text or "not a database" in text:
        return (
            f"The journal {path} is damaged. Move the file away to begin a new one; finished copies are not affected."
        )
    if "locked" in text:
        return f"The journal {path} is in use by another program. Close that program and try again."
    return f"The journal {path} cannot be used: {text}."
