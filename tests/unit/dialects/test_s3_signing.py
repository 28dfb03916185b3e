"""The signatures of S3 against recorded and published ones; each case names where it comes from."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest

from core.model.values import Account, Addressing, Credentials, ObjectRef, Site
from core.store.dialects.common.encoding import percent, query_string
from core.store.dialects.common.endpoints import Target
from core.store.dialects.common.requests import UnsignedRequest
from core.store.dialects.s3 import sign as sign_s3
from core.store.dialects.s3.dialect import DIALECT

CASES = json.loads((Path(__file__).parents[2] / "data" / "s3_sigv4.json").read_text("utf-8"))["cases"]
#: Its body is sent in a form that this client never uses; what is signed of it is compared all the same.
STREAMED = "s3-published-chunked-upload"


def cases(kind: str) -> list[Any]:
    return [pytest.param(case, id=case["id"]) for case in CASES if case["kind"] == kind and case["id"] != STREAMED]


def draft_of(case: dict[str, Any]) -> UnsignedRequest:
    headers = tuple((name.lower(), value) for name, value in case["headers"].items())
    body = base64.b64decode(case.get("body_base64", ""))
    return UnsignedRequest(
        case["method"], case["bucket"] or "", case["key"] or "", tuple(case["query"].items()), headers, body
    )


def target_of(case: dict[str, Any]) -> Target:
    path = f"/{case['key'] or ''}"
    if case["addressing"] == "path" and case["bucket"]:
        path = f"/{case['bucket']}{path}" if case["key"] else f"/{case['bucket']}"
    return Target(case["host"], path, case["region"])


def credentials_of(case: dict[str, Any]) -> Credentials:
    given = case["credentials"]
    return Credentials(given["access_key_id"], given["secret_access_key"], given.get("session_token"))


def test_every_recorded_case_is_compared() -> None:
    assert len(CASES) == 126
    assert {case["kind"] for case in CASES} == {"header", "presigned"}


@pytest.mark.parametrize("case", cases("header"))
def test_a_header_is_signed_as_the_vendor_says(case: dict[str, Any]) -> None:
    draft, target, expected = draft_of(case), target_of(case), case["expected"]
    assert percent(target.path, "/") == expected["raw_path"]
    signed = dict(sign_s3.sign(draft, target, credentials_of(case), case["time"]["unix"]))
    assert signed.pop("authorization") == expected["authorization"]
    assert signed == expected["added_headers"]


@pytest.mark.parametrize("case", cases("header"))
def test_the_canonical_request_is_the_recorded_one(case: dict[str, Any]) -> None:
    draft, expected = draft_of(case), case["expected"]
    full = UnsignedRequest(
        draft.method, draft.bucket, draft.key, draft.query, (*draft.headers, *expected["added_headers"].items())
    )
    digest = hashlib.sha256(draft.body).hexdigest()
    assert digest == expected["payload_hash"]
    canonical = sign_s3.canonical_request(full, target_of(case), digest)
    assert canonical == expected["canonical_request"]
    date = case["time"]["iso8601_basic"]
    assert sign_s3.string_to_sign(canonical, case["region"], date) == expected["string_to_sign"]


def test_the_published_request_with_a_streamed_body_has_the_canonical_form() -> None:
    (case,) = (case for case in CASES if case["id"] == STREAMED)
    draft, date = draft_of(case), case["time"]["iso8601_basic"]
    headers = (*draft.headers, ("x-amz-date", date))
    full = UnsignedRequest(draft.method, draft.bucket, draft.key, draft.query, headers)
    canonical = sign_s3.canonical_request(full, target_of(case), "STREAMING-AWS4-HMAC-SHA256-PAYLOAD")
    assert canonical == case["expected"]["canonical_request"]
    assert sign_s3.string_to_sign(canonical, case["region"], date) == case["expected"]["string_to_sign"]


@pytest.mark.parametrize("case", cases("presigned"))
def test_a_url_is_signed_as_the_vendor_says(case: dict[str, Any]) -> None:
    query = sign_s3.presign(
        draft_of(case),
        target_of(case),
        credentials_of(case),
        now=case["time"]["unix"],
        expires_in=case["expires_in"],
    )
    assert dict(query)["X-Amz-Signature"] in case["expected"]["raw_query"]
    assert sorted(query) == sorted(parse_qsl(case["expected"]["raw_query"], keep_blank_values=True))


READS = [
    case
    for case in cases("presigned")
    if case.values[0]["method"] == "GET" and not set(case.values[0]["query"]) - {"versionId"}
]


@pytest.mark.parametrize("case", READS)
def test_a_link_to_copy_is_the_recorded_url(case: dict[str, Any]) -> None:
    host = case["host"].removeprefix(f"{case['bucket']}.")
    link = DIALECT.presign(
        Account("a", "aws", f"https://{host}"),
        Site(case["scheme"], host, case["region"], Addressing.VIRTUAL),
        credentials_of(case),
        ref=ObjectRef("a", case["bucket"], case["key"], case["query"].get("versionId")),
        expires_in=case["expires_in"],
        now=case["time"]["unix"],
    )
    start, _, query = link.partition("?")
    recorded, _, recorded_query = case["expected"]["url"].partition("?")
    assert start == recorded
    assert sorted(query.split("&")) == sorted(recorded_query.split("&"))


def test_some_recorded_links_were_compared() -> None:
    assert len(READS) >= 4


@pytest.mark.parametrize("seconds", [0, -1, 604801])
def test_a_link_that_would_never_or_too_long_be_valid_is_refused(seconds: int) -> None:
    with pytest.raises(ValueError, match="1 to 604800 seconds"):
        DIALECT.presign(
            Account("a", "aws", "https://s3.amazonaws.com"),
            Site("https", "s3.amazonaws.com", "us-east-1", Addressing.VIRTUAL),
            Credentials("id", "secret"),
            ref=ObjectRef("a", "bucket", "key"),
            expires_in=seconds,
            now=0,
        )


def test_a_header_that_changes_on_the_way_is_not_signed() -> None:
    draft = UnsignedRequest("GET", "b", "k", headers=(("accept-encoding", "identity"), ("range", "bytes=0-1")))
    assert sign_s3.signed_names(draft) == "host;range"


def test_a_query_is_signed_with_an_equals_sign_behind_every_name() -> None:
    draft = UnsignedRequest("GET", "b", query=(("uploads", ""), ("acl", "")))
    assert query_string(draft.query) == "uploads&acl"
    assert sign_s3.canonical_request(draft, Target("h", "/", "r"), "p").splitlines()[2] == "acl=&uploads="
