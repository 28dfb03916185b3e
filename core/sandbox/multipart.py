"""Unfinished uploads: which parts make the object, and pages of parts and uploads. The faces say what is allowed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from enum import Enum, auto
from itertools import pairwise
from xml.etree import ElementTree as Tree

from core.sandbox.call import whole_number
from core.sandbox.etags import bare
from core.sandbox.listing import Folded, common_prefix, folded
from core.sandbox.world import Bucket, Part, Upload


class Flaw(Enum):
    """What is wrong with the parts that are to make an object."""

    ORDER = auto()  # the numbers do not ascend, or are outside of what is allowed
    GAP = auto()  # a number between two others is missing
    MISSING = auto()  # there is no such part, or it has another ETag
    SMALL = auto()  # a part that is not the last is smaller than the least size


class PartsError(Exception):
    """The parts cannot make an object. `number`, `etag` and `size` tell of the first one that is wrong."""

    def __init__(self, flaw: Flaw, number: int = 0, etag: str = "", size: int = 0) -> None:
        super().__init__(flaw)
        self.flaw, self.number, self.etag, self.size = flaw, number, etag, size


def listed_parts(tree: Tree.Element) -> list[tuple[int, str]]:
    """Numbers and ETags of a CompleteMultipartUpload document. Raises `ValueError` unless it has some, all numbered."""
    listed = []
    for item in tree.iterfind("Part"):
        number = whole_number(item.findtext("PartNumber", "").strip())
        if number is None:
            raise ValueError("a part has no number")
        listed.append((number, bare(item.findtext("ETag", ""))))
    if not listed:
        raise ValueError("there is no part")
    return listed


def chosen_parts(
    upload: Upload, listed: Sequence[tuple[int, str]], *, number_max: int, part_min: int, gaps: bool = True
) -> list[Part]:
    """The parts that a list names, in order. Raises `PartsError`."""
    if not 1 <= listed[0][0] <= listed[-1][0] <= number_max:
        raise PartsError(Flaw.ORDER)
    for (number, _), (following, _) in pairwise(listed):
        if number >= following:
            raise PartsError(Flaw.ORDER, following)
    if not gaps and listed[-1][0] != len(listed):
        expected = next(index for index, (number, _) in enumerate(listed, 1) if number != index)
        raise PartsError(Flaw.GAP, expected)
    parts = [_named_part(upload, number, etag) for number, etag in listed]
    check_sizes(parts, part_min)
    return parts


def check_sizes(parts: Sequence[Part], part_min: int) -> None:
    """Only the last part may be small. Raises `PartsError`."""
    for part in parts[:-1]:
        if part.content.length < part_min:
            raise PartsError(Flaw.SMALL, part.number, part.etag, part.content.length)


def _named_part(upload: Upload, number: int, etag: str) -> Part:
    part = upload.parts.get(number)
    if part is None or part.etag != etag.upper():
        raise PartsError(Flaw.MISSING, number, etag)
    return part


def parts_page(upload: Upload, marker: int, limit: int) -> tuple[list[Part], bool]:
    """The parts behind a number, and whether there are more."""
    numbers = sorted(upload.parts)
    start = bisect_right(numbers, marker)
    page = [upload.parts[number] for number in numbers[start : start + limit]]
    return page, start + limit < len(numbers)


def uploads_page(
    bucket: Bucket, *, prefix: str, delimiter: str, key_marker: str, id_marker: str, limit: int
) -> Folded[Upload]:
    """Uploads by key, then by time.

    A key marker skips its key's uploads; with an id marker too, only those up to that one.
    """
    ordered = sorted(bucket.uploads.values(), key=lambda one: (one.key, one.started, one.id))
    mine = [one for one in ordered if one.key.startswith(prefix) and one.key >= key_marker]
    mine = _after(mine, key_marker, id_marker)
    if key_marker and common_prefix(key_marker, prefix, delimiter) == key_marker:
        mine = [one for one in mine if not one.key.startswith(key_marker)]
    return folded(mine, lambda one: one.key, prefix=prefix, delimiter=delimiter, limit=limit)


def _after(uploads: list[Upload], key_marker: str, id_marker: str) -> list[Upload]:
    if not key_marker:
        return uploads
    same = [one for one in uploads if one.key == key_marker]
    ids = [one.id for one in same]
    rest = [one for one in uploads if one.key > key_marker]
    return [*same[ids.index(id_marker) + 1 :], *rest] if id_marker in ids else rest
