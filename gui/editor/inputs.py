"""The single inputs of the editor: a value, a choice, and the sentence below. Checks nothing."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from gui.editor import text as editor_text
from gui.editor import validation as editor_rules
from gui.editor.model import ALWAYS, Row, Way
from gui.widgets import style
from gui.widgets.sheet_parts import lead_to


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


class Sentence(QLabel):
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
        wished = f"color: {style.tints(self.palette()).bad};"
        if self.styleSheet() != wished:
            self.setStyleSheet(wished)


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
        self.reason = QLabel()
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
