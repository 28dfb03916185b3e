"""Reading what Amazon S3 and the stores that speak like it answer when an operation succeeds.

Rules: Amazon S3 API Reference, one page for each operation. Every reader raises `xmldoc.MalformedError` for an answer
that lacks what the operation is about.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element

from core.model import ops
from core.model.errors import Kind, OwnCode, StoreError
from core.model.values import (
    REDIRECT,
    BucketInfo,
    Encryption,
    ObjectInfo,
    ObjectKind,
    ObjectRef,
    Props,
    UploadInfo,
    known,
)
from core.rules.props import plain_text
from core.rules.providers import Provider
from core.rules.vocabulary import metadata_prefix
from core.store.dialects.base import WireResponse
from core.store.dialects.common import answers
from core.store.dialects.common.wire import bare, prefixed, read_http_date, read_iso_date
from core.store.dialects.s3.requests import CHECKSUM, WEBSITE_REDIRECT
from core.store.xmldoc import MalformedError, parse, required, text, truth, whole

_STANDARD = "STANDARD"  # what HEAD leaves unsaid
_OLD_REGIONS = {"EU": "eu-west-1"}  # a name from before there were several in Europe
_MADE_OF_PARTS = re.compile(r".+-[0-9]{1,5}")
_GROUPS = "http://acs.amazonaws.com/groups/global/"
_OWNER, _ALL, _KNOWN_USERS = "owner", f"{_GROUPS}AllUsers", f"{_GROUPS}AuthenticatedUsers"

#: What each canned word grants (Amazon S3 User Guide, "Access control list (ACL) overview", Canned ACL).
_CANNED = {
    frozenset({(_OWNER, "FULL_CONTROL")}): "private",
    frozenset({(_OWNER, "FULL_CONTROL"), (_ALL, "READ")}): "public-read",
    frozenset({(_OWNER, "FULL_CONTROL"), (_ALL, "READ"), (_ALL, "WRITE")}): "public-read-write",
    frozenset({(_OWNER, "FULL_CONTROL"), (_KNOWN_USERS, "READ")}): "authenticated-read",
}


def read(op: ops.Op[Any], answer: WireResponse, store: Provider) -> Any:
    """The result of `op`. Raises `MalformedError`, or `StoreError` for a property that no word of ours describes."""
    reader = _READERS.get(type(op))
    return reader(answer) if reader else _MATCHERS[type(op)](op, answer, store)


# ---------------------------------------------------------------- buckets and lists


def _buckets(answer: WireResponse) -> ops.BucketPage:
    root = parse(answer.body, "ListAllMyBucketsResult")
    buckets = tuple(_bucket(node) for node in root.iterfind("Buckets/Bucket"))
    return ops.BucketPage(buckets, text(root, "ContinuationToken") or None)


def _bucket(node: Element) -> BucketInfo:
    """A bucket of the list; stores that do not page the list do not say where a bucket is."""
    created = read_iso_date(text(node, "CreationDate"))
    return BucketInfo(required(node, "Name"), region=text(node, "BucketRegion"), created=created)


def _bucket_info(op: ops.GetBucketInfo, answer: WireResponse, _store: Provider) -> BucketInfo:
    return BucketInfo(op.bucket, region=answer.header("x-amz-bucket-region"))


def _location(_op: ops.GetBucketLocation, answer: WireResponse, store: Provider) -> str:
    """The region; the first one is answered by an empty document."""
    name = (parse(answer.body, "LocationConstraint").text or "").strip()
    return _OLD_REGIONS.get(name, name) or store.quirks.default_region


def _objects(answer: WireResponse) -> ops.ObjectPage:
    root = parse(answer.body, "ListBucketResult")
    names = _names(root)
    entries, prefixes = answers.entries(root, names), answers.common_prefixes(root, names)
    if not truth(root, "IsTruncated"):
        return ops.ObjectPage(entries, prefixes, None)
    token = text(root, "NextContinuationToken") or names(text(root, "NextMarker"))
    # The first version of the list names the next page only where there is a delimiter; else it is the last key.
    last = token or max([*(entry.key for entry in entries), *prefixes], key=str.encode, default="")
    if not last:
        raise MalformedError("the list says that there is more, but not where")
    return ops.ObjectPage(entries, prefixes, last)


def _versions(answer: WireResponse) -> ops.VersionPage:
    root = parse(answer.body, "ListVersionsResult")
    return answers.version_page(root, _names(root))


def _uploads(answer: WireResponse) -> ops.UploadPage:
    root = parse(answer.body, "ListMultipartUploadsResult")
    names = _names(root)
    uploads = tuple(_upload(node, names) for node in root.iterfind("Upload"))
    key = answers.next_page(root, "NextKeyMarker", names)
    return ops.UploadPage(uploads, None if key is None else (key, text(root, "NextUploadIdMarker")))


def _upload(node: Element, names: answers.Names) -> UploadInfo:
    key, upload_id = names(required(node, "Key")), required(node, "UploadId")
    return UploadInfo(key, upload_id, read_iso_date(text(node, "Initiated")))


def _names(root: Element) -> answers.Names:
    """How the names in a list are written. Where they are encoded, a plus stands for a space."""
    names = answers.written_names(root)
    return (lambda name: names(name.replace("+", " "))) if text(root, "EncodingType") == "url" else names


# ---------------------------------------------------------------- one object


def _head(op: ops.HeadObject, answer: WireResponse, store: Provider) -> ObjectInfo:
    storage_class = answer.header("x-amz-storage-class") or _STANDARD
    etag = bare(answer.header("etag"))
    # Objects of a class that moves them by itself say only so that they are archived now.
    archived = storage_class in store.features.archived_classes or bool(answer.header("x-amz-archive-status"))
    return ObjectInfo(
        ref=ObjectRef(op.ref.account, op.ref.bucket, op.ref.key, _version(answer) or op.ref.version),
        size=whole(answer.header("content-length"), "Content-Length"),
        etag=etag,
        modified=read_http_date(answer.header("last-modified")),
        crc64=_header_crc64(answer),
        kind=ObjectKind.MULTIPART if _MADE_OF_PARTS.fullmatch(etag) else ObjectKind.NORMAL,
        restore=answers.restore_state(answer.header("x-amz-restore"), archived=archived),
        readable_until=answers.readable_until(answer.header("x-amz-restore")),
        tag_count=answers.optional_number(answer.header("x-amz-tagging-count"), "x-amz-tagging-count"),
        props=_props(answer, storage_class, store),
    )


def _props(answer: WireResponse, storage_class: str, store: Provider) -> Props:
    """What HEAD shows. An object without encryption is known to have none: `Encryption("")`."""
    algorithm = answer.header("x-amz-server-side-encryption")
    user = prefixed(answer, metadata_prefix(store))
    if store.quirks.metadata_words:
        user = {name: plain_text(value) for name, value in user.items()}
    return Props(
        headers=_headers(answer),
        user=user,
        storage_class=storage_class,
        encryption=known(Encryption(algorithm, answer.header("x-amz-server-side-encryption-aws-kms-key-id"))),
        others=_others(answer),
    )


def _headers(answer: WireResponse) -> dict[str, str]:
    redirect = answer.header(WEBSITE_REDIRECT)
    return {**answers.content_headers(answer), **({REDIRECT: redirect} if redirect else {})}


def _others(answer: WireResponse) -> dict[str, str]:
    """The lock, as far as the key may see it, and how many entries of metadata no header can show."""
    missing = answer.header("x-amz-missing-meta")
    return {**answers.locks(answer, "x-amz-object-lock-"), **({"missing-meta": missing} if missing.strip("0 ") else {})}


def _acl(answer: WireResponse) -> str:
    """The canned word for the grants; raise `StoreError` (UNSUPPORTED) when there is none for them."""
    root = parse(answer.body, "AccessControlPolicy")
    owner = text(root, "Owner/ID")
    grants = frozenset(
        (_grantee(node, owner), text(node, "Permission").strip()) for node in root.iterfind("AccessControlList/Grant")
    )
    word = _CANNED.get(grants)
    if word is None:
        message = "The object's access rules name single users or rights, which cannot be copied as one word."
        raise StoreError(
            Kind.UNSUPPORTED, op="GetAcl", status=answer.status, code=OwnCode.ACL_NOT_CANNED, message=message
        )
    return word


def _grantee(grant: Element, owner: str) -> str:
    uri = text(grant, "Grantee/URI").strip()
    return uri or (_OWNER if text(grant, "Grantee/ID") == owner else "somebody")


def _bytes(op: ops.GetObject, answer: WireResponse, _store: Provider) -> ops.Bytes:
    return answers.ranged_bytes(op, answer)


def _deleted(answer: WireResponse) -> ops.Deleted:
    return ops.Deleted(_version(answer), answer.header("x-amz-delete-marker").lower() == "true")


# ---------------------------------------------------------------- writes


def _put(answer: WireResponse) -> ops.Written:
    return ops.Written(bare(answer.header("etag")) or None, _header_crc64(answer), _version(answer))


def _copied(answer: WireResponse) -> ops.Written:
    return _written(answer, "CopyObjectResult")


def _completed(answer: WireResponse) -> ops.Written:
    return _written(answer, "CompleteMultipartUploadResult")


def _written(answer: WireResponse, document: str) -> ops.Written:
    root = parse(answer.body, document)
    crc64 = _crc64(text(root, f"Checksum{CHECKSUM}"), text(root, "ChecksumType"))
    return ops.Written(bare(required(root, "ETag")), crc64, _version(answer))


def _part_copied(answer: WireResponse) -> ops.PartWritten:
    """Nothing in the answer shows the range; the list of parts shows the size.

    A store that does not know the operation takes it for UploadPart and has stored a part without content: that
    answer has no body, and the ETag in a header.
    """
    if not answer.body and answer.header("etag"):
        message = "The store does not copy parts: it stored an empty one."
        raise StoreError(
            Kind.UNSUPPORTED, op="CopyPart", status=answer.status, code=OwnCode.PART_NOT_COPIED, message=message
        )
    return ops.PartWritten(bare(required(parse(answer.body, "CopyPartResult"), "ETag")))


# ---------------------------------------------------------------- headers


def _header_crc64(answer: WireResponse) -> int | None:
    return _crc64(answer.header(f"x-amz-checksum-{CHECKSUM.lower()}"), answer.header("x-amz-checksum-type"))


def _crc64(value: str, reach: str) -> int | None:
    """The checksum, but only one of the whole object: another is made of those of the parts."""
    if not value or reach != "FULL_OBJECT":
        return None
    try:
        raw = base64.b64decode(value, validate=True)
    except ValueError:
        raw = b""
    if len(raw) != 8:
        raise MalformedError("the checksum is not one of 64 bits")
    return int.from_bytes(raw, "big")


def _version(answer: WireResponse) -> str | None:
    return answer.header("x-amz-version-id") or None


#: What can be read from the answer alone.
_READERS: dict[type[ops.Op[Any]], Callable[[WireResponse], Any]] = {
    ops.ListBuckets: _buckets,
    ops.ListObjects: _objects,
    ops.ListUploads: _uploads,
    ops.GetVersioning: answers.versioning,
    ops.ListVersions: _versions,
    ops.RestoreObject: answers.nothing,
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

#: What takes the operation or the store to understand.
_MATCHERS: dict[type[ops.Op[Any]], Callable[[Any, WireResponse, Provider], Any]] = {
    ops.GetBucketInfo: _bucket_info,
    ops.GetBucketLocation: _location,
    ops.HeadObject: _head,
    ops.GetObject: _bytes,
}
