"""Pieces of requests that the dialects have in common, because they all follow one model.

It knows the words that are the same for all vendors; names of headers with a vendor's prefix are the dialects'.
"""

from __future__ import annotations

from collections.abc import Mapping

from core.model import ops
from core.model.values import CONTENT_HEADERS, ObjectRef, PartInfo, Pin, Props
from core.store import xmldoc
from core.store.dialects.common.wire import Draft, Pairs, UnsendableError, given, md5_of, percent, quoted

#: Asks for percent-encoded names: XML 1.0 cannot carry the control characters that keys may have.
ENCODED: Pairs = (("encoding-type", "url"),)
_UNTYPED = "application/octet-stream"  # RFC 9110, 8.3


def bucket_draft(bucket: str, query: Pairs) -> Draft:
    """A question about a bucket. Raises `UnsendableError` without its name: it would reach the service."""
    if not bucket:
        raise UnsendableError("The name of the bucket is missing.")
    return Draft("GET", bucket, query=query)


def object_draft(
    method: str, ref: ObjectRef, *, query: Pairs = (), headers: Pairs = (), body: bytes = b"", slow: bool = False
) -> Draft:
    """A request to an object. Without a key it would reach the bucket: a DELETE would then delete that.

    Raises `UnsendableError`.
    """
    if not ref.bucket or not ref.key:
        raise UnsendableError("The name of the bucket or of the object is missing.")
    return Draft(method, ref.bucket, ref.key, query, headers, body, slow)


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


def source_name(place: str, source: ObjectRef, pin: Pin) -> str:
    """The object to copy as a header names it: `place`, the encoded key, and the version that is known.

    The slashes of the key stay, and a question mark in it is encoded: only the version's one is bare. Raises
    `UnsendableError`.
    """
    if not source.bucket or not source.key:
        raise UnsendableError("The source of the copy is missing.")
    version = source.version if source.version is not None else pin.version
    name = f"{place}/{percent(source.key, '/')}"
    return name if version is None else f"{name}?versionId={percent(version)}"


def described(props: Props, prefix: str) -> Pairs:
    """Content headers, and user metadata under `prefix`. Raises `UnsendableError` for metadata without a name.

    Content-Type is always stated: a missing one may be guessed on the way.
    """
    content = {"content-type": _UNTYPED, **props.headers}
    headers = tuple((name, content[name]) for name in CONTENT_HEADERS if name in content)
    if "" in props.user:
        raise UnsendableError("An entry of the user metadata has no name.")
    return (*headers, *((prefix + name.lower(), value) for name, value in props.user.items()))


def versions_query(op: ops.ListVersions) -> Pairs:
    """Which page of a bucket's versions."""
    where = given(prefix=op.prefix, key_marker=op.key_marker, version_id_marker=op.version_marker)
    return (("versions", ""), *where, ("max-keys", str(op.limit)))


def restore_draft(op: ops.RestoreObject, job: str, namespace: str = "") -> Draft:
    """Ask for an archived object; `job` is the vendor's element for how fast. Raises `UnsendableError`."""
    if op.days < 1:
        raise UnsendableError(f"An object can be restored for one day or more, not for {op.days}.")
    speed: list[tuple[str, xmldoc.Content]] = [(job, [("Tier", op.tier)])] if op.tier else []
    body = xmldoc.build("RestoreRequest", [("Days", str(op.days)), *speed], namespace=namespace)
    return object_draft(
        "POST", op.ref, query=(("restore", ""), *version_query(op.ref)), headers=xml_headers(body), body=body
    )


def link_draft(op: ops.GetLink) -> Draft:
    """A question about a symbolic link itself, and not about what it points to."""
    return object_draft("GET", op.ref, query=(("symlink", ""), *version_query(op.ref)))


def tag_text(tags: Mapping[str, str] | None) -> str:
    """Tags as a header carries them."""
    return "&".join(f"{percent(key)}={percent(value)}" for key, value in (tags or {}).items())


def tags_document(tags: Mapping[str, str], namespace: str = "") -> bytes:
    rows = [("Tag", [("Key", key), ("Value", value)]) for key, value in tags.items()]
    return xmldoc.build("Tagging", [("TagSet", rows)], namespace=namespace)


def parts_document(parts: tuple[PartInfo, ...], namespace: str = "") -> bytes:
    """The body of a completion."""
    rows = [("Part", [("PartNumber", str(part.number)), ("ETag", quoted(part.etag))]) for part in parts]
    return xmldoc.build("CompleteMultipartUpload", rows, namespace=namespace)


def deletion_draft(op: ops.DeleteObjects, *, query: Pairs = (), namespace: str = "") -> Draft:
    """Delete several objects; the vendors demand a Content-MD5. Raises `UnsendableError`."""
    if not op.bucket or not op.objects:
        raise UnsendableError("The name of the bucket or of the objects is missing.")
    for key, _ in op.objects:
        if not key or not xmldoc.can_carry(key):
            raise UnsendableError(f"The key {key!r} cannot be named among others; delete it by itself.")
    rows: list[tuple[str, xmldoc.Content]] = [("Quiet", "true")]
    for key, version in op.objects:
        rows.append(("Object", [("Key", key), *([] if version is None else [("VersionId", version)])]))
    body = xmldoc.build("Delete", rows, namespace=namespace)
    return Draft("POST", op.bucket, query=(("delete", ""), *query), headers=xml_headers(body), body=body)


def xml_headers(body: bytes) -> Pairs:
    """The headers that go with a document."""
    return (("content-type", "application/xml"), ("content-md5", md5_of(body)))
