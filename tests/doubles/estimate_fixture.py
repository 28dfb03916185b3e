"""A sandbox that counts what it is asked, and an engine that estimates and works on it, on one protocol."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from core.engine.engine import Engine
from core.journal.journal import Journal
from core.model.jobs import State
from core.model.requests import JobKind, JobRequest, ListRequest, PrefixRequest
from core.model.values import Account, Credentials, ObjectRef
from core.rules.estimate import Estimate
from core.sandbox.extents import generated, of_bytes
from core.sandbox.sample import large, normal
from core.sandbox.server import Sandbox
from core.sandbox.world import Bucket, KeyPair, Versioning, World
from core.store.browser import Browser
from core.store.stores import Stores
from core.system.clock import Cancel
from tests.doubles.clock import FakeClock
from tests.doubles.engine_fixture import Book, Me

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
BEGAN = 1_767_225_600.0
TAGS = {"project": "a b"}


@dataclass
class EstimateFixture:
    """An engine and a sandbox that counts, on one protocol."""

    sandbox: Sandbox
    engine: Engine
    stores: Stores
    clock: FakeClock
    suffix: str

    def put(self, key: str, size: int = -1, *, bucket: str = "source", **props: object) -> None:
        """An object of `size` bytes, or a small one of one call."""
        made = normal(of_bytes(key.encode()), BEGAN) if size < 0 else large(generated(key, size), BEGAN, 3)
        self.sandbox.world.put(bucket, key, replace(made, **props))  # type: ignore[arg-type]

    def live(self, key: str, past: str) -> None:
        """Let an object be written ("w") and deleted ("d") in that order, in a bucket that keeps versions."""
        self.sandbox.world.buckets["source"].versioning = Versioning.ENABLED
        for deed in past:
            if deed == "w":
                self.put(key)
            else:
                self.sandbox.world.delete("source", key, BEGAN)

    def ref(self, key: str, bucket: str = "source") -> ObjectRef:
        return ObjectRef("a", bucket + self.suffix, key)

    def folder(self, kind: JobKind, to: str = "", **more: object) -> PrefixRequest:
        """The folder "in/", to another one of the other bucket or to none."""
        target = self.ref(to, "target") if to else self.ref("in/")
        return PrefixRequest(self.ref("in/"), target, kind=kind, **more)  # type: ignore[arg-type]

    def versions(self, key: str) -> list[str]:
        """The versions of an object, the newest first."""
        bucket = "source" + self.suffix
        found = Browser(self.stores).versions("a", bucket, key, Cancel(), key=key)
        return [entry.version for page in found for entry in page]

    def estimate(self, *requests: JobRequest | PrefixRequest) -> Estimate:
        return self.engine.estimate(requests)

    def run(self, request: JobRequest | PrefixRequest | ListRequest, *jobs: JobRequest) -> dict[State, int]:
        """Carry it out; return how many jobs ended how."""
        return self._carry_out(lambda: self.engine.submit(request, jobs))

    def undo_last(self) -> tuple[Estimate, dict[State, int]]:
        """Take the newest batch back; return what was told of that before, and how many jobs ended how."""
        last = self.engine.history()[0].id
        told = self.engine.estimate(self.engine.reversal(last)[1])

        def undo() -> int:
            batch = self.engine.undo(last)
            self.sandbox.seen.clear()  # of whether the bucket keeps versions, which is asked before anything is queued
            return batch

        return told, self._carry_out(undo)

    def _carry_out(self, queue: Callable[[], int]) -> dict[State, int]:
        self.sandbox.seen.clear()
        batch = queue()
        self.engine.run_until_idle()
        row = next(row for row in self.engine.snapshot().batches if row.id == batch)
        return {state: count for state, count in row.counts.items() if count}

    @property
    def sent(self) -> dict[str, int]:
        """What the sandbox was asked since `run` began, by our names of the operations."""
        counts = Counter({_NAMES.get(name, name): count for name, count in self.sandbox.seen.counts.items()})
        return dict(sorted(counts.items()))


@contextmanager
def estimate_fixture(provider: str, tmp_path: Path) -> Iterator[EstimateFixture]:
    """A fixture on the protocol of `provider`, with the buckets "source" and "target"."""
    clock, world = FakeClock(unix=BEGAN + 5 * 86_400), World(["cn-hangzhou"])
    key = world.add_key(KeyPair("TESTKEY", "test-secret-of-the-fixture", "owner"))
    for name in ("source", "target"):
        world.add_bucket(Bucket(name, "owner", "cn-hangzhou", BEGAN))
    journal = Journal(tmp_path / "journal.sqlite")
    with Sandbox(world=world, clock=clock) as sandbox:
        offer = next(offer for offer in sandbox.offers if offer.provider == provider)
        account = Account("a", offer.provider, offer.endpoint, offer.region, key_id=key.key_id)
        stores = Stores(Book(a=account), lambda _: Credentials(key.key_id, key.secret), clock)
        engine = Engine(stores, journal, clock, Me(), workers=4)
        try:
            yield EstimateFixture(sandbox, engine, stores, clock, "-1250000000" if provider == "cos" else "")
        finally:
            stores.close_thread()
            journal.close()
