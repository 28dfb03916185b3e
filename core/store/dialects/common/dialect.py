"""What the dialects do alike: they put together where a request goes, what it says, how it is signed, and what the
answer means.

A dialect opens no socket and asks no clock.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace
from typing import ClassVar, TypeVar, cast

from core.model.errors import Kind, Sent, StoreError
from core.model.ops import Op
from core.model.values import Account, Credentials, ObjectRef, Site
from core.rules.access import fingerprint
from core.rules.providers import provider
from core.store.dialects.base import WireRequest, WireResponse
from core.store.dialects.common.answers import Answers
from core.store.dialects.common.encoding import (
    Pairs,
    UnsendableError,
    check_lifetime,
    clean_headers,
    header_bytes,
    percent,
    query_string,
)
from core.store.dialects.common.endpoints import Target, target_of
from core.store.dialects.common.errors import Errors
from core.store.dialects.common.requests import Requests, UnsignedRequest, read_request
from core.store.xmldoc import MalformedError

R = TypeVar("R")


#: A store that does not know a sub-resource may answer with the object, or with a list. So much is read of it.
_SMALL = 1024 * 1024
_SUBRESOURCES = frozenset({"acl", "tagging", "versioning", "location", "symlink", "bucketInfo"})


class XmlDialect(ABC):
    """A dialect without its signature and its endpoints; see `core.store.dialects.base.Dialect` for the contract."""

    requests: ClassVar[type[Requests]]
    answers: ClassVar[type[Answers]]
    errors: ClassVar[type[Errors]]

    @abstractmethod
    def sign(
        self, request: UnsignedRequest, target: Target, account: Account, credentials: Credentials, now: float
    ) -> Pairs:
        """The headers that authorise `request`. Raises `UnsendableError` for a signature that cannot be made."""

    @abstractmethod
    def presigned_query(
        self,
        request: UnsignedRequest,
        target: Target,
        account: Account,
        credentials: Credentials,
        *,
        now: float,
        expires_in: int,
    ) -> str:
        """The whole query of a signed URL. Raises `UnsendableError` for a signature that cannot be made."""

    def target(self, request: UnsignedRequest, account: Account, site: Site) -> Target:  # noqa: ARG002 - one needs it
        """Where `request` goes when it is sent to `site`."""
        return target_of(site, request.bucket, request.key)

    def encode(self, op: Op[R], account: Account, site: Site, credentials: Credentials, now: float) -> WireRequest:
        """Build and sign the request for `op` at Unix time `now`.

        Raises `StoreError` (INVALID, sent NO) for an operation that would mean something else on the wire, such as
        one without a key, or with a line break in a header.
        """
        try:
            request = self._paid(self.requests(provider(account.provider), site).build(op), account)
            request = self._keyed(request, credentials)
            return self._signed(request, account, site, credentials, now)
        except UnsendableError as error:
            name = type(op).__name__
            raise StoreError(Kind.INVALID, op=name, code=error.code, message=str(error), sent=Sent.NO) from error

    def presign(
        self, account: Account, site: Site, credentials: Credentials, *, ref: ObjectRef, expires_in: int, now: float
    ) -> str:
        check_lifetime(expires_in, provider(account.provider).presign_max_s)
        request = read_request(ref)
        if account.requester_pays:
            request = replace(request, query=(*request.query, self._payer()))
        target = self.target(request, account, site)
        query = self.presigned_query(request, target, account, credentials, now=now, expires_in=expires_in)
        return f"{site.scheme}://{target.host}{percent(target.path, '/')}?{query}"

    def decode(self, op: Op[R], account: Account, answer: WireResponse) -> R:
        store = provider(account.provider)
        errors = self.errors(store)
        error = errors.failure(op, answer)
        if error is not None:
            return cast(R, errors.result_despite(op, error))
        try:
            return cast(R, self.answers(store).read(op, answer))
        except MalformedError as broken:
            raise errors.unreadable(op, answer, str(broken)) from broken

    def _paid(self, request: UnsignedRequest, account: Account) -> UnsignedRequest:
        """With the word that the account is charged, where it says so, in the headers that are signed anyway.

        Amazon S3 User Guide, "Using Requester Pays buckets"; OSS API Reference, PutBucketRequestPayment; for COS the
        vendor's client (cos-php-sdk-v5). In a link it stands in the query.
        """
        if not account.requester_pays or not request.bucket:
            return request
        return replace(request, headers=(*request.headers, self._payer()))

    def _keyed(self, request: UnsignedRequest, credentials: Credentials) -> UnsignedRequest:
        """With the customers' keys (SSE-C): that of the object, and that of the source of a copy."""
        keys = (("", credentials.customer_key), ("copy-source-", credentials.source_key))
        if not any(key for _, key in keys):
            return request
        names = self.requests.names
        if not names.customer_keys:
            raise UnsendableError("This store takes no customers' keys (SSE-C). Choose another encryption.")
        sent = [pair for kind, key in keys if key for pair in _customer_headers(names.header(kind), key)]
        return replace(request, headers=(*request.headers, *sent))

    def _payer(self) -> tuple[str, str]:
        return self.requests.names.header("request-payer"), "requester"

    def _signed(
        self, request: UnsignedRequest, account: Account, site: Site, credentials: Credentials, now: float
    ) -> WireRequest:
        # A compressed answer has neither the ETag nor the length of the object.
        clean = replace(request, headers=clean_headers((("accept-encoding", "identity"), *request.headers)))
        target, query = self.target(request, account, site), query_string(request.query)
        return WireRequest(
            method=request.method,
            scheme=site.scheme,
            host=target.host,
            target=(percent(target.path, "/") + (f"?{query}" if query else "")).encode("ascii"),
            headers=header_bytes((*clean.headers, *self.sign(clean, target, account, credentials, now))),
            body=request.body,
            slow=request.slow,
            answer_max=_SMALL if any(name in _SUBRESOURCES for name, _ in request.query) else request.answer_max,
        )


def _customer_headers(prefix: str, key: str) -> Pairs:
    """Amazon S3 API Reference, GetObject and CopyObject; Tencent Cloud COS API, PUT Object - Copy."""
    name = f"{prefix}server-side-encryption-customer"
    return ((f"{name}-algorithm", "AES256"), (f"{name}-key", key), (f"{name}-key-md5", fingerprint(key)))
