"""Versions, restores and symbolic links on the wire, as all three vendors have them."""

from __future__ import annotations

from typing import Any

import pytest

from core.model import ops
from core.model.errors import Kind, Sent, StoreError
from core.model.values import Account, Credentials, ObjectRef, Props, RestoreState, VersionEntry, known
from core.store.dialects.base import WireRequest, WireResponse
from core.store.stores import dialect_for
from tests.doubles.answers import answer

BUCKET = "bucket-1250000000"
REF = ObjectRef("work", BUCKET, "a b", "V+1")
PREFIX = {"oss": "x-oss-", "cos": "x-cos-", "s3": "x-amz-"}
VENDORS = list(PREFIX)


@pytest.fixture(params=VENDORS)
def account(request: pytest.FixtureRequest) -> Account:
    return account_of(request.param)


def account_of(vendor: str) -> Account:
    return Account("work", vendor, "http://127.0.0.1:9", region="here", key_id="KEY")


def sent(op: ops.Op[Any], account: Account) -> WireRequest:
    dialect = dialect_for(account.provider)
    site = dialect.bucket_site(account, None)
    return dialect.encode(op, account, site, Credentials("KEY", "secret"), 1_700_000_000.0)


def query_of(request: WireRequest) -> set[str]:
    return set(request.target.decode().partition("?")[2].split("&"))


def read(op: ops.Op[ops.R], account: Account, got: WireResponse) -> ops.R:
    return dialect_for(account.provider).decode(op, account, got)


# ---------------------------------------------------------------- versioning of a bucket


@pytest.mark.parametrize(
    ("status", "word"),
    [("<Status>Enabled</Status>", "enabled"), ("<Status>Suspended</Status>", "suspended"), ("", "")],
)
def test_a_bucket_that_never_kept_versions_has_no_status(account: Account, status: str, word: str) -> None:
    for name in ("VersioningConfiguration", "GetBucketVersioningResponse"):  # the second one is moto's
        assert read(ops.GetVersioning(BUCKET), account, answer(f"<{name}>{status}</{name}>")) == word
    assert query_of(sent(ops.GetVersioning(BUCKET), account)) == {"versioning"}


# ---------------------------------------------------------------- lists of versions


def versions_document(body: str, **fields: str) -> str:
    named = "".join(f"<{name}>{value}</{name}>" for name, value in fields.items())
    return f"<ListVersionsResult>{named}{body}</ListVersionsResult>"


MARKER = """<DeleteMarker><Key>a%20b</Key><VersionId>V3</VersionId><IsLatest>true</IsLatest>
<LastModified>2019-04-09T07:27:28.000Z</LastModified><Owner><ID>1</ID></Owner></DeleteMarker>"""
VERSION = """<Version><Key>a%20b</Key><VersionId>V2</VersionId><IsLatest>false</IsLatest>
<LastModified>2019-04-09T07:27:27.000Z</LastModified><ETag>"250F8A0AE989679A22926A875F0A2"</ETag><Type>Normal</Type>
<Size>93731</Size><StorageClass>IA</StorageClass></Version>"""
PLAIN = "<Version><Key>c</Key><VersionId>null</VersionId><IsLatest>true</IsLatest><Size>0</Size></Version>"


def test_versions_and_markers_come_in_the_order_of_the_document(account: Account) -> None:
    got = answer(versions_document(MARKER + VERSION + PLAIN, EncodingType="url", IsTruncated="false"))
    page = read(ops.ListVersions(BUCKET), account, got)
    assert page.versions == (
        VersionEntry("a b", "V3", is_latest=True, is_marker=True, modified=1554794848.0),
        VersionEntry(
            "a b",
            "V2",
            is_latest=False,
            is_marker=False,
            modified=1554794847.0,
            size=93731,
            etag="250F8A0AE989679A22926A875F0A2",
            storage_class="IA",
        ),
        VersionEntry("c", "null", is_latest=True, is_marker=False, modified=None),
    )
    assert page.next is None


def test_markers_that_a_store_names_apart_come_to_the_versions_of_their_key(account: Account) -> None:
    page = read(ops.ListVersions(BUCKET), account, answer(versions_document(VERSION + PLAIN + MARKER)))
    assert [(entry.key, entry.version) for entry in page.versions] == [("a%20b", "V3"), ("a%20b", "V2"), ("c", "null")]


def test_the_next_page_begins_behind_a_key_and_one_of_its_versions(account: Account) -> None:
    fields = {"EncodingType": "url", "IsTruncated": "true", "NextKeyMarker": "a%20%E4%B8%AD"}
    page = read(ops.ListVersions(BUCKET), account, answer(versions_document("", **fields, NextVersionIdMarker="V%2B")))
    assert page.next == ("a 中", "V%2B")  # only names are encoded
    again = sent(ops.ListVersions(BUCKET, key_marker="a 中", version_marker="V%2B", prefix="a", limit=5), account)
    assert query_of(again) == {
        "versions",
        "prefix=a",
        "key-marker=a%20%E4%B8%AD",
        "version-id-marker=V%252B",
        "max-keys=5",
        "encoding-type=url",
    }


def test_a_page_that_says_that_there_is_more_must_say_where(account: Account) -> None:
    with pytest.raises(StoreError) as caught:
        read(ops.ListVersions(BUCKET), account, answer(versions_document("", IsTruncated="true")))
    assert caught.value.kind is Kind.TRANSIENT


@pytest.mark.parametrize("broken", ["<Version/>", "<Version><Key>a</Key></Version>", "<DeleteMarker/>"])
def test_a_version_without_a_name_or_a_size_is_no_answer(account: Account, broken: str) -> None:
    with pytest.raises(StoreError):
        read(ops.ListVersions(BUCKET), account, answer(versions_document(broken)))


def test_a_store_that_refuses_encoded_names_is_not_asked_for_them() -> None:
    assert "encoding-type=url" not in query_of(sent(ops.ListVersions(BUCKET), account_of("obs")))


@pytest.mark.parametrize("op", [ops.GetVersioning(BUCKET), ops.ListVersions(BUCKET), ops.DeleteObjects(BUCKET)])
def test_nothing_at_a_buckets_address_means_that_there_is_no_bucket(account: Account, op: ops.Op[Any]) -> None:
    with pytest.raises(StoreError) as caught:
        read(op, account, answer(b"", 404))
    assert caught.value.kind is Kind.NO_BUCKET


# ---------------------------------------------------------------- restores

JOBS = {"oss": "JobParameters", "cos": "CASJobParameters", "s3": "GlacierJobParameters"}


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_restore_says_for_how_long_and_how_fast(vendor: str) -> None:
    request = sent(ops.RestoreObject(REF, days=3, tier="Bulk"), account_of(vendor))
    job = JOBS[vendor]
    assert f"<Days>3</Days><{job}><Tier>Bulk</Tier></{job}></RestoreRequest>".encode() in request.body
    assert (request.method, query_of(request)) == ("POST", {"restore", "versionId=V%2B1"})
    assert b"content-md5" in dict(request.headers)


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_restore_at_the_usual_speed_names_none(vendor: str) -> None:
    assert b"Tier" not in sent(ops.RestoreObject(REF, days=1), account_of(vendor)).body


@pytest.mark.parametrize("days", [0, -1])
def test_a_restore_for_no_time_is_not_sent(account: Account, days: int) -> None:
    with pytest.raises(StoreError) as caught:
        sent(ops.RestoreObject(REF, days=days), account)
    assert (caught.value.kind, caught.value.sent) == (Kind.INVALID, Sent.NO)


@pytest.mark.parametrize("status", [200, 202])
def test_a_restore_that_begins_or_is_prolonged_is_a_success(account: Account, status: int) -> None:
    read(ops.RestoreObject(REF, days=1), account, answer(b"", status))


def error(code: str) -> str:
    return f"<Error><Code>{code}</Code><Message>no</Message></Error>"


def test_a_restore_that_is_under_way_is_a_success(account: Account) -> None:
    busy = answer(error("RestoreAlreadyInProgress"), 409)
    read(ops.RestoreObject(REF, days=1), account, busy)
    with pytest.raises(StoreError):
        read(ops.HeadObject(REF), account, busy)


@pytest.mark.parametrize(
    ("vendor", "status", "code"),
    [
        ("oss", 400, "OperationNotSupported"),
        ("cos", 405, "RestoreNonArchiveObject"),
        ("s3", 403, "InvalidObjectState"),
    ],
)
def test_an_object_that_needs_no_restore_is_not_said_to_need_one(vendor: str, status: int, code: str) -> None:
    with pytest.raises(StoreError) as caught:
        read(ops.RestoreObject(REF, days=1), account_of(vendor), answer(error(code), status))
    assert caught.value.kind is Kind.UNSUPPORTED


def head_of(vendor: str, restore: str) -> Any:
    headers = {"content_length": "5", "etag": '"E"', f"{PREFIX[vendor]}storage-class": ARCHIVE[vendor]}
    if restore:
        headers[f"{PREFIX[vendor]}restore"] = restore
    return read(ops.HeadObject(REF), account_of(vendor), answer(**headers))


ARCHIVE = {"oss": "ColdArchive", "cos": "DEEP_ARCHIVE", "s3": "GLACIER"}


@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize(
    ("header", "state", "until"),
    [
        ("", RestoreState.FROZEN, None),
        ('ongoing-request="true"', RestoreState.RESTORING, None),
        (
            'ongoing-request="false", expiry-date="Sun, 16 Apr 2017 08:12:33 GMT"',
            RestoreState.RESTORED,
            1492330353.0,
        ),
        ('ongoing-request="false", expiry-date="soon"', RestoreState.RESTORED, None),
    ],
)
def test_head_tells_how_long_a_restored_object_stays_readable(
    vendor: str, header: str, state: RestoreState, until: float | None
) -> None:
    info = head_of(vendor, header)
    assert (info.restore, info.readable_until) == (state, until)


# ---------------------------------------------------------------- symbolic links


@pytest.mark.parametrize("vendor", ["oss", "cos"])
def test_a_link_tells_its_target_percent_encoded(vendor: str) -> None:
    account = account_of(vendor)
    assert query_of(sent(ops.GetLink(REF), account)) == {"symlink", "versionId=V%2B1"}
    got = answer(**{f"{PREFIX[vendor]}symlink-target": "films/%E4%B8%AD%20a+b"})
    assert read(ops.GetLink(REF), account, got) == "films/中 a+b"


@pytest.mark.parametrize("vendor", ["oss", "cos"])
def test_a_link_without_a_target_is_no_answer(vendor: str) -> None:
    with pytest.raises(StoreError) as caught:
        read(ops.GetLink(REF), account_of(vendor), answer(**{f"{PREFIX[vendor]}symlink-target": ""}))
    assert caught.value.kind is Kind.TRANSIENT


@pytest.mark.parametrize("provider", ["s3", "aws", "minio"])
def test_a_store_without_links_is_not_asked_for_one(provider: str) -> None:
    with pytest.raises(StoreError) as caught:
        sent(ops.GetLink(REF), account_of(provider))
    assert (caught.value.kind, caught.value.op, caught.value.sent) == (Kind.UNSUPPORTED, "GetLink", Sent.NO)


# ---------------------------------------------------------------- ACLs


def test_the_acl_that_an_object_has_by_itself_needs_no_header(account: Account) -> None:
    header = f"{PREFIX[account.provider]}{'object-acl' if account.provider == 'oss' else 'acl'}".encode()
    for word, stated in (("default", False), ("public-read", True)):
        request = sent(ops.PutObject(REF, b"", Props(acl=known(word))), account)
        assert (header in dict(request.headers)) is stated


@pytest.mark.parametrize(("vendor", "word"), [("oss", b"default"), ("cos", b"default"), ("s3", b"private")])
def test_the_usual_acl_is_set_by_the_vendors_own_word(vendor: str, word: bytes) -> None:
    assert word in dict(sent(ops.PutAcl(REF, "default"), account_of(vendor)).headers).values()
