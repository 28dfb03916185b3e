"""Copies that wait for a word of the user's, because something stands at their target.

One question at a time, for as many copies as wait. It is not modal: the rest of the work goes on meanwhile. What an
earlier run of the program has left is not asked about again; the queue shows it, and a retry there asks anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QDateTime, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from core.model.jobs import State
from core.model.reports import Frame, JobRow
from core.model.requests import OnExisting
from core.model.values import ObjectRef
from gui.qt.contracts import BrowserApi, EngineApi
from gui.qt.tasks import Request, Tasks
from gui.queue.conflict_dialog import ConflictDialog, Side

#: So many copies of one batch are kept in memory; the journal knows the others.
KEPT = 500
_PAGE = 1000
_LOOK_AGAIN_MS = 300


@dataclass(slots=True)
class _Batch:
    """The questions of one batch.

    Attributes:
        waiting: copies that are still to be asked about, by id.
        beyond: how many more there are, which only the journal knows.
        settled: when copies ended that need no question any more, by id: answered, put off or too old.
        answer: what holds for all copies of this batch; None when each is asked about.
        is_put_off: the user decides later.
        is_many: more copies may be in it than the one that asks.
    """

    waiting: dict[int, JobRow] = field(default_factory=dict)
    beyond: int = 0
    settled: dict[int, float | None] = field(default_factory=dict)
    answer: OnExisting | None = None
    is_put_off: bool = False
    has_ended: bool = False
    is_many: bool = True

    @property
    def count(self) -> int:
        return len(self.waiting) + self.beyond

    def is_settled(self, row: JobRow) -> bool:
        return row.id in self.settled and self.settled[row.id] == row.finished

    def settle(self, rows: Iterable[JobRow]) -> None:
        for row in rows:
            self.waiting.pop(row.id, None)
            self.settled[row.id] = row.finished


class ConflictController(QObject):
    """Asks what to do about targets that exist, and hands the answers to the engine.

    Signals:
        failed: the exception of an answer that could not be given.
        answered: a choice was made, and for how many copies.
    """

    failed = Signal(object)
    answered = Signal(object, int)

    def __init__(
        self,
        engine: EngineApi,
        browser: BrowserApi,
        *,
        browse: Tasks,
        clerk: Tasks,
        window: QWidget,
        since: float | None = None,
    ) -> None:
        """`since` is the Unix time from which on copies are asked about; None for now."""
        super().__init__(window)
        self._engine, self._browser, self._browse, self._clerk = engine, browser, browse, clerk
        self._window = window
        self._since = QDateTime.currentMSecsSinceEpoch() / 1000 if since is None else since
        self._batches: dict[int, _Batch] = {}
        self._asked: JobRow | None = None
        self._looks: list[Request] = []
        self.dialog: ConflictDialog | None = None
        # A dialog blocks what is shown beside it, so a question waits until it is closed.
        self._patience = QTimer(self, singleShot=True, interval=_LOOK_AGAIN_MS)
        self._patience.timeout.connect(self._ask_next)

    def take_frame(self, frame: Frame) -> None:
        """Learn what has changed, and ask if there is something to ask."""
        for row in frame.jobs:
            self._take(row)
        for batch in frame.batches:
            known = self._batches.get(batch.id)
            if known is not None:
                known.is_many = batch.many
                self._follow(known, has_ended=batch.state.is_end)
        for gone in frame.gone:
            self._batches.pop(gone, None)
        for number, each in self._batches.items():
            if each.answer is not None and each.waiting:
                self._retry(number, each.answer, tuple(each.waiting.values()))
        self._ask_next()

    @property
    def count(self) -> int:
        """How many copies wait for an answer."""
        return sum(batch.count for batch in self._batches.values())

    # ------------------------------------------------------------ what waits

    def _take(self, row: JobRow) -> None:
        if not row.asks:
            if row.batch in self._batches:
                self._batches[row.batch].waiting.pop(row.id, None)
            return
        batch = self._batches.setdefault(row.batch, _Batch())
        if batch.is_settled(row):
            return
        if row.id in batch.settled:
            batch.is_put_off = False  # it was tried again since
        if batch.is_put_off or (row.finished is not None and row.finished < self._since):
            batch.settle([row])
        elif batch.answer is not None or len(batch.waiting) < KEPT or row.id in batch.waiting:
            batch.waiting[row.id] = row
        else:
            batch.beyond += 1

    @staticmethod
    def _follow(batch: _Batch, *, has_ended: bool) -> None:
        """When a batch runs again, it was the user who began it anew: what was said before holds no longer."""
        if batch.has_ended and not has_ended:
            batch.is_put_off, batch.answer = False, None
        batch.has_ended = has_ended

    def _refill(self, number: int) -> None:
        """Fetch copies that were too many to be kept."""
        batch = self._batches[number]
        batch.beyond = 0

        def take(rows: tuple[JobRow, ...]) -> None:
            for row in rows:
                self._take(row)
            self._ask_next()

        self._clerk.run(
            lambda _cancel: asking(self._engine, number, limit=KEPT + len(batch.settled)),
            take,
            failed=self.failed.emit,
            owner=self,
        )

    # ------------------------------------------------------------ asking

    def _ask_next(self) -> None:
        """Show the next question, or none; a question that still stands stays as it is."""
        for number, batch in self._batches.items():
            if not batch.waiting and batch.beyond:
                self._refill(number)
        asked = self._asked
        if asked is not None and asked.batch in self._batches and asked.id in self._batches[asked.batch].waiting:
            self._tell_count(asked)
            return
        rows = (row for batch in self._batches.values() for row in batch.waiting.values())
        self._asked = next(rows, None)
        for look in self._looks:
            look.drop()
        self._looks = []
        if self._asked is None:
            self._close()
        elif self.dialog is None and QApplication.activeModalWidget() is not None:
            self._asked = None
            self._patience.start()
        else:
            self._ask(self._asked)

    def _ask(self, row: JobRow) -> None:
        if self.dialog is None:
            self.dialog = ConflictDialog(self._window)
            self.dialog.answered.connect(self._take_answer)
            self.dialog.put_off.connect(self._put_off)
        self.dialog.ask(row)
        self._tell_count(row)
        for side, ref in ((Side.SOURCE, row.source), (Side.TARGET, row.target)):
            self._looks.append(self._look(self.dialog, side, ref))
        self.dialog.show()

    def _look(self, dialog: ConflictDialog, side: Side, ref: ObjectRef) -> Request:
        return self._browse.run(
            lambda cancel: self._browser.stat(ref, cancel),
            partial(dialog.show_info, side),
            failed=partial(dialog.show_problem, side),
            owner=dialog,
        )

    def _tell_count(self, row: JobRow) -> None:
        batch = self._batches[row.batch]
        if self.dialog is not None:
            self.dialog.show_count(batch.count, more=batch.is_many and not batch.has_ended)

    def _close(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog.hide()
            self.dialog = None

    # ------------------------------------------------------------ answers

    def _take_answer(self, choice: OnExisting, for_all: bool) -> None:
        row = self._asked
        if row is None or row.batch not in self._batches:
            return
        batch = self._batches[row.batch]
        if not for_all:
            self._retry(row.batch, choice, (row,))
        elif batch.beyond:
            batch.answer = choice
            self._retry_all(row.batch, choice)
        else:
            batch.answer = choice
            self._retry(row.batch, choice, tuple(batch.waiting.values()))
        self._ask_next()

    def _retry(self, number: int, choice: OnExisting, rows: tuple[JobRow, ...]) -> None:
        self._batches[number].settle(rows)
        ids = tuple(row.id for row in rows)
        self._clerk.run(
            lambda _cancel: self._engine.retry(jobs=ids, on_existing=choice),
            lambda _: self.answered.emit(choice, len(ids)),
            failed=self.failed.emit,
            owner=self,
        )

    def _retry_all(self, number: int, choice: OnExisting) -> None:
        """Answer for more copies than are known here: the journal knows all of them."""
        batch = self._batches[number]
        batch.settle(tuple(batch.waiting.values()))
        batch.beyond = 0

        def retry() -> int:
            ids = [row.id for row in asking(self._engine, number)]
            self._engine.retry(jobs=ids, on_existing=choice)
            return len(ids)

        self._clerk.run(
            lambda _cancel: retry(), partial(self.answered.emit, choice), failed=self.failed.emit, owner=self
        )

    def _put_off(self) -> None:
        """Ask nothing more about the batches that wait now, until the user begins them anew."""
        for batch in self._batches.values():
            if batch.count:
                batch.settle(tuple(batch.waiting.values()))
                batch.beyond, batch.is_put_off = 0, True
        self._ask_next()


def asking(engine: EngineApi, batch: int, *, limit: int | None = None) -> tuple[JobRow, ...]:
    """The copies of a batch that wait for an answer, the first `limit` or all of them. Reads the journal."""
    found: list[JobRow] = []
    offset = 0
    while limit is None or len(found) < limit:
        page = engine.jobs(batch, offset=offset, limit=_PAGE, states=(State.REFUSED,))
        found += (row for row in page if row.asks)
        offset += len(page)
        if len(page) < _PAGE:
            break
    return tuple(found if limit is None else found[:limit])
