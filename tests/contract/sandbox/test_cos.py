"""The sandbox's COS protocol reads, writes, lists and names things as the service does."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace
from email.utils import formatdate

import pytest

from core.sandbox.extents import generated, of_bytes
from core.sandbox.sample import large, normal
from core.sandbox.settings import Settings
from core.sandbox.world import KeyPair, Kind, Versioning
from tests.doubles.cos import KEY, NOW, CosCaller

HOST = "bucket-1250000000.cos.ap-guangzhou.myqcloud.com"
MD5 = base64.b64encode(hashlib.md5(b"data").digest()).decode()


@pytest.fixture
def caller() -> CosCaller:
    return CosCaller()


# ---------------------------------------------------------------- where a request goes


@pytest.mark.parametrize(
    "host",
    [
        HOST,
        "bucket-1250000000.cos.ap-guangzhou.tencentcos.cn",
        "bucket-1250000000.cos-internal.ap-guangzhou.tencentcos.cn",
        "bucket-1250000000.localhost:7001",
        "img.example.com",
    ],
)
def test_a_bucket_is_named_by_its_host(caller: CosCaller, host: str) -> None:
    caller.settings = Settings(domains={"img.example.com": "bucket"})
    assert caller.ask("PUT", "dir/a b", body=b"data", host=host).status == 200
    assert caller.ask("GET", "bucket/dir/a b").body == b"data"


def test_a_bucket_of_another_region_does_not_exist_unless_the_address_names_no_region(caller: CosCaller) -> None:
    assert caller.ask("GET", "far-away", region="cn-shanghai").status == 200
    assert caller.ask("GET", "far-away").status == 200
    host = "far-away-1250000000.cos.ap-guangzhou.myqcloud.com"
    reply = caller.ask("GET", "", host=host)
    assert (reply.status, reply.code) == (404, "NoSuchBucket")
    assert caller.ask("GET", "", host=host.replace("guangzhou", "shanghai")).status == 200


@pytest.mark.parametrize("name", ["bucket", "bucket-1250000001", "bucket-"])
def test_a_bucket_without_the_accounts_appid_does_not_exist(caller: CosCaller, name: str) -> None:
    assert caller.ask("GET", "", host=f"{name}.cos.ap-guangzhou.myqcloud.com").code == "NoSuchBucket"


def test_the_vendors_own_hosts_take_no_path_style(caller: CosCaller) -> None:
    reply = caller.ask("GET", "bucket-1250000000/key", host="cos.ap-guangzhou.myqcloud.com")
    assert (reply.status, reply.code) == (403, "PathStyleDomainForbidden")


def test_global_acceleration_is_not_on(caller: CosCaller) -> None:
    reply = caller.ask("GET", "key", host="bucket-1250000000.cos.accelerate.myqcloud.com")
    assert reply.code == "BucketAccelerateNotEnabled"


@pytest.mark.parametrize("key", ["/leading", "//two", "a//b", "a/../b", ".", "..", "汉 字", "%2F", "a+b?c#d", "x\n"])
def test_any_key_is_kept_as_it_is(caller: CosCaller, key: str) -> None:
    caller.put("bucket/" + key, key.encode())
    assert caller.ask("GET", key, host=HOST).body == key.encode()
    assert caller.world.get("bucket", key) is not None


@pytest.mark.parametrize(
    ("key", "code"),
    [("k" * 850, ""), ("k" * 851, "KeyTooLong"), ("汉" * 284, "KeyTooLong"), ("a\x18b", "InvalidObjectName")],
)
def test_a_key_has_at_most_850_bytes_and_no_refused_letter(caller: CosCaller, key: str, code: str) -> None:
    reply = caller.ask("PUT", "bucket/" + key, body=b"data")
    assert (reply.code if code else str(reply.status)) == (code or "200")


def test_an_unknown_sub_resource_does_not_pass_for_a_plain_request(caller: CosCaller) -> None:
    caller.put("bucket/a")
    assert caller.ask("GET", "bucket", query="lifecycle").code == "MethodNotAllowed"
    assert caller.ask("DELETE", "bucket/a", query="tagging").status == 204
    assert caller.ask("GET", "bucket/a").status == 200


# ---------------------------------------------------------------- one object


def test_what_a_put_states_is_shown(caller: CosCaller) -> None:
    headers = {
        "content-type": "text/plain",
        "cache-control": "no-cache",
        "expires": "Fri, 01 Jan 2027 00:00:00 GMT",
        "x-cos-meta-who": "ich & 我",
        "x-cos-storage-class": "STANDARD_IA",
        "x-cos-server-side-encryption": "AES256",
        "x-cos-tagging": "a=b&c=%20",
    }
    reply = caller.put("bucket/a", b"data", headers)
    digest = '"' + hashlib.md5(b"data").hexdigest() + '"'
    assert (reply.headers["etag"], reply.headers["x-cos-hash-crc64ecma"]) == (digest, str(of_bytes(b"data").crc64()))
    head = caller.head("bucket/a")
    assert (head["etag"], head["content-length"], head["x-cos-tagging-count"]) == (digest, "4", "2")
    shown = {name: value for name, value in headers.items() if name != "x-cos-tagging"}
    assert shown.items() <= head.items()


def test_the_standard_class_is_not_shown(caller: CosCaller) -> None:
    caller.put("bucket/a", headers={"x-cos-storage-class": "STANDARD"})
    assert "x-cos-storage-class" not in caller.head("bucket/a")
    assert caller.ask("GET", "bucket").texts("Contents/StorageClass") == ["STANDARD"]


@pytest.mark.parametrize(
    ("inside", "outside"),
    [
        ("IA", "STANDARD_IA"),
        ("Archive", "ARCHIVE"),
        ("ColdArchive", "DEEP_ARCHIVE"),
        ("DeepColdArchive", "DEEP_ARCHIVE"),
    ],
)
def test_the_worlds_classes_have_the_vendors_names(caller: CosCaller, inside: str, outside: str) -> None:
    caller.keep("bucket/a", large(generated("a", 10), NOW, 1, inside))
    assert caller.head("bucket/a")["x-cos-storage-class"] == outside
    assert caller.ask("GET", "bucket").texts("Contents/StorageClass") == [outside]


def test_a_class_that_the_sandbox_lacks_is_refused(caller: CosCaller) -> None:
    reply = caller.ask("PUT", "bucket/a", {"x-cos-storage-class": "MAZ_STANDARD"}, b"data")
    assert reply.code == "NotSupportedStorageClass"


@pytest.mark.parametrize(
    "headers",
    [{"x-cos-meta-a_b": "1"}, {"x-cos-meta-a": "x" * 2048}, {"x-cos-meta-a": "\udcff"}, {"x-cos-acl": "default2"}],
)
def test_bad_properties_are_refused(caller: CosCaller, headers: dict[str, str]) -> None:
    assert caller.ask("PUT", "bucket/a", headers, b"data").code == "InvalidArgument"


@pytest.mark.parametrize(
    ("given", "code"), [(MD5, ""), (MD5.replace("j", "k", 1), "BadDigest"), ("short", "InvalidDigest")]
)
def test_a_content_md5_must_be_the_bodys(caller: CosCaller, given: str, code: str) -> None:
    reply = caller.ask("PUT", "bucket/a", {"content-md5": given}, b"data")
    assert (reply.code if code else str(reply.status)) == (code or "200")


@pytest.mark.parametrize(
    ("wanted", "status", "body"),
    [
        ("bytes=2-4", 206, b"234"),
        ("bytes=8-", 206, b"89"),
        ("bytes=8-100", 206, b"89"),
        ("bytes=-3", 206, b"789"),
        ("bytes=10-", 416, None),
        ("nonsense", 200, b"0123456789"),
    ],
)
def test_a_range_is_clipped_and_answers_416_behind_the_end(
    caller: CosCaller, wanted: str, status: int, body: bytes | None
) -> None:
    caller.put("bucket/a", b"0123456789")
    reply = caller.ask("GET", "bucket/a", {"range": wanted})
    assert reply.status == status
    assert (reply.code == "InvalidRange") if body is None else (reply.body == body)


def test_reads_have_conditions_with_304_and_412(caller: CosCaller) -> None:
    caller.put("bucket/a")
    etag, now = caller.head("bucket/a")["etag"], formatdate(NOW, usegmt=True)
    for headers, status in (
        ({"if-match": etag}, 200),
        ({"if-match": '"other"'}, 412),
        ({"if-none-match": etag}, 304),
        ({"if-modified-since": now}, 304),
        ({"if-unmodified-since": formatdate(NOW - 9, usegmt=True)}, 412),
    ):
        assert caller.ask("GET", "bucket/a", headers).status == status


def test_an_error_says_what_and_where(caller: CosCaller) -> None:
    reply = caller.ask("GET", "missing key", host=HOST)
    names = [node.tag for node in reply.xml]
    assert names == ["Code", "Message", "Resource", "RequestId", "TraceId"]
    assert (reply.status, reply.code, reply.texts("Resource")) == (404, "NoSuchKey", [HOST + "/missing%20key"])
    assert reply.headers["x-cos-request-id"] == reply.xml.findtext("RequestId")
    assert reply.headers["x-cos-trace-id"] == reply.xml.findtext("TraceId")


def test_an_error_of_head_has_no_body(caller: CosCaller) -> None:
    reply = caller.ask("HEAD", "bucket/missing")
    assert (reply.status, reply.body) == (404, b"")
    assert reply.headers["x-cos-request-id"]


def test_an_appendable_object_says_so_and_others_do_not(caller: CosCaller) -> None:
    caller.put("bucket/a")
    caller.keep("bucket/log", replace(normal(of_bytes(b"xyz"), NOW), kind=Kind.APPENDABLE))
    assert "x-cos-object-type" not in caller.head("bucket/a")
    head = caller.head("bucket/log")
    assert (head["x-cos-object-type"], head["x-cos-next-append-position"]) == ("appendable", "3")


def test_versions_are_told_apart_and_a_delete_marker_is_not_found(caller: CosCaller) -> None:
    caller.world.buckets["bucket"].versioning = Versioning.ENABLED
    first = caller.put("bucket/a", b"one").headers["x-cos-version-id"]
    caller.put("bucket/a", b"two")
    gone = caller.ask("DELETE", "bucket/a").headers
    assert gone["x-cos-delete-marker"] == "true"
    marker = gone["x-cos-version-id"]
    assert caller.ask("GET", "bucket/a", query=f"versionId={first}").body == b"one"
    for query in ("", f"versionId={marker}"):
        reply = caller.ask("HEAD", "bucket/a", query=query)
        assert (reply.status, reply.headers["x-cos-delete-marker"]) == (404, "true")
    assert caller.ask("GET", "bucket/a", query="versionId=none").code == "NoSuchVersion"
    listed = caller.ask("GET", "bucket", query="versions")
    assert len(listed.texts("Version/VersionId")) == 2
    assert listed.texts("DeleteMarker/IsLatest") == ["true"]
    assert caller.ask("DELETE", "bucket/a", query=f"versionId={marker}").status == 204
    assert caller.ask("GET", "bucket/a").body == b"two"


# ---------------------------------------------------------------- archived objects


def restore(days: int = 2, tier: str = "Expedited") -> bytes:
    job = f"<CASJobParameters><Tier>{tier}</Tier></CASJobParameters>"
    return f"<RestoreRequest><Days>{days}</Days>{job}</RestoreRequest>".encode()


def test_an_archived_object_is_restored_step_by_step(caller: CosCaller) -> None:
    caller.keep("bucket/a", large(generated("a", 10), NOW, 1, "Archive"))
    assert caller.ask("GET", "bucket/a").code == "InvalidObjectState"
    assert caller.ask("POST", "bucket/a", body=restore(), query="restore").status == 202
    assert caller.ask("POST", "bucket/a", body=restore(), query="restore").code == "RestoreAlreadyInProgress"
    assert caller.head("bucket/a")["x-cos-restore"] == 'ongoing-request="true"'
    caller.now += 61
    assert caller.head("bucket/a")["x-cos-restore"].startswith('ongoing-request="false", expiry-date="')
    assert caller.ask("GET", "bucket/a").status == 200
    assert caller.ask("POST", "bucket/a", body=restore(5), query="restore").status == 200


def test_a_restore_is_refused_where_it_makes_no_sense(caller: CosCaller) -> None:
    caller.put("bucket/plain")
    reply = caller.ask("POST", "bucket/plain", body=restore(), query="restore")
    assert (reply.status, reply.code) == (405, "RestoreNonArchiveObject")
    caller.keep("bucket/deep", large(generated("a", 10), NOW, 1, "ColdArchive"))
    assert caller.ask("POST", "bucket/deep", body=restore(), query="restore").code == "InvalidArgument"
    assert caller.ask("POST", "bucket/deep", body=restore(0, "Bulk"), query="restore").code == "InvalidArgument"


# ---------------------------------------------------------------- listings


def filled(caller: CosCaller, *keys: str) -> None:
    for key in keys:
        caller.put("bucket/" + key, b"x")


# ---------------------------------------------------------------- tags, ACLs, many objects


def tagging(*tags: tuple[str, str]) -> bytes:
    rows = "".join(f"<Tag><Key>{name}</Key><Value>{value}</Value></Tag>" for name, value in tags)
    return f"<Tagging><TagSet>{rows}</TagSet></Tagging>".encode()


def test_tags_are_written_read_and_removed(caller: CosCaller) -> None:
    caller.put("bucket/a")
    assert caller.ask("PUT", "bucket/a", body=tagging(("b", "2"), ("a", "1")), query="tagging").status == 200
    assert caller.ask("GET", "bucket/a", query="tagging").texts("TagSet/Tag/Key") == ["b", "a"]
    assert caller.ask("DELETE", "bucket/a", query="tagging").status == 204
    assert caller.ask("GET", "bucket/a", query="tagging").texts("TagSet/Tag/Key") == []


def test_eleven_tags_or_one_twice_are_too_many(caller: CosCaller) -> None:
    caller.put("bucket/a")
    for tags in ([(str(number), "") for number in range(11)], [("a", "1"), ("a", "2")]):
        assert caller.ask("PUT", "bucket/a", body=tagging(*tags), query="tagging").code == "InvalidTag"


def test_an_acl_is_a_list_of_grants_and_a_word_in_a_header(caller: CosCaller) -> None:
    caller.put("bucket/a")
    expected = {"default": ["FULL_CONTROL"], "private": ["FULL_CONTROL"], "public-read": ["FULL_CONTROL", "READ"]}
    for word, grants in expected.items():
        assert caller.ask("PUT", "bucket/a", {"x-cos-acl": word}, query="acl").status == 200
        reply = caller.ask("GET", "bucket/a", query="acl")
        assert (reply.headers["x-cos-acl"], reply.texts("AccessControlList/Grant/Permission")) == (word, grants)


def test_an_acl_that_was_read_can_be_written_back(caller: CosCaller) -> None:
    caller.put("bucket/a", headers={"x-cos-acl": "public-read"})
    caller.put("bucket/b")
    read = caller.ask("GET", "bucket/a", query="acl").body
    assert caller.ask("PUT", "bucket/b", body=read, query="acl").status == 200
    assert caller.ask("GET", "bucket/b", key=None).status == 200
    assert caller.ask("PUT", "bucket", {"x-cos-acl": "public-read-write"}, query="acl").status == 200
    assert caller.ask("GET", "bucket", query="acl").texts("AccessControlList/Grant/Permission")[1:] == ["READ", "WRITE"]


def test_grants_beyond_the_canned_ones_are_not_swallowed(caller: CosCaller) -> None:
    reply = caller.ask("PUT", "bucket/a", {"x-cos-grant-read": 'id="100"'}, b"data")
    assert (reply.status, reply.code) == (501, "NotImplemented")


def deletion(*keys: str, quiet: bool = False) -> bytes:
    rows = "".join(f"<Object><Key>{key}</Key></Object>" for key in keys)
    return f"<Delete><Quiet>{str(quiet).lower()}</Quiet>{rows}</Delete>".encode()


def with_md5(body: bytes) -> dict[str, str]:
    return {"content-md5": base64.b64encode(hashlib.md5(body).digest()).decode()}


def test_many_objects_are_deleted_in_one_call(caller: CosCaller) -> None:
    filled(caller, "a", "b", "c")
    body = deletion("a", "missing", "k" * 851)
    reply = caller.ask("POST", "bucket", with_md5(body), body, query="delete")
    assert (reply.texts("Deleted/Key"), reply.texts("Error/Code")) == (["a", "missing"], ["KeyTooLong"])
    quiet = deletion("b", quiet=True)
    reply = caller.ask("POST", "bucket", with_md5(quiet), quiet, query="delete")
    assert (reply.status, reply.xml.tag, len(reply.xml)) == (200, "DeleteResult", 0)
    assert caller.ask("GET", "bucket").texts("Contents/Key") == ["c"]


def test_deleting_many_needs_a_digest_and_a_sane_number(caller: CosCaller) -> None:
    body = deletion("a")
    assert caller.ask("POST", "bucket", {}, body, query="delete").code == "MissingContentMD5"
    for keys in ([], ["k"] * 1001):
        body = deletion(*keys)
        assert caller.ask("POST", "bucket", with_md5(body), body, query="delete").code == "MalformedXML"


def test_another_accounts_bucket_is_closed(caller: CosCaller) -> None:
    stranger = caller.world.add_key(KeyPair("KEY2", "s", "owner-2"))
    caller.put("bucket/a")
    assert KEY.owner != stranger.owner
    assert caller.ask("GET", "bucket/a", key=stranger).code == "AccessDenied"
    assert caller.ask("GET", "", key=stranger).texts("Buckets/Bucket/Name") == []
