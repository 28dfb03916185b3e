"""Where requests go, and for which region they are signed."""

from __future__ import annotations

import re

import pytest

from core.model.ops import HeadObject
from core.model.values import Account, Addressing, BucketInfo, Credentials, ObjectRef, Site
from core.rules.providers import provider, provider_names
from core.store.dialects.base import WireRequest, WireResponse
from core.store.dialects.s3.dialect import DIALECT
from core.store.dialects.s3.endpoints import region_of
from core.store.layers import AccountSession
from core.store.stores import stack
from tests.doubles.clock import FakeClock

STORES = [name for name in provider_names() if provider(name).dialect_name == "s3"]
IRELAND = BucketInfo("b", "eu-west-1")


def account(endpoint: str, region: str = "", addressing: Addressing = Addressing.AUTO, store: str = "aws") -> Account:
    return Account("work", store, endpoint, region, addressing)


@pytest.mark.parametrize(
    ("endpoint", "region"),
    [
        ("https://s3.eu-central-1.amazonaws.com", "eu-central-1"),
        ("https://s3.dualstack.eu-central-1.amazonaws.com", "eu-central-1"),
        ("https://s3-eu-west-1.amazonaws.com", "eu-west-1"),
        ("https://s3.amazonaws.com", "us-east-1"),
        ("https://s3.cn-north-1.amazonaws.com.cn", "cn-north-1"),
        ("https://s3-accelerate.amazonaws.com", "us-east-1"),
        ("https://S3.EU-Central-1.amazonaws.com/", "eu-central-1"),
        ("s3.eu-central-1.amazonaws.com", "eu-central-1"),
        ("https://s3.eu-central-1.wasabisys.com", "eu-central-1"),
        ("https://s3.wasabisys.com", "us-east-1"),
        ("https://s3.nl-1.wasabisys.com", "eu-central-1"),
        ("https://fra1.digitaloceanspaces.com", "fra1"),
        ("https://obs.cn-north-4.myhuaweicloud.com", "cn-north-4"),
        ("https://tos-s3-cn-beijing.ivolces.com", "cn-beijing"),
        ("https://s3-cn-sh2.ufileos.com", "cn-sh2"),
        ("https://0a1b.r2.cloudflarestorage.com", "auto"),
        ("https://0a1b.eu.r2.cloudflarestorage.com", "auto"),
        ("https://store.example.com", "us-east-1"),
        ("http://127.0.0.1:9000", "us-east-1"),
    ],
)
def test_the_region_is_told_by_the_endpoint_whatever_the_provider(endpoint: str, region: str) -> None:
    for store in ("aws", "s3"):
        assert DIALECT.bucket_site(account(endpoint, store=store), None).region == region


def test_the_accounts_region_wins_over_its_endpoint() -> None:
    site = DIALECT.service_site(account("https://minio.example.com", "home-1", store="minio"))
    assert site == Site("https", "minio.example.com", "home-1", Addressing.PATH)


def test_a_store_with_one_region_is_always_signed_for_that() -> None:
    r2 = account("https://0a1b.r2.cloudflarestorage.com", "eu-west-1", store="r2")
    assert DIALECT.service_site(r2).region == "auto"
    assert DIALECT.bucket_site(r2, BucketInfo("b", "weur")).region == "auto"


@pytest.mark.parametrize(
    ("endpoint", "store", "addressing"),
    [
        ("https://s3.eu-central-1.amazonaws.com", "aws", Addressing.VIRTUAL),
        ("https://store.example.com:8443", "s3", Addressing.VIRTUAL),
        ("https://minio.example.com", "minio", Addressing.PATH),
        ("https://obs.cn-north-4.myhuaweicloud.com", "obs", Addressing.VIRTUAL),
        ("http://10.0.0.7", "s3", Addressing.PATH),
        ("http://127.0.0.1:9000", "s3", Addressing.PATH),
        ("http://[::1]:9000", "s3", Addressing.PATH),
        ("http://localhost:9000", "s3", Addressing.PATH),
    ],
)
def test_addressing_is_chosen_by_the_store_and_by_the_host(endpoint: str, store: str, addressing: Addressing) -> None:
    site = DIALECT.service_site(account(endpoint, store=store))
    assert site.addressing is addressing
    assert f"{site.scheme}://{site.host}" == endpoint


@pytest.mark.parametrize("addressing", [Addressing.PATH, Addressing.VIRTUAL, Addressing.CUSTOM])
@pytest.mark.parametrize("store", ["aws", "minio", "tos"])
def test_a_chosen_addressing_stays(store: str, addressing: Addressing) -> None:
    site = DIALECT.bucket_site(account("http://127.0.0.1:9000", "r", addressing, store), None)
    assert site.addressing is addressing


@pytest.mark.parametrize(
    ("endpoint", "sentence"),
    [
        ("", "no usable host"),
        ("https://a b.example.com", "no usable host"),
        ("ftp://s3.amazonaws.com", "https:// or http://"),
        ("https://s3.amazonaws.com/bucket", "a scheme and a host only"),
        ("https://id:secret@s3.amazonaws.com", "a scheme and a host only"),
        ("https://mine.s3.eu-west-1.amazonaws.com", "without: s3.eu-west-1.amazonaws.com"),
        ("https://my.dotted.s3.eu-west-1.amazonaws.com", "without: s3.eu-west-1.amazonaws.com"),
        ("https://mine.s3.amazonaws.com", "without: s3.amazonaws.com"),
        ("https://mine.fra1.digitaloceanspaces.com", "without: fra1.digitaloceanspaces.com"),
        ("https://mine.0a1b.r2.cloudflarestorage.com", "without: 0a1b.r2.cloudflarestorage.com"),
    ],
)
def test_an_endpoint_that_cannot_be_used_is_refused_with_a_sentence(endpoint: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=re.escape(sentence)) as caught:
        DIALECT.service_site(account(endpoint))
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("name", STORES)
def test_every_endpoint_of_a_file_tells_its_region_and_names_no_bucket(name: str) -> None:
    for region in provider(name).regions:
        for host in filter(None, (region.public, region.internal, region.dual_stack)):
            assert region_of(host) == region.id
            assert DIALECT.service_site(account(f"https://{host}", store=name)).region == region.id


# ---------------------------------------------------------------- the service


def test_buckets_are_listed_at_a_regional_endpoint_when_the_account_uses_an_accelerate_host() -> None:
    site = DIALECT.service_site(account("https://s3-accelerate.amazonaws.com", "eu-west-1"))
    assert site == Site("https", "s3.us-east-1.amazonaws.com", "us-east-1", Addressing.VIRTUAL)


def test_a_custom_domain_cannot_list_buckets_and_says_what_to_do() -> None:
    with pytest.raises(ValueError, match="path to open first"):
        DIALECT.service_site(account("https://img.example.com", "eu-west-1", Addressing.CUSTOM))


# ---------------------------------------------------------------- buckets of other regions


@pytest.mark.parametrize(
    ("endpoint", "host"),
    [
        ("https://s3.eu-central-1.amazonaws.com", "s3.eu-west-1.amazonaws.com"),
        ("https://s3.dualstack.eu-central-1.amazonaws.com", "s3.dualstack.eu-west-1.amazonaws.com"),
        ("https://s3.amazonaws.com", "s3.eu-west-1.amazonaws.com"),
        ("https://s3.eu-west-1.amazonaws.com", "s3.eu-west-1.amazonaws.com"),
        ("https://s3-accelerate.amazonaws.com", "s3-accelerate.amazonaws.com"),
        ("https://s3.nl-1.wasabisys.com", "s3.eu-west-1.wasabisys.com"),
        ("https://store.example.com", "store.example.com"),
        ("http://127.0.0.1:9000", "127.0.0.1:9000"),
    ],
)
def test_a_bucket_is_reached_in_its_own_region(endpoint: str, host: str) -> None:
    site = DIALECT.bucket_site(account(endpoint, "eu-central-1"), IRELAND)
    assert (site.host, site.region) == (host, "eu-west-1")


def test_a_bucket_of_the_first_region_stays_at_the_global_endpoint() -> None:
    site = DIALECT.bucket_site(account("https://s3.amazonaws.com"), BucketInfo("b", "us-east-1"))
    assert (site.host, site.region) == ("s3.amazonaws.com", "us-east-1")


def test_a_bucket_whose_region_is_not_known_is_where_the_account_says() -> None:
    site = DIALECT.bucket_site(account("https://s3.eu-central-1.amazonaws.com"), BucketInfo("b"))
    assert (site.host, site.region) == ("s3.eu-central-1.amazonaws.com", "eu-central-1")


def test_a_custom_domain_stays_and_is_signed_for_the_region_of_its_bucket() -> None:
    site = DIALECT.bucket_site(account("https://img.example.com", "", Addressing.CUSTOM), IRELAND)
    assert site == Site("https", "img.example.com", "eu-west-1", Addressing.CUSTOM)


@pytest.mark.parametrize("region", ["evil.example/", "a.b", "a/b", "a b", "a\r\nb", "A"])
def test_a_region_that_would_change_the_host_is_not_followed(region: str) -> None:
    site = DIALECT.bucket_site(account("https://s3.eu-central-1.amazonaws.com"), BucketInfo("b", region))
    assert (site.host, site.region) == ("s3.eu-central-1.amazonaws.com", "eu-central-1")


# ---------------------------------------------------------------- hints

FRANKFURT = Site("https", "s3.eu-central-1.amazonaws.com", "eu-central-1", Addressing.VIRTUAL)
EVERYWHERE = Site("https", "s3.amazonaws.com", "us-east-1", Addressing.PATH)
PRIVATE = Site("https", "minio.corp.example:9000", "us-east-1", Addressing.PATH)
LOCAL = Site("http", "127.0.0.1:9001", "r1", Addressing.PATH)


@pytest.mark.parametrize(
    ("site", "hint", "moved"),
    [
        (FRANKFURT, "eu-west-1", ("s3.eu-west-1.amazonaws.com", "eu-west-1")),
        (FRANKFURT, "s3.eu-west-1.amazonaws.com", ("s3.eu-west-1.amazonaws.com", "eu-west-1")),
        (FRANKFURT, "mine.s3-eu-west-1.amazonaws.com", ("s3.eu-west-1.amazonaws.com", "eu-west-1")),
        (FRANKFURT, "https://mine.s3.us-west-2.amazonaws.com/key", ("s3.us-west-2.amazonaws.com", "us-west-2")),
        (FRANKFURT, "mine.s3.amazonaws.com", ("s3.us-east-1.amazonaws.com", "us-east-1")),
        (EVERYWHERE, "eu-west-1", ("s3.eu-west-1.amazonaws.com", "eu-west-1")),
        (PRIVATE, "home-1", ("minio.corp.example:9000", "home-1")),
        (LOCAL, "r2", ("127.0.0.1:9001", "r2")),
        (LOCAL, "localhost:9002", ("localhost:9002", "r1")),
        (LOCAL, "[::1]:9002", ("[::1]:9002", "r1")),
        (Site("https", "img.example.com", "r", Addressing.CUSTOM), "eu-west-1", ("img.example.com", "eu-west-1")),
    ],
)
def test_a_hint_that_names_a_region_or_an_endpoint_is_followed(site: Site, hint: str, moved: tuple[str, str]) -> None:
    found = DIALECT.moved_site(site, hint)
    assert found is not None
    assert (found.host, found.region) == moved
    assert (found.scheme, found.addressing) == (site.scheme, site.addressing)


@pytest.mark.parametrize(
    ("site", "hint"),
    [
        (FRANKFURT, ""),
        (FRANKFURT, "eu-central-1"),
        (FRANKFURT, FRANKFURT.host),
        (FRANKFURT, "evil.example"),
        (FRANKFURT, "s3.eu-west-1.amazonaws.com.evil.example"),
        (FRANKFURT, "evils3.eu-west-1.amazonaws.com.evil"),
        (FRANKFURT, "ec2-1-2-3-4.compute-1.amazonaws.com"),
        (FRANKFURT, "my-balancer.eu-west-1.elb.amazonaws.com"),
        (FRANKFURT, "s3.eu-west-1.wasabisys.com"),
        (FRANKFURT, "127.0.0.1:80"),
        (FRANKFURT, "evil.example#.s3.eu-west-1.amazonaws.com"),
        (FRANKFURT, "u:p@s3.eu-west-1.amazonaws.com"),
        (FRANKFURT, "a\r\nb.s3.eu-west-1.amazonaws.com"),
        (PRIVATE, "minio2.corp.example:9000"),
        (PRIVATE, "s3.eu-west-1.amazonaws.com"),
        (LOCAL, "s3.eu-west-1.amazonaws.com"),
        (LOCAL, "10.0.0.7"),
        (LOCAL, "127.0.0.1.evil.example"),
        (Site("https", "img.example.com", "r", Addressing.CUSTOM), "s3.eu-west-1.amazonaws.com"),
    ],
)
def test_a_hint_that_leads_elsewhere_or_nowhere_is_not_followed(site: Site, hint: str) -> None:
    assert DIALECT.moved_site(site, hint) is None


class Elsewhere:
    """The service as it answers HEAD for a bucket in Ireland; `asked` is every request in order."""

    def __init__(self) -> None:
        self.asked: list[WireRequest] = []

    def send(self, request: WireRequest) -> WireResponse:
        self.asked.append(request)
        region = ((b"x-amz-bucket-region", b"eu-west-1"),)
        if b"/eu-west-1/s3/" not in dict(request.headers)[b"authorization"]:
            return WireResponse(400, region, b"")
        return WireResponse(200, (*region, (b"content-length", b"3"), (b"etag", b'"e"')), b"")

    def interrupt(self) -> None:
        """Nothing waits."""

    def close(self) -> None:
        """Nothing is open."""


def test_a_request_to_the_wrong_region_is_signed_again_for_the_right_one_and_so_are_all_later_ones() -> None:
    service = Elsewhere()
    line = AccountSession(
        account("https://s3.eu-central-1.amazonaws.com"), DIALECT, lambda _: Credentials("id", "secret")
    )
    store = stack(line, service, FakeClock())
    for _ in range(2):
        assert store.call(HeadObject(ObjectRef("work", "b", "k"))).size == 3
    assert [request.host for request in service.asked] == [
        "b.s3.eu-central-1.amazonaws.com",
        "b.s3.eu-west-1.amazonaws.com",
        "b.s3.eu-west-1.amazonaws.com",
    ]
