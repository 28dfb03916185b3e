"""Multipart uploads in the sandbox: what Complete checks, what survives, what is listed."""

from __future__ import annotations

import pytest

from tests.doubles.sandbox import Caller, Reply

PART = b"p" * (100 * 1024)


@pytest.fixture
def caller() -> Caller:
    return Caller()


def send(caller: Caller, upload: str, number: int, body: bytes = PART) -> str:
    """Upload a part; return its ETag with the quotes."""
    reply = caller.ask("PUT", "bucket/key", body=body, query=f"partNumber={number}&uploadId={upload}")
    assert reply.status == 200
    return reply.headers["etag"]


def complete(caller: Caller, upload: str, parts: list[tuple[int, str]], **headers: str) -> Reply:
    listed = "".join(f"<Part><PartNumber>{number}</PartNumber><ETag>{etag}</ETag></Part>" for number, etag in parts)
    body = f"<CompleteMultipartUpload>{listed}</CompleteMultipartUpload>".encode()
    return caller.ask("POST", "bucket/key", headers, body, query=f"uploadId={upload}")


def test_properties_come_from_the_beginning_of_the_upload(caller: Caller) -> None:
    headers = {"content-type": "text/plain", "x-oss-meta-a": "b", "x-oss-tagging": "k=v", "x-oss-storage-class": "IA"}
    upload = caller.begin("bucket/key", headers)
    done = complete(caller, upload, [(1, send(caller, upload, 1))], **{"x-oss-object-acl": "public-read"})
    assert done.status == 200
    assert done.headers["etag"].endswith('-1"')
    shown = caller.ask("HEAD", "bucket/key").headers
    assert (shown["content-type"], shown["x-oss-meta-a"], shown["x-oss-tagging-count"]) == ("text/plain", "b", "1")
    assert (shown["x-oss-object-type"], shown["x-oss-storage-class"]) == ("Multipart", "IA")
    assert caller.ask("GET", "bucket/key", query="acl").texts("AccessControlList/Grant") == ["public-read"]


def test_gaps_in_the_numbers_are_allowed_and_unlisted_parts_are_left_out(caller: Caller) -> None:
    upload = caller.begin("bucket/key")
    etags = {number: send(caller, upload, number, PART + str(number).encode()) for number in (3, 5, 10_000)}
    assert complete(caller, upload, [(3, etags[3]), (10_000, etags[10_000].strip('"'))]).status == 200
    assert caller.ask("GET", "bucket/key").body == PART + b"3" + PART + b"10000"


@pytest.mark.parametrize("order", [(2, 1), (1, 1)])
def test_parts_must_ascend(caller: Caller, order: tuple[int, int]) -> None:
    upload = caller.begin("bucket/key")
    etags = {number: send(caller, upload, number) for number in (1, 2)}
    reply = complete(caller, upload, [(number, etags[number]) for number in order])
    assert (reply.status, reply.code) == (400, "InvalidPartOrder")


def test_every_part_but_the_last_has_100_kib_or_more(caller: Caller) -> None:
    upload = caller.begin("bucket/key")
    small, last = send(caller, upload, 1, PART[1:]), send(caller, upload, 2, b"x")
    reply = complete(caller, upload, [(1, small), (2, last)])
    assert (reply.status, reply.code) == (400, "EntityTooSmall")
    assert complete(caller, upload, [(1, send(caller, upload, 1)), (2, last)]).status == 200


@pytest.mark.parametrize("listed", [(2, '"0"'), (1, '"0"'), (1, '""{}""')])
def test_a_part_that_is_not_there_or_has_another_etag_is_refused(caller: Caller, listed: tuple[int, str]) -> None:
    upload = caller.begin("bucket/key")
    etag = send(caller, upload, 1).strip('"')
    reply = complete(caller, upload, [(listed[0], listed[1].format(etag))])
    assert (reply.status, reply.code) == (400, "InvalidPart")


@pytest.mark.parametrize("body", [b"", b"<CompleteMultipartUpload/>", b"<Other/>", b"<CompleteMultipartUpload>"])
def test_a_list_of_parts_that_is_none_is_malformed(caller: Caller, body: bytes) -> None:
    upload = caller.begin("bucket/key")
    reply = caller.ask("POST", "bucket/key", body=body, query=f"uploadId={upload}")
    assert (reply.status, reply.code) == (400, "MalformedXML")


def test_all_parts_are_taken_only_with_an_empty_body(caller: Caller) -> None:
    upload = caller.begin("bucket/key")
    etag = send(caller, upload, 1)
    assert complete(caller, upload, [(1, etag)], **{"x-oss-complete-all": "yes"}).code == "InvalidArgument"
    done = caller.ask("POST", "bucket/key", {"x-oss-complete-all": "yes"}, query=f"uploadId={upload}")
    assert done.status == 200


def test_a_second_complete_meets_no_upload(caller: Caller) -> None:
    upload = caller.begin("bucket/key")
    parts = [(1, send(caller, upload, 1))]
    assert complete(caller, upload, parts).status == 200
    reply = complete(caller, upload, parts)
    assert (reply.status, reply.code) == (404, "NoSuchUpload")


def test_an_aborted_upload_is_gone(caller: Caller) -> None:
    upload = caller.begin("bucket/key")
    assert caller.ask("DELETE", "bucket/key", query=f"uploadId={upload}").status == 204
    assert caller.ask("DELETE", "bucket/key", query=f"uploadId={upload}").code == "NoSuchUpload"
    assert caller.ask("GET", "bucket/key", query=f"uploadId={upload}").code == "NoSuchUpload"


def test_an_upload_belongs_to_its_key(caller: Caller) -> None:
    upload = caller.begin("bucket/key")
    assert caller.ask("GET", "bucket/another", query=f"uploadId={upload}").code == "NoSuchUpload"


def test_a_storage_class_on_complete_is_not_supported(caller: Caller) -> None:
    upload = caller.begin("bucket/key")
    reply = complete(caller, upload, [(1, send(caller, upload, 1))], **{"x-oss-storage-class": "IA"})
    assert (reply.status, reply.code) == (400, "OperationNotSupported")


def test_encryption_on_a_part_is_refused(caller: Caller) -> None:
    upload = caller.begin("bucket/key")
    query = f"partNumber=1&uploadId={upload}"
    reply = caller.ask("PUT", "bucket/key", {"x-oss-server-side-encryption": "AES256"}, PART, query=query)
    assert (reply.status, reply.code) == (400, "InvalidArgument")


@pytest.mark.parametrize("at_the_end", [True, False])
def test_an_object_that_came_meanwhile_is_not_overwritten_where_that_is_forbidden(
    caller: Caller, at_the_end: bool
) -> None:
    guard = {"x-oss-forbid-overwrite": "true"}
    upload = caller.begin("bucket/key", {} if at_the_end else guard)
    parts = [(1, send(caller, upload, 1))]
    caller.put("bucket/key", b"mine")
    reply = complete(caller, upload, parts, **(guard if at_the_end else {}))
    assert (reply.status, reply.code) == (409, "FileAlreadyExists")
    assert caller.ask("GET", "bucket/key").body == b"mine"


# ---------------------------------------------------------------- listings


def test_parts_are_listed_by_pages(caller: Caller) -> None:
    upload = caller.begin("bucket/key")
    for number in (1, 2, 5, 9):
        send(caller, upload, number, b"x")
    first = caller.ask("GET", "bucket/key", query=f"uploadId={upload}&max-parts=3")
    assert first.texts("Part/PartNumber") == ["1", "2", "5"]
    assert (first.texts("IsTruncated"), first.texts("NextPartNumberMarker")) == (["true"], ["5"])
    rest = caller.ask("GET", "bucket/key", query=f"uploadId={upload}&max-parts=3&part-number-marker=5")
    assert (rest.texts("Part/PartNumber"), rest.texts("IsTruncated")) == (["9"], ["false"])


@pytest.mark.parametrize("size", [1, 2, 3, 1000])
def test_uploads_are_listed_by_key_and_time_whatever_the_page(caller: Caller, size: int) -> None:
    made = []
    for key in ("a", "b/1", "b/2", "b/2", "c"):
        caller.now += 1
        made.append((key, caller.begin("bucket/" + key)))
    assert list(_uploads(caller, size, "")) == made


@pytest.mark.parametrize("size", [1, 2, 1000])
def test_uploads_are_folded_at_a_delimiter(caller: Caller, size: int) -> None:
    for key in ("a", "b/1", "b/2", "c"):
        caller.begin("bucket/" + key)
    names = [name for name, _ in _uploads(caller, size, "&delimiter=/")]
    assert sorted(names) == ["a", "b/", "c"]


def _uploads(caller: Caller, size: int, more: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    marker = ""
    for _ in range(20):
        page = caller.ask("GET", "bucket", query=f"uploads&max-uploads={size}{more}{marker}")
        found += zip(page.texts("Upload/Key"), page.texts("Upload/UploadId"), strict=True)
        found += [(prefix, "") for prefix in page.texts("CommonPrefixes/Prefix")]
        if page.texts("IsTruncated") == ["false"]:
            return found
        key, upload = page.texts("NextKeyMarker")[0], page.texts("NextUploadIdMarker")[0]
        marker = f"&key-marker={key}&upload-id-marker={upload}"
    raise AssertionError("the pages do not end")
