"""The sandbox verifies S3 signatures in code of its own: it takes what the vendor's signer makes, and nothing else."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit

import pytest

from core.sandbox.protocol.call import Head
from core.sandbox.s3.auth import (
    Signed,
    canonical_request,
    signature,
    string_to_sign,
    verify,
)
from core.sandbox.s3.errors import S3Error
from core.sandbox.world import KeyPair
from tests.doubles.sandbox_s3 import CASES, ENDPOINTS, HERE, KEY, NOW, THERE, S3Caller, key_of, signed, signing_key


def signed_of(case: Mapping[str, Any]) -> Signed:
    """The request of a vector as it comes over the wire."""
    expected = case["expected"]
    headers = {**case["headers"], **expected.get("added_headers", {})}
    headers = {name.lower(): value for name, value in headers.items()} | {"host": case["host"]}
    query = list(case["query"].items())
    if case["kind"] == "presigned":
        query = parse_qsl(urlsplit(expected["url"]).query, keep_blank_values=True)
    else:
        # The published chunked upload is printed in pieces.
        names = expected["canonical_request"].split("\n")[-2]
        scope = expected["string_to_sign"].split("\n")[2]
        credential = f"Credential={case['credentials']['access_key_id']}/{scope}"
        made = f"AWS4-HMAC-SHA256 {credential}, SignedHeaders={names}, Signature={expected['signature']}"
        headers["authorization"] = expected.get("authorization", made)
        headers.setdefault("x-amz-date", case["time"]["iso8601_basic"])
    return Signed(case["method"], unquote(expected["raw_path"]), query, headers, [case["region"]])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_signature_of_the_vendors_signer_is_taken(case: dict[str, Any]) -> None:
    key = key_of(case)
    proof = verify(signed_of(case), {key.key_id: key}, case["time"]["unix"])
    assert proof is not None
    assert proof.key is key
    assert proof.signature == case["expected"]["signature"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_another_signature_path_or_method_is_refused(case: dict[str, Any]) -> None:
    key, request = key_of(case), signed_of(case)
    other = "0" if case["expected"]["signature"][-1] != "0" else "1"
    headers, query = dict(request.headers), list(request.query)
    if case["kind"] == "presigned":
        query = [(name, value[:-1] + other if name == "X-Amz-Signature" else value) for name, value in query]
    else:
        headers["authorization"] = headers["authorization"][:-1] + other
    for wrong in (
        replace(request, headers=headers, query=query),
        replace(request, path=request.path + "x"),
        replace(request, method="PATCH"),
        replace(request, query=[*request.query, ("more", "")]),
    ):
        with pytest.raises(S3Error) as caught:
            verify(wrong, {key.key_id: key}, case["time"]["unix"])
        assert (caught.value.status, caught.value.code) == (403, "SignatureDoesNotMatch")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_every_step_of_the_calculation_is_the_vectors(case: dict[str, Any]) -> None:
    expected, request = case["expected"], signed_of(case)
    names = expected["canonical_request"].split("\n")[-2].split(";")
    payload = expected["canonical_request"].split("\n")[-1]
    canonical = canonical_request(request, names, payload)
    assert canonical == expected["canonical_request"]
    date_time, scope = expected["string_to_sign"].split("\n")[1:3]
    text = string_to_sign(canonical, date_time, scope)
    assert text == expected["string_to_sign"]
    assert signature(case["credentials"]["secret_access_key"], scope, text) == expected["signature"]


# ---------------------------------------------------------------- through the protocol


@pytest.mark.parametrize("seconds", [901, -901])
def test_a_clock_that_is_15_minutes_off_is_refused_with_the_servers_date(seconds: int) -> None:
    caller = S3Caller()
    reply = _signed_at(caller, NOW + seconds)
    assert (reply.status, reply.code) == (403, "RequestTimeTooSkewed")
    assert reply.headers["date"] == "Sun, 15 Jun 2025 15:06:40 GMT"
    assert reply.text("ServerTime") == "2025-06-15T15:06:40Z"


@pytest.mark.parametrize("seconds", [899, -899])
def test_a_clock_that_is_less_than_15_minutes_off_is_taken(seconds: int) -> None:
    assert _signed_at(S3Caller(), NOW + seconds).status == 200


def _signed_at(caller: S3Caller, now: float) -> Any:
    headers = {"host": ENDPOINTS[HERE], "x-amz-content-sha256": "UNSIGNED-PAYLOAD"}
    headers = signed("GET", "/", headers, key=KEY, now=now, region=HERE)
    return caller.send(Head("GET", "/", headers, HERE))


def test_a_body_that_is_not_the_one_signed_is_refused() -> None:
    headers = {"x-amz-content-sha256": hashlib.sha256(b"hello").hexdigest()}
    reply = S3Caller().ask("PUT", "bucket/key", headers, b"jello")
    assert (reply.status, reply.code) == (400, "XAmzContentSHA256Mismatch")


def test_an_unsigned_payload_is_taken() -> None:
    assert S3Caller().put("bucket/key", b"hello", {"x-amz-content-sha256": "UNSIGNED-PAYLOAD"}).status == 200


def test_a_header_of_amazons_that_is_not_signed_is_refused() -> None:
    headers = {"host": ENDPOINTS[HERE], "x-amz-content-sha256": "UNSIGNED-PAYLOAD"}
    headers = signed("PUT", "/bucket/key", headers, key=KEY, now=NOW, region=HERE)
    reply = S3Caller().send(Head("PUT", "/bucket/key", {**headers, "x-amz-meta-a": "b"}, HERE))
    assert (reply.status, reply.code, reply.text("HeadersNotSigned")) == (403, "AccessDenied", "x-amz-meta-a")


def test_a_refusal_tells_the_canonical_request_and_no_secret() -> None:
    reply = S3Caller().ask("GET", "bucket", key=replace(KEY, secret="another"))
    assert (reply.status, reply.code) == (403, "SignatureDoesNotMatch")
    assert reply.text("CanonicalRequest").startswith("GET\n/bucket\n")
    assert reply.text("AWSAccessKeyId") == KEY.key_id
    assert "another" not in reply.body.decode()
    assert KEY.secret not in reply.body.decode()


@pytest.mark.parametrize(
    ("authorization", "code"),
    [
        ("Basic abc", "InvalidArgument"),
        ("AWS KEY1:abc", "InvalidRequest"),
        ("AWS4-HMAC-SHA256 Credential=KEY1", "AuthorizationHeaderMalformed"),
        ("AWS4-HMAC-SHA256 Credential=KEY1/x, SignedHeaders=host, Signature=0", "AuthorizationHeaderMalformed"),
    ],
)
def test_a_malformed_authorization_is_told_as_such(authorization: str, code: str) -> None:
    stamp = {"x-amz-date": "20250615T150640Z", "x-amz-content-sha256": "UNSIGNED-PAYLOAD"}
    headers = {"host": ENDPOINTS[HERE], "authorization": authorization, **stamp}
    reply = S3Caller().send(Head("GET", "/", headers, HERE))
    assert (reply.status, reply.code) == (400, code)


def test_an_unknown_key_is_told_so() -> None:
    reply = S3Caller().ask("GET", "bucket", key=KeyPair("NOBODY", "s", "o"))
    assert (reply.status, reply.code) == (403, "InvalidAccessKeyId")


def test_a_request_without_a_signature_is_refused() -> None:
    reply = S3Caller().ask("GET", "bucket", key=None)
    assert (reply.status, reply.code) == (403, "AccessDenied")


# ---------------------------------------------------------------- regions


def test_a_signature_for_another_region_is_told_the_right_one() -> None:
    reply = S3Caller().ask("GET", "bucket", signed_for="eu-west-1")
    assert (reply.status, reply.code) == (400, "AuthorizationHeaderMalformed")
    assert (reply.text("Region"), reply.headers["x-amz-bucket-region"]) == (HERE, HERE)
    head = S3Caller().ask("HEAD", "bucket", signed_for="eu-west-1")
    assert (head.status, head.body, head.headers["x-amz-bucket-region"]) == (400, b"", HERE)


def test_a_bucket_of_another_region_is_a_redirect_to_its_endpoint() -> None:
    caller = S3Caller()
    reply = caller.ask("GET", "far-away")
    assert (reply.status, reply.code) == (301, "PermanentRedirect")
    assert (reply.text("Endpoint"), reply.headers["x-amz-bucket-region"]) == (ENDPOINTS[THERE], THERE)
    assert caller.ask("HEAD", "far-away").headers["x-amz-bucket-region"] == THERE
    assert caller.ask("GET", "far-away", region=THERE).status == 200


def test_a_bare_address_serves_the_region_that_the_request_is_signed_for() -> None:
    assert S3Caller().ask("GET", "far-away", signed_for=THERE).status == 200


@pytest.mark.parametrize("signed_for", [HERE, THERE])
def test_amazons_host_of_another_region_redirects_whatever_the_signature(signed_for: str) -> None:
    host = {"host": "s3.us-east-1.amazonaws.com"}
    reply = S3Caller().ask("GET", "far-away", host, signed_for=signed_for)
    assert (reply.status, reply.text("Endpoint")) == (301, "far-away.s3.eu-central-1.amazonaws.com")


# ---------------------------------------------------------------- temporary credentials and presigned URLs

STS = KeyPair("STS.1", "sts-secret", KEY.owner, token="token-1", expires=NOW + 60)


def test_a_temporary_key_works_with_its_token_until_it_expires() -> None:
    caller = S3Caller()
    caller.world.add_key(STS)
    assert caller.ask("GET", "bucket", key=STS).status == 200
    caller.now = NOW + 60
    late = caller.ask("GET", "bucket", key=STS)
    assert (late.status, late.code) == (400, "ExpiredToken")


@pytest.mark.parametrize(
    ("key", "code"),
    [
        (replace(STS, token="unknown"), "InvalidToken"),
        (replace(STS, token=None), "InvalidAccessKeyId"),
        (replace(KEY, token="token-1"), "InvalidToken"),
    ],
)
def test_a_token_that_is_not_the_keys_is_refused(key: KeyPair, code: str) -> None:
    caller = S3Caller()
    caller.world.add_key(STS)
    assert caller.ask("GET", "bucket", key=key).code == code


def _presigned(expires: str, *, key: KeyPair = KEY) -> str:
    stamp = "20250615T150640Z"
    scope = f"{stamp[:8]}/{HERE}/s3/aws4_request"
    query = {
        "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
        "X-Amz-Credential": f"{key.key_id}/{scope}",
        "X-Amz-Date": stamp,
        "X-Amz-Expires": expires,
        "X-Amz-SignedHeaders": "host",
    }
    text = "&".join(f"{name}={quote(value, safe='')}" for name, value in sorted(query.items()))
    canonical = f"GET\n/bucket/key\n{text}\nhost:{ENDPOINTS[HERE]}\n\nhost\nUNSIGNED-PAYLOAD"
    lines = ("AWS4-HMAC-SHA256", stamp, scope, hashlib.sha256(canonical.encode()).hexdigest())
    made = hmac.new(signing_key(key.secret, scope), "\n".join(lines).encode(), "sha256").hexdigest()
    return f"{text}&X-Amz-Signature={made}"


def test_a_presigned_url_works_until_it_expires() -> None:
    caller = S3Caller()
    caller.put("bucket/key", b"hello")
    query = _presigned("60")
    assert caller.ask("GET", "bucket/key", key=None, query=query).body == b"hello"
    caller.now = NOW + 61
    late = caller.ask("GET", "bucket/key", key=None, query=query)
    assert (late.status, late.code, late.text("Message")) == (403, "AccessDenied", "Request has expired")


def test_a_presigned_url_for_more_than_a_week_is_refused() -> None:
    reply = S3Caller().ask("GET", "bucket/key", key=None, query=_presigned("604801"))
    assert (reply.status, reply.code) == (400, "AuthorizationQueryParametersError")


def test_credentials_in_header_and_query_together_are_an_invalid_argument() -> None:
    reply = S3Caller().ask("GET", "bucket/key", query=_presigned("60"))
    assert (reply.status, reply.code) == (400, "InvalidArgument")
