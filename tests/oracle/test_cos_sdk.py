"""The vendor's own client as judge: what it would sign and send for the same operation.

Nothing goes to a network: the SDK's connection is replaced by one that keeps the request and stops.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest
import qcloud_cos
import requests
from qcloud_cos import cos_auth
from requests.adapters import BaseAdapter

from core.model import ops
from core.model.values import (
    Addressing,
    Credentials,
    PartInfo,
    Pin,
    Site,
)
from core.store import xmldoc
from core.store.dialects.base import WireRequest
from core.store.dialects.cos.dialect import DIALECT
from tests.doubles.spoken import Seen, text
from tests.doubles.tells_cos import (
    ACCOUNT,
    ELSEWHERE,
    KEYS,
    LIFE_S,
    NOW,
    ODD_KEYS,
    PIN,
    PROPS,
    REF,
    REGION,
    SITE,
    SOURCE,
    TOKEN,
    copy,
    encode,
    ours,
    seen,
)

#: But those which the front end takes for the bucket, which our client refuses.
NAMED_KEYS = [key for key in ODD_KEYS if key not in (".", "..")]


def operations() -> list[ops.Op[Any]]:
    """Every kind of request that the dialect builds, in the forms that differ for a signature."""
    versioned = replace(REF, version="MTg0+/x")
    parts = (PartInfo(1, 10, "E1"), PartInfo(2, 10, "E2"))
    return [
        ops.ListBuckets(marker="m-125", limit=50),
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
        copy(source=replace(SOURCE, version="V"), props=PROPS, replace=True, create_only=True),
        ops.CreateUpload(REF, PROPS),
        ops.CopyPart(REF, upload_id="I+D", number=2, source=SOURCE, pin=PIN, first=0, last=9),
        ops.CompleteUpload(REF, upload_id="I+D", parts=parts, create_only=True),
        ops.AbortUpload(REF, upload_id="I+D"),
        ops.ListParts(REF, upload_id="I+D", marker=5),
        *(ops.HeadObject(replace(REF, key=key)) for key in NAMED_KEYS),
        *(copy(source=replace(SOURCE, key=key)) for key in NAMED_KEYS),
    ]


OPERATIONS = [pytest.param(op, id=f"{index}-{type(op).__name__}") for index, op in enumerate(operations())]


@pytest.fixture(autouse=True)
def frozen_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The time of the SDK stands still at NOW."""
    monkeypatch.setattr(cos_auth.time, "time", lambda: NOW)


# ---------------------------------------------------------------- their signer, our requests


@pytest.mark.parametrize("keys", [KEYS, TOKEN], ids=["keys", "token"])
@pytest.mark.parametrize("op", OPERATIONS)
def test_the_sdk_signs_our_request_with_the_same_header(op: ops.Op[Any], keys: Credentials) -> None:
    wire = encode(op, keys)
    assert their_signature(wire, keys) == ours(wire).authorization


@pytest.mark.parametrize("op", OPERATIONS)
def test_the_sdk_signs_our_request_to_a_port_and_a_path_with_the_same_header(op: ops.Op[Any]) -> None:
    local = Site("http", "127.0.0.1:9000", REGION, Addressing.PATH)
    wire = encode(op, site=local)
    assert their_signature(wire, KEYS) == ours(wire).authorization


def their_signature(wire: WireRequest, keys: Credentials) -> str:
    """Their header for our request, with the length that goes along with it."""
    mine = ours(wire)
    unsigned = requests.Request(wire.method, f"{wire.scheme}://{wire.host}/").prepare()
    headers = {name.decode(): value for name, value in wire.headers if name != b"authorization"}
    if wire.body or wire.method in ("PUT", "POST"):
        headers["Content-Length"] = str(len(wire.body)).encode()
    unsigned.headers = requests.structures.CaseInsensitiveDict(headers)
    config = qcloud_cos.CosConfig(Region=REGION, SecretId=keys.key_id, SecretKey=keys.secret)
    signer = cos_auth.CosS3Auth(config, key=mine.path, params=dict(mine.query), expire=LIFE_S)
    return text(signer(unsigned).headers["Authorization"])


# ---------------------------------------------------------------- their requests


class Captured(BaseException):
    """Carries a request out of the SDK, which catches and retries all exceptions."""

    def __init__(self, request: requests.PreparedRequest) -> None:
        super().__init__()
        self.request = request


class Capturing(BaseAdapter):
    def send(self, request: requests.PreparedRequest, **_: Any) -> Any:  # type: ignore[override]
        raise Captured(request)

    def close(self) -> None:
        """Nothing to close."""


def sdk_sends(call: Callable[[qcloud_cos.CosS3Client], Any], keys: Credentials = KEYS) -> Seen:
    config = qcloud_cos.CosConfig(Region=REGION, SecretId=keys.key_id, SecretKey=keys.secret, Token=keys.token)
    session = requests.Session()
    session.mount("https://", Capturing())
    with pytest.raises(Captured) as caught:
        call(qcloud_cos.CosS3Client(config, session=session))
    return of_requests(caught.value.request)


def of_requests(request: requests.PreparedRequest) -> Seen:
    url = urlsplit(request.url or "")
    body = request.body or b""
    return seen(
        request.method or "",
        url.netloc,
        url.path,
        url.query,
        dict(request.headers),
        body.encode() if isinstance(body, str) else body if isinstance(body, bytes) else b"",
    )


CopySource = {"Bucket": SOURCE.bucket, "Key": SOURCE.key, "Region": "ap-shanghai"}
DESCRIBED: dict[str, Any] = {
    "ContentType": "text/plain",
    "CacheControl": "no-cache",
    "ContentDisposition": "inline",
    "StorageClass": "STANDARD_IA",
    "ACL": "private",
    "ServerSideEncryption": "AES256",
    "Metadata": {"x-cos-meta-author": "王", "x-cos-meta-k": "v"},
}
TAGS = "k%201=v%2B1&k2=v"

#: An operation, and the call of the SDK that must send the same words.
SAME: list[tuple[ops.Op[Any], Callable[[qcloud_cos.CosS3Client], Any]]] = [
    (
        copy(source=replace(SOURCE, version="V"), props=PROPS, replace=True),
        lambda c: c.copy_object(
            REF.bucket,
            REF.key,
            CopySource | {"VersionId": "V"},
            "Replaced",
            CopySourceIfMatch=f'"{PIN.etag}"',
            **DESCRIBED
            | {"Metadata": DESCRIBED["Metadata"] | {"x-cos-tagging": TAGS, "x-cos-tagging-directive": "Replaced"}},
        ),
    ),
    (
        copy(pin=Pin("", 300)),
        lambda c: c.copy_object(REF.bucket, REF.key, CopySource),
    ),
    (
        ops.CopyPart(REF, upload_id="I+D", number=2, source=SOURCE, pin=PIN, first=10, last=19, source_site=ELSEWHERE),
        lambda c: c.upload_part_copy(
            REF.bucket, REF.key, 2, "I+D", CopySource, "bytes=10-19", CopySourceIfMatch=f'"{PIN.etag}"'
        ),
    ),
    (
        ops.CreateUpload(REF, PROPS),
        lambda c: c.create_multipart_upload(
            REF.bucket, REF.key, **DESCRIBED | {"Metadata": DESCRIBED["Metadata"] | {"x-cos-tagging": TAGS}}
        ),
    ),
    (ops.AbortUpload(REF, upload_id="I+D"), lambda c: c.abort_multipart_upload(REF.bucket, REF.key, "I+D")),
    (
        ops.ListParts(REF, upload_id="I+D", marker=5),
        lambda c: c.list_parts(REF.bucket, REF.key, "I+D", MaxParts=1000, PartNumberMarker=5),
    ),
    (
        ops.ListObjects(REF.bucket, prefix="a b/+中", delimiter="/", token="m+/=", limit=10),
        lambda c: c.list_objects(REF.bucket, "a b/+中", "/", "m+/=", 10),
    ),
    (
        ops.ListUploads(REF.bucket, prefix="p/", key_marker="k&", id_marker="ID"),
        lambda c: c.list_multipart_uploads(REF.bucket, "p/", "", "k&", "ID", 1000),
    ),
    (ops.GetBucketLocation(REF.bucket), lambda c: c.get_bucket_location(REF.bucket)),
    (ops.GetVersioning(REF.bucket), lambda c: c.get_bucket_versioning(REF.bucket)),
    (
        ops.ListVersions(REF.bucket, prefix="a b/+中", key_marker="k&", version_marker="V/+=", limit=10),
        lambda c: c.list_objects_versions(REF.bucket, "a b/+中", "", "k&", "V/+=", 10, "url"),
    ),
    (ops.GetLink(replace(REF, version="V")), lambda c: c.get_symlink(REF.bucket, REF.key, VersionId="V")),
    (ops.HeadObject(REF), lambda c: c.head_object(REF.bucket, REF.key)),
    (ops.GetObject(REF, first=3, last=9), lambda c: c.get_object(REF.bucket, REF.key, Range="bytes=3-9")),
    (ops.DeleteObject(REF), lambda c: c.delete_object(REF.bucket, REF.key)),
    (ops.GetAcl(REF), lambda c: c.get_object_acl(REF.bucket, REF.key)),
    (ops.PutAcl(REF, "private"), lambda c: c.put_object_acl(REF.bucket, REF.key, ACL="private")),
    (ops.GetTags(REF), lambda c: c.get_object_tagging(REF.bucket, REF.key)),
    (
        ops.PutObject(REF, b"hello", PROPS),
        lambda c: c.put_object(
            REF.bucket,
            b"hello",
            REF.key,
            ContentMD5="XUFAKrxLKna5cZ2REBfFkg==",
            **DESCRIBED | {"Metadata": DESCRIBED["Metadata"] | {"x-cos-tagging": TAGS}},
        ),
    ),
]


@pytest.mark.parametrize("keys", [KEYS, TOKEN], ids=["keys", "token"])
@pytest.mark.parametrize(("op", "call"), SAME, ids=[f"{i}-{type(op).__name__}" for i, (op, _) in enumerate(SAME)])
def test_the_sdk_sends_the_same_words(
    op: ops.Op[Any], call: Callable[[qcloud_cos.CosS3Client], Any], keys: Credentials
) -> None:
    """It sends parameters without a value where we send none, and its signature lives longer; all else is the same."""
    mine, theirs = ours(encode(op, keys)), sdk_sends(call, keys)
    assert (mine.method, mine.host, mine.path) == (theirs.method, theirs.host, theirs.path)
    assert said(mine.query) == said(theirs.query)
    assert mine.headers == theirs.headers
    assert mine.body == theirs.body


def said(query: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in query.items() if value}


def test_the_sdk_writes_the_same_documents() -> None:
    """The requests differ by the headers about the body, which we always send."""
    complete = ops.CompleteUpload(REF, upload_id="ID", parts=(PartInfo(1, 10, "E1"), PartInfo(2, 10, "E2")))
    parts = {"Part": [{"PartNumber": 1, "ETag": '"E1"'}, {"PartNumber": 2, "ETag": '"E2"'}]}
    theirs = sdk_sends(lambda c: c.complete_multipart_upload(REF.bucket, REF.key, "ID", parts))
    assert words(encode(complete).body) == words(theirs.body)
    tags = {"TagSet": {"Tag": [{"Key": "k1", "Value": "v 1"}]}}
    theirs = sdk_sends(lambda c: c.put_object_tagging(REF.bucket, REF.key, tags))
    assert words(encode(ops.PutTags(REF, {"k1": "v 1"})).body) == words(theirs.body)
    asked = {"Days": 3, "CASJobParameters": {"Tier": "Bulk"}}
    theirs = sdk_sends(lambda c: c.restore_object(REF.bucket, REF.key, asked))
    mine = encode(ops.RestoreObject(REF, days=3, tier="Bulk"))
    assert words(mine.body) == words(theirs.body)
    assert (mine.method, ours(mine).path, ours(mine).query) == (theirs.method, theirs.path, theirs.query)
    gone = {"Object": [{"Key": "a&b"}, {"Key": "c", "VersionId": "V"}], "Quiet": "false"}
    theirs = sdk_sends(lambda c: c.delete_objects(REF.bucket, gone))
    mine = encode(ops.DeleteObjects(REF.bucket, objects=(("a&b", None), ("c", "V"))))
    assert sorted(words(mine.body)) == sorted(words(theirs.body))
    assert ours(mine).query == theirs.query


def words(document: bytes) -> list[tuple[str, str]]:
    return [(node.tag, (node.text or "").strip()) for node in xmldoc.parse(document).iter()]


def test_the_sdk_lists_buckets_at_the_same_place() -> None:
    wire = encode(ops.ListBuckets(marker="m-125", limit=50), site=DIALECT.service_site(ACCOUNT))
    mine, theirs = ours(wire), sdk_sends(lambda c: c.list_buckets(Marker="m-125", MaxKeys=50))
    assert (mine.method, mine.host, mine.path) == (theirs.method, theirs.host, theirs.path)
    assert said(mine.query) == said(theirs.query)


@pytest.mark.parametrize("key", ["a.txt", "dir/a b+c%d.txt", "中/é?&#"])
def test_the_sdk_makes_the_same_link(key: str) -> None:
    config = qcloud_cos.CosConfig(Region=REGION, SecretId=KEYS.key_id, SecretKey=KEYS.secret)
    theirs = urlsplit(qcloud_cos.CosS3Client(config).get_presigned_url(REF.bucket, key, "GET", 3600))
    mine = urlsplit(DIALECT.presign(ACCOUNT, SITE, KEYS, ref=replace(REF, key=key), expires_in=3600, now=NOW))
    assert mine[:3] == theirs[:3]
    assert sorted(mine.query.split("&")) == sorted(theirs.query.split("&"))
