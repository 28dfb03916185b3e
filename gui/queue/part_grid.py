"""What happens inside one job: a grid with one cell a part, its heading and its legend.

Knows core's `PartGrid` and rows; asks nobody.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QStackedLayout, QToolTip, QVBoxLayout, QWidget

from core.model.jobs import PartPlan, State
from core.model.reports import CELLS, Cell, JobRow, PartGrid
from gui.queue.delegates import paint_bar
from gui.text import phrases
from gui.text.translate import words
from gui.widgets import style
from gui.widgets.plain import PlainLabel

#: Largest distance between two cells; a grid of few parts does not grow beyond it.
PITCH_MAX = 32
#: From this distance on a cell is drawn as a rounded box; below, all cells are one scaled image.
PITCH_BOX = 8
#: From this distance on a cell has room for its mark.
PITCH_MARK = 12


@dataclass(frozen=True, slots=True)
class GridShape:
    """A grid of `count` square cells, filled row by row from the left top corner.

    Attributes:
        pitch: distance between the left edges of two neighbours, in device-independent pixels.
        gap: how much of the pitch stays free at the right and at the bottom.
    """

    count: int
    columns: int
    pitch: int
    gap: int

    @property
    def rows(self) -> int:
        return -(-self.count // self.columns)

    @property
    def is_boxed(self) -> bool:
        return self.pitch >= PITCH_BOX

    @property
    def has_marks(self) -> bool:
        return self.pitch >= PITCH_MARK

    def corner(self, cell: int) -> tuple[int, int]:
        """Left top corner of a cell (from 0)."""
        return cell % self.columns * self.pitch, cell // self.columns * self.pitch

    def cell_at(self, x: float, y: float) -> int | None:
        """The cell (from 0) at a point, its gap included; None where there is none."""
        column, row = int(x // self.pitch), int(y // self.pitch)
        if not (0 <= column < self.columns and row >= 0):
            return None
        cell = row * self.columns + column
        return cell if cell < self.count else None


def fit(count: int, width: int, height: int) -> GridShape:
    """The grid with the largest cells that fits; where not even one pixel a cell does, it is higher than `height`."""
    width = max(1, width)
    for pitch in range(min(PITCH_MAX, width), 1, -1):
        columns = width // pitch
        if -(-count // columns) * pitch <= height:
            return GridShape(count, min(columns, max(1, count)), pitch, _gap(pitch))
    return GridShape(count, min(width, max(1, count)), 1, 0)


def _gap(pitch: int) -> int:
    return 0 if pitch < 4 else 1 if pitch < PITCH_BOX else 2 if pitch < 16 else 3


_NOTHING = len(CELLS)  # index of the places behind the last part, in the image's colour table
_FRAME = 3  # room for the ring around the current cell


class PartCanvas(QWidget):
    """All parts of one job.

    Signals:
        pointed: the part number under the mouse or the keyboard's cell changed; 0 for none.
    """

    pointed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid: PartGrid | None = None
        self._shape = fit(0, 1, 1)
        self._current = 0
        self.setAccessibleName(self.tr("Parts"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def shape(self) -> GridShape:
        """Where the cells lie now, from the canvas's own corner shifted by `margin`."""
        return self._shape

    @property
    def margin(self) -> int:
        return _FRAME

    @property
    def current(self) -> int:
        """Index of the cell that the keyboard stands on."""
        return self._current

    def show_grid(self, grid: PartGrid | None) -> None:
        """Show another state of the grid; the keyboard's cell stays as long as it is the same job."""
        old, self._grid = self._grid, grid
        if grid is None or old is None or old.job != grid.job:
            self._current = 0
        self._fit()
        self.update()

    def tell(self, number: int) -> str:
        """One line about part `number` (from 1); "" when there is none."""
        grid = self._grid
        if grid is None or not 1 <= number <= grid.plan.count:
            return ""
        first, last = grid.plan.span(number)
        cell = CELLS[grid.cells[number - 1]]
        attempts, seconds = grid.attempts[number - 1], grid.seconds[number - 1]
        words = [
            self.tr("Part {number}: {state}").format(number=phrases.number(number), state=phrases.cell(cell)),
            phrases.size(grid.plan.size_of(number)),
            self.tr("bytes {first} to {last}").format(first=phrases.number(first), last=phrases.number(last)),
        ]
        if attempts > 1:
            words.append(self.tr("%Ln attempt(s)", None, attempts))
        if seconds > 0:
            words.append(phrases.duration(seconds))
        return " · ".join(words)

    # ------------------------------------------------------------ events

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(320, 160)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(120, 48)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.tell(self._number_at(QPointF(event.pos()))), self)
            return True
        if event.type() == QEvent.Type.Leave:
            self.pointed.emit(self._spoken_number())
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self.pointed.emit(self._number_at(event.position()) or self._spoken_number())

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        number = self._number_at(event.position())
        if number:
            self._go(number - 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        goal = self._goal(Qt.Key(event.key()))
        if goal is None or not self._shape.count:
            super().keyPressEvent(event)
        else:
            self._go(max(0, min(goal, self._shape.count - 1)))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        if self._grid is None:
            return
        painter = QPainter(self)
        painter.translate(_FRAME, _FRAME)
        tints = style.tints(self.palette())
        if self._shape.is_boxed:
            _paint_boxes(painter, self._shape, self._grid.cells, tints=tints)
        else:
            _paint_image(painter, self._shape, self._grid.cells, tints=tints)
        if self.hasFocus():
            self._paint_ring(painter)
        painter.end()

    # ------------------------------------------------------------ inside

    def _fit(self) -> None:
        count = self._grid.plan.count if self._grid is not None else 0
        self._shape = fit(count, self.width() - 2 * _FRAME, self.height() - 2 * _FRAME)

    def _number_at(self, at: QPointF) -> int:
        cell = self._shape.cell_at(at.x() - _FRAME, at.y() - _FRAME)
        return 0 if cell is None else cell + 1

    def _spoken_number(self) -> int:
        return self._current + 1 if self.hasFocus() and self._shape.count else 0

    def _goal(self, key: Qt.Key) -> int | None:
        steps = {
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Down: self._shape.columns,
            Qt.Key.Key_Up: -self._shape.columns,
        }
        if key in steps:
            goal = self._current + steps[key]
            return goal if 0 <= goal < self._shape.count else self._current
        return {Qt.Key.Key_Home: 0, Qt.Key.Key_End: self._shape.count - 1}.get(key)

    def _go(self, cell: int) -> None:
        self._current = cell
        self.setAccessibleDescription(self.tell(cell + 1))
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        self.pointed.emit(cell + 1)
        self.update()

    def _paint_ring(self, painter: QPainter) -> None:
        x, y = self._shape.corner(self._current)
        edge = self._shape.pitch - self._shape.gap
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Text), 2))
        painter.drawRoundedRect(QRectF(x, y, edge, edge).adjusted(-1.5, -1.5, 1.5, 1.5), 3, 3)


def paint_cell(painter: QPainter, box: QRectF, cell: Cell, *, tints: style.Tints, marked: bool = True) -> None:
    """One cell as a rounded box with its mark, for the grid and its legend."""
    fill = tints.cells[cell]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outline = tints.edge if cell is Cell.WAITING else fill
    painter.setPen(QPen(QColor(outline), 1))
    painter.setBrush(QColor(fill))
    radius = min(4.0, box.width() / 5)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    if marked:
        painter.setPen(QPen(QColor(style.ink_on(fill)), max(1.25, box.width() / 12)))
        _paint_mark(painter, box, cell)


def _paint_mark(painter: QPainter, box: QRectF, cell: Cell) -> None:
    """A shape for each state, so that colour is never the only sign."""
    x, y, edge = box.x(), box.y(), box.width()

    def line(*points: tuple[float, float]) -> None:
        painter.drawPolyline(QPolygonF([QPointF(x + px * edge, y + py * edge) for px, py in points]))

    painter.setBrush(Qt.BrushStyle.NoBrush)
    if cell is Cell.DONE:
        line((0.28, 0.52), (0.44, 0.68), (0.72, 0.34))
    elif cell is Cell.RUNNING:
        line((0.40, 0.28), (0.64, 0.50), (0.40, 0.72))
    elif cell is Cell.FAILED:
        line((0.30, 0.30), (0.70, 0.70))
        line((0.70, 0.30), (0.30, 0.70))
    elif cell is Cell.RETRIED:
        painter.drawArc(QRectF(x + 0.28 * edge, y + 0.28 * edge, 0.44 * edge, 0.44 * edge), 60 * 16, 285 * 16)
        line((0.58, 0.12), (0.62, 0.32), (0.42, 0.38))


def _paint_boxes(painter: QPainter, shape: GridShape, cells: bytes, *, tints: style.Tints) -> None:
    edge = shape.pitch - shape.gap
    for at, state in enumerate(cells):
        paint_cell(painter, QRectF(*shape.corner(at), edge, edge), CELLS[state], tints=tints, marked=shape.has_marks)


def _paint_image(painter: QPainter, shape: GridShape, cells: bytes, *, tints: style.Tints) -> None:
    """One pixel a cell, scaled up without smoothing; the gaps are drawn over it."""
    columns, rows, pitch = shape.columns, shape.rows, shape.pitch
    pixels = cells.ljust(columns * rows, bytes((_NOTHING,)))
    image = QImage(pixels, columns, rows, columns, QImage.Format.Format_Indexed8)
    image.setColorTable([*(QColor(tints.cells[cell]).rgb() for cell in CELLS), QColor(tints.window).rgb()])
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
    painter.drawImage(QRect(0, 0, columns * pitch, rows * pitch), image)
    if shape.gap:
        ground = QColor(tints.window)
        for column in range(1, columns + 1):
            painter.fillRect(column * pitch - shape.gap, 0, shape.gap, rows * pitch, ground)
        for row in range(1, rows + 1):
            painter.fillRect(0, row * pitch - shape.gap, columns * pitch, shape.gap, ground)


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
            self._swatches[cell] = PlainLabel()
            row.addWidget(self._swatches[cell])
            row.addWidget(PlainLabel(phrases.cell(cell)))
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
        self.heading = PlainLabel()
        self.heading.setWordWrap(True)
        self.heading.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.note = PlainLabel()
        self.note.setWordWrap(True)
        self.bar = JobBar()
        self.canvas = PartCanvas()
        self.canvas.pointed.connect(self._point)
        self.legend = Legend()
        self.pointed_at = PlainLabel()
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
