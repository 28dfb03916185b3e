"""The dialect of Amazon S3 (API version 2006-03-01, signature version 4) and of all that speak like it.

It puts together where a request goes (`s3_sites`), what it says (`s3_requests`), how it is signed (`sign_s3`), and
what the answer means (`s3_answers`, `s3_errors`). In what one store differs from another is data: the entry of the
account's provider. It opens no socket and asks no clock.
"""

from __future__ import annotations

from typing import TypeVar, cast

from core.model.errors import Kind, Sent, StoreError
from core.model.ops import GetTags, Op
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
from core.store.dialects.s3 import answers as s3_answers
from core.store.dialects.s3 import errors as s3_errors
from core.store.dialects.s3 import requests as s3_requests
from core.store.dialects.s3 import sign as sign_s3
from core.store.dialects.s3 import sites as s3_sites
from core.store.xmldoc import MalformedError

R = TypeVar("R")


class S3Dialect:
    """The dialect; see `core.store.dialects.base.Dialect` for the contract of each method."""

    name = "s3"

    def service_site(self, account: Account) -> Site:
        return s3_sites.service_site(account)

    def bucket_site(self, account: Account, bucket: BucketInfo | None) -> Site:
        return s3_sites.bucket_site(account, bucket)

    def moved_site(self, site: Site, hint: str) -> Site | None:
        return s3_sites.moved_site(site, hint)

    def encode(self, op: Op[R], account: Account, site: Site, credentials: Credentials, now: float) -> WireRequest:
        """Build and sign the request for `op` at Unix time `now`.

        Raises `StoreError` (INVALID, sent NO) for an operation that would mean something else on the wire, such as
        one without a key, or with a line break in a header.
        """
        try:
            draft = s3_requests.draft(op, provider(account.provider))
            return _encode(draft, account, site, credentials, now)
        except UnsendableError as error:
            raise StoreError(Kind.INVALID, op=type(op).__name__, message=str(error), sent=Sent.NO) from error

    def presign(
        self, account: Account, site: Site, credentials: Credentials, *, ref: ObjectRef, expires_in: int, now: float
    ) -> str:
        check_lifetime(expires_in, provider(account.provider).presign_max_s)
        draft = s3_requests.read_draft(ref)
        target = _target(draft, account, site)
        query = sign_s3.presign(draft, target, credentials, now=now, expires_in=expires_in)
        return f"{site.scheme}://{target.host}{percent(target.path, '/')}?{query_string(query)}"

    def decode(self, op: Op[R], account: Account, answer: WireResponse) -> R:
        store = provider(account.provider)
        error = s3_errors.failure(op, answer, store)
        if error is not None:
            return cast(R, _forgiven(op, error))
        try:
            return cast(R, s3_answers.read(op, answer, store))
        except MalformedError as broken:
            raise s3_errors.unreadable(op, answer, str(broken)) from broken


DIALECT = S3Dialect()


def _encode(draft: Draft, account: Account, site: Site, credentials: Credentials, now: float) -> WireRequest:
    # A compressed answer has neither the ETag nor the length of the object.
    headers = clean_headers((("accept-encoding", "identity"), *draft.headers))
    clean = Draft(draft.method, draft.bucket, draft.key, draft.query, headers, draft.body)
    target, query = _target(draft, account, site), query_string(draft.query)
    return WireRequest(
        method=draft.method,
        scheme=site.scheme,
        host=target.host,
        target=(percent(target.path, "/") + (f"?{query}" if query else "")).encode("ascii"),
        headers=header_bytes((*headers, *sign_s3.sign(clean, target, credentials, now))),
        body=draft.body,
        slow=draft.slow,
    )


def _target(draft: Draft, account: Account, site: Site) -> sign_s3.Target:
    host, path = host_and_path(s3_sites.addressed(site, draft.bucket, account), draft.bucket, draft.key)
    return sign_s3.Target(host, path, site.region)


def _forgiven(op: Op[R], error: StoreError) -> object:
    """The result where an error says that all is as it should be; else raise the error."""
    if faults.is_done_already(op, error):
        return None
    if isinstance(op, GetTags) and error.code == "NoSuchTagSet":
        return {}
    raise error
