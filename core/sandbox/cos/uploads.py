"""Multipart uploads of COS: initiate, upload, list, complete, abort. Pages of the same names in the COS API."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.sandbox.call import Call
from core.sandbox.cos.access import home
from core.sandbox.cos.body import check_body, xml_body
from core.sandbox.cos.call import bucket_host
from core.sandbox.cos.errors import CosError
from core.sandbox.cos.lists import common_prefixes, count_of, delimiter_of, encoding_type, maybe_encoded, owner_of
from core.sandbox.cos.names import bucket_name, class_name, etag_of
from core.sandbox.cos.props import draft, refuse_existing, written_headers
from core.sandbox.cos.rules import LIST_MAX, MULTIPART_MAX, PART_MAX, PART_MIN, PART_NUMBER_MAX
from core.sandbox.etags import opaque_etag, quoted
from core.sandbox.extents import Content, joined, of_blob
from core.sandbox.handler import Answer
from core.sandbox.headers import iso_date
from core.sandbox.markup import element, group, xml_answer
from core.sandbox.multipart import Flaw, PartsError, chosen_parts, listed_parts, parts_page, uploads_page
from core.sandbox.world import Bucket, Kind, Part, Upload

_CODES = {
    Flaw.ORDER: "InvalidPartOrder",
    Flaw.GAP: "InvalidPart",
    Flaw.MISSING: "InvalidPart",
    Flaw.SMALL: "EntityTooSmall",
}
_ENCODING = "Encoding-type"


def initiate_multipart_upload(call: Call) -> Answer:
    """Everything that the object will have is stated here; parts carry bytes only."""
    bucket = home(call)
    create_only = call.flag("x-cos-forbid-overwrite")
    if create_only:
        refuse_existing(bucket, call.key)
    upload = Upload(call.world.fresh_id("upload"), call.key, call.now, draft(call), create_only)
    bucket.uploads[upload.id] = upload
    call.world.changes += 1
    return xml_answer(
        "InitiateMultipartUploadResult",
        [
            element("Bucket", bucket_name(bucket.name)),
            element("Key", call.key),
            element("UploadId", upload.id),
        ],
    )


def upload_part(call: Call) -> Answer:
    bucket = home(call)
    upload = open_upload(call, bucket)
    check_body(call)
    part = store_part(call, upload, of_blob(call.body.blob), call.body.md5.hex().upper())
    checksum = ("x-cos-hash-crc64ecma", str(part.content.crc64()))
    return Answer(200, [("ETag", quoted(part.etag.lower())), checksum])


def open_upload(call: Call, bucket: Bucket) -> Upload:
    """The upload of the request; it must be this key's and still be open."""
    upload = bucket.uploads.get(call.query.get("uploadId", ""))
    if upload is None or upload.key != call.key:
        raise CosError("NoSuchUpload")
    return upload


def store_part(call: Call, upload: Upload, content: Content, etag: str) -> Part:
    """Keep a part; it takes the place of an earlier one with its number. Small ones are refused at the end only."""
    if not 1 <= call.part <= PART_NUMBER_MAX:
        raise CosError("InvalidArgument", "partNumber must be from 1 to 10000.")
    if content.length > PART_MAX:
        raise CosError("EntityTooLarge")
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
    """The document has no declaration, so that white space may stand before it."""
    bucket = home(call)
    upload = open_upload(call, bucket)
    parts = _chosen_parts(call, upload)
    content = joined(part.content for part in parts)
    if content.length > MULTIPART_MAX:
        raise CosError("EntityTooLarge")
    if upload.create_only or call.flag("x-cos-forbid-overwrite"):
        refuse_existing(bucket, call.key, "FileAlreadyExists")  # the code of this operation's page
    etag = opaque_etag(content, len(parts))
    version = replace(upload.draft, content=content, etag=etag, kind=Kind.MULTIPART, modified=call.now)
    stored = call.world.put(bucket.name, call.key, version)
    del bucket.uploads[upload.id]
    body = group(
        "CompleteMultipartUploadResult",
        [
            element("Location", f"http://{bucket_host(call, bucket.region)}/{call.key}"),
            element("Bucket", bucket_name(bucket.name)),
            element("Key", call.key),
            element("ETag", quoted(etag_of(stored))),
        ],
    )
    headers = [("Content-Type", "application/xml"), *written_headers(stored, bucket)[1:]]
    return Answer(200, headers, body.encode("utf-8", "replace"))


def _chosen_parts(call: Call, upload: Upload) -> Sequence[Part]:
    """The parts that make the object, in order, once everything about them was checked: no gaps either."""
    try:
        listed = listed_parts(xml_body(call, "CompleteMultipartUpload"))
        return chosen_parts(upload, listed, number_max=PART_NUMBER_MAX, part_min=PART_MIN, gaps=False)
    except ValueError as error:
        raise CosError("MalformedXML") from error
    except PartsError as error:
        raise CosError(_CODES[error.flaw], extra={"PartNumber": str(error.number)}) from error


# ---------------------------------------------------------------- listings


def list_parts(call: Call) -> Answer:
    bucket = home(call)
    upload = open_upload(call, bucket)
    limit = count_of(call, "max-parts", LIST_MAX, LIST_MAX)
    marker = count_of(call, "part-number-marker", 0, PART_NUMBER_MAX)
    page, truncated = parts_page(upload, marker, limit)
    next_marker = [element("NextPartNumberMarker", str(page[-1].number))] if truncated and page else []
    return xml_answer(
        "ListPartsResult",
        [
            element("Bucket", bucket_name(bucket.name)),
            *encoding_type(call, _ENCODING),
            element("Key", maybe_encoded(call, call.key)),
            element("UploadId", upload.id),
            owner_of(bucket, "Initiator"),
            owner_of(bucket),
            element("StorageClass", class_name(upload.draft.storage_class)),
            element("PartNumberMarker", str(marker)),
            *next_marker,
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
            element("ETag", quoted(part.etag.lower())),
            element("Size", str(part.content.length)),
        ),
    )


def list_multipart_uploads(call: Call) -> Answer:
    bucket = home(call)
    limit = count_of(call, "max-uploads", LIST_MAX, LIST_MAX)
    prefix, delimiter = call.query.get("prefix", ""), delimiter_of(call)
    key_marker, id_marker = call.query.get("key-marker", ""), call.query.get("upload-id-marker", "")
    page = uploads_page(
        bucket, prefix=prefix, delimiter=delimiter, key_marker=key_marker, id_marker=id_marker, limit=limit
    )
    markers: list[str] = []
    if page.truncated:
        name, last = page.last
        markers = [
            element("NextKeyMarker", maybe_encoded(call, name)),
            element("NextUploadIdMarker", last.id if last else ""),
        ]
    return xml_answer(
        "ListMultipartUploadsResult",
        [
            element("Bucket", bucket_name(bucket.name)),
            *encoding_type(call, _ENCODING),
            element("KeyMarker", maybe_encoded(call, key_marker)),
            element("UploadIdMarker", id_marker),
            *markers,
            element("MaxUploads", str(limit)),
            element("IsTruncated", str(page.truncated).lower()),
            element("Prefix", maybe_encoded(call, prefix)),
            element("Delimiter", maybe_encoded(call, delimiter)),
            *(_upload(call, bucket, one) for one in page.items),
            *common_prefixes(call, page.prefixes),
        ],
    )


def _upload(call: Call, bucket: Bucket, upload: Upload) -> str:
    return group(
        "Upload",
        (
            element("Key", maybe_encoded(call, upload.key)),
            element("UploadId", upload.id),
            element("StorageClass", class_name(upload.draft.storage_class)),
            owner_of(bucket, "Initiator"),
            owner_of(bucket),
            element("Initiated", iso_date(upload.started)),
        ),
    )
