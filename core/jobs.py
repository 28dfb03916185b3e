"""Floor 0, words: batches, jobs, plans and facts; and the plain rows in which the engine reports them.

batch > job > step > part. A window or a command line owns `want`; only the engine writes `state`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Literal

from core.errors import StoreError
from core.values import ObjectInfo, ObjectKind, ObjectRef, PartInfo, Pin

#: How many requests run side by side if the user says nothing, and at most.
WORKERS = 16
WORKERS_MAX = 64


class Want(StrEnum):
    """The user's wish for a job."""

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


class OnExisting(StrEnum):
    """What to do when the target exists."""

    REFUSE = "refuse"
    OVERWRITE = "overwrite"
    SKIP = "skip"


# ---------------------------------------------------------------- requests


@dataclass(frozen=True, slots=True)
class Options:
    """What the user may choose for a copy.

    Attributes:
        part_size: bytes, or None for the plan's choice.
    """

    part_size: int | None = None
    on_existing: OnExisting = OnExisting.REFUSE


@dataclass(frozen=True, slots=True)
class CopyRequest:
    """Copy one object."""

    source: ObjectRef
    target: ObjectRef
    options: Options = Options()


@dataclass(frozen=True, slots=True)
class PrefixRequest:
    """Copy every object under `source.key` (a prefix, "" for the bucket) to the same name under `target.key`."""

    source: ObjectRef
    target: ObjectRef
    options: Options = Options()


# ---------------------------------------------------------------- plans


class Reason(StrEnum):
    """Why a copy is refused before anything is sent."""

    OTHER_REGION = "other-region"
    OTHER_ACCOUNT = "other-account"
    OTHER_PROVIDER = "other-provider"
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
    """The target exists and the user asked to skip such objects."""

    kind: Literal["skipped"] = "skipped"


Plan = SimplePlan | PartPlan | Refused | Skipped


# ---------------------------------------------------------------- reports


@dataclass(frozen=True, slots=True)
class JobRow:
    """One job as the queue shows it.

    Attributes:
        done_bytes: bytes of committed parts; the whole size when done.
        speed: bytes a second over the last seconds, 0 when not running.
        eta_s: seconds left, None when unknown.
        requests: requests sent for this job so far.
        attempts: retries so far.
        kept: whether an unfinished upload of ours waits on the store for a retry.
    """

    id: int
    batch: int
    source: ObjectRef
    target: ObjectRef
    state: State
    want: Want
    size: int | None = None
    mode: Literal["", "simple", "parts"] = ""
    part_size: int = 0
    parts: int = 0
    parts_done: int = 0
    done_bytes: int = 0
    speed: float = 0.0
    eta_s: float | None = None
    verified: Level | None = None
    requests: int = 0
    retries: int = 0
    error: StoreError | None = None
    refused: Refused | None = None
    kept: bool = False
    created: float = 0.0
    finished: float | None = None


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One batch: a folder copy, or a single object (then `jobs` is 1 and `prefix` is False).

    Attributes:
        listing: True while the source is still being listed; the totals grow.
        counts: number of jobs by state.
        verified: the weakest level that any done job has reached; None before one is done.
    """

    id: int
    prefix: bool
    source: ObjectRef
    target: ObjectRef
    state: State
    want: Want
    jobs: int
    counts: dict[State, int] = field(default_factory=dict)
    size: int = 0
    done_bytes: int = 0
    speed: float = 0.0
    eta_s: float | None = None
    listing: bool = False
    verified: Level | None = None
    error: StoreError | None = None
    refused: Refused | None = None
    created: float = 0.0


class Cell(StrEnum):
    """The state of one part."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    RETRIED = "retried"  # done, or running again, after at least one failure
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class PartGrid:
    """All parts of the one job that is being watched.

    Attributes:
        cells: one byte a part, index into `CELLS`.
        attempts: one byte a part (255 means 255 or more).
        seconds: how long the last finished attempt of a part took, 0.0 when none has.
    """

    job: int
    size: int
    plan: PartPlan
    cells: bytes
    attempts: bytes
    seconds: tuple[float, ...]


CELLS = tuple(Cell)


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over all batches that have not ended."""

    running: int = 0
    waiting: int = 0
    failed: int = 0
    speed: float = 0.0
    done_bytes: int = 0
    size: int = 0


@dataclass(frozen=True, slots=True)
class Frame:
    """What changed since the last frame.

    Attributes:
        gone: ids of batches that were cleared.
        grid: the parts of the watched job, when it is copied in parts: while it is active, and once at its end.
        halted: why no work is handed out at all (the journal cannot be written); "" as long as all is well.
    """

    batches: tuple[BatchRow, ...] = ()
    jobs: tuple[JobRow, ...] = ()
    gone: tuple[int, ...] = ()
    grid: PartGrid | None = None
    totals: Totals = Totals()
    halted: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a drop would do, found out before anything is queued.

    Attributes:
        plan: for one object; None for a prefix.
        crosses: the two regions, as "a > b", when the store copies between them; it charges for that traffic.
    """

    request: CopyRequest | PrefixRequest
    plan: Plan | None
    size: int | None
    target_exists: bool
    refused: Refused | None = None
    source: ObjectInfo | None = None
    crosses: str = ""


# ---------------------------------------------------------------- facts


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is known of one job; nothing that is wished. Each field is a committed row of the journal.

    Attributes:
        source: the source as it was when the plan was made; its pin goes with every request.
        target_before: the target before the copy; None when there was none or it was not looked at.
        creating: Unix time at which CreateUpload was about to be sent.
        done: bitmap of finished parts, bit n-1 for part n.
        completing: hash of the part list that CompleteUpload was about to be sent with.
        copying: Unix time at which a simple CopyObject was about to be sent.
        doubted: an earlier copy got no answer and left no trace yet; a target that appears now may be its work.
        looked: whether `target_before` was looked at.
        written: the target stands: the store said so, or Resolve found it.
        result_etag, result_crc64: what the store said of the target when it was written.
        aborted: our upload is gone from the store.
    """

    source: ObjectInfo | None = None
    target_before: ObjectInfo | None = None
    looked: bool = False
    plan: Plan | None = None
    creating: float | None = None
    upload_id: str | None = None
    done: int = 0
    copying: float | None = None
    completing: str | None = None
    doubted: bool = False
    written: bool = False
    result_etag: str | None = None
    result_crc64: int | None = None
    verified: Level | None = None
    aborted: bool = False

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
