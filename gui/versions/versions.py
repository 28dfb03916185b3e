"""Versions of objects: shows them, asks what the user wants done with them, and queues it.

Knows the contracts of the browser, of the engine, and of the planning of copies. Nothing is queued that no question has
told the requests and the cost of.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.model.errors import Kind, StoreError
from core.model.jobs import State
from core.model.ops import HeadObject
from core.model.reports import BatchRow, Frame
from core.model.requests import CopyRequest, DeleteRequest, JobKind, JobRequest, OnExisting, Options
from core.model.values import ObjectInfo, ObjectRef, Props, VersionEntry
from core.store.read_cache import ReadCache
from gui.actions.counting import CostNote
from gui.actions.submit import submit_all
from gui.editor.properties_dialog import PropertiesDialog
from gui.qt.contracts import BrowserApi, EngineApi, PlanningApi
from gui.qt.tasks import Tasks
from gui.text.place import Item, ItemKind, Place
from gui.versions import version_text
from gui.versions.version_copy_dialog import VersionCopyDialog
from gui.versions.versions_dialog import VersionsDialog
from gui.widgets import messages


class VersionsController(QObject):
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
        engine: EngineApi,
        browser: BrowserApi,
        browse: Tasks,
        clerk: Tasks,
        planning: PlanningApi,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._engine, self._browser, self._planning = engine, browser, planning
        self._browse, self._clerk, self._window = browse, clerk, window
        #: One dialog for an object, and what the other pane shows.
        self._open: dict[str, VersionsDialog] = {}
        self._beside: dict[VersionsDialog, Place | None] = {}
        self._waiting: dict[int, VersionsDialog] = {}
        #: How many batches are on their way into the queue, and those that have ended meanwhile.
        self._asked = 0
        self._early: dict[int, BatchRow] = {}

    def show(self, item: Item, *, beside: Place | None = None) -> VersionsDialog:
        """Show the versions of an object, or all versions and deleted objects of a folder or bucket.

        A dialog that is open already comes to the front and lists anew.

        Args:
            beside: what the other pane shows; a version may be copied there.
        """
        known = self._open.get(str(item))
        if known is not None:
            self._beside[known] = beside
            known.come_forward()
            return known
        dialog = VersionsDialog(self._browser, self._browse, item, self._window)
        self._open[str(item)], self._beside[dialog] = dialog, beside
        dialog.restore_wanted.connect(lambda entry: self._restore(dialog, item, entry))
        dialog.undelete_wanted.connect(lambda entries: self._undelete(dialog, item, entries))
        dialog.delete_wanted.connect(lambda entries: self._delete(dialog, item, entries))
        dialog.copy_wanted.connect(lambda entry: self._copy(dialog, item, entry))
        dialog.properties_wanted.connect(lambda entry: self._show_properties(dialog, item, entry))
        dialog.finished.connect(lambda _result: self._forget(dialog))
        dialog.show()
        return dialog

    def take_frame(self, frame: Frame) -> None:
        """List anew where what was agreed to in a dialog has been carried out."""
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

    # ------------------------------------------------------------ what a dialog wants

    def _restore(self, dialog: VersionsDialog, item: Item, entry: VersionEntry) -> None:
        source = version_ref(item, entry)
        request = CopyRequest(source, _whole(source), Options(on_existing=OnExisting.OVERWRITE))
        is_safe = not dialog.takes_a_place(entry)
        messages.ask(
            dialog,
            self.tr("Restore this version?")
            if is_safe
            else self.tr("Restore this version in the place of another one?"),
            more=version_text.restoring(entry, is_safe=is_safe),
            yes=self.tr("&Restore"),
            no=self.tr("Cancel"),
            is_safe=is_safe,
            then=lambda: self._submit(dialog, (request,), self.tr("Queued: the version becomes the current one.")),
            prepare=lambda box: CostNote(box, self._engine, self._browse, lambda: (request,)),
        )

    def _undelete(self, dialog: VersionsDialog, item: Item, entries: Sequence[VersionEntry]) -> None:
        requests = tuple(DeleteRequest(_whole(version_ref(item, entry)), JobKind.UNDELETE) for entry in entries)
        said = self.tr("Queued: %Ln object(s) to undelete.", None, len(requests))
        messages.ask(
            dialog,
            self.tr("Undelete %Ln object(s)?", None, len(requests)),
            more=version_text.undeletion(entries),
            yes=self.tr("&Undelete"),
            no=self.tr("Cancel"),
            is_safe=True,
            then=lambda: self._submit(dialog, requests, said),
            prepare=lambda box: CostNote(box, self._engine, self._browse, lambda: requests),
        )

    def _delete(self, dialog: VersionsDialog, item: Item, entries: Sequence[VersionEntry]) -> None:
        requests = tuple(DeleteRequest(version_ref(item, entry)) for entry in entries)
        said = self.tr("Queued: %Ln version(s) to delete for good.", None, len(requests))
        read_cache = ReadCache()

        def find() -> Sequence[JobRequest]:
            _remember(read_cache, item, entries)
            return requests

        messages.ask(
            dialog,
            self.tr("Delete %Ln version(s) for good?", None, len(requests)),
            more=version_text.deletion(entries),
            yes=self.tr("&Delete for good"),
            no=self.tr("&Keep"),
            then=lambda: self._submit(dialog, requests, said),
            prepare=lambda box: CostNote(box, self._engine, self._browse, find, read_cache=read_cache),
        )

    def _copy(self, dialog: VersionsDialog, item: Item, entry: VersionEntry) -> None:
        source = version_ref(item, entry)
        ask = VersionCopyDialog(_whole(source), entry, self._beside[dialog], dialog)
        ask.chosen.connect(lambda target: self._planning.show_plan([CopyRequest(source, target)], over=dialog))
        ask.open()

    def _show_properties(self, dialog: VersionsDialog, item: Item, entry: VersionEntry) -> None:
        of = Item(ItemKind.OBJECT, item.account, item.bucket, entry.key, entry.size)
        PropertiesDialog(self._browser, self._browse, of, dialog, version=entry.version).open()

    def _submit(self, dialog: VersionsDialog, requests: Sequence[JobRequest], said: str) -> None:
        self._asked += 1
        self._clerk.run(
            lambda _cancel: submit_all(self._engine, requests)[0],
            partial(self._take_batch, dialog, len(requests), said),
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
        self._open = {name: of for name, of in self._open.items() if of is not dialog}
        self._beside.pop(dialog, None)
        self._waiting = {batch: of for batch, of in self._waiting.items() if of is not dialog}


def version_ref(item: Item, entry: VersionEntry) -> ObjectRef:
    """The identity of one version."""
    return ObjectRef(item.account, item.bucket, entry.key, entry.version)


def _remember(read_cache: ReadCache, item: Item, entries: Sequence[VersionEntry]) -> None:
    """What the listing has told of versions need not be asked: a look at each of ten thousand costs more than they."""
    for entry in entries:
        ref, props = version_ref(item, entry), Props(storage_class=entry.storage_class)
        info = ObjectInfo(ref, entry.size, entry.etag, entry.modified, props=props)
        no_object = StoreError(Kind.NOT_FOUND, "HeadObject")
        read_cache.put(item.account, HeadObject(ref), no_object if entry.is_marker else info)


def _whole(ref: ObjectRef) -> ObjectRef:
    return ObjectRef(ref.account, ref.bucket, ref.key)
