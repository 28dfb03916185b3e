"""XML as the vendors write and read it: strings out, small trees in."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote
from xml.etree import ElementTree as Tree
from xml.sax.saxutils import escape

from core.sandbox.handler import Answer

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def element(name: str, text: str) -> str:
    """One element with text. Control characters go out as they are, as the live services send them."""
    return f"<{name}>{escape(text)}</{name}>"


def group(name: str, children: Iterable[str], attributes: str = "") -> str:
    """An element with children; `attributes` are written as they are, after a space."""
    return f"<{name}{' ' if attributes else ''}{attributes}>{''.join(children)}</{name}>"


def document(name: str, children: Iterable[str], attributes: str = "") -> bytes:
    """A whole document. Raises nothing: text that is no Unicode is replaced."""
    return (_HEAD + group(name, children, attributes)).encode("utf-8", "replace")


def xml_answer(root: str, children: Iterable[str], attributes: str = "") -> Answer:
    return Answer(200, [("Content-Type", "application/xml")], document(root, children, attributes))


def url_encoded(text: str, safe: str = "") -> str:
    """The form of a name in an answer with encoding-type=url."""
    return quote(text, safe=safe)


def parse(body: bytes, root: str, namespace: str = "") -> Tree.Element:
    """The tree of a request body, its tags without `namespace`.

    Raises `ValueError` unless it is well-formed XML with that root.
    """
    if b"<!" in body:
        raise ValueError("a document type or a comment is not expected")
    try:
        tree = Tree.fromstring(body)  # noqa: S314 - declarations, the means of every XML attack, are refused above
    except Tree.ParseError as error:
        raise ValueError(str(error)) from error
    if namespace:
        for node in tree.iter():
            node.tag = node.tag.removeprefix("{" + namespace + "}")
    if tree.tag != root:
        raise ValueError(f"the root is {tree.tag!r}")
    return tree
