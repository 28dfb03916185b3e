"""Every sentence about states, errors and refusals. Knows core's words; decides nothing, shows nothing.

An error sentence says what happened and what to do next. The vendor's code, text and request id follow as a detail
that can be copied into a support request. Texts stand in tables, so that a test can walk all members of each enum.
"""

from __future__ import annotations

from core.model.errors import StoreError
from core.model.jobs import Reason, Refused, State, Want
from core.model.reports import BatchRow, Cell, JobRow, Verdict
from core.model.requests import JobKind, OnExisting
from core.model.values import Level, ObjectRef
from core.rules import messages
from gui.text import names
from gui.text import summaries as outcomes
from gui.text.figures import duration, eta, exact_size, number, pace, percent, size, speed, when
from gui.text.translate import QT_TRANSLATE_NOOP, together, words
from gui.text.visible import visible

__all__ = [
    "cell",
    "detail",
    "duration",
    "error",
    "eta",
    "exact_size",
    "headline",
    "kind",
    "level",
    "level_meaning",
    "mode",
    "needs_answer",
    "number",
    "on_existing",
    "pace",
    "percent",
    "place",
    "reason",
    "refusal",
    "size",
    "speed",
    "state",
    "status",
    "trouble",
    "trouble_in_full",
    "verdict",
    "when",
]

STATES: dict[State, str] = {
    State.WAITING: QT_TRANSLATE_NOOP("words", "Waiting"),
    State.RUNNING: QT_TRANSLATE_NOOP("words", "Running"),
    State.PAUSED: QT_TRANSLATE_NOOP("words", "Paused"),
    State.DONE: QT_TRANSLATE_NOOP("words", "Done"),
    State.FAILED: QT_TRANSLATE_NOOP("words", "Failed"),
    State.CANCELLED: QT_TRANSLATE_NOOP("words", "Cancelled"),
    State.REFUSED: QT_TRANSLATE_NOOP("words", "Refused"),
    State.SKIPPED: QT_TRANSLATE_NOOP("words", "Skipped"),
}

CELL_WORDS: dict[Cell, str] = {
    Cell.WAITING: QT_TRANSLATE_NOOP("words", "waiting"),
    Cell.RUNNING: QT_TRANSLATE_NOOP("words", "running"),
    Cell.DONE: QT_TRANSLATE_NOOP("words", "done"),
    Cell.RETRIED: QT_TRANSLATE_NOOP("words", "retried"),
    Cell.FAILED: QT_TRANSLATE_NOOP("words", "failed"),
}

CHOICES: dict[OnExisting, str] = {
    OnExisting.REFUSE: QT_TRANSLATE_NOOP("words", "Do not overwrite"),
    OnExisting.OVERWRITE: QT_TRANSLATE_NOOP("words", "Overwrite"),
    OnExisting.SKIP: QT_TRANSLATE_NOOP("words", "Skip existing"),
    OnExisting.KEEP_BOTH: QT_TRANSLATE_NOOP("words", "Keep both"),
    OnExisting.DIFFERENT: QT_TRANSLATE_NOOP("words", "Overwrite if different"),
    OnExisting.ASK: QT_TRANSLATE_NOOP("words", "Ask"),
}


def headline(e: StoreError) -> str:
    """What happened and what to do next, without the vendor's words."""
    refused = messages.as_refusal(e)
    return words.tr(messages.text_of_error(e)) if refused is None else refusal(refused)


def detail(e: StoreError) -> str:
    """The technical line: vendor's code, HTTP status, text and request id, as far as there are any."""
    first = ", ".join(part for part in (e.code, f"HTTP {e.status}" if e.status else "", e.op) if part)
    text = " ".join(e.message.split())
    known = ": ".join(part for part in (first, text) if part)
    request = words.tr("request {id}").format(id=e.request_id) if e.request_id else ""
    return " · ".join(part for part in (known, request) if part)


def error(e: StoreError) -> str:
    """The whole sentence: what happened, what to do next, and the detail in brackets."""
    technical = detail(e)
    return f"{headline(e)} ({technical})" if technical else headline(e)


def trouble(row: JobRow | BatchRow) -> str:
    """What went wrong with a job or a batch, without the vendor's words; "" when nothing did."""
    if row.error is None:
        return refusal(row.refused) if row.refused is not None else ""
    return _of_rename(row, headline(row.error))


def trouble_in_full(row: JobRow | BatchRow) -> str:
    """The same with the vendor's words in brackets."""
    return trouble(row) if row.error is None else _of_rename(row, error(row.error))


def _of_rename(row: JobRow | BatchRow, said: str) -> str:
    return words.tr(messages.HALF_MOVED).format(why=said) if messages.is_half_moved(row) else said


def refusal(r: Refused) -> str:
    """Why a job is refused and what can be done. `r.detail` is a number of bytes or a name, by reason."""
    amount = int(r.detail) if r.detail.isdecimal() else 0
    arrow = names.storage_class_in_full(r.detail).replace(" > ", " → ")
    return words.tr(messages.REFUSALS[r.reason].text).format(detail=arrow, size=size(amount), number=number(amount))


def reason(why: Reason) -> str:
    """The reason of a refusal in a few words that follow a number of objects."""
    return words.tr(messages.REFUSALS[why].short)


def verdict(v: Verdict) -> str:
    """What the test of an account found, and what to do about it."""
    said = words.tr(messages.FINDINGS[v.finding]).format(bucket=v.bucket, skew=eta(abs(v.skew_s)))
    if v.buckets is not None:
        return together(said, words.tr("It lists %Ln bucket(s).", None, v.buckets))
    return said


def state(s: State) -> str:
    """One word for a state."""
    return words.tr(STATES[s])


def status(row: JobRow | BatchRow, operation: outcomes.Operation | None = None) -> str:
    """The state as the user sees it: a command that is not yet obeyed shows as such, and so does what it waits for.

    `operation` is what the row is part of, where it is not a batch of its own.
    """
    if not row.state.is_end:
        return _unfinished(row, operation)
    if needs_answer(row):
        return words.tr("Needs an answer")
    if row.state is State.SKIPPED and row.kind is not JobKind.RENAME:
        return words.tr("Nothing to do")
    if row.state is State.DONE and row.kind is JobKind.RESTORE:
        return words.tr("Restore begun")
    return state(row.state)


def needs_answer(row: JobRow | BatchRow) -> bool:
    """Whether it has come to its end but for a word of the user's about targets that exist."""
    return row.asks > 0 and (row.state is State.REFUSED or (isinstance(row, BatchRow) and row.state.is_end))


def _unfinished(row: JobRow | BatchRow, operation: outcomes.Operation | None) -> str:
    if row.want is Want.CANCEL:
        return words.tr("Cancelling…")
    if row.want is Want.PAUSE and row.state is State.RUNNING:
        return words.tr("Pausing…")
    if isinstance(row, BatchRow) and row.listing and row.want is Want.RUN:
        return words.tr("Listing…")
    if isinstance(row, JobRow) and row.restoring and row.want is Want.RUN:
        return words.tr("Waits for restore")
    return outcomes.doing(operation or outcomes.operation(row)) if row.state is State.RUNNING else state(row.state)


def level(reached: Level) -> str:
    """How well a copy was verified, in words that claim no more than was done."""
    return words.tr(messages.LEVELS[reached])


def level_meaning(reached: Level) -> str:
    """One sentence that explains the level, for a tooltip."""
    return words.tr(messages.MEANINGS[reached])


def cell(c: Cell) -> str:
    """One word for the state of a part."""
    return words.tr(CELL_WORDS[c])


def on_existing(choice: OnExisting) -> str:
    """The choice for existing targets, as on a button."""
    return words.tr(CHOICES[choice])


def kind(what: JobKind) -> str:
    """The name of a kind of job, as a command."""
    return words.tr(outcomes.VERBS[outcomes.Operation(what.value)])


def mode(row: JobRow) -> str:
    """How a job works: "128 parts", "one request", or "" while that is not decided and where it says nothing."""
    if row.mode == "simple":
        return words.tr("one request")
    if row.mode == "parts":
        return words.tr("%Ln part(s)", None, row.parts)
    if row.kind is JobKind.EDIT and row.state is State.DONE:
        return words.tr("set in place")
    return ""


def place(ref: ObjectRef) -> str:
    """An object or folder as one line of text. For reading only: it is not a path that can be parsed back."""
    return visible(f"{ref.account}: {ref.bucket}/{ref.key}")
