"""One fixture for every store: two fresh buckets, an account, an engine on a journal, and a tap on the wire.

Whatever a test puts or looks at goes through the program's own operations, so the store may be any.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest

from core.engine.engine import Engine
from core.journal.journal import Journal
from core.model.jobs import State
from core.model.limits import Features
from core.model.ops import (
    CopyObject,
    GetAcl,
    GetObject,
    GetTags,
    HeadObject,
    ListObjects,
    ListUploads,
    Op,
    PutObject,
    R,
)
from core.model.reports import JobRow
from core.model.requests import (
    BatchRequest,
    CopyRequest,
    Edit,
    JobKind,
    JobRequest,
    OnExisting,
    Options,
    PrefixRequest,
)
from core.model.values import (
    REDIRECT,
    Account,
    Credentials,
    Encryption,
    Level,
    ObjectInfo,
    ObjectRef,
    Pin,
    Props,
    Site,
    known,
)
from core.rules.providers import Provider, provider
from core.sandbox.extents import generated
from core.store.dialects.base import WireRequest, WireResponse
from core.store.stores import Stores
from core.store.transport import Transport
from core.system.clock import Cancel, SystemClock
from tests.doubles.engine_fixture import Book, Me
from tests.doubles.store_under_test import StoreUnderTest

_NUMBERS = itertools.count(1)


class Tap:
    """A transport that shows every request to a test before and after it is sent."""

    def __init__(self) -> None:
        self._wire = Transport()
        self.sent: list[str] = []
        self.before: Callable[[str], None] | None = None
        self.after: Callable[[str], None] | None = None
        self.alter: Callable[[WireRequest, WireResponse], WireResponse] | None = None

    def send(self, request: WireRequest) -> WireResponse:
        operation = operation_of(request)
        self.sent.append(operation)
        if self.before is not None:
            self.before(operation)
        answer = self._wire.send(request)
        if self.after is not None:
            self.after(operation)
        return answer if self.alter is None else self.alter(request, answer)

    def count(self, operation: str) -> int:
        return self.sent.count(operation)

    def calm(self) -> None:
        self.before = self.after = self.alter = None

    def interrupt(self) -> None:
        self._wire.interrupt()

    def close(self) -> None:
        self._wire.close()


def operation_of(request: WireRequest) -> str:
    """The operation that a request of any dialect is, as far as the tests tell them apart; else its method."""
    query = request.target.partition(b"?")[2]
    names = {one.partition(b"=")[0] for one in query.split(b"&")}
    if any(b"0" * 32 in value for name, value in request.headers if name.lower().endswith(b"-if-match")):
        return "TestPin"
    copies = any(name.lower().endswith(b"-copy-source") for name, _ in request.headers)
    match request.method:
        case "PUT" if b"partNumber" in names:
            return "CopyPart"
        case "PUT" if copies:
            return "CopyObject"
        case "GET" if b"uploadId" in names:
            return "ListParts"
        case "POST" if b"uploads" in names:
            return "CreateUpload"
        case "POST" if b"uploadId" in names:
            return "CompleteUpload"
        case "DELETE" if b"uploadId" in names:
            return "AbortUpload"
        case _:
            return request.method


class Swift(SystemClock):
    """The machine's clock, but waiting takes no time: it only goes forward by as much."""

    def __init__(self) -> None:
        self.waits: list[float] = []

    def monotonic(self) -> float:
        return super().monotonic() + sum(self.waits)

    def wait(self, cancel: Cancel, seconds: float) -> None:
        cancel.check()
        self.waits.append(seconds)


@dataclass
class SuiteFixture:
    """What a test of the suite works with."""

    under_test: StoreUnderTest
    stores: Stores
    tap: Tap
    clock: Swift
    source: str
    target: str
    journal: Journal
    engine: Engine

    # ------------------------------------------------------------ one operation

    def call(self, op: Op[R]) -> R:
        return self.stores.bare("a").call(op)

    @property
    def provider(self) -> Provider:
        return provider(self.under_test.provider)

    @property
    def features(self) -> Features:
        return self.provider.features

    @property
    def site(self) -> Site:
        return self.stores.site("a", self.source)

    def can(self, feature: str) -> bool:
        """Whether the provider's file promises a feature and the store keeps the promise."""
        return getattr(self.features, feature, True) and feature not in self.under_test.lacks

    def level(self, mode: str) -> Level:
        """How well a copy is proven: one in parts only by its size where the store ignores the pin."""
        return Level.SIZE if mode == "parts" and "pin" in self.under_test.lacks else self.under_test.level

    def skip_without(self, feature: str) -> None:
        """Skip the test, with the reason, where the store cannot do what it is about."""
        if not self.can(feature):
            why = self.under_test.lacks.get(
                feature, f"the file of {self.under_test.provider} does not promise {feature}"
            )
            pytest.skip(f"{self.under_test.name}: {why}")

    def ref(self, key: str, bucket: str = "") -> ObjectRef:
        """An object of the source bucket, or of another."""
        return ObjectRef("a", bucket or self.source, key)

    def copy_ref(self, key: str) -> ObjectRef:
        return self.ref(key, self.target)

    def put(self, key: str, body: bytes = b"hello", *, bucket: str = "", props: Props | None = None) -> ObjectInfo:
        """Put an object; return it as HEAD shows it."""
        ref = self.ref(key, bucket)
        self.call(PutObject(ref, body=body, props=props or Props()))
        return self.call(HeadObject(ref))

    def versioned(self) -> str:
        """A new bucket that keeps versions."""
        keep_versions = self.under_test.keep_versions
        if keep_versions is None:
            pytest.skip(f"{self.under_test.name}: nobody knows how to make it keep versions")
        bucket = self.under_test.make_bucket(f"stock-{next(_NUMBERS)}")
        keep_versions(bucket)
        return bucket

    @property
    def part_size(self) -> int:
        """The smallest part that the store takes."""
        return self.provider.limits.part_min

    @property
    def film_size(self) -> int:
        return 2 * self.part_size + 7

    @property
    def film_bytes(self) -> bytes:
        return _bytes_of("film", self.film_size)

    def film(self, key: str = "film") -> ObjectInfo:
        """A plain object of three parts."""
        return self._from_stock("film", key)

    def rich_film(self, key: str = "film") -> ObjectInfo:
        """The same bytes with all the properties that the store can carry."""
        return self._from_stock("film", key, self.rich())

    def other_film(self, key: str = "film") -> ObjectInfo:
        """Other bytes of the same size."""
        return self._from_stock("other", key)

    def _from_stock(self, name: str, key: str, props: Props | None = None) -> ObjectInfo:
        """A large object is sent once to each store; after that the store copies it."""
        stock = self.call(HeadObject(self._stock(name)))
        op = CopyObject(
            self.ref(key),
            source=stock.ref,
            pin=Pin.of(stock),
            props=props or Props(),
            replace=props is not None,
            source_site=self.stores.site("a", stock.ref.bucket),
        )
        self.call(op)
        made = self.call(HeadObject(op.ref))
        # What the source itself lacks could not be missed at its copies.
        assert op.props.headers.keys() <= made.props.headers.keys() | self.under_test.lacks.keys()
        return made

    def _stock(self, name: str) -> ObjectRef:
        stock, keep = self.under_test.stock, self.under_test.keep
        if name not in stock:
            bucket = self.under_test.make_bucket(f"stock-{next(_NUMBERS)}")
            stock[name] = self.ref(name, bucket)
            if keep is None:
                self.put(name, _bytes_of(name, self.film_size), bucket=bucket)
            else:
                keep(bucket, name, generated(name, self.film_size))
        return stock[name]

    def rich(self) -> Props:
        """Everything that an object of this store can carry and that a copy must not lose."""
        infrequent = {"oss": "IA"}.get(self.under_test.provider, "STANDARD_IA")
        redirect = {REDIRECT: "/b?c=d%20e"} if self.provider.dialect_name == "s3" else {}
        return Props(
            headers={
                **redirect,
                "content-type": "video/quicktime",
                "cache-control": "no-cache",
                "content-disposition": 'attachment; filename="a b.mov"',
                "content-encoding": "identity",
                "content-language": "pt",
                "expires": "Fri, 01 Jan 2027 00:00:00 GMT",
            },
            user={"title": "a b", "camera": "x100"},
            tags=known({"project": "a b", "state": "final+cut"}) if self.can("tags") else Props().tags,
            acl=known("public-read") if self.can("acl") else Props().acl,
            storage_class=infrequent if self.can("storage_class") else "",
        )

    def richest(self) -> Props:
        """The same with metadata outside of ASCII, and encrypted where the store can do that."""
        rich = self.rich()
        user = {**rich.user, "subtitle": "\u6e21\u8239 caf\u00e9"} if self.can("unicode_metadata") else rich.user
        sealed = known(Encryption("AES256")) if self.can("encryption") else rich.encryption
        return replace(rich, user=user, encryption=sealed)

    def richest_film(self, key: str = "film") -> Props:
        """A film with all of that; returns everything that the store then shows of it."""
        return self.look_closely(self._from_stock("film", key, self.richest()).ref)

    # ------------------------------------------------------------ looking

    def look(self, ref: ObjectRef) -> Props:
        """All properties of an object that this store can show, but its encryption."""
        props = self.call(HeadObject(ref)).props
        tags = known(self.call(GetTags(ref))) if self.can("tags") else Props().tags
        acl = known(self.call(GetAcl(ref))) if self.can("acl") else Props().acl
        shown = {name: value for name, value in props.headers.items() if name not in self.under_test.lacks}
        return replace(props, headers=shown, tags=tags, acl=acl, encryption=Props().encryption)

    def look_closely(self, ref: ObjectRef) -> Props:
        """All properties with the encryption."""
        sealed = self.call(HeadObject(ref)).props.encryption if self.can("encryption") else Props().encryption
        return replace(self.look(ref), encryption=sealed)

    def body(self, ref: ObjectRef) -> bytes:
        return self.call(GetObject(ref)).body

    def keys(self, bucket: str = "", prefix: str = "") -> list[str]:
        return [entry.key for entry in self.call(ListObjects(bucket or self.source, prefix=prefix)).entries]

    def uploads(self) -> list[str]:
        return [upload.upload_id for upload in self.call(ListUploads(self.target)).uploads]

    # ------------------------------------------------------------ the engine

    def request(
        self, key: str, to: str = "", *, part_size: int | None = None, on: OnExisting = OnExisting.REFUSE
    ) -> CopyRequest:
        return CopyRequest(self.ref(key), self.copy_ref(to or key), Options(part_size, on))

    def prefix(self, source: str, target: str) -> PrefixRequest:
        return PrefixRequest(self.ref(source), self.copy_ref(target))

    def copy(
        self, key: str, to: str = "", *, part_size: int | None = None, on: OnExisting = OnExisting.REFUSE
    ) -> JobRow:
        """Copy one object to the end and return its last row."""
        return self.finish(self.engine.submit(self.request(key, to, part_size=part_size, on=on)))

    def rename(
        self, key: str, to: str, *, bucket: str = "", options: Options | None = None, part_size: int | None = None
    ) -> CopyRequest:
        """A rename inside of the source's bucket, or to another."""
        level = self.level("simple" if part_size is None else "parts")
        chosen = options or Options(part_size, trust=Level.weakest([level, Options().trust]) or level)
        return CopyRequest(self.ref(key), self.ref(to, bucket), chosen, kind=JobKind.RENAME)

    def edit(self, key: str, change: Edit, *, part_size: int | None = None) -> CopyRequest:
        return CopyRequest(self.ref(key), self.ref(key), Options(part_size), kind=JobKind.EDIT, edit=change)

    def run(self, request: BatchRequest, *jobs: JobRequest) -> tuple[JobRow, ...]:
        """Do it to the end; returns the rows of its jobs in their order."""
        batch = self.engine.submit(request, jobs)
        self.engine.run_until_idle()
        return self.engine.jobs(batch, limit=-1)

    def done(self, request: JobRequest) -> JobRow:
        """Do one job, which must succeed."""
        (row,) = self.run(request)
        assert row.state is State.DONE, f"{row.state}: {row.error or row.refused}"
        return row

    def undo(self) -> tuple[JobRow, ...]:
        """Take the last batch back; returns the rows of the jobs that do so."""
        batch = self.engine.undo(self.engine.history(limit=1)[0].id)
        self.engine.run_until_idle()
        return self.engine.jobs(batch, limit=-1)

    def finish(self, batch: int) -> JobRow:
        self.engine.run_until_idle()
        (row,) = self.engine.jobs(batch)
        return row

    def restart(self) -> None:
        """Build a new engine on the same journal, as a new process would."""
        self.tap.calm()
        self.engine = Engine(self.stores, self.journal, self.clock, Me(), workers=4)
        self.engine.recover()


@cache
def _bytes_of(name: str, size: int) -> bytes:
    return generated(name, size).read(0, size)


@contextmanager
def suite_fixture(under_test: StoreUnderTest, folder: Path) -> Iterator[SuiteFixture]:
    """Open everything, with two empty buckets of the test's own. Whatever happens, the journal holds no secret."""
    number, clock, tap = next(_NUMBERS), Swift(), Tap()
    source, target = (under_test.make_bucket(f"{name}-{number}") for name in ("source", "target"))
    account = Account("a", under_test.provider, under_test.endpoint, under_test.region, key_id=under_test.key_id)
    secret = Credentials(under_test.key_id, under_test.secret)
    stores = Stores(Book(a=account), lambda _: secret, clock, open_transport=lambda: tap)
    journal = Journal(folder / "journal.sqlite")
    try:
        engine = Engine(stores, journal, clock, Me(), workers=4)
        yield SuiteFixture(under_test, stores, tap, clock, source, target, journal, engine)
    finally:
        stores.close_thread()
        journal.close()
    assert under_test.secret.encode() not in (folder / "journal.sqlite").read_bytes()
