"""A row of a plan: a title, and what is said of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """How much a fact wants to be seen."""

    PLAIN = "plain"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Fact:
    """One row: a title, a sentence or figure, and lines of detail that open below it."""

    title: str
    said: str
    more: tuple[str, ...] = ()
    tone: Tone = Tone.PLAIN
