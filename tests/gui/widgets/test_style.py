"""Both colour schemes are legible, also for eyes that see fewer colours; all icons exist in both."""

from __future__ import annotations

from itertools import combinations, product

import pytest
from PySide6.QtGui import QAction, QColor, QPalette
from PySide6.QtWidgets import QApplication, QTabWidget, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from core.model.jobs import State
from core.model.reports import Cell
from core.model.values import Level
from core.rules.assets import resources
from gui.widgets import icons, style
from tests.gui.queue_fixture import quiet  # noqa: F401

SCHEMES = pytest.mark.parametrize("put", [style.LIGHT, style.DARK], ids=["light", "dark"])

#: How other eyes see linear red, green and blue (Machado, Oliveira, Fernandes 2009, severity 1).
EYES = {
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
    "usual": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
}


def lab(colour: str, eye: str) -> tuple[float, float, float]:
    """CIE L*a*b* (D65) of a colour as that eye sees it."""
    rgb = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in rgb]
    seen = [min(1.0, max(0.0, sum(m * v for m, v in zip(row, linear, strict=True)))) for row in EYES[eye]]
    to_xyz = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
    xyz = [sum(m * v for m, v in zip(row, seen, strict=True)) for row in to_xyz]
    f = [v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (xyz[0] / 0.95047, xyz[1], xyz[2] / 1.08883)]
    return 116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])


def distance(one: str, other: str, eye: str) -> float:
    return float(sum((a - b) ** 2 for a, b in zip(lab(one, eye), lab(other, eye), strict=True)) ** 0.5)


def test_contrast_is_computed_as_the_guideline_says() -> None:
    assert style.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert style.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@SCHEMES
def test_texts_have_enough_contrast_on_every_ground(put: style.Tints) -> None:
    texts = [put.text, put.muted, put.ok, put.warn, put.bad]
    grounds = [put.window, put.base, put.alternate, put.highlight]
    for text, ground in product(texts, grounds):
        assert style.contrast(text, ground) >= 4.5, (text, ground)
    assert style.contrast(put.text, put.raised) >= 4.5
    assert style.contrast(put.on_accent, put.accent) >= 4.5
    assert style.contrast(put.accent, put.base) >= 4.5


@SCHEMES
@pytest.mark.parametrize("state", State)
def test_states_and_levels_are_legible_in_a_selected_row(put: style.Tints, state: State) -> None:
    for ground in (put.base, put.highlight):
        assert style.contrast(style.state_colour(put, state), ground) >= 4.5
        assert all(style.contrast(style.level_colour(put, level), ground) >= 4.5 for level in Level)


@SCHEMES
def test_controls_have_visible_edges(put: style.Tints) -> None:
    for ground in (put.base, put.window):
        assert style.contrast(put.edge, ground) >= 3


@SCHEMES
@pytest.mark.parametrize("cell", Cell)
def test_a_part_cell_stands_out_from_the_window(put: style.Tints, cell: Cell) -> None:
    drawn = put.edge if cell is Cell.WAITING else put.cells[cell]
    assert style.contrast(drawn, put.window) >= 3


@SCHEMES
@pytest.mark.parametrize("cell", Cell)
def test_the_mark_on_a_cell_is_legible(put: style.Tints, cell: Cell) -> None:
    assert style.contrast(style.ink_on(put.cells[cell]), put.cells[cell]) >= 4.5


@SCHEMES
@pytest.mark.parametrize("eye", EYES)
def test_part_cells_are_told_apart_by_every_eye(put: style.Tints, eye: str) -> None:
    for one, other in combinations(Cell, 2):
        assert distance(put.cells[one], put.cells[other], eye) >= 20, (one, other)


def test_only_a_comparison_of_all_bytes_is_green() -> None:
    green = {level for level in Level if style.level_colour(style.LIGHT, level) == style.LIGHT.ok}
    assert green == {Level.CRC64, Level.PART_CRC64}


def test_a_scheme_reaches_the_palette_of_every_widget(qapp: QApplication, qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    style.apply(qapp, "dark")
    assert style.tints(widget.palette()) is style.DARK
    style.apply(qapp, "light")
    assert style.tints(widget.palette()) is style.LIGHT
    assert widget.palette().color(QPalette.ColorRole.Window) == QColor(style.LIGHT.window)


def test_system_is_light_where_the_desktop_does_not_tell(qapp: QApplication) -> None:
    style.apply(qapp, "dark")
    style.apply(qapp, "system")
    assert style.tints(qapp.palette()) is style.LIGHT


@pytest.mark.parametrize("name", sorted(path.stem for path in (resources() / "icons").glob("*.svg")))
def test_every_icon_can_be_drawn(qapp: QApplication, name: str) -> None:
    picture = icons.pixmap(name, 16, "#ff0000", ratio=2.0)
    assert picture.width() == 32
    image = picture.toImage()
    shown = [image.pixelColor(x, y) for x in range(32) for y in range(32) if image.pixelColor(x, y).alpha() > 200]
    assert len(shown) > 8
    if "currentColor" in (resources() / "icons" / f"{name}.svg").read_text("utf-8"):
        assert all(colour.red() > 200 and colour.green() < 40 for colour in shown)


@pytest.mark.parametrize("state", State)
def test_every_state_has_an_icon_of_its_own(qapp: QApplication, state: State) -> None:
    assert not icons.icon(icons.STATES[state]).isNull()
    assert len(set(icons.STATES.values())) == len(State)


def test_icons_follow_a_change_of_the_scheme(qapp: QApplication, qtbot: QtBot) -> None:
    root = QWidget()
    qtbot.addWidget(root)
    action, button = QAction(root), QToolButton(root)
    for put in (style.LIGHT, style.DARK):
        qapp.setPalette(style.palette(put))
        icons.dress(action, "pause")
        icons.dress(button, "copy")
        icons.redress(root)
        for target in (action, button):
            image = target.icon().pixmap(32, 32).toImage()
            solid = [image.pixelColor(x, y) for x in range(32) for y in range(32)]
            assert QColor(put.text) in [colour for colour in solid if colour.alpha() == 255]


def test_the_programs_icon_has_small_and_large_sizes(qapp: QApplication) -> None:
    sizes = {size.width() for size in icons.app_icon().availableSizes()}
    assert {16, 32, 256} <= sizes


@SCHEMES
def test_the_page_of_a_tab_is_as_dark_as_the_window_around_it(qtbot: QtBot, put: style.Tints) -> None:
    tabs = QTabWidget()
    qtbot.addWidget(tabs)
    tabs.setPalette(style.palette(put))
    tabs.setStyleSheet(style.sheet(put))
    tabs.addTab(QWidget(), "One")
    tabs.resize(200, 120)
    tabs.show()
    assert tabs.grab().toImage().pixelColor(100, 80).name() == put.window
