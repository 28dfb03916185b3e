"""What proves a copy depends on its content and on its source, whatever the stores say of either."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace

from hypothesis import event, given
from hypothesis import strategies as st

from core.model.jobs import Facts
from core.model.values import Level, ObjectInfo, ObjectRef, PartInfo
from core.rules import crc64
from core.rules.proof import MismatchError, proven_level

SOURCE, TARGET = ObjectRef("a", "b", "k"), ObjectRef("a", "c", "k")
MD5, OTHER = "e1" * 16, "e2" * 16
ETAGS = ["", MD5, MD5.upper(), f'"{MD5}"', f'W/"{MD5}"', OTHER, f"{MD5}-2", f"{OTHER}-2", "opaque", "OPAQUE", "other"]
CONTENTS = [b"aaaa", b"bbbb", b"abab"]


def level_of(facts: Facts, target: ObjectInfo, parts: list[PartInfo], *, pinned: bool) -> Level | None:
    """None for what is no copy."""
    try:
        found = proven_level(facts, target, parts, pinned=pinned)
    except MismatchError:
        found = None
    event(f"{found}")
    return found


# ---------------------------------------------------------------- any answers at all

infos = st.builds(
    lambda content, etag, crc: ObjectInfo(SOURCE, len(content), etag, crc64=crc64.of(content) if crc else None),
    st.sampled_from([*CONTENTS, b"longer"]),
    st.sampled_from(ETAGS),
    st.booleans(),
)
part_lists = st.sampled_from([*CONTENTS, b""]).flatmap(
    lambda content: st.lists(st.booleans(), min_size=len(content), max_size=len(content)).map(
        lambda told: [
            PartInfo(at + 1, 1, f"p{at}", crc64.of(content[at : at + 1]) if tells else None)
            for at, tells in enumerate(told)
        ]
    )
)
answers = st.sampled_from([None, *ETAGS])


def plain(etag: str | None) -> str:
    return (etag or "").removeprefix("W/").strip('"').lower()


def is_md5(etag: str) -> bool:
    return re.fullmatch("[0-9a-f]{32}", etag, re.IGNORECASE) is not None


def joined(parts: list[PartInfo]) -> int | None:
    """The CRC-64 of the parts together, None where one of them has none."""
    sums = [(part.crc64, part.size) for part in parts]
    return (
        crc64.combine_all([(crc, size) for crc, size in sums if crc is not None])
        if all(crc is not None for crc, _ in sums)
        else None
    )


@given(source=infos, target=infos, answered=answers, parts=part_lists, pinned=st.booleans())
def test_more_than_the_size_is_claimed_only_for_one_of_four_reasons(
    source: ObjectInfo, target: ObjectInfo, answered: str | None, parts: list[PartInfo], *, pinned: bool
) -> None:
    target = replace(target, ref=TARGET)
    level = level_of(Facts(source=source, result_etag=answered), target, parts, pinned=pinned)
    assert level is None or source.size == target.size
    as_answered = plain(answered) == plain(target.etag) != ""
    match level:
        case Level.CRC64:
            assert source.crc64 == target.crc64 is not None
        case Level.PART_CRC64:
            assert target.crc64 is None
            assert parts
            assert joined(parts) == source.crc64 is not None
            assert as_answered
        case Level.PART_ETAGS:
            digest = is_md5(source.etag) or is_md5(source.etag.removesuffix("-2"))
            kept = digest and source.etag.lower() == plain(target.etag)
            # A copy by one call would have kept the MD5.
            tied = pinned and as_answered and (bool(parts) or not is_md5(source.etag))
            assert kept or tied
    if None not in (source.crc64, target.crc64):
        assert level is (Level.CRC64 if (source.crc64, source.size) == (target.crc64, target.size) else None)


# ---------------------------------------------------------------- honest stores, and what can go wrong all the same


@dataclass(frozen=True)
class Made:
    """An object as a store holds it: its bytes, its ETag, and whether the store tells a checksum of it."""

    content: bytes
    etag: str
    tells: bool

    def seen(self, ref: ObjectRef) -> ObjectInfo:
        return ObjectInfo(ref, len(self.content), self.etag, crc64=crc64.of(self.content) if self.tells else None)


def made(name: str) -> st.SearchStrategy[Made]:
    """An object whose ETag is a digest of its bytes, or its own alone, or not told."""

    def build(content: bytes, kind: str, tells: bool) -> Made:
        digest = hashlib.md5(content, usedforsecurity=False).hexdigest()
        etag = {"md5": digest, "parts": f"{digest}-4", "opaque": f"opaque-{name}", "none": ""}[kind]
        return Made(content, etag, tells)

    kinds = st.sampled_from(["md5", "parts", "opaque", "none"])
    return st.builds(build, st.sampled_from(CONTENTS), kinds, st.booleans())


@given(
    source=made("source"),
    copy=made("copy"),
    other=st.none() | made("other"),
    by_parts=st.booleans(),
    parts_tell=st.booleans(),
    pinned=st.booleans(),
)
def test_other_bytes_than_the_sources_are_never_called_more_than_equal_in_size(
    source: Made, copy: Made, other: Made | None, *, by_parts: bool, parts_tell: bool, pinned: bool
) -> None:
    """The store may copy something else where it does not hold the pin, and anybody may overwrite the copy."""
    if pinned:
        copy = replace(copy, content=source.content, etag="" if copy.etag == "" else "opaque-copy")
    pieces = [copy.content[at : at + 1] for at in range(len(copy.content))] if by_parts else []
    parts = [PartInfo(at + 1, 1, f"p{at}", crc64.of(piece) if parts_tell else None) for at, piece in enumerate(pieces)]
    stands = other or copy
    facts = Facts(source=source.seen(SOURCE), result_etag=copy.etag or None)
    level = level_of(facts, stands.seen(TARGET), parts, pinned=pinned)
    if stands.content != source.content:
        assert level in (None, Level.SIZE)
    elif copy.content == source.content:
        assert level is not None, "a true copy is never called a false one"
