"""All that the window can do, with its keys, to be looked through."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLineEdit,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)

from gui.text.translate import words
from gui.widgets import style
from gui.widgets.plain import PlainItem
from gui.widgets.tables import dress

_SIZE = (640, 560)
_NATIVE = QKeySequence.SequenceFormat.NativeText


@dataclass(frozen=True, slots=True)
class Shortcut:
    """One line of the list: what is done, by which keys, and where."""

    name: str
    keys: str
    group: str
    tip: str = ""


def of_actions(group: str, actions: Iterable[QAction]) -> list[Shortcut]:
    """The lines of actions, those without keys included: they can be found in the menus."""
    return [
        Shortcut(action.iconText().removesuffix("…"), action.shortcut().toString(_NATIVE), group, action.statusTip())
        for action in actions
    ]


def further() -> list[Shortcut]:
    """What is no action of a menu."""
    panes, queue = words.tr("Panes"), words.tr("Queue")
    return [
        Shortcut(words.tr("Other pane, other part of the window"), "Tab", panes),
        Shortcut(words.tr("Open the row"), "Enter", panes),
        Shortcut(words.tr("Folder above"), words.tr("Backspace"), panes),
        Shortcut(words.tr("Go to the row that begins so"), words.tr("letters"), panes),
        Shortcut(words.tr("Menu of the row"), "Shift+F10", panes),
        Shortcut(words.tr("Open or close a folder's task"), "Enter, ←, →", queue),
        Shortcut(words.tr("Clear or cancel the task"), words.tr("Delete"), queue),
    ]


class ShortcutsDialog(QDialog):
    """A search field over a table. Escape leaves."""

    def __init__(self, shortcuts: Iterable[Shortcut], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self._shortcuts = sorted(shortcuts, key=lambda each: (not each.keys, each.name.casefold()))
        self.search = QLineEdit()
        self.table = QTableWidget(len(self._shortcuts), 3)
        self._lay_out()
        self._fill()
        self.search.textChanged.connect(self._filter)

    def _lay_out(self) -> None:
        self.search.setPlaceholderText(self.tr("Search: what is done, or a key"))
        self.search.setAccessibleName(self.tr("Search the shortcuts"))
        self.search.setClearButtonEnabled(True)
        self.table.setAccessibleName(self.tr("Keyboard shortcuts"))
        self.table.setHorizontalHeaderLabels([self.tr("What is done"), self.tr("Keys"), self.tr("Where")])
        dress(self.table)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.setColumnWidth(1, 160)
        self.table.setColumnWidth(2, 110)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*(4 * [2 * style.STEP]))
        whole.setSpacing(style.STEP)
        whole.addWidget(self.search)
        whole.addWidget(self.table, 1)
        whole.addWidget(buttons)
        self.search.setFocus()
        self.resize(*_SIZE)

    def _fill(self) -> None:
        for row, each in enumerate(self._shortcuts):
            for column, text in enumerate((each.name, each.keys, each.group)):
                item = PlainItem(text)
                item.setToolTip(each.tip or text)
                self.table.setItem(row, column, item)

    def _filter(self, needle: str) -> None:
        wanted = needle.strip().casefold()
        for row, each in enumerate(self._shortcuts):
            told = f"{each.name}\n{each.keys}\n{each.group}\n{each.tip}".casefold()
            self.table.setRowHidden(row, wanted not in told)
