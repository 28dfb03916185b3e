"""What Tencent Cloud COS calls what all protocols have. Rules: Tencent Cloud COS API, the page named on each line."""

from core.store.dialects.common.names import WireNames

NAMES = WireNames(
    prefix="x-cos-",
    acl="x-cos-acl",  # PUT Object acl
    kms_key="x-cos-server-side-encryption-cos-kms-key-id",  # PUT Object
    copy_metadata="Copy",  # PUT Object - Copy
    replace_metadata="Replaced",  # PUT Object - Copy
    replace_tags="Replaced",  # PUT Object - Copy, x-cos-tagging-directive
    default_class="STANDARD",  # HEAD Object, which leaves it out
    restore_job="CASJobParameters",  # POST Object restore
    next_objects="NextMarker",  # GET Bucket (List Objects)
    known=frozenset(  # HEAD Object, and common response headers
        {
            "delete-marker",
            "expiration",
            "hash-crc64ecma",
            "next-append-position",
            "object-type",
            "replication-status",
            "restore",
            "restore-status",
            "server-side-encryption",
            "server-side-encryption-cos-kms-key-id",
            "server-side-encryption-customer-algorithm",
            "server-side-encryption-customer-key-md5",
            "storage-class",
            "storage-tier",
            "symlink-target",
            "version-id",
        }
    ),
    customer_keys=True,  # PUT Object
)
