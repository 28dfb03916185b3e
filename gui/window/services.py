"""What the window works with, put together by `gui/app.py` or by a test. Contracts and values only."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from core.model.reports import Verdict
from core.model.values import Account, Credentials
from core.system.account_files import Candidate
from core.system.awake import Awake
from core.system.clock import Cancel
from gui.accounts.open_accounts import OpenAccounts
from gui.actions.drop_dialog import Replan
from gui.help.help import WriteReport
from gui.qt.bridge import Bridge
from gui.qt.contracts import BrowserApi, EngineApi, SecretStoreApi
from gui.qt.sandbox_child import PACE
from gui.qt.tasks import Tasks
from gui.settings.preferences import Settings
from gui.settings.price_folder import PriceFolder
from gui.widgets.style import Scheme


@dataclass(frozen=True, slots=True)
class Services:
    """Everything that the widgets talk to.

    Attributes:
        browse: for the network; several threads.
        clerk: for commands to the engine and the account book; one thread, so that their order is kept.
        check: the Test button of an account; see `core.store.browser.check_account`.
        prices: what requests and bytes are reckoned to cost; both ways block on the disk.
        replan: the plan for another part size; None hides that choice.
        forget: an account was changed or removed, and what was learned of it is void.
        set_workers: lets so many workers copy from now on; returns at once.
        unfinished: the accounts that unfinished work of an earlier run needs, each with its number of tasks; blocks.
        logs: the folder of the log.
        write_report: see `gui.help.help`.
        awake: keeps the computer from sleeping.
        now: a monotonic time in seconds.
        find_accounts: the accounts that other programs have saved; blocks.
        recover: takes over what an earlier run has left unfinished; blocks.
        sandbox: options of the embedded store, should it be started.
        paint: puts a colour scheme on the application.
    """

    engine: EngineApi
    browser: BrowserApi
    accounts: OpenAccounts
    vault: SecretStoreApi
    browse: Tasks
    clerk: Tasks
    bridge: Bridge
    settings: Settings
    check: Callable[[Account, Credentials | None, Cancel], Verdict]
    prices: PriceFolder
    replan: Replan | None = None
    forget: Callable[[str], None] = lambda _: None
    paint: Callable[[Scheme], None] = lambda _: None
    sandbox: Sequence[str] = PACE
    recover: Callable[[], object] = lambda: None
    unfinished: Callable[[], Mapping[str, int]] = dict
    logs: Path | None = None
    write_report: WriteReport | None = None
    awake: Awake = field(default_factory=lambda: Awake(nullcontext))
    now: Callable[[], float] = lambda: 0.0
    find_accounts: Callable[[], tuple[Candidate, ...]] = tuple
    set_workers: Callable[[int], object] = lambda _: None
