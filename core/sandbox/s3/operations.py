"""The operations that S3 has in a way of its own. Pages of the same names in the API Reference."""

from __future__ import annotations

import base64
import binascii
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from xml.etree import ElementTree as Tree

from core.sandbox.extents import Content, joined
from core.sandbox.protocol import lists, objects
from core.sandbox.protocol.access import home
from core.sandbox.protocol.call import Answer, Call, whole_number
from core.sandbox.protocol.headers import UnsatisfiableError, iso_date, overridden, span_clipped
from core.sandbox.protocol.markup import XML, element, group, xml_answer
from core.sandbox.protocol.objects import check_readable, wanted_version
from core.sandbox.protocol.operations import SHARED
from core.sandbox.protocol.pages import Flaw, PartsError, chosen_parts, listed_parts
from core.sandbox.protocol.uploads import begun, check_part_opened, finished, open_upload, store_part
from core.sandbox.protocol.vendor import Headers, Operation
from core.sandbox.s3.checksums import (
    COMPOSITE,
    asked_algorithm,
    checksum_headers,
    checksum_of,
    composite,
    element_name,
    given_checksum,
    header_name,
    shown,
    type_for,
    type_of,
)
from core.sandbox.s3.copies import copy_object, upload_part_copy
from core.sandbox.s3.errors import S3Error
from core.sandbox.s3.etags import multipart_etag, part_etag
from core.sandbox.s3.rules import BUCKETS_MAX, HOME_REGION, RULES
from core.sandbox.world import Bucket, Kind, Part, Upload, Version

_PAGING = ("max-buckets", "continuation-token", "prefix", "bucket-region")
_WRONG_TOKEN = "The continuation token provided is incorrect"  # noqa: S105 - a message


# ---------------------------------------------------------------- buckets


def list_buckets(call: Call) -> Answer:
    """All buckets of the caller's account; the region of each only in the form with parameters."""
    token, prefix, region = call.param("continuation-token"), call.param("prefix"), call.param("bucket-region")
    vendor = call.vendor
    limit = vendor.count_of(call, "max-buckets", BUCKETS_MAX, BUCKETS_MAX)
    names = sorted(name for name, bucket in call.world.buckets.items() if bucket.owner == call.owner)
    names = [name for name in names[bisect_right(names, _opened(token, "")) :] if name.startswith(prefix)]
    found = [call.world.buckets[name] for name in names]
    found = [bucket for bucket in found if region in ("", vendor.region_name(bucket.region))]
    page, paged = found[:limit], any(name in call.query for name in _PAGING)
    rows = group("Buckets", (_row(call, bucket, with_region=paged) for bucket in page))
    more = [element("ContinuationToken", _closed(page[-1].name, ""))] if page and len(found) > limit else []
    more += [element("Prefix", prefix)] if prefix else []
    return xml_answer("ListAllMyBucketsResult", [vendor.owner_element(call.owner), rows, *more], vendor.attributes)


def _row(call: Call, bucket: Bucket, *, with_region: bool) -> str:
    region = [element("BucketRegion", call.vendor.region_name(bucket.region))] if with_region else []
    return group("Bucket", [element("Name", bucket.name), element("CreationDate", iso_date(bucket.created)), *region])


def _closed(name: str, mark: str) -> str:
    """A continuation token: opaque to the client, and with characters that must be encoded in a query."""
    return base64.b64encode((mark + name).encode()).decode()


def _opened(token: str, mark: str) -> str:
    try:
        text = base64.b64decode(token, validate=True).decode()
    except (binascii.Error, ValueError) as error:
        raise S3Error.argument("continuation-token", token, _WRONG_TOKEN) from error
    if not text.startswith(mark):
        raise S3Error.argument("continuation-token", token, _WRONG_TOKEN)
    return text.removeprefix(mark)


def head_bucket(call: Call) -> Answer:
    return Answer(200, [*call.vendor.listing_headers(home(call)), XML])


def get_bucket_location(call: Call) -> Answer:
    """Empty for the oldest region."""
    region = call.vendor.region_name(home(call).region)
    return xml_answer("LocationConstraint", [] if region == HOME_REGION else [region], call.vendor.attributes)


def put_bucket(call: Call) -> Answer:
    """The region must be the endpoint's; that of the oldest one is not named."""
    acl = call.vendor.check_word("x-amz-acl", call.own("acl") or "private", RULES.bucket_acls)
    region, named = call.vendor.region_name(call.address.region), _named_region(call)
    if named != ("" if region == HOME_REGION else region):
        message = (
            f"The {named or 'unspecified'} location constraint is incompatible for the region specific endpoint this"
            " request was sent to."
        )
        raise S3Error("IllegalLocationConstraintException", message)
    existing = call.world.buckets.get(call.bucket)
    if existing is not None and existing.owner != call.owner:
        raise S3Error("BucketAlreadyExists", extra={"BucketName": call.bucket})
    if existing is not None and (existing.region != call.address.region or region != HOME_REGION):
        raise S3Error("BucketAlreadyOwnedByYou", extra={"BucketName": call.bucket})
    if existing is None:
        call.world.add_bucket(Bucket(call.bucket, call.owner, call.address.region, call.now, acl=acl))
    return Answer(200, [("Location", f"/{call.bucket}")])


def _named_region(call: Call) -> str:
    call.vendor.check_body(call)
    if not call.content.length:
        return ""
    return call.vendor.xml_body(call, "CreateBucketConfiguration").findtext("LocationConstraint", "")


# ---------------------------------------------------------------- listings


def list_objects_v2(call: Call) -> Answer:
    bucket, vendor = home(call), call.vendor
    token = call.query.get("continuation-token")
    start = call.param("start-after") if token is None else _opened(token, "s3:")
    page = lists.objects_behind(call, bucket, start)
    tokens = []
    if "start-after" in call.query:
        tokens.append(element("StartAfter", vendor.encoded(call, call.query["start-after"])))
    tokens += [element("ContinuationToken", token)] if token is not None else []
    if page.truncated:
        following = start if vendor.is_stuck(call) else page.last[0]
        tokens.append(element("NextContinuationToken", _closed(following, "s3:")))
    tokens.append(element("KeyCount", str(len(page.items) + len(page.prefixes))))
    owner = vendor.owner_element(bucket.owner) if call.param("fetch-owner") == "true" else ""
    return lists.object_listing(call, bucket, page, {"Tokens": tokens}, owner=owner)


def list_object_versions(call: Call) -> Answer:
    id_marker = call.param("version-id-marker")
    if id_marker and not call.param("key-marker"):
        message = "A version-id marker cannot be specified without a key marker."
        raise S3Error.argument("version-id-marker", id_marker, message)
    return lists.list_object_versions(call)


# ---------------------------------------------------------------- objects


def head_object(call: Call) -> Answer:
    """Shows archived objects too; a Range or a part number as GET would answer it."""
    answer, length = _shown(call)
    return replace(answer, headers=[*answer.headers, ("Content-Length", str(length))], body=b"")


def get_object(call: Call) -> Answer:
    answer, _ = _shown(call)
    check_readable(call, wanted_version(call, home(call)))
    return replace(answer, headers=overridden(list(answer.headers), call.query))


def _shown(call: Call) -> tuple[Answer, int]:
    """The answer to a GET, and how long its body is."""
    bucket, vendor = home(call), call.vendor
    version = wanted_version(call, bucket)
    vendor.check_opened(call, version)
    vendor.check_conditions(call, version)
    headers = vendor.shown_headers(call, version, bucket)
    span, more = _wanted_span(call, version)
    if span is None:
        wants_checksum = call.own("checksum-mode").upper() == "ENABLED"
        checksum = checksum_headers(*shown(version)) if wants_checksum else []
        return Answer(200, [*headers, *more, *checksum], version.content), version.content.length
    first, last = span
    headers.append(("Content-Range", f"bytes {first}-{last}/{version.content.length}"))
    content = version.content.slice(first, last - first + 1)
    return Answer(206, [*headers, *more], content), content.length


def _wanted_span(call: Call, version: Version) -> tuple[tuple[int, int] | None, Headers]:
    """First and last byte of a Range or a part, None for the whole object; and the headers of a part."""
    text, part = call.header("range"), call.param("partNumber")
    if part and text:
        raise S3Error("InvalidRequest", "Cannot specify both Range header and partNumber query parameter")
    if part:
        return _part_span(version, whole_number(part) or 0)
    size = version.content.length
    try:
        return span_clipped(text, size), []
    except UnsatisfiableError as error:
        extra = {"RangeRequested": text, "ActualObjectSize": str(size)}
        raise S3Error("InvalidRange", extra=extra, headers={"Content-Range": f"bytes */{size}"}) from error


def _part_span(version: Version, part: int) -> tuple[tuple[int, int] | None, Headers]:
    """An object in one piece has one part."""
    sizes: Sequence[int] = version.part_sizes or (version.content.length,)
    if not 1 <= part <= len(sizes):
        raise S3Error("InvalidPartNumber", extra={"PartNumberRequested": str(part), "ActualPartCount": str(len(sizes))})
    count = [("x-amz-mp-parts-count", str(len(sizes)))] if version.part_sizes else []
    first = list(accumulate(sizes, initial=0))[part - 1]
    return (first, first + sizes[part - 1] - 1) if sizes[part - 1] else None, count


def delete_object(call: Call) -> Answer:
    """If-Match may want something to be there."""
    call.vendor.check_target(call, home(call))
    return objects.delete_object(call)


# ---------------------------------------------------------------- uploads


def initiate_multipart_upload(call: Call) -> Answer:
    """All properties that the object will have are stated here; parts carry bytes only."""
    bucket = home(call)
    algorithm, checksum_type = asked_algorithm(call.head.headers), ""
    if algorithm:
        checksum_type = type_for(algorithm, call.header("x-amz-checksum-type"))
    made = replace(call.vendor.draft(call, bucket), checksum=(algorithm, checksum_type))
    told = [("x-amz-checksum-algorithm", algorithm), ("x-amz-checksum-type", checksum_type)] if algorithm else []
    return begun(call, bucket, made, headers=[*told, *call.vendor.encryption_headers(made)])


def upload_part(call: Call) -> Answer:
    bucket = home(call)
    upload = open_upload(call, bucket)
    check_part_opened(call, upload)
    given, value = call.vendor.check_body(call)
    algorithm = upload.draft.checksum[0]
    if algorithm and given and given != algorithm:
        message = f"Checksum Type mismatch occurred, expected checksum Type: {algorithm}, actual checksum Type: {given}"
        raise S3Error("InvalidRequest", message)
    kept = (value or checksum_of(algorithm, call.content)) if algorithm else ""
    part = store_part(call, upload, call.content, part_etag(call, call.content, call.md5), kept)
    shown_algorithm, shown_value = (algorithm, kept) if algorithm else (given, value)
    told = [(header_name(shown_algorithm), shown_value)] if shown_value else []
    return Answer(200, [("ETag", call.vendor.etag(part.etag)), *told, *call.vendor.encryption_headers(upload.draft)])


def complete_multipart_upload(call: Call) -> Answer:
    bucket = home(call)
    upload = open_upload(call, bucket)
    if upload.draft.checksum[0]:  # CompleteMultipartUpload: needed where there is a checksum
        check_part_opened(call, upload)
    tree = call.vendor.xml_body(call, "CompleteMultipartUpload")
    parts = _chosen_parts(upload, tree)
    content = joined(part.content for part in parts)
    _check_total(call, content)
    checksum = _checksum(call, upload, parts, content)
    call.vendor.check_target(call, bucket)
    version = replace(
        upload.draft,
        content=content,
        etag=multipart_etag([part.etag for part in parts]),
        kind=Kind.MULTIPART,
        modified=call.now,
        checksum=checksum,
        part_sizes=tuple(part.content.length for part in parts),
    )
    stored = finished(call, bucket, upload, version)
    facts = [
        element("Location", f"http://{call.header('host')}{call.head.path}"),
        element("Bucket", bucket.name),
        element("Key", call.key),
        element("ETag", call.vendor.etag(stored.etag)),
    ]
    algorithm, value = shown(stored)
    if value:
        facts += [element(element_name(algorithm), value), element("ChecksumType", type_of(value))]
    headers = [*call.vendor.encryption_headers(stored), *call.vendor.version_header(stored, bucket)]
    return xml_answer("CompleteMultipartUploadResult", facts, call.vendor.attributes, headers)


def _chosen_parts(upload: Upload, tree: Tree.Element) -> Sequence[Part]:
    """The parts that make the object, in order, once everything about them was checked. Gaps are allowed."""
    try:
        parts = chosen_parts(upload, listed_parts(tree), number_max=RULES.part_number_max, part_min=RULES.part_min)
    except ValueError as error:
        raise S3Error("MalformedXML") from error
    except PartsError as error:
        raise _refused(upload, error) from error
    _check_listed_checksums(upload, tree, parts)
    return parts


def _refused(upload: Upload, error: PartsError) -> S3Error:
    number = str(error.number)
    if error.flaw is Flaw.SMALL:
        sizes = {"ProposedSize": str(error.size), "MinSizeAllowed": str(RULES.part_min)}
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


def _check_total(call: Call, content: Content) -> None:
    expected = call.header("x-amz-mp-object-size")
    if expected and expected != str(content.length):
        message = f"The provided 'x-amz-mp-object-size' header does not match what was computed: {content.length}"
        raise S3Error("InvalidRequest", message)
    if content.length > RULES.object_max:
        raise call.vendor.too_large(content.length, RULES.object_max)


def _checksum(call: Call, upload: Upload, parts: Sequence[Part], content: Content) -> tuple[str, str]:
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


OPERATIONS: Mapping[str, Operation] = {
    **SHARED,
    "CompleteMultipartUpload": complete_multipart_upload,
    "CopyObject": copy_object,
    "DeleteObject": delete_object,
    "GetBucketLocation": get_bucket_location,
    "GetObject": get_object,
    "HeadBucket": head_bucket,
    "HeadObject": head_object,
    "InitiateMultipartUpload": initiate_multipart_upload,
    "ListBuckets": list_buckets,
    "ListObjectVersions": list_object_versions,
    "ListObjectsV2": list_objects_v2,
    "PutBucket": put_bucket,
    "UploadPart": upload_part,
    "UploadPartCopy": upload_part_copy,
}
