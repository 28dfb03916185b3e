"""How well a copy is proven by what the stores say of both sides. Pure functions."""

from __future__ import annotations

import hashlib
import posixpath
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import unquote

from core.model.jobs import Facts, PartFact, PartPlan, Plan, SimplePlan
from core.model.limits import Features
from core.model.ops import CopyObject, CopyPart
from core.model.values import CHECKSUMS, Level, ObjectInfo, PartInfo, same_etag
from core.rules import crc64

_MD5 = re.compile("[0-9a-f]{32}", re.IGNORECASE)
#: The ETag of an object of parts is the MD5 of their MD5s, and their number.
_MD5_OF_PARTS = re.compile("[0-9a-f]{32}-[0-9]+", re.IGNORECASE)


class MismatchError(Exception):
    """The target is not a copy of the source; the text says in what they differ."""


def proven_level(facts: Facts, target: ObjectInfo, parts: Sequence[PartInfo], *, pinned: bool) -> Level:
    """The best level that can be reached honestly; raise `MismatchError` when anything differs.

    ETags that the store gave to its own writes prove that these were kept, and not what they were made of. So they
    count only where the store holds the pin, or where they are digests and equal on both sides.

    Args:
        target: the target as HEAD shows it now.
        parts: the finished parts in order; empty for a simple copy.
        pinned: whether the store is known to refuse a copy of anything but the pinned source.
    """
    source = _source(facts)
    if target.size != source.size:
        raise MismatchError(f"size {target.size}, not {source.size}")
    if source.crc64 is not None and target.crc64 is not None:
        if source.crc64 != target.crc64:
            raise MismatchError(f"CRC-64 {target.crc64}, not {source.crc64}")
        return Level.CRC64
    as_answered = same_etag(facts.result_etag or "", target.etag)
    if source.crc64 is not None and parts and all(part.crc64 is not None for part in parts):
        combined = crc64.combine_all([(part.crc64 or 0, part.size) for part in parts])
        if combined != source.crc64:
            raise MismatchError(f"the parts' CRC-64 combine to {combined}, not {source.crc64}")
        # Only the ETag that was answered shows the target to be what the parts were joined to.
        if as_answered:
            return Level.PART_CRC64
    if is_digest(source.etag) and same_etag(source.etag, target.etag):
        return Level.PART_ETAGS
    # A copy by one call would have kept the MD5 of the bytes; the ETag of an object of parts it could not keep.
    checked = as_answered and pinned and (bool(parts) or not _is_md5(source.etag))
    return Level.PART_ETAGS if checked else Level.SIZE


def answered_level(facts: Facts) -> Level | None:
    """What the answer to a copy by one call proves by itself; None where the copy has to be looked at."""
    source = _source(facts)
    if source.crc64 is not None and source.crc64 == facts.result_crc64:
        return Level.CRC64
    return Level.PART_ETAGS if _is_md5(source.etag) and same_etag(source.etag, facts.result_etag or "") else None


def answer_proves(source: ObjectInfo, plan: Plan | None, features: Features) -> bool:
    """Whether the answer to a copy by `plan` is going to prove it."""
    by_checksum = isinstance(plan, SimplePlan) and source.crc64 is not None and features.crc64
    return by_checksum or keeps_md5(source, plan, features)


def has_other_etag(facts: Facts, target: ObjectInfo) -> bool:
    """Whether the target shows another ETag than the one that was answered: it may be another object."""
    return bool(facts.result_etag and target.etag) and not same_etag(facts.result_etag or "", target.etag)


def shows_bytes(source: ObjectInfo, target: ObjectInfo) -> bool:
    """Whether the target's ETag is the MD5 of the bytes that the source had when it was looked at."""
    return _is_md5(source.etag) and same_etag(source.etag, target.etag)


def keeps_md5(source: ObjectInfo, plan: Plan | None, features: Features) -> bool:
    """Whether a copy by `plan` is going to show the bytes of its source so."""
    return isinstance(plan, SimplePlan) and _is_md5(source.etag) and features.copy_keeps_etag


def is_digest(etag: str) -> bool:
    """Whether an ETag looks like a digest of bytes, or of the parts that an object was made of."""
    return _is_md5(etag) or _MD5_OF_PARTS.fullmatch(etag) is not None


def _is_md5(etag: str) -> bool:
    return _MD5.fullmatch(etag) is not None


def rests_on_pin(source: ObjectInfo, plan: Plan | None, features: Features) -> bool:
    """Whether only the pin will tie a copy by `plan` to its source: no checksum and no equal ETag can."""
    is_copied = isinstance(plan, SimplePlan | PartPlan)
    return source.crc64 is None and is_copied and not keeps_md5(source, plan, features)


def can_prove(source: ObjectInfo, trust: Level, *, only_size: bool) -> bool:
    """Whether a copy of `source` can be proven at least so well. `only_size`: see `proves_only_size`."""
    if source.crc64 is not None or trust is Level.SIZE:
        return True
    return not only_size and trust not in CHECKSUMS


def pinned_operation(plan: Plan | None) -> str:
    """The class name of the operation that reads the source; "" where none does."""
    return {SimplePlan: CopyObject.__name__, PartPlan: CopyPart.__name__}.get(type(plan), "")


def proves_only_size(source: ObjectInfo, plan: Plan | None, features: Features, *, holds_pin: bool | None) -> bool:
    """Whether nothing but its size will prove a copy by `plan`.

    `holds_pin`: whether the store refuses to copy another source than the pinned one; None when nobody knows yet.
    """
    if not rests_on_pin(source, plan, features):
        return False
    loses_etag = isinstance(plan, SimplePlan) and _is_md5(source.etag)
    return loses_etag or holds_pin is False


def may_be_one(source: ObjectInfo, target: ObjectInfo) -> bool:
    """Whether a source and its copy, both looked at after the copy, may be one object under two names.

    Some servers take "a//b" for "a/b", or ignore letter case. Then the source shows the date of the copy. Within the
    second in which a source was written dates tell nothing, so names that no server takes for one are believed.
    """
    if source.ref.key == target.ref.key or _collapsed(source.ref.key) != _collapsed(target.ref.key):
        return False
    versions = source.ref.version, target.ref.version
    if all(versions) and versions[0] != versions[1]:
        return False
    return None in (source.modified, target.modified) or source.modified == target.modified


def _collapsed(key: str) -> str:
    """What a careless server may take a key for: decoded, in one case, as a path of a file system."""
    plain = unicodedata.normalize("NFKC", unquote(unquote(key))).casefold().replace("\\", "/")
    return posixpath.normpath("/" + plain.strip())


def is_copy(target: ObjectInfo, facts: Facts, parts: Sequence[PartInfo]) -> bool:
    """Whether a checksum says that `target` is the object that a copy in doubt would have made. Dates say nothing.

    Checksums of both sides, or an ETag that is a digest: the source's own, or the one that its parts make.
    """
    source = _source(facts)
    if target.size != source.size:
        return False
    if target.crc64 is not None and source.crc64 is not None:
        return target.crc64 == source.crc64
    digests = [source.etag if is_digest(source.etag) else "", _joined(parts) or ""]
    return any(same_etag(target.etag, digest) for digest in digests)


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
