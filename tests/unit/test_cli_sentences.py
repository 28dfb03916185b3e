"""Every failure has a sentence that says what happened and what to do."""

from __future__ import annotations

import pytest

from core import sentences
from core.browse import Finding, Verdict
from core.errors import Kind, StoreError
from core.jobs import Level, Reason, Refused


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_of_error_has_a_sentence(kind: Kind) -> None:
    assert sentences.of_error(StoreError(kind)).endswith(".")


@pytest.mark.parametrize("reason", Reason)
def test_every_refusal_has_a_sentence_with_its_figure(reason: Reason) -> None:
    said = sentences.of_refusal(Refused(reason, "4711"))
    assert said.endswith(".")
    assert "{" not in said
    assert ("4711" in said) == ("{detail}" in sentences.REFUSALS[reason])


@pytest.mark.parametrize("level", Level)
def test_only_a_checksum_is_called_a_verified_checksum(level: Level) -> None:
    assert ("CRC-64" in sentences.LEVELS[level]) == (level in (Level.CRC64, Level.PART_CRC64))


@pytest.mark.parametrize("finding", Finding)
def test_every_finding_of_a_test_has_a_sentence(finding: Finding) -> None:
    said = sentences.of_verdict(Verdict(finding, buckets=3, bucket="photos", skew_s=-75.2))
    assert "{" not in said
    assert said.endswith(".")


def test_the_vendor_s_words_follow_on_one_line() -> None:
    error = StoreError(Kind.DENIED, status=403, code="AccessDenied", message="You\nmay not", request_id="5F3A")
    assert sentences.of_error(error).endswith("(AccessDenied, HTTP 403, You may not, request 5F3A)")


def test_a_batch_that_was_refused_is_told_as_a_refusal() -> None:
    error = StoreError(Kind.UNSUPPORTED, code=Reason.INTO_ITSELF.value)
    assert sentences.of_error(error) == sentences.of_refusal(Refused(Reason.INTO_ITSELF))
