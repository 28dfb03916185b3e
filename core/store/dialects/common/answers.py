"""Reading the pieces of answers that the dialects have in common, because they all follow one model.

Every reader raises `xmldoc.MalformedError` for an answer that lacks what it is about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from xml.etree.ElementTree import Element

from core.model import ops
from core.model.values import CONTENT_HEADERS, Entry, ObjectKind, PartInfo, RestoreState, VersionEntry
from core.store.dialects.base import WireResponse
from core.store.dialects.common.wire import bare, content_span, prefixed, read_http_date, read_iso_date, unpercent
from core.store.xmldoc import MalformedError, number, parse, required, text, truth, whole

Names = Callable[[str], str]
_UNVERSIONED = "null"  # the id of what was written while the bucket kept no versions
_EXPIRY = re.compile(r'expiry-date="([^"]*)"')

#: The vendors' name of a document, and that of servers that name every document by the operation.
_PART_LISTS = ("ListPartsResult", "ListPartsResponse")
_VERSIONINGS = ("VersioningConfiguration", "GetBucketVersioningResponse")


def written_names(root: Element) -> Names:
    """How to read the names in a list: the answer says whether it encoded them, as it was asked to."""
    # One vendor spells the element in a second way.
    return _unpercent if (text(root, "EncodingType") or text(root, "Encoding-type")) == "url" else str


def not_deleted(answer: WireResponse) -> tuple[ops.NotDeleted, ...]:
    """What a quiet deletion of several could not delete. One vendor answers nothing at all when all went well."""
    if not answer.body.strip():
        return ()
    root = parse(answer.body, "DeleteResult")
    names = written_names(root)
    return tuple(
        ops.NotDeleted(
            names(required(node, "Key")), text(node, "Code"), text(node, "Message"), text(node, "VersionId") or None
        )
        for node in root.iterfind("Error")
    )


def next_page(root: Element, name: str, names: Names) -> str | None:
    """Where the next page begins. A page that says that there is more must say where."""
    return names(required(root, name)) if truth(root, "IsTruncated") else None


def entries(root: Element, names: Names) -> tuple[Entry, ...]:
    return tuple(_entry(node, names) for node in root.iterfind("Contents"))


def common_prefixes(root: Element, names: Names) -> tuple[str, ...]:
    return tuple(names(required(node, "Prefix")) for node in root.iterfind("CommonPrefixes"))


def versioning(answer: WireResponse) -> str:
    """Whether a bucket keeps versions; one that never did has no status."""
    return text(_document(answer, _VERSIONINGS), "Status").strip().lower()


def version_page(root: Element, names: Names) -> ops.VersionPage:
    """Versions and delete markers by key, the latest of a key first, else in the order of the document.

    The vendors' documents are in that order already. Some other stores name all versions and then all markers; dates
    would not mend that, because a change of the ACL may give an old version a new one.
    """
    found = [_version(node, names) for node in root if node.tag in ("Version", "DeleteMarker")]
    versions = tuple(sorted(found, key=lambda entry: (entry.key.encode(), not entry.is_latest)))
    key = next_page(root, "NextKeyMarker", names)
    return ops.VersionPage(versions, None if key is None else (key, text(root, "NextVersionIdMarker")))


def part_page(answer: WireResponse) -> ops.PartPage:
    root = _document(answer, _PART_LISTS)
    parts = tuple(_part(node) for node in root.iterfind("Part"))
    return ops.PartPage(parts, number(root, "NextPartNumberMarker") if truth(root, "IsTruncated") else None)


def tags(answer: WireResponse) -> Mapping[str, str]:
    root = parse(answer.body, "Tagging")
    return {text(node, "Key"): text(node, "Value") for node in root.iterfind("TagSet/Tag")}


def ranged_bytes(op: ops.GetObject, answer: WireResponse) -> ops.Bytes:
    """The bytes asked for, also where the store sent the whole object instead of a range of it."""
    span = content_span(answer)
    etag = bare(answer.header("etag"))
    if answer.status != 206:
        stop = len(answer.body) if op.last is None else op.last + 1
        return ops.Bytes(answer.body[op.first : stop], op.first, len(answer.body), etag)
    if span is None or span[0] != op.first or span[1] - span[0] + 1 != len(answer.body):
        raise MalformedError("it does not hold the range that was asked for")
    return ops.Bytes(answer.body, span[0], span[2], etag)


def upload_id(answer: WireResponse) -> str:
    return required(parse(answer.body, "InitiateMultipartUploadResult"), "UploadId")


def nothing(_: WireResponse) -> None:
    """The status says all."""


def content_headers(answer: WireResponse) -> dict[str, str]:
    """The content headers that the object has."""
    present = prefixed(answer, "")
    return {name: present[name] for name in CONTENT_HEADERS if name in present}


def locks(answer: WireResponse, prefix: str) -> dict[str, str]:
    """What keeps an object from being deleted, as `Props.others` names it; a legal hold that is off does not."""
    present = prefixed(answer, prefix)
    return {f"object-lock-{name}": value for name, value in present.items() if value.upper() != "OFF"}


def restore_state(header: str, *, archived: bool) -> RestoreState:
    """Whether an object can be read, by the restore header of HEAD; `archived` says whether its class needs one."""
    if not archived:
        return RestoreState.NOT_NEEDED
    if 'ongoing-request="true"' in header:
        return RestoreState.RESTORING
    return RestoreState.RESTORED if 'ongoing-request="false"' in header else RestoreState.FROZEN


def readable_until(header: str) -> float | None:
    """Unix time at which a restored object is archived again, by the restore header of HEAD; None when not told."""
    found = _EXPIRY.search(header)
    return read_http_date(found[1]) if found else None


def link_target(answer: WireResponse, header: str) -> str:
    """The key in a header of an answer about a symbolic link."""
    target = _unpercent(answer.header(header))
    if not target:
        raise MalformedError("it does not say where the link points to")
    return target


def object_kind(word: str) -> ObjectKind:
    """The kind that a vendor's word means; NORMAL for one that is not known."""
    try:
        return ObjectKind(word.lower())
    except ValueError:
        return ObjectKind.NORMAL


def optional_number(value: str, name: str) -> int | None:
    """A number that not every object has; `value` is "" without one."""
    return whole(value, name) if value else None


def _document(answer: WireResponse, names: tuple[str, ...]) -> Element:
    root = parse(answer.body)
    if root.tag not in names:
        raise MalformedError(f"the document is a {root.tag}, not a {names[0]}")
    return root


def _entry(node: Element, names: Names) -> Entry:
    return Entry(
        key=names(required(node, "Key")),
        size=number(node, "Size"),
        etag=bare(text(node, "ETag")),
        modified=read_iso_date(text(node, "LastModified")),
        storage_class=text(node, "StorageClass"),
        kind=object_kind(text(node, "Type")),
    )


def _version(node: Element, names: Names) -> VersionEntry:
    """One row of a list of versions; a delete marker has no bytes."""
    is_marker = node.tag == "DeleteMarker"
    return VersionEntry(
        key=names(required(node, "Key")),
        version=text(node, "VersionId") or _UNVERSIONED,
        is_latest=truth(node, "IsLatest"),
        is_marker=is_marker,
        modified=read_iso_date(text(node, "LastModified")),
        size=0 if is_marker else number(node, "Size"),
        etag=bare(text(node, "ETag")),
        storage_class=text(node, "StorageClass"),
    )


def _part(node: Element) -> PartInfo:
    return PartInfo(
        number=number(node, "PartNumber"),
        size=number(node, "Size"),
        etag=bare(required(node, "ETag")),
        crc64=optional_number(text(node, "HashCrc64ecma"), "HashCrc64ecma"),
    )


def _unpercent(value: str) -> str:
    """A name as it is. A name that is not UTF-8 must not be turned into the name of another object."""
    try:
        return unpercent(value)
    except UnicodeDecodeError as error:
        raise MalformedError(f"the name {value} is not UTF-8") from error
