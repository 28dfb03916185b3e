"""The history, a dry undo and links at the command line, against the embedded store on all three protocols."""

from __future__ import annotations

import pytest

from core.sandbox import settings as faults
from core.sandbox.server import Sandbox
from tests.doubles.command_line import CliFixture, faulty

PHOTO = "2025/Kyoto/IMG_0101.jpg"


# ---------------------------------------------------------------- the past, and links


def test_the_history_tells_what_was_done_and_with_which_objects(cli: CliFixture) -> None:
    cli.run("mv", cli.at("holiday-photos", "2025/"), cli.at("holiday-photos", "old/"), "--recursive")
    cli.run("rm", cli.at("research-data", "empty.txt"))
    rows = cli.json("history").rows
    assert [(row["kind"], row["state"]) for row in rows] == [("delete", "done"), ("rename", "done")]
    assert len(cli.json("history", "--limit", "1").rows) == 1
    objects = cli.json("history", str(rows[1]["id"])).rows
    assert len(objects) == 50
    assert {row["state"] for row in objects} == {"done"}
    assert "rename" in cli.run("history").out
    assert cli.run("history", "4711").code == 1


def asked(sandbox: Sandbox) -> list[str]:
    """The buckets that were asked whether they keep versions."""
    return sorted(seen.bucket for seen in sandbox.seen.all() if seen.operation == "GetBucketVersioning")


@pytest.mark.parametrize("words", [[], ["--json"]])
def test_the_history_asks_each_bucket_once(cli: CliFixture, sandbox: Sandbox, words: list[str]) -> None:
    for key in ("contract.txt", "no-such-thing"):
        cli.run("rm", cli.at("documents", key))
    for key in ("telescope/readme.txt", "empty.txt", "many-small/sample-0000.txt"):
        cli.run("rm", cli.at("research-data", key))
    cli.run("versions", cli.at("documents", "deleted-by-mistake.txt"), "--undelete")
    cli.run("rm", cli.at("documents", "deleted-by-mistake.txt"))
    sandbox.seen.clear()
    answer = cli.run("history", *words)
    assert (answer.code, asked(sandbox), len(sandbox.seen.all())) == (0, ["documents", "research-data"], 2)
    undoable = [row["can_undo"] for row in cli.json("history").rows]
    assert undoable == [True, False, False, False, False, True]


def test_the_history_of_a_store_that_cannot_be_reached_is_told_all_the_same(cli: CliFixture, sandbox: Sandbox) -> None:
    cli.run("rm", cli.at("documents", "contract.txt"))
    cli.run("mv", cli.at("holiday-photos", PHOTO), cli.at("holiday-photos", "temple.jpg"))
    with faulty(sandbox, "GetBucketVersioning", faults.drop_before()):
        answer = cli.run("history")
        rows = cli.json("history").rows
    assert (answer.code, [row["can_undo"] for row in rows]) == (0, [True, None])
    assert " unknown " in answer.out.splitlines()[-1]
    assert "unknown where the store did not say" in answer.err
    cli.run("account", "remove", "mine")
    assert [row["can_undo"] for row in cli.json("history").rows] == [True, None]


def test_a_dry_undo_tells_what_it_would_do(cli: CliFixture) -> None:
    moved = cli.json("mv", cli.at("documents", "contract.txt"), cli.at("documents", "paper.txt"))
    plan = cli.json("undo", str(moved.end["batch"]), "--dry-run").rows[-1]
    assert (plan["event"], plan["kind"], plan["objects"]) == ("plan", "rename", 1)
    assert cli.run("stat", cli.at("documents", "paper.txt")).code == 0
    assert cli.run("undo", "4711").code == 1


def test_a_link_is_one_line_that_a_browser_can_open(cli: CliFixture) -> None:
    answer = cli.run("link", cli.at("documents", "contract.txt"), "--expires", "5m")
    assert answer.code == 0
    assert answer.out.startswith("http://127.0.0.1:")
    assert cli.json("link", cli.at("documents", "contract.txt")).rows[0]["expires_s"] == 3600
