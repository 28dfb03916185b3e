"""When a failed operation is tried again. Pure: no clock, no chance of its own, no I/O.

The blocking retry layer (`core.store.layers.RetryingStore`) and the engine's scheduler ask the same function, so a
worker that waits and a job that is put back behave alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from core.model.errors import Kind, OwnCode, Sent, StoreError

#: Seconds: the longest wait before the second attempt; it doubles with every attempt up to `CAP_S`.
BASE_S = 0.2
CAP_S = 20.0

#: A store that asks for a longer pause than this is not waited for: the user should see the failure.
LONGEST_ASKED_S = 900.0

#: Attempts in all. A busy store gets more patience than a broken answer: it will be back, and it said so itself.
ATTEMPTS: Mapping[Kind, int] = MappingProxyType({Kind.THROTTLED: 12, Kind.OFFLINE: 10, Kind.TRANSIENT: 6})

#: The same of an answer that nobody can read: it may have been cut off on its way, once.
_UNREADABLE_ATTEMPTS = 2
_UNREADABLE = frozenset({OwnCode.UNREADABLE, OwnCode.NO_STORE})

#: Seconds: the pauses before a copy that was made and is not shown yet is looked for again. To fail a copy that stands
#: is worse than to wait, so half of each pause is certain.
UNSEEN_PAUSES_S = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 16.0, 16.0)


def next_try(error: StoreError, *, idempotent: bool, attempt: int, chance: float) -> float | None:
    """Return the seconds to wait before the next attempt, or None to give up.

    The wait is full jitter: `chance` times a cap that doubles with every attempt. A pause that the store asked for
    (Retry-After) comes first, and the jitter on top keeps all that were told the same pause from returning at once.
    A copy that the store does not show yet is looked for after `UNSEEN_PAUSES_S`, each cut by up to half.

    Args:
        idempotent: whether the operation may be sent twice (`Op.idempotent`).
        attempt: how many attempts have failed so far, from 1.
        chance: a number in [0, 1).
    """
    if error.code == OwnCode.COPY_UNSEEN:
        return UNSEEN_PAUSES_S[attempt - 1] * (1 + chance) / 2 if attempt <= len(UNSEEN_PAUSES_S) else None
    most = _UNREADABLE_ATTEMPTS if error.code in _UNREADABLE else ATTEMPTS.get(error.kind, 0)
    if attempt >= min(most, ATTEMPTS.get(error.kind, 0)) or not _may_repeat(error, idempotent):
        return None
    asked = max(error.retry_after or 0.0, 0.0)
    if asked > LONGEST_ASKED_S:
        return None
    return asked + chance * min(CAP_S, BASE_S * 2.0 ** (attempt - 1))


def _may_repeat(error: StoreError, idempotent: bool) -> bool:
    """An operation that must not run twice is repeated only where nothing was done.

    That is so when the request did not leave, and when the store refused it: with a 4xx, or because it is throttled.
    """
    refused = error.kind is Kind.THROTTLED or 400 <= error.status < 500
    return idempotent or error.sent is Sent.NO or refused
