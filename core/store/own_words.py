"""A store's own words before anybody sees, logs or keeps them: short, and without what gives access.

A store may answer with anything, such as the request that it got with its token and its signature.
"""

from __future__ import annotations

import re
from dataclasses import replace

from core.model.errors import StoreError
from core.model.ops import Deletions, NotDeleted
from core.model.values import Credentials
from core.store.dialects.base import WireRequest
from core.system.log import Redactor

#: Characters: a message is read by a person, and the others are names.
MESSAGE_MAX = 500
NAME_MAX = 128

#: The signature in a header: by its name, or behind the key id as the first version of OSS has it.
_SIGNATURE = re.compile(r"(?i)(?:signature=|^OSS [^:]*:)([A-Za-z0-9+/=%]+)")


class OwnWords:
    """Cleans and cuts what was answered to one request."""

    def __init__(self, request: WireRequest, credentials: Credentials) -> None:
        self._redactor = Redactor()
        held = (credentials.secret, credentials.token or "", credentials.proxy_password)
        secrets = (*held, credentials.customer_key, credentials.source_key, *_signatures(request))
        for secret in secrets:
            self._redactor.hide(secret)

    def clean_error(self, error: StoreError) -> None:
        error.message = self._short(error.message, MESSAGE_MAX)
        error.code = self._short(error.code, NAME_MAX)
        error.request_id = self._short(error.request_id, NAME_MAX)
        error.hint = self._short(error.hint, MESSAGE_MAX)

    def cleaned(self, said: Deletions) -> Deletions:
        return replace(said, kept=tuple(self._cleaned(row) for row in said.kept))

    def _cleaned(self, row: NotDeleted) -> NotDeleted:
        return replace(row, code=self._short(row.code, NAME_MAX), message=self._short(row.message, MESSAGE_MAX))

    def _short(self, text: str, most: int) -> str:
        # Cleaned first: half a secret would not be found.
        text = self._redactor.clean(text)
        return text if len(text) <= most else f"{text[:most]}…"


def _signatures(request: WireRequest) -> list[str]:
    values = [value.decode("latin-1") for name, value in request.headers if name.lower() == b"authorization"]
    return [found for value in values for found in _SIGNATURE.findall(value)]
