"""The sandbox's S3 face: routes a request to its operation and turns refusals into the vendor's answers.

It opens no socket and asks no clock. The operations stand in `s3_buckets`, `s3_lists`, `s3_objects`, `s3_copies`,
`s3_uploads` and `s3_attributes`; each takes an `S3Call` and returns an `Answer` or raises `S3Error`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from core.sandbox.blobs import Received
from core.sandbox.call import decoded
from core.sandbox.handler import Answer, Head, Routed
from core.sandbox.headers import http_date
from core.sandbox.s3 import attributes as s3_attributes
from core.sandbox.s3 import buckets as s3_buckets
from core.sandbox.s3 import copies as s3_copies
from core.sandbox.s3 import lists as s3_lists
from core.sandbox.s3 import objects as s3_objects
from core.sandbox.s3 import uploads as s3_uploads
from core.sandbox.s3.access import check_call, serve_signed_region, signing_regions
from core.sandbox.s3.auth import Signed, verify
from core.sandbox.s3.body import take_body
from core.sandbox.s3.call import S3Call, read_call, region_name
from core.sandbox.s3.errors import S3Error, error_answer, error_body
from core.sandbox.settings import Seen, Settings
from core.sandbox.world import World

_OPERATIONS: Mapping[str, Callable[[S3Call], Answer]] = {
    "AbortMultipartUpload": s3_uploads.abort_multipart_upload,
    "CompleteMultipartUpload": s3_uploads.complete_multipart_upload,
    "CopyObject": s3_copies.copy_object,
    "DeleteBucket": s3_buckets.delete_bucket,
    "DeleteMultipleObjects": s3_attributes.delete_multiple_objects,
    "DeleteObject": s3_objects.delete_object,
    "DeleteObjectTagging": s3_attributes.delete_object_tagging,
    "GetBucketAcl": s3_buckets.get_bucket_acl,
    "GetBucketLocation": s3_buckets.get_bucket_location,
    "GetBucketVersioning": s3_buckets.get_bucket_versioning,
    "GetObject": s3_objects.get_object,
    "GetObjectACL": s3_attributes.get_object_acl,
    "GetObjectTagging": s3_attributes.get_object_tagging,
    "HeadBucket": s3_buckets.head_bucket,
    "HeadObject": s3_objects.head_object,
    "InitiateMultipartUpload": s3_uploads.create_multipart_upload,
    "ListBuckets": s3_buckets.list_buckets,
    "ListMultipartUploads": s3_lists.list_multipart_uploads,
    "ListObjectVersions": s3_lists.list_object_versions,
    "ListObjects": s3_lists.list_objects,
    "ListObjectsV2": s3_lists.list_objects_v2,
    "ListParts": s3_lists.list_parts,
    "PutBucket": s3_buckets.put_bucket,
    "PutBucketAcl": s3_buckets.put_bucket_acl,
    "PutBucketVersioning": s3_buckets.put_bucket_versioning,
    "PutObject": s3_objects.put_object,
    "PutObjectACL": s3_attributes.put_object_acl,
    "PutObjectTagging": s3_attributes.put_object_tagging,
    "RestoreObject": s3_objects.restore_object,
    "UploadPart": s3_uploads.upload_part,
    "UploadPartCopy": s3_copies.upload_part_copy,
}


class S3Face:
    """Speaks S3 for a world. Thread: the server's, with the world's lock held."""

    provider = "s3"

    def __init__(self, world: World, settings: Callable[[], Settings], endpoints: Mapping[str, str]) -> None:
        """`endpoints` maps a region to its host and port; the server fills it once it knows the ports."""
        self._world = world
        self._settings = settings
        self._endpoints = endpoints

    def region_name(self, region: str) -> str:
        return region_name(region)

    def route(self, head: Head) -> Routed:
        call = read_call(head, self._world, self._settings(), self._endpoints)
        seen = Seen(head.method, call.operation, call.bucket, call.key, call.part, head.headers)
        return Routed(head, seen, call)

    def admit(self, routed: Routed, now: float) -> Answer | None:
        call = _call(routed)
        call.now = now
        try:
            call.proof = verify(_signed(call), self._world.keys, now)
            call.who = call.proof.key if call.proof else None
            serve_signed_region(call)
            check_call(call)
        except S3Error as error:
            return self._refusal(call, error)
        return None

    def weight(self, routed: Routed) -> int:
        return s3_copies.weight(_call(routed))

    def perform(self, routed: Routed, body: Received, now: float) -> Answer:
        call = _call(routed)
        call.now = now
        try:
            check_call(call)
            take_body(call, body)
            answer = _OPERATIONS[call.operation](call)
        except S3Error as error:
            return self._refusal(call, error)
        return self._stamped(answer, self._request_id(), now)

    def error(self, routed: Routed, status: int, code: str, now: float) -> Answer:
        call = _call(routed)
        call.now = now
        if status != 200:
            return self._refusal(call, S3Error(code, status=status))
        request_id = self._request_id()
        body = error_body(S3Error(code), request_id)
        return self._stamped(Answer(200, [("Content-Type", "application/xml")], body), request_id, now)

    def _refusal(self, call: S3Call, error: S3Error) -> Answer:
        request_id = self._request_id()
        answer = error_answer(error, method=call.head.method, request_id=request_id)
        return self._stamped(answer, request_id, call.now)

    def _request_id(self) -> str:
        return self._world.fresh_id("request")[:16]

    def _stamped(self, answer: Answer, request_id: str, now: float) -> Answer:
        """Add what every answer of S3 has."""
        common = [
            ("Server", "AmazonS3"),
            ("Date", http_date(now)),
            ("x-amz-request-id", request_id),
            ("x-amz-id-2", request_id[::-1]),
        ]
        return replace(answer, headers=[*common, *answer.headers])


def _call(routed: Routed) -> S3Call:
    if not isinstance(routed.detail, S3Call):
        raise TypeError("the request was routed by another face")
    return routed.detail


def _signed(call: S3Call) -> Signed:
    path = decoded(call.head.target.partition("?")[0])
    return Signed(call.head.method, path, call.pairs, call.head.headers, signing_regions(call))
