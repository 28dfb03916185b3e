"""What a change does, as a table of old and new and as sentences. Knows the editor's words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from gui.editor.text import Remark
from gui.widgets import icons, style
from gui.widgets.plain import PlainItem, PlainLabel
from gui.widgets.tables import dress

_ICON = 16
_OBJECT_WIDTH, _PROPERTY_WIDTH = 150, 130


class ChangeTable(QTableWidget):
    """Rows of property, old and new value; with `objects` the object comes first."""

    def __init__(self, name: str, *, objects: bool) -> None:
        super().__init__(0, 4 if objects else 3)
        self._shown: tuple[tuple[str, ...], ...] = ()
        heads = [self.tr("Property"), self.tr("Now"), self.tr("New")]
        self.setHorizontalHeaderLabels([self.tr("Object"), *heads] if objects else heads)
        self.setAccessibleName(name)
        dress(self)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        header = self.horizontalHeader()
        header.setSectionResizeMode(self.columnCount() - 1, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(self.columnCount() - 2, QHeaderView.ResizeMode.Stretch)
        for column, width in enumerate((_OBJECT_WIDTH, _PROPERTY_WIDTH)[0 if objects else 1 :]):
            self.setColumnWidth(column, width)

    def show_rows(self, rows: Sequence[tuple[str, ...]]) -> None:
        """Show these texts, a tuple for each row; a shorter one is a remark, whose last text is muted."""
        if tuple(rows) == self._shown:
            return
        self._shown = tuple(rows)
        self.setRowCount(len(rows))
        self.clearSpans()
        for at, row in enumerate(rows):
            for column in range(self.columnCount()):
                self.setItem(at, column, self._item(row[column] if column < len(row) else ""))
            if len(row) < self.columnCount():
                self.setSpan(at, len(row) - 1, 1, self.columnCount() - len(row) + 1)
        self._tint()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def _item(self, text: str) -> QTableWidgetItem:
        item = PlainItem(text)
        item.setToolTip(text)
        return item

    def _tint(self) -> None:
        """What goes is muted, so that the new value is what one reads."""
        muted = QBrush(QColor(style.tints(self.palette()).muted))
        for at, row in enumerate(self._shown):
            column = len(row) - 1 if len(row) < self.columnCount() else self.columnCount() - 2
            item = self.item(at, column)
            if item is not None:
                item.setForeground(muted)


class Remarks(QWidget):
    """Sentences below each other, each with its icon."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._remarks: tuple[Remark, ...] = ()
        self._signs: list[QLabel] = []
        self.labels: list[QLabel] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(style.STEP)
        self._grid.setVerticalSpacing(style.STEP // 2)
        self._grid.setColumnStretch(1, 1)
        self.setAccessibleName(name)

    @property
    def text(self) -> str:
        """All sentences as one text."""
        return " ".join(remark.text for remark in self._remarks)

    def show_remarks(self, remarks: Sequence[Remark]) -> None:
        """Show these and no others."""
        self._remarks = tuple(remarks)
        while len(self.labels) < len(self._remarks):
            self._add()
        for at, (sign, label) in enumerate(zip(self._signs, self.labels, strict=True)):
            is_used = at < len(self._remarks)
            label.setText(self._remarks[at].text if is_used else "")
            for part in (sign, label):
                part.setVisible(is_used)
        self.setVisible(bool(self._remarks))
        self.setAccessibleDescription(self.text)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def _add(self) -> None:
        sign, label = PlainLabel(), PlainLabel()
        sign.setFixedWidth(_ICON)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        at = len(self.labels)
        self._grid.addWidget(sign, at, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(label, at, 1)
        self._signs.append(sign)
        self.labels.append(label)

    def _draw(self) -> None:
        tints = style.tints(self.palette())
        colours = {"info": tints.muted, "warning": tints.warn, "refused": tints.bad}
        for remark, sign in zip(self._remarks, self._signs, strict=False):
            ratio = self.devicePixelRatioF()
            sign.setPixmap(icons.pixmap(remark.sign, _ICON, colours[remark.sign], ratio=ratio))
