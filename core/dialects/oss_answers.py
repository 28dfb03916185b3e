"""Floor 2, wire: reading what Alibaba Cloud OSS answers to each operation when it succeeds.

Rules: OSS API Reference, one page for each operation. Every reader raises `xmldoc.MalformedError` for an answer that
lacks what the operation is about.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from xml.etree.ElementTree import Element

from core import ops
from core.dialects.base import WireResponse
from core.dialects.wire import bare, content_span, prefixed, read_http_date, read_iso_date, unpercent
from core.providers import provider
from core.values import (
    CONTENT_HEADERS,
    BucketInfo,
    Encryption,
    Entry,
    ObjectInfo,
    ObjectKind,
    ObjectRef,
    PartInfo,
    Props,
    RestoreState,
    UploadInfo,
    known,
)
from core.xmldoc import MalformedError, number, parse, required, text, truth, whole


def read(op: ops.Op[Any], answer: WireResponse) -> Any:
    """The result of `op`. Raises `MalformedError`."""
    reader = _READERS.get(type(op))
    return reader(answer) if reader else _MATCHERS[type(op)](op, answer)


# ---------------------------------------------------------------- buckets and lists


def _buckets(answer: WireResponse) -> ops.BucketPage:
    root = parse(answer.body, "ListAllMyBucketsResult")
    buckets = tuple(_bucket(node) for node in root.iterfind("Buckets/Bucket"))
    return ops.BucketPage(buckets, required(root, "NextMarker") if truth(root, "IsTruncated") else None)


def _bucket_info(answer: WireResponse) -> BucketInfo:
    node = parse(answer.body, "BucketInfo").find("Bucket")
    if node is None:
        raise MalformedError("the document has no Bucket")
    # The element is missing when versioning was never switched on.
    return _bucket(node, text(node, "Versioning").lower())


def _bucket(node: Element, versioning: str | None = None) -> BucketInfo:
    return BucketInfo(
        name=required(node, "Name"),
        region=_region(text(node, "Location") or text(node, "Region")),
        endpoint=text(node, "ExtranetEndpoint"),
        internal_endpoint=text(node, "IntranetEndpoint"),
        created=read_iso_date(text(node, "CreationDate")),
        storage_class=text(node, "StorageClass"),
        versioning=versioning,
    )


def _location(answer: WireResponse) -> str:
    region = _region((parse(answer.body, "LocationConstraint").text or "").strip())
    if not region:
        raise MalformedError("the document names no location")
    return region


def _region(location: str) -> str:
    """The bare region id: locations and endpoints put the name of the service before it."""
    return location.removeprefix("oss-")


def _objects(answer: WireResponse) -> ops.ObjectPage:
    root = parse(answer.body, "ListBucketResult")
    decode = _decoder(root)
    entries = tuple(_entry(node, decode) for node in root.iterfind("Contents"))
    prefixes = tuple(decode(required(node, "Prefix")) for node in root.iterfind("CommonPrefixes"))
    return ops.ObjectPage(entries, prefixes, _next(root, "NextContinuationToken", decode))


def _entry(node: Element, decode: Callable[[str], str]) -> Entry:
    return Entry(
        key=decode(required(node, "Key")),
        size=number(node, "Size"),
        etag=bare(text(node, "ETag")),
        modified=read_iso_date(text(node, "LastModified")),
        storage_class=text(node, "StorageClass"),
        kind=_kind(text(node, "Type")),
    )


def _uploads(answer: WireResponse) -> ops.UploadPage:
    root = parse(answer.body, "ListMultipartUploadsResult")
    decode = _decoder(root)
    uploads = tuple(_upload(node, decode) for node in root.iterfind("Upload"))
    key = _next(root, "NextKeyMarker", decode)
    return ops.UploadPage(uploads, None if key is None else (key, text(root, "NextUploadIdMarker")))


def _upload(node: Element, decode: Callable[[str], str]) -> UploadInfo:
    key, upload_id = decode(required(node, "Key")), required(node, "UploadId")
    return UploadInfo(key, upload_id, read_iso_date(text(node, "Initiated")))


def _next(root: Element, name: str, decode: Callable[[str], str]) -> str | None:
    """Where the next page begins. A page that says that there is more must say where."""
    return decode(required(root, name)) if truth(root, "IsTruncated") else None


def _decoder(root: Element) -> Callable[[str], str]:
    """How the names in a list are written: the answer says whether it did as it was asked."""
    return _unpercent if text(root, "EncodingType") == "url" else str


def _unpercent(value: str) -> str:
    """A name as it is. A name that is not UTF-8 must not be turned into the name of another object."""
    try:
        return unpercent(value)
    except UnicodeDecodeError as error:
        raise MalformedError(f"the name {value} is not UTF-8") from error


# ---------------------------------------------------------------- one object


def _head(op: ops.HeadObject, answer: WireResponse) -> ObjectInfo:
    storage_class = answer.header("x-oss-storage-class") or "Standard"
    count = answer.header("x-oss-tagging-count")
    return ObjectInfo(
        ref=ObjectRef(op.ref.account, op.ref.bucket, op.ref.key, _version(answer) or op.ref.version),
        size=whole(answer.header("content-length"), "Content-Length"),
        etag=bare(answer.header("etag")),
        modified=read_http_date(answer.header("last-modified")),
        crc64=_crc64(answer),
        kind=_kind(answer.header("x-oss-object-type")),
        restore=_restore(storage_class, answer.header("x-oss-restore")),
        tag_count=whole(count, "x-oss-tagging-count") if count else None,
        props=_props(answer, storage_class),
    )


def _props(answer: WireResponse, storage_class: str) -> Props:
    """What HEAD shows. An object without encryption is known to have none: `Encryption("")`."""
    present = prefixed(answer, "")
    algorithm = answer.header("x-oss-server-side-encryption")
    return Props(
        headers={name: present[name] for name in CONTENT_HEADERS if name in present},
        user=prefixed(answer, provider("oss").metadata_prefix),
        storage_class=storage_class,
        encryption=known(Encryption(algorithm, answer.header("x-oss-server-side-encryption-key-id"))),
    )


def _restore(storage_class: str, header: str) -> RestoreState:
    """Whether an archived object can be read: RestoreObject's page says how the header shows it."""
    if storage_class not in provider("oss").features.archived_classes:
        return RestoreState.NOT_NEEDED
    if 'ongoing-request="true"' in header:
        return RestoreState.RESTORING
    return RestoreState.RESTORED if 'ongoing-request="false"' in header else RestoreState.FROZEN


def _tags(answer: WireResponse) -> Mapping[str, str]:
    root = parse(answer.body, "Tagging")
    return {text(node, "Key"): text(node, "Value") for node in root.iterfind("TagSet/Tag")}


def _acl(answer: WireResponse) -> str:
    return required(parse(answer.body, "AccessControlPolicy"), "AccessControlList/Grant").strip()


def _bytes(op: ops.GetObject, answer: WireResponse) -> ops.Bytes:
    """The bytes asked for, also where the store sent the whole object instead of a range of it."""
    span = content_span(answer)
    etag = bare(answer.header("etag"))
    if answer.status != 206:
        stop = len(answer.body) if op.last is None else op.last + 1
        return ops.Bytes(answer.body[op.first : stop], op.first, len(answer.body), etag)
    if span is None or span[0] != op.first or span[1] - span[0] + 1 != len(answer.body):
        raise MalformedError("it does not hold the range that was asked for")
    return ops.Bytes(answer.body, span[0], span[2], etag)


def _deleted(answer: WireResponse) -> ops.Deleted:
    return ops.Deleted(_version(answer), answer.header("x-oss-delete-marker").lower() == "true")


def _nothing(_: WireResponse) -> None:
    """The status says all."""


# ---------------------------------------------------------------- writes


def _put(answer: WireResponse) -> ops.Written:
    return _written(answer, bare(answer.header("etag")))


def _copied(answer: WireResponse) -> ops.Written:
    return _written(answer, bare(required(parse(answer.body, "CopyObjectResult"), "ETag")))


def _completed(answer: WireResponse) -> ops.Written:
    return _written(answer, bare(required(parse(answer.body, "CompleteMultipartUploadResult"), "ETag")))


def _written(answer: WireResponse, etag: str) -> ops.Written:
    return ops.Written(etag or None, _crc64(answer), _version(answer))


def _created(answer: WireResponse) -> str:
    return required(parse(answer.body, "InitiateMultipartUploadResult"), "UploadId")


def _part_copied(op: ops.CopyPart, answer: WireResponse) -> ops.PartWritten:
    etag = bare(required(parse(answer.body, "CopyPartResult"), "ETag"))
    return ops.PartWritten(etag, _crc64(answer), _ranged(op, answer))


def _ranged(op: ops.CopyPart, answer: WireResponse) -> bool | None:
    """Whether the range was obeyed: the store copies the whole object and sends no Content-Range when it was not.

    A part that is the whole object is right either way.
    """
    span = content_span(answer)
    if span is not None:
        return span[:2] == (op.first, op.last)
    return None if (op.first, op.last) == (0, op.pin.size - 1) else False


def _parts(answer: WireResponse) -> ops.PartPage:
    root = parse(answer.body, "ListPartsResult")
    parts = tuple(_part(node) for node in root.iterfind("Part"))
    return ops.PartPage(parts, number(root, "NextPartNumberMarker") if truth(root, "IsTruncated") else None)


def _part(node: Element) -> PartInfo:
    crc64 = text(node, "HashCrc64ecma")
    return PartInfo(
        number=number(node, "PartNumber"),
        size=number(node, "Size"),
        etag=bare(required(node, "ETag")),
        crc64=whole(crc64, "HashCrc64ecma") if crc64 else None,
    )


# ---------------------------------------------------------------- headers


def _crc64(answer: WireResponse) -> int | None:
    """The checksum of the object or part that the answer is about; old objects have none."""
    value = answer.header("x-oss-hash-crc64ecma")
    return whole(value, "x-oss-hash-crc64ecma") if value else None


def _version(answer: WireResponse) -> str | None:
    """The version id; the vendor's pages spell its header in two ways."""
    return answer.header("x-oss-version-id") or answer.header("x-oss-versionid") or None


def _kind(word: str) -> ObjectKind:
    try:
        return ObjectKind(word.lower())
    except ValueError:
        return ObjectKind.NORMAL


#: What can be read from the answer alone.
_READERS: dict[type[ops.Op[Any]], Callable[[WireResponse], Any]] = {
    ops.ListBuckets: _buckets,
    ops.GetBucketInfo: _bucket_info,
    ops.GetBucketLocation: _location,
    ops.ListObjects: _objects,
    ops.ListUploads: _uploads,
    ops.GetTags: _tags,
    ops.PutTags: _nothing,
    ops.GetAcl: _acl,
    ops.PutAcl: _nothing,
    ops.PutObject: _put,
    ops.DeleteObject: _deleted,
    ops.CopyObject: _copied,
    ops.CreateUpload: _created,
    ops.CompleteUpload: _completed,
    ops.AbortUpload: _nothing,
    ops.ListParts: _parts,
}

#: What takes the operation to understand.
_MATCHERS: dict[type[ops.Op[Any]], Callable[[Any, WireResponse], Any]] = {
    ops.HeadObject: _head,
    ops.GetObject: _bytes,
    ops.CopyPart: _part_copied,
}
