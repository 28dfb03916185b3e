"""Dialogs of versions among the windows: one for each object, and the keyboard comes back to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.qt.tasks import Tasks
from gui.text.place import Place
from gui.versions.version_copy_dialog import VersionCopyDialog
from gui.versions.version_model import Column
from gui.versions.versions_dialog import VersionsDialog
from tests.gui.versions_fixture import ALL, FOLDER, HISTORY, A, VersionsFixture, open_versions, version


@pytest.fixture
def versions(qtbot: QtBot, tasks: Callable[..., Tasks]) -> Iterator[VersionsFixture]:
    with open_versions(qtbot, tasks) as made:
        yield made


def test_versions_that_are_shown_already_come_forward_and_are_listed_anew(versions: VersionsFixture) -> None:
    dialog = versions.show(A)
    versions.store.entries = (version("in/a.txt", "v4", latest=True), *HISTORY[1:])
    assert versions.show(A) is dialog
    assert dialog.model.index(0, Column.VERSION).data() == "v4"
    versions.qtbot.waitUntil(dialog.isActiveWindow)
    assert QApplication.focusWidget() is dialog.table


def test_other_objects_and_closed_dialogs_get_a_dialog_of_their_own(versions: VersionsFixture) -> None:
    first = versions.show(A)
    assert versions.show(FOLDER) is not first
    first.close()
    assert versions.show(A) is not first


def test_a_dialog_that_comes_forward_knows_what_the_other_pane_shows_now(versions: VersionsFixture) -> None:
    versions.show(A)
    dialog = versions.show(A, beside=Place("Partner", "drop", "x/"))
    versions.choose(1).copy.trigger()
    (ask,) = dialog.findChildren(VersionCopyDialog)
    ask.there.setChecked(True)
    assert ask.folder.text() == "Partner: drop/x/"
    ask.reject()


def test_the_plan_of_a_copy_belongs_to_the_dialog_so_that_the_keyboard_comes_back(versions: VersionsFixture) -> None:
    dialog = versions.show(A)
    versions.choose(1).copy.trigger()
    (ask,) = dialog.findChildren(VersionCopyDialog)
    ask.accept()
    assert versions.plan.over == [dialog]


def test_the_rows_stay_where_they_are_when_a_message_comes_and_goes(versions: VersionsFixture) -> None:
    dialog = versions.show(A)
    QApplication.processEvents()  # the rows have come, and the labels below them take their places
    before = dialog.table.geometry()
    dialog.say("info", "Queued.")
    QApplication.processEvents()
    assert dialog.bar.isVisible()
    assert dialog.table.geometry() == before
    dialog.bar.hide()
    QApplication.processEvents()
    assert dialog.table.geometry() == before


def test_end_goes_to_the_last_version(versions: VersionsFixture) -> None:
    dialog: VersionsDialog = versions.show(FOLDER)
    QTest.keyClick(dialog.table, Qt.Key.Key_End)
    assert dialog.chosen() == ALL[-1:]
