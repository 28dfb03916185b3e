"""What each operation puts on the wire."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model import ops
from core.model.errors import Kind, Sent, StoreError
from core.model.values import (
    Account,
    Addressing,
    Credentials,
    ObjectRef,
    PartInfo,
    Props,
    Site,
)
from core.store import xmldoc
from core.store.dialects.cos.dialect import DIALECT
from tests.doubles.asks_cos import (
    ACCOUNT,
    KEYS,
    LOCAL,
    NOW,
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

# ---------------------------------------------------------------- keys


@pytest.mark.parametrize(
    ("key", "target"),
    [
        (".", b"/."),
        ("..", b"/.."),
        ("a/../b", b"/a/../b"),
        ("a/./b", b"/a/./b"),
        ("a//b", b"/a//b"),
        ("/a", b"//a"),
        ("//a", b"///a"),
        ("%2e", b"/%252e"),
        ("a+b c?d#e", b"/a%2Bb%20c%3Fd%23e"),
        ("tab\tbell\x07", b"/tab%09bell%07"),
        ("caf\u00e9 cafe\u0301", b"/caf%C3%A9%20cafe%CC%81"),
    ],
)
def test_a_key_reaches_the_wire_exactly(key: str, target: bytes) -> None:
    assert sent(ops.HeadObject(ObjectRef("work", "b-125", key))).target == target


KEY = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=850).filter(
    lambda key: len(key.encode()) <= 850
)


@given(KEY)
def test_any_key_comes_back_from_the_path(key: str) -> None:
    target = sent(ops.HeadObject(ObjectRef("work", "b-125", key))).target
    assert target.startswith(b"/")
    assert b"?" not in target
    assert unquote_to_bytes(target[1:]).decode() == key


@given(KEY, st.none() | st.just("null") | st.text("MTg0NDUxNTc_-", min_size=1))
def test_any_key_and_version_come_back_from_the_copy_source(key: str, version: str | None) -> None:
    op = copy(source=ObjectRef("work", "src-125", key, version))
    name, question, query = headers_of(sent(op))["x-cos-copy-source"].partition("?")
    assert unquote_to_bytes(name).decode() == f"src-125.cos.ap-shanghai.myqcloud.com/{key}"
    assert query == (f"versionId={version}" if version is not None else "")
    assert bool(question) == (version is not None)


# ---------------------------------------------------------------- every request


def test_every_operation_can_be_sent() -> None:
    assert {type(op) for op in EVERY} == operations()
    for op in EVERY:
        request = sent(op)
        assert headers_of(request)["authorization"].startswith("q-sign-algorithm=sha1&q-ak=AKIDFake&")
        assert headers_of(request)["accept-encoding"] == "identity"
        assert request.host == (SITE.host if not op.at else f"{op.at}.{SITE.host}")


def operations() -> set[type]:
    """All operations that there are."""
    classes = (value for name, value in vars(ops).items() if isinstance(value, type) and not name.startswith("_"))
    return {value for value in classes if issubclass(value, ops.Op) and value not in (ops.Op, ops.ListOp)}


def test_requests_that_can_take_minutes_say_so() -> None:
    slow = {type(op) for op in EVERY if sent(op).slow}
    assert slow == {ops.CopyObject, ops.CopyPart, ops.CompleteUpload}


def test_a_signature_begins_a_minute_ago_and_ends_with_the_difference_that_clocks_may_have() -> None:
    authorization = headers_of(sent(ops.HeadObject(TARGET)))["authorization"]
    assert "&q-sign-time=1702743597;1702744557&q-key-time=1702743597;1702744557&" in authorization


def test_the_token_of_temporary_credentials_is_sent_and_signed() -> None:
    headers = headers_of(sent(ops.HeadObject(TARGET), keys=Credentials("AKIDFake", "FakeSecret", "tok/en+=")))
    assert headers["x-cos-security-token"] == "tok/en+="
    assert "&q-header-list=host;x-cos-security-token&" in headers["authorization"]


def test_an_unknown_signature_version_is_refused() -> None:
    refused(ops.HeadObject(TARGET), "it is sha1", account=replace(ACCOUNT, signature="v4"))
    assert sent(ops.HeadObject(TARGET), account=replace(ACCOUNT, signature="sha1")) == sent(ops.HeadObject(TARGET))


# ---------------------------------------------------------------- addressing


@pytest.mark.parametrize(
    ("addressing", "host", "target"),
    [
        (Addressing.VIRTUAL, "dst-1250000000.h.example:8080", b"/a%20b"),
        (Addressing.PATH, "h.example:8080", b"/dst-1250000000/a%20b"),
        (Addressing.CUSTOM, "h.example:8080", b"/a%20b"),
    ],
)
def test_the_bucket_is_where_the_addressing_puts_it(addressing: Addressing, host: str, target: bytes) -> None:
    site = Site("http", "h.example:8080", "ap-guangzhou", addressing)
    request = sent(ops.HeadObject(replace(TARGET, key="a b")), site=site)
    assert (request.scheme, request.host, request.target) == ("http", host, target)


def test_a_bucket_request_in_path_style_ends_with_a_slash() -> None:
    assert sent(ops.GetBucketLocation("b-125"), site=LOCAL).target == b"/b-125/?location"


def test_in_path_style_the_whole_path_is_signed() -> None:
    """The same host and the same path need the same signature, whatever part of the path is the bucket."""
    in_path = sent(ops.HeadObject(ObjectRef("work", "b", "k 1")), site=LOCAL)
    in_key = sent(ops.HeadObject(ObjectRef("work", "any", "b/k 1")), site=replace(LOCAL, addressing=Addressing.CUSTOM))
    assert in_path == in_key


# ---------------------------------------------------------------- lists


def test_a_listing_asks_for_encoded_names_and_continues_behind_a_name() -> None:
    request = sent(ops.ListObjects("b-125", prefix="a b/", delimiter="/", token="a b/k+", limit=7))
    assert request.method == "GET"
    assert request.target == b"/?encoding-type=url&prefix=a%20b%2F&delimiter=%2F&marker=a%20b%2Fk%2B&max-keys=7"


def test_a_listing_may_begin_behind_a_key_and_goes_on_by_its_token() -> None:
    assert b"&marker=k%26y&" in sent(ops.ListObjects("b-125", start_after="k&y")).target
    assert b"&marker=later&" in sent(ops.ListObjects("b-125", start_after="early", token="later")).target
    assert b"marker" not in sent(ops.ListObjects("b-125")).target


def test_uploads_are_listed_with_both_markers() -> None:
    request = sent(ops.ListUploads("b-125", prefix="p", key_marker="k/", id_marker="ID"))
    assert request.target == (
        b"/?uploads&encoding-type=url&prefix=p&key-marker=k%2F&upload-id-marker=ID&max-uploads=1000"
    )


def test_parts_are_listed_behind_a_number() -> None:
    request = sent(ops.ListParts(TARGET, upload_id="ID", marker=1000))
    assert request.target == b"/copy.bin?uploadId=ID&encoding-type=url&max-parts=1000&part-number-marker=1000"


def test_buckets_are_listed_by_marker() -> None:
    assert sent(ops.ListBuckets()).target == b"/?max-keys=1000"
    assert sent(ops.ListBuckets(marker="m-125", limit=5)).target == b"/?marker=m-125&max-keys=5"


# ---------------------------------------------------------------- reads


def test_a_version_is_asked_for_in_every_request_about_it() -> None:
    ref = replace(TARGET, version="MTg0/+")
    about: list[ops.Op[Any]] = [
        ops.HeadObject(ref),
        ops.GetTags(ref),
        ops.PutTags(ref, {"a": "b"}),
        ops.GetAcl(ref),
        ops.PutAcl(ref, "private"),
        ops.GetObject(ref),
        ops.DeleteObject(ref),
    ]
    for op in about:
        assert b"versionId=MTg0%2F%2B" in sent(op).target, op


def test_a_range_is_asked_for() -> None:
    assert own_headers(sent(ops.GetObject(TARGET, first=5, last=9))) == {"range": "bytes=5-9"}
    assert own_headers(sent(ops.GetObject(TARGET, first=5))) == {"range": "bytes=5-"}
    assert own_headers(sent(ops.GetObject(TARGET))) == {}


# ---------------------------------------------------------------- small writes


def test_a_put_sends_the_properties_and_the_digest() -> None:
    request = sent(ops.PutObject(TARGET, b"hello", PROPS))
    headers = own_headers(request)
    assert request.body == b"hello"
    assert headers["content-md5"] == md5(b"hello")
    assert headers["content-type"] == "text/plain"
    assert headers.items() >= PLACED.items()


def test_tags_are_sent_as_a_document() -> None:
    request = sent(ops.PutTags(TARGET, {"k 1": "<&>"}))
    assert (request.method, request.target) == ("PUT", b"/copy.bin?tagging")
    root = xmldoc.parse(request.body, "Tagging")
    assert (root.findtext("TagSet/Tag/Key"), root.findtext("TagSet/Tag/Value")) == ("k 1", "<&>")


def test_an_acl_is_sent_as_a_word() -> None:
    request = sent(ops.PutAcl(TARGET, "default"))
    assert (request.method, request.target) == ("PUT", b"/copy.bin?acl")
    assert own_headers(request) == {"x-cos-acl": "default"}


# ---------------------------------------------------------------- what cannot be sent


def refused(op: ops.Op[Any], sentence: str, *, site: Site = SITE, account: Account = ACCOUNT) -> None:
    with pytest.raises(StoreError, match=sentence) as caught:
        sent(op, site=site, account=account)
    assert (caught.value.kind, caught.value.sent, caught.value.op) == (Kind.INVALID, Sent.NO, type(op).__name__)


def test_a_request_without_a_key_would_reach_the_bucket() -> None:
    for op in (ops.DeleteObject(replace(TARGET, key="")), ops.HeadObject(ObjectRef("work", "", "k"))):
        refused(op, "name of the bucket or of the object is missing")


def test_an_abort_without_an_upload_would_delete_the_object() -> None:
    refused(ops.AbortUpload(TARGET, upload_id=""), "id of the multipart upload is missing")


def test_a_bucket_question_without_a_bucket_would_reach_the_service() -> None:
    refused(ops.ListObjects(""), "name of the bucket is missing")
    refused(ops.ListObjects("evil.example/x"), "cannot be the name of a bucket")


@pytest.mark.parametrize("source", [replace(SOURCE, key=""), replace(SOURCE, bucket="")])
def test_a_copy_needs_a_source(source: ObjectRef) -> None:
    refused(copy(source=source), "source of the copy is missing")


def test_a_copy_from_an_unknown_region_says_what_to_do() -> None:
    nowhere = Site("https", "cos.accelerate.myqcloud.com", "", Addressing.VIRTUAL)
    refused(copy(source_site=nowhere), "Enter it in its account's settings")


def test_metadata_cannot_forge_headers() -> None:
    refused(ops.CreateUpload(TARGET, Props(user={"a": "b\r\nx-cos-acl: public-read"})), "line breaks")
    refused(ops.CreateUpload(TARGET, Props(user={"a: b": "c"})), "cannot be the name")
    refused(ops.CreateUpload(TARGET, Props(user={"": "c"})), "no name")


def test_a_link_without_a_key_is_refused() -> None:
    with pytest.raises(ValueError, match="missing"):
        DIALECT.presign(ACCOUNT, SITE, KEYS, ref=replace(TARGET, key=""), expires_in=60, now=NOW)


EVERY: list[ops.Op[Any]] = [
    ops.DeleteObjects("b-1250000000", objects=(("a", None), ("b", "v1"))),
    ops.ListBuckets(),
    ops.GetBucketInfo("b-125"),
    ops.GetBucketLocation("b-125"),
    ops.ListObjects("b-125"),
    ops.ListUploads("b-125"),
    ops.GetVersioning("b-125"),
    ops.ListVersions("b-125"),
    ops.RestoreObject(TARGET, days=1),
    ops.GetLink(TARGET),
    ops.HeadObject(TARGET),
    ops.GetTags(TARGET),
    ops.PutTags(TARGET, {"a": "b"}),
    ops.GetAcl(TARGET),
    ops.PutAcl(TARGET, "private"),
    ops.GetObject(TARGET, first=1, last=2),
    ops.PutObject(TARGET, b"x", PROPS),
    ops.DeleteObject(TARGET),
    ops.CopyObject(TARGET, source=SOURCE, pin=PIN, props=PROPS),
    ops.CreateUpload(TARGET, PROPS),
    ops.CopyPart(TARGET, upload_id="ID", number=1, source=SOURCE, pin=PIN, first=0, last=9),
    ops.CompleteUpload(TARGET, upload_id="ID", parts=(PartInfo(1, 10, "E"),)),
    ops.AbortUpload(TARGET, upload_id="ID"),
    ops.ListParts(TARGET, upload_id="ID"),
]
