"""The sandbox's COS face: routes a request to its operation and turns refusals into the vendor's answers.

It opens no socket and asks no clock. The operations stand in `cos_buckets`, `cos_lists`, `cos_objects`,
`cos_copies`, `cos_uploads` and `cos_attributes`; each takes a `Call` and returns an `Answer` or raises `CosError`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from core.sandbox.blobs import Received
from core.sandbox.call import Call
from core.sandbox.cos import attributes as cos_attributes
from core.sandbox.cos import buckets as cos_buckets
from core.sandbox.cos import copies as cos_copies
from core.sandbox.cos import lists as cos_lists
from core.sandbox.cos import objects as cos_objects
from core.sandbox.cos import uploads as cos_uploads
from core.sandbox.cos.access import check_call
from core.sandbox.cos.auth import Signed, verify
from core.sandbox.cos.call import read_call, signed_path
from core.sandbox.cos.errors import CosError, error_answer, error_body, trace_id
from core.sandbox.cos.names import region_name
from core.sandbox.handler import Answer, Head, Routed
from core.sandbox.headers import http_date
from core.sandbox.settings import Seen, Settings
from core.sandbox.world import World

_OPERATIONS: Mapping[str, Callable[[Call], Answer]] = {
    "AbortMultipartUpload": cos_uploads.abort_multipart_upload,
    "CompleteMultipartUpload": cos_uploads.complete_multipart_upload,
    "CopyObject": cos_copies.copy_object,
    "DeleteBucket": cos_buckets.delete_bucket,
    "DeleteMultipleObjects": cos_attributes.delete_multiple_objects,
    "DeleteObject": cos_objects.delete_object,
    "DeleteObjectTagging": cos_attributes.delete_object_tagging,
    "GetBucketAcl": cos_buckets.get_bucket_acl,
    "GetBucketLocation": cos_buckets.get_bucket_location,
    "GetBucketVersioning": cos_buckets.get_bucket_versioning,
    "GetObject": cos_objects.get_object,
    "GetObjectACL": cos_attributes.get_object_acl,
    "GetObjectTagging": cos_attributes.get_object_tagging,
    "GetSymlink": cos_objects.get_symlink,
    "HeadBucket": cos_buckets.head_bucket,
    "HeadObject": cos_objects.head_object,
    "InitiateMultipartUpload": cos_uploads.initiate_multipart_upload,
    "ListBuckets": cos_buckets.list_buckets,
    "ListMultipartUploads": cos_uploads.list_multipart_uploads,
    "ListObjectVersions": cos_lists.list_object_versions,
    "ListObjects": cos_lists.list_objects,
    "ListParts": cos_uploads.list_parts,
    "PutBucket": cos_buckets.put_bucket,
    "PutBucketAcl": cos_buckets.put_bucket_acl,
    "PutBucketVersioning": cos_buckets.put_bucket_versioning,
    "PutObject": cos_objects.put_object,
    "PutObjectACL": cos_attributes.put_object_acl,
    "PutObjectTagging": cos_attributes.put_object_tagging,
    "RestoreObject": cos_objects.restore_object,
    "UploadPart": cos_uploads.upload_part,
    "UploadPartCopy": cos_copies.upload_part_copy,
}

#: Answers 200 at once and tells the outcome at the end (Complete Multipart Upload).
_SPACED = "CompleteMultipartUpload"


class CosFace:
    """Speaks COS for a world. Thread: the server's, with the world's lock held."""

    provider = "cos"

    def __init__(self, world: World, settings: Callable[[], Settings], endpoints: Mapping[str, str]) -> None:
        """`endpoints` maps a region of the world to its host and port; the server fills it once it knows the ports."""
        self._world = world
        self._settings = settings
        self._endpoints = endpoints

    def region_name(self, region: str) -> str:
        return region_name(region)

    def route(self, head: Head) -> Routed:
        call = read_call(head, self._world, self._settings(), self._endpoints)
        seen = Seen(head.method, call.operation, call.bucket, call.key, call.part, head.headers)
        return Routed(head, seen, call, spaced=call.operation == _SPACED)

    def admit(self, routed: Routed, now: float) -> Answer | None:
        call = _call(routed)
        call.now = now
        try:
            signed = Signed(call.head.method, signed_path(call), call.pairs, call.head.headers)
            call.who = verify(signed, self._world.keys, now)
            check_call(call)
        except CosError as error:
            return self._refusal(call, error)
        return None

    def weight(self, routed: Routed) -> int:
        return cos_copies.weight(_call(routed))

    def perform(self, routed: Routed, body: Received, now: float) -> Answer:
        call = _call(routed)
        call.now, call.body = now, body
        try:
            check_call(call)
            answer = _OPERATIONS[call.operation](call)
        except CosError as error:
            return self._refusal(call, error)
        return _stamped(answer, self._request_id(), now)

    def error(self, routed: Routed, status: int, code: str, now: float) -> Answer:
        call = _call(routed)
        call.now = now
        if status != 200:
            return self._refusal(call, CosError(code, status=status))
        request_id = self._request_id()
        body = error_body(CosError(code), request_id, _resource(call))
        return _stamped(Answer(200, [("Content-Type", "application/xml")], body), request_id, now)

    def _refusal(self, call: Call, error: CosError) -> Answer:
        request_id = self._request_id()
        answer = error_answer(error, method=call.head.method, request_id=request_id, resource=_resource(call))
        return _stamped(answer, request_id, call.now)

    def _request_id(self) -> str:
        return self._world.fresh_id("request")[:28].lower()


def _stamped(answer: Answer, request_id: str, now: float) -> Answer:
    """Add what every answer of COS has."""
    common = [
        ("Server", "tencent-cos"),
        ("Date", http_date(now)),
        ("x-cos-request-id", request_id),
        ("x-cos-trace-id", trace_id(request_id)),
    ]
    return replace(answer, headers=[*common, *answer.headers])


def _resource(call: Call) -> str:
    """What was asked for, as errors name it. The path stays encoded: XML cannot hold every letter of a key."""
    return call.header("host") + call.head.target.partition("?")[0]


def _call(routed: Routed) -> Call:
    if not isinstance(routed.detail, Call):
        raise TypeError("the request was routed by another face")
    return routed.detail
