"""Object Lock of S3: what a write may state, what HEAD shows, what may not be deleted.

Developer Guide, "Locking objects with Object Lock". Here every bucket that keeps versions takes locks; rules of a whole
bucket and ways around a lock are beyond the sandbox.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from core.sandbox.protocol.access import may
from core.sandbox.protocol.call import Call
from core.sandbox.protocol.headers import prefixed
from core.sandbox.s3.errors import S3Error
from core.sandbox.s3.rules import LOCK_MODES, LOCK_STATES
from core.sandbox.world import Bucket, Version, Versioning

_PREFIX = "x-amz-object-lock-"
_MODE, _UNTIL, _HOLD = "mode", "retain-until-date", "legal-hold"
#: HEAD shows each to those who may read it by itself (HeadObject).
_RIGHTS = {_MODE: "GetObjectRetention", _UNTIL: "GetObjectRetention", _HOLD: "GetObjectLegalHold"}


def stated_lock(call: Call, bucket: Bucket) -> Mapping[str, str]:
    """The lock that the request states; a copy carries none from its source (CopyObject)."""
    lock = prefixed(call.head.headers, _PREFIX)
    if not lock:
        return {}
    if bucket.versioning is not Versioning.ENABLED:
        raise S3Error("InvalidRequest", "Bucket is missing Object Lock Configuration")
    if (_MODE in lock) != (_UNTIL in lock):
        message = f"{_PREFIX}{_UNTIL} and {_PREFIX}{_MODE} must both be supplied"
        raise S3Error.argument(_PREFIX + _MODE, lock.get(_MODE, ""), message)
    if _MODE in lock:
        call.vendor.check_word(_PREFIX + _MODE, lock[_MODE], LOCK_MODES)
        _until(lock)
    if _HOLD in lock:
        call.vendor.check_word(_PREFIX + _HOLD, lock[_HOLD], LOCK_STATES)
    return lock


def lock_headers(call: Call, version: Version) -> list[tuple[str, str]]:
    return [(_PREFIX + name, value) for name, value in version.lock.items() if may(call, _RIGHTS[name])]


def refuse_locked(bucket: Bucket, key: str, version_id: str | None, now: float) -> None:
    """A version that is locked stays; without a version id only a marker is put above it."""
    version = None if version_id is None else bucket.version(key, version_id)
    if version is None or not version.lock:
        return
    if version.lock.get(_HOLD) == "ON" or (_UNTIL in version.lock and _until(version.lock) > now):
        raise S3Error("AccessDenied", "Access Denied because object protected by object lock.")


def _until(lock: Mapping[str, str]) -> float:
    try:
        return datetime.fromisoformat(lock[_UNTIL]).timestamp()
    except ValueError as error:
        message = "The retain until date must be provided in ISO 8601 format"
        raise S3Error.argument(_PREFIX + _UNTIL, lock[_UNTIL], message) from error
