"""What the properties dialog says of an object, as groups of names and values. Pure functions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.model.limits import Features
from core.model.values import Encryption, ObjectInfo, ObjectKind, RestoreState, Seen, Sight
from gui.queue import job_text
from gui.text import figures, names
from gui.text.place import shown_key
from gui.text.translate import words

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Close:
    """An object that was looked at closely.

    Attributes:
        link: the key that a symbolic link points to; "" for other objects, and where that cannot be read.
        features: what the provider can do; None where it was not asked, because nothing is special.
    """

    info: ObjectInfo
    link: str = ""
    features: Features | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Facts that belong together, under a title."""

    title: str
    pairs: tuple[Pair, ...]


def groups(seen: Close) -> tuple[Group, ...]:
    """All that is known of an object."""
    info, props = seen.info, seen.info.props
    made = [Group(words.tr("Object"), tuple(_facts(seen)))]
    allowed = tuple(_allowed(seen))
    if allowed:
        made.append(Group(words.tr("What can be done with it"), allowed))
    return (
        *made,
        Group(words.tr("Checks"), tuple(_checks(info))),
        Group(words.tr("Content headers"), tuple(sorted(props.headers.items()))),
        Group(words.tr("User metadata"), tuple(sorted(props.user.items()))),
        Group(words.tr("Tags"), _tags(props.tags)),
    )


def as_text(shown: Sequence[Group]) -> str:
    """All of it as lines of plain text, for the clipboard."""
    blocks = []
    for group in shown:
        lines = [f"{name}: {value}" if value else name for name, value in group.pairs or (nothing(),)]
        blocks.append("\n".join([group.title, *(f"  {line}" for line in lines)]))
    return "\n\n".join(blocks) + "\n"


def nothing() -> Pair:
    """What stands in a group without facts."""
    return words.tr("none"), ""


# ---------------------------------------------------------------- facts


def _facts(seen: Close) -> Iterator[Pair]:
    info, props, ref = seen.info, seen.info.props, seen.info.ref
    yield words.tr("Account"), ref.account
    yield words.tr("Bucket"), ref.bucket
    yield words.tr("Key"), ref.key
    if ref.version:
        yield words.tr("Version"), ref.version
    if info.kind is ObjectKind.SYMLINK:
        yield words.tr("Points to"), shown_key(seen.link) if seen.link else words.tr("not known")
    yield words.tr("Size"), figures.exact_size(info.size)
    yield words.tr("Modified"), figures.when(info.modified) or words.tr("not known")
    yield words.tr("Made by"), _kind(info.kind)
    yield words.tr("Storage class"), names.storage_class_in_full(props.storage_class) or words.tr("not known")
    if info.restore is not RestoreState.NOT_NEEDED:
        yield words.tr("Archive"), archive(info)
    yield words.tr("ACL"), _seen(props.acl, str)
    yield words.tr("Encryption"), _seen(props.encryption, _encryption)
    yield from ((job_text.name(name), value) for name, value in sorted(props.others.items()))


def archive(info: ObjectInfo) -> str:
    """Whether an archived object can be read, and until when."""
    until = figures.when(info.readable_until)
    restored = words.tr("is restored and can be read")
    return {
        RestoreState.NOT_NEEDED: "",
        RestoreState.FROZEN: words.tr("must be restored before it can be read"),
        RestoreState.RESTORING: words.tr("is being restored"),
        RestoreState.RESTORED: words.tr("{restored} until {date}").format(restored=restored, date=until)
        if until
        else restored,
    }[info.restore]


def _checks(info: ObjectInfo) -> Iterator[Pair]:
    yield words.tr("ETag"), info.etag
    yield words.tr("CRC-64"), words.tr("not offered by the store") if info.crc64 is None else str(info.crc64)


def _tags(tags: Seen[Mapping[str, str]]) -> tuple[Pair, ...]:
    if not tags.is_known:
        return ((_seen(tags, str), ""),)
    return tuple(sorted((tags.value or {}).items()))


def _seen(seen: Seen[Any], said: Callable[[Any], str]) -> str:
    if seen.sight is Sight.DENIED:
        return words.tr("not readable with this key")
    return said(seen.value) if seen.is_known else words.tr("not known")


def _encryption(value: Encryption | None) -> str:
    said = "" if value is None else f"{value.algorithm} {value.key_id}".strip()
    return said or words.tr("none")


def _kind(kind: ObjectKind) -> str:
    return {
        ObjectKind.NORMAL: words.tr("one upload"),
        ObjectKind.MULTIPART: words.tr("an upload in parts"),
        ObjectKind.APPENDABLE: words.tr("appending"),
        ObjectKind.SYMLINK: words.tr("a link to another object"),
    }[kind]


# ---------------------------------------------------------------- what the provider allows


def is_special(info: ObjectInfo) -> bool:
    """Whether not everything can be done with the object."""
    return info.kind in (ObjectKind.APPENDABLE, ObjectKind.SYMLINK)


def _allowed(seen: Close) -> Iterator[Pair]:
    """What can and cannot be done, as `core.rules.plan` decides it; nothing where everything can."""
    info, features = seen.info, seen.features
    if info.kind is ObjectKind.SYMLINK:
        yield (
            words.tr("Copy and rename"),
            words.tr("only inside its bucket: in another one the link would point to nothing"),
        )
        yield words.tr("Edit"), _edit_in_place(features)
    elif info.kind is ObjectKind.APPENDABLE:
        yield words.tr("Copy and rename"), _copy_of_appendable(features)
        yield words.tr("Edit"), _edit_in_place(features)
    if info.restore in (RestoreState.FROZEN, RestoreState.RESTORING):
        yield words.tr("Read and copy"), words.tr("when it is restored; a copy can wait for that in the queue")


def _copy_of_appendable(features: Features | None) -> str:
    if features is None:
        return words.tr("not known")
    if features.copies_appendable:
        return words.tr("as the provider allows for any object")
    return words.tr(
        "not by this provider, which copies no object that was written by appending. Download it, and upload it as a "
        "normal object"
    )


def _edit_in_place(features: Features | None) -> str:
    """Tags and ACL are set without a copy; everything else is written by one, which changes what the object is."""
    can_tag, can_permit = (False, False) if features is None else (features.tags, features.acl)
    if can_tag and can_permit:
        return words.tr("tags and ACL only; any other change would make it an object of another kind")
    if can_tag:
        return words.tr("tags only; any other change would make it an object of another kind")
    if can_permit:
        return words.tr("ACL only; any other change would make it an object of another kind")
    return words.tr("not possible; it would become an object of another kind")
