"""The table of prices as files: the one that the program ships with, and the user's own over it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from core.model.errors import KnownError
from core.rules.assets import resources
from core.rules.prices import Price, Prices, Row, Source, Terms, What

FILE = "prices.toml"
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_LISTS = frozenset({"plain", "reads", "free"})
_TERMS = _LISTS | {"currency", "place"}
_WHATS = frozenset(What)
_NOTHING = Prices()


@cache
def built_in() -> Prices:
    """The prices that the program ships with. Raises `ValueError` when the installation's file is broken."""
    return parse((resources() / FILE).read_text("utf-8"))


def load_prices(folder: Path) -> Prices:
    """The user's prices over the built-in ones; `folder` is that of the settings.

    Raises `KnownError` when there is a file that cannot be read or used. It is never changed or put aside: the user
    has written it.
    """
    path = folder / FILE
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return built_in()
    except UnicodeDecodeError:
        raise KnownError(f"The price table {path} is not UTF-8 text. Save it as UTF-8, or remove it.") from None
    except OSError as error:
        raise KnownError(f"The price table {path} cannot be read: {error.strerror}. Check who may read it.") from None
    try:
        return parse(text, built_in())
    except ValueError as error:
        raise KnownError(f"The price table {path} cannot be used: {error}. Correct it, or remove it.") from None


def save_prices(folder: Path, prices: Prices) -> None:
    """Write what differs from the built-in prices; with nothing different there is no file.

    Raises `KnownError` when the file cannot be written.
    """
    path, shipped = folder / FILE, built_in()
    rows = {row: price for row, price in prices.rows.items() if shipped.rows.get(row) != price}
    terms = {name: one for name, one in prices.terms.items() if shipped.terms.get(name) != one}
    try:
        if not rows and not terms:
            path.unlink(missing_ok=True)
            return
        draft = path.with_name(f".{FILE}-new")
        draft.write_text(_text(terms, rows), "utf-8")
        draft.replace(path)
    except OSError as error:
        raise KnownError(
            f"The price table {path} cannot be written: {error.strerror}. "
            "Check the free space and who may write to the folder."
        ) from None


# ---------------------------------------------------------------- reading


def parse(text: str, base: Prices = _NOTHING) -> Prices:
    """A table from a file's text, over another one. Raises `ValueError` with a text that says what is wrong with it."""
    document = tomllib.loads(text, parse_float=Decimal)  # its errors are ValueErrors that name the line
    sources = {name: _source(name, row) for name, row in _table("sources", document.pop("sources", {})).items()}
    terms: dict[str, Terms] = {}
    rows: dict[Row, Price] = {}
    for provider, table in document.items():
        values = _table(provider, table)
        terms[provider] = _terms(provider, values, base.terms.get(provider))
        rows.update(_rows(provider, "", {key: one for key, one in values.items() if key in _WHATS}))
        for name, one in values.items():
            if name not in _TERMS and name not in _WHATS:
                rows.update(_rows(provider, name, _table(f"{provider}.{name}", one)))
    return Prices({**base.terms, **terms}, {**base.rows, **rows}, {**base.sources, **sources})


def _terms(provider: str, values: Mapping[str, Any], base: Terms | None) -> Terms:
    """The provider's terms: what the file says, and for the rest what was so before."""
    given = {key: values[key] for key in _TERMS if key in values}
    for key, value in given.items():
        words = value if key in _LISTS and isinstance(value, list) else [value]
        if not all(isinstance(word, str) for word in words) or isinstance(value, list) is not (key in _LISTS):
            raise ValueError(f"{key} in [{provider}] is not {'a list of words' if key in _LISTS else 'a word'}")
    if base is None and "currency" not in given:
        raise ValueError(f'[{provider}] lacks a currency, such as currency = "USD"')
    given = {key: frozenset(value) if key in _LISTS else value for key, value in given.items()}
    return replace(base or Terms(""), **given)


def _source(name: str, row: Any) -> Source:
    values = _table(f"sources.{name}", row)
    try:
        return Source(str(values["page"]), str(values["date"]), bool(values["vendor"]))
    except KeyError as error:
        raise ValueError(f"[sources.{name}] lacks {error}") from None


def _rows(provider: str, storage_class: str, values: Mapping[str, Any]) -> Iterator[tuple[Row, Price]]:
    place = f"{provider}.{storage_class}" if storage_class else provider
    for key, value in values.items():
        if key not in _WHATS:
            raise ValueError(f"[{place}] has a row {key!r}, which there is none of")
        tiers = value if isinstance(value, dict) and "value" not in value else {"": value}
        for tier, one in tiers.items():
            yield Row(provider, storage_class, What(key), tier), _price(f"{key} in [{place}]", one)


def _price(what: str, value: Any) -> Price:
    source = ""
    if isinstance(value, dict):
        source, value = str(value.get("source", "")), value.get("value")
    if value == "":
        return Price(None, source)
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or not Decimal(value).is_finite() or value < 0:
        raise ValueError(f'{what} is not a number from 0 on, nor "" for a price that is not known')
    return Price(Decimal(value), source)


def _table(name: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"{name} is not a table")  # noqa: TRY004 - it is the file's value that is wrong
    return value


# ---------------------------------------------------------------- writing


def _text(terms: Mapping[str, Terms], rows: Mapping[Row, Price]) -> str:
    lines = ["# Your own prices, over those that Bucketferry ships with. The program writes this file anew.", ""]
    for provider in sorted({*terms, *(row.provider for row in rows)}):
        mine = {row: price for row, price in rows.items() if row.provider == provider}
        lines.append(f"[{_key(provider)}]")
        if provider in terms:
            lines += _terms_lines(terms[provider])
        for storage_class in sorted({row.storage_class for row in mine}):
            if storage_class:
                lines += ["", f"[{_key(provider)}.{_key(storage_class)}]"]
            lines += _row_lines({row: price for row, price in mine.items() if row.storage_class == storage_class})
        lines.append("")
    return "\n".join(lines)


def _terms_lines(terms: Terms) -> Iterator[str]:
    yield f"currency = {_quoted(terms.currency)}"
    yield f"place = {_quoted(terms.place)}"
    for key, words in (("plain", terms.plain), ("reads", terms.reads), ("free", terms.free)):
        yield f"{key} = [{', '.join(_quoted(word) for word in sorted(words))}]"


def _row_lines(rows: Mapping[Row, Price]) -> Iterator[str]:
    for what in What:
        tiers = {row.tier: _number(price) for row, price in sorted(rows.items()) if row.what is what}
        if set(tiers) == {""}:
            yield f"{what} = {tiers['']}"
        elif tiers:
            yield f"{what} = {{ {', '.join(f'{_key(tier)} = {value}' for tier, value in tiers.items())} }}"


def _number(price: Price) -> str:
    return '""' if price.amount is None else f"{price.amount:f}"


def _key(word: str) -> str:
    return word if _BARE_KEY.fullmatch(word) else _quoted(word)


def _quoted(word: str) -> str:
    """A TOML basic string, which is also a quoted key."""
    escaped = (f"\\u{ord(letter):04x}" if letter < " " or letter in '"\\\x7f' else letter for letter in word)
    return f'"{"".join(escaped)}"'
