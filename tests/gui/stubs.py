"""Bases for stand-ins that keep a small part of a contract: what a test does not define fails when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from core.model.jobs import State, Want
from core.model.limits import Features, Limits
from core.model.ops import ObjectPage
from core.model.reports import BatchRow, Frame, JobReport, JobRow, PartGrid, Preview
from core.model.requests import BatchRequest, JobRequest, ListRequest, OnExisting, PrefixRequest, Terms
from core.model.values import BucketInfo, ObjectInfo, ObjectRef, VersionEntry
from core.rules.estimate import Estimate
from core.rules.providers import StorageClass
from core.store.read_cache import ReadCache
from core.system.clock import Cancel


class EngineStub:
    """An engine of which nothing is asked; see `gui.qt.contracts.EngineApi`."""

    def work(self, slot: int) -> None:
        raise NotImplementedError

    def set_workers(self, count: int) -> None:
        raise NotImplementedError

    def submit(self, request: BatchRequest, jobs: Sequence[JobRequest] = ()) -> int:
        raise NotImplementedError

    def command(self, want: Want, *, batches: Iterable[int] = (), jobs: Iterable[int] = ()) -> None:
        raise NotImplementedError

    def retry(
        self,
        *,
        batches: Iterable[int] = (),
        jobs: Iterable[int] = (),
        on_existing: OnExisting | None = None,
        terms: Terms | None = None,
    ) -> None:
        raise NotImplementedError

    def clear(self, batches: Iterable[int]) -> None:
        raise NotImplementedError

    def frame(self) -> Frame:
        raise NotImplementedError

    def pulse(self) -> None:
        pass

    def snapshot(self) -> Frame:
        raise NotImplementedError

    def watch(self, job: int | None) -> None:
        raise NotImplementedError

    def jobs(
        self, batch: int, *, offset: int = 0, limit: int = 1000, states: Iterable[State] | None = None
    ) -> tuple[JobRow, ...]:
        raise NotImplementedError

    def grid(self, job: int) -> PartGrid | None:
        raise NotImplementedError

    def report(self, job: int) -> JobReport | None:
        raise NotImplementedError

    def preview(
        self, request: JobRequest | PrefixRequest, cancel: Cancel | None = None, read_cache: ReadCache | None = None
    ) -> Preview:
        raise NotImplementedError

    def estimate(
        self,
        requests: Sequence[JobRequest | PrefixRequest],
        cancel: Cancel | None = None,
        tell: Callable[[int], None] = lambda _: None,
        read_cache: ReadCache | None = None,
        *,
        exactly: bool = False,
    ) -> Estimate:
        raise NotImplementedError

    def history(self, *, offset: int = 0, limit: int = 200) -> tuple[BatchRow, ...]:
        raise NotImplementedError

    def forget_history(self) -> None:
        raise NotImplementedError

    def can_undo(self, batch: int) -> bool:
        raise NotImplementedError

    def reversal(self, batch: int) -> tuple[ListRequest, tuple[JobRequest, ...]]:
        raise NotImplementedError

    def undo(self, batch: int) -> int:
        raise NotImplementedError


class BrowserStub:
    """A browser of which nothing is asked; see `gui.qt.contracts.BrowserApi`."""

    def buckets(self, account: str, cancel: Cancel) -> tuple[BucketInfo, ...]:
        raise NotImplementedError

    def page(self, account: str, bucket: str, prefix: str, token: str, cancel: Cancel) -> ObjectPage:
        raise NotImplementedError

    def walk(self, account: str, bucket: str, prefix: str, cancel: Cancel) -> Iterator[ObjectPage]:
        raise NotImplementedError

    def stat(self, ref: ObjectRef, cancel: Cancel) -> ObjectInfo:
        raise NotImplementedError

    def versioning(self, account: str, bucket: str, cancel: Cancel) -> str:
        raise NotImplementedError

    def versions(
        self, account: str, bucket: str, prefix: str, cancel: Cancel, *, key: str = ""
    ) -> Iterator[tuple[VersionEntry, ...]]:
        raise NotImplementedError

    def link_target(self, ref: ObjectRef, cancel: Cancel) -> str:
        raise NotImplementedError

    def make_folder(self, account: str, bucket: str, prefix: str, cancel: Cancel) -> None:
        raise NotImplementedError

    def link(self, ref: ObjectRef, expires_in_s: int) -> str:
        raise NotImplementedError

    def presign_max_s(self, account: str) -> int:
        raise NotImplementedError

    def storage_classes(self, account: str) -> tuple[StorageClass, ...]:
        raise NotImplementedError

    def acl_words(self, account: str) -> tuple[str, ...]:
        raise NotImplementedError

    def restore_tiers(self, account: str, storage_class: str) -> tuple[str, ...]:
        raise NotImplementedError

    def features(self, account: str) -> Features:
        raise NotImplementedError

    def limits(self, account: str) -> Limits:
        raise NotImplementedError
