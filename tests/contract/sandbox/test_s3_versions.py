"""Deletions, versions and archived objects in the sandbox's S3 protocol."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace

import pytest

from core.sandbox.extents import generated
from core.sandbox.sample import normal
from core.sandbox.settings import Settings
from tests.doubles.sandbox_s3 import NOW, S3Caller

BODY = b"hello"
MD5 = hashlib.md5(BODY).hexdigest()


@pytest.fixture
def caller() -> S3Caller:
    return S3Caller()


def md5_of(body: bytes) -> dict[str, str]:
    return {"content-md5": base64.b64encode(hashlib.md5(body).digest()).decode()}


# ---------------------------------------------------------------- deleting, versions, archives


def test_many_objects_are_deleted_in_one_call(caller: S3Caller) -> None:
    caller.put("bucket/a")
    caller.put("bucket/b")
    body = b"<Delete><Object><Key>a</Key></Object><Object><Key>none</Key></Object></Delete>"
    assert caller.ask("POST", "bucket", body=body, query="delete").code == "InvalidRequest"
    reply = caller.ask("POST", "bucket", md5_of(body), body, query="delete")
    assert reply.texts("Deleted/Key") == ["a", "none"]
    quiet = b"<Delete><Quiet>true</Quiet><Object><Key>b</Key></Object></Delete>"
    assert list(caller.ask("POST", "bucket", md5_of(quiet), quiet, query="delete").xml) == []
    assert caller.ask("GET", "bucket").texts("Contents/Key") == []


@pytest.mark.parametrize("count", [0, 1001])
def test_a_deletion_of_none_or_of_too_many_is_malformed(caller: S3Caller, count: int) -> None:
    body = b"<Delete>" + b"<Object><Key>a</Key></Object>" * count + b"</Delete>"
    assert caller.ask("POST", "bucket", md5_of(body), body, query="delete").code == "MalformedXML"


def test_a_deletion_may_be_bound_to_an_etag(caller: S3Caller) -> None:
    caller.put("bucket/key", BODY)
    assert caller.ask("DELETE", "bucket/key", {"if-match": '"other"'}).status == 412
    assert caller.ask("DELETE", "bucket/key", {"if-match": f'"{MD5}"'}).status == 204
    assert caller.ask("DELETE", "bucket/key", {"if-match": "*"}).code == "NoSuchKey"


def enable_versions(caller: S3Caller) -> None:
    body = b"<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>"
    assert caller.ask("PUT", "bucket", body=body, query="versioning").status == 200


def test_versions_are_kept_read_and_removed(caller: S3Caller) -> None:
    enable_versions(caller)
    assert caller.ask("GET", "bucket", query="versioning").text("Status") == "Enabled"
    first = caller.put("bucket/key", b"1").headers["x-amz-version-id"]
    caller.put("bucket/key", b"2")
    assert caller.ask("GET", "bucket/key", query=f"versionId={first}").body == b"1"
    marker = caller.ask("DELETE", "bucket/key").headers
    assert marker["x-amz-delete-marker"] == "true"
    gone = caller.ask("HEAD", "bucket/key")
    assert (gone.status, gone.headers["x-amz-delete-marker"], gone.body) == (404, "true", b"")
    by_id = f"versionId={marker['x-amz-version-id']}"
    assert caller.ask("GET", "bucket/key", query=by_id).code == "MethodNotAllowed"
    listed = caller.ask("GET", "bucket", query="versions")
    assert listed.texts("Version/IsLatest") == ["false", "false"]
    assert listed.texts("DeleteMarker/IsLatest") == ["true"]
    assert caller.ask("DELETE", "bucket/key", query=by_id).status == 204
    assert caller.ask("GET", "bucket/key").body == b"2"
    assert caller.ask("GET", "bucket/key", query="versionId=none").code == "NoSuchVersion"


def test_an_archived_object_is_shown_but_not_read_until_it_is_restored(caller: S3Caller) -> None:
    caller.settings = Settings(restore_s=60)
    caller.put("bucket/key", BODY, {"x-amz-storage-class": "GLACIER"})
    refused = caller.ask("GET", "bucket/key")
    assert (refused.status, refused.code) == (403, "InvalidObjectState")
    assert caller.ask("HEAD", "bucket/key").status == 200
    body = b"<RestoreRequest><Days>2</Days></RestoreRequest>"
    assert caller.ask("POST", "bucket/key", body=body, query="restore").status == 202
    assert caller.ask("HEAD", "bucket/key").headers["x-amz-restore"] == 'ongoing-request="true"'
    busy = caller.ask("POST", "bucket/key", body=body, query="restore")
    assert (busy.status, busy.code) == (409, "RestoreAlreadyInProgress")
    caller.now += 60
    assert caller.ask("GET", "bucket/key").body == BODY
    assert 'ongoing-request="false", expiry-date=' in caller.ask("HEAD", "bucket/key").headers["x-amz-restore"]
    assert caller.ask("POST", "bucket/key", body=body, query="restore").status == 200
    caller.put("bucket/key", BODY)
    assert caller.ask("POST", "bucket/key", body=body, query="restore").code == "InvalidObjectState"


def test_an_object_that_another_vendors_face_wrote_is_read_too(caller: S3Caller) -> None:
    written = normal(generated("seed", 100), NOW)
    caller.keep("bucket/key", replace(written, storage_class="ColdArchive", encryption=("KMS", "k"), acl="default"))
    shown = caller.ask("HEAD", "bucket/key").headers
    assert shown["etag"] == f'"{written.etag.lower()}"'
    assert (shown["x-amz-storage-class"], shown["x-amz-server-side-encryption"]) == ("GLACIER", "aws:kms")
    grants = caller.ask("GET", "bucket/key", query="acl").texts("AccessControlList/Grant/Permission")
    assert grants == ["FULL_CONTROL"]
