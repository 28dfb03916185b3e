"""Refuses what S3 does not let a caller ask for: no right, a bucket of another region, names that cannot be.

Everything raises `S3Error`. API Reference, "Error responses"; redirects: Developer Guide, "Request redirection".
"""

from __future__ import annotations

from dataclasses import replace

from core.sandbox.rights import may_call
from core.sandbox.s3.call import S3Call, endpoint, is_foreign, region_name
from core.sandbox.s3.errors import S3Error
from core.sandbox.s3.rules import check_key, is_bucket_name
from core.sandbox.world import Bucket

_NEED_KEY = frozenset(("ListBuckets", "PutBucket", "CopyObject", "UploadPartCopy"))
_RIGHTS_OF_HEADERS = {"x-amz-tagging": "PutObjectTagging", "x-amz-acl": "PutObjectACL"}
_OF_TAGS = frozenset(("GetObjectTagging", "PutObjectTagging", "DeleteObjectTagging"))

#: Headers of what the sandbox does not have. To take them and do nothing would lose what they ask for.
_FOREIGN_HEADERS = (
    "x-amz-server-side-encryption-customer-algorithm",
    "x-amz-copy-source-server-side-encryption-customer-algorithm",
)


def signing_regions(call: S3Call) -> list[str]:
    """For which regions the request may be signed: the endpoint's, or the bucket's, which is then redirected to."""
    bucket = call.world.buckets.get(call.bucket)
    regions = [bucket.region] if bucket else []
    return list(dict.fromkeys(map(region_name, (*regions, call.address.region))))


def serve_signed_region(call: S3Call) -> None:
    """Let a bare address serve the region that the request is signed for, as the sandbox's ports have no names.

    The answer to a HEAD of a bucket elsewhere names only its region. For Amazon's hosts that is enough to find the
    endpoint; under a bare address a client can do no more than sign for it and ask again.
    """
    bucket = call.world.buckets.get(call.bucket)
    if call.proof and bucket and not call.address.vendor and call.proof.region == region_name(bucket.region):
        call.address = replace(call.address, region=bucket.region)


def check_call(call: S3Call) -> None:
    """Refuse what the caller may not ask for, before the operation looks at anything else."""
    _check_known(call)
    _check_key_pair(call)
    if call.operation == "ListBuckets":
        return
    if not is_bucket_name(call.bucket):
        raise S3Error("InvalidBucketName", extra={"BucketName": call.bucket})
    if call.operation == "PutBucket":
        return
    bucket = home(call)
    if call.address.key is not None:
        check_key(call.key)
    expected = call.header("x-amz-expected-bucket-owner")
    if not may_call(call, bucket) or (expected and expected != bucket.owner):
        raise S3Error("AccessDenied", headers=region_header(bucket))


def home(call: S3Call) -> Bucket:
    """The bucket of a request; it must exist in the region that was asked."""
    bucket = call.world.buckets.get(call.bucket)
    if bucket is None:
        raise S3Error("NoSuchBucket", extra={"BucketName": call.bucket})
    if bucket.region != call.address.region:
        extra = {"Endpoint": endpoint(call, bucket.region), "Bucket": bucket.name}
        raise S3Error("PermanentRedirect", extra=extra, headers=region_header(bucket))
    return bucket


def region_header(bucket: Bucket) -> dict[str, str]:
    return {"x-amz-bucket-region": region_name(bucket.region)}


def _check_known(call: S3Call) -> None:
    if not call.operation and is_foreign(call):
        raise S3Error("NotImplemented", "A query parameter you provided implies functionality that is not implemented")
    if not call.operation:
        raise S3Error("MethodNotAllowed", extra={"Method": call.head.method})
    for name in _FOREIGN_HEADERS:
        if name in call.head.headers:
            raise S3Error("NotImplemented", extra={"Header": name})
    if call.settings.refuse_tags and (call.operation in _OF_TAGS or "x-amz-tagging" in call.head.headers):
        raise S3Error("NotImplemented", extra={"Header": "tagging"})


def _check_key_pair(call: S3Call) -> None:
    if call.who is None:
        if call.operation in _NEED_KEY:
            raise S3Error("AccessDenied")
        return
    wanted = {call.operation, *(right for name, right in _RIGHTS_OF_HEADERS.items() if name in call.head.headers)}
    if denied := wanted & call.who.denied:
        message = f"The policy of this key does not allow: {', '.join(sorted(denied))}"
        raise S3Error("AccessDenied", message)
