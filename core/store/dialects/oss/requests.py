"""What each operation says to Alibaba Cloud OSS, before it is addressed and signed.

Rules: OSS API Reference, one page for each operation.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.model import ops
from core.model.values import ObjectRef, Pin, Props
from core.rules.providers import provider
from core.rules.vocabulary import acl_for, acl_to_state, metadata_prefix
from core.store.dialects.common.drafts import (
    ENCODED,
    bucket_draft,
    deletion_draft,
    described,
    link_draft,
    object_draft,
    parts_document,
    restore_draft,
    source_name,
    tag_text,
    tags_document,
    upload_query,
    version_query,
    versions_query,
    xml_headers,
)
from core.store.dialects.common.wire import Draft, Pairs, given, md5_of, quoted

_FORBID: Pairs = (("x-oss-forbid-overwrite", "true"),)


def draft(op: ops.Op[Any]) -> Draft:
    """The request for `op`. Raises `UnsendableError` when sending it would mean something else."""
    return _DRAFTS[type(op)](op)


def read_draft(ref: ObjectRef) -> Draft:
    """A plain read of an object, as a signed link asks for it."""
    return object_draft("GET", ref, query=version_query(ref))


# ---------------------------------------------------------------- buckets and lists


def _list_buckets(op: ops.ListBuckets) -> Draft:
    return Draft("GET", query=given(marker=op.marker, max_keys=op.limit))


def _bucket_info(op: ops.GetBucketInfo) -> Draft:
    return bucket_draft(op.bucket, (("bucketInfo", ""),))


def _bucket_location(op: ops.GetBucketLocation) -> Draft:
    return bucket_draft(op.bucket, (("location", ""),))


def _list_objects(op: ops.ListObjects) -> Draft:
    where = given(prefix=op.prefix, delimiter=op.delimiter, start_after=op.start_after, continuation_token=op.token)
    return bucket_draft(op.bucket, (("list-type", "2"), *ENCODED, *where, ("max-keys", str(op.limit))))


def _versioning(op: ops.GetVersioning) -> Draft:
    return bucket_draft(op.bucket, (("versioning", ""),))


def _list_versions(op: ops.ListVersions) -> Draft:
    return bucket_draft(op.bucket, (*versions_query(op), *ENCODED))


def _list_uploads(op: ops.ListUploads) -> Draft:
    where = given(prefix=op.prefix, key_marker=op.key_marker, upload_id_marker=op.id_marker)
    return bucket_draft(op.bucket, (("uploads", ""), *ENCODED, *where, ("max-uploads", str(op.limit))))


# ---------------------------------------------------------------- one object


def _head(op: ops.HeadObject) -> Draft:
    return object_draft("HEAD", op.ref, query=version_query(op.ref))


def _get_tags(op: ops.GetTags) -> Draft:
    return object_draft("GET", op.ref, query=(("tagging", ""), *version_query(op.ref)))


def _put_tags(op: ops.PutTags) -> Draft:
    body = tags_document(op.tags)
    return object_draft(
        "PUT", op.ref, query=(("tagging", ""), *version_query(op.ref)), headers=xml_headers(body), body=body
    )


def _get_acl(op: ops.GetAcl) -> Draft:
    return object_draft("GET", op.ref, query=(("acl", ""), *version_query(op.ref)))


def _put_acl(op: ops.PutAcl) -> Draft:
    query = (("acl", ""), *version_query(op.ref))
    return object_draft("PUT", op.ref, query=query, headers=(("x-oss-object-acl", acl_for(provider("oss"), op.acl)),))


def _get(op: ops.GetObject) -> Draft:
    headers: Pairs = ()
    if op.first or op.last is not None:
        last = "" if op.last is None else op.last
        # Without the second header an unsatisfiable range is answered with the whole object.
        headers = (("range", f"bytes={op.first}-{last}"), ("x-oss-range-behavior", "standard"))
    return object_draft("GET", op.ref, query=version_query(op.ref), headers=headers)


def _put(op: ops.PutObject) -> Draft:
    headers = (
        *_new_object(op.props, create_only=op.create_only),
        *_acl(op.props.acl.value),
        ("content-md5", md5_of(op.body)),
    )
    return object_draft("PUT", op.ref, headers=headers, body=op.body)


def _delete(op: ops.DeleteObject) -> Draft:
    return object_draft("DELETE", op.ref, query=version_query(op.ref))


def _restore(op: ops.RestoreObject) -> Draft:
    return restore_draft(op, "JobParameters")


# ---------------------------------------------------------------- copies


def _copy(op: ops.CopyObject) -> Draft:
    headers = (
        *_source(op.source, op.pin),
        ("x-oss-metadata-directive", "REPLACE" if op.replace else "COPY"),
        *(described(op.props, _prefix()) if op.replace else ()),
        *(_replaced_tags(op.props) if op.replace else ()),
        *_placed(op.props),
        *_acl(op.props.acl.value),
        *(_FORBID if op.create_only else ()),
    )
    return object_draft("PUT", op.ref, headers=headers, slow=True)


def _create(op: ops.CreateUpload) -> Draft:
    headers = _new_object(op.props, create_only=op.create_only)
    return object_draft("POST", op.ref, query=(("uploads", ""), *ENCODED), headers=headers)


def _copy_part(op: ops.CopyPart) -> Draft:
    headers = (*_source(op.source, op.pin), ("x-oss-copy-source-range", f"bytes={op.first}-{op.last}"))
    query = (("partNumber", str(op.number)), *upload_query(op.upload_id))
    return object_draft("PUT", op.ref, query=query, headers=headers, slow=True)


def _complete(op: ops.CompleteUpload) -> Draft:
    body = parts_document(op.parts)
    headers = (*xml_headers(body), *_acl(op.acl), *(_FORBID if op.create_only else ()))
    query = (*upload_query(op.upload_id), *ENCODED)
    return object_draft("POST", op.ref, query=query, headers=headers, body=body, slow=True)


def _abort(op: ops.AbortUpload) -> Draft:
    return object_draft("DELETE", op.ref, query=upload_query(op.upload_id))


def _list_parts(op: ops.ListParts) -> Draft:
    page = (("max-parts", str(op.limit)), ("part-number-marker", str(op.marker)))
    return object_draft("GET", op.ref, query=(*upload_query(op.upload_id), *ENCODED, *page))


# ---------------------------------------------------------------- pieces


def _source(source: ObjectRef, pin: Pin) -> Pairs:
    """Which object to copy, and the condition that it is still the one that was planned for."""
    condition = (("x-oss-copy-source-if-match", quoted(pin.etag)),) if pin.etag else ()
    return (("x-oss-copy-source", source_name(f"/{source.bucket}", source, pin)), *condition)


def _new_object(props: Props, *, create_only: bool) -> Pairs:
    """All that belongs to an object that is not made by a simple copy, except its ACL."""
    tags = (("x-oss-tagging", tag_text(props.tags.value)),) if props.tags.value else ()
    return (*described(props, _prefix()), *tags, *_placed(props), *(_FORBID if create_only else ()))


def _placed(props: Props) -> Pairs:
    """Storage class and encryption, which no copy inherits from its source."""
    headers: Pairs = (("x-oss-storage-class", props.storage_class),) if props.storage_class else ()
    encryption = props.encryption.value
    if encryption is None or not encryption.algorithm:
        return headers
    key = (("x-oss-server-side-encryption-key-id", encryption.key_id),) if encryption.key_id else ()
    return (*headers, ("x-oss-server-side-encryption", encryption.algorithm), *key)


def _acl(wanted: str | None) -> Pairs:
    """The ACL, which no copy inherits from its source."""
    word = acl_to_state(provider("oss"), wanted)
    return (("x-oss-object-acl", word),) if word else ()


def _replaced_tags(props: Props) -> Pairs:
    """The tags instead of those of the source; without any named, the copy has none."""
    if not props.tags.is_known:
        return ()
    directive = (("x-oss-tagging-directive", "Replace"),)
    return (*directive, ("x-oss-tagging", tag_text(props.tags.value))) if props.tags.value else directive


def _prefix() -> str:
    return metadata_prefix(provider("oss"))


def _delete_several(op: ops.DeleteObjects) -> Draft:
    return deletion_draft(op, query=ENCODED)


_DRAFTS: dict[type[ops.Op[Any]], Callable[[Any], Draft]] = {
    ops.ListBuckets: _list_buckets,
    ops.GetBucketInfo: _bucket_info,
    ops.GetBucketLocation: _bucket_location,
    ops.ListObjects: _list_objects,
    ops.ListUploads: _list_uploads,
    ops.GetVersioning: _versioning,
    ops.ListVersions: _list_versions,
    ops.HeadObject: _head,
    ops.GetTags: _get_tags,
    ops.PutTags: _put_tags,
    ops.GetAcl: _get_acl,
    ops.PutAcl: _put_acl,
    ops.GetObject: _get,
    ops.PutObject: _put,
    ops.DeleteObject: _delete,
    ops.DeleteObjects: _delete_several,
    ops.RestoreObject: _restore,
    ops.GetLink: link_draft,
    ops.CopyObject: _copy,
    ops.CreateUpload: _create,
    ops.CopyPart: _copy_part,
    ops.CompleteUpload: _complete,
    ops.AbortUpload: _abort,
    ops.ListParts: _list_parts,
}
