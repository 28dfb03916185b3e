"""From a wish to the queue for all that is more than a copy: count it, show the plan, queue it.

Knows the contracts of the engine's `estimate` and `submit`; both go through tasks. Nothing is queued unseen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QDialog, QWidget

from core.model.requests import CopyRequest, JobKind, JobRequest, ListRequest, Options, PrefixRequest
from core.rules.estimate import Estimate
from core.store.read_cache import ReadCache
from gui.actions.counting import Counting
from gui.actions.estimate_panel import BusySheet
from gui.actions.plan_dialog import PlanSheet
from gui.qt.contracts import EngineApi
from gui.qt.tasks import Tasks
from gui.settings.preferences import Settings

#: What is counted sooner than this is shown at once, without a sheet that flashes by.
BUSY_AFTER_MS = 300

Request = JobRequest | PrefixRequest


@dataclass(frozen=True, slots=True)
class _Offer:
    """One plan that is being made."""

    requests: tuple[Request, ...]
    batch: ListRequest | None
    title: str
    over: QWidget
    read_cache: ReadCache = field(default_factory=ReadCache)


class Planning(QObject):
    """Shows what requests will do, and queues them when the user agrees.

    Signals:
        looking: how many requests are being counted; 0 when that has ended.
        failed: the exception of a count or of the queue.
        queued: the id of the last batch, and how many batches were queued.
        prices_wanted: the user wants to see or change the prices.
        prices_changed: for whoever changed them to emit; what is shown is counted with the new ones.
    """

    looking = Signal(int)
    failed = Signal(object)
    queued = Signal(int, int)
    prices_wanted = Signal()
    prices_changed = Signal()

    def __init__(
        self,
        engine: EngineApi,
        *,
        browse: Tasks,
        clerk: Tasks,
        window: QWidget,
        settings: Settings,
        busy_after_ms: int = BUSY_AFTER_MS,
    ) -> None:
        super().__init__(window)
        self._engine, self._browse, self._clerk = engine, browse, clerk
        self._window, self._settings = window, settings
        self._offer: _Offer | None = None
        self._busy: BusySheet | None = None
        self._counting = Counting(engine, browse, self, refines=False)
        self._counting.done.connect(self._show_plan)
        self._counting.failed.connect(self._fail)
        self._patience = QTimer(self, singleShot=True, interval=busy_after_ms)
        self._patience.timeout.connect(self._show_busy)

    def offer(
        self,
        requests: Sequence[Request],
        *,
        batch: ListRequest | None = None,
        title: str = "",
        over: QWidget | None = None,
    ) -> None:
        """Count what `requests`, all of one kind, will do; then show a sheet that asks. An earlier count is given up.

        Copies and renames that say nothing about options get the user's usual ones.

        Args:
            batch: the single objects go into one batch; without it each request is a batch of its own.
            title: for the sheet; "" to make one of the requests.
            over: the window that the sheet belongs to and that gets the keyboard back; None for the main window.
        """
        self.give_up()
        if not requests:
            return
        usual = self._settings.options()
        self._offer = _Offer(
            tuple(_with_usual(request, usual) for request in requests), batch, title, over or self._window
        )
        self.looking.emit(len(requests))
        self._patience.start()
        self._counting.start(self._offer.requests, read_cache=self._offer.read_cache)

    def give_up(self) -> None:
        """Stop counting; nothing is shown or queued."""
        if self._offer is not None:
            self._counting.stop()
            self._end_count()

    def _end_count(self) -> _Offer | None:
        offer, self._offer = self._offer, None
        self._patience.stop()
        if self._busy is not None:
            self._busy.deleteLater()
            self._busy.hide()
            self._busy = None
        self.looking.emit(0)
        return offer

    def _show_busy(self) -> None:
        self._busy = BusySheet(self._parent(self._offer))
        self._counting.counted.connect(self._busy.show_count)
        self._busy.rejected.connect(self.give_up)
        self._busy.open()

    def _parent(self, offer: _Offer | None) -> QWidget:
        """Where a sheet belongs; a dialog may have been closed while it was counted."""
        return offer.over if offer is not None and shiboken6.isValid(offer.over) else self._window

    def _fail(self, problem: Exception) -> None:
        self._end_count()
        self.failed.emit(problem)

    # ------------------------------------------------------------ the sheet

    def _show_plan(self, estimate: Estimate) -> None:
        offer = self._end_count()
        if offer is None:
            return
        sheet = PlanSheet(offer.requests, estimate, self._parent(offer), title=offer.title)
        counting = Counting(self._engine, self._browse, sheet, read_cache=offer.read_cache)
        counting.show_in(sheet)
        sheet.count_wanted.connect(lambda: counting.start(sheet.requests()))
        self.prices_changed.connect(sheet.count_wanted)
        sheet.prices_wanted.connect(self.prices_wanted)
        sheet.finished.connect(partial(self._take_answer, sheet, counting, offer))
        sheet.open()
        counting.go_on_from(sheet.requests(), estimate)

    def _take_answer(self, sheet: PlanSheet, counting: Counting, offer: _Offer, result: int) -> None:
        counting.stop()
        requests = sheet.requests() if result == QDialog.DialogCode.Accepted else ()
        options = sheet.options
        sheet.deleteLater()
        if not requests:
            return
        batch = offer.batch
        if batch is not None and batch.kind.copies:
            batch = replace(batch, options=options)
        self._clerk.run(
            lambda _cancel: submit_all(self._engine, requests, batch),
            lambda batches: self.queued.emit(batches[-1], len(batches)),
            failed=self.failed.emit,
            owner=self,
        )


def submit_all(engine: EngineApi, requests: Sequence[Request], batch: ListRequest | None) -> list[int]:
    """Queue requests: folders as a batch each, single objects together when `batch` is given. Blocks."""
    folders = [request for request in requests if isinstance(request, PrefixRequest)]
    single = [request for request in requests if not isinstance(request, PrefixRequest)]
    queued = [engine.submit(request) for request in folders]
    if batch is None:
        return queued + [engine.submit(request) for request in single]
    return [*queued, engine.submit(batch, single)] if single else queued


def _with_usual(request: Request, usual: Options) -> Request:
    if not isinstance(request, CopyRequest | PrefixRequest) or request.kind not in (JobKind.COPY, JobKind.RENAME):
        return request
    return replace(request, options=usual) if request.options == Options() else request
