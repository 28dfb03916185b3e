"""Ordinary objects of a folder, hundreds in one row of the journal.

A page of a listing becomes one row: its objects with a letter each for what became of them. An object's id is that of
a job, and to whoever reads the journal it is one. What is out of the ordinary becomes a row of the table of jobs, with
the same id. Knows the tables, and no database.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.journal.changes import Change, Database
from core.journal.records import JobRecord, dump, load
from core.model.jobs import Facts, SimplePlan, Skipped, State, Want
from core.model.requests import JobRequest, PrefixRequest
from core.model.values import Entry, Level

COLUMNS = "id, batch, objects, letters, sends, want, created, finished"
#: The page that holds an object, if one does.
FIND = f"SELECT {COLUMNS} FROM pages WHERE id<=? ORDER BY id DESC LIMIT 1"  # noqa: S608 - own text only
WAITING, SENT, CANCELLED, SKIPPED, OWN = b"wfcsj"
#: A copy that is done has the letter of what proves it.
_LEVELS = dict(zip(b"1234", Level, strict=True))
DONE = {level: letter for letter, level in _LEVELS.items()}
_STATES = {
    WAITING: State.WAITING,
    SENT: State.WAITING,
    OWN: State.WAITING,  # as it begins
    CANCELLED: State.CANCELLED,
    SKIPPED: State.SKIPPED,
} | dict.fromkeys(_LEVELS, State.DONE)
_MOST_SENDS = 255

#: State, level, number and bytes.
SUMS = tuple[tuple[str, str | None, int, int], ...]


@dataclass(eq=False, slots=True)
class Sheet:
    """One page of ordinary objects.

    Attributes:
        id: of the first object, as of a job; the others follow.
        packed: the objects' keys and sizes, as the journal holds them.
        letters: one for each object: WAITING; SENT (a copy that must not overwrite, noted before it is sent);
            CANCELLED; SKIPPED; OWN (a job of its own); or one of `DONE`.
        sends: the number of requests for each object, 255 for more.
    """

    id: int
    batch: int
    packed: bytes
    letters: bytearray
    sends: bytearray
    want: Want
    created: float
    finished: float | None = None
    _objects: list[tuple[str, int]] | None = field(default=None, repr=False)

    @property
    def objects(self) -> list[tuple[str, int]]:
        """Key and size of each."""
        if self._objects is None:
            self._objects = [(key, size) for key, size in json.loads(zlib.decompress(self.packed))]
        return self._objects

    @property
    def waiting(self) -> int:
        """How many are still to be worked on."""
        return self.letters.count(WAITING) + self.letters.count(SENT)

    def state(self, index: int) -> State:
        """The state of an object that is no job of its own."""
        return state_of(self.letters[index], self.want)

    def count(self, index: int, sends: int) -> None:
        """So many more requests were sent for an object."""
        self.sends[index] = min(_MOST_SENDS, self.sends[index] + sends)

    def record(self, index: int, request: PrefixRequest) -> JobRecord:
        """An object as a job; `request` is that of its batch."""
        key, size = self.objects[index]
        letter = self.letters[index]
        facts = Facts()
        if letter in _LEVELS:
            facts = Facts(plan=SimplePlan(), written=True, verified=_LEVELS[letter])
        elif letter == SKIPPED:
            facts = Facts(plan=Skipped())
        state = self.state(index)
        return JobRecord(
            id=self.id + index,
            batch=self.batch,
            request=request.of(key),
            state=state,
            want=self.want,
            facts=facts,
            size=size,
            created=self.created,
            finished=self.finished if state.is_end else None,
            requests=self.sends[index],
        )

    def sums(self) -> SUMS:
        """State, level, number and bytes of the objects that are no jobs of their own."""
        counts: Counter[int] = Counter()
        sizes: Counter[int] = Counter()
        for letter, (_, size) in zip(self.letters, self.objects, strict=True):
            counts[letter] += 1
            sizes[letter] += size
        del counts[OWN]
        return tuple(
            (_STATES[letter].value, _LEVELS[letter].value if letter in _LEVELS else None, count, sizes[letter])
            for letter, count in sorted(counts.items())
        )


def state_of(letter: int, want: Want) -> State:
    """The state of an object with that letter, which is wanted so."""
    state = _STATES[letter]
    return State.PAUSED if state is State.WAITING and want is Want.PAUSE else state


def read_sheet(row: Any) -> Sheet:
    """A row, in the order of `COLUMNS`."""
    number, batch, packed, letters, sends, want, created, finished = row
    return Sheet(number, batch, packed, bytearray(letters), bytearray(sends), Want(want), created, finished)


def read_sums(text: str, want: str) -> Iterator[tuple[State, Level | None, int, int]]:
    """What `Sheet.sums` said of a row that is wanted so."""
    for state, level, count, size in json.loads(text):
        rests = state == State.WAITING and want == Want.PAUSE
        yield State.PAUSED if rests else State(state), None if level is None else Level(level), count, size


# ---------------------------------------------------------------- changes


def add(batch: int, request: PrefixRequest, entries: Sequence[Entry], own: Sequence[bool], created: float) -> Change:
    """Record the objects of a page of a listing: those that are `own` as jobs of their own, the others together."""
    rows = [[entry.key, entry.size] for entry in entries]
    packed = zlib.compress(json.dumps(rows, separators=(",", ":")).encode("ascii"), 1)
    letters = bytearray(OWN if alone else WAITING for alone in own)

    def change(db: Database) -> None:
        first = _next_id(db, len(entries))
        (want,) = db.execute("SELECT want FROM batches WHERE id=?", (batch,)).fetchone()
        sheet = Sheet(first, batch, packed, letters, bytearray(len(entries)), Want(want), created)
        db.execute(
            f"INSERT INTO pages({COLUMNS}, waiting, sums) VALUES(?,?,?,?,?,?,?,?,?,?)",
            (
                first,
                batch,
                packed,
                bytes(letters),
                bytes(sheet.sends),
                want,
                created,
                None,
                sheet.waiting,
                _sums(sheet),
            ),
        )
        alone = [
            (first + index, request.of(entry.key), entry.size)
            for index, entry in enumerate(entries)
            if letters[index] == OWN
        ]
        _insert(db, sheet, alone)

    return change


def save(sheet: Sheet) -> Change:
    """Record how the objects of a page stand now."""
    args = (bytes(sheet.letters), bytes(sheet.sends), sheet.finished, sheet.waiting, _sums(sheet), sheet.id)
    sql = "UPDATE pages SET letters=?, sends=?, finished=?, waiting=?, sums=? WHERE id=?"

    def change(db: Database) -> None:
        db.execute(sql, args)

    return change


def set_want(want: Want, batches: Iterable[int], active: Iterable[int]) -> Change:
    """Record a command for the pages of batches. Those that are `active` are in the engine's hands."""
    wanted, busy = tuple(batches), frozenset(active)

    def change(db: Database) -> None:
        for batch in wanted:
            db.execute("UPDATE pages SET want=? WHERE batch=? AND waiting>0", (want.value, batch))
            if want is Want.CANCEL:
                for sheet in _sheets(db, "batch=? AND waiting>0", (batch,)):
                    if sheet.id not in busy:
                        cancel(sheet)
                        save(sheet)(db)

    return change


def cancel(sheet: Sheet, flying: Iterable[int] = ()) -> None:
    """Cancel what waits. What was sent, or is on its way, is still to be looked after."""
    on_their_way = set(flying)
    for index, letter in enumerate(sheet.letters):
        if letter == WAITING and index not in on_their_way:
            sheet.letters[index] = CANCELLED


def restart(batch: int) -> Change:
    """Let the cancelled objects of a batch wait again."""

    def change(db: Database) -> None:
        for sheet in _sheets(db, "batch=?", (batch,)):
            if CANCELLED in sheet.letters:
                sheet.letters = sheet.letters.replace(bytes([CANCELLED]), bytes([WAITING]))
                save(sheet)(db)
        db.execute("UPDATE pages SET want='run' WHERE batch=?", (batch,))

    return change


def promote(sheet: Sheet, jobs: Sequence[tuple[int, JobRequest, Facts]]) -> Change:
    """Make jobs of their own of some objects, by their index, with what is known of them. The sheet is saved too."""
    for index, _, _ in jobs:
        sheet.letters[index] = OWN
    saved = save(sheet)
    rows = [(sheet.id + index, request, sheet.objects[index][1], facts) for index, request, facts in jobs]

    def change(db: Database) -> None:
        saved(db)
        _insert(db, sheet, [(number, request, size) for number, request, size, _ in rows])
        for number, _, _, facts in rows:
            if facts != Facts():
                db.execute("UPDATE jobs SET facts=?, touched=1 WHERE id=?", (dump(facts), number))

    return change


def promote_named(jobs: Iterable[int], letter: int) -> Change:
    """Make jobs of their own of those that are named and have that letter."""
    wanted = sorted(set(jobs))

    def change(db: Database) -> None:
        for number in wanted:
            sheet = holding(db.execute(FIND, (number,)).fetchall(), number)
            if sheet is None or sheet.letters[number - sheet.id] != letter:
                continue
            (text,) = db.execute("SELECT request FROM batches WHERE id=?", (sheet.batch,)).fetchone()
            index = number - sheet.id
            request = load(text, PrefixRequest).of(sheet.objects[index][0])
            promote(sheet, [(index, request, Facts())])(db)

    return change


def holding(rows: Sequence[Any], job: int) -> Sheet | None:
    """The page of an object, of what `FIND` has found; None where it is on none."""
    sheet = read_sheet(rows[0]) if rows else None
    return sheet if sheet is not None and job < sheet.id + len(sheet.letters) else None


def _sheets(db: Database, where: str, args: Sequence[Any]) -> list[Sheet]:
    sql = f"SELECT {COLUMNS} FROM pages WHERE {where}"  # noqa: S608 - own text only
    return [read_sheet(row) for row in db.execute(sql, args).fetchall()]


def _sums(sheet: Sheet) -> str:
    return json.dumps(sheet.sums(), separators=(",", ":"))


def _next_id(db: Database, count: int) -> int:
    """The first of so many ids of jobs, which nobody else gets."""
    row = db.execute("SELECT seq FROM sqlite_sequence WHERE name='jobs'").fetchone()
    if row is None:
        db.execute("INSERT INTO sqlite_sequence(name, seq) VALUES('jobs', ?)", (count,))
        return 1
    db.execute("UPDATE sqlite_sequence SET seq=? WHERE name='jobs'", (row[0] + count,))
    return int(row[0]) + 1


def _insert(db: Database, sheet: Sheet, jobs: Iterable[tuple[int, JobRequest, int]]) -> None:
    state = State.PAUSED if sheet.want is Want.PAUSE else State.WAITING
    db.executemany(
        "INSERT INTO jobs(id, batch, request, state, want, size, created) VALUES(?,?,?,?,?,?,?)",
        [
            (number, sheet.batch, dump(request), state.value, sheet.want.value, size, sheet.created)
            for number, request, size in jobs
        ],
    )
