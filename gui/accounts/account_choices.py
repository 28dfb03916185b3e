"""What can be chosen for an account of a provider. Pure; imports no widget."""

from __future__ import annotations

import re
from enum import StrEnum

from core.model.values import Addressing
from core.rules.providers import Provider, provider, provider_names

#: The providers that are looked for most stand first; the one for all others stands last.
_FIRST = ("oss", "cos", "aws")
_LAST = "s3"
#: The signature versions of the dialects that know more than one.
_SIGNATURES = {"oss": ("v4", "v1")}
_NEUTRAL = "https://s3.example.com"


class Way(StrEnum):
    """Which of a region's endpoints is used."""

    PUBLIC = "public"
    INTERNAL = "internal"
    ACCELERATE = "accelerate"
    CUSTOM = "custom"


def providers() -> tuple[Provider, ...]:
    """All providers in the order in which they are offered."""
    return tuple(sorted(map(provider, provider_names()), key=_rank))


def ways(known: Provider) -> tuple[Way, ...]:
    """The kinds of endpoints that a provider has; the first one is what a new account begins with."""
    offered = {
        Way.PUBLIC: bool(known.regions),
        Way.INTERNAL: any(region.internal for region in known.regions),
        Way.ACCELERATE: bool(known.accelerate),
        Way.CUSTOM: True,
    }
    return tuple(way for way, is_offered in offered.items() if is_offered)


def addressings(known: Provider, way: Way) -> tuple[Addressing, ...]:
    """Where the bucket's name can stand. At an address of the user's own anything is possible, at the vendor's not."""
    if way is Way.CUSTOM:
        return (Addressing.AUTO, Addressing.VIRTUAL, Addressing.PATH, Addressing.CUSTOM)
    takes_paths = known.dialect_name == "s3" and known.quirks.addressing is not Addressing.VIRTUAL
    return (Addressing.AUTO, Addressing.VIRTUAL, *((Addressing.PATH,) if takes_paths else ()))


def signatures(known: Provider) -> tuple[str, ...]:
    """The signature versions to choose from; none where there is only one."""
    return _SIGNATURES.get(known.dialect_name, ())


def example(known: Provider) -> str:
    """An endpoint as this provider's look, to show what is to be entered."""
    if known.regions:
        return f"https://{known.regions[0].public}"
    hosts = sorted((endpoint.host for endpoint in known.endpoints), key=len)
    return "https://" + re.sub("{(.+?)}", r"<\1>", hosts[0]) if hosts else _NEUTRAL


def _rank(known: Provider) -> tuple[int, str]:
    place = _FIRST.index(known.name) if known.name in _FIRST else len(_FIRST) + (known.name == _LAST)
    return place, known.title.casefold()
