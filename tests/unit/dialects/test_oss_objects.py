"""What the answers of OSS tell of one object: HEAD, tags and ACL, as on the pages of the vendor."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model import ops
from core.model.errors import Kind, StoreError
from core.model.ops import R
from core.model.values import (
    Account,
    Encryption,
    ObjectKind,
    ObjectRef,
    RestoreState,
    Sight,
    known,
)
from core.store.dialects.base import WireResponse
from core.store.dialects.oss.dialect import DIALECT
from tests.doubles.answers import answer, kind_of_failure, unix

ACCOUNT = Account("work", "oss", "https://oss-cn-hangzhou.aliyuncs.com")
REF = ObjectRef("work", "bucket", "key")


def read(op: ops.Op[R], got: WireResponse) -> R:
    return DIALECT.decode(op, ACCOUNT, got)


# ---------------------------------------------------------------- HEAD

HEAD = {
    "content_length": "344606",
    "content_type": "image/jpg",
    "last_modified": "Fri, 24 Feb 2012 06:07:48 GMT",
    "etag": '"fba9dede5f27731c9771645a3986****"',
    "x_oss_object_type": "Normal",
}


def test_a_head_gives_all_that_belongs_to_an_object() -> None:
    got = answer(
        **HEAD | {"etag": '"fba9"', "x_oss_object_type": "Multipart"},
        cache_control="no-cache",
        content_encoding="gzip",
        content_language="zh-CN",
        content_disposition='attachment; filename="中.txt"',
        expires="Fri, 24 Feb 2012 06:07:48 GMT",
        x_oss_meta_author="王",
        x_oss_meta_x_y="",
        x_oss_storage_class="IA",
        x_oss_hash_crc64ecma="11051210869376104954",
        x_oss_server_side_encryption="KMS",
        x_oss_server_side_encryption_key_id="key-1",
        x_oss_tagging_count="2",
        x_oss_version_id="CAEQ",
    )
    info = read(ops.HeadObject(REF), got)
    assert info.ref == ObjectRef("work", "bucket", "key", "CAEQ")
    assert (info.size, info.etag, info.crc64, info.tag_count) == (344606, "fba9", 11051210869376104954, 2)
    assert info.modified == unix(2012, 2, 24, 6, 7, 48)
    assert (info.kind, info.restore) == (ObjectKind.MULTIPART, RestoreState.NOT_NEEDED)
    assert info.props.headers == {
        "content-type": "image/jpg",
        "cache-control": "no-cache",
        "content-encoding": "gzip",
        "content-language": "zh-CN",
        "content-disposition": 'attachment; filename="中.txt"',
        "expires": "Fri, 24 Feb 2012 06:07:48 GMT",
    }
    assert info.props.user == {"author": "王", "x-y": ""}
    assert info.props.storage_class == "IA"
    assert info.props.encryption == known(Encryption("KMS", "key-1"))
    assert info.props.tags.sight is Sight.UNKNOWN
    assert info.props.acl.sight is Sight.UNKNOWN


def test_a_plain_head_shows_what_is_absent() -> None:
    info = read(ops.HeadObject(REF), answer(**HEAD))
    assert info.ref == REF
    assert info.props.storage_class == "Standard"
    assert info.props.encryption == known(Encryption(""))
    assert (info.crc64, info.tag_count) == (None, None)
    assert info.props.tags.sight is Sight.UNKNOWN


def test_the_other_spelling_of_the_version_header_is_read() -> None:
    assert read(ops.HeadObject(REF), answer(**HEAD, x_oss_versionid="CAEQ")).ref.version == "CAEQ"


@pytest.mark.parametrize(
    ("storage_class", "header", "state"),
    [
        ("Standard", "", RestoreState.NOT_NEEDED),
        ("IA", 'ongoing-request="true"', RestoreState.NOT_NEEDED),
        ("Archive", "", RestoreState.FROZEN),
        ("ColdArchive", 'ongoing-request="true"', RestoreState.RESTORING),
        (
            "DeepColdArchive",
            'ongoing-request="false", expiry-date="Sun, 16 Apr 2017 08:12:33 GMT"',
            RestoreState.RESTORED,
        ),
    ],
)
def test_an_archived_object_tells_whether_it_can_be_read(storage_class: str, header: str, state: RestoreState) -> None:
    got = answer(**HEAD, x_oss_storage_class=storage_class, x_oss_restore=header)
    assert read(ops.HeadObject(REF), got).restore is state


def test_a_kind_of_object_that_is_not_known_is_read_as_normal() -> None:
    assert read(ops.HeadObject(REF), answer(**HEAD | {"x_oss_object_type": "New"})).kind is ObjectKind.NORMAL


def test_a_head_tells_what_retains_the_object() -> None:
    got = answer(
        **HEAD,
        x_oss_object_worm_mode="COMPLIANCE",
        x_oss_object_worm_retain_until_date="2040-01-01T00:00:00.000Z",
        x_oss_object_worm_legal_hold="OFF",
    )
    assert read(ops.HeadObject(REF), got).props.others == {
        "object-lock-mode": "COMPLIANCE",
        "object-lock-retain-until-date": "2040-01-01T00:00:00.000Z",
    }


def test_a_head_without_a_length_is_not_an_empty_object() -> None:
    with pytest.raises(StoreError, match="Content-Length"):
        read(ops.HeadObject(REF), answer(etag='"e"'))


# ---------------------------------------------------------------- small reads


def test_tags_and_acl_are_read() -> None:
    body = """<Tagging><TagSet><Tag><Key>a</Key><Value>1</Value></Tag>
      <Tag><Key>b</Key><Value></Value></Tag></TagSet></Tagging>"""
    assert read(ops.GetTags(REF), answer(body)) == {"a": "1", "b": ""}
    assert read(ops.GetTags(REF), answer("<Tagging><TagSet></TagSet></Tagging>")) == {}
    body = """<AccessControlPolicy><Owner><ID>1</ID></Owner>
      <AccessControlList><Grant>public-read</Grant></AccessControlList></AccessControlPolicy>"""
    assert read(ops.GetAcl(REF), answer(body)) == "public-read"


@given(
    st.dictionaries(
        st.sampled_from([*HEAD, "x_oss_tagging_count", "x_oss_hash_crc64ecma"]),
        st.text("0123456789 ²-,:AGMTbefinr", max_size=40),
    )
)
def test_a_head_with_any_headers_raises_nothing_but_a_store_error(headers: dict[str, str]) -> None:
    assert kind_of_failure(DIALECT, ops.HeadObject(REF), ACCOUNT, answer(**headers)) in (None, Kind.TRANSIENT)
