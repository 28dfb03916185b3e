"""The vendor's own clients, unchanged, against the sandbox: they judge whether it speaks OSS.

`oss2` signs with V1 and V4, `alibabacloud-oss-v2` with V4. Both run over path style on the loopback address, and
virtual hosted on the vendor's host names, whose connections are led to the sandbox.
"""

from __future__ import annotations

import gc
import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import alibabacloud_oss_v2 as oss_v2
import oss2
import pytest
import requests
from alibabacloud_oss_v2.credentials import StaticCredentialsProvider
from alibabacloud_oss_v2.transport.requests_client import RequestsHttpClient

from core.sandbox.extents import generated, of_bytes
from core.sandbox.server import Offer, Sandbox
from core.sandbox.world import KeyPair
from tests.doubles.redirecting_adapter import RedirectingAdapter

FILM = "films/crossing.mov"
FILM_SIZE = (5 << 30) + 123_457
FILM_CRC = generated("film", FILM_SIZE).crc64()
AWKWARD = ["a+b c?d#e.txt", "a//b", "a/../b", "100% real", "%2F", "表情 😀", "trailing ", "q&a=b;c,d", "x/."]


# oss2 does not read the answers to HEAD to their end, so their connections are closed only with the garbage.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")


@pytest.fixture
def offer(sandbox: Sandbox) -> Offer:
    return sandbox.offers[0]


@pytest.fixture
def pool() -> Iterator[oss2.Session]:
    """Connections for clients of oss2, closed at the end."""
    made = oss2.Session()
    yield made
    made.session.close()
    gc.collect()


def auth_of(offer: Offer, signature: str) -> Any:
    return (oss2.Auth if signature == "v1" else oss2.AuthV4)(offer.key_id, offer.secret)


@pytest.fixture(params=["v1 path", "v4 path", "v4 virtual"])
def old(request: pytest.FixtureRequest, offer: Offer, pool: oss2.Session) -> Callable[[str], oss2.Bucket]:
    """Makes buckets of oss2."""
    signature, style = request.param.split()
    endpoint = offer.endpoint
    if style == "virtual":
        endpoint = f"http://oss-{offer.region}.aliyuncs.com"
        pool.session.mount("http://", RedirectingAdapter(urlsplit(offer.endpoint).netloc))
    auth = auth_of(offer, signature)
    return lambda name: oss2.Bucket(auth, endpoint, name, session=pool, region=offer.region)


@pytest.fixture(params=["path", "virtual"])
def new(request: pytest.FixtureRequest, offer: Offer) -> Iterator[oss_v2.Client]:
    """A client of alibabacloud-oss-v2."""
    with requests.Session() as http:
        config = oss_v2.config.load_default()
        config.credentials_provider = StaticCredentialsProvider(offer.key_id, offer.secret)
        config.region = offer.region
        config.retry_max_attempts = 1
        config.http_client = RequestsHttpClient(session=http)
        config.endpoint = offer.endpoint
        config.use_path_style = request.param == "path"
        if request.param == "virtual":
            config.endpoint = f"http://oss-{offer.region}.aliyuncs.com"
            http.mount("http://", RedirectingAdapter(urlsplit(offer.endpoint).netloc))
        yield oss_v2.Client(config)


# ---------------------------------------------------------------- oss2


@pytest.mark.parametrize("signature", ["v1", "v4"])
def test_oss2_lists_buckets(offer: Offer, pool: oss2.Session, signature: str) -> None:
    service = oss2.Service(auth_of(offer, signature), offer.endpoint, session=pool, region=offer.region)
    names = [found.name for found in oss2.BucketIterator(service, max_keys=2)]
    assert names == sorted(names)
    assert {"holiday-photos", "shanghai-mirror", "documents"} <= set(names)


def test_oss2_lists_objects(old: Callable[[str], oss2.Bucket]) -> None:
    bucket = old("server-logs")
    found = [entry.key for entry in oss2.ObjectIteratorV2(bucket, max_keys=37)]
    assert found == [entry.key for entry in oss2.ObjectIterator(bucket, max_keys=1000)]
    assert len(found) == 301
    page = bucket.list_objects("2025/", delimiter="/")
    assert page.prefix_list == ["2025/01/", "2025/02/", "2025/03/", "2025/04/"]
    info = bucket.get_bucket_info()
    assert (info.location, bucket.get_bucket_location().location) == ("oss-cn-hangzhou", "oss-cn-hangzhou")


@pytest.mark.parametrize("key", AWKWARD)
def test_oss2_writes_reads_copies_and_deletes_any_key(old: Callable[[str], oss2.Bucket], key: str) -> None:
    bucket = old("documents")
    headers = {"x-oss-meta-title": "plain", "Content-Type": "text/plain", "x-oss-tagging": "a=1"}
    assert bucket.put_object(key, b"0123456789", headers).crc == of_bytes(b"0123456789").crc64()
    head = bucket.head_object(key)
    assert (head.content_length, head.content_type, head.headers["x-oss-meta-title"]) == (10, "text/plain", "plain")
    assert bucket.get_object(key, byte_range=(2, 4)).read() == b"234"
    assert bucket.get_object(key).read() == b"0123456789"
    bucket.copy_object("documents", key, "copy of " + key)
    assert bucket.get_object("copy of " + key).read() == b"0123456789"
    assert bucket.get_object_tagging("copy of " + key).tag_set.tagging_rule == {"a": "1"}
    bucket.delete_object(key)
    assert not bucket.object_exists(key)


def test_oss2_copies_by_parts_lists_and_aborts(old: Callable[[str], oss2.Bucket]) -> None:
    bucket = old("research-data")
    upload = bucket.init_multipart_upload("film").upload_id
    parts = []
    size = 1 << 30
    for number, first in enumerate(range(0, FILM_SIZE, size), 1):
        span = (first, min(first + size, FILM_SIZE) - 1)
        done = bucket.upload_part_copy("holiday-photos", FILM, span, "film", upload, number)
        parts.append(oss2.models.PartInfo(number, done.etag))
    listed = [(part.part_number, part.size) for part in oss2.PartIterator(bucket, "film", upload, max_parts=2)]
    assert listed == [*((number, size) for number in range(1, 6)), (6, 123_457)]
    assert [one.key for one in oss2.MultipartUploadIterator(bucket)] == ["film"]
    done = bucket.complete_multipart_upload("film", upload, parts)
    assert int(done.headers["x-oss-hash-crc64ecma"]) == FILM_CRC
    with pytest.raises(oss2.exceptions.NoSuchUpload):
        bucket.abort_multipart_upload("film", upload)


def test_oss2_tags_and_acls(old: Callable[[str], oss2.Bucket]) -> None:
    bucket = old("holiday-photos")
    assert bucket.get_object_acl(FILM).acl == "public-read"
    assert bucket.get_object_tagging(FILM).tag_set.tagging_rule["state"] == "final cut"
    tags = oss2.models.Tagging()
    tags.tag_set.add("k 1", "v+1")
    bucket.put_object_tagging(FILM, tags)
    assert bucket.get_object_tagging(FILM).tag_set.tagging_rule == {"k 1": "v+1"}
    bucket.delete_object_tagging(FILM)
    assert bucket.get_object_tagging(FILM).tag_set.tagging_rule == {}
    bucket.put_object_acl(FILM, oss2.OBJECT_ACL_PRIVATE)
    assert bucket.get_object_acl(FILM).acl == "private"


def test_oss2_sees_versions_and_brings_a_deleted_object_back(old: Callable[[str], oss2.Bucket]) -> None:
    bucket = old("documents")
    assert bucket.get_bucket_versioning().status == "Enabled"
    found = bucket.list_object_versions()
    assert [one.key for one in found.versions] == ["contract.txt"] * 3 + ["deleted-by-mistake.txt"]
    first = found.versions[2]
    assert bucket.get_object("contract.txt", params={"versionId": first.versionid}).read() == b"First draft.\n"
    marker = found.delete_marker[0]
    bucket.delete_object(marker.key, params={"versionId": marker.versionid})
    assert bucket.get_object(marker.key).read() == b"Please bring me back.\n"


def test_oss2_deletes_many(old: Callable[[str], oss2.Bucket]) -> None:
    bucket = old("research-data")
    keys = [entry.key for entry in oss2.ObjectIterator(bucket, "many-small/", max_keys=1000)]
    assert len(keys) == 1000
    assert len(bucket.batch_delete_objects(keys).deleted_keys) == 1000
    assert bucket.list_objects("many-small/").object_list == []


def test_oss2_appends_and_restores(old: Callable[[str], oss2.Bucket]) -> None:
    log = old("server-logs")
    position = log.head_object("live/current.log").content_length
    assert log.append_object("live/current.log", position, b"more\n").next_position == position + 5
    with pytest.raises(oss2.exceptions.PositionNotEqualToLength):
        log.append_object("live/current.log", position, b"again\n")
    archive = old("backup-archive")
    with pytest.raises(oss2.exceptions.ServerError) as caught:
        archive.get_object("taxes/2019.zip")
    assert (caught.value.status, caught.value.code) == (403, "InvalidObjectState")
    assert archive.restore_object("taxes/2019.zip").status == 202


def test_oss2_meets_the_errors_that_it_knows(old: Callable[[str], oss2.Bucket]) -> None:
    bucket = old("documents")
    with pytest.raises(oss2.exceptions.NoSuchKey):
        bucket.get_object("missing")
    with pytest.raises(oss2.exceptions.NotFound):
        bucket.head_object("missing")
    with pytest.raises(oss2.exceptions.PreconditionFailed):
        bucket.copy_object("documents", "contract.txt", "x", {"x-oss-copy-source-if-match": "other"})
    with pytest.raises(oss2.exceptions.NotModified):
        bucket.get_object("contract.txt", headers={"if-modified-since": "Fri, 01 Jan 2027 00:00:00 GMT"})
    with pytest.raises(oss2.exceptions.AccessDenied) as caught:
        old("shanghai-mirror").list_objects()
    assert "must be addressed using the specified endpoint" in caught.value.message


@pytest.mark.parametrize("make", [oss2.Auth, oss2.AuthV4])
def test_a_wrong_secret_is_refused_by_signature(offer: Offer, pool: oss2.Session, make: Callable[..., Any]) -> None:
    auth = make(offer.key_id, "wrong")
    with pytest.raises(oss2.exceptions.SignatureDoesNotMatch):
        oss2.Bucket(auth, offer.endpoint, "documents", session=pool, region=offer.region).list_objects()


@pytest.mark.parametrize("version", ["v1", "v4"])
def test_temporary_credentials_and_presigned_urls_of_oss2_are_taken(
    sandbox: Sandbox, offer: Offer, pool: oss2.Session, version: str
) -> None:
    owner = next(iter(sandbox.world.keys.values())).owner
    sandbox.world.add_key(KeyPair("STS.sandbox", "sts-secret", owner, token="token/+="))
    auth = oss2.StsAuth("STS.sandbox", "sts-secret", "token/+=", auth_version=version)
    bucket = oss2.Bucket(auth, offer.endpoint, "documents", session=pool, region=offer.region)
    assert bucket.get_object("contract.txt").read() == b"Final text.\n"
    with requests.get(bucket.sign_url("GET", "contract.txt", 60), timeout=20) as answered:
        assert (answered.status_code, answered.content) == (200, b"Final text.\n")


# ---------------------------------------------------------------- alibabacloud-oss-v2


def test_the_new_sdk_lists_buckets_and_objects(new: oss_v2.Client) -> None:
    pages = new.list_buckets_paginator(limit=2).iter_page(oss_v2.ListBucketsRequest())
    names = [bucket.name for page in pages for bucket in page.buckets or []]
    assert {"holiday-photos", "shanghai-mirror"} <= set(names)
    asked = oss_v2.ListObjectsV2Request(bucket="server-logs", prefix="2025/")
    pages = new.list_objects_v2_paginator(limit=37).iter_page(asked)
    assert len([entry.key for page in pages for entry in page.contents or []]) == 300
    folded = new.list_objects(oss_v2.ListObjectsRequest(bucket="holiday-photos", delimiter="/"))
    assert [prefix.prefix for prefix in folded.common_prefixes] == ["2025/", "films/", "names/"]
    info = new.get_bucket_info(oss_v2.GetBucketInfoRequest(bucket="documents")).bucket_info
    assert (info.location, info.versioning) == ("oss-cn-hangzhou", "Enabled")


@pytest.mark.parametrize("key", [key for key in AWKWARD if "/." not in key])  # it collapses dot segments on the wire
def test_the_new_sdk_writes_reads_copies_and_deletes_any_key(new: oss_v2.Client, key: str) -> None:
    new.put_object(oss_v2.PutObjectRequest("documents", key, body=b"0123456789", metadata={"title": "plain"}))
    head = new.head_object(oss_v2.HeadObjectRequest("documents", key))
    assert (head.content_length, head.metadata["title"], head.hash_crc64) == (
        10,
        "plain",
        str(of_bytes(b"0123456789").crc64()),
    )
    read = new.get_object(oss_v2.GetObjectRequest("documents", key, range_header="bytes=2-4"))
    assert read.body.read() == b"234"
    copied = oss_v2.CopyObjectRequest("documents", "copy", source_bucket="documents", source_key=key)
    assert new.copy_object(copied).hash_crc64 == head.hash_crc64
    new.delete_object(oss_v2.DeleteObjectRequest("documents", key))
    assert not new.is_object_exist("documents", key)


def test_the_new_sdks_own_copier_copies_by_parts(sandbox: Sandbox, new: oss_v2.Client) -> None:
    film = sandbox.world.get("holiday-photos", FILM)
    assert film is not None
    # That client signs metadata outside ASCII wrongly when it carries it over.
    sandbox.world.swap("holiday-photos", FILM, film, replace(film, user={"title": "crossing"}))
    request = oss_v2.CopyObjectRequest("research-data", "film", source_bucket="holiday-photos", source_key=FILM)
    result = new.copier(part_size=512 << 20, disable_shallow_copy=True).copy(request)
    assert int(result.hash_crc64 or 0) == FILM_CRC
    assert sandbox.seen.count("UploadPartCopy") == 11
    copied = sandbox.world.get("research-data", "film")
    assert copied is not None
    assert (copied.content.length, copied.user, copied.tags) == (FILM_SIZE, {"title": "crossing"}, film.tags)
    assert copied.headers == film.headers


def test_the_new_sdk_lists_parts_and_aborts(new: oss_v2.Client) -> None:
    begun = new.initiate_multipart_upload(oss_v2.InitiateMultipartUploadRequest("research-data", "big"))
    upload = begun.upload_id
    for number in (1, 2, 3):
        new.upload_part_copy(
            oss_v2.UploadPartCopyRequest(
                "research-data",
                "big",
                part_number=number,
                upload_id=upload,
                source_bucket="holiday-photos",
                source_key=FILM,
                source_range=f"bytes=0-{number * 100_000 - 1}",
            )
        )
    pages = new.list_parts_paginator(limit=2).iter_page(oss_v2.ListPartsRequest("research-data", "big", upload))
    parts = list(itertools.chain.from_iterable(page.parts or [] for page in pages))
    assert [(part.part_number, part.size) for part in parts] == [(1, 100_000), (2, 200_000), (3, 300_000)]
    assert str(parts[0].hash_crc64) == str(generated("film", 100_000).crc64())
    new.abort_multipart_upload(oss_v2.AbortMultipartUploadRequest("research-data", "big", upload))
    with pytest.raises(oss_v2.exceptions.OperationError) as caught:
        new.list_parts(oss_v2.ListPartsRequest("research-data", "big", upload))
    assert caught.value.unwrap().code == "NoSuchUpload"


def test_the_new_sdk_tags_deletes_many_and_sees_versions(new: oss_v2.Client) -> None:
    tags = oss_v2.Tagging(tag_set=oss_v2.TagSet(tags=[oss_v2.Tag(key="k 1", value="v/1")]))
    new.put_object_tagging(oss_v2.PutObjectTaggingRequest("holiday-photos", FILM, tagging=tags))
    shown = new.get_object_tagging(oss_v2.GetObjectTaggingRequest("holiday-photos", FILM)).tag_set
    assert [(tag.key, tag.value) for tag in shown.tags] == [("k 1", "v/1")]
    keys = [f"many-small/sample-{number:04}.txt" for number in range(3)]
    objects = [oss_v2.DeleteObject(key=key) for key in keys]
    for quiet in (False, True):
        new.delete_multiple_objects(oss_v2.DeleteMultipleObjectsRequest("research-data", objects=objects, quiet=quiet))
    assert not new.is_object_exist("research-data", keys[0])
    found = new.list_object_versions(oss_v2.ListObjectVersionsRequest("documents"))
    assert [version.key for version in found.version] == ["contract.txt"] * 3 + ["deleted-by-mistake.txt"]
    assert [marker.key for marker in found.delete_marker] == ["deleted-by-mistake.txt"]


def test_the_new_sdk_reads_what_retains_an_object(sandbox: Sandbox, new: oss_v2.Client) -> None:
    contract = sandbox.world.get("documents", "contract.txt")
    assert contract is not None
    lock = {"mode": "COMPLIANCE", "retain-until-date": "2040-01-01T00:00:00.000Z", "legal-hold": "ON"}
    sandbox.world.put("documents", "retained", replace(contract, lock=lock))
    head = new.head_object(oss_v2.HeadObjectRequest("documents", "retained"))
    found = (head.object_worm_mode, head.object_worm_retain_until_date, head.object_worm_legal_hold)
    assert found == ("COMPLIANCE", "2040-01-01T00:00:00.000Z", "ON")


def test_the_new_sdk_reads_errors_also_of_head(new: oss_v2.Client) -> None:
    calls: tuple[Callable[[], Any], ...] = (
        lambda: new.get_object(oss_v2.GetObjectRequest("documents", "missing")),
        lambda: new.head_object(oss_v2.HeadObjectRequest("documents", "missing")),
    )
    for call in calls:
        with pytest.raises(oss_v2.exceptions.OperationError) as caught:
            call()
        told = caught.value.unwrap()
        assert (told.status_code, told.code, told.ec) == (404, "NoSuchKey", "0026-00000001")
        assert told.request_id
