"""Listings of the sandbox against a plain model, buckets, and who may see what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote, unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.sandbox.protocol.call import Head
from core.sandbox.settings import Settings
from core.sandbox.world import Bucket, KeyPair
from tests.doubles.sandbox import ENDPOINTS, KEY, NOW, Caller, Reply, signed_v1


@pytest.fixture
def caller() -> Caller:
    return Caller()


KEYS = st.lists(st.text("ab/汉😀 +%", min_size=1, max_size=6).filter(lambda key: key[0] != "/"), max_size=25)


def expected(keys: list[str], prefix: str, delimiter: str) -> list[str]:
    """What a listing shows: keys, and each common prefix once, in the order of their UTF-8 bytes."""
    found = set()
    for key in keys:
        if key.startswith(prefix):
            end = key.find(delimiter, len(prefix)) if delimiter else -1
            found.add(key if end < 0 else key[: end + 1])
    return sorted(found, key=str.encode)


def pages(caller: Caller, version: int, prefix: str, delimiter: str, size: int) -> Iterator[Reply]:
    query = f"prefix={quote(prefix)}&delimiter={quote(delimiter)}&max-keys={size}&encoding-type=url"
    query += "&list-type=2" if version == 2 else ""
    more = ""
    for _ in range(60):
        page = caller.ask("GET", "bucket", query=query + more)
        assert page.status == 200
        yield page
        if page.texts("IsTruncated") == ["false"]:
            return
        if version == 2:
            more = "&continuation-token=" + page.texts("NextContinuationToken")[0]
        else:
            more = "&marker=" + page.texts("NextMarker")[0]
    raise AssertionError("the pages do not end")


@settings(max_examples=150)
@given(KEYS, st.sampled_from(["", "a", "a/", "b", "汉"]), st.sampled_from(["", "/"]), st.integers(1, 5))
@pytest.mark.parametrize("version", [1, 2])
def test_the_pages_of_a_listing_show_everything_once_in_order(
    version: int, keys: list[str], prefix: str, delimiter: str, size: int
) -> None:
    caller = Caller()
    for key in keys:
        caller.put("bucket/" + key, b"")
    listed: list[str] = []
    for page in pages(caller, version, prefix, delimiter, size):
        both = page.texts("Contents/Key") + page.texts("CommonPrefixes/Prefix")
        assert len(both) <= size
        if version == 2:
            assert page.texts("KeyCount") == [str(len(both))]
        listed += sorted((unquote(name) for name in both), key=str.encode)
    assert listed == expected(keys, prefix, delimiter)


@settings(max_examples=60)
@given(KEYS, st.sampled_from(["", "/"]), st.integers(1, 4))
def test_the_pages_of_versions_show_every_version_once(keys: list[str], delimiter: str, size: int) -> None:
    caller = Caller()
    body = b"<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>"
    caller.ask("PUT", "bucket", body=body, query="versioning")
    for key in keys:
        caller.put("bucket/" + key, b"")
        caller.ask("DELETE", "bucket/" + key)
    shown: list[str] = []
    more = ""
    for _ in range(200):
        query = f"versions&max-keys={size}&delimiter={quote(delimiter)}&encoding-type=url{more}"
        page = caller.ask("GET", "bucket", query=query)
        shown += page.texts("Version/Key") + page.texts("DeleteMarker/Key") + page.texts("CommonPrefixes/Prefix")
        if page.texts("IsTruncated") == ["false"]:
            break
        more = f"&key-marker={page.texts('NextKeyMarker')[0]}"
        more += f"&version-id-marker={page.texts('NextVersionIdMarker')[0]}"
    named = [unquote(name) for name in shown]
    assert sorted(set(named)) == sorted(expected(keys, "", delimiter))
    folded = [key for key in keys if delimiter and delimiter in key]
    assert len(named) == 2 * (len(keys) - len(folded)) + len({key[: key.index("/") + 1] for key in folded})


def test_a_deleted_object_is_not_listed_where_versions_are_kept(caller: Caller) -> None:
    body = b"<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>"
    caller.ask("PUT", "bucket", body=body, query="versioning")
    caller.put("bucket/kept")
    caller.put("bucket/gone")
    caller.ask("DELETE", "bucket/gone")
    assert caller.ask("GET", "bucket").texts("Contents/Key") == ["kept"]


def test_a_listing_shows_100_keys_unless_told_otherwise(caller: Caller) -> None:
    for number in range(150):
        caller.put(f"bucket/{number:03}", b"")
    assert len(caller.ask("GET", "bucket").texts("Contents/Key")) == 100
    assert len(caller.ask("GET", "bucket", query="max-keys=1000").texts("Contents/Key")) == 150


@pytest.mark.parametrize("size", ["1001", "-1", "many"])
def test_a_page_size_outside_0_to_1000_is_refused(caller: Caller, size: str) -> None:
    assert caller.ask("GET", "bucket", query=f"max-keys={size}").code == "InvalidArgument"


def test_a_token_of_nobodys_making_is_refused(caller: Caller) -> None:
    reply = caller.ask("GET", "bucket", query="list-type=2&continuation-token=abc")
    assert (reply.status, reply.code) == (400, "InvalidArgument")


def test_a_listing_tells_what_an_object_is(caller: Caller) -> None:
    caller.put("bucket/key", b"data", {"x-oss-storage-class": "IA"})
    page = caller.ask("GET", "bucket", query="list-type=2&fetch-owner=true")
    shown = {node.tag: node.text for node in page.xml.iterfind("Contents/*")}
    etag = caller.ask("HEAD", "bucket/key").headers["etag"]
    assert (shown["ETag"], shown["Size"], shown["Type"], shown["StorageClass"]) == (etag, "4", "Normal", "IA")
    assert shown["LastModified"] == "2025-06-15T15:06:40.000Z"
    assert page.texts("Contents/Owner/ID") == [KEY.owner]
    assert caller.ask("GET", "bucket", query="list-type=2").texts("Contents/Owner/ID") == []


# ---------------------------------------------------------------- buckets


def test_buckets_of_all_regions_are_listed_with_the_endpoint_of_each(caller: Caller) -> None:
    page = caller.ask("GET", "")
    assert page.texts("Buckets/Bucket/Name") == ["bucket", "far-away", "other"]
    assert page.texts("Buckets/Bucket/Location") == ["oss-cn-hangzhou", "oss-cn-shanghai", "oss-cn-hangzhou"]
    assert page.texts("Buckets/Bucket/ExtranetEndpoint") == [
        ENDPOINTS["cn-hangzhou"],
        ENDPOINTS["cn-shanghai"],
        ENDPOINTS["cn-hangzhou"],
    ]


def test_buckets_are_listed_by_pages(caller: Caller) -> None:
    first = caller.ask("GET", "", query="max-keys=2")
    assert (first.texts("IsTruncated"), first.texts("NextMarker")) == (["true"], ["far-away"])
    rest = caller.ask("GET", "", query="max-keys=2&marker=far-away")
    assert rest.texts("Buckets/Bucket/Name") == ["other"]


def test_a_bucket_tells_its_facts(caller: Caller) -> None:
    info = caller.ask("GET", "bucket", query="bucketInfo")
    assert info.texts("Bucket/Location") == ["oss-cn-hangzhou"]
    assert info.texts("Bucket/AccessControlList/Grant") == ["private"]
    assert info.texts("Bucket/Versioning") == []
    assert caller.ask("GET", "bucket", query="location").xml.text == "oss-cn-hangzhou"


def test_a_bucket_is_made_and_dropped_when_it_is_empty(caller: Caller) -> None:
    assert caller.ask("PUT", "brand-new").status == 200
    caller.put("brand-new/key")
    assert caller.ask("DELETE", "brand-new").code == "BucketNotEmpty"
    caller.ask("DELETE", "brand-new/key")
    assert caller.ask("DELETE", "brand-new").status == 204
    assert caller.ask("GET", "brand-new").code == "NoSuchBucket"


@pytest.mark.parametrize("name", ["ab", "Upper", "-dash", "under_score", "x" * 64])
def test_a_bucket_name_against_the_rules_is_refused(caller: Caller, name: str) -> None:
    assert caller.ask("PUT", name).code == "InvalidBucketName"


def test_a_bucket_of_another_region_names_the_endpoint_to_ask(caller: Caller) -> None:
    for resource in ("far-away", "far-away/key"):
        reply = caller.ask("GET", resource)
        assert (reply.status, reply.code) == (403, "AccessDenied")
        assert "must be addressed using the specified endpoint" in reply.xml.findtext("Message", "")
        assert reply.xml.findtext("Endpoint") == ENDPOINTS["cn-shanghai"]


# ---------------------------------------------------------------- addresses


def via_host(caller: Caller, host: str, target: str, resource: str) -> Reply:
    headers = signed_v1("GET", resource, "", {"host": host}, key=KEY, now=NOW)
    return caller.send(Head("GET", target, headers, "cn-hangzhou"))


@pytest.mark.parametrize(
    ("host", "target"),
    [
        ("bucket.oss-cn-hangzhou.aliyuncs.com", "/dir/key"),
        ("bucket.oss-cn-hangzhou-internal.aliyuncs.com:8080", "/dir%2Fkey"),
        ("BUCKET.sandbox.test:7001", "/dir/key"),
        ("files.example.com", "/dir/key"),
        ("127.0.0.1:7001", "/bucket/dir/key"),
        ("[::1]:7001", "/bucket/dir/key"),
        ("localhost", "/bucket/dir/key"),
    ],
)
def test_a_bucket_is_found_in_host_domain_or_path(caller: Caller, host: str, target: str) -> None:
    caller.settings = Settings(domains={"files.example.com": "bucket"})
    caller.put("bucket/dir/key", b"found")
    assert via_host(caller, host, target, "bucket/dir/key").body == b"found"


def test_path_style_is_refused_on_the_vendors_hosts(caller: Caller) -> None:
    reply = via_host(caller, "oss-cn-hangzhou.aliyuncs.com", "/bucket/key", "")
    assert (reply.status, reply.code) == (403, "SecondLevelDomainForbidden")


def test_the_region_of_a_vendors_host_counts_whatever_the_port(caller: Caller) -> None:
    assert via_host(caller, "far-away.oss-cn-shanghai.aliyuncs.com", "/", "far-away").status == 200
    reply = via_host(caller, "far-away.oss-cn-hangzhou.aliyuncs.com", "/", "far-away")
    assert reply.xml.findtext("Endpoint") == "oss-cn-shanghai.aliyuncs.com"


# ---------------------------------------------------------------- rights


@pytest.mark.parametrize(
    ("bucket_acl", "object_acl", "may_read", "may_list", "may_write"),
    [
        ("private", "default", False, False, False),
        ("private", "public-read", True, False, False),
        ("public-read", "default", True, True, False),
        ("public-read", "private", False, True, False),
        ("public-read-write", "default", True, True, True),
    ],
)
def test_strangers_may_do_what_the_acls_say(
    caller: Caller, bucket_acl: str, object_acl: str, may_read: bool, may_list: bool, may_write: bool
) -> None:
    caller.put("bucket/key", b"data", {"x-oss-object-acl": object_acl})
    assert caller.ask("PUT", "bucket", {"x-oss-acl": bucket_acl}, query="acl").status == 200
    stranger = caller.world.add_key(KeyPair("K2", "s2", "owner-2"))
    for who in (stranger, None):
        assert (caller.ask("GET", "bucket/key", key=who).status == 200) == may_read
        assert (caller.ask("GET", "bucket", key=who).status == 200) == may_list
        assert (caller.ask("PUT", "bucket/new", body=b"x", key=who).status == 200) == may_write
        assert caller.ask("GET", "bucket", key=who, query="bucketInfo").status == 403


def test_a_policy_can_forbid_single_operations(caller: Caller) -> None:
    caller.put("bucket/key", b"data", {"x-oss-tagging": "a=1"})
    barred = frozenset({"ListBuckets", "GetObjectTagging", "PutObjectTagging"})
    key = caller.world.add_key(replace(KEY, key_id="K3", denied=barred))
    assert caller.ask("GET", "", key=key).code == "AccessDenied"
    assert caller.ask("GET", "bucket", key=key).status == 200
    assert caller.ask("GET", "bucket/key", key=key, query="tagging").code == "AccessDenied"
    assert "x-oss-tagging-count" not in caller.ask("HEAD", "bucket/key", key=key).headers
    assert caller.ask("PUT", "bucket/key", {"x-oss-tagging": "a=1"}, b"x", key=key).code == "AccessDenied"


def test_only_an_accounts_own_buckets_are_listed(caller: Caller) -> None:
    stranger = caller.world.add_key(KeyPair("K2", "s2", "owner-2"))
    caller.world.add_bucket(Bucket("theirs", "owner-2", "cn-hangzhou", NOW))
    assert caller.ask("GET", "", key=stranger).texts("Buckets/Bucket/Name") == ["theirs"]
