"""The signatures of OSS against recorded and published ones; each case names where it comes from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from core.model.values import Account, Addressing, Credentials, ObjectRef, Site
from core.store.dialects.common.encoding import percent, query_string
from core.store.dialects.common.requests import UnsignedRequest
from core.store.dialects.oss import sign as sign_oss
from core.store.dialects.oss.dialect import DIALECT

DATA = Path(__file__).parents[2] / "data"


def cases(file: str, kind: str) -> list[Any]:
    rows = json.loads((DATA / file).read_text("utf-8"))["cases"]
    return [pytest.param(row, id=row["id"]) for row in rows if row["kind"] == kind]


def draft_of(case: dict[str, Any]) -> UnsignedRequest:
    headers = tuple((name.lower(), value) for name, value in case["headers"].items())
    return UnsignedRequest(
        case["method"], case["bucket"] or "", case["key"] or "", tuple(case["query"].items()), headers
    )


def credentials_of(case: dict[str, Any]) -> Credentials:
    given = case["credentials"]
    return Credentials(given["access_key_id"], given["access_key_secret"], given.get("security_token"))


def expiry_of(case: dict[str, Any]) -> int:
    """The published URL gives its end, the others their start and their life."""
    return int(case.get("expires_at_unix") or case["time"]["unix"] + case["expires_in"])


def check_target(case: dict[str, Any], draft: UnsignedRequest) -> None:
    assert percent(f"/{draft.key}", "/") == case["expected"]["raw_path"]
    if case["kind"] == "header":
        assert query_string(draft.query) == case["expected"]["raw_query"]


@pytest.mark.parametrize("case", cases("oss_v1.json", "header"))
def test_a_header_is_signed_as_version_1_says(case: dict[str, Any]) -> None:
    draft, expected = draft_of(case), case["expected"]
    check_target(case, draft)
    full = UnsignedRequest(
        draft.method,
        draft.bucket,
        draft.key,
        draft.query,
        (*draft.headers, *((name.lower(), value) for name, value in expected.get("added_headers", {}).items())),
    )
    assert sign_oss.string_to_sign_v1(full, case["time"]["http_date"]) == expected["string_to_sign"]
    signed = dict(sign_oss.sign_v1(draft, credentials_of(case), case["time"]["unix"]))
    assert signed.pop("authorization") == expected["authorization"]
    assert signed == {name.lower(): value for name, value in expected.get("added_headers", signed).items()}


@pytest.mark.parametrize("case", cases("oss_v4.json", "header"))
def test_a_header_is_signed_as_version_4_says(case: dict[str, Any]) -> None:
    draft, expected = draft_of(case), case["expected"]
    check_target(case, draft)
    signed = sign_oss.sign_v4(
        draft,
        credentials_of(case),
        region=case["region"],
        now=case["time"]["unix"],
        additional=case.get("additional_headers", ()),
    )
    headers = dict(signed)
    assert headers.pop("authorization") == expected["authorization"]
    assert headers == expected.get("added_headers", headers)


@pytest.mark.parametrize("case", cases("oss_v4.json", "header"))
def test_the_canonical_request_of_version_4_is_the_recorded_one(case: dict[str, Any]) -> None:
    draft, expected = draft_of(case), case["expected"]
    added = {"x-oss-date": case["time"]["iso8601_basic"], "x-oss-content-sha256": "UNSIGNED-PAYLOAD"}
    added |= expected.get("added_headers", {})
    full = UnsignedRequest(draft.method, draft.bucket, draft.key, draft.query, (*draft.headers, *added.items()))
    wanted = {name.lower() for name in case.get("additional_headers", ())}
    additional = tuple(sorted(wanted & {name for name, _ in draft.headers}))
    canonical = sign_oss.canonical_request_v4(full, additional)
    assert canonical == expected["canonical_request"]
    date = case["time"]["iso8601_basic"]
    assert sign_oss.string_to_sign_v4(canonical, case["region"], date) == expected["string_to_sign"]


@pytest.mark.parametrize("case", cases("oss_v1.json", "presigned"))
def test_a_url_is_signed_as_version_1_says(case: dict[str, Any]) -> None:
    draft, expected = draft_of(case), case["expected"]
    check_target(case, draft)
    query = sign_oss.presign_v1(draft, credentials_of(case), expiry_of(case))
    assert dict(query)["Signature"] == expected["signature"]
    recorded = parse_qsl(urlsplit(expected["url"]).query, keep_blank_values=True)
    assert sorted(query) == sorted(recorded)


@pytest.mark.parametrize("case", cases("oss_v4.json", "presigned"))
def test_a_url_is_signed_as_version_4_says(case: dict[str, Any]) -> None:
    draft, expected = draft_of(case), case["expected"]
    check_target(case, draft)
    query = sign_oss.presign_v4(
        draft,
        credentials_of(case),
        region=case["region"],
        now=case["time"]["unix"],
        expires_in=case["expires_in"],
        additional=case.get("additional_headers", ()),
    )
    assert dict(query)["x-oss-signature"] == expected["signature"]
    recorded = parse_qsl(expected["raw_query"], keep_blank_values=True)
    assert sorted(query) == sorted(recorded)


READS = [
    pytest.param(version, case.values[0], id=case.id)
    for version, file in (("v1", "oss_v1.json"), ("v4", "oss_v4.json"))
    for case in cases(file, "presigned")
    if case.values[0]["method"] == "GET" and not set(case.values[0]["query"]) - {"versionId"}
]


@pytest.mark.parametrize(("version", "case"), READS)
def test_a_link_to_copy_is_the_recorded_url(version: str, case: dict[str, Any]) -> None:
    host = case["host"].removeprefix(f"{case['bucket']}.")
    link = DIALECT.presign(
        Account("a", "oss", f"https://{host}", signature=version),
        Site(case["scheme"], host, case["region"], Addressing.VIRTUAL),
        credentials_of(case),
        ref=ObjectRef("a", case["bucket"], case["key"], case["query"].get("versionId")),
        expires_in=3600 if "expires_at_unix" in case else case["expires_in"],
        now=case["expires_at_unix"] - 3600 if "expires_at_unix" in case else case["time"]["unix"],
    )
    start, _, query = link.partition("?")
    recorded, _, recorded_query = case["expected"]["url"].partition("?")
    assert start == recorded
    assert sorted(query.split("&")) == sorted(recorded_query.split("&"))


@pytest.mark.parametrize("seconds", [0, -1, 604801])
def test_a_link_that_would_never_or_too_long_be_valid_is_refused(seconds: int) -> None:
    site = Site("https", "oss-cn-hangzhou.aliyuncs.com", "cn-hangzhou", Addressing.VIRTUAL)
    with pytest.raises(ValueError, match="1 to 604800 seconds"):
        DIALECT.presign(
            Account("a", "oss", "https://oss-cn-hangzhou.aliyuncs.com"),
            site,
            Credentials("id", "secret"),
            ref=ObjectRef("a", "bucket", "key"),
            expires_in=seconds,
            now=0,
        )


def test_a_header_that_version_4_signs_anyway_is_never_listed() -> None:
    draft = UnsignedRequest("PUT", "bucket", "key", headers=(("content-type", "text/plain"), ("x-oss-meta-a", "b")))
    names = ["Content-Type", "x-oss-meta-a", "host"]
    signed = sign_oss.sign_v4(draft, Credentials("id", "secret"), region="cn-hangzhou", now=0, additional=names)
    assert "AdditionalHeaders" not in dict(signed)["authorization"]
