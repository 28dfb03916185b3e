"""What the desktop is told: that a long task has ended, that the computer is to stay awake, and the tray's icon."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon, QWidget

from core.model.jobs import State
from core.model.reports import BatchRow, Frame
from core.system.awake import Awake
from gui.queue import text as queue_text
from gui.settings.preferences import Settings
from gui.text import phrases
from gui.text.translate import words
from gui.widgets import icons

#: A task that took longer is worth a notice when it has ended.
LONG_S = 20.0
#: Work that ends and begins again within this time need not let the computer sleep in between.
_REST_MS = 5000


class Around(QObject):
    """Follows the frames. While the window has the keyboard nothing is told that it shows anyway."""

    def __init__(self, settings: Settings, window: QWidget, *, awake: Awake, now: Callable[[], float]) -> None:
        """`now` is a monotonic time in seconds."""
        super().__init__(window)
        self._settings, self._window, self._awake, self._now = settings, window, awake, now
        self._began: dict[int, float] = {}
        self._ended = 0
        self.tray: QSystemTrayIcon | None = None
        self.told: list[str] = []  # the notices of this run, the newest last
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(lambda: self._awake.switch(on=False))
        window.installEventFilter(self)
        self.follow_settings()

    def follow_settings(self) -> None:
        """The settings are other ones."""
        wanted = self._settings.flag("tray", otherwise=False) and QSystemTrayIcon.isSystemTrayAvailable()
        if wanted and self.tray is None:
            self._make_tray()
        elif not wanted and self.tray is not None:
            self.tray.hide()
            self.tray.deleteLater()
            self.tray = None
        if not self._settings.flag("awake", otherwise=True):
            self._awake.switch(on=False)

    def take_frame(self, frame: Frame) -> None:
        """Learn what has begun and what has ended."""
        for batch in frame.batches:
            self._follow(batch)
        for gone in frame.gone:
            self._began.pop(gone, None)
        is_busy = frame.totals.running > 0
        if is_busy and self._settings.flag("awake", otherwise=True):
            self._rest.stop()
            self._awake.switch(on=True)
        elif not is_busy and self._awake.is_on and not self._rest.isActive():
            self._rest.start()
        if self.tray is not None:
            self.tray.setToolTip(_tip(frame))

    def stop(self) -> None:
        """The window is closed."""
        self._rest.stop()
        self._awake.switch(on=False)
        if self.tray is not None:
            self.tray.hide()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() is QEvent.Type.WindowActivate and self._ended:
            self._ended = 0
            _badge(0)
        return False

    # ------------------------------------------------------------ inside

    def _follow(self, batch: BatchRow) -> None:
        if batch.state is State.RUNNING:
            self._began.setdefault(batch.id, self._now())
        elif batch.state.is_end:
            began = self._began.pop(batch.id, None)
            if began is not None and self._now() - began >= LONG_S:
                self._tell(batch)

    def _tell(self, batch: BatchRow) -> None:
        if self._window.isActiveWindow() or not self._settings.flag("notify", otherwise=True):
            return
        text = f"{phrases.state(batch.state)}: {queue_text.task(batch)}"
        self.told.append(text)
        self._ended += 1
        _badge(self._ended)
        QApplication.alert(self._window)
        if self.tray is None and QSystemTrayIcon.isSystemTrayAvailable():
            self._make_tray()  # only an icon that is shown can speak
        if self.tray is not None:
            self.tray.showMessage(QApplication.applicationName(), text, icons.app_icon())

    def _make_tray(self) -> None:
        tray = QSystemTrayIcon(icons.app_icon(), self)
        menu = QMenu(self._window)
        menu.addAction(words.tr("Show the window"), self._come_forward)
        menu.addAction(words.tr("Quit"), getattr(self._window, "quit", self._window.close))
        tray.setContextMenu(menu)
        tray.activated.connect(lambda _: self._come_forward())
        tray.messageClicked.connect(self._come_forward)
        tray.show()
        self.tray = tray

    def _come_forward(self) -> None:
        self._window.showNormal() if self._window.isMinimized() else self._window.show()
        self._window.raise_()
        self._window.activateWindow()


def _badge(number: int) -> None:
    """The number on the program's icon, where the desktop shows one; 0 for none."""
    app = QGuiApplication.instance()
    if isinstance(app, QGuiApplication):
        app.setBadgeNumber(number)


def _tip(frame: Frame) -> str:
    totals = frame.totals
    if not totals.running and not totals.waiting:
        return QApplication.applicationName()
    speed = phrases.pace(totals.speed, totals.objects_speed, totals.silent_s)
    share = phrases.percent(totals.done_bytes, totals.size) if totals.size else ""
    return " · ".join(part for part in (QApplication.applicationName(), share, speed) if part)
