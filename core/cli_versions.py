"""Floor 4, the command line: versions of objects, and how one is brought back. Each command returns its exit code."""

from __future__ import annotations

import argparse
from typing import Any

from core.browse import Browser
from core.cli_args import Misuse, Place
from core.cli_crew import Crew
from core.cli_out import Out, printable, size_text, time_text
from core.cli_plan import dry_run
from core.cli_report import Report
from core.cli_work import carry_out
from core.clock import Cancel
from core.requests import CopyRequest, DeleteRequest, JobKind, OnExisting, Options
from core.values import ObjectRef, VersionEntry


def versions_command(options: argparse.Namespace, out: Out, crew: Crew) -> int:
    """List versions and delete markers, or bring a version or a deleted object back."""
    where: Place = options.place
    crew.stores.account(where.account)
    if options.restore is None and not options.undelete:
        if options.dry_run:
            raise Misuse("A list changes nothing, so --dry-run goes only with --restore or --undelete.")
        return _list(where, out, crew)
    if not where.key:
        raise Misuse("This names no object. Write NAME:BUCKET/KEY for --restore and --undelete.")
    request = _bring_back(where.ref(), options.restore)
    if options.dry_run:
        previews = [crew.engine.preview(request)] if isinstance(request, CopyRequest) else []
        return dry_run([request], previews, out, crew, event="estimate")
    return carry_out([crew.engine.submit(request)], out, crew, Report(out))


def _bring_back(ref: ObjectRef, version: str | None) -> CopyRequest | DeleteRequest:
    if version is None:
        return DeleteRequest(ref, JobKind.UNDELETE)
    source = ObjectRef(ref.account, ref.bucket, ref.key, version)
    return CopyRequest(source, ref, Options(on_existing=OnExisting.OVERWRITE))


def _list(where: Place, out: Out, crew: Crew) -> int:
    """Print page by page, as they come: a listing may have millions of lines."""
    browser, found = Browser(crew.stores), False
    for page in browser.versions(where.account, where.bucket, where.key or "", Cancel()):
        for entry in page:
            found = True
            if out.json:
                out.row(_row(where.bucket, entry))
            else:
                out.say(_line(entry))
    if not browser.versioning(where.account, where.bucket, Cancel()):
        out.remark("The bucket keeps no versions.")
    elif not found and not out.json:
        out.say("No versions.")
    return 0


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
