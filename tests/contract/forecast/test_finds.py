"""What an estimate finds out at the stores: refusals, restores, versions, early deletions, traffic, and its limits."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import pytest

from core.forecast import estimator as estimating
from core.forecast.estimator import estimate
from core.model.errors import Cancelled, Kind, StoreError
from core.model.jobs import Reason
from core.model.requests import (
    CopyRequest,
    DeleteRequest,
    Edit,
    JobKind,
    JobRequest,
    OnExisting,
    Options,
    PrefixRequest,
    Restore,
    RestoreRequest,
)
from core.model.values import Account, Credentials, ObjectRef
from core.rules.estimate import Estimate, priced
from core.rules.prices import Charge, Early, Row, What
from core.sandbox.extents import generated
from core.sandbox.sample import large
from core.sandbox.server import Sandbox
from core.sandbox.settings import answer
from core.sandbox.world import Bucket, KeyPair, Versioning, World
from core.store.stores import Stores
from core.system.clock import Cancel
from core.system.price_file import built_in
from tests.doubles.clock import FakeClock
from tests.doubles.engine_fixture import MIB, Book

_BEGAN = 1_767_225_600.0
_DAY_S = 86_400


@dataclass
class EstimateFixture:
    """A sandbox, and accounts that speak two of its protocols: "oss" and "cos"."""

    sandbox: Sandbox
    stores: Stores
    clock: FakeClock
    cancel: Cancel = field(default_factory=Cancel)
    told: list[int] = field(default_factory=list)

    def put(self, key: str, size: int = MIB, *, bucket: str = "source", **props: Any) -> None:
        made = large(generated(key, size), _BEGAN, 3)
        self.sandbox.world.put(bucket, key, replace(made, **props))

    def ref(self, key: str, bucket: str = "source", account: str = "oss") -> ObjectRef:
        return ObjectRef(account, bucket if account == "oss" else f"{bucket}-1250000000", key)

    def folder(self, kind: JobKind, to: str = "", bucket: str = "target", **more: Any) -> PrefixRequest:
        target = self.ref(to, bucket) if to else self.ref("in/")
        return PrefixRequest(self.ref("in/"), target, kind=kind, **more)

    def estimate(self, *requests: JobRequest | PrefixRequest) -> Estimate:
        self.told.clear()
        self.sandbox.seen.clear()
        return estimate(
            self.stores,
            requests,
            workers=4,
            clock=self.clock,
            cancel=self.cancel,
            tell=self.told.append,
            prices=built_in(),
        )


@pytest.fixture
def fixture() -> Iterator[EstimateFixture]:
    clock, world = FakeClock(unix=_BEGAN + 5 * _DAY_S), World(["cn-hangzhou", "cn-shanghai"])
    key = world.add_key(KeyPair("TESTKEY", "test-secret-of-the-fixture", "owner"))
    for name, region in (("source", "cn-hangzhou"), ("target", "cn-hangzhou"), ("far", "cn-shanghai")):
        world.add_bucket(Bucket(name, "owner", region, _BEGAN))
    with Sandbox(world=world, clock=clock) as sandbox:
        offers = {offer.provider: offer for offer in reversed(sandbox.offers)}
        book = Book(
            {
                name: Account(name, name, offers[name].endpoint, offers[name].region, key_id=key.key_id)
                for name in ("oss", "cos")
            }
        )
        stores = Stores(book, lambda _: Credentials(key.key_id, key.secret), clock)
        try:
            yield EstimateFixture(sandbox, stores, clock)
        finally:
            stores.close_thread()


# ---------------------------------------------------------------- what cannot be done


def test_a_folder_that_would_be_copied_into_itself_is_refused_without_a_look(fixture: EstimateFixture) -> None:
    told = fixture.estimate(replace(fixture.folder(JobKind.COPY), target=fixture.ref("in/deeper/")))
    assert (dict(told.refused), told.objects, dict(told.calls)) == ({Reason.INTO_ITSELF: 1}, 0, {})
    assert told.folders == told.refused
    assert fixture.sandbox.seen.count("ListObjectsV2") == 0


def test_a_folder_for_another_region_is_refused_where_the_store_cannot_copy_there(fixture: EstimateFixture) -> None:
    fixture.put("in/a")
    told = fixture.estimate(fixture.folder(JobKind.COPY, "out/", bucket="far"))
    assert (dict(told.refused), told.crosses) == ({Reason.OTHER_REGION: 1}, "cn-hangzhou > cn-shanghai")


def test_an_object_that_was_named_and_is_not_there_is_missing(fixture: EstimateFixture) -> None:
    fixture.put("a")
    named = [CopyRequest(fixture.ref(key), fixture.ref(key, "target")) for key in ("a", "gone")]
    told = fixture.estimate(*named)
    assert (told.objects, told.simple, told.missing) == (2, 1, 1)


def test_objects_that_may_be_deleted_but_not_read_are_counted_without_their_size(fixture: EstimateFixture) -> None:
    fixture.put("a")
    fixture.sandbox.settings = replace(
        fixture.sandbox.settings,
        on_request=lambda seen: answer(403, "AccessDenied") if seen.operation == "HeadObject" else None,
    )
    told = fixture.estimate(DeleteRequest(fixture.ref("a")))
    assert (told.deletes, told.size, dict(told.calls)) == (1, 0, {"DeleteObject": 1})


def test_a_store_that_does_not_let_the_key_look_is_an_error(fixture: EstimateFixture) -> None:
    fixture.put("a")
    fixture.sandbox.settings = replace(
        fixture.sandbox.settings,
        on_request=lambda seen: answer(403, "AccessDenied") if seen.operation == "HeadObject" else None,
    )
    with pytest.raises(StoreError) as caught:
        fixture.estimate(*(CopyRequest(fixture.ref("a"), fixture.ref(str(n), "target")) for n in range(5)))
    assert caught.value.kind is Kind.DENIED


# ---------------------------------------------------------------- the archive


def test_archived_objects_are_refused_or_restored_first_as_the_user_chose(fixture: EstimateFixture) -> None:
    for name in ("a", "b"):
        fixture.put(f"in/{name}", storage_class="Archive")
    fixture.put("in/warm")
    told = fixture.estimate(fixture.folder(JobKind.COPY, "out/"))
    assert (dict(told.refused), told.simple, told.restores) == ({Reason.ARCHIVED: 2}, 1, 0)
    told = fixture.estimate(fixture.folder(JobKind.COPY, "out/", options=Options(restore=Restore(1))))
    assert (dict(told.refused), told.simple, told.restores) == ({}, 3, 2)
    assert (told.calls["RestoreObject"], told.calls_most, told.exact) == (2, None, False)


def test_a_restore_is_counted_by_class_and_tier_and_priced(fixture: EstimateFixture) -> None:
    fixture.put("in/warm")
    for name in ("a", "b"):
        fixture.put(f"in/{name}", 512 * MIB, storage_class="ColdArchive")
    told = fixture.estimate(fixture.folder(JobKind.RESTORE, restore=Restore(3, "Bulk")))
    assert (told.objects, told.restores, told.size) == (2, 2, 1024 * MIB)
    assert dict(told.calls) == {"HeadObject": 2, "ListObjects": 1, "RestoreObject": 2}
    assert told.cost is not None
    assert dict(told.cost.lines)[Charge.RESTORE] == Decimal("0.03") + Decimal("0.3") * 2 / 10_000


def test_an_object_that_needs_no_restore_is_skipped(fixture: EstimateFixture) -> None:
    fixture.put("a")
    told = fixture.estimate(RestoreRequest(fixture.ref("a")))
    assert (told.skipped, told.restores, dict(told.calls)) == (1, 0, {"HeadObject": 1})


# ---------------------------------------------------------------- what goes


@pytest.mark.parametrize("kind", [JobKind.RENAME, JobKind.DELETE])
def test_objects_that_go_before_their_least_time_are_told_and_priced(fixture: EstimateFixture, kind: JobKind) -> None:
    for name in ("a", "b"):
        fixture.put(f"in/{name}", 512 * MIB, storage_class="IA")
    fixture.put("in/plain", 512 * MIB)
    told = fixture.estimate(fixture.folder(kind, "out/" if kind is JobKind.RENAME else ""))
    assert set(told.early) == {Early("IA", 5, 1024 * MIB, 2), Early("Standard", 5, 512 * MIB, 1)}
    assert told.cost is not None
    assert dict(told.cost.lines)[Charge.EARLY] == Decimal("0.08") * 25 / 30


def test_an_edit_that_writes_anew_and_a_target_that_is_overwritten_go_too(fixture: EstimateFixture) -> None:
    fixture.put("in/a", storage_class="IA")
    fixture.put("out/a", 3 * MIB, bucket="target", storage_class="IA")
    told = fixture.estimate(fixture.folder(JobKind.EDIT, edit=Edit(headers={"cache-control": "no-cache"})))
    assert told.early == (Early("IA", 5, MIB, 1),)
    assert fixture.estimate(fixture.folder(JobKind.EDIT, edit=Edit(tags={"a": "b"}))).early == ()
    told = fixture.estimate(fixture.folder(JobKind.COPY, "out/", options=Options(on_existing=OnExisting.OVERWRITE)))
    assert (told.conflicts, told.early) == (1, (Early("IA", 5, 3 * MIB, 1),))
    one = CopyRequest(fixture.ref("in/a"), fixture.ref("out/a", "target"), Options(on_existing=OnExisting.OVERWRITE))
    told = fixture.estimate(one)
    assert (told.conflicts, told.early) == (1, (Early("IA", 5, 3 * MIB, 1),))


def test_a_bucket_that_keeps_versions_keeps_the_bytes_and_gets_delete_markers(fixture: EstimateFixture) -> None:
    fixture.sandbox.world.buckets["source"].versioning = Versioning.ENABLED
    for name in ("a", "b"):
        fixture.put(f"in/{name}", storage_class="IA")
    told = fixture.estimate(fixture.folder(JobKind.DELETE))
    assert (told.deletes, told.markers, told.early) == (2, 2, ())
    version = fixture.sandbox.world.get("source", "in/a")
    assert version is not None
    told = fixture.estimate(DeleteRequest(replace(fixture.ref("in/a"), version=version.id)))
    assert (told.deletes, told.markers, told.early) == (1, 0, (Early("IA", 5, MIB, 1),))


def test_a_key_that_may_not_ask_for_versioning_still_gets_an_estimate(fixture: EstimateFixture) -> None:
    fixture.put("in/a")
    fixture.sandbox.settings = replace(
        fixture.sandbox.settings,
        on_request=lambda seen: answer(403, "AccessDenied") if seen.operation == "GetBucketVersioning" else None,
    )
    assert fixture.estimate(fixture.folder(JobKind.DELETE)).markers == 0


# ---------------------------------------------------------------- traffic


def test_bytes_between_regions_are_counted_where_the_store_copies_between_them(fixture: EstimateFixture) -> None:
    for name in ("a", "b"):
        fixture.put(f"in/{name}", 3 * MIB)
    told = fixture.estimate(PrefixRequest(fixture.ref("in/", account="cos"), fixture.ref("out/", "far", account="cos")))
    assert (told.simple, told.traffic) == (2, 6 * MIB)
    assert told.crosses
    assert told.cost is not None
    assert Charge.TRAFFIC in told.cost.unknown


def test_objects_with_several_providers_have_no_common_price(fixture: EstimateFixture) -> None:
    told = fixture.estimate(DeleteRequest(fixture.ref("a")), DeleteRequest(fixture.ref("a", account="cos")))
    assert (told.deletes, told.provider, told.cost) == (2, "", None)


def test_an_estimate_gets_another_cost_from_other_prices_without_another_look(fixture: EstimateFixture) -> None:
    fixture.put("in/a")
    told = fixture.estimate(fixture.folder(JobKind.COPY, "out/"))
    dear = built_in().with_price(Row("oss", "", What.WRITE), Decimal(10_000))
    cost = priced(told, dear).cost
    assert cost is not None
    assert dict(cost.lines)[Charge.WRITES] == 2  # one list and one copy


# ---------------------------------------------------------------- many objects


def test_more_objects_than_are_looked_at_are_told_by_the_listing_within_a_bound(
    fixture: EstimateFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(20):
        fixture.put(f"in/{number}", 3 * MIB, tags={"a": "b"}, acl="public-read")
    fixture.put("out/7", bucket="target")
    request = fixture.folder(JobKind.COPY, "out/", options=Options(on_existing=OnExisting.SKIP))
    exact = fixture.estimate(request)
    monkeypatch.setattr(estimating, "LOOK_MAX", 10)
    rough = fixture.estimate(request)
    assert (exact.exact, rough.exact) == (True, False)
    assert fixture.sandbox.seen.count("HeadObject") == 0
    same = [(one.objects, one.size, one.simple, one.skipped, one.conflicts) for one in (exact, rough)]
    assert same[0] == same[1] == (20, 57 * MIB, 19, 1, 1)
    assert rough.calls_most is not None
    assert rough.requests < exact.requests <= rough.requests + rough.calls_most


def test_a_folder_beside_a_huge_one_is_not_compared_with_all_of_it(
    fixture: EstimateFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = large(generated("one", 1), _BEGAN, 1)
    for number in range(5000):
        fixture.sandbox.world.put("target", f"a/{number:04}", one)
    for name in ("b", "c"):
        fixture.put(f"in/{name}", bucket="source")
        fixture.put(name, bucket="target")
    monkeypatch.setattr(estimating, "_TARGET_PAGES", 1)
    monkeypatch.setattr(estimating, "_TARGET_PAGES_EACH", 1)
    told = fixture.estimate(PrefixRequest(fixture.ref("in/"), fixture.ref("", "target")))
    assert (told.conflicts, dict(told.refused), told.exact) == (2, {Reason.EXISTS: 2}, True)
    assert fixture.sandbox.seen.count("ListObjectsV2") == 4


def test_a_target_that_may_not_be_listed_is_looked_at_object_by_object(fixture: EstimateFixture) -> None:
    for name in ("a", "b", "c"):
        fixture.put(f"in/{name}")
    fixture.put("out/b", bucket="target")
    request = fixture.folder(JobKind.COPY, "out/")
    listed = fixture.estimate(request)
    fixture.sandbox.settings = replace(
        fixture.sandbox.settings,
        on_request=lambda seen: (
            answer(403, "AccessDenied") if (seen.operation, seen.bucket) == ("ListObjectsV2", "target") else None
        ),
    )
    assert fixture.estimate(request) == listed
    assert listed.conflicts == 1


def test_conflicts_are_found_whatever_the_keys_are_made_of(fixture: EstimateFixture) -> None:
    names = ["a", "a b", "\u00e9", "\u6e21", "\uffee", "\U0001f305", "A", "a/b", "~"]
    for name in names:
        fixture.put(f"in/{name}")
        fixture.put(f"out/{name}", bucket="target")
        fixture.put(f"out/{name}!", bucket="target")
    told = fixture.estimate(fixture.folder(JobKind.COPY, "out/"))
    assert (told.objects, told.conflicts) == (len(names), len(names))


# ---------------------------------------------------------------- while it goes on


def test_the_number_of_objects_is_told_as_it_grows(fixture: EstimateFixture) -> None:
    for number in range(20):
        fixture.put(f"in/{number}")
    fixture.estimate(fixture.folder(JobKind.COPY, "out/"), fixture.folder(JobKind.DELETE))
    assert fixture.told == list(range(1, 41))


def test_a_cancelled_estimate_ends_at_once_and_leaves_no_thread(fixture: EstimateFixture) -> None:
    for number in range(20):
        fixture.put(f"in/{number}")
    before = threading.active_count()
    fixture.sandbox.settings = replace(
        fixture.sandbox.settings,
        on_request=lambda seen: fixture.cancel.set() if seen.operation == "HeadObject" else None,
    )
    with pytest.raises(Cancelled):
        fixture.estimate(fixture.folder(JobKind.COPY, "out/"))
    for thread in [one for one in threading.enumerate() if one.name.startswith("look-")]:
        thread.join(10)
    assert threading.active_count() == before
