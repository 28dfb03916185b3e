"""What the answers of S3 tell of one object: HEAD, tags and ACL, as on the pages of the vendor."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model import ops
from core.model.errors import Kind, StoreError
from core.model.ops import R
from core.model.values import (
    REDIRECT,
    Account,
    Encryption,
    ObjectKind,
    ObjectRef,
    RestoreState,
    Sight,
    known,
)
from core.store.dialects.base import WireResponse
from core.store.dialects.s3.dialect import DIALECT
from tests.doubles.answers import answer, kind_of_failure, unix

AWS = Account("work", "aws", "https://s3.eu-central-1.amazonaws.com")
OTHER = Account("work", "s3", "https://store.example")
REF = ObjectRef("work", "bucket", "key")
NS = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'


def said(**headers: str) -> WireResponse:
    """A success that says all in its headers."""
    return answer(b"", 200, **headers)


def read(op: ops.Op[R], got: WireResponse, account: Account = AWS) -> R:
    return DIALECT.decode(op, account, got)


# ---------------------------------------------------------------- HEAD

HEAD = {
    "content_length": "344606",
    "content_type": "image/jpg",
    "last_modified": "Fri, 24 Feb 2012 06:07:48 GMT",
    "etag": '"fba9dede5f27731c9771645a39863328"',
}
CRC = base64.b64encode((0x995DC9BBDF1939FA).to_bytes(8, "big")).decode()


def test_a_head_gives_all_that_belongs_to_an_object() -> None:
    got = said(
        **HEAD | {"etag": '"fba9-12"'},
        cache_control="no-cache",
        content_encoding="gzip",
        content_language="zh-CN",
        content_disposition='attachment; filename="a.txt"',
        expires="Fri, 24 Feb 2012 06:07:48 GMT",
        x_amz_meta_author="=?UTF-8?B?5Lit5paH?=",
        x_amz_meta_x_y="",
        x_amz_storage_class="STANDARD_IA",
        x_amz_checksum_crc64nvme=CRC,
        x_amz_checksum_type="FULL_OBJECT",
        x_amz_server_side_encryption="aws:kms",
        x_amz_server_side_encryption_aws_kms_key_id="arn:aws:kms:key-1",
        x_amz_tagging_count="2",
        x_amz_version_id="3HL4",
    )
    info = read(ops.HeadObject(REF), got)
    assert info.ref == ObjectRef("work", "bucket", "key", "3HL4")
    assert (info.size, info.etag, info.crc64, info.tag_count) == (344606, "fba9-12", 0x995DC9BBDF1939FA, 2)
    assert info.modified == unix(2012, 2, 24, 6, 7, 48)
    assert (info.kind, info.restore) == (ObjectKind.MULTIPART, RestoreState.NOT_NEEDED)
    assert info.props.headers == {
        "content-type": "image/jpg",
        "cache-control": "no-cache",
        "content-encoding": "gzip",
        "content-language": "zh-CN",
        "content-disposition": 'attachment; filename="a.txt"',
        "expires": "Fri, 24 Feb 2012 06:07:48 GMT",
    }
    assert info.props.user == {"author": "中文", "x-y": ""}
    assert info.props.storage_class == "STANDARD_IA"
    assert info.props.encryption == known(Encryption("aws:kms", "arn:aws:kms:key-1"))
    assert info.props.tags.sight is Sight.UNKNOWN
    assert info.props.acl.sight is Sight.UNKNOWN


def test_a_head_tells_where_a_website_redirects_to() -> None:
    info = read(ops.HeadObject(REF), said(**HEAD, x_amz_website_redirect_location="/b?c=d%20e"))
    assert info.props.headers == {"content-type": "image/jpg", REDIRECT: "/b?c=d%20e"}


def test_a_head_tells_what_no_copy_can_carry() -> None:
    got = said(
        **HEAD,
        x_amz_object_lock_mode="GOVERNANCE",
        x_amz_object_lock_retain_until_date="2040-01-01T00:00:00.000Z",
        x_amz_object_lock_legal_hold="ON",
        x_amz_missing_meta="2",
    )
    assert read(ops.HeadObject(REF), got).props.others == {
        "object-lock-mode": "GOVERNANCE",
        "object-lock-retain-until-date": "2040-01-01T00:00:00.000Z",
        "object-lock-legal-hold": "ON",
        "missing-meta": "2",
    }


def test_a_hold_that_is_off_and_metadata_of_which_none_is_missing_are_nothing_to_lose() -> None:
    got = said(**HEAD, x_amz_object_lock_legal_hold="OFF", x_amz_missing_meta="0")
    assert read(ops.HeadObject(REF), got).props.others == {}


def test_a_plain_head_shows_what_is_absent() -> None:
    info = read(ops.HeadObject(REF), said(**HEAD), OTHER)
    assert info.ref == REF
    assert info.props.storage_class == "STANDARD"
    assert info.props.encryption == known(Encryption(""))
    assert (info.crc64, info.tag_count, info.kind) == (None, None, ObjectKind.NORMAL)


@pytest.mark.parametrize("reach", [{"x_amz_checksum_type": "COMPOSITE"}, {}])
def test_a_checksum_that_is_not_of_the_whole_object_is_none(reach: dict[str, str]) -> None:
    got = said(**HEAD, x_amz_checksum_crc64nvme=CRC, **reach)
    assert read(ops.HeadObject(REF), got).crc64 is None


@pytest.mark.parametrize("value", ["AAAA", "not base64", "é"])
def test_a_checksum_that_cannot_be_read_is_no_success(value: str) -> None:
    got = said(**HEAD, x_amz_checksum_crc64nvme=value, x_amz_checksum_type="FULL_OBJECT")
    with pytest.raises(StoreError, match="checksum"):
        read(ops.HeadObject(REF), got)


@pytest.mark.parametrize(
    ("storage_class", "headers", "state"),
    [
        ("STANDARD", {}, RestoreState.NOT_NEEDED),
        ("GLACIER_IR", {}, RestoreState.NOT_NEEDED),
        ("GLACIER", {}, RestoreState.FROZEN),
        ("DEEP_ARCHIVE", {"x_amz_restore": 'ongoing-request="true"'}, RestoreState.RESTORING),
        (
            "GLACIER",
            {"x_amz_restore": 'ongoing-request="false", expiry-date="Sun, 16 Apr 2017 08:12:33 GMT"'},
            RestoreState.RESTORED,
        ),
        ("INTELLIGENT_TIERING", {}, RestoreState.NOT_NEEDED),
        ("INTELLIGENT_TIERING", {"x_amz_archive_status": "ARCHIVE_ACCESS"}, RestoreState.FROZEN),
    ],
)
def test_an_archived_object_tells_whether_it_can_be_read(
    storage_class: str, headers: dict[str, str], state: RestoreState
) -> None:
    got = said(**HEAD, x_amz_storage_class=storage_class, **headers)
    assert read(ops.HeadObject(REF), got).restore is state


def test_a_head_without_a_length_is_not_an_empty_object() -> None:
    with pytest.raises(StoreError, match="Content-Length"):
        read(ops.HeadObject(REF), answer(etag='"e"'))


# ---------------------------------------------------------------- tags and ACL


def test_tags_are_read() -> None:
    body = f"""<Tagging {NS}><TagSet><Tag><Key>a</Key><Value>1</Value></Tag>
      <Tag><Key>b</Key><Value></Value></Tag></TagSet></Tagging>"""
    assert read(ops.GetTags(REF), answer(body)) == {"a": "1", "b": ""}
    assert read(ops.GetTags(REF), answer("<Tagging><TagSet/></Tagging>")) == {}


def test_a_store_that_has_no_set_of_tags_for_an_object_says_that_there_are_none() -> None:
    body = "<Error><Code>NoSuchTagSet</Code><Message>The TagSet does not exist</Message></Error>"
    assert read(ops.GetTags(REF), answer(body, 404), OTHER) == {}


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
    assert read(ops.GetAcl(REF), policy(*grants)) == word


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
    with pytest.raises(StoreError) as caught:
        read(ops.GetAcl(REF), policy(*grants))
    assert (caught.value.kind, caught.value.op) == (Kind.UNSUPPORTED, "GetAcl")


@given(
    st.dictionaries(
        st.sampled_from([*HEAD, "x_amz_tagging_count", "x_amz_checksum_crc64nvme", "x_amz_checksum_type"]),
        st.sampled_from(["FULL_OBJECT", CRC]) | st.text("0123456789 ²-,:AGMTbefinr=", max_size=40),
    )
)
def test_a_head_with_any_headers_raises_nothing_but_a_store_error(headers: dict[str, str]) -> None:
    assert kind_of_failure(DIALECT, ops.HeadObject(REF), AWS, said(**headers)) in (None, Kind.TRANSIENT)
