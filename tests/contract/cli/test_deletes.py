"""Deletions and old versions at the command line, against the embedded store on all three protocols."""

from __future__ import annotations

from core.sandbox import settings as faults
from core.sandbox.extents import of_bytes
from core.sandbox.sample import normal
from core.sandbox.server import Sandbox
from tests.doubles.command_line import Desk, faulty

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
