"""Contract: a bucket of somebody else's that charges whoever asks, over all three protocols."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.request import urlopen

import pytest

from core.engine.engine import Engine
from core.journal.journal import Journal
from core.model.errors import Kind, StoreError
from core.model.jobs import State
from core.model.ops import GetObject, ListObjects
from core.model.reports import JobRow
from core.model.requests import CopyRequest, Options
from core.model.values import Account, Credentials, ObjectRef
from core.rules import messages
from core.sandbox.extents import generated
from core.sandbox.sample import large
from core.sandbox.server import Sandbox
from core.sandbox.world import Bucket, KeyPair, World
from core.store.stores import Stores
from tests.doubles.clock import FakeClock
from tests.doubles.engine_fixture import Book, Me

SIZE = 11 << 20
ASKER = KeyPair("ASKERKEY", "secret-of-the-asker", "asker")
ONE_CALL, IN_PARTS = Options(), Options(part_size=5 << 20)


@dataclass
class Shared:
    """Two accounts with one key: "pays" agrees to be charged, "plain" does not say so."""

    engine: Engine
    stores: Stores
    suffix: str

    def ref(self, account: str, bucket: str = "shared") -> ObjectRef:
        return ObjectRef(account, bucket + self.suffix, "film")

    def copy(self, account: str, options: Options = ONE_CALL) -> JobRow:
        batch = self.engine.submit(CopyRequest(self.ref(account), self.ref(account, "own"), options))
        self.engine.run_until_idle()
        return self.engine.jobs(batch)[0]


@pytest.fixture(params=["oss", "cos", "s3"])
def shared(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shared]:
    clock, protocol = FakeClock(unix=1_767_225_600.0), str(request.param)
    world = World(["cn-hangzhou"])
    world.add_key(ASKER)
    readers = frozenset({ASKER.owner})
    world.add_bucket(Bucket("shared", "giver", "cn-hangzhou", clock.now(), readers=readers, requester_pays=True))
    world.add_bucket(Bucket("own", ASKER.owner, "cn-hangzhou", clock.now()))
    world.put("shared", "film", large(generated("film", SIZE), clock.now(), 3))
    with Sandbox(world=world, clock=clock) as sandbox:
        (offer,) = [offer for offer in sandbox.offers if offer.provider == protocol]
        plain = Account("plain", protocol, offer.endpoint, offer.region, key_id=ASKER.key_id)
        book = Book(plain=plain, pays=replace(plain, name="pays", requester_pays=True))
        stores = Stores(book, lambda _: Credentials(ASKER.key_id, ASKER.secret), clock)
        journal = Journal(tmp_path / "journal.sqlite")
        try:
            engine = Engine(stores, journal, clock, Me(), workers=2)
            yield Shared(engine, stores, "-1250000000" if protocol == "cos" else "")
        finally:
            stores.close_thread()
            journal.close()


@pytest.mark.parametrize("options", [ONE_CALL, IN_PARTS], ids=["one-call", "in-parts"])
def test_who_agrees_to_pay_lists_reads_and_copies(shared: Shared, options: Options) -> None:
    store, film = shared.stores.bare("pays"), shared.ref("pays")
    assert [entry.key for entry in store.call(ListObjects(film.bucket)).entries] == ["film"]
    assert store.call(GetObject(film, first=0, last=0)).size == SIZE
    assert shared.copy("pays", options).state is State.DONE


def test_a_link_carries_the_agreement(shared: Shared) -> None:
    with urlopen(shared.stores.link(shared.ref("pays"), 3600)) as answer:
        assert len(answer.read()) == SIZE


def test_who_does_not_is_refused_and_advised_to(shared: Shared) -> None:
    with pytest.raises(StoreError) as caught:
        shared.stores.bare("plain").call(ListObjects(shared.ref("plain").bucket))
    row = shared.copy("plain")
    assert row.state is State.FAILED
    assert row.error is not None
    for error in (caught.value, row.error):
        assert error.kind is Kind.DENIED
        assert "Requester Pays" in messages.text_of_error(error)
