"""Contract: a copy between two accounts, which one key pair has to carry out alone, over all three protocols.

The two accounts have keys, owners and buckets of their own. What may be read across is what the source bucket's
policy says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.cli import messages as sentences
from core.engine.engine import Engine
from core.journal.journal import Journal
from core.model.errors import Kind
from core.model.jobs import State
from core.model.reports import JobRow
from core.model.requests import CopyRequest, Options, PrefixRequest
from core.model.values import CHECKSUMS, Account, Credentials, Level, ObjectRef
from core.sandbox.extents import generated
from core.sandbox.sample import large
from core.sandbox.server import Sandbox
from core.sandbox.world import Bucket, KeyPair, World
from core.store.stores import Stores
from tests.doubles.clock import FakeClock
from tests.doubles.engine_fixture import Book, Me

MIB = 1 << 20
PART = 5 * MIB
SIZE = 12 * MIB + 17
HERE, THERE = "cn-hangzhou", "cn-shanghai"
GIVER = KeyPair("GIVERKEY", "secret-of-the-giver", "giver")
TAKER = KeyPair("TAKERKEY", "secret-of-the-taker", "taker")
ONE_CALL, IN_PARTS = Options(), Options(part_size=PART)


@dataclass
class Pair:
    """Two accounts of one store, and an engine that works in the calling thread."""

    sandbox: Sandbox
    engine: Engine
    protocol: str

    def ref(self, account: str, bucket: str, key: str) -> ObjectRef:
        return ObjectRef(account, bucket + ("-1250000000" if self.protocol == "cos" else ""), key)

    def request(self, options: Options = ONE_CALL, bucket: str = "given", account: str = "giver") -> CopyRequest:
        return CopyRequest(self.ref(account, bucket, "film"), self.ref("taker", "taken", "film"), options)

    def run(self, request: CopyRequest) -> JobRow:
        batch = self.engine.submit(request)
        self.engine.run_until_idle()
        return self.engine.jobs(batch)[0]

    def allow(self, bucket: str = "given") -> None:
        """Let the source bucket's policy name the other account."""
        with self.sandbox.world.lock:
            self.sandbox.world.buckets[bucket].readers = frozenset({TAKER.owner})

    def forbid(self, operation: str) -> None:
        """Let a policy forbid an operation to the key that copies."""
        self.sandbox.world.add_key(KeyPair(TAKER.key_id, TAKER.secret, TAKER.owner, denied=frozenset({operation})))

    def signers(self, operation: str) -> set[str]:
        """The ids of the keys that signed the requests of an operation."""
        signed = [seen.headers["authorization"] for seen in self.sandbox.seen.all(operation)]
        return {key.key_id for key in (GIVER, TAKER) for text in signed if key.key_id in text}


@pytest.fixture(params=["oss", "cos", "s3"])
def protocol(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def pair(protocol: str, tmp_path: Path) -> Iterator[Pair]:
    clock = FakeClock(unix=1_767_225_600.0)
    world = World([HERE, THERE])
    for name, owner, region in (("given", GIVER, HERE), ("far-given", GIVER, THERE), ("taken", TAKER, HERE)):
        world.add_bucket(Bucket(name, owner.owner, region, clock.now()))
    for name in ("given", "far-given"):
        world.put(name, "film", large(generated("film", SIZE), clock.now(), 3))
    for key in (GIVER, TAKER):
        world.add_key(key)
    with Sandbox(world=world, clock=clock) as sandbox:
        here, there = [offer for offer in sandbox.offers if offer.provider == protocol]
        book = Book(
            giver=Account("giver", protocol, here.endpoint, here.region, key_id=GIVER.key_id),
            afar=Account("afar", protocol, there.endpoint, there.region, key_id=GIVER.key_id),
            taker=Account("taker", protocol, here.endpoint, here.region, key_id=TAKER.key_id),
        )
        secrets = {key.key_id: Credentials(key.key_id, key.secret) for key in (GIVER, TAKER)}
        stores = Stores(book, lambda account: secrets[account.key_id], clock)
        journal = Journal(tmp_path / "journal.sqlite")
        try:
            yield Pair(sandbox, Engine(stores, journal, clock, Me(), workers=2), protocol)
        finally:
            stores.close_thread()
            journal.close()


OPTIONS = pytest.mark.parametrize("options", [ONE_CALL, IN_PARTS], ids=["one-call", "in-parts"])


@OPTIONS
def test_a_key_that_may_read_the_source_copies_it_and_the_copy_is_verified(pair: Pair, options: Options) -> None:
    pair.allow()
    row = pair.run(pair.request(options))
    assert (row.state, row.error) == (State.DONE, None)
    assert (row.verified in CHECKSUMS) == (pair.protocol != "s3")  # such stores need not have a checksum
    copy = pair.sandbox.world.get("taken", "film")
    assert copy is not None
    assert copy.content.crc64() == generated("film", SIZE).crc64()
    assert pair.signers("UploadPartCopy" if options is IN_PARTS else "CopyObject") == {TAKER.key_id}
    assert pair.signers("HeadObject") == {GIVER.key_id, TAKER.key_id}


@pytest.mark.parametrize("protocol", ["cos"], indirect=True)
@OPTIONS
def test_cos_proves_a_copy_between_accounts_by_crc_64(pair: Pair, options: Options) -> None:
    pair.allow()
    assert pair.run(pair.request(options)).verified is Level.CRC64


@OPTIONS
def test_a_denied_read_is_named_as_such_and_the_copy_goes_on_once_it_is_allowed(pair: Pair, options: Options) -> None:
    row = pair.run(pair.request(options))
    assert row.state is State.FAILED
    assert row.error is not None
    assert (row.error.kind, row.error.code, row.error.status) == (Kind.DENIED, "SourceNotReadable", 403)
    said = sentences.of_error(row.error)
    assert "key of the target's account" in said
    assert "Ask the owner of the source bucket" in said
    assert "AccessDenied" in said  # the vendor's own word stays, for a support request
    assert pair.sandbox.world.get("taken", "film") is None
    pair.allow()
    pair.engine.retry(jobs=[row.id])
    pair.engine.run_until_idle()
    assert pair.engine.jobs(row.batch)[0].state is State.DONE
    assert pair.sandbox.seen.count("InitiateMultipartUpload") == (1 if options is IN_PARTS else 0)


def test_a_key_that_may_not_write_is_not_told_that_it_may_not_read(pair: Pair) -> None:
    pair.allow()
    pair.forbid("CopyObject")
    error = pair.run(pair.request()).error
    assert error is not None
    assert (error.kind, error.code) == (Kind.DENIED, "AccessDenied")


def test_a_denial_inside_one_account_is_not_looked_into(pair: Pair) -> None:
    pair.forbid("CopyObject")
    now = pair.sandbox.world.buckets["taken"].created
    pair.sandbox.world.put("taken", "mine", large(generated("mine", MIB), now, 1))
    error = pair.run(CopyRequest(pair.ref("taker", "taken", "mine"), pair.ref("taker", "taken", "copy"))).error
    assert error is not None
    assert error.code == "AccessDenied"
    assert pair.sandbox.seen.count("GetObject") == 0


@pytest.mark.parametrize("protocol", ["cos"], indirect=True)
@OPTIONS
def test_the_other_account_s_bucket_may_be_in_another_region(pair: Pair, options: Options) -> None:
    row = pair.run(pair.request(options, "far-given", "afar"))
    assert row.error is not None
    assert row.error.code == "SourceNotReadable"
    pair.allow("far-given")
    pair.engine.retry(jobs=[row.id])
    pair.engine.run_until_idle()
    assert pair.engine.jobs(row.batch)[0].state is State.DONE


def single(pair: Pair, account: str) -> CopyRequest:
    return pair.request(account=account)


def folder(pair: Pair, account: str) -> PrefixRequest:
    return PrefixRequest(pair.ref(account, "given", ""), pair.ref("taker", "taken", "from/"))


@pytest.mark.parametrize("make", [single, folder])
def test_a_preview_names_the_two_accounts(pair: Pair, make: Callable[[Pair, str], CopyRequest | PrefixRequest]) -> None:
    pair.allow()
    assert pair.engine.preview(make(pair, "giver")).accounts == "giver > taker"
    assert pair.engine.preview(make(pair, "taker")).accounts == ""
