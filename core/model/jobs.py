"""Jobs: what the user wants of them, how they are planned, and the facts that are known of them.

batch > job > step > part. A window or a command line owns `want`; only the engine writes `state`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal

from core.model.values import Level, ObjectInfo, ObjectKind, PartInfo, Pin, UploadInfo

#: How many requests run side by side if the user says nothing, and at most.
WORKERS = 16
WORKERS_MAX = 64
#: How many requests of one account are in flight for the ordinary objects of folders if the user says nothing.
AT_ONCE = 256
#: The number of the worker that copies those.
PAGES_SLOT = -1

#: So many objects of folders an estimate looks at one by one, and so many that were named; where it looks at all, so
#: many at a time. Of more it may read only the listing.
LOOK_MAX = 1000


class Want(StrEnum):
    """What the user commands a job to do."""

    RUN = "run"
    PAUSE = "pause"
    CANCEL = "cancel"


class State(StrEnum):
    """How far a job is. DONE, FAILED, CANCELLED, REFUSED and SKIPPED are ends; the first two kinds of end differ
    in that a FAILED job may be retried and keeps its unfinished upload where that can help."""

    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    REFUSED = "refused"
    SKIPPED = "skipped"

    @property
    def is_end(self) -> bool:
        return self in _ENDS


_ENDS = frozenset({State.DONE, State.FAILED, State.CANCELLED, State.REFUSED, State.SKIPPED})


# ---------------------------------------------------------------- plans


class Reason(StrEnum):
    """Why a copy is refused before anything is sent."""

    OTHER_REGION = "other-region"
    OTHER_ACCOUNT = "other-account"
    OTHER_PROVIDER = "other-provider"
    OTHER_STORE = "other-store"
    APPENDABLE = "appendable"
    LINK = "link"
    ARCHIVED = "archived"
    RESTORING = "restoring"
    ONTO_ITSELF = "onto-itself"
    INTO_ITSELF = "into-itself"
    KEY_EMPTY = "key-empty"
    KEY_TOO_LONG = "key-too-long"
    KEY_LEADING_SLASH = "key-leading-slash"
    TOO_LARGE = "too-large"
    PART_TOO_SMALL = "part-too-small"
    PART_TOO_LARGE = "part-too-large"
    TOO_MANY_PARTS = "too-many-parts"
    METADATA_TOO_LARGE = "metadata-too-large"
    EXISTS = "exists"
    CHANGED = "changed"  # it is no longer what it was when the change was decided on
    TAGS_DENIED = "tags-denied"  # some tags cannot be changed without reading the others
    APPEND_KEPT = "append-kept"  # written anew, the object could not be appended to any more
    LINK_KEPT = "link-kept"  # a link has no headers of its own that could be changed
    NOT_CARRIED = "not-carried"  # written anew the object would lack what no request can state
    STILL_THERE = "still-there"  # an object that is to be undeleted is not deleted


@dataclass(frozen=True, slots=True)
class SimplePlan:
    kind: Literal["simple"] = "simple"


@dataclass(frozen=True, slots=True)
class PartPlan:
    """Parts 1 to `count`, all of `part_size` bytes but the last, which has `last_size`."""

    part_size: int
    count: int
    last_size: int
    kind: Literal["parts"] = "parts"

    def span(self, number: int) -> tuple[int, int]:
        """First and last byte (both inclusive) of part `number` (from 1)."""
        first = (number - 1) * self.part_size
        size = self.last_size if number == self.count else self.part_size
        return first, first + size - 1

    def size_of(self, number: int) -> int:
        return self.last_size if number == self.count else self.part_size


@dataclass(frozen=True, slots=True)
class Refused:
    """`detail` is the figure or name that the sentence about `reason` needs."""

    reason: Reason
    detail: str = ""
    kind: Literal["refused"] = "refused"


@dataclass(frozen=True, slots=True)
class Skipped:
    """Nothing is to be done: the target exists and such are to be skipped, or all is as it should be already."""

    kind: Literal["skipped"] = "skipped"


@dataclass(frozen=True, slots=True)
class SetPlan:
    """Only tags or the ACL change, which stores can set without a copy: the bytes and the date stay."""

    kind: Literal["set"] = "set"


@dataclass(frozen=True, slots=True)
class RestorePlan:
    """The source is archived: it is restored first, then everything is looked at anew."""

    kind: Literal["restore"] = "restore"


Plan = SimplePlan | PartPlan | SetPlan | RestorePlan | Refused | Skipped


class Fate(StrEnum):
    """What became of a property that is not simply the same at the target."""

    CHANGED = "changed"  # as the user asked
    LOST = "lost"  # the source has it, the target has not or has another
    UNREAD = "unread"  # the key may not read it at the source, or the store cannot tell it


@dataclass(frozen=True, slots=True)
class Note:
    """One line of the report on a copy's properties; all that is not reported was kept.

    Attributes:
        name: "content-type" or another of `Props.headers`, "x-meta NAME" for user metadata, "tags", "acl",
            "storage-class", "encryption", or one of `Props.others`.
        before, after: the source's and the target's value, "" for none.
    """

    name: str
    fate: Fate
    before: str = ""
    after: str = ""


# ---------------------------------------------------------------- facts


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is known of one job; nothing that the user wants. Each field is a committed row of the journal.

    Attributes:
        source: the source as it was when the plan was made; its pin goes with every request.
        target_before: the target before the copy; None when there was none or it was not looked at.
        creating: Unix time at which CreateUpload was about to be sent.
        leftovers: uploads to the target's key that CreateUpload may have begun when its answer was lost. Nothing tells
            them from another program's, so they are named to the user and never used or aborted.
        done: bitmap of finished parts, bit n-1 for part n.
        completing: hash of the part list that CompleteUpload was about to be sent with.
        copying: Unix time at which a simple CopyObject was about to be sent.
        doubted: an earlier copy got no answer and left no trace yet; a target that appears now may be its work.
        target_key: the name under which the target is written where it is not the one that was asked for.
        restoring: Unix time at which the store was asked to restore the source.
        restores: how often the store has accepted that without the source becoming readable.
        pinned: whether the store was seen to refuse the copy of another source than the pinned one; None where it was
            not put to the test, because the provider says so, or because something else proves the copy.
        written: the target stands: the store said so, or Resolve found it. For the other kinds: what was asked is done.
        result_etag, result_crc64: what the store said of the target when it was written.
        result: the target as it was when it was verified.
        notes: what became of properties that are not simply the same at the target.
        deleted: the object, or the source of a rename, is gone.
        aborted: our upload is gone from the store.
    """

    source: ObjectInfo | None = None
    target_before: ObjectInfo | None = None
    plan: Plan | None = None
    creating: float | None = None
    upload_id: str | None = None
    leftovers: tuple[UploadInfo, ...] = ()
    done: int = 0
    copying: float | None = None
    completing: str | None = None
    doubted: bool = False
    target_key: str | None = None
    restoring: float | None = None
    restores: int = 0
    pinned: bool | None = None
    written: bool = False
    result_etag: str | None = None
    result_crc64: int | None = None
    verified: Level | None = None
    result: ObjectInfo | None = None
    notes: tuple[Note, ...] = ()
    deleted: bool = False
    aborted: bool = False

    @property
    def has_losses(self) -> bool:
        """Whether the target lacks a property of the source."""
        return any(note.fate is Fate.LOST for note in self.notes)

    @property
    def pin(self) -> Pin:
        """The pin of the planned source; raises `ValueError` while `source` is not known."""
        if self.source is None:
            raise ValueError("no source is known yet")
        pin = Pin.of(self.source)
        # HEAD of a symlink shows the ETag of what it points to, but a copy compares that of the link itself.
        return replace(pin, etag="") if self.source.kind is ObjectKind.SYMLINK else pin


@dataclass(frozen=True, slots=True)
class PartFact:
    """One finished part: `seconds` is how long the last attempt took, `attempts` how often it was sent."""

    part: PartInfo
    seconds: float = 0.0
    attempts: int = 1
