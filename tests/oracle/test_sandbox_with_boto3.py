"""Amazon's own client for Python, unchanged, against the sandbox: it judges whether it speaks S3.

It runs over path style on the loopback address, and virtual hosted on Amazon's host names, whose connections are led
to the sandbox.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from urllib.request import urlopen

import boto3
import pytest
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError

from core.sandbox.crc import NVME
from core.sandbox.extents import generated
from core.sandbox.server import Offer, Sandbox
from core.sandbox.settings import Settings, error_in_200
from core.sandbox.world import KeyPair

FILM = "films/crossing.mov"
FILM_SIZE = (5 << 30) + 123_457
FILM_CRC = base64.b64encode(generated("film", FILM_SIZE).crc(NVME).to_bytes(8, "big")).decode()
SOURCE = {"Bucket": "holiday-photos", "Key": FILM}
AWKWARD = [
    "a+b c?d#e.txt",
    "a//b",
    "a/../b",
    "100% real",
    "%2F",
    "表情 😀",
    "trailing ",
    "q&a=b;c,d",
    "x/.",
    "/lead",
    "..",
]


@pytest.fixture
def offers(sandbox: Sandbox) -> list[Offer]:
    """The sandbox's offers of S3, one for each region."""
    return [offer for offer in sandbox.offers if sandbox_speaks_s3(offer)]


def sandbox_speaks_s3(offer: Offer) -> bool:
    return offer.provider == "s3"


@contextmanager
def client_of(offer: Offer, style: str = "path", **more: Any) -> Iterator[Any]:
    keys = {"aws_access_key_id": offer.key_id, "aws_secret_access_key": offer.secret}
    config = Config(s3={"addressing_style": style}, retries={"max_attempts": 1, "mode": "standard"})
    endpoint = {"endpoint_url": offer.endpoint} if style == "path" else {}
    options = {"region_name": offer.region, "config": config, "use_ssl": False, **endpoint, **keys, **more}
    client = boto3.session.Session().client("s3", **options)
    if style == "virtual":
        client.meta.events.register("before-send.s3", detour(urlsplit(offer.endpoint).netloc))
    try:
        yield client
    finally:
        client.close()


def detour(place: str) -> Callable[..., None]:
    """Sends every request to one place, whatever host its URL names; Host and target stay as they are."""

    def lead(request: Any, **_: Any) -> None:
        parts = urlsplit(request.url)
        request.headers["Host"] = parts.netloc
        request.url = urlunsplit(parts._replace(netloc=place))

    return lead


@pytest.fixture(params=["path", "virtual"])
def client(request: pytest.FixtureRequest, offers: list[Offer]) -> Iterator[Any]:
    with client_of(offers[0], request.param) as made:
        yield made


def told(caught: pytest.ExceptionInfo[ClientError]) -> tuple[int, str]:
    answer = caught.value.response
    return answer["ResponseMetadata"]["HTTPStatusCode"], answer["Error"]["Code"]


# ---------------------------------------------------------------- buckets and listings


def test_buckets_are_listed_with_their_regions(client: Any) -> None:
    names = [bucket["Name"] for bucket in client.list_buckets()["Buckets"]]
    assert {"holiday-photos", "shanghai-mirror", "documents"} <= set(names)
    pages = client.get_paginator("list_buckets").paginate(PaginationConfig={"PageSize": 2})
    regions = {bucket["Name"]: bucket["BucketRegion"] for page in pages for bucket in page["Buckets"]}
    assert (regions["documents"], regions["shanghai-mirror"], len(regions)) == ("us-east-1", "eu-central-1", len(names))
    assert client.get_bucket_location(Bucket="documents")["LocationConstraint"] is None
    assert client.head_bucket(Bucket="documents")["BucketRegion"] == "us-east-1"


@pytest.mark.parametrize("operation", ["list_objects", "list_objects_v2"])
def test_objects_are_listed_by_pages_and_folded(client: Any, operation: str) -> None:
    pages = client.get_paginator(operation)
    found = [
        entry["Key"]
        for page in pages.paginate(Bucket="server-logs", PaginationConfig={"PageSize": 37})
        for entry in page["Contents"]
    ]
    assert len(found) == len(set(found)) == 301
    page = getattr(client, operation)(Bucket="server-logs", Prefix="2025/", Delimiter="/")
    assert [prefix["Prefix"] for prefix in page["CommonPrefixes"]] == [f"2025/{month:02}/" for month in range(1, 5)]


def test_awkward_names_come_through_a_listing(client: Any) -> None:
    found = [entry["Key"] for entry in client.list_objects_v2(Bucket="holiday-photos", Prefix="names/")["Contents"]]
    assert {"names/a+b c?d#e.txt", "names/literal%2Fslash.txt", "names/a/../b", "names/表情 😀.txt"} <= set(found)


def test_the_client_follows_the_redirect_to_another_region_by_itself(sandbox: Sandbox, client: Any) -> None:
    assert client.list_objects_v2(Bucket="shanghai-mirror")["KeyCount"] == 2
    client.head_object(Bucket="shanghai-mirror", Key="readme.txt")
    assert [one.status for one in sandbox.seen.all("ListObjectsV2")] == [301, 200]


def test_buckets_are_made_and_removed(offers: list[Offer]) -> None:
    for offer in offers:
        with client_of(offer) as client:
            where = {} if offer.region == "us-east-1" else {"LocationConstraint": offer.region}
            client.create_bucket(Bucket="fresh", **({"CreateBucketConfiguration": where} if where else {}))
            client.get_waiter("bucket_exists").wait(Bucket="fresh", WaiterConfig={"Delay": 0, "MaxAttempts": 1})
            client.delete_bucket(Bucket="fresh")


# ---------------------------------------------------------------- objects


@pytest.mark.parametrize("key", AWKWARD)
def test_any_key_is_written_read_copied_and_deleted(client: Any, key: str) -> None:
    where = {"Bucket": "research-data", "Key": key}
    client.put_object(**where, Body=b"0123456789", Metadata={"title": "plain"}, ContentType="text/plain", Tagging="a=1")
    head = client.head_object(**where)
    assert (head["ContentLength"], head["ContentType"], head["Metadata"]) == (10, "text/plain", {"title": "plain"})
    assert client.get_object(**where, Range="bytes=2-4")["Body"].read() == b"234"
    assert client.get_object(**where)["Body"].read() == b"0123456789"
    client.copy_object(Bucket="research-data", Key="copy of " + key, CopySource=where)
    copied = {"Bucket": "research-data", "Key": "copy of " + key}
    assert client.get_object(**copied)["Body"].read() == b"0123456789"
    assert client.get_object_tagging(**copied)["TagSet"] == [{"Key": "a", "Value": "1"}]
    client.delete_object(**where)
    with pytest.raises(ClientError) as caught:
        client.head_object(**where)
    assert told(caught) == (404, "404")


@pytest.mark.parametrize("algorithm", ["CRC32", "SHA1", "SHA256"])
def test_checksums_are_sent_kept_and_checked(client: Any, algorithm: str) -> None:
    where = {"Bucket": "research-data", "Key": "key"}
    sent = client.put_object(**where, Body=b"hello", ChecksumAlgorithm=algorithm)[f"Checksum{algorithm}"]
    head = client.head_object(**where, ChecksumMode="ENABLED")
    assert (head[f"Checksum{algorithm}"], head["ChecksumType"]) == (sent, "FULL_OBJECT")
    assert client.get_object(**where)["Body"].read() == b"hello"


def test_the_managed_transfer_uploads_downloads_and_copies_by_parts(client: Any) -> None:
    body = generated("body", 20 << 20).read(0, 20 << 20)
    client.upload_fileobj(io.BytesIO(body), "research-data", "up")
    out = io.BytesIO()
    client.download_fileobj("research-data", "up", out)
    assert out.getvalue() == body
    parts = TransferConfig(multipart_threshold=1 << 30, multipart_chunksize=1 << 30)
    client.copy(SOURCE, "research-data", "film", Config=parts)
    copied = client.head_object(Bucket="research-data", Key="film", ChecksumMode="ENABLED")
    assert (copied["ContentLength"], copied["ETag"][-3:]) == (FILM_SIZE, '-6"')
    assert (copied["ContentType"], copied["CacheControl"]) == ("video/quicktime", "no-cache")


def test_parts_are_copied_listed_completed_and_aborted(client: Any) -> None:
    where = {"Bucket": "research-data", "Key": "film"}
    upload = client.create_multipart_upload(**where, ChecksumAlgorithm="CRC64NVME")["UploadId"]
    parts = []
    for number, first in enumerate(range(0, FILM_SIZE, 1 << 30), 1):
        span = f"bytes={first}-{min(first + (1 << 30), FILM_SIZE) - 1}"
        part = {"UploadId": upload, "PartNumber": number}
        done = client.upload_part_copy(**where, **part, CopySource=SOURCE, CopySourceRange=span)
        parts.append({"PartNumber": number, "ETag": done["CopyPartResult"]["ETag"]})
    pages = client.get_paginator("list_parts").paginate(**where, UploadId=upload, PaginationConfig={"PageSize": 2})
    listed = [(part["PartNumber"], part["Size"]) for page in pages for part in page["Parts"]]
    assert listed == [*((number, 1 << 30) for number in range(1, 6)), (6, 123_457)]
    other = client.create_multipart_upload(**where)["UploadId"]
    pages = client.get_paginator("list_multipart_uploads").paginate(
        Bucket="research-data", PaginationConfig={"PageSize": 1}
    )
    assert {one["UploadId"] for page in pages for one in page["Uploads"]} == {upload, other}
    done = client.complete_multipart_upload(**where, UploadId=upload, MultipartUpload={"Parts": parts})
    assert (done["ChecksumCRC64NVME"], done["ChecksumType"]) == (FILM_CRC, "FULL_OBJECT")
    client.abort_multipart_upload(**where, UploadId=other)
    with pytest.raises(ClientError) as caught:
        client.list_parts(**where, UploadId=other)
    assert told(caught) == (404, "NoSuchUpload")


def test_tags_and_acls_are_read_and_written(client: Any) -> None:
    tags = {tag["Key"]: tag["Value"] for tag in client.get_object_tagging(**SOURCE)["TagSet"]}
    assert tags["state"] == "final cut"
    assert len(client.get_object_acl(**SOURCE)["Grants"]) == 2
    client.put_object_tagging(**SOURCE, Tagging={"TagSet": [{"Key": "k 1", "Value": "v+1"}]})
    assert client.get_object_tagging(**SOURCE)["TagSet"] == [{"Key": "k 1", "Value": "v+1"}]
    client.delete_object_tagging(**SOURCE)
    assert client.get_object_tagging(**SOURCE)["TagSet"] == []
    client.put_object_acl(**SOURCE, ACL="private")
    acl = client.get_object_acl(**SOURCE)
    assert [grant["Permission"] for grant in acl["Grants"]] == ["FULL_CONTROL"]
    acl["Grants"].append({"Grantee": {"Type": "CanonicalUser", "ID": "friend"}, "Permission": "READ"})
    client.put_object_acl(**SOURCE, AccessControlPolicy={"Grants": acl["Grants"], "Owner": acl["Owner"]})
    grantees = [grant["Grantee"]["ID"] for grant in client.get_object_acl(**SOURCE)["Grants"]]
    assert grantees == ["sandbox", "friend"]


def test_versions_are_seen_and_a_deleted_object_is_brought_back(client: Any) -> None:
    assert client.get_bucket_versioning(Bucket="documents")["Status"] == "Enabled"
    found = client.list_object_versions(Bucket="documents")
    assert [one["Key"] for one in found["Versions"]] == ["contract.txt"] * 3 + ["deleted-by-mistake.txt"]
    first = {"Bucket": "documents", "Key": "contract.txt", "VersionId": found["Versions"][2]["VersionId"]}
    assert client.get_object(**first)["Body"].read() == b"First draft.\n"
    client.copy_object(Bucket="documents", Key="contract.txt", CopySource=first)
    assert client.get_object(Bucket="documents", Key="contract.txt")["Body"].read() == b"First draft.\n"
    marker = found["DeleteMarkers"][0]
    client.delete_object(Bucket="documents", Key=marker["Key"], VersionId=marker["VersionId"])
    assert client.get_object(Bucket="documents", Key=marker["Key"])["Body"].read() == b"Please bring me back.\n"


def test_many_objects_are_deleted(client: Any) -> None:
    page = client.list_objects_v2(Bucket="research-data", Prefix="many-small/")
    keys = [{"Key": entry["Key"]} for entry in page["Contents"]]
    assert len(client.delete_objects(Bucket="research-data", Delete={"Objects": keys})["Deleted"]) == 1000
    assert client.list_objects_v2(Bucket="research-data", Prefix="many-small/")["KeyCount"] == 0


def test_archived_objects_are_restored(client: Any) -> None:
    where = {"Bucket": "backup-archive", "Key": "taxes/2019.zip"}
    with pytest.raises(ClientError) as caught:
        client.get_object(**where)
    assert told(caught) == (403, "InvalidObjectState")
    tier = {"Days": 1, "GlacierJobParameters": {"Tier": "Standard"}}
    answer = client.restore_object(**where, RestoreRequest=tier)
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 202
    assert client.head_object(**where)["Restore"] == 'ongoing-request="true"'


# ---------------------------------------------------------------- errors and credentials


@pytest.mark.parametrize("operation", ["CopyObject", "UploadPartCopy", "CompleteMultipartUpload"])
def test_an_error_inside_a_success_is_seen_by_the_client(sandbox: Sandbox, client: Any, operation: str) -> None:
    where = {"Bucket": "research-data", "Key": "film"}
    upload = client.create_multipart_upload(**where)["UploadId"]
    calls: dict[str, Callable[[], Any]] = {
        "CopyObject": lambda: client.copy_object(**where, CopySource={**SOURCE, "Key": "2025/Kyoto/IMG_0101.jpg"}),
        "UploadPartCopy": lambda: client.upload_part_copy(
            **where, CopySource=SOURCE, UploadId=upload, PartNumber=1, CopySourceRange="bytes=0-9"
        ),
        "CompleteMultipartUpload": lambda: client.complete_multipart_upload(
            **where, UploadId=upload, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": "x"}]}
        ),
    }
    sandbox.settings = Settings(on_request=lambda seen: error_in_200() if seen.operation == operation else None)
    with pytest.raises(ClientError) as caught:
        calls[operation]()
    assert told(caught)[1] == "InternalError"
    assert sandbox.world.get("research-data", "film") is None


def test_errors_are_those_that_the_client_knows(client: Any) -> None:
    with pytest.raises(client.exceptions.NoSuchKey):
        client.get_object(Bucket="documents", Key="missing")
    with pytest.raises(client.exceptions.NoSuchBucket):
        client.list_objects_v2(Bucket="not-there")
    with pytest.raises(ClientError) as caught:
        client.copy_object(Bucket="documents", Key="x", CopySource=SOURCE, CopySourceIfMatch="other")
    assert told(caught) == (412, "PreconditionFailed")


def test_a_wrong_secret_is_refused_by_signature(offers: list[Offer]) -> None:
    with client_of(offers[0], aws_secret_access_key="wrong") as client, pytest.raises(ClientError) as caught:
        client.list_buckets()
    assert told(caught) == (403, "SignatureDoesNotMatch")


def test_temporary_credentials_and_presigned_urls_are_taken(sandbox: Sandbox, offers: list[Offer]) -> None:
    owner = next(iter(sandbox.world.keys.values())).owner
    key = sandbox.world.add_key(KeyPair("STS.sandbox", "sts-secret", owner, token="token/+="))
    given: dict[str, Any] = {
        "aws_access_key_id": key.key_id,
        "aws_secret_access_key": key.secret,
        "aws_session_token": key.token,
    }
    with client_of(offers[0], **given) as client:
        where = {"Bucket": "documents", "Key": "contract.txt"}
        assert client.get_object(**where)["Body"].read() == b"Final text.\n"
        # Without a version in its configuration this client signs URLs as it did before version 4.
        config = Config(signature_version="s3v4", s3={"addressing_style": "path"})
        with client_of(offers[0], **given, config=config) as signer:
            url = signer.generate_presigned_url("get_object", Params=where, ExpiresIn=60)
    with urlopen(url, timeout=20) as answered:
        assert answered.read() == b"Final text.\n"
