"""What can be written into the journal, each as a change that is applied in a transaction.

Knows the tables, and no database: `core.journal.journal` alone has one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, Protocol

from core.journal.records import dump
from core.model.errors import StoreError
from core.model.jobs import Facts, PartFact, State, Want
from core.model.requests import BatchRequest, JobRequest


class Database(Protocol):
    """What a change needs of a database."""

    def execute(self, sql: str, parameters: Sequence[Any] = ..., /) -> Any: ...

    def executemany(self, sql: str, parameters: Iterable[Sequence[Any]], /) -> Any: ...


Change = Callable[[Database], None]


def set_facts(job: int, facts: Facts) -> Change:
    """Record what is known of a job, its parts aside. The size becomes that of the source."""
    size = facts.source.size if facts.source is not None else None
    text = dump(replace(facts, done=0))
    args = (text, size, facts.has_losses, job)
    sql = "UPDATE jobs SET facts=?, touched=1, size=COALESCE(?, size), lost=? WHERE id=?"
    return lambda db: _run(db, sql, args)


def add_part(job: int, fact: PartFact) -> Change:
    """Record one finished part."""
    part = fact.part
    crc64 = None if part.crc64 is None else str(part.crc64)
    row = (job, part.number, part.size, part.etag, crc64, fact.seconds, fact.attempts)
    return lambda db: _run(db, "INSERT OR REPLACE INTO parts VALUES(?,?,?,?,?,?,?)", row)


def keep_parts(job: int, facts: Iterable[PartFact]) -> Change:
    """Make the part rows of a job be exactly `facts`."""
    rows = tuple(facts)

    def change(db: Database) -> None:
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
    """Record a command for the jobs of `batches` and for `jobs`, as far as they have not ended.

    The state of a job that waits follows at once; a cancelled one that has an upload or a copy behind it must
    still be worked on, so it waits. `active` jobs are in the engine's hands, which writes their state itself.
    """
    state = {
        Want.RUN: "'waiting'",
        Want.PAUSE: "'paused'",
        Want.CANCEL: "CASE touched WHEN 1 THEN 'waiting' ELSE 'cancelled' END",
    }[want]
    wheres = (within("batch", batches), within("id", jobs))
    on_batches, (busy, busy_ids) = within("id", batches), within("id", active)
    live = "state IN ('waiting', 'paused')"

    def change(db: Database) -> None:
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


def set_cursor(batch: int, cursor: str | None) -> Change:
    """Record how far the listing of a batch has come."""
    return lambda db: _run(db, "UPDATE batches SET cursor=? WHERE id=?", (cursor, batch))


def set_request(job: int, request: JobRequest) -> Change:
    """Record that the user changed what a job was asked for."""
    args = (dump(request), job)
    return lambda db: _run(db, "UPDATE jobs SET request=? WHERE id=?", args)


def set_batch_request(batch: int, request: BatchRequest) -> Change:
    """Record that the user changed what is asked for all jobs of a batch that are still to come."""
    args = (dump(request), batch)
    return lambda db: _run(db, "UPDATE batches SET request=? WHERE id=?", args)


def restart(job: int, facts: Facts) -> Change:
    """Make a job that has ended wait again, with the facts that it may keep."""
    live = facts.upload_id is not None

    def change(db: Database) -> None:
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

    A job may say that it is paused although it shall run, when the program died between the two.
    """

    def change(db: Database) -> None:
        db.execute("UPDATE batches SET owner=? WHERE id=?", (owner, batch))
        db.execute("UPDATE jobs SET state='waiting' WHERE batch=? AND state='paused' AND want<>'pause'", (batch,))

    return change


def hide_batch(batch: int) -> Change:
    """Take a batch out of the queue; it stays in the history."""
    return lambda db: _run(db, "UPDATE batches SET hidden=1 WHERE id=?", (batch,))


def forget_hidden() -> Change:
    """Drop the batches that are in the history only, with their jobs and parts."""
    return lambda db: _run(db, "DELETE FROM batches WHERE hidden=1", ())


def _run(db: Database, sql: str, args: Sequence[Any]) -> None:
    db.execute(sql, args)


def insert_jobs(db: Database, batch: int, jobs: Iterable[tuple[JobRequest, int | None]], created: float) -> None:
    """Add jobs to a batch; they get the command of the batch."""
    db.executemany(
        "INSERT INTO jobs(batch, request, state, want, size, created) "
        "SELECT id, ?, CASE want WHEN 'pause' THEN 'paused' ELSE 'waiting' END, want, ?, ? FROM batches WHERE id=?",
        [(dump(request), size, created, batch) for request, size in jobs],
    )


def within(column: str, ids: Iterable[int]) -> tuple[str, tuple[int, ...]]:
    """A condition that a column has one of those values, with its arguments."""
    wanted = tuple(ids)
    return f" WHERE {column} IN ({','.join('?' * len(wanted))})", wanted
