"""Deletions and old versions at the command line, against the embedded store on all three protocols."""

from __future__ import annotations

from core.sandbox import settings as faults
from core.sandbox.extents import of_bytes
from core.sandbox.sample import normal
from core.sandbox.server import Sandbox
from tests.doubles.command_line import CliFixture, faulty

# ---------------------------------------------------------------- rm and versions


def test_a_deleted_object_is_brought_back_where_versions_are_kept(cli: CliFixture) -> None:
    place = cli.at("documents", "contract.txt")
    gone = cli.run("rm", place)
    assert gone.code == 0, gone.err
    assert "The bucket keeps versions" in gone.out
    assert cli.run("stat", place).code == 1
    assert cli.run(*gone.out.splitlines()[-1].split()[-2:]).code == 0
    assert cli.stat("documents", "contract.txt")["size"] == 12


def test_a_deletion_for_good_says_so_and_offers_no_way_back(cli: CliFixture) -> None:
    gone = cli.run("rm", cli.at("research-data", "empty.txt"))
    assert gone.code == 0
    assert "keeps no versions" in gone.out
    assert "undo" not in gone.out


def test_what_is_not_there_is_not_called_deleted(cli: CliFixture) -> None:
    answer = cli.run("rm", cli.at("documents", "no-such-thing"))
    assert answer.code == 1
    assert answer.err.startswith("There is no such object.")


def test_a_folder_is_deleted_only_with_a_yes(cli: CliFixture) -> None:
    folder = cli.at("holiday-photos", "2025/")
    assert cli.run("rm", folder, "--recursive").code == 2
    assert len(cli.keys("holiday-photos", "2025/")) == 50
    answer = cli.run("rm", folder, "--recursive", "--yes")
    assert answer.code == 0, answer.err
    assert answer.out.startswith("All 50 deleted")
    assert cli.keys("holiday-photos", "2025/") == []


def test_versions_are_listed_and_an_old_one_becomes_the_newest(cli: CliFixture) -> None:
    place = cli.at("documents", "contract.txt")
    rows = cli.json("versions", place).rows
    assert [row["latest"] for row in rows] == [True, False, False]
    done = cli.json("versions", place, "--restore", rows[-1]["version"])
    assert (done.code, done.end["state"], done.end["version"]) == (0, "done", rows[-1]["version"])
    assert cli.stat("documents", "contract.txt")["size"] == rows[-1]["size"]
    assert len(cli.json("versions", place).rows) == 4


def test_a_delete_marker_is_shown_and_taken_away(cli: CliFixture) -> None:
    place = cli.at("documents", "deleted-by-mistake.txt")
    rows = cli.json("versions", place).rows
    assert [(row["marker"], row["latest"]) for row in rows] == [(True, True), (False, False)]
    assert "deleted" in cli.run("versions", place).out
    assert cli.json("versions", place, "--undelete").end["state"] == "done"
    assert cli.stat("documents", "deleted-by-mistake.txt")["size"] == 22
    again = cli.json("versions", place, "--undelete")
    assert (again.code, again.end["error"]["kind"]) == (1, "still-there")


def beside(cli: CliFixture, sandbox: Sandbox) -> None:
    """Deleted objects in d/, and objects beside that folder whose keys begin alike."""
    for key in ("d/one", "d/two", "d/deep/three", "d.txt", "data/four"):
        sandbox.world.put("documents", key, normal(of_bytes(b"text"), 1_735_700_000.0))
    for key in ("d/one", "d/deep/three", "d.txt", "data/four"):
        sandbox.world.delete("documents", key, 1_735_800_000.0)


def test_a_key_names_one_object_and_a_prefix_all_under_it(cli: CliFixture, sandbox: Sandbox) -> None:
    beside(cli, sandbox)

    def listed(key: str, *words: str) -> set[str]:
        return {row["key"] for row in cli.json("versions", cli.at("documents", key), *words).rows}

    assert listed("d") == listed("d/") == set()
    assert "--recursive" in cli.run("versions", cli.at("documents", "d")).out
    assert listed("d.txt") == {"d.txt"}
    assert listed("d", "--recursive") == listed("d/", "--recursive") == {"d/one", "d/two", "d/deep/three"}
    assert listed("", "--recursive") > {"d/one", "d.txt", "data/four", "contract.txt"}


def test_all_that_was_deleted_under_a_prefix_is_brought_back_as_one_batch(cli: CliFixture, sandbox: Sandbox) -> None:
    beside(cli, sandbox)
    words = ["versions", cli.at("documents", "d"), "--undelete", "--recursive"]
    sandbox.seen.clear()
    plan = cli.json(*words, "--dry-run").rows[-1]
    assert (plan["event"], plan["kind"], plan["objects"], plan["requests"]) == ("plan", "undelete", 2, 4)
    assert plan["calls"] == {"ListVersions": 2, "DeleteObject": 2}
    assert {seen.operation for seen in sandbox.seen.all()} == {"ListBuckets", "ListObjectVersions"}
    said = cli.run(*words, "--dry-run").out
    assert "2 to be brought back" in said
    assert cli.keys("documents", "d/") == ["d/two"]

    done = cli.run(*words)
    assert (done.code, done.out) == (0, "All 2 brought back.\n")
    assert cli.keys("documents", "d") == ["d/deep/three", "d/one", "d/two"]
    (batch,) = cli.json("history").rows
    assert (batch["kind"], batch["source"], batch["objects"]) == ("undelete", cli.at("documents", "d/"), 2)
    again = cli.run(*words)
    assert (again.code, again.out, again.err) == (0, "Nothing to bring back.\n", "")
    (plan,) = cli.json(*words, "--dry-run").rows
    assert (plan["objects"], plan["requests"]) == (0, 0)
    assert len(cli.json("history").rows) == 1


def test_what_a_bucket_without_versions_lost_stays_lost_and_it_says_so(cli: CliFixture) -> None:
    cli.run("rm", cli.at("research-data", "empty.txt"))
    answer = cli.run("versions", f"mine:{cli.bucket('research-data')}", "--undelete", "--recursive")
    assert (answer.code, answer.out) == (0, "Nothing to bring back.\n")
    assert answer.err == "The bucket keeps no versions.\n"


def test_versions_are_listed_for_a_key_that_may_not_ask_whether_there_are_any(
    cli: CliFixture, sandbox: Sandbox
) -> None:
    with faulty(sandbox, "GetBucketVersioning", faults.answer(403, "AccessDenied")):
        answer = cli.run("versions", cli.at("documents", "contract.txt"))
    assert (answer.code, len(answer.out.splitlines()), answer.err) == (0, 3, "")


def test_one_version_is_deleted_for_good_and_the_others_stay(cli: CliFixture) -> None:
    place = cli.at("documents", "contract.txt")
    first = cli.json("versions", place).rows[-1]["version"]
    assert cli.run("rm", place, "--version", first, "--dry-run").code == 0
    answer = cli.run("rm", place, "--version", first)
    assert answer.code == 0, answer.err
    assert "for good" in answer.out
    assert len(cli.json("versions", place).rows) == 2
    missing = cli.run("rm", place, "--version", first)
    assert (missing.code, "no such version" in missing.err) == (1, True)
