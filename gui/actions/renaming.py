"""Gives objects and folders another name. It looks before it asks, and blocks nothing.

A store has no renaming: the engine copies, verifies, and deletes the old name. One object is queued from here; a
folder goes through the plan, which counts what it takes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from core.model.jobs import State
from core.model.ops import ObjectPage
from core.model.reports import Frame, JobRow
from core.model.requests import CopyRequest, JobKind, OnExisting, Options, PrefixRequest
from core.model.values import ObjectRef
from core.rules.estimate import Estimate
from core.store.read_cache import ReadCache
from core.system.clock import Cancel
from gui.actions.counting import Looked, Previews, look
from gui.actions.intents import Offers, Takes
from gui.actions.rename_dialog import CHOICES, RenameDialog
from gui.qt.tasks import Request, Tasks
from gui.text.place import Item, ItemKind
from gui.widgets import messages

#: So long after the last key the name is looked at.
_QUIET_MS = 250


class Renames(Takes, Previews[CopyRequest], Protocol):
    """What is asked of `core.engine.engine.Engine`."""


class Preferences(Protocol):
    """What is asked of `gui.settings.preferences.Settings`."""

    def options(self) -> Options: ...


class Lists(Protocol):
    """What is asked of `core.store.browser.Browser`; it blocks on the network."""

    def page(self, account: str, bucket: str, prefix: str, token: str, cancel: Cancel) -> ObjectPage: ...


class Renaming(QObject):
    """Asks for a name and has it given.

    Signals:
        queued: the id of the batch, and 1.
        renamed: the `ObjectRef` that is or will be there, for a pane to select, and the one that it was before.
        failed: the exception of the queue.
    """

    queued = Signal(int, int)
    renamed = Signal(object, object)
    failed = Signal(object)

    def __init__(
        self,
        engine: Renames,
        browser: Lists,
        planning: Offers,
        *,
        browse: Tasks,
        clerk: Tasks,
        settings: Preferences,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._engine, self._browser, self._planning = engine, browser, planning
        self._browse, self._clerk, self._settings, self._window = browse, clerk, settings, window
        #: The batches of single objects that have not ended.
        self._queued: set[int] = set()

    def rename(self, item: Item) -> None:
        """Ask for another name of an object or a folder."""
        if item.kind is ItemKind.BUCKET:
            return
        dialog = RenameDialog(item, self._window)
        _Question(self, dialog, item)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def take_frame(self, frame: Frame) -> None:
        """Learn under which name an object was written: the one that was asked for may have been kept for another."""
        for job in frame.jobs:
            if job.batch in self._queued and job.state.is_end:
                self._end(job)

    def _end(self, job: JobRow) -> None:
        self._queued.remove(job.batch)
        if job.state is State.DONE:
            self.renamed.emit(job.target, job.source)

    # ------------------------------------------------------------ for the question

    def look(self, item: Item, to: ObjectRef, owner: _Question) -> Request:
        """Find out what is there under the name, and tell `owner`."""
        if item.kind is ItemKind.OBJECT:
            request = self._request(item, to)
            return self._browse.run(
                lambda cancel: _look(self._engine, request, cancel),
                owner.take_look,
                failed=owner.take_failure,
                owner=owner,
            )
        return self._browse.run(
            lambda cancel: self._browser.page(to.account, to.bucket, to.key, "", cancel),
            owner.take_page,
            failed=owner.take_failure,
            owner=owner,
        )

    def carry_out(self, item: Item, to: ObjectRef, choice: OnExisting | None, *, is_taken: bool) -> None:
        """Queue the object's renaming, or show the plan of the folder's."""
        options = self._settings.options()
        if item.kind is ItemKind.PREFIX:
            if not is_taken:
                self.renamed.emit(to, item.ref)
            folder = PrefixRequest(item.ref, to, options, JobKind.RENAME)
            self._planning.offer([folder])
            return
        request = self._request(item, to)
        if choice is not None:
            request = replace(request, options=replace(options, on_existing=choice))
        self._clerk.run(
            lambda _cancel: self._engine.submit(request),
            self._take_batch,
            failed=self.failed.emit,
            owner=self,
        )

    def _take_batch(self, batch: int) -> None:
        self._queued.add(batch)
        self.queued.emit(batch, 1)  # whereupon the window shows all batches, with those that have ended already

    def _request(self, item: Item, to: ObjectRef) -> CopyRequest:
        return CopyRequest(item.ref, to, self._settings.options(), JobKind.RENAME)


class _Question(QObject):
    """One dialog: what stands in it is looked at, and Enter waits for the look."""

    def __init__(self, renaming: Renaming, dialog: RenameDialog, item: Item) -> None:
        super().__init__(dialog)
        self._renaming, self._dialog, self._item = renaming, dialog, item
        self._looked = self._is_taken = False
        self._agreed = False  # Enter came before the answer
        self._request: Request | None = None
        self._quiet = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._quiet.timeout.connect(self._look)
        dialog.changed.connect(self._forget)
        dialog.typed.connect(self._follow)
        dialog.agreed.connect(self._agree)
        dialog.finished.connect(self._forget)

    @property
    def _to(self) -> ObjectRef:
        return self._item.renamed(self._dialog.name.text())

    def _forget(self) -> None:
        """What was looked at is not what stands there now."""
        self._quiet.stop()
        self._looked = self._agreed = False
        if self._request is not None:
            self._request.drop()
            self._request = None

    def _follow(self, _name: str) -> None:
        if self._dialog.is_same:
            self._dialog.show_same()
        else:
            self._dialog.show_looking()
            self._quiet.start()

    def _look(self) -> None:
        self._quiet.stop()
        self._request = self._renaming.look(self._item, self._to, self)

    def _agree(self) -> None:
        if self._dialog.is_same:
            self._dialog.reject()
        elif self._looked:
            self._finish()
        else:
            self._agreed = True
            if self._request is None:
                self._look()

    def _finish(self) -> None:
        to, choice = self._to, self._dialog.on_existing
        self._dialog.accept()
        self._renaming.carry_out(self._item, to, choice, is_taken=self._is_taken)

    # ------------------------------------------------------------ answers

    def take_look(self, found: tuple[Looked, Mapping[OnExisting, Estimate | None]]) -> None:
        """What giving the name to the object would do. A name that is taken is asked about, whatever was pressed."""
        looked, by_choice = found
        show = partial(self._dialog.show_preview, looked.preview, looked.estimate, by_choice)
        self._answered(show, stops=looked.preview.target_exists)

    def take_page(self, page: ObjectPage) -> None:
        """What is under the folder's new name now."""
        is_taken = bool(page.entries or page.prefixes)
        self._answered(partial(self._dialog.show_folder, is_taken=is_taken), stops=is_taken)

    def take_failure(self, problem: Exception) -> None:
        """The name could not be looked at."""
        self._request, self._agreed = None, False
        self._dialog.show_failure(messages.sentence(problem))

    def _answered(self, show: Callable[[], object], *, stops: bool) -> None:
        self._request, self._looked, self._is_taken = None, True, stops
        show()
        if self._agreed and not stops and self._dialog.yes.isEnabled():
            self._finish()
        self._agreed = False


def _look(engine: Renames, request: CopyRequest, cancel: Cancel) -> tuple[Looked, Mapping[OnExisting, Estimate | None]]:
    """Look at the name; where it is taken, count what each choice takes, without asking the store again."""
    read_cache = ReadCache()
    looked = look(engine, request, cancel, read_cache=read_cache)
    by_choice: dict[OnExisting, Estimate | None] = {}
    for choice in CHOICES if looked.preview.target_exists else ():
        wish = replace(request, options=request.options.but(on_existing=choice))
        by_choice[choice] = look(engine, wish, cancel, read_cache=read_cache).estimate
    return looked, by_choice
