"""The window: tree, two panes and the queue, put together and connected. Decides nothing about copies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import cast

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from core.model.reports import Frame, Totals
from core.model.values import ObjectRef
from gui.browser.account_tree import AccountTree
from gui.browser.pane_pair import PanePair
from gui.help.help import HelpController
from gui.help.shortcuts_dialog import Shortcut, further, of_actions
from gui.queue.panel import QueuePanel
from gui.queue.text import QueueLine
from gui.settings.settings_dialog import SettingsDialog
from gui.text import phrases
from gui.text.place import Item, ItemKind, Place, folder
from gui.text.translate import together
from gui.widgets import icons, messages, style
from gui.widgets.notice_bar import NoticeBar
from gui.widgets.plain import PlainLabel
from gui.widgets.style import Scheme
from gui.window import menus
from gui.window.account_actions import AccountActions
from gui.window.action_table import Act, make_actions
from gui.window.around import Around
from gui.window.beginning import Beginning
from gui.window.object_actions import ObjectActions
from gui.window.remembered import Remembered
from gui.window.services import Services
from gui.window.welcome import WelcomePage

_SIZE = (1280, 820)
_TREE, _PANES, _QUEUE = 256, 500, 260
_THEMES: Mapping[Act, Scheme] = {Act.SYSTEM_THEME: "system", Act.LIGHT_THEME: "light", Act.DARK_THEME: "dark"}


class MainWindow(QMainWindow):
    """The program's window. Closing it ends the program's work by `at_close`.

    Attributes:
        services: what it works with.
    """

    def __init__(self, services: Services, *, at_close: Callable[[], None] = lambda: None) -> None:
        super().__init__()
        self.services = services
        self._at_close = at_close
        self._is_closed = False
        self._resumes = False
        self._frame_totals = Totals()
        self.setWindowTitle(QApplication.applicationName() or "Bucketferry")
        self.account_actions = AccountActions(services, self)
        start_of = services.accounts.start_of
        known = services.accounts.known
        self.tree = AccountTree(services.browser, services.browse, start_of=start_of, account_of=known)
        self.panes = PanePair(services.browser, services.browse, start_of=start_of, account_of=known)
        self.queue = QueuePanel(services.engine, services.clerk, terms=lambda: services.settings.terms)
        self.objects = ObjectActions(services, self.panes, self)
        self.notice = NoticeBar()
        self.welcome = WelcomePage()
        self.totals = PlainLabel()
        self.help = HelpController(
            services.browse,
            self,
            logs=services.logs,
            write_report=services.write_report,
            shortcuts=self._shortcuts,
        )
        self.actions_by_name = make_actions(self, self.panes, self._handlers())
        self._lay_out()
        self._connect()
        self._remembered = self._remember()
        self._remembered.restore(services.accounts.names())
        QShortcut(QKeySequence("Shift+F10"), self, context=Qt.ShortcutContext.ApplicationShortcut).activated.connect(
            menus.open_context_menu
        )
        self.around = Around(services.settings, self, awake=services.awake, now=services.now)
        self.beginning = Beginning(services, self.account_actions, self)
        self.beginning.failed.connect(self.tell)
        self.beginning.sandbox_wanted.connect(self._resume_sandbox)
        self.beginning.waits.connect(self._tell_waiting)
        self._fill_panes(next(iter(services.accounts.names()), ""))
        self._show_accounts()
        self._offer()

    # ------------------------------------------------------------ making

    def _lay_out(self) -> None:
        self._across = QSplitter(Qt.Orientation.Horizontal)
        self._across.addWidget(self.tree)
        self._across.addWidget(self.panes)
        self._across.setStretchFactor(1, 1)
        self._across.setSizes([_TREE, _SIZE[0] - _TREE])
        self._down = QSplitter(Qt.Orientation.Vertical)
        self._down.addWidget(self._across)
        self._down.addWidget(self.queue)
        self._down.setStretchFactor(0, 1)
        self._down.setSizes([_PANES, _QUEUE])
        for splitter in (self._across, self._down):
            splitter.setChildrenCollapsible(False)
        work = QWidget()
        column = QVBoxLayout(work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        above = QHBoxLayout()
        above.setContentsMargins(style.STEP // 2, 0, style.STEP // 2, 0)
        above.addWidget(self.notice)
        column.addLayout(above)
        column.addWidget(self._down, 1)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.welcome)
        self._pages.addWidget(work)
        self.setCentralWidget(self._pages)
        self.addToolBar(menus.make_tool_bar(self.actions_by_name))
        menus.fill_menu_bar(self, self.actions_by_name, self.queue.menu_actions)
        self.totals.setAccessibleName(self.tr("Progress of all copies"))
        self.statusBar().addPermanentWidget(self.totals)
        self.resize(*_SIZE)

    def _remember(self) -> Remembered:
        splitters = {"across": self._across, "down": self._down, "panes": self.panes, "queue": self.queue.splitter}
        parts: tuple[tuple[Act, QWidget], ...] = ((Act.SHOW_TREE, self.tree), (Act.SHOW_QUEUE, self.queue))
        switches = {act.value: (self.actions_by_name[act], part) for act, part in parts}
        return Remembered(self.services.settings, self, self.panes, splitters=splitters, switches=switches)

    def _connect(self) -> None:
        self.tree.opened.connect(self._open_in_active)
        self.tree.items_dropped.connect(self.objects.offer)
        self.tree.menu_wanted.connect(self._show_tree_menu)
        self.panes.active_changed.connect(self._offer)
        self.panes.menu_wanted.connect(self._show_pane_menu)
        self.queue.failed.connect(self.tell)
        self.queue.place_wanted.connect(self._show_ref)
        self.queue.again_wanted.connect(self._do_again)
        self.queue.undo_wanted.connect(self.objects.past.undo)
        self.objects.refused.connect(partial(self.notice.say, "warning"))
        self.objects.failed.connect(self.tell)
        self.help.failed.connect(self.tell)
        self.help.told.connect(partial(self.notice.say, "info"))
        self.objects.told.connect(partial(self.notice.say, "info"))
        self.objects.looking.connect(self._show_looking)
        self.objects.queued.connect(self._show_queued)
        self.objects.planning.prices_wanted.connect(partial(self.ask_settings, about_prices=True))
        self.welcome.import_wanted.connect(self.account_actions.take_over)
        self.welcome.add_wanted.connect(self.account_actions.add)
        self.welcome.sandbox_wanted.connect(self.start_sandbox)
        self._connect_accounts()
        self.services.bridge.frame_ready.connect(self._show_frame)
        cast(QApplication, QApplication.instance()).focusChanged.connect(self._follow_focus)

    def _connect_accounts(self) -> None:
        accounts = self.account_actions
        accounts.changed.connect(self._take_account)
        accounts.added.connect(lambda name: self._open_in_active(Place(name)))
        accounts.removed.connect(self._drop_account)
        accounts.sandbox_ready.connect(self._show_sandbox)
        accounts.sandbox_failed.connect(self._tell_sandbox)
        accounts.failed.connect(self.tell)
        self.panes.account_wanted.connect(accounts.mend)

    def _handlers(self) -> Mapping[Act, Callable[[], object]]:
        """What each action does."""
        panes, accounts = self.panes, self.account_actions
        return {
            **self.objects.handlers(),
            Act.ADD_ACCOUNT: accounts.add,
            Act.IMPORT_ACCOUNTS: accounts.take_over,
            Act.EDIT_ACCOUNT: lambda: accounts.edit(self._account()),
            Act.REMOVE_ACCOUNT: lambda: accounts.remove(self._account()),
            Act.REFRESH_ACCOUNT: lambda: self.tree.refresh(self._account()),
            Act.SANDBOX: self.start_sandbox,
            Act.QUIT: self.quit,
            Act.OPEN: panes.open_current,
            Act.COPY: panes.copy,
            Act.PASTE: panes.paste,
            Act.COPY_ACROSS: panes.copy_across,
            Act.SELECT_ALL: panes.select_all,
            Act.BACK: lambda: panes.active.step(-1),
            Act.FORWARD: lambda: panes.active.step(1),
            Act.UP: lambda: panes.active.go_up(),
            Act.RELOAD: lambda: panes.active.reload(),
            Act.ADDRESS: lambda: panes.active.address.begin_typing(),
            Act.FILTER: lambda: panes.active.address.begin_filtering(),
            Act.FOCUS_TREE: self.tree.setFocus,
            Act.FOCUS_LEFT: lambda: panes.focus(panes.left),
            Act.FOCUS_RIGHT: lambda: panes.focus(panes.right),
            Act.FOCUS_QUEUE: self.queue.table.setFocus,
            Act.SETTINGS: self.ask_settings,
            **{act: partial(panes.sort, at) for at, act in enumerate((Act.SORT_1, Act.SORT_2, Act.SORT_3, Act.SORT_4))},
            Act.SHOW_TREE: lambda: self.tree.setVisible(self.actions_by_name[Act.SHOW_TREE].isChecked()),
            Act.SHOW_QUEUE: lambda: self.queue.setVisible(self.actions_by_name[Act.SHOW_QUEUE].isChecked()),
            **{act: partial(self._choose_scheme, scheme) for act, scheme in _THEMES.items()},
            Act.SHORTCUTS: self.help.show_shortcuts,
            Act.NEWS: self.help.show_news,
            Act.LOGS: self.help.open_logs,
            Act.REPORT: self.help.report,
            Act.ABOUT: self.help.show_about,
        }

    # ------------------------------------------------------------ what is on offer

    def _offer(self) -> None:
        """Enable the actions that make sense for the active pane."""
        panes, act = self.panes, self.actions_by_name
        address = panes.active.address
        for name, is_possible in (
            (Act.COPY, panes.has_selection),
            (Act.COPY_ACROSS, panes.has_selection),
            (Act.OPEN, panes.active.table.current() is not None),
            (Act.PASTE, panes.can_paste),
            (Act.BACK, address.back.isEnabled()),
            (Act.FORWARD, address.forward.isEnabled()),
            (Act.UP, address.up.isEnabled()),
            (Act.RELOAD, address.reload.isEnabled()),
            (Act.ADDRESS, self._has_accounts),
            (Act.FILTER, self._has_accounts),
        ):
            act[name].setEnabled(is_possible)
        for name, is_possible in self.objects.possible().items():
            act[name].setEnabled(is_possible)
        self.tree.show_place(panes.active.place)
        self._offer_accounts(self._account())

    def _offer_accounts(self, name: str) -> None:
        act, accounts = self.actions_by_name, self.services.accounts
        act[Act.REFRESH_ACCOUNT].setEnabled(bool(name))
        act[Act.REMOVE_ACCOUNT].setEnabled(bool(name))
        act[Act.EDIT_ACCOUNT].setEnabled(bool(name) and name not in accounts.temporary())

    def _account(self) -> str:
        """The account that the actions about accounts mean."""
        return self.tree.account() or self.panes.active.place.account

    def _follow_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        self.panes.follow_focus(new)

    def _show_pane_menu(self, at: QPoint) -> None:
        menus.make_menu(self, menus.PANE, self.actions_by_name).popup(at)

    def _show_tree_menu(self, account: str, at: QPoint) -> None:
        self._offer_accounts(account)
        menus.make_menu(self, menus.TREE, self.actions_by_name).popup(at)

    # ------------------------------------------------------------ accounts

    @property
    def _has_accounts(self) -> bool:
        """Whether the panes are seen; without an account a welcome stands in their place."""
        return bool(self.services.accounts.names())

    def _show_accounts(self) -> None:
        self.tree.show_accounts(self.services.accounts.names(), self.services.accounts.temporary())
        self._pages.setCurrentIndex(1 if self._has_accounts else 0)

    def _open_in_active(self, place: Place) -> None:
        self.panes.active.go(place if place.bucket else self._start(place.account))
        self._offer()

    def _start(self, account: str) -> Place:
        """Where an account opens: at its start path, or at the list of its buckets."""
        start = self.services.accounts.start_of(account)
        return start if start.bucket else Place(account)

    def _fill_panes(self, account: str) -> None:
        """Open an account where nothing is open yet; "" opens nothing."""
        for pane in (self.panes.left, self.panes.right):
            if account and not pane.place.account:
                pane.go(self._start(account))

    def _take_account(self, name: str) -> None:
        """An account was added or changed: show it."""
        self._show_accounts()
        self.tree.refresh(name)
        self.tree.show_place(Place(name))
        self.panes.reload_account(name)
        self.welcome.show_ready()
        self._fill_panes(name)
        self._offer()

    def _drop_account(self, name: str) -> None:
        self.panes.forget(name)
        self._show_accounts()
        self._offer()

    def start_sandbox(self) -> None:
        """Start the embedded store; its account opens when it answers."""
        self.welcome.show_busy()
        self.account_actions.start_sandbox()

    def _resume_sandbox(self) -> None:
        """Unfinished copies of an earlier run need the sandbox: it is started, and the panes stay where they are."""
        self._resumes = True
        self.start_sandbox()

    def _tell_waiting(self, count: int, accounts: str) -> None:
        text = self.tr("%Ln task(s) of an earlier run are unfinished and need the account {accounts}.", None, count)
        text = text.format(accounts=accounts)
        self.welcome.show_unfinished(text)
        self.notice.say("warning", together(text, self.tr("Add it under this name; then retry them in the queue.")))

    def _show_sandbox(self, name: str) -> None:
        self.welcome.show_ready()
        if self._resumes:
            self._resumes = False
            self._fill_panes(name)
            self.notice.say("info", self.tr("Copies in the sandbox were unfinished: it was started, and they go on."))
            return
        self.panes.left.go(Place(name, "holiday-photos"))
        self.panes.right.go(Place(name, "research-data"))
        self.panes.focus(self.panes.left)

    def _tell_sandbox(self, said: str) -> None:
        text = self.tr("The sandbox did not start: {reason}").format(reason=said)
        self.welcome.show_failure(text)
        self.notice.say("error", text)

    # ------------------------------------------------------------ copies

    def _show_looking(self, count: int) -> None:
        if count:
            text = self.tr("Looking at what is to be done…")
            self.notice.say("info", text, action=self.tr("Stop"), then=self.objects.give_up)
        else:
            self.notice.hide()

    def _show_queued(self, batch: int, count: int) -> None:
        self.statusBar().showMessage(self.tr("%Ln task(s) queued", None, count), 5000)
        self.services.bridge.show_all()
        self.queue.select(batch)

    def _show_ref(self, ref: ObjectRef) -> None:
        """Go to where an object or a folder lies, and select it."""
        account, bucket, prefix = folder(ref)
        self.panes.active.go(Place(account, bucket, prefix), select=ref.key)
        self.panes.focus(self.panes.active)

    def _do_again(self, line: QueueLine) -> None:
        source, target = line.row.source, line.row.target
        is_folder = line.batch.many and not line.child
        kind = ItemKind.OBJECT if not is_folder else ItemKind.PREFIX if source.key else ItemKind.BUCKET
        item = Item(kind, source.account, source.bucket, source.key, line.size)
        self.objects.offer([item], Place(*folder(target)), moves=False)

    def _show_frame(self, frame: Frame) -> None:
        self.queue.show_frame(frame)
        self.panes.refreshing.take_frame(frame)
        self.objects.take_frame(frame)
        self.around.take_frame(frame)
        totals = self._frame_totals = frame.totals
        said = ""
        if totals.size:
            said = self.tr("{done} of {size} copied · {percent}").format(
                done=phrases.size(totals.done_bytes),
                size=phrases.size(totals.size),
                percent=phrases.percent(totals.done_bytes, totals.size),
            )
        self.totals.setText(said)

    def come_forward(self) -> None:
        """Be seen: the program was started once more."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def tell(self, problem: Exception) -> None:
        """Say what went wrong."""
        self.notice.say("error", messages.sentence(problem))

    def tell_fault(self) -> None:
        """The program met a fault of its own; the log knows more."""
        self.notice.say(
            "error", self.tr("Bucketferry met a fault of its own. Please report it with the lines of the log.")
        )

    def ask_settings(self, *, about_prices: bool = False) -> None:
        """Let the user change what copies begin with, the number of workers, and the prices."""
        dialog = SettingsDialog(self.services.settings, self.services.prices, clerk=self.services.clerk, parent=self)
        dialog.window_chosen.connect(self._follow_settings)
        dialog.workers_chosen.connect(self.services.set_workers)
        dialog.prices_saved.connect(self.objects.planning.prices_changed)
        if about_prices:
            dialog.show_prices()
        dialog.open()

    def _follow_settings(self) -> None:
        """Colours, notices or the tray were chosen anew."""
        self.paint(None)
        self.around.follow_settings()

    def _shortcuts(self) -> list[Shortcut]:
        """All that has, or could have, keys."""
        window = of_actions(self.tr("Window"), self.actions_by_name.values())
        return window + of_actions(self.tr("Queue"), self.queue.menu_actions) + further()

    # ------------------------------------------------------------ what is remembered

    def paint(self, scheme: Scheme | None) -> None:
        """Put on a colour scheme for this run, the remembered one when none is given."""
        remembered = self.services.settings.text("scheme")
        saved: Scheme = next((theme for theme in _THEMES.values() if theme == remembered), "system")
        chosen = scheme or saved
        self.services.paint(chosen)
        for act, theme in _THEMES.items():
            self.actions_by_name[act].setChecked(theme == chosen)

    def _choose_scheme(self, scheme: Scheme) -> None:
        self.services.settings.set_text("scheme", scheme)
        self.paint(scheme)

    # ------------------------------------------------------------ Qt

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            icons.redress(self)

    def quit(self) -> None:
        """Close the window; while something is being done, say first what stops and that it goes on later."""
        busy = self._frame_totals.running + self._frame_totals.waiting
        if not busy or _is_ending_session():
            self.close()
            return
        messages.ask(
            self,
            self.tr("Quit while %Ln task(s) are unfinished?", None, busy),
            more=self.tr(
                "They stop now and go on by themselves at the next start. Parts that are copied are not copied again, "
                "and no source is deleted before its copy is verified."
            ),
            yes=self.tr("Quit"),
            no=self.tr("Stay"),
            then=lambda: self._close(),
            is_safe=True,
        )

    def _close(self) -> None:
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        if event.spontaneous() and not self._is_closed and self._frame_totals.running:
            event.ignore()
            self.quit()
            return
        if not self._is_closed:
            self._is_closed = True
            self._remembered.keep()
            self.hide()
            self.objects.give_up()
            self.account_actions.stop()
            self.around.stop()
            self._at_close()
        super().closeEvent(event)


def _is_ending_session() -> bool:
    """Whether the desktop ends the session, and nobody can be asked."""
    app = QApplication.instance()
    return isinstance(app, QApplication) and app.isSavingSession()
