"""The sandbox verifies signatures in code of its own: it takes what the vendor's signers make and refuses all else."""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

import pytest

from core.sandbox.oss.auth import (
    Signed,
    v4_canonical_request,
    v4_signature,
    v4_string_to_sign,
    verify,
)
from core.sandbox.oss.errors import OssError
from core.sandbox.protocol.call import Head
from core.sandbox.world import KeyPair
from tests.doubles.sandbox import ENDPOINTS, KEY, NOW, Caller, signed_v1

DATA = Path(__file__).parents[2] / "data"
#: Printed in the vendor's documentation without the headers that every request of V4 needs.
INCOMPLETE = {"v4-published-doc-page"}


def _cases(name: str) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = json.loads((DATA / name).read_text("utf-8"))["cases"]
    return cases


ALL = [case for name in ("oss_v1.json", "oss_v4.json") for case in _cases(name)]
VERIFIABLE = [case for case in ALL if case["id"] not in INCOMPLETE]


def _key(case: Mapping[str, Any]) -> KeyPair:
    given = case["credentials"]
    return KeyPair(given["access_key_id"], given["access_key_secret"], "owner", given.get("security_token"))


def _signed(case: Mapping[str, Any]) -> Signed:
    """The request of a vector as it comes over the wire."""
    expected = case["expected"]
    headers = {name.lower(): value for name, value in {**case["headers"], **expected.get("added_headers", {})}.items()}
    query = list(case["query"].items())
    if case["kind"] == "presigned":
        query = parse_qsl(urlsplit(expected["url"]).query, keep_blank_values=True)
    else:
        headers["authorization"] = expected["authorization"]
    return Signed(case["method"], case["bucket"] or "", case["key"], query, headers, case["region"])


def _time(case: Mapping[str, Any]) -> float:
    return float(case.get("time", {}).get("unix", 0))


@pytest.mark.parametrize("case", VERIFIABLE, ids=lambda case: case["id"])
def test_a_signature_of_the_vendors_signer_is_taken(case: dict[str, Any]) -> None:
    key = _key(case)
    assert verify(_signed(case), {key.key_id: key}, _time(case)) is key


@pytest.mark.parametrize("case", VERIFIABLE, ids=lambda case: case["id"])
def test_one_other_character_in_the_signature_is_refused(case: dict[str, Any]) -> None:
    key, signed = _key(case), _signed(case)
    if case["kind"] == "presigned":
        names = ("Signature", "x-oss-signature")
        query = [(name, _flipped(value) if name in names else value) for name, value in signed.query]
        signed = replace(signed, query=query)
    else:
        headers = {**signed.headers, "authorization": _flipped(signed.headers["authorization"])}
        signed = replace(signed, headers=headers)
    with pytest.raises(OssError) as caught:
        verify(signed, {key.key_id: key}, _time(case))
    assert caught.value.code == "SignatureDoesNotMatch"


def _flipped(text: str) -> str:
    """The text with a character of its signature changed; a V1 signature ends in "=", which is left alone."""
    at = len(text.rstrip("=")) - 5
    return text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :]


@pytest.mark.parametrize("case", [one for one in VERIFIABLE if one["kind"] == "header"], ids=lambda case: case["id"])
def test_an_x_oss_header_that_was_not_signed_is_refused(case: dict[str, Any]) -> None:
    key, signed = _key(case), _signed(case)
    signed = replace(signed, headers={**signed.headers, "x-oss-meta-smuggled": "1"})
    with pytest.raises(OssError) as caught:
        verify(signed, {key.key_id: key}, _time(case))
    assert caught.value.code == "SignatureDoesNotMatch"


V4_HEADER = [case for case in _cases("oss_v4.json") if case["kind"] == "header"]


@pytest.mark.parametrize("case", V4_HEADER, ids=lambda case: case["id"])
def test_every_step_of_v4_is_the_published_one(case: dict[str, Any]) -> None:
    expected, signed = case["expected"], _signed(case)
    _, date, scope, _ = expected["string_to_sign"].split("\n")
    headers = {"x-oss-content-sha256": "UNSIGNED-PAYLOAD", "x-oss-date": date, **signed.headers}
    # A signer lists only those of the wanted headers that the request has.
    additional = [name.lower() for name in case.get("additional_headers", []) if name.lower() in headers]
    canonical = v4_canonical_request(replace(signed, headers=headers), additional)
    text = v4_string_to_sign(canonical, date, scope)
    assert canonical == expected["canonical_request"]
    assert text == expected["string_to_sign"]
    assert v4_signature(case["credentials"]["access_key_secret"], scope, text) == expected["signature"]


@pytest.mark.parametrize("case", [one for one in V4_HEADER if one["id"] not in INCOMPLETE], ids=lambda case: case["id"])
def test_the_other_sdks_layout_of_the_v4_header_is_taken(case: dict[str, Any]) -> None:
    key, signed = _key(case), _signed(case)
    layout = case["expected"].get("authorization_oss2_layout", signed.headers["authorization"])
    signed = replace(signed, headers={**signed.headers, "authorization": layout})
    assert verify(signed, {key.key_id: key}, _time(case)) is key


# ---------------------------------------------------------------- through the protocol


@pytest.mark.parametrize("seconds", [901, -901])
def test_a_clock_that_is_15_minutes_off_is_refused_with_the_servers_date(seconds: int) -> None:
    caller = Caller()
    headers = signed_v1("GET", "", "", {"host": ENDPOINTS["cn-hangzhou"]}, key=KEY, now=NOW + seconds)
    reply = caller.send(Head("GET", "/", headers, "cn-hangzhou"))
    assert (reply.status, reply.code) == (403, "RequestTimeTooSkewed")
    assert reply.headers["date"] == "Sun, 15 Jun 2025 15:06:40 GMT"


@pytest.mark.parametrize("seconds", [899, -899])
def test_a_clock_that_is_less_than_15_minutes_off_is_taken(seconds: int) -> None:
    headers = signed_v1("GET", "", "", {"host": ENDPOINTS["cn-hangzhou"]}, key=KEY, now=NOW + seconds)
    assert Caller().send(Head("GET", "/", headers, "cn-hangzhou")).status == 200


def test_a_refusal_tells_the_string_to_sign() -> None:
    wrong = replace(KEY, secret="another")
    reply = Caller().ask("GET", "bucket", key=wrong)
    assert (reply.status, reply.code) == (403, "SignatureDoesNotMatch")
    assert reply.xml.findtext("StringToSign", "").endswith("/bucket/")
    assert reply.xml.findtext("OSSAccessKeyId") == KEY.key_id
    assert "another" not in reply.body.decode()
    assert KEY.secret not in reply.body.decode()


def test_an_unknown_key_is_told_so() -> None:
    reply = Caller().ask("GET", "bucket", key=KeyPair("NOBODY", "s", "o"))
    assert (reply.status, reply.code) == (403, "InvalidAccessKeyId")


def test_a_request_without_a_signature_is_refused() -> None:
    reply = Caller().ask("GET", "bucket", key=None)
    assert (reply.status, reply.code) == (403, "AccessDenied")


def test_a_malformed_authorization_is_an_invalid_argument() -> None:
    headers = {"host": ENDPOINTS["cn-hangzhou"], "authorization": "Basic abc"}
    assert Caller().send(Head("GET", "/", headers, "cn-hangzhou")).code == "InvalidArgument"


def test_credentials_in_header_and_query_together_are_an_invalid_argument() -> None:
    reply = Caller().ask("GET", "bucket", query="OSSAccessKeyId=a&Signature=b&Expires=1")
    assert (reply.status, reply.code) == (400, "InvalidArgument")


# ---------------------------------------------------------------- V4 by the rules


def _v4(caller: Caller, *, region: str = "cn-hangzhou", additional: str | None = None, payload: str = "") -> str:
    """Sign GET / with V4 for a region; return the code of the answer, "" for a success."""
    date = "20250615T150640Z"
    headers = {
        "host": ENDPOINTS["cn-hangzhou"],
        "x-oss-date": date,
        "x-oss-content-sha256": payload or "UNSIGNED-PAYLOAD",
    }
    scope = f"{date[:8]}/{region}/oss/aliyun_v4_request"
    text = v4_string_to_sign(v4_canonical_request(Signed("GET", "", None, (), headers, region), ()), date, scope)
    signature = v4_signature(KEY.secret, scope, text)
    named = "" if additional is None else f"AdditionalHeaders={additional},"
    credential = f"{KEY.key_id}/{scope}"
    headers["authorization"] = f"OSS4-HMAC-SHA256 Credential={credential},{named}Signature={signature}"
    reply = caller.send(Head("GET", "/", headers, "cn-hangzhou"))
    return reply.code if reply.status != 200 else ""


def test_v4_is_taken_for_the_endpoints_region_only() -> None:
    assert _v4(Caller()) == ""
    assert _v4(Caller(), region="cn-shanghai") == "InvalidArgument"


def test_v4_with_an_empty_list_of_additional_headers_is_refused() -> None:
    assert _v4(Caller(), additional="") == "InvalidArgument"


def test_v4_with_a_signed_payload_is_refused() -> None:
    assert (
        _v4(Caller(), payload="e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855") == "InvalidArgument"
    )


# ---------------------------------------------------------------- temporary credentials and presigned URLs

STS = KeyPair("STS.1", "sts-secret", KEY.owner, token="token-1", expires=NOW + 60)


def test_a_temporary_key_works_with_its_token_until_it_expires() -> None:
    caller = Caller()
    caller.world.add_key(STS)
    assert caller.ask("GET", "bucket", key=STS).status == 200
    caller.now = NOW + 60
    assert caller.ask("GET", "bucket", key=STS).code == "SecurityTokenExpired"


@pytest.mark.parametrize(
    ("key", "code"),
    [
        (replace(STS, token="unknown"), "InvalidSecurityToken"),
        (replace(STS, token=None), "InvalidAccessKeyId"),
        (replace(KEY, token="token-1"), "AccessKeyIdAndSecurityTokenNotMatch"),
    ],
)
def test_a_token_that_is_not_the_keys_is_refused(key: KeyPair, code: str) -> None:
    caller = Caller()
    caller.world.add_key(STS)
    assert caller.ask("GET", "bucket", key=key).code == code


def _presigned(expires: int) -> str:
    text = f"GET\n\n\n{expires}\n/bucket/key"
    signature = base64.b64encode(hmac.new(KEY.secret.encode(), text.encode(), "sha1").digest()).decode()
    return f"OSSAccessKeyId={KEY.key_id}&Expires={expires}&Signature={quote(signature, safe='')}"


def test_a_presigned_url_works_until_it_expires() -> None:
    caller = Caller()
    caller.put("bucket/key", b"hello")
    query = _presigned(int(NOW) + 60)
    assert caller.ask("GET", "bucket/key", key=None, query=query).body == b"hello"
    caller.now = NOW + 61
    late = caller.ask("GET", "bucket/key", key=None, query=query)
    assert (late.status, late.code) == (403, "AccessDenied")
    assert late.xml.findtext("Message") == "Request has expired."
