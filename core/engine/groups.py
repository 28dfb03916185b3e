"""Jobs that wait for each other, so that their objects are deleted with one request.

Pure bookkeeping under the engine's lock. Which jobs go together does not depend on how long each takes, so that a plan
can tell the number of requests.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from core.engine.active_job import BatchRun, Run
from core.model.jobs import PartPlan, RestorePlan
from core.model.requests import JobKind
from core.rules.conditions import GROUPS, goes_alone
from core.rules.steps import Next, Step

#: A batch, and the account and the bucket of objects.
GroupKey = tuple[int, str, str]

#: Seconds that a verified copy waits for another one to be verified. Nobody may take it away meanwhile.
GROUP_WAIT_S = 10.0


@dataclass(eq=False, slots=True)
class Group:
    """Objects of one batch and one bucket.

    While it is open, others may join it. A rename joins before its copy is verified: once the group is closed all are
    verified, side by side, and deleted as soon as the last one is. However long the others took to be copied, no
    verified copy waits for them.

    Attributes:
        members: all its jobs, by id; those that lack only the deletion are `ready`.
        since: monotonic time at which the last one became ready.
    """

    kind: JobKind
    place: GroupKey
    is_open: bool = True
    members: dict[int, Run] = field(default_factory=dict)
    ready: dict[int, Run] = field(default_factory=dict)
    since: float = 0.0

    @property
    def account(self) -> str:
        return self.place[1]

    def due(self, now: float) -> float:
        """When to delete those that are ready; infinity when something else has to happen first."""
        if not self.is_open and len(self.ready) == len(self.members):
            return now
        return self.since + GROUP_WAIT_S if self.ready and self.kind is JobKind.RENAME else math.inf


class DeletionGroups:
    """All groups of the engine.

    Attributes:
        woken: jobs that waited to be verified and need not wait any more, for the scheduler to take.
    """

    def __init__(self) -> None:
        self.woken: list[Run] = []
        self._open: dict[GroupKey, Group] = {}
        self._closed: list[Group] = []
        self._of: dict[int, Group] = {}

    def __iter__(self) -> Iterator[Group]:
        return chain(tuple(self._closed), tuple(self._open.values()))

    def has(self, run: Run) -> bool:
        """Whether a job is in a group."""
        return run.id in self._of

    def holds(self, batch: BatchRun, run: Run, following: Next, now: float) -> bool:
        """Let a job join its group before `following`, if it goes with one; returns whether it has to wait there."""
        facts, request = run.record.facts, run.record.request
        verifies = following is Step.VERIFY and request.kind is JobKind.RENAME
        comes = verifies or following is Step.DELETE
        if not (comes and batch.many) or goes_alone(request, facts.source, facts.plan):
            self.leave(run)
            return False
        group = self._of.get(run.id) or self._join(batch, run)
        if following is Step.DELETE and run.id not in group.ready:
            group.ready[run.id] = run
            group.since = now
        return group.is_open or not verifies

    def _join(self, batch: BatchRun, run: Run) -> Group:
        source = run.record.request.source
        place = (batch.id, source.account, source.bucket)
        group = self._open.setdefault(place, Group(run.record.request.kind, place))
        group.members[run.id] = run
        self._of[run.id] = group
        if len(group.members) == GROUPS[group.kind]:
            self._close(group)
        return group

    def _close(self, group: Group) -> None:
        group.is_open = False
        self._closed.append(self._open.pop(group.place))
        self.woken += [run for run in group.members.values() if run.dequeued and run.id not in group.ready]

    def leave(self, run: Run) -> None:
        """A job goes on without the others, if it was with any."""
        group = self._of.pop(run.id, None)
        if group is None:
            return
        group.members.pop(run.id)
        group.ready.pop(run.id, None)
        if group.members:
            return
        if group.is_open:
            del self._open[group.place]
        else:
            self._closed.remove(group)

    def close(self, batches: Mapping[int, BatchRun]) -> None:
        """Close the groups that nobody else will join."""
        for group in tuple(self._open.values()):
            if not self._may_grow(batches[group.place[0]]):
                self._close(group)

    def _may_grow(self, batch: BatchRun) -> bool:
        return batch.brings_more or any(map(self._may_join, batch.active.values()))

    def _may_join(self, run: Run) -> bool:
        """Whether a job is still on its way to a group. What is copied in parts goes alone; a restore takes hours."""
        facts = run.record.facts
        is_past = run.step is Step.DELETE or facts.deleted or run.id in self._of
        return not is_past and not isinstance(facts.plan, PartPlan | RestorePlan)

    def take(self, group: Group) -> tuple[Run, ...]:
        """The jobs of a group that are to be deleted now; they leave it."""
        runs = tuple(group.ready.values())
        for run in runs:
            self.leave(run)
        return runs
