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
    Site,
)
from tests.doubles.spoken import Seen
from tests.doubles.tells_oss import CAPTURES, PIN, REF, REGION, SITE, SOURCE, encode, ours, seen, signature


def capture(operation: str) -> Any:
    return next(row for row in CAPTURES if row["operation"] == operation)


def recorded(row: Any) -> Seen:
    headers = {name: value.encode("latin-1").decode("utf-8") for name, value in row["headers"]}
    host = headers.pop("Host")
    path, _, query = row["raw_target"].partition("?")
    return seen(row["method"], host, path, query, headers, base64.b64decode(row.get("body_base64", "")))


def test_recorded_requests_have_the_signature_that_ours_have() -> None:
    """All recorded requests whose words we repeat exactly. Version 1 does not sign the parameters of a list."""
    a = ObjectRef("a", "examplebucket", "a.txt")
    big = ObjectRef("a", "examplebucket", "big/obj.bin")
    same: list[tuple[str, ops.Op[Any]]] = [
        ("get_bucket_info", ops.GetBucketInfo(a.bucket)),
        ("get_bucket_location", ops.GetBucketLocation(a.bucket)),
        ("abort_multipart_upload", ops.AbortUpload(big, upload_id="UPLOADID0001")),
        ("delete_object", ops.DeleteObject(a)),
        ("get_object_acl", ops.GetAcl(a)),
        ("get_object_tagging", ops.GetTags(a)),
        ("put_object_acl", ops.PutAcl(a, "private")),
    ]
    same_in_v1: list[tuple[str, ops.Op[Any]]] = [
        ("list_buckets", ops.ListBuckets()),
        ("list_objects", ops.ListObjects(a.bucket, prefix="x")),
        ("list_parts", ops.ListParts(big, upload_id="UPLOADID0001")),
        ("list_multipart_uploads", ops.ListUploads(a.bucket)),
    ]
    for version, rows in (("v1", [*same, *same_in_v1]), ("v4", same)):
        for name, op in rows:
            row = recorded(capture(f"oss2 {version} signing: {name}"))
            mine = ours(encode(op, version, Credentials("AKFAKE", "SKFAKE")))
            assert (mine.method, mine.host, mine.path) == (row.method, row.host, row.path)
            assert signature(mine.authorization) == signature(row.authorization), (version, name)


HEADS = [row for row in CAPTURES if "head_object" in row["operation"]]


@pytest.mark.parametrize("row", HEADS, ids=lambda row: f"{row['n']}-{row['operation']}")
def test_a_recorded_head_names_its_key_and_has_our_signature(row: Any) -> None:
    operation, _, key = row["operation"].partition(": head_object")
    then = recorded(row)
    names = {"oss2 v1 sts": "a.txt", "oss2 v4 sts": "a.txt", "oss2 v1 custom domain": "a/b.txt"}
    name = json.loads(key) if key else names[operation]
    sts, custom = operation.endswith("sts"), operation.endswith("domain")
    keys = Credentials(
        "AK" if sts or custom else "AKFAKE", "SK" if sts or custom else "SKFAKE", "TOKEN+/=" if sts else None
    )
    site = Site("http", "img.example.com", REGION, Addressing.CUSTOM) if custom else SITE
    mine = ours(encode(ops.HeadObject(replace(REF, key=name)), "v1" if "v1" in operation else "v4", keys, site))
    assert (mine.method, mine.host) == (then.method, then.host)
    assert signature(mine.authorization) == signature(then.authorization)
    if name not in ("..", "a/../b"):  # the recorded clients lost these on the wire
        assert mine.path == then.path
    assert mine.path == f"/{name}"


COPIES = [row for row in CAPTURES if "copy_object from" in row["operation"]]


@pytest.mark.parametrize("row", COPIES, ids=lambda row: f"{row['n']}-{row['operation']}")
def test_a_recorded_copy_names_the_source_that_ours_names(row: Any) -> None:
    key = json.loads(row["operation"].partition(" from ")[2])
    mine = ours(encode(ops.CopyObject(REF, source=replace(SOURCE, key=key), pin=PIN), "v4"))
    theirs = recorded(row).headers["x-oss-copy-source"]
    assert mine.headers["x-oss-copy-source"] == theirs.replace("%2F", "/")
