"""What the errors of S3 ask for: the whole documented table, and what depends on the operation and on the store."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest

from core.model import ops
from core.model.errors import Kind, Sent, StoreError
from core.model.values import Account, ObjectRef, PartInfo, Pin
from core.rules.providers import provider
from core.store.dialects.base import WireResponse
from core.store.dialects.s3.dialect import DIALECT

TABLE: dict[str, Any] = json.loads((Path(__file__).parents[2] / "data" / "errors_s3.json").read_text("utf-8"))
AWS = Account("work", "aws", "https://s3.eu-central-1.amazonaws.com")
OTHER = Account("work", "s3", "https://store.example")
REF = ObjectRef("work", "bucket", "key")
HEAD = ops.HeadObject(REF)
COPY = ops.CopyObject(REF, source=REF, pin=Pin("E", 1))
PART = ops.CopyPart(REF, upload_id="ID", number=1, source=REF, pin=Pin("E", 44), first=0, last=9)
COMPLETE = ops.CompleteUpload(REF, upload_id="ID", parts=(PartInfo(1, 1, "E"),))
CREATE = ops.CreateUpload(REF)

RETRY = {
    "yes": {Kind.THROTTLED, Kind.TRANSIENT},
    "once": {Kind.CLOCK_SKEW, Kind.NO_UPLOAD, Kind.AMBIGUOUS, Kind.TRANSIENT, Kind.WRONG_REGION},
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
        Kind.SOURCE_CHANGED,
        Kind.INVALID,
    },
}


def document(code: str, message: str = "", **fields: str) -> bytes:
    inner = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in fields.items())
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>{code}</Code><Message>{escape(message)}</Message>'
        f"<RequestId>4442587FB7D0A2F9</RequestId><HostId>host</HostId>{inner}</Error>"
    )
    return text.encode()


def failed(op: ops.Op[Any], status: int, body: bytes = b"", account: Account = AWS, **headers: str) -> StoreError:
    pairs = tuple((name.replace("_", "-").encode(), value.encode()) for name, value in headers.items())
    with pytest.raises(StoreError) as caught:
        DIALECT.decode(op, account, WireResponse(status, pairs, body))
    assert caught.value.status == status
    assert caught.value.op == type(op).__name__
    return caught.value


# ---------------------------------------------------------------- the table

#: One row may name several codes; the row for any code inside a success has tests of its own.
ROWS = [
    pytest.param(row, code, id=code)
    for row in TABLE["s3"]
    for code in row["code"].split(" / ")
    if not code.startswith("(")
]


def test_the_whole_table_is_walked() -> None:
    assert len(TABLE["s3"]) == 48
    assert len(ROWS) == 49


@pytest.mark.parametrize(("row", "code"), ROWS)
@pytest.mark.parametrize("account", [AWS, OTHER], ids=["aws", "other"])
def test_a_documented_error_asks_for_what_its_page_says(row: dict[str, Any], code: str, account: Account) -> None:
    error = failed(COPY, row["http_status"], document(code, "It is so."), account)
    assert error.code == code
    assert error.kind in RETRY[row["retry"]]
    assert error.request_id == "4442587FB7D0A2F9"


@pytest.mark.parametrize(("_", "code"), ROWS)
def test_every_documented_code_has_a_rule_of_its_own(_: Any, code: str) -> None:
    assert code in provider("s3").errors


@pytest.mark.parametrize(("status", "retry"), [(int(s), r) for s, r in TABLE["http_fallback"].items() if s.isdigit()])
@pytest.mark.parametrize("body", [b"", b"<html>busy</html>", document("SomethingNew")])
def test_an_unknown_answer_is_judged_by_its_status(status: int, retry: str, body: bytes) -> None:
    assert failed(COPY, status, body).kind in RETRY[retry]


# ---------------------------------------------------------------- single cases

TOO_LARGE = "The specified copy source is larger than the maximum allowable size for a copy source: 5368709120"


@pytest.mark.parametrize(
    ("op", "status", "code", "message", "kind"),
    [
        (COPY, 412, "PreconditionFailed", "", Kind.SOURCE_CHANGED),
        (PART, 412, "PreconditionFailed", "", Kind.SOURCE_CHANGED),
        (ops.PutObject(REF, b""), 412, "PreconditionFailed", "", Kind.INVALID),
        (COPY, 400, "InvalidRequest", TOO_LARGE, Kind.TOO_LARGE),
        (COPY, 400, "InvalidRequest", "This copy request is illegal", Kind.UNSUPPORTED),
        (COPY, 404, "NoSuchKey", "", Kind.NOT_FOUND),
        (COPY, 404, "NoSuchBucket", "", Kind.NO_BUCKET),
        (PART, 404, "NoSuchUpload", "", Kind.NO_UPLOAD),
        (COMPLETE, 400, "InvalidPart", "", Kind.AMBIGUOUS),
        (COPY, 403, "InvalidObjectState", "", Kind.ARCHIVED),
        (COPY, 403, "InvalidAccessKeyId", "", Kind.BAD_CREDENTIALS),
        (COPY, 400, "ExpiredToken", "", Kind.CREDENTIALS_EXPIRED),
        (COPY, 503, "SlowDown", "", Kind.THROTTLED),
        (COPY, 500, "InternalError", "", Kind.TRANSIENT),
        (COPY, 409, "ConditionalRequestConflict", "", Kind.TRANSIENT),
        (ops.GetTags(REF), 501, "NotImplemented", "", Kind.UNSUPPORTED),
        (ops.GetTags(REF), 405, "MethodNotAllowed", "", Kind.UNSUPPORTED),
        (ops.PutAcl(REF, "public-read"), 400, "AccessControlListNotSupported", "", Kind.UNSUPPORTED),
    ],
)
def test_an_error_means_what_to_do_next(op: ops.Op[Any], status: int, code: str, message: str, kind: Kind) -> None:
    assert failed(op, status, document(code, message)).kind is kind


def test_a_missing_set_of_tags_is_only_forgiven_where_tags_were_asked_for() -> None:
    assert failed(ops.PutTags(REF, {"a": "b"}), 404, document("NoSuchTagSet")).kind is Kind.NOT_FOUND


def test_a_bare_404_for_a_bucket_is_a_missing_bucket() -> None:
    assert failed(ops.GetBucketInfo("b"), 404).kind is Kind.NO_BUCKET
    assert failed(HEAD, 404).kind is Kind.NOT_FOUND


def test_a_version_that_is_a_delete_marker_is_not_found() -> None:
    assert failed(HEAD, 405, x_amz_delete_marker="true").kind is Kind.NOT_FOUND
    assert failed(HEAD, 405).kind is Kind.UNSUPPORTED


def test_dropping_an_upload_that_is_gone_succeeds() -> None:
    DIALECT.decode(ops.AbortUpload(REF, upload_id="ID"), AWS, WireResponse(404, (), document("NoSuchUpload")))
    assert failed(ops.AbortUpload(REF, upload_id="ID"), 404, document("NoSuchBucket")).kind is Kind.NO_BUCKET


# ---------------------------------------------------------------- which condition was not met

ONLY_NEW = ops.CopyObject(REF, source=REF, pin=Pin("E", 1), create_only=True)


def test_a_write_that_must_not_overwrite_meets_the_target() -> None:
    body = document("PreconditionFailed", Condition="If-None-Match")
    assert failed(ONLY_NEW, 412, body).kind is Kind.EXISTS
    complete = ops.CompleteUpload(REF, upload_id="ID", parts=(), create_only=True)
    assert failed(complete, 412, document("PreconditionFailed")).kind is Kind.EXISTS
    assert failed(ops.PutObject(REF, b"", create_only=True), 412).kind is Kind.EXISTS


def test_a_store_that_was_not_told_to_keep_its_target_did_not_meet_it() -> None:
    body = document("PreconditionFailed", Condition="If-None-Match")
    assert failed(ONLY_NEW, 412, body, OTHER).kind is Kind.SOURCE_CHANGED


def test_a_copy_with_two_conditions_says_which_one_was_not_met() -> None:
    body = document("PreconditionFailed", Condition="x-amz-copy-source-If-Match")
    assert failed(ONLY_NEW, 412, body).kind is Kind.SOURCE_CHANGED
    assert failed(ONLY_NEW, 412, document("PreconditionFailed")).kind is Kind.SOURCE_CHANGED


# ---------------------------------------------------------------- where an error hides


@pytest.mark.parametrize("op", [COPY, PART, ops.ListObjects("b")], ids=lambda op: type(op).__name__)
@pytest.mark.parametrize("space", [b"", b" " * 3000])
def test_an_error_inside_a_success_is_an_error(op: ops.Op[Any], space: bytes) -> None:
    for body in (space + document("InternalError"), document("InternalError").replace(b"\n", b"\n" + space)):
        error = failed(op, 200, body)
        assert (error.kind, error.code) == (Kind.TRANSIENT, "InternalError")
    assert failed(op, 200, space + document("AccessDenied")).kind is Kind.DENIED
    assert failed(op, 200, space + document("SomethingNew")).kind is Kind.TRANSIENT


def test_an_error_inside_a_successful_completion_is_ambiguous() -> None:
    error = failed(COMPLETE, 200, document("InternalError"))
    assert (error.kind, error.sent) == (Kind.AMBIGUOUS, Sent.MAYBE)


@pytest.mark.parametrize(
    "op", [COPY, ops.PutAcl(REF, "private"), ops.DeleteObject(REF)], ids=lambda op: type(op).__name__
)
def test_an_error_inside_a_success_that_breaks_off_is_no_success(op: ops.Op[Any]) -> None:
    error = failed(op, 200, document("InternalError")[:60])
    assert (error.kind, error.code) == (Kind.TRANSIENT, "")


@pytest.mark.parametrize("op", [CREATE, COMPLETE], ids=lambda op: type(op).__name__)
@pytest.mark.parametrize("status", [500, 502, 504])
def test_a_fault_of_the_store_leaves_open_whether_a_single_step_was_done(op: ops.Op[Any], status: int) -> None:
    error = failed(op, status)
    assert (error.kind, error.sent) == (Kind.AMBIGUOUS, Sent.MAYBE)
    assert failed(COPY, status).kind is Kind.TRANSIENT


def test_an_error_about_a_key_with_control_characters_is_still_read() -> None:
    body = document("NoSuchKey").replace(b"</Error>", b"<Key>a\x01&#x1f;</Key></Error>")
    assert failed(COPY, 404, body).code == "NoSuchKey"


def test_some_stores_say_in_headers_what_head_cannot() -> None:
    said = {"x_minio_error_code": "NoSuchBucket", "x_minio_error_desc": '"The specified bucket does not exist"'}
    error = failed(HEAD, 404, b"", Account("work", "minio", "http://127.0.0.1:9000"), **said)
    assert (error.kind, error.code) == (Kind.NO_BUCKET, "NoSuchBucket")
    assert error.message == "The specified bucket does not exist"
    assert failed(HEAD, 404, b"", OTHER, **said).code == ""


def test_a_store_may_have_codes_of_its_own() -> None:
    minio = Account("work", "minio", "http://127.0.0.1:9000")
    assert failed(COPY, 507, document("XMinioStorageFull"), minio).kind is Kind.QUOTA


# ---------------------------------------------------------------- hints


@pytest.mark.parametrize(
    ("status", "code", "message"),
    [
        (301, "PermanentRedirect", "The bucket you are attempting to access must be addressed using ..."),
        (307, "TemporaryRedirect", "Please re-send this request to the specified temporary endpoint."),
        (400, "AuthorizationHeaderMalformed", "the region 'us-east-1' is wrong; expecting 'eu-west-1'"),
        (400, "IllegalLocationConstraintException", "The eu-west-1 location constraint is incompatible ..."),
    ],
)
def test_a_wrong_region_names_the_right_one(status: int, code: str, message: str) -> None:
    plain = failed(COPY, status, document(code, message))
    assert (plain.kind, plain.hint) == (Kind.WRONG_REGION, "")
    assert failed(COPY, status, document(code, message, Region="eu-west-1")).hint == "eu-west-1"
    assert failed(COPY, status, document(code, message, Endpoint="s3.eu-west-1.amazonaws.com")).hint == (
        "s3.eu-west-1.amazonaws.com"
    )
    both = failed(COPY, status, document(code, message, Endpoint="mine.s3.x.com"), x_amz_bucket_region="eu-west-1")
    assert both.hint == "eu-west-1"


def test_a_redirection_may_say_where_to_in_its_location() -> None:
    error = failed(COPY, 307, document("TemporaryRedirect"), location="https://mine.s3.us-west-2.amazonaws.com/key?x=y")
    assert error.hint == "mine.s3.us-west-2.amazonaws.com"


@pytest.mark.parametrize("status", [301, 307, 400])
def test_a_head_in_the_wrong_region_is_told_by_its_headers(status: int) -> None:
    error = failed(HEAD, status, x_amz_bucket_region="eu-west-1")
    assert (error.kind, error.hint) == (Kind.WRONG_REGION, "eu-west-1")


def test_a_login_page_is_not_a_redirection_of_the_store() -> None:
    assert failed(HEAD, 301, location="https://login.example/").kind is Kind.OFFLINE
    assert failed(COPY, 307, b"<html>Log in</html>").kind is Kind.OFFLINE


def test_a_refusal_that_also_names_the_region_is_a_refusal() -> None:
    assert failed(HEAD, 403, x_amz_bucket_region="eu-west-1").kind is Kind.DENIED
    body = document("InvalidRequest", "no")
    assert failed(COPY, 400, body, x_amz_bucket_region="eu-west-1").kind is Kind.UNSUPPORTED


def test_a_malformed_key_id_is_not_a_wrong_region() -> None:
    body = document("AuthorizationHeaderMalformed", "The Credential is mal-formed")
    assert failed(COPY, 400, body).kind is Kind.BAD_CREDENTIALS


def test_a_wrong_clock_learns_the_time_of_the_store() -> None:
    body = document("RequestTimeTooSkewed", ServerTime="2023-12-16T16:20:57Z")
    assert float(failed(COPY, 403, body).hint) == 1702743657
    dated = failed(COPY, 403, document("RequestTimeTooSkewed"), date="Sat, 16 Dec 2023 16:20:57 GMT")
    assert (dated.kind, float(dated.hint)) == (Kind.CLOCK_SKEW, 1702743657)


def test_the_store_says_how_long_to_wait() -> None:
    assert failed(COPY, 503, document("SlowDown"), retry_after="120").retry_after == 120.0
    assert failed(COPY, 503, document("SlowDown")).retry_after is None


def test_an_error_repeats_nothing_that_was_signed() -> None:
    body = document("SignatureDoesNotMatch", "It does not match.", StringToSign="x-amz-security-token:SECRET")
    error = failed(COPY, 403, body)
    assert "SECRET" not in repr(error) + str(error)
