"""How an error of Tencent Cloud COS shows itself in another way than those of the other stores.

Rules: Tencent Cloud COS API, "Error Codes" (436/7730). The vendor's lists of different years disagree about statuses,
so the code decides; a status decides only where there is no code, as in answers to HEAD.
"""

from __future__ import annotations

from typing import Any

from core.model import ops
from core.store.dialects.base import WireResponse
from core.store.dialects.common.errors import ErrorDetail, Errors
from core.store.dialects.cos.names import NAMES


class CosErrors(Errors):
    """The errors of COS."""

    names = NAMES

    def is_target_there(self, op: ops.Op[Any], answer: WireResponse, detail: ErrorDetail) -> bool:
        """One code stands for an unmet condition about the target and for one about the source.

        The message decides where it names the source; else whoever asked not to overwrite is told that something is
        there, and everybody else that the source has changed.
        """
        unmet = detail.code == "PreconditionFailed" or (answer.status == 412 and not detail.code)
        create_only = isinstance(op, (ops.PutObject, ops.CopyObject, ops.CompleteUpload)) and op.create_only
        about_source = any(word in detail.message.lower() for word in ("copy-source", "copy source"))
        return unmet and create_only and not about_source

    def right_place(self, answer: WireResponse, detail: ErrorDetail) -> str:
        return detail.endpoint or answer.header("location")
