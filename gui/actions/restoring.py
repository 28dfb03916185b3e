"""From archived objects to a plan: look at them, ask for how long and how fast.

Knows the contracts of the browser and of planning, which counts what it takes and costs, and queues it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.model.values import ObjectRef
from gui.actions.restore_dialog import RestoreDialog
from gui.qt.contracts import BrowserApi, PlanningApi
from gui.qt.tasks import Request, Tasks
from gui.text.place import Item


class RestoreController(QObject):
    """Makes archived objects readable.

    Restoring is charged for, so nothing is queued from here: the planning shows what it costs, of one object too.

    Signals:
        failed: the exception of a question to the store.
    """

    failed = Signal(object)

    def __init__(
        self,
        *,
        browser: BrowserApi,
        browse: Tasks,
        planning: PlanningApi,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._browser, self._planning = browser, planning
        self._browse, self._window = browse, window

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
        self._planning.show_plan([*dialog.objects(), *dialog.folders()])


def _drop(asked: Sequence[Request]) -> None:
    for request in asked:
        request.drop()
