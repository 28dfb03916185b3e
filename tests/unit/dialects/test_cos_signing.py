"""The signatures of COS against recorded and published ones; each case names where it comes from."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from core.model.values import Account, Addressing, Credentials, ObjectRef, Site
from core.store.dialects.common.encoding import percent, query_string
from core.store.dialects.common.requests import UnsignedRequest
from core.store.dialects.cos import sign as sign_cos
from core.store.dialects.cos.dialect import DIALECT
from core.store.dialects.cos.sign import SigningScope

CASES = json.loads((Path(__file__).parents[2] / "data" / "cos.json").read_text("utf-8"))["cases"]
KEYS = Credentials("AKIDFake", "FakeSecret")


def cases(kind: str) -> list[Any]:
    return [pytest.param(row, id=row["id"]) for row in CASES if row["kind"] == kind]


def draft_of(case: dict[str, Any]) -> UnsignedRequest:
    """The case without what signing adds: host, length and token.

    The recorded clients send the length of no body with a DELETE, too, and so sign it.
    """
    headers = tuple((name.lower(), value) for name, value in case["headers"].items())
    plain = tuple(pair for pair in headers if pair[0] not in ("host", "content-length", sign_cos.TOKEN))
    query = tuple(pair for pair in case["query"].items() if pair[0] != sign_cos.TOKEN)
    plain += (("content-length", "0"),) if case["method"] == "DELETE" else ()
    body = base64.b64decode(case.get("body_base64", ""))
    return UnsignedRequest(case["method"], case["bucket"] or "", case["key"] or "", query, plain, body)


def credentials_of(case: dict[str, Any]) -> Credentials:
    given = case["credentials"]
    return Credentials(given["secret_id"], given["secret_key"], given.get("token"))


def place_of(case: dict[str, Any]) -> SigningScope:
    return SigningScope(case["host"], f"/{case['key'] or ''}", case["time"]["sign_start"], case["time"]["sign_end"])


@pytest.mark.parametrize("case", cases("header"))
def test_a_header_is_signed_as_the_vendor_says(case: dict[str, Any]) -> None:
    draft, expected = draft_of(case), case["expected"]
    # The vendor's page leaves brackets as they are; it is the decoded path that is signed.
    assert percent(f"/{draft.key}", "/()" if "published" in case["id"] else "/") == expected["raw_path"]
    assert query_string(draft.query) == expected["raw_query"]
    signed = dict(sign_cos.sign(draft, credentials_of(case), place_of(case)))
    assert signed.pop("authorization") == expected["authorization"]
    assert signed == ({sign_cos.TOKEN: case["credentials"]["token"]} if "token" in case["credentials"] else {})


@pytest.mark.parametrize("case", cases("header"))
def test_every_step_to_a_signature_is_the_recorded_one(case: dict[str, Any]) -> None:
    expected, place, draft = case["expected"], place_of(case), draft_of(case)
    sent = expected.get("signed_headers_sent", case["headers"])
    headers = tuple((name.lower(), value) for name, value in sent.items() if name.lower() != "host")
    query = sign_cos.listed(draft.query)
    chosen = sign_cos.listed(sign_cos.signed_headers(headers, place.host))
    http = sign_cos.http_string(draft.method, place.path, query, chosen)
    assert http == expected["http_string"]
    assert place.key_time == expected["key_time"]
    assert sign_cos.string_to_sign(place.key_time, http) == expected["string_to_sign"]
    assert sign_cos.sign_key(case["credentials"]["secret_key"], place.key_time) == expected["sign_key"]


@pytest.mark.parametrize("case", cases("presigned"))
def test_a_url_is_signed_as_the_vendor_says(case: dict[str, Any]) -> None:
    draft, expected = draft_of(case), case["expected"]
    query = sign_cos.presign(draft, credentials_of(case), place_of(case))
    assert dict(query)["q-signature"] == expected["signature"]
    assert sorted(query) == sorted(parse_qsl(expected["raw_query"], keep_blank_values=True))


READS = [
    case
    for case in cases("presigned")
    if case.values[0]["method"] == "GET" and not set(case.values[0]["query"]) - {"versionId", sign_cos.TOKEN}
]


@pytest.mark.parametrize("case", READS)
def test_a_link_to_copy_is_the_recorded_url(case: dict[str, Any]) -> None:
    host = case["host"].removeprefix(f"{case['bucket']}.")
    link = DIALECT.presign(
        Account("a", "cos", f"https://{host}"),
        Site(case["scheme"], host, case["region"], Addressing.VIRTUAL),
        credentials_of(case),
        ref=ObjectRef("a", case["bucket"], case["key"], case["query"].get("versionId")),
        expires_in=case["expires_in"],
        now=case["time"]["unix"],
    )
    mine, recorded = urlsplit(link), urlsplit(case["expected"]["url"])
    assert mine[:3] == recorded[:3]
    assert sorted(mine.query.split("&")) == sorted(recorded.query.split("&"))


@pytest.mark.parametrize("seconds", [0, -1, 604801])
def test_a_link_that_would_never_or_too_long_be_valid_is_refused(seconds: int) -> None:
    site = Site("https", "cos.ap-guangzhou.myqcloud.com", "ap-guangzhou", Addressing.VIRTUAL)
    with pytest.raises(ValueError, match="1 to 604800 seconds"):
        DIALECT.presign(
            Account("a", "cos", "https://cos.ap-guangzhou.myqcloud.com"),
            site,
            KEYS,
            ref=ObjectRef("a", "bucket-125", "key"),
            expires_in=seconds,
            now=0,
        )


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "127.0.0.1", "127.0.0.1:80"])
def test_the_port_is_not_signed(host: str) -> None:
    signed = sign_cos.sign(UnsignedRequest("GET"), KEYS, SigningScope(host, "/", 0, 9))
    assert signed == sign_cos.sign(UnsignedRequest("GET"), KEYS, SigningScope("127.0.0.1", "/", 0, 9))


@pytest.mark.parametrize(
    ("draft", "signed"),
    [
        (UnsignedRequest("PUT"), True),
        (UnsignedRequest("POST"), True),
        (UnsignedRequest("PUT", body=b"x"), True),
        (UnsignedRequest("GET"), False),
        (UnsignedRequest("HEAD"), False),
        (UnsignedRequest("DELETE"), False),
    ],
)
def test_the_length_is_signed_where_it_is_sent(draft: UnsignedRequest, signed: bool) -> None:
    (_, authorization), *_ = sign_cos.sign(draft, KEYS, SigningScope("h.example", "/", 0, 9))
    assert ("content-length" in authorization) is signed


def test_headers_that_a_proxy_may_change_are_not_signed() -> None:
    draft = UnsignedRequest(
        "GET", headers=(("accept-encoding", "identity"), ("content-language", "de"), ("range", "bytes=0-"))
    )
    (_, authorization), *_ = sign_cos.sign(draft, KEYS, SigningScope("h.example", "/", 0, 9))
    assert "&q-header-list=host;range&" in authorization
