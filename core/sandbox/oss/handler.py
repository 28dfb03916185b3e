"""The sandbox's OSS face: routes a request to its operation and turns refusals into the vendor's answers.

It opens no socket and asks no clock. The operations stand in `oss_buckets`, `oss_lists`, `oss_objects`,
`oss_copies`, `oss_uploads` and `oss_attributes`; each takes a `Call` and returns an `Answer` or raises `OssError`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from core.sandbox.blobs import Received
from core.sandbox.call import Call
from core.sandbox.handler import Answer, Head, Routed
from core.sandbox.headers import http_date
from core.sandbox.oss import attributes as oss_attributes
from core.sandbox.oss import buckets as oss_buckets
from core.sandbox.oss import copies as oss_copies
from core.sandbox.oss import lists as oss_lists
from core.sandbox.oss import objects as oss_objects
from core.sandbox.oss import uploads as oss_uploads
from core.sandbox.oss.access import check_call
from core.sandbox.oss.auth import Signed, verify
from core.sandbox.oss.call import read_call
from core.sandbox.oss.errors import OssError, error_answer, error_body
from core.sandbox.settings import Seen, Settings
from core.sandbox.world import World

_OPERATIONS: Mapping[str, Callable[[Call], Answer]] = {
    "AbortMultipartUpload": oss_uploads.abort_multipart_upload,
    "AppendObject": oss_objects.append_object,
    "CompleteMultipartUpload": oss_uploads.complete_multipart_upload,
    "CopyObject": oss_copies.copy_object,
    "DeleteBucket": oss_buckets.delete_bucket,
    "DeleteMultipleObjects": oss_attributes.delete_multiple_objects,
    "DeleteObject": oss_objects.delete_object,
    "DeleteObjectTagging": oss_attributes.delete_object_tagging,
    "GetBucketAcl": oss_buckets.get_bucket_acl,
    "GetBucketInfo": oss_buckets.get_bucket_info,
    "GetBucketLocation": oss_buckets.get_bucket_location,
    "GetBucketVersioning": oss_buckets.get_bucket_versioning,
    "GetObject": oss_objects.get_object,
    "GetObjectACL": oss_attributes.get_object_acl,
    "GetObjectMeta": oss_objects.get_object_meta,
    "GetObjectTagging": oss_attributes.get_object_tagging,
    "GetSymlink": oss_objects.get_symlink,
    "HeadObject": oss_objects.head_object,
    "InitiateMultipartUpload": oss_uploads.initiate_multipart_upload,
    "ListBuckets": oss_buckets.list_buckets,
    "ListMultipartUploads": oss_uploads.list_multipart_uploads,
    "ListObjectVersions": oss_lists.list_object_versions,
    "ListObjects": oss_lists.list_objects,
    "ListObjectsV2": oss_lists.list_objects_v2,
    "ListParts": oss_uploads.list_parts,
    "PutBucket": oss_buckets.put_bucket,
    "PutBucketAcl": oss_buckets.put_bucket_acl,
    "PutBucketVersioning": oss_buckets.put_bucket_versioning,
    "PutObject": oss_objects.put_object,
    "PutObjectACL": oss_attributes.put_object_acl,
    "PutObjectTagging": oss_attributes.put_object_tagging,
    "PutSymlink": oss_objects.put_symlink,
    "RestoreObject": oss_objects.restore_object,
    "UploadPart": oss_uploads.upload_part,
    "UploadPartCopy": oss_copies.upload_part_copy,
}


class OssFace:
    """Speaks OSS for a world. Thread: the server's, with the world's lock held."""

    provider = "oss"

    def __init__(self, world: World, settings: Callable[[], Settings], endpoints: Mapping[str, str]) -> None:
        """`endpoints` maps a region to its host and port; the server fills it once it knows the ports."""
        self._world = world
        self._settings = settings
        self._endpoints = endpoints

    def region_name(self, region: str) -> str:
        return region

    def route(self, head: Head) -> Routed:
        call = read_call(head, self._world, self._settings(), self._endpoints)
        seen = Seen(head.method, call.operation, call.bucket, call.key, call.part, head.headers)
        return Routed(head, seen, call)

    def admit(self, routed: Routed, now: float) -> Answer | None:
        call = _call(routed)
        call.now = now
        try:
            call.who = verify(_signed(call), self._world.keys, now)
            check_call(call)
        except OssError as error:
            return self._refusal(call, error)
        return None

    def weight(self, routed: Routed) -> int:
        return oss_copies.weight(_call(routed))

    def perform(self, routed: Routed, body: Received, now: float) -> Answer:
        call = _call(routed)
        call.now, call.body = now, body
        try:
            check_call(call)
            answer = _OPERATIONS[call.operation](call)
        except OssError as error:
            return self._refusal(call, error)
        return self._stamped(answer, self._world.fresh_id("request")[:24], now)

    def error(self, routed: Routed, status: int, code: str, now: float) -> Answer:
        call = _call(routed)
        call.now = now
        if status != 200:
            return self._refusal(call, OssError(code, status=status))
        request_id = self._world.fresh_id("request")[:24]
        body = error_body(OssError(code), request_id, call.header("host"))
        return self._stamped(Answer(200, [("Content-Type", "application/xml")], body), request_id, now)

    def _refusal(self, call: Call, error: OssError) -> Answer:
        request_id = self._world.fresh_id("request")[:24]
        answer = error_answer(error, method=call.head.method, request_id=request_id, host=call.header("host"))
        return self._stamped(answer, request_id, call.now)

    def _stamped(self, answer: Answer, request_id: str, now: float) -> Answer:
        """Add what every answer of OSS has."""
        common = [
            ("Server", "AliyunOSS"),
            ("Date", http_date(now)),
            ("x-oss-request-id", request_id),
            ("x-oss-server-time", "1"),
        ]
        return replace(answer, headers=[*common, *answer.headers])


def _call(routed: Routed) -> Call:
    if not isinstance(routed.detail, Call):
        raise TypeError("the request was routed by another face")
    return routed.detail


def _signed(call: Call) -> Signed:
    address = call.address
    return Signed(call.head.method, call.bucket, address.key, call.pairs, call.head.headers, address.region)
