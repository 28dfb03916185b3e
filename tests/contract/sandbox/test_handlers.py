"""Several protocols of one sandbox: their offers and ports, one world, answers that begin with blanks."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree as Tree

import pytest

from core.sandbox.extents import of_bytes
from core.sandbox.server import VENDORS, Offer, Sandbox
from core.sandbox.settings import Settings, answer, drop_after, error_in_200
from core.sandbox.world import KeyPair, World
from core.system.clock import SystemClock
from tests.doubles.cos import signed
from tests.doubles.sandbox import signed_v1

DONE = "/documents-1250000000/joined"


def offers_of(sandbox: Sandbox, provider: str) -> tuple[Offer, ...]:
    return tuple(offer for offer in sandbox.offers if offer.provider == provider)


@contextmanager
def asked(
    offer: Offer, method: str, path: str, headers: Mapping[str, str] | None = None, body: bytes = b"", query: str = ""
) -> Iterator[HTTPResponse]:
    """One request to the COS protocol; its answer before the body is read."""
    place = urlsplit(offer.endpoint).netloc
    key = KeyPair(offer.key_id, offer.secret, "owner")
    sent = {"host": place, "content-length": str(len(body)), **(headers or {})}
    sent = signed(method, path, query, sent, key=key, now=SystemClock().now())
    connection = HTTPConnection(place, timeout=20)
    try:
        connection.request(method, path + ("?" + query if query else ""), body=body, headers=sent)
        yield connection.getresponse()
    finally:
        connection.close()


# ---------------------------------------------------------------- offers and ports


def test_the_first_offers_are_those_of_oss_and_each_face_names_its_own_regions(sandbox: Sandbox) -> None:
    places = [(offer.provider, offer.region) for offer in sandbox.offers]
    assert places[:4] == [
        ("oss", "cn-hangzhou"),
        ("oss", "cn-shanghai"),
        ("cos", "ap-guangzhou"),
        ("cos", "ap-shanghai"),
    ]
    assert len({offer.endpoint for offer in sandbox.offers}) == len(places) == 2 * len(VENDORS)
    assert len({(offer.key_id, offer.secret) for offer in sandbox.offers}) == 1


def test_the_wanted_port_is_the_first_and_the_others_follow_or_are_free() -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with Sandbox(port=port) as sandbox:
        ports = [urlsplit(offer.endpoint).port for offer in sandbox.offers]
    assert ports[0] == port
    assert len(set(ports)) == len(ports)


def test_every_port_is_kept_for_the_next_run(tmp_path: Path) -> None:
    with Sandbox(tmp_path) as first:
        offers = first.offers
    with Sandbox(tmp_path) as second:
        assert second.offers == offers


def test_a_data_directory_with_unknown_ports_gets_free_ones(tmp_path: Path) -> None:
    with Sandbox(tmp_path) as first:
        offers = first.offers
    path = tmp_path / "sandbox.json"
    state = json.loads(path.read_text())
    state["ports"] = {"cn-hangzhou": 1, "another protocol": 2}
    path.write_text(json.dumps(state))
    with Sandbox(tmp_path) as second:
        assert [(one.provider, one.region, one.key_id) for one in second.offers] == [
            (one.provider, one.region, one.key_id) for one in offers
        ]


def test_a_region_that_no_face_knows_keeps_its_name() -> None:
    world = World(("eu-central-1",))
    world.add_key(KeyPair("K", "S", "owner"))
    with Sandbox(world=world) as sandbox:
        assert {offer.region for offer in sandbox.offers} == {"eu-central-1"}


def test_all_faces_show_one_world(sandbox: Sandbox) -> None:
    cos, oss = offers_of(sandbox, "cos")[0], offers_of(sandbox, "oss")[0]
    headers = {"x-cos-storage-class": "STANDARD_IA", "x-cos-meta-who": "me"}
    with asked(cos, "PUT", "/documents-1250000000/shared", headers, b"shared") as reply:
        assert reply.status == 200
    place = urlsplit(oss.endpoint).netloc
    key = KeyPair(oss.key_id, oss.secret, "owner")
    connection = HTTPConnection(place, timeout=20)
    sent = signed_v1("HEAD", "documents/shared", "", {"host": place}, key=key, now=SystemClock().now())
    connection.request("HEAD", "/documents/shared", headers=sent)
    shown = connection.getresponse().headers
    connection.close()
    assert (shown["x-oss-storage-class"], shown["x-oss-meta-who"]) == ("IA", "me")
    assert shown["ETag"] == '"' + of_bytes(b"shared").md5().hex().upper() + '"'


def test_faults_name_operations_and_buckets_alike_for_all_faces(sandbox: Sandbox) -> None:
    cos = offers_of(sandbox, "cos")[0]
    sandbox.settings = Settings(on_request=lambda seen: answer(503, "SlowDown") if seen.bucket == "documents" else None)
    with asked(cos, "GET", "/documents-1250000000") as reply:
        assert (reply.status, b"<Code>SlowDown</Code>" in reply.read()) == (503, True)
    assert [seen.bucket for seen in sandbox.seen.all("ListObjects")] == ["documents"]


# ---------------------------------------------------------------- answers that begin before they are known


class Naps:
    """Stands in for the server's waiting: notes how long it would be, and lasts until the gate is open."""

    def __init__(self) -> None:
        self.lengths: list[float] = []
        self.gate = threading.Event()

    async def sleep(self, seconds: float) -> None:
        self.lengths.append(seconds)
        assert await asyncio.to_thread(self.gate.wait, 20)

    def __getattr__(self, name: str) -> object:
        return getattr(asyncio, name)


@pytest.fixture
def naps(monkeypatch: pytest.MonkeyPatch) -> Iterator[Naps]:
    made = Naps()
    monkeypatch.setattr("core.sandbox.protocol.endpoint.asyncio", made)
    yield made
    made.gate.set()


def begun(offer: Offer) -> tuple[str, bytes]:
    """An upload with one part: its query, and the document that completes it."""
    with asked(offer, "POST", DONE, query="uploads") as reply:
        upload = Tree.fromstring(reply.read()).findtext("UploadId", "")
    with asked(offer, "PUT", DONE, body=b"whole", query=f"partNumber=1&uploadId={upload}") as reply:
        etag = reply.headers["ETag"]
    part = f"<Part><PartNumber>1</PartNumber><ETag>{etag}</ETag></Part>"
    return f"uploadId={upload}", f"<CompleteMultipartUpload>{part}</CompleteMultipartUpload>".encode()


def test_a_completion_answers_at_once_and_tells_its_outcome_behind_blanks(sandbox: Sandbox, naps: Naps) -> None:
    offer = offers_of(sandbox, "cos")[0]
    query, body = begun(offer)
    sandbox.settings = Settings(latency_of={"CompleteMultipartUpload": 2.5})
    with asked(offer, "POST", DONE, body=body, query=query) as reply:
        assert (reply.status, reply.headers["Transfer-Encoding"]) == (200, "chunked")
        with ThreadPoolExecutor(1) as pool:
            rest = pool.submit(reply.read)
            assert not rest.done()
            naps.gate.set()
            text = rest.result()
    assert text.startswith(b"  ")
    assert Tree.fromstring(text).tag == "CompleteMultipartUploadResult"
    assert naps.lengths == [1.0, 1.0, 0.5]


def test_a_completion_that_is_refused_at_sight_says_so_by_its_status(sandbox: Sandbox) -> None:
    offer = offers_of(sandbox, "cos")[0]
    _, body = begun(offer)
    with asked(offer, "POST", DONE, body=body, query="uploadId=none") as reply:
        assert (reply.status, b"<Code>NoSuchUpload</Code>" in reply.read()) == (404, True)


def test_an_error_may_hide_behind_the_blanks_of_a_completion(sandbox: Sandbox) -> None:
    offer = offers_of(sandbox, "cos")[0]
    query, body = begun(offer)
    sandbox.settings = Settings(on_request=lambda _: error_in_200())
    with asked(offer, "POST", DONE, body=body, query=query) as reply:
        text = reply.read()
    assert (reply.status, text[:1], Tree.fromstring(text).findtext("Code")) == (200, b" ", "InternalError")
    assert sandbox.world.get("documents", "joined") is None


def test_the_answer_to_a_completion_can_be_lost(sandbox: Sandbox) -> None:
    offer = offers_of(sandbox, "cos")[0]
    query, body = begun(offer)
    sandbox.settings = Settings(on_request=lambda _: drop_after())
    with pytest.raises(ConnectionError), asked(offer, "POST", DONE, body=body, query=query):
        pass
    assert sandbox.world.get("documents", "joined") is not None
