"""Window floor: the two panes, which of them is meant, and what is done with the selection of the one that is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMimeData, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSplitter, QWidget

from core.jobs import BatchRow, Frame
from core.values import ObjectRef
from gui import dnd
from gui.loader import Looks
from gui.models.place import Item, ItemKind, Place
from gui.tasks import Tasks
from gui.views.browser_pane import BrowserPane
from gui.views.pane_table import first_items
from gui.views.properties_dialog import PropertiesDialog

#: After this much quiet, panes that show a copy's target are loaded again.
_RELOAD_MS = 400


class PanePair(QSplitter):
    """Two panes side by side; one is active: the actions of the window are about it.

    Signals:
        copy_wanted: items, and the `Place` that they are to be copied to.
        refused: a sentence that says why something cannot be done.
        active_changed: another pane, another place, or another selection.
        menu_wanted: a context menu for the active pane at this global `QPoint`.
    """

    copy_wanted = Signal(object, object)
    refused = Signal(str)
    active_changed = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(self, browser: Looks, tasks: Tasks, *, start_of: Callable[[str], Place]) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._browser, self._tasks = browser, tasks
        self._ended: set[int] = set()
        self._changed: set[BrowserPane] = set()
        self.left = BrowserPane(browser, tasks, self.tr("Left pane"), start_of=start_of)
        self.right = BrowserPane(browser, tasks, self.tr("Right pane"), start_of=start_of)
        self.active = self.left
        self._reload_soon = QTimer(self, singleShot=True, interval=_RELOAD_MS)
        self._reload_soon.timeout.connect(self._reload_changed)
        self.setChildrenCollapsible(False)
        for pane in (self.left, self.right):
            self._add(pane)
        self.activate(self.left)
        QGuiApplication.clipboard().dataChanged.connect(self.active_changed)

    def _add(self, pane: BrowserPane) -> None:
        pane.became_active.connect(lambda: self.activate(pane))
        pane.place_changed.connect(self.active_changed)
        pane.selection_changed.connect(self.active_changed)
        pane.items_dropped.connect(self.copy_wanted)
        pane.properties_wanted.connect(self._show_properties_of)
        pane.menu_wanted.connect(self.menu_wanted)
        pane.setMinimumWidth(280)
        self.addWidget(pane)
        self.setStretchFactor(self.indexOf(pane), 1)

    # ------------------------------------------------------------ which pane

    @property
    def other(self) -> BrowserPane:
        """The pane that is not active."""
        return self.right if self.active is self.left else self.left

    def activate(self, pane: BrowserPane) -> None:
        """Let the window's actions be about this pane."""
        self.active = pane
        for each in (self.left, self.right):
            each.mark_active(is_active=each is pane)
        self.active_changed.emit()

    def follow_focus(self, focus: QWidget | None) -> None:
        """The keyboard has moved; a pane that holds it becomes the active one."""
        for pane in (self.left, self.right):
            if focus is not None and pane is not self.active and pane.isAncestorOf(focus):
                self.activate(pane)

    def focus(self, pane: BrowserPane) -> None:
        """Move the keyboard to the rows of a pane."""
        self.activate(pane)
        pane.focus_rows()

    # ------------------------------------------------------------ what can be done now

    @property
    def has_selection(self) -> bool:
        return self.active.table.selected_count() > 0

    @property
    def can_paste(self) -> bool:
        """Whether items were copied, and the active pane shows a place to copy them to."""
        mime = QGuiApplication.clipboard().mimeData()
        return bool(self.active.place.bucket) and mime is not None and mime.hasFormat(dnd.MIME)

    @property
    def chosen_object(self) -> Item | None:
        """The one selected object."""
        items = self._selected(2)
        return items[0] if len(items) == 1 and items[0].kind is ItemKind.OBJECT else None

    # ------------------------------------------------------------ doing it

    def open_current(self) -> None:
        """Go into the folder with the keyboard, or show an object's properties."""
        item = self.active.table.current()
        if item is not None:
            self.active.open_item(item)

    def copy(self) -> None:
        """Put the selected rows on the clipboard, for a paste here and as text for others."""
        items = self._selected()
        if items:
            QGuiApplication.clipboard().setMimeData(dnd.mime_of(items))

    def paste(self) -> None:
        """Copy what is on the clipboard to the active pane's place."""
        mime = QGuiApplication.clipboard().mimeData() or QMimeData()
        items = dnd.items_of(mime)
        if not items:
            self.refused.emit(self.tr("There is nothing to paste: copy objects or folders first."))
        elif not self.active.place.bucket:
            self.refused.emit(self.tr("Open a bucket first: objects cannot be pasted beside buckets."))
        else:
            self.copy_wanted.emit(items, self.active.place)

    def copy_across(self) -> None:
        """Copy the selected rows to the other pane's place."""
        items = self._selected()
        if not self.other.place.bucket:
            self.refused.emit(self.tr("Open a bucket in the other pane first: that is where the copies go."))
        elif items:
            self.copy_wanted.emit(items, self.other.place)

    def select_all(self) -> None:
        self.active.table.selectAll()

    def show_properties(self) -> None:
        """Show all that is known of the selected object."""
        item = self.chosen_object
        if item is not None:
            self._show_properties_of(item)

    def sort(self, column: int) -> None:
        """Sort by a column; the same one again turns the order round."""
        table = self.active.table
        header = table.horizontalHeader()
        again = header.sortIndicatorSection() == column
        is_up = again and header.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder
        table.sortByColumn(column, Qt.SortOrder.DescendingOrder if is_up else Qt.SortOrder.AscendingOrder)

    def forget(self, account: str) -> None:
        """The account was removed."""
        self.left.forget(account)
        self.right.forget(account)

    def reload_account(self, account: str) -> None:
        """The account was changed."""
        for pane in (self.left, self.right):
            if pane.place.account == account:
                pane.reload()

    def _selected(self, limit: int | None = None) -> tuple[Item, ...]:
        table = self.active.table
        return first_items(table, table.selected_count() if limit is None else limit)

    def _show_properties_of(self, item: Item) -> None:
        PropertiesDialog(self._browser, self._tasks, item, self.window()).open()

    # ------------------------------------------------------------ after copies

    def show_frame(self, frame: Frame) -> None:
        """Load a pane again when copies into what it shows have ended, so that it shows them."""
        for batch in frame.batches:
            if not batch.state.is_end:
                self._ended.discard(batch.id)
            elif batch.id not in self._ended:
                self._ended.add(batch.id)
                self._note(batch)

    def _note(self, batch: BatchRow) -> None:
        for pane in (self.left, self.right):
            if _shows(pane.place, batch.target) and not pane.loader.is_going_on:
                self._changed.add(pane)
                self._reload_soon.start()

    def _reload_changed(self) -> None:
        changed, self._changed = self._changed, set()
        for pane in changed:
            pane.reload_if_short()


def _shows(place: Place, target: ObjectRef) -> bool:
    """Whether a copy to `target` changes what is seen at `place`."""
    return (place.account, place.bucket) == (target.account, target.bucket) and target.key.startswith(place.prefix)
