"""The command line as a process of its own, as a user would interrupt it: kills, signals, terminals and pipes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from typing import Any

import pytest

from core.sandbox import settings as faults
from core.sandbox.server import Sandbox
from core.sandbox.settings import Fault, Seen
from tests.doubles.command_line import Run, posix_only, read_terminal

BIG = "sb:backup-archive/laptops/2025-03.tar"
BIG_SIZE = 12 * 1024**3
SMALL = "sb:research-data/many-small/"


# ---------------------------------------------------------------- interruptions


def child(*words: str, **more: Any) -> subprocess.Popen[str]:
    """The command line as a process of its own, in this test's environment, that hears Ctrl+C.

    A process inherits that it ignores it, and tests that a shell has begun in the background do.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    command = [sys.executable, "-m", "core", *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more)


def slow_from(sandbox: Sandbox, number: int, operation: str = "UploadPartCopy") -> threading.Event:
    """Tells when the store meets the `number`-th such request, and slows that one and all later ones down."""
    reached = threading.Event()
    met = 0

    def watch(seen: Seen) -> Fault | None:
        nonlocal met
        if seen.operation != operation:
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


def test_a_killed_copy_goes_on_and_copies_no_part_twice_that_it_has_recorded(run: Run, sandbox: Sandbox) -> None:
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
    again = held.intersection(seen.part for seen in sandbox.seen.all("UploadPartCopy"))
    assert len(again) <= 3, "one for each worker, whose answer was lost"
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
@pytest.mark.parametrize("command", ["cp", "mv"])
def test_ctrl_c_ends_a_dry_run_at_once_and_nothing_was_done(run: Run, sandbox: Sandbox, command: str) -> None:
    reached = slow_from(sandbox, 20, "HeadObject")
    process = child(command, SMALL, "sb:research-data/moved/", "--recursive", "--dry-run")
    assert reached.wait(30)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate()
    sandbox.settings = replace(sandbox.settings, on_request=None)
    assert process.returncode == 130
    assert err == "Stopped; nothing was done. Add --quick to be told a range, by the listing alone.\n"
    assert {seen.method for seen in sandbox.seen.all()} <= {"GET", "HEAD"}
    assert run("history", "--json").rows == []


def at_terminal(*words: str) -> tuple[int, bytes, bytes]:
    """The exit code, standard output, and what a terminal at standard error has seen."""
    import pty

    try:
        ours, theirs = pty.openpty()
    except OSError:
        pytest.skip("no terminals in this environment")
    process = subprocess.Popen([sys.executable, "-m", "core", *words], stdout=subprocess.PIPE, stderr=theirs)
    os.close(theirs)
    shown = b""
    while data := read_terminal(ours):
        shown += data
    os.close(ours)
    out, _ = process.communicate()
    return process.returncode, out, shown


@posix_only
def test_a_terminal_sees_how_far_a_dry_run_has_come_and_a_pipe_does_not(run: Run, sandbox: Sandbox) -> None:
    words = ["mv", "sb:holiday-photos/2025/", "sb:holiday-photos/old/", "--recursive", "--dry-run"]
    slow_from(sandbox, 1, "HeadObject")
    code, out, shown = at_terminal(*words)
    assert code == 0
    assert b"\rCounting: " in shown
    assert b" objects so far\x1b[K" in shown
    assert shown.endswith(b"\r\x1b[K")
    assert out.endswith(b"Nothing was done.\n")
    assert run(*words).err == ""


@posix_only
def test_a_terminal_sees_a_progress_line_and_a_pipe_does_not(run: Run, sandbox: Sandbox) -> None:
    code, out, shown = at_terminal("cp", BIG, "sb:documents/big.tar")
    assert code == 0
    assert b"12 GiB" in shown
    assert b"[" in shown
    assert shown.endswith(b"\r\x1b[K")
    assert b"CRC-64 equal" in out
    assert run("cp", BIG, "sb:documents/big.tar").err == ""


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


@pytest.mark.parametrize("module", ["core", "core.cli.main"])
def test_the_command_line_can_be_run_as_a_module(module: str) -> None:
    done = subprocess.run([sys.executable, "-m", module, "--help"], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert done.stdout.startswith("usage: bucketferry")
