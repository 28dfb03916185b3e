"""Names that vendors gave (services, regions, storage classes, currencies) in the language of the window.

They are data and no texts of this program, so they stand in `resources/i18n/names_<locale>.toml`. What is not there is
shown as the vendor writes it. Thread: any.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache

from PySide6.QtCore import QLocale

from core.rules.assets import resources
from core.rules.providers import provider

_Names = Mapping[str, Mapping[str, str]]


def provider_title(name: str) -> str:
    """A provider's title; its name where this version does not know it."""
    try:
        title = provider(name).title
    except KeyError:
        return name
    return _named("providers", title)


def region_title(title: str) -> str:
    return _named("regions", title)


def currency(word: str) -> str:
    """The word behind an amount."""
    return _named("currencies", word)


def price_place(text: str) -> str:
    """For which regions prices hold."""
    return _named("price-places", text)


def storage_class(word: str) -> str:
    """The name of a vendor's storage class, for a column."""
    return _named("storage-classes", word)


def storage_class_in_full(word: str) -> str:
    """The name and, where that is another one, the vendor's word, which its pages and tools use."""
    name = storage_class(word)
    return name if name == word or word in name else f"{name}（{word}）"


def _named(group: str, name: str) -> str:
    return _names(QLocale().name()).get(group, {}).get(name, name)


@cache
def _names(locale: str) -> _Names:
    path = resources() / "i18n" / f"names_{locale}.toml"
    return tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}
