"""What is known of each provider as data, read from `resources/providers/*.toml`.

A number that a vendor fixed stands there and nowhere else. Nothing here speaks a protocol.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from ipaddress import ip_address
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from core.model.errors import Kind
from core.model.limits import Features, Limits
from core.model.values import Account, Addressing
from core.rules import vocabulary
from core.rules.assets import resources


@dataclass(frozen=True, slots=True)
class Region:
    """One region that a provider offers. Endpoints are host names, "" where there is none."""

    id: str
    title: str
    public: str
    internal: str = ""
    dual_stack: str = ""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A form that the provider's endpoints have.

    Attributes:
        host: a host name, in which "{region}" stands for the region and any other name in braces for one label.
        region: what requests to it are signed for when its name does not tell.
    """

    host: str
    region: str = ""


@dataclass(frozen=True, slots=True)
class Quirks:
    """In what a store differs from the protocol that it speaks.

    Attributes:
        addressing: where it wants the bucket's name; AUTO where the protocol's own rule holds.
        default_region: what is signed when neither the account nor the endpoint tells the region.
        signing_region: the one region that every request is signed for; "" where buckets have their own.
        list_version: which of the two ways to list objects it understands best.
        plain_lists: names in lists must not be asked for percent-encoded.
        paged_buckets: the list of buckets comes in pages, and then tells each bucket's region.
        metadata_words: metadata outside of ASCII travels as encoded words (RFC 2047).
        copy_create_only: the header by which a copy refuses to overwrite.
        error_headers: the headers that hold the code and the text of an error without a body.
    """

    addressing: Addressing = Addressing.AUTO
    default_region: str = "us-east-1"
    signing_region: str = ""
    list_version: int = 2
    plain_lists: bool = False
    paged_buckets: bool = False
    metadata_words: bool = False
    copy_create_only: str = "if-none-match"
    error_headers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StorageClass:
    """One storage class that a provider offers.

    Attributes:
        name: the vendor's word.
        archived: its objects must be restored before they are read.
        common: the word for it that `core.rules.vocabulary` has for all vendors.
        tiers: the vendor's words for how fast it is restored; empty when there is no choice.
        days_max: how many days a restored object can stay readable; 0 when the vendor names no limit.
    """

    name: str
    archived: bool = False
    common: str = ""
    tiers: tuple[str, ...] = ()
    days_max: int = 0


@dataclass(frozen=True, slots=True)
class ErrorRule:
    """What an answer with this code means.

    Attributes:
        status: the HTTP status that the vendor documents. It chooses among rules for one code; a rule with another
            status still holds when there is none with the right one, because an error may come inside a 200.
        message: text that the vendor's message must contain; "" for any.
    """

    code: str
    kind: Kind
    status: int | None = None
    message: str = ""


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider as its file describes it.

    Attributes:
        dialect_name: the protocol that it speaks.
        parent_domain: the domain under which all of its endpoints lie; "" when it has none.
        sister_domains: other domains of the vendor's whose hosts are named alike and mean the same.
        partitions: how regions begin that have accounts and buckets of their own.
        endpoints: the forms of its endpoints; the first one with a region is the public one.
        service_host: the endpoint that lists buckets where the account's endpoint cannot; "" when it always can.
        presign_max_s: longest life of a signed link, in seconds.
        accelerate: hosts that reach the buckets of all regions.
        errors: rules by code; those with a message come first.
    """

    name: str
    title: str
    dialect_name: str
    limits: Limits
    features: Features
    presign_max_s: int
    errors: Mapping[str, tuple[ErrorRule, ...]]
    parent_domain: str = ""
    sister_domains: tuple[str, ...] = ()
    partitions: tuple[str, ...] = ()
    endpoints: tuple[Endpoint, ...] = ()
    quirks: Quirks = Quirks()
    service_host: str = ""
    regions: tuple[Region, ...] = ()
    accelerate: tuple[str, ...] = ()
    storage_classes: tuple[StorageClass, ...] = ()

    @property
    def is_one_service(self) -> bool:
        """Whether all its endpoints lead to one store. Where a customer has a host of his own, each is another one."""
        return bool(self.parent_domain) and not any("{account}" in form.host for form in self.endpoints)

    def partition_of(self, host: str) -> str:
        """The part of the vendor's service that a host belongs to, by how its region begins; "" for the usual one."""
        labels = re.split("[.]|s3[-.]", host)
        return next((part for part in self.partitions if any(label.startswith(part) for label in labels)), "")

    def owns(self, host: str) -> bool:
        """Whether a host name lies under the vendor's domains."""
        domains = (self.parent_domain, *self.sister_domains)
        return any(domain and (host == domain or host.endswith(f".{domain}")) for domain in domains)

    def storage_class(self, name: str) -> StorageClass | None:
        """The class that the vendor calls `name`; None for one that is not in the file."""
        return next((row for row in self.storage_classes if row.name == name), None)

    def kind_of(self, code: str, status: int, message: str) -> Kind | None:
        """What an error answer means; None when the file has no rule for it."""
        rules = [rule for rule in self.errors.get(code, ()) if rule.message in message]
        return next((rule.kind for rule in rules if rule.status == status), rules[0].kind if rules else None)


def is_one_store(one: Account, other: Account) -> bool:
    """Whether two accounts are known to speak to one store, so that it can copy between their buckets.

    Names of buckets mean the same in both only then. That is so at one endpoint, and where the vendor runs a single
    service behind all its endpoints, each of which serves all customers. An unreadable endpoint is like no other.
    """
    here, there = _address(one), _address(other)
    if here == there:
        return bool(here[0])
    if one.provider != other.provider or one.provider not in provider_names():
        return False
    vendor, names = provider(one.provider), (here[0], there[0])
    if not vendor.is_one_service or len({vendor.partition_of(name) for name in names}) > 1:
        return False
    return all(map(vendor.owns, names)) or all(map(_is_loopback, names))


def _address(account: Account) -> tuple[str, int | None]:
    """Host name and port of an account's endpoint; "" for one that cannot be read."""
    text = account.endpoint.strip()
    try:
        url = urlsplit(text if "://" in text else f"https://{text}")
        return (url.hostname or "").rstrip("."), url.port or {"http": 80, "https": 443}.get(url.scheme)
    except ValueError:
        return "", None


def _is_loopback(name: str) -> bool:
    """Whether it is this computer, where a vendor's service is the embedded store: one, with a port for each region."""
    try:
        return name == "localhost" or ip_address(name).is_loopback
    except ValueError:
        return False


@cache
def provider(name: str) -> Provider:
    """The provider of that name. Raises `KeyError` when there is no such file, `ValueError` when it is broken."""
    if name not in provider_names():
        raise KeyError(name)
    try:
        return _provider(name, _inherited(_document(name)))
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"resources/providers/{name}.toml cannot be used: {error}") from error


@cache
def provider_names() -> tuple[str, ...]:
    """All providers that there is a file for, sorted."""
    return tuple(sorted(path.stem for path in (resources() / "providers").glob("*.toml")))


def _document(name: str) -> dict[str, Any]:
    return tomllib.loads((resources() / "providers" / f"{name}.toml").read_text("utf-8"))


def _inherited(data: dict[str, Any]) -> dict[str, Any]:
    """A document with what it leaves to its base: single rows of the tables below, and whole other values.

    Its own error rules come first, so they win. A base has no base of its own.
    """
    if "base" not in data:
        return data
    base = _document(data["base"])
    if "base" in base:
        raise ValueError(f"its base {data['base']} has a base itself")
    rows = {table: base.get(table, {}) | data.get(table, {}) for table in ("limits", "features", "quirks")}
    return base | data | rows | {"errors": [*data.get("errors", ()), *base["errors"]]}


def _provider(name: str, data: Mapping[str, Any]) -> Provider:
    vendor = _Vendor(name, data["dialect"])
    classes = _classes(vendor, data["storage_classes"])
    usual_acl, keys = vocabulary.acl_words(vendor)[0], vocabulary.key_rules(vendor)
    archived = frozenset(row.name for row in classes if row.archived)
    return Provider(
        name=name,
        title=data["title"],
        dialect_name=data["dialect"],
        limits=Limits(**_values(data["limits"]), key_max=keys.bytes_max),
        features=Features(
            **_values(data["features"]),
            archived_classes=archived,
            usual_acl=usual_acl,
            leading_slash=keys.leading_slash,
        ),
        presign_max_s=data["presign_max_s"]["value"],
        parent_domain=data.get("parent_domain", ""),
        sister_domains=tuple(data.get("sister_domains", ())),
        partitions=tuple(data.get("partitions", {}).get("value", ())),
        endpoints=tuple(Endpoint(row["host"], row.get("region", "")) for row in data.get("endpoints", ())),
        quirks=_quirks(_values(data.get("quirks", {}))),
        service_host=data.get("service_host", ""),
        regions=tuple(_region(row) for row in data.get("regions", ())),
        accelerate=tuple(data.get("accelerate", {}).get("value", ())),
        storage_classes=classes,
        errors=_rules(data["errors"]),
    )


class _Vendor(NamedTuple):
    """Whose words are looked up while its provider is being read."""

    name: str
    dialect_name: str


def _classes(vendor: _Vendor, rows: Mapping[str, Mapping[str, Any]]) -> tuple[StorageClass, ...]:
    """The classes of a table. Raises `ValueError` for one that the vendor has no word for."""
    terms = {term.name: term for term in vocabulary.class_terms()}
    unknown = [name for name in rows if name not in terms or not terms[name].word_of(vendor)]
    if unknown:
        raise ValueError(f"it has no word for the storage classes {', '.join(unknown)}")
    return tuple(
        StorageClass(
            terms[name].word_of(vendor), terms[name].archived, name, tuple(row.get("tiers", ())), row.get("days_max", 0)
        )
        for name, row in rows.items()
    )


def _values(rows: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    return {name: row["value"] for name, row in rows.items()}


def _quirks(values: dict[str, Any]) -> Quirks:
    addressing = Addressing(values.pop("addressing", Addressing.AUTO))
    return Quirks(addressing=addressing, error_headers=tuple(values.pop("error_headers", ())), **values)


def _region(row: Mapping[str, str]) -> Region:
    return Region(row["id"], row["title"], row["public"], row.get("internal", ""), row.get("dual_stack", ""))


def _rules(rows: list[dict[str, Any]]) -> dict[str, tuple[ErrorRule, ...]]:
    rules: dict[str, tuple[ErrorRule, ...]] = {}
    for row in sorted(rows, key=lambda row: not row.get("message")):
        rule = ErrorRule(row["code"], Kind(row["kind"]), row.get("status"), row.get("message", ""))
        rules[rule.code] = (*rules.get(rule.code, ()), rule)
    return rules
