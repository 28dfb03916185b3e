"""The operations that COS has in a way of its own. Pages of the COS API."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import quote

from core.sandbox.cos.address import ALL_REGIONS, bucket_host
from core.sandbox.cos.copies import copy_object, upload_part_copy
from core.sandbox.cos.errors import CosError
from core.sandbox.cos.names import bucket_name, region_name, world_region
from core.sandbox.cos.rules import BUCKETS_LIST_MAX, RULES
from core.sandbox.extents import joined, opaque_etag
from core.sandbox.protocol.access import home
from core.sandbox.protocol.call import Answer, Call
from core.sandbox.protocol.headers import iso_date
from core.sandbox.protocol.markup import XML, element, group, xml_answer
from core.sandbox.protocol.objects import wanted_version
from core.sandbox.protocol.operations import SHARED
from core.sandbox.protocol.pages import Flaw, PartsError, chosen_parts, listed_parts
from core.sandbox.protocol.uploads import finished, open_upload
from core.sandbox.protocol.vendor import Operation
from core.sandbox.world import Bucket, Kind, Part, Upload

_CODES = {
    Flaw.ORDER: "InvalidPartOrder",
    Flaw.GAP: "InvalidPart",
    Flaw.MISSING: "InvalidPart",
    Flaw.SMALL: "EntityTooSmall",
}


def list_buckets(call: Call) -> Answer:
    """All buckets of the caller's account; at a region's own endpoint, or with a region in the query, its own."""
    limit = call.vendor.count_of(call, "max-keys", BUCKETS_LIST_MAX, BUCKETS_LIST_MAX)
    region = world_region(call.param("region")) or call.address.region
    mine = {
        bucket_name(bucket.name): bucket
        for bucket in call.world.buckets.values()
        if bucket.owner == call.owner and region in (ALL_REGIONS, bucket.region)
    }
    names = sorted(mine)
    names = names[bisect_right(names, call.param("marker")) :]
    page, truncated = names[:limit], len(names) > limit
    next_marker = [element("NextMarker", page[-1])] if truncated and page else []
    return xml_answer(
        "ListAllMyBucketsResult",
        [
            call.vendor.owner_element(call.owner),
            element("IsTruncated", str(truncated).lower()),
            *next_marker,
            group("Buckets", (_row(name, mine[name]) for name in page)),
        ],
    )


def _row(name: str, bucket: Bucket) -> str:
    facts = [element("Name", name), element("Location", region_name(bucket.region))]
    return group("Bucket", [*facts, element("CreationDate", iso_date(bucket.created)), element("BucketType", "cos")])


def head_bucket(call: Call) -> Answer:
    return Answer(200, [("x-cos-bucket-region", region_name(home(call).region))])


def get_bucket_location(call: Call) -> Answer:
    return xml_answer("LocationConstraint", [region_name(home(call).region)])


def put_bucket(call: Call) -> Answer:
    acl = call.vendor.check_word("x-cos-acl", call.own("acl") or "private", RULES.bucket_acls)
    existing = call.world.buckets.get(call.bucket)
    if existing is not None:
        raise CosError("BucketAlreadyOwnedByYou" if existing.owner == call.owner else "BucketAlreadyExists")
    call.world.add_bucket(Bucket(call.bucket, call.owner, call.address.region, call.now, acl=acl))
    return Answer(200)


def get_symlink(call: Call) -> Answer:
    """The link itself. No page tells of it, only the vendor's own client (cos-python-sdk-v5 1.9.44, get_symlink)."""
    bucket = home(call)
    version = wanted_version(call, bucket)
    if version.kind is not Kind.SYMLINK:
        raise CosError("InvalidArgument", "The object is not a symbolic link.")
    target = ("x-cos-symlink-target", quote(version.target, safe="/"))
    return Answer(200, [("ETag", call.vendor.etag(version.etag)), target, *call.vendor.version_header(version, bucket)])


def complete_multipart_upload(call: Call) -> Answer:
    """The document has no declaration, so that white space may stand before it."""
    bucket, vendor = home(call), call.vendor
    upload = open_upload(call, bucket)
    parts = _chosen_parts(call, upload)
    content = joined(part.content for part in parts)
    if content.length > RULES.object_max:
        raise CosError("EntityTooLarge")
    if upload.create_only or call.flag("forbid-overwrite"):
        vendor.refuse_existing(bucket, call.key, "FileAlreadyExists")  # the code of this operation's page
    etag = opaque_etag(content, len(parts))
    version = replace(upload.draft, content=content, etag=etag, kind=Kind.MULTIPART, modified=call.now)
    stored = finished(call, bucket, upload, version)
    facts = [
        element("Location", f"http://{bucket_host(call, bucket.region)}/{call.key}"),
        element("Bucket", bucket_name(bucket.name)),
        element("Key", call.key),
        element("ETag", vendor.etag(stored.etag)),
    ]
    body = group("CompleteMultipartUploadResult", facts).encode("utf-8", "replace")
    return Answer(200, [XML, vendor.checksum_header(content), *vendor.version_header(stored, bucket)], body)


def _chosen_parts(call: Call, upload: Upload) -> Sequence[Part]:
    """The parts that make the object, in order, once everything about them was checked: no gaps either."""
    try:
        listed = listed_parts(call.vendor.xml_body(call, "CompleteMultipartUpload"))
        return chosen_parts(upload, listed, number_max=RULES.part_number_max, part_min=RULES.part_min, gaps=False)
    except ValueError as error:
        raise CosError("MalformedXML") from error
    except PartsError as error:
        raise CosError(_CODES[error.flaw], extra={"PartNumber": str(error.number)}) from error


OPERATIONS: Mapping[str, Operation] = {
    **SHARED,
    "CompleteMultipartUpload": complete_multipart_upload,
    "CopyObject": copy_object,
    "GetBucketLocation": get_bucket_location,
    "GetSymlink": get_symlink,
    "HeadBucket": head_bucket,
    "ListBuckets": list_buckets,
    "PutBucket": put_bucket,
    "UploadPartCopy": upload_part_copy,
}
