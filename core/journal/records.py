"""The journal's rows as values, and values as the text in its columns. Knows no database."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from cattrs.preconf.json import make_converter

from core.model.errors import StoreError
from core.model.jobs import (
    Facts,
    PartFact,
    PartPlan,
    Plan,
    Reason,
    Refused,
    RestorePlan,
    SetPlan,
    SimplePlan,
    Skipped,
    State,
    Want,
)
from core.model.requests import (
    BatchRequest,
    CopyRequest,
    DeleteRequest,
    JobKind,
    JobRequest,
    ListRequest,
    PrefixRequest,
    RestoreRequest,
)
from core.model.values import Level, PartInfo

JOB_COLUMNS = (
    "id, batch, request, state, want, facts, error, size, created, finished, requests, retries, "
    "(SELECT COUNT(*) FROM parts WHERE job=jobs.id), (SELECT TOTAL(size) FROM parts WHERE job=jobs.id)"
)


_PLANS = {
    plan.kind: plan
    for plan in (SimplePlan(), PartPlan(1, 1, 1), SetPlan(), RestorePlan(), Refused(Reason.EXISTS), Skipped())
}
_JSON = make_converter()
_JSON.register_structure_hook(Plan, lambda data, _: _JSON.structure(data, type(_PLANS[data["kind"]])))
#: Which request a job has, by its kind; a copy's may be missing, because the first journals did not name it.
_REQUESTS = {JobKind.DELETE: DeleteRequest, JobKind.UNDELETE: DeleteRequest, JobKind.RESTORE: RestoreRequest}
_JSON.register_structure_hook(
    JobRequest, lambda data, _: _JSON.structure(data, _REQUESTS.get(data.get("kind"), CopyRequest))
)
#: What a batch's column `shape` says of its request.
_SHAPES: tuple[Any, ...] = (JobRequest, PrefixRequest, ListRequest)


@dataclass(frozen=True, slots=True)
class JobRecord:
    """One job as the journal holds it.

    Attributes:
        parts: the finished parts, where they were asked for; `facts.done` stands for the same rows.
        parts_done, parts_bytes: their number and size, always.
    """

    id: int
    batch: int
    request: JobRequest
    state: State
    want: Want
    facts: Facts
    error: StoreError | None = None
    size: int | None = None
    created: float = 0.0
    finished: float | None = None
    requests: int = 0
    retries: int = 0
    parts: tuple[PartFact, ...] = ()
    parts_done: int = 0
    parts_bytes: int = 0


@dataclass(frozen=True, slots=True)
class BatchRecord:
    """One batch as the journal holds it.

    Attributes:
        cursor: for a prefix, where its list goes on, see `core.forecast.listing`: "" at its beginning, None at its end.
        counts, sizes: number and bytes of the jobs by state.
        verified: the weakest level that a job has reached.
        lost: number of done jobs whose target lacks a property of its source.
        asks: number of refused jobs whose target exists, while the user wants to be asked what to do.
    """

    id: int
    request: BatchRequest
    want: Want
    cursor: str | None
    error: StoreError | None
    created: float
    owner: str
    counts: dict[State, int] = field(default_factory=dict)
    sizes: dict[State, int] = field(default_factory=dict)
    verified: Level | None = None
    lost: int = 0
    asks: int = 0


def shape_of(request: BatchRequest) -> int:
    """What the column `shape` says of a batch's request."""
    return _SHAPES.index(type(request)) if type(request) in _SHAPES else 0


def dump(value: Any) -> str:
    """A value as JSON text; lone surrogates in keys survive as escapes."""
    return json.dumps(_JSON.unstructure(value), ensure_ascii=True, separators=(",", ":"))


def restore_names(text: str | None) -> str | None:
    """A request or facts as version 2 of the journal wrote them, with the names of today: "thaw" became "restore"."""
    if text is None:
        return None
    data = json.loads(text)
    for holder in (data, data.get("options") or {}):
        for old, new in (("thaw", "restore"), ("thawing", "restoring"), ("thaws", "restores")):
            if old in holder:
                holder[new] = holder.pop(old)
    plan = data.get("plan")
    if plan and plan["kind"] == "thaw":
        plan["kind"] = "restore"
    return json.dumps(data, ensure_ascii=True, separators=(",", ":"))


def load(text: str, kind: Any) -> Any:
    """The value of type `kind` that `dump` wrote."""
    return _JSON.structure(json.loads(text), kind)


def read_batch(row: Any, sums: Sequence[Any]) -> BatchRecord:
    """A batch's row, with rows of state, level, count, size, and numbers of losses and of questions."""
    number, shape, request, want, cursor, error, created, owner = row
    counts: dict[State, int] = {}
    sizes: dict[State, int] = {}
    for state, _, count, size, *_ in sums:
        counts[State(state)] = counts.get(State(state), 0) + count
        sizes[State(state)] = sizes.get(State(state), 0) + int(size)
    return BatchRecord(
        id=number,
        request=load(request, _SHAPES[shape]),
        want=Want(want),
        cursor=cursor,
        error=None if error is None else load(error, StoreError),
        created=created,
        owner=owner,
        counts=counts,
        sizes=sizes,
        verified=Level.weakest(Level(level) for _, level, *_ in sums if level is not None),
        lost=sum(int(lost) for state, *_, lost, _ in sums if state == State.DONE),
        asks=sum(asks for *_, asks in sums),
    )


def read_job(row: Any) -> JobRecord:
    """A job's row, in the order of `JOB_COLUMNS`, without its parts."""
    number, batch, request, state, want, facts, error, size, created, finished, requests, retries, *parts = row
    return JobRecord(
        id=number,
        batch=batch,
        request=load(request, JobRequest),
        state=State(state),
        want=Want(want),
        facts=Facts() if facts is None else load(facts, Facts),
        error=None if error is None else load(error, StoreError),
        size=size,
        created=created,
        finished=finished,
        requests=requests,
        retries=retries,
        parts_done=parts[0],
        parts_bytes=int(parts[1]),
    )


def read_part(row: Any) -> PartFact:
    """A part's row without the job's id."""
    number, size, etag, crc64, seconds, attempts = row
    return PartFact(PartInfo(number, size, etag, None if crc64 is None else int(crc64)), seconds, attempts)
