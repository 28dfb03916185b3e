"""Copies inside COS: PUT Object - Copy and Upload Part - Copy. No byte moves; a copy shares its source's extents."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace

from core.sandbox.call import Call
from core.sandbox.cos.access import home
from core.sandbox.cos.errors import CosError
from core.sandbox.cos.names import etag_of, version_header
from core.sandbox.cos.props import check_create_only, draft, missed_condition, states_metadata
from core.sandbox.cos.rules import COPY_MAX, DIRECTIVES, check_word
from core.sandbox.cos.source import Source, copy_source
from core.sandbox.cos.uploads import open_upload, store_part
from core.sandbox.etags import opaque_etag, quoted
from core.sandbox.extents import Content
from core.sandbox.handler import Answer
from core.sandbox.headers import iso_date, prefixed
from core.sandbox.markup import element, xml_answer
from core.sandbox.world import Bucket, Version, Versioning

_CONDITIONS = "x-cos-copy-source-"
_RANGE = re.compile(r"bytes=(\d+)-(\d+)")
_PAIRS = (frozenset(("if-match", "if-unmodified-since")), frozenset(("if-none-match", "if-modified-since")))


def copy_object(call: Call) -> Answer:
    """Regions and accounts may differ. Class, ACL and encryption are the request's, or the defaults, never carried."""
    bucket = home(call)
    source = copy_source(call)
    _check_conditions(call, source.version)
    check_create_only(call, bucket)
    target = _carried(call, bucket, source)
    content = source.version.content
    if content.length > COPY_MAX:
        raise CosError("EntityTooLarge")
    target = replace(target, content=content, etag=_etag(source.version), md5=source.version.md5)
    stored = call.world.put(bucket.name, call.key, target)
    version = version_header(stored, bucket)
    answer = xml_answer(
        "CopyObjectResult",
        [
            element("ETag", quoted(etag_of(stored))),
            element("CRC64", str(content.crc64())),
            element("LastModified", iso_date(stored.modified)),
            *(element("VersionId", version_id) for _, version_id in version),
        ],
    )
    checksum = ("x-cos-hash-crc64ecma", str(content.crc64()))
    return replace(answer, headers=[*answer.headers, checksum, *version, *_source_header(source)])


def upload_part_copy(call: Call) -> Answer:
    bucket = home(call)
    upload = open_upload(call, bucket)
    source = copy_source(call)
    _check_conditions(call, source.version)
    content = _ranged(call, source.version.content)
    part = store_part(call, upload, content, opaque_etag(content, 1)[:32])
    answer = xml_answer(
        "CopyPartResult",
        [
            element("ETag", quoted(part.etag.lower())),
            element("CRC64", str(content.crc64())),
            element("LastModified", iso_date(part.modified)),
        ],
    )
    return replace(answer, headers=[*answer.headers, *_source_header(source)])


def weight(call: Call) -> int:
    """How many bytes the store would copy for this request; 0 when it will refuse it."""
    with suppress(CosError):
        if call.operation == "CopyObject":
            return copy_source(call).version.content.length
        if call.operation == "UploadPartCopy":
            return _ranged(call, copy_source(call).version.content).length
    return 0


def _check_conditions(call: Call, version: Version) -> None:
    """Each unmet one answers 412, never 304. Other pairs than the two of Upload Part - Copy conflict.

    That page names no code for a conflict; InvalidArgument is taken.
    """
    given = {name for name in prefixed(call.head.headers, _CONDITIONS) if name.startswith("if-")}
    if not any(given <= pair for pair in _PAIRS):
        raise CosError("InvalidArgument", "The conditions conflict.")
    if missed_condition(call, version, _CONDITIONS) is not None:
        raise CosError("PreconditionFailed")


def _carried(call: Call, bucket: Bucket, source: Source) -> Version:
    """The target's properties: what the request states, and what a copy carries from its source.

    Onto itself the metadata must be replaced, and tags where the request speaks of them. Metadata next to the
    directive Copy is refused. The page names no code for either; InvalidRequest is taken.
    """
    stated = draft(call)
    onto_itself = source.bucket is bucket and source.key == call.key and not source.named
    replaces = _replaces(call, "x-cos-metadata-directive")
    if onto_itself and not replaces:
        raise CosError("InvalidRequest", "A copy of an object onto itself needs x-cos-metadata-directive: Replaced.")
    if not replaces:
        if states_metadata(call):
            raise CosError("InvalidRequest", "Metadata needs x-cos-metadata-directive: Replaced.")
        stated = replace(stated, headers=source.version.headers, user=source.version.user)
    if not _replaces(call, "x-cos-tagging-directive"):
        if onto_itself and call.header("x-cos-tagging-directive"):
            raise CosError("InvalidRequest", "A copy of an object onto itself needs x-cos-tagging-directive: Replaced.")
        stated = replace(stated, tags=source.version.tags)
    return stated


def _replaces(call: Call, name: str) -> bool:
    return check_word(name, call.header(name) or "Copy", DIRECTIVES) == "Replaced"


def _etag(source: Version) -> str:
    """A copy is one piece: its ETag is the MD5 where the store knows it, and something opaque where not."""
    return source.md5.hex().upper() if source.md5 else opaque_etag(source.content, 1)[:32]


def _ranged(call: Call, content: Content) -> Content:
    """The bytes that the part takes; the whole object without a range, or with an empty one."""
    text = call.header("x-cos-copy-source-range")
    if not text:
        return content
    found = _RANGE.fullmatch(text)
    if found is None:
        raise CosError("InvalidArgument", "x-cos-copy-source-range must look like bytes=0-1048575.")
    first, last = int(found.group(1)), int(found.group(2))
    if first > last:
        raise CosError("InvalidArgument", "x-cos-copy-source-range ends before it begins.")
    if last >= content.length:
        raise CosError("InvalidRange")
    return content.slice(first, last - first + 1)


def _source_header(source: Source) -> list[tuple[str, str]]:
    if source.bucket.versioning is Versioning.NEVER:
        return []
    return [("x-cos-copy-source-version-id", source.version.id)]
