"""Operations are values.

A store has one method, `call(op)`; the type parameter of `Op` is what the call returns. Every failure is a
`core.model.errors.StoreError`. `idempotent` says whether sending the operation twice does no more than sending it once,
and `writes` whether it may change anything in the store.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Generic, Protocol, Self, TypeVar

from core.model.values import (
    BucketInfo,
    Entry,
    ObjectInfo,
    ObjectRef,
    PartInfo,
    Pin,
    Props,
    Site,
    UploadInfo,
    VersionEntry,
)

R = TypeVar("R")


class Op(Generic[R]):
    """An operation on a store; `R` is its result."""

    __slots__ = ()
    idempotent: ClassVar[bool] = True
    writes: ClassVar[bool] = True

    @property
    def at(self) -> str:
        """The bucket that the request is addressed to; "" for the service."""
        raise NotImplementedError


class Page(Protocol):
    """One page of a list; `next` is the token of the following page, None at the end."""

    @property
    def next(self) -> Any: ...


P = TypeVar("P", bound=Page)


class ListOp(Op[P]):
    """Asks for one page of a list. `core.store.reads.pages` asks for all of them.

    Attributes:
        START: the token of the first page.
    """

    __slots__ = ()
    START: ClassVar[Any] = ""
    writes: ClassVar[bool] = False

    def after(self, token: Any) -> Self:
        """The request for the page that a token stands for."""
        raise NotImplementedError


class Store(Protocol):
    """Something that carries out operations: the network, or a layer around it."""

    def call(self, op: Op[R]) -> R:
        """Carry out `op` and return its result; raise `StoreError` or `Cancelled`."""
        ...


# ---------------------------------------------------------------- results


@dataclass(frozen=True, slots=True)
class BucketPage:
    buckets: tuple[BucketInfo, ...]
    next: str | None  # marker of the next page


@dataclass(frozen=True, slots=True)
class ObjectPage:
    """One page of a listing. `next` is the opaque token of the next page, None at the end."""

    entries: tuple[Entry, ...]
    prefixes: tuple[str, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class VersionPage:
    """One page of versions and delete markers, by key in UTF-8 order and newest first."""

    versions: tuple[VersionEntry, ...]
    next: tuple[str, str] | None  # key marker, version id marker


@dataclass(frozen=True, slots=True)
class Written:
    """What a store says of an object that it has just written; what it does not say is None."""

    etag: str | None = None
    crc64: int | None = None
    version: str | None = None


@dataclass(frozen=True, slots=True)
class PartWritten:
    """A part copied by the store.

    `ranged` is False when the store showed that it ignored the range (and so copied the whole object),
    None when it did not say.
    """

    etag: str
    crc64: int | None = None
    ranged: bool | None = None


@dataclass(frozen=True, slots=True)
class PartPage:
    parts: tuple[PartInfo, ...]
    next: int | None  # part-number-marker of the next page


@dataclass(frozen=True, slots=True)
class UploadPage:
    uploads: tuple[UploadInfo, ...]
    next: tuple[str, str] | None  # key marker, upload id marker


@dataclass(frozen=True, slots=True)
class Bytes:
    """A range of an object's bytes. `size` is the size of the whole object."""

    body: bytes
    first: int
    size: int
    etag: str


@dataclass(frozen=True, slots=True)
class Deleted:
    version: str | None = None
    marker: bool = False  # True when a delete marker was written instead


@dataclass(frozen=True, slots=True)
class NotDeleted:
    """One object of several that the store did not delete, and why in the vendor's words."""

    key: str
    code: str
    message: str = ""
    version: str | None = None


@dataclass(frozen=True, slots=True)
class Deletions:
    """What an answer says of several objects that were to be deleted. Of those that it does not name it says nothing.

    Attributes:
        gone: key and version of each that the answer names as deleted; a version only where it was asked for.
    """

    gone: frozenset[tuple[str, str | None]] = frozenset()
    kept: tuple[NotDeleted, ...] = ()


# ---------------------------------------------------------------- operations


def comes_to_nothing(key: str) -> bool:
    """Whether a path of this name is that of the bucket once dots and slashes are worked out: "./", "a/..", "//"."""
    return posixpath.normpath(f"/{key.lstrip('/')}") == "/"


@dataclass(frozen=True, slots=True)
class ListBuckets(ListOp[BucketPage]):
    """One page of the buckets that the key may list."""

    marker: str = ""
    limit: int = 1000

    def after(self, token: str) -> Self:
        return replace(self, marker=token)

    @property
    def at(self) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class _OnBucket:
    bucket: str

    @property
    def at(self) -> str:
        return self.bucket


@dataclass(frozen=True, slots=True)
class GetBucketInfo(_OnBucket, Op[BucketInfo]):
    """Owner only: others get DENIED."""

    writes: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class GetBucketLocation(_OnBucket, Op[str]):
    """The bare region id."""

    writes: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class ListObjects(_OnBucket, ListOp[ObjectPage]):
    """One page of keys in UTF-8 order. `token` continues a listing; `start_after` begins one behind a key.

    Attributes:
        version: of the call, where the protocol has two (S3); the store's layers choose the first where they must.
    """

    prefix: str = ""
    delimiter: str = ""
    token: str = ""
    start_after: str = ""
    limit: int = 1000
    version: int = 2

    def after(self, token: str) -> Self:
        return replace(self, token=token)


@dataclass(frozen=True, slots=True)
class ListUploads(_OnBucket, ListOp[UploadPage]):
    """One page of the unfinished uploads of all keys that begin with `prefix`."""

    START: ClassVar[tuple[str, str]] = ("", "")
    prefix: str = ""
    key_marker: str = ""
    id_marker: str = ""
    limit: int = 1000

    def after(self, token: tuple[str, str]) -> Self:
        return replace(self, key_marker=token[0], id_marker=token[1])


@dataclass(frozen=True, slots=True)
class GetVersioning(_OnBucket, Op[str]):
    """ "enabled", "suspended", or "" for a bucket that never kept versions."""

    writes: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class ListVersions(_OnBucket, ListOp[VersionPage]):
    """One page of the versions and delete markers of all keys that begin with `prefix`."""

    START: ClassVar[tuple[str, str]] = ("", "")
    prefix: str = ""
    key_marker: str = ""
    version_marker: str = ""
    limit: int = 1000

    def after(self, token: tuple[str, str]) -> Self:
        return replace(self, key_marker=token[0], version_marker=token[1])


@dataclass(frozen=True, slots=True)
class DeleteObjects(_OnBucket, Op[Deletions]):
    """Delete up to 1,000 objects, given by key and version.

    A key with control characters cannot be named in the document; it is refused before anything is sent.
    """

    MOST: ClassVar[int] = 1000  # oss-deletemultipleobjects, cos 436/8289, s3 API_DeleteObjects
    objects: tuple[tuple[str, str | None], ...] = ()

    @staticmethod
    def can_name(key: str) -> bool:
        """Whether the document, which is XML, can hold a key and give it back as it is.

        A key that some stores take for their bucket is not named either: by itself it is refused there, alone.
        """
        try:
            key.encode()
        except UnicodeEncodeError:
            return False
        if comes_to_nothing(key):
            return False
        # what XML 1.0 does not know, or does not keep as it is (section 2.2)
        return all(letter >= " " and letter not in "\ufffe\uffff" for letter in key)


@dataclass(frozen=True, slots=True)
class _OnObject:
    ref: ObjectRef

    @property
    def at(self) -> str:
        return self.ref.bucket


@dataclass(frozen=True, slots=True)
class HeadObject(_OnObject, Op[ObjectInfo]):
    """Tags and ACL are not part of HEAD; they stay UNKNOWN in the result's props."""

    writes: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class GetTags(_OnObject, Op[Mapping[str, str]]):
    writes: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class PutTags(_OnObject, Op[None]):
    tags: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class GetAcl(_OnObject, Op[str]):
    writes: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class PutAcl(_OnObject, Op[None]):
    acl: str


@dataclass(frozen=True, slots=True)
class GetObject(_OnObject, Op[Bytes]):
    """Bytes `first` to `last`, both inclusive; `last` None means to the end."""

    writes: ClassVar[bool] = False

    first: int = 0
    last: int | None = None


@dataclass(frozen=True, slots=True)
class PutObject(_OnObject, Op[Written]):
    body: bytes
    props: Props = Props()
    create_only: bool = False


@dataclass(frozen=True, slots=True)
class DeleteObject(_OnObject, Op[Deleted]):
    pass


@dataclass(frozen=True, slots=True)
class RestoreObject(_OnObject, Op[None]):
    """Ask for an archived object to be made readable for `days` days.

    Succeeds when it is being restored already; one that is restored stays readable for longer.

    Attributes:
        tier: the vendor's word for the speed, one of those of the provider's file; "" for the usual one.
    """

    days: int
    tier: str = ""


@dataclass(frozen=True, slots=True)
class GetLink(_OnObject, Op[str]):
    """The key that a symbolic link points to."""

    writes: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class CopyObject(_OnObject, Op[Written]):
    """A simple copy of `source` to `ref`, refused by the store unless the source still matches `pin`.

    The source's headers, user metadata and tags are carried by the store. When `replace` is true, those of
    `props` are written instead. Storage class, ACL and encryption of `props` are always stated where known,
    because a copy resets them.

    Attributes:
        source_site: where the source's bucket lives; some dialects name it by host.
    """

    source: ObjectRef
    pin: Pin
    props: Props = Props()
    replace: bool = False
    create_only: bool = False
    source_site: Site | None = None


@dataclass(frozen=True, slots=True)
class CreateUpload(_OnObject, Op[str]):
    """Begin a multipart upload that will have `props`; returns the upload id."""

    idempotent: ClassVar[bool] = False
    props: Props = Props()
    create_only: bool = False


@dataclass(frozen=True, slots=True)
class CopyPart(_OnObject, Op[PartWritten]):
    """Copy bytes `first` to `last` (both inclusive) of `source` as part `number` (from 1) of an upload to `ref`."""

    upload_id: str
    number: int
    source: ObjectRef
    pin: Pin
    first: int
    last: int
    source_site: Site | None = None


@dataclass(frozen=True, slots=True)
class CompleteUpload(_OnObject, Op[Written]):
    """Join the parts, ascending by number. Not idempotent: a second call meets NoSuchUpload."""

    idempotent: ClassVar[bool] = False
    upload_id: str
    parts: tuple[PartInfo, ...]
    create_only: bool = False
    acl: str = ""


@dataclass(frozen=True, slots=True)
class AbortUpload(_OnObject, Op[None]):
    """Drop an upload and its parts. Succeeds when the upload is already gone."""

    upload_id: str


@dataclass(frozen=True, slots=True)
class ListParts(_OnObject, ListOp[PartPage]):
    """One page of the parts of an unfinished upload, by number."""

    START: ClassVar[int] = 0
    upload_id: str
    marker: int = 0
    limit: int = 1000

    def after(self, token: int) -> Self:
        return replace(self, marker=token)
