"""Contract: objects that a store encrypts with a key that the customer brings (SSE-C), on S3 and on COS."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from core.engine.engine import Engine
from core.journal.journal import Journal
from core.model.errors import Kind, OwnCode, StoreError
from core.model.jobs import State
from core.model.ops import CompleteUpload, CopyObject, CopyPart, CreateUpload, GetObject, HeadObject, ListParts
from core.model.reports import JobRow
from core.model.requests import CopyRequest, Edit, JobKind, Options, PrefixRequest
from core.model.values import Account, Credentials, Encryption, ObjectRef, Pin, Props, known
from core.rules import messages
from core.rules.access import CUSTOMER, fingerprint
from core.sandbox.extents import generated
from core.sandbox.sample import large
from core.sandbox.server import Sandbox
from core.sandbox.settings import Seen
from core.sandbox.world import CUSTOMERS, Bucket, KeyPair, Version, World
from core.store.stores import Stores
from tests.doubles.clock import FakeClock
from tests.doubles.engine_fixture import Book, Me

SIZE = 11 << 20
KEY, OTHER = (base64.b64encode(letter * 32).decode() for letter in (b"k", b"o"))
OWNER = KeyPair("OWNERKEY", "secret-of-the-owner", "owner")
ONE_CALL, IN_PARTS = Options(), Options(part_size=5 << 20)
SEALED = Encryption(CUSTOMER, fingerprint(KEY))


@dataclass
class Safe:
    """Accounts of one owner: "holds" has the key, "lacks" has none, "errs" has another one."""

    sandbox: Sandbox
    engine: Engine
    stores: Stores
    journal: Path
    suffix: str
    restart: Callable[[], Stores]

    def put(self, name: str, *, key: str = KEY, bucket: str = "vault") -> None:
        sealed = (CUSTOMERS, fingerprint(key)) if key else ("", "")
        made = replace(large(generated(name, SIZE), 1_767_225_600.0, 3), encryption=sealed)
        self.sandbox.world.put(bucket, name, made)

    def ref(self, account: str, name: str, bucket: str = "vault") -> ObjectRef:
        return ObjectRef(account, bucket + self.suffix, name)

    def run(self, request: CopyRequest | PrefixRequest) -> list[JobRow]:
        batch = self.engine.submit(request)
        self.engine.run_until_idle()
        return list(self.engine.jobs(batch))

    def copy(
        self, account: str, options: Options = ONE_CALL, kind: JobKind = JobKind.COPY, edit: Edit | None = None
    ) -> JobRow:
        source, target = self.ref(account, "film"), self.ref(account, "copy", "own")
        (row,) = self.run(CopyRequest(source, target, options, kind, edit or Edit()))
        return row

    def stored(self, name: str, bucket: str = "own") -> Version:
        found = self.sandbox.world.get(bucket, name)
        assert found is not None
        return found


@pytest.fixture(params=["cos", "s3", "aws"])
def safe(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Safe]:
    clock, provider = FakeClock(unix=1_767_225_600.0), str(request.param)
    protocol = "s3" if provider == "aws" else provider
    world = World(["cn-hangzhou"])
    world.add_key(OWNER)
    with Sandbox(world=world, clock=clock) as sandbox:
        (offer,) = [offer for offer in sandbox.offers if offer.provider == protocol]
        for name in ("vault", "own"):
            world.add_bucket(Bucket(name, OWNER.owner, "cn-hangzhou", clock.now()))
        lacks = Account("lacks", provider, offer.endpoint, offer.region, key_id=OWNER.key_id)
        held = {"holds": KEY, "errs": OTHER, "lacks": ""}
        book = Book(
            {name: replace(lacks, name=name, customer_key=fingerprint(key)) for name, key in held.items() if key}
        )
        book["lacks"] = lacks

        def credentials(account: Account) -> Credentials:
            return Credentials(OWNER.key_id, OWNER.secret, customer_key=held[account.name])

        def start() -> Stores:
            return Stores(book, credentials, clock)

        stores = start()
        journal = Journal(tmp_path / "journal.sqlite")
        try:
            engine = Engine(stores, journal, clock, Me(), workers=2)
            yield Safe(sandbox, engine, stores, tmp_path, "-1250000000" if protocol == "cos" else "", start)
        finally:
            stores.close_thread()
            journal.close()


def test_an_object_is_looked_at_and_read_with_the_account_s_key(safe: Safe) -> None:
    safe.put("film")
    safe.put("plain", key="")
    store = safe.stores.bare("holds")
    assert store.call(HeadObject(safe.ref("holds", "film"))).props.encryption == known(SEALED)
    assert store.call(GetObject(safe.ref("holds", "film"), first=0, last=0)).size == SIZE
    assert store.call(HeadObject(safe.ref("holds", "plain"))).props.encryption.value != SEALED


@pytest.mark.parametrize("options", [ONE_CALL, IN_PARTS], ids=["one-call", "in-parts"])
@pytest.mark.parametrize("kind", [JobKind.COPY, JobKind.RENAME])
def test_it_is_copied_and_renamed_and_stays_under_its_key(safe: Safe, options: Options, kind: JobKind) -> None:
    safe.put("film")
    row = safe.copy("holds", options, kind)
    assert (row.state, row.error) == (State.DONE, None)
    assert safe.stored("copy").encryption == (CUSTOMERS, fingerprint(KEY))
    assert safe.stored("copy").content.crc64() == generated("film", SIZE).crc64()
    assert (safe.sandbox.world.get("vault", "film") is None) == (kind is JobKind.RENAME and not row.notes)


@pytest.mark.parametrize("options", [ONE_CALL, IN_PARTS], ids=["one-call", "in-parts"])
def test_a_copy_can_be_encrypted_with_it_and_freed_of_it(safe: Safe, options: Options) -> None:
    safe.put("film", key="")
    assert safe.copy("holds", options, edit=Edit(encryption=Encryption(CUSTOMER))).state is State.DONE
    assert safe.stored("copy").encryption == (CUSTOMERS, fingerprint(KEY))
    back = CopyRequest(
        safe.ref("holds", "copy", "own"),
        safe.ref("holds", "back", "own"),
        options,
        edit=Edit(encryption=Encryption("AES256")),
    )
    (row,) = safe.run(back)
    assert row.state is State.DONE
    assert safe.stored("back").encryption == ("AES256", "")


def test_an_object_is_put_under_the_key_where_it_stands(safe: Safe) -> None:
    safe.put("film", key="")
    film = safe.ref("holds", "film")
    (row,) = safe.run(CopyRequest(film, film, kind=JobKind.EDIT, edit=Edit(encryption=Encryption(CUSTOMER))))
    assert row.state is State.DONE
    assert safe.stored("film", "vault").encryption == (CUSTOMERS, fingerprint(KEY))


def test_of_a_folder_the_readable_rest_is_copied_and_the_one_told(safe: Safe) -> None:
    for name, key in (("d/1", ""), ("d/secret", KEY), ("d/z", "")):
        safe.put(name, key=key)
    folder, there = replace(safe.ref("lacks", "d/"), key="d/"), safe.ref("lacks", "d/", "own")
    rows = {row.source.key: row for row in safe.run(PrefixRequest(folder, there))}
    assert [rows[name].state for name in ("d/1", "d/z")] == [State.DONE, State.DONE]
    error = rows["d/secret"].error
    assert error is not None
    assert "customer's key" in messages.text_of_error(error)


def test_another_key_than_the_object_s_is_told_as_such(safe: Safe) -> None:
    safe.put("film")
    with pytest.raises(StoreError) as caught:
        safe.stores.bare("errs").call(HeadObject(safe.ref("errs", "film")))
    assert (caught.value.kind, caught.value.code) == (Kind.ENCRYPTED, OwnCode.OTHER_CUSTOMER_KEY)


def test_nothing_is_sent_for_a_copy_under_a_key_that_the_account_lacks(safe: Safe) -> None:
    safe.put("film", key="")
    source, sealed = safe.ref("lacks", "film"), Props(encryption=known(Encryption(CUSTOMER)))
    with pytest.raises(StoreError) as caught:
        safe.stores.bare("lacks").call(CopyObject(safe.ref("lacks", "copy", "own"), source, Pin("", SIZE), sealed))
    assert caught.value.code == OwnCode.NO_CUSTOMER_KEY
    assert safe.sandbox.seen.count("CopyObject") == 0


def test_a_second_look_needs_no_refusal_and_no_other_request_carries_the_key(safe: Safe) -> None:
    safe.put("film")
    seen: list[Seen] = []
    safe.sandbox.settings = replace(safe.sandbox.settings, on_request=seen.append)
    assert safe.copy("holds", IN_PARTS).state is State.DONE
    refused = [one for one in safe.sandbox.seen.all() if one.status == 400]
    assert [one.operation for one in refused] == ["HeadObject"]
    bearers = {one.operation for one in seen if any(KEY in value for value in one.headers.values())}
    may = {"HeadObject", "UploadPartCopy", "InitiateMultipartUpload", "CompleteMultipartUpload", "ListParts"}
    assert bearers <= may | {"CopyObject"}


def test_the_key_is_in_no_file_and_in_no_error(safe: Safe) -> None:
    safe.put("film")
    safe.copy("holds", IN_PARTS)
    safe.copy("errs")
    files = [path for path in safe.journal.rglob("*") if path.is_file()]
    assert files
    for path in files:
        data = path.read_bytes()
        assert KEY.encode() not in data
        assert OTHER.encode() not in data


def test_an_upload_under_the_key_goes_on_in_a_later_run(safe: Safe) -> None:
    safe.put("film")
    source, target = safe.ref("holds", "film"), safe.ref("holds", "copy", "own")
    pin = Pin.of(safe.stores.bare("holds").call(HeadObject(source)))
    upload = safe.stores.bare("holds").call(CreateUpload(target, Props(encryption=known(Encryption(CUSTOMER)))))
    later = safe.restart()
    try:
        store = later.bare("holds")
        part = store.call(CopyPart(target, upload, 1, source, pin, 0, SIZE - 1))
        again = later.bare("holds").call(ListParts(target, upload)).parts
        assert [one.etag for one in again] == [part.etag]
        store.call(CompleteUpload(target, upload, again))
        assert store.call(HeadObject(target)).props.encryption == known(SEALED)
    finally:
        later.close_thread()
