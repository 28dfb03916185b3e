"""The two panes, which of them is meant, and what is done with the selection of the one that is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSplitter, QWidget

from core.model.values import Account, ObjectRef
from gui.browser import drag_and_drop as dnd
from gui.browser.pane import BrowserPane
from gui.browser.pane_table import first_items
from gui.browser.refreshing import Refreshing
from gui.qt.contracts import BrowserApi
from gui.qt.tasks import Tasks
from gui.text.place import Item, Place


class PanePair(QSplitter):
    """Two panes side by side; one is active: the actions of the window are about it.

    Signals:
        copy_wanted: items, the `Place` that they are to be copied to, and whether they are to be moved there.
        refused: a sentence that says why something cannot be done.
        active_changed: another pane, another place, or another selection.
        properties_wanted: the object that was opened, an `Item`.
        account_wanted: an account does not work: its name, and the `Mend` that is wanted.
        menu_wanted: a context menu for the active pane at this global `QPoint`.
    """

    copy_wanted = Signal(object, object, bool)
    refused = Signal(str)
    active_changed = Signal()
    properties_wanted = Signal(object)
    menu_wanted = Signal(QPoint)
    account_wanted = Signal(str, str)

    def __init__(
        self,
        browser: BrowserApi,
        tasks: Tasks,
        *,
        start_of: Callable[[str], Place],
        account_of: Callable[[str], Account | None] = lambda _: None,
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.left = BrowserPane(browser, tasks, self.tr("Left pane"), start_of=start_of, account_of=account_of)
        self.right = BrowserPane(browser, tasks, self.tr("Right pane"), start_of=start_of, account_of=account_of)
        self.active = self.left
        self.refreshing = Refreshing((self.left, self.right), self)
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
        pane.properties_wanted.connect(self.properties_wanted)
        pane.menu_wanted.connect(self.menu_wanted)
        pane.account_wanted.connect(self.account_wanted)
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
    def chosen(self) -> Item | None:
        """The one selected row."""
        items = self.selected(2)
        return items[0] if len(items) == 1 else None

    # ------------------------------------------------------------ doing it

    def open_current(self) -> None:
        """Go into the folder with the keyboard, or show an object's properties."""
        item = self.active.table.current()
        if item is not None:
            self.active.open_item(item)

    def copy(self) -> None:
        """Put the selected rows on the clipboard, for a paste here and as text for others."""
        items = self.selected()
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
            self.copy_wanted.emit(items, self.active.place, False)

    def copy_across(self, *, moves: bool = False) -> None:
        """Copy or move the selected rows to the other pane's place."""
        items = self.selected()
        if not self.other.place.bucket:
            self.refused.emit(self.tr("Open a bucket in the other pane first: that is where the copies go."))
        elif items:
            self.copy_wanted.emit(items, self.other.place, moves)

    def select_all(self) -> None:
        self.active.table.selectAll()

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

    def expect(self, ref: ObjectRef, *, instead_of: ObjectRef | None = None) -> None:
        """Something will be there by this name: select it where it is shown, as soon as it comes.

        Args:
            instead_of: what it was before; a pane in which anything else is selected by now is left alone.
        """
        for pane in (self.left, self.right):
            if (pane.place.account, pane.place.bucket) == (ref.account, ref.bucket):
                pane.table.expect(ref.key, instead_of="" if instead_of is None else instead_of.key)

    def reload_account(self, account: str) -> None:
        """The account was changed."""
        for pane in (self.left, self.right):
            if pane.place.account == account:
                pane.reload()

    def selected(self, limit: int | None = None) -> tuple[Item, ...]:
        """The selected rows of the active pane, at most `limit` of them."""
        table = self.active.table
        return first_items(table, table.selected_count() if limit is None else limit)
