"""Edits, deletions and restores. Each command returns its exit code."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from core.cli.accounts import stat_command
from core.cli.arguments import BUCKETS_OWN, Location, Misuse
from core.cli.dry_run import count, dry_run
from core.cli.follow import carry_out, confirm, take_back_hint
from core.cli.output import Out, count_text, printable, size_text, table
from core.cli.report import Report
from core.cli.rows import place_text
from core.cli.session import CommandSession
from core.model.errors import Kind, KnownError, StoreError
from core.model.requests import (
    CopyRequest,
    DeleteRequest,
    Edit,
    JobKind,
    JobRequest,
    PrefixRequest,
    Restore,
    RestoreRequest,
)
from core.model.values import Expected, ObjectInfo, ObjectRef, Seen
from core.rules.props import PropKind, changes
from core.rules.providers import StorageClass
from core.store.browser import Browser
from core.system.accounts import AccountBook
from core.system.clock import Cancel

# ---------------------------------------------------------------- meta


def make_edit(options: argparse.Namespace) -> Edit:
    """What a `meta` command line changes; raises `Misuse` for what contradicts itself."""
    return Edit(
        headers=_changes("a header", options.set, options.remove),
        user=_changes("user metadata", options.user, options.remove_user),
        tags=_changes("a tag", options.tag, options.remove_tag),
        clear_user=options.clear_user,
        clear_tags=options.clear_tags,
        acl=options.acl,
        storage_class=options.storage_class,
        encryption=options.encryption,
    )


def _changes(what: str, given: Sequence[tuple[str, str]], removed: Sequence[str]) -> dict[str, str | None]:
    twice = sorted({name for name, _ in given} & set(removed))
    if twice:
        raise Misuse(f"{twice[0]!r} is to be set and to be removed. Decide on one for {what}.")
    return {**dict(given), **dict.fromkeys(removed)}


def meta_command(options: argparse.Namespace, out: Out, *, book: AccountBook, session: CommandSession) -> int:
    """Show the properties of an object, or change those of one or many."""
    edit, where = make_edit(options), options.place
    browser = Browser(session.stores)
    if not options.recursive and not where.key:
        raise Misuse("This names no object. Write NAME:BUCKET/KEY, or change all of it with --recursive.")
    if edit.is_empty:
        if options.recursive:
            raise Misuse("With --recursive, meta needs something to change, such as --set cache-control=no-cache.")
        return stat_command(options, out, book=book, browser=browser)
    edit = in_vendor_words(edit, browser, where.account)
    if options.recursive:
        place = where.prefix()
        return _run(PrefixRequest(place, place, kind=JobKind.EDIT, edit=edit), options, out, session)
    info = browser.stat(where.ref(), Cancel())
    _tell_changes(info, edit, out)
    request = CopyRequest(where.ref(), where.ref(), kind=JobKind.EDIT, edit=edit, expect=Expected.of(info))
    return _run(request, options, out, session)


def in_vendor_words(edit: Edit, browser: Browser, account: str) -> Edit:
    """The edit with the vendor's words for a storage class and an encryption that were given by the common ones.

    Raises `Misuse` for a word that the provider does not know. Without a table, the store decides.
    """
    if edit.acl is not None:
        if not browser.features(account).acl:
            raise Misuse("This store gives single objects no ACL.")
        _check_word("ACL", edit.acl, browser.acl_words(account))
    if edit.encryption is not None and edit.encryption.algorithm:
        words = browser.encryption_words(account)
        _check_word("encryption", edit.encryption.algorithm, list(words))
        sealed = replace(edit.encryption, algorithm=words[edit.encryption.algorithm])
        edit = replace(edit, encryption=sealed)
    if edit.storage_class is None:
        return edit
    classes = browser.storage_classes(account)
    word = next((one.name for one in classes if edit.storage_class == one.common), edit.storage_class)
    _check_word("storage class", word, [one.name for one in classes])
    return replace(edit, storage_class=word)


def _check_word(what: str, word: str, known: Sequence[str]) -> None:
    if known and word not in known:
        raise Misuse(f"{word!r} is no {what} of this provider. Choose one of: {', '.join(known)}.")


def _tell_changes(info: ObjectInfo, edit: Edit, out: Out) -> None:
    found = list(_told(info, edit))
    if out.json:
        rows = [{"name": name, "before": before, "after": after} for name, before, after in found]
        out.row({"event": "changes", "source": place_text(info.ref), "changes": rows})
        return
    for line in table((name, before or "(none)", ">", after or "(none)") for name, before, after in found):
        out.say(line)


#: What stands before the name of a property.
_KINDS = {PropKind.HEADER: "", PropKind.USER: "user ", PropKind.TAG: "tag "}


def _told(info: ObjectInfo, edit: Edit) -> Iterator[tuple[str, str, str]]:
    """What an edit makes different: the property, its old and its new value, "" for none."""
    for change in changes(info.props, edit):
        match change.kind:
            case PropKind.ACL:
                yield "acl", _seen(info.props.acl), change.after or ""
            case PropKind.CLASS:
                yield "storage class", change.before or "", change.after or ""
            case PropKind.ENCRYPTION:
                yield "encryption", change.before or "", change.after or BUCKETS_OWN
            case kind if change.name:
                yield _KINDS[kind] + change.name, change.before or "", change.after or ""


def _seen(prop: Seen[str]) -> str:
    return prop.value or "" if prop.is_known else f"({prop.sight.value})"


# ---------------------------------------------------------------- rm


def remove_command(options: argparse.Namespace, out: Out, session: CommandSession) -> int:
    """Delete an object, one of its versions, or all under a prefix."""
    browser, where = Browser(session.stores), options.place
    if options.recursive and options.version is not None:
        raise Misuse("--version names one version of one object, so it does not go with --recursive.")
    if not options.recursive and not where.key:
        raise Misuse("This names no object. Write NAME:BUCKET/KEY, or delete all of it with --recursive.")
    if options.recursive and not (options.yes or options.dry_run or out.can_ask):
        raise Misuse(
            "There is no terminal to ask on. Give --yes to delete all under this prefix, or look with --dry-run."
        )
    request = _deletion(options, browser)
    keeps = _versioning(browser, request.source)
    if out.json:
        out.row({"event": "versioning", "bucket": request.source.bucket, "versioning": keeps})
    if options.dry_run:
        out_line(_kept_text(request, keeps), out)
        return _run(request, options, out, session)
    if not options.yes and out.can_ask and not _confirmed(request, keeps, out, session):
        out.remark("Nothing was deleted.")
        return 1
    report = Report(out)
    batch = session.engine.submit(request)
    code = carry_out([batch], out, session, report)
    if report.done:
        out_line(_kept_text(request, keeps), out)
        if keeps == "enabled":
            take_back_hint(batch, out, session, report)
    return code


def out_line(text: str, out: Out) -> None:
    """A sentence for people alone."""
    if not out.json:
        out.say(text)


def _deletion(options: argparse.Namespace, browser: Browser) -> DeleteRequest | PrefixRequest:
    """The deletion, pinned to what is there now; raise when there is no such object or version."""
    where: Location = options.place
    if options.recursive:
        return PrefixRequest(where.prefix(), where.prefix(), kind=JobKind.DELETE)
    if options.version is None:
        return DeleteRequest(where.ref(), expect=Expected.of(browser.stat(where.ref(), Cancel())))
    pages = browser.versions(where.account, where.bucket, "", Cancel(), key=where.ref().key)
    if not any(entry.version == options.version for page in pages for entry in page):
        raise KnownError("There is no such version of the object. See which there are with: bucketferry versions")
    return DeleteRequest(ObjectRef(where.account, where.bucket, where.ref().key, options.version))


def _versioning(browser: Browser, ref: ObjectRef) -> str | None:
    """ "enabled", "suspended", "" for a bucket that keeps none, None when the key may not know."""
    try:
        return browser.versioning(ref.account, ref.bucket, Cancel())
    except StoreError as error:
        if error.kind is Kind.DENIED:
            return None
        raise


def _kept_text(request: DeleteRequest | PrefixRequest, keeps: str | None) -> str:
    if request.source.version is not None:
        return "A version is deleted for good."
    return {
        "enabled": "The bucket keeps versions: what is deleted stays behind a delete marker.",
        "suspended": "The bucket keeps only versions from before its versioning was suspended.",
        "": "The bucket keeps no versions: what is deleted is gone.",
        None: "Whether the bucket keeps versions is not known: the key may not ask.",
    }[keeps]


def _confirmed(request: DeleteRequest | PrefixRequest, keeps: str | None, out: Out, session: CommandSession) -> bool:
    names = printable(place_text(request.source))
    if isinstance(request, PrefixRequest):
        found = count([request], out, session)
        names = f"{count_text(found.objects, 'object', 'objects')}, {size_text(found.size)}, under {names}"
    elif request.source.version is not None:
        names = f"version {printable(request.source.version)} of {names}"
    out.remark(_kept_text(request, keeps))
    return confirm(f"Delete {names}?", out)


# ---------------------------------------------------------------- restore


def restore_command(options: argparse.Namespace, out: Out, session: CommandSession) -> int:
    """Ask the store to make archived objects readable. It ends when the store has begun with it."""
    where: Location = options.place
    restore, browser = Restore(options.days, options.tier), Browser(session.stores)
    if options.recursive:
        _check_restore(restore, [one for one in browser.storage_classes(where.account) if one.archived])
        return _run(
            PrefixRequest(where.prefix(), where.prefix(), kind=JobKind.RESTORE, restore=restore), options, out, session
        )
    if not where.key:
        raise Misuse("This names no object. Write NAME:BUCKET/KEY, or restore all of it with --recursive.")
    info = browser.stat(where.ref(), Cancel())
    known = browser.storage_classes(where.account)
    _check_restore(restore, [one for one in known if one.archived and one.name == info.props.storage_class])
    return _run(RestoreRequest(where.ref(), restore), options, out, session)


def _check_restore(restore: Restore, classes: Sequence[StorageClass]) -> None:
    """Refuse a way of restoring that no class at hand has. Without a table, the store decides."""
    tiers = list(dict.fromkeys(chain.from_iterable(one.tiers for one in classes)))
    if restore.tier and classes and restore.tier not in tiers:
        choice = f"Choose one of: {', '.join(tiers)}." if tiers else "Leave --tier out; there is no choice."
        raise Misuse(f"{restore.tier!r} is no way to restore objects of this storage class. {choice}")
    longest = [one.days_max for one in classes]
    if longest and all(longest) and restore.days > max(longest):
        raise Misuse(f"Objects of this storage class can stay readable for {max(longest)} days at most.")


# ---------------------------------------------------------------- all of them


def _run(request: JobRequest | PrefixRequest, options: argparse.Namespace, out: Out, session: CommandSession) -> int:
    """Do what is asked and wait for it, or say what it would be."""
    session.stores.account(request.source.account)  # a name with a slip queues nothing
    if options.dry_run:
        single = not isinstance(request, PrefixRequest)
        # A delete marker cannot be looked at; the estimate knows what becomes of it.
        looks = single and request.source.version is None
        each = [request] if looks else []
        return dry_run([request], each, out, session, event="estimate" if single else "plan", quick=options.quick)
    report = Report(out)
    batch = session.engine.submit(request)
    code = carry_out([batch], out, session, report)
    take_back_hint(batch, out, session, report)
    return code
