"""Floor 2, wire: what an answer of Alibaba Cloud OSS means when it is not a success.

Which code asks for what stands in `resources/providers/oss.toml`; here is how an error is found in an answer and what
depends on the operation. Rules: OSS API Reference, "Error responses".
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from typing import Any

from core import ops, xmldoc
from core.dialects.base import WireResponse
from core.dialects.wire import count, kind_by_status, read_http_date, read_iso_date, retry_after
from core.errors import Kind, Sent, StoreError
from core.providers import provider

#: What an Error document may hold of a key, but XML 1.0 may not: raw control characters and references to them.
_NOT_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|&#(x0*(1?[0-9a-f])|0*([12]?[0-9]|3[01]));", re.IGNORECASE)
_READS_A_SOURCE = (ops.CopyObject, ops.CopyPart)


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
    if success and (isinstance(op, ops.GetObject) or b"<Error" not in answer.body[:512]):
        return None
    detail = _detail(answer)
    if success and not detail.code:
        return unreadable(op, answer, "it begins as an error and breaks off")
    return _error(op, answer, detail)


def unreadable(op: ops.Op[Any], answer: WireResponse, reason: str) -> StoreError:
    """The error for a success whose body says nothing usable: cut off, or not from the store."""
    return StoreError(
        kind=Kind.TRANSIENT if op.idempotent else Kind.AMBIGUOUS,
        op=type(op).__name__,
        status=answer.status,
        message=f"The store's answer could not be read: {reason}.",
        request_id=answer.header("x-oss-request-id"),
        sent=Sent.YES if op.idempotent else Sent.MAYBE,
    )


# ---------------------------------------------------------------- reading


def _detail(answer: WireResponse) -> _Detail:
    """The Error document in the body, or in a header where the answer to HEAD has no body."""
    try:
        body = answer.body or base64.b64decode(answer.header("x-oss-err"), validate=True)
        root = xmldoc.parse(_NOT_XML.sub(b"", body), "Error")
    except ValueError:  # neither XML nor base64
        return _Detail()
    fields = ("Code", "Message", "RequestId", "Endpoint", "ServerTime")
    return _Detail(*(xmldoc.text(root, field).strip() for field in fields))


def _error(op: ops.Op[Any], answer: WireResponse, detail: _Detail) -> StoreError:
    kind = _kind(op, answer.status, detail)
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


def _kind(op: ops.Op[Any], status: int, detail: _Detail) -> Kind:
    kind = provider("oss").kind_of(detail.code, status, detail.message) or _by_status(op, status)
    if kind is Kind.SOURCE_CHANGED and not isinstance(op, _READS_A_SOURCE):
        return Kind.INVALID  # no condition was asked for
    if kind is Kind.TRANSIENT and not op.idempotent and _may_have_acted(status):
        return Kind.AMBIGUOUS
    return kind


def _by_status(op: ops.Op[Any], status: int) -> Kind:
    if status == 404 and isinstance(op, (ops.GetBucketInfo, ops.GetBucketLocation, ops.ListObjects, ops.ListUploads)):
        return Kind.NO_BUCKET
    return kind_by_status(status)


def _may_have_acted(status: int) -> bool:
    """Whether the store may have done the work all the same: it failed, or something before it lost the answer."""
    return status < 300 or status >= 500


def _hint(kind: Kind, answer: WireResponse, detail: _Detail) -> str:
    if kind is Kind.WRONG_REGION:
        return detail.endpoint
    if kind is Kind.CLOCK_SKEW:
        now = read_http_date(answer.header("date")) or read_iso_date(detail.server_time)
        return "" if now is None else str(now)
    return ""


def _wait(answer: WireResponse) -> float | None:
    """Seconds that the store asks to wait; its own header counts milliseconds."""
    asked = retry_after(answer)
    delay = count(answer.header("x-oss-qos-delay-time"))
    return asked if delay is None else max(asked or 0.0, delay / 1000)
