"""What the window asks of the core, and of its own planning: one protocol for each service.

The classes of the core keep these contracts without knowing them; tests put stand-ins in their place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol

from PySide6.QtWidgets import QWidget

from core.model.jobs import State, Want
from core.model.limits import Features, Limits
from core.model.ops import ObjectPage
from core.model.reports import BatchRow, Frame, JobReport, JobRow, PartGrid, Preview
from core.model.requests import BatchRequest, JobRequest, ListRequest, OnExisting, PrefixRequest, Terms
from core.model.values import Account, BucketInfo, Credentials, ObjectInfo, ObjectRef, VersionEntry
from core.rules.estimate import Estimate
from core.rules.providers import StorageClass
from core.store.read_cache import ReadCache
from core.system.clock import Cancel
from core.system.secrets_file import FileState
from core.system.vault import Kept


class EngineApi(Protocol):
    """The engine; see `core.engine.engine.Engine`.

    `frame`, `snapshot` and `watch` read memory only. `work` returns when the engine stops. `preview`, `estimate`,
    `can_undo`, `reversal` and `undo` may block on the network, all others on the disk.
    """

    def work(self, slot: int) -> None: ...

    def set_workers(self, count: int) -> None: ...

    def submit(self, request: BatchRequest, jobs: Sequence[JobRequest] = ()) -> int: ...

    def command(self, want: Want, *, batches: Iterable[int] = (), jobs: Iterable[int] = ()) -> None: ...

    def retry(
        self,
        *,
        batches: Iterable[int] = (),
        jobs: Iterable[int] = (),
        on_existing: OnExisting | None = None,
        terms: Terms | None = None,
    ) -> None: ...

    def clear(self, batches: Iterable[int]) -> None: ...

    def frame(self) -> Frame: ...

    def pulse(self) -> None: ...

    def snapshot(self) -> Frame: ...

    def watch(self, job: int | None) -> None: ...

    def jobs(
        self, batch: int, *, offset: int = 0, limit: int = 1000, states: Iterable[State] | None = None
    ) -> tuple[JobRow, ...]: ...

    def grid(self, job: int) -> PartGrid | None: ...

    def report(self, job: int) -> JobReport | None: ...

    def preview(
        self, request: JobRequest | PrefixRequest, cancel: Cancel | None = None, read_cache: ReadCache | None = None
    ) -> Preview: ...

    def estimate(
        self,
        requests: Sequence[JobRequest | PrefixRequest],
        cancel: Cancel | None = None,
        tell: Callable[[int], None] = ...,
        read_cache: ReadCache | None = None,
        *,
        exactly: bool = False,
    ) -> Estimate: ...

    def history(self, *, offset: int = 0, limit: int = 200) -> tuple[BatchRow, ...]: ...

    def forget_history(self) -> None: ...

    def can_undo(self, batch: int) -> bool: ...

    def reversal(self, batch: int) -> tuple[ListRequest, tuple[JobRequest, ...]]: ...

    def undo(self, batch: int) -> int: ...


class BrowserApi(Protocol):
    """The look into stores; see `core.store.browser.Browser`.

    What takes a `Cancel` blocks on the network, an iterator at each of its steps. `link` may block for the secret.
    The others ask nobody.
    """

    def buckets(self, account: str, cancel: Cancel) -> tuple[BucketInfo, ...]: ...

    def page(self, account: str, bucket: str, prefix: str, token: str, cancel: Cancel) -> ObjectPage: ...

    def walk(self, account: str, bucket: str, prefix: str, cancel: Cancel) -> Iterator[ObjectPage]: ...

    def stat(self, ref: ObjectRef, cancel: Cancel) -> ObjectInfo: ...

    def versioning(self, account: str, bucket: str, cancel: Cancel) -> str: ...

    def versions(
        self, account: str, bucket: str, prefix: str, cancel: Cancel, *, key: str = ""
    ) -> Iterator[tuple[VersionEntry, ...]]: ...

    def link_target(self, ref: ObjectRef, cancel: Cancel) -> str: ...

    def make_folder(self, account: str, bucket: str, prefix: str, cancel: Cancel) -> None: ...

    def link(self, ref: ObjectRef, expires_in_s: int) -> str: ...

    def presign_max_s(self, account: str) -> int: ...

    def storage_classes(self, account: str) -> tuple[StorageClass, ...]: ...

    def acl_words(self, account: str) -> tuple[str, ...]: ...

    def restore_tiers(self, account: str, storage_class: str) -> tuple[str, ...]: ...

    def features(self, account: str) -> Features: ...

    def limits(self, account: str) -> Limits: ...


class AccountBookApi(Protocol):
    """The saved accounts; see `core.system.accounts.AccountBook`. `get` raises `KeyError` for an unknown name."""

    def names(self) -> tuple[str, ...]: ...

    def get(self, name: str) -> Account: ...

    def put(self, account: Account) -> None: ...

    def remove(self, name: str) -> None: ...


class SecretStoreApi(Protocol):
    """The secrets of accounts; see `core.system.vault.Vault`. A call may take seconds, and raise `KnownError`."""

    def load(self, account: Account) -> Credentials | None: ...

    def save(self, account: Account, credentials: Credentials) -> Kept: ...

    def forget(self, account: Account) -> None: ...

    def has_keyring(self) -> bool: ...

    def file_state(self) -> FileState: ...

    def open_file(self, passphrase: str) -> None: ...


class PlanningApi(Protocol):
    """What shows the user what requests would do, and queues them when they agree; see `gui.actions.planning`."""

    def show_plan(
        self,
        requests: Sequence[JobRequest | PrefixRequest],
        *,
        title: str = "",
        over: QWidget | None = None,
    ) -> None: ...
