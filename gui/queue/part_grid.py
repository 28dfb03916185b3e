"""What happens inside one job: heading, grid of parts, legend. Knows core's rows; asks nobody."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from core.model.jobs import PartPlan, State
from core.model.reports import CELLS, Cell, JobRow, PartGrid
from gui.queue.delegates import paint_bar
from gui.queue.part_canvas import PartCanvas, paint_cell
from gui.text import phrases
from gui.text.translate import words
from gui.widgets import style


class JobBar(QWidget):
    """One bar for a job without parts to show: full, empty, or hatched while there is nothing to know."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._job: JobRow | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_job(self, job: JobRow) -> None:
        self._job = job
        self.setAccessibleName(phrases.status(job))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(200, 2 * style.STEP)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        job = self._job
        if job is None:
            return
        painter = QPainter(self)
        hatched = job.state is State.RUNNING and job.mode == "simple"
        share = 1.0 if job.state is State.DONE else job.done_bytes / job.size if job.size else 0.0
        paint_bar(
            painter, QRectF(self.rect()), None if hatched else share, state=job.state, tints=style.tints(self.palette())
        )
        painter.end()


class Legend(QWidget):
    """Swatch and word for every state of a part."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.STEP // 2)
        self._swatches: dict[Cell, QLabel] = {}
        for cell in CELLS:
            self._swatches[cell] = QLabel()
            row.addWidget(self._swatches[cell])
            row.addWidget(QLabel(phrases.cell(cell)))
            row.addSpacing(style.STEP // 2)
        row.addStretch(1)
        self._paint()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._paint()

    def _paint(self) -> None:
        ratio = self.devicePixelRatioF()
        edge = 2 * style.STEP
        for cell, label in self._swatches.items():
            swatch = QPixmap(round(edge * ratio), round(edge * ratio))
            swatch.setDevicePixelRatio(ratio)
            swatch.fill(Qt.GlobalColor.transparent)
            painter = QPainter(swatch)
            paint_cell(painter, QRectF(0, 0, edge, edge), cell, tints=style.tints(self.palette()))
            painter.end()
            label.setPixmap(swatch)


class PartGridView(QWidget):
    """The selected job: every part of a part copy, one honest bar for a copy of one request."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._job: JobRow | None = None
        self._grid: PartGrid | None = None
        self.setAccessibleName(self.tr("Parts of the selected copy"))
        self.heading = QLabel()
        self.heading.setWordWrap(True)
        self.heading.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.bar = JobBar()
        self.canvas = PartCanvas()
        self.canvas.pointed.connect(self._point)
        self.legend = Legend()
        self.pointed_at = QLabel()
        self.pointed_at.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._lay_out()
        self.show_job(None)

    def show_hint(self, hint: str) -> None:
        """Show no job, but a sentence about how to get at one."""
        self.show_job(None)
        self.note.setText(hint)

    def show_job(self, job: JobRow | None, grid: PartGrid | None = None) -> None:
        """Show another job, or a newer state of the same. A `grid` of another job is not shown."""
        same = job is not None and self._job is not None and job.id == self._job.id
        if grid is None and same:
            grid = self._grid
        self._job = job
        self._grid = grid if job is not None and grid is not None and grid.job == job.id else None
        if job is not None and job.state is State.DONE:
            self._grid = _finished_grid(job, self._grid)
        self._show()

    # ------------------------------------------------------------ inside

    def _lay_out(self) -> None:
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.STEP)
        column.addWidget(self.bar)
        column.addWidget(self.note)
        column.addStretch(1)
        cells = QWidget()
        column = QVBoxLayout(cells)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.STEP)
        column.addWidget(self.canvas, 1)
        column.addWidget(self.pointed_at)
        column.addWidget(self.legend)
        self._pages = QStackedLayout()
        self._pages.addWidget(below)
        self._pages.addWidget(cells)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*(4 * [style.STEP]))
        whole.setSpacing(style.STEP)
        whole.addWidget(self.heading)
        whole.addLayout(self._pages, 1)

    def _show(self) -> None:
        job, grid = self._job, self._grid
        self.heading.setText(heading(job, grid) if job is not None else "")
        self.heading.setVisible(job is not None)
        self.canvas.show_grid(grid)
        self.canvas.setAccessibleName(self.heading.text() or self.tr("Parts"))
        self._pages.setCurrentIndex(0 if grid is None else 1)
        self.bar.setVisible(job is not None)
        self.note.setText(note(job) if job is not None else self.tr("Select a copy to see its parts."))
        if job is not None:
            self.bar.show_job(job)
        self._point(self.canvas.current + 1 if self.canvas.hasFocus() else 0)

    def _point(self, number: int) -> None:
        self.pointed_at.setText(self.canvas.tell(number))


def heading(job: JobRow, grid: PartGrid | None) -> str:
    """ "12 GiB in 128 parts of 96 MiB · 64 done · 16 running · 1 retried"; states without a part are left out."""
    if job.mode != "parts":
        return " · ".join(word for word in (phrases.size(job.size), phrases.mode(job), phrases.status(job)) if word)
    plan = words.tr("{size} in {parts} of {part_size}").format(
        size=phrases.size(job.size), parts=phrases.mode(job), part_size=phrases.size(job.part_size)
    )
    if grid is None:
        done = words.tr("{n} done").format(n=phrases.number(job.parts_done))
        return f"{plan} · {done}"
    counts = [(cell, grid.cells.count(CELLS.index(cell))) for cell in CELLS]
    told = [
        words.tr("{n} {state}").format(n=phrases.number(count), state=phrases.cell(cell))
        for cell, count in counts
        if count and cell is not Cell.WAITING
    ]
    return " · ".join((plan, *told))


def note(job: JobRow) -> str:
    """What can honestly be said of a job without a grid."""
    if job.state.is_end:
        return "" if job.mode else words.tr("Nothing was copied.")
    if job.mode == "simple":
        return words.tr("One request: the store reports no progress inside it.")
    if job.mode == "parts":
        return words.tr("The parts are shown as soon as the copy goes on.")
    return words.tr("Not planned yet: first the store is asked about the source.")


def _finished_grid(job: JobRow, seen: PartGrid | None) -> PartGrid | None:
    """A finished job has all its parts, even where the last frame with a grid came before the last part.

    What `seen` tells of tries and times is kept.
    """
    if job.mode != "parts" or job.size is None or not job.parts:
        return None
    done = bytes((CELLS.index(Cell.DONE),)) * job.parts
    if seen is not None and seen.plan.count == job.parts:
        return replace(seen, cells=done)
    plan = PartPlan(job.part_size, job.parts, job.size - (job.parts - 1) * job.part_size)
    return PartGrid(job.id, job.size, plan, done, bytes(job.parts), (0.0,) * job.parts)
