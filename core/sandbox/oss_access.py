"""Who may do what: bucket and object ACLs, a key's forbidden operations, the region of a bucket.

Everything raises `OssError`. OSS Developer Guide, "Bucket ACL" and "Object ACL"; wrong region: Troubleshooting,
HTTP 403 ("must be addressed using the specified endpoint").
"""

from __future__ import annotations

from core.sandbox.oss_call import Call
from core.sandbox.oss_errors import OssError
from core.sandbox.rules_oss import check_key, is_bucket_name
from core.sandbox.world import Bucket, Version

_OBJECT_READS = frozenset(("GetObject", "HeadObject", "GetObjectMeta", "GetSymlink"))
_BUCKET_READS = frozenset(("ListObjects", "ListObjectsV2"))
_WRITES = frozenset(
    """
    PutObject AppendObject PutSymlink DeleteObject CopyObject InitiateMultipartUpload UploadPart UploadPartCopy
    CompleteMultipartUpload AbortMultipartUpload
    """.split()  # noqa: SIM905 - reads as the table that it is
)
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
    if not _may(call, bucket):
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
            extra={"Bucket": bucket.name, "Endpoint": call.endpoint(bucket.region)},
        )
    return bucket


def may_read(call: Call, bucket: Bucket, version: Version) -> bool:
    """Whether the caller may read an object, as GetObject or as the source of a copy."""
    if call.who is not None and "GetObject" in call.who.denied:
        return False
    return _is_owner(call, bucket) or _acl(bucket, version).startswith("public-read")


def may(call: Call, operation: str) -> bool:
    """Whether no policy forbids an operation to the caller's key."""
    return call.who is None or operation not in call.who.denied


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


def _may(call: Call, bucket: Bucket) -> bool:
    if _is_owner(call, bucket):
        return True
    if call.operation in _OBJECT_READS:
        version = bucket.newest(call.key)
        return (bucket.acl if version is None else _acl(bucket, version)).startswith("public-read")
    if call.operation in _BUCKET_READS:
        return bucket.acl.startswith("public-read")
    return call.operation in _WRITES and bucket.acl == "public-read-write"


def _is_owner(call: Call, bucket: Bucket) -> bool:
    return call.who is not None and call.who.owner == bucket.owner


def _acl(bucket: Bucket, version: Version) -> str:
    return bucket.acl if version.acl == "default" else version.acl
