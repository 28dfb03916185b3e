"""What is read from the answers of Tencent Cloud COS in another way than from those of the other stores.

Rules: Tencent Cloud COS API, one page for each operation. No page tells of GetSymlink; the vendor's own client
(cos-python-sdk-v5 1.9.44) has it.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from core.model import ops
from core.model.values import BucketInfo, UploadInfo
from core.store.dialects.base import WireResponse
from core.store.dialects.common.answers import Answers, NameReader
from core.store.dialects.common.encoding import read_date
from core.store.dialects.cos.names import NAMES
from core.store.xmldoc import parse, required, text, whole

_EVERYBODY = ("http://cam.qcloud.com/groups/global/AllUsers", "qcs::cam::anyone:anyone")

#: The canned word for what everybody may do; in a list without any grant, not even the owner's, nothing was set.
_WORDS = {
    frozenset[str](): "private",
    frozenset({"READ"}): "public-read",
    frozenset({"READ", "WRITE"}): "public-read-write",
}


class CosAnswers(Answers):
    """The answers of COS."""

    names = NAMES

    def bucket(self, node: Element) -> BucketInfo:
        region = required(node, "Location")
        return self._bucket_in(region, required(node, "Name"), created=read_date(text(node, "CreationDate")))

    def bucket_info(self, op: ops.GetBucketInfo, answer: WireResponse) -> BucketInfo:
        return self._bucket_in(self.bucket_location(ops.GetBucketLocation(op.bucket), answer), op.bucket)

    def _bucket_in(self, region: str, name: str, created: float | None = None) -> BucketInfo:
        """A bucket with the endpoints of its region, whose names follow one rule."""
        internal = (*self._store.sister_domains, self._store.parent_domain)[0]
        return BucketInfo(
            name=name,
            region=region,
            endpoint=f"cos.{region}.{self._store.parent_domain}",
            internal_endpoint=f"cos-internal.{region}.{internal}",
            created=created,
        )

    def upload(self, node: Element, read_name: NameReader) -> UploadInfo:
        """The vendor's page spells the id in two ways."""
        upload_id = text(node, "UploadId") or required(node, "UploadID")
        return UploadInfo(read_name(required(node, "Key")), upload_id, read_date(text(node, "Initiated")))

    def is_archived(self, answer: WireResponse, storage_class: str) -> bool:
        """Objects of the tiering classes say in a second header when they have been moved to an archive."""
        return bool({storage_class, answer.header("x-cos-storage-tier")} & self._store.features.archived_classes)

    def acl(self, op: ops.GetAcl, answer: WireResponse) -> str:
        """The canned word for an ACL: by the header that the service sends along, else by the grants.

        Grants cannot tell "private" from the ACL of an object that has none of its own but for its owner's grant; they
        are read as "private", which gives nobody more than the source did.
        """
        root = parse(answer.body, "AccessControlPolicy")
        word = answer.header("x-cos-acl").lower()
        if word == "default" or word in _WORDS.values():
            return word
        grants = root.findall("AccessControlList/Grant")
        owner = text(root, "Owner/ID")
        public = [text(grant, "Permission") for grant in grants if _grantee(grant) in _EVERYBODY]
        others = [grant for grant in grants if _grantee(grant) not in (owner, *_EVERYBODY)]
        said = _WORDS.get(frozenset(public))
        if said is None or others:
            return self.grants(op, answer, root)
        return said if grants else "default"

    def crc64(self, answer: WireResponse, root: Element | None = None) -> int | None:
        """A copy, a part and a completion have it in the document, because their headers were sent before."""
        element = "" if root is None else text(root, "CRC64").strip()
        return whole(element, "CRC64") if element else super().crc64(answer)

    def version(self, answer: WireResponse, root: Element | None = None) -> str | None:
        return ("" if root is None else text(root, "VersionId")) or super().version(answer)


def _grantee(grant: Element) -> str:
    return text(grant, "Grantee/URI") or text(grant, "Grantee/ID")
