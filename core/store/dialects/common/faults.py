"""What the dialects share about answers that are not a success.

Which code asks for what stands in `resources/providers/*.toml`; which code an answer has is the dialect's to find.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element

from core.model import ops
from core.model.errors import Kind, Sent, StoreError
from core.store import xmldoc
from core.store.dialects.base import WireResponse
from core.store.dialects.common.wire import kind_by_status, read_http_date, read_iso_date

#: What an Error document may hold of a key, but XML 1.0 may not: raw control characters and references to them.
_NOT_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|&#(x0*(1?[0-9a-f])|0*([12]?[0-9]|3[01]));", re.IGNORECASE)
_READS_A_SOURCE = (ops.CopyObject, ops.CopyPart)
_ABOUT_A_BUCKET = (
    ops.GetBucketInfo,
    ops.GetBucketLocation,
    ops.ListObjects,
    ops.ListUploads,
    ops.GetVersioning,
    ops.ListVersions,
    ops.DeleteObjects,
)


def error_document(body: bytes) -> Element | None:
    """The Error document in `body`; None when there is none, or none that can be read."""
    try:
        return xmldoc.parse(_NOT_XML.sub(b"", body), "Error")
    except xmldoc.MalformedError:
        return None


def unreadable(op: ops.Op[Any], answer: WireResponse, reason: str, *, request_id: str) -> StoreError:
    """The error for a success whose body says nothing usable: cut off, or not from the store."""
    return StoreError(
        kind=Kind.TRANSIENT if op.idempotent else Kind.AMBIGUOUS,
        op=type(op).__name__,
        status=answer.status,
        message=f"The store's answer could not be read: {reason}.",
        request_id=request_id,
        sent=Sent.YES if op.idempotent else Sent.MAYBE,
    )


def kind_for(op: ops.Op[Any], status: int, known: Kind | None) -> Kind:
    """What an error asks for, given what its code says (`known`, None where it says nothing)."""
    kind = known or _by_status(op, status)
    if kind is Kind.SOURCE_CHANGED and not isinstance(op, _READS_A_SOURCE):
        return Kind.INVALID  # no condition was asked for
    if kind is Kind.ARCHIVED and isinstance(op, ops.RestoreObject):
        return Kind.UNSUPPORTED  # the state that is wrong is that there is nothing to restore
    if kind is Kind.TRANSIENT and not op.idempotent and _may_have_acted(status):
        return Kind.AMBIGUOUS
    return kind


def server_time(answer: WireResponse, named: str) -> str:
    """The hint of a CLOCK_SKEW: the store's Unix time by its Date header, else by the date that the error named."""
    now = read_http_date(answer.header("date")) or read_iso_date(named)
    return "" if now is None else str(now)


def is_done_already(op: ops.Op[Any], error: StoreError) -> bool:
    """Whether an error says that what was asked for is so: an upload that is gone, an object being restored."""
    if isinstance(op, ops.AbortUpload):
        return error.kind is Kind.NO_UPLOAD
    return isinstance(op, ops.RestoreObject) and error.code == "RestoreAlreadyInProgress"


def _by_status(op: ops.Op[Any], status: int) -> Kind:
    if status == 404 and isinstance(op, _ABOUT_A_BUCKET):
        return Kind.NO_BUCKET
    return kind_by_status(status)


def _may_have_acted(status: int) -> bool:
    """Whether the store may have done the work all the same: it failed, or something before it lost the answer."""
    return status < 300 or status >= 500
