"""Objects: found, read, written, deleted one by one and many in one call, restored; their tags and ACLs."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.sandbox.protocol.access import home
from core.sandbox.protocol.call import Answer, Call
from core.sandbox.protocol.headers import overridden
from core.sandbox.protocol.markup import element, group, tag_set, tags_in_tree, xml_answer
from core.sandbox.protocol.vendor import VendorError
from core.sandbox.world import ArchiveState, Bucket, Version, Versioning

_DAY_S = 86_400.0


# ---------------------------------------------------------------- finding


@dataclass(frozen=True, slots=True)
class Source:
    """What a copy reads; `named` tells that the request names its version."""

    bucket: Bucket
    key: str
    version: Version
    named: bool


def source_header(call: Call, source: Source) -> list[tuple[str, str]]:
    """What the answer to a copy tells of its source."""
    if source.bucket.versioning is Versioning.NEVER:
        return []
    return [(call.vendor.prefix + "copy-source-version-id", source.version.id)]


def wanted_version(call: Call, bucket: Bucket) -> Version:
    """The version that key and versionId name. Raises `VendorError`, for a delete marker as the vendor has it."""
    wanted = call.query.get("versionId")
    if wanted is None:
        return current(call, bucket, call.key)
    version = exact(call, bucket, call.key, wanted)
    if version.marker:
        raise call.vendor.named_marker(call, version)
    return version


def current(call: Call, bucket: Bucket, key: str) -> Version:
    """The current version of a key. Raises NoSuchKey when there is none or it is a delete marker."""
    version = bucket.newest(call.taken_for(key))
    if version is None or version.marker:
        raise call.refusal("NoSuchKey", headers=call.vendor.marker_headers(version) if version else None, Key=key)
    return version


def exact(call: Call, bucket: Bucket, key: str, version_id: str) -> Version:
    """One version of a key, which may be a delete marker. Raises NoSuchVersion."""
    if not version_id and call.vendor.empty_version_message:
        raise call.argument("versionId", "", call.vendor.empty_version_message)
    version = bucket.version(call.taken_for(key), version_id)
    if version is None:
        raise call.refusal("NoSuchVersion", Key=key, VersionId=version_id)
    return version


def check_readable(call: Call, version: Version, message: str = "") -> None:
    """An archived object must have been restored (RestoreObject)."""
    if not version.readable(call.now):
        raise call.refusal("InvalidObjectState", message)


# ---------------------------------------------------------------- reading and writing


def head_object(call: Call) -> Answer:
    bucket, vendor = home(call), call.vendor
    version = vendor.as_read(bucket, wanted_version(call, bucket))
    vendor.check_opened(call, version)
    vendor.check_conditions(call, version)
    length = ("Content-Length", str(version.content.length))
    return Answer(200, [*vendor.shown_headers(call, version, bucket), ("Accept-Ranges", "bytes"), length])


def get_object(call: Call) -> Answer:
    bucket, vendor = home(call), call.vendor
    version = vendor.as_read(bucket, wanted_version(call, bucket))
    check_readable(call, version)
    vendor.check_opened(call, version)
    vendor.check_conditions(call, version)
    headers = [*overridden(vendor.shown_headers(call, version, bucket), call.query), ("Accept-Ranges", "bytes")]
    content = version.content
    span = vendor.requested_span(call, content.length)
    if span is None:
        return Answer(200, headers, content)
    first, last = span
    headers.append(("Content-Range", f"bytes {first}-{last}/{content.length}"))
    return Answer(206, headers, content.slice(first, last - first + 1))


def put_object(call: Call) -> Answer:
    bucket, vendor = home(call), call.vendor
    checksum = vendor.check_body(call)
    if call.content.length > vendor.rules.put_max:
        raise vendor.too_large(call.content.length, vendor.rules.put_max)
    vendor.check_target(call, bucket)
    made = replace(vendor.draft(call, bucket), content=call.content, md5=call.md5, checksum=checksum)
    stored = call.world.put(bucket.name, call.key, vendor.sealed(replace(made, etag=call.md5.hex().upper())))
    return Answer(200, vendor.written_headers(stored, bucket))


# ---------------------------------------------------------------- deleting and restoring


def delete_object(call: Call) -> Answer:
    """204 even when there was nothing to delete; tells what became of the object where there are versions."""
    bucket, prefix, version_id = home(call), call.vendor.prefix, call.query.get("versionId")
    call.vendor.check_deletable(call, bucket, call.key, version_id)
    deleted = call.world.erase(bucket.name, call.key, version_id, call.now)
    if not deleted.version_id:
        return Answer(204)
    marker = [(prefix + "delete-marker", "true")] if deleted.marker else []
    return Answer(204, [*marker, (prefix + "version-id", deleted.version_id)])


def delete_multiple_objects(call: Call) -> Answer:
    """Up to 1,000 keys. Quiet, only what failed is told."""
    bucket, vendor = home(call), call.vendor
    tree = vendor.xml_body(call, "Delete", vendor.rules.delete_body_max)
    wanted = [(item.findtext("Key", ""), item.findtext("VersionId") or None) for item in tree.iterfind("Object")]
    if not 1 <= len(wanted) <= vendor.rules.delete_max_keys:
        raise call.refusal("MalformedXML")
    if not vendor.tells_bad_keys:
        for key, _ in wanted:
            vendor.check_key(key)
    quiet = tree.findtext("Quiet", "false").strip().lower() == "true"
    rows = [_delete_row(call, bucket, key, version_id) for key, version_id in wanted]
    if quiet and vendor.quiet_is_empty:
        return Answer(200)
    told = [row for row in rows if not quiet or row.startswith("<Error>")]
    encoding = vendor.encoding_type(call) if vendor.encodes_all_answers else []
    return xml_answer("DeleteResult", [*encoding, *told], vendor.attributes)


def _delete_row(call: Call, bucket: Bucket, key: str, version_id: str | None) -> str:
    fields = [element("Key", shown_key(call, key))]
    fields += [element("VersionId", version_id)] if version_id is not None else []
    try:
        call.vendor.check_deletable(call, bucket, key, version_id)
    except VendorError as error:
        return group("Error", [*fields, element("Code", error.code), element("Message", error.message)])
    deleted = call.world.erase(bucket.name, key, version_id, call.now)
    if deleted.marker:
        fields += [element("DeleteMarker", "true"), element("DeleteMarkerVersionId", deleted.version_id)]
    return group("Deleted", fields)


def shown_key(call: Call, key: str) -> str:
    """A key in an answer that is no listing."""
    return call.vendor.encoded(call, key) if call.vendor.encodes_all_answers else key


def restore_object(call: Call) -> Answer:
    """202 for the first request, 200 when it is restored (longer then), 409 while it is under way."""
    bucket, vendor = home(call), call.vendor
    version = wanted_version(call, bucket)
    if not version.archived:
        raise call.refusal(*vendor.not_archived)
    days = vendor.restore_days(call, version)
    archive_state = version.archive_state(call.now)
    if archive_state is ArchiveState.RESTORING:
        raise call.refusal("RestoreAlreadyInProgress")
    asked_back = version.asked_back(call.now, call.settings.restore_s, days * _DAY_S)
    call.world.swap(bucket.name, call.key, version, asked_back)
    return Answer(202 if archive_state is ArchiveState.FROZEN else 200, vendor.version_header(version, bucket))


# ---------------------------------------------------------------- tags and ACLs


def get_object_tagging(call: Call) -> Answer:
    bucket, vendor = home(call), call.vendor
    version = wanted_version(call, bucket)
    tags = [tag_set(version.tags)]
    return xml_answer("Tagging", tags, vendor.attributes, vendor.version_header(version, bucket))


def put_object_tagging(call: Call) -> Answer:
    """Replaces all tags; the object's date stays."""
    bucket, vendor = home(call), call.vendor
    version = wanted_version(call, bucket)
    tags = vendor.check_tags(tags_in_tree(vendor.xml_body(call, "Tagging")))
    call.world.swap(bucket.name, call.key, version, replace(version, tags=tags))
    return Answer(200, vendor.version_header(version, bucket))


def delete_object_tagging(call: Call) -> Answer:
    bucket = home(call)
    version = wanted_version(call, bucket)
    call.world.swap(bucket.name, call.key, version, replace(version, tags={}))
    return Answer(204, call.vendor.version_header(version, bucket))


def get_object_acl(call: Call) -> Answer:
    bucket, vendor = home(call), call.vendor
    version = wanted_version(call, bucket)
    return vendor.object_acl_answer(bucket, version)


def put_object_acl(call: Call) -> Answer:
    bucket, vendor = home(call), call.vendor
    version = wanted_version(call, bucket)
    changed = vendor.with_acl(call, bucket, version)
    call.world.swap(bucket.name, call.key, version, changed)
    return Answer(200, vendor.version_header(version, bucket))
