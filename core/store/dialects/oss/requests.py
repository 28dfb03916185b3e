"""What Alibaba Cloud OSS is asked in another way than the other stores.

Rules: OSS API Reference, one page for each operation.
"""

from __future__ import annotations

from dataclasses import replace

from core.model import ops
from core.model.values import Props
from core.store.dialects.common.encoding import Pairs, given, md5_of
from core.store.dialects.common.requests import (
    ENCODED,
    Requests,
    UnsignedRequest,
    bucket_request,
    object_request,
    upload_query,
    xml_headers,
)
from core.store.dialects.oss.names import NAMES


class OssRequests(Requests):
    """The requests of OSS."""

    names = NAMES

    def bucket_info(self, op: ops.GetBucketInfo) -> UnsignedRequest:
        return bucket_request(op.bucket, (("bucketInfo", ""),))

    def list_objects(self, op: ops.ListObjects) -> UnsignedRequest:
        where = given(prefix=op.prefix, delimiter=op.delimiter, start_after=op.start_after, continuation_token=op.token)
        return bucket_request(op.bucket, (("list-type", "2"), *ENCODED, *where, ("max-keys", str(op.limit))))

    def get(self, op: ops.GetObject) -> UnsignedRequest:
        request = super().get(op)
        if not request.headers:
            return request
        # Without this header an unsatisfiable range is answered with the whole object.
        return replace(request, headers=(*request.headers, ("x-oss-range-behavior", "standard")))

    def put(self, op: ops.PutObject) -> UnsignedRequest:
        headers = (
            *self.new_object(op.props),
            *self.create_only(op),
            *self.acl(op.props.acl.value),
            ("content-md5", md5_of(op.body)),
        )
        return object_request("PUT", op.ref, headers=headers, body=op.body)

    def delete_several(self, op: ops.DeleteObjects) -> UnsignedRequest:
        request = super().delete_several(op)
        return replace(request, query=(*request.query, *ENCODED))

    def source_bucket(self, op: ops.CopyObject | ops.CopyPart) -> str:
        return f"/{op.source.bucket}"

    def create_upload(self, op: ops.CreateUpload) -> UnsignedRequest:
        headers = (*self.new_object(op.props), *self.create_only(op))
        return object_request("POST", op.ref, query=(("uploads", ""), *ENCODED), headers=headers)

    def complete_upload(self, op: ops.CompleteUpload) -> UnsignedRequest:
        """The completion states the ACL; the page of the beginning has no header for it."""
        body = self.parts_document(op.parts)
        headers = (*xml_headers(body), *self.acl(op.acl), *self.create_only(op))
        query = (*upload_query(op.upload_id), *ENCODED)
        return object_request("POST", op.ref, query=query, headers=headers, body=body, slow=True)

    def new_object(self, props: Props) -> Pairs:
        """All but the ACL, which a multipart upload states when it is completed."""
        return (*self.described(props), *self.tags(props), *self.storage_class(props), *self.encryption(props))
