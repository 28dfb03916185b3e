"""What is wrong with what was typed about properties, and what to type instead. Pure; no widgets.

Only what the user touches is judged: an object may carry what no rule allows ("Expires: 0"), and may keep it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from core.model.limits import Limits
from core.model.values import Props
from core.rules.props import PropKind
from gui.editor.model import ALWAYS, ManyForm, ObjectForm, Row, Way
from gui.text import phrases
from gui.text.translate import words

#: Where a sentence stands: a header by its name, a row by its number; -1 for all rows together.
Spot = tuple[PropKind, str | int]
WHOLE = -1

EXAMPLES: dict[str, str] = {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "max-age=3600, public",
    "content-disposition": 'attachment; filename="report.pdf"',
    "content-encoding": "gzip",
    "content-language": "en-GB, zh-CN",
    "expires": "Fri, 01 Jan 2027 00:00:00 GMT",
}

TYPES = (
    "application/gzip",
    "application/json",
    "application/octet-stream",
    "application/pdf",
    "application/wasm",
    "application/xml",
    "application/zip",
    "audio/mpeg",
    "font/woff2",
    "image/avif",
    "image/gif",
    "image/jpeg",
    "image/png",
    "image/svg+xml",
    "image/webp",
    "text/css; charset=utf-8",
    "text/csv; charset=utf-8",
    "text/html; charset=utf-8",
    "text/javascript; charset=utf-8",
    "text/markdown; charset=utf-8",
    "text/plain; charset=utf-8",
    "video/mp4",
    "video/webm",
)

_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"  # noqa: S105 - RFC 9110, section 5.6.2; not a password
_NAME = re.compile(_TOKEN)
_TYPE = re.compile(rf"{_TOKEN}/{_TOKEN}\s*(;.*)?")  # RFC 9110, section 8.3.1
_ENCODINGS = re.compile(rf"{_TOKEN}(\s*,\s*{_TOKEN})*")  # RFC 9110, section 8.4
_LANGUAGE = r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*"
_LANGUAGES = re.compile(rf"{_LANGUAGE}(\s*,\s*{_LANGUAGE})*")  # RFC 9110, section 8.5
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_TAG = re.compile(r"[\w +\-=.:/@]*")  # PutObjectTagging of the vendors; "@" not with all of them


def of_object(form: ObjectForm, props: Props, limits: Limits) -> dict[Spot, str]:
    """A sentence for each field that is not right. What is as the object has it is never wrong."""
    found: dict[Spot, str] = {}
    for name in EXAMPLES:
        text = form.headers.get(name, "").strip()
        if text != props.headers.get(name, ""):
            found[PropKind.HEADER, name] = header(name, text)
    found |= _rows(PropKind.USER, form.user, props.user)
    found[PropKind.USER, WHOLE] = _metadata_size(form.user, limits) if form.edit(props).user else ""
    if form.tags is not None:
        found |= _rows(PropKind.TAG, form.tags, props.tags.value or {})
        found[PropKind.TAG, WHOLE] = _tag_count(form.tags, limits)
    return {spot: said for spot, said in found.items() if said}


def of_many(form: ManyForm, limits: Limits) -> dict[Spot, str]:
    """A sentence for each field that is not right."""
    found: dict[Spot, str] = {}
    for name, row in form.headers.items():
        if row.way is Way.SET:
            text = row.value.strip()
            is_right = text or name in ALWAYS
            found[PropKind.HEADER, name] = (
                header(name, text) if is_right else words.tr("Enter the value, or choose Remove.")
            )
    found |= _rows(PropKind.USER, form.user, {})
    found[PropKind.USER, WHOLE] = _metadata_size(form.user, limits)
    found |= _rows(PropKind.TAG, form.tags, {})
    found[PropKind.TAG, WHOLE] = _tag_count(form.tags, limits)
    return {spot: said for spot, said in found.items() if said}


def header(name: str, text: str) -> str:
    """What is wrong with the value of a content header; "" for nothing. Empty means that it is removed."""
    if not text:
        return words.tr("An object always has a content type. Choose one.") if name in ALWAYS else ""
    if _CONTROL.search(text):
        return words.tr("Line breaks and control characters cannot be sent. Remove them.")
    if name == "expires":
        return _date_problem(text)
    rule = {"content-type": _TYPE, "content-encoding": _ENCODINGS, "content-language": _LANGUAGES}.get(name)
    if rule is None or rule.fullmatch(text):
        return ""
    return words.tr("Enter something like {example}.").format(example=EXAMPLES[name])


def http_date(text: str) -> str:
    """A date that was typed in another form ("2027-01-01", "1 Jan 2027 12:00 GMT") as HTTP writes it; "" if it is none.

    RFC 9110, section 5.6.7. Without a time zone it is taken as UTC.
    """
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        moment = _read_date(read, text.strip())
        if moment is not None:
            return format_datetime(moment, usegmt=True)
    return ""


# ---------------------------------------------------------------- inside


def _read_date(read: Callable[[str], datetime], text: str) -> datetime | None:
    try:
        moment = read(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _date_problem(text: str) -> str:
    right = http_date(text)
    if right == text:
        return ""
    return words.tr("Write the date as {example}.").format(example=right or EXAMPLES["expires"])


def _rows(group: PropKind, rows: tuple[Row, ...], before: Mapping[str, str]) -> dict[Spot, str]:
    names = Counter(_key(group, row) for row in rows if not row.is_blank)
    found: dict[Spot, str] = {}
    for at, row in enumerate(rows):
        if row.is_blank:
            continue
        if names[_key(group, row)] > 1 and _key(group, row):
            found[group, at] = words.tr("This name is there twice. Choose another one, or remove one of them.")
        elif before.get(_key(group, row)) != row.value or row.way is Way.REMOVE:
            found[group, at] = _name_problem(group, row) or _value_problem(group, row)
    return found


def _key(group: PropKind, row: Row) -> str:
    return row.name.strip().lower() if group is PropKind.USER else row.name


def _name_problem(group: PropKind, row: Row) -> str:
    name = _key(group, row)
    if not name.strip():
        return words.tr("Enter a name.")
    if group is PropKind.USER and not _NAME.fullmatch(name):
        return words.tr("A name has letters a to z, digits and hyphens, and no spaces.")
    if group is PropKind.TAG and not _TAG.fullmatch(name):
        return _tag_rule()
    return ""


def _value_problem(group: PropKind, row: Row) -> str:
    if row.way is Way.REMOVE:
        return ""
    if _CONTROL.search(row.value):
        return words.tr("Line breaks and control characters cannot be sent. Remove them.")
    if group is PropKind.USER and not row.value.strip():
        return words.tr("Enter a value, or remove the row.")
    return _tag_rule() if group is PropKind.TAG and not _TAG.fullmatch(row.value) else ""


def _tag_rule() -> str:
    return words.tr("Tags have letters, digits, spaces and + - = . _ : / @ only.")


def _metadata_size(rows: tuple[Row, ...], limits: Limits) -> str:
    # A lone surrogate is marked at its row; here it only must not stop the counting.
    texts = [row.name.strip() + row.value.strip() for row in rows if row.way is not Way.REMOVE]
    if sum(len(text.encode("utf-8", "surrogatepass")) for text in texts) <= limits.user_metadata_max:
        return ""
    most = phrases.size(limits.user_metadata_max)
    return words.tr("The store allows {size} of metadata, names and values together. Shorten it.").format(size=most)


def _tag_count(rows: tuple[Row, ...], limits: Limits) -> str:
    count = sum(1 for row in rows if not row.is_blank and row.way is not Way.REMOVE)
    if count <= limits.tags_max:
        return ""
    return words.tr("The store allows %Ln tag(s). Remove some.", None, limits.tags_max)
