"""What copies and multipart uploads put on the wire, for Amazon S3 and the stores that speak like it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from core.model import ops
from core.model.values import (
    REDIRECT,
    Account,
    Encryption,
    PartInfo,
    Props,
    known,
)
from core.store import xmldoc
from tests.doubles.asks_s3 import MIB, OTHER, PIN, PROPS, SOURCE, TARGET, own_headers, sent
from tests.doubles.spoken import headers_of


def test_a_simple_copy_sends_the_source_the_pin_and_what_a_copy_resets() -> None:
    request = sent(ops.CopyObject(TARGET, source=SOURCE, pin=PIN, props=PROPS))
    assert (request.method, request.target, request.body) == ("PUT", b"/copy.bin", b"")
    assert own_headers(request) == {
        "x-amz-copy-source": "src/a%20b/c%3Fd",
        "x-amz-copy-source-if-match": '"5b3c1a2e053d763e1b002cc607c5a0fe"',
        "x-amz-metadata-directive": "COPY",
        "x-amz-storage-class": "STANDARD_IA",
        "x-amz-server-side-encryption": "aws:kms",
        "x-amz-server-side-encryption-aws-kms-key-id": "key-1",
        "x-amz-acl": "public-read",
        "x-amz-checksum-algorithm": "CRC64NVME",
    }


def test_a_copy_that_replaces_sends_all_properties() -> None:
    headers = own_headers(sent(ops.CopyObject(TARGET, source=SOURCE, pin=PIN, props=PROPS, replace=True)))
    assert headers["x-amz-metadata-directive"] == "REPLACE"
    assert headers["content-type"] == "text/plain"
    assert headers["cache-control"] == "no-cache"
    assert headers["expires"] == "Fri, 24 Feb 2012 06:07:48 GMT"
    assert headers["x-amz-meta-author"] == "Wang"
    assert headers["x-amz-meta-note"] == ""
    assert headers["x-amz-tagging-directive"] == "REPLACE"
    assert headers["x-amz-tagging"] == "k%201=v%2B1&k2=a%3Db%26c%2Fd"


def test_a_copy_that_replaces_leaves_tags_alone_that_could_not_be_seen() -> None:
    op = ops.CopyObject(TARGET, source=SOURCE, pin=PIN, props=Props(), replace=True)
    assert not any("tagging" in name for name in own_headers(sent(op)))


def test_a_copy_that_replaces_can_drop_all_tags() -> None:
    op = ops.CopyObject(TARGET, source=SOURCE, pin=PIN, props=Props(tags=known({})), replace=True)
    headers = own_headers(sent(op))
    assert headers["x-amz-tagging-directive"] == "REPLACE"
    assert "x-amz-tagging" not in headers


@pytest.mark.parametrize(
    "props",
    [
        Props(),
        Props(acl=known("default"), encryption=known(Encryption(""))),
        Props(acl=known("private")),
    ],
)
def test_properties_that_are_unknown_or_usual_are_not_stated(props: Props) -> None:
    headers = own_headers(sent(ops.CopyObject(TARGET, source=SOURCE, pin=PIN, props=props), account=OTHER))
    assert set(headers) == {"x-amz-copy-source", "x-amz-copy-source-if-match", "x-amz-metadata-directive"}


def test_the_version_of_the_pin_is_copied_unless_the_source_names_one() -> None:
    pinned = ops.CopyObject(TARGET, source=SOURCE, pin=replace(PIN, version="V1"))
    named = replace(pinned, source=replace(SOURCE, version="V2"))
    assert headers_of(sent(pinned))["x-amz-copy-source"].endswith("?versionId=V1")
    assert headers_of(sent(named))["x-amz-copy-source"].endswith("?versionId=V2")


MAKERS: list[Any] = [
    ops.CopyObject(TARGET, source=SOURCE, pin=PIN, create_only=True),
    ops.CompleteUpload(TARGET, upload_id="ID", parts=(PartInfo(1, 10, "e"),), create_only=True),
    ops.PutObject(TARGET, b"", create_only=True),
]


@pytest.mark.parametrize("op", MAKERS, ids=lambda op: type(op).__name__)
def test_create_only_forbids_overwriting_where_the_store_can(op: Any) -> None:
    assert headers_of(sent(op))["if-none-match"] == "*"
    assert "if-none-match" not in headers_of(sent(replace(op, create_only=False)))
    assert "if-none-match" not in headers_of(sent(op, account=OTHER))


def test_a_store_may_have_a_header_of_its_own_for_a_copy_that_must_not_overwrite() -> None:
    account = Account("work", "r2", "https://0123.r2.cloudflarestorage.com")
    copy, complete, _ = (headers_of(sent(op, account=account)) for op in MAKERS)
    assert copy["cf-copy-destination-if-none-match"] == "*"
    assert "if-none-match" not in copy
    assert complete["if-none-match"] == "*"


def test_a_part_copy_sends_the_pin_and_the_range() -> None:
    pin = replace(PIN, size=100 * MIB)
    op = ops.CopyPart(TARGET, upload_id="I/D", number=3, source=SOURCE, pin=pin, first=200, last=299)
    request = sent(op)
    assert (request.method, request.target) == ("PUT", b"/copy.bin?partNumber=3&uploadId=I%2FD")
    assert own_headers(request) == {
        "x-amz-copy-source": "src/a%20b/c%3Fd",
        "x-amz-copy-source-if-match": '"5b3c1a2e053d763e1b002cc607c5a0fe"',
        "x-amz-copy-source-range": "bytes=200-299",
    }


@pytest.mark.parametrize(("size", "ranged"), [(1, False), (5 * MIB, False), (5 * MIB + 1, True)])
def test_a_small_source_is_copied_whole_without_a_range(size: int, ranged: bool) -> None:
    pin = replace(PIN, size=size)
    op = ops.CopyPart(TARGET, upload_id="ID", number=1, source=SOURCE, pin=pin, first=0, last=size - 1)
    assert ("x-amz-copy-source-range" in own_headers(sent(op))) is ranged


def test_an_upload_begins_with_all_that_parts_do_not_carry() -> None:
    request = sent(ops.CreateUpload(TARGET, PROPS))
    assert (request.method, request.target) == ("POST", b"/copy.bin?uploads")
    assert own_headers(request) == {
        "content-type": "text/plain",
        "cache-control": "no-cache",
        "expires": "Fri, 24 Feb 2012 06:07:48 GMT",
        "x-amz-meta-author": "Wang",
        "x-amz-meta-note": "",
        "x-amz-tagging": "k%201=v%2B1&k2=a%3Db%26c%2Fd",
        "x-amz-storage-class": "STANDARD_IA",
        "x-amz-server-side-encryption": "aws:kms",
        "x-amz-server-side-encryption-aws-kms-key-id": "key-1",
        "x-amz-acl": "public-read",
        "x-amz-checksum-algorithm": "CRC64NVME",
    }


@pytest.mark.parametrize("replaces", [False, True])
def test_the_redirect_of_a_website_is_stated_by_every_copy_because_none_inherits_it(replaces: bool) -> None:
    props = Props(headers={REDIRECT: "/b?c=d%20e"})
    for op in (
        ops.CopyObject(TARGET, source=SOURCE, pin=PIN, props=props, replace=replaces),
        ops.CreateUpload(TARGET, props),
        ops.PutObject(TARGET, b"x", props),
    ):
        assert own_headers(sent(op))["x-amz-website-redirect-location"] == "/b?c=d%20e"
    assert "x-amz-website-redirect-location" not in own_headers(sent(ops.CreateUpload(TARGET, PROPS)))


def test_the_content_type_is_always_stated_where_the_store_would_guess() -> None:
    for op in (ops.CreateUpload(TARGET), ops.PutObject(TARGET, b"x")):
        assert own_headers(sent(op))["content-type"] == "application/octet-stream"


def test_a_completion_lists_the_parts_with_quoted_etags() -> None:
    op = ops.CompleteUpload(TARGET, upload_id="ID", parts=(PartInfo(1, 10, "e1"), PartInfo(7, 5, "e7")))
    request = sent(op)
    assert b'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"' in request.body
    root = xmldoc.parse(request.body, "CompleteMultipartUpload")
    listed = [(xmldoc.number(node, "PartNumber"), xmldoc.text(node, "ETag")) for node in root]
    assert listed == [(1, '"e1"'), (7, '"e7"')]
    assert request.target == b"/copy.bin?uploadId=ID"
    assert own_headers(request) == {"content-type": "application/xml"}
