"""ACLs as COS writes them: lists of grants, which the world keeps in one word. Pages GET and PUT Object acl.

Only the owner and everybody can be granted something; a list with any other grantee is beyond the sandbox.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree as Tree

from core.sandbox.cos.errors import CosError
from core.sandbox.cos.names import account_id
from core.sandbox.protocol.call import Answer
from core.sandbox.protocol.markup import element, group, xml_answer

_EVERYBODY = "http://cam.qcloud.com/groups/global/AllUsers"
_SCHEMA = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="{}"'

#: What an ACL lets everybody do.
_PUBLIC = {
    "private": (),
    "public-read": ("READ",),
    "public-read-write": ("READ", "WRITE"),
}
_FULL = "FULL_CONTROL"


def acl_answer(owner: str, acl: str, headers: Iterable[tuple[str, str]]) -> Answer:
    account = (element("ID", account_id(owner)), element("DisplayName", owner))
    grants = [_grant(group("Grantee", account, _SCHEMA.format("CanonicalUser")), _FULL)]
    everybody = group("Grantee", [element("URI", _EVERYBODY)], _SCHEMA.format("Group"))
    grants += [_grant(everybody, permission) for permission in _PUBLIC[acl]]
    policy = [group("Owner", account), group("AccessControlList", grants)]
    return xml_answer("AccessControlPolicy", policy, headers=headers)


def acl_in_tree(tree: Tree.Element) -> str:
    """The word that a list of grants stands for."""
    owner = tree.findtext("Owner/ID", "")
    public: set[str] = set()
    for grant in tree.iterfind("AccessControlList/Grant"):
        permission = grant.findtext("Permission", "")
        if grant.findtext("Grantee/URI") == _EVERYBODY:
            public |= {"READ", "WRITE"} if permission == _FULL else {permission}
        elif grant.findtext("Grantee/ID") != owner:
            raise CosError("NotImplemented", "The sandbox knows canned ACLs only.")
    for word, permissions in _PUBLIC.items():
        if public == set(permissions):
            return word
    raise CosError("NotImplemented", "The sandbox knows canned ACLs only.")


def _grant(grantee: str, permission: str) -> str:
    return group("Grant", [grantee, element("Permission", permission)])
