"""What a wish takes, as lines below a question that has no room for a table. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.model.requests import CopyRequest, JobKind, JobRequest, Options
from core.rules.estimate import Estimate
from gui.actions import plan_text
from gui.text.facts import Fact, Tone
from gui.text.translate import together, words


def line(estimate: Estimate | None) -> str:
    """The requests by kind and the cost of one object; "" when nobody knows."""
    return "" if estimate is None else together(*map(_sentence, plan_text.charged_facts(estimate)))


def below(estimate: Estimate | None) -> str:
    """The same as a line of its own below a sentence."""
    said = line(estimate)
    return f"\n{said}" if said else ""


def lines(requests: Sequence[JobRequest], estimate: Estimate) -> str:
    """What these requests of one kind take, a line for each fact. Versions that are deleted are named elsewhere."""
    first = requests[0]
    if first.kind is JobKind.DELETE:
        return "\n".join(map(_sentence, plan_text.charged_facts(estimate)))
    if isinstance(first, CopyRequest) and first.is_in_place:
        estimate = replace(estimate, conflicts=0)  # what stands there gives way, which is what is asked for
    options = first.options if isinstance(first, CopyRequest) else Options()
    return "\n".join(map(_sentence, plan_text.short_facts(first.kind, estimate, options)))


def _sentence(fact: Fact) -> str:
    """A fact in a sentence. Of what stands in the way the details are told, too."""
    said = fact.said
    if fact.more and fact.tone is not Tone.PLAIN:
        said = words.tr("{said} ({details})").format(said=said, details="; ".join(fact.more))
    return words.tr("{title}: {said}.").format(title=fact.title, said=said)
