"""Where requests go, and for which region they are signed."""

from __future__ import annotations

import re

import pytest

from core.model.values import Account, Addressing, BucketInfo, Site
from core.store.dialects.oss.dialect import DIALECT

SHANGHAI = BucketInfo("b", "cn-shanghai", "oss-cn-shanghai.aliyuncs.com", "oss-cn-shanghai-internal.aliyuncs.com")


def account(endpoint: str, region: str = "", addressing: Addressing = Addressing.AUTO) -> Account:
    return Account("work", "oss", endpoint, region, addressing)


@pytest.mark.parametrize(
    ("endpoint", "region"),
    [
        ("https://oss-cn-hangzhou.aliyuncs.com", "cn-hangzhou"),
        ("https://oss-cn-hangzhou-internal.aliyuncs.com", "cn-hangzhou"),
        ("https://vpc100-oss-cn-beijing.aliyuncs.com", "cn-beijing"),
        ("https://cn-hangzhou.oss.aliyuncs.com", "cn-hangzhou"),
        ("https://oss-cn-shenzhen-finance-1.aliyuncs.com", "cn-shenzhen-finance-1"),
        ("https://oss-cn-wuhan-lr.aliyuncs.com", "cn-wuhan-lr"),
        ("https://OSS-CN-Hangzhou.Aliyuncs.com/", "cn-hangzhou"),
        ("oss-cn-hangzhou.aliyuncs.com", "cn-hangzhou"),
        ("https://oss-accelerate.aliyuncs.com", ""),
        ("https://oss-accelerate-overseas.aliyuncs.com", ""),
        ("https://oss.example.com", ""),
        ("http://127.0.0.1:9000", ""),
    ],
)
def test_the_region_is_told_by_the_endpoint(endpoint: str, region: str) -> None:
    assert DIALECT.bucket_site(account(endpoint), None).region == region


def test_the_accounts_region_wins_over_its_endpoint() -> None:
    site = DIALECT.service_site(account("https://oss.example.com", "oss-cn-beijing"))
    assert site == Site("https", "oss.example.com", "cn-beijing", Addressing.VIRTUAL)


@pytest.mark.parametrize(
    ("endpoint", "addressing"),
    [
        ("https://oss-cn-hangzhou.aliyuncs.com", Addressing.VIRTUAL),
        ("https://oss.example.com:8443", Addressing.VIRTUAL),
        ("http://10.0.0.7", Addressing.PATH),
        ("http://127.0.0.1:9000", Addressing.PATH),
        ("http://[::1]:9000", Addressing.PATH),
        ("http://localhost:9000", Addressing.PATH),
    ],
)
def test_addressing_is_chosen_by_the_host(endpoint: str, addressing: Addressing) -> None:
    site = DIALECT.service_site(account(endpoint))
    assert site.addressing is addressing
    assert site.host == endpoint.partition("://")[2]
    assert site.scheme == endpoint.partition("://")[0]


@pytest.mark.parametrize("addressing", [Addressing.PATH, Addressing.VIRTUAL, Addressing.CUSTOM])
def test_a_chosen_addressing_stays(addressing: Addressing) -> None:
    site = DIALECT.bucket_site(account("http://127.0.0.1:9000", "r", addressing), None)
    assert site.addressing is addressing


def test_the_default_port_is_left_out_and_another_one_stays() -> None:
    assert DIALECT.service_site(account("https://oss.example.com:443")).host == "oss.example.com"
    assert DIALECT.service_site(account("http://oss.example.com:443")).host == "oss.example.com:443"


def test_a_domain_in_another_script_is_written_as_the_wire_needs_it() -> None:
    site = DIALECT.bucket_site(account("https://图片.example.com", "r", Addressing.CUSTOM), None)
    assert site.host == "xn--wcsw84d.example.com"


@pytest.mark.parametrize(
    ("endpoint", "sentence"),
    [
        ("", "no usable host"),
        ("https://", "no usable host"),
        ("https://a b.example.com", "no usable host"),
        ("https://example.com:99999", "no usable host"),
        ("https://example.com:port", "no usable host"),
        ("https://[::1", "no usable host"),
        ("https://a..b", "no usable host"),
        ("https://-.example.com", "no usable host"),
        ("ftp://oss-cn-hangzhou.aliyuncs.com", "https:// or http://"),
        ("https://oss-cn-hangzhou.aliyuncs.com/bucket", "a scheme and a host only"),
        ("https://oss-cn-hangzhou.aliyuncs.com?x=y", "a scheme and a host only"),
        ("https://id:secret@oss-cn-hangzhou.aliyuncs.com", "a scheme and a host only"),
        ("https://mine.oss-cn-hangzhou.aliyuncs.com", "without: oss-cn-hangzhou.aliyuncs.com"),
    ],
)
def test_an_endpoint_that_cannot_be_used_is_refused_with_a_sentence(endpoint: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=re.escape(sentence)) as caught:
        DIALECT.service_site(account(endpoint))
    assert "secret" not in str(caught.value)


# ---------------------------------------------------------------- the service


def test_buckets_are_listed_at_a_regional_endpoint_when_the_account_uses_an_accelerate_host() -> None:
    site = DIALECT.service_site(account("https://oss-accelerate.aliyuncs.com"))
    assert site == Site("https", "oss-cn-hangzhou.aliyuncs.com", "cn-hangzhou", Addressing.VIRTUAL)


def test_a_custom_domain_cannot_list_buckets_and_says_what_to_do() -> None:
    with pytest.raises(ValueError, match="path to open first"):
        DIALECT.service_site(account("https://img.example.com", "cn-hangzhou", Addressing.CUSTOM))


# ---------------------------------------------------------------- buckets of other regions


@pytest.mark.parametrize(
    ("endpoint", "host"),
    [
        ("https://oss-cn-hangzhou.aliyuncs.com", "oss-cn-shanghai.aliyuncs.com"),
        ("https://cn-hangzhou.oss.aliyuncs.com", "oss-cn-shanghai.aliyuncs.com"),
        ("https://cn-shanghai.oss.aliyuncs.com", "cn-shanghai.oss.aliyuncs.com"),
        ("https://oss-cn-hangzhou-internal.aliyuncs.com", "oss-cn-shanghai-internal.aliyuncs.com"),
        ("https://oss-cn-shanghai-internal.aliyuncs.com", "oss-cn-shanghai-internal.aliyuncs.com"),
        ("https://oss-accelerate.aliyuncs.com", "oss-accelerate.aliyuncs.com"),
    ],
)
def test_a_bucket_is_reached_in_its_own_region(endpoint: str, host: str) -> None:
    site = DIALECT.bucket_site(account(endpoint, "cn-hangzhou"), SHANGHAI)
    assert (site.host, site.region) == (host, "cn-shanghai")


def test_a_custom_domain_stays_and_is_signed_for_the_region_of_its_bucket() -> None:
    site = DIALECT.bucket_site(account("https://img.example.com", "", Addressing.CUSTOM), SHANGHAI)
    assert site == Site("https", "img.example.com", "cn-shanghai", Addressing.CUSTOM)


def test_an_account_on_the_internal_network_stays_there_when_the_bucket_names_no_internal_host() -> None:
    site = DIALECT.bucket_site(
        account("https://oss-cn-hangzhou-internal.aliyuncs.com"), BucketInfo("b", "cn-shanghai", SHANGHAI.endpoint)
    )
    assert site.host == "oss-cn-hangzhou-internal.aliyuncs.com"


@pytest.mark.parametrize("forged", ["oss-cn-shanghai.aliyuncs.com.evil.example", "1.cn-shanghai.fc.aliyuncs.com"])
def test_the_endpoint_of_a_bucket_is_trusted_only_next_to_the_accounts(forged: str) -> None:
    private = account("https://oss.corp.example", "r1")
    assert DIALECT.bucket_site(private, SHANGHAI).host == "oss.corp.example"
    bucket = BucketInfo("b", "cn-shanghai", forged)
    assert DIALECT.bucket_site(account("https://oss-cn-hangzhou.aliyuncs.com"), bucket).host == (
        "oss-cn-hangzhou.aliyuncs.com"
    )


def test_a_bucket_of_an_embedded_store_may_have_a_port_of_its_own() -> None:
    bucket = BucketInfo("b", "r2", "127.0.0.1:9002")
    site = DIALECT.bucket_site(account("http://127.0.0.1:9001", "r1"), bucket)
    assert site == Site("http", "127.0.0.1:9002", "r2", Addressing.PATH)


# ---------------------------------------------------------------- hints

HANGZHOU = Site("https", "oss-cn-hangzhou.aliyuncs.com", "cn-hangzhou", Addressing.VIRTUAL)
LOCAL = Site("http", "127.0.0.1:9001", "r1", Addressing.PATH)


@pytest.mark.parametrize(
    ("site", "hint", "moved"),
    [
        (HANGZHOU, "oss-us-west-1.aliyuncs.com", ("oss-us-west-1.aliyuncs.com", "us-west-1")),
        (HANGZHOU, " https://OSS-us-west-1.aliyuncs.com/ ", ("oss-us-west-1.aliyuncs.com", "us-west-1")),
        (LOCAL, "localhost:9002", ("localhost:9002", "r1")),
        (LOCAL, "127.0.0.1:9002", ("127.0.0.1:9002", "r1")),
        (LOCAL, "[::1]:9002", ("[::1]:9002", "r1")),
    ],
)
def test_a_hint_next_door_is_followed(site: Site, hint: str, moved: tuple[str, str]) -> None:
    found = DIALECT.moved_site(site, hint)
    assert found is not None
    assert (found.host, found.region) == moved
    assert (found.scheme, found.addressing) == (site.scheme, site.addressing)


@pytest.mark.parametrize(
    ("site", "hint"),
    [
        (HANGZHOU, ""),
        (HANGZHOU, HANGZHOU.host),
        (HANGZHOU, "evil.example"),
        (HANGZHOU, "oss-us-west-1.aliyuncs.com.evil.example"),
        (HANGZHOU, "evilaliyuncs.com"),
        (HANGZHOU, "aliyuncs.com"),
        (HANGZHOU, "127.0.0.1:80"),
        (HANGZHOU, "1234567890.cn-hangzhou.fc.aliyuncs.com"),
        (HANGZHOU, "rented.aliyuncs.com"),
        (HANGZHOU, "evil-bucket.oss-us-west-1.aliyuncs.com"),
        (HANGZHOU, "oss-us-west-1.aliyuncs.com:8443"),
        (HANGZHOU, "evil.example/.aliyuncs.com"),
        (HANGZHOU, "evil.example#.aliyuncs.com"),
        (HANGZHOU, "evil.example?.aliyuncs.com"),
        (HANGZHOU, "u:p@oss-us-west-1.aliyuncs.com"),
        (HANGZHOU, "a\r\nb.aliyuncs.com"),
        (LOCAL, "oss-us-west-1.aliyuncs.com"),
        (LOCAL, "10.0.0.7"),
        (LOCAL, "127.0.0.1.evil.example"),
        (Site("https", "oss.corp.example", "r", Addressing.VIRTUAL), "oss2.corp.example"),
        (Site("https", "img.example.com", "r", Addressing.CUSTOM), "oss-us-west-1.aliyuncs.com"),
    ],
)
def test_a_hint_that_leads_elsewhere_is_not_followed(site: Site, hint: str) -> None:
    assert DIALECT.moved_site(site, hint) is None
