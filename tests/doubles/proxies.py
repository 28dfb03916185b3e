"""Proxies on loopback that lead every connection to one port."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from tests.doubles.plain_server import Server, serving


def pump(one: socket.socket, other: socket.socket) -> None:
    """Carry bytes from one to the other until it ends."""
    with suppress(OSError):
        while data := one.recv(65536):
            other.sendall(data)
    with suppress(OSError):
        other.shutdown(socket.SHUT_WR)


def join(sock: socket.socket, port: int) -> None:
    """Lead a connection to a port of this computer."""
    with socket.create_connection(("127.0.0.1", port)) as onward:
        back = threading.Thread(target=pump, args=(onward, sock), daemon=True)
        back.start()
        pump(sock, onward)
        back.join(10)


@contextmanager
def socks_proxy(port: int) -> Iterator[tuple[Server, list[bytes]]]:
    """A SOCKS5 proxy that asks for user and password and takes any, with what it was told."""
    told: list[bytes] = []

    def socks(server: Server, sock: socket.socket) -> None:
        del server
        for answer in (b"\x05\x02", b"\x01\x00", b"\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x00"):
            told.append(sock.recv(513))
            sock.sendall(answer)
        join(sock, port)

    with serving(socks) as proxy:
        yield proxy, told
