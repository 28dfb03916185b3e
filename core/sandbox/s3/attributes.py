"""Tags and ACLs of objects, and the deletion of many objects in one call. Pages of the same names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from core.sandbox.handler import Answer
from core.sandbox.markup import element, group, xml_answer
from core.sandbox.rights import effective_acl
from core.sandbox.s3.access import home
from core.sandbox.s3.body import XMLNS, check_body, check_has_checksum, xml_body
from core.sandbox.s3.call import S3Call
from core.sandbox.s3.errors import S3Error
from core.sandbox.s3.grants import grants_of, in_tree, policy, word_of
from core.sandbox.s3.locks import refuse_locked
from core.sandbox.s3.props import acl_of, version_header
from core.sandbox.s3.rules import DELETE_MAX_KEYS, check_key, check_tags
from core.sandbox.s3.source import wanted_version
from core.sandbox.tagging import tag_set, tags_in_tree
from core.sandbox.world import Bucket


def get_object_tagging(call: S3Call) -> Answer:
    bucket = home(call)
    version = wanted_version(call, bucket)
    answer = xml_answer("Tagging", [tag_set(version.tags)], XMLNS)
    return replace(answer, headers=[*answer.headers, *version_header(version, bucket)])


def put_object_tagging(call: S3Call) -> Answer:
    """Replaces all tags; the object's date stays."""
    bucket = home(call)
    version = wanted_version(call, bucket)
    check_has_checksum(call)
    check_body(call)
    tags = check_tags(tags_in_tree(xml_body(call, "Tagging")))
    call.world.swap(bucket.name, call.key, version, replace(version, tags=tags))
    return Answer(200, version_header(version, bucket))


def delete_object_tagging(call: S3Call) -> Answer:
    bucket = home(call)
    version = wanted_version(call, bucket)
    call.world.swap(bucket.name, call.key, version, replace(version, tags={}))
    return Answer(204, version_header(version, bucket))


def get_object_acl(call: S3Call) -> Answer:
    bucket = home(call)
    version = wanted_version(call, bucket)
    grants = grants_of(effective_acl(bucket, version), bucket.owner)
    answer = xml_answer("AccessControlPolicy", policy(bucket.owner, grants), XMLNS)
    return replace(answer, headers=[*answer.headers, *version_header(version, bucket)])


def put_object_acl(call: S3Call) -> Answer:
    """A canned word, grants in headers, or a document: exactly one of them. The object's date stays."""
    bucket = home(call)
    version = wanted_version(call, bucket)
    check_body(call)
    word = acl_of(call, bucket.owner, "")
    if call.content.length:
        if word:
            raise S3Error("InvalidRequest", "An ACL in the headers and one in the body are not allowed together")
        word = word_of(in_tree(xml_body(call, "AccessControlPolicy")), bucket.owner)
    if not word:
        raise S3Error("MissingSecurityHeader", "Your request was missing a required header")
    call.world.swap(bucket.name, call.key, version, replace(version, acl=word))
    return Answer(200, version_header(version, bucket))


def delete_multiple_objects(call: S3Call) -> Answer:
    """Up to 1,000 keys. Quiet, what was deleted is not told."""
    bucket = home(call)
    check_has_checksum(call)
    check_body(call)
    quiet, wanted = _deletion(call)
    rows = [_delete_row(call, bucket, key, version) for key, version in wanted]
    told = [row for row in rows if not quiet or row.startswith("<Error>")]
    return xml_answer("DeleteResult", told, XMLNS)


def _deletion(call: S3Call) -> tuple[bool, list[tuple[str, str | None]]]:
    """Whether to be quiet, and the keys with their version ids."""
    tree = xml_body(call, "Delete")
    wanted = [(item.findtext("Key", ""), item.findtext("VersionId") or None) for item in tree.iterfind("Object")]
    if not 1 <= len(wanted) <= DELETE_MAX_KEYS:
        raise S3Error("MalformedXML")
    _check_keys(key for key, _ in wanted)
    return tree.findtext("Quiet", "false").strip().lower() == "true", wanted


def _check_keys(keys: Iterable[str]) -> None:
    for key in keys:
        check_key(key)


def _delete_row(call: S3Call, bucket: Bucket, key: str, version: str | None) -> str:
    try:
        refuse_locked(bucket, key, version, call.now)
    except S3Error as error:
        named = [element("Key", key), element("VersionId", version or "")]
        return group("Error", [*named, element("Code", error.code), element("Message", error.message)])
    deleted = call.world.erase(bucket.name, key, version, call.now)
    fields = [element("Key", key)]
    if version is not None:
        fields.append(element("VersionId", version))
    if deleted.marker:
        fields.append(element("DeleteMarker", "true"))
        fields.append(element("DeleteMarkerVersionId", deleted.version_id))
    return group("Deleted", fields)
