"""Buckets of OSS: list, make, drop, and what they are. Pages GetService, PutBucket, GetBucketInfo and their kin."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from core.sandbox.call import Call
from core.sandbox.handler import Answer
from core.sandbox.headers import iso_date
from core.sandbox.markup import element, group, xml_answer
from core.sandbox.oss.access import home
from core.sandbox.oss.body import xml_body
from core.sandbox.oss.call import endpoint
from core.sandbox.oss.errors import OssError
from core.sandbox.oss.lists import count_of
from core.sandbox.oss.rules import BUCKET_ACLS, LIST_DEFAULT, LIST_MAX, STORAGE_CLASSES, check_word
from core.sandbox.world import Bucket, Versioning

_VERSIONING_WORDS = {"Enabled": Versioning.ENABLED, "Suspended": Versioning.SUSPENDED}


def list_buckets(call: Call) -> Answer:
    """All buckets of the caller's account, in all regions."""
    who = call.who
    prefix, marker = call.query.get("prefix", ""), call.query.get("marker", "")
    limit = count_of(call, "max-keys", LIST_DEFAULT, LIST_MAX)
    owner = who.owner if who else ""
    names = sorted(name for name, bucket in call.world.buckets.items() if bucket.owner == owner)
    names = [name for name in names[bisect_right(names, marker) :] if name.startswith(prefix)]
    page, truncated = names[:limit], len(names) > limit
    paging: list[str] = []
    if truncated or prefix or marker:
        paging = [element("Prefix", prefix), element("Marker", marker), element("MaxKeys", str(limit))]
        paging.append(element("IsTruncated", str(truncated).lower()))
        paging += [element("NextMarker", page[-1])] if truncated and page else []
    buckets = (group("Bucket", _row(call, call.world.buckets[name])) for name in page)
    return xml_answer("ListAllMyBucketsResult", [*paging, _owner(owner), group("Buckets", buckets)])


def get_bucket_info(call: Call) -> Answer:
    bucket = home(call)
    versioning = [element("Versioning", bucket.versioning.capitalize())] if bucket.versioning else []
    facts = [
        *_row(call, bucket),
        _owner(bucket.owner),
        element("DataRedundancyType", "LRS"),
        element("TransferAcceleration", "Disabled"),
        group("AccessControlList", [element("Grant", bucket.acl)]),
        group("ServerSideEncryptionRule", [element("SSEAlgorithm", "None")]),
        *versioning,
    ]
    return xml_answer("BucketInfo", [group("Bucket", facts)])


def get_bucket_location(call: Call) -> Answer:
    region = home(call).region
    return Answer(200, *_xml(element("LocationConstraint", f"oss-{region}")))


def put_bucket(call: Call) -> Answer:
    acl = check_word("x-oss-acl", call.header("x-oss-acl") or "private", BUCKET_ACLS)
    existing = call.world.buckets.get(call.bucket)
    owner = call.who.owner if call.who else ""
    if existing is not None and (existing.owner != owner or existing.region != call.address.region):
        raise OssError("BucketAlreadyExists", extra={"BucketName": call.bucket})
    storage_class = check_word("StorageClass", _wanted_class(call), STORAGE_CLASSES)
    if existing is None:
        call.world.add_bucket(
            Bucket(call.bucket, owner, call.address.region, call.now, storage_class=storage_class, acl=acl)
        )
    return Answer(200, [("Location", f"/{call.bucket}")])


def delete_bucket(call: Call) -> Answer:
    bucket = home(call)
    if bucket.objects or bucket.uploads:
        raise OssError("BucketNotEmpty", extra={"BucketName": bucket.name})
    call.world.drop_bucket(bucket.name)
    return Answer(204)


def get_bucket_versioning(call: Call) -> Answer:
    bucket = home(call)
    status = [element("Status", bucket.versioning.capitalize())] if bucket.versioning else []
    return xml_answer("VersioningConfiguration", status)


def put_bucket_versioning(call: Call) -> Answer:
    """Once on, versioning can only be suspended."""
    bucket = home(call)
    status = xml_body(call, "VersioningConfiguration").findtext("Status", "")
    if status not in _VERSIONING_WORDS:
        raise OssError("MalformedXML")
    bucket.versioning = _VERSIONING_WORDS[status]
    call.world.changes += 1
    return Answer(200)


def get_bucket_acl(call: Call) -> Answer:
    bucket = home(call)
    return acl_answer(bucket.owner, bucket.acl)


def put_bucket_acl(call: Call) -> Answer:
    bucket = home(call)
    bucket.acl = check_word("x-oss-acl", call.header("x-oss-acl"), BUCKET_ACLS)
    call.world.changes += 1
    return Answer(200)


def acl_answer(owner: str, acl: str) -> Answer:
    """AccessControlPolicy, whose Grant is one word."""
    return xml_answer("AccessControlPolicy", [_owner(owner), group("AccessControlList", [element("Grant", acl)])])


def _row(call: Call, bucket: Bucket) -> Iterator[str]:
    """What a listing and GetBucketInfo both tell of a bucket."""
    place = endpoint(call, bucket.region)
    internal = place.replace(".aliyuncs.com", "-internal.aliyuncs.com")
    yield element("Name", bucket.name)
    yield element("CreationDate", iso_date(bucket.created))
    yield element("Location", f"oss-{bucket.region}")
    yield element("Region", bucket.region)
    yield element("ExtranetEndpoint", place)
    yield element("IntranetEndpoint", internal)
    yield element("StorageClass", bucket.storage_class)


def _owner(owner: str) -> str:
    return group("Owner", (element("ID", owner), element("DisplayName", owner)))


def _wanted_class(call: Call) -> str:
    if not call.body.blob.length:
        return "Standard"
    return xml_body(call, "CreateBucketConfiguration").findtext("StorageClass", "Standard")


def _xml(root: str) -> tuple[list[tuple[str, str]], bytes]:
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n{root}'
    return [("Content-Type", "application/xml")], text.encode()
