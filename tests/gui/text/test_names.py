"""Names of vendors, regions, storage classes and currencies in the language of the window."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from PySide6.QtCore import QLocale

from core.rules.prices import Prices
from core.rules.providers import provider, provider_names
from core.system.price_file import built_in
from gui.text import costs, names


@pytest.fixture
def chinese() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("zh_CN"))
    yield
    QLocale.setDefault(before)


@pytest.mark.usefixtures("chinese")
def test_every_region_and_every_offered_storage_class_has_a_chinese_name() -> None:
    known = [provider(name) for name in provider_names()]
    regions = {region.title for each in known for region in each.regions}
    classes = {each.name for one in known for each in one.storage_classes}
    assert {title for title in regions if names.region_title(title) == title} == set()
    assert {word for word in classes if names.storage_class(word) == word} == set()


@pytest.mark.usefixtures("chinese")
def test_prices_are_told_in_chinese() -> None:
    prices: Prices = built_in()
    words = {terms.currency for terms in prices.terms.values()}
    assert {word for word in words if names.currency(word) == word} == set()
    assert costs.money(Decimal("1.5"), "CNY") == "1.50 元"


@pytest.mark.usefixtures("chinese")
def test_the_vendors_own_word_stands_behind_the_name() -> None:
    assert names.storage_class_in_full("ColdArchive") == "冷归档存储（ColdArchive）"
    assert names.provider_title("oss") == "阿里云 OSS"
    assert names.provider_title("unknown") == "unknown"


def test_in_english_all_names_stand_as_the_vendor_writes_them() -> None:
    assert names.storage_class_in_full("DEEP_ARCHIVE") == "DEEP_ARCHIVE"
    assert names.region_title("China (Hangzhou)") == "China (Hangzhou)"
