"""Window floor: what the dialogs that ask before something is done have in common."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSpinBox, QVBoxLayout, QWidget

from gui import style


def title_block(heading: QLabel, place: QLabel) -> QVBoxLayout:
    """The large line that says what it is about, and below it where."""
    enlarge(heading)
    block = QVBoxLayout()
    block.setSpacing(style.STEP // 2)
    block.addWidget(heading)
    block.addWidget(place)
    return block


def enlarge(heading: QLabel) -> None:
    """Make a label a heading."""
    font = heading.font()
    font.setPointSizeF(font.pointSizeF() * 1.25)
    font.setWeight(font.Weight.DemiBold)
    heading.setFont(font)


def scrolling(inner: QWidget) -> QScrollArea:
    """What may be too much for a small screen, without a frame; it never scrolls sideways."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setObjectName("reading")  # the style sheet shows when it has the keyboard, by a frame that touches no letter
    inner.setContentsMargins(*(4 * [style.STEP // 2]))
    area.setWidget(inner)
    return area


def wrapped() -> QLabel:
    """A plain text of any length that can be selected with the mouse."""
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def number_box() -> QSpinBox:
    """A field for a number, with the room before it that other fields have; a style sheet does not reach there."""
    box = QSpinBox()
    box.lineEdit().setTextMargins(8, 0, 0, 0)
    return box
