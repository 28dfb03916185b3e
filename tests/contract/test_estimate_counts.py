"""The requests that an estimate tells are those that the engine sends: both are counted, on each protocol."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from core import estimating
from core.engine import Engine
from core.estimate import Estimate
from core.jobs import State
from core.journal import Journal
from core.recall import Recall
from core.requests import CopyRequest as Copy
from core.requests import (
    DeleteRequest,
    Edit,
    JobKind,
    JobRequest,
    ListRequest,
    OnExisting,
    Options,
    PrefixRequest,
    Thaw,
)
from core.sandbox.extents import generated, of_bytes
from core.sandbox.sample import large, normal
from core.sandbox.server import Sandbox
from core.sandbox.settings import answer
from core.sandbox.world import Bucket, KeyPair, Versioning, World
from core.stores import Stores
from core.values import Account, Credentials, ObjectRef
from gui.wishes import head_of
from tests.doubles.bench import MIB, Book, Me
from tests.doubles.clock import FakeClock

#: What the sandbox calls the operations.
_NAMES = {
    "CompleteMultipartUpload": "CompleteUpload",
    "DeleteMultipleObjects": "DeleteObjects",
    "GetObjectACL": "GetAcl",
    "GetObjectTagging": "GetTags",
    "InitiateMultipartUpload": "CreateUpload",
    "ListObjectVersions": "ListVersions",
    "ListObjectsV2": "ListObjects",
    "PutObjectACL": "PutAcl",
    "PutObjectTagging": "PutTags",
    "UploadPartCopy": "CopyPart",
}
_BEGAN = 1_767_225_600.0
_TAGS = {"project": "a b"}


@dataclass
class Ground:
    """An engine and a sandbox that counts, on one protocol."""

    sandbox: Sandbox
    engine: Engine
    suffix: str

    def put(self, key: str, size: int = -1, *, bucket: str = "source", **props: object) -> None:
        """An object of `size` bytes, or a small one of one call."""
        made = normal(of_bytes(key.encode()), _BEGAN) if size < 0 else large(generated(key, size), _BEGAN, 3)
        self.sandbox.world.put(bucket, key, replace(made, **props))  # type: ignore[arg-type]

    def ref(self, key: str, bucket: str = "source") -> ObjectRef:
        return ObjectRef("a", bucket + self.suffix, key)

    def folder(self, kind: JobKind, to: str = "", **more: object) -> PrefixRequest:
        """The folder "in/", to another one of the other bucket or to none."""
        target = self.ref(to, "target") if to else self.ref("in/")
        return PrefixRequest(self.ref("in/"), target, kind=kind, **more)  # type: ignore[arg-type]

    def estimate(self, *requests: JobRequest | PrefixRequest) -> Estimate:
        return self.engine.estimate(requests)

    def run(self, request: JobRequest | PrefixRequest | ListRequest, *jobs: JobRequest) -> dict[State, int]:
        """Carry it out; return how many jobs ended how."""
        self.sandbox.seen.clear()
        batch = self.engine.submit(request, jobs) if jobs else self.engine.submit(request)
        self.engine.run_until_idle()
        row = next(row for row in self.engine.snapshot().batches if row.id == batch)
        return {state: count for state, count in row.counts.items() if count}

    @property
    def sent(self) -> dict[str, int]:
        """What the sandbox was asked since `run` began, by our names of the operations."""
        counts = Counter({_NAMES.get(name, name): count for name, count in self.sandbox.seen.counts.items()})
        return dict(sorted(counts.items()))


@pytest.fixture(params=["oss", "cos", "s3"])
def ground(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ground]:
    clock, world = FakeClock(unix=_BEGAN + 5 * 86_400), World(["cn-hangzhou"])
    key = world.add_key(KeyPair("TESTKEY", "test-secret-of-the-ground", "owner"))
    for name in ("source", "target"):
        world.add_bucket(Bucket(name, "owner", "cn-hangzhou", _BEGAN))
    journal = Journal(tmp_path / "journal.sqlite")
    with Sandbox(world=world, clock=clock) as sandbox:
        offer = next(offer for offer in sandbox.offers if offer.provider == request.param)
        account = Account("a", offer.provider, offer.endpoint, offer.region, key_id=key.key_id)
        stores = Stores(Book(a=account), lambda _: Credentials(key.key_id, key.secret), clock)
        engine = Engine(stores, journal, clock, Me(), workers=4)
        try:
            yield Ground(sandbox, engine, "-1250000000" if request.param == "cos" else "")
        finally:
            stores.close_thread()
            journal.close()


def rich_folder(ground: Ground) -> None:
    """Small, tagged, public and large objects, and what they may meet at the target."""
    for number in range(6):
        ground.put(f"in/small-{number}")
    ground.put("in/tagged", tags=_TAGS)
    ground.put("in/public", acl="public-read")
    ground.put("in/large", 12 * MIB)
    ground.put("in/large-rich", 11 * MIB, tags=_TAGS, acl="public-read")
    ground.put("in/deep/\u6e21\u8239 1")


def test_a_folder_with_all_kinds_of_objects_is_copied_with_the_calls_that_were_told(ground: Ground) -> None:
    rich_folder(ground)
    request = ground.folder(JobKind.COPY, "out/", options=Options(part_size=5 * MIB))
    told = ground.estimate(request)
    assert (told.objects, told.simple, told.parted, told.parts, told.exact) == (11, 9, 2, 6, True)
    assert ground.run(request) == {State.DONE: 11}
    assert dict(told.calls) == ground.sent


def test_a_folder_with_all_kinds_of_objects_is_renamed_with_the_calls_that_were_told(ground: Ground) -> None:
    rich_folder(ground)
    request = ground.folder(JobKind.RENAME, "out/", options=Options(part_size=5 * MIB))
    told = ground.estimate(request)
    assert (told.objects, told.simple, told.parted, told.deletes) == (11, 9, 2, 11)
    assert ground.run(request) == {State.DONE: 11}
    assert dict(told.calls) == ground.sent


def test_what_the_listing_alone_tells_is_no_more_than_is_sent_and_the_bound_no_less(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    rich_folder(ground)
    ground.put("out/small-3", bucket="target")
    choice = Options(part_size=5 * MIB, on_existing=OnExisting.KEEP_BOTH)
    request = ground.folder(JobKind.COPY, "out/", options=choice)
    monkeypatch.setattr(estimating, "LOOK_MAX", 3)
    told = ground.estimate(request)
    assert (told.objects, told.simple, told.parted, told.parts, told.exact) == (11, 9, 2, 6, False)
    assert ground.run(request) == {State.DONE: 11}
    assert told.calls_most is not None
    assert told.requests < sum(ground.sent.values()) <= told.requests + told.calls_most


@pytest.mark.parametrize("choice", [OnExisting.SKIP, OnExisting.REFUSE, OnExisting.OVERWRITE, OnExisting.KEEP_BOTH])
def test_conflicts_are_found_by_listing_and_counted_in_the_calls(ground: Ground, choice: OnExisting) -> None:
    for number in range(12):
        ground.put(f"in/{number}")
    for name in ("0", "4", "11", "100", "between"):
        ground.put(f"out/{name}", bucket="target")
    request = ground.folder(JobKind.COPY, "out/", options=Options(on_existing=choice))
    told = ground.estimate(request)
    done = 12 if choice in (OnExisting.OVERWRITE, OnExisting.KEEP_BOTH) else 9
    assert (told.objects, told.conflicts, told.simple) == (12, 3, done)
    ended = ground.run(request)
    assert ended[State.DONE] == done
    assert ended.get(State.SKIPPED, 0) == told.skipped
    assert ended.get(State.REFUSED, 0) == sum(told.refused.values())
    assert dict(told.calls) == ground.sent


def test_targets_that_are_equal_already_are_told_from_those_that_differ(ground: Ground) -> None:
    for name in ("equal", "other", "new"):
        ground.put(f"in/{name}", 1000)
    content = ground.sandbox.world.get("source", "in/equal")
    assert content is not None
    ground.sandbox.world.put("target", "out/equal", content)
    ground.put("out/other", bucket="target")
    request = ground.folder(JobKind.COPY, "out/", options=Options(on_existing=OnExisting.DIFFERENT))
    told = ground.estimate(request)
    assert (told.conflicts, told.skipped, told.simple) == (2, 1, 2)
    assert ground.run(request) == {State.DONE: 2, State.SKIPPED: 1}
    assert dict(told.calls) == ground.sent


def test_a_folder_of_250_is_renamed_with_the_calls_that_were_told(ground: Ground) -> None:
    for number in range(250):
        ground.put(f"in/{number:03}")
    request = ground.folder(JobKind.RENAME, "out/")
    told = ground.estimate(request)
    assert (told.objects, told.simple, told.deletes, told.calls["DeleteObjects"]) == (250, 250, 250, 3)
    assert ground.run(request) == {State.DONE: 250}
    assert dict(told.calls) == ground.sent


def test_a_folder_of_2500_is_deleted_with_the_calls_that_were_told(ground: Ground) -> None:
    for number in range(2500):
        ground.put(f"in/{number:04}")
    request = ground.folder(JobKind.DELETE)
    told = ground.estimate(request)
    assert (told.objects, told.deletes, told.exact) == (2500, 2500, True)
    assert ground.run(request) == {State.DONE: 2500}
    assert dict(told.calls) == ground.sent


def test_names_that_no_document_can_hold_are_deleted_one_by_one(ground: Ground) -> None:
    for name in ("a", "b", "tab\there", "c"):
        ground.put(f"in/{name}")
    request = ground.folder(JobKind.DELETE)
    told = ground.estimate(request)
    assert (told.calls["DeleteObject"], told.calls["DeleteObjects"]) == (1, 1)
    assert ground.run(request) == {State.DONE: 4}
    assert dict(told.calls) == ground.sent


@pytest.mark.parametrize(
    ("edit", "copies"),
    [
        (Edit(headers={"cache-control": "no-cache"}), True),
        (Edit(tags={"state": "final"}), False),
        (Edit(acl="public-read"), False),
    ],
    ids=["headers", "tags", "acl"],
)
def test_fifty_objects_are_edited_with_the_calls_that_were_told(ground: Ground, edit: Edit, copies: bool) -> None:
    for number in range(48):
        ground.put(f"in/{number}")
    ground.put("in/tagged", tags=_TAGS)
    ground.put("in/public", acl="public-read")
    request = ground.folder(JobKind.EDIT, edit=edit)
    told = ground.estimate(request)
    assert told.simple + told.set_only + told.skipped == 50
    assert (told.simple == 50) is copies
    left = {State.SKIPPED: told.skipped} if told.skipped else {}
    assert ground.run(request) == {State.DONE: 50 - told.skipped} | left
    assert dict(told.calls) == ground.sent


def test_a_large_object_is_edited_in_parts_with_the_calls_that_were_told(ground: Ground) -> None:
    ground.put("in/large", 12 * MIB, tags=_TAGS)
    one = Copy(ground.ref("in/large"), ground.ref("in/large"), Options(part_size=5 * MIB), JobKind.EDIT)
    request = replace(one, edit=Edit(headers={"cache-control": "no-cache"}))
    told = ground.estimate(request)
    assert (told.parted, told.parts) == (1, 3)
    assert ground.run(request) == {State.DONE: 1}
    assert dict(told.calls) == ground.sent


def dropped(ground: Ground, kind: JobKind, options: Options) -> list[Copy]:
    """Single objects of all sizes as a drop names them; two of their targets stand already."""
    ground.put("small")
    ground.put("empty", 0)
    ground.put("tagged", tags=_TAGS)
    ground.put("public", 3 * MIB, acl="public-read")
    ground.put("large", 12 * MIB)
    ground.put("large-rich", 11 * MIB, tags=_TAGS, acl="public-read")
    for name in ("small", "large"):
        ground.put(f"out/{name}", bucket="target")
    names = ("small", "empty", "tagged", "public", "large", "large-rich")
    return [Copy(ground.ref(name), ground.ref(f"out/{name}", "target"), options, kind) for name in names]


@pytest.mark.parametrize("kind", [JobKind.COPY, JobKind.RENAME])
@pytest.mark.parametrize("choice", [choice for choice in OnExisting if choice is not OnExisting.ASK])
def test_several_dropped_objects_are_taken_as_one_batch_with_the_calls_that_were_told(
    ground: Ground, kind: JobKind, choice: OnExisting
) -> None:
    jobs = dropped(ground, kind, Options(part_size=5 * MIB, on_existing=choice))
    told = ground.estimate(*jobs)
    stays = choice in (OnExisting.SKIP, OnExisting.REFUSE)
    assert (told.objects, told.conflicts, told.exact) == (6, 2, True)
    assert (told.simple, told.parted, told.parts) == ((3, 1, 3) if stays else (4, 2, 6))
    ended = ground.run(head_of(jobs), *jobs)
    assert ended[State.DONE] == (4 if stays else 6)
    assert dict(told.calls) == ground.sent


def test_what_the_user_will_be_asked_about_may_take_any_number_of_further_calls(ground: Ground) -> None:
    jobs = dropped(ground, JobKind.COPY, Options(part_size=5 * MIB, on_existing=OnExisting.ASK))
    told = ground.estimate(*jobs)
    assert (told.conflicts, told.calls_most, told.exact) == (2, None, False)
    assert ground.run(head_of(jobs), *jobs) == {State.DONE: 4, State.REFUSED: 2}
    assert dict(told.calls) == ground.sent


@pytest.mark.parametrize("kind", [JobKind.COPY, JobKind.RENAME])
def test_what_was_looked_at_is_counted_without_another_look(ground: Ground, kind: JobKind) -> None:
    recall, engine = Recall(), ground.engine
    jobs = dropped(ground, kind, Options(part_size=5 * MIB, on_existing=OnExisting.OVERWRITE))
    alone = ground.estimate(*jobs)
    for job in jobs:
        engine.preview(replace(job, options=Options()), recall=recall)
    ground.sandbox.seen.clear()
    assert engine.estimate(jobs, recall=recall) == alone
    assert set(ground.sent) == {"GetBucketVersioning"}
    ground.sandbox.seen.clear()
    others = [replace(job, options=Options(part_size=6 * MIB, on_existing=OnExisting.SKIP)) for job in jobs]
    told = engine.estimate(others, recall=recall)
    assert ground.sent == {}
    assert told == ground.estimate(*others)


@pytest.mark.parametrize("kind", [JobKind.COPY, JobKind.RENAME])
def test_a_single_object_is_taken_with_the_calls_that_were_told(ground: Ground, kind: JobKind) -> None:
    ground.put("a", tags=_TAGS, acl="public-read")
    request = Copy(ground.ref("a"), ground.ref("b", "target"), kind=kind)
    told = ground.estimate(request)
    assert ground.run(request) == {State.DONE: 1}
    assert dict(told.calls) == ground.sent


def test_a_folder_is_restored_with_the_calls_that_were_told(ground: Ground) -> None:
    ground.put("in/warm")
    for number in range(3):
        ground.put(f"in/{number}", 1000, storage_class="Archive")
    request = ground.folder(JobKind.RESTORE, thaw=Thaw(days=2))
    told = ground.estimate(request)
    assert (told.objects, told.restores, told.exact) == (3, 3, True)
    assert ground.run(request) == {State.DONE: 3}
    assert dict(told.calls) == ground.sent


def test_a_deleted_object_is_taken_back_with_the_calls_that_were_told(ground: Ground) -> None:
    ground.sandbox.world.buckets["source"].versioning = Versioning.ENABLED
    ground.put("a")
    ground.sandbox.world.delete("source", "a", _BEGAN)
    request = DeleteRequest(ground.ref("a"), kind=JobKind.UNDELETE)
    told = ground.estimate(request)
    assert ground.run(request) == {State.DONE: 1}
    assert dict(told.calls) == ground.sent


def test_an_archived_object_is_restored_and_then_copied_with_at_least_the_calls_that_were_told(ground: Ground) -> None:
    ground.put("a", 1000, storage_class="Archive")
    request = Copy(ground.ref("a"), ground.ref("b", "target"), Options(thaw=Thaw()))
    told = ground.estimate(request)
    assert (told.restores, told.simple, told.calls_most) == (1, 1, None)
    assert ground.run(request) == {State.DONE: 1}
    waits = ground.sent["HeadObject"] - told.calls["HeadObject"]
    assert waits >= 0
    assert {**told.calls, "HeadObject": told.calls["HeadObject"] + waits} == ground.sent


def test_several_named_objects_are_deleted_together(ground: Ground) -> None:
    jobs = [DeleteRequest(ground.ref(f"in/{number}")) for number in range(5)]
    for number in range(5):
        ground.put(f"in/{number}", 1000)
    told = ground.estimate(*jobs)
    assert (told.deletes, told.size, dict(told.calls)) == (5, 5000, {"DeleteObjects": 1})
    batch = ListRequest(ground.ref("in/"), ground.ref("in/"), kind=JobKind.DELETE)
    assert ground.run(batch, *jobs) == {State.DONE: 5}
    assert dict(told.calls) == ground.sent


@pytest.mark.parametrize("kind", [JobKind.COPY, JobKind.RENAME])
def test_of_very_many_named_objects_the_folders_are_listed_instead_of_a_look_at_each(
    ground: Ground, monkeypatch: pytest.MonkeyPatch, kind: JobKind
) -> None:
    jobs = dropped(ground, kind, Options(part_size=5 * MIB, on_existing=OnExisting.SKIP))
    gone = Copy(ground.ref("gone"), ground.ref("out/gone", "target"), jobs[0].options, kind)
    ground.put("deeper/one")
    monkeypatch.setattr(estimating, "LOOK_MAX", 3)
    ground.sandbox.seen.clear()
    told = ground.estimate(*jobs, gone)
    assert (ground.sent["ListObjects"], ground.sent["HeadObject"]) == (2, 1)
    assert (told.objects, told.conflicts, told.skipped, told.simple, told.parted) == (7, 2, 2, 3, 1)
    assert (told.missing, told.exact) == (1, False)
    told = ground.estimate(*jobs)
    assert ground.run(head_of(jobs), *jobs) == {State.DONE: 4, State.SKIPPED: 2}
    assert told.calls_most is not None
    assert told.requests < sum(ground.sent.values()) <= told.requests + told.calls_most


def test_very_many_named_objects_are_deleted_as_was_told_without_a_look_at_each(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = [DeleteRequest(ground.ref(f"in/{number}")) for number in range(5)]
    for number in range(5):
        ground.put(f"in/{number}", 1000)
    monkeypatch.setattr(estimating, "LOOK_MAX", 3)
    ground.sandbox.seen.clear()
    told = ground.estimate(*jobs)
    assert "HeadObject" not in ground.sent
    assert (told.deletes, told.size, dict(told.calls)) == (5, 5000, {"DeleteObjects": 1})
    assert ground.run(head_of(jobs), *jobs) == {State.DONE: 5}
    assert dict(told.calls) == ground.sent


def test_named_objects_whose_folder_may_not_be_listed_are_looked_at(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = dropped(ground, JobKind.COPY, Options(part_size=5 * MIB, on_existing=OnExisting.SKIP))
    monkeypatch.setattr(estimating, "LOOK_MAX", 3)
    ground.sandbox.settings = replace(
        ground.sandbox.settings,
        on_request=lambda seen: answer(403, "AccessDenied") if seen.operation.startswith("ListObjects") else None,
    )
    told = ground.estimate(*jobs)
    assert (told.objects, told.conflicts, told.exact) == (6, 2, True)
    assert ground.run(head_of(jobs), *jobs) == {State.DONE: 4, State.SKIPPED: 2}
    assert dict(told.calls) == ground.sent


def test_an_estimate_changes_nothing(ground: Ground) -> None:
    rich_folder(ground)
    before = ground.sandbox.world.changes
    for kind in (JobKind.COPY, JobKind.RENAME):
        ground.estimate(ground.folder(kind, "out/"))
    ground.estimate(ground.folder(JobKind.DELETE), ground.folder(JobKind.EDIT, edit=Edit(acl="private")))
    assert ground.sandbox.world.changes == before
