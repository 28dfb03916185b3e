"""Connections. Opens them, secures them, and ends them from another thread.

A socket that is blocked in a read cannot be closed from outside; shutting it down wakes its reader at once. So all
sockets that are open are known here. Failures are raised as `StoreError`, with what is true of the request: while
connecting nothing has been sent.
"""

from __future__ import annotations

import contextlib
import select
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from typing import TypeVar

from core.model.errors import Kind, OwnCode, Sent, StoreError

T = TypeVar("T")

#: The most that TLS puts into one record (RFC 8446, 5.1), with what stands around it.
_RECORD = 16384 + 512


def _options() -> Iterator[tuple[int, int, int]]:
    """A server that dies during a slow copy, or a router that forgets the connection, is noticed after 3 minutes."""
    yield socket.IPPROTO_TCP, socket.TCP_NODELAY, 1
    yield socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1
    for name, value in (("TCP_KEEPIDLE", 60), ("TCP_KEEPINTVL", 30), ("TCP_KEEPCNT", 4)):
        if hasattr(socket, name):
            yield socket.IPPROTO_TCP, getattr(socket, name), value


_OPTIONS = tuple(_options())


class Sockets:
    """The open connections of one transport. Thread: one uses them, any may call `interrupt`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        # guarded by self._lock
        self._open: set[socket.socket] = set()
        self._interrupts = 0

    def connect(self, host: str, port: int, timeout: float | None) -> socket.socket:
        """Connect to the first address of `host` that answers; `timeout` seconds for each. Raise OFFLINE."""
        before = self._interrupts
        try:
            sock = socket.create_connection((host, port), timeout)
        except socket.gaierror as error:
            raise _unknown_host(host, error) from None
        except TimeoutError:
            raise offline(OwnCode.CONNECT_TIMEOUT, f"{host} did not answer within {timeout or 0:g} seconds") from None
        except OSError as error:
            raise offline(OwnCode.CONNECT_FAILED, f"no connection to {host}: {reason(error)}") from None
        for option in _OPTIONS:
            sock.setsockopt(*option)
        self._admit(sock, before)
        return sock

    def secure(
        self, plain: socket.socket, context: ssl.SSLContext, host: str | None, timeout: float | None
    ) -> Connection:
        """Put TLS over a connection, which is used up. Raise OFFLINE, or UNSUPPORTED where a retry cannot help."""
        if isinstance(plain, ssl.SSLSocket):
            return self._secure_again(plain, context, host, timeout)
        before = self._interrupts
        plain.settimeout(timeout)
        self._drop(plain)
        try:
            sock = context.wrap_socket(plain, server_hostname=host, do_handshake_on_connect=False)
        except (OSError, ValueError):
            plain.close()
            raise offline(OwnCode.CONNECTION_LOST, "the connection broke before it was secured") from None
        self._admit(sock, before)
        try:
            sock.do_handshake()
        except OSError as error:
            self.close(sock)
            raise _tls_failure(host or "the server", error) from None
        return sock

    def _secure_again(
        self, outer: ssl.SSLSocket, context: ssl.SSLContext, host: str | None, timeout: float | None
    ) -> SecuredTwice:
        """The same over a connection that is secured to a proxy; that one stays known here, and can be cut."""
        try:
            outer.settimeout(timeout)
            return SecuredTwice(outer, context, host)
        except OSError as error:
            self.close(outer)
            raise _tls_failure(host or "the server", error) from None

    def close(self, sock: Connection) -> None:
        self._drop(sock.outer if isinstance(sock, SecuredTwice) else sock)
        sock.close()

    def interrupt(self) -> None:
        """Wake whoever is blocked on one of the connections; a connection that is being made fails too."""
        with self._lock:
            self._interrupts += 1
            for sock in self._open:
                _shut(sock)

    def _admit(self, sock: socket.socket, before: int) -> None:
        """Keep a socket that was begun after `before` interrupts; refuse it when there has been one since."""
        with self._lock:
            if self._interrupts == before:
                self._open.add(sock)
                return
        sock.close()
        raise offline(OwnCode.INTERRUPTED, "the connection was interrupted")

    def _drop(self, sock: socket.socket) -> None:
        with self._lock:
            self._open.discard(sock)


class SecuredTwice:
    """TLS over TLS, as a proxy that is spoken to by https needs it; `ssl.SSLSocket` cannot do that.

    It has the methods of a socket that are used of one.
    """

    def __init__(self, outer: ssl.SSLSocket, context: ssl.SSLContext, host: str | None) -> None:
        """Shake hands. Raises what a socket raises."""
        self.outer = outer
        self._came, self._goes = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._inner = context.wrap_bio(self._came, self._goes, server_hostname=host)
        self._do(self._inner.do_handshake)

    def recv(self, most: int) -> bytes:
        try:
            return self._do(lambda: self._inner.read(most))
        except (ssl.SSLZeroReturnError, ssl.SSLEOFError):  # as `ssl.SSLSocket` does
            return b""

    def sendall(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            view = view[self._do(lambda: self._inner.write(view)) :]  # noqa: B023 - it is called at once

    def settimeout(self, timeout: float | None) -> None:
        self.outer.settimeout(timeout)

    def fileno(self) -> int:
        return self.outer.fileno()

    def close(self) -> None:
        self.outer.close()

    def _do(self, work: Callable[[], T]) -> T:
        """Let the inner TLS do something, and carry what it wants to send or to read."""
        while True:
            try:
                done = work()
            except ssl.SSLWantReadError:
                self.outer.sendall(self._goes.read())
                data = self.outer.recv(_RECORD)
                if data:
                    self._came.write(data)
                else:
                    self._came.write_eof()
            else:
                self.outer.sendall(self._goes.read())
                return done


#: What one connection to a store can be.
Connection = socket.socket | SecuredTwice


def is_readable(sock: Connection) -> bool:
    """Whether an idle connection has something to read, which can only be its end."""
    if sock.fileno() < 0:
        return True
    if not hasattr(select, "poll"):
        return bool(select.select([sock], [], [], 0)[0])
    poll = select.poll()  # unlike select, it takes more than 1,024 open files
    poll.register(sock, select.POLLIN)
    return bool(poll.poll(0))


def _shut(sock: socket.socket) -> None:
    """`SSLSocket.shutdown` would take the TLS state from under its reader, so the plain one is called."""
    with contextlib.suppress(OSError):  # it was not connected any more, which is what was wanted
        socket.socket.shutdown(sock, socket.SHUT_RDWR)


# ---------------------------------------------------------------- failures


def reason(error: OSError) -> str:
    return error.strerror or type(error).__name__


def offline(code: OwnCode, message: str) -> StoreError:
    """Nothing was sent, and it may work later."""
    return StoreError(Kind.OFFLINE, code=code, message=message, sent=Sent.NO)


def refused(kind: Kind, code: OwnCode, message: str) -> StoreError:
    """Nothing was sent, and nothing will be."""
    return StoreError(kind, code=code, message=message, sent=Sent.NO)


def lost(code: OwnCode, message: str) -> StoreError:
    """The request had begun to leave, so the store may have acted on it."""
    return StoreError(Kind.TRANSIENT, code=code, message=message, sent=Sent.MAYBE)


def _unknown_host(host: str, error: socket.gaierror) -> StoreError:
    """A name that does not exist differs from a name service that is down: only the first is a typing error."""
    if error.errno == socket.EAI_AGAIN:
        return offline(OwnCode.NAME_SERVICE_FAILED, f"the address of {host} could not be looked up: {reason(error)}")
    return offline(OwnCode.HOST_NOT_FOUND, f"there is no server named {host}")


def _tls_failure(host: str, error: OSError) -> StoreError:
    """A certificate that is not trusted is not retried: it is the user's to judge, and it will not change by itself."""
    if isinstance(error, ssl.SSLCertVerificationError):
        text = f"the certificate of {host} is not trusted: {error.verify_message}"
        return refused(Kind.UNSUPPORTED, OwnCode.CERTIFICATE_NOT_TRUSTED, text)
    if isinstance(error, TimeoutError):
        return offline(OwnCode.CONNECT_TIMEOUT, f"{host} did not answer the secure handshake in time")
    if isinstance(error, ssl.SSLError) and not isinstance(error, (ssl.SSLEOFError, ssl.SSLZeroReturnError)):
        text = f"no secure connection to {host} could be agreed on; does the server speak https?"
        return refused(Kind.UNSUPPORTED, OwnCode.TLS_FAILED, text)
    return offline(OwnCode.CONNECTION_LOST, f"{host} closed the connection before it was secured")
