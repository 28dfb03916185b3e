"""The settings: what they begin with, what they change, and the table of prices."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from core.model.errors import KnownError
from core.model.requests import OnExisting, Options
from core.model.values import Level
from core.rules.prices import Prices, Row, What
from core.rules.providers import provider
from gui.settings.preferences import Settings
from gui.settings.price_folder import PriceFolder
from gui.settings.price_model import Column, PriceModel
from gui.settings.settings_dialog import SettingsDialog
from gui.text import choices as choice_text
from gui.text import costs as cost_text
from tests.gui.queue_fixture import LateTasks, quiet  # noqa: F401

WRITE = Row("oss", "", What.WRITE)
APPLY, OK = QDialogButtonBox.StandardButton.Apply, QDialogButtonBox.StandardButton.Ok


class SettingsFixture:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings, self.book, self.clerk = Settings(folder), PriceFolder(folder), LateTasks()
        self.dialog = SettingsDialog(
            self.settings,
            self.book,
            clerk=self.clerk,  # type: ignore[arg-type]
            provider="oss",
        )
        self.workers: list[int] = []
        self.saved: list[bool] = []
        self.dialog.workers_chosen.connect(self.workers.append)
        self.dialog.prices_saved.connect(lambda: self.saved.append(True))

    def click(self, which: QDialogButtonBox.StandardButton) -> None:
        self.dialog.buttons.button(which).click()
        self.clerk.finish()

    def can_apply(self) -> bool:
        return self.dialog.buttons.button(APPLY).isEnabled()

    def set_price(self, row: Row, text: str) -> bool:
        model = self.dialog.prices.model
        at = next(n for n in range(model.rowCount()) if model.row_at(n) == row)
        return model.setData(model.index(at, Column.PRICE), text)


@pytest.fixture
def rig(qtbot: QtBot, tmp_path: Path) -> Iterator[SettingsFixture]:
    made = SettingsFixture(tmp_path)
    made.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    made.dialog.finished.disconnect(made.dialog.deleteLater)
    qtbot.addWidget(made.dialog)
    made.dialog.show()
    made.clerk.finish()
    yield made
    made.dialog.hide()


# ---------------------------------------------------------------- what is remembered


def test_at_first_the_user_is_asked_and_a_size_alone_deletes_nothing(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    assert settings.on_existing is OnExisting.ASK
    assert settings.trust is Level.PART_ETAGS
    assert settings.options() == Options(on_existing=OnExisting.ASK)


@pytest.mark.parametrize("said", ["", "nonsense", "OVERWRITE"])
def test_a_choice_that_there_is_none_of_counts_as_the_usual_one(tmp_path: Path, said: str) -> None:
    settings = Settings(tmp_path)
    settings.set_text("on-existing", said)
    settings.set_text("trust", said)
    assert settings.options() == Options(on_existing=OnExisting.ASK)


@pytest.mark.parametrize("choice", OnExisting)
@pytest.mark.parametrize("level", Level)
def test_choices_are_read_back(tmp_path: Path, choice: OnExisting, level: Level) -> None:
    Settings(tmp_path).set_on_existing(choice)
    Settings(tmp_path).set_trust(level)
    assert Settings(tmp_path).options() == Options(on_existing=choice, trust=level)


@pytest.mark.parametrize(("said", "allowed"), [("yes", True), ("no", False), ("", False), ("nonsense", False)])
def test_originals_that_cannot_be_read_stay_unless_the_user_said_yes(
    tmp_path: Path,
    said: str,
    allowed: bool,
) -> None:
    Settings(tmp_path).set_text("unread", said)
    assert Settings(tmp_path).options().unread is allowed


# ---------------------------------------------------------------- choices


def test_what_is_chosen_is_written_by_apply(rig: SettingsFixture) -> None:
    assert not rig.can_apply()
    rig.dialog.existing.choose(OnExisting.KEEP_BOTH)
    rig.dialog.trust.choose(Level.CRC64)
    assert rig.settings.on_existing is OnExisting.ASK
    assert rig.can_apply()
    rig.click(APPLY)
    assert rig.settings.options() == Options(on_existing=OnExisting.KEEP_BOTH, trust=Level.CRC64)
    assert rig.dialog.isVisible()
    assert not rig.can_apply()
    assert rig.workers == []


def test_consent_to_lose_what_cannot_be_read_is_given_by_a_tick_that_says_what_it_means(rig: SettingsFixture) -> None:
    box = rig.dialog.unread
    assert not box.tick.isChecked()
    assert "stays" in box.meaning.text()
    assert "ACL" in box.tick.accessibleName()
    QTest.keyClick(box.tick, Qt.Key.Key_Space)
    assert "lost" in box.meaning.text()
    assert box.tick.accessibleDescription() == box.meaning.text()
    assert not rig.settings.unread
    assert rig.can_apply()
    rig.click(APPLY)
    assert rig.settings.options().unread
    assert not rig.can_apply()


def test_every_key_of_the_dialog_belongs_to_one_widget(rig: SettingsFixture) -> None:
    labels: list[QLabel | QAbstractButton] = [
        *rig.dialog.findChildren(QLabel),
        *rig.dialog.findChildren(QAbstractButton),
    ]
    texts = [widget.text() for widget in labels if not isinstance(widget, QLabel) or widget.buddy() is not None]
    texts += [rig.dialog.tabs.tabText(at) for at in range(rig.dialog.tabs.count())]
    keys = [text[text.index("&") + 1].lower() for text in texts if "&" in text.replace("&&", "")]
    assert "t" in keys
    assert len(keys) == len(set(keys)), sorted(keys)


def test_ok_writes_and_closes_and_escape_writes_nothing(rig: SettingsFixture) -> None:
    rig.dialog.existing.choose(OnExisting.SKIP)
    QTest.keyClick(rig.dialog, Qt.Key.Key_Escape)
    assert rig.settings.options().on_existing is OnExisting.ASK
    rig.dialog.show()
    rig.click(OK)
    assert rig.settings.options().on_existing is OnExisting.SKIP
    assert rig.dialog.result() == QDialog.DialogCode.Accepted


def test_the_number_of_workers_is_remembered_and_told(rig: SettingsFixture) -> None:
    rig.dialog.workers.number.setValue(40)
    rig.click(OK)
    assert (rig.workers, rig.settings.workers) == ([40], 40)


@pytest.mark.parametrize("level", Level)
def test_every_proof_says_what_it_proves(rig: SettingsFixture, level: Level) -> None:
    rig.dialog.trust.choose(level)
    assert rig.dialog.trust.level is level
    assert rig.dialog.trust.meaning.text() == choice_text.trust_meaning(level)
    assert rig.dialog.trust.combo.accessibleDescription() == choice_text.trust_meaning(level)


# ---------------------------------------------------------------- prices


def test_the_prices_of_the_provider_in_question_are_shown_first(rig: SettingsFixture) -> None:
    model = rig.dialog.prices.model
    assert {model.row_at(at).provider for at in range(model.rowCount())} == {"oss"}
    rig.dialog.prices.provider.setCurrentIndex(0)
    assert {"oss", "cos", "aws", "minio"} <= {model.row_at(at).provider for at in range(model.rowCount())}


def test_a_price_is_changed_saved_and_read_back(rig: SettingsFixture) -> None:
    assert rig.set_price(WRITE, "0.02")
    assert rig.can_apply()
    rig.click(APPLY)
    assert rig.saved == [True]
    assert rig.book.load().find(WRITE) == Decimal("0.02")
    assert not rig.can_apply()


def test_nothing_is_saved_when_no_price_was_changed(rig: SettingsFixture) -> None:
    rig.set_price(WRITE, cost_text.figure(rig.book.built_in().find(WRITE)))
    rig.click(OK)
    assert rig.saved == []
    assert list(rig.folder.glob("*.toml")) == []


def test_an_empty_price_is_not_known(rig: SettingsFixture) -> None:
    rig.set_price(WRITE, "")
    rig.click(APPLY)
    assert rig.book.load().find(WRITE) is None


@pytest.mark.parametrize("text", ["-1", "cheap", "1.2.3", "nan", "inf", "1e999999999"])
def test_what_is_no_price_is_refused_with_a_sentence(rig: SettingsFixture, text: str) -> None:
    assert not rig.set_price(WRITE, text)
    assert text in rig.dialog.prices.about.text()
    assert not rig.can_apply()


def test_a_reset_goes_back_to_what_the_program_ships_with(rig: SettingsFixture) -> None:
    own = Row("oss", "", What.RETRIEVAL)
    rig.book.save(rig.book.built_in().with_price(WRITE, Decimal(9)).with_price(own, Decimal(1)))
    rig.dialog._load()
    rig.clerk.finish()
    table = rig.dialog.prices
    table.table.selectAll()
    table.reset.click()
    rig.click(APPLY)
    assert rig.book.load() == rig.book.built_in()


def test_a_price_table_that_cannot_be_read_is_told_and_left_alone(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "prices.toml").write_text("nonsense", "utf-8")
    rig = SettingsFixture(tmp_path)
    qtbot.addWidget(rig.dialog)
    rig.dialog.show()
    rig.clerk.finish()
    assert "price table" in rig.dialog.problem.text()
    assert not rig.dialog.prices.isEnabled()
    rig.dialog.existing.choose(OnExisting.SKIP)
    rig.click(APPLY)
    assert rig.settings.on_existing is OnExisting.SKIP
    assert (tmp_path / "prices.toml").read_text("utf-8") == "nonsense"


def test_a_failure_to_save_keeps_the_dialog_open(rig: SettingsFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_self: PriceFolder, _prices: Prices) -> None:
        raise KnownError("The price table cannot be written.")

    monkeypatch.setattr(PriceFolder, "save", fail)
    rig.set_price(WRITE, "5")
    rig.click(OK)
    assert rig.dialog.isVisible()
    assert "cannot be written" in rig.dialog.problem.text()
    assert rig.can_apply()


def test_a_price_says_where_it_is_from(rig: SettingsFixture) -> None:
    table = rig.dialog.prices
    assert "https://" in table.about.text()
    rig.set_price(WRITE, "5")
    assert "You have entered" in table.about.text()
    assert table.model.index(0, Column.SOURCE).data() == "your own"


def test_a_price_that_nobody_knows_is_not_said_to_be_the_users_own(rig: SettingsFixture) -> None:
    model = rig.dialog.prices.model
    model.show_provider("cos")
    unknown = [at for at in range(model.rowCount()) if model.index(at, Column.PRICE).data() == "not known"]
    assert unknown
    assert {model.index(at, Column.SOURCE).data() for at in unknown} == {""}


def test_what_a_restore_costs_can_be_entered_for_every_archive(rig: SettingsFixture) -> None:
    model = rig.dialog.prices.model
    for name in ("oss", "cos", "aws"):
        model.show_provider(name)
        rows = [model.row_at(at) for at in range(model.rowCount())]
        classes = {row.storage_class for row in rows if row.what is What.RESTORE}
        assert classes >= {found.name for found in provider(name).storage_classes if found.archived}


def test_prices_are_typed_with_the_keyboard(rig: SettingsFixture, qtbot: QtBot) -> None:
    rig.dialog.show_prices()
    table = rig.dialog.prices.table
    QTest.keyClick(table, Qt.Key.Key_F2)
    editor = next(edit for edit in table.findChildren(QLineEdit) if edit.isVisible())
    editor.setText("7.5")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: rig.dialog.prices.prices.find(WRITE) == Decimal("7.5"))
    assert rig.can_apply()
    assert rig.dialog.isVisible()


def test_what_is_still_being_typed_is_applied_too(rig: SettingsFixture) -> None:
    rig.dialog.show_prices()
    table = rig.dialog.prices.table
    QTest.keyClick(table, Qt.Key.Key_F2)
    next(edit for edit in table.findChildren(QLineEdit) if edit.isVisible()).setText("7.5")
    rig.click(OK)
    assert rig.book.load().find(WRITE) == Decimal("7.5")


@pytest.mark.parametrize("what", What)
def test_every_item_has_a_name_and_a_unit(what: What) -> None:
    assert cost_text.item(what)
    assert cost_text.unit(what)


@pytest.mark.parametrize("text", ["0.0325", "0", "30", "1000", "0.000001"])
def test_a_price_is_read_as_it_is_written_in_every_language(text: str) -> None:
    amount = Decimal(text)
    assert cost_text.parse(cost_text.figure(amount)) == amount
    QLocale.setDefault(QLocale("de_DE"))
    assert cost_text.parse(cost_text.figure(amount)) == amount
    assert "." not in cost_text.figure(amount)


def test_the_model_tells_assistive_tools_which_column_a_cell_is_in(rig: SettingsFixture) -> None:
    model: PriceModel = rig.dialog.prices.model
    assert model.index(0, Column.UNIT).data(Qt.ItemDataRole.AccessibleTextRole) == "Unit: 10,000 requests"


def test_everything_that_can_be_used_has_a_name(rig: SettingsFixture) -> None:
    kinds: tuple[type[QWidget], ...] = (QAbstractButton, QComboBox, QAbstractSpinBox, QAbstractItemView)

    def named(widget: QWidget) -> bool:
        return bool(widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()))

    for page in range(rig.dialog.tabs.count()):
        rig.dialog.tabs.setCurrentIndex(page)
        for kind in kinds:
            for widget in rig.dialog.findChildren(kind):
                is_own = not widget.objectName().startswith("qt_") and "Header" not in type(widget).__name__
                inner = "Corner" in type(widget).__name__ or "PrivateContainer" in type(widget.parent()).__name__
                if widget.isVisible() and is_own and not inner and widget.metaObject().className()[:4] != "QTab":
                    assert named(widget), widget


def test_language_colours_and_notices_are_chosen_on_a_page_of_their_own(qtbot: QtBot, tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    dialog = SettingsDialog(settings, PriceFolder(tmp_path), clerk=LateTasks())  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    told: list[bool] = []
    dialog.window_chosen.connect(lambda: told.append(True))
    apply = dialog.buttons.button(QDialogButtonBox.StandardButton.Apply)
    assert not apply.isEnabled()
    dialog.language.setCurrentIndex(dialog.language.findData("zh_CN"))
    dialog.scheme.setCurrentIndex(dialog.scheme.findData("dark"))
    dialog.tray.setChecked(True)
    apply.click()
    again = Settings(tmp_path)
    assert (again.text("language"), again.text("scheme")) == ("zh_CN", "dark")
    assert (again.flag("tray", otherwise=False), again.flag("awake", otherwise=True)) == (True, True)
    assert told == [True]
