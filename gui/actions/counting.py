"""Counting what is to be done, before it is: how far that is, what comes out, and how it is stopped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QMessageBox, QSpacerItem

from core.model.errors import KnownError
from core.model.reports import Preview
from core.model.requests import CopyRequest, DeleteRequest, JobRequest, PrefixRequest
from core.rules.estimate import Estimate
from core.store.read_cache import ReadCache
from core.system.clock import Cancel
from gui.actions import plan_text
from gui.actions.estimate_panel import EstimatePanel
from gui.qt.contracts import EngineApi
from gui.qt.tasks import Request, Tasks
from gui.text.translate import words
from gui.text.visible import visible_lines
from gui.widgets import messages

_TELL_MS = 100
Requests = Sequence[JobRequest | PrefixRequest]
W = TypeVar("W", CopyRequest, DeleteRequest, contravariant=True)


class Sheet(Protocol):
    """What shows a count while it goes on, and what came of it."""

    panel: EstimatePanel

    def show_count(self, count: int) -> None: ...

    def show_estimate(self, estimate: Estimate) -> None: ...

    def show_problem(self, problem: Exception) -> None: ...


@dataclass(frozen=True, slots=True)
class Looked:
    """What one object is, and what the request about it takes; `estimate` is None where nobody can tell."""

    preview: Preview
    estimate: Estimate | None


def look(
    engine: EngineApi,
    request: W,
    cancel: Cancel,
    *,
    refine: Callable[[Preview], W | None] = lambda _: None,
    read_cache: ReadCache | None = None,
) -> Looked:
    """Look at one object and count what it takes, which asks the store hardly anything more. Blocks on the network.

    Args:
        refine: gives the request that will be queued, where that depends on what was found.
        read_cache: what is known of the object already.
    """
    read_cache = read_cache or ReadCache()
    preview = engine.preview(request, cancel, read_cache)
    if preview.refused is not None:
        return Looked(preview, None)
    try:
        return Looked(preview, engine.estimate([refine(preview) or request], cancel, read_cache=read_cache))
    except KnownError:  # a table of prices that cannot be read keeps nobody from it; each plan tells of it
        return Looked(preview, None)


class Counting(QObject):
    """One estimate at a time; another one gives the earlier one up.

    What goes by the listing alone is soon told, but only as a range. So a second count follows by itself, which looks
    at each object; there is never a third.

    Signals:
        counted: how many objects were found so far, at most ten times a second.
        refining: how many objects the second count has looked at so far, and how many there are.
        done: the `Estimate` of either count.
        failed: the exception of the first count.
        unrefined: the exception of the second count; the first one's estimate holds.
    """

    counted = Signal(int)
    refining = Signal(int, int)
    done = Signal(object)
    failed = Signal(object)
    unrefined = Signal(object)

    def __init__(
        self,
        engine: EngineApi,
        browse: Tasks,
        parent: QObject,
        *,
        read_cache: ReadCache | None = None,
        refines: bool = True,
    ) -> None:
        """Count nothing yet.

        Args:
            read_cache: what is known of the objects already; without it each count looks at them itself.
            refines: whether the second count follows.
        """
        super().__init__(parent)
        self._engine, self._browse, self._read_cache, self._refines = engine, browse, read_cache, refines
        self._asked: Request | None = None
        self._found = _Found()
        self._drawn: tuple[Requests, int] | None = None  # what the first count told only as a range: how many objects
        self._is_exact = False
        # A thread may not touch a Qt object, so it leaves the number where this timer finds it.
        self._timer = QTimer(self, interval=_TELL_MS)
        self._timer.timeout.connect(self._tell)

    @property
    def is_going_on(self) -> bool:
        return self._asked is not None

    def show_in(self, dialog: Sheet) -> None:
        """Let a dialog show all that is told, and let its user stop the second count and go on with it."""
        self.counted.connect(dialog.show_count)
        self.refining.connect(dialog.panel.show_refining)
        self.done.connect(dialog.show_estimate)
        self.failed.connect(dialog.show_problem)
        self.unrefined.connect(dialog.panel.show_unrefined)
        dialog.panel.stop_wanted.connect(self.stop)
        dialog.panel.exact_wanted.connect(self.refine)

    def start(self, requests: Requests, *, read_cache: ReadCache | None = None) -> None:
        """Count what `requests` will do. `read_cache` takes the place of the one that was given before."""
        wanted, self._read_cache = tuple(requests), read_cache or self._read_cache
        self.start_found(lambda: wanted)

    def start_found(self, find: Callable[[], Requests]) -> None:
        """Count what those requests will do that `find` gives, which is called in the thread and may block."""
        was_drawn, self._drawn = self._drawn is not None, None
        self._run(find, exactly=False)
        if was_drawn:  # it is going to take its time again: what shows the second count shows that at once
            self._tell()

    def go_on_from(self, requests: Requests, estimate: Estimate) -> None:
        """Go on as if `estimate` had been told here for `requests`."""
        self._keep(tuple(requests), estimate)
        self.refine()

    def refine(self) -> None:
        """Look at each object, where the last estimate is only a range; go on with that after a stop."""
        if self._drawn is not None:
            self._run_exactly(self._drawn[0])
            self._tell()

    def stop(self) -> None:
        """Give up; nothing is told any more."""
        self._timer.stop()
        if self._asked is not None:
            self._asked.drop()
            self._asked = None

    def _run_exactly(self, requests: Requests) -> None:
        self._run(lambda: requests, exactly=True)

    def _run(self, find: Callable[[], Requests], *, exactly: bool) -> None:
        self.stop()
        found = self._found = _Found()
        self._is_exact = exactly

        def count(cancel: Cancel) -> tuple[Requests, Estimate]:
            requests = find()
            return requests, self._engine.estimate(requests, cancel, found.take, self._read_cache, exactly=exactly)

        self._asked = self._browse.run(count, self._take, failed=self._fail, owner=self)
        self._timer.start()

    def _tell(self) -> None:
        if self._is_exact and self._drawn is not None:
            self.refining.emit(self._found.count, self._drawn[1])
        else:
            self.counted.emit(self._found.count)

    def _keep(self, requests: Requests, estimate: Estimate) -> None:
        self._drawn = (requests, estimate.objects) if estimate.drawn else None

    def _take(self, told: tuple[Requests, Estimate]) -> None:
        requests, estimate = told
        self.stop()
        self._keep(requests, estimate)
        if self._is_exact:
            self._drawn = None  # what this key may not see, another look does not show either
        elif self._refines and self._drawn is not None:
            self._run_exactly(requests)  # before it is told, so that whoever hears of it can stop this
        self.done.emit(estimate)
        if self._is_exact and self.is_going_on:
            self._tell()

    def _fail(self, problem: Exception) -> None:
        self.stop()
        (self.unrefined if self._is_exact else self.failed).emit(problem)


class _Found:
    """How many objects were found so far. Thread: one writes, another reads, and a whole number is never torn."""

    def __init__(self) -> None:
        self.count = 0

    def take(self, count: int) -> None:
        self.count = count


#: A question is at least so wide: the line of requests by kind is long.
_WIDTH = 600
#: Room for so many lines is kept, so that the buttons stay where they are when the figures come.
_LINES = 3


class CostNote(QObject):
    """Counts while a question stands there, and tells it below what is asked.

    Nobody is made to wait for it: whoever answers before ends the count.
    """

    def __init__(
        self,
        box: QMessageBox,
        engine: EngineApi,
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
        self._told = plan_text.cost_lines(self._requests, estimate)
        self._say(self._told)

    def _show_refining(self, count: int, total: int) -> None:
        self._say(f"{self._told}\n{plan_text.counting_exactly(count, total)}")

    def _show_unrefined(self, problem: Exception) -> None:
        self._say(f"{self._told}\n{plan_text.not_counted_exactly(messages.sentence(problem))}")

    def _show_problem(self, problem: Exception) -> None:
        self._say(words.tr("It could not be counted: {reason}").format(reason=messages.sentence(problem)))

    def _say(self, text: str) -> None:
        self._lines = max(self._lines, text.count("\n") + 1)  # no room that was taken is given up again
        kept = "\n" * (self._lines - 1 - text.count("\n"))
        said = visible_lines(f"{self._asked}\n\n{text}{kept}")
        label = next((each for each in self._box.findChildren(QLabel) if each.text() == self._said), None)
        self._said = said
        if label is not None and self._box.isVisible():
            label.setText(said)  # the box would lay itself out anew, and lose its width
            return
        self._box.setInformativeText(said)
        grid = self._box.layout()
        if isinstance(grid, QGridLayout):  # a message box takes no width of its own
            grid.addItem(QSpacerItem(_WIDTH, 0), grid.rowCount(), 0, 1, grid.columnCount())
