"""Where requests to Tencent Cloud COS go, and how a copy names its source.

Endpoint names: Tencent Cloud COS, "Regions and Access Endpoints" (436/6224). Every region has hosts of its own, in two
families of names that mean the same; the signature knows no region. Nothing here builds or signs a request.
"""

from __future__ import annotations

import re

from core.model.values import Account, Addressing, BucketInfo, Site
from core.rules.providers import provider
from core.store.dialects.common.encoding import UnsendableError
from core.store.dialects.common.endpoints import (
    addressing_of,
    check_lists_buckets,
    endpoint_of,
    hinted_host,
    is_host,
    labels_under,
    name_of,
    target_of,
)

_REGION = re.compile(r"[a-z0-9-]+")
#: What stands before the domain of the vendor in an endpoint of one region.
_REGIONAL = re.compile(rf"(?P<network>cos|cos-internal)\.(?P<region>{_REGION.pattern})")
_WITH_BUCKET = re.compile(rf"(?P<bucket>[a-z0-9][a-z0-9-]*)\.(?P<endpoint>{_REGIONAL.pattern})")
_SERVICE = "service.cos"
_EXAMPLE = "https://cos.ap-guangzhou.myqcloud.com"


def service_site(account: Account) -> Site:
    """Where ListBuckets goes: to the service endpoint, which lists all regions, of the account's own family of names.

    An endpoint of the internal network stays, and lists the buckets of its region: traffic must not leave that network
    unasked. Raises `ValueError` with a sentence when the account's endpoint cannot list buckets.
    """
    site = _account_site(account)
    check_lists_buckets(site)
    if _is_internal(site.host) or not domain_of(site.host):
        return site
    return Site(site.scheme, f"{_SERVICE}.{domain_of(site.host)}", site.region, Addressing.VIRTUAL)


def bucket_site(account: Account, bucket: BucketInfo | None) -> Site:
    """Where requests for a bucket go.

    Under the vendor's domains that is the endpoint of the bucket's region, in the family of names and the network that
    the account chose. Acceleration hosts, custom domains and hosts of a private deployment stay as the account says.
    Raises `ValueError` with a sentence when the region is needed and not known.
    """
    site = _account_site(account)
    region = (bucket.region if bucket else "") or site.region
    domain = domain_of(site.host)
    if site.addressing is Addressing.CUSTOM or not domain or _is_accelerate(site.host):
        return Site(site.scheme, site.host, region, site.addressing)
    if not region:
        raise ValueError(
            f"The endpoint {site.host} lists buckets and reaches none. Enter the bucket's region, or the endpoint of "
            f"that region, such as {_EXAMPLE}."
        )
    network = "cos-internal" if _is_internal(site.host) else "cos"
    return Site(site.scheme, _regional_host(network, region, domain), region, site.addressing)


def moved_site(site: Site, hint: str) -> Site | None:
    """The site that a WRONG_REGION answer points to, None when `hint` names no endpoint of the vendor's.

    `hint` is an endpoint or the URL of a redirection. An answer must not be able to send signed requests to a host of
    its choice.
    """
    host = hinted_host(hint)
    domain = domain_of(host)
    with_bucket = _WITH_BUCKET.fullmatch(labels_under(host, domain))
    host = f"{with_bucket['endpoint']}.{domain}" if with_bucket else host
    plain = is_host(host) and name_of(host) == host  # no endpoint of the vendor's has a port
    region = region_of(host) if plain else ""
    if site.addressing is Addressing.CUSTOM or host == site.host or not (domain_of(site.host) and region):
        return None
    return Site(site.scheme, host, region, site.addressing)


def region_of(host: str) -> str:
    """The region that a host name tells, "" when it tells none."""
    found = _REGIONAL.fullmatch(labels_under(host, domain_of(host)))
    return found["region"] if found and not _is_accelerate(host) else ""


def source_place(site: Site, bucket: str) -> str:
    """How a copy names the bucket to copy from: by the host that serves it, whatever way its requests go.

    In the vendor's cloud that is `<bucket>.cos.<region>.myqcloud.com`, also for a bucket that is reached by an
    acceleration host, the internal network, path style or a domain of its own: the vendor reads the name and does not
    resolve it. A private deployment is named as it is reached: `<bucket>.<host>`, or `<host>/<bucket>` in path style,
    which is our reading, for the vendor's pages know no such deployment.

    Raises `UnsendableError` when the region is needed and not known.
    """
    if site.addressing is not Addressing.CUSTOM and not domain_of(site.host):
        target = target_of(site, bucket, "")
        return target.host + target.path.removesuffix("/")
    region = site.region or region_of(site.host)
    if not _REGION.fullmatch(region):
        raise UnsendableError("The region of the bucket to copy from is not known. Enter it in its account's settings.")
    host = _regional_host("cos", region, provider("cos").parent_domain)
    return target_of(Site(site.scheme, host, region, Addressing.VIRTUAL), bucket, "").host


def domain_of(host: str) -> str:
    """The domain of the vendor's that a host lies under, "" when it lies under none."""
    known = provider("cos")
    return next((name for name in (known.parent_domain, *known.sister_domains) if labels_under(host, name)), "")


# ---------------------------------------------------------------- the account's endpoint


def _account_site(account: Account) -> Site:
    scheme, host = endpoint_of(account, _EXAMPLE)
    domain = domain_of(host)
    with_bucket = _WITH_BUCKET.fullmatch(labels_under(host, domain))
    if with_bucket and account.addressing is not Addressing.CUSTOM:
        raise ValueError(f"The endpoint names a bucket. Enter it without: {with_bucket['endpoint']}.{domain}.")
    region = account.region.strip().lower().removeprefix("cos.") or region_of(host)
    return Site(scheme, host, region, addressing_of(account, host))


def _regional_host(network: str, region: str, domain: str) -> str:
    """Raises `ValueError` for a region that is none: it would make the name of another host."""
    host = f"{network}.{region}.{domain}"
    if not _REGION.fullmatch(region) or not is_host(host):
        raise ValueError(f"{region!r} cannot be the name of a region. An example is ap-guangzhou.")
    return host


def _is_internal(host: str) -> bool:
    found = _REGIONAL.fullmatch(labels_under(host, domain_of(host)))
    return bool(found and found["network"] == "cos-internal")


def _is_accelerate(host: str) -> bool:
    return name_of(host) in provider("cos").accelerate
