"""From chosen objects to a queued change of their properties, through the editors.

Knows the contracts of the engine, the browser and the plan dialog. Everything that blocks goes through the tasks, and
nothing is queued that was not shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from gui.editor.many_dialog import EditManyDialog
from gui.editor.one_dialog import EditOneDialog
from gui.qt.contracts import BrowserApi, EngineApi, PlanningApi
from gui.qt.tasks import Tasks
from gui.text.place import Item, ItemKind


class EditController(QObject):
    """Opens the editor that fits.

    Signals:
        queued: the id of the batch and how many objects; only for one object. Many are queued by the plan dialog, which
            tells so itself.
        failed: the exception of the queue.
    """

    queued = Signal(int, int)
    failed = Signal(object)

    def __init__(
        self,
        *,
        engine: EngineApi,
        browser: BrowserApi,
        browse: Tasks,
        clerk: Tasks,
        planning: PlanningApi,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._engine, self._browser = engine, browser
        self._browse, self._clerk = browse, clerk
        self._planning, self._window = planning, window

    def edit(self, items: Sequence[Item]) -> None:
        """Open the editor of these rows; nothing happens without any."""
        if not items:
            return
        if len(items) == 1 and items[0].kind is ItemKind.OBJECT:
            one = EditOneDialog(self._engine, self._browser, self._browse, items[0], self._window)
            one.finished.connect(partial(self._take_one, one))
            one.open()
            return
        many = EditManyDialog(self._browser, self._browse, items, self._window)
        many.finished.connect(partial(self._take_many, many))
        many.open()

    def _take_one(self, dialog: EditOneDialog, result: int) -> None:
        request = dialog.request
        dialog.deleteLater()
        if result == QDialog.DialogCode.Accepted:
            self._clerk.run(
                lambda _cancel: self._engine.submit(request),
                lambda batch: self.queued.emit(batch, 1),
                failed=self.failed.emit,
                owner=self,
            )

    def _take_many(self, dialog: EditManyDialog, result: int) -> None:
        requests, title = dialog.requests(), dialog.windowTitle()
        dialog.deleteLater()
        if result == QDialog.DialogCode.Accepted:
            self._planning.show_plan(requests, title=title)
