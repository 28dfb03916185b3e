"""What each operation says, before it is addressed and signed: what all protocols say alike.

A protocol's `requests.py` has a subclass of `Requests` for what it says in another way, and its `names.py` the table
of its names. The order of headers and of the query is part of what the tests compare with the vendors' own clients.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from core.model import ops
from core.model.values import CONTENT_HEADERS, Grants, ObjectRef, PartInfo, Props, Site
from core.rules.access import CUSTOMER
from core.rules.providers import Provider
from core.rules.vocabulary import acl_for, acl_to_state, metadata_prefix
from core.store import xmldoc
from core.store.dialects.common.encoding import Pairs, UnsendableError, given, md5_of, percent, quoted
from core.store.dialects.common.names import WireNames

#: Asks for percent-encoded names: XML 1.0 cannot carry the control characters that keys may have.
ENCODED: Pairs = (("encoding-type", "url"),)
#: Of an object: what is read at once is a byte or a small object.
_BYTES_MAX = 16 * 1024 * 1024
_UNTYPED = "application/octet-stream"  # RFC 9110, 8.3


@dataclass(frozen=True, slots=True)
class UnsignedRequest:
    """A request before it is addressed and signed.

    Attributes:
        bucket: "" for the service.
        key: the raw key; "" for the bucket itself.
        query: decoded, in sending order; an empty value stands for a bare name.
        headers: lower-case names, decoded values.
        slow: see `WireRequest.slow`.
        answer_max: see `WireRequest.answer_max`; a document, unless it is said otherwise.
    """

    method: str
    bucket: str = ""
    key: str = ""
    query: Pairs = ()
    headers: Pairs = ()
    body: bytes = b""
    slow: bool = False
    answer_max: int = xmldoc.DOCUMENT_MAX


class Requests(ABC):
    """The requests of one protocol, to one provider's store.

    `site` is where the request goes; a copy may name its source by it. Every method raises `UnsendableError` when
    sending the operation would mean something else.
    """

    names: ClassVar[WireNames]

    def __init__(self, store: Provider, site: Site) -> None:
        self._store = store
        self._site = site

    def build(self, op: ops.Op[Any]) -> UnsignedRequest:
        """The request for `op`. Raises `UnsendableError`."""
        builders: dict[type[ops.Op[Any]], Callable[[Any], UnsignedRequest]] = {
            ops.ListBuckets: self.list_buckets,
            ops.GetBucketInfo: self.bucket_info,
            ops.GetBucketLocation: self.bucket_location,
            ops.ListObjects: self.list_objects,
            ops.ListUploads: self.list_uploads,
            ops.GetVersioning: self.versioning,
            ops.ListVersions: self.list_versions,
            ops.HeadObject: self.head,
            ops.GetTags: self.get_tags,
            ops.PutTags: self.put_tags,
            ops.GetAcl: self.get_acl,
            ops.PutAcl: self.put_acl,
            ops.GetObject: self.get,
            ops.PutObject: self.put,
            ops.DeleteObject: self.delete,
            ops.DeleteObjects: self.delete_several,
            ops.RestoreObject: self.restore,
            ops.GetLink: self.link,
            ops.CopyObject: self.copy,
            ops.CreateUpload: self.create_upload,
            ops.CopyPart: self.copy_part,
            ops.CompleteUpload: self.complete_upload,
            ops.AbortUpload: self.abort_upload,
            ops.ListParts: self.list_parts,
        }
        return builders[type(op)](op)

    # ------------------------------------------------------------ buckets and lists

    def list_buckets(self, op: ops.ListBuckets) -> UnsignedRequest:
        return UnsignedRequest("GET", query=given(marker=op.marker, max_keys=op.limit))

    @abstractmethod
    def bucket_info(self, op: ops.GetBucketInfo) -> UnsignedRequest: ...

    def bucket_location(self, op: ops.GetBucketLocation) -> UnsignedRequest:
        return bucket_request(op.bucket, (("location", ""),))

    @abstractmethod
    def list_objects(self, op: ops.ListObjects) -> UnsignedRequest: ...

    def versioning(self, op: ops.GetVersioning) -> UnsignedRequest:
        return bucket_request(op.bucket, (("versioning", ""),))

    def list_versions(self, op: ops.ListVersions) -> UnsignedRequest:
        where = given(prefix=op.prefix, key_marker=op.key_marker, version_id_marker=op.version_marker)
        return bucket_request(op.bucket, (("versions", ""), *where, ("max-keys", str(op.limit)), *self.name_encoding()))

    def list_uploads(self, op: ops.ListUploads) -> UnsignedRequest:
        where = given(prefix=op.prefix, key_marker=op.key_marker, upload_id_marker=op.id_marker)
        return bucket_request(op.bucket, (("uploads", ""), *ENCODED, *where, ("max-uploads", str(op.limit))))

    def name_encoding(self) -> Pairs:
        """How a list is asked to write names."""
        return ENCODED

    # ------------------------------------------------------------ one object

    def head(self, op: ops.HeadObject) -> UnsignedRequest:
        return object_request("HEAD", op.ref, query=version_query(op.ref))

    def get_tags(self, op: ops.GetTags) -> UnsignedRequest:
        return object_request("GET", op.ref, query=(("tagging", ""), *version_query(op.ref)))

    def put_tags(self, op: ops.PutTags) -> UnsignedRequest:
        rows = [("Tag", [("Key", key), ("Value", value)]) for key, value in op.tags.items()]
        body = xmldoc.build("Tagging", [("TagSet", rows)], namespace=self.names.namespace)
        query = (("tagging", ""), *version_query(op.ref))
        return object_request("PUT", op.ref, query=query, headers=xml_headers(body), body=body)

    def get_acl(self, op: ops.GetAcl) -> UnsignedRequest:
        return object_request("GET", op.ref, query=(("acl", ""), *version_query(op.ref)))

    def put_acl(self, op: ops.PutAcl) -> UnsignedRequest:
        query = (("acl", ""), *version_query(op.ref))
        headers = self.grants(op.acl) or ((self.names.acl, acl_for(self._store, op.acl)),)
        return object_request("PUT", op.ref, query=query, headers=headers)

    def get(self, op: ops.GetObject) -> UnsignedRequest:
        last = "" if op.last is None else op.last
        headers = (("range", f"bytes={op.first}-{last}"),) if op.first or op.last is not None else ()
        request = object_request("GET", op.ref, query=version_query(op.ref), headers=headers)
        # A store that takes no ranges answers with the whole object.
        return replace(request, answer_max=_BYTES_MAX)

    def put(self, op: ops.PutObject) -> UnsignedRequest:
        headers = (*self.new_object(op.props), *self.create_only(op), ("content-md5", md5_of(op.body)))
        return object_request("PUT", op.ref, headers=headers, body=op.body)

    def delete(self, op: ops.DeleteObject) -> UnsignedRequest:
        return object_request("DELETE", op.ref, query=version_query(op.ref))

    def delete_several(self, op: ops.DeleteObjects) -> UnsignedRequest:
        """The vendors demand a Content-MD5. Not quiet: an answer that names nothing would say nothing."""
        if not op.bucket or not op.objects:
            raise UnsendableError("The name of the bucket or of the objects is missing.")
        for key, _ in op.objects:
            if not key or not ops.DeleteObjects.can_name(key):
                raise UnsendableError(f"The key {key!r} cannot be named among others; delete it by itself.")
        rows: list[tuple[str, xmldoc.Content]] = [("Quiet", "false")]
        for key, version in op.objects:
            rows.append(("Object", [("Key", key), *([] if version is None else [("VersionId", version)])]))
        body = xmldoc.build("Delete", rows, namespace=self.names.namespace)
        return UnsignedRequest("POST", op.bucket, query=(("delete", ""),), headers=xml_headers(body), body=body)

    def restore(self, op: ops.RestoreObject) -> UnsignedRequest:
        if op.days < 1:
            raise UnsendableError(f"An object can be restored for one day or more, not for {op.days}.")
        job: list[tuple[str, xmldoc.Content]] = [(self.names.restore_job, [("Tier", op.tier)])] if op.tier else []
        body = xmldoc.build("RestoreRequest", [("Days", str(op.days)), *job], namespace=self.names.namespace)
        query = (("restore", ""), *version_query(op.ref))
        return object_request("POST", op.ref, query=query, headers=xml_headers(body), body=body)

    def link(self, op: ops.GetLink) -> UnsignedRequest:
        """A question about a symbolic link itself, and not about what it points to."""
        return object_request("GET", op.ref, query=(("symlink", ""), *version_query(op.ref)))

    # ------------------------------------------------------------ copies

    def copy(self, op: ops.CopyObject) -> UnsignedRequest:
        replaces = self.replaces(op)
        directive = self.names.replace_metadata if replaces else self.names.copy_metadata
        headers = (
            *self.source(op),
            (self.names.header("metadata-directive"), directive),
            *(self.described(op.props) if replaces else ()),
            *(self.replaced_tags(op.props) if replaces else ()),
            *self.placed(op.props),
            *self.checksum(),
            *self.create_only(op),
        )
        return object_request("PUT", op.ref, headers=headers, slow=True)

    def create_upload(self, op: ops.CreateUpload) -> UnsignedRequest:
        """Only the completion makes the object, so it is what forbids to overwrite."""
        headers = (*self.new_object(op.props), *self.checksum())
        return object_request("POST", op.ref, query=(("uploads", ""),), headers=headers)

    def copy_part(self, op: ops.CopyPart) -> UnsignedRequest:
        query = (("partNumber", str(op.number)), *upload_query(op.upload_id))
        headers = (*self.source(op), *self.source_range(op))
        return object_request("PUT", op.ref, query=query, headers=headers, slow=True)

    def complete_upload(self, op: ops.CompleteUpload) -> UnsignedRequest:
        body = self.parts_document(op.parts)
        headers = (*xml_headers(body), *self.create_only(op))
        return object_request("POST", op.ref, query=upload_query(op.upload_id), headers=headers, body=body, slow=True)

    def abort_upload(self, op: ops.AbortUpload) -> UnsignedRequest:
        return object_request("DELETE", op.ref, query=upload_query(op.upload_id))

    def list_parts(self, op: ops.ListParts) -> UnsignedRequest:
        page = (("max-parts", str(op.limit)), ("part-number-marker", str(op.marker)))
        return object_request("GET", op.ref, query=(*upload_query(op.upload_id), *ENCODED, *page))

    # ------------------------------------------------------------ pieces of a copy

    def replaces(self, op: ops.CopyObject) -> bool:
        """Whether a copy states its own properties instead of taking those of the source."""
        return op.replace

    @abstractmethod
    def source_bucket(self, op: ops.CopyObject | ops.CopyPart) -> str:
        """How the header that names the source begins: what stands before the slash and the key."""

    def source(self, op: ops.CopyObject | ops.CopyPart) -> Pairs:
        """Which object to copy, in the version that is known, and the condition that it is still the planned one.

        The slashes of the key stay, and a question mark in it is encoded: only the version's one is bare.
        """
        source, pin = op.source, op.pin
        if not source.bucket or not source.key:
            raise UnsendableError("The source of the copy is missing.")
        name = f"{self.source_bucket(op)}/{percent(source.key, '/')}"
        version = source.version if source.version is not None else pin.version
        if version is not None:
            name = f"{name}?versionId={percent(version)}"
        condition = ((self.names.header("copy-source-if-match"), quoted(pin.etag)),) if pin.etag else ()
        return ((self.names.header("copy-source"), name), *condition)

    def source_range(self, op: ops.CopyPart) -> Pairs:
        return ((self.names.header("copy-source-range"), f"bytes={op.first}-{op.last}"),)

    def create_only(self, op: ops.PutObject | ops.CopyObject | ops.CreateUpload | ops.CompleteUpload) -> Pairs:
        """Refuse to overwrite."""
        return ((self.names.header("forbid-overwrite"), "true"),) if op.create_only else ()

    def checksum(self) -> Pairs:
        """Asks for a checksum of the whole object where the store does not make one by itself."""
        return ()

    def parts_document(self, parts: tuple[PartInfo, ...]) -> bytes:
        """The body of a completion."""
        rows = [("Part", [("PartNumber", str(part.number)), ("ETag", quoted(part.etag))]) for part in parts]
        return xmldoc.build("CompleteMultipartUpload", rows, namespace=self.names.namespace)

    # ------------------------------------------------------------ properties of an object

    def new_object(self, props: Props) -> Pairs:
        """All that belongs to an object that is not made by a simple copy."""
        return (*self.described(props), *self.tags(props), *self.placed(props))

    def described(self, props: Props) -> Pairs:
        """Content headers and user metadata. Raises `UnsendableError` for metadata without a name.

        Content-Type is always stated: a missing one may be guessed on the way.
        """
        content = {"content-type": _UNTYPED, **props.headers}
        headers = tuple((name, content[name]) for name in CONTENT_HEADERS if name in content)
        if "" in props.user:
            raise UnsendableError("An entry of the user metadata has no name.")
        prefix = metadata_prefix(self._store)
        return (*headers, *((prefix + name.lower(), value) for name, value in props.user.items()))

    def tags(self, props: Props) -> Pairs:
        return ((self.names.header("tagging"), _tag_text(props.tags.value)),) if props.tags.value else ()

    def replaced_tags(self, props: Props) -> Pairs:
        """The tags instead of those of the source; without any named, the copy has none."""
        if not props.tags.is_known:
            return ()
        return ((self.names.header("tagging-directive"), self.names.replace_tags), *self.tags(props))

    def placed(self, props: Props) -> Pairs:
        """Storage class, encryption and ACL, which no copy inherits from its source."""
        return (*self.storage_class(props), *self.encryption(props), *self.acl(props.acl.value))

    def storage_class(self, props: Props) -> Pairs:
        return ((self.names.header("storage-class"), props.storage_class),) if props.storage_class else ()

    def encryption(self, props: Props) -> Pairs:
        encryption = props.encryption.value
        if encryption is None or encryption.algorithm in ("", CUSTOMER):  # the key itself comes with the credentials
            return ()
        key = ((self.names.kms_key, encryption.key_id),) if encryption.key_id else ()
        return ((self.names.header("server-side-encryption"), encryption.algorithm), *key)

    def acl(self, wanted: str | None) -> Pairs:
        """The ACL, in one word or as grants. A bucket may refuse any word, so the usual one is not sent."""
        word = acl_to_state(self._store, wanted)
        return self.grants(wanted) or (((self.names.acl, word),) if word else ())

    def grants(self, acl: str | None) -> Pairs:
        """The headers of an ACL that is grants; none for a word."""
        grants = Grants.read(acl)
        rows = () if grants is None else grants.headers()
        return tuple((self.names.header(f"grant-{right}"), who) for right, who in rows)


# ---------------------------------------------------------------- one request


def bucket_request(bucket: str, query: Pairs) -> UnsignedRequest:
    """A question about a bucket. Raises `UnsendableError` without its name: it would reach the service."""
    if not bucket:
        raise UnsendableError("The name of the bucket is missing.")
    return UnsignedRequest("GET", bucket, query=query)


def object_request(
    method: str, ref: ObjectRef, *, query: Pairs = (), headers: Pairs = (), body: bytes = b"", slow: bool = False
) -> UnsignedRequest:
    """A request to an object. Without a key it would reach the bucket: a DELETE would then delete that.

    Raises `UnsendableError`.
    """
    if not ref.bucket or not ref.key:
        raise UnsendableError("The name of the bucket or of the object is missing.")
    return UnsignedRequest(method, ref.bucket, ref.key, query, headers, body, slow)


def read_request(ref: ObjectRef) -> UnsignedRequest:
    """A plain read of an object, as a signed link asks for it. Raises `UnsendableError`."""
    return object_request("GET", ref, query=version_query(ref))


def version_query(ref: ObjectRef) -> Pairs:
    """The version that a request is about; empty for the current one."""
    return () if ref.version is None else (("versionId", ref.version),)


def upload_query(upload_id: str) -> Pairs:
    """The upload's id. Without it, dropping an upload would be a request to delete the object.

    Raises `UnsendableError`.
    """
    if not upload_id:
        raise UnsendableError("The id of the multipart upload is missing.")
    return (("uploadId", upload_id),)


def xml_headers(body: bytes) -> Pairs:
    """The headers that go with a document."""
    return (("content-type", "application/xml"), ("content-md5", md5_of(body)))


def _tag_text(tags: Mapping[str, str] | None) -> str:
    """Tags as a header carries them."""
    return "&".join(f"{percent(key)}={percent(value)}" for key, value in (tags or {}).items())
