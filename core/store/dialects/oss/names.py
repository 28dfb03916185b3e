"""What Alibaba Cloud OSS calls what all protocols have. Rules: OSS API Reference, the page named on each line."""

from core.store.dialects.common.names import WireNames

NAMES = WireNames(
    prefix="x-oss-",
    acl="x-oss-object-acl",  # PutObjectACL
    kms_key="x-oss-server-side-encryption-key-id",  # PutObject
    lock_prefix="x-oss-object-worm-",  # HeadObject
    copy_metadata="COPY",  # CopyObject
    replace_metadata="REPLACE",  # CopyObject
    replace_tags="Replace",  # CopyObject, x-oss-tagging-directive
    default_class="Standard",  # HeadObject
    restore_job="JobParameters",  # RestoreObject
    next_objects="NextContinuationToken",  # ListObjectsV2
    known=frozenset(  # HeadObject, and common response headers
        {
            "access-monitor-time",
            "delete-marker",
            "ec",
            "expiration",
            "hash-crc64ecma",
            "last-access-time",
            "next-append-position",
            "object-type",
            "process-status",
            "replication-status",
            "request-charged",
            "restore",
            "server-side-encryption",
            "server-side-encryption-key-id",
            "server-side-data-encryption",
            "storage-class",
            "symlink-target",
            "transition-time",
            "version-id",
            "versionid",
        }
    ),
)
