"""From requests to the queue for all that is more than a copy: count them, show the plan, queue them.

Knows the contracts of the engine's `estimate` and `submit`; both go through tasks. Nothing is queued unseen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QDialog, QWidget

from core.model.requests import CopyRequest, JobKind, JobRequest, Options, PrefixRequest
from core.rules.estimate import Estimate
from core.store.read_cache import ReadCache
from gui.actions.counting import Counting
from gui.actions.estimate_panel import CountDialog
from gui.actions.plan_dialog import PlanDialog
from gui.actions.submit import submit_all
from gui.qt.contracts import EngineApi
from gui.qt.tasks import Tasks
from gui.settings.preferences import Settings

#: What is counted sooner than this is shown at once, without a dialog that flashes by.
BUSY_AFTER_MS = 300

Request = JobRequest | PrefixRequest


@dataclass(frozen=True, slots=True)
class _Pending:
    """One plan that is being made."""

    requests: tuple[Request, ...]
    title: str
    over: QWidget
    read_cache: ReadCache = field(default_factory=ReadCache)


class PlanController(QObject):
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
        self._pending: _Pending | None = None
        self._busy: CountDialog | None = None
        self._counting = Counting(engine, browse, self, refines=False)
        self._counting.done.connect(self._show_plan)
        self._counting.failed.connect(self._fail)
        self._patience = QTimer(self, singleShot=True, interval=busy_after_ms)
        self._patience.timeout.connect(self._show_busy)

    def show_plan(
        self,
        requests: Sequence[Request],
        *,
        title: str = "",
        over: QWidget | None = None,
    ) -> None:
        """Count what `requests`, all of one kind, will do; then show a dialog that asks. An earlier count is given up.

        Copies and renames that say nothing about options get the user's usual ones.

        Args:
            title: for the dialog; "" to make one of the requests.
            over: the window that the dialog belongs to and that gets the keyboard back; None for the main window.
        """
        self.give_up()
        if not requests:
            return
        usual = self._settings.options()
        self._pending = _Pending(
            tuple(_with_usual(request, usual) for request in requests), title, over or self._window
        )
        self.looking.emit(len(requests))
        self._patience.start()
        self._counting.start(self._pending.requests, read_cache=self._pending.read_cache)

    def give_up(self) -> None:
        """Stop counting; nothing is shown or queued."""
        if self._pending is not None:
            self._counting.stop()
            self._end_count()

    def _end_count(self) -> _Pending | None:
        pending, self._pending = self._pending, None
        self._patience.stop()
        if self._busy is not None:
            self._busy.deleteLater()
            self._busy.hide()
            self._busy = None
        self.looking.emit(0)
        return pending

    def _show_busy(self) -> None:
        self._busy = CountDialog(self._parent(self._pending))
        self._counting.counted.connect(self._busy.show_count)
        self._busy.rejected.connect(self.give_up)
        self._busy.open()

    def _parent(self, pending: _Pending | None) -> QWidget:
        """Where a dialog belongs; a dialog may have been closed while it was counted."""
        return pending.over if pending is not None and shiboken6.isValid(pending.over) else self._window

    def _fail(self, problem: Exception) -> None:
        self._end_count()
        self.failed.emit(problem)

    # ------------------------------------------------------------ the dialog

    def _show_plan(self, estimate: Estimate) -> None:
        pending = self._end_count()
        if pending is None:
            return
        dialog = PlanDialog(pending.requests, estimate, self._parent(pending), title=pending.title)
        counting = Counting(self._engine, self._browse, dialog, read_cache=pending.read_cache)
        counting.show_in(dialog)
        dialog.count_wanted.connect(lambda: counting.start(dialog.requests()))
        self.prices_changed.connect(dialog.count_wanted)
        dialog.prices_wanted.connect(self.prices_wanted)
        dialog.finished.connect(partial(self._take_answer, dialog, counting))
        dialog.open()
        counting.go_on_from(dialog.requests(), estimate)

    def _take_answer(self, dialog: PlanDialog, counting: Counting, result: int) -> None:
        counting.stop()
        requests = dialog.requests() if result == QDialog.DialogCode.Accepted else ()
        dialog.deleteLater()
        if requests:
            self._clerk.run(
                lambda _cancel: submit_all(self._engine, requests),
                lambda batches: self.queued.emit(batches[-1], len(batches)),
                failed=self.failed.emit,
                owner=self,
            )


def _with_usual(request: Request, usual: Options) -> Request:
    if not isinstance(request, CopyRequest | PrefixRequest) or request.kind not in (JobKind.COPY, JobKind.RENAME):
        return request
    return replace(request, options=usual) if request.options == Options() else request
