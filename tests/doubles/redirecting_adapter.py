"""Leads the vendors' own clients to the sandbox, although they ask for the vendor's host names."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit, urlunsplit

import requests
import requests.adapters


class RedirectingAdapter(requests.adapters.HTTPAdapter):
    """Sends every request to one place, whatever host its URL names; Host and target stay as they are."""

    def __init__(self, place: str) -> None:
        super().__init__()
        self._place = place

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        parts = urlsplit(request.url or "")
        request.headers.setdefault("Host", parts.netloc)
        request.url = urlunsplit(parts._replace(netloc=self._place))
        return super().send(request, *args, **kwargs)
