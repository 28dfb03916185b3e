"""Finds the version that a request of COS reads: for GET and HEAD, for tags and ACL, and as the source of a copy."""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.sandbox.call import Call, decoded, host_name, is_ip
from core.sandbox.cos.access import denied
from core.sandbox.cos.call import ACCELERATE, VENDOR_HOST, region_at_bare_address
from core.sandbox.cos.errors import CosError
from core.sandbox.cos.names import world_bucket, world_region
from core.sandbox.cos.rules import check_key
from core.sandbox.rights import may_read
from core.sandbox.world import Bucket, Kind, Version

_VERSION = re.compile(r"versionId=(.+)")


@dataclass(frozen=True, slots=True)
class Source:
    """What a copy reads; `named` tells that the request named its version."""

    bucket: Bucket
    key: str
    version: Version
    named: bool


def wanted_version(call: Call, bucket: Bucket) -> Version:
    """The version that key and versionId name. A delete marker answers 404, named or not (HEAD Object)."""
    wanted = call.query.get("versionId")
    version = _found(bucket, call.key, wanted, missing="NoSuchKey")
    if version.marker:
        raise CosError("NoSuchKey", headers={"x-cos-delete-marker": "true", "x-cos-version-id": version.id})
    return version


def copy_source(call: Call) -> Source:
    """The source that x-cos-copy-source names, once everything that can forbid it was looked at."""
    bucket, key, version_id = _named_source(call)
    version = _found(bucket, key, version_id, missing="NoSuchCopySource")
    if version.marker:
        # Upload Part - Copy: a delete marker answers 404 when it is the current version, 400 when it is named.
        if version_id is None:
            raise CosError("NoSuchCopySource")
        raise CosError("InvalidArgument", "The version of the copy source is a delete marker.")
    if not may_read(call, bucket, version):
        raise denied()
    if not version.readable(call.now):
        raise CosError("InvalidObjectState")
    return Source(bucket, key, as_read(bucket, version), named=version_id is not None)


def as_read(bucket: Bucket, version: Version) -> Version:
    """The version whose bytes are read. Links are OSS's; here they look like what they name."""
    if version.kind is not Kind.SYMLINK:
        return version
    target = bucket.newest(version.target)
    if target is None or target.marker or target.kind is Kind.SYMLINK:
        raise CosError("NoSuchKey")
    return target


def _found(bucket: Bucket, key: str, version_id: str | None, *, missing: str) -> Version:
    version = bucket.newest(key) if version_id is None else bucket.version(key, version_id)
    if version is None:
        raise CosError(missing if version_id is None else "NoSuchVersion")
    return version


def _named_source(call: Call) -> tuple[Bucket, str, str | None]:
    """Bucket, key and version id of `<host of the bucket>/<percent-encoded key>[?versionId=<id>]`.

    On an IP address, which the vendor has only in private deployments, the bucket is first in the path.
    """
    place, mark, query = call.header("x-cos-copy-source").partition("?")
    host, _, path = place.partition("/")
    named = _VERSION.fullmatch(query)
    if mark and named is None:
        raise CosError("InvalidCopySource")
    name, region, path = _place(call, host, path)
    key = decoded(path)
    if not name or not key:
        raise CosError("InvalidCopySource")
    check_key(key)
    bucket = call.world.buckets.get(world_bucket(name) or "")
    if bucket is None or bucket.region != region:
        raise CosError("NoSuchBucket")
    return bucket, key, decoded(named.group(1)) if named else None


def _place(call: Call, host: str, path: str) -> tuple[str, str, str]:
    """Name of the bucket on COS, the world's region of the host, and what is left of the path."""
    vendor = VENDOR_HOST.fullmatch(host.lower())
    if vendor is not None and vendor.group(2) != ACCELERATE:
        return vendor.group(1) or "", world_region(vendor.group(2)), path
    if not is_ip(host_name(host)):
        raise CosError("InvalidCopySource")
    name, _, rest = path.partition("/")
    return decoded(name), region_at_bare_address(call.world, decoded(name), call.address.region), rest
