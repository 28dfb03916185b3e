"""Whatever bytes come over a connection in place of an answer end in a result or in a sentence, in bounded memory."""

from __future__ import annotations

import socket
import threading
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.model import ops
from core.model.errors import Kind, StoreError
from core.model.values import Account, Addressing, Credentials
from core.store import xmldoc
from core.store.layers import AccountSession
from core.store.routes import BODY_MAX
from core.store.stores import dialect_for, stack
from tests.doubles.any_answer import answers
from tests.doubles.clock import FakeClock
from tests.doubles.plain_server import QUICK, Server, failure, opened, request, serving
from tests.doubles.vendors import EVERY, VENDORS, Vendor

MIB = 1024 * 1024
#: What the two ends of a connection may hold besides what was read.
ON_THE_WAY = 16 * MIB


@st.composite
def sent_back(draw: st.DrawFn) -> bytes:
    """Any bytes; mostly an answer, whose length may be wrong, missing or told in pieces."""
    if draw(st.integers(0, 9)) == 0:
        return draw(st.binary(max_size=300))
    made = draw(answers())
    lines = [b"HTTP/1.1 %d Said" % made.status, *(name + b": " + value for name, value in made.headers)]
    body, way = made.body, draw(st.sampled_from(["right", "short", "long", "none", "chunked", "torn"]))
    if way in ("right", "short", "long"):
        lines.append(b"Content-Length: %d" % max(0, len(body) + {"right": 0, "short": 3, "long": -3}[way]))
    if way in ("chunked", "torn"):
        lines.append(b"Transfer-Encoding: chunked")
        body = b"%x\r\n" % len(body) + body + (b"\r\n0\r\n\r\n" if way == "chunked" else b"")
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


class Parrot:
    """Sends `said` back to every request and closes the connection."""

    said = b""

    def handle(self, server: Server, sock: socket.socket) -> None:
        if server.read(sock):
            sock.sendall(self.said)
            sock.shutdown(socket.SHUT_WR)
            with suppress(OSError):
                sock.recv(1)


@pytest.fixture(scope="module")
def parrot() -> Iterator[tuple[Parrot, str]]:
    made = Parrot()
    with serving(made.handle) as server:
        yield made, server.host


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(VENDORS), st.sampled_from(EVERY), sent_back())
def test_any_bytes_are_a_result_or_a_store_error(
    parrot: tuple[Parrot, str], vendor: Vendor, op: ops.Op[Any], said: bytes
) -> None:
    teller, host = parrot
    teller.said = said
    account = Account("work", vendor.account.provider, f"http://{host}", "r-1", Addressing.PATH, "KEY")
    session = AccountSession(account, dialect_for(account.provider), lambda _: Credentials("KEY", "secret"))
    with opened() as transport:
        store = stack(session, transport, FakeClock())
        with suppress(StoreError):
            store.call(op)


# ---------------------------------------------------------------- bounds


@contextmanager
def endless(begin: bytes, piece: bytes) -> Iterator[tuple[Server, list[int]]]:
    """A server that sends `piece` over and over until nobody takes it; how many bytes it got rid of."""
    sent = [0]

    def handle(server: Server, sock: socket.socket) -> None:
        server.read(sock)
        sock.sendall(begin)
        while True:
            sock.sendall(piece)
            sent[0] += len(piece)

    with serving(handle) as server:
        yield server, sent


ENDLESS = {
    "pieces": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"10000\r\n" + b"x" * 65536 + b"\r\n"),
    "no-length": (b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 65536),
    "long": (b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", b"x" * 65536),
    "headers": (b"HTTP/1.1 200 OK\r\n", b"x-a: " + b"y" * 995 + b"\r\n"),
    "header": (b"HTTP/1.1 200 OK\r\nx-a: ", b"y" * 65536),
    "status": (b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 1000),
}


@pytest.mark.parametrize("kind", ENDLESS)
def test_of_an_endless_answer_no_more_than_the_bound_is_read(kind: str) -> None:
    with endless(*ENDLESS[kind]) as (server, sent), opened(body_max=MIB) as transport:
        failure(transport, request(server.host))
    assert sent[0] < MIB + ON_THE_WAY


@pytest.mark.parametrize("dribbles", [b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 999999\r\n\r\n"])
def test_an_answer_that_dribbles_is_given_up_as_a_silent_one_is(dribbles: bytes) -> None:
    ended = threading.Event()

    def handle(server: Server, sock: socket.socket) -> None:
        server.read(sock)
        sock.sendall(dribbles)
        while not ended.wait(0.01):
            sock.sendall(b"x")

    with serving(handle) as server, opened(QUICK) as transport:
        error = failure(transport, request(server.host))
        ended.set()
    assert (error.kind, error.code) == (Kind.TRANSIENT, "ReadTimeout")


@pytest.mark.parametrize("vendor", VENDORS, ids=lambda vendor: vendor.name)
def test_no_operation_takes_an_answer_of_any_length(vendor: Vendor) -> None:
    for op in EVERY:
        if isinstance(op, ops.GetLink) and vendor.name == "s3":
            continue
        most = vendor.sent(op).answer_max
        assert most is not None
        assert 2 * most < BODY_MAX, "in pieces, and joined"


LARGEST = {
    "tags": b"<r>" + b"<a/>" * 149_000 + b" " * (7 * MIB) + b"</r>",
    "names": b"<r>" + b"".join(b"<a%x/>" % number for number in range(149_000)) + b"</r>",
    "attributes": b"<r>" + b'<a b=""/>' * 99_000 + b" " * (7 * MIB) + b"</r>",
    "deep": b"<a>" * 74_000 + b"</a>" * 74_000,
    "mended": b"<r>\x01" + "\U0001f600".encode() * 500_000 + b"</r>",
    "references": b"<r>" + b"&#1;" * 500_000 + b"</r>",
}


@pytest.mark.httpx
@pytest.mark.parametrize("kind", LARGEST)
def test_the_largest_document_takes_no_more_memory_than_the_bound(kind: str) -> None:
    body = LARGEST[kind]
    tracemalloc.start()
    try:
        with suppress(xmldoc.MalformedError):
            xmldoc.parse(body)
        assert tracemalloc.get_traced_memory()[1] + 2 * len(body) < BODY_MAX
    finally:
        tracemalloc.stop()


@pytest.mark.httpx
def test_a_larger_document_is_not_read_at_all() -> None:
    for body in (b"<r>" + b"<a/>" * 150_001, b"<r " + b"a='' " * 100_001, b" " * (8 * MIB + 1)):
        with pytest.raises(xmldoc.MalformedError, match="far larger"):
            xmldoc.parse(body)
