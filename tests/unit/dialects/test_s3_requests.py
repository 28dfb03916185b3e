"""What each operation puts on the wire, for Amazon S3 and for stores that differ from it."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace
from email.header import decode_header, make_header
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
from tests.doubles.asks_s3 import AWS, EMPTY_HASH, OTHER, PIN, PROPS, SITE, SOURCE, STORES, TARGET, own_headers, sent
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


KEY = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=1024).filter(
    lambda key: len(key.encode()) <= 1024
)


@given(KEY, st.sampled_from([Addressing.VIRTUAL, Addressing.PATH, Addressing.CUSTOM]))
def test_any_key_comes_back_from_the_path(key: str, addressing: Addressing) -> None:
    site = replace(SITE, addressing=addressing)
    target = sent(ops.HeadObject(ObjectRef("work", "b", key)), site=site).target
    assert b"?" not in target
    begin = b"/b/" if addressing is Addressing.PATH else b"/"
    assert target.startswith(begin)
    assert unquote_to_bytes(target.removeprefix(begin)).decode() == key


@given(KEY, st.none() | st.just("null") | st.text("3HL4kqtJvjVBH40Nrjfkd_.-", min_size=1))
def test_any_key_and_version_come_back_from_the_copy_source(key: str, version: str | None) -> None:
    op = ops.CopyObject(TARGET, source=ObjectRef("work", "src", key, version), pin=PIN)
    name, question, query = headers_of(sent(op))["x-amz-copy-source"].partition("?")
    assert unquote_to_bytes(name).decode() == f"src/{key}"
    assert query == (f"versionId={version}" if version is not None else "")
    assert bool(question) == (version is not None)


# ---------------------------------------------------------------- every request


@pytest.mark.parametrize("name", STORES)
def test_every_operation_can_be_sent_to_every_store(name: str) -> None:
    assert {type(op) for op in EVERY} == operations() - {ops.GetLink}
    for op in EVERY:
        request = sent(op, account=Account("work", name, "https://store.example"))
        headers = headers_of(request)
        assert headers["authorization"].startswith("AWS4-HMAC-SHA256 Credential=AKIAFAKE/20231216/eu-central-1/s3/")
        assert headers["accept-encoding"] == "identity"
        assert headers["x-amz-content-sha256"] == hashlib.sha256(request.body).hexdigest()
        assert headers["x-amz-date"] == "20231216T162057Z"
        assert request.host == (SITE.host if not op.at else f"{op.at}.{SITE.host}")


def operations() -> set[type]:
    """All operations that there are."""
    classes = (value for name, value in vars(ops).items() if isinstance(value, type) and not name.startswith("_"))
    return {value for value in classes if issubclass(value, ops.Op) and value not in (ops.Op, ops.ListOp)}


def test_requests_that_can_take_minutes_say_so() -> None:
    slow = {type(op) for op in EVERY if sent(op).slow}
    assert slow == {ops.CopyObject, ops.CopyPart, ops.CompleteUpload}


def test_a_request_without_a_body_states_the_hash_of_nothing() -> None:
    assert headers_of(sent(ops.HeadObject(TARGET)))["x-amz-content-sha256"] == EMPTY_HASH


def test_every_header_of_the_operation_is_signed() -> None:
    headers = headers_of(sent(ops.CopyObject(TARGET, source=SOURCE, pin=PIN, props=PROPS, replace=True)))
    signed = headers["authorization"].partition("SignedHeaders=")[2].partition(",")[0].split(";")
    assert set(signed) == {"host", *headers} - {"authorization", "accept-encoding"}


def test_the_token_of_temporary_credentials_is_sent_and_signed() -> None:
    op = ops.HeadObject(TARGET)
    with_token = headers_of(sent(op, keys=Credentials("AKIAFAKE", "FakeSecret", "tok/en+=")))
    assert with_token["x-amz-security-token"] == "tok/en+="
    assert "x-amz-security-token" in with_token["authorization"]
    assert with_token["authorization"] != headers_of(sent(op))["authorization"]


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
    site = Site("http", "h.example:8080", "us-east-1", addressing)
    request = sent(ops.HeadObject(TARGET), site=site, account=OTHER)
    assert (request.scheme, request.host, request.target) == ("http", host, target)


def test_a_bucket_with_dots_goes_into_the_path_where_a_certificate_is_checked() -> None:
    op = ops.HeadObject(ObjectRef("work", "my.dotted.bucket", "k"))
    request = sent(op)
    assert (request.host, request.target) == (SITE.host, b"/my.dotted.bucket/k")
    plain = sent(op, site=replace(SITE, scheme="http"))
    assert (plain.host, plain.target) == (f"my.dotted.bucket.{SITE.host}", b"/k")
    chosen = sent(op, account=replace(AWS, addressing=Addressing.VIRTUAL))
    assert chosen.host == f"my.dotted.bucket.{SITE.host}"


# ---------------------------------------------------------------- buckets and lists


def test_a_listing_asks_for_encoded_names_and_continues_by_token() -> None:
    op = ops.ListObjects("b", prefix="a b/", delimiter="/", token="tok+/=", limit=7)
    request = sent(op)
    assert request.method == "GET"
    assert request.target == (
        b"/?list-type=2&continuation-token=tok%2B%2F%3D&prefix=a%20b%2F&delimiter=%2F&encoding-type=url&max-keys=7"
    )


def test_a_listing_may_begin_behind_a_key() -> None:
    assert b"&start-after=k%26y&" in sent(ops.ListObjects("b", start_after="k&y")).target


def test_a_store_that_knows_only_the_first_list_is_asked_for_that() -> None:
    account = Account("work", "obs", "https://obs.cn-north-4.myhuaweicloud.com")
    assert sent(ops.ListObjects("b", prefix="p/", limit=7), account=account).target == b"/?prefix=p%2F&max-keys=7"
    assert sent(ops.ListObjects("b", token="k+1"), account=account).target == b"/?marker=k%2B1&max-keys=1000"
    assert sent(ops.ListObjects("b", start_after="k"), account=account).target == b"/?marker=k&max-keys=1000"


def test_uploads_are_listed_with_both_markers() -> None:
    request = sent(ops.ListUploads("b", prefix="p", key_marker="k/", id_marker="ID"))
    assert request.target == (
        b"/?uploads&prefix=p&key-marker=k%2F&upload-id-marker=ID&encoding-type=url&max-uploads=1000"
    )


def test_parts_are_listed_behind_a_number() -> None:
    request = sent(ops.ListParts(TARGET, upload_id="ID", marker=1000))
    assert request.target == b"/copy.bin?uploadId=ID&max-parts=1000&part-number-marker=1000"
    assert sent(ops.ListParts(TARGET, upload_id="ID")).target == b"/copy.bin?uploadId=ID&max-parts=1000"


def test_buckets_are_listed_in_pages_only_where_the_store_has_pages() -> None:
    assert sent(ops.ListBuckets()).target == b"/?max-buckets=1000"
    assert sent(ops.ListBuckets(marker="m/=", limit=5)).target == b"/?max-buckets=5&continuation-token=m%2F%3D"
    assert sent(ops.ListBuckets(), account=OTHER).target == b"/"


def test_a_bucket_is_looked_at_by_head_and_its_region_is_asked_for() -> None:
    request = sent(ops.GetBucketInfo("b"))
    assert (request.method, request.host, request.target) == ("HEAD", f"b.{SITE.host}", b"/")
    assert sent(ops.GetBucketLocation("b")).target == b"/?location"


# ---------------------------------------------------------------- reads


def test_a_version_is_asked_for_in_every_request_about_it() -> None:
    ref = replace(TARGET, version="3HL4/+")
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
        assert b"versionId=3HL4%2F%2B" in sent(op).target, op


def test_the_checksum_is_asked_for_where_the_store_keeps_one() -> None:
    assert own_headers(sent(ops.HeadObject(TARGET))) == {"x-amz-checksum-mode": "ENABLED"}
    assert own_headers(sent(ops.HeadObject(TARGET), account=OTHER)) == {}


def test_a_range_is_asked_for() -> None:
    assert own_headers(sent(ops.GetObject(TARGET, first=5, last=9))) == {"range": "bytes=5-9"}
    assert own_headers(sent(ops.GetObject(TARGET, first=5))) == {"range": "bytes=5-"}
    assert own_headers(sent(ops.GetObject(TARGET))) == {}


# ---------------------------------------------------------------- small writes


def test_tags_are_written_as_a_document_with_its_md5() -> None:
    request = sent(ops.PutTags(TARGET, {"k<1>": "v&1", "k2": ""}))
    root = xmldoc.parse(request.body, "Tagging")
    tags = {xmldoc.text(node, "Key"): xmldoc.text(node, "Value") for node in root.iterfind("TagSet/Tag")}
    assert tags == {"k<1>": "v&1", "k2": ""}
    assert (request.method, request.target) == ("PUT", b"/copy.bin?tagging")
    digest = base64.b64encode(hashlib.md5(request.body).digest()).decode()
    assert own_headers(request) == {"content-type": "application/xml", "content-md5": digest}


@pytest.mark.parametrize(("word", "header"), [("public-read", "public-read"), ("default", "private")])
def test_an_acl_is_written_by_a_header(word: str, header: str) -> None:
    request = sent(ops.PutAcl(TARGET, word))
    assert (request.method, request.target) == ("PUT", b"/copy.bin?acl")
    assert own_headers(request) == {"x-amz-acl": header}


def test_a_put_carries_its_bytes_their_md5_and_all_properties() -> None:
    request = sent(ops.PutObject(TARGET, b"hello", PROPS))
    assert request.body == b"hello"
    headers = own_headers(request)
    assert headers["content-md5"] == "XUFAKrxLKna5cZ2REBfFkg=="
    assert headers["x-amz-acl"] == "public-read"
    assert headers["x-amz-tagging"] == "k%201=v%2B1&k2=a%3Db%26c%2Fd"


# ---------------------------------------------------------------- metadata


def test_metadata_outside_of_ascii_is_sent_as_encoded_words_where_the_store_reads_them() -> None:
    op = ops.PutObject(TARGET, b"", Props(user={"author": "\u6e21\u8239", "plain": "a b"}))
    headers = own_headers(sent(op))
    assert headers["x-amz-meta-author"].isascii()
    assert str(make_header(decode_header(headers["x-amz-meta-author"]))) == "\u6e21\u8239"
    assert headers["x-amz-meta-plain"] == "a b"
    assert own_headers(sent(op, account=OTHER))["x-amz-meta-author"] == "\u6e21\u8239"


def test_encoded_words_that_were_read_go_back_as_they_came() -> None:
    word = "=?UTF-8?B?5Lit5paH?="
    assert own_headers(sent(ops.PutObject(TARGET, b"", Props(user={"a": word}))))["x-amz-meta-a"] == word


def test_header_values_lose_only_outer_white_space() -> None:
    props = Props(user={"a": "  x  y\t"})
    assert own_headers(sent(ops.PutObject(TARGET, b"", props)))["x-amz-meta-a"] == "x  y"


# ---------------------------------------------------------------- refusals


def refused(op: ops.Op[Any], sentence: str, account: Account = AWS) -> None:
    with pytest.raises(StoreError) as caught:
        sent(op, account=account)
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
    refused(ops.GetBucketInfo(""), "missing")


@pytest.mark.parametrize("bucket", ["evil.example/", "a/b", "a#", "a?b", "a@b", "a b", ".b", "b\r\nx"])
def test_the_name_of_a_bucket_cannot_change_the_host_or_the_path(bucket: str) -> None:
    refused(ops.HeadObject(ObjectRef("work", bucket, "k")), "cannot be the name of a bucket")


def test_a_copy_without_a_source_is_refused() -> None:
    refused(ops.CopyObject(TARGET, source=replace(SOURCE, key=""), pin=PIN), "missing")


@pytest.mark.parametrize("value", ["a\r\nx-amz-acl: public-read", "a\nb", "nul\x00", "del\x7f"])
@pytest.mark.parametrize("account", [AWS, OTHER], ids=["aws", "other"])
def test_a_value_cannot_forge_another_header(value: str, account: Account) -> None:
    refused(ops.PutObject(TARGET, b"", Props(user={"a": value})), "line breaks or control characters", account)


@pytest.mark.parametrize("account", [AWS, OTHER], ids=["aws", "other"])
def test_text_that_is_not_unicode_is_refused(account: Account) -> None:
    refused(ops.HeadObject(ObjectRef("work", "b", "\udcff")), "cannot be sent", account)
    refused(ops.PutObject(TARGET, b"", Props(user={"a": "\udcff"})), "not Unicode", account)


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
