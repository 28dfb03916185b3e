"""What the answers of COS tell of one object: HEAD, ACL and tags, as on the pages of the vendor."""

from __future__ import annotations

from typing import Any

import pytest

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
from core.store.dialects.cos.dialect import DIALECT
from tests.doubles.answers import answer, unix

ACCOUNT = Account("work", "cos", "https://cos.ap-guangzhou.myqcloud.com")
REF = ObjectRef("work", "examplebucket-1250000000", "exampleobject")


def read(op: ops.Op[R], got: WireResponse) -> R:
    return DIALECT.decode(op, ACCOUNT, got)


def unreadable(op: ops.Op[R], got: WireResponse) -> StoreError:
    with pytest.raises(StoreError, match="could not be read") as caught:
        read(op, got)
    return caught.value


# ---------------------------------------------------------------- HEAD

HEAD: dict[str, Any] = {
    "content_length": "13",
    "content_type": "image/jpeg",
    "last_modified": "Fri, 10 Apr 2020 09:35:16 GMT",
    "etag": '"ee8de918d05640145b18f70f4c3aa602"',
}


def test_a_head_gives_all_that_belongs_to_an_object() -> None:
    got = answer(
        **HEAD | {"etag": '"e-2"'},
        cache_control="no-cache",
        content_encoding="gzip",
        content_disposition='attachment; filename="中.txt"',
        expires="Fri, 24 Feb 2012 06:07:48 GMT",
        x_cos_meta_author="王",
        x_cos_meta_x_y="",
        x_cos_storage_class="STANDARD_IA",
        x_cos_hash_crc64ecma="16749565679157681890",
        x_cos_server_side_encryption="cos/kms",
        x_cos_server_side_encryption_cos_kms_key_id="48ba38aa-26c5-11ea-855c-52540085****",
        x_cos_tagging_count="2",
        x_cos_version_id="MTg0NDUxNTc1NjIzMTQ1MDAwODg",
    )
    info = read(ops.HeadObject(REF), got)
    assert info.ref == ObjectRef(REF.account, REF.bucket, REF.key, "MTg0NDUxNTc1NjIzMTQ1MDAwODg")
    assert (info.size, info.etag, info.crc64, info.tag_count) == (13, "e-2", 16749565679157681890, 2)
    assert info.modified == unix(2020, 4, 10, 9, 35, 16)
    assert info.props.headers == {
        "content-type": "image/jpeg",
        "cache-control": "no-cache",
        "content-encoding": "gzip",
        "content-disposition": 'attachment; filename="中.txt"',
        "expires": "Fri, 24 Feb 2012 06:07:48 GMT",
    }
    assert info.props.user == {"author": "王", "x-y": ""}
    assert info.props.storage_class == "STANDARD_IA"
    assert info.props.encryption == known(Encryption("cos/kms", "48ba38aa-26c5-11ea-855c-52540085****"))


def test_a_plain_head_shows_what_is_absent() -> None:
    info = read(ops.HeadObject(REF), answer(**HEAD))
    assert info.ref == REF
    assert info.props.storage_class == "STANDARD"
    assert info.props.encryption == known(Encryption(""))
    assert (info.crc64, info.tag_count, info.kind) == (None, None, ObjectKind.NORMAL)
    assert info.props.tags.sight is info.props.acl.sight is Sight.UNKNOWN


def test_an_appendable_object_is_told() -> None:
    assert read(ops.HeadObject(REF), answer(**HEAD, x_cos_object_type="appendable")).kind is ObjectKind.APPENDABLE


@pytest.mark.parametrize(
    ("storage_class", "tier", "header", "state"),
    [
        ("", "", "", RestoreState.NOT_NEEDED),
        ("STANDARD_IA", "", 'ongoing-request="true"', RestoreState.NOT_NEEDED),
        ("ARCHIVE", "", "", RestoreState.FROZEN),
        ("DEEP_ARCHIVE", "", 'ongoing-request="true"', RestoreState.RESTORING),
        (
            "ARCHIVE",
            "",
            'ongoing-request="false", expiry-date="Sat, 28 Dec 2019 08:22:15 GMT"',
            RestoreState.RESTORED,
        ),
        ("INTELLIGENT_TIERING", "FREQUENT", "", RestoreState.NOT_NEEDED),
        ("INTELLIGENT_TIERING", "ARCHIVE", "", RestoreState.FROZEN),
    ],
)
def test_an_archived_object_tells_whether_it_can_be_read(
    storage_class: str, tier: str, header: str, state: RestoreState
) -> None:
    got = answer(**HEAD, x_cos_storage_class=storage_class, x_cos_storage_tier=tier, x_cos_restore=header)
    assert read(ops.HeadObject(REF), got).restore is state


def test_a_head_without_a_length_is_not_an_empty_object() -> None:
    assert "Content-Length" in unreadable(ops.HeadObject(REF), answer(etag='"e"')).message


# ---------------------------------------------------------------- ACL

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
    return read(ops.GetAcl(REF), answer(f"<AccessControlPolicy>{body}</AccessControlPolicy>", x_cos_acl=header))


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
    with pytest.raises(StoreError, match="no predefined ACL") as caught:
        acl(*grants, header="something-new")
    assert (caught.value.kind, caught.value.op) == (Kind.UNSUPPORTED, "GetAcl")


# ---------------------------------------------------------------- small reads


def test_tags_are_read() -> None:
    body = """<Tagging><TagSet><Tag><Key>age</Key><Value>18</Value></Tag>
      <Tag><Key>name</Key><Value></Value></Tag></TagSet></Tagging>"""
    assert read(ops.GetTags(REF), answer(body)) == {"age": "18", "name": ""}
