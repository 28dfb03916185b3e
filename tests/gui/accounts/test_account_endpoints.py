"""The account dialog: which providers, regions and endpoints it offers, and what another choice keeps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from core.model.values import Addressing
from core.rules.providers import provider, provider_names
from gui.accounts.account_choices import Way, addressings, example, signatures, ways
from gui.accounts.account_dialog import AccountDialog
from gui.accounts.account_form import Field, way_of
from tests.gui.account_fixture import OSS, SAVED, AccountFixture, fill, form
from tests.gui.queue_fixture import quiet  # noqa: F401


@pytest.fixture
def rig(qtbot: QtBot) -> Iterator[AccountFixture]:
    made = AccountFixture(qtbot)
    yield made
    made.close()


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


def test_only_a_custom_address_can_be_typed(rig: AccountFixture) -> None:
    dialog = rig.open()
    assert dialog.fields.url.isReadOnly()
    assert dialog.fields.url.text() == dialog.fields.form().endpoint
    dialog.fields.way.setCurrentIndex(dialog.fields.way.findData(Way.CUSTOM.value))
    assert not dialog.fields.url.isReadOnly()


def test_every_region_has_a_name_and_its_id(rig: AccountFixture) -> None:
    region = rig.open().fields.region
    assert [region.itemData(at) for at in range(region.count())] == [known.id for known in OSS.regions]
    assert region.itemText(0) == "China (Hangzhou) — cn-hangzhou"


def test_a_region_that_the_list_does_not_have_can_be_typed(rig: AccountFixture) -> None:
    dialog = rig.open()
    dialog.fields.region.setEditText("cn-new-1")
    assert dialog.fields.form().region == "cn-new-1"


def test_an_account_comes_back_as_it_was_saved(rig: AccountFixture) -> None:
    full = replace(SAVED, addressing=Addressing.PATH, start_path="photos/2024/", signature="v1")
    assert rig.open(full).fields.form().account() == full
    custom = replace(full, endpoint="http://127.0.0.1:9000", region="test-1")
    assert rig.open(custom).fields.form().account() == custom


# ---------------------------------------------------------------- providers


def choose(dialog: AccountDialog, name: str) -> None:
    dialog.fields.provider.setCurrentIndex(dialog.fields.provider.findData(name))


def offered(combo: QComboBox) -> list[str]:
    return [combo.itemData(at) for at in range(combo.count())]


def test_the_best_known_providers_stand_first_and_the_one_for_all_others_last(rig: AccountFixture) -> None:
    names = offered(rig.open().fields.provider)
    assert names[:3] == ["oss", "cos", "aws"]
    assert names[-1] == "s3"
    titles = [provider(name).title.casefold() for name in names[3:-1]]
    assert titles == sorted(titles)
    assert set(names) == set(provider_names())


@pytest.mark.parametrize("name", ["s3", "minio", "ceph", "seaweedfs", "r2"])
def test_a_provider_without_regions_begins_with_an_address_of_ones_own(rig: AccountFixture, name: str) -> None:
    fields = (dialog := rig.open()).fields
    assert not fields.signature.isVisible()
    fields.more.click()
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
def test_every_provider_can_be_chosen_and_asks_for_what_it_needs(rig: AccountFixture, name: str) -> None:
    dialog = rig.open()
    fill(dialog)
    choose(dialog, name)
    problems = dialog.fields.form().problems([])
    assert set(problems) == (set() if provider(name).regions else {Field.ENDPOINT})
    assert all(example(provider(name)) in said for said in problems.values())


def test_only_endpoints_that_the_provider_has_are_offered() -> None:
    assert ways(OSS) == tuple(Way)
    assert ways(provider("wasabi")) == (Way.PUBLIC, Way.CUSTOM)


def test_another_provider_keeps_what_was_typed_and_drops_what_was_only_chosen(rig: AccountFixture) -> None:
    fields = (dialog := rig.open()).fields
    assert not fields.signature.isVisible()
    fields.more.click()
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


def test_a_region_that_both_providers_have_stays(rig: AccountFixture) -> None:
    fields = (dialog := rig.open()).fields
    assert not fields.signature.isVisible()
    fields.more.click()
    choose(dialog, "aws")
    fields.region.setCurrentIndex(fields.region.findData("eu-central-1"))
    choose(dialog, "wasabi")
    assert fields.form().region == "eu-central-1"


def test_a_typed_address_comes_back_after_another_way_was_looked_at(rig: AccountFixture) -> None:
    fields = rig.open().fields
    fields.way.setCurrentIndex(fields.way.findData(Way.CUSTOM.value))
    QTest.keyClicks(fields.url, "https://store.example")
    fields.way.setCurrentIndex(0)
    assert fields.url.text() == "https://oss-cn-hangzhou.aliyuncs.com"
    fields.way.setCurrentIndex(fields.way.findData(Way.CUSTOM.value))
    assert fields.url.text() == "https://store.example"


def test_the_signatures_version_is_asked_only_where_there_is_a_choice(rig: AccountFixture) -> None:
    fields = (dialog := rig.open()).fields
    assert not fields.signature.isVisible()
    fields.more.click()
    assert fields.signature.isVisible()
    fields.signature.setCurrentIndex(fields.signature.findData("v1"))
    assert fields.form().account().signature == "v1"
    choose(dialog, "cos")
    assert not fields.signature.isVisible()
    assert fields.form().account().signature == ""
    assert signatures(provider("aws")) == ()


def test_a_domain_of_ones_own_is_offered_only_for_an_address_of_ones_own(rig: AccountFixture) -> None:
    fields = rig.open().fields
    assert offered(fields.addressing) == [Addressing.AUTO.value, Addressing.VIRTUAL.value]
    fields.way.setCurrentIndex(fields.way.findData(Way.CUSTOM.value))
    assert offered(fields.addressing) == ["auto", "virtual", "path", "custom"]
    assert Addressing.PATH in addressings(provider("aws"), Way.PUBLIC)
    assert Addressing.PATH not in addressings(provider("tos"), Way.PUBLIC)
