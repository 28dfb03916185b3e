"""Where a pane is, and what lies there. Plain values without Qt.

A place is written "account:bucket/prefix/". An account's name holds neither ":" nor "/", and a bucket's name no "/",
so the text can always be read back, whatever is in the prefix.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from core.model.requests import CopyRequest, PrefixRequest
from core.model.values import ObjectRef
from gui.text.visible import visible

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """An account, a bucket or a prefix; all empty means nowhere.

    Attributes:
        prefix: "" for the whole bucket, else it ends with "/".
    """

    account: str = ""
    bucket: str = ""
    prefix: str = ""

    def __str__(self) -> str:
        if not self.account:
            return ""
        return f"{self.account}:{self.bucket}/{self.prefix}" if self.bucket else f"{self.account}:"

    @property
    def name(self) -> str:
        """The last part, as a title."""
        if self.prefix:
            return leaf(self.prefix)
        return self.bucket or self.account

    @property
    def up(self) -> Place:
        """One level higher; an account is the highest."""
        if self.prefix:
            return Place(self.account, self.bucket, _parent(self.prefix))
        return Place(self.account)

    @property
    def crumbs(self) -> tuple[Place, ...]:
        """All places on the way here, the account first, this one last."""
        way = [self]
        while way[-1].up != way[-1]:
            way.append(way[-1].up)
        return tuple(reversed(way)) if self.account else ()

    @classmethod
    def parse(cls, text: str, here: Place) -> Place:
        """Read "account:bucket/prefix/", or "bucket/prefix/" in the account of `here`, or a URL such as "oss://bucket".

        The last part is taken as a prefix even when its "/" was not typed.
        """
        typed = text.strip()
        scheme = _SCHEME.match(typed)
        if scheme is not None:
            typed = typed[scheme.end() :]
        head, slash, tail = typed.partition("/")
        account, colon, bucket = head.partition(":")
        if not colon or scheme is not None:
            account, bucket = here.account, head
        prefix = tail if not tail or tail.endswith("/") else tail + "/"
        return cls(account, bucket, prefix if slash and bucket else "")


class ItemKind(StrEnum):
    """What a row stands for."""

    BUCKET = "bucket"
    PREFIX = "prefix"
    OBJECT = "object"


@dataclass(frozen=True, slots=True)
class Item:
    """One row of a pane.

    Attributes:
        key: "" for a bucket, the whole prefix or the whole key for the others.
        size: bytes, None where that is not known.
        storage_class: an object's, "" where that is not known; the row is the same whatever it says.
    """

    kind: ItemKind
    account: str
    bucket: str
    key: str = ""
    size: int | None = None
    storage_class: str = field(default="", compare=False)

    def __str__(self) -> str:
        return f"{self.account}:{self.bucket}/{self.key}"

    @property
    def name(self) -> str:
        return leaf(self.key) if self.key else self.bucket

    @property
    def row_key(self) -> str:
        """What tells this row from the others of its place."""
        return self.key or self.bucket

    @property
    def ref(self) -> ObjectRef:
        return ObjectRef(self.account, self.bucket, self.key)

    @property
    def inside(self) -> Place | None:
        """The place that opens with this row; None for an object."""
        return None if self.kind is ItemKind.OBJECT else Place(self.account, self.bucket, self.key)

    def renamed(self, name: str) -> ObjectRef:
        """Where this object or folder lies under another name in the same folder; `name` without a folder's "/"."""
        end = "/" if self.kind is ItemKind.PREFIX else ""
        return ObjectRef(self.account, self.bucket, _parent(self.key) + name + end)

    @property
    def home(self) -> Place:
        """The place in which this row is seen."""
        return Place(self.account, self.bucket, _parent(self.key)) if self.key else Place(self.account)

    def request_to(self, target: Place) -> CopyRequest | PrefixRequest:
        """The copy of this row into `target` under its own name: "p/x/" to "q/" becomes "q/x/"."""
        name = self.name if self.key else self.bucket + "/"
        to = ObjectRef(target.account, target.bucket, target.prefix + name)
        return CopyRequest(self.ref, to) if self.kind is ItemKind.OBJECT else PrefixRequest(self.ref, to)


def towards(there: Place, here: Place) -> str:
    """The `row_key` of the row of `here` through which one gets to `there`; "" when it is not on the way."""
    if there.account != here.account:
        return ""
    if not here.bucket:
        return there.bucket
    if there.bucket != here.bucket or not there.prefix.startswith(here.prefix):
        return ""
    head, slash, _ = there.prefix[len(here.prefix) :].partition("/")
    return here.prefix + head + slash


def leaf(key: str) -> str:
    """The last part of a key or prefix, with its "/" when it ends with one: "a/b/" gives "b/", "a//" gives "/"."""
    return key[len(_parent(key)) :]


def folder(ref: ObjectRef) -> tuple[str, str, str]:
    """Where an object or a folder lies: the account, the bucket and the prefix."""
    return ref.account, ref.bucket, _parent(ref.key)


def shown(name: str) -> str:
    """A name for reading: without a folder's "/", and with control characters and direction marks made visible."""
    return visible(name[:-1] or name if name.endswith("/") else name)


def shown_key(key: str) -> str:
    """A key for reading: the same, but a slash at its end belongs to the key and stays."""
    return visible(key)


def _parent(prefix: str) -> str:
    return prefix[: prefix[:-1].rfind("/") + 1]
