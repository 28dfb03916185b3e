"""Copies inside S3: CopyObject and UploadPartCopy. No byte moves; a copy shares the extents of its source."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from core.sandbox.etags import quoted
from core.sandbox.extents import Content
from core.sandbox.handler import Answer
from core.sandbox.headers import iso_date
from core.sandbox.markup import element, xml_answer
from core.sandbox.rights import may
from core.sandbox.s3.access import home
from core.sandbox.s3.body import XMLNS
from core.sandbox.s3.call import S3Call
from core.sandbox.s3.checksums import FULL, asked_algorithm, checksum_of, element_name, shown, shown_names, type_of
from core.sandbox.s3.errors import S3Error
from core.sandbox.s3.props import (
    check_target_conditions,
    draft,
    encryption_headers,
    etag_of,
    plain_etag,
    storage_class,
    version_header,
)
from core.sandbox.s3.rules import COPY_MAX, RANGE_SOURCE_MIN
from core.sandbox.s3.source import Source, source_of
from core.sandbox.s3.uploads import open_upload, part_etag, store_part
from core.sandbox.world import Bucket, Version

_RANGE = re.compile(r"bytes=(\d+)-(\d+)")


def copy_object(call: S3Call) -> Answer:
    bucket = home(call)
    source = source_of(call)
    check_target_conditions(call, bucket)
    _check_size(source.version.content)
    _check_changes_something(call, bucket, source)
    stored = call.world.put(bucket.name, call.key, _target(call, bucket, source))
    headers = [*source.headers, *encryption_headers(stored), *version_header(stored, bucket)]
    return _result("CopyObjectResult", stored.modified, etag_of(stored), checksum=shown(stored), headers=headers)


def upload_part_copy(call: S3Call) -> Answer:
    bucket = home(call)
    upload = open_upload(call, bucket)
    if call.settings.empty_part_copies:
        part = store_part(call, upload, Content(), part_etag(call, Content()))
        return Answer(200, [("ETag", quoted(part.etag.lower()))])
    source = source_of(call)
    content = _ranged(call, source)
    _check_size(content)
    algorithm = upload.draft.checksum[0]
    checksum = checksum_of(algorithm, content) if algorithm else ""
    part = store_part(call, upload, content, part_etag(call, content), checksum=checksum)
    headers = [*source.headers, *encryption_headers(upload.draft)]
    etag = quoted(part.etag.lower())
    return _result("CopyPartResult", part.modified, etag, checksum=(algorithm, checksum), headers=headers)


def weight(call: S3Call) -> int:
    """How many bytes the store would copy for this request; 0 when it will refuse it."""
    if call.operation not in ("CopyObject", "UploadPartCopy"):
        return 0
    with suppress(S3Error):
        home(call)
        source = source_of(call)
        return (_ranged(call, source) if call.operation == "UploadPartCopy" else source.version.content).length
    return 0


def _result(
    root: str, modified: float, etag: str, *, checksum: tuple[str, str], headers: Sequence[tuple[str, str]]
) -> Answer:
    children = [element("LastModified", iso_date(modified)), element("ETag", etag)]
    algorithm, value = checksum
    if value:
        children += [element(element_name(algorithm), value), element("ChecksumType", type_of(value))]
    answer = xml_answer(root, children, XMLNS)
    return replace(answer, headers=[*answer.headers, *headers])


def _check_size(content: Content) -> None:
    if content.length > COPY_MAX:
        message = f"The specified copy source is larger than the maximum allowable size for a copy source: {COPY_MAX}"
        raise S3Error("InvalidRequest", message)


# ---------------------------------------------------------------- CopyObject


def _check_changes_something(call: S3Call, bucket: Bucket, source: Source) -> None:
    """A copy onto itself must state metadata, a class, a redirect, an encryption or a checksum that it does not have.

    A version that is named may be copied onto its own key: that is how an old one is brought back.
    """
    if source.bucket is not bucket or source.key != call.key or source.pinned:
        return
    algorithm = asked_algorithm(call.head.headers)
    changes = (
        _directive(call, "x-amz-metadata-directive") == "REPLACE"
        or ("x-amz-storage-class" in call.head.headers and storage_class(call) != source.version.storage_class)
        or "x-amz-server-side-encryption" in call.head.headers
        or draft(call, bucket).redirect not in ("", source.version.redirect)
        or (algorithm and algorithm != shown_names(source.version)[0])
    )
    if not changes:
        message = (
            "This copy request is illegal because it is trying to copy an object to itself without changing the"
            " object's metadata, storage class, website redirect location or encryption attributes."
        )
        raise S3Error("InvalidRequest", message)


def _target(call: S3Call, bucket: Bucket, source: Source) -> Version:
    """The target: what the request states, and what a copy carries from its source.

    ACL, encryption, storage class, redirect and lock never come from the source.
    """
    old = source.version
    stated = draft(call, bucket)
    if _directive(call, "x-amz-metadata-directive") == "COPY":
        stated = replace(stated, headers=old.headers, user=old.user)
    if _directive(call, "x-amz-tagging-directive") == "COPY":
        stated = replace(stated, tags=_carried_tags(call, old))
    etag, md5 = plain_etag(old.content, old.md5)
    return replace(stated, content=old.content, etag=etag, md5=md5, checksum=_checksum(call, old))


def _carried_tags(call: S3Call, old: Version) -> dict[str, str]:
    """CopyObject: tags that the caller has no right to read or write make the whole copy fail."""
    if old.tags and not (may(call, "GetObjectTagging") and may(call, "PutObjectTagging")):
        raise S3Error("AccessDenied", "The policy of this key does not allow to copy the tags.")
    return dict(old.tags)


def _checksum(call: S3Call, old: Version) -> tuple[str, str]:
    """A copy has a checksum of the whole object, of the algorithm that is asked for, else of its source's."""
    algorithm = asked_algorithm(call.head.headers) or old.checksum[0]
    if not algorithm:
        return "", ""
    known = algorithm == old.checksum[0] and type_of(old.checksum[1]) == FULL
    return algorithm, old.checksum[1] if known else checksum_of(algorithm, old.content)


def _directive(call: S3Call, name: str) -> str:
    word = call.header(name) or "COPY"
    if word not in ("COPY", "REPLACE"):
        kind = "metadata" if "metadata" in name else "tagging"
        raise S3Error.argument(name, word, f"Unknown {kind} directive.")
    return word


# ---------------------------------------------------------------- UploadPartCopy


def _ranged(call: S3Call, source: Source) -> Content:
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
