"""What the answers of all three protocols tell of one object: HEAD and tags, as on the pages of the vendors."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model import ops
from core.model.errors import Kind
from core.model.values import Encryption, ObjectKind, RestoreState, Sight, known
from tests.doubles.answers import answer, kind_of_failure, unix
from tests.doubles.vendors import HEAD, OTHER, S3, TARGET, VENDORS, Vendor

PLAIN = {
    "content_length": "344606",
    "content_type": "image/jpg",
    "last_modified": "Fri, 24 Feb 2012 06:07:48 GMT",
    "etag": '"fba9dede5f27731c9771645a3986****"',
}
DEFAULT_CLASS = {"oss": "Standard", "cos": "STANDARD", "s3": "STANDARD"}
KEY_HEADER = {
    "oss": "server-side-encryption-key-id",
    "cos": "server-side-encryption-cos-kms-key-id",
    "s3": "server-side-encryption-aws-kms-key-id",
}


def test_a_head_gives_all_that_belongs_to_an_object(vendor: Vendor) -> None:
    own = {
        "meta-author": "=?UTF-8?B?546L?=" if vendor is S3 else "王",
        "meta-x-y": "",
        "storage-class": "IA",
        **vendor.crc64(11051210869376104954),
        "server-side-encryption": "KMS",
        KEY_HEADER[vendor.name]: "key-1",
        "tagging-count": "2",
        "version-id": "CAEQ",
        "object-type": "Multipart",
    }
    got = vendor.answer(
        own=own,
        **PLAIN | {"etag": '"fba9-12"'},
        cache_control="no-cache",
        content_encoding="gzip",
        content_language="zh-CN",
        content_disposition='attachment; filename="中.txt"',
        expires="Fri, 24 Feb 2012 06:07:48 GMT",
    )
    info = vendor.read(HEAD, got)
    assert (info.ref.bucket, info.ref.key, info.ref.version) == (TARGET.bucket, TARGET.key, "CAEQ")
    assert (info.size, info.etag, info.crc64, info.tag_count) == (344606, "fba9-12", 11051210869376104954, 2)
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
    assert info.props.tags.sight is info.props.acl.sight is Sight.UNKNOWN


def test_a_plain_head_shows_what_is_absent(vendor: Vendor) -> None:
    for account in (vendor.account, *((OTHER,) if vendor is S3 else ())):
        info = vendor.read(HEAD, answer(**PLAIN), account=account)
        assert info.ref == TARGET
        assert info.props.storage_class == DEFAULT_CLASS[vendor.name]
        assert info.props.encryption == known(Encryption(""))
        assert (info.crc64, info.tag_count, info.kind) == (None, None, ObjectKind.NORMAL)
        assert info.props.tags.sight is info.props.acl.sight is Sight.UNKNOWN


RESTORED = 'ongoing-request="false", expiry-date="Sun, 16 Apr 2017 08:12:33 GMT"'


@pytest.mark.parametrize(
    ("name", "storage_class", "own", "state"),
    [
        ("oss", "Standard", {}, RestoreState.NOT_NEEDED),
        ("oss", "IA", {"restore": 'ongoing-request="true"'}, RestoreState.NOT_NEEDED),
        ("oss", "Archive", {}, RestoreState.FROZEN),
        ("oss", "ColdArchive", {"restore": 'ongoing-request="true"'}, RestoreState.RESTORING),
        ("oss", "DeepColdArchive", {"restore": RESTORED}, RestoreState.RESTORED),
        ("cos", "", {}, RestoreState.NOT_NEEDED),
        ("cos", "STANDARD_IA", {"restore": 'ongoing-request="true"'}, RestoreState.NOT_NEEDED),
        ("cos", "ARCHIVE", {}, RestoreState.FROZEN),
        ("cos", "DEEP_ARCHIVE", {"restore": 'ongoing-request="true"'}, RestoreState.RESTORING),
        ("cos", "ARCHIVE", {"restore": RESTORED}, RestoreState.RESTORED),
        ("cos", "INTELLIGENT_TIERING", {"storage-tier": "FREQUENT"}, RestoreState.NOT_NEEDED),
        ("cos", "INTELLIGENT_TIERING", {"storage-tier": "ARCHIVE"}, RestoreState.FROZEN),
        ("s3", "STANDARD", {}, RestoreState.NOT_NEEDED),
        ("s3", "GLACIER_IR", {}, RestoreState.NOT_NEEDED),
        ("s3", "GLACIER", {}, RestoreState.FROZEN),
        ("s3", "DEEP_ARCHIVE", {"restore": 'ongoing-request="true"'}, RestoreState.RESTORING),
        ("s3", "GLACIER", {"restore": RESTORED}, RestoreState.RESTORED),
        ("s3", "INTELLIGENT_TIERING", {}, RestoreState.NOT_NEEDED),
        ("s3", "INTELLIGENT_TIERING", {"archive-status": "ARCHIVE_ACCESS"}, RestoreState.FROZEN),
    ],
)
def test_an_archived_object_tells_whether_it_can_be_read(
    name: str, storage_class: str, own: dict[str, str], state: RestoreState
) -> None:
    (vendor,) = (each for each in VENDORS if each.name == name)
    got = vendor.answer(own={"storage-class": storage_class, **own}, **PLAIN)
    assert vendor.read(HEAD, got).restore is state


def test_a_kind_of_object_that_is_not_known_is_read_as_normal(vendor: Vendor) -> None:
    assert vendor.read(HEAD, vendor.answer(own={"object-type": "New"}, **PLAIN)).kind is ObjectKind.NORMAL


def test_an_appendable_object_is_told(vendor: Vendor) -> None:
    kind = vendor.read(HEAD, vendor.answer(own={"object-type": "appendable"}, **PLAIN)).kind
    assert kind is (ObjectKind.NORMAL if vendor is S3 else ObjectKind.APPENDABLE)


@pytest.mark.parametrize(("name", "lock"), [("oss", "object-worm-"), ("s3", "object-lock-")])
def test_a_head_tells_what_retains_the_object(name: str, lock: str) -> None:
    (vendor,) = (each for each in VENDORS if each.name == name)
    until = {f"{lock}retain-until-date": "2040-01-01T00:00:00.000Z", f"{lock}mode": "COMPLIANCE"}
    expected = {"object-lock-mode": "COMPLIANCE", "object-lock-retain-until-date": "2040-01-01T00:00:00.000Z"}
    off = vendor.answer(own={**until, f"{lock}legal-hold": "OFF"}, **PLAIN)
    assert vendor.read(HEAD, off).props.others == expected
    on = vendor.answer(own={**until, f"{lock}legal-hold": "ON"}, **PLAIN)
    assert vendor.read(HEAD, on).props.others == expected | {"object-lock-legal-hold": "ON"}


def test_a_head_without_a_length_is_not_an_empty_object(vendor: Vendor) -> None:
    error = vendor.failed(HEAD, 200, etag='"e"')
    assert "Content-Length" in error.message
    assert "could not be read" in error.message


def test_tags_are_read(vendor: Vendor) -> None:
    body = """<Tagging xmlns="http://doc.example/"><TagSet><Tag><Key>a</Key><Value>1</Value></Tag>
      <Tag><Key>b</Key><Value></Value></Tag></TagSet></Tagging>"""
    assert vendor.read(ops.GetTags(TARGET), answer(body)) == {"a": "1", "b": ""}
    assert vendor.read(ops.GetTags(TARGET), answer("<Tagging><TagSet></TagSet></Tagging>")) == {}


@given(
    st.sampled_from(VENDORS),
    st.dictionaries(
        st.sampled_from([*PLAIN, "tagging-count", "hash-crc64ecma", "checksum-crc64nvme", "checksum-type"]),
        st.sampled_from(["FULL_OBJECT", S3.crc64(7)["checksum-crc64nvme"]])
        | st.text("0123456789 ²-,:AGMTbefinr=", max_size=40),
    ),
)
def test_a_head_with_any_headers_raises_nothing_but_a_store_error(vendor: Vendor, headers: dict[str, str]) -> None:
    plain = {name: value for name, value in headers.items() if name in PLAIN}
    own = {name: value for name, value in headers.items() if name not in PLAIN}
    got = vendor.answer(own=own, **plain)
    assert kind_of_failure(vendor.dialect, HEAD, vendor.account, got) in (None, Kind.TRANSIENT)
