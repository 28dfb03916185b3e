"""What an answer means when it is not a success: what holds for all protocols.

Which code asks for what stands in `resources/providers/*.toml`; here is how an error is found in an answer and what
depends on the operation. A protocol's `errors.py` has a subclass of `Errors` for what is found in another way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar
from xml.etree.ElementTree import Element

from core.model import ops
from core.model.errors import Kind, OwnCode, Sent, StoreError
from core.rules.providers import Provider
from core.store import xmldoc
from core.store.dialects.base import WireResponse
from core.store.dialects.common.encoding import count, read_http_date, read_iso_date
from core.store.dialects.common.names import WireNames

#: White space may come before the document and after its first line, while the store works; so may a byte order mark.
_BEGINS_AS_ERROR = re.compile(rb"\s*(\xef\xbb\xbf)?(<\?xml[^>]*>)?\s*<Error\b")
_WEB_PAGE = re.compile(
    rb"\s*(\xef\xbb\xbf)?\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html)\b", re.I | re.S
)
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
_BY_STATUS = {
    304: Kind.SOURCE_CHANGED,
    401: Kind.BAD_CREDENTIALS,
    403: Kind.DENIED,
    404: Kind.NOT_FOUND,
    405: Kind.UNSUPPORTED,
    407: Kind.OFFLINE,
    408: Kind.TRANSIENT,
    412: Kind.SOURCE_CHANGED,
    413: Kind.TOO_LARGE,
    425: Kind.TRANSIENT,
    429: Kind.THROTTLED,
    501: Kind.UNSUPPORTED,
    503: Kind.THROTTLED,
    511: Kind.OFFLINE,
}
_FIELDS = ("Code", "Message", "RequestId", "Endpoint", "Region", "Condition", "ServerTime")


@dataclass(frozen=True, slots=True)
class ErrorDetail:
    """The fields of an Error document that matter; "" where it lacks one."""

    code: str = ""
    message: str = ""
    request_id: str = ""
    endpoint: str = ""
    region: str = ""
    condition: str = ""
    server_time: str = ""


class Errors:
    """The errors of one protocol, from one provider's store."""

    names: ClassVar[WireNames]

    def __init__(self, store: Provider) -> None:
        self._store = store

    def failure(self, op: ops.Op[Any], answer: WireResponse) -> StoreError | None:
        """The error that `answer` reports, None when it is a success.

        An Error document may come with status 200: a copy, a part and a completion may answer 200 at once, send white
        space while they work, and end in an Error. The bytes of an object may look like one.
        """
        success = self.is_success(answer.status)
        if _is_web_page(answer, success=success) and not (success and isinstance(op, ops.GetObject)):
            error = self.unreadable(op, answer, "it is a web page")
            error.code = OwnCode.NO_STORE
            return error
        if success and (isinstance(op, ops.GetObject) or not _BEGINS_AS_ERROR.match(answer.body)):
            return None
        detail = self._detail(answer)
        if success and not detail.code:
            return self.unreadable(op, answer, "it begins as an error and breaks off")
        kind = self._kind(op, answer, detail)
        return StoreError(
            kind=kind,
            op=type(op).__name__,
            status=answer.status,
            code=detail.code,
            message=detail.message,
            request_id=detail.request_id or self._request_id(answer),
            retry_after=self.wait_s(answer),
            sent=Sent.MAYBE if kind is Kind.AMBIGUOUS else Sent.YES,
            hint=self._hint(kind, answer, detail),
        )

    def unreadable(self, op: ops.Op[Any], answer: WireResponse, reason: str) -> StoreError:
        """The error for a success whose body says nothing usable: cut off, or not from the store."""
        return StoreError(
            kind=Kind.TRANSIENT if op.idempotent else Kind.AMBIGUOUS,
            op=type(op).__name__,
            status=answer.status,
            code=OwnCode.UNREADABLE,
            message=f"The store's answer could not be read: {reason}.",
            request_id=self._request_id(answer),
            sent=Sent.YES if op.idempotent else Sent.MAYBE,
        )

    def result_despite(self, op: ops.Op[Any], error: StoreError) -> object:
        """The result where an error says that what was asked for is so already; raises `error` where it does not.

        An upload that is to be dropped is gone, an object that is to be restored is being restored.
        """
        gone = isinstance(op, ops.AbortUpload) and error.kind is Kind.NO_UPLOAD
        restoring = isinstance(op, ops.RestoreObject) and error.code == "RestoreAlreadyInProgress"
        if gone or restoring:
            return None
        raise error

    # ------------------------------------------------------------ in what protocols differ

    def is_success(self, status: int) -> bool:
        return 200 <= status < 300

    def detail_in_headers(self, answer: WireResponse) -> ErrorDetail:  # noqa: ARG002 - two protocols need it
        """What headers say of an error whose answer has no document, as that to HEAD."""
        return ErrorDetail()

    def kind_in_headers(self, answer: WireResponse, detail: ErrorDetail) -> Kind | None:  # noqa: ARG002 - as above
        """What an answer without a known code shows all the same; None when it is for the status to say."""
        return None

    def is_target_there(self, op: ops.Op[Any], answer: WireResponse, detail: ErrorDetail) -> bool:  # noqa: ARG002
        """Whether the condition that was not met is that there is no target yet."""
        return False

    def right_place(self, answer: WireResponse, detail: ErrorDetail) -> str:  # noqa: ARG002 - two protocols need it
        """The hint of a WRONG_REGION: the endpoint or the region to ask instead."""
        return detail.endpoint

    def wait_s(self, answer: WireResponse) -> float | None:
        """Seconds that the store asks to wait."""
        return retry_after(answer)

    # ------------------------------------------------------------ reading

    def _detail(self, answer: WireResponse) -> ErrorDetail:
        root = error_document(answer.body)
        return self.detail_in_headers(answer) if root is None else detail_of(root)

    def _kind(self, op: ops.Op[Any], answer: WireResponse, detail: ErrorDetail) -> Kind:
        if self.is_target_there(op, answer, detail):
            return Kind.EXISTS
        said = self._store.kind_of(detail.code, answer.status, detail.message)
        return _kind_for(op, answer.status, said or self.kind_in_headers(answer, detail))

    def _hint(self, kind: Kind, answer: WireResponse, detail: ErrorDetail) -> str:
        if kind is Kind.WRONG_REGION:
            return self.right_place(answer, detail)
        return _server_time(answer, detail.server_time) if kind is Kind.CLOCK_SKEW else ""

    def _request_id(self, answer: WireResponse) -> str:
        return answer.header(self.names.header("request-id"))


def _is_web_page(answer: WireResponse, *, success: bool) -> bool:
    """Whether something else than a store answers. With other statuses, what stands before a store shows pages."""
    return (success or answer.status in (400, 404, 405)) and bool(_WEB_PAGE.match(answer.body))


def error_document(body: bytes) -> Element | None:
    """The Error document in `body`; None when there is none, or none that can be read."""
    try:
        return xmldoc.parse(_NOT_XML.sub(b"", body), "Error")
    except xmldoc.MalformedError:
        return None


def detail_of(root: Element) -> ErrorDetail:
    return ErrorDetail(*(xmldoc.text(root, field).strip() for field in _FIELDS))


def retry_after(answer: WireResponse) -> float | None:
    """Seconds that Retry-After asks to wait (RFC 9110, 10.2.3); a date counts from the answer's own Date."""
    value = answer.header("retry-after")
    seconds = count(value)
    if seconds is not None:
        return float(seconds)
    until, sent = read_http_date(value), read_http_date(answer.header("date"))
    return max(0.0, until - sent) if until is not None and sent is not None else None


def _kind_for(op: ops.Op[Any], status: int, known: Kind | None) -> Kind:
    """What an error asks for, given what its code says (`known`, None where it says nothing)."""
    kind = known or _by_status(op, status)
    if kind is Kind.SOURCE_CHANGED and not isinstance(op, _READS_A_SOURCE):
        return Kind.INVALID  # no condition was asked for
    if kind is Kind.NOT_FOUND and isinstance(op, (ops.ListParts, ops.AbortUpload)):
        return Kind.NO_UPLOAD  # of a joined upload some stores say that there is no such key
    if kind is Kind.ARCHIVED and isinstance(op, ops.RestoreObject):
        return Kind.UNSUPPORTED  # the state that is wrong is that there is nothing to restore
    if kind is Kind.TRANSIENT and not op.idempotent and _may_have_acted(status):
        return Kind.AMBIGUOUS
    return kind


def _server_time(answer: WireResponse, named: str) -> str:
    """The hint of a CLOCK_SKEW: the store's Unix time by its Date header, else by the date that the error named."""
    now = read_http_date(answer.header("date")) or read_iso_date(named)
    return "" if now is None else str(now)


def _by_status(op: ops.Op[Any], status: int) -> Kind:
    if status == 404 and isinstance(op, _ABOUT_A_BUCKET):
        return Kind.NO_BUCKET
    return kind_by_status(status)


def _may_have_acted(status: int) -> bool:
    """Whether the store may have done the work all the same: it failed, or something before it lost the answer."""
    return status < 300 or status >= 500


def kind_by_status(status: int) -> Kind:
    """What a status means when the answer says no more (RFC 9110, section 15; RFC 6585).

    No store redirects: a redirection comes from something on the way, such as a login page of a network. A success
    that is an error all the same is a fault of the store's.
    """
    known = _BY_STATUS.get(status)
    if known is not None:
        return known
    if status < 300 or status >= 500:
        return Kind.TRANSIENT
    return Kind.OFFLINE if 300 <= status < 400 else Kind.INVALID
