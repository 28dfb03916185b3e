"""Tags and ACLs of objects, and the deletion of many objects in one call. Pages of the same names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from xml.etree import ElementTree as Tree

from core.sandbox.call import Call
from core.sandbox.handler import Answer
from core.sandbox.markup import element, group, xml_answer
from core.sandbox.oss.access import home
from core.sandbox.oss.body import xml_body
from core.sandbox.oss.buckets import acl_answer
from core.sandbox.oss.errors import OssError
from core.sandbox.oss.lists import encoding_type, maybe_encoded
from core.sandbox.oss.props import version_header
from core.sandbox.oss.rules import (
    DELETE_MAX_BODY,
    DELETE_MAX_KEYS,
    OBJECT_ACLS,
    check_key,
    check_tags,
    check_word,
)
from core.sandbox.oss.source import wanted_version
from core.sandbox.tagging import tag_set, tags_in_tree
from core.sandbox.world import Bucket


def get_object_tagging(call: Call) -> Answer:
    bucket = home(call)
    version = wanted_version(call, bucket)
    answer = xml_answer("Tagging", [tag_set(version.tags)])
    return replace(answer, headers=[*answer.headers, *version_header(version, bucket)])


def put_object_tagging(call: Call) -> Answer:
    """Replaces all tags; the object's date stays."""
    bucket = home(call)
    version = wanted_version(call, bucket)
    tags = check_tags(tags_in_tree(xml_body(call, "Tagging")))
    call.world.swap(bucket.name, call.key, version, replace(version, tags=tags))
    return Answer(200, version_header(version, bucket))


def delete_object_tagging(call: Call) -> Answer:
    bucket = home(call)
    version = wanted_version(call, bucket)
    call.world.swap(bucket.name, call.key, version, replace(version, tags={}))
    return Answer(204, version_header(version, bucket))


def get_object_acl(call: Call) -> Answer:
    bucket = home(call)
    version = wanted_version(call, bucket)
    answer = acl_answer(bucket.owner, version.acl)
    return replace(answer, headers=[*answer.headers, *version_header(version, bucket)])


def put_object_acl(call: Call) -> Answer:
    """Changes the object's date, unlike tags."""
    bucket = home(call)
    version = wanted_version(call, bucket)
    acl = check_word("x-oss-object-acl", call.header("x-oss-object-acl"), OBJECT_ACLS)
    call.world.swap(bucket.name, call.key, version, replace(version, acl=acl, modified=call.now))
    return Answer(200, version_header(version, bucket))


def delete_multiple_objects(call: Call) -> Answer:
    """Up to 1,000 keys. Quiet, with nothing that failed, answers an empty body."""
    bucket = home(call)
    if not call.header("content-md5"):
        raise OssError("MissingArgument", extra={"ArgumentName": "Content-MD5"})
    quiet, wanted = _deletion(call)
    rows = [_delete_row(call, bucket, key, version) for key, version in wanted]
    if quiet:
        return Answer(200)
    return xml_answer("DeleteResult", [*encoding_type(call), *rows])


def _deletion(call: Call) -> tuple[bool, list[tuple[str, str | None]]]:
    """Whether to be quiet, and the keys with their version ids."""
    tree = xml_body(call, "Delete", DELETE_MAX_BODY)
    wanted = list(_wanted(tree.iterfind("Object")))
    if not 1 <= len(wanted) <= DELETE_MAX_KEYS:
        raise OssError("MalformedXML")
    return tree.findtext("Quiet", "false").strip().lower() == "true", wanted


def _wanted(items: Iterable[Tree.Element]) -> Iterable[tuple[str, str | None]]:
    for item in items:
        key = item.findtext("Key", "")
        check_key(key)
        yield key, item.findtext("VersionId") or None


def _delete_row(call: Call, bucket: Bucket, key: str, version: str | None) -> str:
    deleted = call.world.erase(bucket.name, key, version, call.now)
    fields = [element("Key", maybe_encoded(call, key))]
    if version is not None:
        fields.append(element("VersionId", version))
    if deleted.marker:
        fields.append(element("DeleteMarker", "true"))
        fields.append(element("DeleteMarkerVersionId", deleted.version_id))
    return group("Deleted", fields)
