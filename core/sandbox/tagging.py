"""Tags of objects as all vendors write them: XML out, trees and query text in. What is allowed stands in the rules."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl
from xml.etree import ElementTree as Tree

from core.sandbox.markup import element, group


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
