"""What copies and multipart uploads put on the wire, for Tencent Cloud COS."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from core.model import ops
from core.model.values import (
    Encryption,
    PartInfo,
    Pin,
    Props,
    known,
)
from core.store import xmldoc
from tests.doubles.asks_cos import (
    ELSEWHERE,
    LOCAL,
    NAMED,
    PIN,
    PLACED,
    PROPS,
    SITE,
    SOURCE,
    TARGET,
    copy,
    md5,
    own_headers,
    sent,
)
from tests.doubles.spoken import headers_of


def test_a_simple_copy_sends_the_source_the_pin_and_what_a_copy_resets() -> None:
    request = sent(copy(props=PROPS))
    assert (request.method, request.target, request.body) == ("PUT", b"/copy.bin", b"")
    assert own_headers(request) == {
        "x-cos-copy-source": NAMED,
        "x-cos-copy-source-if-match": '"ee8de918d05640145b18f70f4c3aa602"',
        "x-cos-metadata-directive": "Copy",
        **PLACED,
    }


def test_a_copy_that_replaces_sends_all_properties() -> None:
    headers = own_headers(sent(copy(props=PROPS, replace=True)))
    assert headers["x-cos-metadata-directive"] == "Replaced"
    assert headers["content-type"] == "text/plain"
    assert headers["cache-control"] == "no-cache"
    assert headers["expires"] == "Fri, 24 Feb 2012 06:07:48 GMT"
    assert headers["x-cos-meta-author"] == "王"
    assert headers["x-cos-meta-note"] == ""
    assert headers["x-cos-tagging-directive"] == "Replaced"
    assert headers["x-cos-tagging"] == "k%201=v%2B1&k2=a%3Db%26c%2Fd"
    assert headers.items() >= PLACED.items()


def test_a_copy_that_replaces_leaves_tags_alone_that_could_not_be_seen() -> None:
    assert not any("tagging" in name for name in own_headers(sent(copy(replace=True))))


def test_a_copy_that_replaces_can_drop_all_tags() -> None:
    headers = own_headers(sent(copy(props=Props(tags=known({})), replace=True)))
    assert headers["x-cos-tagging-directive"] == "Replaced"
    assert "x-cos-tagging" not in headers


@pytest.mark.parametrize("version", [None, "MTg0"])
def test_a_copy_of_an_object_onto_itself_replaces_what_it_has(version: str | None) -> None:
    headers = own_headers(sent(copy(source=replace(TARGET, version=version), props=PROPS, source_site=SITE)))
    assert headers["x-cos-metadata-directive"] == headers["x-cos-tagging-directive"] == "Replaced"
    assert headers["content-type"] == "text/plain"
    assert headers.items() >= PLACED.items()


def test_the_same_key_in_another_bucket_is_another_object() -> None:
    op = copy(source=replace(TARGET, bucket="src-1250000000"))
    assert own_headers(sent(op))["x-cos-metadata-directive"] == "Copy"


@pytest.mark.parametrize("props", [Props(), Props(acl=known("default"), encryption=known(Encryption("")))])
def test_properties_that_are_unknown_or_absent_are_not_stated(props: Props) -> None:
    headers = own_headers(sent(copy(props=props)))
    assert set(headers) == {"x-cos-copy-source", "x-cos-copy-source-if-match", "x-cos-metadata-directive"}


def test_an_empty_pin_sends_no_condition() -> None:
    assert "x-cos-copy-source-if-match" not in own_headers(sent(copy(pin=Pin("", 300))))


def test_the_version_of_the_pin_is_copied_unless_the_source_names_one() -> None:
    pinned = copy(pin=replace(PIN, version="V1"))
    named = replace(pinned, source=replace(SOURCE, version="V2"))
    assert headers_of(sent(pinned))["x-cos-copy-source"] == f"{NAMED}?versionId=V1"
    assert headers_of(sent(named))["x-cos-copy-source"] == f"{NAMED}?versionId=V2"


def test_without_a_site_of_its_own_the_source_lives_where_the_target_does() -> None:
    here = "src-1250000000.cos.ap-guangzhou.myqcloud.com/a%20b/c%3Fd"
    assert headers_of(sent(copy(source_site=None)))["x-cos-copy-source"] == here


def test_in_path_style_the_source_names_host_and_bucket() -> None:
    request = sent(copy(source_site=LOCAL), site=LOCAL)
    assert headers_of(request)["x-cos-copy-source"] == "127.0.0.1:9000/src-1250000000/a%20b/c%3Fd"


def test_create_only_forbids_overwriting_wherever_an_object_is_made() -> None:
    makers: list[Any] = [
        copy(create_only=True),
        ops.CompleteUpload(TARGET, upload_id="ID", parts=(PartInfo(1, 10, "E"),), create_only=True),
        ops.PutObject(TARGET, b"", create_only=True),
    ]
    for op in makers:
        assert headers_of(sent(op))["x-cos-forbid-overwrite"] == "true"
        assert "x-cos-forbid-overwrite" not in headers_of(sent(replace(op, create_only=False)))


def test_a_part_copy_sends_the_pin_and_the_range() -> None:
    op = ops.CopyPart(
        TARGET, upload_id="I/D", number=3, source=SOURCE, pin=PIN, first=200, last=299, source_site=ELSEWHERE
    )
    request = sent(op)
    assert (request.method, request.target) == ("PUT", b"/copy.bin?partNumber=3&uploadId=I%2FD")
    assert own_headers(request) == {
        "x-cos-copy-source": NAMED,
        "x-cos-copy-source-if-match": '"ee8de918d05640145b18f70f4c3aa602"',
        "x-cos-copy-source-range": "bytes=200-299",
    }


def test_an_upload_begins_with_all_that_parts_do_not_carry() -> None:
    request = sent(ops.CreateUpload(TARGET, PROPS, create_only=True))
    assert (request.method, request.target) == ("POST", b"/copy.bin?uploads")
    assert own_headers(request) == {
        "content-type": "text/plain",
        "cache-control": "no-cache",
        "expires": "Fri, 24 Feb 2012 06:07:48 GMT",
        "x-cos-meta-author": "王",
        "x-cos-meta-note": "",
        "x-cos-tagging": "k%201=v%2B1&k2=a%3Db%26c%2Fd",
        **PLACED,
    }


def test_an_upload_without_a_type_has_the_type_of_unknown_bytes() -> None:
    assert own_headers(sent(ops.CreateUpload(TARGET))) == {"content-type": "application/octet-stream"}


def test_a_completion_lists_the_parts_with_quoted_etags() -> None:
    parts = (PartInfo(1, 10, "E1"), PartInfo(2, 10, "E2"))
    request = sent(ops.CompleteUpload(TARGET, upload_id="ID", parts=parts, acl="private"))
    assert (request.method, request.target) == ("POST", b"/copy.bin?uploadId=ID")
    rows = xmldoc.parse(request.body, "CompleteMultipartUpload").findall("Part")
    assert [(row.findtext("PartNumber"), row.findtext("ETag")) for row in rows] == [("1", '"E1"'), ("2", '"E2"')]
    assert own_headers(request) == {"content-type": "application/xml", "content-md5": md5(request.body)}
