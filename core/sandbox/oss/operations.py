"""The operations that only OSS has, or has in a way of its own. Pages of the same names in the OSS API Reference."""

from __future__ import annotations

import base64
import binascii
import hashlib
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from core.sandbox.extents import joined, opaque_etag
from core.sandbox.oss.copies import copy_object, upload_part_copy
from core.sandbox.oss.errors import OssError
from core.sandbox.oss.rules import RULES, STORAGE_CLASSES
from core.sandbox.protocol import objects, uploads
from core.sandbox.protocol.access import home
from core.sandbox.protocol.call import Answer, Call, decoded, endpoint
from core.sandbox.protocol.headers import http_date, iso_date
from core.sandbox.protocol.lists import object_listing, objects_behind
from core.sandbox.protocol.markup import element, group, xml_answer
from core.sandbox.protocol.objects import shown_key, wanted_version
from core.sandbox.protocol.operations import SHARED
from core.sandbox.protocol.pages import Flaw, PartsError, check_sizes, chosen_parts, listed_parts
from core.sandbox.protocol.uploads import finished, open_upload
from core.sandbox.protocol.vendor import Operation
from core.sandbox.world import Bucket, Kind, Part, Upload

#: Standard request headers that PutObject does not know: 400 NotImplemented ("Error responses").
_UNKNOWN_TO_PUT = ("if-match", "if-none-match", "if-modified-since", "if-unmodified-since")


# ---------------------------------------------------------------- buckets


def list_buckets(call: Call) -> Answer:
    """All buckets of the caller's account, in all regions."""
    prefix, marker = call.param("prefix"), call.param("marker")
    limit = call.vendor.count_of(call, "max-keys", RULES.list_default, RULES.list_max)
    names = sorted(name for name, bucket in call.world.buckets.items() if bucket.owner == call.owner)
    names = [name for name in names[bisect_right(names, marker) :] if name.startswith(prefix)]
    page, truncated = names[:limit], len(names) > limit
    paging: list[str] = []
    if truncated or prefix or marker:
        paging = [element("Prefix", prefix), element("Marker", marker), element("MaxKeys", str(limit))]
        paging.append(element("IsTruncated", str(truncated).lower()))
        paging += [element("NextMarker", page[-1])] if truncated and page else []
    buckets = group("Buckets", (group("Bucket", _row(call, call.world.buckets[name])) for name in page))
    return xml_answer("ListAllMyBucketsResult", [*paging, call.vendor.owner_element(call.owner), buckets])


def get_bucket_info(call: Call) -> Answer:
    bucket = home(call)
    versioning = [element("Versioning", bucket.versioning.capitalize())] if bucket.versioning else []
    facts = [
        *_row(call, bucket),
        call.vendor.owner_element(bucket.owner),
        element("DataRedundancyType", "LRS"),
        element("TransferAcceleration", "Disabled"),
        group("AccessControlList", [element("Grant", bucket.acl)]),
        group("ServerSideEncryptionRule", [element("SSEAlgorithm", "None")]),
        *versioning,
    ]
    return xml_answer("BucketInfo", [group("Bucket", facts)])


def _row(call: Call, bucket: Bucket) -> Iterator[str]:
    """What a listing and GetBucketInfo both tell of a bucket."""
    place = endpoint(call, bucket.region)
    yield element("Name", bucket.name)
    yield element("CreationDate", iso_date(bucket.created))
    yield element("Location", f"oss-{bucket.region}")
    yield element("Region", bucket.region)
    yield element("ExtranetEndpoint", place)
    yield element("IntranetEndpoint", place.replace(".aliyuncs.com", "-internal.aliyuncs.com"))
    yield element("StorageClass", bucket.storage_class)


def get_bucket_location(call: Call) -> Answer:
    return xml_answer("LocationConstraint", [f"oss-{home(call).region}"])


def put_bucket(call: Call) -> Answer:
    acl = call.vendor.check_word("x-oss-acl", call.own("acl") or "private", RULES.bucket_acls)
    existing, region = call.world.buckets.get(call.bucket), call.address.region
    if existing is not None and (existing.owner != call.owner or existing.region != region):
        raise OssError("BucketAlreadyExists", extra={"BucketName": call.bucket})
    storage_class = call.vendor.check_word("StorageClass", _wanted_class(call), STORAGE_CLASSES)
    if existing is None:
        call.world.add_bucket(Bucket(call.bucket, call.owner, region, call.now, storage_class=storage_class, acl=acl))
    return Answer(200, [("Location", f"/{call.bucket}")])


def _wanted_class(call: Call) -> str:
    if not call.content.length:
        return "Standard"
    return call.vendor.xml_body(call, "CreateBucketConfiguration").findtext("StorageClass", "Standard")


def list_objects_v2(call: Call) -> Answer:
    bucket = home(call)
    token, start_after = call.param("continuation-token"), call.param("start-after")
    page = objects_behind(call, bucket, _opened(token) if token else start_after)
    tokens = [element("StartAfter", call.vendor.encoded(call, start_after))] if start_after else []
    tokens += [element("ContinuationToken", token)] if token else []
    tokens += [element("NextContinuationToken", _closed(page.last[0]))] if page.truncated else []
    tokens.append(element("KeyCount", str(len(page.items) + len(page.prefixes))))
    owner = call.vendor.owner_element(bucket.owner) if call.param("fetch-owner") == "true" else ""
    return object_listing(call, bucket, page, {"Tokens": tokens}, owner=owner)


def _closed(key: str) -> str:
    """A continuation token: opaque to the client."""
    return base64.urlsafe_b64encode(b"t:" + key.encode()).decode()


def _opened(token: str) -> str:
    try:
        text = base64.urlsafe_b64decode(token).decode()
    except (binascii.Error, ValueError):
        text = ""
    if not text.startswith("t:"):
        raise OssError.argument("continuation-token", token, "The continuation token is not valid.")
    return text.removeprefix("t:")


# ---------------------------------------------------------------- objects


def get_object_meta(call: Call) -> Answer:
    """Only length, ETag, date, checksum and version id."""
    bucket = home(call)
    version = call.vendor.as_read(bucket, wanted_version(call, bucket))
    length = ("Content-Length", str(version.content.length))
    return Answer(200, [*call.vendor.basic_headers(version, bucket), length])


def put_object(call: Call) -> Answer:
    for name in _UNKNOWN_TO_PUT:
        if name in call.head.headers:
            raise OssError("NotImplemented", extra={"Header": name})
    return objects.put_object(call)


def append_object(call: Call) -> Answer:
    bucket = home(call)
    call.vendor.check_body(call)
    position = call.param("position")
    if not position.isdecimal():
        raise OssError.argument("position", position, "The position must be a number.")
    old = call.world.get(bucket.name, call.key)
    if old is not None and old.kind is not Kind.APPENDABLE:
        raise OssError("ObjectNotAppendable")
    length = old.content.length if old else 0
    if int(position) != length:
        next_position = {"x-oss-next-append-position": str(length)}
        raise OssError("PositionNotEqualToLength", headers=next_position)
    content = joined([old.content, call.content] if old else [call.content])
    base = old or call.vendor.draft(call, bucket)
    etag = opaque_etag(content, 1)
    version = replace(base, content=content, kind=Kind.APPENDABLE, etag=etag, modified=call.now)
    stored = call.world.put(bucket.name, call.key, version)
    return Answer(200, [*call.vendor.written_headers(stored, bucket), *call.vendor.append_headers(stored)])


def put_symlink(call: Call) -> Answer:
    bucket = home(call)
    target = decoded(call.own("symlink-target"))
    if not target:
        raise OssError("MissingArgument", extra={"ArgumentName": "x-oss-symlink-target"})
    call.vendor.check_target(call, bucket)
    link = hashlib.md5(target.encode(), usedforsecurity=False).hexdigest().upper()
    version = replace(call.vendor.draft(call, bucket), kind=Kind.SYMLINK, target=target, etag=link)
    stored = call.world.put(bucket.name, call.key, version)
    return Answer(200, [("ETag", call.vendor.etag(stored.etag)), *call.vendor.version_header(stored, bucket)])


def get_symlink(call: Call) -> Answer:
    bucket = home(call)
    version = wanted_version(call, bucket)
    if version.kind is not Kind.SYMLINK:
        raise OssError("NotSymlink", "The object is not symlink")
    headers = [("ETag", call.vendor.etag(version.etag)), ("Last-Modified", http_date(version.modified))]
    target = version.target.encode()
    escaped = "".join(chr(byte) if 32 < byte < 127 and byte != 37 else f"%{byte:02X}" for byte in target)
    return Answer(200, [*headers, ("x-oss-symlink-target", escaped), *call.vendor.version_header(version, bucket)])


# ---------------------------------------------------------------- uploads


def upload_part(call: Call) -> Answer:
    if "x-oss-server-side-encryption" in call.head.headers:
        raise OssError.argument("x-oss-server-side-encryption", "", "Encryption is set when the upload is initiated.")
    return uploads.upload_part(call)


def complete_multipart_upload(call: Call) -> Answer:
    bucket, vendor = home(call), call.vendor
    if "x-oss-storage-class" in call.head.headers:
        raise OssError("OperationNotSupported", "The storage class is set when the upload is initiated.")
    upload = open_upload(call, bucket)
    parts = _chosen_parts(call, upload)
    content = joined(part.content for part in parts)
    if content.length > RULES.object_max:
        raise vendor.too_large(content.length, RULES.object_max)
    vendor.check_target(call, bucket)
    if upload.create_only:
        vendor.refuse_existing(bucket, call.key)
    version = replace(upload.draft, content=content, etag=opaque_etag(content, len(parts)), kind=Kind.MULTIPART)
    if vendor.acl_header in call.head.headers:
        version = replace(version, acl=vendor.object_acl(call, bucket))
    stored = finished(call, bucket, upload, replace(version, modified=call.now))
    facts = [
        *vendor.encoding_type(call),
        element("Location", f"http://{call.header('host')}/{shown_key(call, call.key)}"),
        element("Bucket", bucket.name),
        element("Key", shown_key(call, call.key)),
        element("ETag", vendor.etag(stored.etag)),
    ]
    return xml_answer("CompleteMultipartUploadResult", facts, headers=vendor.written_headers(stored, bucket))


def _chosen_parts(call: Call, upload: Upload) -> Sequence[Part]:
    """The parts that make the object, in order, once everything about them was checked. Gaps are allowed."""
    try:
        if call.own("complete-all").lower() == "yes":
            return _all_parts(call, upload)
        listed = listed_parts(call.vendor.xml_body(call, "CompleteMultipartUpload"))
        return chosen_parts(upload, listed, number_max=RULES.part_number_max, part_min=RULES.part_min)
    except ValueError as error:
        raise OssError("MalformedXML") from error
    except PartsError as error:
        raise _refused(upload, error) from error


def _all_parts(call: Call, upload: Upload) -> Sequence[Part]:
    """Every part that was uploaded. Raises `PartsError` for one that is too small."""
    if call.content.length:
        raise OssError.argument("x-oss-complete-all", "yes", "The request body must be empty.")
    parts = [upload.parts[number] for number in sorted(upload.parts)]
    if not parts:
        raise OssError("InvalidPart")
    check_sizes(parts, RULES.part_min)
    return parts


def _refused(upload: Upload, error: PartsError) -> OssError:
    number = str(error.number)
    if error.flaw is Flaw.SMALL:
        sizes = {"MinSizeAllowed": str(RULES.part_min), "ProposedSize": str(error.size)}
        return OssError("EntityTooSmall", extra={**sizes, "PartNumber": number})
    if error.flaw is Flaw.MISSING:
        return OssError("InvalidPart", extra={"UploadId": upload.id, "PartNumber": number, "ETag": error.etag})
    return OssError("InvalidPartOrder")


OPERATIONS: Mapping[str, Operation] = {
    **SHARED,
    "AppendObject": append_object,
    "CompleteMultipartUpload": complete_multipart_upload,
    "CopyObject": copy_object,
    "GetBucketInfo": get_bucket_info,
    "GetBucketLocation": get_bucket_location,
    "GetObjectMeta": get_object_meta,
    "GetSymlink": get_symlink,
    "ListBuckets": list_buckets,
    "ListObjectsV2": list_objects_v2,
    "PutBucket": put_bucket,
    "PutObject": put_object,
    "PutSymlink": put_symlink,
    "UploadPart": upload_part,
    "UploadPartCopy": upload_part_copy,
}
