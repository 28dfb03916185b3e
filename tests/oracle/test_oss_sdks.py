"""The vendor's own clients as judges: what they would sign and send for the same operation.

Nothing goes to a network: the SDKs' transports are replaced by one that keeps the request and stops.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

import alibabacloud_oss_v2 as oss_v2
import oss2
import oss2.auth
import oss2.utils
import pytest
from alibabacloud_oss_v2.signer import SignerV4
from alibabacloud_oss_v2.types import HttpRequest, SigningContext
from oss2.credentials import StaticCredentialsProvider
from oss2.models import (
    BatchDeleteObjectVersion,
    BatchDeleteObjectVersionList,
    RestoreConfiguration,
    RestoreJobParameters,
    Tagging,
    TaggingRule,
)
from oss2.models import PartInfo as Oss2Part

from core.model import ops
from core.model.values import (
    Account,
    Credentials,
    PartInfo,
)
from core.store.dialects.oss.dialect import DIALECT
from tests.doubles.spoken import Seen, text
from tests.doubles.tells_oss import (
    ADDED,
    HOST,
    KEYS,
    NOW,
    ODD_KEYS,
    PIN,
    PROPS,
    REF,
    REGION,
    SITE,
    SOURCE,
    TOKEN,
    Captured,
    encode,
    ours,
    seen,
    signature,
)


def operations() -> list[ops.Op[Any]]:
    """Every kind of request that the dialect builds, in the forms that differ for a signature."""
    versioned = replace(REF, version="CAEQ+/x")
    parts = (PartInfo(1, 10, "E1"), PartInfo(2, 10, "E2"))
    return [
        ops.ListBuckets(marker="m", limit=50),
        ops.GetBucketInfo(REF.bucket),
        ops.GetBucketLocation(REF.bucket),
        ops.ListObjects(REF.bucket, prefix="a b/+中", delimiter="/", token="tok+/=", limit=10),
        ops.ListUploads(REF.bucket, prefix="p/", key_marker="k&", id_marker="ID"),
        ops.GetVersioning(REF.bucket),
        ops.ListVersions(REF.bucket, prefix="p +/", key_marker="k&中", version_marker="V/+=", limit=10),
        ops.RestoreObject(versioned, days=3, tier="Bulk"),
        ops.GetLink(versioned),
        ops.HeadObject(versioned),
        ops.GetTags(versioned),
        ops.PutTags(REF, {"k": "v"}),
        ops.GetAcl(REF),
        ops.PutAcl(REF, "private"),
        ops.GetObject(REF, first=3, last=9),
        ops.PutObject(REF, b"hello", PROPS, create_only=True),
        ops.DeleteObject(versioned),
        ops.CopyObject(REF, source=replace(SOURCE, version="V"), pin=PIN, props=PROPS, replace=True, create_only=True),
        ops.CreateUpload(REF, PROPS, create_only=True),
        ops.CopyPart(REF, upload_id="I+D", number=2, source=SOURCE, pin=PIN, first=0, last=9),
        ops.CompleteUpload(REF, upload_id="I+D", parts=parts, create_only=True, acl="private"),
        ops.AbortUpload(REF, upload_id="I+D"),
        ops.ListParts(REF, upload_id="I+D", marker=5),
        *(ops.HeadObject(replace(REF, key=key)) for key in ODD_KEYS),
        *(ops.CopyObject(REF, source=replace(SOURCE, key=key), pin=PIN) for key in ODD_KEYS),
    ]


OPERATIONS = [pytest.param(op, id=f"{index}-{type(op).__name__}") for index, op in enumerate(operations())]


@pytest.fixture(autouse=True)
def frozen_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The time of the SDKs stands still at NOW."""

    class Frozen(datetime.datetime):
        @classmethod
        def utcnow(cls) -> Self:
            return cls.fromtimestamp(NOW, datetime.UTC)

        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> Self:
            return cls.fromtimestamp(NOW, tz)

    real = oss2.utils.formatdate
    monkeypatch.setattr(oss2.auth, "datetime", Frozen)
    monkeypatch.setattr(oss2.utils, "formatdate", lambda timeval=None, **options: real(timeval or NOW, **options))
    monkeypatch.setattr(oss2.auth.time, "time", lambda: NOW)


# ---------------------------------------------------------------- their signers, our requests


@pytest.mark.parametrize("keys", [KEYS, TOKEN], ids=["keys", "token"])
@pytest.mark.parametrize("version", ["v1", "v4"])
@pytest.mark.parametrize("op", OPERATIONS)
def test_oss2_signs_our_request_as_we_do(op: ops.Op[Any], version: str, keys: Credentials) -> None:
    mine = ours(encode(op, version, keys))
    provider = StaticCredentialsProvider(keys.key_id, keys.secret, keys.token or "")
    auth = (oss2.ProviderAuth if version == "v1" else oss2.ProviderAuthV4)(provider)
    headers = {name: as_oss2_wants(value) for name, value in mine.headers.items() if name not in ADDED}
    request = oss2.http.Request(
        mine.method, "https://unused.example", params=dict(mine.query), headers=headers, region=REGION, product="oss"
    )
    auth._sign_request(request, op.at, mine.path.removeprefix("/"))
    assert signature(text(request.headers["authorization"])) == signature(mine.authorization)
    if version == "v1":
        assert text(request.headers["authorization"]) == mine.authorization


def as_oss2_wants(value: str) -> str | bytes:
    """It takes text for what is ASCII, and bytes for what is not."""
    return value if value.isascii() else value.encode()


@pytest.mark.parametrize("keys", [KEYS, TOKEN], ids=["keys", "token"])
@pytest.mark.parametrize("op", OPERATIONS)
def test_the_second_sdk_signs_our_request_with_the_same_header(op: ops.Op[Any], keys: Credentials) -> None:
    wire = encode(op, "v4", keys)
    mine = ours(wire)
    query = wire.target.decode("ascii").partition("?")[2]
    headers = {name: value for name, value in mine.headers.items() if name not in ADDED}
    context = SigningContext(
        product="oss",
        region=REGION,
        bucket=op.at or None,
        key=mine.path.removeprefix("/") or None,
        request=HttpRequest(wire.method, f"https://{wire.host}/?{query}", headers=headers),
        credentials=oss_v2.credentials.StaticCredentialsProvider(
            keys.key_id, keys.secret, keys.token
        ).get_credentials(),
        signing_time=datetime.datetime.fromtimestamp(NOW, datetime.UTC),
    )
    SignerV4().sign(context)
    assert context.request.headers["Authorization"] == mine.authorization


# ---------------------------------------------------------------- their clients, their requests


class Capturing(oss2.Session):  # type: ignore[misc]  # the package has no types
    def do_request(self, req: Any, timeout: Any) -> Any:
        raise Captured(req)


def oss2_sends(version: str, call: Callable[[oss2.Bucket], Any]) -> Seen:
    make = oss2.Auth if version == "v1" else oss2.AuthV4
    auth = make(KEYS.key_id, KEYS.secret)
    bucket = oss2.Bucket(auth, f"https://{HOST}", REF.bucket, session=Capturing(), region=REGION, enable_crc=False)
    with pytest.raises(Captured) as caught:
        call(bucket)
    request = caught.value.request
    url = urlsplit(request.url)
    body = request.data if isinstance(request.data, bytes) else (request.data or "").encode()
    query = "&".join(f"{name}={oss2.compat.urlquote(str(value), '')}" for name, value in request.params.items())
    return seen(request.method, url.netloc, url.path, query, request.headers, body)


COPY_HEADERS = {
    "x-oss-copy-source-if-match": f'"{PIN.etag}"',
    "x-oss-metadata-directive": "REPLACE",
    "x-oss-tagging-directive": "Replace",
    "x-oss-tagging": "k%201=v%2B1&k2=v",
    "x-oss-object-acl": "private",
    "x-oss-storage-class": "IA",
    "x-oss-server-side-encryption": "KMS",
    "x-oss-server-side-encryption-key-id": "key-1",
    "x-oss-meta-author": "王".encode(),
    "x-oss-meta-k": "v",
    "x-oss-forbid-overwrite": "true",
    "Content-Type": "text/plain",
    "Cache-Control": "no-cache",
    "Content-Disposition": "inline",
}
TAGGING = TaggingRule()
TAGGING.add("k1", "v 1")

#: An operation, and the call of oss2 that must send the very same.
SAME: list[tuple[ops.Op[Any], Callable[[oss2.Bucket], Any]]] = [
    (ops.GetBucketInfo(REF.bucket), lambda b: b.get_bucket_info()),
    (ops.GetBucketLocation(REF.bucket), lambda b: b.get_bucket_location()),
    (ops.GetVersioning(REF.bucket), lambda b: b.get_bucket_versioning()),
    (ops.GetLink(replace(REF, version="V")), lambda b: b.get_symlink(REF.key, params={"versionId": "V"})),
    (ops.HeadObject(REF), lambda b: b.head_object(REF.key)),
    (ops.HeadObject(replace(REF, version="V")), lambda b: b.head_object(REF.key, params={"versionId": "V"})),
    (ops.GetTags(REF), lambda b: b.get_object_tagging(REF.key)),
    (ops.GetAcl(REF), lambda b: b.get_object_acl(REF.key)),
    (ops.PutAcl(REF, "public-read"), lambda b: b.put_object_acl(REF.key, "public-read")),
    (ops.DeleteObject(REF), lambda b: b.delete_object(REF.key)),
    (ops.AbortUpload(REF, upload_id="I+D"), lambda b: b.abort_multipart_upload(REF.key, "I+D")),
    (
        ops.CopyObject(REF, source=SOURCE, pin=PIN, props=PROPS, replace=True, create_only=True),
        lambda b: b.copy_object(SOURCE.bucket, SOURCE.key, REF.key, headers=dict(COPY_HEADERS)),
    ),
    (
        ops.CopyObject(REF, source=replace(SOURCE, version="V/+"), pin=PIN),
        lambda b: b.copy_object(
            SOURCE.bucket,
            SOURCE.key,
            REF.key,
            headers={"x-oss-copy-source-if-match": f'"{PIN.etag}"', "x-oss-metadata-directive": "COPY"},
            params={"versionId": "V%2F%2B"},
        ),
    ),
    (
        ops.CopyPart(REF, upload_id="I+D", number=2, source=SOURCE, pin=PIN, first=10, last=19),
        lambda b: b.upload_part_copy(
            SOURCE.bucket,
            SOURCE.key,
            (10, 19),
            REF.key,
            "I+D",
            2,
            headers={"x-oss-copy-source-if-match": f'"{PIN.etag}"'},
        ),
    ),
]


@pytest.mark.parametrize("version", ["v1", "v4"])
@pytest.mark.parametrize(("op", "call"), SAME, ids=[f"{i}-{type(op).__name__}" for i, (op, _) in enumerate(SAME)])
def test_oss2_sends_the_same_request(op: ops.Op[Any], call: Callable[[oss2.Bucket], Any], version: str) -> None:
    mine, theirs = ours(encode(op, version)), oss2_sends(version, call)
    assert replace(mine, authorization="") == replace(theirs, authorization="")
    assert signature(mine.authorization) == signature(theirs.authorization)


def test_oss2_writes_the_same_documents() -> None:
    """The requests differ by the headers about the body, which we always send."""
    complete = ops.CompleteUpload(REF, upload_id="ID", parts=(PartInfo(1, 10, "E1"), PartInfo(2, 10, "E2")))
    parts = [Oss2Part(1, "E1"), Oss2Part(2, "E2")]
    theirs = oss2_sends("v4", lambda b: b.complete_multipart_upload(REF.key, "ID", parts))
    assert words(encode(complete, "v4").body) == words(theirs.body)
    theirs = oss2_sends("v4", lambda b: b.put_object_tagging(REF.key, Tagging(TAGGING)))
    assert words(encode(ops.PutTags(REF, {"k1": "v 1"}), "v4").body) == words(theirs.body)
    gone = BatchDeleteObjectVersionList([BatchDeleteObjectVersion("a&b", ""), BatchDeleteObjectVersion("c", "V")])
    theirs = oss2_sends("v4", lambda b: b.delete_object_versions(gone))
    mine = encode(ops.DeleteObjects(REF.bucket, objects=(("a&b", None), ("c", "V"))), "v4")
    assert words(mine.body) == words(theirs.body)
    assert ours(mine).query == theirs.query


@pytest.mark.parametrize("tier", ["", "Bulk"])
def test_oss2_asks_for_an_archived_object_in_the_same_words(tier: str) -> None:
    wanted = RestoreConfiguration(3, RestoreJobParameters(tier) if tier else None)
    theirs = oss2_sends("v4", lambda b: b.restore_object(REF.key, params={"versionId": "V"}, input=wanted))
    mine = encode(ops.RestoreObject(replace(REF, version="V"), days=3, tier=tier), "v4")
    assert words(mine.body) == words(theirs.body)
    assert (mine.method, ours(mine).path, ours(mine).query) == (theirs.method, theirs.path, theirs.query)


def test_oss2_asks_for_the_same_page_of_versions() -> None:
    op = ops.ListVersions(REF.bucket, prefix="a b/+中", key_marker="k&", version_marker="V/+=", limit=10)
    theirs = oss2_sends(
        "v4",
        lambda b: b.list_object_versions(prefix="a b/+中", key_marker="k&", versionid_marker="V/+=", max_keys=10),
    )
    asked = {name: value for name, value in theirs.query.items() if value or name == "versions"}
    assert ours(encode(op, "v4")).query == asked


def words(document: bytes) -> list[tuple[str, str]]:
    from core.store import xmldoc

    return [(node.tag, node.text or "") for node in xmldoc.parse(document).iter()]


def test_oss2_asks_for_the_same_page_of_a_listing() -> None:
    op = ops.ListObjects(REF.bucket, prefix="a b/+中", delimiter="/", token="tok+/=", limit=10)
    mine = ours(encode(op, "v4"))
    theirs = oss2_sends("v4", lambda b: b.list_objects_v2("a b/+中", "/", "tok+/=", max_keys=10))
    asked = {name: value for name, value in theirs.query.items() if value not in ("", "false")}
    assert mine.query == asked


@pytest.mark.parametrize("version", ["v1", "v4"])
@pytest.mark.parametrize("key", ["a.txt", "dir/a b+c%d.txt", "中/é?&#"])
def test_oss2_makes_the_same_link(version: str, key: str) -> None:
    make = oss2.Auth if version == "v1" else oss2.AuthV4
    bucket = oss2.Bucket(make(KEYS.key_id, KEYS.secret), f"https://{HOST}", REF.bucket, region=REGION)
    theirs = urlsplit(bucket.sign_url("GET", key, 3600, slash_safe=True))
    account = Account("a", "oss", f"https://{HOST}", signature=version)
    mine = urlsplit(DIALECT.presign(account, SITE, KEYS, ref=replace(REF, key=key), expires_in=3600, now=NOW))
    assert (mine.scheme, mine.netloc, mine.path) == (theirs.scheme, theirs.netloc, theirs.path)
    assert sorted(parse_qsl(mine.query)) == sorted(parse_qsl(theirs.query))
