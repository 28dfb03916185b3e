"""The sandbox's COS protocol judges signatures: all of the vendor's own are right, and nothing else is."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote

import pytest

from core.sandbox.cos.auth import Signed, http_string, signature, string_to_sign, verify
from core.sandbox.cos.errors import CosError
from core.sandbox.protocol.call import Head
from core.sandbox.world import KeyPair
from tests.doubles.cos import ENDPOINTS, KEY, NOW, CosCaller, signed

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parents[2] / "data" / "cos.json").read_text())["cases"]
HEADER_CASES = [case for case in CASES if case["kind"] == "header"]
URL_CASES = [case for case in CASES if case["kind"] == "presigned"]


def named(case: dict[str, Any]) -> str:
    return str(case["id"]).removeprefix("cos-")


def request_of(case: dict[str, Any]) -> Signed:
    """What a server sees of a vector."""
    expected = case["expected"]
    sent = {**case["headers"], **expected.get("signed_headers_sent", {}), **expected.get("added_headers", {})}
    headers = {"host": case["host"], **{name.lower(): value for name, value in sent.items()}}
    query = list(case["query"].items())
    if case["kind"] == "presigned":
        query = parse_qsl(expected["raw_query"], keep_blank_values=True)
    else:
        headers["authorization"] = expected["authorization"]
    return Signed(case["method"], unquote(expected["raw_path"]), query, headers)


def key_of(case: dict[str, Any]) -> KeyPair:
    given = case["credentials"]
    return KeyPair(given["secret_id"], given["secret_key"], "owner", token=given.get("token"))


def judged(case: dict[str, Any], request: Signed | None = None, *, now: float | None = None) -> KeyPair | None:
    key = key_of(case)
    wanted = case["time"]["sign_start"] + 1 if now is None else now
    return verify(request or request_of(case), {key.key_id: key}, wanted)


@pytest.mark.parametrize("case", CASES, ids=named)
def test_the_vendors_signatures_are_right(case: dict[str, Any]) -> None:
    assert judged(case) == key_of(case)


@pytest.mark.parametrize("case", HEADER_CASES, ids=named)
def test_every_step_is_the_vendors(case: dict[str, Any]) -> None:
    expected, request = case["expected"], request_of(case)
    text = http_string(request, expected["header_list"], expected["url_param_list"])
    assert text == expected["http_string"]
    assert string_to_sign(expected["key_time"], text) == expected["string_to_sign"]
    made = signature(case["credentials"]["secret_key"], expected["key_time"], expected["string_to_sign"])
    assert made == expected["signature"]


@pytest.mark.parametrize("case", [HEADER_CASES[0], URL_CASES[0]], ids=named)
def test_a_changed_request_is_refused(case: dict[str, Any]) -> None:
    request = request_of(case)
    changes = [
        replace(request, method="DELETE"),
        replace(request, path=request.path + "x"),
        replace(request, headers={**request.headers, "host": "elsewhere.example.com"}),
    ]
    for changed in changes:
        with pytest.raises(CosError) as caught:
            judged(case, changed)
        assert caught.value.code == "SignatureDoesNotMatch"
        assert {"StringToSign", "FormatString"} <= caught.value.extra.keys()


def test_the_host_may_be_signed_with_its_port_or_without() -> None:
    caller = CosCaller()
    for host in (ENDPOINTS["cn-hangzhou"], "127.0.0.1"):
        headers = signed("GET", "/bucket-1250000000", "", {"host": host}, key=KEY, now=NOW)
        head = Head("GET", "/bucket-1250000000", {**headers, "host": ENDPOINTS["cn-hangzhou"]}, "cn-hangzhou")
        assert caller.send(head).status == 200


def test_what_is_not_in_the_lists_is_not_signed() -> None:
    caller = CosCaller()
    headers = signed("GET", "/bucket-1250000000", "", {"host": ENDPOINTS["cn-hangzhou"]}, key=KEY, now=NOW)
    target = "/bucket-1250000000?max-keys=5"
    assert caller.send(Head("GET", target, {**headers, "x-cos-unsigned": "1"}, "cn-hangzhou")).status == 200


def test_the_window_of_a_signature_is_sharp_at_its_end_and_patient_at_its_start() -> None:
    case = HEADER_CASES[0]
    start, end = case["time"]["sign_start"], case["time"]["sign_end"]
    assert judged(case, now=start - 900) is not None
    assert judged(case, now=end) is not None
    for now, code in ((start - 902, "RequestTimeTooSkewed"), (end + 1, "Request has expired")):
        with pytest.raises(CosError) as caught:
            judged(case, now=now)
        assert (caught.value.code, caught.value.status) == (code, 403)


def test_a_date_that_is_off_by_more_than_a_quarter_of_an_hour_is_refused() -> None:
    case = HEADER_CASES[0]
    request = request_of(case)
    late = replace(request, headers={**request.headers, "date": "Sat, 16 Dec 2023 15:00:00 GMT"})
    with pytest.raises(CosError) as caught:
        judged(case, late)
    assert caught.value.code == "RequestTimeTooSkewed"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("q-sign-algorithm=sha1", "q-sign-algorithm=sha256"), "AccessDenied"),
        (("&q-url-param-list=", ""), "AccessDenied"),
        (("q-ak=", "q-ak=other"), "InvalidAccessKeyId"),
        (("q-key-time=1", "q-key-time=2"), "AccessDenied"),
        (("q-signature=", "q-signature=é"), "SignatureDoesNotMatch"),
        (("q-header-list=host", "q-header-list="), "SignatureDoesNotMatch"),
    ],
)
def test_a_damaged_authorization_is_refused(change: tuple[str, str], code: str) -> None:
    case = HEADER_CASES[0]
    request = request_of(case)
    damaged = request.headers["authorization"].replace(*change)
    with pytest.raises(CosError) as caught:
        judged(case, replace(request, headers={**request.headers, "authorization": damaged}))
    assert caught.value.code == code


def test_a_temporary_key_needs_its_token_and_ends_with_it() -> None:
    caller = CosCaller()
    temporary = caller.world.add_key(KeyPair("TMP", "secret-2", KEY.owner, token="token", expires=NOW + 10))
    assert caller.ask("GET", "bucket", key=temporary).status == 200
    for wrong, code in ((None, "InvalidAccessKeyId"), ("other", "AccessDenied")):
        assert caller.ask("GET", "bucket", key=replace(temporary, token=wrong)).code == code
    caller.now += 11
    assert caller.ask("GET", "bucket", key=temporary).code == "ExpiredToken"


def test_who_does_not_sign_sees_what_is_public_only() -> None:
    caller = CosCaller()
    caller.put("bucket/secret")
    caller.put("bucket/open", headers={"x-cos-acl": "public-read"})
    assert caller.ask("GET", "bucket/open", key=None).body == b"data"
    for method, resource in (("GET", "bucket/secret"), ("PUT", "bucket/new"), ("GET", "bucket"), ("GET", "")):
        assert caller.ask(method, resource, key=None).code == "AccessDenied"


def test_a_policy_forbids_operations_and_the_headers_that_amount_to_them() -> None:
    caller = CosCaller()
    bound = caller.world.add_key(KeyPair("BOUND", "s", KEY.owner, denied=frozenset(("PutObjectTagging", "GetObject"))))
    caller.put("bucket/a", headers={"x-cos-tagging": "a=b"})
    assert caller.ask("GET", "bucket/a", key=bound).code == "AccessDenied"
    assert caller.ask("PUT", "bucket/b", {"x-cos-tagging": "a=b"}, key=bound).code == "AccessDenied"
    assert caller.ask("PUT", "bucket/b", key=bound).status == 200
