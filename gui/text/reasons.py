"""Why objects are refused, in a few words for a list; `gui.text.sentences` has the whole sentences."""

from __future__ import annotations

from core.model.jobs import Reason
from gui.text.translate import QT_TRANSLATE_NOOP, words

REASONS: dict[Reason, str] = {
    Reason.OTHER_REGION: QT_TRANSLATE_NOOP("words", "the buckets are in two regions"),
    Reason.OTHER_ACCOUNT: QT_TRANSLATE_NOOP("words", "the buckets belong to two accounts"),
    Reason.OTHER_PROVIDER: QT_TRANSLATE_NOOP("words", "the accounts are with two providers"),
    Reason.APPENDABLE: QT_TRANSLATE_NOOP("words", "written by appending, which the store does not copy"),
    Reason.LINK: QT_TRANSLATE_NOOP("words", "a symbolic link, which would point to nothing"),
    Reason.APPEND_KEPT: QT_TRANSLATE_NOOP("words", "written by appending, which would end with this change"),
    Reason.LINK_KEPT: QT_TRANSLATE_NOOP("words", "a symbolic link, of which only tags and ACL can be changed"),
    Reason.ARCHIVED: QT_TRANSLATE_NOOP("words", "archived, and not readable before they are restored"),
    Reason.RESTORING: QT_TRANSLATE_NOOP("words", "being restored from the archive, and not readable yet"),
    Reason.ONTO_ITSELF: QT_TRANSLATE_NOOP("words", "source and target are the same object"),
    Reason.INTO_ITSELF: QT_TRANSLATE_NOOP("words", "the target lies inside the source"),
    Reason.KEY_EMPTY: QT_TRANSLATE_NOOP("words", "the target has no name"),
    Reason.KEY_TOO_LONG: QT_TRANSLATE_NOOP("words", "the target's name is too long for the store"),
    Reason.KEY_LEADING_SLASH: QT_TRANSLATE_NOOP("words", "the store allows no name that begins with a slash"),
    Reason.TOO_LARGE: QT_TRANSLATE_NOOP("words", "larger than the store's largest object"),
    Reason.PART_TOO_SMALL: QT_TRANSLATE_NOOP("words", "the part size is too small for the store"),
    Reason.PART_TOO_LARGE: QT_TRANSLATE_NOOP("words", "the part size is too large for the store"),
    Reason.TOO_MANY_PARTS: QT_TRANSLATE_NOOP("words", "this part size makes too many parts"),
    Reason.METADATA_TOO_LARGE: QT_TRANSLATE_NOOP("words", "more metadata than the store allows"),
    Reason.EXISTS: QT_TRANSLATE_NOOP("words", "the target exists"),
    Reason.CHANGED: QT_TRANSLATE_NOOP("words", "changed since this was decided"),
    Reason.NOT_CARRIED: QT_TRANSLATE_NOOP("words", "locked, or with metadata that cannot be shown and would be lost"),
    Reason.STILL_THERE: QT_TRANSLATE_NOOP("words", "not deleted"),
    Reason.TAGS_DENIED: QT_TRANSLATE_NOOP("words", "this key may not read the tags that are to be changed"),
}


def reason(why: Reason) -> str:
    """The reason in a few words that follow a number."""
    return words.tr(REASONS[why])
