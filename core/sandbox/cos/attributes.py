"""Tags and ACLs of objects of COS, and the deletion of many objects in one call. Pages of the same names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree as Tree

from core.sandbox.call import Call
from core.sandbox.cos.access import home
from core.sandbox.cos.body import xml_body
from core.sandbox.cos.errors import CosError
from core.sandbox.cos.grants import acl_answer, acl_in_tree
from core.sandbox.cos.names import version_header
from core.sandbox.cos.props import acl_of
from core.sandbox.cos.rules import DELETE_MAX_BODY, DELETE_MAX_KEYS, OBJECT_ACLS, check_key, check_tags, check_word
from core.sandbox.cos.source import wanted_version
from core.sandbox.handler import Answer
from core.sandbox.markup import element, group, xml_answer
from core.sandbox.rights import effective_acl
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
    """The header tells an object without an ACL of its own from a private one; the grants cannot."""
    bucket = home(call)
    version = wanted_version(call, bucket)
    answer = acl_answer(bucket.owner, effective_acl(bucket, version))
    return replace(answer, headers=[*answer.headers, ("x-cos-acl", version.acl), *version_header(version, bucket)])


def put_object_acl(call: Call) -> Answer:
    """By a header, or by grants in the body."""
    bucket = home(call)
    version = wanted_version(call, bucket)
    acl = acl_of(call)
    if not call.header("x-cos-acl") and call.body.blob.length:
        acl = check_word("AccessControlList", acl_in_tree(xml_body(call, "AccessControlPolicy")), OBJECT_ACLS)
    call.world.swap(bucket.name, call.key, version, replace(version, acl=acl))
    return Answer(200, version_header(version, bucket))


def delete_multiple_objects(call: Call) -> Answer:
    """Up to 1,000 keys. Quiet tells only what failed, inside a DeleteResult that is empty otherwise."""
    bucket = home(call)
    if not call.header("content-md5"):
        raise CosError("MissingContentMD5")
    tree = xml_body(call, "Delete", DELETE_MAX_BODY)
    wanted = list(tree.iterfind("Object"))
    if not 1 <= len(wanted) <= DELETE_MAX_KEYS:
        raise CosError("MalformedXML")
    quiet = tree.findtext("Quiet", "false").strip().lower() == "true"
    return xml_answer("DeleteResult", [row for item in wanted for row in _delete(call, bucket, item, quiet=quiet)])


def _delete(call: Call, bucket: Bucket, item: Tree.Element, *, quiet: bool) -> Iterator[str]:
    key, version = item.findtext("Key", ""), item.findtext("VersionId") or None
    named = [element("Key", key), *([element("VersionId", version)] if version else [])]
    try:
        check_key(key)
    except CosError as error:
        yield group("Error", [*named, element("Code", error.code), element("Message", error.message)])
        return
    deleted = call.world.erase(bucket.name, key, version, call.now)
    if deleted.marker:
        named += [element("DeleteMarker", "true"), element("DeleteMarkerVersionId", deleted.version_id)]
    if not quiet:
        yield group("Deleted", named)
