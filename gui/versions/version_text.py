"""What the dialog of versions says of a bucket's setting and of versions. Pure functions of values."""

from __future__ import annotations

from collections.abc import Sequence

from core.model.values import VersionEntry
from gui.text import figures
from gui.text.place import shown_key
from gui.text.translate import together, words
from gui.versions.version_model import Badge, badge, moment

#: So many versions are named one by one before they are deleted.
_NAMED = 5


def setting(versioning: str | None) -> str:
    """What it means for the versions of a bucket whether it keeps them; None: that may not be read."""
    if versioning is None:
        return words.tr("This key may not read whether the bucket keeps versions.")
    return {
        "enabled": words.tr("The bucket keeps every version."),
        "suspended": words.tr(
            "Versioning is suspended: older versions are kept, but what is written or deleted now takes the place of "
            'the version "null" for good.'
        ),
    }.get(versioning, "")


def meaning(chosen: Sequence[VersionEntry]) -> str:
    """What the selected versions are."""
    if len(chosen) != 1:
        return total(chosen) if chosen else words.tr("Select a version.")
    return {
        Badge.CURRENT: words.tr("This is what the object is now."),
        Badge.OLDER: words.tr("An older version. To restore it, the store copies it to be the current one."),
        Badge.DELETED: words.tr(
            "The object is deleted: this marker hides its versions. Undelete removes the marker, and the newest "
            "version below it is the current one again."
        ),
        Badge.MARKER: words.tr("The object was deleted here, and written again later. This marker has no bytes."),
    }[badge(chosen[0])]


def total(chosen: Sequence[VersionEntry]) -> str:
    """How many are selected, and how large they are together."""
    size = figures.size(sum(entry.size for entry in chosen))
    return words.tr("%Ln selected, {size} in all", None, len(chosen)).format(size=size)


def deletion(chosen: Sequence[VersionEntry]) -> str:
    """Which versions are to be deleted for good, and what that does to their objects."""
    kinds = {badge(entry) for entry in chosen}
    said = [words.tr("This cannot be undone: the store forgets a version that is deleted.")]
    if Badge.CURRENT in kinds:
        said.append(words.tr("Of a current version, the one before it becomes the current one."))
    if Badge.DELETED in kinds:
        said.append(words.tr("Without its delete marker, a deleted object is there again."))
    return f"{_names(chosen)}\n\n{together(*said)}"


def undeletion(chosen: Sequence[VersionEntry]) -> str:
    """Which objects come back, and how."""
    said = words.tr("The marker is removed, and the newest version below it is the current one again.")
    return f"{_names(chosen)}\n\n{said}"


def restoring(entry: VersionEntry, *, is_safe: bool) -> str:
    """Which version becomes the current one, and what is lost by that where versions are not kept."""
    if is_safe:
        said = words.tr("The store copies it to be the current one. The versions that are there stay.")
    else:
        said = words.tr(
            'Versioning is not on, so the restored version takes the place of the version "null" of {name}, which is '
            "then gone."
        ).format(name=shown_key(entry.key))
    return f"{_named(entry)}\n\n{said}"


def _names(chosen: Sequence[VersionEntry]) -> str:
    """The first ones by name, and of several how large they are together."""
    lines = [_named(entry) for entry in chosen[:_NAMED]]
    if len(chosen) > _NAMED:
        lines.append(words.tr("and %Ln more", None, len(chosen) - _NAMED))
    if len(chosen) > 1 and any(entry.size for entry in chosen):
        lines.append(total(chosen))
    return "\n".join(lines)


def _named(entry: VersionEntry) -> str:
    key, when = shown_key(entry.key), moment(entry.modified) or words.tr("an unknown date")
    if entry.is_marker:
        return words.tr("{name}, delete marker of {date}").format(name=key, date=when)
    return words.tr("{name}, version of {date}, {size}").format(name=key, date=when, size=figures.size(entry.size))
