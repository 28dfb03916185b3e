"""Who may do what: bucket and object ACLs, what a bucket's policy allows to an account, what a policy forbids to a key.

All vendors' canned ACLs mean this. The world keeps an ACL in one word: private, public-read, public-read-write, and
for objects default, which is the bucket's. Operations have the names that all faces share.
"""

from __future__ import annotations

from core.sandbox.call import Call
from core.sandbox.world import Bucket, KeyPair, Version

_OBJECT_READS = frozenset(("GetObject", "HeadObject", "GetObjectMeta", "GetSymlink"))
_BUCKET_READS = frozenset(("HeadBucket", "ListObjects", "ListObjectsV2"))
_WRITES = frozenset(
    """
    PutObject AppendObject PutSymlink DeleteObject CopyObject InitiateMultipartUpload UploadPart UploadPartCopy
    CompleteMultipartUpload AbortMultipartUpload
    """.split()  # noqa: SIM905 - reads as the table that it is
)


def may_call(call: Call, bucket: Bucket) -> bool:
    """Whether ACLs or the bucket's policy allow an operation to the caller. What a policy forbids is not looked at."""
    if is_owner(call.who, bucket):
        return True
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
    if not may(call, "GetObject"):
        return False
    if is_owner(call.who, bucket) or is_reader(call.who, bucket):
        return True
    return effective_acl(bucket, version).startswith("public-read")


def may(call: Call, operation: str) -> bool:
    """Whether no policy forbids an operation to the caller's key."""
    return call.who is None or operation not in call.who.denied


def is_owner(who: KeyPair | None, bucket: Bucket) -> bool:
    return who is not None and who.owner == bucket.owner


def is_reader(who: KeyPair | None, bucket: Bucket) -> bool:
    """Whether the bucket's policy lets the caller's account read, whatever the ACLs say."""
    return who is not None and who.owner in bucket.readers


def effective_acl(bucket: Bucket, version: Version) -> str:
    return bucket.acl if version.acl == "default" else version.acl
