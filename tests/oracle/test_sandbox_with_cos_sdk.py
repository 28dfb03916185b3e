"""The vendor's own client, unchanged, against the sandbox: it judges whether it speaks COS.

`cos-python-sdk-v5` names the bucket by the vendor's host name. It goes to the sandbox by its own setting for an
address and a port, or its connections are led there.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from qcloud_cos import CosConfig, CosS3Client, CosServiceError

from core.sandbox.extents import generated, of_bytes
from core.sandbox.server import Offer, Sandbox
from core.sandbox.settings import Settings, error_in_200
from core.sandbox.world import KeyPair
from core.system.clock import SystemClock
from tests.doubles.redirecting_adapter import RedirectingAdapter

DOCUMENTS, PHOTOS = "documents-1250000000", "holiday-photos-1250000000"
RESEARCH, LOGS = "research-data-1250000000", "server-logs-1250000000"
FILM = {"Bucket": PHOTOS, "Key": "films/crossing.mov", "Region": "ap-guangzhou"}
FILM_SIZE = (5 << 30) + 123_457
FILM_CRC = generated("film", FILM_SIZE).crc64()
GIB = 1 << 30


@pytest.fixture(autouse=True)
def mute(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client logs every refusal as an error, and refusals are asked for here."""
    monkeypatch.setattr(logging.getLogger("qcloud_cos"), "propagate", False)


@pytest.fixture
def offers(sandbox: Sandbox) -> tuple[Offer, ...]:
    return tuple(offer for offer in sandbox.offers if offer.provider == "cos")


@pytest.fixture
def session() -> Iterator[requests.Session]:
    with requests.Session() as made:
        yield made


@pytest.fixture(params=["address", "detour"])
def client(request: pytest.FixtureRequest, offers: tuple[Offer, ...], session: requests.Session) -> Any:
    if request.param == "address":
        return client_of(offers[0], session)
    session.mount("http://", RedirectingAdapter(offers[0].endpoint.removeprefix("http://")))
    config = CosConfig(Region=offers[0].region, SecretId=offers[0].key_id, SecretKey=offers[0].secret, Scheme="http")
    return CosS3Client(config, retry=0, session=session)


def client_of(offer: Offer, session: requests.Session, key: KeyPair | None = None) -> Any:
    """A client that is told the address and the port."""
    place = offer.endpoint.removeprefix("http://")
    address, _, port = place.partition(":")
    config = CosConfig(
        Region=offer.region,
        SecretId=key.key_id if key else offer.key_id,
        SecretKey=key.secret if key else offer.secret,
        Token=key.token if key else None,
        Scheme="http",
        IP=address,
        Port=int(port),
        ServiceDomain=place,
    )
    return CosS3Client(config, retry=0, session=session)


def body_of(answer: Any) -> bytes:
    with answer["Body"].get_raw_stream() as stream:
        return bytes(stream.read())


def refused(call: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(CosServiceError) as caught:
        call(*args, **kwargs)
    return str(caught.value.get_error_code())


def test_it_lists_all_buckets_with_their_regions(client: Any) -> None:
    found = {one["Name"]: one["Location"] for one in client.list_buckets()["Buckets"]["Bucket"]}
    assert (found[DOCUMENTS], found["shanghai-mirror-1250000000"]) == ("ap-guangzhou", "ap-shanghai")
    assert client.head_bucket(Bucket=DOCUMENTS)["x-cos-bucket-region"] == "ap-guangzhou"
    assert client.get_bucket_location(Bucket=DOCUMENTS)["LocationConstraint"] == "ap-guangzhou"


def test_it_lists_objects_in_pages(client: Any) -> None:
    found: list[str] = []
    marker = ""
    while True:
        page = client.list_objects(Bucket=LOGS, Marker=marker, MaxKeys=37)
        found += [entry["Key"] for entry in page["Contents"]]
        if page["IsTruncated"] == "false":
            break
        marker = page["NextMarker"]
    assert (len(found), found) == (301, sorted(found))
    page = client.list_objects(Bucket=LOGS, Prefix="2025/", Delimiter="/")
    assert [one["Prefix"] for one in page["CommonPrefixes"]] == ["2025/01/", "2025/02/", "2025/03/", "2025/04/"]


@pytest.mark.parametrize(
    "key", ["a+b c?d#e.txt", "a//b", "a/../b", "100% real", "%2F", "表情 😀", "trailing ", "q&a=b;c,d", "x/./y"]
)
def test_it_writes_reads_copies_and_deletes_any_key(client: Any, key: str) -> None:
    done = client.put_object(Bucket=DOCUMENTS, Key=key, Body=b"0123456789", Metadata={"x-cos-meta-title": "plain"})
    assert int(done["x-cos-hash-crc64ecma"]) == of_bytes(b"0123456789").crc64()
    head = client.head_object(Bucket=DOCUMENTS, Key=key)
    assert (head["Content-Length"], head["x-cos-meta-title"], head["ETag"]) == ("10", "plain", done["ETag"])
    assert body_of(client.get_object(Bucket=DOCUMENTS, Key=key)) == b"0123456789"
    assert body_of(client.get_object(Bucket=DOCUMENTS, Key=key, Range="bytes=2-4")) == b"234"
    source = {"Bucket": DOCUMENTS, "Key": key, "Region": "ap-guangzhou"}
    copied = client.copy_object(Bucket=DOCUMENTS, Key="copy of " + key, CopySource=source)
    assert copied["ETag"] == done["ETag"]
    assert body_of(client.get_object(Bucket=DOCUMENTS, Key="copy of " + key)) == b"0123456789"
    client.delete_object(Bucket=DOCUMENTS, Key=key)
    assert not client.object_exists(Bucket=DOCUMENTS, Key=key)


def test_it_copies_by_parts_lists_them_and_completes(client: Any) -> None:
    upload = client.create_multipart_upload(Bucket=RESEARCH, Key="film", ContentType="video/mp4")["UploadId"]
    parts = []
    for number, first in enumerate(range(0, FILM_SIZE, GIB), 1):
        span = f"bytes={first}-{min(first + GIB, FILM_SIZE) - 1}"
        done = client.upload_part_copy(
            Bucket=RESEARCH, Key="film", PartNumber=number, UploadId=upload, CopySource=FILM, CopySourceRange=span
        )
        parts.append({"PartNumber": number, "ETag": done["ETag"]})
    page = client.list_parts(Bucket=RESEARCH, Key="film", UploadId=upload, MaxParts=4)
    rest = client.list_parts(
        Bucket=RESEARCH, Key="film", UploadId=upload, PartNumberMarker=page["NextPartNumberMarker"]
    )
    sizes = [int(part["Size"]) for part in (*page["Part"], *rest["Part"])]
    assert sizes == [GIB] * 5 + [123_457]
    uploads = client.list_multipart_uploads(Bucket=RESEARCH)["Upload"]
    assert [(one["Key"], one["UploadId"]) for one in uploads] == [("film", upload)]
    done = client.complete_multipart_upload(
        Bucket=RESEARCH, Key="film", UploadId=upload, MultipartUpload={"Part": parts}
    )
    assert int(done["x-cos-hash-crc64ecma"]) == FILM_CRC
    head = client.head_object(Bucket=RESEARCH, Key="film")
    assert (int(head["Content-Length"]), head["Content-Type"], head["ETag"]) == (FILM_SIZE, "video/mp4", done["ETag"])


def test_its_own_copy_goes_by_parts_when_the_class_changes(
    sandbox: Sandbox, session: requests.Session, offers: tuple[Offer, ...]
) -> None:
    session.mount(
        "http://", RedirectingAdapter(offers[0].endpoint.removeprefix("http://"))
    )  # its HEAD goes past the address
    client = client_of(offers[0], session)
    client.copy(Bucket=RESEARCH, Key="film", CopySource=FILM, StorageClass="STANDARD_IA", PartSize=512)
    head = client.head_object(Bucket=RESEARCH, Key="film")
    assert (int(head["x-cos-hash-crc64ecma"]), head["x-cos-storage-class"]) == (FILM_CRC, "STANDARD_IA")
    assert sandbox.seen.count("UploadPartCopy") == 11


def test_it_uploads_parts_and_aborts(client: Any) -> None:
    upload = client.create_multipart_upload(Bucket=DOCUMENTS, Key="big")["UploadId"]
    client.upload_part(Bucket=DOCUMENTS, Key="big", Body=b"x" * 10, PartNumber=1, UploadId=upload)
    client.abort_multipart_upload(Bucket=DOCUMENTS, Key="big", UploadId=upload)
    assert refused(client.list_parts, Bucket=DOCUMENTS, Key="big", UploadId=upload) == "NoSuchUpload"


def test_it_uploads_a_stream_in_parts(client: Any) -> None:
    data = generated("stream", (3 << 20) + 7).read(0, (3 << 20) + 7)
    done = client.upload_file_from_buffer(
        Bucket=DOCUMENTS, Key="stream", Body=io.BytesIO(data), PartSize=1, MAXThread=2
    )
    assert int(done["x-cos-hash-crc64ecma"]) == of_bytes(data).crc64()


def test_it_deletes_many_at_once(client: Any) -> None:
    for key in ("one", "two"):
        client.put_object(Bucket=RESEARCH, Key=key, Body=b"x")
    wanted = {"Object": [{"Key": "one"}, {"Key": "two"}, {"Key": "missing"}], "Quiet": "false"}
    done = client.delete_objects(Bucket=RESEARCH, Delete=wanted)
    assert [one["Key"] for one in done["Deleted"]] == ["one", "two", "missing"]
    assert "Deleted" not in (client.delete_objects(Bucket=RESEARCH, Delete={**wanted, "Quiet": "true"}) or {})


def test_it_writes_and_reads_tags_and_acls(client: Any) -> None:
    client.put_object(Bucket=DOCUMENTS, Key="tagged", Body=b"x")
    tags = [{"Key": "place", "Value": "Kyoto"}, {"Key": "年", "Value": "2025"}]
    client.put_object_tagging(Bucket=DOCUMENTS, Key="tagged", Tagging={"TagSet": {"Tag": tags}})
    assert client.get_object_tagging(Bucket=DOCUMENTS, Key="tagged")["TagSet"]["Tag"] == tags
    client.delete_object_tagging(Bucket=DOCUMENTS, Key="tagged")
    client.put_object_acl(Bucket=DOCUMENTS, Key="tagged", ACL="public-read")
    grants = client.get_object_acl(Bucket=DOCUMENTS, Key="tagged")
    assert [one["Permission"] for one in grants["AccessControlList"]["Grant"]] == ["FULL_CONTROL", "READ"]
    assert grants["CannedACL"] == "public-read"


def test_it_lists_versions_and_reads_an_old_one(client: Any) -> None:
    found = client.list_objects_versions(Bucket=DOCUMENTS, Prefix="contract.txt")["Version"]
    assert [one["IsLatest"] for one in found] == ["true", "false", "false"]
    old = client.get_object(Bucket=DOCUMENTS, Key="contract.txt", VersionId=found[2]["VersionId"])
    assert body_of(old) == b"First draft.\n"
    client.delete_object(Bucket=DOCUMENTS, Key="contract.txt", VersionId=found[2]["VersionId"])
    assert len(client.list_objects_versions(Bucket=DOCUMENTS, Prefix="contract.txt")["Version"]) == 2


def test_it_restores_an_archived_object(client: Any, sandbox: Sandbox) -> None:
    sandbox.settings = Settings(restore_s=0.0)
    frozen = {"Bucket": "backup-archive-1250000000", "Key": "taxes/2019.zip"}
    assert client.head_object(**frozen)["x-cos-storage-class"] == "ARCHIVE"
    assert refused(client.get_object, **frozen) == "InvalidObjectState"
    client.restore_object(**frozen, RestoreRequest={"Days": 2, "CASJobParameters": {"Tier": "Expedited"}})
    assert client.head_object(**frozen)["x-cos-restore"].startswith('ongoing-request="false"')


def test_it_signs_urls(client: Any, session: requests.Session) -> None:
    client.put_object(Bucket=DOCUMENTS, Key="a b", Body=b"signed")
    url = client.get_presigned_url(
        Bucket=DOCUMENTS, Key="a b", Method="GET", Params={"response-content-type": "text/x"}, SignHost=False
    )
    host = f"{DOCUMENTS}.cos.ap-guangzhou.myqcloud.com"
    with session.get(url, headers={"Host": host}) as answer:
        assert (answer.content, answer.headers["Content-Type"]) == (b"signed", "text/x")
    with session.get(url.replace("text%2Fx", "text%2Fy"), headers={"Host": host}) as answer:
        assert answer.status_code == 403


def test_it_works_with_a_temporary_key(sandbox: Sandbox, session: requests.Session, offers: tuple[Offer, ...]) -> None:
    owner = next(iter(sandbox.world.keys.values())).owner
    key = KeyPair("TEMPORARY", "secret-3", owner, token="token+/=", expires=SystemClock().now() + 600)
    temporary = client_of(offers[0], session, sandbox.world.add_key(key))
    assert temporary.head_object(Bucket=DOCUMENTS, Key="contract.txt")["Content-Length"] == "12"


def test_it_reads_the_errors(client: Any, session: requests.Session, offers: tuple[Offer, ...]) -> None:
    assert refused(client.get_object, Bucket=DOCUMENTS, Key="missing") == "NoSuchKey"
    assert refused(client.list_objects, Bucket="shanghai-mirror-1250000000") == "NoSuchBucket"
    stranger = client_of(offers[0], session, KeyPair(offers[0].key_id, "wrong", "owner"))
    assert refused(stranger.list_objects, Bucket=DOCUMENTS) == "SignatureDoesNotMatch"
    source = {"Bucket": DOCUMENTS, "Key": "contract.txt", "Region": "ap-guangzhou"}
    assert refused(client.copy_object, Bucket=DOCUMENTS, Key="contract.txt", CopySource=source) == "InvalidRequest"


def test_it_finds_an_error_inside_a_success(client: Any, sandbox: Sandbox) -> None:
    sandbox.settings = Settings(on_request=lambda seen: error_in_200() if seen.operation == "CopyObject" else None)
    source = {"Bucket": DOCUMENTS, "Key": "contract.txt", "Region": "ap-guangzhou"}
    assert refused(client.copy_object, Bucket=DOCUMENTS, Key="copy", CopySource=source) == "InternalError"


def test_a_bucket_of_another_region_is_reached_there_and_copied_from(client: Any, offers: tuple[Offer, ...]) -> None:
    with requests.Session() as straight:
        shanghai = client_of(offers[1], straight)
        assert shanghai.head_object(Bucket="shanghai-mirror-1250000000", Key="readme.txt")["ETag"]
    source = {"Bucket": "shanghai-mirror-1250000000", "Key": "readme.txt", "Region": "ap-shanghai"}
    assert client.copy_object(Bucket=DOCUMENTS, Key="from-afar", CopySource=source)["ETag"]
