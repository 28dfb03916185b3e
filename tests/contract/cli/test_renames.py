"""Renames and their dry runs at the command line, against the embedded store on all three protocols."""

from __future__ import annotations

import pytest

from core.sandbox import settings as faults
from core.sandbox.server import Sandbox
from tests.doubles.command_line import Desk, faulty

PHOTO = "2025/Kyoto/IMG_0101.jpg"


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
        assert "the source is kept, because no copy has, or this key may not read, its ACL" in dry.out
        answer = desk.run("mv", old, new)
        assert answer.code == 1
        assert "the source was kept. Allow the key to read them" in answer.err
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
    assert "proven less well than you ask for" in answer.err
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
