"""What `--dry-run` tells is what the same command line sends without it, on all three protocols."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.forecast import estimator as estimating
from core.sandbox.extents import of_bytes
from core.sandbox.sample import normal
from core.sandbox.server import Sandbox
from tests.doubles.command_line import Desk

#: What a command asks about the bucket before it plans anything.
ABOUT_THE_BUCKET = frozenset({"ListBuckets", "GetBucketVersioning"})
COUNT = 12
COMMANDS = [
    ["cp", "in/", "out/", "--if-exists", "keep-both"],
    ["mv", "in/", "out/"],
    ["mv", "in/", "out/", "--if-exists", "skip"],
    ["meta", "in/", "--set", "cache-control=no-cache"],
    ["meta", "in/", "--tag", "a=b"],
    ["rm", "in/"],
]
LOOKING = [words for words in COMMANDS if words[0] != "rm"]


@pytest.fixture(autouse=True)
def _folder(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of objects of which some have tags, a few more than are looked at without being asked to."""
    monkeypatch.setattr(estimating, "LOOK_MAX", 5)
    for number in range(COUNT):
        tags = {"project": "a b"} if number % 4 == 0 else {}
        made = normal(of_bytes(f"{number}".encode()), 1_735_700_000.0)
        sandbox.world.put("research-data", f"in/{number:02}", replace(made, tags=tags))


def command_line(desk: Desk, words: list[str]) -> list[str]:
    return [desk.at("research-data", word) if word.endswith("/") else word for word in words] + ["--recursive"]


def sent(sandbox: Sandbox) -> int:
    """How many requests the store was sent for the objects."""
    return sum(count for name, count in sandbox.seen.counts.items() if name not in ABOUT_THE_BUCKET)


def name_of(words: list[str]) -> str:
    return " ".join(words)


@pytest.mark.parametrize("words", COMMANDS, ids=name_of)
def test_a_dry_run_tells_exactly_what_is_sent_however_many_objects_there_are(
    desk: Desk, sandbox: Sandbox, words: list[str]
) -> None:
    line = command_line(desk, words)
    told = desk.json(*line, "--dry-run").rows[-1]
    assert (told["objects"], told["exact"], told["requests_most"]) == (COUNT, True, told["requests"])
    sandbox.seen.clear()
    done = desk.json(*line, *(["--yes"] if words[0] == "rm" else []))
    assert (done.code, len(done.ends)) == (0, COUNT), done.err
    assert sent(sandbox) == told["requests"]


@pytest.mark.parametrize("words", LOOKING, ids=name_of)
def test_a_quick_dry_run_reads_the_listing_alone_and_tells_a_range(
    desk: Desk, sandbox: Sandbox, words: list[str]
) -> None:
    line = command_line(desk, words)
    sandbox.seen.clear()
    (told,) = desk.json(*line, "--dry-run", "--quick").rows
    assert set(sandbox.seen.counts) <= ABOUT_THE_BUCKET | {"ListObjects", "ListObjectsV2"}
    assert (told["objects"], told["exact"]) == (COUNT, False)
    assert told["requests"] < told["requests_most"]
    said = desk.run(*line, "--dry-run", "--quick").out
    assert f"requests  {told['requests']} to {told['requests_most']} (" in said
    sandbox.seen.clear()
    assert desk.json(*line).code == 0
    assert told["requests"] <= sent(sandbox) <= told["requests_most"]


def test_a_copy_of_a_folder_is_told_object_by_object_unless_it_shall_be_quick(desk: Desk, sandbox: Sandbox) -> None:
    line = command_line(desk, ["cp", "in/", "out/"])
    sandbox.seen.clear()
    rows = desk.json(*line, "--dry-run").rows
    looks = sandbox.seen.counts["HeadObject"]
    assert [row["event"] for row in rows] == ["plan"] * COUNT + ["estimate"]
    assert looks == 2 * COUNT  # each source and each target once
    assert [row["event"] for row in desk.json(*line, "--dry-run", "--quick").rows] == ["estimate"]


def test_a_folder_that_would_be_copied_into_itself_is_refused_the_quick_way_too(desk: Desk) -> None:
    line = command_line(desk, ["cp", "in/", "in/deeper/"])
    for more in ([], ["--quick"]):
        answer = desk.run(*line, "--dry-run", *more)
        assert (answer.code, "1 refused (into-itself)" in answer.out) == (1, True)


def test_a_dry_undo_tells_exactly_what_is_sent(desk: Desk, sandbox: Sandbox) -> None:
    moved = desk.json(*command_line(desk, ["mv", "in/", "out/"]))
    undo = ["undo", str(moved.ends[0]["batch"])]
    (told,) = desk.json(*undo, "--dry-run").rows
    assert (told["objects"], told["exact"], told["requests_most"]) == (COUNT, True, told["requests"])
    (quick,) = desk.json(*undo, "--dry-run", "--quick").rows
    assert (quick["objects"], quick["refused"], quick["exact"]) == (COUNT, {}, False)
    assert quick["requests"] <= told["requests"] <= quick["requests_most"]
    sandbox.seen.clear()
    assert desk.run(*undo).code == 0
    assert sent(sandbox) == told["requests"]


def test_a_dry_run_changes_nothing_and_queues_nothing(desk: Desk, sandbox: Sandbox) -> None:
    before = sandbox.world.changes
    for words in COMMANDS:
        for more in ([], ["--quick"]):
            assert desk.run(*command_line(desk, words), "--dry-run", *more).code == 0
    assert sandbox.world.changes == before
    assert desk.json("history").rows == []


# ---------------------------------------------------------------- what cannot be done


@pytest.mark.parametrize("desk", ["aws"], indirect=True)  # it has no checksum of an old object
def test_a_source_that_cannot_be_proven_is_told_to_stay_and_does(desk: Desk, sandbox: Sandbox) -> None:
    source = desk.at("backup-archive", "old/from-before-checksums.bin")
    line = ["mv", source, desk.at("documents", "old.bin"), "--trust", "crc64"]
    said = desk.run(*line, "--dry-run").out
    assert "the source is kept, because the store has no CRC-64 of it, and nothing else proves a copy as well" in said
    one, told = desk.json(*line, "--dry-run").rows
    assert (one["kept"], told["kept"], told["deletes"]) == (True, 1, 0)
    sandbox.seen.clear()
    assert desk.json(*line).end["error"]["code"] == "NotProven"
    assert sent(sandbox) == told["requests"]
    assert desk.run("stat", source).code == 0


@pytest.mark.parametrize(("key", "told_as"), [("contract.txt", "refused"), ("no-such-thing", "missing")])
def test_a_deletion_that_cannot_be_taken_back_is_told_as_it_is_met(
    desk: Desk, sandbox: Sandbox, key: str, told_as: str
) -> None:
    line = ["versions", desk.at("documents", key), "--undelete"]
    dry = desk.json(*line, "--dry-run")
    (told,) = dry.rows
    assert (told["missing"], told["refused"]) == ((0, {"still-there": 1}) if told_as == "refused" else (1, {}))
    sandbox.seen.clear()
    done = desk.json(*line)
    assert done.end["error"]["kind"] == ("still-there" if told_as == "refused" else "not-found")
    assert (dry.code, done.code, sent(sandbox)) == (1, 1, told["requests"])
    said = desk.run(*line, "--dry-run").out
    assert ("no deletion to take back" if told_as == "refused" else "the bucket has no version of them") in said


def test_all_deleted_objects_under_a_prefix_are_looked_at_before_they_are_brought_back(
    desk: Desk, sandbox: Sandbox
) -> None:
    for number in range(8):
        sandbox.world.put("documents", f"d/{number}", normal(of_bytes(b"text"), 1_735_700_000.0))
        for _ in range(1 + number % 2):
            sandbox.world.delete("documents", f"d/{number}", 1_735_800_000.0)
    sandbox.world.delete("documents", "d/never-there", 1_735_800_000.0)
    line = ["versions", desk.at("documents", "d/"), "--undelete", "--recursive"]
    dry = desk.json(*line, "--dry-run")
    told = dry.rows[-1]
    assert (dry.code, told["objects"], told["missing"], told["exact"]) == (1, 9, 1, True)
    quick = desk.json(*line, "--dry-run", "--quick").rows[-1]
    assert (quick["exact"], quick["requests_most"]) == (False, None)
    sandbox.seen.clear()
    done = desk.json(*line)
    assert (done.code, [end["state"] for end in done.ends].count("done")) == (1, 8)
    assert sent(sandbox) == told["requests"] + 1  # the listing that found them
