"""Copies inside OSS: CopyObject and UploadPartCopy. No byte moves; a copy shares the extents of its source."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace

from core.sandbox.call import Call
from core.sandbox.etags import opaque_etag, quoted
from core.sandbox.extents import Content
from core.sandbox.handler import Answer
from core.sandbox.headers import iso_date
from core.sandbox.markup import document, element
from core.sandbox.oss.access import denied, home
from core.sandbox.oss.errors import OssError
from core.sandbox.oss.props import check_conditions, check_create_only, draft, version_header
from core.sandbox.oss.rules import COPY_MAX, COPY_MAX_SAME_CLASS
from core.sandbox.oss.source import check_readable, copy_source, followed, source_version
from core.sandbox.oss.uploads import open_upload, store_part
from core.sandbox.ranges import span_inside
from core.sandbox.rights import may_read
from core.sandbox.world import Bucket, Kind, Version, Versioning

_CONDITIONS = "x-oss-copy-source-"


@dataclass(frozen=True, slots=True)
class _Source:
    bucket: Bucket
    key: str
    version: Version


def copy_object(call: Call) -> Answer:
    bucket = home(call)
    source = _source(call, bucket)
    check_conditions(call, source.version, _CONDITIONS)
    check_create_only(call, bucket, call.key)
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
    body = document(
        "CopyObjectResult", (element("ETag", quoted(stored.etag)), element("LastModified", iso_date(stored.modified)))
    )
    headers = [("x-oss-hash-crc64ecma", str(stored.content.crc64())), ("ETag", quoted(stored.etag)), *_xml()]
    return Answer(200, [*headers, *version_header(stored, bucket), *_source_header(source)], body)


def upload_part_copy(call: Call) -> Answer:
    """A range that is malformed or outside the source is ignored: the whole object becomes the part.

    Only the missing Content-Range header shows it (UploadPartCopy).
    """
    bucket = home(call)
    upload = open_upload(call, bucket)
    source = _source(call, bucket)
    check_conditions(call, source.version, _CONDITIONS)
    content, content_range = _ranged(call, source)
    part = store_part(call, upload, content, opaque_etag(content, 1)[:32])
    body = document(
        "CopyPartResult", (element("LastModified", iso_date(part.modified)), element("ETag", quoted(part.etag)))
    )
    return Answer(200, [("ETag", quoted(part.etag)), *content_range, *_xml(), *_source_header(source)], body)


def weight(call: Call) -> int:
    """How many bytes the store would copy for this request; 0 when it will refuse it."""
    if call.operation not in ("CopyObject", "UploadPartCopy"):
        return 0
    with suppress(OssError):
        bucket = home(call)
        source = _source(call, bucket)
        if call.operation == "UploadPartCopy":
            return _ranged(call, source)[0].length
        if not _is_onto_itself(call, bucket, source) or _rewrites(source.version, _carried(call, bucket, source)):
            return source.version.content.length
    return 0


def _xml() -> list[tuple[str, str]]:
    return [("Content-Type", "application/xml")]


def _source(call: Call, bucket: Bucket) -> _Source:
    """The source, once everything that can forbid it was looked at."""
    name, key, version_id = copy_source(call)
    home_of_source = call.world.buckets.get(name)
    if home_of_source is None:
        raise OssError("NoSuchBucket", extra={"BucketName": name})
    if home_of_source.region != bucket.region:
        message = "Target object does not reside in the same data center as source object."
        raise OssError("AccessDenied", message)
    version = source_version(home_of_source, key, version_id)
    if not may_read(call, home_of_source, version):
        raise denied()
    # CopyObject of 2021 refuses append objects only where versioning was ever on, AppendObject of the same year and
    # CopyObject of 2019 refuse them always; no page names the code. The strict reading is taken.
    if version.kind is Kind.APPENDABLE:
        raise OssError("OperationNotSupported", "The source object is appendable and can not be copied.")
    check_readable(version, call.now)
    return _Source(home_of_source, key, version)


def _ranged(call: Call, source: _Source) -> tuple[Content, list[tuple[str, str]]]:
    """The content of the part, and the Content-Range header where a range was honoured."""
    whole = followed(source.bucket, source.version).content
    text = call.header("x-oss-copy-source-range")
    first, _, last = text.removeprefix("bytes=").partition("-")
    span = span_inside(text, whole.length) if first and last else None
    if span is None:
        return whole, []
    content = whole.slice(span[0], span[1] - span[0] + 1)
    return content, [("Content-Range", f"bytes {span[0]}-{span[1]}/{whole.length}")]


def _is_onto_itself(call: Call, bucket: Bucket, source: _Source) -> bool:
    """Source and target are the same object of a bucket without versions: only its metadata changes."""
    same = source.bucket is bucket and source.key == call.key
    return same and bucket.versioning is Versioning.NEVER


def _rewrites(old: Version, new: Version) -> bool:
    """A change of class or encryption moves the data, also onto itself."""
    return (old.storage_class, old.encryption) != (new.storage_class, new.encryption)


def _carried(call: Call, bucket: Bucket, source: _Source) -> Version:
    """The target's properties: what the request states, and what a copy carries from its source.

    ACL, encryption and storage class never come from the source. Onto itself, the metadata of the request counts
    whatever the directive says.
    """
    stated = draft(call, bucket)
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


def _check_size(call: Call, source: _Source, target: Version, *, onto_itself: bool) -> None:
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


def _source_header(source: _Source) -> list[tuple[str, str]]:
    if source.bucket.versioning is Versioning.NEVER:
        return []
    return [("x-oss-copy-source-version-id", source.version.id)]
