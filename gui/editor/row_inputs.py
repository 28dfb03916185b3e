"""Names with values that come and go, for user metadata and for tags. Checks and saves nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.editor.inputs import Sentence, WayCombo, chain
from gui.editor.model import Group, Row, Way
from gui.widgets import icons, style
from gui.widgets.sheet_parts import only_when_focused

_WAYS = (Way.SET, Way.REMOVE)


class RowInput(QWidget):
    """One name and its value, and the button that takes the row away.

    Signals:
        edited: something was typed or chosen.
        unwanted: the row is to go.
    """

    edited = Signal()
    unwanted = Signal()

    def __init__(self, row: Row, *, many: bool) -> None:
        super().__init__()
        self.way = WayCombo(self.tr("What to do"), _WAYS) if many else None
        self.name, self.value = QLineEdit(row.name), QLineEdit(row.value)
        self.remove = QToolButton()
        self.sentence = Sentence()
        self.name.setPlaceholderText(self.tr("name"))
        self.value.setPlaceholderText(self.tr("value"))
        for edit in (self.name, self.value):
            edit.setCursorPosition(0)
        icons.dress(self.remove, "close")
        self._lay_out()
        self.name.textChanged.connect(lambda _: self.edited.emit())
        self.value.textChanged.connect(lambda _: self.edited.emit())
        self.remove.clicked.connect(self.unwanted)
        if self.way is not None:
            self.way.currentIndexChanged.connect(lambda _: self._follow())

    @property
    def row(self) -> Row:
        return Row(self.name.text(), self.value.text(), self.way.way if self.way is not None else Way.SET)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where the tabulator key stops, in order."""
        way = (self.way,) if self.way is not None else ()
        return (*way, self.name, self.value, self.remove)

    def call(self, number: int) -> None:
        """Name the inputs for readers who do not see where they stand."""
        if self.way is not None:
            self.way.setAccessibleName(self.tr("What to do with row {number}").format(number=number))
        self.name.setAccessibleName(self.tr("Name in row {number}").format(number=number))
        self.value.setAccessibleName(self.tr("Value in row {number}").format(number=number))
        self.remove.setAccessibleName(self.tr("Take row {number} away").format(number=number))
        self.remove.setToolTip(self.tr("Take this row away"))

    def say(self, text: str) -> None:
        """Show what is wrong with it; "" for nothing."""
        self.sentence.say(text)
        for edit in (self.name, self.value):
            edit.setAccessibleDescription(text)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.STEP // 4)
        row = QHBoxLayout()
        row.setSpacing(style.STEP)
        if self.way is not None:
            row.addWidget(self.way)
        row.addWidget(self.name, 2)
        row.addWidget(self.value, 3)
        row.addWidget(self.remove)
        column.addLayout(row)
        column.addWidget(self.sentence)

    def _follow(self) -> None:
        if self.way is not None:
            self.value.setEnabled(self.way.way is Way.SET)
        self.edited.emit()


class RowsInput(QWidget):
    """All rows of a group, a button that adds one, and with `many` a box that removes all others.

    Signals:
        edited: something was typed, chosen, added or taken away.
    """

    edited = Signal()

    def __init__(self, group: Group, title: str, add: str, *, clear: str = "") -> None:
        """`add` and `clear` are the texts of the button and of the box; no box without a text."""
        super().__init__()
        self.group = group
        self._many = bool(clear)
        self.rows: list[RowInput] = []
        self.heading = QLabel(title)
        self.add_button = QPushButton(add)
        self.clear = QCheckBox(clear)
        self.empty = QLabel()
        self.sentence = Sentence()
        self.setAccessibleName(title)
        self._lay_out()
        self.add_button.clicked.connect(self._add_and_type)
        self.clear.toggled.connect(lambda _: self.edited.emit())

    def values(self) -> tuple[Row, ...]:
        """The rows as they stand, blank ones too, so that a row's number is its place."""
        return tuple(each.row for each in self.rows)

    def show_values(self, rows: Sequence[Row]) -> None:
        """Put other rows in the place of all."""
        for each in self.rows:
            self._drop(each)
        self.rows.clear()
        for row in rows:
            self._add(row)
        self._settle()

    def close_for(self, reason: str) -> None:
        """Offer nothing, and say why."""
        self.show_values(())
        self.add_button.hide()
        self.empty.setText(reason)

    def say(self, problems: Mapping[str | int, str], whole: str) -> None:
        """Show what is wrong, by the number of the row."""
        for at, each in enumerate(self.rows):
            each.say(problems.get(at, ""))
        self.sentence.say(whole)

    # ------------------------------------------------------------ inside

    def _lay_out(self) -> None:
        font = self.heading.font()
        font.setWeight(font.Weight.DemiBold)
        self.heading.setFont(font)
        icons.dress(self.add_button, "add")
        only_when_focused(self.add_button)
        self.clear.setVisible(self._many)
        self.empty.setWordWrap(True)
        self.empty.setForegroundRole(self.empty.palette().ColorRole.PlaceholderText)
        self.empty.setText("" if self._many else self.tr("none"))
        top = QHBoxLayout()
        top.addWidget(self.heading, 1)
        top.addWidget(self.add_button)
        self._box = QWidget()
        self._column = QVBoxLayout(self._box)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(style.STEP)
        self._box.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(style.STEP)
        whole.addLayout(top)
        whole.addWidget(self.empty)
        whole.addWidget(self._box)
        whole.addWidget(self.sentence)
        whole.addWidget(self.clear)
        self._settle()

    def _add(self, row: Row) -> RowInput:
        made = RowInput(row, many=self._many)
        made.edited.connect(self.edited)
        made.unwanted.connect(lambda: self._take_away(made))
        self.rows.append(made)
        self._column.addWidget(made)
        return made

    def _add_and_type(self) -> None:
        made = self._add(Row(""))
        self._settle()
        made.show()
        made.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _take_away(self, row: RowInput) -> None:
        at = self.rows.index(row)
        self.rows.remove(row)
        self._drop(row)
        self._settle()
        following = self.rows[min(at, len(self.rows) - 1)].remove if self.rows else self.add_button
        following.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _drop(self, row: RowInput) -> None:
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _settle(self) -> None:
        """Names, numbers and the order of the tabulator key after rows have come or gone."""
        self._box.setVisible(bool(self.rows))
        self.empty.setVisible(not self.rows and bool(self.empty.text()))
        stops = [stop for each in self.rows for stop in each.stops]
        chain([self.add_button, *stops, self.clear])
        for number, each in enumerate(self.rows, 1):
            each.call(number)
