"""What an object's properties shall be after a copy, and what became of them. Pure functions."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from enum import StrEnum

from core.model.jobs import Fate, Note, PartPlan, Plan, SimplePlan
from core.model.requests import CopyRequest, Edit, Options
from core.model.values import Encryption, ObjectInfo, ObjectKind, Props, Seen, Sight, known

#: A store answers with this type where none was given (RFC 9110, 8.3).
_UNTYPED = "application/octet-stream"
#: What stores make of a missing type.
_UNTYPED_BY = frozenset({_UNTYPED, "binary/octet-stream"})


#: What `Props.others` may hold and a request states all the same (S3, CopyObject); it belongs to the encryption.
_STATED = frozenset({"x-amz-server-side-encryption-bucket-key-enabled"})


class PropKind(StrEnum):
    """The kinds of properties that an edit can change."""

    HEADER = "header"
    USER = "user"
    TAG = "tag"
    ACL = "acl"
    CLASS = "class"
    ENCRYPTION = "encryption"


@dataclass(frozen=True, slots=True)
class Change:
    """One property that an edit would make another one.

    Attributes:
        name: of a header, metadata or tag; "" for ACL, storage class and encryption, and for all tags together.
        before, after: None when the object has no such property.
        is_seen: whether `before` could be read.
        is_kept: it stays all the same: single tags cannot be set where the others are not known.
    """

    kind: PropKind
    name: str
    before: str | None
    after: str | None
    is_seen: bool = True
    is_kept: bool = False


def edited(props: Props, edit: Edit) -> Props:
    """The properties with the changes of `edit`. Tags that are not known stay so, unless all of them are given."""
    tags = props.tags
    if tags.is_known or edit.clear_tags:
        tags = known(_merged({} if edit.clear_tags else tags.value or {}, edit.tags))
    return replace(
        props,
        headers=_merged(props.headers, edit.headers),
        user=_merged({} if edit.clear_user else props.user, edit.user),
        tags=tags,
        acl=props.acl if edit.acl is None else known(edit.acl),
        storage_class=props.storage_class if edit.storage_class is None else edit.storage_class,
        encryption=props.encryption if edit.encryption is None else known(edit.encryption),
        others=props.others if edit.encryption is None else _without(props.others, _STATED),
    )


def _without(values: Mapping[str, str], names: frozenset[str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if name not in names}


def _merged(now: Mapping[str, str], change: Mapping[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in {**now, **change}.items() if value is not None}


def changes(props: Props, edit: Edit) -> tuple[Change, ...]:
    """What `edit` changes of an object with these properties, by kind and name; nothing when all is so already."""
    then = edited(props, edit)
    return (
        *_named_changes(PropKind.HEADER, props.headers, then.headers),
        *_named_changes(PropKind.USER, props.user, then.user),
        *_tag_changes(props.tags, then.tags, edit),
        *_word_change(PropKind.ACL, props.acl, edit.acl),
        *_word_change(PropKind.CLASS, known(props.storage_class), edit.storage_class),
        *_encryption_change(props.encryption, edit.encryption),
    )


def _named_changes(kind: PropKind, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Change]:
    for name, value in _changes(before, after).items():
        yield Change(kind, name, before.get(name), value)


def _tag_changes(before: Seen[Mapping[str, str]], after: Seen[Mapping[str, str]], edit: Edit) -> Iterator[Change]:
    if before.is_known:
        yield from _named_changes(PropKind.TAG, before.value or {}, after.value or {})
    elif after.is_known:  # all of them are given anew
        yield Change(PropKind.TAG, "", None, None, is_seen=False)
        yield from _named_changes(PropKind.TAG, {}, after.value or {})
    elif edit.tags:
        yield Change(PropKind.TAG, "", None, None, is_seen=False, is_kept=True)


def _word_change(kind: PropKind, before: Seen[str], after: str | None) -> Iterator[Change]:
    if after is not None and not (before.is_known and before.value == after):
        yield Change(kind, "", (before.value or None) if before.is_known else None, after, is_seen=before.is_known)


def _encryption_change(before: Seen[Encryption], after: Encryption | None) -> Iterator[Change]:
    if after is not None and before.value != after:
        yield Change(PropKind.ENCRYPTION, "", _cipher(before) or None, str(after) or None, is_seen=before.is_known)


def difference(now: Props, then: Props) -> Edit:
    """The edit that makes `now` what `then` was, as far as both are known."""
    both_tagged = now.tags.is_known and then.tags.is_known
    both_acl = now.acl.is_known and then.acl.is_known
    both_sealed = now.encryption.is_known and then.encryption.is_known
    return Edit(
        headers=_changes(now.headers, then.headers),
        user=_changes(now.user, then.user),
        tags=_changes(now.tags.value or {}, then.tags.value or {}) if both_tagged else {},
        acl=then.acl.value if both_acl and now.acl.value != then.acl.value else None,
        storage_class=then.storage_class if then.storage_class not in ("", now.storage_class) else None,
        encryption=then.encryption.value if both_sealed and now.encryption.value != then.encryption.value else None,
    )


def _changes(now: Mapping[str, str], then: Mapping[str, str]) -> dict[str, str | None]:
    return {name: then.get(name) for name in sorted({*now, *then}) if now.get(name) != then.get(name)}


def is_foreign(before: Props, wanted: Props, found: Props) -> bool:
    """Whether an edited object shows what it neither had nor should get: somebody else may have changed it since."""
    groups = ((each.headers, each.user, each.tags.value or {}) for each in (before, wanted, found))
    return any(
        plain_text(value) not in (plain_text(had.get(name, "")), plain_text(want.get(name, "")))
        and not (name == "content-type" and value in _UNTYPED_BY)
        for had, want, has in zip(*groups, strict=True)
        for name, value in has.items()
    )


def touches_bytes(edit: Edit) -> bool:
    """Whether a change needs a copy: all but tags and the ACL can only be given to an object when it is written."""
    return replace(edit, tags={}, clear_tags=False, acl=None) != Edit()


def is_described_anew(edit: Edit) -> bool:
    """Whether a copy has to state headers, metadata and tags instead of letting the store carry them."""
    return replace(edit, acl=None, storage_class=None, encryption=None) != Edit()


def shape_of(source: ObjectInfo) -> Hashable:
    """What kinds of properties an object has: a store that carries them of one object carries them of others too."""
    props = source.props
    return (
        source.kind,
        frozenset(props.headers),
        bool(props.user),
        (props.tags.sight, bool(props.tags.value), bool(source.tag_count)),
        props.acl,
        props.storage_class,
        props.encryption,
        frozenset(props.others),
    )


def report(source: ObjectInfo, wanted: Props, found: ObjectInfo, *, usual_acl: str) -> tuple[Note, ...]:
    """What is not simply the same at the target `found` as at the source.

    Args:
        wanted: the source's properties with the user's changes.
        found: the target, with its tags where the source has some and its ACL where that is not the usual one.
        usual_acl: what a new object has by itself, in the store's word.
    """
    return tuple(_notes(source, wanted, found, usual_acl))


def differences(before: ObjectInfo, found: ObjectInfo, *, usual_acl: str) -> tuple[Note, ...]:
    """How an object differs from what it was before: by what it has not kept, and by what it has besides."""
    besides = report(found, before.props, found, usual_acl=usual_acl)
    kept = report(before, before.props, found, usual_acl=usual_acl)
    return tuple({note.name: note for note in (*besides, *kept)}.values())


def foreseen(request: CopyRequest, source: ObjectInfo, plan: Plan | None) -> Iterator[Note]:
    """What `report` will say for certain of properties that no copy has, or that this key may not read."""
    yield from (Note(name, Fate.LOST) for name in not_carried(source, plan))
    wanted = edited(source.props, request.edit)
    # One call lets the store carry the tags, and their number tells whether it did; parts carry none.
    is_carried = not isinstance(plan, PartPlan) and source.tag_count is not None
    if wanted.tags.sight is Sight.DENIED and not is_carried:
        yield Note("tags", Fate.LOST if source.tag_count else Fate.UNREAD)
    if wanted.acl.sight is Sight.DENIED:
        yield Note("acl", Fate.UNREAD)


def cannot_state(props: Props) -> tuple[str, ...]:
    """What an object that is written anew may lack: no request of ours states it."""
    return tuple(sorted(props.others.keys() - _STATED))


def not_carried(source: ObjectInfo, plan: Plan | None) -> tuple[str, ...]:
    """What of an object no copy by `plan` has. One call brings metadata along that no header can show.

    Whether a store carries a property that this version does not know is seen only at the copy.
    """
    others = {name for name in cannot_state(source.props) if not name.startswith("x-")}
    others -= {"missing-meta"} if isinstance(plan, SimplePlan) else set()
    return (*(["appendable"] if source.kind is ObjectKind.APPENDABLE else []), *sorted(others))


def keeps_source(notes: Iterable[Note], options: Options) -> bool:
    """Whether a rename with such notes keeps its source."""
    return any(note.fate is Fate.LOST or (note.fate is Fate.UNREAD and not options.unread) for note in notes)


def names_of(notes: Iterable[Note], fate: Fate) -> str:
    """The names of the properties that met a fate, for a sentence; "" for none."""
    return ", ".join(note.name for note in notes if note.fate is fate)


def _notes(source: ObjectInfo, wanted: Props, found: ObjectInfo, usual_acl: str) -> Iterator[Note]:
    had, has = source.props, found.props
    for name in sorted({*had.headers, *wanted.headers}):
        untyped = _UNTYPED if name == "content-type" else ""
        before, want, after = (props.headers.get(name, untyped) for props in (had, wanted, has))
        yield from _note(name, before, want, after)
    for name in sorted({*had.user, *wanted.user}):
        before, want, after = (props.user.get(name, "") for props in (had, wanted, has))
        same_text = plain_text(want) == plain_text(after)
        yield from _note(f"x-meta {name}", before, want, want if same_text else after)
    yield from _tags(source, wanted, found)
    yield from _acl(had, wanted, has.acl, usual_acl)
    yield from _note("storage-class", had.storage_class, wanted.storage_class, has.storage_class)
    yield from _encryption(had.encryption, wanted.encryption, has.encryption)
    if source.kind is ObjectKind.APPENDABLE and found.kind is not ObjectKind.APPENDABLE:
        yield Note("appendable", Fate.LOST)
    for name, value in sorted(wanted.others.items()):
        # What the target has besides, such as the lock that its bucket gives to all, takes nothing away.
        yield from _note(name, value, value, has.others.get(name, ""))


def plain_text(text: str) -> str:
    """The text that stands for what may be encoded words (RFC 2047), in which S3 shows metadata outside of ASCII."""
    try:
        return str(make_header(decode_header(text))) if "=?" in text else text
    except (HeaderParseError, LookupError, ValueError):
        return text


def _note(name: str, before: str, wanted: str, after: str) -> Iterator[Note]:
    if wanted != after:
        yield Note(name, Fate.LOST, wanted, after)
    elif before != wanted:
        yield Note(name, Fate.CHANGED, before, wanted)


def _tags(source: ObjectInfo, wanted: Props, found: ObjectInfo) -> Iterator[Note]:
    if not wanted.tags.is_known:
        # One call lets the store carry tags that this key may not read; then the count tells. S3 sends none for none.
        if source.tag_count and not found.tag_count:
            yield Note("tags", Fate.LOST)
        elif wanted.tags.sight is Sight.DENIED and (source.tag_count is None or source.tag_count != found.tag_count):
            yield Note("tags", Fate.UNREAD)
        return
    had, want, has = source.props.tags.value or {}, wanted.tags.value or {}, found.props.tags
    if not has.is_known and found.tag_count != 0:
        fate = Fate.UNREAD if want else None
    elif want != (has.value or {}):
        fate = Fate.LOST
    else:
        fate = None if had == want else Fate.CHANGED
    if fate is not None:
        before, after = (want, has.value) if fate is Fate.LOST else (had, want)
        yield Note("tags", fate, _tag_text(before), _tag_text(after))


def _tag_text(tags: Mapping[str, str] | None) -> str:
    return ", ".join(f"{key}={value}" for key, value in sorted((tags or {}).items()))


def _acl(source: Props, wanted: Props, found: Seen[str], usual: str) -> Iterator[Note]:
    if not wanted.acl.is_known:
        if wanted.acl.sight is Sight.DENIED:
            yield Note("acl", Fate.UNREAD)
        return
    before, after = source.acl.value or "", wanted.acl.value or ""
    if found.is_known or is_usual_acl(after, usual):
        # A new object has the usual one by itself; only another is worth a look.
        yield from _note("acl", before or usual, after or usual, (found.value if found.is_known else after) or usual)
    else:
        yield Note("acl", Fate.UNREAD, before, after)


def _encryption(source: Seen[Encryption], wanted: Seen[Encryption], found: Seen[Encryption]) -> Iterator[Note]:
    # A bucket may encrypt what was not encrypted, or what was left to it; that takes nothing away.
    if wanted.value is None or found.value is None:
        return
    before, want, after = map(_cipher, (source, wanted, found))
    if wanted == source:
        after = after if want else ""
    elif not want:
        want = after
    elif found.value.fits(wanted.value):
        after = want
    yield from _note("encryption", before, want, after)


def _cipher(seen: Seen[Encryption]) -> str:
    return str(seen.value or "")


def is_usual_acl(word: str | None, usual: str) -> bool:
    """Whether an ACL is what every object of the store has by itself."""
    return (word or usual) == usual
