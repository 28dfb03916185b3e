"""Who may do what: bucket and object ACLs, what a bucket's policy allows to an account, what a policy forbids to a key.

All vendors' canned ACLs mean this. The world keeps an ACL in one word: private, public-read, public-read-write, and
for objects default, which is the bucket's.
"""

from __future__ import annotations

from core.sandbox.protocol.call import Call
from core.sandbox.world import Bucket, KeyPair, Version

_NEED_KEY = frozenset(("CopyObject", "ListBuckets", "PutBucket", "UploadPartCopy"))
_OBJECT_READS = frozenset(("GetObject", "HeadObject", "GetObjectMeta", "GetSymlink"))
_BUCKET_READS = frozenset(("HeadBucket", "ListObjects", "ListObjectsV2"))
_WRITES = frozenset(
    """
    PutObject AppendObject PutSymlink DeleteObject CopyObject InitiateMultipartUpload UploadPart UploadPartCopy
    CompleteMultipartUpload AbortMultipartUpload
    """.split()  # noqa: SIM905 - reads as the table that it is
)


def check_call(call: Call) -> None:
    """Refuse what the caller may not ask for, before the operation looks at anything else. Raises `VendorError`."""
    vendor = call.vendor
    vendor.check_known(call)
    _check_key_pair(call)
    if call.operation == "ListBuckets":
        return
    makes_bucket = call.operation == "PutBucket"
    if (makes_bucket or vendor.checks_every_bucket_name) and not vendor.is_bucket_name(call.bucket):
        raise call.refusal("InvalidBucketName", BucketName=call.bucket)
    if makes_bucket:
        return
    bucket = home(call)
    if call.address.key is not None:
        vendor.check_key(call.key)
    vendor.check_allowed(call, bucket)


def home(call: Call) -> Bucket:
    """The bucket of a request; it must exist in the region that was asked. Raises `VendorError`."""
    bucket = call.world.buckets.get(call.bucket)
    if bucket is None:
        raise call.refusal("NoSuchBucket", BucketName=call.bucket)
    if bucket.region != call.address.region:
        raise call.vendor.elsewhere(call, bucket)
    return bucket


def _check_key_pair(call: Call) -> None:
    vendor = call.vendor
    if call.who is None:
        if call.operation in _NEED_KEY:
            raise call.refusal("AccessDenied", vendor.anonymous_message)
        return
    if not call.who.denied:
        return
    rights = {vendor.prefix + "tagging": "PutObjectTagging", vendor.acl_header: "PutObjectACL"}
    wanted = {call.operation, *(right for name, right in rights.items() if name in call.head.headers)}
    if forbidden := wanted & call.who.denied:
        raise call.refusal("AccessDenied", vendor.policy_message.format(", ".join(sorted(forbidden))))


def may_call(call: Call, bucket: Bucket) -> bool:
    """Whether ACLs or the bucket's policy allow an operation to the caller. What a policy forbids is not looked at."""
    if is_owner(call.who, bucket):
        return True
    if not _is_paid(call, bucket):
        return False
    if call.operation in _OBJECT_READS | _BUCKET_READS and is_reader(call.who, bucket):
        return True
    if call.operation in _OBJECT_READS:
        version = bucket.newest(call.key)
        return (bucket.acl if version is None else effective_acl(bucket, version)).startswith("public-read")
    if call.operation in _BUCKET_READS:
        return bucket.acl.startswith("public-read")
    return call.operation in _WRITES and bucket.acl == "public-read-write"


def may_read(call: Call, bucket: Bucket, version: Version) -> bool:
    """Whether the caller may read an object, as GetObject or as the source of a copy."""
    if not may(call, "GetObject") or not _is_paid(call, bucket):
        return False
    if is_owner(call.who, bucket) or is_reader(call.who, bucket):
        return True
    return effective_acl(bucket, version).startswith("public-read")


def may(call: Call, operation: str) -> bool:
    """Whether no policy forbids an operation to the caller's key."""
    return call.who is None or operation not in call.who.denied


def is_owner(who: KeyPair | None, bucket: Bucket) -> bool:
    return who is not None and who.owner == bucket.owner


def _is_paid(call: Call, bucket: Bucket) -> bool:
    """Whether somebody pays for the request: the owner by being it, another who says so in a header or in a link."""
    if not bucket.requester_pays or is_owner(call.who, bucket):
        return True
    return "requester" in (call.own("request-payer"), call.param(call.vendor.prefix + "request-payer"))


def is_reader(who: KeyPair | None, bucket: Bucket) -> bool:
    """Whether the bucket's policy lets the caller's account read, whatever the ACLs say."""
    return who is not None and who.owner in bucket.readers


def effective_acl(bucket: Bucket, version: Version) -> str:
    return bucket.acl if version.acl == "default" else version.acl
