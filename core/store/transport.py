"""HTTP. The only module that imports httpx or httpcore.

A `Transport` belongs to one thread and owns one `httpx.Client`. It carries the exact bytes of a `WireRequest` and
nothing else: a signed request must not be changed, and only the dialects know what an answer means. So the client

* gets finished requests, with no header but ours, Host and Content-Length; `build_request` would add its own;
* keeps and sends no cookie, follows no redirect, adds no credentials and asks no environment for anything;
* hands on the body as it came, which is read here up to a bound.

Under the client works a transport of our own. httpx's would send the path of its URL, in which "/a/../b" is "/b", and
has no way to reach the sockets, without which a blocked request could not be cut from another thread.

It knows nothing of operations: whether a lost answer is dangerous is decided by `core.store.layers.HttpStore`.
"""

from __future__ import annotations

import re
import ssl
import urllib.request
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import httpcore
import httpx
from socksio import SOCKSError

from core.model.errors import Kind, OwnCode, StoreError
from core.rules.proxies import Proxy
from core.store.dialects.base import Route, WireRequest, WireResponse
from core.store.routes import BODY_MAX, KEPT_S, SLOWEST, Timeouts, parse_proxy, proxy_at
from core.store.sockets import Connection, SecuredTwice, Sockets, is_readable, lost, offline, reason, refused
from core.store.trust import ssl_context
from core.system.clock import SystemClock

#: Idle connections that one thread keeps. Every bucket is a host of its own, so a copy may talk to two or three.
KEPT_CONNECTIONS = 4
_CLOCK = SystemClock()
#: Bytes of headers, and of what marks the pieces of a body.
_HEADERS_MAX = 8 * 1024 * 1024

# ---------------------------------------------------------------- connections, in httpcore's words


class _Network(httpcore.NetworkBackend):
    """Opens the connections of one pool.

    Attributes:
        most: bytes of an answer with all that comes before it.
        is_through: whether the last connection that was begun has come through to the store. Until then a proxy alone
            was spoken to, and whatever goes wrong is not the store's.
    """

    def __init__(self, sockets: Sockets, proxy: Proxy | None, scheme: str, most: int) -> None:
        self._sockets = sockets
        self._proxy = proxy
        self.most = most
        #: How often a connection is secured until what is said there is for the store.
        self._layers = 0 if proxy is None or scheme == "http" else 2 if proxy.kind == "https" else 1
        self.is_through = True
        self._begun: _Stream | None = None

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,  # noqa: ARG002 - the interface has it; our pools give none
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002 - likewise
    ) -> httpcore.NetworkStream:
        try:
            sock = self._sockets.connect(host, port, timeout)
        except StoreError as error:
            if self._proxy is not None and error.code != OwnCode.INTERRUPTED:
                raise offline(OwnCode.PROXY_FAILED, f"the proxy cannot be reached: {error.message}") from None
            raise
        self.is_through = self._layers == 0
        self._begun = _Stream(self, self._sockets, sock, self._layers)
        return self._begun

    def came_through(self) -> None:
        self.is_through = True
        self._begun = None

    def give_up(self) -> None:
        """Close the connection that was begun and led nowhere; httpcore does not always do it."""
        if self._begun is not None:
            self._begun.close()
            self._begun = None


class _Stream(httpcore.NetworkStream):
    """One connection. A failure to read is raised as `StoreError`: a request was sent and its answer is lost.

    While `layers` of TLS are missing to the store, a proxy is spoken to, and nothing was sent to the store.
    """

    def __init__(self, network: _Network, sockets: Sockets, sock: Connection, layers: int) -> None:
        self._network = network
        self._sockets = sockets
        self._sock = sock
        self._layers = layers
        self._asked_at: float | None = None  # None while a request is written
        self._came = 0  # bytes of the answer

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Raise `StoreError` (TRANSIENT, code ReadTimeout) also where an answer comes slower than `SLOWEST`."""
        now = _CLOCK.monotonic()
        if self._asked_at is None:
            self._asked_at, self._came = now, 0
        if timeout is not None and now - self._asked_at > timeout + self._came / SLOWEST:
            raise self._lost(OwnCode.READ_TIMEOUT, f"sent {self._came} bytes of an answer and did not come to its end")
        if self._came > self._network.most:  # headers and answers before the answer too (100 Continue)
            raise StoreError(Kind.INVALID, code=OwnCode.ANSWER_TOO_LARGE, message="the answer does not end")
        try:
            self._sock.settimeout(timeout)
            data = self._sock.recv(max_bytes)
        except TimeoutError:
            raise self._lost(OwnCode.READ_TIMEOUT, f"did not answer within {timeout:g} seconds") from None
        except OSError as error:
            raise self._lost(OwnCode.CONNECTION_LOST, f"broke the connection: {reason(error)}") from None
        self._came += len(data)
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Raise httpcore's `WriteError` when the server closed early: httpcore then reads the answer it may have."""
        if not buffer:
            return
        self._asked_at = None
        try:
            self._sock.settimeout(timeout)
            self._sock.sendall(buffer)
        except TimeoutError:
            raise self._lost(OwnCode.WRITE_TIMEOUT, f"did not take the request within {timeout:g} seconds") from None
        except OSError as error:
            raise httpcore.WriteError(reason(error)) from None

    def close(self) -> None:
        self._sockets.close(self._sock)

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        if isinstance(self._sock, SecuredTwice):
            raise httpcore.LocalProtocolError  # no way to a store has three layers
        sock = self._sockets.secure(self._sock, ssl_context, server_hostname, timeout)
        layers = max(0, self._layers - 1)
        if layers == 0:
            self._network.came_through()
        return _Stream(self._network, self._sockets, sock, layers)

    def get_extra_info(self, info: str) -> Any:
        """The two things that httpcore asks for."""
        if info == "is_readable":
            return is_readable(self._sock)
        return self._sock if info == "ssl_object" and isinstance(self._sock, ssl.SSLSocket) else None

    def _lost(self, code: OwnCode, what: str) -> StoreError:
        if self._layers:
            return offline(OwnCode.PROXY_FAILED, f"the proxy {what}")
        return lost(code, f"the server {what}")


# ---------------------------------------------------------------- HTTP


class _Body(httpx.SyncByteStream):
    """An answer's body as it came, without a decoder."""

    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        return self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


_NOTHING = httpx.ByteStream(b"")


class _Answer(httpx.Response):
    """An answer that the client hands on whatever its status."""

    @property
    def has_redirect_location(self) -> bool:
        """Never: of a redirect the client would prepare the next request, and fail where its address is no URL."""
        return False

    def close(self) -> None:
        """Let go of the body too: the client ties it to the answer, a ring that only the cyclic collector would free.

        Everything about the request hangs in that ring, and in worker threads that collector does not run.
        """
        super().close()
        self.stream = _NOTHING


class _NoCookies(httpx.Cookies):
    """Takes nothing in; a store's cookie must not travel with a signed request."""

    def extract_cookies(self, response: httpx.Response) -> None:
        """Leave the answer's cookies where they are."""


class _Client(httpx.Client):
    """Overridden where httpx has no setting. To look for cookies would cost more than all else that a client does."""

    cookies = _NoCookies()  # type: ignore[override]  # it cannot be set: there is nothing to put in


class _Wire(httpx.BaseTransport):
    """httpx's words over httpcore's pools: one for each scheme and each route in use."""

    def __init__(self, sockets: Sockets, proxies: Mapping[str, str], body_max: int) -> None:
        self._sockets = sockets
        self._proxies = proxies
        self._most = body_max + _HEADERS_MAX
        self._pools: dict[tuple[str, str, Route], tuple[httpcore.ConnectionPool, _Network]] = {}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        pool, network = self._pool(url.scheme, url.host, request.extensions["route"])
        wire_url = httpcore.URL(
            scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=request.extensions["target"]
        )
        wire = httpcore.Request(
            request.method,
            wire_url,
            headers=request.headers.raw,
            content=request.stream,
            # The target stays out: httpcore would lay it over the absolute one that a proxy needs.
            extensions={"timeout": request.extensions["timeout"]},
        )
        try:
            answer = pool.handle_request(wire)
        except StoreError:
            if not network.is_through:
                network.give_up()
            raise
        except httpcore.ProxyError as error:
            network.give_up()
            raise offline(OwnCode.PROXY_FAILED, _refusal(error)) from None
        except (httpcore.NetworkError, httpcore.ProtocolError):
            if network.is_through:
                raise
            network.give_up()
            raise _no_such_proxy() from None
        except (AssertionError, SOCKSError):  # how httpcore takes it that a SOCKS proxy speaks something else
            network.give_up()
            raise _no_such_proxy() from None
        return _Answer(answer.status, headers=answer.headers, stream=_Body(answer))

    def close(self) -> None:
        while self._pools:
            self._pools.popitem()[1][0].close()

    def _pool(self, scheme: str, host: str, route: Route) -> tuple[httpcore.ConnectionPool, _Network]:
        text = proxy_at(route, scheme, host, self._proxies)
        found = self._pools.get((scheme, text, route))
        if found is None:
            proxy = parse_proxy(text, route.password) if text else None
            network = _Network(self._sockets, proxy, scheme, self._most)
            pool = httpcore.ConnectionPool(
                ssl_context=ssl_context(route.ca_bundle) if scheme == "https" else None,
                proxy=_in_httpcores_words(proxy, route.ca_bundle) if proxy else None,
                max_keepalive_connections=KEPT_CONNECTIONS,
                keepalive_expiry=KEPT_S,
                network_backend=network,
            )
            found = self._pools[scheme, text, route] = pool, network
        return found


def _no_such_proxy() -> StoreError:
    return offline(OwnCode.PROXY_FAILED, "the proxy does not answer as one of its kind")


def _refusal(error: httpcore.ProxyError) -> str:
    """A proxy's own words may hold anything, its password too; of an HTTP answer the status is enough."""
    status = re.match(r"[1-5][0-9]{2}\b", str(error))
    return f"the proxy refused the connection with HTTP {status[0]}" if status else "the proxy refused the connection"


def _in_httpcores_words(proxy: Proxy, ca_bundle: str) -> httpcore.Proxy:
    return httpcore.Proxy(
        f"{proxy.kind}://{proxy.host}:{proxy.port}",
        auth=(proxy.user.encode(), proxy.password.encode()) if proxy.user else None,
        ssl_context=ssl_context(ca_bundle) if proxy.kind == "https" else None,
    )


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
        self._sockets = Sockets()
        self._wire = _Wire(self._sockets, proxies(), body_max)
        self._urls: dict[tuple[str, str], httpx.URL] = {}
        self._open()

    def send(self, request: WireRequest) -> WireResponse:
        """Send the request and read the whole answer, whatever its status.

        Raises:
            StoreError: OFFLINE when no connection could be made (`sent` is NO); TRANSIENT when the connection broke
                or fell silent after the request had begun to leave (`sent` is MAYBE); UNSUPPORTED with the code
                CertificateNotTrusted, CaFileUnusable, TlsFailed or ProxyNotSupported; INVALID for a request that HTTP
                cannot carry or an answer above the bound.
        """
        try:
            answer = self._client.send(self._httpx_request(request), stream=True)
            try:
                body = self._read(answer, min(self._body_max, request.answer_max or self._body_max))
            finally:
                answer.close()
        except (httpcore.LocalProtocolError, httpcore.UnsupportedProtocol):
            # The exception's own text is left out, because it quotes the header, which may be the signature.
            raise refused(
                Kind.INVALID, OwnCode.BAD_REQUEST, "the request has an address or header HTTP forbids"
            ) from None
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException):
            raise lost(OwnCode.CONNECTION_LOST, "the server closed the connection without a full answer") from None
        return WireResponse(answer.status_code, tuple((k.lower(), v) for k, v in answer.headers.raw), body)

    def interrupt(self) -> None:
        """End the request in flight at once; its caller gets OFFLINE or TRANSIENT. Later requests connect anew."""
        self._sockets.interrupt()

    def close(self) -> None:
        """Close the client with all its connections; a later `send` uses new ones."""
        self._end()
        self._open()

    def _open(self) -> None:
        self._client = _Client(
            transport=self._wire,
            auth=httpx.Auth(),  # without one, httpx would make it from a name and a password before the host
            follow_redirects=False,
            trust_env=False,
        )
        # A thread that ends without `close` leaves no connection behind.
        self._end = weakref.finalize(self, self._client.close)

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
            extensions={"target": request.target, "timeout": self._in_httpcores_words(request), "route": request.route},
        )

    def _in_httpcores_words(self, request: WireRequest) -> dict[str, float]:
        times = self._timeouts
        return {"connect": times.connect, "read": times.reading(slow=request.slow), "write": times.write}

    def _url(self, scheme: str, host: str) -> httpx.URL:
        """Parsing a URL costs more than all the rest of building a request, and a thread meets few hosts."""
        url = self._urls.get((scheme, host))
        if url is None:
            try:
                url = self._urls[scheme, host] = httpx.URL(f"{scheme}://{host}/")
            except httpx.InvalidURL:
                raise refused(Kind.INVALID, OwnCode.BAD_HOST, f"{host!r} is not the name of a server") from None
        return url

    def _read(self, answer: httpx.Response, most: int) -> bytes:
        pieces: list[bytes] = []
        size = 0
        for piece in answer.iter_raw():
            size += len(piece)
            if size > most:
                message = f"the answer is larger than {most} bytes"
                raise StoreError(
                    Kind.INVALID, status=answer.status_code, code=OwnCode.ANSWER_TOO_LARGE, message=message
                )
            pieces.append(piece)
        return b"".join(pieces)
