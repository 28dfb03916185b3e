"""The flat model of the queue against a model that is made from scratch after every step."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from PySide6.QtCore import QModelIndex, Qt

from core.model.jobs import State, Want
from core.model.reports import BatchRow, Frame, JobRow
from gui.queue.model import LINE_ROLE, MANY_RUNS, Key, Part, QueueModel
from gui.queue.text import Column
from tests.gui.queue_fixture import batch, job, quiet  # noqa: F401

BAD = {State.FAILED, State.REFUSED}
STATES = st.sampled_from([State.WAITING, State.RUNNING, State.DONE, State.FAILED, State.REFUSED])


class Scratch:
    """What the rows should be: plain lists, no signals, no indexes."""

    def __init__(self) -> None:
        self.batches: dict[int, BatchRow] = {}
        self.jobs: dict[int, JobRow] = {}
        self.opened: dict[int, list[int]] = {}

    def keys(self) -> list[Key]:
        rows: list[Key] = []
        for known in self.batches.values():
            rows.append(Key(known.id, Part.BATCH))
            if known.id in self.opened:
                children = self.opened[known.id]
                rows += [Key(known.id, child) for child in children]
                rows += [Key(known.id, Part.MORE)] * (known.jobs > len(children))
        return rows

    def add(self, of: int, rows: list[JobRow], *, only_bad: bool) -> None:
        children = self.opened[of]
        fresh = sorted({row.id: row for row in rows if row.id not in children}.values(), key=lambda row: row.id)
        self.jobs.update((row.id, row) for row in rows if row.id in children)
        front = [row.id for row in fresh if row.state in BAD]
        rest = [] if only_bad else [row.id for row in fresh if row.state not in BAD]
        at = next((n for n, child in enumerate(children) if self.jobs[child].state not in BAD), len(children))
        self.jobs.update((row.id, row) for row in fresh if row.id in front or row.id in rest)
        children[at:at] = front
        children.extend(rest)


class QueueMachine(RuleBasedStateMachine):
    """Frames, pages, opening and closing in any order."""

    @initialize()
    def begin(self) -> None:
        self.model = QueueModel()
        self.wanted = Scratch()
        self.mirror: list[object] = []
        self.told: set[int] = set()
        self.model.rowsInserted.connect(self._inserted)
        self.model.rowsRemoved.connect(self._removed)
        self.model.modelReset.connect(self._reset)
        self.model.dataChanged.connect(lambda a, b: self.told.update(range(a.row(), b.row() + 1)))

    def _inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        self.mirror[first:first] = [self.model.key(row) for row in range(first, last + 1)]

    def _removed(self, _parent: QModelIndex, first: int, last: int) -> None:
        del self.mirror[first : last + 1]

    def _reset(self) -> None:
        self.mirror = [self.model.key(row) for row in range(self.model.rowCount())]

    @rule(ids=st.sets(st.integers(1, 60), max_size=60), state=STATES, jobs=st.integers(0, 4))
    def batches_change(self, ids: set[int], state: State, jobs: int) -> None:
        rows = [batch(n, state, jobs=max(jobs, 1) if n % 2 else jobs, many=n % 2 == 0) for n in sorted(ids)]
        self.wanted.batches.update((row.id, row) for row in rows)
        self.model.show_frame(Frame(batches=tuple(rows)))

    @rule(of=st.integers(1, 60), numbers=st.lists(st.integers(1, 6), max_size=4, unique=True), state=STATES)
    def jobs_change(self, of: int, numbers: list[int], state: State) -> None:
        rows = [job(of * 100 + n, of, state) for n in numbers]
        if of in self.wanted.opened:
            self.wanted.add(of, rows, only_bad=True)
        self.model.show_frame(Frame(jobs=tuple(rows)))

    @rule(ids=st.sets(st.integers(1, 60), max_size=60))
    def batches_go(self, ids: set[int]) -> None:
        for gone in ids:
            self.wanted.batches.pop(gone, None)
            self.wanted.opened.pop(gone, None)
        self.model.show_frame(Frame(gone=tuple(ids)))

    @precondition(lambda self: self.wanted.batches)
    @rule(data=st.data())
    def open_or_close(self, data: st.DataObject) -> None:
        of = data.draw(st.sampled_from(sorted(self.wanted.batches)))
        if of in self.wanted.opened:
            del self.wanted.opened[of]
            self.model.close(of)
        else:
            if self.wanted.batches[of].many:
                self.wanted.opened[of] = []
            self.model.open(of)

    @precondition(lambda self: self.wanted.opened)
    @rule(data=st.data(), numbers=st.lists(st.integers(1, 6), max_size=6, unique=True))
    def page_comes(self, data: st.DataObject, numbers: list[int]) -> None:
        of = data.draw(st.sampled_from(sorted(self.wanted.opened)))
        rows = [job(of * 100 + n, of, data.draw(STATES)) for n in numbers]
        self.wanted.add(of, rows, only_bad=False)
        self.model.add_page(of, rows)

    @invariant()
    def rows_are_as_from_scratch(self) -> None:
        keys = [self.model.key(row) for row in range(self.model.rowCount())]
        assert keys == self.wanted.keys()
        assert keys == self.mirror
        for row, key in enumerate(keys):
            line = self.model.line(row)
            assert self.model.row(key) == row
            assert line.batch == self.wanted.batches[key.batch]
            if key.job > 0:
                assert line.job == self.wanted.jobs[key.job]


TestQueueMachine = QueueMachine.TestCase
TestQueueMachine.settings = settings(max_examples=40, stateful_step_count=20, deadline=None)


def test_every_change_of_a_row_is_told() -> None:
    model = QueueModel()
    model.show_frame(Frame(batches=tuple(batch(n) for n in range(1, 11))))
    told: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
    model.show_frame(Frame(batches=(batch(3, State.DONE), batch(4, State.DONE), batch(8, State.DONE))))
    assert told == [(2, 3), (7, 7)]


def test_many_scattered_changes_are_told_at_once() -> None:
    model = QueueModel()
    model.show_frame(Frame(batches=tuple(batch(n) for n in range(500))))
    told: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
    model.show_frame(Frame(batches=tuple(batch(n, State.DONE) for n in range(0, 4 * MANY_RUNS, 2))))
    assert told == [(0, 4 * MANY_RUNS - 2)]


def test_a_single_copy_is_one_row_that_knows_its_job() -> None:
    model = QueueModel()
    model.show_frame(Frame(batches=(batch(1),), jobs=(job(11, 1, size=5),)))
    assert model.rowCount() == 1
    assert model.line(0).job == job(11, 1, size=5)


def test_a_job_that_fails_appears_even_when_its_page_is_not_loaded() -> None:
    model = QueueModel()
    model.show_frame(Frame(batches=(batch(2, jobs=5000, many=True),)))
    model.open(2)
    model.add_page(2, [job(200, 2), job(201, 2)])
    model.show_frame(Frame(jobs=(job(299, 2, State.FAILED),)))
    assert [model.key(row).job for row in range(model.rowCount())] == [Part.BATCH, 299, 200, 201, Part.MORE]
    assert model.line(4).more == 4997


def test_a_page_for_a_batch_that_was_closed_meanwhile_is_ignored() -> None:
    model = QueueModel()
    model.show_frame(Frame(batches=(batch(2, jobs=3, many=True),)))
    model.open(2)
    model.close(2)
    model.add_page(2, [job(200, 2)])
    assert model.rowCount() == 1


def test_a_hundred_thousand_jobs_take_a_frame_without_being_walked_through() -> None:
    model = QueueModel()
    model.show_frame(Frame(batches=(batch(2, jobs=100_000, many=True),)))
    model.open(2)
    model.add_page(2, [job(n, 2) for n in range(1, 100_001)])
    told: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
    model.show_frame(Frame(jobs=(job(50_000, 2, State.DONE),)))
    assert told == [(50_000, 50_000)]
    assert model.line(50_000).row.state is State.DONE


def test_the_first_cell_tells_the_whole_row_to_a_screen_reader() -> None:
    model = QueueModel()
    row = job(11, 1, size=2048, done_bytes=1024, mode="parts", parts=2, part_size=1024)
    model.show_frame(Frame(batches=(batch(1),), jobs=(row,)))
    said = model.index(0, Column.STATE).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Copying" in said
    assert "50%" in said
    assert "photos/a1/11 → photos/b1/" in said


def test_a_wish_that_is_not_obeyed_yet_shows_in_the_state() -> None:
    model = QueueModel()
    model.show_frame(Frame(batches=(batch(1, want=Want.PAUSE),)))
    assert model.index(0, Column.STATE).data() == "Pausing…"
    model.show_frame(Frame(batches=(replace(batch(1), want=Want.CANCEL),)))
    assert model.index(0, Column.STATE).data() == "Cancelling…"


def test_a_simple_copy_in_flight_claims_no_progress() -> None:
    model = QueueModel()
    model.show_frame(Frame(batches=(batch(1),), jobs=(job(11, 1, size=2048, mode="simple"),)))
    assert model.index(0, Column.PROGRESS).data() == "2 KiB"
    assert "no progress" in model.index(0, Column.PROGRESS).data(Qt.ItemDataRole.ToolTipRole)
    assert model.index(0, Column.SPEED).data(LINE_ROLE).is_simple
