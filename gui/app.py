"""The window's composition root: puts the parts together, starts the threads, and ends them.

`core/cli/main.py` calls `main` when no command is typed.
"""

from __future__ import annotations

import faulthandler
import logging
import os
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import (
    QLibraryInfo,
    QLocale,
    QLockFile,
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    QTranslator,
    Signal,
    qInstallMessageHandler,
    qWarning,
)
from PySide6.QtWidgets import QApplication

from core.engine.engine import Engine
from core.journal.journal import Journal, JournalError
from core.model.errors import KnownError
from core.model.jobs import Plan
from core.model.reports import Preview
from core.model.requests import Options, PrefixRequest
from core.model.values import ObjectKind
from core.rules.assets import resources
from core.rules.plan import plan_size
from core.store.browser import Browser, check_account
from core.store.stores import Stores
from core.system.account_files import find_candidates
from core.system.accounts import AccountBook
from core.system.awake import Awake
from core.system.clock import SystemClock
from core.system.instance import Instance
from core.system.log import Redactor, start_log, stop_log
from core.system.paths import Paths, find_paths, private_files
from core.system.problem_report import facts, write_report
from core.system.secrets_file import SecretsFile
from core.system.vault import Vault
from gui.accounts.open_accounts import OpenAccounts
from gui.qt.bridge import Bridge
from gui.qt.gc_thread import GuiCollector
from gui.qt.sandbox_child import PACE
from gui.qt.single_instance import SingleInstance, ring
from gui.qt.tasks import Tasks
from gui.qt.threads import WorkerPool, end_threads
from gui.settings.preferences import Settings
from gui.settings.price_folder import PriceFolder
from gui.widgets import icons, style
from gui.widgets.plain import PlainBox
from gui.widgets.style import Scheme
from gui.window.main_window import MainWindow
from gui.window.services import Services

#: Threads for the network of the window itself, so that a listing never waits behind copies.
BROWSERS = 3
#: What the workers may use of one core: above that, Python's lock starves the thread that paints.
CPU_SHARE = 0.6

_NO_DISPLAY = (
    "bucketferry: there is no display to open the window on, or a library is missing that Qt needs for it (on Debian "
    "and Ubuntu: apt install libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxkbcommon-x11-0). Commands "
    "work without one; see bucketferry --help\n"
)

_LOG = logging.getLogger(__name__)


def main(*, sandbox: bool = False, scheme: Scheme | None = None, language: str = "", qt: Sequence[str] = ()) -> int:
    """Open the window and return its exit code.

    `scheme` None means the remembered one; `language` is a locale's name such as "zh_CN", "" the system's; `qt` are
    arguments for Qt.
    """
    paths = find_paths()
    app = make_application(language or Settings(paths.config).text("language"), qt)
    try:
        with private_files():
            paths.create()
            return _run(app, paths, sandbox=sandbox, scheme=scheme)
    except (KnownError, JournalError) as error:
        PlainBox(PlainBox.Icon.Critical, QApplication.applicationName(), str(error)).exec()
        return 1
    finally:
        remove_language(app)


def make_application(language: str = "", qt: Sequence[str] = ()) -> QApplication:
    """The application with its name, icon and language; before any widget. Without a display the program ends here."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else _start_qt(qt)
    app.setApplicationName("Bucketferry")
    app.setApplicationDisplayName("Bucketferry")
    app.setDesktopFileName("bucketferry")
    app.setWindowIcon(icons.app_icon())
    install_language(app, QLocale(language) if language else QLocale.system())
    return app


def _start_qt(arguments: Sequence[str]) -> QApplication:
    """Qt aborts the process when it has no display; a sentence is said then in place of its own lines."""
    said: list[str] = []

    def take(kind: QtMsgType, _: QMessageLogContext, message: str | None) -> None:
        said.append(message or "")
        if kind is QtMsgType.QtFatalMsg:
            sys.stderr.write(_NO_DISPLAY)
            sys.stderr.flush()
            os._exit(1)

    before = qInstallMessageHandler(take)
    app = QApplication(["bucketferry", *arguments])
    qInstallMessageHandler(before)
    for message in said:
        qWarning(message)
    return app


def install_language(app: QApplication, locale: QLocale) -> None:
    """Translate texts and write figures in this language; English is translated too, for its plurals."""
    remove_language(app)
    QLocale.setDefault(locale)
    folder = str(resources() / "i18n")
    own, qt = QTranslator(app), QTranslator(app)
    if own.load(locale, "bucketferry", "_", folder) or own.load("bucketferry_en", folder):
        app.installTranslator(own)
    if qt.load(locale, "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(qt)


def remove_language(app: QApplication) -> None:
    """Take back what `install_language` did, if it did: texts as in the source, figures as the system writes them."""
    for translator in app.findChildren(QTranslator):
        app.removeTranslator(translator)
        translator.deleteLater()
    QLocale.setDefault(QLocale.system())


def build(
    app: QApplication,
    paths: Paths,
    *,
    redactor: Redactor | None = None,
    workers: int | None = None,
    pace: Sequence[str] = PACE,
) -> MainWindow:
    """Put the parts together and start the threads. Closing the window ends them; `paths` exist.

    The window's `beginning` then takes over what an earlier run has left.

    Raises `KnownError` when a file cannot be used. `workers` None means as many as the user wants; `pace` is how slow
    the embedded store is, should it be started.
    """
    clock = SystemClock()
    vault = Vault(on_secret=(redactor or Redactor()).hide, file=SecretsFile(paths.secrets))
    book = AccountBook(paths.accounts)
    accounts = OpenAccounts(book, vault)
    stores = Stores(accounts, accounts.credentials, clock)
    journal = Journal(paths.journal)
    instance = Instance(paths.instances)
    bridge = Bridge()
    collector = GuiCollector()
    collector.start()
    settings = Settings(paths.config)
    prices = PriceFolder(paths.config)
    engine = Engine(stores, journal, clock, instance, cpu_share=CPU_SHARE, on_dirty=bridge.wake, prices=prices.load)
    pool = WorkerPool(engine, settings.workers if workers is None else workers)
    browse = Tasks("browse", BROWSERS, at_end=stores.close_thread)
    clerk = Tasks("clerk", 1, at_end=stores.close_thread)
    hidden = redactor or Redactor()

    def report(path: Path, more: Mapping[str, str]) -> tuple[str, ...]:
        return write_report(path, paths.logs, facts((book.get(name) for name in book.names()), more), hidden)

    services = Services(
        engine,
        Browser(stores),
        accounts,
        vault,
        browse,
        clerk,
        bridge,
        settings,
        partial(check_account, clock=clock),
        prices,
        lambda preview, part_size: replan(stores, pool.size, preview, part_size),
        stores.invalidate,
        partial(style.apply, app),
        (*pace, "--data", str(paths.data / "sandbox")),
        engine.recover,
        partial(unfinished, journal, instance),
        paths.logs,
        report,
        Awake(),
        clock.monotonic,
        lambda: find_candidates(Path.home(), os.environ),
        pool.resize,
    )

    def close() -> None:
        engine.stop()
        browse.stop()
        clerk.stop(finish=True)  # what the user has asked for is written down
        bridge.stop()
        if not end_threads([*pool.threads, *browse.threads, *clerk.threads], stores.interrupt):
            _LOG.warning("a thread did not end; the journal says how to go on")
            logging.shutdown()
            os._exit(1)  # destroying a running thread would abort the process with less grace
        journal.close()
        instance.close()
        collector.stop()

    window = MainWindow(services, at_close=close)
    bridge.follow(engine)
    if book.notice:
        window.notice.say("warning", book.notice)
    return window


def unfinished(journal: Journal, instance: Instance) -> dict[str, int]:
    """The accounts of the batches that no running program works on and that have not ended, with their numbers."""
    found: Counter[str] = Counter()
    for batch in journal.batches():
        is_listed = not isinstance(batch.request, PrefixRequest) or batch.cursor is None
        has_ended = is_listed and all(state.is_end for state in batch.counts)
        if not (has_ended or batch.error) and not instance.is_alive(batch.owner):
            found.update({batch.request.source.account, batch.request.target.account})
    return dict(found)


def replan(stores: Stores, workers: int, preview: Preview, part_size: int | None) -> Plan | None:
    """The plan of a previewed copy for another part size. Memory only."""
    if preview.size is None or preview.source is None or preview.source.kind is ObjectKind.SYMLINK:
        return preview.plan
    limits = stores.limits(preview.request.target.account)
    return plan_size(preview.size, limits, Options(part_size), workers=workers)


# ---------------------------------------------------------------- running


def _run(app: QApplication, paths: Paths, *, sandbox: bool, scheme: Scheme | None) -> int:
    lock = QLockFile(str(paths.data / "window.lock"))
    if not lock.tryLock(0):
        if ring(paths.data):
            return 0
        text = QApplication.translate("app", "Bucketferry is already running. Use the window that is open.")
        PlainBox(PlainBox.Icon.Information, QApplication.applicationName(), text).exec()
        return 1
    redactor = Redactor()
    log = start_log(paths.logs, redactor)
    faults = Faults()
    bell = SingleInstance(paths.data)
    with open(paths.logs / "crash.log", "a", encoding="utf-8") as crashes:
        faulthandler.enable(crashes)
        sys.excepthook = faults.catch
        try:
            window = build(app, paths, redactor=redactor)
            bell.rung.connect(window.come_forward)
            window.paint(scheme)
            return _open(app, window, faults, sandbox=sandbox)
        finally:
            bell.close()
            sys.excepthook = sys.__excepthook__
            faulthandler.disable()
            stop_log(log)
            lock.unlock()


def _open(app: QApplication, window: MainWindow, faults: Faults, *, sandbox: bool) -> int:
    faults.happened.connect(window.tell_fault, Qt.ConnectionType.QueuedConnection)
    window.show()
    window.beginning.begin(sandbox=sandbox)
    if sandbox:
        window.start_sandbox()
    try:
        return app.exec()
    finally:
        window.close()


class Faults(QObject):
    """Exceptions that nobody caught, from slots and from threads: they go to the log, and the user is told.

    Signals:
        happened: there was one.
    """

    happened = Signal()

    def catch(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """What `sys.excepthook` is set to. Thread: any."""
        _LOG.critical("nobody caught this", exc_info=(kind, error, trace))
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
        else:
            self.happened.emit()
