"""What stands in the window as long as there is no account."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.widgets.notice_page import NoticePage


class WelcomePage(QWidget):
    """A friendly word and the ways to begin.

    Signals:
        add_wanted: the user wants to add an account.
        import_wanted: the user wants to take over accounts of other programs.
        sandbox_wanted: the user wants to try the program without one.
    """

    add_wanted = Signal()
    sandbox_wanted = Signal()
    import_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.page = NoticePage()
        self._unfinished = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        self.show_ready()

    def show_ready(self) -> None:
        """Offer both ways."""
        self.page.show_text(
            "bucketferry",
            self.tr("Welcome to Bucketferry"),
            self.tr(
                "Copy between buckets on the store's own side: large objects in parts, verified, and able to go on "
                "after any interruption. Begin with an access key of your store, or play without one."
            ),
        )
        if self._unfinished:
            self.page.show_text("warning", self.tr("Work is unfinished"), self._unfinished)
        self._offer()

    def show_unfinished(self, sentence: str) -> None:
        """Work of an earlier run waits for an account that is not here."""
        self._unfinished = sentence
        self.show_ready()

    def show_busy(self) -> None:
        """The sandbox is being started."""
        self.page.show_busy(self.tr("Starting the sandbox…"))

    def show_failure(self, sentence: str) -> None:
        """The sandbox did not start."""
        self.page.show_text("error", self.tr("That did not work"), sentence)
        self._offer()

    def _offer(self) -> None:
        self.page.offer(self.tr("Add an account…"), self.add_wanted.emit, is_first=True)
        self.page.offer(self.tr("Take over accounts…"), self.import_wanted.emit)
        self.page.offer(self.tr("Try it with the sandbox"), self.sandbox_wanted.emit)
