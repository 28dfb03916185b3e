"""Unit: when a failed operation is tried again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.errors import Kind, OwnCode, Sent, StoreError
from core.rules.retry import ATTEMPTS, BASE_S, CAP_S, LONGEST_ASKED_S, UNSEEN_PAUSES_S, next_try

PASSING = (Kind.THROTTLED, Kind.TRANSIENT, Kind.OFFLINE)


def ask(error: StoreError, *, idempotent: bool = True, attempt: int = 1, chance: float = 0.5) -> float | None:
    return next_try(error, idempotent=idempotent, attempt=attempt, chance=chance)


@pytest.mark.parametrize("kind", PASSING)
def test_what_passes_by_itself_is_retried(kind: Kind) -> None:
    assert ask(StoreError(kind)) is not None


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in PASSING])
@pytest.mark.parametrize("sent", Sent)
def test_nothing_else_is_retried_however_it_was_sent(kind: Kind, sent: Sent) -> None:
    assert ask(StoreError(kind, sent=sent, retry_after=1.0)) is None


@pytest.mark.parametrize("kind", [Kind.TRANSIENT, Kind.OFFLINE])
@pytest.mark.parametrize("sent", [Sent.MAYBE, Sent.YES])
def test_what_must_not_run_twice_is_not_repeated_once_it_left(kind: Kind, sent: Sent) -> None:
    assert ask(StoreError(kind, sent=sent), idempotent=False) is None


@pytest.mark.parametrize("kind", PASSING)
def test_what_must_not_run_twice_is_repeated_when_it_never_left(kind: Kind) -> None:
    assert ask(StoreError(kind, sent=Sent.NO), idempotent=False) is not None


@pytest.mark.parametrize(
    "refusal", [StoreError(Kind.THROTTLED, status=503), StoreError(Kind.TRANSIENT, status=409)], ids=str
)
def test_what_must_not_run_twice_is_repeated_after_a_refusal(refusal: StoreError) -> None:
    assert ask(refusal, idempotent=False) is not None


@pytest.mark.parametrize("kind", PASSING)
def test_the_attempts_are_bounded(kind: Kind) -> None:
    assert ask(StoreError(kind), attempt=ATTEMPTS[kind] - 1) is not None
    assert ask(StoreError(kind), attempt=ATTEMPTS[kind]) is None


def test_a_busy_store_gets_more_attempts_than_a_faulty_one() -> None:
    assert ATTEMPTS[Kind.THROTTLED] > ATTEMPTS[Kind.TRANSIENT]


@given(
    kind=st.sampled_from(PASSING),
    attempt=st.integers(1, 5),
    chance=st.floats(0, 1, exclude_max=True),
)
def test_the_wait_is_full_jitter_under_a_doubling_cap(kind: Kind, attempt: int, chance: float) -> None:
    wait = ask(StoreError(kind), attempt=attempt, chance=chance)
    assert wait == pytest.approx(chance * min(CAP_S, BASE_S * 2 ** (attempt - 1)))


def test_the_longest_wait_is_the_cap() -> None:
    assert ask(StoreError(Kind.THROTTLED), attempt=ATTEMPTS[Kind.THROTTLED] - 1, chance=1.0) == CAP_S


@given(asked=st.floats(0, LONGEST_ASKED_S), chance=st.floats(0, 1, exclude_max=True))
def test_a_pause_that_the_store_asks_for_is_the_least_wait(asked: float, chance: float) -> None:
    wait = ask(StoreError(Kind.THROTTLED, retry_after=asked), chance=chance)
    assert wait is not None
    assert wait >= asked


def test_two_that_were_told_the_same_pause_do_not_return_together() -> None:
    error = StoreError(Kind.THROTTLED, retry_after=5.0)
    assert ask(error, chance=0.1) != ask(error, chance=0.9)


def test_a_store_that_asks_for_an_hour_is_not_waited_for() -> None:
    assert ask(StoreError(Kind.THROTTLED, retry_after=3600.0)) is None


def test_a_pause_in_the_past_is_no_pause() -> None:
    assert ask(StoreError(Kind.THROTTLED, retry_after=-10.0), chance=0.0) == 0.0


@pytest.mark.parametrize("chance", [0.0, 0.999])
def test_a_copy_that_the_store_does_not_show_is_looked_for_during_half_a_minute_at_least(chance: float) -> None:
    unseen = StoreError(Kind.TRANSIENT, code=OwnCode.COPY_UNSEEN)
    waits = [ask(unseen, attempt=attempt, chance=chance) or 0.0 for attempt in range(1, len(UNSEEN_PAUSES_S) + 1)]
    assert 30 < sum(waits) < 70
    assert waits == sorted(waits)
    assert ask(unseen, attempt=len(UNSEEN_PAUSES_S) + 1, chance=chance) is None


@pytest.mark.parametrize("code", [OwnCode.UNREADABLE, OwnCode.NO_STORE])
def test_what_nobody_can_read_is_asked_for_once_more_and_does_not_pass_by_waiting(code: OwnCode) -> None:
    assert ask(StoreError(Kind.TRANSIENT, code=code), attempt=1) is not None
    assert ask(StoreError(Kind.TRANSIENT, code=code), attempt=2) is None
