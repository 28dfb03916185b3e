"""For how long and how fast archived objects are made readable. It only asks; it queues nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.model.requests import JobKind, PrefixRequest, Restore, RestoreRequest
from core.model.values import ObjectInfo, RestoreState
from core.rules.providers import StorageClass
from gui.text import choices as choice_text
from gui.text import names, phrases
from gui.text.place import Item, ItemKind, shown, shown_key
from gui.text.translate import together
from gui.widgets import icons, messages, style
from gui.widgets.plain import PlainItem, PlainLabel
from gui.widgets.sheet_parts import enlarge, number_box
from gui.widgets.tables import ROW, PaddedDelegate

#: The most days that are offered where the vendor names no limit.
DAYS_MAX = 365
_USUAL_DAYS = 7
#: So many objects are looked at; the others are looked at when their turn comes.
LOOK_MAX = 20
_WIDTH, _DAYS, _TIER = 620, 120, 340
_ROWS_MIN, _ROWS_MAX = 2, 8


@dataclass(slots=True)
class _Row:
    """One item and what is known of it; `info` and `problem` are None while it is looked at."""

    item: Item
    cells: tuple[QTableWidgetItem, ...]
    info: ObjectInfo | None = None
    problem: Exception | None = None

    @property
    def is_folder(self) -> bool:
        return self.item.kind is not ItemKind.OBJECT

    @property
    def can_be_restored(self) -> bool:
        state = None if self.info is None else self.info.restore
        return self.is_folder or state in (RestoreState.FROZEN, RestoreState.RESTORED)


class RestoreDialog(QDialog):
    """Days, speed, and what the objects are now.

    Signals:
        chosen: the user agrees; read `objects` and `folders`.
    """

    chosen = Signal()

    def __init__(self, items: Sequence[Item], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[_Row] = []
        self._classes: Mapping[str, StorageClass] = {}
        objects = [item for item in items if item.kind is ItemKind.OBJECT]
        folders = [item for item in items if item.kind is not ItemKind.OBJECT]
        self._unseen = objects[LOOK_MAX:]
        self.setWindowTitle(self.tr("Restore from archive"))
        self.heading = PlainLabel(self.tr("Restore %Ln item(s) from the archive", None, len(items)))
        self.place = PlainLabel(f"{items[0].account}: {items[0].bucket}")
        self.table = QTableWidget(0, 3)
        self.days, self.tier = number_box(), QComboBox()
        self.meaning, self.limits, self.hint, self.summary = PlainLabel(), PlainLabel(), PlainLabel(), PlainLabel()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.restore_button = self.buttons.addButton(self.tr("Restore…"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._rows = [self._add_row(item) for item in (*folders, *objects[:LOOK_MAX])]
        self._set_up_fields()
        self._set_up_table()
        self._lay_out()
        self.tier.currentIndexChanged.connect(lambda _index: self._show())
        self.days.valueChanged.connect(lambda _value: self._show_days())
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.accepted.connect(self.chosen)
        self.finished.connect(self.deleteLater)
        for row in self._rows:
            self._show_row(row)
        self._show_meaning()
        self._show_days()

    # ------------------------------------------------------------ what is asked for

    @property
    def restore(self) -> Restore:
        return Restore(self.days.value(), self.tier.currentData() or "")

    def looked_at(self) -> tuple[Item, ...]:
        """The objects whose state is shown here, in the order in which they are numbered for `show_state`."""
        return tuple(row.item for row in self._rows if not row.is_folder)

    def objects(self) -> tuple[RestoreRequest, ...]:
        """The single objects to restore; a speed that a storage class does not have is left out for it."""
        restore = self.restore
        seen = [
            RestoreRequest(row.item.ref, Restore(restore.days, self._tier_for(row, restore.tier)))
            for row in self._rows
            if row.can_be_restored and not row.is_folder
        ]
        return (*seen, *(RestoreRequest(item.ref, restore) for item in self._unseen))

    def folders(self) -> tuple[PrefixRequest, ...]:
        """The folders in which every archived object is to be restored."""
        return tuple(
            PrefixRequest(row.item.ref, row.item.ref, kind=JobKind.RESTORE, restore=self.restore)
            for row in self._rows
            if row.is_folder
        )

    def _tier_for(self, row: _Row, tier: str) -> str:
        known = self._classes.get(_class_of(row))
        return tier if known is not None and tier in known.tiers else ""

    # ------------------------------------------------------------ what becomes known

    def show_state(self, at: int, info: ObjectInfo) -> None:
        """The object with this number in `looked_at` is so now."""
        row = self._of(at)
        row.info = info
        self._show_row(row)
        self._show_meaning()
        self._offer_choices()
        self._show()

    def show_problem(self, at: int, problem: Exception) -> None:
        """The object with this number cannot be looked at."""
        row = self._of(at)
        row.problem = problem
        self._show_row(row)
        self._show_meaning()
        self._show()

    def show_classes(self, classes: Sequence[StorageClass]) -> None:
        """What the provider allows for its archived storage classes."""
        self._classes = {one.name: one for one in classes if one.archived}
        self._offer_choices()
        self._show()

    def _of(self, at: int) -> _Row:
        return [row for row in self._rows if not row.is_folder][at]

    @property
    def _is_blind(self) -> bool:
        """Whether there are objects whose storage class nobody has seen."""
        return bool(self._unseen) or any(row.is_folder for row in self._rows)

    def _offered(self) -> tuple[StorageClass, ...]:
        """The archived classes that were seen; all, where there are objects that nobody has seen."""
        seen = {_class_of(row) for row in self._rows if row.can_be_restored}
        return tuple(one for name, one in self._classes.items() if self._is_blind or name in seen)

    def _offer_choices(self) -> None:
        """What at least one of the objects can have; what another one cannot, the dialog says."""
        chosen, offered = self.tier.currentData(), self._offered()
        self.tier.blockSignals(True)
        self.tier.clear()
        for tier in dict.fromkeys(("", *(tier for one in offered for tier in one.tiers))):
            self.tier.addItem(choice_text.speed(tier), tier)
        self.tier.setCurrentIndex(max(0, self.tier.findData(chosen)))
        self.tier.blockSignals(False)
        limits = [one.days_max or DAYS_MAX for one in offered] or [DAYS_MAX]
        self.days.setMaximum(max(limits) if self._is_blind else min(limits))

    def _limits_said(self) -> str:
        """Which of the objects that nobody has seen the store will refuse with these choices."""
        if not self._is_blind:
            return ""
        restore, offered = self.restore, self._offered()
        said = [
            self.tr("Objects of the storage class {name} are refused above %Ln day(s).", None, one.days_max).format(
                name=one.name
            )
            for one in offered
            if one.days_max and restore.days > one.days_max
        ]
        said += [
            self.tr("Objects of the storage class {name} do not have this speed.").format(name=one.name)
            for one in offered
            if restore.tier and restore.tier not in one.tiers
        ]
        return together(*said)

    # ------------------------------------------------------------ making

    def _add_row(self, item: Item) -> _Row:
        at = self.table.rowCount()
        self.table.insertRow(at)
        name = shown_key(item.key) if item.kind is ItemKind.OBJECT else shown(item.key or item.bucket) + "/"
        cells = tuple(PlainItem(text) for text in (name, "", ""))
        for column, cell in enumerate(cells):
            self.table.setItem(at, column, cell)
        return _Row(item, cells)

    def _set_up_fields(self) -> None:
        self.days.setRange(1, DAYS_MAX)
        self.days.setValue(_USUAL_DAYS)
        self.days.setAccessibleName(self.tr("Days"))
        self.tier.setAccessibleName(self.tr("Speed"))
        self.tier.addItem(choice_text.speed(""), "")
        for field, width in ((self.days, _DAYS), (self.tier, _TIER)):
            field.setMinimumWidth(width)
        self.hint.setText(
            self.tr(
                "Nobody has to wait for it: copies of archived objects can be queued now. With “Restore archived "
                "objects first” they wait in the queue until the objects can be read. The provider charges for "
                "restoring, and for the readable copy as long as it is kept."
            )
        )

    def _set_up_table(self) -> None:
        table = self.table
        table.setAccessibleName(self.tr("Objects to restore"))
        table.setHorizontalHeaderLabels([self.tr("Object"), self.tr("Storage class"), self.tr("Now")])
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(ROW)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.setItemDelegate(PaddedDelegate(table))
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        columns = table.horizontalHeader()
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        columns.setHighlightSections(False)
        columns.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        table.setColumnWidth(1, 104)
        table.setColumnWidth(2, 250)
        rows = min(max(table.rowCount(), _ROWS_MIN), _ROWS_MAX)
        height = rows * ROW + columns.sizeHint().height() + 4
        table.setMinimumHeight(height)
        if table.rowCount() <= _ROWS_MAX:
            table.setMaximumHeight(height)
        table.setCurrentCell(0, 0)
        table.currentCellChanged.connect(lambda *_: self._show_meaning())

    def _lay_out(self) -> None:
        enlarge(self.heading)
        for label in (self.heading, self.place, self.meaning, self.hint, self.limits, self.summary):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        for label in (self.place, self.hint, self.limits):
            label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.meaning.setAccessibleName(self.tr("What is selected"))
        self.meaning.setMinimumHeight(2 * self.meaning.fontMetrics().lineSpacing())  # or the rest would jump
        self.meaning.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.summary.setAccessibleName(self.tr("What will be restored"))
        form = QFormLayout()
        form.setHorizontalSpacing(2 * style.STEP)
        form.setVerticalSpacing(style.STEP)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        for text, field in ((self.tr("&Readable for"), self.days), (self.tr("&Speed"), self.tier)):
            label = PlainLabel(text)
            label.setBuddy(field)
            form.addRow(label, field)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*(4 * [2 * style.STEP]))
        whole.setSpacing(style.STEP)
        whole.addWidget(self.heading)
        whole.addWidget(self.place)
        whole.addWidget(self.table, 1)
        whole.addWidget(self.meaning)
        whole.addLayout(form)
        whole.addWidget(self.limits)
        whole.addWidget(self.hint)
        whole.addWidget(self.summary)
        whole.addStretch(0 if self.table.rowCount() > _ROWS_MAX else 1)
        whole.addWidget(self.buttons)
        style.make_primary(self.restore_button)
        self.restore_button.setDefault(True)  # which a button remembers only when it is in the dialog
        self.resize(_WIDTH, whole.totalHeightForWidth(_WIDTH))
        self.days.setFocus()
        self.days.selectAll()

    # ------------------------------------------------------------ showing

    def _show_days(self) -> None:
        suffix = " " + self.tr("day(s)", "the unit behind the number", self.days.value())
        if suffix != self.days.suffix():  # which would take the selection away
            self.days.setSuffix(suffix)
        self._show()

    def _show(self) -> None:
        count = len(self.objects())
        has_folders = any(row.is_folder for row in self._rows)
        left_out = sum(1 for row in self._rows if not row.can_be_restored and (row.info or row.problem))
        waiting = any(row.info is None and row.problem is None and not row.is_folder for row in self._rows)
        self.restore_button.setEnabled(bool(count or has_folders) and not waiting)
        self.summary.setText(self._summed_up(count, left_out))
        self.summary.setVisible(bool(self.summary.text()))
        self.limits.setText(self._limits_said())
        self.limits.setVisible(bool(self.limits.text()))

    def _summed_up(self, count: int, left_out: int) -> str:
        said = []
        if self._unseen:
            said.append(self.tr("%Ln more object(s) are looked at when their turn comes.", None, len(self._unseen)))
        if left_out and count:
            said.append(self.tr("%Ln object(s) are left out.", None, left_out))
        elif left_out and not any(row.is_folder for row in self._rows):
            said.append(self.tr("There is nothing to restore."))
        return together(*said)

    def _show_row(self, row: _Row) -> None:
        tints = style.tints(self.palette())
        name, storage_class, state = row.cells
        storage_class.setText("" if row.info is None else names.storage_class(row.info.props.storage_class))
        sign, colour, said = self._told(row, tints)
        name.setIcon(icons.sign(sign, colour))
        state.setText(said)
        state.setToolTip(said)

    def _show_meaning(self) -> None:
        """What the state of the row with the keyboard means; of a failure, the whole sentence."""
        at = self.table.currentRow()
        row = self._rows[at] if 0 <= at < len(self._rows) else None
        state = None if row is None or row.info is None else row.info.restore
        if row is not None and row.problem is not None:
            self.meaning.setText(messages.sentence(row.problem))
        elif row is not None and row.is_folder:
            self.meaning.setText(self.tr("The plan counts them before anything is queued."))
        elif state is RestoreState.RESTORED:
            self.meaning.setText(self.tr("To restore it again keeps it readable for longer."))
        elif state is RestoreState.RESTORING:
            self.meaning.setText(self.tr("The store is at work on it, so it is left out."))
        else:
            self.meaning.setText("")

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            for row in self._rows:
                self._show_row(row)

    def _told(self, row: _Row, tints: style.Tints) -> tuple[str, str, str]:
        """Sign, its colour, and words for what an item is now."""
        if row.is_folder:
            return "folder", tints.text, self.tr("every archived object in it")
        if row.problem is not None:
            return "error", tints.bad, messages.sentence(row.problem)
        if row.info is None:
            return "waiting", tints.muted, self.tr("looking…")
        until = phrases.when(row.info.readable_until)
        restored = self.tr("readable until {date}").format(date=until) if until else self.tr("readable for a while")
        return {
            RestoreState.FROZEN: ("archive", tints.text, self.tr("archived: cannot be read")),
            RestoreState.RESTORING: ("running", tints.muted, self.tr("is being restored already")),
            RestoreState.RESTORED: ("ok", tints.ok, restored),
            RestoreState.NOT_NEEDED: ("skipped", tints.muted, self.tr("can be read: nothing to restore")),
        }[row.info.restore]


def _class_of(row: _Row) -> str:
    return "" if row.info is None else row.info.props.storage_class
