"""What is read from the answers of Amazon S3, and of stores that speak like it, in another way than from the others'.

Rules: Amazon S3 API Reference, one page for each operation.
"""

from __future__ import annotations

import base64
import re
from xml.etree.ElementTree import Element

from core.model import ops
from core.model.errors import Kind, OwnCode, StoreError
from core.model.values import REDIRECT, BucketInfo, ObjectKind
from core.rules.props import plain_text
from core.store.dialects.base import WireResponse
from core.store.dialects.common.answers import Answers, NameReader
from core.store.dialects.common.encoding import bare, read_iso_date
from core.store.dialects.s3.names import CHECKSUM, FIRST_VERSION, NAMES, WEBSITE_REDIRECT
from core.store.xmldoc import MalformedError, parse, required, text, truth

_OLD_REGIONS = {"EU": "eu-west-1"}  # a name from before there were several in Europe
_MADE_OF_PARTS = re.compile(r".+-[0-9]{1,5}")
_GROUPS = "http://acs.amazonaws.com/groups/global/"
_OWNER, _ALL, _KNOWN_USERS = "owner", f"{_GROUPS}AllUsers", f"{_GROUPS}AuthenticatedUsers"

#: What each canned word grants (Amazon S3 User Guide, "Access control list (ACL) overview", Canned ACL).
_CANNED = {
    frozenset({(_OWNER, "FULL_CONTROL")}): "private",
    frozenset({(_OWNER, "FULL_CONTROL"), (_ALL, "READ")}): "public-read",
    frozenset({(_OWNER, "FULL_CONTROL"), (_ALL, "READ"), (_ALL, "WRITE")}): "public-read-write",
    frozenset({(_OWNER, "FULL_CONTROL"), (_KNOWN_USERS, "READ")}): "authenticated-read",
}


class S3Answers(Answers):
    """The answers of S3, as the provider's store gives them."""

    names = NAMES

    # ------------------------------------------------------------ buckets and lists

    def next_buckets(self, root: Element) -> str | None:
        return text(root, "ContinuationToken") or None

    def bucket(self, node: Element) -> BucketInfo:
        """A bucket of the list; stores that do not page the list do not say where a bucket is."""
        created = read_iso_date(text(node, "CreationDate"))
        return BucketInfo(required(node, "Name"), region=text(node, "BucketRegion"), created=created)

    def bucket_info(self, op: ops.GetBucketInfo, answer: WireResponse) -> BucketInfo:
        return BucketInfo(op.bucket, region=answer.header("x-amz-bucket-region"))

    def region(self, location: str) -> str:
        """The first region is answered by an empty document."""
        return _OLD_REGIONS.get(location, location) or self._store.quirks.default_region

    def name_reader(self, root: Element) -> NameReader:
        """Where names are encoded, a plus stands for a space."""
        read_name = super().name_reader(root)
        if text(root, "EncodingType") != "url":
            return read_name
        return lambda name: read_name(name.replace("+", " "))

    def next_objects(self, root: Element, names: list[str]) -> str | None:
        """The token as it came; of an answer of the first version, by which a store shows that it knows no other, its
        marker, to be sent as such.

        That version names the next page only where there is a delimiter; else it is the last key.
        """
        if not truth(root, "IsTruncated"):
            return None
        token = text(root, self.names.next_objects)
        if token:
            return token
        marker = self.name_reader(root)(text(root, "NextMarker")) or (names[-1] if names else "")
        if not marker:
            raise MalformedError("the list says that there is more, but not where")
        return marker if self._store.quirks.list_version == 1 else FIRST_VERSION + marker

    # ------------------------------------------------------------ one object

    def object_kind(self, answer: WireResponse) -> ObjectKind:
        """Only the ETag tells that an object was made of parts."""
        return ObjectKind.MULTIPART if _MADE_OF_PARTS.fullmatch(bare(answer.header("etag"))) else ObjectKind.NORMAL

    def is_archived(self, answer: WireResponse, storage_class: str) -> bool:
        """Objects of a class that moves them by itself say only so that they are archived now."""
        return super().is_archived(answer, storage_class) or bool(answer.header("x-amz-archive-status"))

    def content_headers(self, answer: WireResponse) -> dict[str, str]:
        """Also the redirect of a website. How bytes came to the store is no property, though some stores keep it."""
        found, redirect = super().content_headers(answer), answer.header(WEBSITE_REDIRECT)
        words = [word.strip() for word in found.pop("content-encoding", "").split(",")]
        encoding = ", ".join(word for word in words if word not in ("", "aws-chunked"))
        coded = {"content-encoding": encoding} if encoding else {}
        return {**found, **coded, **({REDIRECT: redirect} if redirect else {})}

    def user_metadata(self, answer: WireResponse) -> dict[str, str]:
        user = super().user_metadata(answer)
        return {name: plain_text(value) for name, value in user.items()} if self._store.quirks.metadata_words else user

    def others(self, answer: WireResponse) -> dict[str, str]:
        """The lock, as far as the key may see it, and how many entries of metadata no header can show."""
        missing = answer.header("x-amz-missing-meta")
        return {**super().others(answer), **({"missing-meta": missing} if missing.strip("0 ") else {})}

    def acl(self, op: ops.GetAcl, answer: WireResponse) -> str:
        root = parse(answer.body, "AccessControlPolicy")
        owner = text(root, "Owner/ID")
        grants = frozenset(
            (_grantee(node, owner), text(node, "Permission").strip())
            for node in root.iterfind("AccessControlList/Grant")
        )
        return _CANNED.get(grants) or self.grants(op, answer, root)

    # ------------------------------------------------------------ writes

    def part_copied(self, op: ops.CopyPart, answer: WireResponse) -> ops.PartWritten:
        """Nothing in the answer shows the range; the list of parts shows the size.

        A store that does not know the operation takes it for UploadPart and has stored a part without content: that
        answer has no body, and the ETag in a header.
        """
        if not answer.body and answer.header("etag"):
            message = "The store does not copy parts: it stored an empty one."
            raise StoreError(
                Kind.UNSUPPORTED,
                op=type(op).__name__,
                status=answer.status,
                code=OwnCode.PART_NOT_COPIED,
                message=message,
            )
        return ops.PartWritten(bare(required(parse(answer.body, "CopyPartResult"), "ETag")))

    def crc64(self, answer: WireResponse, root: Element | None = None) -> int | None:
        """The checksum, but only one of the whole object: another is made of those of the parts."""
        if root is None:
            value, reach = answer.header(f"x-amz-checksum-{CHECKSUM.lower()}"), answer.header("x-amz-checksum-type")
        else:
            value, reach = text(root, f"Checksum{CHECKSUM}"), text(root, "ChecksumType")
        if not value or reach != "FULL_OBJECT":
            return None
        try:
            raw = base64.b64decode(value, validate=True)
        except ValueError:
            raw = b""
        if len(raw) != 8:
            raise MalformedError("the checksum is not one of 64 bits")
        return int.from_bytes(raw, "big")


def _grantee(grant: Element, owner: str) -> str:
    uri = text(grant, "Grantee/URI").strip()
    return uri or (_OWNER if text(grant, "Grantee/ID") == owner else "somebody")
