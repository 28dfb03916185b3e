"""Which commands there are and what may be typed with each. Nothing is done here."""

from __future__ import annotations

import argparse
import difflib
import re
from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import Any, NoReturn, TypeAlias

from core.cli.arguments import (
    BUCKETS_OWN,
    DAYS_MAX,
    bucket_place,
    byte_count,
    encryption,
    header,
    header_value,
    metadata_name,
    metadata_value,
    object_place,
    pair,
    place,
    restore,
    seconds,
    whole,
)
from core.model.jobs import LOOK_MAX, WORKERS, WORKERS_MAX
from core.model.requests import OnExisting
from core.model.values import COLOURS, CONTENT_HEADERS, Addressing, Level
from core.rules.providers import provider_names
from core.rules.vocabulary import encryption_names

COPY_NOTES = """\
A key is taken as it is typed, from the first slash after the bucket on: nothing is cut off, decoded or resolved.

  cp a:photos/cat.jpg a:backup/cat.jpg     to that very key
  cp a:photos/cat.jpg a:backup/pets/       to pets/cat.jpg
  cp a:photos/2024/ a:backup/old/ --recursive
                                           every photos/2024/... to old/...
  cp a:photos a:backup --recursive         the whole bucket

An existing target is replaced, as with other cp commands; --if-exists changes that.
"""

MOVE_NOTES = """\
A rename is a copy on the server that is verified; the source is looked at once more, and only then deleted. Names are
taken as with cp. An existing target is refused unless --if-exists says otherwise.

  mv a:photos/cat.jpg a:photos/dog.jpg             a new name
  mv a:photos/2024/ a:photos/old/ --recursive      a new name for a whole folder
  mv a:photos/cat.jpg a:backup/                    to another bucket, under the same name
"""

META_NOTES = f"""\
Without a change it shows what stat shows. A change of tags or of the ACL alone is set; any other is a copy of the
object onto itself, and refused when the object is no longer what was read.

H is one of {", ".join(CONTENT_HEADERS)}.
"""

VERSIONS_NOTES = """\
A key names one object. With --recursive it names a folder, with or without a slash behind it, and no key the bucket.

  versions a:photos/cat.jpg                        the versions of this object
  versions a:photos/2024/ --recursive              those of every object under photos/2024/
  versions a:photos/cat.jpg --restore VERSION      an older version becomes the newest
  versions a:photos/2024/ --undelete --recursive   every deleted object under it comes back
"""

UPLOADS_NOTES = """\
A key names the uploads to that very key. With --recursive it names a folder, with or without a slash behind it.

  uploads a:photos                                 all of the bucket
  uploads a:photos/film.mov                        those to this very key
  uploads a:photos/2024/ --recursive --abort       drop those to every key under photos/2024/
"""

EXISTING = {
    OnExisting.REFUSE: "leave it and fail",
    OnExisting.OVERWRITE: "replace it",
    OnExisting.SKIP: "leave it, which is no failure",
    OnExisting.KEEP_BOTH: 'write beside it, as "a (2).txt"',
    OnExisting.DIFFERENT: "replace it unless it is equal",
    OnExisting.ASK: "ask, on a terminal",
}


class Parser(argparse.ArgumentParser):
    """A parser that names the nearest right one for a mistyped command, choice or option."""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:
        typed = list(args or ())
        if self._subparsers is None:  # else what stands behind the command is for the command's own parser
            for word in takewhile(lambda word: word != "--", typed):
                name = word.partition("=")[0]
                if re.fullmatch(r"--\w[\w-]*", name) and not any(
                    option.startswith(name) for option in self._option_string_actions
                ):
                    self.error(f"unknown option {name}{_nearest(name, self._option_string_actions)}")
        found, extra = super().parse_known_args(typed, namespace)
        if extra:
            self.error(f"not understood: {' '.join(extra)}{_nearest(extra[0], self._option_string_actions)}")
        return found, extra

    def error(self, message: str) -> NoReturn:
        refused = re.search(r"invalid choice: '(.*)' \(choose from (.*)\)$", message)
        hint = _nearest(refused[1], re.findall(r"[\w-]+", refused[2])) if refused else ""
        super().error(message + hint)


def _nearest(word: str, right: Iterable[str]) -> str:
    found = difflib.get_close_matches(word.partition("=")[0], list(right), n=1)
    return f"; did you mean {found[0]}?" if found else ""


Commands: TypeAlias = "argparse._SubParsersAction[Parser]"  # what add_subparsers() returns has no public name


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Read a command line; without a command, `command` is None, and the window is meant.

    Raises `SystemExit` (2 for a wrong one, 0 after a help text), as argparse does.
    """
    parser = make_parser()
    options: argparse.Namespace = parser.parse_args(argv)
    if options.command is None and options.json:
        parser.error("--json goes only with a command")
    if options.command is not None and (options.sandbox or options.scheme or options.lang or options.qt):
        parser.error(f"options of the window do not go with a command such as {options.command}")
    return options


def make_parser() -> Parser:
    """The whole grammar. Each command stores its name in `command`, and in `action` where it has several."""
    json_option = Parser(add_help=False)
    # Without a default of its own, so that the option of a subcommand does not undo the one in front of it.
    json_option.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="one JSON object a line")
    parser = Parser(
        prog="bucketferry",
        description="Copy, rename and edit objects inside object stores, verified and resumable. Without a command: "
        "open the window.",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and exit")
    parser.add_argument("--json", action="store_true", help="print one JSON object a line, for programs")
    _add_window(parser)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    _add_account(commands.add_parser("account", help="add, list, test, change or remove accounts"), json_option)
    for add in (_add_looking, _add_copying, _add_meta, _add_deleting, _add_versions, _add_restore, _add_uploads):
        add(commands, json_option)
    _add_jobs(commands, json_option)
    _add_past(commands, json_option)
    _add_sandbox(commands.add_parser("sandbox", help="an embedded object store, to try things out"), json_option)
    return parser


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from core.system.version import VERSION  # reads the installed package's metadata, so only when asked for

        print(f"bucketferry {VERSION}")
        parser.exit()


# ---------------------------------------------------------------- the window

_QT_WITH_VALUE = ("platform", "platformpluginpath", "style", "stylesheet", "display", "geometry", "qwindowtitle")
_QT_ALONE = ("-reverse", "-nograb", "-dograb", "-sync")


def _add_window(parser: Parser) -> None:
    window = parser.add_argument_group("options of the window")
    window.add_argument("--sandbox", action="store_true", help="open it on an embedded store with sample data")
    window.add_argument("--light", dest="scheme", action="store_const", const="light", help="in light colours")
    window.add_argument("--dark", dest="scheme", action="store_const", const="dark", help="in dark colours")
    window.add_argument("--lang", default="", metavar="L", help="in a language such as en or zh_CN; else the system's")
    parser.set_defaults(qt=())
    for name in _QT_WITH_VALUE:
        window.add_argument(f"-{name}", f"--{name}", action=_ForQt, nargs=1, dest="qt", help=argparse.SUPPRESS)
    for name in _QT_ALONE:
        window.add_argument(name, action=_ForQt, nargs=0, dest="qt", help=argparse.SUPPRESS)


class _ForQt(argparse.Action):
    """Keeps one of Qt's own options for Qt."""

    def __call__(self, _: object, namespace: argparse.Namespace, values: Any, option: str | None = None) -> None:
        namespace.qt = (*namespace.qt, option, *values)


# ---------------------------------------------------------------- accounts, and looking


def _add_account(parser: Parser, json_option: Parser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    add = actions.add_parser("add", parents=[json_option], help="save an account; an existing one is replaced")
    add.add_argument("name", metavar="NAME", help="the name to use in NAME:BUCKET/KEY")
    add.add_argument("--provider", required=True, choices=provider_names(), help="whose store it is")
    add.add_argument("--endpoint", required=True, metavar="URL", help="such as https://oss-cn-hangzhou.aliyuncs.com")
    add.add_argument("--region", default="", metavar="R", help="such as cn-hangzhou; else it is learned")
    choices = [Addressing.AUTO.value, Addressing.PATH.value, Addressing.VIRTUAL.value]
    add.add_argument("--addressing", default=choices[0], choices=choices, help="where the bucket's name goes")
    add.add_argument("--signature", default="", choices=["v4", "v1"], help="the signature's version, if not the usual")
    add.add_argument("--key-id", required=True, metavar="ID", help="the id of the access key")
    add.add_argument("--secret-stdin", required=True, action="store_true", help="read the secret from standard input")
    add.add_argument("--token-stdin", action="store_true", help="read the session token from the next line")
    add.add_argument("--start-path", default="", metavar="P", help="BUCKET/PREFIX/, for keys that may not list buckets")
    proxy = "such as http://USER@HOST:8080, https:// or socks5://, or direct; else as the environment says"
    add.add_argument("--proxy", default="", metavar="URL", help=proxy)
    add.add_argument("--proxy-password-stdin", action="store_true", help="read the proxy's password from the next line")
    authorities = "the certificates to trust, as a PEM file; else the system's, or as the environment says"
    add.add_argument("--ca-bundle", default="", metavar="FILE", help=authorities)
    pays = "pay for what is asked of buckets that charge whoever asks (Requester Pays)"
    add.add_argument("--requester-pays", action="store_true", help=pays)
    customers = "read a key of your own for objects that the store encrypts with it (SSE-C) from the next line"
    add.add_argument("--customer-key-stdin", action="store_true", help=customers)
    add.add_argument("--read-only", action="store_true", help="never write with this account")
    mark = actions.add_parser("mark", parents=[json_option], help="make an account read-only, or give it a colour")
    mark.add_argument("name", metavar="NAME")
    way = mark.add_mutually_exclusive_group()
    way.add_argument("--read-only", action="store_true", default=None, help="refuse all that would write with it")
    way.add_argument("--read-write", action="store_false", dest="read_only", help="let it write again")
    mark.add_argument("--colour", choices=("none", *COLOURS), help="by which the window shows it")
    key = actions.add_parser(
        "customer-key",
        parents=[json_option],
        help="give an account a key of your own (SSE-C), read from standard input",
    )
    key.add_argument("name", metavar="NAME")
    key.add_argument("--remove", action="store_true", help="forget the account's key instead")
    taking = "show the accounts of ossutil, coscli, aws (and s5cmd), rclone and mc, or save those that are named"
    take = actions.add_parser("import", parents=[json_option], help=taking)
    take.add_argument("names", nargs="*", metavar="PROGRAM/NAME", help="such as aws/default; none: only show them")
    take.add_argument("--all", action="store_true", help="save all that can be taken over")
    actions.add_parser("list", parents=[json_option], help="list the saved accounts")
    test = actions.add_parser("test", parents=[json_option], help="try an account and say what is wrong with it")
    test.add_argument("name", metavar="NAME")
    remove = actions.add_parser("remove", parents=[json_option], help="forget an account and its secret")
    remove.add_argument("name", metavar="NAME")


def _add_looking(commands: Commands, option: Parser) -> None:
    ls = commands.add_parser("ls", parents=[option], help="list accounts, buckets or objects")
    ls.add_argument("place", nargs="?", type=place, metavar="NAME:[BUCKET[/PREFIX]]")
    ls.add_argument("--recursive", action="store_true", help="all keys under the prefix, not one level")
    stat = commands.add_parser("stat", parents=[option], help="show all properties of an object")
    stat.add_argument("place", type=object_place, metavar="NAME:BUCKET/KEY")
    link = commands.add_parser("link", parents=[option], help="print a signed URL by which anybody can read an object")
    link.add_argument("place", type=object_place, metavar="NAME:BUCKET/KEY")
    link.add_argument("--expires", type=seconds, default=3600, metavar="T", help="such as 15m, 1h, 7d (default: 1h)")


# ---------------------------------------------------------------- what changes objects


def _add_copying(commands: Commands, option: Parser) -> None:
    cp = _notes(commands, option, "cp", "copy an object, or all under a prefix", COPY_NOTES)
    _add_copy_options(cp, OnExisting.OVERWRITE)
    mv = _notes(commands, option, "mv", "rename or move an object, or all under a prefix", MOVE_NOTES)
    _add_copy_options(mv, OnExisting.REFUSE)
    mv.add_argument(
        "--trust",
        default=Level.PART_ETAGS.value,
        choices=[level.value for level in Level],
        metavar="LEVEL",
        help=f"the weakest proof at which the source is deleted: {', '.join(Level)} (default: part-etags)",
    )
    mv.add_argument(
        "--despite-unread",
        dest="unread",
        action="store_true",
        help="delete the source also when the key may not read its ACL or its tags, which may then be lost",
    )


def _add_placing(parser: Parser, acl: str) -> None:
    """What a new or changed object gets that not every bucket takes."""
    parser.add_argument("--acl", metavar="A", help=acl)
    parser.add_argument(
        "--class",
        dest="storage_class",
        metavar="C",
        help="the storage class: the vendor's word, or a common one such as infrequent or archive",
    )
    parser.add_argument(
        "--encryption",
        type=encryption,
        metavar="E[:KEY-ID]",
        help=f"how the store encrypts it: {', '.join(encryption_names())}, or {BUCKETS_OWN} for what the bucket gives; "
        "with kms a key may be named; customer is the account's own key (SSE-C)",
    )


def _add_copy_options(parser: Parser, on_existing: OnExisting) -> None:
    parser.add_argument("source", type=bucket_place, metavar="NAME:BUCKET/KEY")
    parser.add_argument("target", type=bucket_place, metavar="NAME:BUCKET/[KEY]")
    _add_recursive(parser)
    _add_placing(parser, "the ACL of the copy in place of the source's, in the vendor's word; private sends none on S3")
    parser.add_argument("--part-size", type=byte_count, metavar="N", help="bytes, or such as 10MiB, 64M; else chosen")
    choices = ", ".join(f"{choice.value} ({meaning})" for choice, meaning in EXISTING.items())
    parser.add_argument(
        "--if-exists",
        default=on_existing.value,
        choices=[choice.value for choice in OnExisting],
        metavar="CHOICE",
        help=f"what to do with a target that exists: {choices}; default: {on_existing.value}",
    )
    parser.add_argument(
        "--restore",
        dest="restore",
        type=restore,
        metavar="DAYS[:TIER]",
        help="restore an archived source first, readable for so many days, and wait for it; else it is refused",
    )
    _add_workers(parser)
    _add_dry_run(parser)


def _add_meta(commands: Commands, option: Parser) -> None:
    meta = _notes(commands, option, "meta", "show or change the properties of an object", META_NOTES)
    meta.add_argument("place", type=bucket_place, metavar="NAME:BUCKET/KEY")
    meta.add_argument("--set", action="append", default=[], type=header_value, metavar="H=V", help="set a header")
    meta.add_argument("--remove", action="append", default=[], type=header, metavar="H", help="take a header away")
    meta.add_argument("--user", action="append", default=[], type=metadata_value, metavar="K=V", help="set metadata")
    meta.add_argument(
        "--remove-user", action="append", default=[], type=metadata_name, metavar="K", help="take metadata away"
    )
    meta.add_argument("--tag", action="append", default=[], type=pair, metavar="K=V", help="set a tag")
    meta.add_argument("--remove-tag", action="append", default=[], metavar="K", help="take a tag away")
    meta.add_argument("--clear-user", action="store_true", help="take all user metadata away that is not set here")
    meta.add_argument("--clear-tags", action="store_true", help="take all tags away that are not set here")
    _add_placing(meta, "the ACL, in the vendor's word")
    _add_recursive(meta)
    _add_workers(meta)
    _add_dry_run(meta)


def _add_deleting(commands: Commands, option: Parser) -> None:
    rm = commands.add_parser("rm", parents=[option], help="delete an object, a version of it, or all under a prefix")
    rm.add_argument("place", type=bucket_place, metavar="NAME:BUCKET/KEY")
    _add_recursive(rm)
    rm.add_argument("--version", metavar="ID", help="delete this version, or this delete marker, for good")
    _add_yes(rm)
    _add_workers(rm)
    _add_dry_run(rm)


def _add_versions(commands: Commands, option: Parser) -> None:
    what = "list versions and delete markers, or bring them back"
    versions = _notes(commands, option, "versions", what, VERSIONS_NOTES)
    versions.add_argument("place", type=bucket_place, metavar="NAME:BUCKET/KEY")
    change = versions.add_mutually_exclusive_group()
    change.add_argument("--restore", metavar="VERSION", help="copy this version of the object onto its key")
    change.add_argument("--undelete", action="store_true", help="remove the delete marker that hides an object")
    _add_recursive(versions)
    _add_workers(versions)
    _add_dry_run(versions)


def _add_restore(commands: Commands, option: Parser) -> None:
    restore = commands.add_parser("restore", parents=[option], help="make an archived object readable for some days")
    restore.add_argument("place", type=bucket_place, metavar="NAME:BUCKET/KEY")
    restore.add_argument("--days", type=whole(1, DAYS_MAX), default=1, metavar="N", help="how long (default: 1)")
    restore.add_argument("--tier", default="", metavar="T", help="how fast, in the vendor's word; else the usual")
    _add_recursive(restore)
    _add_workers(restore)
    _add_dry_run(restore)


def _add_uploads(commands: Commands, option: Parser) -> None:
    uploads = _notes(commands, option, "uploads", "list or abort unfinished multipart uploads", UPLOADS_NOTES)
    uploads.add_argument("place", type=bucket_place, metavar="NAME:BUCKET[/KEY]")
    _add_recursive(uploads)
    uploads.add_argument("--abort", action="store_true", help="drop them with their parts")
    uploads.add_argument("--older-than-hours", type=whole(0, 2**31), metavar="N", help="only those begun before that")
    uploads.add_argument("--force", action="store_true", help="also those that an unfinished job here would go on with")
    _add_yes(uploads)
    _add_dry_run(uploads, counts=False)


# ---------------------------------------------------------------- the queue and the past


def _add_jobs(commands: Commands, option: Parser) -> None:
    jobs = commands.add_parser("jobs", parents=[option], help="list, resume or cancel unfinished jobs")
    actions = jobs.add_subparsers(dest="action", metavar="ACTION")
    resume = actions.add_parser("resume", parents=[option], help="go on with all unfinished jobs, or with one")
    resume.add_argument("id", nargs="?", type=whole(1, 2**63 - 1), metavar="ID")
    _add_workers(resume)
    cancel = actions.add_parser("cancel", parents=[option], help="give a job up and remove its unfinished uploads")
    cancel.add_argument("id", type=whole(1, 2**63 - 1), metavar="ID")


def _add_past(commands: Commands, option: Parser) -> None:
    history = commands.add_parser("history", parents=[option], help="list what was done, the newest first")
    history.add_argument("id", nargs="?", type=whole(1, 2**63 - 1), metavar="ID", help="list its single objects")
    history.add_argument("--limit", type=whole(1, 1_000_000), default=50, metavar="N", help="at most (default: 50)")
    undo = commands.add_parser("undo", parents=[option], help="take a rename, an edit or a deletion back")
    undo.add_argument("id", type=whole(1, 2**63 - 1), metavar="ID", help="as history lists it")
    _add_workers(undo)
    _add_dry_run(undo)


def _add_sandbox(parser: Parser, option: Parser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    serve = actions.add_parser("serve", parents=[option], help="serve sample data on this computer until Ctrl+C")
    serve.add_argument("--port", type=whole(0, 65535), default=0, metavar="N", help="default: a free one")
    serve.add_argument("--data", metavar="DIR", help="keep what is written there; else it is gone at the end")
    serve.add_argument("--latency-ms", type=whole(0, 600_000), default=0, metavar="N", help="wait before each answer")
    serve.add_argument("--attached", action="store_true", help="end when the standard input closes")
    serve.add_argument("--bandwidth", type=byte_count, metavar="N", help="bytes a second of each copy, such as 256MiB")


# ---------------------------------------------------------------- options of several commands


def _notes(commands: Commands, option: Parser, name: str, what: str, notes: str) -> Parser:
    """A command with notes below its help text that keep their line breaks."""
    form = argparse.RawDescriptionHelpFormatter
    return commands.add_parser(name, parents=[option], help=what, epilog=notes, formatter_class=form)


def _add_recursive(parser: Parser) -> None:
    parser.add_argument("--recursive", action="store_true", help="every object under the key, taken as a prefix")


def _add_dry_run(parser: Parser, *, counts: bool = True) -> None:
    """`counts`: whether it tells how many requests there will be, which takes a look at each object."""
    parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")
    if counts:
        text = f"with --dry-run: of more than {LOOK_MAX:,} objects read only the listing, and tell a range of requests"
        parser.add_argument("--quick", action="store_true", help=text)


def _add_yes(parser: Parser) -> None:
    parser.add_argument("--yes", action="store_true", help="do not ask")


def _add_workers(parser: Parser) -> None:
    text = f"how many requests at once, 1 to {WORKERS_MAX} (default: {WORKERS})"
    parser.add_argument("--workers", type=whole(1, WORKERS_MAX), default=WORKERS, metavar="N", help=text)
