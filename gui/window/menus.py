"""Where the actions stand: menus, tool bar and context menus."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QPoint, QSize, Qt
from PySide6.QtGui import QAction, QActionGroup, QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QToolBar, QWidget

from gui.text.translate import QT_TRANSLATE_NOOP
from gui.window.action_table import Act, Actions

#: Titles and contents; None is a separator.
MENUS: tuple[tuple[str, tuple[Act | None, ...]], ...] = (
    (
        QT_TRANSLATE_NOOP("menus", "&Account"),
        (
            Act.ADD_ACCOUNT,
            Act.IMPORT_ACCOUNTS,
            Act.EDIT_ACCOUNT,
            Act.REMOVE_ACCOUNT,
            Act.REFRESH_ACCOUNT,
            None,
            Act.SANDBOX,
            None,
            Act.QUIT,
        ),
    ),
    (
        QT_TRANSLATE_NOOP("menus", "&Edit"),
        (
            Act.UNDO,
            Act.HISTORY,
            None,
            Act.COPY,
            Act.PASTE,
            Act.COPY_ACROSS,
            Act.MOVE_ACROSS,
            None,
            Act.SELECT_ALL,
            Act.FILTER,
            None,
            Act.SETTINGS,
        ),
    ),
    (
        QT_TRANSLATE_NOOP("menus", "&Object"),
        (
            Act.OPEN,
            Act.NEW_FOLDER,
            None,
            Act.RENAME,
            Act.DELETE,
            None,
            Act.EDIT,
            Act.VERSIONS,
            Act.RESTORE,
            Act.LINK,
            None,
            Act.PROPERTIES,
        ),
    ),
    (
        QT_TRANSLATE_NOOP("menus", "&Go"),
        (
            Act.BACK,
            Act.FORWARD,
            Act.UP,
            Act.ADDRESS,
            None,
            Act.FOCUS_TREE,
            Act.FOCUS_LEFT,
            Act.FOCUS_RIGHT,
            Act.FOCUS_QUEUE,
        ),
    ),
    (
        QT_TRANSLATE_NOOP("menus", "&View"),
        (
            Act.RELOAD,
            None,
            Act.SORT_1,
            Act.SORT_2,
            Act.SORT_3,
            Act.SORT_4,
            None,
            Act.SHOW_TREE,
            Act.SHOW_QUEUE,
            None,
            Act.SYSTEM_THEME,
            Act.LIGHT_THEME,
            Act.DARK_THEME,
        ),
    ),
)
#: What stands below the queue's own actions.
QUEUE: tuple[Act | None, ...] = (None, Act.SETTINGS)
HELP: tuple[Act | None, ...] = (Act.SHORTCUTS, Act.NEWS, None, Act.REPORT, Act.LOGS, None, Act.ABOUT)
TOOLS: tuple[Act | None, ...] = (
    Act.ADD_ACCOUNT,
    None,
    Act.COPY,
    Act.PASTE,
    Act.COPY_ACROSS,
    None,
    Act.RENAME,
    Act.DELETE,
    Act.NEW_FOLDER,
    None,
    Act.EDIT,
    Act.PROPERTIES,
    None,
    Act.UNDO,
)
PANE: tuple[Act | None, ...] = (
    Act.OPEN,
    None,
    Act.COPY,
    Act.PASTE,
    Act.COPY_ACROSS,
    Act.MOVE_ACROSS,
    None,
    Act.RENAME,
    Act.DELETE,
    Act.NEW_FOLDER,
    None,
    Act.EDIT,
    Act.VERSIONS,
    Act.RESTORE,
    Act.LINK,
    None,
    Act.RELOAD,
    Act.PROPERTIES,
)
TREE: tuple[Act | None, ...] = (
    Act.REFRESH_ACCOUNT,
    None,
    Act.ADD_ACCOUNT,
    Act.EDIT_ACCOUNT,
    Act.REMOVE_ACCOUNT,
)
THEMES = (Act.SYSTEM_THEME, Act.LIGHT_THEME, Act.DARK_THEME)

_ICON = QSize(18, 18)


def fill_menu_bar(window: QMainWindow, actions: Actions, queue: Sequence[QAction]) -> None:
    """All actions in the menu bar, those of the queue in a menu of their own."""
    group = QActionGroup(window)
    for theme in THEMES:
        group.addAction(actions[theme])
    bar = window.menuBar()
    for title, acts in MENUS:
        _fill(bar.addMenu(QCoreApplication.translate("menus", title)), acts, actions)
    of_queue = bar.addMenu(QCoreApplication.translate("menus", "&Queue"))
    of_queue.addActions(list(queue))
    _fill(of_queue, QUEUE, actions)
    _fill(bar.addMenu(QCoreApplication.translate("menus", "&Help")), HELP, actions)


def make_tool_bar(actions: Actions) -> QToolBar:
    """The actions that a mouse wants near."""
    bar = QToolBar(QCoreApplication.translate("menus", "Main tool bar"))
    bar.setObjectName("tools")
    bar.setMovable(False)
    bar.setIconSize(_ICON)
    bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    _fill(bar, TOOLS, actions)
    return bar


def make_menu(parent: QWidget, acts: Sequence[Act | None], actions: Actions) -> QMenu:
    """A context menu that deletes itself."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    _fill(menu, acts, actions)
    return menu


def _fill(place: QMenu | QToolBar, acts: Sequence[Act | None], actions: Actions) -> None:
    for act in acts:
        if act is None:
            place.addSeparator()
        else:
            place.addAction(actions[act])


def open_context_menu() -> None:
    """Open the menu of what has the keyboard, as the Menu key does; not every keyboard has that key."""
    widget = QApplication.focusWidget()
    if widget is not None:
        at: QPoint = widget.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle).center()
        event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, at, widget.mapToGlobal(at))
        QApplication.sendEvent(widget, event)
