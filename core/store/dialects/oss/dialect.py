"""The dialect of Alibaba Cloud OSS (native API, version 2019-05-17), signatures 4 and 1."""

from __future__ import annotations

from core.model.values import Account, BucketInfo, Credentials, Site
from core.store.dialects.common.dialect import XmlDialect
from core.store.dialects.common.encoding import Pairs, UnsendableError, query_string
from core.store.dialects.common.endpoints import Target
from core.store.dialects.common.requests import UnsignedRequest
from core.store.dialects.oss import endpoints, sign
from core.store.dialects.oss.answers import OssAnswers
from core.store.dialects.oss.errors import OssErrors
from core.store.dialects.oss.requests import OssRequests


class OssDialect(XmlDialect):
    """See `core.store.dialects.base.Dialect` for the contract of each method."""

    name = "oss"
    requests = OssRequests
    answers = OssAnswers
    errors = OssErrors

    def service_site(self, account: Account) -> Site:
        return endpoints.service_site(account)

    def bucket_site(self, account: Account, bucket: BucketInfo | None) -> Site:
        return endpoints.bucket_site(account, bucket)

    def moved_site(self, site: Site, hint: str) -> Site | None:
        return endpoints.moved_site(site, hint)

    def sign(
        self, request: UnsignedRequest, target: Target, account: Account, credentials: Credentials, now: float
    ) -> Pairs:
        if _version_of_signature(account, target.region) == "v1":
            return sign.sign_v1(request, credentials, now)
        return sign.sign_v4(request, credentials, region=target.region, now=now)

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
        if _version_of_signature(account, target.region) == "v1":
            return query_string(sign.presign_v1(request, credentials, int(now) + expires_in))
        return query_string(sign.presign_v4(request, credentials, region=target.region, now=now, expires_in=expires_in))


DIALECT = OssDialect()


def _version_of_signature(account: Account, region: str) -> str:
    """The account's choice; without one, version 4, or version 1 where the region that version 4 signs is unknown."""
    chosen = account.signature or ("v4" if region else "v1")
    if chosen not in ("v1", "v4"):
        raise UnsendableError(f"Signature version {chosen!r} is not known for this provider; it is v4 or v1.")
    if chosen == "v4" and not region:
        raise UnsendableError("Signature version 4 needs the region. Enter it in the account's settings.")
    return chosen
