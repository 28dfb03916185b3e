"""How one argument is read. Nothing is looked up and nothing is done here.

The grammar that puts them together is `core.cli.parser`.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from core.model.requests import Restore
from core.model.values import CONTENT_HEADERS, Encryption, ObjectRef

_UNITS = {"": 0, "k": 1, "m": 2, "g": 3, "t": 4}
_SIZE = re.compile(r"(?P<number>\d+(?:\.\d+)?) ?(?P<unit>[kmgt]?)(?P<kind>i?b?)", re.IGNORECASE | re.ASCII)

#: Seconds of one unit of time.
_SPANS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_SPAN = re.compile(r"(?P<number>\d{1,9})(?P<unit>[smhd]?)", re.IGNORECASE | re.ASCII)


#: The word for the encryption that the bucket gives by itself.
BUCKETS_OWN = "bucket"

#: More days than any vendor keeps a restored object readable.
DAYS_MAX = 36_500


class Misuse(Exception):  # noqa: N818 - no fault: what was typed does not go together, which ends with 2
    """A command line that reads well, and cannot be meant so. `str()` is a sentence for the user."""


@dataclass(frozen=True, slots=True)
class Location:
    """What NAME, NAME:BUCKET or NAME:BUCKET/KEY stands for. `key` is None when there is no slash after the bucket."""

    account: str
    bucket: str = ""
    key: str | None = None

    def ref(self, key: str | None = None) -> ObjectRef:
        """The object at this place, or another key of its bucket."""
        return ObjectRef(self.account, self.bucket, (self.key or "") if key is None else key)

    def prefix(self) -> ObjectRef:
        """The folder at this place: a key is one whether a slash was typed behind it or not."""
        key = self.key or ""
        return self.ref(key if not key or key.endswith("/") else f"{key}/")


def place(text: str) -> Location:
    """Read NAME:[BUCKET[/KEY]]; the key is literal."""
    account, colon, rest = text.partition(":")
    if not colon or not account:
        raise argparse.ArgumentTypeError(f"{text!r} is no place; write NAME:BUCKET/KEY, with the account's name first")
    bucket, slash, key = rest.partition("/")
    if slash and not bucket:
        raise argparse.ArgumentTypeError(f"{text!r} names no bucket; write NAME:BUCKET/KEY")
    return Location(account, bucket, key if slash else None)


def bucket_place(text: str) -> Location:
    """Read NAME:BUCKET[/KEY]."""
    found = place(text)
    if not found.bucket:
        raise argparse.ArgumentTypeError(f"{text!r} names no bucket; write NAME:BUCKET/KEY")
    return found


def object_place(text: str) -> Location:
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


def seconds(text: str) -> int:
    """Read a time as 90, 90s, 15m, 1h or 7d; a bare number counts seconds."""
    match = _SPAN.fullmatch(text.strip())
    span = 0 if match is None else int(match["number"]) * _SPANS[match["unit"].lower() or "s"]
    if span < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no time; write a number with s, m, h or d (1h)")
    return span


def restore(text: str) -> Restore:
    """Read DAYS or DAYS:TIER; the tier is the vendor's own word."""
    days, _, tier = text.partition(":")
    return Restore(whole(1, DAYS_MAX)(days), tier)


def encryption(text: str) -> Encryption:
    """Read WORD or WORD:KEY-ID; the word is the common one, and "bucket" leaves it to the bucket."""
    word, _, key_id = text.partition(":")
    if key_id and not word.startswith("kms"):
        raise argparse.ArgumentTypeError(f"{text!r} names a key, which only kms has; write kms:KEY-ID")
    return Encryption("" if word == BUCKETS_OWN else word, key_id)


def header(text: str) -> str:
    """Read the name of a content header; only these belong to an object."""
    name = text.strip().lower()
    if name not in CONTENT_HEADERS:
        raise argparse.ArgumentTypeError(f"{text!r} is no header of an object; there are {', '.join(CONTENT_HEADERS)}")
    return name


def header_value(text: str) -> tuple[str, str]:
    """Read HEADER=VALUE."""
    name, value = pair(text)
    if not value:
        raise argparse.ArgumentTypeError(f"{text!r} gives no value; take a header away with --remove")
    return header(name), value


def metadata_name(text: str) -> str:
    """Read the name of user metadata, which stores keep in lower case."""
    if not text.strip():
        raise argparse.ArgumentTypeError("a name of user metadata cannot be empty")
    return text.strip().lower()


def metadata_value(text: str) -> tuple[str, str]:
    """Read NAME=VALUE of user metadata."""
    name, value = pair(text)
    return metadata_name(name), value


def pair(text: str) -> tuple[str, str]:
    """Read NAME=VALUE; the value may be empty and may hold more of "=" itself."""
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise argparse.ArgumentTypeError(f"{text!r} is no pair; write NAME=VALUE")
    return name, value
