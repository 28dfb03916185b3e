"""What a plan costs: the table that is shipped, the user's own over it, and the arithmetic."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from core.model.errors import KnownError
from core.rules.prices import GB, Charge, Cost, Early, Price, Prices, Restored, Row, Terms, Usage, What, cost_of
from core.rules.providers import provider, provider_names
from core.system.price_file import FILE, built_in, load_prices, parse, save_prices

TABLE = """
[shop]
currency = "EUR"
plain = ["HOT"]
free = ["DeleteObject"]
reads = ["ListParts"]
write = 0.05
read = 0.004
traffic = 0.02

[shop.COOL]
write = 0.1
read = 0.01
stored = 0.03
min-days = 30
retrieval = 0.01

[shop.ICE]
write = 0.5
stored = 0.3
min-days = 90
restore = { Standard = 0.02, Bulk = 0 }
restore-call = { Standard = 10 }

[shop.FOG]
min-days = ""
retrieval = ""
"""


def cost(usage: Usage, text: str = TABLE) -> Cost:
    found = cost_of(parse(text), "shop", usage)
    assert found is not None
    return found


def lines(usage: Usage) -> dict[Charge, Decimal | None]:
    return dict(cost(usage).lines)


def test_requests_are_priced_by_ten_thousand_of_their_kind_and_class() -> None:
    calls = {("CopyObject", "HOT"): 20_000, ("CopyObject", "COOL"): 10_000, ("HeadObject", ""): 5_000}
    assert lines(Usage(calls=calls)) == {Charge.WRITES: Decimal("0.20"), Charge.READS: Decimal("0.002")}


def test_a_provider_may_charge_an_operation_otherwise_or_not_at_all() -> None:
    calls = {("DeleteObject", ""): 10_000, ("ListParts", ""): 10_000}
    assert lines(Usage(calls=calls)) == {Charge.READS: Decimal("0.004")}


def test_a_class_with_a_table_of_its_own_takes_no_price_from_the_provider() -> None:
    told = cost(Usage(calls={("HeadObject", "ICE"): 1, ("CopyObject", "HOT"): 10_000}))
    assert dict(told.lines) == {Charge.WRITES: Decimal("0.05"), Charge.READS: None}
    assert (told.total, told.unknown, told.currency) == (Decimal("0.05"), (Charge.READS,), "EUR")


def test_a_class_that_the_table_does_not_know_makes_every_charge_for_it_unknown() -> None:
    usage = Usage({("CopyObject", "NEW"): 1}, early=(Early("NEW", 3, GB),), retrieved={"NEW": GB})
    assert cost(usage).unknown == (Charge.WRITES, Charge.EARLY, Charge.RETRIEVAL)
    assert cost(usage).total == 0


def test_one_unknown_price_makes_the_whole_line_unknown() -> None:
    usage = Usage(retrieved={"COOL": GB, "FOG": GB})
    assert lines(usage) == {Charge.RETRIEVAL: None}


def test_traffic_is_priced_by_the_gigabyte() -> None:
    assert lines(Usage(traffic=GB * 5 // 2)) == {Charge.TRAFFIC: Decimal("0.05")}


def test_what_goes_too_early_costs_the_storage_of_the_days_that_are_missing() -> None:
    usage = Usage(early=(Early("COOL", 20, 3 * GB), Early("ICE", 60, GB, 4)))
    assert lines(usage) == {Charge.EARLY: Decimal("0.03") * 3 * 10 / 30 + Decimal("0.3")}


@pytest.mark.parametrize(
    "early", [Early("COOL", 30, GB), Early("COOL", 400, GB), Early("HOT", 0, GB), Early("", 0, GB), Early("COOL", 1, 0)]
)
def test_what_was_stored_long_enough_or_has_no_least_time_goes_for_nothing(early: Early) -> None:
    assert lines(Usage(early=(early,))) == {}


@pytest.mark.parametrize("early", [Early("COOL", None, GB), Early("FOG", 3, GB)])
def test_an_unknown_age_or_an_unknown_least_time_is_not_taken_for_no_charge(early: Early) -> None:
    assert lines(Usage(early=(early,))) == {Charge.EARLY: None}


def test_a_restore_is_priced_by_size_and_by_request_of_its_tier() -> None:
    usage = Usage(restored=(Restored("ICE", "Standard", 10 * GB, 100), Restored("ICE", "Bulk", GB, 1)))
    assert lines(usage) == {Charge.RESTORE: Decimal("0.2") + Decimal("0.1")}


def test_a_restore_without_a_tier_means_the_usual_one() -> None:
    assert lines(Usage(restored=(Restored("ICE", "", GB, 0),))) == {Charge.RESTORE: Decimal("0.02")}


def test_a_tier_without_a_price_is_unknown() -> None:
    assert lines(Usage(restored=(Restored("ICE", "Expedited", GB),))) == {Charge.RESTORE: None}


def test_reading_what_has_no_price_for_reading_costs_nothing_more() -> None:
    assert lines(Usage(retrieved={"ICE": GB, "HOT": GB, "COOL": GB})) == {Charge.RETRIEVAL: Decimal("0.01")}


def test_nothing_is_said_of_a_provider_that_the_table_does_not_know() -> None:
    assert cost_of(parse(TABLE), "other", Usage(traffic=1)) is None


# ---------------------------------------------------------------- the shipped table


def test_the_shipped_table_names_providers_and_classes_that_there_are() -> None:
    table = built_in()
    assert {"oss", "cos", "aws"} <= set(table.terms) <= set(provider_names())
    for row in table.rows:
        classes = {one.name for one in provider(row.provider).storage_classes}
        assert row.storage_class in {"", *classes}, row
    for name, terms in table.terms.items():
        assert terms.plain - {"STANDARD", "Standard"} <= {one.name for one in provider(name).storage_classes}


def test_every_shipped_figure_has_a_source_with_a_page() -> None:
    table = built_in()
    assert all(price.source in table.sources for price in table.rows.values() if price.amount is not None)
    assert all(source.page for source in table.sources.values())
    assert {price.source for price in table.rows.values()} - {""} == set(table.sources)


def test_the_shipped_least_times_are_those_of_the_vendors_pages() -> None:
    days = {row: price.amount for row, price in built_in().rows.items() if row.what is What.MIN_DAYS}
    told = [("oss", "IA", 30), ("oss", "Archive", 60), ("oss", "ColdArchive", 180), ("aws", "DEEP_ARCHIVE", 180)]
    assert all(days[Row(name, storage_class, What.MIN_DAYS)] == least for name, storage_class, least in told)


def test_a_rename_of_young_ia_objects_on_oss_shows_what_it_costs_to_leave_early() -> None:
    usage = Usage({("CopyObject", "IA"): 10_000}, early=(Early("IA", 10, 300 * GB),), retrieved={"IA": 300 * GB})
    told = cost_of(built_in(), "oss", usage)
    assert told is not None
    assert dict(told.lines) == {
        Charge.WRITES: Decimal("0.1"),
        Charge.EARLY: Decimal(16),
        Charge.RETRIEVAL: Decimal("9.75"),
    }
    assert (told.currency, told.total, told.unknown) == ("CNY", Decimal("25.85"), ())


def test_prices_that_could_not_be_read_are_unknown_and_not_nothing() -> None:
    told = cost_of(built_in(), "cos", Usage({("CopyObject", "STANDARD"): 1}, early=(Early("ARCHIVE", 1, GB),)))
    assert told is not None
    assert told.unknown == (Charge.WRITES, Charge.EARLY)


# ---------------------------------------------------------------- the user's own


def test_without_a_file_of_the_users_the_shipped_prices_hold(tmp_path: Path) -> None:
    assert load_prices(tmp_path) == built_in()


def test_the_users_figures_win_and_all_others_stay(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(
        '[oss]\nwrite = 0.02\n[oss.IA]\nread = ""\n[mine]\ncurrency = "EUR"\nread = 1\n', "utf-8"
    )
    table = load_prices(tmp_path)
    assert table.find(Row("oss", "Standard", What.WRITE)) == Decimal("0.02")
    assert table.find(Row("oss", "IA", What.READ)) is None
    assert table.find(Row("oss", "IA", What.WRITE)) == Decimal("0.1")
    assert table.terms["mine"] == Terms("EUR")
    assert table.terms["oss"].currency == "CNY"


def test_a_currency_of_the_users_leaves_the_other_terms_as_they_are(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('[oss]\ncurrency = "USD"\n', "utf-8")
    assert load_prices(tmp_path).terms["oss"] == replace(built_in().terms["oss"], currency="USD")


def test_what_is_saved_is_read_again_and_holds_only_what_differs(tmp_path: Path) -> None:
    table = built_in().with_price(Row("oss", "IA", What.WRITE), Decimal("0.125"))
    table = table.with_price(Row("oss", "ColdArchive", What.RESTORE, "Bulk"), None)
    table = table.with_price(Row("minio", 'odd "class"', What.STORED), Decimal("1E-7"))
    save_prices(tmp_path, table)
    assert load_prices(tmp_path) == table
    text = (tmp_path / FILE).read_text("utf-8")
    assert "aws" not in text
    assert len(parse(text, built_in()).rows) == len(built_in().rows) + 1
    assert text.count("[") - text.count("[]") == 5  # the tables of three rows and of their providers


def test_a_table_that_is_as_shipped_needs_no_file(tmp_path: Path) -> None:
    save_prices(tmp_path, built_in().with_price(Row("oss", "", What.READ), Decimal(3)))
    assert (tmp_path / FILE).exists()
    save_prices(tmp_path, built_in())
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("amount", [Decimal(-1), Decimal("NaN"), Decimal("Infinity")])
def test_a_price_below_zero_or_without_a_value_is_refused(amount: Decimal) -> None:
    with pytest.raises(ValueError, match="a price cannot be"):
        Prices().with_price(Row("oss", "", What.READ), amount)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[oss", "at the end of a table"),
        ("[oss]\nwrite = = 1", "line 2"),
        ("[oss]\nwrite = -1", "write in \\[oss\\] is not a number"),
        ('[oss]\nwrite = "cheap"', "write in \\[oss\\] is not a number"),
        ("[oss]\nwrite = true", "write in \\[oss\\] is not a number"),
        ("[oss]\nwrite = nan", "write in \\[oss\\] is not a number"),
        ("[oss.IA]\nprice = 1", "\\[oss.IA\\] has a row 'price'"),
        ("[oss]\nprice = 1", "oss.price is not a table"),
        ("oss = 1", "oss is not a table"),
        ("[oss]\ncurrency = 3", "currency in \\[oss\\] is not a word"),
        ('[oss]\nplain = "IA"', "plain in \\[oss\\] is not a list of words"),
        ("[oss]\nplain = [1]", "plain in \\[oss\\] is not a list of words"),
        ('[oss]\nplace = ["China"]', "place in \\[oss\\] is not a word"),
        ("[mine]\nread = 1", "\\[mine\\] lacks a currency"),
        ("[sources.x]\npage = 'a'", "lacks 'date'"),
    ],
)
def test_a_broken_file_of_the_users_gives_a_sentence_that_says_what_is_wrong_and_is_left_alone(
    tmp_path: Path, text: str, why: str
) -> None:
    (tmp_path / FILE).write_text(text, "utf-8")
    with pytest.raises(KnownError, match=why) as caught:
        load_prices(tmp_path)
    assert str(caught.value).endswith("Correct it, or remove it.")
    assert (tmp_path / FILE).read_text("utf-8") == text


def test_a_file_that_is_no_text_gives_a_sentence(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"\xff\xfe")
    with pytest.raises(KnownError, match="not UTF-8"):
        load_prices(tmp_path)


def test_a_folder_that_is_not_there_gives_a_sentence_when_prices_are_saved(tmp_path: Path) -> None:
    table = built_in().with_price(Row("oss", "", What.READ), Decimal(3))
    with pytest.raises(KnownError, match="cannot be written"):
        save_prices(tmp_path / "gone", table)


def test_a_price_remembers_its_source_and_the_users_own_has_none() -> None:
    row = Row("oss", "", What.READ)
    assert built_in().rows[row] == Price(Decimal("0.01"), "oss-cases")
    assert built_in().with_price(row, Decimal(2)).rows[row] == Price(Decimal(2), "")


def test_what_is_stored_from_then_on_is_told_by_the_month_and_an_unknown_price_makes_it_unknown() -> None:
    prices = built_in()
    copied = cost_of(prices, "oss", Usage(stored={"Standard": 100 * GB, "Archive": 1000 * GB}))
    assert copied is not None
    assert copied.monthly == Decimal("12.00") + Decimal("33.000")
    moved = cost_of(prices, "oss", Usage(stored={"Standard": -100 * GB, "Archive": 100 * GB}))
    assert moved is not None
    assert moved.monthly == Decimal("3.300") - Decimal("12.00")
    unknown = cost_of(prices, "cos", Usage(stored={"STANDARD": GB}))
    assert unknown is not None
    assert unknown.monthly is None
