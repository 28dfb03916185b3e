"""The dialect of Tencent Cloud COS (XML API, q-sign-algorithm=sha1).

A private deployment, or the embedded sandbox, is spoken to in path style where its host is an address: the request goes
to `http://127.0.0.1:<port>/<bucket>/<key>`, and the path that is signed is that whole path, decoded. The vendor's pages
tell how a path is signed, and not how a bucket gets into it; this is the reading that changes no rule.
"""

from __future__ import annotations

from core.model.values import Account, BucketInfo, Credentials, Site
from core.rules.providers import provider
from core.store.dialects.common.dialect import XmlDialect
from core.store.dialects.common.encoding import Pairs, UnsendableError, percent
from core.store.dialects.common.endpoints import Target
from core.store.dialects.common.requests import UnsignedRequest
from core.store.dialects.cos import endpoints, sign
from core.store.dialects.cos.answers import CosAnswers
from core.store.dialects.cos.errors import CosErrors
from core.store.dialects.cos.requests import CosRequests, check_key

_EARLY_S = 60  # a signature holds from a minute ago, for clocks that are a little behind


class CosDialect(XmlDialect):
    """See `core.store.dialects.base.Dialect` for the contract of each method."""

    name = "cos"
    requests = CosRequests
    answers = CosAnswers
    errors = CosErrors

    def service_site(self, account: Account) -> Site:
        return endpoints.service_site(account)

    def bucket_site(self, account: Account, bucket: BucketInfo | None) -> Site:
        return endpoints.bucket_site(account, bucket)

    def moved_site(self, site: Site, hint: str) -> Site | None:
        return endpoints.moved_site(site, hint)

    def target(self, request: UnsignedRequest, account: Account, site: Site) -> Target:
        """The front end takes a path that comes to nothing for that of the bucket: a read becomes a list, and a
        deletion one of the bucket. The vendor's own clients refuse to read such names (cos-python-sdk-v5, get_object).
        """
        if request.key:
            check_key(request.key)
        return super().target(request, account, site)

    def sign(
        self, request: UnsignedRequest, target: Target, account: Account, credentials: Credentials, now: float
    ) -> Pairs:
        if account.signature not in ("", "sha1"):
            raise UnsendableError(f"Signature {account.signature!r} is not known for this provider; it is sha1.")
        # The service takes no longer differences of the clocks, so a longer life would be of no use but to a thief.
        life_s = provider(account.provider).limits.clock_skew_s
        return sign.sign(request, credentials, _scope(target, now, life_s))

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
        # An empty list of what is signed is written with its equals sign, as the vendor's page does.
        signed = sign.presign(request, credentials, _scope(target, now, expires_in))
        return "&".join(f"{percent(name)}={percent(value)}" for name, value in signed)


DIALECT = CosDialect()


def _scope(target: Target, now: float, life_s: int) -> sign.SigningScope:
    return sign.SigningScope(target.host, target.path, int(now) - _EARLY_S, int(now) + life_s)
