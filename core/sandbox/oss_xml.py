"""XML as OSS writes and reads it: strings out, small trees in."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote
from xml.etree import ElementTree as Tree
from xml.sax.saxutils import escape

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def element(name: str, text: str) -> str:
    """One element with text. Control characters go out as they are, as the live service sends them."""
    return f"<{name}>{escape(text)}</{name}>"


def group(name: str, children: Iterable[str]) -> str:
    return f"<{name}>{''.join(children)}</{name}>"


def document(name: str, children: Iterable[str]) -> bytes:
    """A whole document. Raises nothing: text that is no Unicode is replaced."""
    return (_HEAD + group(name, children)).encode("utf-8", "replace")


def url_encoded(text: str) -> str:
    """The form of a name in an answer with encoding-type=url."""
    return quote(text, safe="")


def parse(body: bytes, root: str) -> Tree.Element:
    """The tree of a request body. Raises `ValueError` unless it is well-formed XML with that root."""
    if b"<!" in body:
        raise ValueError("a document type or a comment is not expected")
    try:
        tree = Tree.fromstring(body)  # noqa: S314 - declarations, the means of every XML attack, are refused above
    except Tree.ParseError as error:
        raise ValueError(str(error)) from error
    if tree.tag != root:
        raise ValueError(f"the root is {tree.tag!r}")
    return tree
