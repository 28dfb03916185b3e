"""Signs links to objects, off the GUI thread."""

from __future__ import annotations

from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.model.values import ObjectRef
from gui.actions.link_dialog import LinkDialog
from gui.qt.tasks import Request, Tasks
from gui.text.place import Item, ItemKind
from gui.widgets import messages


class Signs(Protocol):
    """What is asked of `core.store.browser.Browser`. Both may block."""

    def link(self, ref: ObjectRef, expires_in_s: int) -> str: ...

    def presign_max_s(self, account: str) -> int: ...


class Links(QObject):
    """Shows a link that can be copied.

    Signals:
        failed: why there can be no link at all.
    """

    failed = Signal(object)

    def __init__(self, browser: Signs, *, browse: Tasks, window: QWidget) -> None:
        super().__init__(window)
        self._browser, self._browse, self._window = browser, browse, window

    def show(self, item: Item) -> None:
        """Show a link to an object."""
        if item.kind is ItemKind.OBJECT:
            self._browse.run(
                lambda _cancel: self._browser.presign_max_s(item.account),
                partial(self._open, item),
                failed=self.failed.emit,
                owner=self,
            )

    def _open(self, item: Item, longest_s: int) -> None:
        dialog = LinkDialog(item, longest_s, self._window)
        _Signing(self._browser, self._browse, dialog, item.ref)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        dialog.ask()


class _Signing(QObject):
    """One dialog: the link always belongs to the time that stands there."""

    def __init__(self, browser: Signs, browse: Tasks, dialog: LinkDialog, ref: ObjectRef) -> None:
        super().__init__(dialog)
        self._browser, self._browse, self._dialog, self._ref = browser, browse, dialog, ref
        self._request: Request | None = None
        dialog.wanted.connect(self._sign)

    def _sign(self, seconds: int) -> None:
        if self._request is not None:
            self._request.drop()
        self._request = self._browse.run(
            lambda _cancel: self._browser.link(self._ref, seconds),
            self._dialog.show_link,
            failed=lambda problem: self._dialog.show_failure(messages.sentence(problem)),
            owner=self,
        )
