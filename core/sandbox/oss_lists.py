"""Listings of OSS: objects (v1 and v2) and versions, with prefixes, delimiters and pages. GetBucket, GetBucketV2,
GetBucketVersions of the API Reference."""

from __future__ import annotations

import base64
import binascii
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Generic, TypeVar

from core.sandbox.face import Answer
from core.sandbox.oss_access import home
from core.sandbox.oss_call import Call
from core.sandbox.oss_errors import OssError
from core.sandbox.oss_props import iso_date, kind_word, quoted
from core.sandbox.oss_xml import document, element, group, url_encoded
from core.sandbox.rules_oss import FROZEN_CLASSES, LIST_DEFAULT, LIST_MAX
from core.sandbox.world import NULL_VERSION, Bucket, Thaw, Version

T = TypeVar("T")
_Row = tuple[str, Version]


def xml_answer(root: str, children: Iterable[str]) -> Answer:
    return Answer(200, [("Content-Type", "application/xml")], document(root, children))


def maybe_encoded(call: Call, text: str) -> str:
    """A name in an answer: percent-encoded when the request asked for encoding-type=url."""
    return url_encoded(text) if call.query.get("encoding-type") == "url" else text


def encoding_type(call: Call) -> list[str]:
    return [element("EncodingType", "url")] if call.query.get("encoding-type") == "url" else []


def common_prefixes(call: Call, prefixes: Iterable[str]) -> Iterator[str]:
    for prefix in prefixes:
        yield group("CommonPrefixes", [element("Prefix", maybe_encoded(call, prefix))])


def count_of(call: Call, name: str, default: int, most: int) -> int:
    """A number of the query from 0 to `most`; the default when it is missing or empty."""
    text = call.query.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdecimal()) or int(text) > most:
        raise OssError.argument(name, text, f"Argument {name} must be an integer between 0 and {most}.")
    return int(text)


@dataclass(slots=True)
class Folded(Generic[T]):
    """One page of items and common prefixes, which both count against the limit.

    Attributes:
        last: the name of what came last, and the item, or None when it was a prefix.
    """

    items: list[T] = field(default_factory=list)
    prefixes: list[str] = field(default_factory=list)
    truncated: bool = False
    last: tuple[str, T | None] = ("", None)


def folded(items: Iterable[T], name_of: Callable[[T], str], *, prefix: str, delimiter: str, limit: int) -> Folded[T]:
    """Fold ordered items into one page."""
    page: Folded[T] = Folded()
    for item in items:
        shared = common_prefix(name_of(item), prefix, delimiter)
        if shared and page.prefixes[-1:] == [shared]:
            continue
        if len(page.items) + len(page.prefixes) == limit:
            page.truncated = limit > 0
            break
        if shared:
            page.prefixes.append(shared)
        else:
            page.items.append(item)
        page.last = (shared, None) if shared else (name_of(item), item)
    return page


def common_prefix(key: str, prefix: str, delimiter: str) -> str:
    """What a key is folded into; "" when it is listed itself."""
    if not delimiter:
        return ""
    end = key.find(delimiter, len(prefix))
    return "" if end < 0 else key[: end + len(delimiter)]


# ---------------------------------------------------------------- objects


def list_objects(call: Call) -> Answer:
    bucket = home(call)
    marker = call.query.get("marker", "")
    page = _page(call, bucket, marker)
    next_marker = [element("NextMarker", maybe_encoded(call, page.last[0]))] if page.truncated else []
    head = [element("Marker", maybe_encoded(call, marker)), *next_marker]
    owner = _owner(bucket)
    return xml_answer("ListBucketResult", _listing(call, bucket, page, head, owner))


def list_objects_v2(call: Call) -> Answer:
    bucket = home(call)
    token, start_after = call.query.get("continuation-token", ""), call.query.get("start-after", "")
    page = _page(call, bucket, _opened(token) if token else start_after)
    head = [element("StartAfter", maybe_encoded(call, start_after))] if start_after else []
    if token:
        head.append(element("ContinuationToken", token))
    if page.truncated:
        head.append(element("NextContinuationToken", _closed(page.last[0])))
    head.append(element("KeyCount", str(len(page.items) + len(page.prefixes))))
    owner = _owner(bucket) if call.query.get("fetch-owner") == "true" else ""
    return xml_answer("ListBucketResult", _listing(call, bucket, page, head, owner))


def _closed(key: str) -> str:
    """A continuation token: opaque to the client."""
    return base64.urlsafe_b64encode(b"t:" + key.encode()).decode()


def _opened(token: str) -> str:
    try:
        text = base64.urlsafe_b64decode(token).decode()
    except (binascii.Error, ValueError) as error:
        raise OssError.argument("continuation-token", token, "The continuation token is not valid.") from error
    if not text.startswith("t:"):
        raise OssError.argument("continuation-token", token, "The continuation token is not valid.")
    return text.removeprefix("t:")


def _page(call: Call, bucket: Bucket, marker: str) -> Folded[_Row]:
    limit = count_of(call, "max-keys", LIST_DEFAULT, LIST_MAX)
    prefix, delimiter = call.query.get("prefix", ""), call.query.get("delimiter", "")
    visible = _walk(bucket, prefix, delimiter, marker)
    return folded(visible, lambda one: one[0], prefix=prefix, delimiter=delimiter, limit=limit)


def _walk(bucket: Bucket, prefix: str, delimiter: str, marker: str) -> Iterator[_Row]:
    """Keys with their current versions, in order, after the marker; of each common prefix only the first.

    A marker that is a common prefix itself ends that prefix: the listing goes on behind all its keys.
    """
    order, at = bucket.order, _start(bucket, prefix, delimiter, marker)
    while at < len(order) and order[at].startswith(prefix):
        key = order[at]
        version = bucket.objects[key][0]
        shared = "" if version.marker else common_prefix(key, prefix, delimiter)
        at = _behind(order, shared) if shared else at + 1
        if not version.marker:
            yield key, version


def _start(bucket: Bucket, prefix: str, delimiter: str, marker: str) -> int:
    """The index of the first key of a page."""
    at = bucket.keys_after(marker, prefix)
    is_prefix = bool(marker) and common_prefix(marker, prefix, delimiter) == marker
    return max(at, _behind(bucket.order, marker)) if is_prefix else at


def _behind(order: list[str], prefix: str) -> int:
    """The index of the first key behind all that start with `prefix`."""
    last = ord(prefix[-1])
    return bisect_left(order, prefix[:-1] + chr(last + 1)) if last < 0x10FFFF else len(order)


def _listing(call: Call, bucket: Bucket, page: Folded[_Row], head: list[str], owner: str) -> Iterator[str]:
    yield element("Name", bucket.name)
    yield element("Prefix", maybe_encoded(call, call.query.get("prefix", "")))
    yield from head
    yield element("MaxKeys", str(count_of(call, "max-keys", LIST_DEFAULT, LIST_MAX)))
    yield element("Delimiter", maybe_encoded(call, call.query.get("delimiter", "")))
    yield from encoding_type(call)
    yield element("IsTruncated", str(page.truncated).lower())
    for key, version in page.items:
        yield group("Contents", (element("Key", maybe_encoded(call, key)), *_facts(call, version), owner))
    yield from common_prefixes(call, page.prefixes)


def _facts(call: Call, version: Version) -> Iterator[str]:
    yield element("LastModified", iso_date(version.modified))
    yield element("ETag", quoted(version.etag))
    yield element("Type", kind_word(version))
    yield element("Size", str(version.content.length))
    yield element("StorageClass", version.storage_class)
    if version.storage_class in FROZEN_CLASSES and version.thaw(call.now) is not Thaw.FROZEN:
        ongoing = version.thaw(call.now) is Thaw.RESTORING
        yield element("RestoreInfo", f'ongoing-request="{str(ongoing).lower()}"')


def _owner(bucket: Bucket) -> str:
    return group("Owner", (element("ID", bucket.owner), element("DisplayName", bucket.owner)))


# ---------------------------------------------------------------- versions


def list_object_versions(call: Call) -> Answer:
    bucket = home(call)
    limit = count_of(call, "max-keys", LIST_DEFAULT, LIST_MAX)
    prefix, delimiter = call.query.get("prefix", ""), call.query.get("delimiter", "")
    key_marker, id_marker = call.query.get("key-marker", ""), call.query.get("version-id-marker", "")
    start = _start(bucket, prefix, delimiter, key_marker)
    versions = _versions(bucket, prefix, start=start, key_marker=key_marker, id_marker=id_marker)
    page = folded(versions, lambda one: one[0], prefix=prefix, delimiter=delimiter, limit=limit)
    next_markers: list[str] = []
    if page.truncated:
        name, item = page.last
        next_markers = [
            element("NextKeyMarker", maybe_encoded(call, name)),
            element("NextVersionIdMarker", item[1].id if item else ""),
        ]
    return xml_answer(
        "ListVersionsResult",
        [
            element("Name", bucket.name),
            element("Prefix", maybe_encoded(call, prefix)),
            element("KeyMarker", maybe_encoded(call, key_marker)),
            element("VersionIdMarker", id_marker),
            *next_markers,
            element("MaxKeys", str(limit)),
            element("Delimiter", maybe_encoded(call, delimiter)),
            *encoding_type(call),
            element("IsTruncated", str(page.truncated).lower()),
            *(_version(call, bucket, key, version) for key, version in page.items),
            *common_prefixes(call, page.prefixes),
        ],
    )


def _versions(bucket: Bucket, prefix: str, *, start: int, key_marker: str, id_marker: str) -> Iterator[_Row]:
    """All versions after the markers, by key, the newest of each first."""
    if id_marker and key_marker.startswith(prefix):
        ids = [version.id for version in bucket.objects.get(key_marker, ())]
        skipped = ids.index(id_marker) + 1 if id_marker in ids else len(ids)
        yield from ((key_marker, version) for version in bucket.objects.get(key_marker, ())[skipped:])
    for key in islice(bucket.order, start, None):
        if not key.startswith(prefix):
            return
        yield from ((key, version) for version in bucket.objects[key])


def _version(call: Call, bucket: Bucket, key: str, version: Version) -> str:
    latest = bucket.objects[key][0] is version
    head = (
        element("Key", maybe_encoded(call, key)),
        element("VersionId", version.id or NULL_VERSION),
        element("IsLatest", str(latest).lower()),
    )
    if version.marker:
        return group("DeleteMarker", (*head, element("LastModified", iso_date(version.modified)), _owner(bucket)))
    return group("Version", (*head, *_facts(call, version), _owner(bucket)))
