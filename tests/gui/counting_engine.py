"""A stand-in for the engine whose first count is only a range, and whose second one is exact."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from core.model.reports import Preview
from core.model.requests import BatchRequest, JobKind, JobRequest, PrefixRequest
from core.rules.estimate import Estimate
from core.store.read_cache import ReadCache
from core.system.clock import Cancel
from tests.gui.queue_fixture import ref
from tests.gui.stubs import EngineStub

TOTAL = 2000
RANGE = Estimate(
    objects=TOTAL, size=TOTAL, simple=TOTAL, conflicts=3, calls={"CopyObject": TOTAL}, calls_most=6000, drawn=True
)
EXACT = replace(RANGE, calls={"CopyObject": TOTAL, "HeadObject": 345}, calls_most=0, drawn=False)
FOLDER = PrefixRequest(ref("a/"), ref("b/"), kind=JobKind.RENAME)


@dataclass
class CountingEngine(EngineStub):
    """Keeps the contract of the engine's `estimate`, `preview` and `submit`, and records what is asked."""

    first: Estimate = RANGE
    second: Estimate = EXACT
    fail: Exception | None = None
    fail_exactly: Exception | None = None
    counted: list[tuple[tuple[JobRequest | PrefixRequest, ...], bool]] = field(default_factory=list)
    read_caches: list[ReadCache | None] = field(default_factory=list)
    queued: list[BatchRequest] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)  # the second count waits for it
    waits: bool = False

    @property
    def stages(self) -> list[bool]:
        """Which counts were done, in order: whether each was the exact one."""
        return [exactly for _, exactly in self.counted]

    def estimate(
        self,
        requests: Sequence[JobRequest | PrefixRequest],
        cancel: Cancel | None = None,
        tell: Callable[[int], None] = lambda _: None,
        read_cache: ReadCache | None = None,
        *,
        exactly: bool = False,
    ) -> Estimate:
        self.counted.append((tuple(requests), exactly))
        self.read_caches.append(read_cache)
        tell(77)
        while exactly and self.waits and not self.gate.wait(0.005):
            (cancel or Cancel()).check()
        problem = self.fail_exactly if exactly else self.fail
        if problem is not None:
            raise problem
        return self.second if exactly else self.first

    def preview(
        self, request: JobRequest | PrefixRequest, cancel: Cancel | None = None, read_cache: ReadCache | None = None
    ) -> Preview:
        return Preview(request, None, None, target_exists=False)

    def submit(self, request: BatchRequest, jobs: Sequence[JobRequest] = ()) -> int:
        self.queued.append(request)
        return len(self.queued)
