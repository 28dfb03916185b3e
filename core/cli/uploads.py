"""Unfinished multipart uploads, whoever began them."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from core.cli import messages as sentences
from core.cli.arguments import Location, Misuse
from core.cli.follow import confirm
from core.cli.output import Out, count_text, printable, time_text
from core.cli.session import CommandSession
from core.journal.records import JobRecord
from core.model.errors import StoreError
from core.model.jobs import State
from core.model.values import UploadInfo
from core.rules.steps import keeps_upload
from core.store.browser import Browser
from core.system.clock import Cancel, Clock

_HOUR_S = 3600


@dataclass(frozen=True, slots=True)
class Found:
    """One unfinished upload.

    Attributes:
        owner: the job of this journal that began it.
        is_wanted: whether that job is going on with it, or would after `jobs resume`.
    """

    upload: UploadInfo
    owner: JobRecord | None
    is_wanted: bool


def uploads_command(options: argparse.Namespace, out: Out, session: CommandSession, *, clock: Clock) -> int:
    """List the unfinished uploads of a bucket, or abort them."""
    where: Location = options.place
    if options.force and not options.abort:
        raise Misuse("--force goes only with --abort.")
    if options.dry_run and not options.abort:
        raise Misuse("A list changes nothing, so --dry-run goes only with --abort.")
    if options.abort and not (options.yes or options.dry_run or out.can_ask):
        raise Misuse("There is no terminal to ask on. Give --yes to abort these uploads, or look with --dry-run.")
    browser = Browser(session.stores)
    before = None if options.older_than_hours is None else clock.now() - options.older_than_hours * _HOUR_S
    found = _find(_uploads(options, browser), before, session)
    if options.abort:
        return _abort(options, list(found), out, browser)
    any_found = False
    for one in found:
        any_found = True
        _tell(where.bucket, one, out)
    if not any_found and not out.json:
        out.say(_none_text(options))
    return 0


def _uploads(options: argparse.Namespace, browser: Browser) -> Iterator[UploadInfo]:
    """Those of the bucket, those under a prefix, or those to one key."""
    where: Location = options.place
    key, is_one = where.key or "", bool(where.key) and not options.recursive
    found = browser.uploads(where.account, where.bucket, key if is_one else where.prefix().key, Cancel())
    return (upload for upload in found if not is_one or upload.key == key)


def _none_text(options: argparse.Namespace) -> str:
    if options.place.key and not options.recursive:
        return "No unfinished uploads to this very key. For all under a prefix add --recursive."
    return "No unfinished uploads."


def _find(uploads: Iterable[UploadInfo], before: float | None, session: CommandSession) -> Iterator[Found]:
    """The uploads that were begun before a Unix time; one whose time is not known may be younger."""
    for upload in uploads:
        if before is not None and (upload.initiated is None or upload.initiated > before):
            continue
        job = session.journal.upload_owner(upload.upload_id)
        owner = None if job is None else session.journal.job(job)
        yield Found(upload, owner, owner is not None and _is_unfinished(owner))


def _is_unfinished(job: JobRecord) -> bool:
    mendable = job.state is State.FAILED and job.error is not None and keeps_upload(job.error)
    return mendable or not job.state.is_end


def _tell(bucket: str, one: Found, out: Out, **more: Any) -> None:
    upload, owner = one.upload, one.owner
    if out.json:
        out.row(
            {
                "bucket": bucket,
                "key": upload.key,
                "upload": upload.upload_id,
                "since": upload.initiated,
                "job": None if owner is None else owner.batch,
                "unfinished": one.is_wanted,
                **more,
            }
        )
        return
    whose = "" if owner is None else f"  (job {owner.batch}{', unfinished' if one.is_wanted else ''})"
    out.say(f"{time_text(upload.initiated):<16}  {printable(upload.upload_id)}  {printable(upload.key)}{whose}")


# ---------------------------------------------------------------- --abort


def _abort(options: argparse.Namespace, found: list[Found], out: Out, browser: Browser) -> int:
    where: Location = options.place
    doomed = [one for one in found if options.force or not one.is_wanted]
    kept = len(found) - len(doomed)
    if options.dry_run:
        for one in doomed:
            _tell(where.bucket, one, out, state="would-abort")
    elif doomed and not options.yes and not _confirmed(where, doomed, out):
        out.remark("Nothing was aborted.")
        return 1
    failed = 0 if options.dry_run else sum(not _abort_one(where, one, out, browser) for one in doomed)
    if not out.json:
        done = len(doomed) - failed
        said = f"{count_text(done, 'upload', 'uploads')} {'would be aborted' if options.dry_run else 'aborted'}."
        out.say(said if found else _none_text(options))
    if kept:
        out.remark(
            f"{count_text(kept, 'upload', 'uploads')} left alone: unfinished jobs here go on with them. Give such a "
            "job up with: bucketferry jobs cancel ID; or add --force."
        )
    return 1 if failed else 0


def _confirmed(where: Location, doomed: list[Found], out: Out) -> bool:
    for one in doomed:
        _tell(where.bucket, one, out)
    return confirm(f"Abort {count_text(len(doomed), 'upload', 'uploads')} and drop what they have?", out)


def _abort_one(where: Location, one: Found, out: Out, browser: Browser) -> bool:
    """Abort one upload; whether that worked."""
    try:
        browser.abort(where.account, where.bucket, one.upload, Cancel())
    except StoreError as error:
        said = sentences.of_error(error)
        if out.json:
            _tell(where.bucket, one, out, state="failed", error=said)
        out.remark(f"failed: {printable(one.upload.key)}: {printable(said)}")
        return False
    if out.json:
        _tell(where.bucket, one, out, state="aborted")
    return True
