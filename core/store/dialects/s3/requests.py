"""What Amazon S3 and the stores that speak like it are asked in another way than the other stores.

Rules: Amazon S3 API Reference, one page for each operation. In what a store differs stands in its provider's file.
"""

from __future__ import annotations

import base64
from dataclasses import replace

from core.model import ops
from core.model.errors import Kind, OwnCode, Sent, StoreError
from core.model.values import REDIRECT, Props
from core.store.dialects.common.encoding import Pairs, given
from core.store.dialects.common.requests import (
    ENCODED,
    Requests,
    UnsignedRequest,
    bucket_request,
    object_request,
    upload_query,
    version_query,
)
from core.store.dialects.s3.names import BUCKET_KEY, CHECKSUM, FIRST_VERSION, NAMES, WEBSITE_REDIRECT


class S3Requests(Requests):
    """The requests of S3, as the provider's store understands them."""

    names = NAMES

    # ------------------------------------------------------------ buckets and lists

    def list_buckets(self, op: ops.ListBuckets) -> UnsignedRequest:
        paged = self._store.quirks.paged_buckets
        return UnsignedRequest("GET", query=given(max_buckets=op.limit, continuation_token=op.marker) if paged else ())

    def bucket_info(self, op: ops.GetBucketInfo) -> UnsignedRequest:
        return replace(bucket_request(op.bucket, ()), method="HEAD")

    def list_objects(self, op: ops.ListObjects) -> UnsignedRequest:
        where = given(prefix=op.prefix, delimiter=op.delimiter)
        page = (*where, *self.name_encoding(), ("max-keys", str(op.limit)))
        if self._store.quirks.list_version == 1:
            return bucket_request(op.bucket, (*given(marker=op.token or op.start_after), *page))
        if op.version == 1 or op.token.startswith(FIRST_VERSION):  # an answer of the first version knows no tokens
            marker = op.token.removeprefix(FIRST_VERSION) or op.start_after
            return bucket_request(op.bucket, (*given(marker=marker), *page))
        begin = given(continuation_token=op.token, start_after=op.start_after)
        return bucket_request(op.bucket, (("list-type", "2"), *begin, *page))

    def list_uploads(self, op: ops.ListUploads) -> UnsignedRequest:
        where = given(prefix=op.prefix, key_marker=op.key_marker, upload_id_marker=op.id_marker)
        page = (*where, *self.name_encoding(), ("max-uploads", str(op.limit)))
        return bucket_request(op.bucket, (("uploads", ""), *page))

    def list_parts(self, op: ops.ListParts) -> UnsignedRequest:
        page = (("max-parts", str(op.limit)), *((("part-number-marker", str(op.marker)),) if op.marker else ()))
        return object_request("GET", op.ref, query=(*upload_query(op.upload_id), *page))

    def name_encoding(self) -> Pairs:
        return () if self._store.quirks.plain_lists else ENCODED

    # ------------------------------------------------------------ objects

    def head(self, op: ops.HeadObject) -> UnsignedRequest:
        headers = (("x-amz-checksum-mode", "ENABLED"),) if self._store.features.crc64 else ()
        return object_request("HEAD", op.ref, query=version_query(op.ref), headers=headers)

    def link(self, op: ops.GetLink) -> UnsignedRequest:
        """There are no symbolic links in this protocol."""
        message = "This store has no symbolic links."
        raise StoreError(
            Kind.UNSUPPORTED, op=type(op).__name__, code=OwnCode.NO_SYMBOLIC_LINKS, message=message, sent=Sent.NO
        )

    def encryption(self, props: Props) -> Pairs:
        stated = super().encryption(props)
        key = props.others.get(BUCKET_KEY, "")
        return (*stated, (BUCKET_KEY, key)) if stated and key else stated

    # ------------------------------------------------------------ copies

    def source_bucket(self, op: ops.CopyObject | ops.CopyPart) -> str:
        """The page allows a slash before the bucket; the vendor's own clients send none."""
        return op.source.bucket

    def source_range(self, op: ops.CopyPart) -> Pairs:
        """A range of a small source is refused, even one that is all of it."""
        whole = (op.first, op.last) == (0, op.pin.size - 1)
        if whole and op.pin.size <= self._store.limits.range_copy_source_min:
            return ()
        return super().source_range(op)

    def complete_upload(self, op: ops.CompleteUpload) -> UnsignedRequest:
        body = self.parts_document(op.parts)
        headers = (("content-type", "application/xml"), *self.create_only(op))
        return object_request("POST", op.ref, query=upload_query(op.upload_id), headers=headers, body=body, slow=True)

    def create_only(self, op: ops.PutObject | ops.CopyObject | ops.CreateUpload | ops.CompleteUpload) -> Pairs:
        """Refuse to overwrite, where the store can."""
        if not op.create_only or not self._store.features.create_only:
            return ()
        return ((self._store.quirks.copy_create_only if isinstance(op, ops.CopyObject) else "if-none-match", "*"),)

    def checksum(self) -> Pairs:
        return (("x-amz-checksum-algorithm", CHECKSUM),) if self._store.features.crc64 else ()

    # ------------------------------------------------------------ properties of an object

    def described(self, props: Props) -> Pairs:
        """What a store reads as encoded words it also answers as such, and it is read as the text they stand for."""
        if self._store.quirks.metadata_words:
            props = replace(props, user={name: _word(value) for name, value in props.user.items()})
        return super().described(props)

    def placed(self, props: Props) -> Pairs:
        """Also the redirect of a website, which no copy inherits either (CopyObject)."""
        redirect = props.headers.get(REDIRECT, "")
        headers = ((WEBSITE_REDIRECT, redirect),) if redirect else ()
        return (*self.storage_class(props), *headers, *self.encryption(props), *self.acl(props.acl.value))


def _word(value: str) -> str:
    """A value as an encoded word where it is not ASCII (RFC 2047); bytes that are not UTF-8 go as they came."""
    try:
        return value if value.isascii() else f"=?UTF-8?B?{base64.b64encode(value.encode()).decode('ascii')}?="
    except UnicodeEncodeError:
        return value
