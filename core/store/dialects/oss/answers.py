"""What is read from the answers of Alibaba Cloud OSS in another way than from those of the other stores.

Rules: OSS API Reference, one page for each operation.
"""

from __future__ import annotations

from dataclasses import replace
from xml.etree.ElementTree import Element

from core.model import ops
from core.model.values import BucketInfo
from core.store.dialects.base import WireResponse
from core.store.dialects.common.answers import Answers
from core.store.dialects.common.encoding import content_span, read_iso_date
from core.store.dialects.oss.names import NAMES
from core.store.xmldoc import MalformedError, parse, required, text


class OssAnswers(Answers):
    """The answers of OSS."""

    names = NAMES

    def bucket(self, node: Element) -> BucketInfo:
        return self._bucket(node, versioning=None)

    def bucket_info(self, _: ops.GetBucketInfo, answer: WireResponse) -> BucketInfo:
        node = parse(answer.body, "BucketInfo").find("Bucket")
        if node is None:
            raise MalformedError("the document has no Bucket")
        # The element is missing when versioning was never switched on.
        return self._bucket(node, versioning=text(node, "Versioning").lower())

    def _bucket(self, node: Element, *, versioning: str | None) -> BucketInfo:
        return BucketInfo(
            name=required(node, "Name"),
            region=self.region(text(node, "Location") or text(node, "Region")),
            endpoint=text(node, "ExtranetEndpoint"),
            internal_endpoint=text(node, "IntranetEndpoint"),
            created=read_iso_date(text(node, "CreationDate")),
            storage_class=text(node, "StorageClass"),
            versioning=versioning,
        )

    def region(self, location: str) -> str:
        """The bare region id: locations and endpoints put the name of the service before it."""
        return location.removeprefix("oss-")

    def acl(self, _: ops.GetAcl, answer: WireResponse) -> str:
        """The document has the word itself."""
        return required(parse(answer.body, "AccessControlPolicy"), "AccessControlList/Grant").strip()

    def part_copied(self, op: ops.CopyPart, answer: WireResponse) -> ops.PartWritten:
        return replace(super().part_copied(op, answer), ranged=_ranged(op, answer))

    def version(self, answer: WireResponse, root: Element | None = None) -> str | None:
        """The vendor's pages spell the header in two ways."""
        return super().version(answer, root) or answer.header("x-oss-versionid") or None


def _ranged(op: ops.CopyPart, answer: WireResponse) -> bool | None:
    """Whether the range was obeyed: the store copies the whole object and sends no Content-Range when it was not.

    A part that is the whole object is right either way.
    """
    span = content_span(answer)
    if span is not None:
        return span[:2] == (op.first, op.last)
    return None if (op.first, op.last) == (0, op.pin.size - 1) else False
