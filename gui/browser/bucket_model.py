"""The table of an account's buckets. Knows `BucketInfo`; loads nothing itself."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from PySide6.QtCore import Qt

from core.model.values import BucketInfo
from gui.browser.rows import LEADING, ROOT, Index, Role, RowsModel, Sign
from gui.text import figures, names
from gui.text.place import Item, ItemKind
from gui.widgets.plain import plain_data


class Column(IntEnum):
    NAME = 0
    REGION = 1
    CREATED = 2
    STORAGE_CLASS = 3


class BucketsModel(RowsModel):
    """The buckets of one account."""

    def __init__(self) -> None:
        super().__init__()
        self._account = ""
        self._buckets: tuple[BucketInfo, ...] = ()
        self._shown: list[BucketInfo] = []
        self._column, self._descending = Column.NAME, False
        self._titles = (self.tr("Name"), self.tr("Region"), self.tr("Created"), self.tr("Storage class"))

    def show(self, account: str, buckets: Iterable[BucketInfo]) -> None:
        """Show these buckets."""
        self._account, self._buckets = account, tuple(buckets)
        self._arrange()

    # ------------------------------------------------------------ RowsModel

    @property
    def loaded(self) -> int:
        return len(self._buckets)

    def item_at(self, row: int) -> Item:
        return Item(ItemKind.BUCKET, self._account, self._shown[row].name)

    def show_only(self, needle: str) -> None:
        if needle != self.needle:
            self.needle = needle
            self._arrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._column, self._descending = Column(max(column, 0)), order is Qt.SortOrder.DescendingOrder
        self._arrange()

    def _arrange(self) -> None:
        wanted = self.needle.casefold()
        found = [bucket for bucket in self._buckets if wanted in bucket.name.casefold()]
        self.beginResetModel()
        self._shown = sorted(found, key=self._key, reverse=self._descending)
        self.endResetModel()

    def _key(self, bucket: BucketInfo) -> tuple[str | float, str]:
        keys: dict[Column, str | float] = {
            Column.NAME: bucket.name,
            Column.REGION: bucket.region,
            Column.CREATED: bucket.created or 0.0,
            Column.STORAGE_CLASS: bucket.storage_class,
        }
        return keys[self._column], bucket.name

    # ------------------------------------------------------------ Qt

    def titles(self) -> tuple[str, ...]:
        return self._titles

    def rowCount(self, parent: Index = ROOT) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._shown)

    @plain_data
    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        bucket, column = self._shown[index.row()], index.column()
        if role in (Role.DisplayRole, Role.AccessibleTextRole):
            texts = (
                bucket.name,
                bucket.region,
                figures.when(bucket.created),
                names.storage_class(bucket.storage_class),
            )
            return texts[column]
        if role == Role.DecorationRole:
            return self._icons.get(Sign.BUCKET) if column == Column.NAME else None
        if role == Role.TextAlignmentRole:
            return LEADING
        if role == Role.ToolTipRole:
            return f"{bucket.name}\n{bucket.endpoint}" if bucket.endpoint else bucket.name
        return None
