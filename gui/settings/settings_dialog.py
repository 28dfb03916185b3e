"""The settings: what copies begin with, how many run at once, and what they are reckoned to cost."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from core.rules.prices import Prices
from gui.qt.tasks import Tasks
from gui.settings.preferences import Settings
from gui.settings.price_folder import PriceFolder
from gui.settings.price_table import PriceTable
from gui.widgets import icons, messages, style
from gui.widgets.choice_boxes import ExistingBox, TrustBox, UnreadBox
from gui.widgets.plain import PlainLabel
from gui.widgets.sheet_parts import wrapped
from gui.widgets.workers_field import WorkersField

_SIZE = (880, 580)
_ICON = 20


class SettingsDialog(QDialog):
    """All settings. OK and Apply write them; what is already queued keeps the choices that it was queued with.

    Signals:
        workers_chosen: how many workers there are to be, when that is another number.
        prices_saved: the prices are other ones.
        window_chosen: colours, notices or the tray are other ones.
    """

    workers_chosen = Signal(int)
    prices_saved = Signal()
    window_chosen = Signal()

    def __init__(
        self,
        settings: Settings,
        prices: PriceFolder,
        *,
        clerk: Tasks,
        parent: QWidget | None = None,
        provider: str = "",
    ) -> None:
        """`provider` names whose prices are shown first, "" for all."""
        super().__init__(parent)
        self._settings, self._book, self._clerk = settings, prices, clerk
        self._provider = provider
        self._loaded: Prices | None = None
        self.setWindowTitle(self.tr("Settings"))
        self.tabs = QTabWidget()
        self.existing = ExistingBox(settings.on_existing)
        self.trust = TrustBox(settings.trust)
        self.unread = UnreadBox(allowed=settings.unread)
        self.workers = WorkersField(settings.workers)
        self.prices = PriceTable()
        self.language, self.scheme = QComboBox(), QComboBox()
        self.notify, self.awake, self.tray = QCheckBox(), QCheckBox(), QCheckBox()
        self.sign, self.problem = PlainLabel(), wrapped()
        standard = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(standard.Ok | standard.Apply | standard.Cancel)
        self._lay_out()
        self._connect()
        self._load()

    def show_prices(self) -> None:
        """Turn to the prices."""
        self.tabs.setCurrentWidget(self._price_page)
        self.prices.table.setFocus()

    # ------------------------------------------------------------ making

    def _lay_out(self) -> None:
        self.tabs.setAccessibleName(self.tr("Settings by subject"))
        self.tabs.addTab(self._copy_page(), self.tr("&Copies"))
        self.tabs.addTab(self._window_page(), self.tr("&Window"))
        self._price_page = _page(self.prices)
        self.tabs.addTab(self._price_page, self.tr("&Prices"))
        row = QHBoxLayout()
        row.setSpacing(style.STEP)
        row.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.problem, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*(4 * [2 * style.STEP]))
        whole.setSpacing(2 * style.STEP)
        whole.addWidget(self.tabs, 1)
        whole.addLayout(row)
        whole.addWidget(self.buttons)
        self.problem.setAccessibleName(self.tr("What went wrong"))
        style.make_primary(self._button(QDialogButtonBox.StandardButton.Ok))
        self._show_problem("")
        self.resize(*_SIZE)

    def _copy_page(self) -> QWidget:
        inner = QWidget()
        form = QFormLayout(inner)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(2 * style.STEP)
        form.setVerticalSpacing(3 * style.STEP)
        form.addRow(self.tr("&If the target exists"), self.existing)
        form.addRow(self.tr("&Delete originals of moves after"), self.trust)
        form.addRow("", self.unread)
        form.addRow(self.tr("&Number of workers"), self.workers)
        return _page(inner)

    def _window_page(self) -> QWidget:
        settings = self._settings
        for code, name in (("", self.tr("As the system")), ("en", "English"), ("zh_CN", "简体中文")):
            self.language.addItem(name, code)
        self.language.setCurrentIndex(max(0, self.language.findData(settings.text("language"))))
        schemes = (("system", self.tr("As the desktop")), ("light", self.tr("Light")), ("dark", self.tr("Dark")))
        for scheme, name in schemes:
            self.scheme.addItem(name, scheme)
        self.scheme.setCurrentIndex(max(0, self.scheme.findData(settings.text("scheme"))))
        self.notify.setText(self.tr("Tell when a long task has ended and the window is in the background"))
        self.awake.setText(self.tr("Keep the computer awake while tasks run"))
        self.tray.setText(self.tr("Show an icon in the tray"))
        for name, box, otherwise in self._switches():
            box.setChecked(settings.flag(name, otherwise=otherwise))
        inner = QWidget()
        form = QFormLayout(inner)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(2 * style.STEP)
        form.setVerticalSpacing(2 * style.STEP)
        language, hint = QVBoxLayout(), PlainLabel(self.tr("Another language is used from the next start on."))
        hint.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        language.setSpacing(style.STEP // 2)
        language.addWidget(self.language, 0, Qt.AlignmentFlag.AlignLeft)
        language.addWidget(hint)
        for title, field, around in (
            (self.tr("&Language"), self.language, language),
            (self.tr("Colour &scheme"), self.scheme, None),
        ):
            label = PlainLabel(title)
            label.setBuddy(field)
            field.setAccessibleName(title.replace("&", ""))
            form.addRow(label, around) if around is not None else form.addRow(label, field)
        self.scheme.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        for _, box, _ in self._switches():
            form.addRow("", box)
        return _page(inner)

    def _switches(self) -> tuple[tuple[str, QCheckBox, bool], ...]:
        """The switches of the window: the setting's name, its box, and how it is at first."""
        return ("notify", self.notify, True), ("awake", self.awake, True), ("tray", self.tray, False)

    def _has_new_window(self) -> bool:
        settings = self._settings
        switched = any(settings.flag(name, otherwise=first) != box.isChecked() for name, box, first in self._switches())
        scheme = settings.text("scheme") or "system"
        language = settings.text("language")
        return switched or (scheme, language) != (self.scheme.currentData(), self.language.currentData())

    def _save_window(self) -> None:
        if not self._has_new_window():
            return
        self._settings.set_text("language", self.language.currentData())
        self._settings.set_text("scheme", self.scheme.currentData())
        for name, box, _ in self._switches():
            self._settings.set_flag(name, value=box.isChecked())
        self.window_chosen.emit()

    def _connect(self) -> None:
        for combo in (self.language, self.scheme):
            combo.currentIndexChanged.connect(lambda _: self._offer())
        for _, box, _ in self._switches():
            box.toggled.connect(lambda _: self._offer())
        standard = QDialogButtonBox.StandardButton
        self._button(standard.Ok).clicked.connect(lambda: self._apply(closes=True))
        self._button(standard.Apply).clicked.connect(lambda: self._apply(closes=False))
        self.buttons.rejected.connect(self.reject)
        self.finished.connect(self.deleteLater)
        self.existing.changed.connect(self._offer)
        self.trust.changed.connect(self._offer)
        self.unread.changed.connect(self._offer)
        self.workers.number.valueChanged.connect(lambda _count: self._offer())
        self.prices.changed.connect(self._offer)
        self._offer()

    def _button(self, which: QDialogButtonBox.StandardButton) -> QPushButton:
        return self.buttons.button(which)

    # ------------------------------------------------------------ prices

    def _load(self) -> None:
        self.prices.setEnabled(False)
        book = self._book
        self._clerk.run(
            lambda _cancel: (book.load(), book.built_in()), self._take_prices, failed=self._fail, owner=self
        )

    def _take_prices(self, found: tuple[Prices, Prices]) -> None:
        self._loaded, shipped = found
        self.prices.setEnabled(True)
        self.prices.show_prices(self._loaded, shipped, provider=self._provider)
        self._offer()

    # ------------------------------------------------------------ applying

    def _changes(self) -> bool:
        settings = self._settings
        mine = (self.existing.choice, self.trust.level, self.unread.allowed, self.workers.number.value())
        saved = (settings.on_existing, settings.trust, settings.unread, settings.workers)
        return mine != saved or self._has_new_window() or self._new_prices() is not None

    def _new_prices(self) -> Prices | None:
        """The prices as they are to be saved; None when they are as they were."""
        return None if self._loaded in (None, self.prices.prices) else self.prices.prices

    def _offer(self) -> None:
        self._button(QDialogButtonBox.StandardButton.Apply).setEnabled(self._changes())

    def _apply(self, *, closes: bool) -> None:
        self.prices.stop_editing()
        self._show_problem("")
        settings, count = self._settings, self.workers.number.value()
        settings.set_on_existing(self.existing.choice)
        settings.set_trust(self.trust.level)
        settings.set_unread(value=self.unread.allowed)
        self._save_window()
        if count != settings.workers:
            settings.set_workers(count)
            self.workers_chosen.emit(count)
        prices = self._new_prices()
        if prices is None:
            self._finish(closes=closes)
            return
        self.setEnabled(False)
        book = self._book

        def take(_: None) -> None:
            self._loaded = prices
            self.prices_saved.emit()
            self._finish(closes=closes)

        self._clerk.run(lambda _cancel: book.save(prices), take, failed=self._fail, owner=self)

    def _finish(self, *, closes: bool) -> None:
        self.setEnabled(True)
        self._offer()
        if closes:
            self.accept()

    def _fail(self, problem: Exception) -> None:
        self.setEnabled(True)
        self._show_problem(messages.sentence(problem))

    def _show_problem(self, said: str) -> None:
        tints = style.tints(self.palette())
        self.sign.setPixmap(icons.pixmap("error", _ICON, tints.bad, ratio=self.devicePixelRatioF()))
        self.sign.setVisible(bool(said))
        self.problem.setText(said)
        self.problem.setVisible(bool(said))


def _page(inner: QWidget) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(*(4 * [2 * style.STEP]))
    column.addWidget(inner)
    return page
