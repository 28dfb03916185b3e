"""Single objects in the sandbox's S3 protocol: what is stored and shown, conditions, ranges, checksums, tags, ACLs."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.sandbox.crc import CASTAGNOLI, IEEE, NVME, XZ, Crc, combine, crc_of, repeat, without_head
from core.sandbox.extents import generated
from core.sandbox.s3.errors import S3Error
from core.sandbox.sample import large
from core.sandbox.world import KeyPair
from tests.doubles.sandbox_s3 import KEY, NOW, S3Caller

BODY = b"hello"
MD5 = hashlib.md5(BODY).hexdigest()
SHOWN = {"x-amz-checksum-mode": "ENABLED"}


@pytest.fixture
def caller() -> S3Caller:
    return S3Caller()


def md5_of(body: bytes) -> dict[str, str]:
    return {"content-md5": base64.b64encode(hashlib.md5(body).digest()).decode()}


# ---------------------------------------------------------------- properties


def test_an_object_shows_what_it_was_put_with(caller: S3Caller) -> None:
    headers = {
        "content-type": "text/plain",
        "cache-control": "no-cache",
        "content-disposition": "inline",
        "content-encoding": "gzip",
        "content-language": "pt",
        "expires": "Fri, 01 Jan 2027 00:00:00 GMT",
        "x-amz-meta-a": "b",
        "x-amz-tagging": "k=v&l=m%20n",
        "x-amz-storage-class": "STANDARD_IA",
        "x-amz-server-side-encryption": "aws:kms",
        "x-amz-server-side-encryption-aws-kms-key-id": "key-1",
    }
    caller.put("bucket/key", BODY, headers)
    for method in ("HEAD", "GET"):
        shown = caller.ask(method, "bucket/key").headers
        assert {name: shown.get(name) for name in headers if name != "x-amz-tagging"} == {
            name: value for name, value in headers.items() if name != "x-amz-tagging"
        }
        assert (shown["etag"], shown["x-amz-tagging-count"]) == (f'"{MD5}"', "2")
        assert shown["last-modified"] == "Sun, 15 Jun 2025 15:06:40 GMT"


def test_the_usual_class_is_not_shown_and_the_usual_type_and_encryption_are(caller: S3Caller) -> None:
    caller.put("bucket/key")
    shown = caller.ask("HEAD", "bucket/key").headers
    assert "x-amz-storage-class" not in shown
    assert (shown["content-type"], shown["x-amz-server-side-encryption"]) == ("binary/octet-stream", "AES256")


@pytest.mark.parametrize("name", ["STANDARD_IA", "GLACIER", "DEEP_ARCHIVE", "GLACIER_IR", "INTELLIGENT_TIERING"])
def test_every_class_comes_back_by_its_name(caller: S3Caller, name: str) -> None:
    caller.put("bucket/key", headers={"x-amz-storage-class": name})
    assert caller.ask("HEAD", "bucket/key").headers["x-amz-storage-class"] == name
    assert caller.ask("GET", "bucket").texts("Contents/StorageClass") == [name]


def test_metadata_outside_of_ascii_comes_back_as_a_word_of_rfc_2047(caller: S3Caller) -> None:
    caller.put("bucket/key", headers={"x-amz-meta-title": "中文"})
    assert caller.ask("HEAD", "bucket/key").headers["x-amz-meta-title"] == "=?UTF-8?B?5Lit5paH?="


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"x-amz-meta-a": "x" * 2048}, "MetadataTooLarge"),
        ({"x-amz-storage-class": "COLD"}, "InvalidStorageClass"),
        ({"x-amz-acl": "mine"}, "InvalidArgument"),
        ({"x-amz-server-side-encryption": "ROT13"}, "InvalidArgument"),
        ({"x-amz-tagging": "&".join(f"k{index}=v" for index in range(11))}, "BadRequest"),
        ({"x-amz-tagging": "a=1&a=2"}, "InvalidTag"),
        ({"content-md5": "AAAA"}, "InvalidDigest"),
        (md5_of(b"another"), "BadDigest"),
        ({"x-amz-checksum-crc32": "AAAAAA=="}, "BadDigest"),
        ({"x-amz-checksum-crc32": "AAAA"}, "InvalidRequest"),
        ({"x-amz-checksum-crc32": "NhCmhg==", "x-amz-checksum-crc32c": "mnG7TA=="}, "InvalidRequest"),
        ({"x-amz-sdk-checksum-algorithm": "CRC32"}, "InvalidRequest"),
    ],
)
def test_what_s3_does_not_take_is_refused_by_its_code(caller: S3Caller, headers: Mapping[str, str], code: str) -> None:
    reply = caller.ask("PUT", "bucket/key", headers, BODY)
    assert (reply.status, reply.code) == (400, code)
    assert caller.ask("HEAD", "bucket/key").status == 404


def test_an_object_under_a_customer_s_key_is_shown_to_who_brings_it(caller: S3Caller) -> None:
    name, key = "x-amz-server-side-encryption-customer", base64.b64encode(b"k" * 32).decode()
    digest = base64.b64encode(hashlib.md5(b"k" * 32).digest()).decode()
    whole = {f"{name}-algorithm": "AES256", f"{name}-key": key, f"{name}-key-md5": digest}
    for missing in whole:
        part = {header: value for header, value in whole.items() if header != missing}
        assert caller.ask("PUT", "bucket/key", part, BODY).code == "InvalidArgument"
    assert caller.ask("PUT", "bucket/key", whole, BODY).status == 200
    assert caller.ask("GET", "bucket/key").code == "InvalidRequest"
    assert caller.ask("GET", "bucket/key", whole).body == BODY
    shown = caller.ask("HEAD", "bucket/key", whole)
    assert shown.headers[f"{name}-key-md5"] == digest
    assert shown.headers["etag"] != f'"{hashlib.md5(BODY).hexdigest()}"'
    other = base64.b64encode(b"o" * 32).decode()
    wrong = base64.b64encode(hashlib.md5(b"o" * 32).digest()).decode()
    assert caller.ask("HEAD", "bucket/key", {**whole, f"{name}-key": other, f"{name}-key-md5": wrong}).status == 403
    caller.ask("PUT", "bucket/plain", {}, BODY)
    assert caller.ask("GET", "bucket/plain", whole).code == "InvalidRequest"


def test_what_the_sandbox_does_not_have_is_refused_and_not_dropped(caller: S3Caller) -> None:
    assert caller.ask("GET", "bucket", query="lifecycle").status == 501


@pytest.mark.parametrize(
    "key", ["/lead", "//", "a//b", "..", "a/../b", ".", "trailing/", "q?m#h&e=f", "a+b c%2F", "中"]
)
def test_any_key_is_a_key_of_its_own(caller: S3Caller, key: str) -> None:
    caller.put("bucket/" + key, key.encode())
    assert caller.ask("GET", "bucket/" + key).body == key.encode()
    assert caller.ask("GET", "bucket").texts("Contents/Key") == [key]


def test_a_key_has_1024_bytes_at_most(caller: S3Caller) -> None:
    assert caller.ask("PUT", "bucket/" + "k" * 1024).status == 200
    assert caller.ask("PUT", "bucket/" + "é" * 513).code == "KeyTooLongError"


ERRORS = json.loads((Path(__file__).parents[2] / "data" / "errors_s3.json").read_text("utf-8"))["s3"]


@pytest.mark.parametrize("documented", ERRORS, ids=lambda one: one["code"])
def test_an_error_that_the_sandbox_raises_has_the_status_that_is_documented(documented: Mapping[str, int]) -> None:
    error = S3Error(str(documented["code"]))
    known = error.message != error.code  # others come only from tests, which state the status
    assert not known or error.status == documented["http_status"]


# ---------------------------------------------------------------- conditions and ranges

EARLY, LATE = "Sun, 15 Jun 2025 15:06:39 GMT", "Sun, 15 Jun 2025 15:06:41 GMT"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"if-match": f'"{MD5}"'}, 200),
        ({"if-match": '"other"'}, 412),
        ({"if-none-match": f'"{MD5}"'}, 304),
        ({"if-none-match": '"other"'}, 200),
        ({"if-modified-since": EARLY}, 200),
        ({"if-modified-since": LATE}, 304),
        ({"if-unmodified-since": LATE}, 200),
        ({"if-unmodified-since": EARLY}, 412),
        ({"if-match": f'"{MD5}"', "if-unmodified-since": EARLY}, 200),
        ({"if-none-match": f'"{MD5}"', "if-modified-since": EARLY}, 304),
    ],
)
def test_a_read_looks_at_its_conditions(caller: S3Caller, headers: Mapping[str, str], status: int) -> None:
    caller.put("bucket/key", BODY)
    for method in ("HEAD", "GET"):
        assert caller.ask(method, "bucket/key", headers).status == status


def test_a_put_that_may_only_create_meets_what_is_there(caller: S3Caller) -> None:
    create = {"if-none-match": "*"}
    assert caller.ask("PUT", "bucket/key", create, BODY).status == 200
    reply = caller.ask("PUT", "bucket/key", create, b"other")
    assert (reply.status, reply.code) == (412, "PreconditionFailed")
    caller.ask("DELETE", "bucket/key")
    assert caller.ask("PUT", "bucket/key", create, BODY).status == 200
    assert caller.ask("PUT", "bucket/key", {"if-match": '"other"'}).status == 412
    assert caller.ask("PUT", "bucket/key", {"if-match": f'"{MD5}"'}).status == 200
    assert caller.ask("PUT", "bucket/none", {"if-match": f'"{MD5}"'}).code == "NoSuchKey"


@pytest.mark.parametrize(
    ("text", "status", "body", "shown"),
    [
        ("bytes=1-3", 206, b"ell", "bytes 1-3/5"),
        ("bytes=3-", 206, b"lo", "bytes 3-4/5"),
        ("bytes=-2", 206, b"lo", "bytes 3-4/5"),
        ("bytes=2-100", 206, b"llo", "bytes 2-4/5"),
        ("bytes=3-1", 200, BODY, None),
        ("lines=1-2", 200, BODY, None),
    ],
)
def test_a_range_is_cut_to_the_object(caller: S3Caller, text: str, status: int, body: bytes, shown: str | None) -> None:
    caller.put("bucket/key", BODY)
    reply = caller.ask("GET", "bucket/key", {"range": text})
    assert (reply.status, reply.body, reply.headers.get("content-range")) == (status, body, shown)
    head = caller.ask("HEAD", "bucket/key", {"range": text})
    assert (head.status, head.headers["content-length"]) == (status, str(len(body)))


def test_a_range_behind_the_end_cannot_be_satisfied(caller: S3Caller) -> None:
    caller.put("bucket/key", BODY)
    reply = caller.ask("GET", "bucket/key", {"range": "bytes=5-"})
    assert (reply.status, reply.code, reply.text("ActualObjectSize")) == (416, "InvalidRange", "5")


# ---------------------------------------------------------------- checksums


@pytest.mark.parametrize(
    ("kind", "check"),
    [(XZ, 0x995DC9BBDF1939FA), (NVME, 0xAE8B14860A799888), (IEEE, 0xCBF43926), (CASTAGNOLI, 0xE3069283)],
    ids=lambda one: one.name if isinstance(one, Crc) else "",
)
def test_every_kind_of_crc_gives_its_published_check_value(kind: Crc, check: int) -> None:
    assert crc_of(b"123456789", kind) == check


@given(st.binary(max_size=50), st.binary(max_size=50), st.integers(0, 1500), st.sampled_from([NVME, IEEE, CASTAGNOLI]))
def test_every_kind_of_crc_combines_and_repeats(one: bytes, other: bytes, times: int, kind: Crc) -> None:
    whole = combine(crc_of(one, kind), crc_of(other, kind), len(other), kind)
    assert whole == crc_of(one + other, kind)
    assert without_head(whole, crc_of(one, kind), len(other), kind) == crc_of(other, kind)
    assert repeat(crc_of(one, kind), len(one), times, kind) == crc_of(one * times, kind)


@pytest.mark.parametrize("kind", [NVME, IEEE, CASTAGNOLI], ids=lambda kind: kind.name)
def test_a_piece_of_generated_bytes_has_the_crc_of_its_bytes(kind: Crc) -> None:
    piece = generated("seed", 3 << 20).slice(1_000_001, 1_500_000)
    assert piece.crc(kind) == crc_of(piece.read(0, piece.length), kind)


@pytest.mark.parametrize(
    ("algorithm", "value"),
    [
        ("CRC32", "NhCmhg=="),
        ("CRC32C", "mnG7TA=="),
        ("SHA1", base64.b64encode(hashlib.sha1(BODY).digest()).decode()),
        ("SHA256", base64.b64encode(hashlib.sha256(BODY).digest()).decode()),
        ("CRC64NVME", base64.b64encode(crc_of(BODY, NVME).to_bytes(8, "big")).decode()),
    ],
)
def test_a_checksum_is_checked_kept_and_shown_when_it_is_asked_for(
    caller: S3Caller, algorithm: str, value: str
) -> None:
    name = f"x-amz-checksum-{algorithm.lower()}"
    assert caller.put("bucket/key", BODY, {name: value}).headers[name] == value
    shown = caller.ask("HEAD", "bucket/key", SHOWN).headers
    assert (shown[name], shown["x-amz-checksum-type"]) == (value, "FULL_OBJECT")
    assert name not in caller.ask("HEAD", "bucket/key").headers
    assert name not in caller.ask("GET", "bucket/key", {**SHOWN, "range": "bytes=0-1"}).headers
    assert caller.ask("GET", "bucket").texts("Contents/ChecksumAlgorithm") == [algorithm]


def test_an_object_without_a_checksum_gets_crc64nvme(caller: S3Caller) -> None:
    caller.keep("bucket/huge", large(generated("huge", 3 * 10**12), NOW, 600))
    shown = caller.ask("HEAD", "bucket/huge", SHOWN).headers
    expected = base64.b64encode(generated("huge", 3 * 10**12).crc(NVME).to_bytes(8, "big")).decode()
    assert (shown["x-amz-checksum-crc64nvme"], shown["x-amz-checksum-type"]) == (expected, "FULL_OBJECT")


def test_an_object_from_before_checksums_shows_none(caller: S3Caller) -> None:
    caller.keep("bucket/old", replace(large(generated("old", 100), NOW, 1), shows_crc=False))
    assert not [name for name in caller.ask("HEAD", "bucket/old", SHOWN).headers if "checksum" in name]


# ---------------------------------------------------------------- tags and ACLs


def test_tags_are_put_read_and_removed(caller: S3Caller) -> None:
    caller.put("bucket/key")
    body = b"<Tagging><TagSet><Tag><Key>k 1</Key><Value>v/1</Value></Tag></TagSet></Tagging>"
    assert caller.ask("PUT", "bucket/key", body=body, query="tagging").code == "InvalidRequest"
    assert caller.ask("PUT", "bucket/key", md5_of(body), body, query="tagging").status == 200
    shown = caller.ask("GET", "bucket/key", query="tagging")
    assert (shown.texts("TagSet/Tag/Key"), shown.texts("TagSet/Tag/Value")) == (["k 1"], ["v/1"])
    assert caller.ask("DELETE", "bucket/key", query="tagging").status == 204
    assert caller.ask("GET", "bucket/key", query="tagging").texts("TagSet/Tag/Key") == []


def test_a_key_without_the_right_sees_no_count_of_tags(caller: S3Caller) -> None:
    caller.put("bucket/key", headers={"x-amz-tagging": "a=1"})
    blind = caller.world.add_key(KeyPair("BLIND", "s", KEY.owner, denied=frozenset({"GetObjectTagging"})))
    assert "x-amz-tagging-count" not in caller.ask("HEAD", "bucket/key", key=blind).headers
    assert caller.ask("GET", "bucket/key", query="tagging", key=blind).code == "AccessDenied"


@pytest.mark.parametrize(
    ("word", "permissions"),
    [
        ("private", ["FULL_CONTROL"]),
        ("public-read", ["FULL_CONTROL", "READ"]),
        ("public-read-write", ["FULL_CONTROL", "READ", "WRITE"]),
        ("authenticated-read", ["FULL_CONTROL", "READ"]),
        ("bucket-owner-full-control", ["FULL_CONTROL"]),
    ],
)
def test_a_canned_acl_is_shown_as_grants(caller: S3Caller, word: str, permissions: list[str]) -> None:
    caller.put("bucket/key", headers={"x-amz-acl": word})
    path = "AccessControlList/Grant/Permission"
    assert caller.ask("GET", "bucket/key", query="acl").texts(path) == permissions
    assert caller.ask("GET", "bucket/key", key=None).status == (200 if word.startswith("public") else 403)


def test_the_grants_that_are_read_can_be_written_to_another_object(caller: S3Caller) -> None:
    grants = {"x-amz-grant-read": 'id="somebody", uri="http://acs.amazonaws.com/groups/global/AuthenticatedUsers"'}
    caller.put("bucket/key", headers=grants)
    caller.put("bucket/other")
    told = caller.ask("GET", "bucket/key", query="acl")
    assert told.texts("AccessControlList/Grant/Grantee/ID") == ["somebody"]
    assert caller.ask("PUT", "bucket/other", body=told.body, query="acl").status == 200
    assert caller.ask("GET", "bucket/other", query="acl").body == told.body


def test_grants_that_say_what_a_canned_word_says_are_that_word(caller: S3Caller) -> None:
    caller.put("bucket/key", headers={"x-amz-acl": "public-read"})
    caller.put("bucket/other")
    caller.ask("PUT", "bucket/other", body=caller.ask("GET", "bucket/key", query="acl").body, query="acl")
    assert caller.ask("GET", "bucket/other", key=None).status == 200


def test_an_acl_needs_exactly_one_form(caller: S3Caller) -> None:
    caller.put("bucket/key")
    assert caller.ask("PUT", "bucket/key", query="acl").code == "MissingSecurityHeader"
    both = {"x-amz-acl": "private", "x-amz-grant-read": 'id="x"'}
    assert caller.ask("PUT", "bucket/key", both, query="acl").code == "InvalidRequest"
    assert caller.ask("PUT", "bucket/key", body=b"<AccessControlPolicy/>", query="acl").code == "MalformedACLError"
