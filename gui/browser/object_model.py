"""The table of one folder: prefixes first, then objects. Knows a `Listing`; loads nothing itself.

Rows are numbered by two short-cuts into the listing, one for folders and one for objects, both ascending. A descending
order only reads them from the end. A page is put in without a reset; only another order or filter costs more, and
with many rows that work is done in the background.
"""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Qt

from core.model.ops import ObjectPage
from core.model.values import ObjectKind
from core.rules.vocabulary import names_archive
from gui.browser.listing import Column, Listing
from gui.browser.rows import LEADING, ROOT, TRAILING, Background, Index, Role, RowsModel, Sign
from gui.text import figures, names
from gui.text.place import Item, ItemKind, Place, shown
from gui.widgets.plain import plain_data

#: With more rows than this, sorting would be felt.
LARGE = 20_000
_Arranged = tuple[int, list[int], list[int]]


class ObjectsModel(RowsModel):
    """What lies directly under one prefix."""

    figures_in = frozenset({Column.SIZE})

    def __init__(self, background: Background) -> None:
        super().__init__()
        self._background = background
        self._place = Place()
        self._listing = Listing()
        self._folders: list[int] = []
        self._objects: list[int] = []
        self._column, self._descending = Column.NAME, False
        self._turn = 0  # grows with every order that is asked for; an older result is dropped
        self._titles = (self.tr("Name"), self.tr("Size"), self.tr("Modified"), self.tr("Storage class"))

    # ------------------------------------------------------------ what a pane does

    def begin(self, place: Place) -> None:
        """Show an empty folder, to which pages are added."""
        self._turn += 1
        self.beginResetModel()
        self._place, self._listing = place, Listing(place.prefix)
        self._folders, self._objects = [], []
        self.endResetModel()

    def add_page(self, page: ObjectPage) -> None:
        """Put one page into its place."""
        folders, objects = self._listing.append(page)
        self._insert(self._folders, list(self._listing.matching(folders, self.needle)), before=0)
        new = list(self._listing.matching(objects, self.needle))
        if self._column is Column.NAME:
            self._insert(self._objects, new, before=len(self._folders))
        elif new:
            self._merge(new)

    def _insert(self, rows: list[int], new: list[int], *, before: int) -> None:
        """Add rows at the end of a short-cut; that is at its top when the names run backwards."""
        if not new:
            return
        first = before + (0 if self._reversed(rows) else len(rows))
        self.beginInsertRows(ROOT, first, first + len(new) - 1)
        rows += new
        self.endInsertRows()

    def _merge(self, new: list[int]) -> None:
        """Spread new rows over the table: for Qt they come to its end and are sorted from there."""
        merged = self._listing.merge(self._objects, new, self._column)
        at = self.rowCount()
        self.beginInsertRows(ROOT, at, at + len(new) - 1)
        self._objects = [*new, *self._objects] if self._descending else [*self._objects, *new]
        self.endInsertRows()
        self._reorder(self._folders, merged)

    @property
    def folders(self) -> int:
        """How many folders are shown."""
        return len(self._folders)

    @property
    def is_in_order_of_the_store(self) -> bool:
        """Whether what is loaded is the beginning of the whole, in this order."""
        return self._column is Column.NAME and not self._descending

    # ------------------------------------------------------------ RowsModel

    @property
    def loaded(self) -> int:
        return len(self._listing)

    def item_at(self, row: int) -> Item:
        number = self._number(row)
        account, bucket = self._place.account, self._place.bucket
        if self._listing.is_folder(number):
            return Item(ItemKind.PREFIX, account, bucket, self._listing.key(number))
        listing = self._listing
        return Item(
            ItemKind.OBJECT,
            account,
            bucket,
            listing.key(number),
            listing.size(number),
            listing.storage_class(number),
        )

    def show_only(self, needle: str) -> None:
        if needle != self.needle:
            self.needle = needle
            self._arrange(filtered=True)

    # ------------------------------------------------------------ order

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        wanted, descending = Column(max(column, 0)), order is Qt.SortOrder.DescendingOrder
        if (wanted, descending) == (self._column, self._descending):
            return
        if wanted is self._column:
            self._turn_round(descending)
            return
        self._column, self._descending = wanted, descending
        self._arrange(filtered=False)

    def _arrange(self, *, filtered: bool) -> None:
        self._turn += 1
        turn, listing, column, needle = self._turn, self._listing, self._column, self.needle

        def show(result: object) -> None:
            if turn == self._turn:
                self._show_arranged(cast(_Arranged, result), filtered=filtered)

        if len(listing) > LARGE:
            self._background(lambda: listing.arrange(column, needle), show)
        else:
            show(listing.arrange(column, needle))

    def _show_arranged(self, arranged: _Arranged, *, filtered: bool) -> None:
        """Swap in another order; rows that came meanwhile are put into it."""
        upto, folders, objects = arranged
        late = self._listing.matching(range(upto, len(self._listing)), self.needle)
        folders += [row for row in late if self._listing.is_folder(row)]
        objects = self._listing.merge(objects, [row for row in late if not self._listing.is_folder(row)], self._column)
        if filtered:
            self.beginResetModel()  # the selection goes: what is not seen must not be copied
            self._folders, self._objects = folders, objects
            self.endResetModel()
        else:
            self._reorder(folders, objects)

    def _turn_round(self, descending: bool) -> None:
        """The other direction of the same order costs no sorting."""
        old = self._before_change()
        self._descending = descending
        self._after_change(old)

    def _reorder(self, folders: list[int], objects: list[int]) -> None:
        """Show the same rows in another order."""
        old = self._before_change()
        self._folders, self._objects = folders, objects
        self._after_change(old)

    def _before_change(self) -> list[int]:
        """Announce another order; returns the numbers of the rows that Qt keeps an eye on."""
        self.layoutAboutToBeChanged.emit()
        return [self._number(index.row()) for index in self.persistentIndexList()]

    def _after_change(self, old: list[int]) -> None:
        indexes = self.persistentIndexList()
        if indexes:
            rows = {self._number(row): row for row in range(self.rowCount())}
            moved = [self.index(rows[number], index.column()) for number, index in zip(old, indexes, strict=True)]
            self.changePersistentIndexList(indexes, moved)
        self.layoutChanged.emit()

    def _reversed(self, rows: list[int]) -> bool:
        """Folders have nothing but names to be sorted by."""
        return self._descending and (rows is self._objects or self._column is Column.NAME)

    def _number(self, row: int) -> int:
        rows, at = self._folders, row
        if at >= len(rows):
            rows, at = self._objects, row - len(rows)
        return rows[-1 - at] if self._reversed(rows) else rows[at]

    # ------------------------------------------------------------ Qt

    def titles(self) -> tuple[str, ...]:
        return self._titles

    def rowCount(self, parent: Index = ROOT) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._folders) + len(self._objects)

    @plain_data
    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        row, column = self._number(index.row()), index.column()
        if role == Role.DisplayRole:
            return self._text(row, column)
        if role == Role.DecorationRole:
            return self._icons.get(self._sign(row)) if column == Column.NAME else None
        if role == Role.TextAlignmentRole:
            return TRAILING if column == Column.SIZE else LEADING
        if role == Role.ToolTipRole:
            return self._tip(row)
        if role == Role.AccessibleTextRole:
            return self._spoken(row, column)
        return None

    def _text(self, row: int, column: int) -> str:
        listing = self._listing
        if column == Column.NAME:
            # An object that is named as its folder is, with the slash: rare, but it is no folder and has bytes.
            return shown(listing.name(row)) or shown(self._place.name) + "/"
        if listing.is_folder(row):
            return ""
        if column == Column.SIZE:
            return figures.size(listing.size(row))
        return (
            figures.when(listing.modified(row))
            if column == Column.MODIFIED
            else names.storage_class(listing.storage_class(row))
        )

    def _sign(self, row: int) -> Sign:
        listing = self._listing
        if listing.is_folder(row):
            return Sign.FOLDER
        if listing.kind(row) is ObjectKind.APPENDABLE:
            return Sign.APPEND
        return Sign.ARCHIVE if names_archive(listing.storage_class(row)) else Sign.OBJECT

    def _tip(self, row: int) -> str:
        key = shown(self._listing.key(row)) if self._listing.is_folder(row) else self._listing.key(row)
        if self._listing.is_folder(row):
            return key + "/"
        return f"{key}\n{figures.exact_size(self._listing.size(row))}"

    def _spoken(self, row: int, column: int) -> str:
        text = self._text(row, column)
        if column == Column.NAME and self._listing.is_folder(row):
            return self.tr("Folder {name}").format(name=text)
        return text
