"""Reading and building the small XML documents that stores speak. It knows no vendor's words."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

_DIGITS = 20  # of the largest 64-bit number

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

    Raises `MalformedError`. A document type is refused: no store sends one, and entities are how XML is abused.
    """
    parser = ElementTree.XMLParser(target=_Builder())  # noqa: S314 - the builder refuses what makes it unsafe
    try:
        tree = ElementTree.fromstring(body.lstrip(), parser)  # noqa: S314 - as above
    except (ElementTree.ParseError, UnicodeDecodeError, LookupError) as error:
        raise MalformedError(f"the document is not complete XML: {error}") from error
    if tree.tag.startswith("{"):
        for element in tree.iter():
            element.tag = element.tag.rpartition("}")[2]
    if root and tree.tag != root:
        raise MalformedError(f"the document is a {tree.tag}, not a {root}")
    return tree


def text(node: Element, path: str, default: str = "") -> str:
    """The text of a child, exactly as sent; `default` when there is no such child."""
    return node.findtext(path, default)


def required(node: Element, path: str) -> str:
    """The text of a child that must be there and not be empty. Raises `MalformedError`."""
    value = node.findtext(path)
    if not value:
        raise MalformedError(f"the document has no {path}")
    return value


def number(node: Element, path: str) -> int:
    """A child as a whole number that is not negative. Raises `MalformedError`."""
    return whole(required(node, path), path)


def whole(value: str, name: str) -> int:
    """Read a decimal number that is not negative. Raises `MalformedError`."""
    value = value.strip()
    if not (value.isascii() and value.isdigit() and len(value) <= _DIGITS):
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
