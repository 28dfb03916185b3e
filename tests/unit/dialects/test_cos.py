"""What is true of COS alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from core.model import ops
from core.model.errors import Kind, Sent, StoreError
from core.model.values import (
    Account,
    Addressing,
    BucketInfo,
    Credentials,
    Grants,
    ObjectRef,
    Pin,
    Site,
    UploadInfo,
)
from core.rules.providers import provider
from core.store.stores import dialect_for
from tests.doubles.answers import answer, unix
from tests.doubles.spoken import headers_of
from tests.doubles.vendors import COMPLETE, COPY, COS, PART, PUT, TARGET
from tests.doubles.vendors import error_document as document

SITE, ACCOUNT, PROPS = COS.site, COS.account, COS.props
LOCAL = Site("http", "127.0.0.1:9000", "ap-guangzhou", Addressing.PATH)
sent, read, failed, own_headers = COS.sent, COS.read, COS.failed, COS.own_headers


def copy(**changes: Any) -> ops.CopyObject:
    """A copy from a bucket of the same region, with what is to be different."""
    return replace(COPY, **{"source_site": SITE, **changes})


# ---------------------------------------------------------------- figures


def test_the_dialect_of_the_provider_is_found() -> None:
    assert dialect_for("cos") is COS.dialect
    assert COS.dialect.name == provider("cos").dialect_name == "cos"


def test_the_limits_of_cos_are_those_of_its_pages() -> None:
    limits, features = provider("cos").limits, provider("cos").features
    assert limits.simple_max == limits.part_max == limits.put_max == 5 * 2**30
    assert (limits.part_min, limits.parts_max, limits.numbers_consecutive) == (2**20, 10_000, True)
    assert limits.multipart_max == 50_000 * 2**30
    assert (limits.key_max, limits.user_metadata_max, limits.list_max) == (850, 2 * 2**10, 1000)
    assert (limits.tags_max, limits.clock_skew_s) == (10, 15 * 60)
    assert features.archived_classes == {"ARCHIVE", "DEEP_ARCHIVE"}
    assert features.cross_region
    assert features.leading_slash


def test_the_endpoints_of_cos_are_named_after_their_regions() -> None:
    for region in provider("cos").regions:
        assert region.public == f"cos.{region.id}.myqcloud.com"
        assert region.internal == f"cos-internal.{region.id}.tencentcos.cn"


def test_the_code_decides_where_the_pages_disagree_about_the_status() -> None:
    cos = provider("cos")
    for status in (200, 400, 403, 404):
        assert cos.kind_of("ExpiredToken", status, "") is Kind.CREDENTIALS_EXPIRED
        assert cos.kind_of("NoSuchUpload", status, "") is Kind.NO_UPLOAD


# ---------------------------------------------------------------- requests


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


def test_in_path_style_the_whole_path_is_signed() -> None:
    """The same host and the same path need the same signature, whatever part of the path is the bucket."""
    in_path = sent(ops.HeadObject(ObjectRef("work", "b", "k 1")), site=LOCAL)
    in_key = sent(ops.HeadObject(ObjectRef("work", "any", "b/k 1")), site=replace(LOCAL, addressing=Addressing.CUSTOM))
    assert in_path == in_key


def test_a_listing_may_begin_behind_a_key_and_goes_on_by_its_token() -> None:
    assert b"&marker=k%26y&" in sent(ops.ListObjects("b-125", start_after="k&y")).target
    assert b"&marker=later&" in sent(ops.ListObjects("b-125", start_after="early", token="later")).target
    assert b"marker" not in sent(ops.ListObjects("b-125")).target


def refused(op: ops.Op[Any], sentence: str, *, site: Site = SITE, account: Account = ACCOUNT) -> None:
    with pytest.raises(StoreError, match=sentence) as caught:
        sent(op, site=site, account=account)
    assert (caught.value.kind, caught.value.sent, caught.value.op) == (Kind.INVALID, Sent.NO, type(op).__name__)


def test_a_copy_from_an_unknown_region_says_what_to_do() -> None:
    nowhere = Site("https", "cos.accelerate.myqcloud.com", "", Addressing.VIRTUAL)
    refused(copy(source_site=nowhere), "Enter it in its account's settings")


# ---------------------------------------------------------------- copies


@pytest.mark.parametrize("version", [None, "MTg0"])
def test_a_copy_of_an_object_onto_itself_replaces_what_it_has(version: str | None) -> None:
    headers = own_headers(copy(source=replace(TARGET, version=version), props=PROPS, source_site=SITE))
    assert headers["x-cos-metadata-directive"] == headers["x-cos-tagging-directive"] == "Replaced"
    assert headers["content-type"] == "text/plain"
    assert headers.items() >= COS.placed.items()


def test_the_same_key_in_another_bucket_is_another_object() -> None:
    op = copy(source=replace(TARGET, bucket="src-1250000000"))
    assert own_headers(op)["x-cos-metadata-directive"] == "Copy"


def test_without_a_site_of_its_own_the_source_lives_where_the_target_does() -> None:
    here = "src-1250000000.cos.ap-guangzhou.myqcloud.com/a%20b/c%3Fd"
    assert headers_of(sent(copy(source_site=None)))["x-cos-copy-source"] == here


def test_in_path_style_the_source_names_host_and_bucket() -> None:
    request = sent(copy(source_site=LOCAL), site=LOCAL)
    assert headers_of(request)["x-cos-copy-source"] == "127.0.0.1:9000/src-1250000000/a%20b/c%3Fd"


# ---------------------------------------------------------------- buckets and lists


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
    assert "no location" in failed(ops.GetBucketLocation("b-125"), 200, "<LocationConstraint/>").message


@pytest.mark.parametrize("element", ["EncodingType", "Encoding-type"])
def test_both_spellings_of_the_encoding_are_understood(element: str) -> None:
    body = f"""<ListBucketResult><{element}>url</{element}>
      <Contents><Key>a%2520b</Key><Size>0</Size></Contents></ListBucketResult>"""
    page = read(ops.ListObjects("b-125"), answer(body))
    assert (page.entries[0].key, page.next) == ("a%20b", None)


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


# ---------------------------------------------------------------- writes


def test_a_redirection_to_the_origin_is_not_followed() -> None:
    with pytest.raises(StoreError) as caught:
        read(ops.GetObject(TARGET), answer(b"", 302, location="https://origin.example/exampleobject"))
    assert caught.value.kind is Kind.OFFLINE


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


COMPLETED = """<CompleteMultipartUploadResult xmlns="http://www.qcloud.com/document/product/436/7751">
  <Location>http://b-125.cos.ap-beijing.myqcloud.com/k</Location><Bucket>b-125</Bucket><Key>k</Key>
  <ETag>&quot;aa259a62513358f69e98e72e59856d88-3&quot;</ETag></CompleteMultipartUploadResult>"""


def test_a_completion_gives_the_checksum_of_the_whole() -> None:
    got = answer(COMPLETED, x_cos_hash_crc64ecma="42", x_cos_version_id="null")
    assert read(COMPLETE, got) == ops.Written("aa259a62513358f69e98e72e59856d88-3", 42, "null")


# ---------------------------------------------------------------- ACLs


OWNER = "qcs::cam::uin/100000000001:uin/100000000001"


EVERYBODY = "<URI>http://cam.qcloud.com/groups/global/AllUsers</URI>"


def grant(grantee: str, permission: str) -> str:
    kind = "Group" if "<URI>" in grantee else "CanonicalUser"
    return (
        f'<Grant><Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="{kind}">{grantee}</Grantee>'
        f"<Permission>{permission}</Permission></Grant>"
    )


def acl(*grants: str, header: str = "") -> str:
    owner = f"<ID>{OWNER}</ID><DisplayName>{OWNER}</DisplayName>"
    body = f"<Owner>{owner}</Owner><AccessControlList>{''.join(grants)}</AccessControlList>"
    return read(ops.GetAcl(TARGET), answer(f"<AccessControlPolicy>{body}</AccessControlPolicy>", x_cos_acl=header))


OWN = grant(f"<ID>{OWNER}</ID><DisplayName>{OWNER}</DisplayName>", "FULL_CONTROL")


@pytest.mark.parametrize(
    ("grants", "word"),
    [
        ((), "default"),
        ((OWN,), "private"),
        ((grant(EVERYBODY, "READ"), OWN), "public-read"),
        ((OWN, grant("<ID>qcs::cam::anyone:anyone</ID>", "READ")), "public-read"),
        ((OWN, grant(EVERYBODY, "READ"), grant(EVERYBODY, "WRITE")), "public-read-write"),
    ],
)
def test_grants_are_read_as_the_word_for_them(grants: tuple[str, ...], word: str) -> None:
    assert acl(*grants) == word


@pytest.mark.parametrize("word", ["default", "private", "public-read", "public-read-write"])
def test_the_word_that_the_store_sends_along_is_taken(word: str) -> None:
    assert acl(OWN, header=word) == word


@pytest.mark.parametrize(
    "grants",
    [
        (OWN, grant("<ID>qcs::cam::uin/100000000002:uin/100000000002</ID>", "READ")),
        (OWN, grant(EVERYBODY, "READ"), grant("<ID>qcs::cam::uin/2:uin/2</ID>", "FULL_CONTROL")),
        (OWN, grant(EVERYBODY, "WRITE")),
        (OWN, grant(EVERYBODY, "FULL_CONTROL")),
        (OWN, grant("<URI>http://cam.qcloud.com/groups/global/AuthenticatedUsers</URI>", "READ")),
    ],
)
def test_grants_that_no_word_stands_for_are_not_given_one(grants: tuple[str, ...]) -> None:
    read = Grants.read(acl(*grants, header="something-new"))
    assert read is not None
    assert len(read.rows) == len(grants)
    headers = headers_of(sent(ops.PutAcl(TARGET, acl=str(read))))
    assert {name: text for name, text in headers.items() if "acl" in name or "grant" in name} == {
        f"x-cos-grant-{right}": who for right, who in read.headers()
    }


# ---------------------------------------------------------------- errors


ABOUT_THE_SOURCE = "The value of x-cos-copy-source-If-Match does not match."


@pytest.mark.parametrize(
    ("op", "message", "kind"),
    [
        (COPY, "Precondition Failed", Kind.SOURCE_CHANGED),
        (PART, "Precondition Failed", Kind.SOURCE_CHANGED),
        (replace(COPY, create_only=True), "Precondition Failed", Kind.EXISTS),
        (replace(COPY, create_only=True), ABOUT_THE_SOURCE, Kind.SOURCE_CHANGED),
        (replace(COMPLETE, create_only=True), "", Kind.EXISTS),
        (replace(PUT, create_only=True), "", Kind.EXISTS),
        (PUT, "", Kind.INVALID),
        (COMPLETE, "", Kind.INVALID),
    ],
)
def test_an_unmet_condition_is_about_the_source_or_the_target(op: ops.Op[Any], message: str, kind: Kind) -> None:
    assert failed(op, 412, document("PreconditionFailed", message)).kind is kind
    if message != ABOUT_THE_SOURCE:
        assert failed(op, 412).kind is kind


def test_a_redirection_names_the_right_host() -> None:
    document_says = failed(COPY, 301, document("PermanentRedirect", Endpoint="cos.ap-shanghai.myqcloud.com"))
    assert (document_says.kind, document_says.hint) == (Kind.WRONG_REGION, "cos.ap-shanghai.myqcloud.com")
    url = "https://bucket-125.cos.ap-shanghai.myqcloud.com/key"
    assert failed(COPY, 307, document("TemporaryRedirect"), location=url).hint == url


@pytest.mark.parametrize("code", ["RequestTimeTooSkewed", "Request has expired"])
def test_a_wrong_clock_learns_the_time_of_the_store(code: str) -> None:
    error = failed(COPY, 403, document(code), date="Sat, 16 Dec 2023 16:20:57 GMT")
    assert error.kind is Kind.CLOCK_SKEW
    assert float(error.hint) == 1702743657
    assert failed(COPY, 403, document(code), date="soon").hint == ""


@pytest.mark.parametrize("key", [".", "..", "./", "/", "////", "a/..", "a/../", "a/b/../..", "./a/.././"])
def test_a_key_that_the_front_end_takes_for_the_bucket_is_refused_for_every_method(key: str) -> None:
    place = ObjectRef("work", "b-125", key)
    for op in (
        ops.HeadObject(place),
        ops.GetObject(place),
        ops.DeleteObject(place),
        ops.PutObject(place, b""),
        ops.CopyObject(place, source=ObjectRef("work", "b-125", "k"), pin=Pin("e", 1)),
        ops.CreateUpload(place),
        ops.GetAcl(place),
        ops.PutTags(place, {}),
        ops.CopyObject(ObjectRef("work", "b-125", "k"), source=place, pin=Pin("e", 1)),
        ops.CopyPart(ObjectRef("work", "b-125", "k"), "u", 1, place, Pin("e", 1), 0, 0),
    ):
        with pytest.raises(StoreError, match="takes an object named") as caught:
            sent(op)
        assert (caught.value.kind, caught.value.code, caught.value.sent) == (Kind.INVALID, "NameOfBucket", Sent.NO)
    with pytest.raises(StoreError, match="delete it by itself"):
        sent(ops.DeleteObjects("b-125", objects=(("k", None), (key, None))))
    with pytest.raises(ValueError, match="takes an object named"):
        COS.dialect.presign(ACCOUNT, SITE, COS.keys, ref=place, expires_in=60, now=0)


@pytest.mark.parametrize("key", ["...", "a/.", "a/./b", "a/../b", "//a", ".a", "a//"])
def test_any_other_key_with_dots_and_slashes_is_sent_as_it_is(key: str) -> None:
    assert sent(ops.HeadObject(ObjectRef("work", "b-125", key))).target.endswith(key.encode())
