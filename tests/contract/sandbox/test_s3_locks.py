"""What the S3 protocol keeps of an object besides headers and metadata: redirects, locks, what it cannot show."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import replace

import pytest

from core.sandbox.extents import of_bytes
from core.sandbox.sample import normal
from core.sandbox.world import KeyPair, Versioning
from tests.doubles.sandbox_s3 import KEY, NOW, S3Caller

REDIRECT = "x-amz-website-redirect-location"
MODE, UNTIL, HOLD = (f"x-amz-object-lock-{name}" for name in ("mode", "retain-until-date", "legal-hold"))
LOCK = {MODE: "COMPLIANCE", UNTIL: "2040-01-01T00:00:00Z"}


@pytest.fixture
def caller() -> S3Caller:
    made = S3Caller()
    made.world.buckets["other"].versioning = Versioning.ENABLED
    return made


def seen(caller: S3Caller, resource: str, *names: str) -> list[str | None]:
    headers = caller.ask("HEAD", resource).headers
    return [headers.get(name) for name in names]


def test_a_redirect_is_kept_and_a_copy_has_only_the_one_that_it_states(caller: S3Caller) -> None:
    caller.put("bucket/a", b"x", {REDIRECT: "/b"})
    caller.copy("bucket/a", "bucket/plain")
    caller.copy("bucket/a", "bucket/stated", {REDIRECT: "https://example.com/c"})
    upload = caller.begin("bucket/parts", {REDIRECT: "/d"})
    caller.complete("bucket/parts", upload, [(1, caller.part("bucket/parts", upload, 1, b"x"))])
    found = [seen(caller, f"bucket/{key}", REDIRECT)[0] for key in ("a", "plain", "stated", "parts")]
    assert found == ["/b", None, "https://example.com/c", "/d"]


def test_another_redirect_is_a_change_that_a_copy_onto_itself_may_make(caller: S3Caller) -> None:
    caller.put("bucket/a", b"x", {REDIRECT: "/b"})
    assert caller.copy("bucket/a", "bucket/a", {REDIRECT: "/b"}).code == "InvalidRequest"
    assert caller.copy("bucket/a", "bucket/a", {REDIRECT: "/c"}).status == 200
    assert seen(caller, "bucket/a", REDIRECT) == ["/c"]


def test_a_lock_is_shown_to_those_who_may_see_it_and_not_copied(caller: S3Caller) -> None:
    caller.put("other/a", b"x", {**LOCK, HOLD: "ON"})
    assert seen(caller, "other/a", MODE, UNTIL, HOLD) == [*LOCK.values(), "ON"]
    caller.copy("other/a", "other/b")
    assert seen(caller, "other/b", MODE, UNTIL, HOLD) == [None] * 3
    blind = caller.world.add_key(KeyPair("BLIND", "secret", KEY.owner, denied=frozenset({"GetObjectRetention"})))
    headers = caller.ask("HEAD", "other/a", key=blind).headers
    assert [headers.get(name) for name in (MODE, UNTIL, HOLD)] == [None, None, "ON"]


@pytest.mark.parametrize(
    ("bucket", "headers", "code"),
    [
        ("bucket", LOCK, "InvalidRequest"),
        ("other", {MODE: "COMPLIANCE"}, "InvalidArgument"),
        ("other", {UNTIL: LOCK[UNTIL]}, "InvalidArgument"),
        ("other", {**LOCK, MODE: "STRICT"}, "InvalidArgument"),
        ("other", {**LOCK, UNTIL: "soon"}, "InvalidArgument"),
        ("other", {HOLD: "MAYBE"}, "InvalidArgument"),
        ("other", {REDIRECT: "b"}, "InvalidRedirectLocation"),
    ],
)
def test_a_lock_or_redirect_that_s3_does_not_take_is_refused(
    caller: S3Caller, bucket: str, headers: Mapping[str, str], code: str
) -> None:
    reply = caller.ask("PUT", f"{bucket}/key", headers, b"x")
    assert (reply.status, reply.code) == (400, code)
    assert caller.ask("HEAD", f"{bucket}/key").status == 404


@pytest.mark.parametrize("lock", [LOCK, {HOLD: "ON"}])
def test_a_locked_version_is_not_deleted_but_a_marker_may_hide_it(caller: S3Caller, lock: Mapping[str, str]) -> None:
    version = caller.put("other/a", b"x", lock).headers["x-amz-version-id"]
    assert caller.ask("DELETE", "other/a", query=f"versionId={version}").code == "AccessDenied"
    assert caller.ask("DELETE", "other/a").status == 204
    assert caller.ask("HEAD", "other/a", query=f"versionId={version}").status == 200


def test_a_quiet_deletion_of_several_tells_which_of_them_is_locked(caller: S3Caller) -> None:
    locked = caller.put("other/a", b"x", LOCK).headers["x-amz-version-id"]
    free = caller.put("other/b", b"x").headers["x-amz-version-id"]
    rows = "".join(
        f"<Object><Key>{key}</Key><VersionId>{version}</VersionId></Object>"
        for key, version in (("a", locked), ("b", free))
    )
    body = f"<Delete><Quiet>true</Quiet>{rows}</Delete>".encode()
    digest = base64.b64encode(hashlib.md5(body).digest()).decode()
    reply = caller.ask("POST", "other", {"content-md5": digest}, body, query="delete")
    assert (reply.texts("Error/Key"), reply.texts("Error/Code")) == (["a"], ["AccessDenied"])
    assert caller.ask("HEAD", "other/a").status == 200
    assert caller.ask("HEAD", "other/b").status == 404


@pytest.mark.parametrize("lock", [{**LOCK, UNTIL: "2020-01-01T00:00:00Z"}, {HOLD: "OFF"}])
def test_a_lock_that_has_ended_keeps_nothing(caller: S3Caller, lock: Mapping[str, str]) -> None:
    version = caller.put("other/a", b"x", lock).headers["x-amz-version-id"]
    assert caller.ask("DELETE", "other/a", query=f"versionId={version}").status == 204


def test_metadata_that_no_header_can_show_is_counted(caller: S3Caller) -> None:
    caller.keep("bucket/a", replace(normal(of_bytes(b"x"), NOW), user={"a": "1", "bell": "\x07", "lines": "1\n2"}))
    assert seen(caller, "bucket/a", "x-amz-meta-a", "x-amz-meta-bell", "x-amz-missing-meta") == ["1", None, "2"]
    caller.copy("bucket/a", "bucket/b")
    assert seen(caller, "bucket/b", "x-amz-missing-meta") == ["2"]
    caller.copy("bucket/a", "bucket/c", {"x-amz-metadata-directive": "REPLACE"})
    assert seen(caller, "bucket/c", "x-amz-missing-meta") == [None]
