"""Single objects in the sandbox behave as the vendor's pages say: strictly, with the defaults that surprise clients."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace

import pytest

from core.sandbox.extents import of_bytes
from core.sandbox.sample import normal
from tests.doubles.sandbox import NOW, Caller

ENABLE = b"<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>"
MD5_OF_DATA = hashlib.md5(b"data").hexdigest().upper()


@pytest.fixture
def caller() -> Caller:
    return Caller()


def versioned(caller: Caller) -> Caller:
    assert caller.ask("PUT", "bucket", body=ENABLE, query="versioning").status == 200
    return caller


# ---------------------------------------------------------------- put, head, get


def test_a_put_answers_the_upper_case_md5_and_the_checksum(caller: Caller) -> None:
    reply = caller.put("bucket/key")
    assert reply.headers["etag"] == f'"{MD5_OF_DATA}"'
    assert reply.headers["x-oss-hash-crc64ecma"] == str(of_bytes(b"data").crc64())


def test_head_shows_what_was_put(caller: Caller) -> None:
    sent = {
        "content-type": "text/plain",
        "cache-control": "no-cache",
        "content-disposition": "attachment",
        "content-encoding": "gzip",
        "content-language": "zh",
        "expires": "Fri, 01 Jan 2027 00:00:00 GMT",
        "x-oss-meta-title": "渡船",
        "x-oss-tagging": "a=1&b=two%20words",
        "x-oss-storage-class": "IA",
        "x-oss-server-side-encryption": "AES256",
    }
    caller.put("bucket/key", b"data", sent)
    shown = caller.ask("HEAD", "bucket/key").headers
    assert {name: shown.get(name) for name in sent if name != "x-oss-tagging"} == {
        name: value for name, value in sent.items() if name != "x-oss-tagging"
    }
    assert shown["x-oss-tagging-count"] == "2"
    assert shown["x-oss-object-type"] == "Normal"
    assert shown["content-length"] == "4"
    assert shown["content-md5"] == base64.b64encode(hashlib.md5(b"data").digest()).decode()
    assert shown["last-modified"] == "Sun, 15 Jun 2025 15:06:40 GMT"


def test_object_meta_shows_neither_metadata_nor_class(caller: Caller) -> None:
    caller.put("bucket/key", b"data", {"x-oss-meta-a": "b"})
    shown = caller.ask("HEAD", "bucket/key", query="objectMeta").headers
    assert {"content-length", "etag", "last-modified", "x-oss-hash-crc64ecma"} <= shown.keys()
    assert not {"x-oss-meta-a", "x-oss-storage-class", "x-oss-object-type", "content-type"} & shown.keys()


def test_an_object_from_before_checksums_shows_none(caller: Caller) -> None:
    caller.keep("bucket/old", replace(normal(of_bytes(b"old"), NOW), shows_crc=False))
    assert "x-oss-hash-crc64ecma" not in caller.ask("HEAD", "bucket/old").headers


def test_a_head_that_fails_carries_the_error_in_a_header(caller: Caller) -> None:
    reply = caller.ask("HEAD", "bucket/missing")
    assert (reply.status, reply.body, reply.code) == (404, b"", "NoSuchKey")
    assert reply.headers["x-oss-ec"] == "0026-00000001"


def test_every_answer_has_a_request_id_of_its_own(caller: Caller) -> None:
    ids = [caller.ask("GET", resource).headers["x-oss-request-id"] for resource in ("bucket", "bucket/none", "")]
    assert len(set(ids)) == 3


@pytest.mark.parametrize(
    ("asked", "status", "body", "told"),
    [
        ("bytes=0-3", 206, b"0123", "bytes 0-3/10"),
        ("bytes=4-", 206, b"456789", "bytes 4-9/10"),
        ("bytes=-3", 206, b"789", "bytes 7-9/10"),
        ("bytes=9-9", 206, b"9", "bytes 9-9/10"),
        ("bytes=5-20", 200, b"0123456789", None),
        ("bytes=10-", 200, b"0123456789", None),
        ("bytes=5-2", 200, b"0123456789", None),
        ("bytes=0-1,4-5", 200, b"0123456789", None),
        ("bytes=-11", 200, b"0123456789", None),
        ("bytes=-", 200, b"0123456789", None),
        ("pages=1-2", 200, b"0123456789", None),
    ],
)
def test_an_invalid_range_is_ignored(caller: Caller, asked: str, status: int, body: bytes, told: str | None) -> None:
    caller.put("bucket/key", b"0123456789")
    reply = caller.ask("GET", "bucket/key", {"range": asked})
    assert (reply.status, reply.body, reply.headers.get("content-range")) == (status, body, told)


@pytest.mark.parametrize(
    ("asked", "status", "body"),
    [
        ("bytes=5-20", 206, b"56789"),
        ("bytes=10-", 416, None),
        ("bytes=10-20", 416, None),
        ("bytes=-20", 206, b"0123456789"),
        ("nonsense", 200, b"0123456789"),
    ],
)
def test_the_standard_range_behaviour_clips_or_refuses(
    caller: Caller, asked: str, status: int, body: bytes | None
) -> None:
    caller.put("bucket/key", b"0123456789")
    reply = caller.ask("GET", "bucket/key", {"range": asked, "x-oss-range-behavior": "standard"})
    assert reply.status == status
    assert reply.code == "InvalidRange" if body is None else reply.body == body


@pytest.mark.parametrize(
    ("name", "value", "status"),
    [
        ("if-match", f'"{MD5_OF_DATA}"', 200),
        ("if-match", MD5_OF_DATA, 200),
        ("if-match", '"other"', 412),
        ("if-none-match", f'"{MD5_OF_DATA}"', 304),
        ("if-none-match", '"other"', 200),
        ("if-modified-since", "Sun, 15 Jun 2025 15:06:40 GMT", 304),
        ("if-modified-since", "Sun, 15 Jun 2025 15:06:39 GMT", 200),
        ("if-modified-since", "yesterday", 200),
        ("if-unmodified-since", "Sun, 15 Jun 2025 15:06:40 GMT", 200),
        ("if-unmodified-since", "Sun, 15 Jun 2025 15:06:39 GMT", 412),
    ],
)
def test_a_get_obeys_its_condition(caller: Caller, name: str, value: str, status: int) -> None:
    caller.put("bucket/key")
    reply = caller.ask("GET", "bucket/key", {name: value})
    assert reply.status == status
    assert status != 304 or reply.body == b""


def test_response_parameters_replace_headers_of_the_answer(caller: Caller) -> None:
    caller.put("bucket/key", b"data", {"content-type": "text/plain"})
    reply = caller.ask("GET", "bucket/key", query="response-content-type=image/png")
    assert reply.headers["content-type"] == "image/png"


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("content-md5", "1B2M2Y8AsgTpgAmY7PhCfg==", "InvalidDigest"),
        ("x-oss-hash-crc64ecma", "1", "InvalidCRC64"),
    ],
)
def test_a_wrong_checksum_is_refused_and_nothing_is_written(caller: Caller, name: str, value: str, code: str) -> None:
    reply = caller.ask("PUT", "bucket/key", {name: value}, b"data")
    assert (reply.status, reply.code) == (400, code)
    assert caller.ask("HEAD", "bucket/key").status == 404


def test_an_existing_object_is_not_overwritten_where_that_is_forbidden(caller: Caller) -> None:
    guard = {"x-oss-forbid-overwrite": "true"}
    caller.put("bucket/key", b"first", guard)
    reply = caller.ask("PUT", "bucket/key", guard, b"second")
    assert (reply.status, reply.code) == (409, "FileAlreadyExists")
    assert caller.ask("GET", "bucket/key").body == b"first"


def test_the_overwrite_guard_has_no_effect_where_versions_are_kept(caller: Caller) -> None:
    versioned(caller).put("bucket/key", b"first")
    assert caller.ask("PUT", "bucket/key", {"x-oss-forbid-overwrite": "true"}, b"second").status == 200


def test_a_put_with_a_standard_condition_is_not_implemented(caller: Caller) -> None:
    reply = caller.ask("PUT", "bucket/key", {"if-none-match": "*"}, b"data")
    assert (reply.status, reply.code) == (400, "NotImplemented")
    assert reply.xml.findtext("Header") == "if-none-match"


@pytest.mark.parametrize("key", ["/leading", "\\leading", "x" * 1024, "汉" * 342, "a\udcff"])
def test_a_key_against_the_rules_is_refused(caller: Caller, key: str) -> None:
    reply = caller.ask("PUT", "bucket/" + key, body=b"data")
    assert (reply.status, reply.code) == (400, "InvalidObjectName")


@pytest.mark.parametrize("key", ["..", ".", "a/../b", "a//b", "end/", "x" * 1023, "汉" * 341, "%2e", "a\nb", "😀", " "])
def test_every_other_key_is_kept_as_it_is(caller: Caller, key: str) -> None:
    caller.put("bucket/" + key, key.encode())
    assert caller.ask("GET", "bucket/" + key).body == key.encode()
    assert caller.world.buckets["bucket"].order == [key]


@pytest.mark.parametrize(
    "tagging",
    [
        "&".join(f"k{n}=v" for n in range(11)),
        "k" * 129 + "=v",
        "k=" + "v" * 257,
        "a=1&a=2",
        "=v",
        "a=%E6%B1%89",
        "a=x!",
    ],
)
def test_tags_against_the_rules_are_refused(caller: Caller, tagging: str) -> None:
    reply = caller.ask("PUT", "bucket/key", {"x-oss-tagging": tagging}, b"data")
    assert (reply.status, reply.code) == (400, "InvalidTag")


@pytest.mark.parametrize("headers", [{"x-oss-meta-under_score": "v"}, {"x-oss-meta-a": "v" * 8192}])
def test_metadata_against_the_rules_is_refused(caller: Caller, headers: dict[str, str]) -> None:
    assert caller.ask("PUT", "bucket/key", headers, b"data").status == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"x-oss-storage-class": "Cold"},
        {"x-oss-object-acl": "everyone"},
        {"x-oss-server-side-encryption": "ROT13"},
    ],
)
def test_a_word_that_the_vendor_does_not_have_is_refused(caller: Caller, headers: dict[str, str]) -> None:
    assert caller.ask("PUT", "bucket/key", headers, b"data").code == "InvalidArgument"


def test_a_sub_resource_that_the_sandbox_lacks_does_not_pass_for_a_listing(caller: Caller) -> None:
    headers = {"host": "127.0.0.1"}
    reply = caller.ask("GET", "bucket", headers, query="objectMeta")
    assert reply.status in (403, 405)


# ---------------------------------------------------------------- tags, ACL, delete


def test_tags_are_put_read_and_deleted_without_touching_the_date(caller: Caller) -> None:
    caller.put("bucket/key")
    before = caller.ask("HEAD", "bucket/key").headers["last-modified"]
    caller.now += 100
    tags = b"<Tagging><TagSet><Tag><Key>a b</Key><Value>1/2</Value></Tag></TagSet></Tagging>"
    assert caller.ask("PUT", "bucket/key", body=tags, query="tagging").status == 200
    shown = caller.ask("GET", "bucket/key", query="tagging")
    assert (shown.texts("TagSet/Tag/Key"), shown.texts("TagSet/Tag/Value")) == (["a b"], ["1/2"])
    assert caller.ask("HEAD", "bucket/key").headers["last-modified"] == before
    assert caller.ask("DELETE", "bucket/key", query="tagging").status == 204
    assert caller.ask("GET", "bucket/key", query="tagging").texts("TagSet/Tag") == []


def test_an_acl_is_one_word_and_putting_it_touches_the_date(caller: Caller) -> None:
    caller.put("bucket/key")
    assert caller.ask("GET", "bucket/key", query="acl").texts("AccessControlList/Grant") == ["default"]
    caller.now += 100
    assert caller.ask("PUT", "bucket/key", {"x-oss-object-acl": "public-read"}, query="acl").status == 200
    assert caller.ask("GET", "bucket/key", query="acl").texts("AccessControlList/Grant") == ["public-read"]
    assert caller.ask("HEAD", "bucket/key").headers["last-modified"] == "Sun, 15 Jun 2025 15:08:20 GMT"


def test_deleting_what_is_not_there_succeeds(caller: Caller) -> None:
    assert caller.ask("DELETE", "bucket/missing").status == 204


def _deletion(keys: list[str], *, quiet: bool) -> bytes:
    objects = "".join(f"<Object><Key>{key}</Key></Object>" for key in keys)
    return f"<Delete><Quiet>{str(quiet).lower()}</Quiet>{objects}</Delete>".encode()


def _delete_many(caller: Caller, body: bytes) -> tuple[int, bytes]:
    md5 = base64.b64encode(hashlib.md5(body).digest()).decode()
    reply = caller.ask("POST", "bucket", {"content-md5": md5}, body, query="delete")
    return reply.status, reply.body


def test_deleting_many_quietly_answers_an_empty_body(caller: Caller) -> None:
    caller.put("bucket/a")
    assert _delete_many(caller, _deletion(["a", "b"], quiet=True)) == (200, b"")
    assert caller.world.get("bucket", "a") is None


def test_deleting_many_tells_each_key(caller: Caller) -> None:
    status, body = _delete_many(caller, _deletion(["a", "b"], quiet=False))
    assert status == 200
    assert body.count(b"<Deleted>") == 2


def test_deleting_more_than_a_thousand_is_malformed(caller: Caller) -> None:
    assert _delete_many(caller, _deletion([str(n) for n in range(1001)], quiet=True))[0] == 400


def test_deleting_many_needs_a_checksum(caller: Caller) -> None:
    assert caller.ask("POST", "bucket", body=_deletion(["a"], quiet=True), query="delete").status == 400
