"""Archived objects at the command line, against the embedded store on all three protocols."""

from __future__ import annotations

from dataclasses import replace

from core.sandbox.server import Sandbox
from tests.doubles.command_line import CliFixture

# ---------------------------------------------------------------- restore


def test_archived_objects_are_restored_and_others_left_alone(cli: CliFixture) -> None:
    place = cli.at("backup-archive", "taxes/2019.zip")
    answer = cli.json("restore", place, "--days", "3")
    assert (answer.code, answer.end["kind"], answer.end["state"]) == (0, "restore", "done"), answer.err
    assert cli.stat("backup-archive", "taxes/2019.zip")["restore"] == "restoring"
    plain = cli.run("restore", cli.at("backup-archive", "taxes/letter.txt"))
    assert (plain.code, "not archived" in plain.out) == (0, True)


def test_a_folder_is_restored(cli: CliFixture) -> None:
    answer = cli.run("restore", cli.at("backup-archive", "taxes/"), "--recursive")
    assert answer.code == 0, answer.err
    assert answer.out.startswith("All 3 being restored")


def test_a_way_to_restore_that_the_class_has_not_is_a_wrong_command(cli: CliFixture) -> None:
    answer = cli.run("restore", cli.at("backup-archive", "taxes/2019.zip"), "--tier", "Yesterday")
    assert answer.code == 2
    assert "'Yesterday' is no way to restore" in answer.err


def test_a_copy_waits_for_its_archived_source_when_asked_to(cli: CliFixture, sandbox: Sandbox) -> None:
    sandbox.settings = replace(sandbox.settings, restore_s=0)
    words = ["cp", cli.at("backup-archive", "taxes/2019.zip"), cli.at("documents", "2019.zip")]
    assert cli.run(*words).code == 1
    answer = cli.json(*words, "--restore", "1")
    assert (answer.code, answer.end["state"]) == (0, "done"), answer.err
