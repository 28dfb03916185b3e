"""Every action of the window in one table: its text, keys, icon and what it does in a sentence.

The queue's own actions stand in `gui/queue/actions.py`, because they belong to its selection.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from gui.text.translate import QT_TRANSLATE_NOOP
from gui.widgets import icons

#: How Chinese marks a shortcut letter: behind the word, because it has none inside it.
_LETTER = re.compile(r"\(&\w\)")


class Act(StrEnum):
    """The actions by name."""

    ADD_ACCOUNT = "add-account"
    IMPORT_ACCOUNTS = "import-accounts"
    EDIT_ACCOUNT = "edit-account"
    REMOVE_ACCOUNT = "remove-account"
    REFRESH_ACCOUNT = "refresh-account"
    SANDBOX = "sandbox"
    QUIT = "quit"
    OPEN = "open"
    COPY = "copy"
    PASTE = "paste"
    COPY_ACROSS = "copy-across"
    MOVE_ACROSS = "move-across"
    RENAME = "rename"
    DELETE = "delete"
    NEW_FOLDER = "new-folder"
    EDIT = "edit"
    VERSIONS = "versions"
    RESTORE = "restore"
    LINK = "link"
    UNDO = "undo"
    HISTORY = "history"
    SETTINGS = "settings"
    SELECT_ALL = "select-all"
    PROPERTIES = "properties"
    BACK = "back"
    FORWARD = "forward"
    UP = "up"
    RELOAD = "reload"
    ADDRESS = "address"
    FILTER = "filter"
    FOCUS_TREE = "focus-tree"
    FOCUS_LEFT = "focus-left"
    FOCUS_RIGHT = "focus-right"
    FOCUS_QUEUE = "focus-queue"
    SORT_1 = "sort-1"
    SORT_2 = "sort-2"
    SORT_3 = "sort-3"
    SORT_4 = "sort-4"
    SHOW_TREE = "show-tree"
    SHOW_QUEUE = "show-queue"
    SYSTEM_THEME = "theme-system"
    LIGHT_THEME = "theme-light"
    DARK_THEME = "theme-dark"
    SHORTCUTS = "shortcuts"
    NEWS = "news"
    LOGS = "logs"
    REPORT = "report"
    ABOUT = "about"


@dataclass(frozen=True, slots=True)
class Spec:
    """How an action looks.

    Attributes:
        keys: the shortcut, "" for none.
        tip: what it does, for the status bar.
        in_panes: the shortcut works only while the keyboard is in a pane, because other widgets use the same keys.
    """

    text: str
    keys: str
    icon: str
    tip: str
    in_panes: bool = False
    checkable: bool = False


TABLE: Mapping[Act, Spec] = {
    Act.IMPORT_ACCOUNTS: Spec(
        QT_TRANSLATE_NOOP("actions", "Take over accounts (&import)…"),
        "",
        "",
        QT_TRANSLATE_NOOP("actions", "Take over accounts of ossutil, coscli, aws, s5cmd, rclone and mc"),
    ),
    Act.ADD_ACCOUNT: Spec(
        QT_TRANSLATE_NOOP("actions", "&Add account…"),
        "Ctrl+N",
        "add",
        QT_TRANSLATE_NOOP("actions", "Enter the access key of an object store"),
    ),
    Act.EDIT_ACCOUNT: Spec(
        QT_TRANSLATE_NOOP("actions", "&Edit account…"),
        "",
        "edit",
        QT_TRANSLATE_NOOP("actions", "Change the selected account"),
    ),
    Act.REMOVE_ACCOUNT: Spec(
        QT_TRANSLATE_NOOP("actions", "&Remove account…"),
        "",
        "remove",
        QT_TRANSLATE_NOOP("actions", "Forget the selected account and its secret"),
    ),
    Act.REFRESH_ACCOUNT: Spec(
        QT_TRANSLATE_NOOP("actions", "Re&fresh buckets"),
        "",
        "reload",
        QT_TRANSLATE_NOOP("actions", "List the selected account's buckets again"),
    ),
    Act.SANDBOX: Spec(
        QT_TRANSLATE_NOOP("actions", "&Try the sandbox"),
        "",
        "sandbox",
        QT_TRANSLATE_NOOP("actions", "Start an object store on this computer, to play"),
    ),
    Act.QUIT: Spec(
        QT_TRANSLATE_NOOP("actions", "&Quit"),
        "Ctrl+Q",
        "",
        QT_TRANSLATE_NOOP("actions", "End the program; unfinished copies go on at the next start"),
    ),
    Act.OPEN: Spec(
        QT_TRANSLATE_NOOP("actions", "&Open"), "", "show", QT_TRANSLATE_NOOP("actions", "Go into the folder or bucket")
    ),
    Act.COPY: Spec(
        QT_TRANSLATE_NOOP("actions", "&Copy"),
        "Ctrl+C",
        "copy",
        QT_TRANSLATE_NOOP("actions", "Remember the selected rows, to paste them"),
        in_panes=True,
    ),
    Act.PASTE: Spec(
        QT_TRANSLATE_NOOP("actions", "&Paste"),
        "Ctrl+V",
        "paste",
        QT_TRANSLATE_NOOP("actions", "Copy what was remembered to this folder"),
        in_panes=True,
    ),
    Act.COPY_ACROSS: Spec(
        QT_TRANSLATE_NOOP("actions", "Copy to other pane"),
        "F6",
        "copy",
        QT_TRANSLATE_NOOP("actions", "Copy the selected rows to the other pane's folder"),
    ),
    Act.MOVE_ACROSS: Spec(
        QT_TRANSLATE_NOOP("actions", "Move to other pane"),
        "Shift+F6",
        "move",
        QT_TRANSLATE_NOOP("actions", "Copy the selected rows to the other pane's folder, verify, and delete them here"),
    ),
    Act.RENAME: Spec(
        QT_TRANSLATE_NOOP("actions", "Re&name…"),
        "F2",
        "rename",
        QT_TRANSLATE_NOOP("actions", "Give the object or folder another name"),
        in_panes=True,
    ),
    Act.DELETE: Spec(
        QT_TRANSLATE_NOOP("actions", "&Delete…"),
        "Del",
        "remove",
        QT_TRANSLATE_NOOP("actions", "Delete the selected objects and folders"),
        in_panes=True,
    ),
    Act.NEW_FOLDER: Spec(
        QT_TRANSLATE_NOOP("actions", "New &folder…"),
        "Ctrl+Shift+N",
        "folder-add",
        QT_TRANSLATE_NOOP("actions", "Make a folder where the pane is"),
    ),
    Act.EDIT: Spec(
        QT_TRANSLATE_NOOP("actions", "&Edit properties…"),
        "Ctrl+E",
        "edit",
        QT_TRANSLATE_NOOP("actions", "Change headers, metadata, tags, the ACL or the storage class"),
    ),
    Act.VERSIONS: Spec(
        QT_TRANSLATE_NOOP("actions", "&Versions…"),
        "Ctrl+Shift+V",
        "versions",
        QT_TRANSLATE_NOOP("actions", "Show older versions and what was deleted"),
    ),
    Act.RESTORE: Spec(
        QT_TRANSLATE_NOOP("actions", "Restore from &archive…"),
        "Ctrl+Shift+R",
        "restore",
        QT_TRANSLATE_NOOP("actions", "Make archived objects readable for some days"),
    ),
    Act.LINK: Spec(
        QT_TRANSLATE_NOOP("actions", "Copy &URL…"),
        "Ctrl+Shift+C",
        "link",
        QT_TRANSLATE_NOOP("actions", "Make a link with which the object can be read for some time"),
    ),
    Act.UNDO: Spec(
        QT_TRANSLATE_NOOP("actions", "&Undo"),
        "Ctrl+Z",
        "undo",
        QT_TRANSLATE_NOOP("actions", "Take the last rename, change or deletion back"),
    ),
    Act.HISTORY: Spec(
        QT_TRANSLATE_NOOP("actions", "&History…"),
        "Ctrl+H",
        "history",
        QT_TRANSLATE_NOOP("actions", "Show what was done, and take it back"),
    ),
    Act.SETTINGS: Spec(
        QT_TRANSLATE_NOOP("actions", "&Settings…"),
        "Ctrl+,",
        "settings",
        QT_TRANSLATE_NOOP("actions", "Choose what is done with existing targets, and other defaults"),
    ),
    Act.SELECT_ALL: Spec(
        QT_TRANSLATE_NOOP("actions", "Select &all"),
        "Ctrl+A",
        "",
        QT_TRANSLATE_NOOP("actions", "Select all rows that are shown"),
        in_panes=True,
    ),
    Act.PROPERTIES: Spec(
        QT_TRANSLATE_NOOP("actions", "Proper&ties"),
        "Alt+Return",
        "properties",
        QT_TRANSLATE_NOOP("actions", "Show all that is known of the object"),
    ),
    Act.BACK: Spec(
        QT_TRANSLATE_NOOP("actions", "&Back"),
        "Alt+Left",
        "back",
        QT_TRANSLATE_NOOP("actions", "Go to the place before"),
    ),
    Act.FORWARD: Spec(
        QT_TRANSLATE_NOOP("actions", "&Forward"),
        "Alt+Right",
        "forward",
        QT_TRANSLATE_NOOP("actions", "Go to the place after"),
    ),
    Act.UP: Spec(
        QT_TRANSLATE_NOOP("actions", "&Up"), "Alt+Up", "up", QT_TRANSLATE_NOOP("actions", "Go to the folder above")
    ),
    Act.RELOAD: Spec(
        QT_TRANSLATE_NOOP("actions", "&Reload"), "F5", "reload", QT_TRANSLATE_NOOP("actions", "Load the folder again")
    ),
    Act.ADDRESS: Spec(
        QT_TRANSLATE_NOOP("actions", "Type an &address"), "Ctrl+L", "", QT_TRANSLATE_NOOP("actions", "Type where to go")
    ),
    Act.FILTER: Spec(
        QT_TRANSLATE_NOOP("actions", "Fi&lter"),
        "Ctrl+F",
        "search",
        QT_TRANSLATE_NOOP("actions", "Show only rows whose name holds a text"),
    ),
    Act.FOCUS_TREE: Spec(
        QT_TRANSLATE_NOOP("actions", "To the a&ccounts"),
        "Ctrl+0",
        "",
        QT_TRANSLATE_NOOP("actions", "Move the keyboard to the tree"),
    ),
    Act.FOCUS_LEFT: Spec(
        QT_TRANSLATE_NOOP("actions", "To the &left pane"),
        "Ctrl+1",
        "",
        QT_TRANSLATE_NOOP("actions", "Move the keyboard there"),
    ),
    Act.FOCUS_RIGHT: Spec(
        QT_TRANSLATE_NOOP("actions", "To the ri&ght pane"),
        "Ctrl+2",
        "",
        QT_TRANSLATE_NOOP("actions", "Move the keyboard there"),
    ),
    Act.FOCUS_QUEUE: Spec(
        QT_TRANSLATE_NOOP("actions", "To the &queue"),
        "Ctrl+3",
        "",
        QT_TRANSLATE_NOOP("actions", "Move the keyboard to the queue"),
    ),
    Act.SORT_1: Spec(
        QT_TRANSLATE_NOOP("actions", "Sort by the &first column"),
        "Ctrl+Alt+1",
        "",
        QT_TRANSLATE_NOOP("actions", "Once more: the other way round"),
    ),
    Act.SORT_2: Spec(
        QT_TRANSLATE_NOOP("actions", "Sort by the &second column"),
        "Ctrl+Alt+2",
        "",
        QT_TRANSLATE_NOOP("actions", "Once more: the other way round"),
    ),
    Act.SORT_3: Spec(
        QT_TRANSLATE_NOOP("actions", "Sort by the &third column"),
        "Ctrl+Alt+3",
        "",
        QT_TRANSLATE_NOOP("actions", "Once more: the other way round"),
    ),
    Act.SORT_4: Spec(
        QT_TRANSLATE_NOOP("actions", "Sort by the f&ourth column"),
        "Ctrl+Alt+4",
        "",
        QT_TRANSLATE_NOOP("actions", "Once more: the other way round"),
    ),
    Act.SHOW_TREE: Spec(
        QT_TRANSLATE_NOOP("actions", "Show the &accounts"),
        "Ctrl+B",
        "",
        QT_TRANSLATE_NOOP("actions", "Show or hide the tree"),
        checkable=True,
    ),
    Act.SHOW_QUEUE: Spec(
        QT_TRANSLATE_NOOP("actions", "Show the &queue"),
        "Ctrl+J",
        "queue",
        QT_TRANSLATE_NOOP("actions", "Show or hide the queue"),
        checkable=True,
    ),
    Act.SYSTEM_THEME: Spec(
        QT_TRANSLATE_NOOP("actions", "&Colours of the desktop"),
        "",
        "",
        QT_TRANSLATE_NOOP("actions", "Light or dark, as the desktop is"),
        checkable=True,
    ),
    Act.LIGHT_THEME: Spec(
        QT_TRANSLATE_NOOP("actions", "&Light colours"),
        "",
        "",
        QT_TRANSLATE_NOOP("actions", "Dark text on light"),
        checkable=True,
    ),
    Act.DARK_THEME: Spec(
        QT_TRANSLATE_NOOP("actions", "&Dark colours"),
        "",
        "",
        QT_TRANSLATE_NOOP("actions", "Light text on dark"),
        checkable=True,
    ),
    Act.SHORTCUTS: Spec(
        QT_TRANSLATE_NOOP("actions", "&Keyboard shortcuts"),
        "F1",
        "question",
        QT_TRANSLATE_NOOP("actions", "Look for what can be done, and by which keys"),
    ),
    Act.NEWS: Spec(
        QT_TRANSLATE_NOOP("actions", "What is &new"), "", "", QT_TRANSLATE_NOOP("actions", "Show the changes")
    ),
    Act.LOGS: Spec(
        QT_TRANSLATE_NOOP("actions", "Open the &log's folder"),
        "",
        "",
        QT_TRANSLATE_NOOP("actions", "Show where the program writes what it does"),
    ),
    Act.REPORT: Spec(
        QT_TRANSLATE_NOOP("actions", "&Report a problem…"),
        "",
        "",
        QT_TRANSLATE_NOOP("actions", "Save a file without secrets to attach to a report"),
    ),
    Act.ABOUT: Spec(
        QT_TRANSLATE_NOOP("actions", "&About Bucketferry"), "", "info", QT_TRANSLATE_NOOP("actions", "Show the version")
    ),
}

Actions = Mapping[Act, QAction]


def make_actions(window: QWidget, panes: QWidget, handlers: Mapping[Act, Callable[[], object]]) -> Actions:
    """Make all actions; those whose shortcut belongs to the panes are added to `panes`, the others to the window."""
    return {act: _make(spec, panes if spec.in_panes else window, handlers[act]) for act, spec in TABLE.items()}


def _make(spec: Spec, home: QWidget, handler: Callable[[], object]) -> QAction:
    text = QCoreApplication.translate("actions", spec.text)
    action = QAction(text, home)
    action.setShortcut(QKeySequence(spec.keys))
    if spec.in_panes:
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    action.setStatusTip(QCoreApplication.translate("actions", spec.tip))
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    plain = _LETTER.sub("", text).replace("&", "").removesuffix("…")
    action.setIconText(plain)
    action.setToolTip(f"{plain} ({keys})" if keys else plain)
    action.setCheckable(spec.checkable)
    if spec.icon:
        icons.dress(action, spec.icon)
    action.triggered.connect(lambda: handler())
    home.addAction(action)
    return action
