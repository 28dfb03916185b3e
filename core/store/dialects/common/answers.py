"""Reading what each operation is answered when it succeeds: what all protocols answer alike.

A protocol's `answers.py` has a subclass of `Answers` for what is read in another way, and its `names.py` the table of
its names. Every reader raises `xmldoc.MalformedError` for an answer that lacks what the operation is about; for a copy,
a part and a completion that is the ETag, because the status may be sent before the work is done.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any, ClassVar
from xml.etree.ElementTree import Element

from core.model import ops
from core.model.errors import Kind, OwnCode, StoreError
from core.model.values import (
    CONTENT_HEADERS,
    BucketInfo,
    Encryption,
    Entry,
    Grants,
    ObjectInfo,
    ObjectKind,
    ObjectRef,
    PartInfo,
    Props,
    RestoreState,
    Seen,
    UploadInfo,
    VersionEntry,
    key_bytes,
    known,
)
from core.rules.access import CUSTOMER
from core.rules.providers import Provider
from core.rules.vocabulary import metadata_prefix
from core.store.dialects.base import WireResponse
from core.store.dialects.common.encoding import (
    bare,
    content_span,
    prefixed,
    read_date,
    read_http_date,
    read_iso_date,
    unpercent,
)
from core.store.dialects.common.names import WireNames
from core.store.xmldoc import SIZE_MAX, MalformedError, number, parse, required, text, truth, whole

#: How a name in a list is read: as it stands, or decoded.
NameReader = Callable[[str], str]
_UNVERSIONED = "null"  # the id of what was written while the bucket kept no versions
_EXPIRY = re.compile(r'expiry-date="([^"]*)"')

#: The rights of an ACL, and the elements that name to whom they are granted.
_RIGHTS = frozenset({"full-control", "read", "read-acp", "write", "write-acp"})
_GRANTEES = (("uri", "URI"), ("id", "ID"), ("emailAddress", "EmailAddress"))
#: What names a request, a host or a moment, and no property of the object.
_PASSING = re.compile(
    r"(.*-)?(content-sha256|date|debug|duration|host|host-id|id|id-2|latency|node|pop|sdk-checksum-algorithm|trace)"
    r"|server-time"
)

#: The vendors' name of a document, and that of servers that name every document by the operation.
_PART_LISTS = ("ListPartsResult", "ListPartsResponse")
_VERSIONINGS = ("VersioningConfiguration", "GetBucketVersioningResponse")


class Answers(ABC):
    """The answers of one protocol, from one provider's store."""

    names: ClassVar[WireNames]

    def __init__(self, store: Provider) -> None:
        self._store = store

    def read(self, op: ops.Op[Any], answer: WireResponse) -> Any:
        """The result of `op`. Raises `MalformedError`, and `StoreError` for an ACL that no word stands for."""
        readers: dict[type[ops.Op[Any]], Callable[[Any, WireResponse], Any]] = {
            ops.ListBuckets: self.buckets,
            ops.GetBucketInfo: self.bucket_info,
            ops.GetBucketLocation: self.bucket_location,
            ops.ListObjects: self.objects,
            ops.ListUploads: self.uploads,
            ops.GetVersioning: self.versioning,
            ops.ListVersions: self.versions,
            ops.HeadObject: self.head,
            ops.GetTags: self.tags,
            ops.PutTags: _nothing,
            ops.GetAcl: self.acl,
            ops.PutAcl: _nothing,
            ops.GetObject: self.ranged_bytes,
            ops.PutObject: self.put,
            ops.DeleteObject: self.deleted,
            ops.DeleteObjects: self.deletions,
            ops.RestoreObject: _nothing,
            ops.GetLink: self.link,
            ops.CopyObject: self.copied,
            ops.CreateUpload: self.upload_id,
            ops.CopyPart: self.part_copied,
            ops.CompleteUpload: self.completed,
            ops.AbortUpload: _nothing,
            ops.ListParts: self.parts,
        }
        return readers[type(op)](op, answer)

    def header(self, answer: WireResponse, name: str) -> str:
        """A header that all protocols have under their own prefix."""
        return answer.header(self.names.header(name))

    # ------------------------------------------------------------ buckets

    def buckets(self, _: ops.ListBuckets, answer: WireResponse) -> ops.BucketPage:
        root = parse(answer.body, "ListAllMyBucketsResult")
        buckets = tuple(self.bucket(node) for node in root.iterfind("Buckets/Bucket"))
        return ops.BucketPage(buckets, self.next_buckets(root))

    def next_buckets(self, root: Element) -> str | None:
        return required(root, "NextMarker") if truth(root, "IsTruncated") else None

    @abstractmethod
    def bucket(self, node: Element) -> BucketInfo:
        """A bucket of the list."""

    @abstractmethod
    def bucket_info(self, op: ops.GetBucketInfo, answer: WireResponse) -> BucketInfo: ...

    def bucket_location(self, _: ops.GetBucketLocation, answer: WireResponse) -> str:
        region = self.region((parse(answer.body, "LocationConstraint").text or "").strip())
        if not region:
            raise MalformedError("the document names no location")
        return region

    def region(self, location: str) -> str:
        """The region id that a location stands for."""
        return location

    def versioning(self, _: ops.GetVersioning, answer: WireResponse) -> str:
        """Whether a bucket keeps versions; one that never did has no status."""
        return text(_document(answer, _VERSIONINGS), "Status").strip().lower()

    # ------------------------------------------------------------ lists

    def name_reader(self, root: Element) -> NameReader:
        """How to read the names in a list: the answer says whether it encoded them, as it was asked to."""
        # One vendor spells the element in a second way.
        return unpercent if (text(root, "EncodingType") or text(root, "Encoding-type")) == "url" else str

    def objects(self, _: ops.ListObjects, answer: WireResponse) -> ops.ObjectPage:
        root = parse(answer.body, "ListBucketResult")
        read_name = self.name_reader(root)
        entries = tuple(_entry(node, read_name) for node in root.iterfind("Contents"))
        prefixes = tuple(read_name(required(node, "Prefix")) for node in root.iterfind("CommonPrefixes"))
        return ops.ObjectPage(
            entries, prefixes, self.next_objects(root, [*(entry.key for entry in entries), *prefixes])
        )

    def next_objects(self, root: Element, names: list[str]) -> str | None:  # noqa: ARG002 - one protocol needs them
        """Where the next page begins; `names` are those of this page."""
        return _next_page(root, self.names.next_objects, self.name_reader(root))

    def versions(self, _: ops.ListVersions, answer: WireResponse) -> ops.VersionPage:
        """Versions and delete markers by key, the latest of a key first, else in the order of the document.

        The vendors' documents are in that order already. Some other stores name all versions and then all markers;
        dates would not mend that, because a change of the ACL may give an old version a new one.
        """
        root = parse(answer.body, "ListVersionsResult")
        read_name = self.name_reader(root)
        found = [_version_entry(node, read_name) for node in root if node.tag in ("Version", "DeleteMarker")]
        versions = tuple(sorted(found, key=lambda entry: (key_bytes(entry.key), not entry.is_latest)))
        key = _next_page(root, "NextKeyMarker", read_name)
        return ops.VersionPage(versions, None if key is None else (key, text(root, "NextVersionIdMarker")))

    def uploads(self, _: ops.ListUploads, answer: WireResponse) -> ops.UploadPage:
        root = parse(answer.body, "ListMultipartUploadsResult")
        read_name = self.name_reader(root)
        uploads = tuple(self.upload(node, read_name) for node in root.iterfind("Upload"))
        key = _next_page(root, "NextKeyMarker", read_name)
        return ops.UploadPage(uploads, None if key is None else (key, text(root, "NextUploadIdMarker")))

    def upload(self, node: Element, read_name: NameReader) -> UploadInfo:
        key, upload_id = read_name(required(node, "Key")), required(node, "UploadId")
        return UploadInfo(key, upload_id, read_date(text(node, "Initiated")))

    def parts(self, _: ops.ListParts, answer: WireResponse) -> ops.PartPage:
        root = _document(answer, _PART_LISTS)
        parts = tuple(_part(node) for node in root.iterfind("Part"))
        return ops.PartPage(parts, number(root, "NextPartNumberMarker") if truth(root, "IsTruncated") else None)

    # ------------------------------------------------------------ one object

    def head(self, op: ops.HeadObject, answer: WireResponse) -> ObjectInfo:
        storage_class = self.header(answer, "storage-class") or self.names.default_class
        restore, tag_count = self.header(answer, "restore"), self.names.header("tagging-count")
        return ObjectInfo(
            ref=ObjectRef(op.ref.account, op.ref.bucket, op.ref.key, self.version(answer) or op.ref.version),
            size=whole(answer.header("content-length"), "Content-Length", SIZE_MAX),
            etag=bare(answer.header("etag")),
            modified=read_http_date(answer.header("last-modified")),
            crc64=self.crc64(answer),
            kind=self.object_kind(answer),
            restore=_restore_state(restore, archived=self.is_archived(answer, storage_class)),
            readable_until=_readable_until(restore),
            tag_count=_optional_number(answer.header(tag_count), tag_count),
            props=Props(
                headers=self.content_headers(answer),
                user=self.user_metadata(answer),
                storage_class=storage_class,
                encryption=self.encryption(answer),
                others=self.others(answer),
            ),
        )

    def object_kind(self, answer: WireResponse) -> ObjectKind:
        return _kind(self.header(answer, "object-type"))

    def is_archived(self, answer: WireResponse, storage_class: str) -> bool:  # noqa: ARG002 - two protocols need it
        """Whether an object must be restored before it is read."""
        return storage_class in self._store.features.archived_classes

    def content_headers(self, answer: WireResponse) -> dict[str, str]:
        """The content headers that the object has."""
        present = prefixed(answer, "")
        return {name: present[name] for name in CONTENT_HEADERS if name in present}

    def user_metadata(self, answer: WireResponse) -> dict[str, str]:
        return prefixed(answer, metadata_prefix(self._store))

    def encryption(self, answer: WireResponse) -> Seen[Encryption]:
        """An object without encryption is known to have none: `Encryption("")`."""
        if self.names.customer_keys and self.header(answer, "server-side-encryption-customer-algorithm"):
            return known(Encryption(CUSTOMER, self.header(answer, "server-side-encryption-customer-key-md5")))
        algorithm = self.header(answer, "server-side-encryption")
        return known(Encryption(algorithm, answer.header(self.names.kms_key)))

    def others(self, answer: WireResponse) -> dict[str, str]:
        """What keeps an object from being deleted, as `Props.others` names it; a legal hold that is off does not."""
        locks = prefixed(answer, self.names.lock_prefix) if self.names.lock_prefix else {}
        held = {f"object-lock-{name}": value for name, value in locks.items() if value.upper() != "OFF"}
        return {**held, **self.unknown(answer)}

    def unknown(self, answer: WireResponse) -> dict[str, str]:
        """The vendor's headers that this version does not know, by their whole names: properties for all it knows."""
        prefix, meta = self.names.prefix, metadata_prefix(self._store).removeprefix(self.names.prefix)
        lock = self.names.lock_prefix.removeprefix(prefix) if self.names.lock_prefix else "\0"
        families = (meta, lock, "checksum-", "tagging-")
        found = {name: value for name, value in prefixed(answer, prefix).items() if not name.startswith(families)}
        return {
            prefix + name: value
            for name, value in found.items()
            if not (name in self.names.known or _PASSING.fullmatch(name))
        }

    def tags(self, _: ops.GetTags, answer: WireResponse) -> Mapping[str, str]:
        root = parse(answer.body, "Tagging")
        return {text(node, "Key"): text(node, "Value") for node in root.iterfind("TagSet/Tag")}

    def grants(self, op: ops.GetAcl, answer: WireResponse, root: Element) -> str:
        """Grants that no canned word stands for, as `Props.acl` has them.

        Raises `StoreError` (UNSUPPORTED, code AclNotCanned) for a grantee that no header can name.
        """
        rows = set()
        for grant in root.iterfind("AccessControlList/Grant"):
            named = [(tag, text(grant, f"Grantee/{path}").strip()) for tag, path in _GRANTEES]
            who = next((f'{tag}="{value}"' for tag, value in named if value), "")
            right = text(grant, "Permission").strip().lower().replace("_", "-")
            if not who or right not in _RIGHTS or any(mark in who for mark in ("; ", ", ")):
                raise StoreError(
                    Kind.UNSUPPORTED,
                    op=type(op).__name__,
                    status=answer.status,
                    code=OwnCode.ACL_NOT_CANNED,
                    message="The object's access rules name somebody whom no request can name.",
                )
            rows.add((right, who))
        return str(Grants(frozenset(rows)))

    @abstractmethod
    def acl(self, op: ops.GetAcl, answer: WireResponse) -> str:
        """The vendor's word for the grants; raises `StoreError` (UNSUPPORTED) when none stands for them."""

    def link(self, _: ops.GetLink, answer: WireResponse) -> str:
        """The key that a symbolic link points to."""
        target = unpercent(self.header(answer, "symlink-target"))
        if not target:
            raise MalformedError("it does not say where the link points to")
        return target

    def ranged_bytes(self, op: ops.GetObject, answer: WireResponse) -> ops.Bytes:
        """The bytes asked for, also where the store sent the whole object instead of a range of it."""
        span = content_span(answer)
        etag = bare(answer.header("etag"))
        if answer.status != 206:
            stop = len(answer.body) if op.last is None else op.last + 1
            return ops.Bytes(answer.body[op.first : stop], op.first, len(answer.body), etag)
        if span is None or span[0] != op.first or span[1] - span[0] + 1 != len(answer.body):
            raise MalformedError("it does not hold the range that was asked for")
        return ops.Bytes(answer.body, span[0], span[2], etag)

    # ------------------------------------------------------------ writes

    def put(self, _: ops.PutObject, answer: WireResponse) -> ops.Written:
        return ops.Written(bare(answer.header("etag")) or None, self.crc64(answer), self.version(answer))

    def copied(self, _: ops.CopyObject, answer: WireResponse) -> ops.Written:
        root = parse(answer.body, "CopyObjectResult")
        required(root, "ETag")
        return self.written(answer, root)

    def upload_id(self, _: ops.CreateUpload, answer: WireResponse) -> str:
        return required(parse(answer.body, "InitiateMultipartUploadResult"), "UploadId")

    def part_copied(self, op: ops.CopyPart, answer: WireResponse) -> ops.PartWritten:  # noqa: ARG002 - one needs it
        root = parse(answer.body, "CopyPartResult")
        return ops.PartWritten(bare(required(root, "ETag")), self.crc64(answer, root))

    def completed(self, _: ops.CompleteUpload, answer: WireResponse) -> ops.Written:
        """A store that names no ETag has joined the parts all the same; what came of it is looked at afterwards."""
        return self.written(answer, parse(answer.body, "CompleteMultipartUploadResult"))

    def written(self, answer: WireResponse, root: Element) -> ops.Written:
        return ops.Written(bare(text(root, "ETag")) or None, self.crc64(answer, root), self.version(answer, root))

    def deleted(self, _: ops.DeleteObject, answer: WireResponse) -> ops.Deleted:
        return ops.Deleted(self.version(answer), self.header(answer, "delete-marker").lower() == "true")

    def deletions(self, _: ops.DeleteObjects, answer: WireResponse) -> ops.Deletions:
        """What a deletion of several names as deleted, and what as kept; nothing for an answer without a document."""
        if not answer.body.strip():
            return ops.Deletions()
        root = parse(answer.body, "DeleteResult")
        read_name = self.name_reader(root)
        gone = frozenset(
            (read_name(required(node, "Key")), text(node, "VersionId") or None) for node in root.iterfind("Deleted")
        )
        kept = tuple(
            ops.NotDeleted(
                read_name(required(node, "Key")),
                text(node, "Code"),
                text(node, "Message"),
                text(node, "VersionId") or None,
            )
            for node in root.iterfind("Error")
        )
        return ops.Deletions(gone, kept)

    def crc64(self, answer: WireResponse, root: Element | None = None) -> int | None:  # noqa: ARG002 - two need it
        """The checksum of the object or part that the answer is about; old objects have none."""
        name = self.names.header("hash-crc64ecma")
        return _optional_number(answer.header(name), name)

    def version(self, answer: WireResponse, root: Element | None = None) -> str | None:  # noqa: ARG002 - one needs it
        """The version id; None in a bucket that keeps no versions."""
        return self.header(answer, "version-id") or None


# ---------------------------------------------------------------- pieces of documents and headers


def _nothing(_op: ops.Op[None], _answer: WireResponse) -> None:
    """The status says all."""


def _next_page(root: Element, name: str, read_name: NameReader) -> str | None:
    """Where the next page begins. A page that says that there is more must say where."""
    return read_name(required(root, name)) if truth(root, "IsTruncated") else None


def _restore_state(header: str, *, archived: bool) -> RestoreState:
    """Whether an object can be read, by the restore header of HEAD; `archived` says whether its class needs one."""
    if not archived:
        return RestoreState.NOT_NEEDED
    if 'ongoing-request="true"' in header:
        return RestoreState.RESTORING
    return RestoreState.RESTORED if 'ongoing-request="false"' in header else RestoreState.FROZEN


def _readable_until(header: str) -> float | None:
    """Unix time at which a restored object is archived again, by the restore header of HEAD; None when not told."""
    found = _EXPIRY.search(header)
    return read_http_date(found[1]) if found else None


def _kind(word: str) -> ObjectKind:
    """The kind that a vendor's word means; NORMAL for one that is not known."""
    try:
        return ObjectKind(word.lower())
    except ValueError:
        return ObjectKind.NORMAL


def _optional_number(value: str, name: str) -> int | None:
    """A number that not every object has; `value` is "" without one."""
    return whole(value, name) if value else None


def _document(answer: WireResponse, names: tuple[str, ...]) -> Element:
    root = parse(answer.body)
    if root.tag not in names:
        raise MalformedError(f"the document is a {root.tag}, not a {names[0]}")
    return root


def _entry(node: Element, read_name: NameReader) -> Entry:
    return Entry(
        key=read_name(required(node, "Key")),
        size=number(node, "Size", SIZE_MAX),
        etag=bare(text(node, "ETag")),
        modified=read_iso_date(text(node, "LastModified")),
        storage_class=text(node, "StorageClass"),
        kind=_kind(text(node, "Type")),
    )


def _version_entry(node: Element, read_name: NameReader) -> VersionEntry:
    """One row of a list of versions; a delete marker has no bytes."""
    is_marker = node.tag == "DeleteMarker"
    return VersionEntry(
        key=read_name(required(node, "Key")),
        version=text(node, "VersionId") or _UNVERSIONED,
        is_latest=truth(node, "IsLatest"),
        is_marker=is_marker,
        modified=read_iso_date(text(node, "LastModified")),
        size=0 if is_marker else number(node, "Size", SIZE_MAX),
        etag=bare(text(node, "ETag")),
        storage_class=text(node, "StorageClass"),
    )


def _part(node: Element) -> PartInfo:
    return PartInfo(
        number=number(node, "PartNumber"),
        size=number(node, "Size", SIZE_MAX),
        etag=bare(required(node, "ETag")),
        crc64=_optional_number(text(node, "HashCrc64ecma"), "HashCrc64ecma"),
    )
