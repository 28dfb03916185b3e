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
    Addressing,
    Credentials,
    ObjectRef,
    PartInfo,
    Pin,
    Props,
    Site,
)
from core.store import xmldoc
from tests.doubles.asks_oss import ACCOUNT, PIN, PROPS, SITE, SOURCE, TARGET, own_headers, sent
from tests.doubles.spoken import headers_of

# ---------------------------------------------------------------- keys


@pytest.mark.parametrize(
    ("key", "target"),
    [
        (".", b"/."),
        ("..", b"/.."),
        ("a/../b", b"/a/../b"),
        ("a//b", b"/a//b"),
        ("/a", b"//a"),
        ("%2e", b"/%252e"),
        ("a+b c?d#e", b"/a%2Bb%20c%3Fd%23e"),
        ("tab\tbell\x07", b"/tab%09bell%07"),
        ("\U0001f680", b"/%F0%9F%9A%80"),
        ("caf\u00e9 cafe\u0301", b"/caf%C3%A9%20cafe%CC%81"),
    ],
)
def test_a_key_reaches_the_wire_exactly(key: str, target: bytes) -> None:
    assert sent(ops.HeadObject(ObjectRef("work", "b", key))).target == target


KEY = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=1023).filter(
    lambda key: len(key.encode()) <= 1023
)


@given(KEY)
def test_any_key_comes_back_from_the_path(key: str) -> None:
    target = sent(ops.HeadObject(ObjectRef("work", "b", key))).target
    assert target.startswith(b"/")
    assert b"?" not in target
    assert unquote_to_bytes(target[1:]).decode() == key


@given(KEY, st.none() | st.just("null") | st.text("CAEQMxiBgIDh_-", min_size=1))
def test_any_key_and_version_come_back_from_the_copy_source(key: str, version: str | None) -> None:
    op = ops.CopyObject(TARGET, source=ObjectRef("work", "src", key, version), pin=PIN)
    name, question, query = headers_of(sent(op))["x-oss-copy-source"].partition("?")
    assert unquote_to_bytes(name).decode() == f"/src/{key}"
    assert query == (f"versionId={version}" if version is not None else "")
    assert bool(question) == (version is not None)


# ---------------------------------------------------------------- every request


def test_every_operation_can_be_sent_with_both_signatures() -> None:
    assert {type(op) for op in EVERY} == operations()
    for op in EVERY:
        for version in ("v1", "v4"):
            request = sent(op, account=replace(ACCOUNT, signature=version))
            scheme = "OSS " if version == "v1" else "OSS4-HMAC-SHA256 "
            assert headers_of(request)["authorization"].startswith(scheme)
            assert headers_of(request)["accept-encoding"] == "identity"
            assert request.host == ("oss-cn-hangzhou.aliyuncs.com" if not op.at else f"{op.at}.{SITE.host}")


def operations() -> set[type]:
    """All operations that there are."""
    classes = (value for name, value in vars(ops).items() if isinstance(value, type) and not name.startswith("_"))
    return {value for value in classes if issubclass(value, ops.Op) and value not in (ops.Op, ops.ListOp)}


def test_requests_that_can_take_minutes_say_so() -> None:
    slow = {type(op) for op in EVERY if sent(op).slow}
    assert slow == {ops.CopyObject, ops.CopyPart, ops.CompleteUpload}


def test_the_token_of_temporary_credentials_is_sent_and_signed() -> None:
    op = ops.HeadObject(TARGET)
    for version in ("v1", "v4"):
        account = replace(ACCOUNT, signature=version)
        bare = headers_of(sent(op, account=account))
        with_token = headers_of(sent(op, account=account, keys=Credentials("LTAIFake", "FakeSecret", "tok/en+=")))
        assert with_token["x-oss-security-token"] == "tok/en+="
        assert with_token["authorization"] != bare["authorization"]


def test_without_a_region_the_signature_falls_back_to_version_1() -> None:
    nowhere = replace(SITE, region="")
    assert headers_of(sent(ops.HeadObject(TARGET), site=nowhere))["authorization"].startswith("OSS LTAIFake:")


def test_version_4_without_a_region_is_refused_with_a_sentence() -> None:
    refused(ops.HeadObject(TARGET), "needs the region", site=replace(SITE, region=""), signature="v4")


def test_an_unknown_signature_version_is_refused() -> None:
    refused(ops.HeadObject(TARGET), "it is v4 or v1", signature="v9")


# ---------------------------------------------------------------- addressing


@pytest.mark.parametrize(
    ("addressing", "host", "target"),
    [
        (Addressing.VIRTUAL, "dst.h.example:8080", b"/copy.bin"),
        (Addressing.PATH, "h.example:8080", b"/dst/copy.bin"),
        (Addressing.CUSTOM, "h.example:8080", b"/copy.bin"),
    ],
)
def test_the_bucket_is_where_the_addressing_puts_it(addressing: Addressing, host: str, target: bytes) -> None:
    site = Site("http", "h.example:8080", "cn-hangzhou", addressing)
    request = sent(ops.HeadObject(TARGET), site=site)
    assert (request.scheme, request.host, request.target) == ("http", host, target)


def test_the_signature_is_the_same_wherever_the_bucket_is_named() -> None:
    signatures = {
        headers_of(sent(ops.HeadObject(TARGET), site=replace(SITE, addressing=addressing)))["authorization"]
        for addressing in (Addressing.VIRTUAL, Addressing.PATH, Addressing.CUSTOM)
    }
    assert len(signatures) == 1


def test_a_bucket_request_in_path_style_ends_with_a_slash() -> None:
    request = sent(ops.GetBucketInfo("b"), site=replace(SITE, addressing=Addressing.PATH))
    assert request.target == b"/b/?bucketInfo"


# ---------------------------------------------------------------- lists


def test_a_listing_asks_for_encoded_names_and_continues_by_token() -> None:
    op = ops.ListObjects("b", prefix="a b/", delimiter="/", token="tok+/=", limit=7)
    request = sent(op)
    assert request.method == "GET"
    assert request.target == (
        b"/?list-type=2&encoding-type=url&prefix=a%20b%2F&delimiter=%2F&continuation-token=tok%2B%2F%3D&max-keys=7"
    )


def test_a_listing_may_begin_behind_a_key() -> None:
    assert b"&start-after=k%26y&" in sent(ops.ListObjects("b", start_after="k&y")).target


def test_uploads_are_listed_with_both_markers() -> None:
    request = sent(ops.ListUploads("b", prefix="p", key_marker="k/", id_marker="ID"))
    assert request.target == (
        b"/?uploads&encoding-type=url&prefix=p&key-marker=k%2F&upload-id-marker=ID&max-uploads=1000"
    )


def test_parts_are_listed_behind_a_number() -> None:
    request = sent(ops.ListParts(TARGET, upload_id="ID", marker=1000))
    assert request.target == (b"/copy.bin?uploadId=ID&encoding-type=url&max-parts=1000&part-number-marker=1000")


def test_buckets_are_listed_by_marker() -> None:
    assert sent(ops.ListBuckets()).target == b"/?max-keys=1000"
    assert sent(ops.ListBuckets(marker="m", limit=5)).target == b"/?marker=m&max-keys=5"


# ---------------------------------------------------------------- reads


def test_a_version_is_asked_for_in_every_request_about_it() -> None:
    ref = replace(TARGET, version="CAEQ/+")
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
        assert b"versionId=CAEQ%2F%2B" in sent(op).target, op


def test_the_null_version_is_a_name_like_any_other() -> None:
    assert sent(ops.DeleteObject(replace(TARGET, version="null"))).target == b"/copy.bin?versionId=null"


def test_a_range_is_asked_for_strictly() -> None:
    headers = own_headers(sent(ops.GetObject(TARGET, first=5, last=9)))
    assert headers == {"range": "bytes=5-9", "x-oss-range-behavior": "standard"}


def test_a_whole_object_is_asked_for_without_a_range() -> None:
    assert own_headers(sent(ops.GetObject(TARGET))) == {}


# ---------------------------------------------------------------- small writes


def test_tags_are_written_as_a_document() -> None:
    request = sent(ops.PutTags(TARGET, {"k<1>": "v&1", "k2": ""}))
    root = xmldoc.parse(request.body, "Tagging")
    tags = {xmldoc.text(node, "Key"): xmldoc.text(node, "Value") for node in root.iterfind("TagSet/Tag")}
    assert tags == {"k<1>": "v&1", "k2": ""}
    assert (request.method, request.target) == ("PUT", b"/copy.bin?tagging")


def test_an_acl_is_written_by_a_header() -> None:
    request = sent(ops.PutAcl(TARGET, "public-read"))
    assert (request.method, request.target) == ("PUT", b"/copy.bin?acl")
    assert own_headers(request) == {"x-oss-object-acl": "public-read"}


def test_a_put_carries_its_bytes_their_md5_and_all_properties() -> None:
    request = sent(ops.PutObject(TARGET, b"hello", PROPS))
    assert request.body == b"hello"
    headers = own_headers(request)
    assert headers["content-md5"] == "XUFAKrxLKna5cZ2REBfFkg=="
    assert headers["x-oss-object-acl"] == "private"
    assert headers["x-oss-tagging"] == "k%201=v%2B1&k2=a%3Db%26c%2Fd"


def test_a_put_of_nothing_is_a_put() -> None:
    assert sent(ops.PutObject(TARGET, b"")).method == "PUT"


def test_header_values_lose_only_outer_white_space() -> None:
    props = Props(user={"a": "  x  y\t"})
    assert own_headers(sent(ops.PutObject(TARGET, b"", props)))["x-oss-meta-a"] == "x  y"


# ---------------------------------------------------------------- refusals


def refused(op: ops.Op[Any], sentence: str, *, site: Site = SITE, signature: str = "") -> None:
    with pytest.raises(StoreError) as caught:
        sent(op, site=site, account=replace(ACCOUNT, signature=signature))
    assert caught.value.kind is Kind.INVALID
    assert caught.value.sent is Sent.NO
    assert caught.value.op == type(op).__name__
    assert sentence in caught.value.message


def test_deleting_an_object_without_a_name_never_becomes_deleting_the_bucket() -> None:
    refused(ops.DeleteObject(ObjectRef("work", "b", "")), "missing")


def test_dropping_an_upload_without_an_id_never_becomes_deleting_the_object() -> None:
    refused(ops.AbortUpload(TARGET, upload_id=""), "id of the multipart upload is missing")


def test_a_request_to_a_bucket_without_a_name_never_goes_to_the_service() -> None:
    refused(ops.ListObjects(""), "missing")


@pytest.mark.parametrize("bucket", ["evil.example/", "a/b", "a#", "a?b", "a@b", "a b", ".b", "b\r\nx"])
def test_the_name_of_a_bucket_cannot_change_the_host_or_the_path(bucket: str) -> None:
    refused(ops.HeadObject(ObjectRef("work", bucket, "k")), "cannot be the name of a bucket")


def test_a_copy_of_nothing_is_refused() -> None:
    refused(ops.CopyObject(TARGET, source=ObjectRef("work", "src", ""), pin=PIN), "source of the copy is missing")
    refused(ops.CopyObject(TARGET, source=ObjectRef("work", "", "k"), pin=PIN), "source of the copy is missing")


def test_only_a_pin_without_an_etag_sends_no_condition() -> None:
    """A symlink is copied so: no answer shows its own ETag."""
    headers = own_headers(sent(ops.CopyObject(TARGET, source=SOURCE, pin=Pin("", 3))))
    assert set(headers) == {"x-oss-copy-source", "x-oss-metadata-directive"}


@pytest.mark.parametrize("value", ["a\r\nx-oss-object-acl: public-read", "a\nb", "nul\x00", "del\x7f"])
def test_a_value_cannot_forge_another_header(value: str) -> None:
    refused(ops.PutObject(TARGET, b"", Props(user={"a": value})), "line breaks or control characters")


@pytest.mark.parametrize("name", ["a b", "a:b", "é", "a\n", ""])
def test_user_metadata_needs_a_name_that_a_header_can_have(name: str) -> None:
    if name:
        refused(ops.PutObject(TARGET, b"", Props(user={name: "v"})), "cannot be the name")
    else:
        refused(ops.PutObject(TARGET, b"", Props(user={name: "v"})), "no name")


def test_text_that_is_not_unicode_is_refused() -> None:
    refused(ops.HeadObject(ObjectRef("work", "b", "\udcff")), "cannot be sent")
    refused(ops.PutObject(TARGET, b"", Props(user={"a": "\udcff"})), "not Unicode")


EVERY: list[ops.Op[Any]] = [
    ops.DeleteObjects("b", objects=(("a", None), ("b", "v1"))),
    ops.ListBuckets(),
    ops.GetBucketInfo("b"),
    ops.GetBucketLocation("b"),
    ops.ListObjects("b"),
    ops.ListUploads("b"),
    ops.GetVersioning("b"),
    ops.ListVersions("b"),
    ops.RestoreObject(TARGET, days=1),
    ops.GetLink(TARGET),
    ops.HeadObject(TARGET),
    ops.GetTags(TARGET),
    ops.PutTags(TARGET, {"a": "b"}),
    ops.GetAcl(TARGET),
    ops.PutAcl(TARGET, "private"),
    ops.GetObject(TARGET),
    ops.PutObject(TARGET, b"x"),
    ops.DeleteObject(TARGET),
    ops.CopyObject(TARGET, source=SOURCE, pin=PIN),
    ops.CreateUpload(TARGET),
    ops.CopyPart(TARGET, upload_id="ID", number=1, source=SOURCE, pin=PIN, first=0, last=9),
    ops.CompleteUpload(TARGET, upload_id="ID", parts=(PartInfo(1, 10, "E"),)),
    ops.AbortUpload(TARGET, upload_id="ID"),
    ops.ListParts(TARGET, upload_id="ID"),
]
