"""How an error of Alibaba Cloud OSS shows itself in another way than those of the other stores.

Rules: OSS API Reference, "Error responses".
"""

from __future__ import annotations

import base64

from core.store.dialects.base import WireResponse
from core.store.dialects.common.encoding import count
from core.store.dialects.common.errors import ErrorDetail, Errors, detail_of, error_document
from core.store.dialects.oss.names import NAMES


class OssErrors(Errors):
    """The errors of OSS."""

    names = NAMES

    def is_success(self, status: int) -> bool:
        """203 says that the object was written but its callback failed."""
        return super().is_success(status) and status != 203

    def detail_in_headers(self, answer: WireResponse) -> ErrorDetail:
        """The Error document in a header, where the answer to HEAD has no body."""
        try:
            root = error_document(base64.b64decode(answer.header("x-oss-err"), validate=True))
        except ValueError:
            return ErrorDetail()
        return ErrorDetail() if root is None else detail_of(root)

    def wait_s(self, answer: WireResponse) -> float | None:
        """Seconds that the store asks to wait; its own header counts milliseconds."""
        asked = super().wait_s(answer)
        delay = count(answer.header("x-oss-qos-delay-time"))
        return asked if delay is None else max(asked or 0.0, delay / 1000)
