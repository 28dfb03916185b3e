"""What the dialogs that ask before something is done have in common."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QLabel, QPushButton, QScrollArea, QSpinBox, QVBoxLayout, QWidget

from gui.widgets import style
from gui.widgets.number_field import NumberField
from gui.widgets.plain import PlainLabel

_ENTERS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


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
    label = PlainLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def number_box() -> QSpinBox:
    """A field for a number, with the room before it that other fields have; a style sheet does not reach there."""
    box = NumberField()
    box.lineEdit().setTextMargins(8, 0, 0, 0)
    return box


def lead_to(box: QWidget, field: QWidget) -> None:
    """Let the focus that `box` gets, as by the key of its label, go to its `field`. Tab stops at the field alone."""
    box.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # a label gives the focus only to what takes it somehow
    box.setFocusProxy(field)  # after the policy, which would become the field's, too


def only_when_focused(*buttons: QAbstractButton) -> None:
    """Let Enter press each of these while it has the keyboard, and none of them while something else has it.

    A dialog presses its default button at Enter, and takes its first one for that where none is chosen. A tool button
    leaves the key to it as well.
    """
    for button in buttons:
        if isinstance(button, QPushButton):
            button.setAutoDefault(False)
        button.installEventFilter(_EnterPresses(button))


class _EnterPresses(QObject):
    """A button that is never the default leaves Enter to its dialog, which would press another one."""

    def __init__(self, button: QAbstractButton) -> None:
        super().__init__(button)
        self._button = button

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress or event.key() not in _ENTERS:
            return False
        self._button.click()
        return True
