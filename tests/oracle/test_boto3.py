"""The vendor's own client as judge: what it would sign and send for the same operation, byte for byte.

Nothing goes to a network: a hook takes the request out of the client before it is sent.
"""

from __future__ import annotations

import base64
import datetime
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import boto3
import botocore.auth
import pytest
from botocore.auth import S3SigV4Auth, S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials as BotoCredentials

from core import ops, xmldoc
from core.dialects.base import WireRequest
from core.dialects.s3 import DIALECT, presign
from core.values import (
    Account,
    Addressing,
    Credentials,
    Encryption,
    ObjectRef,
    PartInfo,
    Pin,
    Props,
    Site,
    known,
)

NOW = 1702743657
REGION = "eu-central-1"
HOST = f"s3.{REGION}.amazonaws.com"
AWS = Account("a", "aws", f"https://{HOST}")
PLAIN = Account("a", "s3", f"https://{HOST}")  # asks for nothing beyond what the recorded clients asked for
SITE = Site("https", HOST, REGION, Addressing.VIRTUAL)
KEYS = Credentials("AKIAFAKE", "SKFAKE")
TOKEN = Credentials("ASIAFAKE", "SKFAKE", "tok/en+=")
CAPTURES = json.loads((Path(__file__).parent.parent / "data" / "wire_s3.json").read_text("utf-8"))["captures"]

MIB = 1 << 20
REF = ObjectRef("a", "examplebucket", "dir/a b+c%d.txt")
SOURCE = ObjectRef("a", "src-bucket", "a b+c.txt")
PIN = Pin("5b3c1a2e053d763e1b002cc607c5a0fe", 300 * MIB)
PROPS = Props(
    headers={"content-type": "text/plain", "cache-control": "no-cache", "content-disposition": "inline"},
    user={"author": "Wang  Li", "k": "v"},
    tags=known({"k 1": "v+1", "k2": "v"}),
    acl=known("public-read"),
    storage_class="STANDARD_IA",
    encryption=known(Encryption("aws:kms", "key-1")),
)
ODD_KEYS = [
    *("..", ".", "a/../b", "a//b", "/lead", "%2e", "a+b c?d#e", "\x01\t\n\x7f", "\U0001f680/\u00e9", "trailing/"),
    *("~-._", "a=b&c", "file?versionId=abc", "'()*!,;:@[]{}|^`<>\"\\$"),
]


def encode(
    op: ops.Op[Any], keys: Credentials = KEYS, *, account: Account = AWS, site: Site = SITE, now: float = NOW
) -> WireRequest:
    return DIALECT.encode(op, account, site, keys, now)


def headers_of(request: WireRequest) -> dict[str, str]:
    return {name.decode(): value.decode() for name, value in request.headers}


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
    mine = presign(AWS, SITE, keys, ref=ref, expires_in=3600, now=NOW)
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


@dataclass
class Seen:
    """A request as it goes out: the target's path in bytes, the query as pairs, the headers that say something."""

    method: str
    host: str
    path: str
    query: list[tuple[str, str]]
    headers: dict[str, str]
    body: bytes


#: Headers that say nothing about the operation and that no signature covers.
NOISE = {"accept-encoding", "user-agent", "content-length", "expect", "amz-sdk-invocation-id", "amz-sdk-request"}


def seen(method: str, host: str, target: str, headers: dict[str, Any], body: bytes) -> Seen:
    plain = {name.lower(): text(value) for name, value in headers.items()}
    path, _, query = target.partition("?")
    kept = {name: value for name, value in plain.items() if name not in NOISE | {"host"}}
    return Seen(method, host, path, sorted(parse_qsl(query, keep_blank_values=True)), kept, body)


def text(value: Any) -> str:
    return value.decode("utf-8") if isinstance(value, bytes) else str(value)


def ours(request: WireRequest) -> Seen:
    return seen(request.method, request.host, request.target.decode("ascii"), headers_of(request), request.body)


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


def words(document: bytes) -> list[tuple[str, str]]:
    root = xmldoc.parse(document)
    assert b'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"' in document
    return [(node.tag, (node.text or "").strip('"')) for node in root.iter()]


# ---------------------------------------------------------------- recorded requests

FIRST = Site("http", "s3.amazonaws.com", "us-east-1", Addressing.VIRTUAL)
FAKE = Credentials("AKIAFAKE", "SKFAKE")


def recorded(row: Any) -> Seen:
    headers = {name: value.encode("latin-1").decode("utf-8") for name, value in row["headers"]}
    body = base64.b64decode(row.get("body_base64", ""))
    return seen(row["method"], headers["Host"], row["raw_target"], headers, body)


def capture_of(operation: str) -> Any:
    return next(row for row in CAPTURES if row["operation"] == operation)


def again(row: Any, op: ops.Op[Any], site: Site, keys: Credentials = FAKE) -> Seen:
    """Our request for a recorded one, by an account that asks for nothing extra."""
    return ours(encode(op, keys, account=PLAIN, site=replace(site, scheme=row["scheme"]), now=NOW))


HEADS = [row for row in CAPTURES if ": head_object " in row["operation"]]
COPIES = [row for row in CAPTURES if "copy_object from dict" in row["operation"]]
A = ObjectRef("a", "examplebucket", "a.txt")
BIG = ObjectRef("a", "dst-bucket", "big/obj.bin")
EQUAL: list[tuple[str, ops.Op[Any]]] = [
    ("list_buckets", ops.ListBuckets()),
    ("delete_object", ops.DeleteObject(A)),
    ("get_object_tagging", ops.GetTags(A)),
    ("get_object_acl", ops.GetAcl(A)),
    ("abort_multipart_upload", ops.AbortUpload(BIG, upload_id="UPLOADID0001")),
    ("list_parts", ops.ListParts(BIG, upload_id="UPLOADID0001")),
    (
        "upload_part_copy",
        ops.CopyPart(
            BIG,
            upload_id="UPLOADID0001",
            number=1,
            source=ObjectRef("a", "src-bucket", "big src.bin"),
            pin=Pin("", 300 * MIB),
            first=0,
            last=5 * MIB - 1,
        ),
    ),
]


@pytest.mark.parametrize("row", HEADS, ids=lambda row: f"{row['n']}-{row['operation']}")
def test_a_recorded_head_is_the_request_that_we_send(row: Any) -> None:
    key = json.loads(row["operation"].partition("head_object ")[2])
    assert again(row, ops.HeadObject(replace(A, key=key)), FIRST) == recorded(row)


@pytest.mark.parametrize("way", ["http defaults", "https defaults", "https when_required"])
@pytest.mark.parametrize(("name", "op"), EQUAL, ids=[name for name, _ in EQUAL])
def test_a_recorded_request_is_the_one_that_we_send(name: str, op: ops.Op[Any], way: str) -> None:
    row = capture_of(f"boto3 {way}: {name}")
    assert again(row, op, FIRST) == recorded(row)


@pytest.mark.parametrize("row", COPIES, ids=lambda row: f"{row['n']}-{row['operation']}")
def test_a_recorded_copy_names_the_source_that_ours_names(row: Any) -> None:
    key = json.loads(row["operation"].partition("from dict ")[2])
    mine = again(row, ops.CopyObject(REF, source=replace(SOURCE, key=key), pin=PIN), FIRST)
    assert mine.headers["x-amz-copy-source"] == recorded(row).headers["x-amz-copy-source"]


def test_recorded_requests_of_other_places_are_those_that_we_send() -> None:
    minio = Site("http", "minio.example.com:9000", "us-east-1", Addressing.PATH)
    frankfurt = Site("http", HOST, REGION, Addressing.VIRTUAL)
    dotted = ops.HeadObject(ObjectRef("a", "my.dotted.bucket", "a.txt"))
    rows: list[tuple[str, ops.Op[Any], Site, Credentials]] = [
        ("custom endpoint path style: head_object", ops.HeadObject(replace(A, key="a b.txt")), minio, FAKE),
        ("session token: head_object", ops.HeadObject(A), FIRST, replace(FAKE, token="TOKEN+/=")),
        ("eu-central-1: head_object", ops.HeadObject(A), frankfurt, FAKE),
        ("eu-central-1: list_buckets", ops.ListBuckets(), frankfurt, FAKE),
        ("bucket with dots: head_object", dotted, replace(FIRST, addressing=Addressing.PATH), FAKE),
    ]
    for name, op, site, keys in rows:
        row = capture_of(f"boto3 {name}")
        assert again(row, op, site, keys) == recorded(row), name
