"""What is read from the answers of OSS; the documents are those of the vendor's pages, shortened."""

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
    ObjectKind,
    ObjectRef,
    PartInfo,
    Pin,
)
from core.store.dialects.base import WireResponse
from core.store.dialects.oss.dialect import DIALECT
from tests.doubles.answers import answer, kind_of_failure, unix

ACCOUNT = Account("work", "oss", "https://oss-cn-hangzhou.aliyuncs.com")
REF = ObjectRef("work", "bucket", "key")


def read(op: ops.Op[R], got: WireResponse) -> R:
    return DIALECT.decode(op, ACCOUNT, got)


# ---------------------------------------------------------------- buckets

BUCKETS = """<ListAllMyBucketsResult>
  <Prefix></Prefix><Marker></Marker><MaxKeys>2</MaxKeys>
  <IsTruncated>true</IsTruncated><NextMarker>mybucket</NextMarker>
  <Owner><ID>ut_test_put_bucket</ID><DisplayName>ut_test_put_bucket</DisplayName></Owner>
  <Buckets>
    <Bucket>
      <CreationDate>2014-05-14T11:18:32.000Z</CreationDate>
      <ExtranetEndpoint>oss-cn-shanghai.aliyuncs.com</ExtranetEndpoint>
      <IntranetEndpoint>oss-cn-shanghai-internal.aliyuncs.com</IntranetEndpoint>
      <Location>oss-cn-shanghai</Location>
      <Name>app-base-oss</Name>
      <Region>cn-shanghai</Region>
      <StorageClass>Standard</StorageClass>
    </Bucket>
    <Bucket><Name>mybucket</Name><Location>oss-cn-hangzhou</Location></Bucket>
  </Buckets>
</ListAllMyBucketsResult>"""


def test_buckets_tell_their_region_and_endpoints() -> None:
    page = read(ops.ListBuckets(), answer(BUCKETS))
    first, second = page.buckets
    assert (first.name, first.region, first.storage_class) == ("app-base-oss", "cn-shanghai", "Standard")
    assert first.endpoint == "oss-cn-shanghai.aliyuncs.com"
    assert first.internal_endpoint == "oss-cn-shanghai-internal.aliyuncs.com"
    assert first.created == unix(2014, 5, 14, 11, 18, 32)
    assert first.versioning is None
    assert (second.name, second.region, second.endpoint, second.created) == ("mybucket", "cn-hangzhou", "", None)
    assert page.next == "mybucket"


def test_the_last_page_of_buckets_has_no_next() -> None:
    page = read(ops.ListBuckets(), answer("<ListAllMyBucketsResult><Buckets/></ListAllMyBucketsResult>"))
    assert page == ops.BucketPage((), None)


@pytest.mark.parametrize(
    ("element", "versioning"),
    [("<Versioning>Enabled</Versioning>", "enabled"), ("<Versioning>Suspended</Versioning>", "suspended"), ("", "")],
)
def test_a_bucket_tells_its_versioning(element: str, versioning: str) -> None:
    body = f"""<BucketInfo><Bucket>
      <CreationDate>2013-07-31T10:56:21.000Z</CreationDate>
      <ExtranetEndpoint>oss-cn-hangzhou.aliyuncs.com</ExtranetEndpoint>
      <IntranetEndpoint>oss-cn-hangzhou-internal.aliyuncs.com</IntranetEndpoint>
      <Location>oss-cn-hangzhou</Location><Name>oss-example</Name><StorageClass>IA</StorageClass>
      <Owner><DisplayName>username</DisplayName><ID>27183473914</ID></Owner>
      <AccessControlList><Grant>private</Grant></AccessControlList>{element}
    </Bucket></BucketInfo>"""
    info = read(ops.GetBucketInfo("oss-example"), answer(body))
    assert (info.name, info.region, info.storage_class) == ("oss-example", "cn-hangzhou", "IA")
    assert info.versioning == versioning


def test_a_location_is_a_bare_region() -> None:
    body = '<LocationConstraint xmlns="http://doc.oss-cn-hangzhou.aliyuncs.com">oss-cn-hangzhou</LocationConstraint>'
    assert read(ops.GetBucketLocation("b"), answer(body)) == "cn-hangzhou"


# ---------------------------------------------------------------- lists

OBJECTS = """<ListBucketResult>
  <Name>examplebucket</Name><Prefix>a%2F</Prefix><MaxKeys>2</MaxKeys><Delimiter>%2F</Delimiter>
  <EncodingType>url</EncodingType><IsTruncated>true</IsTruncated>
  <NextContinuationToken>CgJiYw%3D%3D</NextContinuationToken>
  <Contents>
    <Key>a%2Fb%2Bc%20%01%E4%B8%AD%252e</Key>
    <LastModified>2020-05-18T05:45:43.000Z</LastModified>
    <ETag>"35A27C2B9EAEEB6F48FD7FB5861D****"</ETag>
    <Type>Appendable</Type><Size>25</Size><StorageClass>STANDARD</StorageClass>
    <RestoreInfo>ongoing-request="true"</RestoreInfo>
  </Contents>
  <CommonPrefixes><Prefix>a%2Fd%2F</Prefix></CommonPrefixes>
  <CommonPrefixes><Prefix>a%2F%2F</Prefix></CommonPrefixes>
  <KeyCount>3</KeyCount>
</ListBucketResult>"""


def test_a_listing_gives_keys_as_they_are() -> None:
    page = read(ops.ListObjects("b"), answer(OBJECTS))
    (entry,) = page.entries
    assert entry.key == "a/b+c \x01中%2e"
    assert (entry.size, entry.kind, entry.storage_class) == (25, ObjectKind.APPENDABLE, "STANDARD")
    assert entry.etag == "35A27C2B9EAEEB6F48FD7FB5861D****"
    assert entry.modified == unix(2020, 5, 18, 5, 45, 43)
    assert page.prefixes == ("a/d/", "a//")
    assert page.next == "CgJiYw=="


def test_names_that_were_not_encoded_are_left_alone() -> None:
    body = """<ListBucketResult><IsTruncated>false</IsTruncated>
      <Contents><Key>100%25 &amp;</Key><Size>0</Size></Contents></ListBucketResult>"""
    page = read(ops.ListObjects("b"), answer(body))
    assert page.entries[0].key == "100%25 &"
    assert page.next is None


def test_a_name_that_is_not_utf_8_never_becomes_another_name() -> None:
    body = """<ListBucketResult><EncodingType>url</EncodingType>
      <Contents><Key>%FF</Key><Size>0</Size></Contents></ListBucketResult>"""
    with pytest.raises(StoreError) as caught:
        read(ops.ListObjects("b"), answer(body))
    assert "not UTF-8" in caught.value.message


def test_a_page_that_says_there_is_more_but_not_where_is_not_the_last_page() -> None:
    body = "<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>"
    with pytest.raises(StoreError) as caught:
        read(ops.ListObjects("b"), answer(body))
    assert caught.value.kind is Kind.TRANSIENT


def test_uploads_come_with_both_markers() -> None:
    body = """<ListMultipartUploadsResult>
      <Bucket>oss-example</Bucket><EncodingType>url</EncodingType>
      <NextKeyMarker>oss%2Favi</NextKeyMarker><NextUploadIdMarker>0004B99B8E707874FC2D692FA5D77D3F</NextUploadIdMarker>
      <MaxUploads>1000</MaxUploads><IsTruncated>true</IsTruncated>
      <Upload><Key>multipart%2Edata</Key><UploadId>0004B999EF518A1FE585B0C9360DC4C8</UploadId>
        <Initiated>2012-02-23T04:18:23.000Z</Initiated></Upload>
    </ListMultipartUploadsResult>"""
    page = read(ops.ListUploads("b"), answer(body))
    (upload,) = page.uploads
    assert (upload.key, upload.upload_id) == ("multipart.data", "0004B999EF518A1FE585B0C9360DC4C8")
    assert upload.initiated == unix(2012, 2, 23, 4, 18, 23)
    assert page.next == ("oss/avi", "0004B99B8E707874FC2D692FA5D77D3F")


def test_parts_come_with_their_checksums_where_the_store_has_them() -> None:
    body = """<ListPartsResult>
      <Bucket>multipart_upload</Bucket><Key>k</Key><UploadId>ID</UploadId>
      <NextPartNumberMarker>5</NextPartNumberMarker><MaxParts>2</MaxParts><IsTruncated>true</IsTruncated>
      <Part><PartNumber>1</PartNumber><LastModified>2012-02-23T07:01:34.000Z</LastModified>
        <ETag>"3349DC700140D7F86A0784842780****"</ETag><Size>6291456</Size>
        <HashCrc64ecma>11051210869376104954</HashCrc64ecma></Part>
      <Part><PartNumber>5</PartNumber><ETag>7265F4D2</ETag><Size>1024</Size></Part>
    </ListPartsResult>"""
    page = read(ops.ListParts(REF, upload_id="ID"), answer(body))
    assert page.parts == (
        PartInfo(1, 6291456, "3349DC700140D7F86A0784842780****", 11051210869376104954),
        PartInfo(5, 1024, "7265F4D2", None),
    )
    assert page.next == 5


def test_a_range_of_bytes_tells_the_size_of_the_whole() -> None:
    got = answer(b"cde", 206, content_range="bytes 2-4/10", etag='"E"')
    assert read(ops.GetObject(REF, first=2, last=4), got) == ops.Bytes(b"cde", 2, 10, "E")


def test_a_range_that_was_ignored_is_cut_out_of_the_whole() -> None:
    got = answer(b"abcdefghij", 200, etag='"E"')
    assert read(ops.GetObject(REF, first=2, last=4), got) == ops.Bytes(b"cde", 2, 10, "E")
    assert read(ops.GetObject(REF), got) == ops.Bytes(b"abcdefghij", 0, 10, "E")


@pytest.mark.parametrize("span", ["bytes 1-3/10", "bytes 2-5/10", "bytes */10", "", "bytes 2-4/" + "9" * 5000])
def test_a_range_that_was_not_asked_for_is_refused(span: str) -> None:
    with pytest.raises(StoreError) as caught:
        read(ops.GetObject(REF, first=2, last=4), answer(b"cde", 206, content_range=span))
    assert caught.value.kind is Kind.TRANSIENT


def test_the_bytes_of_an_object_may_look_like_an_error() -> None:
    body = b"<Error><Code>InternalError</Code></Error>"
    assert read(ops.GetObject(REF), answer(body)).body == body


# ---------------------------------------------------------------- writes


def test_a_put_answers_in_headers() -> None:
    got = answer(etag='"E"', x_oss_hash_crc64ecma="42", x_oss_version_id="V")
    assert read(ops.PutObject(REF, b"x"), got) == ops.Written("E", 42, "V")


def test_a_copy_answers_in_a_document() -> None:
    body = """<CopyObjectResult xmlns="http://doc.oss-cn-hangzhou.aliyuncs.com">
      <LastModified>Fri, 24 Feb 2012 07:18:48 GMT</LastModified><ETag>"5B3C1A2E"</ETag></CopyObjectResult>"""
    op = ops.CopyObject(REF, source=REF, pin=Pin("E", 1))
    assert read(op, answer(body, x_oss_hash_crc64ecma="42")) == ops.Written("5B3C1A2E", 42, None)
    assert read(op, answer(body)) == ops.Written("5B3C1A2E", None, None)


def test_an_upload_begins_with_an_id() -> None:
    body = """<InitiateMultipartUploadResult xmlns="http://doc.oss-cn-hangzhou.aliyuncs.com">
      <Bucket>b</Bucket><EncodingType>url</EncodingType><Key>k%01</Key><UploadId>0004B9894A22E5B1888A1E29F823****</UploadId>
      </InitiateMultipartUploadResult>"""
    assert read(ops.CreateUpload(REF), answer(body)) == "0004B9894A22E5B1888A1E29F823****"


def test_a_completion_gives_the_checksum_of_the_whole() -> None:
    body = """<CompleteMultipartUploadResult><Location>http://b.example/k</Location><Bucket>b</Bucket><Key>k</Key>
      <ETag>"B864DB6A936D376F9F8D3ED3BBE540DD-3"</ETag></CompleteMultipartUploadResult>"""
    got = answer(body, x_oss_hash_crc64ecma="7", x_oss_version_id="V")
    op = ops.CompleteUpload(REF, upload_id="ID", parts=())
    assert read(op, got) == ops.Written("B864DB6A936D376F9F8D3ED3BBE540DD-3", 7, "V")


PART = """<CopyPartResult xmlns="http://doc.oss-cn-hangzhou.aliyuncs.com">
  <LastModified>2014-07-17T06:27:54.000Z</LastModified><ETag>"5B3C1A2E"</ETag></CopyPartResult>"""


@pytest.mark.parametrize(
    ("first", "last", "header", "ranged"),
    [
        (0, 9, "bytes 0-9/44", True),
        (10, 19, "bytes 0-9/44", False),
        (0, 9, "", False),
        (0, 43, "", None),
        (0, 43, "bytes 0-43/44", True),
    ],
)
def test_a_part_copy_tells_whether_its_range_was_obeyed(
    first: int, last: int, header: str, ranged: bool | None
) -> None:
    op = ops.CopyPart(REF, upload_id="ID", number=1, source=REF, pin=Pin("E", 44), first=first, last=last)
    got = answer(PART, content_range=header) if header else answer(PART)
    assert read(op, got) == ops.PartWritten("5B3C1A2E", None, ranged)


def test_a_deletion_tells_whether_it_left_a_marker() -> None:
    assert read(ops.DeleteObject(REF), answer(b"", 204)) == ops.Deleted()
    got = answer(b"", 204, x_oss_delete_marker="true", x_oss_version_id="V")
    assert read(ops.DeleteObject(REF), got) == ops.Deleted("V", marker=True)


def test_writes_without_an_answer_succeed() -> None:
    read(ops.PutTags(REF, {}), answer())
    read(ops.PutAcl(REF, "private"), answer())
    read(ops.AbortUpload(REF, upload_id="ID"), answer(b"", 204))


# ---------------------------------------------------------------- broken answers

NEEDS_XML: list[ops.Op[Any]] = [
    ops.ListBuckets(),
    ops.GetBucketInfo("b"),
    ops.GetBucketLocation("b"),
    ops.ListObjects("b"),
    ops.ListUploads("b"),
    ops.GetTags(REF),
    ops.GetAcl(REF),
    ops.CopyObject(REF, source=REF, pin=Pin("E", 1)),
    ops.CreateUpload(REF),
    ops.CopyPart(REF, upload_id="ID", number=1, source=REF, pin=Pin("E", 44), first=0, last=9),
    ops.CompleteUpload(REF, upload_id="ID", parts=()),
    ops.ListParts(REF, upload_id="ID"),
]
BROKEN = {
    "empty": b"",
    "cut off": b'<?xml version="1.0"?><ListBucketResult><Contents><Key>a',
    "another document": b"<Other/>",
    "a login page": b"<!DOCTYPE html><html><body>Log in</body></html>",
    "not text": b"\xff\xfe\x00",
    "an unknown encoding": b'<?xml version="1.0" encoding="x-none"?><a/>',
    "entities": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN.keys())
@pytest.mark.parametrize("op", NEEDS_XML, ids=lambda op: type(op).__name__)
def test_a_success_that_cannot_be_read_is_never_taken_for_one(op: ops.Op[Any], body: bytes) -> None:
    with pytest.raises(StoreError) as caught:
        read(op, answer(body, x_oss_request_id="RID"))
    error = caught.value
    once = isinstance(op, (ops.CreateUpload, ops.CompleteUpload))
    assert error.kind is (Kind.AMBIGUOUS if once else Kind.TRANSIENT)
    assert error.sent is (Sent.MAYBE if once else Sent.YES)
    assert (error.op, error.status, error.request_id) == (type(op).__name__, 200, "RID")


@given(
    st.sampled_from(NEEDS_XML), st.sampled_from([BUCKETS, OBJECTS, PART]), st.integers(0, 400), st.binary(max_size=3)
)
def test_a_damaged_document_raises_nothing_but_a_store_error(
    op: ops.Op[Any], body: str, at: int, damage: bytes
) -> None:
    data = body.encode()
    damaged = answer(data[:at] + damage + data[at + len(damage) :])
    assert kind_of_failure(DIALECT, op, ACCOUNT, damaged) in (None, Kind.TRANSIENT, Kind.AMBIGUOUS)
