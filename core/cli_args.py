"""Floor 4, the command line: what may be typed. Parsing only; nothing is looked up and nothing is done here."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.jobs import WORKERS, WORKERS_MAX, OnExisting
from core.providers import provider_names
from core.values import Addressing, ObjectRef

_UNITS = {"": 0, "k": 1, "m": 2, "g": 3, "t": 4}
_SIZE = re.compile(r"(?P<number>\d+(?:\.\d+)?) ?(?P<unit>[kmgt]?)(?P<kind>i?b?)", re.IGNORECASE | re.ASCII)

COPY_NOTES = """\
A key is taken as it is typed, from the first slash after the bucket on: nothing is cut off, decoded or resolved.

  cp a:photos/cat.jpg a:backup/cat.jpg     to that very key
  cp a:photos/cat.jpg a:backup/pets/       to pets/cat.jpg
  cp a:photos/2024/ a:backup/old/ --recursive
                                           every photos/2024/... to old/...
  cp a:photos a:backup --recursive         the whole bucket

An existing target is replaced, as with other cp commands; --if-exists refuse or skip changes that.
"""


@dataclass(frozen=True, slots=True)
class Place:
    """What NAME, NAME:BUCKET or NAME:BUCKET/KEY stands for. `key` is None when there is no slash after the bucket."""

    account: str
    bucket: str = ""
    key: str | None = None

    def ref(self, key: str | None = None) -> ObjectRef:
        """The object at this place, or another key of its bucket."""
        return ObjectRef(self.account, self.bucket, (self.key or "") if key is None else key)


def place(text: str) -> Place:
    """Read NAME:[BUCKET[/KEY]]; the key is literal."""
    account, colon, rest = text.partition(":")
    if not colon or not account:
        raise argparse.ArgumentTypeError(f"{text!r} is no place; write NAME:BUCKET/KEY, with the account's name first")
    bucket, slash, key = rest.partition("/")
    if slash and not bucket:
        raise argparse.ArgumentTypeError(f"{text!r} names no bucket; write NAME:BUCKET/KEY")
    return Place(account, bucket, key if slash else None)


def bucket_place(text: str) -> Place:
    """Read NAME:BUCKET[/KEY]."""
    found = place(text)
    if not found.bucket:
        raise argparse.ArgumentTypeError(f"{text!r} names no bucket; write NAME:BUCKET/KEY")
    return found


def object_place(text: str) -> Place:
    """Read NAME:BUCKET/KEY."""
    found = bucket_place(text)
    if not found.key:
        raise argparse.ArgumentTypeError(f"{text!r} names no object; write NAME:BUCKET/KEY")
    return found


def byte_count(text: str) -> int:
    """Read 10485760, 10MiB, 64M or 1GiB. K, M, G and T count in 1024s; only KB, MB, GB and TB count in 1000s."""
    match = _SIZE.fullmatch(text.strip())
    if match is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no size; write bytes, or a number with K, M, G or T (10MiB)")
    unit, kind = match["unit"].lower(), match["kind"].lower()
    if unit == "" and kind.startswith("i"):
        raise argparse.ArgumentTypeError(f"{text!r} is no size; write a number with K, M, G or T (10MiB)")
    base = 1000 if unit and kind == "b" else 1024
    size = int(Decimal(match["number"]) * base ** _UNITS[unit])
    if size < 1:
        raise argparse.ArgumentTypeError("a size is at least 1 byte")
    return size


def whole(least: int, most: int) -> Callable[[str], int]:
    """A reader of whole numbers within bounds."""

    def read(text: str) -> int:
        try:
            number = int(text)
        except ValueError:
            number = least - 1
        if not least <= number <= most:
            raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from {least} to {most}")
        return number

    return read


def make_parser() -> argparse.ArgumentParser:
    """The whole grammar. Each command stores its name in `command`, and in `action` where it has several."""
    json_option = argparse.ArgumentParser(add_help=False)
    # Without a default of its own, so that the option of a subcommand does not undo the one in front of it.
    json_option.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="one JSON object a line")
    parser = argparse.ArgumentParser(
        prog="bucketferry",
        description="Copy objects inside object stores, verified and resumable. Without arguments: open the window.",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object a line, for programs")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_account(commands.add_parser("account", help="add, list, test or remove accounts"), json_option)
    _add_looking(commands, json_option)
    _add_copying(commands, json_option)
    _add_sandbox(commands.add_parser("sandbox", help="an embedded object store, to try things out"), json_option)
    return parser


def _add_account(parser: argparse.ArgumentParser, json_option: argparse.ArgumentParser) -> None:
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
    actions.add_parser("list", parents=[json_option], help="list the saved accounts")
    test = actions.add_parser("test", parents=[json_option], help="try an account and say what is wrong with it")
    test.add_argument("name", metavar="NAME")
    remove = actions.add_parser("remove", parents=[json_option], help="forget an account and its secret")
    remove.add_argument("name", metavar="NAME")


def _add_looking(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], option: argparse.ArgumentParser
) -> None:
    ls = commands.add_parser("ls", parents=[option], help="list accounts, buckets or objects")
    ls.add_argument("place", nargs="?", type=place, metavar="NAME:[BUCKET[/PREFIX]]")
    ls.add_argument("--recursive", action="store_true", help="all keys under the prefix, not one level")
    stat = commands.add_parser("stat", parents=[option], help="show all properties of an object")
    stat.add_argument("place", type=object_place, metavar="NAME:BUCKET/KEY")


def _add_copying(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], option: argparse.ArgumentParser
) -> None:
    cp = commands.add_parser(
        "cp",
        parents=[option],
        help="copy an object, or all under a prefix",
        epilog=COPY_NOTES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    cp.add_argument("source", type=bucket_place, metavar="NAME:BUCKET/KEY")
    cp.add_argument("target", type=bucket_place, metavar="NAME:BUCKET/[KEY]")
    cp.add_argument("--recursive", action="store_true", help="copy every object under the key, taken as a prefix")
    cp.add_argument("--part-size", type=byte_count, metavar="N", help="bytes, or such as 10MiB, 64M; else chosen")
    _add_workers(cp)
    cp.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")
    cp.add_argument(
        "--if-exists",
        default=OnExisting.OVERWRITE.value,
        choices=[choice.value for choice in OnExisting],
        help="what to do with a target that exists (default: overwrite)",
    )
    jobs = commands.add_parser("jobs", parents=[option], help="list, resume or cancel unfinished copies")
    actions = jobs.add_subparsers(dest="action", metavar="ACTION")
    resume = actions.add_parser("resume", parents=[option], help="go on with all unfinished jobs, or with one")
    resume.add_argument("id", nargs="?", type=whole(1, 2**63 - 1), metavar="ID")
    _add_workers(resume)
    cancel = actions.add_parser("cancel", parents=[option], help="give a job up and remove its unfinished uploads")
    cancel.add_argument("id", type=whole(1, 2**63 - 1), metavar="ID")


def _add_workers(parser: argparse.ArgumentParser) -> None:
    text = f"how many requests at once, 1 to {WORKERS_MAX} (default: {WORKERS})"
    parser.add_argument("--workers", type=whole(1, WORKERS_MAX), default=WORKERS, metavar="N", help=text)


def _add_sandbox(parser: argparse.ArgumentParser, option: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    serve = actions.add_parser("serve", parents=[option], help="serve sample data on this computer until Ctrl+C")
    serve.add_argument("--port", type=whole(0, 65535), default=0, metavar="N", help="default: a free one")
    serve.add_argument("--data", metavar="DIR", help="keep what is written there; else it is gone at the end")
    serve.add_argument("--latency-ms", type=whole(0, 600_000), default=0, metavar="N", help="wait before each answer")
    serve.add_argument("--attached", action="store_true", help="end when the standard input closes")
    serve.add_argument("--bandwidth", type=byte_count, metavar="N", help="bytes a second of each copy, such as 256MiB")


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Read a command line. Raises `SystemExit` (2 for a wrong one, 0 after a help text), as argparse does."""
    return make_parser().parse_args(argv)
