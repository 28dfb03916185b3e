"""Multipart uploads: what all vendors share of initiating, uploading, completing and aborting. Raises `VendorError`."""

from __future__ import annotations

from core.sandbox.extents import Content
from core.sandbox.protocol.access import home
from core.sandbox.protocol.call import Answer, Call
from core.sandbox.protocol.markup import element, xml_answer
from core.sandbox.protocol.objects import shown_key
from core.sandbox.world import CUSTOMERS, Bucket, Part, Upload, Version


def initiate_multipart_upload(call: Call) -> Answer:
    """Everything but a later ACL is stated here; parts carry bytes only."""
    bucket, vendor = home(call), call.vendor
    vendor.check_target(call, bucket)
    draft = vendor.draft(call, bucket)
    return begun(call, bucket, draft, create_only=call.flag("forbid-overwrite"))


def begun(
    call: Call,
    bucket: Bucket,
    draft: Version,
    *,
    create_only: bool = False,
    headers: list[tuple[str, str]] | None = None,
) -> Answer:
    """Begin an upload and answer with its id."""
    upload = Upload(call.world.fresh_id("upload"), call.key, call.now, draft, create_only)
    bucket.uploads[upload.id] = upload
    call.world.changes += 1
    vendor = call.vendor
    facts = vendor.encoding_type(call) if vendor.encodes_all_answers else []
    facts += [element("Bucket", vendor.bucket_name(bucket.name)), element("Key", shown_key(call, call.key))]
    facts.append(element("UploadId", upload.id))
    return xml_answer("InitiateMultipartUploadResult", facts, vendor.attributes, headers or ())


def upload_part(call: Call) -> Answer:
    upload = open_upload(call, home(call))
    check_part_opened(call, upload)
    call.vendor.check_body(call)
    part = store_part(call, upload, call.content, call.md5.hex().upper())
    return Answer(200, [("ETag", call.vendor.etag(part.etag)), call.vendor.checksum_header(part.content)])


def open_upload(call: Call, bucket: Bucket) -> Upload:
    """The upload of the request; it must be this key's and still be open."""
    upload = bucket.uploads.get(call.param("uploadId"))
    if upload is None or upload.key != call.key:
        raise call.refusal("NoSuchUpload", UploadId=call.param("uploadId"))
    return upload


def check_part_opened(call: Call, upload: Upload) -> None:
    """Each part brings the customer's key that the upload was begun with (UploadPart, UploadPartCopy)."""
    algorithm, digest = upload.draft.encryption
    if algorithm == CUSTOMERS and not call.vendor.given_key(call):
        message = "The multipart upload initiate requested encryption. Subsequent part requests must include the"
        raise call.refusal("InvalidRequest", f"{message} appropriate encryption parameters.")
    if algorithm == CUSTOMERS and call.vendor.given_key(call) != digest:
        raise call.vendor.denied()
    if algorithm != CUSTOMERS and call.vendor.given_key(call):
        message = "The multipart upload initiate did not request encryption. Please resend the request without"
        raise call.refusal("InvalidRequest", f"{message} sending encryption parameters.")


def store_part(call: Call, upload: Upload, content: Content, etag: str, checksum: str = "") -> Part:
    """Keep a part; it takes the place of an earlier one with its number. Small ones are refused at the end only."""
    vendor, most = call.vendor, call.vendor.part_number_max(call)
    if not 1 <= call.part <= most:
        raise call.argument("partNumber", call.param("partNumber"), vendor.part_number_message.format(most))
    if content.length > vendor.rules.part_max:
        raise vendor.too_large(content.length, vendor.rules.part_max)
    part = Part(call.part, content, etag, call.now, checksum)
    upload.parts[call.part] = part
    call.world.changes += 1
    return part


def finished(call: Call, bucket: Bucket, upload: Upload, version: Version) -> Version:
    """Store the object that an upload made, and end the upload."""
    stored = call.world.put(bucket.name, call.key, version)
    del bucket.uploads[upload.id]
    return stored


def abort_multipart_upload(call: Call) -> Answer:
    bucket = home(call)
    del bucket.uploads[open_upload(call, bucket).id]
    call.world.changes += 1
    return Answer(204)
