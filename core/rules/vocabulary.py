"""What the vendors call the same things, read from `resources/vocabulary.toml`.

One table each for keys, storage classes, encryptions, the predefined ACLs of objects and the prefix of user metadata.
A word is common to all, or one vendor's; every function says which of the two it means.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from core.rules.assets import resources


class Vendor(Protocol):
    """Whose words are meant; `core.rules.providers.Provider` is one."""

    @property
    def name(self) -> str: ...

    @property
    def dialect_name(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that several vendors have.

    Attributes:
        name: the common word.
        words: what each provider or protocol calls it, by name.
        archived: of a storage class: its objects must be restored before they are read.
    """

    name: str
    words: Mapping[str, str]
    archived: bool = False

    def word_of(self, vendor: Vendor) -> str:
        """The vendor's own word, else that of its protocol; "" when it has no such thing."""
        return self.words.get(vendor.name) or self.words.get(vendor.dialect_name, "")


# ---------------------------------------------------------------- storage classes


@cache
def names_archive(word: str) -> bool:
    """Whether a storage class is an archive, by its word alone: every vendor that uses the word means one."""
    meant = [term.archived for term in class_terms() if word in term.words.values()]
    return bool(meant) and all(meant)


@cache
def class_terms() -> tuple[Term, ...]:
    """All storage classes, the quickest to read first."""
    return _terms("storage_classes")


# ---------------------------------------------------------------- ACLs


def acl_words(vendor: Vendor) -> tuple[str, ...]:
    """The vendor's words for the ACL of an object that it both takes and answers, the usual one first."""
    return tuple(dict.fromkeys(word for term in _acls() if (word := term.word_of(vendor))))


def acl_for(vendor: Vendor, word: str) -> str:
    """The vendor's word for a common one. A word that is not in the table, or not for this vendor, stays as it is."""
    return next((term.word_of(vendor) for term in _acls() if term.name == word), "") or word


def acl_to_state(vendor: Vendor, word: str | None) -> str:
    """The vendor's word for the ACL of a new object; "" where it needs none, for an object has that one by itself."""
    own = acl_for(vendor, word) if word else ""
    return "" if own == acl_words(vendor)[0] else own


@cache
def _acls() -> tuple[Term, ...]:
    return _terms("acls")


# ---------------------------------------------------------------- encryptions


def encryption_names() -> tuple[str, ...]:
    """The common words for all ways in which a store encrypts objects."""
    return tuple(term.name for term in _encryptions())


def encryption_words(vendor: Vendor) -> Mapping[str, str]:
    """The vendor's word for each common one that it has."""
    return {term.name: word for term in _encryptions() if (word := term.word_of(vendor))}


@cache
def _encryptions() -> tuple[Term, ...]:
    return _terms("encryptions")


# ---------------------------------------------------------------- user metadata


def metadata_prefix(vendor: Vendor) -> str:
    """What stands before the lower-case name of a user metadata header."""
    prefixes: dict[str, str] = _document()["metadata_prefixes"]
    return prefixes.get(vendor.name) or prefixes[vendor.dialect_name]


# ---------------------------------------------------------------- the file


def _terms(table: str) -> tuple[Term, ...]:
    return tuple(Term(row["name"], row["words"], row.get("archived", False)) for row in _document()[table])


@cache
def _document() -> dict[str, Any]:
    return tomllib.loads((resources() / "vocabulary.toml").read_text("utf-8"))


# ---------------------------------------------------------------- keys


@dataclass(frozen=True, slots=True)
class KeyRules:
    """Which keys a vendor takes.

    Attributes:
        bytes_max: of UTF-8.
        leading_slash: whether a key may begin with "/" or "\\".
    """

    bytes_max: int
    leading_slash: bool


def key_rules(vendor: Vendor) -> KeyRules:
    """The vendor's rules for keys, else those of its protocol."""
    rules: dict[str, dict[str, Any]] = _document()["keys"]
    return KeyRules(**(rules.get(vendor.name) or rules[vendor.dialect_name]))
