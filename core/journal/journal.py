"""The journal of facts, the only module that imports sqlite3.

What is in the journal has happened, or was about to happen; what the user wants is a column of its own. Commits are
grouped: whoever commits while another commit is under way waits for the next one, which carries all that have queued
up. Every commit is durable (WAL with synchronous=FULL) before `commit` returns. Thread: any.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any, cast

from core.journal import pages
from core.journal.changes import Change, Database, insert_jobs, set_cursor, within
from core.journal.pages import Sheet
from core.journal.records import (
    JOB_COLUMNS,
    BatchRecord,
    JobRecord,
    dump,
    load,
    read_batch,
    read_job,
    read_part,
    restore_names,
    shape_of,
)
from core.model.errors import KnownError
from core.model.jobs import State, Want
from core.model.requests import BatchRequest, JobRequest, ListRequest, PrefixRequest
from core.model.values import Entry

SCHEMA_VERSION = 5
_SCHEMA = """
CREATE TABLE batches(
    id INTEGER PRIMARY KEY AUTOINCREMENT, shape INTEGER NOT NULL, request TEXT NOT NULL, want TEXT NOT NULL,
    cursor TEXT, error TEXT, created REAL NOT NULL, owner TEXT NOT NULL, hidden INTEGER NOT NULL DEFAULT 0);
CREATE TABLE jobs(
    id INTEGER PRIMARY KEY AUTOINCREMENT, batch INTEGER NOT NULL REFERENCES batches(id) ON DELETE CASCADE,
    request TEXT NOT NULL, state TEXT NOT NULL, want TEXT NOT NULL, touched INTEGER NOT NULL DEFAULT 0,
    facts TEXT, error TEXT, size INTEGER, created REAL NOT NULL, finished REAL,
    requests INTEGER NOT NULL DEFAULT 0, retries INTEGER NOT NULL DEFAULT 0, lost INTEGER NOT NULL DEFAULT 0);
CREATE INDEX jobs_by_batch ON jobs(batch, state, id);
CREATE INDEX jobs_by_upload ON jobs(json_extract(facts, '$.upload_id')) WHERE touched=1;
CREATE TABLE parts(
    job INTEGER NOT NULL REFERENCES jobs(id) ON DELETE CASCADE, number INTEGER NOT NULL, size INTEGER NOT NULL,
    etag TEXT NOT NULL, crc64 TEXT, seconds REAL NOT NULL, attempts INTEGER NOT NULL,
    PRIMARY KEY(job, number)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pages(
    id INTEGER PRIMARY KEY, batch INTEGER NOT NULL REFERENCES batches(id) ON DELETE CASCADE, objects BLOB NOT NULL,
    letters BLOB NOT NULL, sends BLOB NOT NULL, want TEXT NOT NULL, created REAL NOT NULL, finished REAL,
    waiting INTEGER NOT NULL, sums TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS pages_by_batch ON pages(batch, id);
CREATE INDEX IF NOT EXISTS pages_waiting ON pages(batch, id) WHERE waiting>0;
"""
_PAGES = tuple(_SCHEMA[_SCHEMA.index("CREATE TABLE IF NOT EXISTS pages") :].strip().rstrip(";").split(";"))
#: What makes a journal of the version before one of the next.
_UPGRADES = {
    1: (
        "ALTER TABLE batches RENAME COLUMN prefix TO shape",
        "ALTER TABLE batches ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0",
    ),
    2: (
        "UPDATE batches SET request=restore_names(request)",
        "UPDATE jobs SET request=restore_names(request), facts=restore_names(facts)",
    ),
    3: (
        "ALTER TABLE jobs ADD COLUMN lost INTEGER NOT NULL DEFAULT 0",
        "UPDATE jobs SET lost=1 WHERE EXISTS "
        "(SELECT 1 FROM json_each(facts, '$.notes') WHERE json_extract(value, '$.fate')='lost')",
    ),
    4: _PAGES,
}


class JournalError(KnownError):
    """The journal cannot be used, and it is not the program's fault: a sentence for the user."""


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
        """Apply `changes` in one durable transaction, together with those of other threads that wait.

        Returns only when they are durable. A change that fails undoes nothing of another thread: `JournalError` is
        raised where the database fails, and any other exception where the change itself does.
        """
        mine = _Waiting(changes)
        with self._queue_lock:
            self._queued.append(mine)
        with self._turn:
            if not mine.done:
                with self._queue_lock:
                    group, self._queued = self._queued, []
                self._commit_group(group)
        match mine.error:
            case None:
                return
            case sqlite3.Error() | OSError() as error:
                raise JournalError(_sentence(self._path, error)) from error
            case error:
                raise error

    def _commit_group(self, group: Sequence[_Waiting]) -> None:
        """Commit all, or each by itself where together they fail; every one is told what became of its own."""
        try:
            with self._exclusive(), _transaction(self._write):
                for waiting in group:
                    for change in waiting.changes:
                        change(self._write)
        except BaseException as error:
            if len(group) > 1 and isinstance(error, Exception):
                for waiting in group:
                    self._commit_group([waiting])
                return
            for waiting in group:
                waiting.error = error
            if not isinstance(error, Exception):
                raise
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

    def add_batch(
        self, request: BatchRequest, *, created: float, owner: str, jobs: Sequence[tuple[JobRequest, int | None]] = ()
    ) -> int:
        """Record a batch with its jobs, as far as they are known now, in one transaction. Returns the batch id."""
        made: list[int] = []
        shape = shape_of(request)
        known = jobs if isinstance(request, PrefixRequest | ListRequest) else ((request, None),)

        def change(db: Database) -> None:
            row = (shape, dump(request), Want.RUN, "" if isinstance(request, PrefixRequest) else None, created, owner)
            cursor = db.execute(
                "INSERT INTO batches(shape, request, want, cursor, created, owner) VALUES(?,?,?,?,?,?)", row
            )
            made.append(int(cursor.lastrowid or 0))
            insert_jobs(db, made[0], known, created)

        self.commit(change)
        return made[0]

    def add_jobs(
        self, batch: int, jobs: Sequence[tuple[JobRequest, int]], *, cursor: str | None, created: float
    ) -> None:
        """Record a page of a batch's jobs with their sizes, and how far its listing has come."""
        self.commit(lambda db: insert_jobs(db, batch, jobs, created), set_cursor(batch, cursor))

    def add_page(
        self,
        batch: int,
        request: PrefixRequest,
        entries: Sequence[Entry],
        own: Sequence[bool],
        *,
        cursor: str | None,
        created: float,
    ) -> None:
        """Record a page of a batch's objects, and how far its listing has come. Those that are `own` become jobs."""
        self.commit(pages.add(batch, request, entries, own, created), set_cursor(batch, cursor))

    # ------------------------------------------------------------ reading

    def batches(self, ids: Iterable[int] | None = None) -> tuple[BatchRecord, ...]:
        """Batches of the queue in the order in which they were made, or those of `ids`, of the history too."""
        where, args = (" WHERE hidden=0", ()) if ids is None else within("id", ids)
        return self._batches(f"{where} ORDER BY id", args)

    def history(self, *, offset: int = 0, limit: int = 200) -> tuple[BatchRecord, ...]:
        """All batches, the newest first, also those that were taken out of the queue."""
        return self._batches(" ORDER BY id DESC LIMIT ? OFFSET ?", (limit, offset))

    def _batches(self, tail: str, args: Sequence[Any]) -> tuple[BatchRecord, ...]:
        columns = "id, shape, request, want, cursor, error, created, owner"
        rows = self._select(f"SELECT {columns} FROM batches{tail}", args)  # noqa: S608 - own text only
        where, ids = within("batch", [row[0] for row in rows])
        level = "json_extract(facts, '$.verified')"
        # CASE stops at the first condition that does not hold, so only refused jobs have their request looked into.
        asks = (
            "COUNT(CASE WHEN state='refused' AND json_extract(facts, '$.plan.reason')='exists' "
            "AND json_extract(request, '$.options.on_existing')='ask' THEN 1 END)"
        )
        sums = self._select(
            f"SELECT batch, state, {level}, COUNT(*), TOTAL(size), TOTAL(lost), {asks} FROM jobs{where} "  # noqa: S608
            f"GROUP BY batch, state, {level}",
            ids,
        )
        by_batch: dict[int, list[Any]] = {}
        for batch, *rest in sums:
            by_batch.setdefault(batch, []).append(rest)
        for batch, text, want in self._select(f"SELECT batch, sums, want FROM pages{where}", ids):  # noqa: S608
            rows_of_page = [[*sums, 0, 0] for sums in pages.read_sums(text, want)]
            by_batch.setdefault(batch, []).extend(rows_of_page)
        return tuple(read_batch(row, by_batch.get(row[0], ())) for row in rows)

    def jobs(
        self,
        batch: int,
        *,
        states: Iterable[State] | None = None,
        after: int = 0,
        offset: int = 0,
        limit: int = 1000,
    ) -> tuple[JobRecord, ...]:
        """Jobs of a batch in the order in which they were made, without their part rows; -1 for all of them."""
        wanted = None if states is None else frozenset(states)
        letters = self._select("SELECT id, letters, want FROM pages WHERE batch=? ORDER BY id", (batch,))
        if not letters:
            return self.rows(batch, states=wanted, after=after, offset=offset, limit=limit)
        numbers = self._numbers(letters, batch, wanted, after)
        chosen = list(islice(numbers, offset, None if limit < 0 else offset + limit))
        if not chosen:
            return ()
        own_range = (batch, chosen[0][0], chosen[-1][0])
        own = {record.id: record for record in self._records(" WHERE batch=? AND id BETWEEN ? AND ?", own_range)}
        where, ids = within("id", {page for _, page in chosen if page is not None})
        sheets = {sheet.id: sheet for sheet in self._sheets(where, ids)}
        request = self._prefix_of(batch)
        return tuple(
            own[number] if page is None else sheets[page].record(number - page, request) for number, page in chosen
        )

    def _numbers(
        self, letters: Iterable[tuple[int, bytes, str]], batch: int, wanted: frozenset[State] | None, after: int
    ) -> Iterator[tuple[int, int | None]]:
        """The ids of those jobs of a batch with pages, and the page of those that are no jobs of their own."""
        own = {
            number
            for number, state in self._select("SELECT id, state FROM jobs WHERE batch=?", (batch,))
            if wanted is None or State(state) in wanted
        }
        for page, text, want in letters:
            for number in range(max(page, after + 1), page + len(text)):
                letter = text[number - page]
                if letter == pages.OWN:
                    if number in own:
                        yield number, None
                elif wanted is None or pages.state_of(letter, Want(want)) in wanted:
                    yield number, page

    def rows(
        self,
        batch: int | None = None,
        *,
        states: Iterable[State] | None = None,
        after: int = 0,
        offset: int = 0,
        limit: int = 1000,
    ) -> tuple[JobRecord, ...]:
        """The same, of all batches too, without the ordinary objects that lie in pages."""
        where: list[str] = ["id > ?"]
        args: list[int | str] = [after]
        if batch is not None:
            where.append("batch = ?")
            args.append(batch)
        if states is not None:
            wanted = [state.value for state in states]
            where.append(f"state IN ({','.join('?' * len(wanted))})")
            args += wanted
        return self._records(f" WHERE {' AND '.join(where)} ORDER BY id LIMIT ? OFFSET ?", (*args, limit, offset))

    def _records(self, tail: str, args: Sequence[Any]) -> tuple[JobRecord, ...]:
        rows = self._select(f"SELECT {JOB_COLUMNS} FROM jobs{tail}", args)  # noqa: S608 - own text only
        return tuple(read_job(row) for row in rows)

    def waiting_pages(self, batch: int, *, without: Iterable[int] = (), limit: int) -> tuple[Sheet, ...]:
        """The first pages with objects that are still to be worked on, without those of some ids."""
        known, ids = within("id", without)
        others = f"NOT {known.removeprefix(' WHERE ')}"
        return self._sheets(f" WHERE batch=? AND waiting>0 AND {others} ORDER BY id LIMIT ?", (batch, *ids, limit))

    def _sheets(self, tail: str, args: Sequence[Any]) -> tuple[Sheet, ...]:
        rows = self._select(f"SELECT {pages.COLUMNS} FROM pages{tail}", args)  # noqa: S608 - own text only
        return tuple(map(pages.read_sheet, rows))

    def has_waiting_pages(self, batch: int) -> bool:
        """Whether a batch has such pages."""
        return bool(self._select("SELECT 1 FROM pages WHERE batch=? AND waiting>0 LIMIT 1", (batch,)))

    def job(self, job: int) -> JobRecord | None:
        """One job with its finished parts, `facts.done` filled in."""
        records = self._records(" WHERE id=?", (job,))
        if not records:
            return self._on_page(job)
        found = self._select(
            "SELECT number, size, etag, crc64, seconds, attempts FROM parts WHERE job=? ORDER BY number", (job,)
        )
        parts = tuple(read_part(row) for row in found)
        done = sum(1 << (fact.part.number - 1) for fact in parts)
        return replace(records[0], parts=parts, facts=replace(records[0].facts, done=done))

    def _on_page(self, job: int) -> JobRecord | None:
        sheet = self._holding(job)
        return None if sheet is None else sheet.record(job - sheet.id, self._prefix_of(sheet.batch))

    def _holding(self, job: int) -> Sheet | None:
        return pages.holding(self._select(pages.FIND, (job,)), job)

    def _prefix_of(self, batch: int) -> PrefixRequest:
        """The request of a batch that has pages."""
        ((text,),) = self._select("SELECT request FROM batches WHERE id=?", (batch,))
        return cast(PrefixRequest, load(text, PrefixRequest))

    def batches_of(self, jobs: Iterable[int]) -> set[int]:
        """The batches that those jobs belong to."""
        wanted = set(jobs)
        where, args = within("id", wanted)
        found = dict(self._select(f"SELECT id, batch FROM jobs{where}", args))  # noqa: S608 - own text only
        sheets = map(self._holding, wanted - found.keys())
        return {*map(int, found.values()), *(sheet.batch for sheet in sheets if sheet is not None)}

    def is_undone(self, batch: int) -> bool:
        """Whether another batch takes this one back."""
        sql = "SELECT 1 FROM batches WHERE shape=2 AND json_extract(request, '$.undoes')=? LIMIT 1"
        return bool(self._select(sql, (batch,)))

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
    error: BaseException | None = None


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
        db.create_function("restore_names", 1, restore_names, deterministic=True)
        with _transaction(db):
            version = int(db.execute("PRAGMA user_version").fetchone()[0])
            while version in _UPGRADES:
                for statement in _UPGRADES[version]:
                    db.execute(statement)
                version += 1
                db.execute(f"PRAGMA user_version={version}")
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
        db.execute("COMMIT")  # on a full disk it fails, and the transaction stays open
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


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
