"""What a user wants changed of an object's properties, as fields; what that changes, and what is queued. No widgets.

`Edit` is the one word for a change: a form makes one, and the engine's own rule lays it over an object's
properties for the differences that are shown. So the list on the screen and the job in the queue cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from core.model.limits import Limits
from core.model.requests import CopyRequest, Edit, JobKind, PrefixRequest
from core.model.values import CONTENT_HEADERS, Expected, ObjectInfo, ObjectRef, Props
from core.rules.props import Change, PropKind, changes, edited
from core.rules.providers import StorageClass
from gui.text.place import Item, ItemKind


class Way(StrEnum):
    """What is to become of one property."""

    KEEP = "keep"
    SET = "set"
    REMOVE = "remove"


#: Every object has one; a store that gets none puts one in.
ALWAYS = frozenset({"content-type"})


@dataclass(frozen=True, slots=True)
class Row:
    """A line of user metadata or of tags, as typed."""

    name: str
    value: str = ""
    way: Way = Way.SET

    @property
    def is_blank(self) -> bool:
        return not self.name.strip() and not self.value.strip()


@dataclass(frozen=True, slots=True)
class Choices:
    """What an account offers.

    Attributes:
        versioning: the bucket's; "" for one that never kept versions, None when that could not be read.
    """

    acl: tuple[str, ...]
    classes: tuple[StorageClass, ...]
    limits: Limits
    versioning: str | None = None

    def is_archived(self, name: str) -> bool:
        """Whether objects of that class must be restored before they are read."""
        return any(each.archived for each in self.classes if each.name == name)


@dataclass(frozen=True, slots=True)
class ObjectForm:
    """The fields for one object.

    Attributes:
        headers: by name; "" for one that it shall not have.
        tags: None when they cannot be edited, and stay.
        acl, storage_class: "" stands for what it has.
    """

    headers: Mapping[str, str] = field(default_factory=dict)
    user: tuple[Row, ...] = ()
    tags: tuple[Row, ...] | None = None
    acl: str = ""
    storage_class: str = ""

    @classmethod
    def of(cls, props: Props, edit: Edit | None = None) -> ObjectForm:
        """The fields as the object is, with a change laid over them."""
        change = edit or Edit()
        then = edited(props, change)
        return cls(
            then.headers,
            _rows(then.user),
            _rows(then.tags.value or {}) if props.tags.is_known else None,
            change.acl or "",
            change.storage_class or "",
        )

    def edit(self, props: Props) -> Edit:
        """What differs from the object's properties."""
        headers = {name: self.headers.get(name, "").strip() or None for name in CONTENT_HEADERS}
        return Edit(
            headers=_differing({name: value for name, value in props.headers.items() if value}, headers),
            user=_differing(_stripped(props.user), _wanted(props.user, _named(self.user, lower=True))),
            tags={} if self.tags is None else _wanted_tags(props.tags.value or {}, self.tags),
            acl=self.acl if self.acl and self.acl != (props.acl.value or "") else None,
            storage_class=self.storage_class if self.storage_class not in ("", props.storage_class) else None,
        )


@dataclass(frozen=True, slots=True)
class ManyForm:
    """The fields for many objects: only what is named is touched.

    Attributes:
        headers: by name; what is missing is kept.
        clear_user, clear_tags: remove all that no row names.
        acl, storage_class: "" keeps it.
    """

    headers: Mapping[str, Row] = field(default_factory=dict)
    user: tuple[Row, ...] = ()
    tags: tuple[Row, ...] = ()
    clear_user: bool = False
    clear_tags: bool = False
    acl: str = ""
    storage_class: str = ""

    def edit(self) -> Edit:
        """The change for every object."""
        return Edit(
            headers={
                name: row.value.strip() if row.way is Way.SET else None
                for name, row in self.headers.items()
                if row.way is not Way.KEEP
            },
            user=_named(self.user, lower=True),
            tags=_named(self.tags),
            clear_user=self.clear_user,
            clear_tags=self.clear_tags,
            acl=self.acl or None,
            storage_class=self.storage_class or None,
        )


def difference(props: Props, edit: Edit) -> tuple[Change, ...]:
    """What `edit` changes of an object with these properties: content headers as the fields stand, then the others."""
    kinds = list(PropKind)
    return tuple(sorted(changes(props, edit), key=lambda change: (kinds.index(change.kind), _order(change.name))))


def edit_request(ref: ObjectRef, edit: Edit, info: ObjectInfo | None) -> CopyRequest:
    """The change of one object; when it was looked at, it must still be what it was then."""
    expect = Expected.of(info) if info is not None else None
    return CopyRequest(ref, ref, kind=JobKind.EDIT, edit=edit, expect=expect)


def edit_requests(
    items: Sequence[Item], edit: Edit, looked_at: Mapping[ObjectRef, ObjectInfo]
) -> tuple[CopyRequest | PrefixRequest, ...]:
    """The same change of objects, folders and whole buckets, in their order."""
    return tuple(
        edit_request(item.ref, edit, looked_at.get(item.ref))
        if item.kind is ItemKind.OBJECT
        else PrefixRequest(item.ref, item.ref, kind=JobKind.EDIT, edit=edit)
        for item in items
    )


# ---------------------------------------------------------------- inside


def _rows(values: Mapping[str, str]) -> tuple[Row, ...]:
    return tuple(Row(name, value) for name, value in sorted(values.items()))


def _named(rows: Iterable[Row], *, lower: bool = False) -> dict[str, str | None]:
    """Values by name, None for what is removed.

    Stores keep the names of metadata in lower case and no outer spaces (`lower`); in tags a space counts.
    """
    clean = _metadata_row if lower else _tag_row
    return dict(clean(row) for row in rows if row.name.strip())


def _metadata_row(row: Row) -> tuple[str, str | None]:
    return row.name.strip().lower(), None if row.way is Way.REMOVE else row.value.strip()


def _tag_row(row: Row) -> tuple[str, str | None]:
    return row.name, None if row.way is Way.REMOVE else row.value


def _wanted(before: Mapping[str, str], after: Mapping[str, str | None]) -> dict[str, str | None]:
    """The same with None for everything that is there and is not named."""
    return {**dict.fromkeys(before), **after}


def _differing(before: Mapping[str, str], after: Mapping[str, str | None]) -> dict[str, str | None]:
    return {name: value for name, value in after.items() if before.get(name) != value}


def _stripped(values: Mapping[str, str]) -> dict[str, str]:
    """Outer spaces do not count: no header carries them."""
    return {name: value.strip() for name, value in values.items()}


def _wanted_tags(before: Mapping[str, str], rows: tuple[Row, ...]) -> dict[str, str | None]:
    return _differing(before, _wanted(before, _named(rows)))


def _order(name: str) -> tuple[int, str]:
    """Content headers as the fields stand, everything else by name."""
    return (CONTENT_HEADERS.index(name) if name in CONTENT_HEADERS else len(CONTENT_HEADERS), name)
