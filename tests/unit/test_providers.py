"""The files in resources/providers, and finding them."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core import assets
from core.errors import Kind
from core.providers import provider, provider_names


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
    figures = [table for table in tables(data) if "value" in table or "kind" in table]
    assert figures
    assert {table["source"] for table in figures} <= sources


@pytest.mark.parametrize("name", provider_names())
def test_every_provider_can_be_read(name: str) -> None:
    found = provider(name)
    assert found.name == name
    assert found.title
    assert found.limits.part_min < found.limits.part_max


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
    monkeypatch.setattr(assets, "__file__", str(tmp_path / "site" / "core" / "assets.py"))
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
