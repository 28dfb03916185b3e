"""Answers of a store, made up for a dialect to read."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from core.model.errors import Kind, StoreError
from core.model.ops import Op
from core.model.values import Account
from core.store.dialects.base import Dialect, WireResponse

XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


def answer(body: str | bytes = b"", status: int = 200, /, **headers: str) -> WireResponse:
    """An answer with that body; a text is a document and gets its declaration. `x_oss_acl` is the header x-oss-acl."""
    data = (XML + body).encode() if isinstance(body, str) else body
    pairs = tuple((name.replace("_", "-").encode(), value.encode()) for name, value in headers.items())
    return WireResponse(status, pairs, data)


def unix(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> float:
    """That moment of UTC in seconds since 1970."""
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC).timestamp()


def kind_of_failure(dialect: Dialect, op: Op[Any], account: Account, got: WireResponse) -> Kind | None:
    """What kind of error reading that answer raises; None when it can be read."""
    try:
        dialect.decode(op, account, got)
    except StoreError as error:
        return error.kind
    return None
