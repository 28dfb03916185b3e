"""What the errors of OSS ask for: the whole documented table, and what depends on the operation."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest

from core.model import ops
from core.model.errors import Kind, Sent, StoreError
from core.model.values import Account, ObjectRef, PartInfo, Pin
from core.store.dialects.base import WireResponse
from core.store.dialects.oss.dialect import DIALECT

TABLE: dict[str, Any] = json.loads((Path(__file__).parents[2] / "data" / "errors_oss.json").read_text("utf-8"))
ACCOUNT = Account("work", "oss", "https://oss-cn-hangzhou.aliyuncs.com")
REF = ObjectRef("work", "bucket", "key")
COPY = ops.CopyObject(REF, source=REF, pin=Pin("E", 1))
PART = ops.CopyPart(REF, upload_id="ID", number=1, source=REF, pin=Pin("E", 44), first=0, last=9)
COMPLETE = ops.CompleteUpload(REF, upload_id="ID", parts=(PartInfo(1, 1, "E"),))
CREATE = ops.CreateUpload(REF)

RETRY = {
    "yes": {Kind.THROTTLED, Kind.TRANSIENT},
    "once": {Kind.CLOCK_SKEW, Kind.NO_UPLOAD, Kind.AMBIGUOUS, Kind.TRANSIENT},
    "refresh": {Kind.CREDENTIALS_EXPIRED},
    "after-fix": {
        Kind.DENIED,
        Kind.BAD_CREDENTIALS,
        Kind.WRONG_REGION,
        Kind.ARCHIVED,
        Kind.TOO_LARGE,
        Kind.UNSUPPORTED,
    },
    "no": {
        Kind.DENIED,
        Kind.BAD_CREDENTIALS,
        Kind.UNSUPPORTED,
        Kind.NO_BUCKET,
        Kind.NOT_FOUND,
        Kind.EXISTS,
        Kind.SOURCE_CHANGED,
        Kind.INVALID,
        Kind.AMBIGUOUS,  # only a stored object whose callback failed
    },
}


def document(code: str, message: str = "", **fields: str) -> bytes:
    inner = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in fields.items())
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>{code}</Code><Message>{escape(message)}</Message>'
        f"<RequestId>5CAC3B40B7AEADE0176D</RequestId><HostId>b.example</HostId>{inner}</Error>"
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


def messages(row: dict[str, Any]) -> list[str]:
    """The texts by which a row tells its case; one empty text for a row that is told by its code."""
    quoted = re.findall(r"'([^']+)'", row["meaning"]) if row["meaning"].startswith("Message") else []
    return [text.removesuffix("...").strip() for text in quoted] or [""]


ROWS = [
    pytest.param(row, message, id=f"{row['code']}-{message or row['http_status']}")
    for row in TABLE["oss"]
    for message in messages(row)
]


@pytest.mark.parametrize(("row", "message"), ROWS)
def test_a_documented_error_asks_for_what_its_page_says(row: dict[str, Any], message: str) -> None:
    error = failed(COPY, row["http_status"], document(row["code"], f"It is so: {message}, or so."))
    assert error.code == row["code"]
    assert error.kind in RETRY[row["retry"]]
    assert error.request_id == "5CAC3B40B7AEADE0176D"


def test_every_documented_code_has_a_rule_of_its_own() -> None:
    from core.rules.providers import provider

    assert {row["code"] for row in TABLE["oss"]} <= set(provider("oss").errors)


@pytest.mark.parametrize(("status", "retry"), [(int(s), r) for s, r in TABLE["http_fallback"].items() if s.isdigit()])
@pytest.mark.parametrize("body", [b"", b"<html>busy</html>", document("SomethingNew")])
def test_an_unknown_answer_is_judged_by_its_status(status: int, retry: str, body: bytes) -> None:
    assert failed(COPY, status, body).kind in RETRY[retry]


# ---------------------------------------------------------------- single cases


@pytest.mark.parametrize(
    ("op", "status", "code", "kind"),
    [
        (COPY, 412, "PreconditionFailed", Kind.SOURCE_CHANGED),
        (PART, 412, "PreconditionFailed", Kind.SOURCE_CHANGED),
        (ops.PutObject(REF, b""), 412, "PreconditionFailed", Kind.INVALID),
        (COPY, 409, "FileAlreadyExists", Kind.EXISTS),
        (COMPLETE, 409, "FileAlreadyExists", Kind.EXISTS),
        (COPY, 404, "NoSuchKey", Kind.NOT_FOUND),
        (COPY, 404, "NoSuchBucket", Kind.NO_BUCKET),
        (PART, 404, "NoSuchUpload", Kind.NO_UPLOAD),
        (COMPLETE, 404, "NoSuchUpload", Kind.NO_UPLOAD),
        (ops.HeadObject(REF), 405, "MethodNotAllowed", Kind.NOT_FOUND),
        (COPY, 403, "InvalidObjectState", Kind.ARCHIVED),
        (COPY, 400, "EntityTooLarge", Kind.TOO_LARGE),
        (COMPLETE, 400, "InvalidPart", Kind.AMBIGUOUS),
        (COPY, 403, "InvalidAccessKeyId", Kind.BAD_CREDENTIALS),
        (COPY, 403, "SignatureDoesNotMatch", Kind.BAD_CREDENTIALS),
        (COPY, 403, "SecurityTokenExpired", Kind.CREDENTIALS_EXPIRED),
        (COPY, 403, "AccessDenied", Kind.DENIED),
        (COPY, 503, "TotalQpsLimitExceeded", Kind.THROTTLED),
        (COPY, 500, "InternalError", Kind.TRANSIENT),
        (COPY, 400, "TooManyBuckets", Kind.QUOTA),
    ],
)
def test_an_error_means_what_to_do_next(op: ops.Op[Any], status: int, code: str, kind: Kind) -> None:
    assert failed(op, status, document(code)).kind is kind


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (304, Kind.SOURCE_CHANGED),
        (302, Kind.OFFLINE),
        (400, Kind.INVALID),
        (403, Kind.DENIED),
        (404, Kind.NOT_FOUND),
        (407, Kind.OFFLINE),
        (413, Kind.TOO_LARGE),
        (429, Kind.THROTTLED),
        (501, Kind.UNSUPPORTED),
        (502, Kind.TRANSIENT),
        (599, Kind.TRANSIENT),
    ],
)
def test_a_bare_status_means_what_to_do_next(status: int, kind: Kind) -> None:
    assert failed(COPY, status).kind is kind


def test_a_bare_404_for_a_bucket_is_a_missing_bucket() -> None:
    assert failed(ops.ListObjects("b"), 404).kind is Kind.NO_BUCKET


def test_dropping_an_upload_that_is_gone_succeeds() -> None:
    DIALECT.decode(ops.AbortUpload(REF, upload_id="ID"), ACCOUNT, WireResponse(404, (), document("NoSuchUpload")))
    assert failed(ops.AbortUpload(REF, upload_id="ID"), 404, document("NoSuchBucket")).kind is Kind.NO_BUCKET


# ---------------------------------------------------------------- where an error hides


def test_the_error_of_a_head_is_read_from_its_header() -> None:
    body = document("NoSuchKey", "The specified key does not exist.")
    error = failed(ops.HeadObject(REF), 404, x_oss_err=base64.b64encode(body).decode(), x_oss_ec="0026-00000001")
    assert (error.kind, error.code) == (Kind.NOT_FOUND, "NoSuchKey")
    assert error.message == "The specified key does not exist."
    archived = document("InvalidObjectState")
    assert failed(ops.HeadObject(REF), 403, x_oss_err=base64.b64encode(archived).decode()).kind is Kind.ARCHIVED


@pytest.mark.parametrize("header", ["not base64!", base64.b64encode(b"<broken").decode(), "é"])
def test_a_header_that_holds_no_error_leaves_the_status(header: str) -> None:
    error = failed(ops.HeadObject(REF), 403, x_oss_err=header, x_oss_request_id="RID")
    assert (error.kind, error.code, error.request_id) == (Kind.DENIED, "", "RID")


@pytest.mark.parametrize("op", [COPY, PART, ops.ListObjects("b")], ids=lambda op: type(op).__name__)
def test_an_error_inside_a_success_is_an_error(op: ops.Op[Any]) -> None:
    error = failed(op, 200, document("InternalError", "We encountered an internal error."))
    assert (error.kind, error.code) == (Kind.TRANSIENT, "InternalError")
    assert failed(op, 200, document("AccessDenied")).kind is Kind.DENIED
    assert failed(op, 200, document("SomethingNew")).kind is Kind.TRANSIENT


def test_an_error_inside_a_successful_completion_is_ambiguous() -> None:
    error = failed(COMPLETE, 200, document("InternalError"))
    assert (error.kind, error.sent) == (Kind.AMBIGUOUS, Sent.MAYBE)


@pytest.mark.parametrize(
    "op", [COPY, ops.PutAcl(REF, "private"), ops.DeleteObject(REF)], ids=lambda op: type(op).__name__
)
def test_an_error_inside_a_success_that_breaks_off_is_no_success(op: ops.Op[Any]) -> None:
    error = failed(op, 200, document("InternalError")[:60])
    assert (error.kind, error.code) == (Kind.TRANSIENT, "")


def test_a_failed_callback_means_that_the_object_may_be_there() -> None:
    error = failed(COMPLETE, 203, document("CallbackFailed", "Error status : 301."))
    assert (error.kind, error.sent) == (Kind.AMBIGUOUS, Sent.MAYBE)


def test_a_203_is_no_plain_success_whatever_it_holds() -> None:
    error = failed(COMPLETE, 203, b"<CompleteMultipartUploadResult><ETag>E</ETag></CompleteMultipartUploadResult>")
    assert (error.kind, error.sent) == (Kind.AMBIGUOUS, Sent.MAYBE)
    assert failed(ops.HeadObject(REF), 203, content_length="5", etag='"E"').kind is Kind.TRANSIENT


@pytest.mark.parametrize("op", [CREATE, COMPLETE], ids=lambda op: type(op).__name__)
@pytest.mark.parametrize("status", [500, 502, 504])
def test_a_fault_of_the_store_leaves_open_whether_a_single_step_was_done(op: ops.Op[Any], status: int) -> None:
    error = failed(op, status)
    assert (error.kind, error.sent) == (Kind.AMBIGUOUS, Sent.MAYBE)
    assert failed(COPY, status).kind is Kind.TRANSIENT


@pytest.mark.parametrize("op", [CREATE, COMPLETE], ids=lambda op: type(op).__name__)
def test_a_busy_store_has_not_done_a_single_step(op: ops.Op[Any]) -> None:
    assert failed(op, 503, document("ServiceUnavailable")).kind is Kind.THROTTLED
    assert failed(op, 400, document("RequestTimeout")).kind is Kind.TRANSIENT


def test_an_error_about_a_key_with_control_characters_is_still_read() -> None:
    for key in ("a\x01b", "&#1;", "&#x1f;", "&#x0B;"):
        body = document("NoSuchKey").replace(b"</Error>", f"<Key>{key}</Key></Error>".encode())
        error = failed(COPY, 404, body)
        assert (error.kind, error.code) == (Kind.NOT_FOUND, "NoSuchKey")


# ---------------------------------------------------------------- hints


def test_a_wrong_region_names_the_right_host() -> None:
    text = "The bucket you are attempting to access must be addressed using the specified endpoint."
    error = failed(COPY, 403, document("AccessDenied", text, Endpoint="oss-cn-shanghai.aliyuncs.com"))
    assert (error.kind, error.hint) == (Kind.WRONG_REGION, "oss-cn-shanghai.aliyuncs.com")
    redirect = failed(COPY, 403, document("PermanentRedirect", Endpoint="oss-us-west-1.aliyuncs.com"))
    assert (redirect.kind, redirect.hint) == (Kind.WRONG_REGION, "oss-us-west-1.aliyuncs.com")


def test_a_signature_for_another_region_is_a_wrong_region() -> None:
    body = document("InvalidArgument", "Invalid signing region in Authorization header.")
    assert failed(COPY, 400, body).kind is Kind.WRONG_REGION
    assert failed(COPY, 400, document("InvalidArgument", "Part number must be an integer.")).kind is Kind.INVALID


def test_a_copy_between_regions_is_not_supported() -> None:
    text = "Target object does not reside in the same data center as source object."
    assert failed(COPY, 403, document("AccessDenied", text)).kind is Kind.UNSUPPORTED


def test_a_wrong_clock_learns_the_time_of_the_store() -> None:
    body = document("RequestTimeTooSkewed")
    error = failed(COPY, 403, body, date="Sat, 16 Dec 2023 16:20:57 GMT")
    assert error.kind is Kind.CLOCK_SKEW
    assert float(error.hint) == 1702743657
    in_document = document("RequestTimeTooSkewed", ServerTime="2023-12-16T16:20:57.000Z")
    assert float(failed(COPY, 403, in_document).hint) == 1702743657
    assert failed(COPY, 403, body, date="soon").hint == ""


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry_after": "7"}, 7.0),
        ({"retry_after": "Sat, 16 Dec 2023 16:21:07 GMT", "date": "Sat, 16 Dec 2023 16:20:57 GMT"}, 10.0),
        ({"retry_after": "Sat, 16 Dec 2023 16:20:07 GMT", "date": "Sat, 16 Dec 2023 16:20:57 GMT"}, 0.0),
        ({"retry_after": "Sat, 16 Dec 2023 16:21:07 GMT"}, None),
        ({"retry_after": "-1"}, None),
        ({"retry_after": "9" * 400}, None),
        ({"x_oss_qos_delay_time": "1500"}, 1.5),
        ({"x_oss_qos_delay_time": "1500", "retry_after": "7"}, 7.0),
        ({"x_oss_qos_delay_time": "none"}, None),
    ],
)
def test_the_store_says_how_long_to_wait(headers: dict[str, str], seconds: float | None) -> None:
    assert failed(COPY, 503, document("ServiceUnavailable"), **headers).retry_after == seconds


def test_an_error_repeats_nothing_that_was_signed() -> None:
    body = document("SignatureDoesNotMatch", "It does not match.", StringToSign="PUT x-oss-security-token:SECRET")
    error = failed(COPY, 403, body)
    assert "SECRET" not in repr(error) + str(error)
