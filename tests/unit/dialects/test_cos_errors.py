"""What the errors of COS ask for: the whole documented table, and what depends on the operation."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest

from core.model import ops
from core.model.errors import Kind, Sent, StoreError
from core.model.values import Account, ObjectRef, PartInfo, Pin
from core.rules.providers import provider
from core.store.dialects.base import WireResponse
from core.store.dialects.cos.dialect import DIALECT

TABLE: dict[str, Any] = json.loads((Path(__file__).parents[2] / "data" / "errors_cos.json").read_text("utf-8"))
ACCOUNT = Account("work", "cos", "https://cos.ap-guangzhou.myqcloud.com")
REF = ObjectRef("work", "bucket-125", "key")
COPY = ops.CopyObject(REF, source=REF, pin=Pin("E", 1))
PART = ops.CopyPart(REF, upload_id="ID", number=1, source=REF, pin=Pin("E", 44), first=0, last=9)
COMPLETE = ops.CompleteUpload(REF, upload_id="ID", parts=(PartInfo(1, 1, "E"),))
CREATE = ops.CreateUpload(REF)
PUT = ops.PutObject(REF, b"")

RETRY = {
    "yes": {Kind.THROTTLED, Kind.TRANSIENT},
    "once": {Kind.CLOCK_SKEW, Kind.NO_UPLOAD, Kind.AMBIGUOUS, Kind.WRONG_REGION},
    # A signature that has expired is renewed by looking at the clock: it was made a moment ago.
    "refresh": {Kind.CREDENTIALS_EXPIRED, Kind.CLOCK_SKEW},
    "after-fix": {Kind.DENIED, Kind.BAD_CREDENTIALS, Kind.ARCHIVED, Kind.TOO_LARGE, Kind.UNSUPPORTED},
    "no": {
        Kind.DENIED,
        Kind.BAD_CREDENTIALS,
        Kind.UNSUPPORTED,
        Kind.NO_BUCKET,
        Kind.NOT_FOUND,
        Kind.SOURCE_CHANGED,
        Kind.INVALID,
    },
}


def document(code: str, message: str = "", **fields: str) -> bytes:
    inner = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in fields.items())
    text = (
        f"<?xml version='1.0' encoding='utf-8' ?>\n<Error>\n\t<Code>{code}</Code>\n\t"
        f"<Message>{escape(message)}</Message><Resource>bucket-125.cos.ap-guangzhou.myqcloud.com/key</Resource>"
        f"<RequestId>NWQzMWFiN2VfMTI0</RequestId><TraceId>OGVmYzZi</TraceId>{inner}</Error>\n"
    )
    return text.encode()


def failed(op: ops.Op[Any], status: int, body: bytes = b"", **headers: str) -> StoreError:
    pairs = tuple((name.replace("_", "-").encode(), value.encode()) for name, value in headers.items())
    with pytest.raises(StoreError) as caught:
        DIALECT.decode(op, ACCOUNT, WireResponse(status, pairs, body))
    assert caught.value.status == status
    assert caught.value.op == type(op).__name__
    return caught.value


# ---------------------------------------------------------------- the table


def rows() -> list[Any]:
    """Every code of the table, with every status that one of the vendor's lists gives it."""
    return [
        pytest.param(code, int(status), row["retry"], id=f"{code}-{status}")
        for row in TABLE["cos"]
        if not row["code"].startswith("(")
        for code in row["code"].split(" / ")
        for status in re.findall(r"\d{3}", str(row["http_status"]))
    ]


@pytest.mark.parametrize(("code", "status", "retry"), rows())
def test_a_documented_error_asks_for_what_its_page_says(code: str, status: int, retry: str) -> None:
    error = failed(COPY, status, document(code, "It is so."))
    assert error.code == code
    assert error.kind in RETRY[retry]
    assert error.request_id == "NWQzMWFiN2VfMTI0"


@pytest.mark.parametrize(("code", "status", "retry"), rows())
def test_a_documented_error_means_the_same_inside_a_success(code: str, status: int, retry: str) -> None:
    for op in (COPY, PART, COMPLETE):
        space = b" " * 1000
        error = failed(op, 200, space + document(code))
        assert error.code == code
        assert error.kind in RETRY[retry] | ({Kind.AMBIGUOUS} if op is COMPLETE else set())
        if retry == "no":
            assert error.kind is failed(op, status, document(code)).kind


def test_every_documented_code_has_a_rule_of_its_own() -> None:
    codes = {row.values[0] for row in rows()}
    assert len(codes) > 50
    assert codes <= set(provider("cos").errors)


@pytest.mark.parametrize(("status", "retry"), [(int(s), r) for s, r in TABLE["http_fallback"].items() if s.isdigit()])
@pytest.mark.parametrize("body", [b"", b"<html>busy</html>", document("SomethingNew")])
def test_an_unknown_answer_is_judged_by_its_status(status: int, retry: str, body: bytes) -> None:
    assert failed(COPY, status, body).kind in RETRY[retry]


# ---------------------------------------------------------------- single cases


@pytest.mark.parametrize(
    ("op", "status", "code", "kind"),
    [
        (COPY, 404, "NoSuchCopySource", Kind.NOT_FOUND),
        (COPY, 404, "NoSuchBucket", Kind.NO_BUCKET),
        (COPY, 400, "NoSuchVersion", Kind.NOT_FOUND),
        (PART, 400, "NoSuchUpload", Kind.NO_UPLOAD),
        (COMPLETE, 404, "NoSuchUpload", Kind.NO_UPLOAD),
        (COMPLETE, 400, "InvalidPart", Kind.AMBIGUOUS),
        (COPY, 409, "InvalidObjectState", Kind.ARCHIVED),
        (COPY, 400, "EntityTooLarge", Kind.TOO_LARGE),
        (COPY, 403, "InvalidAccessKeyId", Kind.BAD_CREDENTIALS),
        (COPY, 403, "SignatureDoesNotMatch", Kind.BAD_CREDENTIALS),
        (COPY, 400, "ExpiredToken", Kind.CREDENTIALS_EXPIRED),
        (COPY, 403, "Request has expired", Kind.CLOCK_SKEW),
        (COPY, 403, "AccessDenied", Kind.DENIED),
        (COPY, 402, "PaymentRequired", Kind.DENIED),
        (COPY, 503, "SlowDown", Kind.THROTTLED),
        (COPY, 409, "PathConflict", Kind.TRANSIENT),
        (COPY, 500, "InternalError", Kind.TRANSIENT),
        (COPY, 403, "PathStyleDomainForbidden", Kind.UNSUPPORTED),
        (COPY, 400, "NotSupportedStorageClass", Kind.UNSUPPORTED),
        (COPY, 400, "RequestTimeOut", Kind.TRANSIENT),
        (COPY, 400, "TooManyBuckets", Kind.QUOTA),
        (COPY, 409, "FileAlreadyExists", Kind.EXISTS),
        (COMPLETE, 409, "FileAlreadyExists", Kind.EXISTS),
    ],
)
def test_an_error_means_what_to_do_next(op: ops.Op[Any], status: int, code: str, kind: Kind) -> None:
    assert failed(op, status, document(code)).kind is kind


ABOUT_THE_SOURCE = "The value of x-cos-copy-source-If-Match does not match."


@pytest.mark.parametrize(
    ("op", "message", "kind"),
    [
        (COPY, "Precondition Failed", Kind.SOURCE_CHANGED),
        (PART, "Precondition Failed", Kind.SOURCE_CHANGED),
        (replace(COPY, create_only=True), "Precondition Failed", Kind.EXISTS),
        (replace(COPY, create_only=True), ABOUT_THE_SOURCE, Kind.SOURCE_CHANGED),
        (replace(COMPLETE, create_only=True), "", Kind.EXISTS),
        (replace(PUT, create_only=True), "", Kind.EXISTS),
        (PUT, "", Kind.INVALID),
        (COMPLETE, "", Kind.INVALID),
    ],
)
def test_an_unmet_condition_is_about_the_source_or_the_target(op: ops.Op[Any], message: str, kind: Kind) -> None:
    assert failed(op, 412, document("PreconditionFailed", message)).kind is kind
    if message != ABOUT_THE_SOURCE:
        assert failed(op, 412).kind is kind


@pytest.mark.parametrize(
    ("op", "status", "kind"),
    [
        (ops.HeadObject(REF), 404, Kind.NOT_FOUND),
        (ops.HeadObject(REF), 403, Kind.DENIED),
        (ops.HeadObject(REF), 405, Kind.UNSUPPORTED),
        (ops.HeadObject(REF), 503, Kind.THROTTLED),
        (ops.ListObjects("b-125"), 404, Kind.NO_BUCKET),
        (COPY, 301, Kind.OFFLINE),
        (COPY, 400, Kind.INVALID),
        (COPY, 451, Kind.INVALID),
        (COPY, 502, Kind.TRANSIENT),
    ],
)
def test_an_answer_without_a_body_is_judged_by_its_status(op: ops.Op[Any], status: int, kind: Kind) -> None:
    error = failed(op, status, x_cos_request_id="RID")
    assert (error.kind, error.code, error.request_id) == (kind, "", "RID")


def test_dropping_an_upload_that_is_gone_succeeds() -> None:
    op = ops.AbortUpload(REF, upload_id="ID")
    DIALECT.decode(op, ACCOUNT, WireResponse(404, (), document("NoSuchUpload")))
    assert failed(op, 404, document("NoSuchBucket")).kind is Kind.NO_BUCKET


# ---------------------------------------------------------------- where an error hides


@pytest.mark.parametrize("op", [COPY, PART, ops.ListObjects("b-125")], ids=lambda op: type(op).__name__)
def test_an_error_inside_a_success_is_an_error(op: ops.Op[Any]) -> None:
    error = failed(op, 200, b"  \n " * 500 + document("InternalError", "We encountered an internal error."))
    assert (error.kind, error.code) == (Kind.TRANSIENT, "InternalError")
    assert failed(op, 200, document("SomethingNew")).kind is Kind.TRANSIENT


def test_an_error_inside_a_successful_completion_is_ambiguous() -> None:
    error = failed(COMPLETE, 200, document("InternalError"))
    assert (error.kind, error.sent) == (Kind.AMBIGUOUS, Sent.MAYBE)
    assert failed(COMPLETE, 200, document("NoSuchUpload")).kind is Kind.NO_UPLOAD


@pytest.mark.parametrize(
    "op", [COPY, ops.PutAcl(REF, "private"), ops.DeleteObject(REF)], ids=lambda op: type(op).__name__
)
def test_an_error_inside_a_success_that_breaks_off_is_no_success(op: ops.Op[Any]) -> None:
    error = failed(op, 200, b"   " + document("InternalError")[:60], x_cos_request_id="RID")
    assert (error.kind, error.code, error.request_id) == (Kind.TRANSIENT, "", "RID")


@pytest.mark.parametrize("op", [CREATE, COMPLETE], ids=lambda op: type(op).__name__)
@pytest.mark.parametrize("status", [500, 502, 504])
def test_a_fault_of_the_store_leaves_open_whether_a_single_step_was_done(op: ops.Op[Any], status: int) -> None:
    error = failed(op, status)
    assert (error.kind, error.sent) == (Kind.AMBIGUOUS, Sent.MAYBE)


def test_an_error_about_a_key_with_control_characters_is_still_read() -> None:
    for key in ("a\x01b", "&#1;", "&#x1f;"):
        body = document("NoSuchKey").replace(b"</Error>", f"<Key>{key}</Key></Error>".encode())
        assert failed(COPY, 404, body).code == "NoSuchKey"


# ---------------------------------------------------------------- hints


def test_a_redirection_names_the_right_host() -> None:
    document_says = failed(COPY, 301, document("PermanentRedirect", Endpoint="cos.ap-shanghai.myqcloud.com"))
    assert (document_says.kind, document_says.hint) == (Kind.WRONG_REGION, "cos.ap-shanghai.myqcloud.com")
    url = "https://bucket-125.cos.ap-shanghai.myqcloud.com/key"
    assert failed(COPY, 307, document("TemporaryRedirect"), location=url).hint == url


@pytest.mark.parametrize("code", ["RequestTimeTooSkewed", "Request has expired"])
def test_a_wrong_clock_learns_the_time_of_the_store(code: str) -> None:
    error = failed(COPY, 403, document(code), date="Sat, 16 Dec 2023 16:20:57 GMT")
    assert error.kind is Kind.CLOCK_SKEW
    assert float(error.hint) == 1702743657
    assert failed(COPY, 403, document(code), date="soon").hint == ""


def test_the_store_says_how_long_to_wait() -> None:
    assert failed(COPY, 503, document("SlowDown"), retry_after="7").retry_after == 7.0
    assert failed(COPY, 503, document("SlowDown")).retry_after is None


def test_an_error_repeats_nothing_that_was_signed() -> None:
    body = document("SignatureDoesNotMatch", "It does not match.", FormatString="x-cos-security-token=SECRET")
    error = failed(COPY, 403, body)
    assert "SECRET" not in repr(error) + str(error)
