"""Copies and multipart uploads in the sandbox's S3 protocol: what they carry, what they reset, what they refuse."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from core.sandbox import snapshot
from core.sandbox.crc import IEEE, NVME, crc_of
from core.sandbox.extents import Content, generated, of_bytes
from core.sandbox.sample import large, normal
from core.sandbox.settings import Settings
from core.sandbox.world import Bucket, KeyPair
from tests.doubles.sandbox_s3 import KEY, NOW, S3Caller

GIB, MIB = 1 << 30, 1 << 20
BODY = b"rich"
ETAG = hashlib.md5(BODY).hexdigest()
RICH = {
    "content-type": "text/plain",
    "cache-control": "no-cache",
    "x-amz-meta-title": "crossing",
    "x-amz-tagging": "a=1",
    "x-amz-acl": "public-read",
    "x-amz-storage-class": "STANDARD_IA",
    "x-amz-server-side-encryption": "aws:kms",
}


@pytest.fixture
def caller() -> S3Caller:
    made = S3Caller()
    made.put("bucket/rich", BODY, RICH)
    return made


def shown(caller: S3Caller, resource: str) -> dict[str, object]:
    headers = caller.ask("HEAD", resource).headers
    names = ("content-type", "cache-control", "x-amz-meta-title", "x-amz-storage-class")
    return {
        **{name: headers.get(name) for name in names},
        "encryption": headers.get("x-amz-server-side-encryption"),
        "tags": caller.ask("GET", resource, query="tagging").texts("TagSet/Tag/Key"),
        "acl": len(caller.ask("GET", resource, query="acl").texts("AccessControlList/Grant")),
    }


# ---------------------------------------------------------------- CopyObject


def test_a_copy_carries_metadata_and_tags_and_resets_class_acl_and_encryption(caller: S3Caller) -> None:
    caller.now += 100
    reply = caller.copy("bucket/rich", "other/copy")
    assert (reply.status, reply.text("ETag")) == (200, f'"{ETAG}"')
    assert reply.text("LastModified") == "2025-06-15T15:08:20.000Z"
    assert shown(caller, "other/copy") == {
        "content-type": "text/plain",
        "cache-control": "no-cache",
        "x-amz-meta-title": "crossing",
        "x-amz-storage-class": None,
        "encryption": "AES256",
        "tags": ["a"],
        "acl": 1,
    }


def test_replace_takes_everything_from_the_request(caller: S3Caller) -> None:
    headers = {
        "x-amz-metadata-directive": "REPLACE",
        "x-amz-tagging-directive": "REPLACE",
        "content-type": "image/png",
        "x-amz-tagging": "b=2&c=3",
        "x-amz-acl": "public-read",
        "x-amz-storage-class": "ONEZONE_IA",
    }
    caller.copy("bucket/rich", "other/copy", headers)
    assert shown(caller, "other/copy") == {
        "content-type": "image/png",
        "cache-control": None,
        "x-amz-meta-title": None,
        "x-amz-storage-class": "ONEZONE_IA",
        "encryption": "AES256",
        "tags": ["b", "c"],
        "acl": 2,
    }


def test_a_copy_comes_from_another_region_too(caller: S3Caller) -> None:
    named = {"x-amz-copy-source": "bucket/rich"}
    assert caller.ask("PUT", "far-away/copy", named, region="eu-central-1").status == 200
    assert caller.ask("GET", "far-away/copy", region="eu-central-1").body == BODY


@pytest.mark.parametrize(
    ("condition", "status"),
    [
        ({"if-match": f'"{ETAG}"'}, 200),
        ({"if-match": '"other"'}, 412),
        ({"if-none-match": f'"{ETAG}"'}, 412),
        ({"if-modified-since": "Sun, 15 Jun 2025 15:06:41 GMT"}, 412),
        ({"if-unmodified-since": "Sun, 15 Jun 2025 15:06:39 GMT"}, 412),
        ({"if-match": f'"{ETAG}"', "if-unmodified-since": "Sun, 15 Jun 2025 15:06:39 GMT"}, 200),
        ({"if-none-match": f'"{ETAG}"', "if-modified-since": "Sun, 15 Jun 2025 15:06:39 GMT"}, 412),
    ],
)
def test_every_condition_on_the_source_that_is_not_met_answers_412(
    caller: S3Caller, condition: Mapping[str, str], status: int
) -> None:
    headers = {f"x-amz-copy-source-{name}": value for name, value in condition.items()}
    assert caller.copy("bucket/rich", "other/copy", headers).status == status


def test_a_copy_may_be_forbidden_to_overwrite(caller: S3Caller) -> None:
    create = {"if-none-match": "*"}
    assert caller.copy("bucket/rich", "other/copy", create).status == 200
    assert caller.copy("bucket/rich", "other/copy", create).status == 412


@pytest.mark.parametrize("size", [5 * GIB, 5 * GIB + 1])
def test_one_call_copies_5_gib_at_most(caller: S3Caller, size: int) -> None:
    caller.keep("bucket/huge", large(generated("huge", size), NOW, 10))
    reply = caller.copy("bucket/huge", "other/copy")
    assert (reply.status, reply.code) == ((200, "") if size == 5 * GIB else (400, "InvalidRequest"))
    assert b"5368709120" in reply.body or size == 5 * GIB


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 400),
        ({"x-amz-storage-class": "STANDARD_IA"}, 400),
        ({"x-amz-tagging-directive": "REPLACE", "x-amz-tagging": "b=2"}, 400),
        ({"x-amz-storage-class": "STANDARD"}, 200),
        ({"x-amz-metadata-directive": "REPLACE"}, 200),
        ({"x-amz-server-side-encryption": "AES256"}, 200),
        ({"x-amz-checksum-algorithm": "SHA256"}, 200),
    ],
)
def test_a_copy_onto_itself_must_change_something(caller: S3Caller, headers: Mapping[str, str], status: int) -> None:
    reply = caller.copy("bucket/rich", "bucket/rich", headers)
    assert (reply.status, reply.code) == (status, "InvalidRequest" if status == 400 else "")


def test_an_old_version_is_brought_back_by_a_copy_onto_its_own_key(caller: S3Caller) -> None:
    body = b"<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>"
    caller.ask("PUT", "bucket", body=body, query="versioning")
    first = caller.put("bucket/key", b"1").headers["x-amz-version-id"]
    caller.put("bucket/key", b"2")
    reply = caller.ask("PUT", "bucket/key", {"x-amz-copy-source": f"/bucket/key?versionId={first}"})
    assert (reply.status, reply.headers["x-amz-copy-source-version-id"]) == (200, first)
    assert caller.ask("GET", "bucket/key").body == b"1"


def test_a_copy_of_an_object_in_parts_has_another_etag_and_the_same_checksum(caller: S3Caller) -> None:
    content = generated("seed", 6 * MIB)
    caller.keep("bucket/parts", large(content, NOW, 3))
    reply = caller.copy("bucket/parts", "other/copy")
    assert reply.text("ETag") == f'"{content.md5().hex()}"'
    assert reply.text("ChecksumCRC64NVME") == base64.b64encode(content.crc(NVME).to_bytes(8, "big")).decode()


@pytest.mark.parametrize(
    ("source", "status", "code"),
    [
        ("bucket/none", 404, "NoSuchKey"),
        ("nowhere/key", 404, "NoSuchBucket"),
        ("bucket/rich?versionId=none", 404, "NoSuchVersion"),
        ("bucket", 400, "InvalidArgument"),
        ("bucket/rich?other=1", 400, "InvalidArgument"),
        ("bucket/frozen", 403, "InvalidObjectState"),
        ("foreign/key", 403, "AccessDenied"),
    ],
)
def test_a_source_that_cannot_be_copied_is_told_so(caller: S3Caller, source: str, status: int, code: str) -> None:
    caller.put("bucket/frozen", headers={"x-amz-storage-class": "DEEP_ARCHIVE"})
    caller.world.add_bucket(Bucket("foreign", "somebody", "us-east-1", NOW))
    caller.keep("foreign/key", normal(of_bytes(b"x"), NOW))
    reply = caller.ask("PUT", "other/copy", {"x-amz-copy-source": source})
    assert (reply.status, reply.code) == (status, code)


def test_tags_that_may_not_be_copied_fail_the_copy(caller: S3Caller) -> None:
    key = caller.world.add_key(KeyPair("BLIND", "s", KEY.owner, denied=frozenset({"GetObjectTagging"})))
    named = {"x-amz-copy-source": "bucket/rich"}
    assert caller.ask("PUT", "other/copy", named, key=key).code == "AccessDenied"
    replaced = {**named, "x-amz-tagging-directive": "REPLACE"}
    assert caller.ask("PUT", "other/copy", replaced, key=key).status == 200


# ---------------------------------------------------------------- parts


def part_copy(caller: S3Caller, upload: str, number: int, span: str, source: str = "bucket/big") -> object:
    headers = {"x-amz-copy-source-range": span} if span else {}
    reply = caller.copy(source, "other/copy", headers, f"partNumber={number}&uploadId={upload}")
    return reply.code or reply.text("ETag")


def test_an_object_of_terabytes_is_copied_by_parts_with_its_exact_checksum() -> None:
    caller = S3Caller()
    size = 12 * 10**12 + 12_345
    caller.keep("bucket/big", large(generated("big", size), NOW, 100))
    upload = caller.begin("other/copy", {"x-amz-checksum-algorithm": "CRC64NVME", **RICH})
    parts = []
    for number, first in enumerate(range(0, size, 5 * GIB), 1):
        etag = part_copy(caller, upload, number, f"bytes={first}-{min(first + 5 * GIB, size) - 1}")
        parts.append((number, str(etag)))
    done = caller.complete("other/copy", upload, parts, {"x-amz-mp-object-size": str(size)})
    assert done.text("ETag").endswith(f'-{len(parts)}"')
    crc = base64.b64encode(generated("big", size).crc(NVME).to_bytes(8, "big")).decode()
    assert (done.text("ChecksumCRC64NVME"), done.text("ChecksumType")) == (crc, "FULL_OBJECT")
    headers = caller.ask("HEAD", "other/copy", {"x-amz-checksum-mode": "ENABLED"}).headers
    assert (headers["content-length"], headers["x-amz-checksum-crc64nvme"]) == (str(size), crc)
    assert shown(caller, "other/copy") == {**shown(caller, "other/copy"), "tags": ["a"], "acl": 2}
    last = caller.ask("HEAD", "other/copy", query=f"partNumber={len(parts)}")
    assert (last.status, last.headers["x-amz-mp-parts-count"]) == (206, str(len(parts)))
    assert last.headers["content-length"] == str(size % (5 * GIB))


@pytest.mark.parametrize(
    ("span", "size", "answer"),
    [
        ("bytes=0-9", 5 * MIB, "InvalidRequest"),
        ("bytes=0-9", 5 * MIB + 1, ""),
        ("bytes=0-", 6 * MIB, "InvalidArgument"),
        ("bytes=-9", 6 * MIB, "InvalidArgument"),
        ("0-9", 6 * MIB, "InvalidArgument"),
        ("bytes=9-0", 6 * MIB, "InvalidArgument"),
        (f"bytes=0-{6 * MIB}", 6 * MIB, "InvalidArgument"),
        (f"bytes={6 * MIB}-{7 * MIB}", 6 * MIB, "InvalidRange"),
        (f"bytes=0-{5 * GIB}", 6 * GIB, "InvalidRequest"),
        ("", 5 * GIB + 1, "InvalidRequest"),
        ("", 10, ""),
    ],
)
def test_a_range_of_a_part_copy_must_be_whole_inside_and_of_a_large_source(
    caller: S3Caller, span: str, size: int, answer: str
) -> None:
    caller.keep("bucket/big", large(generated("big", size), NOW, 1))
    got = str(part_copy(caller, caller.begin("other/copy"), 1, span))
    assert got == answer if answer else got.startswith('"')


def test_the_etag_of_an_object_in_parts_is_the_md5_of_the_parts_md5s(caller: S3Caller) -> None:
    upload = caller.begin("bucket/key")
    bodies = [b"a" * (5 * MIB), b"b"]
    parts = [(number, caller.part("bucket/key", upload, number, body)) for number, body in enumerate(bodies, 1)]
    assert [etag for _, etag in parts] == [f'"{hashlib.md5(body).hexdigest()}"' for body in bodies]
    digest = hashlib.md5(b"".join(hashlib.md5(body).digest() for body in bodies)).hexdigest()
    assert caller.complete("bucket/key", upload, parts).text("ETag") == f'"{digest}-2"'
    assert caller.ask("GET", "bucket/key", query="partNumber=2").body == b"b"
    assert caller.ask("GET", "bucket/key", query="partNumber=3").code == "InvalidPartNumber"


def test_a_checksum_made_of_the_parts_needs_theirs_in_the_list(caller: S3Caller) -> None:
    upload = caller.begin("bucket/key", {"x-amz-checksum-algorithm": "CRC32"})
    bodies = [b"a" * (5 * MIB), b"b"]
    parts = [(number, caller.part("bucket/key", upload, number, body)) for number, body in enumerate(bodies, 1)]
    assert caller.complete("bucket/key", upload, parts).code == "InvalidRequest"
    sums = [crc_of(body, IEEE).to_bytes(4, "big") for body in bodies]
    listed = "".join(
        f"<Part><PartNumber>{number}</PartNumber><ETag>{etag}</ETag>"
        f"<ChecksumCRC32>{base64.b64encode(digest).decode()}</ChecksumCRC32></Part>"
        for (number, etag), digest in zip(parts, sums, strict=True)
    )
    body = f"<CompleteMultipartUpload>{listed}</CompleteMultipartUpload>".encode()
    done = caller.ask("POST", "bucket/key", body=body, query=f"uploadId={upload}")
    whole = base64.b64encode(crc_of(b"".join(sums), IEEE).to_bytes(4, "big")).decode()
    assert (done.text("ChecksumCRC32"), done.text("ChecksumType")) == (f"{whole}-2", "COMPOSITE")


def test_a_checksum_of_the_whole_object_is_worked_out_from_the_parts(caller: S3Caller) -> None:
    upload = caller.begin("bucket/key", {"x-amz-checksum-algorithm": "CRC32", "x-amz-checksum-type": "FULL_OBJECT"})
    bodies = [b"a" * (5 * MIB), b"b"]
    parts = [(number, caller.part("bucket/key", upload, number, body)) for number, body in enumerate(bodies, 1)]
    wrong = caller.complete("bucket/key", upload, parts, {"x-amz-checksum-crc32": "AAAAAA=="})
    assert wrong.code == "BadDigest"
    whole = base64.b64encode(crc_of(b"".join(bodies), IEEE).to_bytes(4, "big")).decode()
    assert caller.complete("bucket/key", upload, parts).text("ChecksumCRC32") == whole


@pytest.mark.parametrize(
    ("numbers", "code"),
    [([1, 3], ""), ([3, 1], "InvalidPartOrder"), ([1, 1], "InvalidPartOrder"), ([2], "InvalidPart")],
)
def test_parts_ascend_with_gaps_allowed_and_must_be_there(caller: S3Caller, numbers: list[int], code: str) -> None:
    upload = caller.begin("bucket/key")
    etags = {number: caller.part("bucket/key", upload, number, b"p" * (5 * MIB)) for number in (1, 3)}
    reply = caller.complete("bucket/key", upload, [(number, etags.get(number, '"0"')) for number in numbers])
    assert reply.code == code


def test_every_part_but_the_last_has_5_mib_or_more(caller: S3Caller) -> None:
    upload = caller.begin("bucket/key")
    parts = [
        (1, caller.part("bucket/key", upload, 1, b"p" * (5 * MIB - 1))),
        (2, caller.part("bucket/key", upload, 2, b"x")),
    ]
    reply = caller.complete("bucket/key", upload, parts)
    assert (reply.status, reply.code, reply.text("PartNumber")) == (400, "EntityTooSmall", "1")
    assert caller.complete("bucket/key", upload, parts[:1]).status == 200


def test_an_upload_ends_once_and_belongs_to_its_key(caller: S3Caller) -> None:
    upload = caller.begin("bucket/key")
    parts = [(1, caller.part("bucket/key", upload, 1, b"x"))]
    assert caller.complete("bucket/other", upload, parts).code == "NoSuchUpload"
    wrong = caller.complete("bucket/key", upload, parts, {"x-amz-mp-object-size": "2"})
    assert wrong.code == "InvalidRequest"
    caller.put("bucket/key")
    assert caller.complete("bucket/key", upload, parts, {"if-none-match": "*"}).code == "PreconditionFailed"
    assert caller.complete("bucket/key", upload, parts).status == 200
    assert caller.complete("bucket/key", upload, parts).code == "NoSuchUpload"
    gone = caller.begin("bucket/key")
    assert caller.ask("DELETE", "bucket/key", query=f"uploadId={gone}").status == 204
    assert caller.ask("GET", "bucket/key", query=f"uploadId={gone}").code == "NoSuchUpload"


@pytest.mark.parametrize("number", ["0", "10001", "x", ""])
def test_part_numbers_are_from_1_to_10000(caller: S3Caller, number: str) -> None:
    upload = caller.begin("bucket/key")
    reply = caller.ask("PUT", "bucket/key", body=b"x", query=f"partNumber={number}&uploadId={upload}")
    assert (reply.status, reply.code) == (400, "InvalidArgument")


# ---------------------------------------------------------------- stores that are not S3


def test_a_store_may_answer_a_part_copy_with_nothing_and_store_nothing(caller: S3Caller) -> None:
    caller.settings = Settings(empty_part_copies=True)
    caller.keep("bucket/big", large(generated("big", 6 * MIB), NOW, 1))
    upload = caller.begin("other/copy")
    reply = caller.copy("bucket/big", "other/copy", query=f"partNumber=1&uploadId={upload}")
    assert (reply.status, reply.body) == (200, b"")
    assert caller.ask("GET", "other/copy", query=f"uploadId={upload}").texts("Part/Size") == ["0"]


def test_a_store_may_ignore_the_conditions_of_a_copy(caller: S3Caller) -> None:
    caller.settings = Settings(ignore_copy_conditions=True)
    assert caller.copy("bucket/rich", "other/copy", {"x-amz-copy-source-if-match": '"other"'}).status == 200


def test_a_store_may_have_part_etags_that_are_no_md5(caller: S3Caller) -> None:
    caller.settings = Settings(opaque_part_etags=True)
    upload = caller.begin("bucket/key")
    etag = caller.part("bucket/key", upload, 1, b"x")
    assert len(etag) != len(f'"{ETAG}"')
    assert caller.ask("GET", "bucket/key", query=f"uploadId={upload}").texts("Part/ETag") == [etag]
    assert caller.complete("bucket/key", upload, [(1, etag)]).status == 200


def test_a_store_may_take_fewer_parts(caller: S3Caller) -> None:
    caller.settings = Settings(part_number_max=1000)
    upload = caller.begin("bucket/key")
    caller.part("bucket/key", upload, 1000, b"x")
    reply = caller.ask("PUT", "bucket/key", body=b"x", query=f"partNumber=1001&uploadId={upload}")
    assert (reply.status, reply.code) == (400, "InvalidArgument")


def test_a_store_may_know_no_tags(caller: S3Caller) -> None:
    caller.settings = Settings(refuse_tags=True)
    assert caller.ask("GET", "bucket/rich", query="tagging").status == 501
    assert caller.ask("PUT", "bucket/key", {"x-amz-tagging": "a=1"}).status == 501
    assert "x-amz-tagging-count" not in caller.ask("HEAD", "bucket/rich").headers


def test_an_empty_object_is_copied(caller: S3Caller) -> None:
    caller.keep("bucket/empty", replace(normal(Content(), NOW), shows_crc=True))
    assert caller.copy("bucket/empty", "other/empty").text("ETag") == f'"{hashlib.md5(b"").hexdigest()}"'


def test_parts_and_checksums_outlive_a_restart(tmp_path: Path) -> None:
    caller = S3Caller()
    upload = caller.begin("bucket/key", {"x-amz-checksum-algorithm": "SHA256", "x-amz-checksum-type": "COMPOSITE"})
    caller.part("bucket/key", upload, 1, BODY)
    caller.keep("bucket/parts", replace(large(generated("p", 9), NOW, 2), part_sizes=(4, 5), checksum=("CRC32", "A-2")))
    snapshot.save(tmp_path, caller.world, {})
    saved = snapshot.load(tmp_path)
    assert saved is not None
    before, after = caller.world.buckets["bucket"], saved.world.buckets["bucket"]
    old, new = (bucket.objects["parts"][0] for bucket in (before, after))
    assert (new.part_sizes, new.checksum) == (old.part_sizes, old.checksum)
    assert after.uploads[upload].parts[1].checksum == before.uploads[upload].parts[1].checksum != ""
    assert after.uploads[upload].draft.checksum == ("SHA256", "COMPOSITE")
