"""The tree of accounts and buckets. Loads an account's buckets when it is opened; changes no account."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QTreeView

from core.model.values import COLOURS, Account, BucketInfo
from gui.browser import drag_and_drop as dnd
from gui.browser.account_model import AccountsModel, Leaf
from gui.browser.drag_and_drop import DropGuide
from gui.qt.contracts import BrowserApi
from gui.qt.tasks import Request, Tasks
from gui.text.place import Place
from gui.widgets import icons, messages, style


class AccountTree(QTreeView):
    """Accounts with their buckets.

    Signals:
        opened: the `Place` that was clicked or that got Enter.
        items_dropped: the items, the `Place` of the bucket that they were dropped on, and whether they are to be moved.
        menu_wanted: a context menu for this account ("" beside the rows) at this global `QPoint`.
    """

    opened = Signal(object)
    items_dropped = Signal(object, object, bool)
    menu_wanted = Signal(str, QPoint)

    def __init__(
        self,
        browser: BrowserApi,
        tasks: Tasks,
        *,
        start_of: Callable[[str], Place],
        account_of: Callable[[str], Account | None] = lambda _: None,
    ) -> None:
        super().__init__()
        self._browser, self._tasks, self._start_of = browser, tasks, start_of
        self._place = Place()
        self._mark: QRect | None = None
        self._caption = ""
        self._requests: dict[str, Request] = {}
        self.accounts = AccountsModel(account_of)
        self.setModel(self.accounts)
        self._set_up()
        self.dress()
        self.expanded.connect(self._load_at)
        self.clicked.connect(self._open)
        guide = DropGuide(self.viewport(), self._bucket_at)
        guide.hovering.connect(self._show_mark)
        guide.dropped.connect(self.items_dropped)

    def _set_up(self) -> None:
        self.setAccessibleName(self.tr("Accounts and buckets"))
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIconSize(QSize(18, 18))
        self.setIndentation(2 * style.STEP)
        self.setFrameShape(QTreeView.Shape.NoFrame)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setExpandsOnDoubleClick(True)
        self.setStyleSheet(f"QTreeView::item {{ padding: {style.STEP // 2}px 0; }}")

    def dress(self) -> None:
        """Draw the rows' icons in the colours of the palette."""
        names = {Leaf.BUCKET: "bucket", Leaf.START: "folder", Leaf.ERROR: "warning"}
        made = {leaf.value: icons.icon(name) for leaf, name in names.items()}
        marked = {colour: icons.sign("account", style.mark(self.palette(), colour)) for colour in COLOURS}
        self.accounts.set_icons(made | marked | {name: icons.icon(name) for name in ("account", "sandbox")})

    # ------------------------------------------------------------ what the window does

    def show_accounts(self, names: Iterable[str], temporary: Sequence[str] = ()) -> None:
        """Show these accounts; open ones stay open."""
        model = self.accounts
        tops = [model.index(row, 0) for row in range(model.rowCount())]
        was_open = {model.account_at(top) for top in tops if self.isExpanded(top)}
        was_there = {model.account_at(top) for top in tops}
        model.show_accounts(names, temporary)
        for row in range(model.rowCount()):
            account = model.account_at(model.index(row, 0))
            if account in was_open or account not in was_there:
                self.expand(model.index(row, 0))

    def show_place(self, place: Place) -> None:
        """Mark the row of this place."""
        self._place = place
        index = self.accounts.index_of(place)
        if index.isValid() and index != self.currentIndex():
            self.setCurrentIndex(index)

    def account(self) -> str:
        """The account of the current row; "" without one."""
        return self.accounts.account_at(self.currentIndex())

    def refresh(self, account: str) -> None:
        """Ask for the account's buckets again."""
        request = self._requests.pop(account, None)
        if request is not None:
            request.drop()
        self.accounts.forget_buckets(account)
        top = self.accounts.index_of(Place(account))
        if top.isValid() and self.isExpanded(top):
            self._load(account)

    # ------------------------------------------------------------ loading

    def _load_at(self, index: QModelIndex) -> None:
        self._load(self.accounts.account_at(index))

    def _load(self, account: str) -> None:
        """Ask for an account's buckets, unless that was done."""
        if self.accounts.is_loaded(account):
            return
        self.accounts.show_loading(account)

        def show(buckets: tuple[BucketInfo, ...]) -> None:
            self._requests.pop(account, None)
            self.accounts.show_buckets(account, buckets)
            if self._place.account == account:
                self.show_place(self._place)

        def fail(problem: Exception) -> None:
            self._requests.pop(account, None)
            self.accounts.show_failure(account, messages.sentence(problem), self._start_of(account))

        self._requests[account] = self._tasks.run(
            lambda cancel: self._browser.buckets(account, cancel), show, failed=fail, owner=self
        )

    # ------------------------------------------------------------ Qt

    def _open(self, index: QModelIndex) -> None:
        place = self.accounts.place_at(index)
        if place.account:
            self.opened.emit(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        is_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if is_key else self.indexAt(event.pos())
        point = self.viewport().mapToGlobal(self.visualRect(index).center()) if is_key else event.globalPos()
        self.menu_wanted.emit(self.accounts.account_at(index), point)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self.dress()

    def _bucket_at(self, point: QPoint) -> Place | None:
        place = self.accounts.place_at(self.indexAt(point))
        return place if place.bucket else None

    def _show_mark(self, point: QPoint | None, moves: bool) -> None:
        place = None if point is None else self._bucket_at(point)
        mark = None if point is None else self.visualRect(self.indexAt(point))
        caption = "" if place is None else dnd.caption(place, moves=moves)
        if (mark, caption) != (self._mark, self._caption):
            self._mark, self._caption = mark, caption
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        if self._mark is not None:
            dnd.paint_mark(self.viewport(), self._mark, self._caption)
