"""Submit work, wait for it, ask about what stands in the way, and sum it up."""

from __future__ import annotations

from collections.abc import Sequence

from core.cli.output import INTERRUPTED, Out, printable, size_text, time_text
from core.cli.report import Report
from core.cli.rows import place_text
from core.cli.session import CommandSession, Paused
from core.model.errors import StoreError
from core.model.reports import JobRow
from core.model.requests import OnExisting
from core.model.values import ObjectRef
from core.store.browser import Browser
from core.system.clock import Cancel

#: The answers about a target that stands; in capitals they hold for all that follow.
_ANSWERS = {
    "o": OnExisting.OVERWRITE,
    "s": OnExisting.SKIP,
    "k": OnExisting.KEEP_BOTH,
    "d": OnExisting.DIFFERENT,
    "n": OnExisting.REFUSE,
}
_QUESTION = "[o]verwrite, [s]kip, [k]eep both, overwrite if [d]ifferent, [n]o; in capitals for all that follow: "


def carry_out(batches: Sequence[int], out: Out, session: CommandSession, report: Report) -> int:
    """Work on batches until they end, then forget those that need no second try; returns the exit code."""
    left: Sequence[int] = batches
    try:
        with session:
            while left:
                session.follow(left, report.take)
                left = _settle(report, out, session)
    except Paused:
        out.end_progress()
        report.tell_untold()
        ids = " ".join(str(batch) for batch in batches)
        each = f"job {ids} goes" if len(batches) == 1 else "they go"
        out.remark(f"Paused; {each} on with: bucketferry jobs resume{' ' + ids if len(batches) == 1 else ''}")
        return INTERRUPTED
    out.end_progress()
    session.engine.clear(batch for batch in batches if batch not in report.resumable)
    return report.finish()


def take_back_hint(batch: int, out: Out, session: CommandSession, report: Report) -> None:
    """Say how what was done is taken back, where it can be."""
    if not out.json and report.done and session.engine.can_undo(batch):
        out.say(f"Take it back with: bucketferry undo {batch}")


# ---------------------------------------------------------------- asking


def _settle(report: Report, out: Out, session: CommandSession) -> list[int]:
    """Ask about each target that stands; returns the batches that go on."""
    again: set[int] = set()
    for_all: OnExisting | None = None
    asking, report.asking = report.asking, {}
    for _, row in sorted(asking.items()):
        choice = for_all
        if choice is None:
            choice, is_for_all = _ask(row, out, session)
            for_all = choice if is_for_all else None
        if choice is OnExisting.REFUSE:
            report.end(row)
        else:
            session.engine.retry(jobs=[row.id], on_existing=choice)
            again.add(row.batch)
    return sorted(again)


def _ask(row: JobRow, out: Out, session: CommandSession) -> tuple[OnExisting, bool]:
    out.remark(f"{printable(place_text(row.target))} exists already.")
    browser = Browser(session.stores)
    for what, ref in (("it is", row.target), ("to be written", row.source)):
        out.remark(f"  {what}: {_looks(browser, ref)}")
    while True:
        try:
            typed = out.ask(_QUESTION)
        except KeyboardInterrupt:
            typed = None
        if typed is None:
            return OnExisting.REFUSE, True
        if typed.strip().lower() in _ANSWERS:
            return _ANSWERS[typed.strip().lower()], typed.strip().isupper()


def _looks(browser: Browser, ref: ObjectRef) -> str:
    try:
        info = browser.stat(ref, Cancel())
    except StoreError:
        return "not known"
    return f"{size_text(info.size)}, {time_text(info.modified)}"


def confirm(question: str, out: Out) -> bool:
    """Ask for a yes; anything else is a no."""
    return (out.ask(f"{question} [y/N] ") or "").strip().lower() in ("y", "yes")
