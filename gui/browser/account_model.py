"""The accounts with their buckets, as a tree of two levels. Loads nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtGui import QIcon

from core.model.values import Account, BucketInfo
from gui.browser.rows import ROOT, Index, Role
from gui.text import names
from gui.text.place import Place
from gui.widgets.plain import plain_data


class Leaf(StrEnum):
    """What a row below an account is."""

    BUCKET = "bucket"
    START = "folder"  # the start path of a key that may not list its buckets
    NOTE = "note"  # "Loading…", "No buckets"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Row:
    """A row below an account.

    Attributes:
        place: where it leads; nowhere for a note and an error.
    """

    leaf: Leaf
    text: str
    tip: str = ""
    place: Place = Place()


@dataclass(slots=True)
class _Branch:
    account: str
    temporary: bool
    rows: tuple[Row, ...] = ()
    is_loaded: bool = False
    #: Position in the list of accounts; the internal id of the rows below.
    at: int = field(default=0)


class AccountsModel(QAbstractItemModel):
    """Accounts and what lies in them. A row below an account carries that account's position as its internal id."""

    def __init__(self, account_of: Callable[[str], Account | None] = lambda _: None) -> None:
        super().__init__()
        self._account_of = account_of
        self._branches: list[_Branch] = []
        self._icons: dict[str, QIcon] = {}

    # ------------------------------------------------------------ what the view does

    def show_accounts(self, names: Iterable[str], temporary: Sequence[str] = ()) -> None:
        """Show these accounts; what is known of an account's buckets stays. `temporary` ones live for this run."""
        old = {branch.account: branch for branch in self._branches}
        self.beginResetModel()
        self._branches = []
        for at, name in enumerate(names):
            branch = old.get(name) or _Branch(name, name in temporary, (Row(Leaf.NOTE, self.tr("Loading…")),))
            branch.at = at
            self._branches.append(branch)
        self.endResetModel()

    def show_loading(self, account: str) -> None:
        self._show(account, (Row(Leaf.NOTE, self.tr("Loading…")),), is_loaded=True)

    def show_buckets(self, account: str, buckets: Iterable[BucketInfo]) -> None:
        rows = tuple(
            Row(Leaf.BUCKET, bucket.name, _about(bucket), Place(account, bucket.name))
            for bucket in sorted(buckets, key=lambda bucket: bucket.name)
        )
        self._show(account, rows or (Row(Leaf.NOTE, self.tr("No buckets")),), is_loaded=True)

    def show_failure(self, account: str, sentence: str, start: Place) -> None:
        """The buckets could not be listed; a start path is offered where the account has one."""
        failure = Row(Leaf.ERROR, sentence, sentence)
        if start.bucket:
            way = Row(Leaf.START, f"{start.bucket}/{start.prefix}".rstrip("/"), sentence, start)
            self._show(account, (way,), is_loaded=True)
        else:
            self._show(account, (failure,), is_loaded=True)

    def is_loaded(self, account: str) -> bool:
        """Whether the account's buckets were asked for."""
        return any(branch.is_loaded for branch in self._branches if branch.account == account)

    def forget_buckets(self, account: str) -> None:
        """Ask for the account's buckets again when they are next needed."""
        self._show(account, (Row(Leaf.NOTE, self.tr("Loading…")),), is_loaded=False)

    def account_at(self, index: Index) -> str:
        """The account of a row, or of the row above; "" for no row."""
        if not index.isValid():
            return ""
        branch = self._branch_above(index)
        return (branch or self._branches[index.row()]).account

    def place_at(self, index: Index) -> Place:
        """Where a row leads; nowhere for a note."""
        if not index.isValid():
            return Place()
        branch = self._branch_above(index)
        return Place(self._branches[index.row()].account) if branch is None else branch.rows[index.row()].place

    def row_at(self, index: Index) -> Row | None:
        """A row below an account."""
        branch = self._branch_above(index) if index.isValid() else None
        return None if branch is None else branch.rows[index.row()]

    def index_of(self, place: Place) -> QModelIndex:
        """The row of the place's bucket, else of its account; invalid when there is none."""
        for branch in self._branches:
            if branch.account == place.account:
                above = self.index(branch.at, 0)
                for at, row in enumerate(branch.rows):
                    if place.bucket and row.place.bucket == place.bucket:
                        return self.index(at, 0, above)
                return above
        return QModelIndex()

    def set_icons(self, icons: dict[str, QIcon]) -> None:
        """Icons by `Leaf` value, and "account", "sandbox" and those of an account's colours."""
        self._icons = icons
        self.layoutChanged.emit()

    def _show(self, account: str, rows: tuple[Row, ...], *, is_loaded: bool) -> None:
        for branch in self._branches:
            if branch.account == account:
                above = self.index(branch.at, 0)
                self.beginRemoveRows(above, 0, len(branch.rows) - 1)
                branch.rows = ()
                self.endRemoveRows()
                self.beginInsertRows(above, 0, len(rows) - 1)
                branch.rows, branch.is_loaded = tuple(replace(row) for row in rows), is_loaded
                self.endInsertRows()

    # ------------------------------------------------------------ Qt

    def index(self, row: int, column: int, parent: Index = ROOT) -> QModelIndex:
        if row < 0 or column != 0 or row >= self.rowCount(parent):
            return QModelIndex()
        # 0 means an account; the rows below carry the account's position plus one.
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override] # Qt overloads it with QObject.parent
        branch = self._branch_above(index) if index.isValid() else None
        return QModelIndex() if branch is None else self.createIndex(branch.at, 0, 0)

    def rowCount(self, parent: Index = ROOT) -> int:  # noqa: N802 - Qt's name
        if not parent.isValid():
            return len(self._branches)
        return len(self._branches[parent.row()].rows) if parent.internalId() == 0 else 0

    def columnCount(self, _parent: Index = ROOT) -> int:  # noqa: N802 - Qt's name
        return 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        row = self.row_at(index)
        if row is not None and row.leaf is Leaf.NOTE:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    @plain_data
    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.row_at(index)
        if row is not None:
            return self._leaf_data(row, role)
        branch = self._branches[index.row()]
        known = self._account_of(branch.account)
        is_read_only, colour = (known.read_only, known.colour) if known is not None else (False, "")
        if role == Role.DisplayRole:
            return self.tr("{account} (read-only)").format(account=branch.account) if is_read_only else branch.account
        if role == Role.DecorationRole:
            return self._icons.get("sandbox" if branch.temporary else colour) or self._icons.get("account")
        if role == Role.ToolTipRole and is_read_only:
            return self.tr("Nothing is written with this account.")
        if role == Role.ToolTipRole and branch.temporary:
            return self.tr("This account is gone when you quit.")
        return None

    def _leaf_data(self, row: Row, role: int) -> object:
        if role == Role.DisplayRole:
            return row.text
        if role == Role.DecorationRole:
            return self._icons.get(row.leaf.value)
        return row.tip or None if role == Role.ToolTipRole else None

    def _branch_above(self, index: Index) -> _Branch | None:
        above = index.internalId()
        return self._branches[above - 1] if above else None


def _about(bucket: BucketInfo) -> str:
    return " · ".join(filter(None, (bucket.name, bucket.region, names.storage_class(bucket.storage_class))))
