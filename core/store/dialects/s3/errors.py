"""What an answer of Amazon S3, or of a store that speaks like it, means when it is not a success.

Which code asks for what stands in `resources/providers/*.toml`; here is how an error is found in an answer and what
depends on the operation. Rules: Amazon S3 API Reference, "REST error responses".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from core.model import ops
from core.model.errors import Kind, Sent, StoreError
from core.rules.providers import Provider
from core.store import xmldoc
from core.store.dialects.base import WireResponse
from core.store.dialects.common import faults
from core.store.dialects.common.wire import retry_after

#: White space may come before the document and after its first line, while the store works.
_BEGINS_AS_ERROR = re.compile(rb"\s*(<\?xml[^>]*>)?\s*<Error\b")
_REGION_HEADER = "x-amz-bucket-region"
_REDIRECTS = (301, 307)


@dataclass(frozen=True, slots=True)
class _Detail:
    """The fields of an Error document that matter; "" where it lacks one."""

    code: str = ""
    message: str = ""
    request_id: str = ""
    endpoint: str = ""
    region: str = ""
    condition: str = ""
    server_time: str = ""


def failure(op: ops.Op[Any], answer: WireResponse, store: Provider) -> StoreError | None:
    """The error that `answer` reports, None when it is a success. An Error document may come with status 200."""
    success = 200 <= answer.status < 300
    if success and (isinstance(op, ops.GetObject) or not _BEGINS_AS_ERROR.match(answer.body)):
        return None
    detail = _detail(answer, store)
    if success and not detail.code:
        return unreadable(op, answer, "it begins as an error and breaks off")
    return _error(op, answer, detail, store)


def unreadable(op: ops.Op[Any], answer: WireResponse, reason: str) -> StoreError:
    """The error for a success whose body says nothing usable: cut off, or not from the store."""
    return faults.unreadable(op, answer, reason, request_id=answer.header("x-amz-request-id"))


# ---------------------------------------------------------------- reading


def _detail(answer: WireResponse, store: Provider) -> _Detail:
    """The Error document in the body, or the headers that some stores add where HEAD allows no body."""
    root = faults.error_document(answer.body)
    if root is None:
        return _Detail(*(answer.header(name).strip('" ') for name in store.quirks.error_headers))
    fields = ("Code", "Message", "RequestId", "Endpoint", "Region", "Condition", "ServerTime")
    return _Detail(*(xmldoc.text(root, field).strip() for field in fields))


def _error(op: ops.Op[Any], answer: WireResponse, detail: _Detail, store: Provider) -> StoreError:
    kind = _kind(op, answer, detail, store)
    return StoreError(
        kind=kind,
        op=type(op).__name__,
        status=answer.status,
        code=detail.code,
        message=detail.message,
        request_id=detail.request_id or answer.header("x-amz-request-id"),
        retry_after=retry_after(answer),
        sent=Sent.MAYBE if kind is Kind.AMBIGUOUS else Sent.YES,
        hint=_hint(kind, answer, detail),
    )


def _kind(op: ops.Op[Any], answer: WireResponse, detail: _Detail, store: Provider) -> Kind:
    said = store.kind_of(detail.code, answer.status, detail.message) or _unsaid(answer, detail)
    if answer.status == 412 and store.features.create_only and _met_the_target(op, detail):
        return Kind.EXISTS
    return faults.kind_for(op, answer.status, said)


def _unsaid(answer: WireResponse, detail: _Detail) -> Kind | None:
    """What an answer without a known code shows all the same; None when it is for the status to say."""
    if answer.header("x-amz-delete-marker").lower() == "true":
        return Kind.NOT_FOUND
    if answer.status in _REDIRECTS and (detail.code or answer.header(_REGION_HEADER)):
        return Kind.WRONG_REGION
    # The refusal of a wrong region cannot say so when it answers HEAD, which has no body.
    if answer.status == 400 and not answer.body and answer.header(_REGION_HEADER):
        return Kind.WRONG_REGION
    return None


def _met_the_target(op: ops.Op[Any], detail: _Detail) -> bool:
    """Whether the condition that was not met is that there is no target yet."""
    if not getattr(op, "create_only", False):
        return False
    return not isinstance(op, ops.CopyObject) or detail.condition.lower() == "if-none-match"


def _hint(kind: Kind, answer: WireResponse, detail: _Detail) -> str:
    if kind is Kind.WRONG_REGION:
        moved = urlsplit(answer.header("location"))
        return answer.header(_REGION_HEADER) or detail.region or detail.endpoint or moved.netloc
    if kind is Kind.CLOCK_SKEW:
        return faults.server_time(answer, detail.server_time)
    return ""
