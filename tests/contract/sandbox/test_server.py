"""The sandbox over the wire: raw targets, bodies, faults, slowness, ports, its data directory, the foreground."""

from __future__ import annotations

import io
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from core.sandbox import sample
from core.sandbox.extents import generated
from core.sandbox.serve import run_foreground
from core.sandbox.server import VENDORS, Offer, Sandbox
from core.sandbox.world import KeyPair, World
from core.system.clock import SystemClock
from tests.doubles.client import Client
from tests.doubles.clock import FakeClock
from tests.doubles.sandbox import signed_v1

ROOT = Path(__file__).resolve().parents[3]
MIB = 1 << 20
REGIONS = ("cn-hangzhou", "cn-shanghai", "ap-guangzhou", "ap-shanghai")  # of the first two protocols


@pytest.fixture
def client(sandbox: Sandbox) -> Iterator[Client]:
    with Client(sandbox.offers[0]) as made:
        yield made


# ---------------------------------------------------------------- bytes on the wire


@pytest.mark.parametrize(
    ("target", "key"),
    [
        ("/holiday-photos/..", ".."),
        ("/holiday-photos/%2e%2E", ".."),
        ("/holiday-photos/x/../y", "x/../y"),
        ("/holiday-photos/x//y", "x//y"),
        ("/holiday-photos/x%2Fy", "x/y"),
        ("/holiday-photos/x/./y", "x/./y"),
        ("/holiday-photos/%252e", "%2e"),
        ("/holiday-photos/a+b", "a+b"),
        ("/holiday-photos/" + "%E6%B1%89" * 341, "汉" * 341),
    ],
)
def test_a_target_is_taken_as_it_comes(sandbox: Sandbox, client: Client, target: str, key: str) -> None:
    status, _, _ = client.ask("PUT", "holiday-photos/" + key, body=b"here", target=target)
    assert status == 200
    stored = sandbox.world.get("holiday-photos", key)
    assert stored is not None
    assert stored.content.read(0, 4) == b"here"


def test_a_chunked_body_is_taken(client: Client) -> None:
    assert client.ask("PUT", "holiday-photos/new", body=iter((b"one ", b"two")))[0] == 200
    assert client.ask("GET", "holiday-photos/new")[2] == b"one two"


def test_a_compressed_body_is_kept_compressed(client: Client) -> None:
    body = bytes.fromhex("1f8b08000000000002ff4b040043beb7e801000000")
    assert client.ask("PUT", "holiday-photos/new", {"content-encoding": "gzip"}, body)[0] == 200
    status, headers, shown = client.ask("GET", "holiday-photos/new")
    assert (status, headers["content-encoding"], shown) == (200, "gzip", body)


def test_metadata_of_8_kib_outside_ascii_goes_both_ways(sandbox: Sandbox) -> None:
    value = "汉" * 2700
    resource, offer = "holiday-photos/new", sandbox.offers[0]
    key = KeyPair(offer.key_id, offer.secret, "owner")
    host = offer.endpoint.removeprefix("http://")
    sent = {"host": host, "x-oss-meta-title": value, "content-length": "0"}
    headers = signed_v1("PUT", resource, "", sent, key=key, now=SystemClock().now())
    assert raw(host, "PUT", "/" + resource, headers).startswith(b"HTTP/1.1 200 ")
    headers = signed_v1("HEAD", resource, "", {"host": host}, key=key, now=SystemClock().now())
    assert b"x-oss-meta-title: " + value.encode() + b"\r\n" in raw(host, "HEAD", "/" + resource, headers)


def raw(host: str, method: str, target: str, headers: Mapping[str, str]) -> bytes:
    """Send a request byte by byte as given; return the whole answer."""
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    name, _, port = host.partition(":")
    with socket.create_connection((name, int(port)), timeout=20) as connection:
        connection.sendall("\r\n".join([*lines, "connection: close", "", ""]).encode())
        return b"".join(iter(lambda: connection.recv(65_536), b""))


def test_the_body_is_asked_for_when_the_client_waits_for_that(sandbox: Sandbox) -> None:
    offer = sandbox.offers[0]
    host = offer.endpoint.removeprefix("http://")
    sent = {"host": host, "content-length": "5", "expect": "100-continue"}
    key = KeyPair(offer.key_id, offer.secret, "owner")
    headers = signed_v1("PUT", "holiday-photos/new", "", sent, key=key, now=SystemClock().now())
    lines = ["PUT /holiday-photos/new HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    name, _, port = host.partition(":")
    with socket.create_connection((name, int(port)), timeout=20) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode())
        assert connection.recv(65_536) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(b"hello")
        assert connection.recv(65_536).startswith(b"HTTP/1.1 200 ")


def test_a_head_tells_the_length_of_terabytes_and_sends_none(client: Client) -> None:
    status, headers, body = client.ask("HEAD", "research-data/telescope/survey-2025.fits")
    assert (status, headers["content-length"], body) == (200, str(3 * 10**12), b"")
    assert client.ask("HEAD", "research-data/empty.txt")[1]["content-length"] == "0"


def test_a_large_object_is_streamed_whole_and_by_ranges(client: Client) -> None:
    plain = generated("mirror", 300 * MIB)
    with_range = {"range": f"bytes={7 * MIB}-{12 * MIB - 1}"}
    status, headers, body = client.ask("GET", "backup-archive/laptops/2025-03.tar", with_range)
    assert (status, len(body)) == (206, 5 * MIB)
    assert body == generated("laptops", 12 << 30).read(7 * MIB, 5 * MIB)
    assert headers["content-range"] == f"bytes {7 * MIB}-{12 * MIB - 1}/{12 << 30}"
    data = plain.read(0, 3 * MIB)
    client.ask("PUT", "holiday-photos/three", body=data)
    assert client.ask("GET", "holiday-photos/three")[2] == data


def test_a_body_that_breaks_off_stores_nothing(sandbox: Sandbox) -> None:
    offer = sandbox.offers[0]
    host = offer.endpoint.removeprefix("http://")
    sent = {"host": host, "content-length": "50"}
    key = KeyPair(offer.key_id, offer.secret, "owner")
    headers = signed_v1("PUT", "holiday-photos/half", "", sent, key=key, now=SystemClock().now())
    lines = ["PUT /holiday-photos/half HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    name, _, port = host.partition(":")
    with socket.create_connection((name, int(port)), timeout=20) as connection:
        connection.sendall("\r\n".join([*lines, "", "only this"]).encode())
        connection.shutdown(socket.SHUT_WR)
        assert b" 200 " not in connection.recv(65_536)
    assert sandbox.world.get("holiday-photos", "half") is None


def test_the_server_listens_on_loopback_only(sandbox: Sandbox) -> None:
    assert all(offer.endpoint.startswith("http://127.0.0.1:") for offer in sandbox.offers)


def test_dates_follow_the_clock_that_was_given() -> None:
    clock = FakeClock(1_750_000_000.0)
    with Sandbox(clock=clock) as sandbox, Client(sandbox.offers[0], now=clock.unix) as client:
        status, headers, _ = client.ask("GET", "")
    assert status == 200
    assert parsedate_to_datetime(headers["date"]).astimezone(UTC).timestamp() == clock.unix


# ---------------------------------------------------------------- regions, ports, data


def test_a_bucket_of_another_region_is_reached_at_the_endpoint_that_is_told(sandbox: Sandbox, client: Client) -> None:
    status, _, body = client.ask("GET", "shanghai-mirror")
    there = body.partition(b"<Endpoint>")[2].partition(b"<")[0].decode()
    assert (status, "http://" + there) == (403, sandbox.offers[1].endpoint)
    with Client(sandbox.offers[1]) as shanghai:
        assert shanghai.ask("GET", "shanghai-mirror")[0] == 200


def test_the_wanted_port_is_taken_or_refused() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(OSError, match=r"(?i)address"):
            Sandbox(port=port).start()
    with Sandbox(port=port) as sandbox:
        assert sandbox.offers[0].endpoint == f"http://127.0.0.1:{port}"


def test_what_was_written_is_there_after_a_restart_with_its_key_and_ports(tmp_path: Path) -> None:
    with Sandbox(tmp_path) as first:
        offers = first.offers
        with Client(offers[0]) as client:
            client.ask("PUT", "documents/small", {"x-oss-meta-a": "b"}, b"small")
            client.ask("PUT", "documents/large", body=b"large " * 500_000)
            copy = {"x-oss-copy-source": "/documents/large", "content-length": "0"}
            client.ask("PUT", "documents/copy", copy)
            crc = client.ask("HEAD", "documents/copy")[1]["x-oss-hash-crc64ecma"]
    with Sandbox(tmp_path) as second:
        assert second.offers == offers
        with Client(second.offers[0]) as client:
            assert client.ask("HEAD", "documents/small")[1]["x-oss-meta-a"] == "b"
            assert client.ask("GET", "documents/small")[2] == b"small"
            assert client.ask("GET", "documents/large")[2] == b"large " * 500_000
            assert client.ask("HEAD", "documents/copy")[1]["x-oss-hash-crc64ecma"] == crc


def test_a_sandbox_keeps_to_the_world_that_it_was_given() -> None:
    world = World(("eu-central-1",))
    world.add_key(KeyPair("K", "S", "owner"))
    with Sandbox(world=world) as sandbox:
        assert {(offer.region, offer.key_id) for offer in sandbox.offers} == {("eu-central-1", "K")}


def test_the_secret_shows_in_no_repr() -> None:
    world = sample.world(0.0)
    key = next(iter(world.keys.values()))
    assert key.secret not in repr(key)
    assert key.secret not in repr(Offer("oss", "http://127.0.0.1:1", "r", key.key_id, key.secret))


def test_two_samples_differ_in_nothing_but_their_keys() -> None:
    one, two = (objects_of(sample.world(1e9)) for _ in range(2))
    assert one == two


def objects_of(world: World) -> object:
    return {
        name: [
            (key, version.id, version.etag, version.modified) for key in bucket.order for version in bucket.objects[key]
        ]
        for name, bucket in world.buckets.items()
    }


def test_stopping_twice_or_before_a_start_does_no_harm() -> None:
    sandbox = Sandbox()
    sandbox.stop()
    with Sandbox() as running:
        running.stop()


# ---------------------------------------------------------------- the foreground


@pytest.mark.skipif(sys.platform == "win32", reason="no signal but Ctrl+C reaches a process there")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_foreground_prints_its_offers_and_ends_with_0_at_a_signal(number: int) -> None:
    code = (
        "import sys; from core.sandbox.serve import run_foreground;"
        "sys.exit(run_foreground(0, None, 0, True, sys.stdout))"
    )
    process = subprocess.Popen(
        [sys.executable, "-W", "error", "-c", code],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        lines = [json.loads(process.stdout.readline()) for _ in range(2 * len(VENDORS))]
        offer = Offer(**lines[0])
        with Client(offer) as client:
            assert client.ask("GET", "")[0] == 200
        process.send_signal(number)
        rest, errors = process.communicate(timeout=20)
    finally:
        process.kill()
        process.communicate()
    places = [(line["provider"], line["region"]) for line in lines[:4]]
    assert places == list(zip(("oss", "oss", "cos", "cos"), REGIONS, strict=True))
    assert (process.returncode, rest, errors) == (0, "", "")


def test_the_foreground_says_why_it_cannot_start(tmp_path: Path) -> None:
    out, complaints = io.StringIO(), io.StringIO()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert run_foreground(port, None, 0, False, out, complaints=complaints) == 1
    assert f"cannot listen on port {port}" in complaints.getvalue()
    (tmp_path / "sandbox.json").write_text("{}")
    assert run_foreground(0, tmp_path, 0, False, out, complaints=complaints) == 1
    assert "cannot be read" in complaints.getvalue()
    assert out.getvalue() == ""
