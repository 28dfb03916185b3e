"""Verbs and sums: what a batch is doing, and what became of its objects. Texts and counting only.

A sum has two clear forms: all objects, or so many of them and so many not. Each kind of job has its own verb, and each
form stands in full, because languages build them differently.
"""

from __future__ import annotations

from enum import StrEnum

from core.model.jobs import State
from core.model.reports import BatchRow, JobRow
from core.model.requests import JobKind
from gui.text.figures import number
from gui.text.place import folder
from gui.text.translate import QT_TRANSLATE_NOOP, together, words


class Operation(StrEnum):
    """A kind of job as a person names it: what the engine calls a rename is a move where it leads elsewhere."""

    COPY = "copy"
    RENAME = "rename"
    MOVE = "move"
    EDIT = "edit"
    DELETE = "delete"
    UNDELETE = "undelete"
    RESTORE = "restore"


#: Ends that are as the user asked: a job with nothing to do is one of them.
GOOD = (State.DONE, State.SKIPPED)
#: Ends of objects that were not done, as far as somebody has to look at them.
WRONG = (State.FAILED, State.REFUSED)

#: What a running job of each kind is doing.
DOING: dict[Operation, str] = {
    Operation.COPY: QT_TRANSLATE_NOOP("words", "Copying"),
    Operation.RENAME: QT_TRANSLATE_NOOP("words", "Renaming"),
    Operation.MOVE: QT_TRANSLATE_NOOP("words", "Moving"),
    Operation.EDIT: QT_TRANSLATE_NOOP("words", "Editing"),
    Operation.DELETE: QT_TRANSLATE_NOOP("words", "Deleting"),
    Operation.UNDELETE: QT_TRANSLATE_NOOP("words", "Undeleting"),
    Operation.RESTORE: QT_TRANSLATE_NOOP("words", "Restoring"),
}

#: The name of each kind of job, as a command.
VERBS: dict[Operation, str] = {
    Operation.COPY: QT_TRANSLATE_NOOP("words", "Copy"),
    Operation.RENAME: QT_TRANSLATE_NOOP("words", "Rename"),
    Operation.MOVE: QT_TRANSLATE_NOOP("words", "Move"),
    Operation.EDIT: QT_TRANSLATE_NOOP("words", "Edit"),
    Operation.DELETE: QT_TRANSLATE_NOOP("words", "Delete"),
    Operation.UNDELETE: QT_TRANSLATE_NOOP("words", "Undelete"),
    Operation.RESTORE: QT_TRANSLATE_NOOP("words", "Restore"),
}

#: The name of a batch that takes another back, by its own kind: what is undeleted was deleted.
UNDO_VERBS: dict[Operation, str] = {
    Operation.RENAME: QT_TRANSLATE_NOOP("words", "Undo rename"),
    Operation.MOVE: QT_TRANSLATE_NOOP("words", "Undo move"),
    Operation.EDIT: QT_TRANSLATE_NOOP("words", "Undo edit"),
    Operation.UNDELETE: QT_TRANSLATE_NOOP("words", "Undo delete"),
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
        "Undo gives {source} back the properties from before, as far as each object is unchanged since. What was "
        "changed meanwhile stays as it is and is listed.",
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


def operation(row: BatchRow | JobRow) -> Operation:
    """What a batch does, or a job that is a batch of its own."""
    # What the names of a list have in common is no place. What undoes another has that other's names.
    is_list = isinstance(row, BatchRow) and row.named and row.undoes is None
    if row.kind is JobKind.RENAME and (is_list or folder(row.source) != folder(row.target)):
        return Operation.MOVE
    return Operation(row.kind.value)


def doing(what: Operation) -> str:
    """What a running job does, in one word."""
    return words.tr(DOING[what])


def verb(batch: BatchRow) -> str:
    """What a batch is, in a word or two: "Rename", or "Undo rename" for one that takes another back."""
    names = VERBS if batch.undoes is None else UNDO_VERBS
    return words.tr(names[operation(batch)])


def counts_objects(batch: BatchRow) -> bool:
    """Whether progress is told in objects.

    Where no bytes are copied, sizes say nothing of the time left; and where something was not done, the bytes of the
    rest say nothing of what is missing, whose sizes may never have been learned. The sizes of what is taken back are
    learned one by one.
    """
    copies_bytes = batch.kind.copies and batch.kind is not JobKind.EDIT and batch.undoes is None
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
    skipped = batch.counts.get(State.SKIPPED, 0)
    if batch.jobs == good(batch) and not skipped:
        return all_done(operation(batch), batch.jobs)
    left = words.tr("%Ln left as it was.", None, skipped) if skipped else ""
    return together(_parts_done(batch, some_done(operation(batch), good(batch) - skipped)), left)


def _parts_done(batch: BatchRow, done: str) -> str:
    """What became of a batch of which not all was done; `done` says how many were."""
    missing = batch.jobs - good(batch) - batch.asks
    if batch.asks and missing:
        said = words.tr("{done}, {n} not, {asking}.")
    elif batch.asks:
        said = words.tr("{done}, {asking}.")
    elif missing:
        said = words.tr("{done}, {n} not.")
    else:
        said = words.tr("{done}.")
    return said.format(done=done, n=number(missing), asking=asking(batch.asks))


def asking(count: int) -> str:
    """A part of a sentence: `count` objects wait for a word of the user's."""
    return words.tr("%Ln need(s) an answer", None, count)


def all_done(what: Operation, count: int) -> str:
    """A sentence: every one of `count` objects."""
    match what:
        case Operation.COPY:
            return words.tr("All %Ln copied.", None, count)
        case Operation.RENAME:
            return words.tr("All %Ln renamed.", None, count)
        case Operation.MOVE:
            return words.tr("All %Ln moved.", None, count)
        case Operation.EDIT:
            return words.tr("All %Ln edited.", None, count)
        case Operation.DELETE:
            return words.tr("All %Ln deleted.", None, count)
        case Operation.UNDELETE:
            return words.tr("All %Ln undeleted.", None, count)
        case Operation.RESTORE:
            return words.tr("All %Ln are being restored.", None, count)


def some_done(what: Operation, count: int) -> str:
    """The begin of a sentence: `count` objects, of more."""
    match what:
        case Operation.COPY:
            return words.tr("%Ln copied", None, count)
        case Operation.RENAME:
            return words.tr("%Ln renamed", None, count)
        case Operation.MOVE:
            return words.tr("%Ln moved", None, count)
        case Operation.EDIT:
            return words.tr("%Ln edited", None, count)
        case Operation.DELETE:
            return words.tr("%Ln deleted", None, count)
        case Operation.UNDELETE:
            return words.tr("%Ln undeleted", None, count)
        case Operation.RESTORE:
            return words.tr("%Ln being restored", None, count)


def not_done(what: Operation, count: int) -> str:
    """The title of a list: `count` objects with which it did not work."""
    match what:
        case Operation.COPY:
            return words.tr("%Ln not copied", None, count)
        case Operation.RENAME:
            return words.tr("%Ln not renamed", None, count)
        case Operation.MOVE:
            return words.tr("%Ln not moved", None, count)
        case Operation.EDIT:
            return words.tr("%Ln not edited", None, count)
        case Operation.DELETE:
            return words.tr("%Ln not deleted", None, count)
        case Operation.UNDELETE:
            return words.tr("%Ln not undeleted", None, count)
        case Operation.RESTORE:
            return words.tr("%Ln not restored", None, count)
