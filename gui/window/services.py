"""What the window works with, put together by `gui/app.py` or by a test. Contracts and values only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from core.model.reports import Preview
from core.model.requests import BatchRequest, JobRequest, PrefixRequest
from core.model.values import Account, Credentials
from core.store.browser import Verdict
from core.store.read_cache import ReadCache
from core.system.clock import Cancel
from gui.accounts.open_accounts import OpenAccounts, Secrets
from gui.actions.copying import Copies, Tiers
from gui.actions.drop_dialog import Replan
from gui.actions.folders import MakesFolders
from gui.actions.links import Signs
from gui.actions.restoring import KnowsArchives
from gui.browser.loader import Looks
from gui.editor.inspection import Reads
from gui.history.history import PastEngine
from gui.qt.bridge import Bridge
from gui.qt.sandbox_child import PACE
from gui.qt.tasks import Tasks
from gui.queue.actions import QueueEngine
from gui.settings.preferences import Settings
from gui.settings.settings_dialog import PriceBook
from gui.versions.versions import KnowsVersions
from gui.widgets.style import Scheme


class WindowEngine(Copies, QueueEngine, PastEngine, Protocol):
    """What the window asks of `core.engine.engine.Engine`."""

    def submit(self, request: BatchRequest, jobs: Sequence[JobRequest] = ()) -> int: ...

    def preview(
        self, request: JobRequest | PrefixRequest, cancel: Cancel | None = None, read_cache: ReadCache | None = None
    ) -> Preview: ...


class WindowBrowser(Looks, KnowsVersions, KnowsArchives, Reads, MakesFolders, Signs, Tiers, Protocol):
    """What the window asks of `core.store.browser.Browser`."""


@dataclass(frozen=True, slots=True)
class Services:
    """Everything that the widgets talk to.

    Attributes:
        browse: for the network; several threads.
        clerk: for the engine's wishes and the account book; one thread, so that the order of wishes is kept.
        check: the Test button of an account; see `core.store.browser.check_account`.
        prices: what requests and bytes are reckoned to cost; both ways block on the disk.
        replan: the plan for another part size; None hides that choice.
        forget: an account was changed or removed, and what was learned of it is void.
        set_workers: lets so many workers copy from now on; returns at once.
        recover: takes over what an earlier run has left unfinished; blocks.
        sandbox: options of the embedded store, should it be started.
        paint: puts a colour scheme on the application.
    """

    engine: WindowEngine
    browser: WindowBrowser
    accounts: OpenAccounts
    vault: Secrets
    browse: Tasks
    clerk: Tasks
    bridge: Bridge
    settings: Settings
    check: Callable[[Account, Credentials | None, Cancel], Verdict]
    prices: PriceBook
    replan: Replan | None = None
    forget: Callable[[str], None] = lambda _: None
    paint: Callable[[Scheme], None] = lambda _: None
    sandbox: Sequence[str] = PACE
    recover: Callable[[], object] = lambda: None
    set_workers: Callable[[int], object] = lambda _: None
