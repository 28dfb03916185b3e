"""Multipart uploads of S3: create, upload, complete, abort. Pages of the same names in the API Reference."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from xml.etree import ElementTree as Tree

from core.sandbox.etags import quoted
from core.sandbox.extents import Content, joined
from core.sandbox.handler import Answer
from core.sandbox.markup import element, xml_answer
from core.sandbox.multipart import Flaw, PartsError, chosen_parts, listed_parts
from core.sandbox.s3.access import home
from core.sandbox.s3.body import XMLNS, check_body, xml_body
from core.sandbox.s3.call import S3Call
from core.sandbox.s3.checksums import (
    COMPOSITE,
    asked_algorithm,
    checksum_of,
    composite,
    element_name,
    given_checksum,
    header_name,
    shown,
    type_for,
    type_of,
)
from core.sandbox.s3.errors import S3Error
from core.sandbox.s3.props import (
    check_target_conditions,
    draft,
    encryption_headers,
    etag_of,
    multipart_etag,
    plain_etag,
    version_header,
)
from core.sandbox.s3.rules import OBJECT_MAX, PART_MAX, PART_MIN, PART_NUMBER_MAX
from core.sandbox.world import Bucket, Kind, Part, Upload


def create_multipart_upload(call: S3Call) -> Answer:
    """All properties that the object will have are stated here; parts carry bytes only."""
    bucket = home(call)
    algorithm, checksum_type = asked_algorithm(call.head.headers), ""
    if algorithm:
        checksum_type = type_for(algorithm, call.header("x-amz-checksum-type"))
    made = replace(draft(call, bucket), checksum=(algorithm, checksum_type))
    upload = Upload(call.world.fresh_id("upload"), call.key, call.now, made)
    bucket.uploads[upload.id] = upload
    call.world.changes += 1
    facts = [element("Bucket", bucket.name), element("Key", call.key), element("UploadId", upload.id)]
    answer = xml_answer("InitiateMultipartUploadResult", facts, XMLNS)
    told = [("x-amz-checksum-algorithm", algorithm), ("x-amz-checksum-type", checksum_type)] if algorithm else []
    return replace(answer, headers=[*answer.headers, *told, *encryption_headers(made)])


def upload_part(call: S3Call) -> Answer:
    bucket = home(call)
    upload = open_upload(call, bucket)
    given, value = check_body(call)
    algorithm = upload.draft.checksum[0]
    if algorithm and given and given != algorithm:
        message = f"Checksum Type mismatch occurred, expected checksum Type: {algorithm}, actual checksum Type: {given}"
        raise S3Error("InvalidRequest", message)
    kept = (value or checksum_of(algorithm, call.content)) if algorithm else ""
    part = store_part(call, upload, call.content, part_etag(call, call.content, call.md5), checksum=kept)
    shown_algorithm, shown_value = (algorithm, kept) if algorithm else (given, value)
    told = [(header_name(shown_algorithm), shown_value)] if shown_value else []
    return Answer(200, [("ETag", quoted(part.etag.lower())), *told, *encryption_headers(upload.draft)])


def open_upload(call: S3Call, bucket: Bucket) -> Upload:
    """The upload of the request; it must be this key's and still be open."""
    upload = bucket.uploads.get(call.query.get("uploadId", ""))
    if upload is None or upload.key != call.key:
        raise S3Error("NoSuchUpload", extra={"UploadId": call.query.get("uploadId", "")})
    return upload


def part_etag(call: S3Call, content: Content, md5: bytes = b"") -> str:
    """A part's ETag: its MD5, where the settings do not want a store that has others."""
    etag, _ = plain_etag(content, md5)
    if call.settings.opaque_part_etags:
        return "PART-" + hashlib.sha256(etag.encode()).hexdigest()[:40].upper()
    return etag


def store_part(call: S3Call, upload: Upload, content: Content, etag: str, *, checksum: str = "") -> Part:
    """Keep a part; it takes the place of an earlier one with its number."""
    most = call.settings.part_number_max or PART_NUMBER_MAX
    if not 1 <= call.part <= most:
        message = f"Part number must be an integer between 1 and {most}, inclusive"
        raise S3Error.argument("partNumber", call.query.get("partNumber", ""), message)
    if content.length > PART_MAX:
        sizes = {"ProposedSize": str(content.length), "MaxSizeAllowed": str(PART_MAX)}
        raise S3Error("EntityTooLarge", extra=sizes)
    part = Part(call.part, content, etag, call.now, checksum)
    upload.parts[call.part] = part
    call.world.changes += 1
    return part


def abort_multipart_upload(call: S3Call) -> Answer:
    bucket = home(call)
    del bucket.uploads[open_upload(call, bucket).id]
    call.world.changes += 1
    return Answer(204)


def complete_multipart_upload(call: S3Call) -> Answer:
    bucket = home(call)
    upload = open_upload(call, bucket)
    tree = xml_body(call, "CompleteMultipartUpload")
    parts = _chosen_parts(upload, tree)
    content = joined(part.content for part in parts)
    _check_total(call, content)
    checksum = _checksum(call, upload, parts, content)
    check_target_conditions(call, bucket)
    version = replace(
        upload.draft,
        content=content,
        etag=multipart_etag([part.etag for part in parts]),
        kind=Kind.MULTIPART,
        modified=call.now,
        checksum=checksum,
        part_sizes=tuple(part.content.length for part in parts),
    )
    stored = call.world.put(bucket.name, call.key, version)
    del bucket.uploads[upload.id]
    facts = [
        element("Location", f"http://{call.header('host')}{call.head.target.partition('?')[0]}"),
        element("Bucket", bucket.name),
        element("Key", call.key),
        element("ETag", etag_of(stored)),
    ]
    algorithm, value = shown(stored)
    if value:
        facts += [element(element_name(algorithm), value), element("ChecksumType", type_of(value))]
    answer = xml_answer("CompleteMultipartUploadResult", facts, XMLNS)
    return replace(answer, headers=[*answer.headers, *encryption_headers(stored), *version_header(stored, bucket)])


def _chosen_parts(upload: Upload, tree: Tree.Element) -> Sequence[Part]:
    """The parts that make the object, in order, once everything about them was checked. Gaps are allowed."""
    try:
        parts = chosen_parts(upload, listed_parts(tree), number_max=PART_NUMBER_MAX, part_min=PART_MIN)
    except ValueError as error:
        raise S3Error("MalformedXML") from error
    except PartsError as error:
        raise _refused(upload, error) from error
    _check_listed_checksums(upload, tree, parts)
    return parts


def _refused(upload: Upload, error: PartsError) -> S3Error:
    number = str(error.number)
    if error.flaw is Flaw.SMALL:
        sizes = {"ProposedSize": str(error.size), "MinSizeAllowed": str(PART_MIN)}
        return S3Error("EntityTooSmall", extra={**sizes, "PartNumber": number, "ETag": error.etag.lower()})
    if error.flaw is Flaw.MISSING:
        return S3Error("InvalidPart", extra={"UploadId": upload.id, "PartNumber": number, "ETag": error.etag})
    return S3Error("InvalidPartOrder", extra={"UploadId": upload.id})


def _check_listed_checksums(upload: Upload, tree: Tree.Element, parts: Sequence[Part]) -> None:
    """Checksums in the list must be the parts'; where the object's is made of them, none may be missing."""
    algorithm, kind = upload.draft.checksum
    if not algorithm:
        return
    for part, item in zip(parts, tree.iterfind("Part"), strict=True):
        listed = item.findtext(element_name(algorithm), "").strip()
        if not listed and kind == COMPOSITE:
            message = (
                f"The upload was created using a {algorithm.lower()} checksum. The complete request must include the"
                f" checksum for each part. It was missing for part {part.number} in the request."
            )
            raise S3Error("InvalidRequest", message)
        if listed and listed != part.checksum:
            raise S3Error("InvalidPart", extra={"UploadId": upload.id, "PartNumber": str(part.number)})


def _check_total(call: S3Call, content: Content) -> None:
    expected = call.header("x-amz-mp-object-size")
    if expected and expected != str(content.length):
        message = f"The provided 'x-amz-mp-object-size' header does not match what was computed: {content.length}"
        raise S3Error("InvalidRequest", message)
    if content.length > OBJECT_MAX:
        sizes = {"ProposedSize": str(content.length), "MaxSizeAllowed": str(OBJECT_MAX)}
        raise S3Error("EntityTooLarge", extra=sizes)


def _checksum(call: S3Call, upload: Upload, parts: Sequence[Part], content: Content) -> tuple[str, str]:
    """Algorithm and value of the object's checksum, which must be the one that the request states, if any."""
    given, value = given_checksum(call.head.headers)
    algorithm, kind = upload.draft.checksum
    algorithm = algorithm or given
    if not algorithm:
        return "", ""
    made = composite(algorithm, [part.checksum for part in parts]) if kind == COMPOSITE else ""
    made = made or checksum_of(algorithm, content)
    # The number of parts may be left out of a checksum that is made of theirs.
    if given and (given != algorithm or value.partition("-")[0] != made.partition("-")[0]):
        raise S3Error("BadDigest", f"The {given} you specified did not match the calculated checksum.")
    return algorithm, made
