"""What each operation says to Tencent Cloud COS, before it is addressed and signed.

Rules: Tencent Cloud COS API, one page for each operation.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.model import ops
from core.model.values import ObjectRef, Props, Site
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
from core.store.dialects.cos.sites import source_place

_FORBID: Pairs = (("x-cos-forbid-overwrite", "true"),)


def draft(op: ops.Op[Any], site: Site) -> Draft:
    """The request for `op`, which goes to `site`. Raises `UnsendableError` when it would mean something else."""
    if isinstance(op, (ops.CopyObject, ops.CopyPart)):
        return _COPIES[type(op)](op, _source(op, site))
    return _DRAFTS[type(op)](op)


def read_draft(ref: ObjectRef) -> Draft:
    """A plain read of an object, as a signed link asks for it."""
    return object_draft("GET", ref, query=version_query(ref))


# ---------------------------------------------------------------- buckets and lists


def _list_buckets(op: ops.ListBuckets) -> Draft:
    return Draft("GET", query=given(marker=op.marker, max_keys=op.limit))


def _location(op: ops.GetBucketInfo | ops.GetBucketLocation) -> Draft:
    """No operation tells all about a bucket; its region is what all others depend on."""
    return bucket_draft(op.bucket, (("location", ""),))


def _list_objects(op: ops.ListObjects) -> Draft:
    where = given(prefix=op.prefix, delimiter=op.delimiter, marker=op.token or op.start_after)
    return bucket_draft(op.bucket, (*ENCODED, *where, ("max-keys", str(op.limit))))


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
    body, query = tags_document(op.tags), (("tagging", ""), *version_query(op.ref))
    return object_draft("PUT", op.ref, query=query, headers=xml_headers(body), body=body)


def _get_acl(op: ops.GetAcl) -> Draft:
    return object_draft("GET", op.ref, query=(("acl", ""), *version_query(op.ref)))


def _put_acl(op: ops.PutAcl) -> Draft:
    query = (("acl", ""), *version_query(op.ref))
    return object_draft("PUT", op.ref, query=query, headers=(("x-cos-acl", acl_for(provider("cos"), op.acl)),))


def _get(op: ops.GetObject) -> Draft:
    last = "" if op.last is None else op.last
    headers = (("range", f"bytes={op.first}-{last}"),) if op.first or op.last is not None else ()
    return object_draft("GET", op.ref, query=version_query(op.ref), headers=headers)


def _put(op: ops.PutObject) -> Draft:
    forbid = _FORBID if op.create_only else ()
    return object_draft(
        "PUT", op.ref, headers=(*_new_object(op.props), *forbid, ("content-md5", md5_of(op.body))), body=op.body
    )


def _delete(op: ops.DeleteObject) -> Draft:
    return object_draft("DELETE", op.ref, query=version_query(op.ref))


def _restore(op: ops.RestoreObject) -> Draft:
    return restore_draft(op, "CASJobParameters")


# ---------------------------------------------------------------- copies


def _copy(op: ops.CopyObject, source: Pairs) -> Draft:
    """Storage class, ACL and encryption are stated under both directives: a copy resets what is not stated.

    The store refuses to copy an object onto itself unless its properties are replaced.
    """
    replaces = op.replace or (op.source.bucket, op.source.key) == (op.ref.bucket, op.ref.key)
    headers = (
        *source,
        ("x-cos-metadata-directive", "Replaced" if replaces else "Copy"),
        *(described(op.props, _prefix()) if replaces else ()),
        *(_replaced_tags(op.props) if replaces else ()),
        *_placed(op.props),
        *(_FORBID if op.create_only else ()),
    )
    return object_draft("PUT", op.ref, headers=headers, slow=True)


def _create(op: ops.CreateUpload) -> Draft:
    """Only the completion makes the object, so it is what forbids to overwrite."""
    return object_draft("POST", op.ref, query=(("uploads", ""),), headers=_new_object(op.props))


def _copy_part(op: ops.CopyPart, source: Pairs) -> Draft:
    query = (("partNumber", str(op.number)), *upload_query(op.upload_id))
    headers = (*source, ("x-cos-copy-source-range", f"bytes={op.first}-{op.last}"))
    return object_draft("PUT", op.ref, query=query, headers=headers, slow=True)


def _complete(op: ops.CompleteUpload) -> Draft:
    """The ACL was stated when the upload began; the page of the completion has no header for it."""
    body = parts_document(op.parts)
    headers = (*xml_headers(body), *(_FORBID if op.create_only else ()))
    return object_draft("POST", op.ref, query=upload_query(op.upload_id), headers=headers, body=body, slow=True)


def _abort(op: ops.AbortUpload) -> Draft:
    return object_draft("DELETE", op.ref, query=upload_query(op.upload_id))


def _list_parts(op: ops.ListParts) -> Draft:
    page = (("max-parts", str(op.limit)), ("part-number-marker", str(op.marker)))
    return object_draft("GET", op.ref, query=(*upload_query(op.upload_id), *ENCODED, *page))


# ---------------------------------------------------------------- pieces


def _source(op: ops.CopyObject | ops.CopyPart, site: Site) -> Pairs:
    """Which object to copy, and the condition that it is still the one that was planned for.

    Without a site of its own the source's bucket is taken to live where the target's does.
    """
    place = source_place(op.source_site or site, op.source.bucket) if op.source.bucket else ""
    condition = (("x-cos-copy-source-if-match", quoted(op.pin.etag)),) if op.pin.etag else ()
    return (("x-cos-copy-source", source_name(place, op.source, op.pin)), *condition)


def _new_object(props: Props) -> Pairs:
    """All that belongs to an object that is not made by a simple copy."""
    tags = (("x-cos-tagging", tag_text(props.tags.value)),) if props.tags.value else ()
    return (*described(props, _prefix()), *tags, *_placed(props))


def _placed(props: Props) -> Pairs:
    """Storage class, ACL and encryption."""
    storage: Pairs = (("x-cos-storage-class", props.storage_class),) if props.storage_class else ()
    word = acl_to_state(provider("cos"), props.acl.value)
    return (*storage, *((("x-cos-acl", word),) if word else ()), *_encrypted(props))


def _encrypted(props: Props) -> Pairs:
    encryption = props.encryption.value
    if encryption is None or not encryption.algorithm:
        return ()
    key = (("x-cos-server-side-encryption-cos-kms-key-id", encryption.key_id),) if encryption.key_id else ()
    return (("x-cos-server-side-encryption", encryption.algorithm), *key)


def _replaced_tags(props: Props) -> Pairs:
    """The tags instead of those of the source; without any named, the copy has none."""
    if not props.tags.is_known:
        return ()
    directive = (("x-cos-tagging-directive", "Replaced"),)
    return (*directive, ("x-cos-tagging", tag_text(props.tags.value))) if props.tags.value else directive


def _prefix() -> str:
    return metadata_prefix(provider("cos"))


def _delete_several(op: ops.DeleteObjects) -> Draft:
    return deletion_draft(op)


_DRAFTS: dict[type[ops.Op[Any]], Callable[[Any], Draft]] = {
    ops.ListBuckets: _list_buckets,
    ops.GetBucketInfo: _location,
    ops.GetBucketLocation: _location,
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
    ops.CreateUpload: _create,
    ops.CompleteUpload: _complete,
    ops.AbortUpload: _abort,
    ops.ListParts: _list_parts,
}

#: What names a source, which depends on where the request goes.
_COPIES: dict[type[ops.Op[Any]], Callable[[Any, Pairs], Draft]] = {
    ops.CopyObject: _copy,
    ops.CopyPart: _copy_part,
}
