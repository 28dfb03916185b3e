"""Versions: what is listed and how far, what is offered for which version, and what gets into the queue."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import pytest
from fakes import NOON
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from core.clock import Cancel
from core.errors import Kind, StoreError
from core.jobs import State, Want
from core.limits import Features
from core.reports import BatchRow, Frame
from core.requests import CopyRequest, DeleteRequest, JobKind, ListRequest, OnExisting, Options
from core.values import ObjectInfo, ObjectRef, VersionEntry
from gui.models import version_text
from gui.models.place import Item, ItemKind, Place
from gui.models.versions import Badge, Column, VersionsModel, badge, dated_name, readable
from gui.tasks import Tasks
from gui.version_loader import VersionLoader
from gui.versions import Versions
from gui.views.properties_dialog import PropertiesDialog
from gui.views.version_copy_dialog import VersionCopyDialog
from gui.views.versions_dialog import VersionsDialog

A = Item(ItemKind.OBJECT, "Studio", "documents", "in/a.txt", 5)
FOLDER = Item(ItemKind.PREFIX, "Studio", "documents", "in/")
DENIED = StoreError(Kind.DENIED, "GetVersioning", 403, "AccessDenied")


def version(key: str, name: str, *, latest: bool = False, marker: bool = False, size: int = 5) -> VersionEntry:
    return VersionEntry(key, name, latest, marker, NOON, 0 if marker else size, "E", "" if marker else "Standard")


HISTORY = (version("in/a.txt", "v3", latest=True), version("in/a.txt", "v2"), version("in/a.txt", "v1"))
GONE = (version("in/b.txt", "m1", latest=True, marker=True), version("in/b.txt", "w1", size=7))
ALL = (*HISTORY, *GONE)


@dataclass
class Store:
    """A browser that knows versions. Thread: any."""

    entries: tuple[VersionEntry, ...] = ALL
    state: str | StoreError = "enabled"
    page_size: int = 100
    fail: StoreError | None = None
    fail_after: int = 0
    asked: list[tuple[str, ...]] = field(default_factory=list)
    pages: int = 0

    def versioning(self, account: str, bucket: str, cancel: Cancel) -> str:
        self.asked.append(("versioning", account, bucket))
        if isinstance(self.state, StoreError):
            raise replace(self.state)
        return self.state

    def versions(
        self, account: str, bucket: str, prefix: str, cancel: Cancel, *, key: str = ""
    ) -> Iterator[tuple[VersionEntry, ...]]:
        self.asked.append(("versions", bucket, prefix, key))
        found = [one for one in self.entries if one.key.startswith(prefix) and key in ("", one.key)]
        for first in range(0, max(len(found), 1), self.page_size):
            cancel.check()
            if self.fail is not None and first >= self.fail_after:
                raise replace(self.fail)
            self.pages += 1
            yield tuple(found[first : first + self.page_size])

    def stat(self, ref: ObjectRef, cancel: Cancel) -> ObjectInfo:
        self.asked.append(("stat", ref.key, ref.version or ""))
        return ObjectInfo(ref, 5, "E")

    def link_target(self, ref: ObjectRef, cancel: Cancel) -> str:
        raise AssertionError(ref)

    def features(self, account: str) -> Features:
        raise AssertionError(account)


@dataclass
class Queue:
    """An engine that records, or fails."""

    got: list[tuple[object, tuple[object, ...]]] = field(default_factory=list)
    fail: StoreError | None = None

    def submit(self, request: object, jobs: Sequence[object] = ()) -> int:
        if self.fail is not None:
            raise replace(self.fail)
        self.got.append((request, tuple(jobs)))
        return len(self.got)


@dataclass
class Plan:
    """A planning that records."""

    got: list[tuple[object, ...]] = field(default_factory=list)

    def offer(self, requests: Sequence[object], *, batch: object = None, title: str = "") -> None:
        self.got.append(tuple(requests))


@dataclass
class Bench:
    store: Store
    queue: Queue
    plan: Plan
    versions: Versions
    qtbot: QtBot
    dialog: VersionsDialog | None = None

    def show(self, item: Item = A, *, beside: Place | None = None) -> VersionsDialog:
        self.dialog = dialog = self.versions.show(item, beside=beside)
        self.qtbot.waitUntil(lambda: not dialog.loader.is_busy)
        return dialog

    def choose(self, *rows: int) -> VersionsDialog:
        dialog = self.dialog
        assert dialog is not None
        dialog.table.setSelectionMode(dialog.table.SelectionMode.MultiSelection)
        dialog.table.clearSelection()
        for row in rows:
            dialog.table.selectRow(row)
        dialog.table.setSelectionMode(dialog.table.SelectionMode.ExtendedSelection)
        return dialog

    def queued(self, count: int = 1) -> tuple[object, tuple[object, ...]]:
        self.qtbot.waitUntil(lambda: len(self.queue.got) == count)
        return self.queue.got[-1]


@pytest.fixture
def bench(qtbot: QtBot, tasks: Callable[..., Tasks]) -> Iterator[Bench]:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 600)
    window.show()
    store, queue, plan = Store(), Queue(), Plan()
    versions = Versions(
        engine=queue, browser=store, browse=tasks("browse"), clerk=tasks("clerk"), planning=plan, window=window
    )
    made = Bench(store, queue, plan, versions, qtbot)
    yield made
    for dialog in window.findChildren(VersionsDialog):
        dialog.close()
    window.close()


def texts(model: VersionsModel, column: Column) -> list[object]:
    return [model.index(row, column).data() for row in range(model.rowCount())]


def box_of(dialog: VersionsDialog, qtbot: QtBot) -> QMessageBox:
    qtbot.waitUntil(lambda: bool(dialog.findChildren(QMessageBox)))
    return dialog.findChildren(QMessageBox)[-1]


def press(box: QMessageBox, text: str) -> None:
    next(button for button in box.buttons() if button.text().replace("&", "") == text).click()


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
    assert (readable("a/"), readable("a\nb"), readable("")) == ("a/", "a\u240ab", "")


# ---------------------------------------------------------------- listing


def test_only_the_versions_of_the_object_are_asked_for(bench: Bench) -> None:
    dialog = bench.show(A)
    assert ("versions", "documents", "in/a.txt", "in/a.txt") in bench.store.asked
    assert texts(dialog.model, Column.VERSION) == ["v3", "v2", "v1"]
    assert texts(dialog.model, Column.BADGE) == ["Current", "Older", "Older"]
    assert dialog.table.isColumnHidden(Column.KEY)
    assert not dialog.only_deleted.isVisible()


def test_a_folder_shows_the_versions_of_all_objects_with_their_names(bench: Bench) -> None:
    dialog = bench.show(FOLDER)
    assert ("versions", "documents", "in/", "") in bench.store.asked
    assert texts(dialog.model, Column.KEY) == ["a.txt"] * 3 + ["b.txt"] * 2
    assert texts(dialog.model, Column.SIZE) == ["5 B", "5 B", "5 B", "", "7 B"]


def test_only_deleted_objects_can_be_shown(bench: Bench) -> None:
    dialog = bench.show(FOLDER)
    dialog.only_deleted.click()
    assert texts(dialog.model, Column.VERSION) == ["m1"]
    assert dialog.count.text() == "1 of 5 version(s)"
    dialog.only_deleted.click()
    assert dialog.model.rowCount() == 5


def test_a_bucket_that_never_kept_versions_says_so_and_is_not_listed(bench: Bench) -> None:
    bench.store.state = ""
    dialog = bench.show()
    assert dialog.notice.title.text() == "This bucket keeps no versions"
    assert bench.store.pages == 0
    assert not dialog.remove.isEnabled()


@pytest.mark.parametrize(
    ("state", "said"), [("enabled", "keeps every version"), ("suspended", "suspended"), (DENIED, "may not read")]
)
def test_the_setting_of_the_bucket_is_told(bench: Bench, state: str | StoreError, said: str) -> None:
    bench.store.state = state
    dialog = bench.show()
    assert said in dialog.state.text()
    assert dialog.model.rowCount() == 3


def test_where_nothing_was_ever_written_there_is_no_empty_table(bench: Bench) -> None:
    bench.store.entries = ()
    dialog = bench.show()
    bench.qtbot.waitUntil(lambda: dialog.notice.title.text() == "There are no versions here")
    assert not dialog.table.isVisible()


def test_a_failure_is_told_and_a_retry_lists_again(bench: Bench) -> None:
    bench.store.fail = StoreError(Kind.OFFLINE)
    dialog = bench.show()
    assert "could not be reached" in dialog.notice.text.text()
    bench.store.fail = None
    dialog.notice.buttons[0].click()
    bench.qtbot.waitUntil(lambda: dialog.model.rowCount() == 3)
    assert dialog.table.isVisible()


def test_a_failure_in_the_middle_does_not_pass_for_the_whole_list(bench: Bench) -> None:
    bench.store.page_size, bench.store.fail, bench.store.fail_after = 1, StoreError(Kind.OFFLINE), 2
    dialog = bench.show()
    bench.qtbot.waitUntil(lambda: bool(dialog.notice.buttons))
    assert not dialog.table.isVisible()


def test_scrolling_loads_pages_up_to_a_bound_and_a_button_more(
    bench: Bench, tasks: Callable[..., Tasks], qtbot: QtBot
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


def test_nothing_is_listed_after_the_dialog_was_closed(bench: Bench, tasks: Callable[..., Tasks]) -> None:
    loader = VersionLoader(Store(page_size=1), tasks("pages"), FOLDER, parent=bench.versions)
    loader.begin()
    bench.qtbot.waitUntil(lambda: not loader.is_busy)
    loader.more()
    with bench.qtbot.assertNotEmitted(loader.page_came, wait=50):
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
def test_what_is_offered_fits_the_selection(bench: Bench, rows: tuple[int, ...], offered: set[str]) -> None:
    bench.show(FOLDER)
    dialog = bench.choose(*rows)
    names = ("restore", "undelete", "copy", "properties", "remove")
    assert {name for name in names if getattr(dialog, name).isEnabled()} == offered
    assert dialog.meaning.text()


def test_the_context_menu_offers_the_same_actions(bench: Bench) -> None:
    dialog = bench.show()
    dialog.table.customContextMenuRequested.emit(QPoint(5, 5))
    menu = dialog.findChildren(QMenu)[-1]
    assert {dialog.restore, dialog.undelete, dialog.copy, dialog.remove, dialog.properties} <= set(menu.actions())
    menu.close()


def test_the_keys_work_and_everything_has_a_name(bench: Bench) -> None:
    dialog = bench.show()
    dialog.activateWindow()
    bench.qtbot.waitUntil(dialog.isActiveWindow)
    assert QApplication.focusWidget() is dialog.table
    bench.choose(1)
    with bench.qtbot.waitSignal(dialog.restore_wanted) as wanted:
        QTest.keyClick(dialog.table, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert wanted.args == [HISTORY[1]]
    with bench.qtbot.waitSignal(dialog.properties_wanted):
        QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    for widget in dialog.findChildren(QWidget):
        if widget.focusPolicy() is not Qt.FocusPolicy.NoFocus and widget.isVisible():
            named = widget.accessibleName() or isinstance(widget, QPushButton | QLabel) or widget is dialog.only_deleted
            assert named or widget.parentWidget() is dialog.table or widget is dialog.notice, widget


# ---------------------------------------------------------------- what gets into the queue


def test_restoring_copies_the_version_over_the_current_one(bench: Bench) -> None:
    bench.show()
    with bench.qtbot.waitSignal(bench.versions.queued) as told:
        bench.choose(2).restore.trigger()
    source = ObjectRef("Studio", "documents", "in/a.txt", "v1")
    target = ObjectRef("Studio", "documents", "in/a.txt")
    assert bench.queued() == (CopyRequest(source, target, Options(on_existing=OnExisting.OVERWRITE)), ())
    assert told.args == [1, 1]


def test_restoring_asks_first_where_it_would_replace_a_version_for_good(bench: Bench) -> None:
    bench.store.state = "suspended"
    bench.store.entries = (version("in/a.txt", "null", latest=True), version("in/a.txt", "v1"))
    dialog = bench.show()
    bench.choose(1).restore.trigger()
    box = box_of(dialog, bench.qtbot)
    assert "takes the place" in box.informativeText()
    press(box, "Cancel")
    assert bench.queue.got == []
    bench.choose(1).restore.trigger()
    press(box_of(dialog, bench.qtbot), "Restore")
    assert isinstance(bench.queued()[0], CopyRequest)


def test_undelete_takes_only_the_delete_markers_of_a_selection(bench: Bench) -> None:
    bench.show(FOLDER)
    bench.choose(1, 3).undelete.trigger()
    assert bench.queued() == (DeleteRequest(ObjectRef("Studio", "documents", "in/b.txt"), JobKind.UNDELETE), ())


def test_deleting_for_good_names_the_versions_and_is_kept_by_default(bench: Bench) -> None:
    dialog = bench.show()
    bench.choose(0).remove.trigger()
    box = box_of(dialog, bench.qtbot)
    said = box.informativeText()
    assert "in/a.txt, version of" in said
    assert "cannot be undone" in said
    assert "the one before it becomes" in said
    assert box.defaultButton().text() == "&Keep"
    press(box, "Keep")
    assert bench.queue.got == []


def test_several_versions_are_deleted_in_one_batch(bench: Bench) -> None:
    dialog = bench.show(FOLDER)
    bench.choose(1, 2, 4).remove.trigger()
    press(box_of(dialog, bench.qtbot), "Delete for good")
    batch, jobs = bench.queued()
    folder = ObjectRef("Studio", "documents", "in/")
    assert batch == ListRequest(folder, folder, JobKind.DELETE)
    assert jobs == tuple(
        DeleteRequest(ObjectRef("Studio", "documents", key, name))
        for key, name in (("in/a.txt", "v2"), ("in/a.txt", "v1"), ("in/b.txt", "w1"))
    )


def test_a_long_list_of_deletions_is_shortened() -> None:
    said = version_text.deletion([version("a", f"v{n}") for n in range(9)])
    assert said.count("version of") == 5
    assert "and 4 more" in said


def test_a_version_is_copied_to_another_name_in_its_folder(bench: Bench) -> None:
    dialog = bench.show()
    bench.choose(1).copy.trigger()
    (ask,) = dialog.findChildren(VersionCopyDialog)
    assert ask.name.text() == dated_name("a.txt", NOON)
    assert not ask.here.isVisible()
    ask.name.setText("a.txt")
    assert not ask.copy_button.isEnabled()
    assert "restore" in ask.problem.text()
    ask.name.setText("")
    assert not ask.copy_button.isEnabled()
    ask.name.setText("old/a.txt")
    QTest.keyClick(ask.name, Qt.Key.Key_Return)
    source = ObjectRef("Studio", "documents", "in/a.txt", "v2")
    assert bench.plan.got == [(CopyRequest(source, ObjectRef("Studio", "documents", "in/old/a.txt")),)]


def test_a_version_is_copied_to_the_other_pane(bench: Bench) -> None:
    dialog = bench.show(beside=Place("Partner", "drop", "x/"))
    bench.choose(1).copy.trigger()
    (ask,) = dialog.findChildren(VersionCopyDialog)
    ask.there.setChecked(True)
    assert ask.folder.text() == "Partner: drop/x/"
    ask.name.setText("a.txt")
    ask.accept()
    (request,) = bench.plan.got[0]
    assert isinstance(request, CopyRequest)
    assert request.target == ObjectRef("Partner", "drop", "x/a.txt")


def test_the_properties_are_those_of_the_version(bench: Bench) -> None:
    dialog = bench.show()
    bench.choose(2).properties.trigger()
    (shown,) = dialog.findChildren(PropertiesDialog)
    bench.qtbot.waitUntil(shown.area.isVisible)
    assert ("stat", "in/a.txt", "v1") in bench.store.asked
    assert not shown.edit.isVisible()
    shown.close()


def test_a_queue_that_fails_is_told_in_the_dialog(bench: Bench) -> None:
    bench.queue.fail = StoreError(Kind.BUG)
    dialog = bench.show()
    bench.choose(1).restore.trigger()
    bench.qtbot.waitUntil(dialog.bar.isVisible)
    assert "fault of its own" in dialog.bar.label.text()


def test_the_list_is_loaded_again_when_a_wish_was_carried_out(bench: Bench) -> None:
    dialog = bench.show()
    with bench.qtbot.waitSignal(bench.versions.queued) as told:
        bench.choose(1).restore.trigger()
    bench.store.entries = (version("in/a.txt", "v4", latest=True), *HISTORY[1:])
    bench.versions.take_frame(Frame((ended(told.args[0]),)))
    bench.qtbot.waitUntil(lambda: texts(dialog.model, Column.VERSION)[:1] == ["v4"])
    assert [one.version for one in dialog.chosen()] == ["v2"]


def test_a_wish_that_was_carried_out_before_it_was_confirmed_is_not_missed(bench: Bench) -> None:
    dialog = bench.show()
    bench.choose(1).restore.trigger()
    bench.versions.take_frame(Frame((ended(1),)))
    asked = len(bench.store.asked)
    bench.qtbot.waitUntil(lambda: len(bench.store.asked) > asked and not dialog.loader.is_busy)


def test_a_wish_that_failed_in_the_queue_is_told(bench: Bench) -> None:
    dialog = bench.show()
    with bench.qtbot.waitSignal(bench.versions.queued):
        bench.choose(1).restore.trigger()
    bench.versions.take_frame(Frame((ended(1, State.REFUSED),)))
    assert "queue says why" in dialog.bar.label.text()
    bench.qtbot.waitUntil(lambda: not dialog.loader.is_busy)


def ended(number: int, state: State = State.DONE) -> BatchRow:
    ref = ObjectRef("Studio", "documents", "in/a.txt")
    return BatchRow(number, False, ref, ref, state, Want.RUN, 1, {state: 1})
