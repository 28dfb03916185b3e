"""Copies inside COS: PUT Object - Copy and Upload Part - Copy. No byte moves; a copy shares its source's extents."""

from __future__ import annotations

import re
from dataclasses import replace

from core.sandbox.cos.address import ACCELERATE, VENDOR_HOST, region_at_bare_address
from core.sandbox.cos.errors import CosError
from core.sandbox.cos.names import world_bucket, world_region
from core.sandbox.cos.rules import COPY_MAX, DIRECTIVES, check_key
from core.sandbox.extents import Content, opaque_etag
from core.sandbox.protocol.access import home, may_read
from core.sandbox.protocol.call import Answer, Call, decoded, host_name, is_ip
from core.sandbox.protocol.headers import given_content_headers, iso_date, prefixed
from core.sandbox.protocol.markup import element, xml_answer
from core.sandbox.protocol.objects import Source, check_readable, source_header
from core.sandbox.protocol.uploads import check_part_opened, open_upload, store_part
from core.sandbox.world import Bucket, Kind, Version

_VERSION = re.compile(r"versionId=(.+)")
_CONDITIONS = "x-cos-copy-source-"
_RANGE = re.compile(r"bytes=(\d+)-(\d+)")
_PAIRS = (frozenset(("if-match", "if-unmodified-since")), frozenset(("if-none-match", "if-modified-since")))


def copy_object(call: Call) -> Answer:
    """Regions and accounts may differ. Class, ACL and encryption are the request's, or the defaults, never carried."""
    bucket = home(call)
    source = copy_source(call)
    _check_conditions(call, source.version)
    call.vendor.check_target(call, bucket)
    target = _carried(call, bucket, source)
    content = source.version.content
    if content.length > COPY_MAX:
        raise CosError("EntityTooLarge")
    target = replace(target, content=content, etag=_etag(source.version), md5=source.version.md5)
    stored = call.world.put(bucket.name, call.key, call.vendor.sealed(target))
    version = call.vendor.version_header(stored, bucket)
    answer = xml_answer(
        "CopyObjectResult",
        [
            element("ETag", call.vendor.etag(stored.etag)),
            element("CRC64", str(content.crc64())),
            element("LastModified", iso_date(stored.modified)),
            *(element("VersionId", version_id) for _, version_id in version),
        ],
    )
    checksum = call.vendor.checksum_header(content)
    return replace(answer, headers=[*answer.headers, checksum, *version, *source_header(call, source)])


def upload_part_copy(call: Call) -> Answer:
    bucket = home(call)
    upload = open_upload(call, bucket)
    check_part_opened(call, upload)
    source = copy_source(call)
    _check_conditions(call, source.version)
    content = _ranged(call, source.version.content)
    part = store_part(call, upload, content, opaque_etag(content, 1)[:32])
    answer = xml_answer(
        "CopyPartResult",
        [
            element("ETag", call.vendor.etag(part.etag)),
            element("CRC64", str(content.crc64())),
            element("LastModified", iso_date(part.modified)),
        ],
    )
    return replace(answer, headers=[*answer.headers, *source_header(call, source)])


def weight(call: Call) -> int:
    """How many bytes the store would copy for a copy."""
    content = copy_source(call).version.content
    return (_ranged(call, content) if call.operation == "UploadPartCopy" else content).length


# ---------------------------------------------------------------- the source


def copy_source(call: Call) -> Source:
    """The source that x-cos-copy-source names, once everything that can forbid it was looked at."""
    bucket, key, version_id = _named_source(call)
    version = _found(bucket, key, version_id, missing="NoSuchCopySource")
    if version.marker:
        # Upload Part - Copy: a delete marker answers 404 when it is the current version, 400 when it is named.
        if version_id is None:
            raise CosError("NoSuchCopySource")
        raise CosError("InvalidArgument", "The version of the copy source is a delete marker.")
    if not may_read(call, bucket, version):
        raise CosError("AccessDenied")
    check_readable(call, version)
    call.vendor.check_opened(call, version, "copy-source-")
    return Source(bucket, key, as_read(bucket, version), named=version_id is not None)


def as_read(bucket: Bucket, version: Version) -> Version:
    """The version whose bytes are read. Links are OSS's; here they look like what they name."""
    if version.kind is not Kind.SYMLINK:
        return version
    target = bucket.newest(version.target)
    if target is None or target.marker or target.kind is Kind.SYMLINK:
        raise CosError("NoSuchKey")
    return target


def _found(bucket: Bucket, key: str, version_id: str | None, *, missing: str) -> Version:
    version = bucket.newest(key) if version_id is None else bucket.version(key, version_id)
    if version is None:
        raise CosError(missing if version_id is None else "NoSuchVersion")
    return version


def _named_source(call: Call) -> tuple[Bucket, str, str | None]:
    """Bucket, key and version id of `<host of the bucket>/<percent-encoded key>[?versionId=<id>]`.

    On an IP address, which the vendor has only in private deployments, the bucket is first in the path.
    """
    place, mark, query = call.own("copy-source").partition("?")
    host, _, path = place.partition("/")
    named = _VERSION.fullmatch(query)
    if mark and named is None:
        raise CosError("InvalidCopySource")
    name, region, path = _place(call, host, path)
    key = call.taken_for(decoded(path))
    if not name or not key:
        raise CosError("InvalidCopySource")
    check_key(key)
    bucket = call.world.buckets.get(world_bucket(name) or "")
    if bucket is None or bucket.region != region:
        raise CosError("NoSuchBucket")
    return bucket, key, decoded(named.group(1)) if named else None


def _place(call: Call, host: str, path: str) -> tuple[str, str, str]:
    """Name of the bucket on COS, the world's region of the host, and what is left of the path."""
    vendor = VENDOR_HOST.fullmatch(host.lower())
    if vendor is not None and vendor.group(2) != ACCELERATE:
        return vendor.group(1) or "", world_region(vendor.group(2)), path
    if not is_ip(host_name(host)):
        raise CosError("InvalidCopySource")
    name, _, rest = path.partition("/")
    return decoded(name), region_at_bare_address(call.world, decoded(name), call.address.region), rest


# ---------------------------------------------------------------- what is copied


def _check_conditions(call: Call, version: Version) -> None:
    """Each unmet one answers 412, never 304. Other pairs than the two of Upload Part - Copy conflict.

    That page names no code for a conflict; InvalidArgument is taken.
    """
    given = {name for name in prefixed(call.head.headers, _CONDITIONS) if name.startswith("if-")}
    if not any(given <= pair for pair in _PAIRS):
        raise CosError("InvalidArgument", "The conditions conflict.")
    if call.vendor.unmet(call, version, _CONDITIONS) is not None:
        raise CosError("PreconditionFailed")


def _carried(call: Call, bucket: Bucket, source: Source) -> Version:
    """The target's properties: what the request states, and what a copy carries from its source.

    Onto itself the metadata must be replaced, and tags where the request speaks of them. Metadata next to the
    directive Copy is refused. The page names no code for either; InvalidRequest is taken.
    """
    stated = call.vendor.draft(call, bucket)
    aware = not (source.named or call.settings.one_name)
    onto_itself = source.bucket is bucket and source.key == call.key and aware
    replaces = _replaces(call, "x-cos-metadata-directive")
    if onto_itself and not replaces:
        raise CosError("InvalidRequest", "A copy of an object onto itself needs x-cos-metadata-directive: Replaced.")
    if not replaces:
        if given_content_headers(call.head.headers) or prefixed(call.head.headers, "x-cos-meta-"):
            raise CosError("InvalidRequest", "Metadata needs x-cos-metadata-directive: Replaced.")
        stated = replace(stated, headers=source.version.headers, user=source.version.user)
    if not _replaces(call, "x-cos-tagging-directive"):
        if onto_itself and call.header("x-cos-tagging-directive"):
            raise CosError("InvalidRequest", "A copy of an object onto itself needs x-cos-tagging-directive: Replaced.")
        stated = replace(stated, tags=source.version.tags)
    return stated


def _replaces(call: Call, name: str) -> bool:
    return call.vendor.check_word(name, call.header(name) or "Copy", DIRECTIVES) == "Replaced"


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
