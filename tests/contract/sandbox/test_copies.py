"""Copies inside the sandbox: what they carry, what they reset, what they refuse."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

import pytest

from core.sandbox.extents import Content, generated, of_bytes
from core.sandbox.sample import large, normal
from core.sandbox.settings import Settings
from core.sandbox.world import Bucket, KeyPair, Kind, Version
from tests.doubles.sandbox import KEY, NOW, Caller, Reply

GIB, MIB = 1 << 30, 1 << 20

RICH = {
    "content-type": "text/plain",
    "cache-control": "no-cache",
    "x-oss-meta-title": "渡船",
    "x-oss-tagging": "a=1",
    "x-oss-object-acl": "public-read",
    "x-oss-server-side-encryption": "AES256",
    "x-oss-storage-class": "IA",
}


@pytest.fixture
def caller() -> Caller:
    made = Caller()
    made.put("bucket/rich", b"rich", RICH)
    return made


def shown(caller: Caller, resource: str) -> dict[str, str | None]:
    """The properties of RICH that an object has, its ACL and tags included."""
    headers = caller.ask("HEAD", resource).headers
    told: dict[str, str | None] = {name: headers.get(name) for name in RICH}
    told["x-oss-object-acl"] = caller.ask("GET", resource, query="acl").texts("AccessControlList/Grant")[0]
    tags = caller.ask("GET", resource, query="tagging")
    pairs = zip(tags.texts("TagSet/Tag/Key"), tags.texts("TagSet/Tag/Value"), strict=True)
    told["x-oss-tagging"] = "&".join("=".join(pair) for pair in pairs)
    return told


def test_a_copy_carries_metadata_and_tags_and_resets_acl_encryption_and_class(caller: Caller) -> None:
    assert caller.copy("bucket/rich", "other/copy").status == 200
    assert caller.ask("GET", "other/copy").body == b"rich"
    assert shown(caller, "other/copy") == {
        **RICH,
        "x-oss-object-acl": "default",
        "x-oss-server-side-encryption": None,
        "x-oss-storage-class": "Standard",
    }


def test_a_copy_keeps_what_its_request_states(caller: Caller) -> None:
    stated = {name: RICH[name] for name in ("x-oss-object-acl", "x-oss-server-side-encryption", "x-oss-storage-class")}
    caller.copy("bucket/rich", "other/copy", stated)
    assert shown(caller, "other/copy") == RICH


def test_metadata_of_a_request_counts_only_with_the_directive_replace(caller: Caller) -> None:
    caller.copy("bucket/rich", "other/carried", {"x-oss-meta-new": "1"})
    assert "x-oss-meta-new" not in caller.ask("HEAD", "other/carried").headers
    caller.copy("bucket/rich", "other/replaced", {"x-oss-meta-new": "1", "x-oss-metadata-directive": "REPLACE"})
    headers = caller.ask("HEAD", "other/replaced").headers
    assert headers["x-oss-meta-new"] == "1"
    assert headers["content-type"] == "application/octet-stream"
    assert "x-oss-meta-title" not in headers
    assert headers["x-oss-tagging-count"] == "1"


def test_tags_of_a_request_count_only_with_the_directive_replace(caller: Caller) -> None:
    caller.copy("bucket/rich", "other/carried", {"x-oss-tagging": "b=2"})
    assert shown(caller, "other/carried")["x-oss-tagging"] == "a=1"
    caller.copy("bucket/rich", "other/replaced", {"x-oss-tagging": "b=2", "x-oss-tagging-directive": "Replace"})
    assert shown(caller, "other/replaced")["x-oss-tagging"] == "b=2"


def test_an_unknown_directive_is_an_invalid_argument(caller: Caller) -> None:
    assert caller.copy("bucket/rich", "other/copy", {"x-oss-metadata-directive": "MERGE"}).code == "InvalidArgument"


def test_a_copy_has_the_checksum_of_its_source_and_an_etag_that_is_no_md5(caller: Caller) -> None:
    reply = caller.copy("bucket/rich", "other/copy")
    source = caller.ask("HEAD", "bucket/rich").headers
    assert reply.headers["x-oss-hash-crc64ecma"] == source["x-oss-hash-crc64ecma"]
    assert reply.texts("ETag")[0] != source["etag"]
    assert "content-md5" not in caller.ask("HEAD", "other/copy").headers


@pytest.mark.parametrize(
    ("condition", "status"),
    [
        ("if-match", 200),
        ("if-none-match", 304),
    ],
)
def test_conditions_on_the_etag_answer_412_or_304(caller: Caller, condition: str, status: int) -> None:
    etag = caller.ask("HEAD", "bucket/rich").headers["etag"]
    reply = caller.copy("bucket/rich", "other/copy", {f"x-oss-copy-source-{condition}": etag})
    assert reply.status == status
    other = caller.copy("bucket/rich", "other/copy", {f"x-oss-copy-source-{condition}": '"another"'})
    assert other.status == (412 if status == 200 else 200)


def test_a_condition_that_asks_for_a_difference_answers_304_without_a_body(caller: Caller) -> None:
    date = {"x-oss-copy-source-if-modified-since": "Sun, 15 Jun 2025 15:06:40 GMT"}
    reply = caller.copy("bucket/rich", "other/copy", date)
    assert (reply.status, reply.body) == (304, b"")
    assert caller.ask("HEAD", "other/copy").status == 404


def test_a_copy_onto_itself_takes_the_metadata_of_the_request_whatever_the_directive(caller: Caller) -> None:
    same = {"x-oss-storage-class": "IA", "x-oss-server-side-encryption": "AES256"}
    before = caller.ask("HEAD", "bucket/rich").headers
    reply = caller.copy("bucket/rich", "bucket/rich", {**same, "x-oss-meta-new": "1", "content-type": "text/html"})
    assert reply.status == 200
    after = caller.ask("HEAD", "bucket/rich").headers
    assert (after["x-oss-meta-new"], after["content-type"]) == ("1", "text/html")
    assert "x-oss-meta-title" not in after
    assert after["etag"] == before["etag"]


def test_a_large_object_may_be_copied_onto_itself_but_not_into_another_class(caller: Caller) -> None:
    caller.keep("bucket/large", large(generated("large", 6 * GIB), NOW, 60))
    assert caller.copy("bucket/large", "bucket/large", {"x-oss-meta-a": "1"}).status == 200
    assert caller.ask("HEAD", "bucket/large").headers["x-oss-object-type"] == "Multipart"
    moved = caller.copy("bucket/large", "bucket/large", {"x-oss-storage-class": "IA"})
    assert (moved.status, moved.code) == (400, "EntityTooLarge")


@pytest.mark.parametrize(
    ("strict", "target", "size", "headers", "status"),
    [
        (True, "bucket/b", GIB, {}, 200),
        (True, "bucket/b", GIB + 1, {}, 400),
        (True, "other/b", GIB + 1, {}, 400),
        (False, "bucket/b", 6 * GIB, {}, 200),
        (False, "other/b", 5 * GIB, {}, 200),
        (False, "other/b", 5 * GIB + 1, {}, 400),
        (False, "other/b", GIB + 1, {"x-oss-storage-class": "IA"}, 400),
        (False, "bucket/b", GIB + 1, {"x-oss-storage-class": "IA"}, 400),
    ],
)
def test_one_call_copies_as_much_as_the_chosen_text_allows(
    caller: Caller, strict: bool, target: str, size: int, headers: dict[str, str], status: int
) -> None:
    caller.settings = Settings(strict_2021=strict)
    caller.keep("bucket/large", large(generated("large", size), NOW, 60))
    reply = caller.copy("bucket/large", target, headers)
    assert reply.status == status
    assert status == 200 or reply.code == "EntityTooLarge"


def _refusal(reply: Reply) -> tuple[int, str]:
    return reply.status, reply.code


def test_a_copy_into_another_region_is_refused(caller: Caller) -> None:
    headers = {"x-oss-copy-source": "/bucket/rich"}
    reply = caller.ask("PUT", "far-away/copy", headers, region="cn-shanghai")
    assert _refusal(reply) == (403, "AccessDenied")
    assert "does not reside in the same data center" in reply.xml.findtext("Message", "")


def test_an_append_object_is_no_source(caller: Caller) -> None:
    caller.ask("POST", "bucket/log", body=b"abc", query="append&position=0")
    assert _refusal(caller.copy("bucket/log", "other/copy")) == (400, "OperationNotSupported")


def test_an_archived_object_is_no_source(caller: Caller) -> None:
    caller.keep("bucket/old", large(generated("old", 1000), NOW, 1, "Archive"))
    assert _refusal(caller.copy("bucket/old", "other/copy")) == (403, "InvalidObjectState")


def test_a_symlink_is_copied_as_a_link(caller: Caller) -> None:
    caller.keep("bucket/link", Version(Content(), "E", NOW, "Standard", kind=Kind.SYMLINK, target="rich"))
    assert caller.copy("bucket/link", "bucket/copy").status == 200
    assert caller.ask("GET", "bucket/copy", query="symlink").headers["x-oss-symlink-target"] == "rich"


def test_a_missing_source_is_told(caller: Caller) -> None:
    assert _refusal(caller.copy("bucket/none", "other/copy")) == (404, "NoSuchKey")
    assert _refusal(caller.copy("no-bucket/none", "other/copy")) == (404, "NoSuchBucket")


@pytest.mark.parametrize("source", ["bucket/rich", "/bucket", "/bucket/", "/bucket/rich?version=1"])
def test_a_malformed_source_is_an_invalid_argument(caller: Caller, source: str) -> None:
    reply = caller.ask("PUT", "other/copy", {"x-oss-copy-source": source})
    assert _refusal(reply) == (400, "InvalidArgument")


@pytest.mark.parametrize("key", ["a b+c?d#e.txt", "..", "a/../b", "a//b", "100%", "%2F", "表情 😀", "x?versionId=1"])
def test_any_key_can_be_a_source_when_it_is_percent_encoded(caller: Caller, key: str) -> None:
    caller.put("bucket/" + key, key.encode())
    for safe in ("", "/"):
        source = {"x-oss-copy-source": "/bucket/" + quote(key, safe=safe)}
        assert caller.ask("PUT", "other/copy", source).status == 200
        assert caller.ask("GET", "other/copy").body == key.encode()


def test_a_version_can_be_a_source(caller: Caller) -> None:
    body = b"<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>"
    caller.ask("PUT", "bucket", body=body, query="versioning")
    first = caller.put("bucket/key", b"1").headers["x-oss-version-id"]
    caller.put("bucket/key", b"2")
    reply = caller.ask("PUT", "other/copy", {"x-oss-copy-source": f"/bucket/key?versionId={first}"})
    assert reply.headers["x-oss-copy-source-version-id"] == first
    assert caller.ask("GET", "other/copy").body == b"1"
    marker = caller.ask("DELETE", "bucket/key").headers["x-oss-version-id"]
    assert caller.copy("bucket/key", "other/copy").status == 404
    assert caller.ask("PUT", "other/copy", {"x-oss-copy-source": f"/bucket/key?versionId={marker}"}).status == 400


def test_an_existing_target_is_kept_where_overwriting_is_forbidden(caller: Caller) -> None:
    caller.put("other/copy", b"mine")
    reply = caller.copy("bucket/rich", "other/copy", {"x-oss-forbid-overwrite": "true"})
    assert _refusal(reply) == (409, "FileAlreadyExists")
    assert caller.ask("GET", "other/copy").body == b"mine"


def test_a_source_that_the_caller_may_not_read_is_refused(caller: Caller) -> None:
    stranger = caller.world.add_key(KeyPair("K2", "s2", "owner-2"))
    caller.world.add_bucket(Bucket("mine", "owner-2", "cn-hangzhou", NOW))
    caller.put("bucket/private")
    source = {"x-oss-copy-source": "/bucket/private"}
    assert _refusal(caller.ask("PUT", "mine/copy", source, key=stranger)) == (403, "AccessDenied")
    public = {"x-oss-copy-source": "/bucket/rich"}
    assert caller.ask("PUT", "mine/copy", public, key=stranger).status == 200
    barred = caller.world.add_key(replace(KEY, key_id="K3", denied=frozenset({"GetObject"})))
    assert _refusal(caller.ask("PUT", "other/copy", source, key=barred)) == (403, "AccessDenied")


# ---------------------------------------------------------------- parts


def part(caller: Caller, upload: str, number: int, range_: str | None = None, **headers: str) -> Reply:
    sent = {"x-oss-copy-source-range": range_} if range_ is not None else {}
    query = f"partNumber={number}&uploadId={upload}"
    return caller.copy("bucket/source", "other/target", {**sent, **headers}, query)


@pytest.fixture
def upload(caller: Caller) -> str:
    caller.keep("bucket/source", normal(generated("source", 3 * MIB), NOW))
    return caller.begin("other/target")


def test_a_part_copy_tells_the_range_that_it_honoured(caller: Caller, upload: str) -> None:
    reply = part(caller, upload, 1, "bytes=100-199")
    assert reply.headers["content-range"] == f"bytes 100-199/{3 * MIB}"
    listed = caller.ask("GET", "other/target", query=f"uploadId={upload}")
    assert listed.texts("Part/Size") == ["100"]
    assert listed.texts("Part/HashCrc64ecma") == [str(generated("source", MIB).slice(100, 100).crc64())]


@pytest.mark.parametrize(
    "range_", ["bytes=100-", "bytes=-100", "bytes=5-2", f"bytes=0-{3 * MIB}", "100-199", "bytes=0-9,20-29", "nonsense"]
)
def test_a_malformed_range_copies_the_whole_object_without_a_word(caller: Caller, upload: str, range_: str) -> None:
    reply = part(caller, upload, 1, range_)
    assert reply.status == 200
    assert "content-range" not in reply.headers
    assert caller.ask("GET", "other/target", query=f"uploadId={upload}").texts("Part/Size") == [str(3 * MIB)]


def test_a_part_copy_obeys_its_condition(caller: Caller, upload: str) -> None:
    reply = part(caller, upload, 1, "bytes=0-9", **{"x-oss-copy-source-if-match": '"changed"'})
    assert _refusal(reply) == (412, "PreconditionFailed")


def test_a_part_above_5_gib_is_refused(caller: Caller, upload: str) -> None:
    caller.keep("bucket/source", large(generated("source", 6 * GIB), NOW, 60))
    assert _refusal(part(caller, upload, 1, "nonsense")) == (400, "EntityTooLarge")


@pytest.mark.parametrize("number", [0, 10_001])
def test_a_part_number_outside_1_to_10000_is_refused(caller: Caller, upload: str, number: int) -> None:
    assert _refusal(part(caller, upload, number, "bytes=0-9")) == (400, "InvalidArgument")


def test_a_part_copied_again_takes_the_place_of_the_first(caller: Caller, upload: str) -> None:
    part(caller, upload, 1, "bytes=0-99")
    part(caller, upload, 1, "bytes=0-199")
    assert caller.ask("GET", "other/target", query=f"uploadId={upload}").texts("Part/Size") == ["200"]


def test_parts_of_many_sources_join_to_one_object(caller: Caller, upload: str) -> None:
    part(caller, upload, 1, f"bytes=0-{MIB - 1}")
    caller.ask("PUT", "other/target", body=b"tail", query=f"partNumber=7&uploadId={upload}")
    done = caller.ask("POST", "other/target", {"x-oss-complete-all": "yes"}, query=f"uploadId={upload}")
    plain = generated("source", MIB).read(0, MIB) + b"tail"
    assert done.headers["x-oss-hash-crc64ecma"] == str(of_bytes(plain).crc64())
    assert caller.ask("GET", "other/target").body == plain
