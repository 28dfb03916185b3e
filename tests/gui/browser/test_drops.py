"""Drag and drop, copy and paste: what is offered, shown and queued. The drag events are real ones."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDrag, QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidget, QWidget
from pytestqt.qtbot import QtBot

from core.model.errors import Kind, StoreError
from core.model.jobs import Reason, Refused
from core.model.requests import BatchRequest, CopyRequest, OnExisting, PrefixRequest
from core.model.values import ObjectRef
from gui.actions.copying import LOOK_MAX
from gui.actions.drop_dialog import DropDialog
from gui.browser import drag_and_drop as dnd
from gui.browser.drag_and_drop import EDGE
from gui.browser.pane import BrowserPane
from gui.text.place import Item, ItemKind, Place
from tests.gui.fakes import canned_accounts
from tests.gui.hands import show
from tests.gui.support import WindowFixture

PHOTOS = Place("Studio", "holiday-photos")
RESEARCH = Place("Studio", "research-data")
COPY, LEFT, PLAIN = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def thing(key: str, kind: ItemKind = ItemKind.OBJECT) -> Item:
    return Item(kind, "Studio", "holiday-photos", key, 1 if kind is ItemKind.OBJECT else None)


MOVIE, ALBUM = thing("holiday.mp4"), thing("2024/", ItemKind.PREFIX)


class Hand:
    """Drags over a widget, as the window system reports it."""

    def __init__(self, target: QWidget, mime: QMimeData) -> None:
        self.target, self.mime = target, mime

    def enter(self, at: QPoint) -> bool:
        return self._send(QDragEnterEvent(at, COPY, self.mime, LEFT, PLAIN))

    def move(self, at: QPoint) -> bool:
        return self._send(QDragMoveEvent(at, COPY, self.mime, LEFT, PLAIN))

    def drop(self, at: QPoint) -> bool:
        self.enter(at)
        return self.move(at) and self._send(QDropEvent(QPointF(at), COPY, self.mime, LEFT, PLAIN))

    def _send(self, event: QDropEvent) -> bool:
        event.ignore()
        QApplication.sendEvent(self.target, event)
        return event.isAccepted()


def hand_over(pane: BrowserPane, *items: Item) -> Hand:
    return Hand(pane.table.viewport(), dnd.mime_of(items))


def row(pane: BrowserPane, name: str) -> QPoint:
    rows = pane.table.rows
    at = next(r for r in range(rows.rowCount()) if rows.index(r, 0).data() == name)
    return pane.table.visualRect(rows.index(at, 0)).center()


def beside(pane: BrowserPane) -> QPoint:
    """A point below the last row."""
    return QPoint(20, pane.table.viewport().height() - 5)


@pytest.fixture
def rig(scene: WindowFixture, qtbot: QtBot) -> WindowFixture:
    """Photos at the left, research data at the right."""
    show(qtbot, scene.window.panes.left, PHOTOS)
    show(qtbot, scene.window.panes.right, RESEARCH)
    return scene


def sheet_of(scene: WindowFixture, qtbot: QtBot) -> DropDialog:
    def is_there() -> bool:
        return any(sheet.isVisible() for sheet in scene.window.findChildren(DropDialog))

    qtbot.waitUntil(is_there)
    return next(sheet for sheet in scene.window.findChildren(DropDialog) if sheet.isVisible())


def accept(scene: WindowFixture, qtbot: QtBot) -> None:
    sheet_of(scene, qtbot).accept()


def queued(scene: WindowFixture, qtbot: QtBot, count: int = 1) -> list[BatchRequest]:
    qtbot.waitUntil(lambda: len(scene.engine.requests) >= count)
    return scene.engine.requests


# ---------------------------------------------------------------- dropping


def test_an_object_on_the_other_pane_is_shown_and_then_queued(rig: WindowFixture, qtbot: QtBot) -> None:
    right = rig.window.panes.right
    assert hand_over(right, MOVIE).drop(beside(right))
    sheet = sheet_of(rig, qtbot)
    assert "81" in sheet.facts["how"].text()  # parts
    assert rig.engine.requests == []
    sheet.accept()
    (request,) = queued(rig, qtbot)
    assert isinstance(request, CopyRequest)
    assert request.source == MOVIE.ref
    assert request.target == ObjectRef("Studio", "research-data", "holiday.mp4")


def test_a_drop_that_is_cancelled_in_the_sheet_queues_nothing(rig: WindowFixture, qtbot: QtBot) -> None:
    right = rig.window.panes.right
    hand_over(right, MOVIE).drop(beside(right))
    sheet_of(rig, qtbot).reject()
    qtbot.waitUntil(lambda: not rig.window.findChildren(DropDialog))
    assert rig.engine.requests == []


def test_a_folder_goes_under_its_own_name_into_the_folder_it_is_dropped_on(rig: WindowFixture, qtbot: QtBot) -> None:
    right = rig.window.panes.right
    hand = hand_over(right, ALBUM)
    at = row(right, "genomes")
    assert hand.enter(at)
    assert hand.move(at)
    assert right.table.mark == right.table.visualRect(right.table.rows.index(0, 0)).united(
        right.table.visualRect(right.table.rows.index(0, 3))
    )
    hand.drop(at)
    assert right.table.mark is None
    accept(rig, qtbot)
    (request,) = queued(rig, qtbot)
    assert isinstance(request, PrefixRequest)
    assert request.target == ObjectRef("Studio", "research-data", "genomes/2024/")


def test_an_object_row_is_no_target_of_its_own(rig: WindowFixture, qtbot: QtBot) -> None:
    right = rig.window.panes.right
    hand = hand_over(right, MOVIE)
    hand.enter(row(right, "notes.md"))
    hand.move(row(right, "notes.md"))
    assert right.table.mark == right.table.viewport().rect()
    hand.drop(row(right, "notes.md"))
    accept(rig, qtbot)
    assert queued(rig, qtbot)[0].target.key == "holiday.mp4"


def test_the_mark_goes_when_the_drag_leaves(rig: WindowFixture) -> None:
    right = rig.window.panes.right
    hand_over(right, MOVIE).enter(beside(right))
    assert right.table.mark is not None
    QApplication.sendEvent(right.table.viewport(), QDragLeaveEvent())
    assert right.table.mark is None


def test_a_drag_that_rests_at_an_edge_scrolls_the_rows_and_takes_the_mark_along(
    rig: WindowFixture, qtbot: QtBot
) -> None:
    right = rig.window.panes.right
    show(qtbot, right, Place("Studio", "holiday-photos", "raw/"))
    bar, height = right.table.verticalScrollBar(), right.table.viewport().height()
    hand = hand_over(right, MOVIE)
    hand.enter(QPoint(20, height // 2))
    hand.move(QPoint(20, height - 3))
    qtbot.waitUntil(lambda: bar.value() > 100)
    assert right.table.mark is not None
    hand.move(QPoint(20, 2))
    qtbot.waitUntil(lambda: bar.value() == 0)
    QApplication.sendEvent(right.table.viewport(), QDragLeaveEvent())
    assert not any(timer.isActive() for timer in right.table.findChildren(QTimer))


@pytest.mark.parametrize(("y", "way"), [(0, -1), (EDGE - 1, -1), (EDGE, 0), (399 - EDGE, 0), (400 - EDGE, 1), (399, 1)])
def test_only_near_an_edge_a_drag_scrolls(qtbot: QtBot, y: int, way: int) -> None:
    view = QListWidget()
    qtbot.addWidget(view)
    view.addItems([str(n) for n in range(500)])
    view.resize(300, 400 + view.height() - view.viewport().height())
    view.setFixedHeight(400 + 2 * view.frameWidth())
    view.setVerticalScrollMode(view.ScrollMode.ScrollPerPixel)
    view.show()
    view.verticalScrollBar().setValue(100)
    scroller = dnd.EdgeScroller(view)
    scroller.follow(QPoint(20, y))
    scroller.step()
    scroller.follow(None)
    moved = view.verticalScrollBar().value() - 100
    assert (moved > 0) - (moved < 0) == way


def test_a_bucket_row_takes_a_drop_but_the_room_beside_buckets_does_not(rig: WindowFixture, qtbot: QtBot) -> None:
    right = rig.window.panes.right
    show(qtbot, right, Place("Studio"))
    hand = hand_over(right, MOVIE)
    assert not hand.move(beside(right))
    assert hand.drop(row(right, "empty-bucket"))
    accept(rig, qtbot)
    assert queued(rig, qtbot)[0].target == ObjectRef("Studio", "empty-bucket", "holiday.mp4")


def test_an_empty_folder_takes_a_drop(rig: WindowFixture, qtbot: QtBot) -> None:
    right = rig.window.panes.right
    show(qtbot, right, Place("Studio", "empty-bucket"))
    assert right.notice.isVisible()
    assert Hand(right.notice, dnd.mime_of([MOVIE])).drop(QPoint(30, 30))
    accept(rig, qtbot)
    assert queued(rig, qtbot)[0].target.bucket == "empty-bucket"


def test_a_bucket_in_the_tree_takes_a_drop_and_an_account_does_not(rig: WindowFixture, qtbot: QtBot) -> None:
    tree = rig.window.tree
    qtbot.waitUntil(lambda: tree.accounts.index_of(Place("Studio", "empty-bucket")).parent().isValid())
    hand = Hand(tree.viewport(), dnd.mime_of([MOVIE]))
    assert not hand.move(tree.visualRect(tree.accounts.index_of(Place("Studio"))).center())
    assert hand.drop(tree.visualRect(tree.accounts.index_of(Place("Studio", "empty-bucket"))).center())
    accept(rig, qtbot)
    assert queued(rig, qtbot)[0].target == ObjectRef("Studio", "empty-bucket", "holiday.mp4")


def test_what_other_programs_drag_is_not_taken(rig: WindowFixture) -> None:
    right = rig.window.panes.right
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile("a.txt")])
    hand = Hand(right.table.viewport(), mime)
    assert not hand.enter(beside(right))
    assert not hand.drop(beside(right))


@pytest.mark.parametrize("data", [b"", b"nonsense", b"[1]", b'[["cat", 1]]', b'{"a": 1}'])
def test_a_broken_payload_is_no_item(data: bytes) -> None:
    mime = QMimeData()
    mime.setData(dnd.MIME, data)
    assert dnd.items_of(mime) == ()


def test_several_items_are_shown_in_one_sheet_and_queued_together(rig: WindowFixture, qtbot: QtBot) -> None:
    right = rig.window.panes.right
    hand_over(right, MOVIE, ALBUM, thing("panorama.tif")).drop(beside(right))
    sheet = sheet_of(rig, qtbot)
    assert sheet.table.rowCount() == 3
    sheet.accept()
    assert [request.target.key for request in queued(rig, qtbot, 2)] == ["2024/", ""]
    (jobs,) = (jobs for jobs in rig.engine.jobs_of.values() if jobs)
    assert [job.target.key for job in jobs] == ["holiday.mp4", "panorama.tif"]


def test_a_drop_onto_its_own_place_is_refused_with_a_sentence(rig: WindowFixture) -> None:
    left = rig.window.panes.left
    assert hand_over(left, MOVIE, ALBUM).drop(beside(left))
    assert rig.window.notice.isVisible()
    assert "the same object" in rig.window.notice.label.text()
    assert rig.engine.requests == []


def test_what_is_refused_is_said_in_the_sheet_and_not_queued(rig: WindowFixture, qtbot: QtBot) -> None:
    rig.engine.refuse["holiday.mp4"] = Refused(Reason.OTHER_REGION, "cn-hangzhou > cn-shanghai")
    right = rig.window.panes.right
    hand_over(right, MOVIE).drop(beside(right))
    sheet = sheet_of(rig, qtbot)
    assert "cn-hangzhou → cn-shanghai" in sheet.problem.text()
    assert not sheet.queue_button.isEnabled()


def test_a_target_that_exists_is_overwritten_only_when_that_is_chosen(rig: WindowFixture, qtbot: QtBot) -> None:
    rig.browser.world["Studio"]["research-data"].entries.append(
        next(e for e in rig.browser.world["Studio"]["holiday-photos"].entries if e.key == "read me.txt")
    )
    right = rig.window.panes.right
    hand_over(right, thing("read me.txt")).drop(beside(right))
    sheet = sheet_of(rig, qtbot)
    sheet.existing.choose(OnExisting.REFUSE)
    assert not sheet.queue_button.isEnabled()
    sheet.existing.choose(OnExisting.OVERWRITE)
    sheet.accept()
    assert queued(rig, qtbot)[0].options.on_existing is OnExisting.OVERWRITE


def test_a_look_that_fails_is_told_and_nothing_is_queued(rig: WindowFixture, qtbot: QtBot) -> None:
    rig.engine.fail["holiday.mp4"] = StoreError(Kind.OFFLINE, "HeadObject")
    right = rig.window.panes.right
    hand_over(right, MOVIE, thing("panorama.tif")).drop(beside(right))
    qtbot.waitUntil(lambda: "could not be reached" in rig.window.notice.label.text())
    assert not rig.window.findChildren(DropDialog)
    assert rig.engine.requests == []


def test_looking_can_be_stopped(rig: WindowFixture, qtbot: QtBot) -> None:
    rig.browser.gate.clear()
    right = rig.window.panes.right
    hand_over(right, MOVIE).drop(beside(right))
    notice = rig.window.notice
    assert notice.isVisible()
    notice.action.click()
    assert not notice.isVisible()
    rig.browser.gate.set()
    rig.services.browse.run(lambda _: None, lambda _: None, failed=lambda _: None)
    assert not rig.window.findChildren(DropDialog)


def test_of_very_many_objects_only_the_first_are_looked_at(rig: WindowFixture, qtbot: QtBot) -> None:
    items = [thing(f"raw/IMG_{n:04}.dng") for n in range(LOOK_MAX + 20)]
    rig.window.objects.copying.show_plan(items, RESEARCH)
    sheet = sheet_of(rig, qtbot)
    assert sum(call[0] == "stat" for call in rig.browser.calls) == LOOK_MAX
    sheet.accept()
    assert len(queued(rig, qtbot)) == 1
    assert sorted(map(len, rig.engine.jobs_of.values()))[-1] == LOOK_MAX + 20


# ---------------------------------------------------------------- dragging


def test_a_drag_carries_the_selected_rows_for_us_and_as_text(
    rig: WindowFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = rig.window.panes.left.table
    drags: list[QDrag] = []
    monkeypatch.setattr(table, "run_drag", drags.append)
    table.choose(0)
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    table.startDrag(COPY)
    (drag,) = drags
    assert [item.key for item in dnd.items_of(drag.mimeData())] == ["2024/", "2025/"]
    assert drag.mimeData().text() == "Studio:holiday-photos/2024/\nStudio:holiday-photos/2025/"
    assert not drag.pixmap().isNull()


def test_without_a_selection_there_is_no_drag(rig: WindowFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    table = rig.window.panes.left.table
    monkeypatch.setattr(table, "run_drag", lambda _: pytest.fail("nothing is selected"))
    table.clearSelection()
    table.startDrag(COPY)


def test_the_pointer_carries_the_name_of_one_item_and_the_number_of_several(rig: WindowFixture) -> None:
    one = dnd.drag_pixmap([MOVIE], rig.window)
    long = dnd.drag_pixmap([thing("x" * 500)], rig.window)
    assert one.width() < long.width() < 400


# ---------------------------------------------------------------- clipboard and keys


def test_copy_and_paste_by_keyboard(rig: WindowFixture, qtbot: QtBot) -> None:
    panes = rig.window.panes
    panes.focus(panes.left)
    panes.left.table.choose(5)
    QTest.keyClick(panes.left.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Studio:holiday-photos/holiday.mp4"
    panes.focus(panes.right)
    QTest.keyClick(panes.right.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    accept(rig, qtbot)
    assert queued(rig, qtbot)[0].target == ObjectRef("Studio", "research-data", "holiday.mp4")


def test_f6_copies_to_the_other_pane(rig: WindowFixture, qtbot: QtBot) -> None:
    panes = rig.window.panes
    panes.focus(panes.right)
    panes.right.table.choose(0)
    QTest.keyClick(panes.right.table, Qt.Key.Key_F6)
    accept(rig, qtbot)
    (request,) = queued(rig, qtbot)
    assert (request.source.key, request.target) == ("genomes/", ObjectRef("Studio", "holiday-photos", "genomes/"))


def test_f6_needs_a_bucket_on_the_other_side(rig: WindowFixture, qtbot: QtBot) -> None:
    panes = rig.window.panes
    show(qtbot, panes.right, Place("Studio"))
    panes.focus(panes.left)
    panes.left.table.choose(0)
    QTest.keyClick(panes.left.table, Qt.Key.Key_F6)
    assert "other pane" in rig.window.notice.label.text()


def test_pasting_foreign_text_says_that_there_is_nothing_to_paste(rig: WindowFixture) -> None:
    QGuiApplication.clipboard().setText("hello")
    panes = rig.window.panes
    panes.focus(panes.left)
    panes.paste()
    assert "nothing to paste" in rig.window.notice.label.text()


def test_a_copy_between_accounts_keeps_both_names(scene_of: Callable[..., WindowFixture], qtbot: QtBot) -> None:
    scene = scene_of(canned_accounts())
    scene.window.objects.copying.show_plan([MOVIE], Place("Partner", "partner-drop", "inbox/"))
    accept(scene, qtbot)
    (request,) = queued(scene, qtbot)
    assert (request.source.account, request.target.account) == ("Studio", "Partner")
    assert request.target.key == "inbox/holiday.mp4"
