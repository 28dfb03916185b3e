"""The plain rows in which the engine reports on batches, jobs and parts."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from core.model.errors import StoreError
from core.model.jobs import Note, PartPlan, Plan, Refused, State, Want
from core.model.requests import BatchRequest, JobKind, JobRequest
from core.model.values import Level, ObjectInfo, ObjectRef, UploadInfo


@dataclass(frozen=True, slots=True)
class JobRow:
    """One job as the queue shows it.

    Attributes:
        done_bytes: bytes of committed parts; the whole size when done.
        speed: bytes a second over the last seconds, 0 when not running.
        eta_s: seconds left, None when unknown.
        silent_s: seconds since anything of it has ended, when that is longer than usual; else 0.
        requests: requests sent for this job so far.
        attempts: retries so far.
        kept: whether an unfinished upload of ours waits on the store for a retry.
        asks: the target exists, and the user wants to be asked what to do.
        restoring: it waits for its source to be restored from the archive.
        notes: the report on the target's properties, once verified.
        leftovers: uploads at the target that a lost answer may have left behind.
    """

    id: int
    batch: int
    source: ObjectRef
    target: ObjectRef
    state: State
    want: Want
    size: int | None = None
    mode: Literal["", "simple", "parts", "set"] = ""
    part_size: int = 0
    parts: int = 0
    parts_done: int = 0
    done_bytes: int = 0
    speed: float = 0.0
    eta_s: float | None = None
    silent_s: float = 0.0
    verified: Level | None = None
    requests: int = 0
    retries: int = 0
    error: StoreError | None = None
    refused: Refused | None = None
    kept: bool = False
    created: float = 0.0
    finished: float | None = None
    kind: JobKind = JobKind.COPY
    asks: bool = False
    restoring: bool = False
    notes: tuple[Note, ...] = ()
    leftovers: tuple[UploadInfo, ...] = ()


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One batch: a folder or a list of objects (`many`), or a single object (then `jobs` is 1).

    Attributes:
        listing: True while the source is still being listed; the totals grow.
        counts: number of jobs by state.
        verified: the weakest level that any done job has reached; None before one is done.
        lost: number of done jobs whose target lacks a property of its source.
        asks: number of refused jobs whose target exists, while the user wants to be asked what to do.
        undoes: the batch that this one takes back.
        objects_speed: objects that end a second, 0 when nothing is running.
        silent_s: seconds since a part or an object of it has ended, when that is longer than usual; else 0.
        named: its objects were named one by one, so `source` and `target` are only what their keys have in common.
    """

    id: int
    many: bool
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
    objects_speed: float = 0.0
    silent_s: float = 0.0
    listing: bool = False
    verified: Level | None = None
    error: StoreError | None = None
    refused: Refused | None = None
    created: float = 0.0
    kind: JobKind = JobKind.COPY
    lost: int = 0
    asks: int = 0
    undoes: int | None = None
    named: bool = False


@dataclass(frozen=True, slots=True)
class JobReport:
    """What the journal knows of one job and the frames do not carry.

    Attributes:
        source: the source as it was when the job was planned.
        result: the target as it was when it was verified.
        notes: what is not simply the same at the target.
    """

    request: JobRequest
    source: ObjectInfo | None = None
    result: ObjectInfo | None = None
    notes: tuple[Note, ...] = ()


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
    """Sums over all batches that have not ended.

    Attributes:
        objects_speed: objects that end a second.
        silent_s: seconds since anything has ended, when that is longer than usual; else 0.
    """

    running: int = 0
    waiting: int = 0
    failed: int = 0
    speed: float = 0.0
    done_bytes: int = 0
    size: int = 0
    objects_speed: float = 0.0
    silent_s: float = 0.0


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
        only_size: nothing but its size will prove a copy by `plan`.
        leaves_marker: deleting keeps the older versions behind a delete marker, because the bucket keeps versions.
        crosses: the two regions, as "a > b", when the store copies between them; it charges for that traffic.
        accounts: the two accounts, as "a > b", when they differ: one key pair reads the source and writes the target.
    """

    request: BatchRequest
    plan: Plan | None
    size: int | None
    target_exists: bool
    refused: Refused | None = None
    source: ObjectInfo | None = None
    crosses: str = ""
    accounts: str = ""
    leaves_marker: bool = False
    only_size: bool = False


class Finding(StrEnum):
    """What a test of an account found."""

    OK = "ok"  # it may list its buckets
    OK_START_PATH = "ok-start-path"  # it may not, but its start path can be listed
    BAD_KEY = "bad-key"
    BAD_SECRET = "bad-secret"  # noqa: S105 - a word, not a password
    EXPIRED = "expired"
    WRONG_ENDPOINT = "wrong-endpoint"
    UNTRUSTED = "untrusted"  # the server's certificate
    NO_SUCH_BUCKET = "no-such-bucket"
    DENIED = "denied"
    CLOCK_SKEW = "clock-skew"
    OFFLINE = "offline"
    BUSY = "busy"  # the store had a fault or too much to do
    FAILED = "failed"  # anything else: see the error


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer of a test, with what a sentence about it needs.

    Attributes:
        buckets: how many buckets the account lists; None when it may not list them.
        bucket: the start path's bucket, "" without one.
        skew_s: seconds that the store's clock is ahead of ours; 0.0 when the difference did not matter.
        error: the failure behind every finding but the two good ones.
    """

    finding: Finding
    buckets: int | None = None
    bucket: str = ""
    skew_s: float = 0.0
    error: StoreError | None = None

    @property
    def is_ok(self) -> bool:
        return self.finding in (Finding.OK, Finding.OK_START_PATH)
