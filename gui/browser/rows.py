"""What the models of a pane have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import ClassVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QIcon

from gui.text.place import Item

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

ROOT = QModelIndex()
TRAILING = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
LEADING = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

FLAGS = (
    Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemIsDragEnabled
    | Qt.ItemFlag.ItemNeverHasChildren
)


class Sign(StrEnum):
    """The icons of rows, by the names of their files."""

    BUCKET = "bucket"
    FOLDER = "folder"
    OBJECT = "object"
    ARCHIVE = "archive"
    APPEND = "append"


#: Runs work that takes long away from the GUI thread, and passes its result to the second argument in the GUI thread.
Background = Callable[[Callable[[], object], Callable[[object], object]], object]


class RowsModel(QAbstractTableModel):
    """A table whose rows are items of a place.

    Attributes:
        needle: only rows whose name holds this text are shown.
        figures_in: columns with figures, which stand at the right.
    """

    figures_in: ClassVar[frozenset[int]] = frozenset()

    def __init__(self) -> None:
        super().__init__()
        self.needle = ""
        self._icons: Mapping[Sign, QIcon] = {}

    # ------------------------------------------------------------ what a pane asks

    def item_at(self, row: int) -> Item:
        raise NotImplementedError

    @property
    def loaded(self) -> int:
        """How many rows there are, shown or not."""
        raise NotImplementedError

    def show_only(self, needle: str) -> None:
        """Show only rows whose name holds this text, in any case; "" shows all."""
        raise NotImplementedError

    def set_icons(self, icons: Mapping[Sign, QIcon]) -> None:
        """Draw rows with these icons from now on."""
        self._icons = icons
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, 0), [Role.DecorationRole])

    # ------------------------------------------------------------ Qt

    def flags(self, index: Index) -> Qt.ItemFlag:
        return FLAGS if index.isValid() else Qt.ItemFlag.NoItemFlags

    def titles(self) -> tuple[str, ...]:
        """The columns' titles."""
        raise NotImplementedError

    def columnCount(self, parent: Index = ROOT) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self.titles())

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> object:  # noqa: N802 - Qt's name
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Role.DisplayRole:
            return self.titles()[section]
        if role == Role.TextAlignmentRole:
            return TRAILING if section in self.figures_in else LEADING
        return None
