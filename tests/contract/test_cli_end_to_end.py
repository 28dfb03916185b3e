"""The command line against the embedded store: as a program would use it, and as a user would interrupt it."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from core import cli
from core.browse import Browser
from core.sandbox import settings as faults
from core.sandbox.server import Sandbox
from core.sandbox.settings import Fault, Seen

BIG = "sb:backup-archive/laptops/2025-03.tar"
BIG_SIZE = 12 * 1024**3
SMALL = "sb:documents/contract.txt"

posix_only = pytest.mark.skipif(os.name == "nt", reason="signals and terminals as POSIX has them")


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


Run = Callable[..., Answer]


@pytest.fixture
def run(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs a command line in this process. The account `sb` is saved, and the secret is in the environment."""
    offer = sandbox.offers[0]
    monkeypatch.setenv("BUCKETFERRY_SECRET_SB", offer.secret)

    def command(*words: str, stdin: str = "") -> Answer:
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        code = cli.main(words)
        said = capfd.readouterr()
        return Answer(code, said.out, said.err)

    words = ["--provider", "oss", "--endpoint", offer.endpoint, "--region", offer.region, "--key-id", offer.key_id]
    added = command("account", "add", "sb", *words, "--secret-stdin", stdin=offer.secret + "\n")
    assert added.code == 0
    assert "BUCKETFERRY_SECRET_SB" in added.err  # there is no keyring in a test
    return command


# ---------------------------------------------------------------- accounts


def test_accounts_are_listed_tested_and_removed(run: Run) -> None:
    (row,) = run("account", "list", "--json").rows
    assert (row["account"], row["provider"]) == ("sb", "oss")
    assert run("account", "test", "sb").out == "The account works: it lists 6 buckets.\n"
    assert run("account", "remove", "sb").code == 0
    assert run("--json", "account", "list").rows == []


def test_a_secret_is_nowhere_but_in_the_keyring(run: Run, sandbox: Sandbox, home: Path) -> None:
    assert run("ls", "sb:").code == 0
    secret = sandbox.offers[0].secret.encode()
    assert [path for path in home.rglob("*") if path.is_file() and secret in path.read_bytes()] == []


def test_a_wrong_secret_is_told_by_the_account_test(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BUCKETFERRY_SECRET_SB", "wrong-secret")
    answer = run("account", "test", "sb")
    assert answer.code == 1
    assert answer.err.startswith("The secret does not fit the access key id.")


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


# ---------------------------------------------------------------- interruptions


def child(*words: str, **more: Any) -> subprocess.Popen[str]:
    """The command line as a process of its own, in this test's environment."""
    command = [sys.executable, "-m", "core", *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more)


def slow_from(sandbox: Sandbox, number: int) -> threading.Event:
    """Tells when the store meets its `number`-th part copy, and slows that one and all later ones down."""
    reached = threading.Event()
    met = 0

    def watch(seen: Seen) -> Fault | None:
        nonlocal met
        if seen.operation != "UploadPartCopy":
            return None
        met += 1
        if met < number:
            return None
        reached.set()
        return faults.delay(0.2)

    sandbox.settings = replace(sandbox.settings, on_request=watch)
    return reached


def parts_at_the_store(sandbox: Sandbox) -> set[int]:
    with sandbox.world.lock:
        return {
            number
            for bucket in sandbox.world.buckets.values()
            for upload in bucket.uploads.values()
            for number in upload.parts
        }


def no_upload_is_left(sandbox: Sandbox) -> bool:
    with sandbox.world.lock:
        return not any(bucket.uploads for bucket in sandbox.world.buckets.values())


def test_a_killed_copy_goes_on_and_copies_no_part_twice(run: Run, sandbox: Sandbox) -> None:
    reached = slow_from(sandbox, 10)
    process = child("cp", BIG, "sb:documents/big.tar", "--part-size", "256MiB", "--workers", "3", "--json")
    assert reached.wait(30)
    process.kill()
    process.communicate()
    sandbox.settings = replace(sandbox.settings, on_request=None)
    held = parts_at_the_store(sandbox)
    assert held
    sandbox.seen.clear()

    (job,) = run("jobs", "--json").rows
    assert (job["state"], job["target"]) == ("unfinished", "sb:documents/big.tar")
    answer = run("jobs", "resume", str(job["id"]), "--json")
    (end,) = answer.ends
    assert (answer.code, end["state"], end["parts"], end["verified"]) == (0, "done", 48, "crc64")
    assert held.isdisjoint(seen.part for seen in sandbox.seen.all("UploadPartCopy"))
    assert no_upload_is_left(sandbox)
    assert run("jobs", "--json").rows == []


@posix_only
def test_ctrl_c_pauses_and_says_how_to_go_on(run: Run, sandbox: Sandbox) -> None:
    reached = slow_from(sandbox, 5)
    process = child("cp", BIG, "sb:documents/big.tar", "--part-size", "256MiB", "--workers", "2")
    assert reached.wait(30)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate()
    sandbox.settings = replace(sandbox.settings, on_request=None)
    assert process.returncode == 130
    (job,) = run("jobs", "--json").rows
    assert err == f"Paused; job {job['id']} goes on with: bucketferry jobs resume {job['id']}\n"
    assert job["state"] == "paused"

    assert run("jobs", "resume").code == 0
    assert run("stat", "sb:documents/big.tar", "--json").rows[0]["size"] == BIG_SIZE


@posix_only
def test_a_paused_copy_can_be_cancelled_and_leaves_no_upload(run: Run, sandbox: Sandbox) -> None:
    reached = slow_from(sandbox, 5)
    process = child("cp", BIG, "sb:documents/big.tar", "--part-size", "256MiB", "--workers", "2")
    assert reached.wait(30)
    process.send_signal(signal.SIGINT)
    process.communicate()
    sandbox.settings = replace(sandbox.settings, on_request=None)
    assert not no_upload_is_left(sandbox)

    (job,) = run("jobs", "--json").rows
    assert run("jobs", "cancel", str(job["id"])).code == 0
    assert no_upload_is_left(sandbox)
    assert run("jobs", "--json").rows == []
    assert run("stat", "sb:documents/big.tar").code == 1


def test_a_job_that_another_program_works_on_is_left_alone(run: Run, sandbox: Sandbox) -> None:
    reached = slow_from(sandbox, 1)
    process = child("cp", BIG, "sb:documents/big.tar", "--part-size", "256MiB", "--workers", "1")
    assert reached.wait(30)
    (job,) = run("jobs", "--json").rows
    for words in (["resume"], ["resume", str(job["id"])], ["cancel", str(job["id"])]):
        answer = run("jobs", *words)
        assert answer.code == 1
        assert "Another Bucketferry that runs now" in answer.err
    process.kill()
    process.communicate()


def test_a_job_that_is_not_there_is_said(run: Run) -> None:
    for action in ("resume", "cancel"):
        answer = run("jobs", action, "4711")
        assert answer.code == 1
        assert "no unfinished job 4711" in answer.err
    assert run("jobs").out == "No unfinished jobs.\n"
    assert run("jobs", "resume").code == 0


@posix_only
def test_a_terminal_sees_a_progress_line_and_a_pipe_does_not(run: Run, sandbox: Sandbox) -> None:
    import pty

    try:
        ours, theirs = pty.openpty()
    except OSError:
        pytest.skip("no terminals in this environment")
    command = [sys.executable, "-m", "core", "cp", BIG, "sb:documents/big.tar"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs)
    os.close(theirs)
    shown = b""
    while data := _read(ours):
        shown += data
    os.close(ours)
    out, _ = process.communicate()
    assert process.returncode == 0
    assert b"12.0 GiB" in shown
    assert b"[" in shown
    assert shown.endswith(b"\r\x1b[K")
    assert b"CRC-64 equal" in out
    assert run("cp", BIG, "sb:documents/big.tar").err == ""


def _read(handle: int) -> bytes:
    try:
        return os.read(handle, 65536)
    except OSError:  # Linux says so when the other end has closed
        return b""


def test_a_reader_that_has_seen_enough_causes_no_traceback(run: Run) -> None:
    process = child("ls", "sb:research-data/many-small/", "--recursive")
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == ""
    process.stderr.close()
    process.wait()


# ---------------------------------------------------------------- sandbox serve


def test_a_served_sandbox_says_how_to_reach_it_and_ends_cleanly() -> None:
    process = child("sandbox", "serve", "--json")
    assert process.stdout is not None
    offer = json.loads(process.stdout.readline())
    assert {"provider", "endpoint", "region", "key_id", "secret"} == offer.keys()
    process.terminate()
    with process:  # not communicate(): it would miss what the first reading has taken from the pipe
        out, err = process.stdout.read(), process.stderr.read() if process.stderr else ""
    assert err == ""
    assert all(json.loads(line)["secret"] == offer["secret"] for line in out.splitlines())
    if os.name == "posix":
        assert process.returncode == 0


@pytest.mark.parametrize("module", ["core", "core.cli"])
def test_the_command_line_can_be_run_as_a_module(module: str) -> None:
    done = subprocess.run([sys.executable, "-m", module, "--help"], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert done.stdout.startswith("usage: bucketferry")
