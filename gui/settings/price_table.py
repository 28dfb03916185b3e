"""The table of prices with what belongs to it: a filter, a reset, and where each price is from."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from core.rules.prices import Prices
from gui.settings.price_model import Column, PriceModel
from gui.text import names
from gui.widgets import style
from gui.widgets.plain import PlainLabel
from gui.widgets.sheet_parts import only_when_focused, wrapped
from gui.widgets.tables import RowDelegate

_WIDTHS = {Column.PROVIDER: 150, Column.PRICE: 80, Column.CURRENCY: 76, Column.UNIT: 116, Column.SOURCE: 130}


class PriceTable(QWidget):
    """Prices to look at and to change. Nothing is saved here; read `prices`.

    Signals:
        changed: a price is another one.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = PriceModel(self)
        self.provider = QComboBox()
        self.provider.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.provider.setAccessibleName(self.tr("Provider whose prices are shown"))
        self.table = QTableView()
        self.about = wrapped()
        self.about.setAccessibleName(self.tr("Where the price is from"))
        self.about.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.reset = QPushButton(self.tr("&Reset to built-in"))
        only_when_focused(self.reset)
        self._lay_out()
        self._dress_table()
        self.provider.currentIndexChanged.connect(lambda _index: self._show_provider())
        self.reset.clicked.connect(lambda: self.model.reset_rows(self._selected()))
        self.model.dataChanged.connect(lambda *_: self._tell_change())
        self.model.refused.connect(self._refuse)

    @property
    def prices(self) -> Prices:
        return self.model.prices

    def show_prices(self, prices: Prices, shipped: Prices, *, provider: str = "") -> None:
        """Show a table; `provider` names whose rows are shown first, "" for all."""
        self.model.show_prices(prices, shipped)
        self.provider.blockSignals(True)
        self.provider.clear()
        self.provider.addItem(self.tr("All providers"), "")
        for name in self.model.providers():
            self.provider.addItem(names.provider_title(name), name)
        self.provider.setCurrentIndex(max(0, self.provider.findData(provider)))
        self.provider.blockSignals(False)
        self._show_provider()

    def stop_editing(self) -> None:
        """Take over what is typed in a cell, as leaving the cell would."""
        self.table.setFocus()

    # ------------------------------------------------------------ making

    def _lay_out(self) -> None:
        label = PlainLabel(self.tr("Pr&ovider"))
        label.setBuddy(self.provider)
        top = QHBoxLayout()
        top.setSpacing(style.STEP)
        top.addWidget(label)
        top.addWidget(self.provider)
        top.addStretch(1)
        top.addWidget(self.reset)
        note = wrapped()
        note.setText(
            self.tr(
                "Costs are reckoned with these list prices, without discounts, free quotas and taxes. Change them to "
                "what your contract says; an empty price counts as not known."
            )
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.STEP)
        column.addWidget(note)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        column.addWidget(self.about)
        self.about.setMinimumHeight(2 * self.about.fontMetrics().lineSpacing())

    def _dress_table(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.setAccessibleName(self.tr("Prices"))
        table.setItemDelegate(RowDelegate(table))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setAlternatingRowColors(True)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in _WIDTHS.items():
            header.resizeSection(column, width)
        header.setSectionResizeMode(Column.ITEM, QHeaderView.ResizeMode.Stretch)
        table.selectionModel().currentChanged.connect(lambda *_: self._show_about())

    # ------------------------------------------------------------ showing

    def _show_provider(self) -> None:
        name = str(self.provider.currentData() or "")
        self.model.show_provider(name)
        self.table.setColumnHidden(Column.PROVIDER, bool(name))
        if self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(0, Column.PRICE))
        self._show_about()

    def _show_about(self) -> None:
        at = self.table.currentIndex().row()
        self.about.setText(self.model.about(at) if at >= 0 else "")

    def _tell_change(self) -> None:
        self._show_about()
        self.changed.emit()

    def _refuse(self, text: str) -> None:
        self.about.setText(
            self.tr("“{text}” is no price. Enter a number from 0 on, or nothing when it is not known.").format(
                text=text
            )
        )

    def _selected(self) -> list[int]:
        return [index.row() for index in self.table.selectionModel().selectedRows()]
