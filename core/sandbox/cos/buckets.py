"""Buckets of COS: list, make, drop, and what they are. Pages GET Service, PUT Bucket, HEAD Bucket and their kin."""

from __future__ import annotations

from bisect import bisect_right

from core.sandbox.call import Call
from core.sandbox.cos.access import home
from core.sandbox.cos.body import xml_body
from core.sandbox.cos.call import ALL_REGIONS
from core.sandbox.cos.errors import CosError
from core.sandbox.cos.grants import acl_answer, acl_in_tree
from core.sandbox.cos.lists import account_id, count_of
from core.sandbox.cos.names import bucket_name, region_name, world_region
from core.sandbox.cos.rules import BUCKET_ACLS, BUCKETS_LIST_MAX, check_word
from core.sandbox.handler import Answer
from core.sandbox.headers import iso_date
from core.sandbox.markup import document, element, group, xml_answer
from core.sandbox.world import Bucket, Versioning

_VERSIONING_WORDS = {"Enabled": Versioning.ENABLED, "Suspended": Versioning.SUSPENDED}


def list_buckets(call: Call) -> Answer:
    """All buckets of the caller's account; at a region's own endpoint, or with a region in the query, its own."""
    owner = call.who.owner if call.who else ""
    limit = count_of(call, "max-keys", BUCKETS_LIST_MAX, BUCKETS_LIST_MAX)
    region = world_region(call.query.get("region", "")) or call.address.region
    mine = {
        bucket_name(bucket.name): bucket
        for bucket in call.world.buckets.values()
        if bucket.owner == owner and region in (ALL_REGIONS, bucket.region)
    }
    names = sorted(mine)
    names = names[bisect_right(names, call.query.get("marker", "")) :]
    page, truncated = names[:limit], len(names) > limit
    next_marker = [element("NextMarker", page[-1])] if truncated and page else []
    return xml_answer(
        "ListAllMyBucketsResult",
        [
            group("Owner", [element("ID", account_id(owner)), element("DisplayName", owner)]),
            element("IsTruncated", str(truncated).lower()),
            *next_marker,
            group("Buckets", (_row(name, mine[name]) for name in page)),
        ],
    )


def _row(name: str, bucket: Bucket) -> str:
    return group(
        "Bucket",
        [
            element("Name", name),
            element("Location", region_name(bucket.region)),
            element("CreationDate", iso_date(bucket.created)),
            element("BucketType", "cos"),
        ],
    )


def head_bucket(call: Call) -> Answer:
    return Answer(200, [("x-cos-bucket-region", region_name(home(call).region))])


def get_bucket_location(call: Call) -> Answer:
    body = document("LocationConstraint", [region_name(home(call).region)])
    return Answer(200, [("Content-Type", "application/xml")], body)


def put_bucket(call: Call) -> Answer:
    acl = check_word("x-cos-acl", call.header("x-cos-acl") or "private", BUCKET_ACLS)
    existing = call.world.buckets.get(call.bucket)
    owner = call.who.owner if call.who else ""
    if existing is not None:
        raise CosError("BucketAlreadyOwnedByYou" if existing.owner == owner else "BucketAlreadyExists")
    call.world.add_bucket(Bucket(call.bucket, owner, call.address.region, call.now, acl=acl))
    return Answer(200)


def delete_bucket(call: Call) -> Answer:
    bucket = home(call)
    if bucket.objects or bucket.uploads:
        raise CosError("BucketNotEmpty")
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
        raise CosError("MalformedXML")
    bucket.versioning = _VERSIONING_WORDS[status]
    call.world.changes += 1
    return Answer(200)


def get_bucket_acl(call: Call) -> Answer:
    bucket = home(call)
    return acl_answer(bucket.owner, bucket.acl)


def put_bucket_acl(call: Call) -> Answer:
    bucket = home(call)
    given = call.header("x-cos-acl")
    acl = given or acl_in_tree(xml_body(call, "AccessControlPolicy"))
    bucket.acl = check_word("x-cos-acl", acl, BUCKET_ACLS)
    call.world.changes += 1
    return Answer(200)
