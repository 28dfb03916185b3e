"""How an error of Amazon S3, or of a store that speaks like it, shows itself in another way than the other stores'.

Rules: Amazon S3 API Reference, "REST error responses".
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from core.model import ops
from core.model.errors import Kind, StoreError
from core.store.dialects.base import WireResponse
from core.store.dialects.common.errors import ErrorDetail, Errors
from core.store.dialects.s3.names import NAMES

_REGION_HEADER = "x-amz-bucket-region"
_REDIRECTS = (301, 307)


class S3Errors(Errors):
    """The errors of S3, as the provider's store reports them."""

    names = NAMES

    def result_despite(self, op: ops.Op[Any], error: StoreError) -> object:
        """An object without tags may be answered by an error."""
        if isinstance(op, ops.GetTags) and error.code == "NoSuchTagSet":
            return {}
        return super().result_despite(op, error)

    def detail_in_headers(self, answer: WireResponse) -> ErrorDetail:
        """The headers that some stores add where HEAD allows no body."""
        return ErrorDetail(*(answer.header(name).strip('" ') for name in self._store.quirks.error_headers))

    def kind_in_headers(self, answer: WireResponse, detail: ErrorDetail) -> Kind | None:
        if answer.header("x-amz-delete-marker").lower() == "true":
            return Kind.NOT_FOUND
        if answer.status in _REDIRECTS and (detail.code or answer.header(_REGION_HEADER)):
            return Kind.WRONG_REGION
        # The refusal of a wrong region cannot say so when it answers HEAD, which has no body.
        if answer.status == 400 and not answer.body and answer.header(_REGION_HEADER):
            return Kind.WRONG_REGION
        return None

    def is_target_there(self, op: ops.Op[Any], answer: WireResponse, detail: ErrorDetail) -> bool:
        if answer.status != 412 or not self._store.features.create_only or not getattr(op, "create_only", False):
            return False
        return not isinstance(op, ops.CopyObject) or detail.condition.lower() == "if-none-match"

    def right_place(self, answer: WireResponse, detail: ErrorDetail) -> str:
        named = answer.header(_REGION_HEADER) or detail.region or detail.endpoint
        return named or _host_of(answer.header("location"))


def _host_of(location: str) -> str:
    """The host of a URL; "" for one that is none."""
    try:
        return urlsplit(location).netloc
    except ValueError:
        return ""
