"""The account dialog: its fields, its test and where it keeps the secret; all that blocks goes through the tasks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from queue_rows import LateTasks, quiet  # noqa: F401

from core.browse import Finding, Verdict
from core.clock import Cancel
from core.errors import Kind, KnownError, StoreError
from core.providers import provider, provider_names
from core.values import Account, Addressing, Credentials
from core.vault import Kept, KeyringLockedError
from gui.models.account_choices import Way, addressings, example, signatures, ways
from gui.models.account_form import AccountForm, Field, way_of
from gui.views.account_dialog import AccountDialog, AccountServices

OSS = provider("oss")
SAVED = Account("Studio", "oss", "https://oss-cn-hangzhou.aliyuncs.com", "cn-hangzhou", key_id="LTAIstudio")


class Book:
    def __init__(self) -> None:
        self.accounts: dict[str, Account] = {SAVED.name: SAVED}
        self.fail: Exception | None = None

    def names(self) -> tuple[str, ...]:
        return tuple(self.accounts)

    def put(self, account: Account) -> None:
        if self.fail is not None:
            raise self.fail
        self.accounts[account.name] = account


class Vault:
    def __init__(self) -> None:
        self.secrets: dict[str, Credentials] = {SAVED.name: Credentials("LTAIstudio", "saved-secret")}
        self.keyring: bool | Exception = True

    def load(self, account: Account) -> Credentials | None:
        return self.secrets.get(account.name)

    def save(self, account: Account, credentials: Credentials) -> Kept:
        self.secrets[account.name] = credentials
        return Kept.KEYRING

    def has_keyring(self) -> bool:
        if isinstance(self.keyring, Exception):
            raise self.keyring
        return self.keyring


class Desk:
    """Dialogs with their stand-ins."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self.book, self.vault, self.tasks = Book(), Vault(), LateTasks()
        self.verdict: Verdict | Exception = Verdict(Finding.OK, 3)
        self.checked: list[tuple[Account, Credentials | None, Cancel]] = []
        self.opened: list[AccountDialog] = []

    def open(self, account: Account | None = None) -> AccountDialog:
        services = AccountServices(self.tasks, self.book, self.vault, self._check)  # type: ignore[arg-type]
        dialog = AccountDialog(services, account)
        self._qtbot.addWidget(dialog)
        dialog.show()
        self.opened.append(dialog)
        return dialog

    def _check(self, account: Account, credentials: Credentials | None, cancel: Cancel) -> Verdict:
        self.checked.append((account, credentials, cancel))
        if isinstance(self.verdict, Exception):
            raise self.verdict
        return self.verdict


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    made = Desk(qtbot)
    yield made
    for dialog in made.opened:
        dialog.close()


def fill(dialog: AccountDialog, name: str = "Work") -> None:
    dialog.fields.name.setText(name)
    dialog.fields.key_id.setText(" LTAIwork ")
    dialog.fields.secret.setText("geheim")


def form(**more: object) -> AccountForm:
    base = AccountForm(
        "Work", OSS, "cn-hangzhou", Way.PUBLIC, "", Addressing.AUTO, "LTAIwork", "geheim", token="", start_path=""
    )
    return replace(base, **more)  # type: ignore[arg-type]


# ---------------------------------------------------------------- saving


def test_a_new_account_is_saved_with_its_secret_in_the_vault(desk: Desk) -> None:
    dialog = desk.open()
    fill(dialog)
    dialog.save_button.click()
    assert "Work" not in desk.book.accounts  # the keyring may block: not in the GUI thread
    desk.tasks.finish()
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert dialog.saved == desk.book.accounts["Work"]
    assert dialog.saved is not None
    assert dialog.saved.key_id == "LTAIwork"
    assert dialog.saved.endpoint == "https://" + OSS.regions[0].public
    assert desk.vault.secrets["Work"] == Credentials("LTAIwork", "geheim")


def test_editing_keeps_the_secret_when_it_is_left_empty(desk: Desk) -> None:
    dialog = desk.open(SAVED)
    dialog.fields.start_path.setText("photos/")
    dialog.save_button.click()
    desk.tasks.finish()
    assert desk.vault.secrets["Studio"].secret == "saved-secret"
    assert desk.book.accounts["Studio"] == replace(SAVED, start_path="photos/")


def test_the_name_of_a_saved_account_stays(desk: Desk) -> None:
    assert desk.open(SAVED).fields.name.isReadOnly()


def test_a_book_that_cannot_be_written_is_told_and_nothing_is_lost(desk: Desk) -> None:
    desk.book.fail = KnownError("The list of accounts cannot be written: the disk is full.")
    dialog = desk.open()
    fill(dialog)
    dialog.save_button.click()
    desk.tasks.finish()
    assert dialog.isVisible()
    assert "the disk is full" in dialog.verdict.text()
    assert dialog.save_button.isEnabled()


# ---------------------------------------------------------------- inline messages


def test_an_empty_form_says_what_is_missing_and_where(desk: Desk) -> None:
    dialog = desk.open()
    dialog.save_button.click()
    shown = {field for field, label in dialog.fields.messages.items() if label.isVisible()}
    assert shown == {Field.NAME, Field.KEY_ID, Field.SECRET}
    assert dialog.focusWidget() is dialog.fields.name
    assert dialog.isVisible()


def test_a_message_goes_as_soon_as_its_field_is_right(desk: Desk) -> None:
    dialog = desk.open()
    dialog.save_button.click()
    QTest.keyClicks(dialog.fields.name, "Work")
    assert not dialog.fields.messages[Field.NAME].isVisible()
    assert dialog.fields.messages[Field.SECRET].isVisible()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, Field.NAME),
        ({"name": "Studio"}, Field.NAME),
        ({"name": "a:b"}, Field.NAME),
        ({"name": "x" * 65}, Field.NAME),
        ({"region": ""}, Field.REGION),
        ({"region": "mars-1"}, Field.REGION),
        ({"way": Way.CUSTOM, "url": ""}, Field.ENDPOINT),
        ({"way": Way.CUSTOM, "url": "ftp://x"}, Field.ENDPOINT),
        ({"way": Way.CUSTOM, "url": "https://host/path"}, Field.ENDPOINT),
        ({"way": Way.CUSTOM, "url": "https://host:port"}, Field.ENDPOINT),
        ({"key_id": ""}, Field.KEY_ID),
        ({"secret": ""}, Field.SECRET),
        ({"start_path": "/photos/"}, Field.START_PATH),
    ],
)
def test_a_wrong_field_has_a_message(change: dict[str, object], field: Field) -> None:
    problems = form(**change).problems(["Studio"])
    assert set(problems) == {field}
    assert problems[field].endswith(".")


def test_a_right_form_has_no_message() -> None:
    assert form().problems(["Studio"]) == {}
    assert form(region="", way=Way.CUSTOM, url="http://127.0.0.1:9000").problems([]) == {}
    assert form(name="Studio", key_id=SAVED.key_id, secret="").problems(["Studio"], SAVED) == {}


def test_another_key_needs_its_own_secret() -> None:
    assert set(form(name="Studio", secret="").problems(["Studio"], SAVED)) == {Field.SECRET}
    assert set(form(name="Studio", key_id=SAVED.key_id, secret="", token="t").problems([], SAVED)) == {Field.SECRET}


def test_an_endpoint_without_encryption_is_warned_of() -> None:
    assert "not encrypted" in form(way=Way.CUSTOM, url="http://store.example").warning()
    assert form(way=Way.CUSTOM, url="http://127.0.0.1:9000").warning() == ""
    assert form().warning() == ""


# ---------------------------------------------------------------- endpoints


def test_a_region_and_a_way_make_the_endpoint() -> None:
    assert form().endpoint == "https://oss-cn-hangzhou.aliyuncs.com"
    assert form(way=Way.INTERNAL).endpoint == "https://oss-cn-hangzhou-internal.aliyuncs.com"
    assert form(way=Way.ACCELERATE).endpoint == f"https://{OSS.accelerate[0]}"
    assert form(way=Way.CUSTOM, url=" store.example:8443/ ").endpoint == "https://store.example:8443"


@pytest.mark.parametrize("way", Way)
def test_a_saved_endpoint_is_recognised_again(way: Way) -> None:
    account = form(way=way, url="https://store.example").account()
    assert way_of(account, OSS) is way


def test_only_a_custom_address_can_be_typed(desk: Desk) -> None:
    dialog = desk.open()
    assert dialog.fields.url.isReadOnly()
    assert dialog.fields.url.text() == dialog.fields.form().endpoint
    dialog.fields.way.setCurrentIndex(dialog.fields.way.findData(Way.CUSTOM.value))
    assert not dialog.fields.url.isReadOnly()


def test_every_region_has_a_name_and_its_id(desk: Desk) -> None:
    region = desk.open().fields.region
    assert [region.itemData(at) for at in range(region.count())] == [known.id for known in OSS.regions]
    assert region.itemText(0) == "China (Hangzhou) — cn-hangzhou"


def test_a_region_that_the_list_does_not_have_can_be_typed(desk: Desk) -> None:
    dialog = desk.open()
    dialog.fields.region.setEditText("cn-new-1")
    assert dialog.fields.form().region == "cn-new-1"


def test_an_account_comes_back_as_it_was_saved(desk: Desk) -> None:
    full = replace(SAVED, addressing=Addressing.PATH, start_path="photos/2024/", signature="v1")
    assert desk.open(full).fields.form().account() == full
    custom = replace(full, endpoint="http://127.0.0.1:9000", region="test-1")
    assert desk.open(custom).fields.form().account() == custom


# ---------------------------------------------------------------- providers


def choose(dialog: AccountDialog, name: str) -> None:
    dialog.fields.provider.setCurrentIndex(dialog.fields.provider.findData(name))


def offered(combo: QComboBox) -> list[str]:
    return [combo.itemData(at) for at in range(combo.count())]


def test_the_best_known_providers_stand_first_and_the_one_for_all_others_last(desk: Desk) -> None:
    names = offered(desk.open().fields.provider)
    assert names[:3] == ["oss", "cos", "aws"]
    assert names[-1] == "s3"
    titles = [provider(name).title.casefold() for name in names[3:-1]]
    assert titles == sorted(titles)
    assert set(names) == set(provider_names())


@pytest.mark.parametrize("name", ["s3", "minio", "ceph", "seaweedfs", "r2"])
def test_a_provider_without_regions_begins_with_an_address_of_ones_own(desk: Desk, name: str) -> None:
    fields = (dialog := desk.open()).fields
    choose(dialog, name)
    assert offered(fields.way) == [Way.CUSTOM.value]
    assert not fields.url.isReadOnly()
    assert fields.url.text() == ""
    assert fields.url.placeholderText().startswith("https://")


def test_an_example_is_what_the_providers_file_knows_else_a_neutral_one() -> None:
    assert example(OSS) == "https://oss-cn-hangzhou.aliyuncs.com"
    assert example(provider("r2")) == "https://<account>.r2.cloudflarestorage.com"
    assert example(provider("minio")) == example(provider("s3")) == "https://s3.example.com"


@pytest.mark.parametrize("name", provider_names())
def test_every_provider_can_be_chosen_and_asks_for_what_it_needs(desk: Desk, name: str) -> None:
    dialog = desk.open()
    fill(dialog)
    choose(dialog, name)
    problems = dialog.fields.form().problems([])
    assert set(problems) == (set() if provider(name).regions else {Field.ENDPOINT})
    assert all(example(provider(name)) in said for said in problems.values())


def test_only_endpoints_that_the_provider_has_are_offered() -> None:
    assert ways(OSS) == tuple(Way)
    assert ways(provider("wasabi")) == (Way.PUBLIC, Way.CUSTOM)


def test_another_provider_keeps_what_was_typed_and_drops_what_was_only_chosen(desk: Desk) -> None:
    fields = (dialog := desk.open()).fields
    choose(dialog, "minio")
    QTest.keyClicks(fields.url, "http://127.0.0.1:9000")
    fields.region.setEditText("home-1")
    choose(dialog, "ceph")
    assert fields.form().endpoint == "http://127.0.0.1:9000"
    assert fields.form().region == "home-1"
    choose(dialog, "oss")
    assert (fields.form().way, fields.form().endpoint) == (Way.CUSTOM, "http://127.0.0.1:9000")
    fields.url.clear()
    fields.url.textEdited.emit("")
    fields.region.setCurrentIndex(0)
    choose(dialog, "minio")
    assert fields.form().region == ""
    choose(dialog, "cos")
    assert fields.form().way is Way.PUBLIC
    assert fields.form().region == provider("cos").regions[0].id


def test_a_region_that_both_providers_have_stays(desk: Desk) -> None:
    fields = (dialog := desk.open()).fields
    choose(dialog, "aws")
    fields.region.setCurrentIndex(fields.region.findData("eu-central-1"))
    choose(dialog, "wasabi")
    assert fields.form().region == "eu-central-1"


def test_a_typed_address_comes_back_after_another_way_was_looked_at(desk: Desk) -> None:
    fields = desk.open().fields
    fields.way.setCurrentIndex(fields.way.findData(Way.CUSTOM.value))
    QTest.keyClicks(fields.url, "https://store.example")
    fields.way.setCurrentIndex(0)
    assert fields.url.text() == "https://oss-cn-hangzhou.aliyuncs.com"
    fields.way.setCurrentIndex(fields.way.findData(Way.CUSTOM.value))
    assert fields.url.text() == "https://store.example"


def test_the_signatures_version_is_asked_only_where_there_is_a_choice(desk: Desk) -> None:
    fields = (dialog := desk.open()).fields
    assert fields.signature.isVisible()
    fields.signature.setCurrentIndex(fields.signature.findData("v1"))
    assert fields.form().account().signature == "v1"
    choose(dialog, "cos")
    assert not fields.signature.isVisible()
    assert fields.form().account().signature == ""
    assert signatures(provider("aws")) == ()


def test_a_domain_of_ones_own_is_offered_only_for_an_address_of_ones_own(desk: Desk) -> None:
    fields = desk.open().fields
    assert offered(fields.addressing) == [Addressing.AUTO.value, Addressing.VIRTUAL.value]
    fields.way.setCurrentIndex(fields.way.findData(Way.CUSTOM.value))
    assert offered(fields.addressing) == ["auto", "virtual", "path", "custom"]
    assert Addressing.PATH in addressings(provider("aws"), Way.PUBLIC)
    assert Addressing.PATH not in addressings(provider("tos"), Way.PUBLIC)


# ---------------------------------------------------------------- the test button


@pytest.mark.parametrize("finding", Finding)
def test_every_verdict_is_told_with_a_sign(desk: Desk, finding: Finding) -> None:
    bad = finding not in {Finding.OK, Finding.OK_START_PATH}
    error = StoreError(Kind.DENIED, "ListBuckets", 403, "AccessDenied", "no", "REQ7") if bad else None
    desk.verdict = Verdict(finding, None if bad else 3, "photos", error=error)
    dialog = desk.open(SAVED)
    dialog.test_button.click()
    assert dialog.busy.isVisible()
    desk.tasks.finish()
    assert not dialog.busy.isVisible()
    assert dialog.verdict.isVisible()
    assert dialog.sign.isVisible()
    assert ("REQ7" in dialog.detail.text()) == bad


def test_the_test_uses_the_saved_secret_unless_one_is_typed(desk: Desk) -> None:
    dialog = desk.open(SAVED)
    dialog.test_button.click()
    desk.tasks.finish()
    dialog.fields.secret.setText("other")
    dialog.test_button.click()
    desk.tasks.finish()
    used = [credentials.secret for _, credentials, _ in desk.checked if credentials is not None]
    assert used == ["saved-secret", "other"]


def test_a_test_can_be_stopped_and_tells_nothing_then(desk: Desk) -> None:
    dialog = desk.open(SAVED)
    desk.tasks.finish()
    dialog.test_button.click()
    asked = desk.tasks.waiting[-1]
    dialog.test_button.click()
    assert asked.cancel.is_set
    assert not dialog.busy.isVisible()
    desk.tasks.finish()
    assert not dialog.verdict.isVisible()


def test_closing_the_dialog_stops_the_test(desk: Desk) -> None:
    dialog = desk.open(SAVED)
    desk.tasks.finish()
    dialog.test_button.click()
    dialog.reject()
    assert desk.tasks.waiting[-1].dropped


def test_a_verdict_about_other_values_does_not_stay(desk: Desk) -> None:
    dialog = desk.open(SAVED)
    dialog.test_button.click()
    desk.tasks.finish()
    QTest.keyClicks(dialog.fields.key_id, "x")
    assert not dialog.verdict.isVisible()


def test_a_test_that_breaks_is_told_as_a_sentence(desk: Desk) -> None:
    desk.verdict = RuntimeError("boom")
    dialog = desk.open(SAVED)
    dialog.test_button.click()
    desk.tasks.finish()
    assert "fault of its own (RuntimeError)" in dialog.verdict.text()
    assert "boom" not in dialog.verdict.text()


def test_a_form_with_mistakes_is_not_tested(desk: Desk) -> None:
    dialog = desk.open()
    dialog.test_button.click()
    desk.tasks.finish()
    assert desk.checked == []


# ---------------------------------------------------------------- the secret


@pytest.mark.parametrize(
    ("keyring", "said"),
    [(True, "keyring."), (False, "only in memory"), (KeyringLockedError(), "locked")],
)
def test_the_dialog_says_where_the_secret_will_be(desk: Desk, keyring: bool | Exception, said: str) -> None:
    desk.vault.keyring = keyring
    dialog = desk.open()
    assert "Looking for" in dialog.kept.text()  # a locked keyring may block: it is asked in a task
    desk.tasks.finish()
    assert said in dialog.kept.text()


def test_the_secret_is_hidden_until_it_is_asked_for(desk: Desk) -> None:
    fields = desk.open().fields
    assert fields.secret.echoMode() is QLineEdit.EchoMode.Password
    fields.show_secret.click()
    assert fields.secret.echoMode() is QLineEdit.EchoMode.Normal
    fields.show_secret.click()
    assert fields.secret.echoMode() is QLineEdit.EchoMode.Password


def test_a_form_never_shows_its_secret_in_a_repr() -> None:
    assert "geheim" not in repr(form(secret="geheim", token="geheim-token"))


# ---------------------------------------------------------------- keyboard and screen reader


def test_every_field_has_a_label_with_a_key(desk: Desk) -> None:
    dialog = desk.open()
    fields = dialog.fields
    labels = {label.buddy(): label for label in fields.findChildren(QLabel) if label.buddy() is not None}
    edits: list[QWidget] = [
        fields.name,
        fields.provider,
        fields.region,
        fields.way,
        fields.url,
        fields.key_id,
        fields.secret,
        fields.token,
        fields.start_path,
        fields.addressing,
        fields.signature,
    ]
    assert set(labels) == set(edits)
    texts = [*(label.text() for label in labels.values()), dialog.test_button.text()]
    keys = [text[text.index("&") + 1].lower() for text in texts]
    assert len(set(keys)) == len(keys)
    assert all(edit.accessibleName() for edit in edits)


def test_the_tab_key_goes_down_the_fields(desk: Desk) -> None:
    dialog = desk.open()
    dialog.activateWindow()
    dialog.fields.name.setFocus()
    order: list[QWidget] = []
    for _ in range(16):
        order.append(dialog.focusWidget())
        QTest.keyClick(order[-1], Qt.Key.Key_Tab)
    fields = dialog.fields
    wanted = [fields.name, fields.provider, fields.region, fields.way, fields.url, fields.key_id, fields.secret]
    assert order[: len(wanted)] == wanted
    assert dialog.test_button in order
