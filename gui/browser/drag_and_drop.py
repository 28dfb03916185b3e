"""What a drag or a copy to the clipboard carries, and who may be dropped on. Starts no copy itself."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from PySide6.QtCore import QByteArray, QEvent, QMimeData, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFont,
    QFontMetrics,
    QPainter,
    QPalette,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from gui.text.place import Item, ItemKind, Place, shown
from gui.text.translate import words
from gui.widgets import style

MIME = "application/x-bucketferry-items"

# So near to the top or bottom edge, in pixels, a drag scrolls; the nearer the faster.
EDGE = 32

_LABEL_MAX = 260
_PAD = 8
_STEP_MS = 25


def mime_of(items: Sequence[Item]) -> QMimeData:
    """The items for this program, and one line "account:bucket/key" each for every other one."""
    made = QMimeData()
    rows = [[item.kind.value, item.account, item.bucket, item.key, item.size] for item in items]
    made.setData(MIME, QByteArray(json.dumps(rows).encode("ascii")))
    made.setText("\n".join(map(str, items)))
    return made


def items_of(mime: QMimeData) -> tuple[Item, ...]:
    """The items that were dragged or copied; none when they are not ours."""
    if not mime.hasFormat(MIME):
        return ()
    try:
        rows = json.loads(bytes(mime.data(MIME).data()))
        return tuple(Item(ItemKind(kind), account, bucket, key, size) for kind, account, bucket, key, size in rows)
    except (ValueError, TypeError):  # another program may put anything there
        return ()


def drag_pixmap(items: Sequence[Item], widget: QWidget) -> QPixmap:
    """What hangs at the pointer: the name of one item, the number of several."""
    text = shown(items[0].name) if len(items) == 1 else words.tr("%Ln item(s)", None, len(items))
    font = QFont(widget.font())
    font.setWeight(QFont.Weight.DemiBold)
    metrics = QFontMetrics(font)
    text = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, _LABEL_MAX)
    ratio = widget.devicePixelRatioF()
    width, height = metrics.horizontalAdvance(text) + 3 * _PAD, metrics.height() + _PAD
    made = QPixmap(round(width * ratio), round(height * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(font)
    painter.setPen(Qt.PenStyle.NoPen)
    accent = widget.palette().color(QPalette.ColorRole.Accent)
    painter.setBrush(accent)
    painter.drawRoundedRect(0, 0, width, height, height / 2, height / 2)
    painter.setPen(QColor(style.ink_on(accent.name())))
    painter.drawText(0, 0, width, height, int(Qt.AlignmentFlag.AlignCenter), text)
    painter.end()
    return made


def paint_mark(viewport: QWidget, mark: QRect, caption: str = "") -> None:
    """Draw the frame around what a drop would go to, and say what it would do; only from `paintEvent`."""
    painter = QPainter(viewport)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    accent = viewport.palette().color(QPalette.ColorRole.Accent)
    painter.setPen(QPen(accent, 2))
    painter.setBrush(QColor(accent.red(), accent.green(), accent.blue(), 28))
    painter.drawRoundedRect(mark.adjusted(1, 1, -2, -2), 4, 4)
    if caption:
        _paint_caption(painter, mark, caption, accent)
    painter.end()


def _paint_caption(painter: QPainter, mark: QRect, caption: str, accent: QColor) -> None:
    """At the end of the mark, where no name stands."""
    metrics = painter.fontMetrics()
    text = metrics.elidedText(caption, Qt.TextElideMode.ElideMiddle, max(0, mark.width() - 4 * _PAD))
    pill = QRect(0, 0, metrics.horizontalAdvance(text) + 2 * _PAD, metrics.height() + _PAD // 2)
    pill.moveBottomRight(mark.bottomRight() - QPoint(_PAD, max(0, min(_PAD, (mark.height() - pill.height()) // 2))))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(accent)
    painter.drawRoundedRect(pill, 4, 4)
    painter.setPen(QColor(style.ink_on(accent.name())))
    painter.drawText(pill, int(Qt.AlignmentFlag.AlignCenter), text)


def caption(place: Place, *, moves: bool) -> str:
    """What a drop on a place would do."""
    said = words.tr("Move to {place}") if moves else words.tr("Copy to {place}")
    return said.format(place=shown(place.name))


class DropGuide(QObject):
    """Lets a widget take items: it follows the drag, says what is under it, and reports the drop.

    A drop copies; with Shift it moves.

    Signals:
        hovering: the `QPoint` under the pointer while a drop there is possible, else None; and whether it would move.
        dropped: the items, the `Place` that they were dropped on, and whether they are to be moved.
    """

    hovering = Signal(object, bool)
    dropped = Signal(object, object, bool)

    def __init__(self, target: QWidget, place_at: Callable[[QPoint], Place | None]) -> None:
        """Watch `target`, a view's viewport or a plain widget; `place_at` says where a drop would go, None: nowhere."""
        super().__init__(target)
        self._place_at = place_at
        target.setAcceptDrops(True)
        target.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if isinstance(event, QDragLeaveEvent):
            self.hovering.emit(None, False)
            return True
        if isinstance(event, QDragEnterEvent | QDragMoveEvent | QDropEvent):
            self._follow(event)
            return True
        return False

    def _follow(self, event: QDropEvent) -> None:
        """An enter or a move also counts as a drop event for Qt; only a plain one is the drop itself."""
        point = event.position().toPoint()
        place = self._place_at(point) if event.mimeData().hasFormat(MIME) else None
        is_drop, moves = event.type() is QEvent.Type.Drop, _moves(event)
        self.hovering.emit(None if is_drop or place is None else point, moves)
        if place is None:
            # Entering is accepted for the sake of the moves that follow; another place of the widget may do.
            event.setAccepted(event.type() is QEvent.Type.DragEnter and event.mimeData().hasFormat(MIME))
            return
        event.setDropAction(Qt.DropAction.MoveAction if moves else Qt.DropAction.CopyAction)
        event.accept()
        if is_drop:
            self.dropped.emit(items_of(event.mimeData()), place, moves)


def _moves(event: QDropEvent) -> bool:
    """Whether Shift asks for a move, and who drags allows one."""
    return bool(
        event.modifiers() & Qt.KeyboardModifier.ShiftModifier and event.possibleActions() & Qt.DropAction.MoveAction
    )


class EdgeScroller(QObject):
    """Scrolls a view while a drag rests near its top or bottom edge.

    Signals:
        scrolled: the rows have moved below the pointer, which is still at this `QPoint`; and whether a drop would move.
    """

    scrolled = Signal(QPoint, bool)

    def __init__(self, view: QAbstractScrollArea) -> None:
        super().__init__(view)
        self._view = view
        self._point, self._moves = QPoint(), False
        self._timer = QTimer(self, interval=_STEP_MS)
        self._timer.timeout.connect(self.step)

    def follow(self, point: QPoint | None, moves: bool = False) -> None:
        """The drag is at this point of the viewport now; None: it is not over the view."""
        if point is None:
            self._timer.stop()
            return
        self._point, self._moves = point, moves
        if not self._speed():
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()

    def step(self) -> None:
        """Scroll a little, as far as there is something to scroll to."""
        bar = self._view.verticalScrollBar()
        before = bar.value()
        bar.setValue(before + self._speed())
        if bar.value() != before:
            self._view.viewport().update()  # the pixels of a mark would be moved along
            self.scrolled.emit(self._point, self._moves)

    def _speed(self) -> int:
        """Pixels a step; upwards they are below zero."""
        above = EDGE - self._point.y()
        below = EDGE - (self._view.viewport().height() - 1 - self._point.y())
        return 1 + below // 2 if below > 0 else -1 - above // 2 if above > 0 else 0
