"""Listings of OSS: objects (v1 and v2) and versions. GetBucket, GetBucketV2, GetBucketVersions of the API Reference."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Iterator

from core.sandbox.call import Call, whole_number
from core.sandbox.etags import quoted
from core.sandbox.handler import Answer
from core.sandbox.headers import iso_date
from core.sandbox.listing import Folded, Row, objects_page, versions_page
from core.sandbox.markup import element, group, url_encoded, xml_answer
from core.sandbox.oss.access import home
from core.sandbox.oss.errors import OssError
from core.sandbox.oss.props import kind_word
from core.sandbox.oss.rules import LIST_DEFAULT, LIST_MAX
from core.sandbox.world import NULL_VERSION, ArchiveState, Bucket, Version


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
    count = whole_number(text)
    if count is None or count > most:
        raise OssError.argument(name, text, f"Argument {name} must be an integer between 0 and {most}.")
    return count


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


def _page(call: Call, bucket: Bucket, marker: str) -> Folded[Row]:
    limit = count_of(call, "max-keys", LIST_DEFAULT, LIST_MAX)
    prefix, delimiter = call.query.get("prefix", ""), call.query.get("delimiter", "")
    return objects_page(bucket, prefix=prefix, delimiter=delimiter, marker=marker, limit=limit)


def _listing(call: Call, bucket: Bucket, page: Folded[Row], head: list[str], owner: str) -> Iterator[str]:
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
    if version.archived and version.archive_state(call.now) is not ArchiveState.FROZEN:
        ongoing = version.archive_state(call.now) is ArchiveState.RESTORING
        yield element("RestoreInfo", f'ongoing-request="{str(ongoing).lower()}"')


def _owner(bucket: Bucket) -> str:
    return group("Owner", (element("ID", bucket.owner), element("DisplayName", bucket.owner)))


# ---------------------------------------------------------------- versions


def list_object_versions(call: Call) -> Answer:
    bucket = home(call)
    limit = count_of(call, "max-keys", LIST_DEFAULT, LIST_MAX)
    prefix, delimiter = call.query.get("prefix", ""), call.query.get("delimiter", "")
    key_marker, id_marker = call.query.get("key-marker", ""), call.query.get("version-id-marker", "")
    page = versions_page(
        bucket, prefix=prefix, delimiter=delimiter, key_marker=key_marker, id_marker=id_marker, limit=limit
    )
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
