"""The dialect of Tencent Cloud COS (XML API, q-sign-algorithm=sha1).

It puts together where a request goes (`cos_sites`), what it says (`cos_requests`), how it is signed (`sign_cos`), and
what the answer means (`cos_answers`, `cos_errors`). It opens no socket and asks no clock.

A private deployment, or the embedded sandbox, is spoken to in path style where its host is an address: the request goes
to `http://127.0.0.1:<port>/<bucket>/<key>`, and the path that is signed is that whole path, decoded. The vendor's pages
tell how a path is signed, and not how a bucket gets into it; this is the reading that changes no rule.
"""

from __future__ import annotations

from typing import TypeVar, cast

from core.model.errors import Kind, Sent, StoreError
from core.model.ops import Op
from core.model.values import Account, BucketInfo, Credentials, ObjectRef, Site
from core.rules.providers import provider
from core.store.dialects.base import WireRequest, WireResponse
from core.store.dialects.common import faults
from core.store.dialects.common.hosts import host_and_path
from core.store.dialects.common.wire import (
    Draft,
    UnsendableError,
    check_lifetime,
    clean_headers,
    header_bytes,
    percent,
    query_string,
)
from core.store.dialects.cos import answers as cos_answers
from core.store.dialects.cos import errors as cos_errors
from core.store.dialects.cos import requests as cos_requests
from core.store.dialects.cos import sign as sign_cos
from core.store.dialects.cos import sites as cos_sites
from core.store.xmldoc import MalformedError

R = TypeVar("R")

_EARLY_S = 60  # a signature holds from a minute ago, for clocks that are a little behind


class CosDialect:
    """The dialect; see `core.store.dialects.base.Dialect` for the contract of each method."""

    name = "cos"

    def service_site(self, account: Account) -> Site:
        return cos_sites.service_site(account)

    def bucket_site(self, account: Account, bucket: BucketInfo | None) -> Site:
        return cos_sites.bucket_site(account, bucket)

    def moved_site(self, site: Site, hint: str) -> Site | None:
        return cos_sites.moved_site(site, hint)

    def encode(self, op: Op[R], account: Account, site: Site, credentials: Credentials, now: float) -> WireRequest:
        """Build and sign the request for `op` at Unix time `now`.

        Raises `StoreError` (INVALID, sent NO) for an operation that would mean something else on the wire, such as
        one without a key, or with a line break in a header.
        """
        try:
            if account.signature not in ("", "sha1"):
                raise UnsendableError(f"Signature {account.signature!r} is not known for this provider; it is sha1.")
            return _encode(cos_requests.draft(op, site), site, credentials, now)
        except UnsendableError as error:
            raise StoreError(Kind.INVALID, op=type(op).__name__, message=str(error), sent=Sent.NO) from error

    def presign(
        self,
        account: Account,  # noqa: ARG002 - the protocol has it
        site: Site,
        credentials: Credentials,
        *,
        ref: ObjectRef,
        expires_in: int,
        now: float,
    ) -> str:
        check_lifetime(expires_in, provider("cos").presign_max_s)
        draft = cos_requests.read_draft(ref)
        place = _place(draft, site, now, life_s=expires_in)
        # An empty list of what is signed is written with its equals sign, as the vendor's page does.
        signed = sign_cos.presign(draft, credentials, place)
        query = "&".join(f"{percent(name)}={percent(value)}" for name, value in signed)
        return f"{site.scheme}://{place.host}{percent(place.path, '/')}?{query}"

    def decode(self, op: Op[R], account: Account, answer: WireResponse) -> R:  # noqa: ARG002 - the protocol has it
        error = cos_errors.failure(op, answer)
        if error is not None:
            if faults.is_done_already(op, error):
                return cast(R, None)
            raise error
        try:
            return cast(R, cos_answers.read(op, answer))
        except MalformedError as broken:
            raise cos_errors.unreadable(op, answer, str(broken)) from broken


DIALECT = CosDialect()


def _encode(draft: Draft, site: Site, credentials: Credentials, now: float) -> WireRequest:
    # A compressed answer has neither the ETag nor the length of the object.
    headers = clean_headers((("accept-encoding", "identity"), *draft.headers))
    clean = Draft(draft.method, draft.bucket, draft.key, draft.query, headers, draft.body)
    # The service takes no longer differences of the clocks, so a longer life would be of no use but to a thief.
    place = _place(draft, site, now, life_s=provider("cos").limits.clock_skew_s)
    query = query_string(draft.query)
    return WireRequest(
        method=draft.method,
        scheme=site.scheme,
        host=place.host,
        target=(percent(place.path, "/") + (f"?{query}" if query else "")).encode("ascii"),
        headers=header_bytes((*headers, *sign_cos.sign(clean, credentials, place))),
        body=draft.body,
        slow=draft.slow,
    )


def _place(draft: Draft, site: Site, now: float, *, life_s: int) -> sign_cos.SigningScope:
    host, path = host_and_path(site, draft.bucket, draft.key)
    return sign_cos.SigningScope(host, path, int(now) - _EARLY_S, int(now) + life_s)
