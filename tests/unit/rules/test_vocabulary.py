"""The tables of what the vendors call the same things."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from core.rules import assets, vocabulary
from core.rules.providers import provider, provider_names
from core.store.dialects.cos import answers as cos_answers
from core.store.dialects.s3 import answers as s3_answers

TABLES = ("storage_classes", "acls", "encryptions", "metadata_prefixes")


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return tomllib.loads((assets.resources() / "vocabulary.toml").read_text("utf-8"))


@pytest.mark.parametrize("table", TABLES)
def test_every_column_has_a_source_and_every_source_a_column(document: dict[str, Any], table: str) -> None:
    rows = document[table]
    columns = set(rows) if isinstance(rows, dict) else {column for row in rows for column in row["words"]}
    assert columns == set(document["sources"][table])
    assert columns <= set(provider_names())


@pytest.mark.parametrize("table", ["storage_classes", "acls", "encryptions"])
def test_no_common_word_is_there_twice(document: dict[str, Any], table: str) -> None:
    names = [row["name"] for row in document[table]]
    assert len(names) == len(set(names))


def word_of(vendor: str, common: str) -> str:
    return next((row.name for row in provider(vendor).storage_classes if row.common == common), "")


@pytest.mark.parametrize("name", provider_names())
def test_a_storage_class_is_found_by_the_vendors_word(name: str) -> None:
    found = provider(name)
    assert [found.storage_class(row.name) for row in found.storage_classes] == list(found.storage_classes)
    assert found.storage_class("Platinum") is None


@pytest.mark.parametrize("name", provider_names())
def test_classes_are_offered_the_quickest_first(name: str) -> None:
    order = [term.name for term in vocabulary.class_terms()]
    offered = [order.index(row.common) for row in provider(name).storage_classes]
    assert offered == sorted(offered)


def test_an_archived_class_of_one_vendor_has_its_like_at_another() -> None:
    common = {row.name: row.common for name in ("oss", "cos") for row in provider(name).storage_classes}
    assert word_of("cos", common["Archive"]) == "ARCHIVE"
    assert word_of("aws", common["DEEP_ARCHIVE"]) == "DEEP_ARCHIVE"
    assert word_of("aws", common["IA"]) == "STANDARD_IA"
    assert word_of("aws", common["ColdArchive"]) == ""


def test_a_provider_goes_before_its_protocol() -> None:
    assert word_of("us3", "archive") == "ARCHIVE"
    assert word_of("kodo", "infrequent") == "LINE"


def test_the_acls_to_choose_from_begin_with_the_usual_one() -> None:
    assert vocabulary.acl_words(provider("oss")) == ("default", "private", "public-read", "public-read-write")
    assert vocabulary.acl_words(provider("cos")) == ("default", "private", "public-read")
    assert vocabulary.acl_words(provider("s3"))[0] == "private"


def test_the_acls_to_choose_from_are_those_that_an_answer_can_name() -> None:
    assert set(vocabulary.acl_words(provider("s3"))) == set(s3_answers._CANNED.values())
    assert set(vocabulary.acl_words(provider("cos"))) - {"default"} <= set(cos_answers._WORDS.values())


def test_an_acl_is_stated_only_where_it_is_not_the_usual_one() -> None:
    oss, aws = provider("oss"), provider("aws")
    assert [vocabulary.acl_to_state(oss, word) for word in (None, "", "default", "private")] == ["", "", "", "private"]
    assert [vocabulary.acl_to_state(aws, word) for word in ("default", "private", "public-read")] == [
        "",
        "",
        "public-read",
    ]


def test_a_word_that_the_table_lacks_is_sent_as_it_is() -> None:
    assert vocabulary.acl_for(provider("aws"), "bucket-owner-full-control") == "bucket-owner-full-control"
    assert vocabulary.acl_to_state(provider("aws"), "aws-exec-read") == "aws-exec-read"


def test_user_metadata_has_the_prefix_of_the_protocol() -> None:
    prefixes = {name: vocabulary.metadata_prefix(provider(name)) for name in ("oss", "cos", "s3", "obs", "minio")}
    assert prefixes == {
        "oss": "x-oss-meta-",
        "cos": "x-cos-meta-",
        "s3": "x-amz-meta-",
        "obs": "x-amz-meta-",
        "minio": "x-amz-meta-",
    }


@pytest.mark.parametrize(
    ("word", "is_one"),
    [
        ("Archive", True),
        ("ARCHIVE", True),
        ("GLACIER", True),
        ("DEEP_ARCHIVE", True),
        ("STANDARD", False),
        ("GLACIER_IR", False),
        ("COLD", False),
        ("", False),
    ],
)
def test_a_word_that_means_an_archive_to_all_who_use_it_is_known_as_one(word: str, is_one: bool) -> None:
    """Rows of a listing show it by their icon, whatever vendor they are from."""
    assert vocabulary.names_archive(word) is is_one


def test_the_rules_for_keys_stand_in_the_table_too_and_a_store_without_its_own_has_those_of_its_protocol() -> None:
    rules = {name: vocabulary.key_rules(provider(name)) for name in ("oss", "cos", "aws", "minio")}
    assert {name: (rule.bytes_max, rule.leading_slash) for name, rule in rules.items()} == {
        "oss": (1023, False),
        "cos": (850, True),
        "aws": (1024, True),
        "minio": (1024, True),
    }
