"""What a person does in the window, done by a script. For `gui/window/tour.py`; nothing else uses it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, QEventLoop, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from core.model.errors import Kind, StoreError
from core.model.jobs import State
from core.model.reports import BatchRow, Frame, JobRow
from core.model.values import Level, ObjectInfo, ObjectRef
from core.system.clock import Cancel, SystemClock
from gui.actions.drop_dialog import DropDialog
from gui.browser import drag_and_drop as dnd
from gui.browser.pane import BrowserPane
from gui.qt.sandbox_child import NAME
from gui.text import phrases
from gui.text.place import Place
from gui.window.action_table import Act
from gui.window.main_window import MainWindow

_LIMIT_S = 120.0
_LOOK_MS = 20
_LEFT_BUTTON = Qt.MouseButton.LeftButton
D = TypeVar("D", bound=QDialog)
T = TypeVar("T")


class TourError(Exception):
    """Something did not happen as the tour expects; the text says what."""


class Guide:
    """Works in a window. Every step waits for what it has started, and for at most two minutes."""

    def __init__(self, app: QApplication, window: MainWindow, out: Path) -> None:
        self.app = app
        self.window = window
        self._out = out
        self._clock = SystemClock()
        self._finished = 0
        self.batches: dict[int, BatchRow] = {}
        self.jobs: dict[int, JobRow] = {}
        window.services.bridge.frame_ready.connect(self._take)

    def _take(self, frame: Frame) -> None:
        self.batches |= {batch.id: batch for batch in frame.batches}
        self.jobs |= {job.id: job for job in frame.jobs}

    # ------------------------------------------------------------ what a person would do

    def show(self, left: str, right: str, account: str = NAME) -> None:
        """Go to two places, each "bucket/prefix/"."""
        for pane, path in ((self.window.panes.left, left), (self.window.panes.right, right)):
            bucket, _, prefix = path.partition("/")
            self._go(pane, Place(account, bucket, prefix))

    def _go(self, pane: BrowserPane, place: Place) -> None:
        if pane.place != place:
            pane.go(place)
        self.until(lambda: not pane.loader.is_going_on, f"{place} to be listed")

    def choose(self, name: str) -> None:
        """Select one row of the left pane."""
        panes = self.window.panes
        self.until(lambda: row_of(panes.left, name) is not None, f"{name} to be listed")
        panes.focus(panes.left)
        panes.left.table.choose(row_of(panes.left, name) or 0)

    def drag(self, name: str) -> DropDialog:
        """Drag one row of the left pane onto the right one, and return the sheet that asks."""
        self.choose(name)
        source, target = self.window.panes.left.table, self.window.panes.right.table.viewport()
        mime = dnd.mime_of(list(source.selected()))
        point = QPoint(target.width() // 2, target.height() - 20)
        copying, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
        for event in (
            QDragEnterEvent(point, copying, mime, _LEFT_BUTTON, none),
            QDragMoveEvent(point, copying, mime, _LEFT_BUTTON, none),
            QDropEvent(QPointF(point), copying, mime, _LEFT_BUTTON, none, QEvent.Type.Drop),
        ):
            self.app.sendEvent(target, event)
        return self.dialog(DropDialog)

    def do(self, act: Act, name: str, kind: type[D]) -> D:
        """Carry out an action about one row of the left pane, and return the dialog that it opens."""
        self.choose(name)
        action = self.window.actions_by_name[act]
        self.expect(action.isEnabled(), f"{act} to be offered for {name}")
        action.trigger()
        return self.dialog(kind)

    def dialog(self, kind: type[D]) -> D:
        """The dialog that stands above the window, as soon as it is there."""
        self.until(lambda: isinstance(self.app.activeModalWidget(), kind), f"a {kind.__name__}")
        found = self.app.activeModalWidget()
        if not isinstance(found, kind):
            raise TourError(f"the {kind.__name__} went away")
        return found

    def finish(self) -> list[JobRow]:
        """Wait for the next batch to end, print its jobs, and return them."""
        self._finished += 1
        self.until(lambda: len(self.batches) >= self._finished, "the next batch to be queued")
        batch = max(self.batches)
        self.until(lambda: self.batches[batch].state.is_end, "the batch to end")
        row = self.batches[batch]
        jobs = [job for job in self.jobs.values() if job.batch == batch]
        for job in jobs:
            print(_line(job))
        self.expect(row.state is State.DONE, f"batch {batch} to be done, not {row.state}")
        self.expect(all(job.verified is Level.CRC64 for job in jobs), "equal checksums")
        self.expect(len(jobs) == row.jobs, "a row for each job")
        return jobs

    # ------------------------------------------------------------ what the store says

    def stat(self, path: str, account: str = NAME) -> ObjectInfo | None:
        """What the store itself says of "bucket/key"; None when there is no such object."""
        bucket, _, key = path.partition("/")
        ref = ObjectRef(account, bucket, key)
        try:
            return self._ask(lambda cancel: self.window.services.browser.stat(ref, cancel))
        except StoreError as error:
            if error.kind is Kind.NOT_FOUND:
                return None
            raise TourError(phrases.error(error)) from error

    def count(self, path: str, account: str = NAME) -> int:
        """How many objects lie under "bucket/prefix/", asked of the store."""
        bucket, _, prefix = path.partition("/")
        pages = self._ask(lambda cancel: list(self.window.services.browser.walk(account, bucket, prefix, cancel)))
        return sum(len(page.entries) for page in pages)

    def _ask(self, work: Callable[[Cancel], T]) -> T:
        """Do what blocks in a thread of the window, while the window lives on."""
        told: list[T] = []
        failed: list[Exception] = []
        self.window.services.browse.run(work, told.append, failed=failed.append)
        self.until(lambda: bool(told or failed), "the store to answer")
        if failed:
            raise failed[0]
        return told[0]

    # ------------------------------------------------------------ small tools

    def expect(self, is_so: bool, what: str) -> None:
        """Raise `TourError` unless something is so."""
        if not is_so:
            raise TourError(f"expected {what}")

    def until(self, is_so: Callable[[], bool], what: str) -> None:
        """Let the window live until something is so."""
        end = self._clock.monotonic() + _LIMIT_S
        while not is_so():
            if self._clock.monotonic() > end:
                raise TourError(f"waited in vain for {what}")
            pause = QEventLoop()
            QTimer.singleShot(_LOOK_MS, pause.quit)
            pause.exec()

    def save(self, name: str, widget: QWidget | None = None) -> None:
        """Save a picture of a widget, the whole window by default."""
        self.app.processEvents()
        file = self._out / f"{name}.png"
        if not (widget or self.window).grab().save(str(file)):
            raise TourError(f"the picture {file} could not be saved")
        print(f"picture: {file}")


def row_of(pane: BrowserPane, name: str) -> int | None:
    """The row that shows this name, a folder's without its "/"; None when none does."""
    rows = pane.table.rows
    return next((row for row in range(rows.rowCount()) if rows.item_at(row).name.rstrip("/") == name), None)


def _line(job: JobRow) -> str:
    level = "not verified" if job.verified is None else phrases.level(job.verified)
    way = f"{job.parts} parts" if job.mode == "parts" else "one call"
    places = f"{job.source.bucket}/{job.source.key} > {job.target.bucket}/{job.target.key}"
    return f"{job.kind} {places}: {phrases.size(job.size or 0)}, {way}, {level}"
