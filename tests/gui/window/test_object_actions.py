"""The actions about objects: where they stand, when they are offered, which keys reach them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from core.model.requests import CopyRequest, JobKind, PrefixRequest
from gui.actions.deleting import DeleteDialog
from gui.actions.drop_dialog import DropDialog
from gui.actions.folders import FolderDialog
from gui.actions.links import LinkDialog
from gui.actions.renaming import RenameDialog
from gui.actions.restore_dialog import RestoreDialog
from gui.browser import drag_and_drop as dnd
from gui.editor.many_dialog import EditManyDialog
from gui.editor.one_dialog import EditOneDialog
from gui.editor.properties_dialog import PropertiesDialog
from gui.history.history_dialog import HistoryDialog
from gui.settings.settings_dialog import SettingsDialog
from gui.text.place import Item, ItemKind, Place
from gui.versions.versions_dialog import VersionsDialog
from gui.window.action_table import TABLE, Act
from gui.window.menus import MENUS, PANE
from gui.window.object_actions import here
from tests.gui.hands import CTRL, PLAIN, SHIFT, Hands
from tests.gui.support import WindowFixture

OF_OBJECTS = (
    Act.RENAME,
    Act.DELETE,
    Act.NEW_FOLDER,
    Act.EDIT,
    Act.VERSIONS,
    Act.RESTORE,
    Act.LINK,
    Act.MOVE_ACROSS,
)
BOTH = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def hands(scene: WindowFixture, qtbot: QtBot) -> Hands:
    return Hands(scene, qtbot)


@pytest.mark.parametrize("act", [*OF_OBJECTS, Act.UNDO, Act.HISTORY, Act.SETTINGS])
def test_every_action_has_a_key_and_stands_in_a_menu(act: Act) -> None:
    assert TABLE[act].keys
    assert any(act in acts for _title, acts in MENUS)
    assert act in PANE or act not in OF_OBJECTS


@pytest.mark.parametrize(
    ("key", "modifier", "chosen", "kind"),
    [
        (Qt.Key.Key_E, CTRL, ("read me.txt",), EditOneDialog),
        (Qt.Key.Key_E, CTRL, ("read me.txt", "panorama.tif"), EditManyDialog),
        (Qt.Key.Key_V, CTRL | SHIFT, ("read me.txt",), VersionsDialog),
        (Qt.Key.Key_V, CTRL | SHIFT, (), VersionsDialog),
        (Qt.Key.Key_R, CTRL | SHIFT, ("albums/",), RestoreDialog),
        (Qt.Key.Key_H, CTRL, (), HistoryDialog),
        (Qt.Key.Key_Comma, CTRL, (), SettingsDialog),
        (Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier, ("read me.txt",), PropertiesDialog),
        (Qt.Key.Key_F6, SHIFT, ("read me.txt",), DropDialog),
    ],
)
def test_each_key_opens_its_dialog_and_escape_closes_it(
    hands: Hands, key: Qt.Key, modifier: Qt.KeyboardModifier, chosen: tuple[str, ...], kind: type[QDialog]
) -> None:
    hands.choose(*chosen)
    hands.press(key, modifier)
    dialog = hands.dialog(kind)
    dialog.reject()
    assert hands.is_gone(kind)
    assert hands.scene.engine.requests == []


def test_the_properties_lead_to_their_editor(hands: Hands) -> None:
    hands.choose("read me.txt")
    hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    dialog = hands.dialog(PropertiesDialog)
    dialog.edit_wanted.emit(dialog)
    hands.dialog(EditOneDialog).reject()


@pytest.mark.parametrize(
    ("chosen", "offered"),
    [
        ((), {Act.NEW_FOLDER, Act.VERSIONS}),
        (("read me.txt",), set(OF_OBJECTS) - {Act.RESTORE}),
        (("albums/",), set(OF_OBJECTS) - {Act.LINK}),
        (("albums/", "read me.txt"), {Act.DELETE, Act.NEW_FOLDER, Act.EDIT, Act.RESTORE, Act.MOVE_ACROSS}),
    ],
)
def test_actions_are_offered_where_they_make_sense(hands: Hands, chosen: tuple[str, ...], offered: set[Act]) -> None:
    hands.choose(*chosen)
    actions = hands.scene.window.actions_by_name
    assert {act for act in OF_OBJECTS if actions[act].isEnabled()} == offered


def test_an_archived_object_can_be_restored(hands: Hands) -> None:
    hands.go(Place("Studio", "cold-archive", "2019/"))
    hands.choose("2019/tapes.tar")
    assert hands.scene.window.actions_by_name[Act.RESTORE].isEnabled()
    hands.press(Qt.Key.Key_R, CTRL | SHIFT)
    hands.dialog(RestoreDialog).reject()


def test_beside_buckets_only_versions_are_offered(hands: Hands) -> None:
    hands.go(Place("Studio"))
    hands.choose("research-data")
    actions = hands.scene.window.actions_by_name
    assert {act for act in OF_OBJECTS if actions[act].isEnabled()} == {Act.VERSIONS}


def test_the_row_that_stands_for_a_place() -> None:
    assert here(Place("Studio")) is None
    assert here(Place("Studio", "photos")) == Item(ItemKind.BUCKET, "Studio", "photos")
    assert here(Place("Studio", "photos", "a/")) == Item(ItemKind.PREFIX, "Studio", "photos", "a/")


def test_without_an_account_nothing_of_the_hidden_panes_is_offered(scene_of: Callable[..., WindowFixture]) -> None:
    actions = scene_of(()).window.actions_by_name
    assert not [act for act in (*OF_OBJECTS, Act.ADDRESS, Act.FILTER) if actions[act].isEnabled()]


ITEM = Item(ItemKind.OBJECT, "Studio", "holiday-photos", "read me.txt", 640)


@pytest.mark.parametrize(
    "make",
    [
        lambda: RenameDialog(ITEM),
        lambda: RenameDialog(Item(ItemKind.PREFIX, "Studio", "holiday-photos", "albums/")),
        lambda: DeleteDialog(ITEM),
        lambda: FolderDialog(Place("Studio", "holiday-photos")),
        lambda: LinkDialog(ITEM, 7 * 86_400),
    ],
    ids=["rename", "rename-folder", "delete", "folder", "link"],
)
def test_every_control_of_the_dialogs_has_a_name_and_can_be_reached(qtbot: QtBot, make: Callable[[], QDialog]) -> None:
    dialog = make()
    qtbot.addWidget(dialog)
    dialog.show()
    kinds = (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QAbstractSpinBox)
    controls = [
        each
        for each in dialog.findChildren(QWidget)
        if isinstance(each, kinds) and each.isVisible() and not each.objectName().startswith("qt_")
    ]
    assert controls
    for each in controls:
        assert each.accessibleName() or (isinstance(each, QAbstractButton) and each.text()), each
        assert each.focusPolicy() & Qt.FocusPolicy.TabFocus or each.focusProxy() is not None, each


# ---------------------------------------------------------------- moving


def send(target: QWidget, event: QDropEvent) -> bool:
    event.ignore()
    QApplication.sendEvent(target, event)
    return event.isAccepted()


def drop(hands: Hands, modifier: Qt.KeyboardModifier, actions: Qt.DropAction = BOTH) -> str:
    """Drag the selected rows to the other pane; returns what is said while they hang there."""
    viewport = hands.other.table.viewport()
    point = QPoint(20, viewport.height() - 5)
    mime = dnd.mime_of(list(hands.pane.table.selected()))
    assert send(viewport, QDragEnterEvent(point, actions, mime, LEFT, modifier))
    assert send(viewport, QDragMoveEvent(point, actions, mime, LEFT, modifier))
    said = hands.other.table.caption
    assert send(viewport, QDropEvent(QPointF(point), actions, mime, LEFT, modifier))
    return said


@pytest.mark.parametrize(
    ("modifier", "actions", "said", "kind"),
    [
        (PLAIN, BOTH, "Copy to research-data", JobKind.COPY),
        (SHIFT, BOTH, "Move to research-data", JobKind.RENAME),
        (SHIFT, Qt.DropAction.CopyAction, "Copy to research-data", JobKind.COPY),
    ],
)
def test_a_drop_copies_and_with_shift_it_moves_and_says_so_before(
    hands: Hands, modifier: Qt.KeyboardModifier, actions: Qt.DropAction, said: str, kind: JobKind
) -> None:
    hands.choose("read me.txt")
    assert drop(hands, modifier, actions) == said
    assert hands.other.table.caption == ""
    hands.dialog(DropDialog).accept()
    (request,) = hands.queued()
    assert isinstance(request, CopyRequest)
    assert request.kind is kind


def test_shift_f6_moves_a_folder_to_the_other_pane(hands: Hands) -> None:
    hands.choose("albums/")
    hands.press(Qt.Key.Key_F6, SHIFT)
    hands.dialog(DropDialog).accept()
    (request,) = hands.queued()
    assert isinstance(request, PrefixRequest)
    assert (request.kind, request.target.bucket, request.target.key) == (JobKind.RENAME, "research-data", "albums/")


def test_a_bucket_of_the_tree_takes_a_move(hands: Hands) -> None:
    hands.choose("read me.txt")
    tree = hands.scene.window.tree
    hands.bot.waitUntil(lambda: tree.accounts.index_of(Place("Studio", "research-data")).isValid())
    point = tree.visualRect(tree.accounts.index_of(Place("Studio", "research-data"))).center()
    mime = dnd.mime_of(list(hands.pane.table.selected()))
    assert send(tree.viewport(), QDragEnterEvent(point, BOTH, mime, LEFT, SHIFT))
    assert send(tree.viewport(), QDropEvent(QPointF(point), BOTH, mime, LEFT, SHIFT))
    hands.dialog(DropDialog).accept()
    assert hands.queued()[0].kind is JobKind.RENAME


# ---------------------------------------------------------------- undo


def test_ctrl_z_with_nothing_to_undo_says_so(hands: Hands) -> None:
    hands.press(Qt.Key.Key_Z, CTRL)
    hands.bot.waitUntil(hands.scene.window.notice.isVisible)


def test_closing_the_window_gives_up_what_is_looked_at(scene_of: Callable[..., WindowFixture], qtbot: QtBot) -> None:
    hands = Hands(scene_of(), qtbot)
    hands.scene.browser.gate.clear()
    hands.choose("read me.txt")
    hands.press(Qt.Key.Key_F6)
    hands.scene.browser.gate.set()
    hands.scene.window.close()
    assert hands.scene.closings == ["closed"]
