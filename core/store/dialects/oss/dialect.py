"""The dialect of Alibaba Cloud OSS (native API, version 2019-05-17), signatures 4 and 1.

It puts together where a request goes (`oss_sites`), what it says (`oss_requests`), how it is signed (`sign_oss`), and
what the answer means (`oss_answers`, `oss_errors`). It opens no socket and asks no clock.
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
    Pairs,
    UnsendableError,
    check_lifetime,
    clean_headers,
    header_bytes,
    percent,
    query_string,
)
from core.store.dialects.oss import answers as oss_answers
from core.store.dialects.oss import errors as oss_errors
from core.store.dialects.oss import requests as oss_requests
from core.store.dialects.oss import sign as sign_oss
from core.store.dialects.oss import sites as oss_sites
from core.store.xmldoc import MalformedError

R = TypeVar("R")


class OssDialect:
    """The dialect; see `core.store.dialects.base.Dialect` for the contract of each method."""

    name = "oss"

    def service_site(self, account: Account) -> Site:
        return oss_sites.service_site(account)

    def bucket_site(self, account: Account, bucket: BucketInfo | None) -> Site:
        return oss_sites.bucket_site(account, bucket)

    def moved_site(self, site: Site, hint: str) -> Site | None:
        return oss_sites.moved_site(site, hint)

    def encode(self, op: Op[R], account: Account, site: Site, credentials: Credentials, now: float) -> WireRequest:
        """Build and sign the request for `op` at Unix time `now`.

        Raises `StoreError` (INVALID, sent NO) for an operation that would mean something else on the wire, such as
        one without a key, or with a line break in a header.
        """
        try:
            return _encode(oss_requests.draft(op), account, site, credentials, now)
        except UnsendableError as error:
            raise StoreError(Kind.INVALID, op=type(op).__name__, message=str(error), sent=Sent.NO) from error

    def presign(
        self, account: Account, site: Site, credentials: Credentials, *, ref: ObjectRef, expires_in: int, now: float
    ) -> str:
        check_lifetime(expires_in, provider("oss").presign_max_s)
        draft = oss_requests.read_draft(ref)
        if _version_of_signature(account, site) == "v1":
            query = sign_oss.presign_v1(draft, credentials, int(now) + expires_in)
        else:
            query = sign_oss.presign_v4(draft, credentials, region=site.region, now=now, expires_in=expires_in)
        host, path = host_and_path(site, draft.bucket, draft.key)
        return f"{site.scheme}://{host}{percent(path, '/')}?{query_string(query)}"

    def decode(self, op: Op[R], account: Account, answer: WireResponse) -> R:  # noqa: ARG002 - the protocol has it
        error = oss_errors.failure(op, answer)
        if error is not None:
            if faults.is_done_already(op, error):
                return cast(R, None)
            raise error
        try:
            return cast(R, oss_answers.read(op, answer))
        except MalformedError as broken:
            raise oss_errors.unreadable(op, answer, str(broken)) from broken


DIALECT = OssDialect()


def _encode(draft: Draft, account: Account, site: Site, credentials: Credentials, now: float) -> WireRequest:
    # A compressed answer has neither the ETag nor the length of the object.
    headers = clean_headers((("accept-encoding", "identity"), *draft.headers))
    clean = Draft(draft.method, draft.bucket, draft.key, draft.query, headers)
    host, path = host_and_path(site, draft.bucket, draft.key)
    query = query_string(draft.query)
    return WireRequest(
        method=draft.method,
        scheme=site.scheme,
        host=host,
        target=(percent(path, "/") + (f"?{query}" if query else "")).encode("ascii"),
        headers=header_bytes((*headers, *_signed(clean, account, site, credentials, now))),
        body=draft.body,
        slow=draft.slow,
    )


def _signed(draft: Draft, account: Account, site: Site, credentials: Credentials, now: float) -> Pairs:
    if _version_of_signature(account, site) == "v1":
        return sign_oss.sign_v1(draft, credentials, now)
    return sign_oss.sign_v4(draft, credentials, region=site.region, now=now)


def _version_of_signature(account: Account, site: Site) -> str:
    """The account's choice; without one, version 4, or version 1 where the region that version 4 signs is unknown."""
    chosen = account.signature or ("v4" if site.region else "v1")
    if chosen not in ("v1", "v4"):
        raise UnsendableError(f"Signature version {chosen!r} is not known for this provider; it is v4 or v1.")
    if chosen == "v4" and not site.region:
        raise UnsendableError("Signature version 4 needs the region. Enter it in the account's settings.")
    return chosen
