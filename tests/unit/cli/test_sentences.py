"""Every failure has a sentence that says what happened and what to do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.cli import messages as sentences
from core.model.errors import Kind, StoreError
from core.model.jobs import Reason, Refused, State, Want
from core.model.reports import Finding, JobRow, Verdict
from core.model.requests import JobKind
from core.model.values import Level, ObjectRef
from core.rules import messages


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_of_error_has_a_sentence(kind: Kind) -> None:
    assert sentences.of_error(StoreError(kind)).endswith(".")


@pytest.mark.parametrize("reason", Reason)
def test_every_refusal_has_a_sentence_with_its_figure(reason: Reason) -> None:
    said = sentences.of_refusal(Refused(reason, "4711"))
    assert said.endswith(".")
    assert "{" not in said
    assert ("4711" in said or "4,711" in said) == ("{" in messages.REFUSALS[reason].text)


@pytest.mark.parametrize("level", Level)
def test_only_a_checksum_is_called_a_verified_checksum(level: Level) -> None:
    said = sentences.of_level(level)
    assert ("verified: " in said) == (level is not Level.SIZE)
    assert ("CRC-64" in said) == (level in (Level.CRC64, Level.PART_CRC64))


@pytest.mark.parametrize("finding", Finding)
def test_every_finding_of_a_test_has_a_sentence(finding: Finding) -> None:
    said = sentences.of_verdict(Verdict(finding, buckets=3, bucket="photos", skew_s=-75.2))
    assert "{" not in said
    assert said.endswith(".")


def test_the_vendor_s_words_follow_on_one_line() -> None:
    error = StoreError(Kind.DENIED, status=403, code="AccessDenied", message="You\nmay not", request_id="5F3A")
    assert sentences.of_error(error).endswith("(AccessDenied, HTTP 403, You may not, request 5F3A)")


def test_a_look_that_is_refused_without_a_word_is_suspected_to_want_a_customer_s_key() -> None:
    mute = StoreError(Kind.INVALID, op="HeadObject", status=400)
    assert "probably encrypted with a customer's key" in sentences.of_error(mute)
    for other in (replace(mute, op="CopyObject"), replace(mute, code="InvalidArgument"), replace(mute, status=0)):
        assert "customer" not in sentences.of_error(other)


def test_a_batch_that_was_refused_is_told_as_a_refusal() -> None:
    error = StoreError(Kind.UNSUPPORTED, code=Reason.INTO_ITSELF.value)
    assert sentences.of_error(error) == sentences.of_refusal(Refused(Reason.INTO_ITSELF))


def _rename(error: StoreError, verified: Level | None = Level.CRC64) -> JobRow:
    here = ObjectRef("Studio", "photos", "a")
    return JobRow(1, 1, here, here, State.FAILED, Want.RUN, verified=verified, error=error, kind=JobKind.RENAME)


@pytest.mark.parametrize("op", ["DeleteObject", "DeleteObjects"])
def test_a_rename_whose_last_step_failed_says_that_nothing_is_lost(op: str) -> None:
    error = StoreError(Kind.DENIED, op)
    said = sentences.of_row(_rename(error))
    assert said == f"Copied and verified; the source could not be deleted: {sentences.of_error(error)}"
    assert sentences.of_row(_rename(error, verified=None)) == sentences.of_error(error)


@pytest.mark.parametrize("code", ["NotProven", "OtherEtag", "PropertyLost", "PropertyUnread"])
def test_a_source_that_was_kept_on_purpose_is_not_told_as_a_failed_deletion(code: str) -> None:
    error = StoreError(Kind.UNSUPPORTED, "DeleteObject", code=code)
    assert sentences.of_row(_rename(error)) == sentences.of_error(error)
    assert "the source was kept" in sentences.of_error(error)


def test_a_row_without_a_fault_has_no_sentence_and_a_refused_one_has_its_own() -> None:
    well = replace(_rename(StoreError(Kind.BUG)), error=None)
    assert sentences.of_row(well) == ""
    refused = Refused(Reason.CHANGED)
    assert sentences.of_row(replace(well, refused=refused)) == sentences.of_refusal(refused)


def test_what_was_changed_before_it_was_deleted_is_not_told_as_a_stopped_copy() -> None:
    error = StoreError(Kind.SOURCE_CHANGED, "DeleteObject")
    assert sentences.of_error(error) == messages.NOT_DELETED
    assert sentences.of_error(StoreError(Kind.SOURCE_CHANGED, "CopyPart")) != messages.NOT_DELETED


@pytest.mark.parametrize("code", messages.CODES)
def test_every_failure_that_is_known_better_has_its_own_sentence(code: str) -> None:
    assert sentences.of_error(StoreError(Kind.INVALID, code=code)).startswith(messages.CODES[code])


def moved(error: StoreError, verified: Level | None) -> JobRow:
    here, there = ObjectRef("mine", "photos", "a"), ObjectRef("mine", "photos", "b")
    return JobRow(1, 1, here, there, State.FAILED, Want.RUN, error=error, verified=verified, kind=JobKind.RENAME)


def test_a_rename_whose_deletion_failed_says_that_the_copy_stands() -> None:
    row = moved(StoreError(Kind.DENIED, op="DeleteObjects"), Level.CRC64)
    assert sentences.of_row(row).startswith("Copied and verified; the source could not be deleted: The access key")


def test_a_rename_whose_copy_failed_says_nothing_of_a_deletion() -> None:
    assert sentences.of_row(moved(StoreError(Kind.DENIED, op="CopyObject"), None)).startswith("The access key")


@pytest.mark.parametrize("code", ["NotProven", "OtherEtag", "PropertyLost", "PropertyUnread"])
def test_a_source_that_was_kept_on_purpose_was_not_failed_to_be_deleted(code: str) -> None:
    row = moved(StoreError(Kind.UNSUPPORTED, op="DeleteObject", code=code), Level.SIZE)
    assert sentences.of_row(row).startswith("The copy stands, but")


def test_an_object_that_changed_before_its_deletion_is_said_to_have_stayed() -> None:
    said = sentences.of_error(StoreError(Kind.SOURCE_CHANGED, op="DeleteObject"))
    assert said.startswith("The object was changed meanwhile, so it was not deleted.")
