"""The single inputs of the editor: a value, a choice, the sentence below, rows of them. Checks and saves nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.rules.props import PropKind
from gui.editor import text as editor_text
from gui.editor import validation as editor_rules
from gui.editor.model import ALWAYS, Row, Way
from gui.widgets import icons, style
from gui.widgets.plain import PlainLabel
from gui.widgets.sheet_parts import lead_to, only_when_focused


class CalmCombo(QComboBox):
    """A choice that a turn of the wheel scrolls past, unless it has the keyboard."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # Long values must not make the whole form wide.
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def offer(self, choices: Iterable[tuple[str, str]], chosen: str = "") -> None:
        """Offer other choices, each a value and its text."""
        with QSignalBlocker(self):
            self.clear()
            for value, text in choices:
                self.addItem(text, value)
            self.setCurrentIndex(max(0, self.findData(chosen)))

    @property
    def value(self) -> str:
        """The value of what is chosen; "" for nothing."""
        return str(self.currentData() or "")


class Sentence(PlainLabel):
    """What is wrong with the input above it, or with what is in the row; takes no room when nothing is."""

    def __init__(self) -> None:
        super().__init__()
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.hide()

    def say(self, text: str) -> None:
        self.setText(text)
        self.setVisible(bool(text))
        self._tint()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def _tint(self) -> None:
        wanted = f"color: {style.tints(self.palette()).bad};"
        if self.styleSheet() != wanted:
            self.setStyleSheet(wanted)


class WayCombo(CalmCombo):
    """Keep, set or remove."""

    def __init__(self, name: str, ways: Iterable[Way]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setMinimumContentsLength(7)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.offer((way.value, editor_text.way(way)) for way in ways)

    @property
    def way(self) -> Way:
        return Way(self.value)


class HeaderInput(QWidget):
    """The value of one content header; with `many` also whether to keep, set or remove it.

    Signals:
        edited: something was typed or chosen.
    """

    edited = Signal()

    def __init__(self, name: str, *, many: bool) -> None:
        super().__init__()
        self.name = name
        title = editor_text.header(name)
        ways = [way for way in Way if way is not Way.REMOVE or name not in ALWAYS]
        self.way = WayCombo(self.tr("{name}: what to do").format(name=title), ways) if many else None
        self.combo = CalmCombo() if name == "content-type" else None
        self.line = self._line()
        self.sentence = Sentence()
        self.value = self.combo or self.line
        self.value.setAccessibleName(title)
        self.line.setPlaceholderText(editor_rules.EXAMPLES[name])
        self._lay_out()
        self._connect()
        self._follow()

    @property
    def row(self) -> Row:
        """What was typed, and what is to become of it."""
        return Row(self.name, self.line.text(), self.way.way if self.way is not None else Way.SET)

    def show_text(self, text: str) -> None:
        """Put the object's value in."""
        with QSignalBlocker(self.line):
            self.line.setText(text)
        self.line.setCursorPosition(0)

    def say(self, text: str) -> None:
        """Show what is wrong with it; "" for nothing."""
        self.sentence.say(text)
        self.value.setAccessibleDescription(text)

    # ------------------------------------------------------------ inside

    def _line(self) -> QLineEdit:
        if self.combo is None:
            return QLineEdit()
        self.combo.setEditable(True)
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.combo.addItems(list(editor_rules.TYPES))
        self.combo.setCurrentIndex(-1)
        completer = self.combo.completer()
        if completer is not None:
            # The usual way writes on behind what is typed: "text/html" could not be had without a character set.
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
        line = self.combo.lineEdit()
        if line is None:
            raise RuntimeError("an editable combo box has a line to type in")
        return line

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.STEP // 4)
        row = QHBoxLayout()
        row.setSpacing(style.STEP)
        if self.way is not None:
            row.addWidget(self.way)
        row.addWidget(self.value, 1)
        column.addLayout(row)
        column.addWidget(self.sentence)
        lead_to(self, self.way or self.value)

    def _connect(self) -> None:
        self.line.textChanged.connect(lambda _: self.edited.emit())
        if self.way is not None:
            self.way.currentIndexChanged.connect(lambda _: self._follow())
            self.way.currentIndexChanged.connect(lambda _: self.edited.emit())
        if self.name == "expires":
            self.line.editingFinished.connect(self._write_as_http)

    def _follow(self) -> None:
        """A value is typed only where one is set."""
        self.value.setEnabled(self.way is None or self.way.way is Way.SET)

    def _write_as_http(self) -> None:
        right = editor_rules.http_date(self.line.text())
        if right:
            self.line.setText(right)


class ChoiceInput(QWidget):
    """A word out of a list, or the reason why there is none to choose.

    Signals:
        edited: something was chosen.
    """

    edited = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.combo = CalmCombo()
        self.combo.setAccessibleName(name)
        self.reason = PlainLabel()
        self.reason.setWordWrap(True)
        self.reason.setForegroundRole(self.reason.palette().ColorRole.PlaceholderText)
        self.reason.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.STEP // 4)
        column.addWidget(self.combo)
        column.addWidget(self.reason)
        lead_to(self, self.combo)
        self.combo.currentIndexChanged.connect(lambda _: self.edited.emit())

    @property
    def value(self) -> str:
        """The word, "" for what it is now."""
        return self.combo.value

    def offer(self, choices: Iterable[tuple[str, str]], chosen: str = "", *, reason: str = "") -> None:
        """Offer these words, or say why not; `chosen` is among them or the first one is shown."""
        self.combo.offer(choices, chosen)
        self.combo.setEnabled(self.combo.count() > 1)
        self.reason.setText(reason)
        self.reason.setVisible(bool(reason))
        self.combo.setAccessibleDescription(reason)


def chain(widgets: Iterable[QWidget]) -> None:
    """Let the tabulator key go from each to the next."""
    for one, other in pairwise(widgets):
        QWidget.setTabOrder(one, other)


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

    def __init__(self, group: PropKind, title: str, add: str, *, clear: str = "") -> None:
        """`add` and `clear` are the texts of the button and of the box; no box without a text."""
        super().__init__()
        self.group = group
        self._many = bool(clear)
        self.rows: list[RowInput] = []
        self.heading = PlainLabel(title)
        self.add_button = QPushButton(add)
        self.clear = QCheckBox(clear)
        self.empty = PlainLabel()
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
