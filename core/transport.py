"""Floor 3, adapters: HTTP. The only module that imports httpx or httpcore.

It carries the exact bytes of a `WireRequest` and nothing else: no redirects, no cookies, no decoding of bodies, no
header of its own but Host and Content-Length. It therefore calls its httpx transport directly: `httpx.Client` would
do all of these for every request, for about a third of a request's processor time, and rewrite paths
("/a/../b" becomes "/b").

It knows nothing of operations: whether a lost answer is dangerous is decided by `core.layers.HttpStore`.
"""

from __future__ import annotations

import contextlib
import functools
import ipaddress
import select
import socket
import ssl
import threading
import urllib.parse
import urllib.request
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import httpcore
import httpx

from core.dialects.base import WireRequest, WireResponse
from core.errors import Kind, Sent, StoreError

#: An answer is read whole. A listing page has about 1 MiB; the longest range that is asked for has 16 MiB.
BODY_MAX = 64 * 1024 * 1024

#: Idle connections that one thread keeps. Every bucket is a host of its own, so a copy may talk to two or three.
KEPT_CONNECTIONS = 4

#: Seconds after which an idle connection is not used again: less than what the stores and usual proxies allow, so
#: that a request is rarely sent into a connection that is just being closed.
KEPT_S = 20.0


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds.

    Attributes:
        connect: for the TCP connection to one address, and again for the TLS handshake.
        read: between two pieces of an answer.
        slow_read: the same where the store copies or joins data before it answers; a copy of 5 GiB takes minutes.
        write: for one piece of the request to leave.
    """

    connect: float = 10.0
    read: float = 60.0
    slow_read: float = 1200.0
    write: float = 60.0

    def of(self, request: WireRequest) -> dict[str, float]:
        """In httpcore's words."""
        read = self.slow_read if request.slow else self.read
        return {"connect": self.connect, "read": read, "write": self.write}


# ---------------------------------------------------------------- sockets


def _keepalive_options() -> Iterator[tuple[int, int, int]]:
    """A server that dies during a slow copy, or a router that forgets the connection, is noticed after 3 minutes."""
    yield socket.IPPROTO_TCP, socket.TCP_NODELAY, 1
    yield socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1
    for name, value in (("TCP_KEEPIDLE", 60), ("TCP_KEEPINTVL", 30), ("TCP_KEEPCNT", 4)):
        if hasattr(socket, name):
            yield socket.IPPROTO_TCP, getattr(socket, name), value


_OPTIONS = tuple(_keepalive_options())


class _Network(httpcore.NetworkBackend):
    """Opens sockets and knows all that are open, so that another thread can shut them down.

    A failure to connect is raised as a `StoreError` here, where its cause is known and nothing has been sent.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        # guarded by self._lock
        self._open: set[socket.socket] = set()
        self._interrupts = 0

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        before = self._interrupts
        source = (local_address, 0) if local_address else None
        try:
            sock = socket.create_connection((host, port), timeout, source)
        except socket.gaierror as error:
            raise _unknown_host(host, error) from None
        except TimeoutError:
            raise _offline("ConnectTimeout", f"{host} did not answer within {timeout:g} seconds") from None
        except OSError as error:
            raise _offline("ConnectFailed", f"no connection to {host}: {_reason(error)}") from None
        for option in (*_OPTIONS, *(socket_options or ())):
            sock.setsockopt(*option)
        self.admit(sock, before)
        return _Stream(self, sock)

    def admit(self, sock: socket.socket, before: int) -> None:
        """Track a socket that was begun after `before` interrupts; refuse it when there has been one since."""
        with self._lock:
            if self._interrupts == before:
                self._open.add(sock)
                return
        sock.close()
        raise _offline("Interrupted", "the connection was interrupted")

    @property
    def interrupts(self) -> int:
        return self._interrupts

    def drop(self, sock: socket.socket) -> None:
        with self._lock:
            self._open.discard(sock)

    def interrupt(self) -> None:
        with self._lock:
            self._interrupts += 1
            for sock in self._open:
                _shut(sock)


class _Stream(httpcore.NetworkStream):
    """One connection. Failures to read are `StoreError`: a request was sent and its answer is lost."""

    def __init__(self, network: _Network, sock: socket.socket) -> None:
        self._network = network
        self._sock = sock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        try:
            self._sock.settimeout(timeout)
            return self._sock.recv(max_bytes)
        except TimeoutError:
            raise _lost("ReadTimeout", f"the server did not answer within {timeout:g} seconds") from None
        except OSError as error:
            raise _lost("ConnectionLost", f"the connection broke: {_reason(error)}") from None

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Raise httpcore's `WriteError` when the server closed early: httpcore then reads the answer it may have."""
        if not buffer:
            return
        try:
            self._sock.settimeout(timeout)
            self._sock.sendall(buffer)
        except TimeoutError:
            raise _lost("WriteTimeout", f"the request could not be sent within {timeout:g} seconds") from None
        except OSError as error:
            raise httpcore.WriteError(_reason(error)) from None

    def close(self) -> None:
        self._network.drop(self._sock)
        self._sock.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        before = self._network.interrupts
        plain = self._sock
        plain.settimeout(timeout)
        self._network.drop(plain)
        try:
            sock = ssl_context.wrap_socket(plain, server_hostname=server_hostname, do_handshake_on_connect=False)
        except (OSError, ValueError):
            plain.close()
            raise _offline("ConnectionLost", "the connection broke before it was secured") from None
        self._network.admit(sock, before)
        secured = _Stream(self._network, sock)
        try:
            sock.do_handshake()
        except OSError as error:
            secured.close()
            raise _tls_failure(server_hostname or "the server", error) from None
        return secured

    def get_extra_info(self, info: str) -> Any:
        if info == "is_readable":
            return _is_readable(self._sock)
        if info == "ssl_object":
            return self._sock if isinstance(self._sock, ssl.SSLSocket) else None
        if info == "socket":
            return self._sock
        return None


def _shut(sock: socket.socket) -> None:
    """Wake whoever is blocked on the socket. `SSLSocket.shutdown` would take the TLS state from under its reader."""
    with contextlib.suppress(OSError):  # it was not connected any more, which is what was wished
        socket.socket.shutdown(sock, socket.SHUT_RDWR)


def _is_readable(sock: socket.socket) -> bool:
    """Whether an idle connection has something to read, which can only be its end."""
    if sock.fileno() < 0:
        return True
    if not hasattr(select, "poll"):
        return bool(select.select([sock], [], [], 0)[0])
    poll = select.poll()  # unlike select, it takes more than 1,024 open files
    poll.register(sock, select.POLLIN)
    return bool(poll.poll(0))


# ---------------------------------------------------------------- failures


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__


def _offline(code: str, message: str) -> StoreError:
    return StoreError(Kind.OFFLINE, code=code, message=message, sent=Sent.NO)


def _lost(code: str, message: str) -> StoreError:
    return StoreError(Kind.TRANSIENT, code=code, message=message, sent=Sent.MAYBE)


def _refused(kind: Kind, code: str, message: str) -> StoreError:
    return StoreError(kind, code=code, message=message, sent=Sent.NO)


def _unknown_host(host: str, error: socket.gaierror) -> StoreError:
    """A name that does not exist differs from a name service that does not answer: only the first is a typing error."""
    if error.errno == socket.EAI_AGAIN:
        return _offline("NameServiceFailed", f"the address of {host} could not be looked up: {_reason(error)}")
    return _offline("HostNotFound", f"there is no server named {host}")


def _tls_failure(host: str, error: OSError) -> StoreError:
    """A certificate that is not trusted is not retried: it is the user's to judge, and it will not change by itself."""
    if isinstance(error, ssl.SSLCertVerificationError):
        text = f"the certificate of {host} is not trusted: {error.verify_message}"
        return _refused(Kind.UNSUPPORTED, "CertificateNotTrusted", text)
    if isinstance(error, TimeoutError):
        return _offline("ConnectTimeout", f"{host} did not answer the secure handshake in time")
    if isinstance(error, ssl.SSLError) and not isinstance(error, ssl.SSLEOFError):
        text = f"no secure connection to {host} could be agreed on; does the server speak https?"
        return _refused(Kind.UNSUPPORTED, "TlsFailed", text)
    return _offline("ConnectionLost", f"{host} closed the connection before it was secured")


# ---------------------------------------------------------------- HTTP


@functools.cache
def _ssl_context() -> ssl.SSLContext:
    """The certificates are read once for all threads; it takes tens of milliseconds."""
    return httpx.create_ssl_context()


class _Body(httpx.SyncByteStream):
    """An answer's body as it came, without a decoder."""

    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        return self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


class _Wire(httpx.BaseTransport):
    """httpx's words over httpcore's pools: one pool without a proxy, and one for each proxy in use."""

    def __init__(self, network: _Network, proxies: Mapping[str, str]) -> None:
        self._network = network
        self._proxies = proxies
        self._pools: dict[str, httpcore.ConnectionPool] = {}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        pool = self._pool(_proxy_for(url.scheme, url.host, self._proxies))
        wire_url = httpcore.URL(
            scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=request.extensions["target"]
        )
        answer = pool.handle_request(
            httpcore.Request(
                request.method,
                wire_url,
                headers=request.headers.raw,
                content=request.stream,
                # The target stays out: httpcore would lay it over the absolute one that a proxy needs.
                extensions={"timeout": request.extensions["timeout"]},
            )
        )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer))

    def close(self) -> None:
        while self._pools:
            self._pools.popitem()[1].close()

    def _pool(self, proxy: str) -> httpcore.ConnectionPool:
        pool = self._pools.get(proxy)
        if pool is None:
            pool = self._pools[proxy] = httpcore.ConnectionPool(
                ssl_context=_ssl_context(),
                proxy=_proxy(proxy) if proxy else None,
                max_keepalive_connections=KEPT_CONNECTIONS,
                keepalive_expiry=KEPT_S,
                network_backend=self._network,
            )
        return pool


def _proxy_for(scheme: str, host: str, proxies: Mapping[str, str]) -> str:
    """The URL of the proxy for a host, "" for none. This machine itself is never asked for through a proxy."""
    if not proxies:
        return ""
    proxy = proxies.get(scheme) or proxies.get("all", "")
    if not proxy or _is_loopback(host) or urllib.request.proxy_bypass(host):
        return ""
    return proxy if "://" in proxy else f"http://{proxy}"


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _proxy(text: str) -> httpcore.Proxy:
    """Raise `StoreError` for a proxy that is not supported; the message leaves its password out."""
    url = urllib.parse.urlsplit(text)
    if url.scheme != "http" or not url.hostname:
        message = f"the system asks for a proxy of the kind {url.scheme!r}; only http:// proxies are supported"
        raise _refused(Kind.UNSUPPORTED, "ProxyNotSupported", message)
    auth = None
    if url.username is not None:
        auth = (urllib.parse.unquote(url.username).encode(), urllib.parse.unquote(url.password or "").encode())
    host = f"[{url.hostname}]" if ":" in url.hostname else url.hostname
    return httpcore.Proxy(f"http://{host}:{url.port or 80}", auth=auth)


class Transport:
    """Sends requests over kept-alive connections.

    Thread: one thread calls `send` and `close`; any thread may call `interrupt`.
    """

    def __init__(
        self,
        *,
        timeouts: Timeouts | None = None,
        body_max: int = BODY_MAX,
        proxies: Callable[[], Mapping[str, str]] = urllib.request.getproxies,
    ) -> None:
        self._timeouts = timeouts or Timeouts()
        self._body_max = body_max
        self._network = _Network()
        self._wire = _Wire(self._network, proxies())
        self._urls: dict[tuple[str, str], httpx.URL] = {}
        # A thread that ends without `close` leaves no connection behind.
        weakref.finalize(self, self._wire.close)

    def send(self, request: WireRequest) -> WireResponse:
        """Send the request and read the whole answer, whatever its status.

        Raises:
            StoreError: OFFLINE when no connection could be made (`sent` is NO); TRANSIENT when the connection broke
                or fell silent after the request had begun to leave (`sent` is MAYBE); UNSUPPORTED with the code
                CertificateNotTrusted, TlsFailed or ProxyNotSupported; INVALID for a request that HTTP cannot carry
                or an answer above the bound.
        """
        try:
            answer = self._wire.handle_request(self._httpx_request(request))
            try:
                body = self._read(answer)
            finally:
                answer.close()
        except httpcore.ProxyError as error:
            raise _offline("ProxyFailed", f"the proxy refused the connection: {error}") from None
        except (httpcore.LocalProtocolError, httpcore.UnsupportedProtocol):
            # The exception's own text is left out, because it quotes the header, which may be the signature.
            raise _refused(Kind.INVALID, "BadRequest", "the request has an address or header HTTP forbids") from None
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException):
            raise _lost("ConnectionLost", "the server closed the connection without a full answer") from None
        return WireResponse(answer.status_code, tuple((k.lower(), v) for k, v in answer.headers.raw), body)

    def interrupt(self) -> None:
        """End the request in flight at once; its caller gets OFFLINE or TRANSIENT. Later requests connect anew."""
        self._network.interrupt()

    def close(self) -> None:
        """Close all connections; a later `send` opens new ones."""
        self._wire.close()

    def _httpx_request(self, request: WireRequest) -> httpx.Request:
        headers = [(b"Host", request.host.encode("ascii"))]
        if request.body or request.method in ("PUT", "POST"):
            headers.append((b"Content-Length", b"%d" % len(request.body)))
        headers.extend(request.headers)
        return httpx.Request(
            request.method,
            self._url(request.scheme, request.host),
            headers=headers,
            stream=httpx.ByteStream(request.body),
            extensions={"target": request.target, "timeout": self._timeouts.of(request)},
        )

    def _url(self, scheme: str, host: str) -> httpx.URL:
        """Parsing a URL costs more than all the rest of building a request, and a thread meets few hosts."""
        url = self._urls.get((scheme, host))
        if url is None:
            try:
                url = self._urls[scheme, host] = httpx.URL(f"{scheme}://{host}/")
            except httpx.InvalidURL:
                raise _refused(Kind.INVALID, "BadHost", f"{host!r} is not the name of a server") from None
        return url

    def _read(self, answer: httpx.Response) -> bytes:
        pieces: list[bytes] = []
        size = 0
        for piece in answer.iter_raw():
            size += len(piece)
            if size > self._body_max:
                message = f"the answer is larger than {self._body_max} bytes"
                raise StoreError(Kind.INVALID, status=answer.status_code, code="AnswerTooLarge", message=message)
            pieces.append(piece)
        return b"".join(pieces)
