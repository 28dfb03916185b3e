"""What `--dry-run` tells is what the same command line sends without it, on all three protocols."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.forecast import estimator as estimating
from core.sandbox.extents import of_bytes
from core.sandbox.sample import normal
from core.sandbox.server import Sandbox
from tests.doubles.command_line import CliFixture

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


def command_line(cli: CliFixture, words: list[str]) -> list[str]:
    return [cli.at("research-data", word) if word.endswith("/") else word for word in words] + ["--recursive"]


def sent(sandbox: Sandbox) -> int:
    """How many requests the store was sent for the objects."""
    return sum(count for name, count in sandbox.seen.counts.items() if name not in ABOUT_THE_BUCKET)


def name_of(words: list[str]) -> str:
    return " ".join(words)


@pytest.mark.parametrize("words", COMMANDS, ids=name_of)
def test_a_dry_run_tells_exactly_what_is_sent_however_many_objects_there_are(
    cli: CliFixture, sandbox: Sandbox, words: list[str]
) -> None:
    line = command_line(cli, words)
    told = cli.json(*line, "--dry-run").rows[-1]
    assert (told["objects"], told["exact"], told["requests_most"]) == (COUNT, True, told["requests"])
    sandbox.seen.clear()
    done = cli.json(*line, *(["--yes"] if words[0] == "rm" else []))
    assert (done.code, len(done.ends)) == (0, COUNT), done.err
    assert sent(sandbox) == told["requests"]


@pytest.mark.parametrize("words", LOOKING, ids=name_of)
def test_a_quick_dry_run_reads_the_listing_alone_and_tells_a_range(
    cli: CliFixture, sandbox: Sandbox, words: list[str]
) -> None:
    line = command_line(cli, words)
    sandbox.seen.clear()
    (told,) = cli.json(*line, "--dry-run", "--quick").rows
    assert set(sandbox.seen.counts) <= ABOUT_THE_BUCKET | {"ListObjects", "ListObjectsV2"}
    assert (told["objects"], told["exact"]) == (COUNT, False)
    assert told["requests"] < told["requests_most"]
    said = cli.run(*line, "--dry-run", "--quick").out
    assert f"requests  {told['requests']} to {told['requests_most']} (" in said
    sandbox.seen.clear()
    assert cli.json(*line).code == 0
    assert told["requests"] <= sent(sandbox) <= told["requests_most"]


def test_a_copy_of_a_folder_is_told_object_by_object_unless_it_shall_be_quick(
    cli: CliFixture, sandbox: Sandbox
) -> None:
    line = command_line(cli, ["cp", "in/", "out/"])
    sandbox.seen.clear()
    rows = cli.json(*line, "--dry-run").rows
    looks = sandbox.seen.counts["HeadObject"]
    assert [row["event"] for row in rows] == ["plan"] * COUNT + ["estimate"]
    assert looks == 2 * COUNT  # each source and each target once
    assert [row["event"] for row in cli.json(*line, "--dry-run", "--quick").rows] == ["estimate"]


def test_a_folder_that_would_be_copied_into_itself_is_refused_the_quick_way_too(cli: CliFixture) -> None:
    line = command_line(cli, ["cp", "in/", "in/deeper/"])
    for more in ([], ["--quick"]):
        answer = cli.run(*line, "--dry-run", *more)
        assert (answer.code, "1 refused (into-itself)" in answer.out) == (1, True)


def test_a_dry_undo_tells_exactly_what_is_sent(cli: CliFixture, sandbox: Sandbox) -> None:
    moved = cli.json(*command_line(cli, ["mv", "in/", "out/"]))
    undo = ["undo", str(moved.ends[0]["batch"])]
    (told,) = cli.json(*undo, "--dry-run").rows
    assert (told["objects"], told["exact"], told["requests_most"]) == (COUNT, True, told["requests"])
    (quick,) = cli.json(*undo, "--dry-run", "--quick").rows
    assert (quick["objects"], quick["refused"], quick["exact"]) == (COUNT, {}, False)
    assert quick["requests"] <= told["requests"] <= quick["requests_most"]
    sandbox.seen.clear()
    assert cli.run(*undo).code == 0
    assert sent(sandbox) == told["requests"]


def test_a_dry_run_changes_nothing_and_queues_nothing(cli: CliFixture, sandbox: Sandbox) -> None:
    before = sandbox.world.changes
    for words in COMMANDS:
        for more in ([], ["--quick"]):
            assert cli.run(*command_line(cli, words), "--dry-run", *more).code == 0
    assert sandbox.world.changes == before
    assert cli.json("history").rows == []


# ---------------------------------------------------------------- what cannot be done


@pytest.mark.parametrize("cli", ["aws"], indirect=True)  # it has no checksum of an old object
def test_a_source_that_cannot_be_proven_is_told_to_stay_and_does(cli: CliFixture, sandbox: Sandbox) -> None:
    source = cli.at("backup-archive", "old/from-before-checksums.bin")
    line = ["mv", source, cli.at("documents", "old.bin"), "--trust", "crc64"]
    said = cli.run(*line, "--dry-run").out
    assert "the source is kept, because the store has no CRC-64 of it, and nothing else proves a copy as well" in said
    one, told = cli.json(*line, "--dry-run").rows
    assert (one["kept"], told["kept"], told["deletes"]) == (True, 1, 0)
    sandbox.seen.clear()
    assert cli.json(*line).end["error"]["code"] == "NotProven"
    assert sent(sandbox) == told["requests"]
    assert cli.run("stat", source).code == 0


@pytest.mark.parametrize(("key", "told_as"), [("contract.txt", "refused"), ("no-such-thing", "missing")])
def test_a_deletion_that_cannot_be_taken_back_is_told_as_it_is_met(
    cli: CliFixture, sandbox: Sandbox, key: str, told_as: str
) -> None:
    line = ["versions", cli.at("documents", key), "--undelete"]
    dry = cli.json(*line, "--dry-run")
    (told,) = dry.rows
    assert (told["missing"], told["refused"]) == ((0, {"still-there": 1}) if told_as == "refused" else (1, {}))
    sandbox.seen.clear()
    done = cli.json(*line)
    assert done.end["error"]["kind"] == ("still-there" if told_as == "refused" else "not-found")
    assert (dry.code, done.code, sent(sandbox)) == (1, 1, told["requests"])
    said = cli.run(*line, "--dry-run").out
    assert ("no deletion to take back" if told_as == "refused" else "the bucket has no version of them") in said


def test_all_deleted_objects_under_a_prefix_are_looked_at_before_they_are_brought_back(
    cli: CliFixture, sandbox: Sandbox
) -> None:
    for number in range(8):
        sandbox.world.put("documents", f"d/{number}", normal(of_bytes(b"text"), 1_735_700_000.0))
        for _ in range(1 + number % 2):
            sandbox.world.delete("documents", f"d/{number}", 1_735_800_000.0)
    sandbox.world.delete("documents", "d/never-there", 1_735_800_000.0)
    line = ["versions", cli.at("documents", "d/"), "--undelete", "--recursive"]
    dry = cli.json(*line, "--dry-run")
    told = dry.rows[-1]
    assert (dry.code, told["objects"], told["missing"], told["exact"]) == (1, 9, 1, True)
    quick = cli.json(*line, "--dry-run", "--quick").rows[-1]
    assert (quick["exact"], quick["requests_most"]) == (False, None)
    sandbox.seen.clear()
    done = cli.json(*line)
    assert (done.code, [end["state"] for end in done.ends].count("done")) == (1, 8)
    assert sent(sandbox) == told["requests"] + 1  # the listing that found them
