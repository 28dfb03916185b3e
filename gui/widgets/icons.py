"""The program's own line icons. Knows where icons lie and how they take a colour.

An icon is an SVG file of 24 x 24 whose strokes say `currentColor`; the colour is put in when it is drawn, so that the
same file is legible in both schemes. Pixmaps live in Qt's pixmap cache. All functions are for the GUI thread.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QObject, QRectF, Qt
from PySide6.QtGui import QAction, QIcon, QPainter, QPalette, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication

from core.model.jobs import State
from core.rules.assets import resources

#: Edge lengths in device pixels; Qt scales down from the next larger one.
SIZES = (16, 20, 24, 32, 40, 48, 64)
APP_SIZES = (16, 24, 32, 48, 64, 128, 256)
_PROPERTY = "bucketferry-icon"

STATES = {
    State.WAITING: "waiting",
    State.RUNNING: "running",
    State.PAUSED: "pause",
    State.DONE: "ok",
    State.FAILED: "error",
    State.CANCELLED: "cancel",
    State.REFUSED: "refused",
    State.SKIPPED: "skipped",
}


def icon(name: str, ground: QPalette | None = None) -> QIcon:
    """The icon in the palette's text colours (the application's when none is given); FileNotFoundError if unknown."""
    colours = ground or QApplication.palette()
    made = QIcon()
    for mode, group, role in (
        (QIcon.Mode.Normal, QPalette.ColorGroup.Active, QPalette.ColorRole.ButtonText),
        (QIcon.Mode.Disabled, QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText),
        (QIcon.Mode.Selected, QPalette.ColorGroup.Active, QPalette.ColorRole.HighlightedText),
    ):
        for edge in SIZES:
            made.addPixmap(pixmap(name, edge, colours.color(group, role).name()), mode)
    return made


def pixmap(name: str, edge: int, colour: str, *, ratio: float = 1.0) -> QPixmap:
    """The icon as a pixmap of `edge` device-independent pixels for a screen with that device pixel ratio."""
    key = f"bucketferry/{name}/{edge}/{colour}/{ratio}"
    found = QPixmap()
    if QPixmapCache.find(key, found):
        return found
    made = _drawn(_svg(name).replace(b"currentColor", colour.encode("ascii")), round(edge * ratio))
    made.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, made)
    return made


def sign(name: str, colour: str) -> QIcon:
    """The icon in one colour that says something, also in a selected row."""
    made = QIcon()
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
        for edge in SIZES:
            made.addPixmap(pixmap(name, edge, colour), mode)
    return made


def app_icon() -> QIcon:
    """The program's own icon: a ferry that carries a bucket."""
    made = QIcon()
    for edge in APP_SIZES:
        made.addPixmap(_drawn(_svg("bucketferry"), edge))
    return made


def dress(target: QAction | QAbstractButton, name: str) -> None:
    """Give an action or a button its icon, and remember which, so that `redress` can renew it."""
    target.setProperty(_PROPERTY, name)
    target.setIcon(icon(name))


def redress(root: QObject) -> None:
    """Renew the icons of all dressed actions and buttons below `root`; to be called when the palette has changed."""
    targets: list[QAction | QAbstractButton] = [*root.findChildren(QAction), *root.findChildren(QAbstractButton)]
    for target in targets:
        name = target.property(_PROPERTY)
        if isinstance(name, str):
            target.setIcon(icon(name))


@cache
def _svg(name: str) -> bytes:
    return (resources() / "icons" / f"{name}.svg").read_bytes()


def _drawn(svg: bytes, pixels: int) -> QPixmap:
    made = QPixmap(pixels, pixels)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    QSvgRenderer(QByteArray(svg)).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    return made
