"""Window floor: versions of objects: shows them, and queues what the user wants done with them.

Knows the contracts of the browser, of the engine's `submit`, and of the planning of copies.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Protocol

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.jobs import State
from core.reports import BatchRow, Frame
from core.requests import CopyRequest, DeleteRequest, JobKind, JobRequest, OnExisting, Options
from core.values import ObjectRef, VersionEntry
from gui.models.place import Item, ItemKind, Place
from gui.tasks import Tasks
from gui.version_loader import ListsVersions
from gui.views import messages
from gui.views.properties_dialog import LooksClosely, PropertiesDialog
from gui.views.version_copy_dialog import VersionCopyDialog
from gui.views.versions_dialog import VersionsDialog
from gui.wishes import Offers, Takes, queue_together


class KnowsVersions(ListsVersions, LooksClosely, Protocol):
    """What is asked of `core.browse.Browser`. All of it blocks on the network."""


class Versions(QObject):
    """Opens dialogs of versions, and does what is wanted there.

    Signals:
        queued: the id of a batch, and how many versions it is about.
        failed: the exception of the queue, when the dialog that it belongs to is closed already.
    """

    queued = Signal(int, int)
    failed = Signal(object)

    def __init__(
        self,
        *,
        engine: Takes,
        browser: KnowsVersions,
        browse: Tasks,
        clerk: Tasks,
        planning: Offers,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._engine, self._browser, self._planning = engine, browser, planning
        self._browse, self._clerk, self._window = browse, clerk, window
        self._waiting: dict[int, VersionsDialog] = {}
        #: How many wishes are on their way into the queue, and the batches that have ended meanwhile.
        self._asked = 0
        self._early: dict[int, BatchRow] = {}

    def show(self, item: Item, *, beside: Place | None = None) -> VersionsDialog:
        """Show the versions of an object, or all versions and deleted objects of a folder or bucket.

        Args:
            beside: what the other pane shows; a version may be copied there.
        """
        dialog = VersionsDialog(self._browser, self._browse, item, self._window)
        dialog.restore_wanted.connect(lambda entry: self._restore(dialog, item, entry))
        dialog.undelete_wanted.connect(lambda entries: self._undelete(dialog, item, entries))
        dialog.delete_wanted.connect(lambda entries: self._delete(dialog, item, entries))
        dialog.copy_wanted.connect(lambda entry: self._copy(dialog, item, entry, beside))
        dialog.properties_wanted.connect(lambda entry: self._show_properties(dialog, item, entry))
        dialog.finished.connect(lambda _result: self._forget(dialog))
        dialog.show()
        return dialog

    def take_frame(self, frame: Frame) -> None:
        """List anew where a wish of a dialog has been carried out."""
        for batch in frame.batches:
            if not batch.state.is_end:
                continue
            if batch.id in self._waiting:
                self._renew(self._waiting.pop(batch.id), batch)
            elif self._asked:
                self._early[batch.id] = batch

    def _renew(self, dialog: VersionsDialog, batch: BatchRow) -> None:
        if shiboken6.isValid(dialog):
            if batch.state not in (State.DONE, State.SKIPPED):
                dialog.say("error", self.tr("Not all of it was done. The queue says why."))
            dialog.reload()

    # ------------------------------------------------------------ wishes

    def _restore(self, dialog: VersionsDialog, item: Item, entry: VersionEntry) -> None:
        source = version_ref(item, entry)
        request = CopyRequest(source, _whole(source), Options(on_existing=OnExisting.OVERWRITE))
        self._submit(dialog, (request,), self.tr("Queued: the version becomes the current one."))

    def _undelete(self, dialog: VersionsDialog, item: Item, entries: Sequence[VersionEntry]) -> None:
        wishes = tuple(DeleteRequest(_whole(version_ref(item, entry)), JobKind.UNDELETE) for entry in entries)
        self._submit(dialog, wishes, self.tr("Queued: %Ln object(s) to undelete.", None, len(wishes)))

    def _delete(self, dialog: VersionsDialog, item: Item, entries: Sequence[VersionEntry]) -> None:
        wishes = tuple(DeleteRequest(version_ref(item, entry)) for entry in entries)
        self._submit(dialog, wishes, self.tr("Queued: %Ln version(s) to delete for good.", None, len(wishes)))

    def _copy(self, dialog: VersionsDialog, item: Item, entry: VersionEntry, beside: Place | None) -> None:
        source = version_ref(item, entry)
        ask = VersionCopyDialog(_whole(source), entry, beside, dialog)
        ask.chosen.connect(lambda target: self._planning.offer([CopyRequest(source, target)]))
        ask.open()

    def _show_properties(self, dialog: VersionsDialog, item: Item, entry: VersionEntry) -> None:
        of = Item(ItemKind.OBJECT, item.account, item.bucket, entry.key, entry.size)
        PropertiesDialog(self._browser, self._browse, of, dialog, version=entry.version).open()

    def _submit(self, dialog: VersionsDialog, wishes: Sequence[JobRequest], said: str) -> None:
        if not wishes:
            return
        self._asked += 1
        self._clerk.run(
            lambda _cancel: queue_together(self._engine, wishes),
            partial(self._take_batch, dialog, len(wishes), said),
            failed=partial(self._fail, dialog),
            owner=self,
        )

    def _take_batch(self, dialog: VersionsDialog, count: int, said: str, batch: int) -> None:
        if shiboken6.isValid(dialog):
            dialog.say("info", said)
            if batch in self._early:
                self._renew(dialog, self._early[batch])
            else:
                self._waiting[batch] = dialog
        self._settle()
        self.queued.emit(batch, count)

    def _fail(self, dialog: VersionsDialog, problem: Exception) -> None:
        self._settle()
        if shiboken6.isValid(dialog):
            dialog.say("error", messages.sentence(problem))
        else:
            self.failed.emit(problem)

    def _settle(self) -> None:
        self._asked -= 1
        if not self._asked:
            self._early.clear()

    def _forget(self, dialog: VersionsDialog) -> None:
        self._waiting = {batch: of for batch, of in self._waiting.items() if of is not dialog}


def version_ref(item: Item, entry: VersionEntry) -> ObjectRef:
    """The identity of one version."""
    return ObjectRef(item.account, item.bucket, entry.key, entry.version)


def _whole(ref: ObjectRef) -> ObjectRef:
    return ObjectRef(ref.account, ref.bucket, ref.key)
