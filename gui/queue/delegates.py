"""How the cells of the queue are painted. Knows lines, colours and icons; changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from os.path import commonprefix

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from core.model.jobs import State
from core.model.requests import JobKind
from gui.queue import text as queue_text
from gui.queue.model import LINE_ROLE
from gui.queue.text import Column, QueueLine
from gui.text import phrases
from gui.text.place import leaf
from gui.widgets import icons, style

Index = QModelIndex | QPersistentModelIndex

ICON = 16
#: Width of the place for the arrow that opens a folder, and how much further in its copies stand.
ARROW, INDENT = 20, 12
BAR = 6

KINDS: dict[JobKind, str] = {
    JobKind.COPY: "copy",
    JobKind.RENAME: "rename",
    JobKind.EDIT: "edit",
    JobKind.DELETE: "remove",
    JobKind.UNDELETE: "undelete",
    JobKind.RESTORE: "restore",
}


@dataclass(frozen=True, slots=True)
class Sketch:
    """One cell that is being painted.

    Attributes:
        rect: the part of the cell that is written on.
        ratio: the device pixel ratio of the screen.
    """

    painter: QPainter
    rect: QRect
    line: QueueLine
    column: Column
    tints: style.Tints
    ratio: float

    def write(self, text: str, rect: QRect | None = None) -> None:
        """Write a text in the pen's colour, cut at its end where it is too long."""
        room = rect or self.rect
        cut = self.painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        self.painter.drawText(room, queue_text.alignment(self.column), cut)

    def put_icon(self, name: str, x: int, colour: str) -> None:
        y = self.rect.y() + (self.rect.height() - ICON) // 2
        self.painter.drawPixmap(x, y, icons.pixmap(name, ICON, colour, ratio=self.ratio))


class CellDelegate(QStyledItemDelegate):
    """Draws the ground of a cell as the style does, then hands over to `sketch`."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.initStyleOption(option, index)
        widget = option.widget
        if widget is not None:
            widget.style().drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, widget)
        tints = style.tints(option.palette)
        line: QueueLine = index.data(LINE_ROLE)
        ratio = widget.devicePixelRatioF() if widget is not None else 1.0
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(tints.muted if line.more else tints.text))
        self.sketch(Sketch(painter, inner(option.rect), line, Column(index.column()), tints, ratio))
        painter.restore()

    def sketch(self, on: Sketch) -> None:
        """Draw what the column shows; the pen has the text colour."""
        on.write(queue_text.text(on.line, on.column))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's name
        hint = super().sizeHint(option, index)
        return QSize(hint.width() + 2 * style.STEP, hint.height())


class StateDelegate(CellDelegate):
    """Arrow (for a folder), icon and word."""

    def sketch(self, on: Sketch) -> None:
        line, rect = on.line, QRect(on.rect)
        if line.more:
            return
        if line.expands:
            on.put_icon("collapse" if line.opened else "expand", rect.x(), on.tints.text)
        colour = state_colour(on.tints, line)
        rect.setLeft(rect.left() + ARROW + (INDENT if line.child else 0))
        on.put_icon(state_icon(line), rect.x(), colour)
        rect.setLeft(rect.left() + ICON + style.STEP // 2)
        on.painter.setPen(QColor(colour))
        on.write(queue_text.text(line, on.column), rect)


class ProgressDelegate(CellDelegate):
    """A bar below the figures."""

    def sketch(self, on: Sketch) -> None:
        line, state = on.line, on.line.row.state
        if line.more:
            return
        if state in {State.DONE, State.REFUSED, State.SKIPPED} or line.size is None:
            super().sketch(on)
            return
        words, bar = QRect(on.rect), QRectF(on.rect)
        words.setBottom(on.rect.bottom() - BAR)
        bar.setTop(on.rect.bottom() - BAR + 1)
        bar.setHeight(BAR - 1)
        on.write(queue_text.text(line, on.column), words)
        unknown = state is State.RUNNING and (line.is_simple or line.share is None)
        paint_bar(on.painter, bar, None if unknown else line.share or 0.0, state=state, tints=on.tints)


class RouteDelegate(CellDelegate):
    """Icon and verb, source, arrow, target; each end is cut before its last name, so that both names stay readable."""

    def sketch(self, on: Sketch) -> None:
        if on.line.more:
            super().sketch(on)
            return
        rect, metrics = QRect(on.rect), on.painter.fontMetrics()
        if not on.line.child:
            on.put_icon(kind_icon(on.line), rect.x(), on.tints.muted)
        rect.setLeft(rect.left() + ICON + style.STEP // 2)
        verb = queue_text.verb(on.line)
        if verb:
            on.write(verb, rect)
            rect.setLeft(rect.left() + metrics.horizontalAdvance(f"{verb} "))
        on.write(fitted(*queue_text.ends(on.line), rect.width(), metrics=metrics), rect)


class ResultDelegate(CellDelegate):
    """The verify level; only a comparison of all bytes is green. What a target lacks stands out."""

    def sketch(self, on: Sketch) -> None:
        line, rect = on.line, QRect(on.rect)
        if queue_text.lacking(line):
            on.put_icon("warning", rect.x(), on.tints.warn)
            rect.setLeft(rect.left() + ICON + style.STEP // 2)
            on.painter.setPen(QColor(on.tints.warn))
        elif line.level is not None and not line.more:
            on.painter.setPen(QColor(style.level_colour(on.tints, line.level)))
        on.write(queue_text.text(line, on.column), rect)


DELEGATES: dict[Column, type[CellDelegate]] = {
    Column.STATE: StateDelegate,
    Column.PROGRESS: ProgressDelegate,
    Column.ROUTE: RouteDelegate,
    Column.RESULT: ResultDelegate,
}


def state_icon(line: QueueLine) -> str:
    """The icon of a row's state; what waits for the user or lacks something is marked."""
    if phrases.needs_answer(line.row):
        return "question"
    if line.row.state is State.DONE and line.lost:
        return "warning"
    return icons.STATES[line.row.state]


def state_colour(tints: style.Tints, line: QueueLine) -> str:
    """The colour of a row's state."""
    if line.row.state is State.DONE and line.lost:
        return tints.warn
    return style.state_colour(tints, line.row.state)


def kind_icon(line: QueueLine) -> str:
    """The icon of what a batch does."""
    return "undo" if line.batch.undoes is not None else KINDS[line.kind]


def fitted(source: str, target: str, room: int, *, metrics: QFontMetrics) -> str:
    """Both ends in so much room; an end that stands alone has all of it."""
    if not target:
        return shortened(source, room, metrics=metrics)
    arrow = " → "
    room -= metrics.horizontalAdvance(arrow)
    for_source = _share(source, target, room, metrics=metrics)
    names = leaf(source), leaf(target)
    same = 0 if names[0] == names[1] else len(commonprefix(names))  # noqa: RUF071 - by letters
    cut = shortened(source, for_source, metrics=metrics, same=same)
    return cut + arrow + shortened(target, room - for_source, metrics=metrics, same=same)


def _share(source: str, target: str, room: int, *, metrics: QFontMetrics) -> int:
    """How much of the room the source gets: half, or more where the target needs less, or less to save its name."""
    whole, half = metrics.horizontalAdvance(source), room // 2
    wanted = max(half, room - metrics.horizontalAdvance(target))
    names = [
        min(metrics.horizontalAdvance(path), metrics.horizontalAdvance(f"…/{leaf(path)}")) for path in (source, target)
    ]
    if names[1] > room - wanted:
        wanted = max(room - names[1], min(names[0], half))
    return min(whole, wanted)


def paint_bar(painter: QPainter, rect: QRectF, share: float | None, *, state: State, tints: style.Tints) -> None:
    """A progress bar; `share` None draws it hatched: under way, and nothing is known of how far."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    radius = min(rect.height() / 2, 4.0)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tints.line))
    painter.drawRoundedRect(rect, radius, radius)
    colour = QColor(bar_colour(tints, state))
    if share is None:
        painter.setBrush(QBrush(colour, Qt.BrushStyle.BDiagPattern))
        painter.drawRoundedRect(rect, radius, radius)
    elif share > 0:
        painter.setBrush(colour)
        painter.drawRoundedRect(
            QRectF(rect.x(), rect.y(), max(rect.height(), rect.width() * share), rect.height()), radius, radius
        )
    painter.restore()


def bar_colour(tints: style.Tints, state: State) -> str:
    """What a bar is filled with: quiet where nothing moves."""
    return {State.RUNNING: tints.accent, State.DONE: tints.ok, State.FAILED: tints.bad}.get(state, tints.edge)


def inner(rect: QRect) -> QRect:
    """The part of a cell that is written on."""
    return rect.adjusted(style.STEP, 3, -style.STEP, -3)


def shortened(path: str, width: int, *, metrics: QFontMetrics, same: int = 0) -> str:
    """A path that fits: what leads to its last name is cut first; a name that is too long itself, in its middle.

    So many first letters of the name as `same` says are another's too, so the name is rather cut at their end.
    """
    if metrics.horizontalAdvance(path) <= width:
        return path
    name = leaf(path)
    way = path[: -len(name)].removesuffix("/")
    room = width - metrics.horizontalAdvance(f"/{name}")
    if not way or room < 0:
        return _shortened_name(name, width, same, metrics=metrics)
    if room < metrics.horizontalAdvance("mm…"):
        return f"…/{name}" if room >= metrics.horizontalAdvance("…") else name
    return metrics.elidedText(way, Qt.TextElideMode.ElideRight, room) + f"/{name}"


def _shortened_name(name: str, width: int, same: int, *, metrics: QFontMetrics) -> str:
    room = width - metrics.horizontalAdvance(name[same:])
    if same and room >= metrics.horizontalAdvance("m…"):
        return metrics.elidedText(name[:same], Qt.TextElideMode.ElideRight, room) + name[same:]
    return metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, width)


def arrow_area(cell: QRect) -> QRect:
    """Where a click opens or closes a folder, in a cell of the state column."""
    return QRect(cell.x(), cell.y(), style.STEP + ARROW, cell.height())
