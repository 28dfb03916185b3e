"""What errors ask for: the whole documented tables, and what depends on the operation, for all three protocols."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from core.model import ops
from core.model.errors import Kind, OwnCode, Sent
from core.rules.providers import provider
from tests.doubles.vendors import (
    COMPLETE,
    COPY,
    COS,
    CREATE,
    HEAD,
    OSS,
    OTHER,
    PART,
    PUT,
    S3,
    TARGET,
    VENDORS,
    Vendor,
)
from tests.doubles.vendors import error_document as document

DATA = Path(__file__).parents[2] / "data"
TABLES: dict[str, Any] = {each.name: json.loads((DATA / f"errors_{each}.json").read_text("utf-8")) for each in VENDORS}

#: The kinds that each word of the tables may become.
RETRY = {
    "yes": {Kind.THROTTLED, Kind.TRANSIENT},
    "once": {Kind.CLOCK_SKEW, Kind.NO_UPLOAD, Kind.AMBIGUOUS},
    "refresh": {Kind.CREDENTIALS_EXPIRED},
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
#: What one vendor's words may become besides.
ALSO: dict[tuple[str, str], set[Kind]] = {
    ("oss", "once"): {Kind.TRANSIENT},
    ("oss", "after-fix"): {Kind.WRONG_REGION},
    ("oss", "no"): {Kind.EXISTS, Kind.AMBIGUOUS},  # only a stored object whose callback failed is ambiguous
    ("cos", "once"): {Kind.WRONG_REGION},
    # A signature that has expired is renewed by looking at the clock: it was made a moment ago.
    ("cos", "refresh"): {Kind.CLOCK_SKEW},
    ("s3", "once"): {Kind.TRANSIENT, Kind.WRONG_REGION},
    ("s3", "after-fix"): {Kind.WRONG_REGION},
}


def asked_for(vendor: Vendor, retry: str) -> set[Kind]:
    return RETRY[retry] | ALSO.get((vendor.name, retry), set())


# ---------------------------------------------------------------- the tables


def messages(row: dict[str, Any]) -> list[str]:
    """The texts by which a row tells its case; one empty text for a row that is told by its code."""
    quoted = re.findall(r"'([^']+)'", row["meaning"]) if row["meaning"].startswith("Message") else []
    return [text.removesuffix("...").strip() for text in quoted] or [""]


#: Every code with every status and text that its row gives it. The rows in brackets have tests of their own.
ROWS = [
    (vendor, code, int(status), message, row["retry"])
    for vendor in VENDORS
    for row in TABLES[vendor.name][vendor.name]
    for code in row["code"].split(" / ")
    for status in re.findall(r"\d{3}", str(row["http_status"]))
    for message in messages(row)
    if not code.startswith("(")
]


@pytest.mark.parametrize(("vendor", "code", "status", "message", "retry"), ROWS, ids=str)
def test_a_documented_error_asks_for_what_its_page_says(
    vendor: Vendor, code: str, status: int, message: str, retry: str
) -> None:
    for account in (vendor.account, *((OTHER,) if vendor is S3 else ())):
        body = document(code, f"It is so: {message}, or so.")
        error = vendor.failed(COPY, status, body, account=account)
        assert error.code == code
        assert error.kind in asked_for(vendor, retry)
        assert error.request_id == "5CAC3B40B7AEADE0176D"


@pytest.mark.parametrize(("code", "status", "retry"), [row[1:3] + row[4:] for row in ROWS if row[0] is COS], ids=str)
def test_a_documented_error_means_the_same_inside_a_success(code: str, status: int, retry: str) -> None:
    for op in (COPY, PART, COMPLETE):
        error = COS.failed(op, 200, b" " * 1000 + document(code))
        assert error.code == code
        assert error.kind in asked_for(COS, retry) | ({Kind.AMBIGUOUS} if op is COMPLETE else set())
        if retry == "no":
            assert error.kind is COS.failed(op, status, document(code)).kind


def test_every_documented_code_has_a_rule_of_its_own(vendor: Vendor) -> None:
    codes = {row[1] for row in ROWS if row[0] is vendor}
    assert len(codes) >= {"oss": 56, "cos": 51, "s3": 49}[vendor.name]
    assert codes <= set(provider(vendor.name).errors)


@pytest.mark.parametrize("body", [b"", b"<html>busy</html>", document("SomethingNew")])
@pytest.mark.parametrize(
    ("vendor", "status", "retry"),
    [
        (vendor, int(status), retry)
        for vendor in VENDORS
        for status, retry in TABLES[vendor.name]["http_fallback"].items()
        if status.isdigit()
    ],
    ids=str,
)
def test_an_unknown_answer_is_judged_by_its_status(vendor: Vendor, status: int, retry: str, body: bytes) -> None:
    assert vendor.failed(COPY, status, body).kind in asked_for(vendor, retry)


# ---------------------------------------------------------------- single cases

EVERYWHERE: list[tuple[ops.Op[Any], int, str, Kind]] = [
    (COPY, 412, "PreconditionFailed", Kind.SOURCE_CHANGED),
    (PART, 412, "PreconditionFailed", Kind.SOURCE_CHANGED),
    (PUT, 412, "PreconditionFailed", Kind.INVALID),
    (COPY, 404, "NoSuchKey", Kind.NOT_FOUND),
    (COPY, 404, "NoSuchBucket", Kind.NO_BUCKET),
    (PART, 404, "NoSuchUpload", Kind.NO_UPLOAD),
    (COMPLETE, 404, "NoSuchUpload", Kind.NO_UPLOAD),
    (COPY, 403, "InvalidObjectState", Kind.ARCHIVED),
    (COPY, 400, "EntityTooLarge", Kind.TOO_LARGE),
    (COMPLETE, 400, "InvalidPart", Kind.AMBIGUOUS),
    (COPY, 403, "InvalidAccessKeyId", Kind.BAD_CREDENTIALS),
    (COPY, 403, "SignatureDoesNotMatch", Kind.BAD_CREDENTIALS),
    (COPY, 403, "AccessDenied", Kind.DENIED),
    (COPY, 503, "TotalQpsLimitExceeded", Kind.THROTTLED),
    (COPY, 500, "InternalError", Kind.TRANSIENT),
    (COPY, 400, "TooManyBuckets", Kind.QUOTA),
    (COPY, 404, "NoSuchCopySource", Kind.NOT_FOUND),
    (COPY, 400, "NoSuchVersion", Kind.NOT_FOUND),
    (PART, 400, "NoSuchUpload", Kind.NO_UPLOAD),
    (COPY, 409, "InvalidObjectState", Kind.ARCHIVED),
    (COPY, 503, "SlowDown", Kind.THROTTLED),
]
TOO_LARGE = "The specified copy source is larger than the maximum allowable size for a copy source: 5368709120"
ENCRYPTED = "The object was stored using a form of Server Side Encryption. The correct parameters must be provided."
OF_ONE: list[tuple[Vendor, ops.Op[Any], int, str, str, Kind]] = [
    (OSS, COPY, 409, "FileAlreadyExists", "", Kind.EXISTS),
    (OSS, COMPLETE, 409, "FileAlreadyExists", "", Kind.EXISTS),
    (OSS, HEAD, 405, "MethodNotAllowed", "", Kind.NOT_FOUND),
    (OSS, COPY, 403, "SecurityTokenExpired", "", Kind.CREDENTIALS_EXPIRED),
    (COS, COPY, 400, "ExpiredToken", "", Kind.CREDENTIALS_EXPIRED),
    (COS, COPY, 403, "Request has expired", "", Kind.CLOCK_SKEW),
    (COS, COPY, 402, "PaymentRequired", "", Kind.DENIED),
    (COS, COPY, 409, "PathConflict", "", Kind.TRANSIENT),
    (COS, COPY, 403, "PathStyleDomainForbidden", "", Kind.UNSUPPORTED),
    (COS, COPY, 400, "NotSupportedStorageClass", "", Kind.UNSUPPORTED),
    (COS, COPY, 400, "RequestTimeOut", "", Kind.TRANSIENT),
    (COS, COPY, 409, "FileAlreadyExists", "", Kind.EXISTS),
    (COS, COMPLETE, 409, "FileAlreadyExists", "", Kind.EXISTS),
    (S3, COPY, 400, "ExpiredToken", "", Kind.CREDENTIALS_EXPIRED),
    (S3, COPY, 409, "ConditionalRequestConflict", "", Kind.TRANSIENT),
    (S3, COPY, 400, "InvalidRequest", TOO_LARGE, Kind.TOO_LARGE),
    (S3, COPY, 400, "InvalidRequest", ENCRYPTED, Kind.ENCRYPTED),
    (S3, COPY, 400, "InvalidRequest", "This copy request is illegal", Kind.UNSUPPORTED),
    (S3, ops.GetTags(TARGET), 501, "NotImplemented", "", Kind.UNSUPPORTED),
    (S3, ops.GetTags(TARGET), 405, "MethodNotAllowed", "", Kind.UNSUPPORTED),
    (S3, ops.PutAcl(TARGET, "public-read"), 400, "AccessControlListNotSupported", "", Kind.UNSUPPORTED),
]


@pytest.mark.parametrize(("op", "status", "code", "kind"), EVERYWHERE)
def test_an_error_means_what_to_do_next(vendor: Vendor, op: ops.Op[Any], status: int, code: str, kind: Kind) -> None:
    assert vendor.failed(op, status, document(code)).kind is kind


@pytest.mark.parametrize(("vendor", "op", "status", "code", "message", "kind"), OF_ONE, ids=str)
def test_a_vendors_own_error_means_what_to_do_next(
    vendor: Vendor, op: ops.Op[Any], status: int, code: str, message: str, kind: Kind
) -> None:
    assert vendor.failed(op, status, document(code, message)).kind is kind


@pytest.mark.parametrize(
    ("op", "status", "kind"),
    [
        (HEAD, 403, Kind.DENIED),
        (HEAD, 404, Kind.NOT_FOUND),
        (HEAD, 405, Kind.UNSUPPORTED),
        (HEAD, 503, Kind.THROTTLED),
        (ops.ListObjects("b-125"), 404, Kind.NO_BUCKET),
        (ops.GetBucketInfo("b-125"), 404, Kind.NO_BUCKET),
        (COPY, 301, Kind.OFFLINE),
        (COPY, 302, Kind.OFFLINE),
        (COPY, 304, Kind.SOURCE_CHANGED),
        (COPY, 400, Kind.INVALID),
        (COPY, 403, Kind.DENIED),
        (COPY, 404, Kind.NOT_FOUND),
        (COPY, 407, Kind.OFFLINE),
        (COPY, 413, Kind.TOO_LARGE),
        (COPY, 429, Kind.THROTTLED),
        (COPY, 451, Kind.INVALID),
        (COPY, 501, Kind.UNSUPPORTED),
        (COPY, 502, Kind.TRANSIENT),
        (COPY, 599, Kind.TRANSIENT),
    ],
)
def test_an_answer_without_a_body_is_judged_by_its_status(
    vendor: Vendor, op: ops.Op[Any], status: int, kind: Kind
) -> None:
    error = vendor.failed(op, status, own={"request-id": "RID"})
    assert (error.kind, error.code, error.request_id) == (kind, "", "RID")


def test_dropping_an_upload_that_is_gone_succeeds(vendor: Vendor) -> None:
    op = ops.AbortUpload(TARGET, upload_id="ID")
    vendor.read(op, vendor.answer(document("NoSuchUpload"), 404))
    assert vendor.failed(op, 404, document("NoSuchBucket")).kind is Kind.NO_BUCKET


# ---------------------------------------------------------------- where an error hides


@pytest.mark.parametrize("op", [COPY, PART, ops.ListObjects("b-125")], ids=lambda op: type(op).__name__)
@pytest.mark.parametrize("space", [b"", b" " * 3000, b"  \n " * 500])
def test_an_error_inside_a_success_is_an_error(vendor: Vendor, op: ops.Op[Any], space: bytes) -> None:
    internal = document("InternalError", "We encountered an internal error.")
    for body in (space + internal, internal.replace(b"\n", b"\n" + space, 1)):
        error = vendor.failed(op, 200, body)
        assert (error.kind, error.code) == (Kind.TRANSIENT, "InternalError")
    assert vendor.failed(op, 200, space + document("AccessDenied")).kind is Kind.DENIED
    assert vendor.failed(op, 200, space + document("SomethingNew")).kind is Kind.TRANSIENT


def test_an_error_inside_a_successful_completion_is_ambiguous(vendor: Vendor) -> None:
    error = vendor.failed(COMPLETE, 200, document("InternalError"))
    assert (error.kind, error.sent) == (Kind.AMBIGUOUS, Sent.MAYBE)
    assert vendor.failed(COMPLETE, 200, document("NoSuchUpload")).kind is Kind.NO_UPLOAD


@pytest.mark.parametrize(
    "op", [COPY, ops.PutAcl(TARGET, "private"), ops.DeleteObject(TARGET)], ids=lambda op: type(op).__name__
)
@pytest.mark.parametrize("before", [b"", b"   ", b"\xef\xbb\xbf"], ids=["nothing", "space", "byte order mark"])
def test_an_error_inside_a_success_that_breaks_off_is_no_success(
    vendor: Vendor, op: ops.Op[Any], before: bytes
) -> None:
    error = vendor.failed(op, 200, before + document("InternalError")[:60], own={"request-id": "RID"})
    assert (error.kind, error.code, error.request_id) == (Kind.TRANSIENT, OwnCode.UNREADABLE, "RID")


@pytest.mark.parametrize("op", [CREATE, COMPLETE], ids=lambda op: type(op).__name__)
@pytest.mark.parametrize("status", [500, 502, 504])
def test_a_fault_of_the_store_leaves_open_whether_a_single_step_was_done(
    vendor: Vendor, op: ops.Op[Any], status: int
) -> None:
    error = vendor.failed(op, status)
    assert (error.kind, error.sent) == (Kind.AMBIGUOUS, Sent.MAYBE)
    assert vendor.failed(COPY, status).kind is Kind.TRANSIENT


@pytest.mark.parametrize("op", [CREATE, COMPLETE], ids=lambda op: type(op).__name__)
def test_a_busy_store_has_not_done_a_single_step(vendor: Vendor, op: ops.Op[Any]) -> None:
    assert vendor.failed(op, 503, document("ServiceUnavailable")).kind is Kind.THROTTLED
    timeout = "RequestTimeOut" if vendor is COS else "RequestTimeout"
    assert vendor.failed(op, 400, document(timeout)).kind is Kind.TRANSIENT


@pytest.mark.parametrize("key", ["a\x01b", "&#1;", "&#x1f;", "&#x0B;", "a\x01&#x1f;"])
def test_an_error_about_a_key_with_control_characters_is_still_read(vendor: Vendor, key: str) -> None:
    body = document("NoSuchKey").replace(b"</Error>", f"<Key>{key}</Key></Error>".encode())
    error = vendor.failed(COPY, 404, body)
    assert (error.kind, error.code) == (Kind.NOT_FOUND, "NoSuchKey")


# ---------------------------------------------------------------- hints


def test_a_wrong_clock_learns_the_time_of_the_store(vendor: Vendor) -> None:
    body = document("RequestTimeTooSkewed")
    error = vendor.failed(COPY, 403, body, date="Sat, 16 Dec 2023 16:20:57 GMT")
    assert (error.kind, float(error.hint)) == (Kind.CLOCK_SKEW, 1702743657)
    in_document = document("RequestTimeTooSkewed", ServerTime="2023-12-16T16:20:57.000Z")
    assert float(vendor.failed(COPY, 403, in_document).hint) == 1702743657
    assert vendor.failed(COPY, 403, body, date="soon").hint == ""


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
    ],
)
def test_the_store_says_how_long_to_wait(vendor: Vendor, headers: dict[str, Any], seconds: float | None) -> None:
    for code in ("ServiceUnavailable", "SlowDown"):
        assert vendor.failed(COPY, 503, document(code), **headers).retry_after == seconds


def test_an_error_repeats_nothing_that_was_signed(vendor: Vendor) -> None:
    signed = f"PUT {vendor.header('security-token')}:SECRET"
    body = document("SignatureDoesNotMatch", "It does not match.", StringToSign=signed, FormatString=signed)
    error = vendor.failed(COPY, 403, body)
    assert "SECRET" not in repr(error) + str(error)
