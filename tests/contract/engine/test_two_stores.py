"""Contract: two stores with buckets of the same name are two places; nothing is copied inside the wrong one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from core.engine.engine import Engine
from core.journal.journal import Journal
from core.model.jobs import Reason, State
from core.model.requests import CopyRequest, JobKind, Options, PrefixRequest
from core.model.values import Account, Credentials, ObjectRef
from core.sandbox.extents import of_bytes
from core.sandbox.sample import normal
from core.sandbox.server import Sandbox
from core.sandbox.world import Bucket, KeyPair, World
from core.store.stores import Stores
from tests.doubles.clock import FakeClock
from tests.doubles.engine_fixture import Book, Me

KEY = KeyPair("ONEKEYFORBOTH", "secret-of-both-stores", "owner")


def a_store(clock: FakeClock, content: bytes) -> Sandbox:
    world = World(["cn-hangzhou"])
    world.add_key(KEY)
    for name in ("films", "copies"):
        world.add_bucket(Bucket(name, KEY.owner, "cn-hangzhou", clock.now()))
    world.put("films", "d/film", normal(of_bytes(content), clock.now()))
    return Sandbox(world=world, clock=clock)


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Engine, Sandbox, Sandbox]]:
    """Two stores with equal buckets, keys and names, and other bytes."""
    clock = FakeClock()
    with ExitStack() as ends:
        near, far = (ends.enter_context(a_store(clock, content)) for content in (b"the original", b"another one"))
        offers = [next(offer for offer in store.offers if offer.provider == "s3") for store in (near, far)]
        names = ("near", "far")
        book = Book(
            **{
                name: Account(name, "s3", offer.endpoint, offer.region, key_id=KEY.key_id)
                for name, offer in zip(names, offers, strict=True)
            }
        )
        stores = Stores(book, lambda _: Credentials(KEY.key_id, KEY.secret), clock)
        journal = Journal(tmp_path / "journal.sqlite")
        ends.callback(journal.close)
        ends.callback(stores.close_thread)
        yield Engine(stores, journal, clock, Me(), workers=2), near, far


def bytes_of(store: Sandbox) -> dict[str, bytes]:
    return {
        f"{name}/{key}": version.content.read(0, version.content.length)
        for name, bucket in store.world.buckets.items()
        for key in bucket.objects
        if (version := bucket.newest(key)) is not None
    }


@pytest.mark.parametrize("kind", [JobKind.COPY, JobKind.RENAME])
@pytest.mark.parametrize("key", ["d/film", "d/"])
def test_a_copy_from_one_store_to_another_is_refused_before_anything_is_written(
    two: tuple[Engine, Sandbox, Sandbox], kind: JobKind, key: str
) -> None:
    engine, near, far = two
    before = bytes_of(near), bytes_of(far)
    source, target = ObjectRef("near", "films", key), ObjectRef("far", "copies", key)
    request = CopyRequest(source, target, kind=kind) if key == "d/film" else PrefixRequest(source, target, kind=kind)
    told = engine.preview(request)
    batch = engine.submit(request)
    engine.run_until_idle()
    (row,) = [row for row in engine.snapshot().batches if row.id == batch]
    assert told.refused is not None
    assert (told.refused.reason, row.state) == (Reason.OTHER_STORE, State.REFUSED if key == "d/film" else row.state)
    assert row.counts.get(State.DONE, 0) == 0
    assert (bytes_of(near), bytes_of(far)) == before
    assert (near.seen.count("CopyObject"), far.seen.count("CopyObject")) == (0, 0)


def test_a_copy_inside_each_of_them_works(two: tuple[Engine, Sandbox, Sandbox]) -> None:
    engine, near, far = two
    for account in ("near", "far"):
        engine.submit(CopyRequest(ObjectRef(account, "films", "d/film"), ObjectRef(account, "copies", "f"), Options()))
    engine.run_until_idle()
    assert (bytes_of(near)["copies/f"], bytes_of(far)["copies/f"]) == (b"the original", b"another one")
