"""Versions of objects, and how one is brought back. Each command returns its exit code."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from typing import Any

from core.cli.arguments import Location, Misuse
from core.cli.dry_run import dry_run, estimate_row
from core.cli.follow import carry_out
from core.cli.output import Out, printable, size_text, time_text
from core.cli.report import Report
from core.cli.session import CommandSession
from core.model.errors import Kind, StoreError
from core.model.requests import CopyRequest, DeleteRequest, JobKind, ListRequest, OnExisting, Options
from core.model.values import ObjectRef, VersionEntry
from core.store.browser import Browser
from core.system.clock import Cancel


def versions_command(options: argparse.Namespace, out: Out, session: CommandSession) -> int:
    """List versions and delete markers, or bring a version or deleted objects back."""
    _check(options)
    where: Location = options.place
    session.stores.account(where.account)
    if options.undelete and options.recursive:
        return _undelete_all(options, out, session)
    if options.restore is None and not options.undelete:
        return _list(options, out, session)
    request = _bring_back(where.ref(), options.restore)
    if options.dry_run:
        each = [request] if isinstance(request, CopyRequest) else []
        return dry_run([request], each, out, session, event="estimate", quick=options.quick)
    return carry_out([session.engine.submit(request)], out, session, Report(out))


def _check(options: argparse.Namespace) -> None:
    if options.restore is not None and options.recursive:
        raise Misuse("--restore names one version of one object, so it does not go with --recursive.")
    if options.dry_run and options.restore is None and not options.undelete:
        raise Misuse("A list changes nothing, so --dry-run goes only with --restore or --undelete.")
    if options.place.key or options.recursive:
        return
    if options.restore is not None:
        raise Misuse("This names no object. Write NAME:BUCKET/KEY for --restore.")
    verb = "bring back" if options.undelete else "list"
    raise Misuse(f"This names no object. Write NAME:BUCKET/KEY, or {verb} all of it with --recursive.")


def _pages(options: argparse.Namespace, browser: Browser) -> Iterator[tuple[VersionEntry, ...]]:
    """The versions of one object, or of all under a prefix."""
    where: Location = options.place
    if options.recursive:
        return browser.versions(where.account, where.bucket, where.prefix().key, Cancel())
    return browser.versions(where.account, where.bucket, "", Cancel(), key=where.ref().key)


# ---------------------------------------------------------------- bringing back


def _bring_back(ref: ObjectRef, version: str | None) -> CopyRequest | DeleteRequest:
    if version is None:
        return DeleteRequest(ref, JobKind.UNDELETE)
    source = ObjectRef(ref.account, ref.bucket, ref.key, version)
    return CopyRequest(source, ref, Options(on_existing=OnExisting.OVERWRITE))


def _undelete_all(options: argparse.Namespace, out: Out, session: CommandSession) -> int:
    """Bring back, in one batch, each object under the prefix whose latest entry is a delete marker."""
    where, browser = options.place.prefix(), Browser(session.stores)
    keys = _hidden(_pages(options, browser))
    jobs = [DeleteRequest(ObjectRef(where.account, where.bucket, key), JobKind.UNDELETE) for key in keys]
    if not jobs:
        if not out.json:
            out.say("Nothing to bring back.")
        elif options.dry_run:
            out.row({"event": "plan", "kind": JobKind.UNDELETE.value, **estimate_row(session.engine.estimate(()))})
        _tell_no_versions(options.place, browser, out)
        return 0
    if options.dry_run:
        return dry_run(jobs, (), out, session, event="plan", quick=options.quick)
    batch = session.engine.submit(ListRequest(where, where, JobKind.UNDELETE), jobs)
    return carry_out([batch], out, session, Report(out))


def _hidden(pages: Iterable[tuple[VersionEntry, ...]]) -> Iterator[str]:
    """The keys of deleted objects."""
    return (entry.key for page in pages for entry in page if entry.is_latest and entry.is_marker)


# ---------------------------------------------------------------- the list


def _list(options: argparse.Namespace, out: Out, session: CommandSession) -> int:
    """Print page by page, as they come: a listing may have millions of lines."""
    where, browser, found = options.place, Browser(session.stores), False
    for page in _pages(options, browser):
        for entry in page:
            found = True
            if out.json:
                out.row(_row(where.bucket, entry))
            else:
                out.say(_line(entry))
    if not found and not out.json:
        all_under = "" if options.recursive else " of an object of this name. For all under a prefix add --recursive"
        out.say(f"No versions{all_under}.")
    _tell_no_versions(where, browser, out)
    return 0


def _tell_no_versions(where: Location, browser: Browser, out: Out) -> None:
    """Say what keeps a list short; a key that may not ask has its list all the same."""
    try:
        keeps = browser.versioning(where.account, where.bucket, Cancel())
    except StoreError as error:
        if error.kind is Kind.DENIED:
            return
        raise
    if not keeps:
        out.remark("The bucket keeps no versions.")


def _row(bucket: str, entry: VersionEntry) -> dict[str, Any]:
    return {
        "bucket": bucket,
        "key": entry.key,
        "version": entry.version,
        "latest": entry.is_latest,
        "marker": entry.is_marker,
        "size": None if entry.is_marker else entry.size,
        "etag": entry.etag,
        "storage_class": entry.storage_class,
        "modified": entry.modified,
    }


def _line(entry: VersionEntry) -> str:
    """Columns of fixed widths, so that lines of later pages stand under those of the first."""
    what = "deleted" if entry.is_marker else "latest" if entry.is_latest else "version"
    size = "" if entry.is_marker else size_text(entry.size)
    version = printable(entry.version)
    return f"{size:>10}  {time_text(entry.modified):<16}  {what:<7}  {version:<34}  {printable(entry.key)}"
