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
)
