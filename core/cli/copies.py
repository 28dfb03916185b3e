"""Copies and renames. Each command returns its exit code."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from core.cli.arguments import Misuse, Place
from core.cli.dry_run import dry_run
from core.cli.follow import carry_out, take_back_hint
from core.cli.output import Out
from core.cli.report import Report
from core.cli.session import Crew
from core.forecast.listing import concerns, request_of
from core.model.errors import KnownError
from core.model.requests import CopyRequest, JobKind, JobRequest, OnExisting, Options, PrefixRequest
from core.model.values import Level
from core.store.browser import Browser
from core.system.clock import Cancel


def make_request(options: argparse.Namespace) -> CopyRequest | PrefixRequest:
    """What a `cp` or `mv` command line asks for."""
    source: Place = options.source
    target: Place = options.target
    kind = JobKind.RENAME if options.command == "mv" else JobKind.COPY
    trust = Level(options.trust) if kind is JobKind.RENAME else Options().trust
    unread = kind is JobKind.RENAME and options.unread
    wishes = Options(options.part_size, OnExisting(options.if_exists), trust, options.thaw, unread)
    if options.recursive:
        return PrefixRequest(source.prefix(), target.prefix(), wishes, kind)
    if not source.key:
        raise KnownError("The source names no object. Write NAME:BUCKET/KEY, or take all of it with --recursive.")
    key = target.key or ""
    if not key or key.endswith("/"):
        key += _name_of(source.key)
    return CopyRequest(source.ref(), target.ref(key), wishes, kind)


def _name_of(key: str) -> str:
    """The last name of a key; a folder marker keeps its slash."""
    return key[key.rstrip("/").rfind("/") + 1 :] if key.rstrip("/") else key


def copy_command(options: argparse.Namespace, out: Out, crew: Crew) -> int:
    """Copy or rename an object or a prefix, and wait for it."""
    request = make_request(options)
    for ref in (request.source, request.target):
        crew.stores.account(ref.account)
    if options.dry_run:
        return _dry_run(request, out, crew, quick=options.quick)
    asks = request.options.on_existing is OnExisting.ASK
    if asks and not out.can_ask:
        raise Misuse(
            "--if-exists ask needs a terminal to ask on. Choose refuse, overwrite, skip, keep-both or different."
        )
    batch = crew.engine.submit(request)
    report = Report(out, asks=asks)
    code = carry_out([batch], out, crew, report)
    take_back_hint(batch, out, crew, report)
    return code


# ---------------------------------------------------------------- --dry-run


def _dry_run(request: CopyRequest | PrefixRequest, out: Out, crew: Crew, *, quick: bool) -> int:
    """Say what would be done; nothing is written, neither to a store nor to the journal."""
    many = isinstance(request, PrefixRequest)
    event = "plan" if many and request.kind is not JobKind.COPY else "estimate"
    # A line for each object takes a look at each, which is what the quick way goes without.
    is_sum = many and (quick or event == "plan")
    return dry_run([request], () if is_sum else _each(request, crew), out, crew, event=event, quick=quick)


def _each(request: CopyRequest | PrefixRequest, crew: Crew) -> Iterator[JobRequest | PrefixRequest]:
    """What gets a line of its own: each object, or the folder that cannot be copied."""
    if isinstance(request, CopyRequest) or crew.engine.preview(request).refused is not None:
        yield request
    else:
        yield from _copies(request, crew)


def _copies(request: PrefixRequest, crew: Crew) -> Iterator[JobRequest]:
    source = request.source
    features = crew.stores.features(source.account)
    for page in Browser(crew.stores).walk(source.account, source.bucket, source.key, Cancel()):
        yield from (request_of(request, entry.key) for entry in page.entries if concerns(request, entry, features))
