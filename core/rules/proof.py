"""How well a copy is proven by what the stores say of both sides. Pure functions."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence

from core.model.jobs import Facts, PartFact, Plan, SimplePlan
from core.model.limits import Features
from core.model.values import CHECKSUMS, Level, ObjectInfo, PartInfo, same_etag
from core.rules import crc64

_MD5 = re.compile("[0-9a-f]{32}", re.IGNORECASE)


class MismatchError(Exception):
    """The target is not a copy of the source; the text says in what they differ."""


def proven_level(facts: Facts, target: ObjectInfo, parts: Sequence[PartInfo]) -> Level:
    """The best level that can be reached honestly; raise `MismatchError` when anything differs.

    Args:
        target: the target as HEAD shows it now.
        parts: the finished parts in order; empty for a simple copy.
    """
    source = _source(facts)
    if target.size != source.size:
        raise MismatchError(f"size {target.size}, not {source.size}")
    if source.crc64 is not None and target.crc64 is not None:
        if source.crc64 != target.crc64:
            raise MismatchError(f"CRC-64 {target.crc64}, not {source.crc64}")
        return Level.CRC64
    if facts.result_etag is not None and facts.result_etag != target.etag:
        raise MismatchError("another object has replaced the copy")
    if source.crc64 is not None and parts and all(part.crc64 is not None for part in parts):
        combined = crc64.combine_all([(part.crc64 or 0, part.size) for part in parts])
        if combined != source.crc64:
            raise MismatchError(f"the parts' CRC-64 combine to {combined}, not {source.crc64}")
        return Level.PART_CRC64
    # The ETag of an object of parts ("...-3") is no digest of its bytes: as one object it has another one.
    comparable = "-" not in source.etag
    checked = facts.result_etag is not None and (bool(parts) or not comparable or target.etag == source.etag)
    return Level.PART_ETAGS if checked else Level.SIZE


def can_prove(source: ObjectInfo, trust: Level, *, only_size: bool) -> bool:
    """Whether a copy of `source` can be proven at least so well. `only_size`: see `proves_only_size`."""
    if source.crc64 is not None or trust is Level.SIZE:
        return True
    return not only_size and trust not in CHECKSUMS


def proves_only_size(source: ObjectInfo, plan: Plan | None, features: Features) -> bool:
    """Whether nothing but its size will prove a copy by `plan`: no checksum, and the store gives it another ETag."""
    is_digest = source.crc64 is None and "-" not in source.etag
    return is_digest and isinstance(plan, SimplePlan) and not features.copy_keeps_etag


def is_copy(target: ObjectInfo, facts: Facts, *, margin_s: float) -> bool:
    """Whether `target` is the object that a copy in doubt would have made.

    Without checksums on both sides it must have the source's ETag, or be no older than our attempt (clocks may
    differ by `margin_s` seconds).
    """
    source = _source(facts)
    if target.size != source.size:
        return False
    if target.crc64 is not None and source.crc64 is not None:
        return target.crc64 == source.crc64
    began = facts.copying or facts.creating
    is_new = target.modified is not None and began is not None and target.modified >= began - margin_s
    return target.etag == source.etag or is_new


def telling_etag(target: ObjectInfo, facts: Facts, parts: Sequence[PartInfo]) -> str | None:
    """The ETag of a target in doubt where it speaks for the bytes; None where only the date speaks for it."""
    return target.etag if target.etag.lower() in (_source(facts).etag.lower(), _joined(parts)) else None


def _joined(parts: Sequence[PartInfo]) -> str | None:
    """The ETag that S3 makes of parts whose own are MD5s: the MD5 of them all, and their number."""
    if not parts or not all(_MD5.fullmatch(part.etag) for part in parts):
        return None
    together = b"".join(bytes.fromhex(part.etag) for part in parts)
    return f"{hashlib.md5(together, usedforsecurity=False).hexdigest()}-{len(parts)}"


def is_same_part(mine: PartInfo, held: PartInfo) -> bool:
    """Whether the store holds the part that it answered to us."""
    same_crc = None in (mine.crc64, held.crc64) or mine.crc64 == held.crc64
    return mine.size == held.size and same_etag(mine.etag, held.etag) and same_crc


def agreed_parts(mine: Mapping[int, PartFact], held: Iterable[PartInfo]) -> tuple[PartFact, ...]:
    """Those of our parts, by number, that the store lists as it answered them to us; no part that is not ours."""
    listed = {part.number: part for part in held}
    return tuple(
        fact for number, fact in sorted(mine.items()) if number in listed and is_same_part(fact.part, listed[number])
    )


def _source(facts: Facts) -> ObjectInfo:
    if facts.source is None:
        raise MismatchError("the source was never looked at")
    return facts.source
