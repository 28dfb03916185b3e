"""Puts the parts together and runs one command. `gui/app.py` does the same for the window."""

from __future__ import annotations

import argparse
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial

from core.cli import messages as sentences
from core.cli.accounts import account_command, link_command, list_command, stat_command
from core.cli.arguments import Misuse
from core.cli.change import meta_command, remove_command, restore_command
from core.cli.copies import copy_command
from core.cli.jobs import history_command, jobs_command, undo_command
from core.cli.output import FAILED, WRONG_USAGE, Out, printable
from core.cli.session import CommandSession
from core.cli.uploads import uploads_command
from core.cli.versions import versions_command
from core.engine.engine import Engine
from core.journal.journal import Journal, JournalError
from core.model.errors import KnownError, StoreError
from core.store.browser import Browser
from core.store.stores import Stores
from core.system.accounts import AccountBook
from core.system.clock import Clock, SystemClock
from core.system.instance import Instance
from core.system.log import Redactor, start_log, stop_log
from core.system.paths import Paths, find_paths
from core.system.price_file import load_prices
from core.system.secrets_file import SecretsFile
from core.system.vault import Vault

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Parts:
    """What commands work with."""

    paths: Paths
    book: AccountBook
    vault: Vault
    stores: Stores
    clock: Clock


def run(options: argparse.Namespace, out: Out) -> int:
    """Run a command other than `sandbox`; returns its exit code. What fails is said on standard error."""
    try:
        with _put_together(options) as parts:
            if parts.book.notice:
                out.remark(printable(parts.book.notice))
            return _command(options, out, parts)
    except Misuse as error:
        out.remark(f"bucketferry: {printable(str(error))}")
        return WRONG_USAGE
    except StoreError as error:
        out.remark(printable(sentences.of_error(error)))
    except (KnownError, JournalError) as error:
        out.remark(printable(str(error)))
    return FAILED


@contextmanager
def _put_together(options: argparse.Namespace) -> Iterator[Parts]:
    """The parts, with the log open around them. A fault of our own goes to the log and becomes a sentence."""
    paths, redactor, clock = find_paths(), Redactor(), SystemClock()
    paths.create()
    handler = start_log(paths.logs, redactor)
    try:
        book, vault = AccountBook(paths.accounts), Vault(on_secret=redactor.hide, file=SecretsFile(paths.secrets))
        stores = Stores(book, vault.load, clock)
        try:
            yield Parts(paths, book, vault, stores, clock)
        finally:
            stores.close_thread()
    except (KnownError, StoreError, JournalError, BrokenPipeError, Misuse):
        raise
    except Exception as error:
        _LOG.exception("the command %s broke", options.command)
        file = paths.logs / "bucketferry.log"
        raise KnownError(
            f"Bucketferry met a fault of its own ({type(error).__name__}). Please report it with the end of {file}"
        ) from error
    finally:
        stop_log(handler)


def _command(options: argparse.Namespace, out: Out, parts: Parts) -> int:
    book, browser = parts.book, Browser(parts.stores)
    if getattr(options, "quick", False) and not options.dry_run:
        raise Misuse("--quick says how --dry-run counts, so it goes only with --dry-run.")
    match options.command:
        case "account":
            return account_command(options, out, book=book, vault=parts.vault, clock=parts.clock)
        case "ls":
            return list_command(options, out, book=book, browser=browser)
        case "stat":
            return stat_command(options, out, book=book, browser=browser)
        case "link":
            return link_command(options, out, book=book, browser=browser)
    with _session(options, parts) as session:
        match options.command:
            case "meta":
                return meta_command(options, out, book=book, session=session)
            case "uploads":
                return uploads_command(options, out, session, clock=parts.clock)
            case command:
                return _WITH_CREW[command](options, out, session)


#: Commands that need an engine, and nothing besides.
_WITH_CREW: dict[str, Callable[[argparse.Namespace, Out, CommandSession], int]] = {
    "cp": copy_command,
    "mv": copy_command,
    "rm": remove_command,
    "restore": restore_command,
    "versions": versions_command,
    "jobs": jobs_command,
    "history": history_command,
    "undo": undo_command,
}


@contextmanager
def _session(options: argparse.Namespace, parts: Parts) -> Iterator[CommandSession]:
    """An engine on this user's journal. Its workers begin when the command enters the session."""
    workers: int = getattr(options, "workers", 1)
    dirty = threading.Event()
    with ExitStack() as stack:
        journal = Journal(parts.paths.journal)
        stack.callback(journal.close)
        instance = Instance(parts.paths.instances)
        stack.callback(instance.close)
        prices = partial(load_prices, parts.paths.config)
        engine = Engine(
            parts.stores, journal, parts.clock, instance, workers=workers, prices=prices, on_dirty=dirty.set
        )
        yield CommandSession(engine, journal, stores=parts.stores, clock=parts.clock, dirty=dirty, workers=workers)
