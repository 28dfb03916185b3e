"""Dialogs of versions with stand-ins for the store, the engine and the planning."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from core.model.errors import Kind, StoreError
from core.model.limits import Features
from core.model.requests import (
    CopyRequest,
    JobRequest,
    PrefixRequest,
)
from core.model.values import ObjectInfo, ObjectRef, VersionEntry
from core.rules.estimate import Estimate
from core.store.read_cache import ReadCache
from core.system.clock import Cancel
from gui.qt.tasks import Tasks
from gui.text.place import Item, ItemKind, Place
from gui.versions.version_model import Column, VersionsModel
from gui.versions.versions import VersionsController
from gui.versions.versions_dialog import VersionsDialog
from tests.gui.fakes import NOON
from tests.gui.stubs import BrowserStub, EngineStub

A = Item(ItemKind.OBJECT, "Studio", "documents", "in/a.txt", 5)
FOLDER = Item(ItemKind.PREFIX, "Studio", "documents", "in/")
DENIED = StoreError(Kind.DENIED, "GetVersioning", 403, "AccessDenied")


def version(key: str, name: str, *, latest: bool = False, marker: bool = False, size: int = 5) -> VersionEntry:
    return VersionEntry(key, name, latest, marker, NOON, 0 if marker else size, "E", "" if marker else "Standard")


HISTORY = (version("in/a.txt", "v3", latest=True), version("in/a.txt", "v2"), version("in/a.txt", "v1"))
GONE = (version("in/b.txt", "m1", latest=True, marker=True), version("in/b.txt", "w1", size=7))
ALL = (*HISTORY, *GONE)


@dataclass
class Store(BrowserStub):
    """A browser that knows versions. Thread: any."""

    entries: tuple[VersionEntry, ...] = ALL
    state: str | StoreError = "enabled"
    page_size: int = 100
    fail: StoreError | None = None
    fail_after: int = 0
    asked: list[tuple[str, ...]] = field(default_factory=list)
    pages: int = 0

    def versioning(self, account: str, bucket: str, cancel: Cancel) -> str:
        self.asked.append(("versioning", account, bucket))
        if isinstance(self.state, StoreError):
            raise replace(self.state)
        return self.state

    def versions(
        self, account: str, bucket: str, prefix: str, cancel: Cancel, *, key: str = ""
    ) -> Iterator[tuple[VersionEntry, ...]]:
        self.asked.append(("versions", bucket, prefix, key))
        found = [one for one in self.entries if one.key.startswith(prefix) and key in ("", one.key)]
        for first in range(0, max(len(found), 1), self.page_size):
            cancel.check()
            if self.fail is not None and first >= self.fail_after:
                raise replace(self.fail)
            self.pages += 1
            yield tuple(found[first : first + self.page_size])

    def stat(self, ref: ObjectRef, cancel: Cancel) -> ObjectInfo:
        self.asked.append(("stat", ref.key, ref.version or ""))
        return ObjectInfo(ref, 5, "E")

    def link_target(self, ref: ObjectRef, cancel: Cancel) -> str:
        raise AssertionError(ref)

    def features(self, account: str) -> Features:
        raise AssertionError(account)


@dataclass
class Queue(EngineStub):
    """An engine that records, or fails."""

    got: list[tuple[object, tuple[object, ...]]] = field(default_factory=list)
    counted: list[tuple[tuple[object, ...], ReadCache | None]] = field(default_factory=list)
    fail: StoreError | None = None

    def estimate(
        self,
        requests: Sequence[JobRequest | PrefixRequest],
        cancel: Cancel | None = None,
        tell: Callable[[int], None] = lambda _: None,
        read_cache: ReadCache | None = None,
        *,
        exactly: bool = False,
    ) -> Estimate:
        self.counted.append((tuple(requests), read_cache))
        conflicts = sum(isinstance(request, CopyRequest) for request in requests)
        count = len(requests)
        return Estimate(objects=count, size=5 * count, conflicts=conflicts, deletes=count, calls={"SomeCall": count})

    def submit(self, request: object, jobs: Sequence[object] = ()) -> int:
        if self.fail is not None:
            raise replace(self.fail)
        self.got.append((request, tuple(jobs)))
        return len(self.got)


@dataclass
class Plan:
    """A planning that records."""

    got: list[tuple[object, ...]] = field(default_factory=list)

    over: list[QWidget] = field(default_factory=list)

    def show_plan(self, requests: Sequence[object], *, title: str = "", over: QWidget | None = None) -> None:
        assert over is not None
        self.got.append(tuple(requests))
        self.over.append(over)


@dataclass
class VersionsFixture:
    store: Store
    queue: Queue
    plan: Plan
    controller: VersionsController
    qtbot: QtBot
    dialog: VersionsDialog | None = None

    def show(self, item: Item = A, *, beside: Place | None = None) -> VersionsDialog:
        self.dialog = dialog = self.controller.show(item, beside=beside)
        self.qtbot.waitUntil(lambda: not dialog.loader.is_busy)
        return dialog

    def choose(self, *rows: int) -> VersionsDialog:
        dialog = self.dialog
        assert dialog is not None
        dialog.table.setSelectionMode(dialog.table.SelectionMode.MultiSelection)
        dialog.table.clearSelection()
        for row in rows:
            dialog.table.selectRow(row)
        dialog.table.setSelectionMode(dialog.table.SelectionMode.ExtendedSelection)
        return dialog

    def ask(self, action: QAction) -> QMessageBox:
        """Trigger the action, and wait until its question has counted."""
        dialog = self.dialog
        assert dialog is not None
        action.trigger()
        box = box_of(dialog, self.qtbot)
        self.qtbot.waitUntil(lambda: "Counting" not in box.informativeText())
        return box

    def agree(self, action: QAction, text: str) -> None:
        press(self.ask(action), text)

    def queued(self, count: int = 1) -> tuple[object, tuple[object, ...]]:
        self.qtbot.waitUntil(lambda: len(self.queue.got) == count)
        return self.queue.got[-1]


@contextmanager
def open_versions(qtbot: QtBot, tasks: Callable[..., Tasks]) -> Iterator[VersionsFixture]:
    """An empty window over a store with versions; the dialogs are closed afterwards."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 600)
    window.show()
    store, queue, plan = Store(), Queue(), Plan()
    versions = VersionsController(
        engine=queue, browser=store, browse=tasks("browse"), clerk=tasks("clerk"), planning=plan, window=window
    )
    made = VersionsFixture(store, queue, plan, versions, qtbot)
    yield made
    for dialog in window.findChildren(VersionsDialog):
        dialog.close()
    window.close()


def texts(model: VersionsModel, column: Column) -> list[object]:
    return [model.index(row, column).data() for row in range(model.rowCount())]


def box_of(dialog: VersionsDialog, qtbot: QtBot) -> QMessageBox:
    qtbot.waitUntil(lambda: bool(dialog.findChildren(QMessageBox)))
    return dialog.findChildren(QMessageBox)[-1]


def press(box: QMessageBox, text: str) -> None:
    next(button for button in box.buttons() if button.text().replace("&", "") == text).click()
