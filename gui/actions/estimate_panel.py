"""A count that is on its way, and what came of it: in a panel, or in a dialog with a way out. Counts nothing itself."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui.actions import plan_text
from gui.text.facts import Fact
from gui.widgets import messages, style
from gui.widgets.fact_list import FactList
from gui.widgets.plain import PlainLabel
from gui.widgets.sheet_parts import only_when_focused, wrapped


class EstimatePanel(QWidget):
    """Facts, or the sentence that says why there are none; below them a bar and a number while it is counted.

    Where the facts are only a range, a button stops the count that looks at each object, or goes on with it.

    Signals:
        stop_wanted: the user does not want the exact number; the range stays.
        exact_wanted: the user wants it all the same.
    """

    stop_wanted = Signal()
    exact_wanted = Signal()

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = PlainLabel(title)
        font = self._title.font()
        font.setWeight(QFont.Weight.DemiBold)
        self._title.setFont(font)
        self.facts = FactList()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.said = wrapped()
        self.button = QPushButton()
        self.button.clicked.connect(self._press)
        only_when_focused(self.button)
        self._is_refining = False
        row = QHBoxLayout()
        row.setSpacing(style.STEP)
        row.addWidget(self.said, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.STEP)
        column.addWidget(self._title)
        column.addWidget(self.facts)
        column.addWidget(self.bar)
        column.addLayout(row)
        parts: tuple[QWidget, ...] = (self._title, self.facts, self.bar, self.said, self.button)
        for part in parts:
            part.hide()

    @property
    def is_busy(self) -> bool:
        """Whether it is counted and no figures hold meanwhile."""
        return self.bar.isVisibleTo(self) and not self._is_refining

    def show_count(self, count: int) -> None:
        """So many objects were found so far. Facts of an earlier count stay until the new ones come."""
        self._offer("")
        self._measure(0, 0, self.tr("The objects are being counted"))
        self._say(self.tr("Counting: %Ln object(s) so far", None, count))

    def show_refining(self, count: int, total: int) -> None:
        """The facts hold, and so many of all objects were looked at so far to make them exact."""
        self._is_refining = True
        self._offer(self.tr("&Stop counting"), self.tr("The figures stay as they are; you can go on counting later."))
        self._measure(min(count, total), total, self.tr("The objects are being counted exactly"))
        self._say(plan_text.counting_exactly(count, total))

    def show_unrefined(self, problem: Exception) -> None:
        """The facts hold, but they cannot be made exact."""
        self._leave_range(plan_text.not_counted_exactly(messages.sentence(problem)))

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """The count is done."""
        self.facts.show_facts(facts)
        self.facts.setVisible(bool(facts))
        self._end("")

    def show_problem(self, problem: Exception) -> None:
        """The count failed; what it is for may be begun all the same."""
        self.facts.show_facts(())
        self.facts.hide()
        self._end(self.tr("It could not be counted: {reason}").format(reason=messages.sentence(problem)))

    def _press(self) -> None:
        if not self._is_refining:
            self.exact_wanted.emit()
            return
        self._leave_range(self.tr("Counted by the listing alone: not each object was looked at."))
        self.stop_wanted.emit()

    def _leave_range(self, text: str) -> None:
        self._is_refining = False
        self._offer(
            self.tr("Count e&xactly"), self.tr("Looks at each object, which takes some three requests for each.")
        )
        self._hide_bar(keeps_room=True)  # the button stays under the pointer
        self._say(text)

    def _end(self, text: str) -> None:
        self._offer("")
        self._hide_bar(keeps_room=False)
        self._say(text)

    def _offer(self, text: str, tip: str = "") -> None:
        """What the button does; "" for no button."""
        if not text:
            self._is_refining = False
            self._give_keyboard_back()
        self.button.setVisible(bool(text))
        self.button.setText(text)
        self.button.setToolTip(tip)
        self.button.setAccessibleDescription(tip)

    def _give_keyboard_back(self) -> None:
        """A button that goes leaves the keyboard to what it stands in, and not to the next button or tick."""
        around = self.parentWidget()
        while around is not None and around.focusPolicy() is Qt.FocusPolicy.NoFocus:
            around = around.parentWidget()
        if around is not None and self.button.hasFocus():
            around.setFocus()

    def _measure(self, done: int, of: int, name: str) -> None:
        """Show the bar; `of` 0 when nobody knows how much there is."""
        self.bar.setRange(0, of)
        self.bar.setValue(done)
        self.bar.setAccessibleName(name)
        self.bar.show()

    def _hide_bar(self, *, keeps_room: bool) -> None:
        policy = self.bar.sizePolicy()
        policy.setRetainSizeWhenHidden(keeps_room)
        self.bar.setSizePolicy(policy)
        self.bar.hide()

    def _say(self, text: str) -> None:
        self.said.setText(text)
        self.said.setVisible(bool(text))
        self._title.setVisible(bool(self._title.text()) and (bool(text) or self.facts.isVisibleTo(self)))


_WIDTH = 420


class CountDialog(QDialog):
    """It shows the number that it is told; rejecting it means that nobody waits any more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Counting"))
        self.panel = EstimatePanel()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.buttons.rejected.connect(self.reject)
        self._leave_return_alone()
        column = QVBoxLayout(self)
        column.setContentsMargins(*(4 * [2 * style.STEP]))
        column.setSpacing(2 * style.STEP)
        column.addWidget(self.panel)
        column.addWidget(self.buttons)
        self.setFixedWidth(_WIDTH)
        self.show_count(0)

    def _leave_return_alone(self) -> None:
        """Return that was meant for the dialog before, or for the one that comes, gives nothing up; Escape does."""
        for button in self.buttons.buttons():
            if isinstance(button, QPushButton):
                button.setAutoDefault(False)

    def show_count(self, count: int) -> None:
        """So many objects were found so far."""
        self.panel.show_count(count)
