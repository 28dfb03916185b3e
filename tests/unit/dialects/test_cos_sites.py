"""Where requests to COS go, and how a copy names its source."""

from __future__ import annotations

from typing import Any

import pytest

from core.model.values import Account, Addressing, BucketInfo, Site
from core.rules.providers import provider
from core.store.dialects.common.encoding import UnsendableError
from core.store.dialects.cos import endpoints as cos_sites
from core.store.dialects.cos.dialect import DIALECT

REGIONAL = "cos.ap-guangzhou.myqcloud.com"
BUCKET = BucketInfo("b-125", region="ap-shanghai")


def account(endpoint: str, **fields: Any) -> Account:
    return Account("work", "cos", endpoint, **fields)


def virtual(host: str, region: str = "", scheme: str = "https") -> Site:
    return Site(scheme, host, region, Addressing.VIRTUAL)


# ---------------------------------------------------------------- the service


@pytest.mark.parametrize(
    ("endpoint", "host"),
    [
        ("https://cos.ap-guangzhou.myqcloud.com", "service.cos.myqcloud.com"),
        ("https://service.cos.myqcloud.com", "service.cos.myqcloud.com"),
        ("https://cos.accelerate.myqcloud.com", "service.cos.myqcloud.com"),
        ("cos.ap-guangzhou.tencentcos.cn", "service.cos.tencentcos.cn"),
        ("https://cos-internal.ap-guangzhou.tencentcos.cn", "cos-internal.ap-guangzhou.tencentcos.cn"),
        ("https://storage.example.com:8443/", "storage.example.com:8443"),
    ],
)
def test_buckets_of_all_regions_are_listed_by_the_service_endpoint(endpoint: str, host: str) -> None:
    site = DIALECT.service_site(account(endpoint))
    assert (site.scheme, site.host, site.addressing) == ("https", host, Addressing.VIRTUAL)


def test_a_custom_domain_cannot_list_buckets() -> None:
    with pytest.raises(ValueError, match="reaches one bucket"):
        DIALECT.service_site(account("https://img.example.com", addressing=Addressing.CUSTOM))


# ---------------------------------------------------------------- a bucket


@pytest.mark.parametrize(
    ("endpoint", "host"),
    [
        ("https://cos.ap-guangzhou.myqcloud.com", "cos.ap-shanghai.myqcloud.com"),
        ("https://service.cos.myqcloud.com", "cos.ap-shanghai.myqcloud.com"),
        ("https://service.cos.tencentcos.cn", "cos.ap-shanghai.tencentcos.cn"),
        ("https://cos-internal.ap-guangzhou.tencentcos.cn", "cos-internal.ap-shanghai.tencentcos.cn"),
        ("https://cos.accelerate.myqcloud.com", "cos.accelerate.myqcloud.com"),
        ("https://storage.example.com", "storage.example.com"),
    ],
)
def test_a_bucket_is_reached_in_its_region_by_the_way_of_the_account(endpoint: str, host: str) -> None:
    assert DIALECT.bucket_site(account(endpoint), BUCKET) == virtual(host, "ap-shanghai")


def test_without_a_bucket_the_endpoint_or_the_account_tells_the_region() -> None:
    guangzhou = virtual(REGIONAL, "ap-guangzhou")
    assert DIALECT.bucket_site(account(f"https://{REGIONAL}"), None) == guangzhou
    assert DIALECT.bucket_site(account("https://service.cos.myqcloud.com", region="ap-guangzhou"), None) == guangzhou
    assert DIALECT.bucket_site(account(f"https://{REGIONAL}"), BucketInfo("b-125")) == guangzhou


def test_the_service_endpoint_reaches_no_bucket_without_a_region() -> None:
    with pytest.raises(ValueError, match="Enter the bucket's region"):
        DIALECT.bucket_site(account("https://service.cos.myqcloud.com"), None)


@pytest.mark.parametrize("region", ["ap guangzhou", "evil.example/", "a@b", "a.b"])
def test_a_region_cannot_name_another_host(region: str) -> None:
    with pytest.raises(ValueError, match="cannot be the name of a region"):
        DIALECT.bucket_site(account(f"https://{REGIONAL}"), BucketInfo("b-125", region=region))


def test_a_custom_domain_stays() -> None:
    site = DIALECT.bucket_site(account("https://img.example.com", addressing=Addressing.CUSTOM), BUCKET)
    assert site == Site("https", "img.example.com", "ap-shanghai", Addressing.CUSTOM)


@pytest.mark.parametrize("host", ["127.0.0.1:9000", "localhost:9000", "[::1]:9000", "192.168.0.7"])
def test_an_address_is_spoken_to_in_path_style(host: str) -> None:
    site = DIALECT.bucket_site(account(f"http://{host}", region="ap-guangzhou"), None)
    assert site == Site("http", host, "ap-guangzhou", Addressing.PATH)
    assert DIALECT.service_site(account(f"http://{host}")).host == host


def test_an_endpoint_that_names_a_bucket_is_answered_with_the_right_one() -> None:
    with pytest.raises(ValueError, match=r"Enter it without: cos\.ap-guangzhou\.myqcloud\.com\."):
        DIALECT.service_site(account(f"https://b-125.{REGIONAL}"))


@pytest.mark.parametrize("endpoint", ["", "https://", "ftp://h.example", "https://h.example/p", "https://a b"])
def test_an_endpoint_that_is_none_is_refused_with_a_sentence(endpoint: str) -> None:
    with pytest.raises(ValueError, match=r"^The endpoint .*\.$"):
        DIALECT.bucket_site(account(endpoint), None)


def test_every_region_of_the_table_is_recognised() -> None:
    regions = provider("cos").regions
    assert len({region.id for region in regions}) == len(regions)
    for region in regions:
        assert cos_sites.region_of(region.public) == cos_sites.region_of(region.internal) == region.id


@pytest.mark.parametrize("host", [*provider("cos").accelerate, "service.cos.myqcloud.com", "h.example", "myqcloud.com"])
def test_a_host_of_no_region_tells_none(host: str) -> None:
    assert cos_sites.region_of(host) == ""


# ---------------------------------------------------------------- redirections


@pytest.mark.parametrize(
    "hint",
    [
        "cos.ap-shanghai.myqcloud.com",
        "https://b-125.cos.ap-shanghai.myqcloud.com/a/key?x",
        "B-125.COS.ap-shanghai.myqcloud.com",
    ],
)
def test_a_redirection_inside_the_vendors_domains_is_followed(hint: str) -> None:
    moved = DIALECT.moved_site(virtual(REGIONAL, "ap-guangzhou"), hint)
    assert moved == virtual("cos.ap-shanghai.myqcloud.com", "ap-shanghai")


@pytest.mark.parametrize(
    "hint",
    [
        "",
        REGIONAL,
        "evil.example",
        "https://evil.example/cos.ap-shanghai.myqcloud.com",
        "evil.example?.cos.ap-shanghai.myqcloud.com",
        "cos.ap-shanghai.myqcloud.com:1@evil.example",
        "cos.ap-shanghai.myqcloud.com.evil.example",
        "cos.ap-shanghai.myqcloud.com:8443",
        "evil.ap-shanghai.myqcloud.com",
        "cos.accelerate.myqcloud.com",
        "service.cos.myqcloud.com",
    ],
)
def test_a_redirection_to_anywhere_else_is_not(hint: str) -> None:
    assert DIALECT.moved_site(virtual(REGIONAL, "ap-guangzhou"), hint) is None


def test_a_host_that_is_not_the_vendors_is_never_left() -> None:
    assert DIALECT.moved_site(Site("http", "127.0.0.1:1", "", Addressing.PATH), REGIONAL) is None
    assert DIALECT.moved_site(Site("https", "img.example.com", "", Addressing.CUSTOM), REGIONAL) is None


# ---------------------------------------------------------------- the source of a copy


@pytest.mark.parametrize(
    "site",
    [
        virtual("cos.ap-shanghai.myqcloud.com", "ap-shanghai"),
        virtual("cos.ap-shanghai.myqcloud.com"),
        virtual("cos.accelerate.myqcloud.com", "ap-shanghai"),
        virtual("cos-internal.ap-shanghai.tencentcos.cn", "ap-shanghai"),
        Site("https", "cos.ap-shanghai.myqcloud.com", "ap-shanghai", Addressing.PATH),
        Site("https", "img.example.com", "ap-shanghai", Addressing.CUSTOM),
    ],
)
def test_a_source_in_the_cloud_is_named_by_its_regional_host(site: Site) -> None:
    assert cos_sites.source_place(site, "src-125") == "src-125.cos.ap-shanghai.myqcloud.com"


@pytest.mark.parametrize(
    ("site", "place"),
    [
        (virtual("storage.example.com:81", "x"), "src-125.storage.example.com:81"),
        (Site("http", "127.0.0.1:9000", "ap-guangzhou", Addressing.PATH), "127.0.0.1:9000/src-125"),
    ],
)
def test_a_source_in_a_private_deployment_is_named_as_it_is_reached(site: Site, place: str) -> None:
    assert cos_sites.source_place(site, "src-125") == place


@pytest.mark.parametrize(
    "site", [virtual("cos.accelerate.myqcloud.com"), Site("https", "img.example.com", "", Addressing.CUSTOM)]
)
def test_a_source_of_an_unknown_region_is_refused_with_a_sentence(site: Site) -> None:
    with pytest.raises(UnsendableError, match="Enter it in its account's settings"):
        cos_sites.source_place(site, "src-125")


def test_a_source_bucket_cannot_name_another_host() -> None:
    with pytest.raises(UnsendableError, match="cannot be the name of a bucket"):
        cos_sites.source_place(virtual(REGIONAL, "ap-guangzhou"), "evil.example/x")
