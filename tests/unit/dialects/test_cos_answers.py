"""What is read from the answers of COS; the documents are those of the vendor's pages, shortened."""

from __future__ import annotations

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
    UploadInfo,
)
from core.store.dialects.base import WireResponse
from core.store.dialects.cos.dialect import DIALECT
from tests.doubles.answers import XML, answer, unix

ACCOUNT = Account("work", "cos", "https://cos.ap-guangzhou.myqcloud.com")
REF = ObjectRef("work", "examplebucket-1250000000", "exampleobject")
PIN = Pin("E", 44)
COPY = ops.CopyObject(REF, source=REF, pin=PIN)
PART = ops.CopyPart(REF, upload_id="ID", number=1, source=REF, pin=PIN, first=0, last=9)
COMPLETE = ops.CompleteUpload(REF, upload_id="ID", parts=(PartInfo(1, 1, "E"),))


def read(op: ops.Op[R], got: WireResponse) -> R:
    return DIALECT.decode(op, ACCOUNT, got)


def unreadable(op: ops.Op[R], got: WireResponse) -> StoreError:
    with pytest.raises(StoreError, match="could not be read") as caught:
        read(op, got)
    return caught.value


# ---------------------------------------------------------------- buckets


def test_buckets_tell_their_region_and_endpoints() -> None:
    body = """<ListAllMyBucketsResult>
      <Owner><ID>qcs::cam::uin/100000000001:uin/100000000001</ID><DisplayName>100000000001</DisplayName></Owner>
      <Buckets>
        <Bucket><Name>examplebucket1-1250000000</Name><Location>ap-beijing</Location>
          <CreationDate>2019-05-24T11:49:50Z</CreationDate><BucketType>cos</BucketType></Bucket>
        <Bucket><Name>examplebucket2-1250000000</Name><Location>ap-shanghai</Location></Bucket>
      </Buckets>
    </ListAllMyBucketsResult>"""
    page = read(ops.ListBuckets(), answer(body))
    first, second = page.buckets
    assert first == BucketInfo(
        "examplebucket1-1250000000",
        region="ap-beijing",
        endpoint="cos.ap-beijing.myqcloud.com",
        internal_endpoint="cos-internal.ap-beijing.tencentcos.cn",
        created=unix(2019, 5, 24, 11, 49, 50),
    )
    assert (second.name, second.region, second.created) == ("examplebucket2-1250000000", "ap-shanghai", None)
    assert page.next is None


def test_a_long_list_of_buckets_tells_where_it_goes_on() -> None:
    body = """<ListAllMyBucketsResult><IsTruncated>true</IsTruncated><NextMarker>m-125</NextMarker>
      <Buckets/></ListAllMyBucketsResult>"""
    assert read(ops.ListBuckets(), answer(body)) == ops.BucketPage((), "m-125")


def test_a_location_is_a_region_and_all_that_is_known_of_a_bucket() -> None:
    got = answer("<LocationConstraint>ap-beijing</LocationConstraint>")
    assert read(ops.GetBucketLocation("b-125"), got) == "ap-beijing"
    info = read(ops.GetBucketInfo("b-125"), got)
    assert (info.name, info.region, info.endpoint) == ("b-125", "ap-beijing", "cos.ap-beijing.myqcloud.com")
    assert info.versioning is None


def test_a_location_that_is_empty_is_not_an_answer() -> None:
    assert "no location" in unreadable(ops.GetBucketLocation("b-125"), answer("<LocationConstraint/>")).message


# ---------------------------------------------------------------- lists

OBJECTS = """<ListBucketResult>
  <Name>examplebucket-1250000000</Name><EncodingType>url</EncodingType><Prefix>a/</Prefix>
  <Marker/><MaxKeys>3</MaxKeys><Delimiter>/</Delimiter><IsTruncated>true</IsTruncated>
  <NextMarker>a/Tencent%20Cloud.jpg</NextMarker>
  <Contents>
    <Key>a/b%2Bc%20%01%E7%85%A7%252e</Key><LastModified>2020-12-10T03:37:30.000Z</LastModified>
    <ETag>&quot;f173c1199e3d3b53dd91223cae16fb42&quot;</ETag><Size>25</Size>
    <Owner><ID>1250000000</ID><DisplayName>1250000000</DisplayName></Owner>
    <StorageClass>INTELLIGENT_TIERING</StorageClass><StorageTier>FREQUENT</StorageTier>
  </Contents>
  <CommonPrefixes><Prefix>a/%E7%85%A7%E7%89%87/</Prefix></CommonPrefixes>
  <CommonPrefixes><Prefix>a//</Prefix></CommonPrefixes>
</ListBucketResult>"""


def test_a_listing_gives_keys_as_they_are() -> None:
    page = read(ops.ListObjects("b-125"), answer(OBJECTS))
    (entry,) = page.entries
    assert entry.key == "a/b+c \x01照%2e"
    assert (entry.size, entry.kind, entry.storage_class) == (25, ObjectKind.NORMAL, "INTELLIGENT_TIERING")
    assert entry.etag == "f173c1199e3d3b53dd91223cae16fb42"
    assert entry.modified == unix(2020, 12, 10, 3, 37, 30)
    assert page.prefixes == ("a/照片/", "a//")
    assert page.next == "a/Tencent Cloud.jpg"


@pytest.mark.parametrize("element", ["EncodingType", "Encoding-type"])
def test_both_spellings_of_the_encoding_are_understood(element: str) -> None:
    body = f"""<ListBucketResult><{element}>url</{element}>
      <Contents><Key>a%2520b</Key><Size>0</Size></Contents></ListBucketResult>"""
    page = read(ops.ListObjects("b-125"), answer(body))
    assert (page.entries[0].key, page.next) == ("a%20b", None)


def test_names_that_were_not_encoded_are_left_alone() -> None:
    body = "<ListBucketResult><Contents><Key>100%25 &amp;</Key><Size>0</Size></Contents></ListBucketResult>"
    assert read(ops.ListObjects("b-125"), answer(body)).entries[0].key == "100%25 &"


def test_a_page_that_says_there_is_more_but_not_where_is_not_the_last_page() -> None:
    got = answer("<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>")
    assert unreadable(ops.ListObjects("b-125"), got).kind is Kind.TRANSIENT


@pytest.mark.parametrize("spelling", ["UploadId", "UploadID"])
@pytest.mark.parametrize("date", ["2015-10-12T03:14:47.000Z", "Mon Oct 12 03:14:47 2015"])
def test_uploads_come_in_both_spellings_and_dates(spelling: str, date: str) -> None:
    body = f"""<ListMultipartUploadsResult>
      <Bucket>examplebucket-1250000000</Bucket><Encoding-type>url</Encoding-type>
      <NextKeyMarker>a%2Fc</NextKeyMarker><NextUploadIdMarker>1484727270323ddb949d</NextUploadIdMarker>
      <MaxUploads>1000</MaxUploads><IsTruncated>true</IsTruncated>
      <Upload><Key>Obj%20ect</Key><{spelling}>1484726657932bcb5b17</{spelling}><Initiated>{date}</Initiated></Upload>
    </ListMultipartUploadsResult>"""
    page = read(ops.ListUploads("b-125"), answer(body))
    assert page.uploads == (UploadInfo("Obj ect", "1484726657932bcb5b17", unix(2015, 10, 12, 3, 14, 47)),)
    assert page.next == ("a/c", "1484727270323ddb949d")


def test_parts_are_listed_whatever_their_dates_look_like() -> None:
    body = """<ListPartsResult><Bucket>examplebucket-1250000000</Bucket><Encoding-type/><Key>k</Key>
      <UploadId>ID</UploadId><PartNumberMarker>0</PartNumberMarker><NextPartNumberMarker>2</NextPartNumberMarker>
      <MaxParts>2</MaxParts><IsTruncated>true</IsTruncated>
      <Part><PartNumber>1</PartNumber><LastModified>Tue Jan 17 16:43:37 2017</LastModified>
        <ETag>"a1f8e5e4d63ac6970a0062a6277e191f"</ETag><Size>5242880</Size></Part>
      <Part><PartNumber>2</PartNumber><ETag>b2</ETag><Size>1024</Size></Part></ListPartsResult>"""
    page = read(ops.ListParts(REF, upload_id="ID"), answer(body))
    assert page.parts == (PartInfo(1, 5242880, "a1f8e5e4d63ac6970a0062a6277e191f"), PartInfo(2, 1024, "b2"))
    assert page.next == 2


def test_a_range_of_bytes_tells_the_size_of_the_whole() -> None:
    got = answer(b"cde", 206, content_range="bytes 2-4/10", etag='"E"')
    assert read(ops.GetObject(REF, first=2, last=4), got) == ops.Bytes(b"cde", 2, 10, "E")


def test_the_bytes_of_an_object_may_look_like_an_error() -> None:
    body = b"<Error><Code>InternalError</Code></Error>"
    assert read(ops.GetObject(REF), answer(body)).body == body


def test_a_redirection_to_the_origin_is_not_followed() -> None:
    with pytest.raises(StoreError) as caught:
        read(ops.GetObject(REF), answer(b"", 302, location="https://origin.example/exampleobject"))
    assert caught.value.kind is Kind.OFFLINE


# ---------------------------------------------------------------- writes


def test_a_put_answers_in_headers() -> None:
    got = answer(etag='"E"', x_cos_hash_crc64ecma="42", x_cos_version_id="V")
    assert read(ops.PutObject(REF, b"x"), got) == ops.Written("E", 42, "V")


def test_a_copy_answers_in_a_document() -> None:
    body = """<CopyObjectResult><ETag>"ee8de918d05640145b18f70f4c3aa602"</ETag><CRC64>16749565679157681890</CRC64>
      <LastModified>2020-04-10T09:35:16Z</LastModified><VersionId>MTg0</VersionId></CopyObjectResult>"""
    written = ops.Written("ee8de918d05640145b18f70f4c3aa602", 16749565679157681890, "MTg0")
    assert read(COPY, answer(body)) == written
    plain = "<CopyObjectResult><ETag>E</ETag></CopyObjectResult>"
    assert read(COPY, answer(plain)) == ops.Written("E", None, None)
    assert read(COPY, answer(plain, x_cos_hash_crc64ecma="42", x_cos_version_id="V")) == ops.Written("E", 42, "V")


def test_a_part_copy_answers_in_a_document() -> None:
    body = """<CopyPartResult><ETag>"E"</ETag><LastModified>2020-04-10T09:35:16Z</LastModified>
      <CRC64>42</CRC64></CopyPartResult>"""
    assert read(PART, answer(body)) == ops.PartWritten("E", 42, None)
    assert read(PART, answer("<CopyPartResult><ETag>E</ETag></CopyPartResult>")) == ops.PartWritten("E")


def test_an_upload_begins_with_an_id() -> None:
    body = """<InitiateMultipartUploadResult><Bucket>b-125</Bucket><Key>k</Key>
      <UploadId>1585130821cbb7df1d11846c073ad648e8f33b087cec2381df437acdc833cf654b9ecc6361</UploadId>
      </InitiateMultipartUploadResult>"""
    assert read(ops.CreateUpload(REF), answer(body)).startswith("1585130821cbb7df1d11")


COMPLETED = """<CompleteMultipartUploadResult xmlns="http://www.qcloud.com/document/product/436/7751">
  <Location>http://b-125.cos.ap-beijing.myqcloud.com/k</Location><Bucket>b-125</Bucket><Key>k</Key>
  <ETag>&quot;aa259a62513358f69e98e72e59856d88-3&quot;</ETag></CompleteMultipartUploadResult>"""


def test_a_completion_gives_the_checksum_of_the_whole() -> None:
    got = answer(COMPLETED, x_cos_hash_crc64ecma="42", x_cos_version_id="null")
    assert read(COMPLETE, got) == ops.Written("aa259a62513358f69e98e72e59856d88-3", 42, "null")


@pytest.mark.parametrize(
    ("op", "body"),
    [
        (COPY, "<CopyObjectResult><ETag>E</ETag></CopyObjectResult>"),
        (PART, "<CopyPartResult><ETag>E</ETag></CopyPartResult>"),
        (COMPLETE, COMPLETED),
    ],
    ids=lambda value: type(value).__name__,
)
@pytest.mark.parametrize("space", [b" ", b" " * 4000, b"\n \r\n\t"])
def test_the_white_space_that_keeps_a_connection_alive_is_not_part_of_the_answer(
    op: ops.Op[ops.Written], body: str, space: bytes
) -> None:
    assert read(op, answer(space + (XML + body).encode())).etag


@pytest.mark.parametrize("op", [COPY, PART, COMPLETE], ids=lambda op: type(op).__name__)
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"   ",
        b"<html></html>",
        b"<CopyObjectResult/>",
        b"<CopyPartResult><ETag></ETag></CopyPartResult>",
        b"<CompleteMultipartUploadResult><Key>k</Key></CompleteMultipartUploadResult>",
        b"<CopyObjectResult><ETag>E</ETag>",
    ],
)
def test_a_copy_without_an_etag_is_no_success(op: ops.Op[Any], body: bytes) -> None:
    error = unreadable(op, answer(body))
    ambiguous = op is COMPLETE
    assert error.kind is (Kind.AMBIGUOUS if ambiguous else Kind.TRANSIENT)
    assert error.sent is (Sent.MAYBE if ambiguous else Sent.YES)


def test_a_deletion_tells_what_it_wrote() -> None:
    got = answer(b"", 204, x_cos_version_id="V", x_cos_delete_marker="true")
    assert read(ops.DeleteObject(REF), got) == ops.Deleted("V", True)
    assert read(ops.DeleteObject(REF), answer(b"", 204)) == ops.Deleted()


def test_what_only_has_a_status_has_no_result() -> None:
    silent: list[ops.Op[None]] = [
        ops.PutTags(REF, {}),
        ops.PutAcl(REF, "private"),
        ops.AbortUpload(REF, upload_id="ID"),
    ]
    for op in silent:
        assert read(op, answer(b"", 204)) is None


EVERY_READER: list[ops.Op[Any]] = [
    ops.ListBuckets(),
    ops.GetBucketInfo("b-125"),
    ops.ListObjects("b-125"),
    ops.ListUploads("b-125"),
    ops.HeadObject(REF),
    ops.GetTags(REF),
    ops.GetAcl(REF),
    COPY,
    ops.CreateUpload(REF),
    PART,
    COMPLETE,
    ops.ListParts(REF, upload_id="ID"),
]


@given(st.sampled_from(EVERY_READER), st.binary(max_size=60) | st.sampled_from([b"<a/>", b" <Error>"]))
def test_an_answer_that_is_another_document_is_a_store_error(op: ops.Op[Any], body: bytes) -> None:
    with pytest.raises(StoreError) as caught:
        read(op, answer(body))
    assert caught.value.op == type(op).__name__
