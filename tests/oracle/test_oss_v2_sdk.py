"""The vendor's second client as judge: what it would send for the same operation.

Nothing goes to a network: its transport is replaced by one that keeps the request and stops.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import alibabacloud_oss_v2 as oss_v2
import pytest
from alibabacloud_oss_v2.types import HttpClient, HttpRequest

from core.model import ops
from core.model.values import (
    Props,
    known,
)
from tests.doubles.spoken import Seen
from tests.doubles.tells_oss import ADDED, KEYS, PIN, REF, REGION, SOURCE, Captured, encode, ours, seen


class CapturingV2(HttpClient):  # type: ignore[misc]  # the package has no types
    def send(self, request: HttpRequest, **kwargs: Any) -> Any:
        raise Captured(request)

    def open(self) -> None:
        """Nothing to open."""

    def close(self) -> None:
        """Nothing to close."""


def oss_v2_sends(call: Callable[[oss_v2.Client], Any]) -> Seen:
    config = oss_v2.config.load_default()
    config.region = REGION
    config.credentials_provider = oss_v2.credentials.StaticCredentialsProvider(KEYS.key_id, KEYS.secret)
    config.http_client = CapturingV2()
    with pytest.raises(Captured) as caught:
        call(oss_v2.Client(config))
    request = caught.value.request
    url = urlsplit(request.url)
    return seen(request.method, url.netloc, url.path, url.query, dict(request.headers), b"")


COPY_V2 = oss_v2.CopyObjectRequest(
    bucket=REF.bucket,
    key=REF.key,
    source_bucket=SOURCE.bucket,
    source_key=SOURCE.key,
    source_version_id="V",
    if_match=f'"{PIN.etag}"',
    metadata_directive="REPLACE",
    metadata={"k": "v"},
    tagging_directive="Replace",
    tagging="k1=v1",
    acl="private",
    storage_class="IA",
    forbid_overwrite=True,
    content_type="text/plain",
    cache_control="no-cache",
)
PART_V2 = oss_v2.UploadPartCopyRequest(
    bucket=REF.bucket,
    key=REF.key,
    upload_id="I+D",
    part_number=2,
    source_bucket=SOURCE.bucket,
    source_key=SOURCE.key,
    source_range="bytes=10-19",
    if_match=f'"{PIN.etag}"',
)
SMALL = Props(
    headers={"content-type": "text/plain", "cache-control": "no-cache"},
    user={"k": "v"},
    tags=known({"k1": "v1"}),
    acl=known("private"),
    storage_class="IA",
)

#: An operation, and the call of the second SDK that must send the same words.
SAME_V2: list[tuple[ops.Op[Any], Callable[[oss_v2.Client], Any]]] = [
    (
        ops.CopyObject(REF, source=replace(SOURCE, version="V"), pin=PIN, props=SMALL, replace=True, create_only=True),
        lambda c: c.copy_object(COPY_V2),
    ),
    (
        ops.CopyPart(REF, upload_id="I+D", number=2, source=SOURCE, pin=PIN, first=10, last=19),
        lambda c: c.upload_part_copy(PART_V2),
    ),
    (
        ops.CreateUpload(REF, replace(SMALL, headers={**SMALL.headers}), create_only=True),
        lambda c: c.initiate_multipart_upload(
            oss_v2.InitiateMultipartUploadRequest(
                bucket=REF.bucket,
                key=REF.key,
                metadata={"k": "v"},
                tagging="k1=v1",
                storage_class="IA",
                forbid_overwrite=True,
                content_type="text/plain",
                cache_control="no-cache",
            )
        ),
    ),
    (
        ops.ListUploads(REF.bucket, prefix="p/", key_marker="k&", id_marker="ID"),
        lambda c: c.list_multipart_uploads(
            oss_v2.ListMultipartUploadsRequest(
                bucket=REF.bucket, prefix="p/", key_marker="k&", upload_id_marker="ID", max_uploads=1000
            )
        ),
    ),
    (
        ops.ListParts(REF, upload_id="I+D", marker=5),
        lambda c: c.list_parts(
            oss_v2.ListPartsRequest(
                bucket=REF.bucket, key=REF.key, upload_id="I+D", part_number_marker="5", max_parts=1000
            )
        ),
    ),
    (
        ops.GetVersioning(REF.bucket),
        lambda c: c.get_bucket_versioning(oss_v2.GetBucketVersioningRequest(bucket=REF.bucket)),
    ),
    (
        ops.ListVersions(REF.bucket, prefix="p/", key_marker="k&", version_marker="V/+=", limit=10),
        lambda c: c.list_object_versions(
            oss_v2.ListObjectVersionsRequest(
                bucket=REF.bucket, prefix="p/", key_marker="k&", version_id_marker="V/+=", max_keys=10
            )
        ),
    ),
    (
        ops.GetLink(replace(REF, version="V")),
        lambda c: c.get_symlink(oss_v2.GetSymlinkRequest(bucket=REF.bucket, key=REF.key, version_id="V")),
    ),
    (
        ops.RestoreObject(replace(REF, version="V"), days=3, tier="Bulk"),
        lambda c: c.restore_object(
            oss_v2.RestoreObjectRequest(
                bucket=REF.bucket,
                key=REF.key,
                version_id="V",
                restore_request=oss_v2.RestoreRequest(days=3, tier="Bulk"),
            )
        ),
    ),
    (ops.HeadObject(REF), lambda c: c.head_object(oss_v2.HeadObjectRequest(bucket=REF.bucket, key=REF.key))),
    (ops.DeleteObject(REF), lambda c: c.delete_object(oss_v2.DeleteObjectRequest(bucket=REF.bucket, key=REF.key))),
]


@pytest.mark.parametrize(("op", "call"), SAME_V2, ids=[f"{i}-{type(op).__name__}" for i, (op, _) in enumerate(SAME_V2)])
def test_the_second_sdk_sends_the_same_words(op: ops.Op[Any], call: Callable[[oss_v2.Client], Any]) -> None:
    """It adds Content-MD5 of an empty body and a Content-Type to lists; else it says the same."""
    mine, theirs = ours(encode(op, "v4")), oss_v2_sends(call)
    for side in (mine, theirs):
        side.headers.pop("content-md5", None)
        if mine.method == "GET":
            side.headers.pop("content-type", None)
    assert (mine.method, mine.host, mine.path) == (theirs.method, theirs.host, theirs.path)
    assert mine.query == theirs.query
    assert unsigned(mine) == unsigned(theirs)


def unsigned(request: Seen) -> dict[str, str]:
    return {name: value for name, value in request.headers.items() if name not in ADDED}
