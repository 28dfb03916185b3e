"""Window floor: from archived objects to the queue: look at them, ask for how long and how fast, queue it.

Knows the contracts of the browser, of the engine's `submit`, and of planning, which counts what folders hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.clock import Cancel
from core.providers import StorageClass
from core.requests import RestoreRequest
from core.values import ObjectInfo, ObjectRef
from gui.models.place import Item
from gui.tasks import Request, Tasks
from gui.views.restore_dialog import RestoreDialog
from gui.wishes import Offers, Takes, queue_together


class KnowsArchives(Protocol):
    """What is asked of `core.browse.Browser`. `stat` blocks on the network."""

    def stat(self, ref: ObjectRef, cancel: Cancel) -> ObjectInfo: ...

    def storage_classes(self, account: str) -> tuple[StorageClass, ...]: ...


class Restoring(QObject):
    """Makes archived objects readable.

    Single objects are shown in the dialog one by one, so they are queued from there, together. What a folder holds is
    not known there, so folders go on to the planning, which counts them first.

    Signals:
        queued: the id of a batch, and how many objects it restores.
        failed: the exception of the queue.
    """

    queued = Signal(int, int)
    failed = Signal(object)

    def __init__(
        self,
        *,
        engine: Takes,
        browser: KnowsArchives,
        browse: Tasks,
        clerk: Tasks,
        planning: Offers,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._engine, self._browser, self._planning = engine, browser, planning
        self._browse, self._clerk, self._window = browse, clerk, window

    def restore(self, items: Sequence[Item]) -> RestoreDialog | None:
        """Ask how to restore these, which are of one bucket or of one account; None when there are none."""
        if not items:
            return None
        dialog = RestoreDialog(items, self._window)
        asked = [self._look(dialog, at, item.ref) for at, item in enumerate(dialog.looked_at())]
        asked.append(self._ask_classes(dialog, items[0].account))
        dialog.finished.connect(lambda _result: _drop(asked))
        dialog.chosen.connect(partial(self._take, dialog))
        dialog.open()
        return dialog

    def _look(self, dialog: RestoreDialog, at: int, ref: ObjectRef) -> Request:
        return self._browse.run(
            lambda cancel: self._browser.stat(ref, cancel),
            partial(dialog.show_state, at),
            failed=partial(dialog.show_problem, at),
            owner=dialog,
        )

    def _ask_classes(self, dialog: RestoreDialog, account: str) -> Request:
        """Without an answer only the usual speed is offered, which every store has."""
        return self._browse.run(
            lambda _cancel: self._browser.storage_classes(account),
            dialog.show_classes,
            failed=self.failed.emit,
            owner=dialog,
        )

    def _take(self, dialog: RestoreDialog) -> None:
        objects, folders = dialog.objects(), dialog.folders()
        if objects:
            self._submit(objects)
        if folders:
            self._planning.offer(folders)

    def _submit(self, wishes: Sequence[RestoreRequest]) -> None:
        self._clerk.run(
            lambda _cancel: queue_together(self._engine, wishes),
            lambda batch: self.queued.emit(batch, len(wishes)),
            failed=self.failed.emit,
            owner=self,
        )


def _drop(asked: Sequence[Request]) -> None:
    for request in asked:
        request.drop()
