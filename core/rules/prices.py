"""What providers charge, as a table that the user may change, and what a plan costs by it.

Pure: nothing here reads a file. Money is a `Decimal` in the provider's currency; a price that nobody knows is None
and stays None in every sum that needs it, because an unknown price is not a price of nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

#: The vendors' GB (436/40099 of Tencent's pages: 1 TB is 1,024 GB; Alibaba's billing cases count alike).
GB = 1024**3
#: Requests are priced by so many.
CALLS = 10_000
#: A month as the vendors divide it to get the price of a day.
MONTH_DAYS = 30

#: Operations that only read. All others, lists too, are charged as writing ones.
_READS = frozenset(
    {"HeadObject", "GetObject", "GetTags", "GetAcl", "GetLink", "GetVersioning", "GetBucketInfo", "GetBucketLocation"}
)
#: The tier that is meant when none is named.
_USUAL_TIER = "Standard"


class What(StrEnum):
    """What a price is for. The words are the keys of the table's file."""

    WRITE = "write"  # 10,000 requests that write or list
    READ = "read"  # 10,000 requests that read
    TRAFFIC = "traffic"  # one GB from one region to another
    STORED = "stored"  # one GB for a month; the rest of the least time is due when an object goes earlier
    MIN_DAYS = "min-days"  # no money: the least time that an object is charged for
    RETRIEVAL = "retrieval"  # one GB that is read, also by a copy
    RESTORE = "restore"  # one GB that is restored, by tier
    RESTORE_CALL = "restore-call"  # 10,000 requests to restore, by tier


@dataclass(frozen=True, slots=True, order=True)
class Row:
    """One row of the table. `storage_class` is "" for what does not depend on it, `tier` for what has no tiers."""

    provider: str
    storage_class: str
    what: What
    tier: str = ""


@dataclass(frozen=True, slots=True)
class Price:
    """A figure and where it is from: a key of `Prices.sources`, or "" for the user's own. None: not known."""

    amount: Decimal | None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a price was read.

    Attributes:
        date: when the page was written or read, as it is known.
        vendor: whether the page is the vendor's own.
    """

    page: str
    date: str
    vendor: bool


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for all prices of a provider.

    Attributes:
        place: which regions the prices are for, in words.
        plain: storage classes without a table of their own: the provider's row holds for them, reading costs nothing
            more, and they may go at any time.
        reads, free: operations that this provider charges as reads, or not at all, other than usual.
    """

    currency: str
    place: str = ""
    plain: frozenset[str] = frozenset()
    reads: frozenset[str] = frozenset()
    free: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Prices:
    """The whole table. A value: `with_price` makes a new one."""

    terms: Mapping[str, Terms] = field(default_factory=dict)
    rows: Mapping[Row, Price] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)

    def find(self, row: Row) -> Decimal | None:
        """The price that holds for a row; None when it is not known.

        A class of `Terms.plain` has the provider's row; any other class only its own. A price by tier stands for
        the usual tier where none is asked for.
        """
        if self.is_plain(row.provider, row.storage_class):
            row = replace(row, storage_class="")
        tiers = [row.tier, ""] if row.tier else ["", _USUAL_TIER]
        found = (self.rows.get(replace(row, tier=tier)) for tier in tiers)
        return next((price.amount for price in found if price is not None), None)

    def is_free(self, row: Row) -> bool:
        """Whether a class has a table of its own in which this row is missing: then it costs nothing there."""
        return row not in self.rows and self.has_class(row.provider, row.storage_class)

    def is_plain(self, provider: str, storage_class: str) -> bool:
        terms = self.terms.get(provider)
        return not storage_class or (terms is not None and storage_class in terms.plain)

    def has_class(self, provider: str, storage_class: str) -> bool:
        """Whether anything at all is known of a class that is not plain."""
        return any((row.provider, row.storage_class) == (provider, storage_class) for row in self.rows)

    def with_price(self, row: Row, amount: Decimal | None) -> Prices:
        """The table with the user's own figure; None says that it is not known. Raises `ValueError` below zero."""
        if amount is not None and not (amount.is_finite() and amount >= 0):
            raise ValueError(f"a price cannot be {amount}")
        terms = {row.provider: Terms("USD"), **self.terms}
        return replace(self, terms=terms, rows={**self.rows, row: Price(amount)})


# ---------------------------------------------------------------- what is used


@dataclass(frozen=True, slots=True)
class Early:
    """Bytes that stop being stored.

    Attributes:
        age_days: how long they have been stored, in whole days; None when the store does not say.
    """

    storage_class: str
    age_days: int | None
    size: int
    count: int = 1


@dataclass(frozen=True, slots=True)
class Restored:
    storage_class: str
    tier: str
    size: int
    count: int = 1


@dataclass(frozen=True, slots=True)
class Usage:
    """All that is charged for.

    Attributes:
        calls: number of requests by the operation's class name and the storage class of the object ("" for none).
        traffic: bytes from one region to another.
        retrieved: bytes that are read, by storage class.
        stored: how many bytes more are stored from then on, by storage class; below 0 for less.
    """

    calls: Mapping[tuple[str, str], int] = field(default_factory=dict)
    traffic: int = 0
    early: tuple[Early, ...] = ()
    restored: tuple[Restored, ...] = ()
    retrieved: Mapping[str, int] = field(default_factory=dict)
    stored: Mapping[str, int] = field(default_factory=dict)


# ---------------------------------------------------------------- what it costs


class Charge(StrEnum):
    """One line of a bill."""

    WRITES = "writes"
    READS = "reads"
    TRAFFIC = "traffic"
    EARLY = "early"
    RETRIEVAL = "retrieval"
    RESTORE = "restore"


@dataclass(frozen=True, slots=True)
class Cost:
    """What a plan costs.

    Attributes:
        lines: only what is needed at all; the amount is None where a price for it is not known.
        total: the sum of the amounts that are known.
        monthly: what the storage costs more each month from then on, below 0 for less; None when a price is not known.
    """

    total: Decimal
    currency: str
    lines: tuple[tuple[Charge, Decimal | None], ...]
    monthly: Decimal | None = Decimal(0)

    @property
    def unknown(self) -> tuple[Charge, ...]:
        """What is missing in the total."""
        return tuple(charge for charge, amount in self.lines if amount is None)


def cost_of(prices: Prices, provider: str, usage: Usage) -> Cost | None:
    """What `usage` costs; None when nothing is known of the provider."""
    terms = prices.terms.get(provider)
    if terms is None:
        return None
    sums: dict[Charge, Decimal | None] = {}
    for charge, amount in _amounts(prices, provider, terms, usage):
        before = sums.get(charge, Decimal(0))
        sums[charge] = None if before is None or amount is None else before + amount
    lines = tuple((charge, sums[charge]) for charge in Charge if charge in sums)
    total = sum((amount for _, amount in lines if amount is not None), Decimal(0))
    return Cost(total, terms.currency, lines, _monthly(prices, provider, usage.stored))


def _monthly(prices: Prices, provider: str, stored: Mapping[str, int]) -> Decimal | None:
    sums = [_times(prices.find(Row(provider, name, What.STORED)), size, GB) for name, size in stored.items()]
    known = [amount for amount in sums if amount is not None]
    return sum(known, Decimal(0)) if len(known) == len(sums) else None


def _amounts(prices: Prices, provider: str, terms: Terms, usage: Usage) -> Iterator[tuple[Charge, Decimal | None]]:
    yield from _calls(prices, provider, terms, usage)
    if usage.traffic:
        yield Charge.TRAFFIC, _times(prices.find(Row(provider, "", What.TRAFFIC)), usage.traffic, GB)
    for early in usage.early:
        yield from _early(prices, provider, early)
    for storage_class, size in usage.retrieved.items():
        yield from _retrieved(prices, provider, storage_class, size)
    for restored in usage.restored:
        place = (provider, restored.storage_class)
        yield Charge.RESTORE, _times(prices.find(Row(*place, What.RESTORE, restored.tier)), restored.size, GB)
        each = prices.find(Row(*place, What.RESTORE_CALL, restored.tier))
        if each is not None:
            yield Charge.RESTORE, _times(each, restored.count, CALLS)


def _calls(prices: Prices, provider: str, terms: Terms, usage: Usage) -> Iterator[tuple[Charge, Decimal | None]]:
    for (op, storage_class), count in usage.calls.items():
        if op in terms.free or not count:
            continue
        is_read = op in _READS or op in terms.reads
        what, charge = (What.READ, Charge.READS) if is_read else (What.WRITE, Charge.WRITES)
        yield charge, _times(prices.find(Row(provider, storage_class, what)), count, CALLS)


def _early(prices: Prices, provider: str, early: Early) -> Iterator[tuple[Charge, Decimal | None]]:
    """The storage of the days that are missing to the least time."""
    place = (provider, early.storage_class)
    least = Row(*place, What.MIN_DAYS)
    if not early.size or prices.is_plain(*place) or prices.is_free(least):
        return
    days = prices.find(least)
    if days is None or early.age_days is None:
        yield Charge.EARLY, None
        return
    missing = days - early.age_days
    if missing > 0:
        month = _times(prices.find(Row(*place, What.STORED)), early.size, GB)
        yield Charge.EARLY, None if month is None else month * missing / MONTH_DAYS


def _retrieved(prices: Prices, provider: str, storage_class: str, size: int) -> Iterator[tuple[Charge, Decimal | None]]:
    row = Row(provider, storage_class, What.RETRIEVAL)
    if size and not prices.is_plain(provider, storage_class) and not prices.is_free(row):
        yield Charge.RETRIEVAL, _times(prices.find(row), size, GB)


def _times(price: Decimal | None, count: int, per: int) -> Decimal | None:
    return None if price is None else price * count / per
