"""What a user can ask for, for one object and for many.

A copy, a rename and a change of properties are all copies on the store's side, so they are one request.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from core.model.values import Encryption, Expected, Level, ObjectRef


class JobKind(StrEnum):
    """What a job is for."""

    COPY = "copy"
    RENAME = "rename"  # copy, verify, and only then delete the source
    EDIT = "edit"  # a copy onto itself with other properties
    DELETE = "delete"
    UNDELETE = "undelete"  # remove the delete marker that hides the versions
    RESTORE = "restore"  # make an archived object readable

    @property
    def copies(self) -> bool:
        return self in (JobKind.COPY, JobKind.RENAME, JobKind.EDIT)


class OnExisting(StrEnum):
    """What to do when the target exists."""

    REFUSE = "refuse"
    OVERWRITE = "overwrite"
    SKIP = "skip"
    KEEP_BOTH = "keep-both"  # the copy gets a name that is free: "a (2).txt"
    DIFFERENT = "different"  # overwrite, but skip a target that is equal already
    ASK = "ask"  # refuse, and let the front end ask; the answer is a retry with another choice


#: Choices that never overwrite, and never ask whether to.
_GENTLE = frozenset({OnExisting.REFUSE, OnExisting.SKIP, OnExisting.KEEP_BOTH})


@dataclass(frozen=True, slots=True)
class Edit:
    """What is to be changed of an object's properties; what is not named stays as it is.

    Attributes:
        headers, user, tags: new values by name (lower case, but for tags); None removes one.
        clear_user, clear_tags: remove all that are not named.
        acl: the vendor's canned word; None keeps it.
        storage_class: the vendor's word; None keeps it.
        encryption: None keeps it; one without an algorithm leaves it to the bucket.
    """

    headers: Mapping[str, str | None] = field(default_factory=dict)
    user: Mapping[str, str | None] = field(default_factory=dict)
    tags: Mapping[str, str | None] = field(default_factory=dict)
    clear_user: bool = False
    clear_tags: bool = False
    acl: str | None = None
    storage_class: str | None = None
    encryption: Encryption | None = None

    @property
    def is_empty(self) -> bool:
        return self == Edit()


@dataclass(frozen=True, slots=True)
class Restore:
    """How an archived object is made readable: for how many days, and how fast (the vendor's word, "" for usual)."""

    days: int = 1
    tier: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms a rename deletes its source; see `Options`."""

    trust: Level
    unread: bool


@dataclass(frozen=True, slots=True)
class Options:
    """What the user may choose for a copy.

    Attributes:
        part_size: bytes, or None for the plan's choice.
        trust: the weakest proof at which a rename deletes its source.
        restore: restore an archived source first, and wait for it; None refuses such a source.
        unread: a rename deletes its source also when it is not known whether the ACL and the tags were kept, because
            this key may not read them.
    """

    part_size: int | None = None
    on_existing: OnExisting = OnExisting.REFUSE
    trust: Level = Level.PART_ETAGS
    restore: Restore | None = None
    unread: bool = False

    def but(self, *, on_existing: OnExisting | None = None, terms: Terms | None = None) -> Options:
        """The same choices with others where they are given."""
        terms = terms or Terms(self.trust, unread=self.unread)
        on_existing = self.on_existing if on_existing is None else on_existing
        return replace(self, on_existing=on_existing, trust=terms.trust, unread=terms.unread)


# ---------------------------------------------------------------- for one object


@dataclass(frozen=True, slots=True)
class CopyRequest:
    """Copy, rename or edit one object.

    Attributes:
        source: a version of its own may be named; None means the current one.
        target: the same as the source for an edit.
        kind: COPY, RENAME or EDIT.
        edit: what the target's properties shall differ in from the source's.
        expect: what the source must still be; None for whatever it is now.
    """

    source: ObjectRef
    target: ObjectRef
    options: Options = Options()
    kind: JobKind = JobKind.COPY
    edit: Edit = Edit()
    expect: Expected | None = None

    @property
    def is_in_place(self) -> bool:
        """Whether the object is written onto itself, or onto a newer version of itself."""
        src, dst = self.source, self.target
        return (src.account, src.bucket, src.key) == (dst.account, dst.bucket, dst.key)


@dataclass(frozen=True, slots=True)
class _InPlace:
    """Something that is done to an object where it is; it has nothing to choose."""

    source: ObjectRef

    @property
    def target(self) -> ObjectRef:
        return self.source

    @property
    def options(self) -> Options:
        return Options()


@dataclass(frozen=True, slots=True)
class DeleteRequest(_InPlace):
    """Delete one object or one version, or take a deletion back.

    Attributes:
        kind: DELETE or UNDELETE.
        expect: what the object must still be; None for whatever it is now.
    """

    kind: JobKind = JobKind.DELETE
    expect: Expected | None = None


@dataclass(frozen=True, slots=True)
class RestoreRequest(_InPlace):
    """Make one archived object readable. The job ends when the store has begun with it."""

    restore: Restore = Restore()
    kind: JobKind = JobKind.RESTORE


JobRequest = CopyRequest | DeleteRequest | RestoreRequest


# ---------------------------------------------------------------- for many


@dataclass(frozen=True, slots=True)
class PrefixRequest:
    """Do the same with every object under `source.key`, a prefix ("" for the bucket), found by listing it.

    Attributes:
        target: the prefix under which copies get the same names; the same as the source for what stays in its place.
        kind: any but UNDELETE.
        edit, restore: for EDIT (or with a copy), and for RESTORE.
    """

    source: ObjectRef
    target: ObjectRef
    options: Options = Options()
    kind: JobKind = JobKind.COPY
    edit: Edit = Edit()
    restore: Restore = Restore()

    def of(self, key: str) -> JobRequest:
        """What is to be done with one object under the prefix."""
        source = replace(self.source, key=key, version=None)
        match self.kind:
            case JobKind.DELETE:
                return DeleteRequest(source)
            case JobKind.RESTORE:
                return RestoreRequest(source, self.restore)
        target = replace(self.target, key=self.target.key + key[len(self.source.key) :])
        return CopyRequest(source, target, self._options_at(target), self.kind, self.edit)

    def _options_at(self, target: ObjectRef) -> Options:
        """The choices for one object. What stands inside the source is to be copied itself, so it stays as it is."""
        is_inside = target.bucket == self.source.bucket and target.key.startswith(self.source.key)
        if self.kind is JobKind.EDIT or not is_inside or self.options.on_existing in _GENTLE:
            return self.options
        return replace(self.options, on_existing=OnExisting.REFUSE)


@dataclass(frozen=True, slots=True)
class ListRequest:
    """Objects that are named one by one: the jobs are given together with this, which says what they have in common.

    Attributes:
        source, target: bucket and longest common prefix, for the eye.
        undoes: the batch that this one takes back.
    """

    source: ObjectRef
    target: ObjectRef
    kind: JobKind = JobKind.COPY
    options: Options = Options()
    undoes: int | None = None


BatchRequest = JobRequest | PrefixRequest | ListRequest
