"""Unfinished uploads at the command line, against the embedded store on all three protocols."""

from __future__ import annotations

from core.model.ops import CreateUpload
from core.model.values import ObjectRef
from core.sandbox import settings as faults
from core.sandbox.server import Sandbox
from core.store.stores import Stores
from core.system.accounts import AccountBook
from core.system.clock import SystemClock
from core.system.paths import find_paths
from core.system.vault import Vault
from tests.doubles.command_line import CliFixture, faulty


def begin_upload(cli: CliFixture, key: str) -> str:
    """Begin an upload as some other program does."""
    stores = Stores(AccountBook(find_paths().accounts), Vault().load, SystemClock())
    try:
        return stores.bare("mine").call(CreateUpload(ObjectRef("mine", cli.bucket("documents"), key)))
    finally:
        stores.close_thread()


def test_unfinished_uploads_are_listed_and_aborted(cli: CliFixture) -> None:
    place = f"mine:{cli.bucket('documents')}"
    begun = {begin_upload(cli, key) for key in ("logs/a.bin", "logs/b.bin")}
    begin_upload(cli, "other.bin")
    logs = ["uploads", cli.at("documents", "logs/"), "--recursive"]
    rows = cli.json(*logs).rows
    assert {row["upload"] for row in rows} == begun
    assert {row["job"] for row in rows} == {None}
    assert "2 uploads would be aborted" in cli.run(*logs, "--abort", "--dry-run").out
    old = cli.run("uploads", place, "--abort", "--yes", "--older-than-hours", "1")
    assert (old.code, old.out) == (0, "No unfinished uploads.\n")
    aborted = cli.run(*logs, "--abort", "--yes")
    assert (aborted.code, aborted.out) == (0, "2 uploads aborted.\n")
    assert [row["key"] for row in cli.json("uploads", place).rows] == ["other.bin"]


def test_a_key_names_the_uploads_to_it_and_a_prefix_those_to_all_under_it(cli: CliFixture) -> None:
    keys = ["a", "a.bak", "a/one", "a/two/three"]
    for key in keys:
        begin_upload(cli, key)

    def listed(key: str, *words: str) -> list[str]:
        return [row["key"] for row in cli.json("uploads", cli.at("documents", key), *words).rows]

    assert listed("") == listed("", "--recursive") == keys
    assert listed("a") == ["a"]
    assert listed("a", "--recursive") == listed("a/", "--recursive") == ["a/one", "a/two/three"]
    none = cli.run("uploads", cli.at("documents", "a/"))
    assert (none.code, "--recursive" in none.out) == (0, True)
    assert cli.run("uploads", cli.at("documents", "a"), "--abort", "--yes").out == "1 upload aborted.\n"
    assert listed("") == keys[1:]


def test_an_upload_that_a_job_will_go_on_with_is_left_alone(cli: CliFixture, sandbox: Sandbox) -> None:
    place = f"mine:{cli.bucket('documents')}"
    with faulty(sandbox, "UploadPartCopy", faults.answer(403, "AccessDenied")):
        words = ["cp", cli.at("holiday-photos", "films/crossing.mov"), cli.at("documents", "film.mov")]
        failed = cli.json(*words, "--part-size", "512MiB")
    assert failed.end["state"] == "failed"
    (row,) = cli.json("uploads", place).rows
    assert (row["job"], row["unfinished"]) == (failed.end["batch"], True)
    kept = cli.run("uploads", place, "--abort", "--yes")
    assert kept.code == 0
    assert "bucketferry jobs cancel" in kept.err
    assert len(cli.json("uploads", place).rows) == 1
    assert cli.run("uploads", place, "--abort", "--yes", "--force").out == "1 upload aborted.\n"
    assert cli.json("uploads", place).rows == []
