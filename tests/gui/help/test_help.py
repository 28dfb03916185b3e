"""The Help menu: shortcuts, what is new, and a report of a problem."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pytestqt.qtbot import QtBot

from gui.help.help import HelpController
from gui.help.shortcuts_dialog import Shortcut, ShortcutsDialog
from gui.window.action_table import Act
from tests.gui.hands import dialog_of
from tests.gui.support import WindowFixture


def test_shortcuts_are_found_by_what_they_do_and_by_their_keys(scene: WindowFixture, qtbot: QtBot) -> None:
    scene.window.actions_by_name[Act.SHORTCUTS].trigger()
    dialog = dialog_of(scene, ShortcutsDialog, qtbot)
    assert isinstance(dialog, ShortcutsDialog)

    def seen(needle: str) -> list[str]:
        dialog.search.setText(needle)
        rows = dialog.table.model()
        shown = [row for row in range(rows.rowCount()) if not dialog.table.isRowHidden(row)]
        return [str(rows.index(row, 0).data()) for row in shown]

    assert "Keyboard shortcuts" in seen("f1")
    assert seen("F2") == ["Rename"]
    assert "Pause all" in seen("Ctrl+Alt+P")
    assert len(seen("")) > 40
    dialog.reject()


def test_every_action_of_the_window_stands_in_the_list(scene: WindowFixture) -> None:
    names = {each.name for each in scene.window._shortcuts()}
    assert {action.iconText().removesuffix("…") for action in scene.window.actions_by_name.values()} <= names


def test_what_is_new_is_shown(scene: WindowFixture, qtbot: QtBot) -> None:
    scene.window.help.show_news()
    dialog = scene.window.help.dialog
    assert dialog is not None
    assert dialog.isVisible()
    dialog.reject()


def test_a_report_is_saved_and_the_window_says_where(scene: WindowFixture, qtbot: QtBot, tmp_path: Path) -> None:
    asked: list[Path] = []

    def write(path: Path, more: object) -> tuple[str, ...]:
        asked.append(path)
        assert "language" in more  # type: ignore[operator]
        return ("facts.json",)

    window = scene.window
    maker = HelpController(
        scene.services.browse, window, logs=tmp_path, write_report=write, shortcuts=lambda: [Shortcut("a", "b", "c")]
    )
    said: list[str] = []
    maker.told.connect(said.append)
    maker.save(tmp_path / "report.zip")
    qtbot.waitUntil(lambda: bool(said))
    assert asked == [tmp_path / "report.zip"]
    assert "facts.json" in said[0]
    assert replace(scene.services, logs=tmp_path).logs == tmp_path
