"""Edits of properties at the command line, against the embedded store on all three protocols."""

from __future__ import annotations

import pytest

from core.sandbox.server import Sandbox
from tests.doubles.command_line import CliFixture

PHOTO = "2025/Kyoto/IMG_0101.jpg"


# ---------------------------------------------------------------- meta


def test_properties_are_changed_shown_and_taken_back(cli: CliFixture) -> None:
    key = PHOTO
    place, before = cli.at("holiday-photos", key), cli.stat("holiday-photos", key)
    words = ["meta", place, "--set", "content-type=image/png", "--user", "camera=X", "--remove-user", "place"]
    words += ["--tag", "state=draft"]

    shown = cli.json(*words, "--dry-run")
    assert shown.code == 0
    changes = {row["name"]: (row["before"], row["after"]) for row in shown.rows[0]["changes"]}
    assert changes["content-type"] == ("image/jpeg", "image/png")
    assert changes["user place"] == ("Kyoto", "")
    assert cli.stat("holiday-photos", key) == before

    done = cli.json(*words)
    assert (done.code, done.end["kind"], done.end["state"], done.end["mode"]) == (0, "edit", "done", "simple")
    after = cli.stat("holiday-photos", key)
    assert after["headers"]["content-type"] == "image/png"
    assert after["headers"]["cache-control"] == before["headers"]["cache-control"]
    assert after["user"] == {"camera": "X"}
    assert after["tags"] == {**before["tags"], "state": "draft"}

    assert cli.run("undo", str(done.end["batch"])).code == 0
    back = cli.stat("holiday-photos", key)
    assert [back[name] for name in ("headers", "user", "tags")] == [
        before[name] for name in ("headers", "user", "tags")
    ]


def test_tags_alone_are_set_without_a_copy(cli: CliFixture) -> None:
    key = PHOTO
    before = cli.stat("holiday-photos", key)
    done = cli.json("meta", cli.at("holiday-photos", key), "--clear-tags", "--tag", "only=this")
    assert (done.code, done.end["mode"]) == (0, "set")
    after = cli.stat("holiday-photos", key)
    assert (after["tags"], after["modified"]) == ({"only": "this"}, before["modified"])


def test_a_whole_folder_is_edited(cli: CliFixture) -> None:
    answer = cli.run("meta", cli.at("holiday-photos", "2025/"), "--recursive", "--set", "cache-control=no-store")
    assert answer.code == 0, answer.err
    assert answer.out.startswith("All 50 changed")
    headers = cli.stat("holiday-photos", PHOTO)["headers"]
    assert headers == {"content-type": "image/jpeg", "cache-control": "no-store"}


def test_a_storage_class_may_be_given_by_the_word_that_all_vendors_share(cli: CliFixture) -> None:
    place = cli.at("documents", "contract.txt")
    assert cli.run("meta", place, "--class", "infrequent").code == 0
    found = cli.stat("documents", "contract.txt")["storage_class"]
    assert found == {"oss": "IA", "cos": "STANDARD_IA", "aws": "STANDARD_IA"}[cli.provider]
    assert "nothing was changed" in cli.run("meta", place, "--class", found).out


def test_an_encryption_is_given_by_the_word_that_all_vendors_share_to_an_object_and_to_its_copy(
    cli: CliFixture,
) -> None:
    place, kms = cli.at("documents", "contract.txt"), {"oss": "KMS", "cos": "cos/kms", "aws": "aws:kms"}[cli.provider]
    shown = cli.json("meta", place, "--encryption", "kms:key-1", "--dry-run").rows[0]["changes"]
    assert [(row["name"], row["after"]) for row in shown] == [("encryption", f"{kms} key-1")]
    assert cli.run("meta", place, "--encryption", "kms:key-1").code == 0
    assert cli.stat("documents", "contract.txt")["encryption"] == f"{kms} key-1"
    assert "nothing was changed" in cli.run("meta", place, "--encryption", "kms:key-1").out
    assert cli.run("cp", place, cli.at("documents", "copy"), "--encryption", "aes256").code == 0
    assert cli.stat("documents", "copy")["encryption"] == "AES256"
    assert cli.run("cp", place, cli.at("documents", "other"), "--encryption", "bucket").code == 0
    assert "kms" not in cli.stat("documents", "other")["encryption"].lower()


def test_meta_without_a_change_shows_what_stat_shows(cli: CliFixture) -> None:
    place = cli.at("documents", "contract.txt")
    assert cli.json("meta", place).rows == cli.json("stat", place).rows


def test_what_is_so_already_is_not_written_again(cli: CliFixture) -> None:
    answer = cli.run("meta", cli.at("holiday-photos", PHOTO), "--tag", "place=Kyoto")
    assert answer.code == 0
    assert "nothing was changed" in answer.out


@pytest.mark.parametrize("cli", ["oss"], indirect=True)
@pytest.mark.parametrize(
    "words",
    [
        ["meta", "mine:documents", "--tag", "a=b"],
        ["meta", "mine:documents", "--recursive"],
        ["meta", "mine:documents/contract.txt", "--acl", "open-to-all"],
        ["meta", "mine:documents/contract.txt", "--class", "Marble"],
        ["meta", "mine:documents/contract.txt", "--encryption", "kms-dsse"],
        ["meta", "mine:documents/contract.txt", "--tag", "a=b", "--remove-tag", "a"],
        ["rm", "mine:documents"],
        ["rm", "mine:documents/", "--recursive"],
        ["rm", "mine:documents/a", "--recursive", "--version", "v1"],
        ["restore", "mine:documents"],
        ["versions", "mine:documents"],
        ["versions", "mine:documents/"],
        ["versions", "mine:documents", "--undelete"],
        ["versions", "mine:documents", "--restore", "v1"],
        ["versions", "mine:documents/", "--restore", "v1", "--recursive"],
        ["versions", "mine:documents/a", "--dry-run"],
        ["versions", "mine:documents/", "--dry-run", "--recursive"],
        ["cp", "mine:documents/contract.txt", "mine:documents/b", "--quick"],
        ["mv", "mine:documents/", "mine:backup-archive/", "--recursive", "--quick"],
        ["meta", "mine:documents/contract.txt", "--tag", "a=b", "--quick"],
        ["rm", "mine:documents/contract.txt", "--yes", "--quick"],
        ["restore", "mine:documents/contract.txt", "--quick"],
        ["versions", "mine:documents", "--recursive", "--undelete", "--quick"],
        ["undo", "1", "--quick"],
        ["uploads", "mine:documents", "--dry-run"],
        ["uploads", "mine:documents", "--force"],
        ["uploads", "mine:documents", "--abort"],
        ["link", "mine:documents/a", "--expires", "1000d"],
        ["cp", "mine:documents/contract.txt", "mine:documents/b", "--if-exists", "ask"],
    ],
)
def test_what_cannot_be_meant_ends_with_two_and_a_sentence(cli: CliFixture, sandbox: Sandbox, words: list[str]) -> None:
    answer = cli.run(*words)
    assert answer.code == 2
    assert answer.err.startswith("bucketferry: ")
    assert {seen.method for seen in sandbox.seen.all()} <= {"GET", "HEAD"}


@pytest.mark.parametrize("cli", ["oss"], indirect=True)
@pytest.mark.parametrize(
    "words",
    [
        ["meta", "yours:documents/a/", "--recursive", "--tag", "a=b"],
        ["rm", "yours:documents/a/", "--recursive", "--yes"],
        ["restore", "yours:documents/a/", "--recursive"],
        ["mv", "yours:documents/a/", "yours:documents/b/", "--recursive"],
        ["versions", "yours:documents", "--recursive", "--undelete"],
    ],
)
def test_an_account_that_does_not_exist_queues_nothing(cli: CliFixture, words: list[str]) -> None:
    answer = cli.run(*words)
    assert answer.code == 1
    assert "no account of this name" in answer.err
    assert cli.json("history").rows == []
