"""The operations that are carried out alike for all vendors, or for most: a vendor's own take their places."""

from __future__ import annotations

from collections.abc import Mapping

from core.sandbox.protocol import buckets, lists, objects, uploads
from core.sandbox.protocol.vendor import Operation

SHARED: Mapping[str, Operation] = {
    "AbortMultipartUpload": uploads.abort_multipart_upload,
    "DeleteBucket": buckets.delete_bucket,
    "DeleteMultipleObjects": objects.delete_multiple_objects,
    "DeleteObject": objects.delete_object,
    "DeleteObjectTagging": objects.delete_object_tagging,
    "GetBucketAcl": buckets.get_bucket_acl,
    "GetBucketVersioning": buckets.get_bucket_versioning,
    "GetObject": objects.get_object,
    "GetObjectACL": objects.get_object_acl,
    "GetObjectTagging": objects.get_object_tagging,
    "HeadObject": objects.head_object,
    "InitiateMultipartUpload": uploads.initiate_multipart_upload,
    "ListMultipartUploads": lists.list_multipart_uploads,
    "ListObjectVersions": lists.list_object_versions,
    "ListObjects": lists.list_objects,
    "ListParts": lists.list_parts,
    "PutBucketAcl": buckets.put_bucket_acl,
    "PutBucketVersioning": buckets.put_bucket_versioning,
    "PutObject": objects.put_object,
    "PutObjectACL": objects.put_object_acl,
    "PutObjectTagging": objects.put_object_tagging,
    "RestoreObject": objects.restore_object,
    "UploadPart": uploads.upload_part,
}
