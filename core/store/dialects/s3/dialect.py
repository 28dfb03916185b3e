"""The dialect of Amazon S3 (API version 2006-03-01, signature version 4) and of all that speak like it.

In what one store differs from another is data: the entry of the account's provider.
"""

from __future__ import annotations

from core.model.values import Account, BucketInfo, Credentials, Site
from core.store.dialects.common.dialect import XmlDialect
from core.store.dialects.common.encoding import Pairs, query_string
from core.store.dialects.common.endpoints import Target, target_of
from core.store.dialects.common.requests import UnsignedRequest
from core.store.dialects.s3 import endpoints, sign
from core.store.dialects.s3.answers import S3Answers
from core.store.dialects.s3.errors import S3Errors
from core.store.dialects.s3.requests import S3Requests


class S3Dialect(XmlDialect):
    """See `core.store.dialects.base.Dialect` for the contract of each method."""

    name = "s3"
    requests = S3Requests
    answers = S3Answers
    errors = S3Errors

    def service_site(self, account: Account) -> Site:
        return endpoints.service_site(account)

    def bucket_site(self, account: Account, bucket: BucketInfo | None) -> Site:
        return endpoints.bucket_site(account, bucket)

    def moved_site(self, site: Site, hint: str) -> Site | None:
        return endpoints.moved_site(site, hint)

    def target(self, request: UnsignedRequest, account: Account, site: Site) -> Target:
        return target_of(endpoints.addressed(site, request.bucket, account), request.bucket, request.key)

    def sign(
        self,
        request: UnsignedRequest,
        target: Target,
        account: Account,  # noqa: ARG002 - there is one signature
        credentials: Credentials,
        now: float,
    ) -> Pairs:
        return sign.sign(request, target, credentials, now)

    def presigned_query(
        self,
        request: UnsignedRequest,
        target: Target,
        account: Account,  # noqa: ARG002 - there is one signature
        credentials: Credentials,
        *,
        now: float,
        expires_in: int,
    ) -> str:
        return query_string(sign.presign(request, target, credentials, now=now, expires_in=expires_in))


DIALECT = S3Dialect()
