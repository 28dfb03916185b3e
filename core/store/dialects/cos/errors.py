"""What an answer of Tencent Cloud COS means when it is not a success.

Which code asks for what stands in `resources/providers/cos.toml`; here is how an error is found in an answer and what
depends on the operation. Rules: Tencent Cloud COS API, "Error Codes" (436/7730). The vendor's lists of different years
disagree about statuses, so the code decides; a status decides only where there is no code, as in answers to HEAD.
"""

from __future__ import annotations

from typing import Any

from core.model import ops
from core.model.errors import Kind, Sent, StoreError
from core.rules.providers import provider
from core.store import xmldoc
from core.store.dialects.base import WireResponse
from core.store.dialects.common import faults
from core.store.dialects.common.wire import retry_after

_SCANNED = 512  # bytes in which an Error document shows itself
_REQUEST_ID = "x-cos-request-id"


def failure(op: ops.Op[Any], answer: WireResponse) -> StoreError | None:
    """The error that `answer` reports, None when it is a success.

    A copy, a part and a completion answer 200 at once, send white space while they work, and may end in an Error.
    """
    success = 200 <= answer.status < 300
    start = b"" if isinstance(op, ops.GetObject) and success else answer.body.lstrip()[:_SCANNED]
    # The answer to a deletion of several holds an Error for each object that is left.
    if success and (b"<DeleteResult" in start or b"<Error" not in start):
        return None
    root = faults.error_document(answer.body)
    if success and root is None:
        return unreadable(op, answer, "it begins as an error and breaks off")
    code, message, request_id, endpoint = (
        "" if root is None else xmldoc.text(root, name).strip() for name in ("Code", "Message", "RequestId", "Endpoint")
    )
    kind = _kind(op, answer.status, code, message)
    return StoreError(
        kind=kind,
        op=type(op).__name__,
        status=answer.status,
        code=code,
        message=message,
        request_id=request_id or answer.header(_REQUEST_ID),
        retry_after=retry_after(answer),
        sent=Sent.MAYBE if kind is Kind.AMBIGUOUS else Sent.YES,
        hint=_hint(kind, answer, endpoint),
    )


def unreadable(op: ops.Op[Any], answer: WireResponse, reason: str) -> StoreError:
    """The error for a success whose body says nothing usable: cut off, or not from the store."""
    return faults.unreadable(op, answer, reason, request_id=answer.header(_REQUEST_ID))


def _kind(op: ops.Op[Any], status: int, code: str, message: str) -> Kind:
    known = provider("cos").kind_of(code, status, message)
    if (code == "PreconditionFailed" or (status == 412 and not code)) and _meets_a_target(op, message):
        return Kind.EXISTS
    return faults.kind_for(op, status, known)


def _meets_a_target(op: ops.Op[Any], message: str) -> bool:
    """Whether an unmet condition is about a target that stands there, and not about the source.

    One code stands for both. The message decides where it names the source; else whoever asked not to overwrite is
    told that something is there, and everybody else that the source has changed.
    """
    create_only = isinstance(op, (ops.PutObject, ops.CopyObject, ops.CompleteUpload)) and op.create_only
    return create_only and not any(word in message.lower() for word in ("copy-source", "copy source"))


def _hint(kind: Kind, answer: WireResponse, endpoint: str) -> str:
    if kind is Kind.WRONG_REGION:
        return endpoint or answer.header("location")
    return faults.server_time(answer, "") if kind is Kind.CLOCK_SKEW else ""
