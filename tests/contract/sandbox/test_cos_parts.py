"""Copies by parts in the sandbox's COS protocol, and the uploads that hold them."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from core.sandbox.extents import Content, generated
from core.sandbox.sample import large
from core.sandbox.world import Version
from tests.doubles.cos import NOW, CosCaller, Reply

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


# ---------------------------------------------------------------- parts


def part_copied(caller: CosCaller, upload: str, number: int, span: str | None) -> Reply:
    headers = {} if span is None else {"x-cos-copy-source-range": span}
    return caller.copy("bucket/big", "other/copy", headers, f"partNumber={number}&uploadId={upload}")


@pytest.fixture
def source(caller: CosCaller) -> Content:
    return caller.keep("bucket/big", big(3 * MIB + 7)).content


def test_a_copy_by_parts_is_the_source_whole(caller: CosCaller, source: Content) -> None:
    upload = caller.begin("other/copy", {"x-cos-meta-who": "me", "x-cos-storage-class": "STANDARD_IA"})
    etags = {}
    for number, first in enumerate(range(0, source.length, MIB), 1):
        reply = part_copied(caller, upload, number, f"bytes={first}-{min(first + MIB, source.length) - 1}")
        etags[number] = reply.texts("ETag")[0]
        assert reply.texts("CRC64") == [str(source.slice(first, MIB).crc64())]
    reply = caller.complete("other/copy", upload, etags.items())
    assert reply.xml.tag == "CompleteMultipartUploadResult"
    assert reply.headers["x-cos-hash-crc64ecma"] == str(source.crc64())
    head = caller.head("other/copy")
    assert (head["etag"], head["x-cos-meta-who"]) == (reply.texts("ETag")[0], "me")
    assert head["etag"].endswith('-4"')
    assert caller.complete("other/copy", upload, etags.items()).code == "NoSuchUpload"


@pytest.mark.parametrize("span", [None, ""])
def test_a_part_without_a_range_is_the_whole_source(caller: CosCaller, source: Content, span: str | None) -> None:
    upload = caller.begin("other/copy")
    assert part_copied(caller, upload, 1, span).status == 200
    assert caller.world.buckets["other"].uploads[upload].parts[1].content.length == source.length


@pytest.mark.parametrize(
    ("span", "code"),
    [
        ("bytes=0-", "InvalidArgument"),
        ("bytes=-5", "InvalidArgument"),
        ("0-5", "InvalidArgument"),
        ("bytes=5-4", "InvalidArgument"),
        (f"bytes=0-{3 * MIB + 7}", "InvalidRange"),
    ],
)
def test_a_range_that_is_no_range_of_the_source_is_refused(
    caller: CosCaller, source: Content, span: str, code: str
) -> None:
    assert part_copied(caller, caller.begin("other/copy"), 1, span).code == code


def test_a_part_may_have_five_gibibytes_and_no_byte_more(caller: CosCaller) -> None:
    caller.keep("bucket/big", big(6 * GIB))
    upload = caller.begin("other/copy")
    assert part_copied(caller, upload, 1, f"bytes=0-{5 * GIB - 1}").status == 200
    assert part_copied(caller, upload, 2, f"bytes=0-{5 * GIB}").code == "EntityTooLarge"


@pytest.mark.parametrize("number", ["0", "10001", "x", ""])
def test_part_numbers_go_from_1_to_10000(caller: CosCaller, source: Content, number: str) -> None:
    query = f"partNumber={number}&uploadId={caller.begin('other/copy')}"
    assert caller.copy("bucket/big", "other/copy", query=query).code == "InvalidArgument"


def parts_of(caller: CosCaller, sizes: Mapping[int, int]) -> tuple[str, dict[int, str]]:
    upload = caller.begin("bucket/joined")
    return upload, {number: caller.part("bucket/joined", upload, number, bytes(size)) for number, size in sizes.items()}


def test_only_the_last_part_may_be_small_which_shows_at_the_end(caller: CosCaller) -> None:
    upload, etags = parts_of(caller, {1: MIB - 1, 2: MIB})
    assert caller.complete("bucket/joined", upload, etags.items()).code == "EntityTooSmall"
    etags[1] = caller.part("bucket/joined", upload, 1, bytes(MIB))
    etags[2] = caller.part("bucket/joined", upload, 2, b"x")
    assert caller.complete("bucket/joined", upload, etags.items()).status == 200


@pytest.mark.parametrize("numbers", [(1, 3), (2, 3), (2,)])
def test_a_gap_in_the_part_numbers_is_refused(caller: CosCaller, numbers: tuple[int, ...]) -> None:
    upload, etags = parts_of(caller, dict.fromkeys(numbers, MIB))
    reply = caller.complete("bucket/joined", upload, etags.items())
    assert (reply.status, reply.code) == (400, "InvalidPart")


def test_parts_must_ascend_and_be_those_that_were_sent(caller: CosCaller) -> None:
    upload, etags = parts_of(caller, {1: MIB, 2: MIB})
    assert caller.complete("bucket/joined", upload, {2: etags[2], 1: etags[1]}.items()).code == "InvalidPartOrder"
    assert caller.complete("bucket/joined", upload, {1: etags[1], 2: '"other"'}.items()).code == "InvalidPart"
    assert caller.complete("bucket/joined", upload, ()).code == "MalformedXML"
    bare = {number: etag.strip('"') for number, etag in etags.items()}
    assert caller.complete("bucket/joined", upload, bare.items()).status == 200


def test_forbidding_to_overwrite_holds_at_the_completion(caller: CosCaller) -> None:
    upload, etags = parts_of(caller, {1: 5})
    caller.put("bucket/joined")
    body = f"<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>{etags[1]}</ETag></Part>"
    body += "</CompleteMultipartUpload>"
    forbid = {"x-cos-forbid-overwrite": "true"}
    reply = caller.ask("POST", "bucket/joined", forbid, body.encode(), query=f"uploadId={upload}")
    assert (reply.status, reply.code) == (409, "FileAlreadyExists")


def test_an_abort_ends_an_upload_for_good(caller: CosCaller) -> None:
    upload, _ = parts_of(caller, {1: 5})
    assert caller.ask("DELETE", "bucket/joined", query=f"uploadId={upload}").status == 204
    assert caller.ask("DELETE", "bucket/joined", query=f"uploadId={upload}").code == "NoSuchUpload"
    assert caller.ask("GET", "bucket/joined", query=f"uploadId={upload}").code == "NoSuchUpload"


def test_parts_are_listed_in_pages(caller: CosCaller) -> None:
    upload, etags = parts_of(caller, {1: 5, 2: 6, 3: 7})
    first = caller.ask("GET", "bucket/joined", query=f"uploadId={upload}&max-parts=2&encoding-type=url")
    assert first.texts("Part/ETag") == [etags[1], etags[2]]
    assert (first.texts("IsTruncated"), first.texts("NextPartNumberMarker")) == (["true"], ["2"])
    rest = caller.ask("GET", "bucket/joined", query=f"uploadId={upload}&part-number-marker=2")
    assert (rest.texts("Part/Size"), rest.texts("IsTruncated")) == (["7"], ["false"])


def test_uploads_are_listed_in_pages(caller: CosCaller) -> None:
    begun = [(key, caller.begin("bucket/" + key)) for key in ("a/1", "a/1", "a/2", "b")]
    seen: list[tuple[str, str]] = []
    markers = ""
    for _ in range(4):
        reply = caller.ask("GET", "bucket", query="uploads&max-uploads=1" + markers)
        seen += zip(reply.texts("Upload/Key"), reply.texts("Upload/UploadId"), strict=True)
        names = reply.texts("NextKeyMarker"), reply.texts("NextUploadIdMarker")
        markers = f"&key-marker={names[0][0]}&upload-id-marker={names[1][0]}" if names[0] else ""
    assert sorted(seen) == sorted(begun)
    assert markers == ""
    folded = caller.ask("GET", "bucket", query="uploads&delimiter=%2F")
    assert (folded.texts("CommonPrefixes/Prefix"), folded.texts("Upload/Key")) == (["a/"], ["b"])
