"""The table of several copies that are not queued yet, with a remark on each."""

from __future__ import annotations

from collections.abc import Container, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from core.model.jobs import Plan
from core.model.reports import Preview
from core.model.requests import Options
from gui.actions import preview_text
from gui.queue.delegates import RowDelegate
from gui.widgets import icons, style

_WIDTH = 150
#: Rows that are seen at once, and the height of the head with the frame.
_ROWS_MAX, _HEAD = 5, 34


class DropTable(QTableWidget):
    """One row a copy. It is as high as its rows, up to five of them."""

    def __init__(self, previews: Sequence[Preview], parent: QWidget | None = None) -> None:
        super().__init__(len(previews), 4, parent)
        self._items: list[list[QTableWidgetItem]] = []
        self._dress()
        for row, preview in enumerate(previews):
            source = preview.request.source
            texts = (source.key or source.bucket, preview_text.size(preview), "", "")
            self._items.append([QTableWidgetItem(text) for text in texts])
            for column, item in enumerate(self._items[-1]):
                self.setItem(row, column, item)
        if previews:
            self.setCurrentCell(0, 0)
        rows = min(len(previews), _ROWS_MAX)
        self.setFixedHeight(self.verticalHeader().defaultSectionSize() * rows + _HEAD)

    def show_plans(
        self, previews: Sequence[Preview], plans: Sequence[Plan | None], *, options: Options, accepted: Container[int]
    ) -> None:
        """Say of each copy how it is made and what is to be said of its target; `accepted` ones will be queued."""
        tints = style.tints(self.palette())
        for row, (preview, plan) in enumerate(zip(previews, plans, strict=True)):
            name, _, way, remark = self._items[row]
            way.setText(preview_text.how(preview, plan, restore=options.restore))
            remark.setText(preview_text.remark(preview, plan, options))
            sign, colour = ("ok", tints.ok) if row in accepted else ("refused", tints.warn)
            name.setIcon(icons.sign(sign, colour))

    def _dress(self) -> None:
        self.setAccessibleName(self.tr("Objects to copy"))
        self.setHorizontalHeaderLabels([self.tr("Object"), self.tr("Size"), self.tr("Copied in"), self.tr("Remark")])
        self.verticalHeader().hide()
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setItemDelegate(RowDelegate(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        for column in (2, 3):
            self.setColumnWidth(column, _WIDTH)
