"""Refuses what OSS does not let a caller ask for: no right, a bucket of another region, names that cannot be.

Everything raises `OssError`. OSS Developer Guide, "Bucket ACL" and "Object ACL"; wrong region: Troubleshooting,
HTTP 403 ("must be addressed using the specified endpoint").
"""

from __future__ import annotations

from core.sandbox.call import Call
from core.sandbox.oss.call import endpoint
from core.sandbox.oss.errors import OssError
from core.sandbox.oss.rules import check_key, is_bucket_name
from core.sandbox.rights import may_call
from core.sandbox.world import Bucket

_NEED_KEY = frozenset(("CopyObject", "UploadPartCopy"))
_RIGHTS_OF_HEADERS = {"x-oss-tagging": "PutObjectTagging", "x-oss-object-acl": "PutObjectACL"}


def check_call(call: Call) -> None:
    """Refuse what the caller may not ask for, before the operation looks at anything else."""
    if call.address.refused:
        raise OssError("SecondLevelDomainForbidden")
    if not call.operation:
        raise OssError("MethodNotAllowed", headers={"Allow": "GET, HEAD, PUT, POST, DELETE"})
    _check_key_pair(call)
    if call.operation == "ListBuckets":
        return
    if not is_bucket_name(call.bucket):
        raise OssError("InvalidBucketName", extra={"BucketName": call.bucket})
    if call.operation == "PutBucket":
        return
    bucket = home(call)
    if call.address.key is not None:
        check_key(call.key)
    if not may_call(call, bucket):
        raise denied()


def home(call: Call) -> Bucket:
    """The bucket of a request; it must exist in the region that was asked."""
    bucket = call.world.buckets.get(call.bucket)
    if bucket is None:
        raise OssError("NoSuchBucket", extra={"BucketName": call.bucket})
    if bucket.region != call.address.region:
        raise OssError(
            "AccessDenied",
            "The bucket you are attempting to access must be addressed using the specified endpoint."
            " Please send all future requests to this endpoint.",
            extra={"Bucket": bucket.name, "Endpoint": endpoint(call, bucket.region)},
        )
    return bucket


def denied(message: str = "You have no right to access this object because of bucket acl.") -> OssError:
    return OssError("AccessDenied", message)


def _check_key_pair(call: Call) -> None:
    if call.who is None:
        if call.operation in _NEED_KEY or call.operation in ("ListBuckets", "PutBucket"):
            raise denied("Anonymous access is forbidden for this operation.")
        return
    wanted = {call.operation, *(right for name, right in _RIGHTS_OF_HEADERS.items() if name in call.head.headers)}
    if wanted & call.who.denied:
        raise denied("The policy of this key does not allow the operation.")
