"""The figures of COS, and that the program finds its dialect by them."""

from __future__ import annotations

from core.model.errors import Kind
from core.rules.providers import provider
from core.store.dialects.cos.dialect import DIALECT
from core.store.stores import dialect_for


def test_the_dialect_of_the_provider_is_found() -> None:
    assert dialect_for("cos") is DIALECT
    assert DIALECT.name == provider("cos").dialect_name == "cos"


def test_the_limits_of_cos_are_those_of_its_pages() -> None:
    limits, features = provider("cos").limits, provider("cos").features
    assert limits.simple_max == limits.part_max == limits.put_max == 5 * 2**30
    assert (limits.part_min, limits.parts_max, limits.numbers_consecutive) == (2**20, 10_000, True)
    assert limits.multipart_max == 50_000 * 2**30
    assert (limits.key_max, limits.user_metadata_max, limits.list_max) == (850, 2 * 2**10, 1000)
    assert (limits.tags_max, limits.clock_skew_s) == (10, 15 * 60)
    assert features.archived_classes == {"ARCHIVE", "DEEP_ARCHIVE"}
    assert features.cross_region
    assert features.leading_slash


def test_the_endpoints_of_cos_are_named_after_their_regions() -> None:
    for region in provider("cos").regions:
        assert region.public == f"cos.{region.id}.myqcloud.com"
        assert region.internal == f"cos-internal.{region.id}.tencentcos.cn"


def test_the_code_decides_where_the_pages_disagree_about_the_status() -> None:
    cos = provider("cos")
    for status in (200, 400, 403, 404):
        assert cos.kind_of("ExpiredToken", status, "") is Kind.CREDENTIALS_EXPIRED
        assert cos.kind_of("NoSuchUpload", status, "") is Kind.NO_UPLOAD
