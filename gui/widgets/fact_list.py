"""Facts as a list of titles and sentences; what is behind a figure opens with a button or a key."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QGridLayout, QLabel, QToolButton, QWidget

from gui.text.facts import Fact, Tone
from gui.widgets import icons, style
from gui.widgets.plain import PlainLabel
from gui.widgets.sheet_parts import only_when_focused, wrapped

_ARROW = 14


class FactList(QWidget):
    """Rows of a title and what is said; rows with details have an arrow that opens them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(style.STEP)
        self._grid.setVerticalSpacing(style.STEP // 2)
        self._grid.setColumnMinimumWidth(1, _ARROW + style.STEP // 2)
        self._grid.setColumnStretch(2, 1)
        self._opened: set[str] = set()
        self._facts: tuple[Fact, ...] = ()
        self.said: dict[str, QLabel] = {}
        self.arrows: dict[str, QToolButton] = {}

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Show other facts; what was opened stays open, and the keyboard stays where it was."""
        if tuple(facts) == self._facts:
            return
        focused = next((title for title, arrow in self.arrows.items() if arrow.hasFocus()), "")
        self._facts = tuple(facts)
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.said, self.arrows = {}, {}
        for line, fact in enumerate(self._facts):
            self._add(line, fact)
        self._order_tabs()
        if focused in self.arrows:
            self.arrows[focused].setFocus()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            for fact in self._facts:
                self._colour(self.said[fact.title], fact.tone)

    def _order_tabs(self) -> None:
        """Let the arrows follow what scrolls them; they are made later than what stands below them."""
        before = self.parentWidget()
        while before is not None and before.focusPolicy() is Qt.FocusPolicy.NoFocus:
            before = before.parentWidget()
        for arrow in self.arrows.values():
            if before is not None:
                self.setTabOrder(before, arrow)
            before = arrow

    def _add(self, line: int, fact: Fact) -> None:
        title, said = PlainLabel(fact.title), wrapped()
        title.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        said.setText(fact.said)
        said.setAccessibleName(fact.title)
        self._colour(said, fact.tone)
        self.said[fact.title] = said
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(title, 2 * line, 0, top)
        self._grid.addWidget(said, 2 * line, 2, top)
        if fact.more:
            details = wrapped()
            details.setText("\n".join(fact.more))
            details.setAccessibleName(self.tr("Details of: {title}").format(title=fact.title))
            self._grid.addWidget(self._arrow(fact, details), 2 * line, 1, top)
            self._grid.addWidget(details, 2 * line + 1, 2, top)

    def _arrow(self, fact: Fact, details: QLabel) -> QToolButton:
        arrow = QToolButton()
        arrow.setCheckable(True)
        arrow.setAutoRaise(True)
        only_when_focused(arrow)
        arrow.setIconSize(QSize(_ARROW, _ARROW))
        arrow.setStyleSheet("padding: 0px;")  # as high as a line of text
        arrow.setChecked(fact.title in self._opened)
        arrow.toggled.connect(lambda is_open: self._open(fact, details, is_open=is_open))
        self.arrows[fact.title] = arrow
        self._open(fact, details, is_open=arrow.isChecked())
        return arrow

    def _open(self, fact: Fact, details: QLabel, *, is_open: bool) -> None:
        (self._opened.add if is_open else self._opened.discard)(fact.title)
        details.setVisible(is_open)
        arrow = self.arrows[fact.title]
        icons.dress(arrow, "collapse" if is_open else "expand")
        text = self.tr("Hide the details of: {title}") if is_open else self.tr("Show the details of: {title}")
        arrow.setAccessibleName(text.format(title=fact.title))
        arrow.setToolTip(text.format(title=fact.title))

    def _colour(self, label: QLabel, tone: Tone) -> None:
        """Colour by the palette's own text role, which a style sheet of the label would replace."""
        tints = style.tints(self.palette())
        colours = {Tone.PLAIN: tints.text, Tone.WARN: tints.warn, Tone.BAD: tints.bad}
        palette = label.palette()
        palette.setColor(QPalette.ColorRole.WindowText, colours[tone])
        label.setPalette(palette)
