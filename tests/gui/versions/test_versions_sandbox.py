"""Versions, archived and special objects as the embedded store shows them on each of its protocols."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QLabel, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from core.engine.engine import Engine
from core.journal.journal import Journal
from core.model.values import Account, Credentials
from core.sandbox.server import Sandbox
from core.store.browser import Browser
from core.store.stores import Stores
from core.system.clock import Cancel, SystemClock
from gui.actions.restore_dialog import RestoreDialog
from gui.editor.properties_dialog import PropertiesDialog
from gui.qt.tasks import Tasks
from gui.text.place import Item, ItemKind
from gui.versions.version_model import Column
from gui.versions.versions import VersionsController
from gui.versions.versions_dialog import VersionsDialog

PROTOCOLS = ("oss", "cos", "s3")
EACH_PROTOCOL = pytest.mark.parametrize("protocol", PROTOCOLS)


class Book(dict[str, Account]):
    """Accounts by name; KeyError for others."""

    def get(self, name: str) -> Account:  # type: ignore[override]
        return self[name]


@dataclass
class Shop:
    """The embedded store behind a browser."""

    stores: Stores
    browser: Browser
    tasks: Tasks
    window: QWidget
    qtbot: QtBot
    buckets: dict[str, str]

    def item(self, protocol: str, bucket: str, key: str = "") -> Item:
        kind = ItemKind.OBJECT if key else ItemKind.BUCKET
        return Item(kind, protocol, bucket + self.buckets[protocol], key)

    def show(self, dialog: QDialog) -> None:
        """Show it; it is deleted when it is closed."""
        dialog.setParent(self.window, dialog.windowFlags())
        dialog.show()


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as made:
        yield made


@pytest.fixture
def shop(sandbox: Sandbox, tasks: Callable[..., Tasks], qtbot: QtBot) -> Iterator[Shop]:
    book, secrets = Book(), {}
    for offer in sandbox.offers:
        if offer.region == sandbox.offers[0].region or offer.provider not in book:
            name = offer.provider
            book[name] = Account(name, offer.provider, offer.endpoint, offer.region, key_id=offer.key_id)
            secrets[name] = Credentials(offer.key_id, offer.secret)
    stores = Stores(book, lambda account: secrets[account.name], SystemClock())
    suffixes = {protocol: "-1250000000" if protocol == "cos" else "" for protocol in PROTOCOLS}
    window = QWidget()
    qtbot.addWidget(window)
    yield Shop(stores, Browser(stores), tasks("browse", 2, at_end=stores.close_thread), window, qtbot, suffixes)
    for dialog in window.findChildren(QDialog):
        dialog.close()
    stores.close_thread()


@EACH_PROTOCOL
def test_an_edited_and_a_deleted_object_are_listed_with_their_versions(shop: Shop, protocol: str) -> None:
    dialog = VersionsDialog(shop.browser, shop.tasks, shop.item(protocol, "documents"))
    shop.show(dialog)
    shop.qtbot.waitUntil(lambda: dialog.model.loaded == 5)
    rows = range(5)
    assert [dialog.model.index(row, Column.KEY).data() for row in rows] == ["contract.txt"] * 3 + [
        "deleted-by-mistake.txt"
    ] * 2
    assert [dialog.model.index(row, Column.BADGE).data() for row in rows] == [
        "Current",
        "Older",
        "Older",
        "Delete marker",
        "Older",
    ]
    assert "keeps every version" in dialog.state.text()
    dialog.close()


@EACH_PROTOCOL
def test_a_bucket_without_versions_says_so(shop: Shop, protocol: str) -> None:
    dialog = VersionsDialog(shop.browser, shop.tasks, shop.item(protocol, "holiday-photos"))
    shop.show(dialog)
    shop.qtbot.waitUntil(lambda: dialog.notice.title.text() == "This bucket keeps no versions")
    dialog.close()


@EACH_PROTOCOL
def test_an_older_version_has_properties_of_its_own(shop: Shop, protocol: str) -> None:
    item = shop.item(protocol, "documents", "contract.txt")
    (page, *_) = shop.browser.versions(protocol, item.bucket, item.key, Cancel(), key=item.key)
    dialog = PropertiesDialog(shop.browser, shop.tasks, item, version=page[-1].version)
    shop.show(dialog)
    shop.qtbot.waitUntil(dialog.area.isVisible)
    said = {label.accessibleName(): label.text() for label in dialog.area.findChildren(QLabel)}
    assert (said["Version"], said["Size"]) == (page[-1].version, f"{len('First draft.') + 1} byte(s)")
    dialog.close()


@EACH_PROTOCOL
def test_the_classes_of_the_provider_fill_the_restore_dialog(shop: Shop, protocol: str) -> None:
    item = shop.item(protocol, "backup-archive", "taxes/2021.zip")
    info = shop.browser.stat(item.ref, Cancel())
    dialog = RestoreDialog([item])
    shop.show(dialog)
    dialog.show_state(0, info)
    dialog.show_classes(shop.browser.storage_classes(protocol))
    assert dialog.table.model().index(0, 2).data() == "archived: cannot be read"
    assert dialog.tier.itemData(0) == ""
    assert "Standard" in [dialog.tier.itemData(at) for at in range(dialog.tier.count())]
    dialog.close()


class NoPlan:
    """A planning that must not be asked."""

    def show_plan(self, requests: Sequence[object], *, title: str = "", over: QWidget | None = None) -> None:
        raise AssertionError(requests)


class Me:
    """The only program that runs."""

    token = "me"

    def is_alive(self, token: str) -> bool:
        return token == self.token


@EACH_PROTOCOL
def test_a_version_comes_back_and_a_deletion_is_taken_back_by_the_engine(
    shop: Shop, tasks: Callable[..., Tasks], tmp_path: Path, protocol: str
) -> None:
    clock = SystemClock()
    journal = Journal(tmp_path / "journal.sqlite")
    engine = Engine(shop.stores, journal, clock, Me(), workers=1)
    worker = tasks("worker", at_end=shop.stores.close_thread)
    versions = VersionsController(
        engine=engine,
        browser=shop.browser,
        browse=shop.tasks,
        clerk=tasks("clerk"),
        planning=NoPlan(),
        window=shop.window,
    )
    shop.window.show()
    dialog = versions.show(shop.item(protocol, "documents"))
    model = dialog.model

    def carry_out(action: QAction, row: int, loaded: int) -> None:
        """Let the engine do what the action asks of the row, until the dialog shows so many entries."""
        dialog.table.selectRow(row)
        with shop.qtbot.waitSignal(versions.queued):
            action.trigger()
            shop.qtbot.waitUntil(lambda: any(box.isVisible() for box in dialog.findChildren(QMessageBox)))
            (box,) = (box for box in dialog.findChildren(QMessageBox) if box.isVisible())
            shop.qtbot.waitUntil(lambda: "\nRequests: " in box.informativeText())
            box.defaultButton().click()
        worker.run(
            lambda _: engine.run_until_idle(),
            lambda _: versions.take_frame(engine.frame()),
            failed=lambda problem: pytest.fail(str(problem)),
        )
        shop.qtbot.waitUntil(lambda: model.loaded == loaded and not dialog.loader.is_busy)

    shop.qtbot.waitUntil(lambda: model.loaded == 5)
    carry_out(dialog.restore, 2, 6)
    assert [model.entry_at(row).size for row in range(4)] == [13, 12, 14, 13]
    assert model.entry_at(0).is_latest
    marker = next(row for row in range(6) if model.entry_at(row).is_marker)
    carry_out(dialog.undelete, marker, 5)
    assert not any(model.entry_at(row).is_marker for row in range(5))
    dialog.close()
    journal.close()


def test_a_link_shows_its_target_and_what_can_be_done(shop: Shop) -> None:
    dialog = PropertiesDialog(shop.browser, shop.tasks, shop.item("oss", "holiday-photos", "films/latest.mov"))
    shop.show(dialog)
    shop.qtbot.waitUntil(dialog.area.isVisible)
    said = {label.accessibleName(): label.text() for label in dialog.area.findChildren(QLabel)}
    assert said["Points to"] == "films/crossing.mov"
    assert "only inside its bucket" in said["Copy and rename"]
    dialog.close()
