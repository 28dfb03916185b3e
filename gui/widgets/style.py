"""The two colour schemes and how they are put on the application. Knows Qt; knows no job and no store.

Fusion everywhere, with an explicit palette: `QStyleHints.setColorScheme` does nothing on a plain X11 session. Style
sheets are used only where the palette does not reach. Every text colour has a contrast of at least 4.5 to all
grounds that it is used on, every part cell at least 3 (WCAG 2.2, criteria 1.4.3 and 1.4.11); tests compute both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QPushButton

from core.model.jobs import State
from core.model.reports import Cell
from core.model.values import Level
from core.rules.assets import resources

Scheme = Literal["system", "light", "dark"]

#: All distances are multiples of this many device-independent pixels.
STEP = 8


@dataclass(frozen=True, slots=True)
class Tints:
    """The colours of one scheme as "#rrggbb".

    Attributes:
        edge: outlines that must be seen to understand a control; `line` only separates.
        cells: fill of a part cell by its state; colours differ in lightness too, for readers who see no hue.
    """

    dark: bool
    window: str
    base: str
    alternate: str
    raised: str
    text: str
    muted: str
    line: str
    edge: str
    accent: str
    on_accent: str
    highlight: str
    ok: str
    warn: str
    bad: str
    cells: Mapping[Cell, str]


LIGHT = Tints(
    dark=False,
    window="#f3f5f8",
    base="#ffffff",
    alternate="#f8fafc",
    raised="#ffffff",
    text="#1b2430",
    muted="#54606f",
    line="#d5dbe3",
    edge="#7d8896",
    accent="#0b63b8",
    on_accent="#ffffff",
    highlight="#cfe2f8",
    ok="#13643a",
    warn="#7d4a00",
    bad="#a81f24",
    cells={
        Cell.WAITING: "#d3dae3",
        Cell.RUNNING: "#3b8bee",
        Cell.DONE: "#0a7a5c",
        Cell.RETRIED: "#bf7d00",
        Cell.FAILED: "#8f0f2d",
    },
)

DARK = Tints(
    dark=True,
    window="#1f242b",
    base="#171b20",
    alternate="#1b2026",
    raised="#2a3038",
    text="#e5eaf0",
    muted="#b2bcc8",
    line="#363e48",
    edge="#78838f",
    accent="#63adf5",
    on_accent="#07131f",
    highlight="#27476c",
    ok="#7cd6a4",
    warn="#f3bb66",
    bad="#ff9c92",
    cells={
        Cell.WAITING: "#3a444f",
        Cell.RUNNING: "#3f8ff0",
        Cell.DONE: "#4fd0a0",
        Cell.RETRIED: "#f0c04a",
        Cell.FAILED: "#e0475f",
    },
)

_SHEET = """
QToolTip {{ color: {text}; background: {raised}; border: 1px solid {line}; padding: 4px; }}
QStatusBar::item {{ border: none; }}
QSplitter::handle {{ background: {window}; image: none; }}

QToolBar {{ border: none; padding: 4px; spacing: 4px; }}
QToolButton {{ border: 1px solid transparent; border-radius: 4px; padding: 4px; }}
QToolButton:hover:enabled {{ background: {line}; }}
QToolButton:pressed, QToolButton:checked {{ background: {highlight}; }}
QToolButton:focus {{ border-color: {accent}; }}

QHeaderView {{ background: {window}; border: none; }}
QHeaderView::section {{ background: {window}; color: {muted}; border: none; border-bottom: 1px solid {line};
    border-right: 1px solid {line}; padding: 4px 8px; }}
QHeaderView::down-arrow {{ image: url("{icons}/field-down.svg"); width: 10px; height: 10px; }}
QHeaderView::up-arrow {{ image: url("{icons}/field-up.svg"); width: 10px; height: 10px; }}

QPushButton {{ color: {text}; background: {raised}; border: 1px solid {edge}; border-radius: 4px; padding: 4px 15px;
    min-height: 18px; }}
QPushButton:hover {{ background: {window}; }}
QPushButton:pressed {{ background: {highlight}; }}
QPushButton:focus {{ border: 2px solid {accent}; padding: 3px 14px; }}
QPushButton:disabled {{ color: {edge}; border-color: {line}; }}
QPushButton[primary="true"] {{ color: {on_accent}; background: {accent}; border-color: {accent}; }}
QPushButton[primary="true"]:focus {{ border-color: {text}; }}
QPushButton[danger="true"] {{ color: {on_accent}; background: {bad}; border-color: {bad}; }}
QPushButton[danger="true"]:focus {{ border-color: {text}; }}
QPushButton[danger="true"]:disabled {{ color: {muted}; background: {line}; border-color: {line}; }}
QPushButton[primary="true"]:disabled {{ color: {muted}; background: {line}; border-color: {line}; }}

QLineEdit, QAbstractSpinBox, QComboBox {{ color: {text}; background: {base}; border: 1px solid {edge};
    border-radius: 4px; padding: 3px 7px; min-height: 18px; selection-background-color: {highlight};
    selection-color: {text}; placeholder-text-color: {muted}; }}
QLineEdit:focus, QAbstractSpinBox:focus, QComboBox:focus {{ border: 2px solid {accent}; padding: 2px 6px; }}
QLineEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled {{ color: {muted}; background: {window};
    border-color: {line}; }}
QLineEdit:read-only {{ background: {window}; border-color: {line}; }}
QComboBox {{ padding-left: 9px; }}
QComboBox:editable {{ padding-left: 7px; }}
QComboBox {{ combobox-popup: 0; }}
QComboBox QAbstractItemView::item {{ min-height: 22px; padding: 0 6px; }}
QComboBox QLineEdit {{ border: none; padding: 0; min-height: 0; background: transparent; }}
QComboBox::drop-down {{ border: none; width: 22px; }}
QComboBox::down-arrow {{ image: url("{icons}/field-down.svg"); width: 12px; height: 12px; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ border: none; background: transparent; width: 20px; }}
QAbstractSpinBox::up-arrow {{ image: url("{icons}/field-up.svg"); width: 9px; height: 9px; }}
QAbstractSpinBox::down-arrow {{ image: url("{icons}/field-down.svg"); width: 9px; height: 9px; }}

QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}

QRadioButton, QCheckBox {{ spacing: 6px; }}
QRadioButton::indicator {{ width: 14px; height: 14px; border: 1px solid {edge}; border-radius: 8px;
    background: {base}; }}
QRadioButton::indicator:checked {{ width: 6px; height: 6px; border: 5px solid {accent}; background: {on_accent}; }}
QRadioButton:focus, QCheckBox:focus {{ text-decoration: underline; }}
QCheckBox::indicator, QTableView::indicator {{ width: 14px; height: 14px; border: 1px solid {edge}; border-radius: 3px;
    background: {base}; }}
QCheckBox::indicator:checked, QTableView::indicator:checked {{ background: {accent}; border-color: {accent};
    image: url("{icons}/field-check-{scheme}.svg"); }}

QTabWidget::pane {{ background: {window}; border: 1px solid {line}; top: -1px; }}
QTabBar {{ qproperty-drawBase: 0; }}
QTabBar::tab {{ color: {muted}; background: {window}; border: 1px solid {line}; padding: 5px 15px; margin-right: 4px;
    border-top-left-radius: 4px; border-top-right-radius: 4px; }}
QTabBar::tab:selected {{ color: {text}; border-bottom-color: {window}; }}
QTabBar::tab:hover {{ color: {text}; }}
QTabBar::tab:focus {{ color: {accent}; text-decoration: underline; }}

QScrollArea#reading {{ border: 1px solid transparent; border-radius: 4px; }}
QScrollArea#reading:focus {{ border-color: {accent}; }}

QProgressBar {{ border: none; border-radius: 4px; background: {line}; min-height: 8px; max-height: 8px; }}
QProgressBar::chunk {{ border-radius: 4px; background: {accent}; }}

QScrollBar {{ background: transparent; border: none; margin: 0; }}
QScrollBar:vertical {{ width: 12px; }}
QScrollBar:horizontal {{ height: 12px; }}
QScrollBar::handle {{ background: {edge}; border-radius: 3px; margin: 3px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::handle:hover {{ background: {muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""


def apply(app: QApplication, scheme: Scheme) -> None:
    """Put the scheme on all windows; "system" follows the desktop where it tells, and is light where it does not."""
    hints = app.styleHints()
    scheme_of = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}.get(scheme, Qt.ColorScheme.Unknown)
    hints.setColorScheme(scheme_of)
    chosen = scheme_of if scheme != "system" else hints.colorScheme()
    put = DARK if chosen is Qt.ColorScheme.Dark else LIGHT
    app.setStyle("Fusion")
    app.setPalette(palette(put))
    app.setStyleSheet(sheet(put))


def tints(ground: QPalette) -> Tints:
    """The scheme that a widget's palette belongs to."""
    return DARK if ground.color(QPalette.ColorRole.Base).lightness() < 128 else LIGHT


def sheet(put: Tints) -> str:
    """The style sheet of a scheme."""
    colours = {field.name: getattr(put, field.name) for field in fields(put) if field.name not in {"dark", "cells"}}
    icons = (resources() / "icons").as_posix()
    return _SHEET.format(**colours, icons=icons, scheme="dark" if put.dark else "light")


def make_primary(button: QPushButton, *, danger: bool = False) -> None:
    """Mark the one button that goes on; `danger` when what it does destroys something."""
    button.setProperty("primary", not danger)
    button.setProperty("danger", danger)
    button.style().unpolish(button)
    button.style().polish(button)


def palette(put: Tints) -> QPalette:
    """The palette of a scheme for all three colour groups."""
    role = QPalette.ColorRole
    made = QPalette()
    for which, colour in (
        (role.Window, put.window),
        (role.WindowText, put.text),
        (role.Base, put.base),
        (role.AlternateBase, put.alternate),
        (role.Text, put.text),
        (role.PlaceholderText, put.muted),
        (role.Button, put.raised),
        (role.ButtonText, put.text),
        (role.BrightText, put.bad),
        (role.ToolTipBase, put.raised),
        (role.ToolTipText, put.text),
        (role.Highlight, put.highlight),
        (role.HighlightedText, put.text),
        (role.Accent, put.accent),
        (role.Link, put.accent),
        (role.LinkVisited, put.accent),
        (role.Light, put.raised),
        (role.Midlight, put.line),
        (role.Mid, put.line),
        (role.Dark, put.edge),
        (role.Shadow, put.edge),
    ):
        made.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        made.setColor(QPalette.ColorGroup.Disabled, which, QColor(put.edge))
    return made


def state_colour(put: Tints, state: State) -> str:
    """The text colour of a job's state."""
    return {
        State.DONE: put.ok,
        State.FAILED: put.bad,
        State.REFUSED: put.warn,
        State.RUNNING: put.text,
    }.get(state, put.muted)


def level_colour(put: Tints, level: Level) -> str:
    """Green is only for levels that compared a checksum of all bytes."""
    return put.ok if level in {Level.CRC64, Level.PART_CRC64} else put.warn if level is Level.SIZE else put.text


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb" (WCAG 2.2, "relative luminance"), 0 for black to 1 for white."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (WCAG 2.2, "contrast ratio"), 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def ink_on(ground: str) -> str:
    """Black or white, whichever is easier to read on `ground`."""
    return max("#000000", "#ffffff", key=lambda ink: contrast(ink, ground))


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


#: How accounts are marked, in light and in dark colours; each can be told from the ground by 3 to 1.
_MARKS = {
    "red": ("#c62828", "#ff7b7b"),
    "orange": ("#b45309", "#ffb057"),
    "green": ("#2e7d32", "#6fdc82"),
    "blue": ("#1864ab", "#7cc4ff"),
    "violet": ("#6741d9", "#b9a3ff"),
}


def mark(ground: QPalette, colour: str) -> str:
    """The "#rrggbb" of an account's colour, one of `core.model.values.COLOURS`, on this ground; "" for none."""
    found = _MARKS.get(colour)
    return "" if found is None else found[1 if tints(ground).dark else 0]
