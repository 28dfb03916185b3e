"""What can be done to objects and folders: builds the controllers, and joins them to panes and actions.

It decides what makes sense for a selection, and nothing about copies.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.model.errors import Kind, OwnCode, StoreError
from core.model.reports import Frame
from core.model.values import ObjectRef
from gui.actions.copying import CopyController
from gui.actions.deleting import DeleteController
from gui.actions.folders import FolderController
from gui.actions.links import LinkController
from gui.actions.planning import PlanController
from gui.actions.renaming import RenameController
from gui.actions.restoring import RestoreController
from gui.browser.pane_pair import PanePair
from gui.editor.editing import EditController
from gui.editor.properties_dialog import PropertiesDialog
from gui.history.history import HistoryController
from gui.queue.conflicts import ConflictController
from gui.text.place import Item, ItemKind, Place
from gui.versions.versions import VersionsController
from gui.widgets import messages
from gui.window.action_table import Act
from gui.window.services import Services

#: Of a larger selection only so many rows are looked at, at each change of it.
_LOOK_MAX = 1000


class ObjectActions(QObject):
    """The controllers of objects.

    Signals:
        looking: how many objects are being looked at; 0 when that has ended. `give_up` stops it.
        queued: the id of the last batch, and how many objects or folders were queued.
        refused: the sentence that says why something is not done.
        failed: an exception.
        told: a sentence that is no failure.
    """

    looking = Signal(int)
    queued = Signal(int, int)
    refused = Signal(str)
    failed = Signal(object)
    told = Signal(str)

    def __init__(self, services: Services, panes: PanePair, window: QWidget) -> None:
        super().__init__(window)
        self._services, self._panes, self._window = services, panes, window
        engine, browser, settings = services.engine, services.browser, services.settings
        browse, clerk = services.browse, services.clerk
        self.planning = PlanController(engine, browse=browse, clerk=clerk, window=window, settings=settings)
        self.copying = CopyController(
            engine,
            browse=browse,
            clerk=clerk,
            window=window,
            replan=services.replan,
            settings=settings,
            browser=browser,
        )
        self.conflicts = ConflictController(engine, browser, browse=browse, clerk=clerk, window=window)
        self.renaming = RenameController(
            engine, browser, self.planning, browse=browse, clerk=clerk, settings=settings, window=window
        )
        self.deleting = DeleteController(engine, self.planning, browse=browse, clerk=clerk, window=window)
        self.folders = FolderController(browser, browse=browse, window=window)
        self.links = LinkController(browser, browse=browse, window=window)
        self.editing = EditController(
            engine=engine, browser=browser, browse=browse, clerk=clerk, planning=self.planning, window=window
        )
        self.versions = VersionsController(
            engine=engine, browser=browser, browse=browse, clerk=clerk, planning=self.planning, window=window
        )
        self.restoring = RestoreController(browser=browser, browse=browse, planning=self.planning, window=window)
        self.past = HistoryController(engine, browse=browse, clerk=clerk, window=window)
        self._connect()

    def _connect(self) -> None:
        queuing = (self.planning, self.copying, self.renaming, self.deleting, self.editing, self.versions)
        for each in queuing:
            each.queued.connect(self.queued)
            each.failed.connect(self.failed)
        for other in (self.conflicts, self.links, self.past, self.restoring):
            other.failed.connect(self.failed)
        self.past.told.connect(self.told)
        self.past.queued.connect(lambda batch: self.queued.emit(batch, 1))
        self.copying.looking.connect(self.looking)  # the planning shows a sheet of its own while it counts
        for refusing in (self.copying, self.deleting, self._panes):
            refusing.refused.connect(self.refused)
        self._panes.copy_wanted.connect(self.offer)
        self._panes.properties_wanted.connect(self.show_properties)
        self.renaming.renamed.connect(lambda ref, old: self._panes.expect(ref, instead_of=old))
        self.folders.made.connect(self._show_made)

    # ------------------------------------------------------------ actions

    def handlers(self) -> Mapping[Act, Callable[[], object]]:
        """What each action does."""
        panes = self._panes
        return {
            Act.RENAME: self._with_chosen(self.renaming.rename),
            Act.DELETE: self._with_selected(self.deleting.delete),
            Act.NEW_FOLDER: lambda: self.folders.ask(panes.active.place),
            Act.EDIT: self._with_selected(self.editing.edit),
            Act.VERSIONS: lambda: self._show_versions(),
            Act.RESTORE: self._with_selected(self.restoring.restore),
            Act.LINK: self._with_chosen(self.links.show),
            Act.PROPERTIES: self._with_chosen(self.show_properties),
            Act.MOVE_ACROSS: partial(panes.copy_across, moves=True),
            Act.UNDO: self.past.undo_last,
            Act.HISTORY: self.past.show,
        }

    def possible(self) -> Mapping[Act, bool]:
        """Which of these actions make sense now."""
        panes = self._panes
        inside, chosen = bool(panes.active.place.bucket), panes.chosen
        is_object = chosen is not None and chosen.kind is ItemKind.OBJECT
        some = panes.has_selection
        writes = inside and not self._is_read_only(panes.active.place.account)
        return {
            Act.RENAME: chosen is not None and writes,
            Act.DELETE: some and writes,
            Act.NEW_FOLDER: writes,
            Act.EDIT: some and writes,
            Act.VERSIONS: chosen is not None or (inside and not some),
            Act.RESTORE: some and writes and self._may_be_archived(),
            Act.LINK: is_object,
            Act.PROPERTIES: is_object,
            Act.MOVE_ACROSS: some and writes,
        }

    def _is_read_only(self, account: str) -> bool:
        known = self._services.accounts.known(account)
        return known is not None and known.read_only

    def _may_be_archived(self) -> bool:
        """Whether something selected can be restored: an object of such a class, or a folder, which may hold some."""
        archived = self._archived_classes(self._panes.active.place.account)
        some = self._panes.selected(_LOOK_MAX)
        more = self._panes.active.table.selected_count() > len(some)
        return more or any(item.kind is not ItemKind.OBJECT or item.storage_class in archived for item in some)

    def _archived_classes(self, account: str) -> frozenset[str]:
        """In memory since the account was listed; none for an account that is not known any more."""
        try:
            return frozenset(one.name for one in self._services.browser.storage_classes(account) if one.archived)
        except StoreError:
            return frozenset()

    def offer(self, items: Sequence[Item], target: Place, moves: bool) -> None:
        """Show what copying or moving the items would do, and ask."""
        if self._is_read_only(target.account) or (moves and any(self._is_read_only(item.account) for item in items)):
            self.refused.emit(messages.sentence(StoreError(Kind.DENIED, code=OwnCode.READ_ONLY)))
            return
        self.copying.show_plan(items, target, move=moves)

    def show_properties(self, item: Item) -> None:
        """Show all that is known of an object."""
        if item.kind is ItemKind.OBJECT:
            dialog = PropertiesDialog(self._services.browser, self._services.browse, item, self._window)
            dialog.edit_wanted.connect(lambda _: self.editing.edit([item]))
            dialog.open()

    def _show_versions(self) -> None:
        """Of the selected row; without one, of the folder that is shown, which holds what was deleted there."""
        panes = self._panes
        item = panes.chosen or here(panes.active.place)
        if item is not None:
            self.versions.show(item, beside=panes.other.place)

    def _with_chosen(self, do: Callable[[Item], object]) -> Callable[[], object]:
        def handle() -> None:
            item = self._panes.chosen
            if item is not None:
                do(item)

        return handle

    def _with_selected(self, do: Callable[[Sequence[Item]], object]) -> Callable[[], object]:
        def handle() -> None:
            items = self._panes.selected()
            if items:
                do(items)

        return handle

    # ------------------------------------------------------------ what happens

    def take_frame(self, frame: Frame) -> None:
        """Pass on what has changed to those who wait for it."""
        self.conflicts.take_frame(frame)
        self.renaming.take_frame(frame)
        self.versions.take_frame(frame)
        self.past.take_frame(frame)

    def give_up(self) -> None:
        """Stop looking; nothing is shown or queued."""
        self.copying.give_up()
        self.planning.give_up()

    def _show_made(self, ref: ObjectRef) -> None:
        self._panes.expect(ref)
        self._panes.refreshing.note(ref)


def here(place: Place) -> Item | None:
    """The row that stands for a place; None where no bucket is open."""
    if not place.bucket:
        return None
    kind = ItemKind.PREFIX if place.prefix else ItemKind.BUCKET
    return Item(kind, place.account, place.bucket, place.prefix)
