"""A server of plain sockets on loopback that a test tells what to send back, and a transport that asks it.

The tests of the transport run over each library that carries requests; `carried_by` is set by their conftest.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest

from core.model.errors import StoreError
from core.store.curl import Multiplexer
from core.store.dialects.base import WireRequest
from core.store.routes import Timeouts
from core.store.transport import Transport

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
#: What `opened` opens.
carried_by: list[type[Transport] | type[Multiplexer]] = [Transport]
Handler = Callable[[socket.socket], None]
QUICK = Timeouts(connect=5.0, read=0.05, write=5.0)


class Server:
    """Hands each connection to `handle` in a thread of its own; `requests` are the bytes that came, in order."""

    def __init__(self, handle: Handler | None = None, context: ssl.SSLContext | None = None) -> None:
        self.requests: list[bytes] = []
        self.connections = 0
        self.released = threading.Event()
        self._handle = handle or self.answer
        self._context = context
        self._open: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def read(self, sock: socket.socket) -> bytes:
        """One request; b"" when the client has closed."""
        data = b""
        while b"\r\n\r\n" not in data:
            piece = sock.recv(65536)
            if not piece:
                return b""
            data += piece
        head, _, body = data.partition(b"\r\n\r\n")
        for line in head.split(b"\r\n"):
            name, _, value = line.partition(b": ")
            while name.lower() == b"content-length" and len(body) < int(value):
                body += sock.recv(65536)
        self.requests.append(head + b"\r\n\r\n" + body)
        return self.requests[-1]

    def answer(self, sock: socket.socket) -> None:
        while self.read(sock):
            sock.sendall(OK)

    def hold(self, sock: socket.socket) -> None:
        """Read a request and fall silent until the server is closed."""
        self.read(sock)
        self.released.set()
        sock.recv(1)

    def close(self) -> None:
        for sock in (self._listener, *self._open):
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
            sock.close()
        for thread in self._threads:
            thread.join(10)

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            thread = threading.Thread(target=self._serve, args=(sock,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, sock: socket.socket) -> None:
        with suppress(OSError):
            if self._context is not None:
                sock = self._context.wrap_socket(sock, server_side=True)
            self._open.append(sock)
            self._handle(sock)
        sock.close()


@contextmanager
def serving(handle: Callable[[Server, socket.socket], None] | None = None) -> Iterator[Server]:
    server: Server
    bound: Handler | None = None
    if handle is not None:

        def bound(sock: socket.socket) -> None:
            handle(server, sock)

    server = Server(bound)
    try:
        yield server
    finally:
        server.close()


@contextmanager
def opened(timeouts: Timeouts | None = None, **more: Any) -> Iterator[Any]:
    more.setdefault("proxies", dict)
    transport = carried_by[-1](timeouts=timeouts, **more)
    try:
        yield transport
    finally:
        transport.close()


def request(host: str, **more: Any) -> WireRequest:
    values: dict[str, Any] = {"method": "GET", "scheme": "http", "host": host, "target": b"/", "headers": ()}
    return WireRequest(**{**values, **more})


def failure(transport: Transport | Multiplexer, wire: WireRequest) -> StoreError:
    with pytest.raises(StoreError) as caught:
        transport.send(wire)
    return caught.value
