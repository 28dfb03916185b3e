"""A sandbox that fails, stalls and takes its time, as it was told to."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException, RemoteDisconnected

import pytest

from core.sandbox.server import Sandbox
from core.sandbox.settings import (
    Seen,
    Settings,
    answer,
    delay,
    drop_after,
    drop_before,
    error_in_200,
    throttle,
    truncated,
)
from tests.doubles.client import Client, failing

MIB = 1 << 20


@pytest.fixture
def client(sandbox: Sandbox) -> Iterator[Client]:
    with Client(sandbox.offers[0]) as made:
        yield made


# ---------------------------------------------------------------- faults


def test_a_connection_dropped_before_the_work_leaves_no_trace(sandbox: Sandbox, client: Client) -> None:
    sandbox.settings = failing("PutObject", drop_before())
    with pytest.raises(RemoteDisconnected):
        client.ask("PUT", "holiday-photos/new", body=b"x")
    assert sandbox.world.get("holiday-photos", "new") is None
    assert client.ask("PUT", "holiday-photos/new", body=b"x")[0] == 200
    assert [seen.status for seen in sandbox.seen.all("PutObject")] == [0, 200]


def test_a_connection_dropped_after_the_work_leaves_it_done(sandbox: Sandbox, client: Client) -> None:
    sandbox.settings = failing("PutObject", drop_after())
    with pytest.raises(RemoteDisconnected):
        client.ask("PUT", "holiday-photos/new", body=b"x")
    assert sandbox.world.get("holiday-photos", "new") is not None


def test_an_error_is_answered_and_nothing_is_done(sandbox: Sandbox, client: Client) -> None:
    sandbox.settings = failing("PutObject", answer(500, "InternalError"))
    status, _, body = client.ask("PUT", "holiday-photos/new", body=b"x")
    assert (status, b"<Code>InternalError</Code>" in body) == (500, True)
    assert sandbox.world.get("holiday-photos", "new") is None


def test_an_error_can_hide_in_a_success(sandbox: Sandbox, client: Client) -> None:
    sandbox.settings = failing("CopyObject", error_in_200())
    copy = {"x-oss-copy-source": "/documents/contract.txt", "content-length": "0"}
    status, _, body = client.ask("PUT", "holiday-photos/new", copy)
    assert (status, b"<Error><Code>InternalError</Code>" in body) == (200, True)
    assert sandbox.world.get("holiday-photos", "new") is None


def test_a_throttled_answer_tells_how_long_to_wait(sandbox: Sandbox, client: Client) -> None:
    sandbox.settings = failing("ListBuckets", throttle(retry_after=7))
    status, headers, body = client.ask("GET", "")
    assert (status, headers["retry-after"], b"TotalQpsLimitExceeded" in body) == (503, "7", True)


def test_a_truncated_answer_breaks_off_after_the_work_was_done(sandbox: Sandbox, client: Client) -> None:
    sandbox.settings = failing("CopyObject", truncated())
    copy = {"x-oss-copy-source": "/documents/contract.txt", "content-length": "0"}
    with pytest.raises(HTTPException):
        client.ask("PUT", "holiday-photos/new", copy)
    assert sandbox.world.get("holiday-photos", "new") is not None


def test_a_fault_sees_what_the_request_is_about(sandbox: Sandbox, client: Client) -> None:
    met: list[Seen] = []

    def fate(seen: Seen) -> None:
        met.append(seen)

    upload_id = begun(client, "documents/big")
    sandbox.settings = Settings(on_request=fate)
    client.ask("PUT", "documents/big", body=b"x", query=f"partNumber=7&uploadId={upload_id}")
    client.ask("PUT", "documents/big", body=b"x", query=f"partNumber=7&uploadId={upload_id}")
    facts = [(seen.method, seen.operation, seen.bucket, seen.key, seen.part, seen.number) for seen in met]
    assert facts == [("PUT", "UploadPart", "documents", "big", 7, number) for number in (1, 2)]
    assert [seen.status for seen in sandbox.seen.all("UploadPart")] == [200, 200]
    assert sandbox.seen.count("UploadPart") == 2


# ---------------------------------------------------------------- slowness


class Naps:
    """Stands in for the server's waiting: notes how long it would be, and lasts until the gate is open."""

    def __init__(self) -> None:
        self.lengths: list[float] = []
        self.begun = threading.Event()
        self.gate = threading.Event()

    async def sleep(self, seconds: float) -> None:
        self.lengths.append(seconds)
        self.begun.set()
        assert await asyncio.to_thread(self.gate.wait, 20)

    def __getattr__(self, name: str) -> object:
        return getattr(asyncio, name)


@pytest.fixture
def naps(monkeypatch: pytest.MonkeyPatch) -> Iterator[Naps]:
    made = Naps()
    monkeypatch.setattr("core.sandbox.protocol.endpoint.asyncio", made)
    yield made
    made.gate.set()


def test_a_slow_request_holds_up_no_other(sandbox: Sandbox, naps: Naps) -> None:
    sandbox.settings = failing("HeadObject", delay(3600.0))
    with Client(sandbox.offers[0]) as slow, Client(sandbox.offers[0]) as quick, ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(slow.ask, "HEAD", "documents/contract.txt")
        assert naps.begun.wait(20)
        assert quick.ask("GET", "research-data/empty.txt")[0] == 200
        assert not waiting.done()
        naps.gate.set()
        assert waiting.result()[0] == 200
    assert naps.lengths == [3600.0]
    assert sandbox.seen.most_in_flight == 2


def test_a_copy_takes_time_in_proportion_to_its_bytes(sandbox: Sandbox, client: Client, naps: Naps) -> None:
    naps.gate.set()
    sandbox.settings = Settings(latency_s=0.25, latency_of={"UploadPartCopy": 0.5}, bandwidth_bytes_s=100.0 * MIB)
    upload_id = begun(client, "research-data/big")
    part = {
        "x-oss-copy-source": "/research-data/telescope/survey-2025.fits",
        "x-oss-copy-source-range": f"bytes=0-{200 * MIB - 1}",
        "content-length": "0",
    }
    query = f"partNumber=1&uploadId={upload_id}"
    assert client.ask("PUT", "research-data/big", part, query=query)[0] == 200
    photo = sandbox.world.get("holiday-photos", "2025/Kyoto/IMG_0101.jpg")
    assert photo is not None
    copy = {"x-oss-copy-source": "/holiday-photos/2025/Kyoto/IMG_0101.jpg", "content-length": "0"}
    assert client.ask("PUT", "research-data/copy", copy)[0] == 200
    assert naps.lengths == [0.25, 0.5 + 2.0, 0.25 + photo.content.length / (100 * MIB)]


def begun(client: Client, resource: str) -> str:
    """Initiate a multipart upload; return its id."""
    answered = client.ask("POST", resource, {"content-length": "0"}, query="uploads")[2]
    return answered.partition(b"<UploadId>")[2].partition(b"<")[0].decode()


def test_a_part_copy_that_outlives_its_upload_meets_none(sandbox: Sandbox, naps: Naps) -> None:
    with Client(sandbox.offers[0]) as client, Client(sandbox.offers[0]) as other, ThreadPoolExecutor(1) as pool:
        upload_id = begun(client, "research-data/big")
        sandbox.settings = Settings(latency_of={"UploadPartCopy": 60.0})
        part = {"x-oss-copy-source": "/research-data/empty.txt", "content-length": "0"}
        query = f"partNumber=1&uploadId={upload_id}"
        copying = pool.submit(client.ask, "PUT", "research-data/big", part, query=query)
        assert naps.begun.wait(20)
        assert other.ask("DELETE", "research-data/big", query=f"uploadId={upload_id}")[0] == 204
        naps.gate.set()
        assert copying.result()[0] == 404
