"""One pane: where it is, what lies there, and what the footer says of it.

Knows the browser's contract through its loader. Copying is the window's: the pane reports drops and selections.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QTimer, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from core.model.ops import ObjectPage
from core.model.values import Account, BucketInfo
from gui.browser.address_bar import AddressBar
from gui.browser.bucket_model import BucketsModel
from gui.browser.drag_and_drop import DropGuide
from gui.browser.loader import Loader
from gui.browser.navigation import History
from gui.browser.object_model import ObjectsModel
from gui.browser.pane_footer import PaneFooter, PaneNotice
from gui.browser.pane_table import Marks, PaneTable
from gui.qt.contracts import BrowserApi
from gui.qt.tasks import Tasks
from gui.text.place import Item, Place, towards
from gui.widgets import icons, messages, style

#: An answer that comes sooner than this is shown without a page that says "Loading".
_PATIENCE_MS = 150
#: A list of more pages than this is not loaded again unasked, nor as a whole.
_PAGES_MAX = 10
_OBJECT_WIDTHS = (74, 124, 110)
_BUCKET_WIDTHS = (98, 126, 98)


class BrowserPane(QWidget):
    """Shows buckets, or what lies under a prefix.

    Signals:
        place_changed: the `Place` that is shown now.
        selection_changed: other rows are selected, or none.
        items_dropped: the items, the `Place` that they were dropped on, and whether they are to be moved.
        became_active: the keyboard or the mouse is at work in this pane.
        menu_wanted: a context menu is wanted at this global `QPoint`.
        properties_wanted: an object was opened, an `Item`.
        account_wanted: the account does not work: its name, and the `Mend` that is wanted.
    """

    place_changed = Signal(object)
    selection_changed = Signal()
    items_dropped = Signal(object, object, bool)
    became_active = Signal()
    menu_wanted = Signal(QPoint)
    properties_wanted = Signal(object)
    account_wanted = Signal(str, str)

    def __init__(
        self,
        browser: BrowserApi,
        tasks: Tasks,
        name: str,
        *,
        start_of: Callable[[str], Place],
        account_of: Callable[[str], Account | None] = lambda _: None,
    ) -> None:
        """`start_of` tells where an account opens that may not list its buckets, `account_of` how it is marked."""
        super().__init__()
        self._account_of = account_of
        self._tasks = tasks
        self._start_of = start_of
        self._history = History()
        self._marks = Marks()  # what is to be selected when the first page comes
        self._typed = False
        self._is_active = False
        self._is_stale = False  # what is shown is kept until the first answer comes
        self.setAccessibleName(name)
        self.loader = Loader(browser, tasks, self)
        self.objects_model = ObjectsModel(self._in_background)
        self.buckets_model = BucketsModel()
        self.objects = PaneTable(self.objects_model, _OBJECT_WIDTHS)
        self.buckets = PaneTable(self.buckets_model, _BUCKET_WIDTHS)
        self.notice = PaneNotice()
        self.address = AddressBar()
        self.footer = PaneFooter()
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._lay_out(name)
        self._connect()
        self._offer_ways()
        self._show_nowhere()

    @property
    def place(self) -> Place:
        """What is shown."""
        return self._history.here

    @property
    def table(self) -> PaneTable:
        """The table of what is shown, even while a notice stands in its place."""
        return self.objects if self.place.bucket else self.buckets

    def mark_active(self, *, is_active: bool) -> None:
        """Show whether the window's actions are about this pane."""
        self._is_active = is_active
        tints = style.tints(self.palette())
        known = self._account_of(self.place.account)
        mark = style.mark(self.palette(), known.colour) if known is not None else ""
        self._stripe.setFixedHeight(4 if mark else 2)
        usual = tints.accent if is_active else tints.line
        self._stripe.setStyleSheet(f"background: {mark or usual};")

    # ------------------------------------------------------------ making

    def _lay_out(self, name: str) -> None:
        self._pages = QStackedWidget()
        self.objects.setAccessibleName(self.tr("{pane}: objects").format(pane=name))
        self.buckets.setAccessibleName(self.tr("{pane}: buckets").format(pane=name))
        for page in (self.notice, self.buckets, self.objects):
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._stripe = QFrame()
        self._stripe.setFixedHeight(2)
        column.addWidget(self._stripe)
        column.addWidget(self.address)
        column.addWidget(self._pages, 1)
        column.addWidget(self.footer)

    def _connect(self) -> None:
        for table in (self.objects, self.buckets):
            table.opened.connect(self.open_item)
            table.left_upwards.connect(self.go_up)
            table.went.connect(self.step)
            table.got_focus.connect(self.became_active)
            table.items_dropped.connect(self.items_dropped)
            table.near_end.connect(self._look_ahead)
            table.menu_wanted.connect(self.menu_wanted)
            table.selectionModel().selectionChanged.connect(self._follow_selection)
            table.rows.modelReset.connect(self._follow_selection)
            table.horizontalHeader().sectionPressed.connect(self._claim)
            table.verticalScrollBar().sliderPressed.connect(self._claim)
        DropGuide(self.notice, lambda _: self.place if self.place.bucket else None).dropped.connect(self.items_dropped)
        self._patience.timeout.connect(self._show_loading)
        self.loader.page_came.connect(self._take_page)
        self.loader.buckets_came.connect(self._take_buckets)
        self.loader.failed.connect(self._take_failure)
        self._connect_bars()

    def _connect_bars(self) -> None:
        bar, footer = self.address, self.footer
        for button in (bar.back, bar.forward, bar.up, bar.reload, footer.more, footer.all, footer.again):
            button.pressed.connect(self._claim)
        bar.chosen.connect(self._claim)
        bar.back.clicked.connect(lambda: self.step(-1))
        bar.forward.clicked.connect(lambda: self.step(1))
        bar.up.clicked.connect(self.go_up)
        bar.reload.clicked.connect(self.reload)
        bar.chosen.connect(self.go)
        bar.typed.connect(self._go_typed)
        bar.filtered.connect(self._filter)
        bar.left_filter.connect(self.focus_rows)
        footer.more.clicked.connect(self.loader.more)
        footer.more.clicked.connect(self._show_state)
        footer.all.toggled.connect(self.loader.go_on)
        footer.all.toggled.connect(self._show_state)
        footer.again.clicked.connect(self._retry_page)

    # ------------------------------------------------------------ going

    def go(self, place: Place, *, select: str = "") -> None:
        """Show a place; `select` is the key of the row that gets selected there."""
        self._history.go(place)
        self._open(select)

    def step(self, way: int) -> None:
        """Go back (-1) or forward (+1)."""
        left = self.place
        if self._history.step(way) != left:
            self._open(towards(left, self.place))

    def go_up(self) -> None:
        """Go one level up, and select what one came from."""
        left = self.place
        if left.up != left:
            self.go(left.up, select=towards(left, left.up))

    def reload(self) -> None:
        """Load the place again from its beginning. What is shown stays until the answer comes; the selection, too."""
        if not self.place.account:
            return
        self._is_stale, self._typed = bool(self.table.rows.loaded), False
        self._marks = self.table.marks()
        self.footer.forget_failure()
        if not self._is_stale:
            self._patience.start()
        pages = self.loader.pages_after_first + 1
        self.loader.open(self.place, pages=pages if pages <= _PAGES_MAX else 1)
        self._show_state()

    def refresh(self) -> None:
        """What is shown has changed: load it again, unless that would take very many requests."""
        if self.loader.pages_after_first < _PAGES_MAX:
            self.reload()
        else:
            self.footer.mark_old()
            self._show_state()

    @property
    def is_at_rest(self) -> bool:
        """Whether a reload disturbs nobody: nothing is on its way, and nothing is being typed here."""
        return not self.loader.is_busy and not self.loader.is_going_on and not self.address.is_typing

    def open_item(self, item: Item) -> None:
        """Go into a bucket or a folder; of an object show what is known."""
        if item.inside is not None:
            self.go(item.inside)
        else:
            self.properties_wanted.emit(item)

    def forget(self, account: str) -> None:
        """The account was removed."""
        was_here = self.place.account == account
        self._history.forget(account)
        if was_here:
            self._open("")

    def _go_typed(self, text: str) -> None:
        place = Place.parse(text, self.place)
        if place.account:
            self.go(place)
            # What looks like a folder may be an object's address: that shows when the folder is empty.
            self._typed = bool(place.prefix) and not text.strip().endswith("/")
        self.focus_rows()

    def _open(self, select: str) -> None:
        """Show the history's place."""
        place = self.place
        self._marks, self._typed, self._is_stale = Marks.on(select), False, False
        self.objects_model.needle = self.buckets_model.needle = ""
        self.address.show_place(place)
        self._offer_ways()
        self.objects.stand_at(place)
        self.objects_model.begin(place)
        self.buckets_model.show(place.account, ())
        if place.account:
            had_focus = self._rows_have_focus()
            self._pages.setCurrentWidget(self.table)
            if had_focus:
                self.table.setFocus()
            self._patience.start()
            self.loader.open(place)
        else:
            self.loader.stop()
            self._show_nowhere()
        self._show_state()
        self.mark_active(is_active=self._is_active)
        self.place_changed.emit(place)

    def _offer_ways(self) -> None:
        place, bar = self.place, self.address
        bar.back.setEnabled(self._history.can_go_back)
        bar.forward.setEnabled(self._history.can_go_forward)
        bar.up.setEnabled(place.up != place)
        bar.reload.setEnabled(bool(place.account))

    def focus_rows(self) -> None:
        """Give the keyboard to the rows, or to the first button of what stands in their place."""
        if self._pages.currentWidget() is not self.notice:
            self.table.setFocus()
        else:
            (self.notice.buttons or (self.notice,))[0].setFocus()

    def _claim(self) -> None:
        """The mouse is at work here: become the active pane, and fetch the keyboard unless it is here already."""
        focus = self.window().focusWidget()
        if focus is None or not self.isAncestorOf(focus):
            self.focus_rows()
        self.became_active.emit()

    def _rows_have_focus(self) -> bool:
        focus = self.window().focusWidget()
        return focus is not None and self._pages.isAncestorOf(focus)

    # ------------------------------------------------------------ what comes

    def _take_buckets(self, buckets: tuple[BucketInfo, ...]) -> None:
        self.buckets_model.show(self.place.account, buckets)
        self._show_rows()

    def _take_page(self, page: ObjectPage) -> None:
        if self._typed and not self.objects_model.loaded and not (page.entries or page.prefixes or page.next):
            place = self.place
            self._history.step(-1)
            self.go(place.up, select=place.prefix[:-1])
            return
        self._typed = False
        self._clear_stale()
        self.objects_model.add_page(page)
        if not self.objects_model.loaded and page.next is not None:
            self.loader.more()  # a page may be empty and yet not the last
        elif self.objects_model.loaded or page.next is None:
            self._show_rows()

    def _clear_stale(self) -> None:
        if self._is_stale:
            self.objects_model.begin(self.place)

    def _show_rows(self) -> None:
        self._patience.stop()
        if self.table.rows.loaded:
            self._show_page(self.table)
            self._is_stale = False
            self._put_marks()
            self.table.look_ahead()
        else:
            self.notice.show_empty(self.place)
            self._show_page(self.notice)
        self._show_state()

    def _put_marks(self) -> None:
        marks, self._marks = self._marks, Marks()
        if marks != Marks():
            self.table.put_marks(marks)
        if self.table.hasFocus():
            self.table.put_cursor()

    def _take_failure(self, problem: Exception) -> None:
        self._patience.stop()
        if self.table.rows.loaded:
            self.footer.show_failure(messages.sentence(problem))
            return
        self.notice.show_failure(self.place, problem, retry=self.reload)
        self.notice.offer_account(self.place.account, problem, self.account_wanted.emit)
        start = self._start_of(self.place.account)
        if start.bucket and not self.place.bucket:
            self.notice.offer_place(start, self.go)
        self._show_page(self.notice)
        self._show_state()

    def _show_loading(self) -> None:
        if not self.table.rows.loaded:
            self.notice.show_loading()
            self._show_page(self.notice)

    def _show_nowhere(self) -> None:
        self._patience.stop()
        self.notice.show_nowhere()
        self._show_page(self.notice)

    def _show_page(self, page: QWidget) -> None:
        """Swap the pages and keep the keyboard inside."""
        if self._pages.currentWidget() is not page:
            had_focus = self._rows_have_focus()
            self._pages.setCurrentWidget(page)
            if had_focus:
                self.focus_rows()

    # ------------------------------------------------------------ more pages, filter, footer

    def _look_ahead(self) -> None:
        """The end of what is loaded comes near; a filter that hides nearly all must not load the whole bucket."""
        if self.place.bucket and not self.objects_model.needle and not self.footer.has_failed:
            self.loader.more()

    def _retry_page(self) -> None:
        """After a reload that failed the rows are old: begin anew, or the first page would be added to them."""
        if self._is_stale:
            self.reload()
            return
        self.footer.forget_failure()
        self.loader.more()
        self._show_state()

    def _filter(self, needle: str) -> None:
        self.table.rows.show_only(needle)
        self._show_state()
        self.table.look_ahead()

    def _follow_selection(self) -> None:
        self._show_state()
        self.selection_changed.emit()

    def _show_state(self) -> None:
        self.footer.show_state(self.table, self.loader)

    def _in_background(self, work: Callable[[], object], then: Callable[[object], object]) -> object:
        """Sort and filter away from the GUI thread."""

        def show(result: object) -> None:
            then(result)
            self._show_state()

        return self._tasks.run(lambda _cancel: work(), show, failed=self._tell, owner=self)

    def _tell(self, problem: Exception) -> None:
        messages.tell(self, problem)

    # ------------------------------------------------------------ Qt

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A press that no part of the pane has taken: on its empty page, its bars or their disabled buttons."""
        super().mousePressEvent(event)
        self._claim()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            icons.redress(self)
            self.objects.dress()
            self.buckets.dress()
            self.mark_active(is_active=self._is_active)
