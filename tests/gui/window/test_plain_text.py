"""Whatever a store names its things, the window shows it as it is: no markup, no mark that turns a line round."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QDialog,
    QGroupBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextBrowser,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from core.model.values import Account, Credentials
from core.sandbox.extents import of_bytes
from core.sandbox.sample import normal
from core.sandbox.server import Sandbox
from core.sandbox.settings import answer
from core.system.paths import find_paths
from gui.actions.drop_dialog import DropDialog
from gui.app import build
from gui.text.place import Place
from gui.text.visible import tip, visible, visible_lines
from gui.widgets.plain import PlainBox, PlainLabel
from gui.window.action_table import Act
from gui.window.main_window import MainWindow
from tests.gui.support import close_all, row_of

#: Markup that would load a picture, and marks that would turn round the rest of a line.
EVIL = "<b>x<img src=evil.png> &amp; \u202egpj.\u2066\x1b[31m"
SHOWN = "<b>x<img src=evil.png> &amp; [U+202E]gpj.[U+2066]\u241b[31m"
FOLDER = f"dir{EVIL}/"
KEY = f"{FOLDER}{EVIL}.txt"
_OBEYED = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f\x7f-\x9f]")
_Role = Qt.ItemDataRole
_PATIENCE_MS = 20_000


def texts_of(top: QWidget) -> list[str]:
    """All texts of a window or dialog as they are shown; fails where one is markup or obeys a mark."""
    found: list[str] = []
    for widget in (top, *top.findChildren(QWidget)):
        found += _plain(widget.windowTitle(), widget)
        _check_tip(widget.toolTip(), widget)
        if isinstance(widget, QLabel):
            assert widget.textFormat() is Qt.TextFormat.PlainText or "<" not in widget.text(), widget.text()
            found += _plain(widget.text(), widget)
        elif isinstance(widget, QAbstractButton):
            found += _plain(widget.text(), widget)
        elif isinstance(widget, QGroupBox):
            found += _plain(widget.title(), widget)
        elif isinstance(widget, QLineEdit):
            found.append(visible(widget.text()))  # what is being edited is the thing itself
        elif isinstance(widget, QPlainTextEdit):
            found.append(widget.toPlainText())
        elif isinstance(widget, QAbstractItemView) and widget.model() is not None:
            found += _cells(widget.model(), QModelIndex(), widget)
        assert not isinstance(widget, QTextEdit | QTextBrowser)
    for action in top.findChildren(QAction):
        found += _plain(action.text(), action.parent())
        _check_tip(action.toolTip(), action.parent())
    return found


def _cells(model: QAbstractItemModel, above: QModelIndex, where: object) -> Iterator[str]:
    for column in range(model.columnCount(above)):
        title = model.headerData(column, Qt.Orientation.Horizontal)
        yield from _plain(title if isinstance(title, str) else "", where)
        for row in range(min(100, model.rowCount(above))):
            index = model.index(row, column, above)
            for role in (_Role.DisplayRole, _Role.AccessibleTextRole):
                said = model.data(index, role)
                yield from _plain(said if isinstance(said, str) else "", where)
            _check_tip(model.data(index, _Role.ToolTipRole), where)
            if column == 0:
                yield from _cells(model, index, where)


def _plain(text: str, where: object) -> list[str]:
    assert not _OBEYED.search(text), f"{where} obeys {text!r}"
    return [text] if text else []


def _check_tip(text: object, where: object) -> None:
    """A tool tip is no markup, or markup that is ours alone and says what it says."""
    if not isinstance(text, str):
        return
    if text.startswith("<qt>"):
        tags = set(re.findall(r"<[^>]*>", text))
        assert tags <= {"<qt>", "</qt>", "<br>"}, f"{where} takes {text!r} for markup"
    else:
        assert "<" not in text, f"{where} takes {text!r} for markup"
        assert "&lt;" not in text, f"{where} takes {text!r} for markup"
    _plain(text, where)


class Visitor:
    """A person who opens everything that can be opened, and reads it."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window, self.bot = window, qtbot

    def until_shown(self, text: str) -> None:
        """Until a window shows the text somewhere; everything that is shown meanwhile is read."""

        wrong: list[AssertionError] = []
        said: list[str] = []

        def is_shown() -> bool:
            said.clear()
            tops = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
            try:
                said.extend(one for top in tops for one in texts_of(top))
            except AssertionError as error:  # it may be right again a moment later, and was wrong all the same
                wrong.append(error)
            return bool(wrong) or any(text in one for one in said)

        try:
            self.bot.waitUntil(is_shown, timeout=_PATIENCE_MS)
        except self.bot.TimeoutError:
            pytest.fail(f"{text!r} is not shown, but {said}")
        if wrong:
            raise wrong[0]

    def go(self, place: Place, key: str) -> None:
        pane = self.window.panes.left
        if pane.place != place:
            pane.go(place)
        self.bot.waitUntil(lambda: row_of(pane.objects_model, key) is not None, timeout=_PATIENCE_MS)
        self.window.panes.focus(pane)
        pane.objects.choose(row_of(pane.objects_model, key) or 0)

    def open(self, act: Act, shows: str) -> None:
        """Open a dialog, wait until it shows something, and close it."""
        action = self.window.actions_by_name[act]
        assert action.isEnabled(), act
        action.trigger()
        self.bot.waitUntil(lambda: self._dialog() is not None, timeout=_PATIENCE_MS)
        self.until_shown(shows)
        while (dialog := self._dialog()) is not None:
            dialog.close()
            QApplication.processEvents()

    def _dialog(self) -> QDialog | None:
        shown = [each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible()]
        return shown[-1] if shown else None


@pytest.fixture
def visitor(qapp: QApplication, qtbot: QtBot, sandbox: Sandbox, home: Path) -> Iterator[Visitor]:
    version = normal(of_bytes(b"abc"), 1_735_700_000.0)
    rich = replace(version, user={"html": EVIL.replace("\x1b", "")}, tags={"t": "tag<img src=a>"})
    for bucket in ("documents", "holiday-photos"):
        sandbox.world.put(bucket, KEY, rich)
    paths = find_paths()
    paths.create()
    window = build(qapp, paths, workers=2)
    qtbot.addWidget(window)
    window.resize(1280, 820)
    window.show()
    offer = sandbox.offers[0]
    account = Account("Sandbox", offer.provider, offer.endpoint, offer.region, key_id=offer.key_id)
    window.account_actions._take_sandbox(account, Credentials(offer.key_id, offer.secret))
    window.panes.right.go(Place("Sandbox", "holiday-photos", FOLDER))
    yield Visitor(window, qtbot)
    close_all(window)


OF_AN_OBJECT = (Act.PROPERTIES, Act.RENAME, Act.DELETE, Act.EDIT, Act.VERSIONS, Act.LINK, Act.COPY_ACROSS)
OF_A_FOLDER = (Act.RENAME, Act.DELETE, Act.EDIT, Act.VERSIONS, Act.MOVE_ACROSS, Act.RESTORE)


def test_every_dialog_about_an_object_shows_its_name_as_it_is(visitor: Visitor) -> None:
    visitor.go(Place("Sandbox", "documents", FOLDER), KEY)
    visitor.until_shown(SHOWN)
    for act in OF_AN_OBJECT:
        visitor.open(act, SHOWN)


def test_every_dialog_about_a_folder_shows_its_name_as_it_is(visitor: Visitor) -> None:
    visitor.go(Place("Sandbox", "documents"), FOLDER)
    for act in OF_A_FOLDER:
        visitor.open(act, SHOWN)
    visitor.go(Place("Sandbox", "documents", FOLDER), KEY)
    visitor.open(Act.NEW_FOLDER, SHOWN)


def test_the_words_of_a_store_that_denies_everything_are_shown_as_they_are(visitor: Visitor, sandbox: Sandbox) -> None:
    visitor.go(Place("Sandbox", "documents", FOLDER), KEY)
    evil = "why<img src=evil.png>\u202e<a href='http://evil.example'>q</a>"
    sandbox.settings = replace(
        sandbox.settings, on_request=lambda seen: answer(403, f"Denied{evil}", evil) if seen.method == "GET" else None
    )
    visitor.window.panes.right.go(Place("Sandbox", "backup-archive"))
    visitor.until_shown("why<img src=evil.png>[U+202E]<a href")
    for act in (Act.PROPERTIES, Act.EDIT):
        visitor.open(act, SHOWN)


def test_a_task_that_a_store_denies_is_shown_with_its_names_and_words_as_they_are(
    visitor: Visitor, sandbox: Sandbox
) -> None:
    sandbox.settings = replace(
        sandbox.settings, on_request=lambda seen: answer(403, "AccessDenied", EVIL) if seen.method == "PUT" else None
    )
    visitor.go(Place("Sandbox", "documents", FOLDER), KEY)
    visitor.window.panes.right.go(Place("Sandbox", "documents"))
    visitor.window.actions_by_name[Act.COPY_ACROSS].trigger()
    visitor.bot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), DropDialog), timeout=_PATIENCE_MS)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, DropDialog)
    visitor.bot.waitUntil(dialog.queue_button.isEnabled, timeout=_PATIENCE_MS)
    dialog.queue_button.click()
    table = visitor.window.queue.table
    visitor.bot.waitUntil(lambda: table.model().rowCount() > 0, timeout=_PATIENCE_MS)
    table.selectRow(0)
    visitor.until_shown(f"AccessDenied, HTTP 403, CopyObject: {SHOWN.partition(']')[0]}")
    visitor.open(Act.HISTORY, SHOWN)


def test_a_message_box_shows_both_of_its_texts_as_they_are(qtbot: QtBot) -> None:
    box = PlainBox(PlainBox.Icon.Warning, "title", EVIL)
    qtbot.addWidget(box)
    box.setInformativeText(f"more {EVIL}")
    box.show()
    assert {SHOWN, f"more {SHOWN}"} <= set(texts_of(box))


def test_a_label_keeps_its_lines(qtbot: QtBot) -> None:
    label = PlainLabel(f"one\ntwo\t{EVIL}")
    qtbot.addWidget(label)
    assert label.text() == f"one\ntwo\t{SHOWN}"


def test_text_without_marks_stays_as_it_is_and_emoji_hold_together() -> None:
    for text in ("plain", "\u4e2d\u6587\u3000\u00a0x", "\U0001f469\u200d\U0001f680", "a<b", ""):
        assert visible(text) == visible_lines(text) == text
    assert tip("a\nb") == "a\nb"
    assert tip("<b>a\nb") == "<qt>&lt;b&gt;a<br>b</qt>"
