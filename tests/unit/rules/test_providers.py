"""The files in resources/providers, and finding them."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.model.errors import Kind
from core.model.values import Account
from core.rules import assets, providers
from core.rules.providers import is_one_store, provider, provider_names


def tables(node: Any) -> Iterator[dict[str, Any]]:
    """All tables of a document, however deep."""
    if isinstance(node, dict):
        yield node
        for child in node.values():
            yield from tables(child)
    elif isinstance(node, list):
        for child in node:
            yield from tables(child)


@pytest.mark.parametrize("name", provider_names())
def test_every_figure_has_a_source_that_is_named(name: str) -> None:
    data = tomllib.loads((assets.resources() / "providers" / f"{name}.toml").read_text("utf-8"))
    sources = set(data["sources"])
    figures = [table for table in tables(data) if {"value", "kind", "host", "tiers", "days_max"} & set(table)]
    assert figures
    assert {table["source"] for table in figures} <= sources


@pytest.mark.parametrize("name", provider_names())
def test_every_provider_can_be_read(name: str) -> None:
    found = provider(name)
    assert found.name == name
    assert found.title
    assert found.limits.part_min < found.limits.part_max


@pytest.mark.parametrize("name", provider_names())
def test_every_form_of_endpoint_has_a_source_and_fits_the_endpoints_of_the_regions(name: str) -> None:
    data = tomllib.loads((assets.resources() / "providers" / f"{name}.toml").read_text("utf-8"))
    forms = data.get("endpoints", [])
    assert {form["source"] for form in forms} <= set(data["sources"])
    for region in provider(name).regions if forms else ():
        assert any(form["host"].replace("{region}", region.id) == region.public for form in forms)


@pytest.mark.parametrize("name", provider_names())
def test_every_source_is_used(name: str) -> None:
    text = (assets.resources() / "providers" / f"{name}.toml").read_text("utf-8")
    body, _, _ = text.partition("[sources]")
    unused = {source for source in tomllib.loads(text)["sources"] if not re.search(rf"\b{source}\b", body)}
    assert unused == set()


@pytest.mark.parametrize("name", provider_names())
def test_every_provider_has_values_that_fit_together(name: str) -> None:
    found = provider(name)
    limits = found.limits
    assert limits.part_min <= 16 * 2**20 < limits.part_max <= limits.multipart_max
    assert limits.part_max <= limits.simple_max or limits.simple_max == 2**30
    assert limits.part_max * limits.parts_max >= 4 * 2**40
    assert limits.range_copy_source_min <= limits.part_min
    assert 100 <= limits.key_max <= 1024
    assert limits.user_metadata_max >= 2048
    assert len({region.id for region in found.regions}) == len(found.regions)
    assert all(row.archived or not (row.tiers or row.days_max) for row in found.storage_classes)
    assert len({row.name for row in found.storage_classes}) == len(found.storage_classes)
    assert found.features.archived_classes <= {row.name for row in found.storage_classes}


S3_STORES = [name for name in provider_names() if provider(name).dialect_name == "s3"]


def test_the_stores_that_speak_like_s3_are_all_here() -> None:
    assert {"s3", "aws", "minio", "ceph", "seaweedfs", "r2", "wasabi", "b2", "obs", "tos", "kodo", "us3"} <= set(
        S3_STORES
    )


@pytest.mark.parametrize("name", S3_STORES)
def test_a_store_leaves_to_its_base_what_it_does_not_say(name: str) -> None:
    base, found = provider("s3"), provider(name)
    assert (found.limits.tags_max, found.presign_max_s) == (base.limits.tags_max, base.presign_max_s)
    assert set(base.errors) <= set(found.errors)
    assert found.kind_of("SlowDown", 503, "") is Kind.THROTTLED


def test_the_limits_of_s3_are_those_of_its_pages() -> None:
    limits, features = provider("aws").limits, provider("aws").features
    assert (limits.simple_max, limits.put_max) == (5 * 2**30, 5 * 2**30)
    assert (limits.part_min, limits.part_max, limits.parts_max) == (5 * 2**20, 5 * 2**30, 10_000)
    assert limits.multipart_max == limits.part_max * limits.parts_max
    assert (limits.key_max, limits.user_metadata_max, limits.list_max) == (1024, 2048, 1000)
    assert (limits.tags_max, limits.clock_skew_s, limits.numbers_consecutive) == (10, 15 * 60, False)
    assert limits.range_copy_source_min == 5 * 2**20
    assert features.archived_classes == {"GLACIER", "DEEP_ARCHIVE"}
    assert features.cross_region
    assert features.create_only
    assert provider("s3").limits.multipart_max == 5 * 2**40


def test_a_row_of_a_store_replaces_only_that_row() -> None:
    r2, base = provider("r2"), provider("s3")
    assert r2.quirks.signing_region == "auto"
    assert r2.quirks.list_version == base.quirks.list_version == 2
    assert r2.limits.part_max < base.limits.part_max
    assert r2.limits.part_min == base.limits.part_min
    assert not r2.features.tags
    assert base.features.tags


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A place for provider files of a test's own, beside the base."""
    (tmp_path / "providers").mkdir()
    base = assets.resources() / "providers" / "s3.toml"
    (tmp_path / "providers" / "s3.toml").write_text(base.read_text("utf-8"), "utf-8")
    monkeypatch.setattr(providers, "resources", lambda: tmp_path)
    for cached in (provider, provider_names):
        cached.cache_clear()
    yield tmp_path / "providers"
    for cached in (provider, provider_names):
        cached.cache_clear()


def test_a_store_of_three_lines_is_a_provider(files: Path) -> None:
    (files / "mine.toml").write_text('title = "Mine"\ndialect = "s3"\nbase = "s3"\n[sources]\n', "utf-8")
    mine = provider("mine")
    assert (mine.name, mine.title, mine.limits) == ("mine", "Mine", provider("s3").limits)


def test_the_error_rules_of_a_store_come_before_those_of_its_base(files: Path) -> None:
    rule = '[[errors]]\ncode = "AccessDenied"\nstatus = 403\nkind = "quota"\nsource = "x"\n'
    (files / "mine.toml").write_text(f'title = "Mine"\ndialect = "s3"\nbase = "s3"\n{rule}', "utf-8")
    assert provider("mine").kind_of("AccessDenied", 403, "") is Kind.QUOTA
    assert provider("mine").kind_of("NoSuchKey", 404, "") is Kind.NOT_FOUND


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('title = "A"\ndialect = "s3"\nbase = "b"\n', "has a base itself"),
        ('title = "A"\ndialect = "s3"\nbase = "s3"\n[limits]\nodd = { value = 1, source = "x" }\n', "odd"),
        ('title = "A"\ndialect = "s3"\nbase = "s3"\n[quirks]\nodd = { value = 1, source = "x" }\n', "odd"),
        ("title = ", "a.toml cannot be used"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(files: Path, text: str, sentence: str) -> None:
    (files / "b.toml").write_text('title = "B"\ndialect = "s3"\nbase = "s3"\n', "utf-8")
    (files / "a.toml").write_text(text, "utf-8")
    with pytest.raises(ValueError, match=sentence):
        provider("a")


def test_the_limits_of_oss_are_those_of_its_pages() -> None:
    limits, features = provider("oss").limits, provider("oss").features
    assert limits.simple_max == 2**30
    assert (limits.part_min, limits.part_max, limits.parts_max) == (100 * 2**10, 5 * 2**30, 10_000)
    assert (limits.key_max, limits.user_metadata_max, limits.list_max) == (1023, 8 * 2**10, 1000)
    assert (limits.tags_max, limits.clock_skew_s, limits.numbers_consecutive) == (10, 15 * 60, False)
    assert features.archived_classes == {"Archive", "ColdArchive", "DeepColdArchive"}
    assert not features.cross_region


def test_the_endpoints_of_oss_are_named_after_their_regions() -> None:
    regions = provider("oss").regions
    assert len({region.id for region in regions}) == len(regions)
    for region in regions:
        assert region.public == f"oss-{region.id}.aliyuncs.com"
        assert region.internal == f"oss-{region.id}-internal.aliyuncs.com"
        assert region.dual_stack in ("", f"{region.id}.oss.aliyuncs.com")


def test_a_rule_with_a_message_comes_before_the_one_without() -> None:
    oss = provider("oss")
    assert oss.kind_of("AccessDenied", 403, "Target object does not reside in the same data center") is Kind.UNSUPPORTED
    assert oss.kind_of("AccessDenied", 403, "no") is Kind.DENIED
    assert oss.kind_of("NoSuchThing", 400, "") is None


def test_a_rule_holds_for_another_status_when_there_is_none_for_it() -> None:
    assert provider("oss").kind_of("InternalError", 200, "") is Kind.TRANSIENT


def test_a_provider_without_a_file_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        provider("../oss")


@pytest.fixture
def other_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """As if `core` lay in a directory without any resources."""
    monkeypatch.setattr(assets, "__file__", str(tmp_path / "site" / "core" / "rules" / "assets.py"))
    assets.resources.cache_clear()
    yield tmp_path
    assets.resources.cache_clear()


def test_an_installed_program_finds_its_resources_beside_the_window(other_place: Path) -> None:
    place = other_place / "site" / "gui" / "_resources"
    (place / "providers").mkdir(parents=True)
    assert assets.resources() == place


def test_a_frozen_program_finds_its_resources_where_it_was_unpacked(
    other_place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (other_place / "unpacked" / "resources" / "providers").mkdir(parents=True)
    monkeypatch.setattr(sys, "_MEIPASS", str(other_place / "unpacked"), raising=False)
    assert assets.resources() == other_place / "unpacked" / "resources"


def test_a_program_that_lost_its_resources_says_so(other_place: Path) -> None:
    with pytest.raises(FileNotFoundError, match="install it again"):
        assets.resources()


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        (("s3", "https://minio.home:9000"), ("s3", "https://minio.home:9000/"), True),
        (("s3", "https://minio.home:9000"), ("minio", "HTTPS://MINIO.home:9000"), True),
        (("s3", "https://minio.home"), ("s3", "minio.home:443"), True),
        (("s3", "https://minio.home:9000"), ("s3", "https://minio.home:9443"), False),
        (("s3", "https://here.example"), ("s3", "https://there.example"), False),
        (("s3", "https://s3.us-east-1.amazonaws.com"), ("s3", "https://s3.eu-west-1.amazonaws.com"), False),
        (("aws", "https://s3.us-east-1.amazonaws.com"), ("aws", "https://s3.eu-west-1.amazonaws.com"), True),
        (("aws", "https://s3.us-east-1.amazonaws.com"), ("aws", "https://s3.cn-north-1.amazonaws.com.cn"), False),
        (("aws", "https://s3.us-east-1.amazonaws.com"), ("aws", "https://s3.us-gov-west-1.amazonaws.com"), False),
        (("aws", "https://s3-us-gov-west-1.amazonaws.com"), ("aws", "https://s3.us-gov-east-1.amazonaws.com"), True),
        (("aws", "http://127.0.0.1:9001"), ("aws", "https://s3.us-east-1.amazonaws.com"), False),
        (("oss", "https://oss-cn-hangzhou.aliyuncs.com"), ("oss", "https://oss-cn-beijing.aliyuncs.com"), True),
        (("oss", "https://oss-cn-hangzhou.aliyuncs.com"), ("oss", "https://files.example.com"), False),
        (("oss", "https://oss-cn-hangzhou.aliyuncs.com"), ("oss", "https://aliyuncs.com.evil.example"), False),
        (("cos", "https://cos.ap-a.myqcloud.com"), ("cos", "https://cos.ap-b.tencentcos.cn"), True),
        (("cos", "https://cos.ap-a.myqcloud.com"), ("oss", "https://oss-cn-hangzhou.aliyuncs.com"), False),
        (("r2", "https://one.r2.cloudflarestorage.com"), ("r2", "https://two.r2.cloudflarestorage.com"), False),
        (("oss", "http://127.0.0.1:9001"), ("oss", "http://127.0.0.1:9002"), True),
        (("s3", "http://127.0.0.1:9001"), ("s3", "http://127.0.0.1:9002"), False),
        (("s3", "http://[::1"), ("s3", "http://[::1"), False),
    ],
)
def test_two_accounts_speak_to_one_store_only_where_that_is_known(
    one: tuple[str, str], other: tuple[str, str], *, is_one: bool
) -> None:
    here, there = (Account(f"{place}", *place) for place in (one, other))
    assert is_one_store(here, there) is is_one_store(there, here) is is_one
