"""What tests of the window share: a desk of stand-ins, and threads that always end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from core.model.reports import Finding, Verdict
from core.model.values import Account
from gui.accounts.open_accounts import OpenAccounts
from gui.qt.bridge import Bridge
from gui.qt.gc_thread import GuiCollector
from gui.qt.tasks import Tasks
from gui.settings.preferences import Settings
from gui.settings.price_folder import PriceFolder
from gui.widgets import style
from gui.window.main_window import MainWindow
from gui.window.services import Services
from tests.gui.fake_engine import FakeEngine
from tests.gui.fakes import FakeAccountBook, FakeBrowser, FakeVault
from tests.gui.support import WindowFixture, close_all


@pytest.fixture(autouse=True)
def plain_figures() -> Iterator[None]:
    """Figures and dates as English writes them, whatever this computer's language is."""
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    yield
    QLocale.setDefault(before)


@pytest.fixture(autouse=True)
def plain_look(qapp: QApplication) -> Iterator[None]:
    """The application looks as Qt makes it: a scheme that a test puts on does not stay."""
    yield
    if qapp.testAttribute(Qt.ApplicationAttribute.AA_SetPalette) or qapp.styleSheet():
        qapp.styleHints().unsetColorScheme()
        qapp.setStyleSheet("")
        qapp.setPalette(QPalette())


@pytest.fixture(autouse=True)
def no_key_is_held(qapp: QApplication) -> Iterator[None]:
    """A key that a test presses with Ctrl or Shift leaves these held down, and the next test's rows heed that."""
    yield
    if qapp.keyboardModifiers() is not Qt.KeyboardModifier.NoModifier:
        QTest.keyRelease(QWidget(), Qt.Key.Key_Control)
    assert qapp.keyboardModifiers() is Qt.KeyboardModifier.NoModifier


@pytest.fixture(autouse=True, scope="session")
def collector(qapp: QApplication) -> Iterator[GuiCollector]:
    """As in the program: a widget that is garbage is never destroyed by a worker thread."""
    made = GuiCollector()
    made.start()
    yield made
    made.stop()


@pytest.fixture(autouse=True)
def tidy(collector: GuiCollector) -> Iterator[None]:
    """Collect what a test has left behind where the next one cannot stumble over it."""
    yield
    collector.collect_what_is_due()


@pytest.fixture
def browser() -> FakeBrowser:
    return FakeBrowser()


@pytest.fixture
def engine(browser: FakeBrowser) -> FakeEngine:
    return FakeEngine(browser)


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[Callable[..., Tasks]]:
    """Makes `Tasks` whose threads have ended before the test has."""
    made: list[Tasks] = []

    def make(name: str = "test", threads: int = 1, **options: Any) -> Tasks:
        made.append(Tasks(name, threads, **options))
        return made[-1]

    yield make
    for each in made:
        each.stop()
        assert all(thread.wait(5000) for thread in each.threads)


@pytest.fixture
def scene_of(
    qapp: QApplication,
    qtbot: QtBot,
    tasks: Callable[..., Tasks],
    browser: FakeBrowser,
    engine: FakeEngine,
    tmp_path: Path,
) -> Iterator[Callable[..., WindowFixture]]:
    """Makes windows over the stand-ins; with `accounts` other ones than the canned accounts."""
    windows: list[MainWindow] = []

    def make(accounts: tuple[Account, ...] | None = None, *, is_shown: bool = True) -> WindowFixture:
        book, vault = FakeAccountBook(accounts), FakeVault()
        bridge = Bridge()
        engine.on_dirty = bridge.wake
        services = Services(
            engine,
            browser,
            OpenAccounts(book, vault),
            vault,
            tasks("browse", 3),
            tasks("clerk", 1),
            bridge,
            Settings(tmp_path),
            lambda _account, _credentials, _cancel: Verdict(Finding.OK, buckets=4),
            PriceFolder(tmp_path),
            set_workers=engine.set_workers,
            paint=lambda scheme: style.apply(qapp, scheme),
        )
        closings: list[str] = []
        window = MainWindow(services, at_close=lambda: closings.append("closed"))
        windows.append(window)
        qtbot.addWidget(window)
        window.resize(1280, 820)
        if is_shown:
            window.show()
            window.activateWindow()  # this platform does not do it after a dialog of the test before
            qtbot.waitUntil(window.isActiveWindow)
        bridge.follow(engine)
        return WindowFixture(window, services, browser, engine, book, closings)

    yield make
    for window in windows:
        close_all(window)


@pytest.fixture
def scene(scene_of: Callable[..., WindowFixture]) -> WindowFixture:
    """A window with the canned accounts."""
    return scene_of()
