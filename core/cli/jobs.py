"""Unfinished jobs, the history, and taking back. Each command returns its exit code."""

from __future__ import annotations

import argparse
from typing import Any

from core.cli.dry_run import dry_run
from core.cli.follow import carry_out
from core.cli.output import Out, printable, size_text, table, time_text
from core.cli.report import Report
from core.cli.rows import end_row, error_row, names_text, note_text, place_text
from core.cli.session import CommandSession
from core.journal.records import BatchRecord
from core.model.errors import KnownError
from core.model.jobs import State, Want
from core.model.reports import BatchRow
from core.model.requests import PrefixRequest
from core.rules.messages import as_refusal
from core.rules.steps import keeps_upload

_LIVE = (State.WAITING, State.RUNNING, State.PAUSED)
#: Objects of one batch that are read from the journal at a time.
_PAGE = 1000
#: Whether a batch can be taken back; None where the store does not tell.
_UNDO = {True: "yes", False: "", None: "unknown"}


def jobs_command(options: argparse.Namespace, out: Out, session: CommandSession) -> int:
    """List, resume or cancel what an earlier run has left."""
    match options.action:
        case "resume":
            return _resume(options, out, session)
        case "cancel":
            return _cancel(options, out, session)
        case _:
            return _list(out, session)


# ---------------------------------------------------------------- unfinished jobs


def _is_unfinished(record: BatchRecord) -> bool:
    if any(record.counts.get(state) for state in (*_LIVE, State.FAILED)):
        return True
    if record.cursor is None or record.want is Want.CANCEL:
        return False
    return record.error is None or (as_refusal(record.error) is None and keeps_upload(record.error))


def _list(out: Out, session: CommandSession) -> int:
    found = [record for record in session.journal.batches() if _is_unfinished(record)]
    if out.json:
        for record in found:
            out.row(_record_row(record))
        return 0
    if not found:
        out.say("No unfinished jobs.")
        return 0
    head = ("ID", "KIND", "STATE", "DONE", "SIZE", "SINCE", "SOURCE", "TARGET")
    rows = [
        (
            str(record.id),
            record.request.kind.value,
            _state_text(record),
            f"{record.counts.get(State.DONE, 0):,}/{sum(record.counts.values()):,}",
            size_text(sum(record.sizes.values())),
            time_text(record.created),
            place_text(record.request.source),
            place_text(record.request.target),
        )
        for record in found
    ]
    for line in table([head, *rows], right=frozenset({0, 3, 4})):
        out.say(line)
    return 0


def _record_row(record: BatchRecord) -> dict[str, Any]:
    return {
        "id": record.id,
        "kind": record.request.kind.value,
        "state": _state_text(record),
        "source": place_text(record.request.source),
        "target": place_text(record.request.target),
        "recursive": isinstance(record.request, PrefixRequest),
        "objects": sum(record.counts.values()),
        "done": record.counts.get(State.DONE, 0),
        "failed": record.counts.get(State.FAILED, 0),
        "size": sum(record.sizes.values()),
        "created": record.created,
    }


def _state_text(record: BatchRecord) -> str:
    if record.want is not Want.RUN:
        return {Want.PAUSE: "paused", Want.CANCEL: "cancelling"}[record.want]
    live = sum(record.counts.get(state, 0) for state in _LIVE)
    return "unfinished" if live or record.cursor is not None else "failed"


def _take_over(number: int | None, session: CommandSession) -> list[BatchRecord]:
    """The unfinished batches, or the one named, now in this engine's hands."""
    found = [record for record in session.journal.batches() if _is_unfinished(record)]
    if number is not None:
        found = [record for record in found if record.id == number]
        if not found:
            raise KnownError(f"There is no unfinished job {number}. See which there are with: bucketferry jobs")
    mine = set(session.engine.recover([record.id for record in found])) if found else set()
    if found and not mine:
        raise KnownError("Another Bucketferry that runs now works on it already. Pause it there, or close that one.")
    return [record for record in found if record.id in mine]


def _resume(options: argparse.Namespace, out: Out, session: CommandSession) -> int:
    records = _take_over(options.id, session)
    if not records:
        if not out.json:
            out.say("No unfinished jobs.")
        return 0
    for record in records:
        _retry(record, session)
    ids = [record.id for record in records]
    session.engine.command(Want.RUN, batches=ids)
    return carry_out(ids, out, session, Report(out, asks=out.can_ask))


def _retry(record: BatchRecord, session: CommandSession) -> None:
    """Let what failed in a batch begin again; what was refused or cancelled stays so."""
    if record.error is not None:
        session.engine.retry(batches=[record.id])
    failed = session.engine.jobs(record.id, states=(State.FAILED,), limit=-1)
    if failed:
        session.engine.retry(jobs=[row.id for row in failed])


def _cancel(options: argparse.Namespace, out: Out, session: CommandSession) -> int:
    """Give a batch up. What has failed stays as it is: a rename must not delete its source while it is cancelled."""
    given_up: set[int] = set()
    for record in _take_over(options.id, session):
        failed = session.engine.jobs(record.id, states=(State.FAILED,), limit=-1)
        given_up |= {row.id for row in failed if not row.kept} | {-record.id}
        # One that has kept its upload for another try has to wait again, so that cancelling it drops the upload.
        session.engine.retry(jobs=[row.id for row in failed if row.kept])
        session.engine.command(Want.CANCEL, batches=[record.id])
    return carry_out([options.id], out, session, Report(out, given_up=frozenset(given_up)))


# ---------------------------------------------------------------- the past


def history_command(options: argparse.Namespace, out: Out, session: CommandSession) -> int:
    """List the batches that were done, or the single objects of one."""
    if options.id is not None:
        return _tell_batch(options.id, out, session)
    rows = session.engine.history(limit=options.limit)
    undoable = session.engine.undoable([row.id for row in rows])
    if out.json:
        for row in rows:
            out.row(_past_row(row, can_undo=undoable.get(row.id)))
        return 0
    if not rows:
        out.say("Nothing was done yet.")
        return 0
    head = ("ID", "WHEN", "KIND", "STATE", "DONE", "SIZE", "UNDO", "WHAT")
    lines = [
        (
            str(row.id),
            time_text(row.created),
            row.kind.value,
            row.state.value,
            f"{row.counts.get(State.DONE, 0):,}/{row.jobs:,}",
            size_text(row.size),
            _UNDO[undoable.get(row.id)],
            names_text(row) + (f" (takes back {row.undoes})" if row.undoes else ""),
        )
        for row in rows
    ]
    for line in table([head, *lines], right=frozenset({0, 4, 5})):
        out.say(line)
    if None in undoable.values():
        out.remark("Whether a deletion can be undone is unknown where the store did not say that it keeps versions.")
    return 0


def _past_row(row: BatchRow, *, can_undo: bool | None) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": row.kind.value,
        "state": row.state.value,
        "source": place_text(row.source),
        "target": place_text(row.target),
        "objects": row.jobs,
        "counts": {state.value: count for state, count in row.counts.items()},
        "size": row.size,
        "verified": row.verified.value if row.verified is not None else "none",
        "lost": row.lost,
        "undoes": row.undoes,
        "can_undo": can_undo,
        "created": row.created,
        "error": error_row(row),
    }


def _tell_batch(batch: int, out: Out, session: CommandSession) -> int:
    """All objects of one batch, page by page, with what became of each."""
    if not session.journal.batches([batch]):
        raise KnownError(f"There is no job {batch} in the history. See which there are with: bucketferry history")
    offset = 0
    while rows := session.engine.jobs(batch, offset=offset, limit=_PAGE):
        offset += len(rows)
        for row in rows:
            error = error_row(row)
            if out.json:
                out.row({**end_row(row, error), "event": "job"})
                continue
            out.say(f"{row.state.value:<9}  {names_text(row)}" + (f": {printable(error['message'])}" if error else ""))
            for note in row.notes:
                out.say(f"           {note_text(note)}")
    return 0


def undo_command(options: argparse.Namespace, out: Out, session: CommandSession) -> int:
    """Take a batch back, as far as what it made is unchanged."""
    if not session.journal.batches([options.id]):
        raise KnownError(f"There is no job {options.id} in the history. See which there are with: bucketferry history")
    if options.dry_run:
        return _dry_undo(options, out, session)
    return carry_out([session.engine.undo(options.id)], out, session, Report(out))


def _dry_undo(options: argparse.Namespace, out: Out, session: CommandSession) -> int:
    _, requests = session.engine.reversal(options.id)
    return dry_run(requests, (), out, session, event="plan", quick=options.quick)
