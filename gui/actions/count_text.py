"""What is said of a count that looks at each object. Pure functions."""

from __future__ import annotations

from gui.text import phrases
from gui.text.translate import words


def refining(count: int, total: int) -> str:
    """How far it is."""
    return words.tr("Counting exactly: {count} of {total} objects so far").format(
        count=phrases.number(min(count, total)), total=phrases.number(total)
    )


def unrefined(reason: str) -> str:
    """Why the figures stay as they are; `reason` is a whole sentence."""
    return words.tr("It could not be counted exactly: {reason}").format(reason=reason)
