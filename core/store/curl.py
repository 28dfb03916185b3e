"""Hundreds of requests at once from one thread, by libcurl. The only module that imports pycurl.

It carries the same exact bytes as `core.store.transport`, and fails in the same words; one suite of tests holds both to
it. libcurl sends a request again by itself when a kept connection turns out to be closed, so only what may be sent
twice is sent through here.
"""

from __future__ import annotations

import contextlib
import selectors
import socket
import threading
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pycurl

from core.model.errors import Kind, OwnCode, StoreError
from core.rules.proxies import Proxy
from core.store.dialects.base import WireRequest, WireResponse
from core.store.routes import BODY_MAX, KEPT_S, SLOWEST, Timeouts, parse_proxy, proxy_at
from core.store.sockets import lost, offline, refused
from core.store.trust import authorities
from core.system.clock import SystemClock

#: What becomes of a request: its answer, or why there is none.
Outcome = WireResponse | StoreError
_CLOCK = SystemClock()
#: Idle connections that are kept.
_KEPT_CONNECTIONS = 1024
#: Transfers that are kept for reuse; each holds some buffers.
_KEPT_TRANSFERS = 1024
#: Bytes that no address and no line of a header may hold.
_CONTROLS = bytes([*range(9), *range(10, 32), 127])
#: libcurl's own headers, each left out.
_NOT_ADDED = (b"Accept:", b"Expect:", b"User-Agent:")
#: curl/curl.h: CURLE_PROXY, which pycurl does not name.
_PROXY_REFUSED = 97
_PROXY_KINDS = {
    "http": pycurl.PROXYTYPE_HTTP,
    "https": 2,  # curl/curl.h: CURLPROXY_HTTPS, which pycurl does not name
    "socks5": pycurl.PROXYTYPE_SOCKS5_HOSTNAME,  # a name is looked up by the proxy in either kind
    "socks5h": pycurl.PROXYTYPE_SOCKS5_HOSTNAME,
}
_FIXED = {
    pycurl.NOSIGNAL: 1,
    pycurl.HTTP_VERSION: pycurl.CURL_HTTP_VERSION_1_1,
    pycurl.FOLLOWLOCATION: 0,
    pycurl.NOPROXY: "",
    265: 1,  # curl/curl.h: CURLOPT_SUPPRESS_CONNECT_HEADERS, likewise
    pycurl.HTTP_TRANSFER_DECODING: 1,
    pycurl.LOW_SPEED_LIMIT: SLOWEST,
    pycurl.TCP_KEEPALIVE: 1,
    pycurl.TCP_KEEPIDLE: 60,
    pycurl.TCP_KEEPINTVL: 30,
    pycurl.MAXAGE_CONN: int(KEPT_S),
}


@dataclass(slots=True)
class _Transfer:
    """One request on its way, on a libcurl handle that serves many one after another."""

    easy: pycurl.Curl
    request: WireRequest | None = None
    done: Callable[[Outcome], None] = lambda _: None
    headers: list[bytes] = field(default_factory=list)
    body: list[bytes] = field(default_factory=list)
    method: tuple[str, bool] = ("", False)
    route: tuple[str, str, str] | None = None
    proxy: Proxy | None = None
    bound: int = 0


class Multiplexer:
    """Sends any number of requests side by side over kept-alive connections.

    Thread: one thread calls `start`, `wait`, `send` and `close`; any thread may call `interrupt`.
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
        self._proxies = proxies()
        self._selector = selectors.DefaultSelector()
        self._interrupted = threading.Event()
        self._idle: list[_Transfer] = []
        self._flying: dict[pycurl.Curl, _Transfer] = {}
        self._due: float | None = None
        self._is_open = False

    def _open(self) -> None:
        self._is_open = True
        self._woken, self._wakes = socket.socketpair()  # a pipe cannot be waited for on every system
        for end in (self._woken, self._wakes):
            end.setblocking(False)
        self._multi = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_MAXCONNECTS, _KEPT_CONNECTIONS)
        self._multi.setopt(pycurl.M_PIPELINING, 0)
        self._multi.setopt(pycurl.M_SOCKETFUNCTION, self._watch)
        self._multi.setopt(pycurl.M_TIMERFUNCTION, self._set_timer)
        self._selector.register(self._woken, selectors.EVENT_READ)

    def start(self, request: WireRequest, done: Callable[[Outcome], None]) -> None:
        """Send a request; `done` is called with what becomes of it, during a later `wait` or at once."""
        if not self._is_open:
            self._open()
        transfer = self._idle.pop() if self._idle else self._new()
        try:
            self._prepare(transfer, request)
        except StoreError as error:
            self._idle.append(transfer)
            done(error)
            return
        if not self._flying:
            self._interrupted.clear()  # it was meant for those before
        transfer.request, transfer.done = request, done
        self._flying[transfer.easy] = transfer
        self._multi.add_handle(transfer.easy)

    def wait(self, seconds: float) -> None:
        """Carry on with all requests; return when something was done, and after `seconds` at the latest."""
        if not self._is_open:
            self._open()
        if self._due is not None:
            seconds = min(seconds, max(0.0, self._due - _CLOCK.monotonic()))
        ready = self._selector.select(seconds)
        for key, events in ready:
            if key.fileobj is self._woken:
                self._woken.recv(4096)
                continue
            flags = (pycurl.CSELECT_IN if events & selectors.EVENT_READ else 0) | (
                pycurl.CSELECT_OUT if events & selectors.EVENT_WRITE else 0
            )
            self._multi.socket_action(key.fd, flags)
        if self._due is not None and self._due <= _CLOCK.monotonic():
            self._due = None
            self._multi.socket_action(pycurl.SOCKET_TIMEOUT, 0)
        self._collect()
        if self._interrupted.is_set():
            self._interrupted.clear()
            self._cut()

    def send(self, request: WireRequest) -> WireResponse:
        """Send one request and wait for its answer; raise `StoreError` as `core.store.transport.Transport` does."""
        outcomes: list[Outcome] = []
        self.start(request, outcomes.append)
        while not outcomes:
            self.wait(1.0)
        if isinstance(outcomes[0], StoreError):
            raise outcomes[0]
        return outcomes[0]

    def interrupt(self) -> None:
        """End all requests in flight at once; their callers get OFFLINE or TRANSIENT. Later requests connect anew."""
        self._interrupted.set()
        if self._is_open:
            with contextlib.suppress(OSError):  # it is full, which wakes as well, or was closed just now
                self._wakes.send(b".")

    def close(self) -> None:
        """Close all connections; a later request uses new ones."""
        if not self._is_open:
            return
        self._cut()
        self._is_open = False
        for transfer in self._idle:
            transfer.easy.close()
        self._idle.clear()
        self._multi.close()
        for key in tuple(self._selector.get_map().values()):
            self._selector.unregister(key.fileobj)
        for end in (self._woken, self._wakes):
            end.close()
        self._due = None

    # ------------------------------------------------------------ what libcurl asks for

    def _watch(self, event: int, fd: int, _multi: Any, _data: Any) -> None:
        wanted = (selectors.EVENT_READ if event & pycurl.POLL_IN else 0) | (
            selectors.EVENT_WRITE if event & pycurl.POLL_OUT else 0
        )
        known = fd in self._selector.get_map()
        if event == pycurl.POLL_REMOVE or not wanted:
            if known:
                self._selector.unregister(fd)
        elif known:
            self._selector.modify(fd, wanted)
        else:
            self._selector.register(fd, wanted)

    def _set_timer(self, milliseconds: int) -> None:
        self._due = None if milliseconds < 0 else _CLOCK.monotonic() + milliseconds / 1000

    # ------------------------------------------------------------ one request

    def _new(self) -> _Transfer:
        easy = pycurl.Curl()
        for option, value in _FIXED.items():
            easy.setopt(option, value)
        easy.setopt(pycurl.CONNECTTIMEOUT_MS, int(self._timeouts.connect * 1000))
        return _Transfer(easy)

    def _prepare(self, transfer: _Transfer, request: WireRequest) -> None:
        easy = transfer.easy
        host = request.host.rpartition("@")[2]
        lines = [name + (b": " + value if value else b";") for name, value in request.headers]
        joined = b"".join(lines) + request.target
        if joined.translate(None, _CONTROLS) != joined or b" " in request.target:
            raise refused(Kind.INVALID, OwnCode.BAD_REQUEST, "the request has an address or header HTTP forbids")
        self._take_route(transfer, request, host)
        origin = f"{request.scheme}://{host}"
        via = transfer.proxy
        is_absolute = via is not None and request.scheme == "http" and via.kind in ("http", "https")
        easy.setopt(pycurl.URL, origin + "/")
        # libcurl would spell the address anew: "%2e" would become "%2E".
        easy.setopt(pycurl.REQUEST_TARGET, origin.encode() + request.target if is_absolute else request.target)
        lines += _NOT_ADDED
        has_body = bool(request.body) or request.method in ("PUT", "POST")
        if has_body:
            easy.setopt(pycurl.POSTFIELDS, request.body)
            if not any(name.lower() == b"content-type" for name, _ in request.headers):
                lines.append(b"Content-Type:")
        easy.setopt(pycurl.HTTPHEADER, lines)
        if transfer.method != (request.method, has_body):
            if not has_body:
                easy.setopt(pycurl.HTTPGET, 1)
            easy.setopt(pycurl.NOBODY, request.method == "HEAD")
            easy.setopt(pycurl.CUSTOMREQUEST, request.method)
            transfer.method = (request.method, has_body)
        silent_s = self._timeouts.reading(slow=request.slow)
        easy.setopt(pycurl.LOW_SPEED_TIME, max(1, round(silent_s)))
        transfer.bound = min(self._body_max, request.answer_max or self._body_max)
        # To HEAD the length is the object's, and nothing follows.
        easy.setopt(pycurl.MAXFILESIZE, 0 if request.method == "HEAD" else transfer.bound)
        transfer.headers, transfer.body = [], []
        easy.setopt(pycurl.HEADERFUNCTION, transfer.headers.append)
        easy.setopt(pycurl.WRITEFUNCTION, transfer.body.append)

    def _take_route(self, transfer: _Transfer, request: WireRequest, host: str) -> None:
        """Set proxy and authorities, where they are others than those of the handle's last request."""
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
        if not name or any(character.isspace() for character in host) or (":" in name and not name.startswith("[")):
            raise refused(Kind.INVALID, OwnCode.BAD_HOST, f"{host!r} is not the name of a server")
        proxy = proxy_at(request.route, request.scheme, name.strip("[]"), self._proxies)
        bundle = authorities(request.route.ca_bundle) if "https" in (request.scheme, proxy[:5].lower()) else ""
        route = (proxy, request.route.password, bundle)
        if transfer.route == route:
            return
        transfer.route, transfer.proxy = None, parse_proxy(proxy, request.route.password) if proxy else None
        easy, via = transfer.easy, transfer.proxy
        easy.setopt(pycurl.PROXY, "" if via is None else f"{via.host}:{via.port}")
        if via is not None:
            easy.setopt(pycurl.PROXYTYPE, _PROXY_KINDS[via.kind])
            easy.setopt(pycurl.PROXYUSERNAME, via.user)
            easy.setopt(pycurl.PROXYPASSWORD, via.password)
        if bundle:
            easy.setopt(pycurl.CAINFO, bundle)
            easy.setopt(pycurl.PROXY_CAINFO, bundle)
        transfer.route = route

    # ------------------------------------------------------------ what becomes of it

    def _collect(self) -> None:
        more = 1
        while more:
            more, ended, failed = self._multi.info_read()
            for easy in ended:
                self._end(easy, None)
            for easy, number, words in failed:
                self._end(easy, (number, words))

    def _end(self, easy: pycurl.Curl, failure: tuple[int, str] | None) -> None:
        transfer = self._flying.pop(easy)
        outcome = _answer(transfer) if failure is None else self._failure(transfer, *failure)
        self._multi.remove_handle(easy)
        self._settle(transfer, outcome)

    def _cut(self) -> None:
        """End all that is on its way."""
        for easy, transfer in tuple(self._flying.items()):
            del self._flying[easy]
            outcome = _interrupted(transfer)
            self._multi.remove_handle(easy)
            easy.close()
            transfer.done(outcome)

    def _settle(self, transfer: _Transfer, outcome: Outcome) -> None:
        done, transfer.request, transfer.done = transfer.done, None, lambda _: None
        if len(self._idle) < _KEPT_TRANSFERS:
            self._idle.append(transfer)
        else:
            transfer.easy.close()
        done(outcome)

    def _failure(self, transfer: _Transfer, number: int, words: str) -> StoreError:
        """Why there is no answer, in the words of `core.store.transport`."""
        host = transfer.request.host if transfer.request else ""
        name = host.rpartition("@")[2].rpartition(":")[0] or host
        if number == pycurl.E_FILESIZE_EXCEEDED:
            status = transfer.easy.getinfo(pycurl.RESPONSE_CODE)
            message = f"the answer is larger than {transfer.bound} bytes"
            return StoreError(Kind.INVALID, status=status, code=OwnCode.ANSWER_TOO_LARGE, message=message)
        if _has_left(transfer):
            if number == pycurl.E_OPERATION_TIMEDOUT:
                slow = transfer.request is not None and transfer.request.slow
                seconds = self._timeouts.reading(slow=slow)
                return lost(OwnCode.READ_TIMEOUT, f"the server did not answer within {seconds:g} seconds")
            return lost(OwnCode.CONNECTION_LOST, "the server closed the connection without a full answer")
        return _unreached(number, words, name, transfer)


def _has_left(transfer: _Transfer) -> bool:
    """Whether the store may have seen something of the request."""
    return bool(transfer.easy.getinfo(pycurl.REQUEST_SIZE) > 0)


def _interrupted(transfer: _Transfer) -> StoreError:
    if _has_left(transfer):
        return lost(OwnCode.CONNECTION_LOST, "the request was interrupted")
    return offline(OwnCode.INTERRUPTED, "the connection was interrupted")


def _unreached(number: int, words: str, name: str, transfer: _Transfer) -> StoreError:
    """Why a request did not leave."""
    if number in (pycurl.E_URL_MALFORMAT, pycurl.E_UNSUPPORTED_PROTOCOL):
        return refused(Kind.INVALID, OwnCode.BAD_HOST, f"{name!r} is not the name of a server")
    if number == pycurl.E_PEER_FAILED_VERIFICATION:
        text = f"the certificate of {name} is not trusted: {words.rpartition(': ')[2]}"
        return refused(Kind.UNSUPPORTED, OwnCode.CERTIFICATE_NOT_TRUSTED, text)
    if transfer.proxy is not None:
        # A proxy's own words may hold anything, its password too.
        if number in (_PROXY_REFUSED, pycurl.E_RECV_ERROR, pycurl.E_COULDNT_CONNECT):
            return offline(OwnCode.PROXY_FAILED, "the proxy cannot be reached, or refused the connection")
        return offline(OwnCode.PROXY_FAILED, "the proxy does not answer as one of its kind")
    match number:
        case pycurl.E_COULDNT_RESOLVE_HOST:
            return offline(OwnCode.HOST_NOT_FOUND, f"there is no server named {name}, or its address is not known now")
        case pycurl.E_OPERATION_TIMEDOUT:
            return offline(OwnCode.CONNECT_TIMEOUT, f"{name} did not answer in time")
        case pycurl.E_SSL_CONNECT_ERROR if not _broke_off(words):
            text = f"no secure connection to {name} could be agreed on; does the server speak https?"
            return refused(Kind.UNSUPPORTED, OwnCode.TLS_FAILED, text)
        case pycurl.E_SSL_CONNECT_ERROR:
            return offline(OwnCode.CONNECTION_LOST, f"{name} closed the connection before it was secured")
    return offline(OwnCode.CONNECT_FAILED, f"no connection to {name}: {words}")


def _broke_off(words: str) -> bool:
    """Whether OpenSSL's words say that the connection ended, rather than that something else than TLS was spoken."""
    return any(word in words.lower() for word in ("syscall", "eof", "reset", "shut down"))


def _answer(transfer: _Transfer) -> Outcome:
    lines = transfer.headers
    # Of several answers to one request (100 Continue) the last one counts.
    first = next((at for at in range(len(lines) - 1, -1, -1) if lines[at].startswith(b"HTTP/")), -1)
    if first < 0 or lines[-1] not in (b"\r\n", b"\n"):
        return lost(OwnCode.CONNECTION_LOST, "the server closed the connection without a full answer")
    headers: list[tuple[bytes, bytes]] = []
    for line in lines[first + 1 :]:
        name, colon, value = line.partition(b":")
        if colon:
            headers.append((name.lower(), value.strip()))
    body = b"".join(transfer.body)
    return WireResponse(transfer.easy.getinfo(pycurl.RESPONSE_CODE), tuple(headers), body)
