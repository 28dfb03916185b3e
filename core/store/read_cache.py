"""What a store said of single objects, kept while the user thinks about one command.

A drop is looked at object by object, counted as a whole, and counted anew with each choice. All that asks the same
questions; each is sent once. A job never works by it: between the question and the work the store may have changed.
"""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any, cast

from core.model.errors import Kind, StoreError
from core.model.ops import GetAcl, GetTags, GetVersioning, HeadObject, Op, R, Store

#: Questions whose answers are kept. Listings are not: they are long, and nothing asks twice for a page.
_KEPT = (HeadObject, GetAcl, GetTags, GetVersioning)
#: Errors that are answers. The others may be gone with the next try.
_ANSWERS = frozenset({Kind.NOT_FOUND, Kind.DENIED, Kind.UNSUPPORTED})
#: Answers that are kept at most, about 1 KiB each; what comes later is asked each time.
_MOST = 10_000


class ReadCache:
    """The answers that were given so far. Thread: any."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._answers: dict[tuple[str, Op[Any]], object] = {}  # guarded by self._guard

    def wrap(self, account: str, store: Store) -> Store:
        """The account's store, asked only what is not known yet."""
        return _CachedStore(self, account, store)

    def get(self, account: str, op: Op[Any]) -> tuple[object] | None:
        """The answer in a tuple, since it may be None itself; None when there is none yet."""
        with self._guard:
            key = (account, op)
            return (self._answers[key],) if key in self._answers else None

    def put(self, account: str, op: Op[Any], answer: object) -> None:
        with self._guard:
            if len(self._answers) < _MOST:
                self._answers[account, op] = answer


class _CachedStore:
    """A store in front of which stands what is known already."""

    def __init__(self, read_cache: ReadCache, account: str, store: Store) -> None:
        self._read_cache, self._account, self._store = read_cache, account, store

    def call(self, op: Op[R]) -> R:
        if type(op) not in _KEPT:
            return self._store.call(op)
        known = self._read_cache.get(self._account, op)
        if known is None:
            return self._ask(op)
        if isinstance(known[0], StoreError):
            raise replace(known[0])  # a new one: a raised error gathers the places that it came through
        return cast("R", known[0])

    def _ask(self, op: Op[R]) -> R:
        try:
            answer = self._store.call(op)
        except StoreError as error:
            if error.kind in _ANSWERS:
                self._read_cache.put(self._account, op, replace(error))
            raise
        self._read_cache.put(self._account, op, answer)
        return answer
