"""Requests of the vendor's own clients that were recorded from the wire: ours name the same, signed alike."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from typing import Any

import pytest

from core.model import ops
from core.model.values import (
    Addressing,
    Credentials,
)
from core.store.dialects.common.requests import UnsignedRequest
from core.store.dialects.cos.dialect import DIALECT
from core.store.dialects.cos.sign import SigningScope, sign
from tests.doubles.spoken import Seen
from tests.doubles.tells_cos import ACCOUNT, CAPTURES, HOST, KEYS, NOW, RECORDED_SECRET, REF, REGION, ours, seen


def recorded(row: Any) -> Seen:
    headers = {name: value.encode("latin-1").decode("utf-8") for name, value in row["headers"]}
    host = headers.pop("Host")
    path, _, query = row["raw_target"].partition("?")
    return seen(row["method"], host, path, query, headers, base64.b64decode(row.get("body_base64", "")))


#: But of "..", which the SDK sent to the bucket itself; ours refuses it.
HEADS = [row for row in CAPTURES if "head_object" in row["operation"] and not row["operation"].endswith('".."')]


@pytest.mark.parametrize("row", HEADS, ids=lambda row: f"{row['n']}-{row['operation']}")
def test_a_recorded_head_goes_to_the_host_and_the_key_that_ours_goes_to(row: Any) -> None:
    operation, _, key = row["operation"].partition(": head_object")
    endpoints = {"accelerate": "cos.accelerate.myqcloud.com", "internal": "cos-internal.ap-guangzhou.tencentcos.cn"}
    kind = operation.rpartition(" ")[2] if " " in operation else ""
    account = replace(ACCOUNT, endpoint=endpoints.get(kind, HOST), region=REGION)
    if operation.endswith("custom domain"):
        account = replace(account, endpoint="img.example.com", addressing=Addressing.CUSTOM)
    named = json.loads(key) if key else ("a/b.txt" if "custom" in operation else "a.txt")
    wire = DIALECT.encode(
        ops.HeadObject(replace(REF, key=named)), account, DIALECT.bucket_site(account, None), KEYS, NOW
    )
    mine, then = ours(wire), recorded(row)
    assert (mine.method, mine.host) == (then.method, then.host)
    assert mine.path == f"/{named}"
    if named not in ("..", "/lead", "//lead2"):  # the recorded client lost these on the wire
        assert mine.path == then.path


@pytest.mark.parametrize("row", CAPTURES, ids=lambda row: f"{row['n']}-{row['operation']}")
def test_a_recorded_request_signed_again_has_the_signature_that_was_sent(row: Any) -> None:
    then = recorded(row)
    fields = dict(item.split("=", 1) for item in then.authorization.split("&"))
    headers = {name.lower(): value.encode("latin-1").decode("utf-8") for name, value in row["headers"]}
    token = headers.get("x-cos-security-token")
    added = {"host", "x-cos-security-token"} | ({"content-length"} if row["method"] != "DELETE" else set())
    signed = tuple((name, headers[name]) for name in fields["q-header-list"].split(";") if name not in added)
    start, _, end = fields["q-sign-time"].partition(";")
    of_dots = '".."' in row["operation"] or "dot-only" in row["operation"]
    path = "/.." if of_dots and then.path == "/" else then.path  # such a key was lost on the wire, and yet signed
    # The list of buckets is asked for with parameters that are not signed.
    query = tuple(pair for pair in then.query.items() if pair[0].lower() in fields["q-url-param-list"].split(";"))
    again = sign(
        UnsignedRequest(row["method"], query=query, headers=signed, body=then.body),
        Credentials(fields["q-ak"], RECORDED_SECRET, token),
        SigningScope(then.host, path, int(start), int(end)),
    )
    assert dict(again)["authorization"] == then.authorization
