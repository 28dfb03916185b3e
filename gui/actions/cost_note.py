"""What agreeing to a question takes. The question is open at once, the figures come when counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QGridLayout, QLabel, QMessageBox, QSpacerItem

from core.model.requests import JobRequest
from core.rules.estimate import Estimate
from core.store.read_cache import ReadCache
from gui.actions import charge_text, count_text
from gui.actions.counting import Counting, Estimates
from gui.qt.tasks import Tasks
from gui.text.translate import words
from gui.widgets import messages

#: A question is at least so wide: the line of requests by kind is long.
_WIDTH = 600
#: Room for so many lines is kept, so that the buttons stay where they are when the figures come.
_LINES = 3


class Charge(QObject):
    """Counts while a question stands there, and tells it below what is asked.

    Nobody is made to wait for it: whoever answers before ends the count.
    """

    def __init__(
        self,
        box: QMessageBox,
        engine: Estimates,
        browse: Tasks,
        find: Callable[[], Sequence[JobRequest]],
        *,
        read_cache: ReadCache | None = None,
    ) -> None:
        """`find` gives what would be queued, of one kind; it is called in a thread and may block or raise."""
        super().__init__(box)
        self._box, self._find = box, find
        self._asked = self._said = box.informativeText()
        self._requests: Sequence[JobRequest] = ()
        self._told = ""
        self._lines = _LINES
        counting = Counting(engine, browse, self, read_cache=read_cache)
        counting.counted.connect(self._show_count)
        counting.refining.connect(self._show_refining)
        counting.done.connect(self._show)
        counting.failed.connect(self._show_problem)
        counting.unrefined.connect(self._show_unrefined)
        box.finished.connect(counting.stop)
        self._say(words.tr("Counting what this takes…"))
        counting.start_found(self._look)

    def _look(self) -> Sequence[JobRequest]:
        self._requests = self._find()
        return self._requests

    def _show_count(self, count: int) -> None:
        if count:
            self._say(words.tr("Counting what this takes: %Ln object(s) so far", None, count))

    def _show(self, estimate: Estimate) -> None:
        self._told = charge_text.lines(self._requests, estimate)
        self._say(self._told)

    def _show_refining(self, count: int, total: int) -> None:
        self._say(f"{self._told}\n{count_text.refining(count, total)}")

    def _show_unrefined(self, problem: Exception) -> None:
        self._say(f"{self._told}\n{count_text.unrefined(messages.sentence(problem))}")

    def _show_problem(self, problem: Exception) -> None:
        self._say(words.tr("It could not be counted: {reason}").format(reason=messages.sentence(problem)))

    def _say(self, text: str) -> None:
        self._lines = max(self._lines, text.count("\n") + 1)  # no room that was taken is given up again
        kept = "\n" * (self._lines - 1 - text.count("\n"))
        said = f"{self._asked}\n\n{text}{kept}"
        label = next((each for each in self._box.findChildren(QLabel) if each.text() == self._said), None)
        self._said = said
        if label is not None and self._box.isVisible():
            label.setText(said)  # the box would lay itself out anew, and lose its width
            return
        self._box.setInformativeText(said)
        grid = self._box.layout()
        if isinstance(grid, QGridLayout):  # a message box takes no width of its own
            grid.addItem(QSpacerItem(_WIDTH, 0), grid.rowCount(), 0, 1, grid.columnCount())
