"""What the window looks like, from one start of the program to the next."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QSplitter, QWidget

from gui.browser.pane import BrowserPane
from gui.browser.pane_pair import PanePair
from gui.browser.pane_table import PaneTable
from gui.settings.preferences import Settings
from gui.text.place import Place


class Remembered:
    """Puts sizes, places and switches back, and keeps them. What cannot be read is as in a new window."""

    def __init__(
        self,
        settings: Settings,
        window: QMainWindow,
        panes: PanePair,
        *,
        splitters: Mapping[str, QSplitter],
        switches: Mapping[str, tuple[QAction, QWidget]],
    ) -> None:
        """`switches` are actions that show and hide a part of the window."""
        self._settings, self._window, self._panes = settings, window, panes
        self._splitters, self._switches = splitters, switches

    def restore(self, accounts: Collection[str]) -> None:
        """Make the window as it was; panes open their places in those accounts that are still there."""
        settings = self._settings
        self._window.restoreGeometry(settings.state("geometry"))
        for name, splitter in self._splitters.items():
            splitter.restoreState(settings.state(f"splitter-{name}"))
        for name, table in self._tables():
            table.horizontalHeader().restoreState(settings.state(name))
        for name, pane in self._both():
            place = Place.parse(settings.text(f"place-{name}"), Place())
            if place.account in accounts:
                pane.go(place)
        for name, (action, part) in self._switches.items():
            is_shown = settings.flag(name, otherwise=True)
            action.setChecked(is_shown)
            part.setVisible(is_shown)

    def keep(self) -> None:
        """Write down how the window is."""
        settings = self._settings
        settings.set_state("geometry", self._window.saveGeometry())
        for name, splitter in self._splitters.items():
            settings.set_state(f"splitter-{name}", splitter.saveState())
        for name, table in self._tables():
            settings.set_state(name, table.horizontalHeader().saveState())
        for name, pane in self._both():
            settings.set_text(f"place-{name}", str(pane.place))
        for name, (action, _part) in self._switches.items():
            settings.set_flag(name, value=action.isChecked())
        settings.save()

    def _both(self) -> tuple[tuple[str, BrowserPane], ...]:
        return ("left", self._panes.left), ("right", self._panes.right)

    def _tables(self) -> Iterator[tuple[str, PaneTable]]:
        for name, pane in self._both():
            yield f"header-{name}-True", pane.objects
            yield f"header-{name}-False", pane.buckets
