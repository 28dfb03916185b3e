"""What is true of OSS alone."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import Any

import pytest

from core.model import ops
from core.model.errors import Kind, Sent, StoreError
from core.model.values import (
    Addressing,
    PartInfo,
    Pin,
    Site,
)
from tests.doubles.answers import answer, unix
from tests.doubles.spoken import headers_of
from tests.doubles.vendors import COMPLETE, COPY, OSS, TARGET
from tests.doubles.vendors import error_document as document

SITE, ACCOUNT, PROPS = OSS.site, OSS.account, OSS.props
sent, read, failed, own_headers = OSS.sent, OSS.read, OSS.failed, OSS.own_headers

# ---------------------------------------------------------------- requests


def test_without_a_region_the_signature_falls_back_to_version_1() -> None:
    nowhere = replace(SITE, region="")
    assert headers_of(sent(ops.HeadObject(TARGET), site=nowhere))["authorization"].startswith("OSS LTAIFake:")


def test_version_4_without_a_region_is_refused_with_a_sentence() -> None:
    refused(ops.HeadObject(TARGET), "needs the region", site=replace(SITE, region=""), signature="v4")


def test_an_unknown_signature_version_is_refused() -> None:
    refused(ops.HeadObject(TARGET), "it is v4 or v1", signature="v9")


def test_the_signature_is_the_same_wherever_the_bucket_is_named() -> None:
    signatures = {
        headers_of(sent(ops.HeadObject(TARGET), site=replace(SITE, addressing=addressing)))["authorization"]
        for addressing in (Addressing.VIRTUAL, Addressing.PATH, Addressing.CUSTOM)
    }
    assert len(signatures) == 1


def test_a_bucket_request_in_path_style_ends_with_a_slash() -> None:
    request = sent(ops.GetBucketInfo("b"), site=replace(SITE, addressing=Addressing.PATH))
    assert request.target == b"/b/?bucketInfo"


def refused(op: ops.Op[Any], sentence: str, *, site: Site = SITE, signature: str = "") -> None:
    with pytest.raises(StoreError) as caught:
        sent(op, site=site, account=replace(ACCOUNT, signature=signature))
    assert caught.value.kind is Kind.INVALID
    assert caught.value.sent is Sent.NO
    assert caught.value.op == type(op).__name__
    assert sentence in caught.value.message


# ---------------------------------------------------------------- copies


@pytest.mark.parametrize("acl", ["", "default"])
def test_a_completion_without_an_acl_of_its_own_sends_none(acl: str) -> None:
    op = ops.CompleteUpload(TARGET, upload_id="ID", parts=(PartInfo(1, 10, "E1"),), acl=acl)
    assert "x-oss-object-acl" not in headers_of(sent(op))


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


# ---------------------------------------------------------------- writes


def test_a_copy_answers_in_a_document() -> None:
    body = """<CopyObjectResult xmlns="http://doc.oss-cn-hangzhou.aliyuncs.com">
      <LastModified>Fri, 24 Feb 2012 07:18:48 GMT</LastModified><ETag>"5B3C1A2E"</ETag></CopyObjectResult>"""
    op = ops.CopyObject(TARGET, source=TARGET, pin=Pin("E", 1))
    assert read(op, answer(body, x_oss_hash_crc64ecma="42")) == ops.Written("5B3C1A2E", 42, None)
    assert read(op, answer(body)) == ops.Written("5B3C1A2E", None, None)


def test_a_completion_gives_the_checksum_of_the_whole() -> None:
    body = """<CompleteMultipartUploadResult><Location>http://b.example/k</Location><Bucket>b</Bucket><Key>k</Key>
      <ETag>"B864DB6A936D376F9F8D3ED3BBE540DD-3"</ETag></CompleteMultipartUploadResult>"""
    got = answer(body, x_oss_hash_crc64ecma="7", x_oss_version_id="V")
    op = ops.CompleteUpload(TARGET, upload_id="ID", parts=())
    assert read(op, got) == ops.Written("B864DB6A936D376F9F8D3ED3BBE540DD-3", 7, "V")


PART_COPIED = """<CopyPartResult xmlns="http://doc.oss-cn-hangzhou.aliyuncs.com">
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
    op = ops.CopyPart(TARGET, upload_id="ID", number=1, source=TARGET, pin=Pin("E", 44), first=first, last=last)
    got = answer(PART_COPIED, content_range=header) if header else answer(PART_COPIED)
    assert read(op, got) == ops.PartWritten("5B3C1A2E", None, ranged)


# ---------------------------------------------------------------- one object


def test_the_other_spelling_of_the_version_header_is_read() -> None:
    assert (
        read(
            ops.HeadObject(TARGET),
            answer(
                content_length="1", etag='"E"', last_modified="Fri, 24 Feb 2012 06:07:48 GMT", x_oss_versionid="CAEQ"
            ),
        ).ref.version
        == "CAEQ"
    )


def test_tags_and_acl_are_read() -> None:
    body = """<Tagging><TagSet><Tag><Key>a</Key><Value>1</Value></Tag>
      <Tag><Key>b</Key><Value></Value></Tag></TagSet></Tagging>"""
    assert read(ops.GetTags(TARGET), answer(body)) == {"a": "1", "b": ""}
    assert read(ops.GetTags(TARGET), answer("<Tagging><TagSet></TagSet></Tagging>")) == {}
    body = """<AccessControlPolicy><Owner><ID>1</ID></Owner>
      <AccessControlList><Grant>public-read</Grant></AccessControlList></AccessControlPolicy>"""
    assert read(ops.GetAcl(TARGET), answer(body)) == "public-read"


# ---------------------------------------------------------------- errors


def test_the_error_of_a_head_is_read_from_its_header() -> None:
    body = document("NoSuchKey", "The specified key does not exist.")
    error = failed(ops.HeadObject(TARGET), 404, x_oss_err=base64.b64encode(body).decode(), x_oss_ec="0026-00000001")
    assert (error.kind, error.code) == (Kind.NOT_FOUND, "NoSuchKey")
    assert error.message == "The specified key does not exist."
    archived = document("InvalidObjectState")
    assert failed(ops.HeadObject(TARGET), 403, x_oss_err=base64.b64encode(archived).decode()).kind is Kind.ARCHIVED


@pytest.mark.parametrize("header", ["not base64!", base64.b64encode(b"<broken").decode(), "é"])
def test_a_header_that_holds_no_error_leaves_the_status(header: str) -> None:
    error = failed(ops.HeadObject(TARGET), 403, x_oss_err=header, x_oss_request_id="RID")
    assert (error.kind, error.code, error.request_id) == (Kind.DENIED, "", "RID")


def test_a_failed_callback_means_that_the_object_may_be_there() -> None:
    error = failed(COMPLETE, 203, document("CallbackFailed", "Error status : 301."))
    assert (error.kind, error.sent) == (Kind.AMBIGUOUS, Sent.MAYBE)


def test_a_203_is_no_plain_success_whatever_it_holds() -> None:
    error = failed(COMPLETE, 203, b"<CompleteMultipartUploadResult><ETag>E</ETag></CompleteMultipartUploadResult>")
    assert (error.kind, error.sent) == (Kind.AMBIGUOUS, Sent.MAYBE)
    assert failed(ops.HeadObject(TARGET), 203, content_length="5", etag='"E"').kind is Kind.TRANSIENT


def test_a_wrong_region_names_the_right_host() -> None:
    text = "The bucket you are attempting to access must be addressed using the specified endpoint."
    error = failed(COPY, 403, document("AccessDenied", text, Endpoint="oss-cn-shanghai.aliyuncs.com"))
    assert (error.kind, error.hint) == (Kind.WRONG_REGION, "oss-cn-shanghai.aliyuncs.com")
    redirect = failed(COPY, 403, document("PermanentRedirect", Endpoint="oss-us-west-1.aliyuncs.com"))
    assert (redirect.kind, redirect.hint) == (Kind.WRONG_REGION, "oss-us-west-1.aliyuncs.com")


def test_a_signature_for_another_region_is_a_wrong_region() -> None:
    body = document("InvalidArgument", "Invalid signing region in Authorization header.")
    assert failed(COPY, 400, body).kind is Kind.WRONG_REGION
    assert failed(COPY, 400, document("InvalidArgument", "Part number must be an integer.")).kind is Kind.INVALID


def test_a_copy_between_regions_is_not_supported() -> None:
    text = "Target object does not reside in the same data center as source object."
    assert failed(COPY, 403, document("AccessDenied", text)).kind is Kind.UNSUPPORTED


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry_after": "7"}, 7.0),
        ({"retry_after": "Sat, 16 Dec 2023 16:21:07 GMT", "date": "Sat, 16 Dec 2023 16:20:57 GMT"}, 10.0),
        ({"retry_after": "Sat, 16 Dec 2023 16:20:07 GMT", "date": "Sat, 16 Dec 2023 16:20:57 GMT"}, 0.0),
        ({"retry_after": "Sat, 16 Dec 2023 16:21:07 GMT"}, None),
        ({"retry_after": "-1"}, None),
        ({"retry_after": "9" * 400}, None),
        ({"x_oss_qos_delay_time": "1500"}, 1.5),
        ({"x_oss_qos_delay_time": "1500", "retry_after": "7"}, 7.0),
        ({"x_oss_qos_delay_time": "none"}, None),
    ],
)
def test_the_store_says_how_long_to_wait(headers: dict[str, Any], seconds: float | None) -> None:
    assert failed(COPY, 503, document("ServiceUnavailable"), **headers).retry_after == seconds
