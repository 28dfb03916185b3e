"""XML as the vendors write and read it: strings out, small trees in; and tags, in XML and in headers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl
from xml.etree import ElementTree as Tree
from xml.sax.saxutils import escape

from core.sandbox.protocol.call import Answer

#: The header of every answer with a document.
XML = ("Content-Type", "application/xml")

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def element(name: str, text: str) -> str:
    """One element with text. Control characters go out as they are, as the live services send them."""
    return f"<{name}>{escape(text)}</{name}>"


def group(name: str, children: Iterable[str], attributes: str = "") -> str:
    """An element with children; `attributes` are written as they are, after a space."""
    return f"<{name}{' ' if attributes else ''}{attributes}>{''.join(children)}</{name}>"


def document(name: str, children: Iterable[str], attributes: str = "") -> bytes:
    """A whole document. Raises nothing: text that is no Unicode is replaced."""
    return (DECLARATION + group(name, children, attributes)).encode("utf-8", "replace")


def xml_answer(
    root: str, children: Iterable[str], attributes: str = "", headers: Iterable[tuple[str, str]] = ()
) -> Answer:
    """A success with a document; further headers stand behind the Content-Type."""
    return Answer(200, [XML, *headers], document(root, children, attributes))


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


# ---------------------------------------------------------------- tags


def tag_set(tags: Mapping[str, str]) -> str:
    """The TagSet element of an answer."""
    return group(
        "TagSet", (group("Tag", (element("Key", name), element("Value", value))) for name, value in tags.items())
    )


def tags_in_tree(tree: Tree.Element) -> list[tuple[str, str]]:
    """The tags of a Tagging document, in order."""
    return [(tag.findtext("Key", ""), tag.findtext("Value", "")) for tag in tree.iterfind("TagSet/Tag")]


def tags_in_header(text: str) -> list[tuple[str, str]]:
    """The tags of a header: percent-encoded pairs joined by "&"."""
    return parse_qsl(text, keep_blank_values=True)
