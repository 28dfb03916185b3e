"""Window floor: verbs and sums: what a batch is doing, and what became of its objects. Texts and counting only.

A sum has two clear forms: all objects, or so many of them and so many not. Each kind of job has its own verb, and each
form stands in full, because languages build them differently.
"""

from __future__ import annotations

from core.jobs import State
from core.reports import BatchRow
from core.requests import JobKind
from gui.figures import number
from gui.texts import QT_TRANSLATE_NOOP, words

#: Ends that are as the user asked: a job with nothing to do is one of them.
GOOD = (State.DONE, State.SKIPPED)
#: Ends of objects that were not done, as far as somebody has to look at them.
WRONG = (State.FAILED, State.REFUSED)

#: What a running job of each kind is doing.
DOING: dict[JobKind, str] = {
    JobKind.COPY: QT_TRANSLATE_NOOP("words", "Copying"),
    JobKind.RENAME: QT_TRANSLATE_NOOP("words", "Renaming"),
    JobKind.EDIT: QT_TRANSLATE_NOOP("words", "Editing"),
    JobKind.DELETE: QT_TRANSLATE_NOOP("words", "Deleting"),
    JobKind.UNDELETE: QT_TRANSLATE_NOOP("words", "Undeleting"),
    JobKind.RESTORE: QT_TRANSLATE_NOOP("words", "Restoring"),
}

#: The name of each kind of job, as a command.
VERBS: dict[JobKind, str] = {
    JobKind.COPY: QT_TRANSLATE_NOOP("words", "Copy"),
    JobKind.RENAME: QT_TRANSLATE_NOOP("words", "Rename"),
    JobKind.EDIT: QT_TRANSLATE_NOOP("words", "Edit"),
    JobKind.DELETE: QT_TRANSLATE_NOOP("words", "Delete"),
    JobKind.UNDELETE: QT_TRANSLATE_NOOP("words", "Undelete"),
    JobKind.RESTORE: QT_TRANSLATE_NOOP("words", "Restore"),
}

#: The name of a batch that takes another back, by its own kind: what is undeleted was deleted.
UNDO_VERBS: dict[JobKind, str] = {
    JobKind.RENAME: QT_TRANSLATE_NOOP("words", "Undo rename"),
    JobKind.EDIT: QT_TRANSLATE_NOOP("words", "Undo edit"),
    JobKind.UNDELETE: QT_TRANSLATE_NOOP("words", "Undo delete"),
}

#: What taking back a batch of each kind does; a kind that is missing cannot be taken back.
UNDO_MEANINGS: dict[JobKind, str] = {
    JobKind.RENAME: QT_TRANSLATE_NOOP(
        "words",
        "Undo renames {target} back to {source}, object by object, as far as each is unchanged since. What was changed "
        "meanwhile stays as it is and is listed.",
    ),
    JobKind.EDIT: QT_TRANSLATE_NOOP(
        "words",
        "Undo gives {source} the properties back that it had before, as far as each object is unchanged since. What "
        "was changed meanwhile stays as it is and is listed.",
    ),
    JobKind.DELETE: QT_TRANSLATE_NOOP(
        "words",
        "Undo brings {source} back where the bucket has kept versions. What has no version is gone for good; it stays "
        "away and is listed, and so is what was written anew under the same name.",
    ),
}

#: Why a batch of some kinds is never taken back.
NO_UNDO: dict[JobKind, str] = {
    JobKind.COPY: QT_TRANSLATE_NOOP(
        "words", "A copy changes nothing at its source. To take it back, delete the objects at the target."
    ),
    JobKind.UNDELETE: QT_TRANSLATE_NOOP("words", "To take this back, delete the objects again."),
    JobKind.RESTORE: QT_TRANSLATE_NOOP(
        "words", "A restored object is archived again by itself when its days are over. There is nothing to take back."
    ),
}


def doing(kind: JobKind) -> str:
    """What a running job does, in one word."""
    return words.tr(DOING[kind])


def verb(batch: BatchRow) -> str:
    """What a batch is, in a word or two: "Rename", or "Undo rename" for one that takes another back."""
    names = VERBS if batch.undoes is None else UNDO_VERBS
    return words.tr(names[batch.kind])


def counts_objects(batch: BatchRow) -> bool:
    """Whether progress is told in objects.

    Where no bytes are copied, sizes say nothing of the time left; and where something was not done, the bytes of the
    rest say nothing of what is missing, whose sizes may never have been learned.
    """
    copies_bytes = batch.kind.copies and batch.kind is not JobKind.EDIT
    return batch.many and (not copies_bytes or (batch.state.is_end and batch.state is not State.DONE))


def settled(batch: BatchRow) -> int:
    """How many of a batch's objects have come to an end; once it has ended itself, only those with a good end."""
    if batch.state.is_end:
        return good(batch)
    return sum(count for state, count in batch.counts.items() if state.is_end)


def good(batch: BatchRow) -> int:
    return sum(batch.counts.get(state, 0) for state in GOOD)


def wrong(batch: BatchRow) -> int:
    return sum(batch.counts.get(state, 0) for state in WRONG)


def summary(batch: BatchRow) -> str:
    """The sum of a batch that has ended: "All 10,000 renamed.", or "9,998 renamed, 2 not."; "" for an empty one."""
    if not batch.jobs:
        return words.tr("There was no object.")
    done, missing = good(batch), batch.jobs - good(batch)
    if batch.asks:
        return _asking(batch, missing - batch.asks)
    if missing:
        return words.tr("{done}, {n} not.").format(done=some_done(batch.kind, done), n=number(missing))
    skipped = batch.counts.get(State.SKIPPED, 0)
    if not skipped:
        return all_done(batch.kind, done)
    said = some_done(batch.kind, done - skipped)
    return words.tr("{done}; with %Ln there was nothing to do.", None, skipped).format(done=said)


def asking(count: int) -> str:
    """A part of a sentence: `count` objects wait for a word of the user's."""
    return words.tr("%Ln need(s) an answer", None, count)


def _asking(batch: BatchRow, missing: int) -> str:
    """The sum of a batch that waits for an answer; `missing` objects were not done for other reasons."""
    done, asks = some_done(batch.kind, good(batch)), asking(batch.asks)
    if missing:
        return words.tr("{done}, {n} not, {asking}.").format(done=done, n=number(missing), asking=asks)
    return words.tr("{done}, {asking}.").format(done=done, asking=asks)


def all_done(kind: JobKind, count: int) -> str:
    """A sentence: every one of `count` objects."""
    match kind:
        case JobKind.COPY:
            return words.tr("All %Ln copied.", None, count)
        case JobKind.RENAME:
            return words.tr("All %Ln renamed.", None, count)
        case JobKind.EDIT:
            return words.tr("All %Ln edited.", None, count)
        case JobKind.DELETE:
            return words.tr("All %Ln deleted.", None, count)
        case JobKind.UNDELETE:
            return words.tr("All %Ln undeleted.", None, count)
        case JobKind.RESTORE:
            return words.tr("All %Ln are being restored.", None, count)


def some_done(kind: JobKind, count: int) -> str:
    """The begin of a sentence: `count` objects, of more."""
    match kind:
        case JobKind.COPY:
            return words.tr("%Ln copied", None, count)
        case JobKind.RENAME:
            return words.tr("%Ln renamed", None, count)
        case JobKind.EDIT:
            return words.tr("%Ln edited", None, count)
        case JobKind.DELETE:
            return words.tr("%Ln deleted", None, count)
        case JobKind.UNDELETE:
            return words.tr("%Ln undeleted", None, count)
        case JobKind.RESTORE:
            return words.tr("%Ln being restored", None, count)


def not_done(kind: JobKind, count: int) -> str:
    """The title of a list: `count` objects with which it did not work."""
    match kind:
        case JobKind.COPY:
            return words.tr("%Ln not copied", None, count)
        case JobKind.RENAME:
            return words.tr("%Ln not renamed", None, count)
        case JobKind.EDIT:
            return words.tr("%Ln not edited", None, count)
        case JobKind.DELETE:
            return words.tr("%Ln not deleted", None, count)
        case JobKind.UNDELETE:
            return words.tr("%Ln not undeleted", None, count)
        case JobKind.RESTORE:
            return words.tr("%Ln not restored", None, count)
