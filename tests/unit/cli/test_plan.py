"""What a dry run tells of one object and of a whole batch."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from core.cli.dry_run import ProgressLine, estimate_facts, estimate_row, money, tell_estimate, tell_preview
from core.cli.output import Out
from core.model.jobs import PartPlan, Plan, Reason, Refused, RestorePlan, SetPlan, SimplePlan, Skipped
from core.model.reports import Preview
from core.model.requests import CopyRequest, DeleteRequest, JobKind, OnExisting, Options, PrefixRequest
from core.model.values import Level, ObjectInfo, ObjectRef, Props, Seen, Sight
from core.rules.estimate import Estimate
from core.rules.prices import Charge, Cost, Early
from tests.doubles.clock import FakeClock

SOURCE = ObjectRef("mine", "photos", "cat.jpg")
TARGET = ObjectRef("mine", "backup", "cat.jpg")


def request(on_existing: OnExisting = OnExisting.OVERWRITE, kind: JobKind = JobKind.COPY) -> CopyRequest:
    return CopyRequest(SOURCE, TARGET, Options(on_existing=on_existing), kind)


def told(preview: Preview) -> str:
    stream = io.StringIO()
    tell_preview(preview, Out(json=False, stdout=stream, stderr=io.StringIO()))
    return stream.getvalue().rstrip("\n")


def row(preview: Preview) -> dict[str, Any]:
    stream = io.StringIO()
    tell_preview(preview, Out(json=True, stdout=stream, stderr=io.StringIO()))
    found: dict[str, Any] = json.loads(stream.getvalue())
    return found


# ---------------------------------------------------------------- one object


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        (OnExisting.OVERWRITE, "12 B in one call, replaces an object"),
        (OnExisting.DIFFERENT, "12 B in one call, replaces an object that differs"),
        (OnExisting.KEEP_BOTH, "12 B in one call, beside an object of this name, under another one"),
        (OnExisting.ASK, "12 B in one call, you are asked, because an object of this name exists"),
    ],
)
def test_a_target_that_exists_is_told_with_what_becomes_of_it(choice: OnExisting, said: str) -> None:
    names = "mine:photos/cat.jpg > mine:backup/cat.jpg"
    assert told(Preview(request(choice), SimplePlan(), 12, target_exists=True)) == f"copy    {names}: {said}"


@pytest.mark.parametrize(
    ("choice", "state"), [(OnExisting.REFUSE, "refuse"), (OnExisting.SKIP, "skip"), (OnExisting.OVERWRITE, "copy")]
)
def test_a_program_learns_what_becomes_of_a_target_that_exists(choice: OnExisting, state: str) -> None:
    found = row(Preview(request(choice), SimplePlan(), 12, target_exists=True))
    assert (found["event"], found["state"], found["exists"]) == ("plan", state, True)
    assert (found["error"] is not None) == (state == "refuse")


def test_what_is_equal_already_is_skipped() -> None:
    assert row(Preview(request(OnExisting.DIFFERENT), Skipped(), 12, target_exists=True))["state"] == "skip"
    same = CopyRequest(SOURCE, SOURCE, kind=JobKind.EDIT)
    assert told(Preview(same, Skipped(), 12, target_exists=True)).endswith("it is so already")


@pytest.mark.parametrize(
    ("unread", "plan", "said", "kept"),
    [
        (False, SimplePlan(), "the source is kept, because no copy has, or this key may not read, its ACL", True),
        (True, SimplePlan(), "the source is deleted although this key may not read its ACL", False),
        (True, PartPlan(12, 1, 12), "because no copy has, or this key may not read, its tags and its ACL", True),
    ],
)
def test_what_becomes_of_a_source_that_this_key_may_not_read_is_told(
    plan: Plan,
    said: str,
    *,
    unread: bool,
    kept: bool,
) -> None:
    props = Props(tags=Seen(None, Sight.DENIED), acl=Seen(None, Sight.DENIED))
    wish = replace(request(kind=JobKind.RENAME), options=Options(unread=unread))
    found = Preview(wish, plan, 12, target_exists=False, source=ObjectInfo(SOURCE, 12, "E", tag_count=2, props=props))
    assert told(found).endswith(said)
    assert row(found)["kept"] is kept
    assert "acl" in row(found)["unread"]
    assert "this key" not in told(replace(found, request=replace(wish, kind=JobKind.COPY)))


@pytest.mark.parametrize(
    ("trust", "crc64", "kept"),
    [
        (Level.CRC64, None, True),
        (Level.PART_CRC64, None, True),
        (Level.CRC64, 7, False),
        (Level.PART_ETAGS, None, False),
    ],
)
def test_a_source_without_the_proof_that_is_asked_for_is_told_to_stay(
    trust: Level, crc64: int | None, *, kept: bool
) -> None:
    wish = replace(request(kind=JobKind.RENAME), options=Options(trust=trust))
    source = ObjectInfo(SOURCE, 12, "E", crc64=crc64, tag_count=0)
    found = Preview(wish, SimplePlan(), 12, target_exists=False, source=source)
    proof = "the store has no CRC-64 of it, and nothing else proves a copy as well as --trust asks"
    why = f"the source is kept, because {proof}"
    assert told(found).endswith(why) is kept
    assert row(found)["kept"] is kept
    copy = replace(found, request=replace(wish, kind=JobKind.COPY))
    assert (row(copy)["kept"], "kept" in told(copy)) == (False, False)


def test_all_reasons_to_keep_a_source_are_told() -> None:
    wish = replace(request(kind=JobKind.RENAME), options=Options(trust=Level.CRC64))
    source = ObjectInfo(SOURCE, 12, "E", tag_count=0, props=Props(acl=Seen(None, Sight.DENIED)))
    said = told(Preview(wish, SimplePlan(), 12, target_exists=False, source=source))
    assert "because no copy has, or this key may not read, its ACL; and because the store has no CRC-64 of it" in said


def test_a_program_can_tell_what_no_copy_has_from_what_the_key_may_not_read() -> None:
    props = Props(acl=Seen(None, Sight.DENIED), others={"object-lock-mode": "COMPLIANCE"})
    source = ObjectInfo(SOURCE, 12, "E", tag_count=0, props=props)
    found = row(Preview(request(kind=JobKind.RENAME), SimplePlan(), 12, target_exists=False, source=source))
    assert (found["lost"], found["unread"], found["kept"]) == (["object-lock-mode"], ["acl"], True)


def test_the_sum_tells_how_many_sources_stay_and_how_many_go_unread() -> None:
    wish = request(kind=JobKind.RENAME)
    facts = dict(estimate_facts(wish, Estimate(objects=5, deletes=2, kept=3, unread=1)))
    assert facts["kept"] == (
        "3, sources with properties that cannot be copied or read, or without the proof that --trust asks for"
    )
    assert facts["unread"].startswith("1, sources that are deleted although")
    assert (estimate_row(Estimate(kept=3))["kept"], estimate_row(Estimate(unread=1))["unread"]) == (3, 1)


def test_the_way_of_each_plan_is_told() -> None:
    parts = PartPlan(part_size=1024, count=3, last_size=10)
    assert "2 KiB in 3 parts of 1 KiB" in told(Preview(request(), parts, 2058, target_exists=False))
    assert "restored from the archive" in told(Preview(request(), RestorePlan(), 12, target_exists=False))
    edit = CopyRequest(SOURCE, SOURCE, kind=JobKind.EDIT)
    assert told(Preview(edit, SetPlan(), 12, target_exists=True)) == "edit    mine:photos/cat.jpg: set without a copy"


def test_a_deletion_tells_whether_versions_stay() -> None:
    preview = Preview(DeleteRequest(SOURCE), None, 12, target_exists=True, leaves_marker=True)
    assert told(preview) == "delete  mine:photos/cat.jpg: 12 B, older versions stay behind a delete marker"


def test_a_refusal_is_told_with_its_reason() -> None:
    refused = Refused(Reason.ONTO_ITSELF)
    preview = Preview(request(), refused, 12, target_exists=True, refused=refused)
    assert told(preview).startswith(
        "refuse  mine:photos/cat.jpg > mine:backup/cat.jpg: Source and target are the same object."
    )


# ---------------------------------------------------------------- while it counts


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_line_of_a_count_is_drawn_at_most_ten_times_a_second() -> None:
    clock, stderr = FakeClock(), Terminal()
    line = ProgressLine("Counting", Out(json=False, stdout=io.StringIO(), stderr=stderr), clock)
    for number in range(1, 2001):
        clock.unix += 0.001
        line.tell(number)
    drawn = stderr.getvalue().split("\r")[1:]
    assert 18 <= len(drawn) <= 20
    assert drawn[-1].startswith("Counting: 1,9")
    assert drawn[-1].endswith(" objects so far\x1b[K")


def test_a_count_that_is_soon_done_draws_no_line_and_one_that_nobody_sees_neither() -> None:
    clock, soon, pipe = FakeClock(), Terminal(), io.StringIO()
    ProgressLine("Counting", Out(json=False, stdout=io.StringIO(), stderr=soon), clock).tell(1)
    line = ProgressLine("Counting", Out(json=False, stdout=io.StringIO(), stderr=pipe), clock)
    clock.unix += 1.0
    line.tell(1)
    assert (soon.getvalue(), pipe.getvalue()) == ("", "")


# ---------------------------------------------------------------- the sum


FULL = Estimate(
    objects=10,
    size=4096,
    simple=3,
    parted=1,
    parts=4,
    set_only=1,
    deletes=4,
    restores=1,
    skipped=1,
    refused={Reason.ARCHIVED: 2},
    missing=1,
    conflicts=2,
    markers=3,
    calls={"CopyObject": 3, "HeadObject": 9},
    calls_most=5,
    crosses="here > there",
    traffic=2048,
    early=(Early("IA", 3, 2048),),
    cost=Cost(Decimal("1.234"), "CNY", ((Charge.WRITES, Decimal("1.234")), (Charge.TRAFFIC, None))),
)


def test_every_figure_of_an_estimate_is_in_the_json() -> None:
    found = estimate_row(FULL)
    assert json.loads(json.dumps(found)) == found
    assert found["calls"] == {"CopyObject": 3, "HeadObject": 9}
    assert (found["requests"], found["requests_most"]) == (12, 17)
    assert found["refused"] == {"archived": 2}
    lines = {"writes": "1.234", "traffic": None}
    assert found["cost"] == {"total": "1.234", "currency": "CNY", "lines": lines, "monthly": "0"}
    assert found["early"] == [{"storage_class": "IA", "age_days": 3, "size": 2048, "count": 1}]


def test_an_estimate_says_what_it_does_not_know() -> None:
    facts = dict(estimate_facts(request(), Estimate(objects=1, exact=False, calls={"HeadObject": 2}, calls_most=None)))
    assert facts["requests"] == "at least 2 (HeadObject 2)"
    assert facts["cost"] == "not known: there is no price of this provider"


def test_an_undeletion_tells_of_what_no_version_is_left() -> None:
    there = DeleteRequest(SOURCE, JobKind.UNDELETE)
    facts = dict(estimate_facts(there, Estimate(objects=3, missing=2, refused={Reason.STILL_THERE: 1})))
    assert facts["missing"] == "2, the bucket has no version of them"
    assert facts["refused"] == "1, they stay as they are"


def test_people_see_the_weighty_facts_in_words() -> None:
    facts = dict(estimate_facts(PrefixRequest(SOURCE, TARGET, Options(on_existing=OnExisting.SKIP)), FULL))
    assert facts["objects"] == "10, 4 KiB to be copied"
    assert facts["how"] == "3 copied in one call each, 1 in 4 parts, 1 set without a copy"
    assert facts["exist already"] == "2, they are left as they are"
    assert facts["requests"] == "12 to 17 (HeadObject 9, CopyObject 3)"
    assert facts["regions"] == "here > there, 2 KiB, charged"
    expected = "at least 1.23 CNY (requests that write or list 1.23 CNY, traffic between regions not known)"
    assert facts["cost"] == expected


@pytest.mark.parametrize("kind", JobKind)
def test_every_kind_of_work_can_be_estimated_for_people(kind: JobKind) -> None:
    stream = io.StringIO()
    tell_estimate([PrefixRequest(SOURCE, TARGET, kind=kind)], FULL, Out(json=False, stdout=stream))
    lines = stream.getvalue().splitlines()
    assert lines[0].startswith("objects")
    assert "  2 refused (archived): The source is archived and cannot be read now." in lines[-2]
    assert lines[-1] == "Nothing was done."


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_a_sentence_without_the_figure_of_one_object(reason: Reason) -> None:
    stream = io.StringIO()
    tell_estimate([request()], Estimate(refused={reason: 2}), Out(json=False, stdout=stream))
    assert "{" not in stream.getvalue()


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (None, "not known"),
        (Decimal(0), "0.00 CNY"),
        (Decimal("0.004"), "less than 0.01 CNY"),
        (Decimal("1234.565"), "1,234.56 CNY"),
    ],
)
def test_an_amount_is_never_shown_as_nothing_when_it_is_something(amount: Decimal | None, said: str) -> None:
    assert money(amount, "CNY") == said
