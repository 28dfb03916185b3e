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
    ObjectRef,
    Pin,
    Site,
)
from tests.doubles.tells_s3 import CAPTURES, HOST, MIB, NOW, PIN, PLAIN, REF, REGION, SOURCE, Seen, encode, ours, seen

FIRST = Site("http", "s3.amazonaws.com", "us-east-1", Addressing.VIRTUAL)
FAKE = Credentials("AKIAFAKE", "SKFAKE")


def recorded(row: Any) -> Seen:
    headers = {name: value.encode("latin-1").decode("utf-8") for name, value in row["headers"]}
    body = base64.b64decode(row.get("body_base64", ""))
    return seen(row["method"], headers["Host"], row["raw_target"], headers, body)


def capture_of(operation: str) -> Any:
    return next(row for row in CAPTURES if row["operation"] == operation)


def again(row: Any, op: ops.Op[Any], site: Site, keys: Credentials = FAKE) -> Seen:
    """Our request for a recorded one, by an account that asks for nothing extra."""
    return ours(encode(op, keys, account=PLAIN, site=replace(site, scheme=row["scheme"]), now=NOW))


HEADS = [row for row in CAPTURES if ": head_object " in row["operation"]]
COPIES = [row for row in CAPTURES if "copy_object from dict" in row["operation"]]
A = ObjectRef("a", "examplebucket", "a.txt")
BIG = ObjectRef("a", "dst-bucket", "big/obj.bin")
EQUAL: list[tuple[str, ops.Op[Any]]] = [
    ("list_buckets", ops.ListBuckets()),
    ("delete_object", ops.DeleteObject(A)),
    ("get_object_tagging", ops.GetTags(A)),
    ("get_object_acl", ops.GetAcl(A)),
    ("abort_multipart_upload", ops.AbortUpload(BIG, upload_id="UPLOADID0001")),
    ("list_parts", ops.ListParts(BIG, upload_id="UPLOADID0001")),
    (
        "upload_part_copy",
        ops.CopyPart(
            BIG,
            upload_id="UPLOADID0001",
            number=1,
            source=ObjectRef("a", "src-bucket", "big src.bin"),
            pin=Pin("", 300 * MIB),
            first=0,
            last=5 * MIB - 1,
        ),
    ),
]


@pytest.mark.parametrize("row", HEADS, ids=lambda row: f"{row['n']}-{row['operation']}")
def test_a_recorded_head_is_the_request_that_we_send(row: Any) -> None:
    key = json.loads(row["operation"].partition("head_object ")[2])
    assert again(row, ops.HeadObject(replace(A, key=key)), FIRST) == recorded(row)


@pytest.mark.parametrize("way", ["http defaults", "https defaults", "https when_required"])
@pytest.mark.parametrize(("name", "op"), EQUAL, ids=[name for name, _ in EQUAL])
def test_a_recorded_request_is_the_one_that_we_send(name: str, op: ops.Op[Any], way: str) -> None:
    row = capture_of(f"boto3 {way}: {name}")
    assert again(row, op, FIRST) == recorded(row)


@pytest.mark.parametrize("row", COPIES, ids=lambda row: f"{row['n']}-{row['operation']}")
def test_a_recorded_copy_names_the_source_that_ours_names(row: Any) -> None:
    key = json.loads(row["operation"].partition("from dict ")[2])
    mine = again(row, ops.CopyObject(REF, source=replace(SOURCE, key=key), pin=PIN), FIRST)
    assert mine.headers["x-amz-copy-source"] == recorded(row).headers["x-amz-copy-source"]


def test_recorded_requests_of_other_places_are_those_that_we_send() -> None:
    minio = Site("http", "minio.example.com:9000", "us-east-1", Addressing.PATH)
    frankfurt = Site("http", HOST, REGION, Addressing.VIRTUAL)
    dotted = ops.HeadObject(ObjectRef("a", "my.dotted.bucket", "a.txt"))
    rows: list[tuple[str, ops.Op[Any], Site, Credentials]] = [
        ("custom endpoint path style: head_object", ops.HeadObject(replace(A, key="a b.txt")), minio, FAKE),
        ("session token: head_object", ops.HeadObject(A), FIRST, replace(FAKE, token="TOKEN+/=")),
        ("eu-central-1: head_object", ops.HeadObject(A), frankfurt, FAKE),
        ("eu-central-1: list_buckets", ops.ListBuckets(), frankfurt, FAKE),
        ("bucket with dots: head_object", dotted, replace(FIRST, addressing=Addressing.PATH), FAKE),
    ]
    for name, op, site, keys in rows:
        row = capture_of(f"boto3 {name}")
        assert again(row, op, site, keys) == recorded(row), name
