"""Copies inside OSS: CopyObject and UploadPartCopy. No byte moves; a copy shares the extents of its source."""

from __future__ import annotations

from dataclasses import replace

from core.sandbox.extents import Content, opaque_etag
from core.sandbox.oss.errors import OssError
from core.sandbox.oss.rules import COPY_MAX, COPY_MAX_SAME_CLASS, check_key
from core.sandbox.protocol.access import home, may_read
from core.sandbox.protocol.call import Answer, Call, decoded
from core.sandbox.protocol.headers import iso_date, span_inside
from core.sandbox.protocol.markup import XML, document, element
from core.sandbox.protocol.objects import Source, check_readable, current, exact, source_header
from core.sandbox.protocol.uploads import open_upload, store_part
from core.sandbox.world import Bucket, Kind, Version, Versioning

_CONDITIONS = "x-oss-copy-source-"


def copy_object(call: Call) -> Answer:
    bucket = home(call)
    source = _source(call, bucket)
    call.vendor.check_conditions(call, source.version, _CONDITIONS)
    call.vendor.check_target(call, bucket)
    target = _carried(call, bucket, source)
    onto_itself = _is_onto_itself(call, bucket, source)
    moves = not onto_itself or _rewrites(source.version, target)
    if moves:
        _check_size(call, source, target, onto_itself=onto_itself)
        target = _made(source.version, target)
    else:
        target = replace(source.version, headers=target.headers, user=target.user, tags=target.tags, acl=target.acl)
        target = replace(target, modified=call.now)
    stored = call.world.put(bucket.name, call.key, target)
    etag = call.vendor.etag(stored.etag)
    body = document("CopyObjectResult", (element("ETag", etag), element("LastModified", iso_date(stored.modified))))
    headers = [call.vendor.checksum_header(stored.content), ("ETag", etag), XML]
    return Answer(200, [*headers, *call.vendor.version_header(stored, bucket), *source_header(call, source)], body)


def upload_part_copy(call: Call) -> Answer:
    """A range that is malformed or outside the source is ignored: the whole object becomes the part.

    Only the missing Content-Range header shows it (UploadPartCopy).
    """
    bucket = home(call)
    upload = open_upload(call, bucket)
    source = _source(call, bucket)
    call.vendor.check_conditions(call, source.version, _CONDITIONS)
    content, content_range = _ranged(call, source)
    part = store_part(call, upload, content, opaque_etag(content, 1)[:32])
    etag = call.vendor.etag(part.etag)
    body = document("CopyPartResult", (element("LastModified", iso_date(part.modified)), element("ETag", etag)))
    return Answer(200, [("ETag", etag), *content_range, XML, *source_header(call, source)], body)


def weight(call: Call) -> int:
    """How many bytes the store would copy for a copy; a copy onto itself may change the metadata alone."""
    bucket = home(call)
    source = _source(call, bucket)
    if call.operation == "UploadPartCopy":
        return _ranged(call, source)[0].length
    moves = not _is_onto_itself(call, bucket, source) or _rewrites(source.version, _carried(call, bucket, source))
    return source.version.content.length if moves else 0


def _source(call: Call, bucket: Bucket) -> Source:
    """The source, once everything that can forbid it was looked at."""
    name, key, version_id = _named_source(call)
    home_of_source = call.world.buckets.get(name)
    if home_of_source is None:
        raise OssError("NoSuchBucket", extra={"BucketName": name})
    if home_of_source.region != bucket.region:
        message = "Target object does not reside in the same data center as source object."
        raise OssError("AccessDenied", message)
    # The version of a delete marker answers 400 (UploadPartCopy), a current one 404.
    version = current(call, home_of_source, key) if version_id is None else exact(call, home_of_source, key, version_id)
    if version.marker:
        message = "The version of the copy source is a delete marker."
        raise OssError.argument("versionId", version_id or "", message)
    if not may_read(call, home_of_source, version):
        raise call.vendor.denied()
    # CopyObject of 2021 refuses append objects only where versioning was ever on, AppendObject of the same year and
    # CopyObject of 2019 refuse them always; no page names the code. The strict reading is taken.
    if version.kind is Kind.APPENDABLE:
        raise OssError("OperationNotSupported", "The source object is appendable and can not be copied.")
    check_readable(call, version)
    return Source(home_of_source, key, version, named=version_id is not None)


def _named_source(call: Call) -> tuple[str, str, str | None]:
    """Bucket, key and version id of x-oss-copy-source: `/bucket/<percent-encoded key>[?versionId=<id>]`."""
    text = call.own("copy-source")
    path, mark, version = text.partition("?")
    bucket, _, key = decoded(path).removeprefix("/").partition("/")
    well_formed = path.startswith("/") and bucket and key and (not mark or version.startswith("versionId="))
    if not well_formed:
        raise OssError.argument("x-oss-copy-source", text, "Copy Source must mention the source bucket and key.")
    check_key(key)
    return bucket, key, decoded(version.removeprefix("versionId=")) if mark else None


def followed(bucket: Bucket, version: Version) -> Version:
    """The version whose bytes are read: for a symlink the object that it names."""
    if version.kind is not Kind.SYMLINK:
        return version
    target = bucket.newest(version.target)
    if target is None or target.marker:
        raise OssError("SymlinkTargetNotExist", extra={"Target": version.target})
    if target.kind is Kind.SYMLINK:
        raise OssError("InvalidTargetType", extra={"Target": version.target})
    return target


def _ranged(call: Call, source: Source) -> tuple[Content, list[tuple[str, str]]]:
    """The content of the part, and the Content-Range header where a range was honoured."""
    whole = followed(source.bucket, source.version).content
    text = call.header("x-oss-copy-source-range")
    first, _, last = text.removeprefix("bytes=").partition("-")
    span = span_inside(text, whole.length) if first and last else None
    if span is None:
        return whole, []
    content = whole.slice(span[0], span[1] - span[0] + 1)
    return content, [("Content-Range", f"bytes {span[0]}-{span[1]}/{whole.length}")]


def _is_onto_itself(call: Call, bucket: Bucket, source: Source) -> bool:
    """Source and target are the same object of a bucket without versions: only its metadata changes."""
    same = source.bucket is bucket and source.key == call.key
    return same and bucket.versioning is Versioning.NEVER


def _rewrites(old: Version, new: Version) -> bool:
    """A change of class or encryption moves the data, also onto itself."""
    return (old.storage_class, old.encryption) != (new.storage_class, new.encryption)


def _carried(call: Call, bucket: Bucket, source: Source) -> Version:
    """The target's properties: what the request states, and what a copy carries from its source.

    ACL, encryption and storage class never come from the source. Onto itself, the metadata of the request counts
    whatever the directive says.
    """
    stated = call.vendor.draft(call, bucket)
    if _directive(call, "x-oss-metadata-directive") == "copy" and not _is_onto_itself(call, bucket, source):
        stated = replace(stated, headers=source.version.headers, user=source.version.user)
    if _directive(call, "x-oss-tagging-directive") == "copy":
        stated = replace(stated, tags=source.version.tags)
    return stated


def _directive(call: Call, name: str) -> str:
    word = call.header(name).lower() or "copy"
    if word not in ("copy", "replace"):
        raise OssError.argument(name, call.header(name), f"The value of {name} is not valid.")
    return word


def _check_size(call: Call, source: Source, target: Version, *, onto_itself: bool) -> None:
    """How much one call copies; `Settings.strict_2021` says which of the vendor's texts counts."""
    same_class = source.version.storage_class == target.storage_class
    if not call.settings.strict_2021 and same_class:
        if onto_itself or source.bucket.name == call.bucket:
            return
        largest = COPY_MAX_SAME_CLASS
    else:
        largest = COPY_MAX
    if source.version.content.length > largest:
        message = "The source object's length exceeds the maximum that can be copied."
        raise OssError("EntityTooLarge", message, extra={"MaxSizeAllowed": str(largest)})


def _made(source: Version, target: Version) -> Version:
    """The target with its bytes: a link stays a link, all else becomes a normal object whose ETag is no MD5."""
    if source.kind is Kind.SYMLINK:
        return replace(target, content=source.content, kind=Kind.SYMLINK, target=source.target, etag=source.etag)
    return replace(target, content=source.content, etag=opaque_etag(source.content, 1))
