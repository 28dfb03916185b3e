"""Versions and objects of another kind in the sandbox's OSS protocol: appended, linked, archived."""

from __future__ import annotations

import hashlib

import pytest

from core.sandbox.extents import generated, of_bytes
from core.sandbox.sample import large
from core.sandbox.settings import Settings
from core.sandbox.world import Kind, Version, Versioning
from tests.doubles.sandbox import NOW, Caller

ENABLE = b"<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>"
SUSPEND = ENABLE.replace(b"Enabled", b"Suspended")
MD5_OF_DATA = hashlib.md5(b"data").hexdigest().upper()


@pytest.fixture
def caller() -> Caller:
    return Caller()


def versioned(caller: Caller) -> Caller:
    assert caller.ask("PUT", "bucket", body=ENABLE, query="versioning").status == 200
    return caller


# ---------------------------------------------------------------- versions


def test_a_deleted_object_leaves_a_marker_where_versions_are_kept(caller: Caller) -> None:
    version = versioned(caller).put("bucket/key").headers["x-oss-version-id"]
    gone = caller.ask("DELETE", "bucket/key").headers
    assert gone["x-oss-delete-marker"] == "true"
    reply = caller.ask("GET", "bucket/key")
    assert (reply.status, reply.headers["x-oss-delete-marker"]) == (404, "true")
    assert caller.ask("GET", "bucket/key", query=f"versionId={version}").body == b"data"
    marker = caller.ask("GET", "bucket/key", query=f"versionId={gone['x-oss-version-id']}")
    assert (marker.status, marker.headers["allow"]) == (405, "DELETE")
    assert caller.ask("DELETE", "bucket/key", query=f"versionId={gone['x-oss-version-id']}").status == 204
    assert caller.ask("GET", "bucket/key").body == b"data"


def test_a_suspended_bucket_keeps_one_null_version_besides_the_old_ones(caller: Caller) -> None:
    first = versioned(caller).put("bucket/key", b"1").headers["x-oss-version-id"]
    caller.ask("PUT", "bucket", body=SUSPEND, query="versioning")
    assert caller.put("bucket/key", b"2").headers["x-oss-version-id"] == "null"
    caller.put("bucket/key", b"3")
    assert [one.id for one in caller.world.buckets["bucket"].objects["key"]] == ["null", first]
    assert caller.ask("GET", "bucket/key", query=f"versionId={first}").body == b"1"


def test_a_missing_version_is_told_apart_from_a_missing_key(caller: Caller) -> None:
    versioned(caller).put("bucket/key")
    assert caller.ask("GET", "bucket/key", query="versionId=none").code == "NoSuchVersion"


def test_an_object_of_a_bucket_without_versions_shows_no_version_id(caller: Caller) -> None:
    assert "x-oss-version-id" not in caller.put("bucket/key").headers


# ---------------------------------------------------------------- append, symlink, archive


def test_appending_goes_on_at_the_end_only(caller: Caller) -> None:
    first = caller.ask("POST", "bucket/log", body=b"abc", query="append&position=0")
    assert first.headers["x-oss-next-append-position"] == "3"
    wrong = caller.ask("POST", "bucket/log", body=b"x", query="append&position=0")
    assert (wrong.status, wrong.code, wrong.headers["x-oss-next-append-position"]) == (
        409,
        "PositionNotEqualToLength",
        "3",
    )
    caller.ask("POST", "bucket/log", body=b"def", query="append&position=3")
    shown = caller.ask("GET", "bucket/log")
    assert (shown.body, shown.headers["x-oss-object-type"]) == (b"abcdef", "Appendable")
    assert shown.headers["x-oss-hash-crc64ecma"] == str(of_bytes(b"abcdef").crc64())


def test_a_normal_object_cannot_be_appended_to(caller: Caller) -> None:
    caller.put("bucket/key")
    assert caller.ask("POST", "bucket/key", body=b"x", query="append&position=4").code == "ObjectNotAppendable"


def test_a_symlink_reads_as_its_target_and_shows_its_own_headers(caller: Caller) -> None:
    caller.put("bucket/target", b"data", {"x-oss-meta-mine": "target"})
    caller.ask("PUT", "bucket/link", {"x-oss-symlink-target": "target", "x-oss-meta-mine": "link"}, query="symlink")
    shown = caller.ask("GET", "bucket/link")
    assert (shown.body, shown.headers["x-oss-object-type"]) == (b"data", "Symlink")
    assert (shown.headers["etag"], shown.headers["x-oss-meta-mine"]) == (f'"{MD5_OF_DATA}"', "link")
    assert caller.ask("GET", "bucket/link", query="symlink").headers["x-oss-symlink-target"] == "target"
    caller.ask("DELETE", "bucket/target")
    assert caller.ask("GET", "bucket/link").code == "SymlinkTargetNotExist"


@pytest.fixture
def archived(caller: Caller) -> Caller:
    caller.settings = Settings(restore_s=60)
    caller.keep("bucket/old", large(generated("old", 1000), NOW - 100, 1, "Archive"))
    return caller


def test_an_archived_object_is_read_only_after_it_was_restored(archived: Caller) -> None:
    assert archived.ask("GET", "bucket/old").code == "InvalidObjectState"
    assert archived.ask("HEAD", "bucket/old").status == 200
    assert archived.ask("POST", "bucket/old", query="restore").status == 202
    assert archived.ask("HEAD", "bucket/old").headers["x-oss-restore"] == 'ongoing-request="true"'
    again = archived.ask("POST", "bucket/old", query="restore")
    assert (again.status, again.code) == (409, "RestoreAlreadyInProgress")
    archived.now += 60
    assert archived.ask("GET", "bucket/old").status == 200
    shown = archived.ask("HEAD", "bucket/old").headers["x-oss-restore"]
    assert shown.startswith('ongoing-request="false", expiry-date="')
    assert archived.ask("POST", "bucket/old", query="restore").status == 200
    archived.now += 2 * 86_400
    assert archived.ask("GET", "bucket/old").code == "InvalidObjectState"


def test_only_archived_objects_can_be_restored(caller: Caller) -> None:
    caller.put("bucket/key")
    reply = caller.ask("POST", "bucket/key", query="restore")
    assert (reply.status, reply.code) == (400, "OperationNotSupported")


def test_the_days_of_a_restore_come_from_the_body(archived: Caller) -> None:
    body = b"<RestoreRequest><Days>3</Days></RestoreRequest>"
    assert archived.ask("POST", "bucket/old", body=body, query="restore").status == 202
    archived.now += 2 * 86_400
    assert archived.ask("GET", "bucket/old").status == 200


def test_a_restore_for_no_days_is_refused(archived: Caller) -> None:
    body = b"<RestoreRequest><Days>0</Days></RestoreRequest>"
    assert archived.ask("POST", "bucket/old", body=body, query="restore").status == 400


def test_a_delete_marker_is_no_object_of_the_world(caller: Caller) -> None:
    versioned(caller).put("bucket/key")
    caller.ask("DELETE", "bucket/key")
    assert caller.world.buckets["bucket"].versioning is Versioning.ENABLED
    assert caller.world.get("bucket", "key") is None
    newest = caller.world.buckets["bucket"].newest("key")
    assert isinstance(newest, Version)
    assert newest.marker
    assert newest.kind is Kind.NORMAL
