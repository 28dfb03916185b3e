"""What is said of prices and costs. Pure functions of core's tables; an unknown price is never 0."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, ROUND_UP, Decimal

from PySide6.QtCore import QLocale

from core.rules.estimate import Estimate
from core.rules.prices import Charge, Cost, What
from gui.text import figures, names
from gui.text.facts import Fact, Tone
from gui.text.translate import QT_TRANSLATE_NOOP, words

_CENT = Decimal("0.01")
#: What can be typed as a price; more digits are a slip.
_FIGURE = re.compile(r"[0-9]{1,9}(\.[0-9]{0,9})?|\.[0-9]{1,9}")

CHARGES: dict[Charge, str] = {
    Charge.WRITES: QT_TRANSLATE_NOOP("words", "Requests that write or list"),
    Charge.READS: QT_TRANSLATE_NOOP("words", "Requests that read"),
    Charge.TRAFFIC: QT_TRANSLATE_NOOP("words", "Traffic between regions"),
    Charge.EARLY: QT_TRANSLATE_NOOP("words", "Deletion before the least time of storage"),
    Charge.RETRIEVAL: QT_TRANSLATE_NOOP("words", "Reading from this storage class"),
    Charge.RESTORE: QT_TRANSLATE_NOOP("words", "Restoring from the archive"),
}

ITEMS: dict[What, str] = {
    What.WRITE: QT_TRANSLATE_NOOP("words", "Requests that write or list"),
    What.READ: QT_TRANSLATE_NOOP("words", "Requests that read"),
    What.TRAFFIC: QT_TRANSLATE_NOOP("words", "Traffic between regions"),
    What.STORED: QT_TRANSLATE_NOOP("words", "Storage"),
    What.MIN_DAYS: QT_TRANSLATE_NOOP("words", "Least time of storage"),
    What.RETRIEVAL: QT_TRANSLATE_NOOP("words", "Reading"),
    What.RESTORE: QT_TRANSLATE_NOOP("words", "Restored data"),
    What.RESTORE_CALL: QT_TRANSLATE_NOOP("words", "Requests to restore"),
}

UNITS: dict[What, str] = {
    What.WRITE: QT_TRANSLATE_NOOP("words", "10,000 requests"),
    What.READ: QT_TRANSLATE_NOOP("words", "10,000 requests"),
    What.TRAFFIC: QT_TRANSLATE_NOOP("words", "GB"),
    What.STORED: QT_TRANSLATE_NOOP("words", "GB a month"),
    What.MIN_DAYS: QT_TRANSLATE_NOOP("words", "days"),
    What.RETRIEVAL: QT_TRANSLATE_NOOP("words", "GB"),
    What.RESTORE: QT_TRANSLATE_NOOP("words", "GB"),
    What.RESTORE_CALL: QT_TRANSLATE_NOOP("words", "10,000 requests"),
}


def facts(estimate: Estimate) -> tuple[Fact, ...]:
    """The rows about money: the sum with its lines, what deleting too early costs, and what is paid each month."""
    cost = estimate.cost
    if cost is None:
        return (Fact(words.tr("Cost"), words.tr("unknown: no price of this provider is entered")),)
    lines = tuple(f"{words.tr(CHARGES[charge])}: {_amount(amount, cost.currency)}" for charge, amount in cost.lines)
    return (
        *_early(cost),
        Fact(words.tr("Cost"), total(cost, exact=estimate.exact and estimate.calls_most == 0), lines),
        *_monthly(estimate, cost),
    )


def _monthly(estimate: Estimate, cost: Cost) -> tuple[Fact, ...]:
    """What is stored for more from then on; nothing is said of what is stored for less."""
    more = sum(estimate.usage.stored.values())
    if more <= 0 and (cost.monthly is None or cost.monthly <= 0):
        return ()
    size = figures.size(max(more, 0))
    if cost.monthly is None:
        return (
            Fact(words.tr("Storage"), words.tr("{size} more each month; its price is not known").format(size=size)),
        )
    amount = money(cost.monthly, cost.currency)
    said = words.tr("{size} more, {amount} each month") if more > 0 else words.tr("{amount} more each month")
    return (Fact(words.tr("Storage"), said.format(size=size, amount=amount)),)


def total(cost: Cost, *, exact: bool = True) -> str:
    """The sum; what is missing in it is named."""
    said = money(cost.total, cost.currency)
    unknown = ", ".join(words.tr(CHARGES[charge]) for charge in cost.unknown)
    if unknown:
        if not cost.total:
            return words.tr("not known: {what}").format(what=unknown)
        return words.tr("{sum}; not known: {what}").format(sum=said, what=unknown)
    if exact:
        return said
    if 0 < cost.total < _CENT:
        return words.tr("{sum}, maybe more").format(sum=said)
    return words.tr("at least {figure}").format(figure=said)


def money(amount: Decimal, currency: str) -> str:
    """An amount with two decimals; one below a cent says so instead of being 0."""
    if 0 < amount < _CENT:
        cent = QLocale().toString(float(_CENT), "f", 2)
        return words.tr("less than {amount} {currency}").format(amount=cent, currency=names.currency(currency))
    cents = amount.quantize(_CENT, rounding=ROUND_HALF_EVEN)
    return f"{QLocale().toString(float(cents), 'f', 2)} {names.currency(currency)}"


def figure(amount: Decimal | None) -> str:
    """A price with all its digits, as it can be typed; "" when it is not known."""
    if amount is None:
        return ""
    exponent = amount.normalize().as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    return f"{amount.quantize(Decimal(1).scaleb(-places), rounding=ROUND_UP):f}".replace(".", QLocale().decimalPoint())


def parse(text: str) -> Decimal | None:
    """Read a price; "" says that it is not known. Raises `ValueError` when it is no figure from 0 on."""
    typed = text.strip().replace(QLocale().groupSeparator(), "").replace(QLocale().decimalPoint(), ".")
    if not typed:
        return None
    if not _FIGURE.fullmatch(typed):
        raise ValueError(text)
    return Decimal(typed)


def item(what: What) -> str:
    return words.tr(ITEMS[what])


def unit(what: What) -> str:
    return words.tr(UNITS[what])


def _amount(amount: Decimal | None, currency: str) -> str:
    return words.tr("unknown") if amount is None else money(amount, currency)


def _early(cost: Cost) -> tuple[Fact, ...]:
    if Charge.EARLY not in dict(cost.lines):
        return ()
    said = words.tr(
        "Some objects go before the least time for which their storage class is charged; the rest of that time is "
        "charged: {amount}"
    ).format(amount=_amount(dict(cost.lines)[Charge.EARLY], cost.currency))
    return (Fact(words.tr("Too early"), said, tone=Tone.WARN),)
