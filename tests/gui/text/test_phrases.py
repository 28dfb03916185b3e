"""Every word that core can say has a sentence, and figures are written as the reader's language writes them."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from core.cli.messages import of_error
from core.model.errors import Kind, StoreError
from core.model.jobs import Reason, Refused, State, Want
from core.model.reports import Cell, Finding, Verdict
from core.model.requests import JobKind, OnExisting
from core.model.values import Level, ObjectRef
from core.rules import messages
from gui.text import phrases
from gui.text import summaries as outcomes
from tests.gui.queue_fixture import batch, job, quiet  # noqa: F401

NUMBERS = {
    Reason.KEY_TOO_LONG: "1023",
    Reason.TOO_LARGE: str(48 << 40),
    Reason.PART_TOO_SMALL: str(100 << 10),
    Reason.PART_TOO_LARGE: str(5 << 30),
    Reason.TOO_MANY_PARTS: str(6 << 20),
    Reason.METADATA_TOO_LARGE: "8192",
    Reason.OTHER_REGION: "cn-hangzhou > cn-shanghai",
    Reason.ARCHIVED: "ColdArchive",
    Reason.NOT_CARRIED: "object-lock-mode",
}


def is_sentence(text: str) -> bool:
    return text[0].isupper() and text.rstrip(")").endswith((".", ":")) and len(text) > 15


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_of_error_has_a_sentence(kind: Kind) -> None:
    assert is_sentence(phrases.error(StoreError(kind)))


@pytest.mark.parametrize("kind", sorted(set(Kind) - {Kind.UNSUPPORTED}))
def test_every_error_says_what_to_do_next(kind: Kind) -> None:
    """Two sentences at least: what happened, then an imperative."""
    said = phrases.headline(StoreError(kind))
    verbs = ("Wait", "Retry", "Check", "Set", "Correct", "Enter", "Choose", "Reload", "Ask", "Restore", "Queue", "Free")
    assert (
        any(f" {verb} " in said or f" {verb}:" in said for verb in verbs) or "please copy the details" in said.lower()
    )


def test_an_error_carries_the_vendors_words() -> None:
    said = phrases.error(StoreError(Kind.DENIED, "CopyPart", 403, "AccessDenied", "not\n  yours", "REQ7"))
    assert said.endswith("(AccessDenied, HTTP 403, CopyPart: not yours · request REQ7)")


def test_an_error_without_details_has_no_empty_brackets() -> None:
    assert "(" not in phrases.error(StoreError(Kind.BUG))


@pytest.mark.parametrize("code", messages.CODES)
def test_a_known_code_has_a_sentence_of_its_own(code: str) -> None:
    said = phrases.headline(StoreError(Kind.INVALID, code=code))
    assert is_sentence(said)
    assert said != phrases.headline(StoreError(Kind.INVALID))


@pytest.mark.parametrize("code", ["NotSupportedStorageClass", "InvalidStorageClass"])
def test_a_storage_class_that_the_store_refuses_says_what_to_choose(code: str) -> None:
    error = StoreError(Kind.UNSUPPORTED, op="CopyObject", status=400, code=code)
    for said in (phrases.headline(error), of_error(error)):
        assert "storage class" in said
        assert "Choose another one." in said


def test_an_error_that_stands_for_a_refusal_is_told_as_one() -> None:
    error = StoreError(Kind.UNSUPPORTED, code=Reason.INTO_ITSELF.value)
    assert phrases.headline(error) == phrases.refusal(Refused(Reason.INTO_ITSELF))


@pytest.mark.parametrize("reason", Reason)
def test_every_refusal_has_a_sentence_with_its_figure(reason: Reason) -> None:
    said = phrases.refusal(Refused(reason, NUMBERS.get(reason, "")))
    assert is_sentence(said)
    assert "{" not in said


@pytest.mark.parametrize(
    ("reason", "figure"),
    [
        (Reason.KEY_TOO_LONG, "1,023 bytes"),
        (Reason.TOO_LARGE, "48 TiB"),
        (Reason.PART_TOO_SMALL, "100 KiB"),
        (Reason.TOO_MANY_PARTS, "6 MiB"),
        (Reason.OTHER_REGION, "cn-hangzhou → cn-shanghai"),
        (Reason.ARCHIVED, "ColdArchive"),
    ],
)
def test_a_refusal_names_the_limit(reason: Reason, figure: str) -> None:
    assert figure in phrases.refusal(Refused(reason, NUMBERS[reason]))


@pytest.mark.parametrize("state", State)
def test_every_state_has_a_word(state: State) -> None:
    assert phrases.state(state)
    assert phrases.status(job(1, 1, state))


@pytest.mark.parametrize("kind", JobKind)
def test_a_running_job_says_what_it_does(kind: JobKind) -> None:
    said = phrases.status(job(1, 1, State.RUNNING, kind=kind))
    assert said.endswith("ing")
    assert [other for other in outcomes.Operation if outcomes.doing(other) == said] == [
        outcomes.operation(job(1, 1, kind=kind))
    ]


def test_what_a_job_waits_for_is_its_state() -> None:
    assert phrases.status(job(1, 1, State.WAITING, restoring=True)) == "Waits for restore"
    assert phrases.status(job(1, 1, State.PAUSED, restoring=True, want=Want.PAUSE)) == "Paused"
    asks = job(1, 1, State.REFUSED, asks=True, refused=Refused(Reason.EXISTS))
    assert phrases.status(asks) == "Needs an answer"
    assert phrases.status(job(1, 1, State.SKIPPED)) == "Nothing to do"


def test_a_rename_that_was_skipped_is_not_said_to_have_nothing_to_do() -> None:
    assert phrases.status(job(1, 1, State.SKIPPED, kind=JobKind.RENAME)) == "Skipped"


def test_a_restore_that_has_only_begun_is_not_called_done() -> None:
    assert phrases.status(job(1, 1, State.DONE, kind=JobKind.RESTORE)) == "Restore begun"


def test_a_rename_whose_last_step_failed_says_that_nothing_is_lost() -> None:
    error = StoreError(Kind.DENIED, "DeleteObject", 403, "AccessDenied")
    row = job(1, 1, State.FAILED, kind=JobKind.RENAME, verified=Level.CRC64, error=error)
    said = phrases.trouble(row)
    assert said.startswith("Copied and verified; the source could not be deleted: ")
    assert said.endswith(phrases.headline(error))
    assert phrases.trouble_in_full(row).endswith("(AccessDenied, HTTP 403, DeleteObject)")


@pytest.mark.parametrize("code", ["NotProven", "OtherEtag", "PropertyLost", "PropertyUnread"])
def test_a_source_that_was_kept_on_purpose_is_not_told_as_a_failed_deletion(code: str) -> None:
    row = job(1, 1, State.FAILED, kind=JobKind.RENAME, verified=Level.SIZE, error=_kept(code))
    assert phrases.trouble(row) == phrases.headline(_kept(code))
    assert "the source was kept" in phrases.trouble(row)


def _kept(code: str) -> StoreError:
    return StoreError(Kind.UNSUPPORTED, "DeleteObject", code=code)


@pytest.mark.parametrize("op", ["CopyObject", "DeleteObject"])
def test_a_rename_that_failed_before_its_copy_was_verified_says_only_why(op: str) -> None:
    error = StoreError(Kind.DENIED, op)
    assert phrases.trouble(job(1, 1, State.FAILED, kind=JobKind.RENAME, error=error)) == phrases.headline(error)


def test_states_are_told_apart() -> None:
    assert len({phrases.state(state) for state in State}) == len(State)


def test_a_folder_that_is_still_listed_says_so() -> None:
    assert phrases.status(batch(1, listing=True)) == "Listing…"
    assert phrases.status(batch(1, listing=True, want=Want.CANCEL)) == "Cancelling…"


@pytest.mark.parametrize("level", Level)
def test_every_level_has_honest_words(level: Level) -> None:
    assert phrases.level(level)
    assert is_sentence(phrases.level_meaning(level))
    claims_all = "equals" in phrases.level_meaning(level) or "equal the" in phrases.level_meaning(level)
    assert claims_all == (level in {Level.CRC64, Level.PART_CRC64})


def test_only_the_size_is_never_called_a_checksum() -> None:
    assert phrases.level(Level.SIZE) == "size only: the store offers no checksum"


@pytest.mark.parametrize("member", [*Cell, *OnExisting])
def test_cells_and_choices_have_words(member: Cell | OnExisting) -> None:
    assert phrases.cell(member) if isinstance(member, Cell) else phrases.on_existing(member)


@pytest.mark.parametrize("finding", Finding)
def test_every_verdict_has_a_sentence(finding: Finding) -> None:
    said = phrases.verdict(Verdict(finding, bucket="photos", skew_s=-1200))
    assert is_sentence(said)
    assert "{" not in said


def test_a_verdict_names_what_was_found() -> None:
    assert "20 min 0 s" in phrases.verdict(Verdict(Finding.CLOCK_SKEW, skew_s=-1200))
    assert "photos" in phrases.verdict(Verdict(Finding.NO_SUCH_BUCKET, bucket="photos"))
    assert "3" in phrases.verdict(Verdict(Finding.OK, buckets=3))


def test_braces_in_a_key_do_no_harm() -> None:
    assert phrases.place(ObjectRef("A", "b", "{x}/{0}")) == "A: b/{x}/{0}"
    assert "{x}" in phrases.error(StoreError(Kind.DENIED, message="{x}"))


def test_tables_hold_only_placeholders_that_are_filled() -> None:
    refusals = [refusal.text for refusal in messages.REFUSALS.values()]
    for text in (*messages.ERRORS.values(), *messages.CODES.values(), *refusals, *messages.FINDINGS.values()):
        names = {name for _, name, _, _ in string.Formatter().parse(text) if name}
        assert names <= {"detail", "size", "number", "bucket", "skew"}


# ---------------------------------------------------------------- figures


@pytest.mark.parametrize(
    ("n", "said"),
    [
        (0, "0 B"),
        (1023, "1023 B"),
        (1024, "1 KiB"),
        (1536, "1.5 KiB"),
        (96 << 20, "96 MiB"),
        ((12 << 30) - 1, "11.9 GiB"),
        (1 << 40, "1 TiB"),
        (53656167435468, "48.8 TiB"),
        (5 << 60, "5 EiB"),
        (None, ""),
    ],
)
def test_sizes_have_binary_units_and_three_figures(n: int | None, said: str) -> None:
    assert phrases.size(n).replace(",", "") == said


@given(st.integers(1, (1 << 63) - 1))
def test_a_size_is_never_rounded_up(n: int) -> None:
    figure, unit = phrases.size(n).replace(",", "").split(" ")
    factor = 1 << 10 * ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"].index(unit)
    assert float(figure) * factor <= n * (1 + 1e-9)
    assert float(figure) * factor >= n * 0.9


@given(st.integers(0, 1 << 60), st.integers(0, 1 << 60))
def test_a_hundred_percent_means_all_of_it(done: int, whole: int) -> None:
    assert (phrases.percent(done, whole) == "100%") == (done >= whole or whole == 0)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (None, ""),
        (float("inf"), ""),
        (0.2, "1 s"),
        (59, "59 s"),
        (200, "3 min 20 s"),
        (7500, "2 h 5 min"),
        (200_000, "2 d 7 h"),
    ],
)
def test_time_left_gets_coarser_the_longer_it_is(seconds: float | None, said: str) -> None:
    assert phrases.eta(seconds) == said


def test_speed_of_nothing_is_left_out() -> None:
    assert phrases.speed(0) == ""
    assert phrases.speed(45 << 20) == "45 MiB/s"


def test_figures_follow_the_locale() -> None:
    QLocale.setDefault(QLocale("de_DE"))
    assert phrases.size(1536) == "1,5 KiB"
    assert phrases.number(1_234_567) == "1.234.567"
    assert phrases.duration(4.5) == "4,5 s"


def test_moments_are_written_in_the_locales_way() -> None:
    QLocale.setDefault(QLocale("en_GB"))
    assert "2025" in phrases.when(1_760_000_000.0)
    assert phrases.when(None) == ""


def test_without_a_language_a_moment_is_written_as_in_iso_8601() -> None:
    QLocale.setDefault(QLocale.c())
    assert re.fullmatch(r"2025-10-09 \d\d:\d\d", phrases.when(1_760_000_000.0))


def test_large_sizes_have_their_exact_bytes_behind_them() -> None:
    assert phrases.exact_size(1_610_612_736) == "1.5 GiB (1,610,612,736 bytes)"
    assert phrases.exact_size(12) == "12 byte(s)"
