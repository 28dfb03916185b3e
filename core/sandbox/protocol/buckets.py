"""Operations on buckets that all vendors have alike. To list and to make them is in the vendors' own folders."""

from __future__ import annotations

from core.sandbox.protocol.access import home
from core.sandbox.protocol.call import Answer, Call
from core.sandbox.protocol.markup import element, xml_answer
from core.sandbox.world import Versioning

_VERSIONING_WORDS = {"Enabled": Versioning.ENABLED, "Suspended": Versioning.SUSPENDED}


def delete_bucket(call: Call) -> Answer:
    bucket = home(call)
    if bucket.objects or (bucket.uploads and call.vendor.uploads_keep_bucket):
        raise call.refusal("BucketNotEmpty", BucketName=bucket.name)
    call.world.drop_bucket(bucket.name)
    return Answer(204)


def get_bucket_versioning(call: Call) -> Answer:
    bucket = home(call)
    status = [element("Status", bucket.versioning.capitalize())] if bucket.versioning else []
    return xml_answer("VersioningConfiguration", status, call.vendor.attributes)


def put_bucket_versioning(call: Call) -> Answer:
    """Once on, versioning can only be suspended."""
    bucket = home(call)
    status = call.vendor.xml_body(call, "VersioningConfiguration").findtext("Status", "")
    if status not in _VERSIONING_WORDS:
        raise call.refusal("MalformedXML")
    bucket.versioning = _VERSIONING_WORDS[status]
    call.world.changes += 1
    return Answer(200)


def get_bucket_acl(call: Call) -> Answer:
    bucket = home(call)
    return call.vendor.acl_answer(bucket.owner, bucket.acl, [])


def put_bucket_acl(call: Call) -> Answer:
    bucket, vendor = home(call), call.vendor
    bucket.acl = vendor.check_word(vendor.prefix + "acl", vendor.bucket_acl(call), vendor.rules.bucket_acls)
    call.world.changes += 1
    return Answer(200)
