"""Refuses what COS does not let a caller ask for: no right, a bucket that is not in this region, impossible names.

Everything raises `CosError`. A bucket of another region is a bucket that does not exist: every region has its own
hosts (Error Codes, NoSuchBucket).
"""

from __future__ import annotations

from core.sandbox.call import Call
from core.sandbox.cos.call import ACCELERATE
from core.sandbox.cos.errors import CosError
from core.sandbox.cos.rules import check_key, is_bucket_name
from core.sandbox.rights import may_call
from core.sandbox.world import Bucket

_NEED_KEY = frozenset(("CopyObject", "ListBuckets", "PutBucket", "UploadPartCopy"))
_RIGHTS_OF_HEADERS = {"x-cos-tagging": "PutObjectTagging", "x-cos-acl": "PutObjectACL"}


def check_call(call: Call) -> None:
    """Refuse what the caller may not ask for, before the operation looks at anything else."""
    if call.address.refused:
        raise CosError("PathStyleDomainForbidden")
    if not call.operation:
        raise CosError("MethodNotAllowed")
    if call.address.region == ACCELERATE:
        raise CosError("BucketAccelerateNotEnabled")
    _check_key_pair(call)
    if call.operation == "ListBuckets":
        return
    if call.operation == "PutBucket":
        if not is_bucket_name(call.bucket):
            raise CosError("InvalidBucketName")
        return
    bucket = home(call)
    if call.address.key is not None:
        check_key(call.key)
    if not may_call(call, bucket):
        raise denied()


def home(call: Call) -> Bucket:
    """The bucket of a request; it must exist in the region that was asked."""
    bucket = call.world.buckets.get(call.bucket)
    if bucket is None or bucket.region != call.address.region:
        raise CosError("NoSuchBucket")
    return bucket


def denied() -> CosError:
    return CosError("AccessDenied")


def _check_key_pair(call: Call) -> None:
    if call.who is None:
        if call.operation in _NEED_KEY:
            raise denied()
        return
    wanted = {call.operation, *(right for name, right in _RIGHTS_OF_HEADERS.items() if name in call.head.headers)}
    if wanted & call.who.denied:
        raise denied()
