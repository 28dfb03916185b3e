"""The command line that changes objects, against the embedded store on all three protocols, as a program uses it."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import pytest

from core import cli
from core.accounts import AccountBook
from core.clock import SystemClock
from core.ops import CreateUpload
from core.paths import find_paths
from core.sandbox import settings as faults
from core.sandbox.extents import of_bytes
from core.sandbox.sample import normal
from core.sandbox.server import Sandbox
from core.sandbox.settings import Fault, Seen
from core.stores import Stores
from core.values import ObjectRef
from core.vault import Vault

PHOTO = "2025/Kyoto/IMG_0101.jpg"

posix_only = pytest.mark.skipif(os.name == "nt", reason="terminals as POSIX has them")


@dataclass
class Answer:
    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def ends(self) -> list[dict[str, Any]]:
        return [row for row in self.rows if row["event"] == "end"]

    @property
    def end(self) -> dict[str, Any]:
        (row,) = self.ends
        return row


@dataclass
class Desk:
    """One account of one provider, and the command line in this process."""

    provider: str
    call: Callable[..., Answer]

    def bucket(self, name: str) -> str:
        return f"{name}-1250000000" if self.provider == "cos" else name

    def at(self, bucket: str, key: str = "") -> str:
        """NAME:BUCKET/KEY."""
        return f"mine:{self.bucket(bucket)}/{key}"

    def run(self, *words: str, stdin: str = "") -> Answer:
        return self.call(*words, stdin=stdin)

    def json(self, *words: str) -> Answer:
        return self.call(*words, "--json", stdin="")

    def keys(self, bucket: str, prefix: str = "") -> list[str]:
        rows = self.json("ls", self.at(bucket, prefix), "--recursive").rows
        return [row["key"] for row in rows]

    def stat(self, bucket: str, key: str) -> dict[str, Any]:
        answer = self.json("stat", self.at(bucket, key))
        assert answer.code == 0, answer.err
        return answer.rows[0]


@pytest.fixture(params=["oss", "cos", "aws"])
def desk(
    request: pytest.FixtureRequest,
    sandbox: Sandbox,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> Desk:
    provider: str = request.param
    face = "s3" if provider == "aws" else provider
    offer = next(offer for offer in sandbox.offers if offer.provider == face)
    monkeypatch.setenv("BUCKETFERRY_SECRET_MINE", offer.secret)

    def call(*words: str, stdin: str) -> Answer:
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        code = cli.main(words)
        said = capfd.readouterr()
        return Answer(code, said.out, said.err)

    words = ["--provider", provider, "--endpoint", offer.endpoint, "--region", offer.region, "--key-id", offer.key_id]
    assert call("account", "add", "mine", *words, "--secret-stdin", stdin=offer.secret + "\n").code == 0
    return Desk(provider, call)


# ---------------------------------------------------------------- mv and undo


def test_an_object_gets_a_new_name_and_its_old_one_back(desk: Desk) -> None:
    before, old = desk.stat("holiday-photos", PHOTO), desk.at("holiday-photos", PHOTO)
    moved = desk.json("mv", old, desk.at("holiday-photos", "temple.jpg"))
    assert (moved.code, moved.end["kind"], moved.end["state"]) == (0, "rename", "done")
    assert moved.end["verified"] in ("crc64", "part-etags")
    assert desk.run("stat", old).code == 1
    after = desk.stat("holiday-photos", "temple.jpg")
    assert all(after[name] == before[name] for name in ("size", "headers", "user", "tags", "acl"))

    undone = desk.json("undo", str(moved.end["batch"]))
    assert (undone.code, undone.end["state"]) == (0, "done")
    assert desk.stat("holiday-photos", PHOTO)["user"] == before["user"]
    assert desk.run("stat", desk.at("holiday-photos", "temple.jpg")).code == 1
    again = desk.run("undo", str(moved.end["batch"]))
    assert (again.code, "cannot be taken back" in again.err) == (1, True)


def test_a_folder_gets_a_new_name_and_undo_gives_the_old_one_back(desk: Desk) -> None:
    before = desk.keys("holiday-photos", "2025/")
    answer = desk.run("mv", desk.at("holiday-photos", "2025/"), desk.at("holiday-photos", "old/"), "--recursive")
    assert answer.code == 0, answer.err
    assert answer.out.startswith(f"All {len(before)} renamed (")
    assert desk.keys("holiday-photos", "2025/") == []
    assert desk.keys("holiday-photos", "old/") == [f"old/{key.removeprefix('2025/')}" for key in before]
    assert desk.run(*answer.out.splitlines()[-1].split()[-2:]).code == 0  # it says how to take it back
    assert desk.keys("holiday-photos", "2025/") == before


def test_an_existing_target_is_refused_by_a_rename_and_both_objects_stay(desk: Desk) -> None:
    source, target = desk.at("research-data", "empty.txt"), desk.at("research-data", "telescope/readme.txt")
    answer = desk.run("mv", source, target)
    assert answer.code == 1
    assert "--if-exists overwrite" in answer.err
    assert desk.stat("research-data", "telescope/readme.txt")["size"] > 0
    assert desk.run("stat", source).code == 0
    beside = desk.json("mv", source, target, "--if-exists", "keep-both")
    assert beside.end["target"] == desk.at("research-data", "telescope/readme (2).txt")


def test_a_source_whose_acl_may_not_be_read_is_kept_until_the_user_gives_the_right_or_does_without(
    desk: Desk, sandbox: Sandbox
) -> None:
    old, new = desk.at("research-data", "telescope/readme.txt"), desk.at("research-data", "moved.txt")
    with faulty(sandbox, "GetObjectACL", faults.answer(403, "AccessDenied")):
        dry = desk.run("mv", old, new, "--dry-run")
        assert "the source is kept, because this key may not read its ACL" in dry.out
        answer = desk.run("mv", old, new)
        assert answer.code == 1
        assert "the source was kept. Allow the key to read it and try again" in answer.err
        assert "(PropertyUnread, acl)" in answer.err
        again = desk.run("mv", old, new, "--despite-unread", "--if-exists", "overwrite", "--dry-run")
        assert "the source is deleted although this key may not read its ACL" in again.out
        assert desk.run("stat", old).code == 0
    (job,) = desk.json("jobs").rows
    assert desk.run("jobs", "resume", str(job["id"])).code == 0
    assert (desk.run("stat", old).code, desk.run("stat", new).code) == (1, 0)
    with faulty(sandbox, "GetObjectACL", faults.answer(403, "AccessDenied")):
        assert desk.run("mv", new, old, "--despite-unread").code == 0
        assert (desk.run("stat", old).code, desk.run("stat", new).code) == (0, 1)


def test_a_rename_that_may_not_delete_leaves_a_verified_copy_and_says_so(desk: Desk, sandbox: Sandbox) -> None:
    source, target = desk.at("research-data", "telescope/readme.txt"), desk.at("research-data", "moved.txt")
    with faulty(sandbox, "DeleteObject", faults.answer(403, "AccessDenied")):
        answer = desk.run("mv", source, target)
    assert answer.code == 1
    assert "Copied and verified; the source could not be deleted: The access key is not allowed" in answer.err
    assert desk.run("stat", source).code == 0
    (job,) = desk.json("jobs").rows
    assert job["kind"] == "rename"
    assert desk.run("jobs", "resume", str(job["id"])).code == 0
    assert desk.run("stat", source).code == 1
    assert desk.run("stat", target).code == 0


def test_a_rename_that_is_given_up_keeps_its_source(desk: Desk, sandbox: Sandbox) -> None:
    source = desk.at("research-data", "telescope/readme.txt")
    with faulty(sandbox, "DeleteObject", faults.answer(403, "AccessDenied")):
        desk.run("mv", source, desk.at("research-data", "moved.txt"))
    (job,) = desk.json("jobs").rows
    answer = desk.run("jobs", "cancel", str(job["id"]))
    assert (answer.code, answer.out) == (0, "Given up.\n")
    assert desk.run("stat", source).code == 0
    assert desk.json("jobs").rows == []


def test_a_failed_copy_that_is_given_up_leaves_no_upload(desk: Desk, sandbox: Sandbox) -> None:
    with faulty(sandbox, "UploadPartCopy", faults.answer(403, "AccessDenied")):
        words = ["cp", desk.at("holiday-photos", "films/crossing.mov"), desk.at("documents", "film.mov")]
        failed = desk.json(*words, "--part-size", "512MiB")
    assert desk.run("jobs", "cancel", str(failed.end["batch"])).code == 0
    assert desk.json("uploads", f"mine:{desk.bucket('documents')}").rows == []
    assert desk.json("jobs").rows == []


@pytest.mark.parametrize("desk", ["aws"], indirect=True)  # it has no checksum of an old object
def test_a_copy_that_is_proven_too_weakly_keeps_its_source(desk: Desk) -> None:
    source = desk.at("backup-archive", "old/from-before-checksums.bin")
    answer = desk.run("mv", source, desk.at("documents", "old.bin"), "--trust", "crc64")
    assert answer.code == 1
    assert "proven less well than a rename demands" in answer.err
    assert desk.run("stat", source).code == 0


# ---------------------------------------------------------------- --dry-run


def test_a_dry_run_of_a_folder_is_one_plan_and_changes_nothing(desk: Desk, sandbox: Sandbox) -> None:
    folder = desk.at("holiday-photos", "2025/")
    count = len(desk.keys("holiday-photos", "2025/"))
    sandbox.seen.clear()
    for words in (["mv", folder, desk.at("holiday-photos", "x/")], ["rm", folder], ["meta", folder, "--tag", "a=b"]):
        answer = desk.json(*words, "--recursive", "--dry-run")
        assert answer.code == 0, answer.err
        plan = answer.rows[-1]
        assert (plan["event"], plan["objects"]) == ("plan", count)
        assert sum(plan["calls"].values()) == plan["requests"] > 0
    assert {seen.method for seen in sandbox.seen.all()} <= {"GET", "HEAD"}
    assert desk.json("history").rows == []


def test_a_dry_run_names_the_sum_for_people(desk: Desk) -> None:
    answer = desk.run("rm", desk.at("holiday-photos", "2025/"), "--recursive", "--dry-run")
    assert "to be deleted" in answer.out
    assert "requests" in answer.out
    assert answer.out.endswith("Nothing was done.\n")


# ---------------------------------------------------------------- meta


def test_properties_are_changed_shown_and_taken_back(desk: Desk) -> None:
    key = PHOTO
    place, before = desk.at("holiday-photos", key), desk.stat("holiday-photos", key)
    words = ["meta", place, "--set", "content-type=image/png", "--user", "camera=X", "--remove-user", "place"]
    words += ["--tag", "state=draft"]

    shown = desk.json(*words, "--dry-run")
    assert shown.code == 0
    changes = {row["name"]: (row["before"], row["after"]) for row in shown.rows[0]["changes"]}
    assert changes["content-type"] == ("image/jpeg", "image/png")
    assert changes["user place"] == ("Kyoto", "")
    assert desk.stat("holiday-photos", key) == before

    done = desk.json(*words)
    assert (done.code, done.end["kind"], done.end["state"], done.end["mode"]) == (0, "edit", "done", "simple")
    after = desk.stat("holiday-photos", key)
    assert after["headers"]["content-type"] == "image/png"
    assert after["headers"]["cache-control"] == before["headers"]["cache-control"]
    assert after["user"] == {"camera": "X"}
    assert after["tags"] == {**before["tags"], "state": "draft"}

    assert desk.run("undo", str(done.end["batch"])).code == 0
    back = desk.stat("holiday-photos", key)
    assert [back[name] for name in ("headers", "user", "tags")] == [
        before[name] for name in ("headers", "user", "tags")
    ]


def test_tags_alone_are_set_without_a_copy(desk: Desk) -> None:
    key = PHOTO
    before = desk.stat("holiday-photos", key)
    done = desk.json("meta", desk.at("holiday-photos", key), "--clear-tags", "--tag", "only=this")
    assert (done.code, done.end["mode"]) == (0, "set")
    after = desk.stat("holiday-photos", key)
    assert (after["tags"], after["modified"]) == ({"only": "this"}, before["modified"])


def test_a_whole_folder_is_edited(desk: Desk) -> None:
    answer = desk.run("meta", desk.at("holiday-photos", "2025/"), "--recursive", "--set", "cache-control=no-store")
    assert answer.code == 0, answer.err
    assert answer.out.startswith("All 50 changed")
    headers = desk.stat("holiday-photos", PHOTO)["headers"]
    assert headers == {"content-type": "image/jpeg", "cache-control": "no-store"}


def test_a_storage_class_may_be_given_by_the_word_that_all_vendors_share(desk: Desk) -> None:
    place = desk.at("documents", "contract.txt")
    assert desk.run("meta", place, "--class", "infrequent").code == 0
    found = desk.stat("documents", "contract.txt")["storage_class"]
    assert found == {"oss": "IA", "cos": "STANDARD_IA", "aws": "STANDARD_IA"}[desk.provider]
    assert "nothing was changed" in desk.run("meta", place, "--class", found).out


def test_meta_without_a_change_shows_what_stat_shows(desk: Desk) -> None:
    place = desk.at("documents", "contract.txt")
    assert desk.json("meta", place).rows == desk.json("stat", place).rows


def test_what_is_so_already_is_not_written_again(desk: Desk) -> None:
    answer = desk.run("meta", desk.at("holiday-photos", PHOTO), "--tag", "place=Kyoto")
    assert answer.code == 0
    assert "nothing was changed" in answer.out


@pytest.mark.parametrize("desk", ["oss"], indirect=True)
@pytest.mark.parametrize(
    "words",
    [
        ["meta", "mine:documents", "--tag", "a=b"],
        ["meta", "mine:documents", "--recursive"],
        ["meta", "mine:documents/contract.txt", "--acl", "open-to-all"],
        ["meta", "mine:documents/contract.txt", "--class", "Marble"],
        ["meta", "mine:documents/contract.txt", "--tag", "a=b", "--remove-tag", "a"],
        ["rm", "mine:documents"],
        ["rm", "mine:documents/", "--recursive"],
        ["rm", "mine:documents/a", "--recursive", "--version", "v1"],
        ["restore", "mine:documents"],
        ["versions", "mine:documents"],
        ["versions", "mine:documents/"],
        ["versions", "mine:documents", "--undelete"],
        ["versions", "mine:documents", "--restore", "v1"],
        ["versions", "mine:documents/", "--restore", "v1", "--recursive"],
        ["versions", "mine:documents/a", "--dry-run"],
        ["versions", "mine:documents/", "--dry-run", "--recursive"],
        ["uploads", "mine:documents", "--dry-run"],
        ["uploads", "mine:documents", "--force"],
        ["uploads", "mine:documents", "--abort"],
        ["link", "mine:documents/a", "--expires", "1000d"],
        ["cp", "mine:documents/contract.txt", "mine:documents/b", "--if-exists", "ask"],
    ],
)
def test_what_cannot_be_meant_ends_with_two_and_a_sentence(desk: Desk, sandbox: Sandbox, words: list[str]) -> None:
    answer = desk.run(*words)
    assert answer.code == 2
    assert answer.err.startswith("bucketferry: ")
    assert {seen.method for seen in sandbox.seen.all()} <= {"GET", "HEAD"}


# ---------------------------------------------------------------- rm and versions


def test_a_deleted_object_is_brought_back_where_versions_are_kept(desk: Desk) -> None:
    place = desk.at("documents", "contract.txt")
    gone = desk.run("rm", place)
    assert gone.code == 0, gone.err
    assert "The bucket keeps versions" in gone.out
    assert desk.run("stat", place).code == 1
    assert desk.run(*gone.out.splitlines()[-1].split()[-2:]).code == 0
    assert desk.stat("documents", "contract.txt")["size"] == 12


def test_a_deletion_for_good_says_so_and_offers_no_way_back(desk: Desk) -> None:
    gone = desk.run("rm", desk.at("research-data", "empty.txt"))
    assert gone.code == 0
    assert "keeps no versions" in gone.out
    assert "undo" not in gone.out


def test_what_is_not_there_is_not_called_deleted(desk: Desk) -> None:
    answer = desk.run("rm", desk.at("documents", "no-such-thing"))
    assert answer.code == 1
    assert answer.err.startswith("There is no such object.")


def test_a_folder_is_deleted_only_with_a_yes(desk: Desk) -> None:
    folder = desk.at("holiday-photos", "2025/")
    assert desk.run("rm", folder, "--recursive").code == 2
    assert len(desk.keys("holiday-photos", "2025/")) == 50
    answer = desk.run("rm", folder, "--recursive", "--yes")
    assert answer.code == 0, answer.err
    assert answer.out.startswith("All 50 deleted")
    assert desk.keys("holiday-photos", "2025/") == []


def test_versions_are_listed_and_an_old_one_becomes_the_newest(desk: Desk) -> None:
    place = desk.at("documents", "contract.txt")
    rows = desk.json("versions", place).rows
    assert [row["latest"] for row in rows] == [True, False, False]
    done = desk.json("versions", place, "--restore", rows[-1]["version"])
    assert (done.code, done.end["state"], done.end["version"]) == (0, "done", rows[-1]["version"])
    assert desk.stat("documents", "contract.txt")["size"] == rows[-1]["size"]
    assert len(desk.json("versions", place).rows) == 4


def test_a_delete_marker_is_shown_and_taken_away(desk: Desk) -> None:
    place = desk.at("documents", "deleted-by-mistake.txt")
    rows = desk.json("versions", place).rows
    assert [(row["marker"], row["latest"]) for row in rows] == [(True, True), (False, False)]
    assert "deleted" in desk.run("versions", place).out
    assert desk.json("versions", place, "--undelete").end["state"] == "done"
    assert desk.stat("documents", "deleted-by-mistake.txt")["size"] == 22
    again = desk.json("versions", place, "--undelete")
    assert (again.code, again.end["error"]["kind"]) == (1, "still-there")


def beside(desk: Desk, sandbox: Sandbox) -> None:
    """Deleted objects in d/, and objects beside that folder whose keys begin alike."""
    for key in ("d/one", "d/two", "d/deep/three", "d.txt", "data/four"):
        sandbox.world.put("documents", key, normal(of_bytes(b"text"), 1_735_700_000.0))
    for key in ("d/one", "d/deep/three", "d.txt", "data/four"):
        sandbox.world.delete("documents", key, 1_735_800_000.0)


def test_a_key_names_one_object_and_a_prefix_all_under_it(desk: Desk, sandbox: Sandbox) -> None:
    beside(desk, sandbox)

    def listed(key: str, *words: str) -> set[str]:
        return {row["key"] for row in desk.json("versions", desk.at("documents", key), *words).rows}

    assert listed("d") == listed("d/") == set()
    assert "--recursive" in desk.run("versions", desk.at("documents", "d")).out
    assert listed("d.txt") == {"d.txt"}
    assert listed("d", "--recursive") == listed("d/", "--recursive") == {"d/one", "d/two", "d/deep/three"}
    assert listed("", "--recursive") > {"d/one", "d.txt", "data/four", "contract.txt"}


def test_all_that_was_deleted_under_a_prefix_is_brought_back_as_one_batch(desk: Desk, sandbox: Sandbox) -> None:
    beside(desk, sandbox)
    words = ["versions", desk.at("documents", "d"), "--undelete", "--recursive"]
    sandbox.seen.clear()
    plan = desk.json(*words, "--dry-run").rows[-1]
    assert (plan["event"], plan["kind"], plan["objects"], plan["requests"]) == ("plan", "undelete", 2, 4)
    assert plan["calls"] == {"ListVersions": 2, "DeleteObject": 2}
    assert {seen.operation for seen in sandbox.seen.all()} == {"ListBuckets", "ListObjectVersions"}
    said = desk.run(*words, "--dry-run").out
    assert "2 to be brought back" in said
    assert desk.keys("documents", "d/") == ["d/two"]

    done = desk.run(*words)
    assert (done.code, done.out) == (0, "All 2 brought back.\n")
    assert desk.keys("documents", "d") == ["d/deep/three", "d/one", "d/two"]
    (batch,) = desk.json("history").rows
    assert (batch["kind"], batch["source"], batch["objects"]) == ("undelete", desk.at("documents", "d/"), 2)
    again = desk.run(*words)
    assert (again.code, again.out, again.err) == (0, "Nothing to bring back.\n", "")
    (plan,) = desk.json(*words, "--dry-run").rows
    assert (plan["objects"], plan["requests"]) == (0, 0)
    assert len(desk.json("history").rows) == 1


def test_what_a_bucket_without_versions_lost_stays_lost_and_it_says_so(desk: Desk) -> None:
    desk.run("rm", desk.at("research-data", "empty.txt"))
    answer = desk.run("versions", f"mine:{desk.bucket('research-data')}", "--undelete", "--recursive")
    assert (answer.code, answer.out) == (0, "Nothing to bring back.\n")
    assert answer.err == "The bucket keeps no versions.\n"


def test_versions_are_listed_for_a_key_that_may_not_ask_whether_there_are_any(desk: Desk, sandbox: Sandbox) -> None:
    with faulty(sandbox, "GetBucketVersioning", faults.answer(403, "AccessDenied")):
        answer = desk.run("versions", desk.at("documents", "contract.txt"))
    assert (answer.code, len(answer.out.splitlines()), answer.err) == (0, 3, "")


def test_one_version_is_deleted_for_good_and_the_others_stay(desk: Desk) -> None:
    place = desk.at("documents", "contract.txt")
    first = desk.json("versions", place).rows[-1]["version"]
    assert desk.run("rm", place, "--version", first, "--dry-run").code == 0
    answer = desk.run("rm", place, "--version", first)
    assert answer.code == 0, answer.err
    assert "for good" in answer.out
    assert len(desk.json("versions", place).rows) == 2
    missing = desk.run("rm", place, "--version", first)
    assert (missing.code, "no such version" in missing.err) == (1, True)


# ---------------------------------------------------------------- restore


def test_archived_objects_are_restored_and_others_left_alone(desk: Desk) -> None:
    place = desk.at("backup-archive", "taxes/2019.zip")
    answer = desk.json("restore", place, "--days", "3")
    assert (answer.code, answer.end["kind"], answer.end["state"]) == (0, "restore", "done"), answer.err
    assert desk.stat("backup-archive", "taxes/2019.zip")["restore"] == "restoring"
    plain = desk.run("restore", desk.at("backup-archive", "taxes/letter.txt"))
    assert (plain.code, "not archived" in plain.out) == (0, True)


def test_a_folder_is_restored(desk: Desk) -> None:
    answer = desk.run("restore", desk.at("backup-archive", "taxes/"), "--recursive")
    assert answer.code == 0, answer.err
    assert answer.out.startswith("All 3 being restored")


def test_a_way_to_restore_that_the_class_has_not_is_a_wrong_command(desk: Desk) -> None:
    answer = desk.run("restore", desk.at("backup-archive", "taxes/2019.zip"), "--tier", "Yesterday")
    assert answer.code == 2
    assert "'Yesterday' is no way to restore" in answer.err


def test_a_copy_waits_for_its_archived_source_when_asked_to(desk: Desk, sandbox: Sandbox) -> None:
    sandbox.settings = replace(sandbox.settings, restore_s=0)
    words = ["cp", desk.at("backup-archive", "taxes/2019.zip"), desk.at("documents", "2019.zip")]
    assert desk.run(*words).code == 1
    answer = desk.json(*words, "--restore", "1")
    assert (answer.code, answer.end["state"]) == (0, "done"), answer.err


# ---------------------------------------------------------------- uploads


@contextmanager
def faulty(sandbox: Sandbox, operation: str, fault: Fault) -> Iterator[None]:
    """Every request of this operation meets the fault."""

    def meet(seen: Seen) -> Fault | None:
        return fault if seen.operation == operation else None

    before = sandbox.settings
    sandbox.settings = replace(before, on_request=meet)
    try:
        yield
    finally:
        sandbox.settings = before


def begin_upload(desk: Desk, key: str) -> str:
    """Begin an upload as some other program does."""
    stores = Stores(AccountBook(find_paths().accounts), Vault().load, SystemClock())
    try:
        return stores.bare("mine").call(CreateUpload(ObjectRef("mine", desk.bucket("documents"), key)))
    finally:
        stores.close_thread()


def test_unfinished_uploads_are_listed_and_aborted(desk: Desk) -> None:
    place = f"mine:{desk.bucket('documents')}"
    begun = {begin_upload(desk, key) for key in ("logs/a.bin", "logs/b.bin")}
    begin_upload(desk, "other.bin")
    logs = ["uploads", desk.at("documents", "logs/"), "--recursive"]
    rows = desk.json(*logs).rows
    assert {row["upload"] for row in rows} == begun
    assert {row["job"] for row in rows} == {None}
    assert "2 uploads would be aborted" in desk.run(*logs, "--abort", "--dry-run").out
    old = desk.run("uploads", place, "--abort", "--yes", "--older-than-hours", "1")
    assert (old.code, old.out) == (0, "No unfinished uploads.\n")
    aborted = desk.run(*logs, "--abort", "--yes")
    assert (aborted.code, aborted.out) == (0, "2 uploads aborted.\n")
    assert [row["key"] for row in desk.json("uploads", place).rows] == ["other.bin"]


def test_a_key_names_the_uploads_to_it_and_a_prefix_those_to_all_under_it(desk: Desk) -> None:
    keys = ["a", "a.bak", "a/one", "a/two/three"]
    for key in keys:
        begin_upload(desk, key)

    def listed(key: str, *words: str) -> list[str]:
        return [row["key"] for row in desk.json("uploads", desk.at("documents", key), *words).rows]

    assert listed("") == listed("", "--recursive") == keys
    assert listed("a") == ["a"]
    assert listed("a", "--recursive") == listed("a/", "--recursive") == ["a/one", "a/two/three"]
    none = desk.run("uploads", desk.at("documents", "a/"))
    assert (none.code, "--recursive" in none.out) == (0, True)
    assert desk.run("uploads", desk.at("documents", "a"), "--abort", "--yes").out == "1 upload aborted.\n"
    assert listed("") == keys[1:]


def test_an_upload_that_a_job_will_go_on_with_is_left_alone(desk: Desk, sandbox: Sandbox) -> None:
    place = f"mine:{desk.bucket('documents')}"
    with faulty(sandbox, "UploadPartCopy", faults.answer(403, "AccessDenied")):
        words = ["cp", desk.at("holiday-photos", "films/crossing.mov"), desk.at("documents", "film.mov")]
        failed = desk.json(*words, "--part-size", "512MiB")
    assert failed.end["state"] == "failed"
    (row,) = desk.json("uploads", place).rows
    assert (row["job"], row["unfinished"]) == (failed.end["batch"], True)
    kept = desk.run("uploads", place, "--abort", "--yes")
    assert kept.code == 0
    assert "bucketferry jobs cancel" in kept.err
    assert len(desk.json("uploads", place).rows) == 1
    assert desk.run("uploads", place, "--abort", "--yes", "--force").out == "1 upload aborted.\n"
    assert desk.json("uploads", place).rows == []


# ---------------------------------------------------------------- the past, and links


def test_the_history_tells_what_was_done_and_with_which_objects(desk: Desk) -> None:
    desk.run("mv", desk.at("holiday-photos", "2025/"), desk.at("holiday-photos", "old/"), "--recursive")
    desk.run("rm", desk.at("research-data", "empty.txt"))
    rows = desk.json("history").rows
    assert [(row["kind"], row["state"]) for row in rows] == [("delete", "done"), ("rename", "done")]
    assert len(desk.json("history", "--limit", "1").rows) == 1
    objects = desk.json("history", str(rows[1]["id"])).rows
    assert len(objects) == 50
    assert {row["state"] for row in objects} == {"done"}
    assert "rename" in desk.run("history").out
    assert desk.run("history", "4711").code == 1


def asked(sandbox: Sandbox) -> list[str]:
    """The buckets that were asked whether they keep versions."""
    return sorted(seen.bucket for seen in sandbox.seen.all() if seen.operation == "GetBucketVersioning")


@pytest.mark.parametrize("words", [[], ["--json"]])
def test_the_history_asks_each_bucket_once(desk: Desk, sandbox: Sandbox, words: list[str]) -> None:
    for key in ("contract.txt", "no-such-thing"):
        desk.run("rm", desk.at("documents", key))
    for key in ("telescope/readme.txt", "empty.txt", "many-small/sample-0000.txt"):
        desk.run("rm", desk.at("research-data", key))
    desk.run("versions", desk.at("documents", "deleted-by-mistake.txt"), "--undelete")
    desk.run("rm", desk.at("documents", "deleted-by-mistake.txt"))
    sandbox.seen.clear()
    answer = desk.run("history", *words)
    assert (answer.code, asked(sandbox), len(sandbox.seen.all())) == (0, ["documents", "research-data"], 2)
    undoable = [row["can_undo"] for row in desk.json("history").rows]
    assert undoable == [True, False, False, False, False, True]


def test_the_history_of_a_store_that_cannot_be_reached_is_told_all_the_same(desk: Desk, sandbox: Sandbox) -> None:
    desk.run("rm", desk.at("documents", "contract.txt"))
    desk.run("mv", desk.at("holiday-photos", PHOTO), desk.at("holiday-photos", "temple.jpg"))
    with faulty(sandbox, "GetBucketVersioning", faults.drop_before()):
        answer = desk.run("history")
        rows = desk.json("history").rows
    assert (answer.code, [row["can_undo"] for row in rows]) == (0, [True, None])
    assert " unknown " in answer.out.splitlines()[-1]
    assert "unknown where the store did not say" in answer.err
    desk.run("account", "remove", "mine")
    assert [row["can_undo"] for row in desk.json("history").rows] == [True, None]


def test_a_dry_undo_tells_what_it_would_do(desk: Desk) -> None:
    moved = desk.json("mv", desk.at("documents", "contract.txt"), desk.at("documents", "paper.txt"))
    plan = desk.json("undo", str(moved.end["batch"]), "--dry-run").rows[-1]
    assert (plan["event"], plan["kind"], plan["objects"]) == ("plan", "rename", 1)
    assert desk.run("stat", desk.at("documents", "paper.txt")).code == 0
    assert desk.run("undo", "4711").code == 1


def test_a_link_is_one_line_that_a_browser_can_open(desk: Desk) -> None:
    answer = desk.run("link", desk.at("documents", "contract.txt"), "--expires", "5m")
    assert answer.code == 0
    assert answer.out.startswith("http://127.0.0.1:")
    assert desk.json("link", desk.at("documents", "contract.txt")).rows[0]["expires_s"] == 3600


# ---------------------------------------------------------------- questions


@pytest.fixture
def child(desk: Desk) -> Callable[..., tuple[int, str, str]]:
    """Runs a command line at a terminal of its own; the answers are typed beforehand."""
    import pty

    def run(*words: str, answers: str) -> tuple[int, str, str]:
        try:
            ours, theirs = pty.openpty()
        except OSError:
            pytest.skip("no terminals in this environment")
        os.write(ours, answers.encode())
        command = [sys.executable, "-m", "core", *words]
        process = subprocess.Popen(command, stdin=theirs, stdout=subprocess.PIPE, stderr=theirs, text=True)
        os.close(theirs)
        shown = b""
        while data := _read(ours):
            shown += data
        os.close(ours)
        out, _ = process.communicate()
        return process.returncode, out, shown.decode()

    return run


def _read(handle: int) -> bytes:
    try:
        return os.read(handle, 65536)
    except OSError:  # Linux says so when the other end has closed
        return b""


At = Callable[..., tuple[int, str, str]]


@posix_only
@pytest.mark.parametrize("desk", ["oss"], indirect=True)
def test_a_deletion_is_asked_about_with_its_count(desk: Desk, child: At) -> None:
    folder = desk.at("holiday-photos", "2025/")
    code, _, shown = child("rm", folder, "--recursive", answers="n\n")
    assert code == 1
    assert "Delete 50 objects" in shown
    assert "keeps no versions" in shown
    assert len(desk.keys("holiday-photos", "2025/")) == 50
    assert child("rm", folder, "--recursive", answers="y\n")[0] == 0
    assert desk.keys("holiday-photos", "2025/") == []


@posix_only
@pytest.mark.parametrize("desk", ["oss"], indirect=True)
def test_targets_that_exist_are_asked_about_one_by_one_and_for_all(desk: Desk, child: At) -> None:
    source, target = desk.at("backup-archive", "laptops/"), desk.at("documents", "x/")
    desk.run("cp", desk.at("holiday-photos", "2025/Kyoto/"), desk.at("documents", "x/"), "--recursive")
    words = ["mv", desk.at("holiday-photos", "2025/Kyoto/"), target, "--recursive", "--if-exists", "ask"]
    code, out, shown = child(*words, answers="what\nk\nS\n")
    assert code == 0, shown
    assert "exists already" in shown
    assert "1 of 12 renamed" in out
    assert "Skipped: 11." in out
    assert len(desk.keys("documents", "x/")) == 13
    assert desk.run("stat", source.replace("laptops/", "laptops/2025-03.tar")).code == 0
