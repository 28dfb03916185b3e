"""ACLs of S3: canned words, grants in headers and in XML. API Reference, PutObjectAcl and GetObjectAcl.

The world keeps an ACL in one word. Grants that no canned word says are kept as text, one after the other:
"FULL_CONTROL id=owner, READ uri=http://...". All functions raise `S3Error`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple
from xml.etree import ElementTree as Tree

from core.sandbox.protocol.markup import element, group
from core.sandbox.s3.errors import S3Error

_ALL = "http://acs.amazonaws.com/groups/global/AllUsers"
_KNOWN = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_PERMISSIONS = ("FULL_CONTROL", "READ", "WRITE", "READ_ACP", "WRITE_ACP")
_HEADERS = {f"x-amz-grant-{permission.lower().replace('_', '-')}": permission for permission in _PERMISSIONS}
_TAGS = {"ID": "id", "URI": "uri", "EmailAddress": "emailAddress"}
_TYPES = {"id": "CanonicalUser", "uri": "Group", "emailAddress": "AmazonCustomerByEmail"}
_ELEMENTS = {kind: tag for tag, kind in _TAGS.items()}
_MARK = "grants "


class Grant(NamedTuple):
    """A permission for an account (`kind` "id" or "emailAddress") or a group ("uri")."""

    permission: str
    kind: str
    who: str


def grants_of(acl: str, owner: str) -> list[Grant]:
    """What an ACL as the world keeps it grants."""
    if acl.startswith(_MARK):
        return [_read(one) for one in acl.removeprefix(_MARK).split(", ")]
    mine = Grant("FULL_CONTROL", "id", owner)
    public = {"public-read": ("READ",), "public-read-write": ("READ", "WRITE")}.get(acl, ())
    known = [Grant("READ", "uri", _KNOWN)] if acl == "authenticated-read" else []
    return [mine, *(Grant(permission, "uri", _ALL) for permission in public), *known]


def word_of(grants: Sequence[Grant], owner: str) -> str:
    """How the world keeps grants: the canned word that says the same, else their text."""
    for word in ("private", "public-read", "public-read-write", "authenticated-read"):
        if set(grants) == set(grants_of(word, owner)):
            return word
    return _MARK + ", ".join(f"{grant.permission} {grant.kind}={grant.who}" for grant in grants)


def in_headers(headers: Mapping[str, str]) -> list[Grant]:
    """The grants of x-amz-grant-* headers: `id="...", uri="..."`."""
    return [
        Grant(permission, *_grantee(text))
        for name, permission in _HEADERS.items()
        for text in headers.get(name, "").split(",")
        if text.strip()
    ]


def in_tree(tree: Tree.Element) -> list[Grant]:
    """The grants of an AccessControlPolicy document."""
    found = list(_listed(tree))
    if not found or any(grant.permission not in _PERMISSIONS for grant in found):
        raise S3Error("MalformedACLError")
    return found


def granted(grants: Iterable[Grant]) -> str:
    """The AccessControlList of an AccessControlPolicy."""
    return group("AccessControlList", map(_element, grants))


def _listed(tree: Tree.Element) -> Iterator[Grant]:
    for item in tree.iterfind("AccessControlList/Grant"):
        grantee = item.find("Grantee")
        named = [] if grantee is None else [(_TAGS[node.tag], node.text or "") for node in grantee if node.tag in _TAGS]
        if len(named) != 1:
            raise S3Error("MalformedACLError")
        yield Grant(item.findtext("Permission", ""), *named[0])


def _grantee(text: str) -> tuple[str, str]:
    kind, _, who = text.strip().partition("=")
    if kind not in _TYPES or not who:
        raise S3Error("InvalidArgument", "Argument format not recognized", extra={"ArgumentValue": text.strip()})
    return kind, who.strip('"')


def _read(text: str) -> Grant:
    permission, _, grantee = text.partition(" ")
    kind, _, who = grantee.partition("=")
    return Grant(permission, kind, who)


def _element(grant: Grant) -> str:
    who = [element(_ELEMENTS[grant.kind], grant.who)]
    if grant.kind == "id":
        who.append(element("DisplayName", grant.who))
    attributes = f'xmlns:xsi="{_XSI}" xsi:type="{_TYPES[grant.kind]}"'
    return group("Grant", (group("Grantee", who, attributes), element("Permission", grant.permission)))
