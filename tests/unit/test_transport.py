"""Unit: what goes over the wire, and what is said when it fails. The servers are plain sockets on loopback."""

from __future__ import annotations

import datetime
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from core import transport as module
from core.dialects.base import WireRequest, WireResponse
from core.errors import Kind, Sent, StoreError
from core.transport import Timeouts, Transport

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
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
def opened(timeouts: Timeouts | None = None, **more: Any) -> Iterator[Transport]:
    more.setdefault("proxies", dict)
    transport = Transport(timeouts=timeouts, **more)
    try:
        yield transport
    finally:
        transport.close()


def request(host: str, **more: Any) -> WireRequest:
    values: dict[str, Any] = {"method": "GET", "scheme": "http", "host": host, "target": b"/", "headers": ()}
    return WireRequest(**{**values, **more})


def failure(transport: Transport, wire: WireRequest) -> StoreError:
    with pytest.raises(StoreError) as caught:
        transport.send(wire)
    return caught.value


# ---------------------------------------------------------------- bytes


@pytest.mark.parametrize(
    "target",
    [b"/..", b"/.", b"/a/../b", b"/a//b", b"//a", b"/%2e%2e", b"/a%2Fb?x=%20+", b"/?acl", b"/a;b,c'(d)*!", b"/%3F"],
)
def test_the_target_goes_out_untouched(target: bytes) -> None:
    with serving() as server, opened() as transport:
        transport.send(request(server.host, target=target))
    assert server.requests[0].split(b" ")[1] == target


def test_nothing_is_sent_but_the_given_headers_and_host() -> None:
    headers = ((b"x-b", b"2"), (b"X-a", "ä".encode()), (b"x-b", b"3"))
    with serving() as server, opened() as transport:
        transport.send(request(server.host, headers=headers))
    lines = server.requests[0].partition(b"\r\n\r\n")[0].split(b"\r\n")
    assert lines[1:] == [b"Host: " + server.host.encode(), b"x-b: 2", "X-a: ä".encode(), b"x-b: 3"]


@pytest.mark.parametrize(
    ("method", "body", "length"),
    [("PUT", b"", b"0"), ("POST", b"", b"0"), ("POST", b"abc", b"3"), ("GET", b"", None), ("DELETE", b"", None)],
)
def test_the_length_of_the_body_is_stated_where_there_can_be_one(
    method: str, body: bytes, length: bytes | None
) -> None:
    with serving() as server, opened() as transport:
        transport.send(request(server.host, method=method, body=body))
    head, _, sent = server.requests[0].partition(b"\r\n\r\n")
    lengths = [line.partition(b": ")[2] for line in head.split(b"\r\n") if line.startswith(b"Content-Length")]
    assert lengths == ([] if length is None else [length])
    assert sent == body
    assert b"Transfer-Encoding" not in head


def test_an_answer_comes_whole_with_lower_cased_names_whatever_its_status() -> None:
    def refuse(server: Server, sock: socket.socket) -> None:
        server.read(sock)
        sock.sendall(b'HTTP/1.1 403 No\r\nX-Oss-Request-Id: 7\r\nETag: "A"\r\nContent-Length: 4\r\n\r\nbody')

    with serving(refuse) as server, opened() as transport:
        answer = transport.send(request(server.host))
    headers = ((b"x-oss-request-id", b"7"), (b"etag", b'"A"'), (b"content-length", b"4"))
    assert answer == WireResponse(403, headers, b"body")


def test_a_chunked_answer_is_joined() -> None:
    def chunked(server: Server, sock: socket.socket) -> None:
        server.read(sock)
        sock.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")

    with serving(chunked) as server, opened() as transport:
        assert transport.send(request(server.host)).body == b"abcde"


def test_a_compressed_object_is_not_unpacked() -> None:
    def packed(server: Server, sock: socket.socket) -> None:
        server.read(sock)
        sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\n\x1f\x8b123")

    with serving(packed) as server, opened() as transport:
        assert transport.send(request(server.host)).body == b"\x1f\x8b123"


def test_a_redirect_is_an_answer_and_is_not_followed() -> None:
    def redirect(server: Server, sock: socket.socket) -> None:
        server.read(sock)
        sock.sendall(b"HTTP/1.1 307 Go\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n")

    with serving(redirect) as server, opened() as transport:
        assert transport.send(request(server.host)).status == 307
    assert len(server.requests) == 1


def test_a_cookie_is_not_sent_back() -> None:
    def cookie(server: Server, sock: socket.socket) -> None:
        while server.read(sock):
            sock.sendall(b"HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n")

    with serving(cookie) as server, opened() as transport:
        transport.send(request(server.host))
        transport.send(request(server.host))
    assert b"a=b" not in server.requests[1]


def test_a_connection_serves_many_requests() -> None:
    with serving() as server, opened() as transport:
        for _ in range(20):
            transport.send(request(server.host))
    assert (len(server.requests), server.connections) == (20, 1)


def test_a_connection_that_the_server_closed_while_idle_is_replaced() -> None:
    def once(server: Server, sock: socket.socket) -> None:
        server.read(sock)
        sock.sendall(OK)
        sock.shutdown(socket.SHUT_RDWR)
        server.released.set()

    with serving(once) as server, opened() as transport:
        for _ in range(3):
            transport.send(request(server.host, method="POST"))
            assert server.released.wait(10)
            server.released.clear()
    assert (len(server.requests), server.connections) == (3, 3)


def test_after_close_a_request_connects_anew() -> None:
    with serving() as server, opened() as transport:
        transport.send(request(server.host))
        transport.close()
        transport.send(request(server.host))
    assert server.connections == 2


# ---------------------------------------------------------------- failures


def unused_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def test_a_refused_connection_is_offline_and_nothing_was_sent() -> None:
    with opened() as transport:
        error = failure(transport, request(f"127.0.0.1:{unused_port()}"))
    assert (error.kind, error.code, error.sent) == (Kind.OFFLINE, "ConnectFailed", Sent.NO)
    assert "127.0.0.1" in error.message


@pytest.mark.parametrize(
    ("number", "code"), [(socket.EAI_NONAME, "HostNotFound"), (socket.EAI_AGAIN, "NameServiceFailed")]
)
def test_a_name_that_does_not_exist_differs_from_a_name_service_that_is_down(
    number: int, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise socket.gaierror(number, "not found")

    monkeypatch.setattr(socket, "create_connection", fail)
    with opened() as transport:
        error = failure(transport, request("no-such-host.invalid"))
    assert (error.kind, error.code, error.sent) == (Kind.OFFLINE, code, Sent.NO)
    assert "no-such-host.invalid" in error.message


def test_a_silent_address_is_offline_and_nothing_was_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise TimeoutError

    monkeypatch.setattr(socket, "create_connection", fail)
    with opened() as transport:
        error = failure(transport, request("127.0.0.1:1"))
    assert (error.kind, error.code, error.sent) == (Kind.OFFLINE, "ConnectTimeout", Sent.NO)


def test_a_server_that_never_answers_may_have_done_the_work() -> None:
    with serving(Server.hold) as server, opened(QUICK) as transport:
        error = failure(transport, request(server.host))
    assert (error.kind, error.code, error.sent) == (Kind.TRANSIENT, "ReadTimeout", Sent.MAYBE)


def test_a_copy_may_take_minutes_before_it_is_answered_and_nothing_else_may() -> None:
    times = Timeouts()
    assert times.of(request("store.test"))["read"] == times.read <= 60
    assert times.of(request("store.test", slow=True))["read"] == times.slow_read >= 600


@pytest.mark.parametrize(
    "sent_back",
    [b"", b"HTTP/1.1 200 OK\r\nContent-Le", b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", b"nonsense\r\n\r\n"],
    ids=["nothing", "half-a-header", "half-a-body", "no-http"],
)
def test_a_broken_answer_may_hide_work_that_was_done(sent_back: bytes) -> None:
    def broken(server: Server, sock: socket.socket) -> None:
        server.read(sock)
        sock.sendall(sent_back)

    with serving(broken) as server, opened() as transport:
        error = failure(transport, request(server.host, method="POST"))
        assert (error.kind, error.sent) == (Kind.TRANSIENT, Sent.MAYBE)
        failure(transport, request(server.host))  # and it can be used again
    assert server.connections == 2


def test_an_answer_above_the_bound_is_refused() -> None:
    def large(server: Server, sock: socket.socket) -> None:
        server.read(sock)
        sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n" + b"x" * 101)

    with serving(large) as server, opened(body_max=100) as transport:
        error = failure(transport, request(server.host))
    assert (error.kind, error.code) == (Kind.INVALID, "AnswerTooLarge")


def test_a_header_that_http_forbids_is_never_sent_and_never_quoted() -> None:
    with serving() as server, opened() as transport:
        error = failure(transport, request(server.host, headers=((b"authorization", b"the-secret\n"),)))
        assert transport.send(request(server.host)).status == 200
    assert (error.kind, error.sent) == (Kind.INVALID, Sent.NO)
    assert "the-secret" not in repr(error)
    assert error.__cause__ is None
    assert len(server.requests) == 1


def test_a_host_that_is_none_is_refused() -> None:
    with opened() as transport:
        error = failure(transport, request("exa mple:port"))
    assert (error.kind, error.code, error.sent) == (Kind.INVALID, "BadHost", Sent.NO)


# ---------------------------------------------------------------- interruption


def test_an_interrupt_ends_a_blocked_request_at_once_and_the_next_one_works() -> None:
    answers: list[Callable[[Server, socket.socket], None]] = [Server.hold, Server.answer]

    def handle(server: Server, sock: socket.socket) -> None:
        answers.pop(0)(server, sock)

    with serving(handle) as server, opened() as transport:
        caught: list[StoreError] = []
        blocked = threading.Thread(target=lambda: caught.append(failure(transport, request(server.host))))
        blocked.start()
        assert server.released.wait(10)
        transport.interrupt()
        blocked.join(10)
        assert not blocked.is_alive()
        assert (caught[0].kind, caught[0].sent) == (Kind.TRANSIENT, Sent.MAYBE)
        assert transport.send(request(server.host)).status == 200


def test_an_interrupt_while_connecting_stops_the_request_before_it_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.create_connection
    with serving() as server, opened() as transport:

        def interrupted(*args: Any) -> socket.socket:
            sock = connect(*args)
            transport.interrupt()
            return sock

        monkeypatch.setattr(socket, "create_connection", interrupted)
        error = failure(transport, request(server.host))
    assert (error.kind, error.code, error.sent) == (Kind.OFFLINE, "Interrupted", Sent.NO)
    assert server.requests == []


def test_an_interrupt_of_an_idle_transport_harms_nothing() -> None:
    with serving() as server, opened() as transport:
        transport.interrupt()
        transport.send(request(server.host))
        transport.interrupt()
        assert transport.send(request(server.host)).status == 200


# ---------------------------------------------------------------- TLS


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A self-signed certificate for 127.0.0.1 with its key."""
    x509 = pytest.importorskip("cryptography.x509", reason="makes the certificate of the test's server")
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(_address_name(x509), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "server.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


def _address_name(x509: Any) -> Any:
    return x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])


@pytest.fixture
def secure(certificate: Path) -> Iterator[Server]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = Server(context=context)
    yield server
    server.close()


def test_a_trusted_server_is_spoken_to_over_tls(
    secure: Server, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_ssl_context", lambda: ssl.create_default_context(cafile=str(certificate)))
    with opened() as transport:
        for _ in range(3):
            assert transport.send(request(secure.host, scheme="https")).body == b"ok"
    assert secure.connections == 1


def test_a_certificate_that_is_not_trusted_is_said_plainly_and_never_offline(secure: Server) -> None:
    with opened() as transport:
        error = failure(transport, request(secure.host, scheme="https"))
    assert (error.kind, error.code, error.sent) == (Kind.UNSUPPORTED, "CertificateNotTrusted", Sent.NO)
    assert "certificate of 127.0.0.1 is not trusted" in error.message
    assert secure.requests == []


def test_an_interrupt_ends_a_blocked_request_over_tls(
    secure: Server, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_ssl_context", lambda: ssl.create_default_context(cafile=str(certificate)))
    secure._handle = secure.hold
    with opened() as transport:
        caught: list[StoreError] = []
        wire = request(secure.host, scheme="https")
        blocked = threading.Thread(target=lambda: caught.append(failure(transport, wire)))
        blocked.start()
        assert secure.released.wait(10)
        transport.interrupt()
        blocked.join(10)
    assert caught[0].sent is Sent.MAYBE


def test_a_server_without_tls_is_no_network_failure() -> None:
    def plain(server: Server, sock: socket.socket) -> None:
        sock.recv(1)
        sock.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
        sock.recv(65536)

    with serving(plain) as server, opened() as transport:
        error = failure(transport, request(server.host, scheme="https"))
    assert (error.kind, error.code, error.sent) == (Kind.UNSUPPORTED, "TlsFailed", Sent.NO)


def test_a_connection_that_breaks_in_the_handshake_is_offline() -> None:
    def closing(server: Server, sock: socket.socket) -> None:
        sock.recv(65536)

    with serving(closing) as server, opened() as transport:
        error = failure(transport, request(server.host, scheme="https"))
    assert (error.kind, error.sent) == (Kind.OFFLINE, Sent.NO)


# ---------------------------------------------------------------- proxies


def through(proxy: str, wire: WireRequest, monkeypatch: pytest.MonkeyPatch) -> WireResponse | StoreError:
    """Send through a proxy, which for a test may serve this machine too."""
    monkeypatch.setattr(module, "_is_loopback", lambda _: False)
    with opened(proxies=lambda: {"http": proxy, "https": proxy}) as transport:
        try:
            return transport.send(wire)
        except StoreError as error:
            return error


def test_a_proxy_gets_the_whole_address_with_the_untouched_target(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving() as server:
        wire = request("store.test:81", target=b"/a/../b?acl")
        through(f"http://user:p%40ss@{server.host}", wire, monkeypatch)
    head = server.requests[0]
    assert head.split(b" ")[1] == b"http://store.test:81/a/../b?acl"
    assert b"Proxy-Authorization: Basic dXNlcjpwQHNz\r\n" in head
    assert b"Host: store.test:81\r\n" in head


def test_a_proxy_that_refuses_the_tunnel_is_offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(server: Server, sock: socket.socket) -> None:
        server.read(sock)
        sock.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")

    with serving(refuse) as server:
        error = through(f"http://{server.host}", request("store.test", scheme="https"), monkeypatch)
    assert isinstance(error, StoreError)
    assert (error.kind, error.code, error.sent) == (Kind.OFFLINE, "ProxyFailed", Sent.NO)
    assert server.requests[0].startswith(b"CONNECT store.test:443 ")


def test_a_proxy_of_another_kind_is_said_plainly_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    error = through("socks5://user:hidden@127.0.0.1:1", request("store.test"), monkeypatch)
    assert isinstance(error, StoreError)
    assert (error.kind, error.code, error.sent) == (Kind.UNSUPPORTED, "ProxyNotSupported", Sent.NO)
    assert "hidden" not in repr(error)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.8.9.10"])
def test_this_machine_is_never_reached_through_a_proxy(host: str) -> None:
    assert module._proxy_for("http", host, {"http": "http://proxy:1", "all": "http://proxy:1"}) == ""


def test_a_proxy_for_all_serves_both_schemes_and_may_lack_its_own() -> None:
    assert module._proxy_for("https", "store.test", {"all": "proxy:3128"}) == "http://proxy:3128"


def test_a_host_on_the_list_of_exceptions_is_reached_directly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", ".test")
    assert module._proxy_for("http", "store.test", {"http": "http://proxy:1"}) == ""
