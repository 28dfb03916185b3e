"""Where requests to Amazon S3 and to the stores that speak like it go, and for which region.

The forms of endpoints are data: `resources/providers/*.toml`. A host tells its provider by its form, so an account of
the generic provider is served as well as one of the provider that the host belongs to. Nothing here builds or signs
a request.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from core.model.values import Account, Addressing, BucketInfo, Site
from core.rules.providers import Endpoint, Provider, provider, provider_names
from core.store.dialects.common.endpoints import (
    addressing_of,
    check_lists_buckets,
    endpoint_of,
    hinted_host,
    is_host,
    is_loopback,
    name_of,
)

_EXAMPLE = "https://s3.eu-central-1.amazonaws.com"
_REGION = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LABEL = "[a-z0-9]+(?:-[a-z0-9]+)*"


@dataclass(frozen=True, slots=True)
class _Known:
    """A host whose form a provider's file describes.

    Attributes:
        host: the endpoint itself, without the name of a bucket.
        bucket: what stood before it.
    """

    provider: Provider
    endpoint: Endpoint
    host: str
    region: str
    bucket: str

    def in_region(self, region: str) -> str:
        """The endpoint of the same form in another region; the same host where it is one for all regions."""
        form = self.endpoint.host
        if "{region}" not in form:
            forms = (endpoint.host for endpoint in self.provider.endpoints if "{region}" in endpoint.host)
            form = next(forms, "") if region != self.region else ""
        return form.replace("{region}", region) if _is_plain(form) else self.host


def service_site(account: Account) -> Site:
    """Where ListBuckets goes. Raises `ValueError` with a sentence when the account's endpoint cannot list buckets."""
    site = _account_site(account)
    check_lists_buckets(site)
    if _is_accelerate(site.host):
        host = _accelerator(site.host).service_host
        return replace(site, host=host, region=region_of(host))
    return site


def bucket_site(account: Account, bucket: BucketInfo | None) -> Site:
    """Where requests for a bucket go.

    A bucket of another region than the endpoint's is reached at the endpoint of the same form in its own region, as
    far as a file knows that form; elsewhere only the signature names the region. Accelerate hosts and custom domains
    stay as the account says.
    """
    site = _account_site(account)
    if bucket is None or not _REGION.fullmatch(bucket.region) or provider(account.provider).quirks.signing_region:
        return site
    return _in_region(site, bucket.region)


def moved_site(site: Site, hint: str) -> Site | None:
    """The site that a WRONG_REGION answer points to; `hint` is a region or a host. None when it leads nowhere new.

    An answer must not be able to send signed requests to a host of its choice, and under a provider's domain there may
    be hosts that anybody can rent. So a host is only read for the region that it names, and it must be an endpoint of
    the provider that the site belongs to. An embedded store may move to another port of this computer.
    """
    text = hinted_host(hint)
    if is_loopback(site.host) and is_host(text) and is_loopback(text):
        moved = replace(site, host=text)
    else:
        region = _named_region(site, text)
        moved = _in_region(site, region) if region else site
    return None if moved == site else moved


def region_of(host: str) -> str:
    """The region that a host name tells, "" when it tells none."""
    known = _known(host)
    return known.region if known else ""


def addressed(site: Site, bucket: str, account: Account) -> Site:
    """The site for one bucket by name: a certificate for all buckets of a host covers no name with dots in it."""
    dotted = "." in bucket and site.scheme == "https" and site.addressing is Addressing.VIRTUAL
    return replace(site, addressing=Addressing.PATH) if dotted and account.addressing is Addressing.AUTO else site


# ---------------------------------------------------------------- sites


def _account_site(account: Account) -> Site:
    scheme, host = endpoint_of(account, _EXAMPLE)
    known, quirks = _known(host), provider(account.provider).quirks
    if known and known.bucket and account.addressing is not Addressing.CUSTOM:
        raise ValueError(f"The endpoint names a bucket. Enter it without: {known.host}.")
    region = quirks.signing_region or account.region or (known.region if known else "") or quirks.default_region
    return Site(scheme, host, region, _addressing(account, host, quirks.addressing))


def _addressing(account: Account, host: str, wanted: Addressing) -> Addressing:
    if account.addressing is Addressing.AUTO and wanted is not Addressing.AUTO:
        return wanted
    return addressing_of(account, host)


def _in_region(site: Site, region: str) -> Site:
    """The same site for another region."""
    known = None if site.addressing is Addressing.CUSTOM else _known(site.host)
    return replace(site, host=known.in_region(region) if known else site.host, region=region)


def _named_region(site: Site, text: str) -> str:
    """The region that a hint names: itself, or by an endpoint of the same provider."""
    if _REGION.fullmatch(text):
        return text
    here, there = _known(site.host), _known(text) if is_host(text) else None
    return there.region if here and there and here.provider == there.provider else ""


# ---------------------------------------------------------------- known hosts


def _known(host: str) -> _Known | None:
    name = name_of(host)
    if name != host or _is_accelerate(host):  # no service that a file knows has a port
        return None
    for form, endpoint, owner in _forms():
        found = form.fullmatch(name)
        if found:
            region = found.groupdict().get("region") or endpoint.region or owner.quirks.signing_region
            return _Known(owner, endpoint, found["host"], region, (found["bucket"] or "").rstrip("."))
    return None


def _is_accelerate(host: str) -> bool:
    return any(name_of(host) in entry.accelerate for entry in _providers())


def _accelerator(host: str) -> Provider:
    return next(entry for entry in _providers() if name_of(host) in entry.accelerate)


def _is_plain(form: str) -> bool:
    """Whether a form can be filled in with a region alone."""
    return "{region}" in form and form.count("{") == 1


@cache
def _forms() -> tuple[tuple[re.Pattern[str], Endpoint, Provider], ...]:
    """All known forms of endpoints, with or without the name of a bucket before them."""
    return tuple((_pattern(row.host), row, entry) for entry in _providers() for row in entry.endpoints)


def _pattern(form: str) -> re.Pattern[str]:
    host = re.escape(form).replace(r"\{region\}", f"(?P<region>{_LABEL})")
    host = re.sub(r"\\\{[a-z]+\\\}", _LABEL, host)
    return re.compile(rf"(?P<bucket>.+\.)?(?P<host>{host})")


@cache
def _providers() -> tuple[Provider, ...]:
    every = (provider(name) for name in provider_names())
    return tuple(entry for entry in every if entry.dialect_name == "s3")
