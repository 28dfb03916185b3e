"""The tree of accounts and buckets: what it loads and when, and what it says when it may not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.model.errors import Kind, StoreError
from gui.browser.account_model import AccountsModel, Leaf
from gui.browser.account_tree import AccountTree
from gui.qt.tasks import Tasks
from gui.text.place import Place
from tests.gui.fakes import FakeBrowser


@pytest.fixture
def tree(qtbot: QtBot, tasks: Callable[..., Tasks], browser: FakeBrowser) -> AccountTree:
    start = {"Partner": Place("Partner", "partner-drop", "inbox/")}
    made = AccountTree(browser, tasks("browse", 3), start_of=lambda name: start.get(name, Place()))
    qtbot.addWidget(made)
    made.resize(240, 400)
    made.show()
    return made


def below(tree: AccountTree, account: str) -> list[str]:
    model = tree.accounts
    top = model.index_of(Place(account))
    return [str(model.index(row, 0, top).data()) for row in range(model.rowCount(top))]


def test_an_opened_account_shows_its_buckets(tree: AccountTree, qtbot: QtBot) -> None:
    tree.show_accounts(["Studio"])
    qtbot.waitUntil(lambda: len(below(tree, "Studio")) == 4)
    assert below(tree, "Studio") == ["cold-archive", "empty-bucket", "holiday-photos", "research-data"]
    bucket = tree.accounts.index_of(Place("Studio", "cold-archive"))
    assert bucket.data(Qt.ItemDataRole.ToolTipRole) == "cold-archive · cn-shanghai · Archive"


def test_while_buckets_are_awaited_it_says_so(tree: AccountTree, browser: FakeBrowser) -> None:
    browser.gate.clear()
    tree.show_accounts(["Studio"])
    assert below(tree, "Studio") == ["Loading…"]
    browser.gate.set()


def test_a_key_that_may_not_list_buckets_shows_its_start_path(tree: AccountTree, qtbot: QtBot) -> None:
    tree.show_accounts(["Partner"])
    qtbot.waitUntil(lambda: below(tree, "Partner") == ["partner-drop/inbox"])
    index = tree.accounts.index(0, 0, tree.accounts.index_of(Place("Partner")))
    assert tree.accounts.place_at(index) == Place("Partner", "partner-drop", "inbox/")


def test_a_failure_is_a_row_with_the_sentence(tree: AccountTree, browser: FakeBrowser, qtbot: QtBot) -> None:
    browser.fail["Studio:"] = StoreError(Kind.BAD_CREDENTIALS)
    tree.show_accounts(["Studio"])
    qtbot.waitUntil(lambda: "does not accept the access key" in below(tree, "Studio")[0])
    row = tree.accounts.row_at(tree.accounts.index(0, 0, tree.accounts.index_of(Place("Studio"))))
    assert row is not None
    assert row.leaf is Leaf.ERROR
    assert row.place == Place()


def test_a_refresh_asks_again(tree: AccountTree, browser: FakeBrowser, qtbot: QtBot) -> None:
    browser.fail["Studio:"] = StoreError(Kind.OFFLINE)
    tree.show_accounts(["Studio"])
    qtbot.waitUntil(lambda: "could not be reached" in below(tree, "Studio")[0])
    browser.fail.clear()
    tree.refresh("Studio")
    qtbot.waitUntil(lambda: len(below(tree, "Studio")) == 4)


def test_a_click_and_enter_open_a_place_and_a_note_opens_nothing(tree: AccountTree, qtbot: QtBot) -> None:
    opened: list[Place] = []
    tree.opened.connect(opened.append)
    tree.show_accounts(["Studio", "Partner"])
    qtbot.waitUntil(lambda: len(below(tree, "Studio")) == 4)
    index = tree.accounts.index_of(Place("Studio", "research-data"))
    QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=tree.visualRect(index).center())
    tree.setCurrentIndex(tree.accounts.index_of(Place("Studio")))
    QTest.keyClick(tree, Qt.Key.Key_Return)
    assert opened == [Place("Studio", "research-data"), Place("Studio")]
    assert tree.account() == "Studio"


def test_what_is_known_of_an_account_stays_when_another_one_is_added(
    tree: AccountTree, browser: FakeBrowser, qtbot: QtBot
) -> None:
    tree.show_accounts(["Studio"])
    qtbot.waitUntil(lambda: len(below(tree, "Studio")) == 4)
    tree.show_accounts(["Partner", "Studio"])
    assert len(below(tree, "Studio")) == 4
    assert tree.isExpanded(tree.accounts.index_of(Place("Studio")))
    assert browser.calls.count(("buckets", "Studio")) == 1


def test_the_shown_place_is_marked_as_soon_as_its_bucket_is_known(tree: AccountTree, qtbot: QtBot) -> None:
    tree.show_accounts(["Studio"])
    tree.show_place(Place("Studio", "research-data", "genomes/"))
    qtbot.waitUntil(lambda: tree.accounts.place_at(tree.currentIndex()).bucket == "research-data")


def test_the_model_keeps_qts_promises(qapp: QApplication, browser: FakeBrowser) -> None:
    model = AccountsModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.show_accounts(["a", "b"], ["a"])
    model.show_buckets("b", [held.info for held in browser.world["Studio"].values()])
    model.show_buckets("b", [])
    model.show_failure("a", "It failed.", Place())
    model.forget_buckets("a")
    model.show_accounts(["b"])
    assert model.index(0, 0).data() == "b"
    assert model.place_at(QModelIndex()) == Place()
    assert tester.model() is model
