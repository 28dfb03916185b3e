"""Verification says how much was proven, never more."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.jobs import Facts, PartFact
from core.model.values import Level, ObjectInfo, ObjectRef, PartInfo
from core.rules import crc64
from core.rules.proof import MismatchError, agreed_parts, is_copy, proven_level, telling_etag

E1, E2 = "e1" * 16, "e2" * 16
SOURCE = ObjectInfo(ObjectRef("a", "b", "k"), 11, E1, crc64=crc64.of(b"hello world"))
TARGET = replace(SOURCE, ref=ObjectRef("a", "c", "k"), etag=E2)
FACTS = Facts(source=SOURCE, written=True, result_etag=E2)
PARTS = [PartInfo(1, 6, "p1", crc64.of(b"hello ")), PartInfo(2, 5, "p2", crc64.of(b"world"))]


def test_equal_checksums_of_both_objects_are_the_best_level() -> None:
    assert proven_level(FACTS, TARGET, [], pinned=True) is Level.CRC64


def test_the_parts_checksums_stand_in_where_the_target_has_none() -> None:
    assert proven_level(FACTS, replace(TARGET, crc64=None), PARTS, pinned=True) is Level.PART_CRC64


def test_part_etags_prove_less_than_checksums_and_the_size_alone_proves_least() -> None:
    bare = [replace(part, crc64=None) for part in PARTS]
    target = replace(TARGET, crc64=None)
    assert proven_level(FACTS, target, bare, pinned=True) is Level.PART_ETAGS
    assert proven_level(replace(FACTS, result_etag=None), target, [], pinned=True) is Level.SIZE


def test_one_call_keeps_the_etag_of_the_bytes_and_cannot_keep_the_etag_of_parts() -> None:
    bare = replace(SOURCE, crc64=None)
    target = replace(bare, ref=TARGET.ref)
    assert proven_level(Facts(source=bare, result_etag=E1), target, [], pinned=True) is Level.PART_ETAGS
    assert proven_level(Facts(source=bare, result_etag=E2), replace(target, etag=E2), [], pinned=True) is Level.SIZE
    parted = Facts(source=replace(bare, etag=f"{E1}-3"), result_etag=E2)
    assert proven_level(parted, replace(target, etag=E2), [], pinned=True) is Level.PART_ETAGS
    assert proven_level(replace(parted, result_etag=None), replace(target, etag=E2), [], pinned=True) is Level.SIZE


@pytest.mark.parametrize(
    ("facts", "target", "parts", "says"),
    [
        (FACTS, replace(TARGET, size=10), [], "size"),
        (FACTS, replace(TARGET, crc64=1), [], "CRC-64"),
        (FACTS, replace(TARGET, crc64=None, etag="E9"), [], "replaced"),
        (FACTS, replace(TARGET, crc64=None), [PARTS[0], replace(PARTS[1], crc64=5)], "combine"),
    ],
)
def test_any_difference_is_a_failure_that_says_what_differs(
    facts: Facts, target: ObjectInfo, parts: list[PartInfo], says: str
) -> None:
    with pytest.raises(MismatchError, match=says):
        proven_level(facts, target, parts, pinned=True)


def test_a_target_in_doubt_is_ours_only_with_the_sources_checksum_or_a_date_after_our_attempt() -> None:
    facts = replace(FACTS, copying=1000.0)
    assert is_copy(TARGET, facts, margin_s=120)
    assert not is_copy(replace(TARGET, crc64=1, modified=2000.0), facts, margin_s=120)
    unknown = replace(TARGET, crc64=None)
    assert is_copy(replace(unknown, modified=1001.0), facts, margin_s=120)
    assert not is_copy(replace(unknown, modified=500.0), facts, margin_s=120)
    assert not is_copy(replace(unknown, size=1, modified=1001.0), facts, margin_s=120)


def test_the_etag_of_a_target_in_doubt_speaks_for_it_when_it_is_the_sources_or_that_of_the_parts() -> None:
    halves = [PartInfo(1, 5, "5d41402abc4b2a76b9719d911017c592"), PartInfo(2, 5, "7d793037a0760186574b0282f2f435e7")]
    joined = "065947336a2f2a95ba8899f3675c3be6-2"
    facts = Facts(source=replace(SOURCE, etag="abc"))
    told = [telling_etag(replace(SOURCE, etag=etag), facts, halves) for etag in ("ABC", joined, "other-2")]
    assert told == ["ABC", joined, None]
    assert telling_etag(replace(SOURCE, etag=joined), facts, [PartInfo(1, 10, "no-digest")]) is None


_TEXTS = st.sampled_from(["a1", "A1", '"a1"', 'W/"a1"', "b2", ""])
_HELD = st.lists(st.builds(PartInfo, st.integers(1, 4), st.sampled_from([5, 6]), _TEXTS), max_size=6)


@given(mine=_HELD, held=_HELD)
def test_a_part_is_ours_only_when_number_size_and_etag_are_as_the_journal_has_them(
    mine: list[PartInfo], held: list[PartInfo]
) -> None:
    journal = {part.number: PartFact(part) for part in mine}
    listed = {part.number: part for part in held}
    kept = agreed_parts(journal, held)
    assert [fact.part.number for fact in kept] == sorted({fact.part.number for fact in kept})
    for number, fact in journal.items():
        there = listed.get(number)
        plain = {etag: etag.removeprefix("W/").strip('"').lower() for etag in ("a1", "A1", '"a1"', 'W/"a1"', "b2", "")}
        agrees = there is not None and there.size == fact.part.size and plain[there.etag] == plain[fact.part.etag] != ""
        assert (fact in kept) == agrees
