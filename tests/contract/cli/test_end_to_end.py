"""The command line against the embedded store, as a program would use it."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.sandbox.server import Sandbox
from core.store.browser import Browser
from tests.doubles.command_line import Run

BIG = "sb:backup-archive/laptops/2025-03.tar"
BIG_SIZE = 12 * 1024**3
SMALL = "sb:documents/contract.txt"


# ---------------------------------------------------------------- accounts


def test_accounts_are_listed_tested_and_removed(run: Run) -> None:
    (row,) = run("account", "list", "--json").rows
    assert (row["account"], row["provider"]) == ("sb", "oss")
    assert run("account", "test", "sb").out == "The account works. It lists 6 buckets.\n"
    assert run("account", "remove", "sb").code == 0
    assert run("--json", "account", "list").rows == []


def test_a_read_only_account_reads_and_refuses_to_write(run: Run, sandbox: Sandbox) -> None:
    assert "read-only" in run("account", "mark", "sb", "--read-only", "--colour", "red").out
    (row,) = run("account", "list", "--json").rows
    assert (row["read_only"], row["colour"]) == (True, "red")
    assert run("stat", SMALL).code == 0
    for words in (["rm", SMALL, "--yes"], ["cp", SMALL, "sb:documents/other.txt"], ["mv", SMALL, "sb:documents/o.txt"]):
        answer = run(*words)
        assert answer.code == 1
        assert "read-only" in answer.err
        assert "bucketferry account mark" in answer.err
    assert run("stat", SMALL).code == 0
    assert "may write" in run("account", "mark", "sb", "--read-write").out
    assert run("cp", SMALL, "sb:documents/other.txt").code == 0


def test_a_secret_is_nowhere_but_in_the_keyring(run: Run, sandbox: Sandbox, home: Path) -> None:
    assert run("ls", "sb:").code == 0
    secret = sandbox.offers[0].secret.encode()
    assert [path for path in home.rglob("*") if path.is_file() and secret in path.read_bytes()] == []


def test_a_wrong_secret_is_told_by_the_account_test(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BUCKETFERRY_SECRET_SB", "wrong-secret")
    answer = run("account", "test", "sb")
    assert answer.code == 1
    assert answer.err.startswith("The secret does not belong to this access key id.")


def test_no_secret_on_standard_input_is_said(run: Run) -> None:
    words = ["--provider", "oss", "--endpoint", "http://127.0.0.1:1", "--key-id", "k", "--secret-stdin"]
    answer = run("account", "add", "other", *words, stdin="")
    assert answer.code == 1
    assert "--secret-stdin" in answer.err


def test_an_unknown_account_is_said_without_a_traceback(run: Run) -> None:
    for words in (["ls", "nobody:"], ["stat", "nobody:a/b"], ["cp", "nobody:a/b", "sb:documents/"]):
        answer = run(*words)
        assert answer.code == 1
        assert "bucketferry account list" in answer.err


# ---------------------------------------------------------------- looking


def test_ls_lists_accounts_buckets_and_one_level(run: Run) -> None:
    assert [row["account"] for row in run("ls", "--json").rows] == ["sb"]
    assert "documents" in [row["bucket"] for row in run("ls", "sb:", "--json").rows]
    rows = run("ls", "sb:holiday-photos/2025/", "--json").rows
    assert {"bucket": "holiday-photos", "prefix": "2025/西湖/"} in rows


def test_ls_recursive_shows_every_key_as_it_is(run: Run) -> None:
    rows = run("ls", "sb:holiday-photos/names/", "--recursive", "--json").rows
    keys = {row["key"] for row in rows}
    assert {"names/a/../b", "names/a//b", "names/trailing space ", "names/..", "names/表情 😀.txt"} <= keys
    assert all({"bucket", "key", "size", "etag", "storage_class"} <= row.keys() for row in rows)


def test_ls_reads_all_pages(run: Run) -> None:
    assert len(run("ls", "sb:research-data/many-small/", "--recursive", "--json").rows) == 1000


def test_stat_shows_what_a_copy_has_to_keep(run: Run) -> None:
    (row,) = run("stat", SMALL, "--json").rows
    assert (row["key"], row["size"], row["headers"]) == ("contract.txt", 12, {"content-type": "text/plain"})
    assert row["crc64"].isdigit()
    assert {"user", "tags", "acl", "version", "etag", "storage_class"} <= row.keys()


# ---------------------------------------------------------------- copies


def test_a_small_object_is_copied_in_one_call_and_verified(run: Run) -> None:
    answer = run("cp", SMALL, "sb:backup-archive/letters/", "--json")
    (end,) = answer.ends
    assert answer.code == 0
    assert (end["state"], end["mode"], end["verified"], end["error"]) == ("done", "simple", "crc64", None)
    assert end["target"] == "sb:backup-archive/letters/contract.txt"
    assert run("stat", end["target"], "--json").rows[0]["crc64"] == run("stat", SMALL, "--json").rows[0]["crc64"]


def test_a_large_object_is_copied_in_parts_of_the_wished_size(run: Run) -> None:
    answer = run("cp", BIG, "sb:documents/", "--part-size", "1GiB", "--workers", "4", "--json")
    (end,) = answer.ends
    assert answer.code == 0
    assert (end["mode"], end["parts"], end["size"], end["verified"]) == ("parts", 12, BIG_SIZE, "crc64")


def test_a_prefix_is_copied_with_its_awkward_names(run: Run) -> None:
    answer = run("cp", "sb:holiday-photos/names/", "sb:documents/names copied/", "--recursive", "--json")
    assert answer.code == 0
    before = run("ls", "sb:holiday-photos/names/", "--recursive", "--json").rows
    after = run("ls", "sb:documents/names copied/", "--recursive", "--json").rows
    assert [row["key"].removeprefix("names/") for row in before] == [
        row["key"].removeprefix("names copied/") for row in after
    ]
    assert [row["size"] for row in before] == [row["size"] for row in after]
    assert {end["verified"] for end in answer.ends} == {"crc64"}


def test_a_thousand_small_objects_each_end_with_a_line(run: Run) -> None:
    answer = run("cp", "sb:research-data/many-small/", "sb:documents/many/", "--recursive", "--json")
    assert answer.code == 0
    assert len(answer.ends) == 1000
    assert {(end["state"], end["verified"]) for end in answer.ends} == {("done", "crc64")}


def test_an_existing_target_is_refused_or_skipped_when_asked(run: Run) -> None:
    run("cp", SMALL, "sb:documents/second.txt")
    refused = run("cp", SMALL, "sb:documents/second.txt", "--if-exists", "refuse", "--json")
    assert (refused.code, refused.ends[0]["state"], refused.ends[0]["error"]["kind"]) == (1, "refused", "exists")
    skipped = run("cp", SMALL, "sb:documents/second.txt", "--if-exists", "skip", "--json")
    assert (skipped.code, skipped.ends[0]["state"]) == (0, "skipped")


def test_one_bad_object_does_not_stop_the_others_and_is_named(run: Run) -> None:
    answer = run("cp", "sb:backup-archive/taxes/", "sb:documents/taxes/", "--recursive")
    assert answer.code == 1
    assert "sb:backup-archive/taxes/2019.zip" in answer.err
    assert "Restore it first with: bucketferry restore" in answer.err
    assert run("stat", "sb:documents/taxes/letter.txt").code == 0


def test_a_missing_source_fails_and_leaves_nothing_to_resume(run: Run) -> None:
    answer = run("cp", "sb:documents/nope", "sb:backup-archive/", "--json")
    (end,) = answer.ends
    assert (answer.code, end["state"], end["error"]["kind"]) == (1, "failed", "not-found")
    assert run("jobs", "--json").rows == []


def test_a_copy_to_another_region_is_refused_with_what_to_do(run: Run) -> None:
    answer = run("cp", SMALL, "sb:shanghai-mirror/")
    assert answer.code == 1
    assert "Choose a target bucket in the source's region" in answer.err


def test_a_dry_run_tells_the_plan_and_writes_nothing(run: Run, sandbox: Sandbox) -> None:
    sandbox.seen.clear()
    row, total = run("cp", BIG, "sb:documents/", "--part-size", "1GiB", "--dry-run", "--json").rows
    assert (total["event"], total["objects"], total["parted"], total["parts"]) == ("estimate", 1, 1, 12)
    assert total["calls"]["CopyPart"] == 12
    assert (row["event"], row["state"], row["mode"], row["parts"]) == ("plan", "copy", "parts", 12)
    recursive = run("cp", "sb:backup-archive/taxes/", "sb:documents/t/", "--recursive", "--dry-run", "--json")
    assert recursive.code == 1
    *each, total = recursive.rows
    assert sorted(row["state"] for row in each) == ["copy", "copy", "refuse", "refuse"]
    assert (total["event"], total["objects"], total["refused"]) == ("estimate", 4, {"archived": 2})
    assert {seen.method for seen in sandbox.seen.all()} == {"GET", "HEAD"}
    assert run("jobs", "--json").rows == []


@pytest.mark.expects_log("the command ls broke")
def test_a_fault_of_our_own_is_a_sentence_and_the_log_has_the_rest(
    run: Run, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    monkeypatch.setattr(Browser, "buckets", lambda *_: 1 // 0)
    answer = run("ls", "sb:")
    assert answer.code == 1
    assert answer.err.startswith("Bucketferry met a fault of its own (ZeroDivisionError).")
    assert "ZeroDivisionError" in (home / "logs" / "bucketferry.log").read_text("utf-8")


def test_accounts_of_other_programs_are_shown_and_only_those_that_are_named_are_saved(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    text = "[Credentials]\nendpoint=oss-cn-hangzhou.aliyuncs.com\naccessKeyID=K\naccessKeySecret=the-secret\n"
    (tmp_path / ".ossutilconfig").write_text(text, "utf-8")
    shown = run("account", "import")
    assert "ossutil/ossutil" in shown.out
    assert "the-secret" not in shown.out + shown.err
    assert [row["account"] for row in run("account", "list", "--json").rows] == ["sb"]
    assert run("account", "import", "ossutil/ossutil").code == 0
    assert [row["account"] for row in run("account", "list", "--json").rows] == ["ossutil", "sb"]
    assert run("account", "import", "rclone/none").code == 1
