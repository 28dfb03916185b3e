"""Verification says how much was proven, never more."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.jobs import Facts, PartFact
from core.model.values import Level, ObjectInfo, ObjectRef, PartInfo
from core.rules import crc64
from core.rules.proof import MismatchError, agreed_parts, is_copy, proven_level

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
        (FACTS, replace(TARGET, crc64=None), [PARTS[0], replace(PARTS[1], crc64=5)], "combine"),
    ],
)
def test_any_difference_is_a_failure_that_says_what_differs(
    facts: Facts, target: ObjectInfo, parts: list[PartInfo], says: str
) -> None:
    with pytest.raises(MismatchError, match=says):
        proven_level(facts, target, parts, pinned=True)


HALVES = [PartInfo(1, 5, "5d41402abc4b2a76b9719d911017c592"), PartInfo(2, 5, "7d793037a0760186574b0282f2f435e7")]
JOINED = "065947336a2f2a95ba8899f3675c3be6-2"


@pytest.mark.parametrize(
    ("target", "parts", "is_ours"),
    [
        (TARGET, [], True),
        (replace(TARGET, crc64=1), [], False),
        (replace(TARGET, crc64=1, etag=E1), [], False),
        (replace(TARGET, crc64=None, modified=2000.0), [], False),
        (replace(TARGET, crc64=None, etag=E1.upper()), [], True),
        (replace(TARGET, crc64=None, etag=E1, size=1), [], False),
        (replace(TARGET, crc64=None, etag=JOINED), HALVES, True),
        (replace(TARGET, crc64=None, etag=JOINED), HALVES[::-1], False),
        (replace(TARGET, crc64=None, etag=JOINED), [], False),
    ],
)
def test_a_target_in_doubt_is_ours_only_when_a_checksum_says_so(
    target: ObjectInfo, parts: list[PartInfo], *, is_ours: bool
) -> None:
    assert is_copy(target, replace(FACTS, copying=1000.0), parts) is is_ours


@pytest.mark.parametrize("etag", ["e9" * 16, "", "opaque"])
def test_another_etag_than_was_answered_leaves_nothing_but_the_size(etag: str) -> None:
    target = replace(TARGET, crc64=None, etag=etag)
    assert proven_level(FACTS, target, [replace(part, crc64=None) for part in PARTS], pinned=True) is Level.SIZE


@pytest.mark.parametrize(("answered", "etag"), [(E2, "e9" * 16), (E2, ""), (None, E2), (None, "")])
def test_checksums_of_the_parts_say_nothing_of_a_target_that_does_not_show_the_answered_etag(
    answered: str | None, etag: str
) -> None:
    facts, target = replace(FACTS, result_etag=answered), replace(TARGET, crc64=None, etag=etag)
    assert proven_level(facts, target, PARTS, pinned=True) is Level.SIZE


def test_equal_etags_that_are_no_digests_say_nothing_of_the_bytes() -> None:
    opaque = replace(SOURCE, crc64=None, etag="opaque")
    assert not is_copy(replace(opaque, ref=TARGET.ref), Facts(source=opaque, copying=1.0), [])
    assert proven_level(Facts(source=opaque, result_etag="opaque"), opaque, [], pinned=False) is Level.SIZE


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
