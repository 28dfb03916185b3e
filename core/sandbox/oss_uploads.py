"""Multipart uploads of OSS: initiate, upload, list, complete, abort. Pages of the same names in the API Reference."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from core.sandbox.extents import Content, joined, of_blob
from core.sandbox.face import Answer
from core.sandbox.oss_access import home
from core.sandbox.oss_body import check_body, whole_number, xml_body
from core.sandbox.oss_call import Call
from core.sandbox.oss_errors import OssError
from core.sandbox.oss_lists import (
    common_prefix,
    common_prefixes,
    count_of,
    encoding_type,
    folded,
    maybe_encoded,
    xml_answer,
)
from core.sandbox.oss_objects import opaque_etag, written
from core.sandbox.oss_props import acl_of, check_create_only, draft, iso_date, quoted, refuse_existing
from core.sandbox.oss_xml import element, group
from core.sandbox.rules_oss import MULTIPART_MAX, PART_MAX, PART_MIN, PART_NUMBER_MAX, PARTS_LIST_MAX
from core.sandbox.world import Bucket, Kind, Part, Upload


def initiate_multipart_upload(call: Call) -> Answer:
    """Everything but the ACL that the object will have is stated here; parts carry bytes only."""
    bucket = home(call)
    check_create_only(call, bucket, call.key)
    upload = Upload(
        call.world.fresh_id("upload"), call.key, call.now, draft(call, bucket), call.flag("x-oss-forbid-overwrite")
    )
    bucket.uploads[upload.id] = upload
    call.world.changes += 1
    return xml_answer(
        "InitiateMultipartUploadResult",
        [
            *encoding_type(call),
            element("Bucket", bucket.name),
            element("Key", maybe_encoded(call, call.key)),
            element("UploadId", upload.id),
        ],
    )


def upload_part(call: Call) -> Answer:
    bucket = home(call)
    if "x-oss-server-side-encryption" in call.head.headers:
        raise OssError.argument("x-oss-server-side-encryption", "", "Encryption is set when the upload is initiated.")
    upload = open_upload(call, bucket)
    check_body(call)
    part = store_part(call, upload, of_blob(call.body.blob), call.body.md5.hex().upper())
    return Answer(200, [("ETag", quoted(part.etag)), ("x-oss-hash-crc64ecma", str(part.content.crc64()))])


def open_upload(call: Call, bucket: Bucket) -> Upload:
    """The upload of the request; it must be this key's and still be open."""
    upload = bucket.uploads.get(call.query.get("uploadId", ""))
    if upload is None or upload.key != call.key:
        raise OssError("NoSuchUpload", extra={"UploadId": call.query.get("uploadId", "")})
    return upload


def store_part(call: Call, upload: Upload, content: Content, etag: str) -> Part:
    """Keep a part; it takes the place of an earlier one with its number."""
    if not 1 <= call.part <= PART_NUMBER_MAX:
        number = call.query.get("partNumber", "")
        raise OssError.argument("partNumber", number, "Part number must be an integer between 1 and 10000, inclusive.")
    if content.length > PART_MAX:
        raise OssError("EntityTooLarge", extra={"MaxSizeAllowed": str(PART_MAX)})
    part = Part(call.part, content, etag, call.now)
    upload.parts[call.part] = part
    call.world.changes += 1
    return part


def abort_multipart_upload(call: Call) -> Answer:
    bucket = home(call)
    del bucket.uploads[open_upload(call, bucket).id]
    call.world.changes += 1
    return Answer(204)


def complete_multipart_upload(call: Call) -> Answer:
    bucket = home(call)
    if "x-oss-storage-class" in call.head.headers:
        raise OssError("OperationNotSupported", "The storage class is set when the upload is initiated.")
    upload = open_upload(call, bucket)
    parts = _chosen_parts(call, upload)
    content = joined(part.content for part in parts)
    if content.length > MULTIPART_MAX:
        raise OssError("EntityTooLarge", extra={"MaxSizeAllowed": str(MULTIPART_MAX)})
    check_create_only(call, bucket, call.key)
    if upload.create_only:
        refuse_existing(bucket, call.key)
    version = replace(upload.draft, content=content, etag=opaque_etag(content, len(parts)), kind=Kind.MULTIPART)
    if "x-oss-object-acl" in call.head.headers:
        version = replace(version, acl=acl_of(call))
    stored = call.world.put(bucket.name, call.key, replace(version, modified=call.now))
    del bucket.uploads[upload.id]
    answer = xml_answer(
        "CompleteMultipartUploadResult",
        [
            *encoding_type(call),
            element("Location", f"http://{call.header('host')}/{maybe_encoded(call, call.key)}"),
            element("Bucket", bucket.name),
            element("Key", maybe_encoded(call, call.key)),
            element("ETag", quoted(stored.etag)),
        ],
    )
    return replace(answer, headers=[*answer.headers, *written(stored, bucket).headers])


def _chosen_parts(call: Call, upload: Upload) -> Sequence[Part]:
    """The parts that make the object, in order, once everything about them was checked."""
    if call.header("x-oss-complete-all").lower() == "yes":
        if call.body.blob.length:
            raise OssError.argument("x-oss-complete-all", "yes", "The request body must be empty.")
        parts = [upload.parts[number] for number in sorted(upload.parts)]
    else:
        parts = [_listed_part(upload, number, etag) for number, etag in _listed(call)]
    if not parts:
        raise OssError("InvalidPart")
    for part in parts[:-1]:
        if part.content.length < PART_MIN:
            sizes = {"MinSizeAllowed": str(PART_MIN), "ProposedSize": str(part.content.length)}
            raise OssError("EntityTooSmall", extra={**sizes, "PartNumber": str(part.number)})
    return parts


def _listed(call: Call) -> list[tuple[int, str]]:
    """Part numbers and ETags of the body, which must ascend; gaps are allowed."""
    tree = xml_body(call, "CompleteMultipartUpload")
    listed = [
        (whole_number(item.findtext("PartNumber", "")), _bare(item.findtext("ETag", "")))
        for item in tree.iterfind("Part")
    ]
    if not listed:
        raise OssError("MalformedXML")
    in_range = listed[0][0] >= 1 and listed[-1][0] <= PART_NUMBER_MAX
    if not in_range or any(one >= other for (one, _), (other, _) in pairwise(listed)):
        raise OssError("InvalidPartOrder")
    return listed


def _bare(etag: str) -> str:
    """An ETag without its quotes; both forms are taken, but not two pairs of quotes."""
    etag = etag.strip()
    quoted_once = len(etag) > 1 and etag[0] == etag[-1] == '"'
    return etag[1:-1] if quoted_once else etag


def _listed_part(upload: Upload, number: int, etag: str) -> Part:
    part = upload.parts.get(number)
    if part is None or part.etag != etag.upper():
        raise OssError("InvalidPart", extra={"UploadId": upload.id, "PartNumber": str(number), "ETag": etag})
    return part


# ---------------------------------------------------------------- listings


def list_parts(call: Call) -> Answer:
    bucket = home(call)
    upload = open_upload(call, bucket)
    limit = count_of(call, "max-parts", PARTS_LIST_MAX, PARTS_LIST_MAX)
    marker = count_of(call, "part-number-marker", 0, PART_NUMBER_MAX)
    numbers = sorted(upload.parts)
    start = bisect_right(numbers, marker)
    page = numbers[start : start + limit]
    truncated = start + limit < len(numbers)
    return xml_answer(
        "ListPartsResult",
        [
            *encoding_type(call),
            element("Bucket", bucket.name),
            element("Key", maybe_encoded(call, call.key)),
            element("UploadId", upload.id),
            element("StorageClass", upload.draft.storage_class),
            element("PartNumberMarker", str(marker)),
            element("NextPartNumberMarker", str(page[-1] if page else marker)),
            element("MaxParts", str(limit)),
            element("IsTruncated", str(truncated).lower()),
            *(_part(upload.parts[number]) for number in page),
        ],
    )


def _part(part: Part) -> str:
    return group(
        "Part",
        (
            element("PartNumber", str(part.number)),
            element("LastModified", iso_date(part.modified)),
            element("ETag", quoted(part.etag)),
            element("HashCrc64ecma", str(part.content.crc64())),
            element("Size", str(part.content.length)),
        ),
    )


def list_multipart_uploads(call: Call) -> Answer:
    """By key, then by time. A key marker skips its key's uploads; with an id marker too, only those up to that one."""
    bucket = home(call)
    limit = count_of(call, "max-uploads", PARTS_LIST_MAX, PARTS_LIST_MAX)
    prefix, delimiter = call.query.get("prefix", ""), call.query.get("delimiter", "")
    key_marker, id_marker = call.query.get("key-marker", ""), call.query.get("upload-id-marker", "")
    ordered = sorted(bucket.uploads.values(), key=lambda one: (one.key, one.started, one.id))
    mine = [one for one in ordered if one.key.startswith(prefix) and one.key >= key_marker]
    mine = _after(mine, key_marker, id_marker)
    if key_marker and common_prefix(key_marker, prefix, delimiter) == key_marker:
        mine = [one for one in mine if not one.key.startswith(key_marker)]
    page = folded(mine, lambda one: one.key, prefix=prefix, delimiter=delimiter, limit=limit)
    name, last = page.last if page.truncated else ("", None)
    markers = [
        element("NextKeyMarker", maybe_encoded(call, name)),
        element("NextUploadIdMarker", last.id if last else ""),
    ]
    return xml_answer(
        "ListMultipartUploadsResult",
        [
            *encoding_type(call),
            element("Bucket", bucket.name),
            element("KeyMarker", maybe_encoded(call, key_marker)),
            element("UploadIdMarker", id_marker),
            *markers,
            element("Prefix", maybe_encoded(call, prefix)),
            element("Delimiter", maybe_encoded(call, delimiter)),
            element("MaxUploads", str(limit)),
            element("IsTruncated", str(page.truncated).lower()),
            *(_upload(call, one) for one in page.items),
            *common_prefixes(call, page.prefixes),
        ],
    )


def _after(uploads: list[Upload], key_marker: str, id_marker: str) -> list[Upload]:
    if not key_marker:
        return uploads
    same = [one for one in uploads if one.key == key_marker]
    ids = [one.id for one in same]
    rest = [one for one in uploads if one.key > key_marker]
    return [*same[ids.index(id_marker) + 1 :], *rest] if id_marker in ids else rest


def _upload(call: Call, upload: Upload) -> str:
    return group(
        "Upload",
        (
            element("Key", maybe_encoded(call, upload.key)),
            element("UploadId", upload.id),
            element("StorageClass", upload.draft.storage_class),
            element("Initiated", iso_date(upload.started)),
        ),
    )
