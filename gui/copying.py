"""Window floor: from a drop or a paste to the queue: look at each copy, show what it would do, queue what is wanted.

Knows the contracts of the engine's `preview` and `submit`; both go through tasks. Nothing is queued unseen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from core.clock import Cancel
from core.jobs import CopyRequest, PrefixRequest, Preview, Reason, Refused
from gui import phrases
from gui.models.place import Item, Place
from gui.tasks import Request, Tasks
from gui.views.drop_sheet import DropSheet, Replan

#: So many objects are looked at before they are queued; of more, the rest is looked at when its turn comes.
LOOK_MAX = 100

CopyOrPrefix = CopyRequest | PrefixRequest


class Copies(Protocol):
    """What is asked of `core.engine.Engine`. Both block: one on the network, the other on the disk."""

    def preview(self, request: CopyOrPrefix, cancel: Cancel | None = None) -> Preview: ...

    def submit(self, request: CopyOrPrefix) -> int: ...


@dataclass(slots=True)
class _Offer:
    """One drop that is being looked at."""

    requests: tuple[CopyOrPrefix, ...]
    previews: dict[int, Preview] = field(default_factory=dict)
    asked: list[Request] = field(default_factory=list)


class Copying(QObject):
    """Makes copies out of items and a target.

    Signals:
        looking: how many copies are being looked at; 0 when that has ended.
        refused: the sentence that says why nothing is offered.
        failed: the exception of a look or of the queue.
        queued: the id of the last batch, and how many were queued.
    """

    looking = Signal(int)
    refused = Signal(str)
    failed = Signal(object)
    queued = Signal(int, int)

    def __init__(
        self, engine: Copies, *, browse: Tasks, clerk: Tasks, window: QWidget, replan: Replan | None = None
    ) -> None:
        super().__init__(window)
        self._engine, self._browse, self._clerk = engine, browse, clerk
        self._window, self._replan = window, replan
        self._offer: _Offer | None = None

    def offer(self, items: Sequence[Item], target: Place) -> None:
        """Look at the copies of `items` into `target`, then show a sheet that asks. An earlier look is given up."""
        self.give_up()
        requests = tuple(item.request_to(target) for item in items)
        ways = tuple(request for request in requests if request.source != request.target)
        if not requests or not target.bucket:
            return
        if not ways:
            self.refused.emit(phrases.refusal(Refused(Reason.ONTO_ITSELF)))
            return
        # What would go onto itself among others is shown as refused by the sheet, like everything that cannot be.
        self._offer = offer = _Offer(requests)
        for at, (item, request) in enumerate(zip(items, requests, strict=True)):
            if request.source == request.target:
                refusal = Refused(Reason.ONTO_ITSELF)
                offer.previews[at] = Preview(request, None, item.size, target_exists=True, refused=refusal)
            elif at >= LOOK_MAX:
                offer.previews[at] = Preview(request, None, item.size, target_exists=False)
            else:
                offer.asked.append(self._look(offer, at, request))
        self.looking.emit(len(offer.asked))
        self._show_when_complete(offer)

    def give_up(self) -> None:
        """Stop looking; nothing is shown or queued."""
        if self._offer is not None:
            for request in self._offer.asked:
                request.drop()
            self._offer = None
            self.looking.emit(0)

    def _look(self, offer: _Offer, at: int, request: CopyOrPrefix) -> Request:
        def take(preview: Preview) -> None:
            offer.previews[at] = preview
            self._show_when_complete(offer)

        def fail(problem: Exception) -> None:
            self.give_up()
            self.failed.emit(problem)

        return self._browse.run(lambda cancel: self._engine.preview(request, cancel), take, failed=fail, owner=self)

    def _show_when_complete(self, offer: _Offer) -> None:
        if offer is not self._offer or len(offer.previews) < len(offer.requests):
            return
        self._offer = None
        self.looking.emit(0)
        sheet = DropSheet([offer.previews[at] for at in range(len(offer.requests))], self._window, replan=self._replan)
        sheet.finished.connect(partial(self._take_answer, sheet))
        sheet.open()

    def _take_answer(self, sheet: DropSheet, result: int) -> None:
        requests = sheet.requests() if result == QDialog.DialogCode.Accepted else ()
        sheet.deleteLater()
        if requests:
            self._clerk.run(
                lambda _cancel: [self._engine.submit(request) for request in requests],
                lambda batches: self.queued.emit(batches[-1], len(batches)),
                failed=self.failed.emit,
                owner=self,
            )
