"""Joining checksums, against recorded values and against the checksum of the joined bytes."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules import crc64

VECTORS: dict[str, Any] = json.loads((Path(__file__).parents[2] / "data" / "crc64.json").read_text("utf-8"))
WITH_DATA = [row for row in VECTORS["values"] if "data_base64" in row]


@pytest.mark.parametrize("row", WITH_DATA, ids=lambda row: row["name"])
def test_the_checksum_is_the_recorded_one(row: dict[str, Any]) -> None:
    assert crc64.of(base64.b64decode(row["data_base64"])) == int(row["crc64_decimal"])


@pytest.mark.parametrize("row", [*VECTORS["combine"], *VECTORS["combine_arithmetic"]], ids=lambda row: row["combined"])
def test_two_checksums_join_to_the_recorded_one(row: dict[str, Any]) -> None:
    assert crc64.combine(int(row["crc1"]), int(row["crc2"]), row["len2"]) == int(row["combined"])


def test_the_parts_of_an_object_join_to_its_checksum() -> None:
    parts = [(int(part["part_crc"]), part["part_size"]) for part in VECTORS["combine_parts"]["parts"]]
    whole = int(VECTORS["combine_parts"]["whole_crc"])
    assert crc64.combine_all(parts) == whole
    data = bytes(index % 251 for index in range(VECTORS["combine_parts"]["total_length"]))
    assert crc64.of(data) == whole


@given(st.lists(st.binary(max_size=300), max_size=8))
def test_any_cut_of_any_bytes_joins_to_the_checksum_of_the_whole(pieces: list[bytes]) -> None:
    assert crc64.combine_all((crc64.of(piece), len(piece)) for piece in pieces) == crc64.of(b"".join(pieces))


@given(st.tuples(*[st.integers(0, 2**64 - 1)] * 3), st.tuples(*[st.integers(0, 2**63)] * 2))
def test_joining_is_associative_for_lengths_of_64_bits(crcs: tuple[int, int, int], lengths: tuple[int, int]) -> None:
    left = crc64.combine(crc64.combine(crcs[0], crcs[1], lengths[0]), crcs[2], lengths[1])
    right = crc64.combine(crcs[0], crc64.combine(crcs[1], crcs[2], lengths[1]), lengths[0] + lengths[1])
    assert left == right


def test_ten_thousand_parts_of_five_gibibytes_join() -> None:
    """The longest object that parts can make: its length needs 46 bits, its bits 49."""
    size, count, last = 5 * 2**30, 10_000, 1
    one = crc64.of(b"a")
    joined = crc64.combine_all([(one, size)] * (count - 1) + [(one, last)])
    doubled = crc64.combine_all([(crc64.combine(one, one, size), 2 * size)] * ((count - 2) // 2))
    assert joined == crc64.combine_all([(doubled, (count - 2) * size), (one, size), (one, last)])
