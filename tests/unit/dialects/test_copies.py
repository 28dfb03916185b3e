"""What copies and multipart uploads put on the wire, for all three protocols."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace
from typing import Any

import pytest

from core.model import ops
from core.model.values import Account, Encryption, PartInfo, Pin, Props, known
from core.store import xmldoc
from tests.doubles.spoken import headers_of
from tests.doubles.vendors import (
    COMPLETE,
    CONTENT,
    COPY,
    COS,
    CREATE,
    OSS,
    OTHER,
    PIN,
    PUT,
    S3,
    SOURCE,
    TAGS,
    TARGET,
    Vendor,
)


def named(vendor: Vendor) -> dict[str, str]:
    """The headers that name the source and the pin."""
    return {vendor.header("copy-source"): vendor.named, vendor.header("copy-source-if-match"): f'"{PIN.etag}"'}


def described(vendor: Vendor) -> dict[str, str]:
    """The headers for the content, the metadata and the tags of the usual properties."""
    author = vendor.props.user["Author"]
    own = {"meta-author": author, "meta-note": "", "tagging": TAGS}
    return {**CONTENT, **{vendor.header(name): value for name, value in own.items()}}


def summed(vendor: Vendor) -> dict[str, str]:
    return {"x-amz-checksum-algorithm": "CRC64NVME"} if vendor is S3 else {}


# ---------------------------------------------------------------- simple copies


def test_a_simple_copy_sends_the_source_the_pin_and_what_a_copy_resets(vendor: Vendor) -> None:
    op = replace(COPY, props=vendor.props)
    request = vendor.sent(op)
    assert (request.method, request.target, request.body) == ("PUT", b"/copy.bin", b"")
    assert vendor.own_headers(op) == {
        **named(vendor),
        vendor.header("metadata-directive"): vendor.copy_word,
        **vendor.placed,
        **summed(vendor),
    }


def test_a_copy_that_replaces_sends_all_properties(vendor: Vendor) -> None:
    assert vendor.own_headers(replace(COPY, props=vendor.props, replace=True)) == {
        **named(vendor),
        vendor.header("metadata-directive"): vendor.replace_word,
        vendor.header("tagging-directive"): vendor.tags_word,
        **described(vendor),
        **vendor.placed,
        **summed(vendor),
    }


def test_a_copy_that_replaces_leaves_tags_alone_that_could_not_be_seen(vendor: Vendor) -> None:
    assert not any("tagging" in name for name in vendor.own_headers(replace(COPY, replace=True)))


def test_a_copy_that_replaces_can_drop_all_tags(vendor: Vendor) -> None:
    headers = vendor.own_headers(replace(COPY, props=Props(tags=known({})), replace=True))
    assert headers[vendor.header("tagging-directive")] == vendor.tags_word
    assert vendor.header("tagging") not in headers


USUAL = [Props(), Props(acl=known("default"), encryption=known(Encryption("")))]


@pytest.mark.parametrize(
    ("of", "account", "props"),
    [
        *((OSS, None, props) for props in USUAL),
        *((COS, None, props) for props in USUAL),
        *((S3, OTHER, props) for props in (*USUAL, Props(acl=known("private")))),
    ],
    ids=str,
)
def test_properties_that_are_unknown_or_usual_are_not_stated(of: Vendor, account: Account | None, props: Props) -> None:
    headers = of.own_headers(replace(COPY, props=props), account=account)
    assert set(headers) == {*named(of), of.header("metadata-directive")}


def test_only_a_pin_without_an_etag_sends_no_condition(vendor: Vendor) -> None:
    """A symlink is copied so: no answer shows its own ETag."""
    headers = vendor.own_headers(replace(COPY, pin=Pin("", 3)))
    assert set(headers) == {vendor.header("copy-source"), vendor.header("metadata-directive"), *summed(vendor)}


def test_the_version_of_the_pin_is_copied_unless_the_source_names_one(vendor: Vendor) -> None:
    pinned = replace(COPY, pin=replace(PIN, version="V1"))
    other = replace(pinned, source=replace(SOURCE, version="V2"))
    assert vendor.own_headers(pinned)[vendor.header("copy-source")] == f"{vendor.named}?versionId=V1"
    assert vendor.own_headers(other)[vendor.header("copy-source")] == f"{vendor.named}?versionId=V2"


@pytest.mark.parametrize("op", [COPY, CREATE, COMPLETE, PUT], ids=lambda op: type(op).__name__)
def test_create_only_forbids_overwriting_at_every_step_that_makes_the_object(vendor: Vendor, op: Any) -> None:
    """Only OSS is told at the beginning of an upload; nothing is there yet."""
    header = ("if-none-match", "*") if vendor is S3 else (vendor.header("forbid-overwrite"), "true")
    stated = vendor is OSS or op is not CREATE
    assert (header in headers_of(vendor.sent(replace(op, create_only=True))).items()) is stated
    assert header[0] not in headers_of(vendor.sent(op))
    if vendor is S3:
        assert header[0] not in headers_of(vendor.sent(replace(op, create_only=True), account=OTHER))


# ---------------------------------------------------------------- parts


def test_a_part_copy_sends_the_pin_and_the_range(vendor: Vendor) -> None:
    pin = replace(PIN, size=100 << 20)
    op = ops.CopyPart(TARGET, upload_id="I/D", number=3, source=SOURCE, pin=pin, first=200, last=299)
    request = vendor.sent(op)
    assert (request.method, request.target) == ("PUT", b"/copy.bin?partNumber=3&uploadId=I%2FD")
    assert vendor.own_headers(op) == {**named(vendor), vendor.header("copy-source-range"): "bytes=200-299"}


def test_an_upload_begins_with_all_that_parts_do_not_carry(vendor: Vendor) -> None:
    op = ops.CreateUpload(TARGET, vendor.props)
    request = vendor.sent(op)
    encoded = b"&encoding-type=url" if vendor is OSS else b""
    assert (request.method, request.target) == ("POST", b"/copy.bin?uploads" + encoded)
    expected = {**described(vendor), **vendor.placed, **summed(vendor)}
    if vendor is OSS:  # the completion states the ACL
        del expected[vendor.acl]
    assert vendor.own_headers(op) == expected


def test_the_content_type_is_always_stated_where_the_store_would_guess(vendor: Vendor) -> None:
    assert vendor.own_headers(CREATE) == {"content-type": "application/octet-stream", **summed(vendor)}
    assert vendor.own_headers(PUT)["content-type"] == "application/octet-stream"


def test_a_completion_lists_the_parts_with_quoted_etags(vendor: Vendor) -> None:
    """Only OSS sets the ACL here, and the digest is left out for S3."""
    op = ops.CompleteUpload(TARGET, upload_id="ID", parts=(PartInfo(1, 10, "E1"), PartInfo(7, 5, "E7")), acl="private")
    request = vendor.sent(op)
    root = xmldoc.parse(request.body, "CompleteMultipartUpload")
    listed = [(xmldoc.number(node, "PartNumber"), xmldoc.text(node, "ETag")) for node in root]
    assert listed == [(1, '"E1"'), (7, '"E7"')]
    assert (b'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"' in request.body) is (vendor is S3)
    encoded = b"&encoding-type=url" if vendor is OSS else b""
    assert (request.method, request.target) == ("POST", b"/copy.bin?uploadId=ID" + encoded)
    digest = {"content-md5": base64.b64encode(hashlib.md5(request.body).digest()).decode()}
    assert vendor.own_headers(op) == {
        "content-type": "application/xml",
        **({} if vendor is S3 else digest),
        **({"x-oss-object-acl": "private"} if vendor is OSS else {}),
    }
