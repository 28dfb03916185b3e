"""Copies and renames. Each command returns its exit code."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace

from core.cli.arguments import Location, Misuse
from core.cli.change import in_vendor_words
from core.cli.dry_run import dry_run
from core.cli.follow import carry_out, take_back_hint
from core.cli.output import Out
from core.cli.report import Report
from core.cli.session import CommandSession
from core.forecast.listing import concerns
from core.model.errors import KnownError
from core.model.requests import CopyRequest, Edit, JobKind, JobRequest, OnExisting, Options, PrefixRequest
from core.model.values import Level
from core.store.browser import Browser
from core.system.clock import Cancel


def make_request(options: argparse.Namespace) -> CopyRequest | PrefixRequest:
    """What a `cp` or `mv` command line asks for."""
    source: Location = options.source
    target: Location = options.target
    kind = JobKind.RENAME if options.command == "mv" else JobKind.COPY
    trust = Level(options.trust) if kind is JobKind.RENAME else Options().trust
    unread = kind is JobKind.RENAME and options.unread
    chosen = Options(options.part_size, OnExisting(options.if_exists), trust, options.restore, unread)
    edit = Edit(acl=options.acl, storage_class=options.storage_class, encryption=options.encryption)
    if options.recursive:
        return PrefixRequest(source.prefix(), target.prefix(), chosen, kind, edit)
    if not source.key:
        raise KnownError("The source names no object. Write NAME:BUCKET/KEY, or take all of it with --recursive.")
    key = target.key or ""
    if not key or key.endswith("/"):
        key += _name_of(source.key)
    return CopyRequest(source.ref(), target.ref(key), chosen, kind, edit)


def _name_of(key: str) -> str:
    """The last name of a key; a folder marker keeps its slash."""
    return key[key.rstrip("/").rfind("/") + 1 :] if key.rstrip("/") else key


def copy_command(options: argparse.Namespace, out: Out, session: CommandSession) -> int:
    """Copy or rename an object or a prefix, and wait for it."""
    request = make_request(options)
    for ref in (request.source, request.target):
        session.stores.account(ref.account)
    if not request.edit.is_empty:
        edit = in_vendor_words(request.edit, Browser(session.stores), request.target.account)
        request = replace(request, edit=edit)
    if options.dry_run:
        return _dry_run(request, out, session, quick=options.quick)
    asks = request.options.on_existing is OnExisting.ASK
    if asks and not out.can_ask:
        raise Misuse(
            "--if-exists ask needs a terminal to ask on. Choose refuse, overwrite, skip, keep-both or different."
        )
    batch = session.engine.submit(request)
    report = Report(out, asks=asks)
    code = carry_out([batch], out, session, report)
    take_back_hint(batch, out, session, report)
    return code


# ---------------------------------------------------------------- --dry-run


def _dry_run(request: CopyRequest | PrefixRequest, out: Out, session: CommandSession, *, quick: bool) -> int:
    """Say what would be done; nothing is written, neither to a store nor to the journal."""
    many = isinstance(request, PrefixRequest)
    event = "plan" if many and request.kind is not JobKind.COPY else "estimate"
    # A line for each object takes a look at each, which is what the quick way goes without.
    is_sum = many and (quick or event == "plan")
    return dry_run([request], () if is_sum else _each(request, session), out, session, event=event, quick=quick)


def _each(request: CopyRequest | PrefixRequest, session: CommandSession) -> Iterator[JobRequest | PrefixRequest]:
    """What gets a line of its own: each object, or the folder that cannot be copied."""
    if isinstance(request, CopyRequest) or session.engine.preview(request).refused is not None:
        yield request
    else:
        yield from _copies(request, session)


def _copies(request: PrefixRequest, session: CommandSession) -> Iterator[JobRequest]:
    source = request.source
    features = session.stores.features(source.account)
    for page in Browser(session.stores).walk(source.account, source.bucket, source.key, Cancel()):
        yield from (request.of(entry.key) for entry in page.entries if concerns(request, entry, features))
