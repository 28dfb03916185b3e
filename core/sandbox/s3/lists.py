"""Listings of S3: objects (v1 and v2), versions, parts, uploads. Pages of the same names in the API Reference."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Iterator
from dataclasses import replace

from core.sandbox.call import whole_number
from core.sandbox.etags import quoted
from core.sandbox.handler import Answer
from core.sandbox.headers import iso_date
from core.sandbox.listing import Folded, Row, objects_page, versions_page
from core.sandbox.markup import element, group, url_encoded, xml_answer
from core.sandbox.multipart import parts_page, uploads_page
from core.sandbox.s3.access import home, region_header
from core.sandbox.s3.body import XMLNS
from core.sandbox.s3.call import S3Call
from core.sandbox.s3.checksums import element_name, shown_names
from core.sandbox.s3.errors import S3Error
from core.sandbox.s3.grants import owner_element
from core.sandbox.s3.props import class_name, etag_of
from core.sandbox.s3.rules import LIST_MAX
from core.sandbox.s3.uploads import open_upload
from core.sandbox.world import Bucket, Part, Upload, Version

_INT_MAX = 2**31 - 1


def count_of(call: S3Call, name: str, most: int = LIST_MAX) -> int:
    """A number of the query; `most` when it is missing, empty or greater."""
    text = call.query.get(name, "")
    number = whole_number(text) if text else most
    if number is None or number > _INT_MAX:
        raise S3Error.argument(name, text, f"Provided {name} not an integer or within integer range")
    return min(number, most)


def _encoded(call: S3Call, text: str) -> str:
    """A name in an answer: percent-encoded when the request asked for encoding-type=url."""
    return url_encoded(text, "/") if call.query.get("encoding-type") == "url" else text


def _encoding_type(call: S3Call) -> list[str]:
    word = call.query.get("encoding-type", "")
    if word not in ("", "url"):
        raise S3Error.argument("encoding-type", word, "Invalid Encoding Method specified in Request")
    return [element("EncodingType", word)] if word else []


def _named(call: S3Call, *fields: tuple[str, str]) -> list[str]:
    """Elements for parameters of the query that are names."""
    return [element(name, _encoded(call, call.query.get(parameter, ""))) for name, parameter in fields]


def _common_prefixes(call: S3Call, prefixes: Iterable[str]) -> Iterator[str]:
    for prefix in prefixes:
        yield group("CommonPrefixes", [element("Prefix", _encoded(call, prefix))])


# ---------------------------------------------------------------- objects


def list_objects(call: S3Call) -> Answer:
    """NextMarker comes only with a delimiter; without one the last key is the marker."""
    bucket = home(call)
    marker = call.query.get("marker", "")
    page = _objects(call, bucket, marker)
    head = _named(call, ("Marker", "marker"))
    if page.truncated and call.query.get("delimiter"):
        following = marker if call.settings.stuck_markers else page.last[0]
        head.append(element("NextMarker", _encoded(call, following)))
    return _listing(call, bucket, page, head, owner=owner_element(bucket.owner))


def list_objects_v2(call: S3Call) -> Answer:
    bucket = home(call)
    token = call.query.get("continuation-token")
    start = call.query.get("start-after", "") if token is None else _opened(token)
    page = _objects(call, bucket, start)
    head = _named(call, ("StartAfter", "start-after")) if "start-after" in call.query else []
    head += [element("ContinuationToken", token)] if token is not None else []
    if page.truncated:
        head.append(element("NextContinuationToken", _closed(start if call.settings.stuck_markers else page.last[0])))
    head.append(element("KeyCount", str(len(page.items) + len(page.prefixes))))
    owner = owner_element(bucket.owner) if call.query.get("fetch-owner") == "true" else ""
    return _listing(call, bucket, page, head, owner=owner)


def _objects(call: S3Call, bucket: Bucket, marker: str) -> Folded[Row]:
    limit = count_of(call, "max-keys")
    prefix, delimiter = call.query.get("prefix", ""), call.query.get("delimiter", "")
    page = objects_page(bucket, prefix=prefix, delimiter=delimiter, marker=marker, limit=limit)
    page.truncated = page.truncated or call.settings.stuck_markers
    return page


def _closed(key: str) -> str:
    """A continuation token: opaque to the client, and with characters that must be encoded in a query."""
    return base64.b64encode(b"s3:" + key.encode()).decode()


def _opened(token: str) -> str:
    try:
        text = base64.b64decode(token, validate=True).decode()
    except (binascii.Error, ValueError):
        text = ""
    if not text.startswith("s3:"):
        raise S3Error.argument("continuation-token", token, "The continuation token provided is incorrect")
    return text.removeprefix("s3:")


def _listing(call: S3Call, bucket: Bucket, page: Folded[Row], head: list[str], *, owner: str) -> Answer:
    children = [
        element("Name", bucket.name),
        *_named(call, ("Prefix", "prefix")),
        *head,
        element("MaxKeys", str(count_of(call, "max-keys"))),
        *(_named(call, ("Delimiter", "delimiter")) if call.query.get("delimiter") else []),
        *_encoding_type(call),
        element("IsTruncated", str(page.truncated).lower()),
        *(_contents(call, key, version, owner) for key, version in page.items),
        *_common_prefixes(call, page.prefixes),
    ]
    answer = xml_answer("ListBucketResult", children, XMLNS)
    return replace(answer, headers=[*answer.headers, *region_header(bucket).items()])


def _contents(call: S3Call, key: str, version: Version, owner: str) -> str:
    return group("Contents", (element("Key", _encoded(call, key)), *_facts(call, version), owner))


def _facts(call: S3Call, version: Version) -> Iterator[str]:
    yield element("LastModified", iso_date(version.modified))
    yield element("ETag", etag_of(version))
    algorithm, checksum_type = shown_names(version)
    if algorithm:
        yield element("ChecksumAlgorithm", algorithm)
        yield element("ChecksumType", checksum_type)
    yield element("Size", str(version.content.length))
    yield element("StorageClass", class_name(version))
    if "restorestatus" in call.header("x-amz-optional-object-attributes").lower() and version.ready is not None:
        restoring = call.now < version.ready
        yield group("RestoreStatus", [element("IsRestoreInProgress", str(restoring).lower())])


# ---------------------------------------------------------------- versions


def list_object_versions(call: S3Call) -> Answer:
    bucket = home(call)
    limit = count_of(call, "max-keys")
    prefix, delimiter = call.query.get("prefix", ""), call.query.get("delimiter", "")
    key_marker, id_marker = call.query.get("key-marker", ""), call.query.get("version-id-marker", "")
    if id_marker and not key_marker:
        message = "A version-id marker cannot be specified without a key marker."
        raise S3Error.argument("version-id-marker", id_marker, message)
    page = versions_page(
        bucket, prefix=prefix, delimiter=delimiter, key_marker=key_marker, id_marker=id_marker, limit=limit
    )
    name, item = page.last
    following = (key_marker, id_marker) if call.settings.stuck_markers else (name, item[1].id if item else "")
    truncated = page.truncated or call.settings.stuck_markers
    return xml_answer(
        "ListVersionsResult",
        [
            element("Name", bucket.name),
            *_named(call, ("Prefix", "prefix"), ("KeyMarker", "key-marker")),
            element("VersionIdMarker", id_marker),
            *(_next(call, following, "NextVersionIdMarker") if truncated else []),
            element("MaxKeys", str(limit)),
            *(_named(call, ("Delimiter", "delimiter")) if delimiter else []),
            *_encoding_type(call),
            element("IsTruncated", str(truncated).lower()),
            *(_version(call, bucket, key, version) for key, version in page.items),
            *_common_prefixes(call, page.prefixes),
        ],
        XMLNS,
    )


def _next(call: S3Call, following: tuple[str, str], name: str) -> list[str]:
    """Where the next page begins; the second marker only where there is one."""
    key, second = following
    return [element("NextKeyMarker", _encoded(call, key)), *([element(name, second)] if second else [])]


def _version(call: S3Call, bucket: Bucket, key: str, version: Version) -> str:
    head = (
        element("Key", _encoded(call, key)),
        element("VersionId", version.id),
        element("IsLatest", str(bucket.objects[key][0] is version).lower()),
    )
    owner = owner_element(bucket.owner)
    if version.marker:
        return group("DeleteMarker", (*head, element("LastModified", iso_date(version.modified)), owner))
    return group("Version", (*head, *_facts(call, version), owner))


# ---------------------------------------------------------------- uploads


def list_parts(call: S3Call) -> Answer:
    bucket = home(call)
    upload = open_upload(call, bucket)
    limit = count_of(call, "max-parts")
    marker = count_of(call, "part-number-marker", _INT_MAX) if call.query.get("part-number-marker") else 0
    page, truncated = parts_page(upload, marker, limit)
    following = page[-1].number if page and not call.settings.stuck_markers else marker
    algorithm, checksum_type = upload.draft.checksum
    kinds = [element("ChecksumAlgorithm", algorithm), element("ChecksumType", checksum_type)] if algorithm else []
    return xml_answer(
        "ListPartsResult",
        [
            element("Bucket", bucket.name),
            element("Key", call.key),
            element("UploadId", upload.id),
            owner_element(bucket.owner, "Initiator"),
            owner_element(bucket.owner),
            element("StorageClass", class_name(upload.draft)),
            element("PartNumberMarker", str(marker)),
            element("NextPartNumberMarker", str(following)),
            element("MaxParts", str(limit)),
            element("IsTruncated", str(truncated or call.settings.stuck_markers).lower()),
            *(_part(part, algorithm) for part in page),
            *kinds,
        ],
        XMLNS,
    )


def _part(part: Part, algorithm: str) -> str:
    checksum = [element(element_name(algorithm), part.checksum)] if part.checksum else []
    facts = [
        element("PartNumber", str(part.number)),
        element("LastModified", iso_date(part.modified)),
        element("ETag", quoted(part.etag.lower())),
        element("Size", str(part.content.length)),
    ]
    return group("Part", facts + checksum)


def list_multipart_uploads(call: S3Call) -> Answer:
    bucket = home(call)
    limit = count_of(call, "max-uploads")
    prefix, delimiter = call.query.get("prefix", ""), call.query.get("delimiter", "")
    key_marker, id_marker = call.query.get("key-marker", ""), call.query.get("upload-id-marker", "")
    page = uploads_page(
        bucket, prefix=prefix, delimiter=delimiter, key_marker=key_marker, id_marker=id_marker, limit=limit
    )
    name, last = page.last
    following = (key_marker, id_marker) if call.settings.stuck_markers else (name, last.id if last else "")
    truncated = page.truncated or call.settings.stuck_markers
    return xml_answer(
        "ListMultipartUploadsResult",
        [
            element("Bucket", bucket.name),
            *_named(call, ("KeyMarker", "key-marker")),
            element("UploadIdMarker", id_marker),
            *(_next(call, following, "NextUploadIdMarker") if truncated else []),
            *_named(call, ("Prefix", "prefix")),
            *(_named(call, ("Delimiter", "delimiter")) if delimiter else []),
            *_encoding_type(call),
            element("MaxUploads", str(limit)),
            element("IsTruncated", str(truncated).lower()),
            *(_upload(call, bucket, one) for one in page.items),
            *_common_prefixes(call, page.prefixes),
        ],
        XMLNS,
    )


def _upload(call: S3Call, bucket: Bucket, upload: Upload) -> str:
    algorithm, checksum_type = upload.draft.checksum
    kinds = [element("ChecksumAlgorithm", algorithm), element("ChecksumType", checksum_type)] if algorithm else []
    facts = [
        element("Key", _encoded(call, upload.key)),
        element("UploadId", upload.id),
        owner_element(bucket.owner, "Initiator"),
        owner_element(bucket.owner),
        element("StorageClass", class_name(upload.draft)),
        element("Initiated", iso_date(upload.started)),
    ]
    return group("Upload", facts + kinds)
