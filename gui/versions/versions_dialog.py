"""Versions and delete markers of an object or a folder. Says what the user wants; queues nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import cast

from PySide6.QtCore import QItemSelectionModel, QItemSelectionRange, QPoint, QRect, Qt, Signal, SignalInstance
from PySide6.QtGui import QAction, QColor, QKeySequence, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QPushButton,
    QStyle,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from core.model.values import VersionEntry
from gui.browser.rows import Index
from gui.qt.contracts import BrowserApi
from gui.qt.tasks import Tasks
from gui.text import phrases
from gui.text.place import Item, ItemKind, shown
from gui.versions import version_text
from gui.versions.version_loader import VersionLoader
from gui.versions.version_model import BADGE_ROLE, Badge, Column, VersionsModel, badge
from gui.widgets import icons, messages, style
from gui.widgets.notice_bar import NoticeBar, Tone
from gui.widgets.notice_page import NoticePage
from gui.widgets.plain import PlainLabel
from gui.widgets.sheet_parts import enlarge, only_when_focused
from gui.widgets.tables import ROW, PaddedDelegate, RowsTable

_PAD = style.STEP


class BadgeDelegate(PaddedDelegate):
    """Draws the word of the cell as a badge."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell = QStyleOptionViewItem(option)
        self.initStyleOption(cell, index)
        cell.widget.style().drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, cell, painter, cell.widget)
        metrics, rect = cell.fontMetrics, cell.rect
        text = metrics.elidedText(cell.text, Qt.TextElideMode.ElideRight, rect.width() - 4 * _PAD)
        height = metrics.height() + 4
        top = rect.y() + (rect.height() - height) // 2
        frame = QRect(rect.x() + _PAD, top, metrics.horizontalAdvance(text) + 2 * _PAD, height)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(badge_colour(style.tints(cell.palette), index.data(BADGE_ROLE))), 1))
        painter.drawRoundedRect(frame, height / 2, height / 2)
        painter.drawText(frame, int(Qt.AlignmentFlag.AlignCenter), text)
        painter.restore()


def badge_colour(tints: style.Tints, badge: Badge) -> str:
    """Only what the object is now stands out."""
    return {Badge.CURRENT: tints.ok, Badge.DELETED: tints.warn}.get(badge, tints.muted)


#: Scrolling loads so many rows by itself; more only on demand, because a listing can have millions.
AUTO_MAX = 10_000
#: The next page is asked for when fewer rows than this many screens lie below.
_AHEAD = 2
_WIDTHS = {Column.MODIFIED: 150, Column.BADGE: 118, Column.SIZE: 84, Column.STORAGE_CLASS: 104}
_SIZE = (860, 520)


class VersionsDialog(QDialog):
    """A table of versions with what can be done to them. It is not modal, so that the queue can be watched beside it.

    It asks nothing: who carries it out asks first.

    Signals:
        restore_wanted, copy_wanted, properties_wanted: of this `VersionEntry`.
        undelete_wanted, delete_wanted: of these, a tuple of `VersionEntry`.
    """

    restore_wanted = Signal(object)
    copy_wanted = Signal(object)
    properties_wanted = Signal(object)
    undelete_wanted = Signal(object)
    delete_wanted = Signal(object)

    def __init__(
        self,
        browser: BrowserApi,
        tasks: Tasks,
        item: Item,
        parent: QWidget | None = None,
        *,
        auto_max: int = AUTO_MAX,
    ) -> None:
        super().__init__(parent)
        self._item = item
        self._is_folder = item.kind is not ItemKind.OBJECT
        self._limit = self._auto_max = auto_max
        self._kept: tuple[str, str] | None = None
        self.model = VersionsModel(item.key if self._is_folder else "")
        self.loader = VersionLoader(browser, tasks, item, parent=self)
        self.heading, self.place, self.state, self.count, self.meaning = (PlainLabel() for _ in range(5))
        self.only_deleted = QCheckBox(self.tr("Only &deleted objects"))
        self.notice = NoticePage()
        self.bar = NoticeBar()
        self.table = RowsTable()
        self.load_more = QPushButton(self.tr("&Load more"))
        self.close_button = QPushButton(self.tr("Close"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Versions of {name}").format(name=shown(item.name)))
        self._make_actions()
        self._set_up_table()
        self._lay_out()
        self._connect()
        self.reload()

    # ------------------------------------------------------------ making

    def _make_actions(self) -> None:
        self.restore = self._action(
            self.tr("&Restore this version…"), "Ctrl+R", "retry", partial(self._ask_one, self.restore_wanted)
        )
        self.undelete = self._action(self.tr("&Undelete…"), "Ctrl+U", "undelete", self._ask_undelete)
        self.copy = self._action(self.tr("&Copy to…"), "F6", "copy", partial(self._ask_one, self.copy_wanted))
        self.remove = self._action(self.tr("Delete for &good…"), "Del", "remove", self._ask_delete)
        self.properties = self._action(
            self.tr("&Properties"), "Alt+Return", "properties", partial(self._ask_one, self.properties_wanted)
        )
        self.renew = self._action(self.tr("Re&load"), "F5", "reload", self.reload)
        self.restore.setToolTip(self.tr("Copy this version on the server, so that it is the current one again"))
        self.undelete.setToolTip(self.tr("Remove the delete marker, so that the object is there again"))
        self.copy.setToolTip(self.tr("Copy this version to another name or folder"))
        self.remove.setToolTip(self.tr("Delete this version; it cannot be brought back"))

    def _action(self, text: str, keys: str, icon: str, then: Callable[[], object]) -> QAction:
        made = QAction(text, self)
        made.setShortcut(QKeySequence(keys))
        icons.dress(made, icon)
        made.triggered.connect(lambda _checked=False: then())
        self.addAction(made)
        return made

    def _set_up_table(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.setAccessibleName(self.tr("Versions"))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setItemDelegate(PaddedDelegate(table))
        table.setItemDelegateForColumn(Column.BADGE, BadgeDelegate(table))
        table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        rows, columns = table.verticalHeader(), table.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW)
        columns.setHighlightSections(False)
        columns.setAccessibleName(self.tr("Columns"))
        columns.setSectionResizeMode(Column.KEY if self._is_folder else Column.VERSION, QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS.items():
            table.setColumnWidth(column, width)
        table.setColumnHidden(Column.KEY, not self._is_folder)

    def _lay_out(self) -> None:
        self.heading.setText(shown(self._item.name))
        enlarge(self.heading)
        self.place.setText(phrases.place(self._item.ref))
        for label in (self.place, self.state, self.count):
            label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        for label in (self.heading, self.place, self.state, self.meaning):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.meaning.setMinimumHeight(2 * self.meaning.fontMetrics().lineSpacing())  # or the rows above would jump
        self.meaning.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.meaning.setAccessibleName(self.tr("What is selected"))
        head = QVBoxLayout()
        head.setSpacing(style.STEP // 2)
        for widget in (self.heading, self.place):
            head.addWidget(widget)
        head.addLayout(self._message_room())
        foot = QHBoxLayout()
        foot.setSpacing(style.STEP)
        foot.addWidget(self.only_deleted)
        foot.addStretch(1)
        foot.addWidget(self.count)
        foot.addWidget(self.load_more)
        buttons = QHBoxLayout()
        buttons.setSpacing(style.STEP)
        for action in (self.restore, self.undelete, self.copy, self.remove, self.properties):
            buttons.addWidget(self._button(action))
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*(4 * [2 * style.STEP]))
        whole.setSpacing(style.STEP)
        whole.addLayout(head)
        whole.addWidget(self.notice, 1)
        whole.addWidget(self.table, 1)
        whole.addLayout(foot)
        whole.addWidget(self.meaning)
        whole.addLayout(buttons)
        self.resize(*_SIZE)

    def _message_room(self) -> QGridLayout:
        """A message covers the setting of the bucket and keeps its room, or the rows below would jump."""
        kept = self.bar.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.bar.setSizePolicy(kept)
        room = QGridLayout()
        room.addWidget(self.state, 0, 0)
        room.addWidget(self.bar, 0, 0)
        self.bar.raise_()
        return room

    def _button(self, action: QAction) -> QPushButton:
        made = QPushButton(action.text())
        only_when_focused(made)  # Enter in the table shows the properties
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        made.setToolTip(f"{action.toolTip()} ({keys})")
        made.clicked.connect(lambda _checked=False: action.trigger())
        action.enabledChanged.connect(made.setEnabled)
        return made

    def _connect(self) -> None:
        self.loader.page_came.connect(self._take_page)
        self.loader.failed.connect(self._show_failure)
        self.only_deleted.toggled.connect(self._filter)
        self.load_more.clicked.connect(self._load_more)
        only_when_focused(self.load_more, self.close_button)
        self.close_button.clicked.connect(self.reject)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._offer())
        self.table.activated.connect(lambda _index: self.properties.trigger())
        self.table.verticalScrollBar().valueChanged.connect(lambda _value: self._look_ahead())
        self.table.customContextMenuRequested.connect(self._show_menu)

    # ------------------------------------------------------------ loading

    def reload(self) -> None:
        """List anew; the selected version is selected again when it comes."""
        chosen = self.chosen()
        self._kept = (chosen[0].key, chosen[0].version) if chosen else self._kept
        self._limit = self._auto_max
        self.model.clear()
        self._swap(self.notice)
        self.notice.show_busy(self.tr("Loading…"))
        self.loader.begin()
        self._show_count()
        self._offer()

    def come_forward(self) -> None:
        """Show what is there now, in front of the other windows, with the keyboard."""
        self.reload()
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def say(self, tone: Tone, text: str) -> None:
        """Say what has become of what was asked for."""
        self.bar.say(tone, text)

    def _take_page(self, page: tuple[VersionEntry, ...]) -> None:
        self._say_state()
        self.model.add(page)
        if self.model.loaded:
            if self.table.isHidden():
                self._swap(self.table)
            self._select_again()
        elif not self.loader.has_more:
            self._show_empty()
        self._show_count()
        self._look_ahead()

    def _select_again(self) -> None:
        """The version that was selected before a reload; where there was none, the first row."""
        if self.chosen():
            return
        row = 0 if self._kept is None else self.model.row_of(*self._kept)
        if row is None and not self.loader.has_more:
            row = 0
        if row is not None and row < self.model.rowCount():
            self._kept = None
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.table.selectionModel().setCurrentIndex(self.model.index(row, Column.MODIFIED), flags)

    def _look_ahead(self) -> None:
        """Load the next page when the end of what is loaded comes near."""
        table = self.table
        last = table.rowAt(table.viewport().height() - 1)
        below = 0 if last < 0 else self.model.rowCount() - 1 - last
        if self.model.loaded < self._limit and below * ROW < _AHEAD * table.viewport().height():
            self.loader.more()
        self._show_count()

    def _load_more(self) -> None:
        self._limit = self.model.loaded + self._auto_max
        self.loader.more()
        self._show_count()

    def _filter(self, only: bool) -> None:
        self.model.show_only_deleted(only)
        self._select_again()
        self._look_ahead()
        self._offer()

    def _show_failure(self, problem: Exception) -> None:
        self._swap(self.notice)
        self.notice.show_text("error", self.tr("The versions cannot be shown"), messages.sentence(problem))
        self.notice.offer(self.tr("Retry"), self.reload, is_first=True)
        self._show_count()

    def _show_empty(self) -> None:
        self._swap(self.notice)
        if self.loader.versioning == "":
            self.notice.show_text(
                "info",
                self.tr("This bucket keeps no versions"),
                self.tr(
                    "Versioning was never switched on, so what is overwritten or deleted here is gone. It can be "
                    "switched on in the store's console; what is written from then on is kept."
                ),
            )
        else:
            self.notice.show_text("info", self.tr("There are no versions here"), self.state.text())

    def _say_state(self) -> None:
        self.state.setText(version_text.setting(self.loader.versioning))
        self.state.setVisible(bool(self.state.text()))

    def _show_count(self) -> None:
        loaded, more = self.model.loaded, self.loader.has_more
        text = self.tr("%Ln version(s)", None, loaded)
        if more:
            text = self.tr("{n} so far").format(n=text)
        if self.only_deleted.isChecked():
            text = self.tr("{shown} of {n}").format(shown=phrases.number(self.model.rowCount()), n=text)
        self.count.setText(text if loaded else "")
        self.load_more.setVisible(more)
        self.load_more.setEnabled(not self.loader.is_busy)

    def _swap(self, page: QWidget) -> None:
        for each in (self.notice, self.table):
            each.setVisible(each is page)
        self.only_deleted.setVisible(self._is_folder and page is self.table)
        if page is self.table and not self.only_deleted.hasFocus():
            self.table.setFocus()

    # ------------------------------------------------------------ what is on offer

    def chosen(self) -> tuple[VersionEntry, ...]:
        """The selected versions from top to bottom."""
        # By ranges: a list of the indexes of ten thousand rows takes long. A sequence, which PySide6 does not tell.
        areas = cast(Iterable[QItemSelectionRange], self.table.selectionModel().selection())
        rows = sorted({row for area in areas for row in range(area.top(), area.bottom() + 1)})
        return tuple(self.model.entry_at(row) for row in rows)

    def _offer(self) -> None:
        chosen = self.chosen()
        one = badge(chosen[0]) if len(chosen) == 1 else None
        self.restore.setEnabled(one is Badge.OLDER)
        self.undelete.setEnabled(any(badge(entry) is Badge.DELETED for entry in chosen))
        self.copy.setEnabled(one in (Badge.OLDER, Badge.CURRENT))
        self.properties.setEnabled(one in (Badge.OLDER, Badge.CURRENT))
        self.remove.setEnabled(bool(chosen))
        self.meaning.setText(version_text.meaning(chosen) if self.model.rowCount() else "")

    def _show_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([self.restore, self.undelete, self.copy])
        menu.addSeparator()
        menu.addActions([self.properties, self.renew])
        menu.addSeparator()
        menu.addAction(self.remove)
        menu.popup(self.table.viewport().mapToGlobal(at))

    # ------------------------------------------------------------ what is wanted

    def _ask_one(self, signal: SignalInstance) -> None:
        for entry in self.chosen()[:1]:
            signal.emit(entry)

    def takes_a_place(self, entry: VersionEntry) -> bool:
        """Whether another version is gone for good when this one becomes the current one."""
        return self.loader.versioning != "enabled" and self.model.has_null(entry.key)

    def _ask_undelete(self) -> None:
        self.undelete_wanted.emit(tuple(entry for entry in self.chosen() if badge(entry) is Badge.DELETED))

    def _ask_delete(self) -> None:
        if chosen := self.chosen():
            self.delete_wanted.emit(chosen)

    # ------------------------------------------------------------ Qt

    def done(self, result: int) -> None:
        """Close the dialog, and give up the listing."""
        self.loader.stop()
        super().done(result)
