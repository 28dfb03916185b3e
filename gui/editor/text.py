"""The editor's words: names of properties, what a change does, and what it costs. Pure; no widgets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from core.model.jobs import PartPlan, Plan, Refused, SetPlan, SimplePlan, Skipped
from core.model.requests import Edit
from core.model.values import ObjectInfo
from core.rules.props import Change, PropKind, touches_bytes
from gui.editor.model import Choices, Way
from gui.text import choices as choice_text
from gui.text import names, phrases
from gui.text.place import Item, ItemKind, shown
from gui.text.translate import QT_TRANSLATE_NOOP, words

HEADERS: dict[str, str] = {
    "content-type": QT_TRANSLATE_NOOP("words", "Content type"),
    "cache-control": QT_TRANSLATE_NOOP("words", "Cache control"),
    "content-disposition": QT_TRANSLATE_NOOP("words", "Disposition"),
    "content-encoding": QT_TRANSLATE_NOOP("words", "Encoding"),
    "content-language": QT_TRANSLATE_NOOP("words", "Language"),
    "expires": QT_TRANSLATE_NOOP("words", "Expires"),
}

WAYS: dict[Way, str] = {
    Way.KEEP: QT_TRANSLATE_NOOP("words", "Keep"),
    Way.SET: QT_TRANSLATE_NOOP("words", "Set"),
    Way.REMOVE: QT_TRANSLATE_NOOP("words", "Remove"),
}

#: The classes that have no shortest time of storage with any vendor, by their common words; every other may have one.
_FREE = frozenset({"standard", "multi-zone-standard", "reduced-redundancy", "intelligent", "multi-zone-intelligent"})

Sign = Literal["info", "warning", "refused"]


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence about what will happen, and the icon that stands before it."""

    sign: Sign
    text: str


def header(name: str) -> str:
    """A content header's name for reading."""
    return words.tr(HEADERS[name])


def way(which: Way) -> str:
    return words.tr(WAYS[which])


def title(change: Change) -> str:
    """Which property changes."""
    if change.kind is PropKind.HEADER:
        return header(change.name)
    if change.kind is PropKind.USER:
        return words.tr("Metadata {name}").format(name=change.name)
    if change.kind is PropKind.TAG:
        return words.tr("Tag {name}").format(name=change.name) if change.name else words.tr("Tags")
    if change.kind is PropKind.ENCRYPTION:
        return words.tr("Encryption")
    return words.tr("ACL") if change.kind is PropKind.ACL else words.tr("Storage class")


def before(change: Change) -> str:
    """What the object has now."""
    return _value(change.before) if change.is_seen else words.tr("(not readable)")


def after(change: Change) -> str:
    """What it will have."""
    return words.tr("(stays as it is)") if change.is_kept else _value(change.after)


def confirm(count: int) -> str:
    """The button that goes on, for one object."""
    return words.tr("Change %Ln propertie(s)", None, count) if count else words.tr("Change")


def remarks(plan: Plan, edit: Edit, info: ObjectInfo, choices: Choices) -> tuple[Remark, ...]:
    """What the change of one object does and costs, before it is queued."""
    if isinstance(plan, Refused):
        return (Remark("refused", phrases.refusal(plan)),)
    if isinstance(plan, Skipped):
        return (Remark("info", words.tr("The object is like this already: there is nothing to do.")),)
    said = [*_way(plan, edit, info), *_versions(plan, choices)]
    if isinstance(plan, SimplePlan | PartPlan):
        said += _fees(info.props.storage_class, choices)
    return (*said, *of_edit(edit, choices))


def of_edit(edit: Edit, choices: Choices) -> Iterator[Remark]:
    """What is to be known of a change, whatever it is made to."""
    if edit.acl is not None and (said := choice_text.public(edit.acl)):
        yield Remark("warning", said)
    if edit.storage_class is not None and choices.is_archived(edit.storage_class):
        yield Remark("warning", choice_text.archived(edit.storage_class))


def many(edit: Edit, choices: Choices) -> Iterator[Remark]:
    """What a change of many objects means for each of them."""
    if edit.is_empty:
        return
    if not touches_bytes(edit):
        text = words.tr("Tags are set directly: bytes and dates stay as they are.")
        if edit.acl is not None:
            text = words.tr(
                "Tags and ACL are set directly: the bytes stay as they are. A new ACL may change the dates."
            )
        yield Remark("info", text)
    else:
        text = words.tr(
            "The store copies each object onto itself: it gets a new date, and large ones are rewritten in parts."
        )
        yield Remark("info", text)
    yield from of_edit(edit, choices)


def what(items: Sequence[Item]) -> str:
    """How many objects, folders and buckets, for a title; the name when it is only one."""
    if len(items) == 1:
        return shown(items[0].name)
    counts = Counter(item.kind for item in items)
    told = (
        words.tr("%Ln object(s)", None, counts[ItemKind.OBJECT]) if counts[ItemKind.OBJECT] else "",
        words.tr("%Ln folder(s)", None, counts[ItemKind.PREFIX]) if counts[ItemKind.PREFIX] else "",
        words.tr("%Ln bucket(s)", None, counts[ItemKind.BUCKET]) if counts[ItemKind.BUCKET] else "",
    )
    return ", ".join(each for each in told if each)


# ---------------------------------------------------------------- inside


def _value(value: str | None) -> str:
    if value is None:
        return words.tr("(none)")
    return value or words.tr("(empty)")


def _way(plan: Plan, edit: Edit, info: ObjectInfo) -> Iterator[Remark]:
    if isinstance(plan, SetPlan):
        text = words.tr("Tags are set directly: the bytes and the date stay as they are.")
        if edit.acl is not None:
            text = words.tr("Tags and ACL are set directly: the bytes stay as they are. A new ACL may change the date.")
        yield Remark("info", text)
    elif isinstance(plan, SimplePlan):
        yield Remark("info", words.tr("The store copies the object onto itself in one request. It gets a new date."))
    elif isinstance(plan, PartPlan):
        parts = words.tr("%Ln part(s)", None, plan.count)
        text = words.tr("The store rewrites all {size} in {parts}, which takes a while. The object gets a new date.")
        yield Remark("warning", text.format(size=phrases.size(info.size), parts=parts))
    else:
        yield Remark(
            "warning", words.tr("The object is archived: it is restored first, which can take hours, and is charged.")
        )


def _versions(plan: Plan, choices: Choices) -> Iterator[Remark]:
    if isinstance(plan, SetPlan):
        return
    if choices.versioning == "enabled":
        yield Remark("info", words.tr("The bucket keeps versions: the old one stays, and its storage is charged."))
    elif choices.versioning is None:
        yield Remark("info", words.tr("If the bucket keeps versions, the old one stays, and its storage is charged."))


def _fees(storage_class: str, choices: Choices) -> Iterator[Remark]:
    """A copy onto itself ends the time of storage of what was there."""
    if any(each.name == storage_class and each.common not in _FREE for each in choices.classes):
        text = words.tr(
            "Objects of the class {name} have a shortest time of storage. If this one is younger, the store may charge "
            "a fee for early deletion."
        )
        yield Remark("warning", text.format(name=names.storage_class_in_full(storage_class)))
