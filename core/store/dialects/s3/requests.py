"""What each operation says to Amazon S3 and to the stores that speak like it, before it is signed.

Rules: Amazon S3 API Reference, one page for each operation. In what a store differs stands in its provider's file.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from core.model import ops
from core.model.errors import Kind, OwnCode, Sent, StoreError
from core.model.values import REDIRECT, ObjectRef, Pin, Props
from core.rules.providers import Provider
from core.rules.vocabulary import acl_for, acl_to_state, metadata_prefix
from core.store.dialects.common.drafts import (
    ENCODED,
    bucket_draft,
    deletion_draft,
    described,
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
from core.store.dialects.common.wire import Draft, Pairs, UnsendableError, given, md5_of, quoted

NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/"
CHECKSUM = "CRC64NVME"  # the one that S3 keeps of whole objects, however they were made
WEBSITE_REDIRECT = "x-amz-website-redirect-location"


def draft(op: ops.Op[Any], store: Provider) -> Draft:
    """The request for `op`. Raises `UnsendableError` when sending it would mean something else."""
    plain = _DRAFTS.get(type(op))
    return plain(op) if plain else _DRAFTS_FOR[type(op)](op, store)


def read_draft(ref: ObjectRef) -> Draft:
    """A plain read of an object, as a signed link asks for it."""
    return object_draft("GET", ref, query=version_query(ref))


# ---------------------------------------------------------------- buckets and lists


def _list_buckets(op: ops.ListBuckets, store: Provider) -> Draft:
    page = given(max_buckets=op.limit, continuation_token=op.marker) if store.quirks.paged_buckets else ()
    return Draft("GET", query=page)


def _bucket_info(op: ops.GetBucketInfo) -> Draft:
    return replace(bucket_draft(op.bucket, ()), method="HEAD")


def _bucket_location(op: ops.GetBucketLocation) -> Draft:
    return bucket_draft(op.bucket, (("location", ""),))


def _list_objects(op: ops.ListObjects, store: Provider) -> Draft:
    where = given(prefix=op.prefix, delimiter=op.delimiter)
    page = (*where, *_names(store), ("max-keys", str(op.limit)))
    if store.quirks.list_version == 1:
        return bucket_draft(op.bucket, (*given(marker=op.token or op.start_after), *page))
    begin = given(continuation_token=op.token, start_after=op.start_after)
    return bucket_draft(op.bucket, (("list-type", "2"), *begin, *page))


def _versioning(op: ops.GetVersioning) -> Draft:
    return bucket_draft(op.bucket, (("versioning", ""),))


def _list_versions(op: ops.ListVersions, store: Provider) -> Draft:
    return bucket_draft(op.bucket, (*versions_query(op), *_names(store)))


def _list_uploads(op: ops.ListUploads, store: Provider) -> Draft:
    where = given(prefix=op.prefix, key_marker=op.key_marker, upload_id_marker=op.id_marker)
    return bucket_draft(op.bucket, (("uploads", ""), *where, *_names(store), ("max-uploads", str(op.limit))))


def _names(store: Provider) -> Pairs:
    return () if store.quirks.plain_lists else ENCODED


# ---------------------------------------------------------------- one object


def _head(op: ops.HeadObject, store: Provider) -> Draft:
    headers = (("x-amz-checksum-mode", "ENABLED"),) if store.features.crc64 else ()
    return object_draft("HEAD", op.ref, query=version_query(op.ref), headers=headers)


def _get_tags(op: ops.GetTags) -> Draft:
    return object_draft("GET", op.ref, query=(("tagging", ""), *version_query(op.ref)))


def _put_tags(op: ops.PutTags) -> Draft:
    body = tags_document(op.tags, NAMESPACE)
    query = (("tagging", ""), *version_query(op.ref))
    return object_draft("PUT", op.ref, query=query, headers=xml_headers(body), body=body)


def _get_acl(op: ops.GetAcl) -> Draft:
    return object_draft("GET", op.ref, query=(("acl", ""), *version_query(op.ref)))


def _put_acl(op: ops.PutAcl, store: Provider) -> Draft:
    query = (("acl", ""), *version_query(op.ref))
    return object_draft("PUT", op.ref, query=query, headers=(("x-amz-acl", acl_for(store, op.acl)),))


def _get(op: ops.GetObject) -> Draft:
    headers: Pairs = ()
    if op.first or op.last is not None:
        headers = (("range", f"bytes={op.first}-{'' if op.last is None else op.last}"),)
    return object_draft("GET", op.ref, query=version_query(op.ref), headers=headers)


def _put(op: ops.PutObject, store: Provider) -> Draft:
    create_only = _if_none_match(op, store, "if-none-match")
    headers = (*_new_object(op.props, store), *create_only, ("content-md5", md5_of(op.body)))
    return object_draft("PUT", op.ref, headers=headers, body=op.body)


def _delete(op: ops.DeleteObject) -> Draft:
    return object_draft("DELETE", op.ref, query=version_query(op.ref))


def _restore(op: ops.RestoreObject) -> Draft:
    return restore_draft(op, "GlacierJobParameters", NAMESPACE)


def _no_link(_op: ops.GetLink) -> Draft:
    """There are no symbolic links in this protocol."""
    message = "This store has no symbolic links."
    raise StoreError(Kind.UNSUPPORTED, op="GetLink", code=OwnCode.NO_SYMBOLIC_LINKS, message=message, sent=Sent.NO)


# ---------------------------------------------------------------- copies


def _copy(op: ops.CopyObject, store: Provider) -> Draft:
    headers = (
        *_source(op.source, op.pin),
        ("x-amz-metadata-directive", "REPLACE" if op.replace else "COPY"),
        *(_described(op.props, store) if op.replace else ()),
        *(_replaced_tags(op.props) if op.replace else ()),
        *_placed(op.props),
        *_acl(op.props, store),
        *_checksum(store),
        *_if_none_match(op, store, store.quirks.copy_create_only),
    )
    return object_draft("PUT", op.ref, headers=headers, slow=True)


def _create(op: ops.CreateUpload, store: Provider) -> Draft:
    headers = (*_new_object(op.props, store), *_checksum(store))
    return object_draft("POST", op.ref, query=(("uploads", ""),), headers=headers)


def _copy_part(op: ops.CopyPart, store: Provider) -> Draft:
    whole = (op.first, op.last) == (0, op.pin.size - 1)
    small = whole and op.pin.size <= store.limits.range_copy_source_min
    # A range of a small source is refused, even one that is all of it.
    part = () if small else (("x-amz-copy-source-range", f"bytes={op.first}-{op.last}"),)
    query = (("partNumber", str(op.number)), *upload_query(op.upload_id))
    return object_draft("PUT", op.ref, query=query, headers=(*_source(op.source, op.pin), *part), slow=True)


def _complete(op: ops.CompleteUpload, store: Provider) -> Draft:
    body = parts_document(op.parts, NAMESPACE)
    headers = (("content-type", "application/xml"), *_if_none_match(op, store, "if-none-match"))
    return object_draft("POST", op.ref, query=upload_query(op.upload_id), headers=headers, body=body, slow=True)


def _abort(op: ops.AbortUpload) -> Draft:
    return object_draft("DELETE", op.ref, query=upload_query(op.upload_id))


def _list_parts(op: ops.ListParts) -> Draft:
    page = (("max-parts", str(op.limit)), *((("part-number-marker", str(op.marker)),) if op.marker else ()))
    return object_draft("GET", op.ref, query=(*upload_query(op.upload_id), *page))


# ---------------------------------------------------------------- pieces


def _source(source: ObjectRef, pin: Pin) -> Pairs:
    """Which object to copy, and the condition that it is still the one that was planned for."""
    # The page allows a slash before the bucket; the vendor's own clients send none.
    name = source_name(source.bucket, source, pin)
    condition = (("x-amz-copy-source-if-match", quoted(pin.etag)),) if pin.etag else ()
    return (("x-amz-copy-source", name), *condition)


def _new_object(props: Props, store: Provider) -> Pairs:
    """All that belongs to an object that is not made by a simple copy."""
    tags = (("x-amz-tagging", tag_text(props.tags.value)),) if props.tags.value else ()
    return (*_described(props, store), *tags, *_placed(props), *_acl(props, store))


def _described(props: Props, store: Provider) -> Pairs:
    """Content headers and user metadata.

    What a store reads as encoded words it also answers as such, and it is read as the text that they stand for.
    """
    if store.quirks.metadata_words:
        props = replace(props, user={name: _word(value) for name, value in props.user.items()})
    return described(props, metadata_prefix(store))


def _word(value: str) -> str:
    """A value as an encoded word where it is not ASCII (RFC 2047)."""
    if value.isascii():
        return value
    try:
        return f"=?UTF-8?B?{base64.b64encode(value.encode()).decode('ascii')}?="
    except UnicodeEncodeError as error:
        raise UnsendableError("A value of the user metadata is not Unicode text.") from error


def _placed(props: Props) -> Pairs:
    """Storage class, redirect of a website and encryption, which no copy inherits from its source (CopyObject)."""
    redirect = props.headers.get(REDIRECT, "")
    headers: Pairs = (
        *((("x-amz-storage-class", props.storage_class),) if props.storage_class else ()),
        *(((WEBSITE_REDIRECT, redirect),) if redirect else ()),
    )
    encryption = props.encryption.value
    if encryption is None or not encryption.algorithm:
        return headers
    key = (("x-amz-server-side-encryption-aws-kms-key-id", encryption.key_id),) if encryption.key_id else ()
    return (*headers, ("x-amz-server-side-encryption", encryption.algorithm), *key)


def _acl(props: Props, store: Provider) -> Pairs:
    """The ACL, which no copy inherits from its source. A bucket may refuse any word, so the usual one is not sent."""
    word = acl_to_state(store, props.acl.value)
    return (("x-amz-acl", word),) if word else ()


def _replaced_tags(props: Props) -> Pairs:
    """The tags instead of those of the source; without any named, the copy has none."""
    if not props.tags.is_known:
        return ()
    directive = (("x-amz-tagging-directive", "REPLACE"),)
    return (*directive, ("x-amz-tagging", tag_text(props.tags.value))) if props.tags.value else directive


def _checksum(store: Provider) -> Pairs:
    return (("x-amz-checksum-algorithm", CHECKSUM),) if store.features.crc64 else ()


def _if_none_match(op: ops.PutObject | ops.CopyObject | ops.CompleteUpload, store: Provider, header: str) -> Pairs:
    """Refuse to overwrite, where the store can."""
    return ((header, "*"),) if op.create_only and store.features.create_only else ()


def _delete_several(op: ops.DeleteObjects) -> Draft:
    return deletion_draft(op, namespace=NAMESPACE)


#: What every store is told alike.
_DRAFTS: dict[type[ops.Op[Any]], Callable[[Any], Draft]] = {
    ops.GetBucketInfo: _bucket_info,
    ops.GetBucketLocation: _bucket_location,
    ops.GetVersioning: _versioning,
    ops.GetTags: _get_tags,
    ops.PutTags: _put_tags,
    ops.GetAcl: _get_acl,
    ops.GetObject: _get,
    ops.DeleteObject: _delete,
    ops.DeleteObjects: _delete_several,
    ops.RestoreObject: _restore,
    ops.GetLink: _no_link,
    ops.AbortUpload: _abort,
    ops.ListParts: _list_parts,
}

#: What depends on what the store can do.
_DRAFTS_FOR: dict[type[ops.Op[Any]], Callable[[Any, Provider], Draft]] = {
    ops.ListBuckets: _list_buckets,
    ops.ListObjects: _list_objects,
    ops.ListUploads: _list_uploads,
    ops.ListVersions: _list_versions,
    ops.HeadObject: _head,
    ops.PutAcl: _put_acl,
    ops.PutObject: _put,
    ops.CopyObject: _copy,
    ops.CreateUpload: _create,
    ops.CopyPart: _copy_part,
    ops.CompleteUpload: _complete,
}
