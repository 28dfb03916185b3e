"""Reading what Tencent Cloud COS answers to each operation when it succeeds.

Rules: Tencent Cloud COS API, one page for each operation. Every reader raises `xmldoc.MalformedError` for an answer
that lacks what the operation is about; for a copy, a part and a completion that is the ETag, because the status was
sent before the work was done.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element

from core.model import ops
from core.model.errors import Kind, StoreError
from core.model.values import BucketInfo, Encryption, ObjectInfo, ObjectRef, Props, UploadInfo, known
from core.rules.providers import provider
from core.rules.vocabulary import metadata_prefix
from core.store.dialects.base import WireResponse
from core.store.dialects.common import answers
from core.store.dialects.common.wire import bare, prefixed, read_http_date, read_iso_date
from core.store.xmldoc import MalformedError, parse, required, text, truth, whole

_CRC64 = "x-cos-hash-crc64ecma"
_DEFAULT_CLASS = "STANDARD"  # HEAD leaves it out
_EVERYBODY = ("http://cam.qcloud.com/groups/global/AllUsers", "qcs::cam::anyone:anyone")

#: The canned word for what everybody may do; in a list without any grant, not even the owner's, nothing was set.
_WORDS = {
    frozenset[str](): "private",
    frozenset({"READ"}): "public-read",
    frozenset({"READ", "WRITE"}): "public-read-write",
}


def read(op: ops.Op[Any], answer: WireResponse) -> Any:
    """The result of `op`. Raises `MalformedError`, and `StoreError` for an ACL that has no word."""
    reader = _READERS.get(type(op))
    return reader(answer) if reader else _MATCHERS[type(op)](op, answer)


# ---------------------------------------------------------------- buckets and lists


def _buckets(answer: WireResponse) -> ops.BucketPage:
    root = parse(answer.body, "ListAllMyBucketsResult")
    buckets = tuple(_bucket(node) for node in root.iterfind("Buckets/Bucket"))
    return ops.BucketPage(buckets, required(root, "NextMarker") if truth(root, "IsTruncated") else None)


def _bucket(node: Element) -> BucketInfo:
    region = required(node, "Location")
    return _bucket_in(region, required(node, "Name"), created=_date(text(node, "CreationDate")))


def _bucket_in(region: str, name: str, created: float | None = None) -> BucketInfo:
    """A bucket with the endpoints of its region, whose names follow one rule."""
    known_provider = provider("cos")
    internal = (*known_provider.sister_domains, known_provider.parent_domain)[0]
    return BucketInfo(
        name=name,
        region=region,
        endpoint=f"cos.{region}.{known_provider.parent_domain}",
        internal_endpoint=f"cos-internal.{region}.{internal}",
        created=created,
    )


def _bucket_info(op: ops.GetBucketInfo, answer: WireResponse) -> BucketInfo:
    return _bucket_in(_location(answer), op.bucket)


def _location(answer: WireResponse) -> str:
    region = (parse(answer.body, "LocationConstraint").text or "").strip()
    if not region:
        raise MalformedError("the document names no location")
    return region


def _objects(answer: WireResponse) -> ops.ObjectPage:
    root = parse(answer.body, "ListBucketResult")
    names = answers.written_names(root)
    more = answers.next_page(root, "NextMarker", names)
    return ops.ObjectPage(answers.entries(root, names), answers.common_prefixes(root, names), more)


def _versions(answer: WireResponse) -> ops.VersionPage:
    root = parse(answer.body, "ListVersionsResult")
    return answers.version_page(root, answers.written_names(root))


def _uploads(answer: WireResponse) -> ops.UploadPage:
    root = parse(answer.body, "ListMultipartUploadsResult")
    names = answers.written_names(root)
    uploads = tuple(_upload(node, names) for node in root.iterfind("Upload"))
    key = answers.next_page(root, "NextKeyMarker", names)
    return ops.UploadPage(uploads, None if key is None else (key, text(root, "NextUploadIdMarker")))


def _upload(node: Element, names: answers.Names) -> UploadInfo:
    """The vendor's page spells the id in two ways."""
    upload_id = text(node, "UploadId") or required(node, "UploadID")
    return UploadInfo(names(required(node, "Key")), upload_id, _date(text(node, "Initiated")))


# ---------------------------------------------------------------- one object


def _head(op: ops.HeadObject, answer: WireResponse) -> ObjectInfo:
    storage_class = answer.header("x-cos-storage-class") or _DEFAULT_CLASS
    return ObjectInfo(
        ref=ObjectRef(op.ref.account, op.ref.bucket, op.ref.key, _version(answer) or op.ref.version),
        size=whole(answer.header("content-length"), "Content-Length"),
        etag=bare(answer.header("etag")),
        modified=read_http_date(answer.header("last-modified")),
        crc64=_crc64(answer),
        kind=answers.object_kind(answer.header("x-cos-object-type")),
        restore=answers.restore_state(answer.header("x-cos-restore"), archived=_is_archived(answer, storage_class)),
        readable_until=answers.readable_until(answer.header("x-cos-restore")),
        tag_count=answers.optional_number(answer.header("x-cos-tagging-count"), "x-cos-tagging-count"),
        props=_props(answer, storage_class),
    )


def _is_archived(answer: WireResponse, storage_class: str) -> bool:
    """Objects of the tiering classes say in a second header when they have been moved to an archive."""
    return bool({storage_class, answer.header("x-cos-storage-tier")} & provider("cos").features.archived_classes)


def _props(answer: WireResponse, storage_class: str) -> Props:
    """What HEAD shows. An object without encryption is known to have none: `Encryption("")`."""
    key_id = answer.header("x-cos-server-side-encryption-cos-kms-key-id")
    return Props(
        headers=answers.content_headers(answer),
        user=prefixed(answer, metadata_prefix(provider("cos"))),
        storage_class=storage_class,
        encryption=known(Encryption(answer.header("x-cos-server-side-encryption"), key_id)),
    )


def _acl(answer: WireResponse) -> str:
    """The canned word for an ACL: by the header that the service sends along, else by the grants.

    Grants cannot tell "private" from the ACL of an object that has none of its own but for its owner's grant; they
    are read as "private", which gives nobody more than the source did.
    """
    root = parse(answer.body, "AccessControlPolicy")
    word = answer.header("x-cos-acl").lower()
    if word == "default" or word in _WORDS.values():
        return word
    grants = root.findall("AccessControlList/Grant")
    owner = text(root, "Owner/ID")
    public = [text(grant, "Permission") for grant in grants if _grantee(grant) in _EVERYBODY]
    others = [grant for grant in grants if _grantee(grant) not in (owner, *_EVERYBODY)]
    said = _WORDS.get(frozenset(public))
    if said is None or others:
        message = "The object's ACL has grants that no predefined ACL stands for."
        raise StoreError(Kind.UNSUPPORTED, op="GetAcl", status=answer.status, message=message)
    return said if grants else "default"


def _grantee(grant: Element) -> str:
    return text(grant, "Grantee/URI") or text(grant, "Grantee/ID")


def _link(answer: WireResponse) -> str:
    """No page of the vendor's tells of this operation; its own client (cos-python-sdk-v5 1.9.44) has it."""
    return answers.link_target(answer, "x-cos-symlink-target")


def _deleted(answer: WireResponse) -> ops.Deleted:
    return ops.Deleted(_version(answer), answer.header("x-cos-delete-marker").lower() == "true")


# ---------------------------------------------------------------- writes


def _put(answer: WireResponse) -> ops.Written:
    return ops.Written(bare(answer.header("etag")) or None, _crc64(answer), _version(answer))


def _copied(answer: WireResponse) -> ops.Written:
    return _written(answer, parse(answer.body, "CopyObjectResult"))


def _completed(answer: WireResponse) -> ops.Written:
    return _written(answer, parse(answer.body, "CompleteMultipartUploadResult"))


def _written(answer: WireResponse, root: Element) -> ops.Written:
    version = text(root, "VersionId") or _version(answer)
    return ops.Written(bare(required(root, "ETag")), _crc64(answer, root), version)


def _part_copied(answer: WireResponse) -> ops.PartWritten:
    root = parse(answer.body, "CopyPartResult")
    return ops.PartWritten(bare(required(root, "ETag")), _crc64(answer, root))


# ---------------------------------------------------------------- pieces


def _crc64(answer: WireResponse, root: Element | None = None) -> int | None:
    """The checksum of the object or part that the answer is about; older answers have none."""
    element = "" if root is None else text(root, "CRC64").strip()
    return answers.optional_number(element or answer.header(_CRC64), "the CRC-64")


def _version(answer: WireResponse) -> str | None:
    return answer.header("x-cos-version-id") or None


def _date(value: str) -> float | None:
    """A date in either of the two forms that the vendor's pages show."""
    return read_iso_date(value) or read_http_date(value)


#: What can be read from the answer alone.
_READERS: dict[type[ops.Op[Any]], Callable[[WireResponse], Any]] = {
    ops.ListBuckets: _buckets,
    ops.GetBucketLocation: _location,
    ops.ListObjects: _objects,
    ops.ListUploads: _uploads,
    ops.GetVersioning: answers.versioning,
    ops.ListVersions: _versions,
    ops.RestoreObject: answers.nothing,
    ops.GetLink: _link,
    ops.GetTags: answers.tags,
    ops.DeleteObjects: answers.not_deleted,
    ops.PutTags: answers.nothing,
    ops.GetAcl: _acl,
    ops.PutAcl: answers.nothing,
    ops.PutObject: _put,
    ops.DeleteObject: _deleted,
    ops.CopyObject: _copied,
    ops.CreateUpload: answers.upload_id,
    ops.CopyPart: _part_copied,
    ops.CompleteUpload: _completed,
    ops.AbortUpload: answers.nothing,
    ops.ListParts: answers.part_page,
}

#: What takes the operation to understand.
_MATCHERS: dict[type[ops.Op[Any]], Callable[[Any, WireResponse], Any]] = {
    ops.GetBucketInfo: _bucket_info,
    ops.HeadObject: _head,
    ops.GetObject: answers.ranged_bytes,
}
