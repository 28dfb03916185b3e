"""Deletes objects and folders, never unasked. It looks before it asks, and blocks nothing.

One object is named in a question that says whether it can be taken back. Folders and several objects go through the
plan, which counts them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.model.reports import Preview
from core.model.requests import DeleteRequest, JobKind, PrefixRequest
from core.model.values import Expected
from gui.actions.counting import Looked, Previews, look
from gui.actions.delete_dialog import DeleteDialog
from gui.actions.intents import Offers, Takes, head_of
from gui.qt.tasks import Request, Tasks
from gui.text.place import Item, ItemKind
from gui.widgets import messages


class Deletes(Takes, Previews[DeleteRequest], Protocol):
    """What is asked of `core.engine.engine.Engine`."""


class Deleting(QObject):
    """Asks, and has it deleted.

    Signals:
        queued: the id of the batch, and how many were queued.
        refused: the sentence that says why nothing is deleted.
        failed: the exception of the queue.
    """

    queued = Signal(int, int)
    refused = Signal(str)
    failed = Signal(object)

    def __init__(self, engine: Deletes, planning: Offers, *, browse: Tasks, clerk: Tasks, window: QWidget) -> None:
        super().__init__(window)
        self._engine, self._planning = engine, planning
        self._browse, self._clerk, self._window = browse, clerk, window

    def delete(self, items: Sequence[Item]) -> None:
        """Ask about these rows of one pane, and delete them when the user agrees."""
        if any(item.kind is ItemKind.BUCKET for item in items):
            self.refused.emit(self.tr("Buckets are not deleted here: open one, and delete what is in it."))
        elif len(items) == 1 and items[0].kind is ItemKind.OBJECT:
            self._ask(items[0])
        elif items:
            self._plan(items)

    def _plan(self, items: Sequence[Item]) -> None:
        """Objects are one batch, and each folder is another."""
        single = [DeleteRequest(item.ref) for item in items if item.kind is ItemKind.OBJECT]
        folders = [
            PrefixRequest(item.ref, item.ref, kind=JobKind.DELETE) for item in items if item.kind is ItemKind.PREFIX
        ]
        batch = head_of(single) if len(single) > 1 else None
        self._planning.offer([*single, *folders], batch=batch)

    def _ask(self, item: Item) -> None:
        dialog = DeleteDialog(item, self._window)
        question = _Question(self._engine, self._browse, dialog, item)
        dialog.agreed.connect(lambda: self._carry_out(question.request))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _carry_out(self, request: DeleteRequest) -> None:
        self._clerk.run(
            lambda _cancel: self._engine.submit(request),
            lambda batch: self.queued.emit(batch, 1),
            failed=self.failed.emit,
            owner=self,
        )


class _Question(QObject):
    """One dialog. What was shown to the user is what may be deleted, and nothing that took its place meanwhile."""

    def __init__(self, engine: Deletes, browse: Tasks, dialog: DeleteDialog, item: Item) -> None:
        super().__init__(dialog)
        self._engine, self._browse, self._dialog = engine, browse, dialog
        self.request = DeleteRequest(item.ref)
        self._look: Request | None = None
        dialog.look_wanted.connect(self._ask)
        dialog.finished.connect(self._give_up)
        self._ask()

    def _ask(self) -> None:
        self._dialog.show_looking()
        request = self.request
        self._look = self._browse.run(
            lambda cancel: look(self._engine, request, cancel, wish=_as_seen),
            self._take,
            failed=self._fail,
            owner=self,
        )

    def _take(self, looked: Looked) -> None:
        self.request = _as_seen(looked.preview) or self.request
        self._dialog.show_preview(looked.preview, looked.estimate)

    def _fail(self, problem: Exception) -> None:
        self._dialog.show_failure(messages.sentence(problem))

    def _give_up(self) -> None:
        if self._look is not None:
            self._look.drop()


def _as_seen(preview: Preview) -> DeleteRequest | None:
    """The deletion of that which was looked at."""
    found = preview.source
    return None if found is None else DeleteRequest(preview.request.source, expect=Expected.of(found))
