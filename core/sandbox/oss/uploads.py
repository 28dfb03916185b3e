"""Multipart uploads of OSS: initiate, upload, list, complete, abort. Pages of the same names in the API Reference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.sandbox.call import Call
from core.sandbox.etags import opaque_etag, quoted
from core.sandbox.extents import Content, joined, of_blob
from core.sandbox.handler import Answer
from core.sandbox.headers import iso_date
from core.sandbox.markup import element, group, xml_answer
from core.sandbox.multipart import (
    Flaw,
    PartsError,
    check_sizes,
    chosen_parts,
    listed_parts,
    parts_page,
    uploads_page,
)
from core.sandbox.oss.access import home
from core.sandbox.oss.body import check_body, xml_body
from core.sandbox.oss.errors import OssError
from core.sandbox.oss.lists import common_prefixes, count_of, encoding_type, maybe_encoded
from core.sandbox.oss.objects import written
from core.sandbox.oss.props import acl_of, check_create_only, draft, refuse_existing
from core.sandbox.oss.rules import MULTIPART_MAX, PART_MAX, PART_MIN, PART_NUMBER_MAX, PARTS_LIST_MAX
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
    """The parts that make the object, in order, once everything about them was checked. Gaps are allowed."""
    try:
        if call.header("x-oss-complete-all").lower() == "yes":
            return _all_parts(call, upload)
        listed = listed_parts(xml_body(call, "CompleteMultipartUpload"))
        return chosen_parts(upload, listed, number_max=PART_NUMBER_MAX, part_min=PART_MIN)
    except ValueError as error:
        raise OssError("MalformedXML") from error
    except PartsError as error:
        raise _refused(upload, error) from error


def _all_parts(call: Call, upload: Upload) -> Sequence[Part]:
    """Every part that was uploaded. Raises `PartsError` for one that is too small."""
    if call.body.blob.length:
        raise OssError.argument("x-oss-complete-all", "yes", "The request body must be empty.")
    parts = [upload.parts[number] for number in sorted(upload.parts)]
    if not parts:
        raise OssError("InvalidPart")
    check_sizes(parts, PART_MIN)
    return parts


def _refused(upload: Upload, error: PartsError) -> OssError:
    number = str(error.number)
    if error.flaw is Flaw.SMALL:
        sizes = {"MinSizeAllowed": str(PART_MIN), "ProposedSize": str(error.size)}
        return OssError("EntityTooSmall", extra={**sizes, "PartNumber": number})
    if error.flaw is Flaw.MISSING:
        return OssError("InvalidPart", extra={"UploadId": upload.id, "PartNumber": number, "ETag": error.etag})
    return OssError("InvalidPartOrder")


# ---------------------------------------------------------------- listings


def list_parts(call: Call) -> Answer:
    bucket = home(call)
    upload = open_upload(call, bucket)
    limit = count_of(call, "max-parts", PARTS_LIST_MAX, PARTS_LIST_MAX)
    marker = count_of(call, "part-number-marker", 0, PART_NUMBER_MAX)
    page, truncated = parts_page(upload, marker, limit)
    return xml_answer(
        "ListPartsResult",
        [
            *encoding_type(call),
            element("Bucket", bucket.name),
            element("Key", maybe_encoded(call, call.key)),
            element("UploadId", upload.id),
            element("StorageClass", upload.draft.storage_class),
            element("PartNumberMarker", str(marker)),
            element("NextPartNumberMarker", str(page[-1].number if page else marker)),
            element("MaxParts", str(limit)),
            element("IsTruncated", str(truncated).lower()),
            *map(_part, page),
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
    bucket = home(call)
    limit = count_of(call, "max-uploads", PARTS_LIST_MAX, PARTS_LIST_MAX)
    prefix, delimiter = call.query.get("prefix", ""), call.query.get("delimiter", "")
    key_marker, id_marker = call.query.get("key-marker", ""), call.query.get("upload-id-marker", "")
    page = uploads_page(
        bucket, prefix=prefix, delimiter=delimiter, key_marker=key_marker, id_marker=id_marker, limit=limit
    )
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
