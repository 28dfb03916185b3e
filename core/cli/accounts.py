"""Accounts, listings and properties. Each command returns its exit code."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.cli import messages as sentences
from core.cli.arguments import Location, Misuse
from core.cli.output import Out, printable, size_text, table, time_text
from core.model.errors import KnownError, OwnCode
from core.model.ops import ObjectPage
from core.model.values import Account, Addressing, BucketInfo, Credentials, Entry, ObjectInfo, Seen
from core.rules import messages
from core.rules.access import fingerprint, holds_unseen, is_unencrypted, read_customer_key, trimmed
from core.rules.proxies import DIRECT, BadProxyError, read_proxy
from core.store.browser import Browser, check_account
from core.store.stores import dialect_for
from core.store.trust import ssl_context
from core.system.accounts import AccountBook
from core.system.clock import Cancel, Clock
from core.system.vault import PASSPHRASE, Kept, Vault, variable

if TYPE_CHECKING:
    from core.system.account_files import Candidate

# ---------------------------------------------------------------- accounts


def account_command(options: argparse.Namespace, out: Out, *, book: AccountBook, vault: Vault, clock: Clock) -> int:
    """Add, list, test or remove accounts; give one a customer's key, or take it away."""
    match options.action:
        case "add":
            return _add(options, out, book=book, vault=vault)
        case "list":
            return _list_accounts(out, book)
        case "test":
            return _test(_known(book, options.name), out, vault=vault, clock=clock)
        case "import":
            return _import(options, out, book=book, vault=vault)
        case "mark":
            return _mark(_known(book, options.name), options, out, book)
        case "customer-key":
            return _set_customer_key(_known(book, options.name), options, out, book=book, vault=vault)
        case _:
            return _remove(_known(book, options.name), out, book=book, vault=vault)


def _add(options: argparse.Namespace, out: Out, *, book: AccountBook, vault: Vault) -> int:
    secret = _read_secret("Secret: ", "--secret-stdin")
    token = _read_secret("Token: ", "--token-stdin") if options.token_stdin else None
    password = _read_line("Password of the proxy: ").rstrip("\r\n") if options.proxy_password_stdin else ""
    customer_key = _read_customer_key() if options.customer_key_stdin else ""
    account = Account(
        name=options.name,
        provider=options.provider,
        endpoint=options.endpoint,
        region=options.region,
        addressing=Addressing(options.addressing),
        key_id=_typed(options.key_id, "--key-id"),
        signature=options.signature,
        start_path=options.start_path,
        proxy=_proxy(options.proxy),
        ca_bundle=os.path.abspath(options.ca_bundle) if options.ca_bundle else "",
        requester_pays=options.requester_pays,
        customer_key=fingerprint(customer_key) if customer_key else "",
        read_only=options.read_only,
    )
    _check_endpoint(account)
    ssl_context(account.ca_bundle)
    book.put(account)
    held = Credentials(account.key_id, secret, token, proxy_password=password, customer_key=customer_key)
    kept = vault.save(account, held)
    if out.json:
        out.row({**_account_row(account), "secret": kept.value})
    else:
        out.say(f"Saved the account {printable(account.name)}.")
    if is_unencrypted(account.endpoint):
        out.remark(messages.UNENCRYPTED)
    if kept is Kept.MEMORY:
        _tell_variables(account, held, out)
    return 0


def _tell_variables(account: Account, held: Credentials, out: Out) -> None:
    """Say where a secret is looked for that no keyring took."""
    secrets = {
        "SECRET": held.secret,
        "TOKEN": held.token,
        "PROXY_PASSWORD": held.proxy_password,
        "CUSTOMER_KEY": held.customer_key,
    }
    names = " and ".join(variable(kind, account.name) for kind, secret in secrets.items() if secret)
    out.remark(
        "There is no secure keyring that takes the secret here, so it was not saved anywhere. "
        f"Give it to each command in the environment variable {names}. Or set {PASSPHRASE} to a passphrase and add "
        "the account again: an encrypted file keeps the secret then."
    )


def _set_customer_key(
    account: Account, options: argparse.Namespace, out: Out, *, book: AccountBook, vault: Vault
) -> int:
    """Give an account a customer's key in place of the one that it has, or take that away."""
    key = "" if options.remove else _read_customer_key()
    held = vault.load(account)
    if held is None:
        raise KnownError(f"The account has no secret here. Set {variable('SECRET', account.name)}, or add it again.")
    held, account = replace(held, customer_key=key), replace(account, customer_key=fingerprint(key) if key else "")
    kept = vault.save(account, held)
    book.put(account)
    if out.json:
        out.row({**_account_row(account), "secret": kept.value})
    elif key:
        out.say(f"Saved the customer's key {account.customer_key} in the account {printable(account.name)}.")
    else:
        out.say(f"Removed the customer's key from the account {printable(account.name)}.")
    if kept is Kept.MEMORY:
        _tell_variables(account, held, out)
    return 0


def _import(options: argparse.Namespace, out: Out, *, book: AccountBook, vault: Vault) -> int:
    """Show what other programs have saved; with names, or all of them, save it."""
    from core.system.account_files import find_candidates, free_name  # it reads YAML, which no other command needs

    found = {f"{each.program}/{each.account.name}": each for each in find_candidates(Path.home(), os.environ)}
    unknown = [name for name in options.names if name not in found]
    if unknown:
        raise KnownError(f"No program here has an account {unknown[0]!r}. See them with: bucketferry account import")
    if not options.names and not options.all:
        _show_candidates(found, out)
        return 0
    bad = 0
    for name in options.names or found:
        candidate = found[name]
        if candidate.credentials is None:
            bad += bool(options.names)
            out.remark(f"{printable(name)}: {candidate.obstacle}")
            continue
        account = replace(candidate.account, name=free_name(candidate.account.name, set(book.names())))
        _check_endpoint(account)
        kept = vault.save(account, candidate.credentials)
        book.put(account)
        if out.json:
            out.row({**_account_row(account), "secret": kept.value})
        else:
            out.say(f"Saved {printable(name)} as the account {printable(account.name)}.")
        if kept is Kept.MEMORY:
            _tell_variables(account, candidate.credentials, out)
    return 1 if bad else 0


def _show_candidates(found: Mapping[str, Candidate], out: Out) -> None:
    if out.json:
        for name, each in found.items():
            row = _account_row(each.account)
            out.row({"import": name, "file": str(each.origin), **row, "obstacle": each.obstacle})
        return
    rows = [(name, a.account.provider, a.account.endpoint, a.account.key_id, a.obstacle) for name, a in found.items()]
    for line in table(rows):
        out.say(line)
    if any(each.credentials is not None for each in found.values()):
        out.remark("Nothing was saved. Save some of them with: bucketferry account import NAME, or all with --all.")
    elif not found:
        out.remark("No account of ossutil, coscli, aws, rclone or mc was found.")


def _mark(account: Account, options: argparse.Namespace, out: Out, book: AccountBook) -> int:
    """Make an account read-only or not, and give it a colour."""
    if options.read_only is not None:
        account = replace(account, read_only=options.read_only)
    if options.colour is not None:
        account = replace(account, colour="" if options.colour == "none" else options.colour)
    book.put(account)
    if out.json:
        out.row(_account_row(account))
    else:
        what = "is read-only: nothing is written with it" if account.read_only else "may write"
        coloured = f", and its colour is {account.colour}" if account.colour else ""
        out.say(f"The account {printable(account.name)} {what}{coloured}.")
    return 0


def _read_customer_key() -> str:
    """One line of standard input, typed unseen at a terminal. Raise `KnownError` for one that is no key."""
    key = read_customer_key(_read_line("Customer's key (SSE-C): "))
    if key is None:
        raise KnownError(messages.NO_KEY_OF_AES)
    return key


def _read_secret(prompt: str, option: str) -> str:
    """One line of standard input, typed unseen at a terminal."""
    secret = _typed(_read_line(prompt), option)
    if not secret:
        raise KnownError(f"Standard input has no line for {option}. Write the secret there, and the token below it.")
    return secret


def _read_line(prompt: str) -> str:
    return getpass.getpass(prompt) if sys.stdin.isatty() else sys.stdin.readline()


def _proxy(text: str) -> str:
    """The address of a proxy as it is saved. Raise `KnownError` for one that is none, or that holds its password."""
    if text in ("", DIRECT):
        return text
    try:
        proxy = read_proxy(text)
    except BadProxyError:
        raise KnownError(messages.CODES[OwnCode.PROXY_NOT_SUPPORTED]) from None
    if proxy.password:
        raise KnownError("A command line is no place for a password. Give the proxy's with --proxy-password-stdin.")
    return proxy.address


def _typed(text: str, option: str) -> str:
    """What was given for an option, without what was pasted along."""
    found = trimmed(text)
    if holds_unseen(found):
        raise KnownError(f"{option}: {messages.UNSEEN_INSIDE}")
    return found


def _check_endpoint(account: Account) -> None:
    """Raise `KnownError` for an endpoint that no request could be sent to."""
    dialect = dialect_for(account.provider)
    try:
        dialect.service_site(account)
    except ValueError:  # an endpoint of one bucket lists none
        try:
            dialect.bucket_site(account, None)
        except ValueError as error:
            raise KnownError(str(error)) from None


def _known(book: AccountBook, name: str) -> Account:
    try:
        return book.get(name)
    except KeyError:
        raise KnownError(f"There is no account {name!r}. See the names with: bucketferry account list") from None


def _list_accounts(out: Out, book: AccountBook) -> int:
    accounts = [book.get(name) for name in book.names()]
    if out.json:
        for account in accounts:
            out.row(_account_row(account))
        return 0
    for line in table([(a.name, a.provider, a.endpoint, a.region, a.key_id, _words(a)) for a in accounts]):
        out.say(line)
    if not accounts:
        out.remark("No account is saved yet. Add one with: bucketferry account add")
    return 0


def _words(account: Account) -> str:
    return " ".join(word for word in ("read-only" if account.read_only else "", account.colour) if word)


def _account_row(account: Account) -> dict[str, Any]:
    return {
        "account": account.name,
        "provider": account.provider,
        "endpoint": account.endpoint,
        "region": account.region,
        "addressing": account.addressing.value,
        "signature": account.signature,
        "key_id": account.key_id,
        "start_path": account.start_path,
        "proxy": account.proxy,
        "ca_bundle": account.ca_bundle,
        "requester_pays": account.requester_pays,
        "customer_key": account.customer_key,
        "read_only": account.read_only,
        "colour": account.colour,
    }


def _test(account: Account, out: Out, *, vault: Vault, clock: Clock) -> int:
    credentials = vault.load(account)
    if credentials is None:
        raise KnownError(f"The account has no secret here. Set {variable('SECRET', account.name)}, or add it again.")
    verdict = check_account(account, credentials, Cancel(), clock=clock)
    said = sentences.of_verdict(verdict)
    if out.json:
        out.row({"account": account.name, "ok": verdict.is_ok, "finding": verdict.finding.value, "message": said})
    else:
        (out.say if verdict.is_ok else out.remark)(printable(said))
    return 0 if verdict.is_ok else 1


def _remove(account: Account, out: Out, *, book: AccountBook, vault: Vault) -> int:
    vault.forget(account)
    book.remove(account.name)
    if out.json:
        out.row(_account_row(account))
    else:
        out.say(f"Removed the account {printable(account.name)} and its secret.")
    return 0


# ---------------------------------------------------------------- listings


def list_command(options: argparse.Namespace, out: Out, *, book: AccountBook, browser: Browser) -> int:
    """List accounts, buckets or objects."""
    where: Location | None = options.place
    if where is None:
        return _list_accounts(out, book)
    _known(book, where.account)
    if not where.bucket:
        return _list_buckets(browser.buckets(where.account, Cancel()), out)
    prefix = where.key or ""
    if options.recursive:
        pages = browser.walk(where.account, where.bucket, prefix, Cancel())
    else:
        pages = browser.level(where.account, where.bucket, prefix, Cancel())
    return _list_objects(pages, where.bucket, out)


def _list_buckets(buckets: Iterable[BucketInfo], out: Out) -> int:
    found = tuple(buckets)
    if out.json:
        for bucket in found:
            out.row(
                {
                    "bucket": bucket.name,
                    "region": bucket.region,
                    "endpoint": bucket.endpoint,
                    "storage_class": bucket.storage_class,
                    "created": bucket.created,
                }
            )
        return 0
    for line in table([(time_text(b.created), b.region, b.storage_class, b.name) for b in found]):
        out.say(line)
    return 0


def _list_objects(pages: Iterable[ObjectPage], bucket: str, out: Out) -> int:
    """Print page by page, as they come: a listing may have millions of lines."""
    for page in pages:
        for prefix in page.prefixes:
            if out.json:
                out.row({"bucket": bucket, "prefix": prefix})
            else:
                out.say(_line("", "", "folder", prefix))
        for entry in page.entries:
            if out.json:
                out.row(_entry_row(bucket, entry))
            else:
                out.say(_line(size_text(entry.size), time_text(entry.modified), entry.storage_class, entry.key))
    return 0


def _line(size: str, modified: str, storage_class: str, name: str) -> str:
    """Columns of fixed widths, so that lines of later pages stand under those of the first."""
    return f"{size:>10}  {modified:<16}  {storage_class:<12}  {printable(name)}"


def _entry_row(bucket: str, entry: Entry) -> dict[str, Any]:
    return {
        "bucket": bucket,
        "key": entry.key,
        "size": entry.size,
        "etag": entry.etag,
        "storage_class": entry.storage_class,
        "modified": entry.modified,
    }


# ---------------------------------------------------------------- one object


def stat_command(options: argparse.Namespace, out: Out, *, book: AccountBook, browser: Browser) -> int:
    """Show all properties of one object."""
    where: Location = options.place
    _known(book, where.account)
    info = browser.stat(where.ref(), Cancel())
    if out.json:
        out.row(_info_row(info))
        return 0
    for line in table(_facts(info)):
        out.say(line)
    return 0


def link_command(options: argparse.Namespace, out: Out, *, book: AccountBook, browser: Browser) -> int:
    """Print a signed URL. Whether the object exists is not asked."""
    where: Location = options.place
    _known(book, where.account)
    most = browser.presign_max_s(where.account)
    if options.expires > most:
        raise Misuse(f"A link of this provider lives {most // 3600} hours ({most} seconds) at most. Choose less.")
    url = browser.link(where.ref(), options.expires)
    if out.json:
        out.row({"url": url, "expires_s": options.expires})
    else:
        out.say(url)
    return 0


def _info_row(info: ObjectInfo) -> dict[str, Any]:
    props = info.props
    return {
        "bucket": info.ref.bucket,
        "key": info.ref.key,
        "size": info.size,
        "etag": info.etag,
        "storage_class": props.storage_class,
        "modified": info.modified,
        "headers": dict(props.headers),
        "user": dict(props.user),
        "tags": None if props.tags.value is None else dict(props.tags.value),
        "acl": props.acl.value,
        "encryption": None if props.encryption.value is None else str(props.encryption.value),
        "others": dict(props.others),
        # As text, as the store sends it: most readers of JSON round whole numbers above 2**53.
        "crc64": None if info.crc64 is None else str(info.crc64),
        "version": info.ref.version,
        "kind": info.kind.value,
        "restore": info.restore.value,
        "readable_until": info.readable_until,
    }


def _facts(info: ObjectInfo) -> list[tuple[str, str]]:
    props = info.props
    rows = [
        ("bucket", info.ref.bucket),
        ("key", info.ref.key),
        ("size", f"{info.size:,} bytes ({size_text(info.size)})"),
        ("modified", time_text(info.modified)),
        ("storage class", props.storage_class),
        ("etag", info.etag),
        ("crc64", "" if info.crc64 is None else str(info.crc64)),
        ("version", info.ref.version or ""),
        ("kind", info.kind.value),
        ("archive", info.restore.value),
        ("readable until", time_text(info.readable_until)),
        ("acl", _seen(props.acl)),
        ("encryption", str(props.encryption.value or "")),
        *((name, value) for name, value in sorted(props.headers.items())),
        *((f"user {name}", value) for name, value in sorted(props.user.items())),
        *sorted(props.others.items()),
    ]
    if props.tags.value is None:
        rows.append(("tags", _seen(props.tags)))
    rows += [(f"tag {name}", value) for name, value in sorted((props.tags.value or {}).items())]
    return [(name, value) for name, value in rows if value]


def _seen(prop: Seen[Any]) -> str:
    return str(prop.value) if prop.is_known else f"({prop.sight.value})"
