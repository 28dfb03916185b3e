"""The painted grid of parts, one cell a part, with mouse and keyboard. Knows only `PartGrid`."""

from __future__ import annotations

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
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from core.model.reports import CELLS, Cell, PartGrid
from gui.queue.grid_shape import GridShape, fit
from gui.text import phrases
from gui.widgets import style

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
