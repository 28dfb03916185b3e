"""The vendor's own client as judge: what it would sign and send for the same operation, byte for byte.

Nothing goes to a network: a hook takes the request out of the client before it is sent.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import boto3
import botocore.auth
import pytest
from botocore.auth import S3SigV4Auth, S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials as BotoCredentials

from core.model import ops
from core.model.values import (
    Addressing,
    Credentials,
    PartInfo,
)
from core.store import xmldoc
from core.store.dialects.s3.dialect import DIALECT
from tests.doubles.spoken import headers_of
from tests.doubles.tells_s3 import (
    AWS,
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
    Seen,
    encode,
    ours,
    seen,
)


@pytest.fixture(autouse=True)
def frozen_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The time of the client stands still at NOW."""
    moment = datetime.datetime.fromtimestamp(NOW, datetime.UTC)
    monkeypatch.setattr(botocore.auth, "get_current_datetime", lambda remove_tzinfo=True: moment.replace(tzinfo=None))


# ---------------------------------------------------------------- its signer, our requests


def operations() -> list[ops.Op[Any]]:
    """Every kind of request that the dialect builds, in the forms that differ for a signature."""
    versioned = replace(REF, version="3HL4+/x")
    parts = (PartInfo(1, 10, "e1"), PartInfo(2, 10, "e2"))
    return [
        ops.ListBuckets(marker="m/=", limit=50),
        ops.GetBucketInfo(REF.bucket),
        ops.GetBucketLocation(REF.bucket),
        ops.ListObjects(REF.bucket, prefix="a b/+中", delimiter="/", token="tok+/=", limit=10),
        ops.ListUploads(REF.bucket, prefix="p/", key_marker="k&", id_marker="ID"),
        ops.GetVersioning(REF.bucket),
        ops.ListVersions(REF.bucket, prefix="p +/", key_marker="k&中", version_marker="V/+=", limit=10),
        ops.RestoreObject(versioned, days=3, tier="Bulk"),
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
        ops.CompleteUpload(REF, upload_id="I+D", parts=parts, create_only=True),
        ops.AbortUpload(REF, upload_id="I+D"),
        ops.ListParts(REF, upload_id="I+D", marker=5),
        *(ops.HeadObject(replace(REF, key=key)) for key in ODD_KEYS),
        *(ops.CopyObject(REF, source=replace(SOURCE, key=key), pin=PIN) for key in ODD_KEYS),
    ]


OPERATIONS = [pytest.param(op, id=f"{index}-{type(op).__name__}") for index, op in enumerate(operations())]
#: What signing itself adds, and what the vendor's client leaves to its HTTP library.
ADDED = {"x-amz-date", "x-amz-content-sha256", "x-amz-security-token", "authorization", "accept-encoding"}


@pytest.mark.parametrize("keys", [KEYS, TOKEN], ids=["keys", "token"])
@pytest.mark.parametrize("addressing", [Addressing.VIRTUAL, Addressing.PATH])
@pytest.mark.parametrize("op", OPERATIONS)
def test_botocore_signs_our_request_as_we_do(op: ops.Op[Any], addressing: Addressing, keys: Credentials) -> None:
    mine = encode(op, keys, site=replace(SITE, addressing=addressing))
    headers = headers_of(mine)
    url = f"https://{mine.host}{mine.target.decode()}"
    given = {name: value for name, value in headers.items() if name not in ADDED}
    request = AWSRequest(method=mine.method, url=url, headers=given, data=mine.body)
    request.context["payload_signing_enabled"] = True
    S3SigV4Auth(BotoCredentials(keys.key_id, keys.secret, keys.token), "s3", REGION).add_auth(request)
    theirs = {name.lower(): value for name, value in request.headers.items()}
    assert theirs == {name: value for name, value in headers.items() if name != "accept-encoding"}


@pytest.mark.parametrize("keys", [KEYS, TOKEN], ids=["keys", "token"])
@pytest.mark.parametrize("key", ODD_KEYS)
def test_botocore_makes_the_same_link(key: str, keys: Credentials) -> None:
    ref = replace(REF, key=key, version="V/+")
    mine = DIALECT.presign(AWS, SITE, keys, ref=ref, expires_in=3600, now=NOW)
    plain, _, _ = mine.partition("?")
    request = AWSRequest(method="GET", url=f"{plain}?versionId=V%2F%2B")
    boto = BotoCredentials(keys.key_id, keys.secret, keys.token)
    S3SigV4QueryAuth(boto, "s3", REGION, expires=3600).add_auth(request)
    assert mine.partition("?")[0] == request.url.partition("?")[0]
    assert sorted(mine.partition("?")[2].split("&")) == sorted(request.url.partition("?")[2].split("&"))


# ---------------------------------------------------------------- its client, its requests


class Captured(BaseException):
    """Carries a request out of the client before it is sent. The client does not catch it."""

    def __init__(self, request: Any) -> None:
        super().__init__()
        self.request = request


def boto_sends(call: Callable[[Any], Any], style: str = "virtual") -> Seen:
    def capture(request: Any, **_: Any) -> None:
        raise Captured(request)

    config = Config(
        signature_version="s3v4",
        s3={"addressing_style": style, "payload_signing_enabled": True},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        retries={"max_attempts": 0},
    )
    client = boto3.client(
        "s3",
        region_name=REGION,
        aws_access_key_id=KEYS.key_id,
        aws_secret_access_key=KEYS.secret,
        config=config,
        endpoint_url=f"https://{HOST}" if style == "path" else None,
    )
    client.meta.events.register("before-send.s3", capture)
    with pytest.raises(Captured) as caught:
        call(client)
    request = caught.value.request
    url = urlsplit(request.url)
    target = url.path + (f"?{url.query}" if url.query else "")
    body = request.body.read() if hasattr(request.body, "read") else (request.body or b"")
    return seen(request.method, url.netloc, target, dict(request.headers.items()), body)


OBJECT = {"Bucket": REF.bucket, "Key": REF.key}
COPY_SOURCE = {"Bucket": SOURCE.bucket, "Key": SOURCE.key, "VersionId": "V"}
UPLOAD = {**OBJECT, "UploadId": "I+D"}
DESCRIBED = {
    "ContentType": "text/plain",
    "CacheControl": "no-cache",
    "ContentDisposition": "inline",
    "WebsiteRedirectLocation": "/elsewhere?a=b",
    "Metadata": {"author": "Wang  Li", "k": "v"},
    "Tagging": "k%201=v%2B1&k2=v",
    "StorageClass": "STANDARD_IA",
    "ServerSideEncryption": "aws:kms",
    "SSEKMSKeyId": "key-1",
    "ACL": "public-read",
}
VERSIONED = replace(REF, version="V/+")

#: An operation, and the call that must send the very same.
SAME: list[tuple[ops.Op[Any], Callable[[Any], Any]]] = [
    (ops.ListBuckets(marker="m/=", limit=50), lambda c: c.list_buckets(MaxBuckets=50, ContinuationToken="m/=")),
    (ops.GetBucketInfo(REF.bucket), lambda c: c.head_bucket(Bucket=REF.bucket)),
    (
        ops.ListObjects(REF.bucket, prefix="a b/+中", delimiter="/", token="tok+/=", limit=10),
        lambda c: c.list_objects_v2(
            Bucket=REF.bucket, Prefix="a b/+中", Delimiter="/", ContinuationToken="tok+/=", MaxKeys=10
        ),
    ),
    (
        ops.ListUploads(REF.bucket, prefix="p/", key_marker="k&", id_marker="ID"),
        lambda c: c.list_multipart_uploads(
            Bucket=REF.bucket, Prefix="p/", KeyMarker="k&", UploadIdMarker="ID", MaxUploads=1000, EncodingType="url"
        ),
    ),
    (ops.GetVersioning(REF.bucket), lambda c: c.get_bucket_versioning(Bucket=REF.bucket)),
    (
        ops.ListVersions(REF.bucket, prefix="a b/+中", key_marker="k&", version_marker="V/+=", limit=10),
        lambda c: c.list_object_versions(
            Bucket=REF.bucket,
            Prefix="a b/+中",
            KeyMarker="k&",
            VersionIdMarker="V/+=",
            MaxKeys=10,
            EncodingType="url",
        ),
    ),
    (ops.HeadObject(VERSIONED), lambda c: c.head_object(**OBJECT, VersionId="V/+", ChecksumMode="ENABLED")),
    (ops.GetTags(VERSIONED), lambda c: c.get_object_tagging(**OBJECT, VersionId="V/+")),
    (ops.GetAcl(REF), lambda c: c.get_object_acl(**OBJECT)),
    (ops.GetObject(REF, first=3, last=9), lambda c: c.get_object(**OBJECT, Range="bytes=3-9")),
    (ops.DeleteObject(VERSIONED), lambda c: c.delete_object(**OBJECT, VersionId="V/+")),
    (
        ops.CopyObject(REF, source=replace(SOURCE, version="V"), pin=PIN, props=PROPS, replace=True, create_only=True),
        lambda c: c.copy_object(
            **OBJECT,
            **DESCRIBED,
            CopySource=COPY_SOURCE,
            CopySourceIfMatch=f'"{PIN.etag}"',
            MetadataDirective="REPLACE",
            TaggingDirective="REPLACE",
            ChecksumAlgorithm="CRC64NVME",
            IfNoneMatch="*",
        ),
    ),
    (
        ops.CreateUpload(REF, PROPS),
        lambda c: c.create_multipart_upload(**OBJECT, **DESCRIBED, ChecksumAlgorithm="CRC64NVME"),
    ),
    (
        ops.CopyPart(REF, upload_id="I+D", number=2, source=replace(SOURCE, version="V"), pin=PIN, first=9, last=19),
        lambda c: c.upload_part_copy(
            **UPLOAD,
            PartNumber=2,
            CopySource=COPY_SOURCE,
            CopySourceRange="bytes=9-19",
            CopySourceIfMatch=f'"{PIN.etag}"',
        ),
    ),
    (ops.AbortUpload(REF, upload_id="I+D"), lambda c: c.abort_multipart_upload(**UPLOAD)),
    (
        ops.ListParts(REF, upload_id="I+D", marker=5),
        lambda c: c.list_parts(**UPLOAD, PartNumberMarker=5, MaxParts=1000),
    ),
    (
        ops.PutObject(REF, b"hello", PROPS, create_only=True),
        lambda c: c.put_object(
            **OBJECT, **DESCRIBED, Body=b"hello", IfNoneMatch="*", ContentMD5="XUFAKrxLKna5cZ2REBfFkg=="
        ),
    ),
]


@pytest.mark.parametrize(("op", "call"), SAME, ids=[f"{i}-{type(op).__name__}" for i, (op, _) in enumerate(SAME)])
def test_boto3_sends_the_same_request_with_the_same_signature(op: ops.Op[Any], call: Callable[[Any], Any]) -> None:
    assert ours(encode(op)) == boto_sends(call)


@pytest.mark.parametrize("key", ODD_KEYS)
@pytest.mark.parametrize("style", ["virtual", "path"])
def test_boto3_writes_the_same_names(key: str, style: str) -> None:
    site = replace(SITE, addressing=Addressing.PATH if style == "path" else Addressing.VIRTUAL)
    head = ops.HeadObject(replace(REF, key=key))
    theirs = boto_sends(lambda c: c.head_object(Bucket=REF.bucket, Key=key, ChecksumMode="ENABLED"), style)
    assert ours(encode(head, site=site)) == theirs
    copy = ops.CopyObject(REF, source=replace(SOURCE, key=key), pin=PIN)
    theirs = boto_sends(
        lambda c: c.copy_object(
            **OBJECT,
            CopySource={"Bucket": SOURCE.bucket, "Key": key},
            CopySourceIfMatch=f'"{PIN.etag}"',
            MetadataDirective="COPY",
            ChecksumAlgorithm="CRC64NVME",
        ),
        style,
    )
    assert ours(encode(copy, site=site)) == theirs


def test_boto3_writes_the_same_documents() -> None:
    """The requests differ by the headers about the body and by the first line of the document."""
    complete = ops.CompleteUpload(REF, upload_id="I+D", parts=(PartInfo(1, 10, "e1"), PartInfo(2, 10, "e2")))
    listed = [{"PartNumber": 1, "ETag": '"e1"'}, {"PartNumber": 2, "ETag": '"e2"'}]
    theirs = boto_sends(lambda c: c.complete_multipart_upload(**UPLOAD, MultipartUpload={"Parts": listed}))
    assert words(encode(complete).body) == words(theirs.body)
    tags = {"TagSet": [{"Key": "k1", "Value": "v 1"}]}
    theirs = boto_sends(lambda c: c.put_object_tagging(**OBJECT, Tagging=tags))
    assert words(encode(ops.PutTags(REF, {"k1": "v 1"})).body) == words(theirs.body)
    gone = [{"Key": "a&b"}, {"Key": "c", "VersionId": "V"}]
    theirs = boto_sends(lambda c: c.delete_objects(Bucket=REF.bucket, Delete={"Quiet": False, "Objects": gone}))
    mine = encode(ops.DeleteObjects(REF.bucket, objects=(("a&b", None), ("c", "V"))))
    assert sorted(words(mine.body)) == sorted(words(theirs.body))
    assert (ours(mine).path, ours(mine).query) == (theirs.path, theirs.query)


@pytest.mark.parametrize("tier", ["", "Bulk"])
def test_boto3_asks_for_an_archived_object_in_the_same_words(tier: str) -> None:
    asked = {"Days": 3, **({"GlacierJobParameters": {"Tier": tier}} if tier else {})}
    theirs = boto_sends(lambda c: c.restore_object(**OBJECT, VersionId="V/+", RestoreRequest=asked))
    mine = encode(ops.RestoreObject(VERSIONED, days=3, tier=tier))
    assert words(mine.body) == words(theirs.body)
    assert (mine.method, ours(mine).path, ours(mine).query) == (theirs.method, theirs.path, theirs.query)


def words(document: bytes) -> list[tuple[str, str]]:
    root = xmldoc.parse(document)
    assert b'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"' in document
    return [(node.tag, (node.text or "").strip('"')) for node in root.iter()]
