"""Copies inside S3: CopyObject and UploadPartCopy. No byte moves; a copy shares the extents of its source."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from core.sandbox.extents import Content
from core.sandbox.protocol.access import home, may, may_read
from core.sandbox.protocol.call import Answer, Call, decoded
from core.sandbox.protocol.headers import iso_date
from core.sandbox.protocol.markup import element, xml_answer
from core.sandbox.protocol.objects import Source, check_readable, current, exact, source_header
from core.sandbox.protocol.uploads import check_part_opened, open_upload, store_part
from core.sandbox.s3.checksums import FULL, asked_algorithm, checksum_of, element_name, shown, shown_names, type_of
from core.sandbox.s3.errors import S3Error
from core.sandbox.s3.etags import part_etag, plain_etag
from core.sandbox.s3.rules import COPY_MAX, RANGE_SOURCE_MIN, check_key
from core.sandbox.world import Bucket, Part, Version

_VERSION = "?versionId="
_RANGE = re.compile(r"bytes=(\d+)-(\d+)")


def copy_object(call: Call) -> Answer:
    bucket = home(call)
    source = source_of(call)
    call.vendor.check_target(call, bucket)
    _check_size(source.version.content)
    _check_changes_something(call, bucket, source)
    stored = call.world.put(bucket.name, call.key, call.vendor.sealed(_target(call, bucket, source)))
    own = [*call.vendor.encryption_headers(stored), *call.vendor.version_header(stored, bucket)]
    headers = [*source_header(call, source), *own]
    return _result(call, "CopyObjectResult", stored, checksum=shown(stored), headers=headers)


def upload_part_copy(call: Call) -> Answer:
    bucket = home(call)
    upload = open_upload(call, bucket)
    check_part_opened(call, upload)
    if call.settings.empty_part_copies:
        part = store_part(call, upload, Content(), part_etag(call, Content()))
        return Answer(200, [("ETag", call.vendor.etag(part.etag))])
    source = source_of(call)
    content = _ranged(call, source)
    _check_size(content)
    algorithm = upload.draft.checksum[0]
    checksum = checksum_of(algorithm, content) if algorithm else ""
    part = store_part(call, upload, content, part_etag(call, content), checksum)
    headers = [*source_header(call, source), *call.vendor.encryption_headers(upload.draft)]
    return _result(call, "CopyPartResult", part, checksum=(algorithm, checksum), headers=headers)


def weight(call: Call) -> int:
    """How many bytes the store would copy for a copy."""
    home(call)
    source = source_of(call)
    return (_ranged(call, source) if call.operation == "UploadPartCopy" else source.version.content).length


def _result(
    call: Call, root: str, made: Version | Part, *, checksum: tuple[str, str], headers: Sequence[tuple[str, str]]
) -> Answer:
    etag = element("ETag", call.vendor.etag(made.etag))
    children = [element("LastModified", iso_date(made.modified)), etag]
    algorithm, value = checksum
    if value:
        children += [element(element_name(algorithm), value), element("ChecksumType", type_of(value))]
    return xml_answer(root, children, call.vendor.attributes, headers)


def _check_size(content: Content) -> None:
    if content.length > COPY_MAX:
        message = f"The specified copy source is larger than the maximum allowable size for a copy source: {COPY_MAX}"
        raise S3Error("InvalidRequest", message)


# ---------------------------------------------------------------- the source


def source_of(call: Call) -> Source:
    """The source of a copy, once everything that can forbid it was looked at."""
    name, key, version_id = _copy_source(call)
    bucket = call.world.buckets.get(name)
    if bucket is None:
        raise S3Error("NoSuchBucket", extra={"BucketName": name})
    version = current(call, bucket, key) if version_id is None else exact(call, bucket, key, version_id)
    if version.marker:
        message = "The source of a copy request may not specifically refer to a delete marker by version id."
        raise S3Error("InvalidRequest", message)
    expected = call.own("source-expected-bucket-owner")
    if not may_read(call, bucket, version) or (expected and expected != bucket.owner):
        raise S3Error("AccessDenied")
    _check_conditions(call, version)
    # CopyObject names ObjectNotInActiveTierError, the list of errors InvalidObjectState; both are 403.
    check_readable(call, version, "Operation is not valid for the source object's storage class")
    call.vendor.check_opened(call, version, "copy-source-")
    return Source(bucket, key, version, named=version_id is not None)


def _copy_source(call: Call) -> tuple[str, str, str | None]:
    """Bucket, key and version id of x-amz-copy-source: `bucket/<percent-encoded key>[?versionId=<id>]`."""
    text = call.own("copy-source")
    path, mark, version = text.partition(_VERSION)
    bucket, _, key = decoded(path).removeprefix("/").partition("/")
    if not bucket or not key or "?" in path:
        message = "Copy Source must mention the source bucket and key: sourcebucket/sourcekey"
        raise S3Error.argument("x-amz-copy-source", text, message)
    check_key(key)
    if call.settings.misread_sources:
        key = call.settings.misread_sources(key)
    return bucket, key, decoded(version) if mark else None


def _check_conditions(call: Call, version: Version) -> None:
    """412 whatever the condition demands."""
    prefix = "x-amz-copy-source-"
    missed = None if call.settings.ignore_copy_conditions else call.vendor.unmet(call, version, prefix)
    if missed is not None:
        raise S3Error("PreconditionFailed", extra={"Condition": prefix + missed.condition})


# ---------------------------------------------------------------- CopyObject


def _check_changes_something(call: Call, bucket: Bucket, source: Source) -> None:
    """A copy onto itself must state metadata, a class, a redirect, an encryption or a checksum that it does not have.

    A version that is named may be copied onto its own key: that is how an old one is brought back.
    """
    if source.bucket is not bucket or source.key != call.key or source.named or call.settings.one_name:
        return
    algorithm = asked_algorithm(call.head.headers)
    changes = (
        _directive(call, "x-amz-metadata-directive") == "REPLACE"
        or (
            "x-amz-storage-class" in call.head.headers
            and call.vendor.storage_class(call, bucket) != source.version.storage_class
        )
        or "x-amz-server-side-encryption" in call.head.headers
        or call.vendor.given_key(call)
        or call.vendor.draft(call, bucket).redirect not in ("", source.version.redirect)
        or (algorithm and algorithm != shown_names(source.version)[0])
    )
    if not changes:
        message = (
            "This copy request is illegal because it is trying to copy an object to itself without changing the"
            " object's metadata, storage class, website redirect location or encryption attributes."
        )
        raise S3Error("InvalidRequest", message)


def _target(call: Call, bucket: Bucket, source: Source) -> Version:
    """The target: what the request states, and what a copy carries from its source.

    ACL, encryption, storage class, redirect and lock never come from the source.
    """
    old = source.version
    stated = call.vendor.draft(call, bucket)
    if _directive(call, "x-amz-metadata-directive") == "COPY":
        stated = replace(stated, headers=old.headers, user=old.user)
    if _directive(call, "x-amz-tagging-directive") == "COPY":
        stated = replace(stated, tags=_carried_tags(call, old))
    etag, md5 = plain_etag(old.content, old.md5)
    return replace(stated, content=old.content, etag=etag, md5=md5, checksum=_checksum(call, old))


def _carried_tags(call: Call, old: Version) -> dict[str, str]:
    """CopyObject: tags that the caller has no right to read or write make the whole copy fail."""
    if old.tags and not (may(call, "GetObjectTagging") and may(call, "PutObjectTagging")):
        raise S3Error("AccessDenied", "The policy of this key does not allow to copy the tags.")
    return dict(old.tags)


def _checksum(call: Call, old: Version) -> tuple[str, str]:
    """A copy has a checksum of the whole object, of the algorithm that is asked for, else of its source's."""
    algorithm = asked_algorithm(call.head.headers) or old.checksum[0]
    if not algorithm:
        return "", ""
    known = algorithm == old.checksum[0] and type_of(old.checksum[1]) == FULL
    return algorithm, old.checksum[1] if known else checksum_of(algorithm, old.content)


def _directive(call: Call, name: str) -> str:
    word = call.header(name) or "COPY"
    if word not in ("COPY", "REPLACE"):
        kind = "metadata" if "metadata" in name else "tagging"
        raise S3Error.argument(name, word, f"Unknown {kind} directive.")
    return word


# ---------------------------------------------------------------- UploadPartCopy


def _ranged(call: Call, source: Source) -> Content:
    """The content of the part.

    UploadPartCopy says that a range that is outside of the source is refused, not with what. A range that begins
    behind the end is taken for 416 here, one that only ends there for 400.
    """
    text, whole = call.header("x-amz-copy-source-range"), source.version.content
    if not text:
        return whole
    found = _RANGE.fullmatch(text)
    if found is None or int(found[1]) > int(found[2]):
        message = (
            "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the"
            " zero-based offsets of the first and last bytes to copy"
        )
        raise S3Error.argument("x-amz-copy-source-range", text, message)
    if whole.length <= RANGE_SOURCE_MIN:
        raise S3Error("InvalidRequest", "The specified copy source is not supported as a byte-range copy source")
    first, last = int(found[1]), int(found[2])
    if first >= whole.length:
        raise S3Error("InvalidRange", extra={"RangeRequested": text, "ActualObjectSize": str(whole.length)})
    if last >= whole.length:
        message = f"Range specified is not valid for source object of size: {whole.length}"
        raise S3Error.argument("x-amz-copy-source-range", text, message)
    return whole.slice(first, last - first + 1)
