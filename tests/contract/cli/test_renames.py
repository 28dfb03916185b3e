"""Renames and their dry runs at the command line, against the embedded store on all three protocols."""

from __future__ import annotations

import pytest

from core.sandbox import settings as faults
from core.sandbox.server import Sandbox
from tests.doubles.command_line import CliFixture, faulty

PHOTO = "2025/Kyoto/IMG_0101.jpg"


# ---------------------------------------------------------------- mv and undo


def test_an_object_gets_a_new_name_and_its_old_one_back(cli: CliFixture) -> None:
    before, old = cli.stat("holiday-photos", PHOTO), cli.at("holiday-photos", PHOTO)
    moved = cli.json("mv", old, cli.at("holiday-photos", "temple.jpg"))
    assert (moved.code, moved.end["kind"], moved.end["state"]) == (0, "rename", "done")
    assert moved.end["verified"] in ("crc64", "part-etags")
    assert cli.run("stat", old).code == 1
    after = cli.stat("holiday-photos", "temple.jpg")
    assert all(after[name] == before[name] for name in ("size", "headers", "user", "tags", "acl"))

    undone = cli.json("undo", str(moved.end["batch"]))
    assert (undone.code, undone.end["state"]) == (0, "done")
    assert cli.stat("holiday-photos", PHOTO)["user"] == before["user"]
    assert cli.run("stat", cli.at("holiday-photos", "temple.jpg")).code == 1
    again = cli.run("undo", str(moved.end["batch"]))
    assert (again.code, "cannot be taken back" in again.err) == (1, True)


def test_a_folder_gets_a_new_name_and_undo_gives_the_old_one_back(cli: CliFixture) -> None:
    before = cli.keys("holiday-photos", "2025/")
    answer = cli.run("mv", cli.at("holiday-photos", "2025/"), cli.at("holiday-photos", "old/"), "--recursive")
    assert answer.code == 0, answer.err
    assert answer.out.startswith(f"All {len(before)} renamed (")
    assert cli.keys("holiday-photos", "2025/") == []
    assert cli.keys("holiday-photos", "old/") == [f"old/{key.removeprefix('2025/')}" for key in before]
    assert cli.run(*answer.out.splitlines()[-1].split()[-2:]).code == 0  # it says how to take it back
    assert cli.keys("holiday-photos", "2025/") == before


def test_an_existing_target_is_refused_by_a_rename_and_both_objects_stay(cli: CliFixture) -> None:
    source, target = cli.at("research-data", "empty.txt"), cli.at("research-data", "telescope/readme.txt")
    answer = cli.run("mv", source, target)
    assert answer.code == 1
    assert "--if-exists overwrite" in answer.err
    assert cli.stat("research-data", "telescope/readme.txt")["size"] > 0
    assert cli.run("stat", source).code == 0
    beside = cli.json("mv", source, target, "--if-exists", "keep-both")
    assert beside.end["target"] == cli.at("research-data", "telescope/readme (2).txt")


def test_a_source_whose_acl_may_not_be_read_is_kept_until_the_user_gives_the_right_or_does_without(
    cli: CliFixture, sandbox: Sandbox
) -> None:
    old, new = cli.at("research-data", "telescope/readme.txt"), cli.at("research-data", "moved.txt")
    with faulty(sandbox, "GetObjectACL", faults.answer(403, "AccessDenied")):
        dry = cli.run("mv", old, new, "--dry-run")
        assert "the source is kept, because no copy has, or this key may not read, its ACL" in dry.out
        answer = cli.run("mv", old, new)
        assert answer.code == 1
        assert "the source was kept. Allow the key to read them" in answer.err
        assert "(PropertyUnread, acl)" in answer.err
        again = cli.run("mv", old, new, "--despite-unread", "--if-exists", "overwrite", "--dry-run")
        assert "the source is deleted although this key may not read its ACL" in again.out
        assert cli.run("stat", old).code == 0
    (job,) = cli.json("jobs").rows
    assert cli.run("jobs", "resume", str(job["id"])).code == 0
    assert (cli.run("stat", old).code, cli.run("stat", new).code) == (1, 0)
    with faulty(sandbox, "GetObjectACL", faults.answer(403, "AccessDenied")):
        assert cli.run("mv", new, old, "--despite-unread").code == 0
        assert (cli.run("stat", old).code, cli.run("stat", new).code) == (0, 1)


def test_a_rename_that_may_not_delete_leaves_a_verified_copy_and_says_so(cli: CliFixture, sandbox: Sandbox) -> None:
    source, target = cli.at("research-data", "telescope/readme.txt"), cli.at("research-data", "moved.txt")
    with faulty(sandbox, "DeleteObject", faults.answer(403, "AccessDenied")):
        answer = cli.run("mv", source, target)
    assert answer.code == 1
    assert "Copied and verified; the source could not be deleted: The access key is not allowed" in answer.err
    assert cli.run("stat", source).code == 0
    (job,) = cli.json("jobs").rows
    assert job["kind"] == "rename"
    assert cli.run("jobs", "resume", str(job["id"])).code == 0
    assert cli.run("stat", source).code == 1
    assert cli.run("stat", target).code == 0


def test_a_rename_that_is_given_up_keeps_its_source(cli: CliFixture, sandbox: Sandbox) -> None:
    source = cli.at("research-data", "telescope/readme.txt")
    with faulty(sandbox, "DeleteObject", faults.answer(403, "AccessDenied")):
        cli.run("mv", source, cli.at("research-data", "moved.txt"))
    (job,) = cli.json("jobs").rows
    answer = cli.run("jobs", "cancel", str(job["id"]))
    assert (answer.code, answer.out) == (0, "Given up.\n")
    assert cli.run("stat", source).code == 0
    assert cli.json("jobs").rows == []


def test_a_failed_copy_that_is_given_up_leaves_no_upload(cli: CliFixture, sandbox: Sandbox) -> None:
    with faulty(sandbox, "UploadPartCopy", faults.answer(403, "AccessDenied")):
        words = ["cp", cli.at("holiday-photos", "films/crossing.mov"), cli.at("documents", "film.mov")]
        failed = cli.json(*words, "--part-size", "512MiB")
    assert cli.run("jobs", "cancel", str(failed.end["batch"])).code == 0
    assert cli.json("uploads", f"mine:{cli.bucket('documents')}").rows == []
    assert cli.json("jobs").rows == []


@pytest.mark.parametrize("cli", ["aws"], indirect=True)  # it has no checksum of an old object
def test_a_copy_that_is_proven_too_weakly_keeps_its_source(cli: CliFixture) -> None:
    source = cli.at("backup-archive", "old/from-before-checksums.bin")
    answer = cli.run("mv", source, cli.at("documents", "old.bin"), "--trust", "crc64")
    assert answer.code == 1
    assert "proven less well than you ask for" in answer.err
    assert cli.run("stat", source).code == 0


# ---------------------------------------------------------------- --dry-run


def test_a_dry_run_of_a_folder_is_one_plan_and_changes_nothing(cli: CliFixture, sandbox: Sandbox) -> None:
    folder = cli.at("holiday-photos", "2025/")
    count = len(cli.keys("holiday-photos", "2025/"))
    sandbox.seen.clear()
    for words in (["mv", folder, cli.at("holiday-photos", "x/")], ["rm", folder], ["meta", folder, "--tag", "a=b"]):
        answer = cli.json(*words, "--recursive", "--dry-run")
        assert answer.code == 0, answer.err
        plan = answer.rows[-1]
        assert (plan["event"], plan["objects"]) == ("plan", count)
        assert sum(plan["calls"].values()) == plan["requests"] > 0
    assert {seen.method for seen in sandbox.seen.all()} <= {"GET", "HEAD"}
    assert cli.json("history").rows == []


def test_a_dry_run_names_the_sum_for_people(cli: CliFixture) -> None:
    answer = cli.run("rm", cli.at("holiday-photos", "2025/"), "--recursive", "--dry-run")
    assert "to be deleted" in answer.out
    assert "requests" in answer.out
    assert answer.out.endswith("Nothing was done.\n")


def test_a_copy_goes_without_the_acl_and_the_class_that_the_target_does_not_take(
    cli: CliFixture, sandbox: Sandbox
) -> None:
    """What is left out by choice is a change that was asked for, so a rename deletes its source."""
    key = "2025/Kyoto/IMG_0101.jpg"
    place, there = cli.at("holiday-photos", key), cli.at("holiday-photos", "moved.jpg")
    acl, usual, other = {
        "oss": ("public-read", "default", "IA"),
        "cos": ("public-read", "default", "STANDARD_IA"),
        "aws": ("public-read", "private", "STANDARD_IA"),
    }[cli.provider]
    assert cli.run("meta", place, "--acl", acl, "--class", other).code == 0
    done = cli.json("mv", place, there, "--acl", usual, "--class", "standard")
    assert (done.code, done.end["state"]) == (0, "done")
    fates = {note["name"]: note["fate"] for note in done.end["notes"]}
    assert fates == {"acl": "changed", "storage-class": "changed"}
    shown = cli.stat("holiday-photos", "moved.jpg")
    assert (shown["acl"], shown["storage_class"].upper()) == (usual, "STANDARD")


def test_a_word_that_the_provider_does_not_know_is_told_before_anything_is_sent(cli: CliFixture) -> None:
    place = cli.at("holiday-photos", "2025/Kyoto/IMG_0101.jpg")
    for words in (("--acl", "everybody"), ("--class", "gold")):
        answer = cli.run("cp", place, cli.at("holiday-photos", "x"), *words)
        assert answer.code == 2
        assert "Choose one of: " in answer.err
