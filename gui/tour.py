"""Window floor: the main job done by a script in the real window, for a machine without a display.

    python -m gui.tour --out FOLDER

It opens the window on the embedded store, drags objects between panes by real drag-and-drop events, waits for the
copies, saves a picture of each scene, and prints what was copied and how it was verified. It exits with 1 when
anything went otherwise than it should.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import (
    QEvent,
    QEventLoop,
    QMessageLogContext,
    QPoint,
    QPointF,
    Qt,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from core.clock import SystemClock
from core.jobs import BatchRow, Frame, JobRow, Level, State
from core.paths import find_paths
from core.values import ObjectRef
from gui import app as root
from gui import dnd, phrases
from gui.main_window import MainWindow
from gui.models.place import Place
from gui.sandbox_child import NAME
from gui.style import Scheme
from gui.views.browser_pane import BrowserPane
from gui.views.drop_sheet import DropSheet

_SIZE = (1280, 820)
_LIMIT_S = 120.0
#: Quick, but slow enough that a picture can show parts on their way.
_PACE = ("--latency-ms", "40", "--bandwidth", "4GiB")
_LOOK_MS = 20
#: Accounts of the sandbox's other protocols, and what stands behind the names of their buckets.
_OTHERS = ((f"{NAME} COS", "-1250000000"), (f"{NAME} S3", ""))
_LEFT_BUTTON = Qt.MouseButton.LeftButton


class TourError(Exception):
    """Something did not happen as the tour expects; the text says what."""


class Tour:
    """Walks through the window. Every step waits for what it has started, and for at most two minutes."""

    def __init__(self, app: QApplication, window: MainWindow, out: Path) -> None:
        self._app = app
        self._window = window
        self._out = out
        self._clock = SystemClock()
        self._batches: dict[int, BatchRow] = {}
        self._jobs: dict[int, JobRow] = {}
        window.desk.bridge.frame_ready.connect(self._take)

    def _take(self, frame: Frame) -> None:
        self._batches |= {batch.id: batch for batch in frame.batches}
        self._jobs |= {job.id: job for job in frame.jobs}

    # ------------------------------------------------------------ the scenes

    def walk(self) -> None:
        """The whole tour; raises `TourError`."""
        window = self._window
        window.start_sandbox()
        self._until(lambda: window.panes.right.table.rows.rowCount() > 0, "the sandbox to show its buckets")
        self._large_object()
        self._folder()
        self._dataset()
        self._other_protocols()
        self._refusal()
        for scheme in ("dark", "light"):
            self._paint(scheme)

    def _large_object(self) -> None:
        self._show("backup-archive/laptops/", "documents/")
        sheet = self._drag("2025-03.tar")
        self._save("drop-sheet", sheet)
        sheet.accept()
        self._until(lambda: any(0 < job.parts_done < job.parts for job in self._jobs.values()), "parts to move")
        self._save("running")
        (job,) = self._finish(1)
        self._expect(job.mode == "parts" and job.parts == 64, "64 parts")
        self._save("done")

    def _folder(self) -> None:
        self._show("holiday-photos/2025/", "backup-archive/")
        self._drag("Lisbon").accept()
        self._finish(2)

    def _dataset(self) -> None:
        self._show("research-data/telescope/", "holiday-photos/")
        self._drag("survey-2025.fits").accept()
        self._until(lambda: any(0 < job.parts_done < job.parts for job in self._jobs.values()), "parts to move")
        self._save("dataset")
        self._finish(3)

    def _other_protocols(self) -> None:
        """The same large object on the store's other two faces."""
        for count, (account, suffix) in enumerate(_OTHERS, 4):
            self._show(f"backup-archive{suffix}/laptops/", f"server-logs{suffix}/{account}/", account)
            self._drag("2025-03.tar").accept()
            self._finish(count)

    def _refusal(self) -> None:
        self._show("server-logs/live/", "holiday-photos/")
        sheet = self._drag("current.log")
        self._save("refused", sheet)
        self._expect(not sheet.requests(), "the append log to be refused")
        sheet.reject()

    def _paint(self, scheme: Scheme) -> None:
        self._window.paint(scheme)
        self._show("holiday-photos/2025/Lisbon/", "backup-archive/Lisbon/")
        self._until(lambda: _row_of(self._window.panes.right, "IMG_0001.jpg") is not None, "the copies to be listed")
        self._until(lambda: _row_of(self._window.panes.left, "IMG_0001.jpg") is not None, "the photos to be listed")
        self._save(f"window-{scheme}")

    # ------------------------------------------------------------ what a person would do

    def _show(self, left: str, right: str, account: str = NAME) -> None:
        for pane, path in ((self._window.panes.left, left), (self._window.panes.right, right)):
            bucket, _, prefix = path.partition("/")
            self._go(pane, Place(account, bucket, prefix))

    def _go(self, pane: BrowserPane, place: Place) -> None:
        if pane.place != place:
            pane.go(place)
        self._until(lambda: not pane.loader.is_going_on, f"{place} to be listed")

    def _drag(self, name: str) -> DropSheet:
        """Drag one row of the left pane onto the right one, and return the sheet that asks."""
        source, target = self._window.panes.left.table, self._window.panes.right.table.viewport()
        self._until(lambda: _row_of(self._window.panes.left, name) is not None, f"{name} to be listed")
        source.choose(_row_of(self._window.panes.left, name) or 0)
        mime = dnd.mime_of(list(source.selected()))
        point = QPoint(target.width() // 2, target.height() - 20)
        copying, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
        for event in (
            QDragEnterEvent(point, copying, mime, _LEFT_BUTTON, none),
            QDragMoveEvent(point, copying, mime, _LEFT_BUTTON, none),
            QDropEvent(QPointF(point), copying, mime, _LEFT_BUTTON, none, QEvent.Type.Drop),
        ):
            self._app.sendEvent(target, event)
        self._until(lambda: isinstance(self._app.activeModalWidget(), DropSheet), "the question about the copy")
        sheet = self._app.activeModalWidget()
        if not isinstance(sheet, DropSheet):
            raise TourError("the question about the copy went away")
        return sheet

    def _finish(self, count: int) -> list[JobRow]:
        """Wait for the `count`-th batch to end, print its jobs, and return them."""
        self._until(lambda: len(self._batches) >= count, "the copy to be queued")
        batch = max(self._batches)
        self._until(lambda: self._batches[batch].state.is_end, "the copy to end")
        row = self._batches[batch]
        jobs = [job for job in self._jobs.values() if job.batch == batch]
        for job in jobs:
            level = "not verified" if job.verified is None else phrases.level(job.verified)
            way = f"{job.parts} parts" if job.mode == "parts" else "one call"
            print(f"{_name(job.source)} > {_name(job.target)}: {phrases.size(job.size or 0)}, {way}, {level}")
        self._expect(row.state is State.DONE, f"batch {batch} to be done, not {row.state}")
        self._expect(all(job.verified is Level.CRC64 for job in jobs), "equal checksums")
        self._expect(len(jobs) == row.jobs, "a row for each job")
        return jobs

    # ------------------------------------------------------------ small tools

    def _expect(self, is_so: bool, what: str) -> None:
        if not is_so:
            raise TourError(f"expected {what}")

    def _until(self, is_so: Callable[[], bool], what: str) -> None:
        """Let the window live until something is so."""
        end = self._clock.monotonic() + _LIMIT_S
        while not is_so():
            if self._clock.monotonic() > end:
                raise TourError(f"waited in vain for {what}")
            pause = QEventLoop()
            QTimer.singleShot(_LOOK_MS, pause.quit)
            pause.exec()

    def _save(self, name: str, widget: QWidget | None = None) -> None:
        self._app.processEvents()
        file = self._out / f"{name}.png"
        if not (widget or self._window).grab().save(str(file)):
            raise TourError(f"the picture {file} could not be saved")
        print(f"picture: {file}")


def _quieten(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    """Print what Qt says, but for what the offscreen platform says of every window: that it cannot size it."""
    del kind, context
    if "This plugin does not support" not in text:
        print(text, file=sys.stderr)


def _row_of(pane: BrowserPane, name: str) -> int | None:
    rows = pane.table.rows
    return next((row for row in range(rows.rowCount()) if rows.item_at(row).name.rstrip("/") == name), None)


def _name(ref: ObjectRef) -> str:
    return f"{ref.bucket}/{ref.key}"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the tour; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m gui.tour", description="The main job, by itself, with pictures.")
    parser.add_argument("--out", type=Path, required=True, help="folder for the pictures")
    parser.add_argument("--lang", default="en_GB", help="language of the window, such as zh_CN")
    options = parser.parse_args(argv)
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        os.environ["BUCKETFERRY_HOME"] = home  # the tour must not meet the user's own accounts and jobs
        paths = find_paths()
        paths.create()
        qInstallMessageHandler(_quieten)
        app = root.make_application(root.Choice(language=options.lang))
        window = root.build(app, paths, pace=_PACE)
        window.resize(*_SIZE)
        window.paint("light")
        window.show()
        try:
            Tour(app, window, options.out).walk()
        except TourError as error:
            print(f"The tour failed: {error}.", file=sys.stderr)
            return 1
        finally:
            window.close()
    print("The tour is done: everything was copied and verified.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
