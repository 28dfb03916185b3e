"""Floor 2, wire: what each operation says to Alibaba Cloud OSS, before it is addressed and signed.

Rules: OSS API Reference, one page for each operation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from core import ops, xmldoc
from core.dialects.wire import Draft, Pairs, UnsendableError, given, md5_of, percent, quoted
from core.providers import provider
from core.values import CONTENT_HEADERS, ObjectRef, Pin, Props

_ENCODED: Pairs = (("encoding-type", "url"),)  # XML 1.0 cannot carry the control characters that keys may have
_UNTYPED = "application/octet-stream"  # RFC 9110, 8.3
_FORBID: Pairs = (("x-oss-forbid-overwrite", "true"),)


def draft(op: ops.Op[Any]) -> Draft:
    """The request for `op`. Raises `UnsendableError` when sending it would mean something else."""
    return _DRAFTS[type(op)](op)


def read_draft(ref: ObjectRef) -> Draft:
    """A plain read of an object, as a signed link asks for it."""
    return _object("GET", ref, query=_version(ref))


# ---------------------------------------------------------------- buckets and lists


def _list_buckets(op: ops.ListBuckets) -> Draft:
    return Draft("GET", query=given(marker=op.marker, max_keys=op.limit))


def _bucket_info(op: ops.GetBucketInfo) -> Draft:
    return _bucket(op.bucket, (("bucketInfo", ""),))


def _bucket_location(op: ops.GetBucketLocation) -> Draft:
    return _bucket(op.bucket, (("location", ""),))


def _list_objects(op: ops.ListObjects) -> Draft:
    where = given(prefix=op.prefix, delimiter=op.delimiter, start_after=op.start_after, continuation_token=op.token)
    return _bucket(op.bucket, (("list-type", "2"), *_ENCODED, *where, ("max-keys", str(op.limit))))


def _list_uploads(op: ops.ListUploads) -> Draft:
    where = given(prefix=op.prefix, key_marker=op.key_marker, upload_id_marker=op.id_marker)
    return _bucket(op.bucket, (("uploads", ""), *_ENCODED, *where, ("max-uploads", str(op.limit))))


def _bucket(bucket: str, query: Pairs) -> Draft:
    if not bucket:
        raise UnsendableError("The name of the bucket is missing.")
    return Draft("GET", bucket, query=query)


# ---------------------------------------------------------------- one object


def _head(op: ops.HeadObject) -> Draft:
    return _object("HEAD", op.ref, query=_version(op.ref))


def _get_tags(op: ops.GetTags) -> Draft:
    return _object("GET", op.ref, query=(("tagging", ""), *_version(op.ref)))


def _put_tags(op: ops.PutTags) -> Draft:
    tags = [("Tag", [("Key", key), ("Value", value)]) for key, value in op.tags.items()]
    body = xmldoc.build("Tagging", [("TagSet", tags)])
    return _object("PUT", op.ref, query=(("tagging", ""), *_version(op.ref)), headers=_xml_headers(body), body=body)


def _get_acl(op: ops.GetAcl) -> Draft:
    return _object("GET", op.ref, query=(("acl", ""), *_version(op.ref)))


def _put_acl(op: ops.PutAcl) -> Draft:
    query = (("acl", ""), *_version(op.ref))
    return _object("PUT", op.ref, query=query, headers=(("x-oss-object-acl", op.acl),))


def _get(op: ops.GetObject) -> Draft:
    headers: Pairs = ()
    if op.first or op.last is not None:
        last = "" if op.last is None else op.last
        # Without the second header an unsatisfiable range is answered with the whole object.
        headers = (("range", f"bytes={op.first}-{last}"), ("x-oss-range-behavior", "standard"))
    return _object("GET", op.ref, query=_version(op.ref), headers=headers)


def _put(op: ops.PutObject) -> Draft:
    headers = (*_new_object(op.props, create_only=op.create_only), *_acl(op.props), ("content-md5", md5_of(op.body)))
    return _object("PUT", op.ref, headers=headers, body=op.body)


def _delete(op: ops.DeleteObject) -> Draft:
    return _object("DELETE", op.ref, query=_version(op.ref))


# ---------------------------------------------------------------- copies


def _copy(op: ops.CopyObject) -> Draft:
    headers = (
        *_source(op.source, op.pin),
        ("x-oss-metadata-directive", "REPLACE" if op.replace else "COPY"),
        *(_described(op.props) if op.replace else ()),
        *(_replaced_tags(op.props) if op.replace else ()),
        *_placed(op.props),
        *_acl(op.props),
        *(_FORBID if op.create_only else ()),
    )
    return _object("PUT", op.ref, headers=headers, slow=True)


def _create(op: ops.CreateUpload) -> Draft:
    headers = _new_object(op.props, create_only=op.create_only)
    return _object("POST", op.ref, query=(("uploads", ""), *_ENCODED), headers=headers)


def _copy_part(op: ops.CopyPart) -> Draft:
    headers = (*_source(op.source, op.pin), ("x-oss-copy-source-range", f"bytes={op.first}-{op.last}"))
    query = (("partNumber", str(op.number)), *_upload(op.upload_id))
    return _object("PUT", op.ref, query=query, headers=headers, slow=True)


def _complete(op: ops.CompleteUpload) -> Draft:
    parts = [("Part", [("PartNumber", str(part.number)), ("ETag", quoted(part.etag))]) for part in op.parts]
    body = xmldoc.build("CompleteMultipartUpload", parts)
    acl = (("x-oss-object-acl", op.acl),) if op.acl not in ("", "default") else ()
    headers = (*_xml_headers(body), *acl, *(_FORBID if op.create_only else ()))
    query = (*_upload(op.upload_id), *_ENCODED)
    return _object("POST", op.ref, query=query, headers=headers, body=body, slow=True)


def _abort(op: ops.AbortUpload) -> Draft:
    return _object("DELETE", op.ref, query=_upload(op.upload_id))


def _list_parts(op: ops.ListParts) -> Draft:
    page = (("max-parts", str(op.limit)), ("part-number-marker", str(op.marker)))
    return _object("GET", op.ref, query=(*_upload(op.upload_id), *_ENCODED, *page))


# ---------------------------------------------------------------- pieces


def _object(
    method: str, ref: ObjectRef, *, query: Pairs = (), headers: Pairs = (), body: bytes = b"", slow: bool = False
) -> Draft:
    """A request to an object. Without a key it would reach the bucket: a DELETE would then delete that."""
    if not ref.bucket or not ref.key:
        raise UnsendableError("The name of the bucket or of the object is missing.")
    return Draft(method, ref.bucket, ref.key, query, headers, body, slow)


def _version(ref: ObjectRef) -> Pairs:
    return () if ref.version is None else (("versionId", ref.version),)


def _upload(upload_id: str) -> Pairs:
    """The upload's id. Without it, dropping an upload would be a request to delete the object."""
    if not upload_id:
        raise UnsendableError("The id of the multipart upload is missing.")
    return (("uploadId", upload_id),)


def _source(source: ObjectRef, pin: Pin) -> Pairs:
    """Which object to copy, and the condition that it is still the one that was planned for."""
    if not source.bucket or not source.key:
        raise UnsendableError("The source of the copy is missing.")
    version = source.version if source.version is not None else pin.version
    # The slashes stay, and a question mark in the key is encoded: only the version's one is bare.
    name = f"/{source.bucket}/{percent(source.key, '/')}"
    name += "" if version is None else f"?versionId={percent(version)}"
    condition = (("x-oss-copy-source-if-match", quoted(pin.etag)),) if pin.etag else ()
    return (("x-oss-copy-source", name), *condition)


def _new_object(props: Props, *, create_only: bool) -> Pairs:
    """All that belongs to an object that is not made by a simple copy, except its ACL."""
    tags = (("x-oss-tagging", _tag_text(props.tags.value)),) if props.tags.value else ()
    return (*_described(props), *tags, *_placed(props), *(_FORBID if create_only else ()))


def _described(props: Props) -> Pairs:
    """Content headers and user metadata. Content-Type is always stated: a missing one may be guessed on the way."""
    content = {"content-type": _UNTYPED, **props.headers}
    headers = tuple((name, content[name]) for name in CONTENT_HEADERS if name in content)
    prefix = provider("oss").metadata_prefix
    if "" in props.user:
        raise UnsendableError("An entry of the user metadata has no name.")
    return (*headers, *((prefix + name.lower(), value) for name, value in props.user.items()))


def _placed(props: Props) -> Pairs:
    """Storage class and encryption, which no copy inherits from its source."""
    headers: Pairs = (("x-oss-storage-class", props.storage_class),) if props.storage_class else ()
    encryption = props.encryption.value
    if encryption is None or not encryption.algorithm:
        return headers
    key = (("x-oss-server-side-encryption-key-id", encryption.key_id),) if encryption.key_id else ()
    return (*headers, ("x-oss-server-side-encryption", encryption.algorithm), *key)


def _acl(props: Props) -> Pairs:
    """The ACL, which no copy inherits from its source; "default" is what an object has without one."""
    word = props.acl.value
    return (("x-oss-object-acl", word),) if word and word != "default" else ()


def _replaced_tags(props: Props) -> Pairs:
    """The tags instead of those of the source; without any named, the copy has none."""
    if not props.tags.is_known:
        return ()
    directive = (("x-oss-tagging-directive", "Replace"),)
    return (*directive, ("x-oss-tagging", _tag_text(props.tags.value))) if props.tags.value else directive


def _tag_text(tags: Mapping[str, str] | None) -> str:
    return "&".join(f"{percent(key)}={percent(value)}" for key, value in (tags or {}).items())


def _xml_headers(body: bytes) -> Pairs:
    return (("content-type", "application/xml"), ("content-md5", md5_of(body)))


_DRAFTS: dict[type[ops.Op[Any]], Callable[[Any], Draft]] = {
    ops.ListBuckets: _list_buckets,
    ops.GetBucketInfo: _bucket_info,
    ops.GetBucketLocation: _bucket_location,
    ops.ListObjects: _list_objects,
    ops.ListUploads: _list_uploads,
    ops.HeadObject: _head,
    ops.GetTags: _get_tags,
    ops.PutTags: _put_tags,
    ops.GetAcl: _get_acl,
    ops.PutAcl: _put_acl,
    ops.GetObject: _get,
    ops.PutObject: _put,
    ops.DeleteObject: _delete,
    ops.CopyObject: _copy,
    ops.CreateUpload: _create,
    ops.CopyPart: _copy_part,
    ops.CompleteUpload: _complete,
    ops.AbortUpload: _abort,
    ops.ListParts: _list_parts,
}
