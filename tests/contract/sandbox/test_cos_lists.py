"""Listings and buckets of the sandbox's COS protocol."""

from __future__ import annotations

from urllib.parse import quote, unquote

import pytest

from core.sandbox.world import Bucket, Versioning
from tests.doubles.cos import APPID, NOW, CosCaller


@pytest.fixture
def caller() -> CosCaller:
    return CosCaller()


# ---------------------------------------------------------------- listings


def filled(caller: CosCaller, *keys: str) -> None:
    for key in keys:
        caller.put("bucket/" + key, b"x")


def test_a_listing_goes_on_behind_its_marker(caller: CosCaller) -> None:
    filled(caller, "a/1", "a/2", "b", "c/1", "d")
    seen: list[str] = []
    marker = ""
    for _ in range(4):
        reply = caller.ask("GET", "bucket", query=f"delimiter=%2F&max-keys=1&marker={quote(marker, safe='')}")
        seen += reply.texts("Contents/Key") + reply.texts("CommonPrefixes/Prefix")
        marker = "".join(reply.texts("NextMarker"))
        assert (marker != "") == (reply.texts("IsTruncated") == ["true"])
    assert (seen, marker) == (["a/", "b", "c/", "d"], "")


def test_names_in_a_listing_are_encoded_but_for_their_slashes(caller: CosCaller) -> None:
    filled(caller, "照片/a b+c.jpg", "x/y")
    reply = caller.ask("GET", "bucket", query="encoding-type=url&delimiter=y")
    assert reply.texts("Contents/Key") == ["%E7%85%A7%E7%89%87/a%20b%2Bc.jpg"]
    assert unquote(reply.texts("Contents/Key")[0]) == "照片/a b+c.jpg"
    assert (reply.texts("CommonPrefixes/Prefix"), reply.texts("EncodingType")) == (["x/y"], ["url"])


def test_a_listing_has_its_own_defaults_and_limits(caller: CosCaller) -> None:
    filled(caller, "a")
    assert caller.ask("GET", "bucket").texts("MaxKeys") == ["1000"]
    assert caller.ask("GET", "bucket", query="max-keys=5000").texts("MaxKeys") == ["1000"]
    assert caller.ask("GET", "bucket", query="max-keys=x").code == "InvalidArgument"
    assert caller.ask("GET", "bucket", query="delimiter=ab").code == "InvalidArgument"
    assert caller.ask("GET", "bucket").texts("Name") == ["bucket" + APPID]


def test_there_is_no_second_kind_of_listing(caller: CosCaller) -> None:
    filled(caller, "a", "b")
    reply = caller.ask("GET", "bucket", query="list-type=2&start-after=a")
    assert reply.texts("Contents/Key") == ["a", "b"]


def test_versions_are_listed_in_pages(caller: CosCaller) -> None:
    caller.world.buckets["bucket"].versioning = Versioning.ENABLED
    filled(caller, "a", "a", "b")
    seen: list[str] = []
    markers = ""
    for _ in range(3):
        reply = caller.ask("GET", "bucket", query="versions&max-keys=1" + markers)
        seen += reply.texts("Version/Key")
        names = reply.texts("NextKeyMarker"), reply.texts("NextVersionIdMarker")
        markers = f"&key-marker={names[0][0]}&version-id-marker={names[1][0]}" if names[0] else ""
    assert (seen, markers) == (["a", "a", "b"], "")


# ---------------------------------------------------------------- buckets


def test_the_service_lists_all_buckets_with_their_regions(caller: CosCaller) -> None:
    for host in ("", "service.cos.myqcloud.com"):
        reply = caller.ask("GET", "", host=host)
        names = [name + APPID for name in ("bucket", "far-away", "other")]
        assert reply.texts("Buckets/Bucket/Name") == names
        assert reply.texts("Buckets/Bucket/Location") == ["ap-guangzhou", "ap-shanghai", "ap-guangzhou"]


def test_a_regions_own_host_lists_its_own_buckets(caller: CosCaller) -> None:
    for host, query in (("cos.ap-shanghai.myqcloud.com", ""), ("", "region=ap-shanghai")):
        assert caller.ask("GET", "", host=host, query=query).texts("Buckets/Bucket/Name") == ["far-away" + APPID]


def test_buckets_are_listed_in_pages(caller: CosCaller) -> None:
    first = caller.ask("GET", "", query="max-keys=2")
    assert (first.texts("IsTruncated"), first.texts("NextMarker")) == (["true"], ["far-away" + APPID])
    rest = caller.ask("GET", "", query=f"marker={first.texts('NextMarker')[0]}")
    assert (rest.texts("Buckets/Bucket/Name"), rest.texts("NextMarker")) == (["other" + APPID], [])


def test_a_bucket_tells_its_region(caller: CosCaller) -> None:
    assert caller.ask("HEAD", "bucket").headers["x-cos-bucket-region"] == "ap-guangzhou"
    assert caller.ask("GET", "bucket", query="location").xml.text == "ap-guangzhou"
    assert caller.ask("HEAD", "missing").status == 404


def test_buckets_are_made_and_dropped(caller: CosCaller) -> None:
    assert caller.ask("PUT", "new").status == 200
    assert caller.world.buckets["new"].region == "cn-hangzhou"
    assert caller.ask("PUT", "new").code == "BucketAlreadyOwnedByYou"
    caller.world.add_bucket(Bucket("taken", "owner-2", "cn-hangzhou", NOW))
    assert caller.ask("PUT", "taken").code == "BucketAlreadyExists"
    assert caller.ask("PUT", "", host="UPPER_CASE.cos.ap-guangzhou.myqcloud.com").code == "InvalidBucketName"
    caller.put("new/a")
    assert caller.ask("DELETE", "new").code == "BucketNotEmpty"
    caller.ask("DELETE", "new/a")
    assert caller.ask("DELETE", "new").status == 204


def test_versioning_is_switched_on_and_suspended(caller: CosCaller) -> None:
    assert caller.ask("GET", "bucket", query="versioning").texts("Status") == []
    for status in ("Enabled", "Suspended"):
        body = f"<VersioningConfiguration><Status>{status}</Status></VersioningConfiguration>".encode()
        assert caller.ask("PUT", "bucket", body=body, query="versioning").status == 200
        assert caller.ask("GET", "bucket", query="versioning").texts("Status") == [status]
    assert caller.put("bucket/a").headers["x-cos-version-id"] == "null"
