"""What the Help menu does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from PySide6.QtCore import QLocale, QObject, Qt, QUrl, Signal, qVersion
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from core.rules.assets import resources
from core.system import version
from gui.help.shortcuts_dialog import Shortcut, ShortcutsDialog
from gui.qt.tasks import Tasks
from gui.widgets import icons, messages, style
from gui.widgets.plain import PlainBox

#: Writes the bundle for a report of a problem: where to, and further facts; returns what is in it. Blocks.
WriteReport = Callable[[Path, Mapping[str, str]], tuple[str, ...]]
_ISSUES = "https://github.com/bucketferry/bucketferry/issues/new"


class HelpController(QObject):
    """Opens the dialogs of the Help menu.

    Signals:
        told: a sentence that is no failure.
        failed: an exception.
    """

    told = Signal(str)
    failed = Signal(object)

    def __init__(
        self,
        tasks: Tasks,
        window: QWidget,
        *,
        logs: Path | None,
        write_report: WriteReport | None,
        shortcuts: Callable[[], Iterable[Shortcut]],
    ) -> None:
        """`logs` is the folder of the log; `shortcuts` is asked when the list is opened."""
        super().__init__(window)
        self._tasks, self._window = tasks, window
        self._logs, self._write, self._shortcuts = logs, write_report, shortcuts
        self.dialog: QDialog | None = None

    def show_shortcuts(self) -> None:
        """Open the list of shortcuts."""
        self._open(ShortcutsDialog(self._shortcuts(), self._window))

    def show_news(self) -> None:
        """Open the list of changes."""
        dialog = QDialog(self._window)
        dialog.setWindowTitle(self.tr("What is new"))
        page = QPlainTextEdit(_news())
        page.setAccessibleName(self.tr("What is new"))
        page.setReadOnly(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(dialog.reject)
        whole = QVBoxLayout(dialog)
        whole.setContentsMargins(*(4 * [2 * style.STEP]))
        whole.addWidget(page)
        whole.addWidget(buttons)
        dialog.resize(720, 560)
        self._open(dialog)

    def open_logs(self) -> None:
        """Show the folder of the log in the desktop's file manager, or say where it is."""
        if self._logs is None:
            return
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._logs))):
            self.told.emit(self.tr("The log is in {folder}").format(folder=self._logs))

    def report(self) -> None:
        """Say what the bundle holds, and write it where the user wants it."""
        messages.ask(
            self._window,
            self.tr("Save a file for a report of a problem?"),
            more=self.tr(
                "It holds the end of the log and facts about this computer. Secrets, access key ids and names of "
                "accounts are not in it; names of buckets and objects may be. Nothing is sent: look at it, then attach "
                "it to your report."
            ),
            yes=self.tr("&Save…"),
            no=self.tr("Cancel"),
            is_safe=True,
            then=self._ask_file,
        )

    def show_about(self) -> None:
        """Tell the version."""
        text = self.tr("Bucketferry {version}").format(version=version.VERSION)
        more = self.tr("Copies between buckets on the store's own side: verified, resumable, and nothing is lost.")
        box = PlainBox(PlainBox.Icon.NoIcon, self.tr("About Bucketferry"), text, self._window)
        box.setIconPixmap(icons.app_icon().pixmap(64, 64))
        box.setInformativeText(more)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    # ------------------------------------------------------------ inside

    def _open(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog = dialog
        dialog.open()

    def _ask_file(self) -> None:
        title = self.tr("Save the file for a report")
        messages.ask_where_to_save(self._window, title, "bucketferry-report.zip", "ZIP (*.zip)", self.save)

    def save(self, path: Path) -> None:
        """Write the bundle."""
        write = self._write
        if write is None:
            return
        more = {"qt": qVersion() or "", "language": QLocale().name(), "platform": QApplication.platformName()}

        def tell(names: tuple[str, ...]) -> None:
            text = self.tr("Saved {path} with {names}. Attach it to your report: {address}")
            self.told.emit(text.format(path=path, names=", ".join(names), address=_ISSUES))

        self._tasks.run(lambda _: write(path, more), tell, failed=self.failed.emit, owner=self)


def _news() -> str:
    """The list of changes as it ships: beside the resources of an installed program, above them in a source tree."""
    for place in (resources() / "CHANGELOG.md", resources().parent / "CHANGELOG.md"):
        if place.is_file():
            return place.read_text("utf-8")
    return ""
