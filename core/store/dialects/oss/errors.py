"""What an answer of Alibaba Cloud OSS means when it is not a success.

Which code asks for what stands in `resources/providers/oss.toml`; here is how an error is found in an answer and what
depends on the operation. Rules: OSS API Reference, "Error responses".
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any

from core.model import ops
from core.model.errors import Kind, Sent, StoreError
from core.rules.providers import provider
from core.store import xmldoc
from core.store.dialects.base import WireResponse
from core.store.dialects.common import faults
from core.store.dialects.common.wire import count, retry_after


@dataclass(frozen=True, slots=True)
class _Detail:
    """The fields of an Error document that matter; "" where it lacks one."""

    code: str = ""
    message: str = ""
    request_id: str = ""
    endpoint: str = ""
    server_time: str = ""


def failure(op: ops.Op[Any], answer: WireResponse) -> StoreError | None:
    """The error that `answer` reports, None when it is a success.

    203 says that the object was written but its callback failed, and an Error document may come with status 200.
    """
    success = 200 <= answer.status < 300 and answer.status != 203
    start = answer.body[:512]
    # The answer to a deletion of several holds an Error for each object that is left.
    if success and (isinstance(op, ops.GetObject) or b"<DeleteResult" in start or b"<Error" not in start):
        return None
    detail = _detail(answer)
    if success and not detail.code:
        return unreadable(op, answer, "it begins as an error and breaks off")
    return _error(op, answer, detail)


def unreadable(op: ops.Op[Any], answer: WireResponse, reason: str) -> StoreError:
    """The error for a success whose body says nothing usable: cut off, or not from the store."""
    return faults.unreadable(op, answer, reason, request_id=answer.header("x-oss-request-id"))


# ---------------------------------------------------------------- reading


def _detail(answer: WireResponse) -> _Detail:
    """The Error document in the body, or in a header where the answer to HEAD has no body."""
    try:
        body = answer.body or base64.b64decode(answer.header("x-oss-err"), validate=True)
    except ValueError:
        return _Detail()
    root = faults.error_document(body)
    if root is None:
        return _Detail()
    fields = ("Code", "Message", "RequestId", "Endpoint", "ServerTime")
    return _Detail(*(xmldoc.text(root, field).strip() for field in fields))


def _error(op: ops.Op[Any], answer: WireResponse, detail: _Detail) -> StoreError:
    kind = faults.kind_for(op, answer.status, provider("oss").kind_of(detail.code, answer.status, detail.message))
    return StoreError(
        kind=kind,
        op=type(op).__name__,
        status=answer.status,
        code=detail.code,
        message=detail.message,
        request_id=detail.request_id or answer.header("x-oss-request-id"),
        retry_after=_wait(answer),
        sent=Sent.MAYBE if kind is Kind.AMBIGUOUS else Sent.YES,
        hint=_hint(kind, answer, detail),
    )


def _hint(kind: Kind, answer: WireResponse, detail: _Detail) -> str:
    if kind is Kind.WRONG_REGION:
        return detail.endpoint
    if kind is Kind.CLOCK_SKEW:
        return faults.server_time(answer, detail.server_time)
    return ""


def _wait(answer: WireResponse) -> float | None:
    """Seconds that the store asks to wait; its own header counts milliseconds."""
    asked = retry_after(answer)
    delay = count(answer.header("x-oss-qos-delay-time"))
    return asked if delay is None else max(asked or 0.0, delay / 1000)
