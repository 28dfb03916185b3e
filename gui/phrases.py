"""Window floor: every sentence about states, errors and refusals. Knows core's words; decides nothing, shows nothing.

An error sentence says what happened and what to do next. The vendor's code, text and request id follow as a detail
that can be copied into a support request. Texts stand in tables, so that a test can walk all members of each enum.
"""

from __future__ import annotations

from core.browse import Verdict
from core.errors import StoreError
from core.jobs import BatchRow, Cell, JobRow, Level, OnExisting, Reason, Refused, State, Want
from core.values import ObjectRef
from gui.figures import duration, eta, exact_size, number, percent, size, speed, when
from gui.sentences import CODES, ERRORS, FINDINGS, REFUSALS
from gui.texts import QT_TRANSLATE_NOOP, words

__all__ = [
    "cell",
    "detail",
    "duration",
    "error",
    "eta",
    "exact_size",
    "headline",
    "level",
    "level_meaning",
    "mode",
    "number",
    "on_existing",
    "percent",
    "place",
    "refusal",
    "size",
    "speed",
    "state",
    "status",
    "verdict",
    "when",
]

STATES: dict[State, str] = {
    State.WAITING: QT_TRANSLATE_NOOP("words", "Waiting"),
    State.RUNNING: QT_TRANSLATE_NOOP("words", "Copying"),
    State.PAUSED: QT_TRANSLATE_NOOP("words", "Paused"),
    State.DONE: QT_TRANSLATE_NOOP("words", "Done"),
    State.FAILED: QT_TRANSLATE_NOOP("words", "Failed"),
    State.CANCELLED: QT_TRANSLATE_NOOP("words", "Cancelled"),
    State.REFUSED: QT_TRANSLATE_NOOP("words", "Refused"),
    State.SKIPPED: QT_TRANSLATE_NOOP("words", "Skipped"),
}

LEVELS: dict[Level, str] = {
    Level.CRC64: QT_TRANSLATE_NOOP("words", "CRC-64 equal"),
    Level.PART_CRC64: QT_TRANSLATE_NOOP("words", "part CRC-64s combine to the source's"),
    Level.PART_ETAGS: QT_TRANSLATE_NOOP("words", "part ETags and sizes match"),
    Level.SIZE: QT_TRANSLATE_NOOP("words", "size only: the store offers no checksum"),
}

MEANINGS: dict[Level, str] = {
    Level.CRC64: QT_TRANSLATE_NOOP("words", "The store's CRC-64 of the copy equals its CRC-64 of the source."),
    Level.PART_CRC64: QT_TRANSLATE_NOOP("words", "The CRC-64s of the parts, put together, equal the source's CRC-64."),
    Level.PART_ETAGS: QT_TRANSLATE_NOOP(
        "words",
        "The size is right and the store kept every part as it reported it, but it offers no checksum of the whole.",
    ),
    Level.SIZE: QT_TRANSLATE_NOOP(
        "words", "Only the size could be compared, because the store offers no checksum for this object."
    ),
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
}

_REASONS = frozenset(reason.value for reason in Reason)


def headline(e: StoreError) -> str:
    """What happened and what to do next, without the vendor's words."""
    if e.code in _REASONS:
        return refusal(Refused(Reason(e.code)))
    return words.tr(CODES.get(e.code, ERRORS[e.kind]))


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


def refusal(r: Refused) -> str:
    """Why a copy is refused and what can be done. `r.detail` is a number of bytes or a name, by reason."""
    amount = int(r.detail) if r.detail.isdecimal() else 0
    arrow = r.detail.replace(" > ", " → ")
    return words.tr(REFUSALS[r.reason]).format(detail=arrow, size=size(amount), number=number(amount))


def verdict(v: Verdict) -> str:
    """What the test of an account found, and what to do about it."""
    said = words.tr(FINDINGS[v.finding]).format(bucket=v.bucket, skew=eta(abs(v.skew_s)))
    if v.buckets is not None:
        listed = words.tr("It lists %Ln bucket(s).", None, v.buckets)
        return words.tr("{said} {more}").format(said=said, more=listed)
    return said


def state(s: State) -> str:
    """One word for a state."""
    return words.tr(STATES[s])


def status(row: JobRow | BatchRow) -> str:
    """The state as the user sees it: a wish that is not yet obeyed shows as such."""
    if not row.state.is_end:
        if row.want is Want.CANCEL:
            return words.tr("Cancelling…")
        if row.want is Want.PAUSE and row.state is State.RUNNING:
            return words.tr("Pausing…")
        if isinstance(row, BatchRow) and row.listing and row.want is Want.RUN:
            return words.tr("Listing…")
    return state(row.state)


def level(reached: Level) -> str:
    """How well a copy was verified, in words that claim no more than was done."""
    return words.tr(LEVELS[reached])


def level_meaning(reached: Level) -> str:
    """One sentence that explains the level, for a tooltip."""
    return words.tr(MEANINGS[reached])


def cell(c: Cell) -> str:
    """One word for the state of a part."""
    return words.tr(CELL_WORDS[c])


def on_existing(choice: OnExisting) -> str:
    """The choice for existing targets, as on a button."""
    return words.tr(CHOICES[choice])


def mode(row: JobRow) -> str:
    """How a job copies: "128 parts", "one request", or "" while that is not decided."""
    if row.mode == "simple":
        return words.tr("one request")
    return words.tr("%Ln part(s)", None, row.parts) if row.mode == "parts" else ""


def place(ref: ObjectRef) -> str:
    """An object or folder as one line of text. For reading only: it is not a path that can be parsed back."""
    return f"{ref.account}: {ref.bucket}/{ref.key}"
