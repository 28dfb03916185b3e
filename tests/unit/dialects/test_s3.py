"""What is true of S3, and of stores that speak like it, alone."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace
from email.header import decode_header, make_header
from typing import Any

import pytest

from core.model import ops
from core.model.errors import Kind, OwnCode, StoreError
from core.model.values import (
    REDIRECT,
    Account,
    Addressing,
    BucketInfo,
    Grants,
    ObjectRef,
    Pin,
    Props,
)
from core.store.dialects.base import WireResponse
from core.store.dialects.s3.names import FIRST_VERSION
from tests.doubles.answers import answer, unix
from tests.doubles.spoken import headers_of
from tests.doubles.vendors import COMPLETE, COPY, HEAD, OTHER, PART, PIN, S3, SOURCE, TARGET
from tests.doubles.vendors import error_document as document

SITE, ACCOUNT, PROPS = S3.site, S3.account, S3.props
MIB = 1 << 20
EMPTY_HASH = hashlib.sha256(b"").hexdigest()
sent, read, failed, own_headers = S3.sent, S3.read, S3.failed, S3.own_headers

# ---------------------------------------------------------------- requests


def test_a_request_without_a_body_states_the_hash_of_nothing() -> None:
    assert headers_of(sent(ops.HeadObject(TARGET)))["x-amz-content-sha256"] == EMPTY_HASH


def test_every_header_of_the_operation_is_signed() -> None:
    headers = headers_of(sent(ops.CopyObject(TARGET, source=SOURCE, pin=PIN, props=PROPS, replace=True)))
    signed = headers["authorization"].partition("SignedHeaders=")[2].partition(",")[0].split(";")
    assert set(signed) == {"host", *headers} - {"authorization", "accept-encoding"}


def test_a_bucket_with_dots_goes_into_the_path_where_a_certificate_is_checked() -> None:
    op = ops.HeadObject(ObjectRef("work", "my.dotted.bucket", "k"))
    request = sent(op)
    assert (request.host, request.target) == (SITE.host, b"/my.dotted.bucket/k")
    plain = sent(op, site=replace(SITE, scheme="http"))
    assert (plain.host, plain.target) == (f"my.dotted.bucket.{SITE.host}", b"/k")
    chosen = sent(op, account=replace(ACCOUNT, addressing=Addressing.VIRTUAL))
    assert chosen.host == f"my.dotted.bucket.{SITE.host}"


def test_a_store_that_knows_only_the_first_list_is_asked_for_that() -> None:
    account = Account("work", "obs", "https://obs.cn-north-4.myhuaweicloud.com")
    assert sent(ops.ListObjects("b", prefix="p/", limit=7), account=account).target == b"/?prefix=p%2F&max-keys=7"
    assert sent(ops.ListObjects("b", token="k+1"), account=account).target == b"/?marker=k%2B1&max-keys=1000"
    assert sent(ops.ListObjects("b", start_after="k"), account=account).target == b"/?marker=k&max-keys=1000"


def test_a_bucket_is_looked_at_by_head_and_its_region_is_asked_for() -> None:
    request = sent(ops.GetBucketInfo("b"))
    assert (request.method, request.host, request.target) == ("HEAD", f"b.{SITE.host}", b"/")
    assert sent(ops.GetBucketLocation("b")).target == b"/?location"


def test_the_checksum_is_asked_for_where_the_store_keeps_one() -> None:
    assert own_headers(ops.HeadObject(TARGET)) == {"x-amz-checksum-mode": "ENABLED"}
    assert own_headers(ops.HeadObject(TARGET), account=OTHER) == {}


def test_metadata_outside_of_ascii_is_sent_as_encoded_words_where_the_store_reads_them() -> None:
    op = ops.PutObject(TARGET, b"", Props(user={"author": "\u6e21\u8239", "plain": "a b"}))
    headers = own_headers(op)
    assert headers["x-amz-meta-author"].isascii()
    assert str(make_header(decode_header(headers["x-amz-meta-author"]))) == "\u6e21\u8239"
    assert headers["x-amz-meta-plain"] == "a b"
    assert own_headers(op, account=OTHER)["x-amz-meta-author"] == "\u6e21\u8239"


def test_encoded_words_that_were_read_go_back_as_they_came() -> None:
    word = "=?UTF-8?B?5Lit5paH?="
    assert own_headers(ops.PutObject(TARGET, b"", Props(user={"a": word})))["x-amz-meta-a"] == word


# ---------------------------------------------------------------- copies


def test_a_store_may_have_a_header_of_its_own_for_a_copy_that_must_not_overwrite() -> None:
    account = Account("work", "r2", "https://0123.r2.cloudflarestorage.com")
    copy, complete = (headers_of(sent(op, account=account)) for op in (ONLY_NEW, replace(COMPLETE, create_only=True)))
    assert copy["cf-copy-destination-if-none-match"] == "*"
    assert "if-none-match" not in copy
    assert complete["if-none-match"] == "*"


@pytest.mark.parametrize(("size", "ranged"), [(1, False), (5 * MIB, False), (5 * MIB + 1, True)])
def test_a_small_source_is_copied_whole_without_a_range(size: int, ranged: bool) -> None:
    pin = replace(PIN, size=size)
    op = ops.CopyPart(TARGET, upload_id="ID", number=1, source=SOURCE, pin=pin, first=0, last=size - 1)
    assert ("x-amz-copy-source-range" in own_headers(op)) is ranged


@pytest.mark.parametrize("replaces", [False, True])
def test_the_redirect_of_a_website_is_stated_by_every_copy_because_none_inherits_it(replaces: bool) -> None:
    props = Props(headers={REDIRECT: "/b?c=d%20e"})
    for op in (
        ops.CopyObject(TARGET, source=SOURCE, pin=PIN, props=props, replace=replaces),
        ops.CreateUpload(TARGET, props),
        ops.PutObject(TARGET, b"x", props),
    ):
        assert own_headers(op)["x-amz-website-redirect-location"] == "/b?c=d%20e"
    assert "x-amz-website-redirect-location" not in own_headers(ops.CreateUpload(TARGET, PROPS))


# ---------------------------------------------------------------- buckets and lists


NS = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'


def said(**headers: str) -> WireResponse:
    """A success that says all in its headers."""
    return answer(b"", 200, **headers)


BUCKETS = f"""<ListAllMyBucketsResult {NS}>
  <Owner><ID>1</ID></Owner>
  <Buckets>
    <Bucket><Name>first</Name><CreationDate>2014-05-14T11:18:32.000Z</CreationDate>
      <BucketRegion>eu-west-1</BucketRegion></Bucket>
    <Bucket><Name>second</Name></Bucket>
  </Buckets>
  <ContinuationToken>tok+/=</ContinuationToken>
</ListAllMyBucketsResult>"""


def test_buckets_tell_their_region_where_the_store_says_it() -> None:
    page = read(ops.ListBuckets(), answer(BUCKETS))
    assert page.buckets == (
        BucketInfo("first", region="eu-west-1", created=unix(2014, 5, 14, 11, 18, 32)),
        BucketInfo("second"),
    )
    assert page.next == "tok+/="


def test_a_look_at_a_bucket_may_tell_its_region() -> None:
    assert read(ops.GetBucketInfo("b"), answer(x_amz_bucket_region="eu-west-1")) == BucketInfo("b", region="eu-west-1")
    assert read(ops.GetBucketInfo("b"), answer()) == BucketInfo("b")


@pytest.mark.parametrize(("text", "region"), [("", "us-east-1"), ("EU", "eu-west-1"), ("eu-central-1", "eu-central-1")])
def test_a_location_is_a_region_also_where_it_is_unsaid(text: str, region: str) -> None:
    body = f"<LocationConstraint {NS}>{text}</LocationConstraint>"
    assert read(ops.GetBucketLocation("b"), answer(body)) == region


def first_list(inner: str, kind: str = "<EncodingType>url</EncodingType>") -> WireResponse:
    return answer(f"<ListBucketResult>{kind}<IsTruncated>true</IsTruncated>{inner}</ListBucketResult>")


KEYS = "<Contents><Key>a+1</Key><Size>0</Size></Contents><Contents><Key>b%2B</Key><Size>0</Size></Contents>"


def test_the_first_version_of_the_list_continues_where_it_says_or_behind_its_last_key() -> None:
    op = ops.ListObjects("b")
    assert read(op, first_list(f"<NextMarker>n+m</NextMarker>{KEYS}")).next == FIRST_VERSION + "n m"
    assert read(op, first_list(KEYS)).next == FIRST_VERSION + "b+"
    assert read(op, first_list(f"{KEYS}<CommonPrefixes><Prefix>c/</Prefix></CommonPrefixes>")).next == "\0c/"


def test_a_store_that_answers_in_the_first_version_of_the_list_is_asked_on_in_it() -> None:
    assert sent(ops.ListObjects("b", token=FIRST_VERSION + "n m")).target == (
        b"/?marker=n%20m&encoding-type=url&max-keys=1000"
    )


def test_a_page_that_says_there_is_more_but_not_where_is_not_the_last_page() -> None:
    with pytest.raises(StoreError) as caught:
        read(ops.ListObjects("b"), first_list(""))
    assert caught.value.kind is Kind.TRANSIENT


# ---------------------------------------------------------------- writes


CRC = base64.b64encode((0x995DC9BBDF1939FA).to_bytes(8, "big")).decode()


def result(name: str, inner: str = "") -> str:
    return f"<{name} {NS}><LastModified>2009-10-28T22:32:00</LastModified><ETag>&quot;9b2c&quot;</ETag>{inner}</{name}>"


SUM = f"<ChecksumCRC64NVME>{CRC}</ChecksumCRC64NVME><ChecksumType>FULL_OBJECT</ChecksumType>"


@pytest.mark.parametrize(
    ("op", "name"), [(COPY, "CopyObjectResult"), (COMPLETE, "CompleteMultipartUploadResult")], ids=["copy", "complete"]
)
def test_a_write_answers_in_a_document(op: ops.Op[ops.Written], name: str) -> None:
    assert read(op, answer(result(name), x_amz_version_id="V")) == ops.Written("9b2c", None, "V")
    assert read(op, answer(result(name, SUM))) == ops.Written("9b2c", 0x995DC9BBDF1939FA, None)


def test_a_part_copy_gives_the_etag_and_does_not_say_which_range() -> None:
    assert read(PART, answer(result("CopyPartResult"))) == ops.PartWritten("9b2c", None, None)


def test_the_answer_to_an_uploaded_part_shows_that_the_store_copies_no_parts() -> None:
    with pytest.raises(StoreError) as caught:
        read(PART, said(etag='"d41d8cd98f00b204e9800998ecf8427e"'))
    assert (caught.value.kind, caught.value.code) == (Kind.UNSUPPORTED, "PartNotCopied")
    with pytest.raises(StoreError) as caught:
        read(PART, answer(b""))
    assert caught.value.kind is Kind.TRANSIENT


# ---------------------------------------------------------------- one object


SHOWN = {
    "content_length": "344606",
    "content_type": "image/jpg",
    "last_modified": "Fri, 24 Feb 2012 06:07:48 GMT",
    "etag": '"fba9dede5f27731c9771645a39863328"',
}


def test_a_head_tells_where_a_website_redirects_to() -> None:
    info = read(ops.HeadObject(TARGET), said(**SHOWN, x_amz_website_redirect_location="/b?c=d%20e"))
    assert info.props.headers == {"content-type": "image/jpg", REDIRECT: "/b?c=d%20e"}


def test_a_head_tells_what_no_copy_can_carry() -> None:
    got = said(
        **SHOWN,
        x_amz_object_lock_mode="GOVERNANCE",
        x_amz_object_lock_retain_until_date="2040-01-01T00:00:00.000Z",
        x_amz_object_lock_legal_hold="ON",
        x_amz_missing_meta="2",
    )
    assert read(ops.HeadObject(TARGET), got).props.others == {
        "object-lock-mode": "GOVERNANCE",
        "object-lock-retain-until-date": "2040-01-01T00:00:00.000Z",
        "object-lock-legal-hold": "ON",
        "missing-meta": "2",
    }


def test_a_hold_that_is_off_and_metadata_of_which_none_is_missing_are_nothing_to_lose() -> None:
    got = said(**SHOWN, x_amz_object_lock_legal_hold="OFF", x_amz_missing_meta="0")
    assert read(ops.HeadObject(TARGET), got).props.others == {}


@pytest.mark.parametrize("reach", [{"x_amz_checksum_type": "COMPOSITE"}, {}])
def test_a_checksum_that_is_not_of_the_whole_object_is_none(reach: dict[str, str]) -> None:
    got = said(**SHOWN, x_amz_checksum_crc64nvme=CRC, **reach)
    assert read(ops.HeadObject(TARGET), got).crc64 is None


@pytest.mark.parametrize("value", ["AAAA", "not base64", "é"])
def test_a_checksum_that_cannot_be_read_is_no_success(value: str) -> None:
    got = said(**SHOWN, x_amz_checksum_crc64nvme=value, x_amz_checksum_type="FULL_OBJECT")
    with pytest.raises(StoreError, match="checksum"):
        read(ops.HeadObject(TARGET), got)


def test_a_store_that_has_no_set_of_tags_for_an_object_says_that_there_are_none() -> None:
    body = "<Error><Code>NoSuchTagSet</Code><Message>The TagSet does not exist</Message></Error>"
    assert read(ops.GetTags(TARGET), answer(body, 404), account=OTHER) == {}


def policy(*grants: tuple[str, str]) -> WireResponse:
    """An ACL of the owner "me"; a grantee is an id or a group's URI."""
    rows = "".join(
        f'<Grant><Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="x">'
        f"<{'URI' if '/' in who else 'ID'}>{who}</{'URI' if '/' in who else 'ID'}></Grantee>"
        f"<Permission>{right}</Permission></Grant>"
        for who, right in grants
    )
    return answer(
        f"<AccessControlPolicy {NS}><Owner><ID>me</ID></Owner>"
        f"<AccessControlList>{rows}</AccessControlList></AccessControlPolicy>"
    )


ME = ("me", "FULL_CONTROL")


ALL = "http://acs.amazonaws.com/groups/global/AllUsers"


USERS = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"


@pytest.mark.parametrize(
    ("grants", "word"),
    [
        ([ME], "private"),
        ([ME, (ALL, "READ")], "public-read"),
        ([(ALL, "READ"), (ALL, "WRITE"), ME], "public-read-write"),
        ([ME, (USERS, "READ")], "authenticated-read"),
    ],
)
def test_grants_that_a_canned_word_makes_are_read_as_that_word(grants: list[tuple[str, str]], word: str) -> None:
    assert read(ops.GetAcl(TARGET), policy(*grants)) == word


@pytest.mark.parametrize(
    "grants",
    [
        [],
        [(ALL, "READ")],
        [ME, (ALL, "FULL_CONTROL")],
        [ME, ("friend", "READ")],
        [("me", "READ")],
        [ME, ("http://acs.amazonaws.com/groups/s3/LogDelivery", "WRITE")],
        [ME, (ALL, "READ"), ("friend", "FULL_CONTROL")],
    ],
)
def test_grants_that_no_word_makes_are_never_taken_for_one(grants: list[tuple[str, str]]) -> None:
    found = Grants.read(read(ops.GetAcl(TARGET), policy(*grants)))
    assert found is not None
    assert len(found.rows) == len(grants)
    assert Grants.read(str(found)) == found


def test_a_grantee_whom_no_request_can_name_is_no_grant_at_all() -> None:
    with pytest.raises(StoreError) as caught:
        read(ops.GetAcl(TARGET), policy(ME, ('a", id="b', "READ")))
    assert (caught.value.kind, caught.value.code) == (Kind.UNSUPPORTED, OwnCode.ACL_NOT_CANNED)


# ---------------------------------------------------------------- errors


def test_a_missing_set_of_tags_is_only_forgiven_where_tags_were_asked_for() -> None:
    assert failed(ops.PutTags(TARGET, {"a": "b"}), 404, document("NoSuchTagSet")).kind is Kind.NOT_FOUND


def test_a_version_that_is_a_delete_marker_is_not_found() -> None:
    assert failed(HEAD, 405, x_amz_delete_marker="true").kind is Kind.NOT_FOUND
    assert failed(HEAD, 405).kind is Kind.UNSUPPORTED


ONLY_NEW = ops.CopyObject(TARGET, source=TARGET, pin=Pin("E", 1), create_only=True)


def test_a_write_that_must_not_overwrite_meets_the_target() -> None:
    body = document("PreconditionFailed", Condition="If-None-Match")
    assert failed(ONLY_NEW, 412, body).kind is Kind.EXISTS
    complete = ops.CompleteUpload(TARGET, upload_id="ID", parts=(), create_only=True)
    assert failed(complete, 412, document("PreconditionFailed")).kind is Kind.EXISTS
    assert failed(ops.PutObject(TARGET, b"", create_only=True), 412).kind is Kind.EXISTS


def test_a_store_that_was_not_told_to_keep_its_target_did_not_meet_it() -> None:
    body = document("PreconditionFailed", Condition="If-None-Match")
    assert failed(ONLY_NEW, 412, body, account=OTHER).kind is Kind.SOURCE_CHANGED


def test_a_copy_with_two_conditions_says_which_one_was_not_met() -> None:
    body = document("PreconditionFailed", Condition="x-amz-copy-source-If-Match")
    assert failed(ONLY_NEW, 412, body).kind is Kind.SOURCE_CHANGED
    assert failed(ONLY_NEW, 412, document("PreconditionFailed")).kind is Kind.SOURCE_CHANGED


def test_some_stores_say_in_headers_what_head_cannot() -> None:
    said: dict[str, Any] = {
        "x_minio_error_code": "NoSuchBucket",
        "x_minio_error_desc": '"The specified bucket does not exist"',
    }
    error = failed(HEAD, 404, b"", account=Account("work", "minio", "http://127.0.0.1:9000"), **said)
    assert (error.kind, error.code) == (Kind.NO_BUCKET, "NoSuchBucket")
    assert error.message == "The specified bucket does not exist"
    assert failed(HEAD, 404, b"", account=OTHER, **said).code == ""


def test_a_store_may_have_codes_of_its_own() -> None:
    minio = Account("work", "minio", "http://127.0.0.1:9000")
    assert failed(COPY, 507, document("XMinioStorageFull"), account=minio).kind is Kind.QUOTA


@pytest.mark.parametrize(
    ("status", "code", "message"),
    [
        (301, "PermanentRedirect", "The bucket you are attempting to access must be addressed using ..."),
        (307, "TemporaryRedirect", "Please re-send this request to the specified temporary endpoint."),
        (400, "AuthorizationHeaderMalformed", "the region 'us-east-1' is wrong; expecting 'eu-west-1'"),
        (400, "IllegalLocationConstraintException", "The eu-west-1 location constraint is incompatible ..."),
    ],
)
def test_a_wrong_region_names_the_right_one(status: int, code: str, message: str) -> None:
    plain = failed(COPY, status, document(code, message))
    assert (plain.kind, plain.hint) == (Kind.WRONG_REGION, "")
    assert failed(COPY, status, document(code, message, Region="eu-west-1")).hint == "eu-west-1"
    assert failed(COPY, status, document(code, message, Endpoint="s3.eu-west-1.amazonaws.com")).hint == (
        "s3.eu-west-1.amazonaws.com"
    )
    both = failed(COPY, status, document(code, message, Endpoint="mine.s3.x.com"), x_amz_bucket_region="eu-west-1")
    assert both.hint == "eu-west-1"


def test_a_redirection_may_say_where_to_in_its_location() -> None:
    error = failed(COPY, 307, document("TemporaryRedirect"), location="https://mine.s3.us-west-2.amazonaws.com/key?x=y")
    assert error.hint == "mine.s3.us-west-2.amazonaws.com"


@pytest.mark.parametrize("status", [301, 307, 400])
def test_a_head_in_the_wrong_region_is_told_by_its_headers(status: int) -> None:
    error = failed(HEAD, status, x_amz_bucket_region="eu-west-1")
    assert (error.kind, error.hint) == (Kind.WRONG_REGION, "eu-west-1")


def test_a_login_page_is_not_a_redirection_of_the_store() -> None:
    assert failed(HEAD, 301, location="https://login.example/").kind is Kind.OFFLINE
    assert failed(COPY, 307, b"<html>Log in</html>").kind is Kind.OFFLINE


def test_a_refusal_that_also_names_the_region_is_a_refusal() -> None:
    assert failed(HEAD, 403, x_amz_bucket_region="eu-west-1").kind is Kind.DENIED
    body = document("InvalidRequest", "no")
    assert failed(COPY, 400, body, x_amz_bucket_region="eu-west-1").kind is Kind.UNSUPPORTED


def test_a_malformed_key_id_is_not_a_wrong_region() -> None:
    body = document("AuthorizationHeaderMalformed", "The Credential is mal-formed")
    assert failed(COPY, 400, body).kind is Kind.BAD_CREDENTIALS
