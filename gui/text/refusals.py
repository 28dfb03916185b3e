"""What of a plan cannot be done, and why. Pure functions of core's estimate."""

from __future__ import annotations

from collections.abc import Sequence

from core.model.jobs import Reason, Refused
from core.model.requests import JobKind, Options
from core.rules.estimate import Estimate
from core.rules.messages import REFUSALS
from gui.text import phrases
from gui.text.facts import Fact, Tone
from gui.text.translate import words

#: Refusals that end when the source is restored from the archive.
_FROZEN = frozenset({Reason.ARCHIVED, Reason.RESTORING})

_Counted = Sequence[tuple[Reason, int]]


def actionable(kind: JobKind, estimate: Estimate) -> int:
    """Objects that something is done to: not refused, not missing and not left out."""
    if kind is JobKind.DELETE:
        return estimate.deletes
    refused = sum(estimate.refused.values()) - sum(estimate.folders.values())
    return max(0, estimate.objects - refused - estimate.skipped - estimate.missing)


def frozen(estimate: Estimate) -> int:
    """Objects that cannot be read before they are restored."""
    return estimate.restores + sum(count for reason, count in estimate.refused.items() if reason in _FROZEN)


def is_hopeless(kind: JobKind, estimate: Estimate) -> bool:
    """Whether all is refused, and no choice of the user's would change that."""
    can_change = estimate.conflicts > 0 or frozen(estimate) > 0
    return bool(_counted(estimate, set())) and not (can_change or estimate.skipped or actionable(kind, estimate))


def title(kind: JobKind) -> str:
    """In the place of what is planned, where nothing of it can be done."""
    return {
        JobKind.COPY: words.tr("This cannot be copied"),
        JobKind.RENAME: words.tr("This cannot be renamed"),
        JobKind.EDIT: words.tr("This cannot be edited"),
        JobKind.DELETE: words.tr("This cannot be deleted"),
        JobKind.UNDELETE: words.tr("This cannot be undeleted"),
        JobKind.RESTORE: words.tr("This cannot be restored"),
    }[kind]


def hopeless_facts(estimate: Estimate) -> tuple[Fact, ...]:
    """All that is to be known where nothing can be done: how many, and of each reason what to do instead."""
    counted = _counted(estimate, set())
    lines = [_sentence(counted[0][0], estimate)] if len(counted) == 1 else _lines(counted)
    return (Fact(words.tr("Refused"), "\n".join((_stay(estimate, counted), *lines)), tone=Tone.WARN),)


def fact(estimate: Estimate, options: Options) -> Fact | None:
    """How many cannot be done, and why. Not again those that another row tells of, or that will be restored first."""
    told = {Reason.EXISTS} if estimate.conflicts else set()
    told |= _FROZEN if options.restore is not None else set()
    counted = _counted(estimate, told)
    if not counted:
        return None
    said = _stay(estimate, counted)
    if len(counted) > 1:
        return Fact(words.tr("Refused"), said, tuple(_lines(counted)), Tone.WARN)
    why = words.tr("{stay}: {reason}").format(stay=said, reason=phrases.reason(counted[0][0]))
    return Fact(words.tr("Refused"), why, tone=Tone.WARN)


# ---------------------------------------------------------------- inside


def _counted(estimate: Estimate, told: set[Reason]) -> _Counted:
    return [(reason, count) for reason, count in estimate.refused.items() if count and reason not in told]


def _stay(estimate: Estimate, counted: _Counted) -> str:
    """How many objects and whole folders. What is in a folder was not counted."""
    folders = sum(estimate.folders.get(reason, 0) for reason, _ in counted)
    objects = sum(count for _, count in counted) - folders
    if not folders:
        return words.tr("%Ln object(s), which stay as they are", None, objects)
    if not objects:
        return words.tr("%Ln folder(s), which stay as they are", None, folders)
    return words.tr("{folders} and {objects}, which stay as they are").format(
        folders=words.tr("%Ln folder(s)", None, folders), objects=words.tr("%Ln object(s)", None, objects)
    )


def _lines(counted: _Counted) -> list[str]:
    return [f"{phrases.number(count)}: {phrases.reason(reason)}" for reason, count in counted]


def _sentence(reason: Reason, estimate: Estimate) -> str:
    """The whole sentence, which says what to do, unless it needs a figure that an estimate has not."""
    detail = estimate.crosses if reason is Reason.OTHER_REGION else ""
    if detail or "{" not in REFUSALS[reason].text:
        return phrases.refusal(Refused(reason, detail))
    return phrases.reason(reason)
