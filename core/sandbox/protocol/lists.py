"""Listings of objects, versions, parts and uploads. The vendor's `orders` say in which order their elements stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from core.sandbox.protocol.access import home
from core.sandbox.protocol.call import Answer, Call
from core.sandbox.protocol.headers import iso_date
from core.sandbox.protocol.markup import element, group, xml_answer
from core.sandbox.protocol.pages import Folded, Row, objects_page, parts_page, uploads_page, versions_page
from core.sandbox.protocol.uploads import open_upload
from core.sandbox.world import NULL_VERSION, Bucket, Part, Upload

#: Elements by the name under which a vendor's order has them; several where they come in rows.
Fields = Mapping[str, Sequence[str]]


def list_objects(call: Call) -> Answer:
    bucket, vendor, marker = home(call), call.vendor, call.param("marker")
    page = objects_behind(call, bucket, marker)
    fields = {"Marker": [_name(call, "Marker", marker)]}
    if page.truncated and vendor.tells_next_marker(call):
        following = marker if vendor.is_stuck(call) else page.last[0]
        fields["NextMarker"] = [_name(call, "NextMarker", following)]
    return object_listing(call, bucket, page, fields, owner=vendor.owner_element(bucket.owner))


def objects_behind(call: Call, bucket: Bucket, marker: str) -> Folded[Row]:
    """The page of objects that the query asks for."""
    limit, delimiter = _limit(call, "max-keys"), call.vendor.delimiter_of(call)
    page = objects_page(bucket, prefix=call.param("prefix"), delimiter=delimiter, marker=marker, limit=limit)
    page.truncated = page.truncated or call.vendor.is_stuck(call)
    return page


def object_listing(call: Call, bucket: Bucket, page: Folded[Row], own: Fields, *, owner: str) -> Answer:
    """The answer with a page of objects; `own` are the elements that tell of markers or tokens."""
    vendor = call.vendor
    rows = [
        group("Contents", (_name(call, "Key", key), *vendor.facts(call, version, owner))) for key, version in page.items
    ]
    fields = {
        **own,
        "Name": [element("Name", vendor.bucket_name(bucket.name))],
        "MaxKeys": [element("MaxKeys", str(_limit(call, "max-keys")))],
        "Contents": rows,
        **_common(call, page.truncated, page.prefixes),
    }
    return _ordered(call, "ListBucketResult", fields, vendor.listing_headers(bucket))


def list_object_versions(call: Call) -> Answer:
    bucket, vendor = home(call), call.vendor
    limit, delimiter = _limit(call, "max-keys"), vendor.delimiter_of(call)
    key_marker, id_marker = call.param("key-marker"), call.param("version-id-marker")
    page = versions_page(
        bucket,
        prefix=call.param("prefix"),
        delimiter=delimiter,
        key_marker=key_marker,
        id_marker=id_marker,
        limit=limit,
    )
    name, item = page.last
    following = (key_marker, id_marker) if vendor.is_stuck(call) else (name, item[1].id if item else "")
    truncated = page.truncated or vendor.is_stuck(call)
    fields = {
        "Name": [element("Name", vendor.bucket_name(bucket.name))],
        "VersionIdMarker": [element("VersionIdMarker", id_marker)],
        "Next": _next(call, following, "NextVersionIdMarker") if truncated else [],
        "MaxKeys": [element("MaxKeys", str(limit))],
        "Versions": [_version(call, bucket, row) for row in page.items],
        **_common(call, truncated, page.prefixes),
    }
    return _ordered(call, "ListVersionsResult", fields)


def _version(call: Call, bucket: Bucket, row: Row) -> str:
    key, version = row
    head = (
        _name(call, "Key", key),
        element("VersionId", version.id or NULL_VERSION),
        element("IsLatest", str(bucket.objects[key][0] is version).lower()),
    )
    owner = call.vendor.owner_element(bucket.owner)
    if version.marker:
        return group("DeleteMarker", (*head, element("LastModified", iso_date(version.modified)), owner))
    return group("Version", (*head, *call.vendor.facts(call, version, owner)))


# ---------------------------------------------------------------- unfinished uploads


def list_parts(call: Call) -> Answer:
    bucket, vendor = home(call), call.vendor
    upload = open_upload(call, bucket)
    limit = vendor.count_of(call, "max-parts", vendor.rules.list_max, vendor.rules.list_max)
    marker = vendor.count_of(call, "part-number-marker", 0, vendor.rules.part_marker_max)
    page, truncated = parts_page(upload, marker, limit)
    truncated = truncated or vendor.is_stuck(call)
    following = page[-1].number if page and not vendor.is_stuck(call) else marker
    told = vendor.always_next_part or (truncated and page)
    fields = {
        "EncodingType": vendor.encoding_type(call, vendor.uploads_encoding_name),
        "Bucket": [element("Bucket", vendor.bucket_name(bucket.name))],
        "Key": [element("Key", vendor.key_of_parts(call))],
        "UploadId": [element("UploadId", upload.id)],
        "Owners": [vendor.owner_element(bucket.owner, "Initiator"), vendor.owner_element(bucket.owner)],
        "StorageClass": [element("StorageClass", vendor.class_name(upload.draft.storage_class))],
        "PartNumberMarker": [element("PartNumberMarker", str(marker))],
        "Next": [element("NextPartNumberMarker", str(following))] if told else [],
        "MaxParts": [element("MaxParts", str(limit))],
        "IsTruncated": [element("IsTruncated", str(truncated).lower())],
        "Parts": [_part(call, upload, part) for part in page],
        "Checksum": vendor.checksum_kinds(upload.draft),
    }
    return _ordered(call, "ListPartsResult", fields)


def _part(call: Call, upload: Upload, part: Part) -> str:
    head = (
        element("PartNumber", str(part.number)),
        element("LastModified", iso_date(part.modified)),
        element("ETag", call.vendor.etag(part.etag)),
    )
    size = element("Size", str(part.content.length))
    return group("Part", (*head, *call.vendor.part_facts(upload, part, size)))


def list_multipart_uploads(call: Call) -> Answer:
    bucket, vendor = home(call), call.vendor
    limit = vendor.count_of(call, "max-uploads", vendor.rules.list_max, vendor.rules.list_max)
    delimiter = vendor.delimiter_of(call)
    key_marker, id_marker = call.param("key-marker"), call.param("upload-id-marker")
    page = uploads_page(
        bucket,
        prefix=call.param("prefix"),
        delimiter=delimiter,
        key_marker=key_marker,
        id_marker=id_marker,
        limit=limit,
    )
    truncated = page.truncated or vendor.is_stuck(call)
    name, last = page.last if truncated else ("", None)
    following = (key_marker, id_marker) if vendor.is_stuck(call) else (name, last.id if last else "")
    fields = {
        "Bucket": [element("Bucket", vendor.bucket_name(bucket.name))],
        "UploadIdMarker": [element("UploadIdMarker", id_marker)],
        "Next": _next(call, following, "NextUploadIdMarker") if truncated or vendor.always_next_upload else [],
        "MaxUploads": [element("MaxUploads", str(limit))],
        "Uploads": [_upload(call, bucket, one) for one in page.items],
        **_common(call, truncated, page.prefixes),
        "EncodingType": vendor.encoding_type(call, vendor.uploads_encoding_name),
    }
    return _ordered(call, "ListMultipartUploadsResult", fields)


def _upload(call: Call, bucket: Bucket, upload: Upload) -> str:
    vendor = call.vendor
    fields = {
        "Key": [_name(call, "Key", upload.key)],
        "UploadId": [element("UploadId", upload.id)],
        "Owners": [vendor.owner_element(bucket.owner, "Initiator"), vendor.owner_element(bucket.owner)],
        "StorageClass": [element("StorageClass", vendor.class_name(upload.draft.storage_class))],
        "Initiated": [element("Initiated", iso_date(upload.started))],
        "Checksum": vendor.checksum_kinds(upload.draft),
    }
    return group("Upload", _in_order(vendor.orders["Upload"], fields))


# ---------------------------------------------------------------- all


def _limit(call: Call, name: str) -> int:
    rules = call.vendor.rules
    return call.vendor.count_of(call, name, rules.list_default, rules.list_max)


def _name(call: Call, element_name: str, text: str) -> str:
    return element(element_name, call.vendor.encoded(call, text))


def _next(call: Call, following: tuple[str, str], second_name: str) -> list[str]:
    """Where the next page begins."""
    key, second = following
    first = _name(call, "NextKeyMarker", key)
    return [first, element(second_name, second)] if second or call.vendor.shows_empty_markers else [first]


def _common(call: Call, truncated: bool, prefixes: Iterable[str]) -> dict[str, list[str]]:
    """What the listings of objects, versions and uploads all tell."""
    vendor, delimiter = call.vendor, call.param("delimiter")
    return {
        "Prefix": [_name(call, "Prefix", call.param("prefix"))],
        "KeyMarker": [_name(call, "KeyMarker", call.param("key-marker"))],
        "Delimiter": [_name(call, "Delimiter", delimiter)] if delimiter or vendor.shows_empty_delimiter else [],
        "EncodingType": vendor.encoding_type(call),
        "IsTruncated": [element("IsTruncated", str(truncated).lower())],
        "CommonPrefixes": [group("CommonPrefixes", [_name(call, "Prefix", prefix)]) for prefix in prefixes],
    }


def _ordered(call: Call, root: str, fields: Fields, headers: Iterable[tuple[str, str]] = ()) -> Answer:
    children = _in_order(call.vendor.orders[root], fields)
    return xml_answer(root, children, call.vendor.attributes, headers)


def _in_order(order: str, fields: Fields) -> list[str]:
    return [text for name in order.split() for text in fields.get(name, ())]
