"""The account dialog: its fields, its test and where it keeps the secret; all that blocks goes through the tasks."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from core.model.errors import Kind, KnownError, StoreError
from core.model.reports import Finding, Verdict
from core.model.values import Credentials
from core.rules.access import fingerprint
from core.system.secrets_file import FileState
from core.system.vault import KeyringLockedError
from gui.accounts.account_choices import Way
from gui.accounts.account_form import Field
from tests.gui.account_fixture import OSS, SAVED, AccountFixture, fill, form
from tests.gui.queue_fixture import quiet  # noqa: F401

SAVED_AT_COS = replace(SAVED, provider="cos", endpoint="https://cos.ap-guangzhou.myqcloud.com", region="ap-guangzhou")


@pytest.fixture
def rig(qtbot: QtBot) -> Iterator[AccountFixture]:
    made = AccountFixture(qtbot)
    yield made
    made.close()


# ---------------------------------------------------------------- saving


def test_a_new_account_is_saved_with_its_secret_in_the_vault(rig: AccountFixture) -> None:
    dialog = rig.open()
    fill(dialog)
    dialog.save_button.click()
    assert "Work" not in rig.book.accounts  # the keyring may block: not in the GUI thread
    rig.tasks.finish()
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert dialog.saved == rig.book.accounts["Work"]
    assert dialog.saved is not None
    assert dialog.saved.key_id == "LTAIwork"
    assert dialog.saved.endpoint == "https://" + OSS.regions[0].public
    assert rig.vault.secrets["Work"] == Credentials("LTAIwork", "geheim")


def test_editing_keeps_the_secret_when_it_is_left_empty(rig: AccountFixture) -> None:
    dialog = rig.open(SAVED)
    dialog.fields.start_path.setText("photos/")
    dialog.save_button.click()
    rig.tasks.finish()
    assert rig.vault.secrets["Studio"].secret == "saved-secret"
    assert rig.book.accounts["Studio"] == replace(SAVED, start_path="photos/")


def test_whether_the_account_pays_is_saved_and_shown_again(rig: AccountFixture) -> None:
    dialog = rig.open(SAVED)
    assert not dialog.fields.requester_pays.isChecked()
    dialog.fields.requester_pays.click()
    dialog.save_button.click()
    rig.tasks.finish()
    assert rig.book.accounts["Studio"] == replace(SAVED, requester_pays=True)
    assert rig.open(rig.book.accounts["Studio"]).fields.requester_pays.isChecked()


def test_a_customer_s_key_is_kept_in_the_vault_alone_and_shown_to_nobody_and_can_be_forgotten(
    rig: AccountFixture,
) -> None:
    key = base64.b64encode(b"k" * 32).decode()
    dialog = rig.open(SAVED_AT_COS)
    assert dialog.fields.customer_key.echoMode() is QLineEdit.EchoMode.Password
    assert dialog.fields.forget_key.isHidden()
    dialog.fields.customer_key.setText((b"k" * 32).hex())
    dialog.save_button.click()
    rig.tasks.finish()
    saved = rig.book.accounts["Studio"]
    assert saved == replace(SAVED_AT_COS, customer_key=fingerprint(key))
    assert rig.vault.secrets["Studio"] == Credentials(SAVED.key_id, "saved-secret", customer_key=key)
    again = rig.open(saved)
    assert again.fields.customer_key.text() == ""
    again.fields.start_path.setText("photos/")
    again.save_button.click()
    rig.tasks.finish()
    assert rig.vault.secrets["Studio"].customer_key == key
    last = rig.open(rig.book.accounts["Studio"])
    last.fields.forget_key.click()
    last.save_button.click()
    rig.tasks.finish()
    assert rig.book.accounts["Studio"].customer_key == ""
    assert rig.vault.secrets["Studio"] == Credentials(SAVED.key_id, "saved-secret")


def test_a_store_without_customers_keys_takes_none(rig: AccountFixture) -> None:
    assert not rig.open(SAVED).fields.customer_key.isEnabled()


def test_the_name_of_a_saved_account_stays(rig: AccountFixture) -> None:
    assert rig.open(SAVED).fields.name.isReadOnly()


def test_a_book_that_cannot_be_written_is_told_and_nothing_is_lost(rig: AccountFixture) -> None:
    rig.book.fail = KnownError("The list of accounts cannot be written: the disk is full.")
    dialog = rig.open()
    fill(dialog)
    dialog.save_button.click()
    rig.tasks.finish()
    assert dialog.isVisible()
    assert "the disk is full" in dialog.verdict.text()
    assert dialog.save_button.isEnabled()


# ---------------------------------------------------------------- inline messages


def test_an_empty_form_says_what_is_missing_and_where(rig: AccountFixture) -> None:
    dialog = rig.open()
    dialog.save_button.click()
    shown = {field for field, label in dialog.fields.messages.items() if label.isVisible()}
    assert shown == {Field.NAME, Field.KEY_ID, Field.SECRET}
    assert dialog.focusWidget() is dialog.fields.name
    assert dialog.isVisible()


def test_a_message_goes_as_soon_as_its_field_is_right(rig: AccountFixture) -> None:
    dialog = rig.open()
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
        ({"key_id": "K\u200bEY"}, Field.KEY_ID),
        ({"secret": "a secret"}, Field.SECRET),
        ({"token": "a\u00a0token"}, Field.SECRET),
        ({"start_path": "/photos/"}, Field.START_PATH),
        ({"proxy": "http://user:pass/word@proxy"}, Field.PROXY),
        ({"customer_key": "c2hvcnQ="}, Field.CUSTOMER_KEY),
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


def test_what_was_pasted_along_with_a_key_is_not_saved() -> None:
    pasted = form(key_id="\ufeffKEY\u00a0", secret="\u200bword\r\n", token=" token\u3000")
    assert pasted.account().key_id == "KEY"
    assert pasted.credentials() == Credentials("KEY", "word", "token")


def test_another_key_needs_its_own_secret() -> None:
    assert set(form(name="Studio", secret="").problems(["Studio"], SAVED)) == {Field.SECRET}
    assert set(form(name="Studio", key_id=SAVED.key_id, secret="", token="t").problems([], SAVED)) == {Field.SECRET}


def test_an_endpoint_without_encryption_is_warned_of() -> None:
    assert "not encrypted" in form(way=Way.CUSTOM, url="http://store.example").warning()
    assert form(way=Way.CUSTOM, url="http://127.0.0.1:9000").warning() == ""
    assert form().warning() == ""


# ---------------------------------------------------------------- the test button


@pytest.mark.parametrize("finding", Finding)
def test_every_verdict_is_told_with_a_sign(rig: AccountFixture, finding: Finding) -> None:
    bad = finding not in {Finding.OK, Finding.OK_START_PATH}
    error = StoreError(Kind.DENIED, "ListBuckets", 403, "AccessDenied", "no", "REQ7") if bad else None
    rig.verdict = Verdict(finding, None if bad else 3, "photos", error=error)
    dialog = rig.open(SAVED)
    dialog.test_button.click()
    assert dialog.busy.isVisible()
    rig.tasks.finish()
    assert not dialog.busy.isVisible()
    assert dialog.verdict.isVisible()
    assert dialog.sign.isVisible()
    assert ("REQ7" in dialog.detail.text()) == bad


def test_the_test_uses_the_saved_secret_unless_one_is_typed(rig: AccountFixture) -> None:
    dialog = rig.open(SAVED)
    dialog.test_button.click()
    rig.tasks.finish()
    dialog.fields.secret.setText("other")
    dialog.test_button.click()
    rig.tasks.finish()
    used = [credentials.secret for _, credentials, _ in rig.checked if credentials is not None]
    assert used == ["saved-secret", "other"]


def test_a_test_can_be_stopped_and_tells_nothing_then(rig: AccountFixture) -> None:
    dialog = rig.open(SAVED)
    rig.tasks.finish()
    dialog.test_button.click()
    asked = rig.tasks.waiting[-1]
    dialog.test_button.click()
    assert asked.cancel.is_set
    assert not dialog.busy.isVisible()
    rig.tasks.finish()
    assert not dialog.verdict.isVisible()


def test_closing_the_dialog_stops_the_test(rig: AccountFixture) -> None:
    dialog = rig.open(SAVED)
    rig.tasks.finish()
    dialog.test_button.click()
    dialog.reject()
    assert rig.tasks.waiting[-1].dropped


def test_a_verdict_about_other_values_does_not_stay(rig: AccountFixture) -> None:
    dialog = rig.open(SAVED)
    dialog.test_button.click()
    rig.tasks.finish()
    QTest.keyClicks(dialog.fields.key_id, "x")
    assert not dialog.verdict.isVisible()


def test_a_test_that_breaks_is_told_as_a_sentence(rig: AccountFixture) -> None:
    rig.verdict = RuntimeError("boom")
    dialog = rig.open(SAVED)
    dialog.test_button.click()
    rig.tasks.finish()
    assert "fault of its own (RuntimeError)" in dialog.verdict.text()
    assert "boom" not in dialog.verdict.text()


def test_a_form_with_mistakes_is_not_tested(rig: AccountFixture) -> None:
    dialog = rig.open()
    dialog.test_button.click()
    rig.tasks.finish()
    assert rig.checked == []


# ---------------------------------------------------------------- the secret


@pytest.mark.parametrize(
    ("keyring", "said"),
    [(True, "keyring."), (False, "only in memory"), (KeyringLockedError(), "locked")],
)
def test_the_dialog_says_where_the_secret_will_be(rig: AccountFixture, keyring: bool | Exception, said: str) -> None:
    rig.vault.keyring = keyring
    dialog = rig.open()
    assert "Looking for" in dialog.keeping.said.text()  # a locked keyring may block: it is asked in a task
    rig.tasks.finish()
    assert said in dialog.keeping.said.text()


def test_the_secret_is_hidden_until_it_is_asked_for(rig: AccountFixture) -> None:
    fields = rig.open().fields
    assert fields.secret.echoMode() is QLineEdit.EchoMode.Password
    fields.show_secret.click()
    assert fields.secret.echoMode() is QLineEdit.EchoMode.Normal
    fields.show_secret.click()
    assert fields.secret.echoMode() is QLineEdit.EchoMode.Password


def test_a_form_never_shows_its_secret_in_a_repr() -> None:
    assert "geheim" not in repr(form(secret="geheim", token="geheim-token"))


# ---------------------------------------------------------------- the proxy


@pytest.mark.parametrize(
    ("proxy", "password"), [("socks5://me@proxy:1", "hidden"), (" socks5://me:hidden@proxy:1 ", "")]
)
def test_a_proxy_is_saved_without_its_password_which_goes_to_the_secrets(
    rig: AccountFixture, proxy: str, password: str
) -> None:
    dialog = rig.open()
    fill(dialog)
    dialog.fields.proxy.setText(proxy)
    dialog.fields.proxy_password.setText(password)
    dialog.fields.ca_bundle.setText(" /etc/mine.pem ")
    dialog.save_button.click()
    rig.tasks.finish()
    saved = rig.book.accounts["Work"]
    assert (saved.proxy, saved.ca_bundle) == ("socks5://me@proxy:1", "/etc/mine.pem")
    assert rig.vault.secrets["Work"].proxy_password == "hidden"
    assert "hidden" not in repr(saved) + repr(dialog.fields.form().account())


@pytest.mark.parametrize(
    ("secret", "password", "kept"),
    [
        ("", "", ("saved-secret", "old")),
        ("typed", "", ("typed", "old")),
        ("", "new", ("saved-secret", "new")),
        ("typed", "new", ("typed", "new")),
    ],
)
def test_a_secret_that_is_not_typed_stays_as_it_was_saved(
    rig: AccountFixture, secret: str, password: str, kept: tuple[str, str]
) -> None:
    account = replace(SAVED, proxy="http://me@proxy:80")
    rig.vault.secrets[SAVED.name] = Credentials(SAVED.key_id, "saved-secret", proxy_password="old")
    dialog = rig.open(account)
    dialog.fields.secret.setText(secret)
    dialog.fields.proxy_password.setText(password)
    dialog.test_button.click()
    rig.tasks.finish()
    dialog.save_button.click()
    rig.tasks.finish()
    for used in (rig.checked[0][1], rig.vault.secrets[SAVED.name]):
        assert used is not None
        assert (used.secret, used.proxy_password) == kept


# ---------------------------------------------------------------- keyboard and screen reader


def test_every_field_has_a_label_with_a_key(rig: AccountFixture) -> None:
    dialog = rig.open()
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
        fields.read_only,
        fields.colour,
        fields.proxy,
        fields.proxy_password,
        fields.ca_bundle,
        fields.requester_pays,
        fields.customer_key,
        fields.addressing,
        fields.signature,
    ]
    assert set(labels) == set(edits)
    texts = [*(label.text() for label in labels.values()), dialog.test_button.text()]
    keys = [text[text.index("&") + 1].lower() for text in texts]
    assert len(set(keys)) == len(keys)
    assert all(edit.accessibleName() for edit in edits)


def test_the_tab_key_goes_down_the_fields(rig: AccountFixture) -> None:
    dialog = rig.open()
    dialog.activateWindow()
    dialog.fields.name.setFocus()
    order: list[QWidget] = []
    for _ in range(17):
        order.append(dialog.focusWidget())
        QTest.keyClick(order[-1], Qt.Key.Key_Tab)
    fields = dialog.fields
    wanted = [fields.name, fields.provider, fields.region, fields.way, fields.url, fields.key_id, fields.secret]
    assert order[: len(wanted)] == wanted
    assert dialog.test_button in order


# ---------------------------------------------------------------- without a keyring


def test_without_a_keyring_an_encrypted_file_can_keep_the_secret(rig: AccountFixture) -> None:
    rig.vault.keyring = False
    dialog = rig.open()
    rig.tasks.finish()
    keeping = dialog.keeping
    assert not keeping.passphrase.isVisible()
    fill(dialog)
    keeping.where.setCurrentIndex(1)
    assert keeping.repeated.isVisible()
    dialog.save_button.click()
    assert "Type a passphrase" in keeping.problem.text()
    keeping.passphrase.setText("four quiet words")
    keeping.repeated.setText("for quiet words")
    dialog.save_button.click()
    assert keeping.problem.text() == "The two passphrases differ."
    keeping.repeated.setText("four quiet words")
    dialog.save_button.click()
    rig.tasks.finish()
    assert (rig.vault.file, rig.vault.passphrase) == (FileState.OPEN, "four quiet words")
    assert rig.vault.secrets["Work"].secret == "geheim"


def test_a_file_that_is_there_is_opened_by_its_passphrase_and_a_wrong_one_saves_nothing(rig: AccountFixture) -> None:
    rig.vault.keyring, rig.vault.file, rig.vault.passphrase = False, FileState.LOCKED, "right"
    dialog = rig.open()
    rig.tasks.finish()
    fill(dialog)
    assert not dialog.keeping.repeated.isVisible()
    dialog.keeping.passphrase.setText("wrong")
    dialog.save_button.click()
    rig.tasks.finish()
    assert "does not open" in dialog.verdict.text()
    assert "Work" not in rig.vault.secrets
    dialog.keeping.passphrase.setText("right")
    dialog.save_button.click()
    rig.tasks.finish()
    assert dialog.saved is not None


def test_an_account_whose_secret_is_not_known_asks_for_it_at_once(rig: AccountFixture) -> None:
    dialog = rig.open(SAVED, lacks_secret=True)
    rig.tasks.finish()
    assert "not known" in dialog.fields.secret.placeholderText()
    assert dialog.focusWidget() is dialog.fields.secret
