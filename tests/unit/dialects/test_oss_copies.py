"""What copies and multipart uploads put on the wire, for Alibaba Cloud OSS."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace

import pytest

from core.model import ops
from core.model.values import (
    Encryption,
    PartInfo,
    Props,
    known,
)
from core.store import xmldoc
from tests.doubles.asks_oss import PIN, PROPS, SOURCE, TARGET, own_headers, sent
from tests.doubles.spoken import headers_of


def test_a_simple_copy_sends_the_source_the_pin_and_what_a_copy_resets() -> None:
    request = sent(ops.CopyObject(TARGET, source=SOURCE, pin=PIN, props=PROPS))
    assert (request.method, request.target, request.body) == ("PUT", b"/copy.bin", b"")
    assert own_headers(request) == {
        "x-oss-copy-source": "/src/a%20b/c%3Fd",
        "x-oss-copy-source-if-match": '"5B3C1A2E053D763E1B002CC607C5A0FE"',
        "x-oss-metadata-directive": "COPY",
        "x-oss-storage-class": "IA",
        "x-oss-server-side-encryption": "KMS",
        "x-oss-server-side-encryption-key-id": "key-1",
        "x-oss-object-acl": "private",
    }


def test_a_copy_that_replaces_sends_all_properties() -> None:
    headers = own_headers(sent(ops.CopyObject(TARGET, source=SOURCE, pin=PIN, props=PROPS, replace=True)))
    assert headers["x-oss-metadata-directive"] == "REPLACE"
    assert headers["content-type"] == "text/plain"
    assert headers["cache-control"] == "no-cache"
    assert headers["expires"] == "Fri, 24 Feb 2012 06:07:48 GMT"
    assert headers["x-oss-meta-author"] == "王"
    assert headers["x-oss-meta-note"] == ""
    assert headers["x-oss-tagging-directive"] == "Replace"
    assert headers["x-oss-tagging"] == "k%201=v%2B1&k2=a%3Db%26c%2Fd"


def test_a_copy_that_replaces_leaves_tags_alone_that_could_not_be_seen() -> None:
    op = ops.CopyObject(TARGET, source=SOURCE, pin=PIN, props=Props(), replace=True)
    assert not any("tagging" in name for name in own_headers(sent(op)))


def test_a_copy_that_replaces_can_drop_all_tags() -> None:
    op = ops.CopyObject(TARGET, source=SOURCE, pin=PIN, props=Props(tags=known({})), replace=True)
    headers = own_headers(sent(op))
    assert headers["x-oss-tagging-directive"] == "Replace"
    assert "x-oss-tagging" not in headers


@pytest.mark.parametrize("props", [Props(), Props(acl=known("default"), encryption=known(Encryption("")))])
def test_properties_that_are_unknown_or_absent_are_not_stated(props: Props) -> None:
    headers = own_headers(sent(ops.CopyObject(TARGET, source=SOURCE, pin=PIN, props=props)))
    assert set(headers) == {"x-oss-copy-source", "x-oss-copy-source-if-match", "x-oss-metadata-directive"}


def test_the_version_of_the_pin_is_copied_unless_the_source_names_one() -> None:
    pinned = ops.CopyObject(TARGET, source=SOURCE, pin=replace(PIN, version="V1"))
    named = replace(pinned, source=replace(SOURCE, version="V2"))
    assert headers_of(sent(pinned))["x-oss-copy-source"].endswith("?versionId=V1")
    assert headers_of(sent(named))["x-oss-copy-source"].endswith("?versionId=V2")


def test_create_only_forbids_overwriting_at_every_step_that_makes_the_object() -> None:
    parts = (PartInfo(1, 10, "E"),)
    makers: list[ops.CopyObject | ops.CreateUpload | ops.CompleteUpload | ops.PutObject] = [
        ops.CopyObject(TARGET, source=SOURCE, pin=PIN, create_only=True),
        ops.CreateUpload(TARGET, create_only=True),
        ops.CompleteUpload(TARGET, upload_id="ID", parts=parts, create_only=True),
        ops.PutObject(TARGET, b"", create_only=True),
    ]
    for op in makers:
        assert headers_of(sent(op))["x-oss-forbid-overwrite"] == "true"
        assert "x-oss-forbid-overwrite" not in headers_of(sent(replace(op, create_only=False)))


def test_a_part_copy_sends_the_pin_and_the_range() -> None:
    op = ops.CopyPart(TARGET, upload_id="I/D", number=3, source=SOURCE, pin=PIN, first=200, last=299)
    request = sent(op)
    assert (request.method, request.target) == ("PUT", b"/copy.bin?partNumber=3&uploadId=I%2FD")
    assert own_headers(request) == {
        "x-oss-copy-source": "/src/a%20b/c%3Fd",
        "x-oss-copy-source-if-match": '"5B3C1A2E053D763E1B002CC607C5A0FE"',
        "x-oss-copy-source-range": "bytes=200-299",
    }


def test_an_upload_begins_with_all_that_parts_do_not_carry() -> None:
    request = sent(ops.CreateUpload(TARGET, PROPS))
    assert (request.method, request.target) == ("POST", b"/copy.bin?uploads&encoding-type=url")
    assert own_headers(request) == {
        "content-type": "text/plain",
        "cache-control": "no-cache",
        "expires": "Fri, 24 Feb 2012 06:07:48 GMT",
        "x-oss-meta-author": "王",
        "x-oss-meta-note": "",
        "x-oss-tagging": "k%201=v%2B1&k2=a%3Db%26c%2Fd",
        "x-oss-storage-class": "IA",
        "x-oss-server-side-encryption": "KMS",
        "x-oss-server-side-encryption-key-id": "key-1",
    }


def test_the_content_type_is_always_stated_where_the_store_would_guess() -> None:
    for op in (ops.CreateUpload(TARGET), ops.PutObject(TARGET, b"x")):
        assert own_headers(sent(op))["content-type"] == "application/octet-stream"


def test_a_completion_lists_the_parts_with_quoted_etags_and_sets_the_acl() -> None:
    op = ops.CompleteUpload(TARGET, upload_id="ID", parts=(PartInfo(1, 10, "E1"), PartInfo(7, 5, "E7")), acl="private")
    request = sent(op)
    root = xmldoc.parse(request.body, "CompleteMultipartUpload")
    listed = [(xmldoc.number(node, "PartNumber"), xmldoc.text(node, "ETag")) for node in root]
    assert listed == [(1, '"E1"'), (7, '"E7"')]
    assert request.target == b"/copy.bin?uploadId=ID&encoding-type=url"
    assert headers_of(request)["x-oss-object-acl"] == "private"
    assert headers_of(request)["content-md5"] == base64.b64encode(hashlib.md5(request.body).digest()).decode()


@pytest.mark.parametrize("acl", ["", "default"])
def test_a_completion_without_an_acl_of_its_own_sends_none(acl: str) -> None:
    op = ops.CompleteUpload(TARGET, upload_id="ID", parts=(PartInfo(1, 10, "E1"),), acl=acl)
    assert "x-oss-object-acl" not in headers_of(sent(op))
