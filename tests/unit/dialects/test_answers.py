"""What is read from the answers of all three protocols; the documents are those of the vendors' pages, shortened."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model import ops
from core.model.errors import Kind, Sent, StoreError
from core.model.values import Entry, ObjectKind, PartInfo, UploadInfo
from core.store.dialects.base import WireResponse
from tests.doubles.answers import XML, answer, kind_of_failure, unix
from tests.doubles.vendors import COMPLETE, COPY, COS, CREATE, HEAD, OSS, PART, S3, TARGET, VENDORS, Vendor

OBJECTS = {
    "oss": """<ListBucketResult>
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
    </ListBucketResult>""",
    "cos": """<ListBucketResult>
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
    </ListBucketResult>""",
    "s3": """<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
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
    </ListBucketResult>""",
}

# ---------------------------------------------------------------- lists


def test_the_last_page_of_buckets_has_no_next(vendor: Vendor) -> None:
    got = answer("<ListAllMyBucketsResult><Buckets/></ListAllMyBucketsResult>")
    assert vendor.read(ops.ListBuckets(), got) == ops.BucketPage((), None)


def test_a_listing_gives_keys_as_they_are(vendor: Vendor) -> None:
    entry, prefixes, token = {
        "oss": (
            Entry(
                "a/b+c \x01中%2e",
                25,
                "35A27C2B9EAEEB6F48FD7FB5861D****",
                unix(2020, 5, 18, 5, 45, 43),
                "STANDARD",
                ObjectKind.APPENDABLE,
            ),
            ("a/d/", "a//"),
            "CgJiYw==",
        ),
        "cos": (
            Entry(
                "a/b+c \x01照%2e",
                25,
                "f173c1199e3d3b53dd91223cae16fb42",
                unix(2020, 12, 10, 3, 37, 30),
                "INTELLIGENT_TIERING",
                ObjectKind.NORMAL,
            ),
            ("a/照片/", "a//"),
            "a/Tencent Cloud.jpg",
        ),
        "s3": (  # the token stays as it came
            Entry(
                "a/b+c d e\x01中%2e",
                25,
                "35a27c2b9eaeeb6f48fd7fb5861d",
                unix(2020, 5, 18, 5, 45, 43),
                "GLACIER",
                ObjectKind.NORMAL,
            ),
            ("a/d /",),
            "1ueG+cXPJ/0%2Fzr=",
        ),
    }[vendor.name]
    page = vendor.read(ops.ListObjects("b-125"), answer(OBJECTS[vendor.name]))
    assert page == ops.ObjectPage((entry,), prefixes, token)


def test_names_that_were_not_encoded_are_left_alone(vendor: Vendor) -> None:
    body = """<ListBucketResult><IsTruncated>false</IsTruncated>
      <Contents><Key>100%25 + &amp;</Key><Size>0</Size></Contents></ListBucketResult>"""
    page = vendor.read(ops.ListObjects("b-125"), answer(body))
    assert (page.entries[0].key, page.next) == ("100%25 + &", None)


def test_a_name_that_is_not_utf_8_never_becomes_another_name(vendor: Vendor) -> None:
    body = """<ListBucketResult><EncodingType>url</EncodingType>
      <Contents><Key>%FF</Key><Size>0</Size></Contents></ListBucketResult>"""
    key = vendor.read(ops.ListObjects("b-125"), answer(body)).entries[0].key
    assert key == "\udcff"
    assert b"%FF" in vendor.sent(ops.HeadObject(replace(TARGET, key=key))).target, "it is sent as it came"


def test_a_page_that_says_there_is_more_but_not_where_is_not_the_last_page(vendor: Vendor) -> None:
    body = "<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>"
    error = vendor.failed(ops.ListObjects("b-125"), 200, body)
    assert error.kind is Kind.TRANSIENT
    assert "could not be read" in error.message


def test_uploads_come_with_both_markers(vendor: Vendor) -> None:
    space = "+" if vendor is S3 else "%20"
    body = f"""<ListMultipartUploadsResult xmlns="http://doc.example/">
      <Bucket>oss-example</Bucket><EncodingType>url</EncodingType>
      <NextKeyMarker>my{space}movie%2Favi</NextKeyMarker><NextUploadIdMarker>0004B99B8E70</NextUploadIdMarker>
      <MaxUploads>1000</MaxUploads><IsTruncated>true</IsTruncated>
      <Upload><Key>my%2Fmultipart%2Edata</Key><UploadId>0004B999EF51</UploadId>
        <Initiated>2012-02-23T04:18:23.000Z</Initiated></Upload>
    </ListMultipartUploadsResult>"""
    page = vendor.read(ops.ListUploads("b-125"), answer(body))
    assert page.uploads == (UploadInfo("my/multipart.data", "0004B999EF51", unix(2012, 2, 23, 4, 18, 23)),)
    assert page.next == ("my movie/avi", "0004B99B8E70")


def test_parts_come_with_the_checksums_that_can_be_compared(vendor: Vendor) -> None:
    """The one of S3 is of a part, so it is not read; dates may look as they like."""
    body = """<ListPartsResult xmlns="http://doc.example/">
      <Bucket>b</Bucket><Encoding-type/><Key>k</Key><UploadId>ID</UploadId><PartNumberMarker>0</PartNumberMarker>
      <NextPartNumberMarker>5</NextPartNumberMarker><MaxParts>2</MaxParts><IsTruncated>true</IsTruncated>
      <Part><PartNumber>1</PartNumber><LastModified>2012-02-23T07:01:34.000Z</LastModified>
        <ETag>"3349DC700140D7F86A0784842780****"</ETag><Size>6291456</Size>
        <HashCrc64ecma>11051210869376104954</HashCrc64ecma></Part>
      <Part><PartNumber>3</PartNumber><LastModified>Tue Jan 17 16:43:37 2017</LastModified>
        <ETag>"7778aef8"</ETag><Size>10485760</Size><ChecksumCRC64NVME>AAAAAAAAAAE=</ChecksumCRC64NVME></Part>
      <Part><PartNumber>5</PartNumber><ETag>7265F4D2</ETag><Size>1024</Size></Part>
    </ListPartsResult>"""
    assert vendor.read(ops.ListParts(TARGET, upload_id="ID"), answer(body)) == ops.PartPage(
        (
            PartInfo(1, 6291456, "3349DC700140D7F86A0784842780****", 11051210869376104954),
            PartInfo(3, 10485760, "7778aef8", None),
            PartInfo(5, 1024, "7265F4D2", None),
        ),
        5,
    )


def test_a_list_of_parts_may_be_named_by_the_operation(vendor: Vendor) -> None:
    op = ops.ListParts(TARGET, upload_id="ID")
    body = "<ListPartsResponse><UploadId>ID</UploadId><IsTruncated>false</IsTruncated></ListPartsResponse>"
    assert vendor.read(op, answer(body)) == ops.PartPage((), None)
    vendor.failed(op, 200, "<ListBucketResult></ListBucketResult>")


# ---------------------------------------------------------------- bytes


def test_a_range_of_bytes_tells_the_size_of_the_whole(vendor: Vendor) -> None:
    got = answer(b"cde", 206, content_range="bytes 2-4/10", etag='"E"')
    assert vendor.read(ops.GetObject(TARGET, first=2, last=4), got) == ops.Bytes(b"cde", 2, 10, "E")


def test_a_range_that_was_ignored_is_cut_out_of_the_whole(vendor: Vendor) -> None:
    got = answer(b"abcdefghij", 200, etag='"E"')
    assert vendor.read(ops.GetObject(TARGET, first=2, last=4), got) == ops.Bytes(b"cde", 2, 10, "E")
    assert vendor.read(ops.GetObject(TARGET), got) == ops.Bytes(b"abcdefghij", 0, 10, "E")


@pytest.mark.parametrize("span", ["bytes 1-3/10", "bytes 2-5/10", "bytes */10", "", "bytes 2-4/" + "9" * 5000])
def test_a_range_that_was_not_asked_for_is_refused(vendor: Vendor, span: str) -> None:
    error = vendor.failed(ops.GetObject(TARGET, first=2, last=4), 206, b"cde", content_range=span)
    assert error.kind is Kind.TRANSIENT


def test_the_bytes_of_an_object_may_look_like_an_error(vendor: Vendor) -> None:
    body = b"<Error><Code>InternalError</Code></Error>"
    assert vendor.read(ops.GetObject(TARGET), answer(body)).body == body


# ---------------------------------------------------------------- writes


def test_a_put_answers_in_headers(vendor: Vendor) -> None:
    crc = 0x995DC9BBDF1939FA
    got = vendor.answer(etag='"E"', own={**vendor.crc64(crc), "version-id": "V"})
    assert vendor.read(ops.PutObject(TARGET, b"x"), got) == ops.Written("E", crc, "V")


def test_an_upload_begins_with_an_id(vendor: Vendor) -> None:
    body = """<InitiateMultipartUploadResult xmlns="http://doc.example/">
      <Bucket>b</Bucket><EncodingType>url</EncodingType><Key>k%01</Key>
      <UploadId>0004B9894A22E5B1888A1E29F823****</UploadId></InitiateMultipartUploadResult>"""
    assert vendor.read(CREATE, answer(body)) == "0004B9894A22E5B1888A1E29F823****"


def test_a_deletion_tells_whether_it_left_a_marker(vendor: Vendor) -> None:
    op = ops.DeleteObject(TARGET)
    assert vendor.read(op, answer(b"", 204)) == ops.Deleted(None, marker=False)
    got = vendor.answer(b"", 204, own={"delete-marker": "true", "version-id": "V"})
    assert vendor.read(op, got) == ops.Deleted("V", marker=True)


@pytest.mark.parametrize("status", [200, 204])
def test_small_writes_say_nothing(vendor: Vendor, status: int) -> None:
    silent: list[ops.Op[None]] = [
        ops.PutTags(TARGET, {}),
        ops.PutAcl(TARGET, "private"),
        ops.AbortUpload(TARGET, upload_id="ID"),
    ]
    for op in silent:
        assert vendor.read(op, answer(b"", status)) is None


WRITES: list[ops.Op[Any]] = [COPY, PART, COMPLETE]
RESULTS = ["CopyObjectResult", "CopyPartResult", "CompleteMultipartUploadResult"]


@pytest.mark.parametrize(("op", "name"), list(zip(WRITES, RESULTS, strict=True)), ids=RESULTS)
@pytest.mark.parametrize("space", [" ", " " * 4000, "\n \r\n\t"])
def test_white_space_that_keeps_a_connection_alive_is_not_part_of_the_answer(
    vendor: Vendor, op: ops.Op[ops.Written], name: str, space: str
) -> None:
    document = f"<{name} xmlns='http://doc.example/'><ETag>&quot;9b2c-3&quot;</ETag></{name}>"
    assert vendor.read(op, answer((space + XML + document).encode())).etag == "9b2c-3"
    assert vendor.read(op, answer((XML + space + document).encode())).etag == "9b2c-3"


@pytest.mark.parametrize("op", WRITES, ids=lambda op: type(op).__name__)
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"   ",
        b"<html></html>",
        b"<CopyObjectResult/>",
        b"<CopyPartResult><ETag></ETag></CopyPartResult>",
        b"<CompleteMultipartUploadResult><Key>k</Key>",
        b"<CopyObjectResult><ETag>E</ETag>",
    ],
)
def test_a_copy_without_an_etag_is_no_success(vendor: Vendor, op: ops.Op[Any], body: bytes) -> None:
    error = vendor.failed(op, 200, body)
    assert "could not be read" in error.message
    assert error.kind is (Kind.AMBIGUOUS if op is COMPLETE else Kind.TRANSIENT)
    assert error.sent is (Sent.MAYBE if op is COMPLETE else Sent.YES)


def test_a_completion_without_an_etag_is_a_success_of_which_no_etag_is_known(vendor: Vendor) -> None:
    body = "<CompleteMultipartUploadResult><Key>k</Key></CompleteMultipartUploadResult>"
    assert vendor.read(COMPLETE, answer(body)).etag is None


def test_a_part_without_an_etag_is_said_to_lack_it(vendor: Vendor) -> None:
    body = "<CopyPartResult><LastModified>2009-10-28T22:32:00</LastModified></CopyPartResult>"
    assert "no ETag" in vendor.failed(PART, 200, body).message


# ---------------------------------------------------------------- damage

NEEDS_XML: list[ops.Op[Any]] = [
    ops.ListBuckets(),
    ops.GetBucketLocation("b-125"),
    ops.ListObjects("b-125"),
    ops.ListUploads("b-125"),
    ops.GetTags(TARGET),
    ops.GetAcl(TARGET),
    COPY,
    CREATE,
    PART,
    COMPLETE,
    ops.ListParts(TARGET, upload_id="ID"),
]
BROKEN = {
    "empty": b"",
    "white space": b" \n ",
    "cut off": b'<?xml version="1.0"?><ListBucketResult><Contents><Key>a',
    "another document": b"<Other/>",
    "a login page": b"<!DOCTYPE html><html><body>Log in</body></html>",
    "not text": b"\xff\xfe\x00",
    "an unknown encoding": b'<?xml version="1.0" encoding="x-none"?><a/>',
    "entities": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN.keys())
@pytest.mark.parametrize("op", NEEDS_XML, ids=lambda op: type(op).__name__)
def test_a_success_that_cannot_be_read_is_never_taken_for_one(vendor: Vendor, op: ops.Op[Any], body: bytes) -> None:
    error = vendor.failed(op, 200, body, own={"request-id": "RID"})
    once = isinstance(op, (ops.CreateUpload, ops.CompleteUpload))
    assert error.kind is (Kind.AMBIGUOUS if once else Kind.TRANSIENT)
    assert error.sent is (Sent.MAYBE if once else Sent.YES)
    assert error.request_id == "RID"


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN.keys())
@pytest.mark.parametrize("of", [OSS, COS], ids=str)  # S3 is asked by HEAD, so there is no document
def test_a_bucket_is_not_known_by_an_answer_that_cannot_be_read(of: Vendor, body: bytes) -> None:
    error = of.failed(ops.GetBucketInfo("b-125"), 200, body, own={"request-id": "RID"})
    assert (error.kind, error.sent, error.request_id) == (Kind.TRANSIENT, Sent.YES, "RID")


@given(
    st.sampled_from(VENDORS),
    st.sampled_from([*NEEDS_XML, HEAD]),
    st.binary(max_size=60) | st.sampled_from([b"<a/>", b" <Error>"]),
)
def test_an_answer_that_is_another_document_is_a_store_error(vendor: Vendor, op: ops.Op[Any], body: bytes) -> None:
    with pytest.raises(StoreError) as caught:
        vendor.read(op, answer(body))
    assert caught.value.op == type(op).__name__


DOCUMENTS = [
    *OBJECTS.values(),
    "<ListAllMyBucketsResult><Buckets><Bucket><Name>b</Name></Bucket></Buckets></ListAllMyBucketsResult>",
    '<CopyPartResult><LastModified>2014-07-17T06:27:54.000Z</LastModified><ETag>"5B3C1A2E"</ETag></CopyPartResult>',
    "<CopyPartResult><ETag>E</ETag><ChecksumCRC64NVME>AAAA</ChecksumCRC64NVME><CRC64>4</CRC64></CopyPartResult>",
]


@given(
    st.sampled_from(VENDORS),
    st.sampled_from(NEEDS_XML),
    st.sampled_from(DOCUMENTS),
    st.integers(0, 400),
    st.binary(max_size=3),
)
def test_a_damaged_document_raises_nothing_but_a_store_error(
    vendor: Vendor, op: ops.Op[Any], body: str, at: int, damage: bytes
) -> None:
    data = body.encode()
    damaged = answer(data[:at] + damage + data[at + len(damage) :])
    kind = kind_of_failure(vendor.dialect, op, vendor.account, damaged)
    assert kind in (None, Kind.TRANSIENT, Kind.AMBIGUOUS)


def test_bytes_of_metadata_that_are_not_utf_8_go_on_as_they_came(vendor: Vendor) -> None:
    name = f"x-{vendor.name}-meta-title".replace("x-s3-", "x-amz-").encode()
    shown = WireResponse(200, ((b"content-length", b"1"), (b"etag", b'"e"'), (name, b"caf\xe9")), b"")
    props = vendor.read(HEAD, shown).props
    sent = dict(vendor.sent(replace(COPY, props=props, replace=True)).headers)
    assert sent[name] == b"caf\xe9"


def test_a_header_of_tomorrow_is_a_property_and_what_names_a_request_is_none(vendor: Vendor) -> None:
    prefix = {"oss": "x-oss-", "cos": "x-cos-"}.get(vendor.name, "x-amz-")
    shown = [("colour", "blue"), ("request-id", "1"), ("id-2", "x"), ("meta-a", "b"), ("checksum-sha256", "x")]
    headers = ((f"{prefix}{name}".encode(), text.encode()) for name, text in shown)
    answer = WireResponse(200, ((b"content-length", b"1"), (b"etag", b'"e"'), *headers), b"")
    assert vendor.read(HEAD, answer).props.others == {f"{prefix}colour": "blue"}
