"""The menus: every letter leads to one thing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import cast

import pytest
from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu

from core.rules.assets import resources
from gui.window import menus
from gui.window.action_table import Act
from gui.window.main_window import MainWindow
from tests.gui.support import WindowFixture


@pytest.fixture(params=["en", "zh_CN"])
def window(
    request: pytest.FixtureRequest, qapp: QApplication, scene_of: Callable[..., WindowFixture]
) -> Iterator[MainWindow]:
    """A window in each of the languages."""
    translator = QTranslator()
    assert translator.load(QLocale(request.param), "bucketferry", "_", str(resources() / "i18n"))
    qapp.installTranslator(translator)
    yield scene_of().window
    qapp.removeTranslator(translator)


def letters_used_twice(actions: list[QAction]) -> dict[str, list[str]]:
    texts = [action.text() for action in actions]
    letters = {text: found[1].lower() for text in texts if (found := re.search(r"&(\w)", text))}
    return {
        letter: [text for text in letters if letters[text] == letter]
        for letter, count in Counter(letters.values()).items()
        if count > 1
    }


def test_no_letter_stands_twice_in_a_menu(window: MainWindow) -> None:
    bar = window.menuBar().actions()
    assert letters_used_twice(bar) == {}
    for title in bar:
        assert letters_used_twice(cast(QMenu, title.menu()).actions()) == {}, title.text()


@pytest.mark.parametrize("acts", [menus.PANE, menus.TREE])
def test_no_letter_stands_twice_in_a_context_menu(window: MainWindow, acts: tuple[Act | None, ...]) -> None:
    menu = menus.make_menu(window, acts, window.actions_by_name)
    assert letters_used_twice(menu.actions()) == {}
