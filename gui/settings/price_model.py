"""The table of prices as a Qt model. It changes a value of its own; nothing is saved here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from enum import IntEnum
from typing import Any
from urllib.parse import urlsplit

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from core.rules.prices import Price, Prices, Row, What
from core.rules.providers import provider, provider_names
from gui.text import costs as cost_text
from gui.text import names
from gui.text.translate import together, words

Index = QModelIndex | QPersistentModelIndex

#: What can be said of every provider, whether a price is known or not.
_ALWAYS = (What.WRITE, What.READ, What.TRAFFIC, What.STORED)
_NO_INDEX = QModelIndex()


class Column(IntEnum):
    """The columns from left to right."""

    PROVIDER = 0
    ITEM = 1
    PRICE = 2
    CURRENCY = 3
    UNIT = 4
    SOURCE = 5


class PriceModel(QAbstractTableModel):
    """One row a price; only the price can be changed.

    Signals:
        refused: the text that is no price.
    """

    refused = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.prices = Prices()
        self._shipped = Prices()
        self._only = ""
        self._rows: list[Row] = []

    # ------------------------------------------------------------ what is shown

    def show_prices(self, prices: Prices, shipped: Prices) -> None:
        """Show a table; `shipped` is what a reset goes back to."""
        self.beginResetModel()
        self.prices, self._shipped = prices, shipped
        self._rows = self._sorted()
        self.endResetModel()

    def show_provider(self, name: str) -> None:
        """Show the rows of one provider, of all for ""."""
        self.beginResetModel()
        self._only = name
        self._rows = self._sorted()
        self.endResetModel()

    def providers(self) -> tuple[str, ...]:
        """All providers of the table, by title."""
        return tuple(sorted({row.provider for row in _all_rows(self.prices)}, key=names.provider_title))

    def row_at(self, at: int) -> Row:
        return self._rows[at]

    def about(self, at: int) -> str:
        """Where a price is from, and where it holds, in a sentence or two."""
        row = self._rows[at]
        terms = self.prices.terms.get(row.provider)
        said = _source(self.prices, self.prices.rows.get(row), in_full=True)
        if terms is None or not terms.place:
            return said
        place = words.tr("Prices of {provider} hold for: {place}.")
        return together(
            said, place.format(provider=names.provider_title(row.provider), place=names.price_place(terms.place))
        )

    def reset_rows(self, rows: Iterable[int]) -> None:
        """Go back to the prices that the program ships with."""
        wanted = {self._rows[at] for at in rows}
        kept = {row: price for row, price in self.prices.rows.items() if row not in wanted}
        shipped = {row: self._shipped.rows[row] for row in wanted if row in self._shipped.rows}
        self.prices = replace(self.prices, rows={**kept, **shipped})
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(Column) - 1))

    def _sorted(self) -> list[Row]:
        rows = (row for row in _all_rows(self.prices) if self._only in ("", row.provider))
        return sorted(
            rows,
            key=lambda row: (
                names.provider_title(row.provider),
                row.storage_class,
                list(What).index(row.what),
                row.tier,
            ),
        )

    # ------------------------------------------------------------ Qt

    def rowCount(self, parent: Index = _NO_INDEX) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(Column)

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return {
            Column.PROVIDER: self.tr("Provider"),
            Column.ITEM: self.tr("For"),
            Column.PRICE: self.tr("Price"),
            Column.CURRENCY: self.tr("Currency"),
            Column.UNIT: self.tr("Unit"),
            Column.SOURCE: self.tr("Source"),
        }[Column(section)]

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == Column.PRICE else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self._rows[index.row()], Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._said(row, column)
        if role == Qt.ItemDataRole.EditRole:
            return cost_text.figure(self._amount(row))
        if role == Qt.ItemDataRole.TextAlignmentRole and column is Column.PRICE:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.headerData(column, Qt.Orientation.Horizontal)}: {self._said(row, column)}"
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802 - Qt's name
        if role != Qt.ItemDataRole.EditRole or index.column() != Column.PRICE:
            return False
        row = self._rows[index.row()]
        try:
            amount = cost_text.parse(str(value))
        except ValueError:
            self.refused.emit(str(value))
            return False
        if amount != self._amount(row):
            self.prices = self.prices.with_price(row, amount)
            self.dataChanged.emit(self.index(index.row(), 0), self.index(index.row(), len(Column) - 1))
        return True

    def _amount(self, row: Row) -> Any:
        price = self.prices.rows.get(row)
        return None if price is None else price.amount

    def _said(self, row: Row, column: Column) -> str:
        if column is Column.PROVIDER:
            return names.provider_title(row.provider)
        if column is Column.ITEM:
            return ", ".join(
                part
                for part in (cost_text.item(row.what), names.storage_class_in_full(row.storage_class), row.tier)
                if part
            )
        if column is Column.PRICE:
            return cost_text.figure(self._amount(row)) or self.tr("not known")
        if column is Column.CURRENCY:
            terms = self.prices.terms.get(row.provider)
            return "" if row.what is What.MIN_DAYS or terms is None else names.currency(terms.currency)
        if column is Column.UNIT:
            return cost_text.unit(row.what)
        return _source(self.prices, self.prices.rows.get(row), in_full=False)


def _all_rows(prices: Prices) -> set[Row]:
    """The rows of the table, and for every provider those that can be asked of each."""
    known = {*prices.terms, *provider_names()}
    always = {Row(name, "", what) for name in known for what in _ALWAYS}
    return set(prices.rows) | always | {row for name in provider_names() for row in _restores(name)}


def _restores(name: str) -> Iterator[Row]:
    """What restoring from each archived class of a provider costs, by how fast it is."""
    for found in provider(name).storage_classes:
        for tier in (found.tiers or ("",)) if found.archived else ():
            yield Row(name, found.name, What.RESTORE, tier)


def _source(prices: Prices, price: Price | None, *, in_full: bool) -> str:
    if price is None or (price.amount is None and not price.source):
        return words.tr("No price is known.") if in_full else ""
    if not price.source:
        return words.tr("You have entered this price.") if in_full else words.tr("your own")
    source = prices.sources.get(price.source)
    if source is None:
        return price.source
    if not in_full:
        host = urlsplit(source.page).hostname or source.page
        return f"{host}, {source.date}" if source.date else host
    said = words.tr("Read at {page}").format(page=source.page)
    said = words.tr("{said}, dated {date}").format(said=said, date=source.date) if source.date else said
    if source.vendor:
        return words.tr("{said}.").format(said=said)
    return words.tr("{said}; this is not the provider's own page.").format(said=said)
