"""Window floor: a count that is on its way, and what came of it. It shows; it counts nothing itself."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QProgressBar, QVBoxLayout, QWidget

from gui import style
from gui.models.fact import Fact
from gui.views import messages
from gui.views.fact_list import FactList
from gui.views.sheet_parts import wrapped


class EstimatePanel(QWidget):
    """A bar and a number while it is counted, then facts, or the sentence that says why there are none."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = QLabel(title)
        font = self._title.font()
        font.setWeight(QFont.Weight.DemiBold)
        self._title.setFont(font)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("The objects are being counted"))
        self.said = wrapped()
        self.facts = FactList()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.STEP)
        parts: tuple[QWidget, ...] = (self._title, self.bar, self.said, self.facts)
        for part in parts:
            column.addWidget(part)
            part.hide()

    @property
    def is_busy(self) -> bool:
        return self.bar.isVisibleTo(self)

    def show_count(self, count: int) -> None:
        """So many objects were found so far. Facts of an earlier count stay until the new ones come."""
        self._say(self.tr("Counting: %Ln object(s) so far", None, count), busy=True)

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """The count is done."""
        self.facts.show_facts(facts)
        self.facts.setVisible(bool(facts))
        self._say("", busy=False)

    def show_problem(self, problem: Exception) -> None:
        """The count failed; what it is for may be begun all the same."""
        text = self.tr("It could not be counted: {reason}").format(reason=messages.sentence(problem))
        self.facts.show_facts(())
        self.facts.hide()
        self._say(text, busy=False)

    def _say(self, text: str, *, busy: bool) -> None:
        self.bar.setVisible(busy)
        self.said.setText(text)
        self.said.setVisible(bool(text))
        self._title.setVisible(bool(self._title.text()) and (bool(text) or self.facts.isVisibleTo(self)))
