"""Reading and building the small XML documents that stores speak. It knows no vendor's words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

_DIGITS = 20  # of the largest 64-bit number
#: The largest number that a checksum can be; and the largest size, which databases and file systems hold.
NUMBER_MAX, SIZE_MAX = 2**64 - 1, 2**63 - 1

#: What is read of a document at most, in bytes, tags and attributes: so no answer takes more than 64 MiB of memory.
#: A page of a thousand rows, each with a key of 1,024 encoded bytes, has 4 MB, 40,000 tags and few attributes.
DOCUMENT_MAX = 8 * 1024 * 1024
_TAGS_MAX, _ATTRIBUTES_MAX = 150_000, 100_000

#: The content of an element to build: text, or its children as (tag, content) pairs.
Content = str | Iterable[tuple[str, "Content"]]


class MalformedError(ValueError):
    """A document is cut off, is not XML, or is not the one that was expected."""


class _Builder(ElementTree.TreeBuilder):
    def doctype(self, *_: object) -> None:
        raise MalformedError("the document has a document type")


def parse(body: bytes, root: str = "") -> Element:
    """Parse a document and check the name of its root; names lose their namespace.

    White space before the document is no error: some stores send it to keep a connection alive while they work.

    One name that XML cannot hold, because of a control character or of bytes that are not UTF-8, does not spoil the
    rest: it comes as it is, such bytes as lone surrogates (PEP 383).

    Raises `MalformedError`. A document type is refused: no store sends one, and entities are how XML is abused. So is
    a document that would take much more memory than any answer needs.
    """
    if len(body) > DOCUMENT_MAX or body.count(b"<") > _TAGS_MAX or body.count(b"=") > _ATTRIBUTES_MAX:
        raise MalformedError("the document is far larger than an answer")
    try:
        tree = _read(body.lstrip())
    except MalformedError:
        raise
    except (ElementTree.ParseError, LookupError, ValueError) as error:  # ValueError: an encoding that it cannot read
        hidden = _hidden(body.lstrip())
        if hidden is None:
            raise MalformedError(f"the document is not complete XML: {error}") from error
        try:
            tree = _read(hidden)
        except (ElementTree.ParseError, LookupError, ValueError):
            raise MalformedError(f"the document is not complete XML: {error}") from error
        for element in tree.iter():
            element.text = _shown(element.text)
    if tree.tag.startswith("{"):
        for element in tree.iter():
            element.tag = element.tag.rpartition("}")[2]
    if root and tree.tag != root:
        raise MalformedError(f"the document is a {tree.tag}, not a {root}")
    return tree


def _read(document: bytes) -> Element:
    parser = ElementTree.XMLParser(target=_Builder())  # noqa: S314 - the builder refuses what makes it unsafe
    return ElementTree.fromstring(document, parser)  # noqa: S314 - as above


#: Where characters that no document may hold are kept while it is parsed: the last private plane, which no name uses.
_PLACES = 0x10FE00
#: Bytes of a document that is mended, and how many characters may be put away: each takes some hundred bytes meanwhile.
_MENDED_MAX, _HIDDEN_MAX = 2 * 1024 * 1024, 100_000
_UNHOLDABLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_REFERENCE = re.compile(r"&#(?:x([0-9A-Fa-f]{1,6})|([0-9]{1,7}));")


def _hidden(body: bytes) -> bytes | None:
    """The document with what it may not hold put away; None where that cannot be undone, or there is nothing."""
    if len(body) > _MENDED_MAX:
        return None
    plain = body.decode("utf-8", "surrogateescape")
    if any(ord(letter) >= _PLACES for letter in plain):
        return None
    if sum(1 for _ in islice(_UNHOLDABLE.finditer(plain), _HIDDEN_MAX)) == _HIDDEN_MAX:
        return None
    hidden = _REFERENCE.sub(_put_away_reference, _UNHOLDABLE.sub(lambda found: _put_away(ord(found[0])), plain))
    return None if hidden == plain else hidden.encode("utf-8", "replace")


def _put_away_reference(found: re.Match[str]) -> str:
    code = int(found[1], 16) if found[1] else int(found[2])
    return _put_away(code) if code < 0x20 and chr(code) not in "\t\n\r" else found[0]


def _put_away(code: int) -> str:
    return chr(_PLACES + (code & 0x1FF))


def _shown(value: str | None) -> str | None:
    """The text with what was put away in its place again."""
    if not value:
        return value
    return "".join(map(_in_place, value))


def _in_place(letter: str) -> str:
    low = ord(letter) - _PLACES
    if low < 0:
        return letter
    return chr(low + (0 if low < 0x20 else 0xDC00 if low < 0x100 else 0xFE00))


def text(node: Element, path: str, default: str = "") -> str:
    """The text of a child, exactly as sent; `default` when there is no such child."""
    return node.findtext(path, default)


def required(node: Element, path: str) -> str:
    """The text of a child that must be there and not be empty. Raises `MalformedError`."""
    value = node.findtext(path)
    if not value:
        raise MalformedError(f"the document has no {path}")
    return value


def number(node: Element, path: str, most: int = NUMBER_MAX) -> int:
    """A child as a whole number from 0 to `most`. Raises `MalformedError`."""
    return whole(required(node, path), path, most)


def whole(value: str, name: str, most: int = NUMBER_MAX) -> int:
    """Read a decimal number from 0 to `most`. Raises `MalformedError`."""
    value = value.strip()
    if not (value.isascii() and value.isdigit() and len(value) <= _DIGITS and int(value) <= most):
        raise MalformedError(f"{name} is not a number")
    return int(value)


def truth(node: Element, path: str) -> bool:
    """Whether a child says "true"."""
    return node.findtext(path, "").strip().lower() == "true"


def build(root: str, content: Content, *, namespace: str = "") -> bytes:
    """A document in UTF-8, without white space between its elements; all of them are in `namespace`."""
    element = Element(root, {"xmlns": namespace} if namespace else {})
    _fill(element, content)
    document: bytes = ElementTree.tostring(element, encoding="utf-8", xml_declaration=True)
    return document


def _fill(element: Element, content: Content) -> None:
    if isinstance(content, str):
        element.text = content
        return
    for tag, inner in content:
        _fill(ElementTree.SubElement(element, tag), inner)
