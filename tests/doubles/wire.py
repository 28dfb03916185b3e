"""A dialect without bytes and a transport without a network.

The dialect writes down what it was asked to encode and lets a function answer; so a test says in one place what the
store does with each operation.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from core.model.errors import StoreError
from core.model.limits import Features, Limits
from core.model.ops import Op
from core.model.values import Account, Addressing, BucketInfo, Credentials, ObjectRef, Site
from core.rules.providers import Provider
from core.store.dialects.base import WireRequest, WireResponse
from core.store.layers import AccountSession

R = TypeVar("R")

ACCOUNT = Account(name="work", provider="fake", endpoint="https://store.test", key_id="KEY", region="here")
CREDENTIALS = Credentials("KEY", "the-secret-of-work")
LIMITS = Limits(
    simple_max=1000,
    part_min=10,
    part_max=1000,
    parts_max=100,
    multipart_max=100_000,
    put_max=1000,
    key_max=1023,
    user_metadata_max=8192,
    list_max=1000,
    tags_max=10,
    clock_skew_s=900,
)
FEATURES = Features(
    cross_region=False,
    cross_account=True,
    copies_appendable=False,
    create_only=True,
    honours_pin=True,
    crc64=True,
    tags=True,
    acl=True,
    leading_slash=False,
)


PROVIDER = Provider(
    name="fake",
    title="Fake",
    dialect_name="fake",
    limits=LIMITS,
    features=FEATURES,
    presign_max_s=3600,
    errors={},
)


@dataclass(frozen=True)
class Asked:
    """One request as the dialect was asked to encode it."""

    op: Op[Any]
    site: Site
    credentials: Credentials
    now: float


class FakeDialect:
    """`answer` returns an operation's result or raises; `asked` is every request in order."""

    name = "fake"

    def __init__(self, answer: Callable[[Asked], Any]) -> None:
        self.answer = answer
        self.asked: list[Asked] = []

    def ops(self) -> list[str]:
        return [type(asked.op).__name__ for asked in self.asked]

    def service_site(self, account: Account) -> Site:
        scheme, _, host = account.endpoint.partition("://")
        if not host:
            raise ValueError("The endpoint has no host.")
        return Site(scheme, host, account.region, Addressing.VIRTUAL)

    def bucket_site(self, account: Account, bucket: BucketInfo | None) -> Site:
        site = self.service_site(account)
        if bucket is None or not bucket.region:
            return site
        return Site(site.scheme, bucket.endpoint or site.host, bucket.region, site.addressing)

    def moved_site(self, site: Site, hint: str) -> Site | None:
        if not hint.endswith(".test") or hint == site.host:
            return None
        return Site(site.scheme, hint, hint.partition(".")[0], site.addressing)

    def encode(self, op: Op[R], account: Account, site: Site, credentials: Credentials, now: float) -> WireRequest:
        self.asked.append(Asked(op, site, credentials, now))
        return WireRequest("GET", site.scheme, site.host, b"/", ())

    def presign(
        self, account: Account, site: Site, credentials: Credentials, *, ref: ObjectRef, expires_in: int, now: float
    ) -> str:
        if expires_in > PROVIDER.presign_max_s:
            raise ValueError(f"A link can be valid for 1 to {PROVIDER.presign_max_s} seconds, not for {expires_in}.")
        return f"{site.scheme}://{site.host}/{ref.bucket}/{ref.key}?by={credentials.key_id}&until={now + expires_in:g}"

    def decode(self, op: Op[R], account: Account, answer: WireResponse) -> R:
        result: R = self.answer(self.asked[-1])
        return result


def line(dialect: FakeDialect | None = None, account: Account = ACCOUNT) -> AccountSession:
    """What is known of an account that speaks the fake dialect."""
    return AccountSession(account, dialect or FakeDialect(lambda _: "answer"), lambda _: CREDENTIALS)


class FakeTransport:
    """Answers every request with an empty 200, after raising what `failures` holds, first to last."""

    def __init__(self, failures: list[StoreError] | None = None) -> None:
        self.failures = failures or []
        self.interrupted = 0
        self.closed = 0

    def send(self, request: WireRequest) -> WireResponse:
        if self.failures:
            raise self.failures.pop(0)
        return WireResponse(200, (), b"")

    def interrupt(self) -> None:
        self.interrupted += 1

    def close(self) -> None:
        self.closed += 1
