"""What is read from the answers of S3; the documents are those of the vendor's pages, shortened."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model import ops
from core.model.errors import Kind, Sent, StoreError
from core.model.ops import R
from core.model.values import (
    Account,
    BucketInfo,
    ObjectKind,
    ObjectRef,
    PartInfo,
    Pin,
)
from core.store.dialects.base import WireResponse
from core.store.dialects.s3.dialect import DIALECT
from tests.doubles.answers import XML, answer, kind_of_failure, unix

AWS = Account("work", "aws", "https://s3.eu-central-1.amazonaws.com")
REF = ObjectRef("work", "bucket", "key")
NS = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'


def said(**headers: str) -> WireResponse:
    """A success that says all in its headers."""
    return answer(b"", 200, **headers)


def read(op: ops.Op[R], got: WireResponse, account: Account = AWS) -> R:
    return DIALECT.decode(op, account, got)


# ---------------------------------------------------------------- buckets

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


def test_the_last_page_of_buckets_has_no_next() -> None:
    page = read(ops.ListBuckets(), answer("<ListAllMyBucketsResult><Buckets/></ListAllMyBucketsResult>"))
    assert page == ops.BucketPage((), None)


def test_a_look_at_a_bucket_may_tell_its_region() -> None:
    assert read(ops.GetBucketInfo("b"), answer(x_amz_bucket_region="eu-west-1")) == BucketInfo("b", region="eu-west-1")
    assert read(ops.GetBucketInfo("b"), answer()) == BucketInfo("b")


@pytest.mark.parametrize(("text", "region"), [("", "us-east-1"), ("EU", "eu-west-1"), ("eu-central-1", "eu-central-1")])
def test_a_location_is_a_region_also_where_it_is_unsaid(text: str, region: str) -> None:
    body = f"<LocationConstraint {NS}>{text}</LocationConstraint>"
    assert read(ops.GetBucketLocation("b"), answer(body)) == region


# ---------------------------------------------------------------- lists

OBJECTS = f"""<ListBucketResult {NS}>
  <Name>bucket</Name><Prefix>a%2F</Prefix><KeyCount>3</KeyCount><MaxKeys>2</MaxKeys><Delimiter>%2F</Delimiter>
  <EncodingType>url</EncodingType><IsTruncated>true</IsTruncated>
  <NextContinuationToken>1ueG+cXPJ/0%2Fzr=</NextContinuationToken>
  <Contents>
    <Key>a/b%2Bc+d%20e%01%E4%B8%AD%252e</Key>
    <LastModified>2020-05-18T05:45:43.000Z</LastModified>
    <ETag>&quot;35a27c2b9eaeeb6f48fd7fb5861d&quot;</ETag>
    <Size>25</Size><StorageClass>GLACIER</StorageClass>
  </Contents>
  <CommonPrefixes><Prefix>a/d+/</Prefix></CommonPrefixes>
</ListBucketResult>"""


def test_a_listing_gives_keys_as_they_are_and_the_token_as_it_came() -> None:
    page = read(ops.ListObjects("b"), answer(OBJECTS))
    (entry,) = page.entries
    assert entry.key == "a/b+c d e\x01中%2e"
    assert (entry.size, entry.kind, entry.storage_class) == (25, ObjectKind.NORMAL, "GLACIER")
    assert entry.etag == "35a27c2b9eaeeb6f48fd7fb5861d"
    assert entry.modified == unix(2020, 5, 18, 5, 45, 43)
    assert page.prefixes == ("a/d /",)
    assert page.next == "1ueG+cXPJ/0%2Fzr="


def test_names_that_were_not_encoded_are_left_alone() -> None:
    body = """<ListBucketResult><IsTruncated>false</IsTruncated>
      <Contents><Key>100%25 + &amp;</Key><Size>0</Size></Contents></ListBucketResult>"""
    page = read(ops.ListObjects("b"), answer(body))
    assert page.entries[0].key == "100%25 + &"
    assert page.next is None


def first_list(inner: str, kind: str = "<EncodingType>url</EncodingType>") -> WireResponse:
    return answer(f"<ListBucketResult>{kind}<IsTruncated>true</IsTruncated>{inner}</ListBucketResult>")


KEYS = "<Contents><Key>a+1</Key><Size>0</Size></Contents><Contents><Key>b%2B</Key><Size>0</Size></Contents>"


def test_the_first_version_of_the_list_continues_where_it_says_or_behind_its_last_key() -> None:
    op = ops.ListObjects("b")
    assert read(op, first_list(f"<NextMarker>n+m</NextMarker>{KEYS}")).next == "n m"
    assert read(op, first_list(KEYS)).next == "b+"
    assert read(op, first_list(f"{KEYS}<CommonPrefixes><Prefix>c/</Prefix></CommonPrefixes>")).next == "c/"


def test_a_page_that_says_there_is_more_but_not_where_is_not_the_last_page() -> None:
    with pytest.raises(StoreError) as caught:
        read(ops.ListObjects("b"), first_list(""))
    assert caught.value.kind is Kind.TRANSIENT


def test_a_name_that_is_not_utf_8_never_becomes_another_name() -> None:
    with pytest.raises(StoreError) as caught:
        read(ops.ListObjects("b"), first_list("<Contents><Key>%FF</Key><Size>0</Size></Contents>"))
    assert "not UTF-8" in caught.value.message


def test_uploads_come_with_both_markers() -> None:
    body = f"""<ListMultipartUploadsResult {NS}>
      <Bucket>b</Bucket><EncodingType>url</EncodingType>
      <NextKeyMarker>my+movie</NextKeyMarker><NextUploadIdMarker>YW55</NextUploadIdMarker>
      <MaxUploads>1</MaxUploads><IsTruncated>true</IsTruncated>
      <Upload><Key>my%2Fdivisor</Key><UploadId>XMgbGlr</UploadId>
        <Initiated>2010-11-10T20:48:33.000Z</Initiated></Upload>
    </ListMultipartUploadsResult>"""
    page = read(ops.ListUploads("b"), answer(body))
    (upload,) = page.uploads
    assert (upload.key, upload.upload_id, upload.initiated) == ("my/divisor", "XMgbGlr", unix(2010, 11, 10, 20, 48, 33))
    assert page.next == ("my movie", "YW55")


def test_parts_come_without_a_checksum_that_could_be_taken_for_another() -> None:
    body = f"""<ListPartsResult {NS}>
      <UploadId>ID</UploadId><NextPartNumberMarker>3</NextPartNumberMarker><IsTruncated>true</IsTruncated>
      <Part><PartNumber>2</PartNumber><ETag>"7778aef8"</ETag><Size>10485760</Size>
        <ChecksumCRC64NVME>AAAAAAAAAAE=</ChecksumCRC64NVME></Part>
      <Part><PartNumber>3</PartNumber><ETag>"aaaa18db"</ETag><Size>10485760</Size></Part>
    </ListPartsResult>"""
    page = read(ops.ListParts(REF, upload_id="ID"), answer(body))
    assert page == ops.PartPage((PartInfo(2, 10485760, "7778aef8"), PartInfo(3, 10485760, "aaaa18db")), 3)


def test_a_list_of_parts_may_be_named_by_the_operation() -> None:
    body = f"<ListPartsResponse {NS}><UploadId>ID</UploadId><IsTruncated>false</IsTruncated></ListPartsResponse>"
    assert read(ops.ListParts(REF, upload_id="ID"), answer(body)) == ops.PartPage((), None)
    with pytest.raises(StoreError):
        read(ops.ListParts(REF, upload_id="ID"), answer(f"<ListBucketResult {NS}></ListBucketResult>"))


CRC = base64.b64encode((0x995DC9BBDF1939FA).to_bytes(8, "big")).decode()


# ---------------------------------------------------------------- bytes


def test_a_range_of_bytes_tells_the_size_of_the_whole() -> None:
    got = answer(b"cde", 206, content_range="bytes 2-4/10", etag='"e"')
    assert read(ops.GetObject(REF, first=2, last=4), got) == ops.Bytes(b"cde", 2, 10, "e")


@pytest.mark.parametrize("span", ["bytes 1-3/10", "bytes */10", ""])
def test_a_range_that_was_not_asked_for_is_refused(span: str) -> None:
    with pytest.raises(StoreError) as caught:
        read(ops.GetObject(REF, first=2, last=4), answer(b"cde", 206, content_range=span))
    assert caught.value.kind is Kind.TRANSIENT


def test_the_bytes_of_an_object_may_look_like_an_error() -> None:
    body = b"<Error><Code>InternalError</Code></Error>"
    assert read(ops.GetObject(REF), answer(body)).body == body


# ---------------------------------------------------------------- writes

COPY = ops.CopyObject(REF, source=REF, pin=Pin("E", 1))
PART = ops.CopyPart(REF, upload_id="ID", number=1, source=REF, pin=Pin("E", 44), first=0, last=9)
COMPLETE = ops.CompleteUpload(REF, upload_id="ID", parts=())


def test_a_put_answers_in_headers() -> None:
    got = answer(etag='"e"', x_amz_checksum_crc64nvme=CRC, x_amz_checksum_type="FULL_OBJECT", x_amz_version_id="V")
    assert read(ops.PutObject(REF, b"x"), got) == ops.Written("e", 0x995DC9BBDF1939FA, "V")


def result(name: str, inner: str = "") -> str:
    return f"<{name} {NS}><LastModified>2009-10-28T22:32:00</LastModified><ETag>&quot;9b2c&quot;</ETag>{inner}</{name}>"


SUM = f"<ChecksumCRC64NVME>{CRC}</ChecksumCRC64NVME><ChecksumType>FULL_OBJECT</ChecksumType>"


@pytest.mark.parametrize(
    ("op", "name"), [(COPY, "CopyObjectResult"), (COMPLETE, "CompleteMultipartUploadResult")], ids=["copy", "complete"]
)
def test_a_write_answers_in_a_document(op: ops.Op[ops.Written], name: str) -> None:
    assert read(op, answer(result(name), x_amz_version_id="V")) == ops.Written("9b2c", None, "V")
    assert read(op, answer(result(name, SUM))) == ops.Written("9b2c", 0x995DC9BBDF1939FA, None)


@pytest.mark.parametrize("space", [" " * 2000, "\n \r\n"])
def test_white_space_that_keeps_a_connection_alive_is_not_part_of_the_answer(space: str) -> None:
    document = result("CompleteMultipartUploadResult")
    assert read(COMPLETE, answer((space + XML + document).encode())).etag == "9b2c"
    assert read(COMPLETE, answer((XML + space + document).encode())).etag == "9b2c"


def test_an_upload_begins_with_an_id() -> None:
    body = f"""<InitiateMultipartUploadResult {NS}><Bucket>b</Bucket><Key>k</Key><UploadId>VXBsb2Fk</UploadId>
      </InitiateMultipartUploadResult>"""
    assert read(ops.CreateUpload(REF), answer(body)) == "VXBsb2Fk"


def test_a_part_copy_gives_the_etag_and_does_not_say_which_range() -> None:
    assert read(PART, answer(result("CopyPartResult"))) == ops.PartWritten("9b2c", None, None)


def test_a_part_copy_without_an_etag_is_no_success() -> None:
    with pytest.raises(StoreError) as caught:
        read(PART, answer("<CopyPartResult><LastModified>2009-10-28T22:32:00</LastModified></CopyPartResult>"))
    assert (caught.value.kind, caught.value.op) == (Kind.TRANSIENT, "CopyPart")
    assert "no ETag" in caught.value.message


def test_the_answer_to_an_uploaded_part_shows_that_the_store_copies_no_parts() -> None:
    with pytest.raises(StoreError) as caught:
        read(PART, said(etag='"d41d8cd98f00b204e9800998ecf8427e"'))
    assert (caught.value.kind, caught.value.code) == (Kind.UNSUPPORTED, "PartNotCopied")
    with pytest.raises(StoreError) as caught:
        read(PART, answer(b""))
    assert caught.value.kind is Kind.TRANSIENT


def test_a_deletion_may_leave_a_marker() -> None:
    got = answer(b"", 204, x_amz_version_id="V", x_amz_delete_marker="true")
    assert read(ops.DeleteObject(REF), got) == ops.Deleted("V", marker=True)
    assert read(ops.DeleteObject(REF), answer(b"", 204)) == ops.Deleted(None, marker=False)


def test_small_writes_say_nothing() -> None:
    for op in (ops.PutTags(REF, {}), ops.PutAcl(REF, "private"), ops.AbortUpload(REF, upload_id="ID")):
        DIALECT.decode(op, AWS, answer(b"", 204))


# ---------------------------------------------------------------- damage

NEEDS_XML: list[ops.Op[Any]] = [
    ops.ListBuckets(),
    ops.GetBucketLocation("b"),
    ops.ListObjects("b"),
    ops.ListUploads("b"),
    ops.GetTags(REF),
    ops.GetAcl(REF),
    COPY,
    ops.CreateUpload(REF),
    PART,
    COMPLETE,
    ops.ListParts(REF, upload_id="ID"),
]
BROKEN = {
    "empty": b"",
    "white space": b" \n ",
    "cut off": b'<?xml version="1.0"?><ListBucketResult><Contents><Key>a',
    "another document": b"<Other/>",
    "a login page": b"<!DOCTYPE html><html><body>Log in</body></html>",
    "not text": b"\xff\xfe\x00",
    "entities": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN.keys())
@pytest.mark.parametrize("op", NEEDS_XML, ids=lambda op: type(op).__name__)
def test_a_success_that_cannot_be_read_is_never_taken_for_one(op: ops.Op[Any], body: bytes) -> None:
    with pytest.raises(StoreError) as caught:
        read(op, answer(body, x_amz_request_id="RID"))
    error = caught.value
    once = isinstance(op, (ops.CreateUpload, ops.CompleteUpload))
    assert error.kind is (Kind.AMBIGUOUS if once else Kind.TRANSIENT)
    assert error.sent is (Sent.MAYBE if once else Sent.YES)
    assert (error.op, error.status, error.request_id) == (type(op).__name__, 200, "RID")


@given(
    st.sampled_from(NEEDS_XML),
    st.sampled_from([BUCKETS, OBJECTS, result("CopyPartResult", SUM)]),
    st.integers(0, 400),
    st.binary(max_size=3),
)
def test_a_damaged_document_raises_nothing_but_a_store_error(
    op: ops.Op[Any], body: str, at: int, damage: bytes
) -> None:
    data = body.encode()
    damaged = answer(data[:at] + damage + data[at + len(damage) :])
    assert kind_of_failure(DIALECT, op, AWS, damaged) in (None, Kind.TRANSIENT, Kind.AMBIGUOUS)
