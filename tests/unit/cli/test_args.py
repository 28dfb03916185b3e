"""What may be typed, and what it means."""

from __future__ import annotations

import argparse

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.cli.arguments import Location, Misuse, bucket_place, byte_count, object_place, place, restore, seconds
from core.cli.change import make_edit
from core.cli.copies import make_request
from core.cli.parser import parse
from core.model.errors import KnownError
from core.model.requests import CopyRequest, Edit, JobKind, OnExisting, PrefixRequest, Restore
from core.model.values import CONTENT_HEADERS, Level, ObjectRef

AWKWARD = ["..", "a/../b", "a//b", "/leading", "trailing ", " leading", "%2e", "a+b c?d#e", "a:b", "报告 1.txt", "😀"]


def copied(*words: str) -> CopyRequest | PrefixRequest:
    return make_request(parse(["cp", *words]))


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("1", 1),
        ("10485760", 10485760),
        ("10MiB", 10 * 1024**2),
        ("64M", 64 * 1024**2),
        ("64m", 64 * 1024**2),
        ("64 M", 64 * 1024**2),
        ("1GiB", 1024**3),
        ("1.5K", 1536),
        ("2T", 2 * 1024**4),
        ("100B", 100),
        ("10MB", 10_000_000),
        ("0.1M", 104857),
    ],
)
def test_a_size_may_have_a_unit(text: str, size: int) -> None:
    assert byte_count(text) == size


@pytest.mark.parametrize("text", ["", "0", "-1", "M", "10X", "10iB", "1e6", "ten", "10MiBs", "0.0001K", "١"])
def test_what_is_no_size_is_refused(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        byte_count(text)


@given(st.integers(1, 2**60))
def test_a_plain_number_of_bytes_is_exact(size: int) -> None:
    assert byte_count(str(size)) == size


@pytest.mark.parametrize("key", AWKWARD)
def test_a_key_is_all_behind_the_first_slash_and_stays_as_it_is(key: str) -> None:
    assert object_place(f"mine:photos/{key}") == Location("mine", "photos", key)


@given(st.text(min_size=1))
def test_any_text_can_be_a_key(key: str) -> None:
    assert object_place(f"mine:photos/{key}").ref() == ObjectRef("mine", "photos", key)


def test_a_place_may_stop_at_the_account_or_the_bucket() -> None:
    assert place("mine:") == Location("mine")
    assert place("mine:photos") == Location("mine", "photos", None)
    assert place("mine:photos/") == Location("mine", "photos", "")


@pytest.mark.parametrize("text", ["", "mine", "photos/key", ":photos/key", "mine:/key"])
def test_what_is_no_place_is_refused(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        place(text)


def test_a_bucket_alone_is_no_object() -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        object_place("mine:photos")
    with pytest.raises(argparse.ArgumentTypeError):
        bucket_place("mine:")


@pytest.mark.parametrize(
    "words", [["--json", "account", "list"], ["account", "list", "--json"], ["--json", "account", "list", "--json"]]
)
def test_json_may_stand_before_or_after_the_command(words: list[str]) -> None:
    assert parse(words).json is True


def test_without_json_people_are_meant() -> None:
    assert parse(["account", "list"]).json is False


@pytest.mark.parametrize(
    "words",
    [
        ["fly"],
        ["account"],
        ["account", "add", "mine", "--provider", "oss", "--endpoint", "http://x", "--key-id", "k"],
        ["account", "add", "mine", "--provider", "nobody", "--endpoint", "x", "--key-id", "k", "--secret-stdin"],
        ["cp", "mine:a/b"],
        ["cp", "mine:a/b", "mine:c/", "--workers", "0"],
        ["cp", "mine:a/b", "mine:c/", "--workers", "65"],
        ["cp", "mine:a/b", "mine:c/", "--part-size", "big"],
        ["cp", "mine:a/b", "mine:c/", "--if-exists", "maybe"],
        ["cp", "mine:a/b", "mine:c/", "--trust", "size"],
        ["cp", "mine:a/b", "mine:c/", "--restore", "0"],
        ["cp", "mine:a/b", "mine:c/", "--restore", "soon"],
        ["mv", "mine:a/b"],
        ["mv", "mine:a/b", "mine:c/", "--trust", "faith"],
        ["meta", "mine:a/b", "--set", "etag=1"],
        ["meta", "mine:a/b", "--set", "content-type"],
        ["meta", "mine:a/b", "--set", "content-type="],
        ["meta", "mine:a/b", "--remove", "size"],
        ["meta", "mine:a/b", "--user", "=1"],
        ["meta", "mine:a/b", "--tag", "one"],
        ["rm", "mine:"],
        ["versions", "mine:a/b", "--undelete", "--restore", "v1"],
        ["restore", "mine:a/b", "--days", "0"],
        ["uploads", "mine:a", "--older-than-hours", "-1"],
        ["uploads", "mine:"],
        ["uploads", "mine:a", "--abort", "--dry-run", "--quick"],
        ["meta", "mine:a/b", "--encryption", "bucket:key-1"],
        ["link", "mine:a"],
        ["link", "mine:a/b", "--expires", "never"],
        ["undo"],
        ["history", "0"],
        ["jobs", "cancel"],
        ["jobs", "resume", "first"],
        ["sandbox"],
        ["sandbox", "serve", "--port", "70000"],
    ],
)
def test_a_wrong_command_line_ends_with_two(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        parse(words)
    assert stop.value.code == 2
    assert capsys.readouterr().err.startswith("usage: bucketferry")


@pytest.mark.parametrize(
    ("source", "target", "key"),
    [
        ("photos/cat.jpg", "backup/dog.jpg", "dog.jpg"),
        ("photos/cat.jpg", "backup/", "cat.jpg"),
        ("photos/cat.jpg", "backup", "cat.jpg"),
        ("photos/2024/cat.jpg", "backup/pets/", "pets/cat.jpg"),
        ("photos/2024/folder/", "backup/pets/", "pets/folder/"),
        ("photos/a//b", "backup/", "b"),
        ("photos/a/..", "backup/x/", "x/.."),
        ("photos/a/b ", "backup/x/", "x/b "),
        ("photos//", "backup/x/", "x//"),
    ],
)
def test_a_target_without_a_name_takes_the_source_s_name(source: str, target: str, key: str) -> None:
    request = copied(f"mine:{source}", f"mine:{target}")
    assert isinstance(request, CopyRequest)
    assert request.source == ObjectRef("mine", *source.split("/", 1))
    assert request.target == ObjectRef("mine", "backup", key)


@pytest.mark.parametrize(
    ("source", "target", "prefix", "onto"),
    [
        ("photos/2024/", "backup/old/", "2024/", "old/"),
        ("photos/2024", "backup/old", "2024/", "old/"),
        ("photos/2024/", "backup", "2024/", ""),
        ("photos", "backup/", "", ""),
        ("photos/", "backup/all/", "", "all/"),
        ("photos/a//", "backup/b/", "a//", "b/"),
    ],
)
def test_a_recursive_copy_puts_one_prefix_in_place_of_another(source: str, target: str, prefix: str, onto: str) -> None:
    request = copied(f"mine:{source}", f"mine:{target}", "--recursive")
    assert isinstance(request, PrefixRequest)
    assert (request.source.key, request.target.key) == (prefix, onto)


def test_a_bucket_is_copied_only_recursively() -> None:
    with pytest.raises(KnownError, match="--recursive"):
        copied("mine:photos", "mine:backup/")


def test_an_existing_target_is_replaced_unless_told_otherwise() -> None:
    assert copied("mine:a/b", "mine:c/").options.on_existing is OnExisting.OVERWRITE
    assert copied("mine:a/b", "mine:c/", "--if-exists", "skip").options.on_existing is OnExisting.SKIP


def test_the_part_size_is_the_planner_s_choice_unless_given() -> None:
    assert copied("mine:a/b", "mine:c/").options.part_size is None
    assert copied("mine:a/b", "mine:c/", "--part-size", "64M").options.part_size == 64 * 1024**2


# ---------------------------------------------------------------- renames


def moved(*words: str) -> CopyRequest | PrefixRequest:
    return make_request(parse(["mv", *words]))


def test_a_rename_is_a_copy_that_deletes_its_source_and_refuses_an_existing_target() -> None:
    request = moved("mine:photos/cat.jpg", "mine:photos/dog.jpg")
    assert request.kind is JobKind.RENAME
    assert request.options.on_existing is OnExisting.REFUSE
    assert request.options.trust is Level.PART_ETAGS


def test_a_folder_is_renamed_prefix_for_prefix() -> None:
    request = moved("mine:photos/2024", "mine:photos/old", "--recursive", "--trust", "crc64")
    assert isinstance(request, PrefixRequest)
    assert (request.kind, request.source.key, request.target.key) == (JobKind.RENAME, "2024/", "old/")
    assert request.options.trust is Level.CRC64


@pytest.mark.parametrize("choice", OnExisting)
@pytest.mark.parametrize("command", ["cp", "mv"])
def test_every_choice_for_an_existing_target_can_be_typed(command: str, choice: OnExisting) -> None:
    words = [command, "mine:a/b", "mine:c/", "--if-exists", choice.value]
    assert make_request(parse(words)).options.on_existing is choice


@pytest.mark.parametrize(("text", "wish"), [("3", Restore(3)), ("7:Bulk", Restore(7, "Bulk")), ("1:", Restore(1))])
def test_an_archived_source_is_restored_for_so_many_days_at_such_a_speed(text: str, wish: Restore) -> None:
    assert restore(text) == wish
    assert copied("mine:a/b", "mine:c/", "--restore", text).options.restore == wish


def test_an_archived_source_is_refused_unless_it_shall_be_restored() -> None:
    assert copied("mine:a/b", "mine:c/").options.restore is None


# ---------------------------------------------------------------- edits


def edit(*words: str) -> Edit:
    return make_edit(parse(["meta", "mine:photos/cat.jpg", *words]))


def test_meta_without_a_change_changes_nothing() -> None:
    assert edit().is_empty


def test_every_property_can_be_set_and_removed() -> None:
    words = ["--set", "Content-Type=a=b", "--remove", "EXPIRES", "--user", "Camera=X 1", "--remove-user", "Place"]
    words += ["--tag", "Place=K=o", "--remove-tag", "Year", "--acl", "private", "--class", "IA"]
    assert edit(*words) == Edit(
        headers={"content-type": "a=b", "expires": None},
        user={"camera": "X 1", "place": None},
        tags={"Place": "K=o", "Year": None},
        acl="private",
        storage_class="IA",
    )


def test_user_metadata_and_tags_can_be_cleared() -> None:
    assert edit("--clear-user", "--clear-tags") == Edit(clear_user=True, clear_tags=True)


@pytest.mark.parametrize(
    "words",
    [
        ["--set", "expires=x", "--remove", "Expires"],
        ["--user", "A=1", "--remove-user", "a"],
        ["--tag", "a=1", "--remove-tag", "a"],
    ],
)
def test_what_is_to_be_set_and_removed_is_a_contradiction(words: list[str]) -> None:
    with pytest.raises(Misuse, match="Decide on one"):
        edit(*words)


def test_a_header_that_no_object_has_is_refused_with_the_names_of_those_that_it_has(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        edit("--set", "x-powered-by=steam")
    said = capsys.readouterr().err
    assert all(name in said for name in CONTENT_HEADERS)


# ---------------------------------------------------------------- times


@pytest.mark.parametrize(("text", "count"), [("90", 90), ("90s", 90), ("15m", 900), ("1h", 3600), ("7D", 604_800)])
def test_a_time_may_have_a_unit(text: str, count: int) -> None:
    assert seconds(text) == count


@pytest.mark.parametrize("text", ["", "0", "-1", "h", "1w", "1.5h", "one"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        seconds(text)
