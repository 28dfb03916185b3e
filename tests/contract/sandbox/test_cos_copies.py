"""The sandbox's COS protocol copies and joins parts as the service does: strict, and with its defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from email.utils import formatdate

import pytest

from core.sandbox.extents import Content, generated, of_bytes
from core.sandbox.protocol.call import Head
from core.sandbox.sample import large, normal
from core.sandbox.world import KeyPair, Kind, Version, Versioning
from tests.doubles.cos import KEY, NOW, CosCaller, Reply, signed

MIB, GIB = 1 << 20, 1 << 30
RICH = {
    "content-type": "text/x-rich",
    "cache-control": "no-cache",
    "x-cos-meta-who": "me",
    "x-cos-tagging": "a=b",
    "x-cos-acl": "public-read",
    "x-cos-storage-class": "STANDARD_IA",
    "x-cos-server-side-encryption": "AES256",
}


@pytest.fixture
def caller() -> CosCaller:
    made = CosCaller()
    made.put("bucket/rich", b"rich text", RICH)
    return made


def big(size: int, storage_class: str = "Standard") -> Version:
    return large(generated("big", size), NOW - 100, 10, storage_class)


def stored(caller: CosCaller, resource: str) -> Version:
    bucket, _, key = resource.partition("/")
    version = caller.world.get(bucket, key)
    assert version is not None
    return version


# ---------------------------------------------------------------- what a copy carries


def test_a_copy_carries_metadata_and_tags_and_resets_class_acl_and_encryption(caller: CosCaller) -> None:
    assert caller.copy("bucket/rich", "other/copy").status == 200
    copied = stored(caller, "other/copy")
    assert copied.headers == {"content-type": "text/x-rich", "cache-control": "no-cache"}
    assert (copied.user, copied.tags) == ({"who": "me"}, {"a": "b"})
    assert (copied.storage_class, copied.acl, copied.encryption) == ("Standard", "default", ("", ""))


def test_replacing_metadata_resets_class_acl_and_encryption_too(caller: CosCaller) -> None:
    headers = {"x-cos-metadata-directive": "Replaced", "x-cos-meta-new": "1"}
    assert caller.copy("bucket/rich", "other/copy", headers).status == 200
    copied = stored(caller, "other/copy")
    assert (copied.headers, copied.user) == ({"content-type": "application/octet-stream"}, {"new": "1"})
    assert (copied.storage_class, copied.acl, copied.encryption) == ("Standard", "default", ("", ""))
    assert copied.tags == {"a": "b"}


def test_what_a_copy_states_is_written(caller: CosCaller) -> None:
    headers = {
        "x-cos-storage-class": "ARCHIVE",
        "x-cos-acl": "private",
        "x-cos-server-side-encryption": "cos/kms",
        "x-cos-server-side-encryption-cos-kms-key-id": "key-1",
        "x-cos-tagging-directive": "Replaced",
        "x-cos-tagging": "c=d",
    }
    assert caller.copy("bucket/rich", "other/copy", headers).status == 200
    copied = stored(caller, "other/copy")
    assert (copied.storage_class, copied.acl, copied.encryption) == ("Archive", "private", ("KMS", "key-1"))
    assert copied.tags == {"c": "d"}


@pytest.mark.parametrize("name", ["content-type", "cache-control", "x-cos-meta-new"])
@pytest.mark.parametrize("directive", [{}, {"x-cos-metadata-directive": "Copy"}], ids=["default", "named"])
def test_metadata_next_to_the_directive_copy_is_refused(
    caller: CosCaller, directive: Mapping[str, str], name: str
) -> None:
    reply = caller.copy("bucket/rich", "other/copy", {**directive, name: "x"})
    assert (reply.status, reply.code) == (400, "InvalidRequest")


@pytest.mark.parametrize("word", ["REPLACE", "replaced", "COPY"])
@pytest.mark.parametrize("name", ["x-cos-metadata-directive", "x-cos-tagging-directive"])
def test_a_directive_is_copy_or_replaced_to_the_letter(caller: CosCaller, name: str, word: str) -> None:
    assert caller.copy("bucket/rich", "other/copy", {name: word}).code == "InvalidArgument"


def test_a_copy_onto_itself_needs_replaced(caller: CosCaller) -> None:
    assert caller.copy("bucket/rich", "bucket/rich").code == "InvalidRequest"
    replaced = {"x-cos-metadata-directive": "Replaced"}
    tags = {**replaced, "x-cos-tagging-directive": "Copy"}
    assert caller.copy("bucket/rich", "bucket/rich", tags).code == "InvalidRequest"
    assert caller.copy("bucket/rich", "bucket/rich", {**replaced, "x-cos-meta-new": "1"}).status == 200
    assert stored(caller, "bucket/rich").user == {"new": "1"}


def test_an_old_version_is_brought_back_by_a_copy(caller: CosCaller) -> None:
    caller.world.buckets["bucket"].versioning = Versioning.ENABLED
    old = caller.put("bucket/a", b"old").headers["x-cos-version-id"]
    caller.put("bucket/a", b"new")
    source = f"bucket-1250000000.cos.ap-guangzhou.myqcloud.com/a?versionId={old}"
    reply = caller.ask("PUT", "bucket/a", {"x-cos-copy-source": source})
    assert (reply.status, reply.headers["x-cos-copy-source-version-id"]) == (200, old)
    assert reply.xml.findtext("VersionId") == reply.headers["x-cos-version-id"]
    assert caller.ask("GET", "bucket/a").body == b"old"


def test_a_copy_tells_etag_and_checksum(caller: CosCaller) -> None:
    reply = caller.copy("bucket/rich", "other/copy")
    content = of_bytes(b"rich text")
    assert reply.xml.tag == "CopyObjectResult"
    assert reply.texts("CRC64") == [str(content.crc64())] == [reply.headers["x-cos-hash-crc64ecma"]]
    assert reply.texts("ETag") == [f'"{content.md5().hex()}"'] == [caller.head("other/copy")["etag"]]


# ---------------------------------------------------------------- the source


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("bucket-1250000000.cos.ap-guangzhou.myqcloud.com/rich", ""),
        ("bucket-1250000000.cos.ap-guangzhou.tencentcos.cn/rich", ""),
        ("bucket-1250000000.cos-internal.ap-guangzhou.tencentcos.cn/rich", ""),
        ("127.0.0.1:7001/bucket-1250000000/rich", ""),
        ("127.0.0.1:7002/bucket-1250000000/rich", ""),
        ("bucket-1250000000.cos.ap-shanghai.myqcloud.com/rich", "NoSuchBucket"),
        ("nowhere-1250000000.cos.ap-guangzhou.myqcloud.com/rich", "NoSuchBucket"),
        ("bucket-1250000001.cos.ap-guangzhou.myqcloud.com/rich", "NoSuchBucket"),
        ("bucket-1250000000.cos.ap-guangzhou.myqcloud.com/missing", "NoSuchCopySource"),
        ("bucket-1250000000.cos.ap-guangzhou.myqcloud.com/rich?versionId=none", "NoSuchVersion"),
        ("bucket-1250000000.cos.ap-guangzhou.myqcloud.com/rich?version=1", "InvalidCopySource"),
        ("bucket-1250000000.cos.ap-guangzhou.myqcloud.com/", "InvalidCopySource"),
        ("bucket-1250000000.cos.accelerate.myqcloud.com/rich", "InvalidCopySource"),
        ("http://bucket-1250000000.cos.ap-guangzhou.myqcloud.com/rich", "InvalidCopySource"),
        ("/bucket-1250000000/rich", "InvalidCopySource"),
    ],
)
def test_the_source_is_a_host_and_a_key(caller: CosCaller, source: str, code: str) -> None:
    reply = caller.ask("PUT", "other/copy", {"x-cos-copy-source": source})
    assert (reply.code if code else str(reply.status)) == (code or "200")


@pytest.mark.parametrize("key", ["/leading", "//two", "a//b", "a/../b", "..", "q?versionId=x", "a b+c%d", "汉"])
def test_any_key_can_be_the_source(caller: CosCaller, key: str) -> None:
    caller.put("bucket/" + key, key.encode())
    assert caller.copy("bucket/" + key, "other/copy").status == 200
    assert caller.ask("GET", "other/copy").body == key.encode()


def test_a_copy_goes_across_regions(caller: CosCaller) -> None:
    source = "bucket-1250000000.cos.ap-guangzhou.myqcloud.com/rich"
    reply = caller.ask("PUT", "far-away/copy", {"x-cos-copy-source": source}, region="cn-shanghai")
    assert reply.status == 200


def test_a_delete_marker_is_no_source(caller: CosCaller) -> None:
    caller.world.buckets["bucket"].versioning = Versioning.ENABLED
    marker = caller.ask("DELETE", "bucket/rich").headers["x-cos-version-id"]
    assert caller.copy("bucket/rich", "other/copy").status == 404
    source = f"bucket-1250000000.cos.ap-guangzhou.myqcloud.com/rich?versionId={marker}"
    assert caller.ask("PUT", "other/copy", {"x-cos-copy-source": source}).status == 400


def test_an_archived_object_must_be_restored_before_it_is_copied(caller: CosCaller) -> None:
    frozen = caller.keep("bucket/frozen", big(MIB, "Archive"))
    reply = caller.copy("bucket/frozen", "other/copy")
    assert (reply.status, reply.code) == (403, "InvalidObjectState")
    caller.world.swap("bucket", "frozen", frozen, replace(frozen, ready=NOW - 1, readable_until=NOW + 60))
    assert caller.copy("bucket/frozen", "other/copy").status == 200


def test_an_appendable_object_is_copied_to_a_normal_one(caller: CosCaller) -> None:
    caller.keep("bucket/log", replace(normal(of_bytes(b"x"), NOW), kind=Kind.APPENDABLE, md5=b""))
    assert caller.copy("bucket/log", "other/copy").status == 200
    assert "x-cos-object-type" not in caller.head("other/copy")


def test_who_may_not_read_the_source_does_not_copy_it(caller: CosCaller) -> None:
    stranger = caller.world.add_key(KeyPair("KEY2", "s", "owner-2"))
    caller.world.buckets["other"].acl = "public-read-write"
    caller.put("bucket/secret")
    headers = {"x-cos-copy-source": "bucket-1250000000.cos.ap-guangzhou.myqcloud.com/secret"}
    assert caller.ask("PUT", "other/copy", headers, key=stranger).code == "AccessDenied"
    caller.put("bucket/secret", headers={"x-cos-acl": "public-read"})
    assert caller.ask("PUT", "other/copy", headers, key=stranger).status == 200


# ---------------------------------------------------------------- conditions and limits


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("if-match", '"0123456789abcdef0123456789abcdef"'),
        ("if-none-match", "{etag}"),
        ("if-modified-since", "{now}"),
        ("if-unmodified-since", "{before}"),
    ],
)
@pytest.mark.parametrize("by_parts", [False, True], ids=["simple", "part"])
def test_every_condition_that_is_not_met_answers_412(
    caller: CosCaller, name: str, value: str, *, by_parts: bool
) -> None:
    etag = caller.head("bucket/rich")["etag"]
    now, before = formatdate(NOW, usegmt=True), formatdate(NOW - 100, usegmt=True)
    headers = {"x-cos-copy-source-" + name: value.format(etag=etag, now=now, before=before)}
    query = f"partNumber=1&uploadId={caller.begin('other/copy')}" if by_parts else ""
    reply = caller.copy("bucket/rich", "other/copy", headers, query)
    assert (reply.status, reply.code) == (412, "PreconditionFailed")


def test_conditions_that_are_met_let_a_copy_through_in_the_allowed_pairs_only(caller: CosCaller) -> None:
    prefix = "x-cos-copy-source-if-"
    same = {prefix + "match": caller.head("bucket/rich")["etag"]}
    unmodified = {prefix + "unmodified-since": formatdate(NOW, usegmt=True)}
    other = {prefix + "none-match": '"x"'}
    modified = {prefix + "modified-since": formatdate(NOW - 100, usegmt=True)}
    assert caller.copy("bucket/rich", "other/copy", {**same, **unmodified}).status == 200
    assert caller.copy("bucket/rich", "other/copy", {**other, **modified}).status == 200
    assert caller.copy("bucket/rich", "other/copy", {**same, **other}).code == "InvalidArgument"
    assert caller.copy("bucket/rich", "other/copy", {**same, **modified}).code == "InvalidArgument"


def test_one_call_copies_five_gibibytes_and_no_byte_more(caller: CosCaller) -> None:
    caller.keep("bucket/fits", big(5 * GIB))
    caller.keep("bucket/over", big(5 * GIB + 1))
    assert caller.copy("bucket/fits", "other/copy").status == 200
    assert caller.copy("bucket/over", "other/copy").code == "EntityTooLarge"


@pytest.mark.parametrize("write", ["put", "copy"])
def test_forbidding_to_overwrite_holds_without_versions(caller: CosCaller, write: str) -> None:
    def ask() -> Reply:
        forbid = {"x-cos-forbid-overwrite": "true"}
        if write == "copy":
            return caller.copy("bucket/rich", "other/new", forbid)
        return caller.ask("PUT", "other/new", forbid, b"new")

    assert ask().status == 200
    assert ask().code == "PreconditionFailed"
    caller.world.buckets["other"].versioning = Versioning.ENABLED
    assert ask().status == 200


def test_the_weight_of_a_copy_is_its_bytes() -> None:
    caller = CosCaller()
    caller.keep("bucket/big", big(3 * MIB))
    upload = caller.begin("other/copy")
    source = {"x-cos-copy-source": "bucket-1250000000.cos.ap-guangzhou.myqcloud.com/big"}
    part = {**source, "x-cos-copy-source-range": "bytes=0-99"}
    query = f"partNumber=1&uploadId={upload}"
    for headers, target, expected in (
        (source, "/other-1250000000/copy", 3 * MIB),
        (part, f"/other-1250000000/copy?{query}", 100),
        ({}, "/other-1250000000/copy", 0),
    ):
        sent = signed("PUT", "/other-1250000000/copy", "", {"host": "127.0.0.1:7001", **headers}, key=KEY, now=NOW)
        routed = caller.handler.route(Head("PUT", target, sent, "cn-hangzhou"))
        assert caller.handler.admit(routed, NOW) is None
        assert caller.handler.weight(routed) == expected


@pytest.fixture
def source(caller: CosCaller) -> Content:
    return caller.keep("bucket/big", big(3 * MIB + 7)).content
