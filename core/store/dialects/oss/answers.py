"""Reading what Alibaba Cloud OSS answers to each operation when it succeeds.

Rules: OSS API Reference, one page for each operation. Every reader raises `xmldoc.MalformedError` for an answer that
lacks what the operation is about.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element

from core.model import ops
from core.model.values import BucketInfo, Encryption, ObjectInfo, ObjectRef, Props, UploadInfo, known
from core.rules.providers import provider
from core.rules.vocabulary import metadata_prefix
from core.store.dialects.base import WireResponse
from core.store.dialects.common import answers
from core.store.dialects.common.wire import bare, content_span, prefixed, read_http_date, read_iso_date
from core.store.xmldoc import MalformedError, parse, required, text, truth, whole


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
    names = answers.written_names(root)
    more = answers.next_page(root, "NextContinuationToken", names)
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
    key, upload_id = names(required(node, "Key")), required(node, "UploadId")
    return UploadInfo(key, upload_id, read_iso_date(text(node, "Initiated")))


# ---------------------------------------------------------------- one object


def _head(op: ops.HeadObject, answer: WireResponse) -> ObjectInfo:
    storage_class = answer.header("x-oss-storage-class") or "Standard"
    return ObjectInfo(
        ref=ObjectRef(op.ref.account, op.ref.bucket, op.ref.key, _version(answer) or op.ref.version),
        size=whole(answer.header("content-length"), "Content-Length"),
        etag=bare(answer.header("etag")),
        modified=read_http_date(answer.header("last-modified")),
        crc64=_crc64(answer),
        kind=answers.object_kind(answer.header("x-oss-object-type")),
        restore=answers.restore_state(answer.header("x-oss-restore"), archived=_is_archived(storage_class)),
        readable_until=answers.readable_until(answer.header("x-oss-restore")),
        tag_count=answers.optional_number(answer.header("x-oss-tagging-count"), "x-oss-tagging-count"),
        props=_props(answer, storage_class),
    )


def _props(answer: WireResponse, storage_class: str) -> Props:
    """What HEAD shows. An object without encryption is known to have none: `Encryption("")`."""
    algorithm = answer.header("x-oss-server-side-encryption")
    return Props(
        headers=answers.content_headers(answer),
        user=prefixed(answer, metadata_prefix(provider("oss"))),
        storage_class=storage_class,
        encryption=known(Encryption(algorithm, answer.header("x-oss-server-side-encryption-key-id"))),
        others=answers.locks(answer, "x-oss-object-worm-"),
    )


def _is_archived(storage_class: str) -> bool:
    return storage_class in provider("oss").features.archived_classes


def _acl(answer: WireResponse) -> str:
    return required(parse(answer.body, "AccessControlPolicy"), "AccessControlList/Grant").strip()


def _link(answer: WireResponse) -> str:
    return answers.link_target(answer, "x-oss-symlink-target")


def _deleted(answer: WireResponse) -> ops.Deleted:
    return ops.Deleted(_version(answer), answer.header("x-oss-delete-marker").lower() == "true")


# ---------------------------------------------------------------- writes


def _put(answer: WireResponse) -> ops.Written:
    return _written(answer, bare(answer.header("etag")))


def _copied(answer: WireResponse) -> ops.Written:
    return _written(answer, bare(required(parse(answer.body, "CopyObjectResult"), "ETag")))


def _completed(answer: WireResponse) -> ops.Written:
    return _written(answer, bare(required(parse(answer.body, "CompleteMultipartUploadResult"), "ETag")))


def _written(answer: WireResponse, etag: str) -> ops.Written:
    return ops.Written(etag or None, _crc64(answer), _version(answer))


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


# ---------------------------------------------------------------- headers


def _crc64(answer: WireResponse) -> int | None:
    """The checksum of the object or part that the answer is about; old objects have none."""
    return answers.optional_number(answer.header("x-oss-hash-crc64ecma"), "x-oss-hash-crc64ecma")


def _version(answer: WireResponse) -> str | None:
    """The version id; the vendor's pages spell its header in two ways."""
    return answer.header("x-oss-version-id") or answer.header("x-oss-versionid") or None


#: What can be read from the answer alone.
_READERS: dict[type[ops.Op[Any]], Callable[[WireResponse], Any]] = {
    ops.ListBuckets: _buckets,
    ops.GetBucketInfo: _bucket_info,
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
    ops.CompleteUpload: _completed,
    ops.AbortUpload: answers.nothing,
    ops.ListParts: answers.part_page,
}

#: What takes the operation to understand.
_MATCHERS: dict[type[ops.Op[Any]], Callable[[Any, WireResponse], Any]] = {
    ops.HeadObject: _head,
    ops.GetObject: answers.ranged_bytes,
    ops.CopyPart: _part_copied,
}
