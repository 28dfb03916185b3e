"""What a dialect is.

A dialect turns an operation into the exact bytes of a signed request and reads the bytes of an answer. It opens
no socket and asks no clock, so it can be compared byte by byte with the vendors' own SDKs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from core.model.ops import Op
from core.model.values import Account, BucketInfo, Credentials, ObjectRef, Site

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Route:
    """How an account's hosts are reached, as far as the account says; what is empty is for the environment to say.

    Attributes:
        proxy: an address, or "direct" for none.
        password: of the proxy's user.
        ca_bundle: a file or folder with the certificates to trust.
    """

    proxy: str = ""
    password: str = field(default="", repr=False)
    ca_bundle: str = ""


@dataclass(frozen=True, slots=True)
class WireRequest:
    """One signed HTTP request.

    Attributes:
        host: what goes into Host, with a port when it is not the scheme's default. It is also where to connect.
        target: the exact bytes of path and query; the transport must not touch them.
        headers: in sending order, Host and Content-Length left out: the transport adds both.
        answer_max: the largest answer that is read, in bytes; None for what the transport reads at most.
        slow: the store may work for minutes before it answers (a copy, a completion).
        route: not the dialect's to say.
    """

    method: str
    scheme: str
    host: str
    target: bytes
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes = b""
    slow: bool = False
    answer_max: int | None = None
    route: Route = Route()


@dataclass(frozen=True, slots=True)
class WireResponse:
    """One HTTP answer, the body read whole. Header names are lower-cased."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes

    def header(self, name: str, default: str = "") -> str:
        """The first header of that lower-case name as text; bytes that are not UTF-8 are lone surrogates (PEP 383)."""
        wanted = name.encode("ascii")
        for key, value in self.headers:
            if key == wanted:
                return value.decode("utf-8", "surrogateescape")
        return default


class Dialect(Protocol):
    """One protocol of object storage. Stateless: one instance serves all threads."""

    @property
    def name(self) -> str: ...

    def service_site(self, account: Account) -> Site:
        """Where requests that name no bucket go. Raises `ValueError` with a sentence when the endpoint is unusable."""
        ...

    def bucket_site(self, account: Account, bucket: BucketInfo | None) -> Site:
        """Where requests for a bucket go; `bucket` None means that nothing is known but its name."""
        ...

    def moved_site(self, site: Site, hint: str) -> Site | None:
        """The site that a WRONG_REGION answer points to, or None when `hint` is not to be trusted."""
        ...

    def encode(self, op: Op[R], account: Account, site: Site, credentials: Credentials, now: float) -> WireRequest:
        """Build and sign the request for `op` at Unix time `now`."""
        ...

    def presign(
        self, account: Account, site: Site, credentials: Credentials, *, ref: ObjectRef, expires_in: int, now: float
    ) -> str:
        """A URL that lets anybody read `ref` for `expires_in` seconds from Unix time `now`.

        Raises `ValueError` with a sentence when the time is not between one second and the longest that the provider
        allows, or when the name cannot be sent.
        """
        ...

    def decode(self, op: Op[R], account: Account, answer: WireResponse) -> R:
        """Read the answer to `op`; raise `StoreError` for every answer that is not a success.

        An error inside a 200 is an error.
        """
        ...
