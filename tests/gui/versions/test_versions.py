"""The dialog of versions: what it lists, says and offers, and where its windows are."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from core.model.errors import Kind, StoreError
from gui.qt.tasks import Tasks
from gui.text.place import Place, shown_key
from gui.versions import version_text
from gui.versions.version_copy_dialog import VersionCopyDialog
from gui.versions.version_loader import VersionLoader
from gui.versions.version_model import Badge, Column, badge, dated_name
from gui.versions.versions_dialog import VersionsDialog
from tests.gui.fakes import NOON
from tests.gui.versions_fixture import (
    ALL,
    DENIED,
    FOLDER,
    GONE,
    HISTORY,
    A,
    Store,
    VersionsFixture,
    box_of,
    open_versions,
    texts,
    version,
)


@pytest.fixture
def versions(qtbot: QtBot, tasks: Callable[..., Tasks]) -> Iterator[VersionsFixture]:
    with open_versions(qtbot, tasks) as made:
        yield made


# ---------------------------------------------------------------- names and words


@pytest.mark.parametrize(
    ("name", "copy"),
    [
        ("a.txt", "a ({}).txt"),
        ("a.tar.gz", "a ({}).tar.gz"),
        (".profile", ".profile ({})"),
        ("no ending", "no ending ({})"),
        ("end/", "end/ ({})"),
    ],
)
def test_a_copy_is_named_after_the_date_and_keeps_its_ending(name: str, copy: str) -> None:
    made = dated_name(name, NOON)
    head, tail = copy.split("{}")
    date = made.removeprefix(head).removesuffix(tail)
    assert made == copy.format(date)
    assert len(date) == len("2026-01-02 10-20")
    assert ":" not in made


def test_a_copy_of_a_version_without_a_date_has_another_name_too() -> None:
    assert dated_name("a.txt", None) == "a (copy).txt"


def test_each_entry_has_the_badge_of_what_it_is_to_its_object() -> None:
    marker = version("a", "m", marker=True)
    assert [badge(one) for one in (*HISTORY[:2], GONE[0], marker)] == [
        Badge.CURRENT,
        Badge.OLDER,
        Badge.DELETED,
        Badge.MARKER,
    ]
    assert len({version_text.meaning([one]) for one in (*HISTORY[:2], GONE[0], marker)}) == 4


def test_a_slash_at_the_end_of_a_key_stays_and_a_line_feed_is_seen() -> None:
    assert (shown_key("a/"), shown_key("a\nb"), shown_key("")) == ("a/", "a\u240ab", "")


# ---------------------------------------------------------------- listing


def test_only_the_versions_of_the_object_are_asked_for(versions: VersionsFixture) -> None:
    dialog = versions.show(A)
    assert ("versions", "documents", "in/a.txt", "in/a.txt") in versions.store.asked
    assert texts(dialog.model, Column.VERSION) == ["v3", "v2", "v1"]
    assert texts(dialog.model, Column.BADGE) == ["Current", "Older", "Older"]
    assert dialog.table.isColumnHidden(Column.KEY)
    assert not dialog.only_deleted.isVisible()


def test_a_folder_shows_the_versions_of_all_objects_with_their_names(versions: VersionsFixture) -> None:
    dialog = versions.show(FOLDER)
    assert ("versions", "documents", "in/", "") in versions.store.asked
    assert texts(dialog.model, Column.KEY) == ["a.txt"] * 3 + ["b.txt"] * 2
    assert texts(dialog.model, Column.SIZE) == ["5 B", "5 B", "5 B", "", "7 B"]


def test_only_deleted_objects_can_be_shown(versions: VersionsFixture) -> None:
    dialog = versions.show(FOLDER)
    dialog.only_deleted.click()
    assert texts(dialog.model, Column.VERSION) == ["m1"]
    assert dialog.count.text() == "1 of 5 version(s)"
    dialog.only_deleted.click()
    assert dialog.model.rowCount() == 5


def test_a_bucket_that_never_kept_versions_says_so_and_is_not_listed(versions: VersionsFixture) -> None:
    versions.store.state = ""
    dialog = versions.show()
    assert dialog.notice.title.text() == "This bucket keeps no versions"
    assert versions.store.pages == 0
    assert not dialog.remove.isEnabled()


@pytest.mark.parametrize(
    ("state", "said"), [("enabled", "keeps every version"), ("suspended", "suspended"), (DENIED, "may not read")]
)
def test_the_setting_of_the_bucket_is_told(versions: VersionsFixture, state: str | StoreError, said: str) -> None:
    versions.store.state = state
    dialog = versions.show()
    assert said in dialog.state.text()
    assert dialog.model.rowCount() == 3


def test_where_nothing_was_ever_written_there_is_no_empty_table(versions: VersionsFixture) -> None:
    versions.store.entries = ()
    dialog = versions.show()
    versions.qtbot.waitUntil(lambda: dialog.notice.title.text() == "There are no versions here")
    assert not dialog.table.isVisible()


def test_a_failure_is_told_and_a_retry_lists_again(versions: VersionsFixture) -> None:
    versions.store.fail = StoreError(Kind.OFFLINE)
    dialog = versions.show()
    assert "could not be reached" in dialog.notice.text.text()
    versions.store.fail = None
    dialog.notice.buttons[0].click()
    versions.qtbot.waitUntil(lambda: dialog.model.rowCount() == 3)
    assert dialog.table.isVisible()


def test_a_failure_in_the_middle_does_not_pass_for_the_whole_list(versions: VersionsFixture) -> None:
    versions.store.page_size, versions.store.fail, versions.store.fail_after = 1, StoreError(Kind.OFFLINE), 2
    dialog = versions.show()
    versions.qtbot.waitUntil(lambda: bool(dialog.notice.buttons))
    assert not dialog.table.isVisible()


def test_scrolling_loads_pages_up_to_a_bound_and_a_button_more(
    versions: VersionsFixture, tasks: Callable[..., Tasks], qtbot: QtBot
) -> None:
    many = tuple(version("in/a.txt", f"v{n}", latest=n == 0) for n in range(3000))
    store = Store(many, page_size=50)
    dialog = VersionsDialog(store, tasks("pages"), A, auto_max=500)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: not dialog.loader.is_busy and dialog.model.loaded >= 50)
    assert dialog.model.loaded < 500
    assert dialog.count.text().endswith("so far")
    for _ in range(20):
        dialog.table.scrollToBottom()
        qtbot.waitUntil(lambda: not dialog.loader.is_busy)
    assert dialog.model.loaded == 500
    dialog.load_more.click()
    qtbot.waitUntil(lambda: dialog.model.loaded > 500)
    dialog.close()


def test_nothing_is_listed_after_the_dialog_was_closed(versions: VersionsFixture, tasks: Callable[..., Tasks]) -> None:
    loader = VersionLoader(Store(page_size=1), tasks("pages"), FOLDER, parent=versions.controller)
    loader.begin()
    versions.qtbot.waitUntil(lambda: not loader.is_busy)
    loader.more()
    with versions.qtbot.assertNotEmitted(loader.page_came, wait=50):
        loader.stop()
    assert not loader.has_more


# ---------------------------------------------------------------- what is offered


@pytest.mark.parametrize(
    ("rows", "offered"),
    [
        ((0,), {"copy", "properties", "remove"}),
        ((1,), {"restore", "copy", "properties", "remove"}),
        ((3,), {"undelete", "remove"}),
        ((1, 2), {"remove"}),
        ((1, 3), {"undelete", "remove"}),
        ((), set()),
    ],
)
def test_what_is_offered_fits_the_selection(
    versions: VersionsFixture, rows: tuple[int, ...], offered: set[str]
) -> None:
    versions.show(FOLDER)
    dialog = versions.choose(*rows)
    names = ("restore", "undelete", "copy", "properties", "remove")
    assert {name for name in names if getattr(dialog, name).isEnabled()} == offered
    assert dialog.meaning.text()


def test_the_context_menu_offers_the_same_actions(versions: VersionsFixture) -> None:
    dialog = versions.show()
    dialog.table.customContextMenuRequested.emit(QPoint(5, 5))
    menu = dialog.findChildren(QMenu)[-1]
    assert {dialog.restore, dialog.undelete, dialog.copy, dialog.remove, dialog.properties} <= set(menu.actions())
    menu.close()


def test_the_keys_work_and_everything_has_a_name(versions: VersionsFixture) -> None:
    dialog = versions.show()
    dialog.activateWindow()
    versions.qtbot.waitUntil(dialog.isActiveWindow)
    assert QApplication.focusWidget() is dialog.table
    versions.choose(1)
    with versions.qtbot.waitSignal(dialog.restore_wanted) as wanted:
        QTest.keyClick(dialog.table, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert wanted.args == [HISTORY[1]]
    QTest.keyClick(box_of(dialog, versions.qtbot), Qt.Key.Key_Escape)
    with versions.qtbot.waitSignal(dialog.properties_wanted):
        QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    for widget in dialog.findChildren(QWidget):
        if widget.focusPolicy() is not Qt.FocusPolicy.NoFocus and widget.isVisible():
            named = widget.accessibleName() or isinstance(widget, QPushButton | QLabel) or widget is dialog.only_deleted
            assert named or widget.parentWidget() is dialog.table or widget is dialog.notice, widget


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
