"""What the sandbox holds: key pairs, buckets, objects with their versions, unfinished uploads.

A model in memory with no protocol in it: the vendors' protocols speak for it. Words such as a storage
class, an ACL or an encryption are those of OSS; the other vendors' folders translate. Time is always an argument.

Thread: any, while holding `World.lock`. The methods of `World` take it themselves; whoever reads `buckets` or a
`Bucket` from another thread than the server's holds it.
"""

from __future__ import annotations

import hashlib
import threading
from bisect import bisect_left, bisect_right, insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from core.sandbox.extents import Content

#: The id of the version that an unversioned bucket keeps.
NULL_VERSION = "null"

#: The world's word for an encryption with a key that the client brings; the key's id is then its MD5 in base64.
CUSTOMERS = "customer"

#: Storage classes whose objects must be restored before they are read.
ARCHIVED_CLASSES = frozenset(("Archive", "ColdArchive", "DeepColdArchive"))


class Kind(StrEnum):
    """How an object was made."""

    NORMAL = "normal"
    MULTIPART = "multipart"
    APPENDABLE = "appendable"
    SYMLINK = "symlink"


class Versioning(StrEnum):
    NEVER = ""
    ENABLED = "enabled"
    SUSPENDED = "suspended"


class ArchiveState(StrEnum):
    """Whether an archived object was asked back."""

    FROZEN = "frozen"
    RESTORING = "restoring"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class KeyPair:
    """Something that signs.

    Attributes:
        owner: the account that it acts for.
        token: the STS token that must come along; None for a permanent key.
        expires: Unix time at which the token ends.
        denied: names of operations that a policy forbids to this key, such as "ListBuckets", whatever the vendor.
    """

    key_id: str
    secret: str = field(repr=False)
    owner: str
    token: str | None = field(default=None, repr=False)
    expires: float | None = None
    denied: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an object, or a delete marker.

    Attributes:
        etag: without quotes, hex digits in upper case.
        md5: raw digest of the content where the whole object was put in one call, else b"".
        headers: content headers by lower-case name.
        user: user metadata by lower-case name, without a vendor's prefix.
        encryption: algorithm and key id; "" and "" for none.
        redirect: where a website sends whoever asks for the object; "" for nowhere.
        lock: what keeps it from being deleted, by the names of headers without the vendor's prefix.
        target: the key that a symlink names.
        shows_crc: False for an object from before the store worked out checksums.
        checksum: algorithm and text of a checksum of the client's choice; "" and "" for none. The draft of an upload
            has the type in the place of the text.
        part_sizes: how long its parts were, for a vendor that tells.
        ready: Unix time at which a restore ends; None when none was asked for.
        readable_until: Unix time at which the restored copy goes away.
    """

    content: Content
    etag: str
    modified: float
    storage_class: str
    id: str = NULL_VERSION
    kind: Kind = Kind.NORMAL
    md5: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    user: Mapping[str, str] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    acl: str = "default"
    encryption: tuple[str, str] = ("", "")
    redirect: str = ""
    lock: Mapping[str, str] = field(default_factory=dict)
    target: str = ""
    marker: bool = False
    shows_crc: bool = True
    checksum: tuple[str, str] = ("", "")
    part_sizes: tuple[int, ...] = ()
    ready: float | None = None
    readable_until: float = 0.0

    def archive_state(self, now: float) -> ArchiveState:
        """The state of a restore; meaningful only for classes that need one."""
        if self.ready is None or now >= self.readable_until:
            return ArchiveState.FROZEN
        return ArchiveState.RESTORING if now < self.ready else ArchiveState.RESTORED

    @property
    def archived(self) -> bool:
        """Whether it must be restored before it is read."""
        return self.storage_class in ARCHIVED_CLASSES

    def readable(self, now: float) -> bool:
        return not self.archived or self.archive_state(now) is ArchiveState.RESTORED

    def asked_back(self, now: float, takes_s: float, lasts_s: float) -> Version:
        """This version after a request to restore it; for one that is restored already it lasts longer."""
        ready = now + takes_s if self.archive_state(now) is ArchiveState.FROZEN else now
        return replace(self, ready=ready, readable_until=ready + lasts_s)


@dataclass(frozen=True, slots=True)
class Part:
    number: int
    content: Content
    etag: str
    modified: float
    checksum: str = ""


@dataclass(slots=True)
class Upload:
    """An unfinished multipart upload. `draft` holds the properties that the object will have."""

    id: str
    key: str
    started: float
    draft: Version
    create_only: bool = False
    parts: dict[int, Part] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Deleted:
    """What a deletion did: the id of the version that it made or removed, "" for none; whether that is a marker."""

    version_id: str = ""
    marker: bool = False


@dataclass(slots=True)
class Bucket:
    """A bucket. `objects` has the newest version of a key first, `order` the keys in code point order.

    Code point order is the order of the UTF-8 bytes, in which the vendors list. `readers` are other accounts that the
    bucket's policy lets list and read. Where `requester_pays`, they must say that they pay.
    """

    name: str
    owner: str
    region: str
    created: float
    storage_class: str = "Standard"
    acl: str = "private"
    versioning: Versioning = Versioning.NEVER
    objects: dict[str, list[Version]] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    uploads: dict[str, Upload] = field(default_factory=dict)
    readers: frozenset[str] = frozenset()
    requester_pays: bool = False

    def newest(self, key: str) -> Version | None:
        """The newest version of a key, which may be a delete marker; None when there is none."""
        versions = self.objects.get(key)
        return versions[0] if versions else None

    def version(self, key: str, version_id: str) -> Version | None:
        return next((one for one in self.objects.get(key, ()) if one.id == version_id), None)

    def add(self, key: str, version: Version) -> None:
        """Make `version` the newest of a key; it takes the place of the one with the same id."""
        versions = self.objects.get(key)
        if versions is None:
            self.objects[key] = [version]
            insort(self.order, key)
        else:
            versions[:] = [version, *(one for one in versions if one.id != version.id)]

    def swap(self, key: str, old: Version, new: Version) -> None:
        """Put `new` in the place of `old`, in the same position."""
        versions = self.objects[key]
        versions[versions.index(old)] = new

    def drop(self, key: str, version_id: str) -> Version | None:
        """Remove one version for good; return it, or None when there was none."""
        gone = self.version(key, version_id)
        if gone is None:
            return None
        versions = self.objects[key]
        versions.remove(gone)
        if not versions:
            del self.objects[key]
            del self.order[bisect_left(self.order, key)]
        return gone

    def keys_after(self, marker: str, prefix: str) -> int:
        """The index in `order` of the first key that is greater than `marker` and not before `prefix`."""
        return max(bisect_right(self.order, marker), bisect_left(self.order, prefix))


class World:
    """Everything that one sandbox holds. `changes` counts what was written, for the one who saves it."""

    def __init__(self, regions: Sequence[str] = ("cn-hangzhou",)) -> None:
        self.lock = threading.RLock()
        self.regions = tuple(regions)
        self.keys: dict[str, KeyPair] = {}
        self.buckets: dict[str, Bucket] = {}
        self.changes = 0
        self.serial = 0

    def fresh_id(self, what: str) -> str:
        """An id of 32 upper-case hex digits that looks opaque and never comes twice."""
        with self.lock:
            self.serial += 1
            return hashlib.md5(f"{what} {self.serial}".encode(), usedforsecurity=False).hexdigest().upper()

    def add_key(self, key: KeyPair) -> KeyPair:
        with self.lock:
            self.keys[key.key_id] = key
            self.changes += 1
            return key

    def add_bucket(self, bucket: Bucket) -> Bucket:
        """Add a bucket; raises `ValueError` when its region is not one of the world's."""
        if bucket.region not in self.regions:
            raise ValueError(f"the sandbox has no region {bucket.region!r}")
        with self.lock:
            self.buckets[bucket.name] = bucket
            self.changes += 1
            return bucket

    def drop_bucket(self, name: str) -> None:
        with self.lock:
            del self.buckets[name]
            self.changes += 1

    def put(self, bucket: str, key: str, version: Version) -> Version:
        """Store a new version under the id that the bucket's versioning gives it; return it."""
        with self.lock:
            home = self.buckets[bucket]
            enabled = home.versioning is Versioning.ENABLED
            stored = replace(version, id=self.fresh_id("version") if enabled else NULL_VERSION)
            home.add(key, stored)
            self.changes += 1
            return stored

    def get(self, bucket: str, key: str) -> Version | None:
        """The current version of an object, or None when there is none or it was deleted."""
        with self.lock:
            newest = self.buckets[bucket].newest(key)
            return None if newest is None or newest.marker else newest

    def swap(self, bucket: str, key: str, old: Version, new: Version) -> None:
        """Change a version in place."""
        with self.lock:
            self.buckets[bucket].swap(key, old, new)
            self.changes += 1

    def delete(self, bucket: str, key: str, now: float) -> Version | None:
        """Delete the current version as the bucket's versioning has it.

        Returns the new delete marker, or what was removed for good, or None when there was nothing to remove.
        """
        with self.lock:
            home = self.buckets[bucket]
            self.changes += 1
            if home.versioning is Versioning.NEVER:
                return home.drop(key, NULL_VERSION)
            return self.put(bucket, key, Version(Content(), "", now, home.storage_class, marker=True))

    def delete_version(self, bucket: str, key: str, version_id: str) -> Version | None:
        """Remove one version for good; return it, or None when there was none."""
        with self.lock:
            self.changes += 1
            return self.buckets[bucket].drop(key, version_id)

    def erase(self, bucket: str, key: str, version_id: str | None, now: float) -> Deleted:
        """Delete an object, or one version of it, and tell what the vendors tell of it."""
        with self.lock:
            if version_id is not None:
                gone = self.delete_version(bucket, key, version_id)
                return Deleted(version_id, marker=gone is not None and gone.marker)
            made = self.delete(bucket, key, now)
            if made is None or self.buckets[bucket].versioning is Versioning.NEVER:
                return Deleted()
            return Deleted(made.id, marker=True)
