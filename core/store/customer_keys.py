"""Customers' keys (SSE-C): which requests carry them.

A store that encrypts an object with a key that the customer brings wants that key with each request that reads or
writes the object's bytes or looks at it, and refuses it with a request about any other object. What an object needs is
seen only by asking. So a request goes as the same place wanted it last, and, where the store refuses it for that
reason, once more in each other way that the accounts' keys allow.

Rules: Amazon S3 User Guide, "Using server-side encryption with customer-provided keys (SSE-C)"; Tencent Cloud COS API,
"Common Request Headers" (436/7728), "Server-side encryption".
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from core.model.errors import Kind, OwnCode, Sent, StoreError
from core.model.ops import (
    CompleteUpload,
    CopyObject,
    CopyPart,
    CreateUpload,
    GetObject,
    HeadObject,
    ListParts,
    Op,
    PutObject,
    R,
)
from core.model.values import ObjectRef, Props
from core.rules.access import CUSTOMER, fingerprint

#: So many places are remembered; then all are forgotten, which costs a refused request for each.
MOST = 100_000

_BY_UPLOAD = (CopyPart, CompleteUpload, ListParts)
_STATING = (CopyObject, PutObject, CreateUpload)


@dataclass(frozen=True, slots=True)
class Use:
    """Which keys a request carries: that of the object it is about, and that of the object it copies."""

    own: str = ""
    source: str = ""


class CustomerKeys:
    """The keys of all accounts, and where one was needed. Thread: any."""

    def __init__(self, find: Callable[[str], str]) -> None:
        """`find` gives the key of an account by its name, "" for none; it may block and raise `StoreError`."""
        self._find = find
        self._lock = threading.Lock()
        self._needed: set[tuple[str, str, str]] = set()  # guarded by self._lock

    def of(self, account: str) -> str:
        return self._find(account)

    def is_needed(self, place: tuple[str, str, str]) -> bool:
        with self._lock:
            return place in self._needed

    def learn(self, place: tuple[str, str, str], *, is_needed: bool) -> None:
        with self._lock:
            if not is_needed:
                self._needed.discard(place)
                return
            if len(self._needed) >= MOST:
                self._needed.clear()
            self._needed.add(place)


def no_keys() -> CustomerKeys:
    return CustomerKeys(lambda _: "")


class CustomerKeyStore:
    """Sends an operation with the customers' keys that it needs.

    Raises `StoreError` (ENCRYPTED): with the code NoCustomerKey for an object that shall be encrypted with a key that
    its account does not have, OtherCustomerKey where the account has another one than the object was encrypted with.
    """

    def __init__(self, send: Callable[[Op[Any], Use], Any], keys: CustomerKeys) -> None:
        """`send` carries out an operation with these keys."""
        self._send = send
        self._keys = keys

    def call(self, op: Op[R]) -> R:
        refusal: StoreError | None = None
        for use in self._ways(op):
            try:
                result = self._send(op, use)
            except StoreError as error:
                if refusal is not None and error.kind is Kind.DENIED:
                    raise _other_key(refusal) from error
                if not _may_be_about_keys(error):
                    raise
                refusal = refusal or error
            else:
                self._learn(op, use, result)
                return cast(R, result)
        raise refusal or AssertionError("there is always one way")

    def _ways(self, op: Op[Any]) -> Iterator[Use]:
        """The keys that may be needed, likeliest first; for most operations there is no choice."""
        if isinstance(op, _STATING):
            yield from self._ways_of_a_write(op)
            return
        place = _place(op)
        if place is None:
            yield Use()
            return
        own = self._choices(_ref(op).account, place)
        source = self._choices(op.source.account, _object(op.source)) if isinstance(op, CopyPart) else [""]
        # A source is more often the reason than an upload of our own, of which is known how it began.
        yield from (Use(mine, theirs) for mine in own for theirs in source)

    def _ways_of_a_write(self, op: CopyObject | PutObject | CreateUpload) -> Iterator[Use]:
        own = self._stated(op.ref.account, op.props)
        source = self._choices(op.source.account, _object(op.source)) if isinstance(op, CopyObject) else [""]
        yield from (Use(own, theirs) for theirs in source)

    def _choices(self, account: str, place: tuple[str, str, str]) -> list[str]:
        key = self._keys.of(account)
        if not key:
            return [""]
        return [key, ""] if self._keys.is_needed(place) else ["", key]

    def _stated(self, account: str, props: Props) -> str:
        """The key that a new object shall be encrypted with; "" for none."""
        wanted = props.encryption.value
        if wanted is None or wanted.algorithm != CUSTOMER:
            return ""
        key = self._keys.of(account)
        if key and wanted.key_id in ("", fingerprint(key)):
            return key
        message = f"the account {account!r} has no customer's key" if not key else "the account has another key"
        raise StoreError(Kind.ENCRYPTED, code=OwnCode.NO_CUSTOMER_KEY, message=message, sent=Sent.NO)

    def _learn(self, op: Op[Any], use: Use, result: object) -> None:
        learn = self._keys.learn
        if isinstance(op, CopyObject | CopyPart):
            learn(_object(op.source), is_needed=bool(use.source))
        place = _place(op)  # after the source: a copy may be one onto itself
        if place is not None:
            learn(place, is_needed=bool(use.own))
        if isinstance(op, CreateUpload):
            learn(_upload(op.ref, str(result)), is_needed=bool(use.own))
        if isinstance(op, CompleteUpload):
            learn(_object(op.ref), is_needed=bool(use.own))


def _ref(op: Op[Any]) -> ObjectRef:
    return cast(Any, op).ref  # type: ignore[no-any-return]  # all operations with a place are about an object


def _place(op: Op[Any]) -> tuple[str, str, str] | None:
    """What must have the same key all the time; None for an operation that never carries one."""
    if isinstance(op, _BY_UPLOAD):
        return _upload(op.ref, op.upload_id)
    if isinstance(op, HeadObject | GetObject | CopyObject | PutObject):
        return _object(op.ref)
    return None


def _object(ref: ObjectRef) -> tuple[str, str, str]:
    return ref.account, ref.bucket, ref.key


def _upload(ref: ObjectRef, upload_id: str) -> tuple[str, str, str]:
    return ref.account, ref.bucket, f"{ref.key}\0{upload_id}"


def _may_be_about_keys(error: StoreError) -> bool:
    """Whether a refusal may mean that a key is missing, or that there is one too many: HEAD has no room to say so.

    COS does not document its codes for it; nothing was done, so another way may be tried whatever a 400 says.
    """
    return error.status == 400 and error.kind in (Kind.ENCRYPTED, Kind.INVALID, Kind.UNSUPPORTED)


def _other_key(error: StoreError) -> StoreError:
    message = error.message or "the store denies it with the account's key, and without one"
    return StoreError(
        Kind.ENCRYPTED, error.op, error.status, OwnCode.OTHER_CUSTOMER_KEY, message, request_id=error.request_id
    )
