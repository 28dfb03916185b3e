"""The history, a dry undo and links at the command line, against the embedded store on all three protocols."""

from __future__ import annotations

import pytest

from core.sandbox import settings as faults
from core.sandbox.server import Sandbox
from tests.doubles.command_line import Desk, faulty

PHOTO = "2025/Kyoto/IMG_0101.jpg"


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
