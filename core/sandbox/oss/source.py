"""Finds the version that a request reads: for GET and HEAD, for tags and ACL, and as the source of a copy."""

from __future__ import annotations

from core.sandbox.call import Call, decoded
from core.sandbox.oss.errors import OssError
from core.sandbox.oss.rules import check_key
from core.sandbox.world import Bucket, Kind, Version


def wanted_version(call: Call, bucket: Bucket) -> Version:
    """The version that key and versionId name. A delete marker is refused as GetObject describes."""
    wanted = call.query.get("versionId")
    if wanted is None:
        return current(bucket, call.key)
    version = _exact(bucket, call.key, wanted)
    if version.marker:
        headers = {"Allow": "DELETE", "x-oss-delete-marker": "true", "x-oss-version-id": version.id}
        raise OssError("MethodNotAllowed", headers=headers)
    return version


def current(bucket: Bucket, key: str) -> Version:
    """The current version of a key. Raises NoSuchKey when there is none or it is a delete marker."""
    version = bucket.newest(key)
    if version is None:
        raise OssError("NoSuchKey", extra={"Key": key})
    if version.marker:
        headers = {"x-oss-delete-marker": "true", "x-oss-version-id": version.id}
        raise OssError("NoSuchKey", extra={"Key": key}, headers=headers)
    return version


def copy_source(call: Call) -> tuple[str, str, str | None]:
    """Bucket, key and version id of x-oss-copy-source: `/bucket/<percent-encoded key>[?versionId=<id>]`."""
    text = call.header("x-oss-copy-source")
    path, mark, version = text.partition("?")
    bucket, _, key = decoded(path).removeprefix("/").partition("/")
    well_formed = path.startswith("/") and bucket and key and (not mark or version.startswith("versionId="))
    if not well_formed:
        raise OssError.argument("x-oss-copy-source", text, "Copy Source must mention the source bucket and key.")
    check_key(key)
    return bucket, key, decoded(version.removeprefix("versionId=")) if mark else None


def source_version(bucket: Bucket, key: str, version_id: str | None) -> Version:
    """The source of a copy: the version of a delete marker answers 400 (UploadPartCopy), a current one 404."""
    if version_id is None:
        return current(bucket, key)
    version = _exact(bucket, key, version_id)
    if version.marker:
        raise OssError.argument("versionId", version_id, "The version of the copy source is a delete marker.")
    return version


def check_readable(version: Version, now: float) -> None:
    """An archived object must have been restored (RestoreObject)."""
    if not version.readable(now):
        raise OssError("InvalidObjectState")


def followed(bucket: Bucket, version: Version) -> Version:
    """The version whose bytes are read: for a symlink the object that it names."""
    if version.kind is not Kind.SYMLINK:
        return version
    target = bucket.newest(version.target)
    if target is None or target.marker:
        raise OssError("SymlinkTargetNotExist", extra={"Target": version.target})
    if target.kind is Kind.SYMLINK:
        raise OssError("InvalidTargetType", extra={"Target": version.target})
    return target


def _exact(bucket: Bucket, key: str, version_id: str) -> Version:
    if not version_id:
        raise OssError.argument("versionId", "", "The version id is empty.")
    version = bucket.version(key, version_id)
    if version is None:
        raise OssError("NoSuchVersion", extra={"Key": key, "VersionId": version_id})
    return version
