"""What Tencent Cloud COS is asked in another way than the other stores.

Rules: Tencent Cloud COS API, one page for each operation.
"""

from __future__ import annotations

from core.model import ops
from core.model.errors import OwnCode
from core.model.values import Props
from core.store.dialects.common.encoding import Pairs, UnsendableError, given
from core.store.dialects.common.requests import ENCODED, Requests, UnsignedRequest, bucket_request
from core.store.dialects.cos.endpoints import source_place
from core.store.dialects.cos.names import NAMES


class CosRequests(Requests):
    """The requests of COS. The ACL of a multipart upload is stated when it begins; its completion has no header."""

    names = NAMES

    def bucket_info(self, op: ops.GetBucketInfo) -> UnsignedRequest:
        """No operation tells all about a bucket; its region is what all others depend on."""
        return bucket_request(op.bucket, (("location", ""),))

    def list_objects(self, op: ops.ListObjects) -> UnsignedRequest:
        where = given(prefix=op.prefix, delimiter=op.delimiter, marker=op.token or op.start_after)
        return bucket_request(op.bucket, (*ENCODED, *where, ("max-keys", str(op.limit))))

    def replaces(self, op: ops.CopyObject) -> bool:
        """The store refuses to copy an object onto itself unless its properties are replaced."""
        return op.replace or (op.source.bucket, op.source.key) == (op.ref.bucket, op.ref.key)

    def source(self, op: ops.CopyObject | ops.CopyPart) -> Pairs:
        named = super().source(op)
        check_key(op.source.key)
        return named

    def source_bucket(self, op: ops.CopyObject | ops.CopyPart) -> str:
        """Without a site of its own the source's bucket is taken to live where the target's does."""
        return source_place(op.source_site or self._site, op.source.bucket)

    def placed(self, props: Props) -> Pairs:
        return (*self.storage_class(props), *self.acl(props.acl.value), *self.encryption(props))


def check_key(key: str) -> None:
    """Raises `UnsendableError` for a key that the front end would take for the bucket."""
    if ops.comes_to_nothing(key):
        message = f"COS takes an object named {key!r} for its bucket, so nothing can be done with it here."
        raise UnsendableError(message, OwnCode.NAME_OF_BUCKET)
