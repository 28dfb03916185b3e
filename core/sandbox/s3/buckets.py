"""Buckets of S3: list, make, drop, and what they are. Pages of the same names in the API Reference."""

from __future__ import annotations

import base64
import binascii
from bisect import bisect_right

from core.sandbox.handler import Answer
from core.sandbox.headers import iso_date
from core.sandbox.markup import element, group, xml_answer
from core.sandbox.s3.access import home, region_header
from core.sandbox.s3.body import XMLNS, check_body, xml_body
from core.sandbox.s3.call import S3Call, region_name
from core.sandbox.s3.errors import S3Error
from core.sandbox.s3.grants import grants_of, owner_element, policy
from core.sandbox.s3.lists import count_of
from core.sandbox.s3.rules import BUCKET_ACLS, BUCKETS_MAX, HOME_REGION, check_word
from core.sandbox.world import Bucket, Versioning

_VERSIONING_WORDS = {"Enabled": Versioning.ENABLED, "Suspended": Versioning.SUSPENDED}
_PAGING = ("max-buckets", "continuation-token", "prefix", "bucket-region")


def list_buckets(call: S3Call) -> Answer:
    """All buckets of the caller's account; the region of each only in the form with parameters."""
    owner = call.who.owner if call.who else ""
    token, prefix = call.query.get("continuation-token", ""), call.query.get("prefix", "")
    region = call.query.get("bucket-region", "")
    limit = count_of(call, "max-buckets", BUCKETS_MAX)
    names = sorted(name for name, bucket in call.world.buckets.items() if bucket.owner == owner)
    names = [name for name in names[bisect_right(names, _opened(token)) :] if name.startswith(prefix)]
    found = [call.world.buckets[name] for name in names]
    found = [bucket for bucket in found if region in ("", region_name(bucket.region))]
    page, paged = found[:limit], any(name in call.query for name in _PAGING)
    rows = group("Buckets", (_row(bucket, with_region=paged) for bucket in page))
    more = [element("ContinuationToken", _closed(page[-1].name))] if page and len(found) > limit else []
    more += [element("Prefix", prefix)] if prefix else []
    return xml_answer("ListAllMyBucketsResult", [owner_element(owner), rows, *more], XMLNS)


def _row(bucket: Bucket, *, with_region: bool) -> str:
    region = [element("BucketRegion", region_name(bucket.region))] if with_region else []
    return group("Bucket", [element("Name", bucket.name), element("CreationDate", iso_date(bucket.created)), *region])


def _closed(name: str) -> str:
    return base64.b64encode(name.encode()).decode()


def _opened(token: str) -> str:
    try:
        return base64.b64decode(token, validate=True).decode()
    except (binascii.Error, ValueError) as error:
        message = "The continuation token provided is incorrect"
        raise S3Error.argument("continuation-token", token, message) from error


def head_bucket(call: S3Call) -> Answer:
    return Answer(200, [*region_header(home(call)).items(), ("Content-Type", "application/xml")])


def get_bucket_location(call: S3Call) -> Answer:
    """Empty for the oldest region."""
    region = region_name(home(call).region)
    root = element("LocationConstraint", "" if region == HOME_REGION else region)
    text = root.replace("<LocationConstraint>", f"<LocationConstraint {XMLNS}>")
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'.encode()
    return Answer(200, [("Content-Type", "application/xml")], body)


def put_bucket(call: S3Call) -> Answer:
    """The region must be the endpoint's; that of the oldest one is not named."""
    acl = check_word("x-amz-acl", call.header("x-amz-acl") or "private", BUCKET_ACLS)
    owner = call.who.owner if call.who else ""
    region = region_name(call.address.region)
    named = _named_region(call)
    if named != ("" if region == HOME_REGION else region):
        message = (
            f"The {named or 'unspecified'} location constraint is incompatible for the region specific endpoint this"
            " request was sent to."
        )
        raise S3Error("IllegalLocationConstraintException", message)
    existing = call.world.buckets.get(call.bucket)
    if existing is not None and existing.owner != owner:
        raise S3Error("BucketAlreadyExists", extra={"BucketName": call.bucket})
    if existing is not None and (existing.region != call.address.region or region != HOME_REGION):
        raise S3Error("BucketAlreadyOwnedByYou", extra={"BucketName": call.bucket})
    if existing is None:
        call.world.add_bucket(Bucket(call.bucket, owner, call.address.region, call.now, acl=acl))
    return Answer(200, [("Location", f"/{call.bucket}")])


def _named_region(call: S3Call) -> str:
    check_body(call)
    if not call.content.length:
        return ""
    return xml_body(call, "CreateBucketConfiguration").findtext("LocationConstraint", "")


def delete_bucket(call: S3Call) -> Answer:
    bucket = home(call)
    if bucket.objects:
        raise S3Error("BucketNotEmpty", extra={"BucketName": bucket.name})
    call.world.drop_bucket(bucket.name)
    return Answer(204)


def get_bucket_versioning(call: S3Call) -> Answer:
    bucket = home(call)
    status = [element("Status", bucket.versioning.capitalize())] if bucket.versioning else []
    return xml_answer("VersioningConfiguration", status, XMLNS)


def put_bucket_versioning(call: S3Call) -> Answer:
    """Once on, versioning can only be suspended."""
    bucket = home(call)
    check_body(call)
    status = xml_body(call, "VersioningConfiguration").findtext("Status", "")
    if status not in _VERSIONING_WORDS:
        raise S3Error("MalformedXML")
    bucket.versioning = _VERSIONING_WORDS[status]
    call.world.changes += 1
    return Answer(200)


def get_bucket_acl(call: S3Call) -> Answer:
    bucket = home(call)
    return xml_answer("AccessControlPolicy", policy(bucket.owner, grants_of(bucket.acl, bucket.owner)), XMLNS)


def put_bucket_acl(call: S3Call) -> Answer:
    bucket = home(call)
    bucket.acl = check_word("x-amz-acl", call.header("x-amz-acl"), BUCKET_ACLS)
    call.world.changes += 1
    return Answer(200)
