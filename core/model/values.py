"""The values that all rooms share. No I/O, no clock, no Qt."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")

#: Content headers that belong to an object, in lower case. They are compared and carried as one group.
CONTENT_HEADERS = (
    "content-type",
    "cache-control",
    "content-disposition",
    "content-encoding",
    "content-language",
    "expires",
)

#: Where the website of a bucket sends whoever asks for the object. It stands among an object's headers and is carried
#: with them, but it is no content header: only some stores know it, each by a header of its own.
REDIRECT = "website-redirect-location"


class Sight(StrEnum):
    """How well a property could be seen."""

    KNOWN = "known"
    UNKNOWN = "unknown"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Seen(Generic[T]):
    """A property that was read, was not looked at, or may not be read.

    Attributes:
        value: the property; meaningful only when `sight` is KNOWN.
    """

    value: T | None = None
    sight: Sight = Sight.UNKNOWN

    @property
    def is_known(self) -> bool:
        return self.sight is Sight.KNOWN


def known(value: T) -> Seen[T]:
    """Wrap a property that was read from the store."""
    return Seen(value, Sight.KNOWN)


class ObjectKind(StrEnum):
    """How the object was made, as the vendors report it."""

    NORMAL = "normal"
    MULTIPART = "multipart"
    APPENDABLE = "appendable"
    SYMLINK = "symlink"


class RestoreState(StrEnum):
    """Whether an archived object can be read now."""

    NOT_NEEDED = "not-needed"
    FROZEN = "frozen"
    RESTORING = "restoring"
    RESTORED = "restored"


class Addressing(StrEnum):
    """Where the bucket's name goes in a request."""

    AUTO = "auto"
    PATH = "path"
    VIRTUAL = "virtual"
    CUSTOM = "custom"  # the host is a domain bound to one bucket (CNAME)


class Level(StrEnum):
    """How well a copy was verified, best first. Only the first two compare the bytes' checksum."""

    CRC64 = "crc64"  # the stores' CRC-64 of source and target are equal
    PART_CRC64 = "part-crc64"  # the parts' CRC-64 combine to the source's
    PART_ETAGS = "part-etags"  # size and every part's ETag are as the store answered them
    SIZE = "size"  # only the size could be compared

    @classmethod
    def weakest(cls, levels: Iterable[Level | None]) -> Level | None:
        """The one that proves least, None when there is none."""
        known = [level for level in levels if level is not None]
        return max(known, key=list(cls).index, default=None)


#: The levels at which the stores' checksums of the bytes were compared.
CHECKSUMS = frozenset({Level.CRC64, Level.PART_CRC64})


@dataclass(frozen=True, slots=True, order=True)
class ObjectRef:
    """The identity of an object: never one string path.

    Attributes:
        account: the name under which the user saved the credentials.
        version: a version id, or None for the current version.
    """

    account: str
    bucket: str
    key: str
    version: str | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """Where requests for one bucket (or for the service) are sent, and for which region they are signed.

    Attributes:
        scheme: "https" or "http".
        host: the endpoint without the bucket's name, with a port when it is not the scheme's default.
        region: the bare region id, such as "cn-hangzhou"; may be empty where the signature does not need it.
        addressing: never AUTO; the adapter that builds a site has decided.
    """

    scheme: str
    host: str
    region: str
    addressing: Addressing


@dataclass(frozen=True, slots=True)
class Credentials:
    """A key pair, with the token of temporary credentials. The secret parts never show in a repr.

    Attributes:
        expires: a Unix time, or None when it is not known.
        proxy_password: for the user of the account's proxy.
        customer_key: the account's key for objects that the store encrypts with it (SSE-C), in base64. A dialect is
            given it only where a request shall carry it; `source_key` likewise, for the source of a copy.
    """

    key_id: str
    secret: str = field(repr=False)
    token: str | None = field(default=None, repr=False)
    expires: float | None = None
    proxy_password: str = field(default="", repr=False)
    customer_key: str = field(default="", repr=False)
    source_key: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Account:
    """What is saved of an account: all but the secrets, which live in the vault.

    Attributes:
        provider: a dialect's name, or the name of a `resources/providers/*.toml` file.
        endpoint: a URL with scheme, host and maybe port, such as "https://oss-cn-hangzhou.aliyuncs.com".
        region: the bare region id; empty means: learn it from the endpoint or from the store.
        signature: the signature version ("v4", "v1"); empty means the dialect's default.
        start_path: "bucket/prefix/" to open first, for keys that may not list buckets.
        proxy: the address of a proxy, without its password; "direct" for none; empty means: as the environment says.
        ca_bundle: a file or folder with the certificates to trust; empty means: as the environment or the system says.
        requester_pays: whoever asks pays where a bucket wants that, and says so with every request.
        customer_key: by which name the stores show the account's customer's key, see `core.rules.access.fingerprint`;
            "" for an account without one.
        read_only: nothing that writes is sent with this account, by the window or by the command line.
        colour: one of `COLOURS`, by which people tell accounts apart; "" for none.
    """

    name: str
    provider: str
    endpoint: str
    region: str = ""
    addressing: Addressing = Addressing.AUTO
    key_id: str = ""
    signature: str = ""
    start_path: str = ""
    proxy: str = ""
    ca_bundle: str = ""
    requester_pays: bool = False
    customer_key: str = ""
    read_only: bool = False
    colour: str = ""


#: What an account can be marked with.
COLOURS = ("red", "orange", "green", "blue", "violet")


@dataclass(frozen=True, slots=True)
class Encryption:
    """Server-side encryption of an object: the algorithm and, for KMS, the key's id.

    Attributes:
        algorithm: the vendor's word; "customer" for a customer's key; "" for none, and of a new object for what its
            bucket gives.
        key_id: "" of a new object for the key that is the store's usual one, or the account's.
    """

    algorithm: str
    key_id: str = ""

    def __str__(self) -> str:
        return f"{self.algorithm} {self.key_id}".strip()

    def fits(self, wanted: Encryption) -> bool:
        """Whether an object that was to be encrypted as `wanted` is, as far as anybody can tell.

        A store shows a key by its full name, whichever of its names was given; an alias shows in none of them.
        """
        if self.algorithm != wanted.algorithm:
            return False
        named = wanted.key_id.rpartition(":")[2]
        return not named or named.startswith("alias/") or self.key_id.endswith(wanted.key_id)


#: How an ACL begins that no canned word stands for; what follows is `Grants` as text.
_GRANTS = "grants "


@dataclass(frozen=True, slots=True)
class Grants:
    """An ACL that grants rights to single users or groups.

    Attributes:
        rows: the right ("full-control", "read-acp") and to whom, as a header states it: `id="..."`, `uri="..."`.
    """

    rows: frozenset[tuple[str, str]]

    def __str__(self) -> str:
        """The ACL as `Props.acl` has it: the same text for the same grants."""
        return _GRANTS + "; ".join(f"{right}={who}" for right, who in self.headers())

    def headers(self) -> tuple[tuple[str, str], ...]:
        """Each right with all to whom it is granted."""
        rights = sorted({right for right, _ in self.rows})
        return tuple((right, ", ".join(sorted(who for of, who in self.rows if of == right))) for right in rights)

    @classmethod
    def read(cls, acl: str | None) -> Grants | None:
        """The grants of an ACL as text; None for a canned word."""
        if acl is None or not acl.startswith(_GRANTS):
            return None
        pairs = (pair.partition("=") for pair in acl.removeprefix(_GRANTS).split("; ") if pair)
        return cls(frozenset((right, who) for right, _, all_ in pairs for who in all_.split(", ")))


@dataclass(frozen=True, slots=True)
class Props:
    """One snapshot of everything that belongs to an object besides its bytes.

    Attributes:
        headers: content headers and `REDIRECT` by lower-case name, only those that the object has.
        user: user metadata by lower-case name, without the vendor's prefix.
        acl: the vendor's canned word ("default", "private", "public-read", "public-read-write"), or `Grants` as text.
        storage_class: the vendor's word as the store reports it ("Standard", "IA", "Archive").
        others: what HEAD shows besides and no request of ours states: "object-lock-mode",
            "object-lock-retain-until-date" and "object-lock-legal-hold" of an object that is locked, and
            "missing-meta", how many entries of user metadata the store has and cannot show. What is not among these
            is a header of the vendor's that this version does not know, by its whole name: it is a property for all
            that anybody knows.
    """

    headers: Mapping[str, str] = field(default_factory=dict)
    user: Mapping[str, str] = field(default_factory=dict)
    tags: Seen[Mapping[str, str]] = Seen()
    acl: Seen[str] = Seen()
    storage_class: str = ""
    encryption: Seen[Encryption] = Seen()
    others: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ObjectInfo:
    """An object as HEAD shows it.

    Attributes:
        size: bytes.
        etag: without quotes, in the case in which the store sent it.
        modified: Unix time in seconds, None when the store did not say.
        crc64: the provider's whole-object CRC-64, None when the store has none. Two of them say something of each other
            only when they come from one provider: OSS and COS use CRC-64/XZ, S3 uses CRC-64/NVME.
        tag_count: how many tags the store says there are; None when it did not say.
        readable_until: Unix time at which a restored object is archived again; None when the store did not say.
    """

    ref: ObjectRef
    size: int
    etag: str
    modified: float | None = None
    crc64: int | None = None
    kind: ObjectKind = ObjectKind.NORMAL
    restore: RestoreState = RestoreState.NOT_NEEDED
    tag_count: int | None = None
    readable_until: float | None = None
    props: Props = Props()


@dataclass(frozen=True, slots=True)
class Pin:
    """What a plan was made for; sent as copy-source-if-match with every request that reads the source.

    An empty `etag` sends no condition; only a symlink, whose own ETag no answer shows, is copied so.
    """

    etag: str
    size: int
    version: str | None = None

    @classmethod
    def of(cls, info: ObjectInfo) -> Pin:
        return cls(info.etag, info.size, info.ref.version)


def key_bytes(key: str) -> bytes:
    """A key as bytes, by which stores put keys in order; also one that is not UTF-8 (lone surrogates, PEP 383)."""
    try:
        return key.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return key.encode("utf-8", "surrogatepass")


def same_etag(one: str, other: str) -> bool:
    """Whether two ETags are the same: stores spell one differently in a header, in a list and in an answer.

    Letter case, quotes and the mark of a weak ETag (RFC 9110, 8.8.3) do not count. Two empty ones are not the same.
    """
    return bool(one) and _plain_etag(one) == _plain_etag(other)


def _plain_etag(etag: str) -> str:
    return etag.strip().removeprefix("W/").removeprefix("w/").strip('"').lower()


@dataclass(frozen=True, slots=True)
class Expected:
    """What an object must still be, for a change that was decided on when it was so.

    A change of metadata alone leaves the ETag as it was, and within one second the date too, so both the date and a
    digest of the metadata are compared.

    Attributes:
        modified: whole seconds, because lists and HEAD tell it with different precision; None is not compared.
        described: a digest of content headers and user metadata; "" is not compared.
        version: None is not compared.
    """

    etag: str
    size: int
    modified: int | None = None
    described: str = ""
    version: str | None = None

    @classmethod
    def of(cls, info: ObjectInfo) -> Expected:
        words = json.dumps([sorted(info.props.headers.items()), sorted(info.props.user.items())])
        modified = None if info.modified is None else int(info.modified)
        return cls(info.etag, info.size, modified, hashlib.sha256(words.encode()).hexdigest()[:16], info.ref.version)

    def fits(self, info: ObjectInfo) -> bool:
        now = Expected.of(info)
        same_time = None in (self.modified, now.modified) or self.modified == now.modified
        same_words = not self.described or self.described == now.described
        same_bytes = self.size == now.size and (self.etag == now.etag or same_etag(self.etag, now.etag))
        same_version = None in (self.version, now.version) or self.version == now.version
        return same_bytes and same_time and same_words and same_version


@dataclass(frozen=True, slots=True)
class BucketInfo:
    """A bucket as a listing or GetBucketInfo shows it.

    Attributes:
        region: bare region id ("cn-hangzhou").
        endpoint: public host without scheme, with a port if the store names one; "" when unknown.
        versioning: "enabled", "suspended", "" (never enabled) or None (not looked at).
    """

    name: str
    region: str = ""
    endpoint: str = ""
    internal_endpoint: str = ""
    created: float | None = None
    storage_class: str = ""
    versioning: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One object in a listing."""

    key: str
    size: int
    etag: str
    modified: float | None
    storage_class: str
    kind: ObjectKind = ObjectKind.NORMAL


@dataclass(frozen=True, slots=True)
class VersionEntry:
    """One version of an object, or a delete marker, in a listing of versions.

    Attributes:
        version: its id; "null" for the one that was written while the bucket had no versions.
        is_latest: whether a request without a version id means this one.
        is_marker: a delete marker: it has no bytes, and while it is the latest the object counts as deleted.
    """

    key: str
    version: str
    is_latest: bool
    is_marker: bool
    modified: float | None
    size: int = 0
    etag: str = ""
    storage_class: str = ""


@dataclass(frozen=True, slots=True)
class PartInfo:
    """One part that the store has. `crc64` is None where the store does not report one."""

    number: int
    size: int
    etag: str
    crc64: int | None = None


@dataclass(frozen=True, slots=True)
class UploadInfo:
    """One unfinished multipart upload."""

    key: str
    upload_id: str
    initiated: float | None = None
