"""What Amazon S3 calls what all protocols have. Rules: Amazon S3 API Reference, the page named on each line."""

from core.store.dialects.common.names import WireNames

NAMES = WireNames(
    prefix="x-amz-",
    acl="x-amz-acl",  # PutObjectAcl
    kms_key="x-amz-server-side-encryption-aws-kms-key-id",  # PutObject
    lock_prefix="x-amz-object-lock-",  # HeadObject
    copy_metadata="COPY",  # CopyObject
    replace_metadata="REPLACE",  # CopyObject
    replace_tags="REPLACE",  # CopyObject, x-amz-tagging-directive
    default_class="STANDARD",  # HeadObject, which leaves it out
    restore_job="GlacierJobParameters",  # RestoreObject
    next_objects="NextContinuationToken",  # ListObjectsV2
    known=frozenset(  # HeadObject, and common response headers
        {
            "archive-status",
            "bucket-region",
            "delete-marker",
            "expiration",
            "missing-meta",
            "mp-parts-count",
            "replication-status",
            "request-charged",
            "restore",
            "server-side-encryption",
            "server-side-encryption-aws-kms-key-id",
            "server-side-encryption-customer-algorithm",
            "server-side-encryption-customer-key-md5",
            "storage-class",
            "version-id",
            "website-redirect-location",
        }
    ),
    namespace="http://s3.amazonaws.com/doc/2006-03-01/",
    customer_keys=True,  # PutObject
)

#: Before a token of our own that is a marker of the first version of the list call (ListObjects).
FIRST_VERSION = "\0"
CHECKSUM = "CRC64NVME"  # the one that S3 keeps of whole objects, however they were made
#: Whether KMS is asked once for many objects; an object's own setting, which a copy states (CopyObject).
BUCKET_KEY = "x-amz-server-side-encryption-bucket-key-enabled"
WEBSITE_REDIRECT = "x-amz-website-redirect-location"
