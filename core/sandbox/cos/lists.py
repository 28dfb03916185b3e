"""Listings of COS: objects and versions. Pages GET Bucket (List Objects) and GET Bucket Object versions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from core.sandbox.call import Call, whole_number
from core.sandbox.cos.access import home
from core.sandbox.cos.errors import CosError
from core.sandbox.cos.names import bucket_name, class_name, etag_of
from core.sandbox.cos.rules import LIST_MAX
from core.sandbox.etags import quoted
from core.sandbox.handler import Answer
from core.sandbox.headers import iso_date
from core.sandbox.listing import Row, objects_page, versions_page
from core.sandbox.markup import element, group, url_encoded, xml_answer
from core.sandbox.world import NULL_VERSION, Bucket, Version


def maybe_encoded(call: Call, text: str) -> str:
    """A name in an answer: percent-encoded but for slashes when the request asked for encoding-type=url."""
    return url_encoded(text, safe="/") if call.query.get("encoding-type") == "url" else text


def encoding_type(call: Call, name: str = "EncodingType") -> list[str]:
    """The page of List Multipart Uploads and of List Parts has the element in another spelling."""
    return [element(name, "url")] if call.query.get("encoding-type") == "url" else []


def common_prefixes(call: Call, prefixes: Iterable[str]) -> Iterator[str]:
    for prefix in prefixes:
        yield group("CommonPrefixes", [element("Prefix", maybe_encoded(call, prefix))])


def count_of(call: Call, name: str, default: int, most: int) -> int:
    """A number of the query; the default when it is missing or empty. More than the most is taken for the most."""
    text = call.query.get(name, "")
    count = whole_number(text) if text else default
    if count is None:
        raise CosError("InvalidArgument", f"{name} must be a number.")
    return min(count, most)


def delimiter_of(call: Call) -> str:
    """GET Bucket: one character."""
    delimiter = call.query.get("delimiter", "")
    if len(delimiter) > 1:
        raise CosError("InvalidArgument", "delimiter must be one character.")
    return delimiter


def owner_of(bucket: Bucket, name: str = "Owner") -> str:
    """COS names an account by its resource description."""
    return group(name, (element("ID", account_id(bucket.owner)), element("DisplayName", bucket.owner)))


def account_id(owner: str) -> str:
    return f"qcs::cam::uin/{owner}:uin/{owner}"


def list_objects(call: Call) -> Answer:
    bucket = home(call)
    limit = count_of(call, "max-keys", LIST_MAX, LIST_MAX)
    prefix, marker, delimiter = call.query.get("prefix", ""), call.query.get("marker", ""), delimiter_of(call)
    page = objects_page(bucket, prefix=prefix, delimiter=delimiter, marker=marker, limit=limit)
    next_marker = [element("NextMarker", maybe_encoded(call, page.last[0]))] if page.truncated else []
    return xml_answer(
        "ListBucketResult",
        [
            element("Name", bucket_name(bucket.name)),
            *encoding_type(call),
            element("Prefix", maybe_encoded(call, prefix)),
            element("Marker", maybe_encoded(call, marker)),
            element("MaxKeys", str(limit)),
            element("Delimiter", maybe_encoded(call, delimiter)),
            element("IsTruncated", str(page.truncated).lower()),
            *next_marker,
            *(_entry(call, bucket, row) for row in page.items),
            *common_prefixes(call, page.prefixes),
        ],
    )


def _entry(call: Call, bucket: Bucket, row: Row) -> str:
    key, version = row
    return group("Contents", (element("Key", maybe_encoded(call, key)), *_facts(bucket, version)))


def _facts(bucket: Bucket, version: Version) -> Iterator[str]:
    yield element("LastModified", iso_date(version.modified))
    yield element("ETag", quoted(etag_of(version)))
    yield element("Size", str(version.content.length))
    yield owner_of(bucket)
    yield element("StorageClass", class_name(version.storage_class))


def list_object_versions(call: Call) -> Answer:
    bucket = home(call)
    limit = count_of(call, "max-keys", LIST_MAX, LIST_MAX)
    prefix, delimiter = call.query.get("prefix", ""), delimiter_of(call)
    key_marker, id_marker = call.query.get("key-marker", ""), call.query.get("version-id-marker", "")
    page = versions_page(
        bucket, prefix=prefix, delimiter=delimiter, key_marker=key_marker, id_marker=id_marker, limit=limit
    )
    next_markers: list[str] = []
    if page.truncated:
        name, row = page.last
        next_markers = [
            element("NextKeyMarker", maybe_encoded(call, name)),
            element("NextVersionIdMarker", row[1].id if row else ""),
        ]
    return xml_answer(
        "ListVersionsResult",
        [
            *encoding_type(call),
            element("Name", bucket_name(bucket.name)),
            element("Prefix", maybe_encoded(call, prefix)),
            element("KeyMarker", maybe_encoded(call, key_marker)),
            element("VersionIdMarker", id_marker),
            element("MaxKeys", str(limit)),
            element("Delimiter", maybe_encoded(call, delimiter)),
            element("IsTruncated", str(page.truncated).lower()),
            *next_markers,
            *common_prefixes(call, page.prefixes),
            *(_version(call, bucket, row) for row in page.items),
        ],
    )


def _version(call: Call, bucket: Bucket, row: Row) -> str:
    key, version = row
    head = (
        element("Key", maybe_encoded(call, key)),
        element("VersionId", version.id or NULL_VERSION),
        element("IsLatest", str(bucket.objects[key][0] is version).lower()),
    )
    if version.marker:
        return group("DeleteMarker", (*head, element("LastModified", iso_date(version.modified)), owner_of(bucket)))
    return group("Version", (*head, *_facts(bucket, version)))
