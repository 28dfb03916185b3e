"""Buckets and listings in the sandbox's S3 protocol: pages, markers, prefixes, regions, encodings."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from core.sandbox.settings import Settings
from core.sandbox.world import Bucket
from tests.doubles.sandbox_s3 import HERE, KEY, NOW, THERE, S3Caller

KEYS = ["a", "b/1", "b/2", "b/c/3", "d e+f&g", "d/%2F", "z"]
FOLDED = ["a", "b/", "d e+f&g", "d/", "z"]


@pytest.fixture
def caller() -> S3Caller:
    made = S3Caller()
    for key in KEYS:
        made.put("bucket/" + key, key.encode())
    return made


# ---------------------------------------------------------------- objects


def listed(caller: S3Caller, version: int, query: str) -> list[str]:
    """The keys and prefixes of all pages, sorted."""
    found: list[str] = []
    marker = ""
    for _ in range(30):
        page = caller.ask("GET", "bucket", query="&".join(filter(None, (version * "list-type=2", query, marker))))
        found += page.texts("Contents/Key") + page.texts("CommonPrefixes/Prefix")
        if page.text("IsTruncated") == "false":
            return sorted(found)
        if version:
            marker = "continuation-token=" + quote(page.text("NextContinuationToken"), safe="")
        else:
            marker = "marker=" + quote(page.text("NextMarker") or page.texts("Contents/Key")[-1], safe="")
    raise AssertionError("the pages do not end")


@pytest.mark.parametrize("version", [0, 1])
@pytest.mark.parametrize("size", [1, 2, 3, 1000, 5000])
def test_all_keys_are_listed_whatever_the_page(caller: S3Caller, version: int, size: int) -> None:
    assert listed(caller, version, f"max-keys={size}") == KEYS
    assert listed(caller, version, f"max-keys={size}&delimiter=/") == FOLDED
    assert listed(caller, version, f"max-keys={size}&delimiter=/&prefix=b/") == ["b/1", "b/2", "b/c/"]


def test_the_old_listing_names_its_next_marker_only_with_a_delimiter(caller: S3Caller) -> None:
    plain = caller.ask("GET", "bucket", query="max-keys=2")
    assert (plain.text("IsTruncated"), plain.texts("NextMarker")) == ("true", [])
    assert caller.ask("GET", "bucket", query="max-keys=2&delimiter=/").texts("NextMarker") == ["b/"]


def test_names_are_encoded_when_that_is_asked_for(caller: S3Caller) -> None:
    page = caller.ask("GET", "bucket", query="list-type=2&encoding-type=url&prefix=d&delimiter=%2B")
    assert page.texts("Contents/Key") == ["d/%252F"]
    assert page.texts("CommonPrefixes/Prefix") == ["d%20e%2B"]
    assert (page.text("Delimiter"), page.text("EncodingType")) == ("%2B", "url")
    assert caller.ask("GET", "bucket", query="encoding-type=x").code == "InvalidArgument"


def test_the_new_listing_counts_starts_after_and_names_owners_on_request(caller: S3Caller) -> None:
    page = caller.ask("GET", "bucket", query="list-type=2&start-after=d/%25&max-keys=1&fetch-owner=true")
    assert page.texts("Contents/Key") == ["d/%2F"]
    assert (page.text("KeyCount"), page.texts("Contents/Owner/ID")) == ("1", [KEY.owner])
    assert caller.ask("GET", "bucket", query="list-type=2").texts("Contents/Owner/ID") == []
    assert len(caller.ask("GET", "bucket").texts("Contents/Owner/ID")) == len(KEYS)


@pytest.mark.parametrize("query", ["max-keys=x", "max-keys=-1", "list-type=2&continuation-token=x"])
def test_a_parameter_that_is_none_is_refused(caller: S3Caller, query: str) -> None:
    assert caller.ask("GET", "bucket", query=query).code == "InvalidArgument"


def test_a_page_of_no_keys_is_not_truncated(caller: S3Caller) -> None:
    page = caller.ask("GET", "bucket", query="max-keys=0")
    assert (page.texts("Contents"), page.text("IsTruncated")) == ([], "false")


@pytest.mark.parametrize("size", [1, 2, 1000])
def test_all_versions_are_listed_whatever_the_page(size: int) -> None:
    caller = S3Caller()
    body = b"<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>"
    caller.ask("PUT", "bucket", body=body, query="versioning")
    ids = [caller.put("bucket/" + key).headers["x-amz-version-id"] for key in ("a", "a", "b", "a")]
    found, marker = [], ""
    for _ in range(10):
        page = caller.ask("GET", "bucket", query=f"versions&max-keys={size}{marker}")
        found += page.texts("Version/VersionId")
        if page.text("IsTruncated") == "false":
            break
        marker = f"&key-marker={page.text('NextKeyMarker')}&version-id-marker={page.text('NextVersionIdMarker')}"
    assert found == [ids[3], ids[1], ids[0], ids[2]]


# ---------------------------------------------------------------- uploads


def test_parts_and_uploads_are_listed_by_pages(caller: S3Caller) -> None:
    upload = caller.begin("bucket/key", {"x-amz-checksum-algorithm": "SHA256"})
    for number in (1, 2, 5):
        caller.part("bucket/key", upload, number, b"x" * number)
    first = caller.ask("GET", "bucket/key", query=f"uploadId={upload}&max-parts=2")
    assert (first.texts("Part/PartNumber"), first.texts("Part/Size")) == (["1", "2"], ["1", "2"])
    assert (first.text("IsTruncated"), first.text("NextPartNumberMarker")) == ("true", "2")
    assert (first.text("ChecksumAlgorithm"), len(first.texts("Part/ChecksumSHA256"))) == ("SHA256", 2)
    rest = caller.ask("GET", "bucket/key", query=f"uploadId={upload}&part-number-marker=2")
    assert (rest.texts("Part/PartNumber"), rest.text("IsTruncated")) == (["5"], "false")
    caller.now += 1
    again = caller.begin("bucket/key")
    other = caller.begin("bucket/other")
    page = caller.ask("GET", "bucket", query="uploads&max-uploads=1")
    marker = f"key-marker={page.text('NextKeyMarker')}&upload-id-marker={page.text('NextUploadIdMarker')}"
    rest = caller.ask("GET", "bucket", query=f"uploads&{marker}")
    assert page.texts("Upload/UploadId") + rest.texts("Upload/UploadId") == [upload, again, other]


# ---------------------------------------------------------------- lists that do not end


@pytest.mark.parametrize(
    ("query", "marker", "parameter"),
    [
        ("delimiter=/", "NextMarker", "marker"),
        ("list-type=2", "NextContinuationToken", "continuation-token"),
        ("versions", "NextKeyMarker", "key-marker"),
        ("uploads", "NextKeyMarker", "key-marker"),
    ],
)
def test_a_store_may_have_markers_that_do_not_advance(
    caller: S3Caller, query: str, marker: str, parameter: str
) -> None:
    caller.settings = Settings(stuck_markers=True)
    first = caller.ask("GET", "bucket", query=query)
    given = quote(first.text(marker), safe="")
    second = caller.ask("GET", "bucket", query=f"{query}&{parameter}={given}")
    assert (first.text("IsTruncated"), second.text("IsTruncated")) == ("true", "true")
    assert second.text(marker) == first.text(marker)
    assert second.texts("Contents/Key") == first.texts("Contents/Key")


def test_a_store_may_have_part_markers_that_do_not_advance(caller: S3Caller) -> None:
    upload = caller.begin("bucket/key")
    caller.part("bucket/key", upload, 1, b"x")
    caller.settings = Settings(stuck_markers=True)
    page = caller.ask("GET", "bucket/key", query=f"uploadId={upload}")
    assert (page.text("IsTruncated"), page.text("NextPartNumberMarker")) == ("true", "0")


# ---------------------------------------------------------------- buckets


def test_buckets_are_listed_with_their_regions_only_in_the_form_with_parameters(caller: S3Caller) -> None:
    plain = caller.ask("GET", "")
    assert plain.texts("Buckets/Bucket/Name") == ["bucket", "far-away", "other"]
    assert plain.texts("Buckets/Bucket/BucketRegion") == []
    first = caller.ask("GET", "", query="max-buckets=2")
    assert first.texts("Buckets/Bucket/BucketRegion") == [HERE, THERE]
    token = quote(first.text("ContinuationToken"), safe="")
    rest = caller.ask("GET", "", query=f"max-buckets=2&continuation-token={token}")
    assert (rest.texts("Buckets/Bucket/Name"), rest.texts("ContinuationToken")) == (["other"], [])
    assert caller.ask("GET", "", query=f"bucket-region={THERE}").texts("Buckets/Bucket/Name") == ["far-away"]
    assert caller.ask("GET", "", query="prefix=o").texts("Buckets/Bucket/Name") == ["other"]


def test_a_bucket_tells_its_region(caller: S3Caller) -> None:
    assert caller.ask("HEAD", "bucket").headers["x-amz-bucket-region"] == HERE
    assert caller.ask("GET", "bucket", query="location").xml.text is None
    assert caller.ask("GET", "far-away", query="location", region=THERE).xml.text == THERE
    missing = caller.ask("HEAD", "nowhere")
    assert (missing.status, missing.body) == (404, b"")


def test_a_bucket_is_made_in_the_endpoints_region_and_removed_when_it_is_empty(caller: S3Caller) -> None:
    body = (
        b"<CreateBucketConfiguration><LocationConstraint>eu-central-1</LocationConstraint></CreateBucketConfiguration>"
    )
    refused = "IllegalLocationConstraintException"
    assert caller.ask("PUT", "made-here", body=body).code == refused
    assert caller.ask("PUT", "made-there", region=THERE).code == refused
    assert caller.ask("PUT", "made-there", body=body, region=THERE).status == 200
    assert caller.ask("PUT", "made-there", body=body, region=THERE).code == "BucketAlreadyOwnedByYou"
    assert caller.ask("PUT", "made-here").status == 200
    assert caller.ask("PUT", "made-here").status == 200
    caller.put("made-here/key")
    assert caller.ask("DELETE", "made-here").code == "BucketNotEmpty"
    caller.ask("DELETE", "made-here/key")
    assert caller.ask("DELETE", "made-here").status == 204
    assert caller.ask("GET", "made-here").code == "NoSuchBucket"
    caller.world.add_bucket(Bucket("taken", "somebody", HERE, NOW))
    assert caller.ask("PUT", "taken").code == "BucketAlreadyExists"


@pytest.mark.parametrize("name", ["Upper", "a", "under_score", "10.0.0.1", "two..dots", "-start"])
def test_a_name_that_no_bucket_can_have_is_refused(caller: S3Caller, name: str) -> None:
    assert caller.ask("PUT", name).code == "InvalidBucketName"


@pytest.mark.parametrize(
    "host",
    [
        "bucket.s3.amazonaws.com",
        "bucket.s3.us-east-1.amazonaws.com",
        "bucket.s3.dualstack.us-east-1.amazonaws.com",
        "bucket.localhost:7001",
        "files.example.com",
    ],
)
def test_the_bucket_may_stand_in_the_host(caller: S3Caller, host: str) -> None:
    caller.settings = Settings(domains={"files.example.com": "bucket"})
    assert caller.ask("GET", "b/1", {"host": host}).body == b"b/1"


def test_the_region_of_a_vendors_host_counts_and_not_that_of_the_port(caller: S3Caller) -> None:
    reply = caller.ask("GET", "", {"host": "far-away.s3.eu-central-1.amazonaws.com"}, signed_for=THERE)
    assert reply.status == 200
    moved = caller.ask("GET", "", {"host": "far-away.s3.amazonaws.com"})
    assert (moved.status, moved.text("Endpoint")) == (301, "far-away.s3.eu-central-1.amazonaws.com")


def test_a_policy_that_forbids_is_told_with_the_operation(caller: S3Caller) -> None:
    key = caller.world.add_key(type(KEY)("LIMITED", "s", KEY.owner, denied=frozenset({"ListBuckets"})))
    reply = caller.ask("GET", "", key=key)
    assert (reply.status, reply.code) == (403, "AccessDenied")
    assert "ListBuckets" in reply.text("Message")


def test_an_expected_owner_that_is_not_the_owner_is_refused(caller: S3Caller) -> None:
    assert caller.ask("HEAD", "bucket", {"x-amz-expected-bucket-owner": "somebody"}).status == 403
    assert caller.ask("HEAD", "bucket", {"x-amz-expected-bucket-owner": KEY.owner}).status == 200
