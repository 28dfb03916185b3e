"""What each operation puts on the wire, for all three protocols."""

from __future__ import annotations

import base64
import hashlib
import posixpath
from dataclasses import replace
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model import ops
from core.model.errors import Kind, Sent, StoreError
from core.model.values import Account, Addressing, Credentials, ObjectRef, Props, Site
from core.rules.providers import provider, provider_names
from core.store import xmldoc
from tests.doubles.spoken import headers_of
from tests.doubles.vendors import COPY, COS, CREATE, EVERY, HEAD, OTHER, S3, SOURCE, TAGS, TARGET, VENDORS, Vendor

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
        ("\U0001f680", b"/%F0%9F%9A%80"),
        ("caf\u00e9 cafe\u0301", b"/caf%C3%A9%20cafe%CC%81"),
    ],
)
def test_a_key_reaches_the_wire_exactly(vendor: Vendor, key: str, target: bytes) -> None:
    if vendor is COS and key in (".", ".."):
        pytest.skip("COS takes it for the bucket; its own file holds that it is refused")
    assert vendor.sent(ops.HeadObject(ObjectRef("work", "b-125", key))).target == target


KEY = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=1024).filter(
    lambda key: len(key.encode()) <= 1024 and posixpath.normpath(f"/{key.lstrip('/')}") != "/"
)


@given(st.sampled_from(VENDORS), KEY, st.sampled_from([Addressing.VIRTUAL, Addressing.PATH, Addressing.CUSTOM]))
def test_any_key_comes_back_from_the_path(vendor: Vendor, key: str, addressing: Addressing) -> None:
    site = replace(vendor.site, addressing=addressing)
    target = vendor.sent(ops.HeadObject(ObjectRef("work", "b-125", key)), site=site).target
    assert b"?" not in target
    begin = b"/b-125/" if addressing is Addressing.PATH else b"/"
    assert target.startswith(begin)
    assert unquote_to_bytes(target.removeprefix(begin)).decode() == key


@given(st.sampled_from(VENDORS), KEY, st.none() | st.just("null") | st.text("CAEQMxiBgIDh3kqJv_.-", min_size=1))
def test_any_key_and_version_come_back_from_the_copy_source(vendor: Vendor, key: str, version: str | None) -> None:
    op = replace(COPY, source=ObjectRef("work", SOURCE.bucket, key, version))
    name, question, query = vendor.own_headers(op)[vendor.header("copy-source")].partition("?")
    assert unquote_to_bytes(name).decode() == vendor.named.partition("a%20b")[0] + key
    assert query == (f"versionId={version}" if version is not None else "")
    assert bool(question) == (version is not None)


# ---------------------------------------------------------------- every request


def operations() -> set[type]:
    """All operations that there are."""
    classes = (value for name, value in vars(ops).items() if isinstance(value, type) and not name.startswith("_"))
    return {value for value in classes if issubclass(value, ops.Op) and value not in (ops.Op, ops.ListOp)}


@pytest.mark.parametrize(
    ("of", "account", "begin"),
    [
        *(
            (vendor, replace(vendor.account, signature=signature), begin)
            for vendor in VENDORS
            for signature, begin in {
                "oss": {"v1": "OSS LTAIFake:", "v4": "OSS4-HMAC-SHA256 "},
                "cos": {"": "q-sign-algorithm=sha1&q-ak=AKIDFake&"},
                "s3": {"": "AWS4-HMAC-SHA256 Credential=AKIAFAKE/20231216/eu-central-1/s3/"},
            }[vendor.name].items()
        ),
        *(
            (S3, Account("work", name, "https://store.example"), "AWS4-HMAC-SHA256 Credential=AKIAFAKE/20231216/eu-ce")
            for name in provider_names()
            if provider(name).dialect_name == "s3"
        ),
    ],
    ids=lambda value: value.provider + value.signature if isinstance(value, Account) else str(value)[:5],
)
def test_every_operation_can_be_sent_to_every_store_with_every_signature(
    of: Vendor, account: Account, begin: str
) -> None:
    assert {type(op) for op in EVERY} == operations()
    for op in EVERY:
        if of is S3 and isinstance(op, ops.GetLink):
            continue
        request = of.sent(op, account=account)
        headers = headers_of(request)
        assert headers["authorization"].startswith(begin)
        assert headers["accept-encoding"] == "identity"
        assert request.host == (of.site.host if not op.at else f"{op.at}.{of.site.host}")
        if of is S3:
            assert headers["x-amz-content-sha256"] == hashlib.sha256(request.body).hexdigest()
            assert headers["x-amz-date"] == "20231216T162057Z"


def test_requests_that_can_take_minutes_say_so(vendor: Vendor) -> None:
    sendable = [op for op in EVERY if not (vendor is S3 and isinstance(op, ops.GetLink))]
    slow = {type(op) for op in sendable if vendor.sent(op).slow}
    assert slow == {ops.CopyObject, ops.CopyPart, ops.CompleteUpload}


# ---------------------------------------------------------------- addressing


@pytest.mark.parametrize(
    ("addressing", "host", "target"),
    [
        (Addressing.VIRTUAL, "dst-1250000000.h.example:8080", b"/a%20b"),
        (Addressing.PATH, "h.example:8080", b"/dst-1250000000/a%20b"),
        (Addressing.CUSTOM, "h.example:8080", b"/a%20b"),
    ],
)
def test_the_bucket_is_where_the_addressing_puts_it(
    vendor: Vendor, addressing: Addressing, host: str, target: bytes
) -> None:
    site = Site("http", "h.example:8080", "cn-hangzhou", addressing)
    account = OTHER if vendor is S3 else vendor.account
    request = vendor.sent(ops.HeadObject(replace(TARGET, key="a b")), site=site, account=account)
    assert (request.scheme, request.host, request.target) == ("http", host, target)


def test_a_bucket_request_in_path_style_ends_with_a_slash(vendor: Vendor) -> None:
    site = replace(vendor.site, addressing=Addressing.PATH)
    assert vendor.sent(ops.GetBucketLocation("b-125"), site=site).target == b"/b-125/?location"


# ---------------------------------------------------------------- lists


def test_a_listing_asks_for_encoded_names_and_continues_by_its_token(vendor: Vendor) -> None:
    request = vendor.sent(ops.ListObjects("b-125", prefix="a b/", delimiter="/", token="tok+/=", limit=7))
    assert request.method == "GET"
    where = b"prefix=a%20b%2F&delimiter=%2F"
    assert (
        request.target
        == {
            "oss": b"/?list-type=2&encoding-type=url&" + where + b"&continuation-token=tok%2B%2F%3D&max-keys=7",
            "cos": b"/?encoding-type=url&" + where + b"&marker=tok%2B%2F%3D&max-keys=7",
            "s3": b"/?list-type=2&continuation-token=tok%2B%2F%3D&" + where + b"&encoding-type=url&max-keys=7",
        }[vendor.name]
    )


def test_a_listing_may_begin_behind_a_key(vendor: Vendor) -> None:
    name = {"oss": b"start-after", "cos": b"marker", "s3": b"start-after"}[vendor.name]
    assert b"&" + name + b"=k%26y&" in vendor.sent(ops.ListObjects("b-125", start_after="k&y")).target
    assert name + b"=" not in vendor.sent(ops.ListObjects("b-125")).target


def test_uploads_are_listed_with_both_markers(vendor: Vendor) -> None:
    request = vendor.sent(ops.ListUploads("b-125", prefix="p", key_marker="k/", id_marker="ID"))
    where = b"prefix=p&key-marker=k%2F&upload-id-marker=ID"
    page = where + b"&encoding-type=url" if vendor is S3 else b"encoding-type=url&" + where
    assert request.target == b"/?uploads&" + page + b"&max-uploads=1000"


def test_parts_are_listed_behind_a_number(vendor: Vendor) -> None:
    encoded = b"" if vendor is S3 else b"&encoding-type=url"
    later = vendor.sent(ops.ListParts(TARGET, upload_id="ID", marker=1000))
    page = b"/copy.bin?uploadId=ID" + encoded + b"&max-parts=1000"
    assert later.target == page + b"&part-number-marker=1000"
    begin = b"" if vendor is S3 else b"&part-number-marker=0"
    assert vendor.sent(ops.ListParts(TARGET, upload_id="ID")).target == page + begin


def test_buckets_are_listed_by_marker(vendor: Vendor) -> None:
    first, later = vendor.sent(ops.ListBuckets()), vendor.sent(ops.ListBuckets(marker="m/=", limit=5))
    if vendor is S3:
        assert first.target == b"/?max-buckets=1000"
        assert later.target == b"/?max-buckets=5&continuation-token=m%2F%3D"
        assert vendor.sent(ops.ListBuckets(), account=OTHER).target == b"/"  # it has no pages
    else:
        assert (first.target, later.target) == (b"/?max-keys=1000", b"/?marker=m%2F%3D&max-keys=5")


# ---------------------------------------------------------------- reads


def test_a_version_is_asked_for_in_every_request_about_it(vendor: Vendor) -> None:
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
        assert b"versionId=CAEQ%2F%2B" in vendor.sent(op).target, op


def test_the_null_version_is_a_name_like_any_other(vendor: Vendor) -> None:
    assert vendor.sent(ops.DeleteObject(replace(TARGET, version="null"))).target == b"/copy.bin?versionId=null"


def test_a_range_is_asked_for(vendor: Vendor) -> None:
    """OSS is told besides to refuse a range that cannot be satisfied, for it would send the whole object."""
    strict = {"x-oss-range-behavior": "standard"} if vendor.name == "oss" else {}
    assert vendor.own_headers(ops.GetObject(TARGET, first=5, last=9)) == {"range": "bytes=5-9", **strict}
    assert vendor.own_headers(ops.GetObject(TARGET, first=5)) == {"range": "bytes=5-", **strict}
    assert vendor.own_headers(ops.GetObject(TARGET)) == {}


# ---------------------------------------------------------------- small writes


def test_tags_are_written_as_a_document_with_its_md5(vendor: Vendor) -> None:
    op = ops.PutTags(TARGET, {"k<1>": "v&1", "k 2": ""})
    request = vendor.sent(op)
    root = xmldoc.parse(request.body, "Tagging")
    tags = {xmldoc.text(node, "Key"): xmldoc.text(node, "Value") for node in root.iterfind("TagSet/Tag")}
    assert tags == {"k<1>": "v&1", "k 2": ""}
    assert (request.method, request.target) == ("PUT", b"/copy.bin?tagging")
    digest = base64.b64encode(hashlib.md5(request.body).digest()).decode()
    assert vendor.own_headers(op) == {"content-type": "application/xml", "content-md5": digest}


@pytest.mark.parametrize("word", ["public-read", "default"])
def test_an_acl_is_written_by_a_header(vendor: Vendor, word: str) -> None:
    op = ops.PutAcl(TARGET, word)
    request = vendor.sent(op)
    assert (request.method, request.target) == ("PUT", b"/copy.bin?acl")
    own = "private" if vendor is S3 and word == "default" else word
    assert vendor.own_headers(op) == {vendor.acl: own}


def test_a_put_carries_its_bytes_their_md5_and_all_properties(vendor: Vendor) -> None:
    op = ops.PutObject(TARGET, b"hello", vendor.props)
    assert vendor.sent(op).body == b"hello"
    headers = vendor.own_headers(op)
    assert headers["content-md5"] == "XUFAKrxLKna5cZ2REBfFkg=="
    assert headers["content-type"] == "text/plain"
    assert headers[vendor.header("tagging")] == TAGS
    assert headers.items() >= vendor.placed.items()


def test_a_put_of_nothing_is_a_put(vendor: Vendor) -> None:
    assert vendor.sent(ops.PutObject(TARGET, b"")).method == "PUT"


def test_header_values_lose_only_outer_white_space(vendor: Vendor) -> None:
    headers = vendor.own_headers(ops.PutObject(TARGET, b"", Props(user={"a": "  x  y\t"})))
    assert headers[vendor.header("meta-a")] == "x  y"


# ---------------------------------------------------------------- signatures


def test_the_token_of_temporary_credentials_is_sent_and_signed(vendor: Vendor) -> None:
    for signature in ("v1", "v4") if vendor.name == "oss" else ("",):
        account, keys = replace(vendor.account, signature=signature), replace(vendor.keys, token="tok/en+=")
        bare, with_token = (headers_of(vendor.sent(HEAD, account=account, keys=key)) for key in (vendor.keys, keys))
        assert with_token[vendor.header("security-token")] == "tok/en+="
        assert with_token["authorization"] != bare["authorization"]


# ---------------------------------------------------------------- refusals


def refused(vendor: Vendor, op: ops.Op[Any], sentence: str) -> None:
    for account in (vendor.account, *((OTHER,) if vendor is S3 else ())):
        with pytest.raises(StoreError) as caught:
            vendor.sent(op, account=account)
        assert (caught.value.kind, caught.value.sent, caught.value.op) == (Kind.INVALID, Sent.NO, type(op).__name__)
        assert sentence in caught.value.message


@pytest.mark.parametrize(
    ("op", "sentence"),
    [
        (ops.DeleteObject(replace(TARGET, key="")), "name of the bucket or of the object is missing"),
        (ops.HeadObject(replace(TARGET, bucket="")), "name of the bucket or of the object is missing"),
        (ops.AbortUpload(TARGET, upload_id=""), "id of the multipart upload is missing"),
        (ops.ListObjects(""), "name of the bucket is missing"),
        (ops.GetBucketInfo(""), "name of the bucket is missing"),
        (replace(COPY, source=replace(SOURCE, key="")), "source of the copy is missing"),
        (replace(COPY, source=replace(SOURCE, bucket="")), "source of the copy is missing"),
        (ops.HeadObject(replace(TARGET, key="\ud800")), "cannot be sent"),
    ],
)
def test_an_operation_that_would_mean_another_one_is_never_sent(vendor: Vendor, op: ops.Op[Any], sentence: str) -> None:
    """Without a name, deleting an object would delete the bucket, and dropping an upload the object."""
    refused(vendor, op, sentence)


@pytest.mark.parametrize(
    "bucket", ["evil.example/", "evil.example/x", "a/b", "a#", "a?b", "a@b", "a b", ".b", "b\r\nx"]
)
def test_the_name_of_a_bucket_cannot_change_the_host_or_the_path(vendor: Vendor, bucket: str) -> None:
    refused(vendor, ops.HeadObject(ObjectRef("work", bucket, "k")), "cannot be the name of a bucket")
    refused(vendor, ops.ListObjects(bucket), "cannot be the name of a bucket")


@pytest.mark.parametrize(
    ("user", "sentence"),
    [
        *(
            ({"a": value}, "line breaks or control characters")
            for value in ("a\r\nx-acl: b", "a\nb", "nul\0", "del\x7f")
        ),
        *(({name: "v"}, "cannot be the name") for name in ("a b", "a:b", "a: b", "é", "a\n")),
        ({"": "v"}, "no name"),
        ({"a": "\ud800"}, "not Unicode"),
    ],
)
def test_metadata_cannot_forge_another_header(vendor: Vendor, user: dict[str, str], sentence: str) -> None:
    refused(vendor, ops.PutObject(TARGET, b"", Props(user=user)), sentence)
    refused(vendor, replace(CREATE, props=Props(user=user)), sentence)


def test_a_key_that_is_not_unicode_is_refused(vendor: Vendor) -> None:
    refused(vendor, ops.HeadObject(ObjectRef("work", "b", "\ud800")), "cannot be sent")


def test_a_link_without_a_key_is_refused(vendor: Vendor) -> None:
    with pytest.raises(ValueError, match="missing"):
        vendor.dialect.presign(
            vendor.account, vendor.site, Credentials("K", "S"), ref=replace(TARGET, key=""), expires_in=60, now=0.0
        )


# ---------------------------------------------------------------- who pays


@pytest.mark.parametrize("op", EVERY, ids=lambda op: type(op).__name__)
def test_an_account_that_pays_says_so_to_every_bucket(vendor: Vendor, op: ops.Op[Any]) -> None:
    if isinstance(op, ops.GetLink) and vendor is S3:
        pytest.skip("there are no symbolic links in S3")
    name = vendor.header("request-payer")
    said = vendor.own_headers(op, account=replace(vendor.account, requester_pays=True)).get(name)
    assert said == ("requester" if op.at else None)
    assert name not in vendor.own_headers(op)
